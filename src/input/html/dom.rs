//! A page as a flat list of nodes in document order.
//!
//! What lies inside node `n` are the nodes `n + 1 .. nodes[n].end`: no recursion, however deep a page is nested, and
//! every walk is a loop. Of attributes and scripts only those are kept that are asked for later.

use std::ops::Range;

use dom_query::{Document, NodeData, NodeRef};

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident: $($variant:ident $name:literal,)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum $kind { $($variant),* }

        impl $kind {
            fn of(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

names! {
    /// Elements that matter. Those before `Td` begin and end a block; cells do only when they hold blocks.
    Tag:
    P "p", Div "div", Li "li", Ul "ul", Ol "ol", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6",
    Tr "tr", Table "table", Section "section", Article "article", Main "main", Aside "aside", Header "header",
    Footer "footer", Nav "nav", Form "form", Blockquote "blockquote", Pre "pre", Figure "figure",
    Figcaption "figcaption", Dl "dl", Dt "dt", Dd "dd", Address "address", Fieldset "fieldset", Details "details",
    Summary "summary", Body "body", Html "html", Hr "hr", Label "label", Button "button", Center "center",
    Tbody "tbody", Thead "thead", Legend "legend", Hgroup "hgroup", Dialog "dialog", Td "td", Th "th",
    Br "br", A "a", B "b", Strong "strong", Time "time", Head "head", Title "title", Meta "meta", Link "link",
    Script "script", Style "style", Noscript "noscript", Template "template", Svg "svg", Iframe "iframe", Select "select",
    Option "option", Textarea "textarea", Object "object", Embed "embed", Canvas "canvas", Video "video",
    Audio "audio", Math "math", Datalist "datalist", Map "map", Progress "progress", Other "",
    Text "#text",
}

impl Tag {
    /// Whether it begins and ends a block of text; cells apart.
    pub(super) const fn is_block(self) -> bool {
        (self as u8) < Tag::Td as u8
    }

    pub(super) const fn is_cell(self) -> bool {
        matches!(self, Self::Td | Self::Th)
    }

    /// Whether nothing of it can be seen, or what can is no text.
    pub(super) const fn is_skipped(self) -> bool {
        (self as u8) >= Tag::Script as u8 && (self as u8) <= Tag::Progress as u8 || matches!(self, Self::Head)
    }

    /// Whether a blank line stands around it.
    pub(super) const fn is_paragraph(self) -> bool {
        matches!(
            self,
            Self::P
                | Self::H1
                | Self::H2
                | Self::H3
                | Self::H4
                | Self::H5
                | Self::H6
                | Self::Ul
                | Self::Ol
                | Self::Table
                | Self::Blockquote
                | Self::Pre
                | Self::Figure
                | Self::Section
                | Self::Article
                | Self::Header
                | Self::Footer
                | Self::Nav
                | Self::Aside
                | Self::Form
        )
    }

    pub(super) const fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }
}

names! {
    /// Attributes that matter.
    Attribute:
    Class "class", Id "id", Href "href", Rel "rel", Itemprop "itemprop", Datetime "datetime", Content "content",
    Property "property", Name "name", HttpEquiv "http-equiv", Type "type", Hidden "hidden", AriaHidden "aria-hidden",
    StyleText "style", TestId "data-testid", Pubdate "pubdate", Charset "charset", Lang "lang",
    Role "role",
}

/// An element or a text.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) tag: Tag,
    /// The node it lies in; its own number for the root.
    pub(super) parent: u32,
    /// The number after its last descendant.
    pub(super) end: u32,
    /// Of a text (and of a script with data): its characters.
    text: Range<u32>,
    /// Of an element: its attributes.
    attributes: Range<u32>,
}

/// The page.
#[derive(Debug, Default)]
pub(super) struct Dom {
    pub(super) nodes: Vec<Node>,
    attributes: Vec<(Attribute, Range<u32>)>,
    buffer: String,
}

/// Pages of more nodes are cut off.
const MOST_NODES: usize = 2_000_000;

impl Dom {
    /// Reads a parsed page. Linear in its nodes.
    pub(super) fn read(document: &Document) -> Self {
        let mut dom = Self::default();
        let mut open: Vec<u32> = Vec::new();
        let mut next: Option<NodeRef<'_>> = Some(document.root());
        while let Some(node) = next {
            let parent = open.last().copied().unwrap_or(0);
            let descend = dom.push(&node, parent);
            let number = to_u32(dom.nodes.len().saturating_sub(1));
            if let Some(child) = descend.then(|| node.first_child()).flatten().filter(|_| dom.nodes.len() < MOST_NODES)
            {
                open.push(number);
                next = Some(child);
                continue;
            }
            let mut at = node;
            next = loop {
                if let Some(sibling) = at.next_sibling().filter(|_| !open.is_empty() && dom.nodes.len() < MOST_NODES) {
                    break Some(sibling);
                }
                let Some(done) = open.pop() else { break None };
                dom.nodes[done as usize].end = to_u32(dom.nodes.len());
                match at.parent() {
                    Some(parent) => at = parent,
                    None => break None,
                }
            };
        }
        let end = to_u32(dom.nodes.len());
        for open in open {
            dom.nodes[open as usize].end = end;
        }
        dom
    }

    /// Adds a node; returns whether its children are wanted. Comments and the like are left out, children and all.
    fn push(&mut self, node: &NodeRef<'_>, parent: u32) -> bool {
        let end = to_u32(self.nodes.len() + 1);
        node.query_or(false, |node| match &node.data {
            NodeData::Text { contents } => {
                if contents.is_empty() {
                    return false;
                }
                let text = self.store(contents);
                self.nodes.push(Node { tag: Tag::Text, parent, end, text, attributes: 0..0 });
                false
            }
            NodeData::Element(element) => {
                let tag = Tag::of(&element.name.local).unwrap_or(Tag::Other);
                let first = to_u32(self.attributes.len());
                for attribute in &element.attrs {
                    if let Some(name) = Attribute::of(&attribute.name.local) {
                        let value = self.store(&attribute.value);
                        self.attributes.push((name, value));
                    }
                }
                let attributes = first..to_u32(self.attributes.len());
                self.nodes.push(Node { tag, parent, end, text: 0..0, attributes });
                match tag {
                    Tag::Script => self.attribute(self.nodes.len() - 1, Attribute::Type).is_some_and(is_data),
                    Tag::Head | Tag::Title | Tag::Meta => true,
                    tag => !tag.is_skipped(),
                }
            }
            NodeData::Document | NodeData::Fragment => {
                self.nodes.push(Node { tag: Tag::Other, parent, end, text: 0..0, attributes: 0..0 });
                true
            }
            _ => false,
        })
    }

    fn store(&mut self, text: &str) -> Range<u32> {
        let start = to_u32(self.buffer.len());
        self.buffer.push_str(text);
        start..to_u32(self.buffer.len())
    }

    fn stored(&self, range: &Range<u32>) -> &str {
        &self.buffer[range.start as usize..range.end as usize]
    }

    /// Of a text: its characters.
    pub(super) fn text(&self, node: usize) -> &str {
        self.stored(&self.nodes[node].text)
    }

    /// An attribute's value.
    pub(super) fn attribute(&self, node: usize, name: Attribute) -> Option<&str> {
        let Range { start, end } = self.nodes[node].attributes;
        let found = self.attributes[start as usize..end as usize].iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| self.stored(value))
    }

    /// Whether the element has any attribute that is kept.
    pub(super) fn has_attributes(&self, node: usize) -> bool {
        !self.nodes[node].attributes.is_empty()
    }

    /// The elements of a kind, in order.
    pub(super) fn all(&self, tag: Tag) -> impl Iterator<Item = usize> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.tag == tag).map(|(at, _)| at)
    }

    /// The visible text inside a node in one line, `None` when it is longer than `most` bytes. A space stands between
    /// texts of different elements.
    pub(super) fn line(&self, node: usize, most: usize) -> Option<String> {
        let mut out = String::new();
        let end = self.nodes[node].end as usize;
        let mut at = node;
        while at < end {
            let inner = &self.nodes[at];
            if inner.tag.is_skipped() && at > node {
                at = inner.end as usize;
                continue;
            }
            if inner.tag == Tag::Text {
                for word in self.text(at).split_whitespace() {
                    if !out.is_empty() {
                        out.push(' ');
                    }
                    out.extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')));
                    if out.len() > most {
                        return None;
                    }
                }
            }
            at += 1;
        }
        Some(out)
    }
}

/// Whether a script of the type holds linked data.
fn is_data(kind: &str) -> bool {
    kind.to_ascii_lowercase().contains("ld+json")
}

/// Pages are limited far below 4 GiB.
pub(super) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
