//! Seeded random numbers: `SplitMix64` (Steele, Lea and Flood 2014).
//!
//! Why our own? So that a published interval can be computed again, by this program in any later version or by any
//! other: sixty-four bits of state, five lines, no dependency that changes its stream. A stream is named by a seed and
//! a number within it, so that work may be cut among threads and still draw the same numbers.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of that number under the seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut seeded = Self(seed);
        Self(seeded.next() ^ stream.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound` (0 when that is 0), by multiplication and shift (Lemire 2019). The bias is below
    /// `bound` / 2⁶⁴, far under what any resample could show.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from((u128::from(self.next()) * bound as u128) >> 64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_published_stream() {
        // the first outputs of `SplitMix64` from state 1234567, as the reference C code prints them
        let mut random = Random(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn stays_below_and_reaches_all() {
        let mut random = Random::new(1, 0);
        let mut seen = [0usize; 7];
        for _ in 0..7000 {
            seen[random.below(7)] += 1;
        }
        assert!(seen.iter().all(|&n| (850..1150).contains(&n)), "{seen:?}");
        assert_eq!(random.below(0), 0);
    }
}
