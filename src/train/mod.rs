//! Fitting of the weights that ship: one file a model, each with its command, data and figures.
//!
//! Features are computed by the very functions that are used at prediction. Everything here is deterministic: the same
//! data gives the same bytes.

pub mod clean;
pub(crate) mod linear;
mod quotes;
pub mod ranking;
pub mod sentences;
mod tagger;

use std::path::Path;

pub use quotes::fit_quotes;
pub use tagger::fit_tagger;

use crate::{Error, Result};

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|source| Error::read(path, source))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(|source| Error::Write { path: path.to_owned(), source })
}
