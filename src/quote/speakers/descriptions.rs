//! Who a description stands for: "the minister", "the Kyiv-born pianist", "the company", "the report".

use super::discourse::{Discourse, Way};
use super::entities::{Entity, Nature};
use super::names::Text;
use super::pronouns;
use super::roles::Class;
use crate::model::features::{Key, key};
use crate::quote::analysis::{NONE, Phrase, PhraseKind, Tag};
use crate::quote::lexicon::Lists;

/// A description without any word that was used of somebody before is put to the person spoken of from here on.
const LINK: f32 = 5.2;
/// Most words of a description.
const LONGEST: u32 = 16;
/// Bodies of any kind: they stand for the last one met.
const GENERIC: [Key; 11] = [
    key("group"),
    key("company"),
    key("union"),
    key("agency"),
    key("organization"),
    key("organisation"),
    key("firm"),
    key("nonprofit"),
    key("charity"),
    key("association"),
    key("corporation"),
];
/// Of these, the ones that trade.
const TRADING: [Key; 3] = [key("company"), key("firm"), key("corporation")];
/// In the name of a body that does not trade.
const PUBLIC: [Key; 26] = [
    key("court"),
    key("police"),
    key("ministry"),
    key("department"),
    key("agency"),
    key("council"),
    key("university"),
    key("college"),
    key("school"),
    key("committee"),
    key("commission"),
    key("senate"),
    key("congress"),
    key("parliament"),
    key("assembly"),
    key("office"),
    key("bureau"),
    key("church"),
    key("party"),
    key("army"),
    key("navy"),
    key("government"),
    key("treasury"),
    key("federation"),
    key("union"),
    key("association"),
];
const TERRITORY: [Key; 10] = [
    key("country"),
    key("nation"),
    key("city"),
    key("state"),
    key("province"),
    key("town"),
    key("village"),
    key("county"),
    key("district"),
    key("republic"),
];

/// "a report published by": what is seen, obtained or cited by somebody is not theirs.
const ISSUED: [Key; 14] = [
    key("published"),
    key("released"),
    key("issued"),
    key("written"),
    key("prepared"),
    key("produced"),
    key("commissioned"),
    key("conducted"),
    key("done"),
    key("authored"),
    key("sent"),
    key("posted"),
    key("compiled"),
    key("led"),
];

/// Further verbs that make a document one's own.
const GIVEN: [Key; 8] = [
    key("filed"),
    key("put"),
    key("made"),
    key("gave"),
    key("delivered"),
    key("circulated"),
    key("signed"),
    key("announced"),
];

/// What the phrase is put to: an entity known already, or a new one when it is a source.
pub(super) fn resolve(reading: &mut Discourse<'_, '_>, phrase: &Phrase, source: bool) -> Option<(u32, Way)> {
    let text = reading.text;
    let marked = text.marked(phrase.head);
    if marked && !source {
        return None;
    }
    let class = text.class(phrase.head);
    let upper = text.upper(phrase.head);
    if class.has(Class::DOCUMENT) && !class.has(Class::PERSON) && (source || !upper) {
        return document(reading, phrase, source);
    }
    if class.has(Class::PERSON.or(Class::TITLE)) && !class.has(Class::GROUP) {
        if let Some(id) = apposition(reading, phrase) {
            reading.table.entities[id as usize].mentions.push((phrase.start, phrase.end));
            return Some((id, Way::Linked));
        }
        if source || is_subject(reading, phrase) {
            return person(reading, phrase, class, source);
        }
        return None;
    }
    if !source {
        return stranger(reading, phrase).map(|id| (id, Way::Described));
    }
    if class.has(Class::BODY) && !class.has(Class::GROUP) && text.tag(phrase.head) != Tag::Nns {
        if let Some(id) = body(reading, phrase) {
            reading.sight(id, phrase.start, phrase.end);
            return Some((id, Way::Linked));
        }
    } else if !class.has(Class::GROUP) && (looks_personal(text, phrase) || is_partisan(text, phrase)) {
        return person(reading, phrase, class, source);
    }
    if let Some(id) = group(reading, phrase) {
        reading.sight(id, phrase.start, phrase.end);
        return Some((id, Way::Linked));
    }
    describe(reading, phrase).map(|id| (id, Way::Described))
}

/// The group met before that "the officials", "sources" stands for.
fn group(reading: &Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let text = reading.text;
    let bare = match phrase.kind {
        PhraseKind::Definite => phrase.end - phrase.start == 2,
        PhraseKind::Plural => phrase.end - phrase.start == 1,
        _ => false,
    };
    // people close to the mayor are told apart by it, whatever the tag
    let told =
        text.is(phrase.end, key("familiar")) || text.is(phrase.end, key("close")) && text.is(phrase.end + 1, key("to"));
    if !bare || told || goes_on(text, phrase.end) && !text.tag(phrase.end).is_finite() {
        return None;
    }
    let head = text.bare(phrase.head);
    // "two people said … The other": one of those
    let other = head == key("other") && phrase.kind == PhraseKind::Definite;
    reading.recent.iter().copied().find(|&id| {
        let entity = &reading.table.entities[id as usize];
        let people = other && entity.person > 0.0;
        entity.plural && entity.nature == Nature::Described && (people || entity.heads.contains(&head))
    })
}

/// Whether the phrase opens its sentence.
fn is_subject(reading: &Discourse<'_, '_>, phrase: &Phrase) -> bool {
    let text = reading.text;
    let from = text.analysis.sentence_of(phrase.start).start;
    (from..phrase.start).rev().take(20).all(|w| text.marked(w) || text.analysis.word(w).phrase == NONE)
}

/// An unlisted noun that is likely a person: "the brawler", "the 34-year-old".
fn looks_personal(text: Text<'_, '_>, phrase: &Phrase) -> bool {
    if text.tag(phrase.head) == Tag::Nns {
        return false;
    }
    let lower = text.analysis.lower(phrase.head);
    lower.ends_with("-old") || ["er", "or", "ist", "eer"].iter().any(|end| lower.ends_with(end)) && lower.len() > 5
}

/// Somebody whom a sentence brings in by a noun that no list knows, when what follows tells that it is a person: "One roofer, a
/// man of sixty, offered", "A stallholder who has seen it all shrugs".
fn stranger(reading: &mut Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let text = reading.text;
    let analysis = text.analysis;
    if phrase.kind != PhraseKind::Indefinite || !looks_personal(text, phrase) || !is_subject(reading, phrase) {
        return None;
    }
    let end = analysis.sentence_of(phrase.start).end.min(phrase.end + 7);
    let first =
        (phrase.end..end).find(|&w| !analysis.word(w).is_word || text.tag(w).is_finite() || text.is(w, key("who")));
    let at = first.map_or(end, |w| w + u32::from(text.is(w, key(","))));
    let role = analysis.phrase_from(at).is_some_and(|next| {
        let one = next.kind == PhraseKind::Indefinite;
        one && (text.class(next.head).has(Class::PERSON) || looks_personal(text, next)) || looks_aged(text, next)
    });
    (at < end && (text.is(at, key("who")) || role)).then(|| describe_subject(reading, phrase)).flatten()
}

/// "45," and "in his forties".
fn looks_aged(text: Text<'_, '_>, phrase: &Phrase) -> bool {
    text.tag(phrase.start) == Tag::Cd && phrase.end == phrase.start + 1 && text.is(phrase.end, key(","))
}

/// "the Swede", "the young Italian": the person spoken of.
pub(super) fn national(reading: &Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let text = reading.text;
    let one = phrase.head + 1 == phrase.end && !text.analysis.lower(phrase.head).ends_with('s');
    if !text.is(phrase.start, key("the"))
        || !one
        || phrase.end > phrase.start + 3
        || !text.upper(phrase.head)
        || !text.class(phrase.head).has(Class::DEMONYM)
        || is_partisan(text, phrase)
    {
        return None;
    }
    let named = |entity: &Entity| entity.nature == Nature::Named && entity.person > 0.4 && entity.keys.len() > 1;
    pronouns::rank(reading, phrase.start, 0.0, named).filter(|&(_, score, _)| score > LINK).map(|(id, ..)| id)
}

/// "the Kentucky Republican", "the Democrat": somebody of a party.
fn is_partisan(text: Text<'_, '_>, phrase: &Phrase) -> bool {
    text.upper(phrase.head)
        && phrase.end - phrase.start <= 4
        && matches!(
            text.analysis.lower(phrase.head),
            "republican" | "democrat" | "tory" | "conservative" | "liberal" | "libertarian" | "independent" | "green"
        )
}

fn is_definite(text: Text<'_, '_>, phrase: &Phrase) -> bool {
    match phrase.kind {
        PhraseKind::Definite | PhraseKind::DeterminedName | PhraseKind::Possessive => {
            let low = text.low(phrase.start);
            low != key("a") && low != key("an") && low != key("another") && low != key("one")
        }
        PhraseKind::Indefinite | PhraseKind::Plural | PhraseKind::Pronoun => false,
        PhraseKind::Name => true,
        PhraseKind::NameNoun | PhraseKind::Noun => {
            text.tag(phrase.start) != Tag::Dt && (phrase.start..phrase.end).any(|w| text.tag(w) == Tag::Pos)
        }
    }
}

/// A singular noun for a person.
fn person(reading: &mut Discourse<'_, '_>, phrase: &Phrase, class: Class, source: bool) -> Option<(u32, Way)> {
    let text = reading.text;
    let head = text.bare(phrase.head);
    let gender = if class.has(Class::FEMALE) {
        1.0
    } else if class.has(Class::MALE) {
        -1.0
    } else {
        0.0
    };
    let definite = is_definite(text, phrase) && !is_restricted(text, phrase);
    let possessor =
        (phrase.start..phrase.end).any(|w| text.tag(w) == Tag::Pos) || phrase.kind == PhraseKind::Possessive;
    if definite {
        let mut best: Option<(f32, u32)> = None;
        for (age, &id) in reading.recent.iter().enumerate() {
            let entity = &reading.table.entities[id as usize];
            if entity.plural || entity.person < -1.0 || entity.gender * gender < -0.4 {
                continue;
            }
            let exact = entity.heads.contains(&head);
            if !exact && !entity.heads.iter().any(|&known| text.roles.covers(head, known)) {
                continue;
            }
            let mut score = 1.0 / (1.0 + age as f32) + if exact { 0.9 } else { 0.0 };
            score += 0.5 * shared(text, phrase, entity) as f32;
            score -= if possessor && entity.nature == Nature::Named { 0.3 } else { 0.0 };
            score += if reading.speaker.is_some_and(|(s, _)| s == id) { 0.3 } else { 0.0 };
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, id));
            }
        }
        if let Some((_, id)) = best {
            reading.sight(id, phrase.start, phrase.end);
            return Some((id, Way::Linked));
        }
        // "the lanky striker": a person, but who has not been called so; likely whoever is spoken of
        let article = text.is(phrase.start, key("the")) || text.is(phrase.start, key("this"));
        if article
            && !possessor
            && let Some(id) = doer(reading, phrase)
        {
            reading.table.entities[id as usize].add_head(head);
            reading.sight(id, phrase.start, phrase.end);
            return Some((id, Way::Linked));
        }
        if (article || phrase.kind == PhraseKind::Definite)
            && source
            && !possessor
            && let Some(id) = renamed(reading, phrase, gender, class.has(Class::FUNCTION))
        {
            reading.table.entities[id as usize].add_head(head);
            reading.sight(id, phrase.start, phrase.end);
            return Some((id, Way::Linked));
        }
        // "the town clerk" is an office of its own
        let compound = (phrase.start + 1..phrase.head).any(|w| text.tag(w).is_noun());
        if article && source && !class.has(Class::FUNCTION) && !possessor && !compound {
            let named = |e: &Entity| e.nature == Nature::Named && e.person > 0.4;
            let here = text.analysis.word(phrase.start).paragraph;
            let near = |id: u32| reading.memory[id as usize].last.is_some_and(|last| last.paragraph + 1 >= here);
            if let Some((id, score, _)) = pronouns::rank(reading, phrase.start, gender, named)
                && score > LINK
                && near(id)
            {
                reading.table.entities[id as usize].add_head(head);
                reading.sight(id, phrase.start, phrase.end);
                return Some((id, Way::Linked));
            }
        }
    }
    if !source && phrase.kind != PhraseKind::Indefinite && !definite {
        return None;
    }
    describe(reading, phrase).map(|id| (id, Way::Described))
}

/// The person just named whom a new noun names again: "said Marsh. The senator added", "Grund was gracious. “…,” the director
/// said". Offices, which may be somebody else's, only of one who has just spoken.
fn renamed(reading: &Discourse<'_, '_>, phrase: &Phrase, gender: f32, office: bool) -> Option<u32> {
    let text = reading.text;
    let word = text.analysis.word(phrase.start);
    let spokesman = text.analysis.lower(phrase.head).starts_with("spokes");
    // "the Kentucky Republican", "the lanky, bespectacled professor": told more of than an office is
    let told = phrase.end - phrase.start > 2;
    if spokesman || told && (office || (phrase.start..phrase.head).any(|w| text.tag(w).is_noun() && !text.upper(w))) {
        return None;
    }
    let &id = reading.recent.iter().find(|&&id| reading.table.entities[id as usize].person > 0.4)?;
    let entity = &reading.table.entities[id as usize];
    let last = reading.memory[id as usize].last?;
    let spoke = reading.speaker.is_some_and(|(speaker, paragraph)| speaker == id && paragraph == word.paragraph);
    let same = last.paragraph == word.paragraph
        || told && last.paragraph + 1 == word.paragraph && (last.subject || reading.speaker.is_some_and(|s| s.0 == id));
    let near = same
        && !last.marked
        && last.sentence != word.sentence
        && word.sentence.saturating_sub(last.sentence) <= 2 + 2 * u32::from(spoke);
    let fits = entity.nature == Nature::Named && !entity.plural && entity.gender * gender >= -0.4;
    let told =
        told && reading.speaker.is_some_and(|(speaker, paragraph)| speaker == id && paragraph + 1 >= word.paragraph);
    (fits && near && (spoke || told || last.subject && !office)).then_some(id)
}

/// The person of whom the article told what the noun says: "Jane Doe, who manages the house" is "the manager".
fn doer(reading: &Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let text = reading.text;
    let lower = text.analysis.lower(phrase.head);
    let stem = lower.strip_suffix("er").or_else(|| lower.strip_suffix("or")).unwrap_or(lower);
    let compound = phrase.end - phrase.start == 3 && phrase.head == phrase.start + 2;
    // "the ticket seller" has sold tickets
    let of = if compound && text.tag(phrase.start + 1) == Tag::Nn { text.analysis.lower(phrase.start + 1) } else { "" };
    if phrase.end - phrase.start != 2 && of.len() < 4 || stem.len() < 4 || !stem.is_ascii() {
        return None;
    }
    reading.recent.iter().copied().take(8).find(|&id| {
        let entity = &reading.table.entities[id as usize];
        if entity.nature != Nature::Named || entity.person < 0.4 || entity.plural {
            return false;
        }
        entity.mentions.iter().take(3).any(|&(_, end)| {
            let until = text.analysis.words.get(end as usize).map_or(end, |_| text.analysis.sentence_of(end).end);
            (end..until.min(end + 8)).any(|word| {
                let lower = text.analysis.lower(word);
                let told = if of.is_empty() {
                    text.tag(word).is_verb() && lower.starts_with(stem)
                } else {
                    text.tag(word).is_noun() && lower.strip_prefix(of).is_some_and(|rest| matches!(rest, "" | "s"))
                };
                told && !text.marked(word)
            })
        })
    })
}

/// Number of capitalized or adjectival words the description shares with the entity's title.
fn shared(text: Text<'_, '_>, phrase: &Phrase, entity: &Entity) -> usize {
    let Some(title) = entity.title else { return 0 };
    (phrase.start..phrase.head)
        .filter(|&w| matches!(text.tag(w), Tag::Nnp | Tag::Jj | Tag::Nn))
        .filter(|&w| (title.start..title.end).any(|t| text.low(t) == text.low(w)))
        .count()
}

/// The name beside the description: "the minister, Jane Doe, said", "Jane Doe, the minister, said".
fn apposition(reading: &Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let text = reading.text;
    let sentence = text.analysis.sentence_of(phrase.start);
    let named = |word: u32| {
        let id = reading.table.entity_at(word)?;
        (reading.table.entities[id as usize].person > 0.2).then_some(id)
    };
    // "city councillor Jane Doe" in two phrases
    if let Some(name) = reading.table.name_at(phrase.end).filter(|n| n.start == phrase.end || n.outer == phrase.end)
        && let Some(id) = named(name.start)
    {
        return Some(id);
    }
    // DESCRIPTION (of/for … )* , NAME
    let mut end = phrase.end;
    for _ in 0..4 {
        if end + 1 >= sentence.end {
            break;
        }
        if text.is(end, key(",")) {
            let at = end + 1;
            let start = text.analysis.phrase_at(at).map_or(at, |p| p.start);
            if start == at {
                let name = text.analysis.phrase_at(at).map_or(at, |p| p.head);
                // its author, a retired teacher called Jane Doe, insists
                let called = text.analysis.phrase_at(at).map_or(at, |p| p.end);
                if (text.is(called, key("called")) || text.is(called, key("named")))
                    && let Some(id) = named(called + 1)
                {
                    return Some(id);
                }
                if let Some(id) = named(name).or_else(|| named(at)) {
                    let mut close = reading.table.name_at(name).map_or(name + 1, |n| n.end);
                    // Jane Doe of Montana
                    if close + 1 < sentence.end && (text.is(close, key("of")) || text.is(close, key("from"))) {
                        close = text.analysis.phrase_from(close + 1).map_or(close, |p| p.end);
                    }
                    let closed = close >= sentence.end
                        || !text.analysis.word(close).is_word && text.tag(close) != Tag::Pos
                        || text.tag(close).is_finite();
                    if closed {
                        return Some(id);
                    }
                }
            }
            break;
        }
        let mut joins = ["of", "for", "at", "with", "in", "and", "from"].iter().any(|j| text.is(end, key(j)));
        // "a lawyer hired by the family, Jane Doe, says"
        if text.is(end + 1, key("by")) && matches!(text.tag(end), Tag::Vbn | Tag::Vbd) {
            (joins, end) = (true, end + 1);
        }
        let next =
            if text.is(end + 1, key("the")) && text.analysis.word(end + 1).phrase == NONE { end + 2 } else { end + 1 };
        match text.analysis.phrase_from(next) {
            // "minister of infrastructure Jane Doe"
            Some(next) if joins && reading.table.name_at(next.head).is_some_and(|n| n.start > next.start) => {
                return named(next.head);
            }
            Some(next) if joins => end = next.end,
            _ => break,
        }
    }
    // NAME , (AGE ,) DESCRIPTION ,
    if phrase.start < sentence.start + 2 || !text.is(phrase.start - 1, key(",")) {
        return None;
    }
    let mut at = phrase.start - 2;
    if text.tag(at) == Tag::Cd && at >= sentence.start + 2 && text.is(at - 1, key(",")) {
        at -= 2;
    }
    if text.marked(at) != text.marked(phrase.start) {
        return None;
    }
    let id = named(at)?;
    let entity = &reading.table.entities[id as usize];
    entity.heads.contains(&text.bare(phrase.head)).then_some(id)
}

/// The body that "the group", "the ministry" stands for.
fn body(reading: &Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let text = reading.text;
    if !matches!(phrase.kind, PhraseKind::Definite | PhraseKind::DeterminedName) || phrase.end - phrase.start > 3 {
        return None;
    }
    let head = text.bare(phrase.head);
    // Greenwave, the company that wrote the software; but "the union that represents the nurses" is told apart by it
    if phrase.start >= 2
        && text.is(phrase.start - 1, key(","))
        && let Some(id) = reading.table.entity_at(phrase.start - 2)
        && reading.table.entities[id as usize].person < 0.5
        && text.analysis.sentence_of(phrase.start).contains(&(phrase.start - 2))
    {
        return Some(id);
    }
    if is_restricted(text, phrase) {
        return None;
    }
    let generic = GENERIC.contains(&head);
    let territory = TERRITORY.contains(&head);
    let trading = TRADING.contains(&head);
    let mut best: Option<(f32, u32)> = None;
    for (age, &id) in reading.recent.iter().enumerate() {
        let entity = &reading.table.entities[id as usize];
        let paper = entity.nature == Nature::Described
            && entity.heads.iter().any(|&head| text.roles.class(head).has(Class::DOCUMENT));
        if entity.plural || paper && generic {
            continue;
        }
        let place =
            entity.nature == Nature::Named && entity.keys.iter().all(|&k| text.roles.class(k).has(Class::PLACE));
        let in_name = entity.nature == Nature::Named && entity.keys.iter().any(|&k| text.roles.covers(head, k));
        let called = entity.heads.iter().any(|&k| text.roles.covers(head, k));
        let matches = in_name && entity.person < 0.5 || called && entity.person < 1.0;
        let public = trading && entity.keys.iter().any(|key| PUBLIC.contains(key));
        let loose = if territory { place } else { generic && !place && !public && entity.person < -0.4 };
        if !matches && !loose {
            continue;
        }
        let mut score = 1.0 / (1.0 + age as f32) + if matches { 3.0 } else { 0.0 };
        score += if reading.body == Some(id) { 1.0 } else { 0.0 };
        score += if reading.memory[id as usize].last.is_some_and(|l| l.subject) { 0.3 } else { 0.0 };
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, id));
        }
    }
    best.map(|(_, id)| id)
}

/// Whether a clause right after the noun tells which one is meant: "the man who wrote the note".
fn is_restricted(text: Text<'_, '_>, phrase: &Phrase) -> bool {
    ["who", "that", "whose"].iter().any(|word| text.is(phrase.end, key(word)))
        && !text.analysis.phrase_at(phrase.end + 1).is_some_and(|next| next.kind == PhraseKind::Pronoun)
        && text.analysis.sentence_of(phrase.start).contains(&(phrase.end + 1))
}

/// Documents of the same family share their issuer.
fn family(low: Key) -> Key {
    const FAMILIES: [&[&str]; 4] = [
        &[
            "study", "research", "findings", "results", "survey", "poll", "polls", "analysis", "review", "paper",
            "papers",
        ],
        &["statement", "release", "email", "e-mail", "emails", "letter", "note", "message", "memo", "text"],
        &["complaint", "lawsuit", "suit", "indictment", "affidavit", "filing", "filings", "petition", "motion"],
        &["report", "reports", "audit", "book", "assessment", "documents", "document", "data", "figures", "numbers"],
    ];
    for words in FAMILIES {
        if words.iter().any(|word| key(word) == low) {
            return key(words[0]);
        }
    }
    low
}

/// A statement, report, poll: whoever issued it speaks. What is learned here is kept for "the report said" later.
fn document(reading: &mut Discourse<'_, '_>, phrase: &Phrase, source: bool) -> Option<(u32, Way)> {
    let text = reading.text;
    let family = family(text.bare(phrase.head));
    let direct = issuer(reading, phrase, source);
    let subject = || {
        // "Jane Doe said in a statement", "the union released a report"
        let sentence = text.analysis.word(phrase.start).sentence;
        let mut first = reading.recent.iter().copied().filter_map(|id| {
            let last = reading.memory[id as usize].last?;
            (last.sentence == sentence && last.subject && !last.marked && last.word < phrase.start).then_some(id)
        });
        first.next_back()
    };
    // not "she held up a letter"
    let sentence = text.analysis.sentence_of(phrase.start);
    let from = sentence.start.max(phrase.start.saturating_sub(12));
    let gives = |w: u32| {
        let word = text.analysis.word(w);
        word.lists.has(Lists::REPORTING) || ISSUED.contains(&word.low) || GIVEN.contains(&word.low)
    };
    let brought_up = matches!(phrase.kind, PhraseKind::Indefinite | PhraseKind::Possessive)
        && (from..sentence.end.min(phrase.end + 8)).any(gives);
    let owner = direct.or_else(|| if source || !brought_up { None } else { subject() });
    if let Some(id) = owner {
        reading.issuers.insert(family, id);
        if direct.is_some() {
            reading.issuers.insert(PAPER, id);
        }
    }
    if !source {
        return None;
    }
    let known =
        matches!(phrase.kind, PhraseKind::Definite | PhraseKind::Noun | PhraseKind::Possessive | PhraseKind::Plural);
    let found = owner.or_else(|| if known { issued(reading, phrase, family) } else { None }).or_else(|| {
        // charges are brought by those who said so
        let charge = family == self::family(key("complaint"));
        let accuser = |e: &Entity| e.heads.iter().any(|h| [key("prosecutors"), key("investigators")].contains(h));
        reading.recent.iter().copied().find(|&id| charge && accuser(&reading.table.entities[id as usize]))
    });
    if let Some(id) = found {
        return Some((id, Way::Document));
    }
    describe(reading, phrase).map(|id| (id, Way::Described))
}

/// Any document of which the text itself told who issued it.
const PAPER: Key = key("paper of any kind");

/// Whoever issued such a document before: of the same family, or, for "the report", the last document with an issuer.
fn issued(reading: &Discourse<'_, '_>, phrase: &Phrase, family: Key) -> Option<u32> {
    let same = reading.issuers.get(&family).copied();
    let studies = [self::family(key("study")), self::family(key("report"))];
    let any = phrase.kind == PhraseKind::Definite && studies.contains(&family);
    same.or_else(|| if any { reading.issuers.get(&PAPER).copied() } else { None })
}

/// Whoever the words themselves name: Brown's report, the RCMP statement, a study by Dixon Hall, her letter.
fn issuer(reading: &mut Discourse<'_, '_>, phrase: &Phrase, source: bool) -> Option<u32> {
    let text = reading.text;
    for word in phrase.start..phrase.head {
        if let Some(id) = reading.table.entity_at(word) {
            let place = reading.table.entities[id as usize].person < 0.0
                && text.class(word).has(Class::PLACE)
                && text.tag(word + 1) != Tag::Pos;
            if !place {
                return Some(id);
            }
        }
    }
    // the union's release, the parole board decision
    let pos = (phrase.start + 1..phrase.head).find(|&w| text.tag(w) == Tag::Pos);
    let compound = phrase.head.checked_sub(1).filter(|&w| {
        w > phrase.start && text.class(w).has(Class::BODY) && text.tag(w).is_noun() && phrase.head + 1 == phrase.end
    });
    if let Some(end) = pos.or(compound.map(|w| w + 1)) {
        let kind = if text.tag(phrase.start) == Tag::Dt { PhraseKind::Definite } else { phrase.kind };
        let owner = Phrase { start: phrase.start, end, head: end - 1, kind };
        if let Some(id) = body(reading, &owner) {
            return Some(id);
        }
        if source && text.class(end - 1).has(Class::BODY) {
            return describe(reading, &owner);
        }
    }
    match text.analysis.lower(phrase.start) {
        "his" => return pronouns::rank(reading, phrase.start, -1.0, |_| true).map(|r| r.0),
        "her" => return pronouns::rank(reading, phrase.start, 1.0, |_| true).map(|r| r.0),
        "its" | "their" => return pronouns::body(reading, phrase.start),
        _ => {}
    }
    let sentence = text.analysis.sentence_of(phrase.start);
    let mut at = phrase.end;
    if at < sentence.end && ISSUED.contains(&text.low(at)) {
        at += 1;
    }
    // "a study which is being released Monday by Dixon Hall"
    if matches!(text.analysis.lower(at), "which" | "that" | "being" | "to") {
        let issued = (at..sentence.end.min(at + 6)).find(|&w| ISSUED.contains(&text.low(w)))?;
        at = (issued + 1..sentence.end.min(issued + 5)).find(|&w| text.is(w, key("by")))?;
    }
    if at + 1 < sentence.end && (text.is(at, key("by")) || text.is(at, key("from"))) {
        let next = *text.analysis.phrase_at(at + 1)?;
        if next.start != at + 1 {
            return None;
        }
        let named = reading.table.entity_at(next.head).or_else(|| reading.table.entity_at(at + 1));
        if named.is_some() || text.class(next.head).has(Class::OCCASION) {
            return named;
        }
        return body(reading, &next).or_else(|| {
            let class = text.class(next.head);
            if class.has(Class::BODY.or(Class::GROUP)) && next.kind != PhraseKind::Pronoun {
                describe(reading, &next)
            } else {
                None
            }
        });
    }
    None
}

/// An entity for the description itself: an old one if the same words were used before, else a new one.
pub(super) fn describe(reading: &mut Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let words = extent(reading, phrase);
    describe_words(reading, phrase, words)
}

/// An entity for the phrase alone, whatever follows it: a subject, whose verb comes next.
pub(super) fn describe_subject(reading: &mut Discourse<'_, '_>, phrase: &Phrase) -> Option<u32> {
    let mut start = phrase.start;
    while start + 1 < phrase.end && is_article(reading.text, start) {
        start += 1;
    }
    describe_words(reading, phrase, (start, phrase.end))
}

fn describe_words(reading: &mut Discourse<'_, '_>, phrase: &Phrase, (start, end): (u32, u32)) -> Option<u32> {
    let text = reading.text;
    if start >= end {
        return None;
    }
    let same_words = |a: (u32, u32), b: (u32, u32)| {
        a.1 - a.0 == b.1 - b.0 && (a.0..a.1).zip(b.0..b.1).all(|(x, y)| text.low(x) == text.low(y))
    };
    let known = reading.recent.iter().copied().find(|&id| {
        let entity = &reading.table.entities[id as usize];
        entity.nature == Nature::Described && same_words(entity.words, (start, end))
    });
    let id = known.unwrap_or_else(|| {
        let mut entity = Entity::described((start, end));
        entity.outer = phrase.start;
        let class = text.class(phrase.head);
        entity.add_head(text.bare(phrase.head));
        let tag = text.tag(phrase.head);
        let first = text.class(phrase.start);
        let pronoun = phrase.kind == PhraseKind::Pronoun;
        entity.plural = class.has(Class::GROUP) && !class.has(Class::PERSON)
            || tag == Tag::Nns && !class.has(Class::BODY.or(Class::DOCUMENT))
            || first.has(Class::QUANTIFIER) && !pronoun && tag == Tag::Nns
            || pronoun && class.has(Class::GROUP.or(Class::QUANTIFIER)) && !text.is(phrase.head, key("one"))
            || class.has(Class::GROUP);
        let body = class.has(Class::BODY.or(Class::DOCUMENT)) && !class.has(Class::PERSON);
        entity.person = if body { -1.0 } else { 0.8 };
        if class.has(Class::FEMALE) {
            entity.gender = 1.2;
        } else if class.has(Class::MALE) {
            entity.gender = -1.2;
        } else if !entity.plural && crate::quote::is_read_by_rules(text.analysis.article.language()) {
            entity.gender = gender_of(text, phrase);
        }
        reading.add(entity)
    });
    reading.sight(id, phrase.start, phrase.end);
    Some(id)
}

/// The words of a description: without the article, with what belongs to it after the noun.
fn extent(reading: &Discourse<'_, '_>, phrase: &Phrase) -> (u32, u32) {
    let text = reading.text;
    let analysis = text.analysis;
    let mut start = phrase.start;
    while start + 1 < phrase.end && (is_article(text, start) || is_time(text, start)) {
        start += 1;
    }
    if crate::quote::is_read_by_rules(analysis.article.language()) {
        return (start, phrase.end);
    }
    let sentence = analysis.sentence_of(phrase.start);
    let cue = Some(reading.cue_of[analysis.word(phrase.start).phrase as usize]).filter(|&c| c != NONE);
    // all words up to the verb, when nothing but the description can stand there
    if let Some(cue) = cue.filter(|&c| c > phrase.end && c - phrase.end <= 12 && c < sentence.end) {
        let mut end = cue;
        while end > phrase.end && (matches!(text.tag(end - 1), Tag::Rb | Tag::Md) || is_auxiliary(text, end - 1)) {
            end -= 1;
        }
        let loose = phrase.kind == PhraseKind::Pronoun && text.tag(phrase.end) == Tag::Dt;
        // experts and campaigners
        if text.is(phrase.end, key("and"))
            && text.tag(phrase.head) == Tag::Nns
            && let Some(next) = analysis.phrase_from(phrase.end + 1)
            && text.tag(next.head) == Tag::Nns
            && next.end == end
        {
            return (start, end);
        }
        let begins = end > phrase.end && (loose || goes_on(text, phrase.end));
        let participle = analysis.lower(phrase.end).ends_with("ed") && text.tag(phrase.end + 1) == Tag::In;
        // "an official called back to say", "the inquiry cleared the guide but found": verbs of their own
        let verb = text.is(cue - 1, key("to"))
            || text.tag(phrase.end) == Tag::Vbn
                && text.analysis.phrase_from(phrase.end + 1).is_some_and(|object| {
                    object.end <= end && !analysis.word(object.head).lists.has(Lists::TIME.or(Lists::DAY))
                })
            || (phrase.end..end).any(|w| text.tag(w) == Tag::Cc && analysis.word(w).phrase == NONE && w + 1 == end);
        let whole = !verb
            && (phrase.end..end).all(|w| {
                analysis.word(w).is_word
                    && !text.marked(w)
                    && (!text.tag(w).is_finite() || w == phrase.end && participle)
            });
        if begins && whole {
            return (start, end);
        }
        let relative = end > phrase.end && text.is(phrase.end, key("who"));
        let plain = (phrase.end..end).all(|w| analysis.word(w).is_word && !text.marked(w));
        if relative && plain {
            return (start, end);
        }
    }
    let mut end = phrase.end;
    let limit = sentence.end.min(phrase.start + LONGEST);
    for _ in 0..3 {
        if end + 1 >= limit || text.marked(end) {
            break;
        }
        let mut at = end;
        match analysis.lower(at) {
            "familiar" | "close" | "involved" | "named" | "briefed" | "based" | "responsible" => at += 1,
            "who"
                if phrase.kind == PhraseKind::Pronoun
                    || text.class(phrase.head).has(Class::PERSON.or(Class::GROUP)) =>
            {
                // a restrictive clause up to the next mark
                let mut to = at;
                while to < limit && analysis.word(to).is_word && Some(to) != cue {
                    to += 1;
                }
                if to < limit && !analysis.word(to).is_word {
                    return (start, to);
                }
                break;
            }
            _ if text.tag(at) == Tag::Vbn && !analysis.word(at).lists.has(crate::quote::lexicon::Lists::SAID) => {
                at += 1;
            }
            _ => {}
        }
        if !matches!(
            analysis.lower(at),
            "of" | "at" | "for" | "in" | "from" | "with" | "on" | "to" | "against" | "inside"
        ) {
            break;
        }
        if text.is(at, key("to")) && at == end {
            break;
        }
        let from = if text.analysis.word(at + 1).phrase == NONE { at + 2 } else { at + 1 };
        let Some(next) = analysis.phrase_from(from).filter(|p| p.end <= limit) else { break };
        if text.class(next.head).has(Class::OCCASION) && !text.is(at, key("of")) || text.marked(next.start) {
            break;
        }
        end = next.end;
        if text.tag(end) == Tag::Pos && end < limit {
            break;
        }
    }
    (start, end)
}

/// What the article before a noun tells of a person's gender: une habitante, la ministra, die Ministerin, der Sprecher.
fn gender_of(text: Text<'_, '_>, phrase: &Phrase) -> f32 {
    let german = text.analysis.article.language() == crate::Language::German;
    let inflected = text.analysis.lower(phrase.head).ends_with("in");
    match text.analysis.lower(phrase.start) {
        "die" | "eine" if german && inflected => 1.2,
        "der" | "ein" if german && !inflected => -1.2,
        "une" | "la" | "una" | "uma" => 1.2,
        "un" | "el" | "il" | "um" | "o" | "le" if !german => -1.2,
        _ => 0.0,
    }
}

/// Whether the word is an article, of any language that is read.
fn is_article(text: Text<'_, '_>, word: u32) -> bool {
    let lower = text.analysis.lower(word);
    matches!(lower, "the" | "a" | "an")
        || text.tag(word) == Tag::Dt
            && matches!(
                lower,
                "der"
                    | "die"
                    | "das"
                    | "den"
                    | "dem"
                    | "des"
                    | "ein"
                    | "eine"
                    | "einer"
                    | "einem"
                    | "einen"
                    | "eines"
                    | "le"
                    | "la"
                    | "les"
                    | "un"
                    | "une"
                    | "el"
                    | "los"
                    | "las"
                    | "una"
                    | "unos"
                    | "unas"
                    | "il"
                    | "lo"
                    | "i"
                    | "gli"
                    | "uno"
                    | "o"
                    | "os"
                    | "as"
                    | "um"
                    | "uma"
                    | "de"
                    | "het"
                    | "een"
            )
}

/// "18:42 Fire service": when a line of a running report was written.
fn is_time(text: Text<'_, '_>, word: u32) -> bool {
    let lower = text.analysis.lower(word);
    text.tag(word) == Tag::Cd
        && lower.contains([':', '.'])
        && lower.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.')
}

fn is_auxiliary(text: Text<'_, '_>, word: u32) -> bool {
    matches!(
        text.analysis.lower(word),
        "has" | "have" | "had" | "is" | "are" | "was" | "were" | "be" | "been" | "to" | "not"
    )
}

/// Whether the word begins something that belongs to the noun before it.
fn goes_on(text: Text<'_, '_>, word: u32) -> bool {
    matches!(text.tag(word), Tag::In | Tag::Vbn | Tag::Vbg | Tag::Jj | Tag::Vbd | Tag::To)
        && !matches!(
            text.analysis.lower(word),
            "as" | "while" | "because" | "after" | "before" | "when" | "if" | "on" | "that"
        )
}
