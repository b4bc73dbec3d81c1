//! The summarizer: scores, a budget and a selection put together.

use std::sync::Arc;

use crate::model::best_first;
use crate::score::{Features, Lead, Learned, LexRank, RankingWeights, Scorer, TextRank, TfIdf};
use crate::select::{self, Limit, Outcome};
use crate::{Article, SentenceId, SentenceRef, StopWords};

/// The scorers that ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Method {
    /// First sentences.
    Lead,
    /// Closeness to the centroid of the article.
    TfIdf,
    /// Centrality by shared words.
    TextRank,
    /// Centrality by tf-idf cosine.
    LexRank,
    /// What reached the summaries that people wrote.
    #[default]
    Learned,
}

impl Method {
    /// Every method.
    pub const ALL: &[Self] = &[Self::Lead, Self::TfIdf, Self::TextRank, Self::LexRank, Self::Learned];

    /// Name in options and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::TfIdf => "tfidf",
            Self::TextRank => "textrank",
            Self::LexRank => "lexrank",
            Self::Learned => "learned",
        }
    }

    /// The method of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.name() == name)
    }
}

/// How long a summary may be.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Budget {
    /// About three sentences: the learned scorer may pick two to four, the others take three.
    Auto,
    /// So many sentences, or all when there are fewer.
    Sentences(usize),
    /// At most so many words, counted between white space. When no sentence fits, the summary is empty.
    Words(usize),
    /// At most so many characters (Unicode scalar values), with one space between two sentences.
    Chars(usize),
    /// At most this share of the story's words, 0 to 1.
    Ratio(f64),
}

/// Makes summaries. Reusable for any number of articles, on any number of threads.
#[derive(Clone, Default)]
pub struct Summarizer {
    method: Method,
    scorer: Option<Arc<dyn Scorer>>,
    budget: Option<Budget>,
    query: Option<String>,
    stop_words: Option<Arc<StopWords>>,
    weights: Option<Arc<RankingWeights>>,
    explain: bool,
}

impl std::fmt::Debug for Summarizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Summarizer")
            .field("method", &self.scorer.as_ref().map_or(self.method.name(), |scorer| scorer.name()))
            .field("budget", &self.budget)
            .field("query", &self.query)
            .finish_non_exhaustive()
    }
}

impl Summarizer {
    /// The default method and length.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for exactly `n` sentences (fewer when the article has fewer).
    #[must_use]
    pub fn sentences(self, n: usize) -> Self {
        self.budget(Budget::Sentences(n))
    }

    /// Sets the length.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Sets the scorer.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self.scorer = None;
        self
    }

    /// Ranks by a scorer of your own.
    #[must_use]
    pub fn scorer(mut self, scorer: impl Scorer + 'static) -> Self {
        self.scorer = Some(Arc::new(scorer));
        self
    }

    /// Pulls the summary towards what the reader asks for.
    #[must_use]
    pub fn query(mut self, text: impl Into<String>) -> Self {
        self.query = Some(text.into());
        self
    }

    /// Replaces the stop words of the article's language.
    #[must_use]
    pub fn stopwords(mut self, list: StopWords) -> Self {
        self.stop_words = Some(Arc::new(list));
        self
    }

    /// Replaces the weights of the learned scorer.
    #[must_use]
    pub fn weights(mut self, weights: impl Into<Arc<RankingWeights>>) -> Self {
        self.weights = Some(weights.into());
        self
    }

    /// Keeps, for each sentence, what its score is made of.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Self {
        self.explain = explain;
        self
    }

    /// Summarizes. An article without sentences gives an empty summary. Time grows in proportion to the text.
    pub fn summarize(&self, article: &Article) -> Summary {
        let features = Features::with(article, self.stop_words.as_deref(), self.query.as_deref());
        let limit = self.limit(article);
        let standings = || select::standings(article, features.table());
        let learned;
        let scorer: &dyn Scorer = match (&self.scorer, self.method) {
            (Some(scorer), _) => scorer.as_ref(),
            (None, Method::Lead) => &Lead,
            (None, Method::TfIdf) => &TfIdf,
            (None, Method::TextRank) => &TextRank,
            (None, Method::LexRank) => &LexRank::default(),
            (None, Method::Learned) => {
                learned = Learned::new(self.weights.clone().unwrap_or_else(RankingWeights::embedded));
                let (scores, outcomes) = learned.choose(&features, standings(), &limit);
                let parts = if self.explain { learned.explain(&features) } else { Vec::new() };
                return Summary::new(self.method, learned.name(), article, &scores, &outcomes, parts);
            }
        };
        let mut values = scorer.score(&features);
        values.resize(features.len(), 0.0);
        for score in values.iter_mut().filter(|score| !score.is_finite()) {
            *score = 0.0;
        }
        let outcomes = match scorer.name() {
            "lead" => select::first(&values, features.table(), &limit),
            _ => select::best(&values, features.table(), standings(), &limit),
        };
        let parts = if self.explain { scorer.explain(&features) } else { Vec::new() };
        Summary::new(self.method, scorer.name(), article, &values, &outcomes, parts)
    }

    fn limit(&self, article: &Article) -> Limit {
        let words = || article.body_sentences().map(|s| select::words(&s)).collect::<Vec<_>>();
        match self.budget.unwrap_or(Budget::Auto) {
            Budget::Auto => Limit::Auto,
            Budget::Sentences(n) => Limit::Sentences(n),
            Budget::Words(most) => Limit::Length(words(), most),
            // each sentence brings the space after it; the last one's is not written
            Budget::Chars(most) => {
                Limit::Length(article.body_sentences().map(|s| select::chars(&s) + 1).collect(), most.saturating_add(1))
            }
            Budget::Ratio(share) => {
                let words = words();
                let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to the number of words")]
                let most = (share * words.iter().sum::<usize>() as f64 + 1e-9).floor() as usize;
                Limit::Length(words, most)
            }
        }
    }
}

/// A part of a score: what a feature brought to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// The feature.
    pub name: &'static str,
    /// What it added to the score (or took from it).
    pub value: f64,
}

/// A sentence of a summary.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Selected {
    /// Which sentence.
    pub sentence: SentenceId,
    /// Its place among the chosen ones by score, from 1.
    pub rank: usize,
    /// Its score.
    pub score: f64,
    /// What the score is made of, largest first; empty unless asked for by [`Summarizer::explain`].
    pub parts: Vec<Part>,
}

/// Why a sentence is in the summary or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// It is in the summary.
    Chosen,
    /// Others did better.
    Outranked,
    /// It has hardly a word.
    TooShort,
    /// It is a heading or an item of a list: it ends without a stop, and most others with one.
    Fragment,
    /// It does not fit into what is left of the length.
    TooLong,
    /// It says what the chosen sentence says.
    Repeats(SentenceId),
}

impl Standing {
    /// Name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Outranked => "outranked",
            Self::TooShort => "too short",
            Self::Fragment => "no sentence",
            Self::TooLong => "too long",
            Self::Repeats(_) => "repeats another",
        }
    }
}

/// A body sentence with its score, chosen or not.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Scored {
    /// Which sentence.
    pub sentence: SentenceId,
    /// Its score.
    pub score: f64,
    /// Why it was chosen or not.
    pub standing: Standing,
    /// What the score is made of, largest first; empty unless asked for by [`Summarizer::explain`].
    pub parts: Vec<Part>,
}

/// A summary: sentences of the article, in text order.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    method: Method,
    name: String,
    selected: Vec<Selected>,
    scores: Vec<Scored>,
}

impl Summary {
    fn new(
        method: Method,
        name: &str,
        article: &Article,
        scores: &[f64],
        outcomes: &[Outcome],
        mut parts: Vec<Vec<Part>>,
    ) -> Self {
        for parts in &mut parts {
            parts.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()).then(a.name.cmp(b.name)));
        }
        parts.resize_with(scores.len(), Vec::new);
        let ids: Vec<SentenceId> = article.body_sentences().map(|s| s.id()).collect();
        let mut chosen: Vec<usize> = (0..scores.len()).filter(|&at| outcomes[at] == Outcome::Chosen).collect();
        best_first(&mut chosen, &|at| scores[at]);
        let mut selected: Vec<Selected> = chosen
            .iter()
            .enumerate()
            .map(|(rank, &at)| Selected {
                sentence: ids[at],
                rank: rank + 1,
                score: scores[at],
                parts: parts[at].clone(),
            })
            .collect();
        selected.sort_by_key(|selected| selected.sentence);
        let standing = |outcome| match outcome {
            Outcome::Chosen => Standing::Chosen,
            Outcome::Lower => Standing::Outranked,
            Outcome::TooShort => Standing::TooShort,
            Outcome::Fragment => Standing::Fragment,
            Outcome::TooLong => Standing::TooLong,
            Outcome::Repeats(other) => Standing::Repeats(ids[other]),
        };
        let scores = parts
            .into_iter()
            .enumerate()
            .map(|(at, parts)| Scored { sentence: ids[at], score: scores[at], standing: standing(outcomes[at]), parts })
            .collect();
        Self { method, name: name.to_owned(), selected, scores }
    }

    /// The method that made it (the one set last, when a scorer of your own made it).
    pub fn method(&self) -> Method {
        self.method
    }

    /// Name of the scorer that made it.
    pub fn method_name(&self) -> &str {
        &self.name
    }

    /// The chosen sentences with their scores, in text order.
    pub fn selected(&self) -> &[Selected] {
        &self.selected
    }

    /// All body sentences with their scores and why they were chosen or not, in text order.
    pub fn scores(&self) -> &[Scored] {
        &self.scores
    }

    /// The chosen sentences, seen in their article.
    pub fn sentences<'a>(&'a self, article: &'a Article) -> impl Iterator<Item = SentenceRef<'a>> {
        self.selected.iter().filter_map(|selected| article.sentence(selected.sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_text;

    const STORY: &str = "The council voted 7 to 4 on Tuesday to move the coastal railway inland. The line has been \
        closed for 61 days in two winters. Storms took the track at Quay Street twice.\n\n“We have eleven winters \
        left,” the harbour engineer told the meeting. Trains will run along the old road from next spring. Residents \
        of Quay Street said nobody had asked them.";

    #[test]
    fn every_method_keeps_every_budget() {
        let article = parse_text(STORY);
        let total: usize = article.body_sentences().map(|s| select::words(&s)).sum();
        for &method in Method::ALL {
            let with = |budget| {
                let summary = Summarizer::new().method(method).budget(budget).summarize(&article);
                assert!(summary.selected().is_sorted_by_key(|s| s.sentence));
                summary.sentences(&article).map(|s| s.text().to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(with(Budget::Sentences(0)).len(), 0);
            assert_eq!(with(Budget::Sentences(1)).len(), 1);
            assert_eq!(with(Budget::Sentences(99)).len(), 6, "{}", method.name());
            assert!((2..=4).contains(&with(Budget::Auto).len()));
            for most in 0..70 {
                let words: usize = with(Budget::Words(most)).iter().map(|s| s.split_whitespace().count()).sum();
                assert!(words <= most && (most < 20 || words + 14 >= most.min(total)), "{words} {most}");
                let chars = with(Budget::Chars(most * 5)).join(" ").chars().count();
                assert!(chars <= most * 5);
            }
            assert!(with(Budget::Ratio(0.0)).is_empty() && with(Budget::Ratio(f64::NAN)).is_empty());
            assert_eq!(with(Budget::Ratio(1.0)).len(), 6);
        }
    }

    #[test]
    fn nothing_in_nothing_out() {
        for text in ["", " \n ", "?!", "—\n\n…"] {
            let article = parse_text(text);
            for &method in Method::ALL {
                for budget in [Budget::Auto, Budget::Sentences(2), Budget::Words(9), Budget::Chars(9)] {
                    let summary = Summarizer::new().method(method).budget(budget).query("a").summarize(&article);
                    assert!(summary.selected().len() <= article.body_sentences().count());
                }
            }
        }
    }

    #[test]
    fn a_query_finds_its_sentence() {
        let article = parse_text(STORY);
        for &method in Method::ALL {
            let summary = Summarizer::new().method(method).query("residents asked").sentences(1).summarize(&article);
            let text = summary.sentences(&article).next().unwrap().text();
            assert!(text.starts_with("Residents"), "{}: {text}", method.name());
        }
    }

    #[test]
    fn a_book_is_summarized_too() {
        let mut text = String::new();
        for chapter in 0..3_000 {
            text += "The harbour of town number ";
            text += &chapter.to_string();
            text +=
                " was closed. Ships waited outside for days. Nobody had said why, and “we asked often,” they said.\n\n";
        }
        let article = parse_text(&text);
        let total: usize = article.body_sentences().map(|s| select::words(&s)).sum();
        for &method in Method::ALL {
            for budget in [Budget::Auto, Budget::Sentences(50), Budget::Words(1000), Budget::Ratio(0.2)] {
                let summary = Summarizer::new().method(method).budget(budget).summarize(&article);
                let words: usize = summary.sentences(&article).map(|s| select::words(&s)).sum();
                match budget {
                    Budget::Words(most) => assert!(words <= most && words > most * 2 / 5, "{} {words}", method.name()),
                    Budget::Ratio(share) => assert!(words as f64 <= share * total as f64),
                    Budget::Sentences(n) => assert_eq!(summary.selected().len(), n, "{}", method.name()),
                    _ => assert!((2..=4).contains(&summary.selected().len())),
                }
            }
        }
    }

    #[test]
    fn parts_add_up() {
        let article = parse_text(STORY);
        for &method in Method::ALL.iter().filter(|&&method| method != Method::Lead) {
            let summary = Summarizer::new().method(method).explain(true).summarize(&article);
            for scored in summary.scores() {
                let sum: f64 = scored.parts.iter().map(|part| part.value).sum();
                let score =
                    if method == Method::Learned { (scored.score / (1.0 - scored.score)).ln() } else { scored.score };
                assert!((sum - score).abs() < 1e-3, "{} {sum} {score}", method.name());
            }
            assert!(summary.selected().iter().all(|selected| !selected.parts.is_empty()));
        }
    }

    #[test]
    fn own_scorers_rank() {
        struct Last;
        impl Scorer for Last {
            fn name(&self) -> &'static str {
                "last"
            }
            fn score(&self, features: &Features<'_>) -> Vec<f64> {
                (0..features.len()).map(|at| at as f64).collect()
            }
        }
        let article = parse_text(STORY);
        let summary = Summarizer::new().scorer(Last).sentences(1).summarize(&article);
        assert_eq!(summary.selected()[0].sentence.index(), 5);
        assert_eq!(summary.method_name(), "last");
        assert_eq!(summary.scores().len(), 6);
    }
}
