//! ROUGE of pairs, one thread: the articles of `eval/summaries.jsonl`, their first sentences against their references.
//!
//! `rouge-score` 0.1.2 beside it, same machine and thread, 1,000 articles of CNN/DailyMail with three sentences each:
//! see `eval/README.md`.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nutgraf::eval::{Metric, Rouge, Tokenizer, read_summaries};

fn rouge(c: &mut Criterion) {
    let corpus = read_summaries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("eval/summaries.jsonl"));
    let records = corpus.expect("the corpus ships with the sources").records;
    let pairs: Vec<(String, Vec<String>)> = records
        .into_iter()
        .map(|record| {
            let article = nutgraf::parse_text(&record.text);
            let lead: Vec<&str> = article.body_sentences().take(3).map(|sentence| sentence.text()).collect();
            (lead.join("\n"), record.references)
        })
        .collect();
    let mut group = c.benchmark_group("rouge");
    group.throughput(Throughput::Elements(pairs.iter().map(|(_, references)| references.len() as u64).sum()));
    let plain = Rouge::new();
    let one = |metric| Rouge::new().stem(true).metrics([metric]);
    let cases = [
        ("1, 2, L, Lsum", plain.clone()),
        ("1, 2, L, Lsum, stems", plain.clone().stem(true)),
        ("1, 2, L, Lsum, unicode", plain.tokenizer(Tokenizer::Unicode)),
        ("2, stems", one(Metric::Ngram(2))),
        ("Lsum, stems", one(Metric::LSum)),
        ("SU4, stems", one(Metric::Su4)),
    ];
    for (name, rouge) in cases {
        group.bench_function(name, |b| {
            b.iter(|| {
                for (candidate, references) in &pairs {
                    black_box(rouge.score(references, black_box(candidate)));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, rouge);
criterion_main!(benches);
