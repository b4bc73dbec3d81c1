//! The JSON schema, version 1, as types.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::offsets::CharOffsets;
use super::{Report, SCHEMA};
use crate::{
    Article, BlockKind, Metadata, QuoteKind, QuoteRef, Quotes, RecordId, Scored, SentenceRef, Span, Speaker, Summary,
};

#[derive(Serialize)]
pub(super) struct ErrorRecord<'a> {
    pub(super) id: Option<&'a RecordId>,
    pub(super) line: usize,
    pub(super) error: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Id<'a> {
    Record(&'a RecordId),
    Name(&'a str),
}

#[derive(Serialize)]
struct Head<'a> {
    schema: u32,
    version: &'static str,
    offset_unit: &'static str,
    id: Option<Id<'a>>,
    language: &'static str,
}

#[derive(Serialize)]
struct Meta<'a> {
    title: Option<&'a str>,
    byline: Option<&'a str>,
    dateline: Option<&'a str>,
    published: Option<&'a str>,
}

#[derive(Serialize)]
struct Piece<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
pub(super) struct ArticleObject<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    #[serde(flatten)]
    meta: Meta<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<SummaryObject<'a>>,
    quotes: Vec<QuoteObject<'a>>,
    speakers: Vec<SpeakerObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keywords: Option<Vec<KeywordObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<Vec<ScoreObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Extra<'a>>,
}

#[derive(Serialize)]
struct SummaryObject<'a> {
    text: String,
    sentences: Vec<SelectedObject<'a>>,
}

#[derive(Serialize)]
struct SelectedObject<'a> {
    #[serde(flatten)]
    piece: Piece<'a>,
    index: usize,
    score: f64,
    speakers: Vec<&'a str>,
    context: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct QuoteObject<'a> {
    kind: &'static str,
    text: String,
    contents: Vec<Piece<'a>>,
    cue: Option<Piece<'a>>,
    source: Option<Piece<'a>>,
    speaker: Option<SpeakerName<'a>>,
    via: Option<SpeakerName<'a>>,
    confidence: f64,
    sentence: usize,
}

#[derive(Serialize)]
struct SpeakerName<'a> {
    name: &'a str,
    title: Option<&'a str>,
    kind: &'static str,
    id: u32,
}

#[derive(Serialize)]
struct SpeakerObject<'a> {
    id: u32,
    name: &'a str,
    title: Option<&'a str>,
    kind: &'static str,
    mentions: Vec<Piece<'a>>,
}

#[derive(Serialize)]
struct KeywordObject<'a> {
    text: &'a str,
    score: f64,
}

#[derive(Serialize)]
struct ScoreObject {
    index: usize,
    score: f64,
    standing: &'static str,
    parts: BTreeMap<&'static str, f64>,
}

struct Extra<'a>(&'a [(String, Box<RawValue>)]);

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
pub(super) struct SentencesObject<'a> {
    schema: u32,
    offset_unit: &'static str,
    id: Option<Id<'a>>,
    language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    sentences: Vec<Piece<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Extra<'a>>,
}

#[derive(Serialize)]
pub(super) struct CleanObject<'a> {
    schema: u32,
    offset_unit: &'static str,
    id: Option<Id<'a>>,
    language: &'static str,
    #[serde(flatten)]
    meta: Meta<'a>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_text: Option<&'a str>,
    blocks: Vec<BlockObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Extra<'a>>,
}

#[derive(Serialize)]
struct BlockObject {
    kind: &'static str,
    rule: Option<&'static str>,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
pub(super) struct KeywordsObject<'a> {
    schema: u32,
    id: Option<Id<'a>>,
    language: &'static str,
    keywords: Vec<KeywordObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Extra<'a>>,
}

/// Scores are given to four digits: what more there is, is noise, and platforms may differ in it.
fn rounded(score: f64) -> f64 {
    if score.is_finite() { (score * 1e4).round() / 1e4 } else { 0.0 }
}

fn id<'a>(report: &Report<'a>) -> Option<Id<'a>> {
    report.record_id.map(Id::Record).or_else(|| report.article.id().map(Id::Name))
}

fn meta(metadata: &Metadata) -> Meta<'_> {
    Meta {
        title: metadata.title.as_deref(),
        byline: metadata.byline.as_deref(),
        dateline: metadata.dateline.as_deref(),
        published: metadata.published.as_deref(),
    }
}

struct Pieces<'a> {
    text: &'a str,
    offsets: CharOffsets<'a>,
}

impl<'a> Pieces<'a> {
    fn new(article: &'a Article) -> Self {
        Self { text: article.text(), offsets: CharOffsets::new(article.text()) }
    }

    fn piece(&self, span: Span) -> Piece<'a> {
        Piece { text: &self.text[span], start: self.offsets.get(span.start()), end: self.offsets.get(span.end()) }
    }
}

fn speaker_name(speaker: &Speaker) -> SpeakerName<'_> {
    SpeakerName {
        name: &speaker.name,
        title: speaker.title.as_deref(),
        kind: speaker.kind.name(),
        id: speaker.id.number(),
    }
}

fn quote_object<'a>(pieces: &Pieces<'a>, article: &Article, quote: QuoteRef<'a>) -> QuoteObject<'a> {
    let inner = quote.quote();
    QuoteObject {
        kind: inner.kind.name(),
        text: quote.text(article),
        contents: inner.contents.iter().map(|&span| pieces.piece(span)).collect(),
        cue: inner.cue.map(|span| pieces.piece(span)),
        source: inner.source.map(|span| pieces.piece(span)),
        speaker: quote.speaker().map(speaker_name),
        via: quote.via().map(speaker_name),
        confidence: (f64::from(inner.confidence) * 100.0).round() / 100.0,
        sentence: inner.sentence.index(),
    }
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

pub(super) fn article<'a>(report: &Report<'a>) -> ArticleObject<'a> {
    let article = report.article;
    let pieces = Pieces::new(article);
    let summary = report.summary.map(|summary| {
        let texts: Vec<String> = summary.sentences(article).map(|s| unwrapped(s.text())).collect();
        let context = crate::quote::context(article, report.quotes, summary);
        let chosen: Vec<SentenceRef<'_>> = summary.sentences(article).collect();
        let speakers = speakers_of(report, &chosen.iter().map(SentenceRef::span).collect::<Vec<_>>());
        let sentences = chosen.iter().zip(summary.selected()).zip(speakers).map(|((sentence, selected), speakers)| {
            let span = sentence.span();
            let first = context.partition_point(|(word, _)| word.start() < span.start());
            let here = context[first..].iter().take_while(|(word, _)| word.end() <= span.end());
            SelectedObject {
                piece: pieces.piece(span),
                index: sentence.id().index(),
                score: rounded(selected.score),
                speakers,
                context: here.map(|(word, who)| (&article.text()[*word], who.clone())).collect(),
            }
        });
        SummaryObject { text: texts.join(" "), sentences: sentences.collect() }
    });
    let quotes = report.quotes.into_iter().flat_map(Quotes::iter);
    let speakers = report.quotes.map_or(&[][..], |quotes| quotes.speakers());
    ArticleObject {
        head: Head {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            offset_unit: "char",
            id: id(report),
            language: article.language().code(),
        },
        method: report.summary.map(Summary::method_name),
        meta: meta(article.metadata()),
        text: report.with_text.then(|| article.text()),
        summary,
        quotes: quotes
            .filter(|quote| report.indirect || quote.quote().kind != QuoteKind::Indirect)
            .map(|quote| quote_object(&pieces, article, quote))
            .collect(),
        speakers: speakers
            .iter()
            .map(|speaker| SpeakerObject {
                id: speaker.id.number(),
                name: &speaker.name,
                title: speaker.title.as_deref(),
                kind: speaker.kind.name(),
                mentions: speaker.mentions.iter().map(|&span| pieces.piece(span)).collect(),
            })
            .collect(),
        keywords: report.keywords.map(keyword_objects),
        scores: report.summary.filter(|_| report.explain).map(|summary| {
            let object = |scored: &Scored| ScoreObject {
                index: scored.sentence.index(),
                score: rounded(scored.score),
                standing: scored.standing.name(),
                parts: scored.parts.iter().map(|part| (part.name, rounded(part.value))).collect(),
            };
            summary.scores().iter().map(object).collect()
        }),
        extra: report.extra.map(Extra),
    }
}

fn keyword_objects(keywords: &[crate::Keyword]) -> Vec<KeywordObject<'_>> {
    keywords.iter().map(|keyword| KeywordObject { text: &keyword.text, score: rounded(keyword.score) }).collect()
}

pub(super) fn sentences<'a>(report: &Report<'a>) -> SentencesObject<'a> {
    let pieces = Pieces::new(report.article);
    SentencesObject {
        schema: SCHEMA,
        offset_unit: "char",
        id: id(report),
        language: report.article.language().code(),
        text: report.with_text.then(|| report.article.text()),
        sentences: report.article.sentences().map(|sentence| pieces.piece(sentence.span())).collect(),
        extra: report.extra.map(Extra),
    }
}

pub(super) fn clean<'a>(report: &Report<'a>) -> CleanObject<'a> {
    let article = report.article;
    let pieces = Pieces::new(article);
    let block = |kind: BlockKind, span: Span| BlockObject {
        kind: kind.name(),
        rule: kind.rule(),
        start: pieces.offsets.get(span.start()),
        end: pieces.offsets.get(span.end()),
    };
    CleanObject {
        schema: SCHEMA,
        offset_unit: "char",
        id: id(report),
        language: article.language().code(),
        meta: meta(article.metadata()),
        text: article.body_text(),
        source_text: report.with_text.then(|| article.text()),
        blocks: article.blocks().iter().map(|b| block(b.kind, b.span)).collect(),
        extra: report.extra.map(Extra),
    }
}

pub(super) fn keywords<'a>(report: &Report<'a>) -> KeywordsObject<'a> {
    KeywordsObject {
        schema: SCHEMA,
        id: id(report),
        language: report.article.language().code(),
        keywords: keyword_objects(report.keywords.unwrap_or_default()),
        extra: report.extra.map(Extra),
    }
}

/// A sentence's text with its line breaks as spaces.
fn unwrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    crate::article::push_unwrapped(&mut out, text);
    out
}
