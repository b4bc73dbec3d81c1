//! Which language a text is in.
//!
//! Latin text is first held against the function words of English, since most texts are English and a look at two
//! hundred words is enough; then against those of the other languages in Latin script, which tell more of a short text
//! than its letters do. What they leave open, and every other script, goes to `whatlang` (scripts and character
//! trigrams). A Latin text with too little evidence is taken for English.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Language, StopWords, fold_into};

/// How much of a text is looked at, in bytes.
const WINDOW: usize = 4096;
/// Words of the window that are looked up.
const WORDS: usize = 200;
/// Fewer words than this tell nothing.
const FEWEST: u32 = 6;
/// Texts in ASCII that are shorter than this are not asked for trigrams: they tell nothing, and asking takes longer than
/// all the rest does for a text of that size.
const FEWEST_LETTERS: usize = 12;
/// Share of English function words from which a text is English without a second look. English news has .35 to .5; in
/// other Latin-script languages, which share words such as "a", "in" and "me", it stays under .15.
const ENGLISH_SHARE: f32 = 0.28;
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
    if english_share(window) >= ENGLISH_SHARE {
        return Language::English;
    }
    // a page begins with its menus, which have no function words: its middle is more likely a story
    let middle = text.floor_char_boundary(text.len() / 2);
    if middle >= WINDOW && english_share(&text[middle..text.floor_char_boundary(middle + WINDOW)]) >= ENGLISH_SHARE {
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

/// The first words of the window.
fn words(window: &str) -> impl Iterator<Item = &str> {
    let inner = |c: char| c.is_alphabetic() || c == '\'' || c == '’';
    window.split(move |c: char| !inner(c)).filter(|word| !word.is_empty()).take(WORDS)
}

/// Share of English function words among the words, 0 when there are too few to tell: [`share`] without copies, for it
/// is asked of every text.
fn english_share(window: &str) -> f32 {
    static PACKED: LazyLock<FxHashSet<u128>> = LazyLock::new(|| {
        StopWords::embedded(Language::English).map(|stop| stop.iter().filter_map(packed).collect()).unwrap_or_default()
    });
    let (mut all, mut found) = (0_u32, 0_u32);
    let mut lower = String::new();
    for word in words(window) {
        let key = if word.is_ascii() {
            packed(word)
        } else {
            lower.clear();
            fold_into(&mut lower, word);
            packed(&lower)
        };
        all += 1;
        found += u32::from(key.is_some_and(|key| PACKED.contains(&key)));
    }
    if all < FEWEST { 0.0 } else { found as f32 / all as f32 }
}

/// A word of at most sixteen bytes as a number, ASCII capitals as small letters.
fn packed(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    Some(u128::from_le_bytes(bytes))
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
