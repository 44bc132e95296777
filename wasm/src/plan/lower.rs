//! Chooses the kernel for each node and gives it buffers.

use super::placement::Buffer;
use super::step::{Step, Work};
use crate::error::{Error, Result};
use crate::graph::op::{Clip, LayerNorm, Op};
use crate::graph::shape::{elements, plane};
use crate::graph::tensor::Tensor;
use crate::graph::{Graph, Node, ValueId};
use crate::kernels::backend::{scratch_len, PackedConvolution, PackedDepthwise};
use crate::kernels::copy::StridedCopy;
use crate::kernels::geometry::Geometry;
use crate::kernels::product::{BatchAxis, Product};
use crate::kernels::reduce::axes_first;

/// Steps in order, on buffers whose place is not decided yet.
pub struct Lowering {
    pub steps: Vec<Step>,
    pub buffers: Vec<Buffer>,
    /// Buffers that hold a constant operand at all times.
    pub constants: Vec<(usize, Tensor)>,
    pub input: usize,
    pub output: usize,
}

struct Builder<'a> {
    graph: &'a Graph,
    steps: Vec<Step>,
    buffers: Vec<Buffer>,
    constants: Vec<(usize, Tensor)>,
    /// The buffer of each value; values that are reshapes of another share its buffer.
    buffer_of: Vec<Option<usize>>,
}

impl Lowering {
    pub fn of(graph: &Graph) -> Result<Lowering> {
        let mut builder = Builder {
            graph,
            steps: Vec::new(),
            buffers: Vec::new(),
            constants: Vec::new(),
            buffer_of: vec![None; graph.value_count()],
        };
        let input = builder.buffer(elements(graph.shape(graph.input))?);
        builder.buffer_of[graph.input] = Some(input);
        for node in &graph.nodes {
            builder
                .node(node)
                .map_err(|error| Error { message: format!("node `{}`: {}", node.name, error.message), ..error })?;
        }
        let output = builder.read(graph.output)?;
        let Builder { steps, buffers, constants, .. } = builder;
        Ok(Lowering { steps, buffers, constants, input, output })
    }
}

impl Builder<'_> {
    fn node(&mut self, node: &Node) -> Result<()> {
        if let Op::Reshape { .. } = node.op {
            self.buffer_of[node.output] = Some(self.read(node.inputs[0])?);
            return Ok(());
        }
        let mut inputs = node.inputs.iter().map(|&value| self.read(value)).collect::<Result<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = node.inputs.iter().map(|&value| self.graph.shape(value)).collect();
        let (input, output) = (shapes[0], self.graph.shape(node.output));
        let channels = *input.last().unwrap_or(&1);
        let mut scratch = None;
        let work = match &node.op {
            Op::Conv(conv) => {
                let geometry = Geometry::new(&conv.window, conv.groups, conv.clip, input, output)?;
                if conv.is_depthwise() && inputs.len() == 1 {
                    Work::Depthwise { geometry, packed: PackedDepthwise::new(conv)? }
                } else {
                    scratch = Some(scratch_len(&geometry)).filter(|&len| len > 0).map(|len| self.buffer(len));
                    Work::Convolution { geometry, packed: PackedConvolution::new(conv)? }
                }
            }
            Op::Pool(pool) => {
                Work::Pool { kind: pool.kind, geometry: Geometry::new(&pool.window, 1, Clip::NONE, input, output)? }
            }
            Op::Unary(unary) => Work::Unary(*unary),
            Op::Binary(binary) => {
                self.broadcast(node, &mut inputs)?;
                Work::Binary(*binary)
            }
            Op::Select => {
                for position in 0..inputs.len() {
                    inputs[position] = self.spread(node, position, inputs[position], output)?;
                }
                Work::Select
            }
            Op::MatMul { transpose_b } => {
                let product = self.product(node, *transpose_b, &mut inputs)?;
                scratch = Some(self.buffer(product.scratch_len()));
                Work::MatMul(product)
            }
            Op::Mean { axes } => {
                let (rows, channels) = self.reduced(node, axes, &mut inputs)?;
                Work::Mean { rows, channels }
            }
            Op::Reduce { kind, axes } => {
                let (rows, channels) = self.reduced(node, axes, &mut inputs)?;
                Work::Reduce { kind: *kind, rows, channels }
            }
            Op::Pad { before, value, .. } => {
                Work::Copy { copies: vec![StridedCopy::place(input, output, before)], background: Some(*value) }
            }
            Op::Transpose { order } => copy(StridedCopy::transpose(input, order)),
            Op::Slice { start, size, step } => copy(StridedCopy::slice(input, start, size, step)),
            Op::Concat { axis } => Work::Copy { copies: joined(&shapes, output, *axis), background: None },
            Op::Gather { axis, positions } => Work::Gather { positions: positions.clone(), plane: plane(input, *axis) },
            Op::Interpolate { axis, taps } => Work::Interpolate { taps: taps.clone(), plane: plane(input, *axis) },
            Op::Softmax => Work::Softmax { channels },
            Op::LayerNorm(norm) => Work::LayerNorm(with_all_parameters(norm, channels)),
            Op::Lrn(parameters) => Work::Lrn { parameters: *parameters, channels },
            Op::Reshape { .. } => unreachable!("handled above"),
        };
        let target = self.buffer(elements(output)?);
        self.buffer_of[node.output] = Some(target);
        self.step(node, work, inputs, target, scratch);
        Ok(())
    }

    /// Expands operands until the first has the output's shape and the second repeats along leading axes alone.
    fn broadcast(&mut self, node: &Node, inputs: &mut [usize]) -> Result<()> {
        let output = self.graph.shape(node.output);
        for (position, input) in inputs.iter_mut().enumerate() {
            let shape = self.graph.shape(node.inputs[position]);
            let own: &[usize] = &shape[shape.iter().take_while(|&&size| size == 1).count()..];
            let repeats = position == 1 && !own.is_empty() && output.ends_with(own);
            if !repeats {
                *input = self.spread(node, position, *input, output)?;
            }
        }
        Ok(())
    }

    /// Repeats the operand in `buffer` to the shape `target`, where it is not of that shape.
    fn spread(&mut self, node: &Node, position: usize, buffer: usize, target: &[usize]) -> Result<usize> {
        let shape = self.graph.shape(node.inputs[position]);
        if shape == target {
            return Ok(buffer);
        }
        let spread = self.buffer(elements(target)?);
        self.step(node, copy(StridedCopy::broadcast(shape, target)), vec![buffer], spread, None);
        Ok(spread)
    }

    /// A product of two activations, whose batches are repeated where they differ. A matrix that all of a batch are
    /// multiplied with is not: their rows are those of one product.
    fn product(&mut self, node: &Node, transpose_b: bool, inputs: &mut [usize]) -> Result<Product> {
        let [a, b] = [0, 1].map(|at| self.graph.shape(node.inputs[at]));
        let output = self.graph.shape(node.output);
        let (&[ref batch @ .., rows, columns], depth) = (output, a[a.len() - 1]) else {
            return Err(Error::internal("a matrix product of no matrix"));
        };
        let shared = b[..b.len() - 2].iter().all(|&size| size == 1) && a[..a.len() - 2] == *batch;
        let count: usize = batch.iter().product();
        let (rows, batch) = if shared { (rows * count, 1) } else { (rows, count) };
        if !shared {
            for (at, matrix) in [a, b].into_iter().enumerate() {
                let whole = [&output[..output.len() - 2], &matrix[matrix.len() - 2..]].concat();
                inputs[at] = self.spread(node, at, inputs[at], &whole)?;
            }
        }
        Ok(Product {
            rows,
            depth,
            columns,
            a_stride: depth,
            b_strides: if transpose_b { [1, depth] } else { [columns, 1] },
            output_stride: columns,
            batch: vec![BatchAxis { size: batch, strides: [rows * depth, depth * columns, rows * columns] }],
        })
    }

    /// The middle two of [outer, rows, channels] for a reduction over rows. Brings the axes next to each other where
    /// they are not.
    fn reduced(&mut self, node: &Node, axes: &[usize], inputs: &mut [usize]) -> Result<(usize, usize)> {
        let shape = self.graph.shape(node.inputs[0]);
        let size = |axes: &[usize]| axes.iter().map(|&axis| shape[axis]).product::<usize>();
        let (Some(&first), Some(&last)) = (axes.first(), axes.last()) else {
            return Ok((1, size(&(0..shape.len()).collect::<Vec<_>>())));
        };
        let rows = size(axes);
        let others: Vec<usize> = (0..shape.len()).filter(|axis| !axes.contains(axis)).collect();
        let between = (first..=last).filter(|axis| !axes.contains(axis) && shape[*axis] != 1).count();
        if between == 0 {
            let inner: Vec<usize> = others.into_iter().filter(|&axis| axis > first).collect();
            return Ok((rows, size(&inner)));
        }
        let order = axes_first(axes, shape.len());
        let target = self.buffer(elements(shape)?);
        self.step(node, copy(StridedCopy::transpose(shape, &order)), inputs.to_vec(), target, None);
        inputs[0] = target;
        Ok((rows, size(&others)))
    }

    fn step(&mut self, node: &Node, work: Work, inputs: Vec<usize>, output: usize, scratch: Option<usize>) {
        let now = self.steps.len() + 1;
        for &buffer in inputs.iter().chain([&output]).chain(&scratch) {
            let buffer = &mut self.buffers[buffer];
            buffer.first = buffer.first.min(now);
            buffer.last = buffer.last.max(now);
        }
        let macs = macs(&work);
        self.steps.push(Step { name: node.name.clone(), op: node.op.name(), macs, work, inputs, output, scratch });
    }

    /// A new buffer, not yet used by any step. The input's is alive from step 0, before the first.
    fn buffer(&mut self, len: usize) -> usize {
        let first = if self.buffers.is_empty() { 0 } else { usize::MAX };
        self.buffers.push(Buffer { len, first, last: 0 });
        self.buffers.len() - 1
    }

    /// The buffer to read a value from.
    fn read(&mut self, value: ValueId) -> Result<usize> {
        if let Some(buffer) = self.buffer_of[value] {
            return Ok(buffer);
        }
        let tensor =
            self.graph.constant_of(value).ok_or_else(|| Error::internal("a value is read before it is made"))?;
        self.buffers.push(Buffer { len: tensor.len(), first: 0, last: usize::MAX });
        let buffer = self.buffers.len() - 1;
        self.constants.push((buffer, tensor.clone()));
        self.buffer_of[value] = Some(buffer);
        Ok(buffer)
    }
}

fn copy(copy: StridedCopy) -> Work {
    Work::Copy { copies: vec![copy], background: None }
}

/// A normalisation with a scale and a bias for each of the channels.
fn with_all_parameters(norm: &LayerNorm, channels: usize) -> LayerNorm {
    let or = |values: &[f32], default: f32| if values.is_empty() { vec![default; channels] } else { values.to_vec() };
    LayerNorm { scale: or(&norm.scale, 1.0), bias: or(&norm.bias, 0.0), ..*norm }
}

fn joined(shapes: &[&[usize]], output: &[usize], axis: usize) -> Vec<StridedCopy> {
    let mut start = vec![0; output.len()];
    let place = |shape: &&[usize]| {
        let copy = StridedCopy::place(shape, output, &start);
        start[axis] += shape[axis];
        copy
    };
    shapes.iter().map(place).collect()
}

fn macs(work: &Work) -> u64 {
    match work {
        Work::Convolution { geometry, .. } => geometry.output_len() as u64 * geometry.depth() as u64,
        Work::Depthwise { geometry, .. } => geometry.output_len() as u64 * geometry.taps() as u64,
        Work::MatMul(product) => product.macs(),
        _ => 0,
    }
}
