//! Splits records `{"id","language","text"}` into `{"id","sentences":[{"text"}]}`; or learns the table.
use std::io::{BufRead, Write};

fn main() {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() == Some("fit") {
        let texts: Vec<String> = std::io::stdin()
            .lock()
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(&line.unwrap()).unwrap()["text"].as_str().unwrap().to_owned()
            })
            .collect();
        let bytes = nutgraf::train::sentences::fit(
            texts.iter().map(String::as_str),
            "CNN/DailyMail, training articles (7,450), text alone",
            "nutgraf train sentences cnndm_train.jsonl",
            "2026-11-23",
        );
        std::fs::write(args.next().unwrap(), bytes).unwrap();
        return;
    }
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = record["text"].as_str().unwrap();
        let language = nutgraf::Language::from_code(record["language"].as_str().unwrap_or("en")).unwrap_or_default();
        let sentences: Vec<_> =
            nutgraf::sentences(text, language).into_iter().map(|s| serde_json::json!({"text": &text[s]})).collect();
        writeln!(out, "{}", serde_json::json!({"id": record["id"], "sentences": sentences})).unwrap();
    }
}
