#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::print_stdout)]
use std::path::Path;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["tagger", train, dev, out] => {
            println!("{}", nutgraf::train::fit_tagger(Path::new(train), Some(Path::new(dev)), Path::new(out)).unwrap())
        }
        ["quotes", train, out] => println!("{}", nutgraf::train::fit_quotes(Path::new(train), Path::new(out)).unwrap()),
        ["run", input] => run(input),
        ["text"] => {
            let text = std::io::read_to_string(std::io::stdin()).unwrap();
            let article = nutgraf::parse(text, &nutgraf::ParseOptions::new().clean(false));
            for q in nutgraf::find_quotes(&article).iter() {
                let r = q.quote();
                let t = |s: Option<nutgraf::Span>| s.map(|s| article.text()[s].to_owned());
                println!(
                    "{} {:?} cue={:?} source={:?} speaker={:?} {:.2}",
                    r.kind.name(),
                    r.contents.iter().map(|&s| &article.text()[s]).collect::<Vec<_>>(),
                    t(r.cue),
                    t(r.source),
                    q.speaker_name(),
                    r.confidence
                );
            }
        }
        ["bench", input] => bench(input),
        _ => panic!("usage"),
    }
}

fn records(input: &str) -> Vec<(String, nutgraf::Article)> {
    let text = std::fs::read_to_string(input).unwrap();
    let one = |line: &str| {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let options = nutgraf::ParseOptions::new().clean(false);
        (v["id"].as_str().unwrap().to_owned(), nutgraf::parse(v["text"].as_str().unwrap().to_owned(), &options))
    };
    text.lines().map(one).collect()
}
fn run(input: &str) {
    for (id, article) in records(input) {
        let text = article.text();
        let mut chars = vec![0; text.len() + 1];
        let mut n = 0;
        for (at, _) in text.char_indices() {
            chars[at] = n;
            n += 1;
        }
        chars[text.len()] = n;
        let span =
            |s: nutgraf::Span| serde_json::json!({"text": &text[s], "start": chars[s.start()], "end": chars[s.end()]});
        let quotes = nutgraf::find_quotes(&article);
        let list: Vec<_> = quotes.iter().map(|q| {
            let r = q.quote();
            serde_json::json!({"kind": r.kind.name(), "contents": r.contents.iter().map(|&s| span(s)).collect::<Vec<_>>(),
              "cue": r.cue.map(span), "source": r.source.map(span), "speaker": q.speaker().map(|s| serde_json::json!({"name": s.name, "title": s.title, "kind": s.kind.name()})), "via": q.via().map(|s| serde_json::json!({"name": s.name, "title": s.title})), "confidence": r.confidence})
        }).collect();
        println!("{}", serde_json::json!({"id": id, "quotes": list}));
    }
}
fn bench(input: &str) {
    let articles = records(input);
    for _ in 0..3 {
        let start = std::time::Instant::now();
        let mut n = 0;
        for _ in 0..5 {
            for (_, a) in &articles {
                n += nutgraf::find_quotes(a).len();
            }
        }
        let t = start.elapsed().as_secs_f64() / 5.0;
        println!("{:.0} articles/s, {} quotes", articles.len() as f64 / t, n / 5);
    }
}
