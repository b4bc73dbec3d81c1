//! Records: one JSON object a line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// A record's id: text, or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordId {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Any other number, as it was written: tables make `7.0` of a 7, and there are ids of more than 64 bits.
    Written(String),
}

impl RecordId {
    /// The id that a JSON value is; `null` is none, and what is neither text nor a number is an error.
    fn from_json(value: &RawValue) -> Result<Option<Self>, serde_json::Error> {
        let json = value.get();
        if json == "null" {
            return Ok(None);
        }
        if json.starts_with('"') {
            return serde_json::from_str(json).map(|text| Some(Self::Text(text)));
        }
        if let Ok(number) = json.parse() {
            // JSON has no plus sign and no leading zeros: what a number of Rust is, is one of JSON here.
            return Ok(Some(Self::Number(number)));
        }
        // What is written must be read by others: no number that has no value.
        serde_json::from_str::<f64>(json).map(|_| Some(Self::Written(json.to_owned())))
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Written(json) => match serde_json::from_str::<&RawValue>(json) {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(json),
            },
        }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Written(number) => f.write_str(number),
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
                // Who cuts a text by UTF-16 units writes half a character.
                if error.is_syntax()
                    && let Some(whole) = without_halves(line)
                    && let Ok(record) = serde_json::from_str::<Self>(&whole)
                {
                    return Ok(record);
                }
                let id = serde_json::from_str::<OnlyId>(line).ok().and_then(|only| only.0);
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

/// A line of JSON with U+FFFD for each escape that is half a character (`\ud83d` without its second half); `None` if there is none.
fn without_halves(line: &str) -> Option<String> {
    /// The UTF-16 unit of an escape that stands at the beginning.
    fn unit(text: &[u8]) -> Option<u32> {
        let digits = text.strip_prefix(b"\\u")?.get(..4)?;
        digits.iter().try_fold(0, |unit, &digit| Some(unit * 16 + char::from(digit).to_digit(16)?))
    }
    let bytes = line.as_bytes();
    let (mut out, mut copied, mut at) = (String::new(), 0, 0);
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        match (unit(&bytes[at..]), bytes.get(at + 6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                out.push_str(&line[copied..at]);
                out.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            (Some(_), _) => at += 6,
            // A backslash and what it stands before, which may be another one.
            (None, _) => at = (at + 2).min(bytes.len()),
        }
    }
    (copied > 0).then(|| out + &line[copied..])
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

/// The id of a record that is not one in another way.
struct OnlyId(Option<RecordId>);

impl<'de> Deserialize<'de> for OnlyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = HashMap::<Cow<'_, str>, Box<RawValue>>::deserialize(deserializer)?;
        Ok(Self(fields.get("id").and_then(|value| RecordId::from_json(value).ok()).flatten()))
    }
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
                "id" => {
                    record.id = RecordId::from_json(map.next_value()?)
                        .map_err(|_| de::Error::custom("\"id\" is neither text nor a number"))?;
                }
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
        // A list has no id, though it has a first element.
        assert_eq!(Record::parse("[1]").unwrap_err().0, None);
        assert!(Record::parse("{").unwrap_err().1.starts_with("not JSON"));
    }

    #[test]
    fn ids_are_given_back_as_they_were_written() {
        for id in ["7", "-7", "7.0", "1e5", "-0.0", "340282366920938463463374607431768211455", "\"a\\u0000\"", "null"] {
            let record = Record::parse(&format!("{{\"id\":{id},\"text\":\"A.\"}}")).unwrap();
            assert_eq!(serde_json::to_string(&record.id).unwrap(), id);
        }
        for id in ["[7]", "{}", "true", "1e400"] {
            let (salvaged, reason) = Record::parse(&format!("{{\"id\":{id},\"text\":\"A.\"}}")).unwrap_err();
            assert!(salvaged.is_none() && reason.starts_with("\"id\" is neither"), "{reason}");
        }
    }

    #[test]
    fn half_a_character_is_one_that_cannot_be_read() {
        let cases = [
            (r"A \ud83d b.", "A \u{fffd} b."),
            (r"\ude00A\ud83d", "\u{fffd}A\u{fffd}"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\\ud83d \uD83D", "\\ud83d \u{fffd}"),
        ];
        for (written, text) in cases {
            assert_eq!(Record::parse(&format!("{{\"text\":\"{written}\"}}")).unwrap().text, text, "{written}");
        }
        for broken in [r"\ud83d\", r"\ud83", r"\ud83d\x", r"\ud83d\u00"] {
            assert!(Record::parse(&format!("{{\"text\":\"{broken}\"}}")).is_err(), "{broken}");
        }
    }
}
