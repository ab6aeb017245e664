//! JSON in every layout, tables, dirt, limits.

use super::*;

#[test]
fn lines() {
    check(
        "{\"text\":\"One.\"}\n\n{\"text\":\"Two.\"},\r\n{\"text\": broken\n{\"html\":\"<p>Three.</p>\",\"id\":7}\n",
        expect![[r#"
                x#1 text "One."
                x#2 text "Two."
                x#3 REJECTED json: not a JSON record: expected value at line 1 column 10
                x#4 html "<p>Three.</p>"
                    id: 7
            "#]],
    );
}

#[test]
fn the_first_line_may_be_broken() {
    check(
        "{\"text\": \"One.\n{\"text\":\"Two.\"}\n",
        expect![[r#"
            x#1 REJECTED json: not a JSON record: EOF while parsing a string at line 1 column 14
            x#2 text "Two."
        "#]],
    );
}

#[test]
fn arrays_in_any_layout() {
    check(
        "[{\"text\":\"One.\"},{\"text\":\"Two, with ] and } and \\\" in it.\"}]",
        expect![[r#"
            x#1 text "One."
            x#2 text "Two, with ] and } and \" in it."
        "#]],
    );
    check(
        "[\n  {\n    \"text\": \"One.\",\n    \"tags\": [\"a\"]\n  },\n  {\n    \"text\": \"Two.\"\n  }\n]\n",
        expect![[r#"
                x#1 text "One."
                x#2 text "Two."
            "#]],
    );
    check(
        "{\n  \"text\": \"Alone.\"\n}\n",
        expect![[r#"
            x#1 text "Alone."
        "#]],
    );
    check(
        "{\n \"text\": \"One.\"\n}\n{\n \"text\": \"Two.\"\n}\n",
        expect![[r#"
            x#1 text "One."
            x#2 text "Two."
        "#]],
    );
}

#[test]
fn answers_of_interfaces_hold_their_articles_in_a_list() {
    check(
        "{\"status\":\"ok\",\"meta\":{\"tags\":[{\"a\":1}]},\"articles\":[{\"content\":\"One.\",\"source\":{\"id\":null,\"name\":\"Harbour Post\"}},{\"content\":\"Two.\"}],\"more\":{\"text\":\"no\"}}",
        expect![[r#"
                x#1 text "One."
                    source: Harbour Post
                x#2 text "Two."
            "#]],
    );
}

#[test]
fn a_record_may_hold_a_list_of_others() {
    check(
        "{\"items\":[{\"text\":\"x\"}],\"text\":\"One.\"}\n{\"items\":[],\"text\":\"Two.\"}\n",
        expect![[r#"
                x#1 text "One."
                x#2 text "Two."
            "#]],
    );
    check(
        "{\"title\":\"One\",\"items\":[{\"text\":\"x\"}],\"text\":\"One.\"}\n",
        expect![[r#"
            x#1 text "One."
                title: One
        "#]],
    );
}

#[test]
fn tables() {
    check(
        "title,text,domain,date\nFerry,\"It ran, \"\"late\"\".\nVery late.\",harbour.example,2031-05-04\n\nBridge,It stood.,,nan\n",
        expect![[r#"
                x#1 text "It ran, \"late\".\nVery late."
                    title: Ferry
                    source: harbour.example
                    published: 2031-05-04
                x#2 text "It stood."
                    title: Bridge
            "#]],
    );
    check(
        "id\tbody\theadline\n7\tIt ran.\tFerry\n",
        expect![[r#"
            x#1 text "It ran."
                id: 7
                title: Ferry
        "#]],
    );
    check(
        b"id;text;title\n7;Die F\xe4hre fuhr sp\xe4t.;F\xe4hre\n",
        expect![[r#"
            x#1 text "Die Fähre fuhr spät."
                id: 7
                title: Fähre
        "#]],
    );
}

#[test]
fn a_long_record_is_passed_over() {
    let options = Options {
        largest_record: 40,
        ..Options::default()
    };
    let long = "x".repeat(100);
    let lines =
        format!("{{\"text\":\"One.\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"Three.\"}}\n");
    expect![[r#"
            x#1 text "One."
            x#2 REJECTED too-large: larger than 40 bytes (112 bytes); see --max-record
            x#3 text "Three."
        "#]]
    .assert_eq(&show(limited("x", lines.as_bytes(), &options)));
    let array =
        format!("[{{\"text\":\"One.\"}},\n{{\"text\":\"{long}\"}},{{\"text\":\"Three.\"}}]");
    expect![[r#"
            x#1 text "One."
            x#2 REJECTED too-large: larger than 40 bytes (113 bytes); see --max-record
            x#3 text "Three."
        "#]]
    .assert_eq(&show(limited("x", array.as_bytes(), &options)));
    let table = format!("id,text\n1,One.\n2,\"{long}\n\"\n3,Three.\n");
    expect![[r#"
            x#1 text "One."
                id: 1
            x#2 REJECTED too-large: larger than 40 bytes (106 bytes); see --max-record
            x#3 text "Three."
                id: 3
        "#]]
    .assert_eq(&show(limited("x", table.as_bytes(), &options)));
}

#[test]
fn a_large_page_is_passed_over() {
    let options = Options {
        largest_page: 100,
        ..Options::default()
    };
    expect![[r#"
            x REJECTED too-large: larger than 100 bytes (160 bytes); see --max-page
        "#]]
    .assert_eq(&show(limited(
        "x",
        "It ran. ".repeat(20).as_bytes(),
        &options,
    )));
}

#[test]
fn utf16_exports() {
    let text = "{\"text\":\"Färjan gick sent.\"}\r\n{\"text\":\"Två.\"}\r\n";
    let marked: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    check(
        marked,
        expect![[r#"
            x#1 text "Färjan gick sent."
            x#2 text "Två."
        "#]],
    );
}

#[test]
fn dirt_of_other_tools() {
    check(
        "{\"text\":\"A \\ud83d half.\",\"score\":NaN,\"n\":[-Infinity]}",
        expect![[r#"
            x#1 text "A � half."
        "#]],
    );
    check(
        b"{\"text\":\"raw\tcontrol and \xe9t\xe9 and \\x41\"}",
        expect![[r#"
            x#1 text "raw control and été and \\x41"
        "#]],
    );
    check(
        "{\"text\":\"One.\",\"date_publish\":\"None\",\"authors\":\"['Anna Lind', 'Per Berg']\",\"id\":12}",
        expect![[r#"
                x#1 text "One."
                    id: 12
                    authors: Anna Lind + Per Berg
            "#]],
    );
    check(
        "{\"title\":\"Ferry\",\"text\":\"\",\"summary\":\"It ran.\"}",
        expect![[r#"
            x#1 REJECTED no-content: neither `html` nor `text` in the record; it has `title`, `text`, `summary`
        "#]],
    );
    check(
        "{\"html_base64\":\"***\"}",
        expect![[r#"
            x#1 REJECTED base64: `html_base64` is not base64
        "#]],
    );
    check(
        "{}\n",
        expect![[r#"
            x#1 REJECTED no-content: neither `html` nor `text` in the record; it has no fields
        "#]],
    );
}

#[test]
fn deep_and_wide_values_are_bounded() {
    let deep = format!(
        "{{\"authors\":{}{},\"text\":\"One.\"}}",
        "[".repeat(100),
        "]".repeat(100)
    );
    check(
        &deep,
        expect![[r#"
            x#1 text "One."
        "#]],
    );
    let wide = format!(
        "{{\"authors\":[{}1],\"text\":\"One.\"}}",
        "[],".repeat(100_000)
    );
    check(
        &wide,
        expect![[r#"
            x#1 text "One."
        "#]],
    );
}

#[test]
fn a_page_in_base64_is_held_to_the_limit_of_a_page() {
    let code = "PHA+".repeat(12 << 20);
    check(
        format!("{{\"html_base64\":\"{code}\"}}"),
        expect![[r#"
            x#1 REJECTED too-large: larger than 32 MB (37748736 bytes); see --max-page
        "#]],
    );
    check(
        "{\"html_base64\":\"None\",\"text\":\"One.\"}",
        expect![[r#"
            x#1 text "One."
        "#]],
    );
}
