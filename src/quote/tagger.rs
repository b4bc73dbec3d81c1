//! Parts of speech: a greedy averaged perceptron (Collins 2002) over twelve feature templates.
//!
//! Each feature has a row of numbers, one a tag. Words that bear one tag nearly always are decided by the word alone.
//! Rules for news text follow in [`mend`]: what the training text (reviews, blogs, mails, newsgroups) teaches badly.

use std::ops::Range;

use super::analysis::{Glyph, Tag, Word};
use super::lexicon::{First, Lists};
use crate::model::features::{Key, key, with};
use crate::model::table::Table;

/// Feature templates.
pub(crate) const TEMPLATES: [&str; 13] = [
    "known word",
    "word",
    "last three letters",
    "last two letters",
    "shape",
    "tag before",
    "two tags before",
    "word before",
    "word after",
    "ending of word after",
    "word and tag before",
    "shape of word after",
    "second word before",
];

const KEYS: [Key; 13] = {
    let mut keys = [0; 13];
    let mut at = 0;
    while at < 13 {
        keys[at] = with(key("tagger"), key(TEMPLATES[at]));
        at += 1;
    }
    keys
};

/// Number of tags, and of columns in the table.
pub(crate) const TAGS: usize = Tag::ALL.len();

/// What the tagger sees of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Key of the word as written.
    pub(crate) exact: Key,
    /// Key of the lower-cased word.
    pub(crate) low: Key,
    last_three: Key,
    last_two: Key,
    shape: u8,
    alphanumeric: bool,
}

/// The edge of a sentence.
const EDGE: Key = key("edge of the sentence");

impl Seen {
    /// Of a word, its lower-cased form and that form's key.
    pub(crate) fn new(text: &str, lower: &str, low: Key) -> Self {
        let first = text.chars().next().map_or(First::Other, First::of);
        let single = text.chars().nth(1).is_none();
        let upper = !text.chars().any(char::is_lowercase);
        let shape = match first {
            First::Digit => 0,
            First::Other => 1,
            First::Upper if upper && single => 2,
            First::Upper if upper => 3,
            First::Upper => 4,
            First::Lower => 5,
        };
        let exact = if first == First::Upper { key(text) } else { low };
        Self {
            exact,
            low,
            last_three: tail(lower, 3),
            last_two: tail(lower, 2),
            shape,
            alphanumeric: first.is_alphanumeric(),
        }
    }

    /// Key of the lexicon row of the word.
    pub(crate) fn known(&self) -> Key {
        with(KEYS[0], self.exact)
    }
}

/// Key of the last `n` characters.
fn tail(word: &str, n: usize) -> Key {
    let start = word.char_indices().rev().nth(n - 1).map_or(0, |(at, _)| at);
    key(&word[start..])
}

/// The twelve features of word `at` of a sentence; `before` and `before_that` are the tags of the two words before.
#[inline]
pub(crate) fn features(sentence: &[Seen], at: usize, before: u8, before_that: u8) -> [Key; 12] {
    let word = &sentence[at];
    let none = Seen { exact: EDGE, low: EDGE, last_three: EDGE, last_two: EDGE, shape: 9, alphanumeric: false };
    let previous = if at > 0 { &sentence[at - 1] } else { &none };
    let next = sentence.get(at + 1).unwrap_or(&none);
    let second = if at > 1 { sentence[at - 2].low } else { EDGE };
    let fresh = u64::from(!previous.alphanumeric);
    let (before, before_that) = (u64::from(before), u64::from(before_that));
    [
        with(KEYS[1], word.low),
        with(KEYS[2], word.last_three),
        with(KEYS[3], word.last_two),
        with(KEYS[4], u64::from(word.shape) * 2 + fresh),
        with(KEYS[5], before),
        with(KEYS[6], before * 64 + before_that),
        with(KEYS[7], previous.low),
        with(KEYS[8], next.low),
        with(KEYS[9], next.last_three),
        with(KEYS[10], word.low.wrapping_add(before)),
        with(KEYS[11], next.shape.into()),
        with(KEYS[12], second),
    ]
}

/// Number that stands for "no tag": before a sentence's first word.
pub(crate) const NO_TAG: u8 = 63;

/// Tags of words that need no model, by their form alone.
pub(crate) fn by_form(text: &str) -> Option<Tag> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if First::of(first).is_alphanumeric() {
        return None;
    }
    let more = chars.next().is_some();
    Some(match first {
        '$' | '£' | '€' if more => Tag::Cd,
        '%' | '$' | '£' | '€' => Tag::Sym,
        '@' | '#' if more => Tag::Nnp,
        _ => Tag::Mark,
    })
}

/// Tags the words of a sentence.
pub(crate) fn tag(table: &Table, text: &str, lowered: &str, words: &mut [Word], seen: &mut Vec<Seen>) {
    seen.clear();
    seen.extend(words.iter().map(|word| {
        let lower = &lowered[word.lower.0 as usize..(word.lower.0 + word.lower.1) as usize];
        Seen::new(&text[word.span], lower, word.low)
    }));
    let (mut before, mut before_that) = (NO_TAG, NO_TAG);
    for at in 0..words.len() {
        let tag = if words[at].low == key("'s") {
            clitic(words[..at].last())
        } else if let Some(tag) = by_form(&text[words[at].span]) {
            tag
        } else {
            best(table, seen, at, before, before_that)
        };
        words[at].tag = tag;
        (before, before_that) = (tag as u8, before);
    }
}

/// Whether `'s` is a possessive or a verb.
fn clitic(before: Option<&Word>) -> Tag {
    match before {
        Some(word) if word.first.is_letter() && !word.lists.has(Lists::NO_POSSESSOR) => Tag::Pos,
        _ => Tag::Vbz,
    }
}

pub(crate) fn best(table: &Table, seen: &[Seen], at: usize, before: u8, before_that: u8) -> Tag {
    let mut sums = [0_i32; TAGS];
    if !table.add_stored(seen[at].known(), &mut sums) {
        for key in features(seen, at, before, before_that) {
            table.add_stored(key, &mut sums);
        }
    }
    let mut best = 0;
    let mut top = f32::MIN;
    for (column, &sum) in sums.iter().enumerate() {
        let value = sum as f32 * table.scale(column);
        if value > top {
            (best, top) = (column, value);
        }
    }
    Tag::ALL[best]
}

/// Corrects the tags of a sentence: capitals in mid-sentence are names, and a verb of saying after a name is a verb.
pub(crate) fn mend(words: &mut [Word], ends_in_ed: impl Fn(&Word) -> bool) {
    const I: [Key; 5] = [key("i"), key("i'm"), key("i've"), key("i'd"), key("i'll")];
    const SUBJECTS: [Key; 4] = [key("he"), key("she"), key("they"), key("who")];
    let letters = words.iter().filter(|word| word.first.is_letter()).count();
    let capitals = words.iter().filter(|word| word.first == First::Upper).count();
    let titled = letters > 3 && capitals * 5 > letters * 3;
    for at in 0..words.len() {
        let word = words[at];
        if word.low == key("'s") {
            continue;
        }
        let upper = word.first == First::Upper;
        let inside = at > 0 && !titled;
        let previous = if at > 0 { words[at - 1] } else { word };
        if upper
            && inside
            && !I.contains(&word.low)
            && previous.first.is_alphanumeric()
            && !matches!(word.tag, Tag::Nnp | Tag::Jj | Tag::Nn)
            && !word.lists.has(Lists::REPORTING)
        {
            words[at].tag = Tag::Nnp;
        } else if upper
            && inside
            && matches!(word.tag, Tag::Nn | Tag::Jj)
            && previous.first == First::Upper
            && word.low != I[0]
        {
            words[at].tag = Tag::Nnp;
        } else if upper
            && word.lists.has(Lists::FIRST_NAME)
            && words.get(at + 1).is_some_and(|next| next.first == First::Upper)
        {
            words[at].tag = Tag::Nnp;
        } else if upper
            && !titled
            && matches!(
                word.tag,
                Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Jj | Tag::Nns | Tag::Rb
            )
            && !word.lists.has(Lists::PRONOUN.or(Lists::CONNECTIVE).or(Lists::AUXILIARY).or(Lists::DAY))
            && (at == 0 || !previous.first.is_alphanumeric())
            && words
                .get(at + 1)
                .is_some_and(|next| next.lists.has(Lists::VERB_AFTER_NAME) && next.first == First::Lower)
        {
            // a surname like any other word: "Brooks says"
            words[at].tag = Tag::Nnp;
        } else if word.lists.has(Lists::SAID) && matches!(word.tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Vbn) && at > 0 {
            // "an official said": hardly anything else
            if matches!(previous.tag, Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Prp) {
                words[at].tag = if word.ends_in_s { Tag::Vbz } else { Tag::Vbd };
            }
            if previous.tag == Tag::Jj {
                words[at - 1].tag = if previous.ends_in_s { Tag::Nns } else { Tag::Nn };
            }
        } else if word.lists.has(Lists::VERB_AFTER_NAME)
            && matches!(word.tag, Tag::Nn | Tag::Nns | Tag::Jj)
            && word.first == First::Lower
            && at > 0
            && (previous.tag == Tag::Nnp
                || SUBJECTS.contains(&previous.low)
                || (at == 1 && previous.first == First::Upper && matches!(previous.tag, Tag::Nn | Tag::Jj)))
        {
            words[at].tag = if ends_in_ed(&word) { Tag::Vbd } else { Tag::Vbz };
            if previous.first == First::Upper && matches!(previous.tag, Tag::Nn | Tag::Jj | Tag::Rb) {
                words[at - 1].tag = Tag::Nnp;
            }
        }
    }
}

/// Tags all sentences.
pub(crate) fn tag_all(table: &Table, text: &str, lowered: &str, words: &mut [Word], sentences: &[Range<u32>]) {
    let mut seen = Vec::new();
    for sentence in sentences {
        let words = &mut words[sentence.start as usize..sentence.end as usize];
        tag(table, text, lowered, words, &mut seen);
        mend(words, |word| lowered[..(word.lower.0 + word.lower.1) as usize].ends_with("ed"));
        for word in words {
            word.note();
        }
    }
}

impl Word {
    /// Notes the class and the token that features see, when tag and marks are known.
    fn note(&mut self) {
        self.class = if self.glyph.is_double() || (self.glyph.is_single() && self.marked) {
            class::QUOTE
        } else if self.glyph == Glyph::Word || matches!(self.glyph, Glyph::SingleClose | Glyph::SingleStraight) {
            class::TAG + self.tag as u8
        } else {
            match self.glyph {
                Glyph::Ellipsis | Glyph::Dots | Glyph::BracketOpen | Glyph::BracketClose | Glyph::SingleOpen => {
                    class::OTHER
                }
                Glyph::Other => class::OTHER,
                glyph => class::GLYPH + glyph as u8,
            }
        };
        const SEEN: Lists =
            Lists::CONNECTIVE.or(Lists::AUXILIARY).or(Lists::REPORTING).or(Lists::PERSONAL).or(Lists::DAY);
        let as_word = self.lists.has(SEEN)
            || !self.first.is_alphanumeric()
            || matches!(self.tag, Tag::In | Tag::To | Tag::Cc | Tag::Dt | Tag::Rb | Tag::Wp | Tag::Wdt);
        self.token = if as_word { self.low } else { u64::from(class::TAG + self.tag as u8) };
    }
}

/// Classes of words and marks, as features see them.
pub(crate) mod class {
    /// Outside of the range looked at.
    pub(crate) const OUTSIDE: u8 = 1;
    /// The sentence's start.
    pub(crate) const START: u8 = 2;
    /// The sentence's end.
    pub(crate) const END: u8 = 3;
    /// A quote mark.
    pub(crate) const QUOTE: u8 = 4;
    /// A mark that is not told apart.
    pub(crate) const OTHER: u8 = 5;
    /// Marks that are told apart: this plus the glyph.
    pub(crate) const GLYPH: u8 = 16;
    /// Words: this plus the tag.
    pub(crate) const TAG: u8 = 64;
}
