//! JSON that is safe on a terminal and never breaks a line.
//!
//! Written straight into a buffer. What a value costs is then little more than copying it, which is why this is no
//! `Serialize`: through it, writing took a twentieth of the time of an article.

/// JSON under construction: keys and values in the order in which they are to stand.
#[derive(Debug)]
pub(super) struct Json {
    bytes: Vec<u8>,
    /// Whether each key and element has a line of its own.
    pretty: bool,
    depth: usize,
    /// Whether nothing stands yet in the object or list that is open.
    empty: bool,
}

impl Json {
    pub(super) fn new(pretty: bool) -> Self {
        Self { bytes: Vec::with_capacity(8 << 10), pretty, depth: 0, empty: true }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// An object; `fields` writes keys, each followed by a value.
    #[inline]
    pub(super) fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.open(b'{');
        fields(self);
        self.close(b'}');
    }

    /// A list; `each` writes the value of an item.
    #[inline]
    pub(super) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Self, T)) {
        self.open(b'[');
        for item in items {
            self.separate();
            each(self, item);
        }
        self.close(b']');
    }

    /// The next key of the open object.
    #[inline]
    pub(super) fn key(&mut self, name: &'static str) -> &mut Self {
        self.separate();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\":");
        if self.pretty {
            self.bytes.push(b' ');
        }
        self
    }

    /// The next key of the open object, a name that is not ours.
    pub(super) fn any_key(&mut self, name: &str) -> &mut Self {
        self.separate();
        self.text(name);
        self.bytes.extend_from_slice(if self.pretty { b": " } else { b":" });
        self
    }

    pub(super) fn null(&mut self) {
        self.bytes.extend_from_slice(b"null");
    }

    pub(super) fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.bytes.reserve(bytes.len() + 2);
        self.bytes.push(b'"');
        let (mut copied, mut at) = (0, 0);
        loop {
            at += plain(&bytes[at..]);
            let Some(&byte) = bytes.get(at) else { break };
            let Some(width) = acts(&bytes[at..]) else {
                at += 1;
                continue;
            };
            self.bytes.extend_from_slice(&bytes[copied..at]);
            match byte {
                b'"' => self.bytes.extend_from_slice(b"\\\""),
                b'\\' => self.bytes.extend_from_slice(b"\\\\"),
                b'\n' => self.bytes.extend_from_slice(b"\\n"),
                b'\r' => self.bytes.extend_from_slice(b"\\r"),
                b'\t' => self.bytes.extend_from_slice(b"\\t"),
                0x08 => self.bytes.extend_from_slice(b"\\b"),
                0x0c => self.bytes.extend_from_slice(b"\\f"),
                _ => self.code(text[at..].chars().next().unwrap_or_default()),
            }
            at += width;
            copied = at;
        }
        self.bytes.extend_from_slice(&bytes[copied..]);
        self.bytes.push(b'"');
    }

    /// A text, or `null`.
    pub(super) fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    pub(super) fn number(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut rest = number;
        loop {
            at -= 1;
            let digit = (rest % 10) as u8;
            digits[at] = b'0' + digit;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.bytes.extend_from_slice(&digits[at..]);
    }

    /// A number rounded to `places` digits behind the point; what is not finite becomes 0.
    pub(super) fn decimal(&mut self, value: f64, places: u32) {
        let scale = 10_u64.pow(places);
        let scaled = if value.is_finite() { (value * scale as f64).round() } else { 0.0 };
        if scaled.abs() >= 1e15 {
            // too large for the way below, and rare
            self.bytes.extend(serde_json::to_vec(&(scaled / scale as f64)).unwrap_or_default());
            return;
        }
        if scaled.is_sign_negative() {
            self.bytes.push(b'-');
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and below 1e15")]
        let units = scaled.abs() as u64;
        self.number(units / scale);
        self.bytes.push(b'.');
        let (mut fraction, mut place) = (units % scale, scale / 10);
        loop {
            #[expect(clippy::cast_possible_truncation, reason = "one digit")]
            let digit = (fraction / place.max(1)) as u8;
            self.bytes.push(b'0' + digit);
            fraction %= place.max(1);
            place /= 10;
            if fraction == 0 {
                break;
            }
        }
    }

    /// JSON as a record had it. A line break can only be white space between values.
    pub(super) fn raw(&mut self, json: &str) {
        for c in json.chars() {
            match c {
                '\r' | '\n' => self.bytes.push(b' '),
                '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => self.code(c),
                _ => self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }

    /// A character by its number.
    #[cold]
    fn code(&mut self, c: char) {
        self.bytes.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes());
    }

    #[inline]
    fn open(&mut self, bracket: u8) {
        self.bytes.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    #[inline]
    fn close(&mut self, bracket: u8) {
        self.depth -= 1;
        if self.pretty && !self.empty {
            self.break_line();
        }
        self.bytes.push(bracket);
        self.empty = false;
    }

    #[inline]
    fn separate(&mut self) {
        if !self.empty {
            self.bytes.push(b',');
        }
        self.empty = false;
        if self.pretty {
            self.break_line();
        }
    }

    #[cold]
    fn break_line(&mut self) {
        self.bytes.push(b'\n');
        for _ in 0..self.depth {
            self.bytes.extend_from_slice(b"  ");
        }
    }
}

/// Whether a byte has to be looked at: it is escaped, or begins a character that may be. Without branches, so that many
/// bytes are compared at once.
#[inline]
const fn special(byte: u8) -> u8 {
    (byte < 0x20) as u8
        | (byte == b'"') as u8
        | (byte == b'\\') as u8
        | (byte == 0x7f) as u8
        | (byte == 0xc2) as u8
        | (byte == 0xe2) as u8
}

static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        table[byte as usize] = special(byte) != 0;
        byte -= 1;
    }
    table[0] = true;
    table
};

/// Number of bytes before the first that has to be looked at.
fn plain(bytes: &[u8]) -> usize {
    const STEP: usize = 16;
    let mut at = 0;
    while let Some(block) = bytes[at..].first_chunk::<STEP>() {
        let mut found = [0; STEP];
        for (found, &byte) in found.iter_mut().zip(block) {
            *found = special(byte);
        }
        let found = u128::from_le_bytes(found);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += STEP;
    }
    at + bytes[at..].iter().take_while(|&&byte| !SPECIAL[usize::from(byte)]).count()
}

/// Length of the character that a text begins with, if it is to be escaped: what JSON asks for, and what it would let
/// through and a terminal or a line reader would act on: DEL, the C1 controls (U+009B begins an escape sequence), and
/// the line and paragraph separators.
const fn acts(text: &[u8]) -> Option<usize> {
    match text {
        [0..0x20 | b'"' | b'\\' | 0x7f, ..] => Some(1),
        [0xc2, 0x80..=0x9f, ..] => Some(2),
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pretty: bool, write: impl FnOnce(&mut Json)) -> String {
        let mut json = Json::new(pretty);
        write(&mut json);
        String::from_utf8(json.into_bytes()).unwrap()
    }

    #[test]
    fn controls_are_escaped_and_read_back() {
        let hostile = "a\u{1b}[31m\u{9b}2J\u{7f}\u{2028}é—b, and more than sixteen bytes \"behind\" \\ it\t\u{c}\u{a0}";
        let text = written(false, |json| json.text(hostile));
        let same = "\"a\\u001b[31m\\u009b2J\\u007f\\u2028é—b, and more than sixteen bytes \\\"behind\\\" \\\\ it\\t\\f\u{a0}\"";
        assert_eq!(text, same);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
        assert_eq!(written(false, |json| json.raw("[1,\r\"\u{85}\"]")), "[1, \"\\u0085\"]");
    }

    #[test]
    fn numbers_are_written_as_serde_writes_them() {
        for value in [0.0, -0.0, 1.0, 0.1, -0.25, 0.0375, 12.3456, 999.9999, -1e10, 1e12, 1e16, 123_456_789.5] {
            assert_eq!(written(false, |json| json.decimal(value, 4)), serde_json::to_string(&value).unwrap());
        }
        assert_eq!(written(false, |json| json.decimal(f64::NAN, 4)), "0.0");
        assert_eq!(written(false, |json| json.decimal(2.0 / 3.0, 2)), "0.67");
        for value in [0, 9, 10, 1_234_567, u64::MAX] {
            assert_eq!(written(false, |json| json.number(value)), value.to_string());
        }
    }

    #[test]
    fn lines_are_broken_as_serde_breaks_them() {
        let write = |json: &mut Json| {
            json.object(|json| {
                json.key("a").list([1, 2], Json::number);
                json.key("b").list([(); 0], |_, ()| ());
                json.key("c").object(|json| json.any_key("\"").null());
                json.key("d").object(|_| ());
            });
        };
        let value: serde_json::Value = serde_json::from_str(&written(false, write)).unwrap();
        assert_eq!(written(false, write), serde_json::to_string(&value).unwrap());
        assert_eq!(written(true, write), serde_json::to_string_pretty(&value).unwrap());
    }
}
