//! Text of pages is hostile: it is shown, never obeyed.

use dateline::article::{Reason, Removal, Span};

use super::site_of_tests::{OwnSite, article};

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt;\u{202e}<!--",
];

/// Markup that no page of ours has, unless an attack put it there.
fn is_clean(page: &str) -> bool {
    // A box gives the reader's own query back as it was typed.
    let values = regex::Regex::new(r#" value="[^"]*""#).unwrap();
    let lower = values.replace_all(page, "").to_lowercase();
    let bad = [
        "<script>",
        "<img",
        "onerror=alert(1)>",
        "' onmouseover='",
        "<!--",
        "href=\"javascript:",
        "\u{202e}",
    ];
    !bad.iter().any(|bad| lower.contains(bad))
}

#[test]
fn nothing_is_obeyed() {
    let mut articles = Vec::new();
    for (nth, attack) in ATTACKS.iter().enumerate() {
        let text = format!(
            "The ferry {attack} sailed on Tuesday with twelve people.\n\nThe harbour said {attack} so."
        );
        let mut own = article(
            &format!("{nth}{attack}"),
            &format!("Ferry {attack}"),
            &format!("Post {attack}"),
            &text,
        );
        own.url = Some((*attack).to_owned());
        let at = Span { start: 0, end: 1 };
        own.removed.push(Removal {
            rule: Some((*attack).to_owned()),
            ..Removal::new(Reason::Caption, *attack, at)
        });
        own.wire = own.title.clone();
        own.place = own.title.clone();
        own.authors = own.title.clone().map(|found| dateline::article::Found {
            value: vec![found.value],
            evidence: found.evidence,
        });
        articles.push(own);
    }
    let site = OwnSite::of(&articles);
    let mut pages = Vec::new();
    for address in [
        "/?q=ferry",
        "/?q=ferry&view=lines",
        "/stories?q=ferry",
        "/sources",
        "/feed.atom?q=ferry",
        "/facet/source?q=ferry",
        "/beside?left=ferry&right=sailed",
    ] {
        pages.push((address.to_owned(), site.get(address).body));
    }
    let hits = site.get("/api/v1/search?q=ferry").json();
    for hit in hits["hits"].as_array().unwrap() {
        let id = escaped(hit["id"].as_str().unwrap());
        for address in [
            format!("/article/{id}"),
            format!("/article/{id}?q=ferry"),
            format!("/article/{id}/versions"),
            format!("/story/{id}"),
        ] {
            let reply = site.get(&address);
            assert_eq!(reply.status, 200, "{address}");
            pages.push((address, reply.body));
        }
    }
    assert!(pages.len() > 30);
    for attack in ATTACKS {
        let own = escaped(attack);
        for address in [
            format!("/?q={own}"),
            format!("/?q=ferry&source={own}&not_wire={own}&sort={own}"),
            format!("/facet/source?find={own}"),
            format!("/facet/{own}"),
            format!("/article/{own}"),
            format!("/beside?left={own}"),
            format!("/feed.atom?q={own}"),
            format!("/nowhere/{own}"),
        ] {
            let body = site.get(&address).body;
            pages.push((address, body));
        }
    }
    for (address, page) in &pages {
        // The feed of XML begins otherwise and has no scripts at all.
        assert!(is_clean(page), "{address}\n{page}");
    }
    let shown = &pages[0].1;
    assert!(shown.contains("alert(1)"), "the text is shown");
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
