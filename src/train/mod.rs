//! Fitting of the weights that ship: one file a model, each with its command, data and figures.
//!
//! Features are computed by the very functions that are used at prediction. Everything here is deterministic: the same
//! data gives the same bytes.

pub mod clean;
pub mod sentences;
