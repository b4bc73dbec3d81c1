//! A piece with everything that output has to show, labelled and annotated by hand: tests of output do not change when
//! the analysis gets better.

use super::Report;
use crate::parse::{Labelled, ParseOptions, assemble};
use crate::quote::{Quote, QuoteKind, Quotes, Speaker, SpeakerId, SpeakerKind};
use crate::{
    Article, Block, BlockKind, BoilerplateRule, Keyword, Language, Metadata, Method, Span, Summarizer, Summary,
};

/// The blocks, in order, with a blank line (or, after the dateline, a space) between two.
const BLOCKS: &[(BlockKind, &str)] = &[
    (BlockKind::Boilerplate(BoilerplateRule::Navigation), "Home › News › Local"),
    (BlockKind::Title, "Lighthouse to be sold, keeper & all"),
    (BlockKind::Byline, "By Ana Reyes"),
    (BlockKind::Boilerplate(BoilerplateRule::Caption), "The lamp at Gull Head. — Photo: Tam Reddick"),
    (BlockKind::Boilerplate(BoilerplateRule::Caption), "The lamp at Gull Head. — Photo: Tam Reddick"),
    (BlockKind::Dateline, "GULL HEAD:"),
    (
        BlockKind::Paragraph,
        "The coast guard will sell the lighthouse at Gull Head this summer. It has stood there since 1871.",
    ),
    (
        BlockKind::Paragraph,
        "“We have looked after it for three generations,” Ines Calder, the keeper, said on Monday. “Nobody asked us. \
         Nobody even wrote.”",
    ),
    (BlockKind::Subheading, "An offer from Larne Bay"),
    (
        BlockKind::Paragraph,
        "The mayor called the sale “quick and *painless*”, a spokesman, Jon Hale, told reporters. She said the town would bid.",
    ),
    (
        BlockKind::Paragraph,
        "“It leaks,” said a surveyor who asked not to be named. “Somebody will buy it,” read a note on the door <unsigned>.",
    ),
    (BlockKind::Boilerplate(BoilerplateRule::Related), "Read more: Ferry timetable cut"),
    (BlockKind::Boilerplate(BoilerplateRule::Legal), "© 2026 The Coast Herald"),
];

/// The piece, and what was found in it.
pub(super) struct Sample {
    pub(super) article: Article,
    summary: Summary,
    quotes: Quotes,
    keywords: Vec<Keyword>,
}

impl Sample {
    pub(super) fn new() -> Self {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for &(kind, words) in BLOCKS {
            match blocks.last().map(|block: &Block| block.kind) {
                None => {}
                Some(BlockKind::Dateline) => text.push(' '),
                Some(_) => text.push_str("\n\n"),
            }
            let start = text.len();
            text.push_str(words);
            blocks.push(Block::new(kind, Span::new(start, text.len())));
        }
        let metadata = Metadata {
            title: Some("Lighthouse to be sold, keeper & all".to_owned()),
            byline: Some("Ana Reyes".to_owned()),
            dateline: Some("GULL HEAD".to_owned()),
            published: Some("2026-03-04T06:40:00Z".to_owned()),
        };
        let options = ParseOptions::new().id("lighthouse.txt");
        let article = assemble(text, Labelled { blocks, metadata }, Language::English, &options);
        let summary = Summarizer::new().method(Method::Lead).sentences(4).explain(true).summarize(&article);
        let quotes = quotes(&article);
        let keyword = |text: &str, score| Keyword { text: text.to_owned(), score, span: Span::new(0, 0) };
        let keywords = vec![keyword("lighthouse", 0.61), keyword("Gull Head", 0.4)];
        Self { article, summary, quotes, keywords }
    }

    pub(super) fn report(&self) -> Report<'_> {
        let mut report = Report::new(&self.article);
        report.summary = Some(&self.summary);
        report.quotes = Some(&self.quotes);
        report.keywords = Some(&self.keywords);
        report.indirect = true;
        report
    }
}

fn quotes(article: &Article) -> Quotes {
    let text = article.text();
    let find = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len())).unwrap();
    let within = |words: &str, inside: &str| {
        let outer = find(inside);
        let at = text[outer].find(words).unwrap() + outer.start();
        Span::new(at, at + words.len())
    };
    let speaker = |id, name: &str, title: Option<&str>, kind, mentions: Vec<Span>| Speaker {
        id: SpeakerId(id),
        name: name.to_owned(),
        title: title.map(str::to_owned),
        title_leads: false,
        described: None,
        kind,
        mentions,
    };
    let quote = |kind, contents: Vec<Span>, cue, source, speaker: Option<u32>, via: Option<u32>, confidence| Quote {
        kind,
        sentence: article.sentence_of(contents[0].start()).unwrap().id(),
        contents,
        cue,
        source,
        speaker: speaker.map(SpeakerId),
        via: via.map(SpeakerId),
        confidence,
    };
    Quotes {
        cast: crate::quote::speakers::Cast::default(),
        speakers: vec![
            speaker(1, "Ines Calder", Some("keeper"), SpeakerKind::Person, vec![find("Ines Calder")]),
            speaker(2, "mayor", None, SpeakerKind::Anonymous, vec![find("The mayor"), find("She")]),
            speaker(3, "Jon Hale", Some("spokesman"), SpeakerKind::Person, vec![find("Jon Hale")]),
            speaker(4, "surveyor", None, SpeakerKind::Anonymous, vec![find("a surveyor")]),
        ],
        quotes: vec![
            quote(
                QuoteKind::Direct,
                vec![
                    find("We have looked after it for three generations,"),
                    find("Nobody asked us. Nobody even wrote."),
                ],
                Some(within("said", "Calder, the keeper, said")),
                Some(find("Ines Calder")),
                Some(1),
                None,
                0.97,
            ),
            quote(
                QuoteKind::Direct,
                vec![find("quick and *painless*")],
                Some(find("called")),
                Some(find("The mayor")),
                Some(2),
                Some(3),
                0.74,
            ),
            quote(
                QuoteKind::Indirect,
                vec![find("the town would bid")],
                Some(within("said", "She said")),
                Some(find("She")),
                Some(2),
                None,
                0.55,
            ),
            quote(
                QuoteKind::Direct,
                vec![find("It leaks,")],
                Some(within("said", "said a surveyor")),
                Some(find("a surveyor who asked not to be named")),
                Some(4),
                None,
                0.9,
            ),
            quote(QuoteKind::Direct, vec![find("Somebody will buy it,")], Some(find("read")), None, None, None, 0.31),
        ],
    }
}
