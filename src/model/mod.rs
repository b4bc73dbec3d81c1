//! The engine of everything that is learned: named features, a linear score, a link function, weights files.
//!
//! Line and sentence classifiers, cues, speakers and rankers are all the same kind of machine. They differ in their
//! features and decoders, which live with their tasks; what they share lives here once:
//!
//! - [`table`]: a read-only hash table from 64-bit feature keys to small quantized weights, probed in place in the
//!   embedded file, so that nothing is parsed or built at start-up;
//! - [`features`]: keys of feature templates and their values, no strings at run time;
//! - [`dense`]: small models over a fixed list of named, standardised features;
//! - [`fit`]: L-BFGS, deterministic, in `f64`.

pub(crate) mod dense;
pub(crate) mod features;
pub(crate) mod fit;
pub(crate) mod table;

/// The logistic function.
#[inline]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Softmax in place; an empty slice stays empty.
pub(crate) fn softmax(scores: &mut [f64]) {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}
