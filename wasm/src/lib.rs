//! The guest of wasm-classify: a model and a picture in, the best classes out.
//!
//! Reading order: [`abi`] (what a host calls), [`classifier`], then what it is made of: [`import`] turns a
//! model file into a [`graph`] of [`op`]s, [`passes`] rewrite it, [`plan`] lays it out, [`kernels`] compute it.
//! [`picture`] decodes what it looks at, [`resize`] brings that to its size.
//!
//! No two modules depend on each other: a module uses those below it, a folder's modules what the folder's own file
//! declares for all of them.

pub mod abi;
pub mod classifier;
pub mod conventions;
pub mod describe;
pub mod error;
pub mod graph;
pub mod import;
mod kernels;
pub mod network;
pub mod op;
pub mod options;
mod passes;
pub mod picture;
mod plan;
pub mod resize;
pub mod tensor;
#[cfg(test)]
mod testing;
