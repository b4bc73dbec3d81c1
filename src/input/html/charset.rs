//! Bytes of a page to text, and text that a parser can take.

use std::borrow::Cow;

use crate::language::{PACKED, packed, packed_lower, packed_words};
use crate::{Error, Result, Span};

/// How far into a page its encoding may be declared, in bytes (the standard says 1,024; pages do not keep to it).
const DECLARED_WITHIN: usize = 4096;

/// Decodes the bytes of an HTML page: by byte order mark, by what the page says of itself in `<meta charset>` or its
/// older form, by detection.
///
/// # Errors
/// [`Error::Encoding`] for bytes that are no text.
pub fn decode_html(bytes: Vec<u8>) -> Result<String> {
    let marked = bytes.starts_with(b"\xef\xbb\xbf") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if marked || std::str::from_utf8(&bytes).is_ok() {
        return crate::input::decode(bytes);
    }
    match declared(&bytes[..bytes.len().min(DECLARED_WITHIN)]) {
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
        }
        // mostly UTF-8 with some broken bytes
        Some(_) if mostly_utf8(&bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        _ => crate::input::decode(bytes),
    }
    .map_err(|error: Error| error)
}

/// The encoding that the head of a page declares.
fn declared(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let lower = head.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(&lower[from..], b"charset") {
        let at = from + found + b"charset".len();
        let rest = lower[at..].trim_ascii_start();
        from = at;
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest).trim_ascii_start();
        let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(rest.len());
        if let Some(encoding) = encoding_rs::Encoding::for_label(&rest[..end]) {
            // a page that can be read so far is in no 16-bit encoding, whatever it says
            let wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
            return Some(if wide { encoding_rs::UTF_8 } else { encoding });
        }
    }
    None
}

/// Whether at most one byte in a thousand breaks UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let broken: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    broken * 1000 <= bytes.len()
}

/// Text whose UTF-8 was once read as windows-1252 (`â€™` for `’`), read rightly; `None` when there is nothing of it.
pub(super) fn read_twice(text: &str) -> Option<String> {
    if !text.contains(['â', 'Ã', 'Â', 'ð']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match byte_of(c) {
            Some(0xc2..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(0xf0..=0xf4) => 4,
            _ => 1,
        };
        let mut bytes = [0; 4];
        let mut used = 0;
        let read = length > 1 && {
            let mut chars = rest.chars();
            (0..length).all(|at| {
                let byte = chars.next().and_then(|c| byte_of(c).map(|byte| (byte, c.len_utf8())));
                byte.is_some_and(|(byte, width)| {
                    bytes[at] = byte;
                    used += width;
                    at == 0 || (0x80..0xc0).contains(&byte)
                })
            })
        };
        match std::str::from_utf8(&bytes[..length]) {
            Ok(right) if read => {
                out.push_str(right);
                rest = &rest[used..];
                changed = true;
            }
            _ => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    changed.then_some(out)
}

/// The byte that a character is in windows-1252 (controls as in Latin-1).
fn byte_of(c: char) -> Option<u8> {
    const HIGH: [(char, u8); 27] = [
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8a),
        ('‹', 0x8b),
        ('Œ', 0x8c),
        ('Ž', 0x8e),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9a),
        ('›', 0x9b),
        ('œ', 0x9c),
        ('ž', 0x9e),
        ('Ÿ', 0x9f),
    ];
    u8::try_from(u32::from(c)).ok().or_else(|| HIGH.iter().find(|(known, _)| *known == c).map(|(_, byte)| *byte))
}

/// Deepest nesting that is passed on to the parser, list items and cells not counted. Browsers stop at 512.
const DEEPEST: usize = 150;
/// Most attributes of an element that are passed on: the parser holds each against all others.
const MOST_ATTRIBUTES: usize = 1000;
/// Elements that need no end or are closed by the next of their kind; they do not count.
const FREE: [u128; 30] = packed_words([
    "p", "li", "br", "img", "hr", "input", "meta", "link", "td", "th", "tr", "dt", "dd", "option", "source", "wbr",
    "area", "base", "col", "embed", "param", "track", "tbody", "thead", "tfoot", "colgroup", "optgroup", "html",
    "head", "body",
]);
/// Elements whose text is no HTML.
const RAW: [u128; 2] = packed_words(["script", "style"]);

/// The page without the tags that nest too deep: parsers take quadratic time for those. Linear; copies only such pages.
pub(super) fn limit_depth(html: &str) -> Cow<'_, str> {
    let (mut depth, mut deepest, mut crowded) = (0_usize, 0_usize, false);
    tags(html, |tag| {
        depth = if tag.closing { depth.saturating_sub(1) } else { depth + usize::from(!tag.free) };
        deepest = deepest.max(depth);
        crowded |= tag.is_crowded(html);
    });
    if deepest <= DEEPEST && !crowded {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let (mut depth, mut copied) = (0_usize, 0);
    tags(html, |tag| {
        let drop = if tag.closing {
            depth = depth.saturating_sub(1);
            depth >= DEEPEST
        } else {
            depth += usize::from(!tag.free);
            depth > DEEPEST && !tag.free
        };
        if drop {
            out.push_str(&html[copied..tag.start]);
            out.push('\n');
            copied = tag.end;
        } else if tag.is_crowded(html) {
            out.push_str(&html[copied..tag.name_end]);
            out.push('>');
            copied = tag.end;
        }
    });
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

struct RawTag {
    start: usize,
    name_end: usize,
    end: usize,
    closing: bool,
    /// Whether it does not nest.
    free: bool,
}

impl RawTag {
    fn is_crowded(&self, html: &str) -> bool {
        let inside = &html.as_bytes()[self.name_end.min(self.end)..self.end];
        inside.len() > 2 * MOST_ATTRIBUTES
            && inside.iter().filter(|b| b.is_ascii_whitespace() || **b == b'=').count() > MOST_ATTRIBUTES
            && memchr::memchr_iter(b'=', inside).count() > MOST_ATTRIBUTES / 2
    }
}

/// Calls `visit` for every start tag and every end tag that ends nesting. Comments, scripts and styles are passed over.
fn tags(html: &str, mut visit: impl FnMut(RawTag)) {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name_start = start + 1 + usize::from(closing);
        if bytes[start..].starts_with(b"<!--") {
            at = memchr::memmem::find(&bytes[start + 4..], b"-->").map_or(bytes.len(), |end| start + 4 + end + 3);
            continue;
        }
        if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
            at = start + 1;
            continue;
        }
        let name_end = bytes[name_start..]
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b':')))
            .map_or(bytes.len(), |length| name_start + length);
        let name = Span::new(name_start, name_end);
        let folded = (name.len() <= PACKED).then(|| packed_lower(packed(bytes, name), name.len()));
        let end = memchr::memchr(b'>', &bytes[name_end..]).map_or(bytes.len(), |length| name_end + length + 1);
        at = end;
        let raw = RAW.iter().any(|raw| folded == Some(*raw));
        if raw && !closing {
            at = end_of_raw(bytes, end, &bytes[name.range()]);
            continue;
        }
        let empty = bytes[..end].ends_with(b"/>");
        let free = empty || FREE.iter().any(|free| folded == Some(*free));
        if !raw && !(free && closing) {
            visit(RawTag { start, name_end, end, closing, free });
        }
    }
}

/// Where the end tag of a script or style begins.
fn end_of_raw(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
        let name_start = at + found + 2;
        if bytes.get(name_start..name_start + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return at + found;
        }
        at = name_start;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_in_the_head() {
        let old =
            b"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1252\"><p>caf\xe9 \x93so\x94"
                .to_vec();
        assert!(decode_html(old).unwrap().ends_with("<p>café “so”"));
        let new = b"<meta charset='koi8-r'><p>\xf0\xd2\xc9\xd7\xc5\xd4".to_vec();
        assert!(decode_html(new).unwrap().ends_with("Привет"));
        let marked = b"\xef\xbb\xbf<meta charset=latin1>caf\xc3\xa9".to_vec();
        assert!(decode_html(marked).unwrap().ends_with("café"));
        let lying = b"<meta charset=latin1>caf\xc3\xa9".to_vec();
        assert!(decode_html(lying).unwrap().ends_with("café"));
    }

    #[test]
    fn text_that_was_read_in_the_wrong_encoding_is_read_again() {
        assert_eq!(read_twice("donâ€™t pay Â£5 at the cafÃ©").as_deref(), Some("don’t pay £5 at the café"));
        assert_eq!(read_twice("Investorâ\u{80}\u{99}s").as_deref(), Some("Investor’s"));
        assert_eq!(read_twice("château, São Paulo"), None);
    }

    #[test]
    fn deep_nesting_is_flattened_and_the_rest_untouched() {
        let plain = "<div><p>a<p>b<script>if (a < b) '<div>'</script></div>";
        assert!(matches!(limit_depth(plain), Cow::Borrowed(_)));
        let deep = format!("{}deep{}after", "<div>".repeat(2000), "</div>".repeat(2000));
        let flat = limit_depth(&deep);
        assert_eq!(flat.matches("<div>").count(), DEEPEST);
        assert_eq!(flat.matches("</div>").count(), DEEPEST);
        assert!(flat.contains("deep") && flat.ends_with("after"));
        let crowded = format!("<p {}>text", "a=1 ".repeat(5000));
        assert_eq!(limit_depth(&crowded), "<p>text");
    }
}
