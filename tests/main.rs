//! One integration binary: it links once.
#![allow(clippy::unwrap_used, missing_docs)]

mod about;
mod articles;
mod checks;
mod cli;
mod contract;
mod data;
mod eval;
mod fault;
mod fuzz;
mod harm;
mod helpers;
mod metamorphic;
mod properties;
mod readme;
mod records;
mod verify;
