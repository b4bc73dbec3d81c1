#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout)]
use std::io::BufRead;
fn main() {
    let explain = std::env::args().any(|a| a == "--explain");
    let start = std::time::Instant::now();
    let (mut spent, mut bytes) = (0.0, 0);
    for line in std::io::stdin().lock().lines() {
        let r: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let mut o = nutgraf::ParseOptions::new();
        if let Some(u) = r["url"].as_str() {
            o = o.url(u);
        }
        let t = std::time::Instant::now();
        #[allow(unused_mut)]
        let mut a = None;
        #[cfg(feature = "html")]
        if let Some(h) = r["html"].as_str() {
            bytes += h.len();
            a = Some(nutgraf::parse_html(h, &o));
        }
        let a = a.unwrap_or_else(|| {
            let s = r["text"].as_str().unwrap();
            bytes += s.len();
            nutgraf::parse(s.to_owned(), &o)
        });
        spent += t.elapsed().as_secs_f64();
        if explain {
            println!("## {} {:?}", r["id"], a.metadata());
            for b in a.blocks() {
                println!("{:12} {:12} {}", b.kind.name(), b.kind.rule().unwrap_or(""), &a.text()[b.span]);
            }
            continue;
        }
        let m = a.metadata();
        println!(
            "{}",
            serde_json::json!({"id": r["id"], "title": m.title, "byline": m.byline, "dateline": m.dateline, "published": m.published, "text": a.body_text()})
        );
    }
    eprintln!("{:.2}s parsing of {:.2}s, {:.1} MB/s", spent, start.elapsed().as_secs_f64(), bytes as f64 / spent / 1e6);
}
