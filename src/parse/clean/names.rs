//! Bylines: the names in `By Mara Okafor, Staff Writer`.

use super::dates::first_day;

/// Leading words of a byline, longest first.
const BY: &[&str] = &[
    "medically reviewed by",
    "additional reporting by",
    "story and photos by",
    "a blog post by",
    "blog post by",
    "article by",
    "contributed by",
    "published by",
    "reviewed by",
    "reporting by",
    "authored by",
    "written by",
    "created by",
    "edited by",
    "posted by",
    "story by",
    "words by",
    "post by",
    "text by",
    "by:",
    "by",
    "von",
    "par",
    "por",
    "authors:",
    "author:",
    "authors",
    "author",
    "writer:",
    "contributor:",
];
/// Longest byline in bytes.
const LONGEST: usize = 400;

/// What stands where a name should and is none.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "staff",
    "team",
    "guest",
    "author",
    "webmaster",
    "user",
    "root",
    "marketing",
    "editorial team",
    "content team",
    "facebook",
    "unknown",
    "anonymous",
    "none",
    "null",
    "by",
    "guest author",
    "guest contributor",
    "share",
    "follow",
    "wpadmin",
    "support",
    "written by",
    "updated",
    "posted",
    "published",
    "member login",
    "reviewed by",
    "posted by",
    "last updated",
    "log in",
    "login",
    "sign in",
    "read more",
    "about",
    "contributors",
    "our authors",
    "subscribe",
    "comments",
];

/// The names of a byline without "By", dates and what follows a bar; `None` when what is left is no name.
pub(crate) fn byline(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut text = super::collapse(text);
    while let Some(rest) = BY.iter().find_map(|by| strip_word(&text, by)) {
        text = rest.trim_start_matches([':', '-', '–', ' ']).to_owned();
    }
    let words = text.split(' ').count();
    let bar = text.find(['|', '·', '•', '—', '–']).or_else(|| text.find(" - "));
    if let Some(at) = bar.filter(|_| words > 3 || text.contains('|')) {
        text.truncate(at);
    }
    let lower = text.to_lowercase();
    if lower.len() == text.len() {
        for mark in [" on ", " published", " updated", " posted", " last ", " min read", " | "] {
            let dated = |at: &usize| text.get(*at..).is_some_and(|rest| rest.bytes().any(|b| b.is_ascii_digit()));
            if let Some(at) = lower.find(mark).filter(dated) {
                text.truncate(at);
                break;
            }
        }
    }
    if let Some(at) = date_start(&text) {
        text.truncate(at);
    }
    let name = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | '|' | '-' | '–' | '—' | '•' | '·')
    });
    is_name(name).then(|| name.to_owned())
}

/// `text` without the word `head` (any case) at its start.
fn strip_word<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    let start = text.get(..head.len())?;
    let rest = &text[head.len()..];
    let parted = head.ends_with(':') || rest.starts_with([' ', ':', '\u{a0}']);
    (start.eq_ignore_ascii_case(head) && parted && rest.chars().any(char::is_alphanumeric)).then_some(rest)
}

/// Where a date begins in a byline, with a comma before it or not.
fn date_start(text: &str) -> Option<usize> {
    first_day(text)?;
    text.char_indices()
        .find(|&(at, c)| {
            (c.is_ascii_digit() || c.is_uppercase()) && at > 0 && {
                let mut words = Vec::new();
                super::features::words_of(text, crate::Span::new(at, text.len()), &mut words);
                super::dates::dates(&text[at..], &words).next().is_some_and(|found| found.start == 0)
            }
        })
        .map(|(at, _)| at)
}

/// Whether it may be one or several names.
pub(crate) fn is_name(text: &str) -> bool {
    let folded = super::fold(text);
    let words = folded.split(' ').filter(|word| !word.is_empty()).count();
    let digits = text.as_bytes().windows(3).any(|w| w.iter().all(u8::is_ascii_digit));
    (1..=10).contains(&words)
        && text.chars().count() <= 90
        && !NO_NAMES.contains(&folded.as_str())
        && !digits
        && text.chars().any(char::is_alphabetic)
        && !["http:", "https:", "www.", ".com/", "@"].iter().any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_freed_of_what_stands_around() {
        let cases = [
            ("By Mara Okafor", Some("Mara Okafor")),
            ("Written by: Mara Okafor | 4 March 2026", Some("Mara Okafor")),
            ("By Mara Okafor and Jon Hale, March 4, 2026", Some("Mara Okafor and Jon Hale")),
            ("BY MARA OKAFOR", Some("MARA OKAFOR")),
            ("Mara Okafor — Staff Writer", Some("Mara Okafor")),
            ("Byron Hale", Some("Byron Hale")),
            ("By admin", None),
            ("By", None),
            ("https://example.org/mara", None),
        ];
        for (text, name) in cases {
            assert_eq!(byline(text).as_deref(), name, "{text}");
        }
    }
}
