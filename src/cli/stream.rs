//! Streams of records: read, done on all cores and written in order, with bounded memory.
//!
//! A reader cuts the input into chunks of whole lines, workers turn chunks into output, the writer puts them back in
//! order. At most a few chunks a worker are under way: each needs a ticket that the writer gives back, so a slow record
//! holds the others up instead of filling the memory. When the producer pauses, what has come is handed on at once.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::ops::Range;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use nutgraf::render::html::Section;
use nutgraf::render::write_error_json;
use nutgraf::{Record, RecordId};

use super::output::Results;
use super::plan::{Format, Input, Plan};
use super::progress::Progress;
use super::run::{Made, Reader, Source, guarded};
use super::{Outcome, messages};

/// Bytes of input in a chunk, if they are there: some dozen articles.
const CHUNK: usize = 128 << 10;
/// Chunks under way for each worker.
const AHEAD: usize = 4;

/// Lines of the input with their numbers.
#[derive(Default)]
struct Chunk {
    /// Number of the stream among the inputs of the run: articles and records before it.
    stream: usize,
    bytes: Vec<u8>,
    lines: Vec<Line>,
    /// Bytes of input that it took, line ends and lines passed over included.
    taken: u64,
}

struct Line {
    number: usize,
    start: usize,
    end: usize,
    /// Longer than the limit: its bytes were dropped.
    too_long: bool,
}

/// What a chunk became.
struct Done {
    records: Vec<(String, Made)>,
    problems: Vec<String>,
    failed: usize,
    taken: u64,
}

/// Runs a stream through the plan. `skip` records are passed over first (they were done in an earlier run).
pub(crate) fn run(
    plan: &Plan,
    (source, reader): (&Source, Option<Reader>),
    jobs: usize,
    skip: &mut u64,
    results: &mut Results,
    progress: &Progress,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let name = source.name();
    let reader = match reader.map_or_else(|| source.open(), Ok).and_then(in_utf8) {
        Ok(reader) => reader,
        Err(error) => {
            messages::failed(&name, &format!("cannot read: {error}"));
            outcome.failed += 1;
            return Ok(());
        }
    };
    let format = results.format;
    let mut lines = Lines {
        reader,
        stream: outcome.done + outcome.failed,
        number: 0,
        limit: plan.max_input,
        skip: *skip,
        taken: 0,
        broken: None,
    };
    let mut write = |done: Done| -> io::Result<()> {
        for problem in &done.problems {
            messages::failed(&name, problem);
        }
        let whole = done.records.len() - done.failed.min(done.records.len());
        outcome.failed += done.failed;
        outcome.done += whole;
        outcome.answered = true;
        progress.add(whole, done.failed, done.taken);
        if format == Format::Ndjson {
            let mut all = Vec::with_capacity(done.records.iter().map(|(_, (bytes, _))| bytes.len() + 1).sum());
            for (_, (bytes, _)) in &done.records {
                all.extend_from_slice(bytes);
                all.push(b'\n');
            }
            results.lines(&all)
        } else {
            let made = done.records.into_iter().filter(|(_, (bytes, section))| !bytes.is_empty() || section.is_some());
            made.into_iter().try_for_each(|(id, (bytes, section))| results.article(&id, &bytes, section))
        }
    };
    let read = if jobs <= 1 {
        loop {
            match lines.chunk() {
                Ok(Some(chunk)) => write(work(plan, format, &chunk))?,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        }
    } else {
        parallel(plan, format, jobs, &mut lines, &mut write)?
    };
    *skip = lines.skip;
    if let Err(error) = read {
        messages::failed(&name, &format!("cannot read on after line {}: {error}", lines.number));
        outcome.failed += 1;
    }
    Ok(())
}

/// The outer result is the writer's, the inner one the reader's.
fn parallel(
    plan: &Plan,
    format: Format,
    jobs: usize,
    lines: &mut Lines,
    write: &mut dyn FnMut(Done) -> io::Result<()>,
) -> io::Result<io::Result<()>> {
    let (tickets_out, tickets) = sync_channel::<()>(jobs * AHEAD);
    let (chunks_in, chunks) = sync_channel::<(u64, Chunk)>(jobs * AHEAD);
    let (done_in, done_out) = sync_channel::<(u64, Done)>(jobs * AHEAD);
    let chunks = Mutex::new(chunks);
    for _ in 0..jobs * AHEAD {
        // Its room is that of the tickets: this cannot block, nor fail while the receiver lives.
        let _ = tickets_out.send(());
    }
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || read_all(lines, &tickets, &chunks_in));
        for _ in 0..jobs {
            let done_in = done_in.clone();
            let chunks = &chunks;
            scope.spawn(move || {
                while let Some((at, chunk)) = next(chunks) {
                    if done_in.send((at, work(plan, format, &chunk))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done_in);
        let written = write_in_order(&done_out, &tickets_out, write);
        // After a failed write nothing is read on: with these gone, reader and workers end.
        drop(done_out);
        drop(tickets_out);
        let read = reader.join().unwrap_or(Ok(()));
        written.map(|()| read)
    })
}

fn next(chunks: &Mutex<Receiver<(u64, Chunk)>>) -> Option<(u64, Chunk)> {
    let chunks = chunks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    chunks.recv().ok()
}

fn read_all(lines: &mut Lines, tickets: &Receiver<()>, chunks: &SyncSender<(u64, Chunk)>) -> io::Result<()> {
    let mut at = 0;
    while tickets.recv().is_ok() {
        let Some(chunk) = lines.chunk()? else { break };
        if chunks.send((at, chunk)).is_err() {
            break;
        }
        at += 1;
    }
    Ok(())
}

fn write_in_order(
    done: &Receiver<(u64, Done)>,
    tickets: &SyncSender<()>,
    write: &mut dyn FnMut(Done) -> io::Result<()>,
) -> io::Result<()> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (at, finished) in done {
        waiting.insert(at, finished);
        while let Some(finished) = waiting.remove(&next) {
            write(finished)?;
            next += 1;
            // The reader may have ended and dropped its side.
            let _ = tickets.try_send(());
        }
    }
    Ok(())
}

/// Turns the lines of a chunk into output records.
fn work(plan: &Plan, format: Format, chunk: &Chunk) -> Done {
    let mut done =
        Done { records: Vec::with_capacity(chunk.lines.len()), problems: Vec::new(), failed: 0, taken: chunk.taken };
    for line in &chunk.lines {
        let mut out = Vec::new();
        let mut section = None;
        let (id, problem) = match one(plan, format, chunk, line, &mut out) {
            Ok((id, name)) => {
                section = name;
                (id, None)
            }
            Err((id, problem)) => (id, Some(problem)),
        };
        if let Some(problem) = problem {
            done.failed += 1;
            done.problems.push(format!("line {}: {problem}", line.number));
            out.clear();
            if matches!(format, Format::Json | Format::Ndjson) {
                // Writing to memory does not fail.
                let _ = write_error_json(&mut out, id.as_ref(), line.number, &problem);
            }
        }
        done.records.push((id.map_or_else(|| format!("line {}", line.number), |id| id.to_string()), (out, section)));
    }
    done
}

type Problem = (Option<RecordId>, String);

fn one(
    plan: &Plan,
    format: Format,
    chunk: &Chunk,
    line: &Line,
    out: &mut Vec<u8>,
) -> Result<(Option<RecordId>, Option<Section>), Problem> {
    if line.too_long {
        return Err((None, format!("larger than the limit of {} bytes; raise it with --max-input", plan.max_input)));
    }
    let text = std::str::from_utf8(&chunk.bytes[line.start..line.end])
        .map_err(|error| (None, format!("not UTF-8 at byte {} of the line", error.valid_up_to())))?;
    let mut record = Record::parse(text)?;
    let html = record.html.is_some();
    let id = record.id.clone();
    let made = guarded(|| {
        let article = plan.record_article(&mut record)?;
        let anchor = format!("a{}-{}", chunk.stream, line.number);
        Ok(plan.write(&article, &Input { record: Some(&record), html, anchor: &anchor }, format, out)?)
    });
    made.map(|section| (id.clone(), section)).map_err(|problem| (id, problem))
}

/// The input itself, or what it is in UTF-8 when it begins with the mark of UTF-16, as what `>` writes in some shells.
fn in_utf8(mut reader: Reader) -> io::Result<Reader> {
    let encoding = match reader.fill_buf()? {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        _ => return Ok(reader),
    };
    let decoder = encoding.new_decoder_with_bom_removal();
    let decoded = Decoded { reader, decoder, text: vec![0; CHUNK].into(), left: 0..0, ended: false };
    Ok(Reader::with_capacity(CHUNK, Box::new(decoded)))
}

/// UTF-8 of bytes in another encoding.
struct Decoded {
    reader: Reader,
    decoder: encoding_rs::Decoder,
    /// What is decoded, and where it has not been handed on: whoever reads may have room for less than a character.
    text: Box<[u8]>,
    left: Range<usize>,
    ended: bool,
}

impl io::Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.left.is_empty() && !self.ended {
            let bytes = self.reader.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.text, last);
            self.reader.consume(read);
            self.ended = last && result == encoding_rs::CoderResult::InputEmpty;
            self.left = 0..written;
        }
        let taken = self.left.len().min(out.len());
        out[..taken].copy_from_slice(&self.text[self.left.start..self.left.start + taken]);
        self.left.start += taken;
        Ok(taken)
    }
}

/// The lines of a stream, blank ones and those already done passed over.
struct Lines {
    reader: Reader,
    stream: usize,
    number: usize,
    limit: usize,
    skip: u64,
    /// Bytes read since the last chunk.
    taken: u64,
    /// Why it cannot be read on; told when the lines before are done.
    broken: Option<io::Error>,
}

impl Lines {
    /// The next chunk; `None` at the end.
    fn chunk(&mut self) -> io::Result<Option<Chunk>> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        let mut chunk = Chunk { stream: self.stream, ..Chunk::default() };
        loop {
            let start = chunk.bytes.len();
            let too_long = match self.line(&mut chunk.bytes) {
                Ok(Some(too_long)) => too_long,
                Ok(None) => break,
                Err(error) if chunk.lines.is_empty() => return Err(error),
                Err(error) => {
                    self.broken = Some(error);
                    break;
                }
            };
            self.number += 1;
            let line = &chunk.bytes[start..];
            // At the beginning, or where one file was appended to another.
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            let blank = line.trim_ascii().is_empty() && !too_long;
            if blank || self.skip > 0 {
                self.skip -= u64::from(!blank);
                chunk.bytes.truncate(start);
                continue;
            }
            let end = chunk.bytes.len();
            let start = end - line.len();
            chunk.lines.push(Line { number: self.number, start, end, too_long });
            if end >= CHUNK || !self.more_at_hand() {
                break;
            }
        }
        chunk.taken = std::mem::take(&mut self.taken);
        Ok((!chunk.lines.is_empty()).then_some(chunk))
    }

    /// Whether a whole line lies in the buffer, so that reading on cannot block.
    fn more_at_hand(&self) -> bool {
        memchr::memchr(b'\n', self.reader.buffer()).is_some()
    }

    /// Appends a line without its end; whether it was too long, in which case nothing is appended. `None` at the end.
    fn line(&mut self, out: &mut Vec<u8>) -> io::Result<Option<bool>> {
        let start = out.len();
        let (mut any, mut too_long) = (false, false);
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break;
            }
            any = true;
            let newline = memchr::memchr(b'\n', buffer);
            let part = &buffer[..newline.unwrap_or(buffer.len())];
            if out.len() - start + part.len() > self.limit {
                too_long = true;
                out.truncate(start);
            }
            if !too_long {
                out.extend_from_slice(part);
            }
            let used = part.len() + usize::from(newline.is_some());
            self.reader.consume(used);
            self.taken += used as u64;
            if newline.is_some() {
                break;
            }
        }
        if out.last() == Some(&b'\r') && out.len() > start {
            out.pop();
        }
        Ok(any.then_some(too_long))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// Bytes that come one by one, and an error behind them.
    struct Failing(Vec<u8>);

    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Err(io::Error::other("gone"));
            }
            out[0] = self.0.remove(0);
            Ok(1)
        }
    }

    #[test]
    fn lines_before_an_error_are_done() {
        let reader = Reader::with_capacity(16, Box::new(io::Cursor::new("one\ntwo\n").chain(Failing(b"thr".to_vec()))));
        let mut lines = Lines { reader, stream: 0, number: 0, limit: 9, skip: 0, taken: 0, broken: None };
        let mut read = Vec::new();
        let error = loop {
            match lines.chunk() {
                Ok(Some(chunk)) => read.extend(chunk.lines.iter().map(|l| chunk.bytes[l.start..l.end].to_vec())),
                Ok(None) => panic!("the error is lost"),
                Err(error) => break error,
            }
        };
        assert_eq!(read, [b"one", b"two"]);
        assert_eq!(error.to_string(), "gone");
    }

    #[test]
    fn utf_16_is_decoded_wherever_it_is_cut() {
        let text = "{\"text\":\"Tor “auf” 🙂\"}\n".repeat(40);
        let units: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        for size in [2, 3, 7, 64] {
            let reader = Reader::with_capacity(size, Box::new(io::Cursor::new(units.clone())));
            let mut decoded = String::new();
            in_utf8(reader).unwrap().read_to_string(&mut decoded).unwrap();
            assert_eq!(decoded, text);
        }
    }
}
