//! Fits the line models of `parse::clean`.
//!
//! Lines are labelled by the corpus; a line's weight is its share of the page's words, since that is what a wrong
//! label costs in word F1. Pages are seen in several layouts (bullets taken off, blank lines everywhere or nowhere),
//! and each story also by itself with every line kept: otherwise the model learns one converter from HTML to text.
//! The second pass is fitted on what the first says of pages it has not seen.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;

#[cfg(feature = "html")]
use crate::input::html::TrainingPage;
use crate::model::features::Key;
use crate::model::fit::{Limits, minimize, with_ridge};
use crate::model::sigmoid;
use crate::model::table::{Header, pack};
use crate::parse::clean::dates::Day;
#[cfg(feature = "html")]
use crate::parse::clean::decode::Decoder;
use crate::parse::clean::decode::{THRESHOLDS, VIEWS, Weighing, choices, guard};
use crate::parse::clean::features::{Page, Reader, second_pass, without_bullet};
use crate::parse::clean::labels::{Draft, drop_certain};
use crate::parse::clean::lines::{Line, physical};
use crate::parse::clean::model::Model;
use crate::parse::clean::pick::{PICKS, Picks, SIGNS, Sign, Signs};
use crate::parse::clean::templates::{FEATURES, NAMES, key_of};
use crate::parse::clean::{fold, judge};
use crate::{Error, Language, Metadata, Result};

/// What the corpus says of a page.
#[derive(Debug, Deserialize)]
struct Facts {
    id: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    body: String,
    url: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    published: Option<String>,
}

/// Visits what a corpus says of its pages.
fn each_facts(corpus: &Path, mut visit: impl FnMut(Facts)) -> Result<()> {
    let file = std::fs::File::open(corpus).map_err(|source| Error::read(corpus, source))?;
    for (number, line) in std::io::BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|source| Error::read(corpus, source))?;
        visit(serde_json::from_str(&line).map_err(|e| Error::Record { line: number + 1, reason: e.to_string() })?);
    }
    Ok(())
}

/// Fits what chooses headline, byline and date of a plain text among its lines. Bylines and dates are those of the
/// same pages as HTML.
fn picks(
    corpus: &Path,
    html: Option<&Path>,
    model: &Model,
    log: &mut dyn FnMut(&str),
) -> Result<BTreeMap<String, f64>> {
    let mut known: FxHashMap<String, (Option<String>, Option<String>)> = FxHashMap::default();
    if let Some(html) = html {
        each_facts(html, |page| {
            known.insert(page.id, (page.byline, page.published));
        })?;
    }
    let mut choices: [Vec<Choice>; 3] = Default::default();
    let mut number = 0_usize;
    each_facts(corpus, |page| {
        number += 1;
        let (byline, published) = known.get(&page.id).cloned().unwrap_or_default();
        let same = |line: &str, gold: &str| fold(line) == gold;
        // articles are pasted by themselves too, with their headline or without
        let headed = page.title.as_deref().map(|title| format!("{title}\n\n{}", page.body)).unwrap_or_default();
        let bare = if number.is_multiple_of(3) { page.body.as_str() } else { "" };
        for (text, url, whole) in [
            (page.text.as_str(), None, true),
            (&page.text, page.url.as_deref(), true),
            (&headed, None, false),
            (bare, None, false),
        ] {
            if text.is_empty() {
                continue;
            }
            let (spans, seen, kept) = judge(text, Language::English, model);
            let mut draft = Draft {
                text,
                spans: &spans,
                page: &seen,
                language: crate::Language::English,
                kept,
                certain: Vec::new(),
                known: Metadata::default(),
                url,
                headings: &[],
            };
            drop_certain(&mut draft);
            let Some(first) = draft.first_paragraph() else { continue };
            let gold = page.title.as_deref().map(fold).unwrap_or_default();
            let found = (0..spans.len()).any(|at| same(draft.bare(at), &gold));
            let candidates = draft.title_candidates(first);
            let title = candidates.iter().map(|(at, _)| *at).rfind(|&at| same(draft.bare(at), &gold));
            if found || !whole {
                let right = |at: &usize| same(draft.bare(*at), &gold);
                choices[0].push(Choice::new(&page.id, candidates, right, url.is_none() && whole));
            }
            if !whole || url.is_some() {
                continue;
            }
            if let Some(gold) = byline.as_deref().map(fold).filter(|gold| fold(text).contains(gold.as_str())) {
                let right = |(_, name): &(usize, String)| fold(name).contains(&gold);
                choices[1].push(Choice::new(&page.id, draft.byline_candidates(first, title), right, true));
            }
            if let Some(gold) = &published {
                let right = |(_, day): &(usize, Day)| gold.starts_with(&day.to_string());
                choices[2].push(Choice::new(&page.id, draft.day_candidates(first, title), right, true));
            }
        }
    })?;
    for choices in &mut choices {
        let sparser: Vec<Choice> = choices.iter().flat_map(|choice| [choice.sparser(1), choice.sparser(0)]).collect();
        choices.extend(sparser);
    }
    let mut out = BTreeMap::new();
    for (what, choices) in PICKS.iter().zip(&choices) {
        let (mut right, mut possible, mut scored, mut silent) = (0, 0, 0, 0);
        for part in 0..5 {
            let (inside, outside): (Vec<&Choice>, Vec<&Choice>) =
                choices.iter().partition(|choice| hash(&choice.id, "votes") % 5 != part);
            let weights = pick_weights(&inside);
            for choice in outside.into_iter().filter(|choice| choice.scored) {
                scored += 1;
                let won = choice.winner(&weights);
                right += usize::from(won > 0 && choice.right[won]);
                silent += usize::from(won == 0);
                possible += usize::from(!choice.right[0]);
            }
        }
        let n = f64::from(scored).max(1.0);
        log(&format!(
            "{what} of a text: {scored} pages, {:.4} right, {:.4} could be, {silent} without",
            right as f64 / n,
            possible as f64 / n
        ));
        let weights = pick_weights(&choices.iter().collect::<Vec<_>>());
        let rounded = |weight: f64| (weight * 1000.0).round() / 1000.0;
        let named = SIGNS.iter().zip(weights).filter(|(_, weight)| rounded(*weight) != 0.0);
        out.extend(named.map(|(sign, weight)| (format!("{what} {sign}"), rounded(weight))));
    }
    Ok(out)
}

/// The lines of one page that could be its headline (or the like); the first is none of them.
struct Choice {
    id: String,
    candidates: Vec<Signs>,
    right: Vec<bool>,
    /// Whether figures are taken of it.
    scored: bool,
}

impl Choice {
    fn new<T>(id: &str, candidates: Vec<(T, Signs)>, is_right: impl Fn(&T) -> bool, scored: bool) -> Self {
        let mut right = vec![false];
        right.extend(candidates.iter().map(|(value, _)| is_right(value)));
        right[0] = !right.contains(&true);
        let none = vec![(Sign::None, 1.0)];
        let candidates = [none].into_iter().chain(candidates.into_iter().map(|(_, signs)| signs)).collect();
        Self { id: id.to_owned(), candidates, right, scored }
    }

    /// The same page where one blank line of two is left, or none.
    fn sparser(&self, left: u64) -> Self {
        let stays = |at: usize, sign: Sign| {
            let gap = matches!(sign, Sign::GapBefore | Sign::GapAfter);
            !gap || hash(&self.id, &format!("{at} {}", sign as usize)) % 2 < left
        };
        let of_one =
            |(at, signs): (usize, &Signs)| signs.iter().copied().filter(|&(sign, _)| stays(at, sign)).collect();
        let candidates = self.candidates.iter().enumerate().map(of_one).collect();
        Self { id: self.id.clone(), candidates, right: self.right.clone(), scored: false }
    }

    fn scores<'c>(&'c self, weights: &'c [f64]) -> impl Iterator<Item = f64> + 'c {
        self.candidates.iter().map(|signs| signs.iter().map(|&(sign, x)| weights[sign as usize] * f64::from(x)).sum())
    }

    fn winner(&self, weights: &[f64]) -> usize {
        self.scores(weights).enumerate().fold((0, f64::MIN), |best, next| if next.1 > best.1 { next } else { best }).0
    }
}

/// Maximum likelihood of the right candidates under a softmax of summed weights, with L2.
fn pick_weights(choices: &[&Choice]) -> Vec<f64> {
    const L2: f64 = 1.0;
    let mut weights = vec![0.0; SIGNS.len()];
    minimize(
        &mut weights,
        Limits { iterations: 300, tolerance: 1e-8 },
        with_ridge(L2, 0, |w, gradient| {
            gradient.fill(0.0);
            let mut loss = 0.0;
            for choice in choices {
                let mut p: Vec<f64> = choice.scores(w).collect();
                crate::model::softmax(&mut p);
                let wins: f64 = p.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(p, _)| p).sum();
                let wins = wins.max(1e-300);
                loss -= wins.ln();
                for ((signs, p), &right) in choice.candidates.iter().zip(&p).zip(&choice.right) {
                    let slope = p - if right { p / wins } else { 0.0 };
                    for &(sign, x) in signs {
                        gradient[sign as usize] += slope * f64::from(x);
                    }
                }
            }
            loss
        }),
        |_, _| (),
    );
    weights
}

/// A record of the corpus.
#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    text: String,
    body: String,
    /// Numbers of the physical lines to keep.
    keep: Vec<u32>,
}

/// Features of a line: numbers and values.
type Row = Vec<(u16, f32)>;

/// One page in one layout, as numbers.
pub(crate) struct Sample {
    /// Pages of the same id stay in the same fold.
    id: String,
    page: Page,
    rows: Vec<Row>,
    keep: Vec<bool>,
    /// Its layout, by which figures are told apart.
    layout: Layout,
    /// Weight of the whole page.
    weight: f64,
    /// Word counts of the lines and of the body, for scoring; empty for layouts that are not scored.
    words: Vec<FxHashMap<String, u32>>,
    body: FxHashMap<String, u32>,
    /// Whether it is of an HTML page.
    html: bool,
}

impl Sample {
    /// F1, precision and recall of a choice of lines.
    fn score(&self, kept: &[bool]) -> [f64; 3] {
        let mut words: FxHashMap<&str, u32> = FxHashMap::default();
        for (counts, _) in self.words.iter().zip(kept).filter(|(_, keep)| **keep) {
            #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
            for (word, n) in counts {
                *words.entry(word).or_insert(0) += n;
            }
        }
        let common: u32 =
            self.body.iter().map(|(word, n)| (*n).min(words.get(word.as_str()).copied().unwrap_or(0))).sum();
        let (found, gold) = (words.values().sum::<u32>(), self.body.values().sum::<u32>());
        let share = |of: u32| if of == 0 { 0.0 } else { f64::from(common) / f64::from(of) };
        [2.0 * f64::from(common) / f64::from((found + gold).max(1)), share(found), share(gold)]
    }
}

/// L2 regularization: sum of losses times this, against half the squared weights of scaled features.
const C: [f64; 2] = [0.05, 0.1];
const LIMITS: Limits = Limits { iterations: 100, tolerance: 4e-6 };

/// Fits the model for plain text and writes its weights file; with `folds`, prints cross-validated figures first.
///
/// # Errors
/// When a file cannot be read or written, or holds no such records.
pub fn train_text(
    corpus: &Path,
    html: Option<&Path>,
    out: &Path,
    folds: usize,
    log: &mut dyn FnMut(&str),
) -> Result<()> {
    #[cfg(not(feature = "html"))]
    if html.is_some() {
        return Err(Error::Feature { what: "an HTML page", feature: "html" });
    }
    #[cfg_attr(not(feature = "html"), expect(unused_mut, reason = "pages are added with the feature"))]
    let mut samples = text_samples(corpus)?;
    #[cfg(feature = "html")]
    if let Some(html) = html {
        // the same pages, turned to text by our own reader of HTML
        each_page(html, |record| {
            let TrainingPage { texts, gaps, .. } = crate::input::html::training_page(&record.html);
            let keep = crate::input::html::labels(&texts, &record.body);
            let lines: Vec<(&str, bool)> = texts.iter().map(String::as_str).zip(gaps).collect();
            let mut sample = sample_of(&record.id, &lines, keep, Layout::OwnReader, 0.5);
            sample.words = texts.iter().map(|text| count(text)).collect();
            sample.body = count(&record.body);
            samples.push(sample);
        })?;
    }
    log(&format!("{} pages in all layouts", samples.len()));
    let job = Job { model: "clean-text", corpus, pages: html, out, folds };
    fit_and_write(&samples, &job, log, &|fitted, log| picks(corpus, html, fitted, log))
}

/// What else goes into the header of the weights file, by the fitted model.
type More<'a> = &'a dyn Fn(&Model, &mut dyn FnMut(&str)) -> Result<BTreeMap<String, f64>>;

/// What is fitted, on which data, and where to.
struct Job<'a> {
    model: &'a str,
    corpus: &'a Path,
    pages: Option<&'a Path>,
    out: &'a Path,
    folds: usize,
}

/// Cross-validates, fits, writes.
fn fit_and_write(samples: &[Sample], job: &Job<'_>, log: &mut dyn FnMut(&str), more: More<'_>) -> Result<()> {
    let &Job { model, corpus, pages, out, folds } = job;
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let html = samples.iter().any(|sample| sample.html);
    let all: Vec<&Sample> = samples.iter().collect();
    let mut constants = BTreeMap::new();
    let fitted;
    if html {
        #[cfg(feature = "html")]
        if folds > 1 {
            log_figures_of_html(&unseen(samples, folds, log), log);
        }
        fitted = two_passes(&all, log);
    } else {
        // the choices are weighed by what the model says of pages that it was not fitted on
        let ballots = choices_of(&unseen(samples, folds.max(FOLDS), log));
        if folds > 1 {
            log_figures_of_text(&ballots, log);
        }
        fitted = two_passes(&all, log);
        let weighing = weigh(&ballots.iter().collect::<Vec<_>>());
        constants.extend(VIEWS.iter().zip(weighing).map(|(view, weight)| (format!("choice {view}"), weight.into())));
    }
    constants.extend([("first bias".to_owned(), fitted.bias[0]), ("second bias".to_owned(), fitted.bias[1])]);
    let model_so_far = Model { weighing: weighing_of(&constants), ..fitted.model() };
    constants.extend(more(&model_so_far, log)?);
    let header = Header {
        model: model.to_owned(),
        features: NAMES.iter().map(ToString::to_string).collect(),
        constants,
        data: name(corpus),
        command: pages.map_or_else(
            || format!("nutgraf train {model} {}", name(corpus)),
            |pages| format!("nutgraf train {model} {} --pages {}", name(corpus), name(pages)),
        ),
        date: "2026-11-26".to_owned(),
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

/// The weights among `constants` that choose among the choices of a text's lines.
fn weighing_of(constants: &BTreeMap<String, f64>) -> Weighing {
    #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
    VIEWS.map(|view| constants.get(&format!("choice {view}")).map_or(0.0, |&weight| weight as f32))
}

/// Parts that pages are divided in when a figure is needed of pages that are not fitted on.
const FOLDS: usize = 3;

/// The pages that can be scored, with the probabilities of their lines by models that have not seen them.
fn unseen<'s>(samples: &'s [Sample], folds: usize, log: &mut dyn FnMut(&str)) -> Vec<(&'s Sample, Vec<f32>)> {
    let mut out = Vec::new();
    for fold in 0..folds {
        let (inside, outside): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|sample| hash(&sample.id, "outer") % folds as u64 != fold as u64);
        let fitted = two_passes(&inside, log);
        let scored = outside.into_iter().filter(|sample| !sample.body.is_empty());
        out.extend(scored.map(|sample| (sample, fitted.second(sample))));
    }
    out
}

/// Logs figures of HTML pages for the shipped decoder and others.
#[cfg(feature = "html")]
fn log_figures_of_html(unseen: &[(&Sample, Vec<f32>)], log: &mut dyn FnMut(&str)) {
    let figures = |decoder: Decoder| {
        let figures =
            unseen.iter().map(|(sample, p)| sample.score(&crate::input::html::choose(p, &sample.page.facts, decoder)));
        mean(&figures.collect::<Vec<_>>())
    };
    log(&format!("unseen: {}", figures(Decoder::HTML)));
    for expected in [1.2, 1.4, 1.6, 1.8, 2.1] {
        for switch in [0.4, 0.7, 1.0, 1.5] {
            let decoder = Decoder { expected, switch, ..Decoder::HTML };
            log(&format!("{decoder:?} {}", figures(decoder)));
        }
    }
}

/// The choices of lines of one page.
struct Options<'s> {
    sample: &'s Sample,
    views: [Weighing; THRESHOLDS.len()],
    /// F1, precision and recall of each.
    scores: [[f64; 3]; THRESHOLDS.len()],
}

impl Options<'_> {
    /// Weight of the page when choices are weighed.
    fn weight(&self) -> f64 {
        if matches!(self.sample.layout, Layout::AsGiven | Layout::OwnReader) { 1.0 } else { 0.4 }
    }

    /// Figures of the choice that wins.
    fn won(&self, weighing: &Weighing) -> [f64; 3] {
        let score = |views: &Weighing| views.iter().zip(weighing).map(|(view, weight)| view * weight).sum::<f32>();
        let best = (1..self.views.len())
            .fold(0, |best, at| if score(&self.views[at]) > score(&self.views[best]) { at } else { best });
        self.scores[best]
    }
}

fn choices_of<'s>(unseen: &[(&'s Sample, Vec<f32>)]) -> Vec<Options<'s>> {
    let options = |(sample, p): &(&'s Sample, Vec<f32>)| {
        let found = choices(p, &sample.page.facts);
        let views = std::array::from_fn(|at| found[at].1);
        let scores = found.map(|(mut kept, _)| {
            guard(&mut kept, p, &sample.page.facts);
            sample.score(&kept)
        });
        Options { sample, views, scores }
    };
    unseen.iter().map(options).collect()
}

/// Logs figures of texts by layout; those who choose have not seen the page either.
fn log_figures_of_text(pages: &[Options<'_>], log: &mut dyn FnMut(&str)) {
    const PARTS: u64 = 5;
    let part = |page: &Options<'_>| hash(&page.sample.id, "choices") % PARTS;
    let mut figures: Vec<(Layout, [f64; 3])> = Vec::new();
    for out in 0..PARTS {
        let weighing = weigh(&pages.iter().filter(|page| part(page) != out).collect::<Vec<_>>());
        let outside = pages.iter().filter(|page| part(page) == out);
        figures.extend(outside.map(|page| (page.sample.layout, page.won(&weighing))));
    }
    for layout in Layout::SCORED {
        let of_layout = figures.iter().filter(|(other, _)| *other == layout).map(|(_, figures)| *figures);
        log(&format!("unseen, {layout:?}: {}", mean(&of_layout.collect::<Vec<_>>())));
    }
}

/// Weights by which the best of a page's choices is taken: those under which a softmax over the choices has the best
/// expected F1. A regression of F1 on what is seen would spend them on telling bad choices from worse ones.
fn weigh(pages: &[&Options<'_>]) -> Weighing {
    const L2: f64 = 1e-5;
    let deviations = |page: &Options<'_>| {
        let n = page.views.len() as f64;
        let means: [f64; VIEWS.len()] =
            std::array::from_fn(|view| page.views.iter().map(|views| f64::from(views[view])).sum::<f64>() / n);
        page.views.map(|views| -> [f64; VIEWS.len()] { std::array::from_fn(|at| f64::from(views[at]) - means[at]) })
    };
    let mut rows: Vec<[[f64; VIEWS.len()]; THRESHOLDS.len()]> = pages.iter().map(|page| deviations(page)).collect();
    let scales: [f64; VIEWS.len()] = std::array::from_fn(|view| {
        let squares: f64 = rows.iter().flatten().map(|row| row[view] * row[view]).sum();
        (squares / (rows.len() * THRESHOLDS.len()).max(1) as f64).sqrt().max(1e-6)
    });
    for (x, scale) in rows.iter_mut().flatten().flat_map(|row| row.iter_mut().zip(&scales)) {
        *x /= scale;
    }
    let total: f64 = pages.iter().map(|page| page.weight()).sum::<f64>().max(1e-6);
    let mut weights = [0.0; VIEWS.len()];
    minimize(
        &mut weights,
        Limits { iterations: 300, tolerance: 1e-10 },
        with_ridge(L2, 0, |w, gradient| {
            gradient.fill(0.0);
            let mut loss = 0.0;
            for (page, rows) in pages.iter().zip(&rows) {
                let mut p = rows.map(|row| row.iter().zip(w).map(|(x, w)| x * w).sum::<f64>());
                crate::model::softmax(&mut p);
                let expected: f64 = p.iter().zip(&page.scores).map(|(p, score)| p * score[0]).sum();
                let weight = page.weight() / total;
                loss -= weight * expected;
                for ((row, p), score) in rows.iter().zip(p).zip(&page.scores) {
                    let slope = weight * p * (expected - score[0]);
                    for (g, x) in gradient.iter_mut().zip(row) {
                        *g += slope * x;
                    }
                }
            }
            loss
        }),
        |_, _| (),
    );
    #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
    std::array::from_fn(|view| (weights[view] / scales[view]) as f32)
}

/// The pages of the corpus in all their layouts.
fn text_samples(corpus: &Path) -> Result<Vec<Sample>> {
    let file = std::fs::File::open(corpus).map_err(|source| Error::read(corpus, source))?;
    let mut records: Vec<Record> = Vec::new();
    for (number, line) in std::io::BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|source| Error::read(corpus, source))?;
        records
            .push(serde_json::from_str(&line).map_err(|e| Error::Record { line: number + 1, reason: e.to_string() })?);
    }
    let mut donors: FxHashMap<u64, Vec<Inset<'_>>> = FxHashMap::default();
    for record in &records {
        donors.entry(group(&record.id)).or_default().extend(insets(record));
    }
    let mut samples = Vec::new();
    for (number, record) in records.iter().enumerate() {
        let lines = physical(&record.text);
        let keep: Vec<bool> = lines.iter().map(|line| record.keep.binary_search(&line.number).is_ok()).collect();
        let mut sample = sample(&record.id, &record.text, &lines, keep.clone(), Layout::AsGiven, 1.0);
        sample.words = lines.iter().map(|line| count(&record.text[line.span])).collect();
        sample.body = count(&record.body);
        samples.push(sample);
        let layout = [Layout::NoBullets, Layout::NoBulletsAllGaps, Layout::NoBulletsNoGaps][number % 3];
        let mut varied = self::sample(&record.id, &record.text, &lines, keep, layout, 0.3);
        varied.words.clone_from(&samples[samples.len() - 1].words);
        varied.body.clone_from(&samples[samples.len() - 1].body);
        samples.push(varied);
        if let Some(insets) = donors.get(&group(&record.id)) {
            samples.extend(interrupted(record, insets));
        }
        let body = physical(&record.body);
        if !body.is_empty() {
            let keep = vec![true; body.len()];
            let layout = if number % 2 == 0 { Layout::AllGaps } else { Layout::AsGiven };
            samples.push(self::sample(&record.id, &record.body, &body, keep, layout, 0.15));
        }
    }
    Ok(samples)
}

/// Lines that stand inside of stories or right after them without belonging to them: teasers, notices, forms.
struct Inset<'r> {
    id: &'r str,
    lines: Vec<(&'r str, bool)>,
}

/// Most lines of an inset.
const INSET: usize = 8;
/// Words of a page's longest paragraph after which its insets are used elsewhere: longer ones may be stories.
const TEASER: usize = 40;

/// Pages that share insets: none of them crosses from one fold of a cross-validation into another.
fn group(id: &str) -> u64 {
    hash(id, "outer") % 15
}

/// The insets of a page.
fn insets(record: &Record) -> Vec<Inset<'_>> {
    let lines = physical(&record.text);
    let kept = |line: &Line| record.keep.binary_search(&line.number).is_ok();
    let text = |line: &Line| (&record.text[line.span], line.gap);
    let Some(first) = lines.iter().position(kept) else { return Vec::new() };
    lines[first..]
        .chunk_by(|a, b| kept(a) == kept(b))
        .filter(|run| !kept(&run[0]))
        .map(|run| Inset { id: &record.id, lines: run.iter().take(INSET).map(text).collect() })
        .filter(|inset| inset.lines.iter().all(|(line, _)| line.split(' ').count() <= TEASER))
        .collect()
}

/// The page with insets of others between its paragraphs: where they stand is chance, and the story goes on after them.
fn interrupted(record: &Record, insets: &[Inset<'_>]) -> Option<Sample> {
    const MOST: usize = 3;
    let own = physical(&record.text);
    let kept = |line: &Line| record.keep.binary_search(&line.number).is_ok();
    let inner: Vec<usize> = (1..own.len()).filter(|&at| kept(&own[at - 1]) && kept(&own[at]) && own[at].gap).collect();
    let others: Vec<&Inset<'_>> = insets.iter().filter(|inset| inset.id != record.id).collect();
    if inner.len() < MOST || others.is_empty() {
        return None;
    }
    let chance = |salt: &str, most: usize| usize::try_from(hash(&record.id, salt) % most.max(1) as u64).unwrap_or(0);
    let mut places: Vec<(usize, &Inset<'_>)> = ["first", "second", "third"]
        .iter()
        .take(1 + chance("number", MOST))
        .map(|salt| (inner[chance(salt, inner.len())], others[chance(&format!("{salt} inset"), others.len())]))
        .collect();
    places.sort_by_key(|(at, _)| *at);
    let (mut lines, mut keep) = (Vec::new(), Vec::new());
    let mut places = places.into_iter().peekable();
    for (at, line) in own.iter().enumerate() {
        while let Some((_, inset)) = places.next_if(|(place, _)| *place == at) {
            lines.extend(inset.lines.iter().enumerate().map(|(at, (line, gap))| (*line, at == 0 || *gap)));
            keep.resize(lines.len(), false);
        }
        lines.push((&record.text[line.span], line.gap));
        keep.push(kept(line));
    }
    let mut sample = sample_of(&record.id, &lines, keep, Layout::Interrupted, 0.3);
    sample.words = lines.iter().map(|(line, _)| count(line)).collect();
    sample.body = count(&record.body);
    Some(sample)
}

/// How else the page might have been pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    AsGiven,
    AllGaps,
    NoBullets,
    NoBulletsAllGaps,
    NoBulletsNoGaps,
    /// As our own reader of HTML gives it.
    OwnReader,
    /// With teasers and notices of other pages between its paragraphs.
    Interrupted,
}

impl Layout {
    /// Layouts that are scored.
    const SCORED: [Self; 6] = [
        Self::AsGiven,
        Self::NoBullets,
        Self::NoBulletsAllGaps,
        Self::NoBulletsNoGaps,
        Self::OwnReader,
        Self::Interrupted,
    ];
}

fn sample(id: &str, text: &str, lines: &[Line], keep: Vec<bool>, layout: Layout, weight: f64) -> Sample {
    let lines: Vec<(&str, bool)> = lines.iter().map(|line| (&text[line.span], line.gap)).collect();
    sample_of(id, &lines, keep, layout, weight)
}

fn sample_of(id: &str, lines: &[(&str, bool)], keep: Vec<bool>, layout: Layout, weight: f64) -> Sample {
    let mut reader = Reader::new(Language::English, lines.len(), 0);
    let mut rows = vec![Vec::new(); lines.len()];
    for ((line, _), row) in lines.iter().zip(&mut rows) {
        let bare = without_bullet(line).0;
        let as_given = !matches!(layout, Layout::NoBullets | Layout::NoBulletsAllGaps | Layout::NoBulletsNoGaps)
            || bare.is_empty();
        reader.read_line(if as_given { line } else { bare }, false, row);
    }
    let mut page = reader.finish();
    let gaps: Vec<bool> = lines
        .iter()
        .map(|(_, gap)| match layout {
            Layout::AllGaps | Layout::NoBulletsAllGaps => true,
            Layout::NoBulletsNoGaps => false,
            _ => *gap,
        })
        .collect();
    page.context(&gaps, &mut rows);
    page.group_lines(&gaps);
    let body = FxHashMap::default();
    Sample { id: id.to_owned(), page, rows, keep, layout, weight, words: Vec::new(), body, html: false }
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
    /// As it is used.
    fn model(&self) -> Model {
        #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
        Model {
            weights: (0..FEATURES).map(|at| [self.weights[0][at] as f32, self.weights[1][at] as f32]).collect(),
            bias: [self.bias[0] as f32, self.bias[1] as f32],
            picks: Picks::default(),
            weighing: Weighing::default(),
        }
    }

    fn probabilities(&self, pass: usize, rows: &[Row]) -> Vec<f32> {
        #[expect(clippy::cast_possible_truncation, reason = "as at prediction time")]
        rows.iter().map(|row| sigmoid((self.bias[pass] + dot(&self.weights[pass], row)) as f32)).collect()
    }

    /// Probabilities of a page's lines.
    fn second(&self, sample: &Sample) -> Vec<f32> {
        let first = self.probabilities(0, &sample.rows);
        self.probabilities(1, &with_second(sample, &first))
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
fn with_second(sample: &Sample, first: &[f32]) -> Vec<Row> {
    let mut rows = sample.rows.clone();
    second_pass(first, &sample.page, &mut rows);
    rows
}

fn two_passes(samples: &[&Sample], log: &mut dyn FnMut(&str)) -> Fitted {
    // with three the second pass sees the first at its worse than it is in the end; texts come in five layouts, and cost
    let folds = if samples.iter().any(|sample| sample.html) { 8 } else { 3 };
    let mut first = vec![Vec::new(); samples.len()];
    let mut start: Option<Vec<f64>> = None;
    for fold in 0..folds {
        let inside: Vec<(&Sample, &[Row])> = samples
            .iter()
            .filter(|sample| hash(&sample.id, "inner") % folds != fold)
            .map(|sample| (*sample, &sample.rows[..]))
            .collect();
        let (weights, bias) = logistic(&inside, C[0], start.as_deref(), log);
        start = Some(weights.iter().copied().chain([bias]).collect());
        let fitted = Fitted { weights: [weights, Vec::new()], bias: [bias, 0.0] };
        for (p, sample) in first.iter_mut().zip(samples).filter(|(_, s)| hash(&s.id, "inner") % folds == fold) {
            *p = fitted.probabilities(0, &sample.rows);
        }
    }
    let all: Vec<(&Sample, &[Row])> = samples.iter().map(|sample| (*sample, &sample.rows[..])).collect();
    let (first_weights, first_bias) = logistic(&all, C[0], start.as_deref(), log);
    let rows: Vec<Vec<Row>> = samples.iter().zip(&first).map(|(sample, p)| with_second(sample, p)).collect();
    let all: Vec<(&Sample, &[Row])> = samples.iter().zip(&rows).map(|(s, rows)| (*s, &rows[..])).collect();
    let (second_weights, second_bias) = logistic(&all, C[1], None, log);
    Fitted { weights: [first_weights, second_weights], bias: [first_bias, second_bias] }
}

/// Weighted logistic regression with L2 on features scaled by their largest magnitude; the bias is free.
fn logistic(
    samples: &[(&Sample, &[Row])],
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
        with_ridge(1.0, 1, |w, gradient| {
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
            for g in gradient.iter_mut() {
                *g *= c;
            }
            loss * c
        }),
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

/// Fits the model for the blocks of HTML pages; like [`train_text`].
///
/// # Errors
/// When a file cannot be read or written, or holds no such records.
#[cfg(feature = "html")]
pub fn train_html(corpus: &Path, out: &Path, folds: usize, log: &mut dyn FnMut(&str)) -> Result<()> {
    let mut samples = Vec::new();
    let mut oracle = Vec::new();
    each_page(corpus, |record| {
        let TrainingPage { page, rows, texts, .. } = crate::input::html::training_page(&record.html);
        let keep = crate::input::html::labels(&texts, &record.body);
        let sample = Sample {
            id: record.id,
            page,
            rows,
            keep,
            layout: Layout::AsGiven,
            weight: 1.0,
            words: texts.iter().map(|text| count(text)).collect(),
            body: count(&record.body),
            html: true,
        };
        oracle.push(sample.score(&sample.keep));
        samples.push(sample);
    })?;
    log(&format!("labels against bodies: {}", mean(&oracle)));
    let job = Job { model: "clean-html", corpus, pages: None, out, folds };
    fit_and_write(&samples, &job, log, &|_, _| Ok(BTreeMap::new()))
}

/// A record of the corpus of pages.
#[cfg(feature = "html")]
#[derive(Deserialize)]
struct PageRecord {
    id: String,
    html: String,
    #[serde(default)]
    body: String,
    url: Option<String>,
    byline: Option<String>,
    published: Option<String>,
}

/// Visits the pages that have a body.
#[cfg(feature = "html")]
fn each_page(corpus: &Path, mut visit: impl FnMut(PageRecord)) -> Result<()> {
    let file = std::fs::File::open(corpus).map_err(|source| Error::read(corpus, source))?;
    for (number, line) in std::io::BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|source| Error::read(corpus, source))?;
        let record: PageRecord =
            serde_json::from_str(&line).map_err(|e| Error::Record { line: number + 1, reason: e.to_string() })?;
        if !record.body.is_empty() {
            visit(record);
        }
    }
    Ok(())
}

/// Fits the weights with which the places of a page vote for its date and its byline, prints figures of two-fold
/// cross-validation, and writes them.
///
/// # Errors
/// When a file cannot be read or written, or holds no such records.
#[cfg(feature = "html")]
pub fn train_metadata(corpus: &Path, out: &Path, log: &mut dyn FnMut(&str)) -> Result<()> {
    use crate::input::html::{Votes, fold_name, places};
    let (mut dates, mut names) = (Vec::new(), Vec::new());
    each_page(corpus, |record| {
        let (days, bylines) = places(&record.html, record.url.as_deref());
        if let Some(gold) = &record.published {
            let right = |day: &String| gold.starts_with(day.as_str());
            dates.push(Ballot::new(&record.id, days, right));
        }
        if let Some(gold) = &record.byline {
            let gold = fold_name(gold);
            names.push(Ballot::new(&record.id, bylines, |name: &String| name.contains(&gold)));
        }
    })?;
    let mut votes = Votes {
        note: vec![
            "Weights of the places on an HTML page that hold its date and its writer's name.".to_owned(),
            "Data: Web Content Extraction Benchmark, development part (CC BY 4.0).".to_owned(),
            "Command: nutgraf train clean-metadata. Date: 2026-11-23.".to_owned(),
        ],
        ..Votes::default()
    };
    for (name, ballots, weights) in [("published", &dates, &mut votes.published), ("byline", &names, &mut votes.byline)]
    {
        let (mut right, mut oracle) = (0, 0);
        for fold in 0..2 {
            let (inside, outside): (Vec<&Ballot>, Vec<&Ballot>) =
                ballots.iter().partition(|ballot| hash(&ballot.id, "votes") % 2 != fold);
            let fitted = vote_weights(&inside);
            right += outside.iter().filter(|ballot| ballot.is_won(&fitted)).count();
            oracle += outside.iter().filter(|ballot| ballot.right.contains(&true)).count();
        }
        let n = ballots.len().max(1) as f64;
        log(&format!(
            "{name}: {} pages, {:.4} right, {:.4} could be",
            ballots.len(),
            right as f64 / n,
            oracle as f64 / n
        ));
        #[expect(clippy::cast_possible_truncation, reason = "two digits are enough")]
        let rounded = |weight: f64| ((weight * 100.0).round() / 100.0) as f32;
        *weights = vote_weights(&ballots.iter().collect::<Vec<_>>())
            .into_iter()
            .map(|(place, w)| (place, rounded(w)))
            .collect();
    }
    let text = serde_json::to_string_pretty(&votes).map_err(|e| Error::Weights { reason: e.to_string() })? + "\n";
    std::fs::write(out, text).map_err(|source| Error::Write { path: out.to_owned(), source })
}

/// The candidates of one page for one field.
#[cfg(feature = "html")]
struct Ballot {
    id: String,
    /// Places that speak for each candidate.
    places: Vec<Vec<String>>,
    right: Vec<bool>,
}

#[cfg(feature = "html")]
impl Ballot {
    fn new(id: &str, candidates: Vec<(String, Vec<String>)>, is_right: impl Fn(&String) -> bool) -> Self {
        let right = candidates.iter().map(|(value, _)| is_right(value)).collect();
        Self { id: id.to_owned(), places: candidates.into_iter().map(|(_, places)| places).collect(), right }
    }

    fn is_won(&self, weights: &std::collections::BTreeMap<String, f64>) -> bool {
        let mut best: Option<(f64, bool)> = None;
        for (places, &right) in self.places.iter().zip(&self.right) {
            let score = places.iter().map(|place| weights.get(place).copied().unwrap_or(0.0)).sum();
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, right));
            }
        }
        best.is_some_and(|(_, right)| right)
    }
}

/// Maximum likelihood of the right candidates under a softmax of summed weights, with L2.
#[cfg(feature = "html")]
fn vote_weights(ballots: &[&Ballot]) -> std::collections::BTreeMap<String, f64> {
    const L2: f64 = 0.15;
    let mut numbers: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for place in ballots.iter().flat_map(|ballot| ballot.places.iter().flatten()) {
        let next = numbers.len();
        numbers.entry(place.clone()).or_insert(next);
    }
    let contested: Vec<(Vec<Vec<usize>>, &[bool])> = ballots
        .iter()
        .filter(|ballot| ballot.right.contains(&true) && ballot.right.contains(&false))
        .map(|ballot| {
            (
                ballot.places.iter().map(|places| places.iter().map(|p| numbers[p]).collect()).collect(),
                &ballot.right[..],
            )
        })
        .collect();
    let mut weights = vec![0.0; numbers.len()];
    let limits = Limits { iterations: 300, tolerance: 1e-9 };
    minimize(
        &mut weights,
        limits,
        with_ridge(L2, 0, |w, gradient| {
            gradient.fill(0.0);
            let mut loss = 0.0;
            for (candidates, right) in &contested {
                let mut p: Vec<f64> = candidates.iter().map(|places| places.iter().map(|&at| w[at]).sum()).collect();
                crate::model::softmax(&mut p);
                let wins: f64 =
                    p.iter().zip(*right).filter(|(_, right)| **right).map(|(p, _)| p).sum::<f64>().max(1e-300);
                loss -= wins.ln();
                for ((places, p), &right) in candidates.iter().zip(&p).zip(*right) {
                    let slope = p - if right { p / wins } else { 0.0 };
                    for &at in places {
                        gradient[at] += slope;
                    }
                }
            }
            loss
        }),
        |_, _| (),
    );
    numbers.into_iter().map(|(place, at)| (place, weights[at])).collect()
}
