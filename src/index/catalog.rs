//! What an archive holds, asked by posting list and column: by id, by place, by site.
//!
//! A run over millions of articles keeps no table of them: it asks here.

use tantivy::columnar::{Column, StrColumn};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use crate::article::Entry;
use crate::index::index_error::WriteError;
use crate::index::schema::{Fields, column};
use crate::index::store::{BRIEF, Brief, ENTRY, Stored, TEXT};

/// An archive as one commit left it.
pub struct Catalog {
    searcher: Searcher,
    fields: Fields,
    columns: Vec<Columns>,
}

/// The columns that are asked for, of one segment.
struct Columns {
    ids: Column<u64>,
    claimed: Column<u64>,
    places: Column<u64>,
    fingerprints: Column<u64>,
    blocks: Column<u64>,
    furniture: Column<u64>,
    copy_marks: Column<u64>,
    shingles: Column<u64>,
    published: Column<i64>,
    sources: StrColumn,
}

/// An article of a catalog. It is gone with the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(DocAddress);

/// Where the name of an outlet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceAt {
    segment: u32,
    /// Its number among the names of the segment.
    ord: u64,
}

/// A place that holds an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownPlace {
    /// The article.
    pub at: Address,
    /// [`key`](crate::index::key) of the article's id.
    pub id_key: u64,
    /// [`key`](crate::index::key) of the id that its pages claim: mostly the same.
    pub family: u64,
    /// What was read there.
    pub fingerprint: u64,
    /// How many places hold the article.
    pub places: u32,
    /// The number of the place among those of its segment.
    pub row: Row,
}

/// An article with the rows of its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogRows {
    /// The article.
    pub at: Address,
    /// The segment.
    pub segment: u32,
    /// The rows of its places in the segment.
    pub rows: std::ops::Range<u32>,
}

/// The number of a place in the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// The segment.
    pub segment: u32,
    /// The place in it.
    pub at: u32,
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog").finish_non_exhaustive()
    }
}

impl Catalog {
    pub(crate) fn new(searcher: Searcher, fields: Fields) -> Result<Self, TantivyError> {
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(Columns::of).collect::<Result<_, _>>()?;
        Ok(Self {
            searcher,
            fields,
            columns,
        })
    }

    /// Articles.
    pub fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The article with an id of this [`key`](crate::index::key).
    pub fn find(&self, id_key: u64) -> Result<Option<Address>, WriteError> {
        let term = Term::from_field_u64(self.fields.id_key, id_key);
        self.first(&term).map_err(WriteError::new)
    }

    /// The articles whose pages claim the id of this [`key`](crate::index::key): mostly the one that has it.
    pub fn family(&self, id_key: u64) -> Result<Vec<Address>, WriteError> {
        let mut found = Vec::new();
        let own = Term::from_field_u64(self.fields.id_key, id_key);
        let claimed = Term::from_field_u64(self.fields.claimed_key, id_key);
        for term in [own, claimed] {
            self.each(&term, &mut |at| {
                if self.family_of(at) == id_key {
                    found.push(at);
                }
                true
            })
            .map_err(WriteError::new)?;
        }
        Ok(found)
    }

    /// The [`key`](crate::index::key) of the id that the pages of an article claim.
    pub fn family_of(&self, at: Address) -> u64 {
        let columns = self.columns.get(at.0.segment_ord as usize);
        let claimed = columns.and_then(|columns| columns.claimed.first(at.0.doc_id));
        claimed.unwrap_or_else(|| self.id_key(at))
    }

    /// An article without an address, one of whose places has this fingerprint.
    pub fn without_address(&self, fingerprint: u64) -> Result<Option<Address>, WriteError> {
        let term = Term::from_field_u64(self.fields.without_address, fingerprint);
        self.first(&term).map_err(WriteError::new)
    }

    /// An address is known of an article.
    pub fn has_address(&self, at: Address) -> Result<bool, WriteError> {
        Ok(self.brief(at)?.url.is_some())
    }

    /// The id and the path of an article.
    pub fn id_and_path(&self, at: Address) -> Result<(String, String), WriteError> {
        let brief = self.brief(at)?;
        Ok((brief.id, brief.path))
    }

    /// The article that the place with this [`key`](crate::index::key) holds.
    pub fn place(&self, place_key: u64) -> Result<Option<KnownPlace>, WriteError> {
        let term = Term::from_field_u64(self.fields.place_key, place_key);
        let Some(at) = self.first(&term).map_err(WriteError::new)? else {
            return Ok(None);
        };
        let Some(columns) = self.columns.get(at.0.segment_ord as usize) else {
            return Ok(None);
        };
        let doc = at.0.doc_id;
        let places: Vec<u64> = columns.places.values_for_doc(doc).collect();
        let Some(nth) = places.iter().position(|place| *place == place_key) else {
            return Ok(None);
        };
        Ok(Some(KnownPlace {
            at,
            id_key: columns.ids.first(doc).unwrap_or_default(),
            family: self.family_of(at),
            fingerprint: columns
                .fingerprints
                .values_for_doc(doc)
                .nth(nth)
                .unwrap_or_default(),
            places: u32::try_from(places.len()).unwrap_or(u32::MAX),
            row: Row {
                segment: at.0.segment_ord,
                at: columns.places.index.value_row_ids(doc).start + u32::try_from(nth).unwrap_or(0),
            },
        }))
    }

    /// Everything that is kept of an article.
    pub fn entry(&self, at: Address) -> Result<Entry, WriteError> {
        let columns = self.columns.get(at.0.segment_ord as usize);
        let fingerprints = columns.map(|columns| &columns.fingerprints);
        let fingerprints = fingerprints.into_iter();
        let fingerprints = fingerprints.flat_map(|column| column.values_for_doc(at.0.doc_id));
        let stored = self.searcher.doc::<Stored<ENTRY>>(at.0);
        let entry = stored.and_then(|stored| stored.entry(fingerprints));
        entry.map_err(WriteError::new)
    }

    /// The domain, empty where there is none, and the path of an article.
    pub fn domain_and_path(&self, at: Address) -> Result<(String, String), WriteError> {
        let brief = self.brief(at)?;
        Ok((brief.domain.unwrap_or_default(), brief.path))
    }

    fn brief(&self, at: Address) -> Result<Brief, WriteError> {
        let stored = self.searcher.doc::<Stored<BRIEF>>(at.0);
        let brief = stored.and_then(|stored| stored.brief());
        brief.map_err(WriteError::new)
    }

    /// Where the name of an article's outlet stands; `None` where no outlet is known.
    pub fn source(&self, at: Address) -> Option<SourceAt> {
        let columns = self.columns.get(at.0.segment_ord as usize)?;
        let ord = columns.sources.term_ords(at.0.doc_id).next()?;
        Some(SourceAt {
            segment: at.0.segment_ord,
            ord,
        })
    }

    /// The name of an outlet. Each call unpacks a block of the dictionary.
    pub fn source_name(&self, at: SourceAt) -> Option<String> {
        let columns = self.columns.get(at.segment as usize)?;
        let mut name = String::new();
        columns.sources.ord_to_str(at.ord, &mut name).ok()?;
        Some(name)
    }

    /// The text of an article.
    pub fn text(&self, at: Address) -> Result<String, WriteError> {
        let stored = self.searcher.doc::<Stored<TEXT>>(at.0);
        Ok(stored.map_err(WriteError::new)?.text)
    }

    /// The marks of an article's text by which copies are found.
    pub fn copy_marks(&self, at: Address) -> impl Iterator<Item = u64> {
        let columns = self.columns.get(at.0.segment_ord as usize);
        let marks = columns.map(|columns| columns.copy_marks.values_for_doc(at.0.doc_id));
        marks.into_iter().flatten()
    }

    /// How many different shingles the text of an article has.
    pub fn shingles(&self, at: Address) -> u64 {
        let columns = self.columns.get(at.0.segment_ord as usize);
        let shingles = columns.and_then(|columns| columns.shingles.first(at.0.doc_id));
        shingles.unwrap_or_default()
    }

    /// When an article was published, in seconds since 1970.
    pub fn published(&self, at: Address) -> Option<i64> {
        let columns = self.columns.get(at.0.segment_ord as usize)?;
        columns.published.first(at.0.doc_id)
    }

    /// The articles whose text has this mark among those by which copies are found; none where it is one alone.
    pub fn sharing_copy_mark(&self, mark: u64) -> Result<Vec<Address>, WriteError> {
        let term = Term::from_field_u64(self.fields.copy_mark, mark);
        self.sharing(&term).map_err(WriteError::new)
    }

    /// The living articles with a term; none where it is one alone.
    fn sharing(&self, term: &Term) -> Result<Vec<Address>, TantivyError> {
        let (mut lists, mut doc_freq) = (Vec::new(), 0);
        for (segment_ord, segment) in (0_u32..).zip(self.searcher.segment_readers()) {
            let index = segment.inverted_index(term.field())?;
            if let Some(list) = index.get_term_info(term)? {
                doc_freq += list.doc_freq;
                lists.push((segment_ord, segment, index, list));
            }
        }
        let mut found = Vec::new();
        // Most marks are of one text, whose list need not be read.
        if doc_freq < 2 {
            return Ok(found);
        }
        for (segment_ord, segment, index, list) in lists {
            let postings = index.read_postings_from_terminfo(&list, IndexRecordOption::Basic)?;
            let mut add = |address| {
                found.push(address);
                true
            };
            each_living(segment_ord, segment, postings, &mut add);
        }
        Ok(found)
    }

    /// Every article, in the order in which they are stored.
    pub fn all(&self) -> Vec<Address> {
        let mut found = Vec::new();
        for (segment_ord, segment) in (0_u32..).zip(self.searcher.segment_readers()) {
            for doc_id in segment.doc_ids_alive() {
                found.push(Address(DocAddress {
                    segment_ord,
                    doc_id,
                }));
            }
        }
        found
    }

    /// Hands over the path of each article that `is_wanted`, by segment in the order of the paths.
    pub fn each_path(
        &self,
        is_wanted: &dyn Fn(&CatalogRows) -> bool,
        each: &mut dyn FnMut(&CatalogRows, &str),
    ) -> Result<(), WriteError> {
        for (segment_ord, segment) in (0_u32..).zip(self.searcher.segment_readers()) {
            self.paths_of(segment_ord, segment, is_wanted, each)
                .map_err(WriteError::new)?;
        }
        Ok(())
    }

    fn paths_of(
        &self,
        segment_ord: u32,
        segment: &SegmentReader,
        is_wanted: &dyn Fn(&CatalogRows) -> bool,
        each: &mut dyn FnMut(&CatalogRows, &str),
    ) -> Result<(), TantivyError> {
        let columns = self.columns.get(segment_ord as usize);
        let (Some(columns), Some(paths)) = (columns, segment.fast_fields().str(column::PATH)?)
        else {
            return Ok(());
        };
        let mut wanted = Vec::new();
        for doc_id in segment.doc_ids_alive() {
            let rows = CatalogRows {
                at: Address(DocAddress {
                    segment_ord,
                    doc_id,
                }),
                segment: segment_ord,
                rows: columns.places.index.value_row_ids(doc_id),
            };
            if is_wanted(&rows) {
                wanted.push((paths.term_ords(doc_id).next().unwrap_or_default(), rows));
            }
        }
        // The dictionary keeps its words in blocks that are unpacked as a whole, so it is read once from end to end.
        wanted.sort_unstable_by_key(|(ord, rows)| (*ord, rows.at));
        let mut ords: Vec<u64> = wanted.iter().map(|(ord, _)| *ord).collect();
        ords.dedup();
        let mut wanted = wanted.iter().peekable();
        let mut next = ords.iter();
        paths.dictionary().sorted_ords_to_term_cb(&ords, |path| {
            let Some(ord) = next.next() else { return };
            let path = String::from_utf8_lossy(path);
            while let Some((_, rows)) = wanted.next_if(|(own, _)| own == ord) {
                each(rows, &path);
            }
        })?;
        Ok(())
    }

    /// Places in each segment, those of removed articles included.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        let rows = self
            .columns
            .iter()
            .map(|columns| columns.places.values.num_vals());
        rows.collect::<Vec<_>>().into_iter()
    }

    /// The articles of the site with this [`key`](crate::index::key).
    pub fn of_site(&self, site_key: u64) -> Result<Vec<Address>, WriteError> {
        let term = Term::from_field_u64(self.fields.site, site_key);
        let mut found = Vec::new();
        let mut add = |address| {
            found.push(address);
            true
        };
        self.each(&term, &mut add).map_err(WriteError::new)?;
        Ok(found)
    }

    /// An article of each site.
    pub fn sites(&self) -> Result<Vec<Address>, WriteError> {
        let mut keys = Vec::new();
        for segment in self.searcher.segment_readers() {
            let read = || -> Result<Vec<u64>, TantivyError> {
                let index = segment.inverted_index(self.fields.site)?;
                let mut terms = index.terms().stream()?;
                let mut found = Vec::new();
                while terms.advance() {
                    let bytes = terms.key().try_into().unwrap_or_default();
                    found.push(u64::from_be_bytes(bytes));
                }
                Ok(found)
            };
            keys.extend(read().map_err(WriteError::new)?);
        }
        keys.sort_unstable();
        keys.dedup();
        let mut found = Vec::new();
        for key in keys {
            let term = Term::from_field_u64(self.fields.site, key);
            found.extend(self.first(&term).map_err(WriteError::new)?);
        }
        Ok(found)
    }

    /// The [`key`](crate::index::key) of an article's id.
    pub fn id_key(&self, at: Address) -> u64 {
        let columns = self.columns.get(at.0.segment_ord as usize);
        let key = columns.and_then(|columns| columns.ids.first(at.0.doc_id));
        key.unwrap_or_default()
    }

    /// Whether the text of an article may hold a block that `is_wanted` by the short form of its hash, or had one taken
    /// out that is not.
    pub fn holds(&self, at: Address, is_wanted: &dyn Fn(u64) -> bool) -> bool {
        let Some(columns) = self.columns.get(at.0.segment_ord as usize) else {
            return false;
        };
        let doc = at.0.doc_id;
        columns.blocks.values_for_doc(doc).any(is_wanted)
            || columns
                .furniture
                .values_for_doc(doc)
                .any(|hash| !is_wanted(hash))
    }

    /// The first living article with a term.
    fn first(&self, term: &Term) -> Result<Option<Address>, TantivyError> {
        let mut found = None;
        self.each(term, &mut |address| {
            found = Some(address);
            false
        })?;
        Ok(found)
    }

    /// Hands over each living article with a term until `each` has enough.
    fn each(&self, term: &Term, each: &mut dyn FnMut(Address) -> bool) -> Result<(), TantivyError> {
        for (segment_ord, segment) in (0_u32..).zip(self.searcher.segment_readers()) {
            let Some(postings) = postings(segment, term)? else {
                continue;
            };
            if !each_living(segment_ord, segment, postings, each) {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Hands over each living article of a posting list until `each` has enough; says whether it wants more.
fn each_living(
    segment_ord: u32,
    segment: &SegmentReader,
    mut postings: impl Postings,
    each: &mut dyn FnMut(Address) -> bool,
) -> bool {
    let alive = segment.alive_bitset();
    let mut doc_id: DocId = postings.doc();
    while doc_id != TERMINATED {
        let is_alive = alive.is_none_or(|alive| alive.is_alive(doc_id));
        let address = Address(DocAddress {
            segment_ord,
            doc_id,
        });
        if is_alive && !each(address) {
            return false;
        }
        doc_id = postings.advance();
    }
    true
}

fn postings(segment: &SegmentReader, term: &Term) -> Result<Option<impl Postings>, TantivyError> {
    let index = segment.inverted_index(term.field())?;
    let postings = index.read_postings(term, IndexRecordOption::Basic)?;
    Ok(postings)
}

impl Columns {
    fn of(segment: &SegmentReader) -> Result<Self, TantivyError> {
        let column = |name: &str| segment.fast_fields().u64(name);
        // Where no article of a segment has furniture, the column is missing.
        let or_empty = |name: &str| {
            let missing = || Column::build_empty_column(segment.max_doc());
            segment
                .fast_fields()
                .column_opt::<u64>(name)
                .map(|column| column.unwrap_or_else(missing))
        };
        Ok(Self {
            ids: column(column::ID_KEY)?,
            claimed: or_empty(column::CLAIMED)?,
            places: column(column::PLACE)?,
            fingerprints: column(column::FINGERPRINT)?,
            blocks: or_empty(column::BLOCK)?,
            furniture: or_empty(column::FURNITURE)?,
            copy_marks: or_empty(column::COPY_MARK)?,
            shingles: column(column::SHINGLES)?,
            published: segment
                .fast_fields()
                .column_opt::<i64>(column::PUBLISHED)?
                .unwrap_or_else(|| Column::build_empty_column(segment.max_doc())),
            sources: segment
                .fast_fields()
                .str(column::SOURCE)?
                .ok_or_else(missing_sources)?,
        })
    }
}

fn missing_sources() -> TantivyError {
    TantivyError::InternalError("a segment has no column of sources".to_owned())
}
