//! Titles, offices and relations: before the name, after it between commas, before it between commas.

use super::names::{Name, Text};
use super::roles::Class;
use crate::model::features::{Key, key};
use crate::quote::analysis::{NONE, PhraseKind, Tag};

/// Words of a title, without article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The first word with the article: "the" in "the harbour engineer".
    pub(super) article: u32,
    /// Its main word: "spokesman" in "spokesman for the ministry".
    pub(super) head: u32,
}

/// What stands before a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    /// First word that belongs to the name's phrase, without article.
    pub(super) start: u32,
    /// The word that names the role, if `role` or `body`.
    pub(super) head: u32,
    pub(super) role: bool,
    pub(super) body: bool,
    pub(super) title: Option<Title>,
}

/// What stands after a name, between commas.
#[derive(Debug, Clone, Copy)]
pub(super) struct After {
    pub(super) start: u32,
    pub(super) head: u32,
    pub(super) role: bool,
    pub(super) body: bool,
    pub(super) title: Option<Title>,
}

/// Longest title kept, in words.
const LONGEST: u32 = 14;
/// Titles that are mere politeness.
const POLITE: [Key; 26] = [
    key("mr"),
    key("mrs"),
    key("ms"),
    key("miss"),
    key("mx"),
    key("sir"),
    key("mme"),
    // of other languages
    key("herr"),
    key("frau"),
    key("m"),
    key("mlle"),
    key("me"),
    key("monsieur"),
    key("madame"),
    key("sr"),
    key("sra"),
    key("señor"),
    key("señora"),
    key("don"),
    key("doña"),
    key("sig"),
    key("signor"),
    key("signora"),
    key("dhr"),
    key("mevr"),
    key("mevrouw"),
];
/// Degrees and forms of address: any office says more.
const ADDRESSES: [Key; 5] = [key("dr"), key("prof"), key("rev"), key("hon"), key("fr")];
const JOINING: [Key; 7] = [key("of"), key("for"), key("at"), key("with"), key("in"), key("to"), key("on")];

/// Whether the noun names a person's role.
fn is_role(text: &Text<'_, '_>, word: u32) -> bool {
    let class = text.class(word);
    class.has(Class::PERSON)
        || class.has(Class::TITLE) && !class.has(Class::MODIFIER) && !text.upper(word)
        || class.has(Class::TITLE) && text.upper(word)
}

/// Reads what precedes the name, back to the start of the sentence at most.
pub(super) fn before(text: &Text<'_, '_>, name: &Name, from: u32) -> Before {
    let analysis = text.analysis;
    let none = Before { start: name.start, head: name.start, role: false, body: false, title: None };
    let mut start = name.outer;
    if let Some(phrase) = analysis.phrase_at(name.outer) {
        // "a senior US official": the name is no head, what stands before it is not its title
        if phrase.head >= name.end {
            return none;
        }
        start = start.min(phrase.start).max(name.outer.saturating_sub(LONGEST));
    }
    // state-run broadcaster CCTV: an adjective that the phrase left out
    while start > from
        && start < name.start
        && !text.upper(start - 1)
        && text.analysis.before(start).phrase == NONE
        && (text.tag(start - 1) == Tag::Jj || text.analysis.lower(start - 1).contains('-'))
        && text.analysis.before(start).is_word
    {
        start -= 1;
    }
    // burgemeester Anna Visser, l'avocate Ana Ruiz: a noun before the name, without an article or with it in one word
    if start == name.outer
        && start > from
        && crate::quote::is_read_by_rules(analysis.article.language())
        && !text.upper(start - 1)
        && text.class(start - 1).has(Class::PERSON)
        && analysis.phrase_at(start - 1).is_none_or(|phrase| phrase.end == phrase.start + 1)
    {
        start -= 1;
    }
    // head of policy Jane Doe: the phrase is "policy Jane Doe"
    if start < name.start
        && start >= from + 2
        && (text.is(start - 1, key("of")) || text.is(start - 1, key("for")))
        && let Some(phrase) = analysis.phrase_at(start - 2)
        && phrase.end == start - 1
        && is_role(text, phrase.head)
        && !text.upper(start)
        && text.tag(start) != Tag::Dt
        && !(start..name.start).any(|w| is_role(text, w))
    {
        start = phrase.start;
    }
    while start < name.start && matches!(text.tag(start), Tag::Dt | Tag::PpS) {
        start += 1;
    }
    if start < name.start {
        let polite = |w: u32| POLITE.contains(&text.bare(w));
        let address = |w: u32| ADDRESSES.contains(&text.bare(w));
        let office = |w: u32| is_role(text, w) && !polite(w) && text.tag(w) != Tag::Pos;
        let head = (start..name.start).rev().find(|&w| office(w) && !address(w));
        let head = head.or_else(|| (start..name.start).rev().find(|&w| office(w)));
        let body = (start..name.start)
            .next_back()
            .filter(|&w| !text.upper(w) && text.class(w).has(Class::BODY) && text.tag(w).is_noun());
        let possessor = |w: u32| text.tag(w + 1) == Tag::Pos;
        if let Some(head) = head.filter(|&h| !possessor(h)) {
            let mut end = name.start;
            // the lead engineer Dr Jane Doe
            while end > start && (polite(end - 1) || end - 1 > head && address(end - 1)) {
                end -= 1;
            }
            // co-founder and chief executive Jane Doe
            if start >= from + 2
                && text.is(start - 1, key("and"))
                && let Some(phrase) = analysis.phrase_at(start - 2).filter(|p| p.end == start - 1 && p.start >= from)
                && (phrase.start..phrase.end).all(|w| is_role(text, w) || text.class(w).has(Class::MODIFIER))
                && is_role(text, phrase.head)
            {
                start = phrase.start;
            }
            return Before {
                start,
                head,
                role: true,
                body: false,
                title: Some(Title { start, end, article: start, head }),
            };
        }
        if let Some(head) = body {
            let title = Some(Title { start, end: name.start, article: start, head });
            return Before { start, head, role: false, body: true, title };
        }
        return Before { start, ..none };
    }
    // Biden's national security adviser, Jane Doe, said; the head of the union, Jane Doe, said
    if name.outer < from + 2 || !text.is(name.outer - 1, key(",")) {
        return none;
    }
    let closed = analysis.words.get(name.end as usize).is_none_or(|w| {
        !w.is_word && analysis.lower(name.end) != "'s"
            || w.tag.is_finite()
            || w.sentence != analysis.word(name.start).sentence
    });
    if !closed {
        return none;
    }
    let mut end = name.outer - 1;
    for _ in 0..4 {
        let Some(phrase) = analysis.phrase_at(end - 1).filter(|p| p.end == end && p.start >= from) else { return none };
        let definite = matches!(phrase.kind, PhraseKind::Definite | PhraseKind::Possessive)
            || (phrase.start..phrase.end).any(|w| text.tag(w) == Tag::Pos)
            || matches!(phrase.kind, PhraseKind::DeterminedName | PhraseKind::NameNoun | PhraseKind::Noun);
        if text.class(phrase.head).has(Class::PERSON) && definite && !text.class(phrase.head).has(Class::GROUP) {
            let mut start = phrase.start;
            while start < phrase.head && matches!(text.tag(start), Tag::Dt | Tag::PpS) {
                start += 1;
            }
            let title = Title { start, end: name.outer - 1, article: phrase.start, head: phrase.head };
            let short = title.end - title.start <= LONGEST;
            return Before { head: phrase.head, role: true, title: short.then_some(title), ..none };
        }
        if phrase.start > from && JOINING.contains(&text.low(phrase.start - 1)) {
            end = phrase.start - 1;
        } else {
            return none;
        }
        if end <= from {
            return none;
        }
    }
    none
}

/// Reads the apposition after the name, up to `until`; `is_named` tells whether a word is part of a name.
pub(super) fn after(text: &Text<'_, '_>, name: &Name, until: u32, is_named: impl Fn(u32) -> bool) -> Option<After> {
    let analysis = text.analysis;
    let mut at = name.end;
    if at + 1 >= until || !text.is(at, key(",")) {
        return None;
    }
    at += 1;
    // Jane Doe, 54, a resident of Quay Street
    if text.tag(at) == Tag::Cd && at + 2 < until && text.is(at + 1, key(",")) {
        at += 2;
    }
    if text.marked(at) != text.marked(name.start) {
        return None;
    }
    // Jane Doe, whose son John is a sailor
    if matches!(text.tag(at), Tag::Wp | Tag::Wdt) || matches!(analysis.lower(at), "whose" | "which") {
        return None;
    }
    // Ana Ruiz, avocate de la famille, …; Karl Auer, Sprecher des Ministeriums, …: no article
    if crate::quote::is_read_by_rules(analysis.article.language()) && text.class(at).has(Class::PERSON) && !is_named(at)
    {
        let end = (at..until.min(at + LONGEST)).find(|&w| !analysis.word(w).is_word)?;
        let whole = (at..end).all(|w| !text.tag(w).is_finite());
        let title = Title { start: at, end, article: at, head: at };
        return whole.then_some(After { start: at, head: at, role: true, body: false, title: Some(title) });
    }
    let phrase = *analysis.phrase_from(at).or_else(|| analysis.phrase_at(at + 1).filter(|p| p.start == at + 1))?;
    if phrase.kind == PhraseKind::Pronoun || phrase.end > until {
        return None;
    }
    let head = if is_role(text, phrase.head) {
        phrase.head
    } else {
        (phrase.start..phrase.end)
            .rev()
            .find(|&w| is_role(text, w) && text.tag(w + 1) != Tag::Pos)
            .unwrap_or(phrase.head)
    };
    let class = text.class(head);
    let role = is_role(text, head) && !class.has(Class::GROUP);
    let body = !role && class.has(Class::BODY) && !text.upper(head);
    if is_named(head) {
        return None;
    }
    let mut end = phrase.end;
    while end < until {
        let word = analysis.word(end);
        if !word.is_word && !matches!(analysis.lower(end), "'" | "’" | "'s" | "’s" | "&" | "-" | "/") {
            break;
        }
        if word.tag.is_finite() && !word.lists.has(crate::quote::lexicon::Lists::AUXILIARY)
            || matches!(word.tag, Tag::Md | Tag::Wp | Tag::Wdt)
            || word.marked != analysis.word(at).marked
        {
            // "…, the mayor said" is no apposition; "…, a lawyer who" is
            if !matches!(word.tag, Tag::Wp | Tag::Wdt) {
                return None;
            }
            break;
        }
        end += 1;
    }
    let mut start = phrase.start;
    while start < head && matches!(text.tag(start), Tag::Dt | Tag::PpS) {
        start += 1;
    }
    let title =
        (role && end - start <= LONGEST && end > start).then_some(Title { start, end, article: phrase.start, head });
    Some(After { start: phrase.start, head, role, body, title })
}

/// Takes the title if it is the first, or says more of the same office.
pub(super) fn offer(text: &Text<'_, '_>, known: &mut Option<Title>, title: Title) {
    let Some(old) = *known else {
        *known = Some(title);
        return;
    };
    // Dr. Jane Doe, the clinic's chief executive
    let address = |title: &Title| title.end == title.start + 1 && ADDRESSES.contains(&text.bare(title.start));
    if address(&old) && !address(&title) {
        *known = Some(title);
        return;
    }
    let longer = title.end - title.start > old.end - old.start;
    let shared = (title.end - title.start).min(old.end - old.start);
    let same = (1..=shared).all(|back| text.low(title.end - back) == text.low(old.end - back));
    if longer && same {
        *known = Some(title);
    }
}

/// The title before `name` in a caption, when it ends in the title known from the story: captions are no part of it, but
/// they introduce people at length ("China’s Foreign Minister" where the story has "Foreign Minister").
pub(super) fn in_captions(article: &crate::Article, name: &str, known: &str) -> Option<crate::Span> {
    use crate::{BlockKind, BoilerplateRule, Span};
    let captions =
        article.blocks().iter().filter(|b| b.kind == BlockKind::Boilerplate(BoilerplateRule::Caption)).take(8);
    for block in captions {
        let text = &article.text()[block.span];
        let Some(at) = text.find(name) else { continue };
        let before = text[..at].trim_end();
        let Some(rest) = before.strip_suffix(known) else { continue };
        // possessors and names before it: "China’s", "US"
        let mut start = rest.len();
        for word in rest.trim_end().rsplit(' ').take(3) {
            let capital = word.starts_with(char::is_uppercase);
            if !capital || word.ends_with([',', '.', ':', ';']) && !word.contains("U.") {
                break;
            }
            start = rest[..start].trim_end().len() - word.len();
        }
        if rest[..start].trim().is_empty()
            && start == 0
            && !rest.is_empty()
            && !rest.trim_start().starts_with(char::is_uppercase)
        {
            continue;
        }
        if start < rest.trim_end().len() {
            let from = block.span.start();
            return Some(Span::new(from + start, from + before.len()));
        }
    }
    None
}
