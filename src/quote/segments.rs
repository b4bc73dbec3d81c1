//! Marked segments: a quote of its own, a part of one, or no quote at all.

use super::analysis::{Analysis, Glyph, SegmentKind, Tag};
use super::features::{bucket, f1, f2, f3, templates};
use super::lexicon::Lists;
use crate::model::features::{Key, key};
use crate::model::table::Table;

templates! { "segment":
    EMPTY = "empty",
    LENGTH = "length",
    SINGLE = "single marks",
    SINGLE_LENGTH = "single marks, length",
    BEFORE = "before",
    BEFORE2 = "two before",
    AFTER = "after",
    AFTER2 = "two after",
    LAST = "last",
    UPPER = "capital",
    UPPER_LAST = "capital, last",
    UPPER_LAST_LENGTH = "capital, last, length",
    TITLED = "all capitalised",
    TITLED_LENGTH = "all capitalised, length",
    VERBS = "verbs",
    PERSON = "first or second person",
    AT_START = "at paragraph's start",
    CLOSED = "closed",
    WHOLE = "whole paragraph",
    BEFORE_LAST = "before, last",
    BEFORE_UPPER = "before, capital",
    BEFORE_LENGTH = "before, length",
    LAST_AFTER = "last, after",
    VERBS_LENGTH = "verbs, length",
    CLASS_BEFORE = "class before",
    FIRST_TAG = "first tag",
    FIRST_TAG_BEFORE = "first tag, before",
    SENTENCE_START = "at sentence's start",
    ONE_WORD = "one word",
    CUE_LEFT = "cue on the left",
    CUE_RIGHT = "cue on the right",
    CUE_BOTH = "cues near",
    CUE_SENTENCE = "cue in the sentence",
    CUE_LEFT_BEFORE = "cue on the left, before",
    CUE_WORD = "cue's word",
    CUE_WORD_UPPER = "cue's word, capital",
    CUE_LEFT_UPPER = "cue on the left, capital, last",
    FOLLOWS = "follows a segment",
    HEADLINE = "headline",
    CAPTION = "caption",
    ROLE = "place in a content",
    ROLE_BEFORE = "place in a content, class before",
    ROLE_LENGTH = "place in a content, length",
    ROLE_LAST = "place in a content, capital, last",
    ROLE_WORD = "place in a content, cue's word",
    ROLE_LEAD = "place in a content, words of it before",
    LEAD = "words before",
    LEAD_UPPER = "words before, capital, last",
}

/// Columns of the table: direct, part, scare.
pub(crate) const KINDS: [SegmentKind; 3] = [SegmentKind::Direct, SegmentKind::Part, SegmentKind::Scare];
const BIAS: [&str; 3] = ["bias direct", "bias part", "bias scare"];
/// Cues looked at are at least so likely.
const LIKELY: f32 = 0.3;

/// Judges every segment.
pub(crate) fn judge(analysis: &mut Analysis<'_>, table: &Table) {
    let bias = BIAS.map(|name| table.constant(name));
    for at in 0..analysis.segments.len() {
        let mut sums = [0_i32; 3];
        features(analysis, at, |key| {
            table.add_stored(key, &mut sums);
        });
        let (mut best, mut scores) = (0, [0.0; 3]);
        let mut top = f32::NEG_INFINITY;
        for column in 0..3 {
            let score = bias[column] + sums[column] as f32 * table.scale(column);
            scores[column] = score;
            if score > top {
                (best, top) = (column, score);
            }
        }
        if super::cues::is_teaser(analysis, analysis.segments[at].open) {
            analysis.segments[at].kind = SegmentKind::Scare;
            continue;
        }
        analysis.segments[at].kind =
            if is_paragraph(analysis, at) || closes_headline(analysis, at) { SegmentKind::Direct } else { KINDS[best] };
        analysis.segments[at].margin = scores[0] - scores[1];
    }
}

/// The words inside a segment without outer punctuation and a leading "that".
pub(crate) fn inside(analysis: &Analysis<'_>, segment: usize) -> (u32, u32) {
    let segment = &analysis.segments[segment];
    let (mut from, mut to) = (segment.open + 1, segment.close);
    while from < to && !analysis.word(from).is_word {
        from += 1;
    }
    while to > from && !analysis.before(to).is_word {
        to -= 1;
    }
    if to > from + 1 && analysis.word(from).low == key("that") && !analysis.is_upper(from) {
        from += 1;
    }
    (from, to)
}

/// Whether the segment is a whole paragraph of the story, and a sentence: somebody goes on speaking. The corpus that the
/// model is fitted on does not mark these, so it knows nothing of them.
pub(crate) fn is_paragraph(analysis: &Analysis<'_>, at: usize) -> bool {
    let segment = &analysis.segments[at];
    let paragraph = analysis.paragraph_of(segment.open);
    let after = segment.close + u32::from(segment.closed);
    let whole = segment.open == paragraph.start && (after..paragraph.end).all(|at| !analysis.word(at).is_word);
    if !whole || analysis.word(segment.open).paragraph == 0 || after <= segment.open + 2 {
        return false;
    }
    let last = analysis.before(paragraph.end);
    let last = if last.glyph.is_double() || last.glyph.is_single() { analysis.word(paragraph.end - 2) } else { last };
    matches!(last.glyph, Glyph::Period | Glyph::Exclamation | Glyph::Question | Glyph::Ellipsis | Glyph::Dots)
}

/// "Mayor quits over boat gift: ‘I should have paid for the ropes’": a headline that ends with several words between marks
/// after a colon.
fn closes_headline(analysis: &Analysis<'_>, at: usize) -> bool {
    let segment = &analysis.segments[at];
    let open = segment.open;
    let (from, to) = inside(analysis, at);
    analysis.word(open).paragraph < 2
        && open > 0
        && to > from + 3
        && analysis.before(open).glyph == Glyph::Colon
        && segment.close + u32::from(segment.closed) >= analysis.paragraph_of(open).end
}

/// Where a segment stands in what a cue of its sentence reports: not at all, it is all of it, it ends it, it stands in
/// it, it begins it; with the cue's word, and the number of words of the content before the segment.
fn role(analysis: &Analysis<'_>, at: usize) -> (u64, u64, u32) {
    let open = analysis.segments[at].open;
    let sentence = analysis.sentence_of(open);
    let (x, y) = inside(analysis, at);
    let first = analysis.cue_from(sentence.start);
    let from = analysis.contents.partition_point(|content| (content.cue as usize) < first);
    for content in &analysis.contents[from..] {
        let Some(cue) = analysis.cues.get(content.cue as usize) else { break };
        if cue.word >= sentence.end {
            break;
        }
        let (a, b) = (content.from, content.to);
        if a >= y || b <= x {
            continue;
        }
        let word = analysis.cue_word(cue.word);
        if analysis.overlap((a, b), (x, y)) >= 0.8 {
            return (1, word, 0);
        }
        let before = analysis.count(a.min(x), x).words;
        let after = analysis.count(y, b.max(y)).words;
        let role = match (before > 0, after > 0) {
            (true, false) => 2,
            (true, true) => 3,
            (false, true) => 4,
            (false, false) => 5,
        };
        return (role, word, before);
    }
    (0, 0, 0)
}

/// Features of a segment.
pub(crate) fn features(analysis: &Analysis<'_>, at: usize, mut out: impl FnMut(Key)) {
    const PERSONS: [Key; 9] = [
        key("i"),
        key("we"),
        key("you"),
        key("i'm"),
        key("it's"),
        key("we're"),
        key("don't"),
        key("i've"),
        key("that's"),
    ];
    let segment = analysis.segments[at];
    let (open, close) = (segment.open, segment.close);
    let (a, b) = (open + 1, close);
    if b <= a {
        out(EMPTY);
        return;
    }
    let sentence = analysis.sentence_of(open);
    let paragraph = analysis.paragraph_of(open);
    let (pa, pb) = (paragraph.start, paragraph.end);
    let n = b - a;
    let length = bucket(i64::from(if n < 6 { n } else { n / 2 + 3 }));
    let single = u64::from(analysis.word(open).glyph.is_single());
    let token_before = |n: u32| if open >= pa + n { analysis.word(open - n).token() } else { 1 };
    let (before, before2) = (token_before(1), token_before(2));
    let (after, after2) = if segment.closed {
        (analysis.token_in(close + 1, pa, pb), analysis.token_in(close + 2, pa, pb))
    } else {
        (8, 8)
    };
    let last_word = analysis.before(b);
    let last = if last_word.first.is_alphanumeric() { 0 } else { last_word.low };
    let upper = u64::from(analysis.is_upper(a));
    let titled = (a..b).all(|at| {
        let word = analysis.word(at);
        !word.first.is_letter()
            || analysis.is_upper(at)
            || word.lists.has(Lists::CONNECTIVE)
            || word.low == key("the")
            || word.low == key("a")
    });
    let (mut verbs, mut person) = (0, false);
    for word in &analysis.words[a as usize..b as usize] {
        verbs += u64::from(word.tag.is_finite() || word.tag == Tag::Vb);
        person |= PERSONS.contains(&word.low);
    }
    let verbs = verbs.min(2);
    out(f1(LENGTH, length));
    out(f1(SINGLE, single));
    out(f2(SINGLE_LENGTH, single, length));
    out(f1(BEFORE, before));
    out(f2(BEFORE2, before2, before));
    out(f1(AFTER, after));
    out(f2(AFTER2, after, after2));
    out(f1(LAST, last));
    out(f1(UPPER, upper));
    out(f2(UPPER_LAST, upper, last));
    out(f3(UPPER_LAST_LENGTH, upper, last, length));
    out(f1(TITLED, titled.into()));
    out(f2(TITLED_LENGTH, titled.into(), length));
    out(f1(VERBS, verbs));
    out(f1(PERSON, person.into()));
    out(f1(AT_START, u64::from(open == pa)));
    out(f1(CLOSED, segment.closed.into()));
    out(f1(WHOLE, u64::from(open == pa && close + 1 >= pb)));
    out(f2(BEFORE_LAST, before, last));
    out(f2(BEFORE_UPPER, before, upper));
    out(f2(BEFORE_LENGTH, before, length));
    out(f2(LAST_AFTER, last, after));
    out(f2(VERBS_LENGTH, verbs, length));
    out(f1(CLASS_BEFORE, if open > 0 { analysis.class(open - 1) } else { 1 }));
    let tag = analysis.word(a).tag as u64;
    out(f1(FIRST_TAG, tag));
    out(f2(FIRST_TAG_BEFORE, tag, before));
    out(f1(SENTENCE_START, u64::from(open == sentence.start)));
    if n == 1 {
        out(ONE_WORD);
    }

    let middle = analysis.cue_from(open);
    let likely = |cue: &&super::analysis::Cue| cue.probability > LIKELY;
    let left = analysis.cues[..middle].iter().rev().take_while(|cue| cue.word >= pa).find(likely);
    let behind = analysis.cue_from(close + 1);
    let right = analysis.cues[behind..].iter().take_while(|cue| cue.word < pb).find(likely);
    let left_gap = left.map_or(99, |cue| open - cue.word);
    let right_gap = right.map_or(99, |cue| cue.word - close);
    let near = |gap: u32, close: u32| if gap < close { 0 } else { 1 + u64::from(gap == 99) };
    out(f1(CUE_LEFT, bucket(left_gap.into())));
    out(f1(CUE_RIGHT, bucket(right_gap.into())));
    out(f2(CUE_BOTH, near(left_gap, 9), near(right_gap, 7)));
    let in_sentence = left.filter(|cue| cue.word >= sentence.start);
    out(f1(CUE_SENTENCE, in_sentence.is_some().into()));
    out(f2(CUE_LEFT_BEFORE, bucket(left_gap.into()), before));
    if let Some(cue) = in_sentence {
        let word = analysis.word(cue.word).low;
        out(f1(CUE_WORD, word));
        out(f2(CUE_WORD_UPPER, word, upper));
        out(f3(CUE_LEFT_UPPER, bucket(left_gap.into()), upper, last));
    }
    let follows = at > 0 && analysis.segments[at - 1].close + 2 >= open;
    out(f1(FOLLOWS, follows.into()));
    out(f1(HEADLINE, u64::from(analysis.word(open).paragraph == 0)));
    if analysis.captions[analysis.word(open).paragraph as usize] {
        out(CAPTION);
    }
    let (role, cue, words) = role(analysis, at);
    out(f1(ROLE, role));
    out(f2(ROLE_BEFORE, role, if open > 0 { analysis.class(open - 1) } else { 1 }));
    out(f2(ROLE_LENGTH, role, length));
    out(f3(ROLE_LAST, role, upper, last));
    out(f2(ROLE_WORD, role, cue));
    out(f2(ROLE_LEAD, role, bucket(words.into())));
    let lead = bucket(analysis.count(sentence.start, open).plain.into());
    out(f1(LEAD, lead));
    out(f3(LEAD_UPPER, lead, upper, last));
}
