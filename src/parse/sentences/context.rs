//! The two sides of a candidate: the token before the mark, and what follows the space.

use super::knowledge::{Knowledge, Properties};
use super::marks::{char_at, char_before, is_dash, is_opener, is_space, skip_space};

/// Longest token that is looked at, in characters. Longer ones are no abbreviations.
const LONGEST: usize = 40;

/// What follows a candidate begins with this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    End,
    /// A capital.
    Upper,
    /// A small letter.
    Lower,
    /// A letter of a script without case.
    Letter,
    /// A digit.
    Digit,
    /// Any other character.
    Mark,
}

/// What follows a candidate: `space  openers and dashes  word`.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Next<'t> {
    /// After the space.
    pub(super) start: usize,
    /// After openers and dashes: where the word begins.
    pub(super) position: usize,
    /// After the word.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// The word or number; empty for marks.
    pub(super) word: &'t str,
    /// The first opener or dash, NUL if there is none.
    pub(super) opener: char,
    /// Whether there is an opener that is no dash.
    pub(super) opens: bool,
    /// Whether there is a dash.
    pub(super) dash: bool,
    /// Whether there is an inverted question or exclamation mark.
    pub(super) inverted: bool,
    /// Whether a stop follows the word at once.
    pub(super) dot: bool,
}

impl<'t> Next<'t> {
    pub(super) fn read(text: &'t str, from: usize, hi: usize) -> Self {
        let start = skip_space(text, from, hi);
        let mut next = Self {
            start,
            position: start,
            end: start,
            kind: Kind::End,
            word: "",
            opener: '\0',
            opens: false,
            dash: false,
            inverted: false,
            dot: false,
        };
        let mut at = start;
        let mut c;
        loop {
            c = char_at(text, at, hi);
            if c.is_ascii_alphanumeric() {
                break;
            }
            // ,, opens a quotation in German and Dutch typescript
            let low = c == ',' && char_at(text, at + 1, hi) == ',';
            if !(low || is_opener(c) || is_dash(c)) {
                break;
            }
            if next.opener == '\0' {
                next.opener = c;
            }
            at += c.len_utf8() + usize::from(low);
            if is_dash(c) {
                next.dash = true;
                at = skip_space(text, at, hi);
            } else {
                next.opens = true;
                next.inverted |= matches!(c, '¿' | '¡');
                let doubled = c == '\'' && text.as_bytes()[..at].ends_with(b"''");
                if next.dash || low || doubled || matches!(c, '"' | '`' | '«' | '„' | '(' | '[') {
                    at = skip_space(text, at, hi);
                }
            }
        }
        next.position = at;
        next.end = at;
        if at >= hi {
            return next;
        }
        if c.is_alphabetic() {
            next.end = word_end(text, at, hi);
            next.kind = if c.is_uppercase() {
                Kind::Upper
            } else if c.is_lowercase() {
                Kind::Lower
            } else {
                Kind::Letter
            };
            next.word = &text[at..next.end];
        } else if c.is_numeric() {
            next.end = number_end(text, at, hi);
            next.kind = Kind::Digit;
            next.word = &text[at..next.end];
        } else {
            next.kind = Kind::Mark;
            next.end = at + c.len_utf8();
        }
        next.dot = char_at(text, next.end, hi) == '.';
        next
    }

    /// Whether a web address begins here.
    pub(super) fn is_address(&self, text: &str) -> bool {
        let address = |prefix: &str| text[self.position..].starts_with(prefix);
        matches!(self.word, "http" | "https" | "www") && (address("http://") || address("https://") || address("www."))
    }

    /// Whether an opening bracket comes first.
    pub(super) const fn in_bracket(&self) -> bool {
        matches!(self.opener, '(' | '[')
    }
}

/// End of the word at `at`: letters, digits and apostrophes, and hyphens within.
pub(super) fn word_end(text: &str, at: usize, hi: usize) -> usize {
    let bytes = &text.as_bytes()[..hi];
    let mut end = at;
    let mut count = 0;
    while count < LONGEST {
        let Some(&byte) = bytes.get(end) else { break };
        if byte < 0x80 {
            let inside = byte.is_ascii_alphanumeric()
                || matches!(byte, b'\'' | b'_')
                || (byte == b'-' && char_at(text, end + 1, hi).is_alphanumeric());
            if !inside {
                break;
            }
            end += 1;
        } else {
            let c = char_at(text, end, hi);
            if !(c == '’' || c.is_alphanumeric()) {
                break;
            }
            end += c.len_utf8();
        }
        count += 1;
    }
    end
}

/// End of the number at `at`: digits, with separators within.
fn number_end(text: &str, at: usize, hi: usize) -> usize {
    let mut end = at;
    let mut here = at;
    while here < hi && here < at + LONGEST {
        let c = char_at(text, here, hi);
        if c.is_numeric() {
            end = here + c.len_utf8();
        } else if !matches!(c, '.' | ',' | ':' | '/') {
            break;
        }
        here += c.len_utf8();
    }
    end
}

/// ASCII characters before which a token begins.
static CUTS: [bool; 128] = {
    let mut cuts = [false; 128];
    let marks = b" \n\t\r()\"[/:,;";
    let mut at = 0;
    while at < marks.len() {
        cuts[marks[at] as usize] = true;
        at += 1;
    }
    cuts
};

/// The token before a mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) start: usize,
    pub(super) text: &'t str,
}

impl<'t> Token<'t> {
    /// The run without space that ends at `to`, from its last bracket, quotation mark, dash, slash, colon or comma on,
    /// without an elided article (`l'`).
    pub(super) fn left(text: &'t str, lo: usize, to: usize) -> Self {
        let bytes = text.as_bytes();
        let mut start = to;
        let mut count = 0;
        let mut ascii = true;
        while start > lo && count < LONGEST {
            let byte = bytes[start - 1];
            if byte < 0x80 {
                if CUTS[byte as usize] {
                    break;
                }
                ascii &= byte != b'\'';
                start -= 1;
            } else {
                let c = char_before(text, start, lo);
                if is_space(c) || matches!(c, '“' | '‘' | '«' | '„' | '—' | '–' | '…') {
                    break;
                }
                ascii = false;
                start -= c.len_utf8();
            }
            count += 1;
        }
        let token = &text[start..to];
        let bare = token.trim_start_matches(['\'', '’', '*', '_', '-', '»']);
        let bare = if ascii { bare } else { without_elision(bare) };
        Self { start: to - bare.len(), text: bare }
    }

    /// The run without space before `at`, marks and all.
    pub(super) fn before(text: &'t str, lo: usize, at: usize) -> Self {
        let mut end = at;
        while end > lo {
            let c = char_before(text, end, lo);
            if !is_space(c) {
                break;
            }
            end -= c.len_utf8();
        }
        let mut start = end;
        let mut count = 0;
        while start > lo && count < LONGEST {
            let c = char_before(text, start, lo);
            if is_space(c) {
                break;
            }
            start -= c.len_utf8();
            count += 1;
        }
        Self { start, text: &text[start..end] }
    }
}

/// The word without an elided article or preposition before it: `dell'art` → `art`.
fn without_elision(word: &str) -> &str {
    let Some(at) = word.rfind(['\'', '’']) else { return word };
    let (before, after) = word.split_at(at);
    let rest = after.trim_start_matches(['\'', '’']);
    let elided = before.chars().next_back().is_some_and(|c| "ldnsctjLDNSCTJ".contains(c));
    if elided && before.chars().count() <= 4 && rest.chars().count() > 1 { rest } else { word }
}

/// Letters with stops between them: `U.S`, `a.m`, `z.B`.
pub(super) fn is_acronym(word: &str) -> bool {
    let mut parts = 0;
    let mut longest = 0;
    let mut last_long = "";
    for part in word.split('.') {
        let length = part.chars().count();
        if length == 0 || !part.chars().all(char::is_alphabetic) {
            return false;
        }
        if length > 2 {
            last_long = part;
        } else {
            longest = longest.max(length);
        }
        parts += 1;
    }
    let degree = matches!(last_long, "Sc" | "Phil" | "Eng") && word.ends_with(last_long) && longest == 1;
    parts > 1 && (last_long.is_empty() || degree)
}

/// Whether a name or a pronoun and then a verb of speech stand at `at`: `Ms. Ortiz asked`, `I said`.
pub(super) fn is_attribution(text: &str, knowledge: &Knowledge, at: usize, hi: usize, strict: bool) -> bool {
    let mut words = super::marks::ahead(text, at, 90, hi).split_whitespace().take(6);
    let Some(first) = words.next() else { return false };
    let speech = |word: &str| knowledge.of(word.trim_matches(MARKS)).has(Properties::SPEECH);
    if matches!(first, "I" | "He" | "She" | "They" | "We" | "You") {
        let verb = words.next().unwrap_or_default();
        return first == "I" && !strict && speech(verb) && !opens_report(verb, words.next());
    }
    if strict {
        return false;
    }
    let mut word = first;
    let mut index = 0;
    loop {
        if index > 0 && speech(word) {
            // `Hale said: “…`, `Hale said that …` speak of something else
            return !word.ends_with(':') && !opens_report(word, words.next());
        }
        let bare = word.trim_matches(MARKS);
        let particle = matches!(bare, "of" | "the" | "de" | "van" | "von" | "al");
        // Ann's brother asked
        if word.ends_with("'s") || word.ends_with("’s") {
            return words.next().is_some_and(|word| word.starts_with(char::is_lowercase))
                && words.next().is_some_and(speech);
        }
        if !(particle || bare.starts_with(char::is_uppercase)) || word.ends_with([',', ';', ':', '!', '?']) {
            return false;
        }
        if NO_NAME.contains(&bare) || (index == 0 && knowledge.opens_clause(bare)) {
            return false;
        }
        index += 1;
        match words.next() {
            Some(next) => word = next,
            None => return false,
        }
    }
}

/// Whether what follows a verb of speech is what was said, and not when or where: `Hale said he had left`.
fn opens_report(verb: &str, word: Option<&str>) -> bool {
    const CLAUSE: &[&str] = &["that", "if", "whether"];
    const SUBJECT: &[&str] = &["he", "she", "they", "it", "we", "his", "its", "their", "there", "these", "those"];
    // `Hale asked his son`
    let addressed = matches!(verb, "ask" | "asks" | "asked" | "told" | "tells" | "warned" | "urged" | "begged");
    word.is_some_and(|word| word == ":" || CLAUSE.contains(&word) || (!addressed && SUBJECT.contains(&word)))
}

const MARKS: [char; 6] = ['.', ',', ';', ':', '"', '”'];

/// Capitalised words that open no name.
const NO_NAME: &[&str] = &[
    "The", "This", "That", "It", "But", "And", "In", "At", "On", "When", "While", "As", "If", "There", "That’s",
    "That's",
];

/// Whether `at` lies inside a quotation that began in the sentence and ends soon.
pub(super) fn inside_quotation(text: &str, start: usize, at: usize, hi: usize) -> bool {
    let before = super::marks::behind(text, start, at, 800);
    let after = super::marks::ahead(text, at, 600, hi);
    if before.bytes().filter(|&b| b == b'"').count() % 2 == 1 && after.contains('"') {
        return true;
    }
    // »…« or «…»
    let angle = if before.find(['«', '»']).is_some_and(|at| before[at..].starts_with('»')) {
        ('»', '«')
    } else {
        ('«', '»')
    };
    [('“', '”'), ('„', '“'), angle].into_iter().any(|(open, close)| {
        let opened = before.rfind(open);
        opened.is_some() && opened > before.rfind(close) && after.contains(close)
    })
}

/// Whether `at` lies inside `(…)` or `[…]` that opened after the first character of the sentence and closes soon.
pub(super) fn inside_brackets(text: &str, start: usize, at: usize, hi: usize) -> bool {
    let lo = (start + 1).max(at.saturating_sub(250));
    lo < at
        && memchr::memrchr2(b'(', b'[', &text.as_bytes()[lo..at]).is_some()
        && closes_around(text, start, at, hi, 250, |byte| match byte {
            b'(' => Some(b')'),
            b'[' => Some(b']'),
            _ => None,
        })
}

/// The same for `{…}` and `<…>`, which are rare.
pub(super) fn inside_odd_brackets(text: &str, start: usize, at: usize, hi: usize) -> bool {
    closes_around(text, start, at, hi, 50, |byte| match byte {
        b'{' => Some(b'}'),
        b'<' => Some(b'>'),
        _ => None,
    })
}

/// Whether one of the brackets that `close` knows opens within reach before `at` and closes within reach after it.
fn closes_around(
    text: &str,
    start: usize,
    at: usize,
    hi: usize,
    reach: usize,
    close: impl Fn(u8) -> Option<u8>,
) -> bool {
    let bytes = text.as_bytes();
    let lo = (start + 1).max(at.saturating_sub(reach));
    let mut depth = 0_u32;
    let mut here = at;
    while here > lo {
        here -= 1;
        match bytes[here] {
            b')' | b']' | b'}' | b'>' => depth += 1,
            b'(' | b'[' | b'{' | b'<' if depth > 0 => depth -= 1,
            open => {
                let Some(close) = close(open) else { continue };
                // a smiley is no bracket, nor is `x < 3` one
                if bytes[here + 1] == b')'
                    || matches!(bytes[here - 1], b':' | b';')
                    || (open == b'<' && matches!(bytes[here + 1], b' ' | b'=' | b'0'..=b'9'))
                {
                    return false;
                }
                let after = &bytes[at..(at + reach.min(200)).min(hi)];
                return closes_first(after, open, close) && text[start..here].chars().any(char::is_alphanumeric);
            }
        }
    }
    false
}

/// Whether a closing bracket comes whose opening one stands before.
fn closes_first(after: &[u8], open: u8, close: u8) -> bool {
    let mut depth = 0_u32;
    for &byte in after {
        if byte == open {
            depth += 1;
        } else if byte == close {
            if depth == 0 {
                return true;
            }
            depth -= 1;
        }
    }
    false
}
