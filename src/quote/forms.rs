//! Word forms: what can be known of a word by itself, found once a thread.
//!
//! Why? News uses the same words every day. A form's lists, keys and parts of the tagger's sums are the same wherever it
//! stands, so that reading a word is one look-up instead of twenty. What is kept is a function of the form alone: the
//! output does not depend on what a thread has read before.

use std::borrow::Cow;
use std::cell::RefCell;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::analysis::Glyph;
use super::lexicon::{self, First, Lists};
use super::tagger::{Parts, Tagger};
use crate::model::features::{Key, key};

/// Forms that a thread keeps from article to article, at most: about 10 MB.
const KEPT: usize = 30_000;

/// Longer words are not kept.
const LONGEST: usize = 64;

/// What is known of a word by its form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// Key of its lower-cased form, `’` as `'`.
    pub(crate) low: Key,
    pub(crate) lists: Lists,
    pub(crate) glyph: Glyph,
    pub(crate) first: First,
    /// Whether it holds a letter or digit.
    pub(crate) is_word: bool,
    pub(crate) ends_in_s: bool,
    pub(crate) ends_in_ed: bool,
    /// Whether all of its letters are upper case (and it has one).
    pub(crate) is_upper: bool,
    /// Whether lower-casing leaves it as it is.
    pub(crate) is_low: bool,
}

/// Number of a form in the thread's [`Forms`].
pub(crate) type FormId = u32;

/// The forms a thread has read.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    numbers: FxHashMap<Box<str>, FormId>,
    forms: Vec<Form>,
    /// The tagger's parts, of the forms it has seen so far.
    parts: Vec<Option<Box<Parts>>>,
    lower: String,
}

thread_local! {
    static FORMS: RefCell<Forms> = RefCell::new(Forms::default());
}

/// Lets an article be read with the thread's forms.
pub(crate) fn with_forms<T>(read: impl FnOnce(&mut Forms) -> T) -> T {
    FORMS.with_borrow_mut(|forms| {
        if forms.forms.len() > KEPT {
            *forms = Forms::default();
        }
        read(forms)
    })
}

impl Forms {
    /// The number of a word's form.
    pub(crate) fn number(&mut self, word: &str) -> FormId {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        lower_into(&mut self.lower, word);
        let form = Form::new(word, &self.lower);
        let number = FormId::try_from(self.forms.len()).unwrap_or(FormId::MAX);
        self.forms.push(form);
        self.parts.push(None);
        if word.len() <= LONGEST {
            self.numbers.insert(word.into(), number);
        }
        number
    }

    /// What is known of a form.
    pub(crate) fn form(&self, number: FormId) -> &Form {
        &self.forms[number as usize]
    }

    /// Sees to it that the tagger's parts of a form are there; `word` is the form.
    pub(crate) fn prepare(&mut self, number: FormId, word: &str, tagger: &Tagger) {
        let parts = &mut self.parts[number as usize];
        if parts.is_none() {
            lower_into(&mut self.lower, word);
            *parts = Some(Box::new(tagger.parts(&composed(word), &self.lower)));
        }
    }

    /// The tagger's parts of a form that was prepared.
    pub(crate) fn parts(&self, number: FormId) -> Option<&Parts> {
        self.parts[number as usize].as_deref()
    }
}

/// Replaces `lower` by the lower-cased word.
fn lower_into(lower: &mut String, word: &str) {
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

/// The word with its accents on their letters, as lists and weights know it.
fn composed(word: &str) -> Cow<'_, str> {
    if word.is_ascii() || !word.contains(is_combining_mark) { word.into() } else { word.nfc().collect() }
}

impl Form {
    fn new(word: &str, lower: &str) -> Self {
        let low = key(lower);
        let first = word.chars().next().map_or(First::Other, First::of);
        let glyph = if first == First::Other { Glyph::of(word) } else { Glyph::Word };
        Self {
            low,
            lists: if glyph == Glyph::Word { lexicon::lists(low) } else { Lists::default() },
            glyph,
            first,
            is_word: word.chars().any(char::is_alphanumeric),
            ends_in_s: word.ends_with(['s', 'S']),
            ends_in_ed: lower.ends_with("ed"),
            is_upper: word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase),
            is_low: word == lower,
        }
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
        assert!(form.lists.has(Lists::SAID) && form.is_word && !form.is_low && !form.is_upper);
        assert_eq!(form.low, key("said"));
        let clitic = forms.number("’s");
        assert_eq!(forms.form(clitic).low, key("'s"));
        assert_eq!(forms.form(clitic).glyph, Glyph::Word);
        let mark = forms.number("“");
        assert_eq!(forms.form(mark).glyph, Glyph::CurlyOpen);
    }
}
