//! What must hold for any bytes: the bodies of the fuzz targets, which a test replays on every finding of the past.

use std::cell::LazyCell;
use std::path::PathBuf;

use nutgraf::eval::{
    Baseline, Measured, Predictions, QuoteOptions, Rouge, SummaryOptions, System, evaluate_cleaning, evaluate_pairs,
    evaluate_quotes, evaluate_sentences, evaluate_summaries, read_summaries,
};
use nutgraf::render::{Report, html};
use nutgraf::score::RankingWeights;
use nutgraf::{
    Budget, InputFormat, Language, Method, ParseOptions, Record, StopWords, Summarizer, find_quotes, keywords, parse,
    parse_text,
};

/// A check on the bytes that a fuzz target is given.
pub(crate) type Check = fn(&[u8]);

/// The targets by name.
pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("text", text),
    #[cfg(feature = "html")]
    ("html", page),
    ("record", record),
    ("quotes", quotes),
    ("corpus", corpus),
];

/// Any text, after a byte of options: read whole, summarized verbatim, rendered.
pub(crate) fn text(data: &[u8]) {
    let Some((&mode, rest)) = data.split_first() else { return };
    let Ok(text) = nutgraf::decode(rest.to_vec()) else { return };
    let article = parse(text.clone(), &ParseOptions::new().clean(mode & 1 == 0));
    assert_eq!(article.check(), Ok(()));
    assert_eq!(article.text(), text);
    let method = Method::ALL[usize::from(mode >> 1) % Method::ALL.len()];
    let budget = match mode >> 5 {
        0..=2 => Budget::Auto,
        3 => Budget::Sentences(2),
        4 => Budget::Words(40),
        5 => Budget::Chars(200),
        _ => Budget::Ratio(0.2),
    };
    let summary = Summarizer::new().method(method).budget(budget).summarize(&article);
    assert!(summary.selected().iter().all(|selected| selected.score.is_finite()));
    let quotes = find_quotes(&article);
    let words = keywords(&article, 5);
    let mut report = Report::new(&article);
    report.summary = Some(&summary);
    report.quotes = Some(&quotes);
    report.keywords = Some(&words);
    report.with_text = true;
    // One way out each time, by the length of the text: what writes is a small part of the program, and must not take most of
    // the time.
    let mut out = Vec::new();
    match text.len() % 4 {
        0 => {
            report.write_json(&mut out, false).unwrap();
            assert!(!out.iter().any(u8::is_ascii_control));
            assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok());
        }
        1 => report.write_markdown(&mut out, 5).unwrap(),
        2 => {
            let section = html::section(&report, "a0");
            assert!(!section.html.contains(|c: char| c.is_control() && c != '\n'));
            assert_eq!(unbalanced(&section.html), None);
        }
        _ => (),
    }
}

/// What is wrong with a page of ours, if anything: an element that is not closed, or another that is closed instead.
pub(crate) fn unbalanced(page: &str) -> Option<String> {
    const VOID: [&str; 9] = ["meta", "link", "br", "hr", "col", "img", "input", "wbr", "area"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(name) = rest.strip_prefix('/') {
            let (name, after) = name.split_once('>')?;
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes nothing, inside {open:?}"));
            }
            rest = after;
            continue;
        }
        if rest.starts_with('!') {
            rest = rest.split_once('>')?.1;
            continue;
        }
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
        let mut mark = None;
        let end = rest.find(|c: char| match mark {
            None if c == '"' || c == '\'' => {
                mark = Some(c);
                false
            }
            None => c == '>',
            Some(opened) => {
                if opened == c {
                    mark = None;
                }
                false
            }
        });
        let Some(end) = end.filter(|_| !name.is_empty()) else {
            return Some(format!("a tag without a name or an end: <{:.40}", rest.get(..40).unwrap_or(rest)));
        };
        let closed = rest[..end].ends_with('/') || VOID.contains(&name);
        rest = &rest[end + 1..];
        if ["script", "style"].contains(&name) {
            rest = &rest[rest.find("</")?..];
        }
        if !closed {
            open.push(name);
        }
    }
    (!open.is_empty()).then(|| format!("not closed: {open:?}"))
}

/// Any page.
#[cfg(feature = "html")]
pub(crate) fn page(data: &[u8]) {
    let page = String::from_utf8_lossy(data);
    let article = nutgraf::parse_html(&page, &ParseOptions::new());
    assert_eq!(article.check(), Ok(()));
    let _ = Summarizer::new().summarize(&article);
}

/// Any line of NDJSON, and any bytes as a text in an unknown encoding.
pub(crate) fn record(data: &[u8]) {
    let _ = InputFormat::from_content(data);
    if let Some(record) = std::str::from_utf8(data).ok().and_then(|line| Record::parse(line).ok()) {
        assert_eq!(parse_text(&record.text).check(), Ok(()));
    }
    let _ = nutgraf::decode(data.to_vec());
}

/// Quotes of any text, after a byte that says in which language; nothing is cleaned away.
pub(crate) fn quotes(data: &[u8]) {
    let Some((&mode, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let language = Language::ALL[usize::from(mode) % Language::ALL.len()];
    let article = parse(text.to_owned(), &ParseOptions::new().clean(false).language(language));
    for quote in find_quotes(&article).iter() {
        let inner = quote.quote();
        assert!(!inner.contents.is_empty() && (0.0..=1.0).contains(&inner.confidence));
        let spans = inner.contents.iter().chain(&inner.cue).chain(&inner.source);
        for span in spans {
            assert!(!span.is_empty() && text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
        }
        let _ = quote.text(&article);
    }
}

thread_local! {
    /// Two files of this thread, in memory where the system has such a place.
    static FILES: LazyCell<[PathBuf; 2]> = LazyCell::new(|| {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
        ["corpus", "other"].map(|name| folder.join(format!("nutgraf-check-{}-{name}", std::process::id())))
    });
}

/// Any bytes as a file that evaluation reads: corpora of every layout, gold annotations, predictions, floors, lists and
/// weights. The first byte says which; a NUL separates a corpus from predictions on it, so that no model has to run.
pub(crate) fn corpus(data: &[u8]) {
    let Some((&mode, rest)) = data.split_first() else { return };
    let at = rest.iter().position(|&b| b == 0).unwrap_or(rest.len());
    let (corpus, other) = (&rest[..at], rest.get(at + 1..).unwrap_or_default());
    FILES.with(|files| {
        let [first, second] = &**files;
        if !matches!(mode % 8, 7) {
            std::fs::write(first, corpus).unwrap();
        }
        if mode % 8 < 5 {
            std::fs::write(second, other).unwrap();
        }
        match mode % 8 {
            0 => {
                let Ok(corpus) = read_summaries(first) else { return };
                assert!(corpus.records.iter().all(|r| !r.text.trim().is_empty() && !r.references.is_empty()));
                let count = corpus.records.len();
                let mut options = SummaryOptions::new();
                options.resamples = 3;
                options.systems = Predictions::read("other", second).into_iter().map(System::Outside).collect();
                let found = evaluate_summaries(corpus, &options, &|_| ());
                assert_eq!(found.ids.len(), count);
                for (_, score, interval) in found.systems.iter().flat_map(|system| &system.means) {
                    assert!((0.0..=1.0).contains(&score.f1) && interval.low <= interval.high);
                }
            }
            1 => {
                let Ok(found) = evaluate_pairs(first, second, &Rouge::new().stem(mode & 8 == 0), 3, 1, &|_| ()) else {
                    return;
                };
                for (_, scores) in found.items.iter().flatten() {
                    assert!(scores.iter().all(|(_, score)| (0.0..=1.0).contains(&score.f1)));
                }
            }
            2 => {
                let Ok(found) = evaluate_quotes(first, Some(second), &QuoteOptions::new(), &|_| ()) else { return };
                for figures in [&found.all, &found.direct, &found.mixed, &found.indirect] {
                    assert!((0.0..=100.0).contains(&figures.exact.f1));
                }
                if let Ok(measured) = Measured::quotes(first, &found) {
                    assert!(!Baseline::default().check(&measured).holds());
                }
            }
            3 => {
                let Ok(found) = evaluate_sentences(first, Some(second), &|_| ()) else { return };
                assert!((0.0..=100.0).contains(&found.precision) && (0.0..=100.0).contains(&found.recall));
            }
            4 => {
                let Ok(found) = evaluate_cleaning(first, Some(second), &|_| ()) else { return };
                assert!((0.0..=100.0).contains(&found.precision) && (0.0..=100.0).contains(&found.recall));
            }
            5 => {
                let Ok(baseline) = Baseline::read(first) else { return };
                std::fs::write(second, baseline.to_json()).unwrap();
                assert_eq!(Baseline::read(second).unwrap(), baseline);
            }
            6 => {
                let _ = StopWords::from_file(first);
            }
            _ => {
                let Ok(weights) = RankingWeights::from_bytes(rest.to_vec()) else { return };
                let article = parse_text("The council voted. “We won,” she said. Nobody cheered on Tuesday.");
                let _ = Summarizer::new().weights(weights).summarize(&article);
            }
        }
    });
}
