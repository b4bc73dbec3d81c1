//! Output for people: a page of text, wrapped and coloured on a terminal, plain and stable when piped.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use nutgraf::render::Report;
use nutgraf::{Article, BlockKind, QuoteKind, QuoteRef, Speaker};

use super::args::ColorArg;
use super::messages::is_bidi_control;
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
            Task::Summarize { quotes, .. } => {
                self.heading(out, report.article)?;
                self.summary(out, report)?;
                self.quotes(out, report, *quotes)?;
                self.keywords(out, report)
            }
            Task::Quotes => self.quotes_by_speaker(out, report),
            Task::Sentences => {
                report.article.sentences().try_for_each(|sentence| writeln!(out, "{}", plain(sentence.text())))
            }
            Task::Clean { explain } => self.clean(out, report.article, *explain),
            Task::Keywords { .. } => report
                .keywords
                .unwrap_or_default()
                .iter()
                .try_for_each(|keyword| writeln!(out, "{:.4}\t{}", keyword.score, plain(&keyword.text))),
        }
    }

    fn heading(&self, out: &mut Vec<u8>, article: &Article) -> io::Result<()> {
        let metadata = article.metadata();
        if let Some(title) = &metadata.title {
            self.wrapped(out, &plain(title), "", "", Style::new().bold())?;
        }
        let parts: Vec<String> =
            [metadata.dateline.as_deref(), metadata.published.as_deref(), metadata.byline.as_deref()]
                .into_iter()
                .flatten()
                .map(plain)
                .collect();
        if !parts.is_empty() {
            self.wrapped(out, &parts.join(" · "), "", "", Style::new().dimmed())?;
        }
        if metadata.title.is_some() || !parts.is_empty() {
            writeln!(out)?;
        }
        Ok(())
    }

    fn summary(&self, out: &mut Vec<u8>, report: &Report<'_>) -> io::Result<()> {
        let Some(summary) = report.summary else { return Ok(()) };
        let context = report.context();
        for sentence in summary.sentences(report.article) {
            let span = sentence.span();
            let mut text = String::new();
            let mut at = span.start();
            for (word, who) in context.iter().filter(|(word, _)| span.contains(*word)) {
                text.push_str(&report.article.text()[at..word.end()]);
                text.push_str(" [");
                text.push_str(who);
                text.push(']');
                at = word.end();
            }
            text.push_str(&report.article.text()[at..span.end()]);
            self.wrapped(out, &plain(&text), "  ", "  ", Style::new())?;
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
            self.quote(out, report.article, quote)?;
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

    fn quote(&self, out: &mut Vec<u8>, article: &Article, quote: QuoteRef<'_>) -> io::Result<()> {
        self.wrapped(out, &marked(article, quote), "  ", "  ", Style::new())
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
                self.quote(out, report.article, quote)?;
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
        let words: Vec<String> = keywords.iter().map(|keyword| plain(&keyword.text)).collect();
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
                self.wrapped(out, &plain(paragraph), "", "", Style::new())?;
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
                &format!("{label:<14} {}", plain(&article.text()[block.span])),
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

/// The quote between marks, its pieces apart.
fn marked(article: &Article, quote: QuoteRef<'_>) -> String {
    let parts: Vec<String> = quote.quote().contents.iter().map(|&span| plain(&article.text()[span])).collect();
    let text = parts.join(" […] ");
    if quote.quote().kind == QuoteKind::Direct { format!("“{text}”") } else { text }
}

/// Who said it, and who relayed it.
fn attribution(quote: &QuoteRef<'_>) -> String {
    let speaker = quote.speaker().map_or_else(|| "speaker not named".to_owned(), full_name);
    match quote.via() {
        Some(via) => format!("{speaker}, relayed by {}", full_name(via)),
        None => speaker,
    }
}

/// "Matthew Miller, State Department spokesman".
fn full_name(speaker: &Speaker) -> String {
    match &speaker.title {
        Some(title) => plain(&format!("{}, {title}", speaker.name)),
        None => plain(&speaker.name),
    }
}

/// The text on one line, with nothing that a terminal would act on.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = !out.is_empty();
        } else if !c.is_control() && !is_bidi_control(c) {
            if space {
                out.push(' ');
                space = false;
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn one_line_and_no_escapes() {
        assert_eq!(plain("  a\n\tb\u{1b}[31m\u{9b}c "), "a b[31mc");
    }
}
