//! The table of TensorFlow ops.

use super::messages::NodeDef;
use super::{arithmetic, batches, constant, convolution, matrix, order, pick, quantised, reduce, shapes, Importer};
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::formula::Functions;
use crate::import::resize::Kind;
use crate::op::{Binary, Clip, PoolKind, ReduceKind, Unary};

/// Adds what a node computes to the graph. Returns a value for each of its outputs, but for those that only training reads.
pub fn import(importer: &mut Importer, node: &NodeDef) -> Result<Vec<ValueId>> {
    let one = one_output(importer, node)?;
    match one {
        Some(value) => Ok(vec![value]),
        None => several_outputs(importer, node),
    }
}

fn several_outputs(importer: &mut Importer, node: &NodeDef) -> Result<Vec<ValueId>> {
    match node.op.as_str() {
        "IdentityN" => importer.inputs(node),
        "Split" => pick::split(importer, node),
        "SplitV" => pick::split_v(importer, node),
        "Unpack" => pick::unpack(importer, node),
        "QuantizeV2" => quantised::quantize(importer, node),
        "While" | "StatelessWhile" | "Enter" | "NextIteration" | "TensorListReserve" | "CudnnRNN" => {
            Err(node.fail(order::LOOP))
        }
        "If" | "StatelessIf" | "Case" | "Switch" | "Merge" => {
            Err(node.fail("a choice between branches is not supported"))
        }
        "ArgMax" | "ArgMin" | "TopKV2" => Err(node.fail("is supported as the last op alone")),
        op => Err(node.fail(format!("op `{op}` is not supported"))),
    }
}

/// `None` for ops that are not in this half of the table.
#[rustfmt::skip]
fn one_output(importer: &mut Importer, node: &NodeDef) -> Result<Option<ValueId>> {
    let (i, n) = (importer, node);
    let value = match node.op.as_str() {
        "Const" => constant::import(i, n),
        "Identity" | "PlaceholderWithDefault" | "Snapshot" | "StopGradient" | "PreventGradient" | "CheckNumerics" | "EnsureShape" | "ReadVariableOp" => i.input(n, 0),
        "Cast" => arithmetic::cast(i, n),

        "Conv2D" => convolution::conv2d(i, n),
        "_FusedConv2D" => convolution::fused_conv2d(i, n),
        "DepthwiseConv2dNative" => convolution::depthwise(i, n),
        "_FusedDepthwiseConv2dNative" => convolution::fused_depthwise(i, n),
        "FusedBatchNorm" | "FusedBatchNormV2" | "FusedBatchNormV3" => convolution::batch_norm(i, n),
        "Conv2DBackpropInput" => convolution::transposed(i, n),
        "AvgPool" => convolution::pool(i, n, PoolKind::Average),
        "MaxPool" => convolution::pool(i, n, PoolKind::Max),
        "BiasAdd" => convolution::bias_add(i, n),
        "LRN" => convolution::lrn(i, n),
        "SpaceToBatchND" => batches::space_to_batch(i, n),
        "BatchToSpaceND" => batches::batch_to_space(i, n),
        "DepthToSpace" => convolution::depth_to_space(i, n),
        "SpaceToDepth" => convolution::space_to_depth(i, n),

        "ResizeNearestNeighbor" => convolution::resize(i, n, Kind::Nearest),
        "ResizeBilinear" => convolution::resize(i, n, Kind::Bilinear),
        "ResizeBicubic" => convolution::resize(i, n, Kind::Bicubic),

        "MatMul" => matrix::matmul(i, n, ["transpose_a", "transpose_b"]),
        "_FusedMatMul" => matrix::fused_matmul(i, n),
        "BatchMatMul" | "BatchMatMulV2" | "BatchMatMulV3" => matrix::matmul(i, n, ["adj_x", "adj_y"]),
        "Einsum" => matrix::einsum(i, n),

        "Add" | "AddV2" => i.binary(n, Binary::Add),
        "AddN" => arithmetic::sum(i, n),
        "Sub" => i.binary(n, Binary::Sub),
        "Mul" => i.binary(n, Binary::Mul),
        "RealDiv" => i.binary(n, Binary::Div),
        "Div" | "TruncateDiv" => arithmetic::truncated_div(i, n),
        "DivNoNan" => arithmetic::div_no_nan(i, n),
        "FloorDiv" => i.of_two(n, |f, a, b| f.floor_div(a, b)),
        "FloorMod" => i.binary(n, Binary::Mod),
        "Pow" => i.of_two(n, |f, a, b| f.pow(a, b)),
        "SquaredDifference" => i.of_two(n, |f, a, b| f.squared_difference(a, b)),
        "Maximum" => i.binary(n, Binary::Max),
        "Minimum" => i.binary(n, Binary::Min),
        "Greater" => i.binary(n, Binary::Greater),
        "GreaterEqual" => i.binary(n, Binary::GreaterOrEqual),
        "Less" => i.of_two(n, |f, a, b| f.less(a, b)),
        "LessEqual" => i.of_two(n, |f, a, b| f.less_or_equal(a, b)),
        "Equal" => i.binary(n, Binary::Equal),
        "NotEqual" => i.of_two(n, |f, a, b| f.not_equal(a, b)),
        "LogicalAnd" => i.binary(n, Binary::Min),
        "LogicalOr" => i.binary(n, Binary::Max),
        "LogicalNot" => i.of_one(n, |f, x| f.not(x)),
        "Select" => i.select_rows(n),
        "SelectV2" => i.select(n),

        "Abs" => i.unary(n, Unary::Abs),
        "Ceil" => i.unary(n, Unary::Ceil),
        "Cos" => i.unary(n, Unary::Cos),
        "Elu" => i.unary(n, Unary::Elu { alpha: 1.0 }),
        "Erf" => i.unary(n, Unary::Erf),
        "Erfc" => i.of_one(n, |f, x| f.erfc(x)),
        "Exp" => i.unary(n, Unary::Exp),
        "Expm1" => i.of_one(n, |f, x| f.expm1(x)),
        "Floor" => i.unary(n, Unary::Floor),
        "LeakyRelu" => i.unary(n, Unary::LeakyRelu { slope: n.float("alpha", 0.2) }),
        "Log" => i.unary(n, Unary::Log),
        "Log1p" => i.of_one(n, |f, x| f.log1p(x)),
        "Neg" => i.unary(n, Unary::Neg),
        "Reciprocal" | "Inv" => i.of_one(n, |f, x| f.number_with(Binary::Div, 1.0, x)),
        "Relu" => i.unary(n, Unary::Clip(Clip::RELU)),
        "Relu6" => i.unary(n, Unary::Clip(Clip::RELU6)),
        "Round" | "Rint" => i.unary(n, Unary::Round),
        "Rsqrt" => i.unary(n, Unary::Rsqrt),
        "Selu" => i.of_one(n, |f, x| f.selu(x)),
        "Sigmoid" => i.unary(n, Unary::Sigmoid),
        "Sign" => i.unary(n, Unary::Sign),
        "Sin" => i.unary(n, Unary::Sin),
        "Softplus" => i.unary(n, Unary::Softplus),
        "Softsign" => i.of_one(n, |f, x| f.softsign(x)),
        "Sqrt" => i.unary(n, Unary::Sqrt),
        "Square" => i.of_one(n, |f, x| f.square(x)),
        "Tanh" => i.unary(n, Unary::Tanh),
        "Softmax" => i.of_one(n, |f, x| f.softmax(x)),
        "LogSoftmax" => i.of_one(n, |f, x| f.log_softmax(x)),

        "Mean" => reduce::mean(i, n),
        "Sum" => reduce::reduce(i, n, ReduceKind::Sum),
        "Prod" => reduce::reduce(i, n, ReduceKind::Product),
        "Max" | "Any" => reduce::reduce(i, n, ReduceKind::Max),
        "Min" | "All" => reduce::reduce(i, n, ReduceKind::Min),
        "EuclideanNorm" => reduce::euclidean_norm(i, n),
        "Cumsum" => reduce::cumsum(i, n),

        "Pad" | "PadV2" => shapes::pad(i, n),
        "MirrorPad" => pick::mirror_pad(i, n),
        "Squeeze" => shapes::squeeze(i, n),
        "ExpandDims" => shapes::expand_dims(i, n),
        "Reshape" => shapes::reshape(i, n),
        "Transpose" => shapes::transpose(i, n),
        "Pack" => shapes::pack(i, n),
        "Concat" => shapes::concat(i, n),
        "ConcatV2" => shapes::concat_v2(i, n),
        "Shape" => shapes::shape(i, n),
        "Size" => shapes::size(i, n),
        "Rank" => shapes::rank(i, n),
        "BroadcastArgs" => shapes::broadcast_args(i, n),
        "Fill" => shapes::fill(i, n),
        "ZerosLike" => shapes::filled_like(i, n, 0.0),
        "OnesLike" => shapes::filled_like(i, n, 1.0),
        "Range" => shapes::range(i, n),
        "StridedSlice" => pick::strided_slice(i, n),
        "Slice" => pick::slice(i, n),
        "Gather" => pick::gather(i, n),
        "GatherV2" => pick::gather_v2(i, n),
        "GatherNd" => pick::gather_nd(i, n),
        "ReverseV2" => pick::reverse(i, n),
        "Tile" => pick::tile(i, n),
        "BroadcastTo" => pick::broadcast_to(i, n),

        "FakeQuantWithMinMaxArgs" => quantised::fake_quant_args(i, n),
        "FakeQuantWithMinMaxVars" => quantised::fake_quant_vars(i, n),
        "FakeQuantWithMinMaxVarsPerChannel" => quantised::fake_quant_per_channel(i, n),
        "Dequantize" => quantised::dequantize(i, n),
        _ => return Ok(None),
    };
    value.map(Some)
}
