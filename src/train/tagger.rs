//! Fits the tagger: an averaged perceptron (Collins 2002), three rounds over the sentences.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::model::features::{Key, key};
use crate::model::table::{self, Header, Table};
use crate::quote::analysis::{Analysis, Tag};
use crate::quote::tagger::{NO_TAG, Seen, TAGS, TEMPLATES, Tagger, by_form, features};
use crate::{Error, ParseOptions, Result};

/// Rounds over the training sentences.
const ROUNDS: u64 = 8;
/// How often a word must occur, and how large the share of its commonest tag must be, to be decided by the word alone.
const KNOWN: (u32, f64) = (20, 0.985);
/// The same of words of news as the tagger sees them, which is then spared to look around.
const KNOWN_IN_NEWS: (u32, f64) = (30, 0.985);
/// Weights smaller than this, as a share of one update, are dropped.
const SMALLEST: f64 = 0.15;
/// Rows whose features occur less often in the training text are dropped.
const RAREST: u32 = 3;

struct Sentence {
    words: Vec<String>,
    seen: Vec<Seen>,
    gold: Vec<Tag>,
}

/// Fits the tagger on a file of `word<TAB>Penn tag` lines with blank lines between sentences, and writes its weights to
/// `out`. Returns a report; `dev`, of the same form, is measured. Words that it gives one tag nearly always in `news`, one
/// record a line with its text, are decided by the word alone from then on.
///
/// # Errors
/// When a file cannot be read or written.
pub fn fit_tagger(train: &Path, news: Option<&Path>, dev: Option<&Path>, out: &Path) -> Result<String> {
    let sentences = read(train)?;
    let known = known_words(&sentences);
    let mut rows = perceptron(&sentences, &known);
    let learned = rows.len();
    let top = rows.iter().flat_map(|(_, row)| row).fold(0.0_f32, |top, w| top.max(w.abs()));
    let mut known: Vec<(Key, Tag)> = known.into_iter().collect();
    known.sort_unstable_by_key(|(key, _)| *key);
    let decided = |known: &[(Key, Tag)]| -> Vec<(Key, Vec<f32>)> {
        let one = |tag: Tag| (0..TAGS).map(|column| if column == tag as usize { top / 4.0 } else { 0.0 }).collect();
        known.iter().map(|&(word, tag)| (word, one(tag))).collect()
    };
    let mut data = "English Web Treebank (Universal Dependencies), training part".to_owned();
    if let Some(news) = news {
        let mut rows = rows.clone();
        rows.extend(decided(&known));
        let bytes =
            table::pack(&Header { model: "tagger".into(), features: names(), ..Header::default() }, TAGS, 1, &rows);
        let tagger = Tagger::new(Table::open(bytes, "tagger", &TEMPLATES)?);
        let mut more: Vec<(Key, Tag)> = known_in_news(news, &tagger)?.into_iter().collect();
        more.retain(|(word, _)| known.binary_search_by_key(word, |(key, _)| *key).is_err());
        known.extend(more);
        known.sort_unstable_by_key(|(key, _)| *key);
        data.push_str("; words of one tag in CNN/DailyMail, 7,450 articles");
    }
    rows.extend(decided(&known));
    let header = Header {
        model: "tagger".into(),
        features: names(),
        data,
        command: "nutgraf train tagger".into(),
        date: "2026-11-23".into(),
        note: "Fitted on UD English EWT, CC BY-SA 4.0, universaldependencies.org. Columns: Penn tags, joined.".into(),
        ..Header::default()
    };
    let bytes = table::pack(&header, TAGS, 1, &rows);
    super::write(out, &bytes)?;
    let mut report = format!(
        "{} sentences, {} known words, {learned} features, {} bytes",
        sentences.len(),
        known.len(),
        bytes.len()
    );
    if let Some(dev) = dev {
        let tagger = Tagger::new(Table::open(bytes, "tagger", &TEMPLATES)?);
        let (mut right, mut all) = (0, 0);
        for sentence in read(dev)? {
            for (found, gold) in tagged(&tagger, &sentence).iter().zip(&sentence.gold) {
                right += usize::from(found == gold);
                all += 1;
            }
        }
        report.push_str(&format!(
            ", {:.2} % of {all} words right",
            100.0 * f64::from(u32::try_from(right).unwrap_or(0)) / f64::from(all)
        ));
    }
    Ok(report)
}

fn names() -> Vec<String> {
    TEMPLATES.map(Into::into).to_vec()
}

/// Words that the tagger gives one tag nearly always.
fn known_in_news(news: &Path, tagger: &Tagger) -> Result<FxHashMap<Key, Tag>> {
    #[derive(serde::Deserialize)]
    struct Record {
        text: String,
    }
    let text = super::read(news)?;
    let mut counts: FxHashMap<Key, [u32; TAGS]> = FxHashMap::default();
    // a thread of its own, for forms that a thread has read are kept with what the tagger says of them
    std::thread::scope(|scope| {
        let count = scope.spawn(|| {
            for (at, line) in text.lines().enumerate() {
                let record: Record = serde_json::from_str(line)
                    .map_err(|error| Error::Record { line: at + 1, reason: error.to_string() })?;
                let options = ParseOptions::new().language(crate::Language::English);
                let article = crate::parse(record.text, &options);
                let analysis = Analysis::new(&article, tagger);
                for (at, word) in (0..).zip(&analysis.words) {
                    let seen = Seen::new(analysis.text(at), analysis.lower(at), word.low);
                    counts.entry(seen.known()).or_insert([0; TAGS])[word.tag as usize] += 1;
                }
            }
            Ok(())
        });
        count.join().unwrap_or(Ok(()))
    })?;
    Ok(of_one_tag(&counts, KNOWN_IN_NEWS))
}

fn tagged(tagger: &Tagger, sentence: &Sentence) -> Vec<Tag> {
    let lowered: Vec<String> = sentence.words.iter().map(|word| lower(word)).collect();
    let words: Vec<(&str, &str)> =
        sentence.words.iter().zip(&lowered).map(|(word, lower)| (word.as_str(), lower.as_str())).collect();
    tagger.tag_words(&words, |at| is_clitic(&sentence.words[at]).then(|| sentence.gold[at]))
}

fn lower(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

fn is_clitic(word: &str) -> bool {
    matches!(word, "'s" | "’s")
}

/// The tag that stands for a Penn tag.
fn joined(penn: &str) -> Tag {
    match penn {
        "CC" => Tag::Cc,
        "CD" | "LS" => Tag::Cd,
        "DT" | "PDT" => Tag::Dt,
        "EX" => Tag::Ex,
        "IN" => Tag::In,
        "JJ" | "JJR" | "JJS" | "AFX" => Tag::Jj,
        "MD" => Tag::Md,
        "NN" | "GW" | "ADD" | "XX" | "FW" => Tag::Nn,
        "NNS" => Tag::Nns,
        "NNP" | "NNPS" => Tag::Nnp,
        "POS" => Tag::Pos,
        "PRP$" => Tag::PpS,
        "PRP" => Tag::Prp,
        "RB" | "RBR" | "RBS" => Tag::Rb,
        "RP" => Tag::Rp,
        "SYM" | "$" | "#" => Tag::Sym,
        "TO" => Tag::To,
        "UH" => Tag::Uh,
        "VB" => Tag::Vb,
        "VBD" => Tag::Vbd,
        "VBG" => Tag::Vbg,
        "VBN" => Tag::Vbn,
        "VBP" => Tag::Vbp,
        "VBZ" => Tag::Vbz,
        "WDT" => Tag::Wdt,
        "WP" | "WP$" => Tag::Wp,
        "WRB" => Tag::Wrb,
        _ => Tag::Mark,
    }
}

/// Reads sentences; clitics other than `'s` and words joined by hyphens become one word, as in our own words.
fn read(path: &Path) -> Result<Vec<Sentence>> {
    let text = super::read(path)?;
    let mut out = Vec::new();
    for block in text.split("\n\n") {
        let (mut words, mut gold): (Vec<String>, Vec<Tag>) = (Vec::new(), Vec::new());
        let mut glue = false;
        for (word, penn) in block.lines().filter_map(|line| line.split_once('\t')) {
            let tag = joined(penn);
            let lower = lower(word);
            let clitic = matches!(lower.as_str(), "n't" | "'ll" | "'re" | "'ve" | "'d" | "'m");
            match (words.last_mut(), gold.last_mut()) {
                (Some(last), Some(_)) if clitic => last.push_str(word),
                (Some(last), Some(_)) if penn == "HYPH" && word == "-" => {
                    last.push('-');
                    glue = true;
                    continue;
                }
                (Some(last), Some(last_tag)) if glue => {
                    last.push_str(word);
                    *last_tag = if matches!(tag, Tag::Vbn | Tag::Vbd | Tag::Vbg) { Tag::Jj } else { tag };
                }
                _ => {
                    words.push(word.to_owned());
                    gold.push(tag);
                }
            }
            glue = false;
        }
        if words.is_empty() {
            continue;
        }
        let seen = words
            .iter()
            .map(|word| {
                let lower = lower(word);
                Seen::new(word, &lower, key(&lower))
            })
            .collect();
        out.push(Sentence { words, seen, gold });
    }
    Ok(out)
}

fn known_words(sentences: &[Sentence]) -> FxHashMap<Key, Tag> {
    let mut counts: FxHashMap<Key, [u32; TAGS]> = FxHashMap::default();
    for sentence in sentences {
        for (seen, tag) in sentence.seen.iter().zip(&sentence.gold) {
            counts.entry(seen.known()).or_insert([0; TAGS])[*tag as usize] += 1;
        }
    }
    of_one_tag(&counts, KNOWN)
}

/// Words that occur often enough and have one tag for at least that share.
fn of_one_tag(counts: &FxHashMap<Key, [u32; TAGS]>, (least, share): (u32, f64)) -> FxHashMap<Key, Tag> {
    let decided = counts.iter().filter_map(|(&word, row)| {
        let all: u32 = row.iter().sum();
        let (best, &top) = row.iter().enumerate().max_by_key(|(_, count)| **count)?;
        (all >= least && f64::from(top) > share * f64::from(all)).then_some((word, Tag::ALL[best]))
    });
    decided.collect()
}

#[derive(Clone)]
struct Row {
    weights: [f64; TAGS],
    moments: [f64; TAGS],
}

fn perceptron(sentences: &[Sentence], known: &FxHashMap<Key, Tag>) -> Vec<(Key, Vec<f32>)> {
    let mut index: FxHashMap<Key, u32> = FxHashMap::default();
    let mut rows: Vec<Row> = Vec::new();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut steps = 0.0;
    let mut occurrences: FxHashMap<Key, u32> = FxHashMap::default();
    for round in 0..ROUNDS {
        shuffle(&mut order, round + 1);
        for &at in &order {
            let sentence = &sentences[at];
            let (mut before, mut before_that) = (NO_TAG, NO_TAG);
            for at in 0..sentence.words.len() {
                steps += 1.0;
                let gold = sentence.gold[at];
                let decided = if is_clitic(&sentence.words[at]) {
                    Some(gold)
                } else {
                    by_form(&sentence.words[at]).or_else(|| known.get(&sentence.seen[at].known()).copied())
                };
                let tag = decided.unwrap_or_else(|| {
                    let keys = features(&sentence.seen, at, before, before_that);
                    let mut sums = [0.0; TAGS];
                    for key in keys {
                        if round == 0 {
                            *occurrences.entry(key).or_default() += 1;
                        }
                        if let Some(&row) = index.get(&key) {
                            for (sum, weight) in sums.iter_mut().zip(&rows[row as usize].weights) {
                                *sum += weight;
                            }
                        }
                    }
                    let mut best = 0;
                    for column in 1..TAGS {
                        if sums[column] > sums[best] {
                            best = column;
                        }
                    }
                    let found = Tag::ALL[best];
                    if found != gold {
                        for key in keys {
                            let row = *index.entry(key).or_insert_with(|| {
                                rows.push(Row { weights: [0.0; TAGS], moments: [0.0; TAGS] });
                                u32::try_from(rows.len() - 1).unwrap_or(u32::MAX)
                            });
                            let row = &mut rows[row as usize];
                            row.weights[gold as usize] += 1.0;
                            row.moments[gold as usize] += steps;
                            row.weights[best] -= 1.0;
                            row.moments[best] -= steps;
                        }
                    }
                    found
                });
                (before, before_that) = (tag as u8, before);
            }
        }
    }
    let mut keys: Vec<(Key, u32)> = index.into_iter().collect();
    keys.sort_unstable();
    let mut out = Vec::new();
    for (key, row) in keys {
        if occurrences.get(&key).copied().unwrap_or(0) < RAREST {
            continue;
        }
        let row = &rows[row as usize];
        #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
        let mean: Vec<f32> = (0..TAGS)
            .map(|column| row.weights[column] - row.moments[column] / steps)
            .map(|weight| if weight.abs() > SMALLEST { weight as f32 } else { 0.0 })
            .collect();
        if mean.iter().any(|&weight| weight != 0.0) {
            out.push((key, mean));
        }
    }
    out
}

/// Shuffles by a xorshift generator (Marsaglia 2003).
fn shuffle(items: &mut [usize], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for at in (1..items.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        #[expect(clippy::cast_possible_truncation, reason = "a remainder below the length")]
        let other = (state % (at as u64 + 1)) as usize;
        items.swap(at, other);
    }
}
