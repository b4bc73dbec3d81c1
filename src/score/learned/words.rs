//! The word models: will this stem, will this pair of stems, stand in the summary that a person writes?
//!
//! Two logistic regressions over the places and counts of a word in its article, and over what is known of the stem
//! from many articles. Their probabilities are what concept-based summarizers (Gillick & Favre 2009) wanted to know;
//! here they are learned from summaries instead of guessed from counts.

use std::sync::LazyLock;

use super::document::{Document, Lexical};
use crate::model::dense::Ready;
use crate::model::sigmoid;

/// Features of a word.
pub(crate) const WORD: [&str; 38] = [
    "ln count",
    "ln sentences",
    "ln first",
    "1 / first",
    "first / n",
    "in 0",
    "in 1-2",
    "in 3-5",
    "capital",
    "mostly capital",
    "digit",
    "stop",
    "idf",
    "reaches",
    "reaches, content",
    "ln n",
    "spread",
    "tf-idf",
    "letters",
    "last / n",
    "mean place",
    "shortest sentence",
    "centrality",
    "reaches * ln count",
    "reaches * in 0",
    "ln count * in 0",
    "ln count, content",
    "in 0, content",
    "idf * in 0",
    "capital * in 0",
    "capital * ln count",
    "digit * in 0",
    "ln sentences / first",
    "centrality, content",
    "ln sentences ^2",
    "reaches ^2",
    "ln sentences * ln n",
    "ln first * ln n",
];

/// Features of a pair of words.
pub(crate) const PAIR: [&str; 20] = [
    "left",
    "right",
    "lesser",
    "greater",
    "ln count",
    "ln first",
    "in 0",
    "both stop",
    "one stop",
    "left stop",
    "right stop",
    "ln count, content",
    "ln sentences, lesser",
    "bound together",
    "both capital",
    "right digit",
    "left digit",
    "ln count * lesser",
    "left * right",
    "in 0 * lesser",
];

/// Probabilities of all words and pairs of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Odds {
    /// Logits of the words.
    pub(crate) word_logits: Vec<f32>,
    pub(crate) words: Vec<f32>,
    pub(crate) pairs: Vec<f32>,
}

impl Odds {
    pub(crate) fn new(words: &Ready, pairs: &Ready, document: &Document, lexical: &[Lexical]) -> Self {
        let mut odds = Self::default();
        let context = Context::new(document, lexical);
        odds.word_logits.reserve(document.words.len());
        for at in 0..document.words.len() {
            odds.word_logits.push(words.score(&context.word(document, lexical, at)));
        }
        odds.finish(pairs, document);
        odds
    }

    /// Probabilities from the words' logits.
    pub(crate) fn finish(&mut self, pairs: &Ready, document: &Document) {
        self.words.clear();
        self.words.extend(self.word_logits.iter().zip(&document.words).map(|(&logit, word)| {
            // words of a query or title that the body does not hold
            if word.count == 0 { 0.0 } else { sigmoid(logit) }
        }));
        self.pairs.clear();
        self.pairs.extend(
            (0..document.pairs.len()).map(|at| sigmoid(pairs.score(&pair_row(document, &self.word_logits, at)))),
        );
    }
}

/// Natural logarithms of the small numbers that counts and places are.
static LN: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|n| (n as f32).ln()));

/// The natural logarithm of a count; counts are small nearly always.
#[inline]
pub(crate) fn ln(n: u32) -> f32 {
    LN.get(n as usize).copied().unwrap_or_else(|| (n as f32).ln())
}

/// What the words of one document share.
#[derive(Debug)]
pub(crate) struct Context {
    ln_n: f32,
    n: f32,
    /// `1 + mean tf-idf` of the content words.
    mean: f32,
    /// Cosine to the document of the most central sentence that holds the word, by word.
    centrality: Vec<f32>,
}

impl Context {
    pub(crate) fn new(document: &Document, lexical: &[Lexical]) -> Self {
        let n = document.len().max(1) as f32;
        let (mut sum, mut content, mut norm) = (0.0_f32, 0_u32, 0.0_f32);
        // the document's vector, ln(1 + tf) · idf over content words
        let mut vector = vec![0.0_f32; document.words.len()];
        for ((word, lexical), weight) in document.words.iter().zip(lexical).zip(&mut vector) {
            if !word.stop && word.count > 0 {
                sum += word.count as f32 * lexical.idf;
                content += 1;
                *weight = ln(word.count.saturating_add(1)) * lexical.idf;
                norm += *weight * *weight;
            }
        }
        let norm = norm.sqrt().max(1e-6);
        let mut centrality = vec![0.0_f32; document.words.len()];
        let mut counts: Vec<f32> = vec![0.0; document.words.len()];
        for at in 0..document.len() {
            for &word in document.tokens.get(at) {
                counts[word as usize] += 1.0;
            }
            let (mut dot, mut own) = (0.0_f32, 0.0_f32);
            for &word in document.types.get(at) {
                let count = std::mem::take(&mut counts[word as usize]);
                if !document.words[word as usize].stop {
                    let weight = count * lexical[word as usize].idf;
                    dot += weight * vector[word as usize];
                    own += weight * weight;
                }
            }
            let cosine = dot / (norm * own.sqrt().max(1e-6));
            for &word in document.types.get(at) {
                let best = &mut centrality[word as usize];
                *best = best.max(cosine);
            }
        }
        Self { ln_n: n.ln(), n, mean: 1.0 + sum / content.max(1) as f32, centrality }
    }

    /// The features of a word.
    pub(crate) fn word(&self, document: &Document, lexical: &[Lexical], at: usize) -> [f32; WORD.len()] {
        let (word, lexical) = (&document.words[at], &lexical[at]);
        if word.count == 0 {
            return [0.0; WORD.len()];
        }
        let flag = |is: bool| if is { 1.0_f32 } else { 0.0 };
        let (count, first, n) = (word.count as f32, word.first as f32, self.n);
        let ln_count = ln(word.count);
        let ln_df = ln(word.df);
        let ln_first = ln(word.first.saturating_add(1));
        let inverse = 1.0 / (1.0 + first);
        let in0 = flag(word.first == 0);
        let capital = word.capitals as f32 / count;
        let digit = flag(word.digit);
        let content = flag(!word.stop);
        let (idf, reaches) = (lexical.idf, lexical.reaches);
        let centrality = self.centrality[at];
        [
            ln_count,
            ln_df,
            ln_first,
            inverse,
            first / n,
            in0,
            flag(word.early),
            flag(word.middle),
            capital,
            flag(capital > 0.5),
            digit,
            1.0 - content,
            idf,
            reaches,
            reaches * content,
            self.ln_n,
            (word.last - word.first) as f32 / n,
            count * idf / self.mean,
            f32::from(word.letters),
            word.last as f32 / n,
            word.places as f32 / count / n,
            ln(word.shortest.saturating_add(1)),
            centrality,
            reaches * ln_count,
            reaches * in0,
            ln_count * in0,
            ln_count * content,
            in0 * content,
            idf * in0,
            capital * in0,
            capital * ln_count,
            digit * in0,
            inverse * ln_df,
            centrality * content,
            ln_df * ln_df,
            reaches * reaches,
            ln_df * self.ln_n,
            ln_first * self.ln_n,
        ]
    }
}

/// The features of a pair, given the logits of all words.
pub(crate) fn pair_row(document: &Document, logits: &[f32], at: usize) -> [f32; PAIR.len()] {
    let pair = &document.pairs[at];
    let (left, right) = (&document.words[pair.left as usize], &document.words[pair.right as usize]);
    let (l, r) = (logits[pair.left as usize], logits[pair.right as usize]);
    let flag = |is: bool| if is { 1.0_f32 } else { 0.0 };
    let lesser = l.min(r);
    let ln_count = ln(pair.count);
    let in0 = flag(pair.first == 0);
    let least = ln(left.df.min(right.df));
    let mostly_capital = |word: &super::document::Word| word.capitals * 2 > word.count;
    [
        l,
        r,
        lesser,
        l.max(r),
        ln_count,
        ln(pair.first.saturating_add(1)),
        in0,
        flag(left.stop && right.stop),
        flag(left.stop != right.stop),
        flag(left.stop),
        flag(right.stop),
        ln_count * flag(!left.stop && !right.stop),
        least,
        ln(pair.df) - least,
        flag(mostly_capital(left) && mostly_capital(right)),
        flag(right.digit),
        flag(left.digit),
        ln_count * lesser,
        l * r,
        in0 * lesser,
    ]
}
