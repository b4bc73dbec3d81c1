//! The English Snowball stemmer ("Porter 2"; Porter 2001, *Snowball: A language for stemming algorithms*), written for
//! words as they are here: folded, of ASCII letters and digits, without apostrophes.
//!
//! Why a second one beside `rust_stemmers`? That one is made by machine for every alphabet and takes some thousand
//! instructions a word. Stems are equal; a test compares the two.

/// Longest word, in bytes.
const LONGEST: usize = 40;
/// Bytes before the letters, so that the last eight can always be looked at together.
const BEFORE: usize = 8;

/// Stems a word. `None` for words that it is not made for.
pub(super) fn stem(word: &str) -> Option<Stemmed> {
    let bytes = word.as_bytes();
    if bytes.len() > LONGEST || !bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return None;
    }
    let mut letters = [0; BEFORE + LONGEST];
    letters[BEFORE..BEFORE + bytes.len()].copy_from_slice(bytes);
    let mut word = Stemmed { letters, length: bytes.len(), first: bytes.len(), second: bytes.len() };
    word.run();
    Some(word)
}

/// A word on its way to its stem.
pub(super) struct Stemmed {
    /// Behind [`BEFORE`] bytes.
    letters: [u8; BEFORE + LONGEST],
    length: usize,
    /// Where the regions R1 and R2 begin.
    first: usize,
    second: usize,
}

/// An end of words: its letters as a number, the last one highest, so that a comparison takes no loop.
#[derive(Clone, Copy)]
struct End {
    letters: u64,
    mask: u64,
    length: usize,
}

impl End {
    const fn new(end: &str) -> Self {
        let bytes = end.as_bytes();
        assert!(bytes.len() <= BEFORE);
        let (mut letters, mut mask, mut at) = (0, 0, 0);
        while at < bytes.len() {
            letters = letters >> 8 | (bytes[at] as u64) << 56;
            mask = mask >> 8 | 0xff << 56;
            at += 1;
        }
        Self { letters, mask, length: bytes.len() }
    }

    const fn list<const N: usize>(ends: [&str; N]) -> [Self; N] {
        let mut list = [Self::new(""); N];
        let mut at = 0;
        while at < N {
            list[at] = Self::new(ends[at]);
            at += 1;
        }
        list
    }

    /// Ends with what takes their place.
    const fn pairs<const N: usize>(ends: [(&'static str, &'static str); N]) -> [(Self, &'static str); N] {
        let mut list = [(Self::new(""), ""); N];
        let mut at = 0;
        while at < N {
            list[at] = (Self::new(ends[at].0), ends[at].1);
            at += 1;
        }
        list
    }
}

/// Words with stems of their own.
const ODD: [(&str, &str); 18] = [
    ("skis", "ski"),
    ("skies", "sky"),
    ("dying", "die"),
    ("lying", "lie"),
    ("tying", "tie"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];
static ODD_ENDS: [(End, &str); ODD.len()] = End::pairs(ODD);
/// Words that are done once a plural's end is off.
const DONE: [&str; 8] = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];
/// Beginnings after which R1 begins.
const BEGINNINGS: [&str; 3] = ["gener", "commun", "arsen"];

/// Ends of step 2, longer ones before those that they end in, and what takes their place.
static SECOND: [(End, &str); 22] = End::pairs([
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
]);
/// Ends of step 3.
static THIRD: [(End, &str); 8] = End::pairs([
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
]);
/// Ends of step 4, all of which go; longer ones before those that they end in.
static FOURTH: [End; 17] = End::list([
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "al",
    "er", "ic",
]);

/// Vowels; a `y` that stands for a consonant is written `Y` while a word is on its way.
const fn vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

impl Stemmed {
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    fn bytes(&self) -> &[u8] {
        &self.letters[BEFORE..BEFORE + self.length]
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.letters[BEFORE..BEFORE + self.length]
    }

    /// The last eight letters as a number, the last one highest.
    #[inline]
    fn tail(&self) -> u64 {
        self.letters[self.length..].first_chunk().map_or(0, |tail| u64::from_le_bytes(*tail))
    }

    fn run(&mut self) {
        if self.length < 3 {
            return;
        }
        if self.length <= 6
            // before a short word there is nothing: its tail is the word
            && let Some((_, stem)) = ODD_ENDS.iter().find(|(odd, _)| odd.letters == self.tail())
        {
            self.length = 0;
            self.replace(0, stem);
            return;
        }
        let y = self.bytes().contains(&b'y');
        if y {
            let mut before = b'a';
            for letter in self.bytes_mut() {
                if *letter == b'y' && vowel(before) {
                    *letter = b'Y';
                }
                before = *letter;
            }
        }
        let beginning = BEGINNINGS.iter().find(|beginning| self.bytes().starts_with(beginning.as_bytes()));
        self.first = beginning.map_or_else(|| self.region(0), |beginning| beginning.len());
        self.second = self.region(self.first);
        self.plural();
        if self.length < 6 || self.length > 7 || !DONE.iter().any(|done| done.as_bytes() == self.bytes()) {
            self.past();
            self.final_y();
            self.derived();
            self.derived_again();
            self.ends();
            self.last();
        }
        if y {
            for letter in self.bytes_mut() {
                letter.make_ascii_lowercase();
            }
        }
    }

    /// Behind the first consonant that follows a vowel.
    fn region(&self, from: usize) -> usize {
        let letters = self.bytes();
        let mut at = from;
        while at < letters.len() && !vowel(letters[at]) {
            at += 1;
        }
        while at < letters.len() && vowel(letters[at]) {
            at += 1;
        }
        (at + 1).min(letters.len())
    }

    #[inline]
    fn ends_in(&self, end: &str) -> bool {
        self.bytes().ends_with(end.as_bytes())
    }

    /// The first of the ends that the word has.
    #[inline]
    fn first_end(&self, ends: &[(End, &'static str)]) -> Option<(usize, &'static str)> {
        let tail = self.tail();
        ends.iter().find(|(end, _)| tail & end.mask == end.letters).map(|(end, by)| (end.length, *by))
    }

    /// Whether the word ends in one of the letters that ends of a step end in.
    fn last_is_in(&self, letters: &[u8]) -> bool {
        self.bytes().last().is_some_and(|last| letters.contains(last))
    }

    /// Puts letters in the place of the last `count`.
    fn replace(&mut self, count: usize, by: &str) {
        let start = self.length - count;
        if start + by.len() <= LONGEST {
            self.length = start + by.len();
            self.bytes_mut()[start..].copy_from_slice(by.as_bytes());
        }
    }

    /// Whether a vowel stands among the first letters.
    fn has_vowel(&self, until: usize) -> bool {
        self.bytes()[..until].iter().any(|&letter| vowel(letter))
    }

    /// Whether the first `until` letters end in a short syllable.
    fn short(&self, until: usize) -> bool {
        match self.bytes()[..until] {
            [.., a, b, c] if !vowel(a) && vowel(b) && !vowel(c) && !matches!(c, b'w' | b'x' | b'Y') => true,
            [a, b] => vowel(a) && !vowel(b),
            _ => false,
        }
    }

    fn plural(&mut self) {
        let n = self.length;
        if self.ends_in("sses") {
            self.length -= 2;
        } else if self.ends_in("ied") || self.ends_in("ies") {
            self.length -= if n > 4 { 2 } else { 1 };
        } else if self.ends_in("s") && !self.ends_in("ss") && !self.ends_in("us") && self.has_vowel(n.saturating_sub(2))
        {
            self.length -= 1;
        }
    }

    fn past(&mut self) {
        for end in ["eedly", "eed"] {
            if self.ends_in(end) {
                if self.length - end.len() >= self.first {
                    self.replace(end.len(), "ee");
                }
                return;
            }
        }
        let Some(end) = ["ingly", "edly", "ing", "ed"].into_iter().find(|end| self.ends_in(end)) else { return };
        let rest = self.length - end.len();
        if !self.has_vowel(rest) {
            return;
        }
        self.length = rest;
        match *self.bytes() {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.replace(0, "e"),
            [.., a, b] if a == b && matches!(a, b'b' | b'd' | b'f' | b'g' | b'm' | b'n' | b'p' | b'r' | b't') => {
                self.length -= 1;
            }
            _ if self.length == self.first && self.short(self.length) => self.replace(0, "e"),
            _ => (),
        }
    }

    fn final_y(&mut self) {
        if let [_, .., before, b'y' | b'Y'] = *self.bytes()
            && !vowel(before)
        {
            self.replace(1, "i");
        }
    }

    fn derived(&mut self) {
        if !self.last_is_in(b"ilmnrs") {
            return;
        }
        if let Some((end, by)) = self.first_end(&SECOND) {
            if self.length - end >= self.first {
                self.replace(end, by);
            }
        } else if self.ends_in("ogi") {
            if self.length - 3 >= self.first && self.ends_in("logi") {
                self.length -= 1;
            }
        } else if let [.., before, b'l', b'i'] = *self.bytes() {
            let valid = matches!(before, b'c' | b'd' | b'e' | b'g' | b'h' | b'k' | b'm' | b'n' | b'r' | b't');
            if self.length - 2 >= self.first && valid {
                self.length -= 2;
            }
        }
    }

    fn derived_again(&mut self) {
        if !self.last_is_in(b"eils") {
            return;
        }
        if let Some((end, by)) = self.first_end(&THIRD) {
            if self.length - end >= self.first {
                self.replace(end, by);
            }
        } else if self.ends_in("ative") && self.length - 5 >= self.first && self.length - 5 >= self.second {
            self.length -= 5;
        }
    }

    fn ends(&mut self) {
        if !self.last_is_in(b"ceilmnrst") {
            return;
        }
        let tail = self.tail();
        if let Some(end) = FOURTH.iter().find(|end| tail & end.mask == end.letters) {
            if self.length - end.length >= self.second {
                self.length -= end.length;
            }
        } else if let [.., b's' | b't', b'i', b'o', b'n'] = *self.bytes()
            && self.length - 3 >= self.second
        {
            self.length -= 3;
        }
    }

    fn last(&mut self) {
        let Some(rest) = self.length.checked_sub(1) else { return };
        if self.ends_in("e") && (rest >= self.second || rest >= self.first && !self.short(rest))
            || self.ends_in("ll") && rest >= self.second
        {
            self.length = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_those_of_snowball() {
        let snowball = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
        let lists = [
            include_str!("../../stopwords/en.txt"),
            include_str!("en/first_names.txt"),
            include_str!("en/roles.txt"),
            include_str!("en/boilerplate.txt"),
            include_str!("../../benches/news.txt"),
        ];
        let ends = ["", "s", "ed", "ing", "ingly", "edly", "ly", "ness", "ational", "ization", "fulness", "y", "ism"];
        let mut compared = 0;
        for list in lists {
            for word in list.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
                for end in ends {
                    let word = word.to_ascii_lowercase() + end;
                    if let Some(stemmed) = stem(&word) {
                        assert_eq!(stemmed.as_str(), snowball.stem(&word), "{word}");
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 100_000, "{compared}");
        for word in ODD.iter().map(|(odd, _)| *odd).chain(DONE) {
            assert_eq!(stem(word).map(|s| s.as_str().to_owned()).as_deref(), Some(&*snowball.stem(word)), "{word}");
        }
    }
}
