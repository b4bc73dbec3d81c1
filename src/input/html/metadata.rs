//! Title, byline and date of a page, from all the places where pages say them.
//!
//! Pages contradict themselves. For the title the `<h1>` that is most like what the head of the page says wins. For
//! byline and date every place votes for what it holds, with a weight that was learned, and the value with the most
//! votes wins; see `src/weights/clean-metadata.json`.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::charset;
use super::dom::{Attribute, Dom, Tag};
use super::linked::{self, Object};
use crate::Metadata;
use crate::parse::clean::dates::{Day, first_day, url_day};
use crate::parse::clean::names::{byline, is_name};
use crate::parse::clean::{collapse, fold, head, last_segment, similarity};

/// Everything the page says of itself, read once.
pub(super) struct Sources<'d> {
    dom: &'d Dom,
    url: Option<&'d str>,
    objects: Vec<Object>,
    /// Names and contents of the meta elements, in order.
    metas: Vec<(String, String)>,
    site: Option<String>,
    body: usize,
}

/// Title, byline and date of a page.
pub(super) fn read(dom: &Dom, url: Option<&str>) -> Metadata {
    let sources = Sources::read(dom, url);
    Metadata {
        title: sources.title(),
        byline: pick_byline(&sources.bylines(), &votes().byline),
        dateline: None,
        published: pick_day(&sources.days(), &votes().published).map(|day| day.to_string()),
    }
}

/// The weights of the places.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Votes {
    /// Where the weights come from.
    pub(crate) note: Vec<String>,
    /// Weight of each place that holds dates.
    pub(crate) published: std::collections::BTreeMap<String, f32>,
    /// Weight of each place that holds names; `~` before a place: the name is part of another candidate.
    pub(crate) byline: std::collections::BTreeMap<String, f32>,
}

fn votes() -> &'static Votes {
    static VOTES: LazyLock<Votes> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../weights/clean-metadata.json")).expect("the embedded weights are JSON")
    });
    &VOTES
}

/// Candidates: place and value.
pub(crate) type Candidates<T> = Vec<(&'static str, T)>;

/// Distinct values with the places that speak for each.
pub(crate) fn day_groups(candidates: &Candidates<Day>) -> Vec<(Day, Vec<String>)> {
    let mut groups: Vec<(Day, Vec<String>)> = Vec::new();
    for (place, day) in candidates {
        match groups.iter_mut().find(|(known, _)| known == day) {
            Some((_, places)) => places.push((*place).to_owned()),
            None => groups.push((*day, vec![(*place).to_owned()])),
        }
    }
    groups
}

/// Distinct names with the places that speak for each; a name inside a longer candidate speaks for that too.
pub(crate) fn name_groups(candidates: &Candidates<String>) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (place, name) in candidates {
        let folded = fold(name);
        match groups.iter_mut().find(|(known, _)| *known == folded) {
            Some((_, places)) => places.push((*place).to_owned()),
            None => groups.push((folded, vec![(*place).to_owned()])),
        }
    }
    let plain = groups.clone();
    for (name, places) in &mut groups {
        for (other, theirs) in &plain {
            if other != name && format!(" {name} ").contains(&format!(" {other} ")) {
                places.extend(theirs.iter().map(|place| format!("~{place}")));
            }
        }
    }
    groups
}

fn score(places: &[String], weights: &std::collections::BTreeMap<String, f32>) -> f32 {
    places.iter().map(|place| weights.get(place).copied().unwrap_or(0.0)).sum()
}

fn best<T>(groups: Vec<(T, Vec<String>)>, weights: &std::collections::BTreeMap<String, f32>) -> Option<T> {
    let mut best: Option<(f32, T)> = None;
    for (value, places) in groups {
        let score = score(&places, weights);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, value));
        }
    }
    best.map(|(_, value)| value)
}

pub(crate) fn pick_day(candidates: &Candidates<Day>, weights: &std::collections::BTreeMap<String, f32>) -> Option<Day> {
    best(day_groups(candidates), weights)
}

pub(crate) fn pick_byline(
    candidates: &Candidates<String>,
    weights: &std::collections::BTreeMap<String, f32>,
) -> Option<String> {
    let winner = best(name_groups(candidates), weights)?;
    candidates.iter().find(|(_, name)| fold(name) == winner).map(|(_, name)| name.clone())
}

/// Meta elements that hold the date of publication.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "article.published",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "originalpublicationdate",
    "datecreated",
    "article_date_original",
    "og:published_time",
    "published_time",
    "rnews:datepublished",
    "release_date",
    "og:pubdate",
    "shareaholic:article_published_time",
    "article:published",
    "publication_date",
    "last-published",
    "created",
    "published",
    "published-date",
    "w-published-date",
    "article-published",
    "dc.date.published",
];
/// Meta elements that hold the date of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
    "modified",
];
/// Meta elements that hold the writer's name.
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
    "article:author_name",
    "twitter:data1",
    "og:article:author",
    "authors",
    "article.author",
    "og:author",
    "creator",
    "dc.contributor",
];

/// Longest title or name that is read, in bytes.
const LONGEST: usize = 4000;
/// Longest text of a byline or date element, in bytes.
const SHORT: usize = 100;

impl<'d> Sources<'d> {
    pub(super) fn read(dom: &'d Dom, url: Option<&'d str>) -> Self {
        let objects = linked::read(dom);
        let mut metas = Vec::new();
        for meta in dom.all(Tag::Meta) {
            let name = [Attribute::Property, Attribute::Name, Attribute::Itemprop, Attribute::HttpEquiv]
                .into_iter()
                .find_map(|name| dom.attribute(meta, name).filter(|value| !value.is_empty()));
            if let (Some(name), Some(content)) = (name, dom.attribute(meta, Attribute::Content)) {
                let content = tidy(content);
                if !content.is_empty() {
                    metas.push((name.trim().to_lowercase(), content));
                }
            }
        }
        let mut sources = Self { dom, url, objects, metas, site: None, body: dom.all(Tag::Body).next().unwrap_or(0) };
        sources.site = sources.meta("og:site_name").map(str::to_owned).or_else(|| {
            let site = |object: &&Object| linked::is_any(object, &["website", "organization", "newsmediaorganization"]);
            sources.objects.iter().filter(site).find_map(|object| linked::text(object, "name")).map(tidy)
        });
        sources
    }

    /// The first content of a meta element of the name.
    fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// Numbers of the nodes of the body.
    fn inside(&self) -> std::ops::Range<usize> {
        self.body..self.dom.nodes.get(self.body).map_or(0, |body| body.end as usize)
    }

    /// The title.
    pub(super) fn title(&self) -> Option<String> {
        let site = self.site.as_deref().unwrap_or_default();
        let host = self.url.map(host).unwrap_or_default();
        let bare = |text: &str| without_site(text, &host, site);
        let shared = self.meta("og:title").or_else(|| self.meta("twitter:title")).map(bare);
        let head = self.dom.all(Tag::Title).next().and_then(|at| self.dom.line(at, 1000)).map(|text| tidy(&text));
        let head = head.filter(|text| !text.is_empty()).map(|text| bare(&text));
        let headline = self
            .objects
            .iter()
            .filter(|object| linked::is_article(object))
            .find_map(|object| linked::text(object, "headline"))
            .map(tidy)
            .filter(|text| !text.is_empty());
        let mut headings: Vec<String> = Vec::new();
        for at in self.dom.all(Tag::H1).take(50) {
            let Some(text) = self.dom.line(at, 1000).map(|text| bare(&tidy(&text))) else { continue };
            let folded = fold(&text);
            if !folded.is_empty() && !headings.contains(&text) && folded != fold(site) {
                headings.push(text);
            }
        }
        self.choose_title(shared, head, headline, &headings)
            .map(|title| mended(&title))
            .filter(|title| !title.is_empty())
    }

    fn choose_title(
        &self,
        shared: Option<String>,
        head: Option<String>,
        headline: Option<String>,
        headings: &[String],
    ) -> Option<String> {
        let slug = self.url.map(|url| fold(&last_segment(url).replace(['-', '_'], " "))).unwrap_or_default();
        let references: Vec<String> =
            [&shared, &head, &headline].into_iter().flatten().map(|text| fold(text)).collect();
        let mut best: Option<(f32, &String)> = None;
        for (at, heading) in headings.iter().enumerate() {
            let folded = fold(heading);
            let mut score = references.iter().map(|reference| similarity(&folded, reference)).fold(0.0, f32::max);
            let long = folded.split(' ').count() >= 3;
            if long && references.iter().any(|reference| reference.starts_with(&folded)) {
                score = score.max(0.85);
            }
            score += 0.3 * similarity(&folded, &slug) - 0.02 * at as f32;
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, heading));
            }
        }
        if let Some((_, heading)) = best.filter(|(score, _)| *score >= 0.5) {
            return Some(heading.clone());
        }
        match (shared, head, headline) {
            (Some(shared), _, Some(headline)) if fold(&shared) == fold(&headline) => Some(headline),
            (Some(shared), Some(head), _) => {
                let (long, short) = (fold(&shared), fold(&head));
                let begins = long != short && long.starts_with(&short) && short.split(' ').count() >= 4;
                Some(if begins { head } else { shared })
            }
            (Some(shared), None, _) => Some(shared),
            (None, _, Some(headline)) => Some(headline),
            (None, head, None) => {
                head.map(|head| self.shown_part(&head).unwrap_or(head)).or_else(|| headings.first().cloned())
            }
        }
    }

    /// The part of a window's title that the page shows as a text of its own, without the outlet before or after it.
    fn shown_part(&self, head: &str) -> Option<String> {
        const MARKS: [&str; 5] = [" - ", " | ", " – ", " — ", " · "];
        const FEWEST: usize = 3;
        let parts = MARKS.iter().flat_map(|mark| {
            let (after, before) = (head.split_once(mark), head.rsplit_once(mark));
            [after.map(|(_, rest)| rest), before.map(|(rest, _)| rest)]
        });
        let parts = parts.flatten().map(str::trim).filter(|part| part.split(' ').count() >= FEWEST);
        let shown = |part: &str| {
            let texts = self.inside().filter(|&at| self.dom.nodes[at].tag == Tag::Text);
            texts.map(|at| self.dom.text(at)).any(|text| text.trim().len() >= part.len() && collapse(text) == part)
        };
        // outlets are shown as well, and shorter
        parts.filter(|part| shown(part)).max_by_key(|part| part.len()).map(str::to_owned)
    }

    /// Days with the places that hold them, each place once.
    pub(super) fn days(&self) -> Candidates<Day> {
        let mut out = Days(Vec::new());
        for object in self.objects.iter().filter(|object| linked::is_article(object)) {
            out.put("ld", linked::text(object, "datePublished"));
        }
        for object in &self.objects {
            let page = linked::is_any(object, &["webpage", "collectionpage", "comment", "organization", "website"]);
            out.put(if page { "ldwp" } else { "ldany" }, linked::text(object, "datePublished"));
        }
        for (place, names) in [("meta", PUBLISHED), ("metamod", MODIFIED)] {
            for name in names {
                for (_, content) in self.metas.iter().filter(|(known, _)| known == name) {
                    out.put(place, Some(content));
                }
            }
        }
        if let Some(day) = self.url.and_then(url_day) {
            out.add("url", day);
        }
        for object in &self.objects {
            out.put("ldmod", linked::text(object, "dateModified"));
            out.put("ldup", linked::text(object, "uploadDate"));
        }
        self.elements_with_days(&mut out);
        self.visible_days(&mut out);
        out.0
    }

    /// `<time>`, `itemprop` and elements whose class speaks of dates.
    fn elements_with_days(&self, out: &mut Days) {
        let dom = self.dom;
        for at in self.inside() {
            let node = &dom.nodes[at];
            if node.tag == Tag::Time {
                let parent = dom.attribute(node.parent as usize, Attribute::Class).unwrap_or_default();
                let own =
                    [Attribute::Class, Attribute::Itemprop].map(|name| dom.attribute(at, name).unwrap_or_default());
                let class = format!("{} {} {parent}", own[0], own[1]).to_lowercase();
                let says = |words: &[&str]| words.iter().any(|word| class.contains(word));
                let place = if says(&["modif", "updat"]) {
                    "timemod"
                } else if says(&["publish", "entry-date", "posted", "datepub", "pubdate", "date-created"])
                    || dom.attribute(at, Attribute::Pubdate).is_some()
                {
                    "timepub"
                } else {
                    "time"
                };
                match dom.attribute(at, Attribute::Datetime).filter(|value| !value.is_empty()) {
                    Some(value) => out.put(place, Some(value)),
                    None => out.put(place, dom.line(at, SHORT).as_deref()),
                }
            }
            if !dom.has_attributes(at) {
                continue;
            }
            if dom.attribute(at, Attribute::Itemprop) == Some("datePublished") {
                let value =
                    [Attribute::Content, Attribute::Datetime].into_iter().find_map(|name| dom.attribute(at, name));
                match value {
                    Some(value) => out.put("itemprop", Some(value)),
                    None => out.put("itemprop", dom.line(at, SHORT).as_deref()),
                }
            }
            let class = dom.attribute(at, Attribute::Class).unwrap_or_default();
            if !out.has("cls") && contains_any(class, &["date", "time"]) {
                out.put("cls", dom.line(at, 80).as_deref());
            }
        }
    }

    /// Dates in short visible texts.
    fn visible_days(&self, out: &mut Days) {
        let dom = self.dom;
        let heading = self.inside().find(|&at| dom.nodes[at].tag == Tag::H1);
        let (mut after, mut last) = (0_usize, String::new());
        let mut at = self.body;
        let end = self.inside().end;
        while at < end {
            let node = &dom.nodes[at];
            if matches!(node.tag, Tag::Script | Tag::Style | Tag::Noscript) {
                at = node.end as usize;
                continue;
            }
            if Some(at) == heading {
                after = 0;
            }
            if node.tag == Tag::Text && dom.text(at).trim().len() >= 6 {
                let text = collapse(dom.text(at));
                after += 1;
                let digits = text.bytes().any(|b| b.is_ascii_digit());
                let length = text.chars().count();
                if let Some(day) = Some(&text).filter(|_| length <= 160 && digits).and_then(|text| first_day(text)) {
                    let near = heading.is_some_and(|heading| at > heading) && after <= 25;
                    out.add_visible(&text, &last, length <= 60, near, day);
                }
                last = text;
            }
            at += 1;
        }
    }

    /// Names with the places that hold them, each place once.
    pub(super) fn bylines(&self) -> Candidates<String> {
        let mut out = Names(Vec::new());
        for object in self.objects.iter().filter(|object| linked::is_article(object)) {
            if let Some(author) = object.get("author") {
                let people = linked::people(author, &self.objects);
                let bodies = !people.is_empty() && people.iter().all(|(_, body)| *body);
                out.put(if bodies { "ldorg" } else { "ld" }, people.iter().map(|(name, _)| name.as_str()));
            }
        }
        for object in &self.objects {
            if let Some(author) =
                object.get("author").filter(|_| !linked::is_any(object, &["comment", "review", "quotation"]))
            {
                let people = linked::people(author, &self.objects);
                out.put("ldany", people.iter().map(|(name, _)| name.as_str()));
            }
        }
        for name in AUTHOR {
            let twitter = *name == "twitter:data1";
            if twitter && !self.meta("twitter:label1").is_some_and(|label| label.to_lowercase().contains("written")) {
                continue;
            }
            let most = if *name == "citation_author" { 20 } else { 3 };
            let names =
                self.metas.iter().filter(|(known, _)| known == name).map(|(_, content)| content.as_str()).take(most);
            out.put(if twitter { "tw" } else { "meta" }, names);
        }
        for object in &self.objects {
            if linked::types(object) == ["person"] {
                out.put("ldperson", linked::text(object, "name").into_iter());
            }
        }
        self.visible_names(&mut out);
        if out.0.is_empty() {
            // "Staff", "team": better than nothing
            let named =
                self.metas.iter().find(|(name, _)| AUTHOR.contains(&name.as_str()) && !name.starts_with("twitter"));
            let vague =
                ["staff", "team", "anonymous", "editorial team", "content team", "guest author", "guest contributor"];
            if let Some((_, content)) = named.filter(|(_, content)| vague.contains(&fold(content).as_str())) {
                out.0.push(("meta", content.clone()));
            }
        }
        out.0
    }

    /// Names in elements that speak of authors, in links to their pages, and after "By".
    fn visible_names(&self, out: &mut Names) {
        /// What a class has that speaks of authors: most have none of it, and are not looked at twice.
        static NAMING: LazyLock<AhoCorasick> = LazyLock::new(|| {
            let dense = Some(AhoCorasickKind::DFA);
            let words = ["author", "byline", "by-line", "vcard", "fn"];
            AhoCorasick::builder().ascii_case_insensitive(true).kind(dense).build(words).expect("a few words")
        });
        let dom = self.dom;
        let mut parents_asked = 0;
        for at in self.inside() {
            let node = &dom.nodes[at];
            if node.tag == Tag::Text {
                if let Some(name) = by_line(dom.text(at)) {
                    out.put("visby", [name.as_str()].into_iter());
                } else if is_by(dom.text(at)) && parents_asked < 20 {
                    parents_asked += 1;
                    // "By" alone: the rest of the element, or of the one around it
                    let parent = node.parent as usize;
                    let around = dom.nodes[parent].parent as usize;
                    let own = dom.line(parent, SHORT).unwrap_or_default();
                    let text = if own.trim().len() > 4 { own } else { dom.line(around, SHORT).unwrap_or_default() };
                    out.put("visby2", [text.as_str()].into_iter());
                }
                continue;
            }
            if !dom.has_attributes(at) {
                continue;
            }
            let itemprop = dom.attribute(at, Attribute::Itemprop);
            if !out.has("rel") && (itemprop == Some("author") || dom.attribute(at, Attribute::Rel) == Some("author")) {
                let named = (at..node.end as usize)
                    .take(200)
                    .find(|&inner| dom.attribute(inner, Attribute::Itemprop) == Some("name"));
                let text = match named {
                    Some(inner) => {
                        dom.attribute(inner, Attribute::Content).map(str::to_owned).or_else(|| dom.line(inner, SHORT))
                    }
                    None => dom.line(at, SHORT),
                };
                out.put("rel", text.as_deref().into_iter());
            }
            let class = [Attribute::Class, Attribute::Id, Attribute::TestId]
                .map(|name| dom.attribute(at, name).unwrap_or_default());
            if class.iter().all(|part| part.is_empty()) && node.tag != Tag::A {
                continue;
            }
            let named = class.iter().any(|part| NAMING.is_match(*part));
            let class = if named { class.join(" ").to_lowercase() } else { String::new() };
            if named && is_author_name(&class) {
                if !out.has("clsname") {
                    out.put("clsname", dom.line(at, SHORT).as_deref().into_iter());
                }
            } else if named && contains_any(&class, &["byline", "by-line", "author"]) {
                if !out.has("clsby") {
                    out.put("clsby", dom.line(at, SHORT).as_deref().into_iter());
                }
            } else if node.tag == Tag::A
                && !out.has("href")
                && dom.attribute(at, Attribute::Href).is_some_and(is_author_page)
            {
                let text = dom.line(at, 50).filter(|text| (2..=5).contains(&text.split(' ').count()));
                out.put("href", text.as_deref().into_iter());
            }
        }
    }
}

/// The first day of each place.
struct Days(Candidates<Day>);

impl Days {
    fn has(&self, place: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == place)
    }

    fn add(&mut self, place: &'static str, day: Day) {
        if !self.has(place) {
            self.0.push((place, day));
        }
    }

    /// Adds the day of a visible text; what stands before it may say which day it is.
    fn add_visible(&mut self, text: &str, before: &str, short: bool, near_title: bool, day: Day) {
        const UPDATED: &[&str] = &["updated", "modified", "reviewed"];
        let text = text.to_lowercase();
        let before = before.to_lowercase();
        let before = before.trim_end_matches([':', ' ']);
        let ends = |words: &[&str]| words.iter().any(|w| before.strip_suffix(" on").unwrap_or(before).ends_with(w));
        let published = contains_any(&text, &["publish", "posted", "written", "created", "released", "date:"])
            || ends(&["published", "posted", "date", "publish", "publishing"]);
        let updated = contains_any(&text, UPDATED) || ends(UPDATED);
        if published {
            self.add("vispub", day);
        }
        if updated && !published {
            self.add("vismod", day);
        } else if short {
            self.add(if near_title { "vish1" } else { "visany" }, day);
        }
    }

    fn put(&mut self, place: &'static str, text: Option<&str>) {
        if self.has(place) {
            return;
        }
        if let Some(day) = text.and_then(|text| day_of(text.trim())) {
            self.0.push((place, day));
        }
    }
}

/// The first names of each place.
struct Names(Candidates<String>);

impl Names {
    fn has(&self, place: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == place)
    }

    fn put<'n>(&mut self, place: &'static str, texts: impl Iterator<Item = &'n str>) {
        if self.has(place) {
            return;
        }
        let mut names: Vec<String> = Vec::new();
        for name in texts.filter_map(|text| byline(&tidy(text))) {
            if is_name(&name) && !names.iter().any(|known| fold(known) == fold(&name)) {
                names.push(name);
            }
        }
        if !names.is_empty() {
            self.0.push((place, names.join(", ")));
        }
    }
}

/// The day of a machine's or a writer's date.
fn day_of(text: &str) -> Option<Day> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == text.len() && matches!(digits, 10 | 13) && text.starts_with('1') {
        // seconds (or thousandths) since 1970
        let days = text[..10].parse::<i64>().ok()? / 86_400;
        return day_since_epoch(days);
    }
    if digits >= 8 && (text.starts_with("19") || text.starts_with("20")) {
        let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
        return Day::new(part(0..4)?, part(4..6)?, part(6..8)?);
    }
    first_day(text)
}

/// Days since 1 January 1970 as a day (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn day_since_epoch(days: i64) -> Option<Day> {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let part = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * part + 2) / 5 + 1;
    let month = if part < 10 { part + 3 } else { part - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Day::new(u32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Whether a class (lower case) is that of an author's name.
fn is_author_name(class: &str) -> bool {
    const PARTS: &[&str] = &[
        "author-name",
        "author_name",
        "authorname",
        "byline-name",
        "byline_name",
        "bylinename",
        "author__name",
        "author-link",
        "author_link",
        "authored-by",
        "post-author",
        "entry-author",
        "article-author",
        "story-author",
        "c-author",
        "by-author",
        "vcard",
    ];
    contains_any(class, PARTS)
        || class.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "author" || word == "fn")
}

/// Whether an address is that of a writer's page.
fn is_author_page(address: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "author",
        "authors",
        "people",
        "peoples",
        "contributor",
        "contributors",
        "staff",
        "staffs",
        "profile",
        "profiles",
        "writer",
        "writers",
        "journalist",
        "journalists",
    ];
    let lower = address.to_lowercase();
    let mut parts = lower.trim_end_matches('/').rsplit('/');
    let last = parts.next().unwrap_or_default();
    !last.is_empty() && parts.next().is_some_and(|folder| FOLDERS.contains(&folder))
}

/// The name in `By Mara Okafor`.
fn by_line(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with(['B', 'b', 'W', 'w', 'P', 'p', 'R', 'r']) || text.len() >= 120 {
        return None;
    }
    let mut rest = text;
    for head in ["written", "posted", "reviewed"] {
        if rest.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)) {
            rest = rest[head.len()..].trim_start();
        }
    }
    let rest = rest.get(..2).filter(|by| by.eq_ignore_ascii_case("by")).map(|_| &rest[2..])?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let mut name: Vec<&str> = Vec::new();
    for word in rest.split_whitespace().take(5) {
        let bare = word.trim_end_matches([',', ';', ':']);
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '’' | '\'' | '-');
        if !bare.starts_with(char::is_uppercase) || !bare.chars().all(plain) {
            break;
        }
        name.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    (name.len() >= 2).then(|| name.join(" "))
}

/// "By", "Written by:".
fn is_by(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':');
    text.len() <= 12 && ["by", "written by", "posted by"].iter().any(|by| text.eq_ignore_ascii_case(by))
}

fn contains_any(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

/// The text without entities that were escaped twice, tags, and invisible characters.
fn tidy(text: &str) -> String {
    let mut text = collapse(head(text, LONGEST));
    if let Some(read) = charset::read_twice(&text) {
        text = read;
    }
    for _ in 0..2 {
        if text.contains('&') {
            text = unescaped(&text);
        }
    }
    while let Some(start) = text.find('<') {
        let Some(length) = text[start..].find('>').filter(|length| (2..=81).contains(length)) else { break };
        text.replace_range(start..=start + length, "");
    }
    collapse(&text)
}

/// The commonest entities, and numbers.
fn unescaped(text: &str) -> String {
    const NAMED: &[(&str, &str)] = &[
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", " "),
        ("rsquo", "’"),
        ("lsquo", "‘"),
        ("rdquo", "”"),
        ("ldquo", "“"),
        ("ndash", "–"),
        ("mdash", "—"),
        ("hellip", "…"),
        ("eacute", "é"),
        ("egrave", "è"),
        ("uuml", "ü"),
        ("ouml", "ö"),
        ("auml", "ä"),
        ("szlig", "ß"),
        ("ccedil", "ç"),
        ("ntilde", "ñ"),
        ("trade", "™"),
        ("reg", "®"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|b| b == b';');
        let value = end.and_then(|end| {
            let name = &rest[1..end];
            if let Some(number) = name.strip_prefix('#') {
                let hex = number.strip_prefix(['x', 'X']);
                let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
                return code.and_then(char::from_u32).map(String::from);
            }
            NAMED.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        if let Some((value, end)) = value.zip(end) {
            out.push_str(&value);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// The host of an address without `www.`.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// Marks between a title and the name of its site.
const SEPARATORS: &[char] = &['|', '–', '—', '-', '·', '•', '»', ':', '/', '‹', '›', '«'];

/// Places of the separators in a title: where each begins and ends.
fn separators(title: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = title[at..].find(SEPARATORS) {
        let start = at + found;
        let rest = title[start..].trim_start_matches(SEPARATORS);
        let end = title.len() - rest.len();
        let spaced = title[..start].ends_with(' ') && rest.starts_with(' ');
        // a title with « and » quotes
        let mark = |mark: char| mark == '|' || mark == '»' && !title.contains('«');
        if spaced || title[start..end].contains(mark) {
            let head = title[..start].trim_end().len();
            out.push((head, title.len() - rest.trim_start().len()));
        }
        at = end;
    }
    out
}

/// A title without the site's name before or after it.
fn without_site(title: &str, host: &str, site: &str) -> String {
    let mut title = title.to_owned();
    let name: String =
        host.rsplit_once('.').map_or(host, |(name, _)| name).chars().filter(|c| c.is_alphanumeric()).collect();
    let site = fold(site).replace(' ', "");
    let is_site = |part: &str| {
        let folded = fold(part);
        let joined = folded.replace(' ', "");
        if joined.is_empty() {
            return true;
        }
        let length = joined.len();
        let of_site = !site.is_empty()
            && (joined == site
                || length >= 4 && (site.contains(&joined) || joined.contains(&site)) && 2 * length <= 5 * site.len());
        let of_host = !name.is_empty()
            && length >= 3
            && (name.contains(&joined) || name.len() >= 4 && joined.contains(&name) && 2 * length <= 5 * name.len());
        let initials: String = folded.split(' ').filter_map(|word| word.chars().next()).collect();
        of_site
            || of_host
            || initials.chars().count() >= 3 && host.split(|c: char| !c.is_alphanumeric()).any(|part| part == initials)
    };
    for _ in 0..3 {
        let marks = separators(&title);
        let (Some(&(_, first)), Some(&(last, tail))) = (marks.first(), marks.last()) else { break };
        if fold(&title[..last]).len() >= 8 && is_site(&title[tail..]) {
            title.truncate(last);
        } else if fold(&title[first..]).len() >= 8 && is_site(&title[..marks[0].0]) {
            title.drain(..first);
        } else {
            break;
        }
        title.truncate(title.trim_end().len());
    }
    title
}

/// A title without what some systems put around it.
fn mended(title: &str) -> String {
    let mut title = title.strip_prefix("Title:").unwrap_or(title).trim().to_owned();
    if let Some(at) = title.find(" Posted on ") {
        title.truncate(at);
    }
    // "(example.org) 12"
    if let Some(open) = title.rfind(" (") {
        let tail = &title[open + 2..];
        if let Some((address, rest)) = tail.split_once(')') {
            let host = address.contains('.')
                && address.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c));
            if host && rest.trim().bytes().all(|b| b.is_ascii_digit()) {
                title.truncate(open);
            }
        }
    }
    if fold(&title).split(' ').count() >= 6 {
        for mark in [" | ", " • ", " · "] {
            let short = |at: &usize| title[at + mark.len()..].split_whitespace().count() <= 2;
            if let Some(at) = title.rfind(mark).filter(short) {
                title.truncate(at);
            }
        }
    }
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn of(html: &str, url: &str) -> Metadata {
        read(&Dom::read(&Document::from(html)), Some(url))
    }

    #[test]
    fn titles_lose_the_name_of_the_site() {
        let cases = [
            ("Harbour votes to move - The Ellis Post", "ellispost.example", "", "Harbour votes to move"),
            ("The Ellis Post | Harbour votes to move", "x.example", "The Ellis Post", "Harbour votes to move"),
            ("Harbour: a vote to move", "x.example", "The Ellis Post", "Harbour: a vote to move"),
            ("A well-known harbour", "known.example", "", "A well-known harbour"),
            ("Il porto riapre: «Una festa»", "x.example", "", "Il porto riapre: «Una festa»"),
            ("Harbour votes to move » The Ellis Post", "ellispost.example", "", "Harbour votes to move"),
            ("News | EP", "ep.example", "", "News | EP"),
        ];
        for (title, host, site, expected) in cases {
            assert_eq!(without_site(title, host, site), expected);
        }
    }

    #[test]
    fn places_are_held_against_each_other() {
        let found = of(
            "<head><title>Harbour votes to move | Ellis Post</title><meta property=article:published_time content=2026-03-04T06:00:00Z>
             <meta name=author content=admin></head><body><h1>Harbour votes to move</h1>
             <div class=byline>By <a href=/author/mara>Mara Okafor</a></div><p>Published 4 March 2026</p><p>Text</p>
             <aside><time datetime=2026-03-09>9 March</time></aside></body>",
            "https://ellispost.example/2026/03/04/harbour-votes-to-move",
        );
        assert_eq!(found.title.as_deref(), Some("Harbour votes to move"));
        assert_eq!(found.byline.as_deref(), Some("Mara Okafor"));
        assert_eq!(found.published.as_deref(), Some("2026-03-04"));
    }

    #[test]
    fn the_part_of_a_title_that_is_shown_is_the_headline() {
        let page = "<head><title>Judges split over pumpkin | Ellis Free Press</title></head>
             <body><b>Ellis Free Press</b><p><font size=5>Judges split over pumpkin</font></p><p>Text</p></body>";
        assert_eq!(of(page, "").title.as_deref(), Some("Judges split over pumpkin"));
    }

    #[test]
    fn machine_dates_are_read() {
        for (text, day) in
            [("1709510400", "2024-03-04"), ("20240304", "2024-03-04"), ("2024-03-04T00:00", "2024-03-04")]
        {
            assert_eq!(day_of(text).map(|day| day.to_string()).as_deref(), Some(day));
        }
    }

    #[test]
    fn escapes_are_undone_twice() {
        assert_eq!(tidy("Ellis &amp;amp; Son&#8217;s <b>quay</b>"), "Ellis & Son’s quay");
        assert_eq!(tidy("1 < 2 &unknown; &"), "1 < 2 &unknown; &");
    }
}
