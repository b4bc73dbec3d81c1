//! From bytes to text: formats, encodings, records.

mod decode;
#[cfg(feature = "html")]
pub(crate) mod html;
mod record;

pub use decode::decode;
pub use record::{Record, RecordId};

/// What an input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InputFormat {
    /// Plain text: one article.
    Text,
    /// An HTML page: one article.
    Html,
    /// One JSON record a line.
    Ndjson,
}

impl InputFormat {
    /// The format that a file name's ending tells, if it tells one.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" | "markdown" => Self::Text,
            "html" | "htm" | "xhtml" | "shtml" => Self::Html,
            "ndjson" | "jsonl" => Self::Ndjson,
            _ => return None,
        })
    }

    /// The format that the first bytes of an input look like.
    pub fn from_content(head: &[u8]) -> Self {
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            let units = &head[..head.len().min(8192) & !1];
            return decode(units.to_vec()).map_or(Self::Text, |text| Self::from_content(text.as_bytes()));
        }
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let head = head.trim_ascii_start();
        if head.first() == Some(&b'{') {
            let line = head.split(|&b| b == b'\n').next().unwrap_or_default().trim_ascii_end();
            let key = line[1..].trim_ascii_start();
            if key.first() == Some(&b'"') && (line.last() == Some(&b'}') || line.len() == head.len()) {
                return Self::Ndjson;
            }
        }
        let head = head[..head.len().min(1024)].to_ascii_lowercase();
        // a page, or a piece of one that was copied as HTML
        let page = [&b"!doctype html"[..], b"html", b"head", b"body", b"article", b"?xml", b"title", b"meta", b"main"];
        let piece = [&b"section"[..], b"div", b"p", b"h1", b"h2", b"h3", b"table", b"ul", b"script", b"style"];
        let is_tag = |name: &[u8]| {
            let rest = head.strip_prefix(b"<").and_then(|rest| rest.strip_prefix(name));
            rest.is_some_and(|rest| rest.first().is_none_or(|&b| !b.is_ascii_alphanumeric()))
        };
        if page.iter().chain(&piece).any(|name| is_tag(name))
            || (head.starts_with(b"<!--") && contains(&head, b"<html"))
        {
            return Self::Html;
        }
        Self::Text
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(haystack, needle).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_content() {
        let cases: [(&[u8], InputFormat); 12] = [
            (b"\xff\xfe{\0\"\0t\0\"\0:\0", InputFormat::Ndjson),
            (b"\xfe\xff\0<\0h\0t\0m\0l\0>", InputFormat::Html),
            (b"PORT ELLIS: The council", InputFormat::Text),
            (b"\xef\xbb\xbf {\"id\": 1, \"text\": \"a\"}\n{", InputFormat::Ndjson),
            (b"{ braces } in prose", InputFormat::Text),
            (b"\n<!DOCTYPE HTML>", InputFormat::Html),
            (b"<!-- saved --> <HTML>", InputFormat::Html),
            (b"<title>Rain</title>", InputFormat::Html),
            (b"<p class=\"lead\">Rain", InputFormat::Html),
            (b"<public> is a word here", InputFormat::Text),
            (b"<b>not a page", InputFormat::Text),
            (b"", InputFormat::Text),
        ];
        for (bytes, format) in cases {
            assert_eq!(InputFormat::from_content(bytes), format, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
