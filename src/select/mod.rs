//! Selection: which sentences make the summary, given their scores and a length.
//!
//! A number of sentences takes the best that do not repeat one another. A length in words or characters is a knapsack:
//! the set whose values add up to most within the limit is found by dynamic programming, not by cutting a list, and
//! the limit is never exceeded. Two sentences repeat each other when they share three stems in a row (trigram blocking,
//! Paulus, Xiong & Socher 2018); a repeat is taken only when a number of sentences cannot be reached otherwise. So are
//! headings and items of lists, which end without a stop: beside sentences that do, they are no sentences.

mod knapsack;

use rustc_hash::FxHashMap;

use crate::article::push_unwrapped;
use crate::model::best_first;
use crate::model::features::{Key, key, with};
use crate::parse::sentences::{closing, is_terminator};
use crate::score::terms::Terms;
use crate::{Article, SentenceRef};

/// Sentences of fewer words than this tell nothing on their own.
pub(crate) const SHORTEST: usize = 3;
/// Sentences of a summary when nothing else is asked for.
const USUAL: usize = 3;

/// How long a selection may be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Limit {
    /// About three sentences.
    Auto,
    /// So many sentences.
    Sentences(usize),
    /// Costs of all sentences, and their most.
    Length(Vec<usize>, usize),
}

/// What became of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Chosen,
    Lower,
    TooShort,
    /// A heading or an item of a list.
    Fragment,
    TooLong,
    /// Repeats the chosen sentence of that index.
    Repeats(usize),
}

/// Words of a sentence as a reader counts them: between white space.
pub(crate) fn words(sentence: &SentenceRef<'_>) -> usize {
    sentence.text().split_whitespace().count()
}

/// Characters of a sentence, a line break inside it counted as one space.
pub(crate) fn chars(sentence: &SentenceRef<'_>) -> usize {
    let text = sentence.text();
    if text.contains(['\n', '\r']) {
        let mut joined = String::with_capacity(text.len());
        push_unwrapped(&mut joined, text);
        return joined.chars().count();
    }
    text.chars().count()
}

/// What is known of the body's sentences before any score: too short, a fragment, or open to selection ([`Outcome::Lower`]).
///
/// Where most words stand in sentences that end without a stop (a poem, subtitles, another script), that tells nothing.
pub(crate) fn standings(article: &Article, terms: &Terms) -> Vec<Outcome> {
    let ended: Vec<bool> = article.body_sentences().map(|sentence| is_ended(sentence.text())).collect();
    let (mut all, mut within) = (0, 0);
    for (at, &ended) in ended.iter().enumerate() {
        let length = terms.sentence(at).len();
        all += length;
        within += if ended { length } else { 0 };
    }
    let telling = within * 2 > all;
    let standing = |(at, ended): (usize, bool)| match terms.sentence(at).len() {
        0..SHORTEST => Outcome::TooShort,
        _ if telling && !ended => Outcome::Fragment,
        _ => Outcome::Lower,
    };
    ended.into_iter().enumerate().map(standing).collect()
}

/// Whether a text ends with a stop; quotation marks, brackets and the number of a note may follow it.
fn is_ended(text: &str) -> bool {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    // the number of a note follows the stop of a word: not "14:32", not "2.3"
    let note = before.len() < text.len()
        && text.len() - before.len() <= 2
        && before.ends_with(is_terminator)
        && !before.trim_end_matches(is_terminator).ends_with(|c: char| c.is_ascii_digit());
    let text = if note { before } else { text };
    closing(text).any(|c| is_terminator(c) || c == ':')
}

/// Indices from the best score to the worst; equal ones in text order.
pub(crate) fn ranking(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    best_first(&mut order, &|at| scores[at]);
    order
}

/// Keys of three stems in a row.
fn trigrams(terms: &Terms, at: usize) -> impl Iterator<Item = Key> + '_ {
    const TRIGRAM: Key = key("trigram");
    let id = |term: u32| u64::from(term);
    terms.sentence(at).windows(3).map(move |w| with(with(with(TRIGRAM, id(w[0].term)), id(w[1].term)), id(w[2].term)))
}

/// The trigrams of what was chosen so far.
#[derive(Default)]
struct Told(FxHashMap<Key, usize>);

impl Told {
    fn repeated_by(&self, terms: &Terms, at: usize) -> Option<usize> {
        trigrams(terms, at).find_map(|trigram| self.0.get(&trigram).copied())
    }

    fn add(&mut self, terms: &Terms, at: usize) {
        for trigram in trigrams(terms, at) {
            self.0.entry(trigram).or_insert(at);
        }
    }
}

/// Chooses by score. The result holds one outcome a sentence.
pub(crate) fn best(scores: &[f64], terms: &Terms, standings: Vec<Outcome>, limit: &Limit) -> Vec<Outcome> {
    match limit {
        Limit::Auto => best_many(scores, terms, standings, USUAL),
        Limit::Sentences(wanted) => best_many(scores, terms, standings, *wanted),
        Limit::Length(costs, most) => best_long(scores, terms, standings, costs, *most),
    }
}

fn best_many(scores: &[f64], terms: &Terms, mut outcomes: Vec<Outcome>, wanted: usize) -> Vec<Outcome> {
    let mut told = Told::default();
    let mut chosen = 0;
    let order = ranking(scores);
    for &at in &order {
        if chosen == wanted {
            break;
        }
        if outcomes[at] != Outcome::Lower {
            continue;
        }
        if let Some(other) = told.repeated_by(terms, at) {
            outcomes[at] = Outcome::Repeats(other);
        } else {
            outcomes[at] = Outcome::Chosen;
            told.add(terms, at);
            chosen += 1;
        }
    }
    let last_resorts: [fn(Outcome) -> bool; 3] =
        [|o| matches!(o, Outcome::Repeats(_)), |o| o == Outcome::Fragment, |o| o == Outcome::TooShort];
    for set_aside in last_resorts {
        for &at in &order {
            if chosen < wanted && set_aside(outcomes[at]) {
                outcomes[at] = Outcome::Chosen;
                chosen += 1;
            }
        }
    }
    outcomes
}

/// Scores are scaled to 0..1 and weighed by the root of the length: between "each sentence counts the same", which
/// fills a summary with the shortest, and "each word counts the same", which fills it with the longest.
fn best_long(scores: &[f64], terms: &Terms, mut outcomes: Vec<Outcome>, costs: &[usize], most: usize) -> Vec<Outcome> {
    const ROUNDS: usize = 6;
    let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if high > low { high - low } else { 1.0 };
    for (outcome, &cost) in outcomes.iter_mut().zip(costs) {
        if *outcome == Outcome::Lower && cost > most {
            *outcome = Outcome::TooLong;
        }
    }
    let value = |at: usize| (0.02 + (scores[at] - low) / range) * (costs[at] as f64).sqrt();
    for round in 1..=ROUNDS {
        let open: Vec<usize> = (0..scores.len()).filter(|&at| outcomes[at] == Outcome::Lower).collect();
        let values: Vec<f64> = open.iter().map(|&at| value(at)).collect();
        let weights: Vec<usize> = open.iter().map(|&at| costs[at]).collect();
        let mut chosen: Vec<usize> = knapsack::solve(&values, &weights, most).into_iter().map(|i| open[i]).collect();
        best_first(&mut chosen, &|at| scores[at]);
        let mut told = Told::default();
        let before = open.len();
        let mut left = before;
        let mut kept = Vec::with_capacity(chosen.len());
        for at in chosen {
            if let Some(other) = told.repeated_by(terms, at) {
                outcomes[at] = Outcome::Repeats(other);
                left -= 1;
            } else {
                told.add(terms, at);
                kept.push(at);
            }
        }
        if left == before || round == ROUNDS {
            for at in kept {
                outcomes[at] = Outcome::Chosen;
            }
            break;
        }
    }
    // what dropping repeats left free is filled; with repeats, only when less than half is used without them
    let mut left =
        most - (0..scores.len()).filter(|&at| outcomes[at] == Outcome::Chosen).map(|at| costs[at]).sum::<usize>();
    for repeats in [false, true] {
        for at in ranking(scores) {
            let open =
                if repeats { matches!(outcomes[at], Outcome::Repeats(_)) } else { outcomes[at] == Outcome::Lower };
            if open && costs[at] <= left && (!repeats || left > most / 2) {
                outcomes[at] = Outcome::Chosen;
                left -= costs[at];
            }
        }
    }
    // a repeat of what was not chosen in the end repeats nothing
    for at in 0..outcomes.len() {
        if matches!(outcomes[at], Outcome::Repeats(other) if outcomes[other] != Outcome::Chosen) {
            outcomes[at] = Outcome::Lower;
        }
    }
    outcomes
}

/// The longest run from the start that fits, then whatever fits after it.
pub(crate) fn first(scores: &[f64], terms: &Terms, limit: &Limit) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::Lower; scores.len()];
    let mut left = match limit {
        Limit::Auto => USUAL,
        Limit::Sentences(wanted) => *wanted,
        Limit::Length(_, most) => *most,
    };
    for at in ranking(scores) {
        let cost = match limit {
            Limit::Auto | Limit::Sentences(_) => 1,
            Limit::Length(costs, _) => costs[at],
        };
        if terms.sentence(at).is_empty() && matches!(limit, Limit::Length(..)) {
            outcomes[at] = Outcome::TooShort;
        } else if cost <= left {
            outcomes[at] = Outcome::Chosen;
            left -= cost;
        } else if left > 0 {
            outcomes[at] = Outcome::TooLong;
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ParseOptions, parse, parse_text};

    fn terms() -> Terms {
        let article = parse_text(
            "The council voted for the new harbour railway. A storm took the old line. \
             The council voted for the line again. Trains stood still.",
        );
        assert_eq!(article.body_sentences().count(), 4);
        Terms::new(&article, None)
    }

    #[test]
    fn repeats_come_last() {
        let terms = terms();
        let scores = [0.9, 0.1, 0.8, 0.2];
        let chosen = |n| {
            let outcomes = best(&scores, &terms, vec![Outcome::Lower; 4], &Limit::Sentences(n));
            (0..4).filter(|&at| outcomes[at] == Outcome::Chosen).collect::<Vec<_>>()
        };
        assert_eq!(chosen(2), [0, 3]);
        assert_eq!(chosen(3), [0, 1, 3]);
        assert_eq!(chosen(4), [0, 1, 2, 3]);
        assert_eq!(chosen(9), [0, 1, 2, 3]);
        assert_eq!(best(&scores, &terms, vec![Outcome::Lower; 4], &Limit::Sentences(2))[2], Outcome::Repeats(0));
    }

    #[test]
    fn lengths_are_kept_and_used_well() {
        let terms = terms();
        let costs = vec![8, 6, 7, 3];
        let chosen = |scores: &[f64], most| {
            let outcomes = best(scores, &terms, vec![Outcome::Lower; 4], &Limit::Length(costs.clone(), most));
            (0..4).filter(|&at| outcomes[at] == Outcome::Chosen).collect::<Vec<_>>()
        };
        assert_eq!(chosen(&[0.5, 0.6, 0.1, 0.5], 9), [1, 3]);
        assert_eq!(chosen(&[0.9, 0.1, 0.8, 0.1], 17), [0, 1, 3]);
        assert!(chosen(&[0.9, 0.5, 0.1, 0.4], 2).is_empty());
    }

    #[test]
    fn lead_fills_from_the_start() {
        let terms = terms();
        let costs = vec![8, 6, 7, 3];
        let outcomes = first(&[1.0, 0.75, 0.5, 0.25], &terms, &Limit::Length(costs, 11));
        assert_eq!(outcomes, [Outcome::Chosen, Outcome::TooLong, Outcome::TooLong, Outcome::Chosen]);
    }

    #[test]
    fn headings_and_items_are_no_sentences() {
        let standing = |text: &str| {
            let article = parse(text.to_owned(), &ParseOptions::new().clean(false));
            standings(&article, &Terms::new(&article, None))
        };
        let page = "The best boats of the year\n\nWe sailed twelve boats for a month. Three of them leaked.3\n\n\
            - Best for a family: the Heron 21\n\nThe Heron was “dry as a bone.” Not now.";
        use Outcome::{Fragment, Lower, TooShort};
        assert_eq!(standing(page), [Fragment, Lower, Lower, Fragment, Lower, TooShort]);
        let report = "LIVE REPORT of the day\n\nLast updated at 14:32\n\nWhere the boats are now\n\nAll twelve boats left the harbour \
            before dawn on Monday. The last of them leaked and came back.";
        assert_eq!(standing(report), [Fragment, Fragment, Fragment, Lower, Lower]);
        let poem = "The boats went out\n\nThe wind came in\n\nAnd nobody told them.";
        assert_eq!(standing(poem), [Lower, Lower, Lower]);
    }
}
