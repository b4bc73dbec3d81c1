//! A run: inputs found, read, done in parallel, written in their order.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use anyhow::Context;
use nutgraf::InputFormat;
use nutgraf::render::html::Section;

use super::about::similar_command;
use super::args::{Cli, CommonArgs};
use super::output::{Own, Results, Sink};
use super::plan::{Format, Input, Plan};
use super::progress::Progress;
use super::{Outcome, messages, stream};

/// An input's bytes.
pub(crate) type Reader = BufReader<Box<dyn Read + Send>>;

/// An input that was found.
#[derive(Debug)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

impl Source {
    /// Its name in messages and as the article's id.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// Bytes, where that is known before reading.
    fn size(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::File(path) => std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|data| data.len()),
        }
    }

    pub(crate) fn open(&self) -> io::Result<Reader> {
        let bytes: Box<dyn Read + Send> = match self {
            Self::Stdin => Box::new(io::stdin()),
            Self::File(path) => {
                let file = File::open(path)?;
                if file.metadata()?.is_dir() {
                    return Err(io::ErrorKind::IsADirectory.into());
                }
                Box::new(file)
            }
        };
        Ok(BufReader::with_capacity(1 << 16, bytes))
    }
}

/// Runs a command from what was typed.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Outcome> {
    std::panic::set_hook(Box::new(|_| ()));
    let (plan, common) = Plan::new(cli)?;
    let mut outcome = Outcome::default();
    let found = find(&plan, &common, &mut outcome)?;
    let stream = !found.is_empty() && found.iter().all(|(_, format, _)| *format == InputFormat::Ndjson);
    let records = found.iter().any(|(_, format, _)| *format == InputFormat::Ndjson);
    let format = plan.format.unwrap_or(if records { Format::Ndjson } else { Format::Text });
    let several = records || found.len() + outcome.failed > 1 || common.inputs.iter().any(|path| path.is_dir());
    if found.is_empty() {
        return Ok(outcome);
    }
    let (sink, mut skip) = Sink::open(common.output.as_deref(), stream && format == Format::Ndjson, common.resume)?;
    let mut results = Results::new(sink, format, several);
    let jobs = common.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), usize::from);
    let sizes = found.iter().map(|(source, ..)| source.size());
    let progress = Progress::new(&common, several, outcome.failed, sizes);
    let mut articles = VecDeque::new();
    for (source, input_format, reader) in found {
        if input_format == InputFormat::Ndjson {
            batch(&plan, &mut articles, jobs, &mut results, &progress, &mut outcome)?;
            stream::run(&plan, (&source, reader), jobs, &mut skip, &mut results, &progress, &mut outcome)?;
        } else {
            articles.push_back((source, input_format, reader));
            if articles.len() >= jobs * 32 {
                batch(&plan, &mut articles, jobs, &mut results, &progress, &mut outcome)?;
            }
        }
    }
    batch(&plan, &mut articles, jobs, &mut results, &progress, &mut outcome)?;
    if outcome.done > 0 || outcome.failed == 0 || outcome.answered {
        results.finish()?;
    }
    progress.finish(&common, outcome);
    Ok(outcome)
}

/// A source whose format is known; a reader if it had to be opened to see it.
type Found = (Source, InputFormat, Option<Reader>);

/// Names every input, folders replaced by their files in sorted order. What cannot be read is reported here.
///
/// # Errors
/// When an input is where the output goes. In a folder it is left out: an earlier run may have written it there.
fn find(plan: &Plan, common: &CommonArgs, outcome: &mut Outcome) -> anyhow::Result<Vec<Found>> {
    let own = Own::new(common.output.as_deref());
    if common.inputs.iter().any(|path| own.is(path)) {
        anyhow::bail!("the output is one of the inputs; name another file");
    }
    let stdin = common.inputs.is_empty() || common.inputs.iter().any(|path| path.as_os_str() == "-");
    if stdin && own.is_stdin() {
        anyhow::bail!("standard input is the output; name another file");
    }
    let mut found = Vec::new();
    let mut add = |source: Source, outcome: &mut Outcome| match look(plan, &source) {
        Ok((format, reader)) => found.push((source, format, reader)),
        Err(error) => {
            let hint = if error.kind() == io::ErrorKind::NotFound { hint(&source.name()) } else { String::new() };
            messages::failed(&source.name(), &format!("cannot read: {error}{hint}"));
            outcome.failed += 1;
        }
    };
    if common.inputs.is_empty() {
        if io::stdin().is_terminal() && !common.quiet {
            messages::note("reading standard input; end it with Ctrl-D (see --help)");
        }
        add(Source::Stdin, outcome);
    }
    for path in &common.inputs {
        if path.as_os_str() == "-" {
            add(Source::Stdin, outcome);
        } else if path.is_dir() {
            let walk = walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name();
            let visible =
                |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
            let mut empty = true;
            for entry in walk.into_iter().filter_entry(visible) {
                match entry {
                    Ok(entry) if own.is(entry.path()) => {
                        empty = false;
                        if !common.quiet {
                            messages::note(&format!("{} is the output; left out", entry.path().display()));
                        }
                    }
                    Ok(entry) if entry.file_type().is_file() => {
                        empty = false;
                        add(Source::File(entry.into_path()), outcome);
                    }
                    Ok(_) => {}
                    Err(error) => {
                        empty = false;
                        let place = error.path().unwrap_or(path).to_string_lossy().into_owned();
                        let reason = if error.loop_ancestor().is_some() {
                            "a link that leads back to a folder above it; left out".to_owned()
                        } else {
                            format!(
                                "cannot read: {}",
                                error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
                            )
                        };
                        messages::failed(&place, &reason);
                        outcome.failed += 1;
                    }
                }
            }
            if empty {
                messages::failed(&path.to_string_lossy(), &"no files in this folder");
                outcome.failed += 1;
            }
        } else {
            add(Source::File(path.clone()), outcome);
        }
    }
    Ok(found)
}

/// What may have been meant by an input that is not there.
fn hint(typed: &str) -> String {
    if typed.starts_with("http://") || typed.starts_with("https://") {
        return "; no page is fetched: save it, or `curl -s URL | nutgraf --input-format html`".to_owned();
    }
    similar_command(typed).map_or_else(String::new, |name| format!("; did you mean the command `{name}`?"))
}

/// The format of a source: as told, by its ending, or by its first bytes.
fn look(plan: &Plan, source: &Source) -> io::Result<(InputFormat, Option<Reader>)> {
    let by_ending = match source {
        Source::File(path) => {
            path.extension().and_then(|ending| InputFormat::from_extension(&ending.to_string_lossy()))
        }
        Source::Stdin => None,
    };
    if let (Some(format), Source::File(path)) = (plan.input_format.or(by_ending), source) {
        std::fs::metadata(path)?;
        return Ok((format, None));
    }
    let mut reader = source.open()?;
    let format = match plan.input_format {
        Some(format) => format,
        None => InputFormat::from_content(reader.fill_buf()?),
    };
    // Files are opened again when their turn comes: a folder may hold more of them than may be open at once.
    Ok((format, matches!(source, Source::Stdin).then_some(reader)))
}

/// Does the waiting articles, all cores at once, and writes them in order.
fn batch(
    plan: &Plan,
    articles: &mut VecDeque<Found>,
    jobs: usize,
    results: &mut Results,
    progress: &Progress,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let format = results.format;
    let work: Vec<Found> = articles.drain(..).collect();
    let first = outcome.done + outcome.failed;
    let work: Vec<(usize, Found)> = work.into_iter().enumerate().collect();
    let done: Vec<(String, Result<(Made, Option<&str>), String>)> =
        in_order(work, jobs, |(at, (source, input_format, reader))| {
            let name = source.name();
            let output = guarded(|| one(plan, &source, input_format, reader, format, first + at));
            let failed = usize::from(output.is_err());
            progress.add(1 - failed, failed, source.size().unwrap_or_default());
            (name, output)
        });
    for (name, output) in done {
        match output {
            Ok(((bytes, section), note)) => {
                if let Some(note) = note.filter(|_| plan.notes) {
                    messages::failed(&name, &note);
                }
                results.article(&name, &bytes, section)?;
                outcome.done += 1;
            }
            Err(reason) => {
                messages::failed(&name, &reason);
                outcome.failed += 1;
            }
        }
    }
    Ok(())
}

/// Output of an article, or its section of a report.
pub(crate) type Made = (Vec<u8>, Option<Section>);

/// Reads one article and makes its output, with what a person should know about the input.
fn one(
    plan: &Plan,
    source: &Source,
    input_format: InputFormat,
    reader: Option<Reader>,
    format: Format,
    at: usize,
) -> anyhow::Result<(Made, Option<&'static str>)> {
    let reader = match reader {
        Some(reader) => reader,
        None => source.open().context("cannot read")?,
    };
    let mut bytes = Vec::new();
    reader.take(plan.max_input as u64 + 1).read_to_end(&mut bytes).context("cannot read")?;
    if bytes.len() > plan.max_input {
        anyhow::bail!("larger than the limit of {} bytes; raise it with --max-input", plan.max_input);
    }
    let note = remark(&bytes);
    let article = plan.article(source.name(), bytes, input_format)?;
    let mut out = Vec::new();
    let input = Input { record: None, html: input_format == InputFormat::Html, anchor: &format!("a{at}") };
    let section = plan.write(&article, &input, format, &mut out)?;
    Ok(((out, section), note))
}

/// What is odd about an input, though it can be read.
fn remark(bytes: &[u8]) -> Option<&'static str> {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if bytes.trim_ascii().is_empty() {
        Some("empty; so is its summary")
    } else if !marked && std::str::from_utf8(bytes).is_err() {
        Some("not UTF-8; read in the encoding that it looks like")
    } else {
        None
    }
}

/// Runs `work`; a fault in the program becomes the failure of this one input.
pub(crate) fn guarded<T>(work: impl FnOnce() -> anyhow::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(messages::told(&error)),
        Err(_) => Err("a fault inside nutgraf; please report this input".to_owned()),
    }
}

/// Maps over items on up to `jobs` threads; results keep the items' order.
fn in_order<T: Send, R: Send>(items: Vec<T>, jobs: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if jobs <= 1 || items.len() <= 1 {
        return items.into_iter().map(work).collect();
    }
    let queue = std::sync::Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().map_or_else(|poisoned| poisoned.into_inner().next(), |mut queue| queue.next());
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let worker = || {
            let mut mine = Vec::new();
            while let Some((at, item)) = next() {
                mine.push((at, work(item)));
            }
            mine
        };
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
