//! Classes of characters as Python's `str` and `re` have them, which the published scorers are written in.
//!
//! Why not Rust's own? They differ at the edges (a combining vowel sign is alphabetic in Rust and no `\w` in Python),
//! and figures are compared to the last digit.

use unicode_normalization::char::is_combining_mark;

/// `str.isalnum`: letters and numbers of any script, no marks.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // circled letters are symbols to Python
    let is_symbol = matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}');
    c.is_alphanumeric() && !is_combining_mark(c) && !is_symbol
}

/// `\w`
pub(crate) fn is_word(c: char) -> bool {
    c == '_' || is_alphanumeric(c)
}

/// `\s`, and what `str.split` splits at.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The lower-cased runs of word characters: `re.findall(r"\w+", text.lower())`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A figure rounded to that many digits, as it is printed.
pub(crate) fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.digits$}").parse().unwrap_or(value)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the figures are exact to the last digit")]
mod tests {
    use super::*;

    #[test]
    fn as_python_has_them() {
        assert!(is_alphanumeric('é') && is_alphanumeric('٣') && is_alphanumeric('½') && is_alphanumeric('水'));
        assert!(!is_alphanumeric('_') && is_word('_') && !is_alphanumeric('\u{93f}') && !is_alphanumeric('Ⓐ'));
        assert!(is_space('\u{1f}') && is_space('\u{a0}') && !is_space('\u{200b}'));
        assert_eq!(words("It’s 3.5 snake_case"), ["it", "s", "3", "5", "snake_case"]);
    }

    #[test]
    fn rounds_as_printed() {
        assert_eq!(rounded(12.345_678, 2), 12.35);
        assert_eq!(rounded(0.25, 1), 0.2, "half to even, as exact binary fractions go");
    }
}
