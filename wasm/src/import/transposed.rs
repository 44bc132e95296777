//! Transposed convolutions as TensorFlow has them: zeros are put between the pixels, and the picture then goes through
//! a convolution with the filter turned round (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016).

use super::gather::reverse;
use super::shaping::fail;
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::{Conv, Filter, Op, Window};
use crate::tensor::shape::picture;
use crate::tensor::shape::strides;
use crate::tensor::Tensor;

/// The transpose of a convolution that makes pictures of the input's size from pictures of `output`.
pub struct Transposed {
    pub weights: Tensor,
    /// Which axes of the weights are the kernel's height and width, the channels of the input and those of the output.
    pub axes: [usize; 4],
    /// That of the convolution which is transposed, on pictures of `output`.
    pub window: Window,
    /// Height and width.
    pub output: [usize; 2],
}

/// Errors name the node.
pub fn convolve(graph: &mut Graph, name: &str, x: ValueId, convolution: &Transposed) -> Result<ValueId> {
    let Transposed { window, output, .. } = convolution;
    let [_, height, width, _] = picture(graph.shape(x)).map_err(|error| fail(name, error))?;
    if window.output(*output).map_err(|error| fail(name, error))? != [height, width] {
        return Err(fail(name, format!("a result of {output:?} does not fit an input of {:?}", [height, width])));
    }
    let mut spread = spread(graph, name, x, window.stride)?;
    let (mut start, mut end) = ([0; 2], [0; 2]);
    for axis in 0..2 {
        let reach = window.extent(axis) - 1;
        let size = graph.shape(spread)[axis + 1];
        start[axis] =
            reach.checked_sub(window.pad_start[axis]).ok_or_else(|| fail(name, "its padding is too large"))?;
        let wanted = output[axis] + reach - start[axis];
        end[axis] = wanted.saturating_sub(size);
        if wanted < size {
            let shape = graph.shape(spread).to_vec();
            let mut cut = shape.clone();
            cut[axis + 1] = wanted;
            spread = graph.add(name, Op::Slice { start: vec![0; 4], size: cut, step: vec![1; 4] }, &[spread])?;
        }
    }
    let walk = Window { stride: [1, 1], pad_start: start, pad_end: end, ..*window };
    let walk = walk.checked().map_err(|error| fail(name, error))?;
    let filter = turned(graph, name, convolution)?;
    graph.add(name, Op::Conv(Conv::new(walk, 1, filter)), &[spread])
}

/// Each pixel followed by as many zeros, to the right and below, that they are `stride` apart.
pub fn spread(graph: &mut Graph, name: &str, x: ValueId, stride: [usize; 2]) -> Result<ValueId> {
    if stride == [1, 1] {
        return Ok(x);
    }
    let [batch, height, width, channels] = picture(graph.shape(x))?;
    let apart = Op::Reshape { shape: vec![batch, height, 1, width, 1, channels] };
    let zeros = Op::Pad { before: vec![0; 6], after: vec![0, 0, stride[0] - 1, 0, stride[1] - 1, 0], value: 0.0 };
    let joined = vec![batch, height.saturating_mul(stride[0]), width.saturating_mul(stride[1]), channels];
    let mut value = x;
    for op in [apart, zeros, Op::Reshape { shape: joined }] {
        value = graph.add(name, op, &[value])?;
    }
    Ok(value)
}

/// The filter turned by 180 degrees.
fn turned(graph: &mut Graph, name: &str, convolution: &Transposed) -> Result<Filter> {
    let Transposed { weights, axes, .. } = convolution;
    let given = graph.constant(weights.clone());
    let turned = reverse(graph, name, given, &[axes[0] as i64, axes[1] as i64])?;
    let tensor = graph.constant_of(turned).cloned().ok_or_else(|| fail(name, "its filter must be a constant"))?;
    let own = strides(tensor.shape());
    let dimensions = axes.map(|axis| tensor.shape()[axis]);
    Ok(Filter { dimensions, strides: axes.map(|axis| own[axis]), tensor })
}
