//! The validated plan: what is done with each article, and how it is written.

use nutgraf::render::Report;
use nutgraf::{
    Article, Budget, InputFormat, Language, Metadata, ParseOptions, Quotes, Record, Summarizer, Summary, decode,
    find_quotes, keywords, parse,
};

use super::args::{Cli, Command, CommonArgs, FormatArg, InputFormatArg, SummarizeArgs};
use super::text::Page;

/// What a command does with an article.
#[derive(Debug)]
pub(crate) enum Task {
    Summarize { summarizer: Summarizer, quotes: usize, indirect: bool, keywords: Option<usize> },
    Quotes,
    Sentences,
    Clean { explain: bool },
    Keywords { count: usize },
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Ndjson,
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
}

impl Plan {
    /// Checks what was typed; the inputs are handed back beside the plan.
    pub(crate) fn new(cli: Cli) -> anyhow::Result<(Self, CommonArgs)> {
        let (task, common) = match cli.command {
            None => summarize(cli.summarize),
            Some(Command::Summarize(args)) => summarize(args),
            Some(Command::Quotes(args)) => (Task::Quotes, args.common),
            Some(Command::Sentences(args)) => (Task::Sentences, args),
            Some(Command::Clean(args)) => (Task::Clean { explain: args.explain }, args.common),
            Some(Command::Keywords(args)) => (Task::Keywords { count: args.count }, args.common),
            // it reads corpora, not articles, and has gone its own way before this
            Some(Command::Eval(_)) => anyhow::bail!("eval has no plan"),
        };
        let plan = Self {
            task,
            format: common.format.map(|format| match format {
                FormatArg::Text => Format::Text,
                FormatArg::Json => Format::Json,
                FormatArg::Ndjson => Format::Ndjson,
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
        };
        Ok((plan, common))
    }

    /// Reads one input that is a single article.
    pub(crate) fn article(&self, id: String, bytes: Vec<u8>, format: InputFormat) -> nutgraf::Result<Article> {
        let mut options = self.options();
        options.id = Some(id);
        if format == InputFormat::Html { html(&decode(bytes)?, &options) } else { Ok(parse(decode(bytes)?, &options)) }
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
        options.metadata = metadata;
        match record.html.take() {
            Some(page) => html(&page, &options),
            None => Ok(parse(std::mem::take(&mut record.text), &options)),
        }
    }

    fn options(&self) -> ParseOptions {
        let mut options = ParseOptions::new().clean(self.clean);
        options.language = self.language;
        options
    }

    /// Does the task with an article and writes its object or page to `out`.
    pub(crate) fn write(
        &self,
        article: &Article,
        record: Option<&Record>,
        html: bool,
        format: Format,
        out: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        let made = self.make(article);
        let mut report = Report::new(article);
        report.summary = made.summary.as_ref();
        report.quotes = made.quotes.as_ref();
        report.keywords = made.keywords.as_deref();
        report.record_id = record.and_then(|record| record.id.as_ref());
        report.extra = record.filter(|_| self.keep_extra).map(|record| &record.extra[..]);
        report.with_text = self.with_text || html;
        report.indirect = match self.task {
            Task::Summarize { indirect, .. } => indirect,
            _ => true,
        };
        let pretty = format == Format::Json;
        match (format, &self.task) {
            (Format::Text, task) => self.page.write(out, &report, task),
            (_, Task::Summarize { .. } | Task::Quotes) => report.write_json(out, pretty),
            (_, Task::Sentences) => report.write_sentences_json(out, pretty),
            (_, Task::Clean { .. }) => report.write_clean_json(out, pretty),
            (_, Task::Keywords { .. }) => report.write_keywords_json(out, pretty),
        }
    }

    fn make(&self, article: &Article) -> Made {
        match &self.task {
            Task::Summarize { summarizer, keywords: count, .. } => Made {
                summary: Some(summarizer.summarize(article)),
                quotes: Some(find_quotes(article)),
                keywords: count.map(|count| keywords(article, count)),
            },
            Task::Quotes => Made { quotes: Some(find_quotes(article)), ..Made::default() },
            Task::Keywords { count } => Made { keywords: Some(keywords(article, *count)), ..Made::default() },
            Task::Sentences | Task::Clean { .. } => Made::default(),
        }
    }
}

/// What the stages made of an article.
#[derive(Default)]
struct Made {
    summary: Option<Summary>,
    quotes: Option<Quotes>,
    keywords: Option<Vec<nutgraf::Keyword>>,
}

fn summarize(args: SummarizeArgs) -> (Task, CommonArgs) {
    let budget = match (args.sentences, args.words, args.chars, args.ratio) {
        (Some(n), ..) => Budget::Sentences(n),
        (_, Some(n), ..) => Budget::Words(n),
        (_, _, Some(n), _) => Budget::Chars(n),
        (.., Some(ratio)) => Budget::Ratio(ratio),
        _ => Budget::Auto,
    };
    let summarizer = Summarizer::new().method(args.method.0).budget(budget);
    let task = Task::Summarize {
        summarizer,
        quotes: args.quotes.unwrap_or(5),
        indirect: args.indirect,
        keywords: args.keywords,
    };
    (task, args.common)
}

#[expect(clippy::unnecessary_wraps, reason = "the build without the feature fails here")]
fn html(page: &str, options: &ParseOptions) -> nutgraf::Result<Article> {
    Ok(parse(page.to_owned(), options))
}
