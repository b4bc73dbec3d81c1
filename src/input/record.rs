//! Records: one JSON object a line.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A record's id: text, or a number as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RecordId {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// An article as an archive has it. `text` (or `article`, or `html` for a page) is required.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Record {
    /// Its name.
    pub id: Option<RecordId>,
    /// The text; empty for a page.
    pub text: String,
    /// The page's HTML.
    pub html: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// A language code.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// All other fields, as they were written, in their order.
    pub extra: Vec<(String, Box<RawValue>)>,
}

impl Record {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, as half a sentence, with the record's id where that could be read.
    pub fn parse(line: &str) -> Result<Self, (Option<RecordId>, String)> {
        match serde_json::from_str::<Self>(line) {
            Ok(record) => Ok(record),
            Err(error) => {
                #[derive(Deserialize)]
                struct OnlyId {
                    id: Option<RecordId>,
                }
                // serde would take the first of an array for the id
                let object = line.trim_start().starts_with('{');
                let only = object.then(|| serde_json::from_str::<OnlyId>(line).ok()).flatten();
                let id = only.and_then(|only| only.id);
                let reason = match error.classify() {
                    serde_json::error::Category::Data if error.to_string().starts_with(NO_TEXT) => NO_TEXT.to_owned(),
                    serde_json::error::Category::Data => without_place(&error.to_string()),
                    _ => format!("not JSON: {}", without_place(&error.to_string())),
                };
                Err((id, reason))
            }
        }
    }
}

const NO_TEXT: &str = "no \"text\", \"article\" or \"html\"";

/// serde's message without its "at line 1 column 7": the line number is ours to tell.
fn without_place(message: &str) -> String {
    match message.rfind(" at line ") {
        Some(at) => {
            match message[at..].rsplit(' ').next() {
                // it is the line as a whole that is no record
                None | Some("0") => message[..at].to_owned(),
                Some(column) => format!("{} at column {column}", &message[..at]),
            }
        }
        None => message.to_owned(),
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor)
    }
}

/// An id is text or a whole number; `null` is none.
fn id<E: de::Error>(value: &RawValue) -> Result<Option<RecordId>, E> {
    serde_json::from_str(value.get()).map_err(|_| E::custom("\"id\" is neither text nor a whole number"))
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with \"text\" or \"html\"")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::default();
        let mut text = None;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            match &*key {
                "id" => record.id = id(map.next_value()?)?,
                "text" | "article" => text = map.next_value::<Option<String>>()?.or(text),
                "html" => record.html = map.next_value()?,
                "url" => record.url = map.next_value()?,
                "title" => record.title = map.next_value()?,
                "language" => record.language = map.next_value()?,
                "published" => record.published = map.next_value()?,
                "byline" => record.byline = map.next_value()?,
                "references" => {
                    map.next_value::<IgnoredAny>()?;
                }
                _ => record.extra.push((key.into_owned(), map.next_value()?)),
            }
        }
        if text.is_none() && record.html.is_none() {
            return Err(de::Error::custom(NO_TEXT));
        }
        record.text = text.unwrap_or_default();
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields_and_keeps_the_rest_as_written() {
        let record = Record::parse(r#"{"id":7,"article":"A.","title":null,"n":1.50,"references":["x"]}"#).unwrap();
        assert_eq!(record.id, Some(RecordId::Number(7)));
        assert_eq!(record.text, "A.");
        assert_eq!(record.extra.len(), 1);
        assert_eq!(record.extra[0].1.get(), "1.50");
    }

    #[test]
    fn says_what_is_wrong_and_whose_it_is() {
        let (id, reason) = Record::parse(r#"{"id":"a"}"#).unwrap_err();
        assert_eq!(id, Some(RecordId::Text("a".into())));
        assert!(reason.starts_with("no \"text\""), "{reason}");
        let (id, reason) = Record::parse(r#"{"id":"b","text":5}"#).unwrap_err();
        assert_eq!(id, Some(RecordId::Text("b".into())));
        assert!(reason.contains("invalid type"), "{reason}");
        assert_eq!(Record::parse("[1]").unwrap_err().0, None);
        assert!(Record::parse("{").unwrap_err().1.starts_with("not JSON"));
    }
}
