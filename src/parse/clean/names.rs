//! Bylines: the names in `By Mara Okafor, Staff Writer`.

use super::dates::first_day;

/// How a byline begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// "By", in some language.
    Plain,
    /// "Written by", "Author:", "Words:".
    Written,
    /// "Edited by", "Reviewed by": somebody else.
    Other,
}

/// Leading words of a byline; those that begin like others before them.
const BY: &[(&str, By)] = &[
    ("medically reviewed by", By::Other),
    ("additional reporting by", By::Other),
    ("story and photos by", By::Written),
    ("a blog post by", By::Written),
    ("blog post by", By::Written),
    ("article by", By::Written),
    ("contributed by", By::Written),
    ("published by", By::Written),
    ("fact checked by", By::Other),
    ("fact-checked by", By::Other),
    ("reviewed by", By::Other),
    ("reporting by", By::Written),
    ("recommended by", By::Written),
    ("authored by", By::Written),
    ("written by", By::Written),
    ("created by", By::Written),
    ("edited by", By::Other),
    ("photos by", By::Other),
    ("photo by", By::Other),
    ("posted by", By::Written),
    ("review by", By::Written),
    ("guide by", By::Written),
    ("story by", By::Written),
    ("words by", By::Written),
    ("post by", By::Written),
    ("text by", By::Written),
    ("ein beitrag von", By::Written),
    ("eine analyse von", By::Written),
    ("ein kommentar von", By::Written),
    ("geschrieben von", By::Written),
    ("écrit par", By::Written),
    ("rédigé par", By::Written),
    ("propos recueillis par", By::Written),
    ("escrito por", By::Written),
    ("scritto da", By::Written),
    ("geschreven door", By::Written),
    ("by:", By::Plain),
    ("by", By::Plain),
    ("von", By::Plain),
    ("par", By::Plain),
    ("por", By::Plain),
    ("door", By::Plain),
    ("di", By::Plain),
    ("authors:", By::Written),
    ("author:", By::Written),
    ("authors", By::Written),
    ("author", By::Written),
    ("autor:", By::Written),
    ("autore:", By::Written),
    ("auteur:", By::Written),
    ("auteur :", By::Written),
    ("writer:", By::Written),
    ("contributor:", By::Written),
    ("words:", By::Written),
    ("text:", By::Written),
    ("texte :", By::Written),
    ("texto:", By::Written),
    ("testo:", By::Written),
];

/// How a line begins that begins as a byline does: with the words alone, or with a capital after them.
pub(crate) fn beginning(line: &str) -> Option<By> {
    let first = line.bytes().next()?.to_ascii_lowercase();
    let begun = |by: &str| {
        (by.as_bytes()[0] == first || !first.is_ascii())
            && line.get(..by.len()).is_some_and(|head| {
                if head.is_ascii() { head.eq_ignore_ascii_case(by) } else { head.to_lowercase() == by }
            })
    };
    let (_, by) = BY.iter().find(|(by, _)| {
        begun(by) && {
            let after = &line[by.len()..];
            let rest = after.trim_start_matches([':', ' ', '\u{a0}']);
            let parted = rest.len() < after.len() || by.ends_with(':');
            rest.is_empty() || parted && rest.starts_with(char::is_uppercase) && !is_particle(by, rest)
        }
    })?;
    Some(*by)
}

/// "Von der Leyen", "Di Maio" are names: such a word begins a byline only before two words with capitals.
fn is_particle(by: &str, rest: &str) -> bool {
    let mut words = rest.split(' ').filter(|word| !word.is_empty());
    let capital = |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    matches!(by, "von" | "di" | "door" | "par" | "por") && !(capital(words.next()) && capital(words.next()))
}

/// Whether the line is nothing but such words.
pub(crate) fn is_beginning_only(line: &str) -> bool {
    let bare = line.trim_end_matches([':', ' ']);
    BY.iter().any(|(by, _)| bare.len() == by.len() && bare.to_lowercase() == *by)
}

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
    "our correspondent",
    "chief reporter",
    "senior reporter",
    "staff reporter",
    "staff writer",
    "reporter",
    "correspondent",
    "live",
    "opinion",
    "analysis",
    "news",
    "image",
    "photo",
    "subscribe",
    "comments",
];

/// What no name begins with: days, and what is done to articles.
const NO_FIRST: &[&str] = &[
    "posted",
    "published",
    "updated",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
];

/// The names of a byline without "By", dates and what follows a bar; `None` when what is left is no name.
pub(crate) fn byline(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut text = without_asides(&super::collapse(text));
    let after = |at: &usize| text[*at..].trim_start_matches(['|', '·', '•', ' ']);
    if let Some(at) = text.rfind(['|', '·', '•']).filter(|at| beginning(after(at)).is_some()) {
        text.drain(..text.len() - after(&at).len());
    }
    while let Some(rest) = BY.iter().find_map(|(by, _)| strip_word(&text, by)) {
        text = rest.trim_start_matches([':', '-', '–', ' ']).to_owned();
    }
    if text.split(' ').nth(3).is_some() || text.contains('|') {
        let bar = text.find(['|', '·', '•', '—', '–']).or_else(|| {
            [" - ", " / ", ". "]
                .iter()
                .find_map(|mark| text.find(mark).filter(|at| *mark != ". " || text[*at + 2..].contains(':')))
        });
        if let Some(at) = bar {
            text.truncate(at);
        }
    }
    let last_digit = text.bytes().rposition(|b| b.is_ascii_digit());
    if let Some(digit) = last_digit {
        let lower = text.to_lowercase();
        if lower.len() == text.len() {
            for mark in [" on ", " published", " updated", " posted", " last ", " min read", " | "] {
                if let Some(at) = lower.find(mark).filter(|&at| at <= digit && text.is_char_boundary(at)) {
                    text.truncate(at);
                    break;
                }
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

/// Without accounts ("@mara") and asides ("(now)"). A line that is one account keeps it.
fn without_asides(line: &str) -> String {
    if !line.contains(['@', '(']) {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut open = false;
    for word in line.split(' ') {
        open |= word.strip_prefix('(').is_some_and(|rest| rest.starts_with(char::is_lowercase));
        let aside = open || word.starts_with('@') && word.len() > 1 && !out.is_empty();
        open &= !word.trim_end_matches(',').ends_with(')');
        if !aside {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// `text` without the word `head` (any case) at its start.
fn strip_word<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    let first = *text.as_bytes().first()?;
    if first.is_ascii() && first.to_ascii_lowercase() != head.as_bytes()[0] {
        return None;
    }
    let start = text.get(..head.len())?;
    let rest = &text[head.len()..];
    let parted = head.ends_with(':') || rest.starts_with([' ', ':', '\u{a0}']);
    let name = rest.trim_start_matches([':', ' ', '\u{a0}']);
    let begins = parted && start.to_lowercase() == head && !is_particle(head, name);
    (begins && rest.chars().any(char::is_alphanumeric)).then_some(rest)
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
        && !folded
            .split(' ')
            .next()
            .is_some_and(|first| NO_FIRST.contains(&first.trim_end_matches(|c: char| c.is_ascii_digit())))
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
            ("Mara Okafor (now) and Jon Hale (earlier)", Some("Mara Okafor and Jon Hale")),
            ("By Mara Okafor @maraokafor", Some("Mara Okafor")),
            ("Nature | Wednesday 19 May 2021, 06:00 | by M. OKAFOR", Some("M. OKAFOR")),
            ("Mara Okafor (Harbour Desk)", Some("Mara Okafor (Harbour Desk)")),
            ("@maraokafor", None),
            ("Byron Hale", Some("Byron Hale")),
            ("Wednesday 11 June · Written by Ona Tveit", Some("Ona Tveit")),
            ("Published4 HOURS AGO", None),
            ("By admin", None),
            ("Posted: Monday, February 10th 2025", None),
            ("Dienstag, 5. Dezember 2017 – dpl/am", None),
            ("By", None),
            ("https://example.org/mara", None),
        ];
        for (text, name) in cases {
            assert_eq!(byline(text).as_deref(), name, "{text}");
        }
    }
}
