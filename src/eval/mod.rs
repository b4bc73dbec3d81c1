//! Evaluation whose figures can be published.
//!
//! Why not leave it to other tools? Because figures of different tools do not compare, and most of them leave out what
//! a reader needs: how sure a mean is, whether two systems differ at all, how good a summary made of sentences can be,
//! which records were left out. Here every figure comes with its settings, every draw has a seed, and nothing is
//! dropped without being named. Quotes, sentence boundaries and cleaning are scored by the same house rules.
//!
//! - [`Rouge`] scores texts; equal to the package `rouge-score`, to the last digit.
//! - [`read_summaries`] and [`evaluate_summaries`] put [`System`]s side by side on a corpus.
//! - [`evaluate_quotes`], [`evaluate_sentences`], [`evaluate_cleaning`] score against gold annotations.
//! - [`evaluate_pairs`] scores files of candidates and references.
//! - [`Baseline`] is the gate: floors that only rise.
//!
//! Work on many records uses all cores with the feature `parallel`, and gives the same figures without.
//!
//! ```
//! use nutgraf::eval::{Metric, Rouge};
//!
//! let scores = Rouge::new().score(&["The ferry sank off the pier."], "A ferry sank.");
//! assert_eq!(scores.get(Metric::Ngram(2)).unwrap().precision, 0.5);
//! ```

mod boundaries;
mod characters;
mod cleaning;
mod dataset;
mod evaluate;
mod gate;
mod lcs;
mod overlap;
mod pairs;
mod parallel;
mod porter;
mod quotes;
mod random;
mod report;
mod resample;
mod rouge;
mod sha256;
mod summaries;
mod tokenize;

pub use boundaries::SentenceEvaluation;
pub use cleaning::CleanEvaluation;
pub use dataset::{Corpus, LeftOut, Skipped, SummaryRecord, read_summaries};
pub use evaluate::{evaluate_cleaning, evaluate_quotes, evaluate_sentences, fingerprint};
pub use gate::{Baseline, Measured, Verdict};
pub use pairs::{RougeEvaluation, evaluate_pairs};
pub use quotes::{Accuracy, QuoteEvaluation, QuoteFigures, QuoteOptions, Rates, Units};
pub use report::Evaluation;
pub use resample::Interval;
pub use rouge::{Metric, References, Rouge, Score, Scores};
pub use summaries::{
    Comparison, Predictions, SummaryEvaluation, SummaryOptions, System, SystemResult, evaluate_summaries,
};
pub use tokenize::Tokenizer;

/// The stem of an English word by Porter's algorithm, as NLTK gives it. Other than ASCII words are only lower-cased.
pub fn porter_stem(word: &str) -> String {
    let mut stem = word.to_lowercase();
    if stem.is_ascii() {
        let mut bytes = stem.into_bytes();
        porter::stem(&mut bytes);
        stem = bytes.into_iter().map(char::from).collect();
    }
    stem
}
