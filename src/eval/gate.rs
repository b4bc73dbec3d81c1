//! The gate: quality may rise and may not fall unseen.
//!
//! A baseline file holds, for each data set, its fingerprint and a floor for each figure. A run below a floor fails.
//! Floors only rise: re-pinning takes the better of old and new, and refuses to lower one unless that is said aloud.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::characters::rounded;
use super::rouge::Metric;
use super::{
    CleanEvaluation, QuoteEvaluation, QuoteFigures, SentenceEvaluation, SummaryEvaluation, System, fingerprint,
};
use crate::{Error, Result};

/// How far below its floor a figure may be, in per cent points: the last printed digits, no more.
const TOLERANCE: f64 = 0.05;

/// Floors by data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    schema: u32,
    /// How far below its floor a figure may be, in the figures' unit (per cent).
    tolerance: f64,
    /// By the name of the data file.
    sets: BTreeMap<String, Pinned>,
}

/// One data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Pinned {
    sha256: String,
    records: usize,
    settings: String,
    floors: BTreeMap<String, f64>,
}

/// What is held against the floors: the data and the figures, in per cent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Measured {
    /// Name of the data file.
    pub set: String,
    /// Fingerprint of its bytes.
    pub sha256: String,
    /// Number of records scored.
    pub records: usize,
    /// How it was scored.
    pub settings: String,
    /// The figures by name, higher is better.
    pub figures: BTreeMap<String, f64>,
}

impl Measured {
    fn new(path: &Path, records: usize, settings: String, figures: Vec<(String, f64)>) -> Result<Self> {
        let set = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let figures = figures.into_iter().map(|(name, value)| (name, rounded(value, 2))).collect();
        Ok(Self { set, sha256: fingerprint(path)?, records, settings, figures })
    }

    /// The figures of summaries: F1 of ROUGE-1, -2 and -Lsum of every method of this library.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub fn summaries(path: &Path, evaluation: &SummaryEvaluation) -> Result<Self> {
        let mut figures = Vec::new();
        for system in &evaluation.systems {
            if !matches!(System::from_name(&system.name), Some(System::Method(_))) {
                continue;
            }
            for metric in [Metric::Ngram(1), Metric::Ngram(2), Metric::LSum] {
                if let Some(score) = system.mean(metric) {
                    figures.push((format!("{}.{}", system.name, metric.name()), 100.0 * score.f1));
                }
            }
        }
        Self::new(path, evaluation.ids.len(), evaluation.settings(), figures)
    }

    /// The figures of quotes: contents, cues, sources, speakers and all at once.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub fn quotes(path: &Path, evaluation: &QuoteEvaluation) -> Result<Self> {
        let mut figures = Vec::new();
        let groups: [(&str, &QuoteFigures); 3] = [
            ("all", &evaluation.all),
            ("direct", &evaluation.direct),
            ("indirect+mixed", &evaluation.indirect_and_mixed),
        ];
        for (name, group) in groups {
            figures.push((format!("{name}.exact"), group.exact.f1));
            figures.push((format!("{name}.iou80"), group.iou80.f1));
            figures.push((format!("{name}.e2e_f1"), group.e2e_f1));
            figures.push((format!("{name}.cue"), group.cue.accuracy.unwrap_or_default()));
            figures.push((format!("{name}.source"), group.source.accuracy.unwrap_or_default()));
            figures.push((format!("{name}.speaker"), group.speaker.accuracy.unwrap_or_default()));
        }
        Self::new(path, evaluation.documents, String::new(), figures)
    }

    /// The figures of sentences.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub fn sentences(path: &Path, evaluation: &SentenceEvaluation) -> Result<Self> {
        let e = evaluation;
        let figures = [("f1", e.f1), ("term_f1", e.term_f1), ("exact", e.exact)];
        let figures = figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self::new(path, e.records, String::new(), figures)
    }

    /// The figures of cleaning; `kept_out` is the share of unwanted snippets that did not get in.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub fn cleaning(path: &Path, evaluation: &CleanEvaluation) -> Result<Self> {
        let e = evaluation;
        let parts = [
            ("f1", Some(e.f1)),
            ("with", e.with),
            ("kept_out", e.leak.map(|leak| 1.0 - leak)),
            ("title", e.title),
            ("byline", e.byline),
            ("published", e.published),
        ];
        let figures = parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), 100.0 * value?))).collect();
        Self::new(path, e.records, String::new(), figures)
    }
}

/// What the gate found.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// Why it fails: a sentence each. Empty: it holds.
    pub failures: Vec<String>,
    /// Figures above their floor by more than the tolerance, with floor and value: worth re-pinning.
    pub raised: Vec<(String, f64, f64)>,
}

impl Verdict {
    /// Whether nothing fell.
    pub fn holds(&self) -> bool {
        self.failures.is_empty()
    }
}

impl Default for Baseline {
    fn default() -> Self {
        Self { schema: 1, tolerance: TOLERANCE, sets: BTreeMap::new() }
    }
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    /// When it cannot be read or is no baseline.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::read(path, error))?;
        serde_json::from_str(&text)
            .map_err(|error| Error::Corpus { path: path.to_owned(), reason: format!("no baseline of floors: {error}") })
    }

    /// The file's content.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Holds figures against their floors.
    pub fn check(&self, measured: &Measured) -> Verdict {
        let mut verdict = Verdict::default();
        let Some(pinned) = self.sets.get(&measured.set) else {
            verdict.failures.push(format!("{} has no floors yet; pin them with --re-pin", measured.set));
            return verdict;
        };
        if pinned.sha256 != measured.sha256 {
            let failure = format!("{} is not the data its floors were pinned on; pin them with --re-pin", measured.set);
            verdict.failures.push(failure);
        }
        if pinned.settings != measured.settings {
            let failure =
                format!("scored with {:?}, but the floors were pinned with {:?}", measured.settings, pinned.settings);
            verdict.failures.push(failure);
        }
        for (name, &floor) in &pinned.floors {
            match measured.figures.get(name) {
                None => verdict.failures.push(format!("{name} was not measured; its floor is {floor}")),
                Some(&value) if value < floor - self.tolerance => {
                    verdict.failures.push(format!("{name} fell to {value}; its floor is {floor}"));
                }
                Some(&value) if value > floor + self.tolerance => verdict.raised.push((name.clone(), floor, value)),
                Some(_) => {}
            }
        }
        verdict
    }

    /// Raises the floors of a data set to what was measured. Returns what would have been lowered: then nothing is
    /// changed, unless `allow_regression` is set.
    pub fn re_pin(&mut self, measured: &Measured, allow_regression: bool) -> Vec<String> {
        let old = self.sets.get(&measured.set).map(|pinned| pinned.floors.clone()).unwrap_or_default();
        let lowered: Vec<String> = old
            .iter()
            .filter_map(|(name, &floor)| match measured.figures.get(name) {
                None => Some(format!("{name} was not measured; its floor is {floor}")),
                Some(&value) if value < floor - self.tolerance => {
                    Some(format!("{name} would be lowered from {floor} to {value}"))
                }
                Some(_) => None,
            })
            .collect();
        if !lowered.is_empty() && !allow_regression {
            return lowered;
        }
        let floor = |name: &String, value: f64| match old.get(name) {
            Some(&floor) if !allow_regression => floor.max(value),
            _ => value,
        };
        let pinned = Pinned {
            sha256: measured.sha256.clone(),
            records: measured.records,
            settings: measured.settings.clone(),
            floors: measured.figures.iter().map(|(name, &value)| (name.clone(), floor(name, value))).collect(),
        };
        self.sets.insert(measured.set.clone(), pinned);
        lowered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(figures: &[(&str, f64)]) -> Measured {
        Measured {
            set: "q.jsonl".into(),
            sha256: "00".into(),
            records: 2,
            settings: String::new(),
            figures: figures.iter().map(|&(name, value)| (name.to_owned(), value)).collect(),
        }
    }

    #[test]
    fn floors_only_rise() {
        let mut baseline = Baseline::default();
        assert!(baseline.check(&measured(&[("a", 50.0)])).failures[0].contains("--re-pin"));
        assert!(baseline.re_pin(&measured(&[("a", 50.0), ("b", 70.0)]), false).is_empty());
        assert!(baseline.check(&measured(&[("a", 49.96), ("b", 70.0)])).holds(), "within the tolerance");
        let fell = baseline.check(&measured(&[("a", 49.9), ("b", 71.0)]));
        assert_eq!(fell.failures, ["a fell to 49.9; its floor is 50"]);
        assert_eq!(fell.raised, [("b".to_owned(), 70.0, 71.0)]);
        let before = baseline.clone();
        assert_eq!(
            baseline.re_pin(&measured(&[("a", 40.0), ("b", 71.0)]), false),
            ["a would be lowered from 50 to 40"]
        );
        assert_eq!(baseline, before, "refused as a whole");
        assert!(baseline.re_pin(&measured(&[("a", 49.97), ("b", 71.0)]), false).is_empty());
        assert!(baseline.check(&measured(&[("a", 50.0), ("b", 71.0)])).raised.is_empty());
        assert_eq!(baseline.re_pin(&measured(&[("b", 60.0)]), true).len(), 2);
        assert!(baseline.check(&measured(&[("b", 60.0)])).holds());
    }

    #[test]
    fn other_data_or_settings_do_not_pass() {
        let mut baseline = Baseline::default();
        baseline.re_pin(&measured(&[("a", 50.0)]), false);
        let mut other = measured(&[("a", 60.0)]);
        other.sha256 = "01".into();
        other.settings = "stem".into();
        assert_eq!(baseline.check(&other).failures.len(), 2);
        assert_eq!(baseline.check(&measured(&[])).failures, ["a was not measured; its floor is 50"]);
    }

    #[test]
    fn survives_its_file() {
        let mut baseline = Baseline::default();
        baseline.re_pin(&measured(&[("a", 50.25)]), false);
        let read: Baseline = serde_json::from_str(&baseline.to_json()).unwrap();
        assert_eq!(read, baseline);
    }
}
