//! Addresses, forms and queries say the same.

use dateline::archive::{Field, Group, Limits, Sort};
use dateline::query;
use dateline::web::{AdvancedForm, SearchAddress, View};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::support::Dice;

const WORDS: &[&str] = &[
    "ferry",
    "Fähre",
    "паром",
    "渡し船",
    "safety",
    "bow",
    "harbour",
    "C++",
    "AT&T",
    "العبّارة",
    "inspect",
];

fn words(dice: &mut Dice, most: usize) -> String {
    let count = dice.roll(most + 1);
    let words: Vec<&str> = (0..count).map(|_| dice.of(WORDS)).collect();
    words.join(" ")
}

fn generated(dice: &mut Dice) -> SearchAddress {
    let mut address = SearchAddress::of_query(&words(dice, 4));
    if dice.roll(3) == 0 {
        address.query.push_str(" \"a & b=c\" + %20 #x?");
    }
    let fields = [
        Field::Source,
        Field::Domain,
        Field::Wire,
        Field::Language,
        Field::Author,
    ];
    for field in fields {
        for _ in 0..dice.roll(3) {
            let value = format!("{} {}", dice.of(WORDS), dice.roll(1000));
            address.filters.only.push((field, value));
        }
        if dice.roll(4) == 0 {
            address.filters.not.push((field, dice.of(WORDS).to_owned()));
        }
    }
    let mut day = || Date::constant(2020, 1, 1) + i64::try_from(dice.roll(2000)).unwrap().days();
    let (since, until) = (day(), day());
    address.filters.since = (dice.roll(2) == 0).then_some(since);
    address.filters.until = (dice.roll(2) == 0).then_some(until);
    address.sort = [Sort::Relevance, Sort::Oldest, Sort::Newest, Sort::Source][dice.roll(4)];
    address.group = [Group::Copies, Group::Off, Group::Story][dice.roll(3)];
    address.view = View::ALL[dice.roll(4)].0;
    address.page = 1 + dice.roll(50);
    address
}

#[test]
fn two_hundred_searches_go_into_an_address_and_back() {
    let mut dice = Dice(14);
    for _ in 0..200 {
        let address = generated(&mut dice);
        let text = address.to_query();
        let (read, faults) = SearchAddress::parse(&text);
        assert_eq!(faults, [""; 0], "{text}");
        assert_eq!(read, address, "{text}");
        assert_eq!(read.to_query(), text);
        let (one, _) = read.request(Date::constant(2025, 1, 1), Limits::NONE);
        let (other, _) = address.request(Date::constant(2025, 1, 1), Limits::NONE);
        assert_eq!(one.query, other.query);
        assert_eq!(one.filters, other.filters);
    }
}

#[test]
fn an_address_is_written_in_one_way() {
    let check = |typed: &str, canonical: &str| {
        assert_eq!(
            SearchAddress::parse(typed).0.to_query(),
            canonical,
            "{typed}"
        );
    };
    check("q=ferry&page=1&sort=relevance&group=copies", "q=ferry");
    check(
        "until=2025&source=B&source=A&q=x&source=B",
        "q=x&source=B&source=A&until=2025-12-31",
    );
    check("language=de&q=&since=2025-02", "lang=de&since=2025-02-01");
    check("not_wire=AP&wire=dpa", "wire=dpa&not_wire=AP");
    let (_, faults) = SearchAddress::parse("sort=best&since=spring&page=0&unknown=1");
    assert_eq!(faults.len(), 3, "{faults:?}");
}

#[test]
fn a_form_writes_a_query_that_fills_the_same_form() {
    let mut dice = Dice(41);
    for _ in 0..200 {
        let plain =
            |dice: &mut Dice, most| words(dice, most).replace("C++ ", "").replace("AT&T ", "");
        let two = |dice: &mut Dice| {
            format!(
                "{} {}",
                dice.of(&["safety", "bow"]),
                dice.of(&["door", "flag"])
            )
        };
        let mut form = AdvancedForm {
            all: plain(&mut dice, 3),
            without: plain(&mut dice, 2),
            title: plain(&mut dice, 2),
            ..AdvancedForm::default()
        };
        if dice.roll(2) == 0 {
            form.any = format!(
                "{} {}",
                dice.of(&["red", "rot"]),
                dice.of(&["blue", "blau"])
            );
        }
        if dice.roll(2) == 0 {
            form.phrase = two(&mut dice);
        }
        if dice.roll(2) == 0 {
            form.near = two(&mut dice);
            form.near_to = "inspect".into();
            form.within = 1 + u32::try_from(dice.roll(20)).unwrap();
        }
        if dice.roll(2) == 0 {
            form.outlet = "Harbour Post".into();
        }
        if dice.roll(3) == 0 {
            form.more = "belav*".into();
        }
        let text = form.to_query();
        if text.is_empty() {
            continue;
        }
        let (query, _) = query::parse(&text);
        assert_eq!(AdvancedForm::of_query(&query), form, "{text}");
        assert_eq!(AdvancedForm::of_query(&query).to_query(), text);
    }
}

#[test]
fn no_part_of_a_query_is_lost_in_the_form() {
    for example in query::EXAMPLES {
        let (query, _) = query::parse(example.query);
        if query.root.kind == query::Kind::All {
            continue;
        }
        let text = AdvancedForm::of_query(&query).to_query();
        let (back, _) = query::parse(&text);
        let parts = |query: &query::Query| match &query.root.kind {
            query::Kind::And(parts) => parts.clone(),
            _ => vec![query.root.clone()],
        };
        // The form may put the parts into another order.
        for part in parts(&query) {
            assert!(
                parts(&back).contains(&part),
                "{} became {text}",
                example.query
            );
        }
    }
}

#[test]
fn a_search_is_a_command() {
    let check = |address: &str, command: &str| {
        assert_eq!(SearchAddress::parse(address).0.command(), command);
    };
    check("q=ferry", "dateline search ferry");
    check(
        "q=it's+\"a+b\"&source=AP&sort=-date&page=3",
        r#"dateline search 'it'\''s "a b"' --source AP --sort -date --offset 40"#,
    );
    check(
        "not_source=x&not_wire=AP&view=lines",
        "dateline search 'NOT wire:\"AP\"' --not-source x --kwic",
    );
}
