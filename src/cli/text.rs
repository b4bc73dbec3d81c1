//! Output for people: a page of text, wrapped and coloured on a terminal, plain and stable when piped.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use nutgraf::render::{Report, full_name, one_line};
use nutgraf::{Article, BlockKind, QuoteRef, Standing};
use textwrap::WordSeparator;
use textwrap::core::Word;

use super::args::ColorArg;
use super::plan::Task;

/// Widest line on a terminal, for the sake of the eye.
const MAX_WIDTH: usize = 100;
/// Parts of a score that are shown, largest first.
const PARTS: usize = 6;
/// Over the scores.
const SCORES_NOTE: &str =
    "Best first: rank, score, place, chosen or why not; the sentence; what raised (+) or lowered (-) its score.";

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
            ColorArg::Auto => !to_file && colored(terminal),
        };
        #[cfg(windows)]
        if color && terminal {
            // Older consoles show the codes instead of acting on them unless they are asked.
            let _ = anstyle_query::windows::enable_ansi_colors();
        }
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
            // Where lines are wrapped, the deeper indent shows where a sentence ends.
            self.wrapped(out, &text, "  ", "    ", Style::new())?;
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
            self.wrapped(out, &report.marked_short(quote), "  ", "    ", Style::new())?;
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
        let mut ranked: Vec<_> = summary.scores().iter().zip(1..).collect();
        ranked.sort_by(|(a, _), (b, _)| b.score.total_cmp(&a.score).then(a.sentence.cmp(&b.sentence)));
        let mut ranks = vec![0; ranked.iter().map(|(scored, _)| scored.sentence.index() + 1).max().unwrap_or(0)];
        for (at, (scored, _)) in ranked.iter().enumerate() {
            ranks[scored.sentence.index()] = at + 1;
        }
        writeln!(out)?;
        self.wrapped(out, "Scores", "", "", Style::new().bold())?;
        self.wrapped(out, SCORES_NOTE, "  ", "  ", Style::new().dimmed())?;
        let common = report.common_parts();
        for (at, (scored, place)) in ranked.iter().enumerate() {
            let Some(sentence) = report.article.sentence(scored.sentence) else { continue };
            let style = if scored.standing == Standing::Chosen { Style::new().bold() } else { Style::new() };
            let other = match scored.standing {
                Standing::Repeats(other) => ranks.get(other.index()).map_or_else(String::new, |n| format!(", no. {n}")),
                _ => String::new(),
            };
            writeln!(out)?;
            let head = format!("{:.4}  sentence {place}, {}{other}", scored.score, report.reason(scored));
            self.wrapped(out, &head, &format!("{:>4}  ", at + 1), "      ", style)?;
            self.wrapped(out, &one_line(sentence.text()), "      ", "      ", Style::new())?;
            let telling = report.telling_parts(scored, &common);
            let parts: Vec<String> =
                telling.iter().take(PARTS).map(|part| format!("{} {:+.2}", part.name, part.value)).collect();
            if !parts.is_empty() {
                self.wrapped(out, &parts.join("; "), "      ", "      ", Style::new().dimmed())?;
            }
        }
        Ok(())
    }

    fn quotes_by_speaker(&self, out: &mut Vec<u8>, report: &Report<'_>) -> io::Result<()> {
        let mut first = true;
        for (speaker, said) in report.by_speaker() {
            if !first {
                writeln!(out)?;
            }
            first = false;
            let name = speaker.map_or_else(|| "Speaker not named".to_owned(), full_name);
            self.wrapped(out, &name, "", "", Style::new().bold())?;
            for quote in said {
                self.wrapped(out, &report.marked(quote), "  ", "    ", Style::new())?;
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
                textwrap::wrap(text, options.word_separator(WordSeparator::Custom(pieces)))
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

/// Whether output is coloured when nobody says so: `NO_COLOR` is against it, `CLICOLOR_FORCE` for it, and else it is for
/// terminals that can (<https://no-color.org>, <https://bixense.com/clicolors>).
fn colored(terminal: bool) -> bool {
    if anstyle_query::no_color() {
        false
    } else if anstyle_query::clicolor_force() {
        true
    } else {
        terminal && anstyle_query::clicolor().unwrap_or(true) && anstyle_query::term_supports_color()
    }
}

/// The places where a line may end: after a space, and beside a character of a script that is written without spaces,
/// but not before a mark that closes or after one that opens.
fn pieces<'t>(line: &'t str) -> Box<dyn Iterator<Item = Word<'t>> + 't> {
    if line.is_ascii() {
        return WordSeparator::AsciiSpace.find_words(line);
    }
    let mut start = 0;
    let mut before = None;
    let mut chars = line.char_indices();
    Box::new(std::iter::from_fn(move || {
        for (at, c) in chars.by_ref() {
            let spaced = before == Some(' ') && c != ' ';
            let wide = before.is_some_and(|before| (is_wide(before) || is_wide(c)) && before != ' ' && c != ' ');
            let held = before.is_some_and(opens) || closes(c) || (is_wide(c) && !c.is_alphanumeric() && !opens(c));
            before = Some(c);
            if spaced || (wide && !held) {
                let word = &line[start..at];
                start = at;
                return Some(Word::from(word));
            }
        }
        let word = &line[start..];
        start = line.len();
        (!word.is_empty()).then(|| Word::from(word))
    }))
}

/// Han, kana and full-width forms. Korean has spaces.
const fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

const fn opens(c: char) -> bool {
    matches!(c, '（' | '「' | '『' | '《' | '〈' | '【' | '“' | '‘' | '(' | '[' | '«')
}

const fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '»' | ')' | ']' | '.' | ',' | ';' | ':' | '!' | '?' | '%' | '…' | '—')
}

/// Who said it, and who relayed it.
fn attribution(quote: &QuoteRef<'_>) -> String {
    let speaker = quote.speaker().map_or_else(|| "speaker not named".to_owned(), full_name);
    match quote.via() {
        Some(via) => format!("{speaker}, relayed by {}", full_name(via)),
        None => speaker,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(text: &str, width: usize) -> Vec<String> {
        let page = Page { width: Some(width), color: false };
        let mut out = Vec::new();
        page.wrapped(&mut out, text, "  ", "  ", Style::new()).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn lines_keep_to_the_width_of_what_is_seen() {
        let texts = [
            "The council voted 7 to 4 on Tuesday to move the coastal railway inland.",
            "市议会周二投票，决定迁移铁路。工程师说：“我们只剩十一个冬天。”（见图）",
            "議会は火曜日に「鉄道を内陸に移す」と決めた。工事は2031年までに終わる。",
            "시의회는 화요일에 철도를 내륙으로 옮기기로 결정했다.",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        ];
        for text in texts {
            for width in 12..60 {
                let lines = wrap(text, width);
                assert!(lines.iter().all(|line| textwrap::core::display_width(line) <= width), "{width}: {lines:?}");
                let all: String = lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).collect();
                assert_eq!(all, text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
            }
        }
    }

    #[test]
    fn han_is_broken_between_characters_but_not_before_a_mark() {
        assert_eq!(wrap("市议会周二投票，决定。", 12), ["  市议会周二", "  投票，决", "  定。"]);
        for width in 12..40 {
            for line in wrap("他说：“我们走。”（笑）「好」，她答。", width) {
                let first = line.trim_start().chars().next().unwrap();
                assert!(!"。，：”）」".contains(first), "{width}: {line}");
            }
        }
    }

    #[test]
    fn styles_are_written_only_where_there_is_colour() {
        for color in [true, false] {
            let page = Page { width: None, color };
            let mut out = Vec::new();
            page.wrapped(&mut out, "Title", "", "", Style::new().bold()).unwrap();
            assert_eq!(out.contains(&0x1b), color);
        }
    }
}
