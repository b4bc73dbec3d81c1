//! The file of ranking weights: small models as JSON, and one quantized table of stems.
//!
//! Layout: `NGRK`, length of the JSON (`u32`, little endian), the JSON, the table (see `model::table`). The JSON names
//! every feature; a file fitted for other features than the build computes is refused.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::document::{Document, Lexical};
use super::sentences::{LENGTH, SENTENCE};
use super::sets::SET;
use super::words::{PAIR, WORD};
use crate::model::dense::{Dense, Ready};
use crate::model::features::Key;
use crate::model::table::{Header, Table};
use crate::{Error, Language, Result};

const MAGIC: &[u8; 4] = b"NGRK";
/// Name of the table, and its columns.
pub(crate) const TABLE: &str = "ranking";
pub(crate) const COLUMNS: [&str; 4] = ["idf", "reaches", "carries", "opens"];

/// What sets are chosen under; one set model each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Two to four sentences.
    Auto,
    /// So many, 1 to 4.
    Exactly(usize),
    /// Up to four within a length.
    Within,
}

impl Mode {
    pub(crate) const ALL: [Self; 6] =
        [Self::Auto, Self::Exactly(1), Self::Exactly(2), Self::Exactly(3), Self::Exactly(4), Self::Within];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Exactly(1) => "one",
            Self::Exactly(2) => "two",
            Self::Exactly(3) => "three",
            Self::Exactly(_) => "four",
            Self::Within => "within",
        }
    }
}

/// The models of one kind of language.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Models {
    pub(crate) words: Dense,
    pub(crate) pairs: Dense,
    pub(crate) sentences: Dense,
    pub(crate) length: Dense,
    pub(crate) sets: BTreeMap<String, Dense>,
    #[serde(skip)]
    pub(crate) ready: ReadyModels,
}

/// The same models, made ready for use.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadyModels {
    pub(crate) words: Ready,
    pub(crate) pairs: Ready,
    pub(crate) sentences: Ready,
    pub(crate) sets: BTreeMap<String, Ready>,
}

impl Models {
    /// Makes the models ready for use.
    fn prepare(&mut self) {
        self.ready = ReadyModels {
            words: Ready::from(&self.words),
            pairs: Ready::from(&self.pairs),
            sentences: Ready::from(&self.sentences),
            sets: self.sets.iter().map(|(name, model)| (name.clone(), Ready::from(model))).collect(),
        };
    }

    fn fits(&self) -> Result<()> {
        self.words.fits("words", &WORD)?;
        self.pairs.fits("pairs", &PAIR)?;
        self.sentences.fits("sentences", &SENTENCE)?;
        self.length.fits("length", &LENGTH)?;
        for mode in Mode::ALL {
            let missing = || Error::Weights { reason: format!("sets: no model for {}", mode.name()) };
            self.sets.get(mode.name()).ok_or_else(missing)?.fits("sets", &SET)?;
        }
        Ok(())
    }
}

/// The JSON part of the file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Contents {
    /// Data it was fitted on.
    pub(crate) data: String,
    /// The command that fitted it.
    pub(crate) command: String,
    /// When, ISO 8601.
    pub(crate) date: String,
    /// Origin and licence, for users.
    pub(crate) note: String,
    /// The language of the table.
    pub(crate) language: String,
    /// Models for that language, with the table.
    pub(crate) known: Models,
    /// Models for every other language, without it.
    pub(crate) other: Models,
}

/// Rows of the table that a thread read last, one for each slot: most words of an article were in the one before.
struct Recent {
    /// Number of the weights that the rows are of; 0 for none.
    of: u64,
    rows: Vec<(Key, Lexical)>,
}

thread_local! {
    static RECENT: RefCell<Recent> = const { RefCell::new(Recent { of: 0, rows: Vec::new() }) };
}

impl Recent {
    const SLOTS: usize = 4096;

    /// Forgets the rows of other weights.
    fn of(&mut self, number: u64) {
        if self.of != number {
            self.of = number;
            self.rows.clear();
            self.rows.resize(Self::SLOTS, (0, Lexical::default()));
        }
    }

    /// The row of a key. No word has the key 0, or it is read anew each time.
    #[inline]
    fn get(&mut self, key: Key, read: impl Fn(Key) -> Lexical) -> Lexical {
        #[expect(clippy::cast_possible_truncation, reason = "the low bits are meant")]
        let Some(slot) = self.rows.get_mut(key as usize % Self::SLOTS) else { return read(key) };
        if slot.0 != key || key == 0 {
            *slot = (key, read(key));
        }
        slot.1
    }
}

/// Numbers of weights that were opened.
static OPENED: AtomicU64 = AtomicU64::new(1);

/// Fitted weights of the learned scorer.
#[derive(Debug, Clone)]
pub struct RankingWeights {
    /// Tells them apart from others.
    number: u64,
    contents: Contents,
    language: Language,
    table: Table,
}

static EMBEDDED: LazyLock<Arc<RankingWeights>> = LazyLock::new(|| {
    let bytes: &'static [u8] = include_bytes!("../../weights/ranking.en.bin");
    let weights = RankingWeights::open(std::borrow::Cow::Borrowed(bytes));
    Arc::new(weights.expect("the embedded weights are those of this build"))
});

impl RankingWeights {
    /// The weights that ship with the crate.
    pub fn embedded() -> Arc<Self> {
        EMBEDDED.clone()
    }

    /// Reads weights that `nutgraf train` wrote.
    ///
    /// # Errors
    /// [`Error::Read`], and [`Error::Weights`] when they were fitted for other features than this build computes.
    pub fn from_file(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::read(path, source))?;
        Self::from_bytes(bytes)
    }

    /// Reads weights from the bytes of such a file.
    ///
    /// # Errors
    /// [`Error::Weights`] when they were fitted for other features than this build computes.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        Self::open(std::borrow::Cow::Owned(bytes))
    }

    fn open(bytes: std::borrow::Cow<'static, [u8]>) -> Result<Self> {
        let broken = |reason: String| Error::Weights { reason: format!("ranking: {reason}") };
        if bytes.len() < 8 || &bytes[..4] != MAGIC {
            return Err(broken("not a file of ranking weights".to_owned()));
        }
        let length = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
        let Some(json) = bytes.get(8..8_usize.saturating_add(length)) else {
            return Err(broken("cut short".to_owned()));
        };
        let mut contents: Contents = serde_json::from_slice(json).map_err(|e| broken(e.to_string()))?;
        contents.known.fits()?;
        contents.other.fits()?;
        contents.known.prepare();
        contents.other.prepare();
        let rest: std::borrow::Cow<'static, [u8]> = match bytes {
            std::borrow::Cow::Borrowed(bytes) => std::borrow::Cow::Borrowed(&bytes[8 + length..]),
            std::borrow::Cow::Owned(mut bytes) => std::borrow::Cow::Owned(bytes.split_off(8 + length)),
        };
        let table = Table::open(rest, TABLE, &COLUMNS)?;
        let language = Language::from_code(&contents.language).unwrap_or_default();
        Ok(Self { number: OPENED.fetch_add(1, Ordering::Relaxed), contents, language, table })
    }

    /// What they were fitted on, by which command and when.
    pub fn origin(&self) -> [&str; 4] {
        let Contents { data, command, date, note, .. } = &self.contents;
        [data, command, date, note]
    }

    /// Whether the table is of that language.
    pub(crate) fn knows(&self, language: Language) -> bool {
        self.language == language
    }

    /// The models for a language, and what is known of the document's words in it.
    pub(crate) fn models(&self, language: Language, document: &Document) -> (&Models, Vec<Lexical>) {
        if language == self.language {
            let unknown = Lexical { idf: self.table.constant("idf of a new word"), ..Lexical::default() };
            let known = |key| match self.table.row::<4>(key) {
                Some([idf, reaches, carries, opens]) => Lexical { idf, reaches, carries, opens },
                None => unknown,
            };
            let keys = document.words.iter().map(|word| word.key);
            let lexical = RECENT.with_borrow_mut(|recent| {
                recent.of(self.number);
                keys.map(|key| recent.get(key, known)).collect()
            });
            (&self.contents.known, lexical)
        } else {
            (&self.contents.other, own_idf(document))
        }
    }
}

/// Without a table: idf from the article's own sentences, nothing else.
pub(crate) fn own_idf(document: &Document) -> Vec<Lexical> {
    let n = document.len() as f32;
    let idf = |df: u32| (1.0 + (n - df as f32 + 0.5) / (df as f32 + 0.5)).ln();
    document.words.iter().map(|word| Lexical { idf: idf(word.df), ..Lexical::default() }).collect()
}

/// The bytes of a weights file.
pub(crate) fn pack(contents: &Contents, unknown_idf: f64, rows: &[(u64, Vec<f32>)]) -> Vec<u8> {
    let header = Header {
        model: TABLE.to_owned(),
        features: COLUMNS.map(str::to_owned).to_vec(),
        constants: [("idf of a new word".to_owned(), unknown_idf)].into(),
        ..Header::default()
    };
    let json = serde_json::to_vec(contents).expect("plain strings and numbers");
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&u32::try_from(json.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(&json);
    out.extend_from_slice(&crate::model::table::pack(&header, COLUMNS.len(), 1, rows));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: &[u8] = include_bytes!("../../weights/ranking.en.bin");

    #[test]
    fn the_embedded_weights_fit_and_say_where_they_are_from() {
        let weights = RankingWeights::embedded();
        assert!(weights.origin().iter().all(|part| !part.is_empty()));
        assert_eq!(weights.language, Language::English);
        assert!(BYTES.len() < 500_000);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(RankingWeights::from_bytes(BYTES.to_vec()).is_ok());
        for broken in [&BYTES[..3], &BYTES[..1000], &BYTES[..BYTES.len() - 1], b"NGRK\xff\xff\xff\xff"] {
            assert!(RankingWeights::from_bytes(broken.to_vec()).is_err());
        }
        // a feature of another name
        let text = String::from_utf8_lossy(&BYTES[8..]).find("ln count").unwrap();
        let mut other = BYTES.to_vec();
        other[8 + text] = b'x';
        let error = RankingWeights::from_bytes(other).unwrap_err().to_string();
        assert!(error.contains("other features"), "{error}");
    }
}
