//! What was typed.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use nutgraf::Method;

use super::about;

/// Extractive news summaries with named speakers.
///
/// Reads text, HTML pages or NDJSON records and prints the key sentences, word for word, and the quotes that matter,
/// each with its speaker named in full.
#[derive(Debug, Parser)]
#[command(name = "nutgraf", version = about::short(), long_version = about::long())]
#[command(max_term_width = 100, args_conflicts_with_subcommands = true, after_help = about::EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) summarize: SummarizeArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Summarize (the default)
    #[command(after_help = about::SUMMARIZE)]
    Summarize(SummarizeArgs),
    /// List every quote with its cue, source and speaker
    #[command(after_help = about::QUOTES)]
    Quotes(QuotesArgs),
    /// Print the sentences, one a line
    #[command(after_help = about::SENTENCES)]
    Sentences(CommonArgs),
    /// Print the story without its boilerplate
    #[command(after_help = about::CLEAN)]
    Clean(CleanArgs),
    /// Print the words and phrases that carry the article
    #[command(after_help = about::KEYWORDS)]
    Keywords(KeywordsArgs),
    /// Score summaries, quotes, sentences and cleaning against gold data
    #[command(after_help = about::EVAL)]
    Eval(super::eval::EvalArgs),
    /// Fit the ranking weights (or another model's) from a corpus
    #[command(after_help = about::TRAIN)]
    Train(super::train::TrainArgs),
    /// Check that a summary stands word for word in its article
    ///
    /// Every sentence, content, cue, source and mention is looked up at its place. One line is printed for each that is
    /// not there, and the exit code is then 1.
    #[command(after_help = about::VERIFY)]
    Verify(VerifyArgs),
    /// Print a completion script for a shell
    #[command(after_help = about::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual
    #[command(after_help = about::MAN)]
    Man(ManArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormatArg {
    /// By the file's ending, then by its content
    Auto,
    /// Plain text, clean or pasted from a page
    Text,
    /// A page
    Html,
    /// Records, one JSON object a line
    Ndjson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// For reading; wrapped and coloured on a terminal, plain when piped
    Text,
    /// One object, or an array for several inputs, with the place of every part
    Json,
    /// The same, one object a line
    Ndjson,
    /// For notes and newsletters (summarize, quotes)
    Markdown,
    /// A self-contained report (summarize)
    Html,
}

/// Options of every command that reads articles.
#[derive(Debug, Args)]
pub(crate) struct CommonArgs {
    /// Files, folders (read recursively) or - for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// What the inputs hold
    #[arg(long, value_name = "FORMAT", default_value = "auto", help_heading = "Input")]
    pub(crate) input_format: InputFormatArg,
    /// Language code such as en or de; auto detects it
    #[arg(long, value_name = "CODE", default_value = "auto", help_heading = "Input")]
    pub(crate) language: String,
    /// Keep every block as part of the story
    #[arg(long, help_heading = "Input")]
    pub(crate) no_clean: bool,
    /// Largest input or record, in bytes; K, M and G may follow the number
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = parse_size, help_heading = "Input")]
    pub(crate) max_input: usize,
    /// Output format [default: text; ndjson when the input is ndjson]
    #[arg(short, long, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<FormatArg>,
    /// Write to a file, whole or not at all (a stream of records is written as it comes)
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Go on after the last whole record of an interrupted run on --output
    #[arg(long, requires = "output", help_heading = "Output")]
    pub(crate) resume: bool,
    /// Add the article's text to JSON output
    #[arg(long, help_heading = "Output")]
    pub(crate) with_text: bool,
    /// Pass unknown fields of records through, under "extra"
    #[arg(long, help_heading = "Output")]
    pub(crate) keep_extra: bool,
    /// Threads [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Colour on a terminal
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub(crate) color: ColorArg,
    /// Say nothing on stderr but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more on stderr
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(crate) struct SummarizeArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// Exactly so many sentences [default: about 3]
    #[arg(short = 'n', long, value_name = "N", value_parser = parse_count, allow_negative_numbers = true, group = "length", help_heading = "Summary")]
    pub(crate) sentences: Option<usize>,
    /// At most so many words
    #[arg(long, value_name = "N", value_parser = parse_count, allow_negative_numbers = true, group = "length", help_heading = "Summary")]
    pub(crate) words: Option<usize>,
    /// At most so many characters
    #[arg(long, value_name = "N", value_parser = parse_count, allow_negative_numbers = true, group = "length", help_heading = "Summary")]
    pub(crate) chars: Option<usize>,
    /// At most this share of the story's words, as 0.1 or 10%
    #[arg(long, value_name = "R", value_parser = parse_ratio, allow_negative_numbers = true, group = "length", help_heading = "Summary")]
    pub(crate) ratio: Option<f64>,
    /// How sentences are scored
    #[arg(long, value_name = "METHOD", default_value_t = MethodArg(Method::default()), help_heading = "Summary")]
    pub(crate) method: MethodArg,
    /// Favour sentences about these words
    #[arg(long, value_name = "TEXT", help_heading = "Summary")]
    pub(crate) query: Option<String>,
    /// Stop words of your own, one a line, in place of the language's list
    #[arg(long, value_name = "FILE", help_heading = "Summary")]
    pub(crate) stopwords: Option<PathBuf>,
    /// Weights of your own for the learned method, from `nutgraf train`
    #[arg(long, value_name = "FILE", help_heading = "Summary")]
    pub(crate) weights: Option<PathBuf>,
    /// Show every sentence's score, what it is made of, and why it was chosen or not
    #[arg(long, help_heading = "Summary")]
    pub(crate) explain: bool,
    /// Order of the sentences in text and Markdown output
    #[arg(long, value_name = "ORDER", default_value = "text", help_heading = "Summary")]
    pub(crate) order: OrderArg,
    /// Quotes shown under the summary [default: 5]
    #[arg(long, value_name = "N", value_parser = parse_count, allow_negative_numbers = true, help_heading = "Summary")]
    pub(crate) quotes: Option<usize>,
    /// List indirect quotes too
    #[arg(long, help_heading = "Summary")]
    pub(crate) indirect: bool,
    /// Add so many keywords
    #[arg(long, value_name = "N", value_parser = parse_count, allow_negative_numbers = true, help_heading = "Summary")]
    pub(crate) keywords: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OrderArg {
    /// As in the article
    Text,
    /// Best first
    Score,
}

/// A method by its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MethodArg(pub(crate) Method);

impl ValueEnum for MethodArg {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [MethodArg; Method::ALL.len()] = {
            let mut all = [MethodArg(Method::ALL[0]); Method::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = MethodArg(Method::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            Method::Lead => "The first sentences",
            Method::TfIdf => "Closest to what the whole article is about",
            Method::TextRank => "Sentences that share words with many others",
            Method::LexRank => "The same, with rare words counting more",
            Method::Learned => "What reached the summaries that people wrote",
            _ => return Some(PossibleValue::new(self.0.name())),
        };
        Some(PossibleValue::new(self.0.name()).help(help))
    }
}

impl std::fmt::Display for MethodArg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name())
    }
}

#[derive(Debug, Args)]
pub(crate) struct QuotesArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CleanArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// Show each block that was set aside, with its rule
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct KeywordsArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// At most so many
    #[arg(short = 'n', long, value_name = "N", value_parser = parse_count, allow_negative_numbers = true, default_value_t = 10)]
    pub(crate) count: usize,
    /// How words are weighed
    #[arg(long, value_name = "METHOD", default_value_t = MethodArg(Method::default()))]
    pub(crate) method: MethodArg,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// What nutgraf wrote: a JSON object, an array of them or NDJSON; - for standard input
    #[arg(value_name = "SUMMARY.json")]
    pub(crate) summary: PathBuf,
    /// What it read: the text, the page or the NDJSON of records (joined by id); several for several inputs
    #[arg(value_name = "ARTICLE", required = true)]
    pub(crate) articles: Vec<PathBuf>,
    /// What ARTICLE holds
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) input_format: InputFormatArg,
    /// Say nothing on stderr but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write a page for each command into this folder instead of one page to standard output
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}

fn parse_count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "a whole number such as 3".to_owned())
}

fn parse_ratio(text: &str) -> Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    match number.trim().parse::<f64>() {
        Ok(number) if (0.0..=unit).contains(&number) => Ok(number / unit),
        _ => Err("a share between 0 and 1, such as 0.1 or 10%".to_owned()),
    }
}

fn parse_size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let scale = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => return Err("a number of bytes, such as 500K, 64M or 1G".to_owned()),
    };
    let number: usize = digits.parse().map_err(|_| "a number of bytes, such as 500K, 64M or 1G".to_owned())?;
    // Offsets inside are kept in 32 bits in places; 2 GiB is far beyond any article.
    number.checked_mul(scale).filter(|&size| size <= 2 << 30).ok_or_else(|| "at most 2G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_and_ratios() {
        assert_eq!(parse_size("64M"), Ok(64 << 20));
        assert_eq!(parse_size("10"), Ok(10));
        assert!(parse_size("M").is_err() && parse_size("3G").is_err());
        assert_eq!(parse_ratio("10%"), Ok(0.1));
        assert!(parse_ratio("1.5").is_err() && parse_ratio("NaN").is_err());
    }
}
