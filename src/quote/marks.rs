//! Pairing of quote marks within paragraphs.
//!
//! A state machine that bears what newspapers print: straight and curly marks in one text, a mark that is never closed
//! (it holds to the paragraph's end, which is how quotes of several paragraphs are set), a missing closing mark before
//! the next opening one, doubled apostrophes, and single marks for quotes outside double ones.

use std::ops::Range;

use super::analysis::{Glyph, NONE, Segment, SegmentKind, Word};
use super::lexicon::{First, Lists};
use crate::model::features::{Key, key};

/// Apostrophes that open no quote: 'em, 'til.
const ELIDED: [Key; 6] = [key("em"), key("til"), key("n"), key("cause"), key("tis"), key("twas")];

/// Longest quote between single marks, in words, when its closing mark could be the apostrophe of a plural.
const LONGEST_BEFORE_PLURAL: u32 = 40;

/// Finds the stretches between marks and notes them in the words; `marks` are the marks among the words. Linear.
pub(crate) fn pair(words: &mut [Word], paragraphs: &[Range<u32>], marks: &[u32]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = marks;
    for paragraph in paragraphs {
        let (marks, after) = rest.split_at(rest.partition_point(|&at| at < paragraph.end));
        rest = after;
        if marks.is_empty() {
            continue;
        }
        let from = segments.len();
        pair_double(words, paragraph.clone(), marks, &mut segments);
        for segment in &segments[from..] {
            mark(words, segment);
        }
        if marks.iter().any(|&at| words[at as usize].glyph.is_single()) {
            pair_single(words, paragraph.clone(), &mut segments);
            segments[from..].sort_by_key(|segment| segment.open);
        }
    }
    for (at, segment) in segments.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(NONE);
        let end = segment.close + u32::from(segment.closed);
        for word in &mut words[segment.open as usize..end as usize] {
            word.segment = at;
        }
    }
    segments
}

fn mark(words: &mut [Word], segment: &Segment) {
    let end = segment.close + u32::from(segment.closed);
    for word in &mut words[segment.open as usize..end as usize] {
        word.marked = true;
    }
}

fn segment(open: u32, close: u32, closed: bool) -> Segment {
    Segment { open, close, closed, kind: SegmentKind::default(), margin: 0.0 }
}

#[derive(PartialEq)]
enum Turn {
    Opens,
    Closes,
    Either,
}

fn pair_double(words: &[Word], paragraph: Range<u32>, marks: &[u32], segments: &mut Vec<Segment>) {
    let mut open: Option<u32> = None;
    for &at in marks {
        let glyph = words[at as usize].glyph;
        if !glyph.is_double() {
            continue;
        }
        // (”It is late,” she said): the wrong mark
        let bracket = glyph == Glyph::CurlyClose
            && at > paragraph.start
            && matches!(words[at as usize - 1].glyph, Glyph::ParenOpen | Glyph::BracketOpen);
        let before = words[at as usize].spaced || bracket;
        let after = at + 1 >= paragraph.end || words[at as usize + 1].spaced;
        let opened_by = open.map(|open| words[open as usize].glyph);
        let turn = match glyph {
            // „…“ and »…«
            Glyph::CurlyOpen if opened_by == Some(Glyph::LowOpen) => Turn::Closes,
            Glyph::AngleLeft if opened_by == Some(Glyph::AngleRight) => Turn::Closes,
            Glyph::AngleRight if opened_by.is_none() && before && !after => Turn::Opens,
            Glyph::CurlyOpen | Glyph::LowOpen | Glyph::AngleLeft => Turn::Opens,
            Glyph::CurlyClose | Glyph::AngleRight => Turn::Closes,
            _ if before && !after => Turn::Opens,
            _ if after && !before => Turn::Closes,
            _ => Turn::Either,
        };
        match open {
            None => {
                let wrong_way = matches!(glyph, Glyph::Straight | Glyph::CurlyClose) && before && !after;
                if turn != Turn::Closes || wrong_way || (glyph == Glyph::Straight && before) {
                    open = Some(at);
                }
            }
            Some(start) => {
                let straight = glyph == Glyph::Straight && at > start + 1 && !(before && after);
                if turn == Turn::Opens && glyph == opened_by.unwrap_or_default() && goes_on(words, start, at) {
                    continue;
                }
                if turn == Turn::Opens && (straight || matches!(glyph, Glyph::CurlyOpen | Glyph::LowOpen)) {
                    segments.push(segment(start, attributed(words, start, at).unwrap_or(at), false));
                    open = Some(at);
                } else {
                    segments.push(segment(start, at, true));
                    open = None;
                }
            }
        }
    }
    if let Some(start) = open
        && paragraph.end - start > 1
    {
        segments.push(segment(start, paragraph.end, false));
    }
}

/// Where the words end that were opened and never closed before somebody is said to have spoken them: "It was dark, said Jane Doe. "I
/// could not see."
fn attributed(words: &[Word], open: u32, at: u32) -> Option<u32> {
    let said = |at: usize| words[at].lists.has(Lists::SAID);
    let who = |at: usize| words[at].first == First::Upper || words[at].low == key("he") || words[at].low == key("she");
    let last = at as usize;
    let stopped = matches!(words[last - 1].glyph, Glyph::Period);
    let close = (open as usize + 3..last.saturating_sub(3)).find(|&at| {
        let comma = words[at].glyph == Glyph::Comma && words[at].sentence == words[last - 1].sentence;
        comma && (said(at + 1) && who(at + 2) || who(at + 1) && (said(at + 2) || who(at + 2) && said(at + 3)))
    })?;
    u32::try_from(close + 1).ok().filter(|_| stopped)
}

/// Whether a mark that opens where one is open has no meaning: the words so far end with a sentence, and nobody is said to have
/// spoken them. “It was late. “We went home,” she said.
fn goes_on(words: &[Word], open: u32, at: u32) -> bool {
    let last = &words[at as usize - 1];
    let sentence = last.sentence;
    matches!(last.glyph, Glyph::Period | Glyph::Question | Glyph::Exclamation)
        && words[open as usize + 1..at as usize]
            .iter()
            .rev()
            .take_while(|word| word.sentence == sentence)
            .all(|word| !word.lists.has(Lists::SAID))
}

fn pair_single(words: &mut [Word], paragraph: Range<u32>, segments: &mut Vec<Segment>) {
    let closes = |words: &[Word], at: u32| {
        let word = &words[at as usize];
        matches!(word.glyph, Glyph::SingleClose | Glyph::SingleStraight)
            && !word.marked
            && (at + 1 == paragraph.end || {
                let next = &words[at as usize + 1];
                let punctuation = matches!(
                    next.glyph,
                    Glyph::Comma
                        | Glyph::Period
                        | Glyph::Semicolon
                        | Glyph::Colon
                        | Glyph::Exclamation
                        | Glyph::Question
                        | Glyph::ParenClose
                        | Glyph::EmDash
                        | Glyph::EnDash
                        | Glyph::Hyphen
                );
                next.spaced || punctuation
            })
    };
    // the closing mark that comes next, found once for all opening marks before it
    let mut close = paragraph.start;
    let mut at = paragraph.start;
    while at + 1 < paragraph.end {
        let word = &words[at as usize];
        if !matches!(word.glyph, Glyph::SingleOpen | Glyph::SingleStraight) || word.marked {
            at += 1;
            continue;
        }
        let next = &words[at as usize + 1];
        let free = word.spaced
            || at == paragraph.start
            || matches!(
                words[at as usize - 1].glyph,
                Glyph::ParenOpen | Glyph::BracketOpen | Glyph::EmDash | Glyph::EnDash | Glyph::Hyphen
            );
        if next.spaced || !free || next.first == First::Digit || ELIDED.contains(&next.low) {
            at += 1;
            continue;
        }
        close = close.max(at + 1);
        while close < paragraph.end && !closes(words, close) {
            close += 1;
        }
        if close >= paragraph.end {
            return;
        }
        let plural = words[close as usize - 1].ends_in_s && close - at > LONGEST_BEFORE_PLURAL;
        if close > at + 1 && !plural {
            let found = segment(at, close, true);
            mark(words, &found);
            segments.push(found);
            at = close;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::forms::Forms;
    use super::super::words;

    fn marked(text: &str) -> Vec<&str> {
        let article = crate::parse(text.to_owned(), &crate::ParseOptions::new().clean(false));
        let mut read = words::read(&article, &mut Forms::default());
        let segments = super::pair(&mut read.words, &read.paragraphs, &read.marks);
        let inside = |s: &super::Segment| {
            let (a, b) = (&read.words[s.open as usize + 1], &read.words[s.close as usize - 1]);
            &text[a.span.start()..b.span.end()]
        };
        segments.iter().filter(|s| s.close > s.open + 1).map(inside).collect()
    }

    #[test]
    fn marks_of_every_style_are_paired() {
        let cases: &[(&str, &[&str])] = &[
            ("“One,” she said. “Two.”", &["One,", "Two."]),
            ("\"One,\" she said, \"two.\"", &["One,", "two."]),
            ("``One,'' he said. ''Two,'' too.", &["One,", "Two,"]),
            ("„Eins“, sagte sie. „Zwei.“", &["Eins", "Zwei."]),
            ("»Eins«, sagte sie, »zwei«.", &["Eins", "zwei"]),
            ("« Un », dit-elle, «deux».", &["Un", "deux"]),
            ("”Ett”, sade hon.", &["Ett"]),
            ("He called it ‘the dog’s dinner’ again.", &["the dog’s dinner"]),
            ("‘No,’ she said, ‘never.’", &["No,", "never."]),
            // single marks inside double ones are part of the words
            ("“They said ‘no’ twice,” he said.", &["They said ‘no’ twice,"]),
            // never closed, closed late, opened twice
            ("“We sail at dawn.\n“And we return.”", &["We sail at dawn.", "And we return."]),
            ("\"One, he said. \"Two,\" he said.", &["One, he said.", "Two,"]),
            ("“One, he said. “Two,” he said.", &["One, he said.", "Two,"]),
            ("“One was late. “Two,” he said.", &["One was late. “Two,"]),
            ("A riff (”One was late”) again.", &["One was late"]),
            ("‘’One was late, ‘‘two’’ he said. ‘‘Three.’’", &["One was late,", "two", "Three."]),
            ("get ’em off rock 'n' roll 'til '99", &[]),
            ("5’ 10” tall and 6' 2\" wide", &[]),
            ("the sailors' boats and the workers' pay", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(marked(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_thousand_opening_marks_take_no_longer_than_they_should() {
        let text = "‘a ".repeat(200_000);
        assert!(marked(&text).is_empty());
        let text = "“a ".repeat(100_000);
        assert_eq!(marked(&text).len(), 100_000);
    }
}
