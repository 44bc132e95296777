//! `SpaceToBatchND` and `BatchToSpaceND`.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::batches;

pub fn space_to_batch(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, block, margins) = (importer.input(node, 0)?, importer.integers(node, 1)?, importer.integers(node, 2)?);
    batches::space_to_batch(&mut importer.graph, &node.name, x, &block, &margins)
}

pub fn batch_to_space(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, block, margins) = (importer.input(node, 0)?, importer.integers(node, 1)?, importer.integers(node, 2)?);
    batches::batch_to_space(&mut importer.graph, &node.name, x, &block, &margins)
}
