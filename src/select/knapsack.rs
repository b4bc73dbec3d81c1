//! The 0-1 knapsack: the set of most value within a limit.
//!
//! Dynamic programming over the limit. A book's worth of sentences is cut down to its core first (Balas & Zemel 1980):
//! what is far better than the last sentence that a greedy filling takes is in, what is far worse is out, and only the
//! few hundred in between are decided exactly.

use crate::model::best_first;

/// Items that are decided exactly.
const CORE: usize = 240;
/// Most steps of the limit; longer limits are counted in larger steps, costs rounded up.
const STEPS: usize = 6_000;

/// Indices of the chosen items, ascending. Values are positive; no cost is above `most`.
pub(super) fn solve(values: &[f64], costs: &[usize], most: usize) -> Vec<usize> {
    let n = values.len();
    if costs.iter().sum::<usize>() <= most {
        return (0..n).collect();
    }
    let density = |at: usize| values[at] / costs[at].max(1) as f64;
    let mut order: Vec<usize> = (0..n).collect();
    best_first(&mut order, &density);
    let mut full = 0;
    let split = order.iter().take_while(|&&at| {
        full += costs[at];
        full <= most
    });
    let first = split.count().saturating_sub(CORE / 2);
    let mut chosen: Vec<usize> = order[..first].to_vec();
    let left = most - chosen.iter().map(|&at| costs[at]).sum::<usize>();
    let core = &order[first..n.min(first + CORE)];
    chosen.extend(exact(core, values, costs, left));
    chosen.sort_unstable();
    chosen
}

fn exact(items: &[usize], values: &[f64], costs: &[usize], most: usize) -> Vec<usize> {
    let step = most / STEPS + 1;
    let width = most / step + 1;
    let mut best = vec![0.0_f64; width];
    let mut taken = vec![false; width * items.len()];
    for (row, &item) in items.iter().enumerate() {
        let cost = costs[item].div_ceil(step);
        for room in (cost..width).rev() {
            let sum = best[room - cost] + values[item];
            if sum > best[room] {
                best[room] = sum;
                taken[row * width + room] = true;
            }
        }
    }
    let mut room = width - 1;
    let mut chosen = Vec::new();
    for (row, &item) in items.iter().enumerate().rev() {
        if taken[row * width + room] {
            chosen.push(item);
            room -= costs[item].div_ceil(step);
        }
    }
    chosen
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small random numbers")]
mod tests {
    use super::*;

    /// The best of all subsets, by trying each.
    fn brute_force(values: &[f64], costs: &[usize], most: usize) -> f64 {
        let mut best = 0.0_f64;
        for set in 0..1_u32 << values.len() {
            let members = (0..values.len()).filter(|at| set >> at & 1 == 1);
            if members.clone().map(|at| costs[at]).sum::<usize>() <= most {
                best = best.max(members.map(|at| values[at]).sum());
            }
        }
        best
    }

    #[test]
    fn as_good_as_trying_all() {
        let mut seed = 7_u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..50 {
            let n = 1 + random(9) as usize;
            let values: Vec<f64> = (0..n).map(|_| 1.0 + random(100) as f64).collect();
            let most = 10 + random(60) as usize;
            let costs: Vec<usize> = (0..n).map(|_| 1 + random(most as u64) as usize).collect();
            let chosen = solve(&values, &costs, most);
            assert!(chosen.iter().map(|&at| costs[at]).sum::<usize>() <= most);
            let value: f64 = chosen.iter().map(|&at| values[at]).sum();
            assert!((value - brute_force(&values, &costs, most)).abs() < 1e-9, "{values:?} {costs:?} {most}");
        }
    }

    #[test]
    fn many_items_stay_within_the_limit() {
        let values: Vec<f64> = (0..20_000).map(|at| 1.0 + f64::from(at * 7919 % 1000)).collect();
        let costs: Vec<usize> = (0..20_000).map(|at| 5 + at * 104_729 % 60).collect();
        let chosen = solve(&values, &costs, 100_000);
        let cost: usize = chosen.iter().map(|&at| costs[at]).sum();
        assert!(cost <= 100_000 && cost > 99_900, "{cost}");
    }
}
