//! Sentence splitting side by side with the crates `sentencex` and `unicode-segmentation`: one thread, English news.
//!
//! The text is `benches/news.txt`, cut into articles of its own size and repeated to a megabyte. To measure on other
//! articles, name a file in `NUTGRAF_BENCH_TEXT`; blank lines part paragraphs, a line with a form feed parts articles.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nutgraf::Language;
use unicode_segmentation::UnicodeSegmentation;

fn articles() -> Vec<String> {
    let text = match std::env::var_os("NUTGRAF_BENCH_TEXT") {
        Some(path) => std::fs::read_to_string(path).expect("NUTGRAF_BENCH_TEXT names a readable file"),
        None => include_str!("news.txt").to_owned(),
    };
    let articles: Vec<String> = text.split('\u{c}').map(|article| article.trim().to_owned()).collect();
    let size: usize = articles.iter().map(String::len).sum();
    let rounds = 1_000_000_usize.div_ceil(size.max(1));
    (0..rounds).flat_map(|_| articles.iter().cloned()).collect()
}

fn sentences(c: &mut Criterion) {
    let articles = articles();
    let size = articles.iter().map(String::len).sum::<usize>();
    let mut group = c.benchmark_group("sentences");
    group.throughput(Throughput::Bytes(size as u64)).sample_size(20);
    group.bench_function("nutgraf", |b| {
        b.iter(|| {
            articles.iter().map(|text| nutgraf::sentences(black_box(text), Language::English).len()).sum::<usize>()
        });
    });
    group.bench_function("sentencex", |b| {
        b.iter(|| articles.iter().map(|text| sentencex::segment("en", black_box(text)).len()).sum::<usize>());
    });
    group.bench_function("unicode-segmentation", |b| {
        b.iter(|| articles.iter().map(|text| black_box(text).split_sentence_bounds().count()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, sentences);
criterion_main!(benches);
