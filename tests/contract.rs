//! The contract with other programs, sentence by sentence: formats, keys, places, lengths, exit codes.

use std::fs;

use serde_json::Value;

use crate::helpers::{articles, fixture, nutgraf, run};

const COMMANDS: [&str; 5] = ["summarize", "quotes", "sentences", "clean", "keywords"];

fn json(arguments: &[&str], text: &str) -> Value {
    let (out, err, code) = run(arguments, text);
    assert_eq!(code, 0, "{arguments:?}: {err}");
    serde_json::from_str(&out).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("no list {key} in {value}"))
}

fn has_keys(value: &Value, keys: &str) {
    for key in keys.split_whitespace() {
        assert!(value.get(key).is_some(), "no {key} in {value}");
    }
}

/// What stands between `start` and `end`, counted in characters.
fn slice(chars: &[char], object: &Value) -> String {
    let at = |key: &str| usize::try_from(object[key].as_u64().unwrap()).unwrap();
    chars[at("start")..at("end")].iter().collect()
}

fn stands_there(chars: &[char], object: &Value) {
    assert_eq!(slice(chars, object), object["text"].as_str().unwrap());
}

fn all_stand_there(chars: &[char], objects: &[Value]) {
    for object in objects {
        stands_there(chars, object);
    }
}

#[test]
fn every_command_has_its_formats_and_no_others() {
    let text = &articles()[0].1;
    let lacks: [&[&str]; 5] = [&[], &["html"], &["markdown", "html"], &["markdown", "html"], &["markdown", "html"]];
    for (command, lacks) in COMMANDS.into_iter().zip(lacks) {
        for format in ["text", "json", "ndjson", "markdown", "html"] {
            let (out, err, code) = run(&[command, "--format", format, "-"], text.as_str());
            let expected = if lacks.contains(&format) { 2 } else { 0 };
            assert_eq!(code, expected, "{command} {format}: {err}");
            assert_eq!(out.is_empty(), expected == 2, "{command} {format}");
        }
    }
    for task in ["quotes", "sentences", "clean"] {
        let (out, err, code) = run(&["eval", task, "no-such-corpus", "--format", "html"], "");
        assert!(code == 2 && out.is_empty() && err.contains("possible values: text, json, markdown"), "{task}: {err}");
    }
}

#[test]
fn without_a_command_it_summarizes() {
    for (name, text) in articles() {
        let (out, err, code) = run(&[], text.as_str());
        assert_eq!((err.as_str(), code), ("", 0), "{name}");
        assert_eq!(out, run(&["summarize", "-"], text.as_str()).0, "{name}");
    }
}

#[test]
fn objects_have_their_keys_and_everything_stands_where_it_says() {
    for (name, text) in articles() {
        let chars: Vec<char> = text.chars().collect();
        let object = json(&["-f", "json", "--indirect", "--keywords", "3", "--with-text"], &text);
        has_keys(
            &object,
            "schema version offset_unit id language method title byline dateline published summary quotes speakers",
        );
        assert_eq!((&object["schema"], &object["offset_unit"]), (&1.into(), &"char".into()));
        assert_eq!(object["text"], text.as_str(), "{name}");
        assert!(list(&object, "keywords").len() == 3 && object["keywords"][0]["score"].is_number());
        let mut before = None;
        for sentence in list(&object["summary"], "sentences") {
            has_keys(sentence, "text start end index score speakers context");
            stands_there(&chars, sentence);
            let index = sentence["index"].as_u64();
            assert!(index > before && sentence["context"].is_object(), "{name}");
            before = index;
        }
        let speakers = list(&object, "speakers");
        for speaker in speakers {
            has_keys(speaker, "id name title kind mentions");
            assert!(["person", "organization", "group", "anonymous"].contains(&speaker["kind"].as_str().unwrap()));
            all_stand_there(&chars, list(speaker, "mentions"));
        }
        let mut last = 0;
        for quote in list(&object, "quotes") {
            has_keys(quote, "kind text contents cue source speaker via confidence sentence");
            let contents = list(quote, "contents");
            all_stand_there(&chars, contents);
            let joined: Vec<&str> = contents.iter().map(|content| content["text"].as_str().unwrap()).collect();
            assert_eq!(quote["text"], joined.join(" "));
            for part in ["cue", "source"].map(|key| &quote[key]).into_iter().filter(|part| !part.is_null()) {
                stands_there(&chars, part);
            }
            for who in ["speaker", "via"].map(|key| &quote[key]).into_iter().filter(|who| !who.is_null()) {
                let known = speakers.iter().find(|speaker| speaker["id"] == who["id"]).unwrap();
                for key in ["name", "title", "kind"] {
                    assert_eq!(who[key], known[key], "{name}");
                }
            }
            let start = contents[0]["start"].as_u64().unwrap();
            assert!(start >= last, "{name}: quotes in text order");
            last = start;
        }
    }
}

#[test]
fn indirect_quotes_come_when_asked_for_and_always_from_quotes() {
    for (name, text) in articles() {
        let (all, some) = (json(&["quotes", "-f", "json"], &text), json(&["-f", "json"], &text));
        assert!(all.get("summary").is_none() && all.get("method").is_none());
        assert_eq!(all["quotes"], json(&["-f", "json", "--indirect"], &text)["quotes"], "{name}");
        let marked: Vec<&Value> = list(&all, "quotes").iter().filter(|quote| quote["kind"] != "indirect").collect();
        assert_eq!(marked, list(&some, "quotes").iter().collect::<Vec<_>>(), "{name}");
        assert!(marked.len() < list(&all, "quotes").len(), "{name} shows nothing of this");
    }
}

#[test]
fn between_sentences_there_is_white_space_or_what_was_cleaned_away() {
    for (name, text) in articles() {
        let chars: Vec<char> = text.chars().collect();
        for no_clean in [true, false] {
            let options = if no_clean { &["--no-clean"][..] } else { &[] };
            let ask = |command| json(&[&[command, "-f", "json"], options].concat(), &text);
            let (object, clean) = (ask("sentences"), ask("clean"));
            has_keys(&object, "schema offset_unit id language sentences");
            has_keys(&clean, "schema offset_unit id language title byline dateline published text blocks");
            let mut free: Vec<bool> = chars.iter().map(|c| c.is_whitespace()).collect();
            let at = |object: &Value, key: &str| usize::try_from(object[key].as_u64().unwrap()).unwrap();
            for block in list(&clean, "blocks") {
                has_keys(block, "kind rule start end");
                let kind = block["kind"].as_str().unwrap();
                assert!(
                    ["title", "byline", "dateline", "subheading", "paragraph", "boilerplate"].contains(&kind),
                    "{kind}"
                );
                assert_eq!(block["rule"].is_string(), kind == "boilerplate");
                if !no_clean && kind != "paragraph" {
                    free[at(block, "start")..at(block, "end")].fill(true);
                }
            }
            let mut end = 0;
            for sentence in list(&object, "sentences") {
                stands_there(&chars, sentence);
                assert_eq!(sentence["text"].as_str().unwrap().trim(), sentence["text"], "{name}");
                let gap = end..at(sentence, "start");
                assert!(free[gap.clone()].iter().all(|&free| free), "{name}: {:?}", &chars[gap]);
                end = at(sentence, "end");
            }
            assert!(free[end..].iter().all(|&free| free), "{name}");
        }
    }
}

#[test]
fn lengths_are_kept_by_every_method() {
    let text = fs::read_to_string(fixture("articles/harbour-railway/source.txt")).unwrap();
    let sentences = |length: [&str; 2], method: &str| {
        let object = json(&[length[0], length[1], "--method", method, "-f", "json"], &text);
        assert_eq!(object["method"], method);
        let text = object["summary"]["text"].as_str().unwrap().to_owned();
        (list(&object["summary"], "sentences").len(), text)
    };
    for method in ["lead", "tfidf", "textrank", "lexrank", "learned"] {
        for n in ["0", "1", "3", "7"] {
            assert_eq!(sentences(["-n", n], method).0.to_string(), n, "{method}");
        }
        for most in [5, 40, 100] {
            let (_, text) = sentences(["--words", &most.to_string()], method);
            assert!(text.split_whitespace().count() <= most, "{method} {most}");
        }
        for most in [60, 280] {
            let (count, text) = sentences(["--chars", &most.to_string()], method);
            assert!(text.chars().count() <= most && (most < 280 || count > 0), "{method} {most}");
        }
        assert_eq!(sentences(["--ratio", "10%"], method), sentences(["--ratio", "0.1"], method));
        assert_eq!(sentences(["--ratio", "1"], method).0, 20, "{method}");
    }
    let about = list(&json(&["-f", "json"], &text)["summary"], "sentences").len();
    assert!((2..=4).contains(&about));
}

#[test]
fn one_object_for_one_input_and_an_array_for_several() {
    let one = fixture("articles/harbour-railway/source.txt");
    let two = fixture("articles/clinic-strike/source.txt");
    let out = |format: &str, inputs: &[&std::path::Path]| {
        let output = nutgraf().args(["-f", format]).args(inputs).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let value: Value = serde_json::from_str(&out("json", &[&one])).unwrap();
    assert_eq!(value["id"], one.to_str().unwrap());
    let values: Value = serde_json::from_str(&out("json", &[&two, &one])).unwrap();
    assert_eq!(values.as_array().unwrap().len(), 2);
    assert_eq!(values[1], value);
    let lines = out("ndjson", &[&one, &two]);
    assert_eq!(serde_json::from_str::<Value>(lines.lines().next().unwrap()).unwrap(), value);
    assert_eq!(lines.lines().count(), 2);
}

#[test]
fn records_keep_what_they_say_and_no_more() {
    let records = concat!(
        r#"{"id":"a","text":"It rained on Tuesday. Nobody came.","title":"Rain","byline":"Ann Lee","published":"2024-01-02","language":"en","url":"https://a.example/x","references":["r"],"tag":{"n":[1]}}"#,
        "\n \n[1]\n{\"id\":5}\n{bad\n{\"id\":\"e\",\"text\":\"\"}\n{\"article\":\"No id here.\"}\n",
    );
    for command in COMMANDS {
        let (out, err, code) = run(&[command], records);
        let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((lines.len(), code, err.lines().count()), (6, 1, 3), "{command}: {err}");
        for (at, id, line) in [(1, Value::Null, 3), (2, 5.into(), 4), (3, Value::Null, 5)] {
            let keys: Vec<&String> = lines[at].as_object().unwrap().keys().collect();
            assert_eq!(keys, ["error", "id", "line"], "{command}");
            assert_eq!((&lines[at]["id"], &lines[at]["line"]), (&id, &line.into()));
        }
        assert_eq!((&lines[0]["id"], &lines[4]["id"], &lines[5]["id"]), (&"a".into(), &"e".into(), &Value::Null));
        assert!(!out.contains("\"extra\"") && !out.contains("\"n\""), "{command}");
        let (out, ..) = run(&[command, "--keep-extra", "-f", "json"], records);
        let array: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(array[0]["extra"], serde_json::json!({"tag": {"n": [1]}}), "{command}");
    }
    let (out, ..) = run(&[], records);
    let first: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    for (key, value) in [("title", "Rain"), ("byline", "Ann Lee"), ("published", "2024-01-02"), ("language", "en")] {
        assert_eq!(first[key], value);
    }
    let empty: Value = serde_json::from_str(out.lines().nth(4).unwrap()).unwrap();
    assert_eq!(empty["summary"], serde_json::json!({"text": "", "sentences": []}));
}

#[cfg(feature = "html")]
#[test]
fn a_page_carries_the_text_that_its_places_count_in() {
    let page = "<title>Rain</title><article><h1>Rain</h1><p>It rained in Port Ellis on Tuesday, and the harbour was \
        closed. “We go home,” Ann Lee said.</p><p>Nobody came to the meeting of the council that night.</p></article>";
    for command in ["summarize", "quotes", "sentences", "clean"] {
        let object = json(&[command, "-f", "json"], page);
        assert!(object["text"].as_str().unwrap().contains("the harbour was closed"), "{command}");
    }
    let object = json(&["-f", "json"], page);
    let chars: Vec<char> = object["text"].as_str().unwrap().chars().collect();
    all_stand_there(&chars, list(&object["summary"], "sentences"));
    assert!(list(&object, "quotes").iter().any(|quote| slice(&chars, &quote["contents"][0]) == "We go home"));
}

#[test]
fn a_folder_without_files_is_an_input_that_failed() {
    let folder = tempfile::tempdir().unwrap();
    let output = nutgraf().arg(folder.path()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), err.lines().count()), (Some(2), 1), "{err}");
    assert!(err.ends_with("no files in this folder\n"), "{err}");
    let output = nutgraf().arg(folder.path()).arg(fixture("articles/clinic-strike/source.txt")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stdout.is_empty());
}

#[test]
fn causes_are_told_once() {
    for arguments in [&["--stopwords", "no-such-file"][..], &["eval", "summaries", "no-such-file"]] {
        let (_, err, code) = run(arguments, "");
        assert_eq!((code, err.lines().count()), (2, 1), "{err}");
        assert_eq!(err.matches("os error").count(), 1, "{err}");
    }
}

#[test]
fn corpora_of_every_layout_are_found_by_their_content() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let text = "The ferry sank off the pier. Nobody knew why.\n\nDivers found tea. It rained.";
    write(
        "stories/a/1.story",
        &format!("(CNN){text}\n\n@highlight\n\nThe ferry sank\n\n@highlight\n\nDivers found tea\n"),
    );
    write("pairs/News Articles/tech/001.txt", &format!("Ferry sinks\n\n{text}"));
    write("pairs/Summaries/tech/001.txt", "The ferry sank off the pier.Divers found tea.");
    write("corpus.csv", &format!("id,article,highlights\n1,\"{text}\",\"The ferry sank .\nDivers found tea .\"\n"));
    write(
        "corpus.jsonl",
        "{\"id\":1,\"article\":\"The ferry sank. Nobody knew why.\",\"highlights\":\"The ferry sank.\"}\n",
    );
    for (corpus, layout) in
        [("stories", "story"), ("pairs", "paired folders"), ("corpus.csv", "csv"), ("corpus.jsonl", "ndjson")]
    {
        let path = folder.path().join(corpus);
        let arguments = ["eval", "summaries", path.to_str().unwrap(), "--method", "lead,oracle", "-f", "json"];
        let report = json(&[&arguments[..], &["--resamples", "10"]].concat(), "");
        assert_eq!((&report["articles"], &report["layout"]), (&1.into(), &layout.into()), "{corpus}");
        assert!(report["systems"][1]["rouge1"]["f1"].as_f64().unwrap() > 0.6, "{report}");
    }
}

#[test]
fn scores_of_each_pair_are_a_line_each() {
    let folder = tempfile::tempdir().unwrap();
    let (candidates, references) = (folder.path().join("c"), folder.path().join("r"));
    fs::write(&candidates, "{\"id\":\"a\",\"text\":\"The cat sat.\"}\n{\"id\":2,\"text\":\"Dogs ran\"}\n").unwrap();
    fs::write(
        &references,
        "{\"id\":\"a\",\"references\":[\"A cow.\",\"The cat sat.\"]}\n{\"id\":2,\"references\":[\"A dog ran\"]}\n",
    )
    .unwrap();
    let (candidates, references) = (candidates.to_str().unwrap(), references.to_str().unwrap());
    let arguments = ["eval", "rouge", "--candidates", candidates, "--references", references, "--stem"];
    let (out, err, code) = run(&[&arguments[..], &["--per-item", "--format", "ndjson"]].concat(), "");
    assert_eq!((err.as_str(), code), ("", 0));
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&"a".into(), &2.into()));
    for line in &lines {
        assert_eq!(line.as_object().unwrap().len(), 5, "{line}");
        for metric in ["rouge1", "rouge2", "rougeL", "rougeLsum"] {
            assert_eq!(line[metric].as_object().unwrap().len(), 3, "{line}");
            has_keys(&line[metric], "precision recall f1");
        }
    }
    assert_eq!((&lines[0]["rougeLsum"]["f1"], &lines[1]["rouge1"]["f1"]), (&1.0.into(), &0.8.into()));
    let (table, ..) = run(&[&arguments[..], &["--format", "markdown"]].concat(), "");
    assert!(table.contains("| R-1 |"), "{table}");
}
