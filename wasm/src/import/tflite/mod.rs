//! TensorFlow Lite models: float32, float16, and quantised ones, whose weights are turned into floats as they are
//! read and whose arithmetic is done in floats. Field numbers: tensorflow/lite/schema/schema.fbs.

mod constant;
mod convolution;
mod flatbuffer;
mod input;
mod metadata;
mod names;
mod operator;
mod ops;
mod quantisation;
mod shapes;

use std::collections::BTreeSet;

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::graph::tensor::Tensor;
use crate::graph::{Graph, ValueId};
use crate::options::Options;
use flatbuffer::{Table, Tables};
use operator::Operator;

/// What a file has at its bytes 4 to 7.
pub const IDENTIFIER: &[u8] = b"TFL3";

/// Turns the operators that the output depends on into the small graph form.
pub fn import(bytes: Bytes, options: &Options) -> Result<Graph> {
    let model = Table::root(&bytes)?;
    let subgraph = model.tables(2)?.get(0)?;
    let mut importer = Importer {
        bytes: &bytes,
        graph: Graph::default(),
        tensors: subgraph.tables(0)?,
        buffers: model.tables(4)?,
        values: vec![None; subgraph.tables(0)?.len()],
    };
    let output = importer.output(&subgraph, options.output.as_deref())?;
    input::add(&mut importer, &model, &subgraph, options.input_size)?;
    let codes = model.tables(1)?;
    for table in needed(subgraph.tables(3)?, output)? {
        let operator = Operator::read(&importer, &codes, table)?;
        let values = ops::import(&mut importer, &operator)?;
        importer.define(&operator, &values)?;
    }
    importer.graph.output = importer.value(output)?;
    importer.graph.output_name = importer.name(output)?;
    Ok(importer.graph)
}

/// More operators than any network has, and more tensors than any operator reads or makes: a file whose lists share
/// their bytes could ask for far more.
const MAX_OPERATORS: usize = 1 << 14;
const MAX_TENSORS: usize = 1 << 10;

/// Bytes of a name that are kept.
const MAX_NAME: usize = 200;

/// The operators that the tensor `output` depends on, in the order of the file, in which each runs after those
/// that it reads from.
fn needed(operators: Tables, output: usize) -> Result<Vec<Table>> {
    if operators.len() > MAX_OPERATORS {
        return Err(Error::model(format!(
            "the model has {} operators, {MAX_OPERATORS} are supported",
            operators.len()
        )));
    }
    let mut wanted = BTreeSet::from([output as i64]);
    let mut needed = Vec::new();
    for operator in operators.iter().rev() {
        let operator = operator?;
        if operator.ints(2)?.take(MAX_TENSORS).any(|made| wanted.contains(&made)) {
            wanted.extend(operator.ints(1)?.take(MAX_TENSORS));
            needed.push(operator);
        }
    }
    needed.reverse();
    Ok(needed)
}

/// The graph so far, and what each tensor of the file became.
struct Importer<'a> {
    bytes: &'a Bytes,
    graph: Graph,
    tensors: Tables<'a>,
    buffers: Tables<'a>,
    values: Vec<Option<ValueId>>,
}

impl Importer<'_> {
    /// The number of the tensor to read the scores from: the one named, else the first output.
    fn output(&self, subgraph: &Table, wanted: Option<&str>) -> Result<usize> {
        let Some(wanted) = wanted else {
            let first = subgraph.ints(2)?.next().and_then(|index| usize::try_from(index).ok());
            return first.ok_or_else(|| Error::model("the model has no output"));
        };
        for index in 0..self.tensors.len() {
            if self.tensors.get(index)?.bytes(3)? == wanted.as_bytes() {
                return Ok(index);
            }
        }
        Err(Error::argument(format!("the model has no tensor `{wanted}` to use as its output")))
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

    fn define(&mut self, operator: &Operator, values: &[ValueId]) -> Result<()> {
        for (tensor, &value) in operator.outputs()?.zip(values) {
            let slot = self.values.get_mut(tensor).ok_or_else(|| operator.fail("makes a tensor that is not there"))?;
            *slot = Some(value);
        }
        Ok(())
    }

    /// The name of a tensor: the first, where a converter joined those of the nodes it fused.
    fn name(&self, tensor: usize) -> Result<String> {
        let names = self.tensors.get(tensor)?.bytes(3)?;
        let first = names.split(|&byte| byte == b';').next().unwrap_or_default();
        Ok(String::from_utf8_lossy(&first[..first.len().min(MAX_NAME)]).into_owned())
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

    fn shape(&self, value: ValueId) -> &[usize] {
        self.graph.shape(value)
    }
}
