//! Pictures against Pillow, whose answers tests/picture_data.py wrote down.

mod test_data;

use std::fs;
use std::path::{Path, PathBuf};

use wasm_classify_guest::error::Kind;
use wasm_classify_guest::picture::{decode, Method, Orientation, Picture, Region};
use wasm_classify_guest::resize::resize;

const LIMIT: u64 = 100_000_000;
const KINDS: &str = "JPEG, PNG, GIF, WebP, BMP, TIFF, ICO, PNM, QOI, TGA";

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/picture")
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words of each line of a file of expectations.
fn lines(name: &str) -> Vec<Vec<String>> {
    let text = String::from_utf8(read(&data().join(name))).unwrap();
    text.lines().map(|line| line.split(' ').map(String::from).collect()).collect()
}

fn numbers(words: &[String]) -> Vec<f64> {
    words.iter().map(|word| word.parse().unwrap()).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn rgb(picture: &Picture) -> Vec<u8> {
    let repeat = if picture.channels == 1 { 3 } else { 1 };
    picture.pixels.iter().flat_map(|&level| std::iter::repeat_n(level, repeat)).collect()
}

fn largest_difference(one: &[u8], other: &[u8]) -> u8 {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).map(|(&one, &other)| one.abs_diff(other)).max().unwrap_or(0)
}

/// The generator that picture_data.py runs.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[test]
fn resizing_is_pillows_to_the_bit() {
    for line in lines("resizes.txt") {
        let [width, height, channels, left, top, right, bottom, out_width, out_height] = numbers(&line[..9])[..] else {
            panic!("{line:?}");
        };
        let region = Some(Region { left, top, right, bottom });
        let pixels = noise((width * height * channels) as usize);
        let (size, out) = ([width as u32, height as u32], [out_width as u32, out_height as u32]);
        let method = Method::parse(&line[10]).unwrap();
        let resized = resize(&pixels, size, channels as u8, region, out, method).unwrap();
        assert_eq!(format!("{:016x}", fnv1a(&resized)), line[9], "{line:?}");
    }
}

#[test]
fn without_a_region_all_of_the_picture_is_shown() {
    let pixels = noise(6 * 4 * 3);
    let all = Region { left: 0.0, top: 0.0, right: 6.0, bottom: 4.0 };
    let resized = |region, out| resize(&pixels, [6, 4], 3, region, out, Method::Bilinear);
    assert_eq!(resized(None, [5, 5]), resized(Some(all), [5, 5]));
    assert_eq!(resized(None, [6, 4]), Ok(pixels.clone()));
}

#[test]
fn a_resize_that_makes_no_sense_is_refused() {
    let refused = |pixels: &[u8], width, height, channels, region, out_width| {
        resize(pixels, [width, height], channels, region, [out_width, 1], Method::Bilinear).unwrap_err().kind
    };
    let region = |left, right| Some(Region { left, top: 0.0, right, bottom: 1.0 });
    assert_eq!(refused(&[0; 4], 2, 1, 2, None, 1), Kind::Argument);
    assert_eq!(refused(&[0; 5], 2, 1, 3, None, 1), Kind::Argument);
    assert_eq!(refused(&[], 0, 1, 3, None, 1), Kind::Argument);
    assert_eq!(refused(&[0; 2], 2, 1, 1, None, 0), Kind::Argument);
    assert_eq!(refused(&[0; 2], u32::MAX, u32::MAX, 3, None, 1), Kind::Argument);
    for region in [region(1.0, 1.0), region(-0.5, 1.0), region(0.0, 2.5), region(f64::NAN, 1.0)] {
        assert_eq!(refused(&[0; 2], 2, 1, 1, region, 1), Kind::Argument, "{region:?}");
    }
}

#[test]
fn every_kind_of_picture_is_decoded_as_pillow_does() {
    for line in lines("files.txt") {
        let [name, width, height, orientation, pixels] = &line[..] else { panic!("{line:?}") };
        let picture = decode(&read(&data().join(name)), LIMIT).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!([picture.width.to_string(), picture.height.to_string()], [width.clone(), height.clone()], "{name}");
        assert_eq!(picture.orientation, Orientation::from_exif(orientation.parse().unwrap()), "{name}");
        // WebP leaves open how colours, which are stored at half the size, are spread.
        let tolerance = if name.starts_with("lossy") { 12 } else { 0 };
        let difference = largest_difference(&rgb(&picture), &from_hex(pixels));
        assert!(difference <= tolerance, "{name} differs by up to {difference} levels");
    }
}

#[test]
fn every_sort_of_jpeg_is_decoded_as_pillow_does_to_the_bit() {
    for line in lines("jpegs.txt") {
        let [name, width, height, orientation, hash] = &line[..] else { panic!("{line:?}") };
        let picture = decode(&read(&data().join(name)), LIMIT).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!([picture.width.to_string(), picture.height.to_string()], [width.clone(), height.clone()], "{name}");
        assert_eq!(picture.orientation, Orientation::from_exif(orientation.parse().unwrap()), "{name}");
        assert_eq!(format!("{:016x}", fnv1a(&rgb(&picture))), *hash, "{name}");
    }
}

#[test]
fn tiff_icons_netpbm_qoi_and_tga_are_decoded_as_pillow_does() {
    for line in lines("other-kinds.txt") {
        let [name, width, height, hash] = &line[..] else { panic!("{line:?}") };
        let picture = decode(&read(&data().join(name)), LIMIT).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!([picture.width.to_string(), picture.height.to_string()], [width.clone(), height.clone()], "{name}");
        assert_eq!(picture.orientation, Orientation::AS_STORED, "{name}");
        assert_eq!(format!("{:016x}", fnv1a(&rgb(&picture))), *hash, "{name}");
    }
}

#[test]
fn a_pam_with_alpha_is_shown_on_white() {
    let header = b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n";
    let picture = decode(&[&header[..], &[1, 2, 3, 255, 1, 2, 3, 0]].concat(), LIMIT).unwrap();
    assert_eq!(picture.pixels[..], [1, 2, 3, 255, 255, 255]);
}

#[test]
fn the_orientation_of_a_tiff_is_reported() {
    let turned = decode(&read(&data().join("turned.tif")), LIMIT).unwrap();
    assert_eq!(turned.orientation, Orientation::from_exif(6));
    assert_eq!(turned.pixels, decode(&read(&data().join("raw.tif")), LIMIT).unwrap().pixels);
}

#[test]
fn a_jpeg_with_a_part_of_its_data_gone_is_refused() {
    for name in ["jpeg-halves.jpg", "jpeg-restarts.jpg", "jpeg-progressive-gray.jpg", "jpeg-progressive-restarts.jpg"] {
        let whole = read(&data().join(name));
        let start = whole.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap() + 14;
        let third = (whole.len() - start) / 3;
        let cut = [&whole[..start + third], &whole[start + 2 * third..]].concat();
        let ended = [&whole[..start + third], &[0xFF, 0xD9]].concat();
        let mut zeroed = whole.clone();
        zeroed[start + third..start + 2 * third].fill(0);
        for (what, file) in [("cut", cut), ("ended", ended), ("zeroed", zeroed)] {
            let result = decode(&file, LIMIT).map(|_| ()).map_err(|error| error.kind);
            assert_eq!(result, Err(Kind::Damaged), "{name}, a third {what}");
        }
    }
}

#[test]
fn a_jpeg_is_whole_without_its_end_but_not_without_a_bit_of_its_last_row() {
    for name in ["jpeg-halves.jpg", "jpeg-progressive-gray.jpg"] {
        let whole = read(&data().join(name));
        let pixels = decode(&whole, LIMIT).unwrap().pixels;
        assert_eq!(decode(&whole[..whole.len() - 2], LIMIT).unwrap().pixels, pixels, "{name}");
        for length in (whole.len() / 2..whole.len() - 3).step_by(3) {
            assert!(decode(&whole[..length], LIMIT).is_err(), "the first {length} bytes of {name}");
        }
    }
}

#[test]
fn gray_stays_one_channel() {
    for name in ["gray.jpg", "gray-alpha.png", "gray-16-bit.png", "bilevel.png"] {
        assert_eq!(decode(&read(&data().join(name)), LIMIT).unwrap().channels, 1, "{name}");
    }
}

fn refusal(kind: Kind, bytes: &[u8], max_pixels: u64) -> String {
    let error = decode(bytes, max_pixels).unwrap_err();
    assert_eq!(error.kind, kind, "{error}");
    error.to_string()
}

fn is_of_the_picture(kind: Kind) -> bool {
    matches!(kind, Kind::Damaged | Kind::NotAPicture | Kind::Unsupported | Kind::TooLarge)
}

#[test]
fn what_is_no_picture_is_refused() {
    assert_eq!(refusal(Kind::NotAPicture, b"", LIMIT), "the file is empty");
    for other in [&b"a text file"[..], b"\xFF", b"P6: a text", b"P6", b"RIFF\0\0\0\0WAVE"] {
        let message = refusal(Kind::NotAPicture, other, LIMIT);
        assert_eq!(message, format!("not a picture of a known kind ({KINDS})"));
    }
}

#[test]
fn a_picture_of_a_kind_that_is_not_decoded_is_named() {
    let kinds = [
        (&b"%PDF-1.7"[..], "a PDF file", "pdftoppm -png in.pdf out"),
        (b"\0\0\0\x18ftypheic", "a HEIC file", "heif-convert in.heic out.jpg"),
        (b"\0\0\0\x0CJXL ", "a JPEG XL file", "djxl in.jxl out.png"),
        (b"\xFF\x0A\x10", "a JPEG XL file", "djxl in.jxl out.png"),
        (b"\0\0\0\x1Cftypavif", "an AVIF file", "magick in.avif out.png"),
    ];
    for (other, name, command) in kinds {
        let message = refusal(Kind::Unsupported, other, LIMIT);
        let expected = format!("{name}, which is not supported; convert it first, for example with `{command}`");
        assert_eq!(message, expected);
    }
    let message = refusal(Kind::Unsupported, b"<html>", LIMIT);
    assert_eq!(message, format!("an HTML page, which is not supported; {KINDS} are"));
}

#[test]
fn a_truncated_picture_is_refused() {
    let kinds = [
        ("baseline-420.jpg", "JPEG"),
        ("progressive.jpg", "JPEG"),
        ("rgb.png", "PNG"),
        ("interlaced.gif", "GIF"),
        ("lossy.webp", "WebP"),
        ("lossless.webp", "WebP"),
        ("animation.webp", "WebP"),
        ("rgb.bmp", "BMP"),
        ("raw.tif", "TIFF"),
        ("jpeg.tif", "TIFF"),
        ("tiles.tif", "TIFF"),
        ("png.ico", "ICO"),
        ("bmp.ico", "ICO"),
        ("rgb.pnm", "PNM"),
        ("plain.pgm", "PNM"),
        ("rgb.qoi", "QOI"),
    ];
    for (name, kind) in kinds {
        let bytes = read(&data().join(name));
        for part in [2, 3, 4] {
            let message = refusal(Kind::Damaged, &bytes[..bytes.len() * part / 5], LIMIT);
            let expected = format!("the {kind} data is truncated or damaged: ");
            assert!(message.starts_with(&expected) && message.len() > expected.len(), "{name}: {message}");
        }
    }
    let message = refusal(Kind::Damaged, &read(&data().join("gray.jpg"))[..190], LIMIT);
    assert_eq!(message, "the JPEG data is truncated or damaged: a part of its data is missing");
}

/// A file whose bytes from `offset` after `mark` on are replaced.
fn altered(name: &str, mark: &[u8], offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = read(&data().join(name));
    let at = file.windows(mark.len()).position(|window| window == mark).unwrap() + mark.len() + offset;
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

#[test]
fn a_webp_whose_parts_contradict_each_other_is_refused() {
    let contradictions = [
        ("a chunk of 4 GB", altered("exif-3.webp", b"EXIF", 0, &[0xF0, 0xFF, 0xFF, 0xFF])),
        ("a picture larger than its canvas", altered("lossy-alpha.webp", b"\x9D\x01\x2A", 0, &[0xFF, 0x3F])),
        ("a picture smaller than its canvas", altered("lossy-alpha.webp", b"VP8X", 8, &[20])),
        ("a picture larger than its frame", altered("animation-lossy.webp", b"ANMF", 10, &[9])),
        ("a frame that begins with nothing known", altered("animation-lossy.webp", b"ALPH", 0, b"\0\0\0\0")),
    ];
    for (what, file) in contradictions {
        let message = refusal(Kind::Damaged, &file, LIMIT);
        assert_eq!(message, "the WebP data is truncated or damaged: its parts do not fit together", "{what}");
    }
}

#[test]
fn a_picture_over_the_limit_is_refused_before_it_is_decoded() {
    // A header alone: the signature and IHDR of 30,000 x 30,000 RGB, with its checksum, and the start of the data.
    let header = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0\xE9\x45\x6F\xED\0\0\0\0IDAT";
    assert_eq!(
        refusal(Kind::TooLarge, header, LIMIT),
        "the picture has 900 million pixels, over the limit of 100 million"
    );
    for line in lines("files.txt") {
        let message = refusal(Kind::TooLarge, &read(&data().join(&line[0])), 65);
        assert!(message.ends_with(" pixels, over the limit of 65"), "{message}");
    }
}

/// Files of the corpora that are shown in another way than Pillow's, and why.
const DIFFERENT: [(&str, &str); 7] = [
    ("4cfeea1d.jpg", "refused: a JPEG whose data is damaged"),
    ("21a909fd.bmp", "refused: a compressed BMP cannot be stored top down"),
    ("0fe79d77.gif", "white where a GIF's first frame does not reach; Pillow shows a colour of the palette"),
    ("653c1b71.gif", "cut to a GIF's screen, beyond which Pillow enlarges it"),
    ("7db6697e.gif", "cut to a GIF's screen, beyond which Pillow enlarges it"),
    ("94d18ff7.ico", "the one of most colours of an icon's largest pictures; Pillow shows the one of fewest"),
    ("45c063d8.png", "a transparent gray of a 4-bit PNG, which Pillow compares with 8-bit ones"),
];

#[test]
fn pictures_of_other_programs_are_shown_as_by_pillow() {
    let Some(folder) = test_data::find("corpora/valid") else { return };
    let paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for line in lines("corpora.txt") {
        let [key, width, height, pixels] = &line[..] else { panic!("{line:?}") };
        let path = paths.iter().find(|path| path.to_string_lossy().ends_with(key)).unwrap();
        let picture = decode(&read(path), LIMIT);
        let is_same = picture.as_ref().is_ok_and(|picture| {
            let size = [picture.width, picture.height];
            let shown = resize(&picture.pixels, size, picture.channels, None, [2, 2], Method::Bilinear).unwrap();
            [picture.width.to_string(), picture.height.to_string()] == [width.clone(), height.clone()]
                && largest_difference(&shown, &from_hex(pixels)) <= 6
        });
        let is_known = DIFFERENT.iter().any(|(different, _)| different == key);
        assert_ne!(is_same, is_known, "{}: {:?}", path.display(), picture.err());
    }
}

#[test]
fn broken_pictures_end_in_a_picture_or_a_message() {
    let Some(folder) = test_data::find("corpora/broken") else { return };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match decode(&read(&path), 4_000_000) {
            Ok(picture) => {
                let size = picture.width as usize * picture.height as usize * usize::from(picture.channels);
                assert_eq!(picture.pixels.len(), size, "{}", path.display());
            }
            Err(error) => assert!(is_of_the_picture(error.kind), "{}: {error}", path.display()),
        }
    }
}
