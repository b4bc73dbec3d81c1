//! Terms: the words of the body sentences, folded and stemmed, as numbers.
//!
//! text token → pieces without marks (`well-known` → `well`, `known`) → folded → stop word? → stem → term number.
//! A word is stemmed once a thread, however often it is read; a term is kept as the 64-bit key of its stem, so
//! that no string lives on and weights tables can be asked directly.
//!
//! Why pieces and not tokens? Because ROUGE, by which rankers are fitted and judged, splits words at every mark.

use std::borrow::Cow;
use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::language::{Stem, fold_into};
use crate::model::features::{Key, key, with};
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
    interner: Interner,
}

/// Word → term, each word stemmed once.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    words: FxHashMap<Key, u32>,
    stems: FxHashMap<Key, u32>,
    folded: String,
}

impl Interner {
    fn term(
        &mut self,
        piece: &str,
        language: Language,
        stem: &Stem,
        stop: &impl Fn(&str) -> bool,
        vocabulary: &mut Vec<Term>,
    ) -> u32 {
        self.folded.clear();
        fold_into(&mut self.folded, piece);
        let word = key(&self.folded);
        if let Some(&term) = self.words.get(&word) {
            return term;
        }
        let letters = self.folded.chars().count();
        let (stem_key, stem_letters) =
            if letters > UNSTEMMED { cached(word, language, || stem.stem(&self.folded)) } else { (word, letters) };
        let term = *self.stems.entry(stem_key).or_insert_with(|| {
            vocabulary.push(Term {
                key: stem_key,
                stop: letters < 2 || stop(&self.folded),
                digit: self.folded.bytes().any(|byte| byte.is_ascii_digit()),
                letters: u8::try_from(stem_letters).unwrap_or(u8::MAX),
            });
            to_u32(vocabulary.len() - 1)
        });
        self.words.insert(word, term);
        term
    }
}

/// Most stems that a thread keeps from article to article.
const CACHED: usize = 100_000;

thread_local! {
    /// Key of a language and a word → key and letters of its stem. News uses the same words every day.
    static STEMS: RefCell<FxHashMap<Key, (Key, u8)>> = RefCell::new(FxHashMap::default());
}

/// The key and the letters of a stem, computed when the thread has not seen the word.
fn cached<'w>(word: Key, language: Language, stem: impl FnOnce() -> Cow<'w, str>) -> (Key, usize) {
    STEMS.with_borrow_mut(|stems| {
        if stems.len() >= CACHED {
            stems.clear();
        }
        let (key, letters) = *stems.entry(with(word, language as u64)).or_insert_with(|| {
            let stem = stem();
            (key(&stem), u8::try_from(stem.chars().count()).unwrap_or(u8::MAX))
        });
        (key, letters.into())
    })
}

impl Terms {
    /// Terms of the body sentences of an article.
    pub(crate) fn new(article: &Article, stop_words: Option<&StopWords>) -> Self {
        let stop_words = stop_words.or_else(|| StopWords::embedded(article.language()));
        let stop = |word: &str| stop_words.is_some_and(|list| list.contains(word));
        let language = article.language();
        let stem = Stem::new(language);
        let mut terms = Self { bounds: vec![0], ..Self::default() };
        terms.pieces.reserve(article.tokens().len());
        let text = article.text();
        for sentence in article.body_sentences() {
            for token in sentence.tokens() {
                if !token.kind.is_word() {
                    continue;
                }
                for span in pieces(text, token.span) {
                    let piece = &text[span];
                    let term = terms.interner.term(piece, language, &stem, &stop, &mut terms.vocabulary);
                    let capital = piece.chars().next().is_some_and(char::is_uppercase);
                    terms.pieces.push(Piece { term, span, capital });
                }
            }
            terms.bounds.push(to_u32(terms.pieces.len()));
        }
        terms
    }

    /// The terms of another text (a query, a title, a reference), those new to the article added behind its own.
    pub(crate) fn of_text(&mut self, text: &str, language: Language) -> Vec<u32> {
        let stop = |word: &str| StopWords::embedded(language).is_some_and(|list| list.contains(word));
        let stem = Stem::new(language);
        let mut out = Vec::new();
        for word in text.split_whitespace() {
            for span in pieces(word, Span::new(0, word.len())) {
                out.push(self.interner.term(&word[span], language, &stem, &stop, &mut self.vocabulary));
            }
        }
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
fn pieces(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let token = &text[within];
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + token[rest..].find(|c| !is_mark(c))?;
        let end = token[start..].find(is_mark).map_or(token.len(), |at| start + at);
        rest = end;
        Some(Span::new(start, end).shifted(within.start()))
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
