//! Measures resolution alone: contents, cues and sources as annotated, speakers as resolved.
//!
//! Run with `NUTGRAF_GOLD=quotes.jsonl NUTGRAF_OUT=out.jsonl cargo test --lib gold -- --ignored`; each output line is a
//! record with the annotated quotes and the speakers found, in the scorer's form.

use super::super::analysis::{Analysis, NONE, RawQuote};
use super::resolve;
use crate::{Language, ParseOptions, QuoteKind, Span};

/// Byte offset of each character, and of the end.
fn offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

#[test]
#[ignore = "needs an annotated corpus"]
fn gold_sources() {
    use std::io::Write as _;
    let Ok(path) = std::env::var("NUTGRAF_GOLD") else { return };
    let data = std::fs::read_to_string(path).expect("the corpus");
    let mut out = std::env::var("NUTGRAF_OUT").ok().map(|path| std::fs::File::create(path).expect("the output"));
    let mut seconds = 0.0;
    for line in data.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record");
        let text = record["text"].as_str().unwrap_or_default();
        let at = offsets(text);
        let span = |value: &serde_json::Value| {
            let bound = |name: &str| value[name].as_u64().and_then(|n| at.get(usize::try_from(n).ok()?).copied());
            Some(Span::new(bound("start")?, bound("end")?))
        };
        let options = ParseOptions::new().clean(false).language(Language::English);
        let article = crate::parse(text.to_owned(), &options);
        let analysis = Analysis::new(&article, &crate::quote::models::MODELS.tagger);
        let word_at = |offset: usize| {
            let at = analysis.words.partition_point(|w| w.span.end() <= offset);
            (at < analysis.words.len()).then(|| u32::try_from(at).unwrap_or(NONE))
        };
        let mut raw = Vec::new();
        let mut kept = Vec::new();
        for quote in record["quotes"].as_array().into_iter().flatten() {
            let contents: Vec<Span> = quote["contents"].as_array().into_iter().flatten().filter_map(span).collect();
            let (Some(first), Some(last)) = (contents.first(), contents.last()) else { continue };
            let (Some(start), Some(end)) = (word_at(first.start()), word_at(last.end().saturating_sub(1))) else {
                continue;
            };
            let cue_span = span(&quote["cue"]);
            let cue = cue_span.and_then(|c| {
                let words = word_at(c.start())?..=word_at(c.end().saturating_sub(1))?;
                words.clone().find(|&w| analysis.cues.iter().any(|c| c.word == w)).or_else(|| words.clone().next())
            });
            let source = span(&quote["source"]).and_then(|s| {
                let words = word_at(s.start())?..=word_at(s.end().saturating_sub(1))?;
                let phrases: Vec<u32> = words.map(|w| analysis.word(w).phrase).filter(|&p| p != NONE).collect();
                // the head of a long source is its first phrase
                phrases.first().copied()
            });
            kept.push(quote.clone());
            raw.push(RawQuote {
                kind: match quote["kind"].as_str() {
                    Some("direct") => QuoteKind::Direct,
                    Some("mixed") => QuoteKind::Mixed,
                    _ => QuoteKind::Indirect,
                },
                contents,
                first: start,
                end: end + 1,
                cue,
                cue_span,
                source,
                linked: false,
                probability: 1.0,
            });
        }
        let began = std::time::Instant::now();
        for _ in 0..10 {
            let _ = resolve(&analysis, raw.clone());
        }
        let quotes = resolve(&analysis, raw);
        seconds += began.elapsed().as_secs_f64();
        let Some(out) = &mut out else { continue };
        let mut found = Vec::new();
        for (mut gold, quote) in kept.into_iter().zip(quotes.iter()) {
            gold["gold_speaker"] = gold["speaker"].clone();
            gold["speaker"] = match quote.speaker() {
                Some(s) => {
                    serde_json::json!({"name": s.name, "title": s.title, "kind": s.kind.name(), "id": s.id.number()})
                }
                None => serde_json::Value::Null,
            };
            gold["via"] = quote.via().map_or(serde_json::Value::Null, |s| serde_json::json!({"name": s.name}));
            gold["confidence"] = quote.quote().confidence.into();
            found.push(gold);
        }
        let speakers: Vec<_> = quotes
            .speakers()
            .iter()
            .map(|s| serde_json::json!({"name": s.name, "title": s.title, "kind": s.kind.name(), "mentions": s.mentions.iter().map(|&m| &text[m]).collect::<Vec<_>>()}))
            .collect();
        let record = serde_json::json!({"id": record["id"], "quotes": found, "speakers": speakers});
        writeln!(out, "{record}").expect("a line");
    }
    if let Some(out) = &mut out {
        out.flush().expect("the end");
    }
    assert!(seconds.is_finite());
}
