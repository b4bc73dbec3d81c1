//! The HTML report: one self-contained file that shows what was chosen, what was set aside, and why.
//!
//! No network, no script, everything escaped, the same bytes each time. Chosen sentences and their places in the article
//! are linked both ways, and so are quotes and the cards of their speakers; nothing is told by colour alone. The JSON
//! object is embedded as data, so that a report can be read back.
//!
//! Why no script? A report is mailed, archived and opened years later, often where scripts are off; and a page that runs
//! nothing cannot be made to run something by the article it shows.

use std::fmt::{self, Display, Write};

use super::{Report, full_name, one_line};
use crate::summary::Part;
use crate::{Block, BlockKind, Language, QuoteRef, Scored, SentenceRef, Span, Speaker, Standing};

const CSS: &str = include_str!("report.css");

/// Sentences that were not chosen and are still listed under the scores.
const RUNNERS_UP: usize = 20;
/// Parts of a score that are shown, largest first.
const PARTS: usize = 8;

/// An article's part of a page, and how the index names it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Section {
    /// For the index: the title, or the id.
    pub name: String,
    /// Language of the name.
    pub language: Language,
    /// What the ids of its elements begin with.
    pub anchor: String,
    /// The section's HTML.
    pub html: String,
}

/// A page of one section, or of several with an index. Anchors of the sections must differ.
pub fn page(sections: &[Section]) -> String {
    let mut out = String::with_capacity(sections.iter().map(|section| section.html.len()).sum::<usize>() + CSS.len());
    let several = format!("{} articles", sections.len());
    let title = match sections {
        [only] => &only.name,
        _ => &several,
    };
    put(
        &mut out,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             img-src data:; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"generator\" content=\"nutgraf {}\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n\
             <style>\n{CSS}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the summary</a>\n\
             <header class=\"top\" id=\"top\">\n",
            env!("CARGO_PKG_VERSION"),
            Escaped(title)
        ),
    );
    if sections.len() == 1 {
        out.push_str("<h1 class=\"kicker\">News summary</h1>\n");
    } else {
        put(
            &mut out,
            format_args!(
                "<h1><span class=\"kicker\">News summaries</span> {several}</h1>\n<nav aria-label=\"Articles\">\n<ol>\n"
            ),
        );
        for section in sections {
            put(
                &mut out,
                format_args!(
                    "<li><a href=\"#{}\"{}>{}</a></li>\n",
                    section.anchor,
                    Lang(section.language),
                    Escaped(&section.name)
                ),
            );
        }
        out.push_str("</ol>\n</nav>\n");
    }
    out.push_str(LEGEND);
    out.push_str("</header>\n<main id=\"content\">\n");
    for section in sections {
        out.push_str(&section.html);
        if sections.len() > 1 {
            out.push_str("<p class=\"up\"><a href=\"#top\">↑ All articles</a></p>\n");
        }
    }
    put(
        &mut out,
        format_args!(
            "</main>\n<footer>Made by nutgraf {}. Every sentence and every quote stands word for word in its article; \
             what is in [brackets] was added for readers.</footer>\n</body>\n</html>\n",
            env!("CARGO_PKG_VERSION")
        ),
    );
    out
}

/// How to read the article below its summary.
const LEGEND: &str = "<details class=\"legend\"><summary>How to read this page</summary>\n<ul>\n\
    <li><mark>Highlighted with a solid line</mark>: chosen for the summary; its number leads there and back.</li>\n\
    <li><span class=\"q\">Dotted line</span>: quoted words; the letters after them lead to the speaker.</li>\n\
    <li><span class=\"rule\">caption</span> <span class=\"soft\">Grey</span>: on the page but not of the story, with \
    the rule that said so.</li>\n</ul></details>\n";

/// The section of one article. `anchor` begins the ids of its elements: letters, digits and hyphens, others are left out.
///
/// Linear in the length of the article.
pub fn section(report: &Report<'_>, anchor: &str) -> Section {
    let anchor: String = anchor.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let metadata = report.article.metadata();
    let name = metadata.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let name = name.or_else(|| report.record_id.map(ToString::to_string));
    let name = name.or_else(|| report.article.id().map(str::to_owned)).unwrap_or_else(|| "Article".to_owned());
    let language = report.article.language();
    let view = View::new(report, &anchor);
    // The article comes first: it tells which quotes have a place that can be linked to.
    let mut places = Places::default();
    let mut article = String::new();
    view.article(&mut article, &mut places);
    let mut out = String::with_capacity(article.len() * 2);
    put(
        &mut out,
        format_args!(
            "<section class=\"piece\" id=\"{anchor}\" aria-labelledby=\"{anchor}-name\">\n<h2 id=\"{anchor}-name\"{}>{}</h2>\n",
            Lang(language),
            Escaped(&name)
        ),
    );
    let about: Vec<String> = report.about().iter().map(|part| Escaped(part).to_string()).collect();
    if !about.is_empty() {
        put(&mut out, format_args!("<p class=\"meta\">{}</p>\n", about.join(" · ")));
    }
    view.contents(&mut out);
    view.summary(&mut out);
    view.speakers(&mut out, &places);
    put(
        &mut out,
        format_args!("<h3 id=\"{anchor}-article\">The article</h3>\n<div class=\"article\"{}>\n", Lang(language)),
    );
    out.push_str(&article);
    out.push_str("</div>\n");
    view.scores(&mut out);
    let mut json = Vec::new();
    // Writing to memory does not fail.
    let _ = report.write_json(&mut json, false);
    let json = String::from_utf8_lossy(&json).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    put(&mut out, format_args!("<script type=\"application/json\" id=\"{anchor}-data\">{json}</script>\n</section>\n"));
    Section { name, language, anchor, html: out }
}

/// What the parts of a section share.
struct View<'r, 'a> {
    report: &'r Report<'a>,
    anchor: &'r str,
    /// The quotes that are listed; their numbers are places in this list.
    quotes: Vec<QuoteRef<'a>>,
    /// Parts of quotes with their numbers, by place in the text.
    contents: Vec<Content>,
    /// The chosen sentences as the summary lists them.
    sentences: Vec<(SentenceRef<'a>, String)>,
    /// For each chosen sentence, in text order, its number in that list.
    numbers: Vec<usize>,
}

/// One content of a quote.
#[derive(Debug, Clone, Copy)]
struct Content {
    span: Span,
    quote: usize,
    first: bool,
    last: bool,
}

/// Which quotes were seen in the article: only these can be linked to.
#[derive(Debug, Default)]
struct Places {
    quotes: Vec<bool>,
}

impl<'r, 'a> View<'r, 'a> {
    fn new(report: &'r Report<'a>, anchor: &'r str) -> Self {
        let quotes = report.listed_quotes();
        let mut contents = Vec::new();
        for (number, quote) in quotes.iter().enumerate() {
            let spans = &quote.quote().contents;
            contents.extend(spans.iter().enumerate().map(|(nth, &span)| Content {
                span,
                quote: number,
                first: nth == 0,
                last: nth + 1 == spans.len(),
            }));
        }
        contents.sort_by_key(|content| (content.span, content.quote));
        let sentences = report.sentences_with_context();
        let mut numbers: Vec<usize> = (0..sentences.len()).collect();
        numbers.sort_by_key(|&at| sentences[at].0.id());
        Self { report, anchor, quotes, contents, sentences, numbers }
    }

    /// Links to the parts of the section.
    fn contents(&self, out: &mut String) {
        let anchor = self.anchor;
        let parts = [
            ("summary", "Summary", self.report.summary.is_some()),
            ("quotes", "Who said what", !self.quotes.is_empty()),
            ("article", "The article", true),
            ("scores", "Scores", self.scored()),
        ];
        put(out, format_args!("<nav class=\"jump\" aria-label=\"Parts of this article\">"));
        for (id, name, _) in parts.into_iter().filter(|(.., there)| *there) {
            put(out, format_args!("<a href=\"#{anchor}-{id}\">{name}</a> "));
        }
        out.push_str("</nav>\n");
    }

    fn summary(&self, out: &mut String) {
        let Some(summary) = self.report.summary else { return };
        let anchor = self.anchor;
        let language = self.report.article.language();
        put(out, format_args!("<h3 id=\"{anchor}-summary\">Summary</h3>\n"));
        if self.sentences.is_empty() {
            out.push_str("<p class=\"meta\">The article has no sentence to choose.</p>\n");
        } else {
            put(out, format_args!("<ol class=\"summary\"{}>\n", Lang(language)));
        }
        for (at, (sentence, text)) in self.sentences.iter().enumerate() {
            let (id, number) = (sentence.id().index(), at + 1);
            put(
                out,
                format_args!(
                    "<li id=\"{anchor}-sum{id}\"><a class=\"n\" href=\"#{anchor}-s{id}\" lang=\"en\" \
                     aria-label=\"Sentence {number}: show it in the article\">{number}</a> {}</li>\n",
                    Escaped(text)
                ),
            );
        }
        if !self.sentences.is_empty() {
            out.push_str("</ol>\n");
        }
        let of = self.report.article.body_sentences().count();
        put(
            out,
            format_args!(
                "<p class=\"meta\">{} of {of} sentences, chosen by the method <i>{}</i>. Language: {}.</p>\n",
                self.sentences.len(),
                Escaped(summary.method_name()),
                language.name()
            ),
        );
        if let Some(keywords) = self.report.keywords.filter(|keywords| !keywords.is_empty()) {
            put(out, format_args!("<p class=\"words\"><span class=\"meta\">Keywords</span>"));
            for keyword in keywords {
                put(out, format_args!(" <span class=\"word\"{}>{}</span>", Lang(language), Escaped(&keyword.text)));
            }
            out.push_str("</p>\n");
        }
    }

    /// A card for each speaker who is quoted, in the order of their numbers; unknown ones last.
    fn speakers(&self, out: &mut String, places: &Places) {
        let Some(all) = self.report.quotes.filter(|_| !self.quotes.is_empty()) else { return };
        let mut said: Vec<Vec<usize>> = vec![Vec::new(); all.speakers().len() + 1];
        for (number, quote) in self.quotes.iter().enumerate() {
            let at = quote.speaker().map_or(all.speakers().len(), |speaker| speaker.id.number() as usize - 1);
            said[at].push(number);
        }
        put(out, format_args!("<h3 id=\"{}-quotes\">Who said what</h3>\n<div class=\"cards\">\n", self.anchor));
        for (speaker, said) in all.speakers().iter().map(Some).chain([None]).zip(said) {
            if !said.is_empty() {
                self.card(out, speaker, &said, places);
            }
        }
        out.push_str("</div>\n");
    }

    fn card(&self, out: &mut String, speaker: Option<&Speaker>, said: &[usize], places: &Places) {
        let lang = Lang(self.report.article.language());
        out.push_str("<div class=\"card\">\n");
        match speaker {
            Some(speaker) => {
                put(
                    out,
                    format_args!(
                        "<h4><span class=\"face\" aria-hidden=\"true\">{}</span> <span{lang}>{}</span> \
                         <span class=\"badge\">{}</span></h4>\n",
                        Escaped(&initials(speaker)),
                        Escaped(speaker.described.as_ref().unwrap_or(&speaker.name)),
                        speaker.kind.name()
                    ),
                );
                if let Some(title) = &speaker.title {
                    put(out, format_args!("<p class=\"meta\"{lang}>{}</p>\n", Escaped(title)));
                }
            }
            None => out.push_str("<h4><span class=\"face\" aria-hidden=\"true\">?</span> Speaker not named</h4>\n"),
        }
        for &number in said {
            self.card_quote(out, number, places.quotes.get(number).copied().unwrap_or_default());
        }
        out.push_str("</div>\n");
    }

    fn card_quote(&self, out: &mut String, number: usize, has_place: bool) {
        let anchor = self.anchor;
        let quote = self.quotes[number];
        let inner = quote.quote();
        put(
            out,
            format_args!(
                "<blockquote id=\"{anchor}-c{number}\"{}>{}",
                Lang(self.report.article.language()),
                Escaped(&self.report.marked(quote))
            ),
        );
        if has_place {
            put(
                out,
                format_args!(
                    " <a class=\"there\" href=\"#{anchor}-q{number}\" lang=\"en\" \
                     aria-label=\"Show this quote in the article\">in the article&nbsp;↓</a>"
                ),
            );
        }
        put(out, format_args!("</blockquote>\n<p class=\"meta how\">{}", inner.kind.name()));
        let text = self.report.article.text();
        if let Some(cue) = inner.cue {
            put(out, format_args!(" · cue “{}”", Escaped(&text[cue])));
        }
        if let Some(source) = inner.source {
            put(out, format_args!(" · source “{}”", Escaped(&text[source])));
        }
        if let Some(via) = quote.via() {
            put(out, format_args!(" · relayed by {}", Escaped(&full_name(via))));
        }
        let sure = (inner.confidence * 100.0).round().clamp(0.0, 100.0);
        put(
            out,
            format_args!(
                " · <span class=\"sure\">confidence {sure:.0} % {}</span></p>\n",
                Bar(f64::from(sure) / 100.0)
            ),
        );
    }

    fn article(&self, out: &mut String, places: &mut Places) {
        places.quotes = vec![false; self.quotes.len()];
        let text = self.report.article.text();
        let mut cursor = Cursor { content: 0, selected: 0, position: 0 };
        let mut aside = false;
        // A dateline that stands on the line of its paragraph, to be put before it.
        let mut dateline = None;
        for (at, block) in self.report.article.blocks().iter().enumerate() {
            let set_aside = matches!(block.kind, BlockKind::Boilerplate(_) | BlockKind::Byline);
            if set_aside != aside {
                out.push_str(if set_aside { "<ul class=\"asides\" lang=\"en\">\n" } else { "</ul>\n" });
                aside = set_aside;
            }
            let lang = Lang(self.report.article.language());
            match block.kind {
                BlockKind::Title => {
                    out.push_str("<p class=\"headline\">");
                    self.block(out, block, &mut cursor, places);
                    out.push_str("</p>\n");
                }
                BlockKind::Subheading => {
                    out.push_str("<h4>");
                    self.block(out, block, &mut cursor, places);
                    out.push_str("</h4>\n");
                }
                BlockKind::Paragraph => {
                    out.push_str("<p>");
                    if let Some(span) = dateline.take() {
                        put(out, format_args!("<span class=\"dateline\">{}</span> ", Escaped(&text[span])));
                    }
                    self.block(out, block, &mut cursor, places);
                    out.push_str("</p>\n");
                }
                BlockKind::Dateline => {
                    let next = self.report.article.blocks().get(at + 1);
                    let inline = next.is_some_and(|next| {
                        next.kind == BlockKind::Paragraph
                            && !text[block.span.end()..next.span.start()].contains(['\n', '\r'])
                    });
                    if inline {
                        dateline = Some(block.span);
                    } else {
                        put(out, format_args!("<p class=\"dateline\">{}</p>\n", Escaped(&text[block.span])));
                    }
                }
                BlockKind::Byline => put(
                    out,
                    format_args!(
                        "<li><span class=\"rule\">byline</span> <span{lang}>{}</span></li>\n",
                        Escaped(&text[block.span])
                    ),
                ),
                BlockKind::Boilerplate(rule) => put(
                    out,
                    format_args!(
                        "<li><span class=\"rule\"><span class=\"hidden\">set aside: </span>{}</span> \
                         <span{lang}>{}</span></li>\n",
                        rule.name(),
                        Escaped(&text[block.span])
                    ),
                ),
            }
        }
        if aside {
            out.push_str("</ul>\n");
        }
    }

    /// A block's text with chosen sentences marked and quotes underlined.
    fn block(&self, out: &mut String, block: &Block, cursor: &mut Cursor, places: &mut Places) {
        let text = self.report.article.text();
        cursor.position = block.span.start();
        for index in block.sentences.clone() {
            let Some(sentence) = self.report.article.sentence(crate::SentenceId(index)) else { continue };
            self.quoted(out, sentence.span().start(), cursor, places);
            self.sentence(out, sentence, cursor, places);
        }
        self.quoted(out, block.span.end(), cursor, places);
        debug_assert!(text.is_char_boundary(cursor.position));
    }

    fn sentence(&self, out: &mut String, sentence: SentenceRef<'_>, cursor: &mut Cursor, places: &mut Places) {
        let (anchor, id) = (self.anchor, sentence.id());
        let listed = |at: usize| self.sentences[at].0.id();
        while self.numbers.get(cursor.selected).is_some_and(|&at| listed(at) < id) {
            cursor.selected += 1;
        }
        let chosen = self.numbers.get(cursor.selected).copied().filter(|&at| listed(at) == id);
        if let Some(at) = chosen {
            let (id, number) = (id.index(), at + 1);
            put(
                out,
                format_args!(
                    "<a class=\"n\" id=\"{anchor}-s{id}\" href=\"#{anchor}-sum{id}\" lang=\"en\" \
                     aria-label=\"Chosen for the summary as sentence {number}: back to it\">{number}</a>\u{2060}<mark>"
                ),
            );
        }
        self.quoted(out, sentence.span().end(), cursor, places);
        if chosen.is_some() {
            out.push_str("</mark>");
        }
    }

    /// Writes the text up to `end` with quotes in it underlined.
    fn quoted(&self, out: &mut String, end: usize, cursor: &mut Cursor, places: &mut Places) {
        let text = self.report.article.text();
        while let Some(content) = self.contents.get(cursor.content) {
            if content.span.start() >= end {
                break;
            }
            let start = content.span.start().max(cursor.position);
            let stop = content.span.end().min(end).max(start);
            put(out, format_args!("{}", Escaped(&text[cursor.position..start])));
            cursor.position = stop;
            let begins = content.first && !places.quotes[content.quote];
            places.quotes[content.quote] |= begins;
            match (begins, start == stop) {
                (true, _) => put(out, format_args!("<span class=\"q\" id=\"{}-q{}\">", self.anchor, content.quote)),
                (false, true) => {}
                (false, false) => out.push_str("<span class=\"q\">"),
            }
            put(out, format_args!("{}", Escaped(&text[start..stop])));
            if begins || start != stop {
                out.push_str("</span>");
            }
            if content.span.end() > end {
                // It goes on in the next sentence.
                return;
            }
            cursor.content += 1;
            if content.last {
                // The letters stand after the closing mark.
                let next = self.contents.get(cursor.content).map_or(end, |next| next.span.start().min(end));
                let rest = &text[cursor.position..next.max(cursor.position)];
                let stop = rest.strip_prefix(['.', ',', '!', '?']).unwrap_or(rest);
                if let Some(after) = stop.strip_prefix(is_closing_mark) {
                    let closing = &rest[..rest.len() - after.len()];
                    put(out, format_args!("{}", Escaped(closing)));
                    cursor.position += closing.len();
                }
                self.who(out, content.quote);
            }
        }
        put(out, format_args!("{}", Escaped(&text[cursor.position..end.max(cursor.position)])));
        cursor.position = end.max(cursor.position);
    }

    /// The letters after a quote that lead to its speaker's card.
    fn who(&self, out: &mut String, number: usize) {
        let (letters, name) = self.quotes[number]
            .speaker()
            .map_or_else(|| ("?".to_owned(), "a speaker not named".to_owned()), |s| (initials(s), one_line(&s.name)));
        put(
            out,
            format_args!(
                "<a class=\"who\" href=\"#{}-c{number}\" lang=\"en\" aria-label=\"Said by {}\" title=\"{}\">{}</a>",
                self.anchor,
                Escaped(&name),
                Escaped(&name),
                Escaped(&letters)
            ),
        );
    }

    fn scored(&self) -> bool {
        self.report.summary.is_some_and(|summary| !summary.scores().is_empty())
    }

    /// The scores of the chosen sentences and of the best of the others, by feature where the scorer tells.
    fn scores(&self, out: &mut String) {
        let Some(summary) = self.report.summary.filter(|_| self.scored()) else { return };
        let mut ranked: Vec<&Scored> = summary.scores().iter().collect();
        ranked.sort_by(|a, b| {
            let chosen = |scored: &Scored| scored.standing == Standing::Chosen;
            chosen(b).cmp(&chosen(a)).then(b.score.total_cmp(&a.score)).then(a.sentence.cmp(&b.sentence))
        });
        let total = ranked.len();
        ranked.truncate(summary.selected().len() + RUNNERS_UP);
        let size = |value: f64| if value.is_finite() { value.abs() } else { 0.0 };
        let top = ranked.iter().map(|scored| size(scored.score)).fold(f64::MIN_POSITIVE, f64::max);
        let common = self.report.common_parts();
        let ranked: Vec<(&Scored, Vec<Part>)> =
            ranked.into_iter().map(|scored| (scored, self.report.telling_parts(scored, &common))).collect();
        let parts = ranked.iter().flat_map(|(_, parts)| parts);
        let top_part = parts.map(|part| size(part.value)).fold(f64::MIN_POSITIVE, f64::max);
        put(
            out,
            format_args!(
                "<h3 id=\"{}-scores\">Scores</h3>\n<details><summary>Why these sentences</summary>\n\
                 <ol class=\"scores\">\n",
                self.anchor
            ),
        );
        for (scored, parts) in &ranked {
            let Some(sentence) = self.report.article.sentence(scored.sentence) else { continue };
            let reason = self.report.reason(scored);
            let (open, close) = if scored.standing == Standing::Chosen { ("<b>", "</b>") } else { ("", "") };
            put(
                out,
                format_args!(
                    "<li><p{}>{}</p>\n<p class=\"meta\">{} score {:.4} · {open}{reason}{close}</p>\n",
                    Lang(self.report.article.language()),
                    Escaped(sentence.text()),
                    Bar(scored.score / top),
                    if scored.score.is_finite() { scored.score } else { 0.0 },
                ),
            );
            if !parts.is_empty() {
                parts_table(out, parts, top_part);
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n");
        if total > ranked.len() {
            put(out, format_args!("<p class=\"meta\">{} more sentences scored lower.</p>\n", total - ranked.len()));
        }
        out.push_str("</details>\n");
    }
}

/// What raised or lowered a score, a bar each.
fn parts_table(out: &mut String, parts: &[Part], top: f64) {
    out.push_str("<table class=\"parts\"><tbody>\n");
    for part in parts.iter().take(PARTS) {
        put(
            out,
            format_args!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"num\">{:+.3}</td></tr>\n",
                Escaped(part.name),
                Bar(part.value / top),
                part.value
            ),
        );
    }
    out.push_str("</tbody></table>\n");
}

/// Where the writing of the article has come to: everything is passed over once.
struct Cursor {
    /// The next content, or the one that was cut by the end of a sentence.
    content: usize,
    /// The next chosen sentence.
    selected: usize,
    /// The byte written last.
    position: usize,
}

/// Whether the character closes a quote in some language.
fn is_closing_mark(c: char) -> bool {
    matches!(c, '”' | '"' | '’' | '\'' | '»' | '«' | '“' | '‘' | '›' | '‹' | '」' | '』')
}

/// Up to two letters for a speaker: of the first and the last word of a name.
fn initials(speaker: &Speaker) -> String {
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().to_string());
    let mut words = speaker.name.split_whitespace().filter_map(letter);
    let first = words.next().unwrap_or_else(|| "?".to_owned());
    first + &words.next_back().unwrap_or_default()
}

/// A bar from nothing to full; a negative share is told by its look and by the number beside it.
struct Bar(f64);

impl Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = if self.0.is_finite() { self.0.clamp(-1.0, 1.0) } else { 0.0 };
        let kind = if share < 0.0 { " less" } else { "" };
        write!(
            f,
            "<span class=\"track\" aria-hidden=\"true\"><span class=\"bar{kind}\" style=\"width:{:.0}%\"></span></span>",
            share.abs() * 100.0
        )
    }
}

/// The attributes of an element that holds words of the article.
#[derive(Clone, Copy)]
struct Lang(Language);

impl Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = match self.0 {
            Language::Arabic | Language::Hebrew | Language::Persian | Language::Urdu => "rtl",
            Language::Unknown => "auto",
            _ => "ltr",
        };
        write!(f, " lang=\"{}\" dir=\"{direction}\"", self.0.code())
    }
}

fn put(out: &mut String, arguments: fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = out.write_fmt(arguments);
}

/// Text with everything escaped that HTML would act on, on one line, without control characters.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let line = one_line(self.0);
        if self.0.starts_with(char::is_whitespace) {
            f.write_char(' ')?;
        }
        let mut rest = &line[..];
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)?;
        if !line.is_empty() && self.0.ends_with(char::is_whitespace) { f.write_char(' ') } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::Sample;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "</script><script>alert(1)</script> <img src=x onerror=alert(1)> \" onload='x' \u{1b}[2J “Go,” Al <b> said.";
        let article = crate::parse_text(hostile);
        let summary = crate::Summarizer::new().summarize(&article);
        let quotes = crate::find_quotes(&article);
        let mut report = Report::new(&article);
        report.summary = Some(&summary);
        report.quotes = Some(&quotes);
        let page = page(&[section(&report, "a\"><script>")]);
        assert!(!page.contains("<script>") && !page.contains("<img") && !page.contains('\u{1b}'));
        assert_eq!(page.matches("</script>").count(), 1);
    }

    #[test]
    fn links_lead_somewhere_and_ids_are_unique() {
        let sample = Sample::new();
        let page = page(&[section(&sample.report(), "a0"), section(&sample.report(), "a1")]);
        let values = |key: &str| -> Vec<String> {
            page.split(key).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let mut ids = values(" id=\"");
        for link in values(" href=\"").iter().filter(|link| *link != "data:,") {
            assert!(ids.contains(&link.trim_start_matches('#').to_owned()), "{link}");
        }
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    /// What a reader sees of the article, without white space and without what we add to it.
    fn shown(html: &str) -> String {
        let article = html.split("<div class=\"article\"").nth(1).unwrap().split("</div>").next().unwrap();
        let mut out = String::new();
        let mut ours = false;
        for piece in article.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap();
            // Our own links, numbers and labels hold nothing but their text.
            ours = ["a class=\"n\"", "a class=\"who\"", "span class=\"rule\"", "span class=\"hidden\""]
                .iter()
                .any(|start| tag.starts_with(start))
                || (ours && tag == "/span" && text.starts_with(|c: char| c.is_ascii_lowercase()));
            if !ours {
                out.push_str(text);
            }
        }
        for (entity, c) in [("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
            out = out.replace(entity, c);
        }
        out.replace('\u{2060}', "").split_whitespace().collect()
    }

    #[test]
    fn the_article_is_shown_whole() {
        let sample = Sample::new();
        let all: String = sample.article.text().split_whitespace().collect();
        assert_eq!(shown(&section(&sample.report(), "a").html), all);
    }

    #[test]
    fn the_page_of_the_sample() {
        let sample = Sample::new();
        let page = page(&[section(&sample.report(), "a0")]);
        let page = page.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_binary_snapshot!("report.html", page.into_bytes());
    }
}
