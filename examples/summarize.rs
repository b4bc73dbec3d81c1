//! Summarize a string: `cargo run --example summarize`, or with a file: `cargo run --example summarize article.txt`.
#![allow(clippy::print_stdout)]

use nutgraf::{Budget, ParseOptions, Summarizer, decode, parse};

const PIECE: &str = "\
Harbour town votes to move its railway

By Ines Calder

PORT ELLIS: The council voted 7 to 4 on Tuesday to move the coastal railway inland before the sea takes it. The line has \
been closed for 61 days in two winters.

“We have eleven winters left, not twenty,” Mara Okafor, the harbour engineer, told the meeting. She said the new route \
could open by 2031.

Read more: Ferry timetable cut for a third summer
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = match std::env::args().nth(1) {
        // Any encoding that news comes in; the text is then the one that all positions refer to.
        Some(path) => decode(std::fs::read(path)?)?,
        None => PIECE.to_owned(),
    };
    let article = parse(text, &ParseOptions::new());
    let metadata = article.metadata();
    println!("title:    {}", metadata.title.as_deref().unwrap_or("none"));
    println!("dateline: {}", metadata.dateline.as_deref().unwrap_or("none"));
    println!("language: {}", article.language().name());

    // The best set of whole sentences within forty words.
    let summary = Summarizer::new().budget(Budget::Words(40)).summarize(&article);
    for sentence in summary.sentences(&article) {
        println!("{:>5}  {}", sentence.span().start(), sentence.text());
    }
    Ok(())
}
