//! Names in the text: runs of capitalized words, without the titles before them.
//!
//! Why not take the noun phrases for names? A tagger that never met "Golden" makes "Golden remembers" one phrase; a run
//! of capitals that the same article shows elsewhere in mid-sentence is a name whatever its tags.

use rustc_hash::FxHashSet;

use super::roles::{Class, Roles};
use crate::Language;
use crate::model::features::{Key, key};
use crate::quote::analysis::{Analysis, NONE, Tag};
use crate::quote::lexicon::{First, Lists};

/// A name at one place.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// First word of the name proper.
    pub(super) start: u32,
    /// After its last word.
    pub(super) end: u32,
    /// First word of the run, titles in capitals included.
    pub(super) outer: u32,
    /// Its words, lower case, without dots, particles kept, `Jr.` and company endings left out.
    pub(super) keys: Vec<Key>,
    /// What a `Mr` or `Mrs` before it tells: -1 a man, 1 a woman.
    pub(super) honorific: i8,
}

/// Everything the steps of resolution look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t, 'a> {
    pub(super) analysis: &'t Analysis<'a>,
    pub(super) roles: &'static Roles,
}

impl Text<'_, '_> {
    /// What the word tells about people and bodies: only nouns can be plurals or compounds of listed ones.
    #[inline]
    pub(super) fn class(&self, word: u32) -> Class {
        let word = self.analysis.word(word);
        if word.tag.is_noun() || word.tag == Tag::Jj { word.noun_role } else { word.role }
    }

    #[inline]
    pub(super) fn low(&self, word: u32) -> Key {
        self.analysis.words.get(word as usize).map_or(0, |w| w.low)
    }

    #[inline]
    pub(super) fn is(&self, word: u32, form: Key) -> bool {
        self.low(word) == form
    }

    #[inline]
    pub(super) fn tag(&self, word: u32) -> Tag {
        self.analysis.words.get(word as usize).map_or(Tag::Mark, |w| w.tag)
    }

    #[inline]
    pub(super) fn marked(&self, word: u32) -> bool {
        self.analysis.words.get(word as usize).is_some_and(|w| w.marked)
    }

    /// A capitalized word.
    #[inline]
    pub(super) fn upper(&self, word: u32) -> bool {
        self.analysis.words.get(word as usize).is_some_and(|w| w.first == First::Upper && w.is_word)
    }

    /// Key without a final dot.
    #[inline]
    pub(super) fn bare(&self, word: u32) -> Key {
        self.analysis.bare(word)
    }

    /// Index of the phrase at that word.
    #[inline]
    pub(super) fn phrase(&self, word: u32) -> Option<u32> {
        self.analysis.words.get(word as usize).map(|w| w.phrase).filter(|&p| p != NONE)
    }
}

const COMPANY_ENDINGS: [Key; 12] = [
    key("inc"),
    key("co"),
    key("corp"),
    key("ltd"),
    key("llc"),
    key("plc"),
    key("gmbh"),
    key("ag"),
    key("lp"),
    key("llp"),
    key("sa"),
    key("nv"),
];
const GENERATIONS: [Key; 5] = [key("jr"), key("sr"), key("ii"), key("iii"), key("iv")];
/// `Department of Health and Human Services`: bodies whose field may be two words joined by "and".
const FIELDS: [Key; 7] = [
    key("department"),
    key("ministry"),
    key("institute"),
    key("committee"),
    key("council"),
    key("society"),
    key("school"),
];

/// Whether the ending tells nothing about who it is.
pub(super) fn is_ending(low: Key) -> bool {
    COMPANY_ENDINGS.contains(&low) || GENERATIONS.contains(&low)
}

/// Finds the names of an article, in text order. Linear in its length.
pub(super) fn scan(text: &Text<'_, '_>) -> Vec<Name> {
    let analysis = text.analysis;
    let titled = titled(text);
    let of_titled = |word: u32| titled[analysis.word(word).sentence as usize];
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    seen.reserve(analysis.capitals.len());
    for &word in &analysis.capitals {
        let start = analysis.sentence_of(word).start;
        if text.upper(word) && !text.class(word).has(Class::SKIP) && !of_titled(word) && !is_initial(text, start, word)
        {
            seen.insert(text.bare(word));
        }
    }
    let mut names: Vec<Name> = Vec::with_capacity(analysis.capitals.len() / 2);
    let mut dropped = Vec::new();
    let mut free = 0;
    for &at in &analysis.capitals {
        if at < free {
            continue;
        }
        let sentence = analysis.sentence_of(at);
        let end = run(text, &seen, sentence.start, at, sentence.end, of_titled(at));
        if end <= at {
            if text.upper(at) && is_month_name(text, at, sentence.end) {
                dropped.push(at);
            }
            continue;
        }
        match name_of(text, at, end) {
            Some(name) => names.push(name),
            None if end - at == 1 => dropped.push(at),
            None => {}
        }
        free = end;
    }
    // "Major said", when the article names a Robert Major
    if !dropped.is_empty() {
        let last: FxHashSet<Key> =
            names.iter().filter(|n| n.keys.len() > 1).filter_map(|n| n.keys.last().copied()).collect();
        let plain = |w: u32| {
            w == 0
                || !matches!(text.tag(w - 1), Tag::Dt | Tag::PpS | Tag::Pos | Tag::Cd)
                    && (!matches!(text.tag(w - 1), Tag::In) || !text.class(w).has(Class::SKIP))
        };
        let found = dropped.into_iter().filter(|&w| last.contains(&text.bare(w)) && plain(w));
        names.extend(found.map(|w| Name { start: w, end: w + 1, outer: w, keys: vec![text.bare(w)], honorific: 0 }));
        names.sort_by_key(|name| name.start);
    }
    names
}

/// By sentence, whether it is a headline in title case.
fn titled(text: &Text<'_, '_>) -> Vec<bool> {
    let analysis = text.analysis;
    let mut titled = vec![false; analysis.sentences.len()];
    for of_one in analysis.capitals.chunk_by(|&one, &next| analysis.word(one).sentence == analysis.word(next).sentence)
    {
        // more than three fifths of more than three words
        if of_one.len() > 2 {
            let sentence = analysis.word(of_one[0]).sentence as usize;
            let range = &analysis.sentences[sentence];
            titled[sentence] = is_titled(text, range.start, range.end);
        }
    }
    titled
}

/// Whether most words of a line are capitalized: a headline in title case.
fn is_titled(text: &Text<'_, '_>, start: u32, end: u32) -> bool {
    let words = &text.analysis.words[start as usize..end as usize];
    let (mut all, mut upper) = (0, 0);
    for word in words {
        all += usize::from(word.first.is_letter());
        upper += usize::from(word.first == First::Upper && word.is_word);
    }
    // most sentences end here
    if all <= 3 || upper * 10 <= all * 6 {
        return false;
    }
    let small = |tag: Tag| matches!(tag, Tag::In | Tag::Dt | Tag::Cc | Tag::To | Tag::Pos | Tag::PpS | Tag::Rp);
    let plain = words
        .iter()
        .filter(|word| word.first.is_letter() && !(word.first == First::Upper && word.is_word) && !small(word.tag))
        .count();
    all > 3 && upper * 10 > all * 6 && plain * 15 <= all
}

/// Whether a capital says nothing at that word: it begins a sentence, or words between marks.
fn is_initial(text: &Text<'_, '_>, start: u32, word: u32) -> bool {
    let mut at = word;
    while at > start {
        at -= 1;
        let before = text.analysis.word(at);
        if before.is_word {
            return false;
        }
        let lower = text.analysis.lower(at);
        if matches!(lower, ":" | "•" | "-" | "--" | "—" | "–" | "*" | "(") {
            return true;
        }
        if before.marked || lower.starts_with(['“', '"', '‘', '\'', '„', '«', '»', '`']) {
            return true;
        }
        if lower != "." {
            return false;
        }
    }
    true
}

#[allow(clippy::too_many_lines, reason = "one table of what may join two capitals")]
/// The end of the run of name words at `at`; `at` when no name begins there.
fn run(text: &Text<'_, '_>, seen: &FxHashSet<Key>, from: u32, at: u32, until: u32, titled: bool) -> u32 {
    let word = text.analysis.word(at);
    let upper = word.first == First::Upper && word.is_word;
    let handle = word.first == First::Other && word.is_word && text.analysis.text(at).starts_with('@');
    if !(upper || handle) {
        return at;
    }
    if titled {
        let mut end = at;
        while end < until && text.upper(end) && seen.contains(&text.bare(end)) {
            end += 1;
        }
        return end;
    }
    let class = text.class(at);
    let next_upper = at + 1 < until && text.upper(at + 1) && !text.class(at + 1).has(Class::SKIP);
    let first_name = word.lists.has(Lists::FIRST_NAME);
    if class.has(Class::SKIP) && !(first_name && next_upper && !is_initial(text, from, at)) {
        let month_name = first_name && next_upper && matches!(text.analysis.lower(at), "april" | "june" | "will");
        if !month_name {
            return at;
        }
    }
    if is_initial(text, from, at) && !handle {
        let known = seen.contains(&text.bare(at));
        let open = matches!(
            word.tag,
            Tag::In
                | Tag::Dt
                | Tag::Rb
                | Tag::Wrb
                | Tag::Wp
                | Tag::Wdt
                | Tag::Cc
                | Tag::Prp
                | Tag::PpS
                | Tag::Md
                | Tag::To
        ) || word.tag.is_verb() && !first_name;
        let role = class.has(Class::TITLE.or(Class::PLACE).or(Class::DEMONYM).or(Class::ORGANIZATION));
        let office = class.has(Class::TITLE) && text.is(at + 1, key("of")) && text.upper(at + 2);
        if !known && !office && !(next_upper && (!open || first_name || role)) {
            let named = word.tag == Tag::Nnp || first_name || class.has(Class::PLACE) || word.is_upper;
            if !named || open && !first_name || class.has(Class::DEMONYM) || word.is_upper && word.span.len() < 2 {
                return at;
            }
        }
    }
    let german = text.analysis.article.language() == Language::German;
    let mut organization = class.has(Class::ORGANIZATION);
    let mut field = false;
    let mut end = at + 1;
    while end < until {
        let here = text.analysis.word(end);
        if here.marked != word.marked {
            break;
        }
        let class = text.class(end);
        let given = text.analysis.before(end).lists.has(Lists::FIRST_NAME);
        let surname = given && is_month_name(text, end, until) || class.has(Class::ORGANIZATION);
        if text.upper(end) && (!class.has(Class::SKIP) || surname) {
            organization |= class.has(Class::ORGANIZATION);
            end += 1;
            continue;
        }
        let next_name = |w: u32| w < until && text.upper(w) && !text.class(w).has(Class::SKIP) && !text.marked(w);
        let lower = text.analysis.lower(end);
        let grown = match lower {
            "&" if next_name(end + 1) => end + 2,
            // Coastal Residents' Association
            "'" | "’"
                if !here.spaced
                    && text.analysis.before(end).ends_in_s
                    && next_name(end + 1)
                    && text.class(end + 1).has(Class::ORGANIZATION.or(Class::BODY)) =>
            {
                end + 2
            }
            "-" | "–" if !here.spaced && next_name(end + 1) && !text.analysis.word(end + 1).spaced => end + 2,
            "of" if next_name(end + 1) => {
                // Jane Doe of the ministry, Prof Jane Doe of Durham University; but Prince John of Wales
                let given = (at..end).find(|&w| !text.class(w).has(Class::TITLE)).unwrap_or(at);
                let person = text.analysis.word(given).lists.has(Lists::FIRST_NAME)
                    && end - given >= 2
                    && !organization
                    && !class_in(text, given, end, Class::TITLE);
                if person {
                    break;
                }
                field = organization;
                end + 2
            }
            "of" | "for" | "on"
                if organization && end + 2 < until && text.is(end + 1, key("the")) && next_name(end + 2) =>
            {
                field = true;
                end + 3
            }
            "for" | "on" if organization && next_name(end + 1) && !text.analysis.before(end).is_upper => {
                field = true;
                end + 2
            }
            "and" if field && next_name(end + 1) && (at..end).any(|w| FIELDS.contains(&text.low(w))) => end + 2,
            _ if class.has(Class::PARTICLE)
                && !matches!(lower, "of" | "la" | "le" | "du" | "el" | "y")
                // Bürgermeisterin von Lindenau
                && !(german && lower == "von" && text.class(end - 1).has(Class::TITLE.or(Class::DOCUMENT)))
                && next_name(end + 1) =>
            {
                end + 2
            }
            // Ursula von der Leyen
            "von" | "van"
                if end + 2 < until
                    && matches!(text.analysis.lower(end + 1), "der" | "den" | "dem" | "de")
                    && next_name(end + 2) =>
            {
                end + 3
            }
            "la" if text.is(end - 1, key("de")) && next_name(end + 1) => end + 2,
            "de" if end + 2 < until && text.is(end + 1, key("la")) && next_name(end + 2) => end + 3,
            _ if here.first == First::Digit && text.is(end - 1, key("local")) => end + 1,
            _ if here.first == First::Digit && text.is(end - 1, key("of")) => end + 1,
            _ => break,
        };
        organization |= class_in(text, end, grown, Class::ORGANIZATION);
        end = grown;
    }
    end
}

/// A month that may be a surname: Theresa May, not "in May" and not "May 5".
fn is_month_name(text: &Text<'_, '_>, word: u32, until: u32) -> bool {
    matches!(text.analysis.lower(word), "may" | "march" | "august" | "will" | "see" | "go" | "young" | "even" | "let")
        && (word + 1 >= until || text.analysis.word(word + 1).first != First::Digit)
}

fn class_in(text: &Text<'_, '_>, start: u32, end: u32, class: Class) -> bool {
    (start..end).any(|w| text.class(w).has(class))
}

/// Splits the run into titles and name; `None` when it is a title and nothing more.
fn name_of(text: &Text<'_, '_>, outer: u32, end: u32) -> Option<Name> {
    let first_name = |w: u32| text.analysis.word(w).lists.has(Lists::FIRST_NAME) && !text.class(w).has(Class::PLACE);
    let last = end - 1;
    let mut start = outer;
    // the Prime Minister, a Conservative MP
    let office = Class::TITLE.or(Class::MODIFIER).or(Class::PLACE).or(Class::DEMONYM);
    if text.class(last).has(Class::TITLE)
        && (outer..last).all(|w| text.class(w).has(office) || text.is(w, key("of")))
        && !(end - outer <= 2 && first_name(last) && !text.class(last).has(Class::PERSON))
    {
        return None;
    }
    // the Kentucky Republican
    if text.class(last).has(Class::DEMONYM)
        && end - outer <= 3
        && outer > 0
        && text.is(outer - 1, key("the"))
        && (outer..last).all(|w| text.class(w).has(Class::PLACE.or(Class::DEMONYM).or(Class::MODIFIER)))
    {
        return None;
    }
    let mut title = (outer..last).rev().find(|&w| {
        text.class(w).has(Class::TITLE) && !(text.class(w).has(Class::ORGANIZATION) && w > outer && first_name(outer))
    });
    // Assistant Commissioner of Road Safety Jane Doe
    if let Some(t) = title
        && end > t + 4
        && text.is(t + 1, key("of"))
        && first_name(end - 2)
        && text.upper(last)
        && !text.class(last).has(Class::ORGANIZATION)
    {
        let keys = vec![text.bare(end - 2), text.bare(last)];
        return Some(Name { start: end - 2, end, outer, keys, honorific: 0 });
    }
    // Major League, General Motors; but Justice Minister, President of the Bank
    if title.is_some_and(|t| class_in(text, t + 1, end, Class::ORGANIZATION) && !first_name(t + 1)) {
        title = None;
    }
    // Stephen King Jr., Martin Major Smith
    if title.is_some_and(|t| t > outer && first_name(outer) && !text.class(outer).has(Class::TITLE.or(Class::MODIFIER)))
        && !title.is_some_and(|t| text.class(t - 1).has(Class::TITLE.or(Class::MODIFIER)))
    {
        title = None;
    }
    if title.is_some_and(|t| (t + 1..end).all(|w| is_ending(text.bare(w)))) {
        title = None;
    }
    if let Some(t) = title {
        start = t + 1;
        // Det Con Jane Doe, Ch Supt John Doe
        if start + 1 < end && text.is(t, key("det")) && matches!(text.analysis.lower(start), "con" | "ch") {
            start += 1;
        }
        // Secretary of State Jane Doe, Chief of Staff John Doe
        if text.is(start, key("of")) || text.is(start, key("for")) {
            let mut at = start + 1;
            while at < end
                && (text.class(at).has(Class::MODIFIER.or(Class::PLACE)) && !(first_name(at) && end - at <= 2)
                    || text.is(at, key("the"))
                    || text.is(at, key("and")))
            {
                at += 1;
            }
            start = at;
        }
        if start >= end {
            return None;
        }
    } else {
        let one = end - outer == 1;
        let class = text.class(last);
        // Republican Jane Doe
        let leading = Class::DEMONYM.or(Class::MODIFIER).or(Class::PERSON);
        while end - start > 2 && text.class(start).has(leading) && first_name(start + 1) {
            start += 1;
        }
        if one && class.has(Class::DEMONYM) {
            return None;
        }
    }
    while start < end && !text.analysis.word(start).is_word {
        start += 1;
    }
    // the Prime Minister's Office, St. Mary's Hospital
    if start == outer
        && end - start == 1
        && text.class(start).has(Class::ORGANIZATION)
        && start >= 2
        && let Some(phrase) = text.analysis.phrase_at(start)
    {
        let mut from = phrase.start;
        while from < start && matches!(text.tag(from), Tag::Dt | Tag::PpS) {
            from += 1;
        }
        if from < start && text.tag(start - 1) == Tag::Pos && (from..start - 1).all(|w| text.upper(w)) {
            start = from;
        }
    }
    let mut keys: Vec<Key> =
        (start..end).filter(|&w| text.analysis.word(w).is_word).map(|w| text.bare(w)).take(12).collect();
    while keys.len() > 1 && keys.last().is_some_and(|&k| is_ending(k)) {
        keys.pop();
    }
    if keys.is_empty() || start >= end {
        return None;
    }
    let mut honorific = 0;
    if start > 0 {
        let before = text.bare(start - 1);
        if before == key("mr") || before == key("sir") {
            honorific = -1;
        } else if [key("mrs"), key("ms"), key("miss")].contains(&before) {
            honorific = 1;
        }
    }
    Some(Name { start, end, outer, keys, honorific })
}
