//! What the reader asks for: words that pull every scorer towards the sentences that hold them.
//!
//! Relevance of a sentence is the idf-weighted share that it holds of the query's terms, of those that the article has.
//! Graphs take it as their teleport, as in the topic-sensitive LexRank of Otterbacher, Erkan & Radev (2005); the others
//! add it to the score.

use super::Features;
use super::terms::Terms;
use crate::Language;

/// A query's content terms.
#[derive(Debug)]
pub(crate) struct Query {
    terms: Vec<u32>,
}

impl Query {
    /// `None` when the query holds no word.
    pub(crate) fn new(text: &str, language: Language, terms: &mut Terms) -> Option<Self> {
        let all = terms.of_text(text, language);
        let content = |t: &u32| !terms.vocabulary()[*t as usize].stop;
        let mut words: Vec<u32> = all.iter().copied().filter(content).collect();
        if words.is_empty() {
            words = all;
        }
        words.sort_unstable();
        words.dedup();
        (!words.is_empty()).then_some(Self { terms: words })
    }

    /// The query's terms, sorted.
    pub(crate) fn terms(&self) -> &[u32] {
        &self.terms
    }

    /// Relevance of each sentence, 0 to 1.
    pub(crate) fn relevance(&self, features: &Features<'_>) -> Vec<f64> {
        let terms = features.table();
        let rows = features.rows();
        // what the article does not tell at all is held against no sentence
        let weight = |term: u32| if rows.df[term as usize] == 0 { 0.0 } else { rows.idf[term as usize].max(1e-3) };
        let total = self.terms.iter().map(|&term| weight(term)).sum::<f64>().max(1e-9);
        let mut found = Vec::new();
        let relevance = |at| {
            found.clear();
            found.extend(terms.sentence(at).iter().map(|p| p.term).filter(|t| self.terms.binary_search(t).is_ok()));
            found.sort_unstable();
            found.dedup();
            found.iter().map(|&term| weight(term)).sum::<f64>() / total
        };
        (0..terms.len()).map(relevance).collect()
    }

    /// Adds relevance to scores, `strength` times the range of the scores.
    pub(crate) fn add(&self, features: &Features<'_>, scores: &mut [f64], strength: f64) {
        let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
        let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let range = if high > low { high - low } else { 1.0 };
        for (score, relevance) in scores.iter_mut().zip(self.relevance(features)) {
            *score += strength * range * relevance;
        }
    }

    /// Mixes relevance into a teleport: most of it, when any sentence is relevant.
    pub(crate) fn bias(&self, features: &Features<'_>, teleport: &mut [f64]) {
        const SHARE: f64 = 0.9;
        let relevance = self.relevance(features);
        let sum: f64 = relevance.iter().sum();
        if sum > 0.0 {
            for (p, relevance) in teleport.iter_mut().zip(relevance) {
                *p = (1.0 - SHARE) * *p + SHARE * relevance / sum;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Method, Summarizer, parse_text};

    #[test]
    fn a_minor_topic_comes_up_when_it_is_asked_for() {
        let article = parse_text(
            "The council of Port Ellis voted 7 to 4 on Tuesday to move the coastal railway inland. The railway has been \
             closed for 61 days in two winters, the council said. Storms took the railway at Quay Street twice. The new \
             line of the railway will follow the old road to the harbour. The council will pay half of the railway and \
             the ministry the rest. A new school for divers opens in the old station in May. Work on the railway begins \
             next spring, the council said. Residents of Quay Street asked the council for a bus.",
        );
        for &method in Method::ALL {
            let minor = |summarizer: Summarizer| {
                let summary = summarizer.method(method).sentences(2).summarize(&article);
                summary.sentences(&article).any(|sentence| sentence.text().starts_with("A new school"))
            };
            assert!(!minor(Summarizer::new()), "{}", method.name());
            for query in ["divers", "school for divers", "Diving schools?"] {
                assert!(minor(Summarizer::new().query(query)), "{} {query}", method.name());
            }
        }
    }
}
