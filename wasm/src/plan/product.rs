//! Lays out products of two activations: their operands are read where they lie, transposed and sliced as they are,
//! and their result is written in the order in which it is read.

use super::view::StridedView;
use crate::error::{Error, Result};
use crate::kernels::product::{BatchAxis, Product, BATCH_AXES};

/// An axis of the batch: its size, and its strides in `a`, `b` and the output.
type Axis = (usize, [usize; 3]);

/// The product of `a` [batch, rows, depth] and `b` [batch, depth, columns] times a factor. Both have the batch axes of
/// `output`. `None` where the kernel cannot express how they lie; copies in order it can.
pub fn product(a: &StridedView, b: &StridedView, output: &StridedView, factor: f32) -> Result<Option<Product>> {
    let batch = output.shape.len().checked_sub(2).ok_or_else(|| Error::internal("a product of no matrices"))?;
    let (row, column) = (batch, batch + 1);
    let lies_in_lines = |view: &StridedView| view.strides[column] == 1 || view.shape[column] == 1;
    if !lies_in_lines(a) || !lies_in_lines(output) {
        return Ok(None);
    }
    let axis = |at: usize| (output.shape[at], [a.strides[at], b.strides[at], output.strides[at]]);
    let mut axes = merged((0..batch).map(axis));
    let mut lines = (output.shape[row], [a.strides[row], output.strides[row]]);
    // The lines of matrices that are multiplied with the same one are those of one product.
    while let Some(&(size, [a_stride, 0, output_stride])) = axes.last() {
        let strides = [a_stride, output_stride];
        match lines {
            (1, _) => lines = (size, strides),
            (rows, inner) if strides == inner.map(|stride| stride * rows) => lines.0 *= size,
            _ => break,
        }
        axes.pop();
    }
    if axes.len() > BATCH_AXES {
        return Ok(None);
    }
    let mut batch = [BatchAxis { size: 1, strides: [0; 3] }; BATCH_AXES];
    for (target, (size, strides)) in batch.iter_mut().zip(axes) {
        let [a, b, output] = strides.map(narrow);
        *target = BatchAxis { size: narrow(size)?, strides: [a?, b?, output?] };
    }
    Ok(Some(Product {
        rows: narrow(lines.0)?,
        depth: narrow(a.shape[column])?,
        columns: narrow(output.shape[column])?,
        a_stride: narrow(lines.1[0])?,
        b_strides: [narrow(b.strides[row])?, narrow(b.strides[column])?],
        output_stride: narrow(lines.1[1])?,
        factor,
        batch,
    }))
}

/// The axes without those of size 1, and with neighbours joined where all three tensors allow it.
fn merged(axes: impl Iterator<Item = Axis>) -> Vec<Axis> {
    let mut merged: Vec<Axis> = Vec::new();
    for (size, strides) in axes.filter(|&(size, _)| size != 1) {
        match merged.last_mut() {
            Some(outer) if outer.1 == strides.map(|stride| stride * size) => *outer = (outer.0 * size, strides),
            _ => merged.push((size, strides)),
        }
    }
    merged
}

fn narrow(size: usize) -> Result<u32> {
    u32::try_from(size).map_err(|_| Error::model(format!("a dimension of {size} is too large")))
}
