//! `nutgraf train`: fits the weights that ship, or your own.

use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use nutgraf::Language;
use nutgraf::eval::read_summaries;
use nutgraf::train;
use nutgraf::train::ranking::{Example, Origin};

use super::{Outcome, messages};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct TrainArgs {
    #[command(subcommand)]
    model: Option<Model>,
    #[command(flatten)]
    ranking: RankingArgs,
}

#[derive(Debug, Subcommand)]
enum Model {
    /// The ranker (the default): articles with reference summaries
    Ranking(RankingArgs),
    /// Words that start sentences and abbreviations: plain news texts, one record a line
    Sentences(FitArgs),
    /// Cleaning of plain text: pages with the lines to keep
    CleanText(CleanArgs),
    /// Cleaning of HTML: pages with their bodies
    CleanHtml(CleanArgs),
    /// The votes for title, byline and date: HTML pages with their metadata
    CleanMetadata(FitArgs),
    /// Cues, sources, contents and links of quotes; --out names a folder
    Quotes(FitArgs),
    /// The tagger of the quotes: a word and its Penn tag a line
    Tagger(TaggerArgs),
}

#[derive(Debug, Args)]
struct FitArgs {
    /// The training data
    corpus: Option<PathBuf>,
    /// Where the weights go
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct RankingArgs {
    #[command(flatten)]
    fit: FitArgs,
    /// Language of the corpus
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Articles at the end of the corpus that are left out of the fit and measured
    #[arg(long, value_name = "N", default_value_t = 0)]
    held_out: usize,
    /// What the weights file calls the corpus [default: its file name]
    #[arg(long, value_name = "TEXT")]
    data: Option<String>,
    /// Origin and licence, for those who use the weights
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "Numbers learned from articles and summaries; no text is contained."
    )]
    note: String,
    /// Date in the weights file, for the same bytes on another day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

#[derive(Debug, Args)]
struct CleanArgs {
    #[command(flatten)]
    fit: FitArgs,
    /// The same pages as HTML, read as text by our own reader and added
    #[arg(long, value_name = "FILE")]
    pages: Option<PathBuf>,
    /// Parts of a cross-validation that is run and reported first; 0: none
    #[arg(long, value_name = "N", default_value_t = 0)]
    folds: usize,
}

#[derive(Debug, Args)]
struct TaggerArgs {
    #[command(flatten)]
    fit: FitArgs,
    /// Articles, one record a line: words that it gives one tag nearly always are decided by themselves
    #[arg(long, value_name = "FILE")]
    news: Option<PathBuf>,
    /// Data to measure the tagger on
    #[arg(long, value_name = "FILE")]
    dev: Option<PathBuf>,
}

impl FitArgs {
    fn paths(&self) -> anyhow::Result<(&Path, &Path)> {
        let corpus = self.corpus.as_deref().context("name the training data: nutgraf train CORPUS --out FILE")?;
        Ok((corpus, self.out.as_deref().context("name the weights file: --out FILE")?))
    }
}

/// Fits a model.
pub(crate) fn run(args: TrainArgs) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mut progress = |line: &str| messages::note(&format!("{:7.1} s  {line}", started.elapsed().as_secs_f64()));
    match args.model.unwrap_or(Model::Ranking(args.ranking)) {
        Model::Ranking(args) => ranking(&args, &mut progress)?,
        Model::Sentences(args) => sentences(&args)?,
        Model::CleanText(args) => {
            let (corpus, out) = args.fit.paths()?;
            train::clean::train_text(corpus, args.pages.as_deref(), out, args.folds, &mut progress)?;
        }
        #[cfg(feature = "html")]
        Model::CleanHtml(args) => {
            let (corpus, out) = args.fit.paths()?;
            train::clean::train_html(corpus, out, args.folds, &mut progress)?;
        }
        #[cfg(feature = "html")]
        Model::CleanMetadata(args) => {
            let (corpus, out) = args.paths()?;
            train::clean::train_metadata(corpus, out, &mut progress)?;
        }
        #[cfg(not(feature = "html"))]
        Model::CleanHtml(_) | Model::CleanMetadata(_) => {
            anyhow::bail!(nutgraf::Error::Feature { what: "an HTML page", feature: "html" })
        }
        Model::Quotes(args) => {
            let (corpus, out) = args.paths()?;
            progress(&train::fit_quotes(corpus, out)?);
        }
        Model::Tagger(args) => {
            let (corpus, out) = args.fit.paths()?;
            progress(&train::fit_tagger(corpus, args.news.as_deref(), args.dev.as_deref(), out)?);
        }
    }
    Ok(Outcome { done: 1, ..Outcome::default() })
}

fn ranking(args: &RankingArgs, progress: &mut dyn FnMut(&str)) -> anyhow::Result<()> {
    let (path, out) = args.fit.paths()?;
    let language: Language = args.language.parse()?;
    let corpus = read_summaries(path)?;
    for skipped in &corpus.skipped {
        messages::failed(&path.to_string_lossy(), &skipped.line());
    }
    let examples: Vec<Example> = corpus
        .records
        .into_iter()
        .filter_map(|record| Some(Example { summary: record.references.into_iter().next()?, text: record.text }))
        .collect();
    ensure!(!examples.is_empty(), "{} holds no article with a reference summary", path.display());
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let origin = Origin {
        data: args.data.clone().unwrap_or_else(|| format!("{name}, {} articles with their summaries", examples.len())),
        command: format!("nutgraf train ranking {name}"),
        date: args.date.clone().unwrap_or_else(today),
        note: args.note.clone(),
    };
    write(
        out,
        &train::ranking::fit(&examples, examples.len().saturating_sub(args.held_out), language, &origin, progress),
    )
}

fn sentences(args: &FitArgs) -> anyhow::Result<()> {
    let (path, out) = args.paths()?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let corpus = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let records = corpus.lines().filter(|line| !line.trim().is_empty()).enumerate().map(|(at, line)| {
        nutgraf::Record::parse(line)
            .map(|record| record.text)
            .map_err(|(_, reason)| anyhow::anyhow!("line {}: {reason}", at + 1))
    });
    let texts: Vec<String> = records.collect::<anyhow::Result<_>>()?;
    let command = format!("nutgraf train sentences {name}");
    write(out, &train::sentences::fit(texts.iter().map(String::as_str), &name, &command, &today()))
}

fn write(out: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(out, bytes).with_context(|| format!("cannot write {}", out.display()))
}

/// The day in UTC, by the calendar arithmetic of Howard Hinnant ("chrono-compatible low-level date algorithms").
fn today() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    date_of_day(seconds / 86_400)
}

/// The date of a day counted from 1 January 1970.
fn date_of_day(days: u64) -> String {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date_of_day;

    #[test]
    fn days_become_dates() {
        assert_eq!(date_of_day(0), "1970-01-01");
        assert_eq!(date_of_day(11_016), "2000-02-29");
        assert_eq!(date_of_day(20_780), "2026-11-23");
    }
}
