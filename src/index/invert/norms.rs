//! The norms of a shard's articles: how many tokens each has in a field, rounded to a byte.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

use crate::index::invert::plan::Indexed;

/// The norms of all fields that have some.
pub(super) struct Norms {
    /// By the field's number: a byte for each document.
    fields: Vec<Option<Vec<u8>>>,
}

impl Norms {
    pub(super) fn new(plan: &[Indexed]) -> Self {
        let last = plan.last().map(|last| last.field.field_id() as usize);
        let mut fields = vec![None; last.map_or(0, |last| last + 1)];
        for indexed in plan.iter().filter(|indexed| indexed.has_norms) {
            if let Some(norms) = fields.get_mut(indexed.field.field_id() as usize) {
                *norms = Some(Vec::new());
            }
        }
        Self { fields }
    }

    /// Adds the norm of the next document in the field with this number, if the field has norms.
    pub(super) fn add(&mut self, field: usize, tokens: u32) {
        if let Some(Some(norms)) = self.fields.get_mut(field) {
            norms.push(FieldNormReader::fieldnorm_to_id(tokens));
        }
    }

    /// The norms of a field.
    pub(super) fn get(&self, field: Field) -> &[u8] {
        let norms = self.fields.get(field.field_id() as usize);
        norms.and_then(Option::as_deref).unwrap_or_default()
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.fields.iter().flatten().map(Vec::len).sum()
    }
}
