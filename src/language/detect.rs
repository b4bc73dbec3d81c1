//! Which language a text is in.
//!
//! Scripts that belong to one language decide at once. Latin text is first held against the commonest function words
//! of English, since most texts are English and a look at two hundred words is enough; what remains goes to `whatlang`
//! (character trigrams). A text with too little evidence is taken for English in Latin script.

use super::{Language, StopWords};

/// How much of a text is looked at, in bytes.
const WINDOW: usize = 4096;
/// Share of English function words from which a Latin text is English without a second look. In news of other
/// Latin-script languages the share stays under .15 (words such as "a", "in", "me", "die" are shared).
const ENGLISH_SHARE: f32 = 0.28;

/// The language of `text`.
pub(crate) fn detect(text: &str) -> Language {
    let window = &text[..text.floor_char_boundary(WINDOW)];
    if english_share(window) >= ENGLISH_SHARE {
        return Language::English;
    }
    match whatlang::detect(window) {
        Some(info) if info.is_reliable() || window.len() > 400 || info.script() != whatlang::Script::Latin => {
            from_whatlang(info.lang())
        }
        Some(_) => Language::English,
        None => Language::Unknown,
    }
}

/// Share of the window's words that are English stop words, 0 when most of it is not ASCII.
fn english_share(window: &str) -> f32 {
    let Some(stop) = StopWords::embedded(Language::English) else { return 0.0 };
    let (mut words, mut hits) = (0_u32, 0_u32);
    let mut buffer = String::new();
    for word in
        window.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|w| !w.is_empty()).take(200)
    {
        words += 1;
        if word.len() <= 12 && word.is_ascii() {
            buffer.clear();
            buffer.push_str(word);
            buffer.make_ascii_lowercase();
            hits += u32::from(stop.contains(&buffer));
        }
    }
    if words < 8 { 0.0 } else { hits as f32 / words as f32 }
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
            (Language::Unknown, "12345 !!"),
        ];
        for (language, text) in cases {
            assert_eq!(detect(text), language, "{text}");
        }
    }
}
