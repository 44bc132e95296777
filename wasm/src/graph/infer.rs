//! Shape inference: what shape an op's output has, or why its inputs do not fit.

use crate::error::{Error, Result};
use crate::op::{Conv, LayerNorm, Op};
use crate::tensor::shape::{broadcast, elements, picture, Shape};

/// The output shape of `op` on inputs of these shapes.
pub fn output_shape(op: &Op, inputs: &[&[usize]]) -> Result<Shape> {
    let first = *inputs.first().ok_or_else(|| Error::model("an op without inputs"))?;
    let input = |at: usize| inputs.get(at).copied().ok_or_else(|| Error::model("an op with too few inputs"));
    let shape = match op {
        Op::Conv(conv) => conv_shape(conv, first)?,
        Op::Pool(pool) => {
            let [batch, height, width, channels] = picture(first)?;
            let [height, width] = pool.window.checked()?.output([height, width])?;
            vec![batch, height, width, channels]
        }
        Op::Unary(_) | Op::Softmax | Op::Lrn(_) => first.to_vec(),
        Op::Binary(_) => broadcast(first, input(1)?)?,
        Op::Select => broadcast(&broadcast(first, input(1)?)?, input(2)?)?,
        Op::MatMul { transpose_b, .. } => product_shape(first, input(1)?, *transpose_b)?,
        Op::LayerNorm(norm) => norm_shape(norm, first)?,
        Op::Mean { axes } | Op::Reduce { axes, .. } => mean_shape(axes, first)?,
        Op::Pad { before, after, .. } => pad_shape(before, after, first)?,
        Op::Reshape { shape } => reshape_shape(shape, first)?,
        Op::Transpose { order } => transpose_shape(order, first)?,
        Op::Slice { start, size, step } => slice_shape(start, size, step, first)?,
        Op::Concat { axis } => concat_shape(*axis, inputs)?,
        Op::Gather { axis, positions } => picked_shape(*axis, positions.len(), positions.iter().copied().max(), first)?,
        Op::Interpolate { axis, taps } => picked_shape(*axis, taps.len(), taps.last(), first)?,
    };
    elements(&shape)?;
    Ok(shape)
}

fn conv_shape(conv: &Conv, input: &[usize]) -> Result<Shape> {
    let [batch, height, width, channels] = picture(input)?;
    let [_, _, per_group, outputs] = conv.filter.dimensions;
    let fits = conv.groups > 0 && per_group.checked_mul(conv.groups) == Some(channels) && outputs % conv.groups == 0;
    let lengths_fit = [&conv.scale, &conv.bias].iter().all(|v| v.is_empty() || v.len() == outputs);
    if !fits || !lengths_fit || elements(&conv.filter.dimensions)? != conv.filter.tensor.len() {
        return Err(Error::model(format!(
            "a filter of {:?} in {} groups does not fit an input of {channels} channels",
            conv.filter.dimensions, conv.groups
        )));
    }
    let [height, width] = conv.window.checked()?.output([height, width])?;
    Ok(vec![batch, height, width, outputs])
}

fn product_shape(a: &[usize], b: &[usize], transpose_b: bool) -> Result<Shape> {
    let fail = || Error::model(format!("shapes {a:?} and {b:?} of a matrix product do not fit together"));
    let ([a_batch @ .., rows, depth], [b_batch @ .., b_rows, b_columns]) = (a, b) else { return Err(fail()) };
    let (b_depth, columns) = if transpose_b { (b_columns, b_rows) } else { (b_rows, b_columns) };
    if depth != b_depth {
        return Err(fail());
    }
    let mut shape = broadcast(a_batch, b_batch).map_err(|_| fail())?;
    shape.extend([rows, columns]);
    Ok(shape)
}

fn norm_shape(norm: &LayerNorm, input: &[usize]) -> Result<Shape> {
    let size = *input.last().ok_or_else(|| Error::model("the normalisation of a single number"))?;
    if [&norm.scale, &norm.bias].iter().all(|v| v.is_empty() || v.len() == size) {
        Ok(input.to_vec())
    } else {
        Err(Error::model(format!("the parameters of a normalisation do not fit its input of shape {input:?}")))
    }
}

fn mean_shape(axes: &[usize], input: &[usize]) -> Result<Shape> {
    let mut shape = input.to_vec();
    for &axis in axes {
        let size = shape.get_mut(axis).filter(|size| **size > 0);
        *size.ok_or_else(|| Error::model(format!("nothing to reduce along axis {axis} of {input:?}")))? = 1;
    }
    Ok(shape)
}

fn pad_shape(before: &[usize], after: &[usize], input: &[usize]) -> Result<Shape> {
    if before.len() != input.len() || after.len() != input.len() {
        return Err(Error::model(format!("padding of {} axes for shape {input:?}", before.len())));
    }
    let sizes = input.iter().zip(before.iter().zip(after));
    sizes
        .map(|(&size, (&before, &after))| size.checked_add(before)?.checked_add(after))
        .collect::<Option<Shape>>()
        .ok_or_else(|| Error::model("padding is too large"))
}

fn reshape_shape(shape: &[usize], input: &[usize]) -> Result<Shape> {
    if elements(shape)? == elements(input)? {
        Ok(shape.to_vec())
    } else {
        Err(Error::model(format!("shape {input:?} cannot become {shape:?}")))
    }
}

fn transpose_shape(order: &[usize], input: &[usize]) -> Result<Shape> {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    if sorted.into_iter().eq(0..input.len()) {
        Ok(order.iter().map(|&axis| input[axis]).collect())
    } else {
        Err(Error::model(format!("transposing shape {input:?} by {order:?}")))
    }
}

fn slice_shape(start: &[usize], size: &[usize], step: &[usize], input: &[usize]) -> Result<Shape> {
    let rank = input.len();
    let fits = start.len() == rank && size.len() == rank && step.len() == rank;
    let inside = |axis: usize| {
        let last = size[axis].checked_sub(1)?.checked_mul(step[axis])?.checked_add(start[axis])?;
        (step[axis] > 0 && last < input[axis]).then_some(())
    };
    if fits && (0..rank).all(|axis| size[axis] == 0 || inside(axis).is_some()) {
        Ok(size.to_vec())
    } else {
        Err(Error::model(format!("a slice of {size:?} from {start:?} leaves shape {input:?}")))
    }
}

/// `count` positions along an axis, of which `last` is the largest.
fn picked_shape(axis: usize, count: usize, last: Option<u32>, input: &[usize]) -> Result<Shape> {
    let mut shape = input.to_vec();
    let size = shape.get_mut(axis).ok_or_else(|| Error::model(format!("no axis {axis} in {input:?}")))?;
    if let Some(last) = last.filter(|&last| last as usize >= *size) {
        return Err(Error::model(format!("position {last} along axis {axis} of shape {input:?}")));
    }
    *size = count;
    Ok(shape)
}

fn concat_shape(axis: usize, inputs: &[&[usize]]) -> Result<Shape> {
    let mut shape = inputs[0].to_vec();
    if axis >= shape.len() {
        return Err(Error::model(format!("no axis {axis} in {shape:?}")));
    }
    for input in &inputs[1..] {
        let same = input.len() == shape.len() && (0..shape.len()).all(|i| i == axis || input[i] == shape[i]);
        if !same {
            return Err(Error::model(format!("shapes {shape:?} and {input:?} cannot be joined along axis {axis}")));
        }
        shape[axis] = shape[axis].checked_add(input[axis]).ok_or_else(|| Error::model("a tensor is too large"))?;
    }
    Ok(shape)
}
