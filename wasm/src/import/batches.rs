//! `SpaceToBatchND` and `BatchToSpaceND`, between which TensorFlow runs convolutions with dilation: the picture
//! is dealt out to a batch of smaller ones, each of every n-th pixel, and put together again.
//! `block` is the height and width of the blocks, `margins` are above, below, left and right. Errors name the node.

use super::shaping::{fail, rearrange};
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::Op;
use crate::tensor::shape::picture;

/// Pads, then turns [batch, height, width, channels] into [block x batch, height / block, width / block, channels].
pub fn space_to_batch(graph: &mut Graph, name: &str, x: ValueId, block: &[i64], margins: &[i64]) -> Result<ValueId> {
    let ([rows, columns], [top, bottom, left, right]) = (block_of(name, block)?, margins_of(name, margins)?);
    let pad = Op::Pad { before: vec![0, top, left, 0], after: vec![0, bottom, right, 0], value: 0.0 };
    let x = graph.add(name, pad, &[x])?;
    let [batch, height, width, channels] = picture(graph.shape(x)).map_err(|error| fail(name, error))?;
    if height % rows != 0 || width % columns != 0 {
        return Err(fail(name, format!("{height}x{width} pixels cannot be dealt out to blocks of {rows}x{columns}")));
    }
    let (height, width) = (height / rows, width / columns);
    let dealt = [batch, height, rows, width, columns, channels];
    let joined = [rows * columns * batch, height, width, channels];
    rearrange(graph, name, x, &dealt, &[2, 4, 0, 1, 3, 5], &joined)
}

/// The inverse of `space_to_batch`, which crops where that pads.
pub fn batch_to_space(graph: &mut Graph, name: &str, x: ValueId, block: &[i64], margins: &[i64]) -> Result<ValueId> {
    let ([rows, columns], [top, bottom, left, right]) = (block_of(name, block)?, margins_of(name, margins)?);
    let [batch, height, width, channels] = picture(graph.shape(x)).map_err(|error| fail(name, error))?;
    let batch = batch / (rows * columns);
    let dealt = [rows, columns, batch, height, width, channels];
    let (height, width) = (height * rows, width * columns);
    let whole = rearrange(graph, name, x, &dealt, &[2, 3, 0, 4, 1, 5], &[batch, height, width, channels])?;
    let rest = |size: usize, first: usize, last: usize| size.checked_sub(first)?.checked_sub(last);
    let (Some(height), Some(width)) = (rest(height, top, bottom), rest(width, left, right)) else {
        return Err(fail(name, "its crops leave nothing"));
    };
    let slice =
        Op::Slice { start: vec![0, top, left, 0], size: vec![batch, height, width, channels], step: vec![1; 4] };
    graph.add(name, slice, &[whole])
}

/// Each small enough for products of the two.
fn block_of(name: &str, block: &[i64]) -> Result<[usize; 2]> {
    match *block {
        [rows @ 1..=256, columns @ 1..=256] => Ok([rows as usize, columns as usize]),
        _ => Err(fail(name, "blocks of this shape are not supported")),
    }
}

fn margins_of(name: &str, margins: &[i64]) -> Result<[usize; 4]> {
    let sizes: Option<Vec<usize>> = margins.iter().map(|&size| usize::try_from(size).ok()).collect();
    sizes.and_then(|sizes| sizes.try_into().ok()).ok_or_else(|| fail(name, "its margins do not fit a picture"))
}
