//! How sounds begin that are near one: what a dictionary is asked for that is not here to be walked.

use crate::names::sound::{COARSE, MOST_UNITS, Writing};
use crate::names::sound_distance::{Near, Row, UNITS};

/// How the keys of near sounds begin.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Beginnings {
    /// Those that go on in any way.
    pub(crate) open: Vec<String>,
    /// Whole keys.
    pub(crate) whole: Vec<String>,
}

impl Near {
    /// How the keys of all near sounds begin that are written so, as far as `most` beginnings tell it.
    pub(crate) fn beginnings(&self, writing: Writing, most: usize) -> Beginnings {
        let mut found = Beginnings::default();
        let mut level = vec![(first_sign(writing), self.start(writing))];
        for length in 0..MOST_UNITS {
            let Some(longer) = self.next_level(&level, writing, most) else {
                break;
            };
            if length > 0 {
                let shorter = level.into_iter().map(|(key, _)| key);
                found
                    .whole
                    .extend(shorter.filter(|key| self.cost(key).is_some()));
            }
            level = longer;
        }
        found.open.extend(level.into_iter().map(|(key, _)| key));
        found
    }

    /// Beginnings of one unit more; `None` where they are more than `most`.
    fn next_level(
        &self,
        level: &[(String, Row)],
        writing: Writing,
        most: usize,
    ) -> Option<Vec<(String, Row)>> {
        let mut longer = Vec::new();
        for (key, row) in level {
            longer.extend(self.longer(key, row, writing));
            if longer.len() > most {
                return None;
            }
        }
        Some(longer)
    }

    /// A beginning with each further unit that a near sound may have.
    fn longer(&self, key: &str, row: &Row, writing: Writing) -> Vec<(String, Row)> {
        let mut found = Vec::new();
        for unit in UNITS.bytes() {
            let row = self.step(row, unit, writing);
            if self.can_be_near(&row, writing) {
                found.push((format!("{key}{}", char::from(unit)), row));
            }
        }
        found
    }
}

/// What the keys of sounds begin with that are written so.
fn first_sign(writing: Writing) -> String {
    match writing {
        Writing::Full => String::new(),
        Writing::Coarse => COARSE.to_string(),
    }
}
