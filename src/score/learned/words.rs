//! The word models: will this stem, will this pair of stems, stand in the summary that a person writes?
//!
//! Two logistic regressions over the places and counts of a word in its article, and over what is known of the stem
//! from many articles. Their probabilities are what concept-based summarizers (Gillick & Favre 2009) wanted to know;
//! here they are learned from summaries instead of guessed from counts.

use std::sync::LazyLock;

use super::document::{Document, Lexical, Pair, Word};
use crate::model::dense::{BLOCK, Columns, Ready};
use crate::model::sigmoids;

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
    /// The logits of the words, from which [`finish`](Self::finish) makes the rest.
    pub(crate) fn new(words: &Ready, document: &Document, lexical: &[Lexical]) -> Self {
        Self { word_logits: logits(words, document, lexical), ..Self::default() }
    }

    /// Probabilities from the words' logits.
    pub(crate) fn finish(&mut self, pairs: &Ready, document: &Document) {
        self.words = probabilities(&self.word_logits);
        // words of a query or title that the body does not hold: behind all others
        let unseen = document.words.iter().rev().take_while(|word| word.count == 0).count();
        let seen = self.words.len() - unseen;
        self.words[seen..].fill(0.0);
        let halves = Half::all(document, &self.word_logits);
        self.pairs.clear();
        self.pairs.reserve(document.pairs.len());
        let mut columns = [[0.0; BLOCK]; PAIR.len()];
        for block in document.pairs.chunks(BLOCK) {
            pair_columns(block, &halves, &mut columns);
            let chances = sigmoids(pairs.score_block(&columns));
            self.pairs.extend_from_slice(&chances[..block.len()]);
        }
    }
}

fn probabilities(logits: &[f32]) -> Vec<f32> {
    let mut out = Vec::with_capacity(logits.len());
    let blocks = logits.chunks_exact(BLOCK);
    let rest = blocks.remainder();
    for block in blocks.filter_map(|block| block.first_chunk::<BLOCK>()) {
        out.extend_from_slice(&sigmoids(*block));
    }
    out.extend(rest.iter().map(|&logit| sigmoids([logit])[0]));
    out
}

/// The logits of all words.
pub(crate) fn logits(model: &Ready, document: &Document, lexical: &[Lexical]) -> Vec<f32> {
    let context = Context::new(document, lexical);
    let mut out = Vec::with_capacity(document.words.len());
    let mut columns = [[0.0; BLOCK]; WORD.len()];
    for start in (0..document.words.len()).step_by(BLOCK) {
        let count = context.columns(document, lexical, start, &mut columns);
        out.extend_from_slice(&model.score_block(&columns)[..count]);
    }
    out
}

/// Natural logarithms of the small numbers that counts and places are.
static LN: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|n| (n as f32).ln()));

/// Natural logarithms of counts, which are small nearly always.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Logarithms(&'static [f32; 256]);

impl Logarithms {
    pub(crate) fn new() -> Self {
        Self(&LN)
    }

    #[inline]
    pub(crate) fn ln(self, n: u32) -> f32 {
        self.0.get(n as usize).copied().unwrap_or_else(|| (n as f32).ln())
    }
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

/// What a word weighs in the vectors of sentences and of the document; 0 for stop words.
#[derive(Clone, Copy, Default)]
struct Weight {
    idf: f32,
    /// In the document: ln(1 + tf) · idf.
    document: f32,
    /// Occurrences in the sentence being read.
    count: f32,
}

impl Context {
    pub(crate) fn new(document: &Document, lexical: &[Lexical]) -> Self {
        let logs = Logarithms::new();
        let n = document.len().max(1) as f32;
        let (mut sum, mut content, mut norm) = (0.0_f32, 0_u32, 0.0_f32);
        let mut weights = vec![Weight::default(); document.words.len()];
        for ((word, lexical), weight) in document.words.iter().zip(lexical).zip(&mut weights) {
            if !word.stop && word.count > 0 {
                sum += word.count as f32 * lexical.idf;
                content += 1;
                weight.idf = lexical.idf;
                weight.document = logs.ln(word.count.saturating_add(1)) * lexical.idf;
                norm += weight.document * weight.document;
            }
        }
        let norm = norm.sqrt().max(1e-6);
        let mut centrality = vec![0.0_f32; document.words.len()];
        for at in 0..document.len() {
            let (words, types) = (document.tokens.get(at), document.types.get(at));
            for &word in words {
                weights[word as usize].count += 1.0;
            }
            let (mut dot, mut own) = (0.0_f32, 0.0_f32);
            for &word in types {
                let word = &mut weights[word as usize];
                let weight = std::mem::take(&mut word.count) * word.idf;
                dot += weight * word.document;
                own += weight * weight;
            }
            let cosine = dot / (norm * own.sqrt().max(1e-6));
            for &word in types {
                let best = &mut centrality[word as usize];
                *best = if cosine > *best { cosine } else { *best };
            }
        }
        Self { ln_n: n.ln(), n, mean: 1.0 + sum / content.max(1) as f32, centrality }
    }

    /// The features of a block of words; how many they are.
    pub(crate) fn columns(
        &self,
        document: &Document,
        lexical: &[Lexical],
        start: usize,
        columns: &mut Columns<{ WORD.len() }>,
    ) -> usize {
        let (n, logs) = (self.n, Logarithms::new());
        let (words, lexical, centrality) = (&document.words[start..], &lexical[start..], &self.centrality[start..]);
        let found = words.len().min(BLOCK);
        let [mut count, mut first, mut last, mut places] = [[0.0_f32; BLOCK]; 4];
        let mut content = [0.0_f32; BLOCK];
        for lane in 0..BLOCK {
            let (Some(word), Some(lexical), Some(centrality)) =
                (words.get(lane), lexical.get(lane), centrality.get(lane))
            else {
                break;
            };
            count[lane] = word.count.max(1) as f32;
            first[lane] = word.first as f32;
            last[lane] = word.last as f32;
            places[lane] = word.places as f32;
            content[lane] = flag(!word.stop);
            columns[0][lane] = logs.ln(word.count);
            columns[1][lane] = logs.ln(word.df);
            columns[2][lane] = logs.ln(word.first.saturating_add(1));
            columns[5][lane] = flag(word.first == 0);
            columns[6][lane] = flag(word.early);
            columns[7][lane] = flag(word.middle);
            columns[8][lane] = word.capitals as f32;
            columns[10][lane] = flag(word.digit);
            columns[12][lane] = lexical.idf;
            columns[13][lane] = lexical.reaches;
            columns[18][lane] = f32::from(word.letters);
            columns[21][lane] = logs.ln(word.shortest.saturating_add(1));
            columns[22][lane] = *centrality;
        }
        for lane in 0..BLOCK {
            let (ln_count, ln_df, ln_first) = (columns[0][lane], columns[1][lane], columns[2][lane]);
            let (in0, digit, content) = (columns[5][lane], columns[10][lane], content[lane]);
            let (idf, reaches, centrality) = (columns[12][lane], columns[13][lane], columns[22][lane]);
            let inverse = 1.0 / (1.0 + first[lane]);
            let capital = columns[8][lane] / count[lane];
            columns[3][lane] = inverse;
            columns[4][lane] = first[lane] / n;
            columns[8][lane] = capital;
            columns[9][lane] = if capital > 0.5 { 1.0 } else { 0.0 };
            columns[11][lane] = 1.0 - content;
            columns[14][lane] = reaches * content;
            columns[15][lane] = self.ln_n;
            columns[16][lane] = (last[lane] - first[lane]) / n;
            columns[17][lane] = count[lane] * idf / self.mean;
            columns[19][lane] = last[lane] / n;
            columns[20][lane] = places[lane] / count[lane] / n;
            columns[23][lane] = reaches * ln_count;
            columns[24][lane] = reaches * in0;
            columns[25][lane] = ln_count * in0;
            columns[26][lane] = ln_count * content;
            columns[27][lane] = in0 * content;
            columns[28][lane] = idf * in0;
            columns[29][lane] = capital * in0;
            columns[30][lane] = capital * ln_count;
            columns[31][lane] = digit * in0;
            columns[32][lane] = inverse * ln_df;
            columns[33][lane] = centrality * content;
            columns[34][lane] = ln_df * ln_df;
            columns[35][lane] = reaches * reaches;
            columns[36][lane] = ln_df * self.ln_n;
            columns[37][lane] = ln_first * self.ln_n;
        }
        // words of a query or title, which are not in the body, have no features
        for lane in (0..found).rev().take_while(|lane| document.words[start + lane].count == 0) {
            for column in columns.iter_mut() {
                column[lane] = 0.0;
            }
        }
        found
    }
}

#[inline]
fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// What a pair wants to know of each of its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Half {
    logit: f32,
    ln_df: f32,
    stop: f32,
    digit: f32,
    /// Mostly with a capital.
    capital: f32,
}

impl Half {
    pub(crate) fn all(document: &Document, logits: &[f32]) -> Vec<Self> {
        let logs = Logarithms::new();
        let half = |(word, &logit): (&Word, &f32)| Self {
            logit,
            ln_df: logs.ln(word.df),
            stop: flag(word.stop),
            digit: flag(word.digit),
            capital: flag(word.capitals * 2 > word.count),
        };
        document.words.iter().zip(logits).map(half).collect()
    }
}

/// The features of up to [`BLOCK`] pairs.
pub(crate) fn pair_columns(pairs: &[Pair], halves: &[Half], columns: &mut Columns<{ PAIR.len() }>) {
    let logs = Logarithms::new();
    let [mut ln_df, mut capital, mut other] = [[0.0_f32; BLOCK]; 3];
    for lane in 0..BLOCK {
        let Some(pair) = pairs.get(lane) else { break };
        let (left, right) = (&halves[pair.left as usize], &halves[pair.right as usize]);
        columns[0][lane] = left.logit;
        columns[1][lane] = right.logit;
        columns[4][lane] = logs.ln(pair.count);
        columns[5][lane] = logs.ln(pair.first.saturating_add(1));
        columns[6][lane] = flag(pair.first == 0);
        columns[9][lane] = left.stop;
        columns[10][lane] = right.stop;
        columns[12][lane] = if left.ln_df < right.ln_df { left.ln_df } else { right.ln_df };
        columns[15][lane] = right.digit;
        columns[16][lane] = left.digit;
        ln_df[lane] = logs.ln(pair.df);
        capital[lane] = left.capital;
        other[lane] = right.capital;
    }
    for lane in 0..BLOCK {
        let (l, r, ln_count, in0) = (columns[0][lane], columns[1][lane], columns[4][lane], columns[6][lane]);
        let (left_stop, right_stop) = (columns[9][lane], columns[10][lane]);
        let (lesser, greater) = if l < r { (l, r) } else { (r, l) };
        columns[2][lane] = lesser;
        columns[3][lane] = greater;
        columns[7][lane] = left_stop * right_stop;
        columns[8][lane] = left_stop + right_stop - 2.0 * left_stop * right_stop;
        columns[11][lane] = ln_count * (1.0 - left_stop) * (1.0 - right_stop);
        columns[13][lane] = ln_df[lane] - columns[12][lane];
        columns[14][lane] = capital[lane] * other[lane];
        columns[17][lane] = ln_count * lesser;
        columns[18][lane] = l * r;
        columns[19][lane] = in0 * lesser;
    }
}
