//! Whether what an archive says of its articles in several places agrees: columns, stored articles, posting lists.

use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use crate::article::{Entry, Version};
use crate::index::analysis::{Analyzer, language_code};
use crate::index::check_files::Finding;
use crate::index::generation::{Generation, Meta};
use crate::index::manifest::SEGMENTS;
use crate::index::reader::Reader;
use crate::index::schema::column;
use crate::index::store::{self, ENTRY, Marks, Stored};
use crate::text::words::words;

/// Words of an article's text that are looked up in the index.
const WORDS: usize = 12;

/// Findings of one kind that are told at most.
const TOLD: usize = 20;

/// What looking at the articles has shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    /// Articles in the archive.
    pub(crate) articles: u64,
    /// Articles that were looked at.
    pub(crate) looked_at: u64,
    /// The keys of all ids, in order.
    pub(crate) keys: Vec<u64>,
    pub(crate) findings: Vec<Finding>,
}

/// Looks at about so many of an archive's articles, at equal steps. `marks` says what the index should note of an article.
pub(crate) fn inspect(
    reader: &Reader,
    most: u64,
    marks: &dyn Fn(&Version) -> Marks,
) -> Result<Contents, TantivyError> {
    let searcher = reader.searcher();
    let mut contents = Contents {
        articles: searcher.num_docs(),
        ..Contents::default()
    };
    let counts = Generation::read(reader.dir())
        .ok()
        .and_then(|it| it.meta().ok());
    let step = (contents.articles / most.max(1)).max(1);
    let mut nth = 0;
    for segment in searcher.segment_readers() {
        let name = format!("{SEGMENTS}/{}", segment.segment_id().uuid_string());
        if let Some(meta) = &counts {
            contents
                .findings
                .extend(count_finding(&name, segment, meta));
        }
        let mut inspector = Inspector::new(segment, reader, marks)?;
        let mut faulty = 0;
        for doc in segment.doc_ids_alive() {
            contents.keys.extend(inspector.keys.first(doc));
            nth += 1;
            if nth % step != 0 {
                continue;
            }
            contents.looked_at += 1;
            let Err(what) = inspector.inspect(doc) else {
                continue;
            };
            faulty += 1;
            if faulty <= TOLD {
                let path = name.clone();
                contents.findings.push(Finding { path, what });
            }
        }
    }
    contents.keys.sort_unstable();
    contents.findings.extend(twice(&contents.keys));
    Ok(contents)
}

/// Articles of a segment, as its files and as the commit count them.
fn count_finding(name: &str, segment: &SegmentReader, meta: &Meta) -> Option<Finding> {
    let id = segment.segment_id().uuid_string();
    let written = meta.segments.iter().find(|it| it.stem() == id)?;
    let gone = written.deletes.as_ref().map_or(0, |it| it.num_deleted_docs);
    let (was, is) = (written.max_doc.saturating_sub(gone), segment.num_docs());
    (was != is).then(|| Finding {
        path: name.to_owned(),
        what: format!("holds {is} articles, {was} were committed"),
    })
}

fn twice(keys: &[u64]) -> Option<Finding> {
    let double = keys.windows(2).filter(|pair| pair.first() == pair.last());
    let count = double.count();
    (count > 0).then(|| Finding {
        path: String::new(),
        what: format!("{count} ids belong to more than one article"),
    })
}

/// Looks at the articles of one segment.
struct Inspector<'a> {
    segment: &'a SegmentReader,
    reader: &'a Reader,
    store: tantivy::store::StoreReader,
    keys: tantivy::columnar::Column<u64>,
    analyzer: Analyzer,
    marks: &'a dyn Fn(&Version) -> Marks,
}

/// Blocks of stored articles that are kept unpacked.
const BLOCKS: usize = 2;

impl<'a> Inspector<'a> {
    fn new(
        segment: &'a SegmentReader,
        reader: &'a Reader,
        marks: &'a dyn Fn(&Version) -> Marks,
    ) -> Result<Self, TantivyError> {
        Ok(Self {
            segment,
            reader,
            store: segment.get_store_reader(BLOCKS)?,
            keys: segment.fast_fields().u64(column::ID_KEY)?,
            analyzer: Analyzer::default(),
            marks,
        })
    }

    /// Says what is wrong with an article.
    fn inspect(&mut self, doc: DocId) -> Result<(), String> {
        let number = |what: &str| format!("article {doc}: {what}");
        let fingerprints = self.numbers(column::FINGERPRINT, doc);
        let stored: Result<Stored<ENTRY>, _> = self.store.get(doc);
        let entry = stored.and_then(|stored| stored.entry(fingerprints.into_iter()));
        let entry = entry.map_err(|error| number(&format!("cannot be read: {error}")))?;
        let id = &entry.shown.article.id;
        let named = |what: &str| format!("article {id}: {what}");
        self.compare_columns(&entry, doc)
            .map_err(|what| named(&what))?;
        self.compare_marks(&entry, doc)
            .map_err(|what| named(&what))?;
        self.look_words_up(&entry, doc).map_err(|what| named(&what))
    }

    fn numbers(&self, name: &str, doc: DocId) -> Vec<u64> {
        let column = self.segment.fast_fields().column_opt::<u64>(name);
        let column = column.ok().flatten();
        column.map_or_else(Vec::new, |column| column.values_for_doc(doc).collect())
    }

    fn text(&self, name: &str, doc: DocId) -> Option<String> {
        let column = self.segment.fast_fields().str(name).ok().flatten()?;
        let ord = column.term_ords(doc).next()?;
        let mut text = String::new();
        column.ord_to_str(ord, &mut text).ok()?;
        Some(text)
    }

    fn compare_columns(&self, entry: &Entry, doc: DocId) -> Result<(), String> {
        let article = &entry.shown.article;
        if self.numbers(column::ID_KEY, doc) != [store::key(&article.id)] {
            return Err("its id has another key".to_owned());
        }
        let source = article.source.as_ref().map(|it| it.value.as_str());
        let texts = [
            (column::ID, article.id.as_str()),
            (column::PATH, article.path.as_str()),
            (column::SOURCE, source.unwrap_or_default()),
            (
                column::DOMAIN,
                article.domain.as_deref().unwrap_or_default(),
            ),
            (column::LANGUAGE, store::language(article)),
        ];
        for (name, stored) in texts {
            let is_line = name != column::ID && name != column::PATH;
            let stored = if is_line {
                stored.replace('\n', " ")
            } else {
                stored.to_owned()
            };
            if self.text(name, doc).unwrap_or_default() != stored {
                return Err(format!("its column {name} is not what is stored"));
            }
        }
        let places: Vec<u64> = entry
            .all_places()
            .map(|held| store::key(&held.path))
            .collect();
        if self.numbers(column::PLACE, doc) != places {
            return Err("its places are not those that are stored".to_owned());
        }
        Ok(())
    }

    fn compare_marks(&self, entry: &Entry, doc: DocId) -> Result<(), String> {
        match self.has_marks(&(self.marks)(&entry.shown), doc) {
            true => Ok(()),
            false => Err("its text is not the one that was indexed".to_owned()),
        }
    }

    fn has_marks(&self, marks: &Marks, doc: DocId) -> bool {
        let blocks: Vec<u64> = marks
            .blocks
            .iter()
            .map(|hash| store::short(*hash))
            .collect();
        self.numbers(column::SHINGLES, doc) == [marks.shingles]
            && self.numbers(column::BLOCK, doc) == blocks
            && self.numbers(column::COPY_MARK, doc) == marks.copies
    }

    /// Looks some words of the text up where the index should have them.
    fn look_words_up(&mut self, entry: &Entry, doc: DocId) -> Result<(), String> {
        let article = &entry.shown.article;
        let language = language_code(store::language(article));
        let all: Vec<_> = words(&article.text).collect();
        let step = all.len().div_ceil(WORDS).max(1);
        let field = self.reader.fields().text;
        for word in all.iter().step_by(step) {
            let terms = self.analyzer.terms(&language, word);
            let term = Term::from_field_text(field, &terms.stem);
            let found = self.has_posting(&term, doc);
            if !found.map_err(|error| format!("the index cannot be read: {error}"))? {
                return Err(format!("the index does not have its word {:?}", word.text));
            }
        }
        Ok(())
    }

    fn has_posting(&self, term: &Term, doc: DocId) -> Result<bool, TantivyError> {
        let index = self.segment.inverted_index(term.field())?;
        let postings = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
        let Some(mut postings) = postings else {
            return Ok(false);
        };
        let at = match postings.doc() {
            first if first >= doc => first,
            TERMINATED => TERMINATED,
            _ => postings.seek(doc),
        };
        if at != doc {
            return Ok(false);
        }
        let mut positions = Vec::new();
        postings.positions(&mut positions);
        Ok(positions.len() == postings.term_freq() as usize && !positions.is_empty())
    }
}
