//! Lines that are never of the story: whole lines and beginnings that only a page has.
//!
//! The learned model judges a line by its surroundings, and in the middle of a good story a lone "Advertisement" or
//! "Read more: …" looks, by its surroundings, like part of it. What such a line says is certain, though, and certainty
//! comes from a list (`language/common/page-lines.txt`), not from weights. Only short lines are looked at, so that no
//! sentence of a story is ever lost to the list.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::dates;
use crate::language::composed;
use crate::{BoilerplateRule, Span};

/// Longest line that a beginning decides over, in words.
const MOST_WORDS: usize = 25;
/// Longest such line, in bytes.
const MOST_BYTES: usize = 240;

struct Lines {
    whole: FxHashMap<&'static str, BoilerplateRule>,
    /// By the letters and digits they begin with.
    begins: FxHashMap<&'static str, Vec<(&'static str, BoilerplateRule)>>,
    /// Anywhere in a short line, with the rule of each.
    inside: AhoCorasick,
    inside_rules: Vec<BoilerplateRule>,
}

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let (mut whole, mut begins, mut inside, mut inside_rules) =
        (FxHashMap::default(), FxHashMap::default(), Vec::new(), Vec::new());
    let mut rule = None;
    for line in include_str!("../../language/common/page-lines.txt").lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            rule = BoilerplateRule::ALL.iter().copied().find(|rule| rule.name() == name);
        } else if let (Some(words), Some(rule)) = (line.strip_prefix("= "), rule) {
            whole.insert(words, rule);
        } else if let (Some(words), Some(rule)) = (line.strip_prefix("^ "), rule) {
            begins.entry(first_run(words)).or_insert_with(Vec::new).push((words, rule));
        } else if let (Some(words), Some(rule)) = (line.strip_prefix("~ "), rule) {
            inside.push(words);
            inside_rules.push(rule);
        }
    }
    let dense = Some(AhoCorasickKind::DFA);
    let inside = AhoCorasick::builder().kind(dense).build(inside).expect("a short list of phrases");
    Lines { whole, begins, inside, inside_rules }
});

/// The rule of a line that is certainly not of the story.
pub(crate) fn rule(text: &str, span: Span) -> Option<BoilerplateRule> {
    let line = super::features::without_bullet(&text[span]).0.trim();
    if line.is_empty() || line.len() > MOST_BYTES {
        return None;
    }
    // a picture in Markdown
    if line.starts_with("![") && line.ends_with(')') && line.contains("](") {
        return Some(BoilerplateRule::Caption);
    }
    let folded = folded(line);
    let bare = folded
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')')
        .trim_start_matches(['-', '–', '—', '|', '#', '*', '[', '→', '»', ' ']);
    if bare.is_empty() {
        return None;
    }
    if let Some(&rule) = LINES.whole.get(bare) {
        return Some(rule);
    }
    let words = memchr::memchr_iter(b' ', bare.as_bytes()).count() + 1;
    if words > MOST_WORDS {
        return None;
    }
    if let Some(rule) = begins(bare, &folded) {
        return certain_beginning(rule, line, words).then_some(rule);
    }
    if let Some(found) = LINES.inside.find(bare) {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let parted = !word(bare[..found.start()].chars().next_back()) && !word(bare[found.end()..].chars().next());
        return parted.then(|| LINES.inside_rules[found.pattern().as_usize()]);
    }
    appeal(bare, words)
        .or_else(|| comments(bare, words))
        .or_else(|| reading_time(bare))
        .or_else(|| stamp(bare, line, words))
        .or_else(|| credit(line, &folded))
}

/// "Sign up for Marrow, our weekly email", "Follow The Ellis Post on Facebook": what readers are asked to do, in a short line.
fn appeal(bare: &str, words: usize) -> Option<BoilerplateRule> {
    const LETTERS: [&str; 12] = [
        "newsletter",
        "newsletters",
        "email",
        "emails",
        "e-mail",
        "inbox",
        "alerts",
        "updates",
        "digest",
        "podcast",
        "briefing",
        "bulletin",
    ];
    const PLACES: [&str; 14] = [
        "facebook",
        "twitter",
        "x",
        "instagram",
        "youtube",
        "tiktok",
        "linkedin",
        "telegram",
        "whatsapp",
        "threads",
        "bluesky",
        "mastodon",
        "social",
        "google",
    ];
    let begun = bare.bytes().next().is_some_and(|first| matches!(first, b's' | b'g' | b'r' | b'f' | b'l' | b'j'));
    if !begun || !(4..=14).contains(&words) {
        return None;
    }
    let parts = || bare.split([' ', ',', ':', '.', '!', '/']).filter(|part| !part.is_empty());
    let asks =
        |begins: &[&str]| begins.iter().any(|begin| bare.strip_prefix(begin).is_some_and(|rest| rest.starts_with(' ')));
    if asks(&["sign up for", "sign up to", "subscribe to", "get", "receive"]) {
        let letter = parts().any(|part| LETTERS.contains(&part));
        let mine = parts().any(|part| matches!(part, "our" | "your" | "free" | "daily" | "weekly"));
        return (letter && mine).then_some(BoilerplateRule::Newsletter);
    }
    if asks(&["follow", "like", "join", "find"]) {
        let mut tail = parts().skip_while(|part| *part != "on").skip(1);
        return tail.next().is_some_and(|place| PLACES.contains(&place)).then_some(BoilerplateRule::Share);
    }
    None
}

/// A line that is a day with a time of day and nothing else, the position of a player, or the time and writer of an
/// entry in a live report: "13:22 CET, 3 Feb 2024", "0:00 / 21:40 1x", "3:41 p.m. · Mara Okafor".
fn stamp(bare: &str, line: &str, words: usize) -> Option<BoilerplateRule> {
    if words > 10 || memchr::memchr2(b':', b'.', bare.as_bytes()).is_none() || !bare.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    if let Some((position, length)) = bare.split_once(" / ").or_else(|| bare.split_once(" | ")) {
        let length = length.split(' ').next().unwrap_or_default();
        return (is_clock(position) && is_clock(length)).then_some(BoilerplateRule::Counter);
    }
    if !has_clock(bare) {
        return None;
    }
    let parted = [" · ", " | ", " — ", " - "].iter().find_map(|mark| line.split_once(mark));
    if let Some((time, name)) =
        parted.filter(|(time, _)| time.split(' ').next().is_some_and(is_clock) && time.split(' ').count() <= 3)
    {
        let named = name.split(' ').all(|part| part.starts_with(char::is_uppercase) && !part.ends_with([':', '.']));
        let short = (2..=3).contains(&name.split(' ').count());
        return (named && short && time.len() <= 14).then_some(BoilerplateRule::Published);
    }
    const ZONES: [&str; 30] = [
        "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "et", "est", "edt", "ct", "cst", "cdt", "pt", "pst", "pdt", "gmt",
        "bst", "utc", "cet", "cest", "ist", "jst", "aest", "uhr", "h", "at", "um", "à", "alle", "ore",
    ];
    const DAYS: [&str; 14] = [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let plain = bare.split([' ', ',']).filter(|part| !part.is_empty()).all(|part| {
        part.starts_with(|c: char| c.is_ascii_digit())
            || ZONES.contains(&part)
            || DAYS.contains(&part)
            || dates::is_month(part.trim_end_matches('.'))
    });
    (plain && dates::first_day(line).is_some()).then_some(BoilerplateRule::Published)
}

/// "14:32", "9.05".
fn is_clock(part: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    part.split_once([':', '.']).is_some_and(|(h, m)| digits(h) && h.len() <= 2 && m.len() == 2 && digits(m))
}

/// Whether a time of day is among the words.
fn has_clock(line: &str) -> bool {
    line.split(' ').any(|part| is_clock(part.trim_matches(',')))
}

/// The letters and digits that a text begins with.
fn first_run(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

/// The rule of the longest beginning in the list.
fn begins(bare: &str, folded: &str) -> Option<BoilerplateRule> {
    let begins = LINES.begins.get(first_run(bare))?;
    begins
        .iter()
        .filter(|(words, _)| {
            let rest = bare.strip_prefix(words).or_else(|| folded.strip_prefix(words));
            rest.is_some_and(|rest| {
                words.ends_with(|c: char| !c.is_alphabetic()) || !rest.starts_with(char::is_alphanumeric)
            })
        })
        .max_by_key(|(words, _)| words.len())
        .map(|(_, rule)| *rule)
}

/// "Published in" begins sentences too: with a date, or short and without a stop, it is a page's.
fn certain_beginning(rule: BoilerplateRule, line: &str, words: usize) -> bool {
    match rule {
        BoilerplateRule::Published => {
            let short = words <= 14 || words <= 20 && !line.ends_with(['.', '!', '?', '”', '"']);
            // "Last updated 14:32"
            let today = words <= 6 && !line.ends_with('.') && has_clock(line);
            short && (today || dates::first_day(line).is_some())
        }
        BoilerplateRule::Related => words <= 3 || line.contains(':') || !line.ends_with(['.', '!', '”', '"']),
        _ => true,
    }
}

/// "31 comments", "Komentarze (12)", "Comments 87": how many have been written.
fn comments(bare: &str, words: usize) -> Option<BoilerplateRule> {
    const NAMES: [&str; 14] = [
        "comment",
        "comments",
        "kommentar",
        "kommentare",
        "commentaire",
        "commentaires",
        "comentario",
        "comentarios",
        "comentário",
        "comentários",
        "commento",
        "commenti",
        "reacties",
        "komentarze",
    ];
    let (first, second) = bare.split_once(' ').filter(|_| words == 2)?;
    let number = |part: &str| {
        let digits = part.trim_matches(['(', ')']);
        (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
    };
    let counted = NAMES.contains(&first) && number(second) || number(first) && NAMES.contains(&second);
    counted.then_some(BoilerplateRule::Comment)
}

/// "5 min read", "2 minuti di lettura".
fn reading_time(bare: &str) -> Option<BoilerplateRule> {
    if !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut words = bare.split(' ');
    let number = words.next()?.trim_end_matches("-minute").trim_end_matches("-min");
    let counts = number.bytes().all(|b| b.is_ascii_digit()) && (1..=3).contains(&number.len());
    let rest: Vec<&str> = words.collect();
    let unit = rest.first().is_some_and(|unit| unit.starts_with("min"))
        || bare.strip_prefix(number).is_some_and(|rest| rest.starts_with("-min"));
    let reads = rest.last().is_some_and(|last| {
        ["read", "lettura", "lectura", "lecture", "leitura", "lesezeit", "leestijd", "reading"].contains(last)
    });
    (counts && unit && reads && rest.len() <= 4).then_some(BoilerplateRule::Counter)
}

/// "Photo: Mara Okafor", "… at the harbour. — Reuters": a credit alone or at the end of a caption.
fn credit(line: &str, folded: &str) -> Option<BoilerplateRule> {
    const KINDS: [&str; 17] = [
        "photo",
        "photos",
        "image",
        "images",
        "picture",
        "pictures",
        "photograph",
        "illustration",
        "graphic",
        "video",
        "foto",
        "fotos",
        "bild",
        "imagen",
        "imagem",
        "crédit photo",
        "photo credit",
    ];
    let kind = memchr::memchr2(b':', b'/', folded.as_bytes());
    let kind = kind.map(|at| (folded[..at].trim(), folded[at + 1..].trim()));
    if kind.is_some_and(|(kind, rest)| KINDS.contains(&kind) && (1..=12).contains(&rest.split(' ').count())) {
        return Some(BoilerplateRule::Credit);
    }
    if folded.starts_with("credit...") || folded.starts_with("credit…") {
        return Some(BoilerplateRule::Credit);
    }
    let by = [
        "photo by ",
        "photos by ",
        "photograph by ",
        "photographs by ",
        "illustration by ",
        "image by ",
        "images by ",
        "picture by ",
    ];
    if folded.starts_with(['p', 'i'])
        && by.iter().any(|by| folded.starts_with(by))
        && folded.split(' ').count() <= 8
        && !line.ends_with('.')
    {
        return Some(BoilerplateRule::Credit);
    }
    if let Some((kind, rest)) = kind
        && ["quelle", "bildquelle", "source", "fuente", "fonte", "bron"].contains(&kind)
        && names_agency(rest)
    {
        return Some(BoilerplateRule::Credit);
    }
    if let Some(rule) = credit_tail(line, folded) {
        return Some(rule);
    }
    if capitals_tail(line) {
        return Some(BoilerplateRule::Caption);
    }
    // an agency's name is short: it stands in the last bytes of the line
    let end = last_bytes(line);
    if end.is_ascii() && !end.contains('-') {
        return None;
    }
    let tail =
        [" — ", " – ", " -- "].iter().filter_map(|dash| end.rsplit_once(dash)).min_by_key(|(_, tail)| tail.len());
    let tail = tail.map(|(_, tail)| (&line[..line.len() - tail.len()], tail));
    let (head, tail) = tail?;
    let tail = tail.trim();
    let archive = ["File photo", "File Photo", "file photo", "Handout", "handout", "Courtesy photo", "Contributed"];
    let agency = ["Reuters", "AFP", "AP", "dpa", "EPA", "PTI", "Getty Images", "Xinhua", "Bloomberg"].contains(&tail)
        || archive.contains(&tail)
        || KINDS
            .iter()
            .any(|kind| tail.to_lowercase().strip_prefix(kind).is_some_and(|rest| rest.starts_with([':', '/'])));
    (agency && head.split(' ').filter(|word| !word.is_empty()).count() > 3).then_some(BoilerplateRule::Caption)
}

/// Whether few words name where a picture is from: "dpa/Jonas Wirth", "Getty Images". Folded.
fn names_agency(words: &str) -> bool {
    const AGENCIES: [&str; 18] = [
        "afp", "ansa", "anp", "ap", "apa", "belga", "dpa", "efe", "epa", "getty", "imago", "keystone", "lusa",
        "reuters", "ritzau", "tass", "xinhua", "zuma",
    ];
    let parts = || words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts().count() <= 8 && parts().any(|part| AGENCIES.contains(&part))
}

/// "… on 3 November. MARA OKAFOR / AFP": who took it, in capitals after the last stop.
fn capitals_tail(line: &str) -> bool {
    // "… le 12 avril. PAUL GESSAC POUR « LE JOURNAL »"
    let Some(mark) = line.rfind('/').or_else(|| line.rfind(" POUR ")) else { return false };
    let Some((_, tail)) = last_bytes(line).rsplit_once(". ") else { return false };
    let loud = |c: char| {
        c.is_uppercase() || matches!(c, ' ' | '\u{a0}' | '/' | '-' | '.' | '\'' | '’' | '&' | '+' | '«' | '»')
    };
    line.len() - mark < tail.len() && tail.chars().all(loud) && (2..=10).contains(&tail.split_whitespace().count())
}

/// Longest credit at the end of a caption, in bytes.
const LONGEST_CREDIT: usize = 100;

/// As much of a line's end as a credit can take.
fn last_bytes(line: &str) -> &str {
    &line[line.floor_char_boundary(line.len().saturating_sub(LONGEST_CREDIT))..]
}

/// "… of the pier. (Mara Okafor/Coast Herald)", "… of the pier. Foto: Mara Okafor", "…—Photo by Mara Okafor".
fn credit_tail(line: &str, folded: &str) -> Option<BoilerplateRule> {
    const WORDS: [&str; 12] = [
        "photo",
        "photos",
        "photograph",
        "picture",
        "image",
        "foto",
        "fotos",
        "fot.",
        "bild",
        "crédit",
        "credit",
        "imagen",
    ];
    static FOUND: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let longest = aho_corasick::MatchKind::LeftmostLongest;
        AhoCorasick::builder().match_kind(longest).build(WORDS).expect("a short list of words")
    });
    static BY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" by "));
    static COURTESY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" courtesy "));
    let end = last_bytes(folded);
    let start = folded.len() - end.len();
    if memchr::memchr3(b':', b'/', b')', end.as_bytes()).is_none()
        && !end.contains('©')
        && !end.contains("fot. ")
        && BY.find(end.as_bytes()).is_none()
        && COURTESY.find(end.as_bytes()).is_none()
    {
        return None;
    }
    if names_in_brackets(line) {
        return Some(BoilerplateRule::Caption);
    }
    if let Some((head, name)) = end.rsplit_once('©') {
        // "… at noon. © Mara Okafor": a year would be a notice, which is told elsewhere
        let dated = name.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let named = !dated && (1..=7).contains(&name.split(' ').filter(|part| !part.is_empty()).count());
        let apart = head.trim_end().ends_with(['.', '!', '?', ')', '|', '/', '-', '"', '”']);
        // "A tanker waits off the port on Sunday © Agency"
        let alone = || {
            let name = line.rsplit_once('©').map_or("", |(_, name)| name.trim());
            head.ends_with(' ')
                && head.split(' ').count() > 4
                && name.split(' ').all(|part| part.starts_with(char::is_uppercase))
                && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '-' | '.' | '\'' | '’'))
        };
        return (named && (apart || alone())).then_some(BoilerplateRule::Caption);
    }
    let found = FOUND.find_iter(end).last()?;
    let (head, rest) = (&folded[..start + found.start()], &end[found.end()..]);
    if head.ends_with(char::is_alphanumeric) {
        return None;
    }
    let head = head.trim_end();
    if !head.ends_with(['.', '!', '?', '(', '-', '|', '/', '"', '”']) {
        return None;
    }
    let bracket = head.ends_with('(');
    let short = end[found.range()].ends_with('.');
    let marks: &[&str] = if short { &[" "] } else { &[":", "/", " by ", " courtesy "] };
    let mut rest = marks.iter().find_map(|mark| rest.strip_prefix(mark));
    let after = &end[found.end()..];
    if bracket && rest.is_none() {
        // "(foto Bindi)"
        rest = after.strip_prefix(' ').filter(|rest| rest.ends_with(')') && rest.split(' ').count() <= 3);
    }
    let name = rest?.trim();
    let words = name.split(' ').count();
    (!name.is_empty() && words <= 8 && head.split(' ').count() >= 3).then_some(BoilerplateRule::Caption)
}

/// A bracket at the end with a name and an outlet, a slash between them: "(Mara Okafor/Coast Herald)".
fn names_in_brackets(line: &str) -> bool {
    let Some((head, inside)) = line.trim_end_matches('.').strip_suffix(')').and_then(|line| line.rsplit_once('('))
    else {
        return false;
    };
    let Some((name, outlet)) = inside.split_once('/') else { return false };
    let named = |part: &str| {
        let part = part.trim();
        part.split(' ').count() <= 4
            && part.split(' ').all(|word| word.starts_with(char::is_uppercase))
            && part.chars().filter(|c| c.is_alphabetic()).count() >= 3
    };
    !head.is_empty() && named(name) && named(outlet) && (name.trim().contains(' ') || outlet.trim().contains(' '))
}

/// The line in lower case with straight apostrophes and single spaces.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    // whole lines are looked at, not up to the first such byte: many bytes at once
    let plain = line.bytes().fold(true, |plain, byte| plain & (b' '..0x7f).contains(&byte))
        && memchr::memmem::find(line.as_bytes(), b"  ").is_none();
    if plain && !line.ends_with(' ') {
        out.push_str(line);
        out.make_ascii_lowercase();
        return out;
    }
    let mut space = false;
    for c in composed(line).chars() {
        if c.is_whitespace() {
            space = !out.is_empty();
            continue;
        }
        if space {
            out.push(' ');
            space = false;
        }
        match c {
            '’' | '‘' => out.push('\''),
            '–' | '—' => out.push('-'),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<&'static str> {
        rule(line, Span::new(0, line.len())).map(BoilerplateRule::name)
    }

    #[test]
    fn what_only_a_page_says() {
        let cases = [
            ("Advertisement", "advertisement"),
            ("ADVERTISEMENT — STORY CONTINUES BELOW", "advertisement"),
            ("PUBLICIDAD", "advertisement"),
            ("Read more: Ferry timetable cut for a third summer", "related"),
            ("• Lire aussi : La gare rouvre lundi", "related"),
            ("4 min read", "counter"),
            ("2 minuti di lettura", "counter"),
            ("Published in The Coast Herald, March 4th, 2026", "published"),
            ("![The harbour at dusk](harbour.jpg)", "caption"),
            ("© 2026 The Coast Herald. All rights reserved.", "legal"),
            ("Photo: Tam Reddick", "credit"),
            ("Quelle: dpa/Tam Reddick", "credit"),
            ("Der Hafen am Montag nach dem Sturm. TAM REDDICK / AFP", "caption"),
            ("Waves break over the seawall at Port Ellis last month. — Reuters", "caption"),
            ("Share this story", "share"),
            ("Sign up for our morning newsletter.", "newsletter"),
            ("You have 2 free articles left this month.", "newsletter"),
            ("13:22 CET, 3 Feb 2024", "published"),
            ("3:41 p.m. · Mara Okafor", "published"),
            ("Last updated 14:32", "published"),
            ("0:00 / 21:40 1x", "counter"),
            ("00:00 | 04:12", "counter"),
            ("Odette Varin devant son four, mardi. © Photo Le Journal, Paul Gessac", "caption"),
            ("A worker empties a sack of flour at a mill in Old Halden. — File photo", "caption"),
            ("Publié le 21 septembre 2022 à 18h05, mis à jour le 22 septembre 2022 à 7h30", "published"),
            ("Publie\u{301} le 3 mars 2024", "published"),
            ("Sign up for Marrow, our weekly email", "newsletter"),
            ("Follow The Ellis Post on social media", "share"),
            ("The pier at Port Ellis on Monday. (Mara Okafor/The Coast Herald)", "caption"),
            ("Der Hafen am Montag nach dem Sturm. Foto: Mara Okafor", "caption"),
            ("La stazione a valle della funivia (foto Bindi)", "caption"),
            ("Villagers carry bedding to a school.—Photo by Mara Okafor", "caption"),
            ("Cet article est réservé aux abonnés.", "login"),
            ("Lees ook: Dijk hersteld", "related"),
            ("Tekst gaat verder onder de foto.", "advertisement"),
            ("A tanker waits in the roads off Port Ellis on Sunday © Norland News", "caption"),
            ("Tramwaj na moście w Sobólce. Fot. Adam Wilk / Agencja Morska", "caption"),
            ("Komentarze (12)", "comment"),
            ("Le bac, le 12 avril 2025. PAUL GESSAC POUR « LE JOURNAL DU LAC »", "caption"),
            ("Credit...Mara Okafor for The Coast Herald", "credit"),
            ("31 comments", "comment"),
            ("(Reporting by Mara Okafor in Ellis; editing by Jon Hale)", "author"),
            ("Subscribe to unlock this article", "login"),
            ("You are receiving this email because you signed up.", "newsletter"),
        ];
        for (line, name) in cases {
            assert_eq!(of(line), Some(name), "{line}");
        }
    }

    #[test]
    fn what_a_story_may_say_is_kept() {
        let kept = [
            "The band plays in June. See the original story. ©2015 Billboard.",
            "Published in 1998, the report was never read by the council.",
            "Read more books, the teacher said.",
            "(The reporting by the paper was praised.)",
            "Reporting by the paper led to a trial.",
            "Quelle: der Jahresbericht der Stadt.",
            "The unit is the V. N/A",
            "Advertisement revenue fell by a third last year.",
            "“Watch: they will come back,” she said, and closed the door behind her before anyone could answer her.",
            "Ad agencies in the capital are hiring again.",
            "Share prices rose.",
            "Sign up for a class by Friday, the teacher said.",
            "Follow the river on foot.",
            "4 min passed before the second goal.",
            "The picture: bleak.",
            "He turned to the sea — and Reuters.",
            "Updated rules for the harbour take effect in May.",
            "The train left at 3:41 p.m. on 3 February 2024",
            "It was a good picture. Photo by photo, the archive had been put on line.",
            "He won the first set (Hale/Okafor lost the doubles).",
            "The ratio (and/or the sum) was wrong.",
            "10:30 — Mara: Where were you?",
            "3 March 1944",
            "",
        ];
        for line in kept {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
