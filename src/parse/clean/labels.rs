//! From kept and dropped lines to labelled blocks and metadata: title, byline, date and dateline, subheadings, and the
//! reason why a line was set aside.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

use super::datelines::{Dateline, dateline, town};
use super::dates;
use super::features::{End, Facts, Kind, Page};
use super::lexicon::Group;
use super::pick::Picks;
use super::{certain, fold};
use crate::parse::Labelled;
use crate::{Block, BlockKind, BoilerplateRule, Language, Metadata, Span};

/// The page and what was decided so far.
pub(crate) struct Draft<'a> {
    pub(crate) text: &'a str,
    /// The lines.
    pub(crate) spans: &'a [Span],
    pub(crate) page: &'a Page,
    pub(crate) language: Language,
    /// Which lines belong to the story.
    pub(crate) kept: Vec<bool>,
    /// The rules of lines that are certainly not; filled in here.
    pub(crate) certain: Vec<Option<BoilerplateRule>>,
    /// What is known from elsewhere: a record's fields, the head of an HTML page.
    pub(crate) known: Metadata,
    /// Address of the page.
    pub(crate) url: Option<&'a str>,
    /// Lines that are headings, where the input says so.
    pub(crate) headings: &'a [bool],
}

/// Lines above the story that may hold its byline and date.
const ABOVE: usize = 12;

/// Drops the lines that are certainly none of the story's, and with "Read more" what is listed under it, however well
/// that reads.
pub(crate) fn drop_certain(draft: &mut Draft<'_>) {
    draft.certain = draft.spans.iter().map(|&span| certain::rule(draft.text, span)).collect();
    for at in 1..draft.spans.len() {
        // a line or two between paragraphs that end in who took it: the first is what the picture shows
        let picture = draft.certain[at] == Some(BoilerplateRule::Credit)
            && draft.certain[at - 1].is_none()
            && (4..=30).contains(&draft.facts(at - 1).words)
            && (draft.gap(at - 1) && !draft.gap(at) && draft.gap(at + 1) || at > 1 && draft.is_picture_label(at - 2));
        if picture {
            draft.certain[at - 1] = Some(BoilerplateRule::Caption);
        }
    }
    let mut listed = 0_usize;
    // lines that are put into the story by others: what stands between two of its paragraphs
    let mut inset: Vec<bool> = Vec::with_capacity(draft.spans.len());
    for at in 0..draft.spans.len() {
        let f = &draft.page.facts[at];
        let rule = draft.certain[at];
        let heads = rule == Some(BoilerplateRule::Related) || !draft.kept[at] && f.exact & Group::More.bit() != 0;
        if heads {
            // "Read more: Ferry fares" has its title with it
            listed = if f.words <= 4 { LISTED } else { 1 };
        } else if rule.is_none() {
            // what is listed under it: bullets, or titles without a stop
            let title = !f.is_prose() && matches!(f.end, End::Open) && (3..=20).contains(&f.words);
            let bullet = super::features::without_bullet(&draft.text[draft.spans[at]]).1;
            listed = if bullet {
                listed
            } else if title && !draft.headings.get(at).copied().unwrap_or(false) {
                listed.saturating_sub(1)
            } else {
                0
            };
        }
        inset.push(heads || listed > 0 || rule.is_some_and(BoilerplateRule::is_inset));
        draft.kept[at] &= rule.is_none() && listed == 0;
    }
    resume(draft, &inset);
}

/// Most lines between two paragraphs of a story that were put there by others.
const INSET: usize = 10;

/// Takes stories up again behind what was put into them: the model takes "Read more" or a newsletter's box for the end.
///
/// Short sentences go on with a story, right below it or behind lines that were certainly put there. So does running text on
/// pages in other languages than the weights were learned from, when short lines only stand between, one of them certainly put
/// there. In English the model knows better, but for pictures and advertisements: what it drops there is mostly a teaser of the
/// same matter.
fn resume(draft: &mut Draft<'_>, inset: &[bool]) {
    const SPEAKS_OF_IT: f32 = 0.2;
    const SMALL: usize = 5;
    const BETWEEN: u32 = 12;
    const SEVERAL: u32 = 40;
    const OVER: u32 = Group::Comments.bit() | Group::CommentLine.bit();
    let is_picture =
        |rule| matches!(rule, BoilerplateRule::Advertisement | BoilerplateRule::Caption | BoilerplateRule::Credit);
    // of an HTML page more is known
    let foreign = draft.language != Language::English && draft.headings.is_empty();
    // words of running text so far; the last line of the story; whether it goes on from there
    let (mut words, mut last, mut open) = (0, None::<usize>, false);
    for at in 0..draft.spans.len() {
        let f = draft.facts(at);
        if draft.kept[at] {
            words += if f.is_prose() { f.words } else { 0 };
            (last, open) = (Some(at), f.end == End::Stop);
            continue;
        }
        let ended = f.comment_cue || f.exact & OVER != 0 || draft.certain[at] == Some(BoilerplateRule::Comment);
        if ended {
            open = false;
        }
        let Some(before) = last.filter(|&before| open && at - before <= INSET) else { continue };
        if inset[at] || draft.certain[at].is_some() {
            continue;
        }
        if draft.says_nothing_of_a_page(at) {
            let share = draft.page.story_share(at);
            let between = || before + 1..at;
            let put_in = || between().any(|at| inset[at]);
            let pictures = || between().filter(|&at| inset[at]).all(|at| draft.certain[at].is_some_and(is_picture));
            let goes_on = if draft.is_short_sentence(at) {
                // "Story continues below" says so itself
                let continues = |at: usize| draft.certain[at] == Some(BoilerplateRule::Advertisement);
                between().all(continues) || between().all(|at| inset[at]) && share > 0.0
            } else {
                let near = at - before <= SMALL || share >= SPEAKS_OF_IT;
                (foreign || pictures()) && f.is_prose() && words >= SEVERAL && near && put_in()
            };
            if goes_on {
                words += f.words;
                draft.kept[at] = true;
                last = Some(at);
                continue;
            }
        }
        open &= !f.is_prose() && f.words <= BETWEEN;
    }
}

/// Titles that are listed under "Read more" at most, one less.
const LISTED: usize = 6;

/// Labels every line.
pub(crate) fn label(mut draft: Draft<'_>, picks: &Picks) -> Labelled {
    drop_certain(&mut draft);
    let draft = &draft;
    let lines = draft.spans.len();
    let mut last = FxHashMap::<u64, usize>::with_capacity_and_hasher(lines, rustc_hash::FxBuildHasher);
    let mut kinds: Vec<BlockKind> = (0..lines)
        .map(|at| {
            let before = last.insert(draft.facts(at).key, at);
            if draft.kept[at] { BlockKind::Paragraph } else { BlockKind::Boilerplate(draft.rule(at, before)) }
        })
        .collect();
    let mut metadata = draft.known.clone();
    let first = draft.first_paragraph();
    let title = draft.title(first, picks);
    if let Some(at) = title {
        kinds[at] = BlockKind::Title;
        metadata.title.get_or_insert_with(|| super::collapse(draft.bare(at)));
    }
    if let Some(first) = first {
        let top = title.filter(|&at| at < first).unwrap_or_else(|| first.saturating_sub(ABOVE));
        if let Some((at, name)) = draft.byline(top, first, title, picks) {
            kinds[at] = BlockKind::Byline;
            metadata.byline.get_or_insert(name);
        }
        if let Some((at, day)) = draft.picked_day(first, title, &picks.published) {
            let f = draft.facts(at);
            let stamp = f.date_only || f.words <= 14 && f.end == End::Open;
            let apart = !draft.kept[at] || stamp && at < first;
            if apart && kinds[at] != BlockKind::Byline && Some(at) != title {
                kinds[at] = BlockKind::Boilerplate(BoilerplateRule::Published);
            }
            metadata.published.get_or_insert_with(|| day.to_string());
        }
    }
    if let Some(name) = &metadata.byline {
        for (at, kind) in kinds.iter_mut().enumerate() {
            if *kind == BlockKind::Paragraph && draft.is_about(at, name, first) {
                *kind = BlockKind::Boilerplate(BoilerplateRule::Author);
            }
        }
    }
    if let Some(title) = title {
        // the headline again, in a window's title or above a picture
        let again = |f: &Facts| f.words >= 3 && f.key == draft.facts(title).key;
        for (at, kind) in kinds.iter_mut().enumerate() {
            if *kind == BlockKind::Paragraph && again(draft.facts(at)) {
                *kind = BlockKind::Boilerplate(BoilerplateRule::Repeated);
            }
        }
    }
    for at in draft.pull_quotes(&kinds) {
        kinds[at] = BlockKind::Boilerplate(BoilerplateRule::Repeated);
    }
    for at in 0..lines {
        if kinds[at] == BlockKind::Paragraph && draft.is_subheading(at, &kinds) {
            kinds[at] = BlockKind::Subheading;
        }
    }
    let found = draft.dateline(&kinds, first);
    let mut blocks = Vec::with_capacity(lines + 1);
    for (at, (&span, kind)) in draft.spans.iter().zip(kinds).enumerate() {
        match &found {
            Some((line, dateline)) if *line == at => {
                blocks.push(Block::new(BlockKind::Dateline, dateline.span));
                let rest = Span::new(dateline.span.end(), span.end()).trimmed(draft.text);
                blocks.push(Block::new(kind, rest));
                tell(draft.text, *dateline, &mut metadata);
            }
            _ => blocks.push(Block::new(kind, span)),
        }
    }
    if metadata.published.is_none() {
        metadata.published = draft.url.and_then(dates::url_day).map(|day| day.to_string());
    }
    Labelled { blocks, metadata }
}

/// Labels paragraphs that are the whole of a text: only a dateline can be told in them.
pub(crate) fn label_running(text: &str, lines: &[Span], known: &Metadata, url: Option<&str>) -> Labelled {
    let mut metadata = known.clone();
    let mut found = lines.iter().enumerate().find_map(|(at, &span)| {
        let found = dateline(text, span).or_else(|| if at == 0 { town(text, span) } else { None });
        Some((at, found?))
    });
    let mut blocks = Vec::with_capacity(lines.len() + 1);
    for (at, &span) in lines.iter().enumerate() {
        let rest = match found.take_if(|(line, _)| *line == at) {
            Some((_, dateline)) => {
                blocks.push(Block::new(BlockKind::Dateline, dateline.span));
                tell(text, dateline, &mut metadata);
                Span::new(dateline.span.end(), span.end()).trimmed(text)
            }
            None => span,
        };
        blocks.push(Block::new(BlockKind::Paragraph, rest));
    }
    if metadata.published.is_none() {
        metadata.published = url.and_then(dates::url_day).map(|day| day.to_string());
    }
    Labelled { blocks, metadata }
}

/// What a dateline tells of its story: the place, and the day when it has a year.
fn tell(text: &str, dateline: Dateline, metadata: &mut Metadata) {
    if let Some(place) = dateline.place {
        metadata.dateline.get_or_insert_with(|| super::collapse(&text[place]));
    }
    if metadata.published.is_none() {
        metadata.published = dates::first_day(&text[dateline.span]).map(|day| day.to_string());
    }
}

impl<'a> Draft<'a> {
    pub(crate) fn facts(&self, at: usize) -> &Facts {
        &self.page.facts[at]
    }

    pub(crate) fn line(&self, at: usize) -> &'a str {
        &self.text[self.spans[at]]
    }

    pub(crate) fn bare(&self, at: usize) -> &'a str {
        super::features::without_bullet(self.line(at)).0
    }

    /// "Image", above a caption.
    fn is_picture_label(&self, at: usize) -> bool {
        ["image", "photo", "foto", "bild", "imagen"].iter().any(|word| self.line(at).eq_ignore_ascii_case(word))
    }

    /// Whether a line ends with a full stop and has no phrase of pages.
    fn says_nothing_of_a_page(&self, at: usize) -> bool {
        const OTHERS: u32 = !(Group::Function.bit()
            | Group::Verb.bit()
            | Group::Speech.bit()
            | Group::Biography.bit()
            | Group::Reviews.bit()
            | Group::References.bit()
            | Group::Tags.bit());
        let f = self.facts(at);
        let line = self.line(at);
        f.end == End::Stop
            && line.trim_end_matches(['"', '”', '’', '\'', '»']).ends_with('.')
            && line.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«' | '»' | '‘' | '„' | '—'))
            && !f.bullet
            && !f.date_only
            && !f.is_sign()
            && f.capitals < 0.6
            && f.hits & OTHERS == 0
    }

    /// Whether such a line is a sentence of a few words: "The council will vote again in May." Stories often end with one,
    /// and the model, which looks for longer ones, drops it with what comes below.
    fn is_short_sentence(&self, at: usize) -> bool {
        // "Enjoyed this piece? Buy the issue."
        let one = || super::features::inner_stops(self.line(at)) == 0;
        (3..=9).contains(&self.facts(at).words) && one()
    }

    /// The first kept line of running text, or the first kept line at all.
    pub(crate) fn first_paragraph(&self) -> Option<usize> {
        let kept = |at: &usize| self.kept[*at];
        let lines = 0..self.spans.len();
        lines.clone().filter(kept).find(|&at| self.facts(at).is_prose()).or_else(|| lines.clone().find(kept))
    }

    /// The line that is the headline.
    fn title(&self, first: Option<usize>, picks: &Picks) -> Option<usize> {
        let first = first?;
        if let Some(known) = &self.known.title {
            let known = fold(known);
            let near = |at: &usize| fold(self.bare(*at)) == known;
            // the last one above the story, or the first one at all
            return (first.saturating_sub(1000)..first)
                .rev()
                .find(near)
                .or_else(|| (first..self.spans.len().min(first + 3)).find(near));
        }
        if !self.facts(first).is_prose() {
            // without running text nothing tells a headline from a verse
            return None;
        }
        self.picked_title(first, &picks.title)
    }

    /// The line that names the writer, with the name.
    fn byline(&self, top: usize, first: usize, title: Option<usize>, picks: &Picks) -> Option<(usize, String)> {
        if let Some(known) = &self.known.byline {
            let known = fold(known);
            let holds = |at: &usize| {
                let f = self.facts(*at);
                f.words <= 14 && !f.is_prose() && Some(*at) != title && fold(self.line(*at)).contains(&known)
            };
            return (top..first).find(holds).map(|at| (at, self.known.byline.clone().unwrap_or_default()));
        }
        self.picked_byline(first, title, &picks.byline)
    }

    /// The dateline of the story with its line: at the head of one of the first paragraphs.
    fn dateline(&self, kinds: &[BlockKind], first: Option<usize>) -> Option<(usize, super::datelines::Dateline)> {
        let first = first?;
        let paragraphs = (first.saturating_sub(2)..self.spans.len()).filter(|&at| kinds[at] == BlockKind::Paragraph);
        let named = |at: usize| dateline(self.text, self.spans[at]).or_else(|| town(self.text, self.spans[at]));
        let found = paragraphs.clone().take(3).find_map(|at| Some((at, named(at)?)))?;
        // speakers of a transcript look like datelines, and come again and again
        let others = paragraphs.filter(|&at| at != found.0 && dateline(self.text, self.spans[at]).is_some()).take(2);
        (others.count() < 2).then_some(found)
    }

    /// Whether a kept line is a heading inside the story.
    fn is_subheading(&self, at: usize, kinds: &[BlockKind]) -> bool {
        let f = self.facts(at);
        if f.is_prose() || f.words > 14 || f.words == 0 || f.bullet || !self.line(at).contains(char::is_alphabetic) {
            return false;
        }
        let marked = self.headings.get(at).copied().unwrap_or(false);
        let stopped =
            matches!(f.end, End::Comma | End::Ellipsis) || f.end == End::Stop && !self.line(at).ends_with('?');
        let next = (at + 1..self.spans.len()).find(|&next| kinds[next] == BlockKind::Paragraph);
        let introduces = next.is_some_and(|next| next <= at + 3 && self.facts(next).words > 14);
        let before = at == 0 || (0..at).rev().take(3).any(|before| self.facts(before).words > 14) || marked;
        marked && introduces
            || !stopped
                && f.end != End::Colon
                && introduces
                && before
                && self.line(at).starts_with(|c: char| !c.is_lowercase())
    }

    /// Whether a kept line at the head or the end of the story is about its writer: "Mara Okafor is a reporter".
    fn is_about(&self, at: usize, name: &str, first: Option<usize>) -> bool {
        const VERBS: [&str; 24] = [
            "is",
            "was",
            "has",
            "covers",
            "writes",
            "lives",
            "reports",
            "joined",
            "works",
            "studied",
            "grew",
            "ist",
            "schreibt",
            "arbeitet",
            "est",
            "es",
            "è",
            "é",
            "écrit",
            "escribe",
            "scrive",
            "schrijft",
            "werkt",
            "contributed",
        ];
        let mut names = name.split(',').flat_map(|part| part.split(" and ")).map(str::trim);
        let line = self.bare(at);
        let about = |name: &str| {
            let Some(rest) = line.strip_prefix(name).filter(|_| name.contains(' ')) else { return false };
            rest.trim().is_empty()
                || rest.starts_with([',', ' '])
                    && self.facts(at).words <= 70
                    && rest.trim_start_matches([',', ' ']).split(' ').next().is_some_and(|verb| VERBS.contains(&verb))
        };
        if !names.any(about) {
            return false;
        }
        let after = || self.kept[at + 1..].iter().filter(|kept| **kept).take(4).count();
        first.is_some_and(|first| at < first) || after() < 4
    }

    /// Kept lines that are a quote from a paragraph, set apart as an ornament. Only on pages: a text that is clean has
    /// none.
    fn pull_quotes(&self, kinds: &[BlockKind]) -> Vec<usize> {
        const MOST: usize = 30;
        const SIGNS: usize = 3;
        if self.kept.iter().filter(|kept| !**kept).count() < SIGNS {
            return Vec::new();
        }
        let body = |at: &usize| kinds[*at] == BlockKind::Paragraph;
        let quoted = |at: &usize| {
            (5..=40).contains(&self.facts(*at).words) && self.line(*at).starts_with(['“', '"', '«', '„', '‘', '»'])
        };
        let marks = |c: char| !c.is_alphanumeric();
        (0..self.spans.len())
            .filter(body)
            .filter(quoted)
            .take(MOST)
            .filter(|&at| {
                let inner = self.line(at).trim_matches(marks);
                let longer = |other: &usize| *other != at && self.spans[*other].len() > self.spans[at].len() + 10;
                (0..self.spans.len()).filter(body).filter(longer).any(|other| self.line(other).contains(inner))
            })
            .collect()
    }

    /// Whether the story is over before this line.
    fn is_after(&self, at: usize) -> bool {
        self.page.main_block().is_some_and(|(_, end)| at > end)
    }

    /// "Image: Mara Okafor", "(Agency Photo/Mara Okafor)".
    pub(super) fn has_credit(&self, at: usize) -> bool {
        const WORDS: [&str; 11] = [
            "image",
            "photo",
            "picture",
            "photograph",
            "credit",
            "file",
            "illustration",
            "getty",
            "reuters",
            "handout",
            "courtesy",
        ];
        static FOUND: LazyLock<AhoCorasick> = LazyLock::new(|| {
            let dense = Some(AhoCorasickKind::DFA);
            AhoCorasick::builder().kind(dense).ascii_case_insensitive(true).build(WORDS).expect("a short list of words")
        });
        let line = self.line(at);
        FOUND.find_overlapping_iter(line).any(|found| {
            let rest = line[found.end()..].trim_start_matches(['s', 'S']);
            let begins = |words: &str| rest.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words));
            rest.starts_with([':', '/', ')']) || begins(" by ") || begins(" courtesy") || begins(" credit")
        })
    }

    /// The most telling reason why a line is not of the story; `before` is where it stood last.
    fn rule(&self, at: usize, before: Option<usize>) -> BoilerplateRule {
        use BoilerplateRule as Rule;
        let f = self.facts(at);
        let certain = self.certain[at];
        let same = |other: usize| self.facts(other).key == f.key;
        if f.words >= 4 && before.is_some_and(|before| at - before <= 400) {
            return Rule::Repeated;
        }
        if let Some(rule) = certain {
            return rule;
        }
        if f.words > 0 && self.line(at).chars().filter(|c| c.is_alphabetic()).take(2).count() < 2 {
            return Rule::Counter;
        }
        if f.credit || f.begins & Group::Photo.bit() != 0 || f.exact & Group::Photo.bit() != 0 {
            return if f.words > 8 { Rule::Caption } else { Rule::Credit };
        }
        if f.date_only || f.ago && f.words <= 8 {
            return Rule::Published;
        }
        let by_group = [
            (Group::Advertisement, Rule::Advertisement),
            (Group::Newsletter, Rule::Newsletter),
            (Group::Legal, Rule::Legal),
            (Group::Disclaimer, Rule::Legal),
            (Group::Share, Rule::Share),
            (Group::Login, Rule::Login),
            (Group::Comments, Rule::Comment),
            (Group::CommentLine, Rule::Comment),
            (Group::More, Rule::Related),
            (Group::Published, Rule::Published),
            (Group::Author, Rule::Author),
            (Group::Tags, Rule::Section),
            (Group::Contents, Rule::Navigation),
            (Group::Navigation, Rule::Navigation),
            (Group::Photo, Rule::Credit),
            (Group::Byline, Rule::Author),
        ];
        let told = |mask: u32| by_group.iter().find(|(group, _)| mask & group.bit() != 0).map(|(_, rule)| *rule);
        let is_section = f.words <= 3 && f.capitals >= 0.5;
        if let Some(rule) = told(f.exact) {
            return rule;
        }
        if f.exact & (Group::End.bit() | Group::EndStart.bit()) != 0 {
            return if is_section { Rule::Section } else { Rule::Related };
        }
        if f.end == End::Ellipsis {
            return Rule::Teaser;
        }
        if let Some(rule) = told(f.begins) {
            return rule;
        }
        if f.words <= 40 && self.has_credit(at) {
            return if f.words > 8 { Rule::Caption } else { Rule::Credit };
        }
        // teasers stand in lists, each with its date or its first words below
        let teaser = |other: Option<usize>| {
            other.and_then(|other| self.page.facts.get(other)).is_some_and(|f| f.end == End::Ellipsis || f.date_only)
        };
        let listed = teaser(Some(at + 1))
            || teaser(at.checked_sub(1))
            || at > 0 && same(at - 1)
            || self.page.facts.get(at + 1).is_some_and(|o| o.key == f.key);
        if (2..=30).contains(&f.words) && listed && self.is_after(at) {
            return Rule::Teaser;
        }
        let telling = f.hits & !(Group::Byline.bit() | Group::Navigation.bit() | Group::Tags.bit());
        if let Some(rule) = told(telling).filter(|_| f.words <= 30) {
            return rule;
        }
        if f.hits & Group::Author.bit() != 0 {
            return Rule::Author;
        }
        match f.kind {
            Kind::Dated => Rule::Published,
            Kind::Tiny if is_section => Rule::Section,
            Kind::Link if f.words >= 4 => Rule::Teaser,
            Kind::Bullet | Kind::Tiny | Kind::Phrase | Kind::Link => Rule::Navigation,
            _ => Rule::Layout,
        }
    }
}
