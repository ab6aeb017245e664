//! What the page says of itself: metadata elements, structured data and the elements that name a role.
use crate::article::{MarkedText, PageMeta, Role, TimeElement};
use crate::clean::html::parse::cues::{Cues, Reader};
use crate::clean::html::parse::dom::{Data, Dom, Element, NodeId, ROOT, Step};
use crate::clean::html::parse::jsonld;
use crate::clean::html::parse::tag::Tag;

/// Longer texts are no by-line and no date.
const MAX_MARKED: usize = 300;

/// The metadata with the elements that times and marked texts come from.
pub(crate) struct Found {
    pub(crate) meta: PageMeta,
    times: Vec<NodeId>,
    marked: Vec<NodeId>,
}

impl Found {
    /// Says of each time and marked text whether it belongs to the article.
    pub(crate) fn place(&mut self, in_article: impl Fn(NodeId) -> bool) {
        for (time, id) in self.meta.times.iter_mut().zip(&self.times) {
            time.in_article = in_article(*id);
        }
        for (marked, id) in self.meta.marked.iter_mut().zip(&self.marked) {
            marked.in_article = in_article(*id);
        }
    }
}

/// Reads a page's metadata; what belongs to the article is not known yet.
pub(crate) fn read<'a>(dom: &'a Dom, json_ld: &[&str], cues: &mut Reader<'a>) -> Found {
    let meta = PageMeta {
        json_ld: jsonld::read(json_ld),
        ..PageMeta::default()
    };
    let mut found = Found {
        meta,
        times: Vec::new(),
        marked: Vec::new(),
    };
    for step in dom.walk(ROOT) {
        let Step::Enter(id) = step else { continue };
        let Some(element) = dom.element(id) else {
            continue;
        };
        let meta = &mut found.meta;
        match element.tag {
            Tag::Html if meta.html_lang.is_none() => {
                meta.html_lang = element.attr("lang").and_then(filled);
            }
            Tag::Title if meta.title.is_none() => meta.title = filled(&text_of(dom, id, 2000)),
            Tag::Meta => read_meta(element, meta),
            Tag::Link => read_link(element, meta),
            Tag::Body if meta.body_class.is_none() => {
                meta.body_class = element.attr("class").and_then(filled);
            }
            Tag::Html | Tag::Head | Tag::Body => {}
            _ => read_body((dom, id), element, &mut found, cues),
        }
    }
    found
}

fn filled(text: &str) -> Option<String> {
    let folded = fold(text);
    if folded.is_empty() {
        None
    } else {
        Some(folded)
    }
}

/// Text with white space folded.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn read_meta(element: &Element, meta: &mut PageMeta) {
    // Some tools that save pages write `value`.
    let Some(content) = element.attr("content").or(element.attr("value")) else {
        return;
    };
    let mut seen: Vec<String> = Vec::new();
    for key in ["name", "property", "itemprop", "http-equiv"]
        .iter()
        .filter_map(|key| element.attr(key))
    {
        let key = key.trim().to_lowercase();
        if !key.is_empty() && !seen.contains(&key) {
            seen.push(key.clone());
            meta.meta.push((key, content.trim().to_owned()));
        }
    }
}

fn read_link(element: &Element, meta: &mut PageMeta) {
    if let (Some(rel), Some(href)) = (element.attr("rel"), element.attr("href")) {
        meta.links
            .push((rel.to_lowercase(), href.trim().to_owned()));
    }
}

fn read_body<'a>(
    (dom, id): (&'a Dom, NodeId),
    element: &'a Element,
    found: &mut Found,
    cues: &mut Reader<'a>,
) {
    if element.tag == Tag::Time {
        let text = text_of(dom, id, MAX_MARKED);
        let parent = dom.parent(id).and_then(|parent| dom.element(parent));
        let hint = [Some(element), parent]
            .into_iter()
            .flatten()
            .map(hint)
            .collect::<Vec<_>>()
            .join(" ");
        let datetime = element.attr("datetime").and_then(filled);
        found.meta.times.push(TimeElement {
            datetime,
            text,
            hint: fold(&hint),
            in_article: false,
        });
        found.times.push(id);
    }
    let mut roles: Vec<(Role, &'static str)> = Vec::new();
    for (role, by) in roles_of(element, cues) {
        if roles.iter().all(|(known, _)| *known != role) {
            roles.push((role, by));
        }
    }
    for (role, by) in roles {
        let text = match element
            .attr("content")
            .or(element.attr("datetime"))
            .and_then(filled)
        {
            Some(content) if role != Role::Headline => content,
            _ => text_of(dom, id, MAX_MARKED + 1),
        };
        if !text.is_empty() && text.len() <= MAX_MARKED {
            found.meta.marked.push(MarkedText {
                role,
                by,
                text,
                in_article: false,
            });
            found.marked.push(id);
        }
    }
}

fn hint(element: &Element) -> String {
    let parts = ["itemprop", "class", "id"]
        .iter()
        .filter_map(|name| element.attr(name));
    parts.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The roles that an element names, the surest naming first.
fn roles_of<'a>(element: &'a Element, reader: &mut Reader<'a>) -> Vec<(Role, &'static str)> {
    let mut found = Vec::new();
    if let Some(value) = element.attr("itemprop") {
        found.extend(itemprop_roles(value).map(|role| (role, "itemprop")));
    }
    if element
        .attr("rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel == "author"))
    {
        found.push((Role::Author, "rel"));
    }
    if element.tag == Tag::H1 {
        found.push((Role::Headline, "h1"));
    }
    for name in ["class", "id"] {
        let cues = element
            .attr(name)
            .map_or(Cues::default(), |value| reader.read(value));
        found.extend(
            cues.roles()
                .map(|role| (role, if name == "id" { "id" } else { "class" })),
        );
    }
    for (name, value) in element
        .attrs()
        .filter(|(name, _)| name.starts_with("data-"))
    {
        if value.len() < 60
            && [
                "testid",
                "test",
                "qa",
                "role",
                "component",
                "type",
                "name",
                "tb",
            ]
            .iter()
            .any(|key| name.ends_with(key))
        {
            found.extend(reader.read(value).roles().map(|role| (role, "data")));
        }
    }
    found
}

fn itemprop_roles(value: &str) -> impl Iterator<Item = Role> {
    value.split_ascii_whitespace().filter_map(|name| {
        Some(match name {
            "headline" => Role::Headline,
            "author" | "creator" => Role::Author,
            "datePublished" | "dateCreated" | "datepublished" => Role::Published,
            "dateModified" | "datemodified" => Role::Modified,
            "publisher" | "sourceOrganization" => Role::Publisher,
            "creditText" | "provider" => Role::Wire,
            _ => return None,
        })
    })
}

/// The parts of a person's name are often written one against the other.
fn is_name_part(value: &str) -> bool {
    matches!(value, "givenName" | "additionalName" | "familyName")
}

/// The text under an element with white space folded; it stops once it is longer than `max` bytes.
pub(crate) fn text_of(dom: &Dom, top: NodeId, max: usize) -> String {
    let mut out = String::new();
    for step in dom.walk(top).take(400) {
        match step {
            Step::Enter(id) => match dom.data(id) {
                Data::Text(text) => out.push_str(text),
                Data::Element(element)
                    if element.tag.is_block()
                        || element.tag == Tag::Br
                        || element.attr("itemprop").is_some_and(is_name_part) =>
                {
                    out.push(' ');
                }
                _ => {}
            },
            Step::Leave(id) if dom.tag(id).is_block() => out.push(' '),
            Step::Leave(_) => {}
        }
        if out.len() > 2 * max {
            break;
        }
    }
    fold(&out)
}
