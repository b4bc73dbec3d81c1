//! What can go wrong: one error type for the whole library.

use std::io;
use std::path::PathBuf;

/// `Result` with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can fail in this library. Summarizing cannot: only reading, and fitting, can.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// What was asked for.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Where to.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Bytes that are not text in any encoding this build reads.
    #[error("not text: {reason} at byte {offset}; save it as text in UTF-8")]
    Encoding {
        /// Offset of the first byte that could not be read.
        offset: usize,
        /// What was found there.
        reason: &'static str,
    },
    /// An input longer than the limit that was set.
    #[error("{length} bytes are more than the limit of {limit}; raise it with --max-input")]
    TooLong {
        /// Length of the input in bytes.
        length: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A line that should hold a record and does not.
    #[error("line {line}: {reason}")]
    Record {
        /// Line number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A data set of no known layout.
    #[error("{}: {reason}", path.display())]
    Corpus {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it, and which layouts are read.
        reason: String,
    },
    /// A weights file that this build cannot use.
    #[error("weights: {reason}; fit them again with `nutgraf train`")]
    Weights {
        /// What does not fit.
        reason: String,
    },
    /// A language code that is not known.
    #[error("unknown language {code:?}; use a two-letter code such as en, de or fr")]
    Language {
        /// The code as given.
        code: String,
    },
    /// This build was made without a part that the input needs.
    #[error("{what} needs the feature `{feature}`, which this build was made without")]
    Feature {
        /// What was asked for.
        what: &'static str,
        /// The cargo feature.
        feature: &'static str,
    },
}

impl Error {
    /// An error of reading `path`.
    pub(crate) fn read(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Read { path: path.into(), source }
    }
}
