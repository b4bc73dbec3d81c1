//! What single words tell about people and bodies: titles, roles, kin, organizations, documents, places.
//!
//! Why lists, and not a model? What is needed of a word is a handful of plain facts ("a spokesman is a man", "a
//! ministry is a body"), and they hold for every outlet and year.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::Language;
use crate::model::features::{Key, key};
use crate::quote::lexicon::{sections, tails};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident $section:literal,)*) => {
        /// The classes of a word, as bits.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) struct Class(u32);

        #[allow(dead_code)]
        mod bit {
            #[repr(u32)]
            #[allow(clippy::upper_case_acronyms)]
            enum Bit { $($name),* }
            $(pub(super) const $name: u32 = 1 << Bit::$name as u32;)*
        }

        impl Class {
            $($(#[$doc])* pub(crate) const $name: Self = Self(bit::$name);)*
            const SECTIONS: &[(&'static str, Self)] = &[$(($section, Self::$name)),*];
        }
    };
}

classes! {
    /// Stands before a name: Mr, President, spokesman.
    TITLE "title",
    /// Goes with a title: former, deputy, foreign, White House.
    MODIFIER "modifier",
    /// Said of men only.
    MALE "male",
    /// Said of women only.
    FEMALE "female",
    /// A relative.
    KIN "kin",
    /// A noun for a person: mayor, pianist, witness.
    PERSON "person",
    /// Of those, the ones that hold for one person at a time in a story and need no introduction: the mayor.
    FUNCTION "function",
    /// A noun for several people.
    GROUP "group",
    /// Part of the name of a body: ministry, university, Inc.
    ORGANIZATION "organization",
    /// The name of a well-known body, by itself.
    BRAND "brand",
    /// A common noun for a body: the company, the ministry.
    BODY "body",
    /// Speaks for whoever issued it: statement, report, poll.
    DOCUMENT "document",
    /// A country, state or large city.
    PLACE "place",
    /// Belonging to a country, creed or party: Chinese, Republican.
    DEMONYM "demonym",
    /// Stands inside a name in lower case: of, de, von.
    PARTICLE "particle",
    /// No name although capitalized: Monday, The, However.
    SKIP "skip",
    /// How many: several, most.
    QUANTIFIER "quantifier",
    /// Where or how something was said: interview, statement, Monday.
    OCCASION "speech-place",
}

impl Class {
    /// None.
    pub(crate) const NONE: Self = Self(0);

    /// In either.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the word is in one of the classes of `any`.
    #[inline]
    pub(crate) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}

/// The classes of a language's words.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    classes: FxHashMap<Key, Class>,
    /// Classes by how a word ends, where a language makes one word of many: "-minister".
    ends: FxHashMap<Key, Class>,
    /// A general word and a special one that it may stand for.
    special: FxHashSet<(Key, Key)>,
}

const ENGLISH_LISTS: &str = include_str!("../../language/en/roles.txt");
static ENGLISH: LazyLock<Roles> = LazyLock::new(|| Roles::default().read(ENGLISH_LISTS, |_| true));

/// Lists of another language: its own words, and names of places and bodies, which are the same everywhere.
fn other(own: &'static str) -> Roles {
    let names = |section: &str| matches!(section, "organization" | "brand" | "place" | "demonym");
    Roles::default().read(ENGLISH_LISTS, names).read(own, |_| true)
}

impl Roles {
    /// Those of the language; English where there is no list, since names and titles of English news are met anywhere.
    pub(crate) fn of(language: Language) -> &'static Self {
        held_by_language!(language, "roles.txt", Roles, other).unwrap_or(&ENGLISH)
    }

    /// Adds the sections that `wanted` admits.
    fn read(mut self, data: &'static str, wanted: impl Fn(&str) -> bool) -> Self {
        let Self { classes, ends, special } = &mut self;
        for (name, line) in sections(data).filter(|(name, _)| wanted(name)) {
            if name == "hypernym" {
                let Some((general, words)) = line.split_once(':') else { continue };
                special.extend(words.split_whitespace().map(|word| (key(general), key(word))));
                continue;
            }
            let section = Class::SECTIONS.iter().find(|(n, _)| *n == name).map(|s| s.1).unwrap_or_default();
            for word in line.split_whitespace() {
                let end = word.strip_prefix('-');
                let list = if end.is_some() { &mut *ends } else { &mut *classes };
                let entry = list.entry(key(end.unwrap_or(word))).or_default();
                *entry = entry.or(section);
            }
        }
        self
    }

    /// The classes of a lower-cased word by its longest known end.
    fn by_end(&self, lower: &str) -> Class {
        tails(lower).find_map(|end| self.ends.get(&key(end))).copied().unwrap_or_default()
    }

    /// The classes of a lower-cased word, by its key.
    #[inline]
    pub(crate) fn class(&self, low: Key) -> Class {
        self.classes.get(&low).copied().unwrap_or_default()
    }

    /// The classes of a lower-cased word; forms with a dot, plurals and common endings are known by their base.
    pub(crate) fn class_of(&self, lower: &str, low: Key) -> Class {
        let class = self.class(low);
        if !self.ends.is_empty() {
            let whole = if class == Class::default() { lower.trim_end_matches('.') } else { lower };
            return class.or(self.by_end(whole));
        }
        if class != Class::default() {
            return class;
        }
        if let Some(base) = lower.strip_suffix('.') {
            return self.class(key(base));
        }
        // mayor-elect, mum-of-two
        if let Some((first, rest)) = lower.split_once('-')
            && (matches!(rest, "elect" | "designate") || rest.starts_with("of-"))
        {
            let first = self.class(key(first));
            if first.has(Class::PERSON.or(Class::TITLE)) {
                return Class(first.0 & !Class::FUNCTION.0).or(Class::TITLE);
            }
        }
        if let Some((_, last)) = lower.rsplit_once('-') {
            let last = self.class(key(last));
            if last.has(Class::PERSON.or(Class::TITLE)) {
                return Class(last.0 & !Class::FUNCTION.0);
            }
        }
        if let Some(base) = singular(lower) {
            let one = self.class(key(&base));
            if one.has(Class::PERSON) {
                return Class::GROUP;
            }
            if one.has(Class::BODY) {
                return Class::GROUP;
            }
        }
        if lower.ends_with("woman") && lower.len() > 6 {
            return Class::PERSON.or(Class::FEMALE);
        }
        if ["ologist", "ologists", "ician", "icians", "women", "sman", "smen"].iter().any(|end| lower.ends_with(end)) {
            return if lower.ends_with('s') || lower.ends_with("men") { Class::GROUP } else { Class::PERSON };
        }
        class
    }

    /// Whether `general` may stand for one who was called `special`: politician for senator. Keys of lower-cased words.
    #[inline]
    pub(crate) fn covers(&self, general: Key, special: Key) -> bool {
        general == special || self.special.contains(&(general, special))
    }
}

/// The singular of a regular plural.
fn singular(lower: &str) -> Option<String> {
    let base = lower.strip_suffix('s')?;
    if base.len() < 3 || base.ends_with('s') {
        return None;
    }
    if let Some(stem) = base.strip_suffix("ie") {
        return Some(format!("{stem}y"));
    }
    for end in ["sse", "che", "she", "xe"] {
        if base.ends_with(end) {
            return Some(base[..base.len() - 1].to_owned());
        }
    }
    Some(base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(word: &str) -> Class {
        Roles::of(Language::English).class_of(word, key(word))
    }

    #[test]
    fn words_have_their_classes() {
        for (word, of) in [
            ("spokeswoman", Class::FEMALE),
            ("sen.", Class::TITLE),
            ("officials", Class::GROUP),
            ("companies", Class::GROUP),
            ("witnesses", Class::GROUP),
            ("horsewoman", Class::FEMALE),
            ("ornithologist", Class::PERSON),
            ("ex-minister", Class::PERSON),
            ("monday", Class::SKIP),
            ("statement", Class::DOCUMENT),
        ] {
            assert!(class(word).has(of), "{word}");
        }
        assert_eq!(class("harbour"), Class::default());
        assert_eq!(class("s"), Class::default());
    }

    #[test]
    fn every_section_is_known() {
        for line in include_str!("../../language/en/roles.txt").lines() {
            if let Some(name) = line.strip_prefix('[') {
                let name = name.trim_end_matches(']');
                assert!(name == "hypernym" || Class::SECTIONS.iter().any(|(n, _)| *n == name), "{name}");
            }
        }
    }

    #[test]
    fn general_words_cover_special_ones() {
        let roles = Roles::of(Language::English);
        assert!(roles.covers(key("politician"), key("senator")));
        assert!(!roles.covers(key("senator"), key("politician")));
        assert!(roles.covers(key("pianist"), key("pianist")));
    }
}
