//! Fits the models of cues, sources, contents, segments and links on annotated articles.

use std::path::Path;

use serde::Deserialize;

use super::linear::{Group, Rows, Settings, logistic, ranker};
use crate::model::features::{Key, key};
use crate::model::table::{self, Header, Table};
use crate::quote::analysis::{Analysis, NONE, SegmentKind, Tag};
use crate::quote::content::Frame;
use crate::quote::lexicon::Lists;
use crate::quote::models::TAGGER;
use crate::quote::{content, cues, links, segments, sources};
use crate::{Article, Error, ParseOptions, Result};

/// Weight of a candidate that is the cue of something other than speech (a belief, an intention).
const NO_SPEECH: f64 = 0.4;

#[derive(Debug, Deserialize)]
struct Record {
    text: String,
    quotes: Vec<GoldQuote>,
}

#[derive(Debug, Deserialize)]
struct GoldQuote {
    contents: Vec<GoldSpan>,
    cue: Option<GoldSpan>,
    source: Option<GoldSpan>,
    #[serde(default = "yes")]
    speech: bool,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
struct GoldSpan {
    start: Option<usize>,
    end: Option<usize>,
}

type Part = (u32, u32);

/// A gold quote in words.
#[derive(Debug)]
struct Gold {
    parts: Vec<Part>,
    cue: Option<u32>,
    source: Option<Part>,
    speech: bool,
}

/// Fits all quote models on records as `eval quotes` reads them, one a line, and writes them into the folder `out`.
/// Returns a report.
///
/// # Errors
/// When a file cannot be read or written, or a line is no record.
pub fn fit_quotes(train: &Path, out: &Path) -> Result<String> {
    let text = super::read(train)?;
    let mut articles = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let record: Record =
            serde_json::from_str(line).map_err(|error| Error::Record { line: at + 1, reason: error.to_string() })?;
        let article = crate::parse(record.text, &ParseOptions::new().clean(false).language(crate::Language::English));
        articles.push((article, record.quotes));
    }
    let mut documents: Vec<Document<'_>> = articles
        .iter()
        .map(|(article, quotes)| {
            let analysis = Analysis::new(article, &TAGGER);
            let gold = gold(article, &analysis, quotes);
            Document { analysis, gold }
        })
        .collect();
    let mut report = Vec::new();
    // what a later model sees of an earlier one is what that one says of articles it was not fitted on
    let mut stage = |documents: &mut [Document<'_>], name: &str, fit: Fit, apply: Apply| -> Result<()> {
        let all: Vec<&Document<'_>> = documents.iter().collect();
        let bytes = fit(&all);
        super::write(&out.join(format!("{name}.bin")), &bytes)?;
        report.push(format!("{name}: {} bytes", bytes.len()));
        for fold in 0..FOLDS {
            let others: Vec<&Document<'_>> =
                documents.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, d)| d).collect();
            let bytes = fit(&others);
            for document in documents.iter_mut().skip(fold).step_by(FOLDS) {
                apply(&mut document.analysis, bytes.clone())?;
            }
        }
        Ok(())
    };
    stage(&mut documents, "cue", fit_cues, |analysis, bytes| {
        cues::judge(analysis, &Table::open(bytes, "cue", cues::TEMPLATES)?);
        Ok(())
    })?;
    stage(&mut documents, "source", fit_sources, |analysis, bytes| {
        sources::find(analysis, &Table::open(bytes, "source", sources::TEMPLATES)?);
        Ok(())
    })?;
    stage(&mut documents, "content", fit_contents, |analysis, bytes| {
        content::find(analysis, &Table::open(bytes, "content", content::TEMPLATES)?);
        Ok(())
    })?;
    stage(&mut documents, "segment", fit_segments, |analysis, bytes| {
        segments::judge(analysis, &Table::open(bytes, "segment", segments::TEMPLATES)?);
        Ok(())
    })?;
    let all: Vec<&Document<'_>> = documents.iter().collect();
    let bytes = fit_links(&all);
    super::write(&out.join("link.bin"), &bytes)?;
    report.push(format!("link: {} bytes", bytes.len()));
    Ok(report.join("\n"))
}

/// Parts the articles are divided into.
const FOLDS: usize = 3;

type Fit = fn(&[&Document<'_>]) -> Vec<u8>;
type Apply = fn(&mut Analysis<'_>, Vec<u8>) -> Result<()>;

/// An article with its gold quotes.
struct Document<'a> {
    analysis: Analysis<'a>,
    gold: Vec<Gold>,
}

fn single(rows: Vec<(Key, f32)>) -> Vec<(Key, Vec<f32>)> {
    rows.into_iter().map(|(key, weight)| (key, vec![weight])).collect()
}

fn pack(
    name: &str,
    templates: &[&str],
    constants: &[(&str, f64)],
    rows: &[(Key, Vec<f32>)],
    columns: usize,
) -> Vec<u8> {
    let header = Header {
        model: name.into(),
        features: templates.iter().map(|&name| name.into()).collect(),
        constants: constants.iter().map(|&(name, value)| (name.to_owned(), value)).collect(),
        data: "PolNeAR 1.0, training part (US political news of 2016)".into(),
        command: "nutgraf train quotes".into(),
        date: "2026-11-23".into(),
        note: "Fitted on the annotations of PolNeAR (Newell, Margolin and Ruths 2018); holds no text of it.".into(),
    };
    table::pack(&header, columns, 2, rows)
}

/// Gold quotes in words of the analysis.
fn gold(article: &Article, analysis: &Analysis<'_>, quotes: &[GoldQuote]) -> Vec<Gold> {
    let text = article.text();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(text.len());
    let words = |span: &GoldSpan| -> Option<Part> {
        let (start, end) = (byte(span.start?), byte(span.end?));
        let a = analysis.words.partition_point(|word| word.span.end() <= start);
        let b = analysis.words.partition_point(|word| word.span.start() < end);
        (b > a).then(|| (u32::try_from(a).unwrap_or(NONE), u32::try_from(b).unwrap_or(NONE)))
    };
    let trimmed = |(mut a, mut b): Part| -> Option<Part> {
        while a < b && !analysis.word(a).is_word {
            a += 1;
        }
        while b > a && !analysis.word(b - 1).is_word {
            b -= 1;
        }
        if b > a + 1 && analysis.word(a).low == key("that") {
            a += 1;
        }
        (b > a).then_some((a, b))
    };
    let mut out = Vec::new();
    for quote in quotes {
        let parts: Vec<Part> = quote.contents.iter().filter_map(words).filter_map(trimmed).collect();
        if parts.is_empty() {
            continue;
        }
        let cue = quote.cue.as_ref().and_then(words).and_then(|range| {
            let head = cue_head(analysis, range)?;
            let is_candidate = |word: u32| analysis.cues.binary_search_by_key(&word, |cue| cue.word).is_ok();
            if is_candidate(head) {
                Some(head)
            } else {
                Some((range.0..range.1).find(|&word| is_candidate(word)).unwrap_or(head))
            }
        });
        let source = quote.source.as_ref().and_then(words);
        let speech = quote.speech || cue.is_some_and(|cue| is_speech(analysis, cue, &parts));
        let parts = cue.map_or_else(|| parts.clone(), |cue| named(analysis, cue, &parts));
        out.push(Gold { parts, cue, source, speech });
    }
    out
}

/// Whether a quote that the corpus does not count as speech by its verb is some all the same: words between marks were
/// said or written by somebody, and so was a clause that follows an act of speech.
fn is_speech(analysis: &Analysis<'_>, cue: u32, parts: &[Part]) -> bool {
    let lists = analysis.word(cue).lists;
    let marked = parts.iter().any(|&(from, to)| (from..to).any(|at| analysis.word(at).marked));
    let finite = parts.iter().any(|&(from, to)| analysis.count(from, to).finite > 0);
    let urged =
        analysis.lower(cue).starts_with("urg") && parts.iter().any(|&(from, _)| analysis.word(from).tag == Tag::To);
    lists.has(Lists::CANDIDATE) && marked || lists.has(Lists::ACT) && (finite || urged)
}

/// Of what is called a name, the words between marks alone: they are what was said.
fn named(analysis: &Analysis<'_>, cue: u32, parts: &[Part]) -> Vec<Part> {
    let mut out = Vec::new();
    if analysis.word(cue).lists.has(Lists::NAMING) {
        for at in 0..analysis.segments.len() {
            let x = segments::inside(analysis, at);
            if x.1 > x.0 && x.0 > cue && parts.iter().any(|part| part.0 <= x.0 && x.1 <= part.1) {
                out.push(x);
            }
        }
    }
    if out.is_empty() { parts.to_vec() } else { out }
}

/// The word of an annotated cue that carries it: the plain verb of saying, else the first reporting verb, a colon, a
/// verb, the last word.
fn cue_head(analysis: &Analysis<'_>, (a, b): Part) -> Option<u32> {
    const STRONG: [Key; 18] = [
        key("say"),
        key("says"),
        key("said"),
        key("saying"),
        key("tell"),
        key("tells"),
        key("told"),
        key("telling"),
        key("add"),
        key("added"),
        key("adds"),
        key("adding"),
        key("wrote"),
        key("writes"),
        key("writing"),
        key("tweeted"),
        key("announced"),
        key("according"),
    ];
    let word = |at: &u32| analysis.word(*at);
    let strong = (a..b).rev().find(|at| STRONG.contains(&word(at).low) || word(at).low == key("reported"));
    let auxiliary = |at: &u32| word(at).lists.has(Lists::AUXILIARY);
    strong
        .or_else(|| (a..b).find(|at| word(at).lists.has(Lists::REPORTING)))
        .or_else(|| (a..b).find(|at| word(at).low == key(":")))
        .or_else(|| (a..b).find(|at| word(at).tag.is_verb() && word(at).tag != Tag::Md && !auxiliary(at)))
        .or_else(|| (a..b).rev().find(|at| word(at).first.is_letter() && !auxiliary(at)))
}

/// Quotes of speech by their cue, in text order of the cues: (cue, its quotes).
fn by_cue<'g>(analysis: &Analysis<'_>, gold: &'g [Gold]) -> Vec<(u32, Vec<&'g Gold>)> {
    let mut out: Vec<(u32, Vec<&Gold>)> = Vec::new();
    for cue in &analysis.cues {
        let quotes: Vec<&Gold> = gold.iter().filter(|g| g.speech && g.cue == Some(cue.word)).collect();
        if !quotes.is_empty() {
            out.push((cue.word, quotes));
        }
    }
    out
}

fn fit_cues(documents: &[&Document<'_>]) -> Vec<u8> {
    let mut rows = Rows::default();
    let mut labels = Vec::new();
    for Document { analysis, gold } in documents {
        for cue in &analysis.cues {
            let positive = gold.iter().any(|g| g.speech && g.cue == Some(cue.word));
            let other = !positive && gold.iter().any(|g| !g.speech && g.cue == Some(cue.word));
            rows.add(|out| cues::features(analysis, cue.word, out));
            labels.push((positive, if other { NO_SPEECH } else { 1.0 }));
        }
    }
    let (weights, bias) = logistic(&rows, &labels, prior(2.0));
    pack("cue", cues::TEMPLATES, &[("bias", bias)], &single(weights), 1)
}

/// The phrase that stands for the gold source among the candidates: one whose head lies in it, the nearest start.
fn gold_source(analysis: &Analysis<'_>, source: Option<Part>, candidates: &[u32]) -> Option<u32> {
    let (a, b) = source?;
    candidates.iter().copied().filter(|&at| (a..b).contains(&analysis.phrases[at as usize].head)).min_by_key(|&at| {
        let start = analysis.phrases[at as usize].start;
        start.abs_diff(a)
    })
}

fn fit_sources(documents: &[&Document<'_>]) -> Vec<u8> {
    let (mut rows, mut groups) = (Rows::default(), Vec::new());
    let mut candidates = Vec::new();
    for Document { analysis, gold } in documents {
        for (cue, quotes) in by_cue(analysis, gold) {
            sources::candidates(analysis, cue, &mut candidates);
            let source = quotes.iter().find_map(|quote| quote.source);
            let right = gold_source(analysis, source, &candidates);
            if source.is_some() && right.is_none() {
                continue;
            }
            let context = sources::Context::new(analysis, cue);
            rows.add(|out| context.nobody(out));
            for &phrase in &candidates {
                rows.add(|out| context.features(phrase, out));
            }
            let gold = right.and_then(|right| candidates.iter().position(|&at| at == right)).map_or(0, |at| at + 1);
            groups.push(Group { end: rows.len(), gold });
        }
    }
    let weights = ranker(&rows, &groups, prior(4.0));
    pack("source", sources::TEMPLATES, &[], &single(weights), 1)
}

fn fit_contents(documents: &[&Document<'_>]) -> Vec<u8> {
    let mut data: [(Rows, Vec<Group>); 4] = Default::default();
    for Document { analysis, gold } in documents {
        let inside: Vec<Part> = (0..analysis.segments.len()).map(|at| segments::inside(analysis, at)).collect();
        let is_segment =
            |part: Part| inside.iter().any(|&x| part.0.max(x.0) < part.1.min(x.1) && analysis.is_same(part, x));
        let mut candidates = Vec::new();
        for (cue, quotes) in by_cue(analysis, gold) {
            sources::candidates(analysis, cue, &mut candidates);
            let source = quotes.iter().find_map(|quote| quote.source);
            let source = gold_source(analysis, source, &candidates).unwrap_or(NONE);
            let parts: Vec<Part> = quotes.iter().flat_map(|quote| quote.parts.iter().copied()).collect();
            let free = parts.into_iter().filter(|&part| !is_segment(part));
            collect_contents(analysis, cue, source, free.collect(), &mut data);
        }
    }
    let mut out = Vec::new();
    for (rows, groups) in &data {
        out.extend(ranker(rows, groups, prior(2.0)));
    }
    pack("content", content::TEMPLATES, &[], &single(out), 1)
}

/// Adds what a cue with these contents teaches to the data of the four rankers.
fn collect_contents(
    analysis: &Analysis<'_>,
    cue: u32,
    source: u32,
    parts: Vec<Part>,
    data: &mut [(Rows, Vec<Group>); 4],
) {
    let sentence = analysis.sentence_of(cue);
    let frame = Frame::new(analysis, cue, source);
    let right = parts.iter().copied().filter(|part| part.0 > cue && part.0 < sentence.end).min();
    let left = parts.iter().copied().filter(|part| part.1 <= cue && part.1 > sentence.start).max();
    let [starts, ends, left_ends, left_starts] = data;
    let mut at = Vec::new();
    let near = |found: &[u32], gold: u32, part: &dyn Fn(u32) -> Part| -> Option<usize> {
        found.iter().position(|&at| at == gold).or_else(|| {
            let close = |at: &u32| analysis.overlap(part(*at), part(gold)) >= 0.9;
            let best = found.iter().copied().filter(close).min_by_key(|at| at.abs_diff(gold))?;
            found.iter().position(|&at| at == best)
        })
    };

    frame.right_starts(&mut at);
    let gold = match right {
        None => Some(0),
        Some(part) => at.iter().position(|&at| at == part.0).map(|at| at + 1),
    };
    if let (Some(gold), false) = (gold, at.is_empty()) {
        starts.0.add(|out| frame.no_right_start(out));
        for &at in &at {
            starts.0.add(|out| frame.right_start(at, out));
        }
        starts.1.push(Group { end: starts.0.len(), gold });
    }
    if let Some((from, to)) = right {
        frame.right_ends(from, &mut at);
        if at.len() > 1
            && let Some(gold) = near(&at, to.min(sentence.end), &|to| (from, to))
        {
            for &at in &at {
                ends.0.add(|out| frame.right_end(from, at, out));
            }
            ends.1.push(Group { end: ends.0.len(), gold });
        }
    }
    frame.left_ends(&mut at);
    let gold = match left {
        None => Some(0),
        Some(part) => at.iter().position(|&at| at == part.1).map(|at| at + 1),
    };
    if let (Some(gold), false) = (gold, at.is_empty()) {
        left_ends.0.add(|out| frame.no_left_end(right, out));
        for &at in &at {
            left_ends.0.add(|out| frame.left_end(right, at, out));
        }
        left_ends.1.push(Group { end: left_ends.0.len(), gold });
    }
    if let Some((from, to)) = left {
        frame.left_starts(to, &mut at);
        if at.len() > 1
            && let Some(gold) = near(&at, from.max(sentence.start), &|from| (from, to))
        {
            for &at in &at {
                left_starts.0.add(|out| frame.left_start(to, at, out));
            }
            left_starts.1.push(Group { end: left_starts.0.len(), gold });
        }
    }
}

/// What a segment is by the gold quotes.
fn gold_kind(analysis: &Analysis<'_>, gold: &[Gold], segment: usize) -> SegmentKind {
    let x = segments::inside(analysis, segment);
    let mut kind = SegmentKind::Scare;
    if x.1 <= x.0 {
        return kind;
    }
    let words = analysis.count(x.0, x.1).words;
    for &part in gold.iter().flat_map(|g| &g.parts) {
        let (from, to) = (x.0.max(part.0), x.1.min(part.1));
        if from >= to {
            continue;
        }
        if analysis.is_same(part, x) {
            return SegmentKind::Direct;
        }
        if analysis.count(from, to).words * 2 >= words {
            kind = SegmentKind::Part;
        }
    }
    kind
}

fn fit_segments(documents: &[&Document<'_>]) -> Vec<u8> {
    let mut rows = Rows::default();
    let mut kinds = Vec::new();
    for Document { analysis, gold } in documents {
        for at in 0..analysis.segments.len() {
            let kind = gold_kind(analysis, gold, at);
            // the corpus does not mark quotes that stand alone
            if kind == SegmentKind::Scare && segments::is_paragraph(analysis, at) {
                continue;
            }
            rows.add(|out| segments::features(analysis, at, out));
            kinds.push(kind);
        }
    }
    let mut merged: std::collections::BTreeMap<Key, Vec<f32>> = std::collections::BTreeMap::new();
    let biases: [f64; 3] = std::array::from_fn(|column| {
        let labels: Vec<(bool, f64)> = kinds.iter().map(|&kind| (kind == segments::KINDS[column], 1.0)).collect();
        let (weights, bias) = logistic(&rows, &labels, prior(2.0));
        for (key, weight) in weights {
            merged.entry(key).or_insert_with(|| vec![0.0; 3])[column] = weight;
        }
        bias
    });
    let biases = [("bias direct", biases[0]), ("bias part", biases[1]), ("bias scare", biases[2])];
    pack("segment", segments::TEMPLATES, &biases, &merged.into_iter().collect::<Vec<_>>(), 3)
}

fn fit_links(documents: &[&Document<'_>]) -> Vec<u8> {
    let (mut rows, mut groups) = (Rows::default(), Vec::new());
    let mut candidates = Vec::new();
    for Document { analysis, gold } in documents {
        let context = links::Context::new(analysis);
        for at in 0..analysis.segments.len() {
            let x = segments::inside(analysis, at);
            let is_it = |g: &&Gold| x.1 > x.0 && g.parts.iter().any(|&part| analysis.overlap(x, part) >= 0.8);
            let Some(quote) = gold.iter().find(is_it) else { continue };
            context.candidates(at, &mut candidates);
            let position = |word: u32| candidates.iter().position(|&cue| analysis.cues[cue].word == word);
            // an annotation without a cue tells nothing: the corpus marks no floating quotes
            let Some(gold) = quote.cue.and_then(position) else { continue };
            rows.add(|out| context.nobody(at, out));
            for &cue in &candidates {
                rows.add(|out| context.features(at, cue, out));
            }
            groups.push(Group { end: rows.len(), gold: gold + 1 });
        }
    }
    let weights = ranker(&rows, &groups, prior(4.0));
    pack("link", links::TEMPLATES, &[], &single(weights), 1)
}

fn prior(l2: f64) -> Settings {
    Settings { l2, ..Settings::default() }
}
