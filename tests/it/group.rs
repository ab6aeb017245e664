//! What articles have in common.

use dateline::group::{Comparison, compare};
use proptest::prelude::*;

use crate::support::Desk;

/// The shared passages as the second text has them.
fn passages<'a>(first: &str, second: &'a str) -> Vec<&'a str> {
    let comparison = compare(first, second);
    check(&comparison, first, second);
    let passages = comparison.passages.iter();
    passages
        .map(|passage| &second[passage.second.start..passage.second.end])
        .collect()
}

/// Passages lie in their texts, in order; what is shared is no more than there is.
fn check(comparison: &Comparison, first: &str, second: &str) {
    let mut end = 0;
    for passage in &comparison.passages {
        assert!(first.get(passage.first.start..passage.first.end).is_some());
        assert!(
            second
                .get(passage.second.start..passage.second.end)
                .is_some()
        );
        assert!(
            passage.second.start >= end,
            "passages overlap: {comparison:?}"
        );
        end = passage.second.end;
    }
    assert!(comparison.first_shared <= comparison.first_words);
    assert!(comparison.second_shared <= comparison.second_words);
}

#[test]
fn passages_are_found_in_every_script_whatever_their_signs() {
    let cases = [
        (
            "The mill of Osk stays open, the council said on Monday after nine weeks of talks with its owner. It is old.",
            "Osk keeps its mill. The council said on Monday, after nine weeks of talks with its owner, that the wheel turns.",
            vec!["The council said on Monday, after nine weeks of talks with its owner"],
        ),
        (
            "Der Rat von Osk hat am Montag beschlossen, die alte Mühle zu erhalten und das Rad zu bezahlen.",
            "OSK – „Der Rat von Osk hat am Montag beschlossen, die alte Mühle zu erhalten“, hieß es.",
            vec!["Der Rat von Osk hat am Montag beschlossen, die alte Mühle zu erhalten"],
        ),
        (
            "Совет Оска решил в понедельник сохранить старую мельницу и оплатить её колесо.",
            "Как сообщили, совет Оска решил в понедельник сохранить старую мельницу и снести мост.",
            vec!["совет Оска решил в понедельник сохранить старую мельницу и"],
        ),
        (
            "奥斯克市议会周一决定保留旧磨坊并支付水车的费用,市长说。",
            "据报道,奥斯克市议会周一决定保留旧磨坊并支付水车的费用。",
            vec!["奥斯克市议会周一决定保留旧磨坊并支付水车的费用"],
        ),
        (
            "The council met on Monday.",
            "The council met on Monday.",
            vec![],
        ),
        (
            "",
            "The council met on Monday and decided that nothing at all would be done.",
            vec![],
        ),
    ];
    for (first, second, expected) in cases {
        assert_eq!(passages(first, second), expected, "{second}");
    }
}

#[test]
fn how_much_is_shared_is_told_for_each_text() {
    let quote =
        "the council said on Monday after nine weeks of talks with its owner that the mill stays";
    let long = format!(
        "{quote}. {}",
        "Another sentence of its own stands here with nine words. ".repeat(3)
    );
    let comparison = compare(quote, &long);
    assert_eq!((comparison.first_words, comparison.first_shared), (17, 17));
    assert_eq!(comparison.second_shared, 17);
    assert!(comparison.second_words > 40);
}

#[test]
fn texts_that_repeat_themselves_take_no_longer() {
    let first = "on and on ".repeat(30_000);
    let second = "and on and ".repeat(30_000);
    let start = std::time::Instant::now();
    check(&compare(&first, &second), &first, &second);
    assert!(start.elapsed().as_secs() < 20);
}

proptest! {
    #[test]
    fn any_two_texts_can_be_compared(first in "[ab 中文。,\\n]{0,200}", second in "[ab 中文。,\\n]{0,200}") {
        check(&compare(&first, &second), &first, &second);
        let own = compare(&first, &first);
        if !own.passages.is_empty() {
            prop_assert_eq!(own.second_shared, own.second_words);
        }
    }
}

#[test]
fn compare_shows_two_articles_side_by_side() {
    let desk = Desk::new();
    let shared =
        "The council of Osk decided on Monday to keep the old mill, and to pay for its wheel.";
    desk.write(
        "a.txt",
        format!("Mill stays open\n\n{shared}\n\nNobody had thought that it would.\n"),
    );
    desk.write(
        "b.txt",
        format!("Osk pays for a wheel\n\nThe news came late.\n\n{shared}\n"),
    );
    desk.run(&["index", "a.txt", "b.txt"]).ok();
    let id = |query: &str| {
        let lines = desk.run(&["export", query]).lines();
        lines[0]["id"].as_str().unwrap().to_owned()
    };
    let (a, b) = (id("thought"), id("news"));
    let line = &desk.run(&["compare", &a, &b, "--json"]).lines()[0];
    assert_eq!(line["passages"][0]["text"], shared.trim_end_matches('.'));
    assert_eq!(line["first"]["shared"], line["second"]["shared"]);
    let shown = desk.run(&["compare", &a, &b]).ok();
    assert!(
        shown
            .lines()
            .next()
            .unwrap()
            .contains("Osk pays for a wheel"),
        "{shown}"
    );
    assert!(shown.contains("% of"), "{shown}");
    let missing = desk.run(&["compare", &a, "nobody"]);
    assert!(
        missing.code == 1 && missing.err.contains("no article `nobody`"),
        "{missing:?}"
    );
}
