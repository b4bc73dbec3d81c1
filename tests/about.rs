//! What the program says of itself: version, help, completions, manual, suggestions.

use crate::helpers::{nutgraf, run};

#[test]
fn the_version_names_features() {
    let (short, _, code) = run(&["-V"], "");
    assert!(short.starts_with(&format!("nutgraf {}", env!("CARGO_PKG_VERSION"))) && code == 0, "{short}");
    assert_eq!(short.lines().count(), 1);
    let (long, ..) = run(&["--version"], "");
    assert!(long.starts_with(short.trim_end()) && long.contains("\nfeatures: cli,"), "{long}");
}

#[test]
fn the_version_names_the_commit_of_a_checkout() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let head = std::process::Command::new("git").args(["log", "-1", "--format=%H"]).current_dir(root).output();
    // A package of sources has no `.git`; a commit that is being made is not yet built.
    let Some(head) = head.ok().filter(|head| root.join(".git").exists() && head.status.success()) else { return };
    assert!(head.stdout.len() > 40);
    let (short, ..) = run(&["-V"], "");
    let commit = short.trim_end().split_once(" (").and_then(|(_, commit)| commit.strip_suffix(')'));
    let commit = commit.unwrap_or_else(|| panic!("{short}"));
    assert!(commit.len() == 12 && commit.bytes().all(|b| b.is_ascii_hexdigit()), "{short}");
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (script, err, code) = run(&["completions", shell], "");
        assert!(code == 0 && err.is_empty(), "{shell}: {err}");
        assert!(script.contains("keywords") && script.contains("input-format"), "{shell}");
    }
    assert_eq!(run(&["completions", "tcsh"], "").2, 2);
}

#[test]
fn the_manual_is_one_page_or_a_folder() {
    let (page, _, code) = run(&["man"], "");
    assert!(code == 0 && page.contains(".TH nutgraf 1"), "{page}");
    assert!(page.contains("max\\-input") && page.contains(".SH \"NUTGRAF VERIFY\""));
    let folder = tempfile::tempdir().unwrap();
    nutgraf().args(["man", "--folder"]).arg(folder.path().join("man1")).assert().code(0);
    let mut names: Vec<String> = std::fs::read_dir(folder.path().join("man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.contains(&"nutgraf.1".to_owned()) && names.contains(&"nutgraf-verify.1".to_owned()), "{names:?}");
    assert!(names.contains(&"nutgraf-eval-summaries.1".to_owned()), "{names:?}");
}

#[test]
fn help_has_examples() {
    for command in ["summarize", "quotes", "sentences", "clean", "keywords", "verify", "completions", "man"] {
        let (help, _, code) = run(&[command, "--help"], "");
        assert!(code == 0 && help.contains("Examples:\n"), "{command}");
    }
}

#[test]
fn a_mistyped_value_is_recognized() {
    let (_, err, code) = run(&["--method", "lexrnk", "-"], "");
    assert!(code == 2 && err.contains("a similar value exists: 'lexrank'"), "{err}");
    for number in ["3.5", "-1", "many"] {
        let (_, err, code) = run(&["-n", number, "-"], "");
        assert!(code == 2 && err.contains("a whole number such as 3"), "{err}");
    }
    let (_, err, code) = run(&["quotes", "-f", "html", "-"], "");
    assert!(code == 2 && err.contains("it has text, json, ndjson, markdown"), "{err}");
}

#[test]
fn a_mistyped_command_is_recognized() {
    let (_, err, code) = run(&["sumarize"], "");
    assert_eq!(code, 2);
    assert!(err.ends_with("did you mean the command `summarize`?\n"), "{err}");
    let (_, err, _) = run(&["https://example.org/a.html"], "");
    assert!(err.contains("curl -s URL"), "{err}");
    let (_, err, _) = run(&["unlike-any.txt"], "");
    assert!(!err.contains("did you mean"), "{err}");
}
