//! `nutgraf eval`: figures of this library's methods and of outside systems, on corpora with gold annotations.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use nutgraf::eval::{
    Baseline, Evaluation, Measured, Metric, Predictions, QuoteOptions, References, Rouge, Skipped, SummaryOptions,
    System, Tokenizer, evaluate_cleaning, evaluate_pairs, evaluate_quotes, evaluate_sentences, evaluate_summaries,
    read_summaries,
};

use super::output::Sink;
use super::{Outcome, messages};

/// What is evaluated.
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    #[command(subcommand)]
    task: EvalTask,
}

#[derive(Debug, Subcommand)]
enum EvalTask {
    /// Summarizers side by side, by ROUGE against reference summaries
    Summaries(SummariesArgs),
    /// Quotes and speakers against annotated ones
    Quotes(QuotesArgs),
    /// Sentence boundaries against gold sentences
    Sentences(GoldArgs),
    /// Cleaned pages against the articles they hold
    Clean(GoldArgs),
    /// ROUGE of candidates against references, joined by id
    Rouge(RougeArgs),
}

/// Formats of a comparison of systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SummariesFormat {
    /// Tables for the shell
    Text,
    /// Every figure
    Json,
    /// The tables in Markdown
    Markdown,
    /// A self-contained report with plots
    Html,
}

/// Formats of an evaluation against gold annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GoldFormat {
    /// Tables for the shell
    Text,
    /// Every figure
    Json,
    /// The tables in Markdown
    Markdown,
}

/// Formats of scores of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RougeFormat {
    /// A table for the shell
    Text,
    /// One object, with --per-item each pair under "items"
    Json,
    /// An object a line: with --per-item one for each pair, else the means
    Ndjson,
    /// The table in Markdown
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TokenizerArg {
    /// Lower-cased runs of a-z and 0-9, as the rouge-score package
    RougeScore,
    /// Words of every script by Unicode's rules, never stemmed
    Unicode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReferencesArg {
    /// For each metric the reference with the best F1
    Best,
    /// The mean over the references
    Mean,
}

#[derive(Debug, Args)]
struct OutputArgs<F: ValueEnum + Send + Sync + 'static> {
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: F,
    #[command(flatten)]
    run: RunArgs,
}

#[derive(Debug, Args)]
struct RunArgs {
    /// Write to a file, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Say nothing on stderr but errors
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct GateArgs {
    /// Fail (exit code 1) if a figure is below its floor in this file
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    gate: Option<PathBuf>,
    /// Raise the floors of the gate file to what was measured
    #[arg(long, requires = "gate", help_heading = "Gate")]
    re_pin: bool,
    /// Let --re-pin lower floors
    #[arg(long, requires = "re_pin", help_heading = "Gate")]
    allow_regression: bool,
}

#[derive(Debug, Args)]
struct ScoringArgs {
    /// Metrics: rouge1 to rouge9, rougeL, rougeLsum, rougeSU4
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_metric, default_values = ["rouge1", "rouge2", "rougeL", "rougeLsum"], help_heading = "Scoring")]
    metrics: Vec<MetricArg>,
    /// What counts as a word
    #[arg(long, value_name = "NAME", default_value = "rouge-score", help_heading = "Scoring")]
    tokenizer: TokenizerArg,
    /// What stands for several references
    #[arg(long, value_name = "RULE", default_value = "best", help_heading = "Scoring")]
    references_rule: ReferencesArg,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Scoring")]
    seed: u64,
    /// Resamples for bounds and p-values
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = parse_resamples, help_heading = "Scoring")]
    resamples: usize,
}

#[derive(Debug, Args)]
struct SummariesArgs {
    /// NDJSON, a folder of .story files, folders of articles and summaries, or CSV with article and highlights
    corpus: PathBuf,
    /// Systems to run, by name [default: every method, random and oracle]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_system)]
    method: Vec<System>,
    /// Summaries of an outside system: NDJSON of {"id", "summary"}; may be given again
    #[arg(long, value_name = "NAME=FILE", value_parser = parse_prediction)]
    predictions: Vec<(String, PathBuf)>,
    /// Exactly so many sentences [default: about 3]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    sentences: Option<u32>,
    /// Compare words as they stand, without stemming
    #[arg(long, help_heading = "Scoring")]
    no_stem: bool,
    #[command(flatten)]
    scoring: ScoringArgs,
    #[command(flatten)]
    gate: GateArgs,
    #[command(flatten)]
    output: OutputArgs<SummariesFormat>,
}

#[derive(Debug, Args)]
struct QuotesArgs {
    #[command(flatten)]
    gold: GoldArgs,
    /// Count only gold quotes that are marked as speech, not beliefs and intentions
    #[arg(long)]
    speech: bool,
}

#[derive(Debug, Args)]
struct GoldArgs {
    /// NDJSON records with gold annotations
    corpus: PathBuf,
    /// Score this output of another program instead of our own
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    #[command(flatten)]
    gate: GateArgs,
    #[command(flatten)]
    output: OutputArgs<GoldFormat>,
}

#[derive(Debug, Args)]
struct RougeArgs {
    /// NDJSON of {"id", "text"}; a line of the text is a sentence
    #[arg(long, value_name = "FILE")]
    candidates: PathBuf,
    /// NDJSON of {"id", "references": [...]}
    #[arg(long, value_name = "FILE")]
    references: PathBuf,
    /// Compare Porter's stems of English words
    #[arg(long, help_heading = "Scoring")]
    stem: bool,
    /// Print the scores of each pair
    #[arg(long)]
    per_item: bool,
    #[command(flatten)]
    scoring: ScoringArgs,
    #[command(flatten)]
    output: OutputArgs<RougeFormat>,
}

#[derive(Debug, Clone, Copy)]
struct MetricArg(Metric);

fn parse_metric(name: &str) -> Result<MetricArg, String> {
    Metric::from_name(name).map(MetricArg).ok_or_else(|| "rouge1 to rouge9, rougeL, rougeLsum or rougeSU4".to_owned())
}

fn parse_system(name: &str) -> Result<System, String> {
    System::from_name(name).ok_or_else(|| {
        let names: Vec<String> = System::all().iter().map(|system| system.name().to_owned()).collect();
        format!("one of {}", names.join(", "))
    })
}

fn parse_prediction(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, file)) if !name.is_empty() && !file.is_empty() => Ok((name.to_owned(), file.into())),
        _ => Err("NAME=FILE, such as theirs=theirs.ndjson".to_owned()),
    }
}

fn parse_resamples(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=1_000_000) => Ok(number),
        _ => Err("a number from 1 to 1000000".to_owned()),
    }
}

/// Runs an evaluation.
pub(crate) fn run(args: EvalArgs) -> anyhow::Result<Outcome> {
    match args.task {
        EvalTask::Summaries(args) => summaries(args),
        EvalTask::Quotes(QuotesArgs { gold: args, speech }) => {
            let options = QuoteOptions::new().speech_only(speech);
            gold(&args, |corpus, predictions, done| evaluate_quotes(corpus, predictions, &options, done))
        }
        EvalTask::Sentences(args) => gold(&args, evaluate_sentences),
        EvalTask::Clean(args) => gold(&args, evaluate_cleaning),
        EvalTask::Rouge(args) => rouge(&args),
    }
}

/// Scores a corpus with gold annotations: report, what was left out, gate.
fn gold<E: Evaluation + Send>(
    args: &GoldArgs,
    evaluate: impl FnOnce(&Path, Option<&Path>, &(dyn Fn(usize) + Sync)) -> nutgraf::Result<E> + Send,
) -> anyhow::Result<Outcome> {
    let GoldArgs { corpus, predictions, gate, output } = args;
    let found = with_progress(&output.run, |done| Ok(evaluate(corpus, predictions.as_deref(), done)?))?;
    let text = match output.format {
        GoldFormat::Text => found.to_text(),
        GoldFormat::Json => found.to_json(),
        GoldFormat::Markdown => found.to_markdown(),
    };
    let failed = settle(&output.run, &found.left_out().skipped, &text)?;
    gated(gate, || found.measured(corpus), found.scored(), failed)
}

fn summaries(args: SummariesArgs) -> anyhow::Result<Outcome> {
    let mut options = SummaryOptions::new();
    if !args.method.is_empty() {
        options.systems = args.method;
    }
    for (name, file) in &args.predictions {
        if options.systems.iter().any(|system| system.name() == name) {
            bail!("two systems are called {name}; give the predictions another name");
        }
        options.systems.push(System::Outside(Predictions::read(name.as_str(), file)?));
    }
    options.sentences = args.sentences.map(|n| n as usize);
    options.rouge = args.scoring.rouge(!args.no_stem);
    options.seed = args.scoring.seed;
    options.resamples = args.scoring.resamples;
    let corpus = read_summaries(&args.corpus)?;
    let found = with_progress(&args.output.run, |done| Ok(evaluate_summaries(corpus, &options, done)))?;
    let text = match args.output.format {
        SummariesFormat::Text => found.to_text(),
        SummariesFormat::Json => found.to_json(),
        SummariesFormat::Markdown => found.to_markdown(),
        SummariesFormat::Html => found.to_html(),
    };
    let failed = settle(&args.output.run, &found.skipped, &text)?;
    gated(&args.gate, || Measured::summaries(&args.corpus, &found), found.ids.len(), failed)
}

fn rouge(args: &RougeArgs) -> anyhow::Result<Outcome> {
    if args.stem && args.scoring.tokenizer == TokenizerArg::Unicode {
        bail!("--stem is Porter's algorithm for English; leave it out with --tokenizer unicode");
    }
    let rouge = args.scoring.rouge(args.stem);
    let found = with_progress(&args.output.run, |done| {
        let (resamples, seed) = (args.scoring.resamples, args.scoring.seed);
        Ok(evaluate_pairs(&args.candidates, &args.references, &rouge, resamples, seed, done)?)
    })?;
    let text = match args.output.format {
        RougeFormat::Text => found.to_text(args.per_item),
        RougeFormat::Json => found.to_json(args.per_item),
        RougeFormat::Ndjson => found.to_ndjson(args.per_item),
        RougeFormat::Markdown => found.to_markdown(args.per_item),
    };
    let skipped: Vec<Skipped> = found.items.iter().filter_map(|item| item.clone().err()).collect();
    let failed = settle(&args.output.run, &skipped, &text)?;
    if !found.without_candidate.is_empty() && !args.output.run.quiet {
        let named: Vec<&str> = found.without_candidate.iter().take(10).map(String::as_str).collect();
        let more = if found.without_candidate.len() > named.len() { ", …" } else { "" };
        let count = found.without_candidate.len();
        messages::note(&format!("{count} references have no candidate and do not count: {}{more}", named.join(", ")));
    }
    Ok(Outcome { done: found.pairs, failed, answered: false })
}

impl ScoringArgs {
    fn rouge(&self, stem: bool) -> Rouge {
        let tokenizer = match self.tokenizer {
            TokenizerArg::RougeScore => Tokenizer::RougeScore,
            TokenizerArg::Unicode => Tokenizer::Unicode,
        };
        let references = match self.references_rule {
            ReferencesArg::Best => References::Best,
            ReferencesArg::Mean => References::Mean,
        };
        let metrics: Vec<Metric> = self.metrics.iter().map(|metric| metric.0).collect();
        Rouge::new().metrics(metrics).stem(stem).tokenizer(tokenizer).references(references)
    }
}

/// Writes the report, and names on stderr what was left out. Returns how many records were broken.
fn settle(output: &RunArgs, skipped: &[Skipped], text: &str) -> anyhow::Result<usize> {
    write_out(output.output.as_deref(), text)?;
    let broken = skipped.iter().filter(|one| one.broken);
    for one in broken.clone() {
        messages::failed(&one.place, &one.reason);
    }
    let unfit = skipped.len() - broken.clone().count();
    if unfit > 0 && !output.quiet {
        messages::note(&format!("{unfit} records were left out; the report names them"));
    }
    Ok(broken.count())
}

fn write_out(output: Option<&Path>, text: &str) -> anyhow::Result<()> {
    let (mut sink, _) = Sink::open(output, false, false)?;
    sink.write(text.as_bytes())?;
    sink.finish()
}

/// Holds the figures against the gate, if there is one.
fn gated(
    gate: &GateArgs,
    measured: impl FnOnce() -> nutgraf::Result<Measured>,
    done: usize,
    mut failed: usize,
) -> anyhow::Result<Outcome> {
    if let Some(path) = &gate.gate {
        let measured = measured()?;
        let mut baseline = if gate.re_pin && !path.exists() { Baseline::default() } else { Baseline::read(path)? };
        if gate.re_pin {
            let lowered = baseline.re_pin(&measured, gate.allow_regression);
            if lowered.is_empty() || gate.allow_regression {
                write_out(Some(path), &baseline.to_json())?;
                messages::note(&format!("floors of {} are pinned in {}", measured.set, path.display()));
            } else {
                failed += lowered.len();
                for reason in lowered {
                    messages::failed(&measured.set, &format!("{reason}; --allow-regression would let it"));
                }
            }
        } else {
            let verdict = baseline.check(&measured);
            failed += verdict.failures.len();
            for reason in &verdict.failures {
                messages::failed(&measured.set, reason);
            }
            if verdict.holds() {
                let raised = verdict.raised.len();
                let hint =
                    if raised > 0 { format!("; {raised} figures rose, --re-pin keeps them") } else { String::new() };
                messages::note(&format!("{} holds every floor{hint}", measured.set));
            }
        }
    }
    Ok(Outcome { done, failed, answered: false })
}

/// Runs `work` on as many threads as asked for, with a progress bar on stderr if that is a terminal.
fn with_progress<T: Send>(
    output: &RunArgs,
    work: impl FnOnce(&(dyn Fn(usize) + Sync)) -> anyhow::Result<T> + Send,
) -> anyhow::Result<T> {
    let bar = (!output.quiet && io::stderr().is_terminal()).then(Bar::default);
    let done = |all: usize| {
        if let Some(bar) = &bar {
            bar.step(all);
        }
    };
    let result = on_threads(output.jobs, || work(&done));
    if let Some(bar) = bar {
        bar.clear();
    }
    result
}

#[cfg(feature = "parallel")]
fn on_threads<T: Send>(jobs: Option<u16>, work: impl FnOnce() -> anyhow::Result<T> + Send) -> anyhow::Result<T> {
    match jobs {
        None => work(),
        Some(jobs) => rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.into())
            .build()
            .context("cannot start threads")?
            .install(work),
    }
}

#[cfg(not(feature = "parallel"))]
fn on_threads<T>(_jobs: Option<u16>, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    work()
}

/// A line on the terminal that says how far the run is.
struct Bar(Mutex<Progress>);

struct Progress {
    done: usize,
    start: Instant,
    shown: Option<Instant>,
}

impl Default for Bar {
    fn default() -> Self {
        Self(Mutex::new(Progress { done: 0, start: Instant::now(), shown: None }))
    }
}

impl Bar {
    fn step(&self, all: usize) {
        let Ok(mut progress) = self.0.lock() else { return };
        progress.done += 1;
        let now = Instant::now();
        let since = progress.shown.unwrap_or(progress.start);
        if now - since < Duration::from_millis(100) {
            return;
        }
        progress.shown = Some(now);
        let Progress { done, start, .. } = *progress;
        let filled = (done * 30 / all.max(1)).min(30);
        let speed = done as f64 / (now - start).as_secs_f64().max(0.001);
        let left = all.saturating_sub(done) as f64 / speed.max(0.001);
        // A terminal that cannot be written to is no reason to stop.
        let _ = write!(
            io::stderr(),
            "\r\x1b[K{:━<filled$}{:╌<rest$} {done}/{all}  {left:.0} s left",
            "",
            "",
            rest = 30 - filled
        );
    }

    fn clear(self) {
        if self.0.into_inner().is_ok_and(|progress| progress.shown.is_some()) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
