//! How the nodes of a model are connected: what makes and what reads each value.

use std::collections::{HashMap, HashSet};

use super::messages::{GraphProto, NodeProto, TensorProto, ValueInfo};
use crate::error::{Error, Result};
use crate::import::outputs::{features_behind, is_squashed, scores_behind, with_constants, Candidate, Maker};
use crate::import::picture::{shown, Reader};

pub struct Nodes<'a> {
    file: &'a GraphProto,
    makers: HashMap<&'a str, &'a NodeProto>,
    readers: HashMap<&'a str, Vec<&'a NodeProto>>,
    constants: HashMap<&'a str, &'a TensorProto>,
}

/// Ops that only hand on what they read first, in another shape or type.
const HAND_ON: [&str; 10] = [
    "Cast",
    "Clip",
    "DequantizeLinear",
    "Flatten",
    "Identity",
    "QuantizeLinear",
    "Reshape",
    "Squeeze",
    "Transpose",
    "Unsqueeze",
];

/// Ops that are layers where their weights are constant.
const LAYERS: [&str; 3] = ["Conv", "Gemm", "MatMul"];

/// Ops that add constants to what else they read, or multiply it.
const SCALING: [&str; 5] = ["Add", "BatchNormalization", "Div", "Mul", "Sub"];

/// Ops whose result has the axes of what they read first.
const KEEP_AXES: [&str; 22] = [
    "Add",
    "BatchNormalization",
    "Cast",
    "Clip",
    "Concat",
    "DequantizeLinear",
    "Div",
    "Dropout",
    "Gather",
    "Identity",
    "InstanceNormalization",
    "Mul",
    "Neg",
    "Pad",
    "Pow",
    "QuantizeLinear",
    "Resize",
    "Slice",
    "Split",
    "Sub",
    "Upsample",
    "Where",
];

// onnx/onnx.proto, TensorProto.DataType
const INT32: i32 = 6;
const BOOL: i32 = 9;

impl<'a> Nodes<'a> {
    pub fn of(file: &'a GraphProto) -> Nodes<'a> {
        let mut nodes = Nodes { file, makers: HashMap::new(), readers: HashMap::new(), constants: HashMap::new() };
        for node in &file.node {
            nodes.makers.extend(node.output.iter().map(|output| (output.as_str(), node)));
            for input in &node.input {
                nodes.readers.entry(input).or_default().push(node);
            }
        }
        nodes.constants.extend(file.initializer.iter().map(|proto| (proto.name.as_str(), proto)));
        nodes
    }

    /// The constants of the file by name.
    pub fn constants(&self) -> HashMap<&'a str, &'a TensorProto> {
        self.constants.clone()
    }

    /// The value that the user names, by itself or by the node that makes it.
    pub fn named(&self, wanted: &str, role: &str) -> Result<&'a str> {
        let inputs = self.file.input.iter().map(|input| input.name.as_str());
        let values = self.file.node.iter().flat_map(|node| &node.output).map(String::as_str);
        let of_node = || self.file.node.iter().find(|node| node.name == wanted)?.output.first().map(String::as_str);
        let found = inputs.chain(values).find(|&name| name == wanted).or_else(of_node);
        found.ok_or_else(|| Error::argument(format!("the model has no node `{wanted}` to use as its {role}")))
    }

    /// The values that may be the scores.
    pub fn candidates(&self) -> Vec<Candidate<&'a str>> {
        let (scores, labels): (Vec<_>, Vec<_>) = self
            .file
            .output
            .iter()
            .map(|output| (self.scores_behind(output), output))
            .partition(|(name, output)| *name != output.name || holds_numbers(output));
        let mut names = HashSet::new();
        let found = if scores.is_empty() { labels } else { scores };
        let found = found.into_iter().filter(|(name, _)| names.insert(*name));
        found.map(|(name, _)| self.candidate(name)).collect()
    }

    pub fn candidate(&self, name: &'a str) -> Candidate<&'a str> {
        Candidate { value: name, name: name.to_string(), is_squashed: is_squashed(&name, |value| self.maker(value)) }
    }

    fn scores_behind(&self, output: &'a ValueInfo) -> &'a str {
        scores_behind(output.name.as_str(), |value| self.maker(value))
    }

    fn maker(&self, value: &&'a str) -> Maker<&'a str> {
        let Some(&node) = self.makers.get(value) else { return Maker::Other };
        let input = |position: usize| node.input.get(position).map(String::as_str);
        match (node.op_type.as_str(), input(0), input(1)) {
            ("Softmax" | "LogSoftmax" | "Sigmoid" | "HardSigmoid", Some(source), _) => Maker::Squashes(source),
            ("ArgMax" | "TopK" | "ZipMap", Some(scores), _) => Maker::Picks(scores),
            // Names looked up by the index of the best class.
            ("ArrayFeatureExtractor", _, Some(index)) => Maker::Keeps(index),
            ("Gather", Some(names), Some(index)) if self.constants.contains_key(names) => Maker::Keeps(index),
            ("LabelEncoder", Some(source), _) => Maker::Keeps(source),
            (op, Some(source), _) if HAND_ON.contains(&op) => Maker::Keeps(source),
            _ => Maker::Other,
        }
    }

    /// The value that the last layer before the scores reads. `is_constant` knows which values the file gives.
    pub fn features_behind(&self, scores: &'a str, is_constant: impl Fn(&str) -> bool) -> Option<&'a str> {
        features_behind(scores, |value| match self.maker(value) {
            Maker::Other => self.makers.get(value).map_or(Maker::Other, |node| {
                let inputs = node.input.iter().map(String::as_str).filter(|name| !name.is_empty());
                let variables = inputs.filter(|name| !is_constant(name)).collect();
                with_constants(&node.op_type, &LAYERS, &SCALING, variables)
            }),
            made => made,
        })
    }

    /// The nodes that `output` depends on where `input` is given, in the order of the file, in which each comes after its
    /// inputs.
    pub fn needed(&self, output: &'a str, input: Option<&str>) -> Vec<&'a NodeProto> {
        let mut wanted = HashSet::from([output]);
        let mut nodes = Vec::new();
        for node in self.file.node.iter().rev() {
            let makes = |output: &String| wanted.contains(output.as_str()) && input != Some(output);
            if node.output.iter().any(makes) {
                wanted.extend(node.input.iter().map(String::as_str));
                nodes.push(node);
            }
        }
        nodes.reverse();
        nodes
    }

    /// The name and the sizes (-1 where open, none where the rank is) of the only input that `output` depends on, or of
    /// the value that the user wants the picture to become.
    pub fn input(&self, output: &'a str, wanted: Option<&str>) -> Result<(&'a str, Vec<i64>)> {
        let wanted = wanted.map(|wanted| self.named(wanted, "input")).transpose()?;
        let needed = self.needed(output, wanted);
        let read: HashSet<&str> = needed.iter().flat_map(|node| &node.input).map(String::as_str).collect();
        let is_open = |input: &&ValueInfo| {
            let name = input.name.as_str();
            (read.contains(name) || name == output) && !self.constants.contains_key(name) && Some(name) != wanted
        };
        let open: Vec<&'a ValueInfo> = self.file.input.iter().filter(is_open).collect();
        match (wanted, &open[..]) {
            (Some(name), []) => {
                let known = self.file.input.iter().chain(&self.file.value_info).find(|value| value.name == name);
                Ok((name, known.and_then(ValueInfo::sizes).unwrap_or_default()))
            }
            (None, [input]) => Ok((&input.name, input.sizes().unwrap_or_default())),
            (None, []) => {
                Err(Error::model(format!("the ONNX graph has no input that its output `{output}` depends on")))
            }
            _ => {
                let list =
                    open.iter().map(|input| format!("`{}` {}", input.name, shown(&input.sizes().unwrap_or_default())));
                Err(Error::model(format!(
                    "the network needs {} beside a picture, which is all there is",
                    list.skip(usize::from(wanted.is_none())).collect::<Vec<_>>().join(", ")
                )))
            }
        }
    }

    /// The data type of an input of the file, 0 where it has none.
    pub fn element_type(&self, input: &str) -> i32 {
        let input = self.file.input.iter().find(|value| value.name == input);
        input.and_then(|input| input.r#type.as_ref()?.tensor_type.as_ref()).map_or(0, |tensor| tensor.elem_type)
    }

    /// What is done with a value, as far as that tells where the channels of a picture are.
    pub fn readers(&self, value: &&'a str) -> Vec<Reader<&'a str>> {
        let readers = self.readers.get(value).map_or(&[][..], Vec::as_slice);
        readers.iter().filter_map(|node| self.reader(node, value)).collect()
    }

    fn reader(&self, node: &'a NodeProto, value: &str) -> Option<Reader<&'a str>> {
        let output = node.output.first().map(String::as_str)?;
        match node.op_type.as_str() {
            "Conv" | "ConvInteger" => self.convolves(node, 1),
            "QLinearConv" => self.convolves(node, 3),
            "Transpose" => {
                let order = node.ints("perm").map_or(vec![3, 2, 1, 0], |order| {
                    order.iter().map(|&axis| usize::try_from(axis).unwrap_or(usize::MAX)).collect()
                });
                Some(Reader::Transposes(output, order))
            }
            op if KEEP_AXES.contains(&op) && self.is_data(node, value) => Some(Reader::Keeps(output)),
            _ => None,
        }
    }

    /// Whether a node reads a value for its numbers, not as a parameter.
    fn is_data(&self, node: &NodeProto, value: &str) -> bool {
        let several = ["Add", "Concat", "Mul", "Sub", "Where"].contains(&node.op_type.as_str());
        several || node.input.first().is_some_and(|first| first == value)
    }

    fn convolves(&self, node: &NodeProto, weights: usize) -> Option<Reader<&'a str>> {
        let [_, channels, ..] = self.sizes_of_constant(node.input.get(weights)?)? else { return None };
        let channels = channels.checked_mul(node.int("group", 1))?;
        Some(Reader::Convolves { channels: usize::try_from(channels).ok()?, axis: 1 })
    }

    /// The sizes of a constant, which may be de-quantised or widened before it is used.
    fn sizes_of_constant(&self, name: &str) -> Option<&'a [i64]> {
        let mut name = name;
        for _ in 0..8 {
            if let Some(proto) = self.constants.get(name) {
                return Some(&proto.dims);
            }
            let node = self.makers.get(name)?;
            match node.op_type.as_str() {
                "Constant" => return node.attribute("value")?.t.as_ref().map(|tensor| &tensor.dims[..]),
                "Cast" | "DequantizeLinear" | "Identity" | "QuantizeLinear" => name = node.input.first()?,
                _ => return None,
            }
        }
        None
    }
}

/// Whether an output holds numbers that may be scores, not labels, indices or a map of both.
fn holds_numbers(output: &ValueInfo) -> bool {
    match &output.r#type {
        None => true,
        Some(r#type) => r#type.tensor_type.as_ref().is_some_and(|tensor| !(INT32..=BOOL).contains(&tensor.elem_type)),
    }
}

impl ValueInfo {
    /// -1 where a size is open; `None` where the file says nothing.
    fn sizes(&self) -> Option<Vec<i64>> {
        let shape = self.r#type.as_ref()?.tensor_type.as_ref()?.shape.as_ref()?;
        Some(shape.dim.iter().map(|dimension| dimension.dim_value.unwrap_or(-1)).collect())
    }
}
