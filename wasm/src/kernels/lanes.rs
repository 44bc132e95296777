//! A few floats that are computed with at once: one, or as many as a vector of the host has.

use std::ops::{Add, Mul};

/// Every lane is rounded as a float alone would be, so that results do not depend on how many there are.
pub trait Lanes: Copy + Add<Output = Self> + Mul<Output = Self> {
    const COUNT: usize;

    /// # Safety
    /// `COUNT` floats are readable.
    unsafe fn load(from: *const f32) -> Self;

    /// # Safety
    /// `COUNT` floats are writable.
    unsafe fn store(self, to: *mut f32);

    fn splat(value: f32) -> Self;

    /// As `Limits::apply` does it without a lower bound other than 0.
    fn limit<const RECTIFY: bool>(self, high: Self) -> Self;
}
