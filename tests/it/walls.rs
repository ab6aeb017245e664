//! Pages that stand where an article was asked for, and articles that look like them.
use std::fmt::Write as _;

use dateline::article::{CleanPage, Content, Given, RawPage, Wall};
use dateline::clean::clean;

const ROWS: &str = include_str!("../fixtures/walls.tsv");

/// What every page of a site has besides: a menu with its login, a banner, a form.
const FRAME: &str = "<nav><a href=/>Quillport</a> <a href=/login>Login</a></nav>\
    <div class=cookie-banner><p>We and our partners use cookies. Accept all</p></div>\
    <form action=/login><input name=user><input type=\"password\" name=key></form>\
    <div class=\"g-recaptcha\"></div><noscript>Please enable JavaScript.</noscript>";

fn page(html: String, url: Option<&str>) -> CleanPage {
    clean(&RawPage {
        content: Content::Html(html),
        given: Given {
            url: url.map(str::to_owned),
            ..Given::default()
        },
        ..RawPage::default()
    })
}

fn built(lang: &str, title: &str, heading: &str, text: &str, more: &str) -> String {
    let mut html =
        format!("<!DOCTYPE html><html lang={lang}><head><title>{title}</title></head><body>");
    if !heading.is_empty() {
        write!(html, "<h1>{heading}</h1>").unwrap();
    }
    for paragraph in text.split('¶') {
        write!(html, "<p>{}</p>", paragraph.trim()).unwrap();
    }
    html + more + "</body></html>"
}

#[test]
fn each_is_what_it_is() {
    let (mut wrong, mut count) = (String::new(), 0);
    for row in ROWS.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [kind, lang, title, heading, text] = cells[..] else {
            panic!("{row}");
        };
        let login = "<form><input name=user><input type=\"password\"></form>";
        let more = match kind {
            "login" => login,
            "article" => FRAME,
            _ => "",
        };
        let page = page(built(lang, title, heading, text, more), None);
        let found = page.wall.map_or("article", Wall::name);
        if found != kind || (kind == "article") == page.blocks.is_empty() {
            writeln!(wrong, "{lang} {title}: {found}, not {kind}").unwrap();
        }
        count += 1;
    }
    assert_eq!(wrong, "");
    assert!(count >= 80, "{count} goldens");
}

#[test]
fn the_host_tells_too() {
    let text = "Please choose how your data are used. ¶ Accept all";
    let html = || built("en", "Quillport Echo", "Welcome", text, "");
    let found = page(
        html(),
        Some("https://consent.quillport.example/collect?to=news"),
    );
    assert_eq!(found.wall, Some(Wall::Consent));
    let html = || {
        built(
            "en",
            "Quillport Echo",
            "Welcome",
            "Your name, your key.",
            "<input type=\"password\">",
        )
    };
    let found = page(html(), Some("https://accounts.quillport.example/"));
    assert_eq!(found.wall, Some(Wall::Login));
}

#[test]
fn a_page_that_is_not_there_may_offer_others() {
    let teasers: String = (1..9)
        .map(|n| {
            format!(
                "<div class=card><h3><a href=/{n}>The ferry runs again on day {n}</a></h3><p>The harbour board of Quillport \
                 let the ferry out on day {n} of the herring season, two hours late and with nobody on board.</p></div>"
            )
        })
        .collect();
    let text = "The page you requested could not be found.";
    let found = page(
        built(
            "en",
            "404 Not Found | Quillport Echo",
            "Page not found",
            text,
            &teasers,
        ),
        None,
    );
    assert_eq!(found.wall, Some(Wall::Missing));
}

#[test]
fn a_declared_article_of_few_words_is_one() {
    let head = "<meta property=og:type content=article><meta property=article:published_time content=2024-03-04>";
    let html = format!(
        "<html><head><title>Access denied</title>{head}</head><body><h1>Access denied</h1><p>The pier of Quillport stays locked \
         until the spring, the harbour board said on Monday.</p></body></html>"
    );
    assert_eq!(page(html, None).wall, None);
}

#[test]
fn a_stub_before_a_paywall_is_a_truncated_article() {
    for (text, wall) in [
        (
            "The council of Quillport voted on Monday to close the old swing bridge for two years, the longest closure since it was built.",
            "Subscribe to continue reading. Already a subscriber? Log in",
        ),
        (
            "Der Rat von Marrowick hat am Montag beschlossen, die alte Drehbrücke für zwei Jahre zu schließen, so lange wie noch nie.",
            "Jetzt weiterlesen mit dem Digital-Abo. Sie sind bereits Abonnent? Anmelden",
        ),
        (
            "Le conseil de Quillport a décidé lundi de fermer pour deux ans le vieux pont tournant, la plus longue fermeture de son histoire.",
            "Cet article est réservé aux abonnés. Déjà abonné ? Se connecter",
        ),
        (
            "El consejo de Quillport decidió el lunes cerrar durante dos años el viejo puente giratorio, el cierre más largo de su historia.",
            "Contenido exclusivo para suscriptores. ¿Ya eres suscriptor? Inicia sesión",
        ),
    ] {
        let html = format!(
            "<html><head><title>The bridge</title><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}}</script></head>\
             <body><article><h1>The bridge</h1><p>{text}</p></article><div class=paywall><p>{wall}</p><input type=\"password\"></div></body></html>"
        );
        let found = page(html, None);
        assert_eq!(found.wall, None, "{text}");
        assert!(found.truncated, "{text}");
        assert_eq!(found.blocks.len(), 1, "{text}");
    }
}

#[test]
fn bare_text_can_be_one() {
    let text = |text: &str| {
        let content = Content::Text(text.to_owned());
        clean(&RawPage {
            content,
            ..RawPage::default()
        })
        .wall
    };
    assert_eq!(
        text("Access Denied\n\nYou don't have permission to access this resource.\n"),
        Some(Wall::Denied)
    );
    assert_eq!(
        text(
            "Access denied\n\nThe gate of the old pier has been locked since Friday. Anglers stood before it at dawn and went \
        home again, some of them after fifty years.\n"
        ),
        None
    );
}
