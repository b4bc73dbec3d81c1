//! From text to article: the order of the steps.
//!
//! text → blocks with labels ([`clean`]) → sentences ([`sentences`]) → tokens ([`words`]). Each step takes the result
//! of the one before; the text itself is never changed.

pub(crate) mod clean;
pub(crate) mod sentences;
pub(crate) mod words;

use crate::article::Sentence;
use crate::language::detect;
use crate::{Article, Block, BlockKind, Language, Metadata, Span};

/// How a text is read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ParseOptions {
    /// Name of the article: a path or an id.
    pub id: Option<String>,
    /// The language; detected when `None`.
    pub language: Option<Language>,
    /// Whether boilerplate is told from the story. Off: every paragraph is body.
    pub clean: bool,
    /// Address of the page, when it is known: it may hold the date and words of the title.
    pub url: Option<String>,
    /// What is known already, from a record's fields; it wins over what is read off the page.
    pub metadata: Metadata,
}

impl Default for ParseOptions {
    fn default() -> Self {
        Self { id: None, language: None, clean: true, url: None, metadata: Metadata::default() }
    }
}

impl ParseOptions {
    /// The defaults: language detected, boilerplate set aside.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the article's name.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the language.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Turns cleaning on or off.
    #[must_use]
    pub fn clean(mut self, clean: bool) -> Self {
        self.clean = clean;
        self
    }

    /// Sets the address of the page.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Sets the title, which then is not looked for in the text.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.metadata.title = Some(title.into());
        self
    }
}

/// Reads a plain text with default options.
///
/// ```
/// let article = nutgraf::parse_text("PORT ELLIS (Agency) — The council voted. It was close.");
/// assert_eq!(article.metadata().dateline.as_deref(), Some("PORT ELLIS"));
/// ```
pub fn parse_text(text: &str) -> Article {
    parse(text.to_owned(), &ParseOptions::default())
}

/// Reads a plain text. Linear in its length. Of a text of 4 GiB or more, what lies beyond is cut off.
pub fn parse(mut text: String, options: &ParseOptions) -> Article {
    text.truncate(text.floor_char_boundary(u32::MAX as usize));
    let language = options.language.unwrap_or_else(|| detect(&text));
    let labelled = if options.clean {
        clean::label(&text, language, &options.metadata, options.url.as_deref())
    } else {
        clean::keep_all(&text)
    };
    assemble(text, labelled, language, options)
}

/// The blocks of a plain text with their labels, and its metadata: cleaning by itself, without sentences and tokens.
///
/// ```
/// let (blocks, metadata) = nutgraf::clean_blocks("PORT ELLIS: The council voted.", &nutgraf::ParseOptions::new());
/// assert_eq!(blocks[0].kind, nutgraf::BlockKind::Dateline);
/// assert_eq!(metadata.dateline.as_deref(), Some("PORT ELLIS"));
/// ```
pub fn clean_blocks(text: &str, options: &ParseOptions) -> (Vec<Block>, Metadata) {
    let language = options.language.unwrap_or_else(|| detect(text));
    let Labelled { blocks, metadata } = clean::label(text, language, &options.metadata, options.url.as_deref());
    (blocks, metadata)
}

/// Blocks with labels, and what was read off them.
#[derive(Debug, Default)]
pub(crate) struct Labelled {
    pub(crate) blocks: Vec<Block>,
    pub(crate) metadata: Metadata,
}

/// Sentences and tokens for labelled blocks.
pub(crate) fn assemble(text: String, labelled: Labelled, language: Language, options: &ParseOptions) -> Article {
    let Labelled { mut blocks, metadata } = labelled;
    let given = &options.metadata;
    let metadata = Metadata {
        title: given.title.clone().or(metadata.title),
        byline: given.byline.clone().or(metadata.byline),
        dateline: given.dateline.clone().or(metadata.dateline),
        published: given.published.clone().or(metadata.published),
    };
    let mut splitter = sentences::Splitter::new(&text, language);
    let mut sentences = Vec::with_capacity(text.len() / 100 + 1);
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    let mut spans: Vec<Span> = Vec::new();
    for (index, block) in blocks.iter_mut().enumerate() {
        let first = to_u32(sentences.len());
        if matches!(block.kind, BlockKind::Title | BlockKind::Subheading | BlockKind::Paragraph) {
            spans.clear();
            splitter.split_into(block.span, &mut spans);
            for &span in &spans {
                let first_token = to_u32(tokens.len());
                words::tokenize_into(&text, span, language, &mut tokens);
                sentences.push(Sentence { span, block: to_u32(index), tokens: first_token..to_u32(tokens.len()) });
            }
        }
        block.sentences = first..to_u32(sentences.len());
    }
    let id = options.id.clone();
    let article = Article { id, text, language, metadata, blocks, sentences, tokens };
    debug_assert_eq!(article.check(), Ok(()));
    article
}

/// Counts of one article fit `u32`: inputs are limited far below 4 GiB, and a text that long saturates.
fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
