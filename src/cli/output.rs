//! Where results go: stdout, a file written whole or not at all, or a file that grows as records are done.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use nutgraf::render::html::{self, Section};

use super::messages::visible;
use super::plan::Format;

/// The sink of a run.
pub(crate) enum Sink {
    Stdout(io::Stdout),
    /// A neighbour of the file, renamed to it at the end.
    Whole {
        file: io::BufWriter<File>,
        temporary: PathBuf,
        target: PathBuf,
        finished: bool,
    },
    /// The file itself: a stream of records, or something that is no regular file.
    Growing(File),
}

impl Sink {
    /// Opens the output; `stream`: only records come, so the file may grow.
    pub(crate) fn open(output: Option<&Path>, stream: bool, resume: bool) -> anyhow::Result<(Self, u64)> {
        let Some(target) = output.filter(|path| path.as_os_str() != "-") else {
            return Ok((Self::Stdout(io::stdout()), 0));
        };
        let shown = || format!("cannot write {}", target.display());
        let special = std::fs::metadata(target).is_ok_and(|found| !found.is_file());
        if special {
            return Ok((Self::Growing(OpenOptions::new().write(true).open(target).with_context(shown)?), 0));
        }
        if stream {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(target)
                .with_context(shown)?;
            if !is_ours(&file) {
                bail!("cannot write {}: another run is writing to it", target.display());
            }
            if resume && !holds_records(&mut file).with_context(shown)? {
                bail!(
                    "cannot write {}: it holds no records of an earlier run, so --resume leaves it",
                    target.display()
                );
            }
            let done = if resume { whole_lines(&mut file).with_context(shown)? } else { 0 };
            if !resume {
                file.set_len(0).with_context(shown)?;
            }
            return Ok((Self::Growing(file), done));
        }
        if resume {
            bail!("--resume goes on with streams of records only; these inputs are articles");
        }
        let (file, temporary) = neighbour(target)?;
        Ok((Self::Whole { file: io::BufWriter::new(file), temporary, target: target.to_owned(), finished: false }, 0))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.write_all(bytes),
            Self::Whole { file, .. } => file.write_all(bytes),
            Self::Growing(file) => file.write_all(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            // Nothing is seen of it before it is whole.
            Self::Whole { .. } => Ok(()),
            Self::Growing(file) => file.flush(),
        }
    }

    /// Ends the output; a whole file appears now.
    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(out) => Ok(out.flush()?),
            Self::Growing(file) => {
                file.flush()?;
                Ok(())
            }
            Self::Whole { file, temporary, target, finished } => {
                let shown = || format!("cannot write {}", target.display());
                file.flush().with_context(shown)?;
                file.get_ref().sync_all().with_context(shown)?;
                std::fs::rename(&*temporary, &*target).with_context(shown)?;
                *finished = true;
                Ok(())
            }
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Self::Whole { temporary, finished: false, .. } = self {
            // What is half written is of no use; the message about it has been given.
            let _ = std::fs::remove_file(temporary);
        }
    }
}

/// The regular file that results go to, if it is there before the run: it must not be read as input at the same time.
pub(crate) struct Own(Option<Place>);

#[cfg(unix)]
type Place = (u64, u64);
#[cfg(not(unix))]
type Place = PathBuf;

impl Own {
    pub(crate) fn new(output: Option<&Path>) -> Self {
        Self(match output.filter(|path| path.as_os_str() != "-") {
            Some(path) => place(path),
            None => standard(&io::stdout()),
        })
    }

    /// Whether a file is the output.
    pub(crate) fn is(&self, path: &Path) -> bool {
        self.0.is_some() && place(path) == self.0
    }

    /// Whether standard input is the output.
    pub(crate) fn is_stdin(&self) -> bool {
        self.0.is_some() && standard(&io::stdin()) == self.0
    }
}

#[cfg(unix)]
fn place_of(found: &std::fs::Metadata) -> Option<Place> {
    use std::os::unix::fs::MetadataExt;
    found.is_file().then(|| (found.dev(), found.ino()))
}

#[cfg(unix)]
fn place(path: &Path) -> Option<Place> {
    place_of(&std::fs::metadata(path).ok()?)
}

#[cfg(unix)]
fn standard(stream: &impl std::os::fd::AsFd) -> Option<Place> {
    place_of(&File::from(stream.as_fd().try_clone_to_owned().ok()?).metadata().ok()?)
}

#[cfg(not(unix))]
fn place(path: &Path) -> Option<Place> {
    path.canonicalize().ok().filter(|path| path.is_file())
}

#[cfg(not(unix))]
fn standard<T>(_: &T) -> Option<Place> {
    None
}

/// Opens a file beside the output for this run alone, empty. One of that name that no run holds was left by a run that was
/// killed.
fn neighbour(target: &Path) -> anyhow::Result<(File, PathBuf)> {
    let shown = || format!("cannot write {}", target.display());
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or("out".as_ref()));
    name.push(".tmp");
    let temporary = target.with_file_name(name);
    loop {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&temporary).with_context(shown)?;
        if !is_ours(&file) {
            bail!("cannot write {}: another run is writing to it", target.display());
        }
        // The run that held it may have renamed it to the output in the meantime: that one is not for us to empty.
        if is_still_at(&file, &temporary).with_context(shown)? {
            file.set_len(0).with_context(shown)?;
            return Ok((file, temporary));
        }
    }
}

/// Locks a file; `false` when another run has done so. Where files cannot be locked, whoever starts two runs must know.
fn is_ours(file: &File) -> bool {
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let open = file.metadata()?;
    Ok(std::fs::symlink_metadata(path).is_ok_and(|found| (found.dev(), found.ino()) == (open.dev(), open.ino())))
}

#[cfg(not(unix))]
fn is_still_at(_: &File, path: &Path) -> io::Result<bool> {
    path.try_exists()
}

/// Whether a file is empty or begins as records do.
fn holds_records(file: &mut File) -> io::Result<bool> {
    let mut first = [0];
    let read = file.read(&mut first)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(read == 0 || first == *b"{")
}

/// Counts the whole lines of a file and leaves it cut and positioned after the last.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let (mut lines, mut end, mut at) = (0, 0, 0_u64);
    let mut reader = BufReader::with_capacity(1 << 16, &mut *file);
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        for newline in memchr_lines(buffer) {
            lines += 1;
            end = at + newline as u64 + 1;
        }
        let length = buffer.len();
        at += length as u64;
        reader.consume(length);
    }
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end))?;
    Ok(lines)
}

fn memchr_lines(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.iter().enumerate().filter(|&(_, &b)| b == b'\n').map(|(at, _)| at)
}

/// The results of a run, in their order.
pub(crate) struct Results {
    sink: Sink,
    pub(crate) format: Format,
    /// JSON: whether the objects stand in an array.
    array: bool,
    /// Text: whether each article gets a header.
    headers: bool,
    count: u64,
    /// HTML: the sections so far.
    sections: Vec<Section>,
}

impl Results {
    pub(crate) fn new(sink: Sink, format: Format, several: bool) -> Self {
        let headers = several && matches!(format, Format::Text | Format::Markdown);
        let array = several && format == Format::Json;
        Self { sink, format, array, headers, count: 0, sections: Vec::new() }
    }

    /// Writes one article's output, headed by its name on a page of text, or keeps its section of a report.
    pub(crate) fn article(&mut self, name: &str, bytes: &[u8], section: Option<Section>) -> io::Result<()> {
        if let Some(section) = section {
            // A report begins with its index, so its sections wait for the end.
            self.sections.push(section);
            return Ok(());
        }
        let gap = if self.count > 0 { "\n" } else { "" };
        if self.headers && self.format == Format::Text {
            self.sink.write(format!("{gap}==> {} <==\n", visible(name)).as_bytes())?;
        } else if self.headers {
            self.sink.write(gap.as_bytes())?;
            if !bytes.starts_with(b"## ") {
                // It has no title of its own.
                self.sink.write(format!("## `{}`\n\n", visible(name).replace('`', "'")).as_bytes())?;
            }
        } else if self.array {
            self.sink.write(if self.count > 0 { b",\n" } else { b"[\n" })?;
        }
        self.count += 1;
        self.sink.write(bytes)?;
        if self.format == Format::Ndjson || (self.format == Format::Json && !self.array) {
            self.sink.write(b"\n")?;
        }
        self.sink.flush()
    }

    /// Writes finished lines of records.
    pub(crate) fn lines(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sink.write(bytes)?;
        self.sink.flush()
    }

    /// Ends the output; a whole file appears now.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        if self.array {
            self.sink.write(if self.count > 0 { b"\n]\n" } else { b"[\n]\n" })?;
        }
        if self.format == Format::Html {
            self.sink.write(html::page(&self.sections).as_bytes())?;
        }
        self.sink.finish()
    }
}
