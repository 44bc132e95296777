//! How the nodes of a graph are connected: what makes and what reads each.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;

use super::messages::{GraphDef, NodeDef};
use super::order::{data_input, data_input_count, execution_order, split_port};
use crate::error::{Error, Result};
use crate::import::outputs::{features_behind, is_squashed, scores_behind, with_constants, Candidate, Maker};
use crate::import::picture::{shown, Reader};

pub struct Nodes<'a> {
    graph: &'a GraphDef,
    by_name: HashMap<&'a str, usize>,
    readers: HashMap<usize, Vec<usize>>,
}

/// Ops that only hand on what they read first, in another shape or type.
const HAND_ON: [&str; 8] =
    ["Cast", "ExpandDims", "Identity", "IdentityN", "Reshape", "Snapshot", "Squeeze", "StopGradient"];

/// Ops that are layers where their weights are constant.
const LAYERS: [&str; 4] = ["Conv2D", "MatMul", "_FusedConv2D", "_FusedMatMul"];

/// Ops that add constants to what else they read, or multiply it.
const SCALING: [&str; 9] =
    ["Add", "AddV2", "BiasAdd", "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3", "Mul", "RealDiv", "Sub"];

/// Ops whose result has the axes of what they read.
const KEEP_AXES: [&str; 19] = [
    "Add",
    "AddV2",
    "BatchNormWithGlobalNormalization",
    "Cast",
    "FakeQuantWithMinMaxVars",
    "FusedBatchNorm",
    "FusedBatchNormV3",
    "Identity",
    "MirrorPad",
    "Mul",
    "Pad",
    "PadV2",
    "PlaceholderWithDefault",
    "RealDiv",
    "ResizeBicubic",
    "ResizeBilinear",
    "ResizeNearestNeighbor",
    "ReverseV2",
    "Sub",
];

/// Ops without a result, or with one that is not for the network's user.
const NO_RESULTS: [&str; 9] =
    ["Assert", "Const", "HistogramSummary", "MergeSummary", "NoOp", "Placeholder", "Print", "SaveV2", "ScalarSummary"];

const CONVOLUTIONS: [&str; 2] = ["Conv2D", "DepthwiseConv2dNative"];
const DT_STRING: i32 = 7;
/// The most ops between a picture and the convolution that sees it first.
const MAX_STEPS: usize = 64;

impl<'a> Nodes<'a> {
    pub fn of(graph: &'a GraphDef) -> Nodes<'a> {
        let names = graph.node.iter().enumerate().map(|(index, node)| (node.name.as_str(), index));
        let mut nodes = Nodes { graph, by_name: names.collect(), readers: HashMap::new() };
        for (index, node) in graph.node.iter().enumerate() {
            let sources = (0..data_input_count(node)).filter_map(|position| nodes.source(node, position));
            for source in sources.collect::<Vec<_>>() {
                nodes.readers.entry(source).or_default().push(index);
            }
        }
        nodes
    }

    pub fn get(&self, index: usize) -> &'a NodeDef {
        &self.graph.node[index]
    }

    /// The node that another reads as its data input `position`.
    fn source(&self, node: &NodeDef, position: usize) -> Option<usize> {
        self.by_name.get(split_port(data_input(node, position)?).0).copied()
    }

    pub fn named(&self, wanted: &str, role: &str) -> Result<usize> {
        let known = self.by_name.get(split_port(wanted).0).copied();
        known.ok_or_else(|| Error::argument(format!("the model has no node `{wanted}` to use as its {role}")))
    }

    /// The nodes that may make the scores: those that no other reads.
    pub fn candidates(&self) -> Vec<Candidate<usize>> {
        let mentioned = self.graph.node.iter().flat_map(|node| &node.input);
        let read: HashSet<&str> = mentioned.map(|input| split_port(input.trim_start_matches('^')).0).collect();
        let is_result = |node: &NodeDef| !read.contains(node.name.as_str()) && !NO_RESULTS.contains(&node.op.as_str());
        let results = (0..self.graph.node.len()).filter(|&index| is_result(self.get(index)));
        let mut seen = HashSet::new();
        let scores = results.map(|index| scores_behind(index, |index| self.maker(*index)));
        scores.filter(|&index| seen.insert(index)).map(|index| self.candidate(index)).collect()
    }

    pub fn candidate(&self, index: usize) -> Candidate<usize> {
        let is_squashed = is_squashed(&index, |index| self.maker(*index));
        Candidate { value: index, name: self.get(index).name.clone(), is_squashed }
    }

    fn maker(&self, index: usize) -> Maker<usize> {
        let node = self.get(index);
        match (node.op.as_str(), self.source(node, 0)) {
            ("Softmax" | "LogSoftmax" | "Sigmoid", Some(source)) => Maker::Squashes(source),
            ("ArgMax" | "TopK" | "TopKV2", Some(scores)) => Maker::Picks(self.with_negative_zero(scores)),
            (op, Some(source)) if HAND_ON.contains(&op) => Maker::Keeps(source),
            _ => Maker::Other,
        }
    }

    /// The node that the last layer before the scores reads. `is_constant` knows which nodes the file gives.
    pub fn features_behind(&self, scores: usize, is_constant: impl Fn(usize) -> bool) -> Option<usize> {
        features_behind(scores, |index| match self.maker(*index) {
            Maker::Other => {
                let node = self.get(*index);
                let sources = (0..data_input_count(node)).filter_map(|position| self.source(node, position));
                with_constants(&node.op, &LAYERS, &SCALING, sources.filter(|&index| !is_constant(index)).collect())
            }
            made => made,
        })
    }

    /// The scores themselves, where Keras has put a smaller number for each negative zero among them, found by its bits.
    fn with_negative_zero(&self, scores: usize) -> usize {
        let node = self.get(scores);
        let original = || {
            let (condition, plain) = (self.get(self.source(node, 0)?), self.source(node, 2)?);
            let equal = self.get(self.source(condition, 0)?);
            let ops = [node, condition, equal].map(|node| node.op.as_str());
            (ops == ["SelectV2", "LogicalAnd", "Equal"] && self.source(equal, 0) == Some(plain)).then_some(plain)
        };
        original().unwrap_or(scores)
    }

    /// The nodes that `output` depends on, each after its inputs; `given` are those whose inputs do not matter.
    pub fn needed(&self, output: usize, given: &[usize]) -> Result<Vec<usize>> {
        execution_order(self.graph, &self.by_name, output, given)
    }

    /// The placeholders for pictures that `output` depends on. One with a default counts where there is no other, and
    /// nothing but the default is behind it.
    pub fn placeholders(&self, output: usize) -> Result<Vec<usize>> {
        let needed = self.needed(output, &[])?;
        let of = |op: &str| needed.iter().copied().filter(|&index| self.get(index).op == op).collect::<Vec<_>>();
        let mut found = of("Placeholder");
        found.retain(|&index| self.get(index).attr.get("dtype").map_or(0, |attr| attr.r#type) != DT_STRING);
        if found.is_empty() {
            found = of("PlaceholderWithDefault");
            found.retain(|&index| self.source(self.get(index), 0).is_some_and(|source| self.get(source).op == "Const"));
            let has_picture = |&index: &usize| shown(&self.get(index).sizes()).matches(',').count() == 3;
            found.retain(has_picture);
        }
        Ok(found)
    }

    /// Fails where `output` depends on a placeholder even if `input` is given.
    pub fn require_no_other(&self, output: usize, input: usize) -> Result<()> {
        let needed = self.needed(output, &[input])?;
        let others = needed.into_iter().filter(|&index| index != input && self.get(index).op == "Placeholder");
        match others.collect::<Vec<_>>()[..] {
            [] => Ok(()),
            ref others => Err(self.too_many(input, others)),
        }
    }

    pub fn too_many(&self, input: usize, others: &[usize]) -> Error {
        let others = others.iter().map(|&index| self.get(index));
        let list =
            others.map(|node| format!("`{}` {}", node.name, shown(&node.sizes()))).collect::<Vec<_>>().join(", ");
        let picture = &self.get(input).name;
        Error::model(format!("the network needs {list} beside the picture `{picture}`, which is all there is"))
    }

    /// The last node that resizes pictures before the first convolution.
    pub fn resize_before_convolution(&self, output: usize) -> Result<Option<usize>> {
        let needed = self.needed(output, &[])?;
        let convolution = needed.into_iter().find(|&index| CONVOLUTIONS.contains(&self.get(index).op.as_str()));
        Ok(convolution
            .and_then(|convolution| self.way_back(convolution).find(|&index| self.get(index).op.starts_with("Resize"))))
    }

    /// A node, what it reads first, what that reads first, and so on.
    fn way_back(&self, from: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(from), |&index| self.source(self.get(index), 0)).take(MAX_STEPS)
    }

    /// The height and width that a node resizes pictures to, where they are constant.
    pub fn size_of_resize(&self, index: usize) -> Option<[usize; 2]> {
        let size = self.constant(self.source(self.get(index), 1)?)?;
        let size = super::constant::tensor(size).ok()?.to_integers();
        match size[..] {
            [height @ 1..=4096, width @ 1..=4096] => Some([height as usize, width as usize]),
            _ => None,
        }
    }

    /// The node that makes the picture which a node resizes, before arithmetic; and whether it has an axis for a batch.
    pub fn picture_before(&self, resize: usize) -> Option<(usize, bool)> {
        let mut has_batch = true;
        for index in self.way_back(resize).skip(1) {
            match self.get(index).op.as_str() {
                "ExpandDims" => has_batch = false,
                "Cast" | "Identity" | "Sub" | "Mul" | "RealDiv" | "Add" | "AddV2" | "PlaceholderWithDefault" => {}
                op => return Some((index, has_batch && !op.starts_with("Decode"))),
            }
        }
        None
    }

    fn constant(&self, index: usize) -> Option<&'a super::messages::TensorProto> {
        let constant = self.way_back(index).find(|&index| self.get(index).op != "Identity")?;
        self.get(constant).attr.get("value")?.tensor.as_ref()
    }

    /// The text that a constant node of this name holds.
    pub fn text(&self, name: &str) -> Option<&'a Bytes> {
        let node = self.get(*self.by_name.get(name)?);
        let text = node.attr.get("value")?.tensor.as_ref()?.string_val.first();
        text.filter(|_| node.op == "Const")
    }

    /// What is done with a node's result, as far as that tells where the channels of a picture are.
    pub fn readers(&self, index: usize) -> Vec<Reader<usize>> {
        let readers = self.readers.get(&index).map_or(&[][..], Vec::as_slice);
        readers.iter().filter_map(|&reader| self.reader(reader)).collect()
    }

    fn reader(&self, index: usize) -> Option<Reader<usize>> {
        let node = self.get(index);
        let constant = |position| self.constant(self.source(node, position)?);
        match node.op.as_str() {
            op if CONVOLUTIONS.contains(&op) => {
                let channels = constant(1)?.tensor_shape.as_ref()?.dim.get(2)?.size;
                let axis = if node.text("data_format") == "NCHW" { 1 } else { 3 };
                Some(Reader::Convolves { channels: usize::try_from(channels).ok()?, axis })
            }
            "Transpose" => {
                let order = super::constant::tensor(constant(1)?).ok()?.to_integers();
                Some(Reader::Transposes(index, order.into_iter().map(|axis| axis as usize).collect()))
            }
            op if KEEP_AXES.contains(&op) => Some(Reader::Keeps(index)),
            _ => None,
        }
    }
}
