//! L-BFGS: minimizes a smooth function of many weights.
//!
//! Limited-memory BFGS with the two-loop recursion and a backtracking line search under the Armijo condition
//! (Nocedal & Wright, *Numerical Optimization*, algorithms 7.4 and 7.5). Deterministic: no random start, no threads.

use std::collections::VecDeque;

/// Steps of history kept.
const MEMORY: usize = 10;
/// Armijo constant: the decrease asked of a step, as a share of what its slope promises.
const ARMIJO: f64 = 1e-4;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Most iterations.
    pub(crate) iterations: usize,
    /// Relative decrease of the loss below which it ends.
    pub(crate) tolerance: f64,
}

/// Minimizes `loss(weights, gradient) -> value` in place; `loss` writes the whole gradient. Returns the last value.
/// `progress` is called after each iteration with its number and the loss.
pub(crate) fn minimize(
    weights: &mut [f64],
    limits: Limits,
    mut loss: impl FnMut(&[f64], &mut [f64]) -> f64,
    mut progress: impl FnMut(usize, f64),
) -> f64 {
    let n = weights.len();
    let mut gradient = vec![0.0; n];
    let mut value = loss(weights, &mut gradient);
    let mut history: VecDeque<(Vec<f64>, Vec<f64>, f64)> = VecDeque::new();
    let (mut trial, mut trial_gradient) = (vec![0.0; n], vec![0.0; n]);
    for iteration in 0..limits.iterations {
        let mut direction = descent(&gradient, &history);
        let mut slope = dot(&direction, &gradient);
        if slope >= 0.0 {
            history.clear();
            direction = gradient.iter().map(|g| -g).collect();
            slope = -dot(&gradient, &gradient);
        }
        if slope > -1e-20 {
            break;
        }
        let mut step = if history.is_empty() { (1.0 / norm(&gradient)).min(1.0) } else { 1.0 };
        let mut found = None;
        for _ in 0..40 {
            for ((t, w), d) in trial.iter_mut().zip(weights.iter()).zip(&direction) {
                *t = w + step * d;
            }
            let next = loss(&trial, &mut trial_gradient);
            if next.is_finite() && next <= value + ARMIJO * step * slope {
                found = Some(next);
                break;
            }
            step *= 0.5;
        }
        let Some(next) = found else { break };
        let moved: Vec<f64> = trial.iter().zip(weights.iter()).map(|(t, w)| t - w).collect();
        let turned: Vec<f64> = trial_gradient.iter().zip(&gradient).map(|(t, g)| t - g).collect();
        let curvature = dot(&moved, &turned);
        if curvature > 1e-12 {
            if history.len() == MEMORY {
                history.pop_front();
            }
            history.push_back((moved, turned, 1.0 / curvature));
        }
        weights.copy_from_slice(&trial);
        std::mem::swap(&mut gradient, &mut trial_gradient);
        let gain = value - next;
        value = next;
        progress(iteration + 1, value);
        if gain <= limits.tolerance * value.abs().max(1e-12) {
            break;
        }
    }
    value
}

/// The loss with a Gaussian prior on the weights, the last `free` ones apart: half of `l2` times the sum of their squares.
pub(crate) fn with_ridge(
    l2: f64,
    free: usize,
    mut loss: impl FnMut(&[f64], &mut [f64]) -> f64,
) -> impl FnMut(&[f64], &mut [f64]) -> f64 {
    move |weights, gradient| {
        let value = loss(weights, gradient);
        let held = &weights[..weights.len().saturating_sub(free)];
        for (g, w) in gradient.iter_mut().zip(held) {
            *g += l2 * w;
        }
        value + 0.5 * l2 * dot(held, held)
    }
}

/// The two-loop recursion: an approximation of −H⁻¹·gradient.
fn descent(gradient: &[f64], history: &VecDeque<(Vec<f64>, Vec<f64>, f64)>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut alphas = Vec::with_capacity(history.len());
    for (moved, turned, rho) in history.iter().rev() {
        let alpha = rho * dot(moved, &direction);
        for (d, t) in direction.iter_mut().zip(turned) {
            *d -= alpha * t;
        }
        alphas.push(alpha);
    }
    if let Some((_, turned, rho)) = history.back() {
        let scale = 1.0 / (rho * dot(turned, turned));
        for d in &mut direction {
            *d *= scale;
        }
    }
    for ((moved, turned, rho), alpha) in history.iter().zip(alphas.iter().rev()) {
        let beta = rho * dot(turned, &direction);
        for (d, m) in direction.iter_mut().zip(moved) {
            *d += (alpha - beta) * m;
        }
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_valley_of_rosenbrock() {
        let mut x = [-1.2, 1.0];
        let limits = Limits { iterations: 500, tolerance: 0.0 };
        let loss = |x: &[f64], g: &mut [f64]| {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            g[0] = -2.0 * a - 400.0 * x[0] * b;
            g[1] = 200.0 * b;
            a * a + 100.0 * b * b
        };
        let value = minimize(&mut x, limits, loss, |_, _| ());
        assert!(value < 1e-12 && (x[0] - 1.0).abs() < 1e-5, "{value} {x:?}");
    }

    #[test]
    fn a_prior_holds_all_weights_but_the_free_ones() {
        let mut x = [0.0, 0.0];
        let limits = Limits { iterations: 50, tolerance: 0.0 };
        let loss = |x: &[f64], g: &mut [f64]| {
            g[0] = x[0] - 3.0;
            g[1] = x[1] - 3.0;
            0.5 * (g[0] * g[0] + g[1] * g[1])
        };
        let value = minimize(&mut x, limits, with_ridge(2.0, 1, loss), |_, _| ());
        assert!((x[0] - 1.0).abs() < 1e-6 && (x[1] - 3.0).abs() < 1e-6 && (value - 3.0).abs() < 1e-6, "{value} {x:?}");
    }
}
