//! What is seen of a page: features of every line by itself, of its surroundings, and of what the first pass made of
//! its neighbours.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr2_iter, memrchr, memrchr2};
use rustc_hash::FxHashMap;

use super::dates;
use super::lexicon::{COMMON, GROUPS, Group, Lexicon, join, word};
use super::lines::Line;
use super::templates::{Sink, Template as T};
use super::words::{Marks, Word, read};
use crate::language::fold_into;
use crate::{Language, Span, StopWords};

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum End {
    /// Three dots.
    Ellipsis,
    /// A final stop, closing marks after it or not.
    Stop,
    Colon,
    Comma,
    Open,
}

/// A rough kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Running text of 25 words or more.
    LongProse,
    /// Running text.
    Prose,
    /// Twelve words or more that are not running text.
    Long,
    Dated,
    Bullet,
    Phrase,
    /// One or two words.
    Tiny,
    Stopped,
    /// Two to fourteen words, most of them capitalised, no final stop.
    Link,
    Other,
}

/// What is known of a line by itself.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Facts {
    /// Number of its words.
    pub(crate) words: u32,
    /// Hash of its words.
    pub(crate) key: u64,
    /// 0: up to 5 words, 1: up to 15, 2: more.
    pub(crate) size: usize,
    pub(crate) kind: Kind,
    pub(crate) end: End,
    pub(crate) bullet: bool,
    /// Share of capitalised words.
    pub(crate) capitals: f32,
    /// Whether a date with or without year stands in it, and is most of it.
    pub(crate) date: bool,
    pub(crate) date_only: bool,
    pub(crate) ago: bool,
    pub(crate) credit: bool,
    /// It begins with "By" and a capital.
    pub(crate) by_name: bool,
    pub(crate) comment_cue: bool,
    /// It has a mark that stories seldom have: a bar, an arrow, a copyright sign, an address.
    pub(crate) marked: bool,
    /// The story is over when such a line comes.
    pub(crate) ending: bool,
    /// Groups of phrases in it, that it is, and that it begins with.
    pub(crate) hits: u32,
    pub(crate) exact: u32,
    pub(crate) begins: u32,
    /// Its content words, as indices into the page's.
    pub(crate) content: Range<usize>,
}

impl Facts {
    /// Whether it is a sentence of running text.
    #[inline]
    pub(crate) const fn is_prose(&self) -> bool {
        matches!(self.kind, Kind::LongProse | Kind::Prose)
    }

    /// Whether it has a mark of pages: a date, a credit, a byline, the end of a story.
    #[inline]
    pub(crate) const fn is_sign(&self) -> bool {
        self.date_only || self.ago || self.credit || self.by_name || self.ending || self.marked
    }

    /// Its shape: 0 to 2 by size, 3 for running text.
    #[inline]
    pub(crate) const fn shape(&self) -> usize {
        if self.is_prose() { 3 } else { self.size }
    }
}

/// A page: what is known of each of its lines, and of the words they share.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) facts: Vec<Facts>,
    /// Distinct content words of every line, as numbers.
    content: Vec<u32>,
    /// Number of distinct content words.
    vocabulary: usize,
    /// In how many long lines of the main block each content word is.
    story: Vec<u16>,
    main: Option<(usize, usize)>,
    /// First line of each line's run without a blank line.
    run_starts: Vec<u32>,
    /// For each line the numbers of the groups it is in. HTML: lines of the same template, lines in the elements around.
    /// Text: lines that look alike, those with like neighbours, those between the same two signs of a page.
    pub(crate) groups: Vec<[u32; 4]>,
}

/// In [`Page::groups`]: none.
const NO_GROUP: u32 = u32::MAX;

/// Reads the lines of one page, one after the other.
pub(crate) struct Reader {
    page: Page,
    lexicon: &'static Lexicon,
    function: FunctionWords,
    words: Vec<Word>,
    /// Numbers of content words by hash.
    numbers: FxHashMap<u64, u32>,
    /// Line that each content word was last seen in.
    last: Vec<u32>,
    /// Line that each phrase was last seen in.
    phrase_line: Vec<u32>,
}

/// Which words are function words.
enum FunctionWords {
    /// The list that stands with the phrases.
    English,
    List(&'static StopWords, String),
    /// No list: the share is taken for what is usual in running text.
    Unknown,
}

/// Bullets at the start of a line that need white space after them.
const LOOSE_BULLETS: &[char] = &['∙', '–', '—', '*', '-', '»', '›', '▸', '►'];
/// Bullets that need none.
const BULLETS: &[char] = &['•', '·', '▪', '●', '◦', '‣'];

/// The line without its bullet, and whether there was one.
pub(crate) fn without_bullet(line: &str) -> (&str, bool) {
    if line.bytes().next().is_none_or(|first| first.is_ascii_alphanumeric()) {
        return (line, false);
    }
    if let Some(rest) = line.strip_prefix(BULLETS) {
        return (rest.trim(), true);
    }
    match line.strip_prefix(LOOSE_BULLETS) {
        Some(rest) if rest.starts_with(char::is_whitespace) => (rest.trim(), true),
        _ => (line, false),
    }
}

/// Length in steps: 1, 2, 3, 4–5, 6–8, 9–12, 13–17, 18–25, 26–40, 41–70, more.
#[inline]
fn step_of(n: usize) -> usize {
    [1, 2, 3, 5, 8, 12, 17, 25, 40, 70].iter().position(|&limit| n <= limit).unwrap_or(10)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares are between 0 and 1")]
#[inline]
pub(crate) fn part(share: f32, parts: f32, last: usize) -> usize {
    ((share * parts) as usize).min(last)
}

/// Counts of words and lines are told apart up to this: more than the pages have that the weights were fitted on, so
/// that a book is not taken for an endless page.
const MOST: f32 = 1000.0;

/// ln(1 + x), for x up to [`MOST`]. Looked up for whole numbers, which nearly all are.
#[inline]
pub(crate) fn log(x: f32) -> f32 {
    static WHOLE: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|n| (n as f32).ln_1p()));
    let x = x.clamp(0.0, MOST);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let whole = x as usize;
    match WHOLE.get(whole) {
        Some(&log) if x - whole as f32 == 0.0 => log,
        _ => x.ln_1p(),
    }
}

const CLOSERS: &[char] = &['"', '”', '’', '\'', '»', ')', ']'];

fn end_of(line: &str) -> End {
    match line.as_bytes() {
        [.., last] if last.is_ascii_alphanumeric() => return End::Open,
        [.., before, b'.'] if before.is_ascii_alphanumeric() => return End::Stop,
        _ => {}
    }
    let bare = line.trim_end_matches(CLOSERS);
    if bare.ends_with("...") || bare.ends_with('…') {
        return End::Ellipsis;
    }
    let bare = line.trim_end_matches(|c| c == '*' || CLOSERS.contains(&c));
    match bare.chars().next_back() {
        Some('.' | '!' | '?' | '。' | '！' | '？' | '…' | '؟' | '।') => End::Stop,
        _ if line.ends_with(':') => End::Colon,
        _ if line.ends_with(',') => End::Comma,
        _ => End::Open,
    }
}

/// Where in a line the last dash (or, with `hyphen`, hyphen) stands, and its length; looked for in its last bytes, since
/// what stands behind it has to be short.
fn last_dash(line: &str, most: usize, hyphen: bool) -> Option<(usize, usize)> {
    let from = line.floor_char_boundary(line.len().saturating_sub(most));
    let mut bytes = &line.as_bytes()[from..];
    loop {
        let at = if hyphen { memrchr2(0xe2, b'-', bytes) } else { memrchr(0xe2, bytes) }?;
        match line.as_bytes()[from + at..] {
            [0xe2, 0x80, 0x93 | 0x94, ..] => return Some((from + at, 3)),
            [b'-', ..] => return Some((from + at, 1)),
            _ => bytes = &bytes[..at],
        }
    }
}

/// Longest tail after a dash that is looked at, in bytes.
const LONGEST_TAIL: usize = 160;

/// ` — Name of an Agency` at the end.
fn has_credit_tail(line: &str) -> bool {
    let Some((at, dash)) = last_dash(line, LONGEST_TAIL, false) else { return false };
    let tail = &line[at + dash..];
    let Some(tail) = tail.strip_prefix(' ').filter(|_| line[..at].ends_with(' ')) else { return false };
    let mut parts = tail.split(' ');
    let name = parts.next().unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().nth(1).is_some()
        && name.chars().all(char::is_alphanumeric)
        && tail.split(' ').count() <= 5
        && parts
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_')))
}

/// `text—Name` at the end, the dash close to the text.
fn has_dash_tail(line: &str) -> bool {
    let Some((at, dash)) = last_dash(line, LONGEST_TAIL, true) else { return false };
    let tail = line[at + dash..].trim_start();
    let before = line[..at].chars().next_back();
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ')' | '_'))
        && tail.starts_with(|c: char| c.is_ascii_uppercase())
        && (3..=41).contains(&tail.chars().take(42).count())
        && tail.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | ' ' | '_'))
}

/// `(something)` at the end.
fn has_bracket_tail(line: &str) -> bool {
    let bare = line.strip_suffix('.').unwrap_or(line);
    let Some(bare) = bare.strip_suffix(')') else { return false };
    let Some(open) = bare.rfind('(') else { return false };
    let inside = &bare[open + 1..];
    !inside.contains(')') && (3..=60).contains(&inside.chars().take(61).count())
}

fn has_phone(line: &str, words: &[Word]) -> bool {
    words.windows(3).any(|w| {
        let gap = |a: &Word, b: &Word| &line.as_bytes()[a.end as usize..b.start as usize];
        let mark = |gap: &[u8]| gap.len() == 1 && (b' '..=b'.').contains(&gap[0]);
        let (first, second) = (gap(&w[0], &w[1]), gap(&w[1], &w[2]));
        w[0].is_number()
            && w[0].digits >= 3
            && w[1].is_number()
            && w[1].digits == 3
            && w[2].digits >= 4
            && (mark(first) || first.len() == 2 && first[0] == b')' && mark(&first[1..]))
            && mark(second)
    })
}

fn has_address(line: &str, words: &[Word]) -> bool {
    // most marks end a sentence, a line or a part of it
    let bytes = line.as_bytes();
    let inside = |at: usize| {
        bytes.get(at + 1).is_some_and(|next| !matches!(next, b' ' | b'"')) || at > 0 && bytes[at - 1] | 0x20 == b'w'
    };
    if !memchr2_iter(b'.', b':', bytes).any(inside) {
        return false;
    }
    words.iter().any(|w| {
        let after = &line[w.end as usize..];
        if w.hash == const { word("http") } || w.hash == const { word("https") } {
            after.starts_with("://")
        } else if w.hash == const { word("www") } {
            after.starts_with('.')
        } else {
            w.hash == const { word("com") } && line[..w.start as usize].ends_with('.')
        }
    })
}

impl Reader {
    pub(crate) fn new(language: Language, lines: usize, bytes: usize) -> Self {
        let lexicon = Lexicon::embedded();
        let function = match language {
            Language::English => FunctionWords::English,
            other => StopWords::embedded(other)
                .map_or(FunctionWords::Unknown, |list| FunctionWords::List(list, String::new())),
        };
        Self {
            page: Page { facts: Vec::with_capacity(lines), ..Page::default() },
            lexicon,
            function,
            words: Vec::with_capacity(64),
            // about every twentieth byte begins a new content word; a long text repeats its own
            numbers: FxHashMap::with_capacity_and_hasher((bytes / 20).min(2000), rustc_hash::FxBuildHasher),
            last: Vec::new(),
            phrase_line: vec![u32::MAX; lexicon.phrases + 1],
        }
    }

    /// The words of the line that was read last.
    #[cfg(feature = "html")]
    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }

    /// The page read so far.
    pub(crate) fn finish(mut self) -> Page {
        self.page.vocabulary = self.last.len();
        self.page
    }

    #[expect(clippy::too_many_lines, reason = "one list of features, in the order of the templates")]
    /// Reads the next line, whose bullet may have been taken off before; its own features go to `sink`.
    pub(crate) fn read_line(&mut self, line: &str, bullet: bool, sink: &mut impl Sink) {
        let (line, own_bullet) = if bullet { (line, true) } else { without_bullet(line) };
        let marks = read(line, self.lexicon, &mut self.words);
        let number = u32::try_from(self.page.facts.len()).unwrap_or(u32::MAX);
        let n = self.words.len();
        let size = if n <= 5 { 0 } else { 1 + usize::from(n > 15) };
        let end = end_of(line);

        let (mut capitalised, mut lettered, mut letters, mut shouted) = (0_u32, 0_u32, 0_u32, 0_u32);
        let mut key = 0;
        for (at, w) in self.words.iter().enumerate() {
            key = if at == 0 { w.hash } else { join(key, w.hash) };
            if w.letter {
                lettered += 1;
                capitalised += u32::from(w.capital);
                letters += u32::from(w.chars);
                shouted += u32::from(w.shouted);
            }
        }
        let capitals = if lettered > 0 { capitalised as f32 / lettered as f32 } else { 0.0 };
        let function = self.function_share(line);
        let content = self.content_words(line, number);

        sink.set(T::Length, step_of(n));
        if lettered >= 2 {
            sink.set(T::Capitals, part(capitals, 5.0, 4));
        }
        sink.flag(T::AllCapitals, lettered > 0 && shouted == lettered && letters >= 3);
        if n >= 3 {
            sink.set(T::Function, part(function, 10.0, 4));
        }
        sink.set(T::End, end as usize);
        sink.set(T::EndBySize, end as usize * 3 + size);
        if own_bullet {
            sink.set(T::Bullet, 0);
            sink.set(T::BulletBySize, size);
            sink.set(T::BulletByStop, usize::from(matches!(end, End::Stop | End::Ellipsis)));
        }
        if is_numbered(line) {
            sink.set(T::Numbered, 0);
            sink.set(T::NumberedBySize, size);
        }
        self.character_features(line, &marks, size, sink);

        // dates and times
        let digits = marks.digits > 0;
        let date = if digits { dates::dates(line, &self.words).next() } else { None };
        let date_only = date.is_some_and(|found| 2 * (found.end - found.start) >= line.len());
        let time = digits && dates::has_time(line, &self.words);
        let ago = dates::has_ago(line, &self.words);
        if date.is_some() {
            sink.set(T::Date, 0);
            sink.set(T::DateBySize, size);
        }
        sink.flag(T::DateOnly, date_only);
        if time {
            sink.set(T::TimeBySize, size);
        }
        if ago {
            sink.set(T::AgoBySize, size);
        }
        sink.flag(T::Phone, marks.digits >= 10 && has_phone(line, &self.words));
        let credit = has_credit_tail(line);
        sink.flag(T::CreditTail, credit);
        sink.flag(T::DashTail, n > 6 && has_dash_tail(line));
        sink.flag(T::BracketTail, has_bracket_tail(line));
        let address = has_address(line, &self.words);
        sink.flag(T::Address, address);
        let by_name = n <= 12
            && ["By ", "by ", "BY "]
                .iter()
                .any(|by| line.strip_prefix(by).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase())));
        sink.flag(T::ByName, by_name);

        let phrases = self.phrases(number);
        let mut groups = 0;
        for group in 0..GROUPS {
            let count = phrases.counts[group];
            if count == 0 {
                continue;
            }
            sink.set(T::Phrase, group * 3 + size);
            if COMMON >> group & 1 == 0 {
                groups += 1;
                if count >= 2 {
                    sink.set(T::Phrases, group * 3 + size);
                }
                if phrases.exact >> group & 1 == 1 {
                    sink.set(T::PhraseIsLine, group);
                } else if phrases.begins >> group & 1 == 1 {
                    sink.set(T::PhraseFirst, group);
                }
            }
        }
        let counted = ((1 << GROUPS) - 1) & !COMMON;
        sink.flag(T::LineIsPhrase, phrases.exact & counted != 0);
        sink.set(T::GroupCount, groups.min(4) * 3 + size);

        let has = |hash: u64| self.words.iter().any(|w| w.hash == hash);
        let comment_word = phrases.hits & Group::CommentWord.bit() != 0 || time && has(const { word("at") });
        let comment_cue = ago && n <= 12 || phrases.exact & Group::CommentLine.bit() != 0 || n <= 8 && comment_word;
        let ending = phrases.exact & Group::End.bit() != 0 || n <= 8 && phrases.begins & Group::EndStart.bit() != 0;

        let verb = usize::from(phrases.hits & Group::Verb.bit() != 0);
        if n <= 25 {
            sink.set(T::VerbByEnd, verb * 5 + end as usize);
        }
        sink.set(T::Stops, inner_stops(line).min(3) * 3 + size);
        let stopped = matches!(end, End::Stop | End::Ellipsis);
        let kind = if n >= 10 && end == End::Stop && function >= 0.2 {
            if n >= 25 { Kind::LongProse } else { Kind::Prose }
        } else if n >= 12 {
            Kind::Long
        } else if n <= 10 && (date.is_some() || ago) {
            Kind::Dated
        } else if own_bullet {
            Kind::Bullet
        } else if groups > 0 {
            Kind::Phrase
        } else if n <= 2 {
            Kind::Tiny
        } else if stopped || end == End::Colon {
            Kind::Stopped
        } else if n <= 14 && capitals >= 0.6 {
            Kind::Link
        } else {
            Kind::Other
        };
        self.page.facts.push(Facts {
            words: u32::try_from(n).unwrap_or(u32::MAX),
            key,
            size,
            kind,
            end,
            bullet: own_bullet,
            capitals,
            date: date.is_some(),
            date_only,
            ago,
            credit,
            by_name,
            comment_cue,
            marked: marks.pipe || marks.arrow || marks.copyright || address,
            ending,
            hits: phrases.hits,
            exact: phrases.exact,
            begins: phrases.begins,
            content,
        });
    }

    /// Features of the characters of a line.
    fn character_features(&self, line: &str, marks: &Marks, size: usize, sink: &mut impl Sink) {
        let first = line.chars().next();
        sink.flag(T::LowerCase, first.is_some_and(char::is_lowercase));
        sink.flag(T::DigitFirst, first.is_some_and(char::is_numeric));
        let digits = marks.digits as f32 / marks.chars.max(1) as f32;
        sink.flag(T::ManyDigits, digits > 0.3);
        sink.flag(T::SomeDigits, digits > 0.1 && digits <= 0.3);
        sink.flag(T::NoLetters, !self.words.is_empty() && !self.words.iter().any(|w| w.letter));
        sink.flag(T::NoWords, self.words.is_empty());
        sink.flag(T::Pipe, marks.pipe);
        sink.flag(T::Arrow, marks.arrow);
        sink.flag(T::Copyright, marks.copyright);
        sink.flag(T::AtSign, marks.at);
        sink.flag(T::Money, marks.money);
        sink.flag(T::Comma, marks.commas > 0);
        sink.flag(T::Commas, marks.commas >= 3);
        sink.flag(T::Quoted, marks.quote);
        sink.flag(T::QuoteFirst, matches!(first, Some('"' | '“' | '«' | '‘')));
        if line.ends_with('?') {
            sink.set(T::Question, 0);
            sink.set(T::QuestionBySize, size);
        }
        if line.ends_with('!') {
            sink.set(T::Exclamation, 0);
            sink.set(T::ExclamationBySize, size);
        }
    }

    /// Share of function words.
    fn function_share(&mut self, line: &str) -> f32 {
        let n = self.words.len();
        if n == 0 {
            return 0.0;
        }
        let function = match &mut self.function {
            FunctionWords::English => self.words.iter().filter(|w| w.groups() & Group::Function.bit() != 0).count(),
            FunctionWords::List(list, buffer) => {
                let is_function = |w: &&Word| {
                    buffer.clear();
                    fold_into(buffer, &line[w.start as usize..w.end as usize]);
                    list.contains(buffer)
                };
                self.words.iter().filter(is_function).count()
            }
            FunctionWords::Unknown => return 0.35,
        };
        function as f32 / n as f32
    }

    /// Adds the line's distinct content words to the page's.
    fn content_words(&mut self, line: &str, number: u32) -> Range<usize> {
        let start = self.page.content.len();
        for w in &self.words {
            let ideographs = w.chars == 2 && w.end - w.start >= 6;
            let function = w.groups() & Group::Function.bit() != 0;
            if w.chars < 4 && !ideographs || w.is_number() || function {
                continue;
            }
            if let FunctionWords::List(list, buffer) = &mut self.function {
                buffer.clear();
                fold_into(buffer, &line[w.start as usize..w.end as usize]);
                if list.contains(buffer) {
                    continue;
                }
            }
            let next = u32::try_from(self.last.len()).unwrap_or(u32::MAX);
            let id = *self.numbers.entry(w.hash).or_insert(next);
            if id == next {
                self.last.push(u32::MAX);
            }
            let last = &mut self.last[id as usize];
            if *last != number {
                *last = number;
                self.page.content.push(id);
            }
        }
        start..self.page.content.len()
    }

    /// The phrases in the line that was read last, each counted once.
    fn phrases(&mut self, number: u32) -> Phrases {
        let mut out = Phrases::default();
        for (at, first) in self.words.iter().enumerate() {
            let Some(mut entry) = first.entry else { continue };
            let mut sequence = first.hash;
            let mut next = at + 1;
            loop {
                if entry.groups != 0 {
                    let last = &mut self.phrase_line[entry.id as usize];
                    if *last != number {
                        *last = number;
                        out.hits |= entry.groups;
                        let mut rest = entry.groups & ((1 << GROUPS) - 1);
                        while rest != 0 {
                            out.counts[rest.trailing_zeros() as usize] += 1;
                            rest &= rest - 1;
                        }
                    }
                    if at == 0 {
                        out.begins |= entry.groups;
                        if next == self.words.len() {
                            out.exact |= entry.groups;
                        }
                    }
                }
                if !entry.more || next == self.words.len() {
                    break;
                }
                sequence = join(sequence, self.words[next].hash);
                next += 1;
                match self.lexicon.get(sequence) {
                    Some(longer) => entry = longer,
                    None => break,
                }
            }
        }
        out
    }
}

/// Phrases of a line: number by group, and groups hit, hit by the whole line, and by its beginning.
#[derive(Debug, Default)]
struct Phrases {
    counts: [u16; GROUPS],
    hits: u32,
    exact: u32,
    begins: u32,
}

/// Number of sentences that seem to end inside of a line, to three.
pub(super) fn inner_stops(line: &str) -> usize {
    let bytes = line.as_bytes();
    let ends = |at: &usize| {
        let rest = match bytes[at + 1..] {
            [b'"' | b')' | b'\'', ref rest @ ..] | [0xe2, 0x80, 0x99 | 0x9d, ref rest @ ..] => rest,
            ref rest => rest,
        };
        matches!(rest, [b' ', next, ..] if next.is_ascii_uppercase() || *next >= 0x80 || *next == b'"')
    };
    memchr::memchr3_iter(b'.', b'!', b'?', bytes).filter(ends).take(3).count()
}

/// `12. `, `b) `, `#3`.
fn is_numbered(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let head = match digits {
        1..=3 => digits,
        0 if bytes.first().is_some_and(u8::is_ascii_alphabetic) => 1,
        0 => return bytes.first() == Some(&b'#') && bytes.get(1).is_some_and(u8::is_ascii_digit),
        _ => return false,
    };
    matches!(bytes.get(head), Some(b'.' | b')')) && line[head + 1..].starts_with(char::is_whitespace)
}

/// The stretch of values with the greatest sum, as inclusive bounds; `None` when every value is negative.
fn densest(values: impl Iterator<Item = f32>) -> Option<(usize, usize)> {
    let (mut best, mut found) = (0.0, None);
    let (mut sum, mut start) = (0.0_f32, 0);
    for (at, value) in values.enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += value;
        if sum > best {
            (best, found) = (sum, Some((start, at)));
        }
    }
    found
}

/// Decayed sums before (or, of the reversed values, after) each place.
fn decayed(values: &[f32], decay: f32, backwards: bool) -> Vec<f32> {
    let mut out = vec![0.0; values.len()];
    let mut sum = 0.0;
    let mut visit = |at: usize| {
        out[at] = sum;
        sum = sum * decay + values[at];
    };
    if backwards {
        (0..values.len()).rev().for_each(&mut visit);
    } else {
        (0..values.len()).for_each(&mut visit);
    }
    out
}

impl Page {
    /// The stretch of lines that is most likely the story, by running text alone: its first and last line.
    pub(crate) fn main_block(&self) -> Option<(usize, usize)> {
        self.main
    }

    fn densest_prose(&self) -> Option<(usize, usize)> {
        densest(self.facts.iter().map(|f| match (f.is_prose(), f.ending) {
            (true, _) => f.words.min(60) as f32,
            (false, false) => -4.0,
            (false, true) => -7.0,
        }))
    }

    #[expect(clippy::too_many_lines, reason = "one list of features, in the order of the templates")]
    /// Features of every line's surroundings. Linear in the number of lines and words.
    pub(crate) fn context(&mut self, gaps: &[bool], sinks: &mut [impl Sink]) {
        let main = self.densest_prose();
        self.main = main;
        self.story = self.main_vocabulary(main);
        let facts = &self.facts;
        let lines = facts.len();
        let prose: Vec<f32> = facts.iter().map(|f| if f.is_prose() { f.words as f32 } else { 0.0 }).collect();
        let total = facts.iter().map(|f| f.words as f32).sum::<f32>().max(1.0);
        let page_prose = prose.iter().sum::<f32>() / total;
        let page_size = log(lines as f32);
        let runs = runs(facts, gaps);
        self.run_starts = runs.iter().map(|run| u32::try_from(run.start).unwrap_or(u32::MAX)).collect();
        let facts = &self.facts;
        let headline = self.headline(main);
        let mut of_headline = vec![false; self.vocabulary];
        if let Some(at) = headline {
            for &id in &self.content[facts[at].content.clone()] {
                of_headline[id as usize] = true;
            }
        }
        let headline_words = headline.map_or(0, |at| facts[at].content.len());
        let mass = |decay| (decayed(&prose, decay, false), decayed(&prose, decay, true));
        let [near, middle, far] = [0.5, 0.8, 0.95].map(mass);
        let next_prose = next_prose(facts);
        let mut times: FxHashMap<u64, (u32, bool)> = FxHashMap::default();
        for f in facts {
            times.entry(f.key).or_insert((0, false)).0 += 1;
        }
        let dates = around(facts, 3, |f| f.kind == Kind::Dated || f.date_only);
        let shorts = around(facts, 5, |f| f.words <= 5);
        let repeats = around(facts, 4, |f| f.words <= 12 && times.get(&f.key).is_some_and(|(count, _)| *count > 1));
        let cues: Vec<u32> = facts.iter().map(|f| u32::from(f.comment_cue)).collect();
        let mut cues_near: u32 = cues.iter().take(4).sum();
        let mut cues_before = 0.0_f32;
        let (mut endings, mut last_ending, mut words_before, mut last_prose) = (0_usize, 0, 0.0_f32, None);

        for (at, (f, sink)) in facts.iter().zip(sinks).enumerate() {
            let shape = f.shape();
            let gap = usize::from(gaps[at]) * 2 + usize::from(gaps.get(at + 1).is_none_or(|&gap| gap));
            sink.set(T::Gaps, gap);
            sink.set(T::GapsByShape, gap * 4 + shape);
            let run = &runs[at];
            let step = step_of(run.lines);
            sink.set(T::Run, step);
            sink.set(T::RunByShape, step.min(6) * 4 + shape);
            sink.number(T::RunWords, log(run.words));
            sink.number(T::RunMean, log(run.words / run.lines as f32));
            sink.flag(T::RunHasProse, run.prose);

            let (b8, a8, b95, a95) = (log(middle.0[at]), log(middle.1[at]), log(far.0[at]), log(far.1[at]));
            sink.number(T::ProseBefore5, log(near.0[at]));
            sink.number(T::ProseAfter5, log(near.1[at]));
            sink.number(T::ProseBefore8, b8);
            sink.number(T::ProseAfter8, a8);
            sink.number(T::ProseBefore95, b95);
            sink.number(T::ProseAfter95, a95);
            sink.number(T::ProseAround8, b8.min(a8));
            sink.number(T::ProseAround95, b95.min(a95));
            sink.add(T::ProseAround8ByShape.at(shape), b8.min(a8));
            sink.add(T::ProseBefore8ByShape.at(shape), b8);
            sink.add(T::ProseAfter8ByShape.at(shape), a8);
            sink.add(T::ProseAround95ByShape.at(shape), b95.min(a95));
            let distance = |to: Option<usize>| to.map_or(9, |lines| step_of(lines).min(8));
            sink.set(T::ProseDistanceBefore, distance(last_prose.map(|last: usize| at - last)));
            sink.set(T::ProseDistanceAfter, distance(next_prose[at].map(|next| next - at)));
            if f.is_prose() {
                last_prose = Some(at);
            }

            if let Some((start, end)) = main {
                let side = if at < start { 0 } else { 1 + usize::from(at > end) };
                sink.set(T::Main, side);
                sink.set(T::MainByShape, side * 4 + shape);
                match side {
                    0 => sink.number(T::MainDistanceBefore, log((start - at) as f32)),
                    2 => sink.number(T::MainDistanceAfter, log((at - end) as f32)),
                    _ => sink.set(T::MainByKind, f.kind as usize),
                }
            }
            sink.set(T::Tenth, (10 * at / lines).min(9));
            sink.flag(T::First, at == 0);
            sink.set(T::TenthOfWords, part(words_before / total, 10.0, 9));
            words_before += f.words as f32;

            if f.ending && main.is_none_or(|(start, _)| at >= start) {
                endings += 1;
                last_ending = at;
            }
            if endings > 0 {
                sink.set(T::Endings, endings.min(4));
                sink.number(T::EndingDistance, log((at - last_ending) as f32));
                sink.set(T::AfterEndingByShape, shape);
            }
            let (count, seen) = times.entry(f.key).or_default();
            if *count > 1 {
                sink.set(T::Repeated, 0);
                sink.set(T::RepeatedByShape, shape);
                sink.flag(T::RepeatedBefore, *seen);
                let same = |other: Option<&Facts>| other.is_some_and(|other| other.key == f.key);
                sink.flag(T::RepeatedNext, at > 0 && same(facts.get(at - 1)) || same(facts.get(at + 1)));
            }
            *seen = true;
            self.overlap(at, main, &self.story, sink);

            cues_near += cues.get(at + 4).copied().unwrap_or(0);
            if at >= 5 {
                cues_near -= cues[at - 5];
            }
            let around = (cues_near as usize).min(4);
            sink.set(T::CommentCues, around);
            sink.set(T::CommentCuesByShape, around * 4 + shape);
            let decayed_cues = log(cues_before);
            sink.number(T::CommentCuesBefore, decayed_cues);
            sink.add(T::CommentCuesBeforeByShape.at(shape), decayed_cues);
            cues_before = cues_before * 0.97 + cues[at] as f32;

            sink.set(T::Verb, usize::from(f.hits & Group::Verb.bit() != 0) * 4 + shape);
            sink.set(T::DatesNear, dates[at].min(3) * 4 + shape);
            sink.set(T::RepeatsNear, repeats[at].min(4) * 4 + shape);
            sink.set(T::ShortNear, shorts[at].div_ceil(2).min(5) * 4 + shape);
            if let Some((start, end)) = main.filter(|_| headline_words >= 2 && headline != Some(at)) {
                let side = if at < start { 0 } else { 1 + usize::from(at > end) };
                let content = &self.content[f.content.clone()];
                let shared = content.iter().filter(|&&id| of_headline[id as usize]).count();
                if shared == 0 {
                    sink.set(T::HeadlineNone, side * 4 + shape);
                } else {
                    sink.add(T::Headline.at(side * 4 + shape), shared as f32 / headline_words as f32);
                }
            }

            sink.number(T::PageProse, page_prose);
            sink.add(T::PageProseByShape.at(shape), page_prose);
            sink.number(T::PageLines, page_size);
            sink.add(T::PageLinesByShape.at(shape), page_size);
        }
    }

    /// Groups the lines of a text. A page is made by templates: what looks alike and stands alike is alike.
    pub(crate) fn group_lines(&mut self, gaps: &[bool]) {
        const KINDS: usize = Kind::Other as usize + 1;
        /// Shapes of a neighbour with a bullet or without, or no neighbour.
        const SHAPES: usize = 9;
        let facts = &self.facts;
        let mut numbers = vec![NO_GROUP; KINDS * 5 * 2 * 3 * 4 + KINDS * SHAPES * SHAPES * 4];
        let (looks, places) = numbers.split_at_mut(KINDS * 5 * 2 * 3 * 4);
        let mut groups = 0;
        let mut number = |slot: &mut u32| {
            if *slot == NO_GROUP {
                *slot = groups;
                groups += 1;
            }
            *slot
        };
        let shape =
            |at: Option<usize>| at.and_then(|at| facts.get(at)).map_or(8, |f| f.shape() + 4 * usize::from(f.bullet));
        let mut stretch = NO_GROUP;
        self.groups = Vec::with_capacity(facts.len());
        for (at, f) in facts.iter().enumerate() {
            let gap = usize::from(gaps[at]) * 2 + usize::from(gaps.get(at + 1).is_none_or(|&gap| gap));
            let kind = f.kind as usize;
            let look = ((kind * 5 + f.end as usize) * 2 + usize::from(f.bullet)) * 3 + f.size;
            let place = (kind * SHAPES + shape(at.checked_sub(1))) * SHAPES + shape(Some(at + 1));
            if f.is_sign() {
                stretch = NO_GROUP;
            }
            let groups = [
                number(&mut looks[look * 4 + gap]),
                number(&mut places[place * 4 + gap]),
                NO_GROUP,
                number(&mut stretch),
            ];
            self.groups.push(groups);
        }
    }

    /// The line above the main block that is most likely the headline: the one that shares most words with the block.
    fn headline(&self, main: Option<(usize, usize)>) -> Option<usize> {
        const ABOVE: usize = 30;
        let (start, _) = main?;
        let mut best = None;
        for at in start.saturating_sub(ABOVE)..start {
            let f = &self.facts[at];
            if f.is_prose() || !(3..=25).contains(&f.words) {
                continue;
            }
            let shared = self.content[f.content.clone()].iter().filter(|&&id| self.story[id as usize] > 0).count();
            if shared >= 2 && best.is_none_or(|(most, _)| shared > most) {
                best = Some((shared, at));
            }
        }
        best.map(|(_, at)| at)
    }

    /// How many long lines of the main block each content word is in.
    fn main_vocabulary(&self, main: Option<(usize, usize)>) -> Vec<u16> {
        let mut counts = vec![0_u16; self.vocabulary];
        if let Some((start, end)) = main {
            for f in self.facts[start..=end].iter().filter(|f| f.words >= 10) {
                for &id in &self.content[f.content.clone()] {
                    counts[id as usize] = counts[id as usize].saturating_add(1);
                }
            }
        }
        counts
    }

    /// Share of the line's content words that the main block's long lines have.
    pub(crate) fn story_share(&self, at: usize) -> f32 {
        let content = &self.content[self.facts[at].content.clone()];
        if content.is_empty() {
            return 0.0;
        }
        content.iter().filter(|&&id| self.story[id as usize] > 0).count() as f32 / content.len() as f32
    }

    /// How far the line speaks of what the main block speaks of.
    fn overlap(&self, at: usize, main: Option<(usize, usize)>, vocabulary: &[u16], sink: &mut impl Sink) {
        let f = &self.facts[at];
        let content = &self.content[f.content.clone()];
        if content.is_empty() {
            sink.set(T::NoContent, 0);
            return;
        }
        let inside = main.is_some_and(|(start, end)| (start..=end).contains(&at));
        let own = u16::from(inside && f.words >= 10);
        let (mut shared, mut repeats) = (0_u32, 0_u32);
        for &id in content {
            let others = vocabulary[id as usize] - own;
            shared += u32::from(others > 0);
            repeats += u32::from(others.min(3));
        }
        let n = content.len() as f32;
        let (share, count) = (shared as f32 / n, repeats as f32 / n / 3.0);
        let shape = f.shape();
        sink.set(T::Overlap, part(share, 5.0, 4));
        sink.add(T::OverlapByShape.at(shape), share);
        sink.add(T::OverlapCountByShape.at(shape), count);
        if main.is_none_or(|(_, end)| at > end) {
            sink.add(T::OverlapAfterByShape.at(shape), share);
        }
    }
}

/// How many of the lines around each, up to `reach` away, are of a kind; the line itself does not count.
fn around(facts: &[Facts], reach: usize, holds: impl Fn(&Facts) -> bool) -> Vec<usize> {
    let is: Vec<usize> = facts.iter().map(|f| usize::from(holds(f))).collect();
    let mut sum: usize = is.iter().take(reach).sum();
    (0..is.len())
        .map(|at| {
            sum += is.get(at + reach).copied().unwrap_or(0);
            if let Some(gone) = at.checked_sub(reach + 1) {
                sum -= is[gone];
            }
            sum - is[at]
        })
        .collect()
}

/// A run of lines without a blank line.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    lines: usize,
    words: f32,
    prose: bool,
}

/// The run of each line.
fn runs(facts: &[Facts], gaps: &[bool]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(facts.len());
    let mut start = 0;
    while start < facts.len() {
        let end = (start + 1..facts.len()).find(|&at| gaps[at]).unwrap_or(facts.len());
        let lines = &facts[start..end];
        let run = Run {
            start,
            lines: lines.len(),
            words: lines.iter().map(|f| f.words as f32).sum(),
            prose: lines.iter().any(Facts::is_prose),
        };
        out.resize(end, run);
        start = end;
    }
    out
}

/// For each line the next line of running text after it.
fn next_prose(facts: &[Facts]) -> Vec<Option<usize>> {
    let mut out = vec![None; facts.len()];
    let mut next = None;
    for (at, f) in facts.iter().enumerate().rev() {
        out[at] = next;
        if f.is_prose() {
            next = Some(at);
        }
    }
    out
}

/// Log-odds of a probability, within ±5.
fn odds(p: f32) -> f32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln().clamp(-5.0, 5.0)
}

/// Features of what the first pass said of a line and its neighbours. Linear.
pub(crate) fn second_pass(first: &[f32], page: &Page, sinks: &mut [impl Sink]) {
    let facts = &page.facts;
    let lines = first.len();
    let words: Vec<f32> = facts.iter().map(|f| f.words as f32).collect();
    let odds: Vec<f32> = first.iter().map(|&p| odds(p)).collect();
    let at_odds = |at: Option<usize>| at.and_then(|at| odds.get(at)).copied().unwrap_or(-5.0);
    let kept: Vec<f32> = words.iter().zip(first).map(|(n, &p)| if p > 0.5 { n * p } else { 0.0 }).collect();
    let dropped: Vec<f32> = words.iter().zip(first).map(|(n, &p)| if p > 0.5 { 0.0 } else { n * (1.0 - p) }).collect();
    let masses = [(&kept[..], 0.5), (&kept, 0.8), (&kept, 0.95), (&dropped, 0.8), (first, 0.7)]
        .map(|(values, decay)| [decayed(values, decay, false), decayed(values, decay, true)]);
    let block = densest(words.iter().zip(first).map(|(n, p)| n.clamp(3.0, 60.0) * (p - 0.5)));
    // mean and least of each run
    let mut of_run = vec![(0.0_f32, 0.0_f32, f32::MAX); lines];
    for (&start, &odds) in page.run_starts.iter().zip(&odds) {
        let (count, sum, least) = &mut of_run[start as usize];
        *count += 1.0;
        *sum += odds;
        *least = least.min(odds);
    }
    let total = kept.iter().sum::<f32>();
    let whole = if total > 0.0 { total } else { 1.0 };
    // words, expected words and kept words of each group
    let groups =
        page.groups.iter().flatten().filter(|group| **group != NO_GROUP).max().map_or(0, |most| *most as usize + 1);
    let mut of_group = vec![(0.0_f32, 0.0_f32, 0.0_f32); groups];
    for (at, groups) in page.groups.iter().enumerate() {
        for &group in groups.iter().filter(|group| **group != NO_GROUP) {
            let sums = &mut of_group[group as usize];
            let weight = words[at].max(1.0);
            sums.0 += weight;
            sums.1 += weight * first[at];
            sums.2 += kept[at];
        }
    }
    let mut so_far = 0.0;
    for (at, sink) in sinks.iter_mut().enumerate().take(lines) {
        let size = facts[at].size;
        let own = odds[at];
        sink.number(T::First0, own);
        sink.add(T::First0BySize.at(size), own);
        for (place, offset) in [-4_isize, -3, -2, -1, 1, 2, 3, 4].into_iter().enumerate() {
            let value = at_odds(at.checked_add_signed(offset));
            sink.add(T::Neighbour.at(place), value);
            if (2..6).contains(&place) {
                sink.add(T::NeighbourBySize.at((place - 2) * 3 + size), value);
            }
        }
        let (left, right) = (at_odds(at.checked_sub(1)), at_odds(Some(at + 1)));
        sink.number(T::NeighbourLeast, left.min(right));
        sink.number(T::NeighbourMost, left.max(right));
        sink.add(T::NeighbourLeastBySize.at(size), left.min(right));
        for (number, sides) in masses.iter().enumerate() {
            for (side, mass) in sides.iter().enumerate() {
                let value = log(mass[at]);
                sink.add(T::Mass.at(number * 2 + side), value);
                sink.add(T::MassBySize.at((number * 2 + side) * 3 + size), value);
            }
        }
        for (number, one, by_size) in
            [(1, T::MassAround8, T::MassAround8BySize), (2, T::MassAround95, T::MassAround95BySize)]
        {
            let least = log(masses[number][0][at].min(masses[number][1][at]));
            sink.number(one, least);
            sink.add(by_size.at(size), least);
        }
        if let Some((start, end)) = block {
            let (side, distance) = if at < start {
                (0, start - at)
            } else if at > end {
                (2, at - end)
            } else {
                (1, (at - start).min(end - at))
            };
            let distance = log(distance as f32);
            sink.set(T::Kept, side);
            sink.set(T::KeptBySize, side * 3 + size);
            sink.add(T::KeptDistance.at(side), distance);
            if side == 1 {
                sink.add(T::KeptDepthBySize.at(size), distance);
            }
            sink.add(T::KeptFirst0.at(side), own);
        }
        if let Some((count, sum, least)) = page.run_starts.get(at).map(|&start| of_run[start as usize])
            && count > 1.0
        {
            sink.add(T::RunOdds.at(size), sum / count);
            sink.add(T::RunOddsLeast.at(size), least);
        }
        if let Some(groups) = page.groups.get(at) {
            for (number, &group) in groups.iter().enumerate().filter(|(_, group)| **group != NO_GROUP) {
                let sums = &of_group[group as usize];
                let weight = words[at].max(1.0);
                let others = sums.0 - weight;
                if others < 0.5 {
                    sink.set(T::GroupAlone, number);
                    continue;
                }
                let mean = ((sums.1 - weight * first[at]) / others).clamp(0.0, 1.0);
                sink.add(T::GroupOdds.at(number * 3 + size), self::odds(mean));
                sink.add(T::GroupKept.at(number * 3 + size), sums.2 / whole);
            }
        }
        let share = so_far / whole;
        so_far += kept[at];
        sink.set(T::KeptShare, part(share, 5.001, 5));
        sink.number(T::KeptRest, log(whole - share * whole));
        sink.flag(T::NothingBefore, share == 0.0);
        sink.flag(T::NothingAfter, share >= 0.999);
    }
}

/// Reads the lines of a plain text; the sinks get the features of each.
pub(crate) fn read_text<S: Sink + Clone>(text: &str, lines: &[Line], language: Language, blank: &S) -> (Page, Vec<S>) {
    let mut reader = Reader::new(language, lines.len(), text.len());
    let mut sinks = vec![blank.clone(); lines.len()];
    for (line, sink) in lines.iter().zip(&mut sinks) {
        reader.read_line(&text[line.span], false, sink);
    }
    let mut page = reader.finish();
    let gaps: Vec<bool> = lines.iter().map(|line| line.gap).collect();
    page.context(&gaps, &mut sinks);
    page.group_lines(&gaps);
    (page, sinks)
}

/// The words of a span, for callers outside.
pub(crate) fn words_of(text: &str, span: Span, words: &mut Vec<Word>) -> Marks {
    read(&text[span], Lexicon::embedded(), words)
}
