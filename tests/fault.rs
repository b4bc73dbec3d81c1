//! Faults from outside: a full disk, files that cannot be read or change, a reader that leaves, a run that is killed, two
//! runs on one output. Each ends with a clear message, the right exit code, no half-written file and nothing lost.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::helpers::{articles, nutgraf, run};

/// Records to be done, each with a number.
fn records(count: usize) -> String {
    let articles = articles();
    let line = |n: usize| {
        let (name, text) = &articles[n % articles.len()];
        format!("{}\n", serde_json::json!({"id": n, "title": format!("{name} {n}"), "text": text}))
    };
    (0..count).map(line).collect()
}

fn start(arguments: &[&str], output: &Path, input: &Path) -> Child {
    std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
        .args(arguments)
        .arg("-o")
        .arg(output)
        .arg(input)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until something is so; the machine may be slow.
fn until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_mins(2), "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| found.len())
}

/// Names of what lies in a folder, hidden files too.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told_on_every_way_out() {
    let input = records(4);
    for arguments in [
        &["-f", "text"][..],
        &["-f", "ndjson"],
        &["-f", "ndjson", "-j", "2"],
        &["-f", "json"],
        &["-f", "markdown"],
        &["-f", "html"],
        &["sentences"],
    ] {
        let (_, err, code) = run(&[arguments, &["-o", "/dev/full"]].concat(), input.clone());
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains("No space left"), "{arguments:?}: {err}");
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It may end before it has read all.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("No space left"), "{arguments:?}");
    }
}

/// A file system of 64 KiB, taken down at the end; `None` where this is not allowed.
#[cfg(target_os = "linux")]
struct Small(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl Small {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mount.is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Small {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_half_file_and_a_stream_goes_on_when_there_is_room() {
    let Some(small) = Small::mount() else {
        return; // no leave to mount a small file system here
    };
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.ndjson");
    fs::write(&input, records(200)).unwrap();
    // Whole or not at all: the file of an earlier run stays, nothing else does.
    let target = small.0.path().join("out.json");
    fs::write(&target, "before").unwrap();
    let output = nutgraf().args(["-f", "json", "-o"]).arg(&target).arg(&input).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("No space left"), "{err}");
    assert_eq!(fs::read_to_string(&target).unwrap(), "before");
    assert_eq!(names(small.0.path()), ["out.json"]);
    fs::remove_file(&target).unwrap();
    // A stream keeps what is done, and goes on from there.
    let target = small.0.path().join("out.ndjson");
    nutgraf().arg("-o").arg(&target).arg(&input).assert().code(2);
    assert!(length(&target) > 0);
    let roomy = folder.path().join("out.ndjson");
    fs::copy(&target, &roomy).unwrap();
    nutgraf().args(["--resume", "-o"]).arg(&roomy).arg(&input).assert().code(0);
    let whole = nutgraf().arg(&input).output().unwrap().stdout;
    assert!(fs::read(&roomy).unwrap() == whole);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_done() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), "In a.").unwrap();
    fs::write(at("closed.txt"), "Closed.").unwrap();
    fs::set_permissions(at("closed.txt"), fs::Permissions::from_mode(0o0)).unwrap();
    symlink(at("nowhere"), at("dangling.txt")).unwrap();
    symlink(at("self.txt"), at("self.txt")).unwrap();
    fs::create_dir(at("sub")).unwrap();
    symlink(folder.path(), at("sub/up")).unwrap();
    fs::create_dir(at("shut")).unwrap();
    fs::write(at("shut/b.txt"), "In b.").unwrap();
    fs::set_permissions(at("shut"), fs::Permissions::from_mode(0o0)).unwrap();
    let output =
        without_privileges(folder.path(), |command| command.args(["sentences", "-f", "ndjson"]).arg(folder.path()));
    // So that it can be taken away.
    fs::set_permissions(at("shut"), fs::Permissions::from_mode(0o700)).unwrap();
    let Some(output) = output else { return };
    let err = String::from_utf8(output.stderr).unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(out.contains("In a.") && !out.contains("Closed.") && !out.contains("In b."), "{out}");
    for (name, reason) in [
        ("closed.txt", "denied"),
        ("shut", "denied"),
        ("dangling.txt", "No such file"),
        ("self.txt", "symbolic links"),
        ("sub/up", "leads back"),
    ] {
        let named = |line: &str| line.contains(name) && line.contains(reason);
        assert_eq!(err.lines().filter(|line| named(line)).count(), 1, "{name}: {err}");
    }
    assert_eq!(err.lines().count(), 5, "{err}");
}

/// Runs the program as somebody who may not read what is closed, as root may: as nobody, if root runs the tests. `None` where
/// nobody can reach the program.
#[cfg(unix)]
fn without_privileges(
    folder: &Path,
    arguments: impl FnOnce(&mut std::process::Command) -> &mut std::process::Command,
) -> Option<std::process::Output> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let program = assert_cmd::cargo::cargo_bin!("nutgraf");
    if fs::read(folder.join("closed.txt")).is_err() {
        return Some(arguments(&mut std::process::Command::new(program)).output().unwrap());
    }
    const NOBODY: u32 = 65534;
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("nutgraf");
    fs::copy(program, &copy).unwrap();
    for open in [folder, place.path(), &copy] {
        fs::set_permissions(open, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = std::process::Command::new(copy);
    arguments(command.uid(NOBODY).gid(NOBODY).current_dir("/"));
    loop {
        match command.output() {
            Ok(output) => return Some(output),
            // a child that another test is just starting has the copy open for writing, as long as it is no program yet
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            Err(error) => {
                assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied);
                return None;
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_in_the_middle_is_a_failed_input() {
    // Reading it is an input/output error at once.
    let (_, err, code) = run(&["--input-format", "ndjson", "/proc/self/mem"], "");
    assert_eq!(code, 2, "{err}");
    assert!(err.starts_with("nutgraf: /proc/self/mem: cannot read"), "{err}");
    let (_, err, code) = run(&["--input-format", "text", "/proc/self/mem"], "");
    assert_eq!(code, 2, "{err}");
    assert!(err.starts_with("nutgraf: /proc/self/mem: cannot read"), "{err}");
}

#[test]
fn input_that_changes_while_it_is_read_loses_nothing_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.ndjson"), folder.path().join("out.ndjson"));
    let first = records(40);
    // It grows while it is read: the reader sees the lines that are there when it comes to the end.
    fs::write(&input, &first).unwrap();
    let child = start(&["sentences", "-j", "1"], &target, &input);
    let mut file = fs::OpenOptions::new().append(true).open(&input).unwrap();
    file.write_all(records(40).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = fs::read_to_string(&target).unwrap().lines().count();
    assert!((40..=80).contains(&lines), "{lines}");
    // It is cut while it is read: what is there is done; a half record is reported with its line, in its place.
    fs::write(&input, &first[..first.len() - 20]).unwrap();
    let output = nutgraf().args(["sentences"]).arg(&input).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(out.lines().count(), 40);
    assert!(out.lines().last().unwrap().contains("\"line\":40,\"error\""), "{out}");
    // It is cut while a run is in the middle of it: what comes out is a beginning, and what is said of the cut record.
    fs::write(&input, records(1000)).unwrap();
    let whole = nutgraf().args(["sentences"]).arg(&input).output().unwrap().stdout;
    fs::remove_file(&target).unwrap();
    let child = start(&["sentences", "-j", "2"], &target, &input);
    until(|| length(&target) > 0);
    fs::OpenOptions::new().write(true).open(&input).unwrap().set_len(records(500).len() as u64 - 20).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    let written = fs::read(&target).unwrap();
    let lines = |bytes: &[u8]| bytes.split_inclusive(|&b| b == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (written, whole) = (lines(&written), lines(&whole));
    let same = written.iter().zip(&whole).take_while(|(a, b)| a == b).count();
    assert!(same >= 499 && written.len() - same <= 1, "{same} of {}", written.len());
    // It goes away after it was found.
    let gone = folder.path().join("gone.txt");
    fs::write(&gone, "Here.").unwrap();
    fs::remove_file(&gone).unwrap();
    let output = nutgraf().arg(&gone).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_reader_that_leaves_ends_every_format_in_silence() {
    for format in ["text", "json", "ndjson", "markdown", "html"] {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.ndjson");
        fs::write(&input, records(60)).unwrap();
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
            .args(["-f", format])
            .arg(&input)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut some = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut some).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(output.stderr.is_empty(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_killed_stream_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.ndjson"), folder.path().join("out.ndjson"));
    fs::write(&input, records(400)).unwrap();
    let whole = nutgraf().args(["sentences", "-j", "1"]).arg(&input).output().unwrap().stdout;
    let mut kills = 0;
    for share in [0, 1, 2, 5, 8] {
        let before = fs::read(&target).unwrap_or_default();
        let kept = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let mut child = start(&["sentences", "-j", "2", "--resume"], &target, &input);
        let goal = (whole.len() * share / 10).max(kept + share.min(1)) as u64;
        let mut ended = false;
        until(|| {
            ended = child.try_wait().unwrap().is_some();
            ended || length(&target) >= goal
        });
        child.kill().unwrap();
        kills += usize::from(!ended);
        child.wait().unwrap();
        let written = fs::read(&target).unwrap_or_default();
        assert!(whole.starts_with(&written), "after {share} tenths");
        assert!(written.len() >= kept, "what was done is lost");
    }
    assert!(kills > 0, "none of the runs was killed");
    nutgraf().args(["sentences", "--resume", "-o"]).arg(&target).arg(&input).assert().code(0);
    assert!(fs::read(&target).unwrap() == whole);
    assert_eq!(names(folder.path()), ["in.ndjson", "out.ndjson"]);
}

#[test]
fn what_a_killed_run_left_beside_its_file_is_cleared_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.json");
    fs::write(&target, "before").unwrap();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
        .args(["-f", "json", "-", "-o"])
        .arg(&target)
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It looks at its input before it opens its output.
    child.stdin.as_mut().unwrap().write_all(b"The council voted. ").unwrap();
    until(|| names(folder.path()).len() == 2);
    // While that run lives, another one on the same file is refused.
    let output = nutgraf().args(["-f", "json", "-", "-o"]).arg(&target).write_stdin("Two.").output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("another run is writing to it"), "{err}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names(folder.path()).len(), 2, "the killed run could not clear its file away");
    assert_eq!(fs::read_to_string(&target).unwrap(), "before");
    nutgraf().args(["-f", "json", "-", "-o"]).arg(&target).write_stdin("Three.").assert().code(0);
    assert!(fs::read_to_string(&target).unwrap().contains("Three."));
    assert_eq!(names(folder.path()), ["out.json"]);
}

#[test]
fn two_streams_on_one_file_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.ndjson"), folder.path().join("out.ndjson"));
    fs::write(&input, records(3)).unwrap();
    let mut first = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
        .args(["sentences", "--input-format", "ndjson", "-", "-o"])
        .arg(&target)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = first.stdin.take().unwrap();
    pipe.write_all(b"{\"id\":1,\"text\":\"One.\"}\n").unwrap();
    until(|| length(&target) > 0);
    for resume in [&[][..], &["--resume"]] {
        let output = nutgraf().args(["sentences", "-o"]).arg(&target).args(resume).arg(&input).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("another run is writing to it"), "{err}");
    }
    pipe.write_all(b"{\"id\":2,\"text\":\"Two.\"}\n").unwrap();
    drop(pipe);
    assert!(first.wait().unwrap().success());
    assert_eq!(fs::read_to_string(&target).unwrap().lines().count(), 2);
}

#[test]
fn resume_does_not_cut_what_is_not_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (input, target) = (folder.path().join("in.ndjson"), folder.path().join("out.ndjson"));
    fs::write(&input, records(2)).unwrap();
    for content in ["a letter to a friend", "line one\nline two\n", "id,text\n"] {
        fs::write(&target, content).unwrap();
        let output = nutgraf().args(["--resume", "-o"]).arg(&target).arg(&input).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("holds no records"), "{err}");
        assert_eq!(fs::read_to_string(&target).unwrap(), content);
    }
}

#[test]
fn an_input_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (input, article) = (folder.path().join("in.ndjson"), folder.path().join("a.txt"));
    let kept = records(3);
    fs::write(&input, &kept).unwrap();
    fs::write(&article, "The council voted.").unwrap();
    let refused = |command: &mut assert_cmd::Command| {
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("is the output") || err.contains("output is one of the inputs"), "{err}");
        assert_eq!(fs::read_to_string(&input).unwrap(), kept);
        assert_eq!(fs::read_to_string(&article).unwrap(), "The council voted.");
    };
    refused(nutgraf().arg(&input).arg("-o").arg(&input));
    refused(nutgraf().arg(&article).arg(&input).arg("-o").arg(&article));
    refused(nutgraf().arg(&input).arg("--resume").arg("-o").arg(folder.path().join("./in.ndjson")));
    #[cfg(unix)]
    {
        let link = folder.path().join("link.ndjson");
        std::os::unix::fs::symlink(&input, &link).unwrap();
        refused(nutgraf().arg(&input).arg("-o").arg(&link));
        fs::remove_file(&link).unwrap();
        // As `>>` does; it would read what it writes, and never end.
        for named in [true, false] {
            let open = || fs::OpenOptions::new().read(true).append(true).open(&input).unwrap();
            let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"));
            command.stdout(open()).stdin(open());
            if named {
                command.arg(&input);
            }
            let output = command.output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(fs::read_to_string(&input).unwrap(), kept);
        }
    }
    // What an earlier run left in a folder is no article.
    let report = folder.path().join("report.html");
    for _ in 0..2 {
        nutgraf().args(["-f", "html", "-o"]).arg(&report).arg(folder.path()).assert().code(0);
        assert_eq!(fs::read_to_string(&report).unwrap().matches("class=\"piece\"").count(), 4);
    }
}
