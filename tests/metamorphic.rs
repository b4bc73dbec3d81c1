//! Changes of an article that are none: the same sentences are chosen after them.

use nutgraf::{BlockKind, ParseOptions, QuoteKind, Summarizer, find_quotes, parse};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// The shipped articles: id, headline, text.
fn shipped() -> Vec<(String, Option<String>, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("eval");
    let mut all = Vec::new();
    for name in ["summaries.jsonl", "quotes.jsonl", "cleaning.jsonl"] {
        for line in std::fs::read_to_string(folder.join(name)).unwrap().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let take = |key: &str| record[key].as_str().map(str::to_owned);
            if let Some(text) = take("text") {
                all.push((take("id").unwrap(), take("title").filter(|_| name != "cleaning.jsonl"), text));
            }
        }
    }
    assert!(all.len() > 150, "{}", all.len());
    all
}

fn straight(text: &str) -> String {
    text.chars()
        .map(|c| {
            if "“”„«»".contains(c) {
                '"'
            } else if "‘’".contains(c) {
                '\''
            } else {
                c
            }
        })
        .collect()
}

/// Straight marks for curly ones; `«` and `»` stay, since `" x "` with blanks inside is another text.
fn uncurled(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

/// The sentences of the summary, without what the changes may change of them.
fn chosen(title: Option<&str>, text: &str) -> Vec<String> {
    let mut options = ParseOptions::new();
    options.metadata.title = title.map(str::to_owned);
    let article = parse(text.to_owned(), &options);
    assert_eq!(article.check(), Ok(()));
    let summary = Summarizer::new().summarize(&article);
    let plain = |text: &str| straight(&text.nfc().collect::<String>()).split_whitespace().collect::<Vec<_>>().join(" ");
    summary.sentences(&article).map(|sentence| plain(sentence.text())).collect()
}

/// Ids of the articles of which other sentences are chosen after the change, and the number of those that it changes.
fn moved(change: impl Fn(&str) -> String, of_title: impl Fn(&str) -> String) -> (Vec<String>, usize) {
    let (mut moved, mut changed) = (Vec::new(), 0);
    for (id, title, text) in shipped() {
        let other = change(&text);
        if other == text {
            continue;
        }
        changed += 1;
        let before = chosen(title.as_deref(), &text);
        let after = chosen(title.as_deref().map(&of_title).as_deref(), &other);
        if before != after {
            moved.push(id);
        }
    }
    (moved, changed)
}

fn same(text: &str) -> String {
    text.to_owned()
}

#[test]
fn straight_marks_for_curly_ones() {
    let (moved, changed) = moved(uncurled, uncurled);
    assert!(moved.is_empty() && changed > 50, "{moved:?} of {changed}");
}

#[test]
fn other_line_ends() {
    for end in ["\r\n", "\r"] {
        let (moved, changed) = moved(|text| text.replace('\n', end), same);
        assert!(moved.is_empty() && changed > 100, "{end:?}: {moved:?} of {changed}");
    }
}

#[test]
fn taken_apart_accents() {
    let apart = |text: &str| text.nfd().collect();
    let (moved, changed) = moved(apart, apart);
    assert!(moved.is_empty() && changed > 20, "{moved:?} of {changed}");
}

#[test]
fn extra_blank_lines() {
    let (moved, changed) = moved(|text| format!("\n\n{}\n\n\n", text.replace("\n\n", "\n\n \n\n")), same);
    assert!(moved.is_empty() && changed > 150, "{moved:?} of {changed}");
}

#[test]
fn a_doubled_caption() {
    let doubled = |text: &str| {
        let article = parse(text.to_owned(), &ParseOptions::new());
        let mut captions =
            article.blocks().iter().filter(|b| b.kind.rule() == Some("caption") && text[b.span].contains(' '));
        captions.next().map_or_else(
            || text.to_owned(),
            |caption| {
                let (before, after) = text.split_at(caption.span.end());
                format!("{before}\n\n{}{after}", &text[caption.span])
            },
        )
    };
    let (moved, changed) = moved(doubled, same);
    assert!(moved.len() <= 1 && changed > 2, "{moved:?} of {changed}");
}

#[test]
fn a_teaser_list_appended() {
    const TEASERS: &str = "\n\nRead more\n\n• Council votes to move the coastal railway inland\n\
                           • Night nurses walk out over rosters\n• Ten things to do this weekend\n";
    for (_, title, text) in shipped() {
        let mut options = ParseOptions::new();
        options.metadata.title = title;
        let article = parse(format!("{}{TEASERS}", text.trim_end()), &options);
        let story = |head: &str| {
            let at = article.text().rfind(head).unwrap();
            article.blocks().iter().any(|b| b.span.start() <= at && at < b.span.end() && b.kind == BlockKind::Paragraph)
        };
        assert!(!story("Council votes") && !story("Night nurses") && !story("Ten things"), "{}", article.text());
    }
    // A list at the end tells that this is a page, and a short line before it may then be taken for part of the page's
    // rest: of a few articles the last line goes with the list.
    let (moved, changed) = moved(|text| format!("{}{TEASERS}", text.trim_end()), same);
    assert!(moved.len() <= 10 && changed > 150, "{moved:?} of {changed}");
}

/// The quotes with their speakers, without what the changes may change of them.
fn said(title: Option<&str>, text: &str) -> Vec<(String, Option<String>)> {
    let mut options = ParseOptions::new();
    options.metadata.title = title.map(str::to_owned);
    let article = parse(text.to_owned(), &options);
    let plain = |text: &str| straight(&text.nfc().collect::<String>()).split_whitespace().collect::<Vec<_>>().join(" ");
    let quotes = find_quotes(&article);
    let told = quotes.iter().filter(|quote| quote.quote().kind != QuoteKind::Indirect);
    told.map(|quote| (plain(&quote.text(&article)), quote.speaker_name().map(plain))).collect()
}

#[test]
fn quotes_and_speakers_stay() {
    let apart = |text: &str| text.nfd().collect::<String>();
    let blank = |text: &str| format!("\n\n{}\n\n\n", text.replace("\n\n", "\n\n \n\n"));
    let marked = |text: &str| format!("\u{feff}{text}");
    // Of each change: in how many articles a quote or a speaker may be another one. Marks are evidence to the weights.
    let changes: [(&str, &dyn Fn(&str) -> String, usize); 6] = [
        ("CRLF", &|text| text.replace('\n', "\r\n"), 0),
        ("CR", &|text| text.replace('\n', "\r"), 0),
        ("blank lines", &blank, 0),
        ("byte order mark", &marked, 0),
        ("taken apart", &apart, 0),
        ("straight marks", &uncurled, 6),
    ];
    let articles = shipped();
    for (name, change, allowed) in changes {
        let (mut moved, mut quotes) = (Vec::new(), 0);
        for (id, title, text) in &articles {
            let before = said(title.as_deref(), text);
            quotes += before.len();
            if said(title.as_deref(), &change(text)) != before {
                moved.push(id);
            }
        }
        assert!(moved.len() <= allowed && quotes > 400, "{name}: {moved:?} of {quotes} quotes");
    }
}

#[test]
fn a_byte_order_mark() {
    let (moved, changed) = moved(|text| format!("\u{feff}{text}"), same);
    assert!(moved.is_empty() && changed > 150, "{moved:?} of {changed}");
}
