//! A strip or a tile that is a JPEG, whose tables are kept once for all of them (TIFF technical note 2).

use super::damaged;
use super::layout::{Colors, Layout};
use crate::error::Result;
use crate::picture::jpeg;

/// Decodes `rows` rows of gray or of red, green and blue.
pub fn decode(data: &[u8], layout: &Layout, rows: usize, out: &mut [u8]) -> Result<()> {
    let width = layout.chunk[0];
    let picture = jpeg::decode(&whole(data, layout), (width * layout.chunk[1]) as u64)?;
    let fits = picture.width as usize == width && picture.height as usize >= rows;
    let pixels = width * rows * usize::from(picture.channels);
    if !fits || usize::from(picture.channels) != layout.samples {
        return Err(damaged("a JPEG in it is of another size"));
    }
    out[..pixels].copy_from_slice(&picture.pixels[..pixels]);
    Ok(())
}

/// A file of its own: the tables, what the colours are in Adobe's marker, and the data.
fn whole(data: &[u8], layout: &Layout) -> Vec<u8> {
    let start = |part: &'_ [u8]| usize::from(part.starts_with(b"\xFF\xD8")) * 2;
    let tables = &layout.jpeg_tables[start(layout.jpeg_tables)..];
    let tables = tables.strip_suffix(b"\xFF\xD9").unwrap_or(tables);
    let transform = u8::from(layout.colors == Colors::YCbCr);
    let adobe = [b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat();
    [b"\xFF\xD8", tables, &adobe, &data[start(data)..]].concat()
}
