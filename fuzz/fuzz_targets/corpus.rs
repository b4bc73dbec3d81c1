//! Any bytes as a file that evaluation reads: corpora of every layout, gold annotations, predictions, floors, lists and
//! weights. The first byte says which; a NUL separates a corpus from predictions on it, so that no model has to run.
#![no_main]

use std::cell::LazyCell;
use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use nutgraf::eval::{
    Baseline, Measured, Predictions, QuoteOptions, Rouge, SummaryOptions, System, evaluate_cleaning, evaluate_pairs,
    evaluate_quotes, evaluate_sentences, evaluate_summaries, read_summaries,
};
use nutgraf::score::RankingWeights;
use nutgraf::{StopWords, Summarizer, parse_text};

thread_local! {
    /// Two files of this process, in memory where the system has such a place.
    static FILES: LazyCell<[PathBuf; 2]> = LazyCell::new(|| {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
        ["corpus", "other"].map(|name| folder.join(format!("nutgraf-fuzz-{}-{name}", std::process::id())))
    });
}

fuzz_target!(|data: &[u8]| {
    let Some((&mode, rest)) = data.split_first() else { return };
    let at = rest.iter().position(|&b| b == 0).unwrap_or(rest.len());
    let (corpus, other) = (&rest[..at], rest.get(at + 1..).unwrap_or_default());
    FILES.with(|files| {
        let [first, second] = &**files;
        std::fs::write(first, corpus).unwrap();
        std::fs::write(second, other).unwrap();
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
                for rates in [&found.all, &found.direct, &found.mixed, &found.indirect] {
                    assert!((0.0..=100.0).contains(&rates.exact.f1));
                }
                if let Ok(measured) = Measured::quotes(first, &found) {
                    assert!(!Baseline::default().check(&measured).holds());
                }
            }
            3 => {
                let Ok(found) = evaluate_sentences(first, Some(second), &|_| ()) else { return };
                assert!((0.0..=1.0).contains(&found.precision) && (0.0..=1.0).contains(&found.recall));
            }
            4 => {
                let Ok(found) = evaluate_cleaning(first, Some(second), &|_| ()) else { return };
                assert!((0.0..=1.0).contains(&found.precision) && (0.0..=1.0).contains(&found.recall));
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
});
