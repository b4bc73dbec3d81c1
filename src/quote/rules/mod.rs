//! Quotes in languages without learned models: marks, common verbs of saying, and "according to" words, by rules.
//!
//! A verb of saying takes the phrase beside it as its source, and as content what stands between marks before or after
//! it, a clause with "that", or what follows a colon or a comma. What no verb claims is a quote if it reads like one.

mod clause;
mod mood;
mod phrases;

use rustc_hash::FxHashMap;

use super::QuoteKind;
use super::analysis::{Analysis, Content, Cue, Glyph, NONE, PhraseKind, RawQuote, Tag, Word};
use super::lexicon::{First, sections, tails};
use super::{find, segments};
use crate::Language;
use crate::model::features::{Key, key};
use clause::Clause;
pub(crate) use phrases::{phrases, without_article};

/// The lists a word may be in, as bits.
mod list {
    pub(super) const VERB: u32 = 1;
    pub(super) const BY: u32 = 1 << 1;
    pub(super) const BY_NOUN: u32 = 1 << 2;
    pub(super) const BY_HEAD: u32 = 1 << 3;
    pub(super) const AFTER_NAME: u32 = 1 << 4;
    pub(super) const SO: u32 = 1 << 5;
    pub(super) const AS: u32 = 1 << 6;
    pub(super) const THAT: u32 = 1 << 7;
    pub(super) const ARTICLE: u32 = 1 << 8;
    pub(super) const PRONOUN: u32 = 1 << 9;
    pub(super) const AUXILIARY: u32 = 1 << 10;
    pub(super) const PREPOSITION: u32 = 1 << 11;
    pub(super) const REPORTED: u32 = 1 << 12;
    pub(super) const HENCE: u32 = 1 << 13;
    pub(super) const ADVERB: u32 = 1 << 14;
    pub(super) const TIME: u32 = 1 << 15;
    pub(super) const WORK: u32 = 1 << 16;
    pub(super) const TOLD: u32 = 1 << 17;
    pub(super) const THIS: u32 = 1 << 18;
    pub(super) const OF_IT: u32 = 1 << 19;
    pub(super) const EMERGES: u32 = 1 << 20;
    pub(super) const OUT_OF: u32 = 1 << 21;
    pub(super) const GENITIVE: u32 = 1 << 22;
    pub(super) const SUBORDINATE: u32 = 1 << 23;
    pub(super) const ATTACHED: u32 = 1 << 24;
    pub(super) const PARTICLE: u32 = 1 << 25;
    pub(super) const WITH_PARTICLE: u32 = 1 << 26;
    pub(super) const NO_CONTENT: u32 = 1 << 27;
    pub(super) const PLAINLY: u32 = 1 << 28;
    pub(super) const GOES: u32 = 1 << 29;
    pub(super) const SECTIONS: [(&str, u32); 30] = [
        ("goes", GOES),
        ("plainly", PLAINLY),
        ("particle", PARTICLE),
        ("with-particle", WITH_PARTICLE),
        ("no-content", NO_CONTENT),
        ("attached", ATTACHED),
        ("told", TOLD),
        ("this", THIS),
        ("of-it", OF_IT),
        ("emerges", EMERGES),
        ("out-of", OUT_OF),
        ("genitive", GENITIVE),
        ("subordinate", SUBORDINATE),
        ("work", WORK),
        ("adverb", ADVERB),
        ("time", TIME),
        ("verb", VERB),
        ("by", BY),
        ("by-noun", BY_NOUN),
        ("by-head", BY_HEAD),
        ("after-name", AFTER_NAME),
        ("so", SO),
        ("as", AS),
        ("that", THAT),
        ("article", ARTICLE),
        ("pronoun", PRONOUN),
        ("auxiliary", AUXILIARY),
        ("preposition", PREPOSITION),
        ("reported", REPORTED),
        ("hence", HENCE),
    ];
}

type Lists = FxHashMap<Key, u32>;

fn read(data: &'static str) -> Lists {
    let mut lists = Lists::default();
    for (name, line) in sections(data) {
        let section = list::SECTIONS.iter().find(|(n, _)| *n == name).map_or(0, |(_, bits)| *bits);
        for word in line.split_whitespace() {
            *lists.entry(key(word)).or_default() |= section;
        }
    }
    lists
}

/// Word lists of a language that is read by rules, `None` when the learned models are to read it.
pub(crate) fn lists(language: Language) -> Option<&'static Lists> {
    held_by_language!(language, "quotes.txt", Lists, read)
}

/// The lists that a word is in.
fn bits(lists: &Lists, word: &Word) -> u32 {
    lists.get(&word.low).copied().unwrap_or(0)
}

/// A quote in the making.
struct Found {
    parts: Vec<(u32, u32)>,
    cue: u32,
    source: u32,
}

/// The quotes of an article by rules, in text order; cues and contents are noted in the analysis.
pub(crate) fn quotes(analysis: &mut Analysis<'_>, lists: &Lists) -> Vec<RawQuote> {
    let mut found: Vec<Found> = Vec::new();
    for sentence in &analysis.sentences {
        for cue in sentence.clone() {
            let word = analysis.word(cue);
            let bits = bits(lists, word);
            // s'agace-t-il
            let joined = word.tag == Tag::Vbd && word.phrase != NONE;
            if word.marked || bits == 0 && !joined {
                continue;
            }
            let it = Clause { analysis, lists, start: sentence.start, end: sentence.end, cue };
            if bits & list::OF_IT != 0 {
                found.extend(it.of_it());
            } else if bits & list::EMERGES != 0 {
                found.extend(it.emerges());
            } else if let Some(told) = it.told() {
                found.push(told);
            } else if (bits & list::VERB != 0 || joined) && word.tag == Tag::Vbd {
                found.extend(it.verb());
            } else if bits & (list::BY | list::BY_HEAD) != 0 {
                let by = it.by().map(|by| owned(analysis, &found, by));
                found.extend(by);
            } else if bits & list::AFTER_NAME != 0 {
                found.extend(it.after_name());
            }
            if bits & list::SO != 0 {
                found.extend(it.so());
            }
            if bits & list::HENCE != 0 && cue == sentence.start {
                let parts = it.part(cue + 1, sentence.end).into_iter().collect();
                found.extend(it.found(parts, NONE));
            }
        }
    }
    for at in 0..analysis.segments.len() {
        found.extend(incised(analysis, lists, at));
    }
    // which words are claimed, and the cues
    let mut claimed = vec![false; analysis.words.len()];
    let mut cues: Vec<(u32, u32)> = Vec::new();
    for found in &found {
        for &(from, to) in &found.parts {
            claimed[from as usize..to as usize].fill(true);
        }
        if found.cue != NONE {
            cues.push((found.cue, found.source));
        }
    }
    cues.sort_unstable();
    for at in 0..analysis.segments.len() {
        let (from, to) = segments::inside(analysis, at);
        if to <= from || claimed[from as usize..to as usize].contains(&true) || is_title(analysis, lists, at) {
            continue;
        }
        let attributed = attributed(analysis, lists, at);
        if attributed.is_some() || reads_like_speech(analysis, at, (from, to)) {
            // the cue and source of the quote nearest to it, in the same paragraph
            let near = || {
                let paragraph = analysis.word(from).paragraph;
                let after = cues.partition_point(|&(cue, _)| cue < from);
                let both = [after.checked_sub(1).and_then(|at| cues.get(at)), cues.get(after)];
                let here = both.into_iter().flatten().filter(|(cue, _)| analysis.word(*cue).paragraph == paragraph);
                here.min_by_key(|(cue, _)| cue.abs_diff(from)).copied()
            };
            let (cue, source) = attributed.or_else(near).unwrap_or((NONE, NONE));
            found.push(Found { parts: vec![(from, to)], cue, source });
            claimed[from as usize..to as usize].fill(true);
        }
    }
    mood::go_on(analysis, lists, &mut found);
    found.sort_by_key(|found| found.parts[0]);
    let mut out: Vec<RawQuote> = Vec::new();
    let mut reach = 0;
    for found in found {
        if found.parts[0].0 < reach {
            continue;
        }
        let last = found.parts[found.parts.len() - 1];
        reach = last.1;
        out.push(describe(analysis, &found));
        if found.cue != NONE {
            let at = u32::try_from(analysis.cues.len()).unwrap_or(NONE);
            analysis.cues.push(Cue { word: found.cue, probability: 0.9, source: found.source });
            analysis.contents.extend(found.parts.iter().map(|&(from, to)| Content { cue: at, from, to }));
        }
    }
    analysis.cues.sort_by_key(|cue| cue.word);
    out
}

fn describe(analysis: &Analysis<'_>, found: &Found) -> RawQuote {
    let kinds = found.parts.iter().map(|&(from, to)| find::kind(analysis, from, to));
    let kind = kinds.reduce(find::merged).unwrap_or(QuoteKind::Indirect);
    let (first, last) = (found.parts[0], found.parts[found.parts.len() - 1]);
    let cue = (found.cue != NONE).then_some(found.cue);
    RawQuote {
        kind,
        contents: found.parts.iter().map(|&(from, to)| analysis.span(from, to)).collect(),
        first: first.0,
        end: last.1,
        cue,
        cue_span: cue.map(|cue| analysis.word(cue).span),
        source: (found.source != NONE).then_some(found.source),
        linked: false,
        turn: super::analysis::Turn::No,
        probability: if cue.is_some() { 0.8 } else { 0.5 },
    }
}

/// « Le toit ne tiendra pas, a déclaré la maire, Anne Morel. Je le regrette. »: an attribution within the marks, as the Romance
/// languages have it. A quote around it.
fn incised(analysis: &Analysis<'_>, lists: &Lists, segment: usize) -> Option<Found> {
    if !matches!(
        analysis.article.language(),
        Language::French | Language::Italian | Language::Spanish | Language::Portuguese
    ) {
        return None;
    }
    let bits = |at: u32| bits(lists, analysis.word(at));
    let segment = &analysis.segments[segment];
    let (open, close) = (segment.open + 1, segment.close);
    for verb in open + 2..close {
        let joined = analysis.word(verb).tag == Tag::Vbd && analysis.word(verb).phrase != NONE;
        if bits(verb) & list::VERB == 0 && !joined || analysis.is_upper(verb) {
            continue;
        }
        let mut from = verb;
        // a-t-il ajouté, a déclaré
        while from > open + 1 && bits(from - 1) & (list::AUXILIARY | list::VERB) != 0 {
            from -= 1;
        }
        if !matches!(analysis.before(from).glyph, Glyph::Comma | Glyph::Question | Glyph::Exclamation) {
            continue;
        }
        let (start, end) = (analysis.sentence_of(verb).start, close);
        let it = Clause { analysis, lists, start, end, cue: verb };
        // the pronoun is part of the verb: dit-il, a-t-elle
        let joined = analysis.word(from).tag == Tag::Vbd && analysis.word(from).phrase != NONE;
        let near = (verb + 1..close.min(verb + 3)).find(|&at| analysis.phrase_from(at).is_some());
        let source = if joined { Some(from) } else { near }.map_or(NONE, |at| analysis.word(at).phrase);
        let mut after = if joined { verb + 1 } else { it.end_of(source) };
        if !joined && (source == NONE || after > close) {
            continue;
        }
        let mut source = source;
        // la maire, Anne Morel
        if it.glyph(after) == Glyph::Comma
            && let Some(name) = analysis.phrase_from(after + 1)
            && name.kind == PhraseKind::Name
            && name.end < close
            && matches!(it.glyph(name.end), Glyph::Comma | Glyph::Period)
        {
            source = analysis.word(name.start).phrase;
            after = name.end;
        }
        if after < close && !matches!(it.glyph(after), Glyph::Comma | Glyph::Period) {
            continue;
        }
        let trimmed = |mut from: u32, mut to: u32| {
            while from < to && !analysis.word(from).is_word {
                from += 1;
            }
            while to > from && !analysis.before(to).is_word {
                to -= 1;
            }
            (to > from).then_some((from, to))
        };
        let parts: Vec<_> = [trimmed(open, from), trimmed(after, close)].into_iter().flatten().collect();
        return (!parts.is_empty()).then_some(Found { parts, cue: verb, source });
    }
    None
}

/// Who is named beside a marked segment by its form, whatever the verb: „…“, scherzte Ana Ruiz; Ana Ruiz: „…“.
fn attributed(analysis: &Analysis<'_>, lists: &Lists, segment: usize) -> Option<(u32, u32)> {
    let bits = |at: u32| bits(lists, analysis.word(at));
    let segment = &analysis.segments[segment];
    let sentence = analysis.sentence_of(segment.open);
    if segment.close - segment.open > 3 && segment.open > sentence.start + 1 {
        let colon = segment.open - 1;
        if analysis.word(colon).glyph == Glyph::Colon {
            let it = Clause { analysis, lists, start: sentence.start, end: sentence.end, cue: colon };
            let source = it.subject();
            return (source != NONE).then_some((NONE, source));
        }
    }
    let mut at = segment.close + u32::from(segment.closed);
    let inside = analysis.before(segment.close).glyph == Glyph::Comma;
    let comma = at < analysis.len() && analysis.word(at).glyph == Glyph::Comma;
    at += u32::from(comma);
    let end = analysis.paragraph_of(segment.open).end;
    if !(inside || comma) || at + 1 >= end || segment.close - segment.open < 4 {
        return None;
    }
    let verb = analysis.word(at);
    let plain = verb.first == First::Lower && bits(at) & !(list::AUXILIARY | list::VERB) == 0 && !verb.marked;
    let source = analysis.phrase_from(at + 1).map(|_| analysis.word(at + 1).phrase)?;
    plain.then_some((at, source))
}

/// Seiner Ansicht nach: of whoever spoke before in the paragraph.
fn owned(analysis: &Analysis<'_>, found: &[Found], by: Found) -> Found {
    let Some(phrase) = analysis.phrases.get(by.source as usize) else { return by };
    if !matches!(analysis.lower(phrase.start), "seiner" | "ihrer" | "seinen" | "ihren") {
        return by;
    }
    let paragraph = analysis.word(by.cue).paragraph;
    let mut here = found.iter().rev().take_while(|last| analysis.word(last.parts[0].0).paragraph == paragraph);
    let last = here.find(|last| last.source != NONE);
    Found { source: last.map_or(by.source, |last| last.source), ..by }
}

/// Whether few words between marks are the name of what stands before them: Der Film „Die lange Weide“, le journal « La Côte ».
fn is_title(analysis: &Analysis<'_>, lists: &Lists, segment: usize) -> bool {
    const MOST: u32 = 7;
    let segment = &analysis.segments[segment];
    if segment.open == 0 || segment.close - segment.open > MOST + 1 {
        return false;
    }
    let before = analysis.before(segment.open);
    let listed = |low: Key| lists.get(&low).is_some_and(|bits| bits & list::WORK != 0);
    // compounds: der Spielfilm „…“, die Tageszeitung „…“
    let compound = || tails(analysis.lower(segment.open - 1)).any(|tail| listed(key(tail)));
    before.is_word
        && before.sentence == analysis.word(segment.open).sentence
        && (listed(before.low) || analysis.article.language() == Language::German && compound())
}

/// Whether a marked segment that no verb claims is a quote: long, and a sentence of its own.
fn reads_like_speech(analysis: &Analysis<'_>, segment: usize, (from, to): (u32, u32)) -> bool {
    let segment = &analysis.segments[segment];
    let words = analysis.count(from, to).words;
    let last = analysis.before(segment.close).glyph;
    let ends = matches!(last, Glyph::Period | Glyph::Exclamation | Glyph::Question | Glyph::Ellipsis | Glyph::Comma);
    words >= 8 || (words >= 4 && ends && analysis.is_upper(from))
}
