//! Output for people: a page of text, wrapped and coloured on a terminal, plain and stable when piped.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use nutgraf::render::{Report, full_name, one_line};
use nutgraf::{Article, BlockKind, QuoteRef, Standing};

use super::args::ColorArg;
use super::plan::Task;

/// Widest line on a terminal, for the sake of the eye.
const MAX_WIDTH: usize = 100;

/// How a page looks.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Columns to wrap to; `None`: lines are not wrapped.
    width: Option<usize>,
    color: bool,
}

impl Page {
    /// Looks at the terminal, the environment and `--color`.
    pub(crate) fn new(color: ColorArg, to_file: bool) -> Self {
        let terminal = !to_file && io::stdout().is_terminal();
        let color = match color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => {
                let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
                !set("NO_COLOR") && (forced || (terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb")))
            }
        };
        let width = terminal.then(|| textwrap::termwidth().clamp(20, MAX_WIDTH));
        Self { width, color }
    }

    /// Writes the page of an article.
    pub(crate) fn write(&self, out: &mut Vec<u8>, report: &Report<'_>, task: &Task) -> io::Result<()> {
        match task {
            Task::Summarize(task) => {
                self.heading(out, report)?;
                self.summary(out, report)?;
                self.quotes(out, report, task.quotes)?;
                self.keywords(out, report)?;
                if task.explain { self.scores(out, report) } else { Ok(()) }
            }
            Task::Quotes => self.quotes_by_speaker(out, report),
            Task::Sentences => {
                report.article.sentences().try_for_each(|sentence| writeln!(out, "{}", one_line(sentence.text())))
            }
            Task::Clean { explain } => self.clean(out, report.article, *explain),
            Task::Keywords { .. } => report
                .keywords
                .unwrap_or_default()
                .iter()
                .try_for_each(|keyword| writeln!(out, "{:.4}\t{}", keyword.score, one_line(&keyword.text))),
        }
    }

    fn heading(&self, out: &mut Vec<u8>, report: &Report<'_>) -> io::Result<()> {
        let metadata = report.article.metadata();
        if let Some(title) = &metadata.title {
            self.wrapped(out, &one_line(title), "", "", Style::new().bold())?;
        }
        let parts = report.about();
        if !parts.is_empty() {
            self.wrapped(out, &parts.join(" · "), "", "", Style::new().dimmed())?;
        }
        if metadata.title.is_some() || !parts.is_empty() {
            writeln!(out)?;
        }
        Ok(())
    }

    fn summary(&self, out: &mut Vec<u8>, report: &Report<'_>) -> io::Result<()> {
        for (_, text) in report.sentences_with_context() {
            self.wrapped(out, &text, "  ", "  ", Style::new())?;
        }
        Ok(())
    }

    fn quotes(&self, out: &mut Vec<u8>, report: &Report<'_>, limit: usize) -> io::Result<()> {
        let Some(quotes) = report.quotes else { return Ok(()) };
        let shown = report.best_quotes(limit);
        if shown.is_empty() || quotes.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        self.wrapped(out, "Quotes", "", "", Style::new().bold())?;
        for quote in shown {
            self.quote(out, report, quote)?;
            self.wrapped(
                out,
                &attribution(&quote),
                "      ",
                "      ",
                Style::new().fg_color(Some(AnsiColor::Cyan.into())),
            )?;
        }
        Ok(())
    }

    /// Every body sentence by score: chosen or why not, and what the score is made of.
    fn scores(&self, out: &mut Vec<u8>, report: &Report<'_>) -> io::Result<()> {
        let Some(summary) = report.summary else { return Ok(()) };
        writeln!(out)?;
        self.wrapped(out, "Scores", "", "", Style::new().bold())?;
        let mut ranked: Vec<_> = summary.scores().iter().collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.sentence.cmp(&b.sentence)));
        for (rank, scored) in ranked.iter().enumerate() {
            let Some(sentence) = report.article.sentence(scored.sentence) else { continue };
            let head = format!("{:>3}. {:.4} {:<16} ", rank + 1, scored.score, scored.standing.name());
            let style = if scored.standing == Standing::Chosen { Style::new().bold() } else { Style::new() };
            self.wrapped(out, &one_line(sentence.text()), &head, &" ".repeat(head.len()), style)?;
            let parts: Vec<String> =
                scored.parts.iter().take(8).map(|p| format!("{} {:+.3}", p.name, p.value)).collect();
            if !parts.is_empty() {
                self.wrapped(out, &parts.join(", "), "       ", "       ", Style::new().dimmed())?;
            }
        }
        Ok(())
    }

    fn quote(&self, out: &mut Vec<u8>, report: &Report<'_>, quote: QuoteRef<'_>) -> io::Result<()> {
        self.wrapped(out, &report.marked(quote), "  ", "  ", Style::new())
    }

    fn quotes_by_speaker(&self, out: &mut Vec<u8>, report: &Report<'_>) -> io::Result<()> {
        let Some(quotes) = report.quotes else { return Ok(()) };
        let groups = quotes.speakers().iter().map(Some).chain([None]);
        let mut first = true;
        for speaker in groups {
            let mut said =
                quotes.iter().filter(|quote| quote.speaker().map(|s| s.id) == speaker.map(|s| s.id)).peekable();
            if said.peek().is_none() {
                continue;
            }
            if !first {
                writeln!(out)?;
            }
            first = false;
            let name = speaker.map_or_else(|| "Unknown speaker".to_owned(), full_name);
            self.wrapped(out, &name, "", "", Style::new().bold())?;
            for quote in said {
                self.quote(out, report, quote)?;
                if let Some(via) = quote.via() {
                    self.wrapped(
                        out,
                        &format!("relayed by {}", full_name(via)),
                        "      ",
                        "      ",
                        Style::new().dimmed(),
                    )?;
                }
            }
        }
        Ok(())
    }

    fn keywords(&self, out: &mut Vec<u8>, report: &Report<'_>) -> io::Result<()> {
        let Some(keywords) = report.keywords.filter(|keywords| !keywords.is_empty()) else { return Ok(()) };
        let words: Vec<String> = keywords.iter().map(|keyword| one_line(&keyword.text)).collect();
        writeln!(out)?;
        self.wrapped(out, "Keywords", "", "", Style::new().bold())?;
        self.wrapped(out, &words.join(", "), "  ", "  ", Style::new())
    }

    fn clean(&self, out: &mut Vec<u8>, article: &Article, explain: bool) -> io::Result<()> {
        if !explain {
            let body = article.body_text();
            for (at, paragraph) in body.split("\n\n").enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                self.wrapped(out, &one_line(paragraph), "", "", Style::new())?;
            }
            return Ok(());
        }
        for block in article.blocks() {
            let label = match block.kind {
                BlockKind::Boilerplate(rule) => format!("-{}", rule.name()),
                kind => kind.name().to_owned(),
            };
            let style = if block.kind.is_body() { Style::new() } else { Style::new().dimmed() };
            self.wrapped(
                out,
                &format!("{label:<14} {}", one_line(&article.text()[block.span])),
                "",
                &" ".repeat(15),
                style,
            )?;
        }
        Ok(())
    }

    fn wrapped(&self, out: &mut Vec<u8>, text: &str, first: &str, then: &str, style: Style) -> io::Result<()> {
        let lines = match self.width {
            Some(width) => {
                let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(then);
                textwrap::wrap(text, options)
            }
            None => vec![format!("{first}{text}").into()],
        };
        for line in lines {
            if self.color && style != Style::new() {
                writeln!(out, "{style}{line}{style:#}")?;
            } else {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}

/// Who said it, and who relayed it.
fn attribution(quote: &QuoteRef<'_>) -> String {
    let speaker = quote.speaker().map_or_else(|| "speaker not named".to_owned(), full_name);
    match quote.via() {
        Some(via) => format!("{speaker}, relayed by {}", full_name(via)),
        None => speaker,
    }
}
