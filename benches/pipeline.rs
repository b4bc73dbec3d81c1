//! The whole way from text to JSON, one thread: articles side by side with the crate `lede`, and one document that grows.
//!
//! `articles`: cleaning, sentences, learned ranking, quotes with speakers, JSON; and the same without quotes. `lede`
//! gives a summary of up to 400 characters and nothing else. `document`: the same for one text, eight times as long
//! each time, from 4 KiB to 16 MiB; the throughput must stay.
//!
//! The articles are those of `eval/quotes.jsonl`; to measure on others, name a file of records in
//! `NUTGRAF_BENCH_RECORDS`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use nutgraf::render::Report;
use nutgraf::{Language, ParseOptions, Summarizer, find_quotes, parse};

fn articles() -> Vec<String> {
    let pieces = match std::env::var_os("NUTGRAF_BENCH_RECORDS") {
        Some(path) => std::fs::read_to_string(path).expect("NUTGRAF_BENCH_RECORDS names a readable file"),
        None => include_str!("../eval/quotes.jsonl").to_owned(),
    };
    let record = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("a record a line");
    pieces.lines().filter_map(|line| Some(record(line).get("text")?.as_str()?.to_owned())).collect()
}

/// Everything about a text, as JSON; the bytes written.
fn everything(text: &str, quotes: bool, out: &mut Vec<u8>) -> usize {
    let article = parse(text.to_owned(), &ParseOptions::new());
    let quotes = quotes.then(|| find_quotes(&article));
    let summary = Summarizer::new().summarize(&article);
    let mut report = Report::new(&article);
    (report.summary, report.quotes) = (Some(&summary), quotes.as_ref());
    out.clear();
    report.write_json(out, false).expect("a vector takes all");
    out.len()
}

/// A text of that size, of paragraphs of four sentences drawn by a linear congruential generator: a repeated paragraph
/// would be set aside.
fn document(sentences: &[&str], size: usize) -> String {
    let mut text = String::with_capacity(size + 2000);
    let mut state = 1_u64;
    while text.len() < size {
        for end in [" ", " ", " ", "\n\n"] {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(sentences[(state >> 33) as usize % sentences.len()].trim());
            text.push_str(end);
        }
    }
    text
}

fn pipeline(c: &mut Criterion) {
    let articles = articles();
    let mut out = Vec::new();
    let mut group = c.benchmark_group("articles");
    group.throughput(Throughput::Elements(articles.len() as u64)).sample_size(20);
    for (name, quotes) in [("nutgraf", true), ("nutgraf without quotes", false)] {
        group.bench_function(name, |b| {
            b.iter(|| articles.iter().map(|text| everything(black_box(text), quotes, &mut out)).sum::<usize>());
        });
    }
    group.bench_function("lede", |b| {
        let summary = |text: &String| lede::summarize(black_box(text), 400, lede::Mode::Default).summary.len();
        b.iter(|| articles.iter().map(summary).sum::<usize>());
    });
    group.finish();

    let articles = &articles;
    let sentences: Vec<&str> = articles
        .iter()
        .flat_map(|text| nutgraf::sentences(text, Language::English).into_iter().map(move |span| &text[span]))
        .collect();
    let mut group = c.benchmark_group("document");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for kib in [4, 32, 256, 2 << 10, 16 << 10] {
        let size = kib << 10;
        let text = document(&sentences, size);
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(BenchmarkId::from_parameter(format!("{kib} KiB")), |b| {
            b.iter(|| everything(black_box(&text), true, &mut out));
        });
    }
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
