//! Word lists of English, and the lists each word is in.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::features::{Key, key};

/// The lists a word is in, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Lists(u32);

impl Lists {
    /// None.
    pub(crate) const NONE: Self = Self(0);
    /// Auxiliaries.
    pub(crate) const AUXILIARY: Self = Self(1);
    /// Words that stand alone for a noun phrase.
    pub(crate) const PRONOUN: Self = Self(1 << 1);
    /// Those of them that never go before a noun.
    pub(crate) const PERSONAL: Self = Self(1 << 2);
    /// Days and times.
    pub(crate) const DAY: Self = Self(1 << 3);
    /// Conjunctions and prepositions.
    pub(crate) const CONNECTIVE: Self = Self(1 << 4);
    /// Words after which `'s` is a verb.
    pub(crate) const NO_POSSESSOR: Self = Self(1 << 5);
    /// Forms that are verbs right after a name.
    pub(crate) const VERB_AFTER_NAME: Self = Self(1 << 6);
    /// The plain verbs of saying.
    pub(crate) const SAID: Self = Self(1 << 7);
    /// Verbs of speech, thought and perception.
    pub(crate) const REPORTING: Self = Self(1 << 8);
    /// All forms that may be cues.
    pub(crate) const CANDIDATE: Self = Self(1 << 9);
    /// First names of people.
    pub(crate) const FIRST_NAME: Self = Self(1 << 10);

    /// Abbreviations that keep their dot, as written (not lower-cased).
    pub(crate) const ABBREVIATION: Self = Self(1 << 11);

    /// Nouns of time.
    pub(crate) const TIME: Self = Self(1 << 12);
    /// Words before a colon that announce no quote.
    pub(crate) const LABEL: Self = Self(1 << 13);

    /// Verbs that give something a name: called, described, dismissed.
    pub(crate) const NAMING: Self = Self(1 << 14);
    /// Further acts of speech: promised, denied, found.
    pub(crate) const ACT: Self = Self(1 << 15);

    /// Verbs that report the clause after them.
    pub(crate) const CLAUSAL: Self = Self(1 << 16);

    const SECTIONS: [(&'static str, Self); 16] = [
        ("auxiliary", Self::AUXILIARY),
        ("pronoun", Self::PRONOUN),
        ("personal", Self::PERSONAL),
        ("day", Self::DAY),
        ("connective", Self::CONNECTIVE),
        ("no-possessor", Self::NO_POSSESSOR),
        ("verb-after-name", Self::VERB_AFTER_NAME),
        ("said", Self::SAID),
        ("reporting", Self::REPORTING.or(Self::CANDIDATE)),
        ("candidate", Self::CANDIDATE),
        ("abbreviation", Self::ABBREVIATION),
        ("time", Self::TIME),
        ("label", Self::LABEL),
        ("naming", Self::NAMING),
        ("act", Self::ACT.or(Self::CANDIDATE)),
        ("clausal", Self::CLAUSAL.or(Self::CANDIDATE)),
    ];

    /// Which kind of cue the word is.
    pub(crate) const fn kind_of_cue(self) -> u64 {
        const KINDS: u32 = Lists::SAID.0 | Lists::REPORTING.0 | Lists::NAMING.0 | Lists::ACT.0;
        (self.0 & KINDS) as u64
    }

    /// In either.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the word is in one of the lists of `any`.
    #[inline]
    pub(crate) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}

/// What the first character of a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum First {
    /// An upper-case letter.
    Upper,
    /// A letter of another case, or of a script without.
    Lower,
    /// A digit or other number.
    Digit,
    /// Anything else.
    #[default]
    Other,
}

impl First {
    /// Of that character.
    pub(crate) fn of(c: char) -> Self {
        if c.is_uppercase() {
            Self::Upper
        } else if c.is_alphabetic() {
            Self::Lower
        } else if c.is_numeric() {
            Self::Digit
        } else {
            Self::Other
        }
    }

    /// A letter or digit.
    #[inline]
    pub(crate) const fn is_alphanumeric(self) -> bool {
        !matches!(self, Self::Other)
    }

    /// A letter.
    #[inline]
    pub(crate) const fn is_letter(self) -> bool {
        matches!(self, Self::Upper | Self::Lower)
    }
}

/// What is known of a word: its lists, and of a first name the share of women among those who bear it.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    lists: Lists,
    female_share: Option<f32>,
}

static ENGLISH: LazyLock<FxHashMap<Key, Entry>> = LazyLock::new(|| {
    let names = include_str!("../language/en/first_names.txt");
    let more_names = include_str!("../language/en/first_names_world.txt");
    // room for all: growing would cost more than reading
    let mut words: FxHashMap<Key, Entry> = FxHashMap::default();
    words.reserve((names.len() + more_names.len()) / 8);
    for (name, line) in sections(include_str!("../language/en/reporting.txt")) {
        let section = Lists::SECTIONS.iter().find(|(n, _)| *n == name).map(|(_, list)| *list).unwrap_or_default();
        for word in line.split_ascii_whitespace() {
            let entry = words.entry(key(word)).or_default();
            entry.lists = entry.lists.or(section);
        }
    }
    for line in lines(names).chain(lines(more_names)) {
        let Some((name, share)) = line.split_once(' ') else { continue };
        let entry = words.entry(key(name)).or_default();
        entry.lists = entry.lists.or(Lists::FIRST_NAME);
        entry.female_share = Some(share.parse().unwrap_or(0.5));
    }
    words
});

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The lines of a data file, each with the name of the section that it stands in: `[verb]`.
pub(crate) fn sections(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    lines(data).filter_map(move |line| match line.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(name) => {
            section = name;
            None
        }
        None => Some((section, line)),
    })
}

/// What a compound may end with after at least three letters, the longest first: Armee|angaben, Verkehrs|minister. Longer ends
/// than any list has are left out: the time of a word must not grow with the square of its length.
pub(crate) fn tails(word: &str) -> impl Iterator<Item = &str> {
    const LONGEST: usize = 32;
    let least = word.len().saturating_sub(LONGEST);
    word.char_indices().skip(3).filter(move |&(at, _)| at >= least).map(|(at, _)| &word[at..])
}

/// The lists of the word with that key (of its lower-cased form).
#[inline]
pub(crate) fn lists(low: Key) -> Lists {
    ENGLISH.get(&low).map_or(Lists::NONE, |entry| entry.lists)
}

/// The share of women among those with that first name (key of the lower-cased name), `None` when it is not one.
#[inline]
pub(crate) fn female_share(low: Key) -> Option<f32> {
    ENGLISH.get(&low)?.female_share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let said = lists(key("said"));
        assert!(said.has(Lists::SAID) && said.has(Lists::CANDIDATE) && !said.has(Lists::DAY));
        assert!(lists(key("released")).has(Lists::CANDIDATE) && !lists(key("released")).has(Lists::REPORTING));
        assert_eq!(lists(key("harbour")), Lists::default());
        assert!(female_share(key("mary")).unwrap() > 0.9 && female_share(key("john")).unwrap() < 0.1);
    }

    #[test]
    fn every_section_has_a_list_and_words() {
        let mut words = 0;
        let mut open = None;
        for line in lines(include_str!("../language/en/reporting.txt")) {
            match line.strip_prefix('[') {
                Some(name) => {
                    let name = name.trim_end_matches(']');
                    assert!(Lists::SECTIONS.iter().any(|(n, _)| *n == name), "{name}");
                    assert_ne!(open.replace(0), Some(0), "the section before {name} is empty");
                }
                None => {
                    words += line.split_whitespace().count();
                    open = Some(words);
                }
            }
        }
        assert!(words > 600);
    }
}
