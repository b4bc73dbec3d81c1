//! Scores of sentences: how much of the news each one carries.
//!
//! Every scorer sees the same [`Features`] of an article, computed once: its terms (folded, stemmed words), and, when
//! asked for, the similarities of its sentences. What a score means is the scorer's own; only the order counts.
//!
//! | name | idea | source |
//! |---|---|---|
//! | `lead` | the first sentences | every paper on news summaries |
//! | `tfidf` | closeness to the article's centroid | Radev et al. 2004 |
//! | `textrank` | centrality by shared words | Mihalcea & Tarau 2004, Barrios et al. 2016 |
//! | `lexrank` | centrality by tf-idf cosine | Erkan & Radev 2004 |
//! | `learned` | what reached the summaries that people wrote | `learned.rs` |

mod graph;
mod keywords;
mod lead;
pub(crate) mod learned;
mod lexrank;
mod query;
mod similarity;
pub(crate) mod terms;
mod textrank;
mod tfidf;

use std::cell::OnceCell;

pub use keywords::{Keyword, keywords, keywords_by};
pub use lead::Lead;
pub use learned::{Learned, RankingWeights};
pub use lexrank::LexRank;
pub use textrank::TextRank;
pub use tfidf::TfIdf;

use crate::summary::Part;
use crate::{Article, StopWords};
use query::Query;
use similarity::Similarity;
use terms::{Rows, Terms};

/// A way to score the sentences of an article. Implement it to rank by your own measure.
pub trait Scorer: Send + Sync {
    /// Its name, as in `--method`.
    fn name(&self) -> &str;

    /// A finite score for each body sentence of the article, in order; higher is better.
    fn score(&self, features: &Features<'_>) -> Vec<f64>;

    /// What each score is made of, one list a body sentence. Empty when the scorer cannot tell.
    fn explain(&self, features: &Features<'_>) -> Vec<Vec<Part>> {
        let _ = features;
        Vec::new()
    }
}

/// What scorers see of an article. Computed once and shared; the costly parts only when asked for.
#[derive(Debug)]
pub struct Features<'a> {
    article: &'a Article,
    terms: Terms,
    query: Option<Query>,
    title: Vec<u32>,
    rows: OnceCell<Rows>,
    cosine: OnceCell<Similarity>,
}

impl<'a> Features<'a> {
    /// The features of an article, with the stop words of its language. Linear in the length of the article.
    pub fn new(article: &'a Article) -> Self {
        Self::with(article, None, None)
    }

    /// The features with other stop words and with a query that pulls the scores towards its words.
    pub fn with(article: &'a Article, stop_words: Option<&StopWords>, query: Option<&str>) -> Self {
        let mut terms = Terms::new(article, stop_words);
        let query = query.and_then(|text| Query::new(text, article.language(), &mut terms));
        let title = article.metadata().title.as_deref();
        let mut title = title.map_or_else(Vec::new, |title| terms.of_text(title, article.language()));
        title.sort_unstable();
        title.dedup();
        Self { article, terms, query, title, rows: OnceCell::new(), cosine: OnceCell::new() }
    }

    /// The article.
    pub fn article(&self) -> &'a Article {
        self.article
    }

    /// Number of body sentences: how many scores are wanted.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether the article has no body sentence.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The terms of the body sentence at `index`: numbers that are equal for words of the same stem, in text order.
    pub fn terms(&self, index: usize) -> impl Iterator<Item = u32> + '_ {
        self.terms.sentence(index).iter().map(|piece| piece.term)
    }

    /// Whether the term is a stop word or a single letter.
    pub fn is_stop(&self, term: u32) -> bool {
        self.terms.vocabulary()[term as usize].stop
    }

    pub(crate) fn table(&self) -> &Terms {
        &self.terms
    }

    pub(crate) fn query(&self) -> Option<&Query> {
        self.query.as_ref()
    }

    /// Terms of the headline, sorted; none when there is no headline.
    pub(crate) fn title(&self) -> &[u32] {
        &self.title
    }

    /// Content terms a sentence, with counts and idf.
    pub(crate) fn rows(&self) -> &Rows {
        self.rows.get_or_init(|| Rows::new(&self.terms))
    }

    /// Cosine of the sentences' tf-idf vectors.
    pub(crate) fn cosine(&self) -> &Similarity {
        self.cosine.get_or_init(|| Similarity::cosine(self.rows()))
    }
}

/// How likely a sentence is to be told in a summary for its place alone: `(1 + i)^−power`, adding up to 1.
///
/// News is told in the order of weight (the "inverted pyramid"), and a measure of centrality that does not know it
/// loses to the first sentences. `PositionRank` (Florescu & Caragea 2017) puts the same prior into `PageRank`'s teleport.
pub(crate) fn position_prior(n: usize, power: f64) -> Vec<f64> {
    let mut prior: Vec<f64> = (0..n).map(|at| (1.0 + at as f64).powf(-power)).collect();
    let sum: f64 = prior.iter().sum();
    for p in &mut prior {
        *p /= sum;
    }
    prior
}

/// Where the reader of a sentence graph begins anew: the position prior, bent towards the query where there is one.
pub(crate) fn teleport(features: &Features<'_>, power: f64) -> Vec<f64> {
    let mut teleport = position_prior(features.len(), power);
    if let Some(query) = features.query() {
        query.bias(features, &mut teleport);
    }
    teleport
}
