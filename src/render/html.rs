//! The HTML report: one self-contained file that shows what was chosen, what was set aside, and why.
//!
//! No network, no script, everything escaped, the same bytes each time. The JSON object is embedded, so that a report can
//! be read back. Chosen sentences and their places in the article are linked both ways; nothing is told by colour alone.

use std::fmt::{self, Display, Write};

use super::{Report, full_name, one_line};
use crate::{Block, BlockKind, QuoteRef, SentenceRef, Span};

const CSS: &str = include_str!("report.css");

/// An article's part of a page, and how the index names it.
#[derive(Debug, Clone)]
pub struct Section {
    /// For the index: the title, or the id.
    pub name: String,
    /// The section's HTML.
    pub html: String,
}

/// A page of one section, or of several with an index.
pub fn page(sections: &[Section]) -> String {
    let mut out = String::new();
    let title = match sections {
        [only] => only.name.clone(),
        several => format!("{} articles", several.len()),
    };
    put(
        &mut out,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"generator\" content=\"nutgraf {}\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n\
             <style>\n{CSS}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the summary</a>\n",
            env!("CARGO_PKG_VERSION"),
            Escaped(&title)
        ),
    );
    if sections.len() > 1 {
        put(
            &mut out,
            format_args!("<header class=\"top\"><h1>{}</h1>\n<nav aria-label=\"Articles\"><ol>\n", Escaped(&title)),
        );
        for (at, section) in sections.iter().enumerate() {
            put(&mut out, format_args!("<li><a href=\"#a{at}\">{}</a></li>\n", Escaped(&section.name)));
        }
        out.push_str("</ol></nav></header>\n");
    }
    out.push_str("<main id=\"content\">\n");
    for section in sections {
        out.push_str(&section.html);
    }
    put(
        &mut out,
        format_args!(
            "</main>\n<footer>Made by nutgraf {}. Every sentence and quote stands word for word in the article.</footer>\n</body>\n</html>\n",
            env!("CARGO_PKG_VERSION")
        ),
    );
    out
}

/// The section of one article; `at` is its place among the sections and makes its anchors unique.
pub fn section(report: &Report<'_>, at: usize) -> Section {
    let metadata = report.article.metadata();
    let name = metadata.title.clone().or_else(|| report.record_id.map(ToString::to_string));
    let name = name.or_else(|| report.article.id().map(str::to_owned)).unwrap_or_else(|| format!("Article {}", at + 1));
    let mut out = String::new();
    put(
        &mut out,
        format_args!(
            "<section class=\"piece\" id=\"a{at}\" lang=\"{}\" dir=\"auto\">\n<h2>{}</h2>\n",
            report.article.language().code(),
            Escaped(&name)
        ),
    );
    let about = [metadata.dateline.as_deref(), metadata.published.as_deref(), metadata.byline.as_deref()];
    let about: Vec<String> = about.into_iter().flatten().map(|part| Escaped(part).to_string()).collect();
    if !about.is_empty() {
        put(&mut out, format_args!("<p class=\"meta\">{}</p>\n", about.join(" · ")));
    }
    summary(&mut out, report, at);
    speakers(&mut out, report, at);
    article(&mut out, report, at);
    scores(&mut out, report);
    let mut json = Vec::new();
    // Writing to memory does not fail.
    let _ = report.write_json(&mut json, false);
    let json = String::from_utf8_lossy(&json).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    put(&mut out, format_args!("<script type=\"application/json\" id=\"a{at}-data\">{json}</script>\n</section>\n"));
    Section { name, html: out }
}

fn summary(out: &mut String, report: &Report<'_>, at: usize) {
    let Some(summary) = report.summary else { return };
    put(out, format_args!("<h3 id=\"a{at}-summary\">Summary</h3>\n<ol class=\"summary\">\n"));
    for (sentence, text) in report.sentences_with_context() {
        let id = sentence.id().index();
        put(
            out,
            format_args!(
                "<li id=\"a{at}-sum{id}\">{} <a class=\"there\" href=\"#a{at}-s{id}\" aria-label=\"Show sentence {id} in the article\">in the article ↓</a></li>\n",
                Escaped(&text)
            ),
        );
    }
    put(out, format_args!("</ol>\n<p class=\"meta\">Method: {}</p>\n", summary.method().name()));
    if let Some(keywords) = report.keywords.filter(|keywords| !keywords.is_empty()) {
        let words: Vec<String> = keywords.iter().map(|keyword| Escaped(&keyword.text).to_string()).collect();
        put(out, format_args!("<p class=\"meta\">Keywords: {}</p>\n", words.join(", ")));
    }
}

fn speakers(out: &mut String, report: &Report<'_>, at: usize) {
    let quotes = report.listed_quotes();
    let Some(all) = report.quotes.filter(|_| !quotes.is_empty()) else { return };
    put(out, format_args!("<h3 id=\"a{at}-quotes\">Who said what</h3>\n<div class=\"cards\">\n"));
    for speaker in all.speakers().iter().map(Some).chain([None]) {
        let mut said = quotes.iter().filter(|quote| quote.speaker().map(|s| s.id) == speaker.map(|s| s.id)).peekable();
        if said.peek().is_none() {
            continue;
        }
        let (name, title, kind) = speaker.map_or(("Speaker not named", None, "unknown"), |speaker| {
            (speaker.name.as_str(), speaker.title.as_deref(), speaker.kind.name())
        });
        put(out, format_args!("<article class=\"card\"><h4>{}</h4>", Escaped(name)));
        if let Some(title) = title {
            put(out, format_args!("<p class=\"meta\">{}</p>", Escaped(title)));
        }
        put(out, format_args!("<span class=\"badge\">{kind}</span>\n"));
        for quote in said {
            card_quote(out, report, *quote, at);
        }
        out.push_str("</article>\n");
    }
    out.push_str("</div>\n");
}

fn card_quote(out: &mut String, report: &Report<'_>, quote: QuoteRef<'_>, at: usize) {
    let inner = quote.quote();
    let start = inner.contents.first().map_or(0, |span| span.start());
    put(
        out,
        format_args!(
            "<blockquote>{} <a class=\"there\" href=\"#a{at}-q{start}\" aria-label=\"Show this quote in the article\">in the article ↓</a></blockquote>\n<p class=\"meta\">{}",
            Escaped(&report.marked(quote)),
            inner.kind.name()
        ),
    );
    if let Some(cue) = inner.cue {
        put(out, format_args!(" · cue “{}”", Escaped(&report.article.text()[cue])));
    }
    if let Some(source) = inner.source {
        put(out, format_args!(" · source “{}”", Escaped(&report.article.text()[source])));
    }
    if let Some(via) = quote.via() {
        put(out, format_args!(" · relayed by {}", Escaped(&full_name(via))));
    }
    put(out, format_args!(" · confidence {:.0} %</p>\n", inner.confidence * 100.0));
}

fn article(out: &mut String, report: &Report<'_>, at: usize) {
    put(out, format_args!("<h3 id=\"a{at}-article\">The article</h3>\n"));
    for block in report.article.blocks() {
        match block.kind {
            BlockKind::Title | BlockKind::Subheading => {
                put(out, format_args!("<h4>{}</h4>\n", Inline { report, block, at }))
            }
            BlockKind::Paragraph => put(out, format_args!("<p>{}</p>\n", Inline { report, block, at })),
            BlockKind::Byline | BlockKind::Dateline => {
                let text = Escaped(&report.article.text()[block.span]);
                put(
                    out,
                    format_args!("<p class=\"meta\"><span class=\"rule\">{}</span>{text}</p>\n", block.kind.name()),
                );
            }
            BlockKind::Boilerplate(rule) => {
                let text = Escaped(&report.article.text()[block.span]);
                put(
                    out,
                    format_args!(
                        "<p class=\"aside\"><span class=\"rule\">set aside: {}</span>{text}</p>\n",
                        rule.name()
                    ),
                );
            }
        }
    }
}

/// A block's text with chosen sentences marked and quotes underlined.
struct Inline<'r, 'a> {
    report: &'r Report<'a>,
    block: &'r Block,
    at: usize,
}

impl Display for Inline<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.report.article.text();
        let mut position = self.block.span.start();
        for index in self.block.sentences.clone() {
            let Some(sentence) = self.report.article.sentences().nth(index as usize) else { continue };
            write!(f, "{}", Escaped(&text[position..sentence.span().start()]))?;
            position = sentence.span().end();
            self.sentence(f, &sentence)?;
        }
        write!(f, "{}", Escaped(&text[position..self.block.span.end()]))
    }
}

impl Inline<'_, '_> {
    fn sentence(&self, f: &mut fmt::Formatter<'_>, sentence: &SentenceRef<'_>) -> fmt::Result {
        let (at, id) = (self.at, sentence.id().index());
        let chosen =
            self.report.summary.is_some_and(|summary| summary.selected().iter().any(|s| s.sentence == sentence.id()));
        if chosen {
            write!(f, "<mark id=\"a{at}-s{id}\">")?;
        }
        let text = self.report.article.text();
        let mut position = sentence.span().start();
        for (piece, first) in self.quoted(sentence.span()) {
            if piece.start() < position {
                continue;
            }
            write!(f, "{}", Escaped(&text[position..piece.start()]))?;
            match first {
                Some(start) => write!(f, "<span class=\"q\" id=\"a{at}-q{start}\">")?,
                None => f.write_str("<span class=\"q\">")?,
            }
            write!(f, "{}</span>", Escaped(&text[piece]))?;
            position = piece.end();
        }
        write!(f, "{}", Escaped(&text[position..sentence.span().end()]))?;
        if chosen {
            write!(
                f,
                "</mark> <a class=\"back\" href=\"#a{at}-sum{id}\" aria-label=\"Back to the summary\">↑ summary</a>"
            )?;
        }
        Ok(())
    }

    /// Parts of quotes inside the span, in order; with the quote's start where it begins here, for its anchor.
    fn quoted(&self, within: Span) -> Vec<(Span, Option<usize>)> {
        let mut pieces = Vec::new();
        for quote in self.report.listed_quotes() {
            for (nth, content) in quote.quote().contents.iter().enumerate() {
                if content.overlaps(within) {
                    let part = Span::new(content.start().max(within.start()), content.end().min(within.end()));
                    let begins = nth == 0 && content.start() >= within.start();
                    pieces.push((part, begins.then_some(content.start())));
                }
            }
        }
        pieces.sort_by_key(|(piece, _)| *piece);
        pieces
    }
}

fn scores(out: &mut String, report: &Report<'_>) {
    let Some(summary) = report.summary.filter(|summary| !summary.selected().is_empty()) else { return };
    let top = summary.selected().iter().map(|s| s.score).fold(f64::MIN_POSITIVE, f64::max);
    out.push_str("<details><summary>Scores</summary>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Sentence</th><th scope=\"col\">Score</th><th scope=\"col\"><span class=\"ui\">Bar</span></th></tr></thead>\n<tbody>\n");
    for selected in summary.selected() {
        let Some(sentence) = report.article.sentence(selected.sentence) else { continue };
        let share = (selected.score / top).clamp(0.0, 1.0) * 100.0;
        put(
            out,
            format_args!(
                "<tr><td>{}</td><td class=\"n\">{:.4}</td><td><span class=\"bar\" style=\"width:{share:.0}%\"></span></td></tr>\n",
                Escaped(sentence.text()),
                selected.score
            ),
        );
    }
    out.push_str("</tbody></table></div></details>\n");
}

fn put(out: &mut String, arguments: fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = out.write_fmt(arguments);
}

/// Text with everything escaped that HTML would act on, on one line, without control characters.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let leading = self.0.starts_with(char::is_whitespace);
        let trailing = self.0.len() > 1 && self.0.ends_with(char::is_whitespace);
        if leading {
            f.write_char(' ')?;
        }
        for c in one_line(self.0).chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        if trailing { f.write_char(' ') } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "</script><script>alert(1)</script> <img src=x onerror=alert(1)> \" onload='x' \u{1b}[2J “Go,” Al <b> said.";
        let article = crate::parse_text(hostile);
        let summary = crate::Summarizer::new().summarize(&article);
        let quotes = crate::find_quotes(&article);
        let mut report = Report::new(&article);
        report.summary = Some(&summary);
        report.quotes = Some(&quotes);
        let page = page(&[section(&report, 0)]);
        assert!(!page.contains("<script>") && !page.contains("<img") && !page.contains('\u{1b}'));
        assert_eq!(page.matches("</script>").count(), 1);
    }
}
