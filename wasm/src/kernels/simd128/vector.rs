//! Four floats in a vector.

use core::arch::wasm32::{
    f32x4_abs, f32x4_add, f32x4_mul, f32x4_pmin, f32x4_splat, v128, v128_load, v128_load32_splat, v128_store,
};
use std::ops::{Add, Mul};

use crate::kernels::lanes::Lanes;

#[derive(Clone, Copy)]
pub struct F32x4(v128);

impl F32x4 {
    /// # Safety
    /// The float is readable.
    #[inline(always)]
    pub unsafe fn load_splat(from: *const f32) -> F32x4 {
        F32x4(v128_load32_splat(from.cast()))
    }
}

impl Add for F32x4 {
    type Output = F32x4;

    #[inline(always)]
    fn add(self, other: F32x4) -> F32x4 {
        F32x4(f32x4_add(self.0, other.0))
    }
}

impl Mul for F32x4 {
    type Output = F32x4;

    #[inline(always)]
    fn mul(self, other: F32x4) -> F32x4 {
        F32x4(f32x4_mul(self.0, other.0))
    }
}

impl Lanes for F32x4 {
    const COUNT: usize = 4;

    #[inline(always)]
    unsafe fn load(from: *const f32) -> F32x4 {
        F32x4(v128_load(from.cast()))
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        v128_store(to.cast(), self.0);
    }

    #[inline(always)]
    fn splat(value: f32) -> F32x4 {
        F32x4(f32x4_splat(value))
    }

    /// `pmin` is a comparison and a choice, as in the portable form: it keeps what is not a number.
    #[inline(always)]
    fn limit<const RECTIFY: bool>(self, high: F32x4) -> F32x4 {
        let half = self * F32x4::splat(0.5);
        let x = if RECTIFY { half + F32x4(f32x4_abs(half.0)) } else { self };
        F32x4(f32x4_pmin(x.0, high.0))
    }
}
