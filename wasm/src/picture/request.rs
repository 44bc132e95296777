//! A resize as hosts read it.

use super::{Method, Region};

/// All of the picture that lies in `region`, as RGB of another size. The layout is part of the border: see `border.txt`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResizeRequest {
    /// Where the guest has the pixels; 0 where the host has them.
    pub pixels: u32,
    pub width: u32,
    pub height: u32,
    pub channels: u32,
    pub out_width: u32,
    pub out_height: u32,
    /// Where the result goes, `out_height` x `out_width` x red, green and blue.
    pub output: u32,
    pub method: u32,
    pub region: [f64; 4],
}

impl ResizeRequest {
    /// Sizes are (width, height); `output` is an address.
    pub fn new(size: [u32; 2], channels: u32, region: Region, out: [u32; 2], output: u32, method: Method) -> Self {
        let [width, height] = size;
        let [out_width, out_height] = out;
        let Region { left, top, right, bottom } = region;
        let region = [left, top, right, bottom];
        ResizeRequest {
            pixels: 0,
            width,
            height,
            channels,
            out_width,
            out_height,
            output,
            method: method.number(),
            region,
        }
    }
}
