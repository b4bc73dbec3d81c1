//! Datelines: place, agency and date at the head of a story.
//!
//! | written | place |
//! |---|---|
//! | `PORT ELLIS: The council …` | PORT ELLIS |
//! | `PORT ELLIS (Agency) — The council …` | PORT ELLIS |
//! | `Port Ellis, Norland (CNN)The council …` | Port Ellis, Norland |
//! | `PORT ELLIS, March 4 (Reuters) - The council …` | PORT ELLIS |
//! | `(CNN) -- The council …` | – |
//! | `(The Ellis Courier)The council …` | – |
//! | `Lindenau. Der Stadtrat …` | Lindenau |
//!
//! A place without agency or date has to be in capitals, since `Note — the …` begins many paragraphs.

use super::dates;
use super::features::words_of;
use super::lexicon::word;
use super::words::Word;
use crate::Span;

/// A dateline at the head of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// The whole of it with its dash or colon.
    pub(crate) span: Span,
    /// The place, when there is one.
    pub(crate) place: Option<Span>,
}

/// Longest dateline in bytes.
const LONGEST: usize = 110;
/// Agencies that need no capitals to be told in brackets.
const AGENCIES: &[&str] = &[
    "reuters",
    "ap",
    "afp",
    "cnn",
    "dpa",
    "upi",
    "xinhua",
    "pti",
    "ians",
    "ani",
    "bbc",
    "bloomberg",
    "tass",
    "efe",
    "ansa",
    "kyodo",
    "yonhap",
    "app",
    "cbs",
    "nbc",
    "abc",
    "npr",
    "pa",
    "bernama",
    "anp",
    "belga",
    "rtr",
    "interfax",
];
/// What stands in capitals before a colon or dash and is no place.
const NO_PLACES: &[&str] = &[
    "warning",
    "update",
    "updated",
    "note",
    "exclusive",
    "breaking",
    "analysis",
    "opinion",
    "watch",
    "read",
    "listen",
    "photo",
    "photos",
    "video",
    "spoiler",
    "advertisement",
    "question",
    "answer",
    "editor",
    "editors",
    "file",
    "correction",
    "review",
    "interview",
    "host",
    "moderator",
    "q",
    "a",
    "live",
    "news",
    "fact",
    "by",
    "the",
    "this",
    "how",
    "why",
    "what",
    "faq",
    "tip",
    "tips",
    "summary",
    "abstract",
    "introduction",
    "background",
    "disclaimer",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sen",
    "rep",
    "gov",
    "president",
    "vs",
    "i",
    "you",
    "we",
    "he",
    "she",
    "it",
    "who",
    "when",
    "where",
    "is",
    "are",
    "and",
    "related",
    "sponsored",
    "column",
    "comment",
    "editorial",
    "obituary",
    "step",
    "part",
    "chapter",
    "day",
    "act",
    "scene",
    "caption",
];

/// The dateline that the paragraph at `span` begins with.
pub(crate) fn dateline(text: &str, span: Span) -> Option<Dateline> {
    let line = &text[span];
    let head = crate::parse::clean::head(line, LONGEST);
    let found = with_agency(head).or_else(|| with_mark(head))?;
    let (end, place) = found;
    // a story has to follow
    let rest = line[end..].trim_start();
    if rest.chars().take(12).count() < 12 {
        return None;
    }
    let shift = |s: Span| s.shifted(span.start());
    Some(Dateline { span: shift(Span::new(0, end).trimmed(line)), place: place.map(shift) })
}

/// `Lindenau. Der Stadtrat …`, as regional papers write: one to three capitalised words and a full stop at the head of the
/// story. That they name a place is told by the text, which has them again inside a sentence: "der Bahnhof in Lindenau".
pub(crate) fn town(text: &str, span: Span) -> Option<Dateline> {
    const MOST: usize = 40;
    let line = &text[span];
    let stop = crate::parse::clean::head(line, MOST).find(". ")?;
    let place = &line[..stop];
    let words = || place.split(' ');
    let capital = |word: &str| word.starts_with(char::is_uppercase) && word.chars().nth(2).is_some();
    let rest = &line[stop + 2..];
    let story = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '„' | '“' | '"' | '»')) && rest.len() > MOST;
    if words().count() > 3 || !words().all(capital) || !story {
        return None;
    }
    let inside = |(at, _): (usize, &str)| {
        let before = text[..at].trim_end_matches(' ');
        let whole = !text[at + place.len()..].starts_with(char::is_alphanumeric);
        whole && before.len() < at && before.ends_with(char::is_lowercase)
    };
    text.match_indices(place).take(20).any(inside).then(|| {
        let from = span.start();
        Dateline { span: Span::new(from, from + stop + 1), place: Some(Span::new(from, from + stop)) }
    })
}

/// `Place, date (Agency) —`: brackets decide.
fn with_agency(head: &str) -> Option<(usize, Option<Span>)> {
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let agency = head[open + 1..close].trim();
    let known = agency
        .split(['/', ' ', '-'])
        .next()
        .is_some_and(|first| AGENCIES.iter().any(|a| first.eq_ignore_ascii_case(a)));
    let after = &head[close + 1..];
    let mark = leading_mark(after);
    let (before, span) = (head[..open].trim_end(), Span::new(0, open).trimmed(head));
    let named = !agency.is_empty() && agency.len() <= 40 && agency.starts_with(char::is_uppercase);
    // "(The Ellis Courier)Rain fell": a house's name that the page's layout parted from the story, and the text no longer does
    let titled = |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "of" | "the" | "and" | "&");
    let glued = after.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
    let house = named && glued && agency.split(' ').all(titled);
    let place = place_in(head, span);
    let end = close + 1 + mark.unwrap_or(0);
    if before.is_empty() {
        let agency = known && (mark.is_some() || agency.starts_with(char::is_uppercase));
        return (agency || house).then_some((end, None));
    }
    let place = place?;
    (known || named && mark.is_some() || house).then_some((end, Some(place)))
}

/// `PLACE: `, `PLACE — `, `PLACE, March 4 — `.
fn with_mark(head: &str) -> Option<(usize, Option<Span>)> {
    let marks = ["—", "–", " - ", "--", ":"];
    let (at, length) = marks.iter().filter_map(|mark| head.find(mark).map(|at| (at, mark.len()))).min()?;
    let end = at + length;
    let spaced = head[end..].starts_with(char::is_whitespace)
        || head[..end].ends_with(char::is_whitespace)
        || &head[at..end] == "—";
    let next = head[end..].trim_start();
    if !spaced
        || !next.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '‘' | '\'' | '«'))
    {
        return None;
    }
    let span = Span::new(0, at).trimmed(head);
    let place = place_in(head, span)?;
    let capitals =
        !head[place].chars().any(char::is_lowercase) && head[place].chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let dated = place.end() < span.end();
    let colon = &head[at..end] == ":";
    (capitals || dated && !colon).then_some((end, Some(place)))
}

/// The mark that ends a dateline, at the head of `text`: its length in bytes.
fn leading_mark(text: &str) -> Option<usize> {
    let bare = text.trim_start();
    let skipped = text.len() - bare.len();
    ["—", "–", "--", "-", ":", "."]
        .iter()
        .find(|mark| bare.starts_with(*mark))
        .map(|mark| skipped + if *mark == "--" { bare.len() - bare.trim_start_matches('-').len() } else { mark.len() })
}

/// The place in what stands before agency or mark: one to six capitalised words, a date after them or not.
fn place_in(head: &str, span: Span) -> Option<Span> {
    let mut words: Vec<Word> = Vec::new();
    words_of(head, span, &mut words);
    let inside = &head[span];
    let date = dates::dates(inside, &words).next();
    let end = date.map_or(inside.len(), |date| date.start);
    let weekdays = const {
        [
            word("monday"),
            word("tuesday"),
            word("wednesday"),
            word("thursday"),
            word("friday"),
            word("saturday"),
            word("sunday"),
        ]
    };
    let names: Vec<&Word> =
        words.iter().filter(|w| (w.end as usize) <= end).take_while(|w| !weekdays.contains(&w.hash)).collect();
    let last = names.last()?;
    let particles = const {
        [
            word("de"),
            word("la"),
            word("of"),
            word("and"),
            word("del"),
            word("al"),
            word("el"),
            word("du"),
            word("am"),
            word("the"),
            word("upon"),
            word("di"),
        ]
    };
    let fits = names.len() <= 6
        && names[0].capital
        && names.iter().all(|w| w.letter && (w.capital || particles.contains(&w.hash)))
        && !NO_PLACES.iter().any(|no| inside[names[0].start as usize..names[0].end as usize].eq_ignore_ascii_case(no))
        && !inside[..last.end as usize].contains(['"', '“', '?', '!', ';', '(', ':']);
    // initials and abbreviated states keep their stop
    let mut stop = last.end as usize;
    if inside[stop..].starts_with('.') {
        stop += 1;
    }
    fits.then(|| Span::new(span.start() + names[0].start as usize, span.start() + stop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_of_many_houses() {
        let cases = [
            ("PORT ELLIS: The council voted seven to four.", Some(("PORT ELLIS:", Some("PORT ELLIS")))),
            ("PORT ELLIS (AP) — The council voted seven to four.", Some(("PORT ELLIS (AP) —", Some("PORT ELLIS")))),
            ("(CNN) -- The council voted seven to four.", Some(("(CNN) --", None))),
            (
                "Port Ellis, Norland (CNN)The council voted seven to four.",
                Some(("Port Ellis, Norland (CNN)", Some("Port Ellis, Norland"))),
            ),
            (
                "PORT ELLIS, Norland, March 4 (Reuters) - The council voted.",
                Some(("PORT ELLIS, Norland, March 4 (Reuters) -", Some("PORT ELLIS, Norland"))),
            ),
            ("PORT ELLIS — “We have eleven winters left,” she said.", Some(("PORT ELLIS —", Some("PORT ELLIS")))),
            (
                "ELLIS/OAKMOUTH, 4 March 2026 – The council voted seven to four.",
                Some(("ELLIS/OAKMOUTH, 4 March 2026 –", Some("ELLIS/OAKMOUTH"))),
            ),
            (
                "ELLIS, N.Y. (Agency) — The council voted seven to four.",
                Some(("ELLIS, N.Y. (Agency) —", Some("ELLIS, N.Y."))),
            ),
            ("Berlin (dpa) - Der Rat stimmte am Dienstag ab.", Some(("Berlin (dpa) -", Some("Berlin")))),
            ("(The Ellis Courier)Rain fell on the quay.", Some(("(The Ellis Courier)", None))),
            ("(Rain of Ashes) The film opens on Tuesday night.", None),
            ("(She said so)The council voted on Tuesday night.", None),
            ("WARNING: The harbour will be closed on Tuesday.", None),
            ("The council — which met on Tuesday — voted seven to four.", None),
            ("Note: The council will not meet on Tuesday morning.", None),
            ("Mara Okafor (right) and Jon Hale on the quay of the town.", None),
            ("The World Health Organization (WHO) said on Tuesday it would.", None),
            ("PORT ELLIS: one two.", None),
        ];
        for (text, expected) in cases {
            let found = dateline(text, Span::new(0, text.len()));
            let seen = found.as_ref().map(|d| (&text[d.span], d.place.map(|place| &text[place])));
            assert_eq!(seen, expected, "{text}");
        }
    }

    #[test]
    fn a_town_with_a_full_stop() {
        let cases = [
            (
                "Lindenau. Der Stadtrat hat am Dienstag zugestimmt. Der Bahnhof in Lindenau steht leer.",
                Some("Lindenau."),
            ),
            ("Endlich. Der Stadtrat hat am Dienstag zugestimmt. Der Bahnhof in Lindenau steht leer.", None),
            ("Anna Behr. Der Name sagt vielen in der Stadt noch immer etwas. Anna Behr war Lehrerin.", None),
        ];
        for (text, expected) in cases {
            let found = town(text, Span::new(0, text.len()));
            assert_eq!(found.map(|d| &text[d.span]), expected, "{text}");
        }
    }
}
