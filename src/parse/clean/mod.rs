//! Blocks and their labels: what is the story and what is page around it.

mod certain;
mod datelines;
pub(crate) mod dates;
pub(crate) mod decode;
pub(crate) mod features;
mod front;
pub(crate) mod labels;
pub(crate) mod lexicon;
pub(crate) mod lines;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod pick;
pub(crate) mod templates;
pub(crate) mod words;

use super::Labelled;
use crate::language::composed;
use crate::{Block, BlockKind, BoilerplateRule, Language, Metadata, Span};
use features::Page;
use model::Model;

/// Every paragraph (text between blank lines) as body.
pub(crate) fn keep_all(text: &str) -> Labelled {
    let mut blocks = Vec::new();
    let mut paragraph: Option<Span> = None;
    for line in lines::physical(text) {
        match paragraph {
            Some(open) if !line.gap => paragraph = Some(Span::new(open.start(), line.span.end())),
            _ => {
                blocks.extend(paragraph.replace(line.span).map(|span| Block::new(BlockKind::Paragraph, span)));
            }
        }
    }
    blocks.extend(paragraph.map(|span| Block::new(BlockKind::Paragraph, span)));
    Labelled { blocks, ..Labelled::default() }
}

/// The lines of a text, what is seen of them, and which of them the model keeps.
pub(crate) fn judge(text: &str, language: Language, model: &Model) -> (Vec<Span>, Page, Vec<bool>) {
    let lines = lines::lines(text);
    let (page, mut scores) = features::read_text(text, &lines, language, &model.blank());
    let probabilities = model::probabilities(&page, &mut scores);
    let mut kept = decode::choose(&probabilities, &page.facts, &model.weighing);
    decode::guard(&mut kept, &probabilities, &page.facts);
    (lines.iter().map(|line| line.span).collect(), page, kept)
}

/// Lines of running text are so long, in bytes: no headline, byline, credit or notice is.
const RUNNING: usize = 600;

/// The lines of a text that is nothing but one to three long paragraphs: an article of an archive; or a single line that is
/// not certainly of a page. There is no page around it that a model could tell it from.
fn running_text(text: &str, known: &Metadata) -> Option<Vec<Span>> {
    const MOST: usize = decode::FEW_LINES - 1;
    let mut lines: Vec<Span> = Vec::with_capacity(MOST);
    let mut long = true;
    for line in lines::each(text) {
        if !long || lines.len() == MOST {
            return None;
        }
        long = line.span.len() >= RUNNING;
        lines.push(line.span);
    }
    if !long {
        let &[line] = &lines[..] else { return None };
        let untold = known.title.is_none() && known.byline.is_none();
        return (untold && certain::rule(text, line).is_none()).then_some(lines);
    }
    let alone = |at: usize| lines[..at].iter().all(|before| text[*before] != text[lines[at]]);
    (!lines.is_empty() && (1..lines.len()).all(alone)).then_some(lines)
}

/// Labels the lines of a page. `known` is what a record says of it; `url` is its address.
pub(crate) fn label(text: &str, language: Language, known: &Metadata, url: Option<&str>) -> Labelled {
    let Some(front) = front::read(text) else { return label_page(text, language, known, url) };
    let mut labelled = label_page(&text[front.end..], language, &front.complete(text, known), url);
    let titled = labelled.blocks.iter().any(|block| block.kind == BlockKind::Title);
    let page = std::mem::take(&mut labelled.blocks);
    for &line in &front.lines {
        match front.title.filter(|title| !titled && line.start() <= title.start() && title.end() <= line.end()) {
            Some(title) => {
                let name = Span::new(line.start(), title.start()).trimmed(text);
                labelled.blocks.push(Block::new(BlockKind::Boilerplate(BoilerplateRule::Layout), name));
                labelled.blocks.push(Block::new(BlockKind::Title, title));
                let rest = Span::new(title.end(), line.end()).trimmed(text);
                if !rest.is_empty() {
                    labelled.blocks.push(Block::new(BlockKind::Boilerplate(BoilerplateRule::Layout), rest));
                }
            }
            None => labelled.blocks.push(Block::new(BlockKind::Boilerplate(BoilerplateRule::Layout), line)),
        }
    }
    labelled.blocks.extend(page.into_iter().map(|block| Block { span: block.span.shifted(front.end), ..block }));
    labelled
}

/// The same for what comes after mail fields and front matter.
fn label_page(text: &str, language: Language, known: &Metadata, url: Option<&str>) -> Labelled {
    if let Some(lines) = running_text(text, known) {
        return labels::label_running(text, &lines, known, url);
    }
    let model = Model::text();
    let (spans, page, kept) = judge(text, language, model);
    labels::label(
        labels::Draft {
            text,
            spans: &spans,
            page: &page,
            language,
            kept,
            certain: Vec::new(),
            known: known.clone(),
            url,
            headings: &[],
        },
        &model.picks,
    )
}

/// The first `most` bytes of a text, or a few less where they would part a character.
pub(crate) fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

/// The text without soft hyphens and zero-width spaces, runs of white space as one space each.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        if part.is_ascii() {
            out.push_str(part);
        } else {
            out.extend(part.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')));
        }
        if out.len() == before + 1 && before > 0 {
            out.pop();
        }
    }
    out
}

/// The words of a text in lower case, a space between two: for comparing titles and names.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        let mut parted = false;
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                if std::mem::take(&mut parted) && !out.is_empty() {
                    out.push(' ');
                }
                out.push(char::from(byte.to_ascii_lowercase()));
            } else {
                parted = true;
            }
        }
        return out;
    }
    for word in composed(text).split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// F1 of the words of two folded texts.
pub(crate) fn similarity(a: &str, b: &str) -> f32 {
    let (mut a, mut b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    if a == [""] || b == [""] {
        return 0.0;
    }
    a.sort_unstable();
    b.sort_unstable();
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * common as f32 / (a.len() + b.len()) as f32
}

/// The last part of an address's path.
pub(crate) fn last_segment(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    path.split_once('/').map_or("", |(_, path)| path.rsplit('/').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::{BlockKind, ParseOptions, parse, parse_text};

    /// A page as it is pasted: menu, headline, byline, date, caption, story, what comes after it.
    const PAGE: &str = "Skip to content\n• Home\n• News\n• Sport\n• Weather\nSubscribe\nLog in\n\n\
        Port Ellis votes to move its coastal railway inland\n\nBy Mara Lindqvist\nPublished 4 March 2026\nShare\n\n\
        The coastal railway at Port Ellis after the storm of January. — Norland News\n\n\
        PORT ELLIS: The town council voted seven to four on Tuesday to move the coastal railway inland before the sea takes it, after a night of debate in a crowded hall.\n\n\
        The line has been closed for sixty-one days in two winters, more than in the forty years before, and the engineers say that the next storm may take the embankment with it.\n\n\
        A question of money\n\n\
        “We have eleven winters left, not twenty,” the harbour engineer told the council, which had asked her for a plan that the town could pay for without help from the ministry.\n\n\
        The transport minister said on Wednesday that the state would pay for half of the new line, and that work on the railway could begin in the spring of next year.\n\n\
        Published in The Ellis Post, March 5th, 2026\n\nRead more\n\nRelated articles\n\nFerry fares to rise in June\n12 February, 2026\n\n\
        Ferry fares to rise in June\n\nThe ferry company said that the price of a crossing would...\n\nNewsletter\nSign up to get the latest news in your inbox\n\n\
        © 2026 The Ellis Post. All rights reserved.\nPrivacy policy\nTerms of use";

    #[test]
    fn a_line_above_a_credit_is_a_caption() {
        let pair = "The railway bridge at Port Ellis was painted last spring.\nPhoto: Tam Reddick";
        let page = PAGE.replace("A question of money", pair);
        let kind = |page: &str| {
            let article = parse_text(page);
            article.blocks().iter().find(|b| article.text()[b.span].starts_with("The railway bridge")).map(|b| b.kind)
        };
        assert_eq!(kind(&page).and_then(BlockKind::rule), Some("caption"));
        // a paragraph of its own is of the story
        assert_eq!(kind(&page.replace(".\nPhoto", ".\n\nPhoto")), Some(BlockKind::Paragraph));
    }

    #[test]
    fn a_short_sentence_after_the_story_is_of_it() {
        let short = "The council will vote again in May.";
        let kind = |page: &str| {
            let article = parse_text(page);
            article.blocks().iter().find(|b| article.text()[b.span].starts_with("The council will")).map(|b| b.kind)
        };
        let last = "could begin in the spring of next year.";
        let after = PAGE.replace(last, &format!("{last}\n\n{short}"));
        assert_eq!(kind(&after), Some(BlockKind::Paragraph));
        // "Story continues" stands between, then something that is no part of it
        let below = after.replace(short, &format!("Story continues below\n\n{short}"));
        assert_eq!(kind(&below), Some(BlockKind::Paragraph));
        let apart = after.replace(short, "").replace("Privacy policy", &format!("Privacy policy\n{short}"));
        assert_ne!(kind(&apart), Some(BlockKind::Paragraph));
    }

    #[test]
    fn a_story_goes_on_behind_what_was_put_into_it() {
        let page = "Aller au contenu\nSe connecter\nÉconomie\nCulture\nLe bac de Morlans reprend du service après onze mois d’arrêt\n\
            Par Hélène Vasseur\nPublié le 14 avril 2025 à 06h00\n\
            Onze mois et trois jours : c’est le temps qu’il aura fallu pour remplacer un moteur. Lundi 14 avril, à 6 h 40, le bac de Morlans a repris ses traversées, sous une pluie fine et quelques applaudissements.\n\
            « Je n’ai pas dormi », reconnaît Odile Brun, 71 ans, qui vend du pain sur les deux rives depuis son mariage.\n\
            Lire aussi : Ponts et bacs, la facture cachée des communes\nAjouter à vos sélections\n\
            Le département a déboursé 1,3 million d’euros. La commune, elle, n’a rien payé.\n\
            Les plus lus\nÉclipse : où la voir en France\nMentions légales";
        let body = parse_text(page).body_text();
        assert!(body.ends_with("n’a rien payé.") && !body.contains("Ponts et bacs"), "{body}");
    }

    #[test]
    fn what_stands_under_a_headline_is_none() {
        let under = "It will cost forty million. Work begins in spring";
        let title = "Port Ellis votes to move its coastal railway inland";
        let page = PAGE.replacen(title, &format!("{title}\n{under}"), 1);
        assert_eq!(parse_text(&page).metadata().title.as_deref(), Some(title));
    }

    #[test]
    fn the_day_in_a_caption_is_that_of_the_picture() {
        let caption = "FILE - The coastal railway at Port Ellis after a storm, on Aug. 3, 2024. (Norland Photo/Tam Reddick, File)";
        let page = PAGE.replace("Published 4 March 2026", caption);
        let page = page.replace("Share\n\n", "Updated 4:51 PM, March 4, 2026\nShare\n\n");
        let page = page.replace("Published in The Ellis Post, March 5th, 2026", "");
        let article = parse_text(&page);
        assert_eq!(article.metadata().published.as_deref(), Some("2026-03-04"));
        let block = article.blocks().iter().find(|b| article.text()[b.span].starts_with("FILE"));
        assert_eq!(block.and_then(|b| b.kind.rule()), Some("caption"));
    }

    #[test]
    fn a_pasted_page_is_told_from_its_story() {
        for text in [PAGE.to_owned(), PAGE.replace('\n', "\r\n")] {
            let article = parse(text, &ParseOptions::new());
            let metadata = article.metadata();
            assert_eq!(metadata.title.as_deref(), Some("Port Ellis votes to move its coastal railway inland"));
            assert_eq!(metadata.byline.as_deref(), Some("Mara Lindqvist"));
            assert_eq!(metadata.published.as_deref(), Some("2026-03-04"));
            assert_eq!(metadata.dateline.as_deref(), Some("PORT ELLIS"));
            let body = article.body_text();
            assert!(
                body.starts_with("PORT ELLIS: The town council") && body.ends_with("spring of next year."),
                "{body}"
            );
            assert_eq!(body.split("\n\n").count(), 5, "{body}");
            let kind_of =
                |head: &str| article.blocks().iter().find(|b| article.text()[b.span].starts_with(head)).map(|b| b.kind);
            assert_eq!(kind_of("A question of money"), Some(BlockKind::Subheading));
            let rule = |head: &str| kind_of(head).and_then(BlockKind::rule);
            assert_eq!(rule("The coastal railway at"), Some("caption"));
            assert_eq!(rule("Published in"), Some("published"));
            assert_eq!(rule("Ferry fares"), Some("teaser"));
            assert_eq!(rule("Sign up"), Some("newsletter"));
            assert_eq!(rule("© 2026"), Some("legal"));
            assert_eq!(rule("Share"), Some("share"));
        }
    }

    #[test]
    fn a_wire_is_parted_by_its_indents_and_dated_by_its_dateline() {
        let wire = "   PORT ELLIS, March 4, 2026 (Agency) - The town council voted\nseven to four on Tuesday to move the \
            coastal railway inland before\nthe sea takes it.\n   \"Nobody asked us,\" said Ines Calder, who lives at the far \
            end\nof the quay.\n   The line has been closed for 61 days.\n   Work begins in spring, after the state has paid \
            for half of the\nnew line.";
        let article = parse(wire.to_owned(), &ParseOptions::new());
        assert_eq!(article.metadata().published.as_deref(), Some("2026-03-04"));
        let body: Vec<&str> = article.body_sentences().map(|sentence| sentence.text()).collect();
        assert_eq!(body.len(), 4, "{body:#?}");
        assert!(body[0].starts_with("The town council") && body[1].ends_with("far end\nof the quay."), "{body:#?}");
        // the first paragraph stands below a line without a stop, and notes of the agency go
        let article =
            parse(format!("By Mara Lindqvist\n{wire}\n   (Reporting by Mara Lindqvist)\n"), &ParseOptions::new());
        let body: Vec<&str> = article.body_sentences().map(|sentence| sentence.text()).collect();
        assert_eq!(body.len(), 4, "{body:#?}");
        assert!(body[0].starts_with("The town council") && body[0].ends_with("sea takes it."), "{body:#?}");
    }

    #[test]
    fn what_is_clean_comes_through_whole() {
        let texts = [
            "It rained.",
            "The tide came in, the tide went out,\nand nobody was there to see;\nit left a glass, it left a shoe,\nit left a letter meant for me.\n\nI read it on the harbour wall,\nI read it in the rain;\nit said the sea would keep it all\nand bring it back again.",
            "Q: Where were you on Tuesday?\nA: At home.\nQ: All day?\nA: Yes. I had a cold.\nQ: Did anyone see you?\nA: My sister did.",
            "HOST: Welcome back.\nLINDQVIST: Thank you.\nHOST: So, the railway. Will it move?\nLINDQVIST: It will.\nHOST: And who pays?\nLINDQVIST: The ministry does.\n(LAUGHTER)",
            "Flour\nSugar\nEggs\nButter",
            "The council voted seven to four on Tuesday to move the railway. Nobody was hurt. It will cost forty million.",
        ];
        for text in texts {
            let article = parse_text(text);
            let whole: Vec<&str> = text.split_whitespace().collect();
            let body = article.body_text();
            assert_eq!(body.split_whitespace().collect::<Vec<_>>(), whole, "{text}");
        }
    }

    #[test]
    fn wrapped_paragraphs_are_one_block() {
        let text = "The council voted seven to four on Tuesday to move the\ncoastal railway inland before the sea takes it, after a\nnight of debate in the crowded hall of the old harbour.\n\nThe line has been closed for sixty-one days in the last\ntwo winters, more than in the forty years before that.";
        let article = parse_text(text);
        assert_eq!(article.blocks().len(), 2);
        assert!(!article.body_text().trim().contains("the\ncoastal"));
    }

    #[test]
    fn odd_texts_are_read() {
        for text in
            ["", "\n\r\n\u{feff}", "\u{ad}\u{200b}", "…", "•", "—", "a\u{301}\n©", "漢字", "15’9″", "\u{1f600}\r\r"]
        {
            let article = parse_text(text);
            assert_eq!(article.check(), Ok(()), "{text:?}");
        }
        // time grows with the text only
        let long = "Same line of eight words in a row here.\nHome\n— …\n".repeat(20_000);
        assert_eq!(parse_text(&long).check(), Ok(()));
    }
}
