//! The JSON schema, version 1: which keys each object has, in which order.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::json::Json;
use super::offsets::CharOffsets;
use super::{Report, SCHEMA};
use crate::article::push_unwrapped;
use crate::{Article, Metadata, QuoteKind, QuoteRef, Quotes, RecordId, Scored, SentenceRef, Span, Speaker, Summary};

/// Digits of scores behind the point: what more there is, is noise, and platforms may differ in it.
const SCORE_PLACES: u32 = 4;
/// The same of confidences.
const CONFIDENCE_PLACES: u32 = 2;

/// An article's text with its offsets in characters.
struct Pieces<'a> {
    text: &'a str,
    offsets: CharOffsets<'a>,
}

impl<'a> Pieces<'a> {
    fn new(article: &'a Article) -> Self {
        Self { text: article.text(), offsets: CharOffsets::new(article.text()) }
    }

    /// The keys of a piece of the text.
    fn fields(&self, json: &mut Json, span: Span) {
        json.key("text").text(&self.text[span]);
        self.place(json, span);
    }

    fn place(&self, json: &mut Json, span: Span) {
        count(json.key("start"), self.offsets.get(span.start()));
        count(json.key("end"), self.offsets.get(span.end()));
    }

    fn piece(&self, json: &mut Json, span: Span) {
        json.object(|json| self.fields(json, span));
    }

    fn maybe(&self, json: &mut Json, span: Option<Span>) {
        match span {
            Some(span) => self.piece(json, span),
            None => json.null(),
        }
    }

    fn list(&self, json: &mut Json, spans: &[Span]) {
        json.list(spans, |json, &span| self.piece(json, span));
    }
}

fn count(json: &mut Json, number: usize) {
    json.number(number as u64);
}

/// The record that stands in the place of a bad one.
pub(super) fn error(json: &mut Json, id: Option<&RecordId>, line: usize, error: &str) {
    json.object(|json| {
        json.key("id");
        match id {
            Some(id) => record_id(json, id),
            None => json.null(),
        }
        count(json.key("line"), line);
        json.key("error").text(error);
    });
}

fn record_id(json: &mut Json, id: &RecordId) {
    match id {
        RecordId::Text(text) => json.text(text),
        RecordId::Number(number) => json.raw(&number.to_string()),
        // What is no JSON would spoil the whole object.
        RecordId::Written(number) => match serde_json::from_str::<&RawValue>(number) {
            Ok(number) => json.raw(number.get()),
            Err(_) => json.text(number),
        },
    }
}

fn id_and_language(json: &mut Json, report: &Report<'_>) {
    json.key("id");
    match report.record_id {
        Some(id) => record_id(json, id),
        None => json.maybe(report.article.id()),
    }
    json.key("language").text(report.article.language().code());
}

fn meta(json: &mut Json, metadata: &Metadata) {
    json.key("title").maybe(metadata.title.as_deref());
    json.key("byline").maybe(metadata.byline.as_deref());
    json.key("dateline").maybe(metadata.dateline.as_deref());
    json.key("published").maybe(metadata.published.as_deref());
}

/// Fields that a record had beside ours.
fn extra(json: &mut Json, report: &Report<'_>) {
    if let Some(fields) = report.extra {
        json.key("extra").object(|json| {
            for (name, value) in fields {
                json.any_key(name).raw(value.get());
            }
        });
    }
}

fn speaker_name(json: &mut Json, speaker: Option<&Speaker>) {
    let Some(speaker) = speaker else { return json.null() };
    json.object(|json| {
        json.key("name").text(&speaker.name);
        json.key("title").maybe(speaker.title.as_deref());
        json.key("kind").text(speaker.kind.name());
        json.key("id").number(speaker.id.number().into());
    });
}

fn quote(json: &mut Json, pieces: &Pieces<'_>, article: &Article, quote: QuoteRef<'_>) {
    let inner = quote.quote();
    json.object(|json| {
        json.key("kind").text(inner.kind.name());
        json.key("text");
        match inner.contents[..] {
            [content] => json.text(&article.text()[content]),
            _ => json.text(&quote.text(article)),
        }
        pieces.list(json.key("contents"), &inner.contents);
        pieces.maybe(json.key("cue"), inner.cue);
        pieces.maybe(json.key("source"), inner.source);
        speaker_name(json.key("speaker"), quote.speaker());
        speaker_name(json.key("via"), quote.via());
        json.key("confidence").decimal(inner.confidence.into(), CONFIDENCE_PLACES);
        count(json.key("sentence"), inner.sentence.index());
    });
}

fn speaker(json: &mut Json, pieces: &Pieces<'_>, speaker: &Speaker) {
    json.object(|json| {
        json.key("id").number(speaker.id.number().into());
        json.key("name").text(&speaker.name);
        json.key("title").maybe(speaker.title.as_deref());
        json.key("kind").text(speaker.kind.name());
        pieces.list(json.key("mentions"), &speaker.mentions);
    });
}

fn keyword(json: &mut Json, keyword: &crate::Keyword) {
    json.object(|json| {
        json.key("text").text(&keyword.text);
        json.key("score").decimal(keyword.score, SCORE_PLACES);
    });
}

fn scored(json: &mut Json, scored: &Scored) {
    json.object(|json| {
        count(json.key("index"), scored.sentence.index());
        json.key("score").decimal(scored.score, SCORE_PLACES);
        json.key("standing").text(scored.standing.name());
        let parts: BTreeMap<&'static str, f64> = scored.parts.iter().map(|part| (part.name, part.value)).collect();
        json.key("parts").object(|json| {
            for (name, value) in parts {
                json.any_key(name).decimal(value, SCORE_PLACES);
            }
        });
    });
}

/// For each chosen sentence, names of those whose quotes stand in it, each once, in the order of their quotes.
///
/// Each content is looked up once among the sentences, which are in text order.
fn speakers_of<'a>(report: &Report<'a>, sentences: &[Span]) -> Vec<Vec<&'a str>> {
    let mut names: Vec<Vec<&str>> = vec![Vec::new(); sentences.len()];
    for quote in report.quotes.into_iter().flat_map(Quotes::iter) {
        let Some(name) = quote.speaker_name() else { continue };
        for content in &quote.quote().contents {
            let first = sentences.partition_point(|sentence| sentence.end() <= content.start());
            for (sentence, names) in sentences.iter().zip(&mut names).skip(first) {
                if sentence.start() >= content.end() {
                    break;
                }
                if sentence.overlaps(*content) && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    names
}

fn summary(json: &mut Json, report: &Report<'_>, pieces: &Pieces<'_>, summary: &Summary) {
    let article = report.article;
    let chosen: Vec<SentenceRef<'_>> = summary.sentences(article).collect();
    let mut text = String::with_capacity(chosen.iter().map(|sentence| sentence.span().len() + 1).sum());
    for sentence in &chosen {
        if !text.is_empty() {
            text.push(' ');
        }
        push_unwrapped(&mut text, sentence.text());
    }
    let context = crate::quote::context(article, report.quotes, summary);
    let speakers = speakers_of(report, &chosen.iter().map(SentenceRef::span).collect::<Vec<_>>());
    json.object(|json| {
        json.key("text").text(&text);
        let sentences = chosen.iter().zip(summary.selected()).zip(&speakers);
        json.key("sentences").list(sentences, |json, ((sentence, selected), speakers)| {
            let span = sentence.span();
            let first = context.partition_point(|(word, _)| word.start() < span.start());
            let here = context[first..].iter().take_while(|(word, _)| word.end() <= span.end());
            let context: BTreeMap<&str, &str> = here.map(|(word, who)| (&article.text()[*word], &**who)).collect();
            json.object(|json| {
                pieces.fields(json, span);
                count(json.key("index"), sentence.id().index());
                json.key("score").decimal(selected.score, SCORE_PLACES);
                json.key("speakers").list(speakers, |json, name| json.text(name));
                json.key("context").object(|json| {
                    for (word, who) in context {
                        json.any_key(word).text(who);
                    }
                });
            });
        });
    });
}

pub(super) fn article(json: &mut Json, report: &Report<'_>) {
    let article = report.article;
    let pieces = Pieces::new(article);
    json.object(|json| {
        json.key("schema").number(SCHEMA.into());
        json.key("version").text(env!("CARGO_PKG_VERSION"));
        json.key("offset_unit").text("char");
        id_and_language(json, report);
        if let Some(summary) = report.summary {
            json.key("method").text(summary.method_name());
        }
        meta(json, article.metadata());
        if report.with_text {
            json.key("text").text(article.text());
        }
        if let Some(of) = report.summary {
            summary(json.key("summary"), report, &pieces, of);
        }
        let quotes = report.quotes.into_iter().flat_map(Quotes::iter);
        let listed = quotes.filter(|quote| report.indirect || quote.quote().kind != QuoteKind::Indirect);
        json.key("quotes").list(listed, |json, of| quote(json, &pieces, article, of));
        let speakers = report.quotes.map_or(&[][..], |quotes| quotes.speakers());
        json.key("speakers").list(speakers, |json, of| speaker(json, &pieces, of));
        if let Some(keywords) = report.keywords {
            json.key("keywords").list(keywords, keyword);
        }
        if let Some(summary) = report.summary.filter(|_| report.explain) {
            json.key("scores").list(summary.scores(), scored);
        }
        extra(json, report);
    });
}

pub(super) fn sentences(json: &mut Json, report: &Report<'_>) {
    let pieces = Pieces::new(report.article);
    json.object(|json| {
        json.key("schema").number(SCHEMA.into());
        json.key("offset_unit").text("char");
        id_and_language(json, report);
        if report.with_text {
            json.key("text").text(report.article.text());
        }
        let spans = report.article.sentences().map(|sentence| sentence.span());
        json.key("sentences").list(spans, |json, span| pieces.piece(json, span));
        extra(json, report);
    });
}

pub(super) fn clean(json: &mut Json, report: &Report<'_>) {
    let article = report.article;
    let pieces = Pieces::new(article);
    json.object(|json| {
        json.key("schema").number(SCHEMA.into());
        json.key("offset_unit").text("char");
        id_and_language(json, report);
        meta(json, article.metadata());
        json.key("text").text(&article.body_text());
        if report.with_text {
            json.key("source_text").text(article.text());
        }
        json.key("blocks").list(article.blocks(), |json, block| {
            json.object(|json| {
                json.key("kind").text(block.kind.name());
                json.key("rule").maybe(block.kind.rule());
                pieces.place(json, block.span);
            });
        });
        extra(json, report);
    });
}

pub(super) fn keywords(json: &mut Json, report: &Report<'_>) {
    json.object(|json| {
        json.key("schema").number(SCHEMA.into());
        id_and_language(json, report);
        json.key("keywords").list(report.keywords.unwrap_or_default(), keyword);
        extra(json, report);
    });
}
