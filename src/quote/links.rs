//! Links: the cue nearby that a marked quote without one of its own belongs to.

use super::analysis::{Analysis, NONE, PhraseKind, SegmentKind};
use super::cues::POSSIBLE;
use super::features::{bucket, f1, f2, f3, f4, quarter, templates};
use crate::model::features::{Key, Keys};
use crate::model::table::Table;

templates! { "link":
    NONE_OF_THEM = "none",
    NONE_PLAIN = "none, words outside marks",
    NONE_FOLLOWS = "none, follows a segment",
    NONE_START = "none, at paragraph's start",
    NONE_LAST = "none, last",
    NONE_LIKELIEST = "none, likeliest cue",
    PARAGRAPHS = "paragraphs",
    PROBABILITY = "probability",
    PARAGRAPHS_PROBABILITY = "paragraphs, probability",
    SIDE = "side",
    PLAIN = "words outside marks between",
    SEGMENTS = "segments between",
    CUES = "cues between",
    SENTENCES = "sentences between",
    BETWEEN = "paragraphs, segments, cues between",
    WORD = "word",
    SIDE_PARAGRAPHS = "side, paragraphs",
    LAST = "last",
    LAST_BETWEEN = "last, segments, cues between",
    GAP = "gap",
    CLASS_BEFORE = "class before",
    CLASS_BEFORE_BETWEEN = "class before, segments, cues between",
    UPPER = "capital",
    SENTENCES_CLASS = "sentences between, class before",
    SOURCE = "source",
    OTHER_PLAIN = "other paragraph: words outside marks",
    OTHER_LAST = "other paragraph: last cue",
    OTHER_QUOTED = "other paragraph: holds a quote",
}

/// Cues looked at on each side.
const REACH: usize = 12;
/// A gap longer than this is not looked into.
const LONGEST_GAP: u32 = 64;

/// What links are judged by, besides the analysis itself.
pub(crate) struct Context<'c, 'a> {
    analysis: &'c Analysis<'a>,
    /// Direct segments before each segment.
    direct_before: Vec<u32>,
    /// Strong cues before each cue.
    strong_before: Vec<u32>,
    /// By paragraph: its last strong cue, its likeliest cue, whether it holds a direct segment.
    paragraphs: Vec<(u32, f32, bool)>,
}

impl<'c, 'a> Context<'c, 'a> {
    pub(crate) fn new(analysis: &'c Analysis<'a>) -> Self {
        let mut paragraphs = vec![(NONE, 0.0_f32, false); analysis.paragraphs.len()];
        let (mut direct_before, mut strong_before) = (vec![0], vec![0]);
        let mut count = 0;
        for segment in &analysis.segments {
            if segment.kind == SegmentKind::Direct {
                count += 1;
                paragraphs[analysis.word(segment.open).paragraph as usize].2 = true;
            }
            direct_before.push(count);
        }
        count = 0;
        for cue in &analysis.cues {
            let paragraph = &mut paragraphs[analysis.word(cue.word).paragraph as usize];
            paragraph.1 = paragraph.1.max(cue.probability);
            if cue.probability >= 0.5 {
                count += 1;
                paragraph.0 = cue.word;
            }
            strong_before.push(count);
        }
        Self { analysis, direct_before, strong_before, paragraphs }
    }

    /// The cues that the segment may belong to, as indices, in text order.
    pub(crate) fn candidates(&self, segment: usize, out: &mut Vec<usize>) {
        out.clear();
        let analysis = self.analysis;
        let open = analysis.segments[segment].open;
        let paragraph = analysis.word(open).paragraph;
        let near = |at: &usize| {
            let other = analysis.word(analysis.cues[*at].word).paragraph;
            other + 1 >= paragraph && other <= paragraph + 1
        };
        let possible = |at: &usize| analysis.cues[*at].probability >= POSSIBLE;
        let middle = analysis.cue_from(open);
        out.extend((0..middle).rev().take_while(near).filter(possible).take(REACH));
        out.reverse();
        out.extend((middle..analysis.cues.len()).take_while(near).filter(possible).take(REACH));
    }

    /// Features of "none of them".
    pub(crate) fn nobody(&self, at: usize, mut out: impl FnMut(Key)) {
        let analysis = self.analysis;
        let segment = analysis.segments[at];
        let paragraph = analysis.paragraph_of(segment.open);
        let number = analysis.word(segment.open).paragraph;
        let follows = at > 0 && analysis.word(analysis.segments[at - 1].open).paragraph == number;
        out(NONE_OF_THEM);
        out(f1(NONE_PLAIN, bucket(analysis.count(paragraph.start, paragraph.end).plain.into())));
        out(f1(NONE_FOLLOWS, follows.into()));
        out(f1(NONE_START, u64::from(segment.open == paragraph.start)));
        out(f1(NONE_LAST, self.last(at)));
        out(f1(NONE_LIKELIEST, quarter(self.paragraphs[number as usize].1)));
    }

    fn last(&self, segment: usize) -> u64 {
        let last = self.analysis.word(self.analysis.segments[segment].close - 1);
        if last.first.is_alphanumeric() { 0 } else { last.low }
    }

    /// Features of the cue of index `cue` as the one that the segment belongs to.
    pub(crate) fn features(&self, at: usize, cue: usize, mut out: impl FnMut(Key)) {
        let analysis = self.analysis;
        let segment = analysis.segments[at];
        let open = segment.open;
        let close = segment.close.min(analysis.len() - 1);
        let i = analysis.cues[cue].word;
        let number = analysis.word(open).paragraph;
        let paragraphs = u64::from(analysis.word(i).paragraph + 1 - number);
        let likely = quarter(analysis.cues[cue].probability);
        out(f1(PARAGRAPHS, paragraphs));
        out(f1(PROBABILITY, likely));
        out(f2(PARAGRAPHS_PROBABILITY, paragraphs, likely));
        let right = i > open;
        let side = u64::from(right);
        let (from, to) = if right { (close + 1, i) } else { (i + 1, open) };
        let to = to.max(from);
        let count = analysis.count(from.min(analysis.len()), to.min(analysis.len()));
        let (low, high) = (open.min(i), open.max(i));
        let first = analysis.segments.partition_point(|segment| segment.open <= low);
        let end = analysis.segments.partition_point(|segment| segment.open < high);
        let segments = u64::from(self.direct_before[end.max(first)] - self.direct_before[first]);
        let first = analysis.cues.partition_point(|cue| cue.word <= low);
        let end = analysis.cues.partition_point(|cue| cue.word < high);
        let cues = u64::from(self.strong_before[end.max(first)] - self.strong_before[first]);
        let edge = analysis.word(if right { close } else { open }).sentence;
        let sentences = u64::from(analysis.word(i).sentence.abs_diff(edge));
        out(f1(SIDE, side));
        out(f2(PLAIN, side, bucket(count.plain.into())));
        out(f2(SEGMENTS, side, segments.min(3)));
        out(f2(CUES, side, cues.min(3)));
        out(f2(SENTENCES, side, sentences.min(4)));
        out(f4(BETWEEN, side, paragraphs, segments.min(2), cues.min(2)));
        out(f2(WORD, side, analysis.cue_word(i)));
        out(f2(SIDE_PARAGRAPHS, side, paragraphs));
        if paragraphs == 1 {
            let last = self.last(at);
            let gap = self.gap(from, to, count.marked);
            out(f2(LAST, side, last));
            out(f2(GAP, side, gap));
            if right {
                out(f3(LAST_BETWEEN, last, segments.min(1), cues.min(1)));
            } else {
                let before = if open > 0 { analysis.class(open - 1) } else { 1 };
                out(f1(CLASS_BEFORE, before));
                out(f3(CLASS_BEFORE_BETWEEN, before, segments.min(1), cues.min(1)));
                out(f1(UPPER, analysis.is_upper(open + 1).into()));
                out(f2(SENTENCES_CLASS, sentences.min(3), before));
            }
        }
        let source = analysis.phrases.get(analysis.cues[cue].source as usize).map_or(15, |phrase| {
            if phrase.kind == PhraseKind::NameNoun { PhraseKind::Name as u64 } else { phrase.kind as u64 }
        });
        out(f1(SOURCE, source));
        if paragraphs != 1 {
            let own = analysis.paragraph_of(open);
            let plain = bucket(analysis.count(own.start, own.end).plain.into());
            let (last, _, quoted) = self.paragraphs[analysis.word(i).paragraph as usize];
            out(f2(OTHER_PLAIN, paragraphs, plain));
            out(f2(OTHER_LAST, paragraphs, u64::from(last == NONE || last <= i)));
            out(f2(OTHER_QUOTED, paragraphs, quoted.into()));
        }
    }

    /// Classes of the words outside marks between, if few.
    fn gap(&self, from: u32, to: u32, marked: u32) -> u64 {
        if to - from > LONGEST_GAP || to - from - marked > 3 {
            return 1;
        }
        let analysis = self.analysis;
        (from..to)
            .filter(|&at| analysis.words.get(at as usize).is_some_and(|word| !word.marked))
            .fold(2, |hash, at| super::features::pair(hash, analysis.class(at)))
    }

    /// The cue that the segment belongs to, as an index, if any.
    pub(crate) fn find(&self, segment: usize, table: &Table, buffer: &mut Vec<usize>) -> Option<usize> {
        self.candidates(segment, buffer);
        let mut best = (None, 0.0);
        let mut keys = Keys::new();
        self.nobody(segment, |key| keys.push(key));
        best.1 = table.sum(0.0, keys.as_slice());
        for &cue in &*buffer {
            keys.clear();
            self.features(segment, cue, |key| keys.push(key));
            let score = table.sum(0.0, keys.as_slice());
            if score > best.1 {
                best = (Some(cue), score);
            }
        }
        best.0
    }
}
