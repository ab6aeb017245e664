//! Runs that are killed at any moment: what was committed stays, nothing is doubled, and the next run goes on.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{Desk, Dice};

/// Rounds of a kill; DATELINE_SLOW=1 makes it 200.
fn rounds() -> usize {
    std::env::var_os("DATELINE_SLOW").map_or(6, |_| 200)
}

/// Writes the page `at` in one of its states. Every page of the outlet ends with the same line, which is learned.
fn write(desk: &Desk, at: usize, state: usize) {
    let text = format!(
        "Harbour report number {at} of Tarn\n\nThe harbour office of Tarn counted {state} boats on the day of report {at}, \
         more than in the week before.\n\nNobody could say why the boats of report {at} had come so early this year.\n\n\
         Write to the desk of the Tarn Courier about this report\n"
    );
    desk.write(&format!("pages/{:02}/{at:04}.txt", at % 7), text);
}

/// Starts an index run and kills it after a while; says whether it had ended by itself.
fn index_and_kill(desk: &Desk, after: Duration) -> bool {
    let mut command = desk.command();
    command.args(["index", "--quiet", "--memory", "30MB", "pages"]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A kill at a moment that nothing in the program knows of is what is tested.
    std::thread::park_timeout(after);
    let ended = child.try_wait().unwrap();
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    if let Some(status) = ended {
        assert!(status.success(), "{said}");
    }
    assert!(said.is_empty(), "{said}");
    ended.is_some()
}

fn export(desk: &Desk, archive: &Path) -> Vec<String> {
    let mut command = desk.command();
    command.env("DATELINE_INDEX", archive);
    let output = command.args(["export", "*"]).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_killed_run_loses_nothing_and_doubles_nothing() {
    let desk = Desk::new();
    let mut dice = Dice(7);
    let pages = 120;
    (0..pages).for_each(|at| write(&desk, at, 1));
    // A whole run first, so that the kills fall on changes of an archive too.
    desk.run(&["index", "pages"]).ok();
    let mut killed = 0;
    for round in 0..rounds() {
        for _ in 0..dice.roll(60) {
            write(&desk, dice.roll(pages), round + 2);
        }
        let after = Duration::from_millis(dice.roll(400) as u64);
        killed += usize::from(!index_and_kill(&desk, after));
        // Whatever was committed can be read.
        let ids = export(&desk, &desk.path("archive"));
        assert!(
            ids.len() == pages,
            "{} articles in round {round}",
            ids.len()
        );
    }
    assert!(killed > 0, "no run was killed");
    desk.run(&["index", "pages"]).ok();
    let mut fresh = desk.command();
    fresh.env("DATELINE_INDEX", desk.path("fresh"));
    assert!(
        fresh
            .args(["index", "pages"])
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(
        export(&desk, &desk.path("archive")),
        export(&desk, &desk.path("fresh"))
    );
}
