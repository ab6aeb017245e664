//! JSON-LD: the nodes of a page that speak of the article and of the site.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::article::PageMeta;
use crate::text::hosts;

/// A JSON object.
pub(crate) type Node = Map<String, Value>;

/// More nodes than any page needs; a page that has more is not read to its end.
const MOST_NODES: usize = 2000;

/// The nodes of a page that matter, in document order.
#[derive(Debug, Default)]
pub(crate) struct Ld<'a> {
    /// Articles; the one whose address is the page's own comes first.
    pub(crate) articles: Vec<&'a Node>,
    /// The site and its publisher.
    pub(crate) sites: Vec<&'a Node>,
    /// Every node with an `@id` and more than that.
    by_id: Vec<(&'a str, &'a Node)>,
}

impl<'a> Ld<'a> {
    /// Walks the page's JSON-LD without recursion; lists of other articles are not entered.
    pub(crate) fn read(meta: &'a PageMeta, url: Option<&str>) -> Self {
        let mut ld = Self::default();
        let mut stack: Vec<&Value> = meta.json_ld.iter().rev().collect();
        let mut seen = 0;
        while let Some(value) = stack.pop() {
            seen += 1;
            if seen > MOST_NODES {
                break;
            }
            match value {
                Value::Array(values) => stack.extend(values.iter().rev()),
                Value::Object(node) => {
                    ld.sort_in(node);
                    let inner = ["mainEntity", "mainEntityOfPage", "@graph"]
                        .iter()
                        .filter_map(|key| node.get(*key));
                    stack.extend(inner);
                }
                _ => {}
            }
        }
        ld.own_first(url);
        ld
    }

    fn sort_in(&mut self, node: &'a Node) {
        if let Some(id) = node
            .get("@id")
            .and_then(Value::as_str)
            .filter(|_| node.len() > 1)
        {
            self.by_id.push((id, node));
        }
        if types(node).any(is_article)
            || (!node.contains_key("@type") && node.contains_key("headline"))
        {
            self.articles.push(node);
        } else if types(node).any(is_site) {
            self.sites.push(node);
        }
    }

    fn own_first(&mut self, url: Option<&str>) {
        if self.articles.len() < 2 {
            return;
        }
        let Some(own) = url.and_then(hosts::page_key) else {
            return;
        };
        let is_own = |node: &&Node| {
            let page = node.get("mainEntityOfPage");
            let page = page.and_then(|page| page.get("@id").or(Some(page)));
            let addresses = [node.get("url"), node.get("@id"), page];
            let mut addresses = addresses.into_iter().flatten().filter_map(Value::as_str);
            !addresses.any(|address| hosts::page_key(address).as_ref() == Some(&own))
        };
        self.articles.sort_by_cached_key(is_own);
    }

    /// The object behind a value: itself, or the node that its `@id` names.
    pub(crate) fn resolve(&self, node: &'a Node) -> &'a Node {
        let id = node
            .get("@id")
            .and_then(Value::as_str)
            .filter(|_| !node.contains_key("name"));
        let found = id.and_then(|id| self.by_id.iter().find(|(known, _)| *known == id));
        found.map_or(node, |(_, node)| node)
    }

    /// The objects and strings under `key`, arrays spread, references followed.
    pub(crate) fn under(&self, node: &'a Node, key: &str) -> Vec<Named<'a>> {
        let values = match node.get(key) {
            Some(Value::Array(values)) => values.iter().take(50).collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        values
            .into_iter()
            .flat_map(|value| self.named(value))
            .collect()
    }

    fn named(&self, value: &'a Value) -> Vec<Named<'a>> {
        match value {
            Value::String(name) => vec![Named {
                name: name.into(),
                kind: None,
            }],
            Value::Object(node) => {
                let node = self.resolve(node);
                let kind = types(node).next();
                let named = |name| Named { name, kind };
                match node.get("name") {
                    Some(Value::String(name)) if !name.trim().is_empty() => {
                        vec![named(name.into())]
                    }
                    Some(Value::Array(names)) => names
                        .iter()
                        .filter_map(Value::as_str)
                        .map(|name| named(name.into()))
                        .collect(),
                    _ => name_of_parts(node)
                        .map(Cow::Owned)
                        .map(named)
                        .into_iter()
                        .collect(),
                }
            }
            _ => Vec::new(),
        }
    }
}

/// A name with the type of what it names.
#[derive(Debug, Clone)]
pub(crate) struct Named<'a> {
    /// The name.
    pub(crate) name: Cow<'a, str>,
    /// `Person`, `Organization`, ...; nothing for a bare string.
    pub(crate) kind: Option<&'a str>,
}

/// The name of a person who has no `name` but its parts: `givenName`, `additionalName`, `familyName`.
fn name_of_parts(node: &Node) -> Option<String> {
    let part = |key: &str| node.get(key).and_then(Value::as_str).map(str::trim);
    let parts = ["givenName", "additionalName", "familyName"].map(part);
    let said: Vec<&str> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

pub(crate) fn types(node: &Node) -> impl Iterator<Item = &str> {
    let one = node.get("@type").and_then(Value::as_str);
    let many = node
        .get("@type")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    one.into_iter().chain(many)
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting")
        || matches!(kind, "Report" | "Recipe" | "Review")
}

fn is_site(kind: &str) -> bool {
    kind.ends_with("Organization")
        || matches!(kind, "WebSite" | "Newspaper" | "Periodical" | "Corporation")
}
