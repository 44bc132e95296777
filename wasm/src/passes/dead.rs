//! Removes nodes that the output does not depend on.

use crate::graph::Graph;

pub fn remove(graph: &mut Graph) {
    let mut needed = vec![false; graph.value_count()];
    needed[graph.output] = true;
    for node in graph.nodes.iter().rev() {
        if needed[node.output] {
            for &input in &node.inputs {
                needed[input] = true;
            }
        }
    }
    graph.nodes.retain(|node| needed[node.output]);
}
