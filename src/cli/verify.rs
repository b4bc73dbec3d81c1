//! `nutgraf verify`: whether everything a summary quotes stands in its article, word for word and in its place.
//!
//! Why a command for it, when the program never changes a word? Because the proof should not rest on trust in the program:
//! a newsroom can check a summary that came by mail, was edited, or was made by an older version.
//!
//! Summaries and records are read side by side, one at a time, so that archives of any size can be checked.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use nutgraf::render::SCHEMA;
use nutgraf::{InputFormat, ParseOptions, Record, decode};
use serde_json::Value;

use super::args::{InputFormatArg, VerifyArgs};
use super::messages::visible;
use super::plan::parse_page;
use super::{Outcome, messages};

/// Characters of a text that a message shows.
const SHOWN: usize = 60;

/// Runs the command; an error is an input that cannot be used.
pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let mut articles = Articles::open(args)?;
    let name = args.summary.display().to_string();
    let mut objects = objects(&args.summary)?.peekable();
    ensure!(objects.peek().is_some(), "{name}: holds no JSON object");
    let mut out = io::stdout().lock();
    let mut outcome = Outcome { answered: true, ..Outcome::default() };
    let (mut pieces, mut first) = (0, true);
    while let Some(object) = objects.next() {
        let object = object.with_context(|| format!("{name}: not JSON"))?;
        let id = object.get("id").unwrap_or(&Value::Null).clone();
        if object.get("error").is_some_and(Value::is_string) {
            // It stands in the place of a record that could not be read.
            continue;
        }
        check_kind(&object).with_context(|| name.clone())?;
        let sole = std::mem::take(&mut first) && objects.peek().is_none();
        let mut check = Check { problems: Vec::new(), pieces: 0 };
        match articles.take(&id, sole)? {
            Some(article) => check.object(&object, &article),
            None => check.problems.push(format!("no such article in {}", articles.name)),
        }
        pieces += check.pieces;
        if check.problems.is_empty() {
            outcome.done += 1;
        } else {
            outcome.failed += 1;
        }
        let shown = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        for problem in check.problems {
            writeln!(out, "{}: {}", visible(&shown), visible(&problem))?;
        }
    }
    if !args.quiet && outcome.failed == 0 {
        let objects = if outcome.done == 1 { "one object".to_owned() } else { format!("{} objects", outcome.done) };
        messages::note(&format!("{objects}: all {pieces} pieces stand in their place, word for word"));
    }
    Ok(outcome)
}

/// The objects of a file: alone, in an array, or one after the other.
fn objects(path: &Path) -> anyhow::Result<impl Iterator<Item = serde_json::Result<Value>>> {
    let values = serde_json::Deserializer::from_reader(open(path)?).into_iter::<Value>();
    Ok(values.flat_map(|value| match value {
        Ok(Value::Array(several)) => several.into_iter().map(Ok).collect(),
        other => vec![other],
    }))
}

fn open(path: &Path) -> anyhow::Result<BufReader<Box<dyn Read>>> {
    let bytes: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        let file = File::open(path).with_context(|| format!("{}: cannot read", path.display()))?;
        ensure!(!file.metadata()?.is_dir(), "{}: a folder; name its files", path.display());
        Box::new(file)
    };
    Ok(BufReader::with_capacity(1 << 16, bytes))
}

/// Refuses what this program cannot have written, or not with this schema.
fn check_kind(object: &Value) -> anyhow::Result<()> {
    ensure!(object.is_object(), "holds something that is no JSON object");
    if let Some(schema) = object.get("schema").filter(|schema| schema.as_u64() != Some(SCHEMA.into())) {
        bail!("schema {schema} is not the one this version knows ({SCHEMA})");
    }
    if let Some(unit) = object.get("offset_unit").filter(|unit| unit.as_str() != Some("char")) {
        bail!("offsets are counted in {unit}, not in \"char\"");
    }
    let known = ["summary", "quotes", "speakers", "sentences"].iter().any(|key| object.get(*key).is_some());
    ensure!(known, "holds neither \"summary\" nor \"quotes\" nor \"sentences\"; is it output of nutgraf -f json?");
    Ok(())
}

/// What summaries are checked against.
struct Articles {
    /// For messages.
    name: String,
    source: Source,
}

enum Source {
    /// Articles, each with the name it has as an id.
    Files(Vec<(String, Given)>),
    /// Records, read on as they are asked for; those that were passed over wait under their ids.
    Records { reader: BufReader<Box<dyn Read>>, waiting: HashMap<String, VecDeque<Given>> },
}

/// An article as it was given.
#[derive(Clone)]
enum Given {
    Text(String),
    /// A page: its text is what was extracted from it.
    Page(String),
}

impl Articles {
    fn open(args: &VerifyArgs) -> anyhow::Result<Self> {
        let name = args.articles.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
        let mut files = Vec::new();
        for path in &args.articles {
            let shown = path.display().to_string();
            ensure!(
                path.as_os_str() != "-" || args.summary.as_os_str() != "-",
                "standard input cannot be both the summary and the article"
            );
            let mut reader = open(path)?;
            let told = match args.input_format {
                InputFormatArg::Auto => {
                    path.extension().and_then(|ending| InputFormat::from_extension(&ending.to_string_lossy()))
                }
                InputFormatArg::Text => Some(InputFormat::Text),
                InputFormatArg::Html => Some(InputFormat::Html),
                InputFormatArg::Ndjson => Some(InputFormat::Ndjson),
            };
            let format = match told {
                Some(format) => format,
                None => InputFormat::from_content(reader.fill_buf().with_context(|| format!("{shown}: cannot read"))?),
            };
            if format == InputFormat::Ndjson {
                ensure!(args.articles.len() == 1, "{shown}: records are checked alone, not beside other articles");
                return Ok(Self { name, source: Source::Records { reader, waiting: HashMap::new() } });
            }
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).with_context(|| format!("{shown}: cannot read"))?;
            let text = decode(bytes).with_context(|| shown.clone())?;
            files.push((shown, if format == InputFormat::Html { Given::Page(text) } else { Given::Text(text) }));
        }
        Ok(Self { name, source: Source::Files(files) })
    }

    /// The article of that id. `sole`: there is one summary only, and one article goes with it whatever it is called.
    fn take(&mut self, id: &Value, sole: bool) -> anyhow::Result<Option<Given>> {
        match &mut self.source {
            Source::Files(files) => {
                if let ([(_, only)], true) = (&files[..], sole) {
                    return Ok(Some(only.clone()));
                }
                let id = id.as_str().unwrap_or_default();
                let by_path = files.iter().find(|(path, _)| path == id);
                let by_name = || {
                    let mut same = files.iter().filter(|(path, _)| file_name(path) == file_name(id));
                    same.next().filter(|_| same.next().is_none())
                };
                Ok(by_path.or_else(by_name).map(|(_, article)| article.clone()))
            }
            Source::Records { reader, waiting } => {
                let key = id.to_string();
                if let Some(found) = waiting.get_mut(&key).and_then(VecDeque::pop_front) {
                    return Ok(Some(found));
                }
                while let Some((other, article)) = next_record(reader).with_context(|| self.name.clone())? {
                    if other == key {
                        return Ok(Some(article));
                    }
                    waiting.entry(other).or_default().push_back(article);
                }
                Ok(None)
            }
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The next record that can be read, with its id as JSON. Bad lines have error records in the place of summaries.
fn next_record(reader: &mut BufReader<Box<dyn Read>>) -> io::Result<Option<(String, Given)>> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        let Some(record) = std::str::from_utf8(bytes).ok().and_then(|text| Record::parse(text).ok()) else { continue };
        let id = record.id.map_or(Value::Null, |id| match id {
            nutgraf::RecordId::Text(text) => text.into(),
            nutgraf::RecordId::Number(number) => number.into(),
            nutgraf::RecordId::Written(number) => serde_json::from_str(&number).unwrap_or(Value::Null),
        });
        let article = record.html.map_or(Given::Text(record.text), Given::Page);
        return Ok(Some((id.to_string(), article)));
    }
}

/// The check of one object.
struct Check {
    problems: Vec<String>,
    pieces: usize,
}

impl Check {
    fn object(&mut self, object: &Value, article: &Given) {
        let carried = object.get("text").and_then(Value::as_str);
        let text = match (article, carried) {
            (Given::Text(text), None) => text,
            (Given::Text(text), Some(carried)) => {
                if let Some(at) = differ(carried, text) {
                    self.problems.push(format!("text: not that of the article, from character {at} on"));
                }
                text
            }
            (Given::Page(page), Some(carried)) => {
                self.page(page, carried);
                carried
            }
            (Given::Page(_), None) => {
                self.problems.push("text: missing; what was extracted from a page must be carried along".to_owned());
                return;
            }
        };
        let text = Chars::new(text);
        if let Some(summary) = object.get("summary") {
            self.sentences(summary, "summary.", &text);
            self.joined(summary, "sentences", "summary");
        }
        if object.get("sentences").is_some() {
            self.sentences(object, "", &text);
        }
        for (at, quote) in list(object, "quotes").iter().enumerate() {
            let path = format!("quotes[{at}]");
            if list(quote, "contents").is_empty() {
                self.problems.push(format!("{path}: no contents"));
            }
            for (at, content) in list(quote, "contents").iter().enumerate() {
                self.piece(content, &format!("{path}.contents[{at}]"), &text);
            }
            self.joined(quote, "contents", &path);
            for key in ["cue", "source"] {
                if let Some(piece) = quote.get(key).filter(|piece| !piece.is_null()) {
                    self.piece(piece, &format!("{path}.{key}"), &text);
                }
            }
        }
        for (at, speaker) in list(object, "speakers").iter().enumerate() {
            for (nth, mention) in list(speaker, "mentions").iter().enumerate() {
                self.piece(mention, &format!("speakers[{at}].mentions[{nth}]"), &text);
            }
        }
    }

    /// What the object calls the page's text must be what is extracted from the page.
    fn page(&mut self, page: &str, carried: &str) {
        let mut place = None;
        for clean in [true, false] {
            match parse_page(page, &ParseOptions::new().clean(clean)) {
                Ok(article) => match differ(carried, article.text()) {
                    None => return,
                    Some(at) => place = place.max(Some(at)),
                },
                Err(error) => {
                    self.problems.push(format!("text: cannot be compared: {error}"));
                    return;
                }
            }
        }
        let at = place.unwrap_or_default();
        self.problems.push(format!("text: not what this version extracts from the page, from character {at} on"));
    }

    fn sentences(&mut self, holder: &Value, path: &str, text: &Chars<'_>) {
        for (at, sentence) in list(holder, "sentences").iter().enumerate() {
            let path = format!("{path}sentences[{at}]");
            self.piece(sentence, &path, text);
            let words = sentence.get("text").and_then(Value::as_str).unwrap_or_default();
            let context = sentence.get("context").and_then(Value::as_object);
            for word in context.into_iter().flat_map(serde_json::Map::keys).filter(|word| !has_word(words, word)) {
                self.problems.push(format!("{path}.context: “{word}” is not in the sentence"));
            }
        }
    }

    /// The `text` beside a list of pieces is these pieces with a space between two, line breaks as spaces.
    fn joined(&mut self, holder: &Value, key: &str, path: &str) {
        let pieces = list(holder, key).iter().filter_map(|piece| piece.get("text").and_then(Value::as_str));
        let words: Vec<&str> = pieces.flat_map(str::split_whitespace).collect();
        let text = holder.get("text").and_then(Value::as_str).unwrap_or_default();
        if !text.split_whitespace().eq(words) {
            self.problems.push(format!("{path}.text: not its {key} put together"));
        }
    }

    fn piece(&mut self, piece: &Value, path: &str, text: &Chars<'_>) {
        self.pieces += 1;
        let place = |key: &str| piece.get(key).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
        let words = piece.get("text").and_then(Value::as_str);
        let (Some(words), Some(start), Some(end)) = (words, place("start"), place("end")) else {
            self.problems.push(format!("{path}: not a piece with \"text\", \"start\" and \"end\""));
            return;
        };
        let stands = text.slice(start, end);
        if stands == Some(words) && !words.is_empty() {
            return;
        }
        let elsewhere = match text.text.find(words) {
            Some(at) if !words.is_empty() => format!("it stands at {}", text.count(at)),
            _ => "the article has no such words".to_owned(),
        };
        let there = match stands {
            Some(there) => format!("“{}” stands there", short(there)),
            None => format!("the article has {} characters", text.count(text.text.len())),
        };
        self.problems.push(format!("{path} {start}..{end}: not “{}”: {there}; {elsewhere}", short(words)));
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether the words stand in the text, not as a part of a longer word.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !word.is_empty() && ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// The first character in which two texts differ, if they do.
fn differ(a: &str, b: &str) -> Option<usize> {
    if a == b {
        return None;
    }
    Some(a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count())
}

/// The text on one line, cut after some words.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// A text whose characters can be counted off quickly.
struct Chars<'t> {
    text: &'t str,
    /// Byte offsets of every 256th character, the end of the text counted as one.
    marks: Vec<usize>,
}

impl<'t> Chars<'t> {
    const STEP: usize = 256;

    fn new(text: &'t str) -> Self {
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Self { text, marks: ends.step_by(Self::STEP).collect() }
    }

    /// Offset in bytes of the character `at`, or of the end after the last.
    fn byte(&self, at: usize) -> Option<usize> {
        let mark = *self.marks.get(at / Self::STEP)?;
        let rest = &self.text[mark..];
        rest.char_indices().map(|(byte, _)| byte).chain([rest.len()]).nth(at % Self::STEP).map(|byte| mark + byte)
    }

    fn slice(&self, start: usize, end: usize) -> Option<&'t str> {
        let (start, end) = (self.byte(start)?, self.byte(end)?);
        (start <= end).then(|| &self.text[start..end])
    }

    /// Characters before the byte `at`.
    fn count(&self, at: usize) -> usize {
        let mark = self.marks.partition_point(|&mark| mark <= at).saturating_sub(1);
        let start = self.marks.get(mark).copied().unwrap_or_default();
        mark * Self::STEP + self.text[start..at].chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::Chars;

    #[test]
    fn characters_are_counted_off_as_python_does() {
        for text in [String::new(), "abc".to_owned(), "Zoë 🙂 — ".repeat(64), "é".repeat(512)] {
            let chars = Chars::new(&text);
            let total = text.chars().count();
            for (at, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!((chars.byte(at), chars.count(byte)), (Some(byte), at));
            }
            assert_eq!(chars.byte(total), Some(text.len()));
            assert_eq!(chars.byte(total + 1), None);
            assert_eq!(chars.slice(0, total), Some(&text[..]));
            assert_eq!(chars.count(text.len()), total);
        }
    }
}
