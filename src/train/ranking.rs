//! Fits the learned ranker: `nutgraf train ranking CORPUS`.
//!
//! The corpus is articles with summaries that people wrote. In order:
//!
//! 1. a table of stems: how often a stem of an article reaches its summary, and how often a sentence that holds it (or
//!    begins with it) belongs to the greedy extract of most ROUGE. Counts are smoothed towards the mean. On the articles
//!    it is counted on, the table is too good to be true; so, for everything after, each fifth of the articles is read
//!    with a table counted on the other four (cross-fitting). And half of the articles are read as if no stem of theirs
//!    had ever reached a summary, only with its rarity: what is told of stems is the outlet's own more than anything
//!    else, and models that can do without it hold elsewhere (dropout; Srivastava et al. 2014);
//! 2. word and pair models: logistic regression on whether they stand in the summary;
//! 3. the sentence model: logistic regression on soft labels, the softmax-weighted share of the good extracts of one to
//!    four sentences that hold the sentence (cross-entropy; labels by one extract alone throw away near ties);
//! 4. the length of a person's summary: ridge regression on its logarithm;
//! 5. one set model for each kind of budget: minimum-risk training, that is, the largest expected ROUGE-1 + ROUGE-2 under
//!    a softmax over the sets that can be chosen, begun from listwise cross-entropy because the objective is not convex.
//!    A rough fit on some of the articles leaves of each only the sets that have a chance. The model is the mean of
//!    several fits, each without its share of the articles, brought to one scale.
//!
//! All of it by L-BFGS in `f64` with fixed orders: the same corpus gives the same bytes. ROUGE here counts the stems of
//! the article's language and clips counts as ROUGE does; pairs are counted within sentences.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::model::dense::{BLOCK, Columns, Dense, Ready};
use crate::model::features::Key;
use crate::model::fit::{Limits, minimize, with_ridge};
use crate::model::{best_first, sigmoid, softmax};
use crate::score::learned::document::{Document, Lexical};
use crate::score::learned::sentences::{self, LENGTH, SENTENCE};
use crate::score::learned::sets::{LARGEST, SET, Sets, candidates};
use crate::score::learned::weights::{Contents, Mode, Models, own_idf, pack};
use crate::score::learned::words::{self, Context, Half, Odds, PAIR, WORD, pair_columns};
use crate::score::terms::Terms;
use crate::{Language, ParseOptions, parse};

/// Parts of the corpus that are read with a table of the other parts.
const FOLDS: usize = 5;
/// Sightings by which a stem's share is drawn to the mean: of articles, of sentences.
const PRIOR_ARTICLES: f64 = 20.0;
const PRIOR_SENTENCES: f64 = 40.0;
/// Fewest articles and sentences of a stem in the table.
const LEAST_ARTICLES: u32 = 5;
const LEAST_SENTENCES: u32 = 8;
/// Temperature of the soft labels, in units of ROUGE-1 + ROUGE-2.
const LABEL_TEMPERATURE: f64 = 0.02;
/// Temperature of the cross-entropy that set training begins with, and what its weights are multiplied with then.
const SET_TEMPERATURE: f64 = 0.05;
const SHARPEN: f64 = 2.0;
/// Rounds of it, and of minimum-risk training.
const BEGIN_ROUNDS: usize = 25;
const RISK_ROUNDS: usize = 60;
/// Sets of an article that minimum-risk training looks at: those that a rough model likes best. What it does not like has
/// next to no chance, and so next to no part in the gradient.
const LIKELY: usize = 40;
/// One article of so many is enough for the rough model.
const ROUGHLY: usize = 7;
/// Minimum-risk fits, each without its share of the articles. Their mean is the model: alone, one fit is as good as the
/// other where they were fitted, but not where a story looks otherwise.
const FITS: usize = 3;
/// Deviation among the likely sets of an article, on average. The objective cares for the order of sets only, and what is
/// added to a score beside the model (for the first sentence) has to know how much is much.
const SPREAD: f64 = 18.0;
/// Penalties of squared weights.
const BEGIN_PENALTY: f64 = 1e-4;
const RISK_PENALTY: f64 = 3e-6;

/// An article and the summary that a person wrote.
#[derive(Debug, Clone)]
pub struct Example {
    /// The article's text.
    pub text: String,
    /// Its summary, one sentence a line.
    pub summary: String,
}

/// What a weights file says of itself.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The corpus.
    pub data: String,
    /// The command.
    pub command: String,
    /// The date, ISO 8601.
    pub date: String,
    /// Licence, notes.
    pub note: String,
}

/// An article with its summary, in numbers.
struct Case {
    document: Document,
    reference: Reference,
    /// The greedy extract.
    extract: Vec<usize>,
    fold: usize,
    lexical: Vec<Lexical>,
    odds: Odds,
    logits: Vec<f32>,
    expected: f32,
}

/// A reference summary: counts of its words, and of its pairs by left and right.
struct Reference {
    length: usize,
    words: Vec<u32>,
    pairs: FxHashMap<(u32, u32), u32>,
}

/// What a sentence shares with the reference: `(slot, count)`.
struct Overlap {
    words: Vec<(u32, u32)>,
    pairs: Vec<(u32, u32)>,
    length: u32,
}

/// ROUGE-1 and ROUGE-2 of a set.
#[derive(Clone, Copy, Default)]
struct Rouge {
    f1: f64,
    recall: f64,
}

impl Case {
    fn new(example: &Example, language: Language, fold: usize) -> Option<Self> {
        let options = ParseOptions::new().language(language).clean(false);
        let article = parse(example.text.clone(), &options);
        let mut terms = Terms::new(&article, None);
        let words = terms.of_text(&example.summary, language);
        let document = Document::new(&article, &terms);
        if document.len() < 2 || words.is_empty() {
            return None;
        }
        let mut counts = vec![0; terms.vocabulary().len()];
        for &word in &words {
            counts[word as usize] += 1;
        }
        let mut pairs = FxHashMap::default();
        for pair in words.windows(2) {
            *pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
        }
        let reference = Reference { length: words.len(), words: counts, pairs };
        let mut case = Self {
            document,
            reference,
            extract: Vec::new(),
            fold,
            lexical: Vec::new(),
            odds: Odds::default(),
            logits: Vec::new(),
            expected: 55.0,
        };
        let all: Vec<Overlap> = (0..case.document.len()).map(|at| case.overlap(at)).collect();
        case.extract = greedy(&all, &case.reference);
        Some(case)
    }

    /// Only judged, not learned from.
    fn held_out(&self) -> bool {
        self.fold == FOLDS
    }

    /// What the sentence shares with the reference.
    fn overlap(&self, at: usize) -> Overlap {
        let mut words: BTreeMap<u32, u32> = BTreeMap::new();
        let mut pairs: BTreeMap<u32, u32> = BTreeMap::new();
        let tokens = self.document.tokens.get(at);
        for &word in tokens {
            if self.reference.words[word as usize] > 0 {
                *words.entry(word).or_default() += 1;
            }
        }
        for pair in tokens.windows(2) {
            if self.reference.pairs.contains_key(&(pair[0], pair[1])) {
                // a slot that is the same for the same pair: found by its words among the document's pairs
                let slot = self.document.bigrams.get(at).iter().copied().find(|&p| {
                    let known = &self.document.pairs[p as usize];
                    (known.left, known.right) == (pair[0], pair[1])
                });
                *pairs.entry(slot.unwrap_or(u32::MAX)).or_default() += 1;
            }
        }
        Overlap {
            words: words.into_iter().collect(),
            pairs: pairs.into_iter().collect(),
            length: self.document.facts[at].words,
        }
    }
}

impl Reference {
    fn limit_of_pair(&self, document: &Document, slot: u32) -> u32 {
        let pair = &document.pairs[slot as usize];
        self.pairs.get(&(pair.left, pair.right)).copied().unwrap_or(0)
    }
}

/// `(slot, count)` of what a sentence shares with the reference.
type Counts = Vec<(usize, u32)>;

/// Slots renumbered from 0, with the most that counts of each.
struct Scorer {
    sentences: Vec<(Counts, Counts, u32)>,
    word_limits: Vec<u32>,
    pair_limits: Vec<u32>,
    length: usize,
}

impl Scorer {
    fn new(case: &Case, sentences: &[usize]) -> Self {
        let mut words: BTreeMap<u32, usize> = BTreeMap::new();
        let mut pairs: BTreeMap<u32, usize> = BTreeMap::new();
        let (mut word_limits, mut pair_limits) = (Vec::new(), Vec::new());
        let sentences = sentences
            .iter()
            .map(|&at| {
                let overlap = case.overlap(at);
                let mut slot = |word: u32| {
                    *words.entry(word).or_insert_with(|| {
                        word_limits.push(case.reference.words[word as usize]);
                        word_limits.len() - 1
                    })
                };
                let own_words = overlap.words.iter().map(|&(word, count)| (slot(word), count)).collect();
                let mut slot = |pair: u32| {
                    *pairs.entry(pair).or_insert_with(|| {
                        pair_limits.push(case.reference.limit_of_pair(&case.document, pair));
                        pair_limits.len() - 1
                    })
                };
                let own_pairs = overlap.pairs.iter().map(|&(pair, count)| (slot(pair), count)).collect();
                (own_words, own_pairs, overlap.length)
            })
            .collect();
        Self { sentences, word_limits, pair_limits, length: case.reference.length }
    }

    /// The sum of ROUGE-1 and ROUGE-2 of the sentences whose bits are set.
    fn rouge(&self, mask: usize) -> Rouge {
        let mut words = vec![0_u32; self.word_limits.len()];
        let mut pairs = vec![0_u32; self.pair_limits.len()];
        let mut length = 0;
        for (bit, (own_words, own_pairs, own_length)) in self.sentences.iter().enumerate() {
            if mask >> bit & 1 == 1 {
                for &(slot, count) in own_words {
                    words[slot] += count;
                }
                for &(slot, count) in own_pairs {
                    pairs[slot] += count;
                }
                length += own_length;
            }
        }
        let hits = |counts: &[u32], limits: &[u32]| -> f64 {
            counts.iter().zip(limits).map(|(&count, &limit)| f64::from(count.min(limit))).sum()
        };
        rouge(hits(&words, &self.word_limits), hits(&pairs, &self.pair_limits), f64::from(length), self.length as f64)
    }
}

fn rouge(words: f64, pairs: f64, length: f64, reference: f64) -> Rouge {
    Rouge {
        f1: 2.0 * words / (length + reference).max(1.0) + 2.0 * pairs / (length + reference - 2.0).max(1.0),
        recall: words / reference.max(1.0) + pairs / (reference - 1.0).max(1.0),
    }
}

/// At most three sentences, each the one that raises ROUGE most.
fn greedy(all: &[Overlap], reference: &Reference) -> Vec<usize> {
    let mut words: FxHashMap<u32, u32> = FxHashMap::default();
    let mut pairs: FxHashMap<u32, u32> = FxHashMap::default();
    let (mut length, mut word_hits, mut pair_hits, mut best) = (0.0, 0.0, 0.0, 0.0);
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < 3 {
        let mut top: Option<(f64, usize, f64, f64)> = None;
        for (at, overlap) in all.iter().enumerate().filter(|(at, _)| !chosen.contains(at)) {
            let fresh = |list: &[(u32, u32)], told: &FxHashMap<u32, u32>, limit: &dyn Fn(u32) -> u32| -> f64 {
                list.iter()
                    .map(|&(slot, count)| {
                        let before = told.get(&slot).copied().unwrap_or(0);
                        f64::from((before + count).min(limit(slot)).saturating_sub(before))
                    })
                    .sum()
            };
            let new_words = fresh(&overlap.words, &words, &|word| reference.words[word as usize]);
            // a pair is clipped at one: summaries hardly repeat one
            let new_pairs = fresh(&overlap.pairs, &pairs, &|_| 1);
            let (w, p) = (word_hits + new_words, pair_hits + new_pairs);
            let value = rouge(w, p, length + f64::from(overlap.length), reference.length as f64).f1;
            if value > best + 1e-9 && top.is_none_or(|(most, ..)| value > most) {
                top = Some((value, at, w, p));
            }
        }
        let Some((value, at, w, p)) = top else { break };
        (best, word_hits, pair_hits) = (value, w, p);
        length += f64::from(all[at].length);
        for &(slot, count) in &all[at].words {
            let told = words.entry(slot).or_insert(0);
            *told = (*told + count).min(reference.words[slot as usize]);
        }
        for &(slot, _) in &all[at].pairs {
            pairs.insert(slot, 1);
        }
        chosen.push(at);
    }
    chosen.sort_unstable();
    chosen
}

/// Sightings of a stem.
#[derive(Debug, Clone, Copy, Default)]
struct Sightings {
    articles: u32,
    reached: u32,
    sentences: u32,
    extracted: u32,
    opened: u32,
    opened_extracted: u32,
}

impl Sightings {
    fn minus(self, other: Self) -> Self {
        Self {
            articles: self.articles - other.articles,
            reached: self.reached - other.reached,
            sentences: self.sentences - other.sentences,
            extracted: self.extracted - other.extracted,
            opened: self.opened - other.opened,
            opened_extracted: self.opened_extracted - other.opened_extracted,
        }
    }

    fn add(&mut self, other: Self) {
        self.articles += other.articles;
        self.reached += other.reached;
        self.sentences += other.sentences;
        self.extracted += other.extracted;
        self.opened += other.opened;
        self.opened_extracted += other.opened_extracted;
    }
}

/// Sightings of all stems, in all and by fold.
struct Lexicon {
    stems: HashMap<Key, [Sightings; FOLDS + 1], FxBuildHasher>,
    totals: [Sightings; FOLDS + 1],
    articles: [u32; FOLDS + 1],
}

impl Lexicon {
    fn new(cases: &[Case]) -> Self {
        let mut lexicon = Self { stems: HashMap::default(), totals: Default::default(), articles: [0; FOLDS + 1] };
        for case in cases.iter().filter(|case| !case.held_out()) {
            let mut own: Vec<Sightings> = vec![Sightings::default(); case.document.words.len()];
            for (at, word) in case.document.words.iter().enumerate() {
                if word.count > 0 {
                    own[at].articles = 1;
                    own[at].reached = u32::from(case.reference.words[at] > 0);
                }
            }
            for at in 0..case.document.len() {
                let extracted = u32::from(case.extract.contains(&at));
                for &word in case.document.types.get(at) {
                    own[word as usize].sentences += 1;
                    own[word as usize].extracted += extracted;
                }
                if let Some(&first) = case.document.tokens.get(at).first() {
                    own[first as usize].opened += 1;
                    own[first as usize].opened_extracted += extracted;
                }
            }
            for part in [case.fold, FOLDS] {
                lexicon.articles[part] += 1;
                for (own, word) in own.iter().zip(&case.document.words) {
                    lexicon.stems.entry(word.key).or_default()[part].add(*own);
                    lexicon.totals[part].add(*own);
                }
            }
        }
        lexicon
    }

    /// What is known of a stem from all folds but one; `None` for all. The second number says whether it is worth a row.
    fn row(&self, key: Key, without: Option<usize>) -> Option<Lexical> {
        let parts = self.stems.get(&key)?;
        let rest =
            |parts: &[Sightings; FOLDS + 1]| without.map_or(parts[FOLDS], |fold| parts[FOLDS].minus(parts[fold]));
        let (seen, total) = (rest(parts), rest(&self.totals));
        let share = |of: u32, all: u32| (f64::from(of) / f64::from(all.max(1))).clamp(1e-6, 1.0 - 1e-6);
        let odds = |of: u32, all: u32, base: f64, prior: f64| {
            let logit = |p: f64| (p / (1.0 - p)).ln();
            logit((f64::from(of) + prior * base) / (f64::from(all) + prior)) - logit(base)
        };
        let mut row = Lexical::default();
        #[expect(clippy::cast_possible_truncation, reason = "logarithms of counts")]
        {
            if seen.articles > 1 {
                row.idf = ((f64::from(self.count(without)) + 1.0) / (f64::from(seen.articles) + 0.5)).ln() as f32;
            }
            if seen.articles >= LEAST_ARTICLES {
                let base = share(total.reached, total.articles);
                row.reaches = odds(seen.reached, seen.articles, base, PRIOR_ARTICLES) as f32;
            }
            if seen.sentences >= LEAST_SENTENCES {
                let base = share(total.extracted, total.sentences);
                row.carries = odds(seen.extracted, seen.sentences, base, PRIOR_SENTENCES) as f32;
            }
            if seen.opened >= LEAST_SENTENCES {
                let base = share(total.opened_extracted, total.opened);
                row.opens = odds(seen.opened_extracted, seen.opened, base, PRIOR_SENTENCES) as f32;
            }
        }
        (row.idf > 0.0).then_some(row)
    }

    fn count(&self, without: Option<usize>) -> u32 {
        self.articles[FOLDS] - without.map_or(0, |fold| self.articles[fold])
    }

    /// idf of a stem that was never seen.
    fn unknown(&self, without: Option<usize>) -> f32 {
        (self.count(without) as f32 + 1.0).ln()
    }

    fn read(&self, case: &Case) -> Vec<Lexical> {
        let without = (!case.held_out()).then_some(case.fold);
        let unknown = Lexical { idf: self.unknown(without), ..Lexical::default() };
        case.document.words.iter().map(|word| self.row(word.key, without).unwrap_or(unknown)).collect()
    }
}

/// Leaves of what is known of stems only how rare they are.
fn forget(lexical: &mut [Lexical]) {
    for row in lexical {
        *row = Lexical { idf: row.idf, ..Lexical::default() };
    }
}

/// Rows of features in one buffer.
struct Matrix {
    width: usize,
    data: Vec<f32>,
}

impl Matrix {
    fn new(width: usize) -> Self {
        Self { width, data: Vec::new() }
    }

    fn push(&mut self, row: &[f32]) {
        debug_assert_eq!(row.len(), self.width);
        self.data.extend_from_slice(row);
    }

    fn row(&self, at: usize) -> &[f32] {
        &self.data[at * self.width..(at + 1) * self.width]
    }

    fn len(&self) -> usize {
        self.data.len() / self.width
    }

    /// Standardises and clips in place; the model has zero weights.
    fn standardise(&mut self, names: &[&str], clip: Option<f32>) -> Dense {
        let n = self.len().max(1) as f64;
        let (mut mean, mut square) = (vec![0.0_f64; self.width], vec![0.0_f64; self.width]);
        for row in self.data.chunks_exact(self.width) {
            for (column, &x) in row.iter().enumerate() {
                mean[column] += f64::from(x);
            }
        }
        for mean in &mut mean {
            *mean /= n;
        }
        for row in self.data.chunks_exact(self.width) {
            for (column, &x) in row.iter().enumerate() {
                square[column] += (f64::from(x) - mean[column]).powi(2);
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "models are kept in f32")]
        let mean: Vec<f32> = mean.into_iter().map(|m| m as f32).collect();
        // a feature that never varies here must not speak when it does
        #[expect(clippy::cast_possible_truncation, reason = "models are kept in f32")]
        let deviation: Vec<f32> =
            square.into_iter().map(|s| (s / n).sqrt() as f32).map(|d| if d < 1e-5 { 1.0 } else { d }).collect();
        let bound = clip.unwrap_or(f32::INFINITY);
        for row in self.data.chunks_exact_mut(self.width) {
            for ((x, mean), deviation) in row.iter_mut().zip(&mean).zip(&deviation) {
                *x = ((*x - mean) / deviation).clamp(-bound, bound);
            }
        }
        Dense {
            features: names.iter().map(|&name| name.to_owned()).collect(),
            weights: vec![0.0; self.width],
            mean,
            deviation,
            bias: 0.0,
            clip,
        }
    }
}

/// Lanes that are summed side by side, so that the compiler makes vector code of the sums.
const LANES: usize = 8;

fn dot(row: &[f32], weights: &[f32]) -> f64 {
    let mut sums = [0.0_f32; LANES];
    let (rows, weight_chunks) = (row.chunks_exact(LANES), weights.chunks_exact(LANES));
    let rest: f32 = rows.remainder().iter().zip(weight_chunks.remainder()).map(|(x, w)| x * w).sum();
    for (row, weights) in rows.zip(weight_chunks) {
        for ((sum, x), w) in sums.iter_mut().zip(row).zip(weights) {
            *sum += x * w;
        }
    }
    f64::from(sums.iter().sum::<f32>() + rest)
}

/// The weights as the rows are kept.
fn narrow(weights: &[f64]) -> Vec<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "rows are kept in f32")]
    weights.iter().map(|&w| w as f32).collect()
}

/// A gradient that is summed up in `f32` for a block of rows, and over the blocks in `f64`.
struct Sum {
    block: Vec<f32>,
    rows: usize,
}

impl Sum {
    const ROWS: usize = 64;

    fn new(width: usize) -> Self {
        Self { block: vec![0.0; width], rows: 0 }
    }

    fn add(&mut self, total: &mut [f64], factor: f64, row: &[f32]) {
        #[expect(clippy::cast_possible_truncation, reason = "rows are kept in f32")]
        let factor = factor as f32;
        for (sum, x) in self.block.iter_mut().zip(row) {
            *sum += factor * x;
        }
        self.rows += 1;
        if self.rows == Self::ROWS {
            self.flush(total);
        }
    }

    fn flush(&mut self, total: &mut [f64]) {
        for (total, sum) in total.iter_mut().zip(&mut self.block) {
            *total += f64::from(std::mem::take(sum));
        }
        self.rows = 0;
    }
}

/// Puts weights (the bias last, when there is one) into the model.
fn set_weights(model: &mut Dense, weights: &[f64]) {
    let width = model.weights.len();
    #[expect(clippy::cast_possible_truncation, reason = "models are kept in f32")]
    for (to, from) in model.weights.iter_mut().zip(weights) {
        // seven digits are more than the data can tell
        *to = *from as f32;
    }
    #[expect(clippy::cast_possible_truncation, reason = "models are kept in f32")]
    if let Some(bias) = weights.get(width) {
        model.bias = *bias as f32;
    }
}

/// Makes means of a sum over `count` things and of its gradient.
fn mean_of(count: usize, sum: f64, gradient: &mut [f64]) -> f64 {
    let n = count.max(1) as f64;
    for g in gradient {
        *g /= n;
    }
    sum / n
}

/// Logistic regression on labels of 0 to 1; the mean loss is returned.
fn logistic(
    matrix: &mut Matrix,
    labels: &[f32],
    names: &[&str],
    clip: Option<f32>,
    l2: f64,
    rounds: usize,
) -> (Dense, f64) {
    let mut model = matrix.standardise(names, clip);
    let width = matrix.width;
    let mut weights = vec![0.0; width + 1];
    let loss = |w: &[f64], g: &mut [f64]| {
        g.fill(0.0);
        let (narrow, mut sum) = (narrow(&w[..width]), Sum::new(width));
        let mut loss = 0.0;
        for (at, &label) in labels.iter().enumerate() {
            let row = matrix.row(at);
            let z = dot(row, &narrow) + w[width];
            let label = f64::from(label);
            loss += z.max(0.0) + (-z.abs()).exp().ln_1p() - label * z;
            let error = 1.0 / (1.0 + (-z).exp()) - label;
            sum.add(&mut g[..width], error, row);
            g[width] += error;
        }
        sum.flush(&mut g[..width]);
        mean_of(matrix.len(), loss, g)
    };
    let limits = Limits { iterations: rounds, tolerance: 1e-7 };
    let value = minimize(&mut weights, limits, with_ridge(l2, 1, loss), |_, _| ());
    set_weights(&mut model, &weights);
    (model, value)
}

/// Ridge regression; the residual's standard deviation is returned.
fn ridge(matrix: &mut Matrix, targets: &[f64], names: &[&str], clip: f32, l2: f64) -> (Dense, f64) {
    let mut model = matrix.standardise(names, Some(clip));
    let width = matrix.width;
    let n = matrix.len().max(1) as f64;
    let mut weights = vec![0.0; width + 1];
    weights[width] = targets.iter().sum::<f64>() / n;
    let loss = |w: &[f64], g: &mut [f64]| {
        g.fill(0.0);
        let (narrow, mut sum) = (narrow(&w[..width]), Sum::new(width));
        let mut loss = 0.0;
        for (at, target) in targets.iter().enumerate() {
            let row = matrix.row(at);
            let error = dot(row, &narrow) + w[width] - target;
            loss += 0.5 * error * error;
            sum.add(&mut g[..width], error, row);
            g[width] += error;
        }
        sum.flush(&mut g[..width]);
        mean_of(matrix.len(), loss, g)
    };
    let limits = Limits { iterations: 200, tolerance: 1e-10 };
    let value = minimize(&mut weights, limits, with_ridge(l2 / n, 1, loss), |_, _| ());
    set_weights(&mut model, &weights);
    (model, (2.0 * value).sqrt())
}

/// Sets of one article under one kind of budget: their rows in the matrix and their rewards.
struct Group {
    rows: std::ops::Range<usize>,
    rewards: Vec<f64>,
}

/// Listwise cross-entropy: the loss of the groups, and its gradient.
fn cross_entropy(matrix: &Matrix, groups: &[&Group], w: &[f64], g: &mut [f64]) -> f64 {
    g.fill(0.0);
    let (narrow, mut sum) = (narrow(w), Sum::new(matrix.width));
    let (mut chances, mut targets, mut loss) = (Vec::new(), Vec::new(), 0.0);
    for group in groups {
        chances.clear();
        chances.extend(group.rows.clone().map(|at| dot(matrix.row(at), &narrow)));
        targets.clear();
        targets.extend(group.rewards.iter().map(|reward| reward / SET_TEMPERATURE));
        softmax(&mut chances);
        softmax(&mut targets);
        for ((at, chance), target) in group.rows.clone().zip(&chances).zip(&targets) {
            loss -= target * chance.max(1e-300).ln();
            sum.add(g, chance - target, matrix.row(at));
        }
    }
    sum.flush(g);
    mean_of(groups.len(), loss, g)
}

/// The negative expected reward of the groups, and its gradient.
fn risk(matrix: &Matrix, groups: &[&Group], w: &[f64], g: &mut [f64]) -> f64 {
    g.fill(0.0);
    let (narrow, mut sum) = (narrow(w), Sum::new(matrix.width));
    let (mut chances, mut risk) = (Vec::new(), 0.0);
    for group in groups {
        chances.clear();
        chances.extend(group.rows.clone().map(|at| dot(matrix.row(at), &narrow)));
        softmax(&mut chances);
        let mean: f64 = chances.iter().zip(&group.rewards).map(|(chance, reward)| chance * reward).sum();
        risk -= mean;
        for ((at, chance), reward) in group.rows.clone().zip(&chances).zip(&group.rewards) {
            let factor = -chance * (reward - mean);
            if factor.abs() > 1e-9 {
                sum.add(g, factor, matrix.row(at));
            }
        }
    }
    sum.flush(g);
    mean_of(groups.len(), risk, g)
}

/// Minimum-risk training, begun from listwise cross-entropy.
fn minimum_risk(matrix: &mut Matrix, groups: &[Group], fits: usize) -> Dense {
    let mut model = matrix.standardise(&SET, Some(6.0));
    let matrix = &*matrix;
    let all: Vec<&Group> = groups.iter().collect();
    let mut start = vec![0.0; matrix.width];
    let limits = Limits { iterations: BEGIN_ROUNDS, tolerance: 1e-7 };
    let loss = |w: &[f64], g: &mut [f64]| cross_entropy(matrix, &all, w, g);
    minimize(&mut start, limits, with_ridge(BEGIN_PENALTY, 0, loss), |_, _| ());
    for weight in &mut start {
        *weight *= SHARPEN;
    }
    let mut mean = vec![0.0; matrix.width];
    for fit in 0..fits {
        let part: Vec<&Group> = groups
            .iter()
            .enumerate()
            .filter(|&(at, _)| fits == 1 || at / WITHIN.len() % fits != fit)
            .map(|(_, group)| group)
            .collect();
        let mut weights = start.clone();
        let limits = Limits { iterations: RISK_ROUNDS, tolerance: 1e-8 };
        let loss = |w: &[f64], g: &mut [f64]| risk(matrix, &part, w, g);
        minimize(&mut weights, limits, with_ridge(RISK_PENALTY, 0, loss), |_, _| ());
        let scale = SPREAD / spread(matrix, groups, &weights).max(1e-6) / fits as f64;
        for (mean, weight) in mean.iter_mut().zip(weights) {
            *mean += scale * weight;
        }
    }
    set_weights(&mut model, &mean);
    model
}

/// The deviation of scores within a group, on average.
fn spread(matrix: &Matrix, groups: &[Group], weights: &[f64]) -> f64 {
    let weights = narrow(weights);
    let deviation = |group: &Group| {
        let n = group.rows.len() as f64;
        let (mut sum, mut square) = (0.0, 0.0);
        for at in group.rows.clone() {
            let score = dot(matrix.row(at), &weights);
            sum += score;
            square += score * score;
        }
        (square / n - (sum / n).powi(2)).max(0.0).sqrt()
    };
    groups.iter().map(deviation).sum::<f64>() / groups.len().max(1) as f64
}

/// The reward of the sets that the model likes best, on average, of 100. Rows are as they were collected.
fn reward(model: &Dense, matrix: &Matrix, groups: &[Group]) -> f64 {
    let first = |group: &Group| {
        let scored = group.rows.clone().zip(&group.rewards).map(|(at, &reward)| (model.score(matrix.row(at)), reward));
        scored.fold((f32::NEG_INFINITY, 0.0), |best, next| if next.0 > best.0 { next } else { best }).1
    };
    100.0 * groups.iter().map(first).sum::<f64>() / groups.len().max(1) as f64
}

/// Fits everything and returns the bytes of the weights file. `progress` is told what is done, a line at a time.
///
/// Only the first `learned` examples are learned from; what comes after them is held out, and the progress of each set
/// model tells how it does there. Some minutes on one core for ten thousand articles; memory grows with the corpus,
/// about 200 kB an article.
pub fn fit(
    examples: &[Example],
    learned: usize,
    language: Language,
    origin: &Origin,
    progress: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let mut cases: Vec<Case> = Vec::with_capacity(examples.len());
    for (at, example) in examples.iter().enumerate() {
        cases.extend(Case::new(example, language, if at < learned { at % FOLDS } else { FOLDS }));
        if (at + 1).is_multiple_of(1000) {
            progress(&format!("{} articles read", at + 1));
        }
    }
    let lexicon = Lexicon::new(&cases);
    let mut keys: Vec<Key> = lexicon.stems.keys().copied().collect();
    keys.sort_unstable();
    let rows: Vec<(Key, Vec<f32>)> = keys
        .into_iter()
        .filter_map(|key| lexicon.row(key, None).map(|row| (key, vec![row.idf, row.reaches, row.carries, row.opens])))
        .collect();
    progress(&format!("{} stems in the table", rows.len()));
    for (at, case) in cases.iter_mut().enumerate() {
        case.lexical = lexicon.read(case);
        if !case.held_out() && (at / FOLDS).is_multiple_of(2) {
            forget(&mut case.lexical);
        }
    }
    let known = fit_models(&mut cases, progress);
    progress("without the table:");
    for case in &mut cases {
        case.lexical = own_idf(&case.document);
    }
    let other = fit_models(&mut cases, progress);
    let contents = Contents {
        data: origin.data.clone(),
        command: origin.command.clone(),
        date: origin.date.clone(),
        note: origin.note.clone(),
        language: language.code().to_owned(),
        known,
        other,
    };
    pack(&contents, f64::from(lexicon.unknown(None)), &rows)
}

fn fit_models(cases: &mut [Case], progress: &mut dyn FnMut(&str)) -> Models {
    let words = fit_words(cases, progress);
    let ready = Ready::from(&words);
    for case in cases.iter_mut() {
        case.odds.word_logits = words::logits(&ready, &case.document, &case.lexical);
    }
    let pairs = fit_pairs(cases, progress);
    let ready = Ready::from(&pairs);
    for case in cases.iter_mut() {
        let mut odds = std::mem::take(&mut case.odds);
        odds.finish(&ready, &case.document);
        case.odds = odds;
    }
    let sentences = fit_sentences(cases, progress);
    let length = fit_length(cases, &sentences, progress);
    let mut sets = BTreeMap::new();
    for mode in Mode::ALL {
        sets.insert(mode.name().to_owned(), fit_sets(cases, mode, progress));
    }
    Models { words, pairs, sentences, length, sets, ..Models::default() }
}

fn fit_words(cases: &[Case], progress: &mut dyn FnMut(&str)) -> Dense {
    let mut matrix = Matrix::new(WORD.len());
    let mut columns: Columns<{ WORD.len() }> = [[0.0; BLOCK]; WORD.len()];
    let mut labels = Vec::new();
    let mut count = 0_usize;
    for case in cases.iter().filter(|case| !case.held_out()) {
        let context = Context::new(&case.document, &case.lexical);
        for start in (0..case.document.words.len()).step_by(BLOCK) {
            let found = context.columns(&case.document, &case.lexical, start, &mut columns);
            for at in start..start + found {
                if case.document.words[at].count > 0 {
                    count += 1;
                    if count.is_multiple_of(3) {
                        matrix.push(&columns.map(|column| column[at - start]));
                        labels.push(f32::from(u8::from(case.reference.words[at] > 0)));
                    }
                }
            }
        }
    }
    let (model, loss) = logistic(&mut matrix, &labels, &WORD, None, 1e-6, 150);
    progress(&format!("words: {} rows, loss {loss:.4}", labels.len()));
    model
}

fn fit_pairs(cases: &[Case], progress: &mut dyn FnMut(&str)) -> Dense {
    let mut matrix = Matrix::new(PAIR.len());
    let mut columns: Columns<{ PAIR.len() }> = [[0.0; BLOCK]; PAIR.len()];
    let mut labels = Vec::new();
    let mut count = 0_usize;
    for case in cases.iter().filter(|case| !case.held_out()) {
        let halves = Half::all(&case.document, &case.odds.word_logits);
        for pair in &case.document.pairs {
            count += 1;
            if count.is_multiple_of(4) {
                pair_columns(std::slice::from_ref(pair), &halves, &mut columns);
                matrix.push(&columns.map(|column| column[0]));
                let reached = case.reference.pairs.contains_key(&(pair.left, pair.right));
                labels.push(f32::from(u8::from(reached)));
            }
        }
    }
    let (model, loss) = logistic(&mut matrix, &labels, &PAIR, None, 1e-6, 150);
    progress(&format!("pairs: {} rows, loss {loss:.4}", labels.len()));
    model
}

/// The share of good extracts that hold each sentence.
fn soft_labels(case: &Case) -> Vec<f32> {
    let n = case.document.len();
    let singles: Vec<Rouge> = (0..n).map(|at| Scorer::new(case, &[at]).rouge(1)).collect();
    let by = |value: &dyn Fn(&Rouge) -> f64, most: usize| {
        let mut order: Vec<usize> = (0..n).collect();
        best_first(&mut order, &|at| value(&singles[at]));
        order.truncate(most);
        order
    };
    let mut top = by(&|rouge| rouge.f1, 8);
    top.extend(by(&|rouge| rouge.recall, 5));
    top.sort_unstable();
    top.dedup();
    top.truncate(12);
    let scorer = Scorer::new(case, &top);
    let masks: Vec<usize> =
        (1..1_usize << top.len()).filter(|mask| (1..=LARGEST).contains(&(mask.count_ones() as usize))).collect();
    let mut chances: Vec<f64> = masks.iter().map(|&mask| scorer.rouge(mask).f1 / LABEL_TEMPERATURE).collect();
    softmax(&mut chances);
    let mut labels = vec![0.0_f32; n];
    for (mask, chance) in masks.iter().zip(chances) {
        for (bit, &at) in top.iter().enumerate() {
            if mask >> bit & 1 == 1 {
                #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
                let chance = chance as f32;
                labels[at] += chance;
            }
        }
    }
    labels
}

fn fit_sentences(cases: &mut [Case], progress: &mut dyn FnMut(&str)) -> Dense {
    let mut matrix = Matrix::new(SENTENCE.len());
    let mut labels = Vec::new();
    for case in cases.iter() {
        if case.held_out() {
            continue;
        }
        for row in sentences::rows(&case.document, &case.odds, &case.lexical) {
            matrix.push(&row);
        }
        labels.extend(soft_labels(case));
    }
    let (model, loss) = logistic(&mut matrix, &labels, &SENTENCE, Some(6.0), 1e-4, 150);
    progress(&format!("sentences: {} rows, loss {loss:.4}", labels.len()));
    for case in cases {
        let rows = sentences::rows(&case.document, &case.odds, &case.lexical);
        case.logits = rows.iter().map(|row| model.score(row)).collect();
    }
    model
}

fn fit_length(cases: &mut [Case], model: &Dense, progress: &mut dyn FnMut(&str)) -> Dense {
    let mut matrix = Matrix::new(LENGTH.len());
    let mut targets = Vec::new();
    let row = |case: &Case| {
        let rows = sentences::rows(&case.document, &case.odds, &case.lexical);
        let chances: Vec<f32> = rows.iter().map(|row| sigmoid(model.score(row))).collect();
        sentences::length_row(&case.document, &case.odds, &rows, &chances)
    };
    for case in cases.iter().filter(|case| !case.held_out()) {
        matrix.push(&row(case));
        targets.push((case.reference.length.max(5) as f64).ln());
    }
    let (length, residual) = ridge(&mut matrix, &targets, &LENGTH, 3.0, 10.0);
    progress(&format!("length: residual {residual:.4}"));
    for case in cases {
        case.expected = sentences::expected_length(length.score(&row(case)));
    }
    length
}

/// Words of the budgets under which sets within a length are trained, one for each article in turn.
const WITHIN: [u32; 6] = [30, 45, 60, 80, 100, 130];

fn fit_sets(cases: &[Case], mode: Mode, progress: &mut dyn FnMut(&str)) -> Dense {
    let learned = || cases.iter().enumerate().filter(|(_, case)| !case.held_out());
    let (mut matrix, groups) = collect_sets(learned().step_by(ROUGHLY), mode, None);
    let rough = minimum_risk(&mut matrix, &groups, 1);
    let (mut matrix, groups) = collect_sets(learned(), mode, Some(&rough));
    let model = minimum_risk(&mut matrix, &groups, FITS);
    let judged = |cases: &mut dyn Iterator<Item = (usize, &Case)>| {
        let (matrix, groups) = collect_sets(cases, mode, None);
        (!groups.is_empty()).then(|| reward(&model, &matrix, &groups))
    };
    let own = judged(&mut learned().step_by(ROUGHLY)).unwrap_or_default();
    let held_out = judged(&mut cases.iter().enumerate().filter(|(_, case)| case.held_out()));
    let held_out = held_out.map_or_else(String::new, |reward| format!(", held out {reward:.3}"));
    progress(&format!("sets, {}: reward {own:.3}{held_out}", mode.name()));
    model
}

/// The sets of articles: their rows, and where each article's are; with a model only those that it likes best.
fn collect_sets<'c>(
    cases: impl Iterator<Item = (usize, &'c Case)>,
    mode: Mode,
    rough: Option<&Dense>,
) -> (Matrix, Vec<Group>) {
    let mut matrix = Matrix::new(SET.len());
    let mut columns: Columns<{ SET.len() }> = [[0.0; BLOCK]; SET.len()];
    let mut groups: Vec<Group> = Vec::new();
    for (turn, case) in cases {
        let mut order: Vec<usize> = (0..case.document.len()).filter(|&at| case.document.facts[at].words >= 3).collect();
        best_first(&mut order, &|at| case.logits[at].into());
        let most = WITHIN[turn % WITHIN.len()];
        if mode == Mode::Within {
            order.retain(|&at| case.document.facts[at].words <= most);
        }
        let order = candidates(&order, &case.document);
        let sets = Sets::new(&case.document, &case.odds, &case.lexical, &case.logits, &order, case.expected);
        let scorer = Scorer::new(case, &sets.members);
        let (least, largest) = match mode {
            Mode::Auto => (2, LARGEST),
            Mode::Exactly(k) => (k, k),
            Mode::Within => (1, LARGEST),
        };
        let start = matrix.len();
        let mut rewards = Vec::new();
        let fits = |mask: &usize| {
            let words = || sets.sentences(*mask).map(|at| case.document.facts[at].words).sum::<u32>();
            mode != Mode::Within || words() <= most
        };
        for mask in sets.whole(sets.masks(least, largest).filter(fits).collect()) {
            let rouge = scorer.rouge(mask);
            rewards.push(if mode == Mode::Within { 0.5 * (rouge.recall + rouge.f1) } else { rouge.f1 });
            sets.columns(&[mask], &mut columns);
            matrix.push(&columns.map(|column| column[0]));
        }
        if let Some(rough) = rough {
            keep_likely(rough, &mut matrix, start, &mut rewards);
        }
        if rewards.len() > 1 {
            groups.push(Group { rows: start..matrix.len(), rewards });
        } else {
            matrix.data.truncate(start * SET.len());
        }
    }
    (matrix, groups)
}

/// Of the rows from `start` on, and of their rewards, those of the [`LIKELY`] sets that the model likes best.
fn keep_likely(rough: &Dense, matrix: &mut Matrix, start: usize, rewards: &mut Vec<f64>) {
    let scores: Vec<f32> = (0..rewards.len()).map(|at| rough.score(matrix.row(start + at))).collect();
    let mut order: Vec<usize> = (0..rewards.len()).collect();
    best_first(&mut order, &|at| scores[at].into());
    order.truncate(LIKELY);
    order.sort_unstable();
    for (to, &from) in order.iter().enumerate() {
        let from_row = (start + from) * matrix.width;
        matrix.data.copy_within(from_row..from_row + matrix.width, (start + to) * matrix.width);
        rewards[to] = rewards[from];
    }
    rewards.truncate(order.len());
    matrix.data.truncate((start + order.len()) * matrix.width);
}
