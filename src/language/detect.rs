//! Which language a text is in.
//!
//! Latin text is first held against the function words of English, since most texts are English and a look at two
//! hundred words is enough; then against those of the other languages in Latin script, which tell more of a short text
//! than its letters do. What they leave open, and every other script, goes to `whatlang` (scripts and character
//! trigrams). A Latin text with too little evidence is taken for English.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Language, PACKED, StopWords, fold_into, packed, packed_lower};
use crate::Span;

/// How much of a text is looked at, in bytes.
const WINDOW: usize = 4096;
/// Words of the window that are looked up.
const WORDS: u32 = 200;
/// Fewer words than this tell nothing.
const FEWEST: u32 = 6;
/// Texts in ASCII that are shorter than this are not asked for trigrams: they tell nothing, and asking takes longer than
/// all the rest does for a text of that size.
const FEWEST_LETTERS: usize = 12;
/// Share of English function words from which a text is English without a second look. English news has .35 to .5; in
/// other Latin-script languages, which share words such as "a", "in" and "me", it stays under .15.
const ENGLISH_SHARE: f32 = 0.28;
/// More function words than this are that share of [`WORDS`], whatever the others are.
const ENOUGH: u32 = 56;
/// Least share of function words that decides for a language, and least lead over the next one.
const SHARE: f32 = 0.15;
const LEAD: f32 = 0.04;

/// The languages in Latin script that have a list of function words.
const LATIN: [Language; 14] = [
    Language::English,
    Language::German,
    Language::French,
    Language::Spanish,
    Language::Portuguese,
    Language::Italian,
    Language::Dutch,
    Language::Danish,
    Language::Swedish,
    Language::Norwegian,
    Language::Finnish,
    Language::Hungarian,
    Language::Romanian,
    Language::Turkish,
];

/// The language of `text`.
pub(crate) fn detect(text: &str) -> Language {
    let window = &text[..text.floor_char_boundary(WINDOW)];
    if is_english(window) {
        return Language::English;
    }
    // a page begins with its menus, which have no function words: its middle is more likely a story
    let middle = text.floor_char_boundary(text.len() / 2);
    if middle >= WINDOW && is_english(&text[middle..text.floor_char_boundary(middle + WINDOW)]) {
        return Language::English;
    }
    if window.len() < FEWEST_LETTERS && window.is_ascii() && window.bytes().any(|b| b.is_ascii_alphabetic()) {
        return Language::English;
    }
    let words: Vec<String> = words(window).map(|word| word.to_lowercase().replace('’', "'")).collect();
    let info = whatlang::detect(window);
    if info.as_ref().is_some_and(|info| info.script() != whatlang::Script::Latin) {
        return info.map_or(Language::Unknown, |info| from_whatlang(info.lang()));
    }
    let mut shares = LATIN.map(|language| (share(&words, language), language));
    shares.sort_by(|a, b| b.0.total_cmp(&a.0));
    match info {
        None => Language::Unknown,
        _ if shares[0].0 >= SHARE && shares[0].0 - shares[1].0 >= LEAD => shares[0].1,
        Some(info) if info.is_reliable() || words.len() > 60 => from_whatlang(info.lang()),
        Some(_) => Language::English,
    }
}

/// Whether it stands in a word.
fn is_inner(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’')
}

/// The first words of the window.
fn words(window: &str) -> impl Iterator<Item = &str> {
    window.split(|c: char| !is_inner(c)).filter(|word| !word.is_empty()).take(WORDS as usize)
}

/// What a byte is for [`is_english`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// A letter or an apostrophe.
    Inner,
    /// Between words.
    Outer,
    /// Of a character beyond ASCII.
    Wide,
}

static BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Wide; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        bytes[byte as usize] = if byte.is_ascii_alphabetic() || byte == b'\'' { Byte::Inner } else { Byte::Outer };
        byte += 1;
    }
    bytes
};

/// Whether so many of the words are function words of English that no other language comes into question: [`share`] in one
/// pass over the bytes and without copies, for it is asked of every text. No share is asked of too few words.
fn is_english(window: &str) -> bool {
    static STOP_WORDS: LazyLock<FxHashSet<u128>> = LazyLock::new(|| {
        let words = StopWords::embedded(Language::English).into_iter().flat_map(StopWords::iter);
        words
            .filter(|word| word.len() <= PACKED)
            .map(|word| packed(word.as_bytes(), Span::new(0, word.len())))
            .collect()
    });
    let known = &*STOP_WORDS;
    let bytes = window.as_bytes();
    let (mut all, mut found) = (0_u32, 0_u32);
    let mut lower = String::new();
    let mut at = 0;
    while at < bytes.len() && all < WORDS {
        let start = at;
        let mut ascii = true;
        // behind the word, and behind the character after it
        let (end, next) = loop {
            match bytes.get(at).map_or(Byte::Outer, |&byte| BYTES[usize::from(byte)]) {
                Byte::Inner => at += 1,
                Byte::Outer => break (at, at + 1),
                Byte::Wide => {
                    let c = window[at..].chars().next().unwrap_or_default();
                    if !is_inner(c) {
                        break (at, at + c.len_utf8());
                    }
                    ascii = false;
                    at += c.len_utf8();
                }
            }
        };
        at = next;
        if end == start {
            continue;
        }
        let (key, length) = if ascii {
            (packed_lower(packed(bytes, Span::new(start, end)), end - start), end - start)
        } else {
            lower.clear();
            fold_into(&mut lower, &window[start..end]);
            (packed(lower.as_bytes(), Span::new(0, lower.len())), lower.len())
        };
        all += 1;
        found += u32::from(length <= PACKED && known.contains(&key));
        if found > ENOUGH {
            return true;
        }
    }
    all >= FEWEST && found as f32 / all as f32 >= ENGLISH_SHARE
}

/// Share of the words that are function words of the language; 0 when there are too few to tell.
fn share(words: &[String], language: Language) -> f32 {
    let Some(stop) = StopWords::embedded(language).filter(|_| words.len() >= FEWEST as usize) else { return 0.0 };
    words.iter().filter(|word| stop.contains(word)).count() as f32 / words.len() as f32
}

fn from_whatlang(lang: whatlang::Lang) -> Language {
    use whatlang::Lang;
    match lang {
        Lang::Eng => Language::English,
        Lang::Deu => Language::German,
        Lang::Fra => Language::French,
        Lang::Spa => Language::Spanish,
        Lang::Por => Language::Portuguese,
        Lang::Ita => Language::Italian,
        Lang::Nld => Language::Dutch,
        Lang::Rus => Language::Russian,
        Lang::Dan => Language::Danish,
        Lang::Swe => Language::Swedish,
        Lang::Nob => Language::Norwegian,
        Lang::Fin => Language::Finnish,
        Lang::Hun => Language::Hungarian,
        Lang::Ron => Language::Romanian,
        Lang::Tur => Language::Turkish,
        Lang::Ara => Language::Arabic,
        Lang::Ell => Language::Greek,
        Lang::Tam => Language::Tamil,
        Lang::Pol => Language::Polish,
        Lang::Ces => Language::Czech,
        Lang::Slk => Language::Slovak,
        Lang::Bul => Language::Bulgarian,
        Lang::Ukr => Language::Ukrainian,
        Lang::Hye => Language::Armenian,
        Lang::Hin => Language::Hindi,
        Lang::Mar => Language::Marathi,
        Lang::Ben => Language::Bengali,
        Lang::Pan => Language::Punjabi,
        Lang::Urd => Language::Urdu,
        Lang::Pes => Language::Persian,
        Lang::Heb => Language::Hebrew,
        Lang::Mya => Language::Burmese,
        Lang::Amh => Language::Amharic,
        Lang::Cmn => Language::Chinese,
        Lang::Jpn => Language::Japanese,
        Lang::Kor => Language::Korean,
        _ => Language::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_common_languages_apart() {
        let cases = [
            (
                Language::English,
                "The council voted on Tuesday to move the coastal railway inland before the sea takes it.",
            ),
            (
                Language::German,
                "Der Rat stimmte am Dienstag dafür, die Küstenbahn ins Landesinnere zu verlegen, bevor das Meer sie holt.",
            ),
            (
                Language::French,
                "Le conseil a voté mardi pour déplacer la voie ferrée côtière vers l’intérieur des terres avant que la mer ne la prenne.",
            ),
            (
                Language::Spanish,
                "El consejo votó el martes a favor de trasladar el ferrocarril costero hacia el interior antes de que el mar se lo lleve.",
            ),
            (Language::Russian, "Совет проголосовал во вторник за перенос прибрежной железной дороги вглубь страны."),
            (Language::English, "Harbour fire: two hurt"),
            (Language::English, "A b."),
            (Language::Chinese, "選挙。"),
            (Language::Unknown, "12345 !!"),
        ];
        for (language, text) in cases {
            assert_eq!(detect(text), language, "{text}");
        }
    }
}
