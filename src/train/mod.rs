//! Fits the weights that ship with the crate.

pub mod ranking;
pub mod sentences;
