//! Stems by the Snowball algorithms. The only file that names `rust_stemmers`, so that it can be exchanged. English words
//! are stemmed by our own [`porter2`], which gives the same stems faster.

use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

use super::{Language, porter2};

/// Longest word that is stemmed, in bytes. Some algorithms move the rest of the word for each letter they replace: time
/// would grow with the square of a word that has no end.
const LONGEST: usize = 256;

/// A language's stemmer; words of a language without one stay as they are.
pub(crate) struct Stem {
    snowball: Option<Stemmer>,
    english: bool,
}

impl std::fmt::Debug for Stem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stem").field("english", &self.english).finish_non_exhaustive()
    }
}

impl Stem {
    pub(crate) fn new(language: Language) -> Self {
        Self { snowball: algorithm(language).map(Stemmer::create), english: language == Language::English }
    }

    /// The stem of a folded word.
    pub(crate) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        if let Some(stemmed) = self.english.then(|| porter2::stem(word)).flatten() {
            let stem = stemmed.as_str();
            return if word.starts_with(stem) {
                Cow::Borrowed(&word[..stem.len()])
            } else {
                Cow::Owned(stem.to_owned())
            };
        }
        match &self.snowball {
            Some(stemmer) if word.len() <= LONGEST => stemmer.stem(word),
            _ => Cow::Borrowed(word),
        }
    }
}

/// Greek is left out: its stemmer in `rust_stemmers` 1.2 is reported to panic on some words.
const fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language {
        Language::English => Algorithm::English,
        Language::German => Algorithm::German,
        Language::French => Algorithm::French,
        Language::Spanish => Algorithm::Spanish,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Italian => Algorithm::Italian,
        Language::Dutch => Algorithm::Dutch,
        Language::Russian => Algorithm::Russian,
        Language::Danish => Algorithm::Danish,
        Language::Swedish => Algorithm::Swedish,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Finnish => Algorithm::Finnish,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Romanian => Algorithm::Romanian,
        Language::Turkish => Algorithm::Turkish,
        Language::Arabic => Algorithm::Arabic,
        Language::Tamil => Algorithm::Tamil,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_where_snowball_has_an_algorithm() {
        assert_eq!(Stem::new(Language::English).stem("elections"), "elect");
        assert_eq!(Stem::new(Language::German).stem("wahlen"), "wahl");
        assert_eq!(Stem::new(Language::Chinese).stem("选举"), "选举");
        let endless = "é".repeat(1_000_000);
        assert_eq!(Stem::new(Language::French).stem(&endless), endless);
    }
}
