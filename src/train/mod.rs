//! Fits the weights that ship with the crate.

pub mod clean;
pub mod sentences;
