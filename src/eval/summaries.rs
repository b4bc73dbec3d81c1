//! Summarizers side by side: methods, lines above and below, outside systems, on the same articles.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::dataset::{Corpus, Skipped, SummaryRecord};
use super::parallel::in_order;
use super::random::Random;
use super::resample::{Interval, Table, holm};
use super::rouge::{Metric, Rouge, Score, Scores, Session};
use super::tokenize::Words;
use crate::{Article, Budget, Method, ParseOptions, Summarizer};

/// Something that makes summaries.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum System {
    /// A method of this library.
    Method(Method),
    /// The upper line: sentences are added one by one, each time the one that raises ROUGE-1 plus ROUGE-2 F1 most,
    /// until none does or the length is reached. It sees the references.
    Oracle,
    /// The lower line: sentences drawn at random, with a seed.
    Random,
    /// Another program's summaries.
    Outside(Predictions),
}

impl System {
    /// The systems that always run: every method, the oracle and random.
    pub fn all() -> Vec<Self> {
        Method::ALL.iter().map(|&method| Self::Method(method)).chain([Self::Random, Self::Oracle]).collect()
    }

    /// A system of this library by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|system| system.name() == name)
    }

    /// Its name in options and output.
    pub fn name(&self) -> &str {
        match self {
            Self::Method(method) => method.name(),
            Self::Oracle => "oracle",
            Self::Random => "random",
            Self::Outside(predictions) => &predictions.name,
        }
    }
}

/// The summaries of an outside system, by article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Predictions {
    name: String,
    summaries: HashMap<String, String>,
}

impl Predictions {
    /// The summaries of the system of that name, by the articles' ids. A line of a summary is a sentence.
    pub fn new(name: impl Into<String>, summaries: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { name: name.into(), summaries: summaries.into_iter().collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.summaries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.summaries.is_empty()
    }
}

/// What to run and how to score it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SummaryOptions {
    /// The systems, in the order of the report.
    pub systems: Vec<System>,
    /// Sentences a summary; `None` leaves it to the method (about three). The oracle takes so many at most.
    pub sentences: Option<usize>,
    /// How to score.
    pub rouge: Rouge,
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// How often the articles are resampled for intervals and p-values.
    pub resamples: usize,
}

impl Default for SummaryOptions {
    fn default() -> Self {
        Self { systems: System::all(), sentences: None, rouge: Rouge::new().stem(true), seed: 1, resamples: 10_000 }
    }
}

impl SummaryOptions {
    /// Every system, stemming on, 10,000 resamples, seed 1.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The figures of one system.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SystemResult {
    /// Its name.
    pub name: String,
    /// Mean precision, recall and F1 by metric, with the bounds of the F1.
    pub means: Vec<(Metric, Score, Interval)>,
    /// Mean length in words (runs of other than white space).
    pub words: f64,
    /// Mean number of sentences.
    pub sentences: f64,
    /// Articles read and summarized in a second of one thread; `None` for outside systems.
    pub articles_per_second: Option<f64>,
    /// Articles for which an outside system gave no summary: scored as empty.
    pub missing: Vec<String>,
    /// Scores of each article, in the order of the corpus.
    pub articles: Vec<Scores>,
    /// The summary of each article, a sentence a line.
    pub summaries: Vec<String>,
}

impl SystemResult {
    /// The mean score by that metric.
    pub fn mean(&self, metric: Metric) -> Option<Score> {
        self.means.iter().find(|(m, ..)| *m == metric).map(|(_, score, _)| *score)
    }
}

/// Two systems compared by one metric's F1 on the same articles.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// Index of the first system.
    pub a: usize,
    /// Index of the second.
    pub b: usize,
    /// The metric.
    pub metric: Metric,
    /// Mean F1 of the first less that of the second.
    pub difference: f64,
    /// Its bounds.
    pub interval: Interval,
    /// Two-sided p-value by paired randomization.
    pub p: f64,
    /// The same, adjusted by Holm's method for all pairs of the metric.
    pub p_holm: f64,
}

/// What `evaluate_summaries` found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SummaryEvaluation {
    /// Name of the corpus.
    pub corpus: String,
    /// Its layout.
    pub layout: &'static str,
    /// Ids of the articles, in order.
    pub ids: Vec<String>,
    /// Their references.
    pub references: Vec<Vec<String>>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// Articles whose references hold no word under the tokenizer: nothing can score above 0 there.
    pub wordless: Vec<String>,
    /// The systems, in the order asked for.
    pub systems: Vec<SystemResult>,
    /// Every pair of systems by every metric.
    pub comparisons: Vec<Comparison>,
    /// The options it was made with.
    pub rouge: Rouge,
    /// Sentences asked for.
    pub sentences: Option<usize>,
    /// The seed.
    pub seed: u64,
    /// Number of resamples.
    pub resamples: usize,
}

/// One article's summary by one system.
#[derive(Debug)]
struct Made {
    summary: String,
    sentences: usize,
    scores: Scores,
    time: Duration,
    missing: bool,
}

/// Runs and scores systems on a corpus, on all cores; `done` is called after each article with the number of
/// all.
///
/// The figures are the same with any number of threads; only the speeds differ from run to run.
pub fn evaluate_summaries(
    corpus: Corpus<SummaryRecord>,
    options: &SummaryOptions,
    done: &(dyn Fn(usize) + Sync),
) -> SummaryEvaluation {
    let records = &corpus.records;
    let made = in_order(
        records.len(),
        || options.rouge.session(),
        |session, at| {
            let made = summarize(&records[at], at, options, session);
            done(records.len());
            made
        },
    );
    let metrics = options.rouge.metric_list();
    let width = options.systems.len() * metrics.len();
    let f1 = made.iter().flat_map(|row| row.iter().flat_map(|made| made.scores.iter().map(|(_, score)| score.f1)));
    let resampled = Table::new(width, f1.collect()).resample(options.resamples, options.seed);
    let comparisons = compare(options.systems.len(), metrics, &resampled);
    let mut rows: Vec<_> = made.into_iter().map(Vec::into_iter).collect();
    let systems = options.systems.iter().enumerate().map(|(number, system)| {
        let column: Vec<Made> = rows.iter_mut().filter_map(Iterator::next).collect();
        let interval = |at: usize| resampled.interval(number * metrics.len() + at);
        system_result(system, column, records, metrics, interval)
    });
    let systems = systems.collect();
    let mut session = options.rouge.session();
    let mut has_words = |record: &SummaryRecord| {
        session.renew();
        record.references.iter().any(|reference| !session.vocabulary.words(reference).ids.is_empty())
    };
    let wordless = corpus.records.iter().filter(|record| !has_words(record)).map(|record| record.id.clone()).collect();
    let (ids, references) = corpus.records.into_iter().map(|record| (record.id, record.references)).unzip();
    SummaryEvaluation {
        corpus: corpus.name,
        layout: corpus.layout,
        ids,
        references,
        skipped: corpus.skipped,
        wordless,
        systems,
        comparisons,
        rouge: options.rouge.clone(),
        sentences: options.sentences,
        seed: options.seed,
        resamples: options.resamples,
    }
}

fn system_result(
    system: &System,
    made: Vec<Made>,
    records: &[SummaryRecord],
    metrics: &[Metric],
    interval: impl Fn(usize) -> Interval,
) -> SystemResult {
    let n = made.len().max(1) as f64;
    let means = metrics.iter().enumerate().map(|(at, &metric)| {
        let scores = || made.iter().filter_map(|made| made.scores.get(metric));
        let mean = |part: fn(Score) -> f64| scores().map(part).sum::<f64>() / n;
        let score = Score { precision: mean(|s| s.precision), recall: mean(|s| s.recall), f1: mean(|s| s.f1) };
        (metric, score, interval(at))
    });
    let time: Duration = made.iter().map(|made| made.time).sum();
    let speed = made.len() as f64 / time.as_secs_f64().max(f64::MIN_POSITIVE);
    let missing = made.iter().zip(records).filter(|(made, _)| made.missing).map(|(_, record)| record.id.clone());
    SystemResult {
        name: system.name().to_owned(),
        means: means.collect(),
        words: made.iter().map(|made| made.summary.split_whitespace().count()).sum::<usize>() as f64 / n,
        sentences: made.iter().map(|made| made.sentences).sum::<usize>() as f64 / n,
        articles_per_second: (!matches!(system, System::Outside(_))).then_some(speed),
        missing: missing.collect(),
        articles: made.iter().map(|made| made.scores.clone()).collect(),
        summaries: made.into_iter().map(|made| made.summary).collect(),
    }
}

fn compare(systems: usize, metrics: &[Metric], resampled: &super::resample::Resampled) -> Vec<Comparison> {
    let mut comparisons = Vec::new();
    for (at, &metric) in metrics.iter().enumerate() {
        let column = |system: usize| system * metrics.len() + at;
        let pairs: Vec<(usize, usize)> = (0..systems).flat_map(|a| (a + 1..systems).map(move |b| (a, b))).collect();
        let p_values: Vec<f64> = pairs.iter().map(|&(a, b)| resampled.p_value(column(a), column(b))).collect();
        let adjusted = holm(&p_values);
        for ((&(a, b), &p), &p_holm) in pairs.iter().zip(&p_values).zip(&adjusted) {
            let difference = resampled.mean(column(a)) - resampled.mean(column(b));
            let interval = resampled.difference_interval(column(a), column(b));
            comparisons.push(Comparison { a, b, metric, difference, interval, p, p_holm });
        }
    }
    comparisons
}

/// All systems on one article.
fn summarize(record: &SummaryRecord, number: usize, options: &SummaryOptions, session: &mut Session<'_>) -> Vec<Made> {
    let start = Instant::now();
    let article = parse(record);
    let reading = start.elapsed();
    session.renew();
    let references: Vec<Words> = record.references.iter().map(|text| session.vocabulary.words(text)).collect();
    let budget = options.sentences.map_or(Budget::Auto, Budget::Sentences);
    let limit = options.sentences.unwrap_or(3);
    let systems = options.systems.iter().map(|system| {
        let start = Instant::now();
        let mut missing = false;
        let summary = match system {
            System::Method(method) => {
                let summary = Summarizer::new().method(*method).budget(budget).summarize(&article);
                lines(summary.sentences(&article).map(|sentence| sentence.text()))
            }
            System::Oracle => {
                let sentences: Vec<&str> = article.body_sentences().map(|sentence| sentence.text()).collect();
                lines(oracle(session, &references, &sentences, limit).into_iter().map(|at| sentences[at]))
            }
            System::Random => {
                let sentences: Vec<&str> = article.body_sentences().map(|sentence| sentence.text()).collect();
                let mut random = Random::new(options.seed ^ RANDOM_SYSTEM, number as u64);
                lines(draw(&mut random, sentences.len(), limit).into_iter().map(|at| sentences[at]))
            }
            System::Outside(predictions) => {
                let summary = predictions.summaries.get(&record.id);
                missing = summary.is_none();
                summary.cloned().unwrap_or_default()
            }
        };
        let time = reading + start.elapsed();
        let words = session.vocabulary.words(&summary);
        let scores = session.score_words(&references, &words);
        let sentences = summary.lines().filter(|line| !line.trim().is_empty()).count();
        Made { summary, sentences, scores, time, missing }
    });
    systems.collect()
}

/// Keeps the sentences that `random` draws apart from the resamples of the same seed.
const RANDOM_SYSTEM: u64 = 0x7261_6e64_6f6d;

fn parse(record: &SummaryRecord) -> Article {
    let mut options = ParseOptions::new().id(&*record.id);
    if let Some(title) = &record.title {
        options = options.title(&**title);
    }
    if let Some(language) = record.language {
        options = options.language(language);
    }
    crate::parse(record.text.clone(), &options)
}

/// Sentences as ROUGE-Lsum wants them: one a line.
fn lines<'t>(sentences: impl Iterator<Item = &'t str>) -> String {
    let mut out = String::new();
    for sentence in sentences {
        if !out.is_empty() {
            out.push('\n');
        }
        out.extend(sentence.chars().map(|c| if c == '\n' { ' ' } else { c }));
    }
    out
}

/// Numbers below `count`, `wanted` at most, without repetition, sorted.
fn draw(random: &mut Random, count: usize, wanted: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..count).collect();
    let wanted = wanted.min(count);
    for at in 0..wanted {
        let other = at + random.below(count - at);
        all.swap(at, other);
    }
    all.truncate(wanted);
    all.sort_unstable();
    all
}

/// The sentences that a greedy search with the references in hand takes, `limit` at most, in text order.
///
/// Each step tries every sentence in its place among those taken, so that pairs of words across two sentences count as
/// they will in the score. With several references the best one counts at each step. Equal sentences: the first.
fn oracle(session: &mut Session<'_>, references: &[Words], sentences: &[&str], limit: usize) -> Vec<usize> {
    let words: Vec<Words> = sentences.iter().map(|sentence| session.vocabulary.words(sentence)).collect();
    let mut wanted: Vec<u32> = references.iter().flat_map(|reference| &reference.ids).copied().collect();
    wanted.sort_unstable();
    // a sentence that shares no word with a reference can only lower the score
    let useful = |words: &Words| words.ids.iter().any(|id| wanted.binary_search(id).is_ok());
    let mut left: Vec<usize> = (0..words.len()).filter(|&at| useful(&words[at])).collect();
    let mut taken: Vec<usize> = Vec::new();
    let mut best = 0.0;
    let mut candidate: Vec<u32> = Vec::new();
    while taken.len() < limit {
        let mut found = None;
        for (place, &at) in left.iter().enumerate() {
            let before = taken.partition_point(|&other| other < at);
            candidate.clear();
            for &one in taken[..before].iter().chain([&at]).chain(&taken[before..]) {
                candidate.extend_from_slice(&words[one].ids);
            }
            for reference in references {
                let counts = &mut session.counts;
                let gained =
                    counts.ngrams(1, &reference.ids, &candidate).f1 + counts.ngrams(2, &reference.ids, &candidate).f1;
                if gained > best {
                    best = gained;
                    found = Some((place, before));
                }
            }
        }
        let Some((place, before)) = found else { break };
        taken.insert(before, left.remove(place));
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, text: &str, reference: &str) -> SummaryRecord {
        SummaryRecord {
            id: id.into(),
            text: text.into(),
            references: vec![reference.into()],
            ..SummaryRecord::default()
        }
    }

    fn corpus() -> Corpus<SummaryRecord> {
        let records = (0..12).map(|n| {
            let text = format!(
                "The harbour was quiet on day {n}. Ferry number {n} sank off the pier. Nobody knew why. Divers found {n} crates of tea."
            );
            record(&format!("r{n}"), &text, &format!("Ferry {n} sank off the pier.\nDivers found {n} crates."))
        });
        Corpus {
            name: "toy".into(),
            layout: "ndjson",
            records: records.collect(),
            skipped: Vec::new(),
            repeated: Vec::new(),
        }
    }

    #[test]
    fn oracle_finds_the_sentences() {
        let rouge = Rouge::new().stem(true);
        let mut session = rouge.session();
        let reference = session.vocabulary.words("Ferry sank off the pier.\nDivers found crates.");
        let sentences =
            ["It was quiet.", "The ferry sank off the pier.", "Nobody knew.", "Divers found crates of tea.", "Tea."];
        assert_eq!(oracle(&mut session, std::slice::from_ref(&reference), &sentences, 3), [1, 3]);
        assert_eq!(oracle(&mut session, std::slice::from_ref(&reference), &sentences, 1), [1]);
        assert!(oracle(&mut session, &[reference], &["Nothing in common"], 3).is_empty());
    }

    #[test]
    fn draws_without_repetition() {
        for seed in 0..50 {
            let drawn = draw(&mut Random::new(seed, 1), 7, 3);
            assert!(drawn.len() == 3 && drawn.windows(2).all(|pair| pair[0] < pair[1]) && drawn[2] < 7);
        }
        assert_eq!(draw(&mut Random::new(1, 1), 2, 5), [0, 1]);
    }

    #[test]
    fn figures_of_a_toy_corpus() {
        let predictions =
            (0..11).map(|n| (format!("r{n}"), format!("Ferry {n} sank off the pier.\nDivers found {n} crates.")));
        let mut options = SummaryOptions::new();
        options.systems.push(System::Outside(Predictions::new("perfect", predictions)));
        options.resamples = 100;
        let evaluation = evaluate_summaries(corpus(), &options, &|_| ());
        let system = |name: &str| evaluation.systems.iter().find(|system| system.name == name).expect("is there");
        let r1 = |name: &str| system(name).mean(Metric::Ngram(1)).expect("asked for").f1;
        assert!(r1("oracle") > r1("lead") && r1("lead") > 0.0, "{} {}", r1("oracle"), r1("lead"));
        assert!((r1("perfect") - 11.0 / 12.0).abs() < 1e-9);
        assert_eq!(system("perfect").missing, ["r11"]);
        assert_eq!(system("perfect").articles_per_second, None);
        let n = options.systems.len();
        assert_eq!(evaluation.comparisons.len(), n * (n - 1) / 2 * 4);
        for comparison in &evaluation.comparisons {
            assert!(comparison.interval.low <= comparison.difference + 1e-12);
            assert!(comparison.p > 0.0 && comparison.p <= comparison.p_holm && comparison.p_holm <= 1.0);
        }
        let again = evaluate_summaries(corpus(), &options, &|_| ());
        assert_eq!(again.comparisons, evaluation.comparisons);
        assert_eq!(again.systems[0].summaries, evaluation.systems[0].summaries);
    }
}
