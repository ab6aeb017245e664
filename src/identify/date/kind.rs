//! What kind of page it is, as far as it says: an article, a page that stands for good, something on sale.

use crate::article::PageMeta;
use crate::identify::ld::{self, Ld, Node};

/// What a page says of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The page calls itself a news article.
    News,
    /// The page calls itself an article.
    Article,
    /// It does, but its publishing system describes a page and no article.
    Page,
    /// A front page, a list, a page of the site's own: it has no day of publication, its dates are those of others.
    Standing,
    /// Something on sale: its dates are those of reviews.
    Product,
    /// It does not say.
    Unknown,
}

/// What the page says; `url` is its own address.
pub(super) fn of(meta: &PageMeta, url: Option<&str>) -> Kind {
    match () {
        () if says_product(meta) || url.is_some_and(sells) => Kind::Product,
        () if is_front(url) || stands(meta.body_class.as_deref().unwrap_or_default()) => {
            Kind::Standing
        }
        () if says_news(meta, url) => Kind::News,
        () if says_article(meta, url) && describes_page(meta, url) => Kind::Page,
        () if says_article(meta, url) => Kind::Article,
        () if says_other(meta) => Kind::Standing,
        () => Kind::Unknown,
    }
}

fn says_product(meta: &PageMeta) -> bool {
    meta.meta
        .iter()
        .any(|(name, content)| name == "og:type" && content.to_lowercase().contains("product"))
}

/// An address under which things are sold.
fn sells(url: &str) -> bool {
    const SHELVES: &[&str] = &[
        "product",
        "products",
        "produkt",
        "produkte",
        "produit",
        "produits",
        "producto",
        "productos",
        "prodotto",
        "prodotti",
        "produto",
        "produtos",
        "shop",
        "store",
        "tuote",
        "tuotteet",
        "produkty",
        "urun",
        "urunler",
        "tovar",
        "tovary",
        "catalog",
        "katalog",
    ];
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/')
        .skip(1)
        .take(2)
        .any(|part| SHELVES.contains(&part))
}

/// JSON-LD has a `WebPage` and no article.
fn describes_page(meta: &PageMeta, url: Option<&str>) -> bool {
    let named = |value: &serde_json::Value| value.to_string().contains("\"WebPage\"");
    Ld::read(meta, url).articles.is_empty() && meta.json_ld.iter().any(named)
}

/// `og:type` says that the page is no article.
fn says_other(meta: &PageMeta) -> bool {
    meta.meta.iter().any(|(name, _)| name == "og:type")
}

/// `NewsArticle` and its kinds, as schema.org names them.
fn says_news(meta: &PageMeta, url: Option<&str>) -> bool {
    const NEWS: &[&str] = &[
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "AskPublicNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "LiveBlogPosting",
    ];
    let ld = Ld::read(meta, url);
    ld.articles
        .first()
        .is_some_and(|node| ld::types(node).any(|kind| NEWS.contains(&kind)))
}

fn says_article(meta: &PageMeta, url: Option<&str>) -> bool {
    let named = |name: &str| {
        meta.meta
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, content)| content.to_lowercase())
    };
    let open_graph = || match named("og:type") {
        Some(kind) => kind.starts_with("article"),
        None => named("article:published_time").is_some(),
    };
    let kind = |node: &&Node| {
        node.get("@type").is_some_and(|kind| {
            !kind.to_string().contains("Recipe") && !kind.to_string().contains("Review")
        })
    };
    open_graph() || Ld::read(meta, url).articles.first().is_some_and(kind)
}

/// The address of a site's front page: a host and nothing more.
pub(super) fn is_front(url: Option<&str>) -> bool {
    let path = url
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'));
    path.is_some_and(|(_, path)| {
        matches!(
            path,
            "" | "index.html" | "index.htm" | "index.php" | "home" | "home.html"
        )
    })
}

/// What WordPress, Drupal and Joomla write into the class of `<body>` on pages that are no post; `single` and the like are theirs
/// for a post, and win.
fn stands(class: &str) -> bool {
    const POSTS: &[&str] = &[
        "single",
        "single-post",
        "view-article",
        "node-type-article",
        "page-node-type-article",
    ];
    const STANDING: &[&str] = &[
        "home",
        "front",
        "archive",
        "category",
        "search",
        "search-results",
        "error404",
        "path-frontpage",
        "node-type-page",
        "page-node-type-page",
        "view-category",
        "view-featured",
    ];
    let mut stands = false;
    for word in class.split_ascii_whitespace() {
        if POSTS.contains(&word) || numbered(word, "postid-") {
            return false;
        }
        stands |= STANDING.contains(&word) || numbered(word, "page-id-");
    }
    stands
}

fn numbered(word: &str, stem: &str) -> bool {
    word.strip_prefix(stem)
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
