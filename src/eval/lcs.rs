//! Longest common subsequences of words, 64 table cells at a time.
//!
//! Row i of the usual table grows by 0 or 1 from one column to the next, so a row is a string of bits, and the next row
//! follows from it by an addition (Crochemore et al. 2001, in the form of Hyyrö 2004). Why keep rows at all? ROUGE-Lsum
//! joins the *positions* of a common subsequence over sentences, there are many longest ones, and which one is read out
//! changes the score: so the table is walked back by the very steps of the `rouge-score` package, reading the bits.

/// Words of memory that the rows of one pair may take; longer pairs keep every √m-th row and compute the rest again.
const ROW_LIMIT: usize = 1 << 20;

/// Buffers for any number of pairs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lcs {
    /// By word: its first position in the candidate, plus one; 0 when it has none.
    first: Vec<u32>,
    /// By position in the candidate: the next position of the same word, plus one.
    next: Vec<u32>,
    /// Columns of the table: length of the candidate.
    columns: usize,
    mask: Vec<u64>,
    rows: Vec<u64>,
    kept: Vec<u64>,
}

impl Lcs {
    /// Sets the candidate that following calls compare with; `vocabulary` bounds the numbers of its words.
    pub(crate) fn set_candidate(&mut self, candidate: &[u32], vocabulary: usize) {
        if self.first.len() < vocabulary {
            self.first.resize(vocabulary, 0);
        }
        self.columns = candidate.len();
        self.next.clear();
        self.next.resize(candidate.len(), 0);
        for (at, &word) in candidate.iter().enumerate().rev() {
            let first = &mut self.first[word as usize];
            self.next[at] = *first;
            *first = u32::try_from(at + 1).unwrap_or(u32::MAX);
        }
        self.mask.clear();
        self.mask.resize(self.width(), 0);
    }

    /// Takes the candidate out again: to be called with the same words before the next one is set.
    pub(crate) fn unset_candidate(&mut self, candidate: &[u32]) {
        for &word in candidate {
            self.first[word as usize] = 0;
        }
    }

    /// Length of a longest common subsequence of `reference` and the candidate. O(mn/64) time, O(n) memory.
    pub(crate) fn length(&mut self, reference: &[u32]) -> usize {
        let mut row = std::mem::take(&mut self.rows);
        row.clear();
        row.resize(self.width(), u64::MAX);
        for &word in reference {
            self.step(word, &mut row);
        }
        let length = self.count(&row, self.columns);
        self.rows = row;
        length
    }

    /// Sets `hits` at the positions of `reference` in the common subsequence that the `rouge-score` package reads out:
    /// from the end, words that are equal are taken, else it goes left if the table is greater there, else up.
    pub(crate) fn mark(&mut self, reference: &[u32], candidate: &[u32], hits: &mut [bool]) {
        let (rows, width) = (reference.len(), self.width());
        if rows == 0 || width == 0 {
            return;
        }
        let block = if (rows + 1).saturating_mul(width) <= ROW_LIMIT { rows } else { rows.isqrt() + 1 };
        let blocks = rows.div_ceil(block);
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        kept.resize(width, u64::MAX);
        if blocks > 1 {
            let mut row = vec![u64::MAX; width];
            for (at, &word) in reference[..(blocks - 1) * block].iter().enumerate() {
                self.step(word, &mut row);
                if (at + 1) % block == 0 {
                    kept.extend_from_slice(&row);
                }
            }
        }
        let mut table = std::mem::take(&mut self.rows);
        let mut column = candidate.len();
        for number in (0..blocks).rev() {
            let base = number * block;
            let part = &reference[base..rows.min(base + block)];
            table.clear();
            table.extend_from_slice(&kept[number * width..(number + 1) * width]);
            for (at, &word) in part.iter().enumerate() {
                table.extend_from_within(at * width..(at + 1) * width);
                self.step(word, &mut table[(at + 1) * width..]);
            }
            let row = |at: usize| &table[at * width..(at + 1) * width];
            // `here` is the table's value at (at, column), `above` the one at (at - 1, column)
            let mut here = self.count(row(part.len()), column);
            for at in (1..=part.len()).rev() {
                let mut above = self.count(row(at - 1), column);
                while column > 0 {
                    if part[at - 1] == candidate[column - 1] {
                        hits[base + at - 1] = true;
                        column -= 1;
                        above -= grows(row(at - 1), column);
                        break;
                    }
                    let left = here - grows(row(at), column - 1);
                    if left <= above {
                        break;
                    }
                    column -= 1;
                    here = left;
                    above -= grows(row(at - 1), column);
                }
                here = above;
            }
            if column == 0 {
                break;
            }
        }
        (self.rows, self.kept) = (table, kept);
    }

    fn width(&self) -> usize {
        self.columns.div_ceil(64)
    }

    /// The row after `row`, in place, for a reference word. A zero bit is a column where the row grows.
    fn step(&mut self, word: u32, row: &mut [u64]) {
        let mut at = self.first.get(word as usize).copied().unwrap_or(0);
        if at == 0 {
            return;
        }
        let first = at;
        while at > 0 {
            let position = at as usize - 1;
            self.mask[position / 64] |= 1 << (position % 64);
            at = self.next[position];
        }
        let mut carry = false;
        for (bits, &mask) in row.iter_mut().zip(&self.mask) {
            let common = *bits & mask;
            let (sum, over) = bits.overflowing_add(common);
            let (sum, over_carry) = sum.overflowing_add(u64::from(carry));
            carry = over || over_carry;
            *bits = sum | (*bits & !mask);
        }
        at = first;
        while at > 0 {
            let position = at as usize - 1;
            self.mask[position / 64] = 0;
            at = self.next[position];
        }
    }

    /// The table's value in a row at a column: how often it grew before it.
    fn count(&self, row: &[u64], column: usize) -> usize {
        let column = column.min(self.columns);
        let whole: u32 = row[..column / 64].iter().map(|bits| bits.count_zeros()).sum();
        let rest =
            if column.is_multiple_of(64) { 0 } else { (!row[column / 64] & ((1 << (column % 64)) - 1)).count_ones() };
        (whole + rest) as usize
    }
}

/// 1 if the row grows from column `at` to the next, else 0.
fn grows(row: &[u64], at: usize) -> usize {
    usize::from(row[at / 64] >> (at % 64) & 1 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::random::Random;

    /// The package's own way: a full table, walked back.
    fn plainly(reference: &[u32], candidate: &[u32]) -> (usize, Vec<bool>) {
        let (m, n) = (reference.len(), candidate.len());
        let mut table = vec![vec![0usize; n + 1]; m + 1];
        for i in 1..=m {
            for j in 1..=n {
                table[i][j] = if reference[i - 1] == candidate[j - 1] {
                    table[i - 1][j - 1] + 1
                } else {
                    table[i - 1][j].max(table[i][j - 1])
                };
            }
        }
        let mut hits = vec![false; m];
        let (mut i, mut j) = (m, n);
        while i > 0 && j > 0 {
            if reference[i - 1] == candidate[j - 1] {
                hits[i - 1] = true;
                (i, j) = (i - 1, j - 1);
            } else if table[i][j - 1] > table[i - 1][j] {
                j -= 1;
            } else {
                i -= 1;
            }
        }
        (table[m][n], hits)
    }

    #[test]
    fn same_positions_as_the_full_table() {
        let mut random = Random::new(11, 0);
        let mut lcs = Lcs::default();
        for round in 0..1500 {
            let longest = [6, 40, 70, 200][round % 4];
            let letters = 1 + random.below([3, 12, 60][round % 3]);
            let mut draw = |length: usize| -> Vec<u32> {
                (0..length).map(|_| u32::try_from(random.below(letters)).unwrap()).collect()
            };
            let (reference, candidate) = (draw(round * 7 % longest), draw(round * 13 % (longest + 3)));
            let (length, hits) = plainly(&reference, &candidate);
            lcs.set_candidate(&candidate, letters);
            assert_eq!(lcs.length(&reference), length);
            let mut found = vec![false; reference.len()];
            lcs.mark(&reference, &candidate, &mut found);
            lcs.unset_candidate(&candidate);
            assert_eq!(found, hits, "{reference:?} {candidate:?}");
        }
    }

    #[test]
    fn long_pairs_take_blocks_and_agree() {
        // 9,000 by 9,000 is more than the limit: 141 words a row
        let mut random = Random::new(5, 0);
        let mut draw = || -> Vec<u32> { (0..9000).map(|_| u32::try_from(random.below(500)).unwrap()).collect() };
        let (reference, candidate) = (draw(), draw());
        assert!(reference.len() * candidate.len() / 64 > ROW_LIMIT);
        let (length, hits) = plainly(&reference, &candidate);
        let mut lcs = Lcs::default();
        lcs.set_candidate(&candidate, 500);
        let mut found = vec![false; reference.len()];
        lcs.mark(&reference, &candidate, &mut found);
        assert_eq!(lcs.length(&reference), length);
        assert_eq!(found, hits);
    }
}
