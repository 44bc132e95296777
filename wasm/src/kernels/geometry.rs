//! The sizes of one convolution or pooling, in the layout that a host's kernels read too.

use crate::error::{Error, Result};
use crate::op::{Clip, Window};
use crate::tensor::shape::picture;

/// All sizes in elements; every pair in the order height, width.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    pub input: [u32; 2],
    pub input_channels: u32,
    pub output: [u32; 2],
    pub output_channels: u32,
    pub kernel: [u32; 2],
    pub stride: [u32; 2],
    pub dilation: [u32; 2],
    /// Rows above and columns to the left that read as padding; what lies below and to the right follows.
    pub pad: [u32; 2],
    pub groups: u32,
    /// Every result is limited to `low..=high`.
    pub low: f32,
    pub high: f32,
}

impl Geometry {
    /// The geometry of a window over one picture (without its batch dimension).
    pub fn new(window: &Window, groups: usize, clip: Clip, input: &[usize], output: &[usize]) -> Result<Geometry> {
        let [_, height, width, channels] = picture(input)?;
        let [_, output_height, output_width, output_channels] = picture(output)?;
        let pair = |values: [usize; 2]| Ok([narrow(values[0])?, narrow(values[1])?]);
        Ok(Geometry {
            input: pair([height, width])?,
            input_channels: narrow(channels)?,
            output: pair([output_height, output_width])?,
            output_channels: narrow(output_channels)?,
            kernel: pair(window.size)?,
            stride: pair(window.stride)?,
            dilation: pair(window.dilation)?,
            pad: pair(window.pad_start)?,
            groups: narrow(groups)?,
            low: clip.low,
            high: clip.high,
        })
    }

    pub fn input_len(&self) -> usize {
        (self.input[0] * self.input[1] * self.input_channels) as usize
    }

    pub fn output_len(&self) -> usize {
        self.output_pixels() * self.output_channels as usize
    }

    pub fn output_pixels(&self) -> usize {
        (self.output[0] * self.output[1]) as usize
    }

    pub fn taps(&self) -> usize {
        (self.kernel[0] * self.kernel[1]) as usize
    }

    /// Values of a picture that one output value of a convolution depends on.
    pub fn depth(&self) -> usize {
        self.taps() * (self.input_channels / self.groups) as usize
    }

    /// Whether each output pixel depends on the input pixel in the same place alone.
    pub fn is_pointwise(&self) -> bool {
        self.kernel == [1, 1] && self.stride == [1, 1] && self.pad == [0, 0] && self.input == self.output
    }

    /// The taps of a kernel along `axis` that fall inside the picture for output position `at`: the first,
    /// the one after the last, and the input position of the first. All 0 where there is none.
    pub fn taps_inside(&self, axis: usize, at: usize) -> (usize, usize, usize) {
        let origin = at as i64 * i64::from(self.stride[axis]) - i64::from(self.pad[axis]);
        let dilation = i64::from(self.dilation[axis]);
        let end = (i64::from(self.input[axis]) - origin + dilation - 1).div_euclid(dilation);
        let first = (-origin + dilation - 1).div_euclid(dilation).max(0);
        let end = end.min(i64::from(self.kernel[axis]));
        if first < end {
            (first as usize, end as usize, (origin + first * dilation) as usize)
        } else {
            (0, 0, 0)
        }
    }
}

fn narrow(size: usize) -> Result<u32> {
    u32::try_from(size).map_err(|_| Error::model(format!("a dimension of {size} is too large")))
}
