//! What ranking costs: microseconds an article, tokens and sentences given; the best of many runs.
//!
//! `lead` has no cost of its own: it shows what the terms (folding, stems) cost, which every method shares. To measure
//! on other articles than `benches/news.txt`, name a file in `NUTGRAF_BENCH_TEXT`; a form feed parts articles.
#![allow(clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::time::Instant;

use nutgraf::{Article, Budget, Language, Method, ParseOptions, Summarizer, parse};

fn main() {
    let text = match std::env::var_os("NUTGRAF_BENCH_TEXT") {
        Some(path) => std::fs::read_to_string(path).expect("NUTGRAF_BENCH_TEXT names a readable file"),
        None => include_str!("news.txt").to_owned(),
    };
    let options = ParseOptions::new().language(Language::English);
    let articles: Vec<Article> = text.split('\u{c}').map(|article| parse(article.to_owned(), &options)).collect();
    let words = text.split_whitespace().count() / articles.len();
    println!("{} articles of {words} words", articles.len());
    for &method in Method::ALL {
        let budgets = [
            ("auto", Budget::Auto),
            ("one", Budget::Sentences(1)),
            ("ten", Budget::Sentences(10)),
            ("60 words", Budget::Words(60)),
        ];
        for (name, budget) in budgets {
            let summarizer = Summarizer::new().method(method).budget(budget);
            let best = |article: &Article| {
                let run = |_| {
                    let started = Instant::now();
                    black_box(summarizer.summarize(black_box(article)));
                    started.elapsed().as_secs_f64()
                };
                (0..40).map(run).fold(f64::INFINITY, f64::min)
            };
            let mean = articles.iter().map(best).sum::<f64>() / articles.len() as f64;
            println!("{:10} {name:10} {:8.1} µs", method.name(), 1e6 * mean);
        }
    }
}
