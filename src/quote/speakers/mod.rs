//! From the words that name a source to the speaker they stand for.

use rustc_hash::FxHashMap;

use super::analysis::{Analysis, RawQuote};
use super::{Quote, Quotes, Speaker, SpeakerId, SpeakerKind};

/// Finds the speaker of each quote. For now the source's text is the name.
pub(crate) fn resolve(analysis: &Analysis<'_>, raw: Vec<RawQuote>) -> Quotes {
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut by_name: FxHashMap<&str, SpeakerId> = FxHashMap::default();
    let mut quotes = Vec::with_capacity(raw.len());
    for quote in raw {
        let source = quote.source.map(|at| {
            let phrase = analysis.phrases[at as usize];
            analysis.span(phrase.start, phrase.end)
        });
        let speaker = source.map(|span| {
            let name = &analysis.article.text()[span];
            let id = *by_name.entry(name).or_insert_with(|| {
                let id = SpeakerId(u32::try_from(speakers.len()).unwrap_or(u32::MAX) + 1);
                let (title, kind) = (None, SpeakerKind::Person);
                speakers.push(Speaker { id, name: name.to_owned(), title, kind, mentions: Vec::new() });
                id
            });
            speakers[id.0 as usize - 1].mentions.push(span);
            id
        });
        let Some(sentence) = analysis.article_sentence(quote.contents[0].start()) else { continue };
        quotes.push(Quote {
            kind: quote.kind,
            contents: quote.contents,
            cue: quote.cue_span,
            source,
            speaker,
            via: None,
            confidence: quote.probability,
            sentence,
        });
    }
    Quotes { quotes, speakers }
}
