//! Where the values of a graph lie, and the steps so far. A transposed or sliced value is a view of the buffer of another
//! until a kernel needs its elements in order; only then it is copied.

use super::placement::Buffer;
use super::step::{Step, Work};
use super::view::StridedView;
use crate::error::{Error, Result};
use crate::graph::{Graph, Node, ValueId};
use crate::tensor::shape::elements;
use crate::tensor::Tensor;

pub struct Values<'a> {
    pub graph: &'a Graph,
    pub steps: Vec<Step>,
    pub buffers: Vec<Buffer>,
    /// Buffers that hold a constant operand at all times.
    pub constants: Vec<(usize, Tensor)>,
    views: Vec<Option<StridedView>>,
    producers: Vec<Option<usize>>,
    /// For each value, the only node that reads it, where there is just one.
    readers: Vec<Option<usize>>,
}

impl<'a> Values<'a> {
    pub fn of(graph: &'a Graph) -> Values<'a> {
        let mut readers = vec![None; graph.value_count()];
        let uses = graph.use_counts();
        for (index, node) in graph.nodes.iter().enumerate() {
            for &input in node.inputs.iter().filter(|&&input| uses[input] == 1) {
                readers[input] = Some(index);
            }
        }
        Values {
            graph,
            steps: Vec::new(),
            buffers: Vec::new(),
            constants: Vec::new(),
            views: vec![None; graph.value_count()],
            producers: graph.producers(),
            readers,
        }
    }

    /// The only node that reads a value; none where several do, or the user of the network.
    pub fn only_reader(&self, value: ValueId) -> Option<&'a Node> {
        self.readers[value].map(|index| &self.graph.nodes[index])
    }

    /// A new buffer, not yet used by any step. The input's is alive from step 0, before the first.
    pub fn buffer(&mut self, len: usize) -> usize {
        let first = if self.buffers.is_empty() { 0 } else { usize::MAX };
        self.buffers.push(Buffer { len, first, last: 0 });
        self.buffers.len() - 1
    }

    /// Says where a value lies.
    pub fn place(&mut self, value: ValueId, view: StridedView) {
        self.views[value] = Some(view);
    }

    /// Where a value lies.
    pub fn view(&mut self, value: ValueId) -> Result<StridedView> {
        if let Some(view) = &self.views[value] {
            return Ok(view.clone());
        }
        let tensor =
            self.graph.constant_of(value).ok_or_else(|| Error::internal("a value is read before it is made"))?;
        self.buffers.push(Buffer { len: tensor.len(), first: 0, last: usize::MAX });
        let view = StridedView::whole(self.buffers.len() - 1, tensor.shape());
        self.constants.push((view.buffer, tensor.clone()));
        self.place(value, view.clone());
        Ok(view)
    }

    /// The buffer that holds a value, and nothing else, in row-major order; it is copied there where it must be.
    pub fn read(&mut self, value: ValueId) -> Result<usize> {
        let view = self.view(value)?;
        if view.is_in_order() && self.buffers[view.buffer].len == elements(&view.shape)? {
            return Ok(view.buffer);
        }
        let producer = self.producers[value].ok_or_else(|| Error::internal("a view of nothing"))?;
        let copied = self.copied(&self.graph.nodes[producer], &view)?;
        let buffer = copied.buffer;
        self.place(value, copied);
        Ok(buffer)
    }

    /// A copy of a view in row-major order.
    pub fn copied(&mut self, node: &Node, view: &StridedView) -> Result<StridedView> {
        let target = self.buffer(elements(&view.shape)?);
        let copy = view.copy_into(&view.shape, &vec![0; view.shape.len()]);
        self.step(node, Work::Copy { copies: vec![copy], background: None }, vec![view.buffer], target, None);
        Ok(StridedView::whole(target, &view.shape))
    }

    pub fn step(&mut self, node: &Node, work: Work, inputs: Vec<usize>, output: usize, scratch: Option<usize>) {
        let now = self.steps.len() + 1;
        for &buffer in inputs.iter().chain([&output]).chain(&scratch) {
            let buffer = &mut self.buffers[buffer];
            buffer.first = buffer.first.min(now);
            buffer.last = buffer.last.max(now);
        }
        let macs = work.macs();
        self.steps.push(Step { name: node.name.clone(), op: node.op.name(), macs, work, inputs, output, scratch });
    }
}
