//! Fits the line models of [`crate::parse::clean`].
//!
//! Lines are labelled by the corpus; a line's weight is its share of the page's words, since that is what a wrong
//! label costs in word F1. Pages are seen in several layouts (bullets taken off, blank lines everywhere or nowhere),
//! and each story also by itself with every line kept: otherwise the model learns one converter from HTML to text.
//! The second pass is fitted on what the first says of pages it has not seen (three folds).

use std::io::BufRead;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::model::features::Key;
use crate::model::fit::{Limits, minimize};
use crate::model::sigmoid;
use crate::model::table::{Header, pack};
use crate::parse::clean::decode::{decode, guard};
use crate::parse::clean::features::{Page, Reader, second_pass, without_bullet};
use crate::parse::clean::lines::{Line, physical};
use crate::parse::clean::templates::{FEATURES, NAMES, key_of, name_of};
use crate::{Error, Language, Result};

/// A record of the corpus.
#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    text: String,
    body: String,
    /// Numbers of the physical lines to keep.
    keep: Vec<u32>,
}

/// One page in one layout, as numbers.
pub(crate) struct Sample {
    /// Pages of the same id stay in the same fold.
    id: String,
    page: Page,
    rows: Vec<Vec<(u16, f32)>>,
    keep: Vec<bool>,
    /// Weight of the whole page.
    weight: f64,
    /// Word counts of the lines and of the body, for scoring; empty for layouts that are not scored.
    words: Vec<FxHashMap<String, u32>>,
    body: FxHashMap<String, u32>,
}

/// L2 regularization: sum of losses times this, against half the squared weights of scaled features.
const C: [f64; 2] = [0.1, 0.3];
const LIMITS: Limits = Limits { iterations: 150, tolerance: 2e-6 };

/// Fits the model for plain text and writes its weights file; with `folds`, prints cross-validated figures first.
///
/// # Errors
/// When a file cannot be read or written, or holds no such records.
pub fn train_text(corpus: &Path, out: &Path, folds: usize, log: &mut dyn FnMut(&str)) -> Result<()> {
    let samples = text_samples(corpus)?;
    log(&format!("{} pages in all layouts", samples.len()));
    fit_and_write(&samples, "clean-text", corpus, out, folds, log)
}

/// Cross-validates, fits, writes.
pub(crate) fn fit_and_write(
    samples: &[Sample],
    model: &str,
    corpus: &Path,
    out: &Path,
    folds: usize,
    log: &mut dyn FnMut(&str),
) -> Result<()> {
    if folds > 1 {
        let mut figures = Vec::new();
        for fold in 0..folds {
            let (inside, outside): (Vec<&Sample>, Vec<&Sample>) =
                samples.iter().partition(|sample| hash(&sample.id, "outer") % folds as u64 != fold as u64);
            let fitted = two_passes(&inside, log);
            figures
                .extend(outside.iter().filter(|sample| !sample.body.is_empty()).map(|sample| fitted.evaluate(sample)));
            log(&format!("fold {fold}: {}", mean(&figures)));
        }
    }
    let all: Vec<&Sample> = samples.iter().collect();
    let fitted = two_passes(&all, log);
    let header = Header {
        model: model.to_owned(),
        features: NAMES.iter().map(ToString::to_string).collect(),
        constants: [("first bias".to_owned(), fitted.bias[0]), ("second bias".to_owned(), fitted.bias[1])].into(),
        data: corpus.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        command: format!("nutgraf train {model}"),
        date: "2026-11-23".to_owned(),
        note: "Web Content Extraction Benchmark, development part (CC BY 4.0)".to_owned(),
    };
    #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
    let rows: Vec<(Key, Vec<f32>)> = (0..FEATURES)
        .map(|feature| (key_of(feature), vec![fitted.weights[0][feature] as f32, fitted.weights[1][feature] as f32]))
        .filter(|(_, row)| row.iter().any(|&weight| weight != 0.0))
        .collect();
    log(&format!("{} features have weights", rows.len()));
    std::fs::write(out, pack(&header, 2, 2, &rows)).map_err(|source| Error::Write { path: out.to_owned(), source })
}

/// The pages of the corpus in all their layouts.
fn text_samples(corpus: &Path) -> Result<Vec<Sample>> {
    let file = std::fs::File::open(corpus).map_err(|source| Error::read(corpus, source))?;
    let mut samples = Vec::new();
    for (number, line) in std::io::BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|source| Error::read(corpus, source))?;
        let record: Record =
            serde_json::from_str(&line).map_err(|e| Error::Record { line: number + 1, reason: e.to_string() })?;
        let lines = physical(&record.text);
        let keep: Vec<bool> = lines.iter().map(|line| record.keep.binary_search(&line.number).is_ok()).collect();
        let mut sample = sample(&record.id, &record.text, &lines, keep.clone(), Layout::AsGiven, 1.0);
        sample.words = lines.iter().map(|line| count(&record.text[line.span])).collect();
        sample.body = count(&record.body);
        samples.push(sample);
        let layout = [Layout::NoBullets, Layout::NoBulletsAllGaps, Layout::NoBulletsNoGaps][number % 3];
        samples.push(self::sample(&record.id, &record.text, &lines, keep, layout, 0.3));
        let body = physical(&record.body);
        if !body.is_empty() {
            let keep = vec![true; body.len()];
            let layout = if number % 2 == 0 { Layout::AllGaps } else { Layout::AsGiven };
            samples.push(self::sample(&record.id, &record.body, &body, keep, layout, 0.15));
        }
    }
    Ok(samples)
}

/// How else the page might have been pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    AsGiven,
    AllGaps,
    NoBullets,
    NoBulletsAllGaps,
    NoBulletsNoGaps,
}

fn sample(id: &str, text: &str, lines: &[Line], keep: Vec<bool>, layout: Layout, weight: f64) -> Sample {
    let mut reader = Reader::new(Language::English, lines.len());
    let mut rows = vec![Vec::new(); lines.len()];
    for (line, row) in lines.iter().zip(&mut rows) {
        let line = &text[line.span];
        let line = if matches!(layout, Layout::AsGiven | Layout::AllGaps) {
            line
        } else {
            let bare = without_bullet(line).0;
            if bare.is_empty() { line } else { bare }
        };
        reader.read_line(line, false, row);
    }
    let mut page = reader.finish();
    let gaps: Vec<bool> = lines
        .iter()
        .map(|line| match layout {
            Layout::AllGaps | Layout::NoBulletsAllGaps => true,
            Layout::NoBulletsNoGaps => false,
            _ => line.gap,
        })
        .collect();
    page.context(&gaps, &mut rows);
    Sample { id: id.to_owned(), page, rows, keep, weight, words: Vec::new(), body: FxHashMap::default() }
}

/// Words as the scorer counts them: lower-cased runs of letters, digits and `_`.
pub(crate) fn count(text: &str) -> FxHashMap<String, u32> {
    let mut out = FxHashMap::default();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
        *out.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    out
}

/// A number for an id, the same on every machine.
fn hash(id: &str, salt: &str) -> u64 {
    crate::model::features::with(crate::model::features::key(id), crate::model::features::key(salt))
}

/// Weights of both passes.
struct Fitted {
    weights: [Vec<f64>; 2],
    bias: [f64; 2],
}

impl Fitted {
    fn probabilities(&self, pass: usize, rows: &[Vec<(u16, f32)>]) -> Vec<f32> {
        #[expect(clippy::cast_possible_truncation, reason = "as at prediction time")]
        rows.iter().map(|row| sigmoid((self.bias[pass] + dot(&self.weights[pass], row)) as f32)).collect()
    }

    /// F1, precision and recall of a page.
    fn evaluate(&self, sample: &Sample) -> [f64; 3] {
        let first = self.probabilities(0, &sample.rows);
        let rows = with_second(sample, &first);
        let p = self.probabilities(1, &rows);
        let mut kept = decode(&p, &sample.page.facts);
        guard(&mut kept, &p, &sample.page.facts);
        let mut words: FxHashMap<&str, u32> = FxHashMap::default();
        for (counts, _) in sample.words.iter().zip(&kept).filter(|(_, keep)| **keep) {
            #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
            for (word, n) in counts {
                *words.entry(word).or_insert(0) += n;
            }
        }
        let common: u32 =
            sample.body.iter().map(|(word, n)| (*n).min(words.get(word.as_str()).copied().unwrap_or(0))).sum();
        let (found, gold) = (words.values().sum::<u32>(), sample.body.values().sum::<u32>());
        let share = |of: u32| if of == 0 { 0.0 } else { f64::from(common) / f64::from(of) };
        [2.0 * f64::from(common) / f64::from((found + gold).max(1)), share(found), share(gold)]
    }
}

fn mean(figures: &[[f64; 3]]) -> String {
    let sum = |at: usize| figures.iter().map(|f| f[at]).sum::<f64>() / figures.len().max(1) as f64;
    format!("{} pages, F1 {:.4} precision {:.4} recall {:.4}", figures.len(), sum(0), sum(1), sum(2))
}

fn dot(weights: &[f64], row: &[(u16, f32)]) -> f64 {
    row.iter().map(|&(feature, value)| weights[feature as usize] * f64::from(value)).sum()
}

/// The rows with the second pass's features.
fn with_second(sample: &Sample, first: &[f32]) -> Vec<Vec<(u16, f32)>> {
    let mut rows = sample.rows.clone();
    second_pass(first, &sample.page.facts, &mut rows);
    rows
}

fn two_passes(samples: &[&Sample], log: &mut dyn FnMut(&str)) -> Fitted {
    const FOLDS: u64 = 3;
    let mut first = vec![Vec::new(); samples.len()];
    let mut start: Option<Vec<f64>> = None;
    for fold in 0..FOLDS {
        let inside: Vec<(&Sample, &[Vec<(u16, f32)>])> = samples
            .iter()
            .filter(|sample| hash(&sample.id, "inner") % FOLDS != fold)
            .map(|sample| (*sample, &sample.rows[..]))
            .collect();
        let (weights, bias) = logistic(&inside, C[0], start.as_deref(), log);
        start = Some(weights.iter().copied().chain([bias]).collect());
        let fitted = Fitted { weights: [weights, Vec::new()], bias: [bias, 0.0] };
        for (p, sample) in first.iter_mut().zip(samples).filter(|(_, s)| hash(&s.id, "inner") % FOLDS == fold) {
            *p = fitted.probabilities(0, &sample.rows);
        }
    }
    let all: Vec<(&Sample, &[Vec<(u16, f32)>])> = samples.iter().map(|sample| (*sample, &sample.rows[..])).collect();
    let (first_weights, first_bias) = logistic(&all, C[0], start.as_deref(), log);
    let rows: Vec<Vec<Vec<(u16, f32)>>> =
        samples.iter().zip(&first).map(|(sample, p)| with_second(sample, p)).collect();
    let all: Vec<(&Sample, &[Vec<(u16, f32)>])> = samples.iter().zip(&rows).map(|(s, rows)| (*s, &rows[..])).collect();
    let (second_weights, second_bias) = logistic(&all, C[1], None, log);
    Fitted { weights: [first_weights, second_weights], bias: [first_bias, second_bias] }
}

/// Weighted logistic regression with L2 on features scaled by their largest magnitude; the bias is free.
fn logistic(
    samples: &[(&Sample, &[Vec<(u16, f32)>])],
    c: f64,
    start: Option<&[f64]>,
    log: &mut dyn FnMut(&str),
) -> (Vec<f64>, f64) {
    // one long sparse matrix
    let lines: usize = samples.iter().map(|(_, rows)| rows.len()).sum();
    let (mut ends, mut ids, mut values) = (Vec::with_capacity(lines), Vec::new(), Vec::new());
    let (mut labels, mut costs) = (Vec::with_capacity(lines), Vec::with_capacity(lines));
    let mut scales = vec![0.0_f32; FEATURES];
    let mut seen = vec![0_u32; FEATURES];
    for (sample, rows) in samples {
        let kept: u32 =
            sample.page.facts.iter().zip(&sample.keep).filter(|(_, keep)| **keep).map(|(f, _)| f.words).sum();
        for ((row, f), &keep) in rows.iter().zip(&sample.page.facts).zip(&sample.keep) {
            for &(id, value) in row {
                if value != 0.0 {
                    ids.push(id);
                    values.push(value);
                    scales[id as usize] = scales[id as usize].max(value.abs());
                    seen[id as usize] += 1;
                }
            }
            ends.push(ids.len());
            labels.push(keep);
            costs.push(f64::from(f.words.max(2)) / f64::from(kept.max(50)) * sample.weight);
        }
    }
    let average = costs.iter().sum::<f64>() / lines.max(1) as f64;
    for (value, &id) in values.iter_mut().zip(&ids) {
        *value = if seen[id as usize] < 5 { 0.0 } else { *value / scales[id as usize] };
    }
    let mut weights: Vec<f64> = start.map_or_else(
        || vec![0.0; FEATURES + 1],
        |start| {
            start.iter().enumerate().map(|(at, w)| w * scales.get(at).map_or(1.0, |&scale| f64::from(scale))).collect()
        },
    );
    let mut iterations = 0;
    let value = minimize(
        &mut weights,
        LIMITS,
        |w, gradient| {
            gradient.fill(0.0);
            let mut loss = 0.0;
            let mut begin = 0;
            for ((&end, &label), &cost) in ends.iter().zip(&labels).zip(&costs) {
                let (ids, values) = (&ids[begin..end], &values[begin..end]);
                begin = end;
                let mut x = w[FEATURES];
                for (&id, &value) in ids.iter().zip(values) {
                    x += w[id as usize] * f64::from(value);
                }
                let cost = cost / average;
                let signed = if label { x } else { -x };
                loss += cost * if signed > 0.0 { (-signed).exp().ln_1p() } else { signed.exp().ln_1p() - signed };
                let p = 1.0 / (1.0 + (-x).exp());
                let slope = cost * (p - f64::from(u8::from(label)));
                gradient[FEATURES] += slope;
                for (&id, &value) in ids.iter().zip(values) {
                    gradient[id as usize] += slope * f64::from(value);
                }
            }
            loss *= c;
            for (g, w) in gradient[..FEATURES].iter_mut().zip(w) {
                *g = c * *g + w;
                loss += 0.5 * w * w;
            }
            gradient[FEATURES] *= c;
            loss
        },
        |iteration, _| iterations = iteration,
    );
    log(&format!("  {lines} lines, {} values, {iterations} iterations, loss {value:.2}", ids.len()));
    let bias = weights[FEATURES];
    weights.truncate(FEATURES);
    for (weight, &scale) in weights.iter_mut().zip(&scales) {
        *weight = if scale > 0.0 { *weight / f64::from(scale) } else { 0.0 };
    }
    (weights, bias)
}

/// The features of every line of a text, for people who compare: `name value` pairs, a line each.
#[doc(hidden)]
pub fn explain_features(text: &str) -> Vec<Vec<(String, f32)>> {
    let lines = physical(text);
    let (_, rows) = crate::parse::clean::features::read_text(text, &lines, Language::English, &Vec::new());
    rows.into_iter()
        .map(|row: Vec<(u16, f32)>| row.into_iter().map(|(id, v)| (name_of(id as usize), v)).collect())
        .collect()
}
