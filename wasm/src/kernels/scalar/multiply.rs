//! Products of two matrices that both depend on the picture: the second is packed anew for each product, for the kernel
//! that multiplies with constant weights.

use super::gemm::{gemm, packed_len, Epilogue, Rows, PANEL};
use crate::kernels::product::Product;

/// Floats of scratch memory that `multiply` needs: a packed `b`, and a bias of nothing.
pub fn product_scratch_len(product: &Product) -> usize {
    packed_len(product.depth as usize, product.columns as usize) + product.columns as usize
}

/// Multiplies each pair of matrices.
pub fn multiply(product: &Product, a: &[f32], b: &[f32], scratch: &mut [f32], output: &mut [f32]) {
    let [rows, depth, columns] = [product.rows, product.depth, product.columns].map(|size| size as usize);
    let (packed, zeros) = scratch.split_at_mut(packed_len(depth, columns));
    zeros.fill(0.0);
    let epilogue = Epilogue { bias: zeros, residual: None, low: f32::NEG_INFINITY, high: f32::INFINITY };
    let mut packed_from = None;
    for index in 0..product.count() {
        let [a_start, b_start, output_start] = product.start(index);
        if packed_from.replace(b_start) != Some(b_start) {
            pack(product, &b[b_start..], packed);
        }
        let rows = Rows { values: &a[a_start..], stride: product.a_stride as usize, count: rows };
        gemm(rows, depth, packed, &epilogue, &mut output[output_start..], product.output_stride as usize);
    }
}

/// Lays `b` times the factor out in panels of a few columns.
fn pack(product: &Product, b: &[f32], packed: &mut [f32]) {
    let [row_stride, column_stride] = product.b_strides.map(|stride| stride as usize);
    let (depth, columns) = (product.depth as usize, product.columns as usize);
    for (column, panel) in (0..columns).step_by(PANEL).zip(packed.chunks_exact_mut(PANEL * depth)) {
        for at in 0..PANEL {
            if column + at < columns {
                let source = &b[(column + at) * column_stride..];
                pack_column(source, row_stride, depth, product.factor, &mut panel[at..]);
            } else {
                pack_column(&[0.0], 0, depth, 0.0, &mut panel[at..]);
            }
        }
    }
}

/// Writes `count` values, `stride` elements apart, times `factor` to every `PANEL`th element of `target`.
#[inline(never)]
fn pack_column(source: &[f32], stride: usize, count: usize, factor: f32, target: &mut [f32]) {
    let mut from = 0;
    for target in target.iter_mut().step_by(PANEL).take(count) {
        *target = source[from] * factor;
        from += stride;
    }
}
