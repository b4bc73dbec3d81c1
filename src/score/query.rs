//! What the reader asks for: words that pull every scorer towards the sentences that hold them.
//!
//! Relevance of a sentence is the idf-weighted share of the query's terms that it holds. Graphs take it as their
//! teleport, as in the topic-sensitive LexRank of Otterbacher, Erkan & Radev (2005); the others add it to the score.

use super::Features;
use super::terms::Terms;
use crate::Language;

/// A query's content terms.
#[derive(Debug)]
pub(crate) struct Query {
    terms: Vec<u32>,
}

impl Query {
    /// `None` when the query holds no word.
    pub(crate) fn new(text: &str, language: Language, terms: &mut Terms) -> Option<Self> {
        let all = terms.of_text(text, language);
        let content = |t: &u32| !terms.vocabulary()[*t as usize].stop;
        let mut words: Vec<u32> = all.iter().copied().filter(content).collect();
        if words.is_empty() {
            words = all;
        }
        words.sort_unstable();
        words.dedup();
        (!words.is_empty()).then_some(Self { terms: words })
    }

    /// The query's terms, sorted.
    pub(crate) fn terms(&self) -> &[u32] {
        &self.terms
    }

    /// Relevance of each sentence, 0 to 1.
    pub(crate) fn relevance(&self, features: &Features<'_>) -> Vec<f64> {
        let terms = features.table();
        let rows = features.rows();
        let weight = |term: u32| rows.idf[term as usize].max(1e-3);
        let total: f64 = self.terms.iter().map(|&term| weight(term)).sum();
        let mut found = Vec::new();
        let relevance = |at| {
            found.clear();
            found.extend(terms.sentence(at).iter().map(|p| p.term).filter(|t| self.terms.binary_search(t).is_ok()));
            found.sort_unstable();
            found.dedup();
            found.iter().map(|&term| weight(term)).sum::<f64>() / total
        };
        (0..terms.len()).map(relevance).collect()
    }

    /// Adds relevance to scores, `strength` times the range of the scores.
    pub(crate) fn add(&self, features: &Features<'_>, scores: &mut [f64], strength: f64) {
        let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
        let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let range = if high > low { high - low } else { 1.0 };
        for (score, relevance) in scores.iter_mut().zip(self.relevance(features)) {
            *score += strength * range * relevance;
        }
    }

    /// Mixes relevance into a teleport: most of it, when any sentence is relevant.
    pub(crate) fn bias(&self, features: &Features<'_>, teleport: &mut [f64]) {
        const SHARE: f64 = 0.9;
        let relevance = self.relevance(features);
        let sum: f64 = relevance.iter().sum();
        if sum > 0.0 {
            for (p, relevance) in teleport.iter_mut().zip(relevance) {
                *p = (1.0 - SHARE) * *p + SHARE * relevance / sum;
            }
        }
    }
}
