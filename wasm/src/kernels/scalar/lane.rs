//! A single float, where as many are computed with as a vector has.

use super::limits::Limits;
use crate::kernels::lanes::Lanes;

impl Lanes for f32 {
    const COUNT: usize = 1;

    #[inline(always)]
    unsafe fn load(from: *const f32) -> f32 {
        *from
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        *to = self;
    }

    #[inline(always)]
    fn splat(value: f32) -> f32 {
        value
    }

    #[inline(always)]
    fn limit<const RECTIFY: bool>(self, high: f32) -> f32 {
        Limits { rectify: RECTIFY, low: f32::NEG_INFINITY, high }.apply(self)
    }
}
