//! The guest of wasm-classify: a model and a picture in, the best classes out.
//!
//! Reading order: [`abi`] (what a host calls), [`classifier`], then what it is made of: [`import`] turns a
//! model file into a [`graph`], [`passes`] rewrite it, [`plan`] lays it out, [`kernels`] compute it, and
//! [`picture`] decodes and resizes what it looks at.

pub mod abi;
pub mod classifier;
pub mod conventions;
pub mod describe;
pub mod error;
pub mod graph;
pub mod import;
mod kernels;
pub mod network;
pub mod options;
mod passes;
pub mod picture;
mod plan;
#[cfg(test)]
mod testing;
