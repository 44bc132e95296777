//! A network as a function from tensor to tensor: no picture, no softmax that the model does not have. Tests and
//! examples compare it with other engines.

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::import::{import, onnx};
use crate::options::Options;
use crate::passes::simplify;
use crate::plan::Plan;

pub struct Network {
    plan: Plan,
    pub input_shape: Vec<usize>,
    pub output_shape: Vec<usize>,
}

impl Network {
    /// A model of any format, whose input is a picture [1, height, width, channels].
    pub fn load(bytes: Bytes, options: &Options) -> Result<Network> {
        Network::of(import(bytes.into(), options)?.1)
    }

    /// An ONNX model whose input has any shape; one of four axes is turned to [batch, height, width, channels].
    pub fn load_onnx_of_any_shape(bytes: Bytes, options: &Options) -> Result<Network> {
        Network::of(onnx::import_any_shape(bytes.into(), options)?)
    }

    fn of(mut graph: Graph) -> Result<Network> {
        simplify(&mut graph)?;
        let (input_shape, output_shape) = (graph.shape(graph.input).to_vec(), graph.shape(graph.output).to_vec());
        Ok(Network { plan: Plan::new(&graph)?, input_shape, output_shape })
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The output for an input of `input_shape`, both in row-major order.
    pub fn run(&mut self, input: &[f32]) -> Result<&[f32]> {
        let target = self.plan.input();
        if input.len() != target.len() {
            return Err(Error::argument(format!("{} values for an input of {:?}", input.len(), self.input_shape)));
        }
        target.copy_from_slice(input);
        self.plan.run();
        Ok(self.plan.output())
    }
}
