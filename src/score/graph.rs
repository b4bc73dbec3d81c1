//! Centrality in a graph of sentences: `PageRank` with weights (Brin & Page 1998; Mihalcea & Tarau 2004).
//!
//! `p ← d · Wᵀ(p ⊘ out) + (d · dangling + 1 − d) · t`, where `out` is the sum of a sentence's edges, `dangling` the
//! rank held by sentences without any, and `t` where a random reader begins anew. `p` always adds up to 1.

use super::similarity::Similarity;
use crate::summary::Part;

/// Damping factor of `PageRank`, kept by `TextRank`.
pub(crate) const DAMPING: f64 = 0.85;
/// L1 change of all ranks at which it ends.
const TOLERANCE: f64 = 1e-9;
/// It converges in some tens of rounds; this bounds what odd graphs can cost.
const ROUNDS: usize = 100;

/// The ranks of all sentences. `teleport` adds up to 1.
pub(crate) fn page_rank(edges: &Similarity, damping: f64, teleport: &[f64]) -> Vec<f64> {
    let out = edges.sums();
    let mut ranks = teleport.to_vec();
    let mut spread = vec![0.0; ranks.len()];
    for _ in 0..ROUNDS {
        let mut dangling = 0.0;
        for ((share, rank), out) in spread.iter_mut().zip(&ranks).zip(&out) {
            if *out > 0.0 {
                *share = rank / out;
            } else {
                *share = 0.0;
                dangling += rank;
            }
        }
        let arrived = edges.times(&spread);
        let anew = damping * dangling + 1.0 - damping;
        let mut change = 0.0;
        for ((rank, arrived), teleport) in ranks.iter_mut().zip(arrived).zip(teleport) {
            let next = damping * arrived + anew * teleport;
            change += (next - *rank).abs();
            *rank = next;
        }
        if change < TOLERANCE {
            break;
        }
    }
    ranks
}

/// What each rank is made of: what the reader brings who begins anew, and what other sentences pass on.
pub(crate) fn parts(ranks: &[f64], teleport: &[f64], damping: f64) -> Vec<Vec<Part>> {
    let anew = |share: &f64| (1.0 - damping) * share;
    let list = |(rank, share): (&f64, &f64)| {
        vec![
            Part { name: "recommended by others", value: rank - anew(share) },
            Part { name: "place and query", value: anew(share) },
        ]
    };
    ranks.iter().zip(teleport).map(list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn ranks_add_up_to_one_and_the_hub_wins() {
        // 0 and 2 know 1 only; 3 knows nobody
        let edges = Similarity::Dense(array![
            [0.0, 1.0, 0.0, 0.0],
            [1.0, 0.0, 1.0, 0.0],
            [0.0, 1.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.0]
        ]);
        let ranks = page_rank(&edges, DAMPING, &[0.25; 4]);
        assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!((ranks[0] - ranks[2]).abs() < 1e-9);
        assert!(ranks[1] > ranks[0] && ranks[0] > ranks[3]);
        // the closed form of this graph, as damping, dangling and teleport have it
        let expected = [0.244_530, 0.463_320, 0.244_530, 0.047_619];
        assert!(ranks.iter().zip(expected).all(|(r, e)| (r - e).abs() < 1e-5), "{ranks:?}");
    }

    #[test]
    fn no_sentences_no_ranks() {
        assert!(page_rank(&Similarity::Sparse(Vec::new()), DAMPING, &[]).is_empty());
        assert_eq!(page_rank(&Similarity::Dense(array![[0.0]]), DAMPING, &[1.0]), [1.0]);
    }
}
