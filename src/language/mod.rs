//! Languages, and what is known about each: stop words, stems, folding, detection.

mod detect;
mod fold;
mod packed;
mod porter2;
mod stem;
mod stopwords;

pub(crate) use detect::detect;
pub(crate) use fold::{composed, fold_into};
pub(crate) use packed::{PACKED, packed, packed_lower, packed_words};
pub(crate) use stem::Stem;
pub use stopwords::StopWords;

use crate::{Error, Result};

macro_rules! languages {
    ($($variant:ident $code:literal $name:literal,)*) => {
        /// A language that is told apart. Words are split in all of them; the first eight have sentence data of their
        /// own, and every one with a Snowball algorithm has stems and stop words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        #[non_exhaustive]
        pub enum Language {
            $(#[doc = $name] $variant,)*
            /// Not known: only rules that hold for every language are applied.
            #[default]
            Unknown,
        }

        impl Language {
            /// Every known language.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The ISO 639-1 code; `und` when unknown.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* Self::Unknown => "und" }
            }

            /// The English name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Unknown => "unknown" }
            }

            /// The language of a code, with or without a region (`en`, `en-GB`, `pt_BR`).
            pub fn from_code(code: &str) -> Option<Self> {
                let code = code.split(['-', '_']).next().unwrap_or_default();
                match code.to_ascii_lowercase().as_str() {
                    $($code => Some(Self::$variant),)*
                    "nb" | "nn" => Some(Self::Norwegian),
                    "iw" => Some(Self::Hebrew),
                    "und" | "" => Some(Self::Unknown),
                    _ => None,
                }
            }
        }
    };
}

languages! {
    English "en" "English",
    German "de" "German",
    French "fr" "French",
    Spanish "es" "Spanish",
    Portuguese "pt" "Portuguese",
    Italian "it" "Italian",
    Dutch "nl" "Dutch",
    Russian "ru" "Russian",
    Danish "da" "Danish",
    Swedish "sv" "Swedish",
    Norwegian "no" "Norwegian",
    Finnish "fi" "Finnish",
    Hungarian "hu" "Hungarian",
    Romanian "ro" "Romanian",
    Turkish "tr" "Turkish",
    Arabic "ar" "Arabic",
    Greek "el" "Greek",
    Tamil "ta" "Tamil",
    Polish "pl" "Polish",
    Czech "cs" "Czech",
    Slovak "sk" "Slovak",
    Bulgarian "bg" "Bulgarian",
    Ukrainian "uk" "Ukrainian",
    Kazakh "kk" "Kazakh",
    Armenian "hy" "Armenian",
    Hindi "hi" "Hindi",
    Marathi "mr" "Marathi",
    Bengali "bn" "Bengali",
    Punjabi "pa" "Punjabi",
    Urdu "ur" "Urdu",
    Persian "fa" "Persian",
    Hebrew "he" "Hebrew",
    Burmese "my" "Burmese",
    Amharic "am" "Amharic",
    Chinese "zh" "Chinese",
    Japanese "ja" "Japanese",
    Korean "ko" "Korean",
}

impl std::str::FromStr for Language {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self> {
        Self::from_code(code).ok_or_else(|| Error::Language { code: code.to_owned() })
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for &language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        assert_eq!(Language::from_code("en-GB"), Some(Language::English));
        assert!("xx".parse::<Language>().is_err());
    }
}
