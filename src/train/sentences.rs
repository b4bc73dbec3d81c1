//! Learns from raw English news which words start sentences, and which are words and no abbreviations.
//!
//! No labels are needed. After a small-lettered word of four letters and a stop, a capital starts a sentence; after a
//! small-lettered word without a stop it does not. The logarithm of the ratio of the two shares, per word, tells the
//! splitter how to read `Inc. The` and `Inc. Chairman`. A small-lettered word that is seen often, and whose stop is
//! followed by capitals alone, is no abbreviation.

use std::collections::BTreeMap;

use crate::model::features::key;
use crate::model::table::{Header, pack};
use crate::parse::sentences::knowledge::{COLUMNS, MODEL, without_clitic};

/// Least number of sightings of a capitalised word.
const LEAST_CAPITALISED: u32 = 15;

/// Least number of sightings of a lower-case word without a stop.
const LEAST_LOWER: u32 = 12;

/// Largest magnitude of a log ratio.
const LIMIT: f64 = 4.0;

#[derive(Debug, Default)]
struct Counts {
    starts: BTreeMap<String, u32>,
    within: BTreeMap<String, u32>,
    plain: BTreeMap<String, u32>,
    /// With a stop, before a small letter.
    stopped_lower: BTreeMap<String, u32>,
    /// With a stop, before a capital.
    stopped_upper: BTreeMap<String, u32>,
}

/// The bytes of the weights file, learned from texts. The same texts give the same bytes.
pub fn fit<'t>(texts: impl Iterator<Item = &'t str>, corpus: &str, command: &str, date: &str) -> Vec<u8> {
    let mut counts = Counts::default();
    for text in texts {
        counts.add(text);
    }
    let header = Header {
        model: MODEL.to_owned(),
        features: COLUMNS.iter().map(|&name| name.to_owned()).collect(),
        data: corpus.to_owned(),
        command: command.to_owned(),
        date: date.to_owned(),
        note: "Numbers learned from raw text without labels; no text is contained.".to_owned(),
        ..Header::default()
    };
    pack(&header, COLUMNS.len(), 1, &counts.rows())
}

impl Counts {
    fn add(&mut self, text: &str) {
        let mut before = "";
        for token in text.split_whitespace() {
            let word = word_of(token);
            if let Some(first) = word.chars().next() {
                let small = before.bytes().next_back().is_some_and(|b| b.is_ascii_lowercase());
                let stopped = before.strip_suffix(['.', '!', '?']);
                if first.is_uppercase() {
                    let bare = without_clitic(word).to_owned();
                    if stopped.is_some_and(ends_in_four_small_letters) {
                        *self.starts.entry(bare).or_default() += 1;
                    } else if small {
                        *self.within.entry(bare).or_default() += 1;
                    }
                }
                if let Some(stopped) = before.strip_suffix('.') {
                    let stopped = stopped.trim_start_matches(['(', '"', '\'', '“', '‘']);
                    let counts = if first.is_lowercase() { &mut self.stopped_lower } else { &mut self.stopped_upper };
                    *counts.entry(stopped.to_owned()).or_default() += 1;
                }
                if word.len() >= 2 && word.len() == token.len() && word.bytes().all(|b| b.is_ascii_lowercase()) {
                    *self.plain.entry(word.to_owned()).or_default() += 1;
                }
            }
            before = token;
        }
    }

    fn rows(&self) -> Vec<(u64, Vec<f32>)> {
        let total = |counts: &BTreeMap<String, u32>| counts.values().map(|&n| f64::from(n)).sum::<f64>();
        let (all_starts, all_within) = (total(&self.starts), total(&self.within));
        let get = |counts: &BTreeMap<String, u32>, word: &str| counts.get(word).copied().unwrap_or(0);
        let mut rows = Vec::new();
        let mut words: Vec<&String> = self.starts.keys().chain(self.within.keys()).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            let (starts, within) = (get(&self.starts, word), get(&self.within, word));
            if starts + within >= LEAST_CAPITALISED {
                let ratio =
                    ((f64::from(starts) + 1.0) / all_starts).ln() - ((f64::from(within) + 1.0) / all_within).ln();
                #[expect(clippy::cast_possible_truncation, reason = "clamped")]
                rows.push((key(word), vec![ratio.clamp(-LIMIT, LIMIT) as f32]));
            }
        }
        for (word, &count) in &self.plain {
            let (before_lower, before_upper) = (get(&self.stopped_lower, word), get(&self.stopped_upper, word));
            if count >= LEAST_LOWER && before_lower * 4 <= before_upper && count >= 10 * before_lower {
                rows.push((key(word), vec![1.0]));
            }
        }
        rows
    }
}

fn ends_in_four_small_letters(word: &str) -> bool {
    word.len() >= 4 && word.bytes().rev().take(4).all(|b| b.is_ascii_lowercase())
}

/// The word a token begins with, after quotation marks and brackets.
fn word_of(token: &str) -> &str {
    let token = token.trim_start_matches(['"', '\'', '“', '‘', '(', '[']);
    let end = token
        .char_indices()
        .find(|&(at, c)| !(c.is_ascii_alphabetic() || (at > 0 && matches!(c, '\'' | '’' | '-'))))
        .map_or(token.len(), |(at, _)| at);
    &token[..end]
}
