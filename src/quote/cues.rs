//! Cues: which words report speech.

use super::analysis::{Analysis, Cue, Glyph, NONE, Phrase, PhraseKind, Tag};
use super::features::{f1, f2, f3, gap, templates};
use super::lexicon::{First, Lists};
use crate::model::features::{Key, Keys, key};
use crate::model::sigmoid;
use crate::model::table::Table;

templates! { "cue":
    WORD = "word",
    TAG = "tag",
    WORD_TAG = "word tag",
    STEM = "stem",
    STEM_THAT = "stem, that",
    STEM_SUBJECT = "stem, subject",
    STEM_CLAUSE = "stem, clause after",
    KIND = "kind",
    KIND_THAT = "kind, that",
    KIND_SUBJECT = "kind, subject, tag",
    KIND_CLAUSE = "kind, clause after, tag",
    CLASS_B1 = "class -1",
    CLASS_B2 = "classes -2 -1",
    CLASS_B3 = "classes -3 -2 -1",
    CLASS_A1 = "class +1",
    CLASS_A2 = "classes +1 +2",
    CLASS_A3 = "classes +1 +2 +3",
    CLASS_AROUND = "classes -1 +1",
    WORD_CLASS_A = "word, class +1",
    WORD_CLASS_B = "word, class -1",
    WORD_B1 = "word -1",
    WORD_B2 = "word -2",
    WORD_A1 = "word +1",
    WORD_A2 = "word +2",
    WORD_WORD_A = "word, word +1",
    WORD_WORD_B = "word, word -1",
    SUBJECT = "subject",
    WORD_SUBJECT = "word, subject",
    SUBJECT_HEAD = "subject's head",
    SUBJECT_BEFORE = "before subject",
    OUTER_HEAD = "head of what the subject is of",
    WORD_OUTER = "word, head of what the subject is of",
    AUXILIARY = "auxiliary",
    WORD_AUXILIARY = "word, auxiliary",
    NEGATED = "negated",
    NEXT = "next phrase",
    WORD_NEXT = "word, next phrase",
    THAT = "that",
    WORD_THAT = "word, that",
    THAT_AT = "that at",
    MARKED_LEFT = "marked before",
    OPENS_RIGHT = "marks open after",
    WORD_OPENS_RIGHT = "word, marks open after",
    MARKS_LEFT = "marks end before",
    WORD_MARKS_LEFT = "word, marks end before",
    PLACE = "place",
    REST = "words after",
    LEFT = "words before",
    VERBS_RIGHT = "verbs after",
    WORD_VERBS_RIGHT = "word, verbs after",
    VERBS_LEFT = "verbs before",
    COMMA = "comma before",
    HEADLINE = "headline",
    CAPTION = "caption",
    OTHER_SAID = "said elsewhere",
    COLON_UPPER = "colon: capitals before",
    COLON_LENGTH = "colon: words before",
    COLON_NEXT = "colon: capital after",
    COLON_HEADLINE = "colon: headline",
    COLON_WORD = "colon: word before",
    COLON_VERB = "colon: verb of saying before",
    COLON_MARKS = "colon: marks after",
}

/// Accepted from here on.
pub(crate) const ACCEPTED: f32 = 0.53;
/// Below this it has no source, and no quote is linked to it.
pub(crate) const POSSIBLE: f32 = 0.15;

/// Lists the words that may be cues, and knows nothing more of them yet.
pub(crate) fn candidates(analysis: &Analysis<'_>, out: &mut Vec<Cue>) {
    for (at, word) in (0..).zip(&analysis.words) {
        let may = if word.low == key("according") {
            analysis.words.get(at as usize + 1).is_some_and(|next| next.low == key("to"))
        } else {
            let colon = word.glyph == Glyph::Colon && !is_label(analysis, at);
            !word.marked
                && (colon
                    || word.lists.has(Lists::CANDIDATE)
                    || word.tag.is_finite() && (attributes(analysis, at) || puts_it(analysis, at))
                    || matches!(word.tag, Tag::Vbd | Tag::Vbz) && makes_known(analysis, at))
        };
        if may {
            out.push(Cue { word: at, probability: 0.0, source: NONE });
        }
    }
    let rubrics = rubrics(analysis, out);
    if !rubrics.is_empty() {
        out.retain(|cue| rubrics.binary_search(&cue.word).is_err());
    }
}

/// The colons after labels in capitals that head the paragraphs of a roundup, each its own: "ENERGY: Crude oil fell". A name in a
/// transcript comes again.
fn rubrics(analysis: &Analysis<'_>, cues: &[Cue]) -> Vec<u32> {
    let label = |colon: u32| {
        let start = analysis.paragraph_of(colon).start;
        let upper = |at: u32| analysis.word(at).is_upper || analysis.lower(at) == "'s";
        let fits = colon > start && colon - start <= LONGEST_RUBRIC && (start..colon).all(upper);
        fits.then(|| (start..colon).fold(0, |hash, at| super::features::pair(hash, analysis.word(at).low)))
    };
    let colons = cues.iter().map(|cue| cue.word).filter(|&at| analysis.word(at).glyph == Glyph::Colon);
    let mut labels: Vec<(u64, u32)> = colons.filter_map(|colon| Some((label(colon)?, colon))).collect();
    labels.sort_unstable();
    if labels.len() < 3 || labels.windows(2).any(|two| two[0].0 == two[1].0) {
        return Vec::new();
    }
    let mut out: Vec<u32> = labels.into_iter().map(|label| label.1).collect();
    out.sort_unstable();
    out
}

/// Words of a label in a roundup, at most.
const LONGEST_RUBRIC: u32 = 5;

/// Whether a verb, whatever it means, stands where one attributes the words between marks: “…,” Mattson offers; “…,”
/// inquired Ruiz; Levin muses: “…”
fn attributes(analysis: &Analysis<'_>, verb: u32) -> bool {
    let word = analysis.word(verb);
    let read = word.low == key("read") && word.tag.is_verb();
    let plain = word.first == First::Lower
        && (read || matches!(word.tag, Tag::Vbd | Tag::Vbz))
        && !word.marked
        && !word.lists.has(Lists::AUXILIARY.or(Lists::CONNECTIVE));
    if !plain || verb == 0 {
        return false;
    }
    let relative = |phrase: &Phrase| matches!(analysis.lower(phrase.start), "who" | "that" | "which" | "it" | "you");
    let who = |phrase: &Phrase| {
        matches!(phrase.kind, PhraseKind::Name | PhraseKind::DeterminedName | PhraseKind::Pronoun) && !relative(phrase)
    };
    let next = analysis.word(verb + 1);
    if closes_speech(analysis, verb) {
        return analysis.phrase_from(verb + 1).is_some_and(who);
    }
    let mut from = verb;
    if analysis.before(from).tag == Tag::Rb && !analysis.before(from).marked {
        from -= 1;
    }
    let Some(subject) = from.checked_sub(1).and_then(|at| analysis.phrase_at(at)).filter(|phrase| phrase.end == from)
    else {
        return false;
    };
    if relative(subject) || analysis.word(subject.start).marked {
        return false;
    }
    if closes_speech(analysis, subject.start) {
        let object = matches!(next.tag, Tag::Dt | Tag::PpS | Tag::Nn | Tag::Nns | Tag::Jj | Tag::Cd | Tag::Nnp);
        return !object || next.lists.has(Lists::DAY);
    }
    matches!(next.glyph, Glyph::Comma | Glyph::Colon) && opens_speech(analysis, verb + 2)
}

/// "As Calvo puts it, “…”" and "“…,” as she put it".
fn puts_it(analysis: &Analysis<'_>, verb: u32) -> bool {
    const PUT: [Key; 2] = [key("put"), key("puts")];
    if !PUT.contains(&analysis.word(verb).low) || analysis.lower(verb + 1) != "it" {
        return false;
    }
    let start = analysis.sentence_of(verb).start;
    let comma = analysis.word(verb + 2).glyph;
    matches!(comma, Glyph::Comma | Glyph::Colon) && opens_speech(analysis, verb + 3)
        || (start.max(verb.saturating_sub(5))..verb)
            .any(|at| analysis.word(at).low == key("as") && at > start && closes_speech(analysis, at))
}

/// "worked out that", "made it clear that": a verb that reports only with the word after it.
fn makes_known(analysis: &Analysis<'_>, verb: u32) -> bool {
    const OUT: [Key; 4] = [key("worked"), key("works"), key("figured"), key("reckons")];
    const CLEAR: [Key; 2] = [key("made"), key("makes")];
    let low = analysis.word(verb).low;
    let mut at = verb + 1;
    let known = if OUT.contains(&low) {
        analysis.lower(at) == "out"
    } else if CLEAR.contains(&low) {
        at += u32::from(analysis.lower(at) == "it");
        matches!(analysis.lower(at), "clear" | "plain" | "known")
    } else {
        return false;
    };
    let subject = analysis.left_subject(verb, analysis.sentence_of(verb).start);
    let who = analysis.phrases.get(subject as usize).is_none_or(|phrase| {
        !matches!(analysis.lower(phrase.start), "i" | "we" | "you" | "it" | "that" | "which" | "this")
    });
    known && who && analysis.lower(at + 1) == "that"
}

/// "told a different story", "thinks about the films", "said and did": what follows is no report.
fn is_no_report(analysis: &Analysis<'_>, word: u32) -> bool {
    const TELL: [Key; 4] = [key("told"), key("tell"), key("tells"), key("telling")];
    const THINK: [Key; 4] = [key("think"), key("thinks"), key("thought"), key("thinking")];
    const TALES: [Key; 8] =
        [key("story"), key("stories"), key("tale"), key("tales"), key("joke"), key("jokes"), key("lie"), key("lies")];
    let low = analysis.word(word).low;
    let next = analysis.lower(word + 1);
    if low == key("said") {
        return next == "and" && matches!(analysis.lower(word + 2), "did" | "do");
    }
    if THINK.contains(&low) {
        return matches!(next, "about" | "of");
    }
    TELL.contains(&low)
        && analysis.phrase_from(word + 1).is_some_and(|phrase| {
            let follows = analysis.word(phrase.end).glyph;
            let told = follows == Glyph::Colon || matches!(analysis.lower(phrase.end), "that" | "about" | "of" | "in");
            TALES.contains(&analysis.word(phrase.head).low) && !told
        })
}

/// Whether words between marks that read like speech end right before the word.
fn closes_speech(analysis: &Analysis<'_>, word: u32) -> bool {
    let Some(mut last) = word.checked_sub(1) else { return false };
    // ‘…’, he offers
    let outside = analysis.word(last).glyph == Glyph::Comma && !analysis.word(last).marked;
    last -= u32::from(outside && last > 0);
    let Some(segment) = analysis.segments.get(analysis.word(last).segment as usize) else { return false };
    if !segment.closed || segment.close != last || last < segment.open + 3 {
        return false;
    }
    let stop = matches!(
        analysis.before(last).glyph,
        Glyph::Comma | Glyph::Exclamation | Glyph::Question | Glyph::EmDash | Glyph::Ellipsis | Glyph::Dots
    );
    (stop || outside) && speaks(analysis, segment.open + 1, last)
}

/// Whether words between marks that read like speech begin with the word.
fn opens_speech(analysis: &Analysis<'_>, word: u32) -> bool {
    let Some(segment) = analysis.segments.get(analysis.word(word).segment as usize) else { return false };
    segment.open == word && analysis.is_upper(word + 1) && speaks(analysis, word + 1, segment.close)
}

/// Whether the words are not all capitalized, as those of a name of a work are.
fn speaks(analysis: &Analysis<'_>, from: u32, to: u32) -> bool {
    let lower = (from + 1..to).filter(|&at| {
        let word = analysis.word(at);
        word.first == First::Lower && !word.lists.has(Lists::CONNECTIVE)
    });
    lower.take(2).count() + usize::from(to - from <= 4) >= 2 || to - from <= 3
}

/// Whether the words before a colon label what follows: `READ MORE:` at a paragraph's start.
fn is_label(analysis: &Analysis<'_>, colon: u32) -> bool {
    let start = analysis.paragraph_of(colon).start;
    colon > start && colon - start <= 3 && analysis.before(colon).lists.has(Lists::LABEL)
}

/// Whether the word stands in a line that leads elsewhere: `READ MORE: Minister says`, `WATCH BELOW:`.
pub(crate) fn is_teaser(analysis: &Analysis<'_>, word: u32) -> bool {
    const OPENERS: [Key; 6] = [key("read"), key("watch"), key("related"), key("listen"), key("video"), key("videos")];
    let paragraph = analysis.paragraph_of(word);
    if !OPENERS.contains(&analysis.word(paragraph.start).low) {
        return false;
    }
    let label = |at: &u32| analysis.word(*at).lists.has(Lists::LABEL) || analysis.word(*at).is_upper;
    let colon = (paragraph.start..paragraph.end).find(|at| !label(at));
    colon.is_some_and(|at| analysis.word(at).glyph == Glyph::Colon || analysis.text(at) == "|")
}

/// "Ana Ruiz reported from Oslo and Tom Hale wrote this story": who made the report, in its last paragraphs.
fn is_credit(analysis: &Analysis<'_>, word: u32) -> bool {
    const MADE: [Key; 5] = [key("reported"), key("wrote"), key("reporting"), key("contributed"), key("written")];
    let it = analysis.word(word);
    if !MADE.contains(&it.low) || (it.paragraph as usize) + 2 < analysis.paragraphs.len() {
        return false;
    }
    let next = word + 1;
    let place = matches!(analysis.lower(next), "from" | "in") && analysis.is_upper(next + 1);
    let story = matches!(analysis.lower(next), "this" | "to")
        && matches!(analysis.lower(next + 1), "story" | "report" | "this" | "article");
    let both = analysis.lower(next) == "and" && MADE.contains(&analysis.word(next + 1).low);
    place || story || both
}

/// "did not respond to a request for comment": nothing was said.
fn is_silence(analysis: &Analysis<'_>, word: u32) -> bool {
    const ANSWERS: [Key; 5] = [key("respond"), key("responded"), key("reply"), key("replied"), key("comment")];
    let start = analysis.sentence_of(word).start.max(word.saturating_sub(4));
    ANSWERS.contains(&analysis.word(word).low)
        && (start..word).any(|at| {
            let lower = analysis.lower(at);
            matches!(lower, "not" | "never" | "declined" | "refused") || lower.ends_with("n't")
        })
}

/// "Asked whether he would run, he said no", "when all was said and done": who is asked does not ask, and nobody says it all.
fn is_asked(analysis: &Analysis<'_>, word: u32) -> bool {
    let low = analysis.word(word).low;
    if low == key("said") {
        return analysis.lower(word + 1) == "and" && analysis.lower(word + 2) == "done";
    }
    if low != key("asked") {
        return false;
    }
    // "asked that his name not be used"
    let named = |at: u32| {
        matches!(analysis.lower(at), "named" | "identified" | "used" | "published" | "printed" | "quoted")
            && matches!(analysis.lower(at - 1), "be")
    };
    if analysis.lower(word + 1) == "that" && (word + 4..word + 9).any(named) {
        return true;
    }
    let start = analysis.sentence_of(word).start;
    let mut clause = word;
    while clause > start && analysis.before(clause).tag == Tag::Rb && analysis.lower(clause - 1) != "when" {
        clause -= 1;
    }
    let before = analysis.before(clause);
    let passive = clause > start
        && !before.marked
        && matches!(
            analysis.lower(clause - 1),
            "was" | "were" | "is" | "are" | "been" | "being" | "be" | "when" | "whenever" | "if" | "once" | "until"
        );
    let topic = matches!(
        analysis.lower(word + 1),
        "about" | "if" | "whether" | "what" | "why" | "how" | "who" | "when" | "where" | "which" | "by" | "to"
    );
    let reduced = clause == start || before.glyph == Glyph::Comma && !before.marked;
    passive || topic && reduced
}

/// "according to plan", "ranked according to size": nobody says it.
fn is_measure(analysis: &Analysis<'_>, word: u32) -> bool {
    const MEASURES: [Key; 14] = [
        key("plan"),
        key("schedule"),
        key("parameters"),
        key("criteria"),
        key("size"),
        key("age"),
        key("need"),
        key("needs"),
        key("type"),
        key("height"),
        key("weight"),
        key("taste"),
        key("ability"),
        key("script"),
    ];
    let phrase = analysis.phrase_from(word + 2).filter(|_| analysis.word(word).low == key("according"));
    phrase.is_some_and(|phrase| {
        let first = analysis.word(phrase.start);
        MEASURES.contains(&analysis.word(phrase.head).low)
            && !matches!(first.tag, Tag::Dt)
            && first.first == First::Lower
    })
}

/// Cues in a photo's caption describe the photo; nouns and reduced clauses report nothing themselves.
const IN_CAPTION: f32 = 0.3;

/// Fills in how likely each candidate is a cue.
pub(crate) fn judge(analysis: &mut Analysis<'_>, table: &Table) {
    let bias = table.constant("bias");
    let mut keys = Keys::new();
    for at in 0..analysis.cues.len() {
        keys.clear();
        features(analysis, analysis.cues[at].word, |key| keys.push(key));
        let score = table.sum(bias, keys.as_slice());
        let word = analysis.cues[at].word;
        let caption = analysis.captions[analysis.word(word).paragraph as usize];
        if is_teaser(analysis, word) {
            continue;
        }
        if is_silence(analysis, word)
            || is_credit(analysis, word)
            || is_measure(analysis, word)
            || is_asked(analysis, word)
            || is_no_report(analysis, word)
        {
            analysis.cues[at].probability = 0.0;
            continue;
        }
        let certain = is_hearsay(analysis, word)
            || closes_headline(analysis, word)
            || attributes(analysis, word)
            || puts_it(analysis, word)
            || makes_known(analysis, word)
            || is_evidence(analysis, word)
            || is_clausal(analysis, word);
        let known = if certain { CERTAIN } else { 0.0 };
        analysis.cues[at].probability =
            sigmoid(score).max(known) * if caption || is_nominal(analysis, word) { IN_CAPTION } else { 1.0 };
    }
}

/// What is a cue by its form alone: rare in the corpus that the model is fitted on.
const CERTAIN: f32 = 0.8;

/// "quoted the minister as saying", "was cited by the agency as saying".
fn is_hearsay(analysis: &Analysis<'_>, word: u32) -> bool {
    const QUOTED: [Key; 6] = [key("quoted"), key("quotes"), key("quoting"), key("cited"), key("cites"), key("citing")];
    if analysis.word(word).low != key("saying") || word < 2 || analysis.before(word).low != key("as") {
        return false;
    }
    let start = analysis.sentence_of(word).start.max(word.saturating_sub(14));
    (start..word - 1).any(|at| QUOTED.contains(&analysis.word(at).low))
}

/// "Research shows that", "a survey of families found that": what was written down states a clause.
fn is_evidence(analysis: &Analysis<'_>, word: u32) -> bool {
    const SHOW: [Key; 12] = [
        key("show"),
        key("shows"),
        key("showed"),
        key("find"),
        key("finds"),
        key("found"),
        key("suggest"),
        key("suggests"),
        key("suggested"),
        key("indicate"),
        key("indicates"),
        key("indicated"),
    ];
    const WRITTEN: [Key; 22] = [
        key("research"),
        key("study"),
        key("studies"),
        key("poll"),
        key("polls"),
        key("polling"),
        key("survey"),
        key("surveys"),
        key("report"),
        key("reports"),
        key("data"),
        key("figures"),
        key("statistics"),
        key("analysis"),
        key("records"),
        key("documents"),
        key("findings"),
        key("audit"),
        key("review"),
        key("investigation"),
        key("inquiry"),
        key("evidence"),
    ];
    let it = analysis.word(word);
    if !SHOW.contains(&it.low) || !it.tag.is_finite() {
        return false;
    }
    let sentence = analysis.sentence_of(word);
    let subject = analysis.left_subject(word, sentence.start);
    let Some(phrase) = analysis.phrases.get(subject as usize) else { return false };
    let written = |phrase: &Phrase| WRITTEN.contains(&analysis.word(phrase.head).low);
    // "…, the survey found."
    if analysis.before(phrase.start).glyph == Glyph::Comma
        && phrase.start > sentence.start + 4
        && word + 2 >= sentence.end
    {
        return written(phrase) || matches!(analysis.lower(phrase.start), "it" | "they");
    }
    // "a survey of 2,000 families found"
    let of = phrase.start > sentence.start + 1 && analysis.before(phrase.start).tag == Tag::In;
    let outer = if of { analysis.phrase_at(phrase.start - 2) } else { None };
    let that = analysis.word(word + 1).low == key("that") && analysis.word(word + 1).tag == Tag::In;
    (written(phrase) || outer.is_some_and(written)) && (that || clause_after(analysis, word, sentence.end) == 2)
}

/// "complained that the delays", "denied there were": a verb of saying, a subject, and a clause.
fn is_clausal(analysis: &Analysis<'_>, word: u32) -> bool {
    const PERFECT: [Key; 3] = [key("has"), key("have"), key("had")];
    let it = analysis.word(word);
    if !it.lists.has(Lists::CLAUSAL) || !matches!(it.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn) {
        return false;
    }
    let sentence = analysis.sentence_of(word);
    // "caution, however, that"
    let aside = analysis.word(word + 1).glyph == Glyph::Comma
        && matches!(analysis.lower(word + 2), "however" | "though")
        && analysis.word(word + 3).glyph == Glyph::Comma;
    let next = word + 1 + 3 * u32::from(aside);
    let that = analysis.word(next).low == key("that") && analysis.word(next).tag == Tag::In;
    if !(that || is_inserted(analysis, word) || matches!(clause_after(analysis, word, sentence.end), 1 | 2)) {
        return false;
    }
    let mut at = word;
    let mut perfect = false;
    while at > sentence.start {
        let before = analysis.before(at);
        if PERFECT.contains(&before.low) {
            perfect = true;
        } else if before.tag != Tag::Rb || matches!(analysis.lower(at - 1), "not" | "never" | "n't") {
            break;
        }
        at -= 1;
    }
    let subject = at.checked_sub(1).and_then(|at| analysis.phrase_at(at)).filter(|phrase| phrase.end == at);
    let speaks = |phrase: &Phrase| {
        !analysis.word(phrase.start).marked
            && !matches!(
                analysis.lower(phrase.start),
                "i" | "we" | "you" | "it" | "that" | "which" | "nobody" | "none" | "one"
            )
            && !(phrase.start > sentence.start && matches!(analysis.before(phrase.start).tag, Tag::Dt | Tag::To))
    };
    // "said the effect lasted, but stressed that"
    let joined = that && at > sentence.start + 2 && analysis.before(at).tag == Tag::Cc && it.tag != Tag::Vbn;
    joined || (perfect || it.tag != Tag::Vbn) && subject.is_some_and(speaks)
}

/// "Once, he recalled, the owner had paid": subject and verb between commas.
fn is_inserted(analysis: &Analysis<'_>, word: u32) -> bool {
    let subject = word.checked_sub(1).and_then(|at| analysis.phrase_at(at)).filter(|phrase| phrase.end == word);
    analysis.word(word + 1).glyph == Glyph::Comma
        && subject.is_some_and(|phrase| {
            phrase.start > analysis.sentence_of(word).start && analysis.before(phrase.start).glyph == Glyph::Comma
        })
}

/// "a warning on Taiwan", "the democracy claimed by Beijing": a noun, and a participle that tells of one.
fn is_nominal(analysis: &Analysis<'_>, word: u32) -> bool {
    if word == 0 {
        return false;
    }
    let (before, it) = (analysis.before(word), analysis.word(word));
    let noun = matches!(it.tag, Tag::Nn | Tag::Nns) && matches!(before.tag, Tag::Dt | Tag::PpS | Tag::Jj | Tag::Vbg)
        || it.tag == Tag::Nn && before.tag == Tag::Nn;
    let by = analysis.words.get(word as usize + 1).is_some_and(|next| next.low == key("by"));
    let reduced = by && matches!(it.tag, Tag::Vbn | Tag::Vbd) && before.tag.is_noun() && !before.marked;
    noun || reduced && !it.lists.has(Lists::SAID)
}

/// "River to peak on Thursday, water authority warns": the last word of the first paragraph.
fn closes_headline(analysis: &Analysis<'_>, word: u32) -> bool {
    let it = analysis.word(word);
    if it.paragraph != 0 || !it.lists.has(Lists::REPORTING) || !(it.ends_in_s || it.low == key("say")) {
        return false;
    }
    let paragraph = analysis.paragraph_of(word);
    let from = paragraph.start.max(word.saturating_sub(5));
    word + 1 == paragraph.end
        && word > paragraph.start + 4
        && (from..word - 1).any(|at| analysis.word(at).glyph == Glyph::Comma || analysis.word(at).marked)
}

/// Features of the candidate at word `i`.
pub(crate) fn features(analysis: &Analysis<'_>, i: u32, mut out: impl FnMut(Key)) {
    let sentence = analysis.sentence_of(i);
    let (a, b) = (sentence.start, sentence.end);
    let it = analysis.word(i);
    let w = it.low;
    let tag = it.tag as u64;
    out(f1(WORD, w));
    out(f1(TAG, tag));
    out(f2(WORD_TAG, w, tag));

    let before = |n: u32| if i >= a + n { analysis.class(i - n) } else { analysis.class_in(b, a, b) };
    let after = |n: u32| analysis.class_in(i + n, a, b);
    let (b1, b2, b3, a1, a2, a3) = (before(1), before(2), before(3), after(1), after(2), after(3));
    out(f1(CLASS_B1, b1));
    out(f2(CLASS_B2, b2, b1));
    out(f1(CLASS_A1, a1));
    out(f2(CLASS_A2, a1, a2));
    out(f2(CLASS_AROUND, b1, a1));
    out(f3(CLASS_B3, b3, b2, b1));
    out(f3(CLASS_A3, a1, a2, a3));
    out(f2(WORD_CLASS_A, w, a1));
    out(f2(WORD_CLASS_B, w, b1));

    let low_before = |n: u32| if i >= a + n { analysis.words[(i - n) as usize].low } else { 1 };
    let (l1, r1) = (low_before(1), analysis.low_in(i + 1, a, b));
    out(f1(WORD_B1, l1));
    out(f1(WORD_A1, r1));
    out(f1(WORD_B2, low_before(2)));
    out(f1(WORD_A2, analysis.low_in(i + 2, a, b)));
    out(f2(WORD_WORD_A, w, r1));
    out(f2(WORD_WORD_B, l1, w));

    let stem = key(stem(analysis.lower(i)));
    let kind = it.lists.kind_of_cue();
    let that = (i + 1..b.min(i + 6)).any(|at| analysis.word(at).low == key("that"));
    let clause = clause_after(analysis, i, b);
    out(f1(STEM, stem));
    out(f2(STEM_THAT, stem, that.into()));
    out(f2(STEM_CLAUSE, stem, clause));
    out(f1(KIND, kind));
    out(f2(KIND_THAT, kind, that.into()));
    out(f3(KIND_CLAUSE, kind, clause, tag));
    let subject = analysis.left_subject(i, a);
    let subject_type = analysis.phrase_type(subject);
    out(f1(SUBJECT, subject_type));
    out(f2(WORD_SUBJECT, w, subject_type));
    out(f2(STEM_SUBJECT, stem, subject_type));
    out(f3(KIND_SUBJECT, kind, subject_type, tag));
    if let Some(phrase) = analysis.phrases.get(subject as usize) {
        use super::analysis::PhraseKind;
        if !matches!(phrase.kind, PhraseKind::Name | PhraseKind::NameNoun) {
            out(f1(SUBJECT_HEAD, analysis.word(phrase.head).low));
        }
        out(f1(SUBJECT_BEFORE, analysis.class_before(phrase.start, a)));
        // "a survey of 2,000 families found"
        if phrase.start > a + 1
            && analysis.before(phrase.start).tag == Tag::In
            && let Some(outer) = analysis.phrase_at(phrase.start - 2)
        {
            let head = analysis.word(outer.head).low;
            out(f1(OUTER_HEAD, head));
            out(f2(WORD_OUTER, w, head));
        }
    }
    let auxiliary = (i.saturating_sub(4).max(a)..i)
        .rev()
        .map(|at| analysis.word(at))
        .find(|word| word.lists.has(Lists::AUXILIARY) || word.tag == Tag::Md || word.low == key("to"));
    if let Some(word) = auxiliary {
        out(f1(AUXILIARY, word.low));
        out(f2(WORD_AUXILIARY, w, word.low));
    }
    let negated = (i.saturating_sub(3).max(a)..i).any(|at| {
        let word = analysis.word(at);
        word.low == key("not") || word.low == key("never") || analysis.lower(at).ends_with("n't")
    });
    if negated {
        out(NEGATED);
    }
    let mut next = i + 1;
    while next < b && matches!(analysis.word(next).tag, Tag::Rb | Tag::Rp) {
        next += 1;
    }
    let next_type = analysis.phrase_type(if next < b { analysis.word(next).phrase } else { NONE });
    out(f1(NEXT, next_type));
    out(f2(WORD_NEXT, w, next_type));
    for at in i + 1..b.min(i + 7) {
        let word = analysis.word(at);
        if word.low == key("that") {
            out(THAT);
            out(f1(WORD_THAT, w));
            out(f1(THAT_AT, (at - i).into()));
            break;
        }
        if matches!(word.glyph, Glyph::Period | Glyph::Semicolon) {
            break;
        }
    }

    out(f1(MARKED_LEFT, u64::from(i > a && analysis.before(i).marked)));
    for at in i + 1..b.min(i + 9) {
        let word = analysis.word(at);
        if analysis.segments.get(word.segment as usize).is_some_and(|segment| segment.open == at) {
            out(f1(OPENS_RIGHT, gap(i + 1, at)));
            out(f1(WORD_OPENS_RIGHT, w));
            break;
        }
    }
    let from = a.saturating_sub(1).max(i.saturating_sub(8));
    if let Some(at) = (from..i).rev().find(|&at| analysis.word(at).marked) {
        out(f1(MARKS_LEFT, gap(at + 1, i)));
        out(f1(WORD_MARKS_LEFT, w));
    }

    out(f1(
        PLACE,
        if i - a < 2 {
            0
        } else if b - i <= 2 {
            1
        } else {
            2
        },
    ));
    out(f1(REST, gap(i + 1, b)));
    out(f1(LEFT, gap(a, i)));
    let verbs = analysis.verbs(i + 1, b);
    out(f1(VERBS_RIGHT, verbs));
    out(f2(WORD_VERBS_RIGHT, w, verbs));
    out(f1(VERBS_LEFT, analysis.verbs(a, i)));
    if i > a && analysis.before(i).glyph == Glyph::Comma {
        out(COMMA);
    }
    if it.paragraph == 0 {
        out(HEADLINE);
    }
    if analysis.captions[it.paragraph as usize] {
        out(CAPTION);
    }
    let other = analysis.cues[analysis.cue_from(a)..]
        .iter()
        .take_while(|cue| cue.word < b)
        .find(|cue| cue.word != i && analysis.word(cue.word).lists.has(Lists::SAID));
    if let Some(other) = other {
        out(f1(OTHER_SAID, u64::from(other.word < i)));
    }
    if it.glyph == Glyph::Colon {
        colon(analysis, i, a, b, out);
    }
}

/// A verb without its ending, roughly: its forms have the same.
fn stem(lower: &str) -> &str {
    const ENDINGS: [&str; 6] = ["ing", "ies", "ed", "es", "s", "e"];
    ENDINGS.iter().find_map(|end| lower.strip_suffix(end).filter(|stem| stem.len() >= 3)).unwrap_or(lower)
}

/// What begins after the cue: 0 nothing of the kind, 1 a clause, 2 a clause after "that", 3 a question, 4 "to" and a verb.
fn clause_after(analysis: &Analysis<'_>, i: u32, end: u32) -> u64 {
    let mut at = i + 1;
    while at < end && analysis.word(at).lists.has(Lists::DAY) {
        at += 1;
    }
    if at >= end {
        return 0;
    }
    let word = analysis.word(at);
    let that = word.low == key("that");
    at += u32::from(that);
    match word.tag {
        Tag::To => return 4,
        Tag::Wp | Tag::Wrb => return 3,
        _ if matches!(analysis.lower(i + 1), "if" | "whether") => return 3,
        _ => {}
    }
    let there = word.tag == Tag::Ex || analysis.word(at).tag == Tag::Ex;
    let mut verb = match analysis.phrase_from(at) {
        Some(phrase) => phrase.end,
        None if there => at + 1,
        None => return 0,
    };
    // the head of the subject may have a phrase of its own: the cost of the war is
    for _ in 0..2 {
        match analysis.phrase_from(verb + 1) {
            Some(next) if verb + 1 < end && analysis.word(verb).tag == Tag::In => verb = next.end,
            _ => break,
        }
    }
    while verb < end && analysis.word(verb).tag == Tag::Rb {
        verb += 1;
    }
    if verb < end && analysis.word(verb).tag.is_finite() { 1 + u64::from(that) } else { 0 }
}

fn colon(analysis: &Analysis<'_>, i: u32, a: u32, b: u32, mut out: impl FnMut(Key)) {
    let upper = (a..i).all(|at| {
        let word = analysis.word(at);
        !word.first.is_letter() || word.is_upper
    });
    out(f1(COLON_UPPER, upper.into()));
    out(f1(COLON_LENGTH, gap(a, i)));
    out(f1(COLON_NEXT, u64::from(i + 1 < b && analysis.is_upper(i + 1))));
    out(f1(COLON_HEADLINE, u64::from(analysis.word(i).paragraph == 0)));
    out(f1(COLON_WORD, if i > a { analysis.before(i).low } else { 1 }));
    out(f1(COLON_VERB, (a..i).any(|at| analysis.word(at).lists.has(Lists::REPORTING)).into()));
    if i + 1 < b && analysis.word(i + 1).marked {
        out(COLON_MARKS);
    }
}
