//! Fitting of the weights that ship: one file a model.

pub mod clean;
