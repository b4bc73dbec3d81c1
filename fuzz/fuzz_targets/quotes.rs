//! Quotes of any text, without cleaning, in several languages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::{Language, ParseOptions, find_quotes, parse};

fuzz_target!(|data: &[u8]| {
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
});
