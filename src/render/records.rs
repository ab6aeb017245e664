//! Articles one after the other, in the formats of `export`.

use std::io::{self, Write};

use crate::article::Article;
use crate::render::citation::{self, BibtexKeys};
use crate::render::csv::{ByteOrderMark, Csv, FullText};
use crate::render::json_lines;

/// A format of records that follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    /// A JSON object a line.
    JsonLines,
    /// A table with a header.
    Csv,
    /// For reference managers.
    Ris,
    /// For LaTeX.
    Bibtex,
    /// An array for citation processors.
    CslJson,
    /// For reading.
    Text,
}

impl RecordFormat {
    /// Every format with its name, its media type and the ending of its files.
    pub const ALL: [(Self, &str, &str, &str); 6] = [
        (Self::JsonLines, "jsonl", "application/x-ndjson", "jsonl"),
        (Self::Csv, "csv", "text/csv; charset=utf-8", "csv"),
        (
            Self::Ris,
            "ris",
            "application/x-research-info-systems",
            "ris",
        ),
        (Self::Bibtex, "bibtex", "application/x-bibtex", "bib"),
        (
            Self::CslJson,
            "csl-json",
            "application/vnd.citationstyles.csl+json",
            "json",
        ),
        (Self::Text, "text", "text/plain; charset=utf-8", "txt"),
    ];
}

/// Writes articles in a format.
pub struct Records<W: Write>(Writer<W>);

enum Writer<W: Write> {
    Table(Box<Csv<W>>),
    Stream(Stream<W>),
}

struct Stream<W> {
    out: W,
    format: RecordFormat,
    text: FullText,
    keys: BibtexKeys,
    count: u64,
}

impl<W: Write> std::fmt::Debug for Records<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}

impl<W: Write> Records<W> {
    /// Begins to write; a table gets its header. `mark` is of tables alone.
    pub fn begin(
        out: W,
        format: RecordFormat,
        mark: ByteOrderMark,
        text: FullText,
    ) -> io::Result<Self> {
        if format == RecordFormat::Csv {
            return Ok(Self(Writer::Table(Box::new(Csv::begin(out, mark, text)?))));
        }
        Ok(Self(Writer::Stream(Stream {
            out,
            format,
            text,
            keys: BibtexKeys::default(),
            count: 0,
        })))
    }

    /// Writes one article.
    pub fn article(&mut self, article: &Article) -> io::Result<()> {
        match &mut self.0 {
            Writer::Table(table) => table.row(article),
            Writer::Stream(stream) => stream.article(article),
        }
    }

    /// Writes what is still held back.
    pub fn end(self) -> io::Result<()> {
        match self.0 {
            Writer::Table(table) => table.end(),
            Writer::Stream(stream) => stream.end(),
        }
    }
}

impl<W: Write> Stream<W> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        self.count += 1;
        let text = match self.format {
            RecordFormat::Ris => citation::ris(article, self.text),
            RecordFormat::Bibtex => citation::bibtex(article, &mut self.keys),
            RecordFormat::Text => citation::text(article, self.text),
            RecordFormat::CslJson => {
                let lead = if self.count == 1 { "[\n" } else { ",\n" };
                format!("{lead}{}", citation::csl_json(article, self.text))
            }
            // Tables have a writer of their own.
            RecordFormat::JsonLines | RecordFormat::Csv => {
                let line = match self.text {
                    FullText::Include => json_lines::with_text(article),
                    FullText::Omit => json_lines::without_text(article),
                };
                json_lines::to_json(&line) + "\n"
            }
        };
        self.out.write_all(text.as_bytes())
    }

    fn end(mut self) -> io::Result<()> {
        if self.format == RecordFormat::CslJson {
            let end: &[u8] = if self.count == 0 { b"[]\n" } else { b"\n]\n" };
            self.out.write_all(end)?;
        }
        self.out.flush()
    }
}
