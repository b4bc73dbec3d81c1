//! Any page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::{ParseOptions, Summarizer, parse_html};

fuzz_target!(|data: &[u8]| {
    let page = String::from_utf8_lossy(data);
    let article = parse_html(&page, &ParseOptions::new());
    assert_eq!(article.check(), Ok(()));
    let _ = Summarizer::new().summarize(&article);
});
