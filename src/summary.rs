//! The summarizer: scores, a budget and a selection put together.

use crate::score::{Lead, Scorer};
use crate::{Article, SentenceId, SentenceRef};

/// The scorers that ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Method {
    /// First sentences.
    #[default]
    Lead,
}

impl Method {
    /// Every method.
    pub const ALL: &[Self] = &[Self::Lead];

    /// Name in options and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
        }
    }
}

/// How long a summary may be.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Budget {
    /// About three sentences: the learned scorer may pick two to four, the others take three.
    Auto,
    /// So many sentences, or all when there are fewer.
    Sentences(usize),
    /// At most so many words.
    Words(usize),
    /// At most so many characters, with one space between two sentences.
    Chars(usize),
    /// At most this share of the story's words, 0 to 1.
    Ratio(f64),
}

/// Makes summaries. Reusable for any number of articles, on any number of threads.
#[derive(Debug, Clone)]
pub struct Summarizer {
    method: Method,
    budget: Budget,
}

impl Default for Summarizer {
    fn default() -> Self {
        Self { method: Method::default(), budget: Budget::Auto }
    }
}

impl Summarizer {
    /// The default method and length.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for exactly `n` sentences (fewer when the article has fewer).
    #[must_use]
    pub fn sentences(self, n: usize) -> Self {
        self.budget(Budget::Sentences(n))
    }

    /// Sets the length.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Sets the scorer.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Summarizes. An article without sentences gives an empty summary.
    pub fn summarize(&self, article: &Article) -> Summary {
        let scores = Lead.score(article);
        let n = if let Budget::Sentences(n) = self.budget { n } else { 3 };
        let selected = article.body_sentences().zip(scores).take(n);
        Summary {
            method: self.method,
            selected: selected.map(|(sentence, score)| Selected { sentence: sentence.id(), score }).collect(),
        }
    }
}

/// A sentence of a summary.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Selected {
    /// Which sentence.
    pub sentence: SentenceId,
    /// Its score.
    pub score: f64,
}

/// A summary: sentences of the article, in text order.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    method: Method,
    selected: Vec<Selected>,
}

impl Summary {
    /// The method that made it.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The chosen sentences with their scores.
    pub fn selected(&self) -> &[Selected] {
        &self.selected
    }

    /// The chosen sentences, seen in their article.
    pub fn sentences<'a>(&'a self, article: &'a Article) -> impl Iterator<Item = SentenceRef<'a>> {
        self.selected.iter().filter_map(|selected| article.sentence(selected.sentence))
    }
}
