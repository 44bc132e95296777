//! What the WebP decoder takes on trust: it makes room for a frame of any size, and for a chunk of any length, before it
//! finds out that the file has no such thing, and it does not compare the sizes of all frames.

/// The chunks that the decoder reads.
const KNOWN: [&[u8; 4]; 11] =
    [b"RIFF", b"WEBP", b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP", b"EXIF", b"XMP "];

/// Whether the chunks of a WebP file lie within it, and its lossy frames are as large as the file says.
///
/// Source: the WebP container specification (RFC 9649, section 2).
pub fn is_sound(file: &[u8]) -> bool {
    let mut rest = file.get(12..).unwrap_or_default();
    let mut canvas = None;
    while let Some(chunk) = Chunk::first(rest) {
        let Some(data) = chunk.data else {
            return !KNOWN.contains(&chunk.name);
        };
        let sound = match chunk.name {
            b"VP8X" => {
                canvas = size_less_one(data, 4);
                canvas.is_some()
            }
            b"VP8 " => canvas.is_none() || canvas == lossy_size(data),
            b"ANMF" => is_frame_sound(data),
            _ => true,
        };
        if !sound {
            return false;
        }
        rest = chunk.rest;
    }
    true
}

/// A frame of an animation: 16 bytes of header, then the chunks of a picture.
fn is_frame_sound(frame: &[u8]) -> bool {
    let size = size_less_one(frame, 6);
    let first = Chunk::first(frame.get(16..).unwrap_or_default());
    let picture = match first {
        Some(Chunk { name: b"ALPH", rest, .. }) => Chunk::first(rest),
        // Lossless pictures are compared by the decoder.
        Some(Chunk { name: b"VP8L", .. }) => return size.is_some(),
        other => other,
    };
    match picture {
        Some(Chunk { name: b"VP8 ", data: Some(data), .. }) => size.is_some() && size == lossy_size(data),
        _ => false,
    }
}

/// The (width, height) that begins at `at`, each 24 bits and less by one.
fn size_less_one(data: &[u8], at: usize) -> Option<(u32, u32)> {
    let side = |bytes: &[u8]| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]) + 1;
    let sides = data.get(at..at + 6)?;
    Some((side(&sides[..3]), side(&sides[3..])))
}

/// The (width, height) in the header of a VP8 key frame, each 14 bits.
fn lossy_size(data: &[u8]) -> Option<(u32, u32)> {
    let side = |bytes: &[u8]| u32::from(u16::from_le_bytes([bytes[0], bytes[1]]) & 0x3FFF);
    let sides = data.get(6..10)?;
    Some((side(&sides[..2]), side(&sides[2..])))
}

/// A chunk of a RIFF file.
struct Chunk<'a> {
    name: &'a [u8; 4],
    /// Nothing where the file ends before the chunk does.
    data: Option<&'a [u8]>,
    /// What follows the chunk, which is padded to an even length.
    rest: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn first(bytes: &'a [u8]) -> Option<Chunk<'a>> {
        let (name, bytes) = bytes.split_first_chunk::<4>()?;
        let (length, bytes) = bytes.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let rest = bytes.get(length.saturating_add(length % 2)..).unwrap_or_default();
        Some(Chunk { name, data: bytes.get(..length), rest })
    }
}
