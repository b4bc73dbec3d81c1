//! From probabilities to a choice of lines.
//!
//! Every page gets its own threshold; a Viterbi pass over keep and drop makes switching between the two cost something,
//! and what repeats an earlier line goes. For HTML it is the threshold that maximizes the expected F1 in words. For text
//! several are tried, and learned weights choose among what they keep.

use rustc_hash::{FxHashMap, FxHashSet};

use super::features::{End, Facts};
use super::lexicon::{COMMON, GROUPS, Group};

/// Numbers of the decoder for HTML, chosen by cross-validation.
#[cfg(feature = "html")]
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

#[cfg(feature = "html")]
impl Decoder {
    /// What is shipped.
    pub(crate) const HTML: Self = Self { threshold: (0.2, 0.6), expected: 1.6, switch: 0.4 };
}

/// Thresholds that are tried on the lines of a text.
pub(crate) const THRESHOLDS: [f32; 6] = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8];
/// Cost of switching between keeping and dropping lines of a text, in log-odds.
const SWITCH: f32 = 0.4;

/// What is seen of a choice of lines as a whole.
pub(crate) const VIEWS: [&str; 6] = ["threshold", "recall", "f1", "strict f1", "density", "doubt"];
/// Weights of these, by which one of the choices is taken.
pub(crate) type Weighing = [f32; VIEWS.len()];

/// Lines of so many words are not repeated by chance.
const REPEATABLE: u32 = 8;

/// Which blocks of a page to keep, without any guard.
#[cfg(feature = "html")]
pub(crate) fn decode(probabilities: &[f32], facts: &[Facts], decoder: Decoder) -> Vec<bool> {
    let probabilities = &alike(probabilities, facts)[..];
    let base = log_odds(threshold(probabilities, facts, decoder) - 1e-6);
    let odds: Vec<f32> = probabilities.iter().map(|&p| log_odds(p)).collect();
    let mut kept = viterbi(&odds, base, decoder.switch);
    drop_copies(&mut kept, &repeatable(facts));
    kept
}

/// The choices of lines of a text, one for each of [`THRESHOLDS`], with what is seen of each.
pub(crate) fn choices(probabilities: &[f32], facts: &[Facts]) -> [(Vec<bool>, Weighing); THRESHOLDS.len()] {
    let probabilities = &alike(probabilities, facts)[..];
    let odds: Vec<f32> = probabilities.iter().map(|&p| log_odds(p)).collect();
    let repeatable = repeatable(facts);
    THRESHOLDS.map(|threshold| {
        let mut kept = viterbi(&odds, log_odds(threshold), SWITCH);
        drop_copies(&mut kept, &repeatable);
        let views = views(probabilities, facts, &kept, threshold);
        (kept, views)
    })
}

/// Which lines of a text to keep, without any guard: of the choices the one that promises the best F1. Lines stand and
/// fall together, so that their probabilities, each by itself, say little of it.
pub(crate) fn choose(probabilities: &[f32], facts: &[Facts], weighing: &Weighing) -> Vec<bool> {
    let mut best = (f32::MIN, Vec::new());
    for (kept, views) in choices(probabilities, facts) {
        let score = views.iter().zip(weighing).map(|(view, weight)| view * weight).sum();
        if score > best.0 {
            best = (score, kept);
        }
    }
    best.1
}

/// What is seen of a choice of lines: its threshold, its expected recall and F1 (twice, the second time with more words
/// that should be kept than expected), the share of kept words from the first kept line to the last, and the share of
/// those that are little above the threshold.
fn views(probabilities: &[f32], facts: &[Facts], kept: &[bool], threshold: f32) -> Weighing {
    /// See [`Decoder::expected`].
    const STRICT: f32 = 1.4;
    /// "Little above".
    const ABOVE: f32 = 1.6;
    let (mut expected, mut taken, mut hits, mut doubtful) = (0.0, 0.0, 0.0, 0.0);
    // words left out between kept lines, and since the last of these
    let (mut between, mut since) = (0.0, 0.0);
    for ((&p, f), &keep) in probabilities.iter().zip(facts).zip(kept) {
        let n = f.words as f32;
        expected += n * p;
        if keep {
            between += if taken > 0.0 { since } else { 0.0 };
            since = 0.0;
            taken += n;
            hits += n * p;
            if p < (ABOVE * threshold).min(1.0) {
                doubtful += n;
            }
        } else {
            since += n;
        }
    }
    let words = taken.max(1.0);
    let f1 = |weight: f32| 2.0 * hits / (taken + weight * expected).max(1e-6);
    [threshold, hits / expected.max(1e-6), f1(1.0), f1(STRICT), taken / (taken + between).max(1.0), doubtful / words]
}

/// The lines of eight words and more that stand on the page more than once, with the number of each text.
fn repeatable(facts: &[Facts]) -> Vec<(usize, usize)> {
    let mut first: FxHashMap<u64, usize> = FxHashMap::default();
    let long = facts.iter().enumerate().filter(|(_, f)| f.words >= REPEATABLE);
    let firsts: Vec<(usize, usize)> = long.map(|(at, f)| (at, *first.entry(f.key).or_insert(at))).collect();
    let repeated: FxHashSet<usize> = firsts.iter().filter(|(at, first)| at != first).map(|(_, first)| *first).collect();
    firsts.into_iter().filter(|(_, first)| repeated.contains(first)).collect()
}

/// Drops what repeats a kept line.
fn drop_copies(kept: &mut [bool], repeatable: &[(usize, usize)]) {
    let mut seen = FxHashSet::default();
    for &(at, text) in repeatable {
        if kept[at] && !seen.insert(text) {
            kept[at] = false;
        }
    }
}

fn log_odds(p: f32) -> f32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
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
#[cfg(feature = "html")]
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

/// The likeliest sequence of keeping and dropping, by the log-odds of the lines and of the threshold.
fn viterbi(odds: &[f32], base: f32, cost: f32) -> Vec<bool> {
    let (mut drop, mut keep) = (0.0_f32, -cost);
    // for each line, whether the best way to drop (to keep) it keeps (drops) the line before
    let mut from = Vec::with_capacity(odds.len());
    for &odds in odds {
        let switched = (keep - cost > drop, drop - cost > keep);
        let next_drop = if switched.0 { keep - cost } else { drop };
        let next_keep = if switched.1 { drop - cost } else { keep };
        from.push(switched);
        (drop, keep) = (next_drop, next_keep + odds - base);
    }
    let mut state = keep - cost > drop;
    let mut out = vec![false; from.len()];
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
    f.exact & COUNTED != 0 || f.is_sign()
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

    /// Lines of a text, as they are seen.
    fn facts(text: &str) -> Vec<Facts> {
        let lines = crate::parse::clean::lines::lines(text);
        let blank: Vec<(u16, f32)> = Vec::new();
        crate::parse::clean::features::read_text(text, &lines, crate::Language::English, &blank).0.facts
    }

    #[test]
    fn choices_are_seen_as_a_whole() {
        let facts = facts("One two three four\nHome\n\nFive six seven eight nine ten");
        let seen = views(&[0.5, 0.1, 0.9], &facts, &[true, false, true], 0.4);
        let (hits, expected) = (0.5 * 4.0 + 0.9 * 6.0, 0.5 * 4.0 + 0.1 + 0.9 * 6.0);
        let f1 = |weight: f32| 2.0 * hits / (10.0 + weight * expected);
        // one word is left out between the kept lines; four of the ten kept are little above the threshold
        let right = [0.4, hits / expected, f1(1.0), f1(1.4), 10.0 / 11.0, 0.4];
        assert!(seen.iter().zip(right).all(|(a, b)| (a - b).abs() < 1e-6), "{seen:?} {right:?}");
        let nothing = views(&[0.1], &facts[..1], &[false], 0.4);
        assert!(nothing[1..].iter().all(|view| view.abs() < 1e-6), "{nothing:?}");
    }

    #[test]
    fn copies_of_kept_lines_go() {
        let line = "The council voted seven to four to move the railway.";
        let facts = facts(&format!("{line}\nHome\n{line}\nHome\n{line}"));
        let repeatable = repeatable(&facts);
        let mut kept = vec![false, true, true, true, true];
        drop_copies(&mut kept, &repeatable);
        assert_eq!(kept, [false, true, true, true, false]);
    }

    #[test]
    fn switching_costs_something() {
        let odds = [0.9, 0.45, 0.9, 0.1, 0.1, 0.55, 0.1].map(log_odds);
        assert_eq!(viterbi(&odds, 0.0, 0.4), [true, true, true, false, false, false, false]);
        assert_eq!(viterbi(&[], 0.0, 0.4), Vec::<bool>::new());
    }
}
