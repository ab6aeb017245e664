//! How far apart two names sound: what it costs to make one of the other.
//!
//! The costs are those of a weighted edit distance (Ristad and Yianilos, "Learning string-edit distance", 1998): for the first unit, for
//! those within, and for the last one, how much it tells against two spellings being of one name that one has this unit where the
//! other has that one or none. They were fitted to pairs of spellings and to pairs of different names (`names` of
//! `cargo bench --bench quality` measures them).

use std::sync::LazyLock;

use crate::names::sound::{COARSE, MOST_UNITS, Sound, Writing};

/// A cost in tenths.
pub(crate) type Cost = u16;

/// What two names of a length may cost at most, in hundredths: this much for each unit of their mean length, ...
const LIMIT_A_UNIT: u32 = 74;

/// ... less this.
const LIMIT_OFF: u32 = 40;

/// What names of any length may cost at most, in hundredths: with more, long names of two families come near.
const LIMIT_MOST: u32 = 450;

/// Units of the shortest name, as far as its limit goes.
const SHORTEST: u32 = 3;

/// What coarse spellings may cost, in hundredths for each unit of the longer one: most sounds that they leave out cost little.
const COARSE_LIMIT_A_UNIT: u32 = 33;

/// A cost that nothing may have.
const NEVER: Cost = 1_000;

/// Units, and one for none.
const COUNT: usize = 39;

/// The units in the order of the table; the first number is that of none.
pub(super) const UNITS: &str = "abcdefghijklmnopqrstuvwxyzWCJSZQGTPDXR";

/// Where in the names an edit is made.
#[derive(Debug, Clone, Copy)]
enum At {
    First = 0,
    Inner = 1,
    Last = 2,
}

/// The costs of edits.
struct Costs {
    table: Vec<Cost>,
}

/// By how they are spelt: both in full, or one coarsely.
static FULL: LazyLock<Costs> = LazyLock::new(Costs::read);
static WITH_COARSE: LazyLock<Costs> = LazyLock::new(|| FULL.coarse());

impl Costs {
    /// Reads the table: a row has its place, a unit, and the costs against none and against the units up to it.
    fn read() -> Self {
        let mut costs = Self {
            table: vec![NEVER; COUNT * COUNT * 3],
        };
        for row in include_str!("data/edits.tsv").lines() {
            let mut columns = row.split('\t');
            let at = match columns.next() {
                Some("first") => At::First,
                Some("inner") => At::Inner,
                Some("last") => At::Last,
                _ => continue,
            };
            let unit = columns.next().and_then(|unit| unit.bytes().next());
            let unit = number(unit.unwrap_or(0));
            for (other, cost) in columns.next().unwrap_or("").split(' ').enumerate() {
                let cost = cost.parse().unwrap_or(NEVER);
                costs.set(at, unit, other, cost);
            }
        }
        for unit in 0..COUNT {
            for at in [At::First, At::Inner, At::Last] {
                costs.set(at, unit, unit, 0);
            }
        }
        costs
    }

    /// The costs where one of the names is spelt coarsely.
    fn coarse(&self) -> Self {
        let mut costs = Self {
            table: self.table.clone(),
        };
        for row in include_str!("data/coarse_edits.tsv").lines() {
            let Some((units, cost)) = row.split_once('\t') else {
                continue;
            };
            let mut units = units.bytes();
            let one = units.next().map_or(0, number);
            let other = units.next().map_or(0, number);
            let cost = cost.parse().unwrap_or(NEVER);
            for at in [At::First, At::Inner, At::Last] {
                let known = costs.get(at, one, other);
                costs.set(at, one, other, known.min(cost));
            }
        }
        costs
    }

    fn set(&mut self, at: At, one: usize, other: usize, cost: Cost) {
        for place in [place(at, one, other), place(at, other, one)] {
            if let Some(known) = self.table.get_mut(place) {
                *known = cost;
            }
        }
    }

    fn get(&self, at: At, one: usize, other: usize) -> Cost {
        let cost = self.table.get(place(at, one, other));
        cost.copied().unwrap_or(NEVER)
    }

    /// The least that an edit costs, whether more units follow or not.
    fn least(&self, at: At, one: usize, other: usize) -> Cost {
        self.get(at, one, other).min(self.get(At::Last, one, other))
    }
}

/// Where the edit of a unit is made, by the unit's place from 1, as long as it is not known which is the last.
fn edit_at(place: usize) -> At {
    if place == 1 { At::First } else { At::Inner }
}

fn place(at: At, one: usize, other: usize) -> usize {
    (at as usize * COUNT + one) * COUNT + other
}

/// The number of a unit in the table; 0 for none.
fn number(unit: u8) -> usize {
    let found = UNITS.bytes().position(|known| known == unit);
    found.map_or(0, |at| at + 1)
}

/// Looks for names that sound like one.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    /// The numbers of its units.
    units: Vec<u8>,
    writing: Writing,
    /// Hundredths of the usual limits.
    strictness: u32,
}

/// What the beginnings of the name cost against a beginning of another: a row of the table of the edit distance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    costs: [Cost; MOST_UNITS + 1],
    /// Units of the other name so far.
    length: u8,
    least: Cost,
}

impl Near {
    /// Names near this one. `strictness` is in hundredths of the usual limits: 100 for all that may be the same name.
    pub(crate) fn new(sound: &Sound, strictness: u32) -> Self {
        let units = sound.units.bytes().take(MOST_UNITS);
        Self {
            units: units.map(|unit| number(unit) as u8).collect(),
            writing: sound.writing,
            strictness,
        }
    }

    /// In hundredths of the usual limits.
    pub(crate) fn strictness(&self) -> u32 {
        self.strictness
    }

    fn costs(&self, other: Writing) -> &'static Costs {
        if self.writing == other {
            &FULL
        } else {
            &WITH_COARSE
        }
    }

    /// The most that this name and one of so many units may cost.
    fn limit(&self, length: u32, other: Writing) -> Cost {
        let own = self.units.len() as u32;
        let hundredths = if self.writing == other {
            let twice = (own + length).max(2 * SHORTEST);
            let limit = (twice * LIMIT_A_UNIT / 2).saturating_sub(LIMIT_OFF);
            limit.min(LIMIT_MOST)
        } else {
            own.max(length) * COARSE_LIMIT_A_UNIT
        };
        (hundredths * self.strictness / 1_000) as Cost
    }

    /// The row before any unit of the other name.
    pub(crate) fn start(&self, other: Writing) -> Row {
        let costs = self.costs(other);
        let mut row = Row {
            costs: [NEVER; MOST_UNITS + 1],
            length: 0,
            least: 0,
        };
        let mut sum: Cost = 0;
        for (at, cost) in row.costs.iter_mut().take(self.units.len() + 1).enumerate() {
            if let Some(&unit) = at.checked_sub(1).and_then(|before| self.units.get(before)) {
                sum += costs.least(edit_at(at), usize::from(unit), 0);
            }
            *cost = sum;
        }
        row
    }

    /// The row after one more unit: the least that any name that goes on from here costs.
    pub(crate) fn step(&self, row: &Row, unit: u8, other: Writing) -> Row {
        let costs = self.costs(other);
        let unit = number(unit);
        let row_at = edit_at(usize::from(row.length) + 1);
        let mut left = row.costs.first().copied().unwrap_or(NEVER);
        left = left.saturating_add(costs.least(row_at, unit, 0));
        let mut next = Row {
            costs: [NEVER; MOST_UNITS + 1],
            length: row.length.saturating_add(1),
            least: left,
        };
        if let Some(first) = next.costs.first_mut() {
            *first = left;
        }
        let above = row.costs.iter().zip(row.costs.iter().skip(1));
        let own = self.units.iter().enumerate();
        let cells = next.costs.iter_mut().skip(1);
        for ((cell, (at, &own)), (&diagonal, &above)) in cells.zip(own).zip(above) {
            let own = usize::from(own);
            let both_at = edit_at((usize::from(row.length) + 1).max(at + 1));
            let changed = diagonal + costs.least(both_at, unit, own);
            let added = above + costs.least(row_at, unit, 0);
            let left_out = left + costs.least(edit_at(at + 1), own, 0);
            left = changed.min(added).min(left_out).min(NEVER);
            *cell = left;
            next.least = next.least.min(left);
        }
        next
    }

    /// Whether a name that goes on from this row may be near.
    pub(crate) fn can_be_near(&self, row: &Row, other: Writing) -> bool {
        // The other name may be longer than this one, though not by much.
        let longest = (self.units.len() as u32 + 4).max(u32::from(row.length));
        row.least <= self.limit(longest, other)
    }

    /// What a name costs, when it is near; `key` is its [`Sound::key`].
    pub(crate) fn cost(&self, key: &str) -> Option<Cost> {
        let units = key.strip_prefix(COARSE);
        let writing = match units {
            Some(_) => Writing::Coarse,
            None => Writing::Full,
        };
        let other: Vec<u8> = units.unwrap_or(key).bytes().take(MOST_UNITS).collect();
        let cost = self.whole(&other, self.costs(writing));
        let limit = self.limit(other.len() as u32, writing);
        (cost <= limit).then_some(cost)
    }

    /// The distance to the whole of another name.
    fn whole(&self, other: &[u8], costs: &Costs) -> Cost {
        let (rows, columns) = (other.len(), self.units.len());
        let of = |at: usize, of: usize| match at {
            1 => At::First,
            at if at == of => At::Last,
            _ => At::Inner,
        };
        let both = |row: usize, column: usize| match (row, column) {
            (1, 1) => At::First,
            (row, column) if row == rows && column == columns => At::Last,
            _ => At::Inner,
        };
        let mut before: Vec<Cost> = vec![0; columns + 1];
        let mut sum: Cost = 0;
        for (at, (cell, &own)) in (1..).zip(before.iter_mut().skip(1).zip(&self.units)) {
            sum += costs.get(of(at, columns), usize::from(own), 0);
            *cell = sum;
        }
        for (row, &unit) in (1..).zip(other) {
            let unit = number(unit);
            let mut next = Vec::with_capacity(columns + 1);
            let added = costs.get(of(row, rows), unit, 0);
            let mut left = before.first().copied().unwrap_or(NEVER) + added;
            next.push(left);
            let above = before.iter().zip(before.iter().skip(1));
            for (column, (&own, (&diagonal, &above))) in (1..).zip(self.units.iter().zip(above)) {
                let own = usize::from(own);
                let changed = diagonal + costs.get(both(row, column), unit, own);
                let left_out = left + costs.get(of(column, columns), own, 0);
                left = changed.min(above + added).min(left_out).min(NEVER);
                next.push(left);
            }
            before = next;
        }
        before.last().copied().unwrap_or(NEVER)
    }
}
