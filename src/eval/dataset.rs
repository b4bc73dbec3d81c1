//! Reading corpora, whatever their layout, without losing a record in silence.
//!
//! A corpus of summaries is NDJSON, a folder of CNN/DailyMail `.story` files, a pair of folders with articles and
//! summaries (as the BBC News Summary set), or a table in CSV with `article` and `highlights`. Which it is, is told
//! from its content. What cannot be used is counted and named in [`Corpus::skipped`].

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Error, Language, Result};

/// Records, and what was left out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Corpus<R> {
    /// Name of the file or folder.
    pub name: String,
    /// The layout it was taken for.
    pub layout: &'static str,
    /// The records, in order.
    pub records: Vec<R>,
    /// What was left out, in order.
    pub skipped: Vec<Skipped>,
    /// Records whose id was seen before and that are used all the same: rule suites number their rules so.
    pub repeated: Vec<Skipped>,
}

/// A record that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Skipped {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Where it stands: a line or a file.
    pub place: String,
    /// Why it was left out.
    pub reason: String,
    /// Whether it is broken, rather than unfit.
    pub broken: bool,
}

/// What an evaluation did not score, or not in the usual way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Records for which there was no prediction.
    pub missing: usize,
    /// Records that were left out.
    pub skipped: Vec<Skipped>,
    /// Records that share an id with one before them, scored all the same.
    pub repeated: Vec<Skipped>,
}

impl LeftOut {
    /// What a corpus left out, and how many of its records the `predictions` (if there are any) do not name.
    pub(crate) fn new<R: Record, P>(corpus: Corpus<R>, predictions: Option<&HashMap<String, P>>) -> Self {
        let missing = |p: &HashMap<String, P>| corpus.records.iter().filter(|r| !p.contains_key(r.id())).count();
        Self { missing: predictions.map_or(0, missing), skipped: corpus.skipped, repeated: corpus.repeated }
    }
}

/// An article with reference summaries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SummaryRecord {
    /// Its id, unlike all others of the corpus.
    pub id: String,
    /// The article.
    pub text: String,
    /// Its headline, if it is not in the text.
    pub title: Option<String>,
    /// Its language, if it was given.
    pub language: Option<Language>,
    /// The reference summaries, one at least; a line is a sentence.
    pub references: Vec<String>,
}

/// An article with its quotes.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuoteRecord {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) language: Option<Language>,
    pub(crate) quotes: Vec<AnnotatedQuote>,
}

/// A quote as corpora and predictions write it: offsets count characters.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct AnnotatedQuote {
    #[serde(default)]
    pub(crate) kind: Option<String>,
    #[serde(default)]
    pub(crate) contents: Vec<Mention>,
    #[serde(default)]
    pub(crate) cue: Option<Mention>,
    #[serde(default)]
    pub(crate) source: Option<Mention>,
    #[serde(default, deserialize_with = "name")]
    pub(crate) speaker: Option<String>,
    #[serde(default = "yes")]
    pub(crate) speech: bool,
}

/// A span in characters with its words; some corpora give the words only.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Mention {
    #[serde(default)]
    pub(crate) start: Option<usize>,
    #[serde(default)]
    pub(crate) end: Option<usize>,
    #[serde(default)]
    pub(crate) text: Option<String>,
}

fn yes() -> bool {
    true
}

/// A speaker's name: a string, or an object that has it under `name`.
fn name<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(name) => Some(name),
        Value::Object(mut speaker) => match speaker.remove("name") {
            Some(Value::String(name)) => Some(name),
            _ => None,
        },
        _ => None,
    })
}

/// A text and its sentences.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentenceRecord {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) language: Option<Language>,
    pub(crate) sentences: Vec<String>,
}

/// A page and the article that it holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct CleanRecord {
    pub(crate) id: String,
    pub(crate) page: Page,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) body: String,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) with: Vec<String>,
    pub(crate) without: Vec<String>,
}

/// What a page is given as.
#[derive(Debug, Clone)]
pub(crate) enum Page {
    Text(String),
    Html(String),
}

impl Default for Page {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// A record as it was found, before it is known to be fit for use.
#[derive(Debug)]
struct Found<R> {
    place: String,
    record: std::result::Result<R, (Option<String>, String)>,
}

/// What every kind of record has.
pub(crate) trait Record: Sized {
    /// Whether a record with the id of another is used all the same. Not where other files are joined by id.
    const MAY_REPEAT: bool = true;

    /// Reads it from a JSON object; the error says what is missing.
    fn from_object(id: String, object: &mut Object) -> std::result::Result<Self, String>;
    fn id(&self) -> &str;
    /// Why it cannot be used, if so.
    fn unfit(&self) -> Option<&'static str>;
}

type Object = serde_json::Map<String, Value>;

fn take_string(object: &mut Object, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|&key| match object.remove(key) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    })
}

fn take_strings(object: &mut Object, key: &str) -> Option<Vec<String>> {
    match object.remove(key)? {
        Value::Array(values) => {
            values.into_iter().map(|v| if let Value::String(s) = v { Some(s) } else { None }).collect()
        }
        Value::String(text) => Some(vec![text]),
        _ => None,
    }
}

fn take_text(object: &mut Object) -> std::result::Result<String, String> {
    take_string(object, &["text", "article"]).ok_or_else(|| "no `text`".to_owned())
}

fn take_language(object: &mut Object) -> Option<Language> {
    take_string(object, &["language"]).and_then(|code| Language::from_code(&code))
}

impl Record for SummaryRecord {
    const MAY_REPEAT: bool = false;

    fn from_object(id: String, object: &mut Object) -> std::result::Result<Self, String> {
        let text = take_text(object)?;
        // `references` is a list of summaries; the other names hold one, as a text or as a list of its sentences
        let references = take_strings(object, "references").or_else(|| {
            let found = ["reference", "highlights", "summary"].iter().find_map(|key| take_strings(object, key))?;
            Some(vec![found.join("\n")])
        });
        let mut references = references.unwrap_or_default();
        references.retain(|reference| !reference.trim().is_empty());
        let (title, language) = (take_string(object, &["title"]), take_language(object));
        Ok(Self { id, text, title, language, references })
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn unfit(&self) -> Option<&'static str> {
        if self.text.trim().is_empty() {
            Some("the text is empty")
        } else if self.references.is_empty() {
            Some("no reference summary")
        } else {
            None
        }
    }
}

impl Record for QuoteRecord {
    fn from_object(id: String, object: &mut Object) -> std::result::Result<Self, String> {
        let (text, language) = (take_text(object)?, take_language(object));
        let quotes = object.remove("quotes").ok_or("no `quotes`")?;
        let quotes = serde_json::from_value(quotes).map_err(|error| format!("`quotes`: {error}"))?;
        Ok(Self { id, text, language, quotes })
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn unfit(&self) -> Option<&'static str> {
        let length = self.text.chars().count();
        let contents = self.quotes.iter().flat_map(|quote| &quote.contents);
        let outside = |span: &Mention| match (span.start, span.end) {
            (Some(start), Some(end)) => start > end || end > length,
            _ => true,
        };
        contents.into_iter().any(outside).then_some("a content lies outside the text")
    }
}

impl Record for SentenceRecord {
    fn from_object(id: String, object: &mut Object) -> std::result::Result<Self, String> {
        let (text, language) = (take_text(object)?, take_language(object));
        let Some(Value::Array(sentences)) = object.remove("sentences") else { return Err("no `sentences`".to_owned()) };
        let sentences = sentence_texts(sentences, &text)?;
        Ok(Self { id, text, language, sentences })
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn unfit(&self) -> Option<&'static str> {
        None
    }
}

impl Record for CleanRecord {
    fn from_object(id: String, object: &mut Object) -> std::result::Result<Self, String> {
        let page = match take_string(object, &["html"]) {
            Some(html) => Page::Html(html),
            None => Page::Text(take_text(object).map_err(|_| "no `text` and no `html`")?),
        };
        let body = take_string(object, &["body"]).ok_or("no `body`")?;
        Ok(Self {
            id,
            page,
            body,
            url: take_string(object, &["url"]),
            language: take_language(object),
            title: take_string(object, &["title"]),
            byline: take_string(object, &["byline"]),
            published: take_string(object, &["published"]),
            with: take_strings(object, "with").unwrap_or_default(),
            without: take_strings(object, "without").unwrap_or_default(),
        })
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn unfit(&self) -> Option<&'static str> {
        None
    }
}

/// Reads a corpus of summaries of any known layout.
///
/// # Errors
/// [`Error::Read`] when it cannot be read, [`Error::Corpus`] when it is of no known layout or has no usable record.
pub fn read_summaries(path: &Path) -> Result<Corpus<SummaryRecord>> {
    let (layout, found) = if path.is_dir() { read_folder(path)? } else { read_file(path)? };
    sort_out(path, layout, found)
}

pub(crate) fn read_quotes(path: &Path) -> Result<Corpus<QuoteRecord>> {
    read_ndjson(path)
}

pub(crate) fn read_sentences(path: &Path) -> Result<Corpus<SentenceRecord>> {
    read_ndjson(path)
}

pub(crate) fn read_pages(path: &Path) -> Result<Corpus<CleanRecord>> {
    read_ndjson(path)
}

/// Sentences as strings, as objects with their `text` (our own output), or as places in the text, counted in characters.
pub(crate) fn sentence_texts(sentences: Vec<Value>, text: &str) -> std::result::Result<Vec<String>, String> {
    let mut cursor = (0, 0); // characters and bytes passed: places mostly come in order
    let mut byte = |wanted: usize| {
        if wanted < cursor.0 {
            cursor = (0, 0);
        }
        for c in text[cursor.1..].chars().take(wanted - cursor.0) {
            cursor = (cursor.0 + 1, cursor.1 + c.len_utf8());
        }
        (cursor.0 == wanted).then_some(cursor.1)
    };
    let place = |sentence: &Object, key: &str| sentence.get(key)?.as_u64().and_then(|at| usize::try_from(at).ok());
    let one = |sentence: Value| match sentence {
        Value::String(text) => Ok(text),
        Value::Object(mut sentence) => match sentence.remove("text") {
            Some(Value::String(text)) => Ok(text),
            _ => {
                let ends = (place(&sentence, "start").and_then(&mut byte), place(&sentence, "end").and_then(&mut byte));
                let (Some(start), Some(end)) = ends else {
                    return Err("a sentence without `text`, or `start` and `end` in the text".to_owned());
                };
                text.get(start..end)
                    .map(str::to_owned)
                    .ok_or_else(|| "a sentence that ends before it starts".to_owned())
            }
        },
        _ => Err("a sentence is neither a string nor an object".to_owned()),
    };
    sentences.into_iter().map(one).collect()
}

fn read_ndjson<R: Record>(path: &Path) -> Result<Corpus<R>> {
    let text = read_text(path)?;
    if !starts_as_json(&text) {
        return Err(corpus_error(path, "not NDJSON: one JSON object a line is read here"));
    }
    sort_out(path, "ndjson", parse_ndjson(&text))
}

/// Tells usable records from the rest, repeated ids among them.
fn sort_out<R: Record>(path: &Path, layout: &'static str, found: Vec<Found<R>>) -> Result<Corpus<R>> {
    let (mut records, mut skipped, mut repeated) = (Vec::with_capacity(found.len()), Vec::new(), Vec::new());
    let mut ids: HashSet<String> = HashSet::new();
    for Found { place, record } in found {
        let record = match record {
            Ok(record) => record,
            Err((id, reason)) => {
                skipped.push(Skipped { id, place, reason, broken: true });
                continue;
            }
        };
        let because = |reason: &str| {
            let (id, reason) = (Some(record.id().to_owned()), reason.to_owned());
            Skipped { id, place: place.clone(), reason, broken: false }
        };
        let is_new = ids.insert(record.id().to_owned());
        match record.unfit() {
            Some(reason) => skipped.push(because(reason)),
            None if !is_new && !R::MAY_REPEAT => skipped.push(because("its id was seen before")),
            None => {
                if !is_new {
                    repeated.push(because("its id was seen before; scored all the same"));
                }
                records.push(record);
            }
        }
    }
    if records.is_empty() {
        let reason = match skipped.first() {
            Some(first) => {
                format!("no usable record; the first of {}: {}: {}", skipped.len(), first.place, first.reason)
            }
            None => "no records".to_owned(),
        };
        return Err(corpus_error(path, &reason));
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Corpus { name, layout, records, skipped, repeated })
}

fn corpus_error(path: &Path, reason: &str) -> Error {
    Error::Corpus { path: path.to_owned(), reason: reason.to_owned() }
}

const LAYOUTS: &str = "expected NDJSON with `text` and `references`, CNN/DailyMail `.story` files, a folder with articles \
    beside a folder with summaries, or CSV with the columns `article` and `highlights`";

fn read_file(path: &Path) -> Result<(&'static str, Vec<Found<SummaryRecord>>)> {
    let text = read_text(path)?;
    if starts_as_json(&text) {
        return Ok(("ndjson", parse_ndjson(&text)));
    }
    if text.lines().any(|line| line.trim() == HIGHLIGHT) {
        return Ok(("story", vec![parse_story(path, &text)]));
    }
    match parse_csv_corpus(&text) {
        Some(found) => Ok(("csv", found)),
        None => Err(corpus_error(path, &format!("no corpus of a known layout; {LAYOUTS}"))),
    }
}

fn read_folder(path: &Path) -> Result<(&'static str, Vec<Found<SummaryRecord>>)> {
    let files = files_below(path)?;
    let has_ending = |file: &PathBuf, ending: &str| file.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    if files.iter().any(|file| has_ending(file, "story")) {
        let stories = files.iter().filter(|file| has_ending(file, "story"));
        let found: Result<Vec<_>> = stories.map(|file| Ok(parse_story(file, &read_text(file)?))).collect();
        return Ok(("story", found?));
    }
    if let Some(found) = read_pair(path, &files)? {
        return Ok(("paired folders", found));
    }
    let tables = ["jsonl", "ndjson", "csv"];
    let mut all = Vec::new();
    let mut layout = None;
    for file in files.iter().filter(|file| tables.iter().any(|ending| has_ending(file, ending))) {
        let (one, found) = read_file(file)?;
        let name = file.strip_prefix(path).unwrap_or(file).display().to_string();
        all.extend(found.into_iter().map(|f| Found { place: format!("{name}: {}", f.place), ..f }));
        layout = layout.or(Some(one));
    }
    match layout {
        Some(layout) => Ok((layout, all)),
        None => Err(corpus_error(path, &format!("no corpus of a known layout in this folder; {LAYOUTS}"))),
    }
}

/// All files in a folder and those in it, sorted.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| Error::read(&folder, error))? {
            let entry = entry.map_err(|error| Error::read(&folder, error))?;
            let kind = entry.file_type().map_err(|error| Error::read(entry.path(), error))?;
            // a link to a folder is not followed: it could lead round in a circle
            if kind.is_dir() {
                folders.push(entry.path());
            } else if !entry.file_name().to_string_lossy().starts_with('.') {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Two folders anywhere below, side by side, one named for summaries and one for articles.
fn read_pair(path: &Path, files: &[PathBuf]) -> Result<Option<Vec<Found<SummaryRecord>>>> {
    let named = |folder: &Path, words: &[&str]| {
        let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        words.iter().any(|word| name.contains(word))
    };
    let below = |folder: &Path| -> Vec<PathBuf> {
        files.iter().filter_map(|file| file.strip_prefix(folder).ok()).map(Path::to_owned).collect()
    };
    let mut folders: Vec<&Path> = files.iter().flat_map(|file| file.ancestors().skip(1)).collect();
    folders.retain(|folder| folder.starts_with(path) && *folder != path);
    folders.sort_by_key(|folder| (folder.components().count(), folder.to_path_buf()));
    folders.dedup();
    let is_summaries = |folder: &Path| named(folder, &["summar", "reference", "highlight"]);
    let pair = folders.iter().filter(|folder| is_summaries(folder)).find_map(|summaries| {
        let beside = folders.iter().filter(|other| other.parent() == summaries.parent() && !is_summaries(other));
        let articles = beside.into_iter().find(|other| named(other, &["article", "text", "doc", "stor", "news"]))?;
        Some((*articles, *summaries))
    });
    let Some((articles, summaries)) = pair else { return Ok(None) };
    let stem = |file: &Path| file.with_extension("").to_string_lossy().replace('\\', "/");
    let references = below(summaries);
    let mut found = Vec::new();
    let mut used = HashSet::new();
    for file in below(articles) {
        let id = stem(&file);
        let reference = references.iter().find(|reference| stem(reference) == id);
        let mut record = SummaryRecord { text: read_text(&articles.join(&file))?, ..SummaryRecord::default() };
        if let Some(reference) = reference {
            record.references.push(read_text(&summaries.join(reference))?);
            record.references.retain(|text| !text.trim().is_empty());
        }
        used.insert(id.clone());
        record.id = id;
        found.push(Found { place: file.display().to_string(), record: Ok(record) });
    }
    for reference in references {
        let id = stem(&reference);
        if !used.contains(&id) {
            let place = reference.display().to_string();
            found.push(Found { place, record: Err((Some(id), "a summary without its article".to_owned())) });
        }
    }
    Ok(Some(found))
}

/// A file as text: UTF-8, or Windows-1252 when it is not (the older sets are).
pub(crate) fn read_text(path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|error| Error::read(path, error))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(corpus_error(path, "compressed; unpack it first (gzip -d)"));
    }
    let text =
        String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(windows_1252).collect());
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if (0x80..0xa0).contains(&byte) { HIGH[usize::from(byte - 0x80)] } else { char::from(byte) }
}

fn starts_as_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The objects of an NDJSON text with their line numbers, or what is wrong with a line.
pub(crate) fn objects(text: &str) -> impl Iterator<Item = (usize, std::result::Result<Object, String>)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| {
        let object = match serde_json::from_str(line) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err("not a JSON object".to_owned()),
            Err(error) => Err(format!("not JSON: {error}")),
        };
        (at + 1, object)
    })
}

/// A record's id: a string or a number.
pub(crate) fn take_id(object: &mut Object) -> Option<String> {
    match object.remove("id")? {
        Value::String(id) => Some(id),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn parse_ndjson<R: Record>(text: &str) -> Vec<Found<R>> {
    let found = objects(text).map(|(line, object)| {
        let record = object.map_err(|reason| (None, reason)).and_then(|mut object| {
            let id = take_id(&mut object);
            let named = id.clone().unwrap_or_else(|| format!("line {line}"));
            R::from_object(named, &mut object).map_err(|reason| (id, reason))
        });
        Found { place: format!("line {line}"), record }
    });
    found.collect()
}

const HIGHLIGHT: &str = "@highlight";

/// A CNN/DailyMail story: the article, then highlights, each after a line that says so.
fn parse_story(path: &Path, text: &str) -> Found<SummaryRecord> {
    let mut parts = vec![String::new()];
    for line in text.lines() {
        if line.trim() == HIGHLIGHT {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    let highlights: Vec<String> =
        parts.drain(1..).map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut references = vec![highlights.join("\n")];
    references.retain(|reference| !reference.trim().is_empty());
    let article = parts.pop().unwrap_or_default().trim().to_owned();
    let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let record = SummaryRecord { id, text: article, references, ..SummaryRecord::default() };
    Found { place: path.display().to_string(), record: Ok(record) }
}

/// A table whose header names an article and a summary; `None` when it does not.
fn parse_csv_corpus(text: &str) -> Option<Vec<Found<SummaryRecord>>> {
    let mut rows = CsvRows::new(text);
    let (_, header) = rows.next()?;
    let column = |names: &[&str]| {
        names.iter().find_map(|name| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)))
    };
    let article = column(&["article", "text"])?;
    let highlights = column(&["highlights", "summary", "reference"])?;
    let (id, title) = (column(&["id"]), column(&["title"]));
    let width = header.len();
    let found = rows.filter(|(_, row)| row.len() > 1 || !row[0].trim().is_empty()).map(|(line, mut row)| {
        let place = format!("line {line}");
        let named = id.and_then(|at| row.get(at)).filter(|id| !id.is_empty()).cloned();
        if row.len() != width {
            let reason = format!("{} cells where the header has {width}", row.len());
            return Found { place, record: Err((named, reason)) };
        }
        let mut references = vec![std::mem::take(&mut row[highlights])];
        references.retain(|reference| !reference.trim().is_empty());
        let title = title.map(|at| std::mem::take(&mut row[at])).filter(|title| !title.trim().is_empty());
        let text = std::mem::take(&mut row[article]);
        let id = named.unwrap_or_else(|| place.clone());
        Found { place, record: Ok(SummaryRecord { id, text, title, references, ..SummaryRecord::default() }) }
    });
    Some(found.collect())
}

/// The rows of a CSV text (RFC 4180): quoted cells may hold commas, line breaks and doubled quotes.
struct CsvRows<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> CsvRows<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text, line: 1 }
    }

    /// Takes one cell off the rest. Returns it and the character that ended it.
    fn cell(&mut self) -> (String, Option<char>) {
        let mut cell = String::new();
        if let Some(mut quoted) = self.rest.strip_prefix('"') {
            while let Some(at) = quoted.find('"') {
                cell.push_str(&quoted[..at]);
                quoted = &quoted[at + 1..];
                let Some(after) = quoted.strip_prefix('"') else {
                    self.rest = quoted;
                    return self.end_cell(cell);
                };
                cell.push('"');
                quoted = after;
            }
            // the closing mark is missing: all that is left is the cell
            cell.push_str(quoted);
            self.rest = "";
            return (cell, None);
        }
        self.end_cell(cell)
    }

    /// Appends what stands before the next comma or line end.
    fn end_cell(&mut self, mut cell: String) -> (String, Option<char>) {
        let at = self.rest.find([',', '\n']).unwrap_or(self.rest.len());
        let (before, after) = self.rest.split_at(at);
        let end = after.chars().next();
        cell.push_str(if end == Some(',') { before } else { before.strip_suffix('\r').unwrap_or(before) });
        self.rest = after.get(1..).unwrap_or("");
        (cell, end)
    }
}

impl Iterator for CsvRows<'_> {
    /// Number of the row's first line, and its cells: one at least.
    type Item = (usize, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, mut row) = (self.line, Vec::new());
        loop {
            let before = self.rest;
            let (cell, end) = self.cell();
            let taken = &before[..before.len() - self.rest.len()];
            self.line += taken.matches('\n').count();
            row.push(cell);
            if end != Some(',') {
                return Some((line, row));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    fn skipped(corpus: &Corpus<SummaryRecord>) -> Vec<String> {
        corpus.skipped.iter().map(|s| format!("{} {} {}", s.place, s.id.as_deref().unwrap_or("-"), s.reason)).collect()
    }

    #[test]
    fn ndjson_names_what_it_skips() {
        let folder = folder(&[(
            "c.jsonl",
            "{\"id\":\"a\",\"text\":\"One.\",\"references\":[\"R.\",\" \"]}\n\n{\"id\":\"b\",\"text\":\"Two.\"}\n\
             {\"id\":\"a\",\"text\":\"Three.\",\"references\":[\"R.\"]}\n{\"id\":\"d\",\"text\":\" \",\"references\":[\"R.\"]}\n\
             {broken\n[1]\n{\"id\":7,\"article\":\"Four.\",\"highlights\":\"x\\ny\"}\n{\"id\":\"e\"}\n",
        )]);
        let corpus = read_summaries(&folder.path().join("c.jsonl")).unwrap();
        assert_eq!(corpus.records.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["a", "7"]);
        assert_eq!(corpus.records[0].references, ["R."]);
        assert_eq!(corpus.records[1].references, ["x\ny"]);
        let skipped = skipped(&corpus);
        assert_eq!(
            skipped[..3],
            ["line 3 b no reference summary", "line 4 a its id was seen before", "line 5 d the text is empty"]
        );
        assert!(skipped[3].starts_with("line 6 - not JSON"), "{skipped:?}");
        assert_eq!(skipped[4..], ["line 7 - not a JSON object", "line 9 e no `text`"]);
        assert_eq!(corpus.skipped.iter().filter(|s| s.broken).count(), 3);
    }

    #[test]
    fn stories_with_highlights() {
        let folder = folder(&[
            ("cnn/aa.story", "First paragraph.\n\nSecond.\n\n@highlight\n\nOne thing\n\n@highlight\n\nAnother thing\n"),
            ("cnn/bb.story", "No highlights here.\n"),
            (".DS_Store", "x"),
        ]);
        let corpus = read_summaries(folder.path()).unwrap();
        assert_eq!(corpus.layout, "story");
        assert_eq!(corpus.records[0].id, "aa");
        assert_eq!(corpus.records[0].text, "First paragraph.\n\nSecond.");
        assert_eq!(corpus.records[0].references, ["One thing\nAnother thing"]);
        assert_eq!(corpus.skipped[0].id.as_deref(), Some("bb"));
        let one = read_summaries(&folder.path().join("cnn/aa.story")).unwrap();
        assert_eq!(one.records, corpus.records);
    }

    #[test]
    fn folders_side_by_side() {
        let folder = folder(&[
            ("BBC/News Articles/sport/001.txt", "Title\n\nIt cost £3."),
            ("BBC/News Articles/sport/002.txt", "Alone."),
            ("BBC/Summaries/sport/001.txt", "It cost £3."),
            ("BBC/Summaries/sport/003.txt", "Orphan."),
        ]);
        fs::write(folder.path().join("BBC/News Articles/sport/001.txt"), b"Title\n\nIt cost \xa33 \x96 more.").unwrap();
        let corpus = read_summaries(folder.path()).unwrap();
        assert_eq!(corpus.layout, "paired folders");
        assert_eq!(corpus.records.len(), 1);
        assert_eq!(corpus.records[0].id, "sport/001");
        assert_eq!(corpus.records[0].text, "Title\n\nIt cost £3 – more.");
        let reasons: Vec<&str> = corpus.skipped.iter().map(|s| s.reason.as_str()).collect();
        assert_eq!(reasons, ["no reference summary", "a summary without its article"]);
    }

    #[test]
    fn csv_with_quotes_and_line_breaks() {
        let folder = folder(&[(
            "test.csv",
            "id,article,highlights\r\n1,\"He said \"\"no\"\", twice.\r\nThen left.\",\"A.\nB.\"\r\n2,plain,short\r\n3,x\r\n4,y,\r\n",
        )]);
        let corpus = read_summaries(&folder.path().join("test.csv")).unwrap();
        assert_eq!(corpus.layout, "csv");
        assert_eq!(corpus.records[0].text, "He said \"no\", twice.\r\nThen left.");
        assert_eq!(corpus.records[0].references, ["A.\nB."]);
        assert_eq!(corpus.records[1].text, "plain");
        assert_eq!(skipped(&corpus), ["line 6 3 2 cells where the header has 3", "line 7 4 no reference summary"]);
    }

    #[test]
    fn says_what_it_wants_when_there_is_none() {
        let folder = folder(&[("a.txt", "Just a text."), ("b.csv", "x,y\n1,2\n")]);
        for path in [folder.path().to_owned(), folder.path().join("a.txt"), folder.path().join("b.csv")] {
            let error = read_summaries(&path).unwrap_err().to_string();
            assert!(error.contains("`article` and `highlights`"), "{error}");
        }
        assert!(matches!(read_summaries(&folder.path().join("none")), Err(Error::Read { .. })));
        fs::write(folder.path().join("z.gz"), [0x1f, 0x8b, 8]).unwrap();
        assert!(read_summaries(&folder.path().join("z.gz")).unwrap_err().to_string().contains("gzip -d"));
    }

    #[test]
    fn csv_never_panics() {
        for text in ["\"", "a,\"b", "\"a\"b,c\r\n", ",\n,", "\"\"\"", "é,\"ü\n"] {
            let rows: Vec<_> = CsvRows::new(text).collect();
            assert!(!rows.is_empty() && rows.iter().all(|(_, row)| !row.is_empty()), "{text:?}");
        }
    }
}
