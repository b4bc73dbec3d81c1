//! Phrases that tell boilerplate from a story, found by one hash lookup a word.
//!
//! The lists are data (`language/en/boilerplate.txt`, `language/common/boilerplate.txt`). Words are hashed while they are read, and a phrase is the hash of
//! its words' hashes, so that nothing is copied or lower-cased beforehand.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Number of phrase groups that are features.
pub(super) const GROUPS: usize = 21;

/// The phrase groups, in the order of the data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Group {
    Navigation,
    Share,
    Newsletter,
    Legal,
    Login,
    More,
    Comments,
    Advertisement,
    Photo,
    Byline,
    Author,
    Published,
    Disclaimer,
    References,
    Biography,
    Reviews,
    Contents,
    Tags,
    Address,
    FirstPerson,
    Speech,
    /// A whole line that ends the story.
    End,
    /// How a line begins that ends the story.
    EndStart,
    /// Function words.
    Function,
    /// A whole line that stands around reader comments.
    CommentLine,
    /// A word of short lines that stand around reader comments.
    CommentWord,
    /// Verbs that sentences have and captions, menus and headlines mostly lack.
    Verb,
}

impl Group {
    /// Names in the data file.
    const NAMES: [&'static str; 27] = [
        "navigation",
        "share",
        "newsletter",
        "legal",
        "login",
        "more",
        "comments",
        "advertisement",
        "photo",
        "byline",
        "author",
        "published",
        "disclaimer",
        "references",
        "biography",
        "reviews",
        "contents",
        "tags",
        "address",
        "first person",
        "speech",
        "end",
        "end start",
        "function words",
        "comment lines",
        "comment words",
        "verbs",
    ];

    /// Its bit in a mask of groups.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Groups whose number of hits says little: words that stories use as well.
pub(super) const COMMON: u32 = Group::Address.bit()
    | Group::FirstPerson.bit()
    | Group::Speech.bit()
    | Group::Biography.bit()
    | Group::Reviews.bit()
    | Group::References.bit();

/// A phrase, or the beginning of one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// Groups of the phrase that ends here; 0 when it is only a beginning.
    pub(super) groups: u32,
    /// Number of the phrase.
    pub(super) id: u16,
    /// Whether longer phrases begin with it.
    pub(super) more: bool,
    /// Number of the month the word names, 0 for none.
    pub(super) month: u8,
}

/// Phrases by hash.
#[derive(Debug)]
pub(super) struct Lexicon {
    entries: FxHashMap<u64, Entry>,
    /// Number of phrases.
    pub(super) phrases: usize,
}

/// Start of a word's hash.
pub(super) const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash with one more byte.
#[inline]
pub(super) const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

/// The hash with one more character.
#[inline]
pub(super) fn step_char(hash: u64, c: char) -> u64 {
    if c.is_ascii() {
        return step(hash, c as u8);
    }
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer).bytes().fold(hash, step)
}

/// The hash of a word in lower case.
pub(super) const fn word(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let (mut hash, mut at) = (EMPTY, 0);
    while at < bytes.len() {
        hash = step(hash, bytes[at]);
        at += 1;
    }
    hash
}

/// The hash of a sequence of words with one more word; a sequence of one is the word's own hash.
#[inline]
pub(crate) const fn join(sequence: u64, word: u64) -> u64 {
    (sequence.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a phrase: words with one space between two.
#[cfg(test)]
pub(super) fn phrase(text: &str) -> u64 {
    let mut words = text.split(' ').map(word);
    let first = words.next().unwrap_or(EMPTY);
    words.fold(first, join)
}

/// Month names of several languages; a form that is another word in one of them is left out.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan",
        "january",
        "januar",
        "janvier",
        "janv",
        "enero",
        "ene",
        "janeiro",
        "gennaio",
        "gen",
        "januari",
        "января",
        "stycznia",
        "ocak",
    ],
    &[
        "feb",
        "february",
        "februar",
        "février",
        "fevrier",
        "févr",
        "febrero",
        "fevereiro",
        "fev",
        "febbraio",
        "februari",
        "февраля",
        "lutego",
        "şubat",
    ],
    &["mar", "march", "märz", "mär", "mars", "marzo", "março", "maart", "mrt", "марта", "marca", "marts", "mart"],
    &["apr", "april", "avril", "avr", "abril", "abr", "aprile", "апреля", "kwietnia", "nisan"],
    &["may", "mai", "mayo", "maio", "maggio", "mag", "mei", "maj", "мая", "maja", "mayıs"],
    &["jun", "june", "juni", "juin", "junio", "junho", "giugno", "giu", "июня", "czerwca", "haziran"],
    &["jul", "july", "juli", "juillet", "juil", "julio", "julho", "luglio", "lug", "июля", "lipca", "temmuz"],
    &["aug", "august", "août", "aout", "agosto", "augustus", "augusti", "августа", "sierpnia", "ağustos"],
    &["sep", "sept", "september", "septembre", "septiembre", "setembro", "settembre", "сентября", "września", "eylül"],
    &[
        "oct",
        "october",
        "oktober",
        "okt",
        "octobre",
        "octubre",
        "outubro",
        "ottobre",
        "ott",
        "октября",
        "października",
        "ekim",
    ],
    &["nov", "november", "novembre", "noviembre", "novembro", "ноября", "listopada", "kasım"],
    &[
        "dec",
        "december",
        "dezember",
        "dez",
        "décembre",
        "decembre",
        "déc",
        "diciembre",
        "dic",
        "dezembro",
        "dicembre",
        "декабря",
        "grudnia",
        "aralık",
    ],
];

impl Lexicon {
    /// The lists that ship.
    pub(super) fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(|| {
            let english = include_str!("../../language/en/boilerplate.txt");
            Lexicon::parse(&[english, include_str!("../../language/common/boilerplate.txt")])
        });
        &EMBEDDED
    }

    /// Reads lists: `[group] remark` opens a group, `#` starts a comment.
    fn parse(lists: &[&str]) -> Self {
        let mut lexicon = Self { entries: FxHashMap::default(), phrases: 0 };
        for list in lists {
            let mut group = 0;
            for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
                if let Some(heading) = line.strip_prefix('[') {
                    let name = heading.split(']').next().unwrap_or_default();
                    group = Group::NAMES.iter().position(|known| *known == name).map_or(0, |at| 1 << at);
                } else {
                    lexicon.add(line, group);
                }
            }
        }
        for (number, names) in (1..).zip(MONTHS) {
            for name in names {
                lexicon.entries.entry(word(name)).or_default().month = number;
            }
        }
        lexicon
    }

    fn add(&mut self, text: &str, group: u32) {
        let mut sequence = None;
        for part in text.split(' ') {
            if let Some(begun) = sequence {
                self.entries.entry(begun).or_default().more = true;
            }
            let hash = word(part);
            sequence = Some(sequence.map_or(hash, |begun| join(begun, hash)));
        }
        let Some(whole) = sequence else { return };
        let entry = self.entries.entry(whole).or_default();
        if entry.groups == 0 {
            self.phrases += 1;
            entry.id = u16::try_from(self.phrases).unwrap_or(u16::MAX);
        }
        entry.groups |= group;
    }

    /// What is known of a word, or of the words so far.
    #[inline]
    pub(super) fn get(&self, hash: u64) -> Option<Entry> {
        self.entries.get(&hash).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_is_in_the_list() {
        let list = include_str!("../../language/en/boilerplate.txt");
        let headings: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix('[')?.split(']').next()).collect();
        assert_eq!(headings, Group::NAMES);
        let other = include_str!("../../language/common/boilerplate.txt");
        let headings = other.lines().filter_map(|line| line.strip_prefix('[')?.split(']').next());
        headings.for_each(|name| assert!(Group::NAMES.contains(&name), "{name}"));
    }

    #[test]
    fn phrases_and_their_beginnings_are_found() {
        let lexicon = Lexicon::embedded();
        let whole = lexicon.get(phrase("you may also like")).unwrap();
        assert!(whole.groups & Group::More.bit() != 0 && whole.groups & Group::End.bit() != 0);
        assert!(lexicon.get(phrase("you may")).unwrap().more);
        assert!(lexicon.get(word("the")).unwrap().groups & Group::Function.bit() != 0);
        assert_eq!(lexicon.get(word("june")).unwrap().month, 6);
        assert!(lexicon.get(word("harbour")).is_none());
    }

    #[test]
    fn lines_of_the_list_are_as_words_are_read() {
        let english = include_str!("../../language/en/boilerplate.txt");
        let lists = english.lines().chain(include_str!("../../language/common/boilerplate.txt").lines());
        for line in lists.filter(|line| !line.starts_with(['#', '['])) {
            assert!(line.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || c == ' ' || c == '©'), "{line}");
        }
    }
}
