//! What is known of a language: its abbreviations and starters, read once from the text files beside the language.
//!
//! A word may have several properties; all of them are bits of one number, so that a candidate costs one look-up a
//! word. Words are looked up by the hash of their lower-cased form: no string is built.

use std::sync::OnceLock;

use crate::Language;
use crate::model::features::key;
use crate::model::table::Table;

macro_rules! properties {
    ($($(#[$doc:meta])* $name:ident = $section:literal,)*) => {
        /// Properties of a word, one bit each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(super) struct Properties(u64);

        mod bit {
            #[repr(u8)]
            #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "named as the properties")]
            pub(super) enum Index { $($name,)* }
        }

        impl Properties {
            $($(#[$doc])* pub(super) const $name: Self = Self(1 << bit::Index::$name as u8);)*

            /// The property a section of a data file gives.
            fn of_section(name: &str) -> Option<Self> {
                match name { $($section => Some(Self::$name),)* _ => None }
            }
        }
    };
}

properties! {
    /// Stands before a name and never ends a sentence: `Mr`.
    TITLE = "title",
    /// Stands before a number: `No`, `Fig`.
    NUMBER = "number",
    /// A month or day, before a number: `Jan`.
    MONTH = "month",
    /// Any other abbreviation that seldom ends a sentence.
    GENERAL = "general",
    /// As [`Self::GENERAL`], unless the text has the same word without a stop.
    UNLESS_WORD = "unless-word",
    /// As [`Self::GENERAL`] in small letters, a word of its own with a capital: German `schweiz`.
    LOWER = "lower",
    /// Often ends a sentence: `etc`, `usw`, `Mio`.
    MAY_END = "may-end",
    /// Of a company's name: `Inc`.
    COMPANY = "company",
    /// Of a company's name, and written without a stop: `LLC`, `GmbH`.
    LETTERS = "letters",
    /// A word of its own, though it looks like an abbreviation: `pkw`.
    WORD = "word",
    /// A state of the United States or a province of Canada: `Calif`.
    STATE = "state",
    /// Of a street's name: `Ave`.
    STREET = "street",
    /// After a person's name: `Jr`.
    SUFFIX = "suffix",
    /// A unit of measure, after a number.
    UNIT = "unit",
    /// Of the clock or the era: `a.m`, `B.C`.
    CLOCK = "clock",
    /// `etc` and its like.
    ET_CETERA = "et-cetera",
    /// Never ends a sentence: `e.g`.
    NEVER = "never",
    /// A country, union or city in initials: `U.S`.
    COUNTRY = "country",
    /// Counts as an abbreviation only after a number: `km`.
    UNIT_AFTER_NUMBER = "unit-after-number",
    /// An abbreviation that is an ordinary word as well; it counts only before a number: `no`, `art`.
    WORD_TOO = "word-too",
    /// Begins sentences.
    STARTER = "starter",
    /// A month's name, after an ordinal number written with a stop.
    MONTH_NAME = "month-name",
    /// Before an ordinal number: German `am 3. Oktober`.
    BEFORE_ORDINAL = "before-ordinal",
    /// Counted with an ordinal number before it: German `im 19. Jahrhundert`.
    AFTER_ORDINAL = "after-ordinal",
    /// A verb of speech.
    SPEECH = "speech",
    /// A preposition that opens a sentence: `At 5 p.m. …`.
    PREPOSITION = "preposition",
    /// A day or a time zone, after the time of day.
    DAY_OR_ZONE = "day-or-zone",
    /// A post or a class of shares, after a company, state or country.
    POST = "post",
    /// A country's body or office, after the country in initials: `U.S. Senate`.
    INSTITUTION = "institution",
    /// Before the pronoun `I`: `you and I.`
    BEFORE_I = "before-i",
    /// A number in letters.
    NUMBER_WORD = "number-word",
    /// A name with an exclamation mark.
    EXCLAIMING_NAME = "exclaiming-name",
    /// A particle within names: `de`, `van`.
    PARTICLE = "particle",
}

impl Properties {
    /// Nothing known.
    pub(super) const NONE: Self = Self(0);

    /// Any abbreviation that is not a company, state, street, unit, or suffix.
    pub(super) const ABBREVIATION: Self = Self(
        Self::TITLE.0
            | Self::NUMBER.0
            | Self::GENERAL.0
            | Self::UNLESS_WORD.0
            | Self::MAY_END.0
            | Self::ET_CETERA.0
            | Self::COMPANY.0
            | Self::STREET.0
            | Self::MONTH.0,
    );

    /// Abbreviations in small letters as well.
    const UNCAPPED: Self = Self(
        Self::TITLE.0
            | Self::NUMBER.0
            | Self::GENERAL.0
            | Self::MAY_END.0
            | Self::ET_CETERA.0
            | Self::CLOCK.0
            | Self::NEVER.0
            | Self::UNIT.0
            | Self::SUFFIX.0,
    );

    /// Anything that is written with a stop.
    const STOPPED: Self =
        Self(Self::UNCAPPED.0 | Self::MONTH.0 | Self::COMPANY.0 | Self::STATE.0 | Self::STREET.0 | Self::COUNTRY.0);

    #[inline]
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The properties of a word that is written as here.
    #[inline]
    pub(super) fn as_written(self, word: &str) -> Self {
        if self.has(Self::LOWER) && word.starts_with(char::is_lowercase) { self.or(Self::GENERAL) } else { self }
    }

    #[inline]
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Hash of a word's lower-cased form, apostrophes made straight.
#[inline]
pub(super) fn fold_key(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |value: u64| hash = (hash ^ value).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        for byte in word.bytes() {
            take(u64::from(byte.to_ascii_lowercase()));
        }
    } else {
        for c in word.chars() {
            if c == '’' {
                take(u64::from(b'\''));
            } else {
                c.to_lowercase().for_each(|c| take(u64::from(u32::from(c))));
            }
        }
    }
    hash ^ (hash >> 29)
}

/// A hash table from words to their properties: open addressing, at most half full.
#[derive(Debug, Default)]
struct Words {
    slots: Vec<(u64, Properties)>,
}

impl Words {
    fn with_capacity(words: usize) -> Self {
        Self { slots: vec![(0, Properties::NONE); (words * 2).next_power_of_two().max(64)] }
    }

    fn add(&mut self, word: &str, properties: Properties) {
        let key = fold_key(word);
        let mask = self.slots.len() - 1;
        let mut at = slot(key, mask);
        while self.slots[at].0 != 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        self.slots[at] = (key, self.slots[at].1.or(properties));
    }

    #[inline]
    fn get(&self, key: u64) -> Properties {
        let mask = self.slots.len() - 1;
        let mut at = slot(key, mask);
        loop {
            let (found, properties) = self.slots[at];
            if found == key {
                return properties;
            }
            if found == 0 {
                return Properties::NONE;
            }
            at = (at + 1) & mask;
        }
    }
}

fn slot(key: u64, mask: usize) -> usize {
    usize::try_from(key >> 32).unwrap_or_default() & mask
}

/// What decides whether a lower-cased word may begin a sentence after a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LowerStart {
    /// It does not.
    Never,
    /// When the word before the stop is in the learned vocabulary.
    Vocabulary,
    /// When the word before the stop ends in one of these letters and has at least four.
    Ending(&'static str),
    /// When the word before the stop has at least so many letters.
    Length(usize),
}

/// The bytes at which a candidate may begin.
#[derive(Debug)]
pub(super) struct Candidates {
    begins: [bool; 256],
    /// The ASCII mark of this language alone; a stop where there is none.
    terminator: u8,
}

impl Candidates {
    fn new(terminator: u8) -> Self {
        let terminator = if terminator == 0 { b'.' } else { terminator };
        let mut begins = [false; 256];
        // ASCII marks, and the first bytes of all others
        for byte in [b'.', b'!', b'?', b'\n', terminator, 0xe2, 0xe3, 0xef, 0xe0, 0xdb, 0xd8, 0xe1, 0xd6] {
            begins[byte as usize] = true;
        }
        Self { begins, terminator }
    }

    /// The first such byte.
    ///
    /// Most stretches have none, which comparisons of all their bytes at once tell without a look at each.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "no branches: sixteen bytes are compared at once")]
    pub(super) fn find(&self, bytes: &[u8]) -> Option<usize> {
        let begins = |&byte: &u8| self.begins[byte as usize];
        let (stretches, rest) = bytes.as_chunks::<16>();
        let mut at = 0;
        for stretch in stretches {
            let mut some = false;
            for &b in stretch {
                some |= (b == b'.')
                    | (b == b'!')
                    | (b == b'?')
                    | (b == b'\n')
                    | (b == self.terminator)
                    | (b & 0xf0 == 0xe0)
                    | (b == 0xdb)
                    | (b == 0xd8)
                    | (b == 0xd6);
            }
            if some && let Some(found) = stretch.iter().position(begins) {
                return Some(at + found);
            }
            at += stretch.len();
        }
        rest.iter().position(begins).map(|found| at + found)
    }
}

/// Everything the splitter knows of one language.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Knowledge {
    pub(super) language: Language,
    /// English, or a language without data of its own (and Danish, whose news quotes English a lot).
    pub(super) english: bool,
    /// Whether ordinal numbers are written with a stop.
    pub(crate) ordinal: bool,
    /// Whether every word has a vowel: one without is an abbreviation.
    pub(super) vowels: bool,
    /// Russian and its neighbours: initials, years with `г.`, dialogue with dashes.
    pub(super) cyrillic: bool,
    /// Whether sentences inside one quotation are split.
    pub(super) splits_quotations: bool,
    /// Whether every line is taken for a sentence of its own.
    pub(super) lines_end: bool,
    pub(super) lower_start: LowerStart,
    pub(super) candidates: Candidates,
    words: Words,
    learned: Option<&'static Table>,
}

/// Names of the learned table's columns.
pub(crate) const COLUMNS: &[&str] = &["capitalised: starts sentences; lower case: is a word"];

/// Name of the learned table's model.
pub(crate) const MODEL: &str = "sentences";

/// Where an unseen capitalised word stands between starting a sentence and going on in one.
pub(super) const UNSEEN: f32 = -0.6;

/// The same for an unseen word that is common in small letters: its capital speaks for the start of a sentence.
const UNSEEN_WORD: f32 = 0.8;

static LEARNED: &[u8] = include_bytes!("../../weights/sentences.en.bin");

fn learned() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table::open(LEARNED, MODEL, COLUMNS).expect("the embedded table is of this build"))
}

macro_rules! files {
    ($($code:literal: $($file:literal)*;)*) => {
        /// The data files of a language.
        fn files(code: &str) -> &'static [&'static str] {
            match code {
                $($code => &[$(include_str!(concat!("../../language/", $code, "/", $file, ".txt")),)*],)*
                _ => &[],
            }
        }
    };
}

files! {
    "common": "abbreviations";
    "en": "abbreviations" "starters" "context";
    "de": "abbreviations" "starters";
    "fr": "abbreviations" "starters";
    "es": "abbreviations" "starters";
    "pt": "abbreviations" "starters";
    "it": "abbreviations" "starters";
    "nl": "abbreviations" "starters";
    "ru": "abbreviations" "starters";
    "bg": "abbreviations" "starters";
    "da": "abbreviations" "starters";
    "el": "abbreviations" "starters";
    "fi": "abbreviations" "starters";
    "kk": "abbreviations" "starters";
    "pl": "abbreviations" "starters";
    "sk": "abbreviations" "starters";
    "uk": "abbreviations" "starters";
    "sv": "abbreviations" "starters";
    "no": "abbreviations" "starters";
    "cs": "abbreviations" "starters";
    "hu": "abbreviations" "starters";
    "ro": "abbreviations" "starters";
    "tr": "abbreviations" "starters";
    "hi": "abbreviations";
    "mr": "abbreviations";
    "bn": "abbreviations";
    "ar": "abbreviations";
    "fa": "abbreviations";
    "ur": "abbreviations";
    "he": "abbreviations";
    "am": "abbreviations";
}

/// The knowledge of a language, read on first use: some ten microseconds.
pub(crate) fn of(language: Language) -> &'static Knowledge {
    static ALL: [OnceLock<Knowledge>; Language::ALL.len() + 1] = [const { OnceLock::new() }; Language::ALL.len() + 1];
    ALL[language as usize].get_or_init(|| Knowledge::read(language))
}

impl Knowledge {
    fn read(language: Language) -> Self {
        use Language as L;
        let own = files(language.code());
        let english = own.is_empty() || matches!(language, L::English | L::Danish);
        let mut sources: Vec<&str> = files("common").to_vec();
        if english {
            sources.extend(files("en"));
        }
        if language != L::English {
            sources.extend(own);
        }
        let mut words = Words::with_capacity(sources.iter().map(|text| text.len() / 4).sum());
        for text in sources {
            read_into(&mut words, text);
        }
        // an ASCII mark that ends sentences in this language alone
        let terminator = match language {
            L::Armenian | L::Arabic => b':',
            L::Greek => b';',
            L::Hindi | L::Marathi | L::Bengali => b'|',
            _ => 0,
        };
        Self {
            language,
            english,
            ordinal: matches!(
                language,
                L::German | L::Danish | L::Finnish | L::Slovak | L::Czech | L::Norwegian | L::Hungarian
            ),
            vowels: matches!(
                language,
                L::German | L::French | L::Spanish | L::Portuguese | L::Italian | L::Dutch | L::Swedish | L::Norwegian
            ),
            cyrillic: matches!(language, L::Russian | L::Ukrainian | L::Bulgarian | L::Kazakh),
            splits_quotations: matches!(
                language,
                L::English | L::German | L::French | L::Spanish | L::Italian | L::Portuguese | L::Dutch | L::Russian
            ),
            lines_end: matches!(language, L::Japanese | L::Chinese | L::Korean | L::Burmese | L::Amharic),
            lower_start: match language {
                L::English => LowerStart::Vocabulary,
                L::Italian => LowerStart::Ending("aeiouàèéìòù"),
                L::Spanish | L::Portuguese => LowerStart::Ending("aeiouáéíóúãõàsnrlmdz"),
                L::German | L::French | L::Dutch => LowerStart::Length(5),
                L::Russian | L::Ukrainian | L::Bulgarian | L::Greek => LowerStart::Length(6),
                _ => LowerStart::Never,
            },
            candidates: Candidates::new(terminator),
            words,
            learned: english.then(learned),
        }
    }

    /// The properties of a word in any case.
    #[inline]
    pub(super) fn of(&self, word: &str) -> Properties {
        self.words.get(fold_key(word))
    }

    /// Whether it is listed as an abbreviation of any kind, in any case.
    pub(crate) fn is_abbreviation(&self, word: &str) -> bool {
        self.of(word).has(Properties::STOPPED)
    }

    /// Whether the stop after a word belongs to it, for the tokens of one sentence.
    ///
    /// `ends`: nothing of the sentence follows but closing marks; `digit`: a number follows.
    pub(crate) fn keeps_stop(&self, word: &str, ends: bool, digit: bool) -> bool {
        let single = word.chars().nth(1).is_none();
        if single {
            return !ends;
        }
        let known = self.of(word);
        if !known.has(Properties::STOPPED) {
            return false;
        }
        let capital = word.starts_with(char::is_uppercase);
        let ordinary = ends && (known.has(Properties::NUMBER) || self.is_learned_word(&word.to_ascii_lowercase()));
        if ordinary || known.has(Properties::WORD_TOO) {
            return digit;
        }
        // abbreviations of names are written with a capital: `Wash.`, but not `wash.`
        known.has(Properties::UNCAPPED) || capital
    }

    /// Whether the lower-cased word is in the learned vocabulary.
    pub(super) fn is_learned_word(&self, word: &str) -> bool {
        self.learned.is_some_and(|table| table.weight(key(word)) > 0.0)
    }

    /// Whether the word starts sentences much more than it stands within one.
    pub(super) fn is_starter(&self, word: &str) -> bool {
        self.starts(word) >= 1.0
    }

    /// Whether a capitalised word is a common one that opens a clause, and no name: `Nobody`, `Then`.
    pub(super) fn opens_clause(&self, word: &str) -> bool {
        self.learned.is_some()
            && self.is_starter(word)
            && !self.of(word).has(Properties::STOPPED)
            && self.is_learned_word(&word.to_lowercase())
    }

    /// How much more a capitalised word starts sentences than it stands within one: a log ratio, learned for English,
    /// from the list of starters elsewhere.
    pub(super) fn starts(&self, word: &str) -> f32 {
        let Some(table) = self.learned else {
            let bare = word.split(['\'', '’']).next().unwrap_or(word);
            return if self.of(bare).has(Properties::STARTER) { 2.0 } else { UNSEEN };
        };
        let bare = without_clitic(word);
        let seen = |word: &str| table.row::<1>(key(word)).map(|[value]| value);
        match (seen(bare), self.of(bare).has(Properties::STARTER)) {
            (_, true) if self.language == Language::Danish => 2.0,
            (Some(value), true) => value.max(1.5),
            (None, true) => 1.5,
            (Some(value), false) => value,
            (None, false) if self.of(word).has(Properties::STARTER) => 2.0,
            (None, false) if bare.ends_with("ly") => 1.2,
            (None, false) if self.is_learned_word(&bare.to_lowercase()) => UNSEEN_WORD,
            (None, false) => UNSEEN,
        }
    }
}

/// The word without `'s`, `'re`, `n't`'s `'t` and their like.
pub(crate) fn without_clitic(word: &str) -> &str {
    let Some((bare, clitic)) = word.rsplit_once(['\'', '’']) else { return word };
    if matches!(clitic, "s" | "re" | "ve" | "ll" | "d" | "m" | "t") { bare } else { word }
}

/// Reads a data file: `[section]` lines, then words between white space; `#` opens a comment line.
fn read_into(words: &mut Words, text: &str) {
    let mut section = Properties::NONE;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = Properties::of_section(name).unwrap_or_default();
            debug_assert_ne!(section, Properties::NONE, "section {name:?} is not known");
            continue;
        }
        for word in line.split_whitespace() {
            words.add(word, section);
        }
    }
}
