//! The table of ONNX operators. Each module beside this one has the rows of its part: `operator` there.

use super::messages::NodeProto;
use super::operator::Operator;
use super::view::View;
use super::{
    arithmetic, attention, contributed, convolution, cumulative, evaluate, functions, logic, lp, matrix, norm, pad,
    pick, qlinear, quantised, reduce, reshape, resize, shapes, slice, space, transposed, Importer,
};
use crate::error::{Error, Remedy, Result};

/// Adds what a node computes to the graph. Returns its outputs; those that only training reads are left out.
pub fn import(importer: &mut Importer, node: &NodeProto) -> Result<Vec<View>> {
    find(node).ok_or_else(|| unsupported(node))?.import(importer, node)
}

fn find(node: &NodeProto) -> Option<Operator> {
    let name = node.op_type.as_str();
    match node.domain.as_str() {
        "" | "ai.onnx" => {
            let parts = [
                arithmetic::operator,
                functions::operator,
                logic::operator,
                convolution::operator,
                transposed::operator,
                matrix::operator,
                attention::operator,
                norm::operator,
                reduce::operator,
                reshape::operator,
                slice::operator,
                pad::operator,
                pick::operator,
                resize::operator,
                cumulative::operator,
                evaluate::operator,
                space::operator,
                lp::operator,
                shapes::operator,
                quantised::operator,
                qlinear::operator,
            ];
            parts.iter().find_map(|operator| operator(name))
        }
        "com.microsoft" => contributed::operator(name),
        _ => None,
    }
}

fn unsupported(node: &NodeProto) -> Error {
    let op = &node.op_type;
    match node.domain.as_str() {
        "" | "ai.onnx" if ["If", "Loop", "Scan"].contains(&op.as_str()) => node.fail(format!(
            "operator `{op}` is not supported: export the model with fixed sizes, or simplify it with onnxsim"
        )),
        "" | "ai.onnx" => node
            .fail(format!(
                "operator `{op}` is not supported: try a newer exporter or opset, or scores before this node"
            ))
            .with_remedy(Remedy::Output),
        domain if domain.starts_with("com.microsoft") => node.fail(format!(
            "operator `{op}` of ONNX Runtime's domain `{domain}` is not supported: save the model without its \
             optimisations"
        )),
        domain => node.fail(format!(
            "operator `{op}` of the domain `{domain}` is not supported: export the model with standard operators"
        )),
    }
}
