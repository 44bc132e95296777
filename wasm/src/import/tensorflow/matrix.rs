//! Products of matrices.

use super::convolution::fused;
use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::{einsum, product};

/// `flags` are the attributes that say whether the operands are transposed.
pub fn matmul(importer: &mut Importer, node: &NodeDef, flags: [&str; 2]) -> Result<ValueId> {
    let operands = [importer.input(node, 0)?, importer.input(node, 1)?];
    product::matmul(&mut importer.graph, &node.name, operands, flags.map(|flag| node.flag(flag)))
}

/// A product, then what Grappler joined with it.
pub fn fused_matmul(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let value = matmul(importer, node, ["transpose_a", "transpose_b"])?;
    fused(importer, node, value)
}

pub fn einsum(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let operands = importer.inputs(node)?;
    einsum::einsum(&mut importer.graph, &node.name, node.text("equation"), &operands)
}
