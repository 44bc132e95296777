//! `DepthToSpace` and `SpaceToDepth`: channels become blocks of pixels, and the other way round.

use super::messages::NodeProto;
use super::operator::{moves, Operator};
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "DepthToSpace" => moves(depth_to_space),
        "SpaceToDepth" => moves(space_to_depth),
        _ => return None,
    })
}

/// The blocks of a pixel lie outermost among its channels (mode `DCR`), or innermost (`CRD`, the pixel shuffle of Shi et
/// al. 2016).
fn depth_to_space(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, [batch, channels, height, width], block) = picture_and_block(importer, node)?;
    let depth = channels / (block * block);
    if depth * block * block != channels {
        return Err(node.fail(format!("{channels} channels for blocks of {block}x{block}")));
    }
    let (apart, order) = match node.text("mode") {
        "" | "DCR" => ([batch, block, block, depth, height, width], [0, 3, 4, 1, 5, 2]),
        "CRD" => ([batch, depth, block, block, height, width], [0, 1, 4, 2, 5, 3]),
        mode => return Err(node.fail(format!("mode `{mode}` is not known"))),
    };
    let apart = reshape_to(importer, node, &x, &apart)?;
    reshape_to(importer, node, &reordered(&apart, order), &[batch, depth, height * block, width * block])
}

fn space_to_depth(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, [batch, channels, height, width], block) = picture_and_block(importer, node)?;
    if height % block != 0 || width % block != 0 {
        return Err(node.fail(format!("{height}x{width} pixels for blocks of {block}x{block}")));
    }
    let order = match node.text("mode") {
        "" | "DCR" => [0, 3, 5, 1, 2, 4],
        "CRD" => [0, 1, 3, 5, 2, 4],
        mode => return Err(node.fail(format!("mode `{mode}` is not known"))),
    };
    let (height, width) = (height / block, width / block);
    let apart = reshape_to(importer, node, &x, &[batch, channels, height, block, width, block])?;
    let depth = channels * block * block;
    reshape_to(importer, node, &reordered(&apart, order), &[batch, depth, height, width])
}

fn picture_and_block(importer: &mut Importer, node: &NodeProto) -> Result<(View, [usize; 4], usize)> {
    let x = importer.input(node, 0)?;
    let shape: Option<[usize; 4]> = importer.shape(&x).try_into().ok();
    let block = usize::try_from(node.int("blocksize", 0)).ok().filter(|block| (1..=MAX_BLOCK).contains(block));
    match (shape, block) {
        (Some(shape), Some(block)) => Ok((x, shape, block)),
        _ => Err(node.fail("its input is no picture, or its blocks are of no sensible size")),
    }
}

/// Small enough for products of the sizes of blocks and pictures.
const MAX_BLOCK: usize = 64;

/// Axis i of the result is axis `order[i]` of the input; nothing moves yet.
fn reordered(x: &View, order: [usize; 6]) -> View {
    let renamed = |axis: usize| order.iter().position(|&source| source == axis).unwrap_or(axis);
    View { order: x.order.iter().map(|&axis| renamed(axis)).collect(), ..x.clone() }
}
