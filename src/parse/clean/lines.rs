//! Lines of a page, and the paragraphs that were wrapped by hand.
//!
//! A pasted page has one paragraph a line; mail, old archives and terminals wrap paragraphs at some width. Wrapped
//! lines have to be seen as one, or half of a story looks like a run of short lines. They are told by the greedy-wrap
//! test: the first word of the next line would not have fitted on this one. Where paragraphs are not parted by blank lines
//! but open with an indented line, as wires send them, that line counts as one after a blank line.

use memchr::memchr2;

use crate::Span;
use crate::parse::sentences::{closing, is_terminator};

/// A line, or several that are one wrapped paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// Without outer white space.
    pub(crate) span: Span,
    /// Whether a blank line stands before it (or nothing), or it opens an indented paragraph.
    pub(crate) gap: bool,
    /// Number of its first physical line.
    pub(crate) number: u32,
    /// Columns of white space before it.
    indent: u32,
}

/// Widths that text is wrapped at, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=110;
/// Share of the joints of a wrapped run that must pass the greedy-wrap test.
const JOINTS: f32 = 0.9;
/// The same on a page that was wrapped by hand.
const SLIPPED: f32 = 0.6;
/// Share of the page's lines in wrapped runs from which all of it was wrapped by hand.
const BY_HAND: f32 = 0.25;
/// A wrapped line is at most this much shorter than the longest, in characters.
const RAGGED: usize = 25;

/// Indented lines after the end of a sentence from which a page has its paragraphs from indents.
const INDENTED: usize = 3;

/// The lines that are not blank, wrapped ones joined.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut lines = physical(text);
    part_indented(text, &mut lines);
    unwrap(text, lines)
}

/// Parts lines into paragraphs where indents do.
fn part_indented(text: &str, lines: &mut [Line]) {
    if lines.iter().filter(|line| line.indent > 0).take(INDENTED).count() < INDENTED {
        return;
    }
    let mut opening: Vec<usize> = Vec::new();
    // where no sentence ended before: below a byline, a list
    let mut alone: Vec<usize> = Vec::new();
    let mut begin = 0;
    while begin < lines.len() {
        let end = (begin + 1..lines.len()).find(|&at| lines[at].gap).unwrap_or(lines.len());
        let run = &lines[begin..end];
        let least = run.iter().map(|line| line.indent).min().unwrap_or(0);
        let opens = |at: &usize| lines[*at].indent > least && closing(&text[lines[at - 1].span]).any(is_terminator);
        let flush = |at: usize| lines[at].indent == least;
        let stands_out = |at: &usize| !flush(*at) && flush(at - 1) && at + 1 < end && flush(at + 1);
        opening.extend((begin + 1..end).filter(opens));
        alone.extend((begin + 1..end).filter(stands_out));
        begin = end;
    }
    if opening.len() >= INDENTED {
        let depth = lines[opening[0]].indent;
        alone.retain(|&at| lines[at].indent == depth);
        for at in opening.into_iter().chain(alone) {
            lines[at].gap = true;
        }
    }
}

/// The lines that are not blank. They end with `\n`, `\r\n` or a lone `\r`.
pub(crate) fn physical(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 60 + 1);
    lines.extend(each(text));
    lines
}

/// The same, one after the other.
pub(crate) fn each(text: &str) -> impl Iterator<Item = Line> {
    // A byte order mark that a record's text begins with belongs to no line.
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let bytes = text.as_bytes();
    let (mut next, mut gap, mut number) = (Some(begin), true, 0);
    std::iter::from_fn(move || {
        while let Some(at) = next {
            let end = memchr2(b'\n', b'\r', &bytes[at..]).map(|found| at + found);
            let span = Span::new(at, end.unwrap_or(bytes.len())).trimmed(text);
            next = end.map(|end| if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 });
            number += 1;
            if !span.is_empty() {
                let before = bytes[at..span.start()].iter().rev().take_while(|&&b| b == b' ' || b == b'\t').count();
                let indent = u32::try_from(before).unwrap_or(u32::MAX);
                return Some(Line { span, gap: std::mem::replace(&mut gap, false), number: number - 1, indent });
            }
            gap = true;
        }
        None
    })
}

/// Number of line ends (`\n`, `\r\n`, a lone `\r`) in a text.
pub(crate) fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|&at| ends(at)).count()
}

fn unwrap(text: &str, lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| !line.gap) {
        return lines;
    }
    // runs of lines without a blank line, as ranges of indices
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if !line.gap => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let widths: Vec<Option<usize>> = runs.iter().map(|run| wrap_width(text, &lines[run.clone()])).collect();
    let joined: usize = runs.iter().zip(&widths).filter(|(_, width)| width.is_some()).map(|(run, _)| run.len()).sum();
    let widest = widths.iter().flatten().copied().max().unwrap_or(0);
    if widest == 0 {
        return lines;
    }
    let by_hand = joined as f32 >= BY_HAND * lines.len() as f32;
    let mut out = Vec::with_capacity(runs.len());
    for (run, width) in runs.into_iter().zip(widths) {
        let lines = &lines[run];
        let pair = by_hand && lines.len() == 2 && {
            let first = columns(text, lines, 0);
            first <= widest && first + 1 + first_word(&text[lines[1].span]) > widest
        };
        if width.is_some() || pair || by_hand && lines.len() > 2 && is_wrapped(text, lines, widest) {
            let span = Span::new(lines[0].span.start(), lines[lines.len() - 1].span.end());
            out.push(Line { span, ..lines[0] });
        } else {
            out.extend_from_slice(lines);
        }
    }
    out
}

/// Whether a run on a page that was wrapped at `width` looks wrapped too, if with slips: words parted at hyphens,
/// double spaces.
fn is_wrapped(text: &str, run: &[Line], width: usize) -> bool {
    let Some((last, inner)) = run.split_last() else { return false };
    let most = inner.iter().map(|line| line.span.len()).max().unwrap_or(0).max(last.span.len());
    if most > 4 * WIDTHS.end() || (0..run.len()).any(|at| columns(text, run, at) > width) {
        return false;
    }
    let full = |at: usize| columns(text, run, at) + 1 + first_word(&text[run[at + 1].span]) > width;
    let joints = (0..inner.len()).filter(|&at| full(at)).count();
    joints as f32 >= SLIPPED * inner.len() as f32
}

/// The width a run of lines was wrapped at, `None` when it was not.
fn wrap_width(text: &str, run: &[Line]) -> Option<usize> {
    if run.len() < 3 || run.iter().any(|line| line.span.len() > 4 * WIDTHS.end()) {
        return None;
    }
    let lengths: Vec<usize> = (0..run.len()).map(|at| columns(text, run, at)).collect();
    let width = lengths.iter().copied().max().unwrap_or(0);
    let (_, inner) = lengths.split_last()?;
    if !WIDTHS.contains(&width) || inner.iter().any(|&length| length + RAGGED < width) {
        return None;
    }
    let fits = inner.iter().zip(&run[1..]).filter(|(length, next)| **length + 1 + first_word(&text[next.span]) > width);
    (fits.count() as f32 >= JOINTS * inner.len() as f32).then_some(width)
}

/// Columns that a line of a run takes; the first one's indent counts, as far as it is deeper than the second's.
fn columns(text: &str, run: &[Line], at: usize) -> usize {
    let deeper = match (at, run.get(1)) {
        (0, Some(second)) => run[0].indent.saturating_sub(second.indent) as usize,
        _ => 0,
    };
    chars(&text[run[at].span]) + deeper
}

fn chars(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

fn first_word(text: &str) -> usize {
    chars(text.split(char::is_whitespace).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'t>(text: &'t str, lines: &[Line]) -> Vec<(&'t str, bool)> {
        lines.iter().map(|line| (&text[line.span], line.gap)).collect()
    }

    #[test]
    fn every_line_end_counts_once() {
        let text = "\u{feff}one\r\ntwo\n\nthree\rfour \r\n\r\n\u{200b}\n five";
        let lines = physical(text);
        let seen = texts(text, &lines);
        let expected =
            [("one", true), ("two", false), ("three", true), ("four", false), ("\u{200b}", true), ("five", false)];
        assert_eq!(seen, expected);
        let numbers: Vec<u32> = physical("a\n\nb\r\nc").iter().map(|line| line.number).collect();
        assert_eq!(numbers, [0, 2, 3]);
    }

    #[test]
    fn wrapped_paragraphs_are_joined_and_lists_are_not() {
        let wrapped = "The council voted seven to four on Tuesday\nto move the coastal railway inland before\n\
                       the sea takes it, after a night of debate.\n\nThe line has been closed for 61 days in\ntwo winters, more than in forty years.";
        assert_eq!(lines(wrapped).len(), 2);
        let wire = "   The council voted seven to four on\nTuesday to move the coastal railway inland\n\
                    before the sea takes it, after a debate.\n   The line has been closed for 61 days in\n\
                    two winters.\n   Nobody spoke.\n   A bus will run along the shore from the\n\
                    spring on, and the old station becomes a\nmarket hall.";
        let joined = lines(wire);
        assert_eq!(joined.len(), 4);
        assert!(joined.iter().all(|line| line.gap));
        let hanging = "- a rope of forty metres that has never been\n  used at sea.\n- two lamps that burn for\n  a week.\n- one map of the coast with every rock that is\n  known.\n- a bell.";
        assert!(lines(hanging).iter().skip(1).all(|line| !line.gap));
        let list = "Home\nNews and features of the whole coast today\nSport\nContact";
        assert_eq!(lines(list).len(), 4);
        let poem = "The tide came in, the tide went out,\nand nobody was there to see;\nit left a glass, it left a shoe,\nit left a letter meant for me.";
        assert_eq!(lines(poem).len(), 4);
    }
}
