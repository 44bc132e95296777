//! Rows of components that are stored with fewer samples than the picture has pixels, at its size: to the bit as libjpeg-turbo
//! does it unless asked otherwise, which takes for each pixel three quarters of the nearest sample and one of the next.

use super::frame::{Component, Frame};

/// How a component gets a sample for each pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Upsampling {
    /// It has one.
    None,
    /// Half as many across, or down, or both.
    Across,
    Down,
    Both,
    /// Others are repeated.
    Repeat {
        across: usize,
        down: usize,
    },
}

impl Upsampling {
    pub fn of(component: &Component, frame: &Frame) -> Upsampling {
        let (across, down) = (frame.across / component.across, frame.down / component.down);
        // Too narrow ones are repeated.
        match (across, down, component.width > 2) {
            (1, 1, _) => Upsampling::None,
            (2, 1, true) => Upsampling::Across,
            (1, 2, _) => Upsampling::Down,
            (2, 2, true) => Upsampling::Both,
            _ => Upsampling::Repeat { across, down },
        }
    }
}

/// Twice the samples of a row.
#[inline(never)]
pub fn widen(row: &[u8], target: &mut [u8]) {
    let Some((&first, rest)) = row.split_first() else { return };
    let (mut before, mut here) = (u32::from(first), u32::from(first));
    let mut pairs = target.chunks_exact_mut(2);
    for (&sample, pair) in rest.iter().zip(&mut pairs) {
        let after = u32::from(sample);
        pair[0] = ((here * 3 + before + 1) >> 2) as u8;
        pair[1] = ((here * 3 + after + 2) >> 2) as u8;
        (before, here) = (here, after);
    }
    if let Some(pair) = pairs.next() {
        pair[0] = ((here * 3 + before + 1) >> 2) as u8;
        pair[1] = here as u8;
    }
}

/// A row between two stored ones, `near` and `far`; `bias`, 1 or 2, decides how halves are rounded.
#[inline(never)]
pub fn blend(near: &[u8], far: &[u8], bias: u32, target: &mut [u8]) {
    for ((&near, &far), sample) in near.iter().zip(far).zip(target) {
        *sample = ((u32::from(near) * 3 + u32::from(far) + bias) >> 2) as u8;
    }
}

/// Twice the samples of a row between two stored ones.
#[inline(never)]
pub fn blend_and_widen(near: &[u8], far: &[u8], target: &mut [u8]) {
    let sum = |(&near, &far): (&u8, &u8)| u32::from(near) * 3 + u32::from(far);
    let mut sums = near.iter().zip(far).map(sum);
    let Some(first) = sums.next() else { return };
    let (mut before, mut here) = (first, first);
    let mut pairs = target.chunks_exact_mut(2);
    for (after, pair) in sums.zip(&mut pairs) {
        pair[0] = ((here * 3 + before + 8) >> 4) as u8;
        pair[1] = ((here * 3 + after + 7) >> 4) as u8;
        (before, here) = (here, after);
    }
    if let Some(pair) = pairs.next() {
        pair[0] = ((here * 3 + before + 8) >> 4) as u8;
        pair[1] = ((here * 4 + 7) >> 4) as u8;
    }
}

/// Each sample of a row `times`.
#[inline(never)]
pub fn repeat(row: &[u8], times: usize, target: &mut [u8]) {
    for (&sample, samples) in row.iter().zip(target.chunks_exact_mut(times)) {
        samples.fill(sample);
    }
}
