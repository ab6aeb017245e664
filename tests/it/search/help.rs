//! The examples of `dateline help query`: each is run, and finds what its meaning says.

use dateline::archive::{Note, Searcher};
use dateline::article::Article;
use dateline::query::{EXAMPLES, FOREIGN};
use expect_test::expect;
use jiff::civil::date;

use crate::search::{archive_of, article, found, from, ids, request};

/// Five articles of which each example finds some and leaves some.
fn articles() -> Vec<Article> {
    let mut lifted = from(
        article(
            "a1b2c3",
            "en",
            "Sanctions on the airline are lifted",
            "VILNIUS (Example) — The White House lifted sanctions on Friday, and the airline may order spare parts again.\n\n\
             Its fleet is old: the parts of every aircraft are worn. John Cole said that Boeing had taken the order. The \
             prime minister was silent.",
        ),
        "The Daily Example",
        Some(date(2025, 9, 12)),
    );
    lifted.place = Some(found("Vilnius".to_owned()));
    lifted.url = Some("https://news.example/2025/lifted".to_owned());
    lifted.authors = Some(found(vec!["Ana Novak".to_owned()]));
    let drones = from(
        article(
            "drones",
            "en",
            "Drones over the border",
            "Drones crossed the border at night. More drones came at dawn, and the last drones were shot down.\n\n\
             The defence minister resigns, said a loophole in the law AND a letter. A fleet waits.",
        ),
        "Northmoor Dispatch",
        Some(date(2025, 9, 13)),
    );
    let missiles = from(
        article(
            "missiles",
            "en",
            "Missiles and drones at the border",
            "Missiles fell and drones fell near the border. The organisation of Belavan pilots found a lophole.\n\n\
             The minister of trade spoke. Nobody resigns, said Lukashenko. Coles are cabbages; the house is white.",
        ),
        "Northmoor Dispatch",
        Some(date(2024, 5, 3)),
    );
    let german = from(
        article(
            "de",
            "de",
            "Sanktionen gegen die Fluglinie",
            "Die Sanktionen gegen Belavia bleiben, sagte die Ministerin.",
        ),
        "Morgenblatt",
        None,
    );
    let undated = article(
        "undated",
        "en",
        "An embargo",
        "The embargo on spare rooms and parts of houses stays. In Minsk an envoy met Mikalai Statkevich and asked Alexander Lukashenka.",
    );
    vec![lifted, drones, missiles, german, undated]
}

/// The spellings of a name are no doubt about the query.
fn lists_spellings(note: &Note) -> bool {
    matches!(note, Note::Spellings { .. })
}

#[test]
fn examples_find_what_they_say() {
    let (_dir, archive) = archive_of(&articles());
    let mut table = String::new();
    for example in EXAMPLES {
        let results = archive.search(&request(example.query)).unwrap();
        assert!(
            results.notes.iter().all(lists_spellings) && results.total > 0,
            "{}: {:?}",
            example.query,
            results.notes
        );
        table.push_str(&format!("{} → {}\n", example.query, ids(&results)));
    }
    expect![[r#"
        sanctions → a1b2c3
        sanctions fleet → a1b2c3
        "spare parts" → a1b2c3
        "parts aircraft"~5 → a1b2c3
        =Cole → a1b2c3
        ="White House" → a1b2c3
        drones AND fleet → drones
        drones OR missiles → drones missiles
        drones NOT missiles → drones
        drones -missiles → drones
        (drones OR missiles) AND border → drones missiles
        sanctions NEAR/5 airline → a1b2c3
        (boeing OR airbus) w/5 order* → a1b2c3
        prime PRE/2 minister → a1b2c3
        minister w/s resigns → drones
        minister w/p resigns → drones missiles
        belav* → de missiles
        organi?ation → missiles
        /lo+phole/ → drones missiles
        loophole~1 → drones missiles
        name:Lukashenko → missiles undated
        name:"Nikolai Statkevich" → undated
        name:Lukashenko -=Lukaszenko → missiles undated
        name:=Lukashenko → missiles
        title:sanctions → a1b2c3
        title:(sanctions OR embargo) → a1b2c3 undated
        source:"The Daily Example" → a1b2c3
        author:novak → a1b2c3
        lang:de → de
        place:vilnius → a1b2c3
        url:https://news.example/2025/* → a1b2c3
        id:a1b2c3 → a1b2c3
        story:a1b2c3 → a1b2c3
        date:2025-09 → a1b2c3 drones
        date:2025-09-01..2025-09-12 → a1b2c3
        after:2025-09-12 → drones
        before:2025 → missiles
        last:7d → a1b2c3 drones
        date:none → de undated
        copies:0 → a1b2c3 de drones missiles undated
        independent:true → a1b2c3 de drones missiles undated
        atleast3(drones) → drones
        title:sanctions^2 fleet → a1b2c3
        author:* → a1b2c3
        \AND → a1b2c3 drones missiles undated
    "#]]
    .assert_eq(&table);
}

#[test]
fn forms_of_other_services_find_what_is_meant() {
    let (_dir, archive) = archive_of(&articles());
    let mut table = String::new();
    for form in FOREIGN {
        let found = ids(&archive.search(&request(form.query)).unwrap());
        assert!(!found.is_empty(), "{}", form.query);
        assert_eq!(found, ids(&archive.search(&request(form.read_as)).unwrap()));
        table.push_str(&format!("{} → {found}\n", form.query));
    }
    expect![[r#"
        sanction! w/9 airline → a1b2c3
        sanctions near9 airline → a1b2c3
        prime adj2 minister → a1b2c3
        sanctions /9 airline → a1b2c3
        prime +2 minister → a1b2c3
        minister /s resigns → drones
        minister /p resigns → drones missiles
        hd=sanctions → a1b2c3
        headline(sanctions or embargo) → a1b2c3 undated
        hlead(airline) → a1b2c3
        byline(novak) → a1b2c3
        drones BUT NOT missiles → drones
        drones !missiles → drones
        drones –missiles → drones
        drones | embargo → drones missiles undated
        minister NOT w/3 resigns → a1b2c3 de missiles
        loop%hole → drones missiles
        "parts aircraft"p5 → a1b2c3
    "#]]
    .assert_eq(&table);
}
