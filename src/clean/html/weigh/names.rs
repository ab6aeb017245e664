//! What the page calls itself: titles and descriptions, and how runs compare with them.
use crate::article::PageMeta;
use crate::clean::html::weigh::body::ArticleBody;

/// Pages of hostile markup hold thousands of descriptions and titles, and each is compared with each run.
const MOST_DESCRIPTIONS: usize = 24;
const MOST_TITLES: usize = 64;

/// What the page calls itself, for comparing.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Keys of the titles: `<title>`, og:title, headline.
    titles: Vec<String>,
    /// The descriptions.
    descriptions: Vec<(String, ArticleBody)>,
    /// All of them as they are: what the page is about.
    pub(crate) subject: String,
}

impl Names {
    /// Collects them from the metadata.
    pub(crate) fn of(meta: &PageMeta) -> Self {
        let mut titles: Vec<&str> = meta.title.as_deref().into_iter().collect();
        let mut descriptions: Vec<&str> = Vec::new();
        for (name, content) in &meta.meta {
            match name.as_str() {
                "og:title" | "twitter:title" | "title" | "headline" => titles.push(content),
                "description" | "og:description" | "twitter:description" => {
                    descriptions.push(content);
                }
                _ => {}
            }
        }
        for value in &meta.json_ld {
            titles.extend(value.get("headline").and_then(|v| v.as_str()));
            descriptions.extend(value.get("description").and_then(|v| v.as_str()));
        }
        let subject = titles
            .iter()
            .chain(&descriptions)
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        let mut names = Self {
            subject,
            ..Self::default()
        };
        for title in titles.into_iter().map(key).filter(|title| title.len() >= 6) {
            if names.titles.len() == MOST_TITLES {
                break;
            }
            if !names.titles.contains(&title) {
                names.titles.push(title);
            }
        }
        for description in descriptions.into_iter().take(MOST_DESCRIPTIONS) {
            let folded = key(description);
            if folded.len() >= 20 && names.descriptions.iter().all(|(known, _)| *known != folded) {
                names
                    .descriptions
                    .push((folded, ArticleBody::new(description.to_owned())));
            }
        }
        names
    }

    /// The text of this [`key`] is one of the page's titles, perhaps without the site's name.
    pub(crate) fn is_title(&self, key: &str) -> bool {
        key.len() >= 6 && self.titles.iter().any(|title| same_title(title, key))
    }

    /// The text, whose [`key`] is `folded`, is the page's description, or one is the other's beginning, or most of one stands in the other.
    pub(crate) fn is_description(&self, folded: &str, text: &str) -> bool {
        folded.len() >= 20
            && self.descriptions.iter().any(|(description, words)| {
                let n = description.len().min(folded.len());
                let starts = n * 10 >= folded.len() * 6
                    && description.as_bytes().get(..n) == folded.as_bytes().get(..n);
                let (known, all) = words.knows(text);
                starts || (all >= 4 && known * 10 >= all * 6)
            })
    }
}

fn same_title(title: &str, text: &str) -> bool {
    let part = text.len() >= 20
        && title.len() < 3 * text.len()
        && (title.starts_with(text) || title.ends_with(text));
    title == text || part
}

/// Letters and digits in lower case: for comparing.
pub(crate) fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Every run is compared in this form, and the tables of Unicode are slow.
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                out.push(c.to_ascii_lowercase());
            }
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
    }
    out
}
