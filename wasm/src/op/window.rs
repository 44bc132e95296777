//! The geometry that convolutions and pooling share.

use crate::error::{Error, Result};
use crate::tensor::shape::MAX_ELEMENTS;

/// How a kernel walks over a picture; every pair is (vertical, horizontal), in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub size: [usize; 2],
    pub stride: [usize; 2],
    pub dilation: [usize; 2],
    /// Rows above and columns to the left that are read as padding.
    pub pad_start: [usize; 2],
    /// Rows below and columns to the right that are read as padding.
    pub pad_end: [usize; 2],
}

/// Sizes beyond this are refused.
const MAX_EXTENT: usize = 1 << 16;

impl Window {
    /// A 1x1 window: each pixel for itself.
    pub const POINT: Window =
        Window { size: [1, 1], stride: [1, 1], dilation: [1, 1], pad_start: [0, 0], pad_end: [0, 0] };

    /// Checks that the geometry is sane: nothing is zero that must not be, nothing absurdly large.
    pub fn checked(self) -> Result<Window> {
        let positive = [self.size, self.stride, self.dilation].concat();
        let padding = [self.pad_start, self.pad_end].concat();
        let sane = !positive.contains(&0) && positive.iter().chain(&padding).all(|&n| n <= MAX_EXTENT);
        // The products first, for they bound the extents that the last test computes.
        let small = |a: usize, b: usize| a.checked_mul(b).is_some_and(|product| product <= MAX_ELEMENTS);
        let fits = small(self.size[0], self.size[1]) && (0..2).all(|axis| small(self.size[axis], self.dilation[axis]));
        if !sane || !fits {
            let Window { size, stride, dilation, pad_start, pad_end } = self;
            return Err(Error::model(format!(
                "a kernel of {size:?} with strides {stride:?}, dilations {dilation:?} and padding {pad_start:?} before \
                 and {pad_end:?} after makes no sense"
            )));
        }
        Ok(self)
    }

    /// The padding that TensorFlow calls SAME: an output of ceil(input / stride), the odd pixel at the end.
    pub fn with_same_padding(mut self, picture: [usize; 2]) -> Window {
        for axis in 0..2 {
            let outputs = picture[axis].div_ceil(self.stride[axis].max(1));
            let needed = outputs.saturating_sub(1) * self.stride[axis] + self.extent(axis);
            let padding = needed.saturating_sub(picture[axis]);
            self.pad_start[axis] = padding / 2;
            self.pad_end[axis] = padding - padding / 2;
        }
        self
    }

    /// The pixels from a window's first to its last, along an axis.
    pub fn extent(&self, axis: usize) -> usize {
        (self.size[axis] - 1) * self.dilation[axis] + 1
    }

    /// The height and width of the output for a picture's height and width.
    pub fn output(&self, picture: [usize; 2]) -> Result<[usize; 2]> {
        let mut output = [0; 2];
        for axis in 0..2 {
            let padded = picture[axis] + self.pad_start[axis] + self.pad_end[axis];
            let room = padded.checked_sub(self.extent(axis)).ok_or_else(|| {
                Error::model(format!("a picture of {picture:?} is smaller than the kernel {:?}", self.size))
            })?;
            output[axis] = room / self.stride[axis] + 1;
        }
        Ok(output)
    }

    pub fn has_padding(&self) -> bool {
        self.pad_start != [0, 0] || self.pad_end != [0, 0]
    }

    /// Whether every output pixel reads just the input pixel in the same place.
    pub fn is_point(&self) -> bool {
        *self == Window { dilation: self.dilation, ..Window::POINT }
    }
}
