//! Forms of given names: what is Nikolai in one language is Mikalai, Mykola or Nicholas in others.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::names::latin::latin;

/// A name and how it is told from others of its sound: letters that spellings write either way are one.
type Form = String;

struct GivenNames {
    rows: Vec<Vec<&'static str>>,
    /// The rows in which a form stands.
    of_form: HashMap<Form, Vec<usize>>,
}

static GIVEN: LazyLock<GivenNames> = LazyLock::new(|| {
    let mut given = GivenNames {
        rows: Vec::new(),
        of_form: HashMap::new(),
    };
    let rows = include_str!("data/given.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let names: Vec<&str> = row.split(' ').collect();
        for name in &names {
            let of_form = given.of_form.entry(form(name)).or_default();
            if !of_form.contains(&given.rows.len()) {
                of_form.push(given.rows.len());
            }
        }
        given.rows.push(names);
    }
    given
});

/// The other forms of a given name, as they are written in Latin letters; none where it is not known.
pub fn other_forms(name: &str) -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    for &row in GIVEN
        .of_form
        .get(&form(name))
        .map_or(&[][..], Vec::as_slice)
    {
        for other in GIVEN.rows.get(row).into_iter().flatten() {
            if !found.contains(other) {
                found.push(other);
            }
        }
    }
    found
}

/// Whether two words are forms of one given name.
pub fn are_forms(one: &str, other: &str) -> bool {
    let (one, other) = (form(one), form(other));
    let rows = |form: &Form| GIVEN.of_form.get(form).map_or(&[][..], Vec::as_slice);
    rows(&one).iter().any(|row| rows(&other).contains(row))
}

fn form(name: &str) -> Form {
    let mut out = String::new();
    for letter in latin(name).chars() {
        let letter = match letter {
            'y' | 'j' => 'i',
            'w' => 'v',
            other => other,
        };
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}
