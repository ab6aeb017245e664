//! How each field is inverted: read from the schema once, so that nothing else here knows which fields there are.

use tantivy::schema::{Field, FieldEntry, FieldType, IndexRecordOption, Schema};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, TantivyError};

/// What all shards of an index share.
pub(super) struct Plan {
    pub(super) schema: Schema,
    /// The field of the headline's words.
    pub(super) title: Field,
    /// The field of the words of headline and text.
    pub(super) text: Field,
    /// The indexed fields, in the order of the schema.
    pub(super) fields: Vec<Indexed>,
    /// Tokens that a shard sorts at a time.
    pub(super) batch_tokens: usize,
}

/// One indexed field.
pub(super) struct Indexed {
    pub(super) field: Field,
    pub(super) inverted: Inverted,
    /// What a posting list says of a document.
    pub(super) detail: IndexRecordOption,
    /// Whether each document has a norm.
    pub(super) has_norms: bool,
}

/// What an indexed field holds.
pub(super) enum Inverted {
    Title,
    Text,
    /// The names within the text.
    NameSounds,
    /// Values that a tokenizer cuts into terms.
    Named(TextAnalyzer),
    /// Whole numbers, each of them a term.
    Numbers,
}

impl Plan {
    pub(super) fn new(index: &Index, batch_tokens: usize) -> Result<Self, TantivyError> {
        let schema = index.schema();
        let mut fields = Vec::new();
        for (field, entry) in schema.fields().filter(|(_, entry)| entry.is_indexed()) {
            let detail = entry.field_type().index_record_option();
            fields.push(Indexed {
                field,
                inverted: inverted(index, field, entry)?,
                detail: detail.unwrap_or(IndexRecordOption::Basic),
                has_norms: entry.has_fieldnorms(),
            });
        }
        Ok(Self {
            title: schema.get_field("title")?,
            text: schema.get_field("text")?,
            schema,
            fields,
            batch_tokens,
        })
    }
}

fn inverted(index: &Index, field: Field, entry: &FieldEntry) -> Result<Inverted, TantivyError> {
    match (entry.name(), entry.field_type()) {
        ("title", _) => Ok(Inverted::Title),
        ("text", _) => Ok(Inverted::Text),
        ("name_sound", _) => Ok(Inverted::NameSounds),
        (_, FieldType::Str(_)) => index.tokenizer_for_field(field).map(Inverted::Named),
        (_, FieldType::U64(_)) => Ok(Inverted::Numbers),
        (name, _) => Err(TantivyError::SchemaError(format!(
            "the field {name} cannot be indexed: only texts and u64 numbers can"
        ))),
    }
}
