//! An article as the models see it: distinct words and pairs of words with their places, and plain facts of each
//! sentence. One pass over the terms; the same for training and prediction.

use std::sync::LazyLock;

use super::lean::{captions, leans};
use crate::language::Stem;
use crate::model::features::{Key, key};
use crate::score::terms::{Terms, to_u32};
use crate::{Article, Language};

/// What is known of a stem from many articles. All 0 when it is not known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lexical {
    /// Inverse document frequency.
    pub(crate) idf: f32,
    /// Log-odds that a stem of an article reaches its summary.
    pub(crate) reaches: f32,
    /// Log-odds that a sentence with this stem belongs to the best extract.
    pub(crate) carries: f32,
    /// Log-odds that a sentence beginning with this stem belongs to the best extract.
    pub(crate) opens: f32,
}

/// A distinct stem of the article.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of its own")]
pub(crate) struct Word {
    pub(crate) key: Key,
    pub(crate) stop: bool,
    pub(crate) digit: bool,
    pub(crate) letters: u8,
    pub(crate) count: u32,
    /// Sentences that hold it.
    pub(crate) df: u32,
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// Sum of the sentence numbers of all occurrences.
    pub(crate) places: u32,
    /// It stands in one of the sentences 1 and 2, 3 to 5 (from 0).
    pub(crate) early: bool,
    pub(crate) middle: bool,
    /// Occurrences with a capital that do not open a sentence.
    pub(crate) capitals: u32,
    /// Words of the shortest sentence that holds it.
    pub(crate) shortest: u32,
}

/// A distinct pair of stems that follow each other in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) count: u32,
    pub(crate) df: u32,
    pub(crate) first: u32,
    last: u32,
}

/// Plain facts of a sentence.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of its own")]
pub(crate) struct Facts {
    /// Number of its words.
    pub(crate) words: u32,
    /// No mark at its end.
    pub(crate) unended: bool,
    /// Begins with a pronoun.
    pub(crate) pronoun: bool,
    /// Begins with a word that joins it to the sentence before, or points there; or is a caption.
    pub(crate) leans: bool,
    /// A quotation begins in it and does not end, or ends and does not begin.
    pub(crate) broken_quote: bool,
    /// Double quotation marks.
    pub(crate) quotes: u32,
    /// Ends as a question.
    pub(crate) question: bool,
    /// Words with a capital that do not open it.
    pub(crate) capitals: u32,
    /// Words with a digit.
    pub(crate) digits: u32,
}

/// Lists of numbers, one list a sentence, in one buffer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    all: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    pub(crate) fn get(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.all[start..self.ends[at] as usize]
    }
}

/// An article, ready for the models.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) words: Vec<Word>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) facts: Vec<Facts>,
    /// Words of each sentence, in order.
    pub(crate) tokens: Lists,
    /// Distinct words of each sentence.
    pub(crate) types: Lists,
    /// Distinct pairs of each sentence.
    pub(crate) bigrams: Lists,
}

/// Where a pair of words stands in the list of pairs. The numbers of words are small and dense, so that one
/// multiplication spreads them; half of the slots stay free.
struct PairIndex {
    slots: Vec<u32>,
    shift: u32,
}

impl PairIndex {
    const FREE: u32 = u32::MAX;

    /// For so many pairs at most.
    fn new(pairs: usize) -> Self {
        let size = (2 * pairs).max(16).next_power_of_two();
        Self { slots: vec![Self::FREE; size], shift: u64::BITS - size.trailing_zeros() }
    }

    /// Counts a pair in the sentence `at`; its number when it is the first time there.
    #[inline]
    fn count(&mut self, pairs: &mut Vec<Pair>, left: u32, right: u32, at: u32) -> Option<u32> {
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let hash = (u64::from(left) << 32 | u64::from(right)).wrapping_mul(SPREAD) >> self.shift;
        let last = self.slots.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "below the number of slots")]
        let mut slot = hash as usize & last;
        loop {
            let number = self.slots[slot];
            let Some(known) = pairs.get_mut(number as usize) else {
                let number = to_u32(pairs.len());
                self.slots[slot] = number;
                pairs.push(Pair { left, right, count: 1, df: 1, first: at, last: at });
                return Some(number);
            };
            if known.left == left && known.right == right {
                known.count += 1;
                if known.last == at {
                    return None;
                }
                known.last = at;
                known.df += 1;
                return Some(number);
            }
            slot = (slot + 1) & last;
        }
    }
}

/// Stems of English pronouns that open a sentence which leans on the one before.
static PRONOUNS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let stem = Stem::new(Language::English);
    let words = "he she it they his her hers him its their theirs them this that these those";
    let stemmed = |word: &str| if word.len() > 3 { key(&stem.stem(word)) } else { key(word) };
    let mut keys: Vec<Key> = words.split(' ').map(stemmed).collect();
    keys.sort_unstable();
    keys
});

impl Document {
    pub(crate) fn new(article: &Article, terms: &Terms) -> Self {
        let n = terms.len();
        let mut document = Self {
            words: terms
                .vocabulary()
                .iter()
                .map(|term| Word {
                    key: term.key,
                    stop: term.stop,
                    digit: term.digit,
                    letters: term.letters,
                    shortest: u32::MAX,
                    last: u32::MAX,
                    ..Word::default()
                })
                .collect(),
            facts: Vec::with_capacity(n),
            ..Self::default()
        };
        let english = article.language() == Language::English;
        let mut known = PairIndex::new(terms.pieces().len());
        document.pairs.reserve(terms.pieces().len());
        document.tokens.all.reserve(terms.pieces().len());
        document.types.all.reserve(terms.pieces().len());
        document.bigrams.all.reserve(terms.pieces().len());
        for (at, sentence) in article.body_sentences().enumerate() {
            let facts = document.add_sentence(to_u32(at), terms, &mut known);
            let text = sentence.text();
            let (quotes, broken_quote) = quote_marks(text);
            let pieces = terms.sentence(at);
            let first = pieces.first().map(|piece| terms.vocabulary()[piece.term as usize].key);
            let word = |at: usize| pieces.get(at).map(|piece| &article.text()[piece.span]);
            document.facts.push(Facts {
                unended: !text.ends_with(['.', '!', '?', '"', '\'', '”', '’', '»', '…', '。', '！', '？']),
                question: text.trim_end_matches(['"', '\'', '”', '’', '»', ' ', '\u{a0}']).ends_with('?'),
                pronoun: english && first.is_some_and(|first| PRONOUNS.binary_search(&first).is_ok()),
                leans: captions(text) || word(0).is_some_and(|first| leans(article.language(), first, word(1))),
                quotes,
                broken_quote,
                ..facts
            });
        }
        document
    }

    fn add_sentence(&mut self, at: u32, terms: &Terms, known: &mut PairIndex) -> Facts {
        let pieces = terms.sentence(at as usize);
        let mut facts = Facts { words: to_u32(pieces.len()), ..Facts::default() };
        let (early, middle) = (at == 1 || at == 2, (3..=5).contains(&at));
        // the word that opens the sentence has a capital for its place
        let mut before = None;
        for piece in pieces {
            self.tokens.all.push(piece.term);
            let capital = u32::from(piece.capital && before.is_some());
            let word = &mut self.words[piece.term as usize];
            if word.last != at {
                if word.count == 0 {
                    word.first = at;
                }
                word.last = at;
                word.df += 1;
                word.early |= early;
                word.middle |= middle;
                word.shortest = word.shortest.min(facts.words);
                self.types.all.push(piece.term);
            }
            word.count += 1;
            word.places = word.places.saturating_add(at);
            word.capitals += capital;
            facts.capitals += capital;
            facts.digits += u32::from(word.digit);
            if let Some(before) = before.replace(piece.term)
                && let Some(pair) = known.count(&mut self.pairs, before, piece.term, at)
            {
                self.bigrams.all.push(pair);
            }
        }
        self.tokens.ends.push(to_u32(self.tokens.all.len()));
        self.types.ends.push(to_u32(self.types.all.len()));
        self.bigrams.ends.push(to_u32(self.bigrams.all.len()));
        facts
    }

    /// Number of sentences.
    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    /// The sentence's words, all of them.
    pub(crate) fn words_of(&self, at: usize) -> f32 {
        self.facts[at].words as f32
    }
}

/// Number of double quotation marks, and whether they do not pair up.
fn quote_marks(text: &str) -> (u32, bool) {
    if text.is_ascii() {
        // counted in bytes, so that vector registers hold many
        let few = |bytes: &[u8]| bytes.iter().fold(0_u8, |count, &byte| count + u8::from(byte == b'"'));
        let straight = text.as_bytes().chunks(usize::from(u8::MAX)).map(|bytes| u32::from(few(bytes))).sum::<u32>();
        return (straight, straight % 2 == 1);
    }
    let (mut straight, mut open, mut close) = (0_u32, 0_u32, 0_u32);
    for c in text.chars() {
        match c {
            '"' => straight += 1,
            '“' | '„' | '«' => open += 1,
            '”' | '»' => close += 1,
            _ => (),
        }
    }
    (straight + open + close, straight % 2 == 1 || open != close)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_text;

    #[test]
    fn places_and_pairs_are_counted() {
        let article = parse_text("The old railway closed. “It was the old railway. They cried”, he said.");
        let terms = Terms::new(&article, None);
        let document = Document::new(&article, &terms);
        assert_eq!(document.len(), article.body_sentences().count());
        let old = &document.words[terms.sentence(0)[1].term as usize];
        assert_eq!((old.count, old.df, old.first, old.last, old.capitals), (2, 2, 0, 1, 0));
        let pair = &document.pairs[document.bigrams.get(0)[1] as usize];
        assert_eq!((pair.count, pair.df, pair.first), (2, 2, 0));
        assert!(document.facts[1].pronoun && !document.facts[0].broken_quote);
    }

    #[test]
    fn quotation_marks_pair_up_or_not() {
        assert_eq!(quote_marks("“a” \"b\""), (4, false));
        assert_eq!(quote_marks("“a"), (1, true));
        assert_eq!(quote_marks("a\""), (1, true));
    }
}
