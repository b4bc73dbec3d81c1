//! Tells the program which commit it was built from: `NUTGRAF_COMMIT` if it is set, else the commit that a package of
//! cargo names, else what is checked out. It reads at most four small files, runs nothing, and cannot fail.
#![allow(clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=NUTGRAF_COMMIT");
    let named = std::env::var("NUTGRAF_COMMIT").ok().filter(|commit| !commit.is_empty());
    if std::env::var_os("CARGO_FEATURE_CLI").is_none() {
        return; // The library has no use for it.
    }
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    if let Some(commit) = named.or_else(|| packaged(&root)).or_else(|| checked_out(&root)) {
        println!("cargo:rustc-env=NUTGRAF_COMMIT={}", commit.chars().take(12).collect::<String>());
    }
}

/// The commit in a package that `cargo package` made.
fn packaged(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let (_, rest) = text.split_once("\"sha1\"")?;
    rest.split('"').nth(1).filter(|commit| is_commit(commit)).map(str::to_owned)
}

/// The commit of the checkout that this folder is the root of.
fn checked_out(root: &Path) -> Option<String> {
    let git = root.join(".git");
    // In a worktree, a file that names the folder.
    let git = match fs::read_to_string(&git) {
        Ok(text) => root.join(text.strip_prefix("gitdir:")?.trim()),
        Err(_) => git,
    };
    let head = read(&git.join("HEAD"))?;
    let Some(branch) = head.strip_prefix("ref: ") else { return is_commit(&head).then_some(head) };
    // Branches of a worktree lie in the main folder, as single files or packed into one.
    let common = read(&git.join("commondir")).map_or_else(|| git.clone(), |common| git.join(common));
    if let Some(commit) = read(&common.join(branch)) {
        return is_commit(&commit).then_some(commit);
    }
    let packed = read(&common.join("packed-refs"))?;
    let line = packed.lines().find(|line| line.split(' ').nth(1) == Some(branch))?;
    line.split(' ').next().filter(|commit| is_commit(commit)).map(str::to_owned)
}

/// A file's text; the build runs again when it changes.
fn read(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    println!("cargo:rerun-if-changed={}", path.display());
    Some(text.trim().to_owned())
}

fn is_commit(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
