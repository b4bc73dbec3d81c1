//! The people and bodies of an article: which names are the same one, and what the article tells about each.
//!
//! Names of two words or more go in first, then single words, so that a surname in the headline finds the full name
//! further down. Every look-up is by hash of a last, first or inner word; the table is linear in the article.

use rustc_hash::FxHashMap;

use super::names::{Name, Text, is_ending};
use super::roles::Class;
use super::titles;
use crate::model::features::{Key, Spelling, key};
use crate::quote::analysis::{NONE, PhraseKind, Tag};
use crate::quote::lexicon::{self, Lists};

/// What an entity is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// A name.
    Named,
    /// A description: "a senior US official".
    Described,
    /// Several entities at once: "Sandmann and Phillips".
    Joint,
}

/// Someone, or some body, of the article.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) nature: Nature,
    /// Words of the fullest name, or of the description without article.
    pub(super) words: (u32, u32),
    /// First word of the description, article included.
    pub(super) outer: u32,
    /// The name when it is no stretch of the text.
    pub(super) label: Option<String>,
    /// Words of the name, lower case.
    pub(super) keys: Vec<Key>,
    /// Above 0: a person; below: a body.
    pub(super) person: f32,
    /// Above 0: a woman; below: a man.
    pub(super) gender: f32,
    /// Whether it is several.
    pub(super) plural: bool,
    /// What it was called: minister, pianist.
    pub(super) heads: Vec<Key>,
    /// Words of its title.
    pub(super) title: Option<titles::Title>,
    /// The title as a caption has it, when that says more.
    pub(super) caption: Option<crate::Span>,
    /// Word ranges where it is named or meant, in the order found.
    pub(super) mentions: Vec<(u32, u32)>,
    /// Number of names among them.
    pub(super) named: u32,
}

impl Entity {
    fn new(nature: Nature, words: (u32, u32)) -> Self {
        Self {
            nature,
            words,
            outer: words.0,
            label: None,
            keys: Vec::new(),
            person: 0.0,
            gender: 0.0,
            plural: false,
            heads: Vec::new(),
            title: None,
            caption: None,
            mentions: Vec::new(),
            named: 0,
        }
    }

    pub(super) fn described(words: (u32, u32)) -> Self {
        Self::new(Nature::Described, words)
    }

    pub(super) fn joint(words: (u32, u32), label: String) -> Self {
        let mut entity = Self::new(Nature::Joint, words);
        entity.label = Some(label);
        entity.plural = true;
        entity
    }

    pub(super) fn add_head(&mut self, head: Key) {
        if !self.heads.contains(&head) && self.heads.len() < 24 {
            self.heads.push(head);
        }
    }
}

/// All entities, and the name at each word.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) entities: Vec<Entity>,
    pub(super) names: Vec<Name>,
    /// Entity of each name.
    pub(super) of_name: Vec<u32>,
    /// Name at each word, [`NONE`] when none.
    pub(super) at_word: Vec<u32>,
    by_last: FxHashMap<Key, Few>,
    by_word: FxHashMap<Key, Few>,
    by_initials: FxHashMap<Key, Few>,
}

/// Some entities; most often one, which then takes no memory of its own.
#[derive(Debug, Default)]
struct Few {
    first: Option<u32>,
    others: Vec<u32>,
}

impl Few {
    fn iter(&self) -> impl Iterator<Item = &u32> {
        self.first.iter().chain(&self.others)
    }

    fn push(&mut self, id: u32) {
        if self.first.is_none() {
            self.first = Some(id);
        } else {
            self.others.push(id);
        }
    }

    fn push_once(&mut self, id: u32) {
        if self.others.len() < 4 * CANDIDATES && !self.iter().any(|&known| known == id) {
            self.push(id);
        }
    }
}

/// Most entities looked at for one name: enough for any family, and a bound for any input.
const CANDIDATES: usize = 24;

impl Table {
    /// Collects the names of the article into entities.
    pub(super) fn new(text: &Text<'_, '_>, names: Vec<Name>) -> Self {
        let mut table = Self { of_name: vec![NONE; names.len()], names, ..Self::default() };
        table.at_word = vec![NONE; text.analysis.words.len()];
        table.by_last.reserve(table.names.len());
        table.by_word.reserve(table.names.len() * 2);
        for (index, name) in table.names.iter().enumerate() {
            for word in name.start..name.end {
                table.at_word[word as usize] = index_of(index);
            }
        }
        for index in 0..table.names.len() {
            if table.names[index].keys.len() > 1 {
                let entity = table.find_full(text, index).unwrap_or_else(|| table.insert(text, index));
                table.of_name[index] = entity;
                table.widen(text, entity, index);
            }
        }
        table.kin(text);
        table.aliases(text);
        for index in 0..table.names.len() {
            if table.of_name[index] != NONE {
                table.witness(text, index);
            }
        }
        let full = table.of_name.clone();
        for index in 0..table.names.len() {
            if table.names[index].keys.len() == 1 && table.of_name[index] == NONE {
                let entity = table.find_single(text, index).unwrap_or_else(|| table.insert(text, index));
                table.of_name[index] = entity;
                table.surname(text, entity, index);
            }
        }
        for (index, &entity) in full.iter().enumerate() {
            if entity == NONE {
                table.witness(text, index);
            }
        }
        table.settle(text);
        table
    }

    /// A relative of whom only the first name was known takes the surname: "Her father, John" and "Mr. Doe" are John Doe.
    fn surname(&mut self, text: &Text<'_, '_>, id: u32, index: usize) {
        let name = &self.names[index];
        let entity = &mut self.entities[id as usize];
        if entity.keys.len() == 1 && entity.keys[0] != name.keys[0] && name.honorific != 0 && entity.label.is_none() {
            let shown = |word: u32| &text.analysis.article.text()[text.analysis.word(word).span];
            entity.label = Some(format!("{} {}", shown(entity.words.0), shown(name.end - 1)));
            entity.keys.push(name.keys[0]);
        }
    }

    /// The entity named at that word.
    #[inline]
    pub(super) fn entity_at(&self, word: u32) -> Option<u32> {
        let name = *self.at_word.get(word as usize)?;
        self.of_name.get(name as usize).copied()
    }

    /// The name at that word.
    #[inline]
    pub(super) fn name_at(&self, word: u32) -> Option<&Name> {
        self.names.get(*self.at_word.get(word as usize)? as usize)
    }

    pub(super) fn push(&mut self, entity: Entity) -> u32 {
        self.entities.push(entity);
        index_of(self.entities.len() - 1)
    }

    fn insert(&mut self, text: &Text<'_, '_>, index: usize) -> u32 {
        let name = &self.names[index];
        let mut entity = Entity::new(Nature::Named, (name.start, name.end));
        entity.keys.clone_from(&name.keys);
        let (person, gender) = first_impression(text, name);
        entity.person = person;
        entity.gender = gender;
        let initials = initials(text, name);
        let id = index_of(self.entities.len());
        self.list(id, &entity.keys);
        self.push(entity);
        if let Some(initials) = initials {
            self.by_initials.entry(initials).or_default().push(id);
        }
        id
    }

    fn list(&mut self, id: u32, keys: &[Key]) {
        if let Some(&last) = keys.last() {
            self.by_last.entry(last).or_default().push_once(id);
        }
        for &low in keys {
            self.by_word.entry(low).or_default().push_once(id);
        }
    }

    /// The entity that has the same full name, or a form of it.
    fn find_full(&self, text: &Text<'_, '_>, index: usize) -> Option<u32> {
        let name = &self.names[index];
        let (&first, &last) = (name.keys.first()?, name.keys.last()?);
        let same = |&id: &u32| {
            let keys = &self.entities[id as usize].keys;
            if keys.len() < 2 {
                return false;
            }
            let (short, long) = if keys.len() < name.keys.len() { (keys, &name.keys) } else { (&name.keys, keys) };
            if long.ends_with(short) {
                return true;
            }
            keys.last() == Some(&last)
                && (keys[0] == first
                    || same_initial(text, (first, name.start), (keys[0], self.entities[id as usize].words.0))
                    || nicknames(first, keys[0]))
        };
        let found = self.by_last.get(&last).and_then(|list| list.iter().take(CANDIDATES).copied().find(|id| same(id)));
        // Samsung Electronics and Samsung Electronics Canada are two; University of Toronto Press is no University
        found
    }

    /// A longer form of the name: "Jake Thomas Patterson" after "Jake Patterson".
    fn widen(&mut self, text: &Text<'_, '_>, id: u32, index: usize) {
        let name = self.names[index].clone();
        let entity = &mut self.entities[id as usize];
        let spelled = |keys: &[Key], start: u32| !keys.is_empty() && text.analysis.word(start).span.len() > 2;
        if name.keys.len() > entity.keys.len() && name.keys.len() <= 4 && spelled(&name.keys, name.start)
            || !spelled(&entity.keys, entity.words.0) && spelled(&name.keys, name.start)
        {
            entity.keys.clone_from(&name.keys);
            entity.words = (name.start, name.end);
            let (person, gender) = first_impression(text, &name);
            if person > entity.person {
                entity.person = person;
                entity.gender = gender;
            }
            self.list(id, &name.keys);
        }
    }

    /// "Ingrid and Lars Holm": the first has the surname of the second.
    fn kin(&mut self, text: &Text<'_, '_>) {
        for index in 1..self.names.len() {
            let (first, second) = (&self.names[index - 1], &self.names[index]);
            let share = |name: &Name| lexicon::female_share(name.keys[0]).is_some();
            if first.keys.len() != 1
                || second.keys.len() != 2
                || first.end + 1 != second.start
                || second.outer != second.start
                || !text.is(first.end, key("and"))
                || !share(first)
                || !share(second)
            {
                continue;
            }
            let keys = vec![first.keys[0], second.keys[1]];
            let words = text.analysis.article.text();
            let shown = |word: u32| &words[text.analysis.word(word).span];
            let label = format!("{} {}", shown(first.start), shown(second.end - 1));
            let known = self.by_last.get(&keys[1]).and_then(|list| {
                list.iter().take(CANDIDATES).copied().find(|&id| self.entities[id as usize].keys == keys)
            });
            let id = known.unwrap_or_else(|| {
                let id = self.insert(text, index - 1);
                self.list(id, &keys);
                let entity = &mut self.entities[id as usize];
                entity.keys = keys;
                entity.label = Some(label);
                entity.person += 1.0;
                id
            });
            self.of_name[index - 1] = id;
        }
    }

    /// `Canadian Union of Public Employees (CUPE)`: the short name in brackets.
    fn aliases(&mut self, text: &Text<'_, '_>) {
        for index in 1..self.names.len() {
            let (before, name) = (&self.names[index - 1], &self.names[index]);
            let glued = before.end + 1 == name.start
                && text.is(before.end, key("("))
                && text.is(name.end, key(")"))
                && name.keys.len() == 1
                && before.keys.len() > 1
                && text.analysis.word(name.start).is_upper;
            if glued && self.of_name[index - 1] != NONE {
                let id = self.of_name[index - 1];
                self.of_name[index] = id;
                let low = name.keys[0];
                self.by_initials.entry(low).or_default().push(id);
                self.entities[id as usize].person -= 1.0;
            }
        }
    }

    /// The entity a single word stands for.
    fn find_single(&self, text: &Text<'_, '_>, index: usize) -> Option<u32> {
        let name = &self.names[index];
        let low = name.keys[0];
        let upper = text.analysis.word(name.start).is_upper && text.analysis.word(name.start).span.len() > 1;
        let mut best: Option<(f32, i64, u32)> = None;
        let mut other = false;
        let mut consider = |id: u32, score: f32| {
            let entity = &self.entities[id as usize];
            let mut score = score;
            let agrees = entity.gender * f32::from(name.honorific);
            // "Mr. Doe" is not Jane Doe
            if agrees <= -OTHER_GENDER && entity.keys.len() > 1 {
                other = true;
                return;
            }
            if agrees < -0.5 {
                score -= 1.5;
            }
            let before = entity.words.0 <= name.start;
            score += if before { 0.5 } else { 0.0 };
            let distance = (i64::from(entity.words.0) - i64::from(name.start)).abs();
            if best.is_none_or(|(s, d, _)| score > s || score >= s && -distance > d) {
                best = Some((score, -distance, id));
            }
        };
        for &id in self.by_word.get(&low).into_iter().flat_map(Few::iter).take(CANDIDATES) {
            let entity = &self.entities[id as usize];
            let keys = &entity.keys;
            if keys.len() == 1 {
                if keys[0] == low {
                    consider(id, 2.1);
                }
                continue;
            }
            let last = keys.last() == Some(&low);
            let generic = text.class(name.start).has(Class::ORGANIZATION.or(Class::PLACE).or(Class::DEMONYM));
            if last && (entity.person > -0.5 || !generic) {
                consider(id, if entity.person < 0.0 { 2.0 } else { 3.0 });
            } else if (entity.person > 0.0 || entity.person > -0.5 && keys.len() < 4) && keys[0] == low && !generic {
                consider(id, if entity.person > 0.0 { 2.5 } else { 2.2 });
            } else if entity.person > 0.0 && !generic {
                consider(id, 1.0);
            } else if keys[0] == low && !generic && entity.person <= 0.0 && heads_company(text, entity) {
                consider(id, 2.0);
            }
        }
        if upper {
            let lower = text.analysis.lower(name.start);
            let low = if lower.contains('.') { key(&lower.replace('.', "")) } else { text.low(name.start) };
            for &id in self.by_initials.get(&low).into_iter().flat_map(Few::iter).take(CANDIDATES) {
                consider(id, 2.3);
            }
        }
        let relative = || {
            let near = self.names[..index].iter().zip(&self.of_name).rev().take(NEAR_KIN);
            let mut found = near
                .filter(|(known, id)| known.keys.len() == 1 && **id != NONE && is_kin(text, known))
                .map(|(_, &id)| id);
            found.find(|&id| self.entities[id as usize].gender * f32::from(name.honorific) > 0.3)
        };
        best.map(|(_, _, id)| id).or_else(|| if other { relative() } else { None })
    }

    /// What the words around a name tell about its bearer.
    fn witness(&mut self, text: &Text<'_, '_>, index: usize) {
        let analysis = text.analysis;
        let id = self.of_name[index] as usize;
        let name = &self.names[index];
        let sentence = analysis.sentence_of(name.start);
        let after = titles::after(text, name, sentence.end, |word| {
            self.at_word.get(word as usize).is_some_and(|&at| at != NONE)
        });
        let Some(entity) = self.entities.get_mut(id) else { return };
        entity.mentions.push((name.start, name.end));
        entity.named += 1;
        entity.gender += f32::from(name.honorific) * 3.0;
        if name.honorific != 0 {
            entity.person += 2.0;
        }
        // titles before it, within the phrase
        let before = titles::before(text, name, sentence.start);
        for word in before.start..name.start {
            let class = text.class(word);
            let title =
                class.has(Class::PERSON.or(Class::TITLE)) && !class.has(Class::MODIFIER) || class.has(Class::PERSON);
            if title && text.tag(word) != Tag::Pos {
                // "China's Foreign Minister", but not the relative of "the minister's wife Jane"
                entity.add_head(text.bare(word));
            }
        }
        if before.role {
            entity.person += 1.0;
            let class = text.class(before.head);
            if class.has(Class::MALE) {
                entity.gender -= 1.5;
            } else if class.has(Class::FEMALE) {
                entity.gender += 1.5;
            }
            entity.add_head(text.bare(before.head));
        } else if before.body {
            entity.person -= 1.0;
            entity.add_head(text.bare(before.head));
        }
        // The man who owns the building is Zé Carvalhal
        if name.start > sentence.start + 1
            && (text.is(name.start - 1, key("is")) || text.is(name.start - 1, key("was")))
            && let Some(subject) = analysis.phrase_at(sentence.start)
            && subject.kind == PhraseKind::Definite
        {
            let class = text.class(subject.head);
            if class.has(Class::PERSON) && text.is(subject.end, key("who")) {
                entity.add_head(text.bare(subject.head));
                entity.person += 2.0;
                entity.gender += f32::from(class.has(Class::FEMALE)) - f32::from(class.has(Class::MALE));
            }
        }
        if name.start > sentence.start {
            entity.person += match analysis.lower(name.start - 1) {
                "the" => -0.7,
                // a clerk called Doe, everybody calls Doe; but "a village called Doe"
                "called" | "named" => {
                    let noun = (sentence.start..name.start - 1).rev().take(5).map(|w| text.class(w));
                    let of = noun.clone().any(|class| class.has(Class::PERSON));
                    if of { 1.5 } else { 0.0 }
                }
                "calls" | "call" if entity.person > -0.5 => 0.7,
                "in" | "near"
                    if name.outer == name.start
                        && text.tag(name.end) != Tag::Pos
                        && (0.0..0.5).contains(&entity.person) =>
                {
                    -0.3
                }
                _ => 0.0,
            };
        }
        if let Some(title) = before.title {
            titles::offer(text, &mut entity.title, title);
        }
        // what follows
        if let Some(after) = after {
            let class = text.class(after.head);
            for word in after.start..=after.head {
                if text.class(word).has(Class::PERSON) && text.tag(word) != Tag::Pos && word + 1 < sentence.end {
                    entity.add_head(text.bare(word));
                }
            }
            entity.add_head(text.bare(after.head));
            if after.role {
                entity.person += 1.0;
                if class.has(Class::MALE) {
                    entity.gender -= 1.0;
                } else if class.has(Class::FEMALE) {
                    entity.gender += 1.0;
                }
                if let Some(title) = after.title {
                    titles::offer(text, &mut entity.title, title);
                }
            } else if after.body {
                entity.person -= 0.7;
            }
        }
        let end = name.end;
        // MARSH: I did not.
        let opens = analysis.paragraph_of(name.start).start == name.start;
        if opens && text.is(end, key(":")) && analysis.word(name.start).is_upper && entity.person > -2.0 {
            entity.person += 2.0;
        }
        if end < sentence.end {
            let next = analysis.lower(end);
            if next == "who" {
                entity.person += 1.0;
            } else if next == "," && end + 1 < sentence.end {
                if text.is(end + 1, key("who")) || text.is(end + 1, key("whose")) {
                    entity.person += 1.0;
                } else if text.tag(end + 1) == Tag::Cd && analysis.word(end + 1).span.len() == 2 {
                    entity.person += 1.5;
                }
            } else if analysis.word(end).lists.has(Lists::SAID) && !analysis.word(name.start).marked {
                entity.person += 0.7;
            } else if (next == "is" || next == "was")
                && end + 1 < sentence.end
                && let Some(phrase) = analysis.phrase_from(end + 1)
            {
                let class = text.class(phrase.head);
                if class.has(Class::PERSON) && !class.has(Class::BODY) {
                    entity.add_head(text.bare(phrase.head));
                    entity.person += 1.0;
                    if class.has(Class::MALE) {
                        entity.gender -= 1.0;
                    } else if class.has(Class::FEMALE) {
                        entity.gender += 1.0;
                    }
                } else if class.has(Class::BODY) {
                    entity.add_head(text.bare(phrase.head));
                    entity.person -= 0.5;
                }
            }
        }
    }

    /// Pronouns near an entity that is alone in its sentence tell whether it is a woman, a man or a body.
    fn settle(&mut self, text: &Text<'_, '_>) {
        let analysis = text.analysis;
        let mut at = 0;
        let mut alone: Vec<(u32, u32, u32)> = Vec::new(); // sentence, first word, entity
        let mut with_person = vec![false; analysis.sentences.len()];
        while at < self.names.len() {
            let sentence = analysis.word(self.names[at].start).sentence;
            let mut found: Option<(u32, u32)> = None;
            let mut several = false;
            while at < self.names.len() && analysis.word(self.names[at].start).sentence == sentence {
                let name = &self.names[at];
                let id = self.of_name[at];
                if !analysis.word(name.start).marked && self.entities[id as usize].person > -0.5 {
                    with_person[sentence as usize] = true;
                    match found {
                        None => found = Some((name.start, id)),
                        Some((_, other)) => several |= other != id,
                    }
                }
                at += 1;
            }
            if let (Some((start, id)), false) = (found, several) {
                alone.push((sentence, start, id));
            }
        }
        for (sentence, start, id) in alone {
            let range = analysis.sentences[sentence as usize].clone();
            let mut seen = [0u32; 3];
            let mut count = |range: std::ops::Range<u32>| {
                for word in range {
                    if !text.marked(word)
                        && let Some(at) = PRONOUNS.iter().position(|&(low, _)| text.is(word, low))
                    {
                        seen[PRONOUNS[at].1] += 1;
                    }
                }
            };
            count(start..range.end);
            let next = sentence as usize + 1;
            if next < analysis.sentences.len() && !with_person[next] {
                let follow = analysis.sentences[next].clone();
                if analysis
                    .words
                    .get(follow.start as usize)
                    .is_some_and(|w| w.paragraph == analysis.word(start).paragraph)
                {
                    count(follow);
                }
            }
            let entity = &mut self.entities[id as usize];
            match seen {
                [_, 0, 0] if seen[0] > 0 => {
                    entity.gender -= if entity.gender.abs() < 0.9 { 0.5 } else { 0.0 };
                    entity.person += 0.3;
                }
                [0, _, 0] if seen[1] > 0 => {
                    entity.gender += if entity.gender.abs() < 0.9 { 0.5 } else { 0.0 };
                    entity.person += 0.3;
                }
                [0, 0, _] if seen[2] > 0 => entity.person -= 0.5,
                _ => {}
            }
        }
    }
}

/// Pronouns of a man, of a woman, and of a body.
const PRONOUNS: [(Key, usize); 9] = [
    (key("he"), 0),
    (key("his"), 0),
    (key("him"), 0),
    (key("himself"), 0),
    (key("she"), 1),
    (key("her"), 1),
    (key("herself"), 1),
    (key("its"), 2),
    (key("itself"), 2),
];

/// From here on a first name leaves no doubt.
const OTHER_GENDER: f32 = 1.2;

/// How many names back "Her father, John" may stand before "Mr. Doe".
const NEAR_KIN: usize = 8;

/// "Her father, John,": one of the family of somebody named before.
fn is_kin(text: &Text<'_, '_>, name: &Name) -> bool {
    let Some(comma) = name.start.checked_sub(2).filter(|_| text.is(name.start - 1, key(","))) else { return false };
    text.analysis.phrase_at(comma).is_some_and(|phrase| {
        phrase.kind == PhraseKind::Possessive && phrase.end == comma + 1 && text.class(phrase.head).has(Class::KIN)
    })
}

fn index_of(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

/// Names of persons that are words of places and bodies as well.
const SURNAMES: [Key; 8] =
    [key("park"), key("church"), key("hall"), key("temple"), key("post"), key("court"), key("house"), key("banks")];

/// Person and gender as far as the name itself tells.
fn first_impression(text: &Text<'_, '_>, name: &Name) -> (f32, f32) {
    let (mut person, mut gender) = (0.0, 0.0);
    let first = name.keys[0];
    let last = *name.keys.last().unwrap_or(&first);
    let many = name.keys.len() > 1;
    let class = |low: Key| text.roles.class(low);
    let word = text.analysis.word(name.start);
    // Lee Park, Ann Church
    let surname = name.keys.len() == 2 && SURNAMES.contains(&last);
    if many && (surname || !class(last).has(Class::ORGANIZATION)) {
        if let Some(share) = lexicon::female_share(first)
            && !class(first).has(Class::PLACE.or(Class::DEMONYM))
        {
            person += 2.0;
            gender += 3.0 * (share - 0.5);
        }
    } else if let Some(share) = lexicon::female_share(first)
        && !many
    {
        person += 0.3;
        gender += 0.8 * (share - 0.5);
    }
    if (name.start + 1..name.end).any(|w| {
        let word = text.analysis.word(w);
        text.upper(w) && word.span.len() <= 2 && word.is_upper && w + 1 < name.end
    }) {
        person += 1.0;
    }
    if name.keys.iter().any(|&k| class(k).has(Class::ORGANIZATION.or(Class::BRAND))) {
        person -= 2.0;
    }
    if (name.start..name.end).any(|w| matches!(text.analysis.lower(w), "of" | "for" | "on" | "&" | "and")) {
        person -= 2.0;
    }
    if !many && word.is_upper && word.span.len() > 1 {
        person -= 1.5;
    }
    let whole = if name.end - name.start == 1 {
        text.low(name.start)
    } else {
        let first = Spelling::new().and(text.analysis.lower(name.start));
        (name.start + 1..name.end).fold(first, |all, w| all.and("_").and(text.analysis.lower(w))).key()
    };
    if text.roles.class(whole).has(Class::PLACE) || !many && class(first).has(Class::PLACE) {
        person -= 2.0;
    }
    let end = name.end - 1;
    if is_ending(text.bare(end)) && class(text.bare(end)).has(Class::ORGANIZATION) {
        person -= 3.0;
    }
    let plural = text.tag(end) != Tag::Nnp || text.analysis.word(end).lists != Lists::default();
    if class(last).has(Class::GROUP) || !many && plural && text.analysis.lower(end).ends_with("ans") {
        person -= 2.0;
    }
    (person, gender)
}

/// A company's first word alone stands for it: Samsung for Samsung Electronics Co.
fn heads_company(text: &Text<'_, '_>, entity: &Entity) -> bool {
    let first = entity.keys[0];
    let end = entity.words.1.saturating_sub(1);
    !text.roles.class(first).has(Class::ORGANIZATION.or(Class::PLACE).or(Class::DEMONYM).or(Class::MODIFIER))
        && (is_ending(text.bare(end))
            || entity.keys.last().is_some_and(|&k| text.roles.class(k).has(Class::ORGANIZATION)))
}

fn initials(text: &Text<'_, '_>, name: &Name) -> Option<Key> {
    if name.keys.len() < 2 {
        return None;
    }
    let (mut count, mut letters) = (0, Spelling::new());
    for c in (name.start..name.end).filter(|&w| text.upper(w)).filter_map(|w| text.analysis.lower(w).chars().next()) {
        letters = letters.and(c.encode_utf8(&mut [0; 4]));
        count += 1;
    }
    (count >= 2).then(|| letters.key())
}

/// Whether one of two first names is the other's initial.
fn same_initial(text: &Text<'_, '_>, one: (Key, u32), other: (Key, u32)) -> bool {
    let letter = |word: u32| text.analysis.lower(word).chars().next();
    let short = |word: u32| text.analysis.lower(word).trim_end_matches('.').chars().count() == 1;
    one.0 != other.0 && letter(one.1) == letter(other.1) && (short(one.1) || short(other.1))
}

/// First names that stand for each other.
fn nicknames(a: Key, b: Key) -> bool {
    const PAIRS: [(Key, Key); 40] = [
        (key("joe"), key("joseph")),
        (key("mike"), key("michael")),
        (key("chuck"), key("charles")),
        (key("bill"), key("william")),
        (key("bob"), key("robert")),
        (key("rob"), key("robert")),
        (key("jim"), key("james")),
        (key("tom"), key("thomas")),
        (key("dan"), key("daniel")),
        (key("dave"), key("david")),
        (key("ben"), key("benjamin")),
        (key("tony"), key("anthony")),
        (key("chris"), key("christopher")),
        (key("matt"), key("matthew")),
        (key("nick"), key("nicholas")),
        (key("rick"), key("richard")),
        (key("dick"), key("richard")),
        (key("rich"), key("richard")),
        (key("steve"), key("steven")),
        (key("steve"), key("stephen")),
        (key("ed"), key("edward")),
        (key("ted"), key("edward")),
        (key("ken"), key("kenneth")),
        (key("ron"), key("ronald")),
        (key("don"), key("donald")),
        (key("greg"), key("gregory")),
        (key("jeff"), key("jeffrey")),
        (key("andy"), key("andrew")),
        (key("drew"), key("andrew")),
        (key("sam"), key("samuel")),
        (key("pete"), key("peter")),
        (key("larry"), key("lawrence")),
        (key("jerry"), key("gerald")),
        (key("liz"), key("elizabeth")),
        (key("beth"), key("elizabeth")),
        (key("kate"), key("katherine")),
        (key("sue"), key("susan")),
        (key("debbie"), key("deborah")),
        (key("pat"), key("patricia")),
        (key("jen"), key("jennifer")),
    ];
    PAIRS.iter().any(|&(x, y)| a == x && b == y || a == y && b == x)
}
