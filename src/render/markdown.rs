//! Markdown for notes and newsletters.

use std::fmt::Write;

use super::{Report, full_name, one_line};

/// The summary (or the quotes alone) as Markdown.
pub(super) fn page(report: &Report<'_>, quotes: usize) -> String {
    let mut out = String::new();
    let metadata = report.article.metadata();
    if let Some(title) = &metadata.title {
        push(&mut out, format_args!("## {}\n\n", Escaped(title)));
    }
    let about: Vec<String> = report.about().iter().map(|part| Escaped(part).to_string()).collect();
    if !about.is_empty() {
        push(&mut out, format_args!("*{}*\n\n", about.join(" · ")));
    }
    for (_, text) in report.sentences_with_context() {
        push(&mut out, format_args!("- {}\n", Escaped(&text)));
    }
    let shown = if report.summary.is_some() { report.best_quotes(quotes) } else { report.listed_quotes() };
    if !shown.is_empty() {
        out.push_str(if out.is_empty() || out.ends_with("\n\n") { "### Quotes\n" } else { "\n### Quotes\n" });
    }
    for quote in shown {
        let words = if report.summary.is_some() { report.marked_short(quote) } else { report.marked(quote) };
        push(
            &mut out,
            format_args!(
                "\n> {}\n>\n> — {}",
                Escaped(&words),
                Escaped(&quote.speaker().map_or_else(|| "speaker not named".to_owned(), full_name))
            ),
        );
        if let Some(via) = quote.via() {
            push(&mut out, format_args!(", relayed by {}", Escaped(&full_name(via))));
        }
        out.push('\n');
    }
    if let Some(keywords) = report.keywords.filter(|keywords| !keywords.is_empty()) {
        let words: Vec<String> = keywords.iter().map(|keyword| Escaped(&keyword.text).to_string()).collect();
        push(&mut out, format_args!("\n**Keywords:** {}\n", words.join(", ")));
    }
    out
}

fn push(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = out.write_fmt(arguments);
}

/// Text with everything escaped that Markdown (or the HTML in it) would act on, on one line.
struct Escaped<'t>(&'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = one_line(self.0);
        let mut digits_only = true;
        for (at, c) in text.char_indices() {
            let marker = at == 0 && matches!(c, '+' | '-' | '=' | ':' | '|' | '#' | '>');
            let list = matches!(c, '.' | ')') && at > 0 && digits_only;
            digits_only &= c.is_ascii_digit();
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' => write!(f, "\\{c}")?,
                _ if marker || list => write!(f, "\\{c}")?,
                // A bare address would become a link, and a bare name of an account a message to its owner.
                ':' if text[at..].starts_with("://") => f.write_str("&#58;")?,
                '.' if text[..at].ends_with("www") => f.write_str("&#46;")?,
                '@' => f.write_str("&#64;")?,
                _ => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;
    use crate::render::sample::Sample;

    #[test]
    fn the_page_of_the_sample() {
        let sample = Sample::new();
        insta::assert_snapshot!(super::page(&sample.report(), 2));
    }

    #[test]
    fn quotes_alone() {
        let sample = Sample::new();
        let mut report = sample.report();
        report.summary = None;
        insta::assert_snapshot!(super::page(&report, 0));
    }

    #[test]
    fn nothing_is_acted_on() {
        let cases = [
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("<b>*x*</b> [a](b)", "&lt;b>\\*x\\*&lt;/b> \\[a\\](b)"),
            ("see http://a.b", "see http&#58;//a.b"),
            ("see www.a.b, a@b.c", "see www&#46;a.b, a&#64;b.c"),
            ("two\nlines", "two lines"),
        ];
        for (text, expected) in cases {
            assert_eq!(Escaped(text).to_string(), expected);
        }
    }
}
