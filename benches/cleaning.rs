//! Cleaning of plain text and of HTML: one thread.
//!
//! The text is `benches/news.txt` by itself, and pages made of it: the same articles between the menus, teasers and
//! footers of a page. To measure on other pages, name a file with one page in `NUTGRAF_BENCH_HTML`. Many pages, and the
//! crates `dom_smoothie` and `trafilatura` in the same run: `benches/peers/`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nutgraf::ParseOptions;

const MENU: [&str; 8] = ["Home", "News", "Sport", "Weather", "Opinion", "Subscribe", "Log in", "Contact us"];

/// The first article of about `size` bytes.
fn article(size: usize) -> String {
    let text = include_str!("news.txt").replace('\u{c}', "\n\n");
    let end = (size.min(text.len())..text.len()).find(|&end| text[end..].starts_with("\n\n")).unwrap_or(text.len());
    text[..end].to_owned()
}

fn page() -> String {
    let teasers: Vec<String> = (0..40)
        .map(|n| format!("Story number {n} of the coast\n{n} March, 2026\nThe harbour was closed for..."))
        .collect();
    format!(
        "{}\n\n{}\n\nRelated articles\n\n{}\n\n© 2026\nPrivacy policy",
        MENU.join("\n"),
        article(8_000),
        teasers.join("\n\n")
    )
}

fn html() -> String {
    if let Some(path) = std::env::var_os("NUTGRAF_BENCH_HTML") {
        return std::fs::read_to_string(path).expect("NUTGRAF_BENCH_HTML names a readable file");
    }
    let list = |items: &[&str]| {
        items.iter().map(|item| format!("<li class=item><a href=/x>{item}</a></li>")).collect::<String>()
    };
    let story: String = article(8_000).split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>")).collect();
    let cards: String = (0..120)
        .map(|n| format!("<div class=\"card teaser\"><a href=/s/{n}><h3>Story number {n}</h3><span class=date>{n} March</span></a></div>"))
        .collect();
    format!(
        "<html><head><title>A story | The Post</title></head><body><nav><ul>{}</ul></nav><article><h1>A story</h1>{story}</article>\
         <aside class=related>{cards}</aside><footer><ul>{}</ul></footer></body></html>",
        list(&MENU),
        list(&MENU)
    )
}

fn cleaning(c: &mut Criterion) {
    let options = ParseOptions::new();
    let mut group = c.benchmark_group("cleaning");
    let line = article(4_000).split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, text) in [("article of 4 KB", article(4_000)), ("the same on one line", line), ("whole page", page())] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| nutgraf::clean_blocks(black_box(&text), &options)));
    }
    let html = html();
    group.throughput(Throughput::Elements(1));
    group.bench_function("html", |b| b.iter(|| nutgraf::parse_html(black_box(&html), &options)));
    group.finish();
}

criterion_group!(benches, cleaning);
criterion_main!(benches);
