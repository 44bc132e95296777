//! Products of matrices.

use super::arithmetic::activate;
use super::operator::Operator;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::product::matmul;
use crate::op::{Binary, Op};

/// Weights [outputs, depth]; the input is flattened to [rows, depth] first, unless its dimensions are to be kept.
pub fn fully_connected(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (mut x, weights) = (importer.input(operator, 0)?, importer.input(operator, 1)?);
    if operator.options.byte(1)? != 0 {
        return Err(operator.fail("shuffled weights are not supported"));
    }
    let depth = importer.shape(weights).last().copied().unwrap_or(0);
    if !operator.options.flag(2)? {
        let count: usize = importer.shape(x).iter().product();
        let rows = count.checked_div(depth).ok_or_else(|| operator.fail("its weights are empty"))?;
        x = importer.graph.add(&operator.name, Op::Reshape { shape: vec![rows, depth] }, &[x])?;
    }
    let mut product = matmul(&mut importer.graph, &operator.name, [x, weights], [false, true])?;
    if operator.input(2)?.is_some() {
        let bias = importer.input(operator, 2)?;
        product = importer.graph.add(&operator.name, Op::Binary(Binary::Add), &[product, bias])?;
    }
    activate(importer, operator, 0, product)
}

pub fn batch_matmul(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let operands = [importer.input(operator, 0)?, importer.input(operator, 1)?];
    let transposed = [operator.options.flag(0)?, operator.options.flag(1)?];
    matmul(&mut importer.graph, &operator.name, operands, transposed)
}
