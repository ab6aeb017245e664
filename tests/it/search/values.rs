//! Values of filters: a name as a whole, or any clear part of it.

use super::*;

/// Articles of outlets and authors with parts in common.
fn outlets() -> (TempDir, Archive) {
    let of = |id: &str, source: &str, domain: &str, language: &str, author: &str| {
        let article = from(article(id, language, "Ferry", "The ferry."), source, None);
        Article {
            domain: Some(domain.to_owned()),
            authors: Some(found(vec![author.to_owned(), "Zed Oak".to_owned()])),
            wire: Some(found("Wold News Agency".to_owned())),
            ..article
        }
    };
    archive_of(&[
        of(
            "a",
            "The Marlow Argus",
            "marlow-argus.example",
            "en",
            "Ana Novák",
        ),
        of("b", "Argus am Sonntag", "argus.test", "de", "Jörg Müßig"),
        of("c", "Küstenbote", "kuestenbote.example", "de", "Ana Ruiz"),
        of("d", "晨报", "chenbao.example", "zh", "李明"),
        of("e", "Post", "post.example", "nb", "Pål Ås"),
        of("f", "Harbour Post", "harbour.example", "sr", "Ива Ковач"),
    ])
}

#[test]
fn any_clear_part_of_a_name_is_enough() {
    let (_dir, archive) = outlets();
    for (field, value, expected) in [
        (Field::Source, "marlow", "a"),
        (Field::Source, "ARGUS", "a b"),
        (Field::Source, "Argus Marlow", "a"),
        (Field::Source, "kustenbote", "c"),
        (Field::Source, "Küsten", "c"),
        (Field::Source, "晨", "d"),
        // A whole name is that alone.
        (Field::Source, "post", "e"),
        (Field::Source, "harbour", "f"),
        (Field::Domain, "argus.test", "b"),
        (Field::Domain, "argus", "a b"),
        (Field::Domain, "kuestenbote", "c"),
        (Field::Author, "novak", "a"),
        (Field::Author, "ana", "a c"),
        (Field::Author, "mussig", "b"),
        (Field::Author, "pal as", "e"),
        (Field::Author, "ковач", "f"),
        // The words of one name, not of two.
        (Field::Author, "ana oak", ""),
        (Field::Wire, "wold", "a b c d e f"),
        (Field::Language, "en", "a"),
        (Field::Language, "en-GB", "a"),
        (Field::Language, "English", "a"),
        (Field::Language, "german", "b c"),
        (Field::Language, "Deutsch", "b c"),
        (Field::Language, "deu", "b c"),
        (Field::Language, "中文", "d"),
        (Field::Language, "norsk", "e"),
        (Field::Language, "српски", "f"),
        (Field::Language, "french", ""),
        (Field::Source, "zeppelin", ""),
    ] {
        let only = vec![(field, value.to_owned())];
        let filters = Filters {
            only,
            ..Filters::default()
        };
        let request = Request {
            filters,
            ..request("ferry")
        };
        let results = archive.search(&request).unwrap();
        assert_eq!(ids(&results), expected, "{field:?} {value}");
        let mut exported = Vec::new();
        let count = archive.export(
            &request.query,
            &request.filters,
            request.today,
            &mut |article| {
                exported.push(article.id);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(count.unwrap(), results.total, "{field:?} {value}");
    }
    check(
        &archive,
        &["lang:german", "lang:Deutsch", "lang:en-US", "lang:srpski"],
        &expect![[r#"
            lang:german -> b c
            lang:Deutsch -> b c
            lang:en-US -> a
            lang:srpski -> f
        "#]],
    );
}

#[test]
fn what_no_name_has_is_told_with_what_is_near() {
    let (_dir, archive) = outlets();
    let mut said = String::new();
    for (only, not) in [
        (vec![(Field::Source, "argos")], vec![]),
        (vec![(Field::Author, "nowak")], vec![]),
        (vec![(Field::Language, "klingon")], vec![]),
        (vec![(Field::Language, "french")], vec![]),
        (vec![(Field::Source, "argus")], vec![]),
        (vec![], vec![(Field::Source, "argus")]),
        (vec![], vec![(Field::Source, "argos")]),
        (vec![(Field::Source, "unknown")], vec![]),
    ] {
        let owned = |list: Vec<(Field, &str)>| {
            let values = list.into_iter();
            values
                .map(|(field, value)| (field, value.to_owned()))
                .collect()
        };
        let shown = format!("{only:?} not {not:?}");
        let filters = Filters {
            only: owned(only),
            not: owned(not),
            ..Filters::default()
        };
        let results = archive
            .search(&Request {
                filters,
                ..request("ferry")
            })
            .unwrap();
        let notes = in_words(&results.notes).join(" | ");
        said.push_str(&format!("{shown}: {} {notes}\n", results.total));
    }
    expect![[r#"
        [(Source, "argos")] not []: 0 no article has the source `argos`; the nearest there are: Argus am Sonntag, The Marlow Argus, Harbour Post, Post, 晨报 | without the filters: 6 articles
        [(Author, "nowak")] not []: 0 no article has the author `nowak`; the nearest there are: Ana Novák, Zed Oak, Ana Ruiz, Jörg Müßig, Pål Ås | without the filters: 6 articles
        [(Language, "klingon")] not []: 0 no article has the language `klingon`; the nearest there are: en, nb, de, sr, zh | without the filters: 6 articles
        [(Language, "french")] not []: 0 no article has the language `french`; the nearest there are: en, de, nb, sr, zh | without the filters: 6 articles
        [(Source, "argus")] not []: 2 `argus` is part of 2 values of source: Argus am Sonntag, The Marlow Argus
        [] not [(Source, "argus")]: 4 `argus` is part of 2 values of source: Argus am Sonntag, The Marlow Argus
        [] not [(Source, "argos")]: 6 no article has the source `argos`; the nearest there are: Argus am Sonntag, The Marlow Argus, Harbour Post, Post, 晨报
        [(Source, "unknown")] not []: 0 without the filters: 6 articles
    "#]].assert_eq(&said);
}
