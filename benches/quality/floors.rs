//! The floors: `part<TAB>figure<TAB>at-least|at-most<TAB>bound`.

use std::collections::BTreeMap;

/// Figures by name: `fundus.body.f1`.
pub(crate) type Figures = BTreeMap<String, f64>;

/// The floors of every part.
pub(crate) struct Floors(Vec<Floor>);

struct Floor {
    part: String,
    figure: String,
    at_most: bool,
    bound: f64,
}

impl Floors {
    /// The floors file beside this program's source.
    pub(crate) fn read() -> Self {
        let lines = include_str!("floors.tsv")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let floors = lines.map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 4, "a floor has four cells: {line}");
            let at_most = match cells[2] {
                "at-most" => true,
                "at-least" => false,
                other => panic!("neither at-least nor at-most: {other}"),
            };
            Floor {
                part: cells[0].into(),
                figure: cells[1].into(),
                at_most,
                bound: cells[3].parse().unwrap(),
            }
        });
        Self(floors.collect())
    }

    /// Prints a part's figures beside their floors; returns how many do not hold.
    pub(crate) fn hold(&self, part: &str, figures: &Figures) -> usize {
        let mut failures = 0;
        let floors: Vec<&Floor> = self.0.iter().filter(|floor| floor.part == part).collect();
        for (name, value) in figures {
            if !floors.iter().any(|floor| floor.figure == *name) {
                println!("{name:<28} {value:>9.3}");
            }
        }
        for floor in floors {
            let value = figures.get(&floor.figure).copied();
            let holds = value.is_some_and(|v| {
                if floor.at_most {
                    v <= floor.bound
                } else {
                    v >= floor.bound
                }
            });
            failures += usize::from(!holds);
            let (sign, verdict) = (
                if floor.at_most { "<=" } else { ">=" },
                if holds { "" } else { "  FAILS" },
            );
            let value = value.map_or("not measured".to_owned(), |value| format!("{value:.3}"));
            println!(
                "{:<28} {value:>9}  {sign} {:.3}{verdict}",
                floor.figure, floor.bound
            );
        }
        failures
    }
}
