//! Memory and time stay bounded whatever comes. Sizes fit a quick run; `DATELINE_SLOW=1` takes those that users fear.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dateline::article::{Content, RawPage};
use dateline::{clean, identify};

use crate::support::{Desk, Dice, Run};

/// Kilobytes of memory of its own that a run with `--memory 30MB` gets: 200 MB more.
const ROOM: u32 = (30 + 200) << 10;

fn is_slow() -> bool {
    std::env::var_os("DATELINE_SLOW").is_some()
}

/// The number for a quick run, or that for a long one.
fn size(quick: usize, long: usize) -> usize {
    match is_slow() {
        true => long,
        false => quick,
    }
}

/// Runs the binary within the room on what `feed` writes.
pub(crate) fn within_bounds(
    desk: &Desk,
    words: &str,
    feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send,
) -> Run {
    let program = env!("CARGO_BIN_EXE_dateline");
    let script =
        format!("ulimit -d {ROOM}; exec {program} --memory 30MB --threads 2 --quiet {words}");
    let mut child: Child = desk
        .shell()
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        scope.spawn(move || {
            // A run that ends early reads no further.
            let _ = feed(&mut stdin);
        });
        Run::of(&child.wait_with_output().unwrap())
    })
}

fn zeros(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    let step = [b'0'; 1 << 16];
    for _ in 0..bytes / step.len() {
        out.write_all(&step)?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_any_length_is_passed_over() {
    let desk = Desk::new();
    let bytes = size(300 << 20, 1 << 30);
    let run = within_bounds(&desk, "index --json -", move |out| {
        let good = "The weir of Lund opened at dawn, and both gates were up by noon on Monday.";
        writeln!(out, "{{\"id\": \"a\", \"text\": \"{good}\"}}")?;
        out.write_all(b"{\"id\": \"b\", \"text\": \"")?;
        zeros(out, bytes)?;
        writeln!(out, "\"}}\n{{\"id\": \"c\", \"text\": \"{good} Twice.\"}}")
    });
    let report = &run.lines()[0];
    assert_eq!(report["counts"]["indexed"], 2, "{report}");
    assert!(
        report["rejected"][0]["reason"]
            .to_string()
            .contains("--max-record"),
        "{report}"
    );
}

fn gzip(feed: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    feed(&mut encoder).unwrap();
    encoder.finish().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_bomb_in_a_bomb_ends_at_a_bound() {
    let bytes = size(300 << 20, 4 << 30);
    let bomb = gzip(|out| zeros(out, bytes));
    let inner = gzip(|out| out.write_all(&bomb));
    let zstd = zstd::encode_all(bomb.as_slice(), 1).unwrap();
    for (name, file) in [("gz", &bomb), ("gz.gz", &inner), ("gz.zst", &zstd)] {
        let desk = Desk::new();
        desk.write(&format!("x.html.{name}"), file);
        let run = within_bounds(&desk, "index --json .", |_| Ok(()));
        assert_eq!(run.code, 1, "{name}: {run:?}");
        let report: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
        assert_eq!(report["counts"]["rejected"], 1, "{name}: {report}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_of_any_number_of_records_takes_no_more_memory() {
    let desk = Desk::new();
    let records = size(4_000, 500_000);
    let run = within_bounds(&desk, "index --json -", move |out| {
        for n in 0..records {
            writeln!(
                out,
                "{{\"url\": \"https://lund.example/{n}\", \"text\": \"Gate {n} of the weir of Lund opened, said keeper {} at noon.\"}}",
                n * 7919 % 10_007
            )?;
        }
        Ok(())
    });
    assert_eq!(run.lines()[0]["counts"]["indexed"], records);
}

/// The name of a file of records, and the record with a number.
type Records = (&'static str, fn(usize) -> String);

const RECORDS: [Records; 2] = [
    ("export.jsonl", |n| {
        let text = small_text(n);
        format!("{{\"url\": \"https://lund.example/{n}\", \"text\": \"{text}\"}}\n")
    }),
    ("crawl.warc", |n| {
        let body = format!("<title>Gate {n} of Lund</title><p>{}</p>", small_text(n));
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        let length = block.len();
        format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://lund.example/{n}\r\n\
             WARC-Date: 2031-05-04T10:20:30Z\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }),
];

fn small_text(n: usize) -> String {
    let keeper = n * 7919 % 10_007;
    format!("Gate {n} of the weir of Lund opened, said keeper {keeper} at noon.")
}

fn write_records(desk: &Desk, name: &str, count: usize, record: impl Fn(usize) -> String) {
    let file = std::fs::File::create(desk.path(name)).unwrap();
    let mut out = io::BufWriter::new(file);
    for n in 0..count {
        out.write_all(record(n).as_bytes()).unwrap();
    }
    out.flush().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn many_small_records_of_one_file_take_time_by_their_number_and_none_the_next_time() {
    let records = size(1_500, 500_000);
    for (name, record) in RECORDS {
        let timed = |desk: &Desk| {
            let start = Instant::now();
            let run = within_bounds(desk, &format!("index --json {name}"), |_| Ok(()));
            (run.lines()[0]["counts"].clone(), start.elapsed())
        };
        let half_desk = Desk::new();
        write_records(&half_desk, name, records / 2, record);
        let (_, half) = timed(&half_desk);
        let desk = Desk::new();
        write_records(&desk, name, records, record);
        if is_slow() {
            // What was written just before a run is opened again by the next one.
            thread::sleep(Duration::from_secs(3));
        }
        let (first, whole) = timed(&desk);
        assert_eq!(first["indexed"], records, "{name}: {first}");
        let (second, again) = timed(&desk);
        assert_eq!(second["unchanged"], records, "{name}: {second}");
        println!("{name}: {half:?} for half, {whole:?} for all, {again:?} again; {second}");
        // A few hundred milliseconds of a busy machine say nothing.
        if is_slow() {
            assert!(
                whole < half * 3,
                "{name}: {half:?} for half, {whole:?} for all"
            );
            assert_eq!(second["unopened"], 1, "{name}: {second}");
            assert!(again * 20 < whole, "{name}: {whole:?}, then {again:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn copies_of_one_text_are_checked_in_a_time_by_their_number() {
    let copies = size(2_000, 100_000);
    let record = |n| {
        let text = "The council of Varn agreed to mend the bridge near the mill before winter.";
        format!("{{\"id\": \"v{n}\", \"text\": \"{text}\"}}\n")
    };
    let timed = |copies: usize| {
        let desk = Desk::new();
        write_records(&desk, "export.jsonl", copies, record);
        within_bounds(&desk, "index export.jsonl", |_| Ok(())).ok();
        let start = Instant::now();
        within_bounds(&desk, "check", |_| Ok(())).ok();
        let receipt = within_bounds(&desk, "receipt --json", |_| Ok(()));
        assert_eq!(receipt.lines().len(), copies + 1);
        let shown = within_bounds(&desk, "show v7", |_| Ok(())).ok();
        let all = copies - 1;
        assert!(
            shown.contains(&format!("{} copies of this text", thousands(all))),
            "{shown}"
        );
        assert!(
            shown.contains(&format!("{} copies more", thousands(all - 50))),
            "{shown}"
        );
        start.elapsed()
    };
    let (half, whole) = (timed(copies / 2), timed(copies));
    println!("{half:?} for half, {whole:?} for all");
    // A few hundred milliseconds of a busy machine say nothing.
    assert!(
        !is_slow() || whole < half * 3,
        "{half:?} for half, {whole:?} for all"
    );
}

fn thousands(number: usize) -> String {
    match number / 1_000 {
        0 => number.to_string(),
        thousands => format!("{thousands},{:03}", number % 1_000),
    }
}

/// Pieces of markup that mean no good.
const PIECES: &[&str] = &[
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</i>",
    "<table><tr><td>",
    "</table>",
    "<ul><li>",
    "<a href=\"https://x.example/",
    "\">",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<svg>",
    "<math><mi>",
    "<template>",
    "<select><option>",
    "<plaintext",
    "<textarea>",
    "</textarea>",
    "<br>",
    "<img src=x onerror=y>",
    "&amp;",
    "&#x10FFFF;",
    "&#0;",
    "&lt",
    "\u{202e}",
    "\u{200b}",
    "\u{0}",
    "\u{1b}]0;x\u{7}",
    "é",
    "漢字",
    "\u{300}\u{301}\u{302}",
    " ",
    "\n",
    "The ferry left the harbour at dawn. ",
    "5 May 2031, ",
    "By Ines Tarn, ",
    "a",
    "=",
    "\"",
    "'",
    "<",
    ">",
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"author\":",
    "[",
    "{\"a\":",
    "}",
    "<meta property=\"og:title\" content=\"",
    "<h1>",
    "</h1>",
    "<article class=\"share nav ad\">",
    "</article>",
];

/// A page of pieces; some of them again and again.
fn hostile(dice: &mut Dice) -> String {
    let mut page = String::new();
    let most = 200 + dice.roll(60_000);
    while page.len() < most {
        let piece = dice.of(PIECES);
        let times = match dice.roll(12) {
            0 => 1 + dice.roll(3_000),
            1 => 1 + dice.roll(40),
            _ => 1,
        };
        for _ in 0..times {
            page.push_str(piece);
        }
        if dice.roll(8) == 0 {
            write!(page, "<p id=\"{}\" a{}=\"b\">", page.len(), page.len()).unwrap();
        }
    }
    page
}

#[test]
fn hostile_pages_take_little_time_each() {
    let mut dice = Dice(41);
    for n in 0..size(60, 10_000) {
        let markup = hostile(&mut dice);
        let content = match n % 4 {
            0 => Content::Text(markup),
            _ => Content::Html(markup),
        };
        let page = RawPage {
            path: format!("{n}"),
            content,
            ..RawPage::default()
        };
        let start = Instant::now();
        identify::alone(&page, clean::clean(&page));
        let took = start.elapsed();
        assert!(took < Duration::from_secs(1), "page {n}: {took:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn hostile_pages_stop_no_run_and_take_little_memory() {
    let desk = Desk::new();
    let pages = size(60, 10_000);
    let run = within_bounds(&desk, "index --json -", move |out| {
        let mut dice = Dice(43);
        for n in 0..pages {
            let record = serde_json::json!({"id": n.to_string(), "html": hostile(&mut dice)});
            writeln!(out, "{record}")?;
        }
        Ok(())
    });
    assert!(run.code < 2, "{run:?}");
    let report: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
    assert_eq!(report["counts"]["pages"], pages);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    assert!(
        !report["rejected"].to_string().contains("please report it"),
        "{report}"
    );
}
