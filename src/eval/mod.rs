//! Evaluation whose figures can be published.

mod lcs;
mod porter;
mod random;
mod rouge;
mod tokenize;

pub use rouge::{Metric, References, Rouge, Score, Scores};
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
