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

use super::document::{Document, Facts, Lexical};
use super::words::{Odds, ln};
use crate::model::sigmoid;
use crate::score::terms::to_u32;

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

/// The candidates: the best of a ranking, and the first sentence when it is in the ranking at all. Where a first
/// sentence looks odd (a headline or a date run into it), the set model shall still see it.
pub(crate) fn candidates(mut ranking: Vec<usize>) -> Vec<usize> {
    let first = ranking.iter().position(|&at| at == 0);
    if let Some(first) = first.filter(|&first| first >= CANDIDATES) {
        ranking.swap(first, CANDIDATES - 1);
    }
    ranking.truncate(CANDIDATES);
    ranking
}

/// The candidates of a document with the masses of all their sets.
#[derive(Debug)]
pub(crate) struct Sets {
    /// Sentences in text order.
    pub(crate) members: Vec<usize>,
    /// By the mask of some members: the masses of what no other candidate holds.
    within: Vec<[f32; LANES]>,
    /// By the mask of a set's members, for sets of up to [`LARGEST`]: what is counted sentence by sentence.
    tallies: Vec<Tally>,
    expected: f32,
    total_tfidf: f32,
    total_odds: f32,
}

/// What is counted sentence by sentence.
#[derive(Debug, Clone, Copy)]
struct Tally {
    words: u32,
    /// Sum of the sentences' numbers.
    places: u32,
    scores: f32,
    least: f32,
    odds: f32,
    ranks: f32,
    quotes: f32,
    neighbours: f32,
    /// Quotations that begin or end outside the set.
    broken: f32,
    /// Pronouns at the head of a sentence without the sentence before it.
    alone: f32,
    /// Sentences that lean on the one before, which is not in the set.
    leaning: f32,
    /// The last sentence begins a quotation.
    pending: bool,
}

impl Tally {
    const EMPTY: Self = Self {
        words: 0,
        places: 0,
        scores: 0.0,
        least: f32::INFINITY,
        odds: 0.0,
        ranks: 0.0,
        quotes: 0.0,
        neighbours: 0.0,
        broken: 0.0,
        alone: 0.0,
        leaning: 0.0,
        pending: false,
    };

    /// With one more sentence behind the others; `follows` tells that it is the very next one of the text.
    fn with(mut self, facts: &Facts, at: usize, [logit, odds]: [f32; 2], rank: f32, follows: bool) -> Self {
        self.words += facts.words;
        self.places = self.places.saturating_add(to_u32(at));
        self.scores += logit;
        self.least = self.least.min(logit);
        self.odds += odds;
        self.ranks += rank;
        self.quotes += facts.quotes.min(8) as f32;
        if follows {
            self.neighbours += 1.0;
        } else {
            self.alone += f32::from(u8::from(facts.pronoun));
            self.leaning += f32::from(u8::from(facts.leans && at > 0));
        }
        // two neighbours that begin and end one quotation are whole together
        if facts.broken_quote {
            let whole = self.pending && follows;
            self.broken += if whole { -1.0 } else { 1.0 };
            self.pending = !whole;
        } else if !follows {
            self.pending = false;
        }
        self
    }
}

/// Features before those that are masses as they are.
const BASE: usize = SET.len() - 2 * (MASSES - MORE);
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
                let (word, lexical, odd) = (&document.words[index], &lexical[index], odds.words[index]);
                let count = word.count as f32;
                let content = if word.stop { 0.0 } else { odd };
                let weight = if word.stop { 0.0 } else { 1.0 };
                let mut row = [0.0_f32; LANES];
                row[WORDS] = odd;
                row[TYPES] = 1.0;
                row[TFIDF] = weight * count * lexical.idf;
                row[CONTENT] = content;
                row[SQUARED] = odd * odd;
                row[CAPITAL] = content * word.capitals as f32 / count;
                row[RARE] = content * lexical.idf;
                row[FIRST] = if word.first == 0 { odd } else { 0.0 };
                row[DIGIT] = if word.digit { odd } else { 0.0 };
                row[REPEATED] = content * ln(word.count);
                row[REACHING] = weight * lexical.reaches;
                let sums = &mut masses[mask];
                for lane in 0..LANES {
                    sums[lane] += row[lane];
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
        sum_subsets(&mut masses, m);
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
        let chances: Vec<[f32; 2]> = members.iter().map(|&at| [logits[at], sigmoid(logits[at])]).collect();
        let mut tallies = vec![Tally::EMPTY; 1 << m];
        for mask in 1..tallies.len() {
            if mask.count_ones() as usize > LARGEST {
                continue;
            }
            let last = mask.ilog2() as usize;
            let others = mask & !(1 << last);
            let (at, rank) = (members[last], ranks[last]);
            let follows = others.checked_ilog2().is_some_and(|before| members[before as usize] + 1 == at);
            tallies[mask] = tallies[others].with(&document.facts[at], at, chances[last], rank, follows);
        }
        Self {
            members,
            within: masses,
            tallies,
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

    /// Quotations of the set that begin or end outside of it.
    pub(crate) fn broken(&self, mask: usize) -> f32 {
        self.tallies[mask].broken
    }

    /// Sentences of the set that lean on one outside of it.
    pub(crate) fn leaning(&self, mask: usize) -> f32 {
        self.tallies[mask].leaning
    }

    /// The masses of all that a set holds: what the other candidates do not hold among themselves.
    #[inline]
    fn union(&self, mask: usize) -> [f32; LANES] {
        let all = self.within.len() - 1;
        let (mut union, others) = (self.within[all], &self.within[all ^ mask]);
        for lane in 0..LANES {
            union[lane] -= others[lane];
        }
        union
    }

    /// Whether the set holds the first sentence of the article.
    pub(crate) fn opens(&self, mask: usize) -> bool {
        mask & 1 == 1 && self.members[0] == 0
    }

    /// The features of a set of up to [`LARGEST`] candidates, one at least.
    #[inline]
    pub(crate) fn row(&self, mask: usize) -> [f32; SET.len()] {
        let Tally { words, places, scores, least, odds, ranks, quotes, neighbours, broken, alone, .. } =
            self.tallies[mask];
        let first = self.members[mask.trailing_zeros() as usize];
        // the members are in text order, so that the first three sentences are among the first three of them
        let mut starts = [0.0_f32; 3];
        for (bit, &at) in self.members.iter().enumerate().take(3) {
            if at < 3 && mask >> bit & 1 == 1 {
                starts[at] = 1.0;
            }
        }
        let count = mask.count_ones();
        let k = count as f32;
        let flag = |is: bool| if is { 1.0_f32 } else { 0.0 };
        let held = self.union(mask);
        let mass = |of: usize| held[of];
        let (union, pairs) = (mass(WORDS), mass(PAIRS));
        let ln_words = ln(words.max(1));
        let mean_place = places as f32 / k;
        let ln_mean_place = ln(places.saturating_add(count)) - ln(count);
        let words = words as f32;
        let (per_word, per_expected) = (1.0 / words.max(1.0), 2.0 / (words + self.expected));
        let mut row = [0.0; SET.len()];
        row[..BASE].copy_from_slice(&[
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
            per_expected * union,
            per_expected * pairs,
            union * per_word,
            pairs * per_word,
            1.0 - mass(TYPES) * per_word,
            1.0 - mass(PAIR_TYPES) / (words - k).max(1.0),
            starts[0],
            starts[1],
            starts[2],
            mean_place,
            ln_mean_place,
            flag(count == 3) * starts[0] * starts[1] * starts[2],
            neighbours,
            (words - self.expected) / self.expected,
            mass(TFIDF) / self.total_tfidf,
            mass(CONTENT),
            broken,
            alone,
            ln(to_u32(first).saturating_add(1)),
            flag(count == 3),
            per_expected * mass(CONTENT),
            quotes / k,
            union / self.total_odds,
        ]);
        for (order, of) in (MORE..MASSES).enumerate() {
            row[BASE + order] = held[of];
            row[BASE + MASSES - MORE + order] = held[of] * per_word;
        }
        row
    }
}

/// From sums by exact mask to sums over all masks that lie in a mask.
fn sum_subsets(masses: &mut [[f32; LANES]], m: usize) {
    for bit in 0..m {
        let step = 1 << bit;
        for block in masses.chunks_exact_mut(step * 2) {
            let (without, with) = block.split_at_mut(step);
            let (without, with) = (without.as_flattened(), with.as_flattened_mut());
            let mut at = 0;
            while at < with.len().min(without.len()) {
                with[at] += without[at];
                at += 1;
            }
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
    fn unions_of_masks() {
        // words: one in {0}, two in {0,1}, four in {2}
        let mut within = vec![[0.0; LANES]; 8];
        for (mask, mass) in [(0b001, 1.0), (0b011, 2.0), (0b100, 4.0)] {
            within[mask][3] = mass;
        }
        sum_subsets(&mut within, 3);
        let tallies = Vec::new();
        let sets = Sets { members: vec![0, 1, 2], within, tallies, expected: 0.0, total_tfidf: 0.0, total_odds: 0.0 };
        let found: Vec<f32> = (0..8).map(|mask| sets.union(mask)[3]).collect();
        assert_eq!(found, [0.0, 3.0, 2.0, 3.0, 4.0, 7.0, 6.0, 7.0]);
    }
}
