//! From cues, sources, contents and segments to quotes.

use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::analysis::{Analysis, Glyph, NONE, PhraseKind, RawQuote, Segment, SegmentKind, Tag, Turn};
use super::cues::ACCEPTED;
use super::features::pair;
use super::lexicon::{First, Lists, female_share};
use super::links;
use super::models::Models;
use super::speakers::Class;
use super::{QuoteKind, segments};
use crate::Span;
use crate::model::features::{Key, key};

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
    /// Whether it is marked as a question or an answer.
    turn: Turn,
}

/// Two spans of words that share so much may be the same.
const SAME: f64 = 0.8;

impl Analysis<'_> {
    /// Words shared, as a share of all words of the two.
    pub(crate) fn overlap(&self, a: (u32, u32), b: (u32, u32)) -> f64 {
        let words = |(from, to): (u32, u32)| f64::from(self.count(from, to).words);
        let shared = words((a.0.max(b.0), a.1.min(b.1).max(a.0.max(b.0))));
        shared / (words(a) + words(b) - shared).max(1.0)
    }

    /// Whether a content is what stands between marks: nearly, and no word before the marks that tells something.
    pub(crate) fn is_same(&self, content: (u32, u32), inside: (u32, u32)) -> bool {
        let before = self.count(content.0.min(inside.0), inside.0).words;
        let after = self.count(inside.1, content.1.max(inside.1)).words;
        self.overlap(content, inside) >= SAME && before + after <= u32::from(inside.1 - inside.0 > 20)
    }
}

/// The quotes of an article, in text order.
pub(crate) fn quotes(analysis: &Analysis<'_>, models: &Models) -> Vec<RawQuote> {
    let mut units = units(analysis);
    posts(analysis, &mut units);
    pulled(analysis, &mut units);
    transcript(analysis, &mut units);
    interview(analysis, &mut units);
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
            turn: Turn::No,
        })
        .collect();
    let inside: Vec<(u32, u32)> = (0..analysis.segments.len()).map(|at| segments::inside(analysis, at)).collect();
    let mut taken = vec![false; inside.len()];
    let mut out: Vec<Unit> = found.into_iter().filter_map(|unit| fit(analysis, unit, &inside, &mut taken)).collect();
    for (at, &(from, to)) in inside.iter().enumerate() {
        if to > from && !taken[at] && analysis.segments[at].kind == SegmentKind::Direct && !is_title(analysis, at) {
            out.push(Unit {
                from,
                to,
                cue: None,
                segment: Some(at),
                linked: false,
                signed: signature(analysis, at),
                turn: Turn::No,
            });
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
            .find(|&at| analysis.text(at).starts_with('@') && analysis.before(at).glyph == Glyph::ParenOpen);
        let Some(dash) = account.and_then(|account| (from..account - 1).rev().find(|&at| is_dash(analysis, at))) else {
            continue;
        };
        let Some(name) = analysis.phrase_at(dash + 1) else { continue };
        let (first, mut to) = (start, dash);
        while to > first && (!analysis.before(to).is_word || is_address(analysis.text(to - 1))) {
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
        units.push(Unit {
            from: first,
            to,
            cue: None,
            segment: None,
            linked: false,
            signed: Some(name),
            turn: Turn::No,
        });
    }
    if units.len() != before {
        units.sort_by_key(|unit| unit.from);
    }
}

/// Words pulled out of the story and set into it without marks: a paragraph of sentences that ends with the name of somebody who
/// speaks elsewhere. "We have eleven winters left. Engineer Mara Okafor"
fn pulled(analysis: &Analysis<'_>, units: &mut Vec<Unit>) {
    // the first and last paragraph in which a name is told to speak
    let spoken = LazyCell::new(|| {
        let mut spoken: FxHashMap<Key, (u32, u32)> = FxHashMap::default();
        for cue in analysis.cues.iter().filter(|cue| cue.probability >= ACCEPTED) {
            let Some(source) = analysis.phrases.get(cue.source as usize) else { continue };
            let paragraph = analysis.word(cue.word).paragraph;
            let (first, last) = spoken.entry(analysis.word(source.head).low).or_insert((paragraph, paragraph));
            (*first, *last) = (paragraph.min(*first), paragraph.max(*last));
        }
        spoken
    });
    let speaks = |name: Key, paragraph: u32| spoken.get(&name).is_some_and(|&both| both != (paragraph, paragraph));
    for (number, paragraph) in (0..).zip(&analysis.paragraphs) {
        let (start, end) = (paragraph.start, paragraph.end);
        let last = analysis.sentence_of(end - 1);
        if last.start < start + SHORTEST_PULLED
            || end - last.start > LONGEST_SIGNATURE
            || !analysis.before(end).is_word
            || !matches!(analysis.before(last.start).glyph, Glyph::Period | Glyph::Question | Glyph::Exclamation)
            || analysis.any_marked(start, end)
        {
            continue;
        }
        let Some(name) = analysis.phrase_from(last.start).filter(|name| name.kind == PhraseKind::Name) else {
            continue;
        };
        let capital = |at: u32| analysis.is_upper(at) || !analysis.word(at).is_word || analysis.word(at).tag == Tag::In;
        let ends = name.end >= end || analysis.word(name.end).glyph == Glyph::Comma;
        if ends
            && name.end >= name.start + 2
            && (last.start..end).all(capital)
            && speaks(analysis.word(name.head).low, number)
            && let Some((from, to)) = said(analysis, start, last.start)
        {
            let signed = Some(analysis.word(name.start).phrase);
            let unit = Unit { from, to, cue: None, segment: None, linked: false, signed, turn: Turn::No };
            replace(units, paragraph, unit);
        }
    }
}

/// Words of a text that is pulled out of the story, at least.
const SHORTEST_PULLED: u32 = 6;

/// Turns of a transcript: paragraphs that begin with a name in capitals and a colon. All that follows is said by it.
fn transcript(analysis: &Analysis<'_>, units: &mut Vec<Unit>) {
    let mut turns: Vec<(u32, u32, u32)> = Vec::new();
    let mut named: Vec<(u32, u32, u32)> = Vec::new(); // those whose name is not in capitals
    for paragraph in &analysis.paragraphs {
        let until = paragraph.end.min(paragraph.start + LONGEST_NAME);
        let Some(colon) = (paragraph.start + 1..until).find(|&at| analysis.word(at).glyph == Glyph::Colon) else {
            continue;
        };
        let name = (paragraph.start..colon).all(|at| {
            let word = analysis.word(at);
            !word.marked && (word.is_upper || word.glyph == Glyph::Period || word.lists.has(Lists::ABBREVIATION))
        });
        let label = (paragraph.start..colon).any(|at| analysis.word(at).lists.has(Lists::LABEL));
        let capital = colon - paragraph.start <= 3
            && (paragraph.start..colon).all(|at| analysis.is_upper(at) && !analysis.word(at).marked);
        if !label
            && (name || capital)
            && let Some((first, end)) = said(analysis, colon + 1, paragraph.end)
        {
            let list = if name { &mut turns } else { &mut named };
            list.push((colon, first, end));
        }
    }
    // in a transcript somebody speaks twice; headings of sections do not come again
    let label = |colon: u32| {
        let start = analysis.paragraph_of(colon).start;
        (start..colon).fold(0, |hash, at| pair(hash, analysis.word(at).low))
    };
    let mut labels: Vec<u64> = turns.iter().map(|turn| label(turn.0)).collect();
    labels.sort_unstable();
    if !labels.windows(2).any(|two| two[0] == two[1]) {
        turns.clear();
    }
    // Interviewer: …, Jane Doe: …: two who each speak twice, and one has a first name
    let mut labels: Vec<u64> = named.iter().map(|turn| label(turn.0)).collect();
    labels.sort_unstable();
    let again = labels.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).count();
    let known = |&(colon, ..): &(u32, u32, u32)| {
        let mut name = analysis.paragraph_of(colon).start..colon;
        name.any(|at| female_share(analysis.word(at).low).is_some())
    };
    if again >= 2 && named.iter().any(known) {
        turns.extend(named);
        turns.sort_unstable();
    }
    for &(colon, from, to) in &turns {
        let paragraph = analysis.paragraph_of(colon);
        let cue = analysis.cue_from(colon);
        let cue = analysis.cues.get(cue).filter(|found| found.word == colon).map(|_| cue);
        let name = (paragraph.start..colon).rev().map(|at| analysis.word(at).phrase).find(|&phrase| phrase != NONE);
        let unit = Unit { from, to, cue, segment: None, linked: false, signed: name, turn: Turn::No };
        replace(units, &paragraph, unit);
    }
}

/// The first word of a turn and the end of its last, when the turn is not a quote between marks.
fn said(analysis: &Analysis<'_>, from: u32, end: u32) -> Option<(u32, u32)> {
    let first = (from..end).find(|&at| analysis.word(at).is_word)?;
    let last = (from..end).rev().find(|&at| analysis.word(at).is_word)?;
    let count = analysis.count(first, end);
    (count.plain * 2 > count.words).then_some((first, last + 1))
}

/// Puts the unit in the place of all others of its paragraph.
fn replace(units: &mut Vec<Unit>, paragraph: &Range<u32>, unit: Unit) {
    let first = units.partition_point(|unit| unit.from < paragraph.start);
    let last = units.partition_point(|unit| unit.from < paragraph.end);
    units.splice(first..last, [unit]);
}

/// Questions and answers that are marked Q and A. An answer goes on over paragraphs without a mark up to the next question.
fn interview(analysis: &Analysis<'_>, units: &mut Vec<Unit>) {
    const QUESTION: [Key; 3] = [key("q"), key("q."), key("question")];
    const ANSWER: [Key; 3] = [key("a"), key("a."), key("answer")];
    let mut turns: Vec<(usize, Turn, u32)> = Vec::new(); // paragraph, whose turn, first word after the mark
    for (number, paragraph) in analysis.paragraphs.iter().enumerate() {
        let word = analysis.word(paragraph.start);
        let turn = match word.low {
            low if QUESTION.contains(&low) => Turn::Question,
            low if ANSWER.contains(&low) => Turn::Answer,
            _ => continue,
        };
        let dotted = analysis.text(paragraph.start).ends_with('.');
        let next = analysis.word(paragraph.start + 1).glyph;
        if word.first == First::Upper && (dotted || matches!(next, Glyph::Colon | Glyph::Period)) {
            turns.push((number, turn, paragraph.start + 1 + u32::from(!dotted)));
        }
    }
    let number_of = |turn: Turn| turns.iter().filter(|other| other.1 == turn).count();
    if number_of(Turn::Question) < 2 || number_of(Turn::Answer) < 2 {
        return;
    }
    for (at, &(number, turn, from)) in turns.iter().enumerate() {
        let next = turns.get(at + 1).filter(|_| turn == Turn::Answer).map_or(number + 1, |next| next.0);
        for paragraph in &analysis.paragraphs[number..next] {
            if let Some((from, to)) = said(analysis, from.max(paragraph.start), paragraph.end) {
                let unit = Unit { from, to, cue: None, segment: None, linked: false, signed: None, turn };
                replace(units, paragraph, unit);
            }
        }
    }
}

/// Words of a speaker's name in a transcript, at most.
const LONGEST_NAME: u32 = 7;

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
        if analysis.is_same((a, b), (x, y)) {
            (unit.from, unit.to) = (x, y);
            unit.segment = Some(at);
            taken[at] = true;
            // “…,” replied Roe, adding that: the verb beside the marks, not the participle after it
            if let Some(cue) = unit.cue
                && analysis.word(analysis.cues[cue].word).tag == Tag::Vbg
                && let Some(beside) = attribution(analysis, segment)
                && beside < cue
            {
                unit.cue = Some(beside);
            }
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
        } else if segment.kind == SegmentKind::Direct
            && x > a
            && analysis.before(segment.open).glyph == Glyph::Colon
            && analysis.count(a, x).words <= 8
            || segment.kind != SegmentKind::Scare
                && x > a
                && analysis.before(segment.open).low == key("like")
                && analysis.count(a, x).words <= 3
        {
            // "a note on the door read: “…”"
            (unit.from, unit.to) = (x, y);
            unit.segment = Some(at);
            taken[at] = true;
            break;
        } else if segment.kind != SegmentKind::Scare
            && x > a
            && analysis.before(segment.open).glyph == Glyph::Comma
            && analysis.is_upper(x)
            && let Some(cue) = attribution(analysis, segment)
        {
            // "And when asked how much, “We paid it all,” she said": the marks hold what she said
            if unit.cue != Some(cue) {
                unit.to = segment.open;
                if analysis.count(a, unit.to).words < 3 {
                    return None;
                }
            } else if b <= segment.close + 2 {
                (unit.from, unit.to) = (x, y);
                unit.segment = Some(at);
                taken[at] = true;
            }
            break;
        } else if segment.kind == SegmentKind::Direct
            && let Some(cut) = own_cue(analysis, &unit, x)
        {
            unit.to = cut;
            break;
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
        while unit.to > unit.from && !analysis.before(unit.to).is_word {
            unit.to -= 1;
        }
        // sales fell 3%: the sign is part of the number
        let number = unit.to > unit.from && analysis.before(unit.to).first == First::Digit;
        let sign = analysis.words.get(unit.to as usize).is_some_and(|next| !next.spaced && !next.marked);
        if number && sign && matches!(analysis.text(unit.to), "%" | "‰" | "°" | "€" | "£") {
            unit.to += 1;
        }
    }
    // a pronoun alone is what a verb left over: "scolded him: “…”"
    let pronoun = unit.to == unit.from + 1
        && matches!(analysis.word(unit.from).tag, Tag::Prp | Tag::Wp | Tag::Wdt | Tag::Dt)
        && !analysis.word(unit.from).marked;
    (unit.to > unit.from && !pronoun).then_some(unit)
}

/// The likely cue right after a segment that ends with a comma or the like: it attributes what stands between the marks.
fn attribution(analysis: &Analysis<'_>, segment: &Segment) -> Option<usize> {
    let last = analysis.before(segment.close).glyph;
    if !segment.closed || !matches!(last, Glyph::Comma | Glyph::Question | Glyph::Exclamation | Glyph::EmDash) {
        return None;
    }
    let first = analysis.cue_from(segment.close);
    let near = analysis.cues[first..].iter().take_while(|cue| cue.word <= segment.close + ATTRIBUTION);
    near.clone().position(|cue| cue.probability >= ACCEPTED).map(|at| first + at)
}

/// Where a content ends before a cue of the same speaker that reports the marked words at `open`: "said it would ask for
/// help, calling the fire “…”", "confirmed that the memo was genuine and blamed its wording on “…”".
fn own_cue(analysis: &Analysis<'_>, unit: &Unit, open: u32) -> Option<u32> {
    let from = unit.from.max(analysis.sentence_of(open).start);
    let behind = analysis.cue_from(open);
    let first = analysis.cue_from(from);
    // the one that claims the marked words, else the last likely one before them
    let begins = analysis.contents.partition_point(|content| (content.cue as usize) < first);
    let claim = analysis.contents[begins..]
        .iter()
        .take_while(|content| (content.cue as usize) < behind)
        .find(|content| content.from == open && Some(content.cue as usize) != unit.cue);
    let cue = match claim {
        Some(content) => &analysis.cues[content.cue as usize],
        None => analysis.cues[first..behind].iter().rev().find(|cue| cue.probability >= ACCEPTED)?,
    };
    let inside = analysis.phrases.get(cue.source as usize).is_some_and(|p| p.start >= unit.from && p.end <= cue.word);
    // “…,” Miller said, calling the talks “…”: nothing but an attribution stands before it
    let participle = analysis.word(cue.word).tag == Tag::Vbg && analysis.before(cue.word).glyph == Glyph::Comma;
    let attribution = analysis.cue_at(cue.word.saturating_sub(2)) != 9;
    if claim.is_some() && participle && (attribution && inside || cue.word <= unit.from + 1) {
        return Some(analysis.phrases.get(cue.source as usize).map_or(unit.from, |p| p.start.clamp(unit.from, open)));
    }
    if inside || cue.word <= unit.from + 2 || unit.cue.is_some_and(|own| analysis.cues[own].word == cue.word) {
        return None;
    }
    let mut cut = cue.word;
    while cut > unit.from
        && (matches!(analysis.before(cut).tag, Tag::Rb | Tag::Cc | Tag::Md)
            || analysis.before(cut).lists.has(Lists::AUXILIARY))
    {
        cut -= 1;
    }
    let joined = analysis.before(cut).glyph == Glyph::Comma || cut < cue.word && analysis.word(cut).tag == Tag::Cc;
    (joined && analysis.count(unit.from, cut).words >= 2).then_some(cut)
}

/// Finds a cue nearby for marked units without one.
fn link(analysis: &Analysis<'_>, models: &Models, units: &mut [Unit]) {
    let context = links::Context::new(analysis);
    let mut buffer = Vec::new();
    let mut before: Option<(usize, usize)> = None; // segment and cue of the unit before
    for unit in units {
        if let (None, Some(segment), None, Turn::No) = (unit.cue, unit.segment, unit.signed, unit.turn) {
            if let Some((cue, subject)) = announced(analysis, segment) {
                unit.cue = Some(cue);
                unit.signed = Some(subject);
                before = Some((segment, cue));
                continue;
            }
            let opened = before.filter(|&(other, _)| is_reopened(analysis, other, segment)).map(|(_, cue)| cue);
            unit.cue = opened.or_else(|| context.find(segment, &models.link, &mut buffer));
            unit.linked = unit.cue.is_some();
        }
        before = unit.segment.zip(unit.cue);
    }
}

/// "Martell is more blunt: “…”": the colon that announces the segment, and the subject of its sentence.
fn announced(analysis: &Analysis<'_>, segment: usize) -> Option<(usize, u32)> {
    let colon = analysis.segments[segment].open.checked_sub(1)?;
    let cue = analysis.cue_from(colon);
    if analysis.word(colon).glyph != Glyph::Colon || analysis.cues.get(cue)?.word != colon {
        return None;
    }
    // “…,” she said: its own attribution comes after it
    let close = analysis.segments[segment].close;
    let own = analysis.cues[analysis.cue_from(close)..].iter().take_while(|cue| cue.word <= close + ATTRIBUTION);
    if own.clone().any(|cue| cue.probability >= ACCEPTED) {
        return None;
    }
    let start = analysis.sentence_of(colon).start;
    let spoken = analysis.cues[analysis.cue_from(start)..cue].iter().any(|cue| cue.probability >= ACCEPTED);
    let subject = (start..colon).find_map(|at| analysis.phrase_from(at))?;
    let somebody = analysis.word(subject.head).noun_role.has(Class::PERSON.or(Class::TITLE).or(Class::GROUP));
    let fits = (somebody || matches!(subject.kind, PhraseKind::Name | PhraseKind::Pronoun | PhraseKind::Possessive))
        && !analysis.word(subject.head).lists.has(Lists::TIME.or(Lists::DAY))
        && !(subject.start > start && matches!(analysis.before(subject.start).tag, Tag::In | Tag::To));
    let verb = (subject.end..colon).any(|at| analysis.word(at).tag.is_finite());
    (!spoken && fits && verb && !analysis.word(subject.head).marked && subject.start < start + 3)
        .then(|| (cue, analysis.word(subject.start).phrase))
}

/// Words between marks and the verb that attributes them, at most.
const ATTRIBUTION: u32 = 6;

/// Whether the second segment goes on with the first in the next paragraph: the first was not closed.
fn is_reopened(analysis: &Analysis<'_>, first: usize, second: usize) -> bool {
    let (a, b) = (&analysis.segments[first], &analysis.segments[second]);
    let paragraph = analysis.word(a.open).paragraph;
    second == first + 1
        && !a.closed
        && a.close == analysis.paragraph_of(a.open).end
        && analysis.word(b.open).paragraph == paragraph + 1
        && b.open == analysis.paragraph_of(b.open).start
}

/// Whether the segment reads like the name of a work: capitals throughout, and no sentence.
fn is_title(analysis: &Analysis<'_>, segment: usize) -> bool {
    let (from, to) = segments::inside(analysis, segment);
    let last = analysis.word(analysis.segments[segment].close - 1).glyph;
    let small = |at: u32| {
        let word = analysis.word(at);
        word.lists.has(Lists::CONNECTIVE) || matches!(word.tag, Tag::Dt | Tag::In | Tag::Cc | Tag::To)
    };
    // Minister: ‘We Will Not Pay for This’
    let opens = analysis.segments[segment].open;
    if to - from >= 4 && analysis.word(opens).paragraph < 2 && opens > 0 && analysis.before(opens).glyph == Glyph::Colon
    {
        return false;
    }
    let stopped = matches!(last, Glyph::Period | Glyph::Question | Glyph::Exclamation | Glyph::Ellipsis | Glyph::Dots);
    // 'All Bets Are Off.' between two paragraphs
    let heading = to - from >= 3 && analysis.word(opens).glyph.is_single() && segments::is_paragraph(analysis, segment);
    let whole = to - from >= 2 && to - from <= 12 && (!stopped || heading);
    // “The Salt Clock,” a film about: not “Forget about Ford and GM,” she said
    let after = analysis.words.get(analysis.segments[segment].close as usize + 1);
    if last == Glyph::Comma && !after.is_some_and(|word| matches!(word.tag, Tag::Dt | Tag::Wdt)) {
        return false;
    }
    whole
        && (from..to).all(|at| !analysis.word(at).first.is_letter() || analysis.is_upper(at) || small(at) && at > from)
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
        source: unit.signed.or_else(|| cue.map(|cue| cue.source).filter(|&source| source != NONE)),
        linked: unit.linked,
        turn: unit.turn,
        probability: cue.map_or(0.5, |cue| cue.probability),
    }
}
