//! The article: one owned text, and blocks, sentences and tokens as spans into it.

mod block;
mod token;

pub use block::{Block, BlockKind, BoilerplateRule};
pub use token::{Token, TokenKind};

use std::ops::Range;

use crate::{Language, Span};

/// Index of a sentence in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceId(pub(crate) u32);

impl SentenceId {
    /// Position among the article's sentences, from 0.
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A sentence: its span without outer white space, its block and its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) span: Span,
    pub(crate) block: u32,
    pub(crate) tokens: Range<u32>,
}

/// What is known about an article beside its text. For plain text it is read off the page; a record's own fields win.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// The place of the dateline, without agency and dash.
    pub dateline: Option<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
}

/// A news piece: its text, and what was found in it.
///
/// All positions are byte offsets into [`Article::text`], which is the text as it was given.
#[derive(Debug, Clone)]
pub struct Article {
    pub(crate) id: Option<String>,
    pub(crate) text: String,
    pub(crate) language: Language,
    pub(crate) metadata: Metadata,
    pub(crate) blocks: Vec<Block>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) tokens: Vec<Token>,
}

impl Article {
    /// The name it was given: a file's path or a record's id.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The whole text, boilerplate included.
    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The language it was taken for.
    #[inline]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Title, byline, dateline and date.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// All blocks in text order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// All tokens in text order (those of title, subheadings and paragraphs).
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Number of sentences, those of title and subheadings included.
    pub fn sentence_count(&self) -> usize {
        self.sentences.len()
    }

    /// All sentences in text order: of the title, of subheadings and of paragraphs.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = SentenceRef<'_>> + ExactSizeIterator + Clone {
        (0..self.sentences.len()).map(|at| self.sentence_at(at))
    }

    /// The sentences a summary may be made of: those of paragraphs.
    pub fn body_sentences(&self) -> impl DoubleEndedIterator<Item = SentenceRef<'_>> + Clone {
        self.sentences().filter(|s| s.block().kind == BlockKind::Paragraph)
    }

    /// The sentence of that index, if there is one.
    pub fn sentence(&self, id: SentenceId) -> Option<SentenceRef<'_>> {
        (id.index() < self.sentences.len()).then(|| self.sentence_at(id.index()))
    }

    /// The sentence that holds the byte at `offset`, if one does. Logarithmic in the number of sentences.
    pub fn sentence_of(&self, offset: usize) -> Option<SentenceRef<'_>> {
        let at = self.sentences.partition_point(|s| s.span.end() <= offset);
        (at < self.sentences.len() && self.sentences[at].span.start() <= offset).then(|| self.sentence_at(at))
    }

    /// The story without what was set aside: subheadings and paragraphs, a blank line between two.
    ///
    /// Lines that were wrapped by hand are joined; an inline dateline stays at the head of its paragraph.
    pub fn body_text(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut dateline_end = None;
        for block in &self.blocks {
            let inline = block.kind == BlockKind::Dateline && self.is_inline_dateline(block);
            if !block.kind.is_body() && !inline {
                continue;
            }
            if !out.is_empty() {
                out.push_str(if dateline_end.is_some() { " " } else { "\n\n" });
            }
            dateline_end = inline.then_some(block.span.end());
            push_unwrapped(&mut out, &self.text[block.span]);
        }
        out
    }

    /// Whether the dateline stands on the same line as the paragraph after it.
    fn is_inline_dateline(&self, block: &Block) -> bool {
        let rest = &self.text[block.span.end()..];
        rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n').starts_with(|c: char| c != '\n')
    }

    fn sentence_at(&self, at: usize) -> SentenceRef<'_> {
        SentenceRef { article: self, id: SentenceId(u32::try_from(at).unwrap_or(u32::MAX)) }
    }

    /// Checks what every article must hold; the message names the first thing that is wrong.
    ///
    /// Spans lie on character boundaries; blocks, sentences and tokens are sorted and do not overlap; every sentence
    /// lies in one block and every token in one sentence; between blocks stands white space only.
    ///
    /// # Errors
    /// The first broken rule, as a sentence.
    pub fn check(&self) -> Result<(), String> {
        let on_boundary = |s: Span| self.text.is_char_boundary(s.start()) && self.text.is_char_boundary(s.end());
        // A byte order mark that a record's text begins with is no text.
        let blank = |from: usize, to: usize| {
            let between = &self.text[from..to];
            between.strip_prefix('\u{feff}').filter(|_| from == 0).unwrap_or(between).trim().is_empty()
        };
        let mut at = 0;
        for block in &self.blocks {
            if !on_boundary(block.span) || block.span.start() < at || block.span.end() > self.text.len() {
                return Err(format!("block {:?} is out of place", block.span));
            }
            if !blank(at, block.span.start()) {
                return Err(format!("text before block {:?} belongs to no block", block.span));
            }
            at = block.span.end();
        }
        if !blank(at, self.text.len()) {
            return Err(format!("text after {at} belongs to no block"));
        }
        let mut at = 0;
        for sentence in &self.sentences {
            let Some(block) = self.blocks.get(sentence.block as usize) else {
                return Err(format!("sentence {:?} has no block", sentence.span));
            };
            if !on_boundary(sentence.span) || sentence.span.start() < at || !block.span.contains(sentence.span) {
                return Err(format!("sentence {:?} is out of place", sentence.span));
            }
            at = sentence.span.end();
            let mut inner = sentence.span.start();
            for token in &self.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize] {
                if !on_boundary(token.span) || token.span.start() < inner || !sentence.span.contains(token.span) {
                    return Err(format!("token {:?} is out of place", token.span));
                }
                inner = token.span.end();
            }
        }
        Ok(())
    }
}

/// Appends `text` with runs of white space as one space each.
pub(crate) fn push_unwrapped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
        out.push_str(rest[..at].trim_end());
        rest = rest[at..].trim_start();
        if !rest.is_empty() {
            out.push(' ');
        }
    }
    out.push_str(rest);
}

/// A sentence seen together with its article.
#[derive(Clone, Copy)]
pub struct SentenceRef<'a> {
    article: &'a Article,
    id: SentenceId,
}

impl<'a> SentenceRef<'a> {
    fn sentence(&self) -> &'a Sentence {
        &self.article.sentences[self.id.index()]
    }

    /// Its index.
    #[inline]
    pub fn id(&self) -> SentenceId {
        self.id
    }

    /// Its words as they stand in the article.
    #[inline]
    pub fn text(&self) -> &'a str {
        &self.article.text[self.span()]
    }

    /// Where it stands.
    #[inline]
    pub fn span(&self) -> Span {
        self.sentence().span
    }

    /// The block it belongs to.
    pub fn block(&self) -> &'a Block {
        &self.article.blocks[self.sentence().block as usize]
    }

    /// Index of that block.
    pub fn block_index(&self) -> usize {
        self.sentence().block as usize
    }

    /// Its tokens.
    pub fn tokens(&self) -> &'a [Token] {
        let Range { start, end } = self.sentence().tokens;
        &self.article.tokens[start as usize..end as usize]
    }

    /// Number of its words.
    pub fn word_count(&self) -> usize {
        self.tokens().iter().filter(|t| t.kind.is_word()).count()
    }
}

impl std::fmt::Debug for SentenceRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SentenceRef").field("id", &self.id.0).field("text", &self.text()).finish()
    }
}
