//! `SpaceToBatchND` and `BatchToSpaceND`, between which TensorFlow runs convolutions with dilation: the picture
//! is dealt out to a batch of smaller ones, each of every n-th pixel, and put together again.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::infer::picture;
use crate::graph::op::Op;
use crate::graph::ValueId;

/// Pads, then turns [batch, height, width, channels] into [block x batch, height / block, width / block, channels].
pub fn space_to_batch(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let ([rows, columns], [top, bottom, left, right]) = (block(importer, node)?, margins(importer, node)?);
    let x = importer.input(node, 0)?;
    let pad = Op::Pad { before: vec![0, top, left, 0], after: vec![0, bottom, right, 0], value: 0.0 };
    let x = importer.graph.add(&node.name, pad, &[x])?;
    let [batch, height, width, channels] = picture(importer.shape(x)).map_err(|error| node.fail(error))?;
    if height % rows != 0 || width % columns != 0 {
        return Err(node.fail(format!("{height}x{width} pixels cannot be dealt out to blocks of {rows}x{columns}")));
    }
    let (height, width) = (height / rows, width / columns);
    let dealt = vec![batch, height, rows, width, columns, channels];
    let joined = vec![rows * columns * batch, height, width, channels];
    rearrange(importer, node, x, dealt, vec![2, 4, 0, 1, 3, 5], joined)
}

/// The inverse of `space_to_batch`, which crops where that pads.
pub fn batch_to_space(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let ([rows, columns], [top, bottom, left, right]) = (block(importer, node)?, margins(importer, node)?);
    let x = importer.input(node, 0)?;
    let [batch, height, width, channels] = picture(importer.shape(x)).map_err(|error| node.fail(error))?;
    let batch = batch / (rows * columns);
    let dealt = vec![rows, columns, batch, height, width, channels];
    let (height, width) = (height * rows, width * columns);
    let whole = rearrange(importer, node, x, dealt, vec![2, 3, 0, 4, 1, 5], vec![batch, height, width, channels])?;
    let rest = |size: usize, first: usize, last: usize| size.checked_sub(first)?.checked_sub(last);
    let (Some(height), Some(width)) = (rest(height, top, bottom), rest(width, left, right)) else {
        return Err(node.fail("its crops leave nothing"));
    };
    let slice = Op::Slice { start: vec![0, top, left, 0], size: vec![batch, height, width, channels], step: vec![1; 4] };
    importer.graph.add(&node.name, slice, &[whole])
}

fn rearrange(
    importer: &mut Importer,
    node: &NodeDef,
    x: ValueId,
    dealt: Vec<usize>,
    order: Vec<usize>,
    joined: Vec<usize>,
) -> Result<ValueId> {
    let x = importer.graph.add(&node.name, Op::Reshape { shape: dealt }, &[x])?;
    let x = importer.graph.add(&node.name, Op::Transpose { order }, &[x])?;
    importer.graph.add(&node.name, Op::Reshape { shape: joined }, &[x])
}

/// The height and width of the blocks, each small enough for products of the two.
fn block(importer: &Importer, node: &NodeDef) -> Result<[usize; 2]> {
    match importer.integers(node, 1)?[..] {
        [rows @ 1..=256, columns @ 1..=256] => Ok([rows as usize, columns as usize]),
        _ => Err(node.fail("blocks of this shape are not supported")),
    }
}

/// Above, below, left, right.
fn margins(importer: &Importer, node: &NodeDef) -> Result<[usize; 4]> {
    let sizes: Option<Vec<usize>> =
        importer.integers(node, 2)?.into_iter().map(|size| usize::try_from(size).ok()).collect();
    sizes.and_then(|sizes| sizes.try_into().ok()).ok_or_else(|| node.fail("its margins do not fit a picture"))
}
