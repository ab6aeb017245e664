//! `dateline export`: every match, streamed, no cap.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use anyhow::Result;

use dateline::article::Article;
use dateline::render::citation::{self, BibtexKeys};
use dateline::render::json;
use dateline::render::table::{ByteOrderMark, Csv, FullText};
use dateline::search::Searcher;

use crate::args::{ExportArgs, Format, Global};
use crate::open;

/// Runs the command.
pub fn run(args: &ExportArgs, global: &Global) -> Result<ExitCode> {
    let query = match open::query(&args.query, &args.understanding, global.quiet)? {
        open::Understood::Query(query) => query,
        open::Understood::Said(code) => return Ok(code),
    };
    let archive = open::archive(global)?;
    let text = if args.no_fulltext { FullText::Omit } else { FullText::Include };
    let mut sink = Sink::begin(BufWriter::new(io::stdout().lock()), args, text)?;
    let mut result = Ok(());
    let count = archive.export(&query, &args.narrow.filters(), open::today()?, &mut |article| {
        result = sink.article(&article);
        if result.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    result?;
    sink.end()?;
    Ok(ExitCode::from(u8::from(count == 0)))
}

/// A file of one format in the making.
enum Sink<W: Write> {
    Csv(Csv<W>),
    Other { out: W, format: Format, text: FullText, keys: BibtexKeys, count: u64 },
}

impl<W: Write> Sink<W> {
    fn begin(out: W, args: &ExportArgs, text: FullText) -> io::Result<Self> {
        if args.format == Format::Csv {
            let mark = if args.bom { ByteOrderMark::Write } else { ByteOrderMark::Omit };
            return Csv::begin(out, mark, text).map(Self::Csv);
        }
        Ok(Self::Other { out, format: args.format, text, keys: BibtexKeys::default(), count: 0 })
    }

    fn article(&mut self, article: &Article) -> io::Result<()> {
        let (out, format, full, keys, count) = match self {
            Self::Csv(csv) => return csv.article(article),
            Self::Other { out, format, text, keys, count } => (out, *format, *text, keys, count),
        };
        *count += 1;
        let text = match format {
            Format::Ris => citation::ris(article, full),
            Format::Bibtex => citation::bibtex(article, keys),
            Format::Text => citation::text(article, full),
            Format::CslJson => {
                let lead = if *count == 1 { "[\n" } else { ",\n" };
                format!("{lead}{}", citation::csl_json(article, full))
            }
            Format::Jsonl | Format::Csv => {
                let line = if full == FullText::Include { json::with_text(article) } else { json::without_text(article) };
                serde_json::to_string(&line)? + "\n"
            }
        };
        out.write_all(text.as_bytes())
    }

    fn end(self) -> io::Result<()> {
        match self {
            Self::Csv(csv) => csv.end(),
            Self::Other { mut out, format, count, .. } => {
                if format == Format::CslJson {
                    out.write_all(if count == 0 { b"[]\n" } else { b"\n]\n" })?;
                }
                out.flush()
            }
        }
    }
}
