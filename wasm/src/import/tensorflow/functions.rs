//! Calls of functions. A graph may keep parts of itself in a library, as Keras does for grouped convolutions; each
//! call becomes the nodes of the function that it calls, so that the rest of the importer knows nothing of them.

use std::collections::{HashMap, HashSet};

use prost::Message;

use super::messages::{FunctionDef, GraphDef, NodeDef};
use super::order::{data_input, split_port};
use super::MAX_NODES;
use crate::error::{Error, Result};
use crate::import::protobuf::fields;

/// Functions that call each other, the innermost counted too.
const MAX_DEPTH: usize = 16;

/// Bytes that are copied for all calls together, constants left aside, which are shared.
const MAX_COPIED: usize = 1 << 26;

/// A graph without calls.
pub fn inline(graph: GraphDef) -> Result<GraphDef> {
    let library = graph.library.unwrap_or_default();
    let functions = library.function.into_iter().filter_map(|function| {
        let name = function.signature.as_ref()?.name.clone();
        Some((name, function))
    });
    let mut inliner = Inliner { functions: functions.collect(), nodes: Vec::new(), copied: 0 };
    for node in graph.node {
        inliner.place(node, 0)?;
    }
    Ok(GraphDef { node: inliner.nodes, library: None })
}

struct Inliner {
    functions: HashMap<String, FunctionDef>,
    nodes: Vec<NodeDef>,
    copied: usize,
}

impl Inliner {
    /// Adds a node, or what it calls; a call itself becomes an `IdentityN` of the function's results.
    fn place(&mut self, mut node: NodeDef, depth: usize) -> Result<()> {
        if ["PartitionedCall", "StatefulPartitionedCall"].contains(&node.op.as_str()) {
            if depth == MAX_DEPTH {
                return Err(node.fail(format!("functions call each other more than {MAX_DEPTH} deep")));
            }
            node.input = self.call(&node, depth)?;
            node.op = "IdentityN".into();
            node.attr.clear();
        }
        if self.nodes.len() == MAX_NODES {
            return Err(node.fail(format!("with its functions the graph has more than {MAX_NODES} nodes")));
        }
        self.nodes.push(node);
        Ok(())
    }

    /// Adds the body of the function that a node calls. The result is what the function's outputs are called.
    fn call(&mut self, call: &NodeDef, depth: usize) -> Result<Vec<String>> {
        let name = call.attr.get("f").and_then(|attr| attr.func.as_ref()).map_or("", |function| &function.name);
        let function = self.functions.get(name).ok_or_else(|| call.fail(format!("function `{name}` is missing")))?;
        let mut scope = Scope { call, arguments: HashMap::new() };
        let signature = function.signature.clone().unwrap_or_default();
        for (position, argument) in signature.input_arg.iter().enumerate() {
            let given = data_input(call, position).ok_or_else(|| call.fail(format!("input {position} is missing")))?;
            scope.arguments.insert(argument.name.clone(), given.to_string());
        }
        let results = signature.output_arg.iter().map(|output| {
            let made = function.ret.get(&output.name);
            made.map(|made| scope.renamed(made))
                .ok_or_else(|| call.fail(format!("`{name}` does not return all results")))
        });
        let results = results.collect::<Result<Vec<_>>>()?;
        let needed = needed(function);
        self.copied += needed.iter().map(|node| size(call, node)).sum::<usize>();
        if self.copied > MAX_COPIED {
            return Err(call.fail("the calls of functions expand to too much"));
        }
        let body: Vec<NodeDef> = needed.iter().map(|node| scope.placed(node)).collect();
        body.into_iter().try_for_each(|node| self.place(node, depth + 1))?;
        Ok(results)
    }
}

/// The nodes of a function that its results depend on.
fn needed(function: &FunctionDef) -> Vec<&NodeDef> {
    let by_name: HashMap<&str, &NodeDef> = function.node_def.iter().map(|node| (node.name.as_str(), node)).collect();
    let mut wanted: Vec<&str> = function.ret.values().map(String::as_str).collect();
    let mut found = HashSet::new();
    while let Some(name) = wanted.pop() {
        let name = name.split(':').next().unwrap_or_default();
        if let Some(node) = by_name.get(name).filter(|_| found.insert(name)) {
            wanted.extend(node.input.iter().map(String::as_str).filter(|input| !input.starts_with('^')));
        }
    }
    function.node_def.iter().filter(|node| found.contains(node.name.as_str())).collect()
}

/// The bytes that a copy of a node takes under its new names.
fn size(call: &NodeDef, node: &NodeDef) -> usize {
    let shared: usize =
        node.attr.values().filter_map(|attr| attr.tensor.as_ref()).map(|tensor| tensor.tensor_content.len()).sum();
    node.encoded_len() - shared + call.name.len() * (1 + node.input.len())
}

/// The names within a function that is called.
struct Scope<'a> {
    call: &'a NodeDef,
    arguments: HashMap<String, String>,
}

impl Scope<'_> {
    /// A node of the body. Inputs that order execution alone are left out: nothing here has side effects.
    fn placed(&self, node: &NodeDef) -> NodeDef {
        let inputs = node.input.iter().filter(|input| !input.starts_with('^'));
        NodeDef {
            name: self.scoped(&node.name),
            input: inputs.map(|input| self.renamed(input)).collect(),
            ..node.clone()
        }
    }

    /// Within a function an input is an argument, or `node:output name:number` where a graph has `node:number`.
    fn renamed(&self, input: &str) -> String {
        if let Some(given) = self.arguments.get(input) {
            return given.clone();
        }
        let (name, number) = split_port(input);
        let (node, output) = name.split_once(':').unwrap_or((name, ""));
        // The only op here whose outputs have names of their own, beside those of training.
        let number = number + usize::from(output == "indices");
        format!("{}:{number}", self.scoped(node))
    }

    fn scoped(&self, name: &str) -> String {
        format!("{}/{name}", self.call.name)
    }
}

/// How many nodes a file has, functions included: nodes take more memory than they take bytes in the file, so they
/// are counted before they are decoded. Fields that make no sense are left to the decoder.
pub fn check_node_count(bytes: &bytes::Bytes) -> Result<()> {
    let nodes = count(bytes.clone(), &[1]).saturating_add(count(bytes.clone(), &[2, 1, 3]));
    if nodes > MAX_NODES {
        return Err(Error::model(format!("the graph has {nodes} nodes, more than {MAX_NODES}")));
    }
    Ok(())
}

/// The number of fields that a path of field numbers leads to.
fn count(bytes: bytes::Bytes, path: &[u32]) -> usize {
    let wanted = fields(bytes).filter(|field| field.tag == path[0]).filter_map(|field| field.content);
    wanted.map(|content| if path.len() == 1 { 1 } else { count(content, &path[1..]) }).sum()
}
