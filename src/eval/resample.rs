//! How sure a mean is, and whether two systems differ: resampling, with a seed.
//!
//! Intervals are percentile bootstraps (Efron 1979) over articles: every resample draws as many articles as there are,
//! the same ones for all systems, and 95 % of its means lie between the bounds. The p-value of a pair is that of
//! paired approximate randomization (Noreen 1989): how often a difference as large comes about when the two summaries
//! of each article are swapped at random. Why not the bootstrap for both? It answers how far the mean may be off, not
//! how likely the difference is if there is none.

use super::parallel::in_order;
use super::random::Random;
use crate::model::best_first;

/// Scores, a row an article and a column a system and metric.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    columns: usize,
    cells: Vec<f64>,
}

/// Bounds between which 95 % of the resampled values lie.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// The means of a table, and those of its resamples.
#[derive(Debug, Clone)]
pub(crate) struct Resampled {
    means: Vec<f64>,
    /// Means of each resample of articles.
    drawn: Vec<Vec<f64>>,
    /// Means of each column after signs were drawn for the articles.
    signed: Vec<Vec<f64>>,
}

impl Table {
    /// A table of rows of `columns` cells each.
    pub(crate) fn new(columns: usize, cells: Vec<f64>) -> Self {
        Self { columns, cells }
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.columns.max(1))
    }

    fn row_count(&self) -> usize {
        self.cells.len() / self.columns.max(1)
    }

    /// Resamples the table so often. O(resamples × cells).
    pub(crate) fn resample(&self, resamples: usize, seed: u64) -> Resampled {
        let rows = self.row_count();
        let mean = |mut sums: Vec<f64>| {
            for sum in &mut sums {
                *sum /= rows.max(1) as f64;
            }
            sums
        };
        let mut sums = vec![0.0; self.columns];
        for row in self.rows() {
            add(&mut sums, row, 1.0);
        }
        let drawn = in_order(
            resamples,
            || (),
            |(), at| {
                let mut random = Random::new(seed, 2 * at as u64);
                let mut sums = vec![0.0; self.columns];
                for _ in 0..rows {
                    let row = random.below(rows) * self.columns;
                    add(&mut sums, &self.cells[row..row + self.columns], 1.0);
                }
                mean(sums)
            },
        );
        let signed = in_order(
            resamples,
            || (),
            |(), at| {
                let mut random = Random::new(seed, 2 * at as u64 + 1);
                let (mut sums, mut bits, mut left) = (vec![0.0; self.columns], 0, 0);
                for row in self.rows() {
                    if left == 0 {
                        (bits, left) = (random.next(), 64);
                    }
                    add(&mut sums, row, if bits & 1 == 0 { 1.0 } else { -1.0 });
                    (bits, left) = (bits >> 1, left - 1);
                }
                mean(sums)
            },
        );
        Resampled { means: mean(sums), drawn, signed }
    }
}

fn add(sums: &mut [f64], row: &[f64], factor: f64) {
    for (sum, cell) in sums.iter_mut().zip(row) {
        *sum += factor * cell;
    }
}

impl Resampled {
    /// The mean of a column.
    pub(crate) fn mean(&self, column: usize) -> f64 {
        self.means[column]
    }

    /// Its bounds.
    pub(crate) fn interval(&self, column: usize) -> Interval {
        bounds(self.drawn.iter().map(|means| means[column]).collect())
    }

    /// Bounds of the difference of two columns.
    pub(crate) fn difference_interval(&self, a: usize, b: usize) -> Interval {
        bounds(self.drawn.iter().map(|means| means[a] - means[b]).collect())
    }

    /// The two-sided p-value of the difference of two columns; never 0: the observed order counts as one of those drawn.
    pub(crate) fn p_value(&self, a: usize, b: usize) -> f64 {
        // sums in another order may differ in the last digits
        let observed = (self.means[a] - self.means[b]).abs() - 1e-12;
        let as_large = self.signed.iter().filter(|means| (means[a] - means[b]).abs() >= observed).count();
        (as_large + 1) as f64 / (self.signed.len() + 1) as f64
    }
}

fn bounds(mut values: Vec<f64>) -> Interval {
    values.sort_unstable_by(f64::total_cmp);
    Interval { low: percentile(&values, 0.025), high: percentile(&values, 0.975) }
}

/// The value at that share of a sorted list, between two neighbours in proportion (as `numpy.percentile`).
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = share * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ share ≤ 1")]
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

/// Holm's step-down adjustment of p-values that were all looked at (Holm 1979), in the order given.
pub(crate) fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    best_first(&mut order, &|at| -p_values[at]);
    let mut adjusted = vec![0.0; p_values.len()];
    let mut floor: f64 = 0.0;
    for (rank, &at) in order.iter().enumerate() {
        floor = floor.max(p_values[at] * (p_values.len() - rank) as f64).min(1.0);
        adjusted[at] = floor;
    }
    adjusted
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the figures are exact to the last digit")]
mod tests {
    use super::*;

    /// 400 articles; column 1 is column 0 plus 0.05, column 2 is noise like column 0.
    fn table() -> Table {
        let mut random = Random::new(3, 0);
        let mut unit = move || random.below(1 << 20) as f64 / f64::from(1 << 20);
        let rows = (0..400).flat_map(|_| {
            let a = unit();
            [a, a + 0.05, unit()]
        });
        Table::new(3, rows.collect())
    }

    #[test]
    fn bounds_are_those_of_theory() {
        let resampled = table().resample(2000, 1);
        let Interval { low, high } = resampled.interval(0);
        let mean = resampled.mean(0);
        // uniform numbers: standard error sqrt(1/12/400) = 0.01443, times 1.96 = 0.0283
        assert!((mean - low - 0.0283).abs() < 0.003 && (high - mean - 0.0283).abs() < 0.003, "{low} {mean} {high}");
    }

    #[test]
    fn pairs_are_told_apart_or_not() {
        let resampled = table().resample(999, 1);
        assert!((resampled.p_value(1, 0) - 0.001).abs() < 1e-12, "a steady difference is never reached by chance");
        let Interval { low, high } = resampled.difference_interval(1, 0);
        assert!((low - 0.05).abs() < 1e-9 && (high - 0.05).abs() < 1e-9);
        assert!(resampled.p_value(0, 2) > 0.05);
        assert!((resampled.p_value(0, 0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn same_seed_same_numbers() {
        let (a, b, c) = (table().resample(50, 9), table().resample(50, 9), table().resample(50, 10));
        assert_eq!(a.drawn, b.drawn);
        assert_ne!(a.drawn, c.drawn);
    }

    #[test]
    fn nothing_to_resample() {
        let resampled = Table::new(2, Vec::new()).resample(10, 1);
        assert_eq!(resampled.interval(0), Interval::default());
        assert_eq!(percentile(&[], 0.5), 0.0);
        assert_eq!(percentile(&[1.0, 2.0, 4.0], 0.75), 3.0);
    }

    #[test]
    fn holm_steps_down() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.5]);
        for (found, expected) in adjusted.iter().zip([0.04, 0.09, 0.09, 0.5]) {
            assert!((found - expected).abs() < 1e-12, "{adjusted:?}");
        }
    }
}
