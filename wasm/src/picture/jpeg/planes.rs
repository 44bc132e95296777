//! From blocks to rows of pixels.

use super::color::Colors;
use super::frame::{Component, Frame, BLOCK};
use super::idct::{self, Block};
use super::tables::Quantisation;
use super::upsample::{blend, blend_and_widen, repeat, widen, Upsampling};
use crate::error::Result;
use crate::picture::limits::zeroed;

/// The samples of the last two rows of MCUs, and the pixels above them: a pixel may need the samples below it.
pub struct Planes<'a> {
    frame: &'a Frame,
    colors: Colors,
    planes: Vec<Plane<'a>>,
    /// `height` x `width` x channels.
    pub pixels: Vec<u8>,
    /// How many rows of pixels are written.
    rows: usize,
}

struct Plane<'a> {
    component: &'a Component,
    quantisation: Quantisation,
    upsampling: Upsampling,
    /// Two rows of MCUs in turn.
    samples: Vec<u8>,
    stride: usize,
    /// A row at the picture's width.
    wide: Vec<u8>,
}

impl<'a> Planes<'a> {
    /// `quantisation` has a table for each component.
    pub fn new(frame: &'a Frame, colors: Colors, quantisation: Vec<Quantisation>) -> Result<Planes<'a>> {
        let mut planes = Vec::new();
        for (component, quantisation) in frame.components.iter().zip(quantisation) {
            let stride = component.padded_blocks[0] * BLOCK;
            planes.push(Plane {
                component,
                quantisation,
                upsampling: Upsampling::of(component, frame),
                samples: zeroed(&[2 * component.down * BLOCK, stride])?,
                stride,
                wide: zeroed(&[frame.mcus[0], frame.across * BLOCK])?,
            });
        }
        let channels = if colors == Colors::Gray { 1 } else { 3 };
        let pixels = zeroed(&[frame.width as usize, frame.height as usize, channels])?;
        Ok(Planes { frame, colors, planes, pixels, rows: 0 })
    }

    /// Transforms a block of the row of MCUs `y`. `at` is its place in that row, in blocks across and down; `has_more` says
    /// whether it may have more than the first coefficient.
    pub fn put(&mut self, index: usize, y: usize, at: [usize; 2], block: &Block, has_more: bool) {
        let plane = &mut self.planes[index];
        let row = (y % 2 * plane.component.down + at[1]) * BLOCK;
        let samples = &mut plane.samples[row * plane.stride + at[0] * BLOCK..];
        if has_more {
            idct::inverse(block, &plane.quantisation, samples, plane.stride);
        } else {
            idct::inverse_flat(block, &plane.quantisation, samples, plane.stride);
        }
    }

    /// Writes the rows of pixels that the rows of MCUs up to `y` decide.
    pub fn finish_row(&mut self, y: usize) {
        let height = self.frame.height as usize;
        let is_last = y + 1 == self.frame.mcus[1];
        let end = if is_last { height } else { ((y + 1) * BLOCK - 1) * self.frame.down };
        let stride = self.pixels.len() / height;
        let Planes { frame, planes, .. } = self;
        let rows = self.pixels.chunks_exact_mut(stride).enumerate();
        for (y, target) in rows.take(end).skip(self.rows) {
            planes.iter_mut().for_each(|plane| plane.widen(y, frame));
            let mut rows: [&[u8]; 4] = [&[]; 4];
            for (row, plane) in rows.iter_mut().zip(planes.iter()) {
                *row = plane.row_of_pixels(y);
            }
            self.colors.convert(&rows[..planes.len()], target);
        }
        self.rows = end;
    }
}

impl Plane<'_> {
    /// A row of samples that is still there.
    fn row(&self, y: usize) -> &[u8] {
        row(&self.samples, self.component, self.stride, y)
    }

    /// Samples for the row of pixels `y`, which [`Plane::widen`] made.
    fn row_of_pixels(&self, y: usize) -> &[u8] {
        match self.upsampling {
            Upsampling::None => self.row(y),
            _ => &self.wide,
        }
    }

    /// Makes samples for the row of pixels `y`.
    fn widen(&mut self, y: usize, frame: &Frame) {
        let down = frame.down / self.component.down;
        let near = y / down;
        // Above the middle of a sample, the row above is the next one.
        let is_above = y % 2 == 0;
        let far = if is_above { near.saturating_sub(1) } else { (near + 1).min(self.component.height - 1) };
        let rows = |y: usize| row(&self.samples, self.component, self.stride, y);
        match self.upsampling {
            Upsampling::None => {}
            Upsampling::Across => widen(rows(near), &mut self.wide),
            Upsampling::Down => blend(rows(near), rows(far), if is_above { 1 } else { 2 }, &mut self.wide),
            Upsampling::Both => blend_and_widen(rows(near), rows(far), &mut self.wide),
            Upsampling::Repeat { across, .. } => repeat(rows(near), across, &mut self.wide),
        }
    }
}

fn row<'a>(samples: &'a [u8], component: &Component, stride: usize, y: usize) -> &'a [u8] {
    let row = y % (2 * component.down * BLOCK);
    &samples[row * stride..][..component.width]
}
