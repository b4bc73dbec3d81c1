//! Pages of HTML a second, one thread: this library beside the crates `dom_smoothie` and `trafilatura`, each alone.
//!
//! `cargo run --locked --release --manifest-path benches/peers/Cargo.toml [PAGES]`, where PAGES is a file of records with
//! `html` and perhaps `url`, one a line; without it, the pages of `eval/cleaning.jsonl`. Records with `text` are cleaned as plain
//! text, by this library alone: no other crate does that.
//!
//! A package of its own: `trafilatura` brings an HTML parser and a CSS engine of another version than ours, regular
//! expressions and 137 crates in all, which nobody who runs the tests should have to build, and two versions of a crate in
//! one tree are what `deny.toml` forbids.
//!
//! The three take turns, page by page, so that whatever else the machine does meets all of them; each page counts by its
//! fastest of several rounds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use nutgraf::ParseOptions;

/// How often each page is read by each.
const ROUNDS: usize = 5;

struct Page {
    html: String,
    url: Option<String>,
}

/// Reads a page; gives the bytes of text it found.
type Extract = fn(&Page) -> usize;

const EXTRACTORS: [(&str, Extract); 3] = [
    ("nutgraf", |page| nutgraf::parse_html(&page.html, &ParseOptions::new()).text().len()),
    ("dom_smoothie", |page| {
        let read = dom_smoothie::Readability::new(page.html.as_str(), page.url.as_deref(), None);
        read.and_then(|mut page| page.parse()).map_or(0, |article| article.text_content.len())
    }),
    ("trafilatura", |page| {
        trafilatura::extract(&page.html, &trafilatura::Options::default()).map_or(0, |found| found.content_text.len())
    }),
];

/// Pages of HTML, and texts of pages.
fn pages() -> (Vec<Page>, Vec<String>) {
    let records = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path).expect("PAGES is a readable file"),
        None => include_str!("../../eval/cleaning.jsonl").to_owned(),
    };
    let (mut pages, mut texts) = (Vec::new(), Vec::new());
    for line in records.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record a line");
        let field = |name: &str| record.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        pages.extend(field("html").map(|html| Page { html, url: field("url") }));
        texts.extend(field("text"));
    }
    (pages, texts)
}

/// Plain text: microseconds a page, and the speed.
fn clean(texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut fastest = vec![Duration::MAX; texts.len()];
    for _ in 0..ROUNDS {
        for (text, fastest) in texts.iter().zip(&mut fastest) {
            let start = Instant::now();
            black_box(nutgraf::clean_blocks(black_box(text), &ParseOptions::new()));
            *fastest = (*fastest).min(start.elapsed());
        }
    }
    let seconds: f64 = fastest.iter().map(Duration::as_secs_f64).sum();
    let (each, speed) = (seconds * 1e6 / texts.len() as f64, bytes as f64 / seconds / 1e6);
    println!("{} plain texts, {:.2} MB: {each:.0} µs each, {speed:.1} MB/s", texts.len(), bytes as f64 / 1e6);
}

fn main() {
    let (pages, texts) = pages();
    if !texts.is_empty() {
        clean(&texts);
    }
    if pages.is_empty() {
        return;
    }
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    let mut fastest = vec![[Duration::MAX; EXTRACTORS.len()]; pages.len()];
    let mut found = [0; EXTRACTORS.len()];
    for round in 0..ROUNDS {
        for (page, fastest) in pages.iter().zip(&mut fastest) {
            for ((found, fastest), (_, extract)) in found.iter_mut().zip(fastest).zip(EXTRACTORS) {
                let start = Instant::now();
                let length = black_box(extract(black_box(page)));
                *fastest = (*fastest).min(start.elapsed());
                *found += if round == 0 { length } else { 0 };
            }
        }
    }
    println!("{} pages of HTML, {:.1} MB", pages.len(), bytes as f64 / 1e6);
    for (at, (name, _)) in EXTRACTORS.iter().enumerate() {
        let seconds: f64 = fastest.iter().map(|times| times[at].as_secs_f64()).sum();
        let (rate, speed) = (pages.len() as f64 / seconds, bytes as f64 / seconds / 1e6);
        println!("{name:14} {rate:7.0} pages/s {speed:6.1} MB/s {:8.2} MB of text", found[at] as f64 / 1e6);
    }
}
