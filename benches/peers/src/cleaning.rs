//! `clean`: pages a second on one core of dateline, `dom_smoothie` and trafilatura, in turn.
//!
//! The pages are decoded before the clock starts; a round goes over all of them. It is the
//! processor's time that is counted, and the best of the rounds, as what else the machine does only
//! ever adds to it.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;
use cpu_time::ThreadTime;
use dateline::article::{Content, RawPage};
use dateline::read::Event;
use dateline::{clean, identify, read};

/// What to clean.
#[derive(Args, Clone, Debug)]
pub struct Cleaning {
    /// Each line is a JSON record with `html` and, as may be, `url`; also in .gz
    #[arg(value_name = "PAGES.jsonl")]
    pages: PathBuf,
    /// A Python that has trafilatura; without it trafilatura is left out
    #[arg(long, value_name = "PYTHON")]
    trafilatura: Option<PathBuf>,
}

const ROUNDS: usize = 7;
const NAMES: [&str; 3] = ["dateline", "dom_smoothie", "trafilatura"];

/// Measures and prints.
pub fn run(asked: &Cleaning) -> Result<()> {
    let pages = pages(&asked.pages)?;
    ensure!(
        !pages.is_empty(),
        "no HTML page in {}",
        asked.pages.display()
    );
    let python = asked.trafilatura.as_deref();
    let mut peer = python
        .map(|python| Peer::start(python, &asked.pages))
        .transpose()?;
    let mut best = [Duration::MAX; 3];
    let mut slowest = Duration::ZERO;
    for _ in 0..ROUNDS {
        let mut whole = Duration::ZERO;
        for page in &pages {
            let took = timed(|| drop(black_box(identify::alone(page, clean::clean(page)))));
            whole += took;
            slowest = slowest.max(took);
        }
        best[0] = best[0].min(whole);
        best[1] = best[1].min(timed(|| pages.iter().for_each(smoothie)));
        if let Some(peer) = &mut peer {
            best[2] = best[2].min(peer.round()?);
        }
    }
    let count = pages.len();
    println!("{count} pages, best of {ROUNDS} rounds, pages a second on one core");
    for (name, took) in NAMES.iter().zip(best) {
        if took < Duration::MAX {
            println!("  {name:<13}{:>7.0}", count as f64 / took.as_secs_f64());
        }
    }
    println!(
        "dateline's slowest page: {:.0} ms",
        slowest.as_secs_f64() * 1000.0
    );
    Ok(())
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = ThreadTime::now();
    run();
    start.elapsed()
}

fn pages(file: &Path) -> Result<Vec<RawPage>> {
    ensure!(file.is_file(), "{} is not there", file.display());
    let mut pages = Vec::new();
    read::scan(&[file.to_path_buf()], &mut |event| {
        if let Event::Page(record) = event {
            pages.extend(read::page(record));
        }
        ControlFlow::Continue(())
    });
    pages.retain(|page| matches!(page.content, Content::Html(_)));
    Ok(pages)
}

fn smoothie(page: &RawPage) {
    let Content::Html(html) = &page.content else {
        return;
    };
    let read = dom_smoothie::Readability::new(html.as_str(), None, None);
    drop(black_box(
        read.and_then(|mut readability| readability.parse()),
    ));
}

/// trafilatura in a process of its own, which goes over the pages when told to and answers with the
/// seconds it took.
struct Peer {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    fn start(python: &Path, file: &Path) -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("trafilatura_rounds.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", python.display()))?;
        let ask = child.stdin.take().context("no way to ask")?;
        let answers = BufReader::new(child.stdout.take().context("no answers")?);
        Ok(Self {
            child,
            ask,
            answers,
        })
    }

    fn round(&mut self) -> Result<Duration> {
        self.ask.write_all(b"go\n")?;
        self.ask.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let seconds: f64 = line
            .trim()
            .parse()
            .context("trafilatura did not answer; is it installed for this Python?")?;
        Ok(Duration::from_secs_f64(seconds))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
