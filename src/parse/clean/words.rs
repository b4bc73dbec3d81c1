//! The words of one line, hashed while they are read.

use super::lexicon::{EMPTY, Entry, Lexicon, step, step_char};

/// A word of a line. Apostrophes inside do not part words and are not hashed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Offset of its first byte in the line.
    pub(crate) start: u32,
    /// Offset after its last byte.
    pub(crate) end: u32,
    /// Hash of it in lower case.
    pub(crate) hash: u64,
    /// Number of characters, to 255.
    pub(crate) chars: u8,
    /// Number of leading digits.
    pub(crate) digits: u8,
    /// Value of the leading digits.
    pub(crate) value: u32,
    /// Whether it begins with a letter.
    pub(crate) letter: bool,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whether it has capitals and no small letters.
    pub(crate) shouted: bool,
    /// What the lexicon knows of it.
    pub(super) entry: Option<Entry>,
}

impl Word {
    /// Whether it is digits only.
    #[inline]
    pub(crate) const fn is_number(&self) -> bool {
        self.digits > 0 && self.digits == self.chars
    }

    /// Number of the month it names, 0 for none.
    #[inline]
    pub(crate) fn month(&self) -> u8 {
        self.entry.map_or(0, |entry| entry.month)
    }

    /// The phrase groups it is in by itself.
    #[inline]
    pub(super) fn groups(&self) -> u32 {
        self.entry.map_or(0, |entry| entry.groups)
    }
}

/// What stands between words.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Marks {
    /// Characters in all.
    pub(crate) chars: u32,
    pub(crate) digits: u32,
    pub(crate) commas: u32,
    pub(crate) pipe: bool,
    pub(crate) arrow: bool,
    pub(crate) copyright: bool,
    pub(crate) at: bool,
    pub(crate) quote: bool,
    pub(crate) money: bool,
}

/// Longest word that a phrase may hold, in bytes: longer ones are not looked up.
const LONGEST: u32 = 24;

/// Reads the words of `line` into `words` (which is emptied first).
pub(super) fn read(line: &str, lexicon: &Lexicon, words: &mut Vec<Word>) -> Marks {
    words.clear();
    let mut marks = Marks::default();
    let mut reader = Reader { words, open: None, ideographs: 0 };
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        // a combining mark begins with one of these two bytes
        let marked = byte.is_ascii_alphabetic() && matches!(bytes.get(at + 1), Some(0xcc | 0xcd));
        if byte.is_ascii_alphanumeric()
            && reader.open.is_none()
            && let Some(word) = plain_word(bytes, at)
        {
            marks.chars += word.end - word.start;
            marks.digits += word.all_digits;
            at = word.end as usize;
            reader.push_word(word.into_word(), lexicon);
            if bytes.get(at) == Some(&b' ') {
                marks.chars += 1;
                at += 1;
            }
            continue;
        }
        if byte < 0x80 && !marked {
            marks.chars += 1;
            match byte {
                b'a'..=b'z' | b'_' => reader.push_ascii(at, byte, byte),
                b'A'..=b'Z' => reader.push_ascii(at, byte, byte | 0x20),
                b'0'..=b'9' => {
                    marks.digits += 1;
                    reader.push_digit(at, byte);
                }
                b'\'' => {}
                _ => {
                    if reader.open.is_some() {
                        reader.close(lexicon);
                    }
                    match byte {
                        b',' => marks.commas += 1,
                        b'|' => marks.pipe = true,
                        b'>' => marks.arrow = true,
                        b'@' => marks.at = true,
                        b'"' => marks.quote = true,
                        b'$' => marks.money |= money_follows(&bytes[at + 1..]),
                        _ => {}
                    }
                }
            }
            at += 1;
            continue;
        }
        let Some((c, next)) = composed(line, at) else { break };
        marks.chars += 1;
        if c.is_alphanumeric() {
            marks.digits += u32::from(c.is_numeric());
            reader.push_char(at, next, c, lexicon);
        } else {
            match c {
                // a combining mark stays with its letter
                '’' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' => {}
                '©' => {
                    reader.close(lexicon);
                    marks.copyright = true;
                    reader.push_char(at, next, c, lexicon);
                    reader.close(lexicon);
                }
                _ => {
                    reader.close(lexicon);
                    match c {
                        '»' => (marks.arrow, marks.quote) = (true, true),
                        '›' | '→' | '➔' | '▼' | '▾' | '×' | '⟩' | '←' => marks.arrow = true,
                        '“' | '”' | '«' => marks.quote = true,
                        '€' | '£' | '₹' => marks.money |= money_follows(&bytes[next..]),
                        _ => {}
                    }
                }
            }
        }
        at = next;
    }
    reader.close(lexicon);
    marks
}

/// A word of ASCII letters and digits only.
struct PlainWord {
    start: u32,
    end: u32,
    hash: u64,
    chars: u8,
    /// What kinds of bytes it has, as bits of [`KINDS`].
    kinds: u8,
    first: u8,
    /// Number of all digits, number and value of the leading ones.
    all_digits: u32,
    digits: u8,
    value: u32,
}

const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
/// ASCII marks (and white space) that part words.
const PARTS: u8 = 8;

/// Kinds of bytes; those of none of them may or may not end a word.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'_' | b'\'' => 0,
            _ => PARTS,
        };
        byte += 1;
    }
    kinds
};

/// The word at `at`, if only ASCII letters and digits make it: most do, and need no looking at characters.
#[inline]
fn plain_word(bytes: &[u8], at: usize) -> Option<PlainWord> {
    let (mut hash, mut kinds) = (EMPTY, 0_u8);
    let mut length = 0;
    for &byte in &bytes[at..] {
        let kind = KINDS[byte as usize];
        if kind & (LOWER | UPPER | DIGIT) == 0 {
            if kind != PARTS {
                return None;
            }
            break;
        }
        kinds |= kind;
        hash = step(hash, if kind == UPPER { byte | 0x20 } else { byte });
        length += 1;
    }
    let first = KINDS[bytes[at] as usize];
    let number = |byte: &&u8| byte.is_ascii_digit();
    let all_digits =
        if kinds & DIGIT == 0 { 0 } else { bytes[at..at + length].iter().filter(number).fold(0, |count, _| count + 1) };
    let (mut digits, mut value) = (0_u8, 0_u32);
    if first == DIGIT {
        for &byte in bytes[at..at + length].iter().take_while(|byte| byte.is_ascii_digit()) {
            digits = digits.saturating_add(1);
            value = value.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "a line is far below 4 GiB, and offsets are only compared")]
    let (start, end) = (at as u32, (at + length) as u32);
    let chars = u8::try_from(length).unwrap_or(u8::MAX);
    Some(PlainWord { start, end, hash, chars, kinds, first, all_digits, digits, value })
}

impl PlainWord {
    #[inline]
    fn into_word(self) -> Word {
        Word {
            start: self.start,
            end: self.end,
            hash: self.hash,
            chars: self.chars,
            digits: self.digits,
            value: self.value,
            letter: self.first != DIGIT,
            capital: self.first == UPPER,
            shouted: self.kinds & (UPPER | LOWER) == UPPER,
            entry: None,
        }
    }
}

/// The character at `at` with the combining marks behind it that make one character with it, and where it ends.
fn composed(line: &str, at: usize) -> Option<(char, usize)> {
    let mut rest = line[at..].chars();
    let mut c = rest.next()?;
    let mut next = at + c.len_utf8();
    while let Some(mark @ '\u{300}'..='\u{36f}') = rest.next()
        && let Some(whole) = unicode_normalization::char::compose(c, mark)
    {
        c = whole;
        next += mark.len_utf8();
    }
    Some((c, next))
}

/// Whether digits follow a sign of currency, with a space or without.
fn money_follows(rest: &[u8]) -> bool {
    match rest {
        [b' ', next, ..] | [next, ..] => next.is_ascii_digit(),
        [] => false,
    }
}

struct Reader<'w> {
    words: &'w mut Vec<Word>,
    open: Option<Open>,
    /// Ideographs in the open word: two make a word, since such scripts have no spaces.
    ideographs: u8,
}

struct Open {
    word: Word,
    upper: bool,
    lower: bool,
    all_digits: bool,
}

impl Reader<'_> {
    #[inline]
    fn open(&mut self, at: usize) -> &mut Open {
        self.open.get_or_insert_with(|| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a line is far below 4 GiB, and offsets are only compared"
            )]
            let start = at as u32;
            let word = Word {
                start,
                end: start,
                hash: EMPTY,
                chars: 0,
                digits: 0,
                value: 0,
                letter: false,
                capital: false,
                shouted: false,
                entry: None,
            };
            Open { word, upper: false, lower: false, all_digits: true }
        })
    }

    #[inline]
    fn push_ascii(&mut self, at: usize, byte: u8, lowered: u8) {
        let open = self.open(at);
        if open.word.chars == 0 {
            open.word.letter = byte != b'_';
            open.word.capital = byte.is_ascii_uppercase();
        }
        open.all_digits = false;
        open.upper |= byte.is_ascii_uppercase();
        open.lower |= byte.is_ascii_lowercase();
        open.word.hash = step(open.word.hash, lowered);
        open.extend(at + 1);
    }

    #[inline]
    fn push_digit(&mut self, at: usize, byte: u8) {
        let open = self.open(at);
        // "15’9" is one word, its leading digits are two
        open.all_digits &= open.word.end as usize == at;
        if open.all_digits {
            open.word.digits = open.word.digits.saturating_add(1);
            open.word.value = open.word.value.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
        }
        open.word.hash = step(open.word.hash, byte);
        open.extend(at + 1);
    }

    fn push_char(&mut self, at: usize, next: usize, c: char, lexicon: &Lexicon) {
        let ideograph = is_ideograph(c);
        if ideograph && self.ideographs == 2 || !ideograph && self.ideographs > 0 {
            self.close(lexicon);
        }
        let open = self.open(at);
        if open.word.chars == 0 {
            open.word.letter = c.is_alphabetic();
            open.word.capital = c.is_uppercase();
        }
        open.all_digits = false;
        open.upper |= c.is_uppercase();
        open.lower |= c.is_lowercase();
        let mut lowered = c.to_lowercase();
        // the second part of the one character that has two is a combining dot
        let plain = lowered.next().unwrap_or(c);
        open.word.hash = step_char(open.word.hash, plain);
        open.extend(next);
        self.ideographs += u8::from(ideograph);
    }

    #[inline]
    fn close(&mut self, lexicon: &Lexicon) {
        if let Some(open) = self.open.take() {
            let mut word = open.word;
            word.shouted = open.upper && !open.lower;
            self.push_word(word, lexicon);
            self.ideographs = 0;
        }
    }

    #[inline]
    fn push_word(&mut self, mut word: Word, lexicon: &Lexicon) {
        if word.end - word.start <= LONGEST {
            word.entry = lexicon.get(word.hash);
        }
        self.words.push(word);
    }
}

impl Open {
    #[inline]
    fn extend(&mut self, end: usize) {
        #[expect(clippy::cast_possible_truncation, reason = "a line is far below 4 GiB, and offsets are only compared")]
        let end = end as u32;
        self.word.end = end;
        self.word.chars = self.word.chars.saturating_add(1);
    }
}

/// Scripts that are written without spaces.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::word;
    use super::*;

    fn hashes(line: &str) -> Vec<u64> {
        let mut words = Vec::new();
        read(line, Lexicon::embedded(), &mut words);
        words.iter().map(|word| word.hash).collect()
    }

    #[test]
    fn words_are_read_as_the_phrase_list_has_them() {
        assert_eq!(hashes("Don’t MISS: it's re\u{ad}built"), ["dont", "miss", "its", "rebuilt"].map(word));
        assert_eq!(hashes("©2024 Élan"), ["©", "2024", "élan"].map(word));
        assert_eq!(hashes("E\u{301}lan, publie\u{301} a\u{323}\u{302}"), ["élan", "publié", "ậ"].map(word));
        assert_eq!(hashes("東京都で火事").len(), 3);
        assert!(hashes(" — …").is_empty());
    }

    #[test]
    fn plain_words_are_read_as_others() {
        // the combining grapheme joiner cannot be seen, and sends a word the long way
        for word in ["Rain", "U2", "2nd", "19", "NATO", "B2B", "x"] {
            let lexicon = Lexicon::embedded();
            let (mut plain, mut other) = (Vec::new(), Vec::new());
            read(word, lexicon, &mut plain);
            read(&format!("{word}\u{34f}"), lexicon, &mut other);
            let facts = |w: &Word| (w.hash, w.chars, w.digits, w.value, w.letter, w.capital, w.shouted);
            assert_eq!(plain.iter().map(facts).collect::<Vec<_>>(), other.iter().map(facts).collect::<Vec<_>>());
        }
    }

    #[test]
    fn numbers_have_values() {
        let mut words = Vec::new();
        let marks = read("19th of June 2023, $5", Lexicon::embedded(), &mut words);
        assert_eq!((words[0].digits, words[0].value, words[0].is_number()), (2, 19, false));
        assert_eq!((words[2].month(), words[3].value, words[3].is_number()), (6, 2023, true));
        read("15’9″ wide", Lexicon::embedded(), &mut words);
        assert_eq!((words[0].digits, words[0].is_number()), (2, false));
        assert!(marks.money && marks.commas == 1 && marks.digits == 7);
    }
}
