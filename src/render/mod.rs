//! Output: what was found in an article, as JSON.
//!
//! The wire types are apart from the types inside, so that these may change and the schema does not. Positions are
//! counted in characters here (Unicode scalar values) and in bytes everywhere else; `offsets` converts.

pub mod html;
mod json;
mod markdown;
mod offsets;
#[cfg(test)]
mod sample;
mod wire;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::{
    Article, Language, Method, Part, QuoteKind, QuoteRef, Quotes, RecordId, Scored, SentenceRef, Span, Speaker,
    Standing, Summary,
};
use serde_json::value::RawValue;

/// Words of a quote that are read in passing; of a longer one, a summary shows the first sentences.
const LONG_QUOTE: usize = 50;

/// Version of the JSON schema.
pub const SCHEMA: u32 = 1;

/// What one article gave, ready to be written.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by an option of its own")]
pub struct Report<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its summary, when one was asked for.
    pub summary: Option<&'a Summary>,
    /// Its quotes.
    pub quotes: Option<&'a Quotes>,
    /// Words that carry the article, with their scores.
    pub keywords: Option<&'a [crate::Keyword]>,
    /// The id of its record, as it was written there.
    pub record_id: Option<&'a RecordId>,
    /// Whether indirect quotes are listed.
    pub indirect: bool,
    /// Whether the article's text is part of the output.
    pub with_text: bool,
    /// Whether every sentence's score is listed, with what it is made of.
    pub explain: bool,
    /// Whether a reader gets the best sentence first.
    pub by_score: bool,
    /// Fields of the record to pass through.
    pub extra: Option<&'a [(String, Box<RawValue>)]>,
}

impl<'a> Report<'a> {
    /// A report that holds the article alone.
    pub fn new(article: &'a Article) -> Self {
        Self {
            article,
            summary: None,
            quotes: None,
            keywords: None,
            record_id: None,
            indirect: false,
            with_text: false,
            explain: false,
            by_score: false,
            extra: None,
        }
    }

    /// Words of the summary that its reader could not resolve alone, each with who is meant, in text order.
    pub fn context(&self) -> Vec<(Span, String)> {
        self.summary.map_or_else(Vec::new, |summary| crate::quote::context(self.article, self.quotes, summary))
    }

    /// What stands under the headline: place, date and writer, as far as they are known, each on one line.
    ///
    /// Dates of English pieces are written out ("4 March 2026"), others stay ISO 8601.
    pub fn about(&self) -> Vec<String> {
        let metadata = self.article.metadata();
        let english = matches!(self.article.language(), Language::English | Language::Unknown);
        let date = metadata.published.as_deref();
        let date = date.map(|date| if english { written_date(date) } else { date.to_owned() });
        let parts = [metadata.dateline.clone(), date, metadata.byline.clone()];
        parts.into_iter().flatten().map(|part| one_line(&part)).filter(|part| !part.is_empty()).collect()
    }

    /// The quotes worth showing under a summary, at most `limit`, in text order.
    ///
    /// Direct quotes before mixed ones, those with a known speaker before others, those of a length to read in passing
    /// before others, then the longer.
    pub fn best_quotes(&self, limit: usize) -> Vec<QuoteRef<'a>> {
        let Some(quotes) = self.quotes else { return Vec::new() };
        let mut ranked: Vec<(usize, QuoteRef<'a>)> =
            quotes.iter().enumerate().filter(|(_, quote)| quote.quote().kind != QuoteKind::Indirect).collect();
        ranked.sort_by_cached_key(|(at, quote)| {
            let inner = quote.quote();
            let words: usize = inner.contents.iter().map(|&span| count_words(&self.article.text()[span])).sum();
            (inner.kind != QuoteKind::Direct, inner.speaker.is_none(), words > LONG_QUOTE, Reverse(words), *at)
        });
        ranked.truncate(limit);
        ranked.sort_by_key(|(at, _)| *at);
        ranked.into_iter().map(|(_, quote)| quote).collect()
    }

    /// The summary's sentences with their text for a reader: on one line, what the reader cannot know in brackets.
    pub fn sentences_with_context(&self) -> Vec<(SentenceRef<'a>, String)> {
        let Some(summary) = self.summary else { return Vec::new() };
        let context = self.context();
        let whole = self.article.text();
        let text = |sentence: SentenceRef<'a>| {
            let span = sentence.span();
            let mut text = String::with_capacity(span.len() + 32);
            let mut at = span.start();
            let first = context.partition_point(|(word, _)| word.start() < span.start());
            for (word, who) in context[first..].iter().take_while(|(word, _)| word.end() <= span.end()) {
                if word.start() < at {
                    continue;
                }
                let end = word.end() + clitic(&whole[word.end()..span.end()]);
                text.push_str(&whole[at..end]);
                text.push_str(" [");
                text.push_str(who);
                text.push(']');
                at = end;
            }
            text.push_str(&whole[at..span.end()]);
            (sentence, one_line(&text))
        };
        let mut selected: Vec<_> = summary.selected().iter().collect();
        if self.by_score {
            selected.sort_by_key(|selected| selected.rank);
        }
        selected.iter().filter_map(|selected| self.article.sentence(selected.sentence)).map(text).collect()
    }

    /// The quotes that are listed: indirect ones only where they were asked for.
    pub fn listed_quotes(&self) -> Vec<QuoteRef<'a>> {
        let quotes = self.quotes.into_iter().flat_map(Quotes::iter);
        quotes.filter(|quote| self.indirect || quote.quote().kind != QuoteKind::Indirect).collect()
    }

    /// The listed quotes by who said them, speakers in the order of their numbers; those of nobody known come last.
    pub fn by_speaker(&self) -> Vec<(Option<&'a Speaker>, Vec<QuoteRef<'a>>)> {
        let speakers = self.quotes.map_or(&[][..], |quotes| quotes.speakers());
        let mut groups: Vec<(Option<&Speaker>, Vec<QuoteRef<'_>>)> =
            speakers.iter().map(Some).chain([None]).map(|speaker| (speaker, Vec::new())).collect();
        for quote in self.listed_quotes() {
            let at = quote.speaker().map_or(speakers.len(), |speaker| speaker.id.number() as usize - 1);
            groups[at].1.push(quote);
        }
        groups.retain(|(_, said)| !said.is_empty());
        groups
    }

    /// Names of the parts that are the same in every sentence's score: they tell nothing about one of them.
    ///
    /// Empty unless the summary was made with [`Summarizer::explain`](crate::Summarizer::explain). Linear in the number of
    /// parts.
    pub fn common_parts(&self) -> Vec<&'static str> {
        let scores = self.summary.map_or(&[][..], Summary::scores);
        let mut values: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
        for part in scores.iter().flat_map(|scored| &scored.parts) {
            let (value, count) = values.entry(part.name).or_insert((part.value, 0));
            *count += usize::from((*value - part.value).abs() < 1e-9);
        }
        let same = |(name, (_, count))| (scores.len() > 1 && count == scores.len()).then_some(name);
        values.into_iter().filter_map(same).collect()
    }

    /// What raised or lowered a sentence's score, largest first, without the parts in `common` (see
    /// [`common_parts`](Self::common_parts)). The many features of the learned method are added up by what they look at:
    /// place, length, content.
    pub fn telling_parts(&self, scored: &Scored, common: &[&str]) -> Vec<Part> {
        let learned = self.summary.is_some_and(|summary| summary.method_name() == Method::Learned.name());
        let mut parts: Vec<Part> = Vec::new();
        for part in scored.parts.iter().filter(|part| part.value.is_finite() && !common.contains(&part.name)) {
            let name = if learned { crate::score::learned::aspect(part.name) } else { part.name };
            match parts.iter_mut().find(|part| part.name == name) {
                Some(known) => known.value += part.value,
                None => parts.push(Part { name, value: part.value }),
            }
        }
        parts.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()).then(a.name.cmp(b.name)));
        parts
    }

    /// Why a sentence was chosen or not, in words.
    ///
    /// A method that chooses sets can leave out a sentence and take one with a lower score; it is then told so.
    pub fn reason(&self, scored: &Scored) -> &'static str {
        let selected = self.summary.map_or(&[][..], Summary::selected);
        match scored.standing {
            Standing::Chosen => "chosen",
            Standing::Outranked if selected.iter().any(|chosen| chosen.score < scored.score) => {
                "not chosen: others tell more together"
            }
            Standing::Outranked => "not chosen: others score higher",
            Standing::TooShort => "not chosen: too short to tell anything",
            Standing::Fragment => "not chosen: a heading or an item, no sentence",
            Standing::TooLong => "not chosen: too long for what is left of the length",
            Standing::Repeats(_) => "not chosen: repeats a chosen sentence",
        }
    }

    /// A quote for a reader: its pieces on one line, between marks when it is direct.
    pub fn marked(&self, quote: QuoteRef<'_>) -> String {
        self.in_marks(quote, &quote.quote().contents, "")
    }

    /// The same, a long quote ended after a sentence of it: what stands under a summary is no place for a speech.
    pub fn marked_short(&self, quote: QuoteRef<'_>) -> String {
        let contents = &quote.quote().contents;
        let mut kept: Vec<Span> = Vec::with_capacity(contents.len());
        let mut words = 0;
        for &content in contents {
            let mut end = content.start();
            while end < content.end() {
                let sentence = self.article.sentence_of(end).map_or(content.end(), |s| s.span().end());
                let next = if sentence > end { sentence.min(content.end()) } else { content.end() };
                let more = count_words(&self.article.text()[end..next]);
                if words > 0 && words + more > LONG_QUOTE {
                    kept.extend((end > content.start()).then(|| Span::new(content.start(), end)));
                    return self.in_marks(quote, &kept, " […]");
                }
                words += more;
                // on to the next sentence, over the white space between the two
                let gap = self.article.text()[next..content.end()].find(|c: char| !c.is_whitespace());
                end = gap.map_or(content.end(), |gap| next + gap);
            }
            kept.push(content);
        }
        self.marked(quote)
    }

    fn in_marks(&self, quote: QuoteRef<'_>, spans: &[Span], rest: &str) -> String {
        let pieces: Vec<String> = spans.iter().map(|&span| one_line(&self.article.text()[span])).collect();
        let text = pieces.join(" […] ");
        if quote.quote().kind == QuoteKind::Direct { format!("“{text}{rest}”") } else { format!("{text}{rest}") }
    }

    /// Writes the summary (or, without one, the quotes) as Markdown, with `quotes` quotes at most.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_markdown(&self, out: &mut dyn Write, quotes: usize) -> io::Result<()> {
        out.write_all(markdown::page(self, quotes).as_bytes())
    }

    /// Writes the summary object (with a summary) or the quotes object (without one), on one line or indented.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        write(out, pretty, |json| wire::article(json, self))
    }

    /// Writes the sentences object.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_sentences_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        write(out, pretty, |json| wire::sentences(json, self))
    }

    /// Writes the clean object: body text and labelled blocks.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_clean_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        write(out, pretty, |json| wire::clean(json, self))
    }

    /// Writes the keywords object.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_keywords_json(&self, out: &mut dyn Write, pretty: bool) -> io::Result<()> {
        write(out, pretty, |json| wire::keywords(json, self))
    }
}

/// Writes the record that stands in the place of a bad one.
///
/// # Errors
/// What `out` fails with.
pub fn write_error_json(out: &mut dyn Write, id: Option<&RecordId>, line: usize, error: &str) -> io::Result<()> {
    write(out, false, |json| wire::error(json, id, line, error))
}

/// Writes an object, without a newline at the end.
fn write(out: &mut dyn Write, pretty: bool, object: impl FnOnce(&mut json::Json)) -> io::Result<()> {
    let mut json = json::Json::new(pretty);
    object(&mut json);
    out.write_all(&json.into_bytes())
}

/// "Matthew Miller, State Department spokesman"; "Transport Minister Elena Brandt", where the article has it so; "a senior
/// US official".
pub fn full_name(speaker: &Speaker) -> String {
    if let Some(described) = &speaker.described {
        return one_line(described);
    }
    match &speaker.title {
        // Gov. Jane Doe
        Some(title) if speaker.title_leads || title.ends_with('.') => one_line(&format!("{title} {}", speaker.name)),
        Some(title) => one_line(&format!("{}, {title}", speaker.name)),
        None => one_line(&speaker.name),
    }
}

/// Length of what is written together with the word before it: the "’s" of "he’s" and of "Smith’s".
fn clitic(rest: &str) -> usize {
    let Some(tail) = rest.strip_prefix(['\'', '’']) else { return 0 };
    let letters = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
    if matches!(&tail[..letters], "s" | "d" | "ll" | "re" | "ve") { rest.len() - tail.len() + letters } else { 0 }
}

/// The text on one line, without control characters: nothing in it acts on a terminal or breaks a layout.
pub fn one_line(text: &str) -> String {
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

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Characters that turn the direction of what follows them.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An ISO 8601 date as a reader writes it: "4 March 2026". What is no such date stays as it is.
fn written_date(iso: &str) -> String {
    const MONTHS: &str = "January February March April May June July August September October November December";
    let mut parts = iso.get(..10).unwrap_or_default().split('-').map(str::parse::<usize>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month @ 1..=12)), Some(Ok(day @ 1..=31))) => {
            let name = MONTHS.split(' ').nth(month - 1).unwrap_or_default();
            format!("{day} {name} {year}")
        }
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{one_line, written_date};

    #[test]
    fn dates_are_written_out() {
        assert_eq!(written_date("2026-03-04T06:40:00Z"), "4 March 2026");
        assert_eq!(written_date("2026-13-04"), "2026-13-04");
        assert_eq!(written_date("last week"), "last week");
    }

    #[test]
    fn one_line_and_no_escapes() {
        assert_eq!(one_line("  a\n\tb\u{1b}[31m\u{9b}c\u{202e} "), "a b[31mc");
    }
}
