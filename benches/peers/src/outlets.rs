//! Invented newspapers: their names, domains, languages and staff.

use crate::random::Random;
use crate::words::{LANGUAGES, Language, capitalized, word};

/// How many outlets there are.
const OUTLETS: u64 = 120;
const KINDS: &[&str] = &[
    "Herald",
    "Post",
    "Gazette",
    "Tribune",
    "Chronicle",
    "Courier",
    "Observer",
    "Journal",
    "Echo",
    "Register",
];
/// Ranks of names of places lie far from those that texts draw often.
const PLACES: u64 = 1 << 40;

/// One newspaper.
#[derive(Debug)]
pub struct Outlet {
    /// Its place in the list, which decides how its pages look.
    pub number: u64,
    /// "The Brouden Herald".
    pub name: String,
    /// "brouden-herald.example".
    pub domain: String,
    /// What it is written in.
    pub language: &'static Language,
    /// Who writes for it.
    pub staff: Vec<String>,
}

/// All outlets of a seed.
pub fn outlets(seed: u64) -> Vec<Outlet> {
    (0..OUTLETS).map(|number| outlet(seed, number)).collect()
}

/// Large outlets print more: draws one of them, the first of the list most often.
pub fn draw(random: &mut Random, outlets: &[Outlet]) -> usize {
    let count = outlets.len() as u64;
    random.below(count).min(random.below(count)) as usize
}

fn outlet(seed: u64, number: u64) -> Outlet {
    let mut random = Random::new(&[seed, 1, number]);
    // Of ten outlets seven are English.
    let language = match number % 10 {
        3 => &LANGUAGES[1],
        6 => &LANGUAGES[2],
        9 => &LANGUAGES[3],
        _ => &LANGUAGES[0],
    };
    let place = word(PLACES + seed * OUTLETS + number, &LANGUAGES[0]);
    let kind = random.pick(KINDS);
    let name = format!("{} {kind}", capitalized(&place));
    let domain = format!("{place}-{}.example", kind.to_lowercase());
    let staff = (0..12).map(|_| person(&mut random)).collect();
    Outlet {
        number,
        name,
        domain,
        language,
        staff,
    }
}

/// A first name of the few that are usual, and a last name.
pub fn person(random: &mut Random) -> String {
    let first = word(PLACES * 2 + random.below(150), &LANGUAGES[0]);
    let last = word(PLACES * 3 + random.below(20_000), &LANGUAGES[0]);
    format!("{} {}", capitalized(&first), capitalized(&last))
}
