//! What holds for every text.

use nutgraf::{Budget, Method, ParseOptions, Summarizer, find_quotes, parse, parse_text};
use proptest::prelude::*;

use crate::checks;
use crate::helpers::{articles, run};

/// Texts as they come: arbitrary characters, and pieces that news is made of, in any order.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "The council voted. ", "“We won,” ", "she said. ", "Mr. J. Smith ", "U.S. ", "said ", "\"", "“", "”", "‘", "’",
            "\n", "\n\n", "\r\n", "By Ines Calder\n", "PORT ELLIS: ", "(CNN) -- ", "...", "…", "? ", "! ", ". ", "according to ",
            "told reporters that ", "Okafor ", "he ", "…” ", "© 2026 ", "Read more: ", "• ", "5 p.m. ", "http://a.b/c ", "1,200.50 ",
            "選挙。", "नमस्ते। ", "שלום ", "e\u{301}", "\u{ad}", "\u{200b}", "\u{feff}", "🙂", "« Non », ", "„Ja“, ", "-- ", "— ",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>().prop_map(|s| s.chars().take(6).collect()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn invariants(text: &str) {
    for clean in [true, false] {
        let article = parse(text.to_owned(), &ParseOptions::new().clean(clean));
        assert_eq!(article.check(), Ok(()));
        assert_eq!(article.text(), text);
        if !clean {
            let outside: String = outside(text, article.sentences().map(|s| s.span()));
            // A byte order mark at the beginning is no text.
            assert!(outside.trim_start_matches('\u{feff}').trim().is_empty(), "{outside:?}");
        }
        for &method in Method::ALL {
            let summary = Summarizer::new().method(method).sentences(2).summarize(&article);
            let chosen: Vec<_> = summary.sentences(&article).map(|s| s.id()).collect();
            assert!(chosen.len() == article.body_sentences().count().min(2), "{method:?}");
            assert!(chosen.is_sorted_by(|a, b| a < b), "{method:?}");
            assert!(summary.selected().iter().all(|s| s.score.is_finite()), "{method:?}");
        }
        let quotes = find_quotes(&article);
        let mut last = 0;
        for quote in quotes.iter() {
            let inner = quote.quote();
            assert!(!inner.contents.is_empty());
            assert!(inner.contents[0].start() >= last);
            last = inner.contents[0].start();
            let spans = inner.contents.iter().chain(&inner.cue).chain(&inner.source);
            assert!(
                spans
                    .clone()
                    .all(|s| !s.is_empty() && text.is_char_boundary(s.start()) && text.is_char_boundary(s.end()))
            );
            assert!((0.0..=1.0).contains(&inner.confidence));
        }
    }
}

/// The text that no span covers.
fn outside(text: &str, spans: impl Iterator<Item = nutgraf::Span>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for span in spans {
        out.push_str(&text[at..span.start()]);
        at = span.end();
    }
    out + &text[at..]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_is_read_whole_and_summarized_verbatim(text in text()) {
        invariants(&text);
    }

    /// With every method and length, and in every language: JSON can be read, pages are well formed.
    #[test]
    fn every_text_is_rendered(text in text(), mode in any::<u8>()) {
        let bytes = [&[mode], text.as_bytes()].concat();
        checks::text(&bytes);
        checks::quotes(&bytes);
    }

    #[test]
    fn budgets_are_kept(seed in 0..3_usize, words in 0..120_usize, chars in 0..600_usize, ratio in 0.0..1.0_f64) {
        let (_, text) = &articles()[seed];
        let article = parse_text(text);
        let count = |summary: &nutgraf::Summary| -> (usize, usize) {
            let texts: Vec<&str> = summary.sentences(&article).map(|s| s.text()).collect();
            let words = texts.iter().map(|t| t.split_whitespace().count()).sum();
            (words, texts.join(" ").chars().count())
        };
        let body: usize = article.body_sentences().map(|s| s.text().split_whitespace().count()).sum();
        for &method in Method::ALL {
            let make = |budget| Summarizer::new().method(method).budget(budget).summarize(&article);
            prop_assert!(count(&make(Budget::Words(words))).0 <= words);
            prop_assert!(count(&make(Budget::Chars(chars))).1 <= chars);
            prop_assert!(count(&make(Budget::Ratio(ratio))).0 as f64 <= ratio * body as f64);
        }
    }
}

#[test]
fn mutated_articles_are_read_whole() {
    for (_, text) in articles() {
        let chars: Vec<char> = text.chars().collect();
        for step in [7, 31, 101] {
            let dropped: String = chars.iter().enumerate().filter(|(at, _)| at % step != 3).map(|(_, c)| c).collect();
            invariants(&dropped);
            let doubled: String = chars
                .iter()
                .enumerate()
                .flat_map(|(at, &c)| std::iter::repeat_n(c, if at % step == 5 { 3 } else { 1 }))
                .collect();
            invariants(&doubled);
        }
    }
}

/// Articles of the evaluation sets, changed at places that a seed tells: characters dropped, doubled, exchanged, paragraphs
/// turned round, marks put in.
fn mutated(seed: usize) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("eval");
    let texts = std::fs::read_to_string(folder.join("quotes.jsonl")).unwrap();
    let texts = texts.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let change = |(number, record): (usize, serde_json::Value)| {
        let text = record["text"].as_str().unwrap();
        let step = 11 + (number * 7 + seed * 13) % 90;
        let mut out = String::new();
        for (at, c) in text.chars().enumerate() {
            match (at % step == 3).then_some((at / step + number + seed) % 9) {
                Some(0) => {}
                Some(1) => out.extend([c, c, c]),
                Some(2) => out.extend(c.to_uppercase()),
                Some(3) => out.push_str(" “"),
                Some(4) => out.push('\n'),
                Some(5) => out.push_str("e\u{301}\u{202e}🙂"),
                Some(6) => out.push_str(".\u{a0}"),
                Some(7) => out.push_str("\" said "),
                _ => out.push(c),
            }
        }
        if number % 4 == 1 {
            out = out.split("\n\n").collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n\n");
        }
        out
    };
    texts.enumerate().map(change).collect()
}

#[test]
fn streams_are_verbatim_and_the_same_bytes_on_any_number_of_threads() {
    for seed in 0..2 {
        let texts = mutated(seed);
        assert!(texts.len() >= 50);
        let records: String = texts
            .iter()
            .enumerate()
            .map(|(id, text)| format!("{}\n", serde_json::json!({"id": id, "text": text})))
            .collect();
        for command in ["summarize", "quotes", "sentences", "clean", "keywords"] {
            for format in ["ndjson", "json", "html"] {
                if format == "html" && command != "summarize" {
                    continue;
                }
                let of = |jobs| run(&[command, "-f", format, "-j", jobs], records.clone());
                let (out, err, code) = of("1");
                assert_eq!((err.as_str(), code), ("", 0));
                assert!(of("3").0 == out && of("1").0 == out, "{command} as {format}");
                if format == "html" {
                    assert_eq!(checks::unbalanced(&out), None);
                }
                if format == "ndjson" {
                    assert_eq!(out.lines().count(), texts.len());
                    for (line, text) in out.lines().zip(&texts) {
                        verbatim(&serde_json::from_str(line).unwrap(), &text.chars().collect::<Vec<_>>());
                    }
                }
            }
        }
    }
}

/// Whatever has a place and a text, at any depth of an object: the text stands at the place.
fn verbatim(value: &serde_json::Value, text: &[char]) {
    match value {
        serde_json::Value::Object(object) => {
            let place =
                |key: &str| object.get(key).and_then(serde_json::Value::as_u64).and_then(|at| usize::try_from(at).ok());
            if let (Some(start), Some(end)) = (place("start"), place("end")) {
                assert!(start <= end && end <= text.len());
                if let Some(said) = object.get("text").and_then(serde_json::Value::as_str) {
                    assert_eq!(said, text[start..end].iter().collect::<String>());
                }
            }
            object.values().for_each(|value| verbatim(value, text));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| verbatim(value, text)),
        _ => {}
    }
}

#[test]
fn public_types_can_be_shared() {
    fn shared<T: Send + Sync + std::fmt::Debug>() {}
    shared::<nutgraf::Article>();
    shared::<nutgraf::Summary>();
    shared::<nutgraf::Quotes>();
    shared::<nutgraf::Error>();
}
