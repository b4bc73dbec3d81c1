//! From cues, sources, contents and segments to quotes.

use super::analysis::{Analysis, Glyph, NONE, PhraseKind, RawQuote, SegmentKind};
use super::links;
use super::models::Models;
use super::{QuoteKind, segments};
use crate::Span;
use crate::model::features::key;

/// Two spans of words that share so much are the same.
const SAME: f64 = 0.8;
/// A unit that shares so much with one before it is dropped.
const DOUBLE: f64 = 0.6;

/// A stretch of reported words.
#[derive(Debug, Clone)]
struct Unit {
    from: u32,
    to: u32,
    /// Index of its cue.
    cue: Option<usize>,
    /// Index of the segment that it is.
    segment: Option<usize>,
    linked: bool,
    /// The phrase that signs it: "…" — Ana Ruiz.
    signed: Option<u32>,
}

impl Analysis<'_> {
    /// Words shared, as a share of all words of the two.
    pub(crate) fn overlap(&self, a: (u32, u32), b: (u32, u32)) -> f64 {
        let words = |(from, to): (u32, u32)| f64::from(self.count(from, to).words);
        let shared = words((a.0.max(b.0), a.1.min(b.1).max(a.0.max(b.0))));
        shared / (words(a) + words(b) - shared).max(1.0)
    }
}

/// The quotes of an article, in text order.
pub(crate) fn quotes(analysis: &Analysis<'_>, models: &Models) -> Vec<RawQuote> {
    let mut units = units(analysis);
    posts(analysis, &mut units);
    link(analysis, models, &mut units);
    assemble(analysis, &units)
}

/// The reported stretches: contents of cues and marked segments, merged.
fn units(analysis: &Analysis<'_>) -> Vec<Unit> {
    let found: Vec<Unit> = analysis
        .contents
        .iter()
        .map(|content| Unit {
            from: content.from,
            to: content.to,
            cue: Some(content.cue as usize),
            segment: None,
            linked: false,
            signed: None,
        })
        .collect();
    let inside: Vec<(u32, u32)> = (0..analysis.segments.len()).map(|at| segments::inside(analysis, at)).collect();
    let mut taken = vec![false; inside.len()];
    let mut out: Vec<Unit> = found.into_iter().filter_map(|unit| fit(analysis, unit, &inside, &mut taken)).collect();
    for (at, &(from, to)) in inside.iter().enumerate() {
        if to > from && !taken[at] && analysis.segments[at].kind == SegmentKind::Direct {
            out.push(Unit { from, to, cue: None, segment: Some(at), linked: false, signed: signature(analysis, at) });
        }
    }
    out.sort_by_key(|unit| (unit.from, std::cmp::Reverse(unit.to)));
    let mut kept: Vec<Unit> = Vec::with_capacity(out.len());
    for unit in out {
        let double = kept
            .iter()
            .rev()
            .take(4)
            .any(|other| analysis.overlap((unit.from, unit.to), (other.from, other.to)) >= DOUBLE);
        if !double {
            kept.push(unit);
        }
    }
    kept
}

/// The name after a dash that follows a marked segment and ends its paragraph (nearly).
fn signature(analysis: &Analysis<'_>, segment: usize) -> Option<u32> {
    let segment = &analysis.segments[segment];
    let end = analysis.paragraph_of(segment.open).end;
    let mut at = segment.close + u32::from(segment.closed);
    while at < end && matches!(analysis.word(at).glyph, Glyph::Period | Glyph::Comma) {
        at += 1;
    }
    if at + 1 >= end || end - at > LONGEST_SIGNATURE || !is_dash(analysis, at) {
        return None;
    }
    let name = analysis.phrase_from(at + 1)?;
    let tail = analysis.word(name.end.min(end - 1));
    let ends = name.end >= end || matches!(tail.glyph, Glyph::Comma | Glyph::Period | Glyph::ParenOpen);
    (name.kind == PhraseKind::Name && ends).then(|| analysis.word(name.start).phrase)
}

/// Words a signature has at most: name, office, date.
const LONGEST_SIGNATURE: u32 = 14;

fn is_dash(analysis: &Analysis<'_>, at: u32) -> bool {
    let word = analysis.word(at);
    matches!(word.glyph, Glyph::EmDash | Glyph::EnDash | Glyph::Hyphen) || word.low == key("--")
}

/// Posts set into an article: a paragraph that ends with a dash, a name and an account in brackets.
fn posts(analysis: &Analysis<'_>, units: &mut Vec<Unit>) {
    let before = units.len();
    for paragraph in &analysis.paragraphs {
        let (start, end) = (paragraph.start, paragraph.end);
        let from = end.saturating_sub(LONGEST_SIGNATURE).max(start);
        let account = (from + 3..end)
            .find(|&at| analysis.text(at).starts_with('@') && analysis.word(at - 1).glyph == Glyph::ParenOpen);
        let Some(dash) = account.and_then(|account| (from..account - 1).rev().find(|&at| is_dash(analysis, at))) else {
            continue;
        };
        let Some(name) = analysis.phrase_at(dash + 1) else { continue };
        let (first, mut to) = (start, dash);
        while to > first && (!analysis.word(to - 1).is_word || is_address(analysis.text(to - 1))) {
            to -= 1;
        }
        let mut first = first;
        while first < to && !analysis.word(first).is_word {
            first += 1;
        }
        if to <= first {
            continue;
        }
        let name = analysis.word(name.start).phrase;
        units.retain(|unit| unit.to <= start || unit.from >= end);
        units.push(Unit { from: first, to, cue: None, segment: None, linked: false, signed: Some(name) });
    }
    if units.len() != before {
        units.sort_by_key(|unit| unit.from);
    }
}

fn is_address(word: &str) -> bool {
    word.starts_with("http") || word.starts_with("pic.") || word.contains("twitter")
}

/// Fits a cue's content to the marked segments it touches; `None` when it lies inside one.
fn fit(analysis: &Analysis<'_>, mut unit: Unit, inside: &[(u32, u32)], taken: &mut [bool]) -> Option<Unit> {
    let first = analysis.segments.partition_point(|segment| segment.close < unit.from);
    for at in first..inside.len() {
        let segment = &analysis.segments[at];
        if segment.open >= unit.to {
            break;
        }
        let (x, y) = inside[at];
        let (a, b) = (unit.from, unit.to);
        if y <= x || y <= a || x >= b {
            continue;
        }
        if analysis.overlap((a, b), (x, y)) >= SAME {
            (unit.from, unit.to) = (x, y);
            unit.segment = Some(at);
            taken[at] = true;
            continue;
        }
        let shared = b.min(y) - a.max(x);
        let whole = segment.kind == SegmentKind::Direct && a >= x;
        if whole && y - x >= 4 {
            if f64::from(shared) >= 0.8 * f64::from(b - a) {
                return None;
            }
            if x <= a {
                unit.from = (segment.close + u32::from(segment.closed)).min(b);
            } else {
                unit.to = segment.open;
            }
        } else {
            if x < a && y <= b && segment.kind != SegmentKind::Scare {
                unit.from = x;
            }
            if y > b && x >= a {
                unit.to = y;
            }
            taken[at] = true;
        }
    }
    if unit.segment.is_none() {
        while unit.from < unit.to && !analysis.word(unit.from).is_word {
            unit.from += 1;
        }
        while unit.to > unit.from && !analysis.word(unit.to - 1).is_word {
            unit.to -= 1;
        }
    }
    (unit.to > unit.from).then_some(unit)
}

/// Finds a cue nearby for marked units without one.
fn link(analysis: &Analysis<'_>, models: &Models, units: &mut [Unit]) {
    let context = links::Context::new(analysis);
    let mut buffer = Vec::new();
    for unit in units {
        if let (None, Some(segment), None) = (unit.cue, unit.segment, unit.signed) {
            unit.cue = context.find(segment, &models.link, &mut buffer);
            unit.linked = unit.cue.is_some();
        }
    }
}

/// Joins units that one attribution parts, and describes them.
fn assemble(analysis: &Analysis<'_>, units: &[Unit]) -> Vec<RawQuote> {
    let mut out: Vec<RawQuote> = Vec::with_capacity(units.len());
    let mut before: Option<&Unit> = None;
    for unit in units {
        let (from, to) = balanced(analysis, unit);
        let span = analysis.span(from, to);
        match (before, out.last_mut()) {
            (Some(first), Some(quote)) if is_split(analysis, first, unit) => {
                quote.contents.push(span);
                quote.end = unit.to;
                quote.linked &= unit.linked;
                quote.kind = merged(quote.kind, kind(analysis, unit.from, unit.to));
            }
            _ => out.push(describe(analysis, unit, span)),
        }
        before = Some(unit);
    }
    out
}

/// The words of a unit with the marks that belong inside it: one that opens in it is closed in it, and the reverse.
fn balanced(analysis: &Analysis<'_>, unit: &Unit) -> (u32, u32) {
    let (mut from, mut to) = (unit.from, unit.to);
    if unit.segment.is_none() {
        let around = |word: u32| analysis.segments.get(analysis.word(word).segment as usize);
        if let Some(last) = around(to - 1)
            && last.closed
            && last.open >= from
            && last.close >= to
        {
            to = last.close + 1;
        }
        if let Some(first) = around(from)
            && first.closed
            && first.close < to
            && first.open < from
        {
            from = first.open;
        }
    }
    (from, to)
}

/// Whether the two are one quote around its attribution: the same cue, which stands between them.
fn is_split(analysis: &Analysis<'_>, first: &Unit, second: &Unit) -> bool {
    let (Some(a), Some(b)) = (first.cue, second.cue) else { return false };
    let cue = analysis.cues[a].word;
    let alike = (kind(analysis, first.from, first.to) == QuoteKind::Direct)
        == (kind(analysis, second.from, second.to) == QuoteKind::Direct);
    a == b
        && first.to <= cue
        && cue < second.from
        && analysis.word(first.from).paragraph == analysis.word(second.from).paragraph
        && (alike || analysis.word(first.from).sentence == analysis.word(second.from).sentence)
}

pub(crate) const fn merged(a: QuoteKind, b: QuoteKind) -> QuoteKind {
    match (a, b) {
        (QuoteKind::Direct, QuoteKind::Direct) => QuoteKind::Direct,
        (QuoteKind::Indirect, QuoteKind::Indirect) => QuoteKind::Indirect,
        _ => QuoteKind::Mixed,
    }
}

/// Whether the words are marked, in part or not at all.
pub(crate) fn kind(analysis: &Analysis<'_>, from: u32, to: u32) -> QuoteKind {
    let count = analysis.count(from, to);
    let marked = count.words - count.plain;
    if marked * 10 >= count.words * 9 {
        QuoteKind::Direct
    } else if marked > 0 {
        QuoteKind::Mixed
    } else {
        QuoteKind::Indirect
    }
}

fn describe(analysis: &Analysis<'_>, unit: &Unit, span: Span) -> RawQuote {
    let cue = unit.cue.map(|at| analysis.cues[at]);
    let cue_span = cue.map(|cue| {
        let according = analysis.word(cue.word).low == key("according");
        let end = cue.word + 1 + u32::from(according);
        analysis.span(cue.word, end.min(analysis.len()))
    });
    RawQuote {
        kind: kind(analysis, unit.from, unit.to),
        contents: vec![span],
        first: unit.from,
        end: unit.to,
        cue: cue.map(|cue| cue.word),
        cue_span,
        source: cue.map(|cue| cue.source).filter(|&source| source != NONE).or(unit.signed),
        linked: unit.linked,
        probability: cue.map_or(0.5, |cue| cue.probability),
    }
}
