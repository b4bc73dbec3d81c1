//! Tags and noun phrases by the form of words: articles, capitals, prepositions.

use rustc_hash::FxHashMap;

use super::{Lists, bits, list};
use crate::Language;
use crate::model::features::{Key, key};
use crate::quote::analysis::{NONE, Phrase, PhraseKind, Tag, Word};
use crate::quote::forms::lower_into;
use crate::quote::lexicon::First;
use crate::quote::speakers::{Class, Roles};

/// Longest phrase, in words.
const LONGEST: usize = 12;

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
    let bits = |word: &Word| bits(lists, word);
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
            let end = if determined && language == Language::German {
                genitive(inside, head_end, |word| bits(word) == 0)
            } else if determined {
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

/// The end of what belongs to a German noun that ends at `at`: der Sprecher | des ersten Senats von Berlin.
fn genitive(words: &[Word], mut at: usize, plain: impl Fn(&Word) -> bool) -> usize {
    const OF: [Key; 6] = [key("des"), key("der"), key("eines"), key("einer"), key("von"), key("vom")];
    for _ in 0..2 {
        if !words.get(at).is_some_and(|word| OF.contains(&word.low) && !word.marked) {
            break;
        }
        let mut end = at + 1;
        while end < at + 4 && words.get(end).is_some_and(|word| word.first == First::Lower && plain(word)) {
            end += 1;
        }
        let names =
            words[end.min(words.len())..].iter().take_while(|word| word.tag == Tag::Nnp && !word.marked).count();
        if names == 0 {
            break;
        }
        at = end + names;
    }
    at
}

/// Whether the small word at `at` is part of a German name: Hans von Storch, Gewerkschaft der Lokführer, but Sprecher | von
/// Greenpeace, Anwohner | der Gartenstraße.
fn names_go_on(words: &[Word], at: usize) -> bool {
    const NOBLE: [Key; 4] = [key("von"), key("van"), key("zu"), key("de")];
    const BODY: Class = Class::BODY.or(Class::ORGANIZATION);
    const NO_NAME: Class = Class::TITLE.or(Class::PERSON).or(Class::DOCUMENT).or(BODY);
    let before = words[at - 1].noun_role;
    if NOBLE.contains(&words[at].low) { !before.has(NO_NAME) } else { before.has(BODY) }
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
    const DER: Key = key("der");
    const DEN: Key = key("den");
    let first = &words[from];
    // laut ndr.de, laut taz
    let small_name = language == Language::German
        && from > 0
        && words[from - 1].low == key("laut")
        && first.first == First::Lower
        && plain(first)
        && words.get(from + 1).is_some_and(|next| next.first != First::Upper);
    if small_name {
        return Some((from + 1, PhraseKind::Name));
    }
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
            && words[at - 1].tag == Tag::Nnp
            && (language != Language::German || names_go_on(words, at));
        // Ursula von der Leyen
        let twice = !joined
            && at > small
            && language == Language::German
            && words.get(at + 2).is_some_and(|next| next.tag == Tag::Nnp)
            && matches!(words[at + 1].low, DER | DEN)
            && words[at - 1].tag == Tag::Nnp
            && names_go_on(words, at);
        if !(name || joined || twice) {
            break;
        }
        at += 1 + usize::from(twice);
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
