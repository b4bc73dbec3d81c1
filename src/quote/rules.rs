//! Quotes in languages without learned models: marks, common verbs of saying, and "according to" words, by rules.
//!
//! A verb of saying takes the phrase beside it as its source, and as content what stands between marks before or after
//! it, a clause with "that", or what follows a colon or a comma. What no verb claims is a quote if it reads like one.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::QuoteKind;
use super::analysis::{Analysis, Content, Cue, Glyph, NONE, Phrase, PhraseKind, RawQuote, Tag, Word};
use super::lexicon::First;
use super::{find, segments};
use crate::Language;
use crate::model::features::{Key, key};

/// The lists a word may be in, as bits.
mod list {
    pub(super) const VERB: u16 = 1;
    pub(super) const BY: u16 = 1 << 1;
    pub(super) const BY_NOUN: u16 = 1 << 2;
    pub(super) const BY_HEAD: u16 = 1 << 3;
    pub(super) const AFTER_NAME: u16 = 1 << 4;
    pub(super) const SO: u16 = 1 << 5;
    pub(super) const AS: u16 = 1 << 6;
    pub(super) const THAT: u16 = 1 << 7;
    pub(super) const ARTICLE: u16 = 1 << 8;
    pub(super) const PRONOUN: u16 = 1 << 9;
    pub(super) const AUXILIARY: u16 = 1 << 10;
    pub(super) const SECTIONS: [(&str, u16); 11] = [
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
    ];
}

type Lists = FxHashMap<Key, u16>;

fn read(data: &str) -> Lists {
    let mut lists = Lists::default();
    let mut section = 0;
    for line in data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            let name = name.trim_end_matches(']');
            section = list::SECTIONS.iter().find(|(n, _)| *n == name).map_or(0, |(_, bits)| *bits);
            continue;
        }
        for word in line.split_whitespace() {
            *lists.entry(key(word)).or_default() |= section;
        }
    }
    lists
}

static GERMAN: LazyLock<Lists> = LazyLock::new(|| read(include_str!("../language/de/quotes.txt")));
static FRENCH: LazyLock<Lists> = LazyLock::new(|| read(include_str!("../language/fr/quotes.txt")));
static SPANISH: LazyLock<Lists> = LazyLock::new(|| read(include_str!("../language/es/quotes.txt")));
static ITALIAN: LazyLock<Lists> = LazyLock::new(|| read(include_str!("../language/it/quotes.txt")));
static PORTUGUESE: LazyLock<Lists> = LazyLock::new(|| read(include_str!("../language/pt/quotes.txt")));
static DUTCH: LazyLock<Lists> = LazyLock::new(|| read(include_str!("../language/nl/quotes.txt")));

/// Word lists of a language that is read by rules, `None` when the learned models are to read it.
pub(crate) fn lists(language: Language) -> Option<&'static Lists> {
    Some(match language {
        Language::German => &GERMAN,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
        Language::Italian => &ITALIAN,
        Language::Portuguese => &PORTUGUESE,
        Language::Dutch => &DUTCH,
        _ => return None,
    })
}

/// Longest phrase, in words.
const LONGEST: usize = 12;
/// Words looked through for "that" or an opening mark after a cue and its source.
const REACH: u32 = 12;

/// Tags and phrases by form: articles, pronouns, verbs of saying, capitals.
pub(crate) fn phrases(
    lists: &Lists,
    language: Language,
    words: &mut [Word],
    sentences: &[std::ops::Range<u32>],
) -> Vec<Phrase> {
    let mut out = Vec::new();
    let bits = |word: &Word| lists.get(&word.low).copied().unwrap_or(0);
    for sentence in sentences {
        let base = sentence.start;
        let inside = &mut words[sentence.start as usize..sentence.end as usize];
        for (at, word) in inside.iter_mut().enumerate() {
            let bits = bits(word);
            word.tag = match (bits, word.first) {
                (bits, _) if bits & list::VERB != 0 && !(at > 0 && word.first == First::Upper) => Tag::Vbd,
                (bits, _) if bits & list::PRONOUN != 0 => Tag::Prp,
                (bits, _) if bits & list::ARTICLE != 0 => Tag::Dt,
                (0, First::Upper) => Tag::Nnp,
                (_, First::Digit) => Tag::Cd,
                (_, First::Other) => Tag::Mark,
                _ => Tag::In,
            };
        }
        let mut at = 0;
        while at < inside.len() {
            let Some((end, kind)) = phrase(inside, at, language) else {
                at += 1;
                continue;
            };
            let number = |n: usize| base + u32::try_from(n).unwrap_or(0);
            out.push(Phrase { start: number(at), end: number(end), head: number(end - 1), kind });
            at = end;
        }
    }
    for (at, phrase) in out.iter().enumerate() {
        for word in &mut words[phrase.start as usize..phrase.end as usize] {
            word.phrase = u32::try_from(at).unwrap_or(NONE);
        }
    }
    out
}

fn phrase(words: &[Word], from: usize, language: Language) -> Option<(usize, PhraseKind)> {
    const JOINS: [Key; 10] = [
        key("von"),
        key("van"),
        key("de"),
        key("der"),
        key("den"),
        key("di"),
        key("da"),
        key("du"),
        key("del"),
        key("zu"),
    ];
    let first = &words[from];
    if first.tag == Tag::Prp {
        return Some((from + 1, PhraseKind::Pronoun));
    }
    let mut at = from;
    let determined = first.tag == Tag::Dt;
    let limit = words.len().min(from + LONGEST);
    if determined {
        at += 1;
        // adjectives, and in the languages that write nouns small one or two words of any kind
        let most = if language == Language::German { 3 } else { 2 };
        while at < limit && at <= from + most && words[at].first == First::Lower && words[at].tag == Tag::In {
            at += 1;
        }
    }
    let small = at;
    while at < limit {
        let name = words[at].tag == Tag::Nnp;
        let joined = at > small
            && JOINS.contains(&words[at].low)
            && words.get(at + 1).is_some_and(|next| next.tag == Tag::Nnp)
            && words[at - 1].tag == Tag::Nnp;
        if !(name || joined) {
            break;
        }
        at += 1;
    }
    let named = at > small;
    if !named && (!determined || language == Language::German || small == from + 1) {
        return None;
    }
    let kind = match (determined, named) {
        (true, false) => PhraseKind::Definite,
        (true, true) => PhraseKind::DeterminedName,
        _ => PhraseKind::Name,
    };
    Some((at, kind))
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
            let bits = lists.get(&word.low).copied().unwrap_or(0);
            if word.marked || bits == 0 {
                continue;
            }
            let it = Clause { analysis, lists, start: sentence.start, end: sentence.end, cue };
            if bits & list::VERB != 0 && word.tag == Tag::Vbd {
                found.extend(it.verb());
            } else if bits & (list::BY | list::BY_HEAD) != 0 {
                found.extend(it.by());
            } else if bits & list::AFTER_NAME != 0 {
                found.extend(it.after_name());
            }
            if bits & list::SO != 0 {
                found.extend(it.so());
            }
        }
    }
    let mut taken: Vec<(u32, u32)> = found.iter().flat_map(|found| found.parts.iter().copied()).collect();
    for at in 0..analysis.segments.len() {
        let (from, to) = segments::inside(analysis, at);
        let claimed = taken.iter().any(|&part| analysis.overlap(part, (from, to)) > 0.0);
        if to > from && !claimed && reads_like_speech(analysis, at, (from, to)) {
            let cue = near_cue(analysis, &found, from);
            found.push(Found { parts: vec![(from, to)], cue: cue.0, source: cue.1 });
            taken.push((from, to));
        }
    }
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
        probability: if cue.is_some() { 0.8 } else { 0.5 },
    }
}

/// The cue and source of the quote just before, in the same paragraph.
fn near_cue(analysis: &Analysis<'_>, found: &[Found], from: u32) -> (u32, u32) {
    let paragraph = analysis.word(from).paragraph;
    let near = found.iter().filter(|found| found.cue != NONE && analysis.word(found.cue).paragraph == paragraph);
    near.min_by_key(|found| found.cue.abs_diff(from)).map_or((NONE, NONE), |found| (found.cue, found.source))
}

/// Whether a marked segment that no verb claims is a quote: long, and a sentence of its own.
fn reads_like_speech(analysis: &Analysis<'_>, segment: usize, (from, to): (u32, u32)) -> bool {
    let segment = &analysis.segments[segment];
    let words = analysis.count(from, to).words;
    let last = analysis.word(segment.close - 1).glyph;
    let ends = matches!(last, Glyph::Period | Glyph::Exclamation | Glyph::Question | Glyph::Ellipsis | Glyph::Comma);
    words >= 8 || (words >= 4 && ends && analysis.is_upper(from))
}

struct Clause<'c, 'a> {
    analysis: &'c Analysis<'a>,
    lists: &'c Lists,
    start: u32,
    end: u32,
    cue: u32,
}

impl Clause<'_, '_> {
    fn bits(&self, at: u32) -> u16 {
        self.lists.get(&self.analysis.word(at).low).copied().unwrap_or(0)
    }

    fn glyph(&self, at: u32) -> Glyph {
        if at < self.end { self.analysis.word(at).glyph } else { Glyph::Period }
    }

    /// The part without marks and punctuation at its ends; `None` when fewer than three words are left.
    fn part(&self, mut from: u32, mut to: u32) -> Option<(u32, u32)> {
        let analysis = self.analysis;
        while from < to && !analysis.word(from).is_word {
            from += 1;
        }
        while to > from && !analysis.word(to - 1).is_word {
            to -= 1;
        }
        (analysis.count(from, to).words >= 3).then_some((from, to))
    }

    /// The segment that the word belongs to, if it is one of speech.
    fn segment(&self, at: u32) -> Option<(u32, u32)> {
        let segment = self.analysis.words.get(at as usize)?.segment;
        if segment == NONE {
            return None;
        }
        let (from, to) = segments::inside(self.analysis, segment as usize);
        (to > from).then_some((from, to))
    }

    /// The phrase that begins within a few words after `from`.
    fn phrase_after(&self, from: u32, most: u32) -> u32 {
        (from..self.end.min(from + most))
            .take_while(|&at| !matches!(self.glyph(at), Glyph::Comma | Glyph::Colon) && !self.analysis.word(at).marked)
            .find(|&at| self.analysis.phrase_from(at).is_some())
            .map_or(NONE, |at| self.analysis.word(at).phrase)
    }

    /// The phrase that ends within a few words before the cue.
    fn phrase_before(&self, most: u32) -> u32 {
        let from = self.cue.saturating_sub(most).max(self.start);
        (from..self.cue)
            .rev()
            .take_while(|&at| !self.analysis.word(at).marked)
            .find(|&at| self.analysis.phrase_at(at).is_some())
            .map_or(NONE, |at| self.analysis.word(at).phrase)
    }

    fn end_of(&self, phrase: u32) -> u32 {
        self.analysis.phrases.get(phrase as usize).map_or(self.cue + 1, |phrase| phrase.end.max(self.cue + 1))
    }

    /// A verb of saying.
    fn verb(&self) -> Option<Found> {
        let (analysis, cue, start) = (self.analysis, self.cue, self.start);
        // wie die Polizei mitteilte: the rest of the sentence is the content
        let clause = (start..cue).rev().find(|&at| self.glyph(at) == Glyph::Comma).map_or(start, |at| at + 1);
        if clause < cue && self.bits(clause) & list::AS != 0 {
            let source = self.phrase_before(8);
            let parts = [self.part(start, clause), self.part(cue + 1, self.end)].into_iter().flatten().collect();
            return self.found(parts, source);
        }
        let mut verb = cue;
        while verb > start && self.bits(verb - 1) & list::AUXILIARY != 0 {
            verb -= 1;
        }
        let mut before = verb;
        while before > start && self.glyph(before - 1) == Glyph::Comma {
            before -= 1;
        }
        let after_comma = before < verb;
        let marked = if before > 0 { self.segment(before - 1) } else { None };
        let inverted = marked.is_some() || after_comma;
        if inverted && cue > start {
            let source = self.phrase_after(cue + 1, 5);
            let mut parts = Vec::new();
            match marked {
                Some(part) => parts.push(part),
                None => parts.extend(self.part(start, before)),
            }
            let after = self.end_of(source);
            let opens = (after..self.end.min(after + 4)).find(|&at| analysis.word(at).marked);
            parts.extend(opens.and_then(|at| self.segment(at)));
            return self.found(parts, source);
        }
        let left = self.phrase_before(3);
        let right = self.phrase_after(cue + 1, 3);
        let source = if left == NONE || self.end_of(left) < cue { right } else { left };
        let from = self.end_of(if source == right { right } else { NONE });
        let content = (from..self.end.min(from + REACH)).find_map(|at| {
            let word = analysis.word(at);
            if word.marked {
                return self.segment(at);
            }
            if word.glyph == Glyph::Colon || self.bits(at) & list::THAT != 0 {
                let next = (at + 1..self.end).find(|&at| analysis.word(at).is_word)?;
                return match self.segment(next) {
                    Some(segment) if word.glyph == Glyph::Colon => Some(segment),
                    _ => self.part(at + 1, self.end),
                };
            }
            let clause = word.glyph == Glyph::Comma && at + 1 < self.end && self.bits(at + 1) & list::THAT == 0;
            if clause { self.part(at + 1, self.end) } else { None }
        });
        self.found(content.into_iter().collect(), source)
    }

    /// laut X, nach Angaben von X, selon X: the rest of the sentence is the content.
    fn by(&self) -> Option<Found> {
        let mut next = self.cue + 1;
        if self.bits(self.cue) & list::BY_HEAD != 0 {
            if next >= self.end || self.bits(next) & list::BY_NOUN == 0 {
                return None;
            }
            next += 1;
        }
        let source = self.phrase_after(next, 4);
        let after = if source == NONE { next } else { self.end_of(source) };
        let comma = (after..self.end.min(after + 8)).find(|&at| self.glyph(at) == Glyph::Comma);
        let parts: Vec<_> = if self.cue <= self.start + 1 {
            self.part(comma.unwrap_or(after), self.end).into_iter().collect()
        } else {
            [self.part(self.start, self.cue), self.part(after, self.end)].into_iter().flatten().collect()
        };
        self.found(parts, source)
    }

    /// X zufolge.
    fn after_name(&self) -> Option<Found> {
        let source = self.phrase_before(2);
        let start = self.analysis.phrases.get(source as usize)?.start;
        let parts = [self.part(self.start, start), self.part(self.cue + 1, self.end)].into_iter().flatten().collect();
        self.found(parts, source)
    }

    /// „…“, so X.
    fn so(&self) -> Option<Found> {
        let cue = self.cue;
        if cue <= self.start || !(self.glyph(cue - 1) == Glyph::Comma || self.analysis.word(cue - 1).marked) {
            return None;
        }
        let source = self.phrase_after(cue + 1, 2);
        let mut before = cue;
        while before > self.start && self.glyph(before - 1) == Glyph::Comma {
            before -= 1;
        }
        let part = if before > 0 { self.segment(before - 1) } else { None };
        let part = part.or_else(|| self.part(self.start, before))?;
        if source == NONE { None } else { self.found(vec![part], source) }
    }

    fn found(&self, parts: Vec<(u32, u32)>, source: u32) -> Option<Found> {
        let mut parts: Vec<(u32, u32)> = parts.into_iter().filter(|(from, to)| to > from).collect();
        parts.sort_unstable();
        parts.dedup_by(|next, last| next.0 < last.1);
        (!parts.is_empty()).then_some(Found { parts, cue: self.cue, source })
    }
}
