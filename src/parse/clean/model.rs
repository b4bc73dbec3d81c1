//! The two linear models (plain text and HTML), and scores by them.
//!
//! Each holds two logistic regressions over the same features: the first sees a line and its surroundings, the second
//! also what the first thought of the neighbours.

use std::sync::LazyLock;

use super::decode::{VIEWS, Weighing};
use super::features::{Page, second_pass};
use super::pick::{PICKS, Picks, SIGNS};
use super::templates::{FEATURES, NAMES, Sink, key_of};
use crate::Result;
use crate::model::sigmoid;
use crate::model::table::Table;

/// Weights of both passes, by feature number.
#[derive(Clone)]
pub(crate) struct Model {
    pub(crate) weights: Vec<[f32; 2]>,
    pub(crate) bias: [f32; 2],
    /// What chooses headline, byline and date of a text.
    pub(crate) picks: Picks,
    /// What chooses among the choices of a text's lines.
    pub(crate) weighing: Weighing,
}

impl Model {
    /// Reads a weights file for the model of that name.
    pub(crate) fn open(bytes: &'static [u8], name: &str) -> Result<Self> {
        let table = Table::open(bytes, name, NAMES)?;
        let weights = (0..FEATURES).map(|feature| table.row::<2>(key_of(feature)).unwrap_or_default()).collect();
        let [title, byline, published] =
            PICKS.map(|what| SIGNS.iter().map(|sign| table.constant(&format!("{what} {sign}"))).collect());
        let weighing = VIEWS.map(|view| table.constant(&format!("choice {view}")));
        let bias = [table.constant("first bias"), table.constant("second bias")];
        Ok(Self { weights, bias, picks: Picks { title, byline, published }, weighing })
    }

    /// The model for plain text.
    pub(crate) fn text() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::open(include_bytes!("../../weights/clean-text.bin"), "clean-text")
                .expect("the embedded weights are of this build")
        });
        &MODEL
    }

    /// The model for the blocks of an HTML page.
    #[cfg(feature = "html")]
    pub(crate) fn html() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::open(include_bytes!("../../weights/clean-html.bin"), "clean-html")
                .expect("the embedded weights are of this build")
        });
        &MODEL
    }

    /// A sum with nothing in it yet.
    pub(crate) fn blank(&self) -> Score<'_> {
        Score { model: self, sums: self.bias }
    }
}

/// Sums of a line's weighted features, for both passes.
#[derive(Clone)]
pub(crate) struct Score<'m> {
    model: &'m Model,
    sums: [f32; 2],
}

impl Sink for Score<'_> {
    #[inline]
    fn add(&mut self, feature: usize, value: f32) {
        let [first, second] = self.model.weights[feature];
        self.sums[0] += first * value;
        self.sums[1] += second * value;
    }
}

/// Probabilities that the lines belong to the story, from what both passes see.
pub(crate) fn probabilities(page: &Page, scores: &mut [Score<'_>]) -> Vec<f32> {
    let first: Vec<f32> = scores.iter().map(|score| sigmoid(score.sums[0])).collect();
    second_pass(&first, page, scores);
    scores.iter().map(|score| sigmoid(score.sums[1])).collect()
}
