//! Ops that pick values by constant positions, and those that repeat, mirror and reverse. Errors name the node.

use super::shaping::fail;
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::{Binary, Op};
use crate::tensor::shape::{axis_index, elements, strides};
use crate::tensor::Tensor;

/// The values at `positions`, which may count from the end, along `axis`, which they replace.
pub fn gather(graph: &mut Graph, name: &str, x: ValueId, positions: &Tensor, axis: i64) -> Result<ValueId> {
    let input = graph.shape(x).to_vec();
    let axis = axis_index(axis, input.len()).map_err(|error| fail(name, error))?;
    let place = |at: i64| axis_index(at, input[axis]).map(|at| at as u32);
    let picked = positions.to_integers().into_iter().map(place).collect::<Result<Vec<_>>>();
    let value = pick(graph, name, x, &picked.map_err(|error| fail(name, error))?, axis)?;
    let shape = [&input[..axis], positions.shape(), &input[axis + 1..]].concat();
    graph.add(name, Op::Reshape { shape }, &[value])
}

/// The values at positions of one, two or more leading axes: the last axis of `positions` says where along each.
pub fn gather_nd(graph: &mut Graph, name: &str, x: ValueId, positions: &Tensor) -> Result<ValueId> {
    let input = graph.shape(x).to_vec();
    let Some((&depth, batch)) = positions.shape().split_last().filter(|(&depth, _)| (1..=input.len()).contains(&depth))
    else {
        return Err(fail(name, format!("positions of shape {:?} in shape {input:?}", positions.shape())));
    };
    let mut flat = Vec::with_capacity(positions.len() / depth);
    for position in positions.to_integers().chunks(depth) {
        let mut at = 0;
        for (&index, &size) in position.iter().zip(&input) {
            at = at * size + axis_index(index, size).map_err(|error| fail(name, error))?;
        }
        flat.push(at as u32);
    }
    let leading = [elements(&input[..depth])?];
    let joined = graph.add(name, Op::Reshape { shape: [&leading[..], &input[depth..]].concat() }, &[x])?;
    let value = pick(graph, name, joined, &flat, 0)?;
    graph.add(name, Op::Reshape { shape: [batch, &input[depth..]].concat() }, &[value])
}

/// The values at positions along an axis: a slice where they are evenly spaced.
pub fn pick(graph: &mut Graph, name: &str, x: ValueId, picked: &[u32], axis: usize) -> Result<ValueId> {
    let distance = picked.get(1).map_or(1, |second| second.saturating_sub(picked[0]));
    if distance > 0 && picked.windows(2).all(|pair| pair[0].checked_add(distance) == Some(pair[1])) {
        let mut size = graph.shape(x).to_vec();
        let (mut start, mut step) = (vec![0; size.len()], vec![1; size.len()]);
        start[axis] = picked.first().map_or(0, |&first| first as usize);
        (size[axis], step[axis]) = (picked.len(), distance as usize);
        return graph.add(name, Op::Slice { start, size, step }, &[x]);
    }
    graph.charge(picked.len()).map_err(|error| fail(name, error))?;
    graph.add(name, Op::Gather { axis, positions: picked.into() }, &[x])
}

/// The positions of the values that are not zero, a row of one number per axis for each.
pub fn positions(condition: &Tensor) -> Result<Tensor> {
    let shape = condition.shape();
    let own = strides(shape);
    let set: Vec<usize> = (0..condition.len()).filter(|&at| condition.at(at) != 0.0).collect();
    let along = |at: usize| own.iter().zip(shape).map(move |(stride, size)| (at / stride % size) as f32);
    Tensor::new(vec![set.len(), shape.len()], set.into_iter().flat_map(along).collect())
}

/// The other way round along the axes.
pub fn reverse(graph: &mut Graph, name: &str, x: ValueId, axes: &[i64]) -> Result<ValueId> {
    let mut value = x;
    for &axis in axes {
        let axis = axis_index(axis, graph.shape(x).len()).map_err(|error| fail(name, error))?;
        let backwards: Vec<u32> = (0..graph.shape(x)[axis] as u32).rev().collect();
        value = pick(graph, name, value, &backwards, axis)?;
    }
    Ok(value)
}

/// Surrounds a value with its own mirror image. `paddings` are pairs, one for each axis: how much comes before and
/// after; the outermost value is repeated if `edge`.
pub fn mirror_pad(graph: &mut Graph, name: &str, x: ValueId, paddings: &[i64], edge: bool) -> Result<ValueId> {
    let input = graph.shape(x).to_vec();
    let skip = i64::from(!edge);
    let fits = |(pair, &size): (&[i64], &usize)| pair.iter().all(|&pad| (0..=size as i64 - skip).contains(&pad));
    if paddings.len() != input.len() * 2 || !paddings.chunks(2).zip(&input).all(fits) {
        return Err(fail(name, format!("paddings of {paddings:?} do not fit a mirrored shape {input:?}")));
    }
    let mut value = x;
    for (axis, pair) in paddings.chunks(2).enumerate().filter(|(_, pair)| *pair != [0, 0]) {
        let size = input[axis] as i64;
        let mirrored = |at: i64| match at {
            ..0 => -at - 1 + skip,
            _ if at >= size => 2 * size - at - 1 - skip,
            _ => at,
        };
        let picked: Vec<u32> = (-pair[0]..size + pair[1]).map(|at| mirrored(at) as u32).collect();
        value = pick(graph, name, value, &picked, axis)?;
    }
    Ok(value)
}

/// More copies than there are positions in any picture's row.
const MAX_COPIES: usize = 1 << 12;

/// Repeats a value as often as `repeats` says for each axis.
pub fn tile(graph: &mut Graph, name: &str, x: ValueId, repeats: &[i64]) -> Result<ValueId> {
    if repeats.len() != graph.shape(x).len() {
        return Err(fail(name, format!("repeats {repeats:?} do not fit shape {:?}", graph.shape(x))));
    }
    let mut value = x;
    for (axis, &count) in repeats.iter().enumerate() {
        let count = usize::try_from(count).ok().filter(|count| (1..=MAX_COPIES).contains(count));
        let count = count.ok_or_else(|| fail(name, format!("repeats {repeats:?} are not supported")))?;
        value = repeated(graph, name, value, axis, count)?;
    }
    Ok(value)
}

/// Repeats a value to a larger shape, as NumPy broadcasts it.
pub fn broadcast_to(graph: &mut Graph, name: &str, x: ValueId, sizes: &[i64]) -> Result<ValueId> {
    let own = graph.shape(x).to_vec();
    let fits = sizes.len() >= own.len();
    let padded: Vec<usize> = if fits { [vec![1; sizes.len() - own.len()], own.clone()].concat() } else { own.clone() };
    let repeats: Option<Vec<i64>> = padded
        .iter()
        .zip(sizes)
        .map(|(&from, &to)| match from as i64 {
            from if from == to => Some(1),
            1 => Some(to),
            _ => None,
        })
        .collect();
    let repeats =
        repeats.filter(|_| fits).ok_or_else(|| fail(name, format!("shape {own:?} cannot become {sizes:?}")))?;
    let padded = graph.add(name, Op::Reshape { shape: padded }, &[x])?;
    tile(graph, name, padded, &repeats)
}

/// `count` copies one after the other along an axis, by a product with ones, which broadcasts.
fn repeated(graph: &mut Graph, name: &str, x: ValueId, axis: usize, count: usize) -> Result<ValueId> {
    if count == 1 {
        return Ok(x);
    }
    let mut shape = graph.shape(x).to_vec();
    let (outer, inner) = (elements(&shape[..axis])?, elements(&shape[axis..])?);
    let rows = graph.add(name, Op::Reshape { shape: vec![outer, 1, inner] }, &[x])?;
    let ones = graph.computed(Tensor::new(vec![count, 1], vec![1.0; count])?)?;
    let copies = graph.add(name, Op::Binary(Binary::Mul), &[rows, ones])?;
    shape[axis] = shape[axis].saturating_mul(count);
    graph.add(name, Op::Reshape { shape }, &[copies])
}
