//! Laws: what holds whatever the input.
use dateline::article::Span;
use dateline::query::{
    self, CountRange, DateRange, Expr, Field, Form, Kind, Order, Period, Query, Unit, Within,
};
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

fn expr(kind: Kind) -> Expr {
    Expr::new(kind, Span { start: 0, end: 0 })
}

/// Words with all sorts of punctuation, and at least one letter or digit.
fn word() -> impl Strategy<Value = String> {
    let plain = "[a-zA-Zäßж北あ0-9]{1,8}";
    let odd = r#"[-a-zäЖ0-9!-/:-@\[-`{-~«»„“「」，。（：？＊’א\u0301€😀]{0,4}[a-zא0-9北][-aא!-/:-@\[-`{-~“』）]{0,4}"#;
    let tricky = proptest::sample::select(vec![
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "NEAR/5",
        "w/s",
        "title:x",
        "date:2025",
        "and",
        "or",
        "x^2",
        "x~1",
        "-x",
        "=x",
        "atleast3",
        "C++",
        "https://x.org/a?b=c",
        "a*b",
        "x.",
        "/re/",
        "10:30",
        "ADJ",
        "\\x",
        "x\\",
    ]);
    prop_oneof![6 => plain.prop_map(String::from), 3 => odd, 1 => tricky.prop_map(String::from)]
}

fn phrase() -> impl Strategy<Value = String> {
    proptest::collection::vec(word(), 1..4).prop_map(|words| words.join(" "))
}

fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zж]{1,4}[?][a-z]{1,4}",
        "[*][a-z]{2,5}",
        "[a-z]{1,3}[*][a-z]{1,3}[?][a-z][*]",
        "[?][a-z]{3}",
        "[1-9][0-9]{0,2},[0-9]{3}[?][0-9]"
    ]
}

/// A name, with spellings that are taken out where it is not one spelling alone.
fn name() -> impl Strategy<Value = Kind> {
    let form = prop_oneof![Just(Form::Inflected), Just(Form::Exact)];
    let except = proptest::collection::vec("[a-zŁж]{2,6}( [a-z]{2,4})?", 0..3);
    (phrase(), form, except).prop_map(|(text, form, except)| Kind::Name { text, form, except })
}

/// What has a place in the text and no parts.
fn end() -> impl Strategy<Value = Kind> {
    let form = prop_oneof![Just(Form::Inflected), Just(Form::Exact)];
    let phrase_form = prop_oneof![Just(Form::Written), Just(Form::Exact)];
    prop_oneof![
        6 => (word(), form).prop_map(|(text, form)| Kind::Word { text, form }),
        3 => (phrase(), phrase_form, 0..30u32).prop_map(|(text, form, slop)| Kind::Phrase { text, form, slop }),
        1 => "[a-zж]{1,6}".prop_map(|text| Kind::Prefix { text }),
        1 => pattern().prop_map(|pattern| Kind::Wildcard { pattern }),
        1 => r"[a-z/]{1,3}(\\d|\.\*|\[a-c\]|\\\\)?".prop_map(|pattern| Kind::Regex { pattern }),
        1 => (word(), 1..=2u8).prop_map(|(text, distance)| Kind::Fuzzy { text, distance }),
        2 => name(),
    ]
}

fn day() -> impl Strategy<Value = jiff::civil::Date> {
    (0..20_000i64).prop_map(|days| date(1990, 1, 1).saturating_add(days.days()))
}

fn dated() -> impl Strategy<Value = Kind> {
    let unit = prop_oneof![
        Just(Unit::Day),
        Just(Unit::Week),
        Just(Unit::Month),
        Just(Unit::Year)
    ];
    prop_oneof![
        (day(), 0..500i64).prop_map(|(from, days)| {
            let until = from.saturating_add(days.days());
            Kind::Published(DateRange {
                from: Some(from),
                until: Some(until),
            })
        }),
        day().prop_map(|day| Kind::Published(DateRange {
            from: None,
            until: Some(day)
        })),
        day().prop_map(|day| Kind::Published(DateRange {
            from: Some(day),
            until: None
        })),
        day().prop_map(|day| {
            Kind::Published(DateRange {
                from: Some(day.first_of_month()),
                until: Some(day.last_of_month()),
            })
        }),
        (any::<u16>(), unit).prop_map(|(count, unit)| Kind::Last(Period { count, unit })),
        Just(Kind::Undated),
        any::<bool>().prop_map(Kind::Independent),
        (0..9_u32, prop::option::of(0..9_u32)).prop_map(|(from, more)| Kind::Copies(CountRange {
            from,
            until: more.map(|more| from + more),
        })),
    ]
}

/// What has a place in the text.
fn placed() -> impl Strategy<Value = Expr> {
    let within = prop_oneof![
        (1..1_000u32).prop_map(Within::Words),
        Just(Within::Sentence),
        Just(Within::Paragraph)
    ];
    let near = (within, prop_oneof![Just(Order::Any), Just(Order::InOrder)]);
    end().prop_map(expr).prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| Expr::or(parts, Span { start: 0, end: 0 })),
            (inner.clone(), inner.clone(), near.clone()).prop_map(
                |(left, right, (within, order))| {
                    expr(Kind::Near {
                        left: Box::new(left),
                        right: Box::new(right),
                        within,
                        order,
                    })
                }
            ),
            (inner, 1..400u16).prop_map(|(part, factor)| boost(part, factor)),
        ]
    })
}

fn boost(part: Expr, factor: u16) -> Expr {
    expr(Kind::Boost {
        expr: Box::new(part),
        factor: f32::from(factor) / 8.0,
    })
}

/// The value of an address field.
fn address() -> impl Strategy<Value = Expr> {
    let text = prop_oneof![word(), "https://[a-z]{1,5}[.]example/[a-z()?=&]{0,8}"];
    let one = prop_oneof![
        text.prop_map(|text| Kind::Word {
            text,
            form: Form::Inflected
        }),
        "[*][.][a-z]{3}/[*]?".prop_map(|pattern| Kind::Wildcard { pattern }),
        "https://[a-z]{3}/".prop_map(|text| Kind::Prefix { text }),
        Just(Kind::All),
    ]
    .prop_map(expr);
    let parts = proptest::collection::vec(one.clone(), 2..4);
    prop_oneof![3 => one, 1 => parts.prop_map(|parts| Expr::or(parts, Span { start: 0, end: 0 }))]
}

fn tree() -> impl Strategy<Value = Expr> {
    let fields = prop_oneof![
        Just(Field::Title),
        Just(Field::Lead),
        Just(Field::Text),
        Just(Field::Author),
        Just(Field::Source),
        Just(Field::Wire),
        Just(Field::Language),
        Just(Field::Place)
    ];
    let addresses = prop_oneof![Just(Field::Url), Just(Field::Id), Just(Field::Domain)];
    let leaf = prop_oneof![
        6 => placed(),
        1 => dated().prop_map(expr),
        1 => Just(expr(Kind::All)),
        1 => (1..20u32, placed()).prop_map(|(count, part)| expr(Kind::AtLeast { count, expr: Box::new(part) })),
        1 => (addresses, address()).prop_map(|(field, part)| expr(Kind::Field { field, expr: Box::new(part) })),
    ];
    leaf.prop_recursive(4, 40, 4, move |inner| {
        let some = proptest::collection::vec(inner.clone(), 2..5);
        prop_oneof![
            some.clone()
                .prop_map(|parts| Expr::and(parts, Span { start: 0, end: 0 })),
            some.prop_map(|parts| Expr::or(parts, Span { start: 0, end: 0 })),
            inner
                .clone()
                .prop_map(|part| expr(Kind::Not(Box::new(part)))),
            (fields.clone(), inner.clone()).prop_map(|(field, part)| expr(Kind::Field {
                field,
                expr: Box::new(part)
            })),
            (inner, 1..400u16).prop_map(|(part, factor)| boost(part, factor)),
        ]
    })
}

/// Text made of the language's own pieces: nearer to its corners than any characters are.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => word(),
        3 => proptest::sample::select(vec![
            "(", ")", "\"", "“", "”", "«", "」", "-", "=", "/", "~", "~1", "^", "^2", ":", "*", "?", "\\", "title:", "date:", "url:",
            "last:", "atleast2(", " AND ", " OR ", " NOT ", " NEAR/3 ", " w/s ", " PRE/2 ", "..", "[", " TO ", "]", "（", "：", "\u{202e}",
            "2025-09", "，", "\u{301}", "+", "name:",
        ]).prop_map(String::from),
        2 => Just(" ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Parses; holds what must hold of every parse.
fn hold(text: &str) {
    let (query, warnings) = query::parse(text);
    for warning in &warnings {
        assert!(
            text.get(warning.span.start..warning.span.end).is_some(),
            "{:?} in {text:?}",
            warning.span
        );
        let shown = query::caret(text, warning);
        assert!(shown.lines().count() <= 4, "{shown}");
    }
    query::explain(&query);
    let printed = query.to_string();
    if printed.len() <= query::MAX_BYTES {
        assert_eq!(
            query::parse(&printed).0,
            query,
            "{text:?} prints as {printed:?}"
        );
    }
}

#[test]
fn what_once_read_back_as_something_else() {
    hold("?a&?:b");
    hold("/א{x\\ / ");
    hold("1,050?8");
    hold(r"/*A@)\ (x)s*/");
}

/// Few cases in the usual run; `DATELINE_SLOW=1` looks longer.
fn cases() -> u32 {
    if std::env::var_os("DATELINE_SLOW").is_some() {
        200_000
    } else {
        1_000
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// parse(print(q)) = q.
    #[test]
    fn a_printed_query_reads_back(root in tree()) {
        let query = Query { root, plain: false };
        let printed = query.to_string();
        prop_assume!(printed.len() <= query::MAX_BYTES);
        let (again, _) = query::parse(&printed);
        prop_assert_eq!(again, query, "{}", printed);
    }

    #[test]
    fn any_text_is_a_query(text in any::<String>()) {
        hold(&text);
    }

    #[test]
    fn any_soup_is_a_query(text in soup()) {
        hold(&text);
    }
}
