//! Sources: which noun phrase of the sentence says what the cue reports.

use super::analysis::{Analysis, Glyph, NONE, Phrase, PhraseKind, Tag};
use super::cues::POSSIBLE;
use super::features::{f1, f2, f3, f4, gap, templates, triple};
use super::lexicon::Lists;
use super::tagger::class;
use crate::model::features::{Key, Keys, key};
use crate::model::table::Table;

templates! { "source":
    NOBODY = "none",
    NOBODY_WORD = "none, word",
    NOBODY_TAG = "none, tag",
    NOBODY_CONTEXT = "none, context",
    NOBODY_SUBJECT = "none, subject",
    NOBODY_LEFT = "none, before",
    NOBODY_START = "none, start",
    GAP = "gap",
    WORD_GAP = "word, gap",
    PHRASES = "phrases between",
    DISTANCE = "distance",
    TYPE = "type",
    TYPE_GAP = "type, gap",
    WORD = "word",
    VERBS = "verbs between",
    COMMAS = "commas between",
    MARKS = "marks between",
    WORD_TYPE = "word, type",
    BETWEEN = "phrases, verbs, commas between",
    CONTEXT_PHRASES = "context, phrases between",
    CONTEXT = "context",
    HEAD = "head",
    SIDE_HEAD = "side, head",
    BEFORE = "before",
    AFTER = "after",
    AROUND = "before and after",
    WORD_AFTER = "word, after",
    WORD_BEFORE = "word, before",
    START = "start",
    MARKED = "marked",
    SUBJECT = "subject",
    SUBJECT_TYPE = "subject, type",
    SUBJECT_CONTEXT = "subject, context",
    WHO = "who between",
    SINGULAR = "singular verb, type",
    CUE_BETWEEN = "cue between",
}

/// Phrases looked at before the cue, and after it.
const REACH: (usize, usize) = (8, 6);
/// What no source at all has to give away, except with a participle.
const NOBODY_PENALTY: f32 = 1.0;

/// Finds the source of every candidate that may be a cue.
pub(crate) fn find(analysis: &mut Analysis<'_>, table: &Table) {
    let (mut phrases, mut keys) = (Vec::new(), Keys::new());
    for at in 0..analysis.cues.len() {
        let cue = analysis.cues[at];
        if cue.probability < POSSIBLE {
            continue;
        }
        candidates(analysis, cue.word, &mut phrases);
        let context = Context::new(analysis, cue.word);
        let mut best = (NONE, if analysis.word(cue.word).tag == Tag::Vbg { 0.0 } else { -NOBODY_PENALTY });
        keys.clear();
        context.nobody(|key| keys.push(key));
        best.1 = table.sum(best.1, keys.as_slice());
        let mut left = (NONE, f32::NEG_INFINITY);
        for &phrase in &phrases {
            keys.clear();
            context.features(phrase, |key| keys.push(key));
            let score = table.sum(0.0, keys.as_slice());
            if score > best.1 {
                best = (phrase, score);
            }
            if score > left.1 && analysis.phrases[phrase as usize].end <= cue.word {
                left = (phrase, score);
            }
        }
        if left.0 != NONE && is_circumstance(analysis, best.0, cue.word) {
            best = left;
        }
        let mended = |best: u32| {
            let best = antecedent(analysis, best, cue.word);
            own_subject(analysis, singular(analysis, best, cue.word), cue.word)
        };
        let best = Some(best.0).filter(|&best| best != NONE).map(mended);
        let best = with_subject(analysis, cue.word).or(best);
        analysis.cues[at].source = best.map_or(NONE, |best| apposed(analysis, best, cue.word));
    }
}

/// Of "customers who called the station say" the customers: a phrase right before the cue that ends a relative clause without
/// commas is no subject.
fn antecedent(analysis: &Analysis<'_>, source: u32, cue: u32) -> u32 {
    let phrase = analysis.phrases[source as usize];
    let start = analysis.sentence_of(cue).start;
    let adverbial = |at: u32| analysis.word(at).tag == Tag::Rb;
    if phrase.end > cue || phrase.start < start + 3 || !(phrase.end..cue).all(adverbial) {
        return source;
    }
    let from = start.max(phrase.start.saturating_sub(LONGEST_RELATIVE));
    for at in (from + 1..phrase.start).rev() {
        let word = analysis.word(at);
        if !word.is_word || word.marked || word.tag == Tag::Cc {
            break;
        }
        let relative = matches!(word.tag, Tag::Wp | Tag::Wdt) && matches!(analysis.lower(at), "who" | "that" | "which");
        if !relative {
            continue;
        }
        let verb = (at + 1..phrase.start).find(|&at| analysis.word(at).tag != Tag::Rb);
        let finite = verb.is_some_and(|verb| analysis.word(verb).tag.is_finite());
        let outer = analysis.phrase_at(at - 1).filter(|outer| outer.end == at && outer.kind != PhraseKind::Pronoun);
        return if finite && outer.is_some() { analysis.before(at).phrase } else { source };
    }
    source
}

/// "have alleged in court documents": what a preposition governs after the verb tells where it was said.
fn is_circumstance(analysis: &Analysis<'_>, source: u32, cue: u32) -> bool {
    let Some(phrase) = analysis.phrases.get(source as usize) else { return false };
    phrase.start > cue + 1
        && analysis.word(cue).tag.is_verb()
        && matches!(analysis.lower(phrase.start - 1), "in" | "at" | "on" | "during" | "with" | "for" | "about")
}

/// "Brexit remains the concern, and several executives have warned": in a clause that is joined to the one before, the verb has
/// its own subject. "Ana Ruiz, who played with Hale in May, said": after the comma, nobody whom a preposition governs.
fn own_subject(analysis: &Analysis<'_>, source: u32, cue: u32) -> u32 {
    const JOINTS: [Key; 9] = [
        key("and"),
        key("but"),
        key("while"),
        key("as"),
        key("although"),
        key("though"),
        key("because"),
        key("whereas"),
        key("yet"),
    ];
    let phrase = analysis.phrases[source as usize];
    let start = analysis.sentence_of(cue).start;
    if phrase.end > cue || !matches!(analysis.word(cue).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Vb) {
        return source;
    }
    let Some(&near) = analysis.phrases.get(analysis.left_subject(cue, start) as usize) else {
        let governed = phrase.start > start && analysis.before(phrase.start).tag == Tag::In;
        let comma = analysis.before(cue).glyph == Glyph::Comma && !analysis.before(cue).marked;
        let first = analysis.phrase_from(start).filter(|first| governed && comma && first.end < phrase.start);
        let first =
            first.filter(|first| first.kind == PhraseKind::Name && analysis.word(first.end).glyph == Glyph::Comma);
        let told = first.is_some_and(|first| analysis.lower(first.end + 1) == "who");
        return if told { analysis.word(start).phrase } else { source };
    };
    let mut subject = near;
    // over what belongs to it: sources familiar with the negotiations
    for _ in 0..3 {
        if subject.start <= start || JOINTS.contains(&analysis.before(subject.start).low) {
            break;
        }
        let mut at = subject.start;
        while at > start
            && analysis.before(at).phrase == NONE
            && matches!(analysis.before(at).tag, Tag::In | Tag::Jj | Tag::Vbn)
            && !JOINTS.contains(&analysis.before(at).low)
        {
            at -= 1;
        }
        match analysis.phrase_at(at.max(1) - 1) {
            Some(&outer) if at < subject.start && outer.end == at => subject = outer,
            _ => return source,
        }
    }
    let head = analysis.word(subject.head);
    let joined = subject.start > phrase.end + 1
        && JOINTS.contains(&analysis.before(subject.start).low)
        && analysis.count(phrase.end, subject.start - 1).finite > 0;
    let speaks = !head.marked && !head.lists.has(Lists::TIME.or(Lists::DAY)) && !matches!(head.tag, Tag::Wp | Tag::Wdt);
    if joined && speaks { analysis.word(subject.start).phrase } else { source }
}

/// The residents of ", with residents describing the night as “terrible”".
fn with_subject(analysis: &Analysis<'_>, cue: u32) -> Option<u32> {
    let subject = analysis.before(cue).phrase;
    let phrase = analysis.phrases.get(subject as usize).filter(|phrase| phrase.end == cue)?;
    let with = phrase.start.checked_sub(1)?;
    let participle = analysis.word(cue).tag == Tag::Vbg && analysis.lower(with) == "with";
    (participle && analysis.before(with).glyph == Glyph::Comma).then_some(subject)
}

/// Of "says Heart and Stroke manager Jane Doe" the manager: one speaks, and a body's name may hold "and".
fn singular(analysis: &Analysis<'_>, source: u32, cue: u32) -> u32 {
    let phrase = analysis.phrases[source as usize];
    let word = analysis.word(cue);
    if word.tag != Tag::Vbz
        || phrase.start != cue + 1
        || phrase.end != phrase.start + 1
        || phrase.kind != PhraseKind::Name
    {
        return source;
    }
    let Some(next) = analysis.phrase_from(phrase.end + 1).filter(|next| next.kind == PhraseKind::Name) else {
        return source;
    };
    let told =
        (next.start..next.end).any(|at| matches!(analysis.word(at).tag, Tag::Nn | Tag::Jj) && !analysis.is_upper(at));
    let joined = analysis.word(phrase.end).low == key("and");
    if joined && told { analysis.word(next.start).phrase } else { source }
}

/// Words of a relative clause that are looked through, at most.
const LONGEST_RELATIVE: u32 = 9;

/// The phrases that may be the source of the cue at word `i`, in text order.
pub(crate) fn candidates(analysis: &Analysis<'_>, i: u32, out: &mut Vec<u32>) {
    out.clear();
    let sentence = analysis.sentence_of(i);
    let first = analysis.phrases.partition_point(|phrase| phrase.start < sentence.start);
    let middle = analysis.phrases.partition_point(|phrase| phrase.end <= i);
    let free = |phrase: &Phrase| {
        let head = analysis.word(phrase.head);
        !(analysis.word(phrase.start).marked && head.marked)
            && !is_dateline(analysis, phrase)
            && !(head.lists.has(Lists::TIME) && !is_named(analysis, phrase))
    };
    let number = |at: usize| u32::try_from(at).unwrap_or(NONE);
    let mut after = i;
    for at in (first..middle).rev() {
        // "Some have given up; a woman next door said": whoever stands before the semicolon says nothing here
        let (end, start) = (analysis.phrases[at].end, analysis.phrases[at].start);
        let semicolon = |w: u32| analysis.word(w).glyph == Glyph::Semicolon && !analysis.word(w).marked;
        if !out.is_empty() && (end..after).any(semicolon) {
            break;
        }
        after = start;
        if free(&analysis.phrases[at]) {
            out.push(number(at));
            if out.len() == REACH.0 {
                break;
            }
        }
    }
    out.reverse();
    let left = out.len();
    for at in middle..analysis.phrases.len() {
        let phrase = &analysis.phrases[at];
        if phrase.start >= sentence.end {
            break;
        }
        if phrase.start > i && free(phrase) {
            out.push(number(at));
            if out.len() == left + REACH.1 {
                break;
            }
        }
    }
}

/// Whether the phrase is the place of a dateline: "OTTAWA — ", "GENEVA (AP) — ".
fn is_dateline(analysis: &Analysis<'_>, phrase: &Phrase) -> bool {
    let paragraph = analysis.paragraph_of(phrase.start);
    let upper = |at: u32| analysis.word(at).is_upper && analysis.text(at).len() > 2;
    if phrase.start > paragraph.start + LONGEST_DATELINE || !upper(paragraph.start) {
        return false;
    }
    let until = paragraph.end.min(phrase.end + LONGEST_DATELINE);
    let dash = (phrase.end..until).find(|&at| {
        let word = analysis.word(at);
        matches!(word.glyph, Glyph::EmDash | Glyph::EnDash | Glyph::Hyphen) && word.spaced || word.low == key("--")
    });
    dash.is_some_and(|dash| {
        (paragraph.start..dash).all(|at| {
            let word = analysis.word(at);
            !word.first.is_letter() || analysis.is_upper(at)
        })
    })
}

/// Words of a dateline, at most.
const LONGEST_DATELINE: u32 = 8;

/// Whether the phrase holds a name besides its head: `May` in "Theresa May" is no month.
fn is_named(analysis: &Analysis<'_>, phrase: &Phrase) -> bool {
    let head = analysis.word(phrase.head);
    head.tag == Tag::Nnp && phrase.start < phrase.head && analysis.before(phrase.head).tag == Tag::Nnp
}

/// The name that the source stands beside: of "His lawyer, Ana Ruiz, said" the name, when the cue follows it.
fn apposed(analysis: &Analysis<'_>, source: u32, cue: u32) -> u32 {
    let phrase = analysis.phrases[source as usize];
    // "Keeper of the Seal, Ana Ruiz, said"
    let office = phrase.end == phrase.start + 1 && analysis.word(phrase.end).low == key("of");
    if phrase.end > cue || phrase.kind == PhraseKind::Pronoun || phrase.kind == PhraseKind::Name && !office {
        return source;
    }
    let is_comma = |at: u32| at < cue && analysis.word(at).glyph == Glyph::Comma;
    const LINKS: [Key; 5] = [key("of"), key("for"), key("at"), key("in"), key("with")];
    let mut end = phrase.end;
    // the director of operations for the agency, Ana Ruiz, said
    for _ in 0..3 {
        match analysis.phrase_from(end + 1) {
            Some(next) if next.end < cue && is_comma(next.end) && LINKS.contains(&analysis.word(end).low) => {
                end = next.end;
            }
            Some(next)
                if next.end + 1 < cue
                    && LINKS.contains(&analysis.word(end).low)
                    && LINKS.contains(&analysis.word(next.end).low) =>
            {
                end = next.end;
            }
            _ => break,
        }
    }
    let of = end == phrase.end && !is_comma(end) && LINKS[..2].contains(&analysis.word(end).low);
    if !(is_comma(end) || of) {
        return source;
    }
    let Some(name) = analysis.phrase_from(end + 1) else { return source };
    let named = name.kind == PhraseKind::Name && name.end <= cue;
    let only_name = (name.start..name.end).all(|at| analysis.word(at).tag == Tag::Nnp);
    let mut at = name.end;
    // His lawyers, Ana Ruiz and Tom Hale, said
    if let Some(second) = analysis.phrase_from(at + 1)
        && at + 1 < cue
        && analysis.word(at).low == key("and")
        && second.kind == PhraseKind::Name
        && second.end <= cue
    {
        at = second.end;
    }
    if of {
        // minister of infrastructure Ana Ruiz said
        if only_name || name.end < name.start + 2 || analysis.word(name.end - 2).tag != Tag::Nnp {
            return source;
        }
    } else if is_comma(at) {
        at += 1;
    } else {
        return source;
    }
    let verbal = |at: u32| {
        let word = analysis.word(at);
        matches!(word.tag, Tag::Rb | Tag::Md) || word.lists.has(super::lexicon::Lists::AUXILIARY)
    };
    if named && (at..cue).all(verbal) { analysis.word(name.start).phrase } else { source }
}

/// What all phrases around one cue share.
pub(crate) struct Context<'c, 'a> {
    analysis: &'c Analysis<'a>,
    cue: u32,
    start: u32,
    end: u32,
    word: u64,
    tag: u64,
    subject: u32,
    left: u64,
    context: u64,
}

impl<'c, 'a> Context<'c, 'a> {
    pub(crate) fn new(analysis: &'c Analysis<'a>, cue: u32) -> Self {
        let sentence = analysis.sentence_of(cue);
        let (start, end) = (sentence.start, sentence.end);
        let tag = analysis.word(cue).tag as u64;
        let comma = u64::from(class::GLYPH + Glyph::Comma as u8);
        let left = if cue > start && analysis.before(cue).marked {
            class::QUOTE.into()
        } else {
            analysis.class_before(cue, start)
        };
        let known = left == u64::from(class::QUOTE) || left == comma || left == u64::from(class::START);
        let next = if cue + 1 < end { analysis.class(cue + 1) } else { class::OUTSIDE.into() };
        let context = triple(tag, if known { left } else { 0 }, next);
        Self {
            analysis,
            cue,
            start,
            end,
            word: analysis.cue_word(cue),
            tag,
            subject: analysis.left_subject(cue, start),
            left,
            context,
        }
    }

    /// Features of "no source in this sentence".
    pub(crate) fn nobody(&self, mut out: impl FnMut(Key)) {
        out(NOBODY);
        out(f1(NOBODY_WORD, self.word));
        out(f1(NOBODY_TAG, self.tag));
        out(f1(NOBODY_CONTEXT, self.context));
        out(f1(NOBODY_SUBJECT, self.analysis.phrase_type(self.subject)));
        out(f1(NOBODY_LEFT, self.left));
        out(f1(NOBODY_START, u64::from(self.cue - self.start < 2)));
    }

    /// Features of a phrase as the source.
    pub(crate) fn features(&self, phrase: u32, mut out: impl FnMut(Key)) {
        let Self { analysis, cue, start, end, word, .. } = *self;
        let Phrase { start: s, end: e, head, kind } = analysis.phrases[phrase as usize];
        let kind_of = analysis.phrase_type(phrase);
        let right = s > cue;
        let side = u64::from(right);
        let (from, to) = if right { (cue + 1, s) } else { (e, cue) };
        let phrases: u64 = (from..to).filter(|&at| analysis.begins_phrase(at)).count() as u64;
        let between = analysis.classes(from, to, 3);
        let count = analysis.count(from, to);
        let (verbs, commas) = (u64::from(count.finite), u64::from(count.commas));
        let quote = (from..to).any(|at| analysis.words[at as usize].class == class::QUOTE);
        out(f2(GAP, side, between));
        out(f3(WORD_GAP, side, word, between));
        out(f2(PHRASES, side, phrases.min(4)));
        out(f2(DISTANCE, side, gap(from, to)));
        out(f2(TYPE, side, kind_of));
        out(f3(TYPE_GAP, side, kind_of, between));
        out(f2(WORD, side, word));
        out(f2(VERBS, side, verbs.min(2)));
        out(f2(COMMAS, side, commas.min(3)));
        out(f2(MARKS, side, quote.into()));
        out(f3(WORD_TYPE, side, word, kind_of));
        out(f4(BETWEEN, side, phrases.min(3), verbs.min(2), commas.min(2)));
        out(f3(CONTEXT_PHRASES, side, self.context, phrases.min(2)));
        out(f2(CONTEXT, side, self.context));
        if !matches!(kind, PhraseKind::Pronoun | PhraseKind::Name) {
            let low = analysis.word(head).low;
            out(f1(HEAD, low));
            out(f2(SIDE_HEAD, side, low));
        }
        let (before, before_class) = if s > start {
            (analysis.connective(s - 1), analysis.class(s - 1))
        } else {
            (class::START.into(), class::START.into())
        };
        let (after, after_class) = if e < end {
            let next = analysis.word(e);
            let auxiliary = next.lists.has(super::lexicon::Lists::AUXILIARY);
            (if auxiliary { next.low } else { analysis.connective(e) }, u64::from(next.class))
        } else {
            (class::END.into(), class::END.into())
        };
        out(f2(BEFORE, side, before));
        out(f2(AFTER, side, after));
        out(f3(AROUND, side, before_class, after_class));
        out(f3(WORD_AFTER, side, word, after_class));
        out(f3(WORD_BEFORE, side, word, before_class));
        out(f2(START, side, u64::from(s == start)));
        out(f2(MARKED, side, u64::from(analysis.word(s).marked)));
        if phrase == self.subject {
            out(SUBJECT);
            out(f1(SUBJECT_TYPE, kind_of));
            out(f1(SUBJECT_CONTEXT, self.context));
        }
        let who = (from..to).any(|at| {
            let it = analysis.word(at);
            it.low == key("who") || (!right && it.tag == Tag::Wp && it.class >= class::TAG)
        });
        if who {
            out(f2(WHO, side, u64::from(phrases <= 1)));
        }
        if analysis.word(cue).tag == Tag::Vbz {
            out(f1(SINGULAR, kind_of));
        }
        if analysis.any_cue(from, to) {
            out(f1(CUE_BETWEEN, side));
        }
    }
}
