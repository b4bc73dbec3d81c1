//! What the program says of itself: version, features, examples, completions, manual.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::sync::LazyLock;

use anyhow::Context;
use clap::{Command, CommandFactory};
use git_version::git_version;

use super::args::{Cli, CompletionsArgs, ManArgs};

/// Under `nutgraf --help`.
pub(crate) const EXAMPLES: &str = "Examples:
  nutgraf article.txt                     a summary of about three sentences, with the quotes
  nutgraf -n 2 --quotes 3 page.html       two sentences and three quotes
  nutgraf --words 100 *.txt               at most 100 words an article
  nutgraf --query \"repair costs\" a.txt    what it says about this
  nutgraf --explain article.txt           why each sentence was chosen or not
  nutgraf -f html -o report.html *.txt    one page to look at
  nutgraf -f json article.txt             everything, as JSON
  nutgraf archive.ndjson > out.ndjson     one record out for each record in
  nutgraf quotes article.txt              who said what
  nutgraf clean page.html                 the story without the page around it

Exit codes: 0 all done; 1 some inputs failed (each is reported on stderr); 2 wrong usage, or nothing could be done.";

pub(crate) const SUMMARIZE: &str = "Examples:
  nutgraf summarize article.txt
  nutgraf summarize --words 100 --quotes 2 article.txt
  nutgraf summarize --ratio 10% --method lexrank article.txt
  nutgraf summarize -f html -o report.html *.txt
  xclip -o | nutgraf summarize";

pub(crate) const QUOTES: &str = "Examples:
  nutgraf quotes article.txt              by speaker
  nutgraf quotes -f json article.txt      with cue, source, speaker and places
  nutgraf quotes -f markdown article.txt > quotes.md";

pub(crate) const SENTENCES: &str = "Examples:
  nutgraf sentences article.txt
  nutgraf sentences --no-clean --language de text.txt
  nutgraf sentences -f ndjson corpus.ndjson > sentences.ndjson";

pub(crate) const CLEAN: &str = "Examples:
  nutgraf clean page.html > story.txt
  nutgraf clean --explain pasted.txt      what was set aside, and by which rule
  nutgraf clean -f json page.html         title, byline, dateline, date, blocks";

pub(crate) const KEYWORDS: &str = "Examples:
  nutgraf keywords article.txt
  nutgraf keywords -n 5 -f json article.txt";

pub(crate) const EVAL: &str = "Examples:
  nutgraf eval summaries eval/summaries.jsonl
  nutgraf eval summaries corpus/ --predictions other=their.ndjson --format html -o report.html
  nutgraf eval quotes eval/quotes.jsonl
  nutgraf eval rouge --candidates ours.ndjson --references gold.ndjson --stem --per-item";

pub(crate) const TRAIN: &str = "Examples:
  nutgraf train corpus.ndjson --out weights.bin     the ranker, from records with text and references
  nutgraf --weights weights.bin article.txt         and its use
  nutgraf train quotes polnear_train.jsonl --out weights/";

pub(crate) const VERIFY: &str = "Examples:
  nutgraf -f json article.txt > summary.json
  nutgraf verify summary.json article.txt
  nutgraf archive.ndjson | nutgraf verify - archive.ndjson

Exit codes: 0 all stands there; 1 something does not (one line each on stdout); 2 the files cannot be used.";

pub(crate) const COMPLETIONS: &str = "Examples:
  nutgraf completions bash > ~/.local/share/bash-completion/completions/nutgraf
  nutgraf completions zsh > ~/.zfunc/_nutgraf
  nutgraf completions fish > ~/.config/fish/completions/nutgraf.fish
  nutgraf completions powershell >> $PROFILE
  nutgraf completions elvish > ~/.config/elvish/lib/nutgraf.elv";

pub(crate) const MAN: &str = "Examples:
  nutgraf man | man -l -
  nutgraf man --folder ~/.local/share/man/man1";

/// For `-V`: the version and the commit: the one that a packager names (`NUTGRAF_COMMIT`, while building), else that of the
/// checkout, else none.
pub(crate) fn short() -> &'static str {
    const CHECKED_OUT: &str = git_version!(args = ["--always", "--abbrev=12", "--exclude=*"], fallback = "");
    static SHORT: LazyLock<String> = LazyLock::new(|| match option_env!("NUTGRAF_COMMIT").unwrap_or(CHECKED_OUT) {
        "" => env!("CARGO_PKG_VERSION").to_owned(),
        commit => format!("{} ({commit})", env!("CARGO_PKG_VERSION")),
    });
    &SHORT
}

/// For `--version`: what this build is made of, for bug reports.
pub(crate) fn long() -> &'static str {
    static LONG: LazyLock<String> = LazyLock::new(|| {
        let features: Vec<&str> = [
            ("cli", cfg!(feature = "cli")),
            ("html", cfg!(feature = "html")),
            ("encodings", cfg!(feature = "encodings")),
            ("parallel", cfg!(feature = "parallel")),
        ]
        .into_iter()
        .filter_map(|(name, on)| on.then_some(name))
        .collect();
        let profile = if cfg!(debug_assertions) { "\nbuild: with debug assertions" } else { "" };
        format!(
            "{}\nfeatures: {}\nJSON schema: {}\nplatform: {} {}{profile}",
            short(),
            features.join(", "),
            nutgraf::render::SCHEMA,
            std::env::consts::ARCH,
            std::env::consts::OS,
        )
    });
    &LONG
}

/// Writes the completion script of a shell.
pub(crate) fn completions(args: &CompletionsArgs) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "nutgraf", &mut script);
    Ok(io::stdout().write_all(&script)?)
}

/// Writes the manual: one page to stdout, or a page a command into a folder.
pub(crate) fn manual(args: &ManArgs) -> anyhow::Result<()> {
    match &args.folder {
        Some(folder) => pages(folder),
        None => Ok(io::stdout().write_all(&whole()?)?),
    }
}

fn pages(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot write {}", folder.display()))?;
    for command in commands() {
        let page = clap_mangen::Man::new(command).manual("nutgraf manual");
        let path = folder.join(page.get_filename());
        let mut bytes = Vec::new();
        page.render(&mut bytes)?;
        std::fs::write(&path, with_examples(&bytes)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The program and every command below it: `nutgraf`, `nutgraf eval`, `nutgraf eval summaries`.
fn commands() -> Vec<Command> {
    fn add(command: &Command, to: &mut Vec<Command>) {
        to.push(command.clone());
        command.get_subcommands().filter(|below| below.get_name() != "help").for_each(|below| add(below, to));
    }
    let mut all = Vec::new();
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    add(&command, &mut all);
    all
}

/// A page whose section of what stands under the options has its name: examples and exit codes.
fn with_examples(page: &[u8]) -> String {
    String::from_utf8_lossy(page).replace(".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n")
}

/// One page with every command and its options.
fn whole() -> io::Result<Vec<u8>> {
    let commands = commands();
    let Some((first, others)) = commands.split_first() else { return Ok(Vec::new()) };
    let page = clap_mangen::Man::new(first.clone()).manual("nutgraf manual");
    let mut out = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    for command in others {
        section(&mut out, command)?;
    }
    page.render_extra_section(&mut out)?;
    page.render_version_section(&mut out)?;
    Ok(with_examples(&out).into_bytes())
}

/// A subcommand as a section of the whole page: its own sections become subsections.
fn section(out: &mut Vec<u8>, command: &Command) -> io::Result<()> {
    let page = clap_mangen::Man::new(command.clone());
    let mut body = Vec::new();
    page.render_description_section(&mut body)?;
    page.render_synopsis_section(&mut body)?;
    page.render_options_section(&mut body)?;
    page.render_extra_section(&mut body)?;
    let mut text = String::new();
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, ".SH \"{}\"", name.to_uppercase());
    for line in with_examples(&body).lines() {
        let line = match line {
            ".SH DESCRIPTION" => continue,
            _ => line.strip_prefix(".SH ").map_or_else(|| line.to_owned(), |name| format!(".SS {name}")),
        };
        text.push_str(&line);
        text.push('\n');
    }
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// The command whose name is close to what was typed as an input, if one is.
pub(crate) fn similar_command(typed: &str) -> Option<String> {
    if typed.len() > 16 || !typed.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let typed = typed.to_ascii_lowercase();
    let names = Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect::<Vec<_>>();
    let close = |name: &String| {
        let edits = strsim::osa_distance(&typed, name);
        // Two edits turn a short word into another one.
        (edits <= if name.len() > 5 { 2 } else { 1 }).then_some(edits)
    };
    names.into_iter().filter_map(|name| close(&name).map(|edits| (edits, name))).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_find_their_command() {
        for (typed, command) in [
            ("sumarize", Some("summarize")),
            ("summarise", Some("summarize")),
            ("Quote", Some("quotes")),
            ("claen", Some("clean")),
            ("sentence", Some("sentences")),
            ("story", None),
            ("article.txt", None),
            ("quotes/", None),
        ] {
            assert_eq!(similar_command(typed).as_deref(), command, "{typed}");
        }
    }

    #[test]
    fn every_command_has_examples_and_is_in_the_manual() {
        let manual = String::from_utf8(whole().unwrap()).unwrap();
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            let help = command.get_after_help().unwrap_or_default().to_string();
            assert!(help.starts_with("Examples:\n") && help.contains(&format!("nutgraf {name}")), "{name}");
            for below in std::iter::once(command).chain(command.get_subcommands()) {
                let name =
                    if below.get_name() == name { name.to_owned() } else { format!("{name} {}", below.get_name()) };
                assert!(manual.contains(&format!(".SH \"NUTGRAF {}\"", name.to_uppercase())), "{name}");
            }
        }
    }
}
