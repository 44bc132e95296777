//! No two modules of the crate depend on each other: in each folder, the modules beside each other form no circle of `use`.
//! What a folder's own file declares is there for all of its modules, as Rust has it.
