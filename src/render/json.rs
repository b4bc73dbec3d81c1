//! JSON that is safe on a terminal and never breaks a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

/// Writes a value, without a newline at the end.
pub(super) fn write(out: &mut dyn Write, value: &impl Serialize, pretty: bool) -> io::Result<()> {
    // into memory first: a writer that is not known costs a call for each comma
    let mut bytes = Vec::with_capacity(4096);
    let done = if pretty {
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Safe(PrettyFormatter::new())))
    } else {
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Safe(CompactFormatter)))
    };
    done.map_err(io::Error::from)?;
    out.write_all(&bytes)
}

/// A formatter that also escapes what JSON would let through and a terminal or a line reader would act on: DEL, the C1
/// controls (U+009B begins an escape sequence), and the line and paragraph separators.
struct Safe<F>(F);

const fn acts(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // Every such character has a byte of these in UTF-8; most fragments have none and go through whole.
        if memchr::memchr3(0x7f, 0xc2, 0xe2, fragment.as_bytes()).is_none() {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(acts) {
            let c = rest[at..].chars().next().unwrap_or_default();
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", c as u32)?;
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    /// JSON as a record had it. A carriage return can only be white space between values.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.contains(['\r', '\n']) {
            return self.write_string_fragment(writer, &fragment.replace(['\r', '\n'], " "));
        }
        self.write_string_fragment(writer, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn controls_are_escaped_and_read_back() {
        let hostile = "a\u{1b}[31m\u{9b}2J\u{7f}\u{2028}é—b";
        let mut out = Vec::new();
        super::write(&mut out, &hostile, false).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "\"a\\u001b[31m\\u009b2J\\u007f\\u2028é—b\"");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
        let raw: Box<serde_json::value::RawValue> = serde_json::from_str("[1,\r\"\u{85}\"]").unwrap();
        let mut out = Vec::new();
        super::write(&mut out, &raw, false).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "[1, \"\\u0085\"]");
    }
}
