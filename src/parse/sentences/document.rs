//! What the whole text tells about one of its words; found on first use, once.

use std::hash::{Hash, Hasher};

use memchr::memmem;
use rustc_hash::{FxHashSet, FxHasher};

/// Facts about the whole text.
#[derive(Debug)]
pub(super) struct Document<'t> {
    text: &'t str,
    words: Option<FxHashSet<u64>>,
    searches: u32,
    informal: Option<bool>,
}

impl<'t> Document<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, words: None, searches: 0, informal: None }
    }

    /// Whether the word stands somewhere between spaces, so without a stop after it.
    ///
    /// The first questions are answered by a search, which is quicker than to know all words; then all words are
    /// learned at once, so that many questions to a long text take linear time.
    pub(super) fn has_word(&mut self, word: &str) -> bool {
        let text = self.text;
        if self.searches < SEARCHES {
            self.searches += 1;
            let needle = [" ", word, " "].concat();
            return memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
        }
        let words = self.words.get_or_insert_with(|| {
            // what stands before the first space and after the last has none on one side
            let mut parts = text.split(' ');
            let _ = (parts.next(), parts.next_back());
            parts.map(hash).collect()
        });
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

/// How often a text is searched before all its words are learned.
const SEARCHES: u32 = 8;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_search_and_by_set_alike() {
        let mut document = Document::new("one two three. four two five");
        for _ in 0..SEARCHES + 4 {
            assert!(document.has_word("two"));
            assert!(!document.has_word("three"));
            assert!(!document.has_word("one"));
            assert!(!document.has_word("five"));
        }
    }
}
