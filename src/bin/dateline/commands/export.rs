//! `dateline export`: every match, streamed, no cap.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use dateline::archive::{Filters, Request, Searcher};
use dateline::article::Article;
use dateline::index;
use dateline::query::Query;
use dateline::render::citation;
use dateline::render::csv::{ByteOrderMark, Csv, FullText};
use dateline::render::layout::printable;
use dateline::render::notes;
use dateline::render::records::{RecordFormat, Records};

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
        (None, _) if io::stdout().is_terminal() && args.format != Format::Jsonl => {
            stream(Harmless::default(), args, text)?
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
        say_why_nothing(&*archive, query, args.narrow.filters())?;
    }
    Ok(ExitCode::from(u8::from(count == 0)))
}

/// What a search says of a query that finds nothing.
fn say_why_nothing(archive: &dyn Searcher, query: Query, filters: Filters) -> Result<()> {
    let request = Request {
        filters,
        ..Request::new(query, open::today()?)
    };
    for note in notes(&archive.search(&request)?.notes) {
        crate::terminal::say!("note: {note}");
    }
    Ok(())
}

/// Standard output where it is a terminal: what a terminal would obey is left out, line by line.
#[derive(Default)]
struct Harmless {
    line: Vec<u8>,
}

impl Write for Harmless {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend(line);
            if line.ends_with(b"\n") {
                self.flush()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        let mut out = io::stdout().lock();
        out.write_all(printable(text.trim_end_matches('\n')).as_bytes())?;
        if text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()
    }
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
    let format = match args.format {
        Format::Jsonl => RecordFormat::JsonLines,
        Format::Csv => RecordFormat::Csv,
        Format::Ris => RecordFormat::Ris,
        Format::Bibtex => RecordFormat::Bibtex,
        Format::CslJson => RecordFormat::CslJson,
        Format::Text => RecordFormat::Text,
    };
    let records = Records::begin(out, format, mark(args), text)?;
    Ok(Box::new(records))
}

fn mark(args: &ExportArgs) -> ByteOrderMark {
    if args.bom {
        ByteOrderMark::Write
    } else {
        ByteOrderMark::Omit
    }
}

impl<W: Write> Sink for Records<W> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        Records::article(self, article)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        Records::end(*self)
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
        let file = create_anew(&path).with_context(|| named(&path))?;
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
        let name = format!("{}.txt", file_name(&article.id));
        let mut file = create_anew(&self.folder.join(name))?;
        file.write_all(citation::text(article, self.text).as_bytes())?;
        self.metadata.row(article)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        self.metadata.end()
    }
}

/// Signs of an id that its file's name keeps.
const NAME: usize = 100;

/// The name of an article's file. Where the id cannot be the name as it stands, its hash tells it from others, on file systems too that
/// take `A` and `a` for one.
fn file_name(id: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let plain = id.chars().map(|c| if is_plain(c) { c } else { '_' });
    let name: String = plain.take(NAME).collect();
    if name == id && name == name.to_lowercase() {
        return name;
    }
    let kept: String = name.chars().take(NAME - 17).collect();
    format!("{kept}-{:016x}", index::key(id))
}

/// Makes a file in the place of what is there; a link is replaced, and what it leads to left alone.
fn create_anew(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => File::create_new(path),
    }
}
