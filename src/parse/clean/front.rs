//! What stands before a text in a file: the head of a mail (RFC 5322), or the front matter of a page generator.
//!
//! Both name title, writer and day in fields, and neither is of the story. Certain signs alone count: a mail has a subject
//! beside a sender, a receiver or a day; front matter stands between two lines of `---` (YAML) or `+++` (TOML).

use super::{collapse, dates, lines};
use crate::{Metadata, Span};

/// The fields before a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Front {
    /// Its lines.
    pub(crate) lines: Vec<Span>,
    /// Where the text after it begins.
    pub(crate) end: usize,
    /// The value of the title.
    pub(crate) title: Option<Span>,
    byline: Option<String>,
    published: Option<String>,
}

/// Most lines of a front.
const MOST: usize = 60;
/// Names of fields, in several languages.
const SUBJECT: [&str; 7] = ["subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp"];
const PEOPLE: [&str; 16] = [
    "from", "to", "cc", "bcc", "reply-to", "von", "an", "de", "à", "para", "da", "van", "aan", "kopie", "sender",
    "copie",
];
const DAY: [&str; 10] =
    ["date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado", "data", "inviato", "verzonden"];
const OTHERS: [&str; 9] = [
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "return-path",
    "received",
    "importance",
    "attachments",
    "user-agent",
];

impl Front {
    /// What is known of a text, with what its front says where nothing else does.
    pub(crate) fn complete(&self, text: &str, known: &Metadata) -> Metadata {
        let mut known = known.clone();
        if known.title.is_none() {
            known.title = self.title.map(|title| collapse(&text[title]));
        }
        if known.byline.is_none() {
            known.byline.clone_from(&self.byline);
        }
        if known.published.is_none() {
            known.published.clone_from(&self.published);
        }
        known
    }
}

/// The front of a text, if it has one. Looks at the first line alone when it has none.
pub(crate) fn read(text: &str) -> Option<Front> {
    let first = lines::each(text).next()?;
    match &text[first.span] {
        "---" => matter(text, "---", ':'),
        "+++" => matter(text, "+++", '='),
        line => field(line, ':').filter(|(name, _)| is_mail(name)).and_then(|_| mail(text)),
    }
}

fn mail(text: &str) -> Option<Front> {
    let mut front = Front::default();
    let mut others = 0;
    for line in lines::each(text).take(MOST) {
        if line.gap && !front.lines.is_empty() {
            break;
        }
        let content = &text[line.span];
        let folded = text[..line.span.start()].ends_with([' ', '\t']) && !front.lines.is_empty();
        match field(content, ':').filter(|(name, _)| is_mail(name)) {
            Some((name, value)) => {
                let value = value.shifted(line.span.start());
                match name.to_lowercase() {
                    name if SUBJECT.contains(&name.as_str()) => front.title = Some(value),
                    name if DAY.contains(&name.as_str()) => {
                        others += 1;
                        front.published = dates::first_day(&text[value]).map(|day| day.to_string());
                    }
                    name => others += usize::from(PEOPLE.contains(&name.as_str())),
                }
            }
            None if folded => (),
            None => return None,
        }
        front.lines.push(line.span);
        front.end = line.span.end();
    }
    (front.title.is_some_and(|title| !title.is_empty()) && others > 0).then_some(front)
}

fn is_mail(name: &str) -> bool {
    let name = name.to_lowercase();
    let known = [&SUBJECT[..], &PEOPLE, &DAY, &OTHERS].iter().any(|names| names.contains(&name.as_str()));
    known || name.starts_with("x-") || name.starts_with("list-")
}

fn matter(text: &str, fence: &str, mark: char) -> Option<Front> {
    let mut front = Front::default();
    let mut fields = 0;
    for (at, line) in lines::each(text).take(MOST).enumerate() {
        let content = &text[line.span];
        front.lines.push(line.span);
        front.end = line.span.end();
        if at > 0 && content == fence {
            return (fields > 0).then_some(front);
        }
        let Some((name, value)) = field(content, mark) else { continue };
        fields += 1;
        let value = value.shifted(line.span.start());
        let quoted = ['"', '\'', '[', ']', ' '];
        let inner = text[value].trim_start_matches(quoted);
        let start = value.end() - inner.len();
        let inner = Span::new(start, start + inner.trim_end_matches(quoted).len());
        if inner.is_empty() {
            continue;
        }
        match name.to_lowercase().as_str() {
            "title" => front.title = Some(inner),
            "author" | "authors" | "byline" => front.byline = Some(collapse(&text[inner])),
            "date" | "published" | "pubdate" => {
                front.published = dates::first_day(&text[inner]).map(|day| day.to_string());
            }
            _ => (),
        }
    }
    None
}

/// A field's name, and where its value is.
fn field(line: &str, mark: char) -> Option<(&str, Span)> {
    let at = line.find(mark)?;
    let name = line[..at].trim_end();
    let named = (1..=30).contains(&name.len()) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    named.then(|| (name, Span::new(at + mark.len_utf8(), line.len()).trimmed(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_mails_and_front_matter() {
        let mail = "From: Morning Brief <brief@ledger.example>\r\nTo: readers@ledger.example\r\nDate: Tue, 3 Mar 2026 06:02:11 +0000\r\n\
                    Subject: Strike talks\r\n resume\r\n\r\nGood morning.";
        let front = read(mail).unwrap();
        assert_eq!(front.lines.len(), 5);
        assert_eq!(front.title.map(|title| &mail[title]), Some("Strike talks"));
        assert_eq!(front.published.as_deref(), Some("2026-03-03"));
        assert_eq!(mail[front.end..].trim(), "Good morning.");
        let page = "---\ntitle: \"Harbour plan wins\"\nauthor: Lena Fox\ndate: 2026-02-11\ntags: [harbour]\n---\n\n# Harbour plan wins\n";
        let front = read(page).unwrap();
        assert_eq!(front.title.map(|title| &page[title]), Some("Harbour plan wins"));
        assert_eq!(front.complete(page, &Metadata::default()).byline.as_deref(), Some("Lena Fox"));
        assert!(page[front.end..].starts_with("\n\n# Harbour"));
        for none in [
            "From: the sea to the hills it is a day's walk.\nTo: nobody.",
            "To: the editor\n\nSubject: none.",
            "---\n\nThe council met.\n\n---",
            "Date: 3 March\nSubject of the meeting was the harbour.",
            "",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
