//! What a word of saying reports, by what stands around it in its sentence.

use super::{Found, Lists, bits, is_title, list};
use crate::Language;
use crate::model::features::{Key, key};
use crate::quote::analysis::{Analysis, Glyph, NONE, PhraseKind, Tag};
use crate::quote::lexicon::{First, tails};
use crate::quote::segments;

/// Words a subject stands before its verb, at most.
const FARTHEST_SUBJECT: u32 = 20;
/// Words in brackets after a name, at most.
const LONGEST_BRACKET: u32 = 8;
/// Words between a verb and the clause it reports, at most.
const FARTHEST_CLAUSE: u32 = 24;
/// Words looked through for "that" or an opening mark after a cue and its source.
const REACH: u32 = 12;

/// A word that may report speech, and its sentence.
pub(super) struct Clause<'c, 'a> {
    pub(super) analysis: &'c Analysis<'a>,
    pub(super) lists: &'c Lists,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) cue: u32,
}

impl Clause<'_, '_> {
    fn is_german(&self) -> bool {
        self.analysis.article.language() == Language::German
    }

    /// Whether the word is one of those that "according to" goes with: Angaben, in German Armeeangaben too.
    fn is_by_noun(&self, at: u32) -> bool {
        let listed = |low: Key| self.lists.get(&low).is_some_and(|bits| bits & list::BY_NOUN != 0);
        let tails = || tails(self.analysis.lower(at)).any(|tail| tail.len() > 4 && listed(key(tail)));
        self.bits(at) & list::BY_NOUN != 0 || self.is_german() && self.analysis.is_upper(at) && tails()
    }

    fn bits(&self, at: u32) -> u32 {
        bits(self.lists, self.analysis.word(at))
    }

    pub(super) fn glyph(&self, at: u32) -> Glyph {
        if at < self.end { self.analysis.word(at).glyph } else { Glyph::Period }
    }

    /// The part without marks and punctuation at its ends; `None` when fewer than three words are left.
    pub(super) fn part(&self, from: u32, to: u32) -> Option<(u32, u32)> {
        self.part_of(from, to, 3)
    }

    /// The same with another least number of words.
    fn part_of(&self, mut from: u32, mut to: u32, least: u32) -> Option<(u32, u32)> {
        let analysis = self.analysis;
        while from < to && !analysis.word(from).is_word {
            from += 1;
        }
        let end = to;
        while to > from && !analysis.before(to).is_word {
            to -= 1;
        }
        // la medida es “necesaria”: a mark that opens within closes within
        if to < end
            && let Some(segment) = analysis.segments.get(analysis.word(to).segment as usize)
            && segment.closed
            && segment.close == to
            && segment.open >= from
        {
            to += 1;
        }
        (analysis.count(from, to).words >= least).then_some((from, to))
    }

    /// The segment that the word belongs to, if it is one of speech.
    fn segment(&self, at: u32) -> Option<(u32, u32)> {
        let segment = self.analysis.words.get(at as usize)?.segment;
        if segment == NONE || is_title(self.analysis, self.lists, segment as usize) {
            return None;
        }
        let (from, to) = segments::inside(self.analysis, segment as usize);
        (to > from).then_some((from, to))
    }

    /// The phrase that begins within a few words after `from`.
    fn phrase_after(&self, from: u32, most: u32) -> u32 {
        (from..self.end.min(from + most))
            .take_while(|&at| !matches!(self.glyph(at), Glyph::Comma | Glyph::Colon) && !self.is_said(at))
            .find(|&at| self.analysis.phrase_from(at).is_some())
            .map_or(NONE, |at| self.analysis.word(at).phrase)
    }

    /// Whether the word stands between marks, unless they hold a name alone: laut „Tagesspiegel“.
    fn is_said(&self, at: u32) -> bool {
        const LONGEST_NAME: u32 = 4;
        let analysis = self.analysis;
        let Some(segment) = analysis.segments.get(analysis.word(at).segment as usize) else {
            return analysis.word(at).marked;
        };
        let (open, close) = (segment.open + 1, segment.close);
        let name = segment.closed
            && close > open
            && close - open <= LONGEST_NAME
            && analysis.phrase_from(open).is_some_and(|phrase| phrase.end == close);
        !(self.is_german() && name)
    }

    /// The phrase that ends within a few words before the cue.
    fn phrase_before(&self, most: u32) -> u32 {
        let from = self.cue.saturating_sub(most).max(self.start);
        (from..self.cue)
            .rev()
            .take_while(|&at| !self.analysis.word(at).marked)
            .find(|&at| self.analysis.phrase_at(at).is_some())
            .map_or(NONE, |at| self.analysis.word(at).phrase)
    }

    /// The phrase that is the subject of the clause before the cue: the last one that no preposition governs and that
    /// does not depend on the one before it.
    pub(super) fn subject(&self) -> u32 {
        let analysis = self.analysis;
        let mut at = self.cue;
        while at > self.start && at + FARTHEST_SUBJECT > self.cue {
            at -= 1;
            let word = analysis.word(at);
            if word.marked || matches!(word.glyph, Glyph::Comma | Glyph::Semicolon | Glyph::Colon) && at + 1 < self.cue
            {
                return NONE;
            }
            // Friedrich Merz (CDU) sagte
            if word.glyph == Glyph::ParenClose {
                let near = self.start.max(at.saturating_sub(LONGEST_BRACKET));
                at = (near..at).rev().find(|&at| analysis.word(at).glyph == Glyph::ParenOpen).unwrap_or(at);
                continue;
            }
            let Some(phrase) = analysis.phrase_at(at) else { continue };
            let governed = phrase.start > self.start && self.bits(phrase.start - 1) & list::PREPOSITION != 0
                || self.bits(phrase.head) & list::TIME != 0;
            let depends = phrase.start > self.start && analysis.phrase_at(phrase.start - 1).is_some();
            if !governed && !depends {
                return word.phrase;
            }
            at = phrase.start;
        }
        NONE
    }

    /// The first phrase of the sentence, or the name beside it: El ministro de Agua, Tomás Belmar, aseguró.
    pub(super) fn first_phrase(&self) -> u32 {
        let analysis = self.analysis;
        let comma = (self.start..self.cue).take(8).find(|&at| self.glyph(at) == Glyph::Comma);
        if let Some(name) = comma.and_then(|comma| analysis.phrase_from(comma + 1))
            && name.kind == PhraseKind::Name
            && name.end < self.cue
            && self.glyph(name.end) == Glyph::Comma
            && analysis.phrase_from(self.start).is_some_and(|phrase| phrase.kind != PhraseKind::Name)
        {
            return analysis.word(name.start).phrase;
        }
        (self.start..self.cue.min(self.start + 4))
            .map(|at| self.analysis.word(at).phrase)
            .find(|&phrase| phrase != NONE)
            .unwrap_or(NONE)
    }

    /// In dem Schreiben heißt es, …; so heißt es in einer Erklärung: the paper, not "it".
    fn written(&self, source: u32) -> Option<u32> {
        let analysis = self.analysis;
        let phrase = analysis.phrases.get(source as usize)?;
        if analysis.word(phrase.start).low != key("es") {
            return None;
        }
        let inside =
            |at: &u32| matches!(analysis.lower(*at), "in" | "im" | "auf") && analysis.phrase_at(at + 1).is_some();
        let near = (phrase.end..self.end.min(phrase.end + 3)).find(inside);
        let before = || (self.start..self.cue).rev().take(12).find(inside);
        near.or_else(before).map(|at| analysis.word(at + 1).phrase)
    }

    /// Ebert, der seit Mai im Amt ist, sagte vor der Presse, er …: the sentence begins with its subject, and none stands
    /// after the verb.
    fn is_addressed(&self) -> bool {
        let first = self.analysis.phrases.get(self.first_phrase() as usize);
        self.is_german()
            && first.is_some_and(|first| self.glyph(first.end) == Glyph::Comma && first.end + 1 < self.cue)
            && self.analysis.phrase_from(self.cue + 1).is_none()
    }

    /// Where what is reported ends before another verb of saying goes on: sie sagte, es sei spät, | und fügte hinzu.
    fn until(&self, from: u32) -> u32 {
        const AND: Key = key("und");
        let goes_on = |&at: &u32| {
            self.analysis.word(at).low == AND
                && !self.analysis.word(at).marked
                && self.bits(at + 1) & list::VERB != 0
                && self.analysis.word(at + 1).first == First::Lower
        };
        if self.is_german() { (from + 3..self.end).find(goes_on).unwrap_or(self.end) } else { self.end }
    }

    /// Where a clause with "that" or a colon begins after the verb, over what may stand between.
    fn clause_after(&self) -> Option<u32> {
        (self.cue + 1..self.end.min(self.cue + FARTHEST_CLAUSE))
            .take_while(|&at| !self.analysis.word(at).marked)
            .find(|&at| self.glyph(at) == Glyph::Colon || self.bits(at) & list::THAT != 0)
    }

    pub(super) fn end_of(&self, phrase: u32) -> u32 {
        self.analysis.phrases.get(phrase as usize).map_or(self.cue + 1, |phrase| phrase.end.max(self.cue + 1))
    }

    /// Whether the particle that makes it a verb of saying ends the clause: gab … bekannt, stellte fest, führte … aus.
    fn has_particle(&self) -> bool {
        let reach = self.cue + 1..self.end.min(self.cue + FARTHEST_CLAUSE);
        reach.into_iter().any(|at| {
            let ends = at + 1 >= self.end || !self.analysis.word(at + 1).is_word;
            ends && self.bits(at) & list::PARTICLE != 0 && !self.analysis.word(at).marked
        })
    }

    /// A verb of saying.
    pub(super) fn verb(&self) -> Option<Found> {
        let (analysis, cue, start) = (self.analysis, self.cue, self.start);
        if self.bits(cue) & list::WITH_PARTICLE != 0 && !self.has_particle() {
            return None;
        }
        // wie die Polizei mitteilte: the rest of the sentence is the content
        let clause = (start..cue).rev().find(|&at| self.glyph(at) == Glyph::Comma).map_or(start, |at| at + 1);
        if clause < cue && self.bits(clause) & list::AS != 0 {
            // wie Kämmerer Jens Ohlendorf am Rande der Sitzung erklärte: the first phrase that no preposition governs
            // wie es im Bericht heißt, wie das Gesetz im Ministerium heißt: the last one
            let told = !matches!(analysis.lower(cue), "heißt" | "hieß") && analysis.lower(clause + 1) != "es";
            let subject = analysis.phrase_from(clause + 1).filter(|phrase| told && phrase.end <= cue);
            let source = subject.map_or_else(|| self.phrase_before(8), |phrase| analysis.word(phrase.start).phrase);
            let parts = [self.part(start, clause), self.part(cue + 1, self.end)].into_iter().flatten().collect();
            return self.found(parts, source);
        }
        let mut verb = cue;
        while verb > start && self.bits(verb - 1) & list::AUXILIARY != 0 {
            verb -= 1;
        }
        let mut before = verb;
        while before > start && self.glyph(before - 1) == Glyph::Comma {
            before -= 1;
        }
        let after_comma = before < verb;
        let marked = if before > 0 { self.segment(before - 1) } else { None };
        // La sindaca, Giulia Serravalle, ha spiegato che …; Oswald, der von einem Hof stammt, sagte, er …
        let apposed = || {
            let first = analysis.phrases.get(self.first_phrase() as usize);
            first.is_some_and(|first| first.start > start && first.end == before)
        };
        let reports_right = marked.is_none()
            && after_comma
            && (self.glyph(cue + 1) == Glyph::Comma
                || self.clause_after().is_some_and(|at| at < cue + 5)
                || apposed()
                || self.is_addressed());
        let inverted = (marked.is_some() || after_comma) && !reports_right;
        if inverted && cue > start {
            let own = (verb..=cue).find(|&at| analysis.word(at).tag == Tag::Vbd && analysis.word(at).phrase != NONE);
            let source = own.map_or_else(|| self.phrase_after(cue + 1, 5), |at| analysis.word(at).phrase);
            let mut parts = Vec::new();
            match marked {
                Some(part) => parts.push(part),
                None => parts.extend(self.part(start, before)),
            }
            let after = self.end_of(source);
            let opens = (after..self.end.min(after + 4)).find(|&at| analysis.word(at).marked);
            parts.extend(opens.and_then(|at| self.segment(at)));
            return self.found(parts, source);
        }
        let left = if reports_right { self.first_phrase() } else { self.subject() };
        let right = self.phrase_after(cue + 1, 3);
        // erklärte er; am Donnerstag sagte die Ministerin
        let pronoun = analysis.phrase_from(cue + 1).is_some_and(|phrase| phrase.kind == PhraseKind::Pronoun);
        let source = if left == NONE || pronoun { right } else { left };
        let source = self.written(source).unwrap_or(source);
        // sagte, die Sorge beruhe darauf, dass …: the first comma opens the clause
        let from = self.end_of(if source == right { right } else { NONE });
        let comma = from < self.end && self.glyph(from) == Glyph::Comma && self.bits(from + 1) & list::THAT == 0;
        if let Some(that) = self.clause_after().filter(|&at| self.glyph(at) != Glyph::Colon)
            && !comma
            && (that <= cue + REACH || self.glyph(that - 1) == Glyph::Comma)
        {
            // qu'il est soulagé: the pronoun went with "that"
            let least = 3 - u32::from(analysis.lower(that).contains('\''));
            return self.found(self.part_of(that + 1, self.until(that), least).into_iter().collect(), source);
        }
        let content = (from..self.end.min(from + REACH)).find_map(|at| {
            let word = analysis.word(at);
            if word.marked {
                // the name of a newspaper is no quote
                let name = |&(from, to): &(u32, u32)| to - from <= 2 && (from..to).all(|at| analysis.is_upper(at));
                return self.segment(at).filter(|part| !name(part));
            }
            if word.glyph == Glyph::Colon || self.bits(at) & list::THAT != 0 {
                let next = (at + 1..self.end).find(|&at| analysis.word(at).is_word)?;
                return match self.segment(next) {
                    Some(segment) if word.glyph == Glyph::Colon => Some(segment),
                    _ => self.part(at + 1, self.end),
                };
            }
            // Jets, die nie gefunden wurden; …, obwohl: what explains is no content
            let explains = self.bits(at + 1) & list::NO_CONTENT != 0
                || self.is_german()
                    && analysis.word(at + 1).tag == Tag::Dt
                    && analysis.word(at + 1).phrase == NONE
                    // das reiche nicht aus
                    && self.bits(at + 2) & (list::REPORTED | list::AUXILIARY) == 0
                    && !(self.bits(at + 2) == 0 && analysis.lower(at + 2).ends_with('e'));
            let clause =
                word.glyph == Glyph::Comma && at + 1 < self.end && self.bits(at + 1) & list::THAT == 0 && !explains;
            if clause { self.part(at + 1, self.until(at)) } else { None }
        });
        self.found(content.into_iter().collect(), source)
    }

    /// laut X, nach Angaben von X, selon X: the rest of the sentence is the content.
    pub(super) fn by(&self) -> Option<Found> {
        let mut next = self.cue + 1;
        let mut of = NONE;
        if self.bits(self.cue) & list::BY_HEAD != 0 {
            // seiner Ansicht nach
            if self.cue > self.start && self.is_german() && self.is_by_noun(self.cue - 1) {
                return self.after_name();
            }
            // nach Angaben der Polizei, nach einem Bericht, nach ersten Untersuchungen
            let noun = (next..self.end.min(next + 3)).find(|&at| self.is_by_noun(at))?;
            let plain = (next..noun).all(|at| self.analysis.word(at).first == First::Lower);
            if !plain {
                return None;
            }
            next = noun + 1;
            of = self.analysis.word(noun).phrase;
        }
        let joined = |at: u32| {
            at < self.end
                && (self.bits(at) & (list::ARTICLE | list::PREPOSITION) != 0 || self.analysis.phrase_from(at).is_some())
        };
        // the noun itself when nobody is named after it: nach Polizeiangaben
        let named = of == NONE || joined(next);
        let source = if named { self.phrase_after(next, 3) } else { of };
        let mut source = if source == NONE { of } else { source };
        // nach eigenen Angaben: of whom the sentence is about
        if self.is_german() && self.analysis.lower(self.cue + 1) == "eigenen" {
            source = Some(self.first_phrase()).filter(|&phrase| phrase != NONE).unwrap_or(of);
        }
        let after = if source == NONE { next } else { self.end_of(source).max(next) };
        let after = self.over_source(after);
        let right = self.part(after, self.end);
        let start = self.subordinate();
        let left = if self.cue <= self.start + 1 {
            None
        } else if right.is_some() && self.glyph(self.cue - 1) != Glyph::Comma {
            // Alle sind laut BBC britische Staatsbürger: a clause that the words interrupt
            let word = self.cue == start + 1 && self.bits(start) & list::SUBORDINATE != 0;
            if word { None } else { self.part_of(start, self.cue, 1) }
        } else {
            self.part(start, self.cue)
        };
        self.found([left, right].into_iter().flatten().collect(), source)
    }

    /// Where a clause that depends on another begins, when the cue stands near its beginning: sie kamen zu spät, | da nach
    /// Angaben der Fluglinie …; else where the sentence does.
    fn subordinate(&self) -> u32 {
        let near = self.start.max(self.cue.saturating_sub(4));
        let opens = |at: &u32| self.glyph(*at - 1) == Glyph::Comma && self.bits(*at) & list::SUBORDINATE != 0;
        (near + 1..self.cue).rev().find(opens).unwrap_or(self.start)
    }

    /// Sie geht davon aus, dass …; er sprach davon, dass …: the verb stands before, the clause after.
    pub(super) fn of_it(&self) -> Option<Found> {
        let that = (self.cue + 1..self.end.min(self.cue + 4)).find(|&at| self.bits(at) & list::THAT != 0)?;
        if self.glyph(that - 1) != Glyph::Comma {
            return None;
        }
        let source = self.subject();
        let parts = self.part(that + 1, self.end).into_iter().collect();
        self.found(parts, source).map(|found| Found { cue: self.goes(), ..found })
    }

    /// The verb of a cue that is its last word: geht … davon aus, geht … hervor.
    fn goes(&self) -> u32 {
        let near = self.start.max(self.cue.saturating_sub(FARTHEST_SUBJECT));
        let verb = (near..self.cue).rev().find(|&at| self.bits(at) & list::GOES != 0);
        verb.unwrap_or(self.cue)
    }

    /// Aus dem Bericht geht hervor, dass …; …, geht aus dem Bericht hervor; wie aus dem Bericht hervorgeht.
    pub(super) fn emerges(&self) -> Option<Found> {
        let (cue, start) = (self.cue, self.start);
        let near = start.max(cue.saturating_sub(FARTHEST_SUBJECT));
        let out = (near..cue).rev().find(|&at| self.bits(at) & list::OUT_OF != 0)?;
        let source = self.phrase_after(out + 1, 4);
        if source == NONE {
            return None;
        }
        let that = (cue + 1..self.end.min(cue + 3)).find(|&at| self.bits(at) & list::THAT != 0);
        let that = that.filter(|&at| self.glyph(at - 1) == Glyph::Comma);
        let clause = (start..out).rev().find(|&at| self.glyph(at) == Glyph::Comma).map_or(start, |at| at + 1);
        let parts = if let Some(that) = that {
            self.part(that + 1, self.end).into_iter().collect()
        } else if self.bits(clause) & list::AS != 0 {
            [self.part(start, clause), self.part(cue + 1, self.end)].into_iter().flatten().collect()
        } else if clause == start {
            if !self.is_this(start) {
                return None;
            }
            self.sentence_before().into_iter().collect()
        } else {
            self.part(start, clause).into_iter().collect()
        };
        self.found(parts, source).map(|found| Found { cue: self.goes(), ..found })
    }

    /// Die Kamera ist ausgefallen. Das teilte das Institut mit: what was said is the sentence before, or what stands before
    /// the comma.
    pub(super) fn told(&self) -> Option<Found> {
        let (analysis, cue, start) = (self.analysis, self.cue, self.start);
        if self.bits(cue) & list::TOLD == 0 || analysis.word(cue).phrase != NONE {
            return None;
        }
        let near = start.max(cue.saturating_sub(FARTHEST_SUBJECT));
        let clause = (near..cue).rev().find(|&at| matches!(self.glyph(at), Glyph::Comma | Glyph::EnDash));
        let clause = clause.map_or(start, |at| at + 1);
        let follows = clause + 1 == cue || self.bits(clause + 1) & list::AUXILIARY != 0;
        if !self.is_this(clause) || !follows || clause >= cue {
            return None;
        }
        // Das sagte sie: „…“; das erklärte er, als …
        let more =
            (cue + 1..self.end.min(cue + REACH)).any(|at| self.glyph(at) == Glyph::Colon || analysis.word(at).marked);
        if more {
            return None;
        }
        let before = if clause + 1 < cue { self.subject() } else { NONE };
        let source = if before == NONE { self.phrase_after(cue + 1, 5) } else { before };
        if source == NONE {
            return None;
        }
        let part = if clause == start { self.sentence_before() } else { self.part(start, clause) };
        self.found(part.into_iter().collect(), source)
    }

    /// Whether the word is a "this" that stands for what was said, and not before a noun.
    fn is_this(&self, at: u32) -> bool {
        self.bits(at) & list::THIS != 0 && self.analysis.word(at).phrase == NONE
    }

    /// The sentence before this one, in the same paragraph.
    fn sentence_before(&self) -> Option<(u32, u32)> {
        let analysis = self.analysis;
        let before = analysis.sentence_of(self.start.checked_sub(1)?);
        let same = analysis.word(before.start).paragraph == analysis.word(self.start).paragraph;
        if same { self.part(before.start, before.end) } else { None }
    }

    /// After what belongs to a source that ends at `at`: genitives, "of" phrases, a clause between commas.
    fn over_source(&self, mut at: u32) -> u32 {
        for _ in 0..4 {
            if at + 1 >= self.end {
                break;
            }
            if self.glyph(at) == Glyph::Comma {
                // a name or a relative clause up to the next comma
                let close = (at + 1..self.end.min(at + 16)).find(|&at| self.glyph(at) == Glyph::Comma);
                let article = self.bits(at + 1) & list::ARTICLE != 0 || self.analysis.is_upper(at + 1);
                return match close {
                    Some(close) if article => close + 1,
                    _ => at + 1,
                };
            }
            let german = self.is_german();
            let preposition = if german { list::ATTACHED } else { list::PREPOSITION };
            let mut from = at + u32::from(self.bits(at) & preposition != 0);
            // vom niederösterreichischen Landeskriminalamt
            while german
                && from > at
                && from < at + 4
                && self.analysis.word(from).first == First::Lower
                && self.bits(from) == 0
            {
                from += 1;
            }
            // der Polizei, but not: laut Polizei | die Täter; laut Mara Lindt | der Fahrer
            let person =
                self.analysis.phrase_at(at - 1).is_some_and(|it| it.kind == PhraseKind::Name && it.end > it.start + 1);
            let article = if !german {
                list::ARTICLE
            } else if person {
                0
            } else {
                list::GENITIVE
            };
            match self.analysis.phrase_from(from) {
                Some(phrase)
                    if phrase.kind != PhraseKind::Pronoun
                        && self.bits(phrase.head) & list::TIME == 0
                        && (from > at || self.bits(at) & article != 0) =>
                {
                    at = phrase.end;
                }
                _ => break,
            }
        }
        at
    }

    /// X zufolge.
    pub(super) fn after_name(&self) -> Option<Found> {
        let source = self.phrase_before(2);
        let phrase = self.analysis.phrases.get(source as usize)?;
        // meiner Meinung nach: the writer's own
        if matches!(self.analysis.lower(self.cue.saturating_sub(2)), "meiner" | "unserer") {
            return None;
        }
        let mut start = phrase.start;
        // behördlichen Angaben zufolge
        let adjective = start.checked_sub(1).filter(|&at| at >= self.start && phrase.kind == PhraseKind::Name);
        let adjective = adjective.filter(|&at| {
            let word = self.analysis.word(at);
            word.first == First::Lower && self.bits(at) == 0 && self.analysis.lower(at).ends_with("en")
        });
        start = adjective.unwrap_or(start);
        let right = self.part(self.cue + 1, self.end);
        let left = self.part_of(self.subordinate(), start, if right.is_some() { 1 } else { 3 });
        self.found([left, right].into_iter().flatten().collect(), source)
    }

    /// „…“, so X.
    pub(super) fn so(&self) -> Option<Found> {
        let cue = self.cue;
        let set_off = |glyph: Glyph| matches!(glyph, Glyph::Comma | Glyph::EnDash);
        if cue <= self.start || !(set_off(self.glyph(cue - 1)) || self.analysis.before(cue).marked) {
            return None;
        }
        let most = if self.is_german() { 1 } else { 2 };
        let source = self.phrase_after(cue + 1, most);
        // Er werde, so Doe weiter, nicht zurücktreten
        let after = self.end_of(source);
        let close = (after..self.end.min(after + 2)).find(|&at| set_off(self.glyph(at)) && at + 1 < self.end);
        let inserted = close.filter(|_| self.is_german() && source != NONE && !self.analysis.before(cue - 1).marked);
        if let Some(right) = inserted.and_then(|close| self.part(close + 1, self.end)) {
            let left = self.part_of(self.start, cue - 1, 1);
            return self.found([left, Some(right)].into_iter().flatten().collect(), source);
        }
        let mut before = cue;
        while before > self.start && self.glyph(before - 1) == Glyph::Comma {
            before -= 1;
        }
        let part = if before > 0 { self.segment(before - 1) } else { None };
        // the marks hold all of it, or its end alone
        let part = part.filter(|part| self.analysis.count(self.start, part.0).plain < 2);
        let part = part.or_else(|| self.part(self.start, before))?;
        if source == NONE { None } else { self.found(vec![part], source) }
    }

    /// The name beside a source that only describes: selon le maire, Paul Rivet, …; a dit la maire, Anne Morel.
    fn apposed(&self, source: u32) -> u32 {
        let analysis = self.analysis;
        let Some(phrase) = analysis.phrases.get(source as usize) else { return source };
        if phrase.kind != PhraseKind::Definite || self.glyph(phrase.end) != Glyph::Comma {
            return source;
        }
        let Some(name) = analysis.phrase_from(phrase.end + 1).filter(|name| name.end <= self.end) else {
            return source;
        };
        // "selon la police, Paul, 34 ans, …" is about somebody else
        let aged = self.glyph(name.end) == Glyph::Comma
            && analysis.words.get(name.end as usize + 1).is_some_and(|next| next.first == First::Digit);
        let closed = name.end >= self.end || !analysis.word(name.end).is_word;
        let full = name.kind == PhraseKind::Name && name.end > name.start + 1;
        if full && closed && !aged { analysis.word(name.start).phrase } else { source }
    }

    pub(super) fn found(&self, parts: Vec<(u32, u32)>, source: u32) -> Option<Found> {
        let source = self.apposed(source);
        let mut parts: Vec<(u32, u32)> = parts.into_iter().filter(|(from, to)| to > from).collect();
        parts.sort_unstable();
        parts.dedup_by(|next, last| next.0 < last.1);
        (!parts.is_empty()).then_some(Found { parts, cue: self.cue, source })
    }
}
