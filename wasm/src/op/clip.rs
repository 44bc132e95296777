//! Ranges that values are limited to.

/// A closed interval that values are clipped to; ReLU is 0 to infinity, ReLU6 is 0 to 6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clip {
    pub low: f32,
    pub high: f32,
}

/// The real numbers that the integers of a quantiser stand for: `low` to `high` times `scale`, where both are whole numbers
/// that a float holds exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    pub scale: f32,
    pub low: f32,
    pub high: f32,
}

impl Clip {
    pub const NONE: Clip = Clip { low: f32::NEG_INFINITY, high: f32::INFINITY };
    pub const RELU: Clip = Clip { low: 0.0, high: f32::INFINITY };
    pub const RELU6: Clip = Clip { low: 0.0, high: 6.0 };

    /// The clip that has the effect of `self` and then `next`.
    pub fn then(self, next: Clip) -> Clip {
        Clip { low: self.low.max(next.low).min(next.high), high: self.high.max(next.low).min(next.high) }
    }
}

impl Levels {
    /// The levels of integers from `low` to `high`, of which `zero_point` stands for 0. `None` where there are none, or too
    /// many to be told apart in floats.
    pub fn of(scale: f32, zero_point: f32, [low, high]: [f32; 2]) -> Option<Levels> {
        const MOST: f32 = (1 << 22) as f32;
        let levels = Levels { scale, low: low - zero_point, high: high - zero_point };
        let whole = [levels.low, levels.high].iter().all(|end| end.abs() <= MOST && end.fract() == 0.0);
        (whole && low <= high && scale.is_normal() && scale > 0.0).then_some(levels)
    }

    /// The lowest and the highest.
    pub fn range(self) -> Clip {
        Clip { low: self.low * self.scale, high: self.high * self.scale }
    }

    /// The level next to a number.
    pub fn nearest(self, x: f32) -> f32 {
        (x / self.scale).max(self.low).min(self.high).round_ties_even() * self.scale
    }
}
