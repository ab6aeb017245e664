//! The indexed fields beside the article's own words: names and numbers, as the values of a document give them.

use tantivy::schema::document::CompactDocValue;
use tantivy::schema::{Field, Value};
use tantivy::{TantivyDocument, TantivyError};

use crate::index::invert::batch::Packing;
use crate::index::invert::named::Named;
use crate::index::invert::norms::Norms;
use crate::index::invert::plan::{Indexed, Inverted};

/// One field's values.
pub(super) enum Values {
    Named(Box<Named>),
    Numbers(Vec<Posting>),
}

/// A number and the document that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) number: u64,
    pub(super) doc: u32,
}

/// The values of all these fields.
pub(super) struct ValueLists {
    /// By the field's number.
    fields: Vec<Option<Values>>,
    /// Tokens of the current document in each field.
    tokens: Vec<u32>,
}

impl ValueLists {
    pub(super) fn new(plan: &[Indexed]) -> Self {
        let fields = plan.last().map_or(0, |last| number(last.field) + 1);
        let mut lists = Self {
            fields: Vec::new(),
            tokens: vec![0; fields],
        };
        lists.fields.resize_with(fields, || None);
        for indexed in plan {
            let values = match &indexed.inverted {
                Inverted::Title | Inverted::Text | Inverted::NameSounds => None,
                Inverted::Named(analyzer) => {
                    Some(Values::Named(Box::new(Named::new(analyzer.clone()))))
                }
                Inverted::Numbers => Some(Values::Numbers(Vec::new())),
            };
            if let Some(to) = lists.fields.get_mut(number(indexed.field)) {
                *to = values;
            }
        }
        lists
    }

    /// What there is of a field.
    pub(super) fn get(&self, field: Field) -> Option<&Values> {
        self.fields.get(number(field))?.as_ref()
    }

    /// Posts the values of the document `doc` of the shard, which stands at the place `at` of the batch; returns its tokens.
    pub(super) fn post(
        &mut self,
        document: &TantivyDocument,
        doc: u32,
        at: u32,
    ) -> Result<u32, TantivyError> {
        self.tokens.fill(0);
        for (field, value) in document.field_values() {
            let Some(Some(values)) = self.fields.get_mut(number(field)) else {
                continue;
            };
            let posted = values.post(value, doc, at).ok_or_else(|| {
                let name = field.field_id();
                TantivyError::SchemaError(format!("a value of field {name} has another type"))
            })?;
            if let Some(tokens) = self.tokens.get_mut(number(field)) {
                *tokens += posted;
            }
        }
        for values in self.fields.iter_mut().flatten() {
            if let Values::Named(named) = values {
                named.end_document();
            }
        }
        Ok(self.tokens.iter().sum())
    }

    /// Adds the norms of the document that was posted last.
    pub(super) fn add_norms(&self, norms: &mut Norms) {
        for (field, (values, &tokens)) in self.fields.iter().zip(&self.tokens).enumerate() {
            if values.is_some() {
                norms.add(field, tokens);
            }
        }
    }

    fn named(&self) -> impl Iterator<Item = &Named> {
        let fields = self.fields.iter().flatten();
        fields.filter_map(|values| match values {
            Values::Named(named) => Some(named.as_ref()),
            Values::Numbers(_) => None,
        })
    }

    fn named_mut(&mut self) -> impl Iterator<Item = &mut Named> {
        let fields = self.fields.iter_mut().flatten();
        fields.filter_map(|values| match values {
            Values::Named(named) => Some(named.as_mut()),
            Values::Numbers(_) => None,
        })
    }

    /// Bytes of the names in a document, counting one more for each.
    pub(super) fn named_len(&self, document: &TantivyDocument) -> usize {
        let mut bytes = 0;
        for (field, value) in document.field_values() {
            if let (Some(Values::Named(_)), Some(text)) = (self.get(field), value.as_str()) {
                bytes += text.len() + 1;
            }
        }
        bytes
    }

    /// Appends what waits in the batches to the posting lists.
    pub(super) fn flush(&mut self, first_doc: u32) {
        for named in self.named_mut() {
            named.flush(first_doc);
        }
    }

    /// How the tokens of the next batch are packed.
    pub(super) fn set_packing(&mut self, packing: Packing) {
        for named in self.named_mut() {
            named.lists.set_packing(packing);
        }
    }

    /// Sorts the numbers, so that the documents of each stand together. Call after the last document.
    pub(super) fn sort_numbers(&mut self) {
        for values in self.fields.iter_mut().flatten() {
            if let Values::Numbers(postings) = values {
                postings.sort_unstable();
            }
        }
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        let fields = self.fields.iter().flatten().map(|values| match values {
            Values::Named(named) => named.memory(),
            Values::Numbers(postings) => postings.len() * size_of::<Posting>(),
        });
        fields.sum()
    }

    /// Bytes of the longest buffer.
    pub(super) fn longest_buffer(&self) -> usize {
        self.named().map(Named::longest_buffer).max().unwrap_or(0)
    }
}

impl Values {
    /// Posts a value and returns its tokens, if it has the field's type.
    fn post(&mut self, value: CompactDocValue<'_>, doc: u32, at: u32) -> Option<u32> {
        match self {
            Self::Named(named) => Some(named.post(value.as_str()?, at)),
            Self::Numbers(postings) => {
                let number = value.as_u64()?;
                postings.push(Posting { number, doc });
                Some(1)
            }
        }
    }
}

/// A field's place in lists of all fields.
pub(super) fn number(field: Field) -> usize {
    field.field_id() as usize
}
