//! ROUGE of pairs in files: candidates and references, joined by id.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde_json::Value;

use super::dataset::{Skipped, objects, read_text, take_id};
use super::parallel::in_order;
use super::resample::{Interval, Table};
use super::rouge::{Metric, Rouge, Score, Scores};
use crate::{RecordId, Result};

/// The scores of pairs.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RougeEvaluation {
    /// How it was scored.
    pub rouge: Rouge,
    /// Each candidate in its order: its id with its scores, or why there are none.
    pub items: Vec<std::result::Result<(RecordId, Scores), Skipped>>,
    /// Ids of references for which there is no candidate.
    pub without_candidate: Vec<String>,
    /// Mean precision, recall and F1 by metric, with the bounds of the F1.
    pub means: Vec<(Metric, Score, Interval)>,
    /// Number of pairs scored.
    pub pairs: usize,
    /// Seed of the resamples.
    pub seed: u64,
    /// Their number.
    pub resamples: usize,
}

/// Scores NDJSON candidates `{"id", "text"}` against references `{"id", "references": [...]}` of the same id.
///
/// # Errors
/// When a file cannot be read. Lines that are no such record are kept among the items, with the reason.
pub fn evaluate_pairs(
    candidates: &Path,
    references: &Path,
    rouge: &Rouge,
    resamples: usize,
    seed: u64,
    done: &(dyn Fn(usize) + Sync),
) -> Result<RougeEvaluation> {
    let References { by_id, order, skipped } = read_references(&read_text(references)?);
    let candidates = read_text(candidates)?;
    let mut ids = HashSet::new();
    let mut work = Vec::new();
    for (line, object) in objects(&candidates) {
        let place = format!("line {line}");
        let broken = |id, reason: &str| Skipped { id, place: place.clone(), reason: reason.to_owned(), broken: true };
        work.push(object.map_err(|reason| broken(None, &reason)).and_then(|mut object| {
            let number = object.get("id").and_then(Value::as_i64);
            let Some(id) = take_id(&mut object) else { return Err(broken(None, "no `id`")) };
            if !ids.insert(id.clone()) {
                return Err(broken(Some(id), "its id was seen before"));
            }
            let text = ["text", "summary", "candidate"].iter().find_map(|&key| object.remove(key));
            let Some(Value::String(text)) = text else { return Err(broken(Some(id), "no `text`")) };
            match by_id.get(&id) {
                None => Err(broken(Some(id), "no references of this id")),
                Some(references) if references.is_empty() => Err(broken(Some(id), "its list of references is empty")),
                Some(references) => Ok((number.map_or(RecordId::Text(id), RecordId::Number), text, references)),
            }
        }));
    }
    let scored = in_order(
        work.len(),
        || rouge.session(),
        |session, at| {
            let scores = match &work[at] {
                Ok((_, text, references)) => Some(session.score(references, text)),
                Err(_) => None,
            };
            done(work.len());
            scores
        },
    );
    let items: Vec<_> = work
        .into_iter()
        .zip(scored)
        .map(|(one, scores)| one.map(|(id, ..)| (id, scores.unwrap_or_default())))
        .chain(skipped.into_iter().map(Err))
        .collect();
    let all: Vec<&Scores> = items.iter().filter_map(|item| item.as_ref().ok()).map(|(_, scores)| scores).collect();
    let metrics = rouge.metric_list();
    let cells = all.iter().flat_map(|scores| scores.iter().flat_map(|(_, s)| [s.precision, s.recall, s.f1]));
    let table = Table::new(metrics.len() * 3, cells.collect()).resample(resamples, seed);
    let means = metrics.iter().enumerate().map(|(at, &metric)| {
        let mean = |part| table.mean(3 * at + part);
        let score = Score { precision: mean(0), recall: mean(1), f1: mean(2) };
        (metric, score, table.interval(3 * at + 2))
    });
    let means = means.collect();
    let pairs = all.len();
    let without_candidate = order.into_iter().filter(|id| !ids.contains(id)).collect();
    Ok(RougeEvaluation { rouge: rouge.clone(), means, pairs, items, without_candidate, seed, resamples })
}

/// The references of a file.
struct References {
    by_id: HashMap<String, Vec<String>>,
    /// Their ids, as they come.
    order: Vec<String>,
    skipped: Vec<Skipped>,
}

fn read_references(text: &str) -> References {
    let mut references = References { by_id: HashMap::new(), order: Vec::new(), skipped: Vec::new() };
    for (line, object) in objects(text) {
        let found = object.map_err(|reason| (None, reason)).and_then(|mut object| {
            let Some(id) = take_id(&mut object) else { return Err((None, "no `id`".to_owned())) };
            match references_of(&mut object) {
                Some(_) if references.by_id.contains_key(&id) => Err((Some(id), "its id was seen before".to_owned())),
                Some(texts) => Ok((id, texts)),
                None => Err((Some(id), "no `references`".to_owned())),
            }
        });
        match found {
            Ok((id, texts)) => {
                references.order.push(id.clone());
                references.by_id.insert(id, texts);
            }
            Err((id, reason)) => {
                let place = format!("references, line {line}");
                references.skipped.push(Skipped { id, place, reason, broken: true });
            }
        }
    }
    references
}

fn references_of(object: &mut serde_json::Map<String, Value>) -> Option<Vec<String>> {
    match ["references", "reference"].iter().find_map(|&key| object.remove(key))? {
        Value::String(text) => Some(vec![text]),
        Value::Array(texts) => {
            texts.into_iter().map(|text| if let Value::String(text) = text { Some(text) } else { None }).collect()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_by_id_and_names_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(
            path("c"),
            "{\"id\":\"b\",\"text\":\"x y\"}\n{\"id\":1,\"text\":\"the cat sat\"}\nno\n{\"id\":\"z\",\"text\":\"\"}\n{\"id\":\"b\",\"text\":\"\"}\n",
        )
        .unwrap();
        std::fs::write(
            path("r"),
            "{\"id\":\"1\",\"references\":[\"a dog\",\"the cat sat\"]}\n{\"id\":\"b\",\"references\":[\"x z\"]}\n{\"id\":\"q\",\"references\":[\"\"]}\n",
        )
        .unwrap();
        let found = evaluate_pairs(&path("c"), &path("r"), &Rouge::new(), 50, 1, &|_| ()).unwrap();
        let ids: Vec<_> = found
            .items
            .iter()
            .map(|item| item.as_ref().map_or_else(|s| s.place.clone(), |(id, _)| id.to_string()))
            .collect();
        assert_eq!(ids, ["b", "1", "line 3", "line 4", "line 5"]);
        assert_eq!(found.without_candidate, ["q"]);
        assert_eq!(found.pairs, 2);
        let (metric, mean, interval) = found.means[0];
        assert_eq!((metric, mean.f1), (Metric::Ngram(1), 0.75));
        assert!(interval.low >= 0.5 && interval.high <= 1.0);
    }
}
