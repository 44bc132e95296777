//! Kinds of files that people take for pictures and that are not decoded, so that they can be told by name.

/// What a file may begin with, and what it is then. The signatures are those of each format's specification.
const SIGNATURES: [(&[u8], &str); 27] = [
    (b"II*\0", "a TIFF file"),
    (b"MM\0*", "a TIFF file"),
    (b"II+\0", "a BigTIFF file"),
    (b"MM\0+", "a BigTIFF file"),
    (b"\xFF\x0A", "a JPEG XL file"),
    (b"\0\0\0\x0CJXL ", "a JPEG XL file"),
    (b"\0\0\0\x0CjP  ", "a JPEG 2000 file"),
    (b"\xFF\x4F\xFF\x51", "a JPEG 2000 file"),
    (b"\0\0\x01\0", "an icon file (ICO)"),
    (b"\0\0\x02\0\0\0\0\0", "a TGA file"),
    (b"\0\0\x0A\0\0\0\0\0", "a TGA file"),
    (b"\0\0\x02\0", "a cursor file (CUR)"),
    (b"icns", "an icon file (ICNS)"),
    (b"8BPS", "a Photoshop file"),
    (b"gimp xcf", "a GIMP file"),
    (b"%PDF-", "a PDF file"),
    (b"%!PS", "a PostScript file"),
    (b"qoif", "a QOI file"),
    (b"DDS ", "a DDS file"),
    (b"farbfeld", "a farbfeld file"),
    (b"\x76\x2F\x31\x01", "an OpenEXR file"),
    (b"#?RADIANCE", "a Radiance HDR file"),
    (b"#?RGBE", "a Radiance HDR file"),
    (b"\x59\xA6\x6A\x95", "a Sun raster file"),
    (b"\xD7\xCD\xC6\x9A", "a Windows metafile"),
    (b"version https://git-lfs", "a pointer of Git LFS to a file"),
    (b"\x1F\x8B", "a file compressed with gzip"),
];

/// What an ISO base media file (ISO/IEC 14496-12) says of itself after `ftyp`, and what it is then.
const BRANDS: [(&[u8; 4], &str); 9] = [
    (b"avif", "an AVIF file"),
    (b"avis", "an AVIF file"),
    (b"heic", "a HEIC file"),
    (b"heix", "a HEIC file"),
    (b"hevc", "a HEIC file"),
    (b"heim", "a HEIC file"),
    (b"heis", "a HEIC file"),
    (b"mif1", "a HEIF file"),
    (b"msf1", "a HEIF file"),
];

/// How far into a text its kind is looked for.
const TEXT_BYTES: usize = 1024;

/// What a file is, with its article; nothing where that is not known.
pub fn name(file: &[u8]) -> Option<&'static str> {
    let signature = SIGNATURES.iter().find(|(signature, _)| file.starts_with(signature)).map(|&(_, name)| name);
    let targa = file.ends_with(b"TRUEVISION-XFILE.\0").then_some("a TGA file");
    signature.or(targa).or_else(|| of_brand(file)).or_else(|| portable_map(file)).or_else(|| of_markup(file))
}

fn of_brand(file: &[u8]) -> Option<&'static str> {
    let kind = file.get(4..12)?;
    let brand = kind.strip_prefix(b"ftyp")?;
    BRANDS.iter().find(|(known, _)| brand == *known).map(|&(_, name)| name)
}

/// `P1` to `P7` and white space: Netpbm's formats.
fn portable_map(file: &[u8]) -> Option<&'static str> {
    match file {
        [b'P', b'1'..=b'7', space, ..] if space.is_ascii_whitespace() => Some("a Netpbm file (PBM, PGM, PPM, PAM)"),
        _ => None,
    }
}

fn of_markup(file: &[u8]) -> Option<&'static str> {
    let start = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file).trim_ascii_start();
    let start = start[..start.len().min(TEXT_BYTES)].to_ascii_lowercase();
    let has = |tag: &[u8]| start.windows(tag.len()).any(|window| window == tag);
    if !start.starts_with(b"<") {
        None
    } else if has(b"<svg") {
        Some("an SVG file")
    } else if has(b"<html") || has(b"<!doctype html") {
        Some("an HTML page")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_how_they_begin() {
        let files: [(&[u8], Option<&str>); 15] = [
            (b"MM\0*\0\0\0\x08", Some("a TIFF file")),
            (b"\0\0\0\x1Cftypavif", Some("an AVIF file")),
            (b"\0\0\0\x18ftypheic", Some("a HEIC file")),
            (b"\0\0\0\x18ftypisom", None),
            (b"\0\0\x02\0\x01\0 \0", Some("a cursor file (CUR)")),
            (b"\0\0\x02\0\0\0\0\0\x05", Some("a TGA file")),
            (b"\x01\x01\x01 TRUEVISION-XFILE.\0", Some("a TGA file")),
            (b"P6 2 2 255\n", Some("a Netpbm file (PBM, PGM, PPM, PAM)")),
            (b"P6", None),
            (b"PK\x03\x04", None),
            (b"<?xml version='1.0'?>\n<SVG/>", Some("an SVG file")),
            (b"\xEF\xBB\xBF  <!DOCTYPE html><title>Not found", Some("an HTML page")),
            (b"<note>", None),
            (b"a text about <svg>", None),
            (b"", None),
        ];
        for (file, expected) in files {
            assert_eq!(name(file), expected, "{}", file.escape_ascii());
        }
    }
}
