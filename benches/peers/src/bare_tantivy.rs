//! tantivy used directly and well: the base of the ratios.
//!
//! Title and text with positions, no stems; source and date as fast fields; everything stored with
//! zstd; one segment at the end.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow};
use jiff::Timestamp;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, TermQuery};
use tantivy::schema::{
    DateOptions, DateTimePrecision, FAST, Field, IndexRecordOption, STORED, STRING, Schema,
    TextFieldIndexing, TextOptions, Value,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{
    DateTime, Index, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term,
};

use crate::answers::{self, Passes};
use crate::articles::Article;
use crate::input;
use crate::queries::{Class, DISTANCE, Query};

/// The fields of an article.
struct Fields {
    url: Field,
    title: Field,
    text: Field,
    source: Field,
    published: Field,
    authors: Field,
    language: Field,
}

/// How much the writer may use.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Threads that index.
    pub threads: usize,
    /// Bytes for all of them.
    pub memory: usize,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("default")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let full_text = TextOptions::default()
        .set_indexing_options(indexing)
        .set_stored();
    let date = DateOptions::default().set_indexed().set_fast().set_stored();
    let fields = Fields {
        url: schema.add_text_field("url", STORED),
        title: schema.add_text_field("title", full_text.clone()),
        text: schema.add_text_field("text", full_text),
        source: schema.add_text_field("source", STRING.set_fast("raw") | STORED),
        published: schema
            .add_date_field("published", date.set_precision(DateTimePrecision::Seconds)),
        authors: schema.add_text_field("authors", STRING | STORED),
        language: schema.add_text_field("language", STRING | FAST | STORED),
    };
    (schema.build(), fields)
}

fn create(folder: &Path, budget: Budget) -> Result<(IndexWriter, Fields)> {
    fs::create_dir_all(folder)?;
    let (schema, fields) = schema();
    let zstd = ZstdCompressor {
        compression_level: Some(3),
    };
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(zstd),
        ..IndexSettings::default()
    };
    let index = Index::builder()
        .schema(schema)
        .settings(settings)
        .create_in_dir(folder)?;
    let writer = index.writer_with_num_threads(budget.threads, budget.memory)?;
    Ok((writer, fields))
}

fn add(writer: &IndexWriter, fields: &Fields, article: &Article) -> Result<()> {
    let mut document = TantivyDocument::default();
    document.add_text(fields.url, &article.url);
    document.add_text(fields.title, &article.title);
    document.add_text(fields.text, &article.text);
    document.add_text(fields.source, &article.source);
    if let Ok(published) = article.published.parse::<Timestamp>() {
        let seconds = DateTime::from_timestamp_secs(published.as_second());
        document.add_date(fields.published, seconds);
    }
    for author in &article.authors {
        document.add_text(fields.authors, author);
    }
    document.add_text(fields.language, &article.language);
    writer.add_document(document)?;
    Ok(())
}

/// Commits, and merges what the merge policy left to one segment.
fn finish(mut writer: IndexWriter) -> Result<()> {
    writer.commit()?;
    let index = writer.index().clone();
    writer.wait_merging_threads()?;
    let segments = index.searchable_segment_ids()?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 50_000_000)?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// Indexes a file of articles.
pub fn index_articles(file: &Path, folder: &Path, budget: Budget) -> Result<()> {
    let (writer, fields) = create(folder, budget)?;
    input::for_each_article(file, |article| add(&writer, &fields, &article))?;
    finish(writer)
}

/// Indexes a folder of pages: what one would write with `dom_smoothie` and tantivy.
pub fn index_pages(pages: &Path, folder: &Path, budget: Budget) -> Result<()> {
    let (writer, fields) = create(folder, budget)?;
    let files = input::files_under(pages)?;
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let html = fs::read_to_string(file)?;
            if let Some(article) = extract(&html) {
                add(&writer, &fields, &article)?;
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..budget.threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker.join().map_err(|_| anyhow!("a worker panicked"))??;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    finish(writer)
}

/// What `dom_smoothie` finds in a page; nothing when it finds no article.
fn extract(html: &str) -> Option<Article> {
    let found = dom_smoothie::Readability::new(html, None, None)
        .ok()?
        .parse()
        .ok()?;
    Some(Article {
        url: found.url.unwrap_or_default(),
        title: found.title,
        text: found.text_content.to_string(),
        source: found.site_name.unwrap_or_default(),
        published: found.published_time.unwrap_or_default(),
        authors: found.byline.into_iter().collect(),
        language: found.lang.unwrap_or_default(),
    })
}

/// Answers queries and prints the times.
pub fn answer(folder: &Path, passes: &Passes) -> Result<()> {
    let index =
        Index::open_in_dir(folder).with_context(|| format!("no index in {}", folder.display()))?;
    let (_, fields) = schema();
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher: Searcher = reader.searcher();
    answers::measure(passes, |query| {
        let query = plan(query, &fields);
        let top = TopDocs::with_limit(10).order_by_score();
        let (hits, total) = searcher.search(&query, &(top, Count))?;
        let mut shown = 0;
        for (_, address) in hits {
            let document: TantivyDocument = searcher.doc(address)?;
            for field in [fields.url, fields.title, fields.source] {
                let value = document.get_first(field).and_then(|value| value.as_str());
                shown += value.map_or(0, str::len);
            }
            shown += usize::from(document.get_first(fields.published).is_some());
        }
        std::hint::black_box(shown);
        Ok(total as u64)
    })
}

/// The query over title and text.
fn plan(query: &Query, fields: &Fields) -> BooleanQuery {
    let both = [fields.title, fields.text];
    let terms = |field| {
        query
            .terms
            .iter()
            .map(move |term| Term::from_field_text(field, term))
    };
    match query.class {
        Class::And2 => BooleanQuery::intersection(
            query
                .terms
                .iter()
                .map(|term| Box::new(either_field(term, both)) as _)
                .collect(),
        ),
        Class::Phrase2 | Class::Near => BooleanQuery::union(
            both.into_iter()
                .map(|field| {
                    let mut phrase = PhraseQuery::new(terms(field).collect());
                    if query.class == Class::Near {
                        phrase.set_slop(DISTANCE);
                    }
                    Box::new(phrase) as _
                })
                .collect(),
        ),
        Class::Prefix => BooleanQuery::union(
            both.into_iter()
                .flat_map(terms)
                .map(|term| Box::new(FuzzyTermQuery::new_prefix(term, 0, true)) as _)
                .collect(),
        ),
        // A flat OR of all fields and words is what tantivy is fastest at.
        _ => BooleanQuery::new_multiterms_query(both.into_iter().flat_map(terms).collect()),
    }
}

fn either_field(term: &str, fields: [Field; 2]) -> BooleanQuery {
    let clauses = fields.map(|field| {
        let term = Term::from_field_text(field, term);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        (Occur::Should, Box::new(query) as _)
    });
    BooleanQuery::new(clauses.into())
}
