//! The query language: every form, and every text that is none.
use dateline::query::{self, EXAMPLES, Kind};
use expect_test::{Expect, expect};

/// The canonical form, and the warnings with their places.
fn check(text: &str, expected: Expect) {
    let (query, warnings) = query::parse(text);
    let mut shown = format!("{query}\n");
    for warning in &warnings {
        let place = text.get(warning.span.start..warning.span.end).unwrap_or("?");
        shown.push_str(&format!("  {} at `{place}`: {}\n", warning.severity.name(), warning.message));
        if let Some(hint) = &warning.hint {
            shown.push_str(&format!("    {hint}\n"));
        }
    }
    expected.assert_eq(&shown);
    let printed = query.to_string();
    let again = query::parse(&printed).0;
    assert_eq!(again, query, "{text:?} prints as {printed:?}");
}

fn check_all(texts: &[&str], expected: Expect) {
    let mut shown = String::new();
    for text in texts {
        let (query, warnings) = query::parse(text);
        shown.push_str(&format!("{text} -> {query}\n"));
        for warning in &warnings {
            let place = text.get(warning.span.start..warning.span.end).unwrap_or("?");
            shown.push_str(&format!("    `{place}`: {}", warning.message));
            shown.push_str(&warning.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})")));
            shown.push('\n');
        }
        assert_eq!(query::parse(&query.to_string()).0, query, "{text:?} prints as {query}");
    }
    expected.assert_eq(&shown);
}

#[test]
fn tmp() {
    check_all(
        &[
            "C++",
            "AT&T",
            "https://x.org",
            "what is \"x\"?",
            ")(",
            "AND",
            "-",
            "a:(^",
            "[* TO",
            "~",
            "^2",
            ":",
            "",
            "  ",
            "NOT",
            "a AND",
            "OR a",
            "a OR",
            "()",
            "\"\"",
            "a AND OR b",
            "a OR AND b",
            "a NEAR/5",
            "NEAR/5 b",
            "a NOT",
            "a OR OR b",
            "a AND AND b",
            "sanctions NEAR/3 Belavia",
            "sanctions PRE/2 Belavia",
            "Boeing w/3 (aircraft OR fleet)",
            "(a OR b) w/5 c*",
            "(a AND b) w/5 c",
            "title:a w/5 title:b",
            "title:a w/5 b",
            "a w/s b",
            "a w/p b",
            "a pre/s b",
            "a near/3 b N/4 c P/2 d",
            "a NEAR b",
            "a near b",
            "w/o b",
            "a b OR c",
            "(a b) OR c",
            "a OR b AND c",
            "-a",
            "NOT a",
            "a -b",
            "a - b",
            "a -- b",
            "--a",
            "NOT NOT a",
            "NOT (NOT a)",
            "-(a b)",
            "-\"a b\"",
            "a NOT b NEAR/5 c",
            "a or b",
            "law and order",
            "(a or b) c",
            "to be or not to be",
            "=Cole",
            "=\"White House\"",
            "= Cole",
            "=belav*",
            "\"a b\"~5",
            "\"spare parts",
            "“spare parts”",
            "„spare parts“",
            "«spare parts»",
            "「備品」",
            "『備品』",
            "spare parts\"",
            "12\" gun",
            "רמטכ\"ל",
            "\"רמטכ\"ל חדש\"",
            "foo\"bar baz\"",
            "belav*",
            "organi?ation",
            "*foo",
            "?foo",
            "*",
            "**",
            "f*o?",
            "foo?",
            "anti-corrupt*",
            "AT&T*",
            "/re.*/",
            "/usr/bin",
            "/(/",
            "/a\\/b/",
            "and/or",
            "/x/^2",
            "word~1",
            "word~",
            "sanctions~",
            "word~3",
            "word~0",
            "word~0.8",
            "a~b",
            "word~1^2",
            "x^2",
            "x^",
            "x^0",
            "(a OR b)^2",
            "x^2^3",
            "title:x^2",
            "title:(x^2)",
            "2^10",
            "(a b)~3",
            "title:x",
            "TITLE:x",
            "title:(a b)",
            "title: x",
            "title:",
            "title:-x",
            "-title:x",
            "title:author:x",
            "foo:bar",
            "titel:x",
            "foo:\"bar baz\"",
            "10:30",
            "source:\"The Daily Example\"",
            "author:*",
            "url:https://x.org/a?b=(c)&d=1",
            "(url:https://x.org/a)",
            "url:*.example/*",
            "id:a:b,c",
            "domain:example.org,",
            "url:(https://x.org OR b/*)",
            "wire:AP",
            "lang:de",
            "name:Lukashenko",
            "name:\"Alexander Lukashenko\"",
            "story:x1",
            "date:2025",
            "date:2025-09",
            "date:2025-09-12",
            "date:2025-9-1",
            "date:20250912",
            "date:2025-09-01..2025-09-12",
            "date:..2025",
            "date:2025..",
            "date:..",
            "date:2025-09-12..2025-09-01",
            "date:none",
            "date:2025-13",
            "date:2025-02-30",
            "date:foo",
            "date:",
            "date:>=2025",
            "date:<2025-09",
            "date:[2025-01-01 TO 2025-02]",
            "date:[* TO 2025]",
            "date:2020-2025",
            "after:2025",
            "after:2025-09-12",
            "before:2025",
            "since:2025",
            "until:2025",
            "last:7d",
            "last:12h",
            "last:3w",
            "last:6m",
            "last:1y",
            "last:x",
            "before:0001-01-01",
            "after:9999",
            "atleast3(x)",
            "ATLEAST3(drones)",
            "atleast3(a b)",
            "atleast(a)",
            "atleast3(-a)",
            "atleast0(a)",
            "atleast3(title:a)",
            "atleast3 (a)",
            "（a OR b） title：x",
            "＂a b＂",
            "北京，上海。",
            "什么？",
            "+a +b",
            "Minsk, Vilnius.",
            "U.S. don't",
            "#tag 5% $5",
            "a\u{202e}b\u{200b}c\u{7}d",
            "\\AND",
            "\\-a",
            "C:\\Users",
            "a && b || c",
            "Marks & Spencer",
            "—",
            "😀",
            "a(b)c",
            "a,b",
            "x.org",
            "(a b",
            "a b)",
            "((a)",
        ],
        expect![[r#"
        C++ -> C++
            `C++`: only letters and digits are searched: `C`
        AT&T -> AT&T
            `AT&T`: these words are searched side by side: AT T
        https://x.org -> https://x.org
            `https://x.org`: these words are searched side by side: https x.org (to find the article at this address write url:https://x.org)
        what is "x"? -> what AND is AND "x"
            `?`: there are no letters or digits in this; it is left out
        )( -> ""
            `)`: nothing opens this parenthesis; it is left out
            `)(`: there is nothing to search for here; it finds nothing
            `(`: nothing closes this parenthesis; it reaches to the end
            `(`: there is nothing between these parentheses; they are left out
        AND -> \AND
            `AND`: there is nothing to join here; the operators are read as words
        - -> ""
            `-`: there are no letters or digits in this; it is left out
            `-`: there is nothing to search for here; it finds nothing
        a:(^ -> a
            `a:`: there is no field `a`; this is read as plain words
            `(`: nothing closes this parenthesis; it reaches to the end
            `(^`: there is nothing between these parentheses; they are left out
        [* TO -> TO
            `[*`: there are no letters or digits in this; it is left out (for a range of dates write date:2025-09-01..2025-09-12)
        ~ -> ""
            `~`: there are no letters or digits in this; it is left out
            `~`: there is nothing to search for here; it finds nothing
        ^2 -> 2
        : -> ""
            `:`: there are no letters or digits in this; it is left out
            `:`: there is nothing to search for here; it finds nothing
         -> *
           -> *
        NOT -> \NOT
            `NOT`: there is nothing to join here; the operators are read as words
        a AND -> a
            `AND`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
        OR a -> a
            `OR`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
        a OR -> a
            `OR`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
        () -> ""
            `()`: there is nothing between these parentheses; they are left out
            `()`: there is nothing to search for here; it finds nothing
        "" -> ""
            `""`: there are no words between these quotes; they are left out
            `""`: there is nothing to search for here; it finds nothing
        a AND OR b -> a OR b
            `AND`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
        a OR AND b -> a OR b
            `AND`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
        a NEAR/5 -> a
            `NEAR/5`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
        NEAR/5 b -> b
            `NEAR/5`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
        a NOT -> a
            `NOT`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
        a OR OR b -> a OR b
            `OR`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
        a AND AND b -> a AND b
            `AND`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
        sanctions NEAR/3 Belavia -> sanctions NEAR/3 Belavia
        sanctions PRE/2 Belavia -> sanctions PRE/2 Belavia
        Boeing w/3 (aircraft OR fleet) -> Boeing NEAR/3 (aircraft OR fleet)
        (a OR b) w/5 c* -> (a OR b) NEAR/5 c*
        (a AND b) w/5 c -> a NEAR/5 c AND b NEAR/5 c
            `a AND b) w/5 c`: this is read as a NEAR/5 c AND b NEAR/5 c
        title:a w/5 title:b -> title:(a NEAR/5 b)
            `title:a w/5 title:b`: this is read as title:(a NEAR/5 b)
        title:a w/5 b -> title:a AND b
            `title:a w/5 b`: one side of this has no place in the text; it is read as AND (words, phrases, patterns and choices `(a OR b)` can be near each other)
        a w/s b -> a w/s b
        a w/p b -> a w/p b
        a pre/s b -> a PRE/s b
        a near/3 b N/4 c P/2 d -> a NEAR/3 b NEAR/4 c PRE/2 d
        a NEAR b -> a NEAR/10 b
        a near b -> a AND near AND b
        w/o b -> w/o AND b
            `w/o`: these words are searched side by side: w o
        a b OR c -> (a AND b) OR c
            `a b OR c`: AND binds tighter than OR, also where nothing stands between two words (this is read as (a AND b) OR c)
        (a b) OR c -> (a AND b) OR c
        a OR b AND c -> a OR (b AND c)
            `a OR b AND c`: AND binds tighter than OR, also where nothing stands between two words (this is read as a OR (b AND c))
        -a -> NOT a
        NOT a -> NOT a
        a -b -> a AND NOT b
        a - b -> a AND b
            `-`: there are no letters or digits in this; it is left out
        a -- b -> a AND b
            `--`: there are no letters or digits in this; it is left out
        --a -> a
        NOT NOT a -> a
            `NOT NOT `: two NOTs cancel each other out
        NOT (NOT a) -> NOT (NOT a)
        -(a b) -> NOT (a AND b)
        -"a b" -> NOT "a b"
        a NOT b NEAR/5 c -> a AND NOT b NEAR/5 c
        a or b -> a AND or AND b
            `or`: `or` is read as a word (for the operator write OR)
        law and order -> law AND and AND order
        (a or b) c -> a AND or AND b AND c
            `or`: `or` is read as a word (for the operator write OR)
        to be or not to be -> to AND be AND or AND not AND to AND be
        =Cole -> =Cole
        ="White House" -> ="White House"
        = Cole -> Cole
            `=`: `=` belongs before a word: `=Word`; it is left out
        =belav* -> belav*
            `belav*`: `=` and wildcards do not go together; the `=` is left out
        "a b"~5 -> "a b"~5
        "spare parts -> "spare parts"
            `"spare parts`: nothing closes this quote; the phrase reaches to the end
        “spare parts” -> "spare parts"
        „spare parts“ -> "spare parts"
        «spare parts» -> "spare parts"
        「備品」 -> "備品"
        『備品』 -> "備品"
        spare parts" -> spare AND parts
        12" gun -> 12 AND gun
        רמטכ"ל -> רמטכ"ל
            `רמטכ"ל`: these words are searched side by side: רמטכ ל
        "רמטכ"ל חדש" -> "רמטכ\"ל חדש"
        foo"bar baz" -> foo AND "bar baz"
        belav* -> belav*
        organi?ation -> organi?ation
        *foo -> *foo
            `*foo`: a wildcard at the beginning looks at every word of the archive; this is slower
        ?foo -> ?foo
            `?foo`: a wildcard at the beginning looks at every word of the archive; this is slower
        * -> *
        ** -> ""
            `**`: there are no letters or digits in this; it is left out
            `**`: there is nothing to search for here; it finds nothing
        f*o? -> f*o
        foo? -> foo
            `foo?`: a question mark at the end of a word is punctuation (a wildcard stands inside a word, organi?ation; for any ending write sanction*)
        anti-corrupt* -> anti PRE/1 corrupt*
            `anti-corrupt*`: this is read as anti PRE/1 corrupt*
        AT&T* -> AT&T*
            `AT&T*`: these words are searched side by side: AT T
        /re.*/ -> /re.*/
        /usr/bin -> usr/bin
            `/usr/bin`: these words are searched side by side: usr bin
        /(/ -> ""
            `/(/`: this regular expression cannot be read; it is read as plain words
            `/`: there are no letters or digits in this; it is left out
            `/(/`: there is nothing to search for here; it finds nothing
            `(`: nothing closes this parenthesis; it reaches to the end
            `(/`: there is nothing between these parentheses; they are left out
            `/`: there are no letters or digits in this; it is left out
        /a\/b/ -> /a\/b/
        and/or -> and/or
            `and/or`: these words are searched side by side: and or
        /x/^2 -> /x/^2
        word~1 -> word~1
        word~ -> word~1
        sanctions~ -> sanctions~2
        word~3 -> word~2
            `word~3`: a word may differ in two letters at most: `~1` or `~2`; this is read as `~2`
        word~0 -> "word"
        word~0.8 -> word~2
            `word~0.8`: a word may differ in two letters at most: `~1` or `~2`; this is read as `~2`
        a~b -> a~b
            `a~b`: these words are searched side by side: a b
        word~1^2 -> word~1^2
        x^2 -> x^2
        x^ -> x
            `^`: a boost needs a number greater than 0: `x^2`; it is left out
        x^0 -> x
            `^0`: a boost needs a number greater than 0: `x^2`; it is left out
        (a OR b)^2 -> (a OR b)^2
        x^2^3 -> \x\^2^3
            `x^2`: these words are searched side by side: x 2
        title:x^2 -> title:x^2
        title:(x^2) -> title:(x^2)
        2^10 -> 2^10
        (a b)~3 -> a AND b
            `(a b)~3`: `~` belongs behind a word or a phrase; it is left out
        title:x -> title:x
        TITLE:x -> title:x
        title:(a b) -> title:(a AND b)
        title: x -> title:x
            `title:`: the space behind `title:` is left out
        title: -> title
            `title:`: nothing stands behind `title:`; it is read as a word
        title:-x -> NOT title:x
        -title:x -> NOT title:x
        title:author:x -> title:author:x
        foo:bar -> foo:bar
            `foo:`: there is no field `foo`; this is read as plain words
            `foo:bar`: these words are searched side by side: foo bar
        titel:x -> titel:x
            `titel:`: there is no field `titel`; this is read as plain words (did you mean site:)
            `titel:x`: these words are searched side by side: titel x
        foo:"bar baz" -> foo AND "bar baz"
            `foo:`: there is no field `foo`; this is read as plain words
        10:30 -> 10:30
            `10:30`: these words are searched side by side: 10 30
        source:"The Daily Example" -> source:"The Daily Example"
        author:* -> author:*
        url:https://x.org/a?b=(c)&d=1 -> url:https://x.org/a?b=(c)&d=1
        (url:https://x.org/a) -> url:https://x.org/a
        url:*.example/* -> url:*.example/*
        id:a:b,c -> id:a:b,c
        domain:example.org, -> domain:example.org
        url:(https://x.org OR b/*) -> url:(https://x.org OR b/*)
        wire:AP -> wire:AP
        lang:de -> lang:de
        name:Lukashenko -> Lukashenko
            `name:`: the spellings of a name are not found yet; this is read as plain words
        name:"Alexander Lukashenko" -> "Alexander Lukashenko"
            `name:`: the spellings of a name are not found yet; this is read as plain words
        story:x1 -> x1
            `story:`: stories cannot be searched yet; this is read as plain words
        date:2025 -> date:2025
        date:2025-09 -> date:2025-09
        date:2025-09-12 -> date:2025-09-12
        date:2025-9-1 -> date:2025-09-01
        date:20250912 -> date:2025-09-12
        date:2025-09-01..2025-09-12 -> date:2025-09-01..2025-09-12
        date:..2025 -> date:..2025-12-31
        date:2025.. -> date:2025-01-01..
        date:.. -> date:..
        date:2025-09-12..2025-09-01 -> date:2025-09-01..2025-09-12
            `date:2025-09-12..2025-09-01`: the range ran backwards; its ends were swapped
        date:none -> date:none
        date:2025-13 -> 2025-13
            `date:2025-13`: `2025-13` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
        date:2025-02-30 -> 2025-02-30
            `date:2025-02-30`: `2025-02-30` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
        date:foo -> foo
            `date:foo`: `foo` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
        date: -> date
            `date:`: nothing stands behind `date:`; it is read as a word
        date:>=2025 -> date:2025-01-01..
        date:<2025-09 -> date:..2025-08-31
        date:[2025-01-01 TO 2025-02] -> date:2025-01-01..2025-02-28
        date:[* TO 2025] -> date:..2025-12-31
        date:2020-2025 -> date:2020-01-01..2025-12-31
        after:2025 -> date:2026-01-01..
        after:2025-09-12 -> date:2025-09-13..
        before:2025 -> date:..2024-12-31
        since:2025 -> date:2025-01-01..
        until:2025 -> date:..2025-12-31
        last:7d -> last:7d
        last:12h -> last:1d
            `last:12h`: the archive counts in days; the hours were rounded up
        last:3w -> last:3w
        last:6m -> last:6m
        last:1y -> last:1y
        last:x -> x
            `last:x`: `x` is no date; it is read as plain words (write 7d, 3w, 6m or 1y)
        before:0001-01-01 -> date:..0001-01-01
        after:9999 -> date:9999-12-31..
        atleast3(x) -> atleast3(x)
        ATLEAST3(drones) -> atleast3(drones)
        atleast3(a b) -> atleast3(a) AND atleast3(b)
        atleast(a) -> atleast AND a
        atleast3(-a) -> NOT a
            `atleast3(-a)`: what is counted must have a place in the text; the count is left out
        atleast0(a) -> atleast1(a)
        atleast3(title:a) -> title:atleast3(a)
        atleast3 (a) -> atleast3 AND a
        （a OR b） title：x -> (a OR b) AND title:x
        ＂a b＂ -> "a b"
        北京，上海。 -> 北京 AND 上海
        什么？ -> 什么
            `什么？`: a question mark at the end of a word is punctuation (a wildcard stands inside a word, organi?ation; for any ending write sanction*)
        +a +b -> a AND b
            `+`: every word must be there anyway; the plus is left out
            `+`: every word must be there anyway; the plus is left out
        Minsk, Vilnius. -> Minsk AND Vilnius
        U.S. don't -> U.S AND don't
        #tag 5% $5 -> #tag AND 5% AND $5
            `#tag`: only letters and digits are searched: `tag`
            `5%`: only letters and digits are searched: `5`
            `$5`: only letters and digits are searched: `5`
        a‮b​cd -> abcd
        \AND -> \AND
        \-a -> \-a
        C:\Users -> C:\Users
            `C:`: there is no field `C`; this is read as plain words
            `C:\Users`: these words are searched side by side: C Users
        a && b || c -> (a AND b) OR c
            `a && b || c`: AND binds tighter than OR, also where nothing stands between two words (this is read as (a AND b) OR c)
        Marks & Spencer -> Marks AND Spencer
            `&`: there are no letters or digits in this; it is left out
        — -> ""
            `—`: there are no letters or digits in this; it is left out
            `—`: there is nothing to search for here; it finds nothing
        😀 -> ""
            `😀`: there are no letters or digits in this; it is left out
            `😀`: there is nothing to search for here; it finds nothing
        a(b)c -> a AND b AND c
        a,b -> a,b
        x.org -> x.org
        (a b -> a AND b
            `(`: nothing closes this parenthesis; it reaches to the end
        a b) -> a AND b
            `)`: nothing opens this parenthesis; it is left out
        ((a) -> a
            `(`: nothing closes this parenthesis; it reaches to the end
    "#]],
    );
}
