//! Kinds of files that people take for pictures and that are not decoded, so that they can be told by name.

/// A kind of file that is not decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherKind {
    /// With its article.
    pub name: &'static str,
    /// A command that makes a picture of it, where it may hold one.
    pub conversion: Option<&'static str>,
}

const AVIF: OtherKind = convertible("an AVIF file", "magick in.avif out.png");
const HEIC: OtherKind = convertible("a HEIC file", "heif-convert in.heic out.jpg");
const HEIF: OtherKind = convertible("a HEIF file", "heif-convert in.heif out.jpg");
const JPEG_XL: OtherKind = convertible("a JPEG XL file", "djxl in.jxl out.png");
const JPEG_2000: OtherKind = convertible("a JPEG 2000 file", "magick in.jp2 out.png");
const BIG_TIFF: OtherKind = convertible("a BigTIFF file", "magick in.tif out.png");
const RAW: OtherKind = convertible("a raw file of a camera", "darktable-cli in.raw out.jpg");
const RADIANCE: OtherKind = convertible("a Radiance HDR file", "magick in.hdr out.png");
const VIDEO: OtherKind = convertible("a video", "ffmpeg -i in.mp4 -frames:v 1 out.png");
const TARGA: OtherKind = convertible("a TGA file of the first version", "magick in.tga out.png");

/// What a file may begin with, and what it is then. The signatures are those of each format's specification.
const SIGNATURES: [(&[u8], OtherKind); 34] = [
    // Canon's raw files are TIFF files, but for a mark.
    (b"II*\0\x10\0\0\0CR", RAW),
    (b"IIRO", RAW),
    (b"IIRS", RAW),
    (b"MMOR", RAW),
    (b"IIU\0", RAW),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"FOVb", RAW),
    (b"II+\0", BIG_TIFF),
    (b"MM\0+", BIG_TIFF),
    (b"\xFF\x0A", JPEG_XL),
    (b"\0\0\0\x0CJXL ", JPEG_XL),
    (b"\0\0\0\x0CjP  ", JPEG_2000),
    (b"\xFF\x4F\xFF\x51", JPEG_2000),
    (b"\0\0\x02\0\0\0\0\0", TARGA),
    (b"\0\0\x0A\0\0\0\0\0", TARGA),
    (b"\0\0\x02\0", convertible("a cursor file (CUR)", "magick in.cur out.png")),
    (b"icns", convertible("an icon file (ICNS)", "magick in.icns out.png")),
    (b"8BPS", convertible("a Photoshop file", "magick 'in.psd[0]' out.png")),
    (b"gimp xcf", convertible("a GIMP file", "magick in.xcf -flatten out.png")),
    (b"%PDF-", convertible("a PDF file", "pdftoppm -png in.pdf out")),
    (b"%!PS", convertible("a PostScript file", "magick in.ps out.png")),
    (b"DDS ", convertible("a DDS file", "magick in.dds out.png")),
    (b"farbfeld", convertible("a farbfeld file", "magick in.ff out.png")),
    (b"\x76\x2F\x31\x01", convertible("an OpenEXR file", "magick in.exr out.png")),
    (b"#?RADIANCE", RADIANCE),
    (b"#?RGBE", RADIANCE),
    (b"\x59\xA6\x6A\x95", convertible("a Sun raster file", "magick in.ras out.png")),
    (b"\xD7\xCD\xC6\x9A", convertible("a Windows metafile", "magick in.wmf out.png")),
    (b"\x1A\x45\xDF\xA3", VIDEO),
    (b"version https://git-lfs", convertible("a pointer of Git LFS to a file", "git lfs pull")),
    (b"PK\x03\x04", convertible("a ZIP archive", "unzip in.zip")),
    (b"Rar!\x1A\x07", named("a RAR archive")),
    (b"7z\xBC\xAF\x27\x1C", named("a 7z archive")),
    (b"\x1F\x8B", convertible("a file compressed with gzip", "gunzip in.gz")),
];

/// What an ISO base media file (ISO/IEC 14496-12) says of itself after `ftyp`, and what it is then. Others are videos.
const BRANDS: [(&[u8; 4], OtherKind); 10] = [
    (b"avif", AVIF),
    (b"avis", AVIF),
    (b"heic", HEIC),
    (b"heix", HEIC),
    (b"hevc", HEIC),
    (b"heim", HEIC),
    (b"heis", HEIC),
    (b"mif1", HEIF),
    (b"msf1", HEIF),
    (b"crx ", RAW),
];

/// How far into a text its kind is looked for.
const TEXT_BYTES: usize = 1024;

const fn convertible(name: &'static str, command: &'static str) -> OtherKind {
    OtherKind { name, conversion: Some(command) }
}

const fn named(name: &'static str) -> OtherKind {
    OtherKind { name, conversion: None }
}

/// What a file is; nothing where that is not known.
pub fn of(file: &[u8]) -> Option<OtherKind> {
    let signature = SIGNATURES.iter().find(|(signature, _)| file.starts_with(signature)).map(|&(_, kind)| kind);
    signature.or_else(|| of_brand(file)).or_else(|| of_markup(file))
}

fn of_brand(file: &[u8]) -> Option<OtherKind> {
    let kind = file.get(4..12)?;
    let brand = kind.strip_prefix(b"ftyp")?;
    BRANDS.iter().find(|(known, _)| brand == *known).map(|&(_, kind)| kind).or(Some(VIDEO))
}

fn of_markup(file: &[u8]) -> Option<OtherKind> {
    let start = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file).trim_ascii_start();
    let start = start[..start.len().min(TEXT_BYTES)].to_ascii_lowercase();
    let has = |tag: &[u8]| start.windows(tag.len()).any(|window| window == tag);
    if !start.starts_with(b"<") {
        None
    } else if has(b"<svg") {
        Some(convertible("an SVG file", "magick in.svg out.png"))
    } else if has(b"<html") || has(b"<!doctype html") {
        Some(named("an HTML page"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_how_they_begin() {
        let files: [(&[u8], Option<&str>); 16] = [
            (b"MM\0+\0\0\0\x08", Some("a BigTIFF file")),
            (b"II*\0\x10\0\0\0CR\x02\0", Some("a raw file of a camera")),
            (b"\0\0\0\x1Cftypavif", Some("an AVIF file")),
            (b"\0\0\0\x18ftypheic", Some("a HEIC file")),
            (b"\0\0\0\x18ftypcrx ", Some("a raw file of a camera")),
            (b"\0\0\0\x18ftypisom", Some("a video")),
            (b"\0\0\x02\0\x01\0 \0", Some("a cursor file (CUR)")),
            (b"\0\0\x02\0\0\0\0\0\x05", Some("a TGA file of the first version")),
            (b"P6", None),
            (b"PK\x03\x04", Some("a ZIP archive")),
            (b"PK", None),
            (b"<?xml version='1.0'?>\n<SVG/>", Some("an SVG file")),
            (b"\xEF\xBB\xBF  <!DOCTYPE html><title>Not found", Some("an HTML page")),
            (b"<note>", None),
            (b"a text about <svg>", None),
            (b"", None),
        ];
        for (file, expected) in files {
            assert_eq!(of(file).map(|kind| kind.name), expected, "{}", file.escape_ascii());
        }
    }
}
