//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenizerManager};

use crate::index::analysis::{NameTokenizer, Wholes};

/// The fields, by what they are for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Headline and text: where words, phrases and nearness are looked for.
    pub(crate) text: Field,
    /// The headline alone.
    pub(crate) title: Field,
    /// How the names in the text sound and how they are written, and long words written backwards: a dictionary, with the articles that
    /// have each.
    pub(crate) name_sound: Field,
    /// The outlet: words, whole, column.
    pub(crate) source: Field,
    /// The registrable domain: words, whole, column.
    pub(crate) domain: Field,
    /// The agency: words, whole, column.
    pub(crate) wire: Field,
    /// The language: whole, column.
    pub(crate) language: Field,
    /// The authors: words and wholes.
    pub(crate) author: Field,
    /// The authors: column of names.
    pub(crate) author_name: Field,
    /// The place of the dateline: words, whole.
    pub(crate) place: Field,
    /// Words of the address.
    pub(crate) url: Field,
    /// Seconds since 1970, none when undated: column.
    pub(crate) published: Field,
    /// `year`, 0 when not known: column.
    pub(crate) year: Field,
    /// `year * 12 + month - 1`, 0 when not known: column.
    pub(crate) month: Field,
    /// Days since 0001-01-01 plus one, 0 when not known: column.
    pub(crate) day: Field,
    /// The first day that the date may mean, numbered as `day`, 0 when undated: column.
    pub(crate) date: Field,
    /// The article's id: column.
    pub(crate) id: Field,
    /// The article's path: column.
    pub(crate) path: Field,
    /// Hash of the id: term and column; an entry is found and replaced by it.
    pub(crate) id_key: Field,
    /// Hashes of the paths of all places that hold the entry, those of the text shown first: terms and column.
    pub(crate) place_key: Field,
    /// What was read at each of these places, in the same order: column.
    pub(crate) fingerprint: Field,
    /// The same numbers, of entries without an address: terms. A moved file is known again by them.
    pub(crate) without_address: Field,
    /// Hash of the id that the pages claim, where the entry has another one: term and column.
    pub(crate) claimed_key: Field,
    /// Hash of the site's name: term.
    pub(crate) site: Field,
    /// Short hashes of the blocks of the text: column.
    pub(crate) block: Field,
    /// Short hashes of the blocks that were taken out as furniture: column.
    pub(crate) furniture: Field,
    /// The sample of the text's shingles by which copies are found: terms and column.
    pub(crate) copy_mark: Field,
    /// How many different shingles the text has: column.
    pub(crate) shingles: Field,
    /// The place of the first word of the text: column.
    pub(crate) text_start: Field,
    /// One past the place of the last word of the lead: column.
    pub(crate) lead_end: Field,
    /// What a list shows of the article, as JSON: stored. tantivy reads texts at once and bytes one by one.
    pub(crate) brief: Field,
    /// The article's text: stored.
    pub(crate) body: Field,
    /// What else is known of the article, as JSON: stored.
    pub(crate) rest: Field,
    /// What was removed and repaired, as compressed JSON: stored.
    pub(crate) ledger: Field,
    /// What only a later run asks for, as JSON: stored.
    pub(crate) origin: Field,
}

/// Names of the columns, for tantivy's fast-field readers.
pub(crate) mod column {
    pub(crate) const SOURCE: &str = "source";
    pub(crate) const DOMAIN: &str = "domain";
    pub(crate) const WIRE: &str = "wire";
    pub(crate) const LANGUAGE: &str = "language";
    pub(crate) const AUTHOR: &str = "author_name";
    pub(crate) const PUBLISHED: &str = "published";
    pub(crate) const YEAR: &str = "year";
    pub(crate) const MONTH: &str = "month";
    pub(crate) const DAY: &str = "day";
    pub(crate) const DATE: &str = "date";
    pub(crate) const ID: &str = "id";
    pub(crate) const PATH: &str = "path";
    pub(crate) const ID_KEY: &str = "id_key";
    pub(crate) const CLAIMED: &str = "claimed_key";
    pub(crate) const PLACE: &str = "place_key";
    pub(crate) const BLOCK: &str = "block";
    pub(crate) const FURNITURE: &str = "furniture";
    pub(crate) const FINGERPRINT: &str = "fingerprint";
    pub(crate) const COPY_MARK: &str = "copy_mark";
    pub(crate) const SHINGLES: &str = "shingles";
    pub(crate) const TEXT_START: &str = "text_start";
    pub(crate) const LEAD_END: &str = "lead_end";
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |tokenizer: &str| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
    };
    let names = |tokenizer: &str| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    let dictionary = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("name_sound")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let raw = || TextOptions::default().set_fast("raw");
    let fields = Fields {
        text: builder.add_text_field("text", words("text")),
        title: builder.add_text_field("title", words("title")),
        name_sound: builder.add_text_field("name_sound", dictionary()),
        source: builder.add_text_field(column::SOURCE, names("name").set_fast("raw")),
        domain: builder.add_text_field(column::DOMAIN, names("name").set_fast("raw")),
        wire: builder.add_text_field(column::WIRE, names("name").set_fast("raw")),
        language: builder.add_text_field(column::LANGUAGE, names("name").set_fast("raw")),
        author: builder.add_text_field("author", names("name")),
        author_name: builder.add_text_field(column::AUTHOR, raw()),
        place: builder.add_text_field("place", names("name")),
        url: builder.add_text_field("url", names("address")),
        published: builder.add_i64_field(column::PUBLISHED, FAST),
        year: builder.add_u64_field(column::YEAR, FAST),
        month: builder.add_u64_field(column::MONTH, FAST),
        day: builder.add_u64_field(column::DAY, FAST),
        date: builder.add_u64_field(column::DATE, FAST),
        id: builder.add_text_field(column::ID, raw()),
        path: builder.add_text_field(column::PATH, raw()),
        id_key: builder.add_u64_field(column::ID_KEY, FAST | INDEXED),
        place_key: builder.add_u64_field(column::PLACE, FAST | INDEXED),
        fingerprint: builder.add_u64_field(column::FINGERPRINT, FAST),
        without_address: builder.add_u64_field("without_address", INDEXED),
        claimed_key: builder.add_u64_field(column::CLAIMED, FAST | INDEXED),
        site: builder.add_u64_field("site", INDEXED),
        block: builder.add_u64_field(column::BLOCK, FAST),
        furniture: builder.add_u64_field(column::FURNITURE, FAST),
        copy_mark: builder.add_u64_field(column::COPY_MARK, FAST | INDEXED),
        shingles: builder.add_u64_field(column::SHINGLES, FAST),
        text_start: builder.add_u64_field(column::TEXT_START, FAST),
        lead_end: builder.add_u64_field(column::LEAD_END, FAST),
        brief: builder.add_text_field("brief", STORED),
        body: builder.add_text_field("body", STORED),
        rest: builder.add_text_field("rest", STORED),
        ledger: builder.add_bytes_field("ledger", STORED),
        origin: builder.add_text_field("origin", STORED),
    };
    (builder.build(), fields)
}

/// The tokenizers that the schema names, but for `text`, `title` and `name_sound`: the words of an article are posted by `invert`.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    // tantivy asks for this one for fields that have no words.
    manager.register("default", TextAnalyzer::from(RawTokenizer::default()));
    manager.register(
        "name",
        TextAnalyzer::from(NameTokenizer {
            wholes: Wholes::Posted,
        }),
    );
    manager.register(
        "address",
        TextAnalyzer::from(NameTokenizer {
            wholes: Wholes::Left,
        }),
    );
    manager
}
