//! From probabilities to a choice of lines.
//!
//! Every page gets its own threshold, the one that maximizes its expected F1 in words; a Viterbi pass over keep and
//! drop then makes switching between the two cost something, and what repeats an earlier line goes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::features::{End, Facts};
use super::lexicon::{COMMON, GROUPS, Group};

/// Numbers of the decoder, chosen by cross-validation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decoder {
    /// Bounds of a page's threshold.
    pub(crate) threshold: (f32, f32),
    /// Weight of the words that should be kept against those that are, in the expected F1: above 1, since probabilities
    /// of lines that are wrongly thought clear add up.
    pub(crate) expected: f32,
    /// Cost of switching between keeping and dropping, in log-odds.
    pub(crate) switch: f32,
}

impl Decoder {
    /// For plain text.
    pub(crate) const TEXT: Self = Self { threshold: (0.2, 0.6), expected: 1.4, switch: 0.4 };
    /// For HTML.
    pub(crate) const HTML: Self = Self { threshold: (0.2, 0.6), expected: 1.6, switch: 0.7 };
}

/// Lines of so many words are not repeated by chance.
const REPEATABLE: u32 = 8;

/// Which lines to keep, without any guard.
pub(crate) fn decode(probabilities: &[f32], facts: &[Facts], decoder: Decoder) -> Vec<bool> {
    let probabilities = &alike(probabilities, facts)[..];
    let threshold = threshold(probabilities, facts, decoder) - 1e-6;
    let mut kept = viterbi(probabilities, threshold, decoder.switch);
    let mut seen = FxHashSet::default();
    for (keep, f) in kept.iter_mut().zip(facts) {
        if *keep && f.words >= REPEATABLE && !seen.insert(f.key) {
            *keep = false;
        }
    }
    kept
}

/// Lines of so many words with a stop that come again are the same thing wherever they stand: a caption, a notice.
const SAME: u32 = 5;

/// The probabilities, those of such lines as low as that of their least likely copy. Running text apart, for a quote set
/// apart repeats what belongs to the story, and headings, which stand in a table of contents as well.
fn alike(probabilities: &[f32], facts: &[Facts]) -> Vec<f32> {
    let mut least: FxHashMap<u64, f32> = FxHashMap::default();
    let counts = |f: &Facts| f.words >= SAME && f.end == End::Stop && !f.is_prose() && !f.bullet;
    for (&p, f) in probabilities.iter().zip(facts).filter(|(_, f)| counts(f)) {
        let lowest = least.entry(f.key).or_insert(p);
        *lowest = lowest.min(p);
    }
    let lowered = |(&p, f): (&f32, &Facts)| if counts(f) { least.get(&f.key).copied().unwrap_or(p) } else { p };
    probabilities.iter().zip(facts).map(lowered).collect()
}

/// The probability of the last line of the set, taken by falling probability, that has the best expected F1.
fn threshold(probabilities: &[f32], facts: &[Facts], decoder: Decoder) -> f32 {
    let mut order: Vec<(f32, f32)> = probabilities.iter().zip(facts).map(|(&p, f)| (p, f.words as f32)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let expected: f32 = order.iter().map(|(p, n)| p * n).sum();
    let (mut hits, mut taken) = (0.0, 0.0);
    let mut best = (f32::MIN, 1.0);
    for (p, n) in order {
        hits += p * n;
        taken += n;
        let f1 = 2.0 * hits / (taken + decoder.expected * expected).max(1e-6);
        if f1 > best.0 {
            best = (f1, p);
        }
    }
    best.1.clamp(decoder.threshold.0, decoder.threshold.1)
}

fn viterbi(probabilities: &[f32], threshold: f32, cost: f32) -> Vec<bool> {
    let odds = |p: f32| {
        let p = p.clamp(1e-4, 1.0 - 1e-4);
        (p / (1.0 - p)).ln()
    };
    let base = odds(threshold);
    let (mut drop, mut keep) = (0.0_f32, -cost);
    // for each line, whether the best way to drop (to keep) it keeps (drops) the line before
    let mut from = Vec::with_capacity(probabilities.len());
    for &p in probabilities {
        let switched = (keep - cost > drop, drop - cost > keep);
        let next_drop = if switched.0 { keep - cost } else { drop };
        let next_keep = if switched.1 { drop - cost } else { keep };
        from.push(switched);
        (drop, keep) = (next_drop, next_keep + odds(p) - base);
    }
    let mut state = keep - cost > drop;
    let mut out = vec![false; probabilities.len()];
    for (at, (to_drop, to_keep)) in from.into_iter().enumerate().rev() {
        out[at] = state;
        if if state { to_keep } else { to_drop } {
            state = !state;
        }
    }
    out
}

/// Pages of fewer lines are no pages.
pub(super) const FEW_LINES: usize = 4;
/// Share of running text from which a text is clean.
const CLEAN: f32 = 0.97;
/// A line of a text that may be clean goes only when it is all but certain.
const CERTAIN: f32 = 0.02;
/// Where so few of the words would go, they go only when it is nearly certain.
const LITTLE: f32 = 0.06;
const NEARLY_CERTAIN: f32 = 0.05;

/// Of so many dropped lines one at least has to look like part of a page, or all are kept: a poem, a transcript or a
/// list has short lines too.
const SIGNS: usize = 80;

/// Whether a line looks like part of a page rather than of a text: a phrase of menus by itself, a date, a credit.
fn is_sign(f: &Facts) -> bool {
    const COUNTED: u32 = ((1 << GROUPS) - 1) & !COMMON | Group::End.bit() | Group::CommentLine.bit();
    f.exact & COUNTED != 0 || f.date_only || f.ago || f.credit || f.by_name || f.ending || f.marked
}

/// Keeps what is doubtful in texts that may be clean already.
pub(crate) fn guard(kept: &mut [bool], probabilities: &[f32], facts: &[Facts]) {
    let dropped = || kept.iter().zip(facts).filter(|(keep, _)| !**keep).map(|(_, f)| f);
    let signs = dropped().filter(|f| is_sign(f)).count();
    if signs * SIGNS < dropped().count() {
        kept.fill(true);
        return;
    }
    let words = |which: &dyn Fn(usize) -> bool| -> f32 {
        facts.iter().enumerate().filter(|(at, _)| which(*at)).map(|(_, f)| f.words as f32).sum()
    };
    let total = words(&|_| true);
    if facts.len() < FEW_LINES || words(&|at| kept[at]) == 0.0 {
        for (keep, &p) in kept.iter_mut().zip(probabilities) {
            *keep = p > CERTAIN;
        }
    } else if words(&|at| facts[at].is_prose()) >= CLEAN * total {
        for ((keep, &p), _) in kept.iter_mut().zip(probabilities).zip(facts).filter(|(_, f)| f.is_prose()) {
            *keep = p > CERTAIN;
        }
    }
    if words(&|at| !kept[at]) < LITTLE * total {
        for (keep, &p) in kept.iter_mut().zip(probabilities) {
            *keep |= p > NEARLY_CERTAIN;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switching_costs_something() {
        assert_eq!(
            viterbi(&[0.9, 0.45, 0.9, 0.1, 0.1, 0.55, 0.1], 0.5, 0.4),
            [true, true, true, false, false, false, false]
        );
        assert_eq!(viterbi(&[], 0.5, 0.4), Vec::<bool>::new());
    }
}
