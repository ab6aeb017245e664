//! An article as a document of the index, and back.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::{TantivyDocument, TantivyError, Term};
use zstd::bulk::{Compressor, Decompressor};

use crate::article::{
    Article, Claimed, Entry, Evidence, Fetched, Found, Held, Language, Other, Outline, Precision,
    PubDate, Removal, Repair, SiteChanges, Version,
};
use crate::index::analysis;
use crate::index::schema::Fields;

/// Days from 0001-01-01 to 1970-01-01, plus one: day numbers start at 1, so that 0 stands for "not known".
const EPOCH_DAY: i64 = 719_163;

thread_local! {
    /// Each thread keeps its own: making one takes longer than a ledger does.
    static COMPRESSOR: RefCell<Compressor<'static>> = RefCell::new(compressor());
    static DECOMPRESSOR: RefCell<Decompressor<'static>> = RefCell::new(decompressor());
}

fn compressor() -> Compressor<'static> {
    Compressor::new(3).expect("zstd has a level 3")
}

fn decompressor() -> Decompressor<'static> {
    Decompressor::new().expect("zstd needs nothing but memory")
}

/// Bytes of a ledger that are read back at most.
const LEDGER_LIMIT: usize = 64 << 20;

/// The columns of a date: each 0 where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Days {
    /// The year.
    pub(crate) year: u64,
    /// `year * 12 + month - 1`.
    pub(crate) month: u64,
    /// Days since 0001-01-01, plus one.
    pub(crate) day: u64,
}

impl Days {
    /// What is known of the date.
    pub(crate) fn of(date: &PubDate) -> Self {
        let year = u64::try_from(date.date.year()).unwrap_or(0);
        let month = year * 12 + u64::try_from(date.date.month() - 1).unwrap_or(0);
        let day = day_number(date.date);
        match date.precision {
            Precision::Year => Self {
                year,
                ..Self::default()
            },
            Precision::Month => Self {
                year,
                month,
                day: 0,
            },
            Precision::Day | Precision::Instant => Self { year, month, day },
        }
    }
}

/// Days since 0001-01-01, plus one.
pub(crate) fn day_number(date: jiff::civil::Date) -> u64 {
    let days = PubDate::day(date).timestamp().div_euclid(86_400);
    u64::try_from(days + EPOCH_DAY).unwrap_or(1).max(1)
}

/// The day with this number.
pub(crate) fn day_of(number: u64) -> Option<jiff::civil::Date> {
    let days = i64::try_from(number).ok()? - EPOCH_DAY;
    jiff::civil::Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// A stable number for a path (or for any other text).
pub fn key(path: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(path.as_bytes())
}

/// The term by which an entry is found and replaced.
pub(crate) fn id_term(id: &str, fields: &Fields) -> Term {
    Term::from_field_u64(fields.id_key, key(id))
}

/// The article's language code, empty when not known.
pub(crate) fn language(article: &Article) -> &str {
    article
        .language
        .as_ref()
        .map_or("", |found| found.value.code())
}

/// What the index notes of an entry for finding what it has in common with others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// [`key`] of the site's name.
    pub site: Option<u64>,
    /// Hashes of the blocks of the text shown; the index keeps 24 bits of each.
    pub blocks: Vec<u64>,
    /// Hashes of the blocks that were taken out as furniture.
    pub furniture: Vec<u64>,
    /// The sample of the text's shingles by which copies are found.
    pub copies: Vec<u64>,
    /// How many different shingles the text has.
    pub shingles: u64,
}

/// The part of a block's hash that the index keeps: 24 bits. What is found by it is looked at once more.
pub(crate) fn short(hash: u64) -> u64 {
    hash & 0xFF_FFFF
}

/// What is indexed of an article: its words, which `invert` posts in the fields `title` and `text`, and the values of all other
/// fields.
pub(crate) struct Document<'a> {
    /// The code of the article's language, empty when not known.
    pub(crate) language: &'a str,
    /// The headline, empty when there is none.
    pub(crate) title: &'a str,
    pub(crate) text: &'a str,
    pub(crate) values: TantivyDocument,
}

/// The document of an entry.
pub(crate) fn document<'a>(
    entry: &'a Entry,
    marks: &Marks,
    fields: &Fields,
) -> Result<Document<'a>, TantivyError> {
    let mut doc = TantivyDocument::default();
    let article = &entry.shown.article;
    let title = article
        .title
        .as_ref()
        .map_or("", |found| found.value.as_str());
    let layout = analysis::layout(title, &article.text);
    doc.add_u64(fields.text_start, layout.text_start.into());
    doc.add_u64(fields.lead_end, layout.lead_end.into());
    add_names(&mut doc, article, fields);
    add_dates(&mut doc, article, fields);
    doc.add_text(fields.id, &article.id);
    doc.add_text(fields.path, &article.path);
    doc.add_u64(fields.id_key, key(&article.id));
    for held in entry.all_places() {
        doc.add_u64(fields.place_key, key(&held.path));
        doc.add_u64(fields.fingerprint, held.fingerprint);
        if article.url.is_none() {
            doc.add_u64(fields.without_address, held.fingerprint);
        }
    }
    if let Some(claimed) = &entry.claimed {
        doc.add_u64(fields.claimed_key, key(&claimed.id));
    }
    add_marks(&mut doc, marks, fields);
    add_stored(&mut doc, entry, fields)?;
    Ok(Document {
        language: language(article),
        title,
        text: &article.text,
        values: doc,
    })
}

fn add_marks(doc: &mut TantivyDocument, marks: &Marks, fields: &Fields) {
    if let Some(site) = marks.site {
        doc.add_u64(fields.site, site);
    }
    for hash in &marks.blocks {
        doc.add_u64(fields.block, short(*hash));
    }
    for hash in &marks.furniture {
        doc.add_u64(fields.furniture, short(*hash));
    }
    for mark in &marks.copies {
        doc.add_u64(fields.copy_mark, *mark);
    }
    doc.add_u64(fields.shingles, marks.shingles);
}

fn add_names(doc: &mut TantivyDocument, article: &Article, fields: &Fields) {
    let line = |value: Option<&str>| value.unwrap_or_default().replace('\n', " ");
    let source = article.source.as_ref().map(|found| found.value.as_str());
    doc.add_text(fields.source, line(source));
    doc.add_text(fields.domain, line(article.domain.as_deref()));
    doc.add_text(
        fields.wire,
        line(article.wire.as_ref().map(|found| found.value.as_str())),
    );
    doc.add_text(fields.language, line(Some(language(article))));
    let authors: Vec<String> = article
        .authors
        .iter()
        .flat_map(|found| &found.value)
        .map(|name| line(Some(name)))
        .collect();
    doc.add_text(fields.author, authors.join("\n"));
    for name in &authors {
        doc.add_text(fields.author_name, name);
    }
    if authors.is_empty() {
        doc.add_text(fields.author_name, "");
    }
    if let Some(place) = &article.place {
        doc.add_text(fields.place, line(Some(&place.value)));
    }
    if let Some(url) = &article.url {
        doc.add_text(fields.url, line(Some(url)));
    }
}

fn add_dates(doc: &mut TantivyDocument, article: &Article, fields: &Fields) {
    let published = article.published.as_ref().map(|found| &found.value);
    let days = published.map(Days::of).unwrap_or_default();
    if let Some(date) = published {
        doc.add_i64(fields.published, date.timestamp());
    }
    doc.add_u64(fields.year, days.year);
    doc.add_u64(fields.month, days.month);
    doc.add_u64(fields.day, days.day);
    doc.add_u64(
        fields.date,
        published.map_or(0, |date| day_number(date.date)),
    );
}

fn add_stored(
    doc: &mut TantivyDocument,
    entry: &Entry,
    fields: &Fields,
) -> Result<(), TantivyError> {
    let article = &entry.shown.article;
    // In the order of the fields of `Brief`: a list of values takes half the time to read that names and values take.
    let brief = (
        &article.id,
        &article.path,
        &article.url,
        value(article.title.as_ref()),
        value(article.source.as_ref()),
        &article.domain,
        value(article.wire.as_ref()),
        value(article.published.as_ref()),
        value(article.authors.as_ref()),
        value(article.language.as_ref()),
    );
    doc.add_text(
        fields.brief,
        serde_json::to_string(&brief).map_err(invalid)?,
    );
    doc.add_text(fields.body, &article.text);
    doc.add_text(
        fields.rest,
        serde_json::to_string(&Rest::of(article)).map_err(invalid)?,
    );
    let mut ledger = Vec::new();
    if !article.removed.is_empty() || !article.repaired.is_empty() {
        let json = serde_json::to_vec(&(&article.removed, &article.repaired)).map_err(invalid)?;
        ledger = COMPRESSOR.with_borrow_mut(|compressor| compressor.compress(&json))?;
    }
    doc.add_bytes(fields.ledger, &ledger);
    doc.add_text(
        fields.origin,
        serde_json::to_string(&Origin::of(entry)).map_err(invalid)?,
    );
    Ok(())
}

fn value<T>(found: Option<&Found<T>>) -> Option<&T> {
    found.map(|found| &found.value)
}

/// What a list shows of an article.
#[derive(Debug, Deserialize)]
pub(crate) struct Brief {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) domain: Option<String>,
    pub(crate) wire: Option<String>,
    pub(crate) published: Option<PubDate>,
    pub(crate) authors: Option<Vec<String>>,
    pub(crate) language: Option<Language>,
}

/// What else is known of it, but its text and ledger: the evidence of what a list shows, and what it does not show.
#[derive(Debug, Serialize, Deserialize)]
struct Rest {
    title: Option<Evidence>,
    source: Option<Evidence>,
    wire: Option<Evidence>,
    published: Option<Evidence>,
    authors: Option<Evidence>,
    language: Option<Evidence>,
    modified: Option<Found<PubDate>>,
    captured: Option<PubDate>,
    place: Option<Found<String>>,
    truncated: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lapsed: Option<String>,
}

impl Rest {
    fn of(article: &Article) -> Self {
        fn evidence<T>(found: Option<&Found<T>>) -> Option<Evidence> {
            found.map(|found| found.evidence.clone())
        }
        Self {
            title: evidence(article.title.as_ref()),
            source: evidence(article.source.as_ref()),
            wire: evidence(article.wire.as_ref()),
            published: evidence(article.published.as_ref()),
            authors: evidence(article.authors.as_ref()),
            language: evidence(article.language.as_ref()),
            modified: article.modified.clone(),
            captured: article.captured,
            place: article.place.clone(),
            truncated: article.truncated,
            lapsed: article.lapsed.clone(),
        }
    }
}

/// What only a later run asks for.
#[derive(Debug, Serialize, Deserialize)]
struct Origin {
    #[serde(default, skip_serializing_if = "is_default")]
    outline: Outline,
    #[serde(default, skip_serializing_if = "SiteChanges::is_empty")]
    changes: SiteChanges,
    #[serde(default, skip_serializing_if = "Fetched::is_unknown")]
    fetched: Fetched,
    /// The places that hold the text shown, where they are more than the article's path alone. Fingerprints are in their column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<StoredPlace>,
    /// Older versions with their places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<(Version, Vec<StoredPlace>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claimed: Option<Claimed>,
}

/// A place without its fingerprint: path, address and time of capture.
type StoredPlace = (String, Option<String>, Option<PubDate>);

fn is_default(outline: &Outline) -> bool {
    *outline == Outline::default()
}

impl Origin {
    fn of(entry: &Entry) -> Self {
        let shown = &entry.shown;
        let is_plain = match entry.places.as_slice() {
            [only] => (&only.url, &only.captured) == (&None, &None),
            _ => false,
        };
        let others = entry.others.iter();
        Self {
            outline: shown.outline.clone(),
            changes: shown.changes.clone(),
            fetched: shown.fetched.clone(),
            places: match is_plain {
                true => Vec::new(),
                false => stored_places(&entry.places),
            },
            others: others
                .map(|other| (other.version.clone(), stored_places(&other.places)))
                .collect(),
            claimed: entry.claimed.clone(),
        }
    }

    /// The entry whose places have these fingerprints, in the order in which they were added.
    fn entry(self, article: Article, mut fingerprints: impl Iterator<Item = u64>) -> Entry {
        let mut held = |stored: Vec<StoredPlace>| -> Vec<Held> {
            let mut places = Vec::with_capacity(stored.len());
            for (path, url, captured) in stored {
                places.push(Held {
                    path,
                    url,
                    captured,
                    // A place without a fingerprint is read again.
                    fingerprint: fingerprints.next().unwrap_or_default(),
                });
            }
            places
        };
        let places = match self.places.is_empty() {
            true => held(vec![(article.path.clone(), None, None)]),
            false => held(self.places),
        };
        let mut others = Vec::with_capacity(self.others.len());
        for (version, paths) in self.others {
            let places = held(paths);
            others.push(Other { version, places });
        }
        let shown = Version {
            article,
            outline: self.outline,
            changes: self.changes,
            fetched: self.fetched,
        };
        Entry {
            shown,
            places,
            others,
            claimed: self.claimed,
        }
    }
}

fn stored_places(places: &[Held]) -> Vec<StoredPlace> {
    let stored = |held: &Held| (held.path.clone(), held.url.clone(), held.captured);
    places.iter().map(stored).collect()
}

/// The first `PARTS` of what is stored of an article: [`BRIEF`], [`TEXT`], [`REST`],
/// [`LEDGER`] or [`ENTRY`].
#[derive(Debug, Default)]
pub(crate) struct Stored<const PARTS: usize> {
    brief: String,
    /// The article's text.
    pub(crate) text: String,
    rest: String,
    ledger: Vec<u8>,
    origin: String,
}

/// What a list shows.
pub(crate) const BRIEF: usize = 1;

/// That and the text.
pub(crate) const TEXT: usize = 2;

/// The article without its ledger.
pub(crate) const REST: usize = 3;

/// The whole article.
pub(crate) const LEDGER: usize = 4;

/// All that is kept of it.
pub(crate) const ENTRY: usize = 5;

impl<const PARTS: usize> Stored<PARTS> {
    /// What a list shows of the article.
    pub(crate) fn brief(&self) -> Result<Brief, TantivyError> {
        serde_json::from_str(&self.brief).map_err(invalid)
    }
}

impl Stored<REST> {
    /// The article without its ledger.
    pub(crate) fn article(self) -> Result<Article, TantivyError> {
        article(self)
    }
}

impl Stored<LEDGER> {
    /// The article.
    pub(crate) fn article(self) -> Result<Article, TantivyError> {
        article(self)
    }
}

impl Stored<ENTRY> {
    /// All that the archive keeps of the article. The fingerprints of its places come from their column.
    pub(crate) fn entry(
        self,
        fingerprints: impl Iterator<Item = u64>,
    ) -> Result<Entry, TantivyError> {
        let origin: Origin = serde_json::from_str(&self.origin).map_err(invalid)?;
        Ok(origin.entry(article(self)?, fingerprints))
    }
}

fn article<const PARTS: usize>(stored: Stored<PARTS>) -> Result<Article, TantivyError> {
    fn found<T>(value: Option<T>, evidence: Option<Evidence>) -> Option<Found<T>> {
        value
            .zip(evidence)
            .map(|(value, evidence)| Found { value, evidence })
    }
    let brief = stored.brief()?;
    let rest: Rest = serde_json::from_str(&stored.rest).map_err(invalid)?;
    let (removed, repaired) = read_ledger(&stored.ledger)?;
    Ok(Article {
        id: brief.id,
        path: brief.path,
        url: brief.url,
        title: found(brief.title, rest.title),
        text: stored.text,
        source: found(brief.source, rest.source),
        domain: brief.domain,
        wire: found(brief.wire, rest.wire),
        published: found(brief.published, rest.published),
        modified: rest.modified,
        captured: rest.captured,
        authors: found(brief.authors, rest.authors),
        language: found(brief.language, rest.language),
        place: rest.place,
        truncated: rest.truncated,
        lapsed: rest.lapsed,
        removed,
        repaired,
    })
}

/// Reads the parts in the order in which [`add_stored`] adds them, and none that is not asked for.
impl<const PARTS: usize> DocumentDeserialize for Stored<PARTS> {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(
        mut document: D,
    ) -> Result<Self, DeserializeError> {
        let mut text = |part: usize| -> Result<String, DeserializeError> {
            let wanted = if part <= PARTS {
                document.next_field()?
            } else {
                None
            };
            Ok(wanted.map_or_else(String::new, |(_, text)| text))
        };
        let (brief, body, rest) = (text(BRIEF)?, text(TEXT)?, text(REST)?);
        let ledger = match PARTS >= LEDGER {
            true => document.next_field()?.map(|(_, ledger)| ledger),
            false => None,
        };
        let origin = match PARTS >= ENTRY {
            true => document.next_field()?.map(|(_, origin)| origin),
            false => None,
        };
        Ok(Self {
            brief,
            text: body,
            rest,
            ledger: ledger.unwrap_or_default(),
            origin: origin.unwrap_or_default(),
        })
    }
}

fn read_ledger(compressed: &[u8]) -> Result<(Vec<Removal>, Vec<Repair>), TantivyError> {
    if compressed.is_empty() {
        return Ok(Default::default());
    }
    let size = Decompressor::upper_bound(compressed)
        .unwrap_or(LEDGER_LIMIT)
        .min(LEDGER_LIMIT);
    let json =
        DECOMPRESSOR.with_borrow_mut(|compressor| compressor.decompress(compressed, size))?;
    serde_json::from_slice(&json).map_err(invalid)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn invalid(error: serde_json::Error) -> TantivyError {
    TantivyError::InternalError(format!("stored article: {error}"))
}
