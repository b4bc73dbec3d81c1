//! `nutgraf eval` from outside: contract keys, exit codes, the gate, the same figures on any number of threads.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::helpers::nutgraf;

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("eval").join(name)
}

/// Output, messages and exit code.
fn eval(arguments: &[&str]) -> (String, String, i32) {
    let output = nutgraf().arg("eval").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

const TOY: &str = r#"{"id":"a","text":"The ferry sank off the pier. Nobody knew why. Divers found tea.","references":["The ferry sank.\nDivers found tea."]}
{"id":"b","text":"The council voted. It was close. The mayor left early.","references":["The council voted 7 to 4."]}
{"id":"c","text":"Nothing to compare this with."}
"#;

#[test]
fn summaries_have_the_keys_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("toy.jsonl");
    let theirs = folder.path().join("theirs.ndjson");
    fs::write(&corpus, TOY).unwrap();
    fs::write(&theirs, "{\"id\":\"a\",\"summary\":\"The ferry sank.\\nDivers found tea.\"}\n").unwrap();
    let predictions = format!("theirs={}", theirs.display());
    let (out, err, code) =
        eval(&["summaries", corpus.to_str().unwrap(), "--predictions", &predictions, "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("1 records were left out"), "{err}");
    let report = json(&out);
    assert_eq!((&report["corpus"], &report["articles"]), (&"toy.jsonl".into(), &2.into()));
    assert_eq!(report["skipped"][0]["id"], "c");
    let systems = report["systems"].as_array().unwrap();
    let names: Vec<&str> = systems.iter().map(|system| system["name"].as_str().unwrap()).collect();
    for name in ["lead", "textrank", "oracle", "random", "theirs"] {
        assert!(names.contains(&name), "{names:?}");
    }
    for system in systems {
        for metric in ["rouge1", "rouge2", "rougeL", "rougeLsum"] {
            let mut found = keys(&system[metric]);
            found.sort_unstable();
            assert_eq!(found, ["f1", "high", "low", "precision", "recall"]);
        }
        assert_eq!(system["articles_per_second"].is_null(), system["name"] == "theirs");
    }
    assert_eq!(systems.last().unwrap()["rouge1"]["f1"], 0.5, "one perfect, one missing");
    assert_eq!(systems.last().unwrap()["missing"], serde_json::json!(["b"]));
    let n = names.len();
    let comparisons = report["comparisons"].as_array().unwrap();
    assert_eq!(comparisons.len(), n * (n - 1) / 2 * 4);
    for key in ["a", "b", "metric", "difference", "low", "high", "p"] {
        assert!(comparisons[0].get(key).is_some(), "{key}");
    }
}

#[test]
fn figures_do_not_depend_on_threads() {
    let corpus = shipped("summaries.jsonl");
    let run = |jobs: &str| {
        let (out, err, code) =
            eval(&["summaries", corpus.to_str().unwrap(), "-f", "json", "-j", jobs, "--resamples", "200"]);
        assert_eq!(code, 0, "{err}");
        let mut report = json(&out);
        for system in report["systems"].as_array_mut().unwrap() {
            system.as_object_mut().unwrap().remove("articles_per_second");
        }
        report
    };
    assert_eq!(run("1"), run("4"));
}

#[test]
fn every_format_of_a_report() {
    let corpus = shipped("summaries.jsonl");
    let run = |format: &str| {
        eval(&["summaries", corpus.to_str().unwrap(), "--method", "lead,oracle", "--resamples", "20", "-f", format])
    };
    assert!(run("text").0.lines().any(|line| line.starts_with("lead ")));
    assert!(run("markdown").0.contains("| lead | "));
    let page = run("html").0;
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    assert_eq!(run("ndjson").2, 2, "a table of systems is no stream of records");
    assert_eq!(eval(&["summaries", "no-such-corpus"]).2, 2);
    assert_eq!(eval(&["summaries", corpus.to_str().unwrap(), "--method", "best"]).2, 2);
}

#[test]
fn gold_sets_that_ship_are_scored() {
    let scored = |command: &str, set: &str| {
        let (out, err, code) = eval(&[command, shipped(set).to_str().unwrap(), "-f", "json"]);
        assert_eq!((code, err.as_str()), (0, ""), "{command}");
        json(&out)
    };
    let quotes = scored("quotes", "quotes.jsonl");
    assert!(quotes["all"]["units"]["gold"].as_u64().unwrap() > 500);
    for key in ["exact", "iou80", "iou50"] {
        assert!(quotes["direct"][key]["f1"].as_f64().unwrap() > 50.0, "{key}");
    }
    assert!(quotes["indirect+mixed"]["speaker"]["accuracy"].is_number());
    let pages = scored("clean", "cleaning.jsonl");
    assert!(pages["f1"].as_f64().unwrap() > 0.5 && pages["leak"].as_f64().unwrap() < 1.0);
}

#[test]
fn own_sentences_are_scored_as_given_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let records = "{\"id\":\"a\",\"language\":\"en\",\"text\":\"It rained. Nobody came. Dr. Ruiz left.\",\"sentences\":[\"It rained.\",\"Nobody came.\",\"Dr. Ruiz left.\"]}\n";
    fs::write(path("gold"), records).unwrap();
    let (given, _, _) = eval(&["sentences", &path("gold"), "--predictions", &path("gold"), "-f", "json"]);
    assert_eq!((json(&given)["f1"].as_f64(), json(&given)["passed"].as_u64()), (Some(100.0), Some(1)));
    let (own, _, code) = eval(&["sentences", &path("gold"), "-f", "json"]);
    assert_eq!((code, json(&own)["records_with_text_lost"].as_u64()), (0, Some(0)));
}

#[test]
fn rouge_of_pairs_by_id() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("c"), "{\"id\":2,\"text\":\"police kill the gunman\"}\n{\"id\":\"x\",\"text\":\"\"}\n").unwrap();
    fs::write(path("r"), "{\"id\":2,\"references\":[\"nothing\",\"police killed the gunman\"]}\n").unwrap();
    let files = ["rouge", "--candidates", &path("c"), "--references", &path("r")].map(str::to_owned);
    let run = |more: &[&str]| {
        let arguments: Vec<&str> = files.iter().map(String::as_str).chain(more.iter().copied()).collect();
        eval(&arguments)
    };
    let (out, err, code) = run(&["--per-item", "--format", "ndjson"]);
    assert_eq!(code, 1, "one candidate has no references");
    assert!(err.contains("no references of this id"), "{err}");
    let lines: Vec<Value> = out.lines().map(json).collect();
    assert_eq!(lines[0]["id"], 2);
    assert_eq!(lines[0]["rouge1"], serde_json::json!({"precision": 0.75, "recall": 0.75, "f1": 0.75}));
    assert_eq!(lines[0]["rougeLsum"]["f1"], 0.75);
    assert!(lines[1]["error"].is_string() && lines[1]["id"] == "x");
    let (stemmed, _, _) = run(&["--stem", "--format", "json"]);
    assert_eq!(json(&stemmed)["rouge1"]["f1"], 1.0);
    assert_eq!(json(&stemmed)["tokenizer"], "rouge-score");
    assert_eq!(run(&["--stem", "--tokenizer", "unicode"]).2, 2);
    assert_eq!(run(&["--metrics", "rouge0"]).2, 2);
}

#[test]
fn the_gate_holds_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let gate = folder.path().join("baseline.json");
    let corpus = folder.path().join("toy.jsonl");
    fs::write(&corpus, TOY).unwrap();
    let (gate, corpus_path) = (gate.to_str().unwrap(), corpus.to_str().unwrap());
    let run = |more: &[&str]| {
        let fixed = ["summaries", corpus_path, "--resamples", "10", "-q", "--gate", gate];
        eval(&fixed.iter().chain(more).copied().collect::<Vec<_>>())
    };
    assert_eq!(run(&[]).2, 2, "no such file, and nothing said of pinning");
    assert_eq!(run(&["--re-pin"]).2, 0);
    assert_eq!(run(&[]).2, 0);
    let floors = fs::read_to_string(gate).unwrap();
    let mut raised = json(&floors);
    raised["sets"]["toy.jsonl"]["floors"]["lead.rouge1"] = 99.0.into();
    fs::write(gate, raised.to_string()).unwrap();
    let (_, err, code) = run(&[]);
    assert_eq!(code, 1);
    assert!(err.contains("lead.rouge1 fell to"), "{err}");
    assert_eq!(run(&["--re-pin"]).2, 1, "refuses to lower");
    assert_eq!(run(&["--re-pin", "--allow-regression"]).2, 0);
    assert_eq!(json(&fs::read_to_string(gate).unwrap()), json(&floors));
    fs::write(&corpus, TOY.replace("early", "late")).unwrap();
    let (_, err, code) = run(&[]);
    assert!(code == 1 && err.contains("not the data"), "{err}");
    assert_eq!(run(&["--method", "lead", "--re-pin"]).2, 1, "a figure that is no longer measured");
}
