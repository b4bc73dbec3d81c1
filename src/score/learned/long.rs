//! Summaries of more sentences than sets can be tried of.
//!
//! The value of a set is the probability mass it holds: each distinct content word and each distinct pair once, and the
//! chance of each sentence. Such a value is monotone and submodular, so that the greedy set is never worse than
//! 1 − 1/e of the best (Nemhauser, Wolsey & Fisher 1978), and gains can be kept in a heap, since they only fall (Minoux
//! 1978). Under a length, gains are divided by the root of the cost (Lin & Bilmes 2010 scale by a power of it), and what
//! is left at the end is filled with whatever still fits.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::document::Document;
use super::words::Odds;
use crate::model::sigmoid;

/// Weight of a pair's probability beside a word's.
const PAIR: f32 = 1.0;
/// Weight of a sentence's own chance, in words.
const SENTENCE: f32 = 4.0;
/// What is left of the value of a sentence that leans on one that was not chosen.
const LEANING: f32 = 0.5;
/// Power of the cost by which gains are divided.
const COST_POWER: f32 = 0.5;

struct Gain {
    value: f32,
    at: usize,
    /// Sentences that were chosen when it was computed.
    when: usize,
}

impl PartialEq for Gain {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Gain {}
impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.total_cmp(&other.value).then(other.at.cmp(&self.at))
    }
}

/// Chooses from `open` at most `most` sentences, or, with costs, sentences of at most that cost together.
pub(super) fn choose(
    document: &Document,
    odds: &Odds,
    logits: &[f32],
    open: &[usize],
    costs: Option<&[usize]>,
    most: usize,
) -> Vec<usize> {
    let mut told_words = vec![false; document.words.len()];
    let mut told_pairs = vec![false; document.pairs.len()];
    let mut chosen = Vec::new();
    let mut taken = vec![false; document.len()];
    let mut left = most;
    let cost = |at: usize| costs.map_or(1, |costs| costs[at]);
    let gain = |at: usize, words: &[bool], pairs: &[bool], taken: &[bool]| {
        let fresh = document.types.get(at).iter().filter(|&&w| !words[w as usize] && !document.words[w as usize].stop);
        let word_mass: f32 = fresh.map(|&word| odds.words[word as usize]).sum();
        let fresh = document.bigrams.get(at).iter().filter(|&&pair| !pairs[pair as usize]);
        let pair_mass: f32 = fresh.map(|&pair| odds.pairs[pair as usize]).sum();
        let mut value = word_mass + PAIR * pair_mass + SENTENCE * sigmoid(logits[at]);
        if document.facts[at].leans && at > 0 && !taken[at - 1] {
            value *= LEANING;
        }
        if costs.is_some() { value / (cost(at) as f32).max(1.0).powf(COST_POWER) } else { value }
    };
    let mut is_open = vec![false; document.len()];
    for &at in open {
        is_open[at] = true;
    }
    let mut heap: BinaryHeap<Gain> =
        open.iter().map(|&at| Gain { value: gain(at, &told_words, &told_pairs, &taken), at, when: 0 }).collect();
    while let Some(top) = heap.pop() {
        if taken[top.at] || cost(top.at) > left {
            continue;
        }
        if top.when != chosen.len() {
            let value = gain(top.at, &told_words, &told_pairs, &taken);
            heap.push(Gain { value, at: top.at, when: chosen.len() });
            continue;
        }
        left -= cost(top.at);
        chosen.push(top.at);
        taken[top.at] = true;
        if left == 0 {
            break;
        }
        // what leant on it leans no more
        let next = top.at + 1;
        if next < document.len() && document.facts[next].leans && !taken[next] && is_open[next] {
            heap.push(Gain { value: f32::INFINITY, at: next, when: usize::MAX });
        }
        for &word in document.types.get(top.at) {
            told_words[word as usize] = true;
        }
        for &pair in document.bigrams.get(top.at) {
            told_pairs[pair as usize] = true;
        }
    }
    chosen
}
