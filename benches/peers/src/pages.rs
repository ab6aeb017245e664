//! Articles as web pages, with the dirt of real ones around the text.
//!
//! What an outlet repeats on all its pages is drawn from dice of the outlet, so that whoever learns
//! sites has something to learn. A page is about 50 KB, of which the article is about 3 KB.

use crate::articles::{Article, Newsroom};
use crate::outlets::Outlet;
use crate::random::Random;
use crate::words::capitalized;

const SECTIONS: &[&str] = &[
    "World",
    "Politics",
    "Business",
    "Technology",
    "Sport",
    "Culture",
    "Opinion",
    "Health",
    "Science",
    "Travel",
    "Weather",
    "Jobs",
    "Property",
    "Crosswords",
    "Podcasts",
    "Newsletters",
    "Archive",
    "Shop",
];
const NETWORKS: &[&str] = &[
    "Facebook", "X", "LinkedIn", "WhatsApp", "Telegram", "Email", "Print",
];
const LEGAL: &[&str] = &[
    "Terms of use",
    "Privacy policy",
    "Cookie policy",
    "Contact us",
    "About us",
    "Advertise with us",
    "Accessibility",
];
/// The opening and closing tags around the body: newspapers agree on nothing.
const FRAMES: [(&str, &str); 4] = [
    ("<main><article class=\"story\">", "</article></main>"),
    (
        "<div id=\"app\"><div class=\"wrap\"><div class=\"content\">",
        "</div></div></div>",
    ),
    (
        "<section class=\"article\"><div itemprop=\"articleBody\">",
        "</div></section>",
    ),
    (
        "<table><tr><td class=\"main-column\">",
        "</td></tr></table>",
    ),
];

/// The page of article `number`.
pub fn page(newsroom: &Newsroom, number: u64, article: &Article, outlet: &Outlet) -> String {
    let mut random = Random::new(&[number, 20]);
    let links = links(newsroom, number, outlet, &mut random);
    let (open, close) = FRAMES[(outlet.number % 4) as usize];
    let mut html = head(article, outlet);
    html += &header(outlet);
    html += open;
    html += &headline(article, outlet);
    html += &body(article, outlet, number);
    html += &format!(
        "<p class=\"rights\"><em>This material may not be published, broadcast or redistributed. © \
         {}. All rights reserved.</em></p>",
        outlet.name
    );
    html += close;
    html += &related(&links);
    html += &comments(&mut random);
    html += &footer(article, outlet);
    html
}

/// Headlines and addresses of other articles.
fn links(
    newsroom: &Newsroom,
    number: u64,
    outlet: &Outlet,
    random: &mut Random,
) -> Vec<(String, String)> {
    let mut links = Vec::new();
    for _ in 0..8 + outlet.number % 8 {
        let other = random.below(number + 1000);
        let title = newsroom.headline(other, outlet.language);
        links.push((
            title,
            format!("https://www.{}/story-{other}.html", outlet.domain),
        ));
    }
    links
}

fn head(article: &Article, outlet: &Outlet) -> String {
    let title = escape(&article.title);
    let name = &outlet.name;
    let data = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published,
        "author": [{"@type": "Person", "name": article.authors.join(", ")}],
        "publisher": {"@type": "Organization", "name": name},
        "mainEntityOfPage": article.url,
        "inLanguage": article.language,
    });
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title} | {name}\
         </title>\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"canonical\" href=\"{url}\"><meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:site_name\" content=\"{name}\"><meta property=\"og:url\" \
         content=\"{url}\"><meta property=\"article:published_time\" content=\"{}\">\n{}\n\
         <script type=\"application/ld+json\">{data}</script>\n{}</head>\n",
        article.language,
        article.published,
        styles(outlet),
        scripts(outlet),
        url = article.url,
    )
}

/// About 12 KB of rules.
fn styles(outlet: &Outlet) -> String {
    let mut css = String::from("<style>");
    for rule in 0..90 + outlet.number % 60 {
        css += &format!(
            ".c{rule}-{}{{margin:{rule}px auto;padding:0 {}px;font:400 1rem/1.5 Georgia,serif}}\
             @media(max-width:{}px){{.c{rule}{{display:none}}}}\n",
            outlet.number,
            rule % 7,
            320 + rule
        );
    }
    css + "</style>"
}

/// About 10 KB of code that shows advertisements.
fn scripts(outlet: &Outlet) -> String {
    let mut code = String::from("<script>");
    for slot in 0..60 + outlet.number % 70 {
        code += &format!(
            "window.slot_{slot}={{id:'{}-{slot}',sizes:[[300,250],[728,90],[970,250]],lazy:!0,\
             key:function(a,b){{return a[b]||(a[b]=[])}}}};\n",
            outlet.number
        );
    }
    code + "</script>"
}

fn header(outlet: &Outlet) -> String {
    format!(
        "<body class=\"page\"><div class=\"cookie-banner\"><p>We use cookies and similar \
         technologies to improve your experience and to personalise advertising.</p><button>Accept \
         all</button><button>Manage preferences</button></div>\n<a class=\"skip\" href=\"#main\">\
         Skip to main content</a><header><a href=\"/\" class=\"logo\">{}{}</a><button>{}Menu\
         </button><a href=\"/login\">Sign in</a><a href=\"/subscribe\">Subscribe</a>{}</header>\n",
        icon(&outlet.name),
        outlet.name,
        icon("Menu"),
        navigation(outlet)
    )
}

fn navigation(outlet: &Outlet) -> String {
    let mut html = String::from("<nav><ul>");
    for section in &SECTIONS[..10 + (outlet.number % 8) as usize] {
        let path = section.to_lowercase();
        html += &format!(
            "<li class=\"nav-item\"><a href=\"/{path}\" data-track=\"nav-{path}\"><span>{section}\
             </span></a></li>"
        );
    }
    html + "</ul></nav>"
}

fn icon(title: &str) -> String {
    format!(
        "<svg class=\"icon\" role=\"img\" viewBox=\"0 0 24 24\"><title>{title}</title><path \
         d=\"M4.5 3.2a1 1 0 0 1 1.4 0l7 7a1 1 0 0 1 0 1.4l-7 7L4 12z\"/></svg>"
    )
}

fn headline(article: &Article, outlet: &Outlet) -> String {
    let mut share = String::new();
    for network in &NETWORKS[..4 + (outlet.number % 4) as usize] {
        let icon = icon(&format!("Share on {network}"));
        share += &format!("<li><a class=\"share\" href=\"#{network}\">{icon}</a></li>");
    }
    let day = article.published.get(..10).unwrap_or_default();
    format!(
        "<h1>{}</h1><div class=\"byline\">By <a rel=\"author\" href=\"/staff\">{}</a> <time \
         datetime=\"{}\">{day}</time></div><ul class=\"share-bar\">{share}</ul>\n",
        escape(&article.title),
        article.authors.join(", "),
        article.published
    )
}

/// The paragraphs, with what stands between them.
fn body(article: &Article, outlet: &Outlet, number: u64) -> String {
    let mut html = String::new();
    for (place, paragraph) in article.text.split("\n\n").enumerate() {
        let text = escape(paragraph);
        if outlet.number % 4 == 1 {
            html += &format!("<div class=\"para\"><span>{text}</span></div>\n");
        } else {
            html += &format!("<p class=\"body-text\">{text}</p>\n");
        }
        html += &match place {
            2 => format!(
                "<figure><img src=\"/img/{number}.jpg\" alt=\"File photo\"><figcaption>File photo. \
                 Photograph: {}</figcaption></figure>",
                outlet.name
            ),
            4 => newsletter(outlet),
            place if place % 5 == 3 => String::from(
                "<aside class=\"ad-slot\"><span class=\"ad-label\">Advertisement</span></aside>",
            ),
            _ => continue,
        };
    }
    html
}

fn newsletter(outlet: &Outlet) -> String {
    format!(
        "<div class=\"newsletter\"><h4>Sign up to our newsletter</h4><p>By signing up you agree to \
         our User Agreement and to receive marketing emails from {}.</p><form><input name=\"email\" \
         placeholder=\"Email address\"><button>Subscribe</button></form></div>",
        outlet.name
    )
}

fn related(links: &[(String, String)]) -> String {
    let mut html = String::from("<aside class=\"related\"><h2>Related stories</h2>");
    for (place, (title, url)) in links.iter().enumerate() {
        html += &format!(
            "<article class=\"teaser\"><a href=\"{url}\"><img src=\"/img/{place}.jpg\" alt=\"\" \
             loading=\"lazy\" srcset=\"/img/{place}-320.jpg 320w, /img/{place}-640.jpg 640w, \
             /img/{place}-1280.jpg 1280w\"><h3>{}</h3></a><span class=\"meta\">{} min read</span>\
             </article>\n",
            escape(title),
            2 + place % 6
        );
    }
    html += "</aside><section class=\"most-read\"><h2>Most read</h2><ol>";
    for (title, url) in links.iter().take(5) {
        html += &format!("<li><a href=\"{url}\">{}</a></li>", escape(title));
    }
    html + "</ol></section>\n"
}

fn comments(random: &mut Random) -> String {
    let mut html = String::from("<section id=\"comments\"><h2>Comments</h2><ul>");
    for _ in 0..random.below(8) {
        let reader = random.below(9999);
        html += &format!(
            "<li class=\"comment\"><b>reader{reader}</b><p>Thanks for covering this. I do not agree \
             with everything here.</p><button>Reply</button></li>"
        );
    }
    html + "</ul></section>\n"
}

fn footer(article: &Article, outlet: &Outlet) -> String {
    let mut legal = String::new();
    for name in LEGAL {
        legal += &format!("<li><a href=\"#\">{}</a></li>", capitalized(name));
    }
    let year = article.published.get(..4).unwrap_or_default();
    let slots: Vec<_> = (0..60)
        .map(
            |slot| serde_json::json!({"slot": slot, "path": format!("/1234/{slot}"), "lazy": true}),
        )
        .collect();
    let state = serde_json::json!({"page": {"url": article.url, "tags": SECTIONS, "ads": slots}});
    format!(
        "<footer>{}<p>{} is not responsible for the content of external sites.</p><p>© {year} {}. \
         All rights reserved.</p><ul>{legal}</ul></footer>\n<script>window.__STATE__={state}\
         </script>\n{}</body></html>\n",
        navigation(outlet),
        outlet.name,
        outlet.name,
        scripts(outlet)
    )
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&quot;")
}
