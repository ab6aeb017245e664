//! An article as a page of HTML that stands alone: nothing is loaded from elsewhere, and nothing of the text is markup.

use htmlize::{escape_all_quotes, escape_text};

use crate::archive::ArticleCopy;
use crate::article::Article;
use crate::render::known_fields::{because, known_fields};

const STYLE: &str = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}\
h1{line-height:1.2}dl{font:.85rem/1.5 system-ui,sans-serif}dt{font-weight:600}dd{margin:0 0 .4rem;overflow-wrap:anywhere}\
.why{opacity:.7}@media print{body{margin:0}}:root{color-scheme:light dark}";

/// The page: headline, text, what is known with the evidence, and the copies.
pub fn article_html(article: &Article, copies: &[ArticleCopy]) -> String {
    let title = article.title.as_ref().map_or("", |found| &found.value);
    let language = article.language.as_ref();
    let language = language.map_or(String::new(), |found| {
        format!(" lang=\"{}\"", escape_all_quotes(found.value.code()))
    });
    let mut out = format!(
        "<!doctype html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<article>\n<h1 dir=\"auto\">{}</h1>\n",
        escape_text(title),
        escape_text(title)
    );
    for paragraph in article.text.split("\n\n") {
        let lines: Vec<_> = paragraph.lines().map(escape_text).collect();
        out.push_str(&format!("<p dir=\"auto\">{}</p>\n", lines.join("<br>\n")));
    }
    out.push_str("</article>\n<dl>\n");
    for (name, value, evidence) in known_fields(article) {
        let why = evidence.map_or(String::new(), |evidence| {
            let why = because(evidence);
            format!(" <span class=\"why\">{}</span>", escape_text(&why))
        });
        let value = match name {
            "url" => link(&value),
            _ => escape_text(&value).into_owned(),
        };
        out.push_str(&format!(
            "<dt>{name}</dt><dd><bdi>{value}</bdi>{why}</dd>\n"
        ));
    }
    for copy in copies {
        out.push_str(&format!(
            "<dt>copy</dt><dd><bdi>{}</bdi></dd>\n",
            told(copy)
        ));
    }
    out.push_str("</dl>\n</body>\n</html>\n");
    out
}

/// An address as a link, if it is one of the web: others may be a script.
fn link(url: &str) -> String {
    let text = escape_text(url);
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return text.into_owned();
    }
    format!(
        "<a href=\"{}\" rel=\"noreferrer\">{text}</a>",
        escape_all_quotes(url)
    )
}

/// `Harbour Post, 2025-03-14, 3f9a...`
fn told(copy: &ArticleCopy) -> String {
    let date = copy.published.map(|date| date.date_as_known());
    let source = copy.source.clone().or_else(|| copy.domain.clone());
    let parts = [source, date, Some(copy.id.clone())];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    escape_text(told.join(", ")).into_owned()
}
