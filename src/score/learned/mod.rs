//! The learned scorer: what reached the summaries that people wrote.
//!
//! Five small linear models in a row, each with its own file:
//!
//! 1. [`words`]: the probability that each stem, and each pair of stems, of the article stands in its summary;
//! 2. [`sentences`]: the probability that a sentence belongs to the best extract, which gives the candidates;
//! 3. the length a person's summary of this article would have (in [`sentences`]);
//! 4. [`sets`]: the score of every set of candidates as a whole; the best set under the budget is the summary.
//!
//! Why not score sentences alone and take the best? Because the best three do not make the best summary: they tell the
//! same thing three times. The set model is fitted on exactly what is wanted, the expected ROUGE of the set that is
//! chosen (minimum-risk training, Och 2003; Shen et al. 2016), over all sets at once.
//!
//! A summary too long to try every set of is filled greedily and then improved by exchanges, under the same
//! probabilities ([`long`]).
//!
//! English has a table of what is known of each stem. Every other language is ranked by models fitted without it, from
//! places and counts alone, with its own stemmer and stop words.

pub(crate) mod document;
mod lean;
mod long;
pub(crate) mod sentences;
pub(crate) mod sets;
pub(crate) mod weights;
pub(crate) mod words;

use std::sync::Arc;

pub(crate) use sentences::aspect;
pub use weights::RankingWeights;

use super::{Features, Scorer};
use crate::model::dense::BLOCK;
use crate::model::sigmoid;
use crate::select::{self, Limit, Outcome};
use crate::summary::Part;
use document::{Document, Lexical};
use sets::{CANDIDATES, LARGEST, Sets};
use weights::{Mode, Models};
use words::Odds;

/// Added to the logit of a word that the reader asks for, and to that of a sentence for the whole query.
const QUERY_WORD: f32 = 2.0;
const QUERY_SENTENCE: f32 = 8.0;
/// Added to the score of a set that holds the first sentence. Stories of other outlets lean on it more than those the
/// models were fitted on; so much costs less than 0.1 R-1 there.
const OPENING_BONUS: f32 = 2.0;
/// The same, whatever the budget, where the story comes in paragraphs, as those that the models were fitted on did not:
/// there the first sentence is the one that a desk has polished, and what was learned elsewhere is trusted less. Chosen
/// on the headlines of 794 articles of seven other outlets (PolNeAR's training part): more of their words are told up to
/// here, and no more beyond. (On the development part of the training outlets it would cost 0.9 R-1.)
const PARAGRAPHS_BONUS: f32 = 40.0;
/// Paragraphs from which a story is taken to have its own layout.
const PARAGRAPHS: usize = 4;
/// The same for a set of one sentence, where more of it is free (3 to 8: 34.5 R-1 on the development part; 18: 33.8).
const ONLY_BONUS: f32 = 6.0;
/// Added to the logit of a word of the headline.
const TITLE_WORD: f32 = 0.5;

/// Scores by fitted models. The score is the probability, 0 to 1, that a sentence belongs to the best extract.
#[derive(Debug, Clone)]
pub struct Learned {
    weights: Arc<RankingWeights>,
}

impl Default for Learned {
    fn default() -> Self {
        Self { weights: RankingWeights::embedded() }
    }
}

impl Scorer for Learned {
    fn name(&self) -> &'static str {
        "learned"
    }

    fn score(&self, features: &Features<'_>) -> Vec<f64> {
        self.read(features).logits.iter().map(|&logit| f64::from(sigmoid(logit))).collect()
    }

    /// Parts add up to the logarithm of the odds, `ln(p / (1 − p))`.
    fn explain(&self, features: &Features<'_>) -> Vec<Vec<Part>> {
        let reading = self.read(features);
        let model = &reading.models.sentences;
        let parts = |(row, &logit): (&[f32; sentences::SENTENCE.len()], &f32)| {
            let named = sentences::SENTENCE.iter().zip(model.parts(row));
            let mut parts: Vec<Part> = named.map(|(name, value)| Part { name, value: f64::from(value) }).collect();
            parts.push(Part { name: "any sentence", value: f64::from(model.bias) });
            if features.query().is_some() {
                parts.push(Part { name: "query", value: f64::from(logit - model.score(row)) });
            }
            parts
        };
        reading.rows.iter().zip(&reading.logits).map(parts).collect()
    }
}

/// An article as the models read it.
pub(crate) struct Reading<'w> {
    pub(crate) models: &'w Models,
    pub(crate) document: Document,
    pub(crate) lexical: Vec<Lexical>,
    pub(crate) odds: Odds,
    rows: Vec<[f32; sentences::SENTENCE.len()]>,
    /// Of the sentences.
    pub(crate) logits: Vec<f32>,
    /// Words of the summary that a person would write.
    expected: f32,
    /// It comes in paragraphs.
    paragraphs: bool,
}

impl Learned {
    /// A scorer with weights of your own.
    pub fn new(weights: Arc<RankingWeights>) -> Self {
        Self { weights }
    }

    pub(crate) fn read(&self, features: &Features<'_>) -> Reading<'_> {
        let article = features.article();
        let document = Document::new(article, features.table());
        let (models, lexical) = self.weights.models(article.language(), &document);
        let mut odds = Odds::new(&models.ready.words, &document, &lexical);
        let query = features.query();
        let title = features.title();
        for &word in title {
            odds.word_logits[word as usize] += TITLE_WORD;
        }
        for &word in query.iter().flat_map(|query| query.terms()) {
            odds.word_logits[word as usize] += QUERY_WORD;
        }
        odds.finish(&models.ready.pairs, &document);
        let rows = sentences::rows(&document, &odds, &lexical);
        let mut logits: Vec<f32> = rows.iter().map(|row| models.ready.sentences.score(row)).collect();
        if let Some(query) = query {
            for (logit, relevance) in logits.iter_mut().zip(query.relevance(features)) {
                #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
                let relevance = relevance as f32;
                *logit += QUERY_SENTENCE * relevance;
            }
        }
        let chances: Vec<f32> = logits.iter().map(|&logit| sigmoid(logit)).collect();
        let length = models.length.score(&sentences::length_row(&document, &odds, &rows, &chances));
        let expected = sentences::expected_length(length);
        let mut blocks: Vec<usize> = article.body_sentences().map(|sentence| sentence.block().span.start()).collect();
        blocks.dedup();
        let paragraphs = blocks.len() >= PARAGRAPHS;
        Reading { models, document, lexical, odds, rows, logits, expected, paragraphs }
    }

    /// Scores and outcomes of all sentences under a limit.
    ///
    /// `outcomes` is what is known of them before.
    pub(crate) fn choose(
        &self,
        features: &Features<'_>,
        mut outcomes: Vec<Outcome>,
        limit: &Limit,
    ) -> (Vec<f64>, Vec<Outcome>) {
        let reading = self.read(features);
        if let Limit::Length(costs, most) = limit {
            for (outcome, cost) in outcomes.iter_mut().zip(costs) {
                if cost > most {
                    *outcome = Outcome::TooLong;
                }
            }
        }
        for at in reading.best_set(&outcomes, limit) {
            outcomes[at] = Outcome::Chosen;
        }
        let scores = reading.logits.iter().map(|&logit| f64::from(sigmoid(logit))).collect();
        (scores, outcomes)
    }
}

impl Reading<'_> {
    /// The sentences of the best set under the limit.
    fn best_set(&self, outcomes: &[Outcome], limit: &Limit) -> Vec<usize> {
        let logits: Vec<f64> = self.logits.iter().map(|&logit| f64::from(logit)).collect();
        let order = select::ranking(&logits);
        let mut open: Vec<usize> = order.iter().copied().filter(|&at| outcomes[at] == Outcome::Lower).collect();
        let (mode, sizes) = match limit {
            Limit::Auto => (Mode::Auto, 2..=LARGEST),
            Limit::Sentences(0) => return Vec::new(),
            Limit::Sentences(k) if *k <= LARGEST => (Mode::Exactly(*k), *k..=*k),
            Limit::Sentences(_) => (Mode::Exactly(LARGEST), LARGEST..=LARGEST),
            Limit::Length(..) => (Mode::Within, 1..=LARGEST),
        };
        match limit {
            Limit::Auto if open.len() < 2 => return if open.is_empty() { order } else { open },
            Limit::Sentences(k) if open.len() <= *k => {
                // not enough sentences that tell something: fragments and the short ones fill up
                for reserve in [Outcome::Fragment, Outcome::TooShort, Outcome::TooLong] {
                    open.extend(order.iter().copied().filter(|&at| outcomes[at] == reserve));
                }
                open.truncate(*k);
                return open;
            }
            Limit::Sentences(k) if *k > LARGEST => return self.long_set(&open, None, *k),
            Limit::Length(costs, most) => {
                let likely = &open[..open.len().min(CANDIDATES)];
                let mean = likely.iter().map(|&at| costs[at]).sum::<usize>() / likely.len().max(1);
                if mean * LARGEST < *most {
                    return self.long_set(&open, Some(costs), *most);
                }
            }
            _ => (),
        }
        let open = sets::candidates(&open, &self.document);
        let sets = self.sets(&open);
        let Some(model) = self.models.ready.sets.get(mode.name()) else { return open };
        let fits = |mask: usize| match limit {
            Limit::Length(costs, most) => sets.sentences(mask).map(|at| costs[at]).sum::<usize>() <= *most,
            _ => true,
        };
        let bonus = match mode {
            _ if self.paragraphs => PARAGRAPHS_BONUS,
            Mode::Exactly(1) => ONLY_BONUS,
            _ => OPENING_BONUS,
        };
        let masks = sets.whole(sets.masks(*sizes.start(), *sizes.end()).filter(|&mask| fits(mask)).collect());
        let mut columns = [[0.0; BLOCK]; sets::SET.len()];
        let mut best: Option<(f32, usize)> = None;
        for block in masks.chunks(BLOCK) {
            sets.columns(block, &mut columns);
            for (score, &mask) in model.score_block(&columns).into_iter().zip(block) {
                let opening = if sets.opens(mask) { bonus } else { 0.0 };
                let score = score + opening;
                if best.is_none_or(|(top, _)| score > top) {
                    best = Some((score, mask));
                }
            }
        }
        best.map_or_else(Vec::new, |(_, mask)| sets.sentences(mask).collect())
    }

    pub(crate) fn sets(&self, candidates: &[usize]) -> Sets {
        Sets::new(&self.document, &self.odds, &self.lexical, &self.logits, candidates, self.expected)
    }

    fn long_set(&self, open: &[usize], costs: Option<&[usize]>, most: usize) -> Vec<usize> {
        long::choose(&self.document, &self.odds, &self.logits, open, costs, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Budget, Method, Summarizer, parse_text};

    const STORY: &str = "The council of Port Ellis voted 7 to 4 on Tuesday to move the coastal railway inland. The line \
        has been closed for 61 days in two winters. But the vote was closer than the mayor had hoped. “We have eleven \
        winters left,” the harbour engineer told the meeting. Trains will run along the old road from next spring. \
        Residents of Quay Street said nobody had asked them. This will be debated in June.";

    fn chosen(text: &str, budget: Budget) -> Vec<usize> {
        let article = parse_text(text);
        let summary = Summarizer::new().method(Method::Learned).budget(budget).summarize(&article);
        summary.selected().iter().map(|selected| selected.sentence.index()).collect()
    }

    #[test]
    fn scores_of_a_story() {
        let article = parse_text(STORY);
        let scores = Learned::default().score(&Features::new(&article));
        let golden = [0.438, 0.463, 0.280, 0.129, 0.219, 0.113, 0.045];
        assert_eq!(scores.len(), golden.len());
        assert!(scores.iter().zip(golden).all(|(score, golden)| (score - golden).abs() < 0.002), "{scores:.3?}");
    }

    #[test]
    fn nothing_leans_on_what_is_not_there() {
        for k in 1..=4 {
            let chosen = chosen(STORY, Budget::Sentences(k));
            assert_eq!(chosen.len(), k);
            assert!(!chosen.contains(&2) || chosen.contains(&1), "{chosen:?}");
            assert!(!chosen.contains(&6) || chosen.contains(&5), "{chosen:?}");
        }
    }

    #[test]
    fn a_quotation_is_taken_whole_or_not_at_all() {
        let text = "The council voted on Tuesday to move the railway inland. “The council has eleven winters left to \
            move the railway inland. The railway is lost on the coast,” the engineer told the council. Storms took the \
            line twice in a year. Trains of the harbour stood still for days. A bus ran instead of the railway.";
        for budget in [Budget::Auto, Budget::Sentences(2), Budget::Sentences(3), Budget::Words(30), Budget::Words(45)] {
            let chosen = chosen(text, budget);
            assert_eq!(chosen.contains(&1), chosen.contains(&2), "{budget:?} {chosen:?}");
        }
    }
}
