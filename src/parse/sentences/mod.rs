//! Sentence boundaries: a scan for marks that may end a sentence, and a judgement of each in its context.
//!
//! Why not the Unicode rules (UAX #29)? They know no abbreviations, so they cut `Dr. Smith` in two, and no
//! attributions, so they cut `“Why now?” she asked.` Why no neural tagger? Because half a per cent of all candidates
//! are truly ambiguous; all others follow from what stands at the two sides of the mark.
//!
//! One pass goes over the bytes. Each candidate (`. ! ? …`, a line break, a bullet, the marks of other scripts) is
//! extended over the marks that belong to it (`?!`, `. . .`, closing quotation marks and brackets), and then judged:
//!
//! - [`marks`]: what single characters do;
//! - [`context`]: the token before, what follows, quotations and brackets around;
//! - [`decide`]: the rules, in order, and for the rest a weighted sum;
//! - [`lists`]: items of lists, also in running text;
//! - [`knowledge`]: a language's abbreviations and starters, from the text files beside the language;
//! - [`document`]: what the whole text tells about a word.
//!
//! All looking around is bounded, and what is learned of the whole text is learned once, so time is linear.

mod context;
mod decide;
mod document;
pub(crate) mod knowledge;
mod lists;
mod marks;

use context::Next;
use decide::{Run, Stop};
use document::Document;
use knowledge::Knowledge;
use lists::Marker;
use marks::{
    ahead, behind, char_at, char_before, is_bullet, is_closer, is_full_width, is_hard, is_picture, is_quote, is_space,
    is_superscript, skip_space,
};
pub(crate) use marks::{closing, is_terminator};

use crate::{Language, Span};

/// Splits the blocks of one text; what it learns of the whole text serves every block.
#[derive(Debug)]
pub(crate) struct Splitter<'t> {
    text: &'t str,
    knowledge: &'static Knowledge,
    document: Document<'t>,
    items: Vec<usize>,
    odd_brackets: bool,
}

impl<'t> Splitter<'t> {
    pub(crate) fn new(text: &'t str, language: Language) -> Self {
        let odd_brackets = memchr::memchr2(b'{', b'<', text.as_bytes()).is_some();
        let document = Document::new(text);
        Self { text, knowledge: knowledge::of(language), document, items: Vec::new(), odd_brackets }
    }

    /// Appends the sentences of the part `within` of the text, in order, without outer white space.
    pub(crate) fn split_into(&mut self, within: Span, out: &mut Vec<Span>) {
        let bytes = self.text.as_bytes();
        let mut start = within.start();
        let mut at = start;
        while let Some(found) = memchr::memchr(b'\n', &bytes[at..within.end()]) {
            let line_end = at + found;
            at = line_end + 1;
            while at < within.end() && matches!(bytes[at], b' ' | b'\t' | b'\r') {
                at += 1;
            }
            if at < within.end() && bytes[at] == b'\n' {
                self.split_paragraph(Span::new(start, line_end), out);
                start = at;
            }
        }
        self.split_paragraph(Span::new(start, within.end()), out);
    }

    fn split_paragraph(&mut self, paragraph: Span, out: &mut Vec<Span>) {
        let paragraph = trimmed(self.text, paragraph.start(), paragraph.end());
        if paragraph.is_empty() {
            return;
        }
        self.items.clear();
        Scanner {
            text: self.text,
            knowledge: self.knowledge,
            document: &mut self.document,
            items: &mut self.items,
            out,
            lo: paragraph.start(),
            hi: paragraph.end(),
            start: paragraph.start(),
            next_item: 0,
            odd_brackets: self.odd_brackets,
            reference_end: paragraph.start(),
            blank_to: paragraph.start(),
            line_start: paragraph.start(),
            lines: None,
            layout: [paragraph.end(); 2],
        }
        .scan();
    }
}

/// The sentences of a text, in order, without outer white space; only white space lies between two of them.
///
/// A blank line always ends a sentence. Linear in the length of the text.
///
/// ```
/// use nutgraf::Language;
///
/// let text = "It rained. Nobody came.";
/// let found: Vec<&str> = nutgraf::sentences(text, Language::English).into_iter().map(|span| &text[span]).collect();
/// assert_eq!(found, ["It rained.", "Nobody came."]);
/// ```
pub fn sentences(text: &str, language: Language) -> Vec<Span> {
    let mut out = Vec::with_capacity(text.len() / 100 + 1);
    Splitter::new(text, language).split_into(Span::new(0, text.len()), &mut out);
    out
}

/// Whether `(` or `[` is among the bytes, many of which are compared at once.
fn has_bracket(bytes: &[u8]) -> bool {
    let bracket = |any: u8, &byte: &u8| any | u8::from(byte == b'(') | u8::from(byte == b'[');
    let (stretches, rest) = bytes.as_chunks::<16>();
    stretches.iter().any(|stretch| stretch.iter().fold(0, bracket) != 0) || rest.iter().fold(0, bracket) != 0
}

/// The part `from..to` without outer white space.
fn trimmed(text: &str, from: usize, to: usize) -> Span {
    let start = skip_space(text, from, to);
    let mut end = to;
    while end > start {
        let c = char_before(text, end, start);
        if !is_space(c) {
            break;
        }
        end -= c.len_utf8();
    }
    Span::new(start, end)
}

/// How the lines of a paragraph are wrapped.
#[derive(Debug, Clone, Copy)]
struct Lines {
    count: usize,
    /// Length of the longest line, in characters.
    width: usize,
    /// Whether any line has `.`, `!` or `?`.
    stops: bool,
}

/// The pass over one paragraph.
struct Scanner<'s, 't> {
    text: &'t str,
    knowledge: &'static Knowledge,
    document: &'s mut Document<'t>,
    /// Starts of list items found ahead, in order.
    items: &'s mut Vec<usize>,
    out: &'s mut Vec<Span>,
    /// Start and end of the paragraph.
    lo: usize,
    hi: usize,
    /// Start of the sentence.
    start: usize,
    /// Index of the first item that is still ahead.
    next_item: usize,
    /// Whether the text has `{` or `<`.
    odd_brackets: bool,
    /// End of the entry of a bibliography that is passed.
    reference_end: usize,
    /// Up to here the sentence is known to have no letter and no digit.
    blank_to: usize,
    /// Start of the line.
    line_start: usize,
    lines: Option<Lines>,
    /// Where the layout alone parts sentences: after a date at the head, before a credit at the end.
    layout: [usize; 2],
}

impl<'t> Scanner<'_, 't> {
    fn scan(mut self) {
        let bytes = self.text.as_bytes();
        self.find_items();
        if self.knowledge.english {
            self.layout = [self.date_end().unwrap_or(self.hi), self.credit_start().unwrap_or(self.hi)];
        }
        self.reference_end = self.reference_end();
        let mut at = self.start;
        loop {
            let found = self.knowledge.candidates.find(&bytes[at..self.hi]);
            let here = found.map_or(self.hi, |found| at + found);
            while let Some(&item) = self.items.get(self.next_item).filter(|&&item| item <= here) {
                self.next_item += 1;
                if item > self.start {
                    self.end_sentence(item);
                }
            }
            for place in self.layout {
                if place <= here && place > self.start && place < self.hi {
                    self.end_sentence(place);
                }
            }
            if found.is_none() {
                break;
            }
            at = self.judge(here);
        }
        if self.start < self.hi {
            self.out.push(Span::new(self.start, self.hi));
        }
    }

    /// End of the entry of a bibliography that begins at the start of the sentence and fills its line, `start` if there
    /// is none: `Lund, A. B., & Hale, C. (2010). The sea. Oxford: …` Its stops part fields, and no sentences.
    fn reference_end(&self) -> usize {
        let bytes = &self.text.as_bytes()[self.start..self.hi];
        let head = &bytes[..bytes.len().min(240)];
        // most lines have no comma after their first word, or no initial after it
        let name = head.iter().take(30).take_while(|b| !matches!(b, b' ' | b',')).count();
        let named = head.first().is_some_and(u8::is_ascii_uppercase)
            && matches!(
                head.get(name..),
                Some([b',', b' ', initial, b'.', b' ' | b',', ..]) if initial.is_ascii_uppercase()
            );
        if !named {
            return self.start;
        }
        let Some(open) = memchr::memchr(b'(', head) else { return self.start };
        let Some(close) = memchr::memchr(b')', &head[open..]).map(|found| open + found) else { return self.start };
        let inside = &head[open + 1..close];
        let is_year = |part: &[u8]| part.len() >= 4 && part.iter().all(u8::is_ascii_digit);
        let dated = inside.len() < 24
            && (is_year(&inside[..inside.len().min(4)]) || is_year(&inside[inside.len().saturating_sub(4)..]))
            && matches!(head.get(close + 1), Some(b'.' | b','));
        let authors = |word: &str| {
            word.starts_with(|c: char| c.is_uppercase() || c == '&')
                || matches!(word, "and" | "et" | "al." | "al.," | "de" | "von" | "van" | "der" | "et.")
        };
        if !dated || !self.text[self.start..self.start + open].split_whitespace().all(authors) {
            return self.start;
        }
        self.start + memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())
    }

    /// End of a date that stands over the text as a heading: `Thursday, May 7 | On Tuesday …`.
    fn date_end(&self) -> Option<usize> {
        let head = ahead(self.text, self.start, 48, self.hi);
        if !head.starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        let mut words = head.split(' ');
        let mut word = words.next()?;
        let mut at = word.len();
        let mut take = |word: &mut &'t str| {
            *word = words.next().unwrap_or_default();
            at += 1 + word.len();
        };
        if matches!(
            word.strip_suffix(',').unwrap_or(word),
            "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday"
        ) {
            take(&mut word);
        }
        if !MONTHS.contains(&word) {
            return None;
        }
        take(&mut word);
        let day = word.strip_suffix(',').unwrap_or(word);
        if !(1..=2).contains(&day.len()) || !marks::is_digits(day) {
            return None;
        }
        if day.len() < word.len() {
            take(&mut word);
            if word.len() != 4 || !marks::is_digits(word) {
                return None;
            }
        }
        let end = self.start + at;
        let next = Next::read(self.text, end, self.hi);
        (next.start > end && next.kind == context::Kind::Upper && self.knowledge.starts(next.word) >= 1.5)
            .then_some(end)
    }

    /// Start of the credit of a picture at the end of the paragraph: `The wall | Image: Ann Doyle`.
    fn credit_start(&self) -> Option<usize> {
        let tail = behind(self.text, self.start, self.hi, 80);
        let colon = memchr::memrchr(b':', tail.as_bytes())?;
        let start = tail[..colon].rfind(is_space).unwrap_or(0);
        let word = tail[start..colon].trim_start_matches(is_space);
        let credit = matches!(
            word,
            "Image" | "Images" | "Photo" | "Photos" | "Photograph" | "Photographs" | "Picture" | "Pictures" | "Credit"
        );
        let place = self.hi - tail.len() + colon - word.len();
        let before = char_before(self.text, place, self.start);
        let named = tail[colon + 1..].strip_prefix(' ').is_some_and(|name| name.starts_with(char::is_uppercase));
        (credit && named && is_space(before) && place > self.start).then_some(place)
    }

    /// Judges the character at `at`, ends the sentence if it does, and returns where to go on.
    fn judge(&mut self, at: usize) -> usize {
        let c = char_at(self.text, at, self.hi);
        let after = at + c.len_utf8();
        match c {
            '.' | '!' | '?' | '…' | '‥' if at < self.reference_end => after,
            '.' | '!' | '?' | '…' | '‥' => self.judge_mark(at),
            '\n' => {
                if at > self.start && (self.line_ends(at) || at == self.reference_end) {
                    self.end_sentence(at);
                    self.reference_end = self.reference_end();
                }
                self.line_start = after;
                after
            }
            _ if is_bullet(c) => {
                let listed = is_bullet(char_at(self.text, self.start, self.hi));
                if listed && at > self.start && is_space(char_before(self.text, at, self.lo)) {
                    self.end_sentence(at);
                }
                after
            }
            '፡' if char_at(self.text, after, self.hi) == '፡' => {
                self.end_sentence(after + c.len_utf8());
                after + c.len_utf8()
            }
            '|' => {
                let alone = at > self.start && char_before(self.text, at, self.lo) != '|';
                if alone && is_space(char_at(self.text, after, self.hi)) {
                    self.end_sentence(after);
                }
                after
            }
            ':' | ';' => {
                if is_space(char_at(self.text, after, self.hi)) {
                    self.end_sentence(after);
                }
                after
            }
            _ if is_hard(c) => self.judge_hard(at, c),
            _ => after,
        }
    }

    /// Ends the sentence at `at`; the next begins after the white space.
    fn end_sentence(&mut self, at: usize) {
        let sentence = trimmed(self.text, self.start, at);
        if !sentence.is_empty() {
            self.out.push(sentence);
        }
        self.start = skip_space(self.text, at, self.hi);
        self.blank_to = self.start;
        self.find_items();
    }

    /// If a list begins at the start of the sentence, finds its further items.
    fn find_items(&mut self) {
        self.find_items_from(self.start);
    }

    /// If a list begins at `at`, finds its further items.
    fn find_items_from(&mut self, at: usize) {
        if self.items.last().is_some_and(|&item| item > at) {
            return;
        }
        if let Some(marker) = Marker::read(self.text, at, self.hi) {
            marker.following_items(self.text, self.hi, self.items);
        }
    }

    /// Whether the sentence has a letter or digit before `at`.
    fn has_content(&mut self, at: usize) -> bool {
        let mut here = self.blank_to;
        while here < at {
            let c = char_at(self.text, here, at);
            if c.is_alphanumeric() {
                self.blank_to = here;
                return true;
            }
            here += c.len_utf8();
        }
        self.blank_to = here.max(self.blank_to);
        false
    }

    /// Whether a line that has no mark at its end is a sentence (a heading, an item) or goes on in the next line.
    fn line_ends(&mut self, at: usize) -> bool {
        let (text, hi) = (self.text, self.hi);
        let line = &text[self.line_start.max(self.lo)..at];
        let start = skip_space(text, at, hi);
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..hi]).map_or(hi, |found| start + found);
        let bare = line.trim();
        let next = text[start..end].trim_end();
        let Some(first) = next.chars().next() else { return false };
        let Some(last) = bare.chars().next_back() else { return false };
        if is_bullet(first) || matches!(first, '*' | '※' | '§') || self.is_item(start) || self.knowledge.lines_end {
            return true;
        }
        let only_number = next.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '/' | '-' | '–'));
        if !only_number && Marker::read(text, start, end).is_some() {
            return true;
        }
        let lines = self.lines();
        let hanging = line.ends_with([' ', '\u{a0}']);
        if hanging && !matches!(char_at(text, at + 1, hi), ' ' | '\t') {
            return false;
        }
        if first.is_lowercase() {
            return !hanging && !lines.stops && lines.count >= 3 && lines.width < 40;
        }
        if matches!(last, ',' | ';') {
            return false;
        }
        // a filled line: the next word would not have fitted
        let word = next.split_whitespace().next().unwrap_or_default();
        let filled = bare.chars().count() + 1 + word.chars().count() > lines.width;
        !(filled && (40..=140).contains(&lines.width))
    }

    /// Whether a dash or plus sign and a space stand here, as at the start of the line before: items of a list.
    fn is_item(&self, at: usize) -> bool {
        let head = |at: usize| (char_at(self.text, at, self.hi), &self.text[at..self.hi]);
        let (c, rest) = head(at);
        let spaced = |rest: &str| rest.chars().nth(1) == Some(' ');
        let (first, line) = head(self.line_start.max(self.lo));
        matches!(c, '+' | '-' | '–' | '—') && c == first && spaced(rest) && spaced(line)
    }

    fn lines(&mut self) -> Lines {
        let paragraph = &self.text[self.lo..self.hi];
        *self.lines.get_or_insert_with(|| Lines {
            count: paragraph.split('\n').count(),
            width: paragraph.split('\n').map(|line| line.trim().chars().count()).max().unwrap_or(0),
            stops: memchr::memchr3(b'.', b'!', b'?', paragraph.as_bytes()).is_some(),
        })
    }

    /// A mark of a script without capitals: always ends the sentence, but for full-width marks in brackets.
    fn judge_hard(&mut self, at: usize, mark: char) -> usize {
        let (text, hi) = (self.text, self.hi);
        let mut end = at + mark.len_utf8();
        loop {
            let c = char_at(text, end, hi);
            if c == '\0' || !is_terminator(c) {
                break;
            }
            end += c.len_utf8();
        }
        let run_end = end;
        loop {
            let c = char_at(text, end, hi);
            if !is_closer(c) {
                break;
            }
            end += c.len_utf8();
        }
        if is_full_width(mark) {
            if is_open(behind(text, self.start, at, 900)) {
                return end;
            }
            let next = char_at(text, end, hi);
            let closed = matches!(char_before(text, end, at), '」' | '』' | '）' | ')' | '》' | '】');
            if end > run_end && closed && matches!(next, '、' | '，' | 'と') {
                return end;
            }
            if mark == '．' && char_before(text, at, self.start).is_numeric() && next.is_numeric() {
                return end;
            }
        }
        if end < hi {
            self.end_sentence(end);
        }
        end
    }

    /// One of `. ! ? … ‥`, with all that belongs to it.
    fn judge_mark(&mut self, at: usize) -> usize {
        let (text, hi) = (self.text, self.hi);
        if self.is_plain_end(at) {
            self.end_sentence(at + 1);
            return at + 1;
        }
        let run = Run::read(text, at, hi);
        // `word. . . . Next`: the first stop is the sentence's own
        if run.spaced
            && run.only_dots()
            && run.dots >= 4
            && at > self.start
            && !is_space(char_before(text, at, self.start))
            && is_space(char_at(text, run.end, hi))
            && Next::read(text, run.end, hi).kind == context::Kind::Upper
        {
            self.end_sentence(at + 1);
            return run.end;
        }
        let mut after = self.attached_closers(run.end);
        let mut closers = &text[run.end..after];
        if char_at(text, after, hi) == ' ' {
            let detached = self.detached_closers(at, after);
            if detached > after {
                after = detached;
                closers = &text[run.end..after];
            }
        }
        after = self.citations(at, run, after);
        if after >= hi {
            return after;
        }
        let stop = Stop::new(at, after, run, closers);
        if !is_space(char_at(text, after, hi)) {
            if self.is_glued_boundary(&stop) {
                self.end_sentence(after);
            }
            return after;
        }
        let next = Next::read(text, after, hi);
        if next.start < hi && self.is_boundary(&stop, &next) {
            self.end_sentence(after);
        }
        after
    }

    /// Whether the stop at `at` is what three in four are: that of an English sentence of more than a few words, behind a
    /// word that is no abbreviation and before a capitalised one. A short way to what all the rules say of it.
    fn is_plain_end(&self, at: usize) -> bool {
        /// What the head of a sentence may be: a list's marker, a caption's number.
        const HEAD: usize = 40;
        let bytes = &self.text.as_bytes()[..self.hi];
        let Some([b'.', b' ', b'A'..=b'Z', next @ ..]) = bytes.get(at..) else { return false };
        if at <= self.start + HEAD || self.odd_brackets || self.knowledge.language != Language::English {
            return false;
        }
        let letters = bytes[self.start..at].iter().rev().take_while(|b| b.is_ascii_lowercase()).count();
        let (front, word) = self.text[self.start..at].split_at(at - self.start - letters);
        let (front, word) = match front.as_bytes() {
            [.., b'A'..=b'Z'] => (&front[..front.len() - 1], &self.text[at - letters - 1..at]),
            _ => (front, word),
        };
        // no stop behind the next word, none before the last one, no bracket that may be open
        (2..=20).contains(&letters)
            && word.len() > 2
            && matches!(front.as_bytes(), [.., before, b' '] if !matches!(before, b'.' | b' '))
            && next
                .iter()
                .find(|b| !(b.is_ascii_alphanumeric() || **b == b'\''))
                .is_some_and(|after| matches!(after, b' ' | b','))
            && self.knowledge.of(word) == knowledge::Properties::NONE
            && !has_bracket(front.as_bytes())
    }

    /// End of the closing marks at `at`.
    fn attached_closers(&self, mut at: usize) -> usize {
        let (text, hi) = (self.text, self.hi);
        loop {
            let c = char_at(text, at, hi);
            if !is_closer(c) {
                return at;
            }
            let next = char_at(text, at + c.len_utf8(), hi);
            let opens = match c {
                '*' | '_' | '"' | '\'' | '`' | '»' => next.is_alphanumeric(),
                '«' | '“' => {
                    next != '\0'
                        && !is_space(next)
                        && !is_closer(next)
                        && !matches!(next, '.' | ',' | ';' | ':' | '!' | '?')
                }
                _ => false,
            };
            if opens {
                return at;
            }
            at += c.len_utf8();
        }
    }

    /// End of the closing marks that stand apart after a space, as in tokenized text: `. ''`, `. )`; and of pictures
    /// that comment on the sentence: `So happy! 😀`.
    fn detached_closers(&self, mark: usize, from: usize) -> usize {
        let (text, hi) = (self.text, self.hi);
        if is_picture(char_at(text, from + 1, hi)) {
            let pictures = ahead(text, from + 1, 40, hi);
            let end = pictures.find(|c| !is_picture(c)).unwrap_or(pictures.len());
            let end = from + 1 + end;
            return if end >= hi || is_space(char_at(text, end, hi)) { end } else { from };
        }
        let mut at = from;
        while char_at(text, at, hi) == ' ' {
            let c = char_at(text, at + 1, hi);
            if !matches!(c, ')' | ']' | '”' | '»' | '"' | '\'') {
                break;
            }
            let ambiguous = matches!(c, '"' | '\'');
            let mut end = at + 1 + c.len_utf8();
            if ambiguous && matches!(char_at(text, end, hi), '"' | '\'') {
                end += 1;
            }
            let next = char_at(text, end, hi);
            if next != '\0' && !is_space(next) && !matches!(next, '.' | ',' | ';' | ':' | '!' | '?') {
                break;
            }
            if ambiguous && !self.closes(&text[at + 1..end], mark, end) {
                break;
            }
            at = end;
        }
        at
    }

    /// Whether the straight mark that ends at `end` closes a quotation: an odd number of it stands before, or none
    /// before and none after.
    fn closes(&self, quote: &str, mark: usize, end: usize) -> bool {
        let before = behind(self.text, self.lo, mark, 800);
        // where another mark opens, `''` closes: ,, … '' and `` … ''
        let other = |text: &str| text.contains(",,") || text.contains("``");
        if quote == "''" && (other(before) || other(ahead(self.text, end, 300, self.hi))) {
            return true;
        }
        let count = if quote == "'" { lone_apostrophes(before) } else { before.matches(quote).count() };
        if count % 2 == 1 {
            return true;
        }
        if count > 0 || end >= self.hi {
            return false;
        }
        let after = ahead(self.text, end, 300, self.hi);
        !after
            .match_indices(quote)
            .any(|(at, _)| after[..at].ends_with(' ') || after[at + quote.len()..].starts_with(' '))
    }

    /// End of the citations after a mark: `[1]`, `[2–11]`, `[citation needed]`; footnote digits after `).`.
    fn citations(&self, mark: usize, run: Run, from: usize) -> usize {
        let (text, hi) = (self.text, self.hi);
        let mut at = from;
        while is_superscript(char_at(text, at, hi)) {
            at += char_at(text, at, hi).len_utf8();
        }
        loop {
            let open = at + usize::from(is_space(char_at(text, at, hi)) && char_at(text, at, hi).is_ascii());
            if char_at(text, open, hi) != '[' {
                break;
            }
            let inside = ahead(text, open + 1, 40, hi);
            let Some(length) = inside.find(']') else { break };
            let numbers = &inside[..length];
            let plain = numbers.starts_with(|c: char| c.is_ascii_digit())
                && numbers.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '–' | '-' | ' '));
            // [citation needed], [when?]
            let remark = (numbers.ends_with(" needed") || (numbers.ends_with('?') && !numbers.contains(' ')))
                && numbers.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b' ' | b'-' | b'?'));
            if remark {
                at = open + 1 + length + 1;
                continue;
            }
            if !plain || numbers.split([',', '–', '-']).any(|number| number.trim().len() > 3) {
                break;
            }
            at = open + 1 + length + 1;
        }
        if at > from {
            let next = char_at(text, at, hi);
            if run.is_period() && from == run.end && next == '.' {
                at += 1;
            }
            return if at >= hi || is_space(char_at(text, at, hi)) { at } else { from };
        }
        if run.is_period() && is_space(char_at(text, from, hi)) {
            return self.note_number(from);
        }
        let before = char_before(text, mark, self.start);
        let footnote = from == run.end && run.is_period() && (before.is_lowercase() || matches!(before, ')' | '”'));
        if footnote && char_at(text, from, hi).is_ascii_digit() {
            let digits = ahead(text, from, 3, hi).bytes().take_while(u8::is_ascii_digit).count();
            let next = skip_space(text, from + digits, hi);
            if (1..=2).contains(&digits) && next > from + digits && char_at(text, next, hi).is_uppercase() {
                return from + digits;
            }
        }
        from
    }

    /// End of a note's number that stands apart after the mark and before a sentence starter: `… a fee. 8 Yet some`.
    fn note_number(&self, from: usize) -> usize {
        let (text, hi) = (self.text, self.hi);
        let at = from + 1;
        let digits = text.as_bytes()[from + 1..hi].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        if !(1..=2).contains(&digits) || char_at(text, at + digits, hi) != ' ' {
            return from;
        }
        let next = Next::read(text, at + digits, hi);
        let starts = next.kind == context::Kind::Upper && self.knowledge.is_starter(next.word);
        if starts { at + digits } else { from }
    }
}

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Straight single quotation marks that are no apostrophes.
fn lone_apostrophes(text: &str) -> usize {
    text.match_indices('\'')
        .filter(|&(at, _)| {
            let (before, after) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
            let starts = before.is_none_or(is_space);
            let possessive = after == Some('s') && !text[at + 2..].starts_with(|c: char| c.is_alphanumeric());
            (starts && !possessive) || after.is_none_or(is_space)
        })
        .count()
}

/// Whether a bracket or quotation mark of Chinese and Japanese is open at the end of the text.
fn is_open(text: &str) -> bool {
    [('「', '」'), ('『', '』'), ('（', '）'), ('(', ')'), ('《', '》'), ('【', '】'), ('“', '”')].into_iter().any(
        |(open, close)| {
            let depth = text.chars().fold(0_u32, |depth, c| {
                if c == open {
                    depth + 1
                } else if c == close {
                    depth.saturating_sub(1)
                } else {
                    depth
                }
            });
            depth > 0
        },
    )
}

/// Whether closing marks hold a quotation mark.
fn has_quote(closers: &str) -> bool {
    closers.chars().any(is_quote)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str, language: Language) -> Vec<&str> {
        sentences(text, language).into_iter().map(|span| &text[span]).collect()
    }

    /// Number and title of the rule, and a text whose sentences are parted by ` | `.
    const ENGLISH: &[(&str, &str)] = &[
        ("1 a stop and a capital", "The ferry left. | Nobody waved."),
        ("2 a question, an exclamation", "Who paid? | Nobody! | The bill is due."),
        ("3 titles never end a sentence", "Lt. Gov. Ana M. Ruiz met Mr. Hale and Sen. Brandt."),
        ("4 a company at the end", "It was sold to Barlow & Finch Inc. | The price was not named."),
        ("5 a company within", "Barlow & Finch Inc. Chairman Peter Lund declined."),
        ("6 a state after its town", "It stands in Salem, Ore. | The owner moved."),
        ("7 a country in initials", "They left the U.S. | Most of them returned."),
        ("8 a country before a name", "The U.S. Senate votes on Jan. 5."),
        ("9 the time of day at the end", "It opens at 9 a.m. | The queue was long."),
        ("10 the time of day and the day", "It closed at 5 p.m. Tuesday."),
        ("11 the time of day opens the sentence", "At 5 a.m. Mr. Hale walked to the harbour."),
        ("12 numbers before numbers", "See No. 12, Fig. 3 and pp. 4-9."),
        ("13 a number at the end", "They counted 38. | Two were broken."),
        ("14 decimals, addresses", "It grew 3.5 percent, says www.port.example."),
        ("15 mail and handles", "Write to m.okafor@port.example now. | Or to @okafor."),
        ("16 streets", "She lives on Quay St. | The rent is low."),
        ("17 saints", "St. Anne's Church stands near Mt. Ellis."),
        ("18 initials", "J. K. Lund and A.B. Finch came."),
        ("19 the pronoun", "It was Ann and I. | We left."),
        ("20 attribution after a question", "“Why now?” Brandt asked."),
        ("21 attribution in small letters", "“We will not go!” the keeper shouted."),
        ("22 the first person", "\"You came by sea?\" I asked."),
        ("23 sentences in a quotation", "“It is late. | We must go,” she said."),
        ("24 a quotation ends the sentence", "He called it “a farce.” | She agreed."),
        ("25 brackets within", "The wall (built in 1920. And again in 1954.) fell."),
        ("26 a sentence in brackets", "The wall fell. | (It was old.) | Nobody was hurt."),
        ("27 an ellipsis goes on", "The sea ... the wind ... and the dark."),
        ("28 an ellipsis ends", "I never knew.... | She left the room."),
        ("29 spaced ellipses", "It was said . . . that he left. | . . . The matter rests."),
        ("30 an omission", "The report [...] names no one."),
        ("31 lists in a line", "1) Buy bread | 2) Sell boats"),
        ("32 numbered lists", "1. Buy bread | 2. Sell boats"),
        ("33 bullets", "• Bread | • Boats"),
        ("34 names with marks", "She has worked for Yahoo! Mail since May."),
        ("35 Latin", "Boats, nets, etc. were lost, e.g. Lund's."),
        ("36 degrees", "She has a Ph.D. in law. | He has none."),
        ("37 units", "It is 5 ft. 3 in. tall and 20 lbs. heavier."),
        ("38 a name in small letters", "He bought it. | iPhone sales fell."),
        ("39 a footnote", "The cliff is retreating.[3] | The wall buys time."),
        ("40 marks in a row", "What?! | No!!"),
        ("41 a note's number", "The town paid the fee. 8 | The state did not."),
        ("42 an address begins", "The map is online. | https://port.example/map"),
        ("43 a line is drawn", "That was all. | ----"),
        ("44 an omission after a stop", "The rent rose. | [...] The owners left."),
        ("45 a picture's credit", "The wall at Port Ellis | Image: Ann Doyle"),
        ("46 a date over the text", "Thursday, May 7 | On Tuesday the council met."),
    ];

    fn check(language: Language, title: &str, marked: &str) {
        let expected: Vec<&str> = marked.split(" | ").collect();
        let text = expected.join(" ");
        assert_eq!(split(&text, language), expected, "{title}");
    }

    #[test]
    fn golden_rules_of_english() {
        for (title, marked) in ENGLISH {
            check(Language::English, title, marked);
        }
    }

    #[test]
    fn kinds_of_text() {
        let mut language = Language::Unknown;
        let mut count = 0;
        for line in include_str!("golden.txt").lines() {
            if let Some(code) = line.strip_prefix("# language ") {
                language = Language::from_code(code).expect("a language");
            } else if !line.is_empty() && !line.starts_with('#') {
                check(language, "golden.txt", line);
                count += 1;
            }
        }
        assert!(count > 1400);
    }

    #[test]
    fn news() {
        let cases = [
            "He said: “It was never ours to sell, and everybody knew that it was.” | “I think they forgot,” Lund told the court.",
            "“We will build now. | We cannot wait for the sea,” Rep. A.B. Finch (D-Maine) said Feb. 3.",
            "The bells rang for Gov. Peter Lund at 3 p.m. Sunday.",
            "She asked “Why me?” and left. | “Never!” he said.",
        ];
        for case in cases {
            check(Language::English, "news", case);
        }
    }

    #[test]
    fn other_languages() {
        use Language as L;
        let cases = [
            (L::German, "Am 3. Oktober kam Dr. Lund. | Er blieb z. B. bis zum 19. Jahrhundert."),
            (L::German, "Sie lebte von 40 v. Chr. bis 12 n. Chr. | Danach kam ihr Sohn."),
            (L::German, "Brot, Butter usw. | Alles war da."),
            (L::French, "M. Lund et Mme. Doyle sont venus. | Ils ont vu l'av. Foch, etc. | Puis ils sont partis."),
            (L::Spanish, "El Sr. Lund vive en EE. UU. | La Sra. Doyle, p. ej., no."),
            (L::Spanish, "¿Quién pagó? | ¡Nadie! | El pago es de 3.5 euros."),
            (L::Portuguese, "O Dr. Lund mora na Av. Brasil. | A Sra. Doyle não."),
            (L::Italian, "L'avv. Lund vide il sig. Doyle. | Era il 5 a.C. | Poi partì."),
            (L::Dutch, "Dhr. Lund woont o.a. in Delft. | Mevr. Doyle niet."),
            (L::Russian, "Он родился в 1898 г. | Это было в г. Томске. | А. С. Лунд, т. е. автор, умер."),
            (L::Japanese, "雨が降った。 | 「帰ろう。」と言った。"),
            (L::Hindi, "वह आया। | वह गया।"),
            (L::Greek, "Ποιος ήρθε; | Κανείς."),
            (L::Armenian, "Նա եկավ։ | Նա գնաց։"),
            (L::Arabic, "من جاء؟ | لا أحد."),
        ];
        for (language, case) in cases {
            check(language, language.code(), case);
        }
    }

    #[test]
    fn lines_and_paragraphs() {
        let text = "A heading without a stop\n\nThe text\nruns over the lines. It\nends.";
        let found = split(text, Language::English);
        assert_eq!(found, ["A heading without a stop", "The text\nruns over the lines.", "It\nends."]);
        let list = "Agenda\n1. Bread\n2. Boats";
        assert_eq!(split(list, Language::English), ["Agenda", "1. Bread", "2. Boats"]);
    }

    /// What a text of nothing else would be.
    #[rustfmt::skip]
    const HOSTILE: &[&str] = &[
        ".", ". ", "!", "(", ")", "\"", ". \"", ".(", "1. ", "a. ", "\n", "Ab\n", "• ", "“Ab. ", "「。", "… ",
        ": 1. A ", "<a. B ", "{a. B ", "A. B, ", "! 😀 ", "A, B. (2010). ", "Ab.\"\"A", "a. b. C ", "p.m. A ",
        "[...] ", "(...) A ", "Ab....A", "¹ ", "1.-2. A ",
    ];

    #[test]
    fn hostile_texts_take_linear_time() {
        let start = std::time::Instant::now();
        for part in HOSTILE {
            let text = part.repeat(100_000 / part.len());
            for language in [Language::English, Language::German, Language::Russian, Language::Japanese] {
                sentences(&text, language);
            }
        }
        assert!(start.elapsed().as_secs() < 60);
    }

    #[test]
    fn data_files_are_read() {
        for &language in Language::ALL {
            let _ = knowledge::of(language);
        }
    }

    fn check_spans(text: &str, language: Language) -> Result<(), TestCaseError> {
        let mut at = 0;
        for span in sentences(text, language) {
            prop_assert!(!span.is_empty() && span.start() >= at);
            let blank = |part: &str| part.chars().all(is_space);
            prop_assert!(blank(&text[at..span.start()]));
            prop_assert!(!text[span].starts_with(is_space) && !text[span].ends_with(is_space));
            at = span.end();
        }
        prop_assert!(text[at..].chars().all(is_space));
        Ok(())
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "\\PC{0,80}", language in 0..Language::ALL.len()) {
            check_spans(&text, Language::ALL[language])?;
        }

        #[test]
        fn nothing_is_lost_among_marks(
            text in "([A-Ca-c]{0,3}[ .,!?…\"'“”«»()\\[\\]。！「」।۔։•\n\t–-]{0,3}(1\\.|a\\)|Mr\\.|U\\.S\\.|I|и|Я|क|字)?){0,16}",
            language in 0..Language::ALL.len(),
        ) {
            check_spans(&text, Language::ALL[language])?;
        }
    }
}
