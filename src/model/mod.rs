//! The engine of everything that is learned: named features, a linear score, a link function, weights files.
//!
//! Line and sentence classifiers, cues, speakers and rankers are all the same kind of machine. They differ in their
//! features and decoders, which live with their tasks; what they share lives here once:
//!
//! - [`table`]: a read-only hash table from 64-bit feature keys to small quantized weights, which are read in place from
//!   the embedded file;
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

/// The logistic function of many numbers, in vector registers: `e^x` as a power of two and a polynomial for what is left
/// (Cephes' `expf`), to seven digits. The same on every machine, unlike the library's `exp`.
#[inline]
pub(crate) fn sigmoids<const N: usize>(mut x: [f32; N]) -> [f32; N] {
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2^23: the sum has the nearest whole number in its low bits
    const SERIES: [f32; 6] = [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5];
    for x in &mut x {
        let y = -*x;
        let y = if y > -80.0 { y } else { -80.0 };
        let y = if y < 80.0 { y } else { 80.0 };
        let rounded = y * std::f32::consts::LOG2_E + ROUND;
        let whole = rounded - ROUND;
        let rest = y - whole * LN_2[0] - whole * LN_2[1];
        let mut sum = SERIES[0];
        for factor in &SERIES[1..] {
            sum = sum * rest + factor;
        }
        let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23));
        *x = 1.0 / (1.0 + power * (sum * rest * rest + rest + 1.0));
    }
    x
}

/// Puts indices in the order of their values, the greatest first; of equal ones, the first first.
///
/// Not generic: each use of the standard library's stable sort with a closure of its own makes the program some kilobytes
/// larger.
pub(crate) fn best_first(order: &mut [usize], value: &dyn Fn(usize) -> f64) {
    order.sort_by(|&a, &b| value(b).total_cmp(&value(a)).then(a.cmp(&b)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_logistics_are_as_one() {
        for start in -50_i16..50 {
            let x: [f32; 8] = std::array::from_fn(|at| f32::from(start) + at as f32 / 7.0);
            for (many, one) in sigmoids(x).into_iter().zip(x.map(sigmoid)) {
                assert!((many - one).abs() <= 3e-7 * one, "{many} {one}");
            }
        }
        assert!(sigmoids([f32::INFINITY, 1e9]).iter().all(|p| (p - 1.0).abs() < f32::EPSILON));
        assert!(sigmoids([f32::NEG_INFINITY, -1e9]).into_iter().all(|p| (0.0..1e-30).contains(&p)));
    }
}
