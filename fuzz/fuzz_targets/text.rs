//! Any text: read whole, summarized verbatim, rendered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::render::{Report, html};
use nutgraf::{Budget, Method, ParseOptions, Summarizer, find_quotes, keywords, parse};

fuzz_target!(|data: &[u8]| {
    let Some((&mode, rest)) = data.split_first() else { return };
    let Ok(text) = nutgraf::decode(rest.to_vec()) else { return };
    let article = parse(text, &ParseOptions::new().clean(mode & 1 == 0));
    assert_eq!(article.check(), Ok(()));
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
    let mut out = Vec::new();
    report.write_json(&mut out, false).unwrap();
    assert!(!out.contains(&b'\n'));
    report.write_markdown(&mut out, 5).unwrap();
    let _ = html::page(&[html::section(&report, "a0")]);
});
