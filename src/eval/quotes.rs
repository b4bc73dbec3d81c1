//! Quotes and speakers against an annotated corpus.
//!
//! The unit is one contiguous piece of content, reduced to the letters and digits in it after outer marks, edge
//! punctuation and a leading "that" are trimmed: so marks and commas never decide a match. Why overlap at 0.8 as the
//! headline and not exact? Annotators differ on a word at the edge far more often than on what was said.
//!
//! - `exact`: the same letters and digits.
//! - `iou80`, `iou50`: one-to-one matching, best overlap first, with a Jaccard index of 0.8 or 0.5 at least. A piece
//!   matched at 0.5 counts as located, and is then judged for cue, source and speaker.
//! - `source`: the mention overlaps the annotated one: Jaccard 0.5, or one inside the other with the same head.
//! - `speaker`: the same head name, or a token F1 of 0.67; a pronoun never matches.
//! - `e2e_f1`: F1 in which a hit is located and has the right speaker.
//!
//! Counts are summed over the corpus and then divided; figures are per cent.

use std::collections::HashMap;

use serde::Serialize;

use super::characters::{is_alphanumeric, is_space, is_word, rounded};
use super::dataset::{AnnotatedQuote, Corpus, LeftOut, Mention, QuoteRecord};
use super::overlap::shared_count;
use super::parallel::in_order;
use crate::{Article, ParseOptions, Span, find_quotes};

/// What `evaluate_quotes` found.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct QuoteEvaluation {
    /// Name of the corpus.
    pub corpus: String,
    /// Documents scored.
    pub documents: usize,
    /// What was not scored, or not in the usual way.
    #[serde(flatten)]
    pub left_out: LeftOut,
    /// All quotes.
    pub all: QuoteFigures,
    /// Those between marks.
    pub direct: QuoteFigures,
    /// The others.
    #[serde(rename = "indirect+mixed")]
    pub indirect_and_mixed: QuoteFigures,
    /// Those partly between marks.
    pub mixed: QuoteFigures,
    /// Those without marks.
    pub indirect: QuoteFigures,
}

/// The figures of one group of quotes, in per cent.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct QuoteFigures {
    /// Contents found to the letter.
    pub exact: Rates,
    /// Contents found with a Jaccard index of 0.8.
    pub iou80: Rates,
    /// With one of 0.5.
    pub iou50: Rates,
    /// Cues of located contents.
    pub cue: Accuracy,
    /// Sources of located contents.
    pub source: Accuracy,
    /// Speakers of located contents.
    pub speaker: Accuracy,
    /// F1 of contents located with the right speaker.
    pub e2e_f1: f64,
    /// Number of contents.
    pub units: Units,
}

/// Precision, recall and F1 in per cent, to one digit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rates {
    /// Share of the predicted that is right.
    pub precision: f64,
    /// Share of the annotated that was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Share of located contents that have the right one, and the same end to end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Accuracy {
    /// Per cent right of those located and annotated; `None` when there are none.
    pub accuracy: Option<f64>,
    /// How many are located and annotated.
    pub of: usize,
    /// End to end: share of all predicted ones that are right.
    pub precision: f64,
    /// End to end: share of all annotated ones that were found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Number of contents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Units {
    /// Annotated.
    pub gold: usize,
    /// Predicted.
    pub predicted: usize,
}

/// How quotes are scored.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct QuoteOptions {
    /// Only annotated quotes marked as speech count; predictions on the others are neither right nor wrong.
    pub speech_only: bool,
}

impl QuoteOptions {
    /// Every annotated quote counts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether only speech counts.
    #[must_use]
    pub fn speech_only(mut self, speech_only: bool) -> Self {
        self.speech_only = speech_only;
        self
    }
}

/// An annotated or predicted content, in characters.
#[derive(Debug)]
struct Unit<'q> {
    start: usize,
    end: usize,
    /// Letters and digits in it.
    size: usize,
    quote: &'q AnnotatedQuote,
    counts: bool,
}

/// A text by character, with the number of letters and digits before each.
struct Letters {
    characters: Vec<char>,
    before: Vec<usize>,
}

impl Letters {
    fn new(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut before = Vec::with_capacity(characters.len() + 1);
        let mut count = 0;
        before.push(0);
        for &c in &characters {
            count += usize::from(is_alphanumeric(c));
            before.push(count);
        }
        Self { characters, before }
    }

    fn count(&self, start: usize, end: usize) -> usize {
        if start < end { self.before[end] - self.before[start] } else { 0 }
    }

    /// The content without edge punctuation and without a leading "that".
    fn trimmed(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        loop {
            while start < end && is_edge(self.characters[start]) {
                start += 1;
            }
            while end > start && is_edge(self.characters[end - 1]) {
                end -= 1;
            }
            let inside = &self.characters[start..end];
            if !inside.starts_with(&['t', 'h', 'a', 't']) || inside.get(4).is_some_and(|&c| is_word(c)) {
                return (start, end);
            }
            let after = 4 + inside[4..].iter().take_while(|&&c| is_space(c)).count();
            if after >= inside.len() {
                return (start, end);
            }
            start += after;
        }
    }

    fn units<'q>(&self, quotes: &'q [AnnotatedQuote], counts: impl Fn(&AnnotatedQuote) -> bool) -> Vec<Unit<'q>> {
        let mut units = Vec::new();
        for quote in quotes {
            for content in &quote.contents {
                let (Some(start), Some(end)) = (content.start, content.end) else { continue };
                let end = end.min(self.characters.len());
                let (start, end) = self.trimmed(start.min(end), end);
                let size = self.count(start, end);
                if size > 0 {
                    units.push(Unit { start, end, size, quote, counts: counts(quote) });
                }
            }
        }
        units
    }

    /// Letters and digits that both hold.
    fn shared(&self, a: &Unit<'_>, b: &Unit<'_>) -> usize {
        self.count(a.start.max(b.start), a.end.min(b.end))
    }

    /// Pairs of annotated and predicted units, one to one, the best overlap first.
    fn matched(&self, gold: &[Unit<'_>], predicted: &[Unit<'_>], threshold: f64) -> Matching {
        let mut pairs = Vec::new();
        for (i, g) in gold.iter().enumerate() {
            for (j, p) in predicted.iter().enumerate() {
                if g.end > p.start && p.end > g.start {
                    let shared = self.shared(g, p);
                    let value = shared as f64 / (g.size + p.size - shared).max(1) as f64;
                    if value >= threshold {
                        pairs.push((value, i, j));
                    }
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut matching = Matching { of_gold: vec![None; gold.len()], of_predicted: vec![None; predicted.len()] };
        for (_, i, j) in pairs {
            if matching.of_gold[i].is_none() && matching.of_predicted[j].is_none() {
                matching.of_gold[i] = Some(j);
                matching.of_predicted[j] = Some(i);
            }
        }
        matching
    }
}

struct Matching {
    of_gold: Vec<Option<usize>>,
    of_predicted: Vec<Option<usize>>,
}

fn is_edge(c: char) -> bool {
    "“”\"'‘’«»„`.,;:!?—–-()[] \n\t\u{a0}".contains(c)
}

/// Groups of quotes, by kind.
const GROUPS: usize = 5;

fn groups(kind: Option<&str>) -> &'static [usize] {
    match kind {
        Some("direct") => &[0, 1],
        Some("mixed") => &[0, 2, 3],
        Some("indirect") => &[0, 2, 4],
        _ => &[0, 2],
    }
}

/// What is counted in one group.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// By threshold (exact, 0.8, 0.5): annotated, found, predicted, right.
    content: [[usize; 4]; 3],
    cue: Part,
    source: Part,
    speaker: Part,
    end_to_end: usize,
}

/// One part of located contents.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    right: usize,
    located: usize,
    gold: usize,
    predicted: usize,
}

impl Part {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.located += other.located;
        self.gold += other.gold;
        self.predicted += other.predicted;
    }

    fn accuracy(self) -> Accuracy {
        let Rates { precision, recall, f1 } = rates(self.right, self.predicted, self.right, self.gold);
        let accuracy = (self.located > 0).then(|| rounded(100.0 * self.right as f64 / self.located as f64, 1));
        Accuracy { accuracy, of: self.located, precision, recall, f1 }
    }
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for (into, from) in self.content.iter_mut().flatten().zip(other.content.iter().flatten()) {
            *into += from;
        }
        self.cue.add(other.cue);
        self.source.add(other.source);
        self.speaker.add(other.speaker);
        self.end_to_end += other.end_to_end;
    }

    fn figures(&self) -> QuoteFigures {
        let content = |at: usize| {
            let [gold, found, predicted, right] = self.content[at];
            rates(right, predicted, found, gold)
        };
        let [gold, _, predicted, _] = self.content[2];
        QuoteFigures {
            exact: content(0),
            iou80: content(1),
            iou50: content(2),
            cue: self.cue.accuracy(),
            source: self.source.accuracy(),
            speaker: self.speaker.accuracy(),
            e2e_f1: rates(self.end_to_end, predicted, self.end_to_end, gold).f1,
            units: Units { gold, predicted },
        }
    }
}

fn rates(right: usize, predicted: usize, found: usize, gold: usize) -> Rates {
    let p = right as f64 / predicted.max(1) as f64;
    let r = found as f64 / gold.max(1) as f64;
    let f1 = if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 };
    Rates { precision: rounded(100.0 * p, 1), recall: rounded(100.0 * r, 1), f1: rounded(f1, 1) }
}

/// Quotes by document, as another program found them.
pub(crate) type QuotePredictions = HashMap<String, Vec<AnnotatedQuote>>;

/// Scores quotes: those of `predictions`, or those this library finds in the text as it stands, without cleaning.
pub(crate) fn evaluate(
    corpus: Corpus<QuoteRecord>,
    predictions: Option<&QuotePredictions>,
    options: &QuoteOptions,
    done: &(dyn Fn(usize) + Sync),
) -> QuoteEvaluation {
    let records = &corpus.records;
    let tallies = in_order(
        records.len(),
        || (),
        |(), at| {
            let record = &records[at];
            let tally = match predictions {
                Some(predictions) => tally(record, predictions.get(&record.id).map_or(&[][..], Vec::as_slice), options),
                None => tally(record, &found_in(record), options),
            };
            done(records.len());
            tally
        },
    );
    let mut sums = [Tally::default(); GROUPS];
    for one in &tallies {
        for (sum, tally) in sums.iter_mut().zip(one) {
            sum.add(tally);
        }
    }
    let [all, direct, rest, mixed, indirect] = sums.map(|sum| sum.figures());
    QuoteEvaluation {
        documents: records.len(),
        all,
        direct,
        indirect_and_mixed: rest,
        mixed,
        indirect,
        corpus: corpus.name.clone(),
        left_out: LeftOut::new(corpus, predictions),
    }
}

/// What this library finds in a record.
fn found_in(record: &QuoteRecord) -> Vec<AnnotatedQuote> {
    let mut options = ParseOptions::new().clean(false);
    if let Some(language) = record.language {
        options = options.language(language);
    }
    let article = crate::parse(record.text.clone(), &options);
    annotated(&article)
}

/// The quotes of an article as they would be written to a record.
fn annotated(article: &Article) -> Vec<AnnotatedQuote> {
    let text = article.text();
    let mut characters = vec![0; text.len() + 1];
    let mut count = 0;
    for (at, _) in text.char_indices() {
        characters[at] = count;
        count += 1;
    }
    characters[text.len()] = count;
    let mention = |span: Span| Mention {
        start: characters.get(span.start()).copied(),
        end: characters.get(span.end()).copied(),
        text: text.get(span.range()).map(str::to_owned),
    };
    let quotes = find_quotes(article);
    let found = quotes.iter().map(|found| {
        let quote = found.quote();
        AnnotatedQuote {
            kind: Some(quote.kind.name().to_owned()),
            contents: quote.contents.iter().map(|&span| mention(span)).collect(),
            cue: quote.cue.map(mention),
            source: quote.source.map(mention),
            speaker: found.speaker_name().map(str::to_owned),
            speech: true,
        }
    });
    found.collect()
}

/// The counts of one document.
fn tally(record: &QuoteRecord, found: &[AnnotatedQuote], options: &QuoteOptions) -> [Tally; GROUPS] {
    let letters = Letters::new(&record.text);
    let gold = letters.units(&record.quotes, |quote| !options.speech_only || quote.speech);
    let predicted = letters.units(found, |_| true);
    let mut tallies = [Tally::default(); GROUPS];
    for (level, threshold) in [1.0, 0.8, 0.5].into_iter().enumerate() {
        let matching = letters.matched(&gold, &predicted, threshold);
        for (g, hit) in gold.iter().zip(&matching.of_gold).filter(|(g, _)| g.counts) {
            for &group in groups(g.quote.kind.as_deref()) {
                tallies[group].content[level][0] += 1;
                tallies[group].content[level][1] += usize::from(hit.is_some());
            }
        }
        for (p, hit) in predicted.iter().zip(&matching.of_predicted) {
            let kind = match hit {
                Some(at) if !gold[*at].counts => continue,
                Some(at) => &gold[*at].quote.kind,
                // on words that do not count: neither right nor wrong
                None if gold.iter().any(|g| !g.counts && 2 * letters.shared(g, p) > p.size) => continue,
                None => &p.quote.kind,
            };
            for &group in groups(kind.as_deref()) {
                tallies[group].content[level][2] += 1;
                tallies[group].content[level][3] += usize::from(hit.is_some());
                if level == 2 {
                    tallies[group].cue.predicted += usize::from(p.quote.cue.is_some());
                    tallies[group].source.predicted += usize::from(p.quote.source.is_some());
                    tallies[group].speaker.predicted += usize::from(p.quote.speaker.is_some());
                }
            }
        }
        if level == 2 {
            attributions(&gold, &predicted, &matching, &mut tallies);
        }
    }
    tallies
}

/// Cues, sources and speakers of located contents.
fn attributions(gold: &[Unit<'_>], predicted: &[Unit<'_>], matching: &Matching, tallies: &mut [Tally; GROUPS]) {
    for (unit, hit) in gold.iter().zip(&matching.of_gold).filter(|(g, _)| g.counts) {
        let g = unit.quote;
        let found = hit.map(|at| predicted[at].quote);
        let part = |wanted: bool, right: fn(&AnnotatedQuote, &AnnotatedQuote) -> bool| Part {
            gold: usize::from(wanted),
            located: usize::from(wanted && found.is_some()),
            right: usize::from(wanted && found.is_some_and(|p| right(p, g))),
            predicted: 0,
        };
        let given = |name: &Option<String>| name.as_deref().is_some_and(|name| !name.is_empty());
        let cue = part(g.cue.is_some(), |p, g| same_cue(p.cue.as_ref(), g.cue.as_ref()));
        let source = part(g.source.is_some(), |p, g| same_mention(p.source.as_ref(), g.source.as_ref()));
        let speaker = part(given(&g.speaker), |p, g| same_name(p.speaker.as_deref(), g.speaker.as_deref()));
        let right = if given(&g.speaker) {
            speaker.right > 0
        } else {
            // no canonical name is annotated: the mention's head has to do
            let text = |mention: &Option<Mention>| mention.as_ref().map(|m| m.text.clone().unwrap_or_default());
            match (found.and_then(|p| text(&p.source)), text(&g.source)) {
                (Some(p), Some(g)) => head(&p) == head(&g),
                _ => false,
            }
        };
        for &group in groups(g.kind.as_deref()) {
            tallies[group].cue.add(cue);
            tallies[group].source.add(source);
            tallies[group].speaker.add(speaker);
            tallies[group].end_to_end += usize::from(right && found.is_some());
        }
    }
}

/// Whether two cues share a character; where the place is not annotated, whether the words are the same.
fn same_cue(predicted: Option<&Mention>, gold: Option<&Mention>) -> bool {
    let (Some(p), Some(g)) = (predicted, gold) else { return false };
    match (p.start, p.end, g.start, g.end) {
        (Some(p_start), Some(p_end), Some(g_start), Some(g_end)) => p_start < g_end && g_start < p_end,
        _ => p.text.as_deref().map(str::to_lowercase) == g.text.as_deref().map(str::to_lowercase),
    }
}

fn same_mention(predicted: Option<&Mention>, gold: Option<&Mention>) -> bool {
    let (Some(p), Some(g)) = (predicted, gold) else { return false };
    let (Some(p_start), Some(p_end), Some(g_start), Some(g_end)) = (p.start, p.end, g.start, g.end) else {
        return false;
    };
    let shared = p_end.min(g_end).saturating_sub(p_start.max(g_start));
    if shared == 0 {
        return false;
    }
    let (p_length, g_length) = (p_end - p_start, g_end - g_start);
    let text = |mention: &Mention| mention.text.clone().unwrap_or_default();
    shared as f64 / (p_length + g_length - shared) as f64 >= 0.5
        || (shared == p_length || shared == g_length)
            && head(&text(p)).is_some_and(|head| name_words(&text(g)).iter().any(|word| word.to_lowercase() == head))
}

/// The words of a name: they begin with a letter, digit or underscore and go on with those, marks, dots and hyphens.
fn name_words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = name;
    while let Some(start) = rest.find(is_word) {
        let from = &rest[start..];
        let end = from.find(|c| !is_word(c) && !matches!(c, '\'' | '’' | '.' | '-')).unwrap_or(from.len());
        words.push(&from[..end]);
        rest = &from[end..];
    }
    words
}

/// The word that names somebody: the last before a comma, bracket, relative clause or preposition.
fn head(name: &str) -> Option<String> {
    const CUTS: &[&str] = &[
        ",",
        "(",
        " who ",
        " which ",
        " that ",
        " of the ",
        " for the ",
        " of ",
        " at the ",
        " in the ",
        " from ",
        " with ",
    ];
    if name.is_empty() {
        return None;
    }
    let spaced = format!(" {name}");
    let cut = CUTS.iter().filter_map(|cut| spaced.find(cut)).min().unwrap_or(spaced.len());
    let words = name_words(&spaced[..cut]).into_iter().map(|word| {
        let lower = word.trim_matches(['.', '\'', '’', '-']).to_lowercase();
        lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).map(str::to_owned).unwrap_or(lower)
    });
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    while words
        .last()
        .is_some_and(|w| matches!(&**w, "jr" | "sr" | "ii" | "iii" | "mp" | "himself" | "herself" | "also"))
    {
        words.pop();
    }
    words.pop()
}

const PRONOUNS: &[&str] = &[
    "he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "his", "them", "their", "that", "which", "this",
    "these", "those", "one",
];

fn same_name(predicted: Option<&str>, gold: Option<&str>) -> bool {
    let (Some(predicted), Some(gold)) = (predicted, gold) else { return false };
    let words = |name: &str| -> Vec<String> {
        name_words(name).iter().map(|word| word.to_lowercase().trim_matches(['.', '\'', '’']).to_owned()).collect()
    };
    let (mut p, mut g) = (words(predicted), words(gold));
    if p.len() == 1 && PRONOUNS.contains(&&*p[0]) {
        return false;
    }
    if head(predicted).is_some_and(|head_of_predicted| Some(head_of_predicted) == head(gold)) {
        return true;
    }
    for words in [&mut p, &mut g] {
        words.retain(|word| !matches!(&**word, "the" | "a" | "an"));
        words.sort_unstable();
    }
    if p.is_empty() || g.is_empty() {
        return false;
    }
    2.0 * shared_count(&p, &g) as f64 / (p.len() + g.len()) as f64 >= 0.67
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the figures are exact to the last digit")]
mod tests {
    use super::*;

    /// A text without its marks `‹›`, and what stood between them, in the order of the closing marks.
    fn record(marked: &str) -> (String, Vec<Mention>) {
        let text: String = marked.chars().filter(|c| !"‹›".contains(*c)).collect();
        let (mut at, mut open, mut mentions) = (0, Vec::new(), Vec::new());
        for c in marked.chars() {
            match c {
                '‹' => open.push(at),
                '›' => {
                    let start = open.pop().expect("opened");
                    let words = text.chars().skip(start).take(at - start).collect();
                    mentions.push(Mention { start: Some(start), end: Some(at), text: Some(words) });
                }
                _ => at += 1,
            }
        }
        (text, mentions)
    }

    fn quote(kind: &str, content: &Mention, source: Option<&Mention>, speaker: Option<&str>) -> AnnotatedQuote {
        AnnotatedQuote {
            kind: Some(kind.into()),
            contents: vec![content.clone()],
            source: source.cloned(),
            speaker: speaker.map(str::to_owned),
            speech: true,
            ..AnnotatedQuote::default()
        }
    }

    fn evaluate_one(
        gold: (String, Vec<AnnotatedQuote>),
        found: Vec<AnnotatedQuote>,
        speech_only: bool,
    ) -> QuoteEvaluation {
        let record = QuoteRecord { id: "a".into(), text: gold.0, quotes: gold.1, ..QuoteRecord::default() };
        let corpus = Corpus {
            name: "toy".into(),
            layout: "ndjson",
            records: vec![record],
            skipped: Vec::new(),
            repeated: Vec::new(),
        };
        let predictions = QuotePredictions::from_iter([("a".to_owned(), found)]);
        evaluate(corpus, Some(&predictions), &QuoteOptions::new().speech_only(speech_only), &|_| ())
    }

    #[test]
    fn a_worked_example() {
        let (text, m) = record(
            "‹“We will ‹rebuild it,”›› said ‹Mayor ‹Jane Roe››. ‹He› said that ‹the river had risen twice this year›. ‹Nobody› knew.",
        );
        // contents: m[1] whole, m[0] its end; sources: m[3] whole, m[2] inside; then He, the indirect content, Nobody
        let gold =
            vec![quote("direct", &m[1], Some(&m[3]), Some("Jane Roe")), quote("indirect", &m[5], Some(&m[4]), None)];
        let found = vec![
            quote("direct", &m[0], Some(&m[2]), Some("Mayor Roe")),
            quote("indirect", &m[5], Some(&m[4]), Some("he")),
            quote("indirect", &m[6], None, None),
        ];
        let figures = evaluate_one((text, gold), found, false);
        // “rebuild it” has 9 of the 15 letters of “We will rebuild it”: found at 0.5 only
        assert_eq!(figures.all.exact, Rates { precision: 33.3, recall: 50.0, f1: 40.0 });
        assert_eq!(figures.all.iou80.f1, 40.0);
        assert_eq!(figures.all.iou50, Rates { precision: 66.7, recall: 100.0, f1: 80.0 });
        assert_eq!(figures.direct.iou50.f1, 100.0);
        assert_eq!((figures.all.source.accuracy, figures.all.source.of), (Some(100.0), 2));
        assert_eq!((figures.all.speaker.accuracy, figures.all.speaker.of), (Some(100.0), 1));
        // both have the right speaker: by name, and by the mention's head where no name is annotated
        assert_eq!(figures.all.e2e_f1, 80.0);
        assert_eq!(figures.all.units, Units { gold: 2, predicted: 3 });
        assert_eq!(figures.indirect.units, Units { gold: 1, predicted: 2 });
    }

    #[test]
    fn edges_and_that_do_not_count() {
        let (text, m) = record("He said ‹that ‹“it is over”››, or ‹that›, ‹thatcher›.");
        let letters = Letters::new(&text);
        let inside = |m: &Mention| {
            let (start, end) = letters.trimmed(m.start.unwrap(), m.end.unwrap());
            text.chars().skip(start).take(end - start).collect::<String>()
        };
        assert_eq!([inside(&m[0]), inside(&m[1])], ["it is over", "it is over"]);
        assert_eq!([inside(&m[2]), inside(&m[3])], ["that", "thatcher"]);
    }

    #[test]
    fn beliefs_are_set_aside_on_request() {
        let (text, m) = record("She thinks ‹it will rain tomorrow›. She said ‹it rained today›.");
        let mut thought = quote("indirect", &m[0], None, None);
        thought.speech = false;
        let gold = vec![thought, quote("indirect", &m[1], None, None)];
        let found = vec![quote("indirect", &m[0], None, None), quote("indirect", &m[1], None, None)];
        let all = evaluate_one((text.clone(), gold.clone()), found.clone(), false);
        assert_eq!(all.all.units, Units { gold: 2, predicted: 2 });
        let speech = evaluate_one((text, gold), found, true);
        assert_eq!(speech.all.units, Units { gold: 1, predicted: 1 });
        assert_eq!(speech.all.exact.f1, 100.0);
    }

    #[test]
    fn names_and_heads() {
        let table = [
            ("Mara Okafor", Some("okafor")),
            ("the minister of the interior", Some("minister")),
            ("John Hale Jr.", Some("hale")),
            ("Anna Lee’s", Some("lee")),
            ("a man who asked not to be named", Some("man")),
            ("", None),
            (", yes", None),
        ];
        for (name, expected) in table {
            assert_eq!(head(name).as_deref(), expected, "{name}");
        }
        assert!(same_name(Some("Okafor"), Some("Mara Okafor")));
        assert!(same_name(Some("the State Department"), Some("US State Department")));
        assert!(!same_name(Some("He"), Some("he")));
        assert!(!same_name(None, Some("he")));
        assert!(same_name(Some("New York Times editor"), Some("editor of New York Times")));
    }

    #[test]
    fn matches_one_to_one() {
        let (text, m) = record("He said ‹it was cold and wet›.");
        let gold = vec![quote("indirect", &m[0], None, None)];
        let found = vec![gold[0].clone(), gold[0].clone()];
        let figures = evaluate_one((text, gold), found, false);
        assert_eq!(figures.all.exact, Rates { precision: 50.0, recall: 100.0, f1: 66.7 });
    }
}
