//! Dates and times in running text: told among the words of a line, and read as ISO 8601.

use super::lexicon::{Lexicon, word};
use super::words::{Word, read};

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_field_names, reason = "a day of a month")]
pub(crate) struct Day {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Day {
    /// The day, `None` when there is none such, or when no page can be of that year.
    pub(crate) fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let year = match year {
            0..70 => year + 2000,
            70..100 => year + 1900,
            _ => year,
        };
        let long = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let fits =
            (1990..=2035).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= long[month as usize - 1];
        fits.then_some(Self {
            year: u16::try_from(year).ok()?,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
        })
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A date in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Offset of its first byte.
    pub(crate) start: usize,
    /// Offset after its last byte.
    pub(crate) end: usize,
    /// The day, when the year is written too.
    pub(crate) day: Option<Day>,
}

/// The first date with a year in a text: `June 19, 2023`, `19 June 2023`, `19. Juni 2023`, `2023-06-19`, `19/06/2023`,
/// `2023年6月19日`.
pub(crate) fn first_day(text: &str) -> Option<Day> {
    let mut words = Vec::new();
    read(text, Lexicon::embedded(), &mut words);
    days(text, &words).next().or_else(|| ideographic(text))
}

/// The day in the path of an address: `/2023/06/19/`, `/2023-06-19`, `/20230619/`, `/2023/jun/19/`.
pub(crate) fn url_day(url: &str) -> Option<Day> {
    const SHORT: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let mut parts = path.split('/').skip(1).peekable();
    let number = |part: &str, longest: usize| {
        (part.len() <= longest && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let year_of = |part: &str| number(part, 4).filter(|year| (1990..=2035).contains(year));
    while let Some(part) = parts.next() {
        if let Some(year) = year_of(part) {
            let mut rest = parts.clone();
            let month = rest.next().and_then(|month| {
                let named = month.get(..3).and_then(|m| SHORT.iter().position(|s| m.eq_ignore_ascii_case(s)));
                number(month, 2).or_else(|| named.and_then(|at| u32::try_from(at + 1).ok()))
            });
            let day = rest.next().and_then(|day| number(day.split('-').next().unwrap_or_default(), 2));
            if let Some(day) = month.zip(day).and_then(|(month, day)| Day::new(year, month, day)) {
                return Some(day);
            }
        }
        if part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit()) {
            let day = Day::new(part[..4].parse().ok()?, part[4..6].parse().ok()?, part[6..].parse().ok()?);
            if let Some(day) = day.filter(|_| part.starts_with("19") || part.starts_with("20")) {
                return Some(day);
            }
        }
        let mut pieces = part.split('-');
        let year = pieces.next().and_then(year_of);
        let mut part = || pieces.next().and_then(|piece| number(piece, 2));
        if let (Some(year), Some(month), Some(day)) = (year, part(), part()) {
            return Day::new(year, month, day);
        }
    }
    None
}

/// Whether a word names a month, in full or short, in any language that is known.
pub(crate) fn is_month(word: &str) -> bool {
    Lexicon::embedded().get(super::lexicon::word(word)).is_some_and(|entry| entry.month > 0)
}

/// The days in a line, those without a year left out.
pub(crate) fn days(line: &str, words: &[Word]) -> impl Iterator<Item = Day> {
    dates(line, words).filter_map(|found| found.day)
}

/// The dates in a line, in order.
pub(crate) fn dates(line: &str, words: &[Word]) -> impl Iterator<Item = Found> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < words.len() {
            if let Some((found, used)) = date_at(line, &words[at..]) {
                at += used;
                return Some(found);
            }
            at += 1;
        }
        None
    })
}

/// The date that the first of `words` begins, with the number of words it takes.
fn date_at(line: &str, words: &[Word]) -> Option<(Found, usize)> {
    let [first, rest @ ..] = words else { return None };
    let between = |a: &Word, b: &Word| &line[a.end as usize..b.start as usize];
    let found = |last: &Word, day: Option<Day>| Found { start: first.start as usize, end: last.end as usize, day };
    if first.month() > 0 {
        let month = u32::from(first.month());
        let second = rest.first()?;
        if !matches!(between(first, second), " " | ". " | "." | ", " | "\u{a0}") {
            return None;
        }
        if is_year(second) {
            return Some((found(second, None), 2));
        }
        let day = day_number(line, second)?;
        if let Some(third) = rest.get(1).filter(|third| is_year(third))
            && between(second, third).chars().all(|c| matches!(c, ' ' | ',' | '.' | '\u{a0}'))
        {
            return Some((found(third, Day::new(third.value, month, day)), 3));
        }
        return Some((found(second, None), 2));
    }
    if first.digits == 0 {
        return None;
    }
    let second = rest.first()?;
    let gap = between(first, second);
    if first.digits == 4 && first.is_number() && matches!(gap, "-" | "/" | ".") && second.digits <= 2 {
        let third = rest.get(1).filter(|third| between(second, third) == gap)?;
        if second.is_number() && (1..=2).contains(&third.digits) {
            let day = is_year(first).then(|| Day::new(first.value, second.value, third.value)).flatten();
            return Some((found(third, day), 3));
        }
        return None;
    }
    if first.digits == 4 && first.is_number() && is_year(first) && second.month() > 0 && matches!(gap, " " | ", ") {
        // 2023 June 19
        let third = rest.get(1)?;
        let day = day_number(line, third).filter(|_| between(second, third) == " ")?;
        return Some((found(third, Day::new(first.value, u32::from(second.month()), day)), 3));
    }
    let day = day_number(line, first)?;
    if matches!(gap, "/" | ".") && (1..=2).contains(&second.digits) && second.is_number() {
        let third = rest.get(1).filter(|third| between(second, third) == gap && third.is_number())?;
        if !matches!(third.digits, 2 | 4) {
            return None;
        }
        // month first unless it cannot be, or the marks are dots
        let date = if gap == "." || first.value > 12 {
            Day::new(third.value, second.value, first.value)
        } else {
            Day::new(third.value, first.value, second.value)
        };
        return Some((found(third, date.filter(|_| third.digits == 2 || is_year(third))), 3));
    }
    // 19 June 2023, 19. Juni 2023, 19th of June 2023, 19 de junio de 2023, 19-Jun-2023
    let mut next = 0;
    let mut month = second;
    let mut gap_to_month = gap;
    if (second.hash == const { word("of") } || second.hash == const { word("de") }) && rest.len() > 1 {
        next = 1;
        month = &rest[1];
        gap_to_month = between(second, month);
    }
    if month.month() == 0 || !matches!(gap_to_month, " " | ". " | "-" | "\u{a0}" | ".") {
        return None;
    }
    let number = u32::from(month.month());
    let mut year_at = next + 1;
    if rest.get(year_at).is_some_and(|w| w.hash == const { word("de") }) {
        year_at += 1;
    }
    match rest.get(year_at).filter(|year| is_year(year)) {
        Some(year)
            if between(&rest[year_at - 1], year).chars().all(|c| matches!(c, ' ' | ',' | '.' | '-' | '\u{a0}')) =>
        {
            Some((found(year, Day::new(year.value, number, day)), year_at + 2))
        }
        _ => Some((found(month, None), next + 2)),
    }
}

/// A year that pages are of.
fn is_year(word: &Word) -> bool {
    word.is_number() && word.digits == 4 && (1900..2100).contains(&word.value)
}

/// The day of the month that a word is: `19`, `19th`, `1er`.
fn day_number(line: &str, word: &Word) -> Option<u32> {
    let suffix = &line[word.start as usize + word.digits as usize..word.end as usize];
    let fits = (1..=2).contains(&word.digits)
        && (1..=31).contains(&word.value)
        && (suffix.is_empty() || ["st", "nd", "rd", "th", "er", "º"].iter().any(|s| suffix.eq_ignore_ascii_case(s)));
    fits.then_some(word.value)
}

/// `2023年6月19日`, `2023년 6월 19일`.
fn ideographic(text: &str) -> Option<Day> {
    let at = text.find(['年', '년'])?;
    let year = text[..at].trim_end().rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let mut numbers =
        text[at..].split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::parse::<u32>);
    Day::new(year, numbers.next()?.ok()?, numbers.next()?.ok()?)
}

/// Whether a time of day stands in the line: `9:30`, `9.30 pm`, `9am`.
pub(super) fn has_time(line: &str, words: &[Word]) -> bool {
    let half = |w: &Word, skip: u8| {
        let rest = &line[(w.start + u32::from(skip)) as usize..w.end as usize];
        rest.is_empty() || rest.eq_ignore_ascii_case("am") || rest.eq_ignore_ascii_case("pm")
    };
    words.iter().enumerate().any(|(at, first)| {
        if !(1..=2).contains(&first.digits) {
            return false;
        }
        let next = words.get(at + 1);
        if first.chars > first.digits {
            return half(first, first.digits);
        }
        let Some(next) = next else { return false };
        let gap = &line[first.end as usize..next.start as usize];
        match gap {
            ":" | "." => next.digits == 2 && half(next, 2) || next.digits == 2 && next.chars > 2 && half(next, 2),
            " " | "" => next.hash == const { word("am") } || next.hash == const { word("pm") },
            _ => false,
        }
    })
}

/// Whether something happened "5 minutes ago".
pub(super) fn has_ago(line: &str, words: &[Word]) -> bool {
    words.iter().enumerate().any(|(at, last)| {
        if last.hash != const { word("ago") } || at == 0 {
            return false;
        }
        let unit = &words[at - 1];
        let name = &line[(unit.start + u32::from(unit.digits)) as usize..unit.end as usize];
        let fits = |name: &str| {
            let units = [
                "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr", "hrs",
                "hour", "hours", "d", "day", "days", "w", "wk", "wks", "week", "weeks", "mo", "month", "months", "y",
                "yr", "yrs", "year", "years",
            ];
            units.iter().any(|unit| name.eq_ignore_ascii_case(unit))
        };
        if unit.digits > 0 && unit.chars > unit.digits {
            return fits(name);
        }
        at > 1 && fits(name) && {
            let count = &words[at - 2];
            let numbers = const { [word("a"), word("an"), word("one"), word("two"), word("three")] };
            count.is_number() || numbers.contains(&count.hash)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_many_forms() {
        let cases = [
            ("Published June 19, 2023", "2023-06-19"),
            ("Jun. 19th 2023 at 9:30", "2023-06-19"),
            ("19 June 2023", "2023-06-19"),
            ("the 1st of September, 2021", "2021-09-01"),
            ("19. Juni 2023", "2023-06-19"),
            ("1er août 2022", "2022-08-01"),
            ("19 de junio de 2023", "2023-06-19"),
            ("2023-06-19T08:00:00Z", "2023-06-19"),
            ("2023/6/9", "2023-06-09"),
            ("06/19/2023", "2023-06-19"),
            ("19/06/2023", "2023-06-19"),
            ("19.6.2023", "2023-06-19"),
            ("19-Jun-2023", "2023-06-19"),
            ("2023年6月19日", "2023-06-19"),
            ("May 5 and then 3 March 2020", "2020-03-03"),
        ];
        for (text, day) in cases {
            assert_eq!(first_day(text).map(|day| day.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in ["May 2023", "31/31/2023", "1.2.3", "July 4", "call 555 123 4567", "February 30, 2020"] {
            assert_eq!(first_day(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_hold_days() {
        for (url, day) in [
            ("https://example.org/2023/06/19/harbour", Some("2023-06-19")),
            ("https://example.org/news/2023/jun/19/harbour", Some("2023-06-19")),
            ("https://example.org/news/20230619/x", Some("2023-06-19")),
            ("https://example.org/news/2023-06-19-harbour", Some("2023-06-19")),
            ("https://example.org/2023/harbour", None),
            ("example.org", None),
        ] {
            assert_eq!(url_day(url).map(|day| day.to_string()).as_deref(), day, "{url}");
        }
    }

    #[test]
    fn times_and_ages_are_told() {
        let mut words = Vec::new();
        for (line, time, ago) in [
            ("at 9:30 today", true, false),
            ("9am sharp", true, false),
            ("9.30pm", true, false),
            ("5 minutes ago", false, true),
            ("2h ago", false, true),
            ("an hour ago", false, true),
            ("long ago", false, false),
            ("rose 3 points", false, false),
        ] {
            read(line, Lexicon::embedded(), &mut words);
            assert_eq!((has_time(line, &words), has_ago(line, &words)), (time, ago), "{line}");
        }
    }
}
