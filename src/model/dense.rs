//! Small models over a fixed list of named features: standardise, clip, weigh, sum.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// `score = bias + Σ weight × clip((x − mean) / deviation)`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Dense {
    /// Names of the features, in the order of the numbers.
    pub(crate) features: Vec<String>,
    pub(crate) mean: Vec<f32>,
    pub(crate) deviation: Vec<f32>,
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: f32,
    /// Standardised values are clipped to ±this; none when absent.
    #[serde(default)]
    pub(crate) clip: Option<f32>,
}

impl Dense {
    /// Refuses a model whose features are not `names`, in that order.
    pub(crate) fn fits(&self, model: &str, names: &[&str]) -> Result<()> {
        let n = names.len();
        if self.features != names || [&self.mean, &self.deviation, &self.weights].iter().any(|part| part.len() != n) {
            let reason = format!("{model}: fitted for other features than this build computes");
            return Err(Error::Weights { reason });
        }
        Ok(())
    }

    /// The score of one row of features.
    #[inline]
    pub(crate) fn score(&self, row: &[f32]) -> f32 {
        debug_assert_eq!(row.len(), self.weights.len());
        let clip = self.clip.unwrap_or(f32::INFINITY);
        let mut score = self.bias;
        for (((x, mean), deviation), weight) in row.iter().zip(&self.mean).zip(&self.deviation).zip(&self.weights) {
            score += weight * ((x - mean) / deviation).clamp(-clip, clip);
        }
        score
    }

    /// Each feature's part of the score, in the order of the features.
    pub(crate) fn parts(&self, row: &[f32]) -> Vec<f32> {
        let clip = self.clip.unwrap_or(f32::INFINITY);
        row.iter()
            .zip(&self.mean)
            .zip(&self.deviation)
            .zip(&self.weights)
            .map(|(((x, mean), deviation), weight)| weight * ((x - mean) / deviation).clamp(-clip, clip))
            .collect()
    }
}

/// The same model, made ready for many rows: standardising is folded into the weights, clipping into bounds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ready {
    weights: Vec<f32>,
    /// Bounds of the features: without an end where the model does not clip.
    low: Vec<f32>,
    high: Vec<f32>,
    offset: f32,
}

impl From<&Dense> for Ready {
    fn from(model: &Dense) -> Self {
        let scaled = |(weight, deviation): (&f32, &f32)| weight / deviation;
        let weights: Vec<f32> = model.weights.iter().zip(&model.deviation).map(scaled).collect();
        let shift: f64 = weights.iter().zip(&model.mean).map(|(w, m)| f64::from(*w) * f64::from(*m)).sum();
        let bounds = |sign: f32| {
            let bound = move |(mean, deviation): (&f32, &f32)| {
                model.clip.map_or(sign * f32::INFINITY, |clip| mean + sign * clip * deviation)
            };
            model.mean.iter().zip(&model.deviation).map(bound).collect()
        };
        #[expect(clippy::cast_possible_truncation, reason = "models are used in f32")]
        Self { low: bounds(-1.0), high: bounds(1.0), weights, offset: (f64::from(model.bias) - shift) as f32 }
    }
}

/// Rows that are scored side by side.
pub(crate) const BLOCK: usize = 16;

/// Features of [`BLOCK`] rows, feature by feature, so that vector registers hold one feature of many rows.
pub(crate) type Columns<const N: usize> = [[f32; BLOCK]; N];

/// One instruction a comparison, unlike `f32::max`, which has to think of NaN.
#[inline]
fn clipped(x: f32, least: f32, most: f32) -> f32 {
    let x = if x > least { x } else { least };
    if x < most { x } else { most }
}

impl Ready {
    /// The score of one row of features, summed in eight lanes.
    #[inline]
    pub(crate) fn score<const N: usize>(&self, row: &[f32; N]) -> f32 {
        const LANES: usize = 8;
        if self.weights.len() != N {
            return self.offset; // not of this model: `fits` has refused it
        }
        let n = N;
        let whole = n - n % LANES;
        let mut sums = [0.0_f32; LANES];
        let (weights, low, high, row) = (&self.weights[..n], &self.low[..n], &self.high[..n], &row[..n]);
        let mut at = 0;
        while at < whole {
            let (values, by) = (&row[at..at + LANES], &weights[at..at + LANES]);
            let (least, most) = (&low[at..at + LANES], &high[at..at + LANES]);
            for lane in 0..LANES {
                sums[lane] += by[lane] * clipped(values[lane], least[lane], most[lane]);
            }
            at += LANES;
        }
        let mut sum: f32 = sums.iter().sum();
        for at in whole..n {
            sum += weights[at] * clipped(row[at], low[at], high[at]);
        }
        self.offset + sum
    }

    /// The scores of a block of rows. Also of a model that does not clip, by bounds that nothing reaches: two instructions
    /// more, but the form that compilers have been seen to put into vector registers.
    #[inline]
    pub(crate) fn score_block<const N: usize>(&self, columns: &Columns<N>) -> [f32; BLOCK] {
        let mut sums = [self.offset; BLOCK];
        let (Some(weights), Some(low), Some(high)) =
            (self.weights.first_chunk::<N>(), self.low.first_chunk::<N>(), self.high.first_chunk::<N>())
        else {
            return sums; // not of this model: `fits` has refused it
        };
        let mut at = 0;
        while at < N {
            let (weight, least, most, column) = (weights[at], low[at], high[at], &columns[at]);
            for lane in 0..BLOCK {
                sums[lane] += weight * clipped(column[lane], least, most);
            }
            at += 1;
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_score() {
        let model = Dense {
            features: vec!["a".into(), "b".into()],
            mean: vec![1.0, 0.0],
            deviation: vec![2.0, 1.0],
            weights: vec![3.0, -1.0],
            bias: 0.5,
            clip: Some(2.0),
        };
        model.fits("test", &["a", "b"]).unwrap();
        assert!(model.fits("test", &["b", "a"]).is_err());
        let row = [3.0, 10.0];
        assert!((model.score(&row) - (0.5 + 3.0 - 2.0)).abs() < 1e-6);
        assert!((Ready::from(&model).score(&row) - model.score(&row)).abs() < 1e-6);
        assert!((model.parts(&row).iter().sum::<f32>() + model.bias - model.score(&row)).abs() < 1e-6);
    }
}
