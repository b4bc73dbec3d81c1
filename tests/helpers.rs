//! What the tests share.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The program, with an environment that does not depend on who runs the test.
pub(crate) fn nutgraf() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env("TERM", "dumb");
    command
}

/// A file below `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// Every article of the fixtures, in a fixed order.
pub(crate) fn articles() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(fixture("articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("source.txt").is_file())
        .map(|folder| {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(folder.join("source.txt")).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// Runs the program on standard input; stdout, stderr, exit code.
pub(crate) fn run(arguments: &[&str], stdin: impl Into<Vec<u8>>) -> (String, String, i32) {
    let output = nutgraf().args(arguments).write_stdin(stdin).output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code().unwrap(),
    )
}
