//! Records as they come: in other encodings, put together from several files, with numbers and characters that are none.

use serde_json::Value;

use crate::helpers::run;

/// What `sentences` answers to a stream: a value for each line, stderr, exit code.
fn answers(stream: impl Into<Vec<u8>>) -> (Vec<Value>, String, i32) {
    let (out, err, code) = run(&["sentences", "--input-format", "ndjson"], stream);
    (out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), err, code)
}

fn sentence(answer: &Value) -> &str {
    answer["sentences"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}"))
}

#[test]
fn utf_16_and_marks_in_the_middle() {
    let stream = "{\"id\":1,\"text\":\"The council — 🙂 — voted.\"}\r\n\r\n{\"id\":2,\"text\":\"It won.\"}\r\n";
    let little = format!("\u{feff}{stream}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = format!("\u{feff}{stream}").encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let appended = format!("\u{feff}{stream}").repeat(2).into_bytes();
    for (bytes, records) in [(little.clone(), 2), (big, 2), (appended, 4)] {
        // By its content, too.
        for arguments in [&["sentences"][..], &["sentences", "--input-format", "ndjson", "-j", "2"]] {
            let (out, err, code) = run(arguments, bytes.clone());
            assert_eq!((code, err.as_str(), out.lines().count()), (0, "", records), "{out}");
            assert!(out.contains("The council — 🙂 — voted.") && out.contains("It won."), "{out}");
        }
    }
    // Half a unit at the end spoils its line, and none before it.
    let (found, err, code) = answers(&little[..little.len() - 7]);
    assert_eq!((code, found.len(), err.lines().count()), (1, 2, 1), "{err}");
    assert_eq!(sentence(&found[0]), "The council — 🙂 — voted.");
    assert_eq!(found[1]["line"], 3);
}

#[test]
fn numbers_ids_and_keys() {
    let deep = format!("{{\"id\":6,\"text\":\"A.\",\"x\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let (found, err, code) = answers(
        [
            "{\"id\":7.0,\"text\":\"A.\",\"x\":1e999999}",
            "{\"id\":340282366920938463463374607431768211455,\"text\":\"A.\"}",
            "{\"id\":1e400,\"text\":\"A.\"}",
            "{\"id\":1,\"id\":2,\"text\":\"A.\",\"text\":\"B.\"}",
            &deep,
            "[1]",
            "{\"id\":3,\"text\":\"A.\"} {\"id\":4,\"text\":\"B.\"}",
        ]
        .join("\n"),
    );
    assert_eq!((code, found.len()), (1, 7), "{err}");
    assert_eq!(found[0]["id"], 7.0);
    assert_eq!(found[1]["id"].as_f64(), Some(2_f64.powi(128)));
    assert!(found[2]["error"].as_str().unwrap().contains("\"id\""), "{}", found[2]);
    // As other readers of JSON do: the last one counts.
    assert_eq!((found[3]["id"].as_i64(), sentence(&found[3])), (Some(2), "B."));
    assert_eq!(sentence(&found[4]), "A.");
    for (at, reason) in [(5, "invalid type"), (6, "trailing characters")] {
        let error = found[at]["error"].as_str().unwrap();
        assert!(error.contains(reason), "{error}");
        assert!(err.contains(&format!("line {}: ", at + 1)), "{err}");
    }
}

#[test]
fn characters_that_are_none() {
    let (found, err, code) = answers(
        b"{\"id\":1,\"text\":\"Half \\ud83d a smile. It won.\"}\n{\"id\":2,\"text\":\"NUL \\u0000 here.\"}\n\
          {\"id\":3,\"text\":\"raw \x00 NUL\"}\n{\"id\":4,\"text\":\"\xff\xfe\"}\n{\"id\":5,\"text\":\"Here.\"}\n\x00\x00\n",
    );
    assert_eq!((code, found.len(), err.lines().count()), (1, 6, 3), "{err}");
    // Offsets are those of programs that keep the half: it is one character there as well.
    assert_eq!(sentence(&found[0]), "Half \u{fffd} a smile.");
    assert_eq!(found[0]["sentences"][1]["start"], 16);
    assert_eq!(sentence(&found[1]), "NUL \u{0} here.");
    for at in [2, 3, 5] {
        assert!(found[at]["error"].is_string() && found[at]["line"] == at + 1, "{}", found[at]);
    }
    assert_eq!(sentence(&found[4]), "Here.");
}
