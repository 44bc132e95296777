//! Which nodes run, and in which order.

use std::collections::HashMap;

use super::messages::{GraphDef, NodeDef};
use crate::error::Result;

/// Why loops are refused, in whichever form a graph has them.
pub const LOOP: &str = "a loop, as recurrent layers (LSTM, GRU) make it, is not supported";

/// The name of a node's data input. Those that order execution alone, as `^name`, come after all of these.
pub fn data_input(node: &NodeDef, position: usize) -> Option<&str> {
    node.input.get(position).map(String::as_str).filter(|input| !input.starts_with('^'))
}

/// How many data inputs a node has.
pub fn data_input_count(node: &NodeDef) -> usize {
    node.input.iter().take_while(|input| !input.starts_with('^')).count()
}

/// Splits `name:1` into the name and the number of the output, 0 where none is given.
pub fn split_port(input: &str) -> (&str, usize) {
    match input.rsplit_once(':').map(|(name, port)| (name, port.parse())) {
        Some((name, Ok(port))) => (name, port),
        _ => (input, 0),
    }
}

/// The nodes that `output` depends on, each after its inputs; those of the nodes that are `given` do not matter.
pub fn execution_order(
    graph: &GraphDef,
    by_name: &HashMap<&str, usize>,
    output: usize,
    given: &[usize],
) -> Result<Vec<usize>> {
    let mut order = Vec::new();
    let mut state = vec![State::New; graph.node.len()];
    let mut stack = vec![(output, 0)];
    while let Some((index, next)) = stack.pop() {
        let node = &graph.node[index];
        state[index] = State::Open;
        let Some(input) = data_input(node, next).filter(|_| !given.contains(&index)) else {
            state[index] = State::Done;
            order.push(index);
            continue;
        };
        stack.push((index, next + 1));
        let (name, _) = split_port(input);
        let source = *by_name.get(name).ok_or_else(|| node.fail(format!("its input `{name}` is not in the graph")))?;
        match state[source] {
            State::New => stack.push((source, 0)),
            State::Open if graph.node.iter().any(|node| node.op == "NextIteration") => return Err(node.fail(LOOP)),
            State::Open => return Err(node.fail("the graph has a cycle")),
            State::Done => {}
        }
    }
    Ok(order)
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}
