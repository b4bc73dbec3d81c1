//! Words, paragraphs and sentences as the quote models see them.

use memchr::memchr2;

use super::analysis::NONE;
use super::forms::{self, Forms, Room};
use super::lexicon::{self, First, Lists};
use crate::model::features::key;
use crate::{Article, BlockKind, Span};

/// A sentence that does not end is cut after so many words: what looks through sentences stays linear.
const LONGEST_SENTENCE: u32 = 400;

/// The words of title, subheadings and paragraphs. Linear.
pub(crate) fn read(article: &Article, forms: &mut Forms) -> Room {
    let text = article.text();
    let mut out = forms.room();
    out.words.reserve(text.len() / 4 + 1);
    out.lowered.push_str(text);
    out.lowered.make_ascii_lowercase();
    out.lowered.push('\n');
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
    split(article, &mut out);
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

impl Room {
    fn paragraph(&mut self, text: &str, base: usize, forms: &mut Forms) {
        let Self { words, lowered, marks, capitals, paragraphs, .. } = self;
        let (first, paragraph) = (words.len(), index(paragraphs.len()));
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut spaced = true;
        while let Some(&byte) = bytes.get(at) {
            let rest = &bytes[at..];
            let kind = KINDS[usize::from(byte)];
            if kind == Kind::Space {
                at += 1;
                spaced = true;
                continue;
            }
            let plain = match kind {
                Kind::Mark => Some(1),
                Kind::Lower | Kind::Upper => plain_length(rest),
                _ => None,
            };
            let length = if let Some(length) = plain {
                length
            } else {
                let rest = &text[at..];
                if let Some(space) = rest.chars().next().filter(|c| c.is_whitespace()) {
                    at += space.len_utf8();
                    spaced = true;
                    continue;
                }
                token_length(rest)
            };
            let end = at + length;
            let number = forms.known(&rest[..length]).unwrap_or_else(|| forms.number(&text[at..end]));
            let here = words.len();
            words.push(forms.form(number).word);
            let word = &mut words[here];
            word.span = Span::new(base + at, base + end);
            word.spaced = spaced;
            word.paragraph = paragraph;
            if word.first != First::Lower {
                if word.glyph.is_double() || word.glyph.is_single() {
                    marks.push(index(here));
                } else if word.first == First::Upper || word.first == First::Other && word.is_word {
                    capitals.push(index(here));
                }
            }
            if word.lower != 0 {
                word.lower = index(lowered.len());
                forms::push_lower(lowered, &text[at..end]);
                lowered.push('\n');
            }
            at = end;
            spaced = false;
        }
        if words.len() > first {
            paragraphs.push(index(first)..index(words.len()));
        }
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

/// Splits the paragraphs into sentences as the article is split.
fn split(article: &Article, room: &mut Room) {
    let Room { words, paragraphs, sentences, .. } = room;
    let begins = |at: usize| article.sentences.get(at).map_or(usize::MAX, |sentence| sentence.span.start());
    let (mut next, mut begin) = (0, begins(0));
    for paragraph in paragraphs {
        let (mut from, mut number) = (paragraph.start, index(sentences.len()));
        for (at, word) in (paragraph.start..).zip(&mut words[paragraph.start as usize..paragraph.end as usize]) {
            let mut ends = at - from >= LONGEST_SENTENCE;
            while begin <= word.span.start() {
                next += 1;
                begin = begins(next);
                ends = true;
            }
            if ends && at > from {
                sentences.push(from..at);
                (from, number) = (at, number + 1);
            }
            word.sentence = number;
        }
        sentences.push(from..paragraph.end);
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

/// What a byte is to [`Room::paragraph`].
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Kind {
    Other,
    Space,
    /// A mark that is always a word of its own.
    Mark,
    Digit,
    Lower,
    Upper,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        kinds[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' => Kind::Space,
            b',' | b'"' | b'(' | b')' | b':' | b';' | b'?' | b'!' => Kind::Mark,
            b'0'..=b'9' => Kind::Digit,
            b'a'..=b'z' => Kind::Lower,
            b'A'..=b'Z' => Kind::Upper,
            _ => Kind::Other,
        };
        byte += 1;
    }
    kinds
};

/// Length of the word at the start of the bytes, which is a letter, when it is plain where it ends, as most are.
#[inline]
fn plain_length(bytes: &[u8]) -> Option<usize> {
    let length = bytes.iter().position(|&byte| KINDS[usize::from(byte)] < Kind::Digit)?;
    match (KINDS[usize::from(bytes[length])], bytes[length]) {
        // an address
        (Kind::Mark, b':') if bytes[0] == b'h' => None,
        (Kind::Space | Kind::Mark, _) => Some(length),
        // no abbreviation
        (_, b'.') if KINDS[usize::from(bytes[0])] == Kind::Lower && length > 1 => Some(length),
        _ => None,
    }
}

/// Length in bytes of any word or mark at the start of `text`, which begins with no white space; at least one character.
fn token_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    let Some(c) = text.chars().next() else { return 0 };
    if text.starts_with("``") || text.starts_with("''") {
        return 2;
    }
    if text.starts_with("‘‘") || text.starts_with("‘’") || text.starts_with("’’") {
        return 2 * c.len_utf8();
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

    fn read_english(text: &str) -> Room {
        let options = crate::ParseOptions::new().clean(false).language(crate::Language::English);
        read(&crate::parse(text.to_owned(), &options), &mut Forms::default())
    }

    fn words(text: &str) -> Vec<&str> {
        read_english(text).words.iter().map(|word| &text[word.span]).collect()
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
            (
                "naïve\u{a0}he: http://b.example said. Ok.",
                &["naïve", "he", ":", "http://b.example", "said", ".", "Ok", "."],
            ),
            ("at 7.30, €5 it’s Jean-Luc's", &["at", "7.30", ",", "€", "5", "it", "’s", "Jean-Luc", "'s"]),
            ("“Été”—naïve", &["“", "Été", "”", "—", "naïve"]),
            ("‘‘It has,’’ ‘’gone’s", &["‘‘", "It", "has", ",", "’’", "‘’", "gone", "’s"]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), *expected);
        }
    }

    fn sentences(text: &str) -> Vec<String> {
        let read = read_english(text);
        let span = |r: &std::ops::Range<u32>| {
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
