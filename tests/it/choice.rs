//! The choice between containers, by evidence.
use dateline::article::{Content, RawPage};
use dateline::clean::{Part, Parts, clean, clean_with};
use expect_test::{Expect, expect};

/// The first words of each kept paragraph, by evidence and without it.
fn check(html: &str, chosen: &Expect, without: &Expect) {
    let page = RawPage {
        content: Content::Html(html.to_owned()),
        ..RawPage::default()
    };
    let beginnings = |text: String| {
        let words = |line: &str| line.split(' ').take(5).collect::<Vec<_>>().join(" ");
        text.lines()
            .filter(|line| !line.is_empty())
            .map(words)
            .collect::<Vec<_>>()
            .join("\n")
    };
    chosen.assert_eq(&beginnings(clean(&page).text()));
    without.assert_eq(&beginnings(
        clean_with(&page, Parts::ALL.without(Part::Choice)).text(),
    ));
}

const HEAD: &str = "<head><title>Quillport closes its swing bridge for two years</title>\
    <meta name=description content='The harbour board of Quillport closes the swing bridge: its bearings are cracked.'></head>";

const BRIDGE: &str = "<p>The harbour board of Quillport voted on Monday to close the old swing bridge for two years, the longest \
    closure since it was built.</p>\
    <p>Engineers had found cracks in four of its bearings, the board said, and repairs could not wait until the end of the \
    herring season as the fishermen had asked.</p>\
    <p>The bridge carries nine thousand cars a day; they will have to go round by Marrowick, which adds twenty minutes to the way \
    across the harbour.</p>\
    <p>Shopkeepers on the east quay fear for their trade and want a ferry in the meantime, at least on market days.</p>\
    <p>The board will decide on the ferry in a fortnight, its chairwoman said.</p>";

const HERON: &str = "<p>A pair of grey herons has nested on the roof of the town library for the third spring in a row, and the \
    readers below have learned to cover their heads.</p>\
    <p>Ornithologists count eleven young so far; in the first year there had been two, and nobody had thought that they would \
    come back to so loud a street.</p>\
    <p>The caretaker puts out fish heads on Fridays. He denies that he does so, but the neighbours have seen him with a bucket \
    on the ladder more than once.</p>\
    <p>A camera shows the nest to visitors in the reading room, where a class of the primary school keeps a diary of what the \
    birds do from March to July.</p>\
    <p>The council has put off the repair of the gutters until the young have flown, which will cost it a second scaffolding in \
    the autumn, the treasurer complained.</p>\
    <p>Next year the library will put up a platform on the water tower, in the hope that the birds like it better there.</p>";

#[test]
fn the_next_article_of_an_endless_page_is_another() {
    let html = format!(
        "{HEAD}<body><div class=a1><h1>Quillport closes its swing bridge for two years</h1>{BRIDGE}</div>\
         <div class=b1><h2>Herons on the library</h2>{HERON}</div></body>"
    );
    check(
        &html,
        &expect![[r#"
            The harbour board of Quillport
            Engineers had found cracks in
            The bridge carries nine thousand
            Shopkeepers on the east quay
            The board will decide on"#]],
        &expect![[r#"
            The harbour board of Quillport
            Engineers had found cracks in
            The bridge carries nine thousand
            A pair of grey herons
            Ornithologists count eleven young so
            The caretaker puts out fish
            A camera shows the nest
            The council has put off
            Next year the library will"#]],
    );
}

#[test]
fn the_second_half_of_an_article_is_no_other() {
    let (first, second) = HERON.split_at(HERON.find("<p>The caretaker").unwrap());
    let html = format!(
        "<head><title>Herons nest on the roof of the town library</title></head><body>\
         <h1>Herons nest on the roof of the town library</h1>\
         <div class=c1>{first}</div><div>Advertisement</div><div class=c2>{second}</div></body>"
    );
    check(
        &html,
        &expect![[r#"
            A pair of grey herons
            Ornithologists count eleven young so
            The caretaker puts out fish
            A camera shows the nest
            The council has put off
            Next year the library will"#]],
        &expect![[r#"
            A pair of grey herons
            Ornithologists count eleven young so
            The caretaker puts out fish
            A camera shows the nest
            The council has put off
            Next year the library will"#]],
    );
}

#[test]
fn structured_data_tell_the_article_from_its_comments() {
    let body = BRIDGE.replace("</p>", "\\n").replace("<p>", "");
    let html = format!(
        "{HEAD}<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>\
         <body><div class=a1><h1>Quillport closes its swing bridge for two years</h1>{BRIDGE}</div>\
         <div class=b1>{HERON}</div></body>"
    );
    check(
        &html,
        &expect![[r#"
            The harbour board of Quillport
            Engineers had found cracks in
            The bridge carries nine thousand
            Shopkeepers on the east quay
            The board will decide on"#]],
        &expect![[r#"
            The harbour board of Quillport
            Engineers had found cracks in
            The bridge carries nine thousand
            A pair of grey herons
            Ornithologists count eleven young so
            The caretaker puts out fish
            A camera shows the nest
            The council has put off
            Next year the library will"#]],
    );
}

#[test]
fn each_part_takes_something_out() {
    let html = format!(
        "{HEAD}<body><article><p>Read also: The herons are back on the library.</p>{BRIDGE}\
         <ul class=teasers><li><a href=/1>Market days move to the west quay</a><li><a href=/2>Herring at last</a></ul></article></body>"
    );
    let page = RawPage {
        content: Content::Html(html),
        ..RawPage::default()
    };
    let kept = |parts: Parts| clean_with(&page, parts).blocks.len();
    assert_eq!(kept(Parts::ALL), 5);
    assert_eq!(kept(Parts::ALL.without(Part::Words)), 6);
    assert_eq!(kept(Parts::ALL.without(Part::Form)), 7);
}
