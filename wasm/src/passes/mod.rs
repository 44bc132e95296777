//! Rewrites that make a graph smaller and faster without changing what it computes.

mod activation;
mod arithmetic;
mod dead;
mod factor;
mod finish;
mod flatten;
mod gelu;
mod levels;
mod matcher;
mod norm;
mod padding;
mod patterns;
mod reshape;
mod residual;
mod scale;
mod scores;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::graph::Graph;
use crate::kernels::{Backend, Kernels};
pub use scores::Scores;

/// Makes a network end in probabilities, and simplifies it.
pub fn optimise(graph: &mut Graph) -> Result<Scores> {
    let scores = scores::end_in_scores(graph)?;
    simplify(graph)?;
    Ok(scores)
}

/// Simplifies a network whose output is to stay what it is.
pub fn as_features(graph: &mut Graph) -> Result<Scores> {
    let features = scores::end_in_features(graph)?;
    simplify(graph)?;
    Ok(features)
}

/// Applies the passes that keep every result, in the order in which each finds what the one before prepared.
pub fn simplify(graph: &mut Graph) -> Result<()> {
    levels::round_once(graph);
    dead::remove(graph);
    arithmetic::canonicalise(graph)?;
    patterns::recognise(graph);
    gelu::recognise(graph);
    norm::recognise(graph);
    factor::fuse(graph);
    flatten::fuse(graph);
    reshape::sink(graph);
    padding::fuse(graph);
    scale::fuse(graph)?;
    activation::fuse(graph);
    residual::fuse(graph);
    activation::fuse(graph);
    finish::fuse(graph, Backend::finishes);
    dead::remove(graph);
    Ok(())
}
