//! The set model: which sentences make the best summary together?
//!
//! All sets of up to four of the best candidates are scored by one linear model over what the set holds as a whole:
//! the probability mass of its distinct words and pairs (a word told twice counts once), its length beside the length
//! expected, its places. That is small enough to try every set: 154 of them for eight candidates.
//!
//! Some of the masses are there for their weights alone: since the score is linear in them, fitting it fits the worth of
//! a word in a set (rare, early, a name, a number) on the expected ROUGE itself.
//!
//! Words are not counted set by set. Each word knows the mask of the candidates that hold it; weights are added up by
//! mask, and one sweep over the subsets (a zeta transform) then gives the mass of every set at once.

use super::document::{Document, Lexical};
use super::words::Odds;

/// Candidates of an article.
pub(crate) const CANDIDATES: usize = 8;
/// Most sentences of a set.
pub(crate) const LARGEST: usize = 4;

/// Features of a set.
pub(crate) const SET: [&str; 54] = [
    "sentences",
    "two",
    "four",
    "words",
    "ln words",
    "(words / 50)^2",
    "(ln words)^2",
    "sentence scores",
    "least sentence score",
    "sentence odds",
    "ranks",
    "word odds",
    "pair odds",
    "expected overlap",
    "expected pair overlap",
    "expected precision",
    "expected pair precision",
    "repeated words",
    "repeated pairs",
    "sentence 0",
    "sentence 1",
    "sentence 2",
    "mean place",
    "ln mean place",
    "lead",
    "neighbours",
    "words beside expected",
    "tf-idf mass",
    "content odds",
    "broken quotes",
    "pronouns alone",
    "first place",
    "three",
    "content overlap",
    "quotes",
    "expected recall",
    "squared word odds",
    "capital odds",
    "rare odds",
    "odds of the first sentence",
    "digit odds",
    "odds of repeated words",
    "squared pair odds",
    "pair odds of the first sentence",
    "reaching words",
    "squared word odds, precision",
    "capital odds, precision",
    "rare odds, precision",
    "odds of the first sentence, precision",
    "digit odds, precision",
    "odds of repeated words, precision",
    "squared pair odds, precision",
    "pair odds of the first sentence, precision",
    "reaching words, precision",
];

/// Index of the feature that tells whether the set holds the first sentence.
pub(crate) const OPENING: usize = 19;

/// The candidates of a document with the masses of all their sets.
#[derive(Debug)]
pub(crate) struct Sets {
    /// Sentences in text order.
    pub(crate) members: Vec<usize>,
    /// By the mask of a set's members: all its masses.
    masses: Vec<[f32; LANES]>,
    scores: Vec<f32>,
    odds: Vec<f32>,
    ranks: Vec<f32>,
    words: Vec<f32>,
    broken: Vec<bool>,
    pronoun: Vec<bool>,
    quotes: Vec<f32>,
    expected: f32,
    total_tfidf: f32,
    total_odds: f32,
}

const MASSES: usize = 15;
/// Masses and a free place, so that one fills whole vector registers.
const LANES: usize = 16;
const WORDS: usize = 0;
const TYPES: usize = 1;
const TFIDF: usize = 2;
const CONTENT: usize = 3;
const PAIRS: usize = 4;
const PAIR_TYPES: usize = 5;
/// Masses from here on are features as they are, and divided by the set's words.
const MORE: usize = 6;
const SQUARED: usize = 6;
const CAPITAL: usize = 7;
const RARE: usize = 8;
const FIRST: usize = 9;
const DIGIT: usize = 10;
const REPEATED: usize = 11;
const SQUARED_PAIRS: usize = 12;
const FIRST_PAIRS: usize = 13;
const REACHING: usize = 14;

impl Sets {
    /// Candidates are given best first; at most 16.
    pub(crate) fn new(
        document: &Document,
        odds: &Odds,
        lexical: &[Lexical],
        logits: &[f32],
        candidates: &[usize],
        expected: f32,
    ) -> Self {
        let mut members = candidates.to_vec();
        members.sort_unstable();
        let m = members.len();
        let mut masses = vec![[0.0_f32; LANES]; 1 << m];
        // by word and by pair: the candidates that hold it
        let mut holders = vec![0_u16; document.words.len().max(document.pairs.len())];
        for (bit, &at) in members.iter().enumerate() {
            for &word in document.types.get(at) {
                holders[word as usize] |= 1 << bit;
            }
        }
        for &at in &members {
            for &word in document.types.get(at) {
                let index = word as usize;
                let mask = usize::from(std::mem::take(&mut holders[index]));
                if mask == 0 {
                    continue;
                }
                let odd = odds.words[index];
                masses[mask][WORDS] += odd;
                masses[mask][TYPES] += 1.0;
                let word = &document.words[index];
                masses[mask][SQUARED] += odd * odd;
                if word.first == 0 {
                    masses[mask][FIRST] += odd;
                }
                if word.digit {
                    masses[mask][DIGIT] += odd;
                }
                if !word.stop {
                    let count = word.count as f32;
                    masses[mask][CAPITAL] += odd * word.capitals as f32 / count;
                    masses[mask][RARE] += odd * lexical[index].idf;
                    masses[mask][REPEATED] += odd * count.ln();
                    masses[mask][REACHING] += lexical[index].reaches;
                    masses[mask][TFIDF] += count * lexical[index].idf;
                    masses[mask][CONTENT] += odd;
                }
            }
        }
        for (bit, &at) in members.iter().enumerate() {
            for &pair in document.bigrams.get(at) {
                holders[pair as usize] |= 1 << bit;
            }
        }
        for &at in &members {
            for &pair in document.bigrams.get(at) {
                let mask = usize::from(std::mem::take(&mut holders[pair as usize]));
                if mask != 0 {
                    let odd = odds.pairs[pair as usize];
                    masses[mask][PAIRS] += odd;
                    masses[mask][SQUARED_PAIRS] += odd * odd;
                    if document.pairs[pair as usize].first == 0 {
                        masses[mask][FIRST_PAIRS] += odd;
                    }
                    masses[mask][PAIR_TYPES] += 1.0;
                }
            }
        }
        unions(&mut masses, m);
        let total_tfidf: f32 = document
            .words
            .iter()
            .zip(lexical)
            .filter(|(word, _)| !word.stop)
            .map(|(word, lexical)| word.count as f32 * lexical.idf)
            .sum();
        let mut ranks = vec![0.0; m];
        for (rank, at) in candidates.iter().enumerate() {
            if let Ok(member) = members.binary_search(at) {
                ranks[member] = rank as f32;
            }
        }
        Self {
            scores: members.iter().map(|&at| logits[at]).collect(),
            odds: members.iter().map(|&at| crate::model::sigmoid(logits[at])).collect(),
            words: members.iter().map(|&at| document.words_of(at)).collect(),
            broken: members.iter().map(|&at| document.facts[at].broken_quote).collect(),
            pronoun: members.iter().map(|&at| document.facts[at].pronoun).collect(),
            quotes: members.iter().map(|&at| document.facts[at].quotes.min(8) as f32).collect(),
            members,
            masses,
            ranks,
            expected,
            total_tfidf: total_tfidf.max(1e-6),
            total_odds: odds.words.iter().sum::<f32>().max(1e-6),
        }
    }

    /// The masks of all sets of `least` to `most` members, ascending.
    pub(crate) fn masks(&self, least: usize, most: usize) -> impl Iterator<Item = usize> + use<> {
        (1..1_usize << self.members.len()).filter(move |mask| (least..=most).contains(&(mask.count_ones() as usize)))
    }

    /// The sentences of a set, in text order.
    pub(crate) fn sentences(&self, mask: usize) -> impl Iterator<Item = usize> + '_ {
        bits(mask).map(|bit| self.members[bit])
    }

    /// The features of a set.
    pub(crate) fn row(&self, mask: usize) -> [f32; SET.len()] {
        let (mut words, mut scores, mut least, mut odds, mut ranks) = (0.0_f32, 0.0_f32, f32::INFINITY, 0.0, 0.0);
        let (mut places, mut neighbours, mut broken, mut alone, mut quotes) = (0.0_f32, 0.0_f32, 0.0, 0.0, 0.0);
        let mut starts = [0.0_f32; 3];
        let mut previous = usize::MAX;
        let mut pending = false;
        for bit in bits(mask) {
            let at = self.members[bit];
            words += self.words[bit];
            scores += self.scores[bit];
            least = least.min(self.scores[bit]);
            odds += self.odds[bit];
            ranks += self.ranks[bit];
            places += at as f32;
            quotes += self.quotes[bit];
            if at < 3 {
                starts[at] = 1.0;
            }
            let follows = previous != usize::MAX && previous + 1 == at;
            if follows {
                neighbours += 1.0;
            } else if self.pronoun[bit] {
                alone += 1.0;
            }
            // two neighbours that begin and end one quotation are whole together
            if self.broken[bit] {
                if pending && follows {
                    broken -= 1.0;
                    pending = false;
                } else {
                    broken += 1.0;
                    pending = true;
                }
            } else if !follows {
                pending = false;
            }
            previous = at;
        }
        let count = mask.count_ones();
        let k = count as f32;
        let flag = |is: bool| if is { 1.0_f32 } else { 0.0 };
        let held = &self.masses[mask];
        let mass = |of: usize| held[of];
        let (union, pairs) = (mass(WORDS), mass(PAIRS));
        let ln_words = words.max(1.0).ln();
        let mean_place = places / k;
        let first = bits(mask).next().map_or(0.0, |bit| self.members[bit] as f32);
        let mut row = [0.0; SET.len()];
        let base = [
            k,
            flag(count == 2),
            flag(count == 4),
            words,
            ln_words,
            (words / 50.0) * (words / 50.0),
            ln_words * ln_words,
            scores,
            least,
            odds,
            ranks,
            union,
            pairs,
            2.0 * union / (words + self.expected),
            2.0 * pairs / (words + self.expected),
            union / words.max(1.0),
            pairs / words.max(1.0),
            1.0 - mass(TYPES) / words.max(1.0),
            1.0 - mass(PAIR_TYPES) / (words - k).max(1.0),
            starts[0],
            starts[1],
            starts[2],
            mean_place,
            mean_place.ln_1p(),
            flag(count == 3) * starts[0] * starts[1] * starts[2],
            neighbours,
            (words - self.expected) / self.expected,
            mass(TFIDF) / self.total_tfidf,
            mass(CONTENT),
            broken,
            alone,
            first.ln_1p(),
            flag(count == 3),
            2.0 * mass(CONTENT) / (words + self.expected),
            quotes / k,
            union / self.total_odds,
        ];
        row[..base.len()].copy_from_slice(&base);
        for (order, of) in (MORE..MASSES).enumerate() {
            row[base.len() + order] = mass(of);
            row[base.len() + MASSES - MORE + order] = mass(of) / words.max(1.0);
        }
        row
    }
}

/// From sums by exact mask to sums over every set: `union(S) = Σ of all masks that meet S`.
fn unions(masses: &mut [[f32; LANES]], m: usize) {
    // first: sums over subsets
    for bit in 0..m {
        let step = 1 << bit;
        for block in masses.chunks_exact_mut(step * 2) {
            let (without, with) = block.split_at_mut(step);
            for (with, without) in with.iter_mut().zip(without) {
                for (with, without) in with.iter_mut().zip(without) {
                    *with += *without;
                }
            }
        }
    }
    // what meets S is all but what lies in its complement; the complement of an index is its mirror
    let total = masses.last().copied().unwrap_or_default();
    masses.reverse();
    for sums in masses {
        for (sum, total) in sums.iter_mut().zip(total) {
            *sum = total - *sum;
        }
    }
}

fn bits(mask: usize) -> impl Iterator<Item = usize> {
    let mut rest = mask;
    std::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let bit = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_is_where_it_is_said_to_be() {
        assert_eq!(SET[OPENING], "sentence 0");
    }

    #[test]
    fn unions_of_masks() {
        // words: one in {0}, two in {0,1}, four in {2}
        let mut masses = vec![[0.0; LANES]; 8];
        for (mask, mass) in [(0b001, 1.0), (0b011, 2.0), (0b100, 4.0)] {
            masses[mask][3] = mass;
        }
        unions(&mut masses, 3);
        let found: Vec<f32> = masses.iter().map(|masses| masses[3]).collect();
        assert_eq!(found, [0.0, 3.0, 2.0, 3.0, 4.0, 7.0, 6.0, 7.0]);
    }
}
