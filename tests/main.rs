//! One integration binary: it links once.
#![allow(clippy::unwrap_used, missing_docs)]

mod about;
mod articles;
mod cli;
mod data;
mod eval;
mod helpers;
mod properties;
mod readme;
mod verify;
