//! The table of TensorFlow Lite's operators.

use super::operator::Operator;
use super::{arithmetic, convolution, matrix, pick, reduce, shapes, subgraph, Importer};
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::formula::Functions;
use crate::import::resize::Kind;
use crate::op::{Binary, Clip, PoolKind, ReduceKind, Unary};

/// Adds what an operator computes to the graph: a value for each of its outputs.
pub fn import(importer: &mut Importer, operator: &Operator) -> Result<Vec<ValueId>> {
    match one_output(importer, operator)? {
        Some(value) => Ok(vec![value]),
        None => several_outputs(importer, operator),
    }
}

fn several_outputs(importer: &mut Importer, operator: &Operator) -> Result<Vec<ValueId>> {
    match operator.kind.as_str() {
        "SPLIT" => pick::split(importer, operator),
        "SPLIT_V" => pick::split_v(importer, operator),
        "UNPACK" => pick::unpack(importer, operator),
        // A group of operators under one name, of which the file holds what it is made of too.
        "STABLEHLO_COMPOSITE" => subgraph::call(importer, operator, operator.options.index(1)?),
        "ARG_MAX" | "ARG_MIN" | "TOPK_V2" => Err(operator.fail("is supported as the last operator alone")),
        "LSTM"
        | "RNN"
        | "UNIDIRECTIONAL_SEQUENCE_LSTM"
        | "UNIDIRECTIONAL_SEQUENCE_RNN"
        | "BIDIRECTIONAL_SEQUENCE_LSTM"
        | "BIDIRECTIONAL_SEQUENCE_RNN"
        | "SVDF"
        | "WHILE" => Err(operator.fail("recurrent layers are not supported")),
        _ => Err(operator.fail("this operator is not supported")),
    }
}

/// `None` for operators that are not in this half of the table.
#[rustfmt::skip]
fn one_output(importer: &mut Importer, operator: &Operator) -> Result<Option<ValueId>> {
    let (i, o) = (importer, operator);
    let value = match o.kind.as_str() {
        "CONV_2D" => convolution::conv2d(i, o),
        "DEPTHWISE_CONV_2D" => convolution::depthwise(i, o),
        "TRANSPOSE_CONV" => convolution::transposed(i, o),
        "AVERAGE_POOL_2D" => convolution::pool(i, o, PoolKind::Average),
        "MAX_POOL_2D" => convolution::pool(i, o, PoolKind::Max),
        "L2_POOL_2D" => convolution::l2_pool(i, o),
        "LOCAL_RESPONSE_NORMALIZATION" => convolution::lrn(i, o),
        "SPACE_TO_BATCH_ND" => convolution::space_to_batch(i, o),
        "BATCH_TO_SPACE_ND" => convolution::batch_to_space(i, o),
        "DEPTH_TO_SPACE" => convolution::depth_to_space(i, o),
        "SPACE_TO_DEPTH" => convolution::space_to_depth(i, o),

        "RESIZE_NEAREST_NEIGHBOR" => convolution::resize(i, o, Kind::Nearest, 0),
        "RESIZE_BILINEAR" => convolution::resize(i, o, Kind::Bilinear, 2),

        "FULLY_CONNECTED" => matrix::fully_connected(i, o),
        "BATCH_MATMUL" => matrix::batch_matmul(i, o),

        "ADD" => arithmetic::activated_binary(i, o, Binary::Add),
        "SUB" => arithmetic::activated_binary(i, o, Binary::Sub),
        "MUL" => arithmetic::activated_binary(i, o, Binary::Mul),
        "DIV" => arithmetic::div(i, o),
        "ADD_N" => arithmetic::sum(i, o),
        "FLOOR_DIV" => i.of_two(o, |f, a, b| f.floor_div(a, b)),
        "FLOOR_MOD" => i.binary(o, Binary::Mod),
        "POW" => i.of_two(o, |f, a, b| f.pow(a, b)),
        "SQUARED_DIFFERENCE" => i.of_two(o, |f, a, b| f.squared_difference(a, b)),
        "MAXIMUM" => i.binary(o, Binary::Max),
        "MINIMUM" => i.binary(o, Binary::Min),
        "GREATER" => i.binary(o, Binary::Greater),
        "GREATER_EQUAL" => i.binary(o, Binary::GreaterOrEqual),
        "LESS" => i.of_two(o, |f, a, b| f.less(a, b)),
        "LESS_EQUAL" => i.of_two(o, |f, a, b| f.less_or_equal(a, b)),
        "EQUAL" => i.binary(o, Binary::Equal),
        "NOT_EQUAL" => i.of_two(o, |f, a, b| f.not_equal(a, b)),
        "LOGICAL_AND" => i.binary(o, Binary::Min),
        "LOGICAL_OR" => i.binary(o, Binary::Max),
        "LOGICAL_NOT" => i.of_one(o, |f, x| f.not(x)),
        "SELECT" => i.select_rows(o),
        "SELECT_V2" => i.select(o),

        "ABS" => i.unary(o, Unary::Abs),
        "CEIL" => i.unary(o, Unary::Ceil),
        "COS" => i.unary(o, Unary::Cos),
        "ELU" => i.unary(o, Unary::Elu { alpha: 1.0 }),
        "EXP" => i.unary(o, Unary::Exp),
        "FLOOR" => i.unary(o, Unary::Floor),
        "GELU" => arithmetic::gelu(i, o),
        "HARD_SWISH" => i.unary(o, Unary::HardSwish),
        "LEAKY_RELU" => i.unary(o, Unary::LeakyRelu { slope: o.options.float(0)? }),
        "LOG" => i.unary(o, Unary::Log),
        "LOGISTIC" => i.unary(o, Unary::Sigmoid),
        "NEG" => i.unary(o, Unary::Neg),
        "PRELU" => i.of_two(o, |f, x, slope| f.prelu(x, slope)),
        "RELU" => i.unary(o, Unary::Clip(Clip::RELU)),
        "RELU6" => i.unary(o, Unary::Clip(Clip::RELU6)),
        "RELU_0_TO_1" => i.unary(o, Unary::Clip(Clip { low: 0.0, high: 1.0 })),
        "RELU_N1_TO_1" => i.unary(o, Unary::Clip(Clip { low: -1.0, high: 1.0 })),
        "ROUND" => i.unary(o, Unary::Round),
        "RSQRT" => i.unary(o, Unary::Rsqrt),
        "SIGN" => i.unary(o, Unary::Sign),
        "SIN" => i.unary(o, Unary::Sin),
        "SQRT" => i.unary(o, Unary::Sqrt),
        "SQUARE" => i.of_one(o, |f, x| f.square(x)),
        "TANH" => i.unary(o, Unary::Tanh),
        "SOFTMAX" => arithmetic::softmax(i, o),
        "LOG_SOFTMAX" => i.of_one(o, |f, x| f.log_softmax(x)),
        "L2_NORMALIZATION" => arithmetic::l2_normalization(i, o),
        "CAST" => arithmetic::cast(i, o),
        "QUANTIZE" => arithmetic::quantize(i, o),
        "DEQUANTIZE" => i.input(o, 0),

        "MEAN" => reduce::mean(i, o),
        "SUM" => reduce::reduce(i, o, ReduceKind::Sum),
        "REDUCE_PROD" => reduce::reduce(i, o, ReduceKind::Product),
        "REDUCE_MAX" | "REDUCE_ANY" => reduce::reduce(i, o, ReduceKind::Max),
        "REDUCE_MIN" | "REDUCE_ALL" => reduce::reduce(i, o, ReduceKind::Min),
        "CUMSUM" => reduce::cumsum(i, o),

        "PAD" | "PADV2" => shapes::pad(i, o),
        "MIRROR_PAD" => pick::mirror_pad(i, o),
        "RESHAPE" => shapes::reshape(i, o),
        "SQUEEZE" => shapes::squeeze(i, o),
        "EXPAND_DIMS" => shapes::expand_dims(i, o),
        "TRANSPOSE" => shapes::transpose(i, o),
        "PACK" => shapes::pack(i, o),
        "CONCATENATION" => shapes::concatenation(i, o),
        "SHAPE" => shapes::shape(i, o),
        "RANK" => shapes::rank(i, o),
        "BROADCAST_ARGS" => shapes::broadcast_args(i, o),
        "FILL" => shapes::fill(i, o),
        "ZEROS_LIKE" => shapes::zeros_like(i, o),
        "RANGE" => shapes::range(i, o),
        "STRIDED_SLICE" => pick::strided_slice(i, o),
        "SLICE" => pick::slice(i, o),
        "GATHER" => pick::gather(i, o),
        "GATHER_ND" => pick::gather_nd(i, o),
        "WHERE" => pick::where_(i, o),
        "REVERSE_V2" => pick::reverse(i, o),
        "TILE" => pick::tile(i, o),
        "BROADCAST_TO" => pick::broadcast_to(i, o),
        _ => return Ok(None),
    };
    value.map(Some)
}
