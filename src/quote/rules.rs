//! Quotes in languages without learned models: marks, common verbs of saying, and "according to" words, by rules.
//!
//! A verb of saying takes the phrase beside it as its source, and as content what stands between marks before or after
//! it, a clause with "that", or what follows a colon or a comma. What no verb claims is a quote if it reads like one.

use rustc_hash::FxHashMap;

use super::QuoteKind;
use super::analysis::{Analysis, Content, Cue, Glyph, NONE, Phrase, PhraseKind, RawQuote, Tag, Word};
use super::forms::lower_into;
use super::lexicon::{First, sections};
use super::speakers::{Class, Roles};
use super::{find, segments};
use crate::Language;
use crate::model::features::{Key, key};

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
    pub(super) const SECTIONS: [(&str, u32); 17] = [
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

/// Longest phrase, in words.
const LONGEST: usize = 12;
/// Words a subject stands before its verb, at most.
const FARTHEST_SUBJECT: u32 = 20;
/// Words in brackets after a name, at most.
const LONGEST_BRACKET: u32 = 8;
/// Words between a verb and the clause it reports, at most.
const FARTHEST_CLAUSE: u32 = 24;
/// Words looked through for "that" or an opening mark after a cue and its source.
const REACH: u32 = 12;

/// Tags and phrases by form: articles, pronouns, verbs of saying, capitals.
pub(crate) fn phrases(
    lists: &Lists,
    language: Language,
    text: &str,
    words: &mut [Word],
    sentences: &[std::ops::Range<u32>],
) -> Vec<Phrase> {
    let elides = matches!(language, Language::French | Language::Italian);
    let roles = Roles::of(language);
    let (mut classes, mut lower): (FxHashMap<Key, Class>, String) = Default::default();
    for word in words.iter_mut().filter(|word| word.is_word) {
        word.noun_role = *classes.entry(word.low).or_insert_with(|| {
            lower_into(&mut lower, &text[word.span]);
            // l'avocate
            match without_article(&lower).filter(|_| elides) {
                Some(noun) => roles.class_of(noun, key(noun)),
                None => roles.class_of(&lower, word.low),
            }
        });
        word.role = word.noun_role;
    }
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
                // "Am Donnerstag", "Nach Angaben": a preposition has its capital from the sentence alone
                (bits, First::Upper) if at == 0 && bits & list::PREPOSITION != 0 => Tag::In,
                // "Auch die Übersetzerin", "Ähnlich äußerte sich"
                (bits, First::Upper) if at == 0 && bits & list::ADVERB != 0 => Tag::Rb,
                (0 | list::TIME | list::ADVERB, First::Upper) => Tag::Nnp,
                // in dem Schreiben: a noun, not the verb
                (list::VERB, First::Upper) => Tag::Nnp,
                // nach Polizeiangaben, nach Angaben der Polizei: no part of a name
                (list::BY_NOUN, First::Upper) => Tag::Nn,
                (_, First::Digit) => Tag::Cd,
                (_, First::Other) => Tag::Mark,
                _ => Tag::In,
            };
        }
        let mut at = 0;
        while at < inside.len() {
            let own = if elides { within(&text[inside[at].span]) } else { None };
            if own == Some(PhraseKind::Pronoun) {
                inside[at].tag = Tag::Vbd;
            }
            let plain = |word: &Word| bits(word) == 0;
            let found = own.map(|kind| (at + 1, kind)).or_else(|| phrase(inside, at, language, plain));
            let Some((head_end, kind)) = found else {
                at += 1;
                continue;
            };
            let determined = matches!(kind, PhraseKind::Definite | PhraseKind::DeterminedName);
            let end = if determined && language != Language::German {
                complement(inside, head_end, |word| is_elided_of(&text[word.span]), plain)
            } else {
                head_end
            };
            let number = |n: usize| base + u32::try_from(n).unwrap_or(0);
            out.push(Phrase { start: number(at), end: number(end), head: number(head_end - 1), kind });
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

/// The phrase that a French or Italian word holds by itself: dit-il, a-t-elle; l'ingegnere.
fn within(word: &str) -> Option<PhraseKind> {
    if word.ends_with("-il") || word.ends_with("-elle") {
        return Some(PhraseKind::Pronoun);
    }
    let noun = without_article(word)?;
    noun.chars().next().is_some_and(char::is_lowercase).then_some(PhraseKind::Definite)
}

/// The noun of l'avocate, whose article is part of the word.
pub(crate) fn without_article(word: &str) -> Option<&str> {
    word.strip_prefix("l'").or_else(|| word.strip_prefix("l’"))
}

/// d'usine, dell'ospedale: "of" and its noun in one word.
fn is_elided_of(word: &str) -> bool {
    word.len() > 2 && ["d'", "d’", "dell'", "dell’"].iter().any(|of| word.starts_with(of))
}

/// The end of what belongs to a noun that ends at `at`: le président | du syndicat des transports.
fn complement(
    words: &[Word],
    mut at: usize,
    of_itself: impl Fn(&Word) -> bool,
    plain: impl Fn(&Word) -> bool,
) -> usize {
    const OF: [Key; 14] = [
        key("de"),
        key("du"),
        key("des"),
        key("del"),
        key("di"),
        key("della"),
        key("dello"),
        key("dei"),
        key("degli"),
        key("delle"),
        key("do"),
        key("da"),
        key("dos"),
        key("van"),
    ];
    let noun = |at: usize| {
        words.get(at).is_some_and(|word| {
            !word.marked && word.is_word && (word.tag == Tag::Nnp || word.first == First::Lower && plain(word))
        })
    };
    for _ in 0..2 {
        let Some(word) = words.get(at).filter(|word| !word.marked) else { break };
        if of_itself(word) {
            at += 1;
            continue;
        }
        if !OF.contains(&word.low) {
            break;
        }
        let from = at + 1 + usize::from(words.get(at + 1).is_some_and(|word| word.tag == Tag::Dt && !word.marked));
        if !noun(from) {
            break;
        }
        at = from + 1;
        // la ministra de Obras Públicas
        while words[at - 1].tag == Tag::Nnp && words.get(at).is_some_and(|w| w.tag == Tag::Nnp && !w.marked) {
            at += 1;
        }
    }
    at
}

fn phrase(
    words: &[Word],
    from: usize,
    language: Language,
    plain: impl Fn(&Word) -> bool,
) -> Option<(usize, PhraseKind)> {
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
        // adjectives, and in the languages that write nouns small one or two words that are no function words
        let german = language == Language::German;
        let most = if german { 3 } else { 2 };
        while at < limit
            && at <= from + most
            && words[at].first == First::Lower
            && words[at].tag == Tag::In
            && (german || plain(&words[at]))
        {
            at += 1;
        }
    }
    let small = at;
    if at < limit && words[at].tag == Tag::Nn {
        return Some((at + 1, if determined { PhraseKind::Definite } else { PhraseKind::Name }));
    }
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
            // s'agace-t-il
            let joined = word.tag == Tag::Vbd && word.phrase != NONE;
            if word.marked || bits == 0 && !joined {
                continue;
            }
            let it = Clause { analysis, lists, start: sentence.start, end: sentence.end, cue };
            if (bits & list::VERB != 0 || joined) && word.tag == Tag::Vbd {
                found.extend(it.verb());
            } else if bits & (list::BY | list::BY_HEAD) != 0 {
                found.extend(it.by());
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
    let mut taken: Vec<(u32, u32)> = found.iter().flat_map(|found| found.parts.iter().copied()).collect();
    for at in 0..analysis.segments.len() {
        let (from, to) = segments::inside(analysis, at);
        let claimed = taken.iter().any(|&part| analysis.overlap(part, (from, to)) > 0.0);
        let attributed = attributed(analysis, lists, at);
        if to > from
            && !claimed
            && !is_title(analysis, lists, at)
            && (attributed.is_some() || reads_like_speech(analysis, at, (from, to)))
        {
            let cue = attributed.unwrap_or_else(|| near_cue(analysis, &found, from));
            found.push(Found { parts: vec![(from, to)], cue: cue.0, source: cue.1 });
            taken.push((from, to));
        }
    }
    go_on(analysis, lists, &mut found);
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
    let bits = |at: u32| lists.get(&analysis.word(at).low).copied().unwrap_or(0);
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
    let bits = |at: u32| lists.get(&analysis.word(at).low).copied().unwrap_or(0);
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

/// Sentences in reported mood right after a quote go on with it: Er habe nichts gewusst. Das sei ein Fehler gewesen.
fn go_on(analysis: &Analysis<'_>, lists: &Lists, found: &mut Vec<Found>) {
    let mut sources: Vec<Option<u32>> = vec![None; analysis.sentences.len()];
    for quote in &*found {
        for part in &quote.parts {
            sources[analysis.word(part.0).sentence as usize].get_or_insert(quote.source);
        }
    }
    for at in 1..analysis.sentences.len() {
        let (sentence, before) = (analysis.sentences[at].clone(), analysis.sentences[at - 1].clone());
        if sources[at].is_some() || sentence.is_empty() || before.is_empty() {
            continue;
        }
        let Some(source) = sources[at - 1] else { continue };
        if analysis.word(sentence.start).paragraph != analysis.word(before.start).paragraph {
            continue;
        }
        let reported = sentence.clone().take(24).any(|at| {
            let word = analysis.word(at);
            !word.marked && lists.get(&word.low).is_some_and(|bits| bits & list::REPORTED != 0)
        });
        let it = Clause { analysis, lists, start: sentence.start, end: sentence.end, cue: sentence.start };
        if reported && let Some(part) = it.part(sentence.start, sentence.end) {
            sources[at] = Some(source);
            found.push(Found { parts: vec![part], cue: NONE, source });
        }
    }
}

/// The cue and source of the quote just before, in the same paragraph.
fn near_cue(analysis: &Analysis<'_>, found: &[Found], from: u32) -> (u32, u32) {
    let paragraph = analysis.word(from).paragraph;
    let near = found.iter().filter(|found| found.cue != NONE && analysis.word(found.cue).paragraph == paragraph);
    near.min_by_key(|found| found.cue.abs_diff(from)).map_or((NONE, NONE), |found| (found.cue, found.source))
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
    let compound = || {
        let lower = analysis.lower(segment.open - 1);
        lower.char_indices().skip(3).any(|(at, _)| listed(key(&lower[at..])))
    };
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

struct Clause<'c, 'a> {
    analysis: &'c Analysis<'a>,
    lists: &'c Lists,
    start: u32,
    end: u32,
    cue: u32,
}

impl Clause<'_, '_> {
    fn bits(&self, at: u32) -> u32 {
        self.lists.get(&self.analysis.word(at).low).copied().unwrap_or(0)
    }

    fn glyph(&self, at: u32) -> Glyph {
        if at < self.end { self.analysis.word(at).glyph } else { Glyph::Period }
    }

    /// The part without marks and punctuation at its ends; `None` when fewer than three words are left.
    fn part(&self, from: u32, to: u32) -> Option<(u32, u32)> {
        self.part_of(from, to, 3)
    }

    /// The same with another least number of words.
    fn part_of(&self, mut from: u32, mut to: u32, least: u32) -> Option<(u32, u32)> {
        let analysis = self.analysis;
        while from < to && !analysis.word(from).is_word {
            from += 1;
        }
        let end = to;
        while to > from && !analysis.before(to).is_word {
            to -= 1;
        }
        // la medida es “necesaria”: a mark that opens within closes within
        if to < end
            && let Some(segment) = analysis.segments.get(analysis.word(to).segment as usize)
            && segment.closed
            && segment.close == to
            && segment.open >= from
        {
            to += 1;
        }
        (analysis.count(from, to).words >= least).then_some((from, to))
    }

    /// The segment that the word belongs to, if it is one of speech.
    fn segment(&self, at: u32) -> Option<(u32, u32)> {
        let segment = self.analysis.words.get(at as usize)?.segment;
        if segment == NONE || is_title(self.analysis, self.lists, segment as usize) {
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

    /// The phrase that is the subject of the clause before the cue: the last one that no preposition governs and that
    /// does not depend on the one before it.
    fn subject(&self) -> u32 {
        let analysis = self.analysis;
        let mut at = self.cue;
        while at > self.start && at + FARTHEST_SUBJECT > self.cue {
            at -= 1;
            let word = analysis.word(at);
            if word.marked || matches!(word.glyph, Glyph::Comma | Glyph::Semicolon | Glyph::Colon) && at + 1 < self.cue
            {
                return NONE;
            }
            // Friedrich Merz (CDU) sagte
            if word.glyph == Glyph::ParenClose {
                let near = self.start.max(at.saturating_sub(LONGEST_BRACKET));
                at = (near..at).rev().find(|&at| analysis.word(at).glyph == Glyph::ParenOpen).unwrap_or(at);
                continue;
            }
            let Some(phrase) = analysis.phrase_at(at) else { continue };
            let governed = phrase.start > self.start && self.bits(phrase.start - 1) & list::PREPOSITION != 0
                || self.bits(phrase.head) & list::TIME != 0;
            let depends = phrase.start > self.start && analysis.phrase_at(phrase.start - 1).is_some();
            if !governed && !depends {
                return word.phrase;
            }
            at = phrase.start;
        }
        NONE
    }

    /// The first phrase of the sentence, or the name beside it: El ministro de Agua, Tomás Belmar, aseguró.
    fn first_phrase(&self) -> u32 {
        let analysis = self.analysis;
        let comma = (self.start..self.cue).take(8).find(|&at| self.glyph(at) == Glyph::Comma);
        if let Some(name) = comma.and_then(|comma| analysis.phrase_from(comma + 1))
            && name.kind == PhraseKind::Name
            && name.end < self.cue
            && self.glyph(name.end) == Glyph::Comma
            && analysis.phrase_from(self.start).is_some_and(|phrase| phrase.kind != PhraseKind::Name)
        {
            return analysis.word(name.start).phrase;
        }
        (self.start..self.cue.min(self.start + 4))
            .map(|at| self.analysis.word(at).phrase)
            .find(|&phrase| phrase != NONE)
            .unwrap_or(NONE)
    }

    /// In dem Schreiben heißt es, …; so heißt es in einer Erklärung: the paper, not "it".
    fn written(&self, source: u32) -> Option<u32> {
        let analysis = self.analysis;
        let phrase = analysis.phrases.get(source as usize)?;
        if analysis.word(phrase.start).low != key("es") {
            return None;
        }
        let inside = |at: &u32| matches!(analysis.lower(*at), "in" | "im") && analysis.phrase_at(at + 1).is_some();
        let near = (phrase.end..self.end.min(phrase.end + 3)).find(inside);
        let before = || (self.start..self.cue).rev().take(12).find(inside);
        near.or_else(before).map(|at| analysis.word(at + 1).phrase)
    }

    /// Where a clause with "that" or a colon begins after the verb, over what may stand between.
    fn clause_after(&self) -> Option<u32> {
        (self.cue + 1..self.end.min(self.cue + FARTHEST_CLAUSE))
            .take_while(|&at| !self.analysis.word(at).marked)
            .find(|&at| self.glyph(at) == Glyph::Colon || self.bits(at) & list::THAT != 0)
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
            // wie Kämmerer Jens Ohlendorf am Rande der Sitzung erklärte: the first phrase that no preposition governs
            // wie es im Bericht heißt, wie das Gesetz im Ministerium heißt: the last one
            let told = !matches!(analysis.lower(cue), "heißt" | "hieß") && analysis.lower(clause + 1) != "es";
            let subject = analysis.phrase_from(clause + 1).filter(|phrase| told && phrase.end <= cue);
            let source = subject.map_or_else(|| self.phrase_before(8), |phrase| analysis.word(phrase.start).phrase);
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
        // La sindaca, Giulia Serravalle, ha spiegato che …; Oswald, der von einem Hof stammt, sagte, er …
        let apposed = || {
            let first = analysis.phrases.get(self.first_phrase() as usize);
            first.is_some_and(|first| first.start > start && first.end == before)
        };
        let reports_right = marked.is_none()
            && after_comma
            && (self.glyph(cue + 1) == Glyph::Comma || self.clause_after().is_some_and(|at| at < cue + 5) || apposed());
        let inverted = (marked.is_some() || after_comma) && !reports_right;
        if inverted && cue > start {
            let own = (verb..=cue).find(|&at| analysis.word(at).tag == Tag::Vbd && analysis.word(at).phrase != NONE);
            let source = own.map_or_else(|| self.phrase_after(cue + 1, 5), |at| analysis.word(at).phrase);
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
        let left = if reports_right { self.first_phrase() } else { self.subject() };
        let right = self.phrase_after(cue + 1, 3);
        // erklärte er; am Donnerstag sagte die Ministerin
        let pronoun = analysis.phrase_from(cue + 1).is_some_and(|phrase| phrase.kind == PhraseKind::Pronoun);
        let source = if left == NONE || pronoun { right } else { left };
        let source = self.written(source).unwrap_or(source);
        // sagte, die Sorge beruhe darauf, dass …: the first comma opens the clause
        let from = self.end_of(if source == right { right } else { NONE });
        let comma = from < self.end && self.glyph(from) == Glyph::Comma && self.bits(from + 1) & list::THAT == 0;
        if let Some(that) = self.clause_after().filter(|&at| self.glyph(at) != Glyph::Colon)
            && !comma
            && (that <= cue + REACH || self.glyph(that - 1) == Glyph::Comma)
        {
            // qu'il est soulagé: the pronoun went with "that"
            let least = 3 - u32::from(analysis.lower(that).contains('\''));
            return self.found(self.part_of(that + 1, self.end, least).into_iter().collect(), source);
        }
        let content = (from..self.end.min(from + REACH)).find_map(|at| {
            let word = analysis.word(at);
            if word.marked {
                // the name of a newspaper is no quote
                let name = |&(from, to): &(u32, u32)| to - from <= 2 && (from..to).all(|at| analysis.is_upper(at));
                return self.segment(at).filter(|part| !name(part));
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
        let mut of = NONE;
        if self.bits(self.cue) & list::BY_HEAD != 0 {
            // nach Angaben der Polizei, nach einem Bericht, nach ersten Untersuchungen
            let noun = (next..self.end.min(next + 3)).find(|&at| self.bits(at) & list::BY_NOUN != 0)?;
            let plain = (next..noun).all(|at| self.analysis.word(at).first == First::Lower);
            if !plain {
                return None;
            }
            next = noun + 1;
            of = self.analysis.word(noun).phrase;
        }
        let joined = |at: u32| {
            at < self.end
                && (self.bits(at) & (list::ARTICLE | list::PREPOSITION) != 0 || self.analysis.phrase_from(at).is_some())
        };
        // the noun itself when nobody is named after it: nach Polizeiangaben
        let named = of == NONE || joined(next);
        let source = if named { self.phrase_after(next, 3) } else { of };
        let source = if source == NONE { of } else { source };
        let after = if source == NONE { next } else { self.end_of(source).max(next) };
        let after = self.over_source(after);
        let parts: Vec<_> = if self.cue <= self.start + 1 {
            self.part(after, self.end).into_iter().collect()
        } else {
            [self.part(self.start, self.cue), self.part(after, self.end)].into_iter().flatten().collect()
        };
        self.found(parts, source)
    }

    /// After what belongs to a source that ends at `at`: genitives, "of" phrases, a clause between commas.
    fn over_source(&self, mut at: u32) -> u32 {
        for _ in 0..4 {
            if at + 1 >= self.end {
                break;
            }
            if self.glyph(at) == Glyph::Comma {
                // a name or a relative clause up to the next comma
                let close = (at + 1..self.end.min(at + 16)).find(|&at| self.glyph(at) == Glyph::Comma);
                let article = self.bits(at + 1) & list::ARTICLE != 0 || self.analysis.is_upper(at + 1);
                return match close {
                    Some(close) if article => close + 1,
                    _ => at + 1,
                };
            }
            let from = at + u32::from(self.bits(at) & list::PREPOSITION != 0);
            match self.analysis.phrase_from(from) {
                Some(phrase)
                    if phrase.kind != PhraseKind::Pronoun && (from > at || self.bits(at) & list::ARTICLE != 0) =>
                {
                    at = phrase.end;
                }
                _ => break,
            }
        }
        at
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
        if cue <= self.start || !(self.glyph(cue - 1) == Glyph::Comma || self.analysis.before(cue).marked) {
            return None;
        }
        let source = self.phrase_after(cue + 1, 2);
        let mut before = cue;
        while before > self.start && self.glyph(before - 1) == Glyph::Comma {
            before -= 1;
        }
        let part = if before > 0 { self.segment(before - 1) } else { None };
        // the marks hold all of it, or its end alone
        let part = part.filter(|part| self.analysis.count(self.start, part.0).plain < 2);
        let part = part.or_else(|| self.part(self.start, before))?;
        if source == NONE { None } else { self.found(vec![part], source) }
    }

    /// The name beside a source that only describes: selon le maire, Paul Rivet, …; a dit la maire, Anne Morel.
    fn apposed(&self, source: u32) -> u32 {
        let analysis = self.analysis;
        let Some(phrase) = analysis.phrases.get(source as usize) else { return source };
        if phrase.kind != PhraseKind::Definite || self.glyph(phrase.end) != Glyph::Comma {
            return source;
        }
        let Some(name) = analysis.phrase_from(phrase.end + 1).filter(|name| name.end <= self.end) else {
            return source;
        };
        // "selon la police, Paul, 34 ans, …" is about somebody else
        let aged = self.glyph(name.end) == Glyph::Comma
            && analysis.words.get(name.end as usize + 1).is_some_and(|next| next.first == First::Digit);
        let closed = name.end >= self.end || !analysis.word(name.end).is_word;
        let full = name.kind == PhraseKind::Name && name.end > name.start + 1;
        if full && closed && !aged { analysis.word(name.start).phrase } else { source }
    }

    fn found(&self, parts: Vec<(u32, u32)>, source: u32) -> Option<Found> {
        let source = self.apposed(source);
        let mut parts: Vec<(u32, u32)> = parts.into_iter().filter(|(from, to)| to > from).collect();
        parts.sort_unstable();
        parts.dedup_by(|next, last| next.0 < last.1);
        (!parts.is_empty()).then_some(Found { parts, cue: self.cue, source })
    }
}
