//! The columns of an archive, each opened once: tantivy reads all that a column's blocks have at their heads whenever it is opened, and
//! for the columns of ids and of places that takes longer than most questions.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::SegmentReader;
use tantivy::columnar::{Cardinality, Column, ColumnType, ColumnValues, DynamicColumn, StrColumn};
use tantivy::index::SegmentId;

/// One number an article.
pub(crate) type Numbers = Arc<dyn ColumnValues<u64>>;

/// The columns that were asked for so far, of each segment.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    opened: RwLock<HashMap<(SegmentId, &'static str), Option<DynamicColumn>>>,
}

impl Columns {
    /// The number of each article, 0 for one that has none.
    pub(crate) fn numbers(&self, segment: &SegmentReader, name: &'static str) -> tantivy::Result<Numbers> {
        let column: Option<Column<u64>> = self.open(segment, name, ColumnType::U64)?.and_then(Into::into);
        Ok(first(&column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())), 0))
    }

    /// The seconds of each article that has them.
    pub(crate) fn seconds(
        &self,
        segment: &SegmentReader,
        name: &'static str,
    ) -> tantivy::Result<Option<Column<i64>>> {
        Ok(self.open(segment, name, ColumnType::I64)?.and_then(Into::into))
    }

    /// The names of each article; `None` when no article has any.
    pub(crate) fn names(
        &self,
        segment: &SegmentReader,
        name: &'static str,
    ) -> tantivy::Result<Option<StrColumn>> {
        Ok(self.open(segment, name, ColumnType::Str)?.and_then(Into::into))
    }

    fn open(
        &self,
        segment: &SegmentReader,
        name: &'static str,
        of: ColumnType,
    ) -> tantivy::Result<Option<DynamicColumn>> {
        let key = (segment.segment_id(), name);
        if let Some(column) = self.opened.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(column.clone());
        }
        let handle = segment.fast_fields().dynamic_column_handle(name, of)?;
        let column = handle.map(|handle| handle.open()).transpose()?;
        self.opened.write().unwrap_or_else(PoisonError::into_inner).insert(key, column.clone());
        Ok(column)
    }
}

/// The first number of each article, `missing` for one that has none.
pub(crate) fn first(column: &Column<u64>, missing: u64) -> Numbers {
    // Where each article has exactly one, the values themselves are that, and give many at once faster.
    match column.get_cardinality() {
        Cardinality::Full => column.values.clone(),
        _ => column.clone().first_or_default_col(missing),
    }
}
