//! Blocks: the lines and paragraphs of a page, each with a label.

use std::ops::Range;

use crate::Span;

/// A line or paragraph of the page with what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, without outer white space.
    pub span: Span,
    /// Its sentences, as indices into the article's. Empty for boilerplate, bylines and datelines.
    pub sentences: Range<u32>,
}

impl Block {
    /// A block of the kind, its sentences not yet known.
    pub fn new(kind: BlockKind, span: Span) -> Self {
        Self { kind, span, sentences: 0..0 }
    }
}

/// What a block is. Nothing is deleted: what does not belong to the story is labelled so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// Place and agency (or date) at the head of the story; may be the first words of a paragraph, as its own block.
    Dateline,
    /// A heading inside the story.
    Subheading,
    /// A paragraph of the story.
    Paragraph,
    /// Not of the story, with the rule that said so.
    Boilerplate(BoilerplateRule),
}

impl BlockKind {
    /// Name in JSON output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Subheading => "subheading",
            Self::Paragraph => "paragraph",
            Self::Boilerplate(_) => "boilerplate",
        }
    }

    /// The rule's name if it is boilerplate.
    pub const fn rule(self) -> Option<&'static str> {
        match self {
            Self::Boilerplate(rule) => Some(rule.name()),
            _ => None,
        }
    }

    /// Whether it is part of the story's text.
    pub const fn is_body(self) -> bool {
        matches!(self, Self::Paragraph | Self::Subheading)
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Why a block was set aside.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum BoilerplateRule {
            $($(#[$doc])* $variant,)*
        }

        impl BoilerplateRule {
    /// Whether lines of the kind are put between paragraphs of a story.
    pub(crate) const fn is_inset(self) -> bool {
        matches!(
            self,
            Self::Advertisement | Self::Related | Self::Caption | Self::Credit | Self::Newsletter | Self::Share | Self::Repeated
        )
    }

            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Name in JSON output.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

rules! {
    /// A photo's caption.
    Caption = "caption",
    /// A credit: photographer, agency, "Image: …".
    Credit = "credit",
    /// "Published in …", "Updated 3 hours ago": when and where it appeared.
    Published = "published",
    /// Repeats a block that stands elsewhere on the page.
    Repeated = "repeated",
    /// A headline or teaser of another story.
    Teaser = "teaser",
    /// "Read more: …", related links.
    Related = "related",
    /// A section's name, a tag.
    Section = "section",
    /// Menus, breadcrumbs, paging.
    Navigation = "navigation",
    /// Share buttons, follow us.
    Share = "share",
    /// Newsletter and subscription offers.
    Newsletter = "newsletter",
    /// Log in, register.
    Login = "login",
    /// Reader comments and the counters around them.
    Comment = "comment",
    /// Cookies, privacy, copyright, terms.
    Legal = "legal",
    /// Advertisement.
    Advertisement = "advertisement",
    /// About the author, contact.
    Author = "author",
    /// "5 min read", player times, counters.
    Counter = "counter",
    /// The layout around it said so: the learned line model.
    Layout = "layout",
}
