//! Sentences in the mood of reported speech.

use super::clause::Clause;
use super::{Found, Lists, bits, list};
use crate::model::features::key;
use crate::quote::analysis::{Analysis, Glyph, NONE, Tag};
use crate::quote::lexicon::First;

/// Sentences in reported mood right after a quote go on with it: Er habe nichts gewusst. Das sei ein Fehler gewesen. Where the
/// mood is plain they are words of somebody without that, too; several of them in a row are one quote.
pub(super) fn go_on(analysis: &Analysis<'_>, lists: &Lists, found: &mut Vec<Found>) {
    let mut sources: Vec<Option<u32>> = vec![None; analysis.sentences.len()];
    for quote in &*found {
        for part in &quote.parts {
            sources[analysis.word(part.0).sentence as usize].get_or_insert(quote.source);
        }
    }
    // the quote that the sentence before belongs to, if it is one of these
    let mut open: Option<usize> = None;
    // the last source, and its paragraph
    let (mut last, mut paragraph) = (NONE, NONE);
    for at in 0..analysis.sentences.len() {
        let sentence = analysis.sentences[at].clone();
        let here = analysis.word(sentence.start).paragraph;
        if here != paragraph {
            (open, last, paragraph) = (None, NONE, here);
        }
        if let Some(source) = sources[at] {
            (open, last) = (None, source);
            continue;
        }
        let after = open.is_some() || at > 0 && sources[at - 1].is_some() && last_of(analysis, at) == here;
        let reported = match mood(analysis, lists, &sentence) {
            Mood::Plain => true,
            Mood::Perhaps => after,
            Mood::Other => false,
        };
        let it = Clause { analysis, lists, start: sentence.start, end: sentence.end, cue: sentence.start };
        let part = if reported { it.part(sentence.start, sentence.end) } else { None };
        open = match (part, open) {
            (Some(part), Some(quote)) => {
                found[quote].parts[0].1 = part.1;
                Some(quote)
            }
            (Some(part), None) => {
                // Dekan Berg bleibt gelassen. Man habe nichts gewusst: who the sentence before is about
                let about = || {
                    let before = analysis.sentences.get(at.checked_sub(1)?)?.clone();
                    let it = Clause { analysis, lists, start: before.start, end: before.end, cue: before.end };
                    Some(it.first_phrase()).filter(|&phrase| phrase != NONE && last_of(analysis, at) == here)
                };
                let told = at > 0 && sources[at - 1].is_some();
                let source = if told { last } else { about().unwrap_or(last) };
                found.push(Found { parts: vec![part], cue: NONE, source });
                Some(found.len() - 1)
            }
            (None, _) => None,
        };
    }
}

/// The paragraph of the sentence before.
fn last_of(analysis: &Analysis<'_>, sentence: usize) -> u32 {
    analysis.word(analysis.sentences[sentence - 1].start).paragraph
}

/// The mood of a sentence's main clause.
enum Mood {
    /// That of reported speech, by a form that has no other use: sei, habe.
    Plain,
    /// Perhaps: hätte, könnten.
    Perhaps,
    Other,
}

fn mood(analysis: &Analysis<'_>, lists: &Lists, sentence: &std::ops::Range<u32>) -> Mood {
    // "habe ich" is no reported speech
    if sentence.clone().any(|at| analysis.word(at).low == key("ich") && !analysis.word(at).marked) {
        return Mood::Other;
    }
    let mut mood = Mood::Other;
    // whether the clause depends on another
    let mut depends = false;
    for at in sentence.clone().take(24) {
        let word = analysis.word(at);
        let bits = bits(lists, word);
        if word.marked {
            continue;
        }
        if at == sentence.start || analysis.before(at).glyph == Glyph::Comma {
            depends =
                bits & list::SUBORDINATE != 0 && (word.phrase == NONE || at > sentence.start && word.tag != Tag::Dt);
        }
        if bits & list::REPORTED != 0 && word.first == First::Lower {
            if bits & list::PLAINLY != 0 && !depends {
                return Mood::Plain;
            }
            mood = Mood::Perhaps;
        }
    }
    mood
}
