//! Lets a dense layer read a picture as it lies in memory. ONNX models flatten pictures channels first: where nothing
//! but that reordering stands between a picture and a dense layer, the layer becomes a convolution whose kernel is as
//! large as the picture, and whose weights are read in the picture's order.

use crate::graph::{Graph, ValueId};
use crate::op::{Filter, Op, Window};

pub fn fuse(graph: &mut Graph) {
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let Op::Conv(conv) = &graph.nodes[index].op else { continue };
        let Some(picture) = flattened(graph, &producers, graph.nodes[index].inputs[0]) else { continue };
        let &[1, height, width, channels] = graph.shape(picture) else { continue };
        let [_, _, depth, outputs] = conv.filter.dimensions;
        let window = Window { size: [height, width], ..Window::POINT };
        if !conv.window.is_point()
            || conv.groups != 1
            || depth != height * width * channels
            || window.checked().is_err()
        {
            continue;
        }
        let [_, _, stride, output_stride] = conv.filter.strides;
        let mut conv = conv.clone();
        conv.window = window;
        conv.filter = Filter {
            dimensions: [height, width, channels, outputs],
            strides: [width * stride, stride, height * width * stride, output_stride],
            ..conv.filter
        };
        graph.nodes[index].op = Op::Conv(conv);
        graph.nodes[index].inputs[0] = picture;
    }
    super::dead::remove(graph);
}

/// The picture whose values in the order channels, height, width are all that `value` holds.
fn flattened(graph: &Graph, producers: &[Option<usize>], mut value: ValueId) -> Option<ValueId> {
    loop {
        let node = &graph.nodes[producers[value]?];
        match &node.op {
            Op::Reshape { .. } => value = node.inputs[0],
            Op::Transpose { order } if order[..] == [0, 3, 1, 2] => return Some(node.inputs[0]),
            _ => return None,
        }
    }
}
