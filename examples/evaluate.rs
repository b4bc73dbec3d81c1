//! Methods side by side on a corpus, with a system of your own among them:
//! `cargo run --release --example evaluate`, or with a corpus: `… --example evaluate -- corpus.ndjson`.
//!
//! A corpus is NDJSON of `{"id", "text", "references": […]}`, or any layout that `nutgraf eval summaries` reads.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use nutgraf::eval::{Metric, Predictions, SummaryOptions, System, evaluate_summaries, read_summaries};
use nutgraf::{Method, parse_text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).map_or_else(|| PathBuf::from("eval/summaries.jsonl"), PathBuf::from);
    let corpus = read_summaries(&path)?;
    println!("{}: {} articles, {} left out", corpus.name, corpus.records.len(), corpus.skipped.len());

    // Any system can stand beside the methods: give its summaries by id, a sentence a line. This one takes the last three
    // sentences, which no journalist would.
    let last = corpus.records.iter().map(|record| {
        let article = parse_text(record.text.as_str());
        let sentences: Vec<&str> = article.body_sentences().map(|sentence| sentence.text()).collect();
        (record.id.clone(), sentences[sentences.len().saturating_sub(3)..].join("\n"))
    });
    let last = Predictions::new("last three", last);

    let mut options = SummaryOptions::new();
    options.systems = vec![
        System::Method(Method::Lead),
        System::Method(Method::Learned),
        System::Outside(last),
        System::Oracle, // the best that sentences of the article could reach
    ];
    options.sentences = Some(3);
    options.resamples = 1_000; // 10,000 for figures that are published
    let evaluation = evaluate_summaries(corpus, &options, &|_| ());

    println!("{:<12} {:>7} {:>7} {:>7}   95 % of ROUGE-1", "", "ROUGE-1", "ROUGE-2", "R-Lsum");
    for system in &evaluation.systems {
        let f1 = |metric| system.mean(metric).map_or(0.0, |score| 100.0 * score.f1);
        print!("{:<12} {:>7.2} {:>7.2}", system.name, f1(Metric::Ngram(1)), f1(Metric::Ngram(2)));
        print!(" {:>7.2}", f1(Metric::LSum));
        let bounds = system.means.iter().find(|(metric, ..)| *metric == Metric::Ngram(1));
        println!(
            "   {}",
            bounds.map_or_else(String::new, |(.., i)| format!("{:.2} to {:.2}", 100.0 * i.low, 100.0 * i.high))
        );
    }
    // Is the difference more than chance?
    for pair in evaluation.comparisons.iter().filter(|pair| pair.metric == Metric::Ngram(1)) {
        let name = |at: usize| evaluation.systems[at].name.as_str();
        println!("{} less {}: {:+.2}, p = {:.3}", name(pair.a), name(pair.b), 100.0 * pair.difference, pair.p_holm);
    }
    Ok(())
}
