//! Tests of the data files themselves.

use std::fs;
use std::path::Path;

use unicode_normalization::is_nfc;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn stop_word_lists_are_sorted_unique_lower_case_and_say_where_they_come_from() {
    let mut lists = 0;
    for entry in fs::read_dir(root().join("stopwords")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        lists += 1;
        let text = fs::read_to_string(&path).unwrap();
        let (head, words): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
        let name = path.display();
        assert!(head.iter().any(|line| line.to_lowercase().contains("licence")), "{name}: no licence");
        assert!(words.is_sorted_by(|a, b| a < b), "{name}: not sorted, or a word twice");
        for word in words {
            assert!(
                is_nfc(word) && word.to_lowercase() == word && !word.contains(char::is_whitespace),
                "{name}: {word}"
            );
        }
    }
    assert_eq!(lists, 18);
}

#[test]
fn gold_offsets_cut_out_the_gold_text() {
    let text = fs::read_to_string(root().join("eval/quotes.jsonl")).unwrap();
    let mut quotes = 0;
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let chars: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        for quote in record["quotes"].as_array().unwrap() {
            quotes += 1;
            let spans = quote["contents"].as_array().unwrap().iter().chain([&quote["cue"], &quote["source"]]);
            for span in spans.filter(|span| !span.is_null()) {
                let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
                let slice: String = chars[at("start")..at("end")].iter().collect();
                assert_eq!(slice, span["text"].as_str().unwrap(), "{}", record["id"]);
            }
        }
    }
    assert!(quotes >= 400, "{quotes}");
}

#[test]
fn cleaning_snippets_are_where_they_should_be() {
    let text = fs::read_to_string(root().join("eval/cleaning.jsonl")).unwrap();
    let mut pages = 0;
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let body = record["body"].as_str().unwrap();
        pages += 1;
        let snippets = |key: &str| {
            record[key].as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert!(snippets("with").iter().all(|snippet| body.contains(snippet)), "{}", record["id"]);
        assert!(!snippets("without").iter().any(|snippet| body.contains(snippet)), "{}", record["id"]);
    }
    assert!(pages >= 60, "{pages}");
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let reasons = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let table = reasons.split("## Dependencies").nth(1).unwrap().split("\n## ").next().unwrap();
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|cell| cell.trim_matches('*').split(", "))
        .collect();
    let mut count = 0;
    for section in ["[dependencies]", "[dev-dependencies]"] {
        let list = manifest.split(section).nth(1).unwrap().split("\n[").next().unwrap();
        for line in list.lines().filter(|line| line.contains('=')) {
            let name = line.split([' ', '=']).next().unwrap();
            assert!(named.contains(&name), "{name} has no reason in CONTRIBUTING.md");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}
