//! Words: tokens with their kinds.

use unicode_segmentation::UnicodeSegmentation;

use crate::{Language, Span, Token, TokenKind};

/// Appends the tokens of the part `within` of the text.
pub(crate) fn tokenize_into(text: &str, within: Span, _language: Language, out: &mut Vec<Token>) {
    for (at, word) in text[within].split_word_bound_indices() {
        if word.chars().all(char::is_whitespace) {
            continue;
        }
        let kind = match word.chars().next() {
            Some(c) if c.is_alphabetic() => TokenKind::Word,
            Some(c) if c.is_numeric() => TokenKind::Number,
            Some('"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '‹' | '›') => {
                TokenKind::QuoteMark
            }
            _ => TokenKind::Punctuation,
        };
        out.push(Token { span: Span::new(at, at + word.len()).shifted(within.start()), kind });
    }
}
