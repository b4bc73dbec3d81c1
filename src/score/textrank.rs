//! `TextRank`: sentences recommend those they share words with.
//!
//! Mihalcea & Tarau (2004), *TextRank: Bringing Order into Texts*: a weighted graph of sentences, ranked by `PageRank`.
//! Their edge is `|common| / (ln|a| + ln|b|)`; Barrios, López, Argerich & Wachenchauzer (2016), *Variations of the
//! Similarity Function of TextRank for Automated Text Summarization*, found BM25 better, and so it is here:
//! `Σ_t idf(t) · tf(k₁ + 1) / (tf + k₁(1 − b + b·|s|/mean|s|))`, the mean of both ways.
//! The reader who begins anew does so near the head of the article ([`teleport`]), not anywhere.

use super::similarity::{DENSE, Similarity};
use super::{Features, Scorer, graph, teleport};
use crate::summary::Part;

/// How steeply the chance to begin anew falls with the place.
const POSITION_POWER: f64 = 1.0;
/// Damping: how often the reader follows an edge.
const DAMPING: f64 = graph::DAMPING;
/// BM25's saturation of counts.
const K1: f64 = 1.2;
/// BM25's length normalization.
const B: f64 = 0.75;

/// Centrality by shared words.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextRank;

impl Scorer for TextRank {
    fn name(&self) -> &'static str {
        "textrank"
    }

    fn score(&self, features: &Features<'_>) -> Vec<f64> {
        let rows = features.rows();
        let n = features.len();
        if n == 0 {
            return Vec::new();
        }
        let lengths: Vec<f64> = rows.counts.iter().map(|row| row.iter().map(|(_, count)| count).sum()).collect();
        let mean = (lengths.iter().sum::<f64>() / n as f64).max(1.0);
        let weighted = |(row, length): (&Vec<(u32, f64)>, &f64)| -> Vec<(u32, f64)> {
            let norm = K1 * (1.0 - B + B * length / mean);
            row.iter().map(|&(t, tf)| (t, rows.idf[t as usize] * tf * (K1 + 1.0) / (tf + norm))).collect()
        };
        let answers: Vec<Vec<(u32, f64)>> = rows.counts.iter().zip(&lengths).map(weighted).collect();
        let asks: Vec<Vec<(u32, f64)>> =
            rows.counts.iter().map(|r| r.iter().map(|&(t, _)| (t, 1.0)).collect()).collect();
        let edges = Similarity::products(&asks, &answers, rows.df.len(), n <= DENSE);
        graph::page_rank(&edges, DAMPING, &teleport(features, POSITION_POWER))
    }

    fn explain(&self, features: &Features<'_>) -> Vec<Vec<Part>> {
        graph::parts(&self.score(features), &teleport(features, POSITION_POWER), DAMPING)
    }
}
