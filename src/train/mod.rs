//! Fits the weights that ship with the crate.

pub mod sentences;
