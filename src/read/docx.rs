//! DOCX: the text of a word processor's document, and what other packages are that look like one.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use crate::read::flatten;
use crate::read::why::{Cap, Why};

/// The part that holds the text.
const BODY: &str = "word/document.xml";

/// A package that cannot be looked into.
pub(crate) const PACKAGE: &str = "a ZIP archive (office document, EPUB, WACZ)";

/// The text of a document, a line a paragraph.
pub(crate) fn text(bytes: &[u8], limit: usize) -> Result<String, Why> {
    let damaged = |error: zip::result::ZipError| Why::Damaged {
        read: bytes.len() as u64,
        message: error.to_string(),
    };
    let mut package =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::Binary { what: PACKAGE })?;
    if package.index_for_name(BODY).is_none() {
        return Err(Why::Binary {
            what: what(&package),
        });
    }
    let mut markup = String::new();
    let body = package.by_name(BODY).map_err(damaged)?;
    let read = body.take(limit as u64 + 1).read_to_string(&mut markup);
    read.map_err(|error| Why::of(&error, bytes.len() as u64))?;
    if markup.len() > limit {
        return Err(Cap::Page.exceeded(limit, None));
    }
    Ok(flatten::flatten(&markup))
}

/// Whether a package is a document of an office program or a book, and no folder of files.
pub(crate) fn is_document<R: Read + Seek>(package: &ZipArchive<R>) -> bool {
    let mut names = package.file_names().flatten();
    let mut has = |sign: &str| names.any(|name| name.starts_with(sign));
    package.index_for_name(BODY).is_some()
        || ["META-INF/container.xml", "mimetype"]
            .iter()
            .any(|name| package.index_for_name(name).is_some())
        || package.index_for_name("[Content_Types].xml").is_some() && has("_rels/")
}

/// What a package is by the names of its parts.
fn what(package: &ZipArchive<Cursor<&[u8]>>) -> &'static str {
    let has = |start: &str| {
        package
            .file_names()
            .flatten()
            .any(|name| name.starts_with(start))
    };
    match () {
        () if has("xl/") => "a spreadsheet (save it as CSV)",
        () if has("ppt/") => "a presentation",
        () if has("META-INF/container.xml") => "an EPUB book",
        () if has("datapackage.json") => {
            "a WACZ crawl inside other packing or a stream (give the file itself)"
        }
        () if has("content.xml") => "an OpenDocument file (save it as HTML or as text)",
        () => "a ZIP archive inside other packing or a stream (give the file itself)",
    }
}
