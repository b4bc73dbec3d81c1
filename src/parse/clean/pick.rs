//! Headline, byline and date of a plain text: for each, many lines could be it, and learned weights choose one or none.
//!
//! Why learned? A pasted page has menus, slogans, section names, captions and teasers above its story, each as short and as
//! capitalised as a headline. No one sign tells them apart, but a handful together do: how much of the line the story takes
//! up again, what stands below it, how far it is from the first paragraph. For each of the three the candidates' signs are
//! weighed, and the best one wins when it beats "none". Blank lines are signs too, but pages of one converter have them
//! everywhere and those of another nowhere: they are learned from with all of them, with half and with none. The weights
//! stand in the header of `clean-text.bin` and are fitted with it (`nutgraf train clean-text --pages`).

use super::dates::{self, Day};
use super::features::{End, Facts, log};
use super::labels::Draft;
use super::lexicon::Group;
use super::{fold, names};

macro_rules! signs {
    ($($variant:ident)*) => {
        /// What speaks for or against a line.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(crate) enum Sign { $($variant),* }

        /// Their names in weights files.
        pub(crate) const SIGNS: &[&str] = &[$(stringify!($variant)),*];
    };
}

signs! {
    None
    Words1 Words2 Words3 Words5 Words8 Words12 Words18 Words25 WordsMore
    EndOpen EndAsks EndStop EndColon EndComma EndEllipsis
    Capitals AllCapitals LowerFirst DigitFirst Numbered
    Bullet Date DateOnly ByName Ago Credit Marked
    IsPhrase BeginsPromotion HasPhrase
    Kept Before BeforeBy After AfterBy JustBefore NearBefore
    MainBefore MainAfter FirstLine Down
    Story StoryIfLong StoryWords
    ProseAbove Repeated GapBefore GapAfter
    DateNext DateSoon ByNext BySoon ShareSoon SameNext ProseNext ProseRecent
    Longest Slug Contained ShortBefore ShortAfter
    ByBegins ByBefore WrittenBy OtherBy Names NameWords1 NameWords2 NameWords3 NameWords4 NameWords5
    DateBeside DateBefore TitleBy TitleNext TitleNear TitleAbove TitleUnknown Below
    BioNext RoleNext Role SaysPublished SaysUpdated SaysOther Nth Copyright CommentNear
    Bars Outlet StoryNone
}

/// A candidate's signs with their values.
pub(crate) type Signs = Vec<(Sign, f32)>;

/// Weights of the signs for each of the three.
#[derive(Debug, Clone, Default)]
pub(crate) struct Picks {
    pub(crate) title: Vec<f32>,
    pub(crate) byline: Vec<f32>,
    pub(crate) published: Vec<f32>,
}

/// Names of the three in weights files.
pub(crate) const PICKS: [&str; 3] = ["title", "byline", "published"];

/// The best of the candidates, `None` when none is better than nothing by `margin`.
fn best<T>(candidates: impl Iterator<Item = (T, Signs)>, weights: &[f32], margin: impl Fn(&T) -> f32) -> Option<T> {
    let weight = |sign: Sign| weights.get(sign as usize).copied().unwrap_or(0.0);
    let none = weight(Sign::None);
    let mut best: Option<(f32, T)> = None;
    for (value, signs) in candidates {
        let score: f32 = signs.iter().map(|&(sign, x)| weight(sign) * x).sum();
        if score > none + margin(&value) && best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, value));
        }
    }
    best.map(|(_, value)| value)
}

/// Words with a space on each side, so that they are found as whole words.
fn padded(words: &str) -> String {
    [" ", words, " "].concat()
}

fn step(words: u32) -> Sign {
    match words {
        0 | 1 => Sign::Words1,
        2 => Sign::Words2,
        3 => Sign::Words3,
        4..=5 => Sign::Words5,
        6..=8 => Sign::Words8,
        9..=12 => Sign::Words12,
        13..=18 => Sign::Words18,
        19..=25 => Sign::Words25,
        _ => Sign::WordsMore,
    }
}

/// Longest headline, in bytes.
const MOST_BYTES: usize = 300;
/// Lines from the head of a page that may be its headline.
const HEAD: usize = 40;
/// Lines above the first paragraph that may be.
const ABOVE: usize = 80;
/// Lines below it that may be: the first paragraph may be a notice that stands above the story.
const BELOW: usize = 8;
/// Lines around headline and first paragraph that may name writer and day.
const AROUND: usize = 14;
/// Dropped lines after the story that may.
const AFTER: usize = 6;

/// What stands before the first bar or dash of a line, and whether there is a bar: marks between an outlet's name and its
/// sections.
fn outlet_in(line: &str) -> (&str, bool) {
    const BARS: [&str; 6] = ["| ", "// ", "· ", "› ", "> ", "/ "];
    const DASHES: [&str; 3] = ["— ", "– ", "- "];
    let begins = |at: usize, marks: &[&str]| marks.iter().any(|mark| line[at + 1..].starts_with(mark));
    let mut end = None;
    for at in memchr::memchr_iter(b' ', line.as_bytes()) {
        // a mark and no word
        if line.as_bytes().get(at + 1).is_none_or(u8::is_ascii_alphanumeric) {
            continue;
        }
        let bar = begins(at, &BARS);
        if bar || end.is_none() && begins(at, &DASHES) {
            end.get_or_insert(at);
        }
        if bar {
            return (&line[..end.unwrap_or(at)], true);
        }
    }
    (&line[..end.unwrap_or(line.len())], false)
}

const PROMOTION: u32 = Group::Photo.bit()
    | Group::Newsletter.bit()
    | Group::Login.bit()
    | Group::Share.bit()
    | Group::Legal.bit()
    | Group::Advertisement.bit()
    | Group::More.bit();

impl Draft<'_> {
    fn at(&self, at: usize) -> Option<&Facts> {
        self.page.facts.get(at)
    }

    fn dated(&self, at: usize) -> bool {
        self.at(at).is_some_and(|f| f.words <= 14 && (f.date || f.ago))
    }

    fn by(&self, at: usize) -> bool {
        self.at(at).is_some_and(|f| f.words <= 14 && (f.by_name || f.begins & Group::Byline.bit() != 0))
    }

    /// Whether a blank line stands before the line.
    pub(super) fn gap(&self, at: usize) -> bool {
        at == 0
            || at >= self.spans.len()
            || super::lines::line_ends(&self.text[self.spans[at - 1].end()..self.spans[at].start()]) > 1
    }

    /// Signs of a line by itself.
    fn own_signs(&self, at: usize, out: &mut Signs) {
        let f = self.facts(at);
        let line = self.bare(at);
        let mut flag = |sign: Sign, holds: bool| {
            if holds {
                out.push((sign, 1.0));
            }
        };
        flag(step(f.words), true);
        flag(
            match f.end {
                End::Open => Sign::EndOpen,
                End::Stop if line.ends_with(['?', '!']) => Sign::EndAsks,
                End::Stop => Sign::EndStop,
                End::Colon => Sign::EndColon,
                End::Comma => Sign::EndComma,
                End::Ellipsis => Sign::EndEllipsis,
            },
            true,
        );
        let letters = || line.chars().filter(|c| c.is_alphabetic());
        flag(Sign::AllCapitals, letters().count() > 3 && letters().all(char::is_uppercase));
        flag(Sign::LowerFirst, line.starts_with(char::is_lowercase));
        flag(Sign::DigitFirst, line.starts_with(|c: char| c.is_ascii_digit()));
        let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
        flag(Sign::Numbered, numbered.len() < line.len() && numbered.starts_with(['.', ')']));
        flag(Sign::Bullet, f.bullet);
        flag(Sign::Date, f.date);
        flag(Sign::DateOnly, f.date_only);
        flag(Sign::ByName, f.by_name);
        flag(Sign::Ago, f.ago);
        flag(Sign::Credit, f.credit);
        flag(Sign::Marked, f.marked);
        flag(Sign::IsPhrase, f.exact & !(Group::Function.bit() | Group::Verb.bit()) != 0);
        flag(Sign::BeginsPromotion, f.begins & PROMOTION != 0);
        flag(Sign::HasPhrase, f.hits & PROMOTION != 0);
        flag(Sign::Kept, self.kept[at]);
        flag(Sign::GapBefore, self.gap(at));
        flag(Sign::GapAfter, self.gap(at + 1));
        out.push((Sign::Capitals, f.capitals));
    }

    /// Where a line stands to the first paragraph and the densest part.
    fn place_signs(&self, at: usize, first: usize, out: &mut Signs) {
        if at < first {
            out.push((Sign::Before, 1.0));
            out.push((Sign::BeforeBy, log((first - at) as f32)));
            match first - at {
                1 => out.push((Sign::JustBefore, 1.0)),
                2..=4 => out.push((Sign::NearBefore, 1.0)),
                _ => {}
            }
        } else {
            out.push((Sign::After, 1.0));
            out.push((Sign::AfterBy, log((at - first) as f32)));
        }
        if let Some((start, _)) = self.page.main_block() {
            let sign = if at < start { Sign::MainBefore } else { Sign::MainAfter };
            out.push((sign, log(at.abs_diff(start) as f32)));
        }
        if at == 0 {
            out.push((Sign::FirstLine, 1.0));
        }
        out.push((Sign::Down, log(at as f32)));
    }

    /// Short lines in which an outlet names itself: those with a copyright sign, and what comes last on the page. Their
    /// words in one text, and where each line ends in it.
    fn notices(&self) -> (String, Vec<(usize, usize)>) {
        const LAST: usize = 12;
        const MOST: usize = 30;
        let lines = self.spans.len();
        let (_, end) = self.page.main_block().unwrap_or((0, 0));
        let says = |at: &usize| {
            *at > end && *at + LAST >= lines || self.facts(*at).marked && self.line(*at).contains(['©', '@'])
        };
        let short = |at: &usize| self.spans[*at].len() <= MOST_BYTES && !self.kept[*at];
        let (mut words, mut ends) = (String::new(), Vec::new());
        for at in (0..lines).filter(short).filter(says).take(MOST) {
            words.push_str(&padded(&fold(self.line(at))));
            words.push('\n');
            ends.push((words.len(), at));
        }
        (words, ends)
    }

    /// Lines that may be the headline, with their signs.
    pub(crate) fn title_candidates(&self, first: usize) -> Vec<(usize, Signs)> {
        let lines = self.spans.len();
        let last = (first + BELOW).min(lines);
        let slug = self.url.map(|url| fold(super::last_segment(url))).unwrap_or_default();
        // a window's title, which holds the headline and the outlet
        let head = |at: &usize| self.spans[*at].len() <= MOST_BYTES;
        let heads: Vec<String> = (0..lines.min(3)).filter(head).map(|at| padded(&fold(self.bare(at)))).collect();
        let mut times = rustc_hash::FxHashMap::<u64, u32>::default();
        for f in &self.page.facts {
            *times.entry(f.key).or_default() += 1;
        }
        let (notices, ends) = self.notices();
        let mut prose_above = 0_u32;
        let mut out = Vec::new();
        let from = first.saturating_sub(ABOVE);
        for at in 0..last {
            let f = self.facts(at);
            if f.is_prose() {
                prose_above += 1;
            }
            let length = self.spans[at].len();
            if at >= HEAD && at < from
                || f.is_prose()
                || !(1..=40).contains(&f.words)
                || !(4..=MOST_BYTES).contains(&length)
            {
                continue;
            }
            let mut signs = Vec::with_capacity(32);
            self.own_signs(at, &mut signs);
            self.place_signs(at, first, &mut signs);
            let share = self.page.story_share(at);
            signs.push((Sign::Story, share));
            if f.words >= 4 {
                signs.push((Sign::StoryIfLong, share));
            }
            signs.push((Sign::StoryWords, log(share * f.content.len() as f32)));
            signs.push((Sign::ProseAbove, log(prose_above as f32)));
            signs.push((Sign::Repeated, log(times[&f.key] as f32 - 1.0)));
            let soon = |holds: &dyn Fn(usize) -> bool| (at + 1..at + 6).any(holds);
            let mut flag = |sign: Sign, holds: bool| {
                if holds {
                    signs.push((sign, 1.0));
                }
            };
            flag(Sign::DateNext, self.dated(at + 1));
            flag(Sign::DateSoon, soon(&|at| self.dated(at)));
            flag(Sign::ByNext, self.by(at + 1));
            flag(Sign::BySoon, soon(&|at| self.by(at)));
            let shares = |at: usize| self.at(at).is_some_and(|f| f.exact & Group::Share.bit() != 0);
            flag(Sign::ShareSoon, soon(&shares));
            flag(Sign::SameNext, self.at(at + 1).is_some_and(|next| next.key == f.key));
            flag(Sign::ProseNext, self.at(at + 1).is_some_and(Facts::is_prose));
            flag(Sign::ProseRecent, (at.saturating_sub(3)..at).any(|at| self.facts(at).is_prose()));
            let around = at.saturating_sub(8)..(at + 9).min(last.max(first));
            let longest = around.clone().filter(|&o| !self.facts(o).is_prose()).all(|o| self.facts(o).words <= f.words);
            flag(Sign::Longest, longest);
            flag(Sign::ShortBefore, at > 0 && self.facts(at - 1).words <= 3);
            flag(Sign::ShortAfter, self.at(at + 1).is_some_and(|next| next.words <= 3));
            let bare = self.bare(at);
            let own = padded(&fold(bare));
            let (outlet, bar) = outlet_in(bare);
            flag(Sign::Bars, bar);
            flag(Sign::StoryNone, f.words >= 2 && share == 0.0);
            flag(
                Sign::Outlet,
                !ends.is_empty() && {
                    let outlet = fold(outlet);
                    let of = |place: usize| ends[ends.partition_point(|(end, _)| *end <= place)].1;
                    outlet.len() >= 4
                        && memchr::memmem::find_iter(notices.as_bytes(), &padded(&outlet)).any(|place| of(place) != at)
                },
            );
            flag(Sign::Contained, heads.iter().any(|head| head.len() > own.len() && head.contains(&own)));
            if !slug.is_empty() {
                signs.push((Sign::Slug, super::similarity(&slug, own.trim())));
            }
            out.push((at, signs));
        }
        out
    }

    /// Whether a line is two sentences right under one that could be a headline: what stands under a headline.
    fn stands_under(&self, at: usize) -> bool {
        let Some(above) = at.checked_sub(1) else { return false };
        let f = self.facts(above);
        let headline = (4..=25).contains(&f.words)
            && !f.is_prose()
            && !f.date
            && !f.bullet
            && !f.is_sign()
            && matches!(f.end, End::Open)
            && self.certain[above].is_none()
            && f.hits & PROMOTION == 0;
        headline && self.facts(at).words >= 5 && super::features::inner_stops(self.bare(at)) > 0
    }

    /// The headline.
    pub(super) fn picked_title(&self, first: usize, weights: &[f32]) -> Option<usize> {
        let heading = |at: usize| self.headings.get(at).copied().unwrap_or(false);
        let candidates = self.title_candidates(first).into_iter().filter(|&(at, _)| {
            let f = self.facts(at);
            let line = self.bare(at);
            // a kept line is a headline only if it cannot be a paragraph
            let paragraph = self.kept[at]
                && (f.words > 20
                    || f.words < 2
                    || f.bullet
                    || matches!(f.end, End::Comma | End::Colon | End::Ellipsis)
                    || f.end == End::Stop && !line.ends_with(['?', '!'])
                    || line.starts_with(|c: char| c.is_lowercase() || c == '('));
            !paragraph && !f.date_only && !f.by_name && self.certain[at].is_none() && !self.stands_under(at)
        });
        best(candidates, weights, |&at| match (heading(at), self.kept[at]) {
            (true, _) => -1.0,
            // where a line is none of the story's anyway, little is lost
            (_, false) => -1.7,
            (_, true) => 0.3,
        })
    }

    /// Lines around headline and story that may name its writer or day.
    fn beside(&self, first: usize, title: Option<usize>) -> impl Iterator<Item = usize> {
        let top = title.filter(|&at| at < first).unwrap_or_else(|| first.saturating_sub(12));
        let end = (first.max(top) + BELOW).max((top + AROUND).min(first + AROUND)).min(self.spans.len());
        let last = (0..self.spans.len()).rev().find(|&at| self.kept[at] && self.facts(at).is_prose()).unwrap_or(first);
        let after = (last.max(end) + usize::from(last >= end)..self.spans.len()).take(AFTER);
        (top.saturating_sub(6)..end).chain(after).filter(move |&at| Some(at) != title)
    }

    /// Signs that bylines and dates share.
    fn beside_signs(&self, at: usize, first: usize, title: Option<usize>) -> Signs {
        let mut signs = Vec::with_capacity(40);
        self.own_signs(at, &mut signs);
        self.place_signs(at, first, &mut signs);
        match title {
            Some(title) if at > title => {
                signs.push((Sign::TitleBy, log((at - title) as f32)));
                match at - title {
                    1 => signs.push((Sign::TitleNext, 1.0)),
                    2..=4 => signs.push((Sign::TitleNear, 1.0)),
                    _ => {}
                }
            }
            Some(title) => signs.push((Sign::TitleAbove, log((title - at) as f32))),
            None => signs.push((Sign::TitleUnknown, 1.0)),
        }
        let mut flag = |sign: Sign, holds: bool| {
            if holds {
                signs.push((sign, 1.0));
            }
        };
        flag(Sign::DateNext, self.dated(at + 1));
        flag(Sign::DateSoon, self.dated(at + 2));
        flag(Sign::DateBefore, at > 0 && self.dated(at - 1));
        flag(Sign::ByNext, self.by(at + 1));
        flag(Sign::ByBefore, at > 0 && self.by(at - 1));
        flag(Sign::ProseNext, self.at(at + 1).is_some_and(Facts::is_prose));
        flag(
            Sign::ShareSoon,
            (at + 1..at + 4).any(|at| self.at(at).is_some_and(|f| f.exact & Group::Share.bit() != 0)),
        );
        flag(Sign::CommentNear, (at.saturating_sub(2)..at + 3).any(|at| self.at(at).is_some_and(|f| f.comment_cue)));
        if self.page.main_block().is_some_and(|(_, end)| at > end) {
            signs.push((Sign::Below, 1.0));
        }
        signs
    }

    /// Lines that may name the writer, with the names and their signs.
    pub(crate) fn byline_candidates(&self, first: usize, title: Option<usize>) -> Vec<((usize, String), Signs)> {
        const SMALL: [&str; 12] = ["and", "de", "van", "von", "der", "da", "bin", "al", "la", "und", "et", "y"];
        let mut out: Vec<((usize, String), Signs)> = Vec::new();
        for at in self.beside(first, title) {
            let f = self.facts(at);
            if f.words > 18 || f.words == 0 || self.spans[at].len() > MOST_BYTES || f.is_prose() && !f.by_name {
                continue;
            }
            let line = self.bare(at);
            let begins = names::beginning(line);
            let before = at.checked_sub(1).and_then(|before| names::beginning(self.bare(before)).map(|b| (before, b)));
            if begins.is_none() && before.is_none() && !line.starts_with(char::is_uppercase) {
                continue;
            }
            let introduced = before.filter(|(before, _)| names::is_beginning_only(self.bare(*before)));
            let Some(name) = names::byline(line) else { continue };
            let parts: Vec<&str> = name.split([' ', ',']).filter(|part| !part.is_empty()).collect();
            let capitals =
                |part: &&str| part.starts_with(|c: char| c.is_uppercase()) || SMALL.contains(part) || *part == "&";
            let named = parts.iter().all(capitals);
            if begins.is_none() && introduced.is_none() && (!named || parts.len() > 9) {
                continue;
            }
            let mut signs = self.beside_signs(at, first, title);
            let mut flag = |sign: Sign, holds: bool| {
                if holds {
                    signs.push((sign, 1.0));
                }
            };
            let kind = begins.or(introduced.map(|(_, kind)| kind));
            flag(Sign::ByBegins, begins.is_some());
            flag(Sign::ByBefore, introduced.is_some());
            flag(Sign::WrittenBy, kind == Some(names::By::Written));
            flag(Sign::OtherBy, kind == Some(names::By::Other));
            flag(Sign::Names, named);
            let step = match parts.len() {
                0 | 1 => Sign::NameWords1,
                2 => Sign::NameWords2,
                3 => Sign::NameWords3,
                4 => Sign::NameWords4,
                _ => Sign::NameWords5,
            };
            flag(step, true);
            flag(Sign::DateBeside, f.date || f.ago);
            let starts = |next: usize| next < self.spans.len() && self.bare(next).starts_with(name.as_str());
            flag(Sign::BioNext, starts(at + 1) || starts(at + 2));
            let role = |at: usize| {
                self.at(at).is_some_and(|f| f.words <= 8 && f.hits & (Group::Byline.bit() | Group::Author.bit()) != 0)
            };
            flag(Sign::RoleNext, role(at + 1));
            flag(Sign::Role, begins.is_none() && role(at));
            flag(Sign::SameNext, self.at(at + 1).is_some_and(|next| next.key == f.key));
            let nth = out.len();
            signs.push((Sign::Nth, log(nth as f32)));
            signs.push((Sign::Story, self.page.story_share(at)));
            out.push(((at, name), signs));
        }
        out
    }

    /// Lines that may tell the day, with it and their signs.
    pub(crate) fn day_candidates(&self, first: usize, title: Option<usize>) -> Vec<((usize, Day), Signs)> {
        const PUBLISHED: [&str; 18] = [
            "publish",
            "posted",
            "created",
            "released",
            "issued",
            "veröffentlicht",
            "erschienen",
            "publié",
            "publicado",
            "pubblicato",
            "gepubliceerd",
            "geplaatst",
            "publicada",
            "опубликовано",
            "paru le",
            "julkaistu",
            "publicerad",
            "udgivet",
        ];
        const UPDATED: [&str; 13] = [
            "updated",
            "modified",
            "reviewed",
            "edited",
            "revised",
            "aktualisiert",
            "mis à jour",
            "actualizado",
            "aggiornato",
            "atualizado",
            "bijgewerkt",
            "обновлено",
            "modifié",
        ];
        let mut words = Vec::new();
        let mut out: Vec<((usize, Day), Signs)> = Vec::new();
        for at in self.beside(first, title) {
            let f = self.facts(at);
            // the day in a caption is that of the picture
            let caption = || f.words > 8 && (f.credit || self.has_credit(at));
            if f.words > 30 || !f.date && !self.line(at).contains(['年', '년']) || caption() {
                continue;
            }
            let line = self.line(at);
            super::features::words_of(self.text, self.spans[at], &mut words);
            let mut days: Vec<(Day, usize)> =
                dates::dates(line, &words).filter_map(|found| Some((found.day?, found.start))).take(3).collect();
            if days.is_empty() {
                days.extend(dates::first_day(line).map(|day| (day, 0)));
            }
            let lower = line.to_lowercase();
            let mut from = 0;
            for (day, start) in days {
                // offsets in the lower-cased line are near enough: only what stands before is looked at
                let head = lower.get(from..start).unwrap_or(&lower);
                from = start;
                let says = |words: &[&str]| words.iter().any(|word| head.contains(word));
                let mut signs = self.beside_signs(at, first, title);
                let mut flag = |sign: Sign, holds: bool| {
                    if holds {
                        signs.push((sign, 1.0));
                    }
                };
                flag(Sign::SaysPublished, says(&PUBLISHED));
                flag(Sign::SaysUpdated, says(&UPDATED));
                flag(Sign::SaysOther, f.words > 8 && !says(&PUBLISHED) && !says(&UPDATED));
                flag(Sign::Copyright, line.contains('©'));
                let known = out.iter().filter(|((_, known), _)| *known == day).count();
                signs.push((Sign::Repeated, log(known as f32)));
                signs.push((Sign::Nth, log(out.len() as f32)));
                out.push(((at, day), signs));
            }
        }
        out
    }

    /// The byline with its line.
    pub(super) fn picked_byline(&self, first: usize, title: Option<usize>, weights: &[f32]) -> Option<(usize, String)> {
        best(self.byline_candidates(first, title).into_iter(), weights, |(at, _)| f32::from(u8::from(self.kept[*at])))
    }

    /// The day of publication with its line.
    pub(super) fn picked_day(&self, first: usize, title: Option<usize>, weights: &[f32]) -> Option<(usize, Day)> {
        best(self.day_candidates(first, title).into_iter(), weights, |_| 0.0)
    }
}
