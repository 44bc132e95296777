//! Every kernel against the plain reference, as a network of one node, so that the choice of the kernel and the
//! layout of its memory are covered too.

mod convolution;
mod copy;
mod elementwise;
mod pick;
mod pool;
mod product;
mod rows;
