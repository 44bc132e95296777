//! Copies between tensors of different strides: slices, transpositions, concatenation, padding, broadcasting.

use crate::tensor::shape::{broadcast_strides, strides};

/// A box of elements read with one set of strides and written with another.
#[derive(Clone, Debug, PartialEq)]
pub struct StridedCopy {
    dimensions: Vec<usize>,
    source_start: usize,
    source_strides: Vec<usize>,
    target_start: usize,
    target_strides: Vec<usize>,
}

impl StridedCopy {
    /// The transposition where output axis i is input axis `order[i]`.
    pub fn transpose(input: &[usize], order: &[usize]) -> StridedCopy {
        let from = strides(input);
        let dimensions: Vec<usize> = order.iter().map(|&axis| input[axis]).collect();
        let source_strides = order.iter().map(|&axis| from[axis]).collect();
        StridedCopy::new(dimensions.clone(), (0, source_strides), (0, strides(&dimensions)))
    }

    /// `size` elements along each axis of `input`, from `start` on, `step` apart.
    pub fn slice(input: &[usize], start: &[usize], size: &[usize], step: &[usize]) -> StridedCopy {
        let from = strides(input);
        let origin = start.iter().zip(&from).map(|(at, stride)| at * stride).sum();
        let source_strides = from.iter().zip(step).map(|(stride, step)| stride * step).collect();
        StridedCopy::new(size.to_vec(), (origin, source_strides), (0, strides(size)))
    }

    /// All of `input` into a larger tensor of shape `output`, its first element at `start`.
    pub fn place(input: &[usize], output: &[usize], start: &[usize]) -> StridedCopy {
        let to = strides(output);
        let origin = start.iter().zip(&to).map(|(at, stride)| at * stride).sum();
        StridedCopy::new(input.to_vec(), (0, strides(input)), (origin, to))
    }

    /// `input` repeated to the shape `output`.
    pub fn broadcast(input: &[usize], output: &[usize]) -> StridedCopy {
        StridedCopy::new(output.to_vec(), (0, broadcast_strides(input, output)), (0, strides(output)))
    }

    /// A box of these dimensions: where it begins and its strides, in the source and in the target.
    pub fn new(dimensions: Vec<usize>, source: (usize, Vec<usize>), target: (usize, Vec<usize>)) -> StridedCopy {
        let mut copy = StridedCopy {
            dimensions,
            source_start: source.0,
            source_strides: source.1,
            target_start: target.0,
            target_strides: target.1,
        };
        copy.merge_axes();
        copy.lengthen_lines();
        copy
    }

    /// Swaps the innermost two axes where that makes the innermost run longer, unless it is a run of neighbours now.
    fn lengthen_lines(&mut self) {
        let &[.., outer, inner] = &self.dimensions[..] else { return };
        let last = self.dimensions.len() - 1;
        if inner < outer && (self.source_strides[last], self.target_strides[last]) != (1, 1) {
            for sizes in [&mut self.dimensions, &mut self.source_strides, &mut self.target_strides] {
                sizes.swap(last - 1, last);
            }
        }
    }

    /// Joins neighbouring axes that are contiguous on both sides, so that the innermost run is long.
    fn merge_axes(&mut self) {
        for axis in (1..self.dimensions.len()).rev() {
            let size = self.dimensions[axis];
            let contiguous = |strides: &[usize]| strides[axis - 1] == strides[axis] * size;
            if size == 1 || (contiguous(&self.source_strides) && contiguous(&self.target_strides)) {
                self.dimensions[axis - 1] *= size;
                self.dimensions.remove(axis);
                let kept = if size == 1 { axis } else { axis - 1 };
                self.source_strides.remove(kept);
                self.target_strides.remove(kept);
            }
        }
    }

    pub fn run(&self, source: &[f32], target: &mut [f32]) {
        if self.dimensions.contains(&0) {
            return;
        }
        self.run_axes(0, source, self.source_start, target, self.target_start);
    }

    fn run_axes(&self, axis: usize, source: &[f32], from: usize, target: &mut [f32], to: usize) {
        match self.dimensions.len() - axis {
            0 => target[to] = source[from],
            1 => {
                let (size, step, write) = (self.dimensions[axis], self.source_strides[axis], self.target_strides[axis]);
                copy_line(source, from, step, target, to, write, size);
            }
            _ => {
                for i in 0..self.dimensions[axis] {
                    let from = from + i * self.source_strides[axis];
                    let to = to + i * self.target_strides[axis];
                    self.run_axes(axis + 1, source, from, target, to);
                }
            }
        }
    }
}

#[inline(never)]
fn copy_line(source: &[f32], from: usize, step: usize, target: &mut [f32], to: usize, write: usize, size: usize) {
    if step == 1 && write == 1 {
        target[to..to + size].copy_from_slice(&source[from..from + size]);
        return;
    }
    for i in 0..size {
        target[to + i * write] = source[from + i * step];
    }
}
