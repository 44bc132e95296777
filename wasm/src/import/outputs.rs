//! Which of a network's outputs are the scores. All formats ask here.

use crate::error::{Error, Remedy, Result};
use crate::graph::Graph;
use crate::op::Op;

/// What the op does that makes a value.
pub enum Maker<V> {
    /// Makes scores of the numbers that it reads: a softmax or a sigmoid.
    Squashes(V),
    /// Picks the best of the scores that it reads, or names them.
    Picks(V),
    /// Hands on the numbers that it reads, in another shape or type.
    Keeps(V),
    /// A layer with constant weights, such as a dense one or a convolution, of the numbers that it reads.
    Layer(V),
    /// Adds constants to the numbers that it reads, or multiplies them.
    Scales(V),
    Other,
}

/// A value that may be the scores.
pub struct Candidate<V> {
    pub value: V,
    pub name: String,
    /// Whether it ends in a softmax or sigmoid.
    pub is_squashed: bool,
}

/// The most ops that are looked at behind an output.
const MAX_STEPS: usize = 64;
/// The most outputs that are tried.
const MAX_OUTPUTS: usize = 16;

/// The scores that an output which names the best of them was made from; the output itself where it is none.
pub fn scores_behind<V: Clone>(output: V, maker: impl Fn(&V) -> Maker<V>) -> V {
    let mut value = output.clone();
    let mut scores = None;
    for _ in 0..MAX_STEPS {
        match maker(&value) {
            Maker::Picks(source) => {
                scores = Some(source.clone());
                value = source;
            }
            Maker::Keeps(source) => value = source,
            _ => break,
        }
    }
    scores.unwrap_or(output)
}

/// Whether a value comes from a softmax or sigmoid.
pub fn is_squashed<V: Clone>(value: &V, maker: impl Fn(&V) -> Maker<V>) -> bool {
    let mut value = value.clone();
    for _ in 0..MAX_STEPS {
        match maker(&value) {
            Maker::Squashes(_) => return true,
            Maker::Keeps(source) => value = source,
            _ => return false,
        }
    }
    false
}

/// The value that the last layer before the scores reads: the features of the picture.
pub fn features_behind<V: Clone>(scores: V, maker: impl Fn(&V) -> Maker<V>) -> Option<V> {
    let mut value = scores;
    for _ in 0..MAX_STEPS {
        value = match maker(&value) {
            Maker::Layer(features) => return Some(features),
            Maker::Squashes(source) | Maker::Keeps(source) | Maker::Scales(source) => source,
            Maker::Picks(_) | Maker::Other => return None,
        };
    }
    None
}

/// What an op does that reads one value which depends on the picture, and constants. Ops have other names in each format.
pub fn with_constants<V>(op: &str, layers: &[&str], scaling: &[&str], variables: Vec<V>) -> Maker<V> {
    match <[V; 1]>::try_from(variables) {
        Ok([source]) if layers.contains(&op) => Maker::Layer(source),
        Ok([source]) if scaling.contains(&op) => Maker::Scales(source),
        _ => Maker::Other,
    }
}

/// Builds the network up to its scores. Of several candidates those count first that have as many values as there are
/// `labels`, then those that end in a softmax or sigmoid, then those whose name speaks of scores.
///
/// Fails where that leaves several.
pub fn build<V>(
    candidates: &[Candidate<V>],
    labels: Option<usize>,
    build: impl Fn(&Candidate<V>) -> Result<Graph>,
) -> Result<Graph> {
    let mut graph = match candidates {
        [] => return Err(Error::model("the model has no output that could be scores")),
        [only] => build(only)?,
        _ => choose(candidates, labels, build)?,
    };
    let others = candidates.iter().filter(|candidate| candidate.name != graph.output_name);
    graph.other_outputs = others.map(|candidate| candidate.name.clone()).collect();
    Ok(graph)
}

fn choose<V>(
    candidates: &[Candidate<V>],
    labels: Option<usize>,
    build: impl Fn(&Candidate<V>) -> Result<Graph>,
) -> Result<Graph> {
    let candidates = &candidates[..candidates.len().min(MAX_OUTPUTS)];
    // One that cannot be built may still be the right one, and is then told of.
    let mut rest: Vec<(&Candidate<V>, Result<Graph>)> =
        candidates.iter().map(|candidate| (candidate, build(candidate))).collect();
    let is_vector =
        |(_, graph): &(&Candidate<V>, Result<Graph>)| graph.as_ref().map_or(true, |graph| values(graph).is_some());
    let list = rest.iter().map(|(candidate, graph)| match graph {
        Ok(graph) => format!("`{}` {:?}", candidate.name, graph.shape(graph.output)),
        Err(_) => format!("`{}`", candidate.name),
    });
    let list = list.collect::<Vec<_>>().join(", ");
    narrow(&mut rest, is_vector);
    if let Some(labels) = labels {
        let fits = |count: usize| count == labels || (count, labels) == (1, 2);
        narrow(&mut rest, |(_, graph)| graph.as_ref().is_ok_and(|graph| values(graph).is_some_and(fits)));
    }
    narrow(&mut rest, |(candidate, _)| candidate.is_squashed);
    narrow(&mut rest, |(candidate, _)| speaks_of_scores(&candidate.name));
    match (rest.len(), rest.pop()) {
        (1, Some((_, graph))) => graph,
        _ => {
            let error = Error::model(format!("any of its outputs could be the scores: {list}"));
            Err(error.with_remedy(Remedy::Output))
        }
    }
}

/// Leaves those that a witness speaks for, if it does so for any.
fn narrow<T>(rest: &mut Vec<T>, speaks_for: impl Fn(&T) -> bool) {
    if rest.iter().any(&speaks_for) {
        rest.retain(speaks_for);
    }
}

/// How many scores a network gives for a picture; `None` where its output has several axes.
fn values(graph: &Graph) -> Option<usize> {
    let mut sizes = graph.shape(graph.output).iter().copied().filter(|&size| size != 1);
    let count = sizes.next().unwrap_or(1);
    sizes.next().is_none().then_some(count)
}

fn speaks_of_scores(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = ["logit", "prob", "predict", "score", "softmax", "class", "output0"];
    words.iter().any(|word| name.contains(word))
}

/// Builds a network that takes `batch` pictures at once: as if it took one where nothing depends on their number, else
/// with the picture repeated, which `build` is told.
pub fn for_one_picture(batch: usize, build: impl Fn(bool) -> Result<Graph>) -> Result<Graph> {
    let alone = build(false);
    let is_independent = alone.as_ref().is_ok_and(|graph| graph.shape(graph.output).first() == Some(&1));
    if batch == 1 || is_independent {
        return alone;
    }
    first_of_batch(build(true)?, batch)
}

/// The scores of the first picture alone.
fn first_of_batch(mut graph: Graph, batch: usize) -> Result<Graph> {
    let shape = graph.shape(graph.output).to_vec();
    if shape.first() != Some(&batch) {
        return Err(Error::model(format!(
            "the model takes batches of {batch} pictures, and its output `{}` of shape {shape:?} does not tell them apart",
            graph.output_name
        )));
    }
    let size = [&[1], &shape[1..]].concat();
    let first = Op::Slice { start: vec![0; size.len()], size, step: vec![1; shape.len()] };
    let name = graph.output_name.clone();
    graph.output = graph.add(&name, first, &[graph.output])?;
    Ok(graph)
}
