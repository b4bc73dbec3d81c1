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
use super::words::{Logarithms, Odds};
use crate::model::dense::{BLOCK, Columns};
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
///
/// A sentence that leans on the one before it, or holds half of a quotation, can be told only beside its neighbour. It
/// waits until that is a candidate as well, and takes no place before.
pub(crate) fn candidates(ranking: &[usize], document: &Document) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Unknown,
        Waits,
        Taken,
    }
    let facts = &document.facts;
    let mut states = vec![State::Unknown; facts.len()];
    let mut taken = 0;
    for &reached in ranking {
        states[reached] = State::Waits;
        // and those that may have waited for it
        for at in [reached, reached + 1, reached.wrapping_sub(1)] {
            if taken == CANDIDATES || states.get(at) != Some(&State::Waits) {
                continue;
            }
            let before = at.checked_sub(1);
            let stands = !facts[at].leans || before.is_none_or(|before| states[before] == State::Taken);
            let half = |at: usize| facts[at].broken_quote && states[at] != State::Unknown;
            let whole = !facts[at].broken_quote || before.is_some_and(half) || at + 1 < facts.len() && half(at + 1);
            if stands && whole {
                states[at] = State::Taken;
                taken += 1;
            }
        }
    }
    // too few that can be told: those that wait, too
    for &at in ranking {
        if taken < CANDIDATES && states[at] == State::Waits {
            states[at] = State::Taken;
            taken += 1;
        }
    }
    let mut chosen: Vec<usize> = ranking.iter().copied().filter(|&at| states[at] == State::Taken).collect();
    if states.first() == Some(&State::Waits) {
        chosen.truncate(CANDIDATES - 1);
        chosen.push(0);
    }
    chosen
}

/// The candidates of a document with the masses of all their sets.
#[derive(Debug)]
pub(crate) struct Sets {
    /// Sentences in text order.
    pub(crate) members: Vec<usize>,
    /// The bits of the first three sentences of the article; 0 for one that is no candidate.
    starts: [usize; 3],
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
        let logs = Logarithms::new();
        let mut members = candidates.to_vec();
        members.sort_unstable();
        let m = members.len();
        // not `vec![0; n]`, which asks for fresh pages each time
        let mut masses = Vec::with_capacity(1 << m);
        masses.resize(1 << m, [0.0_f32; LANES]);
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
                row[REPEATED] = content * logs.ln(word.count);
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
            if size(mask) > LARGEST {
                continue;
            }
            let last = mask.ilog2() as usize;
            let others = mask & !(1 << last);
            let (at, rank) = (members[last], ranks[last]);
            let follows = others.checked_ilog2().is_some_and(|before| members[before as usize] + 1 == at);
            tallies[mask] = tallies[others].with(&document.facts[at], at, chances[last], rank, follows);
        }
        let starts = [0, 1, 2].map(|at| members.binary_search(&at).map_or(0, |bit| 1 << bit));
        Self {
            members,
            starts,
            within: masses,
            tallies,
            expected,
            total_tfidf: total_tfidf.max(1e-6),
            total_odds: odds.words.iter().sum::<f32>().max(1e-6),
        }
    }

    /// The masks of all sets of `least` to `most` members, ascending.
    pub(crate) fn masks(&self, least: usize, most: usize) -> impl Iterator<Item = usize> + use<> {
        (1..1_usize << self.members.len()).filter(move |&mask| (least..=most).contains(&size(mask)))
    }

    /// The sentences of a set, in text order.
    pub(crate) fn sentences(&self, mask: usize) -> impl Iterator<Item = usize> + '_ {
        bits(mask).map(|bit| self.members[bit])
    }

    /// Of the masks, those that a reader can take on their own: no sentence that leans on one outside of the set, no
    /// half of a quotation. All of them when there is no such set.
    pub(crate) fn whole(&self, mut masks: Vec<usize>) -> Vec<usize> {
        let whole = |&mask: &usize| self.tallies[mask].broken == 0.0 && self.tallies[mask].leaning == 0.0;
        if masks.iter().any(whole) {
            masks.retain(whole);
        }
        masks
    }

    /// Whether the set holds the first sentence of the article.
    pub(crate) fn opens(&self, mask: usize) -> bool {
        mask & self.starts[0] != 0
    }

    /// The features of up to [`BLOCK`] sets, each of one to [`LARGEST`] candidates.
    pub(crate) fn columns(&self, masks: &[usize], columns: &mut Columns<{ SET.len() }>) {
        let all = self.within.len() - 1;
        let (total, logs) = (self.within[all], Logarithms::new());
        let mut held = [[0.0_f32; BLOCK]; MASSES];
        for lane in 0..BLOCK {
            let Some(&mask) = masks.get(lane) else { break };
            // what a set holds: all but what the other candidates hold among themselves
            let others = &self.within[all ^ mask];
            for of in 0..MASSES {
                held[of][lane] = total[of] - others[of];
            }
            let tally = &self.tallies[mask];
            let (count, first) = (to_u32(size(mask)), self.members[mask.trailing_zeros() as usize]);
            columns[0][lane] = count as f32;
            columns[1][lane] = flag(count == 2);
            columns[2][lane] = flag(count == 4);
            columns[3][lane] = tally.words as f32;
            columns[4][lane] = logs.ln(tally.words.max(1));
            columns[7][lane] = tally.scores;
            columns[8][lane] = tally.least;
            columns[9][lane] = tally.odds;
            columns[10][lane] = tally.ranks;
            for at in 0..self.starts.len() {
                columns[19 + at][lane] = flag(mask & self.starts[at] != 0);
            }
            columns[22][lane] = tally.places as f32;
            columns[23][lane] = logs.ln(tally.places.saturating_add(count)) - logs.ln(count);
            columns[25][lane] = tally.neighbours;
            columns[29][lane] = tally.broken;
            columns[30][lane] = tally.alone;
            columns[31][lane] = logs.ln(to_u32(first).saturating_add(1));
            columns[32][lane] = flag(count == 3);
            columns[34][lane] = tally.quotes;
        }
        for lane in 0..BLOCK {
            let (k, words, ln_words) = (columns[0][lane], columns[3][lane], columns[4][lane]);
            let (union, pairs, content) = (held[WORDS][lane], held[PAIRS][lane], held[CONTENT][lane]);
            let per_word = 1.0 / if words > 1.0 { words } else { 1.0 };
            let per_expected = 2.0 / (words + self.expected);
            let between = words - k;
            columns[5][lane] = (words / 50.0) * (words / 50.0);
            columns[6][lane] = ln_words * ln_words;
            columns[11][lane] = union;
            columns[12][lane] = pairs;
            columns[13][lane] = per_expected * union;
            columns[14][lane] = per_expected * pairs;
            columns[15][lane] = union * per_word;
            columns[16][lane] = pairs * per_word;
            columns[17][lane] = 1.0 - held[TYPES][lane] * per_word;
            columns[18][lane] = 1.0 - held[PAIR_TYPES][lane] / if between > 1.0 { between } else { 1.0 };
            columns[22][lane] /= k;
            columns[24][lane] = columns[32][lane] * columns[19][lane] * columns[20][lane] * columns[21][lane];
            columns[26][lane] = (words - self.expected) / self.expected;
            columns[27][lane] = held[TFIDF][lane] / self.total_tfidf;
            columns[28][lane] = content;
            columns[33][lane] = per_expected * content;
            columns[34][lane] /= k;
            columns[35][lane] = union / self.total_odds;
            for of in MORE..MASSES {
                columns[BASE + of - MORE][lane] = held[of][lane];
                columns[BASE + MASSES + of - 2 * MORE][lane] = held[of][lane] * per_word;
            }
        }
    }
}

/// Number of members of a set. Looked up, since counting bits takes a dozen instructions where none can be taken for given.
#[inline]
fn size(mask: usize) -> usize {
    static SIZES: [u8; 1 << CANDIDATES] = {
        let mut sizes = [0; 1 << CANDIDATES];
        let mut mask = 1;
        while mask < sizes.len() {
            sizes[mask] = sizes[mask / 2] + if mask % 2 == 1 { 1 } else { 0 };
            mask += 1;
        }
        sizes
    };
    SIZES.get(mask).map_or_else(|| mask.count_ones() as usize, |&size| size.into())
}

#[inline]
fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// From sums by exact mask to sums over all masks that lie in a mask.
fn sum_subsets(masses: &mut [[f32; LANES]], m: usize) {
    for bit in 0..m {
        let step = 1 << bit;
        for block in masses.chunks_exact_mut(step * 2) {
            let (without, with) = block.split_at_mut(step);
            let (without, with) = (without.as_flattened(), with.as_flattened_mut());
            for (with, without) in with.iter_mut().zip(without) {
                *with += without;
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
            within[mask][CONTENT] = mass;
        }
        sum_subsets(&mut within, 3);
        let found: Vec<f32> = (0..8).map(|mask| within[7][CONTENT] - within[7 ^ mask][CONTENT]).collect();
        assert_eq!(found, [0.0, 3.0, 2.0, 3.0, 4.0, 7.0, 6.0, 7.0]);
    }
}
