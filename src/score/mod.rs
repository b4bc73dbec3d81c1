//! Scores of sentences: how much of the news each one carries.

use crate::Article;

/// A way to score the sentences of an article. Implement it to rank by your own measure.
pub trait Scorer: Send + Sync {
    /// Its name, as in `--method`.
    fn name(&self) -> &str;

    /// A finite score for each body sentence of the article, in order; higher is better.
    fn score(&self, article: &Article) -> Vec<f64>;
}

/// The first sentences are best: the baseline that most summarizers of news do not reach.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lead;

impl Scorer for Lead {
    fn name(&self) -> &'static str {
        "lead"
    }

    fn score(&self, article: &Article) -> Vec<f64> {
        let n = article.body_sentences().count();
        (0..n).map(|at| 1.0 - at as f64 / n as f64).collect()
    }
}

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
