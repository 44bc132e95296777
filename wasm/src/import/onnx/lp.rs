//! Pooling by norms: the p-th root of the sum of p-th powers.

use super::arithmetic::{apply, binary};
use super::convolution::{kernel_shape, round_up, window, Space};
use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Op, Pool, PoolKind, ReduceKind, Unary};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "LpPool" => computes(lp_pool),
        "GlobalLpPool" => computes(global_lp_pool),
        _ => return None,
    })
}

fn lp_pool(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let (x, space) = Space::of(importer, node, &x)?;
    let window = window(importer, node, &x, kernel_shape(node, space)?, space)?;
    let (window, _) = round_up(importer, node, &x, window);
    let powers = powers(importer, node, &x)?;
    let pool = Op::Pool(Pool { kind: PoolKind::AverageWithPadding, window });
    let mean = powers.with(importer.graph.add(node.label(), pool, &[powers.id])?);
    let count = importer.constant_view(Tensor::scalar((window.size[0] * window.size[1]) as f32));
    let sum = binary(importer, node, Binary::Mul, &mean, &count)?;
    let norm = root(importer, node, &sum)?;
    space.restore(importer, node, norm)
}

fn global_lp_pool(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let powers = powers(importer, node, &x)?;
    let mut axes: Vec<usize> = (2..x.rank()).map(|axis| x.position(axis)).collect();
    axes.sort_unstable();
    let sum = Op::Reduce { kind: ReduceKind::Sum, axes };
    let sum = x.with(importer.graph.add(node.label(), sum, &[powers.id])?);
    root(importer, node, &sum)
}

fn powers(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<View> {
    if node.int("p", 2) < 1 {
        return Err(node.fail("its norm has no root"));
    }
    let sizes = apply(importer, node, x, Unary::Abs)?;
    apply(importer, node, &sizes, Unary::Pow { exponent: node.int("p", 2) as f32 })
}

fn root(importer: &mut Importer, node: &NodeProto, sum: &View) -> Result<View> {
    apply(importer, node, sum, Unary::Pow { exponent: 1.0 / node.int("p", 2) as f32 })
}
