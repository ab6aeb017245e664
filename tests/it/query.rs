//! The query language: every form, and every text that is none.
use dateline::query::{self, EXAMPLES, FOREIGN, Kind, Period, Unit};
use std::time::{Duration, Instant};

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
            a ADJ5 b  ->  a PRE/5 b
                `ADJ5`: `ADJ5` is read as PRE/5
        "#]],
    );
}

#[test]
fn operators_of_other_services() {
    check(
        r#"
        ferr! w/9 inspect!
        ferry near9 inspection
        ferry NEAR9 inspection
        ferry adj5 inspection
        ferry ADJ inspection
        ferry onear/4 inspection
        ferry within/4 inspection
        ferry /9 inspection
        ferry +9 inspection
        ferry /s inspection
        ferry /p inspection
        ferry +s inspection
        ferry +p inspection
        ferry w/seg inspection
        "#,
        &expect![[r#"
            ferr! w/9 inspect!  ->  ferr* NEAR/9 inspect*
                `ferr!`: `ferr!` is read as ferr*
                `inspect!`: `inspect!` is read as inspect*
            ferry near9 inspection  ->  ferry NEAR/9 inspection
                `near9`: `near9` is read as NEAR/9
            ferry NEAR9 inspection  ->  ferry NEAR/9 inspection
                `NEAR9`: `NEAR9` is read as NEAR/9
            ferry adj5 inspection  ->  ferry PRE/5 inspection
                `adj5`: `adj5` is read as PRE/5
            ferry ADJ inspection  ->  ferry PRE/1 inspection
                `ADJ`: `ADJ` is read as PRE/1
            ferry onear/4 inspection  ->  ferry PRE/4 inspection
                `onear/4`: `onear/4` is read as PRE/4
            ferry within/4 inspection  ->  ferry NEAR/4 inspection
                `within/4`: `within/4` is read as NEAR/4
            ferry /9 inspection  ->  ferry NEAR/9 inspection
                `/9`: `/9` is read as NEAR/9
            ferry +9 inspection  ->  ferry PRE/9 inspection
                `+9`: `+9` is read as PRE/9
            ferry /s inspection  ->  ferry w/s inspection
                `/s`: `/s` is read as w/s
            ferry /p inspection  ->  ferry w/p inspection
                `/p`: `/p` is read as w/p
            ferry +s inspection  ->  ferry PRE/s inspection
                `+s`: `+s` is read as PRE/s
            ferry +p inspection  ->  ferry PRE/p inspection
                `+p`: `+p` is read as PRE/p
            ferry w/seg inspection  ->  ferry AND inspection
                `w/seg`: `w/seg` is read as AND
        "#]],
    );
}

#[test]
fn words_that_join_elsewhere() {
    check(
        r#"
        ferry SAME inspection
        ferry BUT NOT inspection
        ferry % inspection
        ferry NOT w/5 inspection
        (ferry or boat) w/9 (inspection and not trial)
        hd=(ferry or boat) not trial
        ferry | boat
        ferry|boat
        (ferry | boat) trial
        Fähre ODER Schiff
        navire OU ferry SAUF essai
        паром ИЛИ катер
        near5
        adj5 ferry
        5 % growth
        ODER
        a near the b
        "#,
        &expect![[r#"
            ferry SAME inspection  ->  ferry w/p inspection
                `SAME`: `SAME` is read as w/p
            ferry BUT NOT inspection  ->  ferry AND NOT inspection
                `BUT NOT`: `BUT NOT` is read as NOT
            ferry % inspection  ->  ferry AND NOT inspection
                `%`: `%` is read as NOT
            ferry NOT w/5 inspection  ->  ferry AND NOT ferry NEAR/5 inspection
                `NOT w/5`: `NOT w/5` is read as NOT NEAR/5
            (ferry or boat) w/9 (inspection and not trial)  ->  (ferry OR boat) AND inspection AND NOT trial
                `(ferry or boat) w/9 (inspection and not trial)`: one side of this has no place in the text; it is read as AND (words, phrases, patterns and choices `(a OR b)` can be near each other)
                `or`: `or` is read as OR
                `and`: `and` is read as AND
                `not`: `not` is read as NOT
            hd=(ferry or boat) not trial  ->  title:(ferry OR boat) AND NOT trial
                `hd=`: `hd=` is read as title:
                `or`: `or` is read as OR
                `not`: `not` is read as NOT
            ferry | boat  ->  ferry OR boat
                `|`: `|` is read as OR
            ferry|boat  ->  ferry OR boat
                `|`: `|` is read as OR
            (ferry | boat) trial  ->  (ferry OR boat) AND trial
                `|`: `|` is read as OR
            Fähre ODER Schiff  ->  Fähre OR Schiff
                `ODER`: `ODER` is read as OR
            navire OU ferry SAUF essai  ->  navire OR (ferry AND NOT essai)
                `navire OU ferry SAUF essai`: AND binds tighter than OR, also where nothing stands between two words (this is read as navire OR (ferry AND NOT essai))
                `OU`: `OU` is read as OR
                `SAUF`: `SAUF` is read as NOT
            паром ИЛИ катер  ->  паром OR катер
                `ИЛИ`: `ИЛИ` is read as OR
            near5  ->  \near5
                `near5`: there is nothing to join here; the operators are read as words
            adj5 ferry  ->  ferry
                `adj5`: `adj5` is read as PRE/5
                `adj5`: nothing stands before this operator; it is left out (to search for the word itself, put it in quotes)
            5 % growth  ->  5 AND growth
                `%`: there are no letters or digits in this; it is left out
            ODER  ->  \ODER
                `ODER`: there is nothing to join here; the operators are read as words
            a near the b  ->  a AND near AND the AND b
        "#]],
    );
}

#[test]
fn fields_of_other_services() {
    check(
        r#"
        hd=ferry
        HD=(ferry inspection)
        hlead(ferry)
        HLEAD(ferry! w/5 inspection)
        headline(ferry)
        HEADLINE(ferry OR boat) AND port
        ti(ferry)
        title(ferry)
        title=ferry
        byline(novak)
        by=novak
        publication(post)
        source=post
        la=en
        "#,
        &expect![[r#"
            hd=ferry  ->  title:ferry
                `hd=`: `hd=` is read as title:
            HD=(ferry inspection)  ->  title:(ferry AND inspection)
                `HD=`: `HD=` is read as title:
            hlead(ferry)  ->  title:ferry OR lead:ferry
                `hlead`: `hlead(...)` is read as title: or lead:
            HLEAD(ferry! w/5 inspection)  ->  title:(ferry* NEAR/5 inspection) OR lead:(ferry* NEAR/5 inspection)
                `HLEAD`: `HLEAD(...)` is read as title: or lead:
                `ferry!`: `ferry!` is read as ferry*
            headline(ferry)  ->  title:ferry
                `headline`: `headline(...)` is read as title:
            HEADLINE(ferry OR boat) AND port  ->  title:(ferry OR boat) AND port
                `HEADLINE`: `HEADLINE(...)` is read as title:
            ti(ferry)  ->  title:ferry
                `ti`: `ti(...)` is read as title:
            title(ferry)  ->  title:ferry
                `title`: `title(...)` is read as title:
            title=ferry  ->  title:ferry
                `title=`: `title=` is read as title:
            byline(novak)  ->  author:novak
                `byline`: `byline(...)` is read as author:
            by=novak  ->  author:novak
                `by=`: `by=` is read as author:
            publication(post)  ->  source:post
                `publication`: `publication(...)` is read as source:
            source=post  ->  source:post
                `source=`: `source=` is read as source:
            la=en  ->  lang:en
                `la=`: `la=` is read as lang:
        "#]],
    );
}

#[test]
fn other_names_of_other_services() {
    check(
        r#"
        date(2025)
        date=2025-09
        date(aft 1/1/2025)
        intitle:ferry
        Pub: new owners
        author:novak
        dir:clippings ferry
        ferry -ext:pdf
        ext:pdf
        atleast5 ferry
        atleast5(ferry)
        "ferry port"p5
        "ferry port"o2 trial
        headline (ferry)
        a=b E=mc2 x(y)
        "#,
        &expect![[r#"
            date(2025)  ->  date:2025
                `date`: `date(...)` is read as date:
            date=2025-09  ->  date:2025-09
                `date=`: `date=` is read as date:
            date(aft 1/1/2025)  ->  aft-1/1/2025
                `date`: `date(...)` is read as date:
                `date(aft 1/1/2025)`: `aft 1/1/2025` is no date; it is read as plain words (write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none)
            intitle:ferry  ->  title:ferry
                `intitle:`: `intitle:` is read as title:
            Pub: new owners  ->  Pub AND new AND owners
            author:novak  ->  author:novak
            dir:clippings ferry  ->  ferry
                `dir:clippings`: there is no field `dir`; this part is left out (to search below a folder, name it behind the query: dateline search 'words' FOLDER)
            ferry -ext:pdf  ->  ferry
                `-`: nothing stands behind this operator; it is left out (to search for the word itself, put it in quotes)
                `ext:pdf`: there is no field `ext`; this part is left out (kinds of files are not told apart; to search below a folder, name it behind the query)
            ext:pdf  ->  ""
                `ext:pdf`: there is no field `ext`; this part is left out (kinds of files are not told apart; to search below a folder, name it behind the query)
            atleast5 ferry  ->  atleast5(ferry)
                `atleast5 ferry`: this is read as atleast5(ferry)
            atleast5(ferry)  ->  atleast5(ferry)
            "ferry port"p5  ->  "ferry port"~5
                `"ferry port"p5`: `p5` behind a phrase is read as ~5
            "ferry port"o2 trial  ->  "ferry port"~2 AND trial
                `"ferry port"o2`: `o2` behind a phrase is read as ~2
            headline (ferry)  ->  headline AND ferry
            a=b E=mc2 x(y)  ->  a=b AND E=mc2 AND x AND y
                `a=b`: these words are searched side by side: a b
                `E=mc2`: these words are searched side by side: E mc2
        "#]],
    );
}

#[test]
fn endings_of_other_services() {
    check(
        r#"
        ferr!
        ferr! inspect!
        ferr! AND port
        what a day!
        Yahoo! buys
        stop! the ship sinks
        ferr$
        US$ A$ 5$
        ferr%y ferry%%
        5% 50%
        "#,
        &expect![[r#"
            ferr!  ->  ferr*
                `ferr!`: `ferr!` is read as ferr*
            ferr! inspect!  ->  ferr* AND inspect*
                `ferr!`: `ferr!` is read as ferr*
                `inspect!`: `inspect!` is read as inspect*
            ferr! AND port  ->  ferr* AND port
                `ferr!`: `ferr!` is read as ferr*
            what a day!  ->  what AND a AND day
                `day!`: `!` at the end of a word is punctuation (for words that begin so write day*)
            Yahoo! buys  ->  Yahoo AND buys
            stop! the ship sinks  ->  stop AND the AND ship AND sinks
                `stop!`: `!` at the end of a word is punctuation (for words that begin so write stop*)
            ferr$  ->  ferr*
                `ferr$`: `ferr$` is read as ferr*
            US$ A$ 5$  ->  US$ AND A$ AND 5$
                `US$`: this is searched as the word `US`
                `A$`: this is searched as the word `A`
                `5$`: this is searched as the word `5`
            ferr%y ferry%%  ->  ferry~1 AND ferry~2
                `ferr%y`: `ferr%y` is read as ferry~1
                `ferry%%`: `ferry%%` is read as ferry~2
            5% 50%  ->  5% AND 50%
                `5%`: this is searched as the word `5`
                `50%`: this is searched as the word `50`
        "#]],
    );
}

#[test]
fn signs_before_a_word_that_mean_not() {
    check(
        "
        ferry !inspection
        ferry –inspection
        ferry —inspection
        ferry −inspection
        ferry ‑inspection
        ferry –(a b)
        ferry !\"a b\"
        —Nadie lo vio, dijo
        ferry – inspection
        1914–1918 a–b
        ferry ! inspection
        ferry not inspection
        ",
        &expect![[r#"
            ferry !inspection  ->  ferry AND NOT inspection
                `!`: `!` before a word is read as NOT (here it is written -word)
            ferry –inspection  ->  ferry AND NOT inspection
                `–`: `–` before a word is read as NOT (here it is written -word)
            ferry —inspection  ->  ferry AND NOT inspection
                `—`: `—` before a word is read as NOT (here it is written -word)
            ferry −inspection  ->  ferry AND NOT inspection
                `−`: `−` before a word is read as NOT (here it is written -word)
            ferry ‑inspection  ->  ferry AND NOT inspection
                `‑`: `‑` before a word is read as NOT (here it is written -word)
            ferry –(a b)  ->  ferry AND NOT (a AND b)
                `–`: `–` before a word is read as NOT (here it is written -word)
            ferry !"a b"  ->  ferry AND NOT "a b"
                `!`: `!` before a word is read as NOT (here it is written -word)
            —Nadie lo vio, dijo  ->  Nadie AND lo AND vio AND dijo
                `—`: a long dash at the beginning is left out (one minus means NOT: -word)
            ferry – inspection  ->  ferry AND inspection
                `–`: there are no letters or digits in this; it is left out
            1914–1918 a–b  ->  1914–1918 AND a–b
                `1914–1918`: these words are searched side by side: 1914 1918
                `a–b`: these words are searched side by side: a b
            ferry ! inspection  ->  ferry AND inspection
                `!`: there are no letters or digits in this; it is left out
            ferry not inspection  ->  ferry AND not AND inspection
                `not`: `not` is read as a word (for the operator write NOT)
        "#]],
    );
}

#[test]
fn a_pipe_between_a_headline_and_its_outlet_is_no_operator() {
    check(
        "
        Ferry sails without inspection | Harbour Post
        ferry trial | boat trial
        ",
        &expect![[r#"
            Ferry sails without inspection | Harbour Post  ->  Ferry AND sails AND without AND inspection AND Harbour AND Post
                `|`: there are no letters or digits in this; it is left out
            ferry trial | boat trial  ->  (ferry AND trial) OR (boat AND trial)
                `ferry trial | boat trial`: AND binds tighter than OR, also where nothing stands between two words (this is read as (ferry AND trial) OR (boat AND trial))
                `|`: `|` is read as OR
        "#]],
    );
}

#[test]
fn sentences_in_capitals_are_read_in_small_letters() {
    check(
        "
        WHAT DID THE MINISTER SAY OF FERRIES AND HARBOURS
        WILL THE FERRY SAIL OR STAY IN THE HARBOUR
        WHY DID THE US NOT SIGN THE TREATY WITH OTHER STATES
        НЕ БЫЛО ЛИ ПАРОМА И КАТЕРА В ПОРТУ
        NATO OR EU
        NATO AND EU NOT UN
        WHO OR UNICEF OR IT
        FERRY OR BOAT OR SHIP
        MINISTER OF TRADE OR MINISTER OF FERRIES
        THE FERRY OR the BOAT IN THE HARBOUR
        \"HOT LINE\" OF THE MINISTER
        ",
        &expect![[r#"
            WHAT DID THE MINISTER SAY OF FERRIES AND HARBOURS  ->  what AND did AND the AND minister AND say AND of AND ferries AND and AND harbours
            WILL THE FERRY SAIL OR STAY IN THE HARBOUR  ->  will AND the AND ferry AND sail AND or AND stay AND in AND the AND harbour
                `OR`: `OR` is read as a word: this is a sentence in capitals (for the operator write the other words in small letters)
            WHY DID THE US NOT SIGN THE TREATY WITH OTHER STATES  ->  why AND did AND the AND US AND not AND sign AND the AND treaty AND with AND other AND states
                `NOT`: `NOT` is read as a word: this is a sentence in capitals (for the operator write the other words in small letters)
            НЕ БЫЛО ЛИ ПАРОМА И КАТЕРА В ПОРТУ  ->  не AND было AND ли AND парома AND и AND катера AND в AND порту
            NATO OR EU  ->  NATO OR EU
            NATO AND EU NOT UN  ->  NATO AND EU AND NOT UN
            WHO OR UNICEF OR IT  ->  WHO OR UNICEF OR IT
            FERRY OR BOAT OR SHIP  ->  FERRY OR BOAT OR SHIP
            MINISTER OF TRADE OR MINISTER OF FERRIES  ->  (MINISTER AND OF AND TRADE) OR (MINISTER AND OF AND FERRIES)
                `MINISTER OF TRADE OR MINISTER OF FERRIES`: AND binds tighter than OR, also where nothing stands between two words (this is read as (MINISTER AND OF AND TRADE) OR (MINISTER AND OF AND FERRIES))
            THE FERRY OR the BOAT IN THE HARBOUR  ->  (THE AND FERRY) OR (the AND BOAT AND IN AND THE AND HARBOUR)
                `THE FERRY OR the BOAT IN THE HARBOUR`: AND binds tighter than OR, also where nothing stands between two words (this is read as (THE AND FERRY) OR (the AND BOAT AND IN AND THE AND HARBOUR))
            "HOT LINE" OF THE MINISTER  ->  "HOT LINE" AND OF AND THE AND MINISTER
        "#]],
    );
}

#[test]
fn plain_words_are_told_from_queries() {
    for (text, plain) in [
        ("ferry inspection", true),
        ("who signed the ferry inspection?", true),
        ("ferry (inspection)", true),
        ("what is a \"bow door\" of a ferry", true),
        ("BUDGET | Ferry line gets new boats", true),
        ("\"bow door\" ferry", false),
        ("ferry AND inspection", false),
        ("+ferry inspection port", false),
        ("ferry OR inspection", false),
        ("ferry -inspection", false),
        ("ferry title:inspection", false),
        ("ferry inspect* port", false),
        ("=Ferry inspection port", false),
        ("ferry^2 inspection port", false),
        ("ferry NEAR/5 inspection", false),
        ("ferry", false),
        ("", false),
    ] {
        assert_eq!(query::parse(text).0.plain, plain, "{text}");
    }
}

#[test]
fn forms_of_other_services_are_read_as_the_help_says() {
    for form in FOREIGN {
        let (query, warnings) = query::parse(form.query);
        assert_eq!(
            query,
            query::parse(form.read_as).0,
            "{}: {query}",
            form.query
        );
        assert!(!warnings.is_empty(), "{}", form.query);
        assert!(query::parse(form.read_as).1.is_empty(), "{}", form.read_as);
    }
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
        /[/
        /ferr[y/
        /ferr(y/ port
        /a{9,2}/
        /a**?+/
        /(?=a)b/
        /[z-a]x/
        /паром[/
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
                `(`: this regular expression cannot be read: unclosed group; it is left out
            /(a/  ->  a
                `(`: this regular expression cannot be read: unclosed group; it is read as plain words
            /[/  ->  ""
                `[`: this regular expression cannot be read: unclosed character class; it is left out
            /ferr[y/  ->  ferr-y
                `[`: this regular expression cannot be read: unclosed character class; it is read as plain words
            /ferr(y/ port  ->  ferr-y AND port
                `(`: this regular expression cannot be read: unclosed group; it is read as plain words
            /a{9,2}/  ->  a-9-2
                `{9,2}`: this regular expression cannot be read: invalid repetition count range, the start must be <= the end; it is read as plain words
            /a**?+/  ->  /a**?+/
            /(?=a)b/  ->  a-b
                `(?=`: this regular expression cannot be read: look-around, including look-ahead and look-behind, is not supported; it is read as plain words
            /[z-a]x/  ->  z-a-x
                `z-a`: this regular expression cannot be read: invalid character class range, the start must be <= the end; it is read as plain words
            /паром[/  ->  паром
                `[`: this regular expression cannot be read: unclosed character class; it is read as plain words
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
            story:x1  ->  story:x1
            10:30  ->  10:30
                `10:30`: these words are searched side by side: 10 30
        "#]],
    );
}

#[test]
fn names() {
    check(
        r#"
        name:Lukashenko
        name:"Alexander Lukashenko" AND envoy
        name:Lukashenko -=Lukaszenko -="Lukaschenka" talks
        name:Lukashenko NOT =Lukaszenko
        name:=Łukaszenka
        name:(Lukashenko OR Statkevich)
        -name:Cole
        name:Cole w/s envoy
        title:name:Cole^2
        name:col*
        name:
        "#,
        &expect![[r#"
            name:Lukashenko  ->  name:Lukashenko
            name:"Alexander Lukashenko" AND envoy  ->  name:"Alexander Lukashenko" AND envoy
            name:Lukashenko -=Lukaszenko -="Lukaschenka" talks  ->  name:Lukashenko -=Lukaszenko -=Lukaschenka AND talks
            name:Lukashenko NOT =Lukaszenko  ->  name:Lukashenko AND NOT =Lukaszenko
            name:=Łukaszenka  ->  name:=Łukaszenka
            name:(Lukashenko OR Statkevich)  ->  name:Lukashenko OR name:Statkevich
            -name:Cole  ->  NOT name:Cole
            name:Cole w/s envoy  ->  name:Cole w/s envoy
            title:name:Cole^2  ->  title:name:Cole^2
            name:col*  ->  col*
                `name:col*`: only words and phrases are names; the rest is read as without `name:`
            name:  ->  name
                `name:`: nothing stands behind `name:`; it is read as a word
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
            !important  ->  NOT important
                `!`: `!` before a word is read as NOT (here it is written -word)
            a !b  ->  a AND NOT b
                `!`: `!` before a word is read as NOT (here it is written -word)
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

/// So many bytes of a text over and over.
fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

#[test]
fn bounds() {
    let deep = format!("{}a{} b", "(".repeat(300), ")".repeat(300));
    let nested = "NOT (".repeat(400) + "a";
    let long = format!("{} tail", "x".repeat(query::MAX_BYTES - 2));
    let alternating = "(a OR b AND ".repeat(98) + "c";
    let mut texts = vec![deep, nested, long, alternating];
    for part in [
        "(",
        "a ",
        "NOT ",
        "title:",
        "a w/5 ",
        "(a b) w/5 ",
        "(a OR ",
        "\"a ",
        "/a ",
        "hd=(",
        "hlead(",
        "hlead=",
        "a NOT w/5 ",
        "a! ",
        "!a ",
        "a | ",
        "a|",
        "% ",
        "a % ",
        "–a ",
        "NOT w/5 ",
        "BUT NOT ",
        "a near5 ",
        "atleast5 ",
        "a not ",
        "A THE ",
        "(a NEAR/3 b) OR ",
        "/[/ ",
        "a$ ",
        "b%c ",
        "\\",
        "~",
        "é- ",
    ] {
        texts.push(repeated(part, query::MAX_BYTES));
    }
    for text in texts {
        let shown: String = text.chars().take(20).collect();
        let start = Instant::now();
        let (query, warnings) = query::parse(&text);
        assert!(!warnings.is_empty(), "{shown}");
        assert!(query::caret(&text, &warnings[0]).len() < 2_000, "{shown}");
        let printed = query.to_string();
        if printed.len() <= query::MAX_BYTES {
            assert_eq!(query::parse(&printed).0, query, "{shown}");
        }
        // A tenth of a second is usual; a machine that does other things too may take longer.
        let took = start.elapsed();
        assert!(took < Duration::from_secs(3), "{shown}: {took:?}");
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
