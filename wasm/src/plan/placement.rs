//! Places buffers in the arena: largest first, each at the lowest place that is free while it is alive
//! (greedy by size, Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020).

use std::ops::Range;

use crate::error::{Error, Result};

/// A run of floats that is needed from step `first` to step `last`, both included.
#[derive(Clone, Debug)]
pub struct Buffer {
    pub len: usize,
    pub first: usize,
    pub last: usize,
}

/// Buffers start at multiples of this, a cache line of floats.
const ALIGNMENT: usize = 16;

/// The most floats that an arena may hold: 512 MB, several times what the largest picture classifiers need.
const MAX_ARENA: usize = 1 << 27;

/// The region of each buffer, in floats from the start of the arena.
pub fn place(buffers: &[Buffer]) -> Result<Vec<Range<usize>>> {
    let mut order: Vec<usize> = (0..buffers.len()).collect();
    order.sort_by_key(|&id| std::cmp::Reverse(buffers[id].len));
    let mut regions = vec![0..0; buffers.len()];
    let mut placed: Vec<usize> = Vec::with_capacity(buffers.len());
    for id in order {
        let buffer = &buffers[id];
        let fits = |len: usize| (len <= MAX_ARENA).then_some(()).ok_or_else(too_large);
        fits(buffer.len)?;
        let start = lowest_gap(buffer, placed.iter().map(|&other| (&buffers[other], &regions[other])));
        fits(start + buffer.len)?;
        regions[id] = start..start + buffer.len;
        let at = placed.partition_point(|&other| regions[other].start <= start);
        placed.insert(at, id);
    }
    Ok(regions)
}

fn too_large() -> Error {
    Error::model(format!("the network's activations need more than {} MB", MAX_ARENA >> 18))
}

/// The lowest start for `buffer` among those `placed` before it, which come in the order of their starts.
fn lowest_gap<'a>(buffer: &Buffer, placed: impl Iterator<Item = (&'a Buffer, &'a Range<usize>)>) -> usize {
    let mut start = 0;
    for (other, region) in placed {
        let alive_together = other.first <= buffer.last && buffer.first <= other.last;
        if alive_together && region.start < start + buffer.len && start < region.end {
            start = region.end.next_multiple_of(ALIGNMENT);
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer(len: usize, first: usize, last: usize) -> Buffer {
        Buffer { len, first, last }
    }

    #[test]
    fn buffers_alive_together_never_overlap() {
        let mut state = 7u32;
        let mut random = |below: usize| {
            state = state.wrapping_mul(1664525).wrapping_add(1013904223);
            (state >> 8) as usize % below
        };
        let buffers: Vec<Buffer> = (0..200)
            .map(|_| {
                let first = random(50);
                buffer(1 + random(1000), first, first + random(10))
            })
            .collect();
        let regions = place(&buffers).unwrap();
        for a in 0..buffers.len() {
            for b in 0..a {
                let together = buffers[a].first <= buffers[b].last && buffers[b].first <= buffers[a].last;
                let apart = regions[a].end <= regions[b].start || regions[b].end <= regions[a].start;
                assert!(!together || apart, "buffers {a} and {b}");
            }
        }
    }

    #[test]
    fn a_chain_needs_only_its_two_largest_neighbours() {
        let chain: Vec<Buffer> = (0..10).map(|i| buffer(160, i, i + 1)).collect();
        let end = place(&chain).unwrap().iter().map(|region| region.end).max();
        assert_eq!(end, Some(320));
    }

    #[test]
    fn more_than_the_limit_is_an_error() {
        assert!(place(&[buffer(MAX_ARENA, 0, 1)]).is_ok());
        assert!(place(&[buffer(MAX_ARENA, 0, 1), buffer(1, 0, 1)]).is_err());
    }
}
