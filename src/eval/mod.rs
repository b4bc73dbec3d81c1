//! Evaluation whose figures can be published.

mod boundaries;
mod characters;
mod cleaning;
mod dataset;
mod evaluate;
mod gate;
mod lcs;
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
pub use dataset::{Corpus, Skipped, SummaryRecord, read_summaries};
pub use evaluate::{evaluate_cleaning, evaluate_quotes, evaluate_sentences, fingerprint};
pub use gate::{Baseline, Measured, Verdict};
pub use pairs::{RougeEvaluation, evaluate_pairs};
pub use quotes::{Accuracy, QuoteEvaluation, QuoteFigures, QuoteOptions, Rates, Units};
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
