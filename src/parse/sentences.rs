//! Sentence boundaries.

use unicode_segmentation::UnicodeSegmentation;

use crate::{Language, Span};

/// Splits the blocks of one text; what it learns of the whole text serves every block.
#[derive(Debug)]
pub(crate) struct Splitter<'t> {
    text: &'t str,
    #[expect(dead_code)]
    language: Language,
}

impl<'t> Splitter<'t> {
    pub(crate) fn new(text: &'t str, language: Language) -> Self {
        Self { text, language }
    }

    /// Appends the sentences of the part `within` of the text, in order, without outer white space.
    pub(crate) fn split_into(&mut self, within: Span, out: &mut Vec<Span>) {
        for (at, sentence) in self.text[within].split_sentence_bound_indices() {
            let span = Span::new(at, at + sentence.len()).shifted(within.start()).trimmed(self.text);
            if !span.is_empty() {
                out.push(span);
            }
        }
    }
}

/// The sentences of a text, in order, without outer white space; only white space lies between two of them.
///
/// A blank line always ends a sentence. Linear in the length of the text.
///
/// ```
/// use nutgraf::Language;
///
/// let text = "It rained. Nobody came.";
/// let found: Vec<&str> = nutgraf::sentences(text, Language::English).into_iter().map(|span| &text[span]).collect();
/// assert_eq!(found, ["It rained.", "Nobody came."]);
/// ```
pub fn sentences(text: &str, language: Language) -> Vec<Span> {
    let mut out = Vec::new();
    Splitter::new(text, language).split_into(Span::new(0, text.len()), &mut out);
    out
}
