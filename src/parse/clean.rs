//! Blocks and their labels: what is the story and what is page around it.

use super::Labelled;
use crate::{Block, BlockKind, Language, Span};

/// Every paragraph (text between blank lines) as body.
pub(crate) fn keep_all(text: &str) -> Labelled {
    let mut blocks = Vec::new();
    let mut paragraph: Option<Span> = None;
    for line in lines(text) {
        match paragraph {
            _ if line.is_empty() => blocks.extend(paragraph.take().map(|span| Block::new(BlockKind::Paragraph, span))),
            Some(open) => paragraph = Some(Span::new(open.start(), line.end())),
            None => paragraph = Some(line),
        }
    }
    blocks.extend(paragraph.map(|span| Block::new(BlockKind::Paragraph, span)));
    Labelled { blocks, ..Labelled::default() }
}

/// Labels the lines of a page.
pub(crate) fn label(text: &str, _language: Language) -> Labelled {
    keep_all(text)
}

/// The lines of a text, trimmed; ends are `\n`, `\r\n` or a lone `\r`.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    text.split(['\n', '\r']).map(move |line| {
        let span = Span::new(at, at + line.len());
        at += line.len() + 1;
        span.trimmed(text)
    })
}
