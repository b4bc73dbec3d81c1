//! What a reader of a few sentences alone could not know: who "he" is, and which Qin.

use rustc_hash::FxHashSet;

use super::discourse::Discourse;
use super::entities::{Entity, Nature};
use super::roles::Class;
use crate::article::push_unwrapped;
use crate::quote::Quotes;
use crate::quote::analysis::Tag;
use crate::{Article, SentenceId, Span};

/// How somebody is referred to at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// By the full name, or a description that stands for itself.
    Full,
    /// By a part of the name.
    Short,
    /// By the first letters of the name.
    Letters,
    /// By he or she, his or her.
    Pronoun,
}

/// A place where somebody is named or meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reference {
    span: Span,
    /// An index into [`Cast::people`].
    who: u32,
    form: Form,
    /// Whether it stands between marks.
    marked: bool,
}

/// Somebody of the article, as a reader is told of them; nothing, when the article has the full name at each place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Person {
    /// Name, or description.
    name: String,
    /// The same with the title.
    full: String,
    /// Whether it is a description.
    described: bool,
    /// Where the article has the title.
    title: Option<Span>,
}

/// Everybody the article speaks of, and where.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cast {
    people: Vec<Person>,
    /// In text order.
    references: Vec<Reference>,
}

/// Least evidence that a name is a person's for which a short form is explained.
const PERSON: f32 = 0.9;
/// How many bytes before its letters a name is spelt out.
const BESIDE: usize = 200;
/// How many words before a pronoun may hold whom it stands for.
const NEAR: u32 = 40;

impl Cast {
    /// The cast of an article that was read.
    pub(super) fn new(reading: &Discourse<'_, '_>) -> Self {
        let text = reading.text;
        let mut numbers = vec![u32::MAX; reading.table.entities.len()];
        let mut cast = Self::default();
        let mut met: Vec<(u32, bool)> = Vec::new(); // who, and whether by other words than the full name
        let mut add = |id: u32, words: (u32, u32), form: Form| {
            let Some(number) = numbers.get_mut(id as usize) else { return };
            if words.0 >= words.1 {
                return;
            }
            if *number == u32::MAX {
                *number = u32::try_from(met.len()).unwrap_or(u32::MAX);
                met.push((id, false));
            }
            if let Some(met) = met.get_mut(*number as usize) {
                met.1 |= form != Form::Full;
            }
            let span = text.analysis.span(words.0, words.1);
            cast.references.push(Reference { span, who: *number, form, marked: text.marked(words.0) });
        };
        for (name, &id) in reading.table.names.iter().zip(&reading.table.of_name) {
            let Some(entity) = reading.table.entities.get(id as usize) else { continue };
            let short = name.keys.len() < 2 && entity.keys.len() > 1;
            let word = text.analysis.word(name.start);
            let form = if !short {
                Form::Full
            } else if word.is_upper && word.span.len() > 1 && name.end - name.start == 1 && entity.person < PERSON {
                Form::Letters
            } else {
                Form::Short
            };
            let place = text.class(name.start).has(Class::PLACE.or(Class::DEMONYM).or(Class::BRAND));
            let shown = match form {
                Form::Letters => !place && stands_for(text.analysis.lower(name.start), &reading.name_text(id)),
                Form::Short => {
                    // the Obama administration
                    let modifier = text.tag(name.end).is_noun() && !text.upper(name.end);
                    // Richard III
                    let whole = name.end - name.start == 1;
                    entity.person >= PERSON && !place && !modifier && whole
                }
                Form::Full | Form::Pronoun => entity.person > 0.0 || entity.keys.len() > 1,
            };
            if shown {
                add(id, (name.start, name.end), form);
            }
        }
        for &(word, id) in &reading.pronouns {
            let Some(entity) = reading.table.entities.get(id as usize) else { continue };
            let least = if entity.nature == Nature::Named { PERSON } else { 0.0 };
            if !entity.plural && entity.person >= least && !has_antecedent(reading, word) {
                add(id, (word, word + 1), Form::Pronoun);
            }
        }
        for (id, entity) in reading.table.entities.iter().enumerate() {
            if entity.nature == Nature::Described
                && entity.mentions.len() > 1
                && let (Some(&first), Ok(id)) = (entity.mentions.first(), u32::try_from(id))
            {
                add(id, first, Form::Full);
            }
        }
        cast.references.sort_by_key(|reference| (reference.span, reference.who));
        // whoever is named in full at each place needs no more
        let person = |&(id, needed): &(u32, bool)| if needed { who(reading, id) } else { Person::default() };
        cast.people = met.iter().map(person).collect();
        cast
    }
}

/// Whether capital letters are those that the words of the name begin with: SPLC for Southern Poverty Law Center, DOJ for
/// Department of Justice; but not WWE for WWE Raw.
fn stands_for(letters: &str, name: &str) -> bool {
    let words = || name.split([' ', '-']).filter(|word| !word.is_empty());
    let first = |word: &str| word.chars().next();
    let all = words().filter_map(first);
    let high = words().filter_map(first).filter(|c| c.is_uppercase());
    let same = |given: &mut dyn Iterator<Item = char>| letters.chars().eq(given.flat_map(char::to_lowercase));
    same(&mut { all }) || same(&mut { high })
}

/// Whether somebody that "he" or "she" can stand for is described before it in its sentence: "a man died after the
/// mower he was using", "the cop on the beat is no relic, he can be a bridge".
fn has_antecedent(reading: &Discourse<'_, '_>, pronoun: u32) -> bool {
    let text = &reading.text;
    let from = text.analysis.sentence_of(pronoun).start.max(pronoun.saturating_sub(NEAR));
    let other = if matches!(text.analysis.lower(pronoun), "he" | "his") { Class::FEMALE } else { Class::MALE };
    (from..pronoun).any(|word| {
        if text.analysis.lower(word).ends_with("-year-old") {
            return true;
        }
        let class = text.class(word);
        class.has(Class::PERSON.or(Class::KIN))
            && !class.has(other)
            && matches!(text.tag(word), Tag::Nn)
            && reading.table.entity_at(word).is_none()
            // the deputy's office
            && text.tag(word + 1) != Tag::Pos
            // mayor Jane Doe is named
            && !text.tag(word + 1).is_noun()
    })
}

/// "Mara Okafor, the harbour engineer"; "a senior US official".
fn who(reading: &Discourse<'_, '_>, id: u32) -> Person {
    let Some(entity) = reading.table.entities.get(id as usize) else { return Person::default() };
    let mut name = reading.name_text(id);
    if entity.nature == Nature::Described {
        name = described(reading, entity).unwrap_or(name);
        // a clause that tells more is for the article
        if let Some(at) = [" who ", " whose ", " that ", ", "].iter().filter_map(|clause| name.find(clause)).min() {
            name.truncate(at);
        }
    }
    let title = entity.title.filter(|title| title.article < title.end && entity.nature == Nature::Named);
    let full = title.map_or_else(
        || name.clone(),
        |title| {
            let words = match entity.caption {
                Some(_) => super::title_text(reading, entity).unwrap_or_default(),
                None => words(reading, title.article, title.end),
            };
            match words.as_str() {
                // they tell nothing that "he" and a name do not tell
                "" | "person" | "a person" | "man" | "a man" | "woman" | "a woman" => name.clone(),
                // whose brother, nobody could tell
                words if ["my ", "our ", "his ", "her ", "their "].iter().any(|whose| words.starts_with(whose)) => {
                    name.clone()
                }
                // Sen. Jane Doe
                words if words.ends_with('.') || super::title_leads(reading, id) => format!("{words} {name}"),
                words => format!("{name}, {words}"),
            }
        },
    );
    let title = title.map(|title| reading.text.analysis.span(title.start.min(title.end - 1), title.end));
    Person { name, full, described: entity.nature == Nature::Described, title }
}

fn words(reading: &Discourse<'_, '_>, start: u32, end: u32) -> String {
    let analysis = reading.text.analysis;
    let mut out = String::new();
    push_unwrapped(&mut out, &analysis.article.text()[analysis.span(start, end)]);
    out
}

/// The description with its article, in mid-sentence form.
pub(super) fn described(reading: &Discourse<'_, '_>, entity: &Entity) -> Option<String> {
    let (start, end) = (entity.outer.min(entity.words.0), entity.words.1);
    if start >= end {
        return None;
    }
    let full = words(reading, start, end);
    for article in ["The ", "A ", "An "] {
        if let Some(rest) = full.strip_prefix(article) {
            return Some(format!("{}{rest}", article.to_lowercase()));
        }
    }
    Some(full)
}

/// The pronouns and short names that a reader of the `selected` sentences alone could not resolve, each with who it is;
/// in text order, each form once a sentence. Nothing is said of one whom the same sentences introduced by name before, and
/// no title where the sentence has it or a sentence before gave it.
pub(crate) fn context(article: &Article, quotes: &Quotes, selected: &[SentenceId]) -> Vec<(Span, String)> {
    let cast = &quotes.cast;
    let mut order: Vec<SentenceId> = selected.to_vec();
    order.sort_unstable();
    order.dedup();
    let sources: FxHashSet<Span> = quotes.quotes.iter().filter_map(|quote| quote.source).collect();
    let mut out = Vec::new();
    let mut introduced: FxHashSet<u32> = FxHashSet::default();
    let mut last: Option<u32> = None;
    for id in order {
        let Some(sentence) = article.sentence(id) else { continue };
        let span = sentence.span();
        let mut seen_here: FxHashSet<u32> = FxHashSet::default();
        let mut told: FxHashSet<&str> = FxHashSet::default();
        let from = cast.references.partition_point(|r| r.span.start() < span.start());
        for reference in cast.references[from..].iter().take_while(|r| r.span.end() <= span.end()) {
            let word = &article.text()[reference.span];
            let who = reference.who;
            let clear = match reference.form {
                Form::Full => true,
                Form::Short | Form::Letters => introduced.contains(&who),
                Form::Pronoun => seen_here.contains(&who) || introduced.contains(&who) && last == Some(who),
            };
            let person = cast.people.get(who as usize);
            let has_title = |title: Span| span.start() <= title.start() && title.end() <= span.end();
            let shown = person.map_or("", |person| {
                // whom a description stands for is sure enough only where words are put to it
                if person.described && !sources.contains(&reference.span) {
                    return "";
                }
                // nor has a body that is named by its letters a title
                let known =
                    introduced.contains(&who) || reference.form == Form::Letters || person.title.is_some_and(has_title);
                if known { &person.name } else { &person.full }
            });
            // Korean Central News Agency (KCNA)
            let spelt_out = || {
                let from = article.text().floor_char_boundary(reference.span.start().saturating_sub(BESIDE));
                let beside = &article.text()[from.max(span.start())..reference.span.start()];
                reference.form == Form::Letters && beside.contains(shown)
            };
            let needed = !clear && !reference.marked && !shown.is_empty() && shown != word;
            if needed && !spelt_out() && told.insert(word) {
                out.push((reference.span, shown.to_owned()));
            }
            if !reference.marked {
                introduced.insert(who);
                seen_here.insert(who);
                last = Some(who);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::stands_for;

    #[test]
    fn letters_stand_for_the_words_they_begin() {
        for (letters, name, expected) in [
            ("splc", "Southern Poverty Law Center", true),
            ("doj", "Department of Justice", true),
            ("nato", "North Atlantic Treaty Organization", true),
            ("wwe", "WWE Raw", false),
            ("amd", "Wet AMD", false),
            ("bbc", "BBC", false),
        ] {
            assert_eq!(stands_for(letters, name), expected, "{letters}");
        }
    }
}
