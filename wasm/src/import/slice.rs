//! Slices as TensorFlow describes them (`tf.strided_slice`).

use super::gather::reverse;
use super::shaping::fail;
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::Op;

/// For each entry where to begin, where to end and in which steps. An entry is about the next axis of the value, unless
/// a mask says otherwise; bit i of a mask is about entry i.
#[derive(Default)]
pub struct StridedSlice {
    pub begin: Vec<i64>,
    pub end: Vec<i64>,
    pub strides: Vec<i64>,
    /// Entries that begin at the start of their axis whatever `begin` says, and those that go on to its end.
    pub begin_mask: i64,
    pub end_mask: i64,
    /// The entry that stands for all axes that the others leave.
    pub ellipsis_mask: i64,
    /// Entries that insert an axis of size 1.
    pub new_axis_mask: i64,
    /// Entries that pick one index of their axis, which is then removed.
    pub shrink_axis_mask: i64,
}

/// What is taken of an axis: `count` positions, `step` apart, the lowest of them `start`.
#[derive(Clone, Copy)]
struct Taken {
    start: usize,
    count: usize,
    step: usize,
    backwards: bool,
}

pub fn strided_slice(graph: &mut Graph, name: &str, x: ValueId, slice: &StridedSlice) -> Result<ValueId> {
    let input = graph.shape(x).to_vec();
    let unsupported = || fail(name, format!("this slice of shape {input:?} is not supported"));
    let (taken, shape) = slice.of(&input).ok_or_else(unsupported)?;
    let op = Op::Slice {
        start: taken.iter().map(|taken| taken.start).collect(),
        size: taken.iter().map(|taken| taken.count).collect(),
        step: taken.iter().map(|taken| taken.step).collect(),
    };
    let sliced = graph.add(name, op, &[x])?;
    let backwards: Vec<i64> = (0..taken.len()).filter(|&axis| taken[axis].backwards).map(|axis| axis as i64).collect();
    let turned = reverse(graph, name, sliced, &backwards)?;
    graph.add(name, Op::Reshape { shape }, &[turned])
}

/// `size` values along each axis from `begin` on; -1 is all the rest.
pub fn box_of(graph: &mut Graph, name: &str, x: ValueId, begin: Vec<i64>, size: &[i64]) -> Result<ValueId> {
    if begin.iter().any(|&begin| begin < 0) || begin.len() != size.len() {
        return Err(fail(name, "its start and size do not fit"));
    }
    let ends = begin.iter().zip(size);
    let end = ends.map(|(&begin, &size)| if size < 0 { i64::MAX } else { begin.saturating_add(size) }).collect();
    let slice = StridedSlice { end, strides: vec![1; begin.len()], begin, ..StridedSlice::default() };
    strided_slice(graph, name, x, &slice)
}

impl StridedSlice {
    /// What is taken of each axis of a value, and the shape of the result; `None` where the slice makes no sense.
    fn of(&self, input: &[usize]) -> Option<(Vec<Taken>, Vec<usize>)> {
        let entries = self.begin.len();
        if entries > 32 || [self.end.len(), self.strides.len()] != [entries; 2] {
            return None;
        }
        let set = |mask: i64, entry: usize| mask >> entry & 1 == 1;
        let named = (0..entries).filter(|&entry| !set(self.ellipsis_mask | self.new_axis_mask, entry)).count();
        let hidden = input.len().checked_sub(named)?;
        let (mut taken, mut shape) = (Vec::new(), Vec::new());
        let all = |&count: &usize| Taken { start: 0, count, step: 1, backwards: false };
        for entry in 0..entries {
            if set(self.ellipsis_mask, entry) {
                let axes = input.get(taken.len()..taken.len() + hidden)?;
                taken.extend(axes.iter().map(all));
                shape.extend(axes);
            } else if set(self.new_axis_mask, entry) {
                shape.push(1);
            } else {
                let axis = self.axis(entry, *input.get(taken.len())?)?;
                taken.push(axis);
                shape.extend((!set(self.shrink_axis_mask, entry)).then_some(axis.count));
            }
        }
        let rest = input.get(taken.len()..)?;
        shape.extend(rest);
        taken.extend(rest.iter().map(all));
        Some((taken, shape))
    }

    /// What an entry takes of an axis of `len` positions.
    fn axis(&self, entry: usize, len: usize) -> Option<Taken> {
        let set = |mask: i64| mask >> entry & 1 == 1;
        let (step, len) = (self.strides[entry], len as i64);
        let from_start = |at: i64| if at < 0 { at.saturating_add(len) } else { at };
        if set(self.shrink_axis_mask) {
            let start = usize::try_from(from_start(self.begin[entry])).ok()?;
            return Some(Taken { start, count: 1, step: 1, backwards: false });
        }
        let (lowest, highest) = if step > 0 { (0, len) } else { (-1, len - 1) };
        let (open_begin, open_end) = if step > 0 { (lowest, highest) } else { (highest, lowest) };
        let bound = |at: i64| from_start(at).clamp(lowest, highest.max(lowest));
        let first = if set(self.begin_mask) { open_begin } else { bound(self.begin[entry]) };
        let end = if set(self.end_mask) { open_end } else { bound(self.end[entry]) };
        let distance = if step > 0 { end - first } else { first - end };
        let step_size = step.checked_abs().filter(|&size| size > 0)?;
        let count = (distance.max(0) as u64).div_ceil(step_size as u64) as i64;
        let start = if step > 0 { first } else { first - (count - 1).max(0) * step_size };
        let size = |value: i64| usize::try_from(value).ok();
        Some(Taken {
            start: size(start.max(0))?,
            count: size(count)?,
            step: size(step_size.min(len.max(1)))?,
            backwards: step < 0,
        })
    }
}
