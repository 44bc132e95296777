//! One kernel call on buffers of the arena.

use std::rc::Rc;

use super::arena::{Arena, Views};
use crate::kernels::copy::StridedCopy;
use crate::kernels::geometry::Geometry;
use crate::kernels::lrn::lrn;
use crate::kernels::pick::{interpolate, pick};
use crate::kernels::product::Product;
use crate::kernels::reduce::reduce_rows;
use crate::kernels::select::select;
use crate::kernels::{Backend, Kernels, Weights};
use crate::op::{Binary, LayerNorm, Lrn, PoolKind, ReduceKind, Taps, Unary};

pub struct Step {
    /// The node of the model, and the op it became.
    pub name: String,
    pub op: &'static str,
    /// Multiplications with following addition.
    pub macs: u64,
    pub(super) work: Work,
    pub(super) inputs: Vec<usize>,
    pub(super) output: usize,
    pub(super) scratch: Option<usize>,
}

pub(super) enum Work {
    Convolution {
        geometry: Geometry,
        packed: <Backend as Kernels>::Convolution,
    },
    Depthwise {
        geometry: Geometry,
        packed: <Backend as Kernels>::Depthwise,
    },
    Pool {
        kind: PoolKind,
        geometry: Geometry,
    },
    Unary(Unary),
    /// The second input is as long as the first, or repeats.
    Binary(Binary),
    /// All three inputs are as long as the output.
    Select,
    /// The operands begin at these places of their buffers.
    MatMul {
        product: Product,
        starts: [usize; 2],
    },
    /// The mean over the middle one of [outer, rows, channels].
    Mean {
        rows: usize,
        channels: usize,
    },
    /// As `Mean`, for another kind of result.
    Reduce {
        kind: ReduceKind,
        rows: usize,
        channels: usize,
    },
    /// Each input is copied to the output, which is filled with `background` first where that is given.
    Copy {
        copies: Vec<StridedCopy>,
        background: Option<f32>,
    },
    /// Along the axis of `plane`: its size, and the elements of each of its positions.
    Gather {
        positions: Rc<[u32]>,
        plane: [usize; 2],
    },
    Interpolate {
        taps: Taps,
        plane: [usize; 2],
    },
    Softmax {
        channels: usize,
    },
    Lrn {
        parameters: Lrn,
        channels: usize,
    },
    /// With a scale and a bias for each channel.
    LayerNorm(LayerNorm),
}

impl Work {
    /// Multiplications with following addition.
    pub(super) fn macs(&self) -> u64 {
        match self {
            Work::Convolution { geometry, .. } => geometry.output_len() as u64 * geometry.depth() as u64,
            Work::Depthwise { geometry, .. } => geometry.output_len() as u64 * geometry.taps() as u64,
            Work::MatMul { product, .. } => product.macs(),
            _ => 0,
        }
    }
}

impl Step {
    pub(super) fn run(&self, arena: &mut Arena) {
        let Views { inputs, output, scratch } = arena.views(&self.inputs, self.output, self.scratch);
        match &self.work {
            Work::Convolution { geometry, packed } => {
                let (len, output_len) = (geometry.input_len().max(1), geometry.output_len().max(1));
                for (index, (input, output)) in inputs[0].chunks(len).zip(output.chunks_mut(output_len)).enumerate() {
                    let residual = inputs.get(1).map(|values| &values[index * output_len..][..output_len]);
                    Backend::convolve(geometry, packed, input, residual, scratch, output);
                }
            }
            Work::Depthwise { geometry, packed } => {
                for_each_picture(geometry, inputs[0], output, |input, output| {
                    Backend::depthwise(geometry, packed, input, output)
                });
            }
            Work::Pool { kind, geometry } => {
                for_each_picture(geometry, inputs[0], output, |input, output| {
                    Backend::pool(*kind, geometry, input, output)
                });
            }
            Work::Unary(op) => Backend::unary(*op, inputs[0], output),
            Work::Binary(op) => Backend::binary(*op, inputs[0], inputs[1], output),
            Work::Select => select(inputs[0], inputs[1], inputs[2], output),
            Work::MatMul { product, starts: [a, b] } => {
                Backend::multiply(product, &inputs[0][*a..], &inputs[1][*b..], scratch, output)
            }
            Work::Mean { rows, channels } => {
                for_each_block(*rows, *channels, inputs[0], output, Backend::mean_of_rows);
            }
            Work::Reduce { kind, rows, channels } => {
                for_each_block(*rows, *channels, inputs[0], output, |input, output| {
                    reduce_rows(*kind, *rows, input, output)
                });
            }
            Work::Copy { copies, background } => {
                if let Some(value) = background {
                    output.fill(*value);
                }
                for (copy, input) in copies.iter().zip(&inputs) {
                    copy.run(input, output);
                }
            }
            Work::Gather { positions, plane } => pick(positions, *plane, inputs[0], output),
            Work::Interpolate { taps, plane } => interpolate(taps, *plane, inputs[0], output),
            Work::Softmax { channels } => Backend::softmax(*channels, inputs[0], output),
            Work::LayerNorm(norm) => Backend::layer_norm(norm, inputs[0], output),
            Work::Lrn { parameters, channels } => lrn(*parameters, *channels, inputs[0], output),
        }
    }

    /// Bytes of the packed weights that this step owns.
    pub fn weight_bytes(&self) -> usize {
        match &self.work {
            Work::Convolution { packed, .. } => packed.bytes(),
            Work::Depthwise { packed, .. } => packed.bytes(),
            _ => 0,
        }
    }
}

fn for_each_picture(geometry: &Geometry, input: &[f32], output: &mut [f32], mut f: impl FnMut(&[f32], &mut [f32])) {
    let pictures = input.chunks(geometry.input_len().max(1));
    for (input, output) in pictures.zip(output.chunks_mut(geometry.output_len().max(1))) {
        f(input, output);
    }
}

/// Calls `f` for each [rows, channels] of the input, and its [channels] of the output.
fn for_each_block(
    rows: usize,
    channels: usize,
    input: &[f32],
    output: &mut [f32],
    mut f: impl FnMut(&[f32], &mut [f32]),
) {
    let blocks = input.chunks((rows * channels).max(1));
    for (input, output) in blocks.zip(output.chunks_mut(channels.max(1))) {
        f(input, output);
    }
}
