//! Sentence boundaries against gold sentences.
//!
//! Positions count the characters that are not white space, so nobody's idea of trimming matters. The end of a
//! paragraph (a blank line) is free and not counted: every splitter gets it right.

use std::collections::BTreeSet;
use std::collections::HashMap;

use serde::Serialize;

use super::characters::{is_space, rounded};
use super::dataset::{Corpus, LeftOut, SentenceRecord};
use super::parallel::in_order;
use crate::ParseOptions;

/// What was found about boundaries; figures are per cent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SentenceEvaluation {
    /// Name of the corpus.
    pub corpus: String,
    /// Texts scored.
    pub records: usize,
    /// What was not scored, or not in the usual way.
    #[serde(flatten)]
    pub left_out: LeftOut,
    /// Share of predicted boundaries inside paragraphs that are right.
    pub precision: f64,
    /// Share of gold boundaries inside paragraphs that were found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// The same where recall counts only boundaries after a full stop or its like: news has headings without one.
    pub term_f1: f64,
    /// Boundaries predicted where none is.
    #[serde(rename = "false")]
    pub wrong: usize,
    /// Boundaries not found.
    pub missed: usize,
    /// Those of them after a full stop or its like.
    pub missed_after_stop: usize,
    /// Texts of which characters were lost or added.
    pub records_with_text_lost: usize,
    /// Texts split exactly as in the gold list.
    pub passed: usize,
    /// Their share.
    pub exact: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
    missed_after_stop: usize,
    altered: usize,
    passed: usize,
}

/// Sentences by text, as another program found them.
pub(crate) type SentencePredictions = HashMap<String, Vec<String>>;

/// Scores sentences: those of `predictions`, or those this library finds without cleaning.
pub(crate) fn evaluate(
    corpus: Corpus<SentenceRecord>,
    predictions: Option<&SentencePredictions>,
    done: &(dyn Fn(usize) + Sync),
) -> SentenceEvaluation {
    let records = &corpus.records;
    let tallies = in_order(
        records.len(),
        || (),
        |(), at| {
            let record = &records[at];
            let tally = if let Some(predictions) = predictions {
                tally(record, predictions.get(&record.id).map_or(&[][..], Vec::as_slice))
            } else {
                let mut options = ParseOptions::new().clean(false);
                if let Some(language) = record.language {
                    options = options.language(language);
                }
                let article = crate::parse(record.text.clone(), &options);
                let found: Vec<&str> = article.sentences().map(|sentence| sentence.text()).collect();
                tally(record, &found)
            };
            done(records.len());
            tally
        },
    );
    let mut sum = Tally::default();
    for t in &tallies {
        sum.right += t.right;
        sum.wrong += t.wrong;
        sum.missed += t.missed;
        sum.missed_after_stop += t.missed_after_stop;
        sum.altered += t.altered;
        sum.passed += t.passed;
    }
    let share = |part: usize, of: usize| rounded(100.0 * part as f64 / of.max(1) as f64, 2);
    let f1 = |missed: usize| share(2 * sum.right, 2 * sum.right + sum.wrong + missed);
    SentenceEvaluation {
        records: records.len(),
        precision: share(sum.right, sum.right + sum.wrong),
        recall: share(sum.right, sum.right + sum.missed),
        f1: f1(sum.missed),
        term_f1: f1(sum.missed_after_stop),
        wrong: sum.wrong,
        missed: sum.missed,
        missed_after_stop: sum.missed_after_stop,
        records_with_text_lost: sum.altered,
        passed: sum.passed,
        exact: share(sum.passed, records.len()),
        corpus: corpus.name.clone(),
        left_out: LeftOut::new(corpus, predictions),
    }
}

fn tally<S: AsRef<str>>(record: &SentenceRecord, found: &[S]) -> Tally {
    let body: Vec<char> = record.text.chars().filter(|&c| !is_space(c)).collect();
    let free = paragraph_ends(&record.text);
    let inside = |ends: &BTreeSet<usize>| -> BTreeSet<usize> { ends.difference(&free).copied().collect() };
    let want = inside(&ends(&record.sentences));
    let all = ends(found);
    let got = inside(&all);
    let missed: Vec<usize> = want.difference(&got).copied().collect();
    let tidy = |sentence: &str| sentence.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let gold = record.sentences.iter().map(|s| tidy(s)).filter(|s| !s.is_empty());
    Tally {
        right: want.intersection(&got).count(),
        wrong: got.difference(&want).count(),
        missed_after_stop: missed.iter().filter(|&&at| ends_with_stop(&body[..at.min(body.len())])).count(),
        missed: missed.len(),
        altered: usize::from(all.last() != Some(&body.len())),
        passed: usize::from(gold.eq(found.iter().map(|s| tidy(s.as_ref())).filter(|s| !s.is_empty()))),
    }
}

/// After how many characters other than white space each sentence ends.
fn ends<S: AsRef<str>>(sentences: &[S]) -> BTreeSet<usize> {
    let mut at = 0;
    let lengths = sentences.iter().map(|s| s.as_ref().chars().filter(|&c| !is_space(c)).count());
    lengths
        .filter(|&length| length > 0)
        .map(|length| {
            at += length;
            at
        })
        .collect()
}

/// Ends of paragraphs: blank lines, and the end of the text.
fn paragraph_ends(text: &str) -> BTreeSet<usize> {
    let (mut at, mut breaks, mut free) = (0, 0, BTreeSet::new());
    for c in text.chars() {
        if is_space(c) {
            breaks += usize::from(c == '\n');
        } else {
            if breaks > 1 {
                free.insert(at);
            }
            breaks = 0;
            at += 1;
        }
    }
    free.insert(at);
    free
}

/// Whether the last characters are a stop and what may close after it.
fn ends_with_stop(body: &[char]) -> bool {
    let last = &body[body.len().saturating_sub(8)..];
    let closing = last.iter().rev().take_while(|c| "\"'”’»“)]}*_".contains(**c)).count();
    last[..last.len() - closing].last().is_some_and(|c| ".!?…।。！？".contains(*c))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the figures are exact to the last digit")]
mod tests {
    use super::*;

    fn figures(text: &str, gold: &[&str], found: &[&str]) -> SentenceEvaluation {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let record =
            SentenceRecord { id: "a".into(), text: text.into(), sentences: owned(gold), ..SentenceRecord::default() };
        let corpus = Corpus {
            name: "toy".into(),
            layout: "ndjson",
            records: vec![record],
            skipped: Vec::new(),
            repeated: Vec::new(),
        };
        evaluate(corpus, Some(&SentencePredictions::from_iter([("a".to_owned(), owned(found))])), &|_| ())
    }

    #[test]
    fn a_worked_example() {
        let text = "Heading\nOne. “Two?” Three of Mr. X.\n\nFour.";
        let gold = ["Heading", "One.", "“Two?”", "Three of Mr. X.", "Four."];
        let perfect = figures(text, &gold, &gold);
        assert_eq!((perfect.f1, perfect.exact, perfect.records_with_text_lost), (100.0, 100.0, 0));
        // inside the first paragraph are three boundaries: after Heading, One. and “Two?”
        let found = figures(text, &gold, &["Heading One.", "“Two?” Three of Mr.", "X.", "Four."]);
        assert_eq!((found.wrong, found.missed, found.missed_after_stop), (1, 2, 1));
        assert_eq!((found.precision, found.recall, found.f1), (50.0, 33.33, 40.0));
        assert_eq!(found.term_f1, 50.0);
        assert_eq!(found.passed, 0);
        let lost = figures(text, &gold, &["Heading", "One."]);
        assert_eq!(lost.records_with_text_lost, 1);
    }

    #[test]
    fn spacing_is_no_difference() {
        let found = figures("A  b.\nC.", &["A b.", "C."], &["A  b.", " C. ", ""]);
        assert_eq!((found.passed, found.f1), (1, 100.0));
    }
}
