//! HTML pages: parsed once, cut into blocks, labelled like plain text, with what the structure says besides.
//!
//! The text of the article is the page's visible text, a line a block; what is not of the story is kept in it and
//! labelled.
//!
//! Why is no article extractor (Readability) asked first? One was: a model that knew its opinion on every block was no better
//! (word F1 on pages not fitted on, .957 both times), at half as much time again.

mod blocks;
mod charset;
mod dom;
mod linked;
mod metadata;

pub use charset::decode_html;

use dom_query::Document;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::language::detect;
use crate::parse::clean::features::{End, Facts, Page, Reader, log, part, words_of};
use crate::parse::clean::labels::{Draft, label};
use crate::parse::clean::lexicon::{Group, join};
use crate::parse::clean::model::{Model, probabilities};
use crate::parse::clean::templates::{Sink, Template as T};
use crate::parse::clean::words::Word;
use crate::parse::clean::{decode, keep_all};
use crate::parse::{ParseOptions, assemble};
use crate::{Article, Language, Metadata, Span};
use blocks::{Piece, Pieces};
use dom::{Dom, Tag};

/// Reads an HTML page. The article's text is the visible text of the page, and spans index that.
///
/// Titles, bylines and dates come from linked data, meta elements, the address and the visible text, which are held
/// against each other. Time grows in proportion to the page; broken and deeply nested markup is read as well.
///
/// ```
/// let page = "<title>Port Ellis moves its railway - The Ellis Post</title>
///     <nav><a href=/>Home</a></nav><h1>Port Ellis moves its railway</h1>
///     <p>The council voted seven to four on Tuesday to move the coastal railway inland before the sea takes it.</p>
///     <p>The line has been closed for 61 days in two winters, more than in the forty years before.</p>";
/// let article = nutgraf::parse_html(page, &nutgraf::ParseOptions::new());
/// assert_eq!(article.metadata().title.as_deref(), Some("Port Ellis moves its railway"));
/// assert!(article.body_text().starts_with("The council voted"));
/// ```
pub fn parse_html(html: &str, options: &ParseOptions) -> Article {
    let document = Document::from(&*charset::limit_depth(html));
    let dom = Dom::read(&document);
    let pieces = blocks::pieces(&dom);
    let language = options.language.unwrap_or_else(|| detect(&pieces.text));
    if !options.clean {
        let mut labelled = keep_all(&pieces.text);
        labelled.metadata = metadata::read(&dom, options.url.as_deref());
        return assemble(pieces.text, labelled, language, options);
    }
    let mut known = metadata::read(&dom, options.url.as_deref());
    let given = &options.metadata;
    known = Metadata {
        title: given.title.clone().or(known.title),
        byline: given.byline.clone().or(known.byline),
        dateline: given.dateline.clone(),
        published: given.published.clone().or(known.published),
    };
    let body = linked::article_body(&dom);
    drop(dom);
    let model = Model::html();
    let (page, mut scores) = read(&pieces, language, body.as_deref(), &model.blank());
    let p = probabilities(&page, &mut scores);
    let kept = choose(&p, &page.facts, decode::Decoder::HTML);
    let spans: Vec<Span> = pieces.pieces.iter().map(|piece| piece.span).collect();
    let headings: Vec<bool> = pieces.pieces.iter().map(|piece| piece.tag.is_heading()).collect();
    let draft = Draft {
        text: &pieces.text,
        spans: &spans,
        page: &page,
        language,
        kept,
        certain: Vec::new(),
        known,
        url: options.url.as_deref(),
        headings: &headings,
    };
    let labelled = label(draft, &Model::text().picks);
    assemble(pieces.text, labelled, language, options)
}

/// The words of a text in runs of four, and its short lines, as hashes.
struct Shingles {
    runs: FxHashSet<u64>,
    lines: FxHashSet<u64>,
}

/// Length of a run of words.
const RUN: usize = 4;
/// Share of a block's runs that must be in the other text.
const SHARED: f32 = 0.6;

impl Shingles {
    fn of(text: &str) -> Self {
        let mut out = Self { runs: FxHashSet::default(), lines: FxHashSet::default() };
        let mut words: Vec<Word> = Vec::new();
        // runs go on over line ends
        let mut tail: Vec<u64> = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            words_of(text, Span::new(at, at + line.len()), &mut words);
            at += line.len() + 1;
            if (1..RUN).contains(&words.len()) {
                out.lines.insert(hash(words.iter().map(|w| w.hash)));
            }
            for word in &words {
                if tail.len() == RUN {
                    tail.remove(0);
                }
                tail.push(word.hash);
                if tail.len() == RUN {
                    out.runs.insert(hash(tail.iter().copied()));
                }
            }
        }
        out
    }

    /// Whether the block's words are in the text.
    fn hold(&self, words: &[Word]) -> bool {
        if words.len() < RUN {
            return self.lines.contains(&hash(words.iter().map(|w| w.hash)));
        }
        let hits = words.windows(RUN).filter(|run| self.runs.contains(&hash(run.iter().map(|w| w.hash)))).count();
        hits as f32 >= SHARED * (words.len() - RUN + 1) as f32
    }
}

fn hash(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, join)
}

/// A page of blocks as the model sees it, with the features of each. `body` is the article's text in the linked data.
fn read<S: Sink + Clone>(pieces: &Pieces, language: Language, body: Option<&str>, blank: &S) -> (Page, Vec<S>) {
    let pieces_text = &pieces.text;
    let pieces = &pieces.pieces;
    let mut reader = Reader::new(language, pieces.len(), pieces_text.len());
    let mut sinks = vec![blank.clone(); pieces.len()];
    let linked = body.map(Shingles::of);
    let mut in_linked = Vec::with_capacity(if linked.is_some() { pieces.len() } else { 0 });
    for (piece, sink) in pieces.iter().zip(&mut sinks) {
        reader.read_line(&pieces_text[piece.span], piece.tag == Tag::Li, sink);
        in_linked.extend(linked.as_ref().map(|linked| linked.hold(reader.words())));
    }
    let mut page = reader.finish();
    let gaps: Vec<bool> = pieces.iter().map(|piece| piece.gap).collect();
    page.context(&gaps, &mut sinks);
    page.groups = groups(pieces);
    structure(pieces, &page, &mut sinks);
    // a text that has little of the page is a summary, or of another page
    let held = in_linked.iter().zip(&page.facts).filter(|(held, f)| **held && f.is_prose()).count();
    if held >= 2 {
        for ((sink, held), f) in sinks.iter_mut().zip(in_linked).zip(&page.facts) {
            sink.set(T::Linked, usize::from(held) * 4 + f.shape());
        }
    }
    (page, sinks)
}

/// The groups that each block is in: those of its template, and those in three elements around it.
fn groups(pieces: &[Piece]) -> Vec<[u32; 4]> {
    let mut numbers: FxHashMap<(usize, u64), u32> = FxHashMap::default();
    let mut number = |key: (usize, u64)| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(key).or_insert(next)
    };
    let of = |piece: &Piece| {
        let [second, third] = piece.farther.map(u64::from);
        [piece.template, piece.parent.into(), second, third]
    };
    pieces
        .iter()
        .map(|piece| {
            let [template, around @ ..] = of(piece);
            let [first, second, third] = around.map(|element| number((1, element)));
            [number((0, template)), first, second, third]
        })
        .collect()
}

/// What the structure says of each block.
fn structure(pieces: &[Piece], page: &Page, sinks: &mut [impl Sink]) {
    let facts = &page.facts;
    let prose = |at: usize| if facts[at].is_prose() { facts[at].words as f32 } else { 0.0 };
    let mut by_parent: FxHashMap<u32, f32> = FxHashMap::default();
    for (at, piece) in pieces.iter().enumerate() {
        *by_parent.entry(piece.parent).or_default() += prose(at);
    }
    let most = pieces.iter().map(|piece| by_parent[&piece.parent]).fold(1.0, f32::max);
    let best = pieces.iter().find(|piece| by_parent[&piece.parent] >= most);
    let best = best.map_or(0..u32::MAX, |piece| piece.parent..piece.parent_end);
    let all_prose = (0..pieces.len()).map(prose).sum::<f32>().max(1.0);
    // words, running text, words in links, blocks
    let mut sums = vec![[0.0_f32; 4]; page.groups.iter().flatten().max().map_or(0, |most| *most as usize + 1)];
    for (at, (piece, groups)) in pieces.iter().zip(&page.groups).enumerate() {
        let n = facts[at].words.max(1) as f32;
        for &group in groups {
            let sums = &mut sums[group as usize];
            for (sum, value) in sums.iter_mut().zip([n, prose(at), n * piece.links, 1.0]) {
                *sum += value;
            }
        }
    }
    for (at, (piece, sink)) in pieces.iter().zip(sinks).enumerate() {
        let shape = facts[at].shape();
        sink.set(T::Tag, piece.tag as usize);
        let mut within = piece.within;
        while within != 0 {
            sink.set(T::Within, within.trailing_zeros() as usize);
            within &= within - 1;
        }
        sink.number(T::LinkShare, piece.links);
        sink.set(T::LinkShareStep, part(piece.links, 5.0, 4));
        sink.add(T::LinkShareByShape.at(shape), piece.links);
        sink.flag(T::Bold, piece.bold);
        for (template, mut groups) in [(T::ClassNear, piece.near), (T::ClassFar, piece.far)] {
            while groups != 0 {
                sink.set(template, groups.trailing_zeros() as usize);
                groups &= groups - 1;
            }
        }
        sink.number(T::Depth, piece.depth);
        if let Some(tag) = [Tag::P, Tag::Li, Tag::Div, Tag::H2, Tag::H3, Tag::Td].iter().position(|t| *t == piece.tag) {
            sink.set(T::TagByShape, tag * 4 + shape);
        }
        let place = if piece.parent == best.start { 0 } else { 1 + usize::from(!best.contains(&piece.parent)) };
        sink.set(T::Best, place * 4 + shape);
        let [template, outer @ ..] = page.groups[at];
        let [words, running, linked, blocks] = sums[template as usize];
        let step = [1.0, 2.0, 4.0, 8.0, 16.0].iter().position(|&limit| blocks <= limit).unwrap_or(5);
        sink.set(T::Alike, step * 4 + shape);
        sink.add(T::AlikeProse.at(shape), running / words);
        sink.add(T::AlikeLinks.at(shape), linked / words);
        for (level, group) in outer.into_iter().enumerate() {
            let [words, running, ..] = sums[group as usize];
            sink.add(T::AroundProse.at(level * 4 + shape), running / words);
            sink.add(T::AroundShare.at(level * 4 + shape), running / all_prose);
        }
        let parent = by_parent[&piece.parent];
        sink.number(T::ParentProse, log(parent));
        sink.number(T::ParentProseShare, parent / most);
        sink.add(T::ParentProseShareByShape.at(shape), parent / most);
        for (side, other) in [at.checked_sub(1), Some(at + 1)].into_iter().enumerate() {
            if let Some(other) = other.and_then(|other| pieces.get(other)) {
                sink.add(T::NeighbourLinks.at(side), other.links);
                if other.parent == piece.parent {
                    sink.set(T::NeighbourSibling, side);
                }
            }
        }
    }
}

/// Blocks of so few words have to be likelier than not.
const SHORT: u32 = 8;
/// A block that is exactly one phrase of these groups is none of the story's.
const NEVER: u32 = Group::Navigation.bit()
    | Group::Share.bit()
    | Group::Newsletter.bit()
    | Group::Legal.bit()
    | Group::Login.bit()
    | Group::More.bit()
    | Group::Comments.bit()
    | Group::Advertisement.bit()
    | Group::Byline.bit()
    | Group::Published.bit()
    | Group::Tags.bit()
    | Group::Photo.bit();

/// Which blocks to keep.
pub(crate) fn choose(p: &[f32], facts: &[Facts], decoder: decode::Decoder) -> Vec<bool> {
    let mut kept = decode::decode(p, facts, decoder);
    for ((keep, &p), f) in kept.iter_mut().zip(p).zip(facts) {
        if f.words <= SHORT && p < 0.5 && f.end != End::Stop || f.exact & NEVER != 0 {
            *keep = false;
        }
    }
    if facts.len() < 4 || !kept.iter().any(|&keep| keep) {
        decode::guard(&mut kept, p, facts);
    }
    kept
}

/// Features of a block: numbers and values.
type Row = Vec<(u16, f32)>;

/// A page for training.
pub(crate) struct TrainingPage {
    pub(crate) page: Page,
    /// The features of each block.
    pub(crate) rows: Vec<Row>,
    /// Their texts.
    pub(crate) texts: Vec<String>,
    /// Which have a blank line before them.
    pub(crate) gaps: Vec<bool>,
}

/// Reads a page for training.
pub(crate) fn training_page(html: &str) -> TrainingPage {
    let document = Document::from(&*charset::limit_depth(html));
    let dom = Dom::read(&document);
    let pieces = blocks::pieces(&dom);
    let body = linked::article_body(&dom);
    let (page, rows) = read(&pieces, Language::English, body.as_deref(), &Vec::new());
    let texts = pieces.pieces.iter().map(|piece| pieces.text[piece.span].to_owned()).collect();
    let gaps = pieces.pieces.iter().map(|piece| piece.gap).collect();
    TrainingPage { page, rows, texts, gaps }
}

/// Which of the blocks are in the body of the reference: for training.
pub(crate) fn labels(blocks: &[String], body: &str) -> Vec<bool> {
    let shingles = Shingles::of(body);
    let mut words = Vec::new();
    blocks
        .iter()
        .map(|block| {
            words_of(block, Span::new(0, block.len()), &mut words);
            !words.is_empty() && shingles.hold(&words)
        })
        .collect()
}

/// What the places of a page say of its date and its writer: each value with the places that speak for it.
pub(crate) fn places(html: &str, url: Option<&str>) -> (Ballots, Ballots) {
    let dom = Dom::read(&Document::from(&*charset::limit_depth(html)));
    let sources = metadata::Sources::read(&dom, url);
    let days = metadata::day_groups(&sources.days());
    let days = days.into_iter().map(|(day, places)| (day.to_string(), places)).collect();
    (days, metadata::name_groups(&sources.bylines()))
}

/// Values, each with the places that speak for it.
pub(crate) type Ballots = Vec<(String, Vec<String>)>;

/// A name as it is compared.
pub(crate) fn fold_name(name: &str) -> String {
    crate::parse::clean::fold(name)
}

pub(crate) use metadata::Votes;

#[cfg(test)]
mod tests {
    use super::parse_html;
    use crate::ParseOptions;

    const STORY: &str = "<p>The town council voted seven to four on Tuesday to move the coastal railway inland before the sea takes it, after a night of debate.</p>
        <p>The line has been closed for sixty-one days in two winters, more than in the forty years before, the harbour engineer said.</p>
        <p>The transport minister said on Wednesday that the state would pay for half of the new line, and that work could begin in spring.</p>";

    #[test]
    fn a_page_is_told_from_its_story() {
        let page = format!(
            "<html><head><title>Port Ellis moves its railway | The Ellis Post</title>
             <script type=application/ld+json>{{\"@type\": \"NewsArticle\", \"headline\": \"Port Ellis moves its railway\",
             \"datePublished\": \"2026-03-04T06:00:00+01:00\", \"author\": {{\"@type\": \"Person\", \"name\": \"Mara Lindqvist\"}}}}</script></head>
             <body><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav>
             <article><h1>Port Ellis moves its railway</h1><p class=byline>By Mara Lindqvist</p>
             <figure><img src=x><figcaption>The railway after the storm. Photo: Jon Hale</figcaption></figure>
             {STORY}</article><aside class=related><h2>Related</h2><a href=/ferry>Ferry fares to rise in June</a></aside>
             <footer>© 2026 The Ellis Post. All rights reserved. <a href=/privacy>Privacy policy</a></footer></body></html>"
        );
        let article = parse_html(&page, &ParseOptions::new());
        let metadata = article.metadata();
        assert_eq!(metadata.title.as_deref(), Some("Port Ellis moves its railway"));
        assert_eq!(metadata.byline.as_deref(), Some("Mara Lindqvist"));
        assert_eq!(metadata.published.as_deref(), Some("2026-03-04"));
        let body = article.body_text();
        assert!(body.starts_with("The town council") && body.ends_with("begin in spring."), "{body}");
        // nothing that can be seen is lost: it is labelled
        assert!(article.text().contains("Ferry fares") && article.text().contains("Photo: Jon Hale"));
        let whole = parse_html(&page, &ParseOptions::new().clean(false));
        assert!(whole.body_text().contains("Ferry fares"));
    }

    #[test]
    fn hostile_pages_are_read_in_time() {
        let pages = [
            format!("{}{STORY}", "<div>".repeat(50_000)),
            format!("{}{STORY}{}", "<div class=a>".repeat(50_000), "</div>".repeat(50_000)),
            format!("{}{STORY}", "<b><i>".repeat(20_000)),
            format!("{}{STORY}", "<table><tr><td>".repeat(3_000)),
            format!("<p {}>{STORY}", "a=1 ".repeat(50_000)),
            format!("{STORY}{}", "a&nbsp;&amp;".repeat(50_000)),
            format!("{STORY}{}", "x<br>".repeat(20_000)),
        ];
        for page in pages {
            let article = parse_html(&page, &ParseOptions::new());
            assert_eq!(article.check(), Ok(()));
            assert!(article.text().contains("The town council"), "{}", &page[..60]);
        }
        for page in ["", "<", "<p", "text", "</p></p>", "<title>", "<svg><p>x", "\u{0}<p>\u{0}", "<!-- x"] {
            assert_eq!(parse_html(page, &ParseOptions::new()).check(), Ok(()), "{page}");
        }
    }
}
