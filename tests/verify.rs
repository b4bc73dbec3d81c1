//! `nutgraf verify` from outside: what was changed is found, what was not passes.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::helpers::{articles, nutgraf};

/// A text whose characters are not bytes, and an object that quotes it rightly.
const TEXT: &str = "Zoë Ødegård 🙂 came late.\n\n“We won,” she\nsaid. “It was close.” Nobody cheered.";

fn object() -> Value {
    let piece = |words: &str| {
        let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
        json!({"text": words, "start": start, "end": start + words.chars().count()})
    };
    let with = |mut piece: Value, key: &str, value: Value| {
        piece[key] = value;
        piece
    };
    json!({
        "schema": 1, "offset_unit": "char", "id": "a.txt",
        "summary": {
            "text": "“We won,” she said. Nobody cheered.",
            "sentences": [
                with(piece("“We won,” she\nsaid."), "context", json!({"she": "Zoë Ødegård"})),
                piece("Nobody cheered."),
            ],
        },
        "quotes": [{
            "text": "We won, It was close.",
            "contents": [piece("We won,"), piece("It was close.")],
            "cue": piece("said"), "source": piece("she"), "speaker": {"name": "Zoë Ødegård", "id": 1},
        }],
        "speakers": [{"id": 1, "name": "Zoë Ødegård", "mentions": [piece("Zoë Ødegård"), piece("she")]}],
    })
}

/// Verifies the summaries against the articles; what was printed and the exit code.
fn verify(summaries: &str, articles: &[(&str, &str)]) -> (Vec<String>, i32) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = articles.iter().map(|(name, _)| folder.path().join(name)).collect();
    for (path, (_, text)) in paths.iter().zip(articles) {
        fs::write(path, text).unwrap();
    }
    let output = nutgraf().args(["verify", "-"]).args(&paths).write_stdin(summaries).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    (lines, output.status.code().unwrap())
}

fn verify_one(object: &Value) -> (Vec<String>, i32) {
    verify(&object.to_string(), &[("a.txt", TEXT)])
}

#[test]
fn what_is_word_for_word_passes() {
    assert_eq!(verify_one(&object()), (vec![], 0));
}

#[test]
fn every_change_is_found() {
    let changes: [(&str, Value, &str); 12] = [
        ("/summary/sentences/1/text", "Nobody jeered.".into(), "summary.sentences[1]"),
        ("/summary/sentences/1/start", 3.into(), "summary.sentences[1] 3.."),
        ("/summary/sentences/0/end", 900.into(), "summary.sentences[0]"),
        ("/summary/sentences/0/context", json!({"he": "Al"}), "summary.sentences[0].context"),
        ("/summary/sentences/0/start", Value::Null, "summary.sentences[0]: not a piece"),
        ("/summary/text", "Somebody cheered.".into(), "summary.text"),
        ("/quotes/0/contents/0/text", "We lost,".into(), "quotes[0].contents[0]"),
        ("/quotes/0/contents", json!([]), "quotes[0]: no contents"),
        ("/quotes/0/text", "We won.".into(), "quotes[0].text"),
        ("/quotes/0/cue/text", "claimed".into(), "quotes[0].cue"),
        ("/quotes/0/source/start", 0.into(), "quotes[0].source"),
        ("/speakers/0/mentions/1/end", 2.into(), "speakers[0].mentions[1]"),
    ];
    for (pointer, value, expected) in changes {
        let mut changed = object();
        *changed.pointer_mut(pointer).unwrap() = value;
        let (lines, code) = verify_one(&changed);
        assert_eq!(code, 1, "{pointer}");
        assert!(lines[0].starts_with(&format!("a.txt: {expected}")), "{pointer}: {lines:?}");
    }
}

#[test]
fn a_piece_in_the_wrong_place_is_told_its_right_one() {
    let mut changed = object();
    changed["quotes"][0]["cue"]["start"] = 0.into();
    changed["quotes"][0]["cue"]["end"] = 4.into();
    let (lines, _) = verify_one(&changed);
    assert_eq!(lines, ["a.txt: quotes[0].cue 0..4: not “said”: “Zoë” stands there; it stands at 40"]);
}

#[test]
fn what_cannot_be_used_ends_with_2() {
    for summary in [
        "",
        "not json",
        "[1]",
        "{\"a\": 1}",
        "{\"schema\": 9, \"summary\": {}}",
        "{\"offset_unit\": \"byte\", \"summary\": {}}",
        "{\"summary\": {}",
    ] {
        assert_eq!(verify(summary, &[("a.txt", TEXT)]), (vec![], 2), "{summary}");
    }
    nutgraf().args(["verify", "-", "no-such-file.txt"]).write_stdin("{}").assert().code(2);
    nutgraf().args(["verify", "-", "-"]).write_stdin("{}").assert().code(2);
    nutgraf().args(["verify", "-"]).write_stdin("{}").assert().code(2);
}

#[test]
fn own_output_passes() {
    let folder = tempfile::tempdir().unwrap();
    let mut records = String::new();
    for (name, text) in articles() {
        let path = folder.path().join(format!("{name}.txt"));
        fs::write(&path, &text).unwrap();
        for arguments in [&["summarize", "--indirect", "-n", "5"][..], &["quotes"], &["sentences"]] {
            let output = nutgraf().args(arguments).args(["-f", "json"]).arg(&path).output().unwrap();
            nutgraf().args(["verify", "-"]).arg(&path).write_stdin(output.stdout).assert().code(0);
        }
        let record = json!({"id": name, "title": "Given", "text": text});
        records.push_str(&format!(
            "{record}\nnot a record\n{{\"id\": 7, \"text\": \"No. No.\"}}\n\n{{\"text\": \"A.\"}}\n"
        ));
    }
    let path = folder.path().join("in.ndjson");
    fs::write(&path, records).unwrap();
    let output = nutgraf().arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let output = nutgraf().args(["verify", "-"]).arg(&path).write_stdin(output.stdout).output().unwrap();
    assert_eq!(
        (output.stdout, output.status.code()),
        (vec![], Some(0)),
        "{:?}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn summaries_are_joined_with_their_articles() {
    let about = |id: Value, text: &str| {
        let end = text.chars().count();
        json!({"id": id, "sentences": [{"text": text, "start": 0, "end": end}]}).to_string()
    };
    // An array, files found by their paths' last part, in any order.
    let both = format!("[{},{}]", about("x/b.txt".into(), "In b."), about("a.txt".into(), "In a."));
    assert_eq!(verify(&both, &[("a.txt", "In a."), ("b.txt", "In b.")]), (vec![], 0));
    assert_eq!(verify(&both, &[("a.txt", "In a."), ("c.txt", "In b.")]).1, 1);
    // Records: some left out, one id twice, one without; error records say nothing.
    let records = "{\"id\":1,\"text\":\"One.\"}\n{\"id\":\"1\",\"text\":\"Text one.\"}\n{\"id\":2,\"text\":\"Two.\"}\n\
                   {\"text\":\"Nameless.\"}\n{\"id\":2,\"text\":\"Two again.\"}\n";
    let summaries = [
        about(2.into(), "Two."),
        "{\"id\":null,\"line\":9,\"error\":\"not JSON\"}".to_owned(),
        about("1".into(), "Text one."),
        about(2.into(), "Two again."),
        about(Value::Null, "Nameless."),
    ]
    .join("\n");
    assert_eq!(verify(&summaries, &[("in.ndjson", records)]), (vec![], 0));
    let (lines, code) = verify(&about(3.into(), "Three."), &[("in.ndjson", records)]);
    assert!(code == 1 && lines[0].starts_with("3: no such article in "), "{lines:?}");
}

#[test]
fn a_page_is_checked_by_the_text_that_is_carried() {
    let page = "<!DOCTYPE html><html><head><title>Vote</title></head><body><article><h1>Vote</h1>\
                <p>The council voted 7 to 4 on Tuesday to move the railway inland, after nine years.</p>\
                <p>“We have eleven winters left, not twenty,” Mara Okafor, the engineer, told the meeting.</p>\
                <p>It will cost $212 million &amp; take five years, said the ministry in the capital.</p>\
                </article></body></html>";
    let output = nutgraf().args(["--input-format", "html", "-f", "json"]).write_stdin(page).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(verify(&text, &[("page.html", page)]), (vec![], 0));
    let mut changed: Value = serde_json::from_str(&text).unwrap();
    changed["text"] = format!("X{}", changed["text"].as_str().unwrap()).into();
    let (lines, code) = verify(&changed.to_string(), &[("page.html", page)]);
    assert!(code == 1 && lines[0].contains("text: not what this version extracts"), "{lines:?}");
    changed.as_object_mut().unwrap().remove("text");
    assert_eq!(verify(&changed.to_string(), &[("page.html", page)]).1, 1);
}
