//! `dateline export`: every match, streamed, no cap.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use dateline::archive::{Fill, Filters, Group, Limits, Request, Searcher, SelfFilter, Sort};
use dateline::article::Article;
use dateline::query::Query;
use dateline::render::citation::{self, BibtexKeys};
use dateline::render::csv::{ByteOrderMark, Csv, FullText};
use dateline::render::{json_lines, notes};

use crate::args::{ExportArgs, Format, Global};
use crate::open;

/// Runs the command.
pub(crate) fn run(args: &ExportArgs, global: &Global) -> Result<ExitCode> {
    let query = match open::query(&args.query.text(), &args.understanding, global)? {
        open::Understood::Query(query) => query,
        open::Understood::Said(code) => return Ok(code),
    };
    let archive = open::archive(global)?;
    let text = if args.no_fulltext {
        FullText::Omit
    } else {
        FullText::Include
    };
    let mut sink: Box<dyn Sink> = match (&args.output, args.format) {
        (Some(folder), Format::Text) => Box::new(Folder::begin(folder, args, text)?),
        (Some(_), _) => {
            bail!("--output goes with --format text; other formats go to standard output")
        }
        (None, _) => stream(BufWriter::new(io::stdout().lock()), args, text)?,
    };
    let mut result = Ok(());
    let count = archive.export(
        &query,
        &args.narrow.filters(),
        open::today()?,
        &mut |article| {
            result = sink.article(&article);
            if result.is_err() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
    )?;
    result?;
    sink.end()?;
    if count == 0 && !global.quiet {
        say_why_nothing(&archive, query, args.narrow.filters())?;
    }
    Ok(ExitCode::from(u8::from(count == 0)))
}

/// What a search says of a query that finds nothing.
fn say_why_nothing(archive: &dyn Searcher, query: Query, filters: Filters) -> Result<()> {
    let request = Request {
        query,
        filters,
        sort: Sort::Relevance,
        group: Group::Off,
        offset: 0,
        limit: 0,
        snippets: 0,
        facets: Vec::new(),
        self_filter: SelfFilter::Ignored,
        fill: Fill::Nothing,
        limits: Limits::default(),
        today: open::today()?,
    };
    for note in notes(&archive.search(&request)?.notes) {
        anstream::eprintln!("note: {note}");
    }
    Ok(())
}

/// Where articles go, one after the other.
trait Sink {
    fn article(&mut self, article: &Article) -> io::Result<()>;

    /// Writes what is still held back.
    fn end(self: Box<Self>) -> io::Result<()>;
}

fn stream<W: Write + 'static>(
    out: W,
    args: &ExportArgs,
    text: FullText,
) -> io::Result<Box<dyn Sink>> {
    if args.format == Format::Csv {
        return Ok(Box::new(Csv::begin(out, mark(args), text)?));
    }
    Ok(Box::new(Stream {
        out,
        format: args.format,
        text,
        keys: BibtexKeys::default(),
        count: 0,
    }))
}

fn mark(args: &ExportArgs) -> ByteOrderMark {
    if args.bom {
        ByteOrderMark::Write
    } else {
        ByteOrderMark::Omit
    }
}

impl<W: Write> Sink for Csv<W> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        self.row(article)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        Csv::end(*self)
    }
}

/// A file of records that follow one another.
struct Stream<W> {
    out: W,
    format: Format,
    text: FullText,
    keys: BibtexKeys,
    count: u64,
}

impl<W: Write> Sink for Stream<W> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        self.count += 1;
        let text = match self.format {
            Format::Ris => citation::ris(article, self.text),
            Format::Bibtex => citation::bibtex(article, &mut self.keys),
            Format::Text => citation::text(article, self.text),
            Format::CslJson => {
                let lead = if self.count == 1 { "[\n" } else { ",\n" };
                format!("{lead}{}", citation::csl_json(article, self.text))
            }
            Format::Jsonl | Format::Csv => {
                let full = self.text == FullText::Include;
                let line = if full {
                    json_lines::with_text(article)
                } else {
                    json_lines::without_text(article)
                };
                serde_json::to_string(&line)? + "\n"
            }
        };
        self.out.write_all(text.as_bytes())
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        if self.format == Format::CslJson {
            self.out
                .write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}

/// A folder of text files with their metadata beside them.
struct Folder {
    folder: PathBuf,
    metadata: Csv<BufWriter<File>>,
    text: FullText,
}

impl Folder {
    fn begin(folder: &Path, args: &ExportArgs, text: FullText) -> Result<Self> {
        let named = |path: &Path| format!("cannot write {}", path.display());
        fs::create_dir_all(folder).with_context(|| named(folder))?;
        let path = folder.join("metadata.csv");
        let file = File::create(&path).with_context(|| named(&path))?;
        let metadata = Csv::begin(BufWriter::new(file), mark(args), FullText::Omit)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            metadata,
            text,
        })
    }
}

impl Sink for Folder {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        let plain = |c: char| {
            if c.is_alphanumeric() || matches!(c, '-' | '_') {
                c
            } else {
                '_'
            }
        };
        let name: String = article.id.chars().map(plain).take(100).collect();
        fs::write(
            self.folder.join(format!("{name}.txt")),
            citation::text(article, self.text),
        )?;
        self.metadata.row(article)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        self.metadata.end()
    }
}
