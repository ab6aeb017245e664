//! Compounds by their parts, and advice where nothing is found, on real nodes as in the embedded archive.

use dateline::archive::{Facet, Field, Fill, Filters, Request, Searcher};

use crate::generated::told_in;
use crate::queries::queries_of;
use crate::{Dice, NEWSROOM, agrees, archive_of, articles, on_cluster, request};

/// Invented events with long words.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "de",
        "Dampfschifffahrt eingestellt",
        "Die Dampfschifffahrt auf dem See ruht. Das Schiff liegt im Hafen, und der Dampf ist kalt.",
    ),
    (
        "de",
        "Schifffahrt",
        "Die Schifffahrt auf dem Fluss geht weiter. Die Fahrt ist frei, und der Verband lobt.",
    ),
    (
        "de",
        "Verband",
        "Der Schifffahrtsverband warnte vor dem Kriegsschiff. Der Krieg ist vorbei.",
    ),
    (
        "de",
        "Gefangene",
        "Die Kriegsgefangenen kamen in das Gefangenenlager. Ein Lager wurde geschlossen.",
    ),
    (
        "de",
        "Freilassung",
        "Ein Gefangener wurde freigelassen. Die Gefangene schwieg.",
    ),
    (
        "de",
        "Haus",
        "Das Krankenhaus brannte, und die Krankenhäuser der Stadt halfen den Kranken im Haus.",
    ),
    (
        "de",
        "Bau",
        "Der Straßenbau stockt. Die Straße ist lang, und der Bau teuer. Ein Wasserstraßenamt entschied über Wasser.",
    ),
    (
        "nl",
        "Vluchtelingen",
        "De oorlogsvluchtelingen bereikten het vluchtelingenkamp. De oorlog duurde, en het kamp was vol. Een vluchteling sprak.",
    ),
    (
        "sv",
        "Fartyg",
        "Ett krigsfartyg låg i hamnen. Fartyget seglade efter kriget till en fartygshamn.",
    ),
    (
        "fi",
        "Laiva",
        "Sotalaiva lähti satamasta. Laiva oli vanha, ja sota oli ohi. Laivasatama suljettiin.",
    ),
    (
        "da",
        "Skib",
        "Et krigsskib lå i havnen. Skibet kom fra krigen, og skibsværftet lukkede. Værftet var gammelt.",
    ),
    (
        "en",
        "Ships",
        "The steamship left. The battleships stayed in port, and the ship sank in the harbour.",
    ),
];

const QUERIES: &[&str] = &[
    "Schiff",
    "schiffe",
    "Dampf",
    "Fahrt",
    "Schifffahrt",
    "Krieg",
    "Gefangene",
    "Gefangenen",
    "Lager",
    "Haus",
    "Häuser",
    "Straße",
    "Bau",
    "Wasser",
    "Verband",
    "vluchteling",
    "vluchtelingen",
    "oorlog",
    "kamp",
    "fartyg",
    "krig",
    "laiva",
    "sota",
    "skib",
    "værft",
    "ship",
    "=Schiff",
    "'schiff'",
    "\"Schiff liegt\"",
    "Schiff AND Krieg",
    "Schiff NOT Krieg",
    "Schiff NEAR/6 warnte",
    "Krieg w/s Lager",
    "title:Schiff",
    "lead:Krieg",
    "atleast2(Schiff)",
];

/// Queries that find nothing, or not enough.
const FRUITLESS: &[&str] = &[
    "Shiffahrt",
    "Gefangnene",
    "harbuor",
    "title:Dampfschifffahr",
    "source:gazete",
    "Schiff Lager",
    "Schiff zeppelin",
    "zeppelin luftschiff",
    "\"Schiff Hafen\"",
    "\"steamship stayed\"",
    "steamship NEAR/2 harbour",
    "=schiff",
    "=\"Schiff liegt am\"",
    "atleast9(Schiff)",
    "Verband w/s Krankenhaus",
    "title:harbour",
    "steamship AND harbour AND zeppelin",
    "xq",
    "Schiff NOT Schiff",
    "zepp*",
    "harbour date:2020",
    "author:nobody",
];

/// What of two answers differs: how many there are, and what the reader is told.
fn told(archive: &dyn Searcher, request: &Request) -> String {
    let results = archive.search(request).unwrap();
    format!(
        "{} + {} {:?}",
        results.total, results.partial, results.notes
    )
}

#[test]
fn compounds_by_their_parts() {
    let (_dir, archive) = archive_of(told_in(TEXTS));
    let (_index, cluster) = on_cluster(&archive, "compounds", 3);
    let queries: Vec<String> = QUERIES.iter().map(|query| (*query).to_owned()).collect();
    agrees(&archive, &cluster, &queries);
    // Passages mark compounds whose parts stand in other articles only.
    let marked = |archive: &dyn Searcher| {
        let asked = Request {
            snippets: 2,
            facets: Vec::new(),
            ..request("Schiff")
        };
        let hits = archive.search(&asked).unwrap().hits;
        let mut marks: Vec<(String, usize)> = hits
            .iter()
            .map(|hit| {
                (
                    hit.id.clone(),
                    hit.snippets.iter().map(|snippet| snippet.marks.len()).sum(),
                )
            })
            .collect();
        marks.sort();
        marks
    };
    assert_eq!(marked(&cluster), marked(&archive));
}

#[test]
fn advice() {
    let (_dir, archive) = archive_of(told_in(TEXTS));
    let (_index, cluster) = on_cluster(&archive, "advice", 3);
    let mut asked: Vec<Request> = FRUITLESS.iter().map(|query| request(query)).collect();
    asked.extend(FRUITLESS.iter().map(|query| Request {
        fill: Fill::MostWords,
        ..request(query)
    }));
    asked.push(Request {
        filters: Filters {
            only: vec![(Field::Language, "en".to_owned())],
            ..Filters::default()
        },
        ..request("Dampfschifffahrt")
    });
    let (_index, there) = on_cluster(&NEWSROOM.1, "newsroom-advice", 3);
    let mut wrong = Vec::new();
    let mut compare = |request: &Request, here: &dyn Searcher, there: &dyn Searcher| {
        let (expected, found) = (told(here, request), told(there, request));
        if expected != found {
            wrong.push(format!(
                "{}\n  expected {expected}\n  found    {found}",
                request.query
            ));
        }
    };
    for request in &asked {
        compare(request, &archive, &cluster);
    }
    let mut dice = Dice(23);
    let mut tried = asked.len();
    for article in articles(&NEWSROOM.1).iter().step_by(29) {
        for query in queries_of(article, &mut dice) {
            // With a word that no article has, or with one letter less.
            let mut short = query.clone();
            short.pop();
            for query in [format!("{query} zeppelin"), short] {
                tried += 1;
                let facets: Vec<Facet> = Vec::new();
                compare(
                    &Request {
                        facets,
                        ..request(&query)
                    },
                    &NEWSROOM.1,
                    &there,
                );
            }
        }
    }
    println!("{} of {tried} differ", wrong.len());
    assert!(
        wrong.is_empty(),
        "{} of {tried} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
