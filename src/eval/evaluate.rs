//! From files to figures: a corpus, perhaps another program's predictions, and what came of it.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::boundaries::{self, SentenceEvaluation};
use super::cleaning::{self, CleanEvaluation, Cleaned};
use super::dataset::{
    AnnotatedQuote, objects, read_pages, read_quotes, read_sentences, read_text, sentence_texts, take_id,
};
use super::quotes::{self, QuoteEvaluation, QuoteOptions};
use super::sha256;
use super::summaries::Predictions;
use crate::{Error, Result};

/// Scores the quotes of a corpus: those this library finds, or those in an NDJSON file of another program's
/// `{"id", "quotes"}` with offsets in characters. `done` is called after each record with the number of all.
///
/// # Errors
/// When a file cannot be read or is not of its kind.
pub fn evaluate_quotes(
    corpus: &Path,
    predictions: Option<&Path>,
    options: &QuoteOptions,
    done: &(dyn Fn(usize) + Sync),
) -> Result<QuoteEvaluation> {
    let predictions = predictions.map(|path| {
        read_predictions(path, |object| {
            let quotes: Vec<AnnotatedQuote> = match object.remove("quotes") {
                Some(quotes) => serde_json::from_value(quotes).map_err(|error| format!("`quotes`: {error}"))?,
                None => Vec::new(),
            };
            Ok(quotes)
        })
    });
    let predictions = predictions.transpose()?;
    Ok(quotes::evaluate(read_quotes(corpus)?, predictions.as_ref(), options, done))
}

/// Scores the sentences of a corpus: those this library finds, or those of an NDJSON file with
/// `{"id", "sentences": [{"text"}]}`.
///
/// # Errors
/// When a file cannot be read or is not of its kind.
pub fn evaluate_sentences(
    corpus: &Path,
    predictions: Option<&Path>,
    done: &(dyn Fn(usize) + Sync),
) -> Result<SentenceEvaluation> {
    let predictions = predictions.map(|path| {
        read_predictions(path, |object| {
            let Some(Value::Array(sentences)) = object.remove("sentences") else { return Ok(Vec::new()) };
            sentence_texts(sentences, "")
        })
    });
    Ok(boundaries::evaluate(read_sentences(corpus)?, predictions.transpose()?.as_ref(), done))
}

/// Scores the cleaning of a corpus of pages: this library's, or that of an NDJSON file with
/// `{"id", "text", "title", "byline", "published"}`.
///
/// # Errors
/// When a file cannot be read or is not of its kind.
pub fn evaluate_cleaning(
    corpus: &Path,
    predictions: Option<&Path>,
    done: &(dyn Fn(usize) + Sync),
) -> Result<CleanEvaluation> {
    let predictions = predictions.map(|path| {
        read_predictions(path, |object| {
            let mut take = |key: &str| match object.remove(key) {
                Some(Value::String(text)) => Some(text),
                _ => None,
            };
            let (title, byline, published) = (take("title"), take("byline"), take("published"));
            Ok(Cleaned { text: take("text").unwrap_or_default(), title, byline, published })
        })
    });
    Ok(cleaning::evaluate(read_pages(corpus)?, predictions.transpose()?.as_ref(), &cleaning::clean, done))
}

impl Predictions {
    /// Reads an outside system's summaries: NDJSON of `{"id", "summary"}`, where the summary is a text with a sentence
    /// a line, or the object that this program writes. A record with an `error` counts as an empty summary.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is no such record.
    pub fn read(name: impl Into<String>, path: &Path) -> Result<Self> {
        let summaries = read_predictions(path, |object| match object.remove("summary") {
            Some(Value::String(text)) => Ok(text),
            Some(Value::Object(summary)) => Ok(sentence_lines(&summary)),
            Some(Value::Null) => Ok(String::new()),
            None if object.contains_key("error") => Ok(String::new()),
            _ => Err("no `summary`".to_owned()),
        });
        Ok(Self::new(name, summaries?))
    }
}

fn sentence_lines(summary: &serde_json::Map<String, Value>) -> String {
    let sentences = summary.get("sentences").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let lines = sentences.iter().filter_map(|sentence| sentence.get("text")?.as_str());
    lines.map(|line| line.replace('\n', " ")).collect::<Vec<_>>().join("\n")
}

/// Reads predictions by id. Of a repeated id the last counts, as with every program that reads them into a table.
fn read_predictions<T>(
    path: &Path,
    mut read: impl FnMut(&mut serde_json::Map<String, Value>) -> std::result::Result<T, String>,
) -> Result<HashMap<String, T>> {
    let text = read_text(path)?;
    let mut predictions = HashMap::new();
    for (line, object) in objects(&text) {
        let one = object.and_then(|mut object| Ok((take_id(&mut object), read(&mut object)?)));
        match one {
            Ok((Some(id), prediction)) => {
                predictions.insert(id, prediction);
            }
            // a record that failed may have no id: whatever it was for counts as missing
            Ok((None, _)) => {}
            Err(reason) => {
                return Err(Error::Corpus { path: path.to_owned(), reason: format!("line {line}: {reason}") });
            }
        }
    }
    Ok(predictions)
}

/// SHA-256 of a file's bytes, in hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn fingerprint(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| Error::read(path, error))?;
    Ok(sha256::hex_digest(&bytes))
}
