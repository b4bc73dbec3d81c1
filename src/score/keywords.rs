//! Keywords: the words and phrases that carry an article.
//!
//! Words are weighed by the method: the information that a person's summary is expected to give by the word, its
//! probability to stand there times its idf (`learned`), counts and
//! idf (`tfidf`), or the rank of the word in the graph of neighbouring words (`textrank`, `lexrank`: Mihalcea & Tarau
//! 2004, section 3). Then each word of weight stands for the phrase that it belongs to: words that mostly stand
//! together, or a name. `Okafor` is shown as `Mara Okafor`, once.

use rustc_hash::FxHashMap;

use super::learned::document::{Document, Lexical, Word};
use super::learned::{Learned, RankingWeights};
use super::similarity::Similarity;
use super::terms::{Piece, Terms, to_u32};
use super::{Features, graph, position_prior};
use crate::article::push_unwrapped;
use crate::model::best_first;
use crate::{Article, Method, Span};

/// Most words of a phrase.
const LONGEST: usize = 4;
/// The idf of a word that is told in one article of some thousands: what it brings is its probability.
const USUAL_IDF: f32 = 8.0;
/// Words of fewer letters are no keywords, unless written in capitals.
const SHORTEST: u8 = 3;

/// A word or phrase that carries the article.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Keyword {
    /// As it is first written.
    pub text: String,
    /// Higher is better.
    pub score: f64,
    /// Where it is first written.
    pub span: Span,
}

/// The words and phrases that carry the article, best first, `limit` at most.
///
/// ```
/// let text = "Mara Okafor drew the harbour wall. The harbour wall held, and Okafor was proud of the harbour wall.";
/// let keywords = nutgraf::keywords(&nutgraf::parse_text(text), 3);
/// assert!(keywords.iter().any(|keyword| keyword.text == "harbour wall"));
/// ```
pub fn keywords(article: &Article, limit: usize) -> Vec<Keyword> {
    keywords_by(article, Method::Learned, limit)
}

/// The same by another method. Near linear in the length of the article.
pub fn keywords_by(article: &Article, method: Method, limit: usize) -> Vec<Keyword> {
    let features = Features::new(article);
    let terms = features.table();
    let document = Document::new(article, terms);
    let weights = match method {
        Method::Learned => {
            let learned = Learned::default();
            let reading = learned.read(&features);
            // "said" and "years" reach many summaries and tell of none
            let weight = |(odd, lexical): (&f32, &Lexical)| f64::from(odd * lexical.idf / USUAL_IDF);
            reading.odds.words.iter().zip(&reading.lexical).map(weight).collect()
        }
        Method::Lead | Method::TfIdf => by_counts(article, &document),
        Method::TextRank | Method::LexRank => by_rank(&document, method == Method::LexRank),
    };
    pick(article.text(), terms, &document, &weights, limit)
}

/// `tf · idf`, words of the head of the article first among equals. The idf is that of many articles where it is known;
/// that of the sentences of one article would hold its own topic against it.
fn by_counts(article: &Article, document: &Document) -> Vec<f64> {
    let weights = RankingWeights::embedded();
    let known = weights.knows(article.language());
    let (_, lexical) = weights.models(article.language(), document);
    let weight = |(word, lexical): (&Word, &Lexical)| {
        if word.count == 0 || word.stop {
            return 0.0;
        }
        let idf = if known { f64::from(lexical.idf) } else { 1.0 };
        f64::from(word.count) * idf / (2.0 + f64::from(word.first)).ln().sqrt()
    };
    document.words.iter().zip(&lexical).map(weight).collect()
}

/// Rank of each content word among its neighbours.
fn by_rank(document: &Document, weighted: bool) -> Vec<f64> {
    let content = |word: u32| !document.words[word as usize].stop;
    let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); document.words.len()];
    for at in 0..document.len() {
        let words: Vec<u32> = document.tokens.get(at).iter().copied().filter(|&word| content(word)).collect();
        for pair in words.windows(2).filter(|pair| pair[0] != pair[1]) {
            rows[pair[0] as usize].push((pair[1], 1.0));
            rows[pair[1] as usize].push((pair[0], 1.0));
        }
    }
    for row in &mut rows {
        row.sort_by_key(|(word, _)| *word);
        row.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same && weighted {
                kept.1 += next.1;
            }
            same
        });
    }
    let mut ranks =
        graph::page_rank(&Similarity::Sparse(rows), graph::DAMPING, &position_prior(document.words.len(), 0.0));
    for (rank, word) in ranks.iter_mut().zip(&document.words) {
        if word.stop || word.count == 0 {
            *rank = 0.0;
        }
    }
    ranks
}

/// Verbs of the news that stand beside the same name again and again and are no part of a phrase.
const VERBS: [&str; 113] = [
    "accuse",
    "accused",
    "accuses",
    "add",
    "added",
    "adds",
    "admitted",
    "admits",
    "agreed",
    "agrees",
    "announced",
    "announces",
    "argued",
    "argues",
    "arrived",
    "asked",
    "asks",
    "became",
    "becomes",
    "began",
    "begins",
    "believed",
    "believes",
    "called",
    "came",
    "claimed",
    "comes",
    "confirmed",
    "confirms",
    "continued",
    "continues",
    "declared",
    "declined",
    "denied",
    "denies",
    "described",
    "describes",
    "dice",
    "died",
    "dies",
    "dijo",
    "disse",
    "dit",
    "expected",
    "expects",
    "explained",
    "explains",
    "failed",
    "found",
    "gave",
    "gets",
    "gives",
    "goes",
    "got",
    "held",
    "insisted",
    "insists",
    "joined",
    "joins",
    "kept",
    "killed",
    "knew",
    "knows",
    "leaves",
    "left",
    "lost",
    "made",
    "makes",
    "met",
    "moved",
    "played",
    "plays",
    "posted",
    "reported",
    "returned",
    "revealed",
    "reveals",
    "sagt",
    "sagte",
    "said",
    "saw",
    "say",
    "saying",
    "says",
    "seen",
    "sees",
    "seems",
    "sent",
    "showed",
    "shows",
    "signed",
    "speaks",
    "spoke",
    "started",
    "takes",
    "tells",
    "thinks",
    "thought",
    "told",
    "took",
    "tries",
    "urged",
    "voted",
    "votes",
    "wanted",
    "wants",
    "warned",
    "warns",
    "went",
    "won",
    "writes",
    "wrote",
    "zei",
];

/// Words of the telling and not of the news: alone they are no keyword.
const TELLING: &str = "according added adds dijo disse dit eight five four friday monday nine sagt sagte said saturday say \
    saying says seven six sunday ten three thursday told tuesday two wednesday zei";

fn is_verb(word: &str) -> bool {
    VERBS.iter().any(|verb| verb.eq_ignore_ascii_case(word))
}

/// A phrase: its first place, and how often it was seen.
#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<u32>,
    span: Span,
    count: u32,
}

fn pick(text: &str, terms: &Terms, document: &Document, weights: &[f64], limit: usize) -> Vec<Keyword> {
    let phrases = phrases(text, terms, document);
    // for each word: the longest phrase it belongs to that is seen often enough beside it
    let mut home: Vec<Option<usize>> = vec![None; document.words.len()];
    for (index, phrase) in phrases.iter().enumerate() {
        for &word in &phrase.words {
            let better = |other: &Phrase| {
                (phrase.count, phrase.words.len()).cmp(&(other.count, other.words.len())) == std::cmp::Ordering::Greater
            };
            let slot = &mut home[word as usize];
            if slot.is_none_or(|known| {
                phrases[known].words.len() < 2 || (phrase.words.len() > 1 && better(&phrases[known]))
            }) {
                *slot = Some(index);
            }
        }
    }
    let mut order: Vec<usize> = (0..document.words.len()).filter(|&at| home[at].is_some()).collect();
    best_first(&mut order, &|at| weights[at]);
    let mut told = vec![false; document.words.len()];
    let mut out = Vec::new();
    for word in order {
        if out.len() == limit {
            break;
        }
        let Some(phrase) = home[word].map(|home| &phrases[home]) else { continue };
        if told[word] {
            continue;
        }
        for &word in &phrase.words {
            told[word as usize] = true;
        }
        let mut written = String::new();
        push_unwrapped(&mut written, &text[phrase.span]);
        out.push(Keyword { text: written, score: weights[word], span: phrase.span });
    }
    out
}

/// All phrases and single words that may be keywords, in the order of the text.
fn phrases(text: &str, terms: &Terms, document: &Document) -> Vec<Phrase> {
    let mut known: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    let mut phrases: Vec<Phrase> = Vec::new();
    let pairs: FxHashMap<(u32, u32), u32> =
        document.pairs.iter().map(|pair| ((pair.left, pair.right), pair.count)).collect();
    let vocabulary = terms.vocabulary();
    let verb = |piece: &Piece| !piece.capital && is_verb(&text[piece.span]);
    let joined = |left: &Piece, right: &Piece| {
        if verb(left) || verb(right) {
            return false;
        }
        let between = &text[left.span.end()..right.span.start()];
        if !matches!(between, " " | "-" | "\n" | "\u{a0}" | "'" | "’" | ".") || between == "." && !left.capital {
            return false;
        }
        if left.capital && right.capital {
            return true;
        }
        let together = pairs.get(&(left.term, right.term)).copied().unwrap_or(0);
        let least = document.words[left.term as usize].count.min(document.words[right.term as usize].count);
        together >= 2 && together * 2 >= least
    };
    for at in 0..terms.len() {
        let pieces = terms.sentence(at);
        let mut start = 0;
        while start < pieces.len() {
            if vocabulary[pieces[start].term as usize].stop {
                start += 1;
                continue;
            }
            let mut end = start + 1;
            while end < pieces.len()
                && end - start < LONGEST
                && !vocabulary[pieces[end].term as usize].stop
                && joined(&pieces[end - 1], &pieces[end])
            {
                end += 1;
            }
            let run = &pieces[start..end];
            start = end;
            let words: Vec<u32> = run.iter().map(|piece| piece.term).collect();
            let span = Span::new(run[0].span.start(), run[run.len() - 1].span.end());
            let only = &vocabulary[run[0].term as usize];
            let short = only.letters < SHORTEST && !text[span].chars().all(char::is_uppercase);
            let telling = || TELLING.split(' ').any(|word| word.eq_ignore_ascii_case(&text[span]));
            if run.len() == 1
                && (short || text[span].starts_with(|c: char| c.is_ascii_digit()) || telling() || verb(&run[0]))
            {
                continue;
            }
            let index = *known.entry(words.clone()).or_insert_with(|| {
                phrases.push(Phrase { words, span, count: 0 });
                phrases.len() - 1
            });
            phrases[index].count += 1;
        }
    }
    debug_assert!(to_u32(phrases.len()) < u32::MAX);
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_text;

    const STORY: &str = "The engineer Mara Okafor drew the harbour wall of Port Ellis. The harbour wall held for years, \
        and Okafor was proud of it. In 2019 a storm broke the harbour wall, said Okafor.";

    #[test]
    fn phrases_and_names_are_joined_by_every_method() {
        let article = parse_text(STORY);
        for &method in Method::ALL {
            let found = keywords_by(&article, method, 4);
            let texts: Vec<&str> = found.iter().map(|keyword| keyword.text.as_str()).collect();
            assert!(texts.contains(&"harbour wall"), "{} {texts:?}", method.name());
            assert!(texts.contains(&"Mara Okafor"), "{} {texts:?}", method.name());
            assert!(found.iter().all(|k| k.score.is_finite() && article.text()[k.span] == k.text));
            assert!(found.is_sorted_by(|a, b| a.score >= b.score));
        }
    }

    #[test]
    fn verbs_belong_to_no_phrase() {
        let text = "Okafor says the wall holds. The wall is old, Okafor says. Others doubt it, but Okafor says it holds \
            the tide, said Brandt. It stands, said Brandt.";
        let article = parse_text(text);
        for &method in Method::ALL {
            for keyword in keywords_by(&article, method, 20) {
                let words = keyword.text.split_whitespace();
                assert!(words.clone().count() < 2 || !words.clone().any(is_verb), "{} {}", method.name(), keyword.text);
            }
        }
    }

    #[test]
    fn telling_is_no_keyword() {
        let text =
            "Two engineers said on Tuesday that the wall holds, Okafor said. Brandt told the council that it said so.";
        for &method in Method::ALL {
            let found = keywords_by(&parse_text(text), method, 20);
            assert!(
                found.len() > 3 && found.iter().all(|k| TELLING.split(' ').all(|word| word != k.text.to_lowercase()))
            );
        }
    }

    #[test]
    fn nothing_to_find() {
        assert!(keywords(&parse_text(""), 5).is_empty());
        assert!(keywords(&parse_text(STORY), 0).is_empty());
        assert!(keywords(&parse_text("It is. 12 + 3!"), 5).is_empty());
    }
}
