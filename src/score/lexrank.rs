//! `LexRank`: the eigenvector centrality of sentences under tf-idf cosine.
//!
//! Erkan & Radev (2004), *LexRank: Graph-based Lexical Centrality as Salience in Text Summarization*: an edge joins two
//! sentences whose idf-modified cosine is above a threshold, and has weight 1 (the discrete form) or that cosine (the
//! continuous form). The reader who begins anew does so near the head of the article ([`teleport`]).

use super::{Features, Scorer, graph, teleport};
use crate::summary::Part;

/// How steeply the chance to begin anew falls with the place.
const POSITION_POWER: f64 = 1.0;
/// Damping: how often the reader follows an edge.
const DAMPING: f64 = graph::DAMPING;

/// Centrality by tf-idf cosine.
#[derive(Debug, Clone, Copy)]
pub struct LexRank {
    /// Cosine from which two sentences are joined.
    pub threshold: f64,
    /// Whether an edge weighs its cosine (continuous) or 1 (discrete).
    pub continuous: bool,
}

impl Default for LexRank {
    fn default() -> Self {
        Self { threshold: 0.1, continuous: true }
    }
}

impl Scorer for LexRank {
    fn name(&self) -> &'static str {
        "lexrank"
    }

    fn score(&self, features: &Features<'_>) -> Vec<f64> {
        let edges = features.cosine().mapped(|_, _, cosine| match cosine {
            _ if cosine < self.threshold => 0.0,
            _ if self.continuous => cosine,
            _ => 1.0,
        });
        graph::page_rank(&edges, DAMPING, &teleport(features, POSITION_POWER))
    }

    fn explain(&self, features: &Features<'_>) -> Vec<Vec<Part>> {
        graph::parts(&self.score(features), &teleport(features, POSITION_POWER), DAMPING)
    }
}
