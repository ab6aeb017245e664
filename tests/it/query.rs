//! The query language: every form, and every text that is none.
use dateline::query::{self, EXAMPLES, Kind, Period, Unit};
use expect_test::{Expect, expect};
use jiff::civil::date;

/// One query a line: its canonical form, and the warnings with their places.
fn check(texts: &str, expected: &Expect) {
    let mut shown = String::new();
    for text in texts.trim().lines().map(str::trim) {
        let (query, warnings) = query::parse(text);
        shown.push_str(&format!("{text}  ->  {query}\n"));
        for warning in &warnings {
            let place = text
                .get(warning.span.start..warning.span.end)
                .expect("the span is in the text");
            shown.push_str(&format!("    `{place}`: {}", warning.message));
            shown.push_str(
                &warning
                    .hint
                    .as_ref()
                    .map_or(String::new(), |hint| format!(" ({hint})")),
            );
            shown.push('\n');
        }
        assert_eq!(
            query::parse(&query.to_string()).0,
            query,
            "{text:?} prints as {query}"
        );
    }
    expected.assert_eq(&shown);
}

#[test]
fn boolean() {
    check(
        r#"
        a b
        a AND b
        a OR b
        a NOT b
        a AND NOT b
        a -b
        -a
        NOT a
        -(a b)
        -"a b"
        a OR NOT b
        ((a b) (c d))
        (a OR (b OR c))
        NOT (NOT a)
        a && b
        a || b
        +a +b
        a(b)c
        "#,
        &expect![[r#"
            a b  ->  a AND b
            a AND b  ->  a AND b
            a OR b  ->  a OR b
            a NOT b  ->  a AND NOT b
            a AND NOT b  ->  a AND NOT b
            a -b  ->  a AND NOT b
            -a  ->  NOT a
            NOT a  ->  NOT a
            -(a b)  ->  NOT (a AND b)
            -"a b"  ->  NOT "a b"
            a OR NOT b  ->  a OR NOT b
            ((a b) (c d))  ->  a AND b AND c AND d
            (a OR (b OR c))  ->  a OR b OR c
            NOT (NOT a)  ->  NOT (NOT a)
            a && b  ->  a AND b
            a || b  ->  a OR b
            +a +b  ->  a AND b
                `+`: every word must be there anyway; the plus is left out
                `+`: every word must be there anyway; the plus is left out
            a(b)c  ->  a AND b AND c
        "#]],
    );
}

#[test]
fn mixed_and_with_or() {
    check(
        r#"
        a b OR c
        a OR b AND c
        (a b) OR c
        a AND b OR c AND d
        NOT a OR b
        "#,
        &expect![[r#"
            a b OR c  ->  (a AND b) OR c
                `a b OR c`: AND binds tighter than OR, also where nothing stands between two words (this is read as (a AND b) OR c)
            a OR b AND c  ->  a OR (b AND c)
                `a OR b AND c`: AND binds tighter than OR, also where nothing stands between two words (this is read as a OR (b AND c))
            (a b) OR c  ->  (a AND b) OR c
            a AND b OR c AND d  ->  (a AND b) OR (c AND d)
                `a AND b OR c AND d`: AND binds tighter than OR, also where nothing stands between two words (this is read as (a AND b) OR (c AND d))
            NOT a OR b  ->  NOT a OR b
        "#]],
    );
}

#[test]
fn operators_without_parts() {
    check(
        r#"
        AND
        NOT
        a AND
        OR a
        a OR
        a NOT
        a AND OR b
        a OR AND b
        a OR OR b
        a AND AND b
        a NEAR/5
        NEAR/5 b
        a w/5 w/5 b
        NOT NOT a
        "#,
        &expect![[r#"
            AND  ->  \AND
                `AND`: there is nothing to join here; the operators are read as words
            NOT  ->  \NOT
                `NOT`: there is nothing to join here; the operators are read as words
            a AND  ->  a
                `AND`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
            OR a  ->  a
                `OR`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
            a OR  ->  a
                `OR`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
            a NOT  ->  a
                `NOT`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
            a AND OR b  ->  a OR b
                `AND`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
            a OR AND b  ->  a OR b
                `AND`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
            a OR OR b  ->  a OR b
                `OR`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
            a AND AND b  ->  a AND b
                `AND`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
            a NEAR/5  ->  a
                `NEAR/5`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
            NEAR/5 b  ->  b
                `NEAR/5`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
            a w/5 w/5 b  ->  a NEAR/5 b
                `w/5`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
            NOT NOT a  ->  a
                `NOT NOT `: two NOTs cancel each other out
        "#]],
    );
}

#[test]
fn operators_in_small_letters() {
    check(
        r#"
        a or b
        law and order
        (a or b) c
        to be or not to be
        a OR b not c
        a ADJ5 b
        "#,
        &expect![[r#"
            a or b  ->  a AND or AND b
                `or`: `or` is read as a word (for the operator write OR)
            law and order  ->  law AND and AND order
            (a or b) c  ->  a AND or AND b AND c
                `or`: `or` is read as a word (for the operator write OR)
            to be or not to be  ->  to AND be AND or AND not AND to AND be
            a OR b not c  ->  a OR (b AND not AND c)
                `a OR b not c`: AND binds tighter than OR, also where nothing stands between two words (this is read as a OR (b AND not AND c))
                `not`: `not` is read as a word (for the operator write NOT)
            a ADJ5 b  ->  a AND ADJ5 AND b
                `ADJ5`: `ADJ5` is read as a word (for words next to each other in this order write PRE/1)
        "#]],
    );
}

#[test]
fn proximity() {
    check(
        r#"
        sanctions NEAR/3 Belavia
        sanctions PRE/2 Belavia
        Boeing w/3 (aircraft OR fleet)
        (a OR b) w/5 c*
        "a b" NEAR/5 /re/
        a w/s b
        a w/p b
        a pre/s b
        a near/3 b N/4 c P/2 d
        a NEAR/3 (b NEAR/4 c)
        a NEAR b
        a near b
        a w/0 b
        a w/99999999999 b
        w/o b
        a NOT b NEAR/5 c
        (a AND b) w/5 c
        ((a b) OR c) w/5 d
        title:a w/5 title:b
        title:a w/5 b
        a w/5 (b NOT c)
        a w/5 date:2025
        "#,
        &expect![[r#"
            sanctions NEAR/3 Belavia  ->  sanctions NEAR/3 Belavia
            sanctions PRE/2 Belavia  ->  sanctions PRE/2 Belavia
            Boeing w/3 (aircraft OR fleet)  ->  Boeing NEAR/3 (aircraft OR fleet)
            (a OR b) w/5 c*  ->  (a OR b) NEAR/5 c*
            "a b" NEAR/5 /re/  ->  "a b" NEAR/5 /re/
            a w/s b  ->  a w/s b
            a w/p b  ->  a w/p b
            a pre/s b  ->  a PRE/s b
            a near/3 b N/4 c P/2 d  ->  a NEAR/3 b NEAR/4 c PRE/2 d
            a NEAR/3 (b NEAR/4 c)  ->  a NEAR/3 (b NEAR/4 c)
            a NEAR b  ->  a NEAR/10 b
            a near b  ->  a AND near AND b
            a w/0 b  ->  a NEAR/1 b
            a w/99999999999 b  ->  a NEAR/1000000 b
            w/o b  ->  w/o AND b
                `w/o`: these words are searched side by side: w o
            a NOT b NEAR/5 c  ->  a AND NOT b NEAR/5 c
            (a AND b) w/5 c  ->  a NEAR/5 c AND b NEAR/5 c
                `(a AND b) w/5 c`: this is read as a NEAR/5 c AND b NEAR/5 c
            ((a b) OR c) w/5 d  ->  (a NEAR/5 d AND b NEAR/5 d) OR c NEAR/5 d
                `((a b) OR c) w/5 d`: this is read as (a NEAR/5 d AND b NEAR/5 d) OR c NEAR/5 d
            title:a w/5 title:b  ->  title:(a NEAR/5 b)
                `title:a w/5 title:b`: this is read as title:(a NEAR/5 b)
            title:a w/5 b  ->  title:a AND b
                `title:a w/5 b`: one side of this has no place in the text; it is read as AND (words, phrases, patterns and choices `(a OR b)` can be near each other)
            a w/5 (b NOT c)  ->  a AND b AND NOT c
                `a w/5 (b NOT c)`: one side of this has no place in the text; it is read as AND (words, phrases, patterns and choices `(a OR b)` can be near each other)
            a w/5 date:2025  ->  a AND date:2025
                `a w/5 date:2025`: one side of this has no place in the text; it is read as AND (words, phrases, patterns and choices `(a OR b)` can be near each other)
        "#]],
    );
}

#[test]
fn words_and_phrases() {
    check(
        r#"
        =Cole
        ="White House"
        = Cole
        =belav*
        "a b"~5
        "a b"~
        "a   b"
        "spare parts
        “spare parts”
        „spare parts“
        «spare parts»
        »spare parts«
        「備品」と『備品』
        spare parts"
        12" gun
        foo"bar baz"
        "belav* fleet"
        "a \"b\" \\ c"
        ""
        רמטכ"ל
        "רמטכ"ל חדש"
        Minsk, Vilnius.
        U.S. don't anti-war
        "#,
        &expect![[r#"
            =Cole  ->  =Cole
            ="White House"  ->  ="White House"
            = Cole  ->  Cole
                `=`: `=` belongs before a word: `=Word`; it is left out
            =belav*  ->  belav*
                `belav*`: `=` and wildcards do not go together; the `=` is left out
            "a b"~5  ->  "a b"~5
            "a b"~  ->  "a b"
                `"a b"~`: `~` behind a phrase needs a number: `"a b"~5`; it is left out
            "a   b"  ->  "a b"
            "spare parts  ->  "spare parts"
                `"`: nothing closes this quote; the phrase reaches to the end
            “spare parts”  ->  "spare parts"
            „spare parts“  ->  "spare parts"
            «spare parts»  ->  "spare parts"
            »spare parts«  ->  "spare parts"
            「備品」と『備品』  ->  "備品" AND と AND "備品"
            spare parts"  ->  spare AND parts
                `parts"`: nothing opens the quote at the end; it is left out
            12" gun  ->  12 AND gun
                `12"`: nothing opens the quote at the end; it is left out
            foo"bar baz"  ->  foo AND "bar baz"
            "belav* fleet"  ->  "belav* fleet"
                `"belav* fleet"`: between quotes, `*` is no wildcard (for a phrase with a wildcard write belav* PRE/1 fleet)
            "a \"b\" \\ c"  ->  "a \"b\" \\ c"
            ""  ->  ""
                `""`: there is nothing to search for here; it finds nothing
            רמטכ"ל  ->  רמטכ"ל
                `רמטכ"ל`: this is searched as one word, with its signs
            "רמטכ"ל חדש"  ->  "רמטכ\"ל חדש"
            Minsk, Vilnius.  ->  Minsk AND Vilnius
            U.S. don't anti-war  ->  U.S AND don't AND anti-war
        "#]],
    );
}

#[test]
fn patterns() {
    check(
        r#"
        belav*
        organi?ation
        ?a&?:b
        wom?n*
        *foo
        ?foo
        *
        **
        f**o
        foo?
        anti-corrupt*
        a*-b*
        AT&T*
        U.S.*
        3.5*
        l'accor*
        北京*
        https://x.org/a?b=*
        "#,
        &expect![[r#"
            belav*  ->  belav*
            organi?ation  ->  organi?ation
            ?a&?:b  ->  ?a PRE/1 b
                `?a&?:b`: a wildcard at the beginning looks at every word of the archive; this is slower
                `?a&?:b`: this is read as ?a PRE/1 b
            wom?n*  ->  wom?n*
            *foo  ->  *foo
                `*foo`: a wildcard at the beginning looks at every word of the archive; this is slower
            ?foo  ->  ?foo
                `?foo`: a wildcard at the beginning looks at every word of the archive; this is slower
            *  ->  *
            **  ->  ""
                `**`: there is nothing to search for here; it finds nothing
            f**o  ->  f*o
            foo?  ->  foo
                `foo?`: a question mark at the end of a word is punctuation (a wildcard stands inside a word, organi?ation; for any ending write sanction*)
            anti-corrupt*  ->  anti PRE/1 corrupt*
                `anti-corrupt*`: this is read as anti PRE/1 corrupt*
            a*-b*  ->  a* PRE/1 b*
                `a*-b*`: this is read as a* PRE/1 b*
            AT&T*  ->  AT&T*
            U.S.*  ->  U.S.*
            3.5*  ->  3.5*
            l'accor*  ->  l PRE/1 accor*
                `l'accor*`: this is read as l PRE/1 accor*
            北京*  ->  北京
                `北京*`: scripts without spaces are searched by their characters; they need no wildcard
            https://x.org/a?b=*  ->  https://x.org/a?b=*
                `https://x.org/a?b=*`: these words are searched side by side: https x org a b (to find the article at this address write url:https://x.org/a?b=*)
        "#]],
    );
}

#[test]
fn expressions_and_misspellings() {
    check(
        r#"
        /re.*/
        /x/^2
        /a\/b\d/
        /usr/bin
        /(/
        /(a/
        word~1
        word~2
        word~
        sanctions~
        word~0
        word~3
        word~0.8
        a~b
        word~1^2
        (a b)~3
        "#,
        &expect![[r#"
            /re.*/  ->  /re.*/
            /x/^2  ->  /x/^2
            /a\/b\d/  ->  /a\/b\d/
            /usr/bin  ->  usr/bin
                `/usr/bin`: these words are searched side by side: usr bin
            /(/  ->  ""
                `/(/`: there is nothing to search for here; it finds nothing
            /(a/  ->  a
                `/(a/`: this regular expression cannot be read; it is read as plain words
                `/`: there are no letters or digits in this; it is left out
                `(`: nothing closes this parenthesis; it reaches to the end
            word~1  ->  word~1
            word~2  ->  word~2
            word~  ->  word~1
            sanctions~  ->  sanctions~2
            word~0  ->  "word"
            word~3  ->  word~2
                `word~3`: a word may differ in two letters at most: `~1` or `~2`; this is read as `~2`
            word~0.8  ->  word~2
                `word~0.8`: a word may differ in two letters at most: `~1` or `~2`; this is read as `~2`
            a~b  ->  a~b
                `a~b`: these words are searched side by side: a b
            word~1^2  ->  word~1^2
            (a b)~3  ->  a AND b
                `(a b)~3`: `~` belongs behind a word or a phrase; it is left out
        "#]],
    );
}

#[test]
fn boosts_and_counts() {
    check(
        r#"
        x^2
        x^0.5
        x^
        x^0
        (a OR b)^2
        x^2^3
        title:x^2
        title:(x^2)
        2^10
        atleast3(x)
        ATLEAST3(drones)
        atleast3 (x)
        atleast3(a b)
        atleast3(a OR "b c")
        atleast(a)
        atleast0(a)
        atleast3(-a)
        atleast3(title:a)
        "#,
        &expect![[r#"
            x^2  ->  x^2
            x^0.5  ->  x^0.5
            x^  ->  x
                `^`: a boost needs a number greater than 0: `x^2`; it is left out
            x^0  ->  x
                `^0`: a boost needs a number greater than 0: `x^2`; it is left out
            (a OR b)^2  ->  (a OR b)^2
            x^2^3  ->  x\^2^3
                `x^2`: these words are searched side by side: x 2
            title:x^2  ->  title:x^2
            title:(x^2)  ->  title:(x^2)
            2^10  ->  2^10
            atleast3(x)  ->  atleast3(x)
            ATLEAST3(drones)  ->  atleast3(drones)
            atleast3 (x)  ->  atleast3(x)
            atleast3(a b)  ->  atleast3(a) AND atleast3(b)
            atleast3(a OR "b c")  ->  atleast3(a OR "b c")
            atleast(a)  ->  atleast AND a
                `atleast`: this is read as a word (to say how often, write atleast3(...))
            atleast0(a)  ->  atleast1(a)
            atleast3(-a)  ->  NOT a
                `atleast3(-a)`: what is counted must have a place in the text; the count is left out
            atleast3(title:a)  ->  title:atleast3(a)
        "#]],
    );
}

#[test]
fn fields() {
    check(
        r#"
        title:x lead:x text:x author:x source:x domain:x wire:x lang:x place:x url:x id:x
        headline:x byline:x site:x agency:x language:x
        TITLE:x
        title:(a b)
        title:"a b"~3
        title:=Cole
        title:belav*
        title: x
        title:
        title:)
        title:-x
        -title:x
        title:author:x
        title:AND
        author:*
        source:"The Daily Example"
        url:https://x.org/a?b=(c)&d=1
        (url:https://x.org/a)
        url:*.example/*
        url:(https://x.org OR b/*)
        id:a:b,c
        domain:example.org, x
        "#,
        &expect![[r#"
            title:x lead:x text:x author:x source:x domain:x wire:x lang:x place:x url:x id:x  ->  title:x AND lead:x AND text:x AND author:x AND source:x AND domain:x AND wire:x AND lang:x AND place:x AND url:x AND id:x
            headline:x byline:x site:x agency:x language:x  ->  title:x AND author:x AND domain:x AND wire:x AND lang:x
            TITLE:x  ->  title:x
            title:(a b)  ->  title:(a AND b)
            title:"a b"~3  ->  title:"a b"~3
            title:=Cole  ->  title:=Cole
            title:belav*  ->  title:belav*
            title: x  ->  title:x
                `title:`: the space behind `title:` is left out
            title:  ->  title
                `title:`: nothing stands behind `title:`; it is read as a word
            title:)  ->  title
                `title:`: nothing stands behind `title:`; it is read as a word
                `)`: nothing opens this parenthesis; it is left out
            title:-x  ->  NOT title:x
            -title:x  ->  NOT title:x
            title:author:x  ->  title:author:x
            title:AND  ->  title:AND
            author:*  ->  author:*
            source:"The Daily Example"  ->  source:"The Daily Example"
            url:https://x.org/a?b=(c)&d=1  ->  url:https://x.org/a?b=(c)&d=1
            (url:https://x.org/a)  ->  url:https://x.org/a
            url:*.example/*  ->  url:*.example/*
            url:(https://x.org OR b/*)  ->  url:(https://x.org OR b/*)
            id:a:b,c  ->  id:a:b,c
            domain:example.org, x  ->  domain:example.org AND x
        "#]],
    );
}

#[test]
fn names_that_are_no_fields() {
    check(
        r#"
        foo:bar
        titel:x
        foo:"bar baz"
        name:Lukashenko
        name:"Alexander Lukashenko"
        story:x1
        10:30
        "#,
        &expect![[r#"
            foo:bar  ->  foo:bar
                `foo:`: there is no field `foo`; this is read as plain words
            titel:x  ->  titel:x
                `titel:`: there is no field `titel`; this is read as plain words (did you mean title:)
            foo:"bar baz"  ->  foo AND "bar baz"
                `foo:`: there is no field `foo`; this is read as plain words
            name:Lukashenko  ->  Lukashenko
                `name:`: the spellings of a name are not found yet; this is read as plain words
            name:"Alexander Lukashenko"  ->  "Alexander Lukashenko"
                `name:`: the spellings of a name are not found yet; this is read as plain words
            story:x1  ->  x1
                `story:`: stories cannot be searched yet; this is read as plain words
            10:30  ->  10:30
                `10:30`: these words are searched side by side: 10 30
        "#]],
    );
}

#[test]
fn dates() {
    check(
        r#"
        date:2025
        date:2025-09
        date:2025-09-12
        date:2025-9-1
        date:2025/09/12
        date:20250912
        date:2025-09-12T08:30
        date:2025-09-01..2025-09-12
        date:..2025
        date:2025..
        date:..
        date:2025-09-12..2025-09-01
        date:2020-2025
        date:>=2025
        date:>2025
        date:<=2025
        date:<2025-09
        date:[2025-01-01 TO 2025-02]
        date:[* TO 2025]
        date:"2025-09"
        date:none
        after:2025-09-12
        after:2025
        before:2025
        since:2025
        until:2025
        last:7d
        last:3w
        last:6m
        last:1y
        last:12h
        "#,
        &expect![[r#"
            date:2025  ->  date:2025
            date:2025-09  ->  date:2025-09
            date:2025-09-12  ->  date:2025-09-12
            date:2025-9-1  ->  date:2025-09-01
            date:2025/09/12  ->  date:2025-09-12
            date:20250912  ->  date:2025-09-12
            date:2025-09-12T08:30  ->  date:2025-09-12
            date:2025-09-01..2025-09-12  ->  date:2025-09-01..2025-09-12
            date:..2025  ->  date:..2025-12-31
            date:2025..  ->  date:2025-01-01..
            date:..  ->  date:..
            date:2025-09-12..2025-09-01  ->  date:2025-09-01..2025-09-12
                `date:2025-09-12..2025-09-01`: the range ran backwards; its ends were swapped
            date:2020-2025  ->  date:2020-01-01..2025-12-31
            date:>=2025  ->  date:2025-01-01..
            date:>2025  ->  date:2026-01-01..
            date:<=2025  ->  date:..2025-12-31
            date:<2025-09  ->  date:..2025-08-31
            date:[2025-01-01 TO 2025-02]  ->  date:2025-01-01..2025-02-28
            date:[* TO 2025]  ->  date:..2025-12-31
            date:"2025-09"  ->  date:2025-09
            date:none  ->  date:none
            after:2025-09-12  ->  date:2025-09-13..
            after:2025  ->  date:2026-01-01..
            before:2025  ->  date:..2024-12-31
            since:2025  ->  date:2025-01-01..
            until:2025  ->  date:..2025-12-31
            last:7d  ->  last:7d
            last:3w  ->  last:3w
            last:6m  ->  last:6m
            last:1y  ->  last:1y
            last:12h  ->  last:1d
                `last:12h`: the archive counts in days; the hours were rounded up
        "#]],
    );
}

#[test]
fn dates_that_are_none() {
    check(
        r#"
        date:2025-13
        date:2025-02-30
        date:2025-
        date:foo
        date:..foo
        date:
        last:x
        last:99999d
        before:0001-01-01
        after:9999
        "#,
        &expect![[r#"
            date:2025-13  ->  2025-13
                `date:2025-13`: `2025-13` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
            date:2025-02-30  ->  2025-02-30
                `date:2025-02-30`: `2025-02-30` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
            date:2025-  ->  2025
                `date:2025-`: `2025-` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
            date:foo  ->  foo
                `date:foo`: `foo` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
            date:..foo  ->  foo
                `date:..foo`: `..foo` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
            date:  ->  date
                `date:`: nothing stands behind `date:`; it is read as a word
            last:x  ->  x
                `last:x`: `x` is no date; it is read as plain words (write 7d, 3w, 6m or 1y)
            last:99999d  ->  99999d
                `last:99999d`: `99999d` is no date; it is read as plain words (write 7d, 3w, 6m or 1y)
            before:0001-01-01  ->  date:..0001-01-01
            after:9999  ->  date:9999-12-31..
        "#]],
    );
}

#[test]
fn plain_text_never_fails() {
    check(
        r#"
        C++
        AT&T
        Marks & Spencer
        https://x.org
        what is "x"?
        )(
        (a b
        a b)
        ((a)
        ()
        "#,
        &expect![[r#"
            C++  ->  C++
                `C++`: this is searched as one word, with its signs
            AT&T  ->  AT&T
                `AT&T`: this is searched as one word, with its signs
            Marks & Spencer  ->  Marks AND Spencer
                `&`: there are no letters or digits in this; it is left out
            https://x.org  ->  https://x.org
                `https://x.org`: these words are searched side by side: https x org (to find the article at this address write url:https://x.org)
            what is "x"?  ->  what AND is AND "x"
                `?`: there are no letters or digits in this; it is left out
            )(  ->  ""
                `)(`: there is nothing to search for here; it finds nothing
            (a b  ->  a AND b
                `(`: nothing closes this parenthesis; it reaches to the end
            a b)  ->  a AND b
                `)`: nothing opens this parenthesis; it is left out
            ((a)  ->  a
                `(`: nothing closes this parenthesis; it reaches to the end
            ()  ->  ""
                `()`: there is nothing to search for here; it finds nothing
        "#]],
    );
}

#[test]
fn punctuation_is_left_out() {
    check(
        r#"
        -
        a - b -- c — d
        --help
        a:(^
        [* TO
        ~
        ~5
        ^2
        :
        #tag 5% $5
        and/or
        C:\Users
        a,b x.org
        😀
        !important
        a !b
        "#,
        &expect![[r#"
            -  ->  ""
                `-`: there is nothing to search for here; it finds nothing
            a - b -- c — d  ->  a AND b AND c AND d
                `-`: there are no letters or digits in this; it is left out
                `--`: there are no letters or digits in this; it is left out
                `—`: there are no letters or digits in this; it is left out
            --help  ->  help
                `--help`: dashes before a word are left out (one minus means NOT: -word)
            a:(^  ->  a
                `a:`: there is no field `a`; this is read as plain words
                `(`: nothing closes this parenthesis; it reaches to the end
                `(^`: there is nothing between these parentheses; they are left out
                `^`: `^` belongs behind a word; it is left out
            [* TO  ->  TO
                `[*`: there are no letters or digits in this; it is left out (for a range of dates write date:2025-09-01..2025-09-12)
            ~  ->  ""
                `~`: there is nothing to search for here; it finds nothing
            ~5  ->  5
                `~`: `~` belongs behind a word; it is left out
            ^2  ->  2
                `^`: `^` belongs behind a word; it is left out
            :  ->  ""
                `:`: there is nothing to search for here; it finds nothing
            #tag 5% $5  ->  #tag AND 5% AND $5
                `#tag`: this is searched as the word `tag`
                `5%`: this is searched as the word `5`
                `$5`: this is searched as the word `5`
            and/or  ->  and/or
                `and/or`: these words are searched side by side: and or
            C:\Users  ->  C:\Users
                `C:`: there is no field `C`; this is read as plain words
            a,b x.org  ->  a,b AND x.org
            😀  ->  ""
                `😀`: there is nothing to search for here; it finds nothing
            !important  ->  important
            a !b  ->  a AND b
        "#]],
    );
}

#[test]
fn other_keyboards() {
    check(
        "
        （a OR b） title：x
        ＂a b＂ ＝Cole
        北京，上海。
        什么？
        Москва “два слова”
        می\u{200c}خواهم
        ",
        &expect![[r#"
            （a OR b） title：x  ->  (a OR b) AND title:x
            ＂a b＂ ＝Cole  ->  "a b" AND =Cole
            北京，上海。  ->  北京 AND 上海
            什么？  ->  什么
                `什么？`: a question mark at the end of a word is punctuation (a wildcard stands inside a word, organi?ation; for any ending write sanction*)
            Москва “два слова”  ->  Москва AND "два слова"
            می‌خواهم  ->  می‌خواهم
        "#]],
    );
}

#[test]
fn invisible_characters_are_left_out() {
    let (query, warnings) = query::parse("a\u{202e}b\u{200b}c\u{7}d \u{feff}");
    assert_eq!((query.to_string().as_str(), warnings.len()), ("abcd", 0));
}

#[test]
fn a_backslash_takes_what_follows_as_it_is() {
    check(
        r#"
        \AND
        a \OR b
        \-a
        title\:x
        \(a\)
        a\*b
        \=x
        \
        "#,
        &expect![[r#"
            \AND  ->  \AND
            a \OR b  ->  a AND \OR AND b
            \-a  ->  \-a
            title\:x  ->  title\:x
            \(a\)  ->  \(a\)
                `\(a\)`: this is searched as the word `a`
            a\*b  ->  a\*b
                `a\*b`: these words are searched side by side: a b
            \=x  ->  \=x
                `\=x`: this is searched as the word `x`
            \  ->  ""
                `\`: there is nothing to search for here; it finds nothing
        "#]],
    );
}

#[test]
fn nothing_typed_finds_everything() {
    assert_eq!(query::parse("").0, query::Query::default());
    assert_eq!(query::parse(" \t\n").0.root.kind, Kind::All);
    assert!(query::parse("").1.is_empty());
}

#[test]
fn bounds() {
    let parens = "(".repeat(5_000);
    let deep = format!("{}a{} b", "(".repeat(300), ")".repeat(300));
    let words = "a ".repeat(2_000);
    let nots = "NOT ".repeat(1_000) + "a";
    let fields = "title:".repeat(600) + "a";
    let nears = "a w/5 ".repeat(600) + "a";
    let nested = "NOT (".repeat(400) + "a";
    let long = format!("{} tail", "x".repeat(4_094));
    for text in [parens, deep, words, nots, fields, nears, nested, long] {
        let (query, warnings) = query::parse(&text);
        assert!(
            !warnings.is_empty(),
            "{}",
            text.get(..20).unwrap_or_default()
        );
        let printed = query.to_string();
        let (again, _) = query::parse(&printed);
        if printed.len() <= query::MAX_BYTES {
            assert_eq!(again, query);
        }
    }
}

#[test]
fn carets_stand_under_the_place() {
    let show = |text: &str| {
        let (_, warnings) = query::parse(text);
        warnings
            .iter()
            .map(|warning| query::caret(text, warning))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let long = format!(
        "{} \"spare parts {}",
        "word ".repeat(40),
        "more ".repeat(40)
    );
    expect![[r#"
        note: there is no field `foo`; this is read as plain words
          belavia foo:bar
                  ^^^^

        warning: nothing closes this quote; the phrase reaches to the end
          北京 上海 "新闻
                    ^

        warning: AND binds tighter than OR, also where nothing stands between two words
          a b OR c
          ^^^^^^^^
          this is read as (a AND b) OR c

        warning: nothing closes this quote; the phrase reaches to the end
          …ord word word word word word word word word word  "spare parts more more more more more more more mor…
                                                             ^
    "#]].assert_eq(&format!(
        "{}\n\n{}\n\n{}\n\n{}\n",
        show("belavia foo:bar"),
        show("北京 上海 \"新闻"),
        show("a b OR c"),
        show(&long)
    ));
}

#[test]
fn explain_shows_the_tree() {
    let (query, _) = query::parse(
        r#"(title:(sanctions OR embargo)^2 OR "spare parts"~3) AND belav* PRE/5 =Cole AND NOT date:2025-09 atleast2(x~1)"#,
    );
    expect![[r#"
        all of
          any of
            counts 2 times as much
              in title
                any of
                  word sanctions, any inflection
                  word embargo, any inflection
            phrase "spare parts", these forms, up to 3 words between
          within 5 words, in this order
            words that begin with belav
            word Cole, exactly
          not
            published 2025-09
          at least 2 times
            words like x, one letter apart
    "#]]
    .assert_eq(&query::explain(&query));
}

#[test]
fn periods_end_today() {
    let today = date(2025, 3, 31);
    let from = |count, unit| {
        Period { count, unit }
            .until(today)
            .from
            .map(|day| day.to_string())
    };
    let shown = [
        from(7, Unit::Day),
        from(2, Unit::Week),
        from(1, Unit::Month),
        from(1, Unit::Year),
    ];
    expect![[
        r#"[Some("2025-03-24"), Some("2025-03-17"), Some("2025-02-28"), Some("2024-03-31")]"#
    ]]
    .assert_eq(&format!("{shown:?}"));
    assert!(from(u16::MAX, Unit::Year).is_some());
    assert!(from(u16::MAX, Unit::Month).is_some());
}

#[test]
fn help_examples_are_read_without_a_warning() {
    for example in EXAMPLES {
        let (query, warnings) = query::parse(example.query);
        assert!(warnings.is_empty(), "{}: {warnings:?}", example.query);
        assert_eq!(
            query::parse(&query.to_string()),
            (query, vec![]),
            "{}",
            example.query
        );
    }
    assert!(
        query::help()
            .lines()
            .all(|line| line.chars().count() <= 120)
    );
}
