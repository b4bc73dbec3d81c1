//! One page that stands alone: no script, no network, light and dark, everything from outside escaped.

use std::fmt::{self, Display, Write};

use rustc_hash::FxHashSet;

use super::plot::{self, Bar, intervals, scatter};
use super::{Grid, grouped, percent};
use crate::eval::SummaryEvaluation;
use crate::eval::rouge::{Metric, Session};
use crate::eval::summaries::SystemResult;
use crate::model::best_first;

/// Text that is put into HTML: content or an attribute in quotes.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // other control characters are not allowed in a page
                c if c.is_control() && !matches!(c, '\n' | '\t') => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

const STYLE: &str = include_str!("report.css");

/// Articles shown at either end.
const SHOWN: usize = 4;

impl SummaryEvaluation {
    /// A page with tables, plots and examples; open it in any browser.
    pub fn to_html(&self) -> String {
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{0} · nutgraf</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{0}</h1>\n\
             <p class=\"note\">{1} articles ({2}) · {3} systems · {4}</p>\n</header>\n",
            Escaped(&self.corpus),
            grouped(self.ids.len()),
            Escaped(self.layout),
            self.systems.len(),
            Escaped(&self.settings()),
        );
        section(&mut out, "Systems", &self.notes());
        out += &table(&self.systems_grid(), self.best_rows());
        self.intervals(&mut out);
        details(&mut out, "Precision and recall", &table(&self.parts_grid(), Vec::new()));
        out += "</section>\n";
        self.differences(&mut out);
        self.scatters(&mut out);
        self.examples(&mut out);
        self.omissions(&mut out);
        let _ = writeln!(
            out,
            "</main>\n<footer>Made by nutgraf {} · seed {} · {} resamples</footer>\n</body>\n</html>",
            env!("CARGO_PKG_VERSION"),
            self.seed,
            grouped(self.resamples)
        );
        out
    }

    /// Rows of the best system by each metric, the oracle aside: it has seen the references.
    fn best_rows(&self) -> Vec<(usize, usize)> {
        let ours = || self.systems.iter().enumerate().filter(|(_, system)| system.name != "oracle");
        let best = |metric: usize| ours().max_by(|a, b| a.1.means[metric].1.f1.total_cmp(&b.1.means[metric].1.f1));
        let metrics = self.rouge.metric_list().len();
        (0..metrics).filter_map(|metric| Some((best(metric)?.0, metric + 1))).collect()
    }

    fn intervals(&self, out: &mut String) {
        *out += "<div class=\"panels\">\n";
        for (at, metric) in self.rouge.metric_list().iter().enumerate() {
            let bars = self.systems.iter().map(|system| {
                let (_, score, interval) = system.means[at];
                Bar { name: &system.name, mean: score.f1, interval }
            });
            *out += &intervals(&metric.label(), &bars.collect::<Vec<_>>());
        }
        *out += "</div>\n";
    }

    fn differences(&self, out: &mut String) {
        if self.systems.len() > 1 {
            section(out, "Differences", &self.comparison_note());
            let all = table(&self.comparisons_grid(|_, _| true), Vec::new());
            let count = self.systems.len() * (self.systems.len() - 1) / 2;
            if count > 6 {
                // the best of those that have not seen the references, against each other one
                let best = self.best_rows().first().map_or(0, |(row, _)| *row);
                *out += &table(&self.comparisons_grid(|a, b| a == best || b == best), Vec::new());
                details(out, &format!("All {count} pairs"), &all);
            } else {
                *out += &all;
            }
            *out += "</section>\n";
        }
    }

    /// Each system against lead, or against the first one if lead did not run.
    fn scatters(&self, out: &mut String) {
        let Some(metric) = self.rouge.metric_list().first() else { return };
        let base = self.systems.iter().position(|system| system.name == "lead").unwrap_or(0);
        if self.systems.len() < 2 {
            return;
        }
        let base = &self.systems[base];
        let mut note = format!(
            "A dot an article: F1 of {} in per cent. Above the line the system did better than {}.",
            metric.label(),
            base.name
        );
        if self.ids.len() > plot::MOST_POINTS {
            note += " Of so many articles, evenly spaced ones are shown.";
        }
        section(out, &format!("Against {}", base.name), &note);
        *out += "<div class=\"panels small\">\n";
        for system in self.systems.iter().filter(|system| system.name != base.name) {
            let points: Vec<(f64, f64)> = f1(base, *metric).zip(f1(system, *metric)).collect();
            let better = points.iter().filter(|(a, b)| b > a).count();
            let worse = points.iter().filter(|(a, b)| b < a).count();
            let _ = writeln!(
                out,
                "<figure>{}<figcaption>better {} · worse {} · same {}</figcaption></figure>",
                scatter(&system.name, &base.name, &points),
                grouped(better),
                grouped(worse),
                grouped(points.len() - better - worse)
            );
        }
        *out += "</div>\n</section>\n";
    }

    /// Articles on which the best system did best and worst, with what matched.
    fn examples(&self, out: &mut String) {
        let ours = self.systems.iter().filter(|system| system.name != "oracle" && system.name != "random");
        let total = |system: &SystemResult| system.means.iter().map(|(_, score, _)| score.f1).sum::<f64>();
        let Some(system) = ours.max_by(|a, b| total(a).total_cmp(&total(b))) else { return };
        let n = self.rouge.metric_list().len().max(1) as f64;
        let value = |at: usize| system.articles[at].iter().map(|(_, score)| score.f1).sum::<f64>() / n;
        let mut order: Vec<usize> = (0..system.articles.len()).collect();
        best_first(&mut order, &value);
        let ends = order.len().min(SHOWN);
        let worst: Vec<usize> = order[ends..].iter().rev().take(SHOWN).copied().collect();
        let note = format!(
            "Where {} did best and worst by the mean of its F1. <mark>Words</mark> that are in the other text too, and \
             <mark class=\"pair\">pairs of words</mark>, compared as the metric does. Of several references the nearest is shown.",
            Escaped(&system.name)
        );
        let _ = writeln!(out, "<section>\n<h2>Best and worst</h2>\n<p class=\"note\">{note}</p>");
        let mut session = self.rouge.session();
        for (title, articles) in [("Best", &order[..ends]), ("Worst", &worst[..])] {
            if !articles.is_empty() {
                let _ = writeln!(out, "<h3>{title}</h3>");
            }
            for &at in articles {
                self.example(out, &mut session, system, at);
            }
        }
        *out += "</section>\n";
    }

    fn example(&self, out: &mut String, session: &mut Session<'_>, system: &SystemResult, at: usize) {
        let scores: Vec<String> = system.articles[at]
            .iter()
            .map(|(metric, score)| format!("{} {}", metric.label(), percent(score.f1)))
            .collect();
        let summary = &system.summaries[at];
        let mut near = |reference: &String| {
            let words = [session.vocabulary.words(reference), session.vocabulary.words(summary)];
            session.counts.ngrams(1, &words[0].ids, &words[1].ids).f1
        };
        let values: Vec<f64> = self.references[at].iter().map(&mut near).collect();
        let best = (0..values.len()).max_by(|&a, &b| values[a].total_cmp(&values[b]).then(b.cmp(&a)));
        let Some(reference) = best.map(|best| &self.references[at][best]) else { return };
        let _ = writeln!(
            out,
            "<article class=\"example\"><h4>{}</h4><p class=\"scores\">{}</p><div class=\"pairing\"><div><h5>{}</h5>{}</div>\
             <div><h5>Reference</h5>{}</div></div></article>",
            Escaped(&self.ids[at]),
            scores.join(" · "),
            Escaped(&system.name),
            marked(session, summary, reference),
            marked(session, reference, summary),
        );
    }

    fn omissions(&self, out: &mut String) {
        let remarks = self.remarks();
        if self.skipped.is_empty() && remarks.is_empty() {
            return;
        }
        section(out, "Left out", "What the figures above do not hold, or hold as 0.");
        for remark in remarks {
            let _ = writeln!(out, "<p>{}</p>", Escaped(&remark));
        }
        if !self.skipped.is_empty() {
            let mut list = String::from("<ul>\n");
            for one in &self.skipped {
                let _ = writeln!(list, "<li>{}</li>", Escaped(&one.line()));
            }
            list += "</ul>\n";
            details(out, &format!("{} records", grouped(self.skipped.len())), &list);
        }
        *out += "</section>\n";
    }
}

/// A system's F1 by article.
fn f1(system: &SystemResult, metric: Metric) -> impl Iterator<Item = f64> {
    system.articles.iter().map(move |scores| scores.get(metric).map_or(0.0, |score| score.f1))
}

fn section(out: &mut String, title: &str, note: &str) {
    let _ = writeln!(out, "<section>\n<h2>{}</h2>\n<p class=\"note\">{}</p>", Escaped(title), Escaped(note));
}

fn details(out: &mut String, title: &str, content: &str) {
    let _ = writeln!(out, "<details>\n<summary>{}</summary>\n{content}</details>", Escaped(title));
}

/// A table; `best` are cells (row, column) to set off.
fn table(grid: &Grid, best: Vec<(usize, usize)>) -> String {
    let best: FxHashSet<(usize, usize)> = best.into_iter().collect();
    let mut out = String::from("<div class=\"wide\"><table>\n<thead><tr>");
    for cell in &grid.head {
        let _ = write!(out, "<th>{}</th>", Escaped(cell));
    }
    out += "</tr></thead>\n<tbody>\n";
    for (at, row) in grid.rows.iter().enumerate() {
        out += "<tr>";
        for (column, cell) in row.iter().enumerate() {
            let (value, bounds) =
                cell.split_once(" [").map_or((&**cell, None), |(value, bounds)| (value, Some(bounds)));
            let class = if best.contains(&(at, column)) { " class=\"best\"" } else { "" };
            let tag = if column == 0 { "th" } else { "td" };
            let _ = write!(out, "<{tag}{class}>{}", Escaped(value));
            if let Some(bounds) = bounds {
                let _ = write!(out, " <small>[{}</small>", Escaped(bounds));
            }
            let _ = write!(out, "</{tag}>");
        }
        out += "</tr>\n";
    }
    out + "</tbody>\n</table></div>\n"
}

/// A text, a paragraph a line, with the words and pairs marked that the other text has too.
fn marked(session: &mut Session<'_>, text: &str, other: &str) -> String {
    let other = session.vocabulary.words(other).ids;
    let (words, ranges) = session.vocabulary.words_with_ranges(text);
    let ids = words.ids;
    let single: FxHashSet<u32> = other.iter().copied().collect();
    let pairs: FxHashSet<(u32, u32)> = other.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let with_next: Vec<bool> = ids.windows(2).map(|pair| pairs.contains(&(pair[0], pair[1]))).collect();
    let paired = |at: usize| with_next.get(at) == Some(&true) || at > 0 && with_next[at - 1];
    let mut out = String::from("<p>");
    let (mut from, mut at) = (0, 0);
    while at < ranges.len() {
        let (start, mut end) = ranges[at];
        let class = match () {
            () if paired(at) => " class=\"pair\"",
            () if single.contains(&ids[at]) => "",
            () => {
                at += 1;
                continue;
            }
        };
        // a run of pairs is one mark, unless a line ends in it
        while with_next.get(at) == Some(&true) && !text[end..ranges[at + 1].0].contains('\n') {
            at += 1;
            end = ranges[at].1;
        }
        let _ = write!(out, "{}<mark{class}>{}</mark>", Lines(&text[from..start]), Escaped(&text[start..end]));
        from = end;
        at += 1;
    }
    let _ = write!(out, "{}</p>", Lines(&text[from..]));
    out
}

/// Escaped text in which each line end begins a new paragraph.
struct Lines<'t>(&'t str);

impl Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, line) in self.0.split('\n').enumerate() {
            if at > 0 {
                f.write_str("</p>\n<p>")?;
            }
            Escaped(line).fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Corpus, Predictions, Rouge, Skipped, SummaryOptions, SummaryRecord, System, evaluate_summaries};

    #[test]
    fn marks_words_and_pairs() {
        let rouge = Rouge::new().stem(true);
        let mut session = rouge.session();
        let html = marked(&mut session, "The <old> cats sat\nquietly & slept", "a cat sat down; slept");
        assert_eq!(
            html,
            "<p>The &lt;old&gt; <mark class=\"pair\">cats sat</mark></p>\n<p>quietly &amp; <mark>slept</mark></p>"
        );
        assert_eq!(marked(&mut session, "", "x"), "<p></p>");
    }

    #[test]
    fn everything_from_outside_is_escaped() {
        let evil = "</style><script>alert('x')</script>\"&\u{1b}";
        let mut record =
            SummaryRecord { id: evil.into(), text: format!("{evil} One two three."), ..SummaryRecord::default() };
        record.references = vec![format!("{evil} one two.")];
        let skipped = Skipped { id: Some(evil.into()), place: evil.into(), reason: evil.into(), broken: true };
        let corpus = Corpus {
            name: evil.into(),
            layout: "ndjson",
            records: vec![record],
            skipped: vec![skipped],
            repeated: Vec::new(),
        };
        let mut options = SummaryOptions::new();
        options.systems.push(System::Outside(Predictions::new(evil, [(evil.to_owned(), evil.to_owned())])));
        options.resamples = 5;
        let html = evaluate_summaries(corpus, &options, &|_| ()).to_html();
        assert!(!html.contains("<script") && !html.contains('\u{1b}'));
        assert_eq!(html.matches("</style>").count(), 1);
        assert!(!html.contains("http:") && !html.contains("https:"), "nothing is fetched");
    }
}
