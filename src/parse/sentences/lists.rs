//! Markers of list items: `1.` `2)` `(a)` `• 3.` `iv.`, and the items of a list that runs on in one line.

use memchr::memmem;

use super::marks::{char_at, char_before, is_bullet, is_space, skip_space};

/// How far ahead the next item's marker is looked for, in bytes.
const REACH: usize = 1500;

/// How a marker ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    Stop,
    Bracket,
    Both,
}

impl Close {
    const fn text(self) -> &'static str {
        match self {
            Self::Stop => ".",
            Self::Bracket => ")",
            Self::Both => ".)",
        }
    }
}

/// A list marker.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marker<'t> {
    bullet: Option<char>,
    bracket: bool,
    value: &'t str,
    close: Close,
    pub(super) end: usize,
}

impl<'t> Marker<'t> {
    /// The marker at `at`.
    pub(super) fn read(text: &'t str, at: usize, hi: usize) -> Option<Self> {
        let c = char_at(text, at, hi);
        let dashed = is_bullet(c) || matches!(c, '*' | '-' | '–');
        // a marker has at most five letters: most sentence starts are told by their second or third byte
        if !dashed && c != '(' && !c.is_ascii_alphanumeric() {
            return None;
        }
        let (bullet, mut here) = if dashed { (Some(c), skip_space(text, at + c.len_utf8(), hi)) } else { (None, at) };
        let bracket = char_at(text, here, hi) == '(';
        here += usize::from(bracket);
        let bytes = &text.as_bytes()[here..hi];
        let digits = bytes.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let length = match digits {
            1..=3 => digits,
            0 => match bytes {
                [b, b'.' | b')', ..] if b.is_ascii_alphabetic() => 1,
                _ => match bytes
                    .iter()
                    .take(6)
                    .take_while(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x'))
                    .count()
                {
                    length @ 1..=5 => length,
                    _ => return None,
                },
            },
            _ => return None,
        };
        let value = &text[here..here + length];
        here += length;
        let close = match (char_at(text, here, hi), char_at(text, here + 1, hi)) {
            ('.', ')') => Close::Both,
            ('.', _) => Close::Stop,
            (')', _) => Close::Bracket,
            _ => return None,
        };
        let end = here + close.text().len();
        let after = char_at(text, end, hi);
        (is_space(after) || after.is_alphabetic()).then_some(Self { bullet, bracket, value, close, end })
    }

    /// Whether it is a plain number.
    pub(super) fn is_number(&self) -> bool {
        self.value.as_bytes()[0].is_ascii_digit()
    }

    /// Whether a bracket ends it.
    pub(super) fn has_bracket(&self) -> bool {
        self.close != Close::Stop
    }

    /// Whether at least two more items follow: what a single letter and a stop needs to be taken for a marker.
    pub(super) fn has_two_successors(&self, text: &str, hi: usize) -> bool {
        let plain = Self { bullet: None, ..*self };
        let Some((_, second)) = plain.successor(text, hi) else { return false };
        second.successor(text, hi).is_some()
    }

    /// The next item's marker within reach, and where it begins.
    fn successor(&self, text: &'t str, hi: usize) -> Option<(usize, Self)> {
        let mut best: Option<(usize, Self)> = None;
        for value in successors(self.value).into_iter().flatten() {
            let mut needle = String::with_capacity(16);
            if self.bracket {
                needle.push('(');
            }
            needle.push_str(&value);
            needle.push_str(self.close.text());
            let to = (self.end + REACH).min(hi);
            for found in memmem::find_iter(&text.as_bytes()[self.end..to], needle.as_bytes()) {
                let value_at = self.end + found;
                if best.is_some_and(|(at, _)| at <= value_at) {
                    break;
                }
                let Some(at) = self.bullet_before(text, value_at) else { continue };
                let end = value_at + needle.len();
                let after = char_at(text, skip_space(text, end, hi), hi);
                if after.is_alphabetic() || matches!(after, '"' | '“' | '(') {
                    let start = value_at + usize::from(self.bracket);
                    let value = &text[start..start + value.len()];
                    best = Some((at, Self { value, end, ..*self }));
                    break;
                }
            }
        }
        best
    }

    /// Where the item with its value at `at` begins: at its bullet, if the list has bullets.
    fn bullet_before(&self, text: &str, at: usize) -> Option<usize> {
        let mut start = at;
        if let Some(bullet) = self.bullet {
            while is_space(char_before(text, start, self.end)) {
                start -= char_before(text, start, self.end).len_utf8();
            }
            if char_before(text, start, self.end) != bullet {
                return None;
            }
            start -= bullet.len_utf8();
        }
        // `A. Lund, B. Hale, and C. Poe` are people
        if self.close == Close::Stop && !self.is_number() && self.bullet.is_none() {
            let before = text[self.end..start].trim_end();
            if before.ends_with(',') || [" and", " or", " &"].iter().any(|word| before.ends_with(word)) {
                return None;
            }
        }
        is_space(char_before(text, start, self.end)).then_some(start)
    }

    /// Appends where the following items of the list that begins with this marker start.
    pub(super) fn following_items(self, text: &'t str, hi: usize, items: &mut Vec<usize>) {
        let roman = self.value.bytes().all(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x'));
        if self.close == Close::Bracket && !self.bracket && !self.is_number() && self.value.len() > 1 && !roman {
            return;
        }
        // `A. Smith` is a name
        if self.close == Close::Stop && !self.is_number() && !self.has_two_successors(text, hi) {
            return;
        }
        let mut marker = self;
        while let Some((at, next)) = marker.successor(text, hi) {
            items.push(at);
            marker = next;
        }
    }
}

const ROMAN: [&str; 15] =
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"];

/// What may come after a value: the next number, the next letter, the next Roman numeral.
fn successors(value: &str) -> [Option<String>; 2] {
    if let Ok(number) = value.parse::<u32>() {
        return [Some((number + 1).to_string()), None];
    }
    let letter = match value.as_bytes() {
        [b] if !matches!(b, b'z' | b'Z') => Some(char::from(b + 1).to_string()),
        _ => None,
    };
    let lower = value.to_ascii_lowercase();
    let roman = ROMAN.iter().position(|&numeral| numeral == lower).and_then(|at| ROMAN.get(at + 1)).map(|&next| {
        if value.as_bytes()[0].is_ascii_uppercase() { next.to_ascii_uppercase() } else { next.to_owned() }
    });
    [letter, roman]
}
