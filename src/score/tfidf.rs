//! TF-IDF: how close a sentence is to the article's centroid.
//!
//! The centroid method of MEAD (Radev, Jing, Styś & Tam 2004, *Centroid-based summarization of multiple documents*):
//! the score of a sentence is the sum of the centroid's weights over its terms, here with dampened counts,
//! `Σ_t (1 + ln tf(t)) · idf(t)` over the distinct content terms of the sentence, divided by its number of words to the
//! power ½ so that length alone does not win, and multiplied by a prior of its place in the article (MEAD adds one).

use super::{Features, Scorer, position_prior};
use crate::summary::Part;

/// How steeply the prior falls with the place.
const POSITION_POWER: f64 = 0.5;

/// Closeness to the centroid of the article.
#[derive(Debug, Clone, Copy, Default)]
pub struct TfIdf;

impl Scorer for TfIdf {
    fn name(&self) -> &'static str {
        "tfidf"
    }

    fn score(&self, features: &Features<'_>) -> Vec<f64> {
        let prior = position_prior(features.len(), POSITION_POWER);
        let mut scores: Vec<f64> =
            centrality(features).iter().zip(&prior).map(|(score, prior)| score * prior).collect();
        if let Some(query) = features.query() {
            query.add(features, &mut scores, 2.0);
        }
        scores
    }

    fn explain(&self, features: &Features<'_>) -> Vec<Vec<Part>> {
        let prior = position_prior(features.len(), POSITION_POWER);
        let plain = centrality(features);
        let list = |((score, plain), prior): ((f64, f64), f64)| {
            let mut parts = vec![Part { name: "centrality at its place", value: plain * prior }];
            if features.query().is_some() {
                parts.push(Part { name: "query", value: score - plain * prior });
            }
            parts
        };
        self.score(features).into_iter().zip(plain).zip(prior).map(list).collect()
    }
}

/// Closeness to the centroid, places left aside.
fn centrality(features: &Features<'_>) -> Vec<f64> {
    let rows = features.rows();
    let mut tf = vec![0.0_f64; rows.df.len()];
    for row in &rows.counts {
        for &(term, count) in row {
            tf[term as usize] += count;
        }
    }
    let score = |(at, row): (usize, &Vec<(u32, f64)>)| {
        let sum: f64 = row.iter().map(|&(t, _)| (1.0 + tf[t as usize].ln()) * rows.idf[t as usize]).sum();
        let words = features.table().sentence(at).len();
        if words == 0 { 0.0 } else { sum / (words as f64).sqrt() }
    };
    rows.counts.iter().enumerate().map(score).collect()
}
