//! ROUGE: how much of a reference summary a candidate has (Lin 2004), in the numbers that papers print.
//!
//! Why our own? There are many programs called ROUGE and they disagree by points on the same pair: over stop words,
//! stemmers, what a sentence is, and what is clipped. This one equals Google's `rouge-score` 0.1.2, the one most papers
//! of the last years used, to the last digits on every metric that it has, and is hundreds of times as fast.
//!
//! - ROUGE-*n*: clipped counts of runs of *n* words.
//! - ROUGE-L: longest common subsequence of the whole texts.
//! - ROUGE-Lsum: for each line of the reference, the union of its longest common subsequences with all lines of the
//!   candidate, each word counted no more often than it stands in either text. A line is a sentence.
//! - ROUGE-SU4: pairs of words in order with at most four others between them, and single words.
//!
//! ```
//! use nutgraf::eval::{Metric, Rouge};
//!
//! let rouge = Rouge::new().stem(true);
//! let scores = rouge.score(&["the police killed the gunman"], "police kill the gunman");
//! assert_eq!(scores.get(Metric::Ngram(1)).unwrap().recall, 0.8);
//! ```

use super::lcs::Lcs;
use super::overlap::shared_count;
use super::tokenize::{Tokenizer, Vocabulary, Words};

/// A measure of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Metric {
    /// Runs of so many words, 1 to 9.
    Ngram(u8),
    /// Longest common subsequence of the texts.
    L,
    /// Union of longest common subsequences, line by line.
    LSum,
    /// Pairs with up to four words between, and single words.
    Su4,
}

impl Metric {
    /// What is reported unless asked otherwise.
    pub const DEFAULT: &[Self] = &[Self::Ngram(1), Self::Ngram(2), Self::L, Self::LSum];

    /// Name in options and JSON: `rouge1`, `rougeL`, `rougeLsum`, `rougeSU4`.
    pub fn name(self) -> String {
        match self {
            Self::Ngram(n) => format!("rouge{n}"),
            Self::L => "rougeL".into(),
            Self::LSum => "rougeLsum".into(),
            Self::Su4 => "rougeSU4".into(),
        }
    }

    /// Name in tables: `R-1`, `R-Lsum`.
    pub fn label(self) -> String {
        self.name().replacen("rouge", "R-", 1)
    }

    /// The metric of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.strip_prefix("rouge")? {
            "L" => Some(Self::L),
            "Lsum" => Some(Self::LSum),
            "SU4" => Some(Self::Su4),
            n => n.parse().ok().filter(|n| (1..=9).contains(n)).map(Self::Ngram),
        }
    }
}

/// Precision, recall and their harmonic mean, 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// Share of the candidate that is in the reference.
    pub precision: f64,
    /// Share of the reference that is in the candidate.
    pub recall: f64,
    /// Harmonic mean of the two; 0 when both are.
    pub f1: f64,
}

impl Score {
    /// The score of so many common units, of so many in candidate and reference.
    pub(crate) fn of(common: usize, candidate: usize, reference: usize) -> Self {
        Self::from_parts(common as f64 / candidate.max(1) as f64, common as f64 / reference.max(1) as f64)
    }

    /// The score of a precision and a recall.
    pub(crate) fn from_parts(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1 }
    }
}

/// What stands for several references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum References {
    /// For each metric the reference with the best F1, the first of equals (`score_multi` of `rouge-score`).
    #[default]
    Best,
    /// The mean of precision, of recall and of F1 over the references.
    Mean,
}

impl References {
    /// Name in options and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Mean => "mean",
        }
    }
}

/// The scores of one candidate, a metric each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores(Vec<(Metric, Score)>);

impl Scores {
    /// The score by that metric, if it was asked for.
    pub fn get(&self, metric: Metric) -> Option<Score> {
        self.0.iter().find(|(m, _)| *m == metric).map(|(_, score)| *score)
    }

    /// All scores in the order of the metrics asked for.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Metric, Score)> + Clone {
        self.0.iter().copied()
    }
}

/// How to score: metrics, words, stemming, several references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rouge {
    metrics: Vec<Metric>,
    tokenizer: Tokenizer,
    stem: bool,
    references: References,
}

impl Default for Rouge {
    fn default() -> Self {
        let references = References::default();
        Self { metrics: Metric::DEFAULT.to_vec(), tokenizer: Tokenizer::default(), stem: false, references }
    }
}

impl Rouge {
    /// ROUGE-1, -2, -L and -Lsum, without stemming, as `rouge-score` does.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the metrics.
    #[must_use]
    pub fn metrics(mut self, metrics: impl Into<Vec<Metric>>) -> Self {
        self.metrics = metrics.into();
        self
    }

    /// Sets whether words of more than three letters are cut to their stem by Porter's algorithm as NLTK has it. For
    /// English only; without effect on the Unicode tokenizer.
    #[must_use]
    pub fn stem(mut self, stem: bool) -> Self {
        self.stem = stem;
        self
    }

    /// Sets what counts as a word.
    #[must_use]
    pub fn tokenizer(mut self, tokenizer: Tokenizer) -> Self {
        self.tokenizer = tokenizer;
        self
    }

    /// Sets what stands for several references.
    #[must_use]
    pub fn references(mut self, references: References) -> Self {
        self.references = references;
        self
    }

    /// The metrics.
    pub fn metric_list(&self) -> &[Metric] {
        &self.metrics
    }

    /// Whether words are stemmed, which the Unicode tokenizer never does.
    pub fn is_stemming(&self) -> bool {
        self.stem && self.tokenizer == Tokenizer::RougeScore
    }

    /// What counts as a word.
    pub fn word_rule(&self) -> Tokenizer {
        self.tokenizer
    }

    /// What stands for several references.
    pub fn reference_rule(&self) -> References {
        self.references
    }

    /// Scores a candidate against its references. Lines are sentences. Without references all scores are 0.
    ///
    /// O(*mn*/64) for ROUGE-L and -Lsum with texts of *m* and *n* words, O(*n* log *n*) for the others; memory grows
    /// with the square root of *mn* at most.
    pub fn score<S: AsRef<str>>(&self, references: &[S], candidate: &str) -> Scores {
        self.session().score(references, candidate)
    }

    /// A scorer that keeps its buffers from one pair to the next.
    pub(crate) fn session(&self) -> Session<'_> {
        Session {
            rouge: self,
            vocabulary: Vocabulary::new(self.tokenizer, self.stem),
            lcs: Lcs::default(),
            counts: Counts::default(),
        }
    }
}

/// Forget the words when there are so many: what is indexed by word then still fits the processor's cache.
const VOCABULARY_LIMIT: usize = 1 << 15;

/// Scores pair after pair with the same buffers.
#[derive(Debug)]
pub(crate) struct Session<'r> {
    rouge: &'r Rouge,
    pub(crate) vocabulary: Vocabulary,
    lcs: Lcs,
    pub(crate) counts: Counts,
}

impl Session<'_> {
    /// Scores a candidate against its references.
    pub(crate) fn score<S: AsRef<str>>(&mut self, references: &[S], candidate: &str) -> Scores {
        self.renew();
        let references: Vec<Words> = references.iter().map(|text| self.vocabulary.words(text.as_ref())).collect();
        let candidate = self.vocabulary.words(candidate);
        self.score_words(&references, &candidate)
    }

    /// Makes room for the words of a new article. Numbers given before may be void after this.
    pub(crate) fn renew(&mut self) {
        if self.vocabulary.size() > VOCABULARY_LIMIT {
            self.vocabulary.clear();
        }
    }

    /// Scores words that this session's vocabulary numbered.
    pub(crate) fn score_words(&mut self, references: &[Words], candidate: &Words) -> Scores {
        let rouge = self.rouge;
        let scores = rouge.metrics.iter().map(|&metric| {
            let all = references.iter().map(|reference| self.score_pair(metric, reference, candidate));
            let score = match rouge.references {
                References::Best => all.reduce(|best, score| if score.f1 > best.f1 { score } else { best }),
                References::Mean => {
                    let n = references.len().max(1) as f64;
                    all.reduce(|a, b| Score {
                        precision: a.precision + b.precision,
                        recall: a.recall + b.recall,
                        f1: a.f1 + b.f1,
                    })
                    .map(|sum| Score {
                        precision: sum.precision / n,
                        recall: sum.recall / n,
                        f1: sum.f1 / n,
                    })
                }
            };
            (metric, score.unwrap_or_default())
        });
        Scores(scores.collect())
    }

    fn score_pair(&mut self, metric: Metric, reference: &Words, candidate: &Words) -> Score {
        match metric {
            Metric::Ngram(n) => self.counts.ngrams(usize::from(n), &reference.ids, &candidate.ids),
            Metric::Su4 => self.counts.skip_bigrams(&reference.ids, &candidate.ids),
            Metric::L => {
                if reference.ids.is_empty() || candidate.ids.is_empty() {
                    return Score::default();
                }
                self.lcs.set_candidate(&candidate.ids, self.vocabulary.size());
                let common = self.lcs.length(&reference.ids);
                self.lcs.unset_candidate(&candidate.ids);
                Score::of(common, candidate.ids.len(), reference.ids.len())
            }
            Metric::LSum => self.summary_level(reference, candidate),
        }
    }

    /// ROUGE-Lsum: union of subsequences, then clipped by the counts of either text.
    fn summary_level(&mut self, reference: &Words, candidate: &Words) -> Score {
        if reference.ids.is_empty() || candidate.ids.is_empty() {
            return Score::default();
        }
        let mut hits = vec![false; reference.ids.len()];
        for line in candidate.lines() {
            self.lcs.set_candidate(line, self.vocabulary.size());
            let mut at = 0;
            for wanted in reference.lines() {
                self.lcs.mark(wanted, line, &mut hits[at..at + wanted.len()]);
                at += wanted.len();
            }
            self.lcs.unset_candidate(line);
        }
        let left = &mut self.counts.left;
        if left.len() < self.vocabulary.size() {
            left.resize(self.vocabulary.size(), 0);
        }
        // The package also clips by the counts in the reference, which a union of its positions cannot exceed.
        for &word in &candidate.ids {
            left[word as usize] += 1;
        }
        let mut common = 0;
        for (&word, _) in reference.ids.iter().zip(&hits).filter(|(_, hit)| **hit) {
            let left = &mut left[word as usize];
            common += usize::from(*left > 0);
            *left = left.saturating_sub(1);
        }
        for &word in &candidate.ids {
            left[word as usize] = 0;
        }
        Score::of(common, candidate.ids.len(), reference.ids.len())
    }
}

/// Buffers for counting.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    reference: Vec<u64>,
    candidate: Vec<u64>,
    ranks: Vec<u64>,
    left: Vec<u32>,
}

impl Counts {
    /// ROUGE-*n* of two texts.
    pub(crate) fn ngrams(&mut self, n: usize, reference: &[u32], candidate: &[u32]) -> Score {
        if n == 0 || reference.len() < n || candidate.len() < n {
            return Score::default();
        }
        first_keys(reference, &mut self.reference);
        first_keys(candidate, &mut self.candidate);
        for length in 2..=n {
            if length > 2 {
                self.rank();
            }
            grow_keys(&mut self.reference, &reference[length - 1..]);
            grow_keys(&mut self.candidate, &candidate[length - 1..]);
        }
        let (in_candidate, in_reference) = (self.candidate.len(), self.reference.len());
        Score::of(self.common(), in_candidate, in_reference)
    }

    /// Replaces keys by their ranks among all, so that one more word fits beside them.
    fn rank(&mut self) {
        self.ranks.clear();
        self.ranks.extend(self.reference.iter().chain(&self.candidate));
        self.ranks.sort_unstable();
        self.ranks.dedup();
        for key in self.reference.iter_mut().chain(&mut self.candidate) {
            *key = self.ranks.partition_point(|rank| rank < key) as u64;
        }
    }

    fn skip_bigrams(&mut self, reference: &[u32], candidate: &[u32]) -> Score {
        skip_keys(reference, &mut self.reference);
        skip_keys(candidate, &mut self.candidate);
        let (in_candidate, in_reference) = (self.candidate.len(), self.reference.len());
        Score::of(self.common(), in_candidate, in_reference)
    }

    /// Number of keys common to both lists, each as often as in the one that has it less.
    fn common(&mut self) -> usize {
        self.reference.sort_unstable();
        self.candidate.sort_unstable();
        shared_count(&self.reference, &self.candidate)
    }
}

fn first_keys(words: &[u32], keys: &mut Vec<u64>) {
    keys.clear();
    keys.extend(words.iter().map(|&word| u64::from(word)));
}

/// Makes keys of *n* words of those of *n* - 1: each with the word that follows it.
fn grow_keys(keys: &mut Vec<u64>, following: &[u32]) {
    keys.truncate(following.len());
    for (key, &word) in keys.iter_mut().zip(following) {
        *key = *key << 32 | u64::from(word);
    }
}

/// Single words, and pairs with at most four words between them.
fn skip_keys(words: &[u32], keys: &mut Vec<u64>) {
    keys.clear();
    for (at, &word) in words.iter().enumerate() {
        // numbers of words are below 2³², so no pair has this key
        keys.push(u64::from(u32::MAX) << 32 | u64::from(word));
        for &second in words[at + 1..].iter().take(5) {
            keys.push(u64::from(word) << 32 | u64::from(second));
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the figures are exact to the last digit")]
mod tests {
    use super::*;

    fn prf(rouge: &Rouge, metric: Metric, reference: &str, candidate: &str) -> [f64; 3] {
        let score = rouge.clone().metrics([metric]).score(&[reference], candidate).get(metric).unwrap();
        [score.precision, score.recall, score.f1]
    }

    #[test]
    fn examples_of_the_paper() {
        // Lin 2004, section 3: S1 police killed the gunman; S2 police kill the gunman; S3 the gunman kill police
        let (plain, s1) = (Rouge::new(), "police killed the gunman");
        for (candidate, l) in
            [("police kill the gunman", 0.75), ("the gunman kill police", 0.5), ("the gunman police killed", 0.5)]
        {
            assert_eq!(prf(&plain, Metric::L, s1, candidate), [l; 3], "{candidate}");
            assert_eq!(prf(&plain, Metric::LSum, s1, candidate), [l; 3], "{candidate}");
        }
        // section 3.2: w1 w2 w3 w4 w5 against two sentences: the union has w1 w2 w3 w5
        let [precision, recall, _] = prf(&plain, Metric::LSum, "w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5");
        assert_eq!((precision, recall), (0.4, 0.8));
    }

    #[test]
    fn counts_are_clipped() {
        let plain = Rouge::new();
        assert_eq!(prf(&plain, Metric::Ngram(1), "testing one two", "testing"), [1.0, 1.0 / 3.0, 0.5]);
        assert_eq!(prf(&plain, Metric::Ngram(1), "the cat", "the the the the")[0], 0.25);
        assert_eq!(prf(&plain, Metric::Ngram(2), "a b a b", "a b b a b")[..2], [0.75, 1.0]);
        assert_eq!(prf(&plain, Metric::Ngram(3), "a b c d e", "x a b c d")[..2], [2.0 / 3.0, 2.0 / 3.0]);
        assert_eq!(prf(&plain, Metric::Ngram(4), "a b c d e", "x a b c d")[..2], [0.5, 0.5]);
        assert_eq!(prf(&plain, Metric::LSum, "a b\na b", "a b")[..2], [1.0, 0.5]);
    }

    #[test]
    fn skip_bigrams_reach_over_four_words() {
        let plain = Rouge::new();
        // a..f: six words, fifteen pairs, all within reach; reversed: only the words match
        assert_eq!(prf(&plain, Metric::Su4, "a b c d e f", "f e d c b a"), [6.0 / 21.0; 3]);
        // seven words: the pair a-g is out of reach
        assert_eq!(prf(&plain, Metric::Su4, "a b c d e f g", "a g"), {
            let (precision, recall): (f64, f64) = (2.0 / 3.0, 2.0 / 27.0);
            [precision, recall, 2.0 * precision * recall / (precision + recall)]
        });
    }

    #[test]
    fn nothing_scores_nothing() {
        let rouge = Rouge::new().metrics([Metric::Ngram(1), Metric::Ngram(3), Metric::L, Metric::LSum, Metric::Su4]);
        for (reference, candidate) in [("", ""), ("a", ""), ("", "a"), ("…!", "—\n\n"), ("\n", "a b c d")] {
            for (metric, score) in rouge.score(&[reference], candidate).iter() {
                assert_eq!(score, Score::default(), "{metric:?} {reference:?} {candidate:?}");
            }
        }
        assert!(rouge.score::<&str>(&[], "a b").iter().all(|(_, score)| score == Score::default()));
    }

    #[test]
    fn best_and_mean_of_references() {
        let rouge = Rouge::new().metrics([Metric::Ngram(1)]);
        let score = |rouge: &Rouge| rouge.score(&["a b c d", "a x"], "a b").get(Metric::Ngram(1)).unwrap();
        assert_eq!(score(&rouge).recall, 0.5);
        assert_eq!(score(&rouge).precision, 1.0);
        let mean = score(&rouge.references(References::Mean));
        assert_eq!((mean.precision, mean.recall), (0.75, 0.5));
    }

    #[test]
    fn a_session_forgets_and_goes_on() {
        let rouge = Rouge::new();
        let mut session = rouge.session();
        let many: Vec<String> = (0..=VOCABULARY_LIMIT).map(|n| format!("w{n}")).collect();
        let many = many.join(" ");
        for _ in 0..2 {
            assert_eq!(session.score(&[many.as_str()], "w7 w8").get(Metric::Ngram(2)).unwrap().precision, 1.0);
            assert_eq!(session.score(&["a b"], "b a").get(Metric::LSum).unwrap().f1, 0.5);
        }
    }
}
