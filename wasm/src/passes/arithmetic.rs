//! Brings arithmetic with constants to one form: subtraction becomes addition, division multiplication, a
//! bound a clip, and the constant stands second.

use crate::error::Result;
use crate::graph::Graph;
use crate::op::{Binary, Clip, Op, Unary};
use crate::tensor::Tensor;

pub fn canonicalise(graph: &mut Graph) -> Result<()> {
    for index in 0..graph.nodes.len() {
        let Op::Binary(binary) = graph.nodes[index].op else { continue };
        let inputs = graph.nodes[index].inputs.clone();
        let shape = graph.shape(graph.nodes[index].output);
        // What is repeated stands second too, where the kernel repeats it without a copy.
        let repeated = graph.shape(inputs[0]) != shape && graph.shape(inputs[1]) == shape;
        if binary.commutes() && (graph.constant_of(inputs[0]).is_some() || repeated) {
            graph.nodes[index].inputs.swap(0, 1);
        }
        let operand = graph.nodes[index].inputs[1];
        let Some(constant) = graph.constant_of(operand).cloned() else { continue };
        match binary {
            Binary::Sub => replace(graph, index, Binary::Add, &constant, |x| -x)?,
            Binary::Div => replace(graph, index, Binary::Mul, &constant, |x| 1.0 / x)?,
            Binary::Max | Binary::Min => bound(graph, index, binary, &constant),
            _ => {}
        }
    }
    Ok(())
}

fn replace(graph: &mut Graph, index: usize, op: Binary, constant: &Tensor, f: fn(f32) -> f32) -> Result<()> {
    let values = constant.to_vec().into_iter().map(f).collect();
    let operand = graph.computed(Tensor::new(constant.shape().to_vec(), values)?)?;
    graph.nodes[index].op = Op::Binary(op);
    graph.nodes[index].inputs[1] = operand;
    Ok(())
}

fn bound(graph: &mut Graph, index: usize, op: Binary, constant: &Tensor) {
    let node = &graph.nodes[index];
    let keeps_shape = graph.shape(node.inputs[0]) == graph.shape(node.output);
    if let (Some(value), true) = (constant.single(), keeps_shape) {
        let limits = match op {
            Binary::Max => Clip { low: value, ..Clip::NONE },
            _ => Clip { high: value, ..Clip::NONE },
        };
        graph.nodes[index].op = Op::Unary(Unary::Clip(limits));
        graph.nodes[index].inputs.truncate(1);
    }
}
