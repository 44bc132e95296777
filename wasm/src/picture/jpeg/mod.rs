//! A JPEG decoder: baseline, extended and progressive, with Huffman codes and 8 bits a sample. Its pixels are those of
//! libjpeg-turbo to the bit, with which most models' training pictures were decoded.
//!
//! [`Header`] reads the segments up to the first scan. A file whose one scan has all components is decoded row by row; of
//! others the coefficients are kept until the last scan. The functions that run for each block or row are small and never
//! inlined, which a JVM compiles early.
//!
//! Source: ITU-T T.81; JFIF 1.02; what no standard says, such as how colours are spread, is as in libjpeg-turbo.

mod bits;
mod blocks;
mod color;
mod frame;
mod header;
mod huffman;
mod idct;
mod markers;
mod planes;
mod progress;
mod scan;
mod standard;
mod tables;
mod upsample;

use super::limits::{check_pixels, zeroed};
use super::Picture;
use crate::error::{Error, Result};
use color::Colors;
use frame::Frame;
use header::Header;
use markers::Segments;
use planes::Planes;
use progress::Progress;
use scan::{Scan, ScanReader};

/// More than the scans of any picture have, in pixels: encoders write about ten scans, and each takes time.
const MOST_PIXELS_IN_SCANS: u64 = 2_000_000_000;

/// Decodes a JPEG file of at most `max_pixels`. What follows its last row does not matter, not even whether the end is
/// marked; a row that is missing, or data that cannot be, makes it an [`Error`] of kind `Damaged`.
pub fn decode(file: &[u8], max_pixels: u64) -> Result<Picture<'static>> {
    let mut segments = Segments { file, at: 0 };
    let mut header = Header::default();
    let scan = header.read_to_scan(&mut segments)?.ok_or_else(|| damaged("it has no picture"))?;
    let frame = header.frame.take().ok_or_else(|| damaged("it has no picture"))?;
    check_pixels(frame.width, frame.height, max_pixels)?;

    let scan = Scan::read(scan, &frame)?;
    let colors = Colors::of(&frame.components, header.is_jfif, header.adobe_transform);
    let is_whole = !frame.is_progressive && scan.components.len() == frame.components.len();
    let pixels = if is_whole {
        decode_rows(&segments, &header, &frame, colors, &scan)?
    } else {
        decode_scans(&mut segments, &mut header, &frame, colors, scan)?
    };
    Ok(Picture {
        width: frame.width,
        height: frame.height,
        channels: if colors == Colors::Gray { 1 } else { 3 },
        pixels: pixels.into(),
        orientation: header.orientation.unwrap_or(super::Orientation::AS_STORED),
    })
}

/// The pixels of a picture that is in one scan.
fn decode_rows(segments: &Segments, header: &Header, frame: &Frame, colors: Colors, scan: &Scan) -> Result<Vec<u8>> {
    let tables = &header.tables;
    let quantisation = frame.components.iter().map(|component| tables.quantisation(component.quantisation).copied());
    let mut planes = Planes::new(frame, colors, quantisation.collect::<Result<_>>()?)?;
    let mut reader = ScanReader::new(segments.file, segments.at, scan, frame, tables, header.restart_interval)?;
    for y in 0..frame.mcus[1] {
        reader.read_and_show(frame.mcus[0], |index, at, block, has_more| planes.put(index, y, at, block, has_more))?;
        planes.finish_row(y);
    }
    reader.finish()?;
    Ok(planes.pixels)
}

/// The pixels of a picture whose coefficients are in several scans.
fn decode_scans(
    segments: &mut Segments,
    header: &mut Header,
    frame: &Frame,
    colors: Colors,
    first: Scan,
) -> Result<Vec<u8>> {
    let mut progress = Progress::new(frame);
    let mut coefficients = Vec::new();
    for component in &frame.components {
        coefficients.push(zeroed(&[component.padded_blocks[0], component.padded_blocks[1], 64])?);
    }
    let mut scan = Some(first);
    while let Some(current) = scan {
        progress.begin(&current, &header.tables)?;
        let (tables, interval) = (&header.tables, header.restart_interval);
        let mut reader = ScanReader::new(segments.file, segments.at, &current, frame, tables, interval)?;
        reader.read_all(frame, &mut coefficients)?;
        reader.finish()?;
        segments.at = reader.position();
        if progress.is_complete() {
            break;
        }
        scan = header.read_to_scan(segments)?.map(|data| Scan::read(data, frame)).transpose()?;
    }
    let mut planes = Planes::new(frame, colors, progress.quantisation()?)?;
    for y in 0..frame.mcus[1] {
        for (index, component) in frame.components.iter().enumerate() {
            let [across, _] = component.padded_blocks;
            let row = &coefficients[index][y * component.down * across * 64..][..component.down * across * 64];
            for (at, block) in row.as_chunks().0.iter().enumerate() {
                planes.put(index, y, [at % across, at / across], block, true);
            }
        }
        planes.finish_row(y);
    }
    Ok(planes.pixels)
}

fn damaged(cause: &str) -> Error {
    Error::damaged(format!("the JPEG data is truncated or damaged: {cause}"))
}

fn unsupported(what: &str) -> Error {
    Error::unsupported(format!("the JPEG data is of a sort that is not supported: {what}"))
}
