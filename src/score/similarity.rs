//! Similarities of sentences: a dense matrix for an article, sparse rows for a book.
//!
//! Both are filled from postings (term → sentences), never by comparing each pair. An article's matrix is dense enough
//! for [`ndarray`]; above [`DENSE`] sentences it would grow with the square of the text, so rows are kept sparse and
//! terms that stand in more than [`COMMON`] sentences, which tell none of them apart, make no edges there.

use ndarray::{Array2, ArrayView1};

use super::terms::{Rows, to_u32};

/// Most sentences of a dense matrix.
pub(crate) const DENSE: usize = 400;
/// Most sentences a term may join in the sparse form.
const COMMON: usize = 100;

/// A symmetric matrix without diagonal.
#[derive(Debug)]
pub(crate) enum Similarity {
    Dense(Array2<f64>),
    Sparse(Vec<Vec<(u32, f64)>>),
}

impl Similarity {
    /// Cosine of tf-idf vectors.
    pub(crate) fn cosine(rows: &Rows) -> Self {
        Self::products(&rows.unit_vectors(), &rows.unit_vectors(), rows.df.len(), rows.counts.len() <= DENSE)
    }

    /// `Σ left(i, t) · right(j, t)` over the terms that both sentences hold, made symmetric by the mean of both ways.
    pub(crate) fn products(
        left: &[Vec<(u32, f64)>],
        right: &[Vec<(u32, f64)>],
        vocabulary: usize,
        dense: bool,
    ) -> Self {
        let n = left.len();
        let mut postings: Vec<Vec<(u32, f64)>> = vec![Vec::new(); vocabulary];
        for (at, row) in right.iter().enumerate() {
            for &(term, weight) in row {
                postings[term as usize].push((to_u32(at), weight));
            }
        }
        if dense {
            let mut matrix = Array2::zeros((n, n));
            for (at, row) in left.iter().enumerate() {
                for &(term, weight) in row {
                    for &(other, product) in &postings[term as usize] {
                        if other as usize != at {
                            matrix[[at, other as usize]] += 0.5 * weight * product;
                        }
                    }
                }
            }
            let sum = &matrix + &matrix.t();
            return Self::Dense(sum);
        }
        let mut sums = vec![0.0; n];
        let mut touched: Vec<u32> = Vec::new();
        let mut sparse: Vec<Vec<(u32, f64)>> = vec![Vec::new(); n];
        for (at, row) in left.iter().enumerate() {
            for &(term, weight) in row {
                let list = &postings[term as usize];
                if list.len() > COMMON {
                    continue;
                }
                for &(other, product) in list {
                    if other as usize == at {
                        continue;
                    }
                    if sums[other as usize] == 0.0 {
                        touched.push(other);
                    }
                    sums[other as usize] += 0.5 * weight * product;
                }
            }
            touched.sort_unstable();
            touched.dedup();
            for other in touched.drain(..) {
                let sum = std::mem::take(&mut sums[other as usize]);
                sparse[at].push((other, sum));
                sparse[other as usize].push((to_u32(at), sum));
            }
        }
        for row in &mut sparse {
            row.sort_by_key(|(other, _)| *other);
            row.dedup_by(|b, a| {
                let same = a.0 == b.0;
                if same {
                    a.1 += b.1;
                }
                same
            });
        }
        Self::Sparse(sparse)
    }

    /// Changes each similarity that is not 0: `change(i, j, value)`.
    #[must_use]
    pub(crate) fn map(mut self, change: impl Fn(usize, usize, f64) -> f64) -> Self {
        match &mut self {
            Self::Dense(matrix) => {
                for ((i, j), value) in matrix.indexed_iter_mut() {
                    if *value != 0.0 {
                        *value = change(i, j, *value);
                    }
                }
            }
            Self::Sparse(rows) => {
                for (i, row) in rows.iter_mut().enumerate() {
                    for (j, value) in row.iter_mut() {
                        *value = change(i, *j as usize, *value);
                    }
                    row.retain(|(_, value)| *value != 0.0);
                }
            }
        }
        self
    }

    /// A copy with each similarity changed.
    pub(crate) fn mapped(&self, change: impl Fn(usize, usize, f64) -> f64) -> Self {
        match self {
            Self::Dense(matrix) => Self::Dense(matrix.clone()),
            Self::Sparse(rows) => Self::Sparse(rows.clone()),
        }
        .map(change)
    }

    /// Sum of each row.
    pub(crate) fn sums(&self) -> Vec<f64> {
        match self {
            Self::Dense(matrix) => matrix.rows().into_iter().map(|row| row.sum()).collect(),
            Self::Sparse(rows) => rows.iter().map(|row| row.iter().map(|(_, value)| value).sum()).collect(),
        }
    }

    /// The matrix times a vector.
    pub(crate) fn times(&self, vector: &[f64]) -> Vec<f64> {
        match self {
            Self::Dense(matrix) => matrix.dot(&ArrayView1::from(vector)).to_vec(),
            Self::Sparse(rows) => {
                rows.iter().map(|row| row.iter().map(|&(j, value)| value * vector[j as usize]).sum()).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_text;
    use crate::score::terms::Terms;

    #[test]
    fn dense_and_sparse_agree() {
        let article = parse_text(
            "The council voted for the railway. The railway runs along the harbour. Ships left the harbour. \
             The council of the harbour met the ships. Nothing else.",
        );
        let terms = Terms::new(&article, None);
        let rows = Rows::new(&terms);
        let (units, vocabulary) = (rows.unit_vectors(), rows.df.len());
        let dense = Similarity::products(&units, &units, vocabulary, true);
        let sparse = Similarity::products(&units, &units, vocabulary, false);
        let vector: Vec<f64> = (0..terms.len()).map(|i| 1.0 + i as f64).collect();
        for (a, b) in dense.times(&vector).iter().zip(sparse.times(&vector)) {
            assert!((a - b).abs() < 1e-12, "{a} {b}");
        }
        let ranks = |edges: &Similarity| super::super::graph::page_rank(edges, 0.85, &vec![0.2; terms.len()]);
        let order = |ranks: Vec<f64>| {
            let mut order: Vec<usize> = (0..ranks.len()).collect();
            order.sort_by(|&a, &b| ranks[b].total_cmp(&ranks[a]));
            order
        };
        assert_eq!(order(ranks(&dense)), order(ranks(&sparse)));
    }
}
