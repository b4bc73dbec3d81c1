//! Words, paragraphs and sentences as the quote models see them.

use std::ops::Range;

use memchr::memchr2;

use super::analysis::{NONE, Tag, Word};
use super::forms::{self, Forms, Packed};
use super::lexicon::{self, First, Lists};
use crate::model::features::key;
use crate::{Article, BlockKind};

/// A sentence that does not end is cut after so many words: what looks through sentences stays linear.
const LONGEST_SENTENCE: u32 = 400;

/// What [`read`] finds.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) words: Vec<Word>,
    pub(crate) lowered: String,
    pub(crate) paragraphs: Vec<Range<u32>>,
    pub(crate) sentences: Vec<Range<u32>>,
    /// Quote marks and apostrophes that stand alone.
    pub(crate) marks: Vec<u32>,
    /// Words that may begin a name: capitals, and what begins with a sign (an account).
    pub(crate) capitals: Vec<u32>,
    /// Words and marks whose forms are asked for, but not looked at yet.
    tokens: Vec<Token>,
}

/// Tokens whose forms are asked for at once.
const BATCH: usize = 64;

/// A word or mark whose form is not looked at yet.
#[derive(Debug)]
struct Token {
    at: usize,
    length: usize,
    spaced: bool,
    packed: Option<Packed>,
    hint: u64,
}

/// The words of title, subheadings and paragraphs. Linear.
pub(crate) fn read(article: &Article, forms: &mut Forms) -> Reading {
    let text = article.text();
    let mut out = Reading {
        words: forms.room(text.len() / 4 + 1),
        lowered: String::with_capacity(text.len()),
        marks: Vec::with_capacity(text.len() / 64 + 1),
        capitals: Vec::with_capacity(text.len() / 16 + 1),
        ..Reading::default()
    };
    for block in article.blocks() {
        if !matches!(block.kind, BlockKind::Title | BlockKind::Subheading | BlockKind::Paragraph) {
            continue;
        }
        let (inside, base) = (&text[block.span], block.span.start());
        if is_wrapped(inside) {
            out.paragraph(inside, base, forms);
        } else {
            let mut at = base;
            for line in lines(inside) {
                out.paragraph(line, at, forms);
                at += line.len() + 1;
            }
        }
    }
    for paragraph in out.paragraphs.clone() {
        out.split(article, paragraph);
    }
    out
}

/// Whether the lines of a block were broken by hand at some width, so that a line's end means nothing: no line is long,
/// and all but the last few are nearly as long as the longest.
fn is_wrapped(block: &str) -> bool {
    const LONGEST: usize = 100;
    // most blocks are one line
    if memchr2(b'\n', b'\r', block.as_bytes()).is_none() {
        return false;
    }
    let (mut longest, mut count) = (0, 0);
    for line in lines(block).filter(|line| !line.trim().is_empty()) {
        longest = longest.max(line.len());
        count += 1;
    }
    if count < 2 || !(40..=LONGEST).contains(&longest) {
        return false;
    }
    let full = lines(block).filter(|line| line.len() * 10 >= longest * 7).count();
    full + 1 >= count && (count > 2 || !lines(block).next().is_some_and(ends_sentence))
}

/// What stands between line ends.
fn lines(block: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(block);
    std::iter::from_fn(move || {
        let all = rest?;
        let end = memchr2(b'\n', b'\r', all.as_bytes());
        rest = end.map(|end| &all[end + 1..]);
        Some(&all[..end.unwrap_or(all.len())])
    })
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['.', '!', '?', '”', '"', '…', '»'])
}

impl Reading {
    fn len(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(NONE)
    }

    fn paragraph(&mut self, text: &str, base: usize, forms: &mut Forms) {
        let first = self.len();
        let paragraph = u32::try_from(self.paragraphs.len()).unwrap_or(NONE);
        let mut at = 0;
        let mut spaced = true;
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            let space = match byte {
                b' ' | b'\t'..=b'\r' => 1,
                0..0x80 => 0,
                _ => text[at..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8),
            };
            if space > 0 {
                at += space;
                spaced = true;
                continue;
            }
            let length = plain_length(&bytes[at..]).unwrap_or_else(|| token_length(&text[at..]));
            let packed = Packed::of(&text[at..at + length]);
            self.tokens.push(Token {
                at,
                length,
                spaced,
                packed,
                hint: packed.map_or(0, |packed| forms.hint(&packed)),
            });
            at += length;
            spaced = false;
            if self.tokens.len() == BATCH {
                self.look_up(text, base, paragraph, forms);
            }
        }
        self.look_up(text, base, paragraph, forms);
        if self.len() > first {
            self.paragraphs.push(first..self.len());
        }
    }

    /// Makes words of the tokens.
    fn look_up(&mut self, text: &str, base: usize, paragraph: u32, forms: &mut Forms) {
        let mut tokens = std::mem::take(&mut self.tokens);
        for token in tokens.drain(..) {
            self.push(&text[token.at..token.at + token.length], base + token.at, paragraph, &token, forms);
        }
        self.tokens = tokens;
    }

    fn push(&mut self, word: &str, at: usize, paragraph: u32, token: &Token, forms: &mut Forms) {
        let number = match &token.packed {
            Some(packed) => forms.number_from(token.hint, packed, word),
            None => forms.number(word),
        };
        let form = forms.form(number);
        let start = self.lowered.len();
        if !form.is_low {
            forms::push_lower(&mut self.lowered, word);
        }
        let here = self.len();
        if form.glyph.is_double() || form.glyph.is_single() {
            self.marks.push(here);
        } else if form.first == First::Upper || form.first == First::Other && form.is_word {
            self.capitals.push(here);
        }
        let length = |n: usize| u32::try_from(n).unwrap_or(0);
        self.words.push(Word {
            span: (at..at + word.len()).into(),
            low: form.low,
            bare: form.bare,
            role: form.role,
            noun_role: form.noun_role,
            lists: form.lists,
            tag: Tag::Mark,
            class: 0,
            token: 0,
            glyph: form.glyph,
            first: form.first,
            is_word: form.is_word,
            ends_in_s: form.ends_in_s,
            ends_in_ed: form.ends_in_ed,
            is_upper: form.is_upper,
            marked: false,
            spaced: token.spaced,
            sentence: 0,
            paragraph,
            phrase: NONE,
            segment: NONE,
            lower: (length(start), length(self.lowered.len() - start)),
            form: number,
        });
    }

    /// Splits a paragraph into sentences as the article is split.
    fn split(&mut self, article: &Article, paragraph: Range<u32>) {
        let (mut from, end) = (paragraph.start, paragraph.end);
        let begins = self.words[from as usize].span.start();
        let mut next = article.sentences.partition_point(|sentence| sentence.span.start() <= begins);
        for at in from + 1..end {
            let start = self.words[at as usize].span.start();
            let mut ends = at - from >= LONGEST_SENTENCE;
            while article.sentences.get(next).is_some_and(|sentence| sentence.span.start() <= start) {
                next += 1;
                ends = true;
            }
            if ends {
                self.close_sentence(from..at);
                from = at;
            }
        }
        self.close_sentence(from..end);
    }

    fn close_sentence(&mut self, range: Range<u32>) {
        let sentence = u32::try_from(self.sentences.len()).unwrap_or(NONE);
        for word in &mut self.words[range.start as usize..range.end as usize] {
            word.sentence = sentence;
        }
        self.sentences.push(range);
    }
}

/// Letters, digits, `_`, and the accents of letters that are taken apart.
fn is_wordly(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
}

/// Length of the run of letters, digits and underscores at the start.
fn run(text: &str) -> usize {
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            continue;
        }
        if byte < 0x80 {
            return at;
        }
        return at + text[at..].find(|c: char| !is_wordly(c)).unwrap_or(text.len() - at);
    }
    text.len()
}

fn digits(text: &str) -> usize {
    text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len())
}

/// Whether `’s` (or `'s`), and no more of a word, stands at the start.
fn is_clitic(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['’', '\''])?;
    (run(rest) == 1 && rest.starts_with(['s', 'S'])).then_some(text.len() - rest.len() + 1)
}

/// Length of the word or mark at the start of the bytes, for most words and most marks.
#[inline]
fn plain_length(bytes: &[u8]) -> Option<usize> {
    let first = *bytes.first()?;
    if first.is_ascii_alphabetic() {
        let mut length = 1;
        while let Some(&byte) = bytes.get(length) {
            if !LETTER_OR_DIGIT[usize::from(byte)] {
                let ends = matches!(byte, b' ' | b',' | b'\n' | b')' | b'"' | b'?' | b'!' | b';');
                return ends.then_some(length);
            }
            length += 1;
        }
        None
    } else {
        matches!(first, b',' | b'"' | b'(' | b')' | b':' | b';' | b'?' | b'!').then_some(1)
    }
}

/// The letters and digits of ASCII.
const LETTER_OR_DIGIT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Length in bytes of the word or mark at the start of `text`, which begins with no white space; at least one character.
fn token_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    if let Some(length) = plain_length(bytes) {
        return length;
    }
    let Some(c) = text.chars().next() else { return 0 };
    if text.starts_with("``") || text.starts_with("''") {
        return 2;
    }
    if is_wordly(c) {
        let mut dotted = 0;
        while at(dotted).is_ascii_alphabetic() && at(dotted + 1) == b'.' {
            dotted += 2;
        }
        if dotted >= 4 {
            return dotted;
        }
        let mut length = run(text);
        if at(length) == b'.' {
            if length == 1 && c.is_ascii_uppercase() {
                let after = text[2..].chars().next();
                let next = if after.is_some_and(char::is_whitespace) { text[2..].chars().nth(1) } else { after };
                if next.is_some_and(|c| c.is_ascii_uppercase()) {
                    return 2;
                }
            }
            if length < 8
                && c.is_ascii_uppercase()
                && !text[length + 1..].starts_with(is_wordly)
                && lexicon::lists(key(&text[..=length])).has(Lists::ABBREVIATION)
            {
                return length + 1;
            }
        }
        if c == 'h' && (text.starts_with("http://") || text.starts_with("https://")) {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            return text[..end].trim_end_matches(['.', ',', ';', ')', '”', '"', '’', '\'', '!', '?']).len();
        }
        if c.is_ascii_digit() {
            let mut number = digits(text);
            while matches!(at(number), b'.' | b',' | b':') && at(number + 1).is_ascii_digit() {
                number += 1 + digits(&text[number + 1..]);
            }
            if number > digits(text) {
                return number;
            }
        }
        loop {
            let rest = &text[length..];
            if is_clitic(rest).is_some() {
                return length;
            }
            let Some(inner) = rest.strip_prefix(['-', '’', '\'', '&', '/']) else { return length };
            let more = run(inner);
            if more == 0 {
                return length;
            }
            length = text.len() - inner.len() + more;
        }
    }
    if let Some(length) = is_clitic(text) {
        return length;
    }
    let rest = &text[c.len_utf8()..];
    match c {
        '@' | '#' => 1 + run(rest),
        '$' | '£' | '€' if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let amount = rest.bytes().position(|b| !(b.is_ascii_digit() || matches!(b, b',' | b'.')));
            let amount = rest[..amount.unwrap_or(rest.len())].trim_end_matches([',', '.']).len();
            c.len_utf8() + if amount > 1 { amount } else { 0 }
        }
        '.' if text.starts_with("...") => text.bytes().take_while(|&b| b == b'.').count(),
        '-' if text.starts_with("--") => text.bytes().take_while(|&b| b == b'-').count(),
        _ => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let length = token_length(rest);
            out.push(&rest[..length]);
            rest = rest[length..].trim_start();
        }
        out
    }

    #[test]
    fn words_are_split_as_the_models_know_them() {
        let cases: &[(&str, &[&str])] = &[
            ("Mr. Okafor’s boat", &["Mr.", "Okafor", "’s", "boat"]),
            ("the U.S. Navy at 5 p.m.", &["the", "U.S.", "Navy", "at", "5", "p.m."]),
            ("J. Lindt doesn't pay $1,200.50.", &["J.", "Lindt", "doesn't", "pay", "$1,200.50", "."]),
            ("a well-known AT&T and/or 51-49", &["a", "well-known", "AT&T", "and/or", "51-49"]),
            ("``Yes,'' she -- they... left", &["``", "Yes", ",", "''", "she", "--", "they", "...", "left"]),
            ("@mara_o: #tide https://a.example/b.", &["@mara_o", ":", "#tide", "https://a.example/b", "."]),
            ("at 7.30, €5 it’s Jean-Luc's", &["at", "7.30", ",", "€", "5", "it", "’s", "Jean-Luc", "'s"]),
            ("“Été”—naïve", &["“", "Été", "”", "—", "naïve"]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), *expected);
        }
    }

    fn sentences(text: &str) -> Vec<String> {
        let article =
            crate::parse(text.to_owned(), &crate::ParseOptions::new().clean(false).language(crate::Language::English));
        let read = read(&article, &mut Forms::default());
        let span = |r: &Range<u32>| {
            let (a, b) = (&read.words[r.start as usize], &read.words[r.end as usize - 1]);
            text[a.span.start()..b.span.end()].to_owned()
        };
        read.sentences.iter().map(span).collect()
    }

    #[test]
    fn sentences_end_where_quotes_need_them_to() {
        let cases: &[(&str, &[&str])] = &[
            ("“Go!” he said. “Now.” They left.", &["“Go!” he said.", "“Now.”", "They left."]),
            ("Gov. Hale met Sen. Ortiz Jr. He left.", &["Gov. Hale met Sen. Ortiz Jr.", "He left."]),
            ("One line.\nAnother line of it", &["One line.", "Another line of it"]),
            ("Wait... what? “Never,” she said.", &["Wait... what?", "“Never,” she said."]),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text), *expected);
        }
    }

    #[test]
    fn hand_wrapped_lines_are_one_paragraph() {
        let wrapped = "The council voted on Tuesday to move the railway that runs along\nthe coast before the sea takes \
                       it, which may come sooner than was\nthought.";
        assert_eq!(sentences(wrapped).len(), 1);
    }
}
