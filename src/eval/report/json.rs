//! JSON of evaluations: the keys of the contract, in its order.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::eval::pairs::RougeEvaluation;
use crate::eval::resample::Interval;
use crate::eval::rouge::{Metric, Score, Scores};
use crate::eval::{Skipped, SummaryEvaluation};

/// An object whose keys keep their order.
struct Ordered(Vec<(String, Cell)>);

/// What an [`Ordered`] holds.
enum Cell {
    Value(Value),
    Object(Ordered),
    List(Vec<Ordered>),
}

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, cell) in &self.0 {
            match cell {
                Cell::Value(value) => map.serialize_entry(key, value)?,
                Cell::Object(object) => map.serialize_entry(key, object)?,
                Cell::List(list) => map.serialize_entry(key, list)?,
            }
        }
        map.end()
    }
}

impl Ordered {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn with(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.push((key.into(), Cell::Value(value.into())));
        self
    }

    fn object(mut self, key: impl Into<String>, object: Self) -> Self {
        self.0.push((key.into(), Cell::Object(object)));
        self
    }

    fn list(mut self, key: impl Into<String>, list: Vec<Self>) -> Self {
        self.0.push((key.into(), Cell::List(list)));
        self
    }

    fn score(score: Score) -> Self {
        Self::new().with("precision", score.precision).with("recall", score.recall).with("f1", score.f1)
    }

    fn means(mut self, means: &[(Metric, Score, Interval)]) -> Self {
        for (metric, score, interval) in means {
            let mean = Self::score(*score).with("low", interval.low).with("high", interval.high);
            self = self.object(metric.name(), mean);
        }
        self
    }

    fn scores(mut self, scores: &Scores) -> Self {
        for (metric, score) in scores.iter() {
            self = self.object(metric.name(), Self::score(score));
        }
        self
    }

    fn pretty(&self) -> String {
        pretty(self)
    }

    fn line(&self) -> String {
        ended(serde_json::to_string(self).unwrap_or_default())
    }
}

fn skipped_value(skipped: &[Skipped]) -> Value {
    serde_json::to_value(skipped).unwrap_or_default()
}

/// Ends a JSON text. What JSON lets through and a terminal or a line reader would act on can only stand in its strings: it
/// is escaped.
fn ended(mut text: String) -> String {
    let acts = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}');
    if text.contains(acts) {
        let escape = |c: char| if acts(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
        text = text.chars().map(escape).collect();
    }
    text.push('\n');
    text
}

pub(super) fn pretty<T: Serialize + ?Sized>(value: &T) -> String {
    ended(serde_json::to_string_pretty(value).unwrap_or_default())
}

impl SummaryEvaluation {
    /// The evaluation as JSON; figures are shares, 0 to 1.
    pub fn to_json(&self) -> String {
        let systems = self.systems.iter().map(|system| {
            Ordered::new()
                .with("name", system.name.as_str())
                .means(&system.means)
                .with("words", system.words)
                .with("sentences", system.sentences)
                .with("articles_per_second", system.articles_per_second)
                .with("missing", system.missing.clone())
        });
        let comparisons = self.comparisons.iter().map(|c| {
            Ordered::new()
                .with("a", self.systems[c.a].name.as_str())
                .with("b", self.systems[c.b].name.as_str())
                .with("metric", c.metric.name())
                .with("difference", c.difference)
                .with("low", c.interval.low)
                .with("high", c.interval.high)
                .with("p", c.p)
                .with("p_holm", c.p_holm)
        });
        Ordered::new()
            .with("schema", 1)
            .with("version", env!("CARGO_PKG_VERSION"))
            .with("corpus", self.corpus.as_str())
            .with("layout", self.layout)
            .with("articles", self.ids.len())
            .with("skipped", skipped_value(&self.skipped))
            .with("wordless", self.wordless.clone())
            .with("tokenizer", self.rouge.word_rule().name())
            .with("stem", self.rouge.is_stemming())
            .with("references", self.rouge.reference_rule().name())
            .with("length", self.sentences.map_or(json!("auto"), |n| json!(n)))
            .with("seed", self.seed)
            .with("resamples", self.resamples)
            .list("systems", systems.collect())
            .list("comparisons", comparisons.collect())
            .pretty()
    }
}

impl RougeEvaluation {
    fn head(&self) -> Ordered {
        Ordered::new()
            .with("pairs", self.pairs)
            .with("tokenizer", self.rouge.word_rule().name())
            .with("stem", self.rouge.is_stemming())
            .with("references", self.rouge.reference_rule().name())
            .with("seed", self.seed)
            .with("resamples", self.resamples)
            .means(&self.means)
            .with(
                "skipped",
                skipped_value(&self.items.iter().filter_map(|item| item.clone().err()).collect::<Vec<_>>()),
            )
            .with("without_candidate", self.without_candidate.clone())
    }

    fn item_objects(&self) -> impl Iterator<Item = Ordered> {
        self.items.iter().map(|item| match item {
            Ok((id, scores)) => Ordered::new().with("id", serde_json::to_value(id).unwrap_or_default()).scores(scores),
            Err(skipped) => Ordered::new()
                .with("id", skipped.id.clone())
                .with("place", skipped.place.as_str())
                .with("error", skipped.reason.as_str()),
        })
    }

    /// The evaluation as one JSON object, with each pair's scores under `items` if asked for.
    pub fn to_json(&self, per_item: bool) -> String {
        let head = self.head();
        if per_item { head.list("items", self.item_objects().collect()).pretty() } else { head.pretty() }
    }

    /// A JSON object a line: one for each pair, or the means alone.
    pub fn to_ndjson(&self, per_item: bool) -> String {
        if per_item { self.item_objects().map(|item| item.line()).collect() } else { self.head().line() }
    }
}
