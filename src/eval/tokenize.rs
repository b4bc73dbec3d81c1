//! Words as ROUGE counts them, and their numbers.
//!
//! Why numbers? Every metric asks whether two words are the same. Given a number once, words compare in one
//! instruction, pairs of them fit 64 bits, and a stem is computed once for each distinct word instead of each
//! occurrence.

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

use super::porter;

/// What counts as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Tokenizer {
    /// As the package `rouge-score`, and the ROUGE-1.5.5 script before it: lower case, every run of characters other
    /// than a–z and 0–9 separates. *café* is *caf*, and a text in another script has no words.
    #[default]
    RougeScore,
    /// For every script: lower case in normal form C, split at the word boundaries of Unicode (UAX #29); what holds no
    /// letter or digit is no word. Chinese and Japanese are split by character, as is usual for ROUGE there.
    Unicode,
}

impl Tokenizer {
    /// Every tokenizer.
    pub const ALL: &[Self] = &[Self::RougeScore, Self::Unicode];

    /// Name in options and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RougeScore => "rouge-score",
            Self::Unicode => "unicode",
        }
    }

    /// The tokenizer of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tokenizer| tokenizer.name() == name)
    }
}

/// A text as numbers: one for each word, and where its lines end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// The words in order.
    pub(crate) ids: Vec<u32>,
    /// For each line with words, the number of words up to its end.
    pub(crate) line_ends: Vec<usize>,
}

impl Words {
    /// The lines that hold words.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.line_ends.iter().copied());
        starts.zip(&self.line_ends).map(|(start, &end)| &self.ids[start..end])
    }

    /// Ends a line here, if it has words.
    pub(crate) fn end_line(&mut self) {
        if self.ids.len() > self.line_ends.last().copied().unwrap_or(0) {
            self.line_ends.push(self.ids.len());
        }
    }
}

/// Numbers words, and stems them on the way if asked to.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary {
    tokenizer: Tokenizer,
    stem: bool,
    /// From the word as it stands to its number; with stemming, words of one stem share a number.
    short: FxHashMap<u128, u32>,
    /// The same for words that do not fit a key of [`packed`].
    long: FxHashMap<Box<str>, u32>,
    stems: FxHashMap<Box<[u8]>, u32>,
    size: u32,
}

impl Vocabulary {
    /// An empty one. Porter's algorithm is for English in ASCII: with the Unicode tokenizer nothing is stemmed.
    pub(crate) fn new(tokenizer: Tokenizer, stem: bool) -> Self {
        let stem = stem && tokenizer == Tokenizer::RougeScore;
        Self {
            tokenizer,
            stem,
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            stems: FxHashMap::default(),
            size: 0,
        }
    }

    /// Number of distinct words so far: every number given is below it.
    pub(crate) fn size(&self) -> usize {
        self.size as usize
    }

    /// Forgets all words. Numbers given before mean nothing after.
    pub(crate) fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
        self.stems.clear();
        self.size = 0;
    }

    /// The words of a text, line by line.
    pub(crate) fn words(&mut self, text: &str) -> Words {
        let mut words = Words::default();
        self.add(text, &mut words, |_, _| ());
        words
    }

    /// As [`Vocabulary::words`], with the byte range of each word in the text, for marking what matched.
    ///
    /// The ranges follow the text as it stands; where normal form C changed its length they are those of the words of
    /// the unchanged text, found in the same order.
    pub(crate) fn words_with_ranges(&mut self, text: &str) -> (Words, Vec<(usize, usize)>) {
        let (mut words, mut ranges) = (Words::default(), Vec::new());
        self.add(text, &mut words, |start, end| ranges.push((start, end)));
        (words, ranges)
    }

    fn add(&mut self, text: &str, words: &mut Words, mut found: impl FnMut(usize, usize)) {
        let mut at = 0;
        for line in text.split('\n') {
            match self.tokenizer {
                Tokenizer::RougeScore => self.add_ascii(line, words, |start, end| found(at + start, at + end)),
                Tokenizer::Unicode => self.add_unicode(line, words, |start, end| found(at + start, at + end)),
            }
            words.end_line();
            at += line.len() + 1;
        }
    }

    fn add_ascii(&mut self, line: &str, words: &mut Words, mut found: impl FnMut(usize, usize)) {
        let bytes = line.as_bytes();
        let mut word = String::with_capacity(32);
        let (mut at, mut start) = (0, 0);
        while at <= bytes.len() {
            // Two characters outside ASCII have a lower case that begins with an ASCII letter: the Kelvin sign, and
            // the capital I with a dot, whose dot then separates.
            let (lower, width, separates) = match bytes.get(at) {
                Some(&byte) if byte.is_ascii_alphanumeric() => (Some(byte.to_ascii_lowercase()), 1, false),
                Some(0xe2) if bytes[at..].starts_with("\u{212a}".as_bytes()) => (Some(b'k'), 3, false),
                Some(0xc4) if bytes[at..].starts_with("\u{130}".as_bytes()) => (Some(b'i'), 2, true),
                _ => (None, 1, true),
            };
            if let Some(lower) = lower {
                if word.is_empty() {
                    start = at;
                }
                word.push(char::from(lower));
            }
            at += width;
            if separates && !word.is_empty() {
                words.ids.push(self.number(&word));
                found(start, if lower.is_some() { at } else { at - width });
                word.clear();
            }
        }
    }

    fn add_unicode(&mut self, line: &str, words: &mut Words, mut found: impl FnMut(usize, usize)) {
        for (start, word) in line.unicode_word_indices() {
            let mut lower = word.to_lowercase();
            if !is_nfc(&lower) {
                lower = lower.nfc().collect();
            }
            words.ids.push(self.number(&lower));
            found(start, start + word.len());
        }
    }

    fn number(&mut self, word: &str) -> u32 {
        let key = packed(word);
        let known = key.map_or_else(|| self.long.get(word), |key| self.short.get(&key));
        if let Some(&number) = known {
            return number;
        }
        let number = if self.stem {
            let mut stem = word.as_bytes().to_vec();
            if stem.len() > 3 {
                porter::stem(&mut stem);
            }
            let size = self.size;
            *self.stems.entry(stem.into_boxed_slice()).or_insert(size)
        } else {
            self.size
        };
        self.size = self.size.max(number + 1);
        match key {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(word.into(), number),
        };
        number
    }
}

/// A word of up to 15 bytes with its length, as one number: nearly all words, compared without a look elsewhere in memory.
fn packed(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len()).filter(|_| word.len() < 16)?.copy_from_slice(word.as_bytes());
    bytes[15] = u8::try_from(word.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(tokenizer: Tokenizer, text: &str) -> Vec<&str> {
        let (words, ranges) = Vocabulary::new(tokenizer, false).words_with_ranges(text);
        assert_eq!(words.ids.len(), ranges.len());
        ranges.into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn rouge_score_keeps_ascii_only() {
        assert_eq!(
            split(Tokenizer::RougeScore, "It’s 3.5% of Orléans' co-op"),
            ["It", "s", "3", "5", "of", "Orl", "ans", "co", "op"]
        );
        assert_eq!(split(Tokenizer::RougeScore, "Вода … 水"), [""; 0]);
        assert_eq!(
            split(Tokenizer::RougeScore, "300\u{212a}m \u{130}stanbul x\u{130}"),
            ["300\u{212a}m", "\u{130}", "stanbul", "x\u{130}"]
        );
    }

    #[test]
    fn unicode_knows_every_script() {
        assert_eq!(split(Tokenizer::Unicode, "Вода — 水道, l’été 3.5 %"), ["Вода", "水", "道", "l’été", "3.5"]);
        let mut vocabulary = Vocabulary::new(Tokenizer::Unicode, true);
        let words = vocabulary.words("Élan e\u{301}lan ELAN");
        assert_eq!(words.ids, [0, 0, 1], "normal forms agree");
    }

    #[test]
    fn stems_share_a_number_and_lines_are_kept() {
        let mut vocabulary = Vocabulary::new(Tokenizer::RougeScore, true);
        let words = vocabulary.words("Voting votes\n\n—\nvoted was wa");
        assert_eq!(words.ids, [0, 0, 0, 1, 2], "three letters are not stemmed");
        assert_eq!(words.lines().map(<[u32]>::len).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn words_of_any_length_are_told_apart() {
        let mut vocabulary = Vocabulary::new(Tokenizer::RougeScore, false);
        let text: Vec<String> = (1..40).map(|length| "a".repeat(length)).collect();
        let words = vocabulary.words(&text.join(" "));
        assert_eq!(words.ids, (0..39).collect::<Vec<u32>>());
        assert_eq!(vocabulary.words(&text.join(" ")), words);
    }
}
