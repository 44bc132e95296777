//! Products of two matrices that both depend on the picture, as attention has them: the second is packed anew for
//! each product, for the kernel that multiplies with constant weights.

use super::gemm::{gemm, packed_len, Epilogue, Rows, PANEL};

/// Batches of products `output = a x b`. Strides are in elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    pub rows: usize,
    pub depth: usize,
    pub columns: usize,
    /// From row to row of `a`, whose rows lie as they are.
    pub a_stride: usize,
    /// From row to row and from column to column of `b`.
    pub b_strides: [usize; 2],
    /// From row to row of the output.
    pub output_stride: usize,
    /// The axes of the batch, outermost first.
    pub batch: Vec<BatchAxis>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchAxis {
    pub size: usize,
    /// From one product to the next: in `a`, in `b` and in the output. 0 where one is used again.
    pub strides: [usize; 3],
}

impl Product {
    /// Floats of scratch memory that `multiply` needs: a packed `b`, and a bias of nothing.
    pub fn scratch_len(&self) -> usize {
        packed_len(self.depth, self.columns) + self.columns
    }

    /// Multiplications with following addition.
    pub fn macs(&self) -> u64 {
        let batch: usize = self.batch.iter().map(|axis| axis.size).product();
        (batch * self.rows * self.columns * self.depth) as u64
    }

    /// Where product number `index` begins: in `a`, in `b` and in the output.
    fn start(&self, mut index: usize) -> [usize; 3] {
        let mut start = [0; 3];
        for axis in self.batch.iter().rev() {
            let at = index % axis.size;
            index /= axis.size;
            for (start, stride) in start.iter_mut().zip(axis.strides) {
                *start += at * stride;
            }
        }
        start
    }
}

pub fn multiply(product: &Product, a: &[f32], b: &[f32], scratch: &mut [f32], output: &mut [f32]) {
    let (packed, zeros) = scratch.split_at_mut(packed_len(product.depth, product.columns));
    zeros.fill(0.0);
    let epilogue = Epilogue { bias: zeros, residual: None, low: f32::NEG_INFINITY, high: f32::INFINITY };
    let mut packed_from = None;
    for index in 0..product.batch.iter().map(|axis| axis.size).product() {
        let [a_start, b_start, output_start] = product.start(index);
        if packed_from.replace(b_start) != Some(b_start) {
            pack(product, &b[b_start..], packed);
        }
        let rows = Rows { values: &a[a_start..], stride: product.a_stride, count: product.rows };
        gemm(rows, product.depth, packed, &epilogue, &mut output[output_start..], product.output_stride);
    }
}

/// Lays `b` out in panels of a few columns.
fn pack(product: &Product, b: &[f32], packed: &mut [f32]) {
    let [row_stride, column_stride] = product.b_strides;
    for (column, panel) in (0..product.columns).step_by(PANEL).zip(packed.chunks_exact_mut(PANEL * product.depth)) {
        let columns = PANEL.min(product.columns - column);
        for at in 0..columns {
            pack_column(&b[(column + at) * column_stride..], row_stride, product.depth, &mut panel[at..]);
        }
        for at in columns..PANEL {
            pack_column(&[0.0], 0, product.depth, &mut panel[at..]);
        }
    }
}

/// Writes `count` values, `stride` elements apart, to every `PANEL`th element of `target`.
#[inline(never)]
fn pack_column(source: &[f32], stride: usize, count: usize, target: &mut [f32]) {
    let mut from = 0;
    for target in target.iter_mut().step_by(PANEL).take(count) {
        *target = source[from];
        from += stride;
    }
}
