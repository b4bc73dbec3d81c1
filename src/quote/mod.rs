//! Quotes and who said them.
//!
//! Words as in the literature: the *content* is what was said, the *cue* the reporting expression ("said", "according
//! to"), the *source* the words that name who said it ("he", "the minister"), the *speaker* the person or body that
//! the source stands for.

/// What the file of that name holds for a language whose quotes are found by rules, read once; `None` for the others.
macro_rules! held_by_language {
    ($language:expr, $file:literal, $type:ty, $read:expr) => {
        held_by_language!(
            $language, $file, $type, $read,
            German "de", French "fr", Spanish "es", Italian "it", Portuguese "pt", Dutch "nl"
        )
    };
    ($language:expr, $file:literal, $type:ty, $read:expr, $($name:ident $code:literal),*) => {
        match $language {
            $(crate::Language::$name => {
                static HELD: std::sync::LazyLock<$type> = std::sync::LazyLock::new(|| {
                    $read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/language/", $code, "/", $file)))
                });
                Some(&*HELD)
            })*
            _ => None,
        }
    };
}

pub(crate) mod analysis;
mod claims;
pub(crate) mod content;
pub(crate) mod cues;
mod features;
mod find;
mod forms;
pub(crate) mod lexicon;
pub(crate) mod links;
mod marks;
pub(crate) mod models;
#[cfg(test)]
mod phenomena;
mod phrases;
#[cfg(test)]
mod rows;
mod rules;
pub(crate) mod segments;
pub(crate) mod sources;
pub(crate) mod speakers;
pub(crate) mod tagger;
mod words;

use crate::{Article, SentenceId, Span};

/// Whether the words of a quote stand between marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// All of them.
    Direct,
    /// Some of them.
    Mixed,
    /// None of them.
    Indirect,
}

impl QuoteKind {
    /// Name in JSON output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// A named body: a company, a ministry, a newspaper.
    Organization,
    /// Several, or a kind of people: experts, residents, the two sides.
    Group,
    /// One who is not named: a senior US official.
    Anonymous,
}

impl SpeakerKind {
    /// Name in JSON output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Group => "group",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Number of a speaker within an article, from 1 in order of first mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeakerId(pub(crate) u32);

impl SpeakerId {
    /// The number, from 1.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// Somebody (or some body) who is quoted in the article.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Speaker {
    /// Its number.
    pub id: SpeakerId,
    /// The fullest form of the name in the article, without title; a description without article for one unnamed.
    pub name: String,
    /// Title, office or relation as the article has it: "State Department spokesman".
    pub title: Option<String>,
    /// Whether the article has the title before the name, both capitalized: "Transport Minister Elena Brandt".
    pub title_leads: bool,
    /// Of one who is not named, the description with its article, as in the middle of a sentence: "a senior US official".
    pub described: Option<String>,
    /// Person, organization, group or unnamed.
    pub kind: SpeakerKind,
    /// Where it is named or meant, in text order.
    pub mentions: Vec<Span>,
}

/// A quote: what was said, and by whom as far as the article tells.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Quote {
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// The words said, without outer marks; several spans when the attribution stands between. Never empty.
    pub contents: Vec<Span>,
    /// The reporting expression.
    pub cue: Option<Span>,
    /// The words that name the source.
    pub source: Option<Span>,
    /// Who said it; `None` when the article does not tell.
    pub speaker: Option<SpeakerId>,
    /// Who relayed the words, when the article says so.
    pub via: Option<SpeakerId>,
    /// How sure the attribution is, 0 to 1.
    pub confidence: f32,
    /// The sentence in which it begins.
    pub sentence: SentenceId,
}

/// The quotes of an article in text order, and their speakers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quotes {
    pub(crate) quotes: Vec<Quote>,
    pub(crate) speakers: Vec<Speaker>,
    /// Everybody the article speaks of, quoted or not, for the context of a summary.
    pub(crate) cast: speakers::Cast,
}

impl Quotes {
    /// The quotes, each with its speaker at hand.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = QuoteRef<'_>> + Clone {
        self.quotes.iter().map(|quote| QuoteRef { quotes: self, quote })
    }

    /// The speakers, by number.
    pub fn speakers(&self) -> &[Speaker] {
        &self.speakers
    }

    /// The speaker of that number.
    pub fn speaker(&self, id: SpeakerId) -> Option<&Speaker> {
        self.speakers.get((id.0 as usize).checked_sub(1)?)
    }

    /// Number of quotes.
    pub fn len(&self) -> usize {
        self.quotes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.quotes.is_empty()
    }
}

/// A quote seen together with the speakers of its article.
#[derive(Debug, Clone, Copy)]
pub struct QuoteRef<'q> {
    quotes: &'q Quotes,
    quote: &'q Quote,
}

impl<'q> QuoteRef<'q> {
    /// The quote itself.
    pub fn quote(&self) -> &'q Quote {
        self.quote
    }

    /// The words said; several contents are joined by a space.
    pub fn text(&self, article: &Article) -> String {
        let parts: Vec<&str> = self.quote.contents.iter().map(|&span| &article.text()[span]).collect();
        parts.join(" ")
    }

    /// Who said it.
    pub fn speaker(&self) -> Option<&'q Speaker> {
        self.quotes.speaker(self.quote.speaker?)
    }

    /// The speaker's name.
    pub fn speaker_name(&self) -> Option<&'q str> {
        self.speaker().map(|speaker| speaker.name.as_str())
    }

    /// Who relayed it.
    pub fn via(&self) -> Option<&'q Speaker> {
        self.quotes.speaker(self.quote.via?)
    }
}

/// Whether quotes of the language are found by rules, without learned models.
fn is_read_by_rules(language: crate::Language) -> bool {
    rules::lists(language).is_some()
}

/// Finds the quotes of an article: direct, mixed and indirect, with cue, source and speaker.
pub fn find_quotes(article: &Article) -> Quotes {
    find_with(article, &models::MODELS)
}

fn find_with(article: &Article, models: &models::Models) -> Quotes {
    let mut analysis = analysis::Analysis::new(article, &models::TAGGER);
    let raw = if let Some(lists) = rules::lists(article.language()) {
        rules::quotes(&mut analysis, lists)
    } else {
        analysis.judge(models);
        find::quotes(&analysis, models)
    };
    let quotes = speakers::resolve(&analysis, raw);
    forms::keep_room(analysis);
    quotes
}

/// Words of the chosen sentences that their reader could not resolve alone, each with who is meant.
pub(crate) fn context(article: &Article, quotes: Option<&Quotes>, summary: &crate::Summary) -> Vec<(Span, String)> {
    let selected: Vec<SentenceId> = summary.selected().iter().map(|selected| selected.sentence).collect();
    quotes.map_or_else(Vec::new, |quotes| speakers::context(article, quotes, &selected))
}
