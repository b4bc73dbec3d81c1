//! Sentences that lean on the one before: "But the council …", "This was …". Alone they tell a reader half.
//!
//! Pronouns of one person are not among them: whom "he" means is told in brackets after the word, where it is known. Lists
//! are short on purpose: words that lean nearly always when they open a sentence.

use crate::language::{PACKED, packed, packed_lower, packed_words};
use crate::{Language, Span};

/// Words that join a sentence to the one before, in English.
static ENGLISH: [u128; 22] = packed_words([
    "but",
    "and",
    "or",
    "nor",
    "yet",
    "so",
    "however",
    "also",
    "therefore",
    "thus",
    "hence",
    "moreover",
    "furthermore",
    "besides",
    "nevertheless",
    "nonetheless",
    "instead",
    "otherwise",
    "likewise",
    "similarly",
    "consequently",
    "accordingly",
]);

/// The same in other languages.
const fn joints(language: Language) -> &'static [&'static str] {
    match language {
        Language::German => &[
            "aber",
            "doch",
            "und",
            "oder",
            "denn",
            "sondern",
            "jedoch",
            "dennoch",
            "trotzdem",
            "deshalb",
            "daher",
            "deswegen",
            "außerdem",
            "zudem",
            "dabei",
            "dazu",
            "damit",
            "dagegen",
            "auch",
            "dadurch",
            "darum",
            "dann",
        ],
        Language::French => {
            &["mais", "et", "ou", "or", "donc", "car", "cependant", "pourtant", "toutefois", "ainsi", "aussi", "puis"]
        }
        Language::Spanish => &["pero", "y", "o", "sino", "además", "también", "asimismo", "entonces", "así"],
        Language::Italian => &["ma", "e", "o", "però", "inoltre", "anche", "quindi", "così", "tuttavia", "invece"],
        Language::Portuguese => &["mas", "e", "ou", "porém", "além", "também", "assim", "contudo", "então"],
        Language::Dutch => &["maar", "en", "of", "want", "echter", "ook", "toch", "daarom", "bovendien", "daarnaast"],
        _ => &[],
    }
}

/// Words that point at what was told before.
static POINTERS: [u128; 4] = packed_words(["this", "that", "these", "those"]);

/// Words for things told before.
static THINGS: [u128; 2] = packed_words(["it", "they"]);

/// Words before which a pointer leans on nothing: "this week", "those who".
static ALONE: [u128; 33] = packed_words([
    "week",
    "month",
    "year",
    "morning",
    "afternoon",
    "evening",
    "night",
    "weekend",
    "season",
    "summer",
    "winter",
    "spring",
    "autumn",
    "fall",
    "time",
    "century",
    "decade",
    "day",
    "days",
    "weeks",
    "months",
    "years",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "who",
    "whose",
    "with",
    "in",
]);

/// Words before which "so" joins nothing.
static SO: [u128; 2] = packed_words(["far", "called"]);

/// Whether a sentence of that language that begins with these two words leans on the sentence before.
pub(super) fn leans(language: Language, first: &str, second: Option<&str>) -> bool {
    let among = |list: &[u128], word: &str| {
        let length = word.len();
        length <= PACKED && list.contains(&packed_lower(packed(word.as_bytes(), Span::new(0, length)), length))
    };
    if language != Language::English {
        return joints(language).iter().any(|known| known.eq_ignore_ascii_case(first));
    }
    // "it's", "that’s"
    let first = first.split(['\'', '’']).next().unwrap_or(first);
    let before = |list: &[u128]| second.is_some_and(|second| among(list, second));
    among(&ENGLISH, first) && !(first.eq_ignore_ascii_case("so") && before(&SO))
        || among(&POINTERS, first) && !before(&ALONE)
        || among(&THINGS, first)
}

/// Whether a sentence reads like the caption of a picture: "Probe: Police outside the house". A word or two, a colon, and
/// no quotation behind it, which would be somebody's words.
pub(super) fn captions(sentence: &str) -> bool {
    /// Bytes in which the colon is looked for: those of two words.
    const HEAD: usize = 28;
    let head = &sentence.as_bytes()[..sentence.len().min(HEAD)];
    let Some(colon) = memchr::memchr(b':', head) else { return false };
    let words = head[..colon].split(|&b| b == b' ').count();
    let worded = head[..colon].iter().all(|&b| b.is_ascii_alphabetic() || b == b' ' || b == b'-');
    let rest = &sentence[colon + 1..];
    worded && words <= 2 && rest.starts_with(' ') && rest[1..].starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_from_words_of_somebody() {
        for caption in ["Probe: Police outside the house", "Life saver: The boat was new"] {
            assert!(captions(caption), "{caption}");
        }
        for other in ["He said: 'No.'", "The train left at 10:15.", "It was very late: nobody came", "Probe:", ""] {
            assert!(!captions(other), "{other}");
        }
    }

    #[test]
    fn joints_and_pointers_lean() {
        let cases = [
            ("But", "the", true),
            ("However", "he", true),
            ("This", "was", true),
            ("This", "week", false),
            ("Those", "who", false),
            ("So", "far", false),
            ("But", "in", true),
            ("And", "this", true),
            ("That’s", "all", true),
            ("It", "was", true),
            ("It's", "late", true),
            ("Italy", "was", false),
            ("He", "said", false),
            ("The", "council", false),
        ];
        for (first, second, leaning) in cases {
            assert_eq!(leans(Language::English, first, Some(second)), leaning, "{first} {second}");
        }
        assert!(leans(Language::German, "Doch", Some("der")) && !leans(Language::German, "But", None));
        assert!(!leans(Language::Unknown, "But", None));
    }
}
