//! Keywords: the words and phrases that carry an article.

use crate::Article;

/// A word or phrase that carries the article.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Keyword {
    /// As it is first written.
    pub text: String,
    /// Higher is better.
    pub score: f64,
}

/// The words and phrases that carry the article, best first, `limit` at most.
pub fn keywords(_article: &Article, _limit: usize) -> Vec<Keyword> {
    Vec::new()
}
