#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout)]
fn main() {
    let a: Vec<String> = std::env::args().collect();
    if a[1] == "features" {
        let text = std::fs::read_to_string(&a[2]).unwrap();
        for row in nutgraf::train::clean::explain_features(&text) {
            println!("{}", serde_json::to_string(&row).unwrap());
        }
        return;
    }
    let folds = a.get(4).map_or(0, |f| f.parse().unwrap());
    let start = std::time::Instant::now();
    let mut log = |m: &str| eprintln!("{:7.1}s {m}", start.elapsed().as_secs_f32());
    match a[1].as_str() {
        "text" => nutgraf::train::clean::train_text(
            a[2].as_ref(),
            a.get(5).map(AsRef::as_ref),
            a[3].as_ref(),
            folds,
            &mut log,
        )
        .unwrap(),
        "html" => nutgraf::train::clean::train_html(a[2].as_ref(), a[3].as_ref(), folds, &mut log).unwrap(),
        "metadata" => nutgraf::train::clean::train_metadata(a[2].as_ref(), a[3].as_ref(), &mut log).unwrap(),
        _ => panic!(),
    }
}
