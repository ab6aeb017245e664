//! Front matter.

use super::*;

#[test]
fn front_matter_is_given() {
    check(
        "---\ntitle: \"Ferry: the last run\"\ndate: 2031-05-04\nauthor:\n  - Anna Lind\n  - Per Berg\nsource: Harbour Post\nurl: https://harbour.example/a\nlang: en\ntags: [sea, ships]\n---\n\nIt ran.\n",
        expect![[r#"
                x text "\nIt ran.\n" UTF-8 by utf-8
                    url: https://harbour.example/a
                    title: Ferry: the last run
                    source: Harbour Post
                    published: 2031-05-04
                    language: en
                    authors: Anna Lind + Per Berg
            "#]],
    );
    check(
        "+++\ntitle = 'Ferry'\ndate = 2031-05-04\n+++\nIt ran.",
        expect![[r#"
            x text "It ran." UTF-8 by utf-8
                title: Ferry
                published: 2031-05-04
        "#]],
    );
    check(
        "---\nlayout: post\nauthors: [Anna Lind, \"Per Berg\"]\n---\nIt ran.",
        expect![[r#"
            x text "It ran." UTF-8 by utf-8
                authors: Anna Lind + Per Berg
        "#]],
    );
}

#[test]
fn a_rule_is_no_front_matter() {
    check(
        "---\nIt ran late: nobody knew.\n---\nIt ran.",
        expect![[r#"
            x text "---\nIt ran late: nobody knew.\n---\nIt ran." UTF-8 by utf-8
        "#]],
    );
    check(
        "---\ntitle: It never ends\n",
        expect![[r#"
            x text "---\ntitle: It never ends\n" UTF-8 by utf-8
        "#]],
    );
}
