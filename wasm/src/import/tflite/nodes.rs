//! How the operators of a model are connected: what makes and what reads each tensor.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::flatbuffer::{Table, Tables};
use super::operator::kind_of;
use super::types::{BOOL, INT32, INT64};
use super::{MAX_LINKS, MAX_OPERATORS, MAX_TENSORS};
use crate::error::{Error, Result};
use crate::import::outputs::{features_behind, is_squashed, scores_behind, with_constants, Candidate, Maker};
use crate::import::picture::{shown, Reader};

pub struct Nodes<'a> {
    subgraph: Table<'a>,
    tensors: Tables<'a>,
    buffers: Tables<'a>,
    operators: Vec<(String, Table<'a>)>,
    makers: HashMap<usize, usize>,
    readers: HashMap<usize, Vec<usize>>,
}

/// The inputs of an operator that tell where a picture goes.
const MAX_INPUTS: usize = 16;
/// The sizes of a tensor that are looked at.
const MAX_SIZES: usize = 5;

const STRING: i8 = 5;
/// What the Edge TPU's compiler puts in the place of the operators that it compiles.
const EDGE_TPU: &str = "custom operator edgetpu-custom-op";

/// Operators that only hand on what they read first, in another shape or type.
const HAND_ON: [&str; 7] = ["CAST", "DEQUANTIZE", "EXPAND_DIMS", "QUANTIZE", "RESHAPE", "SQUEEZE", "TRANSPOSE"];

/// Operators that are layers where their weights are constant.
const LAYERS: [&str; 3] = ["BATCH_MATMUL", "CONV_2D", "FULLY_CONNECTED"];

/// Operators that add constants to what else they read, or multiply it.
const SCALING: [&str; 4] = ["ADD", "DIV", "MUL", "SUB"];

/// Operators whose result has the axes of what they read.
const KEEP_AXES: [&str; 17] = [
    "ADD",
    "CAST",
    "CONCATENATION",
    "DEQUANTIZE",
    "DIV",
    "GATHER",
    "MIRROR_PAD",
    "MUL",
    "PAD",
    "PADV2",
    "QUANTIZE",
    "RESIZE_BILINEAR",
    "RESIZE_NEAREST_NEIGHBOR",
    "REVERSE_V2",
    "SLICE",
    "STRIDED_SLICE",
    "SUB",
];

impl<'a> Nodes<'a> {
    pub fn of(model: &Table<'a>, subgraph: Table<'a>) -> Result<Nodes<'a>> {
        let (operators, codes) = (subgraph.tables(3)?, model.tables(1)?);
        if operators.len() > MAX_OPERATORS {
            let count = operators.len();
            return Err(Error::model(format!("the model has {count} operators, {MAX_OPERATORS} are supported")));
        }
        let mut nodes = Nodes {
            subgraph,
            tensors: subgraph.tables(0)?,
            buffers: model.tables(4)?,
            operators: Vec::new(),
            makers: HashMap::new(),
            readers: HashMap::new(),
        };
        let mut links = 0usize;
        for (index, operator) in operators.iter().enumerate() {
            let operator = operator?;
            links = links.saturating_add(operator.list::<4>(1)?.len()).saturating_add(operator.list::<4>(2)?.len());
            if links > MAX_LINKS {
                return Err(Error::model(format!(
                    "the operators read and make more than {MAX_LINKS} tensors together"
                )));
            }
            for tensor in indices(&operator, 2)?.take(MAX_TENSORS) {
                nodes.makers.insert(tensor, index);
            }
            for tensor in indices(&operator, 1)?.take(MAX_INPUTS) {
                nodes.readers.entry(tensor).or_default().push(index);
            }
            let kind = kind_of(&codes, &operator)?;
            if kind == EDGE_TPU {
                return Err(Error::model("the model is compiled for the Edge TPU; give the file that it was compiled from, which has no `_edgetpu` in its name"));
            }
            nodes.operators.push((kind, operator));
        }
        Ok(nodes)
    }

    /// The number of the tensor that the user names.
    pub fn named(&self, wanted: &str, role: &str) -> Result<usize> {
        for index in 0..self.tensors.len() {
            if self.tensors.get(index)?.bytes(3)? == wanted.as_bytes() {
                return Ok(index);
            }
        }
        Err(Error::argument(format!("the model has no tensor `{wanted}` to use as its {role}")))
    }

    /// The tensors that may be the scores.
    pub fn candidates(&self) -> Result<Vec<usize>> {
        let (mut scores, mut labels) = (Vec::new(), Vec::new());
        for output in indices(&self.subgraph, 2)?.take(MAX_TENSORS) {
            let source = scores_behind(output, |tensor| self.maker(*tensor));
            let kind = self.tensors.get(output)?.byte(1)?;
            let is_label = source == output && [INT32, INT64, BOOL, STRING].contains(&kind);
            let found = if is_label { &mut labels } else { &mut scores };
            if !found.contains(&source) {
                found.push(source);
            }
        }
        Ok(if scores.is_empty() { labels } else { scores })
    }

    pub fn candidate(&self, tensor: usize, name: &str) -> Candidate<usize> {
        Candidate {
            value: tensor,
            name: name.to_string(),
            is_squashed: is_squashed(&tensor, |tensor| self.maker(*tensor)),
        }
    }

    fn maker(&self, tensor: usize) -> Maker<usize> {
        let Some((kind, operator)) = self.makers.get(&tensor).map(|&index| &self.operators[index]) else {
            return Maker::Other;
        };
        let source = indices(operator, 1).ok().and_then(|mut inputs| inputs.next());
        match (kind.as_str(), source) {
            ("SOFTMAX" | "LOG_SOFTMAX" | "LOGISTIC", Some(source)) => Maker::Squashes(source),
            ("ARG_MAX" | "TOPK_V2", Some(scores)) => Maker::Picks(scores),
            (kind, Some(source)) if HAND_ON.contains(&kind) => Maker::Keeps(source),
            _ => Maker::Other,
        }
    }

    /// The tensor that the last layer before the scores reads. `is_constant` knows which tensors the file gives.
    pub fn features_behind(&self, scores: usize, is_constant: impl Fn(usize) -> bool) -> Option<usize> {
        features_behind(scores, |tensor| match (self.maker(*tensor), self.makers.get(tensor)) {
            (Maker::Other, Some(&index)) => {
                let (kind, operator) = &self.operators[index];
                let inputs = indices(operator, 1).into_iter().flatten().take(MAX_INPUTS);
                with_constants(kind, &LAYERS, &SCALING, inputs.filter(|&tensor| !is_constant(tensor)).collect())
            }
            (made, _) => made,
        })
    }

    /// The operators that the tensor `output` depends on where `input` is given, in the order of the file, in which each
    /// runs after those that it reads from.
    pub fn needed(&self, output: usize, input: usize) -> Result<Vec<Table<'a>>> {
        let mut wanted = BTreeSet::from([output]);
        let mut needed = Vec::new();
        for (_, operator) in self.operators.iter().rev() {
            if indices(operator, 2)?.take(MAX_TENSORS).any(|made| made != input && wanted.contains(&made)) {
                wanted.extend(indices(operator, 1)?.take(MAX_TENSORS));
                needed.push(*operator);
            }
        }
        needed.reverse();
        Ok(needed)
    }

    /// The number of the only input that `output` depends on, or of the tensor that the user wants the picture to become.
    pub fn input(&self, output: usize, wanted: Option<&str>) -> Result<usize> {
        let wanted = wanted.map(|wanted| self.named(wanted, "input")).transpose()?;
        let mut read = HashSet::from([output]);
        for operator in self.needed(output, wanted.unwrap_or(usize::MAX))? {
            read.extend(indices(&operator, 1)?.take(MAX_TENSORS));
        }
        let inputs = indices(&self.subgraph, 1)?.take(MAX_TENSORS);
        let mut open: Vec<usize> = inputs.filter(|&input| read.contains(&input) && Some(input) != wanted).collect();
        if wanted.is_none() && !open.is_empty() {
            let first = open.remove(0);
            return if open.is_empty() { Ok(first) } else { Err(self.too_many(&open)) };
        }
        match wanted {
            Some(input) if open.is_empty() => Ok(input),
            Some(_) => Err(self.too_many(&open)),
            None => Err(Error::model("the model has no input that its output depends on")),
        }
    }

    fn too_many(&self, inputs: &[usize]) -> Error {
        let shown = |&tensor: &usize| {
            let name = self.tensors.get(tensor).and_then(|tensor| tensor.text(3)).unwrap_or_default();
            format!("`{name}` {}", shown(&self.sizes(tensor).unwrap_or_default()))
        };
        let list = inputs.iter().map(shown).collect::<Vec<_>>().join(", ");
        Error::model(format!("the network needs {list} beside a picture, which is all there is"))
    }

    /// The sizes of a tensor, -1 where open.
    pub fn sizes(&self, tensor: usize) -> Result<Vec<i64>> {
        let tensor = self.tensors.get(tensor)?;
        // The signature says -1 where the size is open; older files have none.
        let sizes: Vec<i64> = tensor.ints(7)?.take(MAX_SIZES).collect();
        Ok(if sizes.is_empty() { tensor.ints(0)?.take(MAX_SIZES).collect() } else { sizes })
    }

    /// What is done with a tensor, as far as that tells where the channels of a picture are.
    pub fn readers(&self, tensor: usize) -> Vec<Reader<usize>> {
        let readers = self.readers.get(&tensor).map_or(&[][..], Vec::as_slice);
        readers.iter().filter_map(|&index| self.reader(index).ok().flatten()).collect()
    }

    fn reader(&self, index: usize) -> Result<Option<Reader<usize>>> {
        let (kind, operator) = &self.operators[index];
        let (output, parameter) = (indices(operator, 2)?.next(), indices(operator, 1)?.nth(1));
        Ok(match (kind.as_str(), output, parameter) {
            ("CONV_2D", _, Some(filter)) => self.convolves(filter, 1)?,
            ("DEPTHWISE_CONV_2D", _, Some(filter)) => {
                let multiplier = operator.table(4)?.map_or(Ok(1), |options| options.int(3, 1))?;
                self.convolves(filter, multiplier.max(1).into())?
            }
            ("TRANSPOSE", Some(output), Some(order)) => {
                let order = self.buffers.get(self.tensors.get(order)?.index(2)?)?.list::<4>(0)?;
                let order = order.iter().take(MAX_SIZES).map(|&axis| u32::from_le_bytes(axis) as usize).collect();
                Some(Reader::Transposes(output, order))
            }
            (kind, Some(output), _) if KEEP_AXES.contains(&kind) => Some(Reader::Keeps(output)),
            _ => None,
        })
    }

    /// A filter [.., height, width, channels x multiplier].
    fn convolves(&self, filter: usize, multiplier: i64) -> Result<Option<Reader<usize>>> {
        let channels = self.tensors.get(filter)?.ints(0)?.nth(3).map(|channels| channels / multiplier);
        let channels = channels.and_then(|channels| usize::try_from(channels).ok());
        Ok(channels.map(|channels| Reader::Convolves { channels, axis: 3 }))
    }
}

/// The numbers of tensors in a list of a table, without those that are left out.
fn indices<'a>(table: &Table<'a>, field: usize) -> Result<impl Iterator<Item = usize> + 'a> {
    Ok(table.ints(field)?.filter_map(|index| usize::try_from(index).ok()))
}
