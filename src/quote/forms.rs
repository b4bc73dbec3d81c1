//! Word forms: what can be known of a word by itself, found once a thread.
//!
//! Why? News uses the same words every day. A form's lists, keys and parts of the tagger's sums are the same wherever it
//! stands, so that reading a word is one look-up instead of twenty. What is kept is a function of the form alone: the
//! output does not depend on what a thread has read before.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::analysis::{Analysis, Cue, Glyph, NO_WORD, Phrase, Word};
use super::features::Counts;
use super::lexicon::{self, First, Lists};
use super::speakers::{Class, Roles};
use super::tagger::{Parts, Pool, Tagger, class};
use crate::Language;
use crate::language::composed;
use crate::model::features::key;

/// Forms that a thread keeps from article to article, at most: about 5 MB.
const KEPT: usize = 24_000;

/// Longer words are not kept.
const LONGEST: usize = 64;

/// What is known of a word by its form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// The form itself, when it is short.
    packed: Packed,
    /// A word of this form that stands nowhere yet: all but its place is copied from here.
    pub(crate) word: Word,
    /// How often it was met since forms were last given up.
    uses: u16,
}

/// Number of a form in the thread's [`Forms`].
pub(crate) type FormId = u32;

/// The forms a thread has read.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    short: Short,
    long: FxHashMap<Box<str>, FormId>,
    forms: Vec<Form>,
    /// The tagger's parts, of the forms it has seen so far.
    parts: Vec<Parts>,
    /// What they are of.
    pool: Pool,
    /// How many of them there are.
    ready: usize,
    lower: String,
    room: Room,
}

/// Room for what is found in an article.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) words: Vec<Word>,
    pub(crate) lowered: String,
    pub(crate) paragraphs: Vec<Range<u32>>,
    pub(crate) sentences: Vec<Range<u32>>,
    pub(crate) marks: Vec<u32>,
    pub(crate) capitals: Vec<u32>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) counts: Vec<Counts>,
    pub(crate) captions: Vec<bool>,
}

thread_local! {
    static FORMS: RefCell<Forms> = RefCell::new(Forms::default());
}

/// Lets an article be read with the thread's forms.
pub(crate) fn with_forms<T>(read: impl FnOnce(&mut Forms) -> T) -> T {
    FORMS.with_borrow_mut(|forms| {
        if forms.forms.len() > KEPT {
            forms.give_up();
        }
        read(forms)
    })
}

/// Words of an article whose room a thread keeps for the next one, at most: about 3 MB.
const MOST_ROOM: usize = 20_000;

/// Keeps the room of an article for the next one: large pieces of memory are slow to get and to give back.
pub(crate) fn keep_room(analysis: Analysis<'_>) {
    let Analysis { words, lowered, paragraphs, sentences, capitals, phrases, cues, counts, captions, .. } = analysis;
    if words.capacity() <= MOST_ROOM && lowered.capacity() <= 8 * MOST_ROOM {
        FORMS.with_borrow_mut(|forms| {
            let marks = std::mem::take(&mut forms.room.marks);
            forms.room =
                Room { words, lowered, paragraphs, sentences, marks, capitals, phrases, cues, counts, captions };
        });
    }
}

impl Forms {
    /// Room for an article, empty.
    pub(crate) fn room(&mut self) -> Room {
        let mut room = std::mem::take(&mut self.room);
        room.words.clear();
        room.lowered.clear();
        room.paragraphs.clear();
        room.sentences.clear();
        room.marks.clear();
        room.capitals.clear();
        room.phrases.clear();
        room.cues.clear();
        room.counts.clear();
        room.captions.clear();
        room
    }

    /// Takes back what is used while reading only.
    pub(crate) fn give_back(&mut self, marks: Vec<u32>) {
        self.room.marks = marks;
    }

    /// The number of a word's form.
    pub(crate) fn number(&mut self, word: &str) -> FormId {
        let packed = Packed::of(word.as_bytes());
        let known = match &packed {
            Some(packed) => self.short.get(packed, packed.hash(), &self.forms),
            None => self.long.get(word).copied(),
        };
        if let Some(number) = known {
            let uses = &mut self.forms[number as usize].uses;
            *uses = uses.saturating_add(1);
            return number;
        }
        lower_into(&mut self.lower, word);
        let number = FormId::try_from(self.forms.len()).unwrap_or(FormId::MAX);
        self.forms.push(Form::new(word, &self.lower, packed.unwrap_or_default(), number));
        match packed {
            Some(packed) => self.short.insert(&packed, number),
            None if word.len() <= LONGEST => {
                self.long.insert(word.into(), number);
            }
            None => {}
        }
        number
    }

    /// The number of a short word's form, if it is known.
    #[inline]
    pub(crate) fn known(&mut self, word: &[u8]) -> Option<FormId> {
        let packed = Packed::of(word)?;
        let number = self.short.get(&packed, packed.hash(), &self.forms)?;
        let uses = &mut self.forms.get_mut(number as usize)?.uses;
        *uses = uses.saturating_add(1);
        Some(number)
    }

    /// What is known of a form.
    #[inline]
    pub(crate) fn form(&self, number: FormId) -> &Form {
        &self.forms[number as usize]
    }

    /// The tagger's parts of all forms of smaller numbers are there.
    pub(crate) fn known_ready(&self) -> FormId {
        if self.ready == self.parts.len() { FormId::try_from(self.ready).unwrap_or(0) } else { 0 }
    }

    /// Whether the tagger's parts of a form are there.
    #[inline]
    pub(crate) fn is_ready(&self, number: FormId) -> bool {
        self.parts.get(number as usize).is_some_and(Parts::is_ready)
    }

    /// Makes the tagger's parts of a form; `word` is the form.
    #[cold]
    pub(crate) fn prepare(&mut self, number: FormId, word: &str, tagger: &Tagger) {
        lower_into(&mut self.lower, word);
        self.parts.resize(self.forms.len(), Parts::default());
        self.parts[number as usize] = tagger.parts(&composed(word), &self.lower, &mut self.pool);
        self.ready += 1;
    }

    /// The tagger's parts of a form that was prepared.
    #[inline]
    pub(crate) fn parts(&self, number: FormId) -> Option<&Parts> {
        self.parts.get(number as usize)
    }

    /// What the tagger's parts are of.
    #[inline]
    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Gives up forms that are rare, at least half of them. News is full of names that do not come again, and the common
    /// words are too costly to learn anew every few hundred articles.
    fn give_up(&mut self) {
        let old = std::mem::take(self);
        let mut least = 2;
        while old.forms.iter().filter(|form| form.uses >= least).count() > KEPT / 2 {
            least *= 2;
        }
        let mut numbers = vec![None; old.forms.len()];
        for (at, form) in old.forms.iter().enumerate().filter(|(_, form)| form.uses >= least) {
            let number = FormId::try_from(self.forms.len()).unwrap_or(FormId::MAX);
            numbers[at] = Some(number);
            self.forms.push(Form { uses: 0, word: Word { form: number, ..form.word }, ..*form });
            let parts = old.parts.get(at).copied().unwrap_or_default();
            self.ready += usize::from(parts.is_ready());
            self.parts.push(parts);
        }
        self.pool = old.pool.kept(self.parts.iter_mut().filter(|parts| parts.is_ready()));
        self.room = old.room;
        let kept = |number: FormId| numbers.get(number as usize).copied().flatten();
        for (number, form) in (0..).zip(&self.forms) {
            if form.packed.length > 0 {
                self.short.insert(&form.packed, number);
            }
        }
        self.long = old.long.into_iter().filter_map(|(word, number)| Some((word, kept(number)?))).collect();
    }
}

/// A word of up to 16 bytes as numbers, so that it is hashed and compared in a few instructions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Packed {
    low: u64,
    high: u64,
    length: u32,
}

impl Packed {
    /// The bytes, some of them twice; with the length they are told apart.
    #[inline]
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let length = bytes.len();
        let (low, high) = match length {
            8..=16 => (u64::from_le_bytes(*bytes.first_chunk()?), u64::from_le_bytes(*bytes.last_chunk()?)),
            4..=7 => {
                let (first, last) = (*bytes.first_chunk()?, *bytes.last_chunk()?);
                (u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32, 0)
            }
            1..=3 => (u64::from(bytes[0]) | u64::from(bytes[length / 2]) << 8 | u64::from(bytes[length - 1]) << 16, 0),
            _ => return None,
        };
        Some(Self { low, high, length: u32::try_from(length).ok()? })
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the halves of a product")]
    pub(crate) fn hash(&self) -> u64 {
        let mixed = (self.low ^ u64::from(self.length)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // the last letters are the highest bits, which would reach no lower ones: both halves of the product are taken
        let whole = u128::from(mixed ^ mixed >> 32 ^ self.high) * 0xd6e8_feb8_6659_fd93;
        (whole >> 64) as u64 ^ whole as u64
    }
}

/// Numbers of short words: an open-addressing hash table, at most half full. A slot holds the upper half of the hash and the
/// number plus one, 0 when it is free; the word is compared with its form, which is looked at next anyway.
#[derive(Debug, Default)]
struct Short {
    slots: Vec<u64>,
    taken: usize,
}

/// The number that a slot holds.
#[expect(clippy::cast_possible_truncation, reason = "the upper half is the hash's")]
const fn number_in(slot: u64) -> FormId {
    (slot as u32).wrapping_sub(1)
}

/// Slots looked at for a word: texts made up so that all words want one place take no longer than others.
const MOST_LOOKS: usize = 24;

impl Short {
    #[inline]
    fn home(&self, hash: u64) -> usize {
        (hash >> 36) as usize & self.slots.len().wrapping_sub(MOST_LOOKS + 1)
    }

    #[inline]
    fn get(&self, packed: &Packed, hash: u64, forms: &[Form]) -> Option<FormId> {
        let upper = hash >> 32;
        for &slot in self.slots.get(self.home(hash)..)?.iter().take(MOST_LOOKS) {
            if slot == 0 {
                return None;
            }
            let number = number_in(slot);
            if slot >> 32 == upper && forms.get(number as usize).is_some_and(|form| form.packed == *packed) {
                return Some(number);
            }
        }
        None
    }

    fn insert(&mut self, packed: &Packed, number: FormId) {
        if self.taken * 2 + MOST_LOOKS >= self.slots.len() {
            self.grow();
        }
        let hash = packed.hash();
        self.place(hash >> 32, self.home(hash), number);
    }

    /// Takes the first free slot from the home on, if one is near.
    fn place(&mut self, upper: u64, home: usize, number: FormId) {
        if let Some(free) = self.slots[home..].iter_mut().take(MOST_LOOKS).find(|slot| **slot == 0) {
            *free = upper << 32 | u64::from(number.wrapping_add(1));
            self.taken += 1;
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len().saturating_sub(MOST_LOOKS) * 2).max(1 << 12);
        // the last home has room after it too
        let old = std::mem::replace(&mut self.slots, vec![0; size + MOST_LOOKS]);
        self.taken = 0;
        for slot in old.into_iter().filter(|&slot| slot != 0) {
            // the home is made of bits that the slot holds
            self.place(slot >> 32, (slot >> 36) as usize & (size - 1), number_in(slot));
        }
    }
}

/// Replaces `lower` by the lower-cased word.
pub(crate) fn lower_into(lower: &mut String, word: &str) {
    lower.clear();
    push_lower(lower, word);
}

/// Appends the lower-cased word, `’` as `'`.
pub(crate) fn push_lower(lower: &mut String, word: &str) {
    if word.is_ascii() {
        let start = lower.len();
        lower.push_str(word);
        lower[start..].make_ascii_lowercase();
        return;
    }
    for c in composed(word).chars() {
        if c == '’' {
            lower.push('\'');
        } else {
            lower.extend(c.to_lowercase());
        }
    }
}

impl Form {
    fn new(text: &str, lower: &str, packed: Packed, number: FormId) -> Self {
        let low = key(lower);
        let (mut upper, mut small, mut is_word) = (false, false, false);
        if text.is_ascii() {
            for byte in text.bytes() {
                upper |= byte.is_ascii_uppercase();
                small |= byte.is_ascii_lowercase();
                is_word |= byte.is_ascii_alphanumeric();
            }
        } else {
            for c in text.chars() {
                upper |= c.is_uppercase();
                small |= c.is_lowercase();
                is_word |= c.is_alphanumeric();
            }
        }
        let roles = Roles::of(Language::English);
        let first = text.chars().next().map_or(First::Other, First::of);
        let glyph = if first == First::Other { Glyph::of(text) } else { Glyph::Word };
        let lists = if glyph == Glyph::Word { lexicon::lists(low) } else { Lists::default() };
        let word = Word {
            low,
            role: if is_word { roles.class(low) } else { Class::default() },
            noun_role: roles.class_of(lower, low),
            lists,
            glyph,
            first,
            class: class::of(glyph),
            as_itself: class::as_itself(lists, first),
            is_word,
            ends_in_s: text.ends_with(['s', 'S']),
            ends_in_ed: lower.ends_with("ed"),
            is_upper: upper && !small,
            is_dotted: lower.len() > 1 && lower.ends_with('.'),
            lower: u32::from(text != lower && !text.is_ascii()),
            form: number,
            ..NO_WORD
        };
        Self { packed, word, uses: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_found_again() {
        let mut forms = Forms::default();
        let said = forms.number("Said");
        assert_ne!(forms.number("said"), said);
        assert_eq!(forms.number("Said"), said);
        let form = forms.form(said);
        assert!(form.word.lists.has(Lists::SAID) && form.word.is_word && form.word.lower == 0 && !form.word.is_upper);
        assert_eq!((form.word.low, form.word.form), (key("said"), said));
        let clitic = forms.number("’s");
        assert_eq!(forms.form(clitic).word.low, key("'s"));
        assert_eq!(forms.form(clitic).word.glyph, Glyph::Word);
        let mark = forms.number("“");
        assert_eq!(forms.form(mark).word.glyph, Glyph::CurlyOpen);
    }

    #[test]
    fn words_of_any_length_are_told_apart() {
        let words: Vec<String> =
            (0..3000_u32).map(|n| "abcdefghijklmnopqrst"[..n as usize % 21].to_owned() + &n.to_string()).collect();
        let mut forms = Forms::default();
        let numbers: Vec<FormId> = words.iter().map(|word| forms.number(word)).collect();
        for (at, word) in words.iter().enumerate() {
            assert_eq!(forms.number(word), numbers[at], "{word}");
        }
        assert_eq!(forms.forms.len(), words.len());
        for word in ["a\0", "a", "a\0\0"] {
            forms.number(word);
        }
        assert_eq!(forms.forms.len(), words.len() + 3);
    }

    #[test]
    fn common_forms_are_kept() {
        let mut forms = Forms::default();
        for n in 0..=KEPT {
            forms.number(&format!("name{n}"));
            forms.number("said");
            forms.number("a-word-of-more-than-sixteen-letters");
        }
        forms.give_up();
        assert_eq!(forms.forms.len(), 2);
        assert!(forms.number("said") < 2 && forms.number("a-word-of-more-than-sixteen-letters") < 2);
        assert_eq!(forms.number("name7"), 2);
        assert_eq!(forms.form(2).word.low, key("name7"));
    }
}
