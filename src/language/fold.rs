//! Folding: the one place where words lose what does not matter for comparing them.
//!
//! The text of an article is never changed, so that every offset holds for the text as it was given. What elsewhere
//! is called normalization happens here, on the copy of a word that becomes a term: lower case, composed characters
//! (NFC), straight apostrophes, no soft hyphens or zero-width characters.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Appends `word` to `out`, folded. ASCII words take one pass over their bytes.
pub(crate) fn fold_into(out: &mut String, word: &str) {
    if word.is_ascii() {
        let at = out.len();
        out.push_str(word);
        out[at..].make_ascii_lowercase();
        return;
    }
    let lowered = word.chars().filter_map(plain).flat_map(char::to_lowercase);
    if is_nfc_quick(word.chars()) == IsNormalized::Yes {
        out.extend(lowered);
    } else {
        out.extend(lowered.nfc());
    }
}

/// The text with its accents on their letters, as lists and weights know it.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(|c| c >= '\u{300}' && is_combining_mark(c)) {
        text.into()
    } else {
        text.nfc().collect()
    }
}

/// The character without typographic dress; `None` for what cannot be seen.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ff07}' => Some('\''),
        '\u{2010}' | '\u{2011}' => Some('-'),
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_word_same_term() {
        let fold = |word| {
            let mut out = String::new();
            fold_into(&mut out, word);
            out
        };
        assert_eq!(fold("Don’t"), "don't");
        assert_eq!(fold("CAFÉ"), fold("cafe\u{301}"));
        assert_eq!(fold("re\u{ad}build"), "rebuild");
    }
}
