//! What any archive must do, whatever it is made of: the embedded one passes here, a cluster must too.
//!
//! [`conforms`] knows the contract and the articles of [`known`] alone; it never sees how an archive is made.

use super::*;

/// The articles that an archive must hold for [`conforms`].
pub(crate) fn known() -> Vec<Article> {
    let day = |day| Some(date(2025, 3, day));
    let mut articles = vec![
        from(
            article(
                "c1",
                "en",
                "Ferry strike ends",
                "The ferry strike ended on Monday. Boats left the harbour at noon.",
            ),
            "Harbour Post",
            day(3),
        ),
        from(
            article(
                "c2",
                "en",
                "Harbour dredged",
                "Mud was dredged from the harbour. The ferry waited, and waited.",
            ),
            "Tide Gazette",
            day(1),
        ),
        from(
            article(
                "c3",
                "de",
                "Streik am Hafen",
                "Der Streik am Hafen dauert an. Die Fähre liegt fest.",
            ),
            "Küstenbote",
            None,
        ),
        from(
            article(
                "c4",
                "en",
                "Ferry strike ends",
                "The ferry strike ended on Monday. Boats left the harbour at noon.",
            ),
            "Tide Gazette",
            day(4),
        ),
    ];
    articles[0].removed.push(Removal::new(
        Reason::SiteFurniture,
        "Share this",
        Span { start: 0, end: 10 },
    ));
    articles
}

/// Panics where `archive`, which holds [`known`], breaks the contract.
pub(crate) fn conforms(archive: &dyn Searcher) {
    finds_and_counts(archive);
    orders_and_pages(archive);
    narrows_and_counts_facets(archive);
    shows_what_matched(archive);
    gives_articles_by_id(archive);
    exports_all(archive);
    finds_similar_ones(archive);
    explains(archive);
    keeps_to_its_limits(archive);
}

fn found(archive: &dyn Searcher, request: &Request) -> String {
    let results = archive.search(request).unwrap();
    let hits: Vec<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
    format!("{} {}", results.total, hits.join(" "))
}

fn finds_and_counts(archive: &dyn Searcher) {
    for (query, expected) in [
        ("dredged", "1 c2"),
        ("\"ferry waited\"", "1 c2"),
        ("streik", "1 c3"),
        ("id:c3", "1 c3"),
        ("mud NEAR/5 harbour", "1 c2"),
        ("ferry NOT mud NOT monday", "0 "),
        ("zeppelin", "0 "),
        ("&&", "0 "),
    ] {
        assert_eq!(found(archive, &request(query)), expected, "{query}");
    }
    let all = archive.search(&request("*")).unwrap();
    assert_eq!((all.total, all.lower_bound), (4, false));
    // Nothing was found: a note says what might be.
    assert!(
        !archive
            .search(&request("harbuor"))
            .unwrap()
            .notes
            .is_empty()
    );
}

fn orders_and_pages(archive: &dyn Searcher) {
    let sorted = |sort| Request {
        sort,
        ..request("*")
    };
    assert_eq!(found(archive, &sorted(Sort::Newest)), "4 c4 c1 c2 c3");
    assert_eq!(found(archive, &sorted(Sort::Oldest)), "4 c2 c1 c4 c3");
    assert_eq!(found(archive, &sorted(Sort::Source)), "4 c1 c3 c4 c2");
    let second = Request {
        offset: 1,
        limit: 2,
        ..sorted(Sort::Newest)
    };
    assert_eq!(found(archive, &second), "4 c1 c2");
    let hits = archive.search(&second).unwrap().hits;
    assert_eq!(hits[0].rank, 2);
    let none = Request {
        limit: 0,
        ..request("ferry")
    };
    assert_eq!(found(archive, &none), "3 ");
    // Equal scores come in the order of the ids.
    let hits = archive.search(&request("strike")).unwrap().hits;
    assert!(hits[0].score >= hits[1].score && hits[0].id < hits[1].id);
}

fn narrows_and_counts_facets(archive: &dyn Searcher) {
    let source = |field, name: &str| Filters {
        only: vec![(field, name.to_owned())],
        ..Filters::default()
    };
    let narrowed = Request {
        filters: source(Field::Source, "tide gazette"),
        facets: vec![Facet {
            field: Field::Source,
            limit: None,
        }],
        ..request("ferry")
    };
    let values = |request: &Request| -> Vec<(String, u64)> {
        let facets = archive.search(request).unwrap().facets;
        let values = facets[0].values.iter();
        values.map(|one| (one.value.clone(), one.count)).collect()
    };
    let count = |name: &str, count| (name.to_owned(), count);
    assert_eq!(archive.search(&narrowed).unwrap().total, 2);
    // What there is to choose from, and the hits alone.
    assert_eq!(
        values(&narrowed),
        [count("Tide Gazette", 2), count("Harbour Post", 1)]
    );
    let heeded = Request {
        self_filter: SelfFilter::Heeded,
        ..narrowed
    };
    assert_eq!(values(&heeded), [count("Tide Gazette", 2)]);
    let undated = Request {
        filters: source(Field::Year, "undated"),
        ..request("*")
    };
    assert_eq!(found(archive, &undated), "1 c3");
    let since = Request {
        filters: Filters {
            since: Some(date(2025, 3, 2)),
            until: Some(date(2025, 3, 3)),
            ..Filters::default()
        },
        ..request("*")
    };
    assert_eq!(found(archive, &since), "1 c1");
}

fn shows_what_matched(archive: &dyn Searcher) {
    let results = archive.search(&request("dredged harbour")).unwrap();
    let hit = &results.hits[0];
    assert_eq!(hit.title, "Harbour dredged");
    assert_eq!(hit.source.as_deref(), Some("Tide Gazette"));
    let marked = |text: &str, marks: &[Span]| -> Vec<String> {
        let words = marks
            .iter()
            .map(|mark| text[mark.start..mark.end].to_owned());
        words.collect()
    };
    assert_eq!(marked(&hit.title, &hit.title_marks), ["Harbour", "dredged"]);
    let passage = &hit.snippets[0];
    assert_eq!(
        marked(&passage.text, &passage.marks),
        ["dredged", "harbour"]
    );
}

fn gives_articles_by_id(archive: &dyn Searcher) {
    let article = archive.article("c1").unwrap().unwrap();
    assert_eq!(article, known()[0]);
    assert!(archive.article("nobody").unwrap().is_none());
}

fn exports_all(archive: &dyn Searcher) {
    let export = |query: &str, most: usize| -> (u64, Vec<Article>) {
        let mut articles = Vec::new();
        let each = &mut |article| {
            articles.push(article);
            if articles.len() == most {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let query = parse(query).0;
        let count = archive.export(&query, &Filters::default(), date(2025, 9, 1), each);
        (count.unwrap(), articles)
    };
    let (count, articles) = export("*", usize::MAX);
    let paths: Vec<&str> = articles.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(count, 4);
    assert!(paths.is_sorted(), "{paths:?}");
    // Everything but the ledger.
    let mut first = known().swap_remove(0);
    first.removed.clear();
    assert_eq!(articles[0], first);
    assert_eq!(export("ferry", 2).0, 2);
    assert_eq!(export("zeppelin", usize::MAX).0, 0);
}

fn finds_similar_ones(archive: &dyn Searcher) {
    let none = Filters::default();
    let similar = archive.similar("c1", &none, 10, 1).unwrap().unwrap();
    let ids: Vec<&str> = similar.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert!(!ids.contains(&"c1"));
    // The copy comes last.
    assert_eq!(ids.last(), Some(&"c4"));
    assert!(archive.similar("nobody", &none, 10, 1).unwrap().is_none());
}

fn explains(archive: &dyn Searcher) {
    let today = date(2025, 9, 1);
    let (query, _) = parse("ferry strike");
    let explained = archive.explain("c1", &query, today).unwrap().unwrap();
    assert_eq!(explained.parts.len(), 2);
    assert!(explained.value > Some(0.0));
    assert_eq!(explained.articles, 2);
    let other = archive.explain("c3", &query, today).unwrap().unwrap();
    assert_eq!(other.value, None);
    assert!(archive.explain("nobody", &query, today).unwrap().is_none());
    let stats = archive.stats().unwrap();
    assert_eq!((stats.articles, stats.undated), (4, 1));
    assert_eq!(stats.days, Some((date(2025, 3, 1), date(2025, 3, 4))));
}

fn keeps_to_its_limits(archive: &dyn Searcher) {
    let stopped = Request {
        limits: Limits {
            postings: None,
            cancel: Some(Cancel::when(|| true)),
        },
        ..request("\"the ferry\"")
    };
    // A small archive may be done before it asks; what it says must be true either way.
    let results = archive.search(&stopped).unwrap();
    assert!(results.total <= 3);
    if results.total < 3 {
        assert!(results.lower_bound && !results.notes.is_empty());
    }
}

#[test]
fn the_embedded_archive_conforms() {
    let (_dir, archive) = archive_of(&known());
    conforms(&archive);
}
