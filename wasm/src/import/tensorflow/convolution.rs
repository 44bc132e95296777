//! Convolutions, pooling and batch normalisation.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::infer::picture;
use crate::graph::op::{Binary, Conv, Filter, Op, Pool, PoolKind};
use crate::graph::tensor::Tensor;
use crate::graph::window::Window;
use crate::graph::ValueId;

/// `Conv2D`: filter [height, width, input channels per group, outputs].
pub fn conv2d(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, filter) = (importer.input(node, 0)?, importer.constant(node, 1)?.clone());
    let dimensions = picture(filter.shape()).map_err(|error| node.fail(error))?;
    let channels = importer.shape(x).last().copied().unwrap_or(0);
    let groups = channels.checked_div(dimensions[2]).unwrap_or(0);
    let window = window(importer, node, x, [dimensions[0], dimensions[1]])?;
    importer.graph.add(&node.name, Op::Conv(Conv::new(window, groups, Filter::hwio(filter, dimensions))), &[x])
}

/// `DepthwiseConv2dNative`: filter [height, width, input channels, outputs per channel].
pub fn depthwise(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, filter) = (importer.input(node, 0)?, importer.constant(node, 1)?.clone());
    let [height, width, channels, multiplier] = picture(filter.shape()).map_err(|error| node.fail(error))?;
    let window = window(importer, node, x, [height, width])?;
    let filter = Filter::hwio(filter, [height, width, 1, channels * multiplier]);
    importer.graph.add(&node.name, Op::Conv(Conv::new(window, channels, filter)), &[x])
}

/// `MaxPool` and `AvgPool`, whose average leaves padding out.
pub fn pool(importer: &mut Importer, node: &NodeDef, kind: PoolKind) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let window = window(importer, node, x, node.pair("ksize")?)?;
    importer.graph.add(&node.name, Op::Pool(Pool { kind, window }), &[x])
}

/// `FusedBatchNorm` in inference: scale * (x - mean) / sqrt(variance + epsilon) + offset.
pub fn batch_norm(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    node.require_channels_last()?;
    // An attribute that is left out has its default, and that of this one is true.
    if node.attr.get("is_training").is_none_or(|attr| attr.b) {
        return Err(node.fail("the graph was frozen in training mode, freeze it for inference"));
    }
    let x = importer.input(node, 0)?;
    let read = |position| importer.constant(node, position).map(Tensor::to_vec);
    let (scale, offset, mean, variance) = (read(1)?, read(2)?, read(3)?, read(4)?);
    if [offset.len(), mean.len(), variance.len()] != [scale.len(); 3] {
        return Err(node.fail("its parameters differ in length"));
    }
    let epsilon = node.float("epsilon", 1e-4);
    let factor: Vec<f32> = scale.iter().zip(&variance).map(|(scale, v)| scale / (v + epsilon).sqrt()).collect();
    let shift = offset.iter().zip(mean.iter().zip(&factor)).map(|(offset, (mean, f))| offset - mean * f).collect();
    let (factor, shift) =
        (importer.graph.computed(Tensor::vector(factor))?, importer.graph.computed(Tensor::vector(shift))?);
    let scaled = importer.graph.add(&node.name, Op::Binary(Binary::Mul), &[x, factor])?;
    importer.graph.add(&node.name, Op::Binary(Binary::Add), &[scaled, shift])
}

fn window(importer: &Importer, node: &NodeDef, x: ValueId, size: [usize; 2]) -> Result<Window> {
    node.require_channels_last()?;
    let [_, height, width, _] = picture(importer.shape(x)).map_err(|error| node.fail(error))?;
    let window = Window { size, stride: node.pair("strides")?, dilation: node.pair("dilations")?, ..Window::POINT };
    let window = window.checked().map_err(|error| node.fail(error))?;
    match node.text("padding") {
        "VALID" => Ok(window),
        "SAME" => Ok(window.with_same_padding([height, width])),
        "EXPLICIT" => explicit_padding(node, window),
        other => Err(node.fail(format!("padding `{other}` is not known"))),
    }
}

fn explicit_padding(node: &NodeDef, window: Window) -> Result<Window> {
    let paddings: Option<Vec<usize>> =
        node.ints("explicit_paddings").iter().map(|&padding| usize::try_from(padding).ok()).collect();
    match paddings.as_deref() {
        Some(&[0, 0, top, bottom, left, right, 0, 0]) => {
            Ok(Window { pad_start: [top, left], pad_end: [bottom, right], ..window })
        }
        _ => Err(node.fail("its explicit paddings do not fit a picture")),
    }
}
