//! Words: tokens with their kinds.
//!
//! Why not the Unicode rules (UAX #29) alone? They cut `U.S.` to `U.S` and `.`, `51-49` and `well-known` in three, and
//! web addresses in ten. Here one pass goes over the bytes; words of ASCII letters, which most are, take the short
//! way. What belongs to a word (the stop of an abbreviation) is decided with the knowledge that the sentence splitter
//! has. Scripts without spaces, and all others whose letters need more than looking at one character, are left to
//! `unicode-segmentation`.
//!
//! Every character that is not white space belongs to exactly one token; time is linear.

use unicode_segmentation::UnicodeSegmentation;

use super::sentences::knowledge::{self, Knowledge};
use crate::{Language, Span, Token, TokenKind};

/// Appends the tokens of the part `within` of the text, which should be one sentence: the stop at its end is taken for
/// the sentence's own unless an abbreviation claims it.
pub(crate) fn tokenize_into(text: &str, within: Span, language: Language, out: &mut Vec<Token>) {
    let scanner = Words { text, bytes: text.as_bytes(), hi: within.end(), knowledge: knowledge::of(language) };
    let mut single_open = false;
    let mut at = within.start();
    while at < scanner.hi {
        at = scanner.token(within.start(), at, &mut single_open, out);
    }
}

/// What an ASCII byte does within or at the start of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Mark,
    /// Of a character beyond ASCII.
    Wide,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Wide; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        classes[byte as usize] = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Class::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            _ => Class::Mark,
        };
        byte += 1;
    }
    classes
};

/// ASCII letters and digits.
static INNER: [bool; 256] = {
    let mut inner = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        inner[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    inner
};

/// End of the ASCII letters and digits from `at` on. Sixteen bytes are looked at together: most words are shorter, and what
/// would cost most, a loop that ends where the processor did not expect it, is none.
#[inline]
fn plain_run(bytes: &[u8], mut at: usize) -> usize {
    const STEP: usize = 16;
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<STEP>()) {
        let mut outer = [0; STEP];
        for (outer, &byte) in outer.iter_mut().zip(block) {
            let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
            *outer = u8::from(!(letter || byte.wrapping_sub(b'0') < 10));
        }
        let outer = u128::from_le_bytes(outer);
        if outer != 0 {
            return at + outer.trailing_zeros() as usize / 8;
        }
        at += STEP;
    }
    while at < bytes.len() && INNER[usize::from(bytes[at])] {
        at += 1;
    }
    at
}

/// Quotation marks of every style.
const fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
            | '＇'
    )
}

/// Cannot be seen, and binds: soft hyphen, joiners, variation selectors, combining marks of Latin, Greek and Cyrillic.
const fn is_binding(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}')
}

/// A letter of a script whose words are runs of letters: Latin, Greek, Cyrillic, Armenian, Georgian.
fn is_plain_letter(c: char) -> bool {
    match c {
        '\u{2070}'..='\u{209f}' | '\u{2100}'..='\u{218f}' => c.is_alphanumeric(),
        '\u{80}'..='\u{58f}' | '\u{10a0}'..='\u{10ff}' | '\u{1e00}'..='\u{1fff}' | '\u{2c60}'..='\u{2c7f}' => {
            c.is_alphanumeric()
        }
        _ => false,
    }
}

/// Words that begin with an apostrophe.
const CLIPPED: &[&str] = &["em", "til", "tis", "twas", "cause", "bout", "cos", "cuz", "n", "round", "neath", "t", "k"];

/// Top-level domains that follow a bare host name in news.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "io", "tv", "uk", "us", "eu", "de", "fr", "es", "it",
    "nl", "pt", "ru", "br", "ca", "au", "nz", "in", "jp", "cn", "ch", "at", "be", "se", "no", "dk", "fi", "pl", "ie",
];

fn is_domain(part: &str) -> bool {
    DOMAINS.iter().any(|domain| part.eq_ignore_ascii_case(domain))
}

/// Whether a word with dots ends like a host name.
fn is_host(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(_, last)| is_domain(last))
}

struct Words<'t> {
    text: &'t str,
    bytes: &'t [u8],
    hi: usize,
    knowledge: &'static Knowledge,
}

impl Words<'_> {
    /// Byte at `at`, NUL from the end on.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        if at < self.hi { self.bytes[at] } else { 0 }
    }

    #[inline]
    fn class(&self, at: usize) -> Class {
        if at < self.hi { CLASSES[self.bytes[at] as usize] } else { Class::Space }
    }

    /// Character at `at`, NUL from the end on and within a character.
    fn char(&self, at: usize) -> char {
        if at >= self.hi {
            return '\0';
        }
        let byte = self.bytes[at];
        if byte < 0x80 {
            return char::from(byte);
        }
        self.text.get(at..self.hi).and_then(|rest| rest.chars().next()).unwrap_or('\0')
    }

    fn char_before(&self, lo: usize, at: usize) -> char {
        self.text[lo..at].chars().next_back().unwrap_or('\0')
    }

    /// Appends the token at `at`, if it is no white space; where to go on.
    #[inline]
    fn token(&self, lo: usize, at: usize, single_open: &mut bool, out: &mut Vec<Token>) -> usize {
        let (end, kind) = match self.class(at) {
            Class::Space => return at + 1,
            Class::Letter => {
                let end = plain_run(self.bytes, at).min(self.hi);
                match self.byte(end) {
                    // most words
                    b' ' => {
                        out.push(Token { span: Span::new(at, end), kind: TokenKind::Word });
                        return end + 1;
                    }
                    b',' => (end, TokenKind::Word),
                    _ => self.word(at, *single_open),
                }
            }
            Class::Digit => self.number(at),
            Class::Mark => self.mark(lo, at, single_open),
            Class::Wide => {
                let c = self.char(at);
                if c == '\0' {
                    // cannot be: `within` lies on character boundaries
                    return self.hi;
                }
                if c.is_whitespace() {
                    return at + c.len_utf8();
                }
                if is_plain_letter(c) {
                    self.word(at, *single_open)
                } else if is_quote(c) {
                    self.quote(lo, at, c, single_open)
                } else if c.is_alphanumeric() {
                    return self.segments(at, out);
                } else {
                    self.symbol(at, c)
                }
            }
        };
        out.push(Token { span: Span::new(at, end), kind });
        end
    }

    /// End of the run of letters, digits and what binds them.
    #[inline]
    fn letters(&self, mut at: usize) -> usize {
        let bytes = &self.bytes[..self.hi];
        loop {
            while at < bytes.len() && INNER[bytes[at] as usize] {
                at += 1;
            }
            match self.class(at) {
                Class::Letter | Class::Digit => at += 1,
                Class::Wide => {
                    let c = self.char(at);
                    if !(is_plain_letter(c) || is_binding(c)) {
                        return at;
                    }
                    at += c.len_utf8();
                }
                Class::Space | Class::Mark => return at,
            }
        }
    }

    /// Whether a letter or digit stands at `at`.
    fn is_inner(&self, at: usize) -> bool {
        match self.class(at) {
            Class::Letter | Class::Digit => true,
            Class::Wide => is_plain_letter(self.char(at)),
            Class::Space | Class::Mark => false,
        }
    }

    /// End of the letters from `at` on, with apostrophes, hyphens, `&` and `_` between them.
    fn joined(&self, at: usize) -> usize {
        let mut end = self.letters(at);
        loop {
            let joint = match self.byte(end) {
                b'\'' | b'-' | b'_' => 1,
                b'&' if self.bytes[end - 1].is_ascii_uppercase() && self.byte(end + 1).is_ascii_uppercase() => 1,
                // ’ and the hyphens ‐ ‑
                0xe2 if matches!(self.char(end), '’' | '\u{2010}' | '\u{2011}') => 3,
                // ʼ and the middle dot of Catalan
                0xca if self.char(end) == '\u{2bc}' => 2,
                0xc2 if self.char(end) == '·' => 2,
                _ => return end,
            };
            if !self.is_inner(end + joint) {
                return end;
            }
            end = self.letters(end + joint);
        }
    }

    fn word(&self, at: usize, single_open: bool) -> (usize, TokenKind) {
        let end = self.joined(at);
        match self.byte(end) {
            b'.' => self.dotted(at, end),
            b':' if self.bytes[end..self.hi].starts_with(b"://") => (self.address_end(end + 3), TokenKind::Url),
            b'@' | b'+' => self.mailbox(at).map_or((end, TokenKind::Word), |end| (end, TokenKind::Email)),
            b'/' if is_host(&self.text[at..end]) => (self.address_end(end), TokenKind::Url),
            quote @ (b'\'' | 0xe2) => {
                let width = if quote == b'\'' { 1 } else { 3 };
                // the workers’ rights
                let possessive = !single_open
                    && (quote == b'\'' || self.char(end) == '’')
                    && matches!(self.bytes[end - 1], b's' | b'S')
                    && self.byte(end + width) == b' '
                    && self.is_inner(end + width + 1);
                (if possessive { end + width } else { end }, TokenKind::Word)
            }
            _ => (end, TokenKind::Word),
        }
    }

    /// A word with a stop after it: an abbreviation, a host, an e-mail address, or a word at the end of a sentence.
    fn dotted(&self, at: usize, end: usize) -> (usize, TokenKind) {
        // v1.2.3
        if self.bytes[end - 1].is_ascii_digit() && self.class(end + 1) == Class::Digit {
            let mut whole = end;
            while self.byte(whole) == b'.' && self.class(whole + 1) == Class::Digit {
                whole = self.letters(whole + 1);
            }
            return (whole, TokenKind::Word);
        }
        if self.is_inner(end + 1) {
            let mut whole = end;
            let mut parts = 1;
            let mut single = self.text[at..end].chars().nth(1).is_none();
            let mut last = at;
            while self.byte(whole) == b'.' && self.is_inner(whole + 1) {
                last = whole + 1;
                whole = self.joined(last);
                single &= self.text[last..whole].chars().nth(1).is_none();
                parts += 1;
                if parts > 20 {
                    break;
                }
            }
            if (self.byte(whole) == b'@' || self.byte(whole) == b'+')
                && let Some(end) = self.mailbox(at)
            {
                return (end, TokenKind::Email);
            }
            let abbreviation = &self.text[at..whole];
            if single || (parts <= 4 && self.knowledge.is_abbreviation(abbreviation)) {
                let stop = usize::from(self.byte(whole) == b'.' && self.byte(whole + 1) != b'.');
                return (self.compound(whole + stop), TokenKind::Word);
            }
            let www = self.bytes[at..end].eq_ignore_ascii_case(b"www");
            if www || (is_domain(&self.text[last..whole]) && self.text[at..whole].is_ascii()) {
                return (self.address_end(whole), TokenKind::Url);
            }
            return (end, TokenKind::Word);
        }
        let word = &self.text[at..end];
        let keeps = match self.byte(end + 1) {
            b'.' => false,
            b' ' => {
                let digit = self.class(end + 2) == Class::Digit;
                self.knowledge.keeps_stop(word, end + 2 >= self.hi, digit)
            }
            next => {
                let ends = !matches!(next, b',' | b';' | b':' | b'-' | b'\'') && !self.text[end + 1..].starts_with('’');
                self.knowledge.keeps_stop(word, ends, false)
            }
        };
        (end + usize::from(keeps), TokenKind::Word)
    }

    /// End of what is joined to an abbreviation that ends at `end`: `U.S.-led`, `F.B.I.’s`.
    fn compound(&self, end: usize) -> usize {
        let joint = match self.byte(end) {
            b'-' | b'\'' => 1,
            0xe2 if self.char(end) == '’' => 3,
            _ => return end,
        };
        if self.byte(end - 1) == b'.' && self.is_inner(end + joint) { self.joined(end + joint) } else { end }
    }

    /// End of a web address: up to white space or a quotation mark, without the punctuation of the sentence.
    fn address_end(&self, from: usize) -> usize {
        let rest = &self.text[from..self.hi];
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '’' | '`'));
        let address = &rest[..length.unwrap_or(rest.len())];
        let mut bare = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '…']);
        while bare.ends_with([')', ']', '}']) {
            let closed = bare.matches([')', ']', '}']).count();
            if closed <= bare.matches(['(', '[', '{']).count() {
                break;
            }
            bare = bare[..bare.len() - 1].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        }
        from + bare.len()
    }

    /// End of the e-mail address at `at`.
    fn mailbox(&self, at: usize) -> Option<usize> {
        let local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%' | b'\'');
        let name = self.bytes[at..self.hi].iter().take(65).take_while(|b| local(b)).count();
        let host_at = at + name + 1;
        if name == 0 || name > 64 || self.byte(at + name) != b'@' || !self.is_inner(host_at) {
            return None;
        }
        let host =
            self.bytes[host_at..self.hi].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        let host = self.text[host_at..host_at + host.count()].trim_end_matches(['.', '-']);
        (host.contains('.') && !host.contains("..")).then_some(host_at + host.len())
    }

    fn number(&self, at: usize) -> (usize, TokenKind) {
        let mut end = at;
        let mut word = false;
        loop {
            end = self.letters(end);
            let joint = match self.byte(end) {
                b'.' | b',' | b':' | b'/'
                    if self.class(end + 1) == Class::Digit && self.bytes[end - 1].is_ascii_digit() =>
                {
                    1
                }
                b'\'' if self.class(end + 1) == Class::Digit => 1,
                b'-' if self.is_inner(end + 1) => {
                    word |= self.class(end + 1) != Class::Digit;
                    1
                }
                // the dash of ranges, the hyphens, the thin spaces between thousands are left apart
                0xe2 if matches!(self.char(end), '–' | '\u{2010}' | '\u{2011}' | '’')
                    && self.class(end + 3) == Class::Digit =>
                {
                    3
                }
                b'\'' if matches!(self.byte(end + 1), b's') && !self.is_inner(end + 2) => 1,
                0xe2 if self.char(end) == '’' && self.byte(end + 3) == b's' && !self.is_inner(end + 4) => 3,
                _ => break,
            };
            end += joint;
        }
        if self.byte(end) == b'@'
            && let Some(end) = self.mailbox(at)
        {
            return (end, TokenKind::Email);
        }
        let digits = end - at;
        let ordinal = self.knowledge.ordinal
            && digits <= 2
            && self.byte(end) == b'.'
            && self.byte(end + 1) == b' '
            && self.is_inner(end + 2)
            && self.bytes[end - 1].is_ascii_digit();
        (end + usize::from(ordinal), if word { TokenKind::Word } else { TokenKind::Number })
    }

    fn mark(&self, lo: usize, at: usize, single_open: &mut bool) -> (usize, TokenKind) {
        let byte = self.bytes[at];
        match byte {
            b'"' => (at + 1, TokenKind::QuoteMark),
            b'`' => (at + 1 + usize::from(self.byte(at + 1) == b'`'), TokenKind::QuoteMark),
            b'\'' => self.quote(lo, at, '\'', single_open),
            b'.' | b'-' => {
                let run = self.bytes[at..self.hi].iter().take_while(|&&b| b == byte).count();
                (at + run, TokenKind::Punctuation)
            }
            b'@' | b'#' => {
                let inside = self.bytes[at + 1..self.hi].iter();
                let name = inside.take_while(|b| b.is_ascii_alphanumeric() || **b == b'_' || **b >= 0x80).count();
                let end = at + 1 + name;
                let name = self.text.get(at + 1..end).unwrap_or_default();
                let letters = name.chars().all(|c| c == '_' || c.is_alphanumeric());
                let starts = if byte == b'#' { name.chars().any(char::is_alphabetic) } else { !name.is_empty() };
                if letters && starts { (end, TokenKind::Handle) } else { (at + 1, TokenKind::Punctuation) }
            }
            _ => (at + 1, TokenKind::Punctuation),
        }
    }

    /// A quotation mark, or an apostrophe that opens a clipped word (`’em`, `’90s`).
    fn quote(&self, lo: usize, at: usize, c: char, single_open: &mut bool) -> (usize, TokenKind) {
        let end = at + c.len_utf8();
        let single = matches!(c, '\'' | '‘' | '’' | '‚' | '‛');
        if !single {
            return (end, TokenKind::QuoteMark);
        }
        let before = self.char_before(lo, at);
        let starts =
            before == '\0' || before.is_whitespace() || matches!(before, '(' | '[' | '“' | '"' | '—' | '–' | '-');
        if starts && matches!(c, '\'' | '’' | '‘') {
            let rest = &self.bytes[end..self.hi];
            let digits = rest.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
            if digits == 2 {
                let (end, kind) = self.number(end);
                return (end, kind);
            }
            let word = self.joined(end);
            if c != '‘' && CLIPPED.iter().any(|clipped| self.text[end..word].eq_ignore_ascii_case(clipped)) {
                // 'n' keeps its second apostrophe
                let second = self.text[word..self.hi].chars().next().filter(|&c| c == '\'' || c == '’');
                let short = word - end == 1;
                return (word + second.filter(|_| short).map_or(0, char::len_utf8), TokenKind::Word);
            }
        }
        if c == '\'' && self.byte(end) == b'\'' {
            return (end + 1, TokenKind::QuoteMark);
        }
        *single_open = starts;
        (end, TokenKind::QuoteMark)
    }

    /// A symbol beyond ASCII, with the marks that bind to it.
    fn symbol(&self, at: usize, c: char) -> (usize, TokenKind) {
        let mut end = at + c.len_utf8();
        if c == '…' {
            return (end, TokenKind::Punctuation);
        }
        if c >= '\u{2190}' || is_binding(c) {
            // an emoji may be several characters
            let rest = &self.text[at..self.hi];
            if let Some(cluster) = rest.graphemes(true).next() {
                end = at + cluster.len().max(c.len_utf8());
            }
        }
        (end, TokenKind::Punctuation)
    }

    /// Words of a script that needs more than one look: a run without ASCII and white space, by UAX #29.
    fn segments(&self, at: usize, out: &mut Vec<Token>) -> usize {
        let rest = &self.text[at..self.hi];
        let length = rest.find(|c: char| c.is_whitespace() || c.is_ascii() || is_plain_letter(c)).unwrap_or(rest.len());
        for (offset, word) in rest[..length].split_word_bound_indices() {
            let kind = match word.chars().next() {
                Some(c) if c.is_alphabetic() => TokenKind::Word,
                Some(c) if c.is_numeric() => TokenKind::Number,
                Some(c) if is_quote(c) => TokenKind::QuoteMark,
                _ => TokenKind::Punctuation,
            };
            out.push(Token { span: Span::new(at + offset, at + offset + word.len()), kind });
        }
        at + length
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str, language: Language) -> Vec<(&str, TokenKind)> {
        let mut out = Vec::new();
        tokenize_into(text, Span::new(0, text.len()), language, &mut out);
        out.into_iter().map(|token| (&text[token.span], token.kind)).collect()
    }

    fn texts(text: &str) -> Vec<&str> {
        tokens(text, Language::English).into_iter().map(|(text, _)| text).collect()
    }

    /// Title, text, tokens joined by `|`.
    const GOLDEN: &[(&str, &str, &str)] = &[
        ("1 words and the stop", "The line closed early.", "The|line|closed|early|."),
        ("2 dotted abbreviations", "The U.S. train left at 5 p.m. Tuesday.", "The|U.S.|train|left|at|5|p.m.|Tuesday|."),
        ("3 titles", "Dr. Pryce met Gov. Lund and J. Hale.", "Dr.|Pryce|met|Gov.|Lund|and|J.|Hale|."),
        ("4 an abbreviation ends the sentence", "It was sold to Barlow Inc.", "It|was|sold|to|Barlow|Inc."),
        ("5 a letter ends the sentence", "They chose plan B.", "They|chose|plan|B|."),
        ("6 an abbreviation that is a word", "She said no.", "She|said|no|."),
        ("7 and before a number", "Pier No. 5 burned.", "Pier|No.|5|burned|."),
        ("8 hyphens and apostrophes", "A well-known don't, o’clock", "A|well-known|don't|,|o’clock"),
        ("9 numbers", "1,200.50 51-49 5th 1990s 9/11 8.05 2010–12", "1,200.50|51-49|5th|1990s|9/11|8.05|2010–12"),
        ("10 currency and per cent", "$3.4m or €12 is 60%.", "$|3.4m|or|€|12|is|60|%|."),
        ("11 a number in a word", "a 20-year-old", "a|20-year-old"),
        (
            "12 addresses",
            "See https://a.example/b?c=1, or www.port.example.",
            "See|https://a.example/b?c=1|,|or|www.port.example|.",
        ),
        ("13 hosts", "He told portellis.com. Yes.", "He|told|portellis.com|.|Yes|."),
        ("14 mail", "Write to m.okafor@port.example.org.", "Write|to|m.okafor@port.example.org|."),
        ("15 handles and topics", "@port_ellis: #railway #1", "@port_ellis|:|#railway|#|1"),
        ("16 quotation marks", "“No,” she said. ‘Go!’", "“|No|,|”|she|said|.|‘|Go|!|’"),
        ("17 a plural's genitive", "the workers’ rights", "the|workers’|rights"),
        ("18 not in a quotation", "‘the workers’ said", "‘|the|workers|’|said"),
        ("19 clipped words", "rock ’n’ roll of the ’90s, get ’em", "rock|’n’|roll|of|the|’90s|,|get|’em"),
        ("20 dots and dashes", "Well ... no -- yes…", "Well|...|no|--|yes|…"),
        ("21 glued sentences", "the end.The start", "the|end|.|The|start"),
        ("22 ampersands", "AT&T and R&D", "AT&T|and|R&D"),
        ("23 accents, soft hyphens", "naïve cafe\u{301} re\u{ad}build", "naïve|cafe\u{301}|re\u{ad}build"),
        ("24 tokenized text", "`` No . ''", "``|No|.|''"),
        ("25 joined to an abbreviation", "the U.S.-led F.B.I.'s Ph.D.-level", "the|U.S.-led|F.B.I.'s|Ph.D.-level"),
        ("26 an abbreviation in quotes", "'the U.S.' and \"the U.K.\"", "'|the|U.S.|'|and|\"|the|U.K.|\""),
        ("27 versions", "v1.2.3 is out.", "v1.2.3|is|out|."),
        ("28 names in mail", "Ask j.o'lund+a@mail.port.example.", "Ask|j.o'lund+a@mail.port.example|."),
        ("29 phones, ratios, clocks", "555-1234 at 3:1 by 10:30", "555-1234|at|3:1|by|10:30"),
        ("30 fractions, powers", "3½ or x² of 1/2", "3½|or|x²|of|1/2"),
    ];

    #[test]
    fn golden_rules() {
        for (title, text, expected) in GOLDEN {
            assert_eq!(texts(text).join("|"), *expected, "{title}");
        }
    }

    #[test]
    fn kinds() {
        use TokenKind as K;
        let text = "“Mr. Hale paid $5 to @port, a@b.org, www.a.org!”";
        let kinds: Vec<K> = tokens(text, Language::English).into_iter().map(|(_, kind)| kind).collect();
        let expected = [
            K::QuoteMark,
            K::Word,
            K::Word,
            K::Word,
            K::Punctuation,
            K::Number,
            K::Word,
            K::Handle,
            K::Punctuation,
            K::Email,
            K::Punctuation,
            K::Url,
            K::Punctuation,
            K::QuoteMark,
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn other_languages() {
        let join = |text, language| {
            tokens(text, language).into_iter().map(|(text, _)| text.to_owned()).collect::<Vec<_>>().join("|")
        };
        assert_eq!(join("Am 3. Oktober z.B. nicht.", Language::German), "Am|3.|Oktober|z.B.|nicht|.");
        assert_eq!(join("L'homme n’a rien dit.", Language::French), "L'homme|n’a|rien|dit|.");
        assert_eq!(join("Он жил в г. Томске.", Language::Russian), "Он|жил|в|г.|Томске|.");
        assert_eq!(join("他们说：“不。”", Language::Chinese).replace('|', ""), "他们说：“不。”");
        assert_eq!(join("नमस्ते दुनिया।", Language::Hindi), "नमस्ते|दुनिया|।");
    }

    proptest! {
        #[test]
        fn every_character_once(text in "\\PC{0,60}", language in 0..Language::ALL.len()) {
            let mut out = Vec::new();
            tokenize_into(&text, Span::new(0, text.len()), Language::ALL[language], &mut out);
            let mut at = 0;
            for token in out {
                prop_assert!(!token.span.is_empty() && token.span.start() >= at);
                prop_assert!(text[at..token.span.start()].chars().all(char::is_whitespace));
                prop_assert!(!text[token.span].chars().any(char::is_whitespace), "{:?}", &text[token.span]);
                at = token.span.end();
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }

        #[test]
        fn every_character_once_in_marks(text in "[a-cA-C1. '’‘“”\"@#/:&_+%·\u{ad}\u{301}–…。「」क्किا-]{0,40}") {
            let mut out = Vec::new();
            tokenize_into(&text, Span::new(0, text.len()), Language::English, &mut out);
            let mut at = 0;
            for token in out {
                prop_assert!(!token.span.is_empty() && token.span.start() >= at);
                prop_assert!(text[at..token.span.start()].chars().all(char::is_whitespace));
                at = token.span.end();
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
