//! Chooses the kernel for each node and gives it buffers.

use super::placement::Buffer;
use super::product::product;
use super::step::{Step, Work};
use super::values::Values;
use super::view::StridedView;
use crate::error::{Error, Result};
use crate::graph::{Graph, Node, ValueId};
use crate::kernels::geometry::Geometry;
use crate::kernels::reduce::axes_first;
use crate::kernels::{Backend, Kernels, Weights};
use crate::op::{Clip, LayerNorm, Op};
use crate::tensor::shape::{elements, plane, strides};
use crate::tensor::Tensor;

/// Steps in order, on buffers whose place is not decided yet.
pub struct Lowering {
    pub steps: Vec<Step>,
    pub buffers: Vec<Buffer>,
    /// Buffers that hold a constant operand at all times.
    pub constants: Vec<(usize, Tensor)>,
    pub input: usize,
    pub output: usize,
}

impl Lowering {
    pub fn of(graph: &Graph) -> Result<Lowering> {
        let mut values = Values::of(graph);
        let shape = graph.shape(graph.input);
        let input = values.buffer(elements(shape)?);
        values.place(graph.input, StridedView::whole(input, shape));
        for node in &graph.nodes {
            values
                .node(node)
                .map_err(|error| Error { message: format!("node `{}`: {}", node.name, error.message), ..error })?;
        }
        let output = values.read(graph.output)?;
        let Values { steps, buffers, constants, .. } = values;
        Ok(Lowering { steps, buffers, constants, input, output })
    }
}

impl Values<'_> {
    fn node(&mut self, node: &Node) -> Result<()> {
        match &node.op {
            Op::Reshape { shape } => {
                let view = self.view(node.inputs[0])?.reshaped(shape);
                let in_order = |values: &mut Self| Ok(StridedView::whole(values.read(node.inputs[0])?, shape));
                let view = view.map_or_else(|| in_order(self), Ok)?;
                self.place(node.output, view);
            }
            Op::Transpose { order } => {
                let view = self.view(node.inputs[0])?.transposed(order);
                self.place(node.output, view);
            }
            Op::Slice { start, size, step } => {
                let view = self.view(node.inputs[0])?.sliced(start, size, step);
                self.place(node.output, view);
            }
            Op::MatMul { transpose_b, factor } => self.matmul(node, *transpose_b, *factor)?,
            _ => self.kernel(node)?,
        }
        Ok(())
    }

    /// A node whose result is a buffer of its own.
    fn kernel(&mut self, node: &Node) -> Result<()> {
        let output = self.graph.shape(node.output);
        let (work, inputs, scratch) = match &node.op {
            Op::Binary(binary) => {
                let inputs = vec![self.spread(node, 0)?, self.repeated(node, 1)?];
                (Work::Binary(*binary), inputs, None)
            }
            Op::Select => (Work::Select, (0..3).map(|at| self.spread(node, at)).collect::<Result<_>>()?, None),
            Op::Mean { axes } => {
                let (input, rows, channels) = self.reduced(node, axes)?;
                (Work::Mean { rows, channels }, vec![input], None)
            }
            Op::Reduce { kind, axes } => {
                let (input, rows, channels) = self.reduced(node, axes)?;
                (Work::Reduce { kind: *kind, rows, channels }, vec![input], None)
            }
            Op::Pad { before, value, .. } => {
                let view = self.view(node.inputs[0])?;
                let copies = vec![view.copy_into(output, before)];
                (Work::Copy { copies, background: Some(*value) }, vec![view.buffer], None)
            }
            Op::Concat { axis } => self.joined(node, *axis)?,
            _ => {
                let inputs = node.inputs.iter().map(|&value| self.read(value)).collect::<Result<Vec<_>>>()?;
                let (work, scratch) = self.simple(node)?;
                (work, inputs, scratch)
            }
        };
        let target = self.buffer(elements(output)?);
        self.place(node.output, StridedView::whole(target, output));
        self.step(node, work, inputs, target, scratch);
        Ok(())
    }

    /// The work of a node that reads its inputs in order, and its scratch memory.
    fn simple(&mut self, node: &Node) -> Result<(Work, Option<usize>)> {
        let (input, output) = (self.graph.shape(node.inputs[0]), self.graph.shape(node.output));
        let channels = *input.last().unwrap_or(&1);
        let mut scratch = None;
        let work = match &node.op {
            Op::Conv(conv) => {
                let geometry = Geometry::new(&conv.window, conv.groups, conv.clip, input, output)?;
                if conv.is_depthwise() && node.inputs.len() == 1 {
                    Work::Depthwise { geometry, packed: Weights::pack(conv)? }
                } else {
                    scratch = Some(Backend::scratch_len(&geometry)).filter(|&len| len > 0).map(|len| self.buffer(len));
                    Work::Convolution { geometry, packed: Weights::pack(conv)? }
                }
            }
            Op::Pool(pool) => {
                Work::Pool { kind: pool.kind, geometry: Geometry::new(&pool.window, 1, Clip::NONE, input, output)? }
            }
            Op::Unary(unary) => Work::Unary(*unary),
            Op::Gather { axis, positions } => Work::Gather { positions: positions.clone(), plane: plane(input, *axis) },
            Op::Interpolate { axis, taps } => Work::Interpolate { taps: taps.clone(), plane: plane(input, *axis) },
            Op::Softmax => Work::Softmax { channels },
            Op::LayerNorm(norm) => Work::LayerNorm(with_all_parameters(norm, channels)),
            Op::Lrn(parameters) => Work::Lrn { parameters: *parameters, channels },
            op => return Err(Error::internal(format!("no kernel for {}", op.name()))),
        };
        Ok((work, scratch))
    }

    /// Each input is copied to its place in the output.
    fn joined(&mut self, node: &Node, axis: usize) -> Result<(Work, Vec<usize>, Option<usize>)> {
        let output = self.graph.shape(node.output);
        let mut start = vec![0; output.len()];
        let (mut copies, mut inputs) = (Vec::new(), Vec::new());
        for &value in &node.inputs {
            let view = self.view(value)?;
            copies.push(view.copy_into(output, &start));
            inputs.push(view.buffer);
            start[axis] += view.shape[axis];
        }
        Ok((Work::Copy { copies, background: None }, inputs, None))
    }

    /// The operand of a node, repeated to the shape of its output.
    fn spread(&mut self, node: &Node, position: usize) -> Result<usize> {
        let (value, shape) = (node.inputs[position], self.graph.shape(node.output));
        if self.graph.shape(value) == shape {
            return self.read(value);
        }
        let view = self.view(value)?.broadcast(shape);
        Ok(self.copied(node, &view)?.buffer)
    }

    /// As `spread`, for a kernel that repeats the operand itself along leading axes.
    fn repeated(&mut self, node: &Node, position: usize) -> Result<usize> {
        let (value, shape) = (node.inputs[position], self.graph.shape(node.output));
        let operand = self.graph.shape(value);
        let own = &operand[operand.iter().take_while(|&&size| size == 1).count()..];
        if !own.is_empty() && shape.ends_with(own) {
            return self.read(value);
        }
        self.spread(node, position)
    }

    /// The buffer and the last two of its [outer, rows, channels] for a reduction over rows. Brings the axes next to
    /// each other where they are not.
    fn reduced(&mut self, node: &Node, axes: &[usize]) -> Result<(usize, usize, usize)> {
        let value = node.inputs[0];
        let shape = self.graph.shape(value);
        let size = |axes: &[usize]| axes.iter().map(|&axis| shape[axis]).product::<usize>();
        let (Some(&first), Some(&last)) = (axes.first(), axes.last()) else {
            return Ok((self.read(value)?, 1, shape.iter().product()));
        };
        let rows = size(axes);
        let others: Vec<usize> = (0..shape.len()).filter(|axis| !axes.contains(axis)).collect();
        if others.iter().all(|&axis| axis < first || axis > last || shape[axis] == 1) {
            let inner: Vec<usize> = others.into_iter().filter(|&axis| axis > first).collect();
            return Ok((self.read(value)?, rows, size(&inner)));
        }
        let view = self.view(value)?.transposed(&axes_first(axes, shape.len()));
        Ok((self.copied(node, &view)?.buffer, rows, size(&others)))
    }

    /// A product of two values, each read where it lies.
    fn matmul(&mut self, node: &Node, transpose_b: bool, factor: f32) -> Result<()> {
        let shape = self.graph.shape(node.output);
        let batch = &shape[..shape.len() - 2];
        let operand = |view: StridedView| {
            let matrix = &view.shape[view.shape.len() - 2..];
            view.broadcast(&[batch, matrix].concat())
        };
        let (mut a, mut b) = (operand(self.view(node.inputs[0])?), operand(self.view(node.inputs[1])?));
        let target = self.buffer(elements(shape)?);
        let mut output = self.as_read(node.output, target);
        let columns_last: Vec<usize> = (0..batch.len()).chain([batch.len() + 1, batch.len()]).collect();
        let turned = |b: &StridedView| if transpose_b { b.transposed(&columns_last) } else { b.clone() };
        let mut found = product(&a, &turned(&b), &output, factor)?;
        if found.is_none() {
            (a, b) = (self.copied(node, &a)?, self.copied(node, &b)?);
            output = StridedView::whole(target, shape);
            found = product(&a, &turned(&b), &output, factor)?;
        }
        let product = found.ok_or_else(|| Error::internal("operands in order have no product"))?;
        let scratch = Some(Backend::product_scratch_len(&product)).filter(|&len| len > 0).map(|len| self.buffer(len));
        self.place(node.output, output);
        let starts = [a.start, b.start];
        self.step(node, Work::MatMul { product, starts }, vec![a.buffer, b.buffer], target, scratch);
        Ok(())
    }

    /// How a value is best laid out in a buffer: in the order of the transposition that is all that reads it, if its
    /// rows stay in one piece.
    fn as_read(&self, value: ValueId, buffer: usize) -> StridedView {
        let shape = self.graph.shape(value);
        let mut view = StridedView::whole(buffer, shape);
        if let Some(Op::Transpose { order }) = self.only_reader(value).map(|node| &node.op) {
            if order.last() == Some(&(shape.len() - 1)) {
                let moved: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
                for (&axis, stride) in order.iter().zip(strides(&moved)) {
                    view.strides[axis] = stride;
                }
            }
        }
        view
    }
}

/// A normalisation with a scale and a bias for each of the channels.
fn with_all_parameters(norm: &LayerNorm, channels: usize) -> LayerNorm {
    let or = |values: &[f32], default: f32| if values.is_empty() { vec![default; channels] } else { values.to_vec() };
    LayerNorm { scale: or(&norm.scale, 1.0), bias: or(&norm.bias, 0.0), ..*norm }
}
