//! Linked data on a page (JSON-LD): the objects of all its scripts in one list.

use serde_json::{Map, Value};

use super::dom::{Dom, Tag};

/// An object of the linked data.
pub(super) type Object = Map<String, Value>;

/// Most objects of a page that are looked at.
const MOST: usize = 2000;

/// Types that an article may be of.
const ARTICLES: &[&str] = &[
    "newsarticle",
    "article",
    "blogposting",
    "reportagenewsarticle",
    "techarticle",
    "scholarlyarticle",
    "opinionnewsarticle",
    "analysisnewsarticle",
    "liveblogposting",
    "report",
    "medicalwebpage",
    "socialmediaposting",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "review",
    "recipe",
    "howto",
    "course",
    "product",
    "discussionforumposting",
];

/// Reads every script of linked data; broken ones are mended where that is plain, and passed over otherwise.
pub(super) fn read(dom: &Dom) -> Vec<Object> {
    let mut out = Vec::new();
    for script in dom.all(Tag::Script) {
        let inside = script + 1..dom.nodes[script].end as usize;
        let text: String = inside.filter(|&at| dom.nodes[at].tag == Tag::Text).map(|at| dom.text(at)).collect();
        if let Some(value) = parse(&text) {
            flatten(value, &mut out);
        }
    }
    out
}

/// The longest text of an article in the linked data, when there is one.
pub(super) fn article_body(dom: &Dom) -> Option<String> {
    const SHORTEST: usize = 200;
    let has_body =
        |script: usize| (script + 1..dom.nodes[script].end as usize).any(|at| dom.text(at).contains("articleBody"));
    if !dom.all(Tag::Script).any(has_body) {
        return None;
    }
    let bodies = read(dom).into_iter().filter(is_article).filter_map(|mut object| object.remove("articleBody"));
    let texts = bodies.filter_map(|body| if let Value::String(text) = body { Some(text) } else { None });
    let longest = texts.max_by_key(String::len)?;
    // some hold markup
    let plain = if longest.contains("</") { dom_query::Document::from(longest).text().to_string() } else { longest };
    (plain.len() >= SHORTEST).then_some(plain)
}

fn parse(text: &str) -> Option<Value> {
    let mut text = text.trim();
    for head in ["<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"] {
        text = text.strip_prefix(head).unwrap_or(text).trim();
    }
    for tail in ["-->", "//]]>", "]]>", "/*]]>*/"] {
        text = text.strip_suffix(tail).unwrap_or(text).trim();
    }
    let text = text.trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&mended(text)).ok())
}

/// Control characters as spaces, and no comma before a closing bracket.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ']' | '}') && out.trim_end().ends_with(',') {
            out.truncate(out.trim_end().len() - 1);
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

fn flatten(value: Value, out: &mut Vec<Object>) {
    let mut queue = std::collections::VecDeque::from([value]);
    while let Some(value) = queue.pop_front() {
        match value {
            Value::Array(list) if list.len() < 500 => {
                for value in list.into_iter().rev() {
                    queue.push_front(value);
                }
            }
            Value::Object(object) => {
                for name in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = object.get(name) {
                        queue.push_back(inner.clone());
                    }
                }
                if out.len() >= MOST {
                    return;
                }
                out.push(object);
            }
            _ => {}
        }
    }
}

/// Types of an object, lower case, without the address of their vocabulary.
pub(super) fn types(object: &Object) -> Vec<String> {
    let name = |value: &Value| value.as_str().map(|s| s.rsplit('/').next().unwrap_or(s).to_lowercase());
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().filter_map(name).collect(),
        Some(value) => name(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Whether the object is an article or the like.
pub(super) fn is_article(object: &Object) -> bool {
    types(object).iter().any(|name| ARTICLES.contains(&name.as_str()))
}

/// Whether it is of one of the types.
pub(super) fn is_any(object: &Object, names: &[&str]) -> bool {
    types(object).iter().any(|name| names.contains(&name.as_str()))
}

/// A text of the object.
pub(super) fn text<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    object.get(name).and_then(Value::as_str)
}

/// The names in an author value; each with whether it is an organization.
pub(super) fn people(author: &Value, all: &[Object]) -> Vec<(String, bool)> {
    let by_id = |id: &str| all.iter().find(|object| text(object, "@id") == Some(id) && object.contains_key("name"));
    let list = match author {
        Value::Array(list) => list.as_slice(),
        value => std::slice::from_ref(value),
    };
    let mut out = Vec::new();
    for value in list.iter().take(20) {
        match value {
            Value::String(name) => {
                let linked = name.starts_with("http") || name.starts_with('#');
                let name = by_id(name).filter(|_| linked).and_then(|object| text(object, "name")).unwrap_or(name);
                out.push((name.to_owned(), false));
            }
            Value::Object(object) => {
                let target = if object.get("name").is_none_or(Value::is_null) {
                    text(object, "@id").and_then(by_id).unwrap_or(object)
                } else {
                    object
                };
                let name = match target.get("name") {
                    Some(Value::Array(names)) => names.first().and_then(Value::as_str),
                    name => name.and_then(Value::as_str),
                };
                if let Some(name) = name {
                    out.push((name.to_owned(), types(target).iter().any(|kind| kind == "organization")));
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_scripts_are_mended_and_graphs_flattened() {
        let text = "<!-- {\"@graph\": [{\"@type\": \"NewsArticle\", \"headline\": \"Two\nlines\", \"author\": {\"@id\": \"#m\"},},\n
            {\"@id\": \"#m\", \"@type\": [\"Person\"], \"name\": \"Mara Okafor\"}]}; -->";
        let mut objects = Vec::new();
        flatten(parse(text).unwrap(), &mut objects);
        assert_eq!(objects.len(), 3);
        assert!(is_article(&objects[1]));
        let author = objects[1]["author"].clone();
        assert_eq!(people(&author, &objects), [("Mara Okafor".to_owned(), false)]);
        assert!(parse("{broken").is_none());
    }
}
