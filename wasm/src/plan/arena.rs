//! The one block of memory that holds all activations.

use std::ops::Range;

use crate::error::{Error, Result};

/// Buffers that are never alive at once share memory; `placement` decides where each lies.
pub struct Arena {
    memory: Vec<f32>,
    regions: Vec<Range<usize>>,
}

impl Arena {
    pub fn new(regions: Vec<Range<usize>>) -> Result<Arena> {
        let len = regions.iter().map(|region| region.end).max().unwrap_or(0);
        let mut memory = Vec::new();
        memory
            .try_reserve_exact(len)
            .map_err(|_| Error::memory(format!("the network needs {} MB for its activations", len >> 18)))?;
        memory.resize(len, 0.0);
        Ok(Arena { memory, regions })
    }

    pub fn read(&self, buffer: usize) -> &[f32] {
        &self.memory[self.regions[buffer].clone()]
    }

    pub fn write(&mut self, buffer: usize) -> &mut [f32] {
        &mut self.memory[self.regions[buffer].clone()]
    }

    /// Views of the buffers that a step reads, and of the output and scratch that it writes.
    /// Panics where one that is written overlaps another, which placement rules out.
    pub fn views(&mut self, inputs: &[usize], output: usize, scratch: Option<usize>) -> Views<'_> {
        let written = [Some(output), scratch];
        let written: Vec<&Range<usize>> = written.iter().flatten().map(|&buffer| &self.regions[buffer]).collect();
        let read = inputs.iter().map(|&buffer| &self.regions[buffer]);
        let apart = |a: &Range<usize>, b: &Range<usize>| a.end <= b.start || b.end <= a.start;
        assert!(read.clone().all(|input| written.iter().all(|target| apart(input, target))));
        assert!(written.len() < 2 || apart(written[0], written[1]));
        let base = self.memory.as_mut_ptr();
        // SAFETY: every region lies inside `memory`, and the assertions above keep what is written apart from
        // everything else; the borrow of `self` lasts as long as the views.
        unsafe {
            let slice = |range: &Range<usize>| std::slice::from_raw_parts(base.add(range.start), range.len());
            let slice_mut = |range: &Range<usize>| std::slice::from_raw_parts_mut(base.add(range.start), range.len());
            Views {
                inputs: read.map(slice).collect(),
                output: slice_mut(written[0]),
                scratch: written.get(1).map_or(&mut [], |range| slice_mut(range)),
            }
        }
    }

    pub fn bytes(&self) -> usize {
        self.memory.len() * 4
    }
}

pub struct Views<'a> {
    pub inputs: Vec<&'a [f32]>,
    pub output: &'a mut [f32],
    pub scratch: &'a mut [f32],
}
