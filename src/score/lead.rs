//! The first sentences: the baseline that most summarizers of news do not reach.

use super::{Features, Scorer};

/// The first sentences are best.
///
/// Under a length the summary is the longest run from the start that fits. With a query, sentences that answer it
/// come first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lead;

impl Scorer for Lead {
    fn name(&self) -> &'static str {
        "lead"
    }

    fn score(&self, features: &Features<'_>) -> Vec<f64> {
        let n = features.len();
        let mut scores: Vec<f64> = (0..n).map(|at| 1.0 - at as f64 / n as f64).collect();
        if let Some(query) = features.query() {
            query.add(features, &mut scores, 2.0);
        }
        scores
    }
}
