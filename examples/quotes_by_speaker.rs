//! Who said what, by speaker: `cargo run --example quotes_by_speaker < article.txt`.
#![allow(clippy::print_stdout)]

use std::io::Read;

use nutgraf::{ParseOptions, QuoteKind, decode, find_quotes, parse};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let article = parse(decode(bytes)?, &ParseOptions::new());
    let quotes = find_quotes(&article);
    for speaker in quotes.speakers() {
        let said: Vec<_> = quotes.iter().filter(|quote| quote.quote().speaker == Some(speaker.id)).collect();
        if said.is_empty() {
            continue;
        }
        println!("{} ({})", nutgraf::render::full_name(speaker), speaker.kind.name());
        for quote in said {
            let marked = quote.quote().kind == QuoteKind::Direct;
            let (open, close) = if marked { ("“", "”") } else { ("", "") };
            println!("  {open}{}{close}", quote.text(&article));
            // The words of the article that the attribution rests on.
            if let Some(source) = quote.quote().source {
                println!("      by “{}”, {:.0} % sure", &article.text()[source], quote.quote().confidence * 100.0);
            }
        }
    }
    let unknown = quotes.iter().filter(|quote| quote.speaker().is_none()).count();
    if unknown > 0 {
        println!("{unknown} without a speaker that the article tells");
    }
    Ok(())
}
