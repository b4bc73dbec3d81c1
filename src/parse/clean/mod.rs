//! Blocks and their labels: what is the story and what is page around it.

mod certain;
mod datelines;
pub(crate) mod dates;
pub(crate) mod decode;
pub(crate) mod features;
pub(crate) mod labels;
pub(crate) mod lexicon;
pub(crate) mod lines;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod templates;
pub(crate) mod words;

use super::Labelled;
use crate::{Block, BlockKind, Language, Metadata, Span};
use model::Model;

/// Every paragraph (text between blank lines) as body.
pub(crate) fn keep_all(text: &str) -> Labelled {
    let mut blocks = Vec::new();
    let mut paragraph: Option<Span> = None;
    for line in lines::physical(text) {
        match paragraph {
            Some(open) if !line.gap => paragraph = Some(Span::new(open.start(), line.span.end())),
            _ => {
                blocks.extend(paragraph.replace(line.span).map(|span| Block::new(BlockKind::Paragraph, span)));
            }
        }
    }
    blocks.extend(paragraph.map(|span| Block::new(BlockKind::Paragraph, span)));
    Labelled { blocks, ..Labelled::default() }
}

/// Labels the lines of a page. `known` is what a record says of it; `url` is its address.
pub(crate) fn label(text: &str, language: Language, known: &Metadata, url: Option<&str>) -> Labelled {
    let lines = lines::lines(text);
    let model = Model::text();
    let (page, mut scores) = features::read_text(text, &lines, language, &model.blank());
    let probabilities = model::probabilities(&page, &mut scores);
    let mut kept = decode::decode(&probabilities, &page.facts, decode::Decoder::TEXT);
    decode::guard(&mut kept, &probabilities, &page.facts);
    let spans: Vec<Span> = lines.iter().map(|line| line.span).collect();
    labels::label(&labels::Draft {
        text,
        spans: &spans,
        page: &page,
        kept: &kept,
        known: known.clone(),
        url,
        headings: &[],
    })
}

/// The text without soft hyphens and zero-width spaces, runs of white space as one space each.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        out.extend(part.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')));
        if out.len() == before + 1 && before > 0 {
            out.pop();
        }
    }
    out
}

/// The words of a text in lower case, a space between two: for comparing titles and names.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// F1 of the words of two folded texts.
pub(crate) fn similarity(a: &str, b: &str) -> f32 {
    let (mut a, mut b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    if a == [""] || b == [""] {
        return 0.0;
    }
    a.sort_unstable();
    b.sort_unstable();
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * common as f32 / (a.len() + b.len()) as f32
}

/// The last part of an address's path.
pub(crate) fn last_segment(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    path.split_once('/').map_or("", |(_, path)| path.rsplit('/').next().unwrap_or_default())
}
