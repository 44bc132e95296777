//! How ONNX values are held. ONNX keeps pictures as [batch, channels, height, width], the small graph as
//! [batch, height, width, channels]. So each value knows which of its axes lies where, a transposition only
//! renames axes, and values are moved in memory only where an op needs them in an order that they do not have.

use super::messages::NodeProto;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::op::Op;
use crate::tensor::shape::Shape;
use crate::tensor::Tensor;

/// A value of the model, and how the small graph holds it.
#[derive(Clone, Debug)]
pub struct View {
    pub id: ValueId,
    /// For each axis in memory, outermost first, the axis of the ONNX value that it is.
    pub order: Vec<usize>,
    pub kind: Kind,
}

/// What the numbers of a value are; all are held as f32.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Real,
    /// Whole numbers of a type with this range.
    Integer {
        low: f32,
        high: f32,
    },
    /// What `QuantizeLinear` made of real numbers: held as the real numbers that they stand for.
    Quantised {
        scale: f32,
        zero_point: f32,
    },
}

impl Kind {
    /// Sizes, axes and positions.
    pub const INDEX: Kind = Kind::Integer { low: f32::NEG_INFINITY, high: f32::INFINITY };
}

/// Pictures as the small graph wants them: batch, height, width, channels.
pub const CHANNELS_LAST: [usize; 4] = [0, 2, 3, 1];

impl View {
    /// A value whose axes lie in their own order.
    pub fn plain(id: ValueId, rank: usize) -> View {
        View { id, order: (0..rank).collect(), kind: Kind::Real }
    }

    pub fn picture(id: ValueId) -> View {
        View { id, order: CHANNELS_LAST.to_vec(), kind: Kind::Real }
    }

    /// The result of an op that leaves the axes where they are.
    pub fn with(&self, id: ValueId) -> View {
        View { id, ..self.clone() }
    }

    pub fn rank(&self) -> usize {
        self.order.len()
    }

    /// Where an axis lies in memory; `axis` is below the rank.
    pub fn position(&self, axis: usize) -> usize {
        self.order.iter().position(|&held| held == axis).unwrap_or(axis)
    }

    /// One entry for each axis, in the order of memory.
    pub fn in_memory<T: Copy>(&self, by_axis: &[T]) -> Vec<T> {
        self.order.iter().map(|&axis| by_axis[axis]).collect()
    }
}

impl Importer<'_> {
    /// The shape that ONNX gives a value.
    pub fn shape(&self, view: &View) -> Shape {
        let held = self.graph.shape(view.id);
        (0..view.rank()).map(|axis| held[view.position(axis)]).collect()
    }

    /// The value with its axes in memory as `order` says.
    pub fn arrange(&mut self, node: &NodeProto, view: &View, order: &[usize]) -> Result<View> {
        let axes: Vec<usize> = order.iter().map(|&axis| view.position(axis)).collect();
        if axes.iter().copied().eq(0..axes.len()) {
            return Ok(view.clone());
        }
        let arranged = View { order: order.to_vec(), ..view.clone() };
        let key = (view.id, axes);
        if let Some(&id) = self.arranged.get(&key) {
            return Ok(arranged.with(id));
        }
        let held = self.graph.shape(view.id);
        let moving: Vec<usize> = key.1.iter().copied().filter(|&axis| held[axis] != 1).collect();
        let op = if moving.windows(2).all(|pair| pair[0] < pair[1]) {
            Op::Reshape { shape: key.1.iter().map(|&axis| held[axis]).collect() }
        } else {
            Op::Transpose { order: key.1.clone() }
        };
        let id = self.graph.add(node.label(), op, &[view.id])?;
        self.arranged.insert(key, id);
        Ok(arranged.with(id))
    }

    pub fn plain(&mut self, node: &NodeProto, view: &View) -> Result<View> {
        self.arrange(node, view, &(0..view.rank()).collect::<Vec<_>>())
    }

    /// A picture with its channels last.
    pub fn picture(&mut self, node: &NodeProto, view: &View) -> Result<View> {
        if view.rank() != 4 {
            let shape = self.shape(view);
            return Err(node.fail(format!("its input has shape {shape:?}, [batch, channels, height, width] is needed")));
        }
        self.arrange(node, view, &CHANNELS_LAST)
    }

    /// The value with `axis` innermost in memory.
    pub fn with_axis_last(&mut self, node: &NodeProto, view: &View, axis: usize) -> Result<View> {
        let others = view.order.iter().copied().filter(|&other| other != axis);
        let order: Vec<usize> = others.chain([axis]).collect();
        self.arrange(node, view, &order)
    }

    /// A constant with one value for each position along `axis` of `view`, to be broadcast to it.
    pub fn along_axis(&mut self, view: &View, axis: usize, values: Vec<f32>) -> Result<View> {
        let mut shape = vec![1; view.rank()];
        shape[view.position(axis)] = values.len();
        let id = self.graph.computed(Tensor::new(shape, values)?)?;
        Ok(View { kind: Kind::Real, ..view.with(id) })
    }
}
