//! Extractive news summaries with named speakers: the key sentences of a piece, word for word, and who said what.
//!
//! Text comes as people have it: clean, pasted from a page with its menus and captions, as HTML, or as records of an
//! archive. Everything that is found carries its place in the text, and the text is never changed.
//!
//! ```
//! let text = "PORT ELLIS — The council voted 7 to 4. “We have eleven winters left,” Mara Okafor said.";
//! let article = nutgraf::parse_text(&text);
//! let summary = nutgraf::Summarizer::new().sentences(3).summarize(&article);
//! for sentence in summary.sentences(&article) { println!("{}", sentence.text()); }
//! for quote in nutgraf::find_quotes(&article).iter() {
//!     println!("{}: {}", quote.speaker_name().unwrap_or("unknown"), quote.text(&article));
//! }
//! ```
//!
//! # Overview
//!
//! - [`Article`]: one owned text, and what was found in it: labelled [`Block`]s, sentences ([`SentenceRef`]), [`Token`]s.
//!   Made by [`parse_text`], by [`parse()`] with [`ParseOptions`], and, with the feature `html`, by `parse_html`.
//! - [`Span`]: a place in the text, in bytes. `&article.text()[span]` is what stands there.
//! - [`Summarizer`]: a [`Method`] (or a [`Scorer`](score::Scorer) of your own), a [`Budget`], a query; gives a
//!   [`Summary`]. Cheap to make, free to share between threads.
//! - [`find_quotes`]: the [`Quotes`] of an article, each [`Quote`] with cue, source and [`Speaker`].
//! - [`keywords`], [`sentences`]: parts that are useful alone.
//! - [`render`]: all of it as JSON, Markdown or an HTML report. [`eval`]: figures on gold data. [`train`]: how the
//!   embedded weights are made.
//!
//! Reading can fail ([`Error`]), analysis cannot: any text gives an article, an empty one an empty summary. All time is
//! linear in the length of the text; nothing depends on the number of threads or on the order of a hash table.
//!
//! # Example: a summary of a hundred words
//!
//! ```
//! use nutgraf::{Budget, Method, Summarizer};
//!
//! # let text = "The council voted 7 to 4 on Tuesday. It was close. Nobody cheered.";
//! let article = nutgraf::parse_text(text);
//! let summarizer = Summarizer::new().method(Method::LexRank).budget(Budget::Words(100));
//! let summary = summarizer.summarize(&article);
//! for (sentence, selected) in summary.sentences(&article).zip(summary.selected()) {
//!     println!("{:.3} {:?} {}", selected.score, sentence.span(), sentence.text());
//! }
//! # assert!(!summary.selected().is_empty());
//! ```
//!
//! # Example: the story without the page around it
//!
//! Blocks that do not belong to the story are labelled, not deleted; each has the rule that said so.
//!
//! ```
//! use nutgraf::BlockKind;
//!
//! # let page = "Harbour town votes\n\nThe council voted 7 to 4 on Tuesday to move the railway.\n\nRead more: Ferries cut\n";
//! let article = nutgraf::parse_text(page);
//! println!("{}", article.body_text());
//! for block in article.blocks() {
//!     if let BlockKind::Boilerplate(rule) = block.kind {
//!         eprintln!("set aside as {}: {}", rule.name(), &article.text()[block.span]);
//!     }
//! }
//! ```
//!
//! # Example: who said what
//!
//! ```
//! use nutgraf::QuoteKind;
//!
//! # let text = "“We have eleven winters left,” Mara Okafor, the harbour engineer, said. “It leaks,” she said.";
//! let article = nutgraf::parse_text(text);
//! let quotes = nutgraf::find_quotes(&article);
//! for quote in quotes.iter().filter(|quote| quote.quote().kind == QuoteKind::Direct) {
//!     match quote.speaker() {
//!         Some(speaker) => println!("{}: “{}”", nutgraf::render::full_name(speaker), quote.text(&article)),
//!         None => println!("somebody whom the article does not name: “{}”", quote.text(&article)),
//!     }
//! }
//! ```
//!
//! # Example: one object, with places, for other programs
//!
//! ```
//! use nutgraf::render::Report;
//!
//! # fn main() -> std::io::Result<()> {
//! let article = nutgraf::parse_text("It rained. Nobody came.");
//! let summary = nutgraf::Summarizer::new().sentences(1).summarize(&article);
//! let mut report = Report::new(&article);
//! report.summary = Some(&summary);
//! let mut json = Vec::new();
//! report.write_json(&mut json, true)?;
//! # assert!(String::from_utf8(json).unwrap().contains("\"offset_unit\": \"char\""));
//! # Ok(())
//! # }
//! ```
//!
//! More in the folder `examples/`: a scorer of your own, quotes by speaker, summaries of a file.
//!
//! # Features
//!
//! | feature | default | what it brings |
//! |---|---|---|
//! | `html` | yes | HTML pages as input |
//! | `encodings` | with `html` or `cli` | text in encodings other than UTF-8 and UTF-16 |
//! | `parallel` | yes | all cores in evaluation and training |
//! | `cli` | yes | the program `nutgraf` |
//!
//! With `default-features = false` no command-line, HTML or thread-pool crate is built.
//!
//! # Promises
//!
//! The library follows Semantic Versioning; the JSON schema has a number of its own ([`render::SCHEMA`]). Which sentences
//! are chosen may change in any release that raises the measured quality. Rust 1.91 or newer.

mod article;
mod error;
pub mod eval;
mod input;
mod language;
mod model;
mod parse;
mod quote;
pub mod render;
pub mod score;
mod select;
mod span;
mod summary;
pub mod train;

pub use article::{Article, Block, BlockKind, BoilerplateRule, Metadata, SentenceId, SentenceRef, Token, TokenKind};
pub use error::{Error, Result};
#[cfg(feature = "html")]
pub use input::html::{decode_html, parse_html};
pub use input::{InputFormat, Record, RecordId, decode};
pub use language::{Language, StopWords};
pub use parse::sentences::sentences;
pub use parse::{ParseOptions, clean_blocks, parse, parse_text};
pub use quote::{Quote, QuoteKind, QuoteRef, Quotes, Speaker, SpeakerId, SpeakerKind, find_quotes};
pub use score::{Keyword, keywords, keywords_by};
pub use span::Span;
pub use summary::{Budget, Method, Part, Scored, Selected, Standing, Summarizer, Summary};

/// The examples of README.md are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
