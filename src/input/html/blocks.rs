//! The blocks of text on a page, with what the page's structure says of each.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::charset::read_twice;
use super::dom::{Attribute, Dom, Tag, to_u32};
use crate::Span;
use crate::parse::clean::lexicon::join;

/// A block of text.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Where its text stands in [`Pieces::text`].
    pub(super) span: Span,
    /// Whether a blank line stands before it.
    pub(super) gap: bool,
    /// The innermost block element around it.
    pub(super) tag: Tag,
    /// Kinds of elements around it, as bits of [`WITHIN`].
    pub(super) within: u32,
    /// Share of its characters that stand in links.
    pub(super) links: f32,
    /// Whether it is bold.
    pub(super) bold: bool,
    /// Class words of the nearest four elements around it that count, and of farther ones, as bits of [`CLASSES`].
    pub(super) near: u32,
    pub(super) far: u32,
    /// Number of elements around it that count, in tens, to three.
    pub(super) depth: f32,
    /// The element that its own lies in, and the number after the last node of that.
    pub(super) parent: u32,
    pub(super) parent_end: u32,
    /// The element around that one, and one farther out.
    pub(super) farther: [u32; 2],
    /// Elements, classes and style of it: blocks that are alike were written by the same template.
    pub(super) template: u64,
}

/// The text of a page and its blocks.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// The blocks' text, white space collapsed, a line each, with a blank line between paragraphs.
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

/// Elements that say something of what they hold.
const WITHIN: [Tag; 21] = [
    Tag::Nav,
    Tag::Footer,
    Tag::Aside,
    Tag::Header,
    Tag::Article,
    Tag::Main,
    Tag::Form,
    Tag::Figure,
    Tag::Figcaption,
    Tag::Blockquote,
    Tag::Table,
    Tag::Ul,
    Tag::Ol,
    Tag::Li,
    Tag::Pre,
    Tag::Section,
    Tag::Button,
    Tag::Label,
    Tag::Address,
    Tag::Details,
    Tag::Dialog,
];

/// Words in class and id attributes, by what they speak of.
const CLASSES: [&str; 19] = [
    "nav menu breadcrumb toolbar pagination pager",
    "footer copyright legal colophon contentinfo",
    "sidebar side-bar aside rail widget complementary",
    "relat recommend more- also trending popular latest teaser promo outbrain taboola read-next readmore card carousel slider listing archive",
    "comment disqus respond reply review testimonial",
    "share social follow addtoany sharing",
    "newsletter subscri signup sign-up optin mailing cta call-to-action",
    "advert sponsor banner adslot ad- =ad =ads",
    "meta byline author date publish posted timestamp =tag =tags categor credit",
    "bio contributor profile authorbox about-author author-box",
    "caption credit",
    "cookie consent gdpr privacy modal popup overlay dialog paywall login hidden sr-only screen-reader visually",
    "articlebody article-content story entry post blog article prose richtext rich-text body-text content-body",
    "toc table-of-contents",
    "main content",
    "header masthead hero title headline",
    "quote",
    "faq accordion",
    "product price shop cart affiliate buy",
];
/// What hashes of templates begin with.
const TEMPLATE: u64 = 0x51_7c_c1_b7_27_22_0a_95;
/// The bit of elements that are hidden.
const HIDDEN: u32 = 1 << CLASSES.len();

/// One automaton for all class words.
struct Classes {
    automaton: AhoCorasick,
    /// For each word its group, and whether it has to stand alone.
    words: Vec<(u32, bool)>,
}

impl Classes {
    fn get() -> &'static Self {
        static CLASSES_BY_WORD: LazyLock<Classes> = LazyLock::new(|| {
            let mut patterns = Vec::new();
            let mut words = Vec::new();
            for (group, list) in CLASSES.iter().enumerate() {
                for word in list.split(' ') {
                    words.push((1 << group, word.starts_with('=')));
                    patterns.push(word.trim_start_matches('='));
                }
            }
            let automaton = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::Standard)
                .kind(Some(AhoCorasickKind::DFA))
                .build(&patterns)
                .expect("a short list of short words");
            Classes { automaton, words }
        });
        &CLASSES_BY_WORD
    }

    /// The groups that a class or id attribute speaks of.
    fn of(&self, value: &str) -> u32 {
        let bytes = value.as_bytes();
        let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let mut groups = 0;
        for found in self.automaton.find_overlapping_iter(value) {
            let (group, alone) = self.words[found.pattern().as_usize()];
            let before = found.start().checked_sub(1).and_then(|at| bytes.get(at));
            if !alone || !is_word(bytes.get(found.end())) && !is_word(before) {
                groups |= group;
            }
        }
        groups
    }
}

/// An element that is open.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Open {
    end: u32,
    tag: Tag,
    link: bool,
    bold: bool,
    block: bool,
    /// Whether it counts as an element around blocks.
    pushed: bool,
}

/// An element around blocks that counts.
struct Around {
    node: u32,
    end: u32,
    tag: Tag,
    /// Its bit of [`WITHIN`].
    within: u32,
    classes: u32,
    /// Hash of its element and class attribute.
    name: u64,
}

/// The block that is being read.
#[derive(Default)]
struct Current {
    text: String,
    letters: usize,
    linked: usize,
    bold: usize,
}

struct Walk {
    out: Pieces,
    around: Vec<Around>,
    current: Current,
    gap: bool,
}

/// Cuts a page into blocks. Linear in its nodes and characters, apart from the (bounded) number of elements around.
pub(super) fn pieces(dom: &Dom) -> Pieces {
    let classes = Classes::get();
    let mut walk = Walk { out: Pieces::default(), around: Vec::new(), current: Current::default(), gap: true };
    let mut open: Vec<Open> = Vec::new();
    let (mut links, mut bolds) = (0_u32, 0_u32);
    let mut at = dom.all(Tag::Body).next().unwrap_or(0);
    let last = dom.nodes.get(at).map_or(0, |body| body.end as usize);
    while at <= last {
        while open.last().is_some_and(|element| element.end as usize <= at) {
            let Some(element) = open.pop() else { break };
            links -= u32::from(element.link);
            bolds -= u32::from(element.bold);
            if element.block {
                walk.flush();
            } else if element.tag.is_cell() {
                walk.current.text.push(' ');
            }
            if element.pushed {
                walk.around.pop();
            }
            walk.gap |= element.tag.is_paragraph();
        }
        if at == last {
            break;
        }
        let node = &dom.nodes[at];
        if node.tag == Tag::Text {
            walk.push_text(dom.text(at), links > 0, bolds > 0);
            at += 1;
            continue;
        }
        if node.tag.is_skipped() {
            at = node.end as usize;
            continue;
        }
        let tag = node.tag;
        let block = tag.is_block() || tag.is_cell() && holds_block(dom, at);
        if block || tag == Tag::Br {
            walk.flush();
        }
        walk.gap |= tag.is_paragraph();
        let mut groups = 0;
        let mut name = join(TEMPLATE, tag as u64);
        if dom.has_attributes(at) && !matches!(tag, Tag::Body | Tag::Html) {
            for name_of in [Attribute::Class, Attribute::Id, Attribute::Itemprop, Attribute::TestId, Attribute::Role] {
                // a page's banner is its head
                let value = dom.attribute(at, name_of).filter(|value| *value != "banner");
                groups |= value.map_or(0, |value| classes.of(value));
                if let Some(value) = value.filter(|_| name_of == Attribute::Class) {
                    // numbers in it tell elements of the same template apart
                    name = value.bytes().filter(|b| !b.is_ascii_digit()).fold(name, |name, b| join(name, b.into()));
                }
            }
            if is_hidden(dom, at) {
                groups |= HIDDEN;
            }
        }
        let link = matches!(tag, Tag::A | Tag::Button);
        let bold = matches!(tag, Tag::B | Tag::Strong | Tag::Th) || tag.is_heading();
        let pushed = block || groups != 0;
        if pushed {
            let within = WITHIN.iter().position(|known| *known == tag).map_or(0, |bit| 1 << bit);
            walk.around.push(Around { node: to_u32(at), end: node.end, tag, within, classes: groups, name });
        }
        links += u32::from(link);
        bolds += u32::from(bold);
        open.push(Open { end: node.end, tag, link, bold, block, pushed });
        at += 1;
    }
    walk.flush();
    walk.out
}

/// Whether a cell has block elements inside. Cells without are scanned once, others up to their first block.
fn holds_block(dom: &Dom, cell: usize) -> bool {
    dom.nodes[cell + 1..dom.nodes[cell].end as usize].iter().any(|node| node.tag.is_block() || node.tag.is_cell())
}

/// Whether an element says that it is not shown. Stories are often hidden until a script shows them: it is a sign only.
fn is_hidden(dom: &Dom, node: usize) -> bool {
    if dom.attribute(node, Attribute::AriaHidden) == Some("true") {
        return true;
    }
    if dom.attribute(node, Attribute::Hidden).is_some() {
        return matches!(dom.nodes[node].tag, Tag::Div | Tag::Ul | Tag::Nav | Tag::Section | Tag::P)
            || dom.nodes[node].tag == Tag::Other;
    }
    dom.attribute(node, Attribute::StyleText).is_some_and(|style| {
        let style: String = style.chars().filter(|c| *c != ' ').flat_map(char::to_lowercase).collect();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

/// How many elements around a block are looked at: deeper ones say nothing new.
const AROUND: usize = 64;

impl Walk {
    fn push_text(&mut self, text: &str, linked: bool, bold: bool) {
        self.current.text.push_str(text);
        let letters = text.trim().len();
        self.current.letters += letters;
        if linked {
            self.current.linked += letters;
        }
        if bold {
            self.current.bold += letters;
        }
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let current = &mut self.current;
        let start = self.out.text.len();
        let separator = if self.out.pieces.is_empty() {
            ""
        } else if self.gap {
            "\n\n"
        } else {
            "\n"
        };
        self.out.text.push_str(separator);
        let from = self.out.text.len();
        if let Some(read) = read_twice(&current.text) {
            current.text = read;
        }
        for word in current.text.split_whitespace() {
            let before = self.out.text.len();
            if before > from {
                self.out.text.push(' ');
            }
            let begun = self.out.text.len();
            if word.is_ascii() {
                self.out.text.push_str(word);
            } else {
                self.out
                    .text
                    .extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')));
            }
            if self.out.text.len() == begun {
                self.out.text.truncate(before);
            }
        }
        if self.out.text.len() == from {
            self.out.text.truncate(start);
        } else {
            let around = &self.around[self.around.len().saturating_sub(AROUND)..];
            let (mut within, mut near, mut far) = (0, 0, 0);
            for (distance, element) in around.iter().rev().enumerate() {
                within |= element.within;
                if distance < 4 {
                    near |= element.classes;
                } else {
                    far |= element.classes;
                }
            }
            let tag = around.iter().rev().find(|e| e.tag.is_block() || e.tag.is_cell()).map_or(Tag::Body, |e| e.tag);
            let share = |part: usize| part as f32 / current.letters.max(1) as f32;
            let outer = |levels: usize| self.around.len().checked_sub(1 + levels).map(|at| &self.around[at]);
            let parent = outer(1);
            let bold = share(current.bold) >= 0.9;
            let links = share(current.linked);
            let style = u64::from(bold) + 2 * u64::from(links >= 0.9) + 4 * u64::from(links == 0.0);
            let template = (0..3).filter_map(outer).fold(style, |hash, element| join(hash, element.name));
            self.out.pieces.push(Piece {
                span: Span::new(from, self.out.text.len()),
                gap: self.gap,
                tag,
                within,
                links,
                bold,
                near,
                far,
                depth: self.around.len().min(30) as f32 / 10.0,
                parent: parent.map_or(0, |parent| parent.node),
                parent_end: parent.map_or(u32::MAX, |parent| parent.end),
                farther: [2, 3].map(|levels| outer(levels).map_or(0, |element| element.node)),
                template,
            });
            self.gap = false;
        }
        current.text.clear();
        (current.letters, current.linked, current.bold) = (0, 0, 0);
    }
}
