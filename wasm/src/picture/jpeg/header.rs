//! What the segments before a scan say (ITU-T T.81, annex B; JFIF 1.02; Adobe's technical note 5116 for its marker).

use super::damaged;
use super::frame::Frame;
use super::markers::{self, Segment, Segments};
use super::tables::Tables;
use crate::error::Result;
use crate::picture::{exif, Orientation};

/// What is known of a file up to the present scan.
#[derive(Default)]
pub struct Header {
    pub frame: Option<Frame>,
    pub tables: Tables,
    /// In MCUs; 0 for none.
    pub restart_interval: usize,
    pub is_jfif: bool,
    /// What Adobe's marker says of the colours.
    pub adobe_transform: Option<u8>,
    pub orientation: Option<Orientation>,
    has_frame: bool,
}

impl Header {
    /// Reads on to the next scan; returns its parameters, or nothing where the end is marked.
    pub fn read_to_scan<'a>(&mut self, segments: &mut Segments<'a>) -> Result<Option<&'a [u8]>> {
        loop {
            let segment = segments.next()?;
            match segment.marker {
                markers::START_OF_SCAN => return Ok(Some(segment.data)),
                markers::END_OF_IMAGE => return Ok(None),
                _ => self.read(&segment)?,
            }
        }
    }

    fn read(&mut self, segment: &Segment) -> Result<()> {
        let data = segment.data;
        match segment.marker {
            markers::HUFFMAN_TABLES => self.tables.read_huffman(data)?,
            markers::QUANTISATION_TABLES => self.tables.read_quantisation(data)?,
            markers::RESTART_INTERVAL => {
                let interval = data.first_chunk().ok_or_else(|| damaged("its restart interval is cut short"))?;
                self.restart_interval = u16::from_be_bytes(*interval).into();
            }
            // 0xC8 and 0xCC are no frames.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => self.read_frame(segment)?,
            markers::APPLICATION_0 => self.is_jfif |= data.len() >= 14 && data.starts_with(b"JFIF\0"),
            markers::APPLICATION_1 => {
                if let Some(exif) = data.strip_prefix(b"Exif\0\0").filter(|_| self.orientation.is_none()) {
                    self.orientation = Some(exif::orientation(exif));
                }
            }
            markers::APPLICATION_14 if data.len() >= 12 && data.starts_with(b"Adobe") => {
                self.adobe_transform = Some(data[11]);
            }
            _ => {}
        }
        Ok(())
    }

    fn read_frame(&mut self, segment: &Segment) -> Result<()> {
        if self.has_frame {
            return Err(damaged("it has a second header"));
        }
        self.has_frame = true;
        self.frame = Some(Frame::read(segment.marker, segment.data)?);
        Ok(())
    }
}
