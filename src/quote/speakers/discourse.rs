//! The article read once from front to back: every name, pronoun and description is put to its entity.
//!
//! Why one pass, and not a look-up for each quote? Who "she" is depends on who was spoken of and who spoke last, and
//! that in turn on pronouns read before. A short list of the entities met last is all a pronoun looks at, so the pass
//! is linear in the article.

use rustc_hash::FxHashMap;

use super::entities::{Entity, Nature, Table};
use super::names::Text;
use super::roles::Class;
use super::{descriptions, pronouns, titles};
use crate::model::features::{Key, key};
use crate::quote::analysis::{NONE, Phrase, PhraseKind, Tag};
use crate::{BlockKind, BoilerplateRule};

/// How an entity was last met.
#[allow(clippy::struct_excessive_bools, reason = "four plain facts")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sighting {
    /// Its first word.
    pub(super) word: u32,
    pub(super) sentence: u32,
    pub(super) paragraph: u32,
    /// Whether it opened its sentence.
    pub(super) subject: bool,
    /// Whether a preposition stood before it.
    pub(super) object: bool,
    /// Whether it was a possessor: Brown's.
    pub(super) possessor: bool,
    /// Whether it stood between marks.
    pub(super) marked: bool,
}

/// What is remembered of an entity while reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    pub(super) last: Option<Sighting>,
    /// The paragraphs of the last sightings, newest last.
    pub(super) recent: [u32; 4],
    pub(super) seen: u32,
    pub(super) spoke: bool,
}

/// How a source was put to its speaker, for the confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Way {
    /// By a name of several words.
    #[default]
    FullName,
    /// By a single word of a name.
    ShortName,
    /// By a pronoun.
    Pronoun,
    /// By a description that was linked to a name.
    Linked,
    /// By a description that stands for itself.
    Described,
    /// By a document to who issued it.
    Document,
    /// Nobody named: the speaker before goes on.
    Floating,
}

/// The reading of an article.
pub(super) struct Discourse<'t, 'a> {
    pub(super) text: Text<'t, 'a>,
    pub(super) table: Table,
    pub(super) memory: Vec<Memory>,
    /// Entities met last, newest first.
    pub(super) recent: Vec<u32>,
    /// Who spoke last, and in which paragraph: a person.
    pub(super) speaker: Option<(u32, u32)>,
    /// The body or group that spoke last.
    pub(super) body: Option<u32>,
    /// Whoever issued the statement, the report, the study.
    pub(super) issuers: FxHashMap<Key, u32>,
    /// Entity and way of each phrase.
    pub(super) resolved: Vec<Option<(u32, Way)>>,
    /// The main cue of the quote each phrase is the source of; [`NONE`] when it is none.
    pub(super) cue_of: Vec<u32>,
    is_source: Vec<bool>,
    /// Names that are sources without being the head of a phrase.
    named: Vec<u32>,
    /// Pronouns that were put to an entity, for the context of a summary: word and entity.
    pub(super) pronouns: Vec<(u32, u32)>,
}

/// How many entities a pronoun looks back at.
const WINDOW: usize = 24;

impl<'t, 'a> Discourse<'t, 'a> {
    /// Reads the article. `sources` are the phrases that quotes were put to, with the quote's cue; `named` the names that
    /// are sources and no phrase, sorted.
    pub(super) fn read(text: Text<'t, 'a>, table: Table, sources: &[(u32, Option<u32>)], named: &[u32]) -> Self {
        let phrases = text.analysis.phrases.len();
        let mut reading = Self {
            memory: vec![Memory::default(); table.entities.len()],
            text,
            table,
            recent: Vec::new(),
            speaker: None,
            body: None,
            issuers: FxHashMap::default(),
            resolved: vec![None; phrases],
            cue_of: vec![NONE; phrases],
            is_source: vec![false; phrases],
            named: named.to_vec(),
            pronouns: Vec::new(),
        };
        for &(phrase, cue) in sources {
            if let Some(is_source) = reading.is_source.get_mut(phrase as usize) {
                *is_source = true;
                if let Some(cue) = cue {
                    reading.cue_of[phrase as usize] = cue;
                }
            }
        }
        let (mut name, mut phrase) = (0, 0);
        while name < reading.table.names.len() || phrase < phrases {
            let name_start = reading.table.names.get(name).map_or(u32::MAX, |n| n.start);
            let phrase_start = text.analysis.phrases.get(phrase).map_or(u32::MAX, |p| p.start);
            if phrase_start <= name_start {
                reading.phrase(phrase);
                phrase += 1;
            } else {
                reading.name(name);
                name += 1;
            }
        }
        reading.captions();
        reading
    }

    /// Looks into the captions for fuller titles.
    fn captions(&mut self) {
        let article = self.text.analysis.article;
        let rule = BlockKind::Boilerplate(BoilerplateRule::Caption);
        if !article.blocks().iter().any(|block| block.kind == rule) {
            return;
        }
        for id in 0..self.table.entities.len().min(200) {
            let entity = &self.table.entities[id];
            let Some(title) = entity.title.filter(|t| t.start < t.end && entity.keys.len() > 1) else { continue };
            let known = &article.text()[self.text.analysis.span(title.start, title.end)];
            let name = self.name_text(u32::try_from(id).unwrap_or(NONE));
            let found = titles::in_captions(article, &name, known);
            self.table.entities[id].caption = found;
        }
    }

    /// A name at its place.
    fn name(&mut self, index: usize) {
        let (start, end) = (self.table.names[index].start, self.table.names[index].end);
        let entity = self.table.of_name[index];
        self.remember(entity, start, end);
        if u32::try_from(index).is_ok_and(|index| self.named.binary_search(&index).is_ok()) {
            self.speaks(entity, start);
        }
    }

    /// A phrase at its place; one whose head is a name is put to the name's entity.
    fn phrase(&mut self, index: usize) {
        let mut phrase = self.text.analysis.phrases[index];
        let source = self.is_source[index];
        // a verb of saying that was taken for a noun: "researchers report"
        let cue = self.cue_of[index];
        if source && cue > phrase.start && cue < phrase.end {
            phrase.end = cue;
            phrase.head = phrase.head.min(cue - 1);
        }
        self.owner(&phrase);
        if source && let Some(entity) = descriptions::national(self, &phrase) {
            self.resolved[index] = Some((entity, Way::Linked));
            self.sight(entity, phrase.start, phrase.end);
            self.speaks(entity, phrase.start);
            return;
        }
        if let Some(entity) = self.table.entity_at(phrase.head) {
            // "Prof Jane Doe of Durham University": the phrase is one, she speaks
            let (head, entity) = self.person_of(&phrase).unwrap_or((phrase.head, entity));
            let single = self.table.name_at(head).is_some_and(|n| n.keys.len() == 1);
            let way = if single { Way::ShortName } else { Way::FullName };
            let found = self.named_source(index, &phrase, entity, source);
            self.resolved[index] = Some((found, way));
            if source {
                self.speaks(found, phrase.start);
            }
            return;
        }
        let both = if source && phrase.kind != PhraseKind::Pronoun { self.both(&phrase) } else { None };
        let resolved = if both.is_some() {
            both.map(|id| (id, Way::Linked))
        } else if phrase.kind == PhraseKind::Pronoun {
            self.pronoun(&phrase, source)
        } else {
            descriptions::resolve(self, &phrase, source)
        };
        self.resolved[index] = resolved;
        if let Some((entity, _)) = resolved
            && source
        {
            self.speaks(entity, phrase.start);
        }
    }

    /// "His mother" at the start of a sentence of the story: whose, for a reader of that sentence alone.
    fn owner(&mut self, phrase: &Phrase) {
        let at = phrase.start;
        let gender = match self.text.analysis.lower(at) {
            "his" => -1.0,
            "her" => 1.0,
            _ => return,
        };
        let opens = phrase.end > at + 1 && self.text.analysis.sentence_of(at).start == at && !self.text.marked(at);
        if opens && let Some(owner) = pronouns::owner(self, at, gender) {
            self.pronouns.push((at, owner));
        }
    }

    /// Somebody named before "of" and the name of a body that the phrase ends with: a word of the name, and the entity.
    fn person_of(&self, phrase: &Phrase) -> Option<(u32, u32)> {
        let body = self.table.name_at(phrase.head)?.start;
        let joint = (phrase.start..body).rev().find(|&w| self.text.is(w, key("of")))?;
        let person = self.table.name_at(joint.checked_sub(1)?)?;
        let id = self.table.entity_at(joint - 1)?;
        let entity = &self.table.entities[id as usize];
        (person.keys.len() > 1 && entity.person > 0.0 && person.end == joint).then_some((joint - 1, id))
    }

    /// The entity of a source whose head is a name: the name's own, or both of "Sandmann and Phillips".
    fn named_source(&mut self, index: usize, phrase: &Phrase, entity: u32, source: bool) -> u32 {
        if !source {
            return entity;
        }
        self.joint(index, phrase, entity).unwrap_or(entity)
    }

    /// "A and B said", "said A and B": both speak.
    fn joint(&mut self, index: usize, phrase: &Phrase, entity: u32) -> Option<u32> {
        let text = self.text;
        let sentence = text.analysis.sentence_of(phrase.start);
        let cue = Some(self.cue_of[index]).filter(|&c| c != NONE && sentence.contains(&c));
        let name = self.table.name_at(phrase.head)?.clone();
        let person = |this: &Self, id: u32| {
            let entity = &this.table.entities[id as usize];
            entity.person > 0.2 || entity.person > -0.5 && entity.keys.len() > 1
        };
        if !person(self, entity) {
            return None;
        }
        let near_cue = |from: u32, to: u32| {
            (from..to).all(|w| {
                matches!(text.tag(w), Tag::Rb | Tag::Md)
                    || text.is(w, key(","))
                    || text.is(w, key("have"))
                    || text.is(w, key("both"))
            })
        };
        // A and B CUE, with B the source
        if name.outer >= sentence.start + 2
            && text.is(name.outer - 1, key("and"))
            && let Some(other) = self.table.entity_at(name.outer - 2)
        {
            let before = cue.is_some_and(|c| c >= name.end && near_cue(name.end, c));
            if before && other != entity && person(self, other) {
                return Some(self.join(other, entity, phrase));
            }
        }
        // A and B CUE or CUE A and B, with A the source
        if name.end + 1 < sentence.end && text.is(name.end, key("and")) {
            let mut at = name.end + 1;
            while at < sentence.end && at < name.end + 6 && self.table.at_word[at as usize] == NONE {
                if !text.analysis.word(at).is_word || text.tag(at).is_finite() {
                    return None;
                }
                at += 1;
            }
            let other_name = self.table.name_at(at)?.clone();
            let other = self.table.entity_at(at)?;
            let end = other_name.end;
            let closes = match cue {
                Some(c) if c >= end => near_cue(end, c),
                Some(c) if c < name.start => {
                    end >= sentence.end || !text.analysis.word(end).is_word && text.tag(end) != Tag::Pos
                }
                _ => false,
            };
            if closes && other != entity && person(self, other) {
                return Some(self.join(entity, other, phrase));
            }
        }
        None
    }

    /// "His lawyers, A and B, said": the two who are named beside a plural.
    fn both(&mut self, phrase: &Phrase) -> Option<u32> {
        let text = self.text;
        let sentence = text.analysis.sentence_of(phrase.start);
        if phrase.end + 4 >= sentence.end
            || !text.is(phrase.end, key(","))
            || !text.class(phrase.head).has(Class::GROUP)
        {
            return None;
        }
        let first = self.table.name_at(phrase.end + 1)?.clone();
        if first.outer != phrase.end + 1 || !text.is(first.end, key("and")) {
            return None;
        }
        let second = self.table.name_at(first.end + 1)?.clone();
        let (one, other) = (self.table.entity_at(first.start)?, self.table.entity_at(second.start)?);
        let closed = second.end >= sentence.end || !text.analysis.word(second.end).is_word;
        (closed && one != other).then(|| self.join(one, other, phrase))
    }

    fn join(&mut self, one: u32, other: u32, phrase: &Phrase) -> u32 {
        let label = format!("{} and {}", self.name_text(one), self.name_text(other));
        let known =
            self.table.entities.iter().position(|e| e.nature == Nature::Joint && e.label.as_ref() == Some(&label));
        let id = match known {
            Some(at) => u32::try_from(at).unwrap_or(NONE),
            None => self.add(Entity::joint((phrase.start, phrase.end), label)),
        };
        self.sight(id, phrase.start, phrase.end);
        id
    }

    /// A pronoun: he, she, they, it, who, some.
    fn pronoun(&mut self, phrase: &Phrase, source: bool) -> Option<(u32, Way)> {
        let text = self.text;
        let at = phrase.start;
        if text.marked(at) && !source {
            return None;
        }
        let way = Way::Pronoun;
        let lower = text.analysis.lower(at);
        // dit-il, a-t-elle
        let found = match lower.rsplit_once('-').map_or(lower, |(_, pronoun)| pronoun) {
            "he" => pronouns::person(self, at, -1.0),
            "she" => pronouns::person(self, at, 1.0),
            // German, French, Spanish, Italian, Portuguese, Dutch
            "er" | "il" | "él" | "egli" | "lui" | "ele" | "hij" if source => pronouns::person(self, at, -1.0),
            "sie" | "elle" | "ella" | "lei" | "ela" | "zij" | "ze" if source => pronouns::person(self, at, 1.0),
            "es" | "man" | "wir" | "ich" | "ils" | "elles" | "on" | "je" | "nous" | "ellos" | "ellas" | "yo"
            | "loro" | "io" | "eles" | "elas" | "eu" | "wij" | "ik" | "het" => None,
            "him" if source => pronouns::person(self, at, -1.0),
            "her" if source => pronouns::person(self, at, 1.0),
            "who" if source => pronouns::antecedent(self, at),
            "they" | "it" if source => {
                let best = pronouns::body(self, at);
                let last = best.and_then(|id| self.memory[id as usize].last);
                // "The complaint reached the hospital. “…,” it read"
                if text.is(at, key("it"))
                    && let Some(paper) = self.document_before(at)
                    && !last.is_some_and(|last| last.subject && last.word > paper.start)
                {
                    return descriptions::resolve(self, &paper, true).map(|(id, _)| (id, way));
                }
                let met = last.map(|last| last.word);
                // whoever opened the sentence before, when nobody else was met since
                if let Some(subject) =
                    self.subject_before(at, text.is(at, key("they"))).filter(|s| met.is_none_or(|met| s.start > met))
                {
                    return descriptions::describe_subject(self, &subject).map(|id| (id, way));
                }
                best
            }
            "we" | "both" if source => pronouns::body(self, at),
            "i" | "you" | "one" | "someone" | "somebody" | "anyone" | "everyone" | "everybody" | "nobody" | "none" => {
                if source && let Some(id) = self.one_of(phrase) {
                    return Some((id, Way::Linked));
                }
                if source && phrase_goes_on(text, phrase.end) {
                    return descriptions::describe(self, phrase).map(|id| (id, Way::Described));
                }
                None
            }
            _ if source && phrase.end - phrase.start == 1 => {
                // Another, Jane Doe, said
                let name = self.table.name_at(phrase.end + 1).filter(|name| name.outer == phrase.end + 1);
                if text.is(phrase.end, key(",")) && name.is_some_and(|name| text.is(name.end, key(","))) {
                    return self.table.entity_at(phrase.end + 1).map(|id| (id, Way::Linked));
                }
                if let Some(id) = self.one_of(phrase) {
                    return Some((id, Way::Linked));
                }
                return descriptions::describe(self, phrase).map(|id| (id, Way::Described));
            }
            _ => None,
        }?;
        let lower = text.analysis.lower(at);
        if matches!(lower, "he" | "she") {
            self.pronouns.push((at, found));
        }
        self.sight(found, at, phrase.end);
        Some((found, way))
    }

    /// Adds an entity found while reading.
    pub(super) fn add(&mut self, entity: Entity) -> u32 {
        let id = self.table.push(entity);
        self.memory.push(Memory::default());
        id
    }

    /// Notes that the entity was met by a pronoun or description.
    pub(super) fn sight(&mut self, id: u32, start: u32, end: u32) {
        if let Some(entity) = self.table.entities.get_mut(id as usize)
            && entity.mentions.last() != Some(&(start, end))
        {
            entity.mentions.push((start, end));
        }
        self.remember(id, start, end);
    }

    /// Remembers that the entity was met.
    fn remember(&mut self, id: u32, start: u32, end: u32) {
        let text = self.text;
        let word = text.analysis.word(start);
        let sentence = text.analysis.sentence_of(start);
        let outer = text.phrase(start).map_or(start, |p| text.analysis.phrases[p as usize].start).min(start);
        let outer = self.table.name_at(start).map_or(outer, |n| n.outer.min(outer)).max(sentence.start);
        let subject = self.opens(sentence.start, outer) || self.apposed_subject(sentence.start, outer);
        let before = outer.checked_sub(1).filter(|&w| w >= sentence.start);
        let sighting = Sighting {
            word: start,
            sentence: word.sentence,
            paragraph: word.paragraph,
            subject,
            object: before.is_some_and(|w| matches!(text.tag(w), Tag::In | Tag::To)),
            possessor: text.tag(end) == Tag::Pos,
            marked: word.marked,
        };
        let Some(memory) = self.memory.get_mut(id as usize) else { return };
        memory.last = Some(sighting);
        memory.recent.rotate_left(1);
        memory.recent[3] = word.paragraph;
        memory.seen += 1;
        if let Some(at) = self.recent.iter().position(|&e| e == id) {
            self.recent.remove(at);
        } else if self.recent.len() >= WINDOW {
            self.recent.pop();
        }
        self.recent.insert(0, id);
    }

    /// Whether no phrase stands between the start of the sentence and the word, words between marks aside.
    fn opens(&self, start: u32, word: u32) -> bool {
        (start..word).rev().take(40).all(|w| {
            let word = self.text.analysis.word(w);
            word.marked || word.phrase == NONE
        })
    }

    /// Whether the name stands beside a role that opens the sentence: "The teacher, Jane Doe, had written".
    fn apposed_subject(&self, start: u32, word: u32) -> bool {
        if word < start + 2 {
            return false;
        }
        let text = self.text;
        // "The man who owns the house is Jane Doe": the one who is meant from here on
        if text.is(word - 1, key("is")) || text.is(word - 1, key("was")) {
            let subject = text.analysis.phrase_from(start);
            return subject.is_some_and(|subject| {
                matches!(subject.kind, PhraseKind::Definite | PhraseKind::Possessive)
                    && text.class(subject.head).has(Class::PERSON)
            });
        }
        let mut beside = word - 1;
        // "the treasurer, a sixteen-year-old named Jane Doe, worked out"
        if (text.is(beside, key("named")) || text.is(beside, key("called"))) && beside > start + 2 {
            let Some(kind) = text.analysis.phrase_at(beside - 1) else { return false };
            if self.opens(start, kind.start) {
                return true;
            }
            beside = kind.start.saturating_sub(1).max(start + 1);
        }
        if !text.is(beside, key(",")) {
            return false;
        }
        text.analysis.phrase_at(beside - 1).is_some_and(|phrase| {
            phrase.end == beside && text.class(phrase.head).has(Class::PERSON) && self.opens(start, phrase.start)
        })
    }

    /// "one of them", "another of the officials": the group spoken of.
    fn one_of(&self, phrase: &Phrase) -> Option<u32> {
        let text = self.text;
        if !text.is(phrase.end, key("of")) {
            return None;
        }
        let them = text.is(phrase.end + 1, key("them"));
        let group = text.analysis.phrase_at(phrase.end + 1);
        let head = group.map_or(0, |group| text.bare(group.head));
        let bare = group.is_some_and(|group| group.end - group.start == 2);
        let described = |id: &u32| {
            let entity = &self.table.entities[*id as usize];
            entity.plural && entity.nature == Nature::Described && (them || entity.heads.contains(&head))
        };
        (them || bare).then(|| self.recent.iter().copied().find(described)).flatten()
    }

    /// The document that opened the sentence before.
    fn document_before(&self, at: u32) -> Option<Phrase> {
        let text = self.text;
        let analysis = text.analysis;
        let here = analysis.word(at);
        let sentence = analysis.sentences.get(here.sentence.checked_sub(1)? as usize)?.clone();
        if analysis.word(sentence.start).paragraph + 1 < here.paragraph {
            return None;
        }
        let first =
            (sentence.start..sentence.end.min(sentence.start + 6)).find_map(|word| analysis.phrase_from(word))?;
        let class = text.class(first.head);
        let paper = class.has(Class::DOCUMENT) && !class.has(Class::PERSON) && text.tag(first.head) == Tag::Nn;
        (paper && !text.marked(first.start)).then_some(*first)
    }

    /// The subject of a sentence just before that "they" or "it" takes up: "Evacuees gathered in the gym. They said".
    fn subject_before(&self, at: u32, plural: bool) -> Option<Phrase> {
        let text = self.text;
        let analysis = text.analysis;
        let here = analysis.word(at);
        for back in 1..=2 {
            let sentence = analysis.sentences.get(here.sentence.checked_sub(back)? as usize)?.clone();
            if analysis.word(sentence.start).paragraph + 1 < here.paragraph {
                return None;
            }
            let first = (sentence.start..sentence.end.min(sentence.start + 6))
                .find_map(|word| analysis.phrase_from(word))
                .filter(|phrase| !text.marked(phrase.start))?;
            let class = text.class(first.head);
            let several = text.tag(first.head) == Tag::Nns || class.has(Class::GROUP);
            let body = class.has(Class::BODY) && first.kind == PhraseKind::Indefinite;
            let known = matches!(first.kind, PhraseKind::Pronoun | PhraseKind::Name);
            let people = class.has(Class::GROUP.or(Class::PERSON))
                || first.kind == PhraseKind::Plural
                    && !class.has(Class::DOCUMENT.or(Class::BODY).or(Class::OCCASION).or(Class::SKIP));
            if !known && if plural { several && people } else { body } {
                return Some(*first);
            }
            if !known || !plural {
                return None;
            }
        }
        None
    }

    /// Remembers who speaks.
    pub(super) fn speaks(&mut self, id: u32, word: u32) {
        let Some(entity) = self.table.entities.get(id as usize) else { return };
        if entity.person > -0.5 && !entity.plural {
            let paragraph = self.text.analysis.words.get(word as usize).map_or(0, |w| w.paragraph);
            self.speaker = Some((id, paragraph));
        }
        if entity.person < 0.0 || entity.plural {
            self.body = Some(id);
        }
        if let Some(memory) = self.memory.get_mut(id as usize) {
            memory.spoke = true;
        }
    }

    /// The entity's name or description as text.
    pub(super) fn name_text(&self, id: u32) -> String {
        let Some(entity) = self.table.entities.get(id as usize) else { return String::new() };
        if let Some(label) = &entity.label {
            return label.clone();
        }
        let (start, end) = entity.words;
        if start >= end {
            return String::new();
        }
        let mut out = String::new();
        crate::article::push_unwrapped(
            &mut out,
            &self.text.analysis.article.text()[self.text.analysis.span(start, end)],
        );
        out
    }
}

/// Whether words that tell more about it follow: "one of the officials", "another who asked not to be named".
fn phrase_goes_on(text: Text<'_, '_>, end: u32) -> bool {
    text.is(end, key("of")) || text.is(end, key("who")) || text.is(end, key("familiar"))
}
