//! Extractive news summaries with named speakers.
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
