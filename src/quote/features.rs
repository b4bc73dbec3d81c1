//! What the feature functions of cues, sources, contents, segments and links share.
//!
//! A feature is a template and up to four values, mixed into one key; see [`crate::model::features`]. Values are word
//! keys, classes of words and marks, tags, and buckets of distances.

use super::analysis::{Analysis, NONE, PhraseKind, Tag};
use super::lexicon::{First, Lists};
use super::tagger::class;
use crate::model::features::{Key, key};

/// Declares the feature templates of a model: a key each, and their names in order.
macro_rules! templates {
    ($model:literal: $($id:ident = $name:literal,)*) => {
        $(const $id: $crate::model::features::Key = $crate::model::features::with(
            $crate::model::features::key($model),
            $crate::model::features::key($name),
        );)*
        /// Names of the feature templates.
        pub(crate) const TEMPLATES: &[&str] = &[$($name),*];
    };
}
pub(crate) use templates;

/// Two values as one. Not symmetric.
#[inline]
pub(crate) const fn pair(a: u64, b: u64) -> u64 {
    a.wrapping_mul(0x9fb2_1c65_1e98_df25) ^ b.wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(29)
}

/// Three values as one.
#[inline]
pub(crate) const fn triple(a: u64, b: u64, c: u64) -> u64 {
    pair(pair(a, b), c)
}

/// Key of a template with a value: tables look at the upper half, which all bits reach.
#[inline]
const fn with(template: Key, value: u64) -> Key {
    (template ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Key of a template with one value.
#[inline]
pub(crate) const fn f1(template: Key, a: u64) -> Key {
    with(template, a)
}

/// Key of a template with two values.
#[inline]
pub(crate) const fn f2(template: Key, a: u64, b: u64) -> Key {
    with(template, pair(a, b))
}

/// Key of a template with three values.
#[inline]
pub(crate) const fn f3(template: Key, a: u64, b: u64, c: u64) -> Key {
    with(template, triple(a, b, c))
}

/// Key of a template with four values.
#[inline]
pub(crate) const fn f4(template: Key, a: u64, b: u64, c: u64, d: u64) -> Key {
    with(template, pair(triple(a, b, c), d))
}

/// A distance as one of nine values.
#[inline]
pub(crate) const fn bucket(distance: i64) -> u64 {
    match distance {
        i64::MIN..=-1 => 9,
        0..=2 => distance.unsigned_abs(),
        3..=4 => 3,
        5..=7 => 4,
        8..=12 => 5,
        _ => 6,
    }
}

/// The distance of two word numbers as one of nine values.
#[inline]
pub(crate) const fn gap(from: u32, to: u32) -> u64 {
    bucket(to as i64 - from as i64)
}

/// A probability as one of four values (and one more for certainty).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 4")]
pub(crate) fn quarter(probability: f32) -> u64 {
    (probability * 4.0) as u64
}

/// A word that is no verb of saying known as one.
const UNKNOWN: u64 = 7;

/// Running counts before each word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// Finite verbs and modals.
    pub(crate) finite: u32,
    /// Commas.
    pub(crate) commas: u32,
    /// Words between marks.
    pub(crate) marked: u32,
    /// Words with a letter or digit outside marks.
    pub(crate) plain: u32,
    /// Words with a letter or digit.
    pub(crate) words: u32,
}

impl std::ops::Sub for Counts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            finite: self.finite - other.finite,
            commas: self.commas - other.commas,
            marked: self.marked - other.marked,
            plain: self.plain - other.plain,
            words: self.words - other.words,
        }
    }
}

impl Analysis<'_> {
    /// Class of a word anywhere in the article.
    #[inline]
    pub(crate) fn class(&self, word: u32) -> u64 {
        self.words.get(word as usize).map_or(class::OUTSIDE, |word| word.class).into()
    }

    /// Class of the word if it is in `from..to`.
    #[inline]
    pub(crate) fn class_in(&self, word: u32, from: u32, to: u32) -> u64 {
        if word >= from && word < to { self.class(word) } else { class::OUTSIDE.into() }
    }

    /// Key of the word if it is in `from..to`.
    #[inline]
    pub(crate) fn low_in(&self, word: u32, from: u32, to: u32) -> u64 {
        if word >= from && word < to { self.words[word as usize].low } else { class::OUTSIDE.into() }
    }

    /// Function words and verbs of saying as such, other words by tag, if in `from..to`.
    #[inline]
    pub(crate) fn token_in(&self, word: u32, from: u32, to: u32) -> u64 {
        if word >= from && word < to { self.words[word as usize].token() } else { class::OUTSIDE.into() }
    }

    /// The word before, if in the sentence: its class, else `^`.
    #[inline]
    pub(crate) fn class_before(&self, word: u32, start: u32) -> u64 {
        if word > start { self.class(word - 1) } else { class::START.into() }
    }

    /// The cue's word when it is a known verb of saying (or a colon), else one value for all others.
    #[inline]
    pub(crate) fn cue_word(&self, cue: u32) -> u64 {
        let word = self.word(cue);
        if word.lists.has(Lists::REPORTING.or(Lists::ACT)) || word.low == key(":") { word.low } else { UNKNOWN }
    }

    /// Connectives and marks as such, other words by class.
    #[inline]
    pub(crate) fn connective(&self, word: u32) -> u64 {
        let it = self.word(word);
        if it.lists.has(Lists::CONNECTIVE) || !it.first.is_alphanumeric() { it.low } else { it.class.into() }
    }

    /// What is counted between two words.
    #[inline]
    pub(crate) fn count(&self, from: u32, to: u32) -> Counts {
        let to = to.max(from) as usize;
        self.counts[to] - self.counts[from as usize]
    }

    /// Number of finite verbs, at most 2.
    #[inline]
    pub(crate) fn verbs(&self, from: u32, to: u32) -> u64 {
        self.count(from, to).finite.min(2).into()
    }

    /// Whether any word between is marked.
    #[inline]
    pub(crate) fn any_marked(&self, from: u32, to: u32) -> bool {
        self.count(from, to).marked > 0
    }

    /// Whether the words before and at `word` are between marks.
    #[inline]
    pub(crate) fn marks_around(&self, word: u32) -> u64 {
        let before = word > 0 && self.words[word as usize - 1].marked;
        let at = self.words.get(word as usize).is_some_and(|word| word.marked);
        u64::from(before) * 2 + u64::from(at)
    }

    /// What the phrase looks like; a pronoun as itself.
    #[inline]
    pub(crate) fn phrase_type(&self, phrase: u32) -> u64 {
        match self.phrases.get(phrase as usize) {
            None => 15,
            Some(phrase) if phrase.kind == PhraseKind::Pronoun => self.words[phrase.start as usize].low,
            Some(phrase) => 32 + phrase.kind as u64,
        }
    }

    /// The phrase just left of the word, over adverbs and auxiliaries; [`NONE`] if there is none.
    pub(crate) fn left_subject(&self, word: u32, start: u32) -> u32 {
        let mut at = word;
        while at > start {
            let it = &self.words[at as usize - 1];
            if !(matches!(it.tag, Tag::Rb | Tag::Md) || it.lists.has(Lists::AUXILIARY)) {
                return it.phrase;
            }
            at -= 1;
        }
        NONE
    }

    /// Whether a phrase begins at the word.
    #[inline]
    pub(crate) fn begins_phrase(&self, word: u32) -> bool {
        self.phrase_from(word).is_some()
    }

    /// The first cue at or after the word.
    #[inline]
    pub(crate) fn cue_from(&self, word: u32) -> usize {
        self.cues.partition_point(|cue| cue.word < word)
    }

    /// How likely the word is a cue, in quarters; 9 when it is no candidate.
    #[inline]
    pub(crate) fn cue_at(&self, word: u32) -> u64 {
        match self.cues.get(self.cue_from(word)) {
            Some(cue) if cue.word == word => quarter(cue.probability),
            _ => 9,
        }
    }

    /// Whether a cue candidate stands between.
    #[inline]
    pub(crate) fn any_cue(&self, from: u32, to: u32) -> bool {
        self.cues.get(self.cue_from(from)).is_some_and(|cue| cue.word < to)
    }

    /// Classes of a range, as one value; of a long one (more than `most`) only that it is long.
    #[inline]
    pub(crate) fn classes(&self, from: u32, to: u32, most: u32) -> u64 {
        if to.saturating_sub(from) > most {
            return 1;
        }
        (from..to).fold(2, |hash, word| pair(hash, self.class(word)))
    }

    /// Tokens of a range, as one value; of a long one only that it is long.
    #[inline]
    pub(crate) fn tokens(&self, from: u32, to: u32, most: u32) -> u64 {
        if to.saturating_sub(from) > most {
            return 1;
        }
        (from..to).fold(2, |hash, word| pair(hash, self.words[word as usize].token()))
    }

    /// Whether the word begins with an upper-case letter.
    #[inline]
    pub(crate) fn is_upper(&self, word: u32) -> bool {
        self.words.get(word as usize).is_some_and(|word| word.first == First::Upper)
    }
}
