//! Shards written as one segment: the documents of each after those of the one before, the posting lists of a term strung together.

use std::sync::Arc;

use tantivy::directory::{Directory, FileSlice, OwnedBytes, TerminatingWrite};
use tantivy::fieldnorm::{FieldNormReader, FieldNormsSerializer};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::IndexRecordOption;
use tantivy::store::{StoreReader, StoreWriter};
use tantivy::{Index, TantivyError};

use crate::index::invert::interner::Interner;
use crate::index::invert::plan::{Indexed, Inverted, Plan};
use crate::index::invert::posting_lists::{PostingLists, Room};
use crate::index::invert::segment_columns::Columns;
use crate::index::invert::shard::{Shard, Stored};
use crate::index::invert::values::{Posting, Values};

/// Writes everything in the shards and columns as a new segment.
pub(super) fn write(
    index: &Index,
    plan: &Plan,
    mut shards: Vec<Shard>,
    columns: Columns,
) -> Result<Segment, TantivyError> {
    let mut stored = Vec::new();
    for shard in &mut shards {
        stored.extend(shard.close());
    }
    let documents = shards.iter().map(Shard::documents).sum();
    let segment = index.new_segment();
    std::thread::scope(|scope| {
        let rows = scope.spawn(|| {
            write_stored(index, &segment, stored)?;
            write_columns(&segment, columns)
        });
        let inverted = write_inverted(&segment, plan, &shards);
        let died = |_| TantivyError::ErrorInThread("writing columns".to_owned());
        inverted.and(rows.join().map_err(died)?)
    })?;
    Ok(segment.with_max_doc(documents))
}

fn write_stored(index: &Index, segment: &Segment, stored: Vec<Stored>) -> Result<(), TantivyError> {
    let settings = index.settings();
    let file = segment.open_write(SegmentComponent::Store)?;
    let (compression, block) = (settings.docstore_compression, settings.docstore_blocksize);
    let mut all = StoreWriter::new(file, compression, block, false)?;
    for Stored { writer, path } in stored {
        writer.close()?;
        let reader = StoreReader::open(index.directory().open_read(&path)?, 1)?;
        all.stack(reader)?;
        if let Err(error) = index.directory().delete(&path) {
            tracing::warn!(%error, path = %path.display(), "a temporary file stays");
        }
    }
    Ok(all.close()?)
}

fn write_columns(segment: &Segment, columns: Columns) -> Result<(), TantivyError> {
    let mut file = segment.open_write(SegmentComponent::FastFields)?;
    columns.write(&mut file)?;
    Ok(file.terminate()?)
}

fn write_inverted(segment: &Segment, plan: &Plan, shards: &[Shard]) -> Result<(), TantivyError> {
    let file = segment.open_write(SegmentComponent::FieldNorms)?;
    let mut norms_serializer = FieldNormsSerializer::from_write(file)?;
    let mut serializer = InvertedIndexSerializer::open(segment)?;
    for indexed in &plan.fields {
        let mut norms = None;
        if indexed.has_norms {
            let bytes: Vec<&[u8]> = shards
                .iter()
                .map(|it| it.norms.get(indexed.field))
                .collect();
            let bytes = bytes.concat();
            norms_serializer.serialize_field(indexed.field, &bytes)?;
            let slice = FileSlice::new(Arc::new(OwnedBytes::new(bytes)));
            norms = Some(FieldNormReader::open(slice)?);
        }
        write_field(&mut serializer, indexed, norms, shards)?;
    }
    norms_serializer.close()?;
    Ok(serializer.close()?)
}

fn write_field(
    serializer: &mut InvertedIndexSerializer,
    indexed: &Indexed,
    norms: Option<FieldNormReader>,
    shards: &[Shard],
) -> Result<(), TantivyError> {
    let mut terms = Vec::new();
    let mut numbers = Vec::new();
    let mut first_doc = 0;
    for shard in shards {
        let words = shard.article.words.terms();
        match (&indexed.inverted, shard.values.get(indexed.field)) {
            (Inverted::Title, _) => terms.push(Terms::new(words, &shard.article.title, first_doc)),
            (Inverted::Text, _) => terms.push(Terms::new(words, &shard.article.text, first_doc)),
            (Inverted::NameSounds, _) => {
                let sounds = shard.article.words.name_sounds();
                terms.push(Terms::new(sounds, &shard.article.names, first_doc));
            }
            (_, Some(Values::Named(named))) => {
                terms.push(Terms::new(&named.terms, &named.lists, first_doc));
            }
            (_, Some(Values::Numbers(postings))) => numbers.push(Numbers {
                rest: postings,
                first_doc,
            }),
            (_, None) => {}
        }
        first_doc += shard.documents();
    }
    let in_terms = terms.iter().map(|it| it.lists.tokens()).sum::<u64>();
    let in_numbers = numbers.iter().map(|it| it.rest.len() as u64).sum::<u64>();
    // A field without tokens is absent from the files, as when tantivy writes them.
    if in_terms + in_numbers == 0 {
        return Ok(());
    }
    let mut field = serializer.new_field(indexed.field, in_terms + in_numbers, norms)?;
    write_terms(&mut field, terms, indexed.detail)?;
    write_numbers(&mut field, numbers)?;
    Ok(field.close()?)
}

/// The terms of one shard that are still to be written, in order.
struct Terms<'a> {
    interner: &'a Interner,
    lists: &'a PostingLists,
    /// The number of the shard's first document in the segment.
    first_doc: u32,
    rest: std::vec::IntoIter<u32>,
    /// The term that comes next, and its number.
    next: Option<(&'a [u8], u32)>,
}

impl<'a> Terms<'a> {
    fn new(interner: &'a Interner, lists: &'a PostingLists, first_doc: u32) -> Self {
        let order = interner.sorted(|term| lists.doc_freq(term) > 0);
        let mut terms = Self {
            interner,
            lists,
            first_doc,
            rest: order.into_iter(),
            next: None,
        };
        terms.advance();
        terms
    }

    fn advance(&mut self) {
        let number = self.rest.next();
        self.next = number.map(|number| (self.interner.get(number), number));
    }

    /// The number of this term, when it comes next.
    fn number_of(&self, term: &[u8]) -> Option<u32> {
        let (next, number) = self.next?;
        (next == term).then_some(number)
    }
}

fn write_terms(
    field: &mut FieldSerializer<'_>,
    mut shards: Vec<Terms<'_>>,
    detail: IndexRecordOption,
) -> Result<(), TantivyError> {
    let mut room = Room::default();
    while let Some((term, _)) = shards.iter().filter_map(|shard| shard.next).min() {
        let mut doc_freq = 0;
        for shard in &shards {
            let number = shard.number_of(term);
            doc_freq += number.map_or(0, |number| shard.lists.doc_freq(number));
        }
        field.new_term(term, doc_freq, detail.has_freq())?;
        for shard in &mut shards {
            let Some(number) = shard.number_of(term) else {
                continue;
            };
            let first_doc = shard.first_doc;
            shard.lists.each(number, &mut room, |doc, gaps| {
                let term_freq = if detail.has_freq() { gaps.len() } else { 0 };
                let gaps = if detail.has_positions() { gaps } else { &[] };
                field.write_doc(first_doc + doc, term_freq as u32, gaps);
            });
            shard.advance();
        }
        field.close_term()?;
    }
    Ok(())
}

/// The numbers of one shard that are still to be written, in order.
struct Numbers<'a> {
    rest: &'a [Posting],
    first_doc: u32,
}

impl<'a> Numbers<'a> {
    /// Takes the postings of this number, when it comes next.
    fn take(&mut self, number: u64) -> &'a [Posting] {
        let end = self.rest.iter().position(|it| it.number != number);
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }
}

fn write_numbers(
    field: &mut FieldSerializer<'_>,
    mut shards: Vec<Numbers<'_>>,
) -> Result<(), TantivyError> {
    loop {
        let next = shards.iter().filter_map(|shard| shard.rest.first());
        let Some(number) = next.map(|posting| posting.number).min() else {
            return Ok(());
        };
        // Numbers have no frequencies, so that nothing is computed from how many documents a list has.
        field.new_term(&number.to_be_bytes(), 0, false)?;
        for shard in &mut shards {
            // A document that gives a number twice has it once.
            for postings in shard.take(number).chunk_by(|a, b| a.doc == b.doc) {
                if let Some(posting) = postings.first() {
                    field.write_doc(shard.first_doc + posting.doc, 0, &[]);
                }
            }
        }
        field.close_term()?;
    }
}
