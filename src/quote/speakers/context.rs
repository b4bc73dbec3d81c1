//! What a reader of a few sentences alone could not know: who "he" is, and which Qin.

use rustc_hash::FxHashSet;

use super::discourse::Discourse;
use super::entities::{Entity, Nature};
use super::roles::Class;
use crate::article::push_unwrapped;
use crate::quote::Quotes;
use crate::{Article, SentenceId, Span};

/// How somebody is referred to at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// By the full name, or a description that stands for itself.
    Full,
    /// By a part of the name.
    Short,
    /// By he or she, they or it.
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

/// Everybody the article speaks of, and where.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cast {
    /// Name with title, as shown to a reader.
    people: Vec<String>,
    /// In text order.
    references: Vec<Reference>,
}

impl Cast {
    /// The cast of an article that was read.
    pub(super) fn new(reading: &Discourse<'_, '_>) -> Self {
        let text = reading.text;
        let mut numbers = vec![u32::MAX; reading.table.entities.len()];
        let mut cast = Self::default();
        let mut add = |id: u32, words: (u32, u32), form: Form| {
            let Some(number) = numbers.get_mut(id as usize) else { return };
            if words.0 >= words.1 {
                return;
            }
            if *number == u32::MAX {
                *number = u32::try_from(cast.people.len()).unwrap_or(u32::MAX);
                cast.people.push(who(reading, id));
            }
            let span = text.analysis.span(words.0, words.1);
            cast.references.push(Reference { span, who: *number, form, marked: text.marked(words.0) });
        };
        for (name, &id) in reading.table.names.iter().zip(&reading.table.of_name) {
            let Some(entity) = reading.table.entities.get(id as usize) else { continue };
            let place = text.class(name.start).has(Class::PLACE.or(Class::BRAND));
            let acronym = text.analysis.word(name.start).is_upper && name.end - name.start == 1 && !place;
            if entity.person > 0.0 || entity.keys.len() > 1 && acronym {
                let form = if name.keys.len() < 2 && entity.keys.len() > 1 { Form::Short } else { Form::Full };
                add(id, (name.start, name.end), form);
            }
        }
        for &(word, id) in &reading.pronouns {
            add(id, (word, word + 1), Form::Pronoun);
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
        cast
    }
}

/// "Mara Okafor, the harbour engineer"; "a senior US official".
fn who(reading: &Discourse<'_, '_>, id: u32) -> String {
    let Some(entity) = reading.table.entities.get(id as usize) else { return String::new() };
    let name = reading.name_text(id);
    match entity.nature {
        Nature::Joint => name,
        Nature::Described => described(reading, entity).unwrap_or(name),
        Nature::Named => match entity.title.filter(|title| title.article < title.end) {
            Some(title) => {
                let words = match entity.caption {
                    Some(_) => super::title_text(reading, entity).unwrap_or_default(),
                    None => words(reading, title.article, title.end),
                };
                // Sen. Jane Doe
                if words.ends_with('.') { format!("{words} {name}") } else { format!("{name}, {words}") }
            }
            None => name,
        },
    }
}

fn words(reading: &Discourse<'_, '_>, start: u32, end: u32) -> String {
    let analysis = reading.text.analysis;
    let mut out = String::new();
    push_unwrapped(&mut out, &analysis.article.text()[analysis.span(start, end)]);
    out
}

/// The description with its article, in mid-sentence form.
fn described(reading: &Discourse<'_, '_>, entity: &Entity) -> Option<String> {
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
/// in text order, each form once a sentence. Nothing is said of one whom the same sentences introduced by name before.
pub(crate) fn context(article: &Article, quotes: &Quotes, selected: &[SentenceId]) -> Vec<(Span, String)> {
    let cast = &quotes.cast;
    let mut order: Vec<SentenceId> = selected.to_vec();
    order.sort_unstable();
    order.dedup();
    let mut out = Vec::new();
    let mut introduced: FxHashSet<u32> = FxHashSet::default();
    let mut last: Option<u32> = None;
    for id in order {
        let Some(sentence) = article.sentence(id) else { continue };
        let span = sentence.span();
        let mut seen_here: FxHashSet<u32> = FxHashSet::default();
        let mut told: Vec<&str> = Vec::new();
        let from = cast.references.partition_point(|r| r.span.start() < span.start());
        for reference in cast.references[from..].iter().take_while(|r| r.span.end() <= span.end()) {
            let word = &article.text()[reference.span];
            let who = reference.who;
            let clear = match reference.form {
                Form::Full => true,
                Form::Short => introduced.contains(&who),
                Form::Pronoun => seen_here.contains(&who) || introduced.contains(&who) && last == Some(who),
            };
            let text = cast.people.get(who as usize).map_or("", String::as_str);
            if !clear && !reference.marked && !text.is_empty() && text != word && !told.contains(&word) {
                out.push((reference.span, text.to_owned()));
                told.push(word);
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
