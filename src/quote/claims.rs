//! Marked words that a cue claims whatever the content rankers say.
//!
//! The rankers choose between stretches of a sentence and sometimes choose none, or too much. Two cases need no choice: what
//! is called something ("called the plan “orderly”", "dismissed it as “noise”") is reported in the words between the
//! marks alone; and a cue right before marks reports what they hold.

use super::analysis::{Analysis, Content, Cue, Glyph, NONE, SegmentKind, Tag};
use super::cues::{ACCEPTED, POSSIBLE};
use super::lexicon::Lists;
use super::segments;
use crate::model::features::key;

/// Words between a verb that names and the marks, at most: the thing named.
const LONGEST_OBJECT: u32 = 14;
/// Words between another cue and the marks it claims, at most.
const NEAR: u32 = 4;
/// Cues and contents looked at around one, at most.
const MOST_CUES: usize = 12;
/// Words before the next marks that the same verb names: “bold” and based on “one assumption”.
const CHAIN: u32 = 4;

/// Gives marked segments to the cues that claim them. Linear: each cue looks at the next segment of its sentence.
pub(super) fn settle(analysis: &mut Analysis<'_>) {
    trim(analysis);
    colons(analysis);
    relayed(analysis);
    headline(analysis);
    subjects(analysis);
    asides(analysis);
    take_over(analysis);
    part(analysis);
    let mut claims: Vec<(u32, usize)> = Vec::new();
    for (number, cue) in (0..).zip(&analysis.cues) {
        if cue.probability < POSSIBLE || analysis.word(cue.word).glyph == Glyph::Colon {
            continue;
        }
        let Some(at) = next_segment(analysis, cue.word) else { continue };
        let naming = analysis.word(cue.word).lists.has(Lists::NAMING);
        if naming && names(analysis, number, at) {
            claims.push((number, at));
            let mut last = at;
            while let Some(next) = chained(analysis, last) {
                claims.push((number, next));
                last = next;
            }
        } else if cue.probability >= ACCEPTED && !naming && left_over(analysis, number, at) {
            claims.push((number, at));
        }
    }
    if claims.is_empty() {
        return;
    }
    let mut contents = std::mem::take(&mut analysis.contents);
    for &(cue, at) in &claims {
        let (from, _) = segments::inside(analysis, at);
        let word = analysis.cues[cue as usize].word;
        contents.retain(|content| content.cue != cue || content.to <= word || content.to <= from);
        analysis.segments[at].kind = SegmentKind::Direct;
        let probability = &mut analysis.cues[cue as usize].probability;
        *probability = probability.max(ACCEPTED);
    }
    for &(cue, at) in &claims {
        let (from, to) = segments::inside(analysis, at);
        contents.push(Content { cue, from, to });
    }
    Content::sort(&mut contents);
    analysis.contents = contents;
}

/// Cuts contents before an attribution that closes the sentence: "stressed “openness”, spokesman Miller said" reports what
/// stands before the comma.
fn trim(analysis: &mut Analysis<'_>) {
    for at in 0..analysis.contents.len() {
        let content = analysis.contents[at];
        let first = analysis.cue_from(content.from);
        let cut = analysis.cues[first..]
            .iter()
            .take_while(|cue| cue.word < content.to)
            .filter(|cue| cue.probability >= ACCEPTED && analysis.word(cue.word).lists.has(Lists::SAID))
            .filter(|cue| content.to - cue.word <= LONGEST_ADVERBIAL && cue.word >= content.from + 4)
            .find_map(|cue| {
                let phrase = analysis.phrases.get(cue.source as usize)?;
                let plain = phrase.start > content.from + 2 && phrase.end <= cue.word && cue.word - phrase.end <= 1;
                (plain && analysis.before(phrase.start).glyph == Glyph::Comma).then(|| phrase.start - 1)
            });
        if let Some(mut to) = cut.filter(|_| analysis.cues[content.cue as usize].word < content.from) {
            while to > content.from && !analysis.before(to).is_word {
                to -= 1;
            }
            if analysis.any_marked(content.from, to) {
                analysis.contents[at].to = to;
            }
        }
    }
}

/// "argues that a walk is a treatment: “If a pill had killed him, we would know.”": the sentence between marks is a quote of its own.
fn colons(analysis: &mut Analysis<'_>) {
    for at in 0..analysis.contents.len() {
        let content = analysis.contents[at];
        let cue = analysis.cues[content.cue as usize];
        let Some(number) = next_segment(analysis, content.from).filter(|_| cue.word < content.from) else { continue };
        let segment = analysis.segments[number];
        let (from, to) = segments::inside(analysis, number);
        let colon = segment.open - 1;
        let stopped =
            matches!(analysis.before(segment.close).glyph, Glyph::Period | Glyph::Question | Glyph::Exclamation);
        let sentence = stopped && analysis.is_upper(from) && to - from >= SHORTEST_SENTENCE;
        let closes = content.to > segment.open && content.to <= segment.close + 1;
        let finite = |range: std::ops::Range<u32>| range.into_iter().any(|at| analysis.word(at).tag.is_finite());
        let clause = finite(content.from..colon) && finite(from..to);
        // "even admonishing the client: “…”" announces it itself
        let participle = (content.from..colon).rev().take(5).any(|at| analysis.word(at).tag == Tag::Vbg);
        if closes && sentence && clause && !participle && analysis.word(colon).glyph == Glyph::Colon {
            analysis.contents[at].to = colon;
            analysis.segments[number].kind = SegmentKind::Direct;
        }
    }
}

/// Words of a sentence that is a quote of its own, at least.
const SHORTEST_SENTENCE: u32 = 5;

/// "“…,” said Hind Ruiz, his mother": a few words without a verb that follow the source tell of it.
fn asides(analysis: &mut Analysis<'_>) {
    let is_aside = |content: &Content| {
        let cue = analysis.cues[content.cue as usize];
        let source = analysis.phrases.get(cue.source as usize);
        let count = analysis.count(content.from, content.to);
        source.is_some_and(|source| source.start > cue.word && source.end <= content.from)
            && analysis.word(cue.word).low != key("according")
            && analysis.before(content.from).glyph == Glyph::Comma
            && count.words <= LONGEST_ASIDE
            && count.marked == 0
            && !(content.from..content.to).any(|at| analysis.word(at).tag.is_verb())
    };
    let aside: Vec<bool> = analysis.contents.iter().map(is_aside).collect();
    let mut at = 0;
    analysis.contents.retain(|_| {
        at += 1;
        !aside[at - 1]
    });
}

/// Words of an aside, at most.
const LONGEST_ASIDE: u32 = 4;

/// "…, he said, according to the complaint" and "According to Gibson, Major said …": the words are theirs who spoke, the
/// outer attribution relays them.
fn relayed(analysis: &mut Analysis<'_>) {
    let mut changed = false;
    for at in 0..analysis.contents.len() {
        let content = analysis.contents[at];
        if analysis.word(analysis.cues[content.cue as usize].word).low != key("according") {
            continue;
        }
        let first = analysis.cue_from(content.from);
        for inner in first..analysis.cues.len().min(first + MOST_CUES) {
            let cue = analysis.cues[inner];
            if cue.word >= content.to {
                break;
            }
            let Some(source) = analysis.phrases.get(cue.source as usize) else { continue };
            let verb = analysis.word(cue.word);
            if !verb.lists.has(Lists::SAID) || verb.tag == Tag::Vbg || source.end > cue.word {
                continue;
            }
            let number = u32::try_from(inner).unwrap_or(NONE);
            let before = analysis.word(source.start.max(1) - 1);
            let comma = source.start > content.from + 2 && (before.glyph == Glyph::Comma || before.marked);
            let marked = analysis.segments.get(before.segment as usize).is_some_and(|segment| segment.closed);
            if source.start == content.from && before.marked && marked {
                // “…,” he said, according to
                let (from, to) = segments::inside(analysis, before.segment as usize);
                analysis.contents[at] = Content { cue: number, from, to };
                analysis.cues[inner].probability = cue.probability.max(ACCEPTED);
            } else if comma && content.to - cue.word <= 2 && cue.probability >= POSSIBLE {
                analysis.contents[at] = Content { cue: number, from: content.from, to: source.start - 1 };
                analysis.cues[inner].probability = cue.probability.max(ACCEPTED);
            } else if source.start == content.from
                && let from = at.saturating_sub(MOST_CUES)
                && let Some(own) =
                    analysis.contents[from..].iter().take(2 * MOST_CUES).position(|own| own.cue == number)
            {
                analysis.contents[at].to = content.from;
                // Roe told officers he was late, according to an affidavit
                let outer = analysis.cues[content.cue as usize].word;
                let own = &mut analysis.contents[from + own];
                if own.from < outer && own.to > outer {
                    own.to = content.to;
                }
            } else {
                continue;
            }
            changed = true;
            break;
        }
    }
    if changed {
        analysis.contents.retain(|content| content.to > content.from);
        Content::sort(&mut analysis.contents);
    }
}

/// "noted the changes, testifying “…”", "said he was tired and then quipped to her, “…”": the second verb reports what
/// the marks hold, and the content of the first ends before it.
fn take_over(analysis: &mut Analysis<'_>) {
    let mut taken: Vec<(u32, u32, usize)> = Vec::new(); // cue, start of its clause, segment
    for (number, cue) in (0..).zip(&analysis.cues) {
        let word = analysis.word(cue.word);
        if cue.probability < POSSIBLE || word.marked || !word.lists.has(Lists::REPORTING.or(Lists::ACT)) {
            continue;
        }
        let Some(at) = next_segment(analysis, cue.word) else { continue };
        let open = analysis.segments[at].open;
        let right_before = open == cue.word + 1
            || open - cue.word <= ADDRESSEE && {
                let last = analysis.before(open);
                let addressed = open == cue.word + 2 || analysis.word(cue.word + 1).low == key("to");
                matches!(last.glyph, Glyph::Comma | Glyph::Colon) && addressed
            };
        if !right_before || analysis.segments[at].kind == SegmentKind::Scare {
            continue;
        }
        let start = analysis.sentence_of(cue.word).start;
        let mut clause = cue.word;
        while clause > start && analysis.before(clause).tag == Tag::Rb {
            clause -= 1;
        }
        let before = if clause > start { *analysis.before(clause) } else { continue };
        let joined = before.tag == Tag::Cc && word.tag.is_finite();
        let participle = word.tag == Tag::Vbg && before.glyph == Glyph::Comma;
        if joined || participle {
            taken.push((number, clause - 1, at));
        }
    }
    let mut claimed: Vec<Content> = Vec::new();
    for (number, clause, at) in taken {
        let (from, to) = segments::inside(analysis, at);
        let mut held = false;
        // those of the cues before it in its sentence; contents are in the order of the cues
        let behind = analysis.contents.partition_point(|content| content.cue < number);
        let start = analysis.sentence_of(clause).start;
        for content in analysis.contents[..behind].iter_mut().rev().take(MOST_CUES).take_while(|c| c.to > start) {
            if content.from + 1 < clause && content.to > from {
                content.to = clause;
                held = true;
            }
        }
        if held {
            claimed.push(Content { cue: number, from, to });
            analysis.segments[at].kind = SegmentKind::Direct;
            let probability = &mut analysis.cues[number as usize].probability;
            *probability = probability.max(ACCEPTED);
        }
    }
    if !claimed.is_empty() {
        let own = |content: &Content| claimed.binary_search_by_key(&content.cue, |claim| claim.cue).is_ok();
        analysis.contents.retain(|content| !own(content));
        analysis.contents.extend(claimed.iter().copied());
        Content::sort(&mut analysis.contents);
    }
}

/// "said he was ill and added that …", "will keep its promise, insisting …": what the second verb reports is its own.
fn part(analysis: &mut Analysis<'_>) {
    let mut cuts: Vec<(usize, u32)> = Vec::new();
    for (at, content) in analysis.contents.iter().enumerate() {
        let own = analysis.cues[content.cue as usize];
        if own.word > content.from || analysis.word(own.word).glyph == Glyph::Colon {
            continue;
        }
        let first = analysis.cue_from(content.from + 3);
        let mut inside = analysis.cues[first..].iter().take(MOST_CUES).take_while(|cue| cue.word + 1 < content.to);
        let cut = inside.find_map(|cue| {
            let word = analysis.word(cue.word);
            if cue.probability < ACCEPTED || word.marked || word.glyph == Glyph::Colon {
                return None;
            }
            let mut clause = cue.word;
            while clause > content.from && analysis.before(clause).tag == Tag::Rb {
                clause -= 1;
            }
            let before = analysis.before(clause);
            let joined = before.tag == Tag::Cc
                && word.tag.is_finite()
                && word.tag == analysis.word(own.word).tag
                && cue.source == own.source;
            let participle = word.tag == Tag::Vbg
                && before.glyph == Glyph::Comma
                && word.lists.has(Lists::REPORTING)
                && (cue.source == own.source || cue.source == NONE);
            if clause > content.from + 2 && !before.marked && (joined || participle) {
                return Some(clause - 1);
            }
            other_speaker(analysis, content, cue)
        });
        cuts.extend(cut.map(|cut| (at, cut)));
    }
    for (at, mut cut) in cuts {
        while cut > analysis.contents[at].from + 1 && !analysis.before(cut).is_word {
            cut -= 1;
        }
        analysis.contents[at].to = cut;
    }
}

/// Where a content ends before what somebody else is told to say: "said the pier is safe, but residents say it is not". In the corpus
/// that the models are fitted on, no content goes on over such a clause.
fn other_speaker(analysis: &Analysis<'_>, content: &Content, cue: &Cue) -> Option<u32> {
    let source = analysis.phrases.get(cue.source as usize)?;
    let verb = analysis.word(cue.word);
    let adverbial =
        |at: u32| matches!(analysis.word(at).tag, Tag::Rb | Tag::Md) || analysis.word(at).lists.has(Lists::AUXILIARY);
    // "; supporters argue", where the verb was taken for a noun
    let glued = source.end == cue.word + 1 && analysis.lower(source.start.max(1) - 1) == ";";
    if source.start < content.from + 4 || source.end > cue.word && !glued || !(source.end..cue.word).all(adverbial) {
        return None;
    }
    let joint = source.start - 1;
    let word = analysis.word(joint);
    let set_off = !analysis.before(joint).is_word;
    let semicolon = word.glyph == Glyph::Semicolon && verb.lists.has(Lists::REPORTING);
    let joined = (verb.tag.is_finite() || verb.tag == Tag::Vb || glued || semicolon)
        && match analysis.lower(joint) {
            "but" | ";" => true,
            "and" | "while" | "though" | "although" | "whereas" => set_off,
            _ => false,
        };
    let with = verb.tag == Tag::Vbg && analysis.lower(joint) == "with" && set_off;
    let clause = (content.from..joint).any(|at| analysis.word(at).tag.is_verb());
    (!word.marked && clause && (joined || with)).then_some(joint)
}

/// Words between a verb and the marks that name whom it was said to, at most: "quipped to the crowd, “…”".
const ADDRESSEE: u32 = 6;

/// Who names something stands before the verb; what stands after it is the thing named.
fn subjects(analysis: &mut Analysis<'_>) {
    for at in 0..analysis.cues.len() {
        let cue = analysis.cues[at];
        let Some(source) = analysis.phrases.get(cue.source as usize) else { continue };
        if source.start > cue.word && analysis.word(cue.word).lists.has(Lists::NAMING) {
            let subject = analysis.left_subject(cue.word, analysis.sentence_of(cue.word).start);
            let marked = analysis.phrases.get(subject as usize).is_some_and(|phrase| analysis.word(phrase.head).marked);
            // none, when the subject is a name that is no phrase
            analysis.cues[at].source = if marked { NONE } else { subject };
        }
    }
}

/// "River to peak on Thursday, water authority warns": what stands before the comma is said by what stands after it.
fn headline(analysis: &mut Analysis<'_>) {
    let Some(end) = analysis.paragraphs.first().map(|paragraph| paragraph.end) else { return };
    let Some(at) = analysis.cues.iter().take_while(|cue| cue.word < end).position(|cue| cue.word + 1 == end) else {
        return;
    };
    let cue = analysis.cues[at];
    let number = u32::try_from(at).unwrap_or(NONE);
    if cue.probability < ACCEPTED || analysis.contents.iter().any(|content| content.cue == number) {
        return;
    }
    let start = analysis.sentence_of(cue.word).start;
    let comma = (start..cue.word).rev().take(6).find(|&at| analysis.word(at).glyph == Glyph::Comma);
    let Some(comma) = comma.filter(|&comma| comma + 1 < cue.word && analysis.count(start, comma).words >= 3) else {
        return;
    };
    // the verb may have been taken for a plural
    let phrase = analysis.before(cue.word).phrase;
    if let Some(source) = analysis.phrases.get_mut(phrase as usize)
        && source.start > comma
    {
        if source.end > cue.word {
            source.end = cue.word;
            source.head = cue.word - 1;
            analysis.words[cue.word as usize].phrase = NONE;
        }
        analysis.cues[at].source = phrase;
        analysis.contents.push(Content { cue: number, from: start, to: comma });
        Content::sort(&mut analysis.contents);
    }
}

/// Words from the closing verb to the end of its sentence, at most: "said in a briefing on Monday".
const LONGEST_ADVERBIAL: u32 = 7;

/// The segment that opens next in the sentence of the word.
fn next_segment(analysis: &Analysis<'_>, word: u32) -> Option<usize> {
    let at = analysis.segments.partition_point(|segment| segment.open <= word);
    let segment = analysis.segments.get(at)?;
    let (from, to) = segments::inside(analysis, at);
    (segment.open < analysis.sentence_of(word).end && to > from).then_some(at)
}

/// Whether the verb names what the segment says: a subject before it, an object between, and no other clause.
fn names(analysis: &Analysis<'_>, number: u32, at: usize) -> bool {
    let cue = analysis.cues[number as usize];
    let segment = analysis.segments[at];
    if segment.open - cue.word > LONGEST_OBJECT || cue.source == NONE && !analysis.is_upper(cue.word.max(1) - 1) {
        return false;
    }
    if cue.probability < ACCEPTED && segment.kind == SegmentKind::Scare {
        return false;
    }
    if analysis.phrases.get(cue.source as usize).is_some_and(|source| source.start > cue.word) {
        return false;
    }
    let between = cue.word + 1..segment.open;
    let object = between.clone().any(|at| analysis.word(at).phrase != NONE || analysis.lower(at) == "as")
        || between.is_empty() && analysis.word(cue.word).low == key("expressed");
    object
        && between.clone().all(|at| {
            let word = analysis.word(at);
            !word.tag.is_finite() && !matches!(word.tag, Tag::Wp | Tag::Wdt) && !matches!(word.glyph, Glyph::Semicolon)
        })
        && analysis.cues[number as usize + 1..]
            .iter()
            .take_while(|other| other.word < segment.open)
            .all(|other| other.probability < ACCEPTED)
}

/// The segment after this one that is named along with it.
fn chained(analysis: &Analysis<'_>, at: usize) -> Option<usize> {
    let after = analysis.segments[at].close + 1;
    let next = analysis.segments.get(at + 1)?;
    let near = next.open >= after && next.open - after <= CHAIN && next.open < analysis.sentence_of(after - 1).end;
    if !near || after >= analysis.len() {
        return None;
    }
    let joined = (after..next.open).any(|at| analysis.word(at).tag == Tag::Cc);
    let clear = (after..next.open).all(|at| !analysis.word(at).tag.is_finite() && analysis.cue_at(at) != 3);
    let (from, to) = segments::inside(analysis, at + 1);
    (joined && clear && to > from).then_some(at + 1)
}

/// Whether the segment is part of a quote that no content holds, and the cue stands right before it.
fn left_over(analysis: &Analysis<'_>, number: u32, at: usize) -> bool {
    let cue = analysis.cues[number as usize];
    let segment = analysis.segments[at];
    if segment.kind != SegmentKind::Part || segment.open - cue.word > NEAR + 1 {
        return false;
    }
    let clear = (cue.word + 1..segment.open).all(|at| !analysis.word(at).tag.is_finite());
    let start = analysis.sentence_of(cue.word).start;
    let first = u32::try_from(analysis.cue_from(start)).unwrap_or(NONE);
    let from = analysis.contents.partition_point(|content| content.cue < first);
    let held = analysis.contents[from..]
        .iter()
        .take_while(|content| analysis.cues[content.cue as usize].word < segment.close)
        .any(|content| {
            content.cue == number && content.from > cue.word
                || content.from < segment.close && content.to > segment.open
        });
    clear && !held
}
