//! Base noun phrases by patterns of tags.

use super::analysis::{Glyph, NONE, Phrase, PhraseKind, Tag, Word};
use super::lexicon::{First, Lists};
use super::speakers::Class;
use crate::model::features::{Key, key};

/// Words that join parts of a name.
const JOINS: [Key; 10] =
    [key("of"), key("de"), key("van"), key("von"), key("bin"), key("al"), key("la"), key("le"), key("del"), key("der")];

/// Participles that begin titles.
const TITLE_PARTICIPLES: [Key; 7] = [
    key("managing"),
    key("acting"),
    key("ranking"),
    key("founding"),
    key("presiding"),
    key("commanding"),
    key("attending"),
];

/// Adjectives of office that come in pairs: current and former.
const FORMER: [Key; 6] = [key("current"), key("former"), key("past"), key("present"), key("incoming"), key("outgoing")];

/// Adjectives that are nouns at a phrase's end.
const NOUNS_TOO: [Key; 7] = [
    key("executive"),
    key("official"),
    key("representative"),
    key("veteran"),
    key("professional"),
    key("individual"),
    key("native"),
];

/// Verbs of saying that are as often nouns.
const NOUNS_AS_WELL: [Key; 18] = [
    key("answer"),
    key("boast"),
    key("charge"),
    key("claim"),
    key("comment"),
    key("concern"),
    key("demand"),
    key("estimate"),
    key("forecast"),
    key("joke"),
    key("note"),
    key("promise"),
    key("question"),
    key("remark"),
    key("report"),
    key("state"),
    key("suspect"),
    key("vow"),
];

/// Longest phrase, in words: keeps the search linear.
const LONGEST: usize = 48;

/// Corrects the tags of verbs of saying and their subjects, which the tagger has seen too little of: "aides said", "The U.S.
/// alleges the bank", "…, argued Ruiz".
pub(crate) fn mend_cues(words: &mut [Word]) {
    // "Lead engineer Ana Ruiz", "Retired teacher", "Acting Secretary": no imperative
    if let [first, next, ..] = words
        && first.first == First::Upper
        && first.tag.is_verb()
        && first.role.has(Class::MODIFIER)
        && next.tag.is_noun()
        && next.role.has(Class::PERSON.or(Class::TITLE).or(Class::MODIFIER).or(Class::PLACE))
    {
        first.tag = Tag::Jj;
    }
    // "according to court documents": no infinitive
    for at in 2..words.len() {
        if words[at].tag == Tag::Vb
            && words[at].first == First::Lower
            && words[at - 1].low == key("to")
            && words[at - 2].low == key("according")
        {
            words[at].tag = Tag::Nn;
        }
    }
    if !words.is_empty() {
        abbreviation(words, 0);
    }
    for at in 1..words.len() {
        if let Some(tag) = mend_verb(words, at) {
            words[at].tag = tag;
        }
        abbreviation(words, at);
        // all that follows is about verbs of saying
        if !words[at].lists.has(Lists::SAID.or(Lists::REPORTING).or(Lists::ACT)) {
            continue;
        }
        let (before, word) = (words[at - 1], words[at]);
        let first = at < 2 || !words[at - 2].first.is_alphanumeric() || matches!(words[at - 2].tag, Tag::Jj | Tag::Cd);
        let verb = word.lists.has(Lists::SAID) || word.lists.has(Lists::REPORTING) && word.ends_in_ed;
        let plural = before.tag == Tag::Vbz
            && before.ends_in_s
            && !before.lists.has(Lists::AUXILIARY.or(Lists::REPORTING).or(Lists::PRONOUN));
        if plural && first && verb && matches!(word.tag, Tag::Vbd | Tag::Vbn | Tag::Vbp | Tag::Vb) {
            words[at - 1].tag = Tag::Nns;
            if word.tag == Tag::Vbn {
                words[at].tag = Tag::Vbd;
            }
        }
        let Some(next) = words.get(at + 1).copied() else { break };
        // "Farmers in the district complain that they": no noun
        let verbal = word.lists.has(Lists::REPORTING.or(Lists::ACT)) && !NOUNS_AS_WELL.contains(&word.low);
        // caution, however, that
        let aside = next.glyph == Glyph::Comma
            && words.get(at + 2).is_some_and(|word| word.low == key("however"))
            && words.get(at + 4).is_some_and(|word| word.low == key("that"));
        if verbal && word.tag == Tag::Nn && before.tag.is_noun() && (next.low == key("that") || aside) {
            let finite = words[..at].iter().any(|word| word.tag.is_finite());
            if !finite {
                words[at].tag = Tag::Vbp;
            }
        }
        if !word.lists.has(Lists::REPORTING) || word.first != First::Lower {
            continue;
        }
        let clause = matches!(next.tag, Tag::Nnp | Tag::Dt | Tag::Prp | Tag::PpS) || next.low == key("that");
        // the indictment alleges that
        let document = before.tag == Tag::Nn
            && before.noun_role.has(Class::DOCUMENT)
            && before.low != key("video")
            && next.low == key("that");
        if word.ends_in_s && word.tag == Tag::Nns && (before.tag == Tag::Nnp && clause || document) {
            words[at].tag = Tag::Vbz;
        }
        let closed = before.glyph == Glyph::Comma || before.glyph.is_double();
        // the plan is dead, a spokesman announced Monday
        let finite = |word: &Word| word.tag.is_finite();
        if word.ends_in_ed
            && word.tag == Tag::Vbn
            && before.tag.is_noun()
            && next.low != key("by")
            && words[..at].iter().any(finite)
            && !words[at..].iter().any(finite)
            && words[..at].iter().rev().take(5).any(|word| word.glyph == Glyph::Comma)
        {
            words[at].tag = Tag::Vbd;
        }
        if word.ends_in_ed && closed && matches!(word.tag, Tag::Jj | Tag::Nn | Tag::Vbn) && next.tag == Tag::Nnp {
            words[at].tag = Tag::Vbd;
        }
    }
}

/// The WHO is no pronoun.
#[inline]
fn abbreviation(words: &mut [Word], at: usize) {
    if words[at].is_upper && words[at].low == key("who") && words.iter().any(|word| word.first == First::Lower) {
        let word = &mut words[at];
        (word.tag, word.role, word.noun_role, word.lists) = (Tag::Nnp, Class::BRAND, Class::BRAND, Lists::default());
    }
}

/// Corrects the tag of a word that is a verb by its place: "“…,” Mattson offers,", "“…,” inquired Ruiz", "Keatley points out",
/// "agrees and recommends choosing"; and of an occupation before a name: "Leeds accountant Ana Ruiz".
fn mend_verb(words: &[Word], at: usize) -> Option<Tag> {
    let (before, word, next) = (&words[at - 1], &words[at], words.get(at + 1)?);
    // “…,” the statement read
    if word.low == key("read") && word.tag == Tag::Nn && before.noun_role.has(Class::DOCUMENT) && !next.is_word {
        return Some(Tag::Vbd);
    }
    // a sign on the door read: “…”
    if word.low == key("read") && before.tag.is_noun() && next.glyph == Glyph::Colon && !word.marked {
        return Some(Tag::Vbd);
    }
    if word.first != First::Lower || word.marked || !matches!(word.tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Vbn) {
        let office = word.role.has(Class::PERSON.or(Class::TITLE)) && !word.lists.has(Lists::REPORTING);
        let verb = matches!(word.tag, Tag::Vb | Tag::Vbd | Tag::Vbn | Tag::Vbp);
        return (office && verb && before.tag == Tag::Nnp && next.tag == Tag::Nnp).then_some(Tag::Nn);
    }
    if !(word.ends_in_s || word.ends_in_ed) {
        return None;
    }
    let tag = if word.ends_in_s { Tag::Vbz } else { Tag::Vbd };
    let reporting = word.lists.has(Lists::REPORTING);
    let closes = |word: &Word| word.marked && word.glyph.is_double();
    let name = |word: &Word| word.tag == Tag::Nnp && word.first == First::Upper && !word.marked;
    // where the name before the word begins
    let run = words[..at].iter().rev().take(5).take_while(|word| name(word)).count();
    let opens = words[..at - run].last();
    let nominal = matches!(next.tag, Tag::Nn | Tag::Nns | Tag::Jj) || next.tag.is_finite();
    let verb = if run > 0 && run <= 4 {
        let quoted = opens.is_some_and(closes);
        let clause = opens.is_none_or(|word| !word.first.is_alphanumeric() || word.low == key("that"));
        let object =
            matches!(next.tag, Tag::Rp | Tag::In | Tag::To | Tag::Cc | Tag::Vbg | Tag::Prp | Tag::Wp | Tag::Wrb);
        quoted && !nominal || reporting && clause && word.ends_in_s && object
    } else if closes(before) && next.tag == Tag::Nnp && next.first == First::Upper {
        true
    } else if reporting && !nominal && speaks_after_marks(&words[..at]) {
        true
    } else {
        let coordinated = before.tag == Tag::Cc && at > 1 && words[at - 2].tag == Tag::Vbz;
        let pronoun = before.tag == Tag::Rb && at > 1 && words[at - 2].lists.has(Lists::PERSONAL);
        reporting
            && word.ends_in_s
            && (coordinated || pronoun)
            && matches!(next.tag, Tag::Vbg | Tag::Dt | Tag::PpS | Tag::Prp)
    };
    verb.then_some(tag)
}

/// Whether the words end with a noun phrase right after a closing mark: “…!” someone | shouts; “…,” the lawyer | jokes.
fn speaks_after_marks(words: &[Word]) -> bool {
    let nominal = |word: &&Word| {
        !word.marked
            && (word.lists.has(Lists::PRONOUN)
                || matches!(
                    word.tag,
                    Tag::Dt | Tag::PpS | Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::Prp
                ))
    };
    let run = words.iter().rev().take(6).take_while(nominal).count();
    run > 0 && run < 6 && words[..words.len() - run].last().is_some_and(|word| word.marked && word.glyph.is_double())
}

/// Finds the base noun phrases of a sentence, whose first word has the number `base`, and notes them in the words.
pub(crate) fn chunk(words: &mut [Word], base: u32, phrases: &mut Vec<Phrase>) {
    let mut at = 0;
    while at < words.len() {
        let Some((end, head)) = phrase(words, at) else {
            at += 1;
            continue;
        };
        let number = |n: usize| base + u32::try_from(n).unwrap_or(0);
        let phrase = u32::try_from(phrases.len()).unwrap_or(NONE);
        phrases.push(Phrase {
            start: number(at),
            end: number(end),
            head: number(head),
            kind: kind(&words[at..end], &words[head]),
        });
        for word in &mut words[at..end] {
            word.phrase = phrase;
        }
        at = end;
    }
}

/// End and head of the phrase that begins at `from`.
fn phrase(words: &[Word], from: usize) -> Option<(usize, usize)> {
    let first = &words[from];
    let tag = |at: usize| words.get(at).map(|word| word.tag);
    if first.lists.has(Lists::PRONOUN)
        && matches!(first.tag, Tag::Prp | Tag::Nn | Tag::Dt | Tag::Jj | Tag::Cd | Tag::Wp | Tag::Nns | Tag::Nnp)
        && (first.lists.has(Lists::PERSONAL) || !matches!(tag(from + 1), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj)))
    {
        return Some((from + 1, from));
    }
    let nominal =
        matches!(first.tag, Tag::Dt | Tag::PpS | Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::Sym);
    if !(nominal && (first.first.is_alphanumeric() || first.tag == Tag::Nnp)) {
        return None;
    }
    let mut head = None;
    let mut at = from;
    let limit = words.len().min(from + LONGEST);
    while at < limit {
        let word = &words[at];
        let before = if at > 0 { words[at - 1].tag } else { Tag::Mark };
        match word.tag {
            Tag::Nn | Tag::Nns | Tag::Nnp => {
                head = Some(at);
                at += 1;
            }
            Tag::Dt | Tag::PpS if at > from => break,
            Tag::Dt | Tag::PpS | Tag::Jj | Tag::Cd | Tag::Sym => at += 1,
            Tag::Pos if at > from => at += 1,
            Tag::Vbg | Tag::Vbn
                if at > from
                    && matches!(tag(at + 1), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj))
                    && matches!(before, Tag::Dt | Tag::PpS | Tag::Jj | Tag::Rb) =>
            {
                at += 1;
            }
            Tag::Vbg
                if at > from
                    && TITLE_PARTICIPLES.contains(&word.low)
                    && matches!(tag(at + 1), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj)) =>
            {
                at += 1;
            }
            Tag::Rb if at > from && tag(at + 1) == Some(Tag::Jj) => at += 1,
            // three current and former employees
            Tag::Cc
                if at > from
                    && FORMER.contains(&words[at - 1].low)
                    && words.get(at + 1).is_some_and(|word| FORMER.contains(&word.low)) =>
            {
                at += 1;
            }
            _ if matches!(word.glyph, Glyph::Hyphen)
                && at > from
                && matches!(tag(at + 1), Some(Tag::Nn | Tag::Nnp | Tag::Jj)) =>
            {
                at += 1;
            }
            // the Musicians' Guild
            _ if word.glyph.is_single()
                && at > from
                && !word.marked
                && !word.spaced
                && words[at - 1].ends_in_s
                && matches!(before, Tag::Nns | Tag::Nnp)
                && matches!(tag(at + 1), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj))
                && words[at + 1].spaced =>
            {
                at += 1;
            }
            _ if word.low == key("&") && at > from && matches!(tag(at + 1), Some(Tag::Nn | Tag::Nnp | Tag::Jj)) => {
                at += 1;
            }
            _ if JOINS.contains(&word.low)
                && at > from
                && head == Some(at - 1)
                && tag(at + 1) == Some(Tag::Nnp)
                && before == Tag::Nnp =>
            {
                at += 1;
            }
            // the lanky, bespectacled professor
            _ if word.glyph == Glyph::Comma
                && at == from + 2
                && matches!(before, Tag::Jj | Tag::Nn)
                && matches!(first.tag, Tag::Dt | Tag::PpS)
                && matches!(tag(at + 1), Some(Tag::Jj | Tag::Vbn | Tag::Vbd | Tag::Nn))
                && matches!(tag(at + 2), Some(Tag::Nn | Tag::Jj))
                && (tag(at + 1) == Some(Tag::Jj) || words[at + 1].ends_in_ed) =>
            {
                at += if tag(at + 1) == Some(Tag::Jj) { 1 } else { 2 };
            }
            _ => break,
        }
    }
    // two were hurt; seven said
    let counted = first.tag == Tag::Cd
        && first.first != First::Digit
        && at == from + 1
        && words.get(at).is_some_and(|verb| verb.lists.has(Lists::SAID) && verb.tag.is_finite());
    match head {
        None if counted => Some((at, from)),
        // a studio executive said
        Some(head) if head + 2 == at && NOUNS_TOO.contains(&words[head + 1].low) => Some((at, head + 1)),
        Some(head) => Some((head + 1, head)),
        None if first.lists.has(Lists::PRONOUN) => Some((from + 1, from)),
        // the accused, an official
        None if at > from + 1
            && matches!(first.tag, Tag::Dt | Tag::PpS)
            && matches!(words[at - 1].tag, Tag::Jj | Tag::Cd) =>
        {
            Some((at, at - 1))
        }
        None => None,
    }
}

fn kind(phrase: &[Word], head: &Word) -> PhraseKind {
    let first = &phrase[0];
    if phrase.len() == 1 && first.lists.has(Lists::PRONOUN) {
        return PhraseKind::Pronoun;
    }
    if head.tag == Tag::Nnp {
        let one = phrase.len() > 1 && first.low == key("one");
        let determined = matches!(first.tag, Tag::Dt | Tag::PpS) || one;
        return if determined { PhraseKind::DeterminedName } else { PhraseKind::Name };
    }
    const DEFINITE: [Key; 5] = [key("the"), key("this"), key("that"), key("these"), key("those")];
    const INDEFINITE: [Key; 4] = [key("a"), key("an"), key("one"), key("another")];
    if DEFINITE.contains(&first.low) {
        PhraseKind::Definite
    } else if INDEFINITE.contains(&first.low) {
        PhraseKind::Indefinite
    } else if first.tag == Tag::PpS {
        PhraseKind::Possessive
    } else if head.tag == Tag::Nns {
        PhraseKind::Plural
    } else if phrase.iter().any(|word| word.tag == Tag::Nnp) {
        PhraseKind::NameNoun
    } else {
        PhraseKind::Noun
    }
}
