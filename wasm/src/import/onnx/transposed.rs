//! `ConvTranspose`: zeros are put between the pixels, and the picture then goes through a convolution with the filter
//! turned round (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016).

use super::convolution::{convolve_window, Space};
use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::slice::along;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::import::gather::reverse;
use crate::import::transposed::spread;
use crate::op::{Op, Window};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    (name == "ConvTranspose").then(|| computes(conv_transpose))
}

fn conv_transpose(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let (x, space) = Space::of(importer, node, &x)?;
    let weights = space.filter(node, &importer.constant(node, 1)?)?;
    let bias = importer.optional_constant(node, 2)?.map_or(Vec::new(), |bias| bias.to_vec());
    let window = window(importer, node, &x, &weights, space)?;
    let weights = turned(importer, node, weights)?;
    let x = x.with(spread(&mut importer.graph, node.label(), x.id, window.stride)?);
    let (margins, crops) = margins(&window);
    let [pad_start, pad_end] = margins;
    let walk = Window { stride: [1, 1], pad_start, pad_end, ..window }.checked().map_err(|error| node.fail(error))?;
    let mut result = convolve_window(importer, node, &x, weights, bias, walk)?;
    for axis in 0..2 {
        let [before, after] = crops.map(|crop| crop[axis]);
        if before + after > 0 {
            let size = importer.shape(&result)[axis + 2].saturating_sub(before + after);
            result = along(importer, node, &result, axis + 2, [before, size, 1])?;
        }
    }
    space.restore(importer, node, result)
}

/// The window of the convolution that this one undoes. Its padding at the end is less what `output_padding` adds; as it
/// then may be negative, all of it is shifted by `SHIFT`.
fn window(importer: &Importer, node: &NodeProto, x: &View, weights: &Tensor, space: Space) -> Result<Window> {
    let &[_, _, height, width] = weights.shape() else { return Err(node.fail("its filter does not fit")) };
    let (stride, dilation) = (space.sizes(node, "strides", 1)?, space.sizes(node, "dilations", 1)?);
    let window = Window { size: [height, width], stride, dilation, ..Window::POINT };
    let mut window = window.checked().map_err(|error| node.fail(error))?;
    let mut added = space.sizes(node, "output_padding", 0)?;
    let shape = importer.shape(x);
    let spread = |axis: usize| shape[axis + 2].saturating_sub(1).saturating_mul(stride[axis]);
    let full = [0, 1].map(|axis| spread(axis).saturating_add(window.extent(axis)).saturating_add(added[axis]));
    let wanted = match node.ints("output_shape") {
        Some(_) => Some(space.sizes(node, "output_shape", 1)?),
        None if ["SAME_UPPER", "SAME_LOWER"].contains(&node.text("auto_pad")) => {
            Some([0, 1].map(|axis| shape[axis + 2].saturating_mul(stride[axis])))
        }
        None => None,
    };
    let [mut start, mut end] = if node.text("auto_pad") == "VALID" { [[0; 2]; 2] } else { space.pads(node)? };
    for axis in 0..2 {
        if let Some(wanted) = wanted {
            // What is wanted beyond the full output is empty.
            added[axis] = added[axis].saturating_add(wanted[axis].saturating_sub(full[axis]));
            let total = full[axis].saturating_sub(wanted[axis]);
            let half = total / 2;
            let upper = node.text("auto_pad") == "SAME_UPPER";
            (start[axis], end[axis]) = if upper { (half, total - half) } else { (total - half, half) };
        }
        if added[axis] > SHIFT {
            return Err(node.fail(format!("an output padding of {added:?}")));
        }
        end[axis] = end[axis].saturating_add(SHIFT - added[axis]);
    }
    (window.pad_start, window.pad_end) = (start, end);
    Ok(window)
}

/// More than is ever added to an output.
const SHIFT: usize = 1 << 12;

/// The padding of the convolution over the spread picture, at the start and at the end, and what is cut off from its
/// result where that would be negative.
fn margins(window: &Window) -> ([[usize; 2]; 2], [[usize; 2]; 2]) {
    let (mut pads, mut crops) = ([[0; 2]; 2], [[0; 2]; 2]);
    for axis in 0..2 {
        let reach = window.extent(axis) - 1;
        // Behind the last pixel the spread picture has zeros already.
        let behind = window.pad_end[axis].saturating_add(window.stride[axis] - 1);
        for (side, (more, less)) in [(reach, window.pad_start[axis]), (reach + SHIFT, behind)].into_iter().enumerate() {
            pads[side][axis] = more.saturating_sub(less);
            crops[side][axis] = less.saturating_sub(more);
        }
    }
    (pads, crops)
}

/// The filter [inputs, outputs per group, height, width] as [outputs, inputs per group, height, width], turned by 180
/// degrees.
fn turned(importer: &mut Importer, node: &NodeProto, weights: Tensor) -> Result<Tensor> {
    let &[inputs, outputs, height, width] = weights.shape() else { return Ok(weights) };
    let groups = usize::try_from(node.int("group", 1)).unwrap_or(0);
    if groups == 0 || inputs % groups != 0 {
        return Err(node.fail(format!("{groups} groups of {inputs} channels")));
    }
    let (graph, name) = (&mut importer.graph, node.label());
    let grouped = graph.constant(weights.reshaped(vec![groups, inputs / groups, outputs, height, width])?);
    let turned = reverse(graph, name, grouped, &[3, 4])?;
    let swapped = graph.add(name, Op::Transpose { order: vec![0, 2, 1, 3, 4] }, &[turned])?;
    let shape = vec![groups * outputs, inputs / groups, height, width];
    let id = graph.add(name, Op::Reshape { shape }, &[swapped])?;
    graph.constant_of(id).cloned().ok_or_else(|| node.fail("its filter must be a constant"))
}
