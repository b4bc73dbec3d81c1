//! From kept and dropped lines to labelled blocks and metadata: title, byline, date and dateline, subheadings, and the
//! reason why a line was set aside.

use super::datelines::dateline;
use super::dates::{self, Day};
use super::features::{End, Facts, Kind, Page, words_of};
use super::lexicon::Group;
use super::{certain, fold, names};
use crate::parse::Labelled;
use crate::{Block, BlockKind, BoilerplateRule, Metadata, Span};

/// The page and what was decided so far.
pub(crate) struct Draft<'a> {
    pub(crate) text: &'a str,
    /// The lines.
    pub(crate) spans: &'a [Span],
    pub(crate) page: &'a Page,
    /// Which lines belong to the story.
    pub(crate) kept: &'a [bool],
    /// What is known from elsewhere: a record's fields, the head of an HTML page.
    pub(crate) known: Metadata,
    /// Address of the page.
    pub(crate) url: Option<&'a str>,
    /// Lines that are headings, where the input says so.
    pub(crate) headings: &'a [bool],
}

/// Lines above the story that may hold its byline and date.
const ABOVE: usize = 12;
/// Lines below the story that may hold its date.
const BELOW: usize = 6;

/// Labels every line.
pub(crate) fn label(draft: &Draft<'_>) -> Labelled {
    let lines = draft.spans.len();
    // What is listed under "Read more" is not of the story, however well its lines read.
    let mut listed = false;
    let kept: Vec<bool> = draft
        .kept
        .iter()
        .zip(draft.spans)
        .map(|(&keep, &span)| {
            let rule = certain::rule(draft.text, span);
            listed = rule == Some(BoilerplateRule::Related)
                || listed && super::features::without_bullet(&draft.text[span]).1;
            keep && rule.is_none() && !listed
        })
        .collect();
    let draft = &Draft { kept: &kept, known: draft.known.clone(), ..*draft };
    let mut kinds: Vec<BlockKind> = (0..lines)
        .map(|at| if draft.kept[at] { BlockKind::Paragraph } else { BlockKind::Boilerplate(draft.rule(at)) })
        .collect();
    let mut metadata = draft.known.clone();
    let first = draft.first_paragraph();
    let title = draft.title(first);
    if let Some(at) = title {
        kinds[at] = BlockKind::Title;
        metadata.title.get_or_insert_with(|| super::collapse(draft.bare(at)));
    }
    if let Some(first) = first {
        let top = title.filter(|&at| at < first).unwrap_or_else(|| first.saturating_sub(ABOVE));
        if let Some((at, name)) = draft.byline(top, first, title) {
            kinds[at] = BlockKind::Byline;
            metadata.byline.get_or_insert(name);
        }
        if let Some((at, day)) = draft.published(top, first, title) {
            if !draft.kept[at] && kinds[at] != BlockKind::Byline && Some(at) != title {
                kinds[at] = BlockKind::Boilerplate(BoilerplateRule::Published);
            }
            metadata.published.get_or_insert_with(|| day.to_string());
        }
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
                if let Some(place) = dateline.place {
                    metadata.dateline.get_or_insert_with(|| super::collapse(&draft.text[place]));
                }
            }
            _ => blocks.push(Block::new(kind, span)),
        }
    }
    if metadata.published.is_none() {
        metadata.published = draft.url.and_then(dates::url_day).map(|day| day.to_string());
    }
    Labelled { blocks, metadata }
}

impl<'a> Draft<'a> {
    fn facts(&self, at: usize) -> &Facts {
        &self.page.facts[at]
    }

    fn line(&self, at: usize) -> &'a str {
        &self.text[self.spans[at]]
    }

    fn bare(&self, at: usize) -> &'a str {
        super::features::without_bullet(self.line(at)).0
    }

    /// The first kept line of running text, or the first kept line at all.
    fn first_paragraph(&self) -> Option<usize> {
        let kept = |at: &usize| self.kept[*at];
        let lines = 0..self.spans.len();
        lines.clone().filter(kept).find(|&at| self.facts(at).is_prose()).or_else(|| lines.clone().find(kept))
    }

    /// The line that is the headline.
    fn title(&self, first: Option<usize>) -> Option<usize> {
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
        let slug = self.url.map(|url| fold(super::last_segment(url))).unwrap_or_default();
        // the head of the page, and what stands right above the story
        let candidates = (0..first.min(40)).chain(first.saturating_sub(60).max(40)..first).filter(|&at| {
            let f = self.facts(at);
            let length = self.spans[at].len();
            // a kept line is a headline only if it cannot be a paragraph
            let line = self.line(at);
            let paragraph = self.kept[at]
                && (f.words > 20
                    || matches!(f.end, End::Comma | End::Colon)
                    || f.end == End::Stop && !line.ends_with(['?', '!'])
                    || line.starts_with(|c: char| c.is_lowercase() || c == '('));
            !paragraph
                && !f.is_prose()
                && (2..=40).contains(&f.words)
                && (8..=300).contains(&length)
                && !f.date_only
                && !f.by_name
                && !f.ago
                && f.exact & !Group::Function.bit() == 0
                && certain::rule(self.text, self.spans[at]).is_none()
        });
        let score = |at: usize| self.title_score(at, first, &slug);
        let best = candidates.map(|at| (score(at), at)).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        (best.0 >= 0.9).then_some(best.1)
    }

    fn title_score(&self, at: usize, first: usize, slug: &str) -> f32 {
        let f = self.facts(at);
        let mut score = 1.6 * self.page.story_share(at);
        score += match f.words {
            4..=18 => 0.6,
            3 | 19..=24 => 0.3,
            _ => 0.0,
        };
        score += match f.end {
            End::Open => 0.3,
            End::Stop if self.line(at).ends_with(['?', '!']) => 0.2,
            End::Stop => -0.5,
            _ => -0.4,
        };
        score -= 0.07 * (first - at).min(20) as f32;
        if f.credit || f.bullet || f.date {
            score -= 0.5;
        }
        let promotional = Group::Photo.bit() | Group::Newsletter.bit() | Group::Login.bit() | Group::Share.bit();
        if f.hits & promotional != 0 && f.begins & promotional != 0 {
            score -= 0.5;
        }
        let nearby = &self.page.facts[at.saturating_sub(60)..(at + 60).min(first)];
        if nearby.iter().filter(|other| other.key == f.key).count() > 1 {
            score += 0.2;
        }
        if !slug.is_empty() {
            score += 1.5 * super::similarity(slug, &fold(self.bare(at)));
        }
        if self.headings.get(at).copied().unwrap_or(false) {
            score += 0.5;
        }
        score
    }

    /// The line that names the writer, with the name.
    fn byline(&self, top: usize, first: usize, title: Option<usize>) -> Option<(usize, String)> {
        if let Some(known) = &self.known.byline {
            let known = fold(known);
            let holds = |at: &usize| {
                let f = self.facts(*at);
                f.words <= 14 && !f.is_prose() && Some(*at) != title && fold(self.line(*at)).contains(&known)
            };
            return (top..first).find(holds).map(|at| (at, self.known.byline.clone().unwrap_or_default()));
        }
        let after = (first..self.spans.len()).filter(|&at| !self.kept[at]).take(BELOW);
        for at in (top.saturating_sub(6)..first).chain(after) {
            let f = self.facts(at);
            if Some(at) == title || f.is_prose() || f.words > 14 {
                continue;
            }
            let by = f.by_name || f.begins & Group::Byline.bit() != 0 && starts_with_by(self.line(at));
            if by {
                if let Some(name) = names::byline(self.line(at)) {
                    return Some((at, name));
                }
                // "By" alone: the name is on the next line
                let alone = f.words <= 2 && at + 1 < first && self.facts(at + 1).words <= 6;
                if let Some(name) = Some(at + 1).filter(|_| alone).and_then(|next| names::byline(self.line(next))) {
                    return Some((at + 1, name));
                }
            }
        }
        // a name by itself under the headline, next to the date
        let title = title.filter(|&at| at < first)?;
        (title + 1..first.min(title + 5)).find_map(|at| {
            let f = self.facts(at);
            let alone = (2..=4).contains(&f.words) && f.capitals >= 0.99 && f.hits & !Group::Function.bit() == 0;
            let dated = |at: usize| self.facts(at).date || self.facts(at).ago;
            let neighbour = at > 0 && dated(at - 1) || at + 1 < first && dated(at + 1);
            let person = alone && neighbour && f.end == End::Open && !f.date;
            names::byline(self.line(at)).filter(|_| person).map(|name| (at, name))
        })
    }

    /// The line that says when it was published, with the day.
    fn published(&self, top: usize, first: usize, title: Option<usize>) -> Option<(usize, Day)> {
        let last = (0..self.spans.len()).rev().find(|&at| self.kept[at] && self.facts(at).is_prose()).unwrap_or(first);
        let below = last + 1..(last + 1 + BELOW).min(self.spans.len());
        let above = top.saturating_sub(4)..first;
        let mut words = Vec::new();
        let mut best: Option<(f32, usize, Day)> = None;
        for at in above.chain(below) {
            let f = self.facts(at);
            if !f.date || f.words > 30 {
                continue;
            }
            words_of(self.text, self.spans[at], &mut words);
            let line = self.line(at);
            let lower = line.to_lowercase();
            let Some((day, start)) = dates::dates(line, &words).find_map(|found| Some((found.day?, found.start)))
            else {
                continue;
            };
            let says = |words: &[&str]| words.iter().any(|word| lower.find(word).is_some_and(|at| at <= start));
            let mut score: f32 = if f.date_only { 1.0 } else { 0.0 };
            if says(&["publish", "posted", "created", "released", "date", "veröffentlicht", "publié", "publicado"]) {
                score += 2.0;
            } else if says(&["updated", "modified", "reviewed", "aktualisiert", "mis à jour", "actualizado"]) {
                score += 0.5;
            }
            score += match title {
                Some(title) if at < first => 1.5 - 0.15 * title.abs_diff(at).min(8) as f32,
                _ if at < first => 1.2 - 0.1 * (first - at).min(10) as f32,
                _ => 0.2 - 0.1 * (at - last) as f32,
            };
            if f.words > 12 && !f.date_only {
                score -= 0.8;
            }
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, at, day));
            }
        }
        best.filter(|(score, ..)| *score > 0.0).map(|(_, at, day)| (at, day))
    }

    /// The dateline of the story with its line: at the head of one of the first paragraphs.
    fn dateline(&self, kinds: &[BlockKind], first: Option<usize>) -> Option<(usize, super::datelines::Dateline)> {
        let first = first?;
        let paragraphs = (first.saturating_sub(2)..self.spans.len()).filter(|&at| kinds[at] == BlockKind::Paragraph);
        let found = paragraphs.clone().take(3).find_map(|at| Some((at, dateline(self.text, self.spans[at])?)))?;
        // speakers of a transcript look like datelines, and come again and again
        let others = paragraphs.filter(|&at| at != found.0 && dateline(self.text, self.spans[at]).is_some()).take(2);
        (others.count() < 2).then_some(found)
    }

    /// Whether a kept line is a heading inside the story.
    fn is_subheading(&self, at: usize, kinds: &[BlockKind]) -> bool {
        let f = self.facts(at);
        if f.is_prose() || f.words > 14 || f.words == 0 || f.bullet {
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

    /// Whether the story is over before this line.
    fn is_after(&self, at: usize) -> bool {
        self.page.main_block().is_some_and(|(_, end)| at > end)
    }

    /// "Image: Mara Okafor", "(Agency Photo/Mara Okafor)".
    fn has_credit(&self, at: usize) -> bool {
        let line = self.line(at).to_lowercase();
        let words = [
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
        words.iter().any(|word| {
            line.match_indices(word).any(|(found, _)| {
                let rest = line[found + word.len()..].trim_start_matches('s');
                rest.starts_with([':', '/', ')'])
                    || rest.starts_with(" by ")
                    || rest.starts_with(" courtesy")
                    || rest.starts_with(" credit")
            })
        })
    }

    /// The most telling reason why a line is not of the story.
    fn rule(&self, at: usize) -> BoilerplateRule {
        use BoilerplateRule as Rule;
        let f = self.facts(at);
        let certain = certain::rule(self.text, self.spans[at]);
        let same = |other: usize| self.facts(other).key == f.key;
        if f.words >= 4 && (at.saturating_sub(400)..at).any(same) {
            return Rule::Repeated;
        }
        if let Some(rule) = certain {
            return rule;
        }
        if f.words > 0 && self.line(at).chars().filter(|c| c.is_alphabetic()).count() < 2 {
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
        if f.hits & Group::Photo.bit() != 0 && f.words <= 40 && self.has_credit(at) {
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

/// "By Mara Okafor", "Written by:", and the like, also in capitals.
fn starts_with_by(line: &str) -> bool {
    let lower: String = line.chars().take(24).flat_map(char::to_lowercase).collect();
    let head = lower.split([' ', ':']).take(2).collect::<Vec<_>>().join(" ");
    head.starts_with("by ")
        || head == "by"
        || ["written by", "posted by", "words by", "story by", "text by"].contains(&head.as_str())
}
