//! From a graph to steps that run: each node becomes a kernel call on regions of one arena.

mod arena;
mod lower;
mod placement;
mod product;
mod step;
mod values;
mod view;

pub use step::Step;

use std::time::{Duration, Instant};

use crate::error::Result;
use crate::graph::Graph;
use arena::Arena;
use lower::Lowering;

/// A network ready to run. Its weights are packed, its activations have their places.
pub struct Plan {
    steps: Vec<Step>,
    arena: Arena,
    input: usize,
    output: usize,
}

impl Plan {
    /// Packs the weights of `graph` and lays out its activations. Fails where they would not fit into memory.
    pub fn new(graph: &Graph) -> Result<Plan> {
        let Lowering { steps, buffers, constants, input, output } = Lowering::of(graph)?;
        let regions = placement::place(&buffers)?;
        let mut arena = Arena::new(regions)?;
        for (buffer, tensor) in constants {
            arena.write(buffer).copy_from_slice(&tensor.to_vec());
        }
        Ok(Plan { steps, arena, input, output })
    }

    /// The input tensor, to be filled before `run`. Its contents do not survive a run.
    pub fn input(&mut self) -> &mut [f32] {
        self.arena.write(self.input)
    }

    pub fn output(&self) -> &[f32] {
        self.arena.read(self.output)
    }

    pub fn run(&mut self) {
        for step in &self.steps {
            step.run(&mut self.arena);
        }
    }

    /// Runs with a clock at each step.
    pub fn run_profiled(&mut self) -> Vec<Duration> {
        let mut times = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let start = Instant::now();
            step.run(&mut self.arena);
            times.push(start.elapsed());
        }
        times
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub fn arena_bytes(&self) -> usize {
        self.arena.bytes()
    }
}
