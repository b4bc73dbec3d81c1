//! Who a pronoun stands for.
//!
//! A score of a dozen plain facts for each entity met lately, with weights set by hand. Why not learned? The sets that
//! tell who a pronoun is may be used for measuring only, and where it was tried, weights learned from 130 pronouns were
//! no better than these.

use super::discourse::Discourse;
use super::entities::{Entity, Nature};
use super::roles::Class;
use crate::Language;
use crate::model::features::key;
use crate::quote::analysis::{NONE, PhraseKind, Tag};

/// The least score with which a pronoun is put to anybody.
const LEAST: f32 = -0.5;
/// For somebody named in full who has just opened a sentence for the first time.
const INTRODUCED: f32 = 0.9;
/// For somebody whose age closes the sentence before.
const AGED: f32 = 2.0;
/// What it costs that somebody else was made the subject since.
const SUPERSEDED: f32 = 0.5;
/// What it costs on top that title and first name leave no doubt that it is the other gender.
const CERTAIN_GENDER: f32 = 2.5;
/// For somebody of whom the pronoun tells: whom its own report names is not the one who speaks.
const TOLD_OF: f32 = 3.0;
/// How far back a plural or neuter pronoun looks, in sentences.
const BODY_WINDOW: u32 = 3;

/// The person that "he" or "she" stands for; `gender` is -1 for he, 1 for she.
pub(super) fn person(reading: &mut Discourse<'_, '_>, at: u32, gender: f32) -> Option<u32> {
    let roles = reading.text.roles;
    let body = Class::PLACE.or(Class::ORGANIZATION).or(Class::BRAND);
    // where every noun has a capital, one alone says nothing
    let nouns = reading.text.analysis.article.language() == Language::German;
    let human = |entity: &Entity| {
        entity.nature != Nature::Named && entity.person > -0.5
            || entity.person > 0.0
            || !entity.keys.iter().all(|&key| roles.class(key).has(body)) && !(nouns && entity.keys.len() == 1)
    };
    let (id, score, second) = rank(reading, at, gender, human)?;
    if score < LEAST {
        return None;
    }
    // a pronoun that is sure tells the gender of whom it stands for
    let entity = &mut reading.table.entities[id as usize];
    if entity.gender.abs() < 0.9 && score - second > 1.0 {
        entity.gender += 0.4 * gender;
        entity.person += 0.2;
    }
    Some(id)
}

/// The named person that "his" or "her" stands for.
pub(super) fn owner(reading: &Discourse<'_, '_>, at: u32, gender: f32) -> Option<u32> {
    let named = |entity: &Entity| entity.nature == Nature::Named && entity.person > 0.0;
    rank(reading, at, gender, named).filter(|&(_, score, _)| score >= LEAST).map(|(id, ..)| id)
}

/// The best entity for a singular pronoun or description at `at`, its score and the next best's.
pub(super) fn rank(
    reading: &Discourse<'_, '_>,
    at: u32,
    gender: f32,
    admits: impl Fn(&Entity) -> bool,
) -> Option<(u32, f32, f32)> {
    let mut best: Option<(u32, f32)> = None;
    let mut second = f32::MIN;
    let mut rivals = Rivals::default();
    for &id in &reading.recent {
        let entity = &reading.table.entities[id as usize];
        if entity.plural || !admits(entity) {
            continue;
        }
        let Some(score) = score(reading, id, at, gender, rivals) else { continue };
        if entity.person > 0.5 && entity.gender * gender > -0.4 {
            rivals.met += 1;
            if reading.memory[id as usize].last.is_some_and(|l| l.subject && !l.marked) {
                rivals.subjects += 1;
            }
        }
        match best {
            Some((_, top)) if score <= top => second = second.max(score),
            _ => {
                second = best.map_or(f32::MIN, |(_, top)| top);
                best = Some((id, score));
            }
        }
    }
    best.map(|(id, score)| (id, score, second))
}

/// Persons of the right gender that were met since.
#[derive(Debug, Clone, Copy, Default)]
struct Rivals {
    met: u32,
    /// Those who opened a sentence of the story.
    subjects: u32,
}

/// How well the entity fits a singular pronoun; `rivals` were met since.
fn score(reading: &Discourse<'_, '_>, id: u32, at: u32, gender: f32, rivals: Rivals) -> Option<f32> {
    let entity = &reading.table.entities[id as usize];
    let memory = &reading.memory[id as usize];
    let last = memory.last.filter(|l| l.word < at)?;
    let word = reading.text.analysis.word(at);
    let sentences = word.sentence.saturating_sub(last.sentence);
    let paragraphs = word.paragraph.saturating_sub(last.paragraph);
    let yes = |fact: bool, weight: f32| if fact { weight } else { 0.0 };
    let mut score = match sentences {
        0 | 1 => 1.5,
        2 | 3 => 0.7,
        _ => 0.0,
    };
    score -= 0.3 * paragraphs.min(6) as f32;
    let agrees = entity.gender * gender;
    score += yes(agrees > 0.4, 0.7) - yes(agrees < -0.4, 3.0) - yes(agrees < -1.2, CERTAIN_GENDER);
    score += 0.8 * entity.person.clamp(-2.0, 3.0);
    score += yes(entity.nature == Nature::Named && entity.keys.len() > 1, 0.3);
    score += yes(last.subject, 0.5) + yes(last.subject && sentences <= 1, 0.5);
    score -= yes(last.object, 0.4) + yes(last.possessor, 0.3);
    score -= yes(last.marked, 0.7);
    if let Some((speaker, paragraph)) = reading.speaker
        && speaker == id
    {
        let goes_on = 1.0 + yes(paragraph == word.paragraph, 0.7) + yes(paragraph + 1 == word.paragraph, 0.3);
        score += if rivals.subjects > 0 { 0.5 * goes_on } else { goes_on };
    }
    // whoever was introduced a moment ago speaks next
    score += yes(memory.seen == 1 && sentences <= 1 && paragraphs == 0 && entity.keys.len() > 1 && !last.marked, 0.6);
    let opens = memory.seen <= 2 && last.subject && !last.marked && entity.keys.len() > 1;
    score += yes(opens && rivals.met == 0 && paragraphs <= 1 && sentences <= 3, INTRODUCED);
    // "for accountant Jane Doe, 50. “…,” she says": an age is told of those who are going to speak
    score += yes(sentences == 1 && paragraphs == 0 && rivals.met == 0 && is_aged(reading, last.word), AGED);
    score += yes(memory.spoke, 0.5);
    let near = memory.recent.iter().filter(|&&p| p + 3 >= word.paragraph && memory.seen > 0).count();
    score += 0.7 * (near as f32 / 4.0) + 0.3 * (entity.named.min(10) as f32 / 10.0);
    score += 1.0 / (1.0 + rivals.met as f32);
    score -=
        yes(sentences == 0 && !last.marked && is_noun(reading, last.word) && reports(reading, at, last.word), TOLD_OF);
    score -= SUPERSEDED * rivals.subjects.min(2) as f32;
    Some(score)
}

/// Whether the word stands in the report that the pronoun closes: "His father had been a fisherman, he said".
fn reports(reading: &Discourse<'_, '_>, at: u32, word: u32) -> bool {
    let analysis = reading.text.analysis;
    let cue = reading.cue_of.get(analysis.word(at).phrase as usize).copied().unwrap_or(NONE);
    if cue == NONE || !reading.text.is(at.min(cue).saturating_sub(1), key(",")) {
        return false;
    }
    let cue = u32::try_from(analysis.cue_from(cue)).unwrap_or(NONE);
    let first = analysis.contents.partition_point(|content| content.cue < cue);
    let mut contents = analysis.contents[first..].iter().take_while(|content| content.cue == cue);
    contents.any(|content| (content.from..content.to.min(at)).contains(&word))
}

/// Whether somebody was met there by a name or noun.
fn is_noun(reading: &Discourse<'_, '_>, word: u32) -> bool {
    reading.text.analysis.phrase_at(word).is_none_or(|phrase| phrase.kind != PhraseKind::Pronoun)
}

/// Whether an age follows the name, and the sentence ends: "Jane Doe, 50."
fn is_aged(reading: &Discourse<'_, '_>, name: u32) -> bool {
    let text = reading.text;
    let end = reading.table.name_at(name).map_or(name + 1, |name| name.end);
    let comma = text.analysis.lower(end) == "," && text.tag(end + 1) == Tag::Cd;
    comma && !text.analysis.word(end + 2).is_word && end + 3 >= text.analysis.sentence_of(name).end
}

/// The entity that "who" stands for: whoever is named right before it.
pub(super) fn antecedent(reading: &Discourse<'_, '_>, at: u32) -> Option<u32> {
    let text = reading.text;
    let from = text.analysis.sentence_of(at).start;
    let mut word = at;
    // back over the comma and an age
    while word > from {
        word -= 1;
        if let Some(id) = reading.table.entity_at(word) {
            return Some(id);
        }
        if let Some(phrase) = text.phrase(word) {
            if let Some((id, _)) = reading.resolved[phrase as usize] {
                return Some(id);
            }
            let before = text.analysis.phrases[phrase as usize].start;
            if before == 0
                || !matches!(text.tag(before - 1), Tag::In | Tag::To) && !text.class(word).has(Class::OCCASION)
            {
                // not known to the table: "a lawyer, who said"
                return None;
            }
            word = before;
        }
    }
    None
}

/// The body or group that "they" or "it" stands for.
pub(super) fn body(reading: &Discourse<'_, '_>, at: u32) -> Option<u32> {
    let text = reading.text;
    let lower = text.analysis.lower(at);
    let word = text.analysis.word(at);
    let plural = lower != "it";
    let fits = |id: u32| {
        let entity = &reading.table.entities[id as usize];
        if plural { entity.plural || entity.person < 0.0 } else { !entity.plural && entity.person < 0.0 }
    };
    let mut best: Option<(f32, u32)> = None;
    for &id in &reading.recent {
        let Some(last) = reading.memory[id as usize].last.filter(|l| l.word < at) else { continue };
        let sentences = word.sentence.saturating_sub(last.sentence);
        if sentences > BODY_WINDOW || !fits(id) || last.marked {
            continue;
        }
        let entity = &reading.table.entities[id as usize];
        let place =
            entity.nature == Nature::Named && entity.keys.iter().all(|&k| text.roles.class(k).has(Class::PLACE));
        let mut score = -0.6 * sentences as f32 - 0.3 * word.paragraph.saturating_sub(last.paragraph) as f32;
        score += if last.subject { 1.5 } else { 0.0 };
        score -= if last.object { 0.7 } else { 0.0 } + if place { 0.8 } else { 0.0 };
        score += if reading.body == Some(id) { 1.2 } else { 0.0 };
        score += if reading.memory[id as usize].spoke { 0.5 } else { 0.0 };
        if plural {
            score += if entity.plural { 0.8 } else { 0.0 };
        }
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, id));
        }
    }
    best.map(|(_, id)| id).or(reading.body.filter(|&id| fits(id) || plural)).filter(|&id| id != NONE)
}
