//! Weighted sums along an axis.

use std::rc::Rc;

/// What each position of an output is made of: positions of the input, each with its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Taps {
    /// Positions that make up one of the output; not 0.
    per_output: usize,
    positions: Rc<[u32]>,
    weights: Rc<[f32]>,
}

impl Taps {
    /// The taps of output after output, `per_output` for each.
    pub fn new(per_output: usize, taps: impl IntoIterator<Item = (u32, f32)>) -> Taps {
        let (positions, weights): (Vec<u32>, Vec<f32>) = taps.into_iter().unzip();
        Taps { per_output: per_output.max(1), positions: positions.into(), weights: weights.into() }
    }

    /// How many outputs there are.
    pub fn len(&self) -> usize {
        self.positions.len() / self.per_output
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn per_output(&self) -> usize {
        self.per_output
    }

    /// The positions and the weights of one output.
    pub fn of(&self, output: usize) -> (&[u32], &[f32]) {
        let own = output * self.per_output..(output + 1) * self.per_output;
        (&self.positions[own.clone()], &self.weights[own])
    }

    /// The largest position.
    pub fn last(&self) -> Option<u32> {
        self.positions.iter().copied().max()
    }
}
