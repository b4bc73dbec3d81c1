//! Bytes of a page to text, and text that a parser can take.

use std::borrow::Cow;

use crate::{Error, Result};

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

/// Deepest nesting that is passed on to the parser. Browsers stop at 512.
const DEEPEST: usize = 400;
/// Elements that need no end or are closed by the next of their kind; they do not count.
const FREE: [&str; 30] = [
    "p", "li", "br", "img", "hr", "input", "meta", "link", "td", "th", "tr", "dt", "dd", "option", "source", "wbr",
    "area", "base", "col", "embed", "param", "track", "tbody", "thead", "tfoot", "colgroup", "optgroup", "html",
    "head", "body",
];

/// The page without the tags that nest too deep: parsers take quadratic time for those. Linear; copies only such pages.
pub(super) fn limit_depth(html: &str) -> Cow<'_, str> {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    tags(html, |tag| {
        depth = if tag.closing { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    });
    if deepest <= DEEPEST {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let (mut depth, mut copied) = (0_usize, 0);
    tags(html, |tag| {
        let drop = if tag.closing {
            depth = depth.saturating_sub(1);
            depth >= DEEPEST
        } else {
            depth += 1;
            depth > DEEPEST
        };
        if drop {
            out.push_str(&html[copied..tag.start]);
            out.push('\n');
            copied = tag.end;
        }
    });
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

struct RawTag {
    start: usize,
    end: usize,
    closing: bool,
}

/// Calls `visit` for every tag that nests. Comments, scripts and styles are passed over.
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
        let name = &html[name_start..name_end];
        let end = memchr::memchr(b'>', &bytes[name_end..]).map_or(bytes.len(), |length| name_end + length + 1);
        at = end;
        let raw = ["script", "style"].iter().find(|raw| name.eq_ignore_ascii_case(raw));
        if let (Some(raw), false) = (raw, closing) {
            at = end_of_raw(bytes, end, raw.as_bytes());
            continue;
        }
        let empty = bytes[..end].ends_with(b"/>");
        if raw.is_none() && !(empty && !closing) && !FREE.iter().any(|free| name.eq_ignore_ascii_case(free)) {
            visit(RawTag { start, end, closing });
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
    fn deep_nesting_is_flattened_and_the_rest_untouched() {
        let plain = "<div><p>a<p>b<script>if (a < b) '<div>'</script></div>";
        assert!(matches!(limit_depth(plain), Cow::Borrowed(_)));
        let deep = format!("{}deep{}after", "<div>".repeat(2000), "</div>".repeat(2000));
        let flat = limit_depth(&deep);
        assert_eq!(flat.matches("<div>").count(), 400);
        assert_eq!(flat.matches("</div>").count(), 400);
        assert!(flat.contains("deep") && flat.ends_with("after"));
    }
}
