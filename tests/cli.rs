//! The command line from outside: exit codes, streams, partial failure.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::helpers::{fixture, nutgraf, run};

const TEXT: &str = "The council voted on Tuesday. It was close. “We won,” Mara Okafor said. Nobody cheered.";

fn json(line: &str) -> serde_json::Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn summarizes_standard_input() {
    let (out, err, code) = run(&["-n", "1", "--method", "lead"], TEXT);
    assert!(out.starts_with("  The council voted on Tuesday."), "{out}");
    assert_eq!((err.as_str(), code), ("", 0));
}

#[test]
fn a_missing_file_is_reported_and_the_rest_done() {
    let good = fixture("articles/clinic-strike/source.txt");
    let output = nutgraf().arg("no-such-file.txt").arg(&good).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.starts_with("nutgraf: no-such-file.txt: cannot read"), "{err}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("Night nurses walk out"));
    nutgraf().arg("no-such-file.txt").assert().code(2);
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in
        [&["--words", "many"][..], &["-n", "3", "--words", "50"], &["--language", "xx"], &["quotes", "-n", "1"]]
    {
        let (out, err, code) = run(arguments, "");
        assert_eq!((out.as_str(), code), ("", 2), "{arguments:?}");
        assert!(!err.is_empty());
    }
}

#[test]
fn an_empty_text_is_no_error() {
    let (out, err, code) = run(&["-f", "json"], "");
    assert_eq!((err.as_str(), code), ("nutgraf: -: empty; so is its summary\n", 0));
    assert_eq!(json(&out)["summary"]["sentences"], serde_json::json!([]));
}

#[test]
fn other_encodings_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin1.txt");
    fs::write(&path, b"La d\xe9cision a \xe9t\xe9 prise \xe0 l'unanimit\xe9 mardi soir. Le maire s'en f\xe9licite.")
        .unwrap();
    let output = nutgraf().arg("sentences").arg(&path).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("La décision a été prise à l'unanimité"));
    assert!(
        String::from_utf8(output.stderr).unwrap().ends_with("not UTF-8; read in the encoding that it looks like\n")
    );
    let path = folder.path().join("binary.txt");
    fs::write(&path, b"PK\x03\x04\x00\x00\x00\x08\xff\xfe\x00").unwrap();
    nutgraf().arg(&path).assert().code(2);
}

#[test]
fn a_bad_record_keeps_its_place() {
    let input = concat!(
        "{\"id\":\"a\",\"text\":\"One. Two.\"}\n",
        "\n",
        "{\"id\":\"b\",\"txt\":\"no text\"}\n",
        "not json\n",
        "{\"id\":7,\"article\":\"Three.\",\"tag\":1.50}\n",
    );
    let (out, err, code) = run(&["sentences", "--keep-extra"], input);
    let lines: Vec<_> = out.lines().map(json).collect();
    assert_eq!(code, 1);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["sentences"][1]["text"], "Two.");
    assert_eq!((&lines[1]["id"], &lines[1]["line"]), (&"b".into(), &3.into()));
    assert!(lines[2]["id"].is_null() && lines[2]["error"].is_string());
    assert_eq!(lines[3]["id"], 7);
    assert!(out.contains("\"extra\":{\"tag\":1.50}"));
    assert_eq!(err.lines().count(), 2, "{err}");
}

#[test]
fn a_folder_is_read_in_sorted_order() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    fs::write(folder.path().join("b/one.txt"), "In b.").unwrap();
    fs::write(folder.path().join("a.txt"), "In a.").unwrap();
    fs::write(folder.path().join(".hidden"), "Hidden.").unwrap();
    let output = nutgraf().args(["sentences", "-f", "json"]).arg(folder.path()).output().unwrap();
    let value = json(&String::from_utf8(output.stdout).unwrap());
    let texts: Vec<_> = value.as_array().unwrap().iter().map(|o| o["sentences"][0]["text"].clone()).collect();
    assert_eq!(texts, ["In a.", "In b."]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "In a.").unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let output = nutgraf().arg("sentences").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
}

#[test]
fn output_starts_before_input_ends() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
        .args(["sentences", "--input-format", "ndjson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in 0..3 {
        writeln!(input, "{{\"id\":{id},\"text\":\"One.\"}}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(json(&line)["id"], id);
    }
    drop(input);
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert!(rest.is_empty() && child.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
        .args(["sentences", "--input-format", "ndjson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    for _ in 0..2000 {
        // The program may end before it has read all.
        if writeln!(input, "{{\"text\":\"{}\"}}", "One two three. ".repeat(50)).is_err() {
            break;
        }
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn threads_do_not_change_a_byte() {
    let records: String = (0..300)
        .map(|n| format!("{{\"id\":{n},\"text\":\"{}\"}}\n", TEXT.replace("Tuesday", &format!("day {n}"))))
        .collect();
    let (one, ..) = run(&["-j", "1"], records.clone());
    let (eight, ..) = run(&["-j", "8"], records);
    assert_eq!(one, eight);
    assert_eq!(one.lines().count(), 300);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.txt");
    fs::write(&target, "before").unwrap();
    nutgraf().args(["no-such-file.txt", "-o"]).arg(&target).assert().code(2);
    assert_eq!(fs::read_to_string(&target).unwrap(), "before");
    nutgraf().args(["sentences", "-o"]).arg(&target).write_stdin("One. Two.").assert().code(0);
    assert_eq!(fs::read_to_string(&target).unwrap(), "One.\nTwo.\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_interrupted_stream_is_resumed_after_its_last_whole_record() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.ndjson");
    let target = folder.path().join("out.ndjson");
    let records: String = (0..50).map(|n| format!("{{\"id\":{n},\"text\":\"Record {n}.\"}}\n\n")).collect();
    fs::write(&input, records).unwrap();
    let go = |resume: &[&str]| {
        nutgraf().args(["sentences", "-o"]).arg(&target).args(resume).arg(&input).assert().code(0);
        fs::read(&target).unwrap()
    };
    let whole = go(&[]);
    let cut = whole.len() * 2 / 3;
    fs::write(&target, &whole[..cut]).unwrap();
    assert_eq!(go(&["--resume"]), whole);
    assert_eq!(go(&["--resume"]), whole);
}

#[test]
fn an_input_over_the_limit_is_refused() {
    let (out, err, code) = run(&["--max-input", "1K"], "word ".repeat(1000));
    assert_eq!((out.as_str(), code), ("", 2));
    assert!(err.contains("--max-input"), "{err}");
    let long = format!("{{\"id\":1,\"text\":\"{}\"}}\n{{\"id\":2,\"text\":\"Short.\"}}\n", "word ".repeat(1000));
    let (out, _, code) = run(&["sentences", "--max-input", "1K"], long);
    let lines: Vec<_> = out.lines().map(json).collect();
    assert_eq!(code, 1);
    assert!(lines[0]["error"].is_string());
    assert_eq!(lines[1]["id"], 2);
}

#[test]
fn nothing_of_an_article_steers_a_terminal() {
    let hostile = "He \u{1b}[31msaid\u{9b}2J so\u{202e}. It \u{7}rang.";
    for format in ["text", "json", "ndjson"] {
        let (out, ..) = run(&["-f", format], hostile);
        let acts = |c: char| (c.is_control() && c != '\n') || (format == "text" && c == '\u{202e}');
        assert!(!out.contains(acts), "{format}: {out:?}");
    }
    let (_, err, _) = run(&["bad\u{1b}[2Jname"], "");
    assert!(!err.contains('\u{1b}'), "{err:?}");
}

#[test]
fn offsets_count_characters() {
    let text = "Zoë wrote “naïve 🙂” twice. Then she left.";
    let (out, ..) = run(&["sentences", "--no-clean", "-f", "json"], text);
    let chars: Vec<char> = text.chars().collect();
    for sentence in json(&out)["sentences"].as_array().unwrap() {
        let at = |key: &str| usize::try_from(sentence[key].as_u64().unwrap()).unwrap();
        let slice: String = chars[at("start")..at("end")].iter().collect();
        assert_eq!(slice, sentence["text"].as_str().unwrap());
    }
}

#[test]
fn markdown_of_several_inputs_has_a_header_each() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("one.txt"), "The council voted 7 to 4 on Tuesday. It was close, a clerk said.").unwrap();
    fs::write(folder.path().join("two.txt"), "Nobody cheered in the hall. The mayor went home early on Tuesday.").unwrap();
    let output = nutgraf().args(["-f", "markdown", "."]).current_dir(folder.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let headers: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headers.len(), 2, "{text}");
    assert!(headers[0].ends_with("one.txt`") && headers[1].ends_with("two.txt`"), "{text}");
}

#[test]
fn explain_gives_each_sentence_its_rank_reason_and_parts() {
    let page = fs::read_to_string(fixture("articles/harbour-railway/source.txt")).unwrap();
    for method in ["lead", "tfidf", "textrank", "lexrank", "learned"] {
        let (out, _, code) = run(&["--explain", "-n", "2", "--method", method], page.clone());
        let scores = out.split("\nScores\n").nth(1).unwrap();
        let (chosen, not) = (scores.matches(", chosen\n").count(), scores.matches(", not chosen: ").count());
        let (sentences, ..) = run(&["sentences"], page.clone());
        assert_eq!((code, chosen, chosen + not), (0, 2, sentences.lines().count()), "{method}: {scores}");
        // What is the same for every sentence explains none of them.
        assert!(!scores.contains("any sentence"), "{method}");
    }
}
