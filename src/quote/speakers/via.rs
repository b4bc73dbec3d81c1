//! Relayed words: who said them, and who says that they did.
//!
//! `Doe stressed “…”, spokesman Roe said` gives Doe's words, relayed by Roe; so do `Doe told reporters that “…”,
//! according to the broadcaster`, `“…,” Doe said, according to state media`, `the agency quoted Doe as saying` and `Doe
//! was quoted by the agency as saying`. All of it is read off the sentence, before anybody is resolved: this only moves
//! phrases to their parts.

use super::names::Text;
use super::roles::Class;
use crate::model::features::key;
use crate::quote::analysis::{NONE, RawQuote, Tag};
use crate::quote::find::kind;
use crate::quote::lexicon::Lists;
use crate::quote::segments;
use crate::{QuoteKind, Span};

/// Finds relayed quotes: puts the source where the words come from, and gives for each quote the phrase that relays.
pub(super) fn relays(text: &Text<'_, '_>, raw: &mut Vec<RawQuote>) -> Vec<Option<u32>> {
    let mut via = vec![None; raw.len()];
    for (quote, via) in raw.iter_mut().zip(&mut via) {
        *via = quoted_as_saying(text, quote).or_else(|| inner_clause(text, quote)).or_else(|| trailing(text, quote));
    }
    inherited(text, raw, &mut via);
    absorbed(text, raw, &mut via);
    doubled(raw, &mut via);
    via
}

/// What an outer attribution relays and the inner one reports is one quote: `Doe told Roe that “…”, according to the agency`.
fn doubled(raw: &mut Vec<RawQuote>, via: &mut Vec<Option<u32>>) {
    join(raw, via, |(one, relay), (other, other_relay)| {
        let same = one.cue.is_some() && one.cue == other.cue && one.first == other.first;
        same.then(|| {
            if relay.is_none() && other_relay.is_some() { (Kept::Second, other_relay) } else { (Kept::First, relay) }
        })
    });
}

/// `“…,” Doe told the crowd, the agency reported`: "Doe told the crowd" is no quote of the agency's but an attribution.
fn absorbed(text: &Text<'_, '_>, raw: &mut Vec<RawQuote>, via: &mut Vec<Option<u32>>) {
    join(raw, via, |(quote, relay), (outer, _)| {
        let short = outer.kind == QuoteKind::Indirect && outer.contents.len() == 1 && outer.end - outer.first <= 6;
        let holds = quote.cue.is_some_and(|cue| outer.first <= cue && cue < outer.end)
            && quote.source.is_some_and(|source| {
                let phrase = text.analysis.phrases[source as usize];
                outer.first <= phrase.start && phrase.end <= outer.end
            });
        let absorbs = short && holds && quote.kind != QuoteKind::Indirect && outer.source.is_some();
        absorbs.then(|| (Kept::First, relay.or(outer.source)))
    });
}

/// Which of two quotes that are one stays.
enum Kept {
    First,
    Second,
}

/// A quote and who relays it.
type Relayed<'q> = (&'q RawQuote, Option<u32>);

/// Makes one of neighbours that are one, as `one` says: which stays, and who relays it.
fn join(
    raw: &mut Vec<RawQuote>,
    via: &mut Vec<Option<u32>>,
    one: impl Fn(Relayed<'_>, Relayed<'_>) -> Option<(Kept, Option<u32>)>,
) {
    for (quote, relay) in std::mem::take(raw).into_iter().zip(std::mem::take(via)) {
        if let (Some(last), Some(last_relay)) = (raw.last_mut(), via.last_mut())
            && let Some((kept, by)) = one((&*last, *last_relay), (&quote, relay))
        {
            if let Kept::Second = kept {
                *last = quote;
            }
            *last_relay = by;
        } else {
            raw.push(quote);
            via.push(relay);
        }
    }
}

/// The phrase that ends right before the verb, adverbs and auxiliaries skipped.
fn subject_of(text: &Text<'_, '_>, verb: u32, from: u32) -> Option<u32> {
    let mut at = verb;
    while at > from
        && (matches!(text.tag(at - 1), Tag::Rb | Tag::Md) || text.analysis.before(at).lists.has(Lists::AUXILIARY))
        && text.analysis.before(at).phrase == NONE
    {
        at -= 1;
    }
    let at = at.checked_sub(1).filter(|&at| at >= from)?;
    let phrase = text.phrase(at)?;
    let p = &text.analysis.phrases[phrase as usize];
    (p.end == at + 1 && !text.marked(at) && p.start >= from).then_some(phrase)
}

/// A finite verb that reports speech by itself.
fn reports(text: &Text<'_, '_>, word: u32) -> bool {
    let w = text.analysis.word(word);
    w.lists.has(Lists::REPORTING) && matches!(w.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn) && !w.marked
}

/// `Doe stressed “…”, Roe said`; `Doe told reporters that “…”, according to Roe`; `“…”, Doe said, Roe reported`.
fn inner_clause(text: &Text<'_, '_>, quote: &mut RawQuote) -> Option<u32> {
    let analysis = text.analysis;
    let (outer, relay) = (quote.cue?, quote.source?);
    if quote.kind == QuoteKind::Indirect {
        return None;
    }
    let sentence = analysis.sentence_of(outer);
    let begins = quote.first.max(sentence.start);
    if !sentence.contains(&begins) {
        return None;
    }
    let according = text.is(outer, key("according"));
    let leads = according && outer < quote.first;
    // what goes on after the attribution is no part of the inner clause
    let end = match quote.contents.first() {
        Some(first) if quote.contents.len() > 1 => {
            let at = analysis.words.partition_point(|w| w.span.end() <= first.end());
            u32::try_from(at).unwrap_or(NONE)
        }
        _ => quote.end,
    };
    if !(outer >= end || leads) || text.tag(outer) == Tag::Vbg && !according {
        return None;
    }
    let relay_phrase = analysis.phrases[relay as usize];
    // right before the marks, at the head of the content, or between content and outer clause
    let before = (sentence.start..begins).rev().take(8).find(|&w| reports(text, w) && clear(text, w + 1, begins));
    let head =
        || (begins..end.min(begins + 14)).find(|&w| reports(text, w) && subject_of(text, w, sentence.start).is_some());
    let between = || (end..outer).find(|&w| reports(text, w));
    let inner = before.or_else(head).or_else(between).filter(|&w| w != outer)?;
    let source = subject_of(text, inner, sentence.start)?;
    let phrase = analysis.phrases[source as usize];
    let overlaps = phrase.start < relay_phrase.end && relay_phrase.start < phrase.end;
    if overlaps || (phrase.start..phrase.end).any(|w| text.marked(w)) {
        return None;
    }
    // the words after the verb must hold marks, else they are the relayer's own account
    if inner >= quote.first && inner < end {
        let mut from = inner + 1;
        let marks = (from..end).any(|w| text.marked(w));
        if !marks {
            return None;
        }
        // "told reporters that": the content begins after it
        if let Some(that) = (from..end.min(from + 6)).find(|&w| text.is(w, key("that"))) {
            from = that + 1;
        }
        while from < end && !analysis.word(from).is_word {
            from += 1;
        }
        if from < end {
            let first = quote.contents.first().copied()?;
            let start = analysis.word(from).span.start();
            if start < first.end() && start > first.start() {
                let (from, span) = between_marks(text, from, end, first);
                quote.first = from;
                quote.contents[0] = span;
                if quote.contents.len() == 1 {
                    quote.kind = kind(analysis, from, end);
                }
            }
        }
    }
    quote.source = Some(source);
    quote.cue = Some(inner);
    quote.cue_span = Some(analysis.word(inner).span);
    Some(relay)
}

/// What of a content stays from the word `from` to the word before `end`, and its first word: marks that were opened before it
/// go, if nothing follows where they close, or else come with it.
fn between_marks(text: &Text<'_, '_>, from: u32, end: u32, content: Span) -> (u32, Span) {
    let analysis = text.analysis;
    let number = analysis.word(from).segment as usize;
    let no_word = |from: u32, to: u32| (from..to).all(|w| !analysis.word(w).is_word);
    match analysis.segments.get(number) {
        Some(segment) if segment.closed && segment.open < from && no_word(segment.open + 1, from) => {
            let (first, last) = segments::inside(analysis, number);
            if no_word((segment.close + 1).min(end), end) && last <= end {
                (first, analysis.span(first, last))
            } else {
                (segment.open, Span::new(analysis.word(segment.open).span.start(), content.end()))
            }
        }
        _ => (from, Span::new(analysis.word(from).span.start(), content.end())),
    }
}

/// Whether no verb and no mark of another clause stands between.
fn clear(text: &Text<'_, '_>, from: u32, to: u32) -> bool {
    (from..to).all(|w| {
        let word = text.analysis.word(w);
        !word.tag.is_finite() && !matches!(text.analysis.lower(w), "," | ";" | ".") || word.marked && !word.is_word
    })
}

/// `the agency quoted Doe as saying`, `Doe was quoted by the agency as saying`, `Doe was quoted as saying by the agency`.
fn quoted_as_saying(text: &Text<'_, '_>, quote: &mut RawQuote) -> Option<u32> {
    let analysis = text.analysis;
    let cue = quote.cue?;
    let sentence = analysis.sentence_of(cue);
    let saying = if text.tag(cue) == Tag::Vbg || text.is(cue, key("saying")) {
        cue
    } else {
        (cue..sentence.end.min(cue + 10)).find(|&w| text.is(w, key("saying")))?
    };
    if saying == sentence.start || !text.is(saying - 1, key("as")) {
        return None;
    }
    let verb = (sentence.start..saying - 1).rev().take(14).find(|&w| {
        matches!(analysis.lower(w), "quoted" | "quotes" | "quoting" | "cited" | "cites" | "citing") && !text.marked(w)
    })?;
    let passive = verb > sentence.start
        && matches!(analysis.lower(verb - 1), "was" | "were" | "been" | "is" | "are" | "also" | "be")
        || text.is(verb + 1, key("as"))
        || text.is(verb + 1, key("by"));
    if passive {
        let source = subject_of(text, verb, sentence.start)?;
        let by = (verb + 1..sentence.end.min(saying + 4))
            .find(|&w| matches!(analysis.lower(w), "by") && !text.marked(w))
            .and_then(|w| text.phrase(w + 1).or_else(|| text.phrase(w + 2)));
        quote.source = Some(source);
        return by;
    }
    let object = (verb + 1..saying - 1).find_map(|w| text.phrase(w));
    let source = object.or({
        // "cited him as saying": the object may be no phrase of its own
        None
    })?;
    let relay = subject_of(text, verb, sentence.start);
    quote.source = Some(source);
    relay
}

/// `“…,” Doe said, according to the agency`; `According to the agency, Doe said …`.
fn trailing(text: &Text<'_, '_>, quote: &RawQuote) -> Option<u32> {
    let analysis = text.analysis;
    let (cue, source) = (quote.cue?, quote.source?);
    let according = key("according");
    if text.is(cue, according) || !reports(text, cue) {
        return None;
    }
    let sentence = analysis.sentence_of(cue);
    let phrase = analysis.phrases[source as usize];
    let marks_only = |from: u32, to: u32| (from..to).all(|w| !analysis.word(w).is_word);
    let ends = [quote.end, cue + 1, phrase.end];
    let after = (cue + 1..sentence.end)
        .find(|&w| text.is(w, according) && !text.marked(w))
        .filter(|&w| ends.iter().any(|&end| end <= w && w - end <= 3 && end < w && marks_only(end, w)));
    // "Doe stressed “…”, spokesman Roe said"
    if cue < quote.first && quote.kind != QuoteKind::Indirect && sentence.contains(&quote.end) {
        let limit = sentence.end.min(quote.end + 4);
        let from = (quote.end..limit).find(|&w| analysis.word(w).is_word).unwrap_or(limit);
        let comma = (quote.end..from).any(|w| text.is(w, key(",")));
        let verb =
            (from..sentence.end.min(from + 10)).find(|&w| analysis.word(w).lists.has(Lists::SAID) && reports(text, w));
        let relay = verb.filter(|_| comma && !text.marked(from)).and_then(|verb| subject_of(text, verb, from));
        if let Some(relay) = relay.filter(|&relay| analysis.phrases[relay as usize].start == from) {
            return Some(relay);
        }
    }
    let leads = || (text.is(sentence.start, according) && sentence.start < phrase.start).then_some(sentence.start);
    let at = after.or_else(leads)?;
    let relay = text.phrase(at + 2).or_else(|| text.phrase(at + 3))?;
    let relay_phrase = analysis.phrases[relay as usize];
    let same = relay_phrase.start < phrase.end && phrase.start < relay_phrase.end;
    // figures and accounts are what was said, not who passed it on
    let matter = text.class(relay_phrase.head).has(Class::DOCUMENT) && relay_phrase.end > relay_phrase.start;
    (!same && !matter && relay_phrase.start > at).then_some(relay)
}

/// `…, Roe said, calling it “…”`: what goes on after a relayed quote is relayed too.
fn inherited(text: &Text<'_, '_>, raw: &mut [RawQuote], via: &mut [Option<u32>]) {
    for at in 1..raw.len() {
        if via[at].is_some() {
            continue;
        }
        // the participle is the cue, or still at the head of the content
        let participle = |word: u32| text.tag(word) == Tag::Vbg;
        let Some(cue) = raw[at].cue.filter(|&cue| participle(cue) || participle(raw[at].first)) else { continue };
        let Some(relay) = via[at - 1] else { continue };
        let sentence = text.analysis.word(cue).sentence;
        if text.analysis.word(raw[at - 1].end.saturating_sub(1)).sentence != sentence {
            continue;
        }
        if raw[at].source.is_none_or(|source| source == relay) {
            raw[at].source = raw[at - 1].source;
            via[at] = Some(relay);
        }
    }
}
