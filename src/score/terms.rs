//! Terms: the words of the body sentences, folded and stemmed, as numbers.
//!
//! text token → pieces without marks (`well-known` → `well`, `known`) → folded → stop word? → stem → term number.
//! A token is folded and stemmed once a thread, however often it is read; a term is kept as the 64-bit key of its
//! stem, so that weights tables can be asked directly.
//!
//! Why pieces and not tokens? Because ROUGE, by which rankers are fitted and judged, splits words at every mark.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::language::{PACKED, Stem, fold_into, packed};
use crate::model::features::{Key, key};
use crate::{Article, Language, Span, StopWords};

/// Words of up to so many letters are their own stem, as in ROUGE.
const UNSTEMMED: usize = 3;

/// A distinct stem of the article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term {
    pub(crate) key: Key,
    /// A stop word, or a single character.
    pub(crate) stop: bool,
    /// Holds a digit.
    pub(crate) digit: bool,
    /// Letters of the stem, at most 255.
    pub(crate) letters: u8,
}

/// One occurrence of a term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) term: u32,
    /// Where it stands.
    pub(crate) span: Span,
    /// Begins with a capital.
    pub(crate) capital: bool,
}

/// The terms of an article's body sentences.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    pieces: Vec<Piece>,
    bounds: Vec<u32>,
    vocabulary: Vec<Term>,
}

/// A piece of a token, folded and stemmed.
#[derive(Debug, Clone, Copy)]
struct Part {
    key: Key,
    /// Number of its stem in the lexicon.
    stem: u32,
    /// Where it stands in the token.
    start: u32,
    end: u32,
    capital: bool,
    stop: bool,
    digit: bool,
    letters: u8,
}

/// Tokens that a thread keeps from article to article, at most: about 3 MB.
const KEPT: usize = 24_000;
/// Longer tokens are not kept.
const LONGEST: usize = 64;
/// A token of up to [`PACKED`] bytes and its pieces.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    bytes: u128,
    first: u32,
    /// Number of the stem, where the token is one piece.
    stem: u32,
    pieces: u16,
    /// 0 when the slot is free.
    length: u8,
    /// Whether the token is one piece, from its first byte to its last.
    whole: bool,
    capital: bool,
}

/// Tokens of a language with their pieces and stems, each read once: news uses the same words every day.
///
/// What is kept is a function of the token alone, so that terms do not depend on what was read before. Short tokens,
/// nearly all, are found by one multiplication and one comparison, in a table with open addresses.
#[derive(Debug, Default)]
struct Lexicon {
    slots: Vec<Slot>,
    /// Slots that are taken.
    taken: usize,
    /// Tokens too long for a slot.
    long: FxHashMap<Box<str>, (u32, u16)>,
    parts: Vec<Part>,
    stems: FxHashMap<Key, u32>,
    /// By stem: the article that it was last seen in, and its term there.
    seen: Vec<(u32, u32)>,
    /// Number of the article being read.
    article: u32,
    folded: String,
}

thread_local! {
    static LEXICONS: RefCell<Vec<(Language, Lexicon)>> = const { RefCell::new(Vec::new()) };
}

/// Lets a text be read with the thread's lexicon of the language.
fn with_lexicon<T>(language: Language, read: impl FnOnce(&mut Lexicon) -> T) -> T {
    LEXICONS.with_borrow_mut(|lexicons| {
        if lexicons.iter().map(|(_, lexicon)| lexicon.parts.len()).sum::<usize>() > KEPT {
            lexicons.clear();
        }
        let known = lexicons.iter().position(|(known, _)| *known == language);
        let at = known.unwrap_or_else(|| {
            lexicons.push((language, Lexicon::default()));
            lexicons.len() - 1
        });
        read(&mut lexicons[at].1)
    })
}

impl Lexicon {
    /// A token of 1 to [`PACKED`] bytes, if it was read before.
    #[inline]
    fn known(&self, bytes: u128, length: usize) -> Option<&Slot> {
        let mut at = self.home(bytes);
        while let Some(slot) = self.slots.get(at) {
            if slot.bytes == bytes && usize::from(slot.length) == length {
                return Some(slot);
            }
            if slot.length == 0 {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// The pieces of a token, as a range of `parts`.
    fn token(&mut self, text: &str, token: Span, stem: &Stem, stop_words: Option<&StopWords>) -> Range<usize> {
        let length = token.len();
        if length > PACKED || length == 0 {
            return self.long_token(&text[token], stem, stop_words);
        }
        let bytes = packed(text.as_bytes(), token);
        if let Some(slot) = self.known(bytes, length) {
            return slot.first as usize..slot.first as usize + usize::from(slot.pieces);
        }
        let (first, pieces) = self.read(&text[token], stem, stop_words);
        let range = first as usize..first as usize + usize::from(pieces);
        let mut slot = Slot { bytes, first, pieces, ..Slot::default() };
        if let [part] = &self.parts[range.clone()] {
            slot.whole = part.start == 0 && part.end as usize == length;
            (slot.stem, slot.capital) = (part.stem, part.capital);
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most `PACKED`")]
        {
            slot.length = length as u8;
        }
        if 2 * self.taken >= self.slots.len() {
            self.grow();
        }
        let mut at = self.home(bytes);
        while self.slots[at].length != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = slot;
        self.taken += 1;
        range
    }

    /// Where the search for a token begins.
    #[inline]
    fn home(&self, bytes: u128) -> usize {
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        #[expect(clippy::cast_possible_truncation, reason = "each is one half")]
        let (low, high) = (bytes as u64, (bytes >> 64) as u64);
        let hash = (low ^ high.wrapping_mul(SPREAD).rotate_left(32)).wrapping_mul(SPREAD);
        let hash = hash ^ (hash >> 32);
        #[expect(clippy::cast_possible_truncation, reason = "below the number of slots")]
        let at = hash as usize & self.slots.len().wrapping_sub(1);
        at
    }

    #[cold]
    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(1024);
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
        for slot in old.into_iter().filter(|slot| slot.length != 0) {
            let mut at = self.home(slot.bytes);
            while self.slots[at].length != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }

    #[cold]
    fn long_token(&mut self, token: &str, stem: &Stem, stop_words: Option<&StopWords>) -> Range<usize> {
        let (first, pieces) = self.long.get(token).copied().unwrap_or_else(|| {
            let read = self.read(token, stem, stop_words);
            if token.len() <= LONGEST {
                self.long.insert(token.into(), read);
            }
            read
        });
        first as usize..first as usize + usize::from(pieces)
    }

    /// Folds and stems the pieces of a token: the first of them in `parts`, and their number.
    #[cold]
    fn read(&mut self, token: &str, stem: &Stem, stop_words: Option<&StopWords>) -> (u32, u16) {
        let first = self.parts.len();
        // most are letters alone, and one piece
        let whole = token.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !token.is_empty();
        let alone = whole.then(|| Span::new(0, token.len()));
        let several = (!whole).then(|| pieces(token)).into_iter().flatten();
        for within in alone.into_iter().chain(several).take(usize::from(u16::MAX)) {
            let piece = &token[within];
            self.folded.clear();
            fold_into(&mut self.folded, piece);
            let count = |word: &str| if whole { word.len() } else { word.chars().count() };
            let letters = count(&self.folded);
            let (key, stem_letters) = if letters > UNSTEMMED {
                let stem = stem.stem(&self.folded);
                (key(&stem), count(&stem))
            } else {
                (key(&self.folded), letters)
            };
            let next = to_u32(self.seen.len());
            let number = *self.stems.entry(key).or_insert(next);
            if number == next {
                self.seen.push((0, 0));
            }
            self.parts.push(Part {
                key,
                stem: number,
                start: to_u32(within.start()),
                end: to_u32(within.end()),
                capital: piece.chars().next().is_some_and(char::is_uppercase),
                stop: letters < 2 || stop_words.is_some_and(|list| list.contains(&self.folded)),
                digit: self.folded.bytes().any(|byte| byte.is_ascii_digit()),
                letters: u8::try_from(stem_letters).unwrap_or(u8::MAX),
            });
        }
        #[expect(clippy::cast_possible_truncation, reason = "no more are taken")]
        let pieces = (self.parts.len() - first) as u16;
        (to_u32(first), pieces)
    }

    /// Begins another article.
    fn begin(&mut self) {
        if let Some(next) = self.article.checked_add(1) {
            self.article = next;
        } else {
            self.seen.fill((0, 0));
            self.article = 1;
        }
    }
}

impl Part {
    const fn term(&self) -> Term {
        Term { key: self.key, stop: self.stop, digit: self.digit, letters: self.letters }
    }
}

impl Terms {
    /// Terms of the body sentences of an article. Stop words are those of the language if not given.
    pub(crate) fn new(article: &Article, stop_words: Option<&StopWords>) -> Self {
        let language = article.language();
        let embedded = StopWords::embedded(language);
        // Stop words of one's own are not what the lexicon knows.
        if let Some(own) = stop_words.filter(|own| !embedded.is_some_and(|list| std::ptr::eq(*own, list))) {
            return Self::read(article, &mut Lexicon::default(), Some(own));
        }
        with_lexicon(language, |lexicon| Self::read(article, lexicon, embedded))
    }

    fn read(article: &Article, lexicon: &mut Lexicon, stop_words: Option<&StopWords>) -> Self {
        let stem = Stem::new(article.language());
        let mut terms = Self { bounds: vec![0], ..Self::default() };
        terms.pieces.reserve(article.tokens().len());
        terms.vocabulary.reserve(article.tokens().len() / 2);
        lexicon.begin();
        let text = article.text();
        for sentence in article.body_sentences() {
            for token in sentence.tokens().iter().filter(|token| token.kind.is_word()) {
                let span = token.span;
                let bytes = packed(text.as_bytes(), span);
                // most tokens are one piece that was read before
                if let Some(&Slot { whole: true, stem, first, capital, .. }) = lexicon.known(bytes, span.len()) {
                    let seen = &mut lexicon.seen[stem as usize];
                    if seen.0 != lexicon.article {
                        *seen = (lexicon.article, to_u32(terms.vocabulary.len()));
                        terms.vocabulary.push(lexicon.parts[first as usize].term());
                    }
                    terms.pieces.push(Piece { term: seen.1, span, capital });
                    continue;
                }
                let range = lexicon.token(text, span, &stem, stop_words);
                for part in &lexicon.parts[range] {
                    let seen = &mut lexicon.seen[part.stem as usize];
                    if seen.0 != lexicon.article {
                        *seen = (lexicon.article, to_u32(terms.vocabulary.len()));
                        terms.vocabulary.push(part.term());
                    }
                    let span = Span::new(span.start() + part.start as usize, span.start() + part.end as usize);
                    terms.pieces.push(Piece { term: seen.1, span, capital: part.capital });
                }
            }
            terms.bounds.push(to_u32(terms.pieces.len()));
        }
        terms
    }

    /// The terms of another text (a query, a title, a reference), those new to the article added behind its own. Takes
    /// time in proportion to the words of the text times the terms: for short texts.
    pub(crate) fn of_text(&mut self, text: &str, language: Language) -> Vec<u32> {
        let stem = Stem::new(language);
        let stop_words = StopWords::embedded(language);
        let mut out = Vec::new();
        with_lexicon(language, |lexicon| {
            for word in text.split_whitespace() {
                let range = lexicon.token(word, Span::new(0, word.len()), &stem, stop_words);
                for part in &lexicon.parts[range] {
                    let known = self.vocabulary.iter().position(|term| term.key == part.key);
                    out.push(to_u32(known.unwrap_or_else(|| {
                        self.vocabulary.push(part.term());
                        self.vocabulary.len() - 1
                    })));
                }
            }
        });
        out
    }

    /// Number of body sentences.
    pub(crate) fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// The pieces of a sentence, in text order.
    #[inline]
    pub(crate) fn sentence(&self, at: usize) -> &[Piece] {
        &self.pieces[self.bounds[at] as usize..self.bounds[at + 1] as usize]
    }

    /// All pieces in text order.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The distinct stems, by term.
    #[inline]
    pub(crate) fn vocabulary(&self) -> &[Term] {
        &self.vocabulary
    }
}

/// The parts of a token between its marks. Only marks split; what joins letters in some script does not.
fn pieces(token: &str) -> impl Iterator<Item = Span> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + token[rest..].find(|c| !is_mark(c))?;
        let end = token[start..].find(is_mark).map_or(token.len(), |at| start + at);
        rest = end;
        Some(Span::new(start, end))
    })
}

const fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_alphanumeric();
    }
    // not the zero-width joiners U+200C and U+200D, which stand inside words
    matches!(
        c,
        '\u{a0}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' | '×' | '÷'
            | '\u{2000}'..='\u{200b}' | '\u{2010}'..='\u{205f}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{2bff}'
            | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
    )
}

/// Content terms (no stop words) of each sentence: distinct, with counts, and their weight across the article.
#[derive(Debug)]
pub(crate) struct Rows {
    /// `(term, count)` of each sentence, by term.
    pub(crate) counts: Vec<Vec<(u32, f64)>>,
    /// Sentences that hold the term, by term.
    pub(crate) df: Vec<u32>,
    /// `ln(1 + (N − df + ½) / (df + ½))`, by term: never negative.
    pub(crate) idf: Vec<f64>,
}

impl Rows {
    pub(crate) fn new(terms: &Terms) -> Self {
        let n = terms.len();
        let mut df = vec![0_u32; terms.vocabulary.len()];
        let mut rows = Vec::with_capacity(n);
        for at in 0..n {
            let content = terms.sentence(at).iter().map(|p| p.term).filter(|&t| !terms.vocabulary[t as usize].stop);
            let mut words: Vec<u32> = content.collect();
            words.sort_unstable();
            let mut row: Vec<(u32, f64)> = Vec::with_capacity(words.len());
            for word in words {
                match row.last_mut() {
                    Some((last, count)) if *last == word => *count += 1.0,
                    _ => {
                        df[word as usize] += 1;
                        row.push((word, 1.0));
                    }
                }
            }
            rows.push(row);
        }
        let idf = df.iter().map(|&df| (1.0 + (n as f64 - f64::from(df) + 0.5) / (f64::from(df) + 0.5)).ln()).collect();
        Self { counts: rows, df, idf }
    }

    /// The sentences' unit vectors of `count × idf`; a sentence without content terms stays empty.
    pub(crate) fn unit_vectors(&self) -> Vec<Vec<(u32, f64)>> {
        let vector = |row: &Vec<(u32, f64)>| {
            let mut vector: Vec<(u32, f64)> = row.iter().map(|&(t, tf)| (t, tf * self.idf[t as usize])).collect();
            let norm = vector.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
            if norm > 0.0 {
                for (_, weight) in &mut vector {
                    *weight /= norm;
                }
            }
            vector
        };
        self.counts.iter().map(vector).collect()
    }
}

/// Counts of one article fit `u32`; more saturate.
pub(crate) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_text;

    #[test]
    fn words_split_at_marks_and_share_stems() {
        let article = parse_text("A well-known voter votes. Voters don't vote for 1,200 men.");
        let terms = Terms::new(&article, None);
        let of = |at: usize| terms.sentence(at).iter().map(|p| &article.text()[p.span]).collect::<Vec<_>>();
        assert_eq!(of(0), ["A", "well", "known", "voter", "votes"]);
        assert_eq!(of(1), ["Voters", "don", "t", "vote", "for", "1", "200", "men"]);
        assert_eq!(terms.sentence(0)[3].term, terms.sentence(1)[0].term);
        let first = terms.vocabulary()[terms.sentence(0)[0].term as usize];
        assert!(first.stop && !first.digit);
    }

    #[test]
    fn a_text_of_marks_has_no_terms() {
        let article = parse_text("?! … — “”");
        let terms = Terms::new(&article, None);
        assert!(terms.pieces().is_empty());
        assert_eq!(Rows::new(&terms).counts.iter().map(Vec::len).sum::<usize>(), 0);
    }
}
