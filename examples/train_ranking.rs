//! Fits the ranker: `train_ranking OUT [HELD_OUT] < corpus.ndjson`, records of `{"text","references":["…"]}`.
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use std::io::BufRead;

use nutgraf::Language;
use nutgraf::train::ranking::{Example, Origin, fit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args().nth(1).ok_or("where to?")?;
    let held_out: usize = std::env::args().nth(2).map_or(Ok(0), |n| n.parse())?;
    let mut examples = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        examples.push(Example { text: text(&record["text"]), summary: text(&record["references"][0]) });
    }
    let learned = examples.len().saturating_sub(held_out);
    let origin = Origin {
        data: "CNN/DailyMail, 7,450 articles with their highlights".to_owned(),
        command: "nutgraf train ranking cnndm_train.jsonl".to_owned(),
        date: "2026-11-23".to_owned(),
        note: "Numbers learned from articles and summaries; no text is contained.".to_owned(),
    };
    let started = std::time::Instant::now();
    let bytes = fit(&examples, learned, Language::English, &origin, &mut |line| {
        eprintln!("{:6.1}s  {line}", started.elapsed().as_secs_f64());
    });
    std::fs::write(out, bytes)?;
    Ok(())
}
