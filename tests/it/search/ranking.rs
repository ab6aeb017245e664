//! The order of hits: which of two articles comes first, and why.

use super::*;

/// The ids of the hits in their order.
fn order(archive: &Archive, query: &str) -> Vec<String> {
    let hits = archive.search(&request(query)).unwrap().hits;
    hits.into_iter().map(|hit| hit.id).collect()
}

fn check(archive: &Archive, query: &str, expected: &[&str]) {
    assert_eq!(order(archive, query), expected, "{query}");
}

/// Texts of ten words each around `word`, so that length decides nothing.
fn padded(words: &str) -> String {
    let filler = [
        "stone", "lamp", "river", "glove", "candle", "ladder", "violin", "basket", "pepper",
        "anvil",
    ];
    let count = words.split(' ').count();
    format!("{words} {}", filler[..10 - count].join(" "))
}

#[test]
fn a_word_of_the_headline_counts_more() {
    let (_dir, archive) = archive_of(&[
        article("a", "en", "Quiet day in Tolmin", &padded("harbour")),
        article("b", "en", "Quiet harbour in Tolmin", &padded("day")),
        article("c", "en", "Nothing at all", &padded("nothing")),
    ]);
    check(&archive, "harbour", &["b", "a"]);
    check(&archive, "day", &["a", "b"]);
}

#[test]
fn a_word_asked_for_twice_counts_twice() {
    let (_dir, archive) = archive_of(&[
        article("a", "en", "", &padded("harbour lantern lantern")),
        article("b", "en", "", &padded("harbour harbour lantern")),
        article("c", "en", "", &padded("nothing here either")),
    ]);
    check(&archive, "harbour OR lantern OR harbour", &["b", "a"]);
    check(&archive, "harbour lantern lantern", &["a", "b"]);
}

#[test]
fn function_words_count_little_beside_words_of_substance() {
    let mut articles = vec![
        article("a", "en", "", &padded("mayor which which which")),
        article("b", "en", "", &padded("mayor mayor which")),
        article("c", "en", "", &padded("which ferry")),
    ];
    articles.extend(["d", "e"].map(|id| article(id, "en", "", &padded("mayor"))));
    let (_dir, archive) = archive_of(&articles);
    check(&archive, "which mayor", &["b", "a"]);
    // Alone it is what is asked for.
    check(&archive, "which", &["a", "b", "c"]);
    // What is typed as a name is one, and what is quoted is meant.
    check(&archive, "WHICH mayor", &["a", "b"]);
    check(&archive, "\"which\" mayor", &["a", "b"]);
}

#[test]
fn ties_are_broken_by_id_however_the_archive_was_built() {
    let ids = ["a", "b", "c", "d", "e"];
    let same = |id: &&str| article(id, "en", "", "Ferry workers walked out.");
    let (_one, forwards) = archive_of(&ids.iter().map(same).collect::<Vec<_>>());
    let (_two, backwards) = archive_of(&ids.iter().rev().map(same).collect::<Vec<_>>());
    let dir = TempDir::new().unwrap();
    for id in ["d", "b", "e", "a", "c"] {
        let options = Options {
            threads: 1,
            memory_bytes: 15_000_000,
        };
        let writer = Writer::open_or_create(dir.path(), &options).unwrap();
        put(&writer, &same(&id), 1);
        writer.finish().unwrap();
    }
    let pieces = Archive::open(dir.path()).unwrap();
    for archive in [&forwards, &backwards, &pieces] {
        for query in [
            "ferry",
            "ferry worker",
            "ferry OR harbour",
            "\"ferry workers\"",
        ] {
            check(archive, query, &ids);
        }
        let first = archive
            .search(&Request {
                limit: 2,
                ..request("ferry")
            })
            .unwrap();
        assert_eq!(
            first
                .hits
                .iter()
                .map(|hit| hit.id.as_str())
                .collect::<Vec<_>>(),
            ids[..2]
        );
    }
}

#[test]
fn the_parts_of_a_score_add_up() {
    let (_dir, archive) = ferry_archive();
    for text in [
        "what was the ferry strike",
        "ferry OR the OR ferry OR zeppelin",
        "(ferry OR harbour) the strike",
        "ferry which^2",
        "渡轮工人为什么罢工 OR ferry",
        "\"spare parts\" ferry NEAR/40 strike",
    ] {
        let query = parse(text).0;
        for hit in archive.search(&request(text)).unwrap().hits {
            let found = archive
                .explain(&hit.id, &query, date(2025, 9, 14))
                .unwrap()
                .unwrap();
            let sum: f32 = found.parts.iter().filter_map(|part| part.value).sum();
            assert!(
                (found.value.unwrap() - sum).abs() < 1e-4,
                "{text}: {} is {sum}",
                found.value.unwrap()
            );
            assert!(
                (hit.score - sum).abs() < 1e-4,
                "{text}: {} is {sum}",
                hit.score
            );
        }
    }
}

/// Articles of an invented harbour town, and what is asked of them without spaces.
fn town() -> (TempDir, Archive) {
    archive_of(&[
        article(
            "a",
            "zh",
            "",
            "白石港的渡轮工人星期一罢工。市长对渡轮公司的工资方案表示遗憾。",
        ),
        article("b", "zh", "", "白石港气象台预报明天有雨。市长没有出席。"),
        article("c", "zh", "", "白石港渡轮股份有限公司公布了年度报告。"),
        article(
            "d",
            "th",
            "",
            "คนงานเรือข้ามฟากหยุดงานเมื่อวันจันทร์ นายกเทศมนตรีแสดงความเสียใจ",
        ),
        article("e", "th", "", "กรมอุตุนิยมวิทยาพยากรณ์ว่าพรุ่งนี้ฝนจะตก"),
        article("f", "en", "", "Ferry workers walked out on Monday."),
    ])
}

#[test]
fn a_question_without_spaces_is_found_by_its_parts() {
    let (_dir, archive) = town();
    check(&archive, "渡轮工人为什么在星期一罢工", &["a"]);
    check(&archive, "ทำไมคนงานเรือข้ามฟากจึงหยุดงานในวันจันทร์", &["d"]);
    let results = archive
        .search(&Request {
            snippets: 1,
            ..request("渡轮工人为什么在星期一罢工")
        })
        .unwrap();
    expect![["no article has `渡轮工人为什么在星期一罢工` as a whole; these have much of it. In quotes it is looked for as it stands"]]
        .assert_eq(&in_words(&results.notes).join(" | "));
    let snippet = &results.hits[0].snippets[0];
    let marked: Vec<&str> = snippet
        .marks
        .iter()
        .map(|mark| &snippet.text[mark.start..mark.end])
        .collect();
    expect!["轮工人星期一罢工"].assert_eq(&marked.join(" "));
}

#[test]
fn a_run_that_stands_somewhere_is_meant_as_it_stands() {
    let (_dir, archive) = town();
    for (query, expected) in [
        // Names: short ones, and long ones that an article has.
        ("渡轮公司", "a"),
        ("白石港渡轮股份有限公司", "c"),
        ("人罢工", ""),
        ("พรุ่งนี้ฝน", "e"),
        // In quotes, in a field, under a NOT and near others, nothing is loosened.
        ("\"渡轮工人为什么在星期一罢工\"", ""),
        ("title:渡轮工人为什么在星期一罢工", ""),
        ("市长 -渡轮工人为什么在星期一罢工", "a b"),
        ("渡轮工人为什么在星期一罢工 NEAR/5 市长", ""),
        // Beside other words it is one of them.
        ("渡轮工人为什么在星期一罢工 lang:zh", "a"),
        ("渡轮工人为什么在星期一罢工 气象台", ""),
        ("渡轮工人为什么在星期一罢工 OR ferry", "a f"),
    ] {
        let results = archive.search(&request(query)).unwrap();
        assert_eq!(super::ids(&results), expected, "{query}");
    }
}
