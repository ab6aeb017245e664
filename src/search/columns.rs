//! The columns of an archive, each opened once: tantivy reads all that a column's blocks have at their heads whenever it is opened, and
//! for the columns of ids and of places that takes longer than most questions.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tantivy::SegmentReader;
use tantivy::columnar::{Cardinality, Column, ColumnType, ColumnValues, DynamicColumn, StrColumn};
use tantivy::index::SegmentId;

/// Names of a column that are kept in memory: a block of them takes longer to unpack than the articles of most questions to count.
const FEW: usize = 4_096;

/// One number an article.
pub(crate) type Numbers = Arc<dyn ColumnValues<u64>>;

/// The columns that were asked for so far, of each segment.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    opened: RwLock<HashMap<(SegmentId, &'static str), Opened>>,
}

#[derive(Debug, Clone)]
struct Opened {
    column: Option<DynamicColumn>,
    few: Arc<OnceLock<Vec<Arc<str>>>>,
}

/// A column of names.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub(crate) column: StrColumn,
    /// All of them, where they are [`FEW`].
    few: Arc<OnceLock<Vec<Arc<str>>>>,
}

impl Columns {
    /// The number of each article, 0 for one that has none.
    pub(crate) fn numbers(
        &self,
        segment: &SegmentReader,
        name: &'static str,
    ) -> tantivy::Result<Numbers> {
        let column: Option<Column<u64>> = self
            .open(segment, name, ColumnType::U64)?
            .column
            .and_then(Into::into);
        Ok(first(
            &column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())),
            0,
        ))
    }

    /// The seconds of each article that has them.
    pub(crate) fn seconds(
        &self,
        segment: &SegmentReader,
        name: &'static str,
    ) -> tantivy::Result<Option<Column<i64>>> {
        Ok(self
            .open(segment, name, ColumnType::I64)?
            .column
            .and_then(Into::into))
    }

    /// The names of each article; `None` when no article has any.
    pub(crate) fn names(
        &self,
        segment: &SegmentReader,
        name: &'static str,
    ) -> tantivy::Result<Option<Names>> {
        let Opened { column, few } = self.open(segment, name, ColumnType::Str)?;
        let column: Option<StrColumn> = column.and_then(Into::into);
        Ok(column.map(|column| Names { column, few }))
    }

    fn open(
        &self,
        segment: &SegmentReader,
        name: &'static str,
        of: ColumnType,
    ) -> tantivy::Result<Opened> {
        let key = (segment.segment_id(), name);
        if let Some(opened) = self
            .opened
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Ok(opened.clone());
        }
        let handle = segment.fast_fields().dynamic_column_handle(name, of)?;
        let column = handle.map(|handle| handle.open()).transpose()?;
        let opened = Opened {
            column,
            few: Arc::default(),
        };
        self.opened
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, opened.clone());
        Ok(opened)
    }
}

impl Names {
    /// The names behind some ordinals, which are given in order.
    pub(crate) fn of(&self, ords: &[u64]) -> tantivy::Result<Vec<Arc<str>>> {
        if self.column.num_terms() > FEW {
            return self.read(ords);
        }
        let all = match self.few.get() {
            Some(all) => all,
            None => {
                let every: Vec<u64> = (0..self.column.num_terms() as u64).collect();
                let all = self.read(&every)?;
                self.few.get_or_init(|| all)
            }
        };
        let at = |&ord: &u64| all.get(usize::try_from(ord).ok()?).cloned();
        Ok(ords.iter().filter_map(at).collect())
    }

    fn read(&self, ords: &[u64]) -> tantivy::Result<Vec<Arc<str>>> {
        let mut names = Vec::with_capacity(ords.len());
        let dictionary = self.column.dictionary();
        dictionary.sorted_ords_to_term_cb(ords, |name| {
            names.push(String::from_utf8_lossy(name).as_ref().into());
        })?;
        Ok(names)
    }

    /// The ordinal of each article's first name, `u64::MAX` for one that has none.
    pub(crate) fn ords(&self) -> Numbers {
        first(self.column.ords(), u64::MAX)
    }
}

/// The first number of each article, `missing` for one that has none.
fn first(column: &Column<u64>, missing: u64) -> Numbers {
    // Where each article has exactly one, the values themselves are that, and give many at once faster.
    match column.get_cardinality() {
        Cardinality::Full => column.values.clone(),
        _ => column.clone().first_or_default_col(missing),
    }
}
