//! Sparse linear models: logistic regression, and rankers with a softmax over each group of candidates.

use rustc_hash::FxHashMap;

use crate::model::features::Key;
use crate::model::fit::{Limits, minimize, with_ridge};

/// Rows of binary features.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    index: FxHashMap<Key, u32>,
    keys: Vec<Key>,
    counts: Vec<u32>,
    features: Vec<u32>,
    ends: Vec<usize>,
}

/// How a model is fitted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// Gaussian prior on each weight: half of this times its square is added to the loss.
    pub(crate) l2: f64,
    /// Features seen in fewer rows are left out.
    pub(crate) rarest: u32,
    /// Most iterations.
    pub(crate) iterations: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { l2: 2.0, rarest: 2, iterations: 120 }
    }
}

/// Weights smaller than this are dropped: no worse with development articles, and a third smaller than with 0.02.
const SMALLEST: f64 = 0.05;

impl Rows {
    /// Adds a row, filled in by `fill`.
    pub(crate) fn add(&mut self, fill: impl FnOnce(&mut dyn FnMut(Key))) {
        let Self { index, keys, counts, features, .. } = self;
        fill(&mut |key| {
            let next = u32::try_from(keys.len()).unwrap_or(u32::MAX);
            let number = *index.entry(key).or_insert(next);
            if number == next {
                keys.push(key);
                counts.push(0);
            }
            counts[number as usize] += 1;
            features.push(number);
        });
        self.ends.push(self.features.len());
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Leaves out rare features; returns the keys of the others, and the rows in their numbers.
    fn pruned(&self, rarest: u32) -> (Vec<Key>, Matrix) {
        let mut number = vec![u32::MAX; self.keys.len()];
        let mut keys = Vec::new();
        for (at, key) in self.keys.iter().enumerate() {
            if self.counts[at] >= rarest {
                number[at] = u32::try_from(keys.len()).unwrap_or(u32::MAX);
                keys.push(*key);
            }
        }
        let mut matrix = Matrix { features: Vec::with_capacity(self.features.len()), ends: Vec::new() };
        let mut start = 0;
        for &end in &self.ends {
            let kept = self.features[start..end].iter().map(|&f| number[f as usize]).filter(|&f| f != u32::MAX);
            matrix.features.extend(kept);
            matrix.ends.push(matrix.features.len());
            start = end;
        }
        (keys, matrix)
    }
}

struct Matrix {
    features: Vec<u32>,
    ends: Vec<usize>,
}

impl Matrix {
    fn row(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.features[start..self.ends[at]]
    }

    fn score(&self, at: usize, weights: &[f64]) -> f64 {
        self.row(at).iter().map(|&f| weights[f as usize]).sum()
    }
}

/// Logistic regression: weights and bias. `labels` holds, for each row, whether it is positive, and its weight.
pub(crate) fn logistic(rows: &Rows, labels: &[(bool, f64)], settings: Settings) -> (Vec<(Key, f32)>, f64) {
    let (keys, matrix) = rows.pruned(settings.rarest);
    let n = keys.len();
    let mut weights = vec![0.0; n + 1];
    let loss = |weights: &[f64], gradient: &mut [f64]| {
        gradient.fill(0.0);
        let mut value = 0.0;
        for (at, &(positive, weight)) in labels.iter().enumerate() {
            let z = matrix.score(at, weights) + weights[n];
            let y = f64::from(u8::from(positive));
            value += weight * (z.max(0.0) + (-z.abs()).exp().ln_1p() - y * z);
            let slope = weight * (1.0 / (1.0 + (-z).exp()) - y);
            for &f in matrix.row(at) {
                gradient[f as usize] += slope;
            }
            gradient[n] += slope;
        }
        value
    };
    minimize(
        &mut weights,
        Limits { iterations: settings.iterations, tolerance: 1e-7 },
        with_ridge(settings.l2, 1, loss),
        |_, _| (),
    );
    (kept(&keys, &weights), weights[n])
}

/// Candidates one of which is right: the rows after the group before up to `end`, and which of them it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    pub(crate) end: usize,
    pub(crate) gold: usize,
}

/// A ranker: the weights that make the right candidates likely under a softmax over each group.
pub(crate) fn ranker(rows: &Rows, groups: &[Group], settings: Settings) -> Vec<(Key, f32)> {
    let (keys, matrix) = rows.pruned(settings.rarest);
    let mut weights = vec![0.0; keys.len()];
    let mut scores = Vec::new();
    let loss = |weights: &[f64], gradient: &mut [f64]| {
        gradient.fill(0.0);
        let mut value = 0.0;
        let mut start = 0;
        for group in groups {
            scores.clear();
            scores.extend((start..group.end).map(|at| matrix.score(at, weights)));
            let gold = scores[group.gold];
            let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = scores.iter().map(|score| (score - top).exp()).sum();
            value += sum.ln() + top - gold;
            for (n, score) in scores.iter().enumerate() {
                let slope = (score - top).exp() / sum - f64::from(u8::from(n == group.gold));
                if slope.abs() > 1e-9 {
                    for &f in matrix.row(start + n) {
                        gradient[f as usize] += slope;
                    }
                }
            }
            start = group.end;
        }
        value
    };
    minimize(
        &mut weights,
        Limits { iterations: settings.iterations, tolerance: 1e-7 },
        with_ridge(settings.l2, 0, loss),
        |_, _| (),
    );
    kept(&keys, &weights)
}

fn kept(keys: &[Key], weights: &[f64]) -> Vec<(Key, f32)> {
    #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
    let found = keys.iter().zip(weights).filter(|(_, w)| w.abs() >= SMALLEST).map(|(&key, &w)| (key, w as f32));
    found.collect()
}
