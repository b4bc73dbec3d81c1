//! Cleaned pages against the article they hold.
//!
//! The measure is the F1 of bags of lower-cased words between what was kept and the body, a mean over pages; beside it
//! what share of snippets that must be kept was (`with`), what share of those that must go was kept (`leak`), and
//! whether title, byline and date are right.

use std::collections::HashMap;

use serde::Serialize;

use super::characters::{is_space, rounded, words};
use super::dataset::{CleanRecord, Corpus, LeftOut, Page, Skipped};
use super::overlap::shared_count;
use super::parallel::in_order;
use crate::ParseOptions;
#[cfg(feature = "html")]
use crate::parse_html;

/// What was found about cleaning; figures are shares, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CleanEvaluation {
    /// Name of the corpus.
    pub corpus: String,
    /// Mean F1 of words.
    pub f1: f64,
    /// Mean precision.
    pub precision: f64,
    /// Mean recall.
    pub recall: f64,
    /// Pages scored.
    pub records: usize,
    /// Share of snippets kept of those that must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<f64>,
    /// Share of snippets kept of those that must not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leak: Option<f64>,
    /// Share of titles that are the same words (pages in HTML only: in text, the title is what it is).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<f64>,
    /// Share of bylines that hold the gold one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<f64>,
    /// Share of dates of the same day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<f64>,
    /// What was not scored, or not in the usual way.
    #[serde(flatten)]
    pub left_out: LeftOut,
}

/// A page as it was cleaned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cleaned {
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
}

/// Pages by id, as another program cleaned them.
pub(crate) type CleanPredictions = HashMap<String, Cleaned>;

/// Numbers of what is counted beside words: with, without, title, byline, published.
const PARTS: usize = 5;

struct Judged {
    f1: f64,
    precision: f64,
    recall: f64,
    /// For each part: right, and how many there are.
    parts: [[usize; 2]; PARTS],
}

/// Scores cleaning: that of `predictions`, or that of `clean`, which makes an article of a page.
pub(crate) fn evaluate(
    mut corpus: Corpus<CleanRecord>,
    predictions: Option<&CleanPredictions>,
    clean: &(dyn Fn(&CleanRecord) -> Cleaned + Sync),
    done: &(dyn Fn(usize) + Sync),
) -> CleanEvaluation {
    if cfg!(not(feature = "html")) && predictions.is_none() {
        leave_out_html(&mut corpus);
    }
    let records = &corpus.records;
    let judged = in_order(
        records.len(),
        || (),
        |(), at| {
            let record = &records[at];
            let judged = match predictions {
                Some(predictions) => judge(record, predictions.get(&record.id).unwrap_or(&Cleaned::default())),
                None => judge(record, &clean(record)),
            };
            done(records.len());
            judged
        },
    );
    let n = judged.len().max(1) as f64;
    let mean = |part: fn(&Judged) -> f64| rounded(judged.iter().map(part).sum::<f64>() / n, 4);
    let share = |part: usize| {
        let sum = |at: usize| judged.iter().map(|j| j.parts[part][at]).sum::<usize>();
        let (right, of) = (sum(0), sum(1));
        (of > 0).then(|| rounded(right as f64 / of as f64, 4))
    };
    CleanEvaluation {
        f1: mean(|j| j.f1),
        precision: mean(|j| j.precision),
        recall: mean(|j| j.recall),
        records: records.len(),
        with: share(0),
        leak: share(1),
        title: share(2),
        byline: share(3),
        published: share(4),
        corpus: corpus.name.clone(),
        left_out: LeftOut::new(corpus, predictions),
    }
}

/// Names the pages that a build without HTML cannot read.
fn leave_out_html(corpus: &mut Corpus<CleanRecord>) {
    let (html, text) = std::mem::take(&mut corpus.records).into_iter().partition(|r| matches!(r.page, Page::Html(_)));
    corpus.records = text;
    let html: Vec<CleanRecord> = html;
    corpus.skipped.extend(html.into_iter().map(|record| Skipped {
        place: record.id.clone(),
        id: Some(record.id),
        reason: "reading HTML needs the feature `html`".to_owned(),
        broken: false,
    }));
}

/// Cleans a page with this library.
pub(crate) fn clean(record: &CleanRecord) -> Cleaned {
    let mut options = ParseOptions::new().id(&*record.id);
    if let Some(language) = record.language {
        options = options.language(language);
    }
    if let Some(url) = &record.url {
        options = options.url(&**url);
    }
    let article = match &record.page {
        Page::Text(text) => crate::parse(text.clone(), &options),
        Page::Html(html) => parse_html(html, &options),
    };
    let metadata = article.metadata();
    Cleaned {
        text: article.body_text(),
        title: metadata.title.clone(),
        byline: metadata.byline.clone(),
        published: metadata.published.clone(),
    }
}

/// Never called: a build without HTML leaves such pages out.
#[cfg(not(feature = "html"))]
fn parse_html(html: &str, options: &ParseOptions) -> crate::Article {
    crate::parse(html.to_owned(), options)
}

fn judge(record: &CleanRecord, cleaned: &Cleaned) -> Judged {
    let (f1, precision, recall) = word_f1(&cleaned.text, &record.body);
    let mut parts = [[0; 2]; PARTS];
    let mut count = |part: usize, right: bool| {
        parts[part][0] += usize::from(right);
        parts[part][1] += 1;
    };
    let text = flat(&cleaned.text);
    record.with.iter().for_each(|snippet| count(0, text.contains(&flat(snippet))));
    record.without.iter().for_each(|snippet| count(1, text.contains(&flat(snippet))));
    let fold = |value: &Option<String>| words(value.as_deref().unwrap_or_default()).join(" ");
    let given = |value: &Option<String>| value.as_deref().is_some_and(|value| !value.is_empty());
    if given(&record.title) && matches!(record.page, Page::Html(_)) {
        count(2, fold(&cleaned.title) == fold(&record.title));
    }
    if given(&record.byline) {
        count(3, fold(&cleaned.byline).contains(&fold(&record.byline)));
    }
    if given(&record.published) {
        let day = |value: &Option<String>| value.as_deref().unwrap_or_default().chars().take(10).collect::<String>();
        count(4, day(&cleaned.published) == day(&record.published));
    }
    Judged { f1, precision, recall, parts }
}

fn word_f1(predicted: &str, gold: &str) -> (f64, f64, f64) {
    let (mut p, mut g) = (words(predicted), words(gold));
    if p.is_empty() || g.is_empty() {
        return (if p.is_empty() && g.is_empty() { 1.0 } else { 0.0 }, 0.0, 0.0);
    }
    p.sort_unstable();
    g.sort_unstable();
    let common = shared_count(&p, &g);
    let (precision, recall) = (common as f64 / p.len() as f64, common as f64 / g.len() as f64);
    let f1 = if common > 0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    (f1, precision, recall)
}

/// Lower case, and one space for white space.
fn flat(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worked_example() {
        let record = |id: &str, html: bool| CleanRecord {
            id: id.into(),
            page: if html { Page::Html(String::new()) } else { Page::Text(String::new()) },
            body: "The river rose. Nobody slept.".into(),
            title: Some("River rises, town wakes".into()),
            byline: Some("Ana Ruiz".into()),
            published: Some("2026-03-04".into()),
            with: vec!["river  rose".into(), "left early".into()],
            without: vec!["Share this".into()],
            ..CleanRecord::default()
        };
        let records = vec![record("a", true), record("b", false)];
        let corpus =
            Corpus { name: "toy".into(), layout: "ndjson", records, skipped: Vec::new(), repeated: Vec::new() };
        let cleaned = Cleaned {
            text: "Share this\n\nThe river rose.".into(),
            title: Some("River Rises – Town Wakes".into()),
            byline: Some("Ana Ruiz and Jo Hale".into()),
            published: Some("2026-03-04T10:00:00Z".into()),
        };
        let figures = evaluate(corpus, Some(&CleanPredictions::from_iter([("a".into(), cleaned)])), &clean, &|_| ());
        // page a: 3 of 5 words right, 3 of 5 found; page b: no prediction
        assert_eq!((figures.precision, figures.recall, figures.f1), (0.3, 0.3, 0.3));
        assert_eq!((figures.with, figures.leak), (Some(0.25), Some(0.5)));
        assert_eq!((figures.title, figures.byline, figures.published), (Some(1.0), Some(0.5), Some(0.5)));
        assert_eq!((figures.records, figures.left_out.missing), (2, 1));
    }

    #[test]
    fn nothing_kept_of_nothing_is_right() {
        assert_eq!(word_f1("", "—"), (1.0, 0.0, 0.0));
        assert_eq!(word_f1("a", ""), (0.0, 0.0, 0.0));
    }
}
