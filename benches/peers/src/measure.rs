//! What a program costs: run as a child process, so that nothing of this one counts.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use wait4::Wait4;

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Seconds from start to exit.
    pub wall: f64,
    /// Seconds of the processor, of the program and what it started, in user and system mode.
    pub cpu: f64,
    /// The most bytes of memory it held at once.
    pub peak: u64,
}

/// Runs a program to its end and returns its cost and standard output. Standard error goes to
/// `log`.
pub fn run(command: &mut Command, log: &Path) -> Result<(Cost, String)> {
    let program = command.get_program().display().to_string();
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(File::create(log)?)
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let mut output = Vec::new();
    if let Some(stdout) = &mut child.stdout {
        stdout.read_to_end(&mut output)?;
    }
    let used = child.wait4()?;
    let wall = start.elapsed().as_secs_f64();
    ensure!(
        used.status.success(),
        "{program} failed; see {}",
        log.display()
    );
    let cpu = used.rusage.utime + used.rusage.stime;
    let cost = Cost {
        wall,
        cpu: cpu.as_secs_f64(),
        peak: used.rusage.maxrss,
    };
    Ok((cost, String::from_utf8_lossy(&output).into_owned()))
}

/// Has the system write out what the engine before left in memory, so that the next one does not
/// wait for it. Does nothing where there is no `sync`.
pub fn settle() {
    let _ = Command::new("sync").status();
}
