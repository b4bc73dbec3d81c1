//! From the words that name a source to the speaker they stand for, across the article.
//!
//! Names are found and collected into entities ([`names`], [`entities`]) with what titles, appositions and first names
//! tell about them ([`titles`], [`roles`]). Then the article is read once from front to back ([`discourse`]), every
//! pronoun ([`pronouns`]) and description ([`descriptions`]) is put to an entity, and the quotes take their speakers
//! from there. What stays unknown stays `None`.

mod context;
mod descriptions;
mod discourse;
mod entities;
mod names;
mod pronouns;
mod roles;
#[cfg(test)]
mod tests;
mod titles;
mod via;

pub(crate) use self::context::{Cast, context};

use rustc_hash::FxHashMap;

use self::discourse::{Discourse, Way};
use self::entities::{Entity, Nature, Table};
use self::names::Text;
pub(crate) use self::roles::{Class, Roles};
use self::titles::Title;
use super::analysis::{Analysis, NONE, RawQuote, Tag, Turn};
use super::lexicon::Lists;
use super::{Quote, QuoteKind, Quotes, Speaker, SpeakerId, SpeakerKind};
use crate::Span;
use crate::model::features::{Key, key};

/// Finds the speaker of each quote. Linear in the article's length.
pub(crate) fn resolve(analysis: &Analysis<'_>, mut raw: Vec<RawQuote>) -> Quotes {
    let roles = Roles::of(analysis.article.language());
    let text = Text { analysis, roles };
    let relays = via::relays(&text, &mut raw);
    let table = Table::new(&text, names::scan(&text));
    let beside: Vec<Option<u32>> = raw.iter().map(|quote| name_beside(&text, &table, quote)).collect();
    let mut sources: Vec<(u32, Option<u32>)> =
        raw.iter().filter_map(|quote| quote.source.map(|source| (source, quote.cue))).collect();
    sources.extend(relays.iter().flatten().map(|&relay| (relay, None)));
    sources.sort_unstable();
    let mut named: Vec<u32> = beside.iter().flatten().copied().collect();
    named.sort_unstable();
    let reading = Discourse::read(text, table, &sources, &named);
    let attributions = attribute(&reading, &raw, &relays, &beside);
    collect(&reading, raw, &attributions)
}

/// The name right before the verb of saying, when the phrase taken for the source is none: a word the tagger did not
/// take for a name ("Major testified") belongs to no phrase. An index into the names.
fn name_beside(text: &Text<'_, '_>, table: &Table, quote: &RawQuote) -> Option<u32> {
    let analysis = text.analysis;
    let cue = quote.cue?;
    let from = analysis.sentence_of(cue).start;
    if matches!(text.tag(cue), Tag::Vbg | Tag::Mark | Tag::In) {
        return None;
    }
    let mut at = cue;
    while at > from
        && table.at_word[at as usize - 1] == NONE
        && (matches!(text.tag(at - 1), Tag::Rb | Tag::Md) || analysis.before(at).lists.has(Lists::AUXILIARY))
    {
        at -= 1;
    }
    // Mississauga accountant Jane Doe, 50, says
    if at >= from + 4 && text.is(at - 1, key(",")) && text.tag(at - 2) == Tag::Cd && text.is(at - 3, key(",")) {
        at -= 3;
    }
    let at = at.checked_sub(1).filter(|&at| at >= from && !text.marked(at))?;
    let name = *table.at_word.get(at as usize).filter(|&&name| name != NONE)?;
    let covered =
        text.phrase(at).is_some_and(|p| analysis.phrases[p as usize].head >= table.names[name as usize].start);
    if table.names[name as usize].end != at + 1 {
        return None;
    }
    if let Some(source) = quote.source.filter(|_| covered) {
        // "Northgate accountant Jane Doe", where the source is "Northgate": nothing but nouns up to the name
        let from = analysis.phrases[source as usize].end;
        let until = table.names[name as usize].start;
        let person = table.entities[table.of_name[name as usize] as usize].person;
        let office = until > from && text.class(until - 1).has(Class::TITLE.or(Class::PERSON));
        let person = person > 1.0 || office && person > -0.5;
        let joined = from < until
            && until - from <= 5
            && (from..until).any(|w| text.tag(w).is_noun())
            && (from..until).all(|w| text.tag(w).is_noun() || matches!(text.tag(w), Tag::Jj | Tag::Cc | Tag::Pos));
        return (joined && person).then_some(name);
    }
    let farther =
        quote.source.is_none_or(|source| analysis.phrases[source as usize].end <= table.names[name as usize].outer);
    farther.then_some(name)
}

/// Who said a quote, who relayed it, and how that was found.
#[derive(Debug, Clone, Copy, Default)]
struct Attribution {
    speaker: Option<u32>,
    via: Option<u32>,
    way: Way,
    /// The words that name the source, when they are no phrase.
    source: Option<(u32, u32)>,
    /// The attribution that it was put to is of another speaker.
    unlinked: bool,
}

/// How many paragraphs without a quote a speaker who is not named again may go on over.
const FLOAT: u32 = 3;

/// Gives each quote its speaker, in text order.
fn attribute(
    reading: &Discourse<'_, '_>,
    raw: &[RawQuote],
    relays: &[Option<u32>],
    beside: &[Option<u32>],
) -> Vec<Attribution> {
    let analysis = reading.text.analysis;
    let resolved = |phrase: u32| reading.resolved.get(phrase as usize).copied().flatten();
    let mut order: Vec<usize> = (0..raw.len()).collect();
    order.sort_by_key(|&at| (raw[at].first, std::cmp::Reverse(raw[at].end)));
    let mut out = vec![Attribution::default(); raw.len()];
    let asked = interviewee(reading, raw);
    let mut before: Option<(u32, u32)> = None; // speaker and paragraph of the quote before
    let mut around: Option<(u32, u32, Option<u32>)> = None; // the last quote that may hold others: words, speaker
    for at in order {
        let quote = &raw[at];
        let paragraph = analysis.words.get(quote.first as usize).map_or(0, |w| w.paragraph);
        let mut attribution = Attribution::default();
        if let Some(name) = beside[at] {
            let name_at = &reading.table.names[name as usize];
            attribution.speaker = Some(reading.table.of_name[name as usize]);
            attribution.way = if name_at.keys.len() > 1 { Way::FullName } else { Way::ShortName };
            attribution.source = Some((name_at.start, name_at.end));
        } else if quote.turn != Turn::No {
            attribution.speaker = asked.filter(|_| quote.turn == Turn::Answer);
            attribution.way = Way::Linked;
        } else if let Some((id, name)) =
            interrupted(reading, quote, &resolved).or_else(|| opener(reading, quote, &resolved))
        {
            attribution.speaker = Some(id);
            attribution.way = Way::Floating;
            attribution.source = Some(name);
            attribution.unlinked = true;
        } else if let Some(source) = quote.source {
            if let Some((id, way)) = resolved(source) {
                (attribution.speaker, attribution.way) = (Some(id), way);
            } else {
                attribution.way = Way::Pronoun;
                // "I think", inside somebody's words
                let start = analysis.phrases.get(source as usize).map_or(0, |p| p.start);
                let first_person = matches!(analysis.lower(start), "i" | "we");
                attribution.speaker = around.filter(|a| first_person && a.0 <= start && start < a.1).and_then(|a| a.2);
            }
        } else if let Some((id, name)) = quote.cue.map_or_else(|| introduced(reading, quote.first), |_| None) {
            attribution.speaker = Some(id);
            attribution.way = Way::Floating;
            attribution.source = Some(name);
        } else {
            attribution.speaker = before.filter(|&(_, p)| paragraph.saturating_sub(p) <= FLOAT).map(|(id, _)| id);
            attribution.way = Way::Floating;
        }
        attribution.via = relays[at].and_then(resolved).map(|(id, _)| id).filter(|&id| Some(id) != attribution.speaker);
        if let Some(id) = attribution.speaker {
            let last = analysis.words.get(quote.end.saturating_sub(1) as usize).map_or(paragraph, |w| w.paragraph);
            before = Some((id, last));
        }
        if around.is_none_or(|a| quote.end > a.1) {
            around = Some((quote.first, quote.end, attribution.speaker));
        }
        out[at] = attribution;
    }
    out
}

/// Of a quote that was put to an earlier attribution, whoever else the sentence between them is about, with the words that
/// name them: Hale nods, he said. Ruiz laughs. “They will have to ask me.”
fn interrupted(
    reading: &Discourse<'_, '_>,
    quote: &RawQuote,
    resolved: &impl Fn(u32) -> Option<(u32, Way)>,
) -> Option<(u32, (u32, u32))> {
    let analysis = reading.text.analysis;
    let cue = quote.cue?;
    let here = analysis.words.get(quote.first as usize)?.sentence;
    if cue >= quote.first || analysis.words.get(cue as usize)?.sentence + 2 > here {
        return None;
    }
    let (id, name) = alone_before(reading, quote.first)?;
    (resolved(quote.source?).is_some_and(|(other, _)| other != id)).then_some((id, name))
}

/// Of a quote that was put to no attribution or to one in an earlier sentence: whoever the short sentence before it or the words
/// up to its colon are about, with the words that name them: Her friend disagreed. “…” A team-mate was blunter: “…”
fn opener(
    reading: &Discourse<'_, '_>,
    quote: &RawQuote,
    resolved: &impl Fn(u32) -> Option<(u32, Way)>,
) -> Option<(u32, (u32, u32))> {
    let (text, analysis) = (&reading.text, reading.text.analysis);
    let word = analysis.words.get(quote.first as usize).filter(|word| word.marked)?;
    let mark = analysis.segments.get(word.segment as usize).map(|segment| segment.open)?;
    let before = mark.checked_sub(1)?;
    let sentence = analysis.sentence_of(before);
    if analysis.before(mark).paragraph != word.paragraph || quote.cue.is_some_and(|cue| cue >= sentence.start) {
        return None;
    }
    let colon = text.is(before, key(":"));
    let short = before < sentence.start + LONGEST_REACTION && sentence.end == mark;
    if !colon && !short {
        return None;
    }
    let subject = analysis.phrase_at(sentence.start).filter(|subject| subject.start == sentence.start)?;
    let verb = (subject.end..before).find(|&at| text.tag(at) != Tag::Rb)?;
    let apposed = colon && text.is(verb, key(","));
    if !(text.tag(verb).is_finite() || text.tag(verb) == Tag::Vbn || apposed)
        || (sentence.start..before).any(|at| text.marked(at))
    {
        return None;
    }
    let (id, _) = resolved(analysis.word(subject.start).phrase)?;
    let entity = &reading.table.entities[id as usize];
    (entity.person > 0.0 && !entity.plural).then_some((id, (subject.start, subject.end)))
}

/// Words of a sentence that tells how somebody took a question, at most, its stop among them.
const LONGEST_REACTION: u32 = 6;

/// Of a quote without any attribution, the one person whom the sentence before it in its paragraph is about: Coach Ed Hale praised
/// his players. “Brilliant, all of them.”
fn introduced(reading: &Discourse<'_, '_>, at: u32) -> Option<(u32, (u32, u32))> {
    let (id, name) = alone_before(reading, at)?;
    let first = reading.text.analysis.sentence_of(name.0).start;
    let outer = reading.table.name_at(name.0)?.outer;
    (outer.saturating_sub(first) <= 2).then_some((id, name))
}

/// The one person named in the sentence that precedes the word in its paragraph, with the words.
fn alone_before(reading: &Discourse<'_, '_>, at: u32) -> Option<(u32, (u32, u32))> {
    let analysis = reading.text.analysis;
    let here = analysis.words.get(at as usize)?;
    let sentence = analysis.sentences.get(here.sentence.checked_sub(1)? as usize)?.clone();
    if analysis.words.get(sentence.start as usize)?.paragraph != here.paragraph {
        return None;
    }
    let mut found = None;
    for word in sentence.filter(|&word| !reading.text.marked(word)) {
        let Some(id) = reading.table.entity_at(word) else { continue };
        let entity = &reading.table.entities[id as usize];
        if entity.person > 0.0 && !entity.plural {
            if found.is_some_and(|(other, _)| other != id) {
                return None;
            }
            let name = reading.table.name_at(word)?;
            found = Some((id, (name.start, name.end)));
        }
    }
    found
}

/// Whoever answers in an interview: the person named most often before the first question, or alone.
fn interviewee(reading: &Discourse<'_, '_>, raw: &[RawQuote]) -> Option<u32> {
    let from = raw.iter().find(|quote| quote.turn == Turn::Question)?.first;
    let mut best: Option<(usize, u32)> = None;
    let mut rivals = 0;
    for (id, entity) in (0..).zip(&reading.table.entities) {
        if entity.nature != Nature::Named || entity.person < 0.4 || entity.plural {
            continue;
        }
        let count = entity.mentions.iter().filter(|mention| mention.0 < from).count();
        rivals += usize::from(count > 0);
        if count > best.map_or(0, |(top, _)| top) {
            best = Some((count, id));
        }
    }
    best.filter(|&(count, _)| count > 1 || rivals == 1).map(|(_, id)| id)
}

/// Share of speakers that were right on development articles, by the way they were found.
fn trust(way: Way) -> f32 {
    match way {
        Way::FullName => 0.98,
        Way::ShortName => 0.97,
        Way::Pronoun => 0.93,
        Way::Floating => 0.92,
        Way::Described => 0.8,
        Way::Linked => 0.75,
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
            title_leads: title_leads(reading, id),
            described: (entity.nature == Nature::Described).then(|| context::described(reading, entity)).flatten(),
            kind: kind(&reading.text, entity),
            mentions,
        });
    }
    let mut quotes = Vec::with_capacity(raw.len());
    for (quote, attribution) in raw.into_iter().zip(attributions) {
        let Some(&first) = quote.contents.first() else { continue };
        let Some(sentence) = analysis.article_sentence(first.start()) else { continue };
        let phrase = quote.source.and_then(|at| analysis.phrases.get(at as usize)).map(|p| (p.start, p.end));
        let named = attribution.speaker.zip(phrase).and_then(|(id, phrase)| antecedent(reading, id, phrase));
        let source = attribution.source.or(named).or(phrase).map(|(start, end)| analysis.span(start, end));
        let known = if attribution.speaker.is_some() { trust(attribution.way) } else { 0.5 };
        quotes.push(Quote {
            kind: quote.kind,
            contents: quote.contents,
            cue: if attribution.unlinked { None } else { quote.cue_span },
            source,
            speaker: attribution.speaker.and_then(|id| numbers.get(&id).copied()),
            via: attribution.via.and_then(|id| numbers.get(&id).copied()),
            confidence: calibrated(quote.probability * known, quote.kind),
            sentence,
        });
    }
    // words in order need not be spans in order: a content may begin at its mark
    quotes.sort_by_key(|quote| quote.contents.first().map(|span| span.start()));
    Quotes { quotes, speakers, cast: Cast::new(reading) }
}

/// Of "Ana Ruiz, who said" the name: where the speaker was mentioned last in the sentence before the word "who".
fn antecedent(reading: &Discourse<'_, '_>, id: u32, (start, end): (u32, u32)) -> Option<(u32, u32)> {
    let analysis = reading.text.analysis;
    if end != start + 1 || analysis.word(start).low != key("who") {
        return None;
    }
    let from = analysis.sentence_of(start).start;
    let mentions = &reading.table.entities.get(id as usize)?.mentions;
    mentions.iter().copied().filter(|mention| mention.0 >= from && mention.1 < start && mention.0 < mention.1).max()
}

/// The share of quotes with such a product of probabilities of which words and speaker are right, as held-out articles (PolNeAR)
/// have it. What stands between marks is right as often as the product says; the words of the other kinds end in the wrong place
/// more often than their parts know, even where all are sure of themselves. The power 3/2 is a square root, so that all machines
/// agree on its digits.
fn calibrated(product: f32, kind: QuoteKind) -> f32 {
    if kind == QuoteKind::Direct { product } else { UNMARKED * product * product.sqrt() }
}

/// Share of indirect and mixed quotes that are right where the product is 1.
const UNMARKED: f32 = 0.96;

fn kind(text: &Text<'_, '_>, entity: &Entity) -> SpeakerKind {
    // "Prosecutors", a capital only because it opens the sentence
    let several = |key: &Key| {
        let class = text.roles.class(*key);
        class.has(Class::GROUP) && !class.has(Class::ORGANIZATION)
    };
    match entity.nature {
        Nature::Named if entity.keys.len() == 1 && entity.keys.iter().all(several) => SpeakerKind::Group,
        Nature::Joint => SpeakerKind::Group,
        _ if entity.plural => SpeakerKind::Group,
        Nature::Named if entity.person > 0.0 => SpeakerKind::Person,
        Nature::Described if entity.person > 0.0 => SpeakerKind::Anonymous,
        Nature::Named | Nature::Described => SpeakerKind::Organization,
    }
}

/// Whether the title shown stands right before the name and belongs to it: "Transport Minister Elena Brandt", but
/// "the harbour engineer, Mara Okafor".
fn title_leads(reading: &Discourse<'_, '_>, id: u32) -> bool {
    let Some(entity) = reading.table.entities.get(id as usize).filter(|entity| entity.caption.is_none()) else {
        return false;
    };
    let text = &reading.text;
    entity.title.is_some_and(|title| {
        title.start < title.end
            && reading.table.entity_at(title.end) == Some(id)
            && text.upper(title.start)
            && text.upper(title.end - 1)
    })
}

/// The title as a reader sees it, from the story or, fuller, from a caption.
fn title_text(reading: &Discourse<'_, '_>, entity: &Entity) -> Option<String> {
    let mut out = String::new();
    let analysis = reading.text.analysis;
    let text = &reading.text;
    // "her husband, John Doe": whose, the words alone do not tell
    let whose = |title: &Title| {
        let before = title.start.checked_sub(1).is_some_and(|before| text.tag(before) == Tag::PpS);
        before && text.class(title.head).has(Class::KIN)
    };
    let span = entity.caption.or_else(|| {
        let title = entity.title.filter(|title| title.start < title.end && !whose(title))?;
        Some(analysis.span(title.start, title.end))
    })?;
    crate::article::push_unwrapped(&mut out, &analysis.article.text()[span]);
    if let Some(noun) = super::rules::without_article(&out) {
        out.drain(..out.len() - noun.len());
    }
    // a degree or form of address alone is no title to set behind a name
    let address = ["dr", "prof", "rev", "hon", "fr"].contains(&out.trim_end_matches('.').to_lowercase().as_str());
    (!out.is_empty() && !address).then_some(out)
}
