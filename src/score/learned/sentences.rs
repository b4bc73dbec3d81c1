//! The sentence model: how likely is a sentence part of the best extract? It proposes candidates, and its score is what
//! is shown for a sentence.
//!
//! A logistic regression. Its labels are soft: the share of the good extracts that hold the sentence (see
//! `train::ranking`).

use super::document::{Document, Lexical, Word};
use super::words::{Logarithms, Odds};

/// Features of a sentence.
pub(crate) const SENTENCE: [&str; 49] = [
    "ln place",
    "1 / place",
    "place / n",
    "first",
    "ln n",
    "ln words before",
    "words",
    "ln words",
    "short",
    "carries, mean",
    "carries, least",
    "word odds, mean",
    "pair odds, mean",
    "expected overlap",
    "expected pair overlap",
    "new words",
    "new pairs",
    "no end",
    "pronoun",
    "opens",
    "shared with first",
    "shared with previous",
    "shared with next",
    "broken quote",
    "quotes",
    "question",
    "capitals",
    "digits",
    "words, relative",
    "carries, relative",
    "word odds, relative",
    "pair odds, relative",
    "expected overlap, relative",
    "expected pair overlap, relative",
    "new pairs, relative",
    "pair odds, relative / place",
    "expected overlap, relative / place",
    "words, relative / place",
    "carries, relative / place",
    "pair odds, relative * ln place",
    "expected overlap, relative * ln place",
    "words, relative * ln place",
    "carries, relative * ln place",
    "(place / n)^2",
    "ln place * ln n",
    "(ln words)^2",
    "last",
    "expected content overlap",
    "shared with first * ln place",
];

/// What a feature looks at, in a reader's words. Many look at one thing, and only together do they tell how it counts.
pub(crate) fn aspect(feature: &'static str) -> &'static str {
    const ASPECTS: [(&str, &[&str]); 7] = [
        ("place", &["ln words before"]),
        ("length", &["words", "ln words", "(ln words)", "short"]),
        ("content", &["carries", "word odds", "pair odds", "expected", "new"]),
        ("shared words", &["shared"]),
        ("opening", &["opens", "pronoun"]),
        ("quotes", &["quotes", "broken quote"]),
        ("form", &["no end", "question", "capitals", "digits"]),
    ];
    let begins = |starts: &[&str]| starts.iter().any(|start| feature.starts_with(start));
    let found = ASPECTS.iter().find(|(_, starts)| begins(starts));
    match found {
        Some((aspect, _)) => aspect,
        None if SENTENCE.contains(&feature) => "place",
        None => feature,
    }
}

/// Length of a usual summary in words, for overlaps that are expected before the length model has spoken.
const USUAL: f32 = 55.0;
/// Index of the first feature that is relative to the document, and the features they are made of.
const RELATIVE: usize = 28;
const OF: [usize; 7] = [6, 9, 11, 12, 13, 14, 16];

/// What a sentence adds up for a word that it holds.
struct Known {
    odd: f32,
    /// The same for content words, 0 for stop words.
    content: f32,
    /// The same for content words of the first sentence.
    first: f32,
    carries: f32,
    /// The sentence that held it last, + 1.
    seen: u32,
}

impl Known {
    fn new(((word, &odd), lexical): ((&Word, &f32), &Lexical)) -> Self {
        let content = if word.stop { 0.0 } else { odd };
        let first = if word.first == 0 { content } else { 0.0 };
        Self { odd, content, first, carries: lexical.carries, seen: 0 }
    }
}

/// The features of all sentences.
pub(crate) fn rows(document: &Document, odds: &Odds, lexical: &[Lexical]) -> Vec<[f32; SENTENCE.len()]> {
    let n = document.len();
    let count = n.max(1) as f32;
    let mut rows = vec![[0.0_f32; SENTENCE.len()]; n];
    let (logs, ln_n) = (Logarithms::new(), count.ln());
    let mut before = 0_u32;
    let flag = |is: bool| if is { 1.0_f32 } else { 0.0 };
    // what a sentence adds up, word by word
    let mut known: Vec<Known> = document.words.iter().zip(&odds.words).zip(lexical).map(Known::new).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        let (place, words, facts) = (at as f32, document.words_of(at), &document.facts[at]);
        let (types, pairs) = (document.types.get(at), document.bigrams.get(at));
        let (mut mass, mut content, mut fresh, mut carries) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
        let (mut first, mut previous, mut least) = (0.0_f32, 0.0_f32, f32::INFINITY);
        #[expect(clippy::cast_possible_truncation, reason = "sentences are counted in u32")]
        let now = at as u32 + 1;
        for &word in types {
            let word = &mut known[word as usize];
            mass += word.odd;
            carries += word.carries;
            least = if word.carries < least { word.carries } else { least };
            content += word.content;
            first += word.first;
            match word.seen {
                0 => fresh += word.odd,
                seen if seen + 1 == now => previous += word.content,
                _ => (),
            }
            word.seen = now;
        }
        if types.is_empty() {
            least = 0.0;
        }
        if at == 0 {
            first = 0.0; // with itself it shares nothing
        }
        let (mut pair_mass, mut fresh_pairs) = (0.0_f32, 0.0_f32);
        for &pair in pairs {
            let odd = odds.pairs[pair as usize];
            pair_mass += odd;
            fresh_pairs += if document.pairs[pair as usize].first == now - 1 { odd } else { 0.0 };
        }
        let share = |sum: f32| if content > 0.0 { sum / content } else { 0.0 };
        let opens = document.tokens.get(at).first().map_or(0.0, |&word| lexical[word as usize].opens);
        let (ln_place, ln_words) = (logs.ln(now), logs.ln(facts.words.saturating_add(1)));
        row[..RELATIVE].copy_from_slice(&[
            ln_place,
            1.0 / (1.0 + place),
            place / count,
            flag(at == 0),
            ln_n,
            logs.ln(before.saturating_add(1)),
            words,
            ln_words,
            flag(facts.words < 8),
            carries / types.len().max(1) as f32,
            least,
            mass / words.max(1.0),
            pair_mass / pairs.len().max(1) as f32,
            2.0 * mass / (words + USUAL),
            2.0 * pair_mass / (words + USUAL),
            fresh,
            fresh_pairs,
            flag(facts.unended),
            flag(facts.pronoun),
            opens,
            share(first),
            share(previous),
            0.0,
            flag(facts.broken_quote),
            facts.quotes.min(8) as f32,
            flag(facts.question),
            facts.capitals as f32 / words.max(1.0),
            facts.digits as f32 / words.max(1.0),
        ]);
        row[43] = (place / count) * (place / count);
        row[44] = ln_place * ln_n;
        row[45] = ln_words * ln_words;
        row[46] = flag(at + 1 == n);
        row[47] = 2.0 * content / (words + USUAL);
        row[48] = share(first) * ln_place;
        before = before.saturating_add(facts.words);
    }
    // shared with next: as the next one shares with it, weighed by its own words
    for at in 1..n {
        rows[at - 1][22] = rows[at][21];
    }
    relative(&mut rows);
    rows
}

/// Adds each feature's distance from the document's mean, in standard deviations, and its products with the place.
fn relative(rows: &mut [[f32; SENTENCE.len()]]) {
    let n = rows.len().max(1) as f32;
    for (order, &of) in OF.iter().enumerate() {
        let mean = rows.iter().map(|row| row[of]).sum::<f32>() / n;
        let variance = rows.iter().map(|row| (row[of] - mean) * (row[of] - mean)).sum::<f32>() / n;
        let deviation = variance.sqrt() + 1e-6;
        for row in rows.iter_mut() {
            row[RELATIVE + order] = (row[of] - mean) / deviation;
        }
    }
    for row in rows {
        let (ln_place, inverse) = (row[0], row[1]);
        for (order, of) in [RELATIVE + 3, RELATIVE + 4, RELATIVE, RELATIVE + 1].into_iter().enumerate() {
            row[35 + order] = row[of] * inverse;
            row[39 + order] = row[of] * ln_place;
        }
    }
}

/// Features of an article from which the length of its summary is told.
pub(crate) const LENGTH: [&str; 14] = [
    "ln n",
    "ln words",
    "word odds",
    "pair odds",
    "three best",
    "sentence odds",
    "words, first three",
    "words, first",
    "words, mean",
    "quotes",
    "capitals",
    "pronouns",
    "no end",
    "carries",
];

/// The features of the length model; `chances` are the sentences' probabilities.
pub(crate) fn length_row(
    document: &Document,
    odds: &Odds,
    rows: &[[f32; SENTENCE.len()]],
    chances: &[f32],
) -> [f32; LENGTH.len()] {
    let n = rows.len().max(1) as f32;
    let mean = |of: &dyn Fn(&[f32; SENTENCE.len()]) -> f32| rows.iter().map(of).sum::<f32>() / n;
    let words = rows.iter().map(|row| row[6]).sum::<f32>();
    let mut best = chances.to_vec();
    best.sort_by(|a, b| b.total_cmp(a));
    let first = rows.iter().take(3).map(|row| row[6]);
    [
        n.ln(),
        words.max(1.0).ln(),
        odds.words.iter().zip(&document.words).filter(|(_, word)| word.count > 0).map(|(odd, _)| odd).sum(),
        odds.pairs.iter().sum(),
        best.iter().take(3).sum(),
        best.iter().sum(),
        first.sum::<f32>() / rows.len().clamp(1, 3) as f32,
        rows.first().map_or(0.0, |row| row[6]),
        words / n,
        mean(&|row| row[24]),
        mean(&|row| row[26]),
        mean(&|row| row[18]),
        mean(&|row| row[17]),
        mean(&|row| row[9]),
    ]
}

/// Words of the summary that a person would write, from the length model's score.
pub(crate) fn expected_length(score: f32) -> f32 {
    score.exp().clamp(30.0, 90.0)
}
