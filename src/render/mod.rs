//! Output: what was found in an article, as JSON.
//!
//! The wire types are apart from the types inside, so that these may change and the schema does not. Positions are
//! counted in characters here (Unicode scalar values) and in bytes everywhere else; [`offsets`] converts.

mod json;
mod offsets;
mod wire;

use std::cmp::Reverse;
use std::io::{self, Write};

use crate::{Article, QuoteKind, QuoteRef, Quotes, RecordId, Span, Summary};
use serde_json::value::RawValue;

/// Version of the JSON schema.
pub const SCHEMA: u32 = 1;

/// What one article gave, ready to be written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its summary, when one was asked for.
    pub summary: Option<&'a Summary>,
    /// Its quotes.
    pub quotes: Option<&'a Quotes>,
    /// Words that carry the article, with their scores.
    pub keywords: Option<&'a [crate::Keyword]>,
    /// The id of its record, as it was written there.
    pub record_id: Option<&'a RecordId>,
    /// Whether indirect quotes are listed.
    pub indirect: bool,
    /// Whether the article's text is part of the output.
    pub with_text: bool,
    /// Fields of the record to pass through.
    pub extra: Option<&'a [(String, Box<RawValue>)]>,
}

impl<'a> Report<'a> {
    /// A report that holds the article alone.
    pub fn new(article: &'a Article) -> Self {
        Self {
            article,
            summary: None,
            quotes: None,
            keywords: None,
            record_id: None,
            indirect: false,
            with_text: false,
            extra: None,
        }
    }

    /// Words of the summary that its reader could not resolve alone, each with who is meant, in text order.
    pub fn context(&self) -> Vec<(Span, String)> {
        self.summary.map_or_else(Vec::new, |summary| crate::quote::context(self.article, self.quotes, summary))
    }

    /// The quotes worth showing under a summary, at most `limit`, in text order.
    ///
    /// Direct quotes before mixed ones, those with a known speaker before others, then the longer.
    pub fn best_quotes(&self, limit: usize) -> Vec<QuoteRef<'a>> {
        let Some(quotes) = self.quotes else { return Vec::new() };
        let mut ranked: Vec<(usize, QuoteRef<'a>)> =
            quotes.iter().enumerate().filter(|(_, quote)| quote.quote().kind != QuoteKind::Indirect).collect();
        ranked.sort_by_key(|(at, quote)| {
            let inner = quote.quote();
            let length: usize = inner.contents.iter().map(|span| span.len()).sum();
            (inner.kind != QuoteKind::Direct, inner.speaker.is_none(), Reverse(length), *at)
        });
        ranked.truncate(limit);
        ranked.sort_by_key(|(at, _)| *at);
        ranked.into_iter().map(|(_, quote)| quote).collect()
    }

    /// Writes the summary object (with a summary) or the quotes object (without one), on one line or indented.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        json::write(out, &wire::article(self), pretty)
    }

    /// Writes the sentences object.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_sentences_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        json::write(out, &wire::sentences(self), pretty)
    }

    /// Writes the clean object: body text and labelled blocks.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_clean_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        json::write(out, &wire::clean(self), pretty)
    }

    /// Writes the keywords object.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_keywords_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        json::write(out, &wire::keywords(self), pretty)
    }
}

/// Writes the record that stands in the place of a bad one.
///
/// # Errors
/// What `out` fails with.
pub fn write_error_json(out: &mut dyn Write, id: Option<&RecordId>, line: usize, error: &str) -> io::Result<()> {
    json::write(out, &wire::ErrorRecord { id, line, error }, false)
}
