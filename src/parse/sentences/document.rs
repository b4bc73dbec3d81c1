//! What the whole text tells about one of its words; found on first use, once.

use std::hash::{Hash, Hasher};

use memchr::memmem;
use rustc_hash::{FxHashSet, FxHasher};

/// Facts about the whole text.
#[derive(Debug)]
pub(super) struct Document<'t> {
    text: &'t str,
    words: Option<FxHashSet<u64>>,
    informal: Option<bool>,
}

impl<'t> Document<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, words: None, informal: None }
    }

    /// Whether the word stands somewhere between white space, so without a stop after it. Constant time but for the
    /// first call, which is linear in the text.
    pub(super) fn has_word(&mut self, word: &str) -> bool {
        let text = self.text;
        let words = self.words.get_or_insert_with(|| text.split_ascii_whitespace().map(hash).collect());
        words.contains(&hash(word))
    }

    /// Whether the writer does not care for capitals: the pronoun `I` is written `i`.
    pub(super) fn is_informal(&mut self) -> bool {
        let text = self.text;
        *self.informal.get_or_insert_with(|| {
            memmem::find_iter(text.as_bytes(), " i ").any(|at| {
                let next = text[at + 3..].split_ascii_whitespace().next().unwrap_or_default();
                let next: &str = next.trim_end_matches(['.', ',', '!', '?']);
                VERBS_AFTER_I.contains(&next) || next.starts_with("don") || next.starts_with("guess")
            })
        })
    }
}

/// Verbs that follow the pronoun and no variable or list marker.
const VERBS_AFTER_I: &[&str] = &[
    "am", "was", "have", "think", "do", "would", "will", "can", "just", "know", "want", "need", "love", "like", "also",
    "find", "really", "had", "got", "hope", "guess", "did", "could", "never", "went", "saw", "said", "feel",
];

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}
