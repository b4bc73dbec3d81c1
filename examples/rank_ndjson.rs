//! Summaries of records: `{"id","text"}` a line in, `{"id","summary":{"sentences":[{"text"}]}}` a line out.
//!
//! `rank_ndjson METHOD LENGTH [WEIGHTS]`: `LENGTH` is a number of sentences, `auto`, `50w` (words) or `300c` (characters).
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use std::io::{BufRead, Write};

use nutgraf::{Budget, Language, Method, ParseOptions, Summarizer};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let method = Method::from_name(arguments.get(1).map_or("textrank", String::as_str)).ok_or("unknown method")?;
    let length = arguments.get(2).map_or("auto", String::as_str);
    let budget = match length.strip_suffix('w').zip(Some(true)).or(length.strip_suffix('c').zip(Some(false))) {
        Some((words, true)) => Budget::Words(words.parse()?),
        Some((chars, false)) => Budget::Chars(chars.parse()?),
        None if length == "auto" => Budget::Auto,
        None => Budget::Sentences(length.parse()?),
    };
    let mut summarizer = Summarizer::new().method(method).budget(budget);
    if let Some(weights) = arguments.get(3) {
        summarizer = summarizer.weights(nutgraf::score::RankingWeights::from_file(weights.as_ref())?);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut parsing, mut ranking, mut articles) = (0.0, 0.0, 0);
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let started = std::time::Instant::now();
        let mut options = ParseOptions::new().clean(false);
        if let Some(title) = record["title"].as_str() {
            options = options.title(title);
        }
        if let Some(language) = record["language"].as_str().and_then(Language::from_code) {
            options = options.language(language);
        }
        let article = nutgraf::parse(record["text"].as_str().unwrap_or_default().to_owned(), &options);
        let parsed = std::time::Instant::now();
        let summary = summarizer.summarize(&article);
        parsing += (parsed - started).as_secs_f64();
        ranking += parsed.elapsed().as_secs_f64();
        articles += 1;
        let sentences: Vec<Value> = summary.sentences(&article).map(|s| json!({"text": s.text()})).collect();
        writeln!(out, "{}", json!({"id": record["id"], "summary": {"sentences": sentences}}))?;
    }
    let each = 1e6 / f64::from(articles.max(1));
    eprintln!("{articles} articles, {:.0} µs to parse one, {:.0} µs to rank it", parsing * each, ranking * each);
    Ok(())
}
