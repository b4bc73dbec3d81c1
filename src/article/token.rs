//! Words and marks with their place in the text.

use crate::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens and the dots of an abbreviation: `don't`, `U.S.`, `well-known`.
    Word,
    /// Digits with their separators, sign of currency or per cent apart: `1,200.50`, `51-49`, `5th`.
    Number,
    /// A quotation mark of any style.
    QuoteMark,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// `@name` or `#topic`.
    Handle,
    /// Any other mark or symbol, one character (or one run of dots) each.
    Punctuation,
}

impl TokenKind {
    /// Whether the token counts as a word when lengths are measured.
    #[inline]
    pub const fn is_word(self) -> bool {
        matches!(self, Self::Word | Self::Number | Self::Url | Self::Email | Self::Handle)
    }
}

/// A token: a span of the article's text and its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}
