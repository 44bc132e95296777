//! The frame: what a JPEG file says of its picture before the first scan (ITU-T T.81, annexes A.1, A.2 and B.2.2).

use super::{damaged, unsupported};
use crate::error::Result;

/// The side of a block, in samples.
pub const BLOCK: usize = 8;

/// A colour component, whose samples may be fewer than the picture's pixels.
#[derive(Debug, PartialEq)]
pub struct Component {
    pub id: u8,
    /// Blocks of an MCU across and down.
    pub across: usize,
    pub down: usize,
    pub quantisation: usize,
    /// In samples.
    pub width: usize,
    pub height: usize,
    /// In blocks that have such samples: what a scan of this component alone stores.
    pub blocks: [usize; 2],
    /// In blocks of whole MCUs: what a scan of several components stores.
    pub padded_blocks: [usize; 2],
}

/// A picture of 1, 3 or 4 components. All pairs of sizes are (width, height).
pub struct Frame {
    pub width: u32,
    pub height: u32,
    pub is_progressive: bool,
    pub components: Vec<Component>,
    /// Blocks of an MCU across and down, of the component that has most.
    pub across: usize,
    pub down: usize,
    /// How many MCUs there are.
    pub mcus: [usize; 2],
}

impl Frame {
    /// Reads the parameters of a frame that `marker` begins.
    pub fn read(marker: u8, data: &[u8]) -> Result<Frame> {
        match marker {
            0xC3 => return Err(unsupported("lossless coding")),
            0xC9..=0xCB => return Err(unsupported("arithmetic coding")),
            0xC5..=0xC7 | 0xCD..=0xCF => return Err(unsupported("hierarchical coding")),
            _ => {}
        }
        let [bits, h1, h0, w1, w0, count, components @ ..] = data else {
            return Err(damaged("its header is cut short"));
        };
        if *bits != 8 {
            return Err(unsupported(&format!("{bits} bits a sample")));
        }
        if components.len() != usize::from(*count) * 3 {
            return Err(damaged("its header is of a wrong length"));
        }
        if !matches!(count, 1 | 3 | 4) {
            return Err(unsupported(&format!("{count} colour components")));
        }
        let width = u32::from(u16::from_be_bytes([*w1, *w0]));
        let height = u32::from(u16::from_be_bytes([*h1, *h0]));
        let is_progressive = marker == 0xC2;
        Frame { width, height, is_progressive, components: Vec::new(), across: 1, down: 1, mcus: [0; 2] }
            .with(components)
    }

    /// This frame with its components, of 3 bytes each.
    fn with(mut self, components: &[u8]) -> Result<Frame> {
        let is_alone = components.len() == 3;
        // A single component has all samples, whatever its factors.
        let factors = |byte: u8| if is_alone { (1, 1) } else { (usize::from(byte >> 4), usize::from(byte & 15)) };
        let all = || components.chunks_exact(3).map(|component| factors(component[1]));
        if all().any(|(across, down)| !(1..=4).contains(&across) || !(1..=4).contains(&down)) {
            return Err(damaged("a sampling factor is out of range"));
        }
        self.across = all().map(|(across, _)| across).max().unwrap_or(1);
        self.down = all().map(|(_, down)| down).max().unwrap_or(1);
        if all().any(|(across, down)| self.across % across != 0 || self.down % down != 0) {
            return Err(unsupported("sampling factors that are no multiples of each other"));
        }
        let size = [self.width as usize, self.height as usize];
        self.mcus = [size[0].div_ceil(self.across * BLOCK), size[1].div_ceil(self.down * BLOCK)];
        for component in components.chunks_exact(3) {
            let (across, down) = factors(component[1]);
            let width = (size[0] * across).div_ceil(self.across);
            let height = (size[1] * down).div_ceil(self.down);
            self.components.push(Component {
                id: component[0],
                across,
                down,
                quantisation: usize::from(component[2]),
                width,
                height,
                blocks: [width.div_ceil(BLOCK), height.div_ceil(BLOCK)],
                padded_blocks: [self.mcus[0] * across, self.mcus[1] * down],
            });
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_has_the_samples_that_its_factors_say() {
        let frame = Frame::read(0xC0, &[8, 0, 17, 0, 35, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x12, 1]).unwrap();
        assert_eq!((frame.width, frame.height, frame.mcus), (35, 17, [3, 2]));
        let sizes = |index: usize| {
            let component = &frame.components[index];
            ([component.width, component.height], component.blocks, component.padded_blocks)
        };
        assert_eq!(sizes(0), ([35, 17], [5, 3], [6, 4]));
        assert_eq!(sizes(1), ([18, 9], [3, 2], [3, 2]));
        assert_eq!(sizes(2), ([18, 17], [3, 3], [3, 4]));
    }

    #[test]
    fn a_single_component_has_a_sample_for_each_pixel() {
        let frame = Frame::read(0xC2, &[8, 0, 17, 0, 35, 1, 1, 0x22, 0]).unwrap();
        assert!(frame.is_progressive);
        assert_eq!(frame.mcus, [5, 3]);
        assert_eq!(frame.components[0].padded_blocks, [5, 3]);
    }

    #[test]
    fn what_is_not_decoded_is_said() {
        let message = |marker: u8, bits: u8, factors: [u8; 3]| {
            let [one, two, three] = factors;
            let data = [bits, 0, 8, 0, 8, 3, 1, one, 0, 2, two, 1, 3, three, 1];
            Frame::read(marker, &data).err().map_or_else(String::new, |error| error.message)
        };
        assert_eq!(message(0xC1, 8, [0x22, 0x11, 0x11]), "");
        for (marker, coding) in [(0xC3, "lossless"), (0xC9, "arithmetic"), (0xC5, "hierarchical")] {
            assert!(message(marker, 8, [0x11; 3]).ends_with(&format!("not supported: {coding} coding")));
        }
        assert!(message(0xC0, 12, [0x11; 3]).ends_with("not supported: 12 bits a sample"));
        assert!(message(0xC0, 8, [0x31, 0x21, 0x11]).ends_with("sampling factors that are no multiples of each other"));
        assert!(message(0xC0, 8, [0x51, 0x11, 0x11]).ends_with("a sampling factor is out of range"));
        assert!(message(0xC0, 8, [0x10, 0x11, 0x11]).ends_with("a sampling factor is out of range"));
    }
}
