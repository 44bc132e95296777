//! `Attention` (since opset 23): softmax(scale * queries * keys^T + mask) * values, for each head.

use super::arithmetic::{binary, choose_of};
use super::matrix::product;
use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::reshape::reshape_to;
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Op};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    (name == "Attention").then(|| computes(attention))
}

fn attention(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    if node.int("is_causal", 0) != 0 || node.float("softcap", 0.0) != 0.0 || node.input.len() > 4 {
        return Err(node.fail("only attention of all positions, without a cache or a cap, is supported"));
    }
    let is_flat = importer.input(node, 0)?.rank() == 3;
    let queries = heads(importer, node, 0, "q_num_heads")?;
    let mut keys = heads(importer, node, 1, "kv_num_heads")?;
    let values = heads(importer, node, 2, "kv_num_heads")?;
    let shape = importer.shape(&queries);
    if importer.shape(&keys)[1] != shape[1] {
        return Err(node.fail("heads of queries that share heads of keys are not supported"));
    }
    let scale = node.float("scale", 1.0 / (shape[3] as f32).sqrt());
    keys.order.iter_mut().for_each(|axis| *axis = [0, 1, 3, 2][*axis]);
    let scores = product(importer, node, &queries, &keys)?;
    let scale = importer.constant_view(Tensor::scalar(scale));
    let scores = binary(importer, node, Binary::Mul, &scores, &scale)?;
    let scores = masked(importer, node, scores)?;
    let scores = importer.plain(node, &scores)?;
    let weights = scores.with(importer.graph.add(node.label(), Op::Softmax, &[scores.id])?);
    let mut result = product(importer, node, &weights, &values)?;
    if !is_flat {
        return Ok(result);
    }
    result.order.iter_mut().for_each(|axis| *axis = [0, 2, 1, 3][*axis]);
    let &[batch, positions, heads, size] = &importer.shape(&result)[..] else { return Ok(result) };
    reshape_to(importer, node, &result, &[batch, positions, heads * size])
}

/// An input as [batch, heads, positions, size]; one of three axes has its heads side by side in the last.
fn heads(importer: &mut Importer, node: &NodeProto, position: usize, count: &str) -> Result<View> {
    let x = importer.input(node, position)?;
    match importer.shape(&x)[..] {
        [_, _, _, _] => Ok(x),
        [batch, positions, width] => {
            let heads = usize::try_from(node.int(count, 0)).unwrap_or(0);
            if heads == 0 || width % heads != 0 {
                return Err(node.fail(format!("{heads} heads of {width} values")));
            }
            let mut split = reshape_to(importer, node, &x, &[batch, positions, heads, width / heads])?;
            split.order.iter_mut().for_each(|axis| *axis = [0, 2, 1, 3][*axis]);
            Ok(split)
        }
        _ => Err(node.fail("its inputs have neither three nor four axes")),
    }
}

/// The scores with a mask: truths say which count, numbers are added.
fn masked(importer: &mut Importer, node: &NodeProto, scores: View) -> Result<View> {
    match importer.optional(node, 3)? {
        None => Ok(scores),
        Some(mask) if mask.kind == Kind::Real => binary(importer, node, Binary::Add, &scores, &mask),
        Some(mask) => {
            let nothing = importer.constant_view(Tensor::scalar(f32::NEG_INFINITY));
            choose_of(importer, node, [mask, scores, nothing])
        }
    }
}
