//! The judgement of a candidate: rules in order, and a weighted sum for what they leave open.

use super::Scanner;
use super::context::{
    Kind, Next, Token, inside_brackets, inside_odd_brackets, inside_quotation, is_acronym, is_attribution, word_end,
};
use super::has_quote;
use super::knowledge::{LowerStart, Properties, UNSEEN};
use super::lists::Marker;
use super::marks::{
    ahead, behind, char_at, first, is_alphabetic, is_dash, is_digits, is_lower, is_roman, is_space, is_upper, last,
};
use crate::Language;

/// A run of marks: `.`, `?!`, `...`, `. . .`.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Run {
    /// After its last mark.
    pub(super) end: usize,
    /// How many stops it has.
    pub(super) dots: usize,
    /// Whether it has spaces.
    pub(super) spaced: bool,
    ellipsis: bool,
    exclamation: bool,
    question: bool,
}

impl Run {
    /// The run that begins at `at`.
    pub(super) fn read(text: &str, at: usize, hi: usize) -> Self {
        let bytes = &text.as_bytes()[..hi];
        let mut run = Self { end: at, dots: 0, spaced: false, ellipsis: false, exclamation: false, question: false };
        loop {
            match bytes.get(run.end) {
                Some(b'.') => run.dots += 1,
                Some(b'!') => run.exclamation = true,
                Some(b'?') => run.question = true,
                // … and ‥
                Some(0xe2) if matches!(bytes.get(run.end + 1..run.end + 3), Some([0x80, 0xa5 | 0xa6])) => {
                    run.ellipsis = true;
                    run.end += 2;
                }
                Some(b' ') if run.end > at => {
                    let mark = bytes[run.end - 1];
                    // `. ...` is a stop and an ellipsis
                    let again = matches!(mark, b'.' | b'!' | b'?')
                        && bytes.get(run.end + 1) == Some(&mark)
                        && !(mark == b'.' && bytes.get(run.end + 2) == Some(&mark));
                    let dots = matches!(mark, b'!' | b'?')
                        && matches!(bytes.get(run.end + 1..run.end + 4), Some(b"..." | b". ."));
                    if !again && !dots {
                        return run;
                    }
                    run.spaced = true;
                }
                _ => return run,
            }
            run.end += 1;
        }
    }

    pub(super) const fn only_dots(&self) -> bool {
        !self.ellipsis && !self.is_loud()
    }

    /// A single stop.
    pub(super) const fn is_period(&self) -> bool {
        self.dots == 1 && self.only_dots()
    }

    /// Has an exclamation or question mark.
    const fn is_loud(&self) -> bool {
        self.exclamation || self.question
    }

    const fn is_ellipsis(&self) -> bool {
        (self.ellipsis || self.dots >= 2) && !self.is_loud()
    }
}

/// A candidate: a run of marks and what closes after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop<'t> {
    /// Where the first mark stands.
    at: usize,
    /// After marks, closers and citations.
    after: usize,
    run: Run,
    closers: &'t str,
    /// Whether a quotation mark closes.
    quoted: bool,
    /// Whether a bracket closes.
    bracketed: bool,
}

impl<'t> Stop<'t> {
    pub(super) fn new(at: usize, after: usize, run: Run, closers: &'t str) -> Self {
        let (quoted, bracketed) =
            if closers.is_empty() { (false, false) } else { (has_quote(closers), closers.contains([')', ']'])) };
        Self { at, after, run, closers, quoted, bracketed }
    }
}

/// What kind of abbreviation a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Title,
    Number,
    Month,
    General,
    MayEnd,
    EtCetera,
    Company,
    State,
    Street,
    Suffix,
    Unit,
    Clock,
    Initial,
    Acronym,
    Country,
    /// A title, or an abbreviation before numbers, in capitals: more often a name in initials.
    Capitals,
    /// Russian `г.`, `р.`, Polish `r.`, `w.` after a number.
    Year,
    Never,
}

impl Class {
    /// How readily a sentence ends after it: part of the weighted sum of [`Scanner::score`].
    const fn weight(self) -> f32 {
        match self {
            Self::Suffix | Self::Street => -0.3,
            Self::Company => 0.4,
            Self::State | Self::Acronym => -0.8,
            Self::Country => -0.5,
            Self::Clock => 2.2,
            Self::EtCetera => 1.0,
            Self::Initial => -2.7,
            Self::General => -2.5,
            Self::Unit => 2.5,
            Self::MayEnd | Self::Year => 0.3,
            Self::Month => 0.8,
            Self::Capitals | Self::Title | Self::Number | Self::Never => 0.0,
        }
    }
}

/// The token before a stop and what is known of it.
#[derive(Debug, Clone, Copy)]
struct Left<'t> {
    text: &'t str,
    start: usize,
    known: Properties,
}

impl Left<'_> {
    fn has(&self, properties: Properties) -> bool {
        self.known.has(properties)
    }

    fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }
}

impl<'t> Scanner<'_, 't> {
    fn left(&self, at: usize) -> Left<'t> {
        let token = Token::left(self.text, self.start, at);
        let mut known = self.knowledge.of(token.text).as_written(token.text);
        if known == Properties::NONE && token.text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            // 5p.m., 3ft.
            let bare = token.text.trim_start_matches(|c: char| c.is_ascii_digit());
            let glued = self.knowledge.of(bare);
            if glued.has(Properties::CLOCK) {
                known = glued;
            }
        }
        Left { text: token.text, start: token.start, known }
    }

    /// The token, or if it is the last part of an abbreviation with spaces (`т. п.`, `z. B.`), the whole.
    fn whole_abbreviation(&self, left: Left<'t>) -> Left<'t> {
        let stopped = self.text.as_bytes()[self.start..left.start].iter().rev().find(|b| **b != b' ') == Some(&b'.');
        if left.text.len() > 10 || !stopped {
            return left;
        }
        let mut best = left;
        let mut start = left.start;
        let mut joined = String::new();
        for _ in 0..3 {
            let before = Token::before(self.text, self.start, start);
            if !before.text.ends_with('.') || before.text.len() > 10 {
                break;
            }
            let part = before.text.trim_start_matches(['(', '"', '“', '„', '«', '[']);
            start = before.start + before.text.len() - part.len();
            if joined.is_empty() {
                joined.push_str(left.text);
            }
            joined.insert_str(0, part);
            let known = self.knowledge.of(&joined);
            // N. D. Lund: capitals with spaces are initials, but for a country's and a company's
            let named = Properties::COUNTRY.or(Properties::COMPANY).or(Properties::TITLE).or(Properties::NEVER);
            let clock = known.has(Properties::CLOCK) && last(self.text[..start].trim_end()).is_ascii_digit();
            let named = known.has(named) || clock;
            if known != Properties::NONE && (named || !is_initials(&joined)) {
                best = Left { start, known, text: &self.text[start..left.start + left.text.len()] };
            }
        }
        best
    }

    /// Whether the next word is the last part of an abbreviation that begins before the mark: `n. Chr.`
    fn goes_on(&self, next: &Next<'t>, left: Left<'t>) -> bool {
        if !next.dot || next.opens || left.text.len() > 10 || next.word.len() > 10 {
            return false;
        }
        let mut joined = String::with_capacity(24);
        joined.push_str(left.text);
        joined.push('.');
        joined.push_str(next.word);
        self.knowledge.of(&joined) != Properties::NONE
    }

    fn before(&self, left: Left<'t>) -> &'t str {
        Token::before(self.text, self.start, left.start).text
    }

    /// Whether a sentence ends at a mark that no white space follows: `the end.The next`.
    pub(super) fn is_glued_boundary(&self, stop: &Stop<'t>) -> bool {
        let (text, hi) = (self.text, self.hi);
        let c = char_at(text, stop.after, hi);
        // …at sea.""Where?"
        if stop.quoted && matches!(c, '"' | '“') {
            return char_at(text, stop.after + c.len_utf8(), hi).is_uppercase();
        }
        let trailing = stop.run.dots >= 4 && stop.run.only_dots() && self.knowledge.english;
        if !c.is_uppercase() || !(stop.run.is_period() || stop.run.is_loud() && stop.run.dots == 0 || trailing) {
            return false;
        }
        let left = self.left(stop.at);
        if trailing {
            let word = &text[stop.after..word_end(text, stop.after, hi)];
            return is_lower(left.text) && self.knowledge.starts(word) >= 1.0;
        }
        let end = word_end(text, stop.after, hi);
        let word = &text[stop.after..end];
        let regular =
            left.text.len() >= 3 && is_alphabetic(left.text) && !left.text.chars().skip(1).any(char::is_uppercase);
        if !(regular || (left.text.len() >= 2 && is_digits(left.text))) {
            return false;
        }
        let next = char_at(text, end, hi);
        let dotted = next == '.' && char_at(text, end + 1, hi).is_alphanumeric();
        if dotted || matches!(next, '@' | '/') || text[left.start..stop.at].contains('@') {
            return false;
        }
        let known = self.knowledge.of(word);
        let capitalised = !word.chars().skip(1).any(char::is_uppercase);
        let plain = is_lower(left.text) && left.text.len() >= 5 && word.len() >= 4 && capitalised && {
            let rest = ahead(text, end, 30, hi);
            !rest.split(is_space).next().unwrap_or_default().contains(['.', '/', '@'])
        };
        let starts = known.has(Properties::STARTER)
            || (self.knowledge.english && first(left.text).is_lowercase() && self.knowledge.starts(word) >= 1.0)
            || matches!(word, "Mr" | "Mrs" | "Dr")
            || (word.len() > 1 && is_roman(word) && is_upper(word))
            || plain
            || (stop.run.is_loud() && capitalised);
        starts && {
            let run = behind(text, self.start, stop.at, 60);
            let run = run.rsplit(is_space).next().unwrap_or(run);
            !(run.contains("http:") || run.contains("https:") || run.contains("www.") || run.contains('@'))
        }
    }

    /// Whether a sentence ends at a mark that white space follows.
    pub(super) fn is_boundary(&mut self, stop: &Stop<'t>, next: &Next<'t>) -> bool {
        let (text, hi) = (self.text, self.hi);
        if !self.has_content(stop.at) {
            return false;
        }
        if is_rule(&text.as_bytes()[next.start..hi]) {
            return true;
        }
        if next.kind == Kind::End {
            return false;
        }
        if next.kind == Kind::Mark {
            return self.before_mark(stop, next);
        }
        // Dutch: `'s Avonds` has its capital behind
        let clipped = self.knowledge.language == Language::Dutch
            && next.kind == Kind::Lower
            && next.word.len() == 1
            && matches!(next.opener, '\'' | '’' | '‘');
        let behind_it = if clipped { Next::read(text, next.end, hi) } else { *next };
        let next = if behind_it.kind == Kind::Upper && !behind_it.opens && !behind_it.dash { &behind_it } else { next };
        if next.dash && next.kind == Kind::Upper && self.before_signature(stop, next) {
            return false;
        }
        if stop.bracketed && !stop.quoted && !matches!(char_at(text, self.start, hi), '(' | '[') {
            // (?), (Ind.)
            let seen = behind(text, self.start, stop.at, 200);
            if let Some(open) = seen.rfind(['(', '['])
                && seen[open + 1..].split_whitespace().take(3).count() <= 2
            {
                return false;
            }
        }
        if next.inverted {
            return !(stop.run.is_period() && self.left(stop.at).has(Properties::TITLE));
        }
        if stop.closers.is_empty() {
            if inside_brackets(text, self.start, stop.at, hi)
                || (self.odd_brackets && inside_odd_brackets(text, self.start, stop.at, hi))
            {
                return false;
            }
            if !self.knowledge.splits_quotations && inside_quotation(text, self.start, stop.at, hi) {
                return false;
            }
        }
        if stop.run.is_ellipsis() {
            self.after_ellipsis(stop, next)
        } else if stop.run.is_loud() {
            self.after_loud(stop, next)
        } else {
            self.after_period(stop, next)
        }
    }

    /// Next is a symbol.
    fn before_mark(&self, stop: &Stop<'t>, next: &Next<'t>) -> bool {
        let c = char_at(self.text, next.position, self.hi);
        if matches!(c, '.' | '…') && (stop.run.is_period() || stop.run.is_loud()) {
            return self.before_ellipsis(stop, next);
        }
        // >100 articles, >From: the marks of a quoted mail
        if c == '>' && stop.closers.is_empty() && char_at(self.text, next.position + 1, self.hi).is_alphanumeric() {
            return !stop.run.is_ellipsis();
        }
        if matches!(
            c,
            ',' | ';'
                | ':'
                | ')'
                | ']'
                | '}'
                | '%'
                | '№'
                | '&'
                | '/'
                | '='
                | '+'
                | '<'
                | '>'
                | '|'
                | '.'
                | '!'
                | '?'
                | '…'
        ) {
            return false;
        }
        let money = matches!(c, '$' | '€' | '£' | '¥');
        if stop.run.is_period() {
            let left = self.left(stop.at);
            let never = Properties::TITLE.or(Properties::NUMBER).or(Properties::GENERAL);
            if left.has(never.or(Properties::UNLESS_WORD).or(Properties::NEVER))
                || ((money || c == '§') && is_acronym(left.text))
            {
                return false;
            }
        }
        if money || matches!(c, '#' | '@') || !stop.closers.is_empty() || stop.run.is_loud() {
            return true;
        }
        stop.run.is_period() && !matches!(c, '*' | '_' | '\\')
    }

    /// Next is an ellipsis that stands apart. It begins a sentence unless a capital follows: then it ends one of its
    /// own, which is counted to this one.
    fn before_ellipsis(&self, stop: &Stop<'t>, next: &Next<'t>) -> bool {
        let (text, hi) = (self.text, self.hi);
        let ellipsis = Run::read(text, next.position, hi);
        if !ellipsis.is_ellipsis() || (ellipsis.dots == 2 && !ellipsis.ellipsis) {
            return false;
        }
        let left = self.left(stop.at);
        if stop.run.is_period() && (left.has(Properties::ABBREVIATION) || left.text.chars().nth(1).is_none()) {
            return false;
        }
        if next.in_bracket() {
            // at the end of a paragraph, what is left out belongs to it
            return matches!(char_at(text, ellipsis.end, hi), ')' | ']')
                && super::skip_space(text, ellipsis.end + 1, hi) < hi;
        }
        let after = Next::read(text, ellipsis.end, hi);
        !next.opens && matches!(after.kind, Kind::Lower | Kind::End)
    }

    /// Next is a dash and a capital: the signature under a quotation, or a speaker in Russian dialogue.
    fn before_signature(&self, stop: &Stop<'t>, next: &Next<'t>) -> bool {
        // “…” – Name, at the end of the paragraph: a quotation keeps its source
        let rest = ahead(self.text, next.position, 61, self.hi);
        let last_words = next.position + 60 > self.hi
            && rest.split_whitespace().take(6).count() <= 5
            && !rest.contains(['.', '!', '?']);
        if last_words && stop.quoted && !self.text[next.start..].starts_with("--") {
            return true;
        }
        if !self.knowledge.cyrillic {
            return false;
        }
        // , – сказал он. – Next
        let seen = behind(self.text, self.start, stop.at, 400);
        seen.char_indices().any(|(at, c)| {
            matches!(c, ',' | '?' | '!' | '…') && {
                let rest = seen[at + c.len_utf8()..].trim_start();
                let bare = rest.strip_prefix("--").unwrap_or_else(|| rest.strip_prefix(is_dash).unwrap_or(rest));
                bare.len() < rest.len() && bare.starts_with(is_space) && first(bare.trim_start()).is_lowercase()
            }
        })
    }

    fn after_ellipsis(&mut self, stop: &Stop<'t>, next: &Next<'t>) -> bool {
        if stop.bracketed && matches!(super::char_before(self.text, stop.at, self.lo), '[' | '(') {
            // an omission stands for the end of the sentence before a word that begins one
            return next.kind == Kind::Upper
                && next.opener == '\0'
                && self.knowledge.of(next.word).has(Properties::STARTER);
        }
        match next.kind {
            Kind::Lower => next.is_address(self.text),
            Kind::Digit => stop.run.dots != 2,
            Kind::Upper => {
                let pronoun = self.knowledge.english
                    && (next.word == "I" || next.word.starts_with("I'") || next.word.starts_with("I’"));
                // `what I mean . . . I forgot`, `I thought... I knew`
                let apart = stop.run.spaced
                    || is_space(super::char_before(self.text, stop.at, self.lo))
                    || ahead(self.text, self.start, 60, stop.at).split_whitespace().take(4).count() <= 3;
                // `in the U.S. . I left` is tokenized text
                let stopped = stop.run.dots == 2 && stop.run.spaced;
                if pronoun && apart && !stopped && stop.closers.is_empty() && next.opener == '\0' {
                    return false;
                }
                !(stop.quoted
                    && next.opener == '\0'
                    && is_attribution(self.text, self.knowledge, next.position, self.hi, false))
            }
            _ => true,
        }
    }

    /// After `!` or `?`.
    fn after_loud(&mut self, stop: &Stop<'t>, next: &Next<'t>) -> bool {
        let (text, hi) = (self.text, self.hi);
        if next.kind == Kind::Lower {
            if next.is_address(text) {
                return true;
            }
            return self.knowledge.english
                && stop.closers.is_empty()
                && next.opener == '\0'
                && self.document.is_informal()
                && (next.word == "i" || !self.says_after(next));
        }
        if next.opener == '(' && next.kind == Kind::Digit && {
            // Viva Maria! (1965)
            let inside = ahead(text, next.position, 5, hi).as_bytes();
            inside.len() == 5 && inside[..4].iter().all(u8::is_ascii_digit) && inside[4] == b')'
        } {
            return false;
        }
        if next.dash && !next.opens && next.kind != Kind::Upper {
            return false;
        }
        if stop.quoted
            && next.kind == Kind::Upper
            && next.opener == '\0'
            && is_attribution(text, self.knowledge, next.position, hi, false)
        {
            return false;
        }
        if stop.run.exclamation && !stop.run.question && stop.closers.is_empty() && next.kind == Kind::Upper {
            let left = self.left(stop.at);
            if left.has(Properties::EXCLAIMING_NAME) && !self.knowledge.of(next.word).has(Properties::STARTER) {
                return false;
            }
        }
        !(stop.quoted && self.before_source(next))
    }

    /// Whether a verb of speech follows a word or two in lower case: `oh no! he said`.
    fn says_after(&self, next: &Next<'t>) -> bool {
        ahead(self.text, next.position, 60, self.hi)
            .split_whitespace()
            .take(3)
            .any(|word| self.knowledge.of(word.trim_end_matches(['.', ','])).has(Properties::SPEECH))
    }

    /// Whether a source in brackets and then the stop of the sentence follow: `…!” (Manzoni).`
    fn before_source(&self, next: &Next<'t>) -> bool {
        if next.opener != '(' {
            return false;
        }
        let inside = ahead(self.text, next.start + 1, 130, self.hi);
        let Some(close) = inside.find(['(', ')']) else { return false };
        let length = inside[..close].chars().count();
        let word = &inside[..inside.find(is_space).unwrap_or(close).min(close)];
        (1..=40).contains(&length)
            && !(inside[..close].matches(' ').count() >= 3 && self.knowledge.of(word).has(Properties::STARTER))
            && inside[close..].starts_with(')')
            && inside[close + 1..].trim_start().starts_with(['.', '!', '?'])
    }

    fn after_period(&mut self, stop: &Stop<'t>, next: &Next<'t>) -> bool {
        if next.dash && next.kind != Kind::Upper {
            return false;
        }
        if stop.quoted && self.before_source(next) {
            return false;
        }
        let mut left = self.left(stop.at);
        // an Armenian sentence ends with a colon; its stop is our colon
        if self.knowledge.language == Language::Armenian && !left.text.is_ascii() {
            return false;
        }
        match next.kind {
            Kind::Lower => return self.before_lower(stop, next, left),
            Kind::Letter => {
                let never = Properties::TITLE.or(Properties::NUMBER).or(Properties::GENERAL);
                return !left.has(never.or(Properties::UNLESS_WORD)) && !is_acronym(left.text);
            }
            _ => {}
        }
        if left.text.is_empty() {
            // a stop that stands apart, as in tokenized text; `U.S .` is one all the same
            let before = Token::before(self.text, self.start, left.start);
            left = self.left(before.start + before.text.len());
            if !is_acronym(left.text) {
                return !before.text.is_empty();
            }
        }
        if self.is_marker(stop, left) {
            return false;
        }
        if last(left.text).is_numeric() {
            return self.after_number(stop, next, left);
        }
        let upper = next.kind == Kind::Upper;
        if self.knowledge.ordinal && upper && is_roman(left.text) && is_upper(left.text) {
            return self.knowledge.of(next.word).has(Properties::STARTER);
        }
        let title = left.has(Properties::TITLE) && !left.has(Properties::STREET);
        if (stop.quoted || stop.bracketed) && !title {
            return self.after_closed(stop, next, left);
        }
        if self.goes_on(next, left) {
            return false;
        }
        if upper && self.is_name_in_capitals(left) && !is_upper(next.word) {
            return true;
        }
        let left = self.whole_abbreviation(left);
        let Some(class) = self.classify(left) else {
            // `Plt. 200`: a word without vowels; `Civ.R. 56`
            let is_rule = |text: &str| text.rsplit_once('.').is_some_and(|(_, last)| last.len() == 1 && is_upper(last));
            if next.kind == Kind::Digit && (is_clipped(left.text) || is_rule(left.text)) {
                return false;
            }
            // `Fed. R. Civ. P.`: abbreviations in a row
            return !(left.has(Properties::WORD_TOO)
                && next.dot
                && !next.opens
                && first(left.text).is_uppercase()
                && next.word.chars().nth(1).is_none());
        };
        self.after_abbreviation(stop, next, left, class)
    }

    /// Whether the token is of capitals alone, as names are that are written without a stop: the `PS`, an `ID`.
    fn is_name_in_capitals(&self, left: Left<'t>) -> bool {
        let stopped = Properties::TITLE.or(Properties::COMPANY).or(Properties::SUFFIX);
        is_upper(left.text)
            && left.text.chars().nth(1).is_some()
            && is_alphabetic(left.text)
            && !(self.knowledge.english && left.has(stopped))
    }

    /// Whether the stop belongs to a list marker or a caption's number at the start of the sentence.
    fn is_marker(&self, stop: &Stop<'t>, left: Left<'t>) -> bool {
        let (text, hi) = (self.text, self.hi);
        if stop.at - self.start > 40 {
            return false;
        }
        if Marker::read(text, self.start, hi).is_some_and(|marker| marker.end > stop.at) {
            return true;
        }
        let head = &text[self.start..left.start];
        if stop.closers.is_empty() && !head.chars().any(char::is_alphanumeric) {
            let numbered = left.text.split('.').all(is_digits) && (left.text.contains('.') || left.text.len() <= 3);
            let letter = is_alphabetic(left.text) && left.text.chars().nth(1).is_none();
            if numbered || letter || (is_roman(left.text) && left.text.len() <= 4) {
                return true;
            }
        }
        let head = head.trim_end();
        let number = left.text.trim_end_matches(['º', '°']);
        let captions = if self.knowledge.english { CAPTIONS } else { ARTICLES };
        number.split('.').all(is_digits) && captions.iter().any(|&word| head.eq_ignore_ascii_case(word))
    }

    /// Next is a small letter: seldom a sentence, but for careless writing, and names such as `iPhone`.
    fn before_lower(&mut self, stop: &Stop<'t>, next: &Next<'t>, left: Left<'t>) -> bool {
        let (text, hi) = (self.text, self.hi);
        if matches!(next.word, "a" | "i")
            && stop.closers.is_empty()
            && let Some(marker) = Marker::read(text, next.position, hi)
            && !marker.has_bracket()
            && marker.has_two_successors(text, hi)
        {
            return true;
        }
        if next.is_address(text) {
            return !left.has(Properties::ABBREVIATION.or(Properties::NEVER));
        }
        let letters = left.text.chars().count();
        let regular = letters >= 2 && is_alphabetic(left.text) && !left.has(Properties::ABBREVIATION);
        if regular && next.word.chars().skip(1).any(char::is_uppercase) {
            return true;
        }
        if !regular || letters < 3 {
            return false;
        }
        if !stop.closers.is_empty() {
            return false;
        }
        if next.in_bracket() && letters >= 4 {
            return true;
        }
        if next.dash || !is_lower(left.text) {
            return false;
        }
        let english = self.knowledge.language == Language::English;
        let item = english && next.word.len() <= 2 && char_at(text, next.end, hi) == ')';
        if item && self.has_item_before(next) {
            return true;
        }
        let short = next.dot && next.word.chars().count() <= 3;
        if letters >= 4 && !next.opens && !item && !short {
            let known = match self.knowledge.lower_start {
                LowerStart::Never => false,
                LowerStart::Vocabulary => self.knowledge.is_learned_word(left.text),
                LowerStart::Ending(letters) => letters.contains(last(left.text)),
                LowerStart::Length(least) => letters >= least,
            };
            if known {
                return true;
            }
        }
        self.knowledge.english && self.document.is_informal()
    }

    /// Whether the sentence is the item before the next one: `Section 2. a) …` before `b) …`.
    fn has_item_before(&self, next: &Next<'t>) -> bool {
        let &[letter @ b'b'..=b'z'] = next.word.as_bytes() else { return false };
        let marker = [b' ', letter - 1, b')', b' '];
        let head = ahead(self.text, self.start, 20, next.start).as_bytes();
        head.windows(marker.len()).any(|window| window == marker)
    }

    /// The token before the stop ends in a digit.
    fn after_number(&mut self, stop: &Stop<'t>, next: &Next<'t>, left: Left<'t>) -> bool {
        // the last number of `3.-5. Mai`
        let number = left.text.rsplit('-').next().unwrap_or_default();
        let ordinal = self.knowledge.ordinal && is_digits(number);
        if next.kind == Kind::Digit {
            return !(ordinal && number.len() <= 2);
        }
        // … as follows: 1. Term 2. Rent
        if left.text == "1"
            && stop.closers.is_empty()
            && is_space(super::char_before(self.text, left.start, self.start))
            && self.before(left).ends_with(':')
        {
            self.find_items_from(left.start);
            return false;
        }
        if !ordinal || number.len() > 3 || !stop.closers.is_empty() {
            return true;
        }
        let before = self.before(left);
        let following = self.knowledge.of(next.word);
        let starts = following.has(Properties::STARTER);
        if following.has(Properties::MONTH_NAME) || following.has(Properties::AFTER_ORDINAL) {
            return false;
        }
        let article = self.knowledge.of(before.trim_matches(['(', '"', '„'])).has(Properties::BEFORE_ORDINAL)
            || before.chars().all(|c| is_dash(c) || c == '.') && !before.is_empty();
        if starts && !article {
            return true;
        }
        match self.knowledge.language {
            Language::German => {
                if article || before.ends_with('.') {
                    // starters that are nouns as well
                    let noun = ["anfang", "ende", "mitte", "personal", "preis", "service"];
                    return starts && !noun.iter().any(|word| next.word.eq_ignore_ascii_case(word));
                }
                true
            }
            Language::Slovak | Language::Finnish | Language::Danish => starts || next.kind != Kind::Upper,
            _ => true,
        }
    }

    /// A closing quotation mark or bracket follows the stop, and then no title.
    fn after_closed(&self, stop: &Stop<'t>, next: &Next<'t>, left: Left<'t>) -> bool {
        if stop.bracketed && !matches!(char_at(self.text, self.start, self.hi), '(' | '[') {
            let short = Properties::STATE.or(Properties::GENERAL).or(Properties::NUMBER).or(Properties::COMPANY);
            if left.has(short.or(Properties::UNLESS_WORD))
                || is_acronym(left.text)
                || left.text.chars().nth(1).is_none()
            {
                return false;
            }
        }
        !(next.kind == Kind::Digit && left.has(Properties::NUMBER))
    }

    /// The class of the token, `None` for a regular word.
    fn classify(&mut self, left: Left<'t>) -> Option<Class> {
        let knowledge = self.knowledge;
        let (token, english, language) = (left.text, knowledge.english, knowledge.language);
        let german = language == Language::German;
        if left.known == Properties::NONE && token.len() >= 2 {
            // then-Sen. Barlow, Minneapolis-St. Paul, Mon.-Fri. 9 to 5
            let (mut dash, mut dotted) = (None, false);
            for (at, byte) in token.bytes().enumerate() {
                match byte {
                    b'-' => dash = Some(at),
                    b'.' => dotted = true,
                    _ => {}
                }
            }
            if let Some(last) = dash.map(|dash| &token[dash + 1..])
                && first(last).is_uppercase()
            {
                let known = knowledge.of(last);
                if english && known.has(Properties::MONTH) {
                    return Some(Class::Month);
                }
                if !german && known.has(Properties::TITLE) {
                    return Some(Class::Title);
                }
            }
            if !dotted && (!german || is_clipped(token)) {
                // Th. Mann, Ph. Petit; Hrsg, Dtsch
                if matches!(token, "Th" | "Ph" | "Ch" | "Sh" | "Kh" | "Zh") {
                    return Some(Class::Initial);
                }
                let clipped = knowledge.vowels && token.len() > 2 && is_clipped(token);
                return (clipped && !last(self.before(left)).is_numeric()).then_some(Class::General);
            }
        }
        let capital = first(token).is_uppercase();
        let lower = is_lower(token);
        if german && let Some(class) = german_compound(token) {
            return Some(class);
        }
        if left.has(Properties::UNIT_AFTER_NUMBER) && !english && lower && last(self.before(left)).is_numeric() {
            return Some(if token == "г" { Class::Year } else { Class::MayEnd });
        }
        if token.chars().nth(1).is_none() && is_alphabetic(token) {
            return self.classify_letter(left, lower);
        }
        // 55 B.C., but Victoria, B.C.
        if english && (left.has(Properties::CLOCK) || (token == "B.C" && last(self.before(left)).is_ascii_digit())) {
            return Some(Class::Clock);
        }
        // 3 sec., but Sec. 3; 2 pts., but Pt. 2
        if english && lower && left.has(Properties::UNIT) && self.is_counted(left) {
            return Some(Class::Unit);
        }
        // he went N.E.
        if english && matches!(token, "N.E" | "N.W" | "S.E" | "S.W") && first(self.before(left)).is_lowercase() {
            return Some(Class::EtCetera);
        }
        // MO, FL: letters for a state, not written with a stop
        let letters = english && token.len() == 2 && is_upper(token) && is_alphabetic(token);
        if letters && left.has(Properties::STATE.or(Properties::NEVER)) && !left.has(Properties::COMPANY) {
            return None;
        }
        if left.has(Properties::NEVER) {
            return Some(Class::Never);
        }
        if left.has(Properties::SUFFIX) && !left.has(Properties::TITLE) {
            return Some(Class::Suffix);
        }
        if left.has(Properties::ET_CETERA) {
            return Some(Class::EtCetera);
        }
        if left.has(Properties::MAY_END) {
            return Some(Class::MayEnd);
        }
        if english && left.is("st") {
            return Some(self.street_or_saint(left));
        }
        if english && left.is("ft") {
            return Some(if self.is_counted(left) { Class::Unit } else { Class::Title });
        }
        if english && left.is("al") {
            return self.before(left).eq_ignore_ascii_case("et").then_some(Class::General);
        }
        // `rep.` may be a word, `MS.` an organization or a disease
        let capitals = english && token.len() > 1 && is_upper(token);
        if left.has(Properties::TITLE) {
            if english && lower && (left.has(Properties::WORD_TOO) || knowledge.is_learned_word(token)) {
                return None;
            }
            return Some(if capitals { Class::Capitals } else { Class::Title });
        }
        if left.has(Properties::MONTH) && (capital || language != Language::English) {
            let weekend = english && (left.is("sun") || left.is("sat"));
            return (!weekend || !self.before(left).eq_ignore_ascii_case("the")).then_some(Class::Month);
        }
        if left.has(Properties::NUMBER) {
            return Some(if capitals && token != "NO" { Class::Capitals } else { Class::Number });
        }
        self.classify_name(left).or_else(|| self.classify_rest(left))
    }

    /// The class of a single letter.
    fn classify_letter(&self, left: Left<'t>, lower: bool) -> Option<Class> {
        let knowledge = self.knowledge;
        let token = left.text;
        if lower && !token.is_ascii() && !knowledge.cyrillic && left.known == Properties::NONE {
            // é, à, ó are words
            return None;
        }
        // km/h, Frankfurt/M.
        let divided = super::char_before(self.text, left.start, self.start) == '/';
        if divided && (lower || knowledge.language == Language::German) {
            return None;
        }
        let general = Properties::GENERAL.or(Properties::UNLESS_WORD);
        if lower && knowledge.cyrillic {
            if matches!(token, "г" | "р") && last(self.before(left)).is_numeric() {
                return Some(Class::Year);
            }
            return match () {
                () if left.has(Properties::TITLE) => Some(Class::Title),
                () if left.has(Properties::NUMBER) => Some(Class::Number),
                () if left.has(general) => Some(Class::General),
                () => None,
            };
        }
        if knowledge.language == Language::Polish && matches!(token, "r" | "w") {
            let before = self.before(left);
            if last(before).is_numeric() || (is_roman(before) && is_upper(before)) {
                return Some(Class::Year);
            }
        }
        if lower && knowledge.language != Language::English {
            match () {
                () if left.has(Properties::TITLE) => return Some(Class::Title),
                () if left.has(Properties::NUMBER) => return Some(Class::Number),
                () if left.has(Properties::MAY_END) => return Some(Class::MayEnd),
                () if left.has(general) => return Some(Class::General),
                () => {}
            }
        }
        // 6.5 m, 27.8 C, but 1600 W. Spruce, the 2004 A. Lund film
        let before = self.before(left);
        let year = before.len() == 4 && is_digits(before) && !lower;
        let counted =
            knowledge.english && last(before).is_numeric() && !year && !matches!(token, "N" | "S" | "E" | "W");
        Some(if counted { Class::Unit } else { Class::Initial })
    }

    /// The class of what belongs to a company's or a place's name, or `None`.
    fn classify_name(&self, left: Left<'t>) -> Option<Class> {
        let capital = first(left.text).is_uppercase();
        if self.knowledge.english && left.is("co") {
            let county = ["in", "from", "of", "near"].iter().any(|word| self.before(left).eq_ignore_ascii_case(word));
            return Some(if county { Class::Title } else { Class::Company });
        }
        match () {
            () if !capital => None,
            // LLC, PLC, AG, GmbH: written without a stop
            () if left.has(Properties::LETTERS) => None,
            () if left.has(Properties::COMPANY) && !self.knowledge.cyrillic => Some(Class::Company),
            () if left.has(Properties::STATE) => self.state(left),
            () if left.has(Properties::STREET) => Some(Class::Street),
            () => None,
        }
    }

    /// The class of units, general abbreviations and letters with stops.
    fn classify_rest(&mut self, left: Left<'t>) -> Option<Class> {
        let knowledge = self.knowledge;
        let token = left.text;
        if left.has(Properties::UNIT) {
            return Some(if self.is_counted(left) { Class::Unit } else { Class::General });
        }
        if left.has(Properties::UNLESS_WORD) {
            let capitals = token.chars().nth(1).is_some() && is_upper(token);
            if capitals && token.contains('.') {
                return Some(Class::Acronym);
            }
            let word = token.chars().count() >= 3 && is_alphabetic(token) && self.document.has_word(token);
            return (!capitals && !word).then_some(Class::General);
        }
        if left.has(Properties::GENERAL) {
            // EST, PS, MIT are names, and no abbreviations of words
            if token.len() > 2 && is_upper(token) && is_alphabetic(token) {
                return None;
            }
            let word = left.has(Properties::WORD_TOO)
                || (knowledge.english && knowledge.is_learned_word(&token.to_lowercase()));
            return (!word).then_some(Class::General);
        }
        if left.has(Properties::COUNTRY) {
            return Some(Class::Country);
        }
        if is_acronym(token) {
            return Some(Class::Acronym);
        }
        // J.-P. Roux, H.-J. Lund
        let initials = token.rsplit_once(".-").is_some_and(|(front, back)| {
            let short = |word: &str| first(word).is_uppercase() && word.chars().count() <= 2;
            short(front) && short(back)
        });
        initials.then_some(Class::Initial)
    }

    /// Whether a capitalised word and a comma stand before: `Nyack, N.Y.`
    fn is_after_town(&self, left: Left<'t>) -> bool {
        let before = self.before(left);
        before.ends_with(',') && first(before).is_uppercase()
    }

    /// Whether a number, or `square` and its like, stands before a unit.
    fn is_counted(&self, left: Left<'t>) -> bool {
        let before = self.before(left);
        first(before).is_numeric()
            || ["sq", "fl", "cu", "sq.", "fl.", "cu.", "square", "cubic", "a", "an", "per"]
                .iter()
                .any(|word| before.eq_ignore_ascii_case(word))
            || self.knowledge.of(before).has(Properties::NUMBER_WORD)
    }

    /// `St.`: a street after a name or a number, else a saint.
    fn street_or_saint(&self, left: Left<'t>) -> Class {
        let before = self.before(left);
        let saint = ["mount", "port", "fort", "ms", "mr", "mrs", "east", "west", "north", "south", "lake", "point"]
            .iter()
            .any(|word| before.eq_ignore_ascii_case(word));
        if saint {
            return Class::Title;
        }
        let name = first(before).is_uppercase()
            && !before.ends_with('.')
            && left.text == "St"
            && !self.knowledge.of(before).has(Properties::STARTER);
        if name || first(before).is_numeric() || left.text == "st" { Class::Street } else { Class::Title }
    }

    /// A state, unless its abbreviation is a word and no place stands before it: `Mass`, `Miss`.
    fn state(&self, left: Left<'t>) -> Option<Class> {
        const WORDS: &[&str] = &["mass", "miss", "wash", "ark", "ore", "penn", "alta"];
        const SHORT: &[&str] = &["ill", "id", "ind", "cal", "me", "del", "ont", "pa", "la", "ga"];
        let is_in = |words: &[&str]| words.iter().any(|&word| left.is(word));
        let (word, short) = (is_in(WORDS), is_in(SHORT));
        if word || short {
            let before = self.before(left);
            if !before.ends_with(',') && !first(before).is_uppercase() {
                return (!word).then_some(Class::General);
            }
        }
        Some(Class::State)
    }

    /// After an abbreviation, before a capital or a number.
    fn after_abbreviation(&mut self, stop: &Stop<'t>, next: &Next<'t>, left: Left<'t>, class: Class) -> bool {
        let knowledge = self.knowledge;
        let digit = next.kind == Kind::Digit;
        let upper = next.kind == Kind::Upper;
        let mut class = class;
        if self.is_aside(next) {
            return false;
        }
        match class {
            Class::Title => {
                // `ten reps. As you`
                let word = knowledge.english
                    && upper
                    && left.text.len() > 3
                    && is_lower(left.text)
                    && knowledge.of(next.word).has(Properties::STARTER);
                // `Lund, the prof. The`, but Mr. The, Dr. No
                let ends = knowledge.english
                    && upper
                    && left.text.len() > 3
                    && !next.opens
                    && !next.dot
                    && next.word.len() > 2
                    && knowledge.of(next.word).has(Properties::STARTER)
                    && knowledge.starts(next.word) >= 2.0;
                return word || ends || (!upper && !digit && !stop.closers.is_empty());
            }
            Class::Number => {
                let numeral =
                    !next.opens && (is_roman(next.word) && is_upper(next.word) || next.word.chars().nth(1).is_none());
                // `No. I was there`
                let pronoun = knowledge.english
                    && left.is("no")
                    && next.word == "I"
                    && char_at(self.text, next.end, self.hi) == ' '
                    && char_at(self.text, next.end + 1, self.hi).is_lowercase();
                if digit || next.in_bracket() || (upper && numeral && !pronoun) {
                    return false;
                }
                if left.is("no")
                    || left.has(Properties::WORD_TOO)
                    || (knowledge.english && knowledge.is_learned_word(&left.text.to_lowercase()))
                {
                    return true;
                }
                class = Class::General;
            }
            // 90-е гг. XX века
            Class::Year | Class::MayEnd if knowledge.cyrillic && upper && is_roman(next.word) => return false,
            // Ruiz y Cía. S. A.
            Class::Company if upper && !knowledge.english && next.dot && next.word.chars().nth(1).is_none() => {
                return false;
            }
            // the Ct. App.
            Class::Street
                if upper
                    && next.dot
                    && next.word != "No"
                    && knowledge.of(next.word).has(Properties::NUMBER.or(Properties::GENERAL)) =>
            {
                return false;
            }
            // 40 deg. F.
            Class::Unit if upper && left.is("deg") && next.word.len() == 1 => return false,
            // 12 F. Supp. 2d
            Class::Unit
                if upper
                    && next.dot
                    && left.text.len() == 1
                    && knowledge.of(next.word).has(Properties::NUMBER.or(Properties::GENERAL)) =>
            {
                return false;
            }
            Class::Month if digit => return !is_day_or_year(next.word),
            Class::EtCetera if digit => return true,
            Class::Never => return false,
            // N.J. Gov. Lund, D.C. Sen. Lund
            Class::State | Class::Country | Class::Acronym
                if next.dot && following_office(next.word) && left.text.contains('.') && !self.is_after_town(left) =>
            {
                return false;
            }
            Class::State | Class::Street | Class::Country
                if next.dash || (digit && next.word.len() >= 5 && is_digits(next.word)) =>
            {
                // ZIP codes
                return false;
            }
            Class::Initial => {
                let before = self.before(left);
                if digit {
                    return knowledge.english
                        && first(before).is_lowercase()
                        && !matches!(left.text, "p" | "P" | "c" | "n" | "v" | "s");
                }
                if before.ends_with('°') {
                    return true;
                }
                if left.text == "I" && knowledge.of(before).has(Properties::BEFORE_I) {
                    return true;
                }
                let initial = next.dot
                    && next.word.chars().nth(1).is_none()
                    && !char_at(self.text, next.end + 1, self.hi).is_lowercase();
                if upper && initial {
                    return false;
                }
            }
            _ => {}
        }
        if digit {
            match class {
                Class::General | Class::Unit | Class::Capitals => return false,
                // 10 ч. 30 мин.
                Class::MayEnd => return false,
                _ => {}
            }
        }
        self.score(stop, next, left, class) > 0.0
    }

    /// The weighted sum that decides what the rules leave open; an end above 0. The base is how much more the next
    /// word starts sentences than it stands within one; weights were set by hand on development data.
    fn score(&mut self, stop: &Stop<'t>, next: &Next<'t>, left: Left<'t>, class: Class) -> f32 {
        let knowledge = self.knowledge;
        let english = knowledge.english;
        let (digit, upper) = (next.kind == Kind::Digit, next.kind == Kind::Upper);
        let following = if next.word.is_empty() { Properties::NONE } else { knowledge.of(next.word) };
        let before = self.before(left);
        let mut score = class.weight();
        let mut starts = if upper { knowledge.starts(next.word).clamp(-3.0, 3.0) } else { 0.0 };
        // U.S. Food and Drug Administration: the name of an institution, its first word common in small letters
        let of_a_name = english
            && upper
            && !next.opens
            && match class {
                Class::Country | Class::Acronym => true,
                Class::State => left.text.contains('.') && !before.ends_with(','),
                _ => false,
            }
            && (following.has(Properties::INSTITUTION) || (starts < 1.5 && self.goes_on_as_name(next)));
        if of_a_name {
            starts = starts.min(UNSEEN);
        }
        // after the time of day or a measure, names begin sentences as well as other words
        if english && matches!(class, Class::Clock | Class::Unit) {
            starts = starts.max(-1.2);
        }
        // a comma follows `Salem, Ore.` where the sentence goes on
        if class == Class::State && self.is_after_town(left) {
            starts = starts.max(-1.0);
        }
        score += starts;
        if english && class == Class::Clock && upper && self.is_time_of_place(next) {
            score -= 4.0;
        }
        if digit {
            score -= 1.0;
        }
        if class == Class::State && before.ends_with(',') {
            score += 2.0;
        }
        if matches!(class, Class::Company | Class::State | Class::Country) && following.has(Properties::POST) {
            score -= 2.5;
        }
        // a name and a verb: `… of Barlow Inc. Finch said`, `… in the U.S. Europe was`
        if english && upper && !next.opens && starts < 1.0 && self.in_small_letters_after(next) {
            match class {
                Class::Company if !following.has(Properties::POST) => score += 0.7,
                Class::Country if !of_a_name && before == "the" && self.is_verb_after(next) => score += 1.2,
                _ => {}
            }
        }
        // the 5 p.m. Amtrak train
        if english && class == Class::Clock && upper && self.is_attributive(left) {
            score -= 2.5;
        }
        if class == Class::Clock && digit && (next.opens || left.is("a.d") || left.is("b.c")) {
            score -= 6.0;
        }
        if english && upper && !of_a_name && !next.word.chars().skip(1).any(char::is_uppercase) && next.word.len() > 1 {
            let lowered = next.word.to_lowercase();
            if self.document.has_word(&lowered) {
                score += 1.0;
            }
        }
        if next.opens {
            score += 0.8;
        }
        if knowledge.language != Language::English && knowledge.language != Language::Unknown {
            let starter = following.has(Properties::STARTER);
            match class {
                Class::Initial if upper && !next.dot && starter && !following.has(Properties::PARTICLE) => score += 2.5,
                // German nouns have capitals: `5 Mio. Euro`
                Class::MayEnd if knowledge.language == Language::German => {}
                // 5 долл. США
                Class::MayEnd if following.has(Properties::POST) => score -= 2.0,
                Class::MayEnd | Class::Year => score += 1.2,
                // `Rossi S.p.A.` ends a name, `la S.A. Durand` begins one
                Class::Company
                    if left.text.contains('.')
                        && first(before).is_uppercase()
                        && !before.ends_with('.')
                        && !knowledge.of(before).has(Properties::STARTER) =>
                {
                    score += 0.8;
                }
                Class::General if starter => score += 1.0,
                _ => {}
            }
        }
        if upper && next.dot {
            if next.word.chars().nth(1).is_none() {
                score += 0.3;
            } else if following.has(Properties::TITLE) {
                score += 0.9;
            }
        }
        if following.has(Properties::DAY_OR_ZONE) {
            match class {
                Class::Clock => score -= 4.0,
                Class::Unit => score -= 1.0,
                _ => {}
            }
        }
        if first(before).is_lowercase() {
            match class {
                // `a B.A.` is a degree, `and B.A. Finch` a name
                Class::Suffix if english && (is_article(before) || !is_initials(left.text)) => score += 2.0,
                Class::Initial => score += 2.2,
                _ => {}
            }
        }
        if self.opens_with_adverbial(stop, following, class, left) {
            score -= 4.5;
        }
        score
    }

    /// Whether a place and `time` follow: `Beijing time`, `New York time`.
    fn is_time_of_place(&self, next: &Next<'t>) -> bool {
        ahead(self.text, next.end, 40, self.hi)
            .split_whitespace()
            .take(2)
            .any(|word| word.trim_end_matches(['.', ',', ')', ';']) == "time")
    }

    /// Whether an article stands before the number before the token: `the 5 p.m.`
    fn is_attributive(&self, left: Left<'t>) -> bool {
        let number = Token::before(self.text, self.start, left.start);
        let article = Token::before(self.text, self.start, number.start).text;
        is_article(article) || matches!(article, "The" | "A" | "An" | "His" | "Her" | "Their" | "this" | "every")
    }

    /// Whether the next word and the one after it may be parts of a name: `District Court`, `Chamber of Commerce`.
    fn goes_on_as_name(&self, next: &Next<'t>) -> bool {
        let mut words = ahead(self.text, next.end, 48, self.hi).split(is_space);
        if words.next() != Some("") {
            return false;
        }
        let word = words.next().unwrap_or_default();
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        capital(word) || (matches!(word, "and" | "of" | "for" | "&") && capital(words.next().unwrap_or_default()))
    }

    /// Whether a word in small letters follows the next word, which has small letters after its capital.
    fn in_small_letters_after(&self, next: &Next<'t>) -> bool {
        let small = |word: &str| word.chars().nth(1).is_some_and(char::is_lowercase);
        small(next.word)
            && char_at(self.text, next.end, self.hi) == ' '
            && char_at(self.text, next.end + 1, self.hi).is_lowercase()
    }

    /// Whether a verb seems to follow the next word.
    fn is_verb_after(&self, next: &Next<'t>) -> bool {
        const VERBS: &[&str] = &[
            "is", "was", "are", "were", "has", "had", "have", "will", "would", "can", "could", "may", "might", "must",
            "should", "says", "said", "did", "does", "do", "went", "came", "made", "took", "got", "began", "won",
            "lost",
        ];
        let word = ahead(self.text, next.end + 1, 20, self.hi).split(is_space).next().unwrap_or_default();
        VERBS.contains(&word) || (word.len() > 4 && word.ends_with("ed"))
    }

    /// Whether what the next bracket holds belongs to the sentence, for a comma or a small letter follows it:
    /// `Barlow Inc. (“Barlow”), of Salem`.
    fn is_aside(&self, next: &Next<'t>) -> bool {
        if next.opener != '(' {
            return false;
        }
        let inside = ahead(self.text, next.start + 1, 130, self.hi);
        let Some(close) = inside.find(['(', ')']) else { return false };
        let Some(rest) = inside[close..].strip_prefix(')') else { return false };
        // 9 oz. (W), Barlow Inc. (NYSE: BRL)
        let words = inside[..close].split_whitespace().take(4).count();
        (words <= 3 && !inside[..close].ends_with(['.', '!', '?']))
            || rest.starts_with([',', ';', ':'])
            || rest.starts_with(".-")
            || rest.trim_start().starts_with(|c: char| c.is_lowercase() || is_dash(c))
    }

    /// Whether the sentence so far is an adverbial, which a clause must follow: `At 5 a.m. Mr. Smith …`, `В 1854 г. …`.
    fn opens_with_adverbial(&self, stop: &Stop<'t>, following: Properties, class: Class, left: Left<'t>) -> bool {
        let knowledge = self.knowledge;
        let head = ahead(self.text, self.start, 120, stop.at);
        if class == Class::Year && knowledge.language == Language::Polish {
            let preposition = ["W ", "Od ", "Do ", "Po ", "Przed ", "Około "].iter().any(|word| head.starts_with(word));
            return preposition && head.split_whitespace().take(5).count() <= 4 && !following.has(Properties::STARTER);
        }
        if class == Class::Year || (knowledge.cyrillic && matches!(left.text, "гг" | "вв")) {
            let preposition = ["В ", "С ", "К ", "До", "По", "На", "У ", "З ", "Від", "През", "От"]
                .iter()
                .any(|word| head.starts_with(word));
            return preposition && head.split_whitespace().take(6).count() <= 5 && !following.has(Properties::STARTER);
        }
        if !knowledge.english || !matches!(class, Class::Clock | Class::Unit | Class::Acronym | Class::Country) {
            return false;
        }
        let count = head.split_whitespace().take(10).count();
        let word = head.split_whitespace().next().unwrap_or_default().trim_matches(['"', '“', '(', '\'']);
        (count <= 5 && knowledge.of(word).has(Properties::PREPOSITION))
            || (count <= 9 && word.eq_ignore_ascii_case("on"))
    }
}

/// The class of a German compound whose last part is an abbreviation: `Hauptstr.`, `Tel.-Nr.`
fn german_compound(token: &str) -> Option<Class> {
    if let Some((_, tail)) = token.rsplit_once('-') {
        return ["str", "pl", "nr", "tel"].iter().any(|word| tail.eq_ignore_ascii_case(word)).then_some(Class::Title);
    }
    (token.len() > 4 && token.ends_with("str")).then_some(Class::General)
}

/// Whether it is the title of an office of a state or a country.
fn following_office(word: &str) -> bool {
    matches!(word, "Gov" | "Sen" | "Rep" | "Reps" | "Sens" | "Atty" | "Lt" | "Asst" | "Dist" | "Amb" | "Supt")
}

/// Whether it is two to five letters without a vowel and not all capitals.
fn is_clipped(word: &str) -> bool {
    (2..=5).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(&b))
        && word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
}

/// Whether it is of single capitals, each with a stop: initials, or a degree.
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| part.chars().nth(1).is_none() && first(part).is_uppercase())
}

/// Words before a degree or a noun, and not before a name.
fn is_article(word: &str) -> bool {
    ["a", "an", "the", "his", "her", "my", "your", "their", "our", "its"].contains(&word)
}

/// Whether a line is drawn here: three or more of one mark.
fn is_rule(bytes: &[u8]) -> bool {
    match bytes {
        [a @ (b'-' | b'=' | b'*' | b'_' | b'~' | b'#' | b'+'), b, c, ..] => a == b && b == c,
        _ => false,
    }
}

/// Words before the number of a caption or a heading.
const CAPTIONS: &[&str] = &[
    "figure", "fig.", "table", "chapter", "section", "sec.", "article", "art.", "part", "step", "box", "exhibit",
    "appendix", "photo",
];

/// The same for the articles of a law in other languages.
const ARTICLES: &[&str] = &[
    "art.",
    "article",
    "artículo",
    "articulo",
    "articolo",
    "artigo",
    "artikel",
    "parágrafo",
    "párrafo",
    "статья",
    "§",
];

/// Whether a number is the day of a month or a year.
fn is_day_or_year(number: &str) -> bool {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 1 | 2 | 4)
}
