//! The sizes of products of two matrices that both depend on the picture, as attention has them.

/// Axes that a batch of products may have.
pub const BATCH_AXES: usize = 3;

/// A batch of products `output = factor * a x b`, in the layout that a host's kernels read too. Strides are in elements.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product {
    pub rows: u32,
    pub depth: u32,
    pub columns: u32,
    /// From row to row of `a`, each of which lies in one piece.
    pub a_stride: u32,
    /// From row to row and from column to column of `b`.
    pub b_strides: [u32; 2],
    /// From row to row of the output, each of which lies in one piece.
    pub output_stride: u32,
    pub factor: f32,
    /// Outermost first; those that are not needed are of size 1.
    pub batch: [BatchAxis; BATCH_AXES],
}

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchAxis {
    pub size: u32,
    /// From one product to the next: in `a`, in `b` and in the output. 0 where one is used again.
    pub strides: [u32; 3],
}

impl Product {
    /// Multiplications with following addition.
    pub fn macs(&self) -> u64 {
        [self.rows, self.columns, self.depth].iter().map(|&size| u64::from(size)).product::<u64>() * self.count() as u64
    }

    /// How many products the batch is of.
    pub fn count(&self) -> usize {
        self.batch.iter().map(|axis| axis.size as usize).product()
    }

    /// Where product number `index` begins: in `a`, in `b` and in the output.
    pub fn start(&self, mut index: usize) -> [usize; 3] {
        let mut start = [0; 3];
        for axis in self.batch.iter().rev() {
            let at = index % axis.size as usize;
            index /= axis.size as usize;
            for (start, stride) in start.iter_mut().zip(axis.strides) {
                *start += at * stride as usize;
            }
        }
        start
    }

    /// The lengths of slices that reach to the last element of `a`, `b` and the output.
    pub fn reach(&self) -> [usize; 3] {
        let last = self.start(self.count().saturating_sub(1));
        let span = |count: u32, stride: u32| (count as usize).saturating_sub(1) * stride as usize;
        let [row_stride, column_stride] = self.b_strides;
        [
            last[0] + span(self.rows, self.a_stride) + self.depth as usize,
            last[1] + span(self.depth, row_stride) + span(self.columns, column_stride) + 1,
            last[2] + span(self.rows, self.output_stride) + self.columns as usize,
        ]
    }
}
