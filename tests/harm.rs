//! Output that cannot harm: whatever stands in an article, a record or a file's name.

use std::fs;
use std::path::Path;

use crate::checks::unbalanced;
use crate::helpers::nutgraf;

/// Every kind of thing that acts on a terminal, a line, a table or a page.
const HOSTILE: &str =
    "a\u{1b}[2J\u{9b}31m\u{7}\u{8}\u{202e}b\u{2028}c\u{85}<script>x</script>|[l](javascript:x)`*_www.a.b";

fn acts(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Runs the program in a folder; what it printed on both streams.
fn say(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = nutgraf().current_dir(folder).args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn nothing_acts_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let article = "a\u{1b}[2Jb\u{9b}x.txt";
    let records = "a\u{1b}[2Jb\u{202e}x.ndjson";
    let text =
        format!("{HOSTILE} votes\n\nThe council {HOSTILE} voted. “We won {HOSTILE},” Mara {HOSTILE} Okafor said.\n");
    fs::write(folder.path().join(article), &text).unwrap();
    let record = |id: &str| {
        serde_json::json!({
            "id": id, "text": text, "title": HOSTILE, "byline": HOSTILE, "published": HOSTILE, "body": "A",
            "references": [HOSTILE], "quotes": [{"kind": "direct", "contents": [{"start": 0, "end": 3}]}],
            "sentences": ["A"], "extra": HOSTILE,
        })
    };
    let bad = serde_json::json!({"id": HOSTILE, "txt": 1});
    fs::write(folder.path().join(records), format!("{}\n{}\n{bad}\n", record("z"), record(HOSTILE))).unwrap();
    let link = folder.path().join("d\u{1b}[2J");
    fs::create_dir(&link).unwrap();
    std::os::unix::fs::symlink(&link, link.join("up\u{1b}[2J")).unwrap();
    let predictions = format!("--predictions={HOSTILE}={records}");
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["--explain", article],
        vec!["clean", "--explain", article],
        vec!["sentences", "d\u{1b}[2J"],
        vec!["no\u{1b}[2J"],
        vec!["--no\u{1b}[2J"],
        vec!["--method", HOSTILE, article],
        vec!["--language", HOSTILE, article],
        vec!["--stopwords", HOSTILE, article],
        vec!["--weights", article, article],
        vec!["--words", HOSTILE, article],
        vec!["-o", "no\u{1b}[2J/x", article],
        vec!["verify", article, article],
        vec!["completions", HOSTILE],
        vec!["eval", "summaries", article],
        vec!["eval", "summaries", records, "--gate", article],
        vec!["eval", "summaries", records, "--method", "lead", &predictions],
        vec!["eval", "rouge", "--candidates", records, "--references", records, "--per-item"],
    ];
    for format in ["text", "json", "ndjson", "markdown", "html"] {
        commands.push(vec!["-f", format, "--keep-extra", "--keywords", "5", article, records]);
        for task in ["summaries", "quotes", "sentences", "clean"] {
            commands.push(vec!["eval", task, records, "--format", format]);
        }
    }
    for task in ["quotes", "sentences", "clean", "keywords"] {
        commands.push(vec![task, article, records]);
        commands.push(vec![task, "-f", "text", article, records]);
    }
    for command in commands {
        let (out, err) = say(folder.path(), &command);
        assert!(!(out.is_empty() && err.is_empty()), "{command:?} says nothing");
        // JSON and pages are read by programs, which know how text turns; a terminal acts on the controls.
        let json = out.starts_with(['{', '[', '<']);
        assert!(
            !out.contains(|c: char| if json { c.is_control() && !matches!(c, '\n' | '\t') } else { acts(c) }),
            "{command:?}: {out:?}"
        );
        assert!(!err.contains(acts), "{command:?}: {err:?}");
    }
}

#[test]
fn no_record_breaks_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = format!("{HOSTILE}\r\n\u{2029}\u{b}\u{c}\n\n");
    let mut lines = String::new();
    for n in 0..5 {
        let text = format!("{hostile} The council voted. “We won,” Mara Okafor said.{hostile}");
        let record =
            serde_json::json!({"id": format!("{n}{hostile}"), "title": hostile, "text": text, "more\n": hostile});
        lines.push_str(&format!("{record}\n"));
    }
    lines.push_str(&format!("{{\"id\": {}, \"txt\": 1}}\n", serde_json::json!(hostile)));
    fs::write(folder.path().join("in.ndjson"), lines).unwrap();
    for task in ["summarize", "quotes", "sentences", "clean", "keywords"] {
        let (out, err) = say(folder.path(), &[task, "--keep-extra", "--with-text", "-f", "ndjson", "in.ndjson"]);
        // Other programs split lines at more than a line feed.
        let split: Vec<&str> = out.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}']).collect();
        assert_eq!(split.len(), 7, "{task}: {out:?}");
        for line in &split[..6] {
            assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{task}: {line}");
        }
        assert_eq!(err.lines().count(), 1, "{err:?}");
    }
}

#[test]
fn pages_are_well_formed_and_markdown_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{HOSTILE} votes\n\nThe {HOSTILE} voted. “We won {HOSTILE},” Mara {HOSTILE} Okafor said.\n");
    let record =
        serde_json::json!({"id": HOSTILE, "title": HOSTILE, "byline": HOSTILE, "text": text, "references": [HOSTILE]});
    fs::write(folder.path().join("in.ndjson"), format!("{record}\n")).unwrap();
    let (page, _) = say(folder.path(), &["-f", "html", "--indirect", "--keywords", "5", "in.ndjson"]);
    assert_eq!(unbalanced(&page), None);
    assert!(page.contains("voted") && !page.contains("<script>x"), "{page}");
    let (page, _) = say(folder.path(), &["eval", "summaries", "in.ndjson", "--format", "html"]);
    assert_eq!(unbalanced(&page), None);
    assert!(!page.contains("<script>x"), "{page}");
    for arguments in [&["-f", "markdown"][..], &["eval", "summaries", "--format", "markdown"]] {
        let (out, _) = say(folder.path(), &[arguments, &["in.ndjson"]].concat());
        assert!(out.len() > 50 && !out.contains("<script>") && !out.contains("[l]("), "{out}");
    }
    assert_eq!(unbalanced("<p><b>x</p></b>").as_deref(), Some("</p> closes nothing, inside [\"p\"]"));
    assert_eq!(unbalanced("<p a='>'>x<br></p>"), None);
}
