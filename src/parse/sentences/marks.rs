//! Characters by what they do at the end of a sentence, and careful ways to look at a text around a place.

/// Ends a sentence without looking at what follows: marks of scripts without capitals, and full-width ones.
pub(super) const fn is_hard(c: char) -> bool {
    matches!(c, '．' | '。' | '！' | '？' | '｡' | '।' | '॥' | '۔' | '؟' | '።' | '፧' | '։' | '။' | '؛')
}

/// Full-width marks of Chinese and Japanese, which stand inside brackets and quotations as well.
pub(super) const fn is_full_width(c: char) -> bool {
    matches!(c, '．' | '。' | '！' | '？' | '｡')
}

/// The marks that a text ends with, the last one first.
pub(crate) fn closing(text: &str) -> impl Iterator<Item = char> {
    text.chars().rev().take_while(|c| !c.is_alphanumeric())
}

/// Any mark that may end a sentence.
pub(crate) const fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‥' | '၊') || is_hard(c)
}

/// May stand between the end of a sentence and the space after it.
pub(super) const fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '«'
            | '“'
            | ')'
            | ']'
            | '}'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '】'
            | '）'
            | '*'
            | '_'
            | '`'
            | '›'
    )
}

/// May stand between the space and the first word of a sentence.
pub(super) const fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '«'
            | '„'
            | '»'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '‚'
            | '‹'
            | '›'
            | '`'
            | '「'
            | '『'
            | '（'
            | '《'
            | '<'
            | '_'
            | '*'
    )
}

/// Closes a quotation in one style or another.
pub(super) const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | '“' | '«' | '`' | '」' | '』')
}

/// Hyphens and dashes.
pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

/// Bullets that open the items of a list.
pub(super) const fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '⁃' | '●' | '▪')
}

/// A superscript digit: the number of a note.
pub(super) const fn is_superscript(c: char) -> bool {
    !c.is_ascii() && matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// A pictograph, or what joins and colours pictographs.
pub(super) const fn is_picture(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B50}' | '\u{FE0F}' | '\u{200D}')
}

/// White space. The zero-width space is none: what is between two sentences may be dropped, and it has no such property.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r') || (!c.is_ascii() && c.is_whitespace())
}

/// The character at `at`, NUL from `end` on and within a character.
#[inline]
pub(super) fn char_at(text: &str, at: usize, end: usize) -> char {
    if at >= end {
        return '\0';
    }
    let byte = text.as_bytes()[at];
    if byte < 0x80 { char::from(byte) } else { text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\0') }
}

/// The character before `at`, NUL at `start`.
#[inline]
pub(super) fn char_before(text: &str, at: usize, start: usize) -> char {
    if at <= start {
        return '\0';
    }
    let byte = text.as_bytes()[at - 1];
    if byte < 0x80 { char::from(byte) } else { text[..at].chars().next_back().unwrap_or('\0') }
}

/// The first place from `at` on that is not white space, at most `end`.
#[inline]
pub(super) fn skip_space(text: &str, mut at: usize, end: usize) -> usize {
    while at < end {
        let c = char_at(text, at, end);
        if !is_space(c) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// The part from `from` on, at most `length` bytes and not beyond `end`.
pub(super) fn ahead(text: &str, from: usize, length: usize, end: usize) -> &str {
    if from >= end {
        return "";
    }
    let mut to = (from + length).min(end);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[from..to]
}

/// The part up to `to`, at most `length` bytes and not before `start`.
pub(super) fn behind(text: &str, start: usize, to: usize, length: usize) -> &str {
    if to <= start {
        return "";
    }
    let mut from = to.saturating_sub(length).max(start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..to]
}

/// Whether the word is a Roman numeral in letters of one case (not checked for order).
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x' | b'l' | b'c'))
}

/// Whether all letters are lower case, and there is one.
pub(super) fn is_lower(word: &str) -> bool {
    let mut any = false;
    for c in word.chars() {
        if c.is_uppercase() {
            return false;
        }
        any |= c.is_lowercase();
    }
    any
}

/// Whether all letters are capitals, and there is one.
pub(super) fn is_upper(word: &str) -> bool {
    let mut any = false;
    for c in word.chars() {
        if c.is_lowercase() {
            return false;
        }
        any |= c.is_uppercase();
    }
    any
}

/// Whether it is of letters only.
pub(super) fn is_alphabetic(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

/// Whether it is of ASCII digits only.
pub(super) fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// The first character, NUL for an empty word.
pub(super) fn first(word: &str) -> char {
    word.chars().next().unwrap_or('\0')
}

/// The last character, NUL for an empty word.
pub(super) fn last(word: &str) -> char {
    word.chars().next_back().unwrap_or('\0')
}
