//! Dense layers, which every format has in its own guise.

use crate::error::{Error, Result};
use crate::graph::{Graph, ValueId};
use crate::op::{Conv, Filter, Op, Window};
use crate::tensor::Tensor;

/// The product of `x` [..., depth] and constant weights, as a 1x1 convolution over the rows of `x`.
/// `outputs_first` says that the weights are stored as [outputs, depth], not [depth, outputs].
pub fn dense(graph: &mut Graph, name: &str, x: ValueId, weights: &Tensor, outputs_first: bool) -> Result<ValueId> {
    let &[rows, columns] = weights.shape() else {
        return Err(Error::model(format!(
            "node `{name}`: a matrix product with weights of shape {:?}",
            weights.shape()
        )));
    };
    let (depth, outputs) = if outputs_first { (columns, rows) } else { (rows, columns) };
    let mut shape = graph.shape(x).to_vec();
    if shape.last() != Some(&depth) || depth == 0 {
        return Err(Error::model(format!("node `{name}`: weights of {depth} rows for an input of shape {shape:?}")));
    }
    let count = shape.iter().rev().skip(1).product();
    let (input_stride, output_stride) = if outputs_first { (1, depth) } else { (outputs, 1) };
    let filter = Filter {
        tensor: weights.clone(),
        dimensions: [1, 1, depth, outputs],
        strides: [0, 0, input_stride, output_stride],
    };
    let conv = Op::Conv(Conv::new(Window::POINT, 1, filter));
    if let [1, _, _, _] = shape[..] {
        return graph.add(name, conv, &[x]);
    }
    let flat = graph.add(name, Op::Reshape { shape: vec![1, 1, count, depth] }, &[x])?;
    let product = graph.add(name, conv, &[flat])?;
    *shape.last_mut().unwrap_or(&mut 0) = outputs;
    graph.add(name, Op::Reshape { shape }, &[product])
}
