//! From the words that name a source to the speaker they stand for, across the article.
//!
//! Names are found and collected into entities ([`names`], [`entities`]) with what titles, appositions and first names
//! tell about them ([`titles`], [`roles`]). Then the article is read once from front to back ([`discourse`]), every
//! pronoun ([`pronouns`]) and description ([`descriptions`]) is put to an entity, and the quotes take their speakers
//! from there. What stays unknown stays `None`.

mod descriptions;
mod discourse;
mod entities;
#[cfg(test)]
mod gold;
mod names;
mod pronouns;
mod roles;
mod titles;

use rustc_hash::FxHashMap;

use self::discourse::{Discourse, Way};
use self::entities::{Entity, Nature, Table};
use self::names::Text;
use self::roles::{Class, Roles};
use super::analysis::{Analysis, NONE, RawQuote};
use super::{Quote, Quotes, Speaker, SpeakerId, SpeakerKind};
use crate::Span;

/// Finds the speaker of each quote. Linear in the article's length.
pub(crate) fn resolve(analysis: &Analysis<'_>, raw: Vec<RawQuote>) -> Quotes {
    let roles = Roles::of(analysis.article.language());
    let classes: Vec<Class> =
        (0..analysis.len()).map(|word| roles.class_of(analysis.lower(word), analysis.word(word).low)).collect();
    let text = Text { analysis, roles, classes: &classes };
    let table = Table::new(&text, names::scan(&text));
    let mut sources: Vec<(u32, Option<u32>)> =
        raw.iter().filter_map(|quote| quote.source.map(|source| (source, quote.cue))).collect();
    sources.sort_unstable();
    let reading = Discourse::read(text, table, &sources);
    let attributions = attribute(&reading, &raw);
    collect(&reading, raw, &attributions)
}

/// Who said a quote, who relayed it, and how that was found.
#[derive(Debug, Clone, Copy, Default)]
struct Attribution {
    speaker: Option<u32>,
    via: Option<u32>,
    way: Way,
}

/// How many paragraphs without a quote a speaker who is not named again may go on over.
const FLOAT: u32 = 3;

fn attribute(reading: &Discourse<'_, '_>, raw: &[RawQuote]) -> Vec<Attribution> {
    let analysis = reading.text.analysis;
    let mut order: Vec<usize> = (0..raw.len()).collect();
    order.sort_by_key(|&at| (raw[at].first, raw[at].end));
    let mut out = vec![Attribution::default(); raw.len()];
    let mut before: Option<(u32, u32)> = None; // speaker and paragraph of the quote before
    for at in order {
        let quote = &raw[at];
        let paragraph = analysis.words.get(quote.first as usize).map_or(0, |w| w.paragraph);
        let own = quote.source.and_then(|source| reading.resolved.get(source as usize).copied().flatten());
        let attribution = if let Some((id, way)) = own {
            Attribution { speaker: Some(id), via: None, way }
        } else if quote.source.is_none() {
            let speaker = before.filter(|&(_, p)| paragraph.saturating_sub(p) <= FLOAT).map(|(id, _)| id);
            Attribution { speaker, via: None, way: Way::Floating }
        } else {
            Attribution { speaker: None, via: None, way: Way::Pronoun }
        };
        if let Some(id) = attribution.speaker {
            let last = analysis.words.get(quote.end.saturating_sub(1) as usize).map_or(paragraph, |w| w.paragraph);
            before = Some((id, last));
        }
        out[at] = attribution;
    }
    out
}

/// Share of speakers that were right on development articles, by the way they were found.
fn trust(way: Way) -> f32 {
    match way {
        Way::FullName => 0.97,
        Way::ShortName => 0.96,
        Way::Pronoun => 0.9,
        Way::Floating => 0.9,
        Way::Linked => 0.75,
        Way::Described => 0.85,
        Way::Document => 0.6,
    }
}

/// Builds the public records: speakers numbered in the order of their first mention.
fn collect(reading: &Discourse<'_, '_>, raw: Vec<RawQuote>, attributions: &[Attribution]) -> Quotes {
    let analysis = reading.text.analysis;
    let mut used: Vec<u32> = attributions.iter().flat_map(|a| [a.speaker, a.via]).flatten().collect();
    used.sort_unstable();
    used.dedup();
    let mut listed: Vec<(Span, u32, Vec<Span>)> = used
        .into_iter()
        .filter_map(|id| {
            let entity = reading.table.entities.get(id as usize)?;
            let mut mentions: Vec<Span> =
                entity.mentions.iter().filter(|m| m.0 < m.1).map(|&(start, end)| analysis.span(start, end)).collect();
            mentions.sort_unstable();
            mentions.dedup();
            let first = mentions.first().copied().unwrap_or_default();
            Some((first, id, mentions))
        })
        .collect();
    listed.sort_by_key(|(first, id, _)| (*first, *id));
    let mut numbers: FxHashMap<u32, SpeakerId> = FxHashMap::default();
    let mut speakers = Vec::with_capacity(listed.len());
    for (_, id, mentions) in listed {
        let entity = &reading.table.entities[id as usize];
        let number = SpeakerId(u32::try_from(speakers.len() + 1).unwrap_or(u32::MAX));
        numbers.insert(id, number);
        speakers.push(Speaker {
            id: number,
            name: reading.name_text(id),
            title: title_text(reading, entity),
            kind: kind(entity),
            mentions,
        });
    }
    let mut quotes = Vec::with_capacity(raw.len());
    for (quote, attribution) in raw.into_iter().zip(attributions) {
        let Some(&first) = quote.contents.first() else { continue };
        let Some(sentence) = analysis.article_sentence(first.start()) else { continue };
        let source =
            quote.source.and_then(|at| analysis.phrases.get(at as usize)).map(|p| analysis.span(p.start, p.end));
        let known = if attribution.speaker.is_some() { trust(attribution.way) } else { 0.5 };
        quotes.push(Quote {
            kind: quote.kind,
            contents: quote.contents,
            cue: quote.cue_span,
            source,
            speaker: attribution.speaker.and_then(|id| numbers.get(&id).copied()),
            via: attribution.via.and_then(|id| numbers.get(&id).copied()),
            confidence: quote.probability * known,
            sentence,
        });
    }
    Quotes { quotes, speakers }
}

fn kind(entity: &Entity) -> SpeakerKind {
    match entity.nature {
        Nature::Joint => SpeakerKind::Group,
        _ if entity.plural => SpeakerKind::Group,
        Nature::Named if entity.person > 0.0 => SpeakerKind::Person,
        Nature::Named => SpeakerKind::Organization,
        Nature::Described if entity.person > 0.0 => SpeakerKind::Anonymous,
        Nature::Described => SpeakerKind::Organization,
    }
}

fn title_text(reading: &Discourse<'_, '_>, entity: &Entity) -> Option<String> {
    let title = entity.title.filter(|t| t.start < t.end)?;
    let mut out = String::new();
    let analysis = reading.text.analysis;
    crate::article::push_unwrapped(&mut out, &analysis.article.text()[analysis.span(title.start, title.end)]);
    (!out.is_empty()).then_some(out)
}

#[allow(dead_code)]
const _: u32 = NONE;
