//! The validated plan: what is done with each article, and how it is written.

use anyhow::Context;
use clap::ValueEnum;
use nutgraf::render::Report;
use nutgraf::render::html::{self, Section};
use nutgraf::score::RankingWeights;
use nutgraf::{
    Article, Budget, InputFormat, Language, Metadata, Method, ParseOptions, Quotes, Record, StopWords, Summarizer,
    Summary, decode, find_quotes, keywords_by, parse,
};

use super::args::{Cli, Command, CommonArgs, FormatArg, InputFormatArg, OrderArg, SummarizeArgs};
use super::text::Page;

/// What a command does with an article.
#[derive(Debug)]
pub(crate) enum Task {
    Summarize(Box<Summarize>),
    Quotes,
    Sentences,
    Clean { explain: bool },
    Keywords { count: usize, method: Method },
}

/// What `summarize` does.
#[derive(Debug)]
pub(crate) struct Summarize {
    summarizer: Summarizer,
    /// Most quotes shown under a summary.
    pub(crate) quotes: usize,
    indirect: bool,
    keywords: Option<usize>,
    method: Method,
    pub(crate) explain: bool,
    by_score: bool,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Ndjson,
    Markdown,
    Html,
}

/// Everything that a worker needs to turn an input into output.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) task: Task,
    pub(crate) format: Option<Format>,
    pub(crate) input_format: Option<InputFormat>,
    pub(crate) language: Option<Language>,
    pub(crate) clean: bool,
    pub(crate) with_text: bool,
    pub(crate) keep_extra: bool,
    pub(crate) max_input: usize,
    pub(crate) page: Page,
    /// Whether a person is told of what is odd about an input.
    pub(crate) notes: bool,
}

impl Plan {
    /// Checks what was typed; the inputs are handed back beside the plan.
    pub(crate) fn new(cli: Cli) -> anyhow::Result<(Self, CommonArgs)> {
        let (task, common) = match cli.command {
            None => summarize(cli.summarize)?,
            Some(Command::Summarize(args)) => summarize(args)?,
            Some(Command::Quotes(args)) => (Task::Quotes, args.common),
            Some(Command::Sentences(args)) => (Task::Sentences, args),
            Some(Command::Clean(args)) => (Task::Clean { explain: args.explain }, args.common),
            Some(Command::Keywords(args)) => (Task::Keywords { count: args.count, method: args.method.0 }, args.common),
            // They go their own ways before this.
            Some(
                Command::Eval(_) | Command::Train(_) | Command::Verify(_) | Command::Completions(_) | Command::Man(_),
            ) => {
                anyhow::bail!("this command reads no articles")
            }
        };
        check_format(&task, common.format)?;
        let plan = Self {
            task,
            format: common.format.map(|format| match format {
                FormatArg::Text => Format::Text,
                FormatArg::Json => Format::Json,
                FormatArg::Ndjson => Format::Ndjson,
                FormatArg::Markdown => Format::Markdown,
                FormatArg::Html => Format::Html,
            }),
            input_format: match common.input_format {
                InputFormatArg::Auto => None,
                InputFormatArg::Text => Some(InputFormat::Text),
                InputFormatArg::Html => Some(InputFormat::Html),
                InputFormatArg::Ndjson => Some(InputFormat::Ndjson),
            },
            language: match common.language.as_str() {
                "auto" => None,
                code => Some(code.parse()?),
            },
            clean: !common.no_clean,
            with_text: common.with_text,
            keep_extra: common.keep_extra,
            max_input: common.max_input,
            page: Page::new(common.color, common.output.is_some()),
            notes: !common.quiet,
        };
        Ok((plan, common))
    }

    /// Reads one input that is a single article.
    pub(crate) fn article(&self, id: String, bytes: Vec<u8>, format: InputFormat) -> nutgraf::Result<Article> {
        let mut options = self.options();
        options.id = Some(id);
        match format {
            InputFormat::Html => parse_page(&decode_page(bytes)?, &options),
            _ => Ok(parse(decode(bytes)?, &options)),
        }
    }

    /// Reads the article of a record.
    pub(crate) fn record_article(&self, record: &mut Record) -> nutgraf::Result<Article> {
        let mut options = self.options();
        if options.language.is_none() {
            options.language =
                record.language.as_deref().and_then(Language::from_code).filter(|&l| l != Language::Unknown);
        }
        let mut metadata = Metadata::default();
        metadata.title = record.title.take();
        metadata.byline = record.byline.take();
        metadata.published = record.published.take();
        options.url = record.url.take();
        options.metadata = metadata;
        match record.html.take() {
            Some(page) => parse_page(&page, &options),
            None => Ok(parse(std::mem::take(&mut record.text), &options)),
        }
    }

    fn options(&self) -> ParseOptions {
        let mut options = ParseOptions::new().clean(self.clean);
        options.language = self.language;
        options
    }

    /// Does the task with an article and writes its object, page or section to `out`.
    ///
    /// What comes back is the article's section of an HTML report, for which nothing goes to `out`.
    pub(crate) fn write(
        &self,
        article: &Article,
        input: &Input<'_>,
        format: Format,
        out: &mut Vec<u8>,
    ) -> std::io::Result<Option<Section>> {
        let made = self.make(article);
        let mut report = Report::new(article);
        report.summary = made.summary.as_ref();
        report.quotes = made.quotes.as_ref();
        report.keywords = made.keywords.as_deref();
        report.record_id = input.record.and_then(|record| record.id.as_ref());
        report.extra = input.record.filter(|_| self.keep_extra).map(|record| &record.extra[..]);
        report.with_text = self.with_text || input.html;
        let mut shown = usize::MAX;
        report.indirect = true;
        if let Task::Summarize(task) = &self.task {
            report.indirect = task.indirect;
            report.explain = task.explain;
            report.by_score = task.by_score;
            shown = task.quotes;
        }
        let pretty = format == Format::Json;
        match (format, &self.task) {
            (Format::Text, task) => self.page.write(out, &report, task)?,
            (Format::Markdown, _) => report.write_markdown(out, shown)?,
            (Format::Html, _) => {
                return Ok(Some(html::section(&report, input.anchor)));
            }
            (_, Task::Summarize(_) | Task::Quotes) => report.write_json(out, pretty)?,
            (_, Task::Sentences) => report.write_sentences_json(out, pretty)?,
            (_, Task::Clean { .. }) => report.write_clean_json(out, pretty)?,
            (_, Task::Keywords { .. }) => report.write_keywords_json(out, pretty)?,
        }
        Ok(None)
    }

    fn make(&self, article: &Article) -> Made {
        match &self.task {
            Task::Summarize(task) => Made {
                summary: Some(task.summarizer.summarize(article)),
                quotes: Some(find_quotes(article)),
                keywords: task.keywords.map(|count| keywords_by(article, task.method, count)),
            },
            Task::Quotes => Made { quotes: Some(find_quotes(article)), ..Made::default() },
            Task::Keywords { count, method } => {
                Made { keywords: Some(keywords_by(article, *method, *count)), ..Made::default() }
            }
            Task::Sentences | Task::Clean { .. } => Made::default(),
        }
    }
}

/// Where an article came from, as far as its output shows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'r> {
    pub(crate) record: Option<&'r Record>,
    pub(crate) html: bool,
    /// What the ids of its section begin with: another for each article of a run.
    pub(crate) anchor: &'r str,
}

/// Not every command has each format.
fn check_format(task: &Task, format: Option<FormatArg>) -> anyhow::Result<()> {
    let (command, more) = match task {
        Task::Summarize(_) => ("summarize", &[FormatArg::Markdown, FormatArg::Html][..]),
        Task::Quotes => ("quotes", &[FormatArg::Markdown][..]),
        Task::Sentences => ("sentences", &[][..]),
        Task::Clean { .. } => ("clean", &[][..]),
        Task::Keywords { .. } => ("keywords", &[][..]),
    };
    let special = format.filter(|format| matches!(format, FormatArg::Markdown | FormatArg::Html));
    if let Some(format) = special.filter(|format| !more.contains(format)) {
        let name = |format: FormatArg| format.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned());
        let base = [FormatArg::Text, FormatArg::Json, FormatArg::Ndjson];
        let has: Vec<String> = base.iter().chain(more).map(|&format| name(format)).collect();
        anyhow::bail!("`{command}` has no --format {}; it has {}", name(format), has.join(", "));
    }
    Ok(())
}

/// What the stages made of an article.
#[derive(Default)]
struct Made {
    summary: Option<Summary>,
    quotes: Option<Quotes>,
    keywords: Option<Vec<nutgraf::Keyword>>,
}

fn summarize(args: SummarizeArgs) -> anyhow::Result<(Task, CommonArgs)> {
    let budget = match (args.sentences, args.words, args.chars, args.ratio) {
        (Some(n), ..) => Budget::Sentences(n),
        (_, Some(n), ..) => Budget::Words(n),
        (_, _, Some(n), _) => Budget::Chars(n),
        (.., Some(ratio)) => Budget::Ratio(ratio),
        _ => Budget::Auto,
    };
    // A report shows what scores are made of without being asked.
    let explain = args.explain || args.common.format == Some(FormatArg::Html);
    let mut summarizer = Summarizer::new().method(args.method.0).budget(budget).explain(explain);
    if let Some(query) = args.query {
        summarizer = summarizer.query(query);
    }
    if let Some(path) = &args.stopwords {
        summarizer = summarizer.stopwords(StopWords::from_file(path)?);
    }
    if let Some(path) = &args.weights {
        let weights = RankingWeights::from_file(path).with_context(|| format!("cannot use {}", path.display()))?;
        summarizer = summarizer.weights(weights);
    }
    let task = Summarize {
        summarizer,
        quotes: args.quotes.unwrap_or(5),
        indirect: args.indirect,
        keywords: args.keywords,
        method: args.method.0,
        explain: args.explain,
        by_score: args.order == OrderArg::Score,
    };
    Ok((Task::Summarize(Box::new(task)), args.common))
}

/// Reads a page.
#[cfg(feature = "html")]
#[expect(clippy::unnecessary_wraps, reason = "the build without the feature fails here")]
pub(super) fn parse_page(page: &str, options: &ParseOptions) -> nutgraf::Result<Article> {
    Ok(nutgraf::parse_html(page, options))
}

#[cfg(feature = "html")]
fn decode_page(bytes: Vec<u8>) -> nutgraf::Result<String> {
    nutgraf::decode_html(bytes)
}

/// Reads a page.
#[cfg(not(feature = "html"))]
pub(super) fn parse_page(_: &str, _: &ParseOptions) -> nutgraf::Result<Article> {
    Err(nutgraf::Error::Feature { what: "an HTML page", feature: "html" })
}

#[cfg(not(feature = "html"))]
fn decode_page(bytes: Vec<u8>) -> nutgraf::Result<String> {
    decode(bytes)
}
