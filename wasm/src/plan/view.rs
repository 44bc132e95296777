//! Values that are not copied until a kernel needs them in order: transposed, sliced or reshaped parts of a buffer.

use crate::kernels::copy::StridedCopy;
use crate::tensor::shape::strides;

/// A value as it lies in a buffer.
#[derive(Clone, Debug, PartialEq)]
pub struct StridedView {
    pub buffer: usize,
    /// The place of its first element.
    pub start: usize,
    pub shape: Vec<usize>,
    /// From one element to the next along each axis; 0 where one is used again.
    pub strides: Vec<usize>,
}

impl StridedView {
    /// All of a buffer, in row-major order.
    pub fn whole(buffer: usize, shape: &[usize]) -> StridedView {
        StridedView { buffer, start: 0, shape: shape.to_vec(), strides: strides(shape) }
    }

    /// Axis i of the result is axis `order[i]`.
    pub fn transposed(&self, order: &[usize]) -> StridedView {
        let pick = |values: &[usize]| order.iter().map(|&axis| values[axis]).collect();
        StridedView { shape: pick(&self.shape), strides: pick(&self.strides), ..*self }
    }

    /// `size` elements along each axis, from `start` on, `step` apart.
    pub fn sliced(&self, start: &[usize], size: &[usize], step: &[usize]) -> StridedView {
        let origin: usize = start.iter().zip(&self.strides).map(|(at, stride)| at * stride).sum();
        StridedView {
            buffer: self.buffer,
            start: self.start + origin,
            shape: size.to_vec(),
            strides: self.strides.iter().zip(step).map(|(stride, step)| stride * step).collect(),
        }
    }

    /// The same elements in the same order under another shape of the same size, where strides can express that.
    pub fn reshaped(&self, shape: &[usize]) -> Option<StridedView> {
        let axes = self.merged();
        let mut strides = vec![0; shape.len()];
        let mut axes = axes.into_iter().rev();
        let (mut left, mut stride) = (1, 1);
        for (axis, &size) in shape.iter().enumerate().rev() {
            if size == 1 {
                continue;
            }
            if left == 1 {
                (left, stride) = axes.next()?;
            }
            if left % size != 0 {
                return None;
            }
            strides[axis] = stride;
            (left, stride) = (left / size, stride * size);
        }
        Some(StridedView { buffer: self.buffer, start: self.start, shape: shape.to_vec(), strides })
    }

    /// The sizes and strides with neighbouring axes joined where that changes nothing, and without those of size 1.
    fn merged(&self) -> Vec<(usize, usize)> {
        let mut axes: Vec<(usize, usize)> = Vec::new();
        for (&size, &stride) in self.shape.iter().zip(&self.strides).filter(|(&size, _)| size != 1) {
            match axes.last_mut() {
                Some(outer) if outer.1 == stride * size => *outer = (outer.0 * size, stride),
                _ => axes.push((size, stride)),
            }
        }
        axes
    }

    /// Whether its elements lie one after the other from the start of the buffer.
    pub fn is_in_order(&self) -> bool {
        self.start == 0 && matches!(self.merged()[..], [] | [(_, 1)])
    }

    /// The copy of this view into a tensor of shape `target`, its first element at `at`.
    pub fn copy_into(&self, target: &[usize], at: &[usize]) -> StridedCopy {
        let to = strides(target);
        let origin = at.iter().zip(&to).map(|(at, stride)| at * stride).sum();
        StridedCopy::new(self.shape.clone(), (self.start, self.strides.clone()), (origin, to))
    }

    /// The view repeated to a shape, as NumPy broadcasts.
    pub fn broadcast(&self, shape: &[usize]) -> StridedView {
        let missing = shape.len().saturating_sub(self.shape.len());
        let extra = self.shape.len() - (shape.len() - missing);
        let stride = |axis: usize| {
            let own = (axis + extra).checked_sub(missing)?;
            (self.shape[own] != 1).then_some(self.strides[own])
        };
        let strides = (0..shape.len()).map(|axis| stride(axis).unwrap_or(0)).collect();
        StridedView { buffer: self.buffer, start: self.start, shape: shape.to_vec(), strides }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reference::indices;

    /// The places of all elements in order.
    fn places(view: &StridedView) -> Vec<usize> {
        let place = |index: Vec<usize>| index.iter().zip(&view.strides).map(|(at, stride)| at * stride).sum::<usize>();
        indices(&view.shape).map(|index| view.start + place(index)).collect()
    }

    #[test]
    fn a_reshape_keeps_the_order_of_the_elements_or_is_refused() {
        let whole = StridedView::whole(0, &[2, 3, 4, 5]);
        let part = whole.sliced(&[0, 1, 0, 0], &[2, 2, 4, 5], &[1, 1, 1, 1]);
        let views = [whole.clone(), whole.transposed(&[0, 2, 1, 3]), whole.transposed(&[3, 2, 1, 0]), part];
        let mut expressed = 0;
        for view in &views {
            let size: usize = view.shape.iter().product();
            for shape in
                [vec![size], vec![2, size / 2], vec![2, 2, size / 4], vec![size / 5, 1, 5], vec![1, size / 20, 4, 5]]
            {
                if let Some(reshaped) = view.reshaped(&shape) {
                    assert_eq!(places(&reshaped), places(view), "{view:?} as {shape:?}");
                    expressed += 1;
                }
            }
        }
        assert_eq!(expressed, 7);
        assert_eq!(views[1].reshaped(&[2, 12, 5]), None);
        assert_eq!(views[1].reshaped(&[2, 2, 2, 3, 5]).map(|view| view.strides), Some(vec![60, 10, 5, 20, 1]));
    }

    #[test]
    fn only_a_whole_buffer_is_in_order() {
        let whole = StridedView::whole(0, &[2, 1, 3]);
        assert!(whole.is_in_order() && whole.transposed(&[1, 0, 2]).is_in_order());
        assert!(!whole.transposed(&[2, 1, 0]).is_in_order());
        assert!(!whole.sliced(&[1, 0, 0], &[1, 1, 3], &[1; 3]).is_in_order());
    }
}
