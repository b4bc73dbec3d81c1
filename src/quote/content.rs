//! Contents of a cue: where the reported words begin and end, right and left of it.
//!
//! Four small rankers, each a softmax over candidate boundaries, asked one after the other: start on the right (or
//! none), its end, end on the left (or none; it knows whether there is a right part), its start.

use super::analysis::{Analysis, Content, Glyph, NONE, Phrase, SegmentKind, Tag};
use super::cues::ACCEPTED;
use super::features::{bucket, f1, f2, f3, f4, gap, pair, templates};
use super::lexicon::Lists;
use super::tagger::class;
use crate::model::features::{Key, Keys, key};
use crate::model::table::Table;

templates! { "content":
    RS_NONE = "right start: none",
    RS_NONE_WORD = "right start: none, word",
    RS_NONE_TAG = "right start: none, tag",
    RS_NONE_SIDE = "right start: none, side of source",
    RS_NONE_LEFT = "right start: none, before",
    RS_NONE_SIDE_LEFT = "right start: none, side, before",
    RS_NONE_NEXT = "right start: none, next",
    RS_NONE_NEXT2 = "right start: none, next two",
    RS_NONE_WORD_NEXT = "right start: none, word, next",
    RS_NONE_SIDE_NEXT = "right start: none, side, next",
    RS_NONE_LEFT_NEXT = "right start: none, before, next",
    RS_NONE_LEFT_NEXT_SIDE = "right start: none, before, next, side",
    RS_NONE_REST = "right start: none, words after",
    RS_NONE_LENGTH = "right start: none, words before",
    RS_NONE_LEFT_LENGTH = "right start: none, before, words before",
    RS_NONE_MARKED = "right start: none, next marked",
    RS_NONE_LEFT_MARKED = "right start: none, before marked",
    RS_NONE_WORD_PHRASE = "right start: none, word, next in phrase",
    RS_NONE_VERBS = "right start: none, verbs",
    RS_NONE_VERBS_WORD = "right start: none, verbs, word",
    RS_NONE_MARKS = "right start: none, where marks are, before",
    RS_TOKENS = "right start: tokens between",
    RS_CLASSES = "right start: classes between",
    RS_WORD_TOKENS = "right start: word, tokens between",
    RS_WORD_CLASSES = "right start: word, classes between",
    RS_DISTANCE = "right start: distance",
    RS_WORD_DISTANCE = "right start: word, distance",
    RS_TOKEN = "right start: token",
    RS_TOKEN2 = "right start: two tokens",
    RS_LAST = "right start: last token",
    RS_LAST_TOKEN = "right start: last token, token",
    RS_WORD_LAST = "right start: word, last token",
    RS_SIDE_DISTANCE = "right start: side, distance",
    RS_SIDE_LAST = "right start: side, last token, distance",
    RS_AROUND = "right start: marks around",
    RS_MARKED = "right start: marked",
    RS_THAT = "right start: that before",
    RS_THAT_NEXT = "right start: that after",
    RS_PHRASE = "right start: begins a phrase",
    RS_INSIDE = "right start: inside a phrase",
    RS_LEFT_DISTANCE = "right start: before, distance",
    RS_LEFT_SIDE = "right start: before, side",
    RS_LEFT_SIDE_TOKEN = "right start: before, side, token",
    RS_COMMAS = "right start: commas between",
    RS_TAG_DISTANCE = "right start: tag, distance",
    RS_TAG_CLASSES = "right start: tag, classes between",
    RS_THAT_LATER = "right start: that far after, before any verb",
    RS_VERBS = "right start: verbs after",
    RS_VERBS_BETWEEN = "right start: verbs between",
    RS_CLASS_BEFORE = "right start: class before",
    RE_END = "right end: sentence's end",
    RE_END_WORD = "right end: at end, word",
    RE_END_LENGTH = "right end: at end, length",
    RE_END_MARKS = "right end: at end, marks around",
    RE_END_COMMAS = "right end: at end, commas",
    RE_END_TAG = "right end: at end, tag",
    RE_END_OPEN = "right end: at end, marks go on",
    RE_TOKEN = "right end: token",
    RE_TOKEN2 = "right end: two tokens",
    RE_TOKEN3 = "right end: three tokens",
    RE_BEFORE = "right end: class before, token",
    RE_LENGTH = "right end: length",
    RE_REST = "right end: words after",
    RE_TOKEN_LENGTH = "right end: token, length",
    RE_TOKEN_REST = "right end: token, words after",
    RE_TOKEN_WORD = "right end: token, word",
    RE_MARKS = "right end: marks around",
    RE_MARKS_TOKEN = "right end: marks around, token",
    RE_COMMAS = "right end: commas",
    RE_COMMAS_TOKEN = "right end: commas, token",
    RE_VERBS = "right end: verbs",
    RE_VERBS_TOKEN = "right end: verbs, token",
    RE_CUE = "right end: other cue",
    RE_CUE_TOKEN = "right end: token, other cue",
    RE_CUE_WORD = "right end: other cue's word, token",
    RE_CUE_CLASSES = "right end: token, classes to other cue",
    RE_NO_CUE = "right end: no other cue",
    RE_MARKED_NEXT = "right end: marked after",
    RE_MARKED_NEXT_TOKEN = "right end: token, marked after",
    RE_HAS_MARKS = "right end: holds marks",
    RE_NEXT_CLASSES = "right end: token, classes after",
    RE_AGAIN = "right end: token comes again",
    RE_CLAUSE = "right end: what follows the connective",
    RE_CLAUSE_CUE = "right end: likelihood of the verb after the connective",
    RE_CLAUSE_TENSE = "right end: tense after the connective, of the cue, of the content",
    RE_CLAUSE_SUBJECT = "right end: subject after the connective, source",
    RE_FIRST = "right end: first token, verbs, token",
    RE_VERBS_CLAUSE = "right end: verbs, token, what follows",
    RE_PAIRED = "right end: mark's partner",
    RE_NEXT_LIKELY = "right end: likely cue after, its distance, token",
    RE_RELATIVE = "right end: cue in a relative clause, token, class after",
    RE_SUBORDINATE = "right end: cue in a clause before the main one, token, subject after",
    RE_SUBORDINATE_END = "right end: at end, cue in a clause before the main one",
    RE_INSERTED = "right end: mark open before the cue, token",
    RE_INSERTED_END = "right end: at end, mark open before the cue",
    RE_RELATIVE_END = "right end: at end, cue in a relative clause",
    LE_NONE = "left end: none",
    LE_NONE_RIGHT = "left end: none, right part",
    LE_NONE_WORD = "left end: none, word",
    LE_NONE_SIDE = "left end: none, side",
    LE_NONE_LEFT = "left end: none, before",
    LE_NONE_LEFT_RIGHT = "left end: none, before, right part",
    LE_NONE_LEFT_SIDE = "left end: none, before, side, right part",
    LE_NONE_MARKED = "left end: none, before marked",
    LE_NONE_LENGTH = "left end: none, words before",
    LE_NONE_LENGTH_LEFT = "left end: none, words before, before",
    LE_NONE_VERBS = "left end: none, verbs",
    LE_NONE_VERBS_LEFT = "left end: none, verbs, before",
    LE_NONE_VERBS_LEFT_RIGHT = "left end: none, verbs, before, right part",
    LE_NONE_WORD_LEFT = "left end: none, word, before",
    LE_NONE_LEFT2 = "left end: none, two before",
    LE_NONE_FIRST = "left end: none, first token",
    LE_NONE_FIRST_LEFT = "left end: none, first token, before",
    LE_NONE_FIRST_RIGHT = "left end: none, first token, right part",
    LE_NONE_REST = "left end: none, words after",
    LE_NONE_START = "left end: none, at start",
    LE_NONE_PLAIN = "left end: none, words outside marks, before",
    LE_NONE_PLAIN_RIGHT = "left end: none, words outside marks, before, right part",
    LE_NONE_OPENS = "left end: none, what the marks before follow",
    LE_PLAIN = "left end: words outside marks, marks around",
    LE_CLASSES = "left end: classes between",
    LE_CLASSES_WORD = "left end: classes between, word",
    LE_CLASSES_SIDE = "left end: classes between, side",
    LE_CLASSES_RIGHT = "left end: classes between, right part",
    LE_TOKEN = "left end: token",
    LE_TOKEN_WORD = "left end: token, word",
    LE_DISTANCE = "left end: distance",
    LE_TOKEN_DISTANCE = "left end: token, distance",
    LE_BEFORE = "left end: class before, token",
    LE_MARKS = "left end: marks around",
    LE_MARKS_TOKEN = "left end: marks around, token",
    LE_VERBS = "left end: verbs",
    LE_VERBS_BETWEEN = "left end: verbs between",
    LE_VERBS_TOKEN = "left end: verbs, token",
    LE_LENGTH = "left end: length",
    LE_RIGHT_TOKEN = "left end: right part, token",
    LE_TOKEN2 = "left end: two tokens",
    LS_FIRST = "left start: first",
    LS_LENGTH = "left start: length",
    LS_FIRST_TOKEN = "left start: first, token",
    LS_FIRST_MARKED = "left start: first, marked",
    LS_FIRST_TOKEN2 = "left start: first, two tokens",
    LS_TOKEN = "left start: token",
    LS_BEFORE = "left start: token before",
    LS_BEFORE_TOKEN = "left start: token before, token",
    LS_BEFORE2_TOKEN = "left start: two tokens before, token",
    LS_MARKS = "left start: marks around",
    LS_VERBS = "left start: verbs",
    LS_VERBS_LEFT = "left start: verbs before",
    LS_BEFORE_VERBS = "left start: token before, verbs",
    LS_BEFORE_VERBS_LEFT = "left start: token before, verbs before",
    LS_PLAIN = "left start: words outside marks, marks around",
    LS_SKIPPED = "left start: words before",
    LS_BEFORE_SKIPPED = "left start: token before, words before",
    LS_FIRST_WORD = "left start: sentence's first token, token before",
}

/// Right starts looked at: words after the cue (or the source after it).
const REACH_RIGHT: u32 = 14;
/// Words after the cue among which "that" is looked for.
const FARTHEST_THAT: u32 = 28;
/// Left ends looked at: words before the source (or the cue).
const REACH_LEFT: u32 = 14;
/// Right ends looked at, the last ones.
const MOST_ENDS: usize = 40;
/// Left starts looked at, the first ones.
const MOST_STARTS: usize = 30;
/// Verbs whose object is told to do something.
const URGES: [Key; 4] = [key("urge"), key("urged"), key("urges"), key("urging")];
/// Verbs whose object is told not to do something.
const WARNS: [Key; 6] = [key("warn"), key("warned"), key("warns"), key("told"), key("advised"), key("reminded")];
/// Ending with the sentence is favoured.
const TO_THE_END: f32 = 0.6;

/// Finds what each accepted cue reports.
pub(crate) fn find(analysis: &mut Analysis<'_>, table: &Table) {
    let mut out = Vec::new();
    let mut scorer = Scorer::new(table);
    for (at, cue) in (0..).zip(&analysis.cues) {
        if cue.probability >= ACCEPTED {
            let (left, right) = Frame::new(analysis, cue.word, cue.source).find(&mut scorer);
            let parts = [left, right].into_iter().flatten().filter(|(from, to)| to > from);
            out.extend(parts.map(|(from, to)| Content { cue: at, from, to }));
        }
    }
    analysis.contents = out;
}

/// Finds what a plain verb of saying reports in a sentence whose marks, when it has any, hold no quote of their own.
pub(crate) fn complete(analysis: &mut Analysis<'_>, table: &Table) {
    let mut out = Vec::new();
    let mut scorer = Scorer::new(table);
    let mut at = 0;
    for (number, cue) in (0..).zip(&analysis.cues) {
        while analysis.contents.get(at).is_some_and(|content| content.cue < number) {
            at += 1;
        }
        let has = analysis.contents.get(at).is_some_and(|content| content.cue == number);
        if !has && cue.probability >= ACCEPTED {
            let frame = Frame::new(analysis, cue.word, cue.source);
            if frame.must_report() {
                let part = frame.likelier(&mut scorer);
                out.extend(part.map(|(from, to)| Content { cue: number, from, to }));
            }
        }
    }
    if !out.is_empty() {
        analysis.contents.extend(out);
        Content::sort(&mut analysis.contents);
    }
}

/// Word range of a content.
pub(crate) type Part = (u32, u32);

/// A cue with its source and the bounds of its sentence: what the rankers look at.
pub(crate) struct Frame<'c, 'a> {
    analysis: &'c Analysis<'a>,
    cue: u32,
    /// Bounds of the sentence.
    start: u32,
    end: u32,
    source: Option<Phrase>,
    according: bool,
    /// After the cue's words.
    first: u32,
    word: u64,
    tag: u64,
    side: u64,
    /// First word of subject, adverbs and auxiliaries before the cue.
    clause: u32,
    left: u64,
    /// After cue and source on the right.
    after: u32,
    /// Whether the cue stands in a relative clause: "Roy, who says".
    relative: bool,
    /// The word that makes the cue's clause depend on one that comes after it: "After aides said …, the campaign …".
    subordinate: u64,
    /// The mark that was opened before the cue and is closed after it: "the report – which says … – is".
    inserted: Glyph,
}

impl<'c, 'a> Frame<'c, 'a> {
    /// Of the cue at that word; `source` is a phrase number or [`NONE`].
    pub(crate) fn new(analysis: &'c Analysis<'a>, cue: u32, source: u32) -> Self {
        let sentence = analysis.sentence_of(cue);
        let (start, end) = (sentence.start, sentence.end);
        let source = if source == NONE { None } else { analysis.phrases.get(source as usize).copied() };
        let side = source.map_or(0, |phrase| if phrase.end <= cue { 1 } else { 2 });
        let mut clause = source.map_or(cue, |phrase| phrase.start.min(cue));
        while clause > start {
            let word = analysis.before(clause);
            if !(matches!(word.tag, Tag::Rb | Tag::Md) || word.lists.has(Lists::AUXILIARY)) {
                break;
            }
            clause -= 1;
        }
        let according = analysis.word(cue).low == key("according");
        // "as she puts it, “…”"
        let puts_it = matches!(analysis.lower(cue), "put" | "puts") && analysis.lower(cue + 1) == "it";
        let first = cue + 1 + u32::from(according || puts_it);
        let after = match source {
            Some(phrase) if side == 2 => phrase.end.max(first),
            _ => first,
        };
        let who = |at: u32| analysis.word(at).low == key("who");
        let relative = (cue.saturating_sub(4).max(start)..cue)
            .any(|at| who(at) && at > start && analysis.before(at).glyph == Glyph::Comma);
        Self {
            analysis,
            cue,
            start,
            end,
            source,
            relative,
            subordinate: subordinate(analysis, start, clause),
            inserted: inserted(analysis, start, clause),
            according,
            first,
            word: analysis.cue_word(cue),
            tag: analysis.word(cue).tag as u64,
            side,
            clause,
            left: analysis.class_before(clause, start),
            after: after.min(end),
        }
    }

    fn is_word(&self, at: u32) -> bool {
        self.analysis.word(at).is_word
    }

    fn token(&self, at: u32) -> u64 {
        self.analysis.token_in(at, self.start, self.end)
    }

    fn marked(&self, at: u32) -> u64 {
        if at < self.end { self.analysis.word(at).marked.into() } else { 2 }
    }

    /// Where a content on the right may begin.
    pub(crate) fn right_starts(&self, out: &mut Vec<u32>) {
        out.clear();
        let first = self.first;
        let after = if self.side == 2 { self.after.max(first) } else { first };
        let far = self.end.min(after + REACH_RIGHT);
        // "…, according to a study that the institute released": what follows tells of the study
        let opens = self.opens();
        let trails = self.according
            && (self.cue > self.start + 3
                && (self.analysis.before(self.cue).glyph == Glyph::Comma || self.analysis.before(self.cue).marked)
                || opens);
        // "warned the public on Monday not to guess"
        if WARNS.contains(&self.analysis.word(self.cue).low)
            && self.analysis.phrase_from(first).is_some()
            && let Some(to) = (first..far).find(|&at| self.analysis.word(at).tag == Tag::To)
            && self.analysis.lower(to - 1) == "not"
            && self.analysis.word(to + 1).tag == Tag::Vb
            && !(first..to)
                .any(|at| self.analysis.word(at).tag.is_finite() || !self.is_word(at) && !self.analysis.word(at).marked)
        {
            out.push(to - 1);
            return;
        }
        // "urged the council to vote": what is urged begins with the verb
        if URGES.contains(&self.analysis.word(self.cue).low)
            && let Some(to) = (first..far).find(|&at| self.analysis.word(at).tag == Tag::To)
            && !(first..to)
                .any(|at| self.analysis.word(at).tag.is_finite() || !self.is_word(at) && !self.analysis.word(at).marked)
        {
            out.push(to);
            return;
        }
        out.extend((first..far).filter(|&at| {
            (at >= after || at == first)
                && self.is_word(at)
                && (at == first || !self.is_inside(at))
                && (!trails || self.analysis.before(at).glyph == Glyph::Comma || opens && !self.is_word(at - 1))
        }));
    }

    /// Whether the word goes on with a phrase, and no marks open or close before it.
    fn is_inside(&self, at: u32) -> bool {
        let (before, word) = (self.analysis.before(at), self.analysis.word(at));
        word.phrase != NONE && word.phrase == before.phrase && word.marked == before.marked
    }

    /// Where the content begins when `from` stands in the words for whom it was said to: "told a crowd of about two hundred members
    /// who had gathered in the hall that …".
    fn addressed(&self, from: u32) -> u32 {
        const TOLD: [Key; 8] = [
            key("told"),
            key("tells"),
            key("telling"),
            key("tell"),
            key("reminded"),
            key("assured"),
            key("informed"),
            key("warned"),
        ];
        let analysis = self.analysis;
        let inner = from == self.first || matches!(analysis.before(from).tag, Tag::In | Tag::Rb | Tag::Cd | Tag::Jj);
        // "was quoted as saying by local media that"
        let by = from == self.first && analysis.lower(from) == "by";
        if !(TOLD.contains(&analysis.word(self.cue).low) && inner || by) {
            return from;
        }
        let far = self.end.min(from + FARTHEST_THAT);
        let is_that = |at: &u32| analysis.word(*at).low == key("that") && analysis.phrase_from(at + 1).is_some();
        if analysis.before(from).low == key("that") {
            return from;
        }
        let verb = (from..far).find(|&at| analysis.word(at).tag.is_finite());
        let relative = (from..far).find(|&at| analysis.word(at).tag == Tag::Wp);
        let that = (from..far).find(is_that).filter(|&that| {
            let clear = verb.is_none_or(|verb| verb > that || relative.is_some_and(|relative| relative < verb));
            clear && that + 1 < self.end && !(from..that).any(|at| analysis.word(at).glyph == Glyph::Semicolon)
        });
        that.map_or(from, |that| that + 1)
    }

    /// Where marks are that the cue may report: 1 in its sentence before it, 2 after it, 4 right before or after the sentence.
    fn marks_near(&self) -> u64 {
        let analysis = self.analysis;
        let before = analysis.count(self.start, self.cue).marked > 0;
        let after = analysis.count(self.cue, self.end).marked > 0;
        let around = self.start > 0 && analysis.before(self.start).marked || analysis.word(self.end).marked;
        u64::from(before) + 2 * u64::from(after) + 4 * u64::from(around)
    }

    /// Features of no content on the right.
    pub(crate) fn no_right_start(&self, mut out: impl FnMut(Key)) {
        let Self { analysis, word, side, left, after, .. } = *self;
        let (next, next2) = (self.token(after), self.token(after + 1));
        let verbs = analysis.verbs(after, self.end);
        let in_phrase = if after < self.end { u64::from(analysis.word(after).phrase != NONE) } else { 2 };
        let before_marked = if self.clause > self.start { u64::from(analysis.before(self.clause).marked) } else { 2 };
        out(RS_NONE);
        out(f1(RS_NONE_WORD, word));
        out(f1(RS_NONE_TAG, self.tag));
        out(f1(RS_NONE_SIDE, side));
        out(f1(RS_NONE_LEFT, left));
        out(f2(RS_NONE_SIDE_LEFT, side, left));
        out(f1(RS_NONE_NEXT, next));
        out(f2(RS_NONE_NEXT2, next, next2));
        out(f2(RS_NONE_WORD_NEXT, word, next));
        out(f2(RS_NONE_SIDE_NEXT, side, next));
        out(f2(RS_NONE_LEFT_NEXT, left, next));
        out(f3(RS_NONE_LEFT_NEXT_SIDE, left, next, side));
        out(f1(RS_NONE_REST, gap(after, self.end)));
        out(f1(RS_NONE_LENGTH, gap(self.start, self.clause)));
        out(f2(RS_NONE_LEFT_LENGTH, left, gap(self.start, self.clause)));
        out(f1(RS_NONE_MARKED, self.marked(after)));
        out(f1(RS_NONE_LEFT_MARKED, before_marked));
        out(f2(RS_NONE_WORD_PHRASE, word, in_phrase));
        out(f1(RS_NONE_VERBS, verbs));
        out(f2(RS_NONE_VERBS_WORD, verbs, word));
        out(f2(RS_NONE_MARKS, self.marks_near(), left));
    }

    /// Features of a content on the right that begins at `at`.
    pub(crate) fn right_start(&self, at: u32, mut out: impl FnMut(Key)) {
        let Self { analysis, word, side, left, after, tag, .. } = *self;
        let tokens = analysis.tokens(after, at, 3);
        let classes = analysis.classes(after, at, 5);
        let distance = gap(after, at);
        let (token, token2) = (self.token(at), self.token(at + 1));
        let last = if at > after { self.token(at - 1) } else { class::START.into() };
        out(f1(RS_TOKENS, tokens));
        out(f1(RS_CLASSES, classes));
        out(f2(RS_WORD_TOKENS, word, tokens));
        out(f2(RS_WORD_CLASSES, word, classes));
        out(f1(RS_DISTANCE, distance));
        out(f2(RS_WORD_DISTANCE, word, distance));
        out(f1(RS_TOKEN, token));
        out(f2(RS_TOKEN2, token, token2));
        out(f1(RS_LAST, last));
        out(f2(RS_LAST_TOKEN, last, token));
        out(f2(RS_WORD_LAST, word, last));
        out(f2(RS_SIDE_DISTANCE, side, distance));
        out(f3(RS_SIDE_LAST, side, last, distance));
        out(f1(RS_AROUND, analysis.marks_around(at)));
        out(f1(RS_MARKED, analysis.word(at).marked.into()));
        let is_that = |at: u32| analysis.word(at).low == key("that");
        let that = (after..at).any(is_that);
        let that_next = !that && (at..self.end.min(at + 6)).any(is_that);
        out(f1(RS_THAT, that.into()));
        out(f1(RS_THAT_NEXT, that_next.into()));
        if !that && !that_next {
            let verb = (at..self.end).find(|&at| is_that(at) || analysis.word(at).tag.is_finite());
            out(f1(RS_THAT_LATER, verb.is_some_and(is_that).into()));
        }
        let begins = analysis.begins_phrase(at);
        out(f1(RS_PHRASE, begins.into()));
        out(f1(RS_INSIDE, u64::from(!begins && analysis.word(at).phrase != NONE)));
        out(f2(RS_LEFT_DISTANCE, left, distance));
        out(f2(RS_LEFT_SIDE, left, side));
        out(f3(RS_LEFT_SIDE_TOKEN, left, side, token));
        let between = analysis.count(after, at);
        out(f1(RS_COMMAS, between.commas.min(2).into()));
        out(f2(RS_TAG_DISTANCE, tag, distance));
        out(f2(RS_TAG_CLASSES, tag, classes));
        out(f1(RS_VERBS, analysis.verbs(at, self.end)));
        out(f1(RS_VERBS_BETWEEN, between.finite.min(2).into()));
        out(f1(RS_CLASS_BEFORE, if at > 0 { analysis.class(at - 1) } else { class::OUTSIDE.into() }));
    }

    /// Where a content that begins at `from` may end.
    pub(crate) fn right_ends(&self, from: u32, out: &mut Vec<u32>) {
        out.clear();
        // from the sentence's end back, as only the last ones are kept
        for at in (from + 1..=self.end).rev() {
            if self.is_word(at - 1) && (at == self.end || self.may_end(at)) {
                out.push(at);
                if out.len() == MOST_ENDS {
                    break;
                }
            }
        }
        out.reverse();
    }

    /// Whether a mark stands within a word: a $40-billion project, and/or.
    fn is_glued(&self, at: u32) -> bool {
        let (word, next) = (self.analysis.word(at), self.analysis.word(at + 1));
        matches!(word.glyph, Glyph::Hyphen | Glyph::Other) && !word.spaced && !next.spaced && next.is_word
    }

    fn may_end(&self, at: u32) -> bool {
        let word = self.analysis.word(at);
        if self.is_glued(at) {
            return false;
        }
        !word.is_word
            || word.lists.has(Lists::CONNECTIVE.or(Lists::DAY))
            || matches!(
                word.tag,
                Tag::In | Tag::Cc | Tag::Rb | Tag::Wdt | Tag::Wp | Tag::To | Tag::Vbg | Tag::Vbn | Tag::Vbd
            )
            || word.marked != self.analysis.before(at).marked
    }

    /// Features of a content `from..at` on the right.
    pub(crate) fn right_end(&self, from: u32, at: u32, mut out: impl FnMut(Key)) {
        let Self { analysis, word, .. } = *self;
        let ends = analysis.count(at, self.end).words == 0;
        let count = analysis.count(from, at);
        let length = i64::from(at - from);
        let marks = analysis.marks_around(at);
        out(f1(RE_END, ends.into()));
        if ends {
            out(f1(RE_END_WORD, word));
            out(f1(RE_END_LENGTH, bucket(length / 3)));
            out(f1(RE_END_MARKS, marks));
            out(f1(RE_END_COMMAS, count.commas.min(3).into()));
            out(f1(RE_END_TAG, self.tag));
            if self.relative {
                out(f1(RE_RELATIVE_END, count.commas.min(1).into()));
            }
            if self.subordinate != 0 {
                out(f2(RE_SUBORDINATE_END, self.subordinate, count.commas.min(2).into()));
            }
            if self.inserted != Glyph::Word {
                out(f1(RE_INSERTED_END, self.inserted as u64));
            }
            let last = analysis.before(at);
            let goes_on = analysis.segments.get(last.segment as usize).is_some_and(|s| s.close >= self.end);
            if last.marked && goes_on {
                out(RE_END_OPEN);
            }
            return;
        }
        let (t, t2, t3) = (self.token(at), self.token(at + 1), self.token(at + 2));
        if self.relative {
            let finite = u64::from(at + 1 < self.end && analysis.word(at + 1).tag.is_finite());
            out(f2(RE_RELATIVE, t, finite));
        }
        if self.subordinate != 0 {
            let subject = at + 1 < self.end && analysis.phrase_from(at + 1).is_some();
            out(f3(RE_SUBORDINATE, self.subordinate, t, subject.into()));
        }
        if self.inserted != Glyph::Word {
            out(f2(RE_INSERTED, self.inserted as u64, t));
        }
        let rest = bucket(i64::from(self.end - at) / 2);
        let long = bucket(length / 2);
        let commas = u64::from(count.commas.min(3));
        let verbs = u64::from(count.finite.min(2));
        out(f1(RE_TOKEN, t));
        out(f2(RE_TOKEN2, t, t2));
        out(f3(RE_TOKEN3, t, t2, t3));
        out(f2(RE_BEFORE, analysis.class(at - 1), t));
        out(f1(RE_LENGTH, long));
        out(f1(RE_REST, rest));
        out(f2(RE_TOKEN_LENGTH, t, long));
        out(f2(RE_TOKEN_REST, t, rest));
        out(f2(RE_TOKEN_WORD, t, word));
        out(f1(RE_MARKS, marks));
        out(f2(RE_MARKS_TOKEN, marks, t));
        out(f1(RE_COMMAS, commas));
        out(f2(RE_COMMAS_TOKEN, commas, t));
        out(f1(RE_VERBS, verbs));
        out(f2(RE_VERBS_TOKEN, verbs, t));
        let other = analysis.cues[analysis.cue_from(at)..]
            .iter()
            .take_while(|cue| cue.word < self.end)
            .find(|cue| cue.word != self.cue && analysis.word(cue.word).glyph != Glyph::Colon);
        if let Some(other) = other {
            let distance = gap(at, other.word);
            out(f1(RE_CUE, distance));
            out(f2(RE_CUE_TOKEN, t, distance));
            out(f2(RE_CUE_WORD, analysis.word(other.word).low, t));
            if other.word - at <= 6 {
                out(f2(RE_CUE_CLASSES, t, analysis.classes(at, other.word, 6)));
            }
        } else {
            out(f1(RE_NO_CUE, t));
        }
        if analysis.any_marked(at, self.end) {
            let next = (at..self.end).find(|&at| analysis.word(at).marked).unwrap_or(at);
            out(f1(RE_MARKED_NEXT, gap(at, next)));
            out(f2(RE_MARKED_NEXT_TOKEN, t, gap(at, next)));
        }
        if count.marked > 0 {
            out(f1(RE_HAS_MARKS, t));
        }
        self.clause_after(from, at, &mut out);
        let glyph = analysis.word(at).glyph;
        if matches!(glyph, Glyph::Comma | Glyph::ParenOpen | Glyph::EmDash | Glyph::EnDash | Glyph::Hyphen) {
            out(f2(RE_NEXT_CLASSES, t, analysis.classes(at + 1, self.end.min(at + 4), 3)));
            let again = (at + 1..self.end).any(|at| analysis.word(at).glyph == glyph);
            out(f2(RE_AGAIN, t, again.into()));
        }
    }

    /// Features of the clause that begins where the content would end.
    fn clause_after(&self, from: u32, at: u32, out: &mut impl FnMut(Key)) {
        let analysis = self.analysis;
        let end = self.end;
        let mut next = at;
        while next < end && !analysis.word(next).is_word {
            next += 1;
        }
        let mut connective = 0;
        if next < end {
            let word = analysis.word(next);
            if word.lists.has(Lists::CONNECTIVE) || matches!(word.tag, Tag::Cc | Tag::In | Tag::Wdt | Tag::Wp) {
                connective = word.low;
                next += 1;
            }
        }
        let skip = |mut next: u32| {
            while next < end && (analysis.word(next).tag == Tag::Rb || analysis.word(next).glyph == Glyph::Comma) {
                next += 1;
            }
            next
        };
        next = skip(next);
        let phrase = if next < end { analysis.phrase_from(next) } else { None };
        let kind = match phrase {
            Some(phrase) => 32 + phrase.kind as u64,
            None => analysis.class_in(next, self.start, end),
        };
        let (t, comma) = (self.token(at), u64::from(analysis.word(at).glyph == Glyph::Comma));
        out(f3(RE_CLAUSE, t, connective, kind));
        let verbs = analysis.verbs(from, at);
        out(f3(RE_FIRST, self.token(from), verbs, t));
        out(f4(RE_VERBS_CLAUSE, verbs, t, connective, kind));
        let mut verb = phrase.map_or(next, |phrase| phrase.end);
        while verb < end
            && (matches!(analysis.word(verb).tag, Tag::Rb | Tag::Md)
                || (analysis.word(verb).lists.has(Lists::AUXILIARY)
                    && analysis.class_in(verb + 1, self.start, end) > 64))
        {
            verb += 1;
        }
        if verb < end && analysis.word(verb).tag.is_verb() {
            let has_subject = u64::from(phrase.is_some());
            let likely = analysis.cue_at(verb);
            out(f4(RE_CLAUSE_CUE, connective, has_subject, likely, comma));
            let tense = (from..at).rev().map(|at| analysis.word(at).tag).find(|tag| tag.is_finite());
            let tense = tense.map_or(0, |tag| 1 + tag as u64);
            let tag = analysis.word(verb).tag as u64;
            out(f4(RE_CLAUSE_TENSE, pair(connective, has_subject), tag, self.tag, tense));
        }
        if let (Some(phrase), Some(source)) = (phrase, self.source) {
            let same = analysis.word(phrase.head).low == analysis.word(source.head).low;
            out(f4(RE_CLAUSE_SUBJECT, connective, 32 + phrase.kind as u64, source.kind as u64, same.into()));
        }
        let glyph = analysis.word(at).glyph;
        let partner = match glyph {
            Glyph::ParenOpen => Glyph::ParenClose,
            glyph => glyph,
        };
        if partner == Glyph::ParenClose || matches!(glyph, Glyph::EmDash | Glyph::EnDash | Glyph::Hyphen | Glyph::Comma)
        {
            let before = (from..at).filter(|&at| analysis.word(at).glyph == glyph).count() as u64 % 2;
            let after = (at + 1..end).find(|&at| analysis.word(at).glyph == partner);
            let follows = after.map_or(0, |after| self.token(after + 1));
            out(f3(RE_PAIRED, glyph as u64, before, follows));
        }
        let later = analysis.cues[analysis.cue_from(at)..]
            .iter()
            .take_while(|cue| cue.word < end)
            .find(|cue| cue.word != self.cue && cue.probability >= 0.5);
        let distance = later.map_or(10, |cue| gap(at, cue.word));
        out(f2(RE_NEXT_LIKELY, distance, t));
    }

    /// Where a content on the left ends at the latest.
    fn left_edge(&self) -> u32 {
        self.source.map_or(self.cue, |phrase| phrase.start.min(self.cue))
    }

    /// Where a content on the left may end.
    pub(crate) fn left_ends(&self, out: &mut Vec<u32>) {
        out.clear();
        let edge = self.left_edge();
        let from = (self.start + 1).max(edge.saturating_sub(REACH_LEFT));
        out.extend((from..=edge).filter(|&at| {
            let word = self.analysis.word(at);
            self.is_word(at - 1)
                && (at == edge || !self.is_glued(at))
                && (at == edge
                    || !word.is_word
                    || word.lists.has(Lists::CONNECTIVE)
                    || matches!(
                        word.tag,
                        Tag::In
                            | Tag::Cc
                            | Tag::Rb
                            | Tag::Wdt
                            | Tag::Wp
                            | Tag::To
                            | Tag::Vbg
                            | Tag::Vbn
                            | Tag::Vbd
                            | Tag::Dt
                            | Tag::Prp
                    ))
        }));
    }

    /// No right part, one after a comma, one after anything else.
    fn right_kind(&self, right: Option<Part>) -> u64 {
        match right {
            None => 0,
            Some((from, _)) if self.analysis.before(from).glyph == Glyph::Comma => 1,
            Some(_) => 2,
        }
    }

    /// Features of no content on the left; `right`: the one on the right.
    pub(crate) fn no_left_end(&self, right: Option<Part>, mut out: impl FnMut(Key)) {
        let Self { analysis, word, side, left, clause, start, .. } = *self;
        let r = self.right_kind(right);
        let marked = if clause > start { u64::from(analysis.before(clause).marked) } else { 2 };
        let left2 = if clause > start + 1 { analysis.class(clause - 2) } else { class::START.into() };
        let verbs = analysis.verbs(start, clause);
        let first = self.token(start);
        let length = gap(start, clause);
        out(LE_NONE);
        out(f1(LE_NONE_RIGHT, r));
        out(f1(LE_NONE_WORD, word));
        out(f1(LE_NONE_SIDE, side));
        out(f1(LE_NONE_LEFT, left));
        out(f2(LE_NONE_LEFT_RIGHT, left, r));
        out(f3(LE_NONE_LEFT_SIDE, left, side, r));
        out(f1(LE_NONE_MARKED, marked));
        out(f1(LE_NONE_LENGTH, length));
        out(f2(LE_NONE_LENGTH_LEFT, length, left));
        out(f1(LE_NONE_VERBS, verbs));
        out(f2(LE_NONE_VERBS_LEFT, verbs, left));
        out(f3(LE_NONE_VERBS_LEFT_RIGHT, verbs, left, r));
        out(f2(LE_NONE_WORD_LEFT, word, left));
        out(f2(LE_NONE_LEFT2, left, left2));
        out(f1(LE_NONE_FIRST, first));
        out(f2(LE_NONE_FIRST_LEFT, first, left));
        out(f2(LE_NONE_FIRST_RIGHT, first, r));
        let plain = bucket(analysis.count(start, clause).plain.into());
        out(f2(LE_NONE_PLAIN, plain, left));
        out(f3(LE_NONE_PLAIN_RIGHT, plain, left, r));
        if clause > start
            && let Some(segment) = analysis.segments.get(analysis.before(clause).segment as usize)
        {
            let follows = if segment.open > start { self.token(segment.open - 1) } else { class::START.into() };
            out(f2(LE_NONE_OPENS, follows, r));
        }
        out(f1(LE_NONE_REST, gap(self.cue, self.end)));
        out(f2(LE_NONE_START, if clause - start < 3 { length } else { 8 }, r));
    }

    /// Features of a content on the left that ends at `at`.
    pub(crate) fn left_end(&self, right: Option<Part>, at: u32, mut out: impl FnMut(Key)) {
        let Self { analysis, word, side, start, .. } = *self;
        let r = self.right_kind(right);
        let edge = self.left_edge();
        let classes = analysis.classes(at, edge, 4);
        let token = self.token(at);
        let marks = analysis.marks_around(at);
        let distance = gap(at, edge);
        let verbs = analysis.verbs(start, at);
        out(f1(LE_CLASSES, classes));
        out(f2(LE_CLASSES_WORD, classes, word));
        out(f2(LE_CLASSES_SIDE, classes, side));
        out(f2(LE_CLASSES_RIGHT, classes, r));
        out(f1(LE_TOKEN, token));
        out(f2(LE_TOKEN_WORD, token, word));
        out(f1(LE_DISTANCE, distance));
        out(f2(LE_TOKEN_DISTANCE, token, distance));
        out(f2(LE_BEFORE, analysis.class(at - 1), token));
        out(f1(LE_MARKS, marks));
        out(f2(LE_MARKS_TOKEN, marks, token));
        let plain = bucket(analysis.count(start, at).plain.into());
        out(f2(LE_PLAIN, plain, marks));
        out(f1(LE_VERBS, verbs));
        out(f1(LE_VERBS_BETWEEN, analysis.verbs(at, edge)));
        out(f2(LE_VERBS_TOKEN, verbs, token));
        out(f1(LE_LENGTH, gap(start, at)));
        out(f2(LE_RIGHT_TOKEN, r, token));
        out(f2(LE_TOKEN2, token, self.token(at + 1)));
    }

    /// Where a content on the left that ends at `to` may begin.
    pub(crate) fn left_starts(&self, to: u32, out: &mut Vec<u32>) {
        out.clear();
        let start = self.start;
        for at in start..to {
            if !self.is_word(at) {
                continue;
            }
            let first = at == start || {
                let before = self.analysis.before(at);
                (!before.is_word && !self.is_glued(at - 1)) || before.lists.has(Lists::CONNECTIVE.or(Lists::REPORTING))
            };
            if first || self.analysis.word(at).lists.has(Lists::CONNECTIVE) {
                out.push(at);
                if out.len() == MOST_STARTS {
                    break;
                }
            }
        }
        // the sentence's first word at any rate
        if let Some(first) = (start..to).find(|&at| self.is_word(at))
            && out.first() != Some(&first)
        {
            out.insert(0, first);
        }
    }

    /// Features of a content `at..to` on the left.
    pub(crate) fn left_start(&self, to: u32, at: u32, mut out: impl FnMut(Key)) {
        let Self { analysis, start, .. } = *self;
        let first = analysis.count(start, at).words == 0;
        let token = self.token(at);
        out(f1(LS_FIRST, first.into()));
        out(f1(LS_LENGTH, bucket(i64::from(to - at) / 2)));
        if first {
            out(f1(LS_FIRST_TOKEN, token));
            out(f1(LS_FIRST_MARKED, analysis.word(at).marked.into()));
            out(f2(LS_FIRST_TOKEN2, token, self.token(at + 1)));
            return;
        }
        let before = if at > start { self.token(at - 1) } else { class::OUTSIDE.into() };
        let before2 = if at > start + 1 { self.token(at - 2) } else { class::OUTSIDE.into() };
        let verbs = analysis.verbs(at, to);
        let verbs_left = analysis.verbs(start, at);
        let skipped = gap(start, at);
        out(f1(LS_TOKEN, token));
        out(f1(LS_BEFORE, before));
        out(f2(LS_BEFORE_TOKEN, before, token));
        out(f3(LS_BEFORE2_TOKEN, before2, before, token));
        out(f1(LS_MARKS, analysis.marks_around(at)));
        out(f1(LS_VERBS, verbs));
        out(f1(LS_VERBS_LEFT, verbs_left));
        out(f2(LS_BEFORE_VERBS, before, verbs));
        out(f2(LS_BEFORE_VERBS_LEFT, before, verbs_left));
        out(f2(LS_PLAIN, bucket(analysis.count(at, to).plain.into()), analysis.marks_around(at)));
        out(f1(LS_SKIPPED, skipped));
        out(f2(LS_BEFORE_SKIPPED, before, skipped));
        out(f2(LS_FIRST_WORD, self.token(start), before));
    }

    /// The contents of the cue, left and right.
    fn find(&self, scorer: &mut Scorer<'_>) -> (Option<Part>, Option<Part>) {
        let start = self.best_right_start(scorer);
        let mut right = start.chosen().and_then(|from| self.right_from(self.addressed(from), scorer));
        // "According to Bongard, that's because": no clause is left out
        if let Some((from, to)) = right.filter(|_| self.opens()) {
            let clause = self.analysis.count(from, to).finite > 0;
            let before = self.analysis.count(self.after, from).finite > 0;
            right = if before && !clause { self.trimmed(self.after, self.end) } else { right };
        }
        let end = self.best_left_end(right, scorer);
        let left = end.chosen().and_then(|to| self.left_to(to, scorer));
        // "a text from her husband that said, “…”"
        let right_after = (self.after..self.end.min(self.after + 2)).any(|at| self.analysis.word(at).marked);
        let left = if right_after && self.depends() { None } else { left };
        // "…, she explained, walking quickly"
        let aside = |part: &Part| self.analysis.word(part.0).tag == Tag::Vbg && part.0 > self.after;
        // "…, she says, a fact that"
        let clause = left.is_some_and(|(from, to)| self.analysis.count(from, to).finite > 0);
        let noun = |part: &Part| {
            clause
                && matches!(self.analysis.lower(part.0), "a" | "an")
                && self.analysis.before(part.0).glyph == Glyph::Comma
        };
        let (left, right) = match right {
            Some(part) if self.tells_when(part) => {
                (left.or_else(|| self.best_left_end(None, scorer).at.and_then(|to| self.left_to(to, scorer))), None)
            }
            right if left.is_some() => (left, right.filter(|part| !aside(part) && !noun(part))),
            right => (left, right),
        };
        (left.map(|part| if right.is_none() { self.whole(part) } else { part }), right)
    }

    /// Whether the words after cue and source tell when it was said: "…, the mayor said Friday as he entered".
    fn tells_when(&self, (from, to): Part) -> bool {
        let analysis = self.analysis;
        let speech = self.source.map_or(self.cue, |source| source.start.min(self.cue));
        let first = (from..to).find(|&at| !analysis.word(at).lists.has(Lists::DAY.or(Lists::TIME))).unwrap_or(to);
        from <= self.after + 1
            && analysis.before(from).glyph != Glyph::Comma
            && analysis.before(speech).glyph == Glyph::Comma
            && (first == to
                || first > from
                    && matches!(analysis.lower(first), "as" | "when" | "before" | "after" | "while" | "during"))
    }

    /// A content before its cue that would begin with a relative clause begins with what the clause is about, when nothing but
    /// the content stands before it: "In extreme cold, dryers are used, which means delays, the report said".
    fn whole(&self, (from, to): Part) -> Part {
        let analysis = self.analysis;
        let relative = matches!(analysis.lower(from), "which" | "who" | "whose" | "whom");
        if !relative || to - from < 4 || analysis.any_marked(self.start, from) {
            return (from, to);
        }
        let first = analysis.cue_from(self.start);
        let other = analysis.cues[first..]
            .iter()
            .take_while(|cue| cue.word < from)
            .any(|cue| cue.probability >= super::cues::ACCEPTED);
        if other { (from, to) } else { self.trimmed(self.start, to).unwrap_or((from, to)) }
    }

    /// Whether "that", "which" or "who" stands between the source and the cue.
    fn depends(&self) -> bool {
        let from = self.source.map_or(self.cue, |phrase| phrase.end);
        (from..self.cue).any(|at| matches!(self.analysis.word(at).tag, Tag::Wdt | Tag::Wp))
    }

    /// A clause at any rate, on the side that is likelier.
    fn likelier(&self, scorer: &mut Scorer<'_>) -> Option<Part> {
        let start = self.best_right_start(scorer);
        let end = self.best_left_end(None, scorer);
        let is_clause =
            |&(from, to): &Part| self.analysis.count(from, to).finite > 0 && self.analysis.count(from, to).words > 2;
        let right = start.at.and_then(|from| self.right_from(from, scorer)).filter(is_clause);
        let left = end.at.and_then(|to| self.left_to(to, scorer)).filter(is_clause);
        let best = if start.lead >= end.lead { right.or(left) } else { left.or(right) };
        // "According to Bongard, that's because": all that follows the comma
        best.or_else(|| if self.opens() { self.trimmed(self.after, self.end) } else { None })
    }

    /// Whether the sentence begins with "According to" and a source up to a comma.
    fn opens(&self) -> bool {
        self.according && self.cue <= self.start + 1 && self.analysis.word(self.after).glyph == Glyph::Comma
    }

    /// The words of a range without what is none at its ends.
    fn trimmed(&self, mut from: u32, mut to: u32) -> Option<Part> {
        while from < to && !self.is_word(from) {
            from += 1;
        }
        while to > from && !self.is_word(to - 1) {
            to -= 1;
        }
        (to > from).then_some((from, to))
    }

    /// Whether the cue reports something at any rate: a plain verb of saying with a source, and no quote near.
    fn must_report(&self) -> bool {
        let analysis = self.analysis;
        let quoted = |at: u32| {
            let segment = analysis.segments.get(analysis.word(at).segment as usize);
            segment.is_some_and(|segment| segment.kind == SegmentKind::Direct)
        };
        // what follows the sentence may be what "he said" reports, but never what "according to her" does
        let until = self.end + u32::from(!self.according);
        (self.according || analysis.word(self.cue).lists.has(Lists::SAID))
            && self.source.is_some()
            && analysis.before(self.end).glyph != Glyph::Colon
            && !(self.start.saturating_sub(1)..until).any(quoted)
    }

    fn best_right_start(&self, scorer: &mut Scorer<'_>) -> Choice {
        self.right_starts(&mut scorer.boundaries);
        let none = scorer.sum(|keys| self.no_right_start(|key| keys.push(key)));
        scorer.best(none, 0.0, |at, keys| self.right_start(at, |key| keys.push(key)))
    }

    /// The content on the right that begins at `from`.
    fn right_from(&self, from: u32, scorer: &mut Scorer<'_>) -> Option<Part> {
        self.right_ends(from, &mut scorer.boundaries);
        let end = scorer.best(f32::NEG_INFINITY, TO_THE_END, |at, keys| self.right_end(from, at, |key| keys.push(key)));
        end.at.map(|to| (from, self.main_verb(from, to).unwrap_or(to)))
    }

    /// Where the content of a relative clause ends before the verb of the main one: "Roy, who says he has not slept, sat".
    fn main_verb(&self, from: u32, to: u32) -> Option<u32> {
        if !self.relative {
            return None;
        }
        let analysis = self.analysis;
        (from + 2..to).find(|&at| {
            let mut verb = at + 1;
            while verb < to && analysis.word(verb).tag == Tag::Rb {
                verb += 1;
            }
            let finite = verb < to && analysis.word(verb).tag.is_finite() && !analysis.word(verb).marked;
            finite && analysis.word(at).glyph == Glyph::Comma && analysis.count(from, at).finite > 0
        })
    }

    fn best_left_end(&self, right: Option<Part>, scorer: &mut Scorer<'_>) -> Choice {
        self.left_ends(&mut scorer.boundaries);
        let none = scorer.sum(|keys| self.no_left_end(right, |key| keys.push(key)));
        scorer.best(none, 0.0, |at, keys| self.left_end(right, at, |key| keys.push(key)))
    }

    /// The content on the left that ends at `to`.
    fn left_to(&self, to: u32, scorer: &mut Scorer<'_>) -> Option<Part> {
        self.left_starts(to, &mut scorer.boundaries);
        let start = scorer.best(f32::NEG_INFINITY, 0.0, |at, keys| self.left_start(to, at, |key| keys.push(key)));
        start.at.map(|from| (from, to))
    }
}

/// The conjunction that begins the clause of a cue whose subject begins at `clause`, when the main clause may follow.
fn subordinate(analysis: &Analysis<'_>, start: u32, clause: u32) -> u64 {
    const OPENERS: [Key; 10] = [
        key("after"),
        key("although"),
        key("as"),
        key("because"),
        key("before"),
        key("if"),
        key("once"),
        key("since"),
        key("when"),
        key("while"),
    ];
    let first = (start..clause).find(|&at| analysis.word(at).is_word);
    let first = first.map_or(0, |at| analysis.word(at).low);
    let before = if clause > start { analysis.before(clause).low } else { 0 };
    if OPENERS.contains(&first) || first == key("though") || first == key("despite") {
        first
    } else {
        u64::from(OPENERS[5..].contains(&before))
    }
}

/// The dash or bracket that is open where the cue's clause begins.
fn inserted(analysis: &Analysis<'_>, start: u32, clause: u32) -> Glyph {
    let mut open = Glyph::Word;
    for at in start..clause {
        let word = analysis.word(at);
        let glyph = if word.low == key("--") { Glyph::EmDash } else { word.glyph };
        match glyph {
            Glyph::ParenOpen => open = glyph,
            Glyph::ParenClose => open = Glyph::Word,
            Glyph::EmDash | Glyph::EnDash => open = if open == glyph { Glyph::Word } else { glyph },
            Glyph::Hyphen if word.spaced && analysis.word(at + 1).spaced => {
                open = if open == glyph { Glyph::Word } else { glyph };
            }
            _ => {}
        }
    }
    open
}

/// The best of some boundaries, and by how much it is better than none.
struct Choice {
    at: Option<u32>,
    lead: f32,
}

impl Choice {
    /// The boundary, when it is better than none.
    fn chosen(&self) -> Option<u32> {
        self.at.filter(|_| self.lead > 0.0)
    }
}

/// The weights, and room for the boundaries of one choice and the features of one of them.
struct Scorer<'t> {
    table: &'t Table,
    boundaries: Vec<u32>,
    keys: Keys,
}

impl<'t> Scorer<'t> {
    const fn new(table: &'t Table) -> Self {
        Self { table, boundaries: Vec::new(), keys: Keys::new() }
    }

    /// The sum of the weights of the features that `collect` names.
    fn sum(&mut self, collect: impl FnOnce(&mut Keys)) -> f32 {
        self.keys.clear();
        collect(&mut self.keys);
        self.table.sum(0.0, self.keys.as_slice())
    }

    /// The best of the boundaries; `none` is the score of choosing none of them, `favour` goes to the last one.
    fn best(&mut self, none: f32, favour: f32, collect: impl Fn(u32, &mut Keys)) -> Choice {
        let mut best = (None, f32::NEG_INFINITY);
        for n in 0..self.boundaries.len() {
            let at = self.boundaries[n];
            let last = n + 1 == self.boundaries.len();
            let score = self.sum(|keys| collect(at, keys)) + if last { favour } else { 0.0 };
            if score > best.1 {
                best = (Some(at), score);
            }
        }
        Choice { at: best.0, lead: best.1 - none }
    }
}
