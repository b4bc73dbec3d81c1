//! A scorer of your own: `cargo run --example own_scorer`. A template to begin with; every comment that says so is to be
//! replaced.
#![allow(clippy::print_stdout)]

use nutgraf::score::{Features, Scorer};
use nutgraf::{Summarizer, parse_text};

/// Sentences with figures first: for readers who want to know how much and how many.
///
/// (Here stands the paper or the thought that the scorer follows.)
struct Figures;

impl Scorer for Figures {
    /// The name in options and output.
    fn name(&self) -> &'static str {
        "figures"
    }

    /// One finite score for each body sentence, in order; higher is better. What it means is up to you, only the order
    /// counts. Equal scores are settled by position, earlier first.
    fn score(&self, features: &Features<'_>) -> Vec<f64> {
        let sentences = features.article().body_sentences();
        sentences
            .map(|sentence| {
                let numbers = sentence.tokens().iter().filter(|t| t.kind == nutgraf::TokenKind::Number).count();
                // Long sentences hold more of everything: take the share, not the count.
                numbers as f64 / sentence.word_count().max(1) as f64
            })
            .collect()
    }
}

fn main() {
    let article = parse_text(
        "The council met on Tuesday. The line was closed for 61 days in 2 winters. Repairs have cost $18.4 million \
         since 2022. Nobody was surprised.",
    );
    let summary = Summarizer::new().scorer(Figures).sentences(2).summarize(&article);
    println!("{}:", summary.method_name());
    for sentence in summary.sentences(&article) {
        println!("  {}", sentence.text());
    }
}
