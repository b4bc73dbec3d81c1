//! Reports of evaluations: tables for the shell and for Markdown, JSON, and a page to look at.

mod html;
mod json;
mod plot;

use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use super::pairs::RougeEvaluation;
use super::quotes::{Accuracy, QuoteFigures};
use super::resample::Interval;
use super::rouge::Rouge;
use super::{CleanEvaluation, LeftOut, Measured, QuoteEvaluation, SentenceEvaluation, Skipped, SummaryEvaluation};
use crate::Result;

/// A table: the first column is text, the others figures.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    fn new<S: Into<String>>(head: impl IntoIterator<Item = S>) -> Self {
        Self { head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    fn widths(&self) -> Vec<usize> {
        let width = |at: usize| {
            let cells = std::iter::once(&self.head).chain(&self.rows).filter_map(|row| row.get(at));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        (0..self.head.len()).map(width).collect()
    }

    /// Aligned for a terminal.
    fn text(&self) -> String {
        let widths = self.widths();
        let mut out = String::new();
        for row in std::iter::once(&self.head).chain(&self.rows) {
            let mut line = String::new();
            for (at, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                let pad = width - cell.chars().count().min(width);
                let (before, after) = if at == 0 { (0, pad) } else { (pad + 2, 0) };
                let _ = write!(line, "{:before$}{cell}{:after$}", "", "");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    fn markdown(&self) -> String {
        let line = |row: &[String]| {
            // Names come from outside; all other cells are figures.
            let cells: Vec<String> =
                row.iter().enumerate().map(|(at, cell)| if at == 0 { escaped(cell) } else { cell.clone() }).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule: Vec<String> =
            (0..self.head.len()).map(|at| if at == 0 { "---" } else { "---:" }.to_owned()).collect();
        let mut out = line(&self.head) + &line(&rule);
        for row in &self.rows {
            out += &line(row);
        }
        out
    }
}

/// A name from outside for Markdown: nothing in it becomes markup.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// The text with its control characters written out, but for line ends: nothing in it acts on a terminal.
fn inert(text: String) -> String {
    let acts =
        |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    if !text.contains(acts) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// A share in per cent with two digits, as papers print it.
fn percent(share: f64) -> String {
    format!("{:.2}", 100.0 * share)
}

fn bounded(mean: f64, interval: Interval) -> String {
    format!("{} [{}, {}]", percent(mean), percent(interval.low), percent(interval.high))
}

/// A difference of shares in per cent points, with its sign.
fn signed(share: f64) -> String {
    format!("{:+.2}", 100.0 * share).replace('-', "−")
}

fn p_value(p: f64) -> String {
    if p < 0.001 { "< .001".to_owned() } else { format!("{p:.3}") }
}

/// A number with commas between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn rate(per_second: Option<f64>) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a speed is positive and saturates")]
    per_second.map_or_else(|| "–".to_owned(), |rate| grouped(rate.round() as usize))
}

impl Rouge {
    /// How it scores, in words: what a reader has to know to compare figures.
    pub fn settings(&self) -> String {
        let stemming = if self.is_stemming() { "Porter stems" } else { "no stemming" };
        format!(
            "tokenizer {}, {stemming}, {} of several references",
            self.word_rule().name(),
            self.reference_rule().name()
        )
    }
}

impl SummaryEvaluation {
    /// How it was scored, in words.
    pub fn settings(&self) -> String {
        let length = self.sentences.map_or_else(|| "about 3 sentences".to_owned(), |n| format!("{n} sentences"));
        format!("{}, {length}", self.rouge.settings())
    }

    fn headline(&self) -> String {
        format!("{}: {} articles ({})", self.corpus, grouped(self.ids.len()), self.layout)
    }

    fn notes(&self) -> String {
        format!(
            "ROUGE F1 in per cent with 95 % bootstrap bounds ({} resamples of the articles, seed {}); {}.",
            grouped(self.resamples),
            self.seed,
            self.settings()
        )
    }

    fn systems_grid(&self) -> Grid {
        let metrics = self.rouge.metric_list();
        let mut head = vec!["system".to_owned()];
        head.extend(metrics.iter().map(|metric| metric.label()));
        head.extend(["words", "articles/s"].map(str::to_owned));
        let mut grid = Grid::new(head);
        for system in &self.systems {
            let mut row = vec![system.name.clone()];
            row.extend(system.means.iter().map(|(_, score, interval)| bounded(score.f1, *interval)));
            row.extend([format!("{:.1}", system.words), rate(system.articles_per_second)]);
            grid.row(row);
        }
        grid
    }

    fn parts_grid(&self) -> Grid {
        let metrics = self.rouge.metric_list();
        let columns =
            metrics.iter().flat_map(|metric| [format!("{} P", metric.label()), format!("{} R", metric.label())]);
        let mut grid = Grid::new(std::iter::once("system".to_owned()).chain(columns));
        for system in &self.systems {
            let parts = system.means.iter().flat_map(|(_, score, _)| [percent(score.precision), percent(score.recall)]);
            grid.row(std::iter::once(system.name.clone()).chain(parts));
        }
        grid
    }

    /// Differences of the pairs that are wanted.
    fn comparisons_grid(&self, wanted: impl Fn(usize, usize) -> bool) -> Grid {
        let metrics = self.rouge.metric_list();
        let columns = metrics.iter().flat_map(|metric| [metric.label(), "p".to_owned()]);
        let mut grid = Grid::new(std::iter::once("difference".to_owned()).chain(columns));
        for a in 0..self.systems.len() {
            for b in (a + 1..self.systems.len()).filter(|&b| wanted(a, b)) {
                let mut row = vec![format!("{} − {}", self.systems[a].name, self.systems[b].name)];
                for c in self.comparisons.iter().filter(|c| (c.a, c.b) == (a, b)) {
                    let [difference, low, high] = [c.difference, c.interval.low, c.interval.high].map(signed);
                    row.push(format!("{difference} [{low}, {high}]"));
                    row.push(p_value(c.p_holm));
                }
                grid.row(row);
            }
        }
        grid
    }

    fn comparison_note(&self) -> String {
        format!(
            "Paired on the same articles: difference of F1 with 95 % bounds, and the p-value of paired randomization ({} \
             draws), adjusted by Holm's method for all pairs of a metric.",
            grouped(self.resamples)
        )
    }

    /// What a reader has to know beside the tables: articles without a prediction, or without words.
    fn remarks(&self) -> Vec<String> {
        let missing = self.systems.iter().filter(|system| !system.missing.is_empty()).map(|system| {
            format!(
                "{} has no summary for {} of the articles (scored as empty): {}",
                system.name,
                grouped(system.missing.len()),
                named(system.missing.iter().map(String::as_str))
            )
        });
        let wordless = (!self.wordless.is_empty()).then(|| {
            format!(
                "the references of {} of the articles hold no words for the tokenizer {} (every score is 0): {}",
                grouped(self.wordless.len()),
                self.rouge.word_rule().name(),
                named(self.wordless.iter().map(String::as_str))
            )
        });
        missing.chain(wordless).collect()
    }

    /// Tables for the shell.
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n{}\n\n{}", self.headline(), self.notes(), self.systems_grid().text());
        let _ = write!(out, "\nPrecision and recall\n{}", self.parts_grid().text());
        if self.systems.len() > 1 {
            let _ = write!(out, "\n{}\n{}", self.comparison_note(), self.comparisons_grid(|_, _| true).text());
        }
        for note in self.remarks() {
            let _ = write!(out, "\n{note}\n");
        }
        inert(out + &skipped_text(&self.skipped))
    }

    /// The same tables in Markdown.
    pub fn to_markdown(&self) -> String {
        let mut out =
            format!("# {}\n\n{}\n\n{}", escaped(&self.headline()), self.notes(), self.systems_grid().markdown());
        let _ = write!(out, "\n## Precision and recall\n\n{}", self.parts_grid().markdown());
        if self.systems.len() > 1 {
            let _ = write!(
                out,
                "\n## Differences\n\n{}\n\n{}",
                self.comparison_note(),
                self.comparisons_grid(|_, _| true).markdown()
            );
        }
        for note in self.remarks() {
            let _ = write!(out, "\n{}\n", escaped(&note));
        }
        inert(out + &escaped_lines(&skipped_text(&self.skipped)))
    }
}

/// Names, the first ten of them.
fn named<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let rest = names.len().saturating_sub(10);
    let mut list: Vec<String> = names.take(10).map(str::to_owned).collect();
    if rest > 0 {
        list.push(format!("and {} more", grouped(rest)));
    }
    list.join(", ")
}

fn skipped_text(skipped: &[Skipped]) -> String {
    list_text("Skipped", skipped)
}

fn list_text(title: &str, skipped: &[Skipped]) -> String {
    if skipped.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{title}: {}\n", grouped(skipped.len()));
    for one in skipped {
        let _ = writeln!(out, "  {}", one.line());
    }
    out
}

fn escaped_lines(text: &str) -> String {
    text.lines().map(|line| escaped(line) + "\n").collect()
}

impl Skipped {
    /// Where, which, why: in one line.
    pub fn line(&self) -> String {
        let id = self.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
        format!("{}{id}: {}", self.place, self.reason).replace(['\n', '\r'], " ")
    }
}

impl RougeEvaluation {
    fn means_grid(&self) -> Grid {
        let mut grid = Grid::new(["metric", "precision", "recall", "F1"]);
        for (metric, score, interval) in &self.means {
            let cells = [percent(score.precision), percent(score.recall), bounded(score.f1, *interval)];
            grid.row(std::iter::once(metric.label()).chain(cells));
        }
        grid
    }

    fn items_grid(&self) -> Grid {
        let metrics = self.rouge.metric_list();
        let mut grid = Grid::new(std::iter::once("id".to_owned()).chain(metrics.iter().map(|metric| metric.label())));
        for (id, scores) in self.items.iter().filter_map(|item| item.as_ref().ok()) {
            grid.row(std::iter::once(id.to_string()).chain(scores.iter().map(|(_, score)| percent(score.f1))));
        }
        grid
    }

    fn grid(&self, per_item: bool) -> Grid {
        if per_item { self.items_grid() } else { self.means_grid() }
    }

    fn headline(&self) -> String {
        format!("{} pairs; {}", grouped(self.pairs), self.rouge.settings())
    }

    /// The table for the shell: means, or F1 by item.
    pub fn to_text(&self, per_item: bool) -> String {
        inert(format!("{}\n\n{}", self.headline(), self.grid(per_item).text()))
    }

    /// The same in Markdown.
    pub fn to_markdown(&self, per_item: bool) -> String {
        inert(format!("{}\n\n{}", escaped(&self.headline()), self.grid(per_item).markdown()))
    }
}

/// What an evaluation shows: the trait of [`Evaluation`] that stays inside.
pub trait Tables {
    /// The line above the tables.
    fn headline(&self) -> String;
    /// The tables.
    fn grids(&self) -> Vec<Grid>;
}

/// An evaluation against gold annotations: its report in each format, and what the gate needs of it.
pub trait Evaluation: Tables + Serialize {
    /// Records that were scored.
    fn scored(&self) -> usize;

    /// Records that were not, and why.
    fn left_out(&self) -> &LeftOut;

    /// The figures that a gate holds; `data` is the file that was scored.
    ///
    /// # Errors
    /// When the data file cannot be read.
    fn measured(&self, data: &Path) -> Result<Measured>;

    /// The tables for the shell.
    fn to_text(&self) -> String {
        let grids: Vec<String> = self.grids().iter().map(Grid::text).collect();
        inert(format!("{}\n\n{}{}", self.headline(), grids.join("\n"), omissions(self.left_out())))
    }

    /// The same in Markdown.
    fn to_markdown(&self) -> String {
        let grids: Vec<String> = self.grids().iter().map(Grid::markdown).collect();
        let omissions = escaped_lines(&omissions(self.left_out()));
        inert(format!("# {}\n\n{}{omissions}", escaped(&self.headline()), grids.join("\n")))
    }

    /// The evaluation as JSON; figures are per cent, those of [`CleanEvaluation`] shares from 0 to 1.
    fn to_json(&self) -> String {
        json::pretty(self)
    }
}

fn omissions(left_out: &LeftOut) -> String {
    skipped_text(&left_out.skipped) + &list_text("Repeated ids", &left_out.repeated)
}

impl QuoteEvaluation {
    fn groups(&self) -> [(&'static str, &QuoteFigures); 5] {
        [
            ("all", &self.all),
            ("direct", &self.direct),
            ("indirect+mixed", &self.indirect_and_mixed),
            ("mixed", &self.mixed),
            ("indirect", &self.indirect),
        ]
    }

    fn grid(&self) -> Grid {
        let head = [
            "quotes",
            "exact P/R/F1",
            "iou80 P/R/F1",
            "iou50 P/R/F1",
            "cue",
            "source",
            "speaker",
            "e2e_f1",
            "units",
            "predicted",
        ];
        let mut grid = Grid::new(head);
        for (name, row) in self.groups() {
            let rates =
                |rates: super::quotes::Rates| format!("{:.1}/{:.1}/{:.1}", rates.precision, rates.recall, rates.f1);
            let accuracy = |part: Accuracy| match part.accuracy {
                Some(accuracy) => format!("{accuracy:.1} of {}", grouped(part.of)),
                None => "–".to_owned(),
            };
            grid.row([
                name.to_owned(),
                rates(row.exact),
                rates(row.iou80),
                rates(row.iou50),
                accuracy(row.cue),
                accuracy(row.source),
                accuracy(row.speaker),
                format!("{:.1}", row.e2e_f1),
                grouped(row.units.gold),
                grouped(row.units.predicted),
            ]);
        }
        grid
    }

    fn ends_grid(&self) -> Grid {
        let mut grid = Grid::new(["end to end P/R/F1", "cue", "source", "speaker"]);
        for (name, row) in self.groups() {
            let cells =
                [row.cue, row.source, row.speaker].map(|a| format!("{:.1}/{:.1}/{:.1}", a.precision, a.recall, a.f1));
            grid.row(std::iter::once(name.to_owned()).chain(cells));
        }
        grid
    }
}

impl SentenceEvaluation {
    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["boundaries", ""]);
        for (name, value) in [
            ("f1", self.f1),
            ("term_f1", self.term_f1),
            ("precision", self.precision),
            ("recall", self.recall),
            ("exact", self.exact),
        ] {
            grid.row([name.to_owned(), format!("{value:.2}")]);
        }
        for (name, value) in [
            ("false", self.wrong),
            ("missed", self.missed),
            ("missed_after_stop", self.missed_after_stop),
            ("records_with_text_lost", self.records_with_text_lost),
            ("passed", self.passed),
            ("records", self.records),
            ("missing", self.left_out.missing),
        ] {
            grid.row([name.to_owned(), grouped(value)]);
        }
        grid
    }
}

impl CleanEvaluation {
    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["pages", ""]);
        let figures = [
            ("f1", Some(self.f1)),
            ("precision", Some(self.precision)),
            ("recall", Some(self.recall)),
            ("with", self.with),
            ("leak", self.leak),
            ("title", self.title),
            ("byline", self.byline),
            ("published", self.published),
        ];
        for (name, value) in figures.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            grid.row([name.to_owned(), format!("{value:.4}")]);
        }
        grid.row(["records".to_owned(), grouped(self.records)]);
        grid.row(["missing".to_owned(), grouped(self.left_out.missing)]);
        grid
    }
}

impl Tables for QuoteEvaluation {
    fn headline(&self) -> String {
        let missing = self.left_out.missing;
        format!("{}: {} documents, {missing} without a prediction", self.corpus, grouped(self.documents))
    }

    fn grids(&self) -> Vec<Grid> {
        vec![self.grid(), self.ends_grid()]
    }
}

impl Tables for SentenceEvaluation {
    fn headline(&self) -> String {
        self.corpus.clone()
    }

    fn grids(&self) -> Vec<Grid> {
        vec![self.grid()]
    }
}

impl Tables for CleanEvaluation {
    fn headline(&self) -> String {
        self.corpus.clone()
    }

    fn grids(&self) -> Vec<Grid> {
        vec![self.grid()]
    }
}

impl Evaluation for QuoteEvaluation {
    fn scored(&self) -> usize {
        self.documents
    }

    fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    fn measured(&self, data: &Path) -> Result<Measured> {
        Measured::quotes(data, self)
    }
}

impl Evaluation for SentenceEvaluation {
    fn scored(&self) -> usize {
        self.records
    }

    fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    fn measured(&self, data: &Path) -> Result<Measured> {
        Measured::sentences(data, self)
    }
}

impl Evaluation for CleanEvaluation {
    fn scored(&self) -> usize {
        self.records
    }

    fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    fn measured(&self, data: &Path) -> Result<Measured> {
        Measured::cleaning(data, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_do_nothing() {
        let mut grid = Grid::new(["system"]);
        grid.row(["<b>[a](b)|\n"]);
        assert!(grid.markdown().ends_with("| &lt;b>\\[a\\](b)\\|  |\n"), "{}", grid.markdown());
        assert_eq!(inert("a\u{1b}[2J\n\u{9b}".to_owned()), "a\\u{1b}[2J\n\\u{9b}");
    }

    #[test]
    fn tables_line_up() {
        let mut grid = Grid::new(["system", "R-1"]);
        grid.row(["lead|3", "40.20"]);
        grid.row(["é", "7"]);
        assert_eq!(grid.text(), "system    R-1\nlead|3  40.20\né           7\n");
        assert_eq!(grid.markdown(), "| system | R-1 |\n| --- | ---: |\n| lead\\|3 | 40.20 |\n| é | 7 |\n");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!([grouped(0), grouped(999), grouped(1000), grouped(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([p_value(0.0004), p_value(0.0456)], ["< .001", "0.046"]);
        let names: Vec<String> = (0..12).map(|n| n.to_string()).collect();
        assert!(named(names.iter().map(String::as_str)).ends_with("8, 9, and 2 more"));
    }
}
