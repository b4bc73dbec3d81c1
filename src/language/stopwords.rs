//! Stop words: words that carry no topic. The lists are data, in `stopwords/` at the top of the repository.

use std::path::Path;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Language, fold_into};
use crate::{Error, Result};

/// A set of folded stop words.
#[derive(Debug, Clone, Default)]
pub struct StopWords(FxHashSet<String>);

impl StopWords {
    /// No stop words at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The list that ships for the language; `None` when there is none.
    pub fn embedded(language: Language) -> Option<&'static Self> {
        EMBEDDED.iter().find(|(known, _)| *known == language).map(|(_, list)| &**list)
    }

    /// Reads a list: one word a line, `#` starts a comment line. Words are folded.
    pub fn parse(list: &str) -> Self {
        let words = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(words.map(folded).collect())
    }

    /// Reads a list from a file.
    ///
    /// # Errors
    /// [`Error::Read`] when the file cannot be read as UTF-8.
    pub fn from_file(path: &Path) -> Result<Self> {
        std::fs::read_to_string(path).map(|list| Self::parse(&list)).map_err(|source| Error::read(path, source))
    }

    /// Whether the folded word is in the list.
    #[inline]
    pub fn contains(&self, folded: &str) -> bool {
        self.0.contains(folded)
    }

    /// The words, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(&mut out, word);
    out
}

macro_rules! embedded {
    ($count:literal: $($language:ident $file:literal,)*) => {
        /// One lazily read list a language.
        static EMBEDDED: [(Language, LazyLock<StopWords>); $count] = [
            $((Language::$language, LazyLock::new(|| StopWords::parse(include_str!(concat!("../../stopwords/", $file)))))),*
        ];
    };
}

embedded! { 18:
    English "en.txt",
    German "de.txt",
    French "fr.txt",
    Spanish "es.txt",
    Portuguese "pt.txt",
    Italian "it.txt",
    Dutch "nl.txt",
    Russian "ru.txt",
    Danish "da.txt",
    Swedish "sv.txt",
    Norwegian "no.txt",
    Finnish "fi.txt",
    Hungarian "hu.txt",
    Romanian "ro.txt",
    Turkish "tr.txt",
    Arabic "ar.txt",
    Greek "el.txt",
    Tamil "ta.txt",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_there_and_holds_its_commonest_words() {
        for (language, word) in [(Language::English, "the"), (Language::German, "der"), (Language::French, "le")] {
            assert!(StopWords::embedded(language).is_some_and(|list| list.contains(word)), "{language} {word}");
        }
        assert!(EMBEDDED.iter().all(|(_, list)| list.len() >= 100));
        assert!(StopWords::embedded(Language::Japanese).is_none());
    }

    #[test]
    fn own_lists_are_folded_and_may_hold_comments() {
        let list = StopWords::parse("# mine\nDon’t\n\n Foo \n");
        assert!(list.contains("don't") && list.contains("foo"));
        assert_eq!(list.len(), 2);
    }
}
