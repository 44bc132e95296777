//! Shapes and their arithmetic. Every size that comes from a model passes through here, so that no
//! product overflows and no tensor is larger than memory allows.

use crate::error::{Error, Result};

/// Dimensions, outermost first; pictures are [batch, height, width, channels].
pub type Shape = Vec<usize>;

/// The most elements one tensor may have: 1 GiB of floats.
pub const MAX_ELEMENTS: usize = 1 << 28;

/// The most axes one tensor may have.
pub const MAX_RANK: usize = 8;

/// The number of elements of a shape; 1 for a scalar. Fails where a product of any of the dimensions is too
/// large, even if another is zero, so that strides are safe to compute.
pub fn elements(shape: &[usize]) -> Result<usize> {
    if shape.len() > MAX_RANK {
        return Err(Error::model(format!("a tensor has {} axes, {MAX_RANK} are supported", shape.len())));
    }
    let product = shape.iter().try_fold(1usize, |product, &dimension| product.checked_mul(dimension.max(1)));
    let product = product.filter(|&product| product <= MAX_ELEMENTS);
    let product = product.ok_or_else(|| Error::model(format!("a tensor of shape {shape:?} is too large")))?;
    Ok(if shape.contains(&0) { 0 } else { product })
}

/// Row-major strides, in elements.
pub fn strides(shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis] * shape[axis];
    }
    strides
}

/// The size of an axis, and how many elements lie behind one another for each of its positions; not 0.
pub fn plane(shape: &[usize], axis: usize) -> [usize; 2] {
    [shape[axis], shape[axis + 1..].iter().product::<usize>().max(1)]
}

/// Strides that read a tensor of shape `from` as if it had the (broadcast) shape `to`: 0 where repeated.
pub fn broadcast_strides(from: &[usize], to: &[usize]) -> Vec<usize> {
    // A pass may leave a constant with more leading axes of size 1 than the result has axes.
    let from = &from[from.len().saturating_sub(to.len())..];
    let missing = to.len() - from.len();
    let own = strides(from);
    (0..to.len())
        .map(|axis| if axis < missing || from[axis - missing] == 1 { 0 } else { own[axis - missing] })
        .collect()
}

/// The shape that two operands have after broadcasting as NumPy does it.
pub fn broadcast(a: &[usize], b: &[usize]) -> Result<Shape> {
    let rank = a.len().max(b.len());
    let dimension = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |own| shape[own]);
    (0..rank)
        .map(|axis| match (dimension(a, axis), dimension(b, axis)) {
            (x, y) if x == y => Ok(x),
            (1, y) => Ok(y),
            (x, 1) => Ok(x),
            _ => Err(Error::model(format!("shapes {a:?} and {b:?} cannot be broadcast together"))),
        })
        .collect()
}

/// Resolves a requested shape with one -1 (and, where `zero_copies`, 0 for "as before") to `count` elements.
pub fn resolve_reshape(from: &[usize], requested: &[i64], zero_copies: bool) -> Result<Shape> {
    let fail = || Error::model(format!("shape {from:?} cannot become {requested:?}"));
    let count = elements(from)?;
    let mut shape = Vec::with_capacity(requested.len());
    let mut unknown = None;
    for (axis, &dimension) in requested.iter().enumerate() {
        shape.push(match dimension {
            -1 if unknown.replace(axis).is_none() => 1,
            0 if zero_copies => *from.get(axis).ok_or_else(fail)?,
            _ => usize::try_from(dimension).map_err(|_| fail())?,
        });
    }
    if let Some(axis) = unknown {
        let known = elements(&shape)?;
        shape[axis] = count.checked_div(known).ok_or_else(fail)?;
    }
    if elements(&shape)? == count {
        Ok(shape)
    } else {
        Err(fail())
    }
}

/// Turns an axis that may count from the end into an index below `rank`.
pub fn axis_index(axis: i64, rank: usize) -> Result<usize> {
    let from_start = if axis < 0 { axis.checked_add(rank as i64) } else { Some(axis) };
    from_start
        .and_then(|axis| usize::try_from(axis).ok())
        .filter(|&axis| axis < rank)
        .ok_or_else(|| Error::model(format!("axis {axis} of a tensor of rank {rank}")))
}

/// The four dimensions of a picture tensor.
pub fn picture(shape: &[usize]) -> Result<[usize; 4]> {
    shape
        .try_into()
        .map_err(|_| Error::model(format!("shape {shape:?} where [batch, height, width, channels] is needed")))
}
