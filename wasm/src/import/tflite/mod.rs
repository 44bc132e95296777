//! TensorFlow Lite models: float32, float16, and quantised ones, whose weights are turned into floats as they are
//! read. Their arithmetic is done in floats, and each result is rounded to what its tensor can hold. Field numbers:
//! tensorflow/lite/schema/schema.fbs.

mod arithmetic;
mod constant;
mod convolution;
mod flatbuffer;
mod input;
mod matrix;
mod metadata;
mod names;
mod nodes;
mod operator;
mod ops;
mod pick;
mod quantisation;
mod reduce;
mod shapes;
mod subgraph;
mod types;

use bytes::Bytes;

use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::import::formula::{Formula, Functions};
use crate::import::outputs;
use crate::op::{Op, Unary};
use crate::options::Options;
use crate::tensor::shape::MAX_RANK;
use crate::tensor::Tensor;
use flatbuffer::{Table, Tables};
use input::Input;
use nodes::Nodes;
use operator::Operator;

/// What a file has at its bytes 4 to 7.
pub const IDENTIFIER: &[u8] = b"TFL3";

/// Turns the operators that the output depends on into the small graph form.
pub fn import(bytes: Bytes, options: &Options) -> Result<Graph> {
    let model = Table::root(&bytes)?;
    // The main one; others are parts that it calls.
    let subgraph = model.tables(2)?.get(0)?;
    let nodes = Nodes::of(&model, subgraph)?;
    let tensors = match &options.output {
        Some(wanted) => vec![nodes.named(wanted, "output")?],
        None => nodes.candidates()?,
    };
    let names = tensors.iter().map(|&tensor| name(&subgraph.tables(0)?, tensor)).collect::<Result<Vec<String>>>()?;
    let candidates: Vec<_> = tensors.iter().zip(&names).map(|(&tensor, name)| nodes.candidate(tensor, name)).collect();
    outputs::build(&candidates, options.labels, |candidate| {
        let output = candidate.value;
        let input = Input::of(&nodes, output, options)?;
        outputs::for_one_picture(input.picture.batch, |repeats| {
            let mut importer = Importer {
                bytes: &bytes,
                graph: Graph::default(),
                codes: model.tables(1)?,
                subgraphs: model.tables(2)?,
                buffers: model.tables(4)?,
                tensors: subgraph.tables(0)?,
                values: vec![None; subgraph.tables(0)?.len()],
                called: Vec::new(),
                expanded: 0,
            };
            input.add(&mut importer, &model, repeats)?;
            importer.run(&nodes, input.tensor, output)?;
            Ok(importer.graph)
        })
    })
}

/// More operators than any network has, and more tensors than any operator reads or makes: a file whose lists share
/// their bytes could ask for far more.
const MAX_OPERATORS: usize = 1 << 14;
const MAX_TENSORS: usize = 1 << 10;

/// What all operators of the network read and make together: 16 tensors each where there are as many as there may be.
const MAX_LINKS: usize = MAX_OPERATORS << 4;

/// Bytes of a name that are kept.
const MAX_NAME: usize = 200;

/// The graph so far, and what each tensor of the subgraph that is being read became.
struct Importer<'a> {
    bytes: &'a Bytes,
    graph: Graph,
    codes: Tables<'a>,
    subgraphs: Tables<'a>,
    buffers: Tables<'a>,
    tensors: Tables<'a>,
    values: Vec<Option<ValueId>>,
    /// The subgraphs whose calls led here.
    called: Vec<usize>,
    /// The operators and tensors of the subgraphs that were called, as often as they were.
    expanded: usize,
}

impl Importer<'_> {
    /// Adds the operators from one tensor to another.
    fn run(&mut self, nodes: &Nodes, input: usize, output: usize) -> Result<()> {
        for table in nodes.needed(output, input)? {
            self.add(table, input)?;
        }
        self.graph.output = self.value(output)?;
        self.graph.output_name = self.name(output)?;
        let variable = |tensor: usize| {
            let value = self.values.get(tensor).copied().flatten();
            value.filter(|&value| self.graph.constant_of(value).is_none())
        };
        let features = nodes.features_behind(output, |tensor| variable(tensor).is_none());
        if let Some((tensor, value)) = features.and_then(|tensor| Some((tensor, variable(tensor)?))) {
            // The whole name, by which it can be asked for; only what is shown of it has to be short.
            let name = self.tensors.get(tensor)?.text(3)?;
            self.graph.set_features(&name, value);
        }
        Ok(())
    }

    /// Adds what an operator computes. The tensor `input` is what it was before: it stands for the picture.
    fn add(&mut self, operator: Table, input: usize) -> Result<()> {
        let operator = Operator::read(self, operator)?;
        let values = ops::import(self, &operator)?;
        self.define(&operator, &values, input)
    }

    /// What a tensor became: a constant where nothing makes it.
    fn value(&mut self, tensor: usize) -> Result<ValueId> {
        if let Some(&Some(value)) = self.values.get(tensor) {
            return Ok(value);
        }
        let constant = constant::read(self, tensor)?;
        let value = self.graph.constant(constant);
        self.values[tensor] = Some(value);
        Ok(value)
    }

    /// Keeps what an operator makes, but for the tensor that stands for the picture.
    fn define(&mut self, operator: &Operator, values: &[ValueId], input: usize) -> Result<()> {
        for (tensor, &value) in operator.outputs()?.zip(values).filter(|(tensor, _)| *tensor != input) {
            let value = self.rounded(operator, tensor, value)?;
            let slot = self.values.get_mut(tensor).ok_or_else(|| operator.fail("makes a tensor that is not there"))?;
            *slot = Some(value);
        }
        Ok(())
    }

    /// A value as a quantised tensor holds it. Constants stay in the few bytes that the file has for them.
    fn rounded(&mut self, operator: &Operator, tensor: usize, value: ValueId) -> Result<ValueId> {
        if self.graph.constant_of(value).is_some() || tensor >= self.values.len() {
            return Ok(value);
        }
        match quantisation::levels(&self.tensors.get(tensor)?)? {
            Some(levels) => self.graph.add(&operator.name, Op::Unary(Unary::Quantise(levels)), &[value]),
            None => Ok(value),
        }
    }

    fn name(&self, tensor: usize) -> Result<String> {
        name(&self.tensors, tensor)
    }

    /// The value that an operator reads as input `position`.
    fn input(&mut self, operator: &Operator, position: usize) -> Result<ValueId> {
        let tensor = operator.input(position)?.ok_or_else(|| operator.fail(format!("input {position} is missing")))?;
        self.value(tensor).map_err(|error| operator.fail(format!("input {position}: {}", error.message)))
    }

    fn inputs(&mut self, operator: &Operator) -> Result<Vec<ValueId>> {
        (0..operator.input_count()?).map(|position| self.input(operator, position)).collect()
    }

    /// The constant that an operator reads as input `position`.
    fn constant(&mut self, operator: &Operator, position: usize) -> Result<Tensor> {
        let value = self.input(operator, position)?;
        self.graph
            .constant_of(value)
            .cloned()
            .ok_or_else(|| operator.fail(format!("input {position} must be a constant, it depends on the picture")))
    }

    /// The sizes, axes or paddings that an operator reads as input `position`.
    fn integers(&mut self, operator: &Operator, position: usize) -> Result<Vec<i64>> {
        let tensor = self.constant(operator, position)?;
        if tensor.len() > 2 * MAX_RANK {
            let len = tensor.len();
            return Err(operator.fail(format!("input {position} has {len} values, more than a tensor has axes")));
        }
        Ok(tensor.to_integers())
    }

    /// The one number that an operator reads as input `position`.
    fn number(&mut self, operator: &Operator, position: usize) -> Result<f32> {
        let single = self.constant(operator, position)?.single();
        single.ok_or_else(|| operator.fail(format!("input {position} is not one number")))
    }

    fn integer(&mut self, operator: &Operator, position: usize) -> Result<i64> {
        Ok(self.number(operator, position)? as i64)
    }

    fn shape(&self, value: ValueId) -> &[usize] {
        self.graph.shape(value)
    }
}

/// The name of a tensor: the first, where a converter joined those of the nodes it fused.
fn name(tensors: &Tables, tensor: usize) -> Result<String> {
    let names = tensors.get(tensor)?.bytes(3)?;
    let first = names.split(|&byte| byte == b';').next().unwrap_or_default();
    Ok(String::from_utf8_lossy(&first[..first.len().min(MAX_NAME)]).into_owned())
}

impl Functions<Operator<'_>> for Importer<'_> {
    fn operand(&mut self, operator: &Operator, position: usize) -> Result<ValueId> {
        self.input(operator, position)
    }

    fn formula<'a>(&'a mut self, operator: &'a Operator) -> Formula<'a> {
        Formula { graph: &mut self.graph, name: &operator.name }
    }
}
