//! What a query is asked of: the articles of one commit, and what is read of them once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use tantivy::collector::Collector;
use tantivy::query::{Bm25StatisticsProvider, Query};
use tantivy::schema::Field;
use tantivy::{Score, Searcher, TantivyError, Term};

use crate::group::Book;
use crate::index::analysis::Analyzer;
use crate::index::schema::Fields;
use crate::index::{in_memory, languages};
use crate::search::columns::Columns;
use crate::search::copies_book;
use crate::search::plan::dictionary::Dictionary;
use crate::search::plan::node::{List, PositionMask, whole_term};

/// What the average article's length counts as in BM25. With 0.92 it is as if `k1` were 1.28 and `b` .77, where tantivy has 1.2 and .75: news
/// articles are ranked better by it, the other sets the same but one (`ranking` of `cargo bench --bench quality`: time +.006, cranfield and cacm
/// +.003, vaswani +.001, cisi -.006).
const AVG_LENGTH_SCALE: Score = 0.92;

/// The articles of one commit.
pub(crate) struct View {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    /// The languages that they are in.
    pub(crate) languages: BTreeSet<String>,
    pub(crate) columns: Arc<Columns>,
    /// The stemmers of these languages.
    pub(crate) analyzer: Mutex<Analyzer>,
    /// See [`Self::norm_ratio`].
    norm_ratio: [(Field, Vec<Score>); 2],
    /// The archive's folder.
    dir: PathBuf,
    /// Which articles are copies of which, once somebody has asked.
    copies: OnceLock<Arc<Book>>,
    /// The words of the archive, where they lie elsewhere.
    pub(crate) dictionary: Option<Arc<dyn Dictionary>>,
    /// The words of the archive that the articles are some of.
    whole: Option<Arc<dyn Dictionary>>,
    /// How many articles an archive that lies elsewhere has in each language.
    articles_elsewhere: BTreeMap<String, u64>,
}

impl View {
    /// What `searcher` sees.
    pub(crate) fn new(searcher: Searcher, fields: &Fields, dir: &Path) -> tantivy::Result<Self> {
        let languages = languages(&searcher)?;
        let of = |field: Field| Ok::<_, TantivyError>((field, norm_ratio(&searcher, field)?));
        let norm_ratio = [of(fields.text)?, of(fields.title)?];
        Ok(Self {
            searcher,
            fields: *fields,
            languages,
            columns: Arc::default(),
            analyzer: Mutex::default(),
            norm_ratio,
            dir: dir.to_path_buf(),
            copies: OnceLock::new(),
            dictionary: None,
            whole: None,
            articles_elsewhere: BTreeMap::new(),
        })
    }

    /// The same articles as some of an archive that lies elsewhere.
    pub(crate) fn of_whole(self, whole: Arc<dyn Dictionary>) -> Self {
        Self {
            whole: Some(whole),
            ..self
        }
    }

    /// Whether an archive that lies elsewhere has a term of the text.
    pub(crate) fn has_elsewhere(&self, term: &Term) -> bool {
        let dictionary = self.dictionary.as_ref().or(self.whole.as_ref());
        let key = term.value().as_str().unwrap_or_default().to_owned();
        let found = dictionary.and_then(|dictionary| dictionary.doc_freqs(&[&key]).pop());
        found.is_some_and(|doc_freq| doc_freq != Some(0))
    }

    /// A view to plan queries with whose archive lies elsewhere, where it has so many articles in each language.
    pub(crate) fn for_planning(
        articles: BTreeMap<String, u64>,
        dictionary: Arc<dyn Dictionary>,
    ) -> tantivy::Result<Self> {
        let (searcher, fields) = in_memory([])?;
        Ok(Self {
            languages: articles.keys().cloned().collect(),
            articles_elsewhere: articles,
            dictionary: Some(dictionary),
            ..Self::new(searcher, &fields, Path::new(""))?
        })
    }

    /// The posting list of a term.
    pub(crate) fn list(&self, term: Term, mask: PositionMask) -> tantivy::Result<List> {
        match self.dictionary {
            Some(_) => Ok(List::elsewhere(term, mask)),
            None => List::look_up(term, mask, &self.searcher),
        }
    }

    /// Asks for the document frequencies of lists that lie elsewhere; those that lie here have theirs.
    pub(crate) fn count_elsewhere<'a>(&self, lists: impl Iterator<Item = &'a mut List>) {
        let Some(dictionary) = &self.dictionary else {
            return;
        };
        let lists: Vec<&mut List> = lists.collect();
        let keys: Vec<&str> = lists.iter().map(|list| list.key()).collect();
        let doc_freqs = dictionary.doc_freqs(&keys);
        for (list, doc_freq) in lists.into_iter().zip(doc_freqs) {
            list.set_doc_freq(doc_freq);
        }
    }

    /// How many articles the archive has.
    pub(crate) fn articles(&self) -> u64 {
        match self.dictionary {
            Some(_) => self.articles_elsewhere.values().sum(),
            None => self.searcher.num_docs(),
        }
    }

    /// How many articles are in a language.
    pub(crate) fn articles_in(&self, code: &str) -> tantivy::Result<u64> {
        match self.dictionary {
            Some(_) => Ok(self.articles_elsewhere.get(code).copied().unwrap_or(0)),
            None => self
                .searcher
                .doc_freq(&whole_term(self.fields.language, code)),
        }
    }

    /// Which articles are copies of which.
    pub(crate) fn copies(&self) -> tantivy::Result<&Arc<Book>> {
        if let Some(book) = self.copies.get() {
            return Ok(book);
        }
        let book = copies_book::read(&self.dir, &self.searcher)?;
        Ok(self.copies.get_or_init(|| Arc::new(book)))
    }

    /// What `collector` makes of the articles that match.
    pub(crate) fn search<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> tantivy::Result<C::Fruit> {
        self.searcher
            .search_with_statistics_provider(query, collector, self)
    }

    /// How much more the length of articles may count with words of `field` than tantivy assumed when it noted the best of each block, for each
    /// segment: 1 at least. `None` for a field in which length does not count.
    pub(crate) fn norm_ratio(&self, field: Field) -> Option<&[Score]> {
        self.norm_ratio
            .iter()
            .find(|(of, _)| *of == field)
            .map(|(_, norm_ratio)| norm_ratio.as_slice())
    }

    /// Whether it is what `searcher` sees.
    pub(crate) fn is_of(&self, searcher: &Searcher) -> bool {
        self.searcher.generation().generation_id() == searcher.generation().generation_id()
    }
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View")
            .field("languages", &self.languages)
            .finish_non_exhaustive()
    }
}

impl Bm25StatisticsProvider for View {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok((self.searcher.total_num_tokens(field)? as f64 * f64::from(AVG_LENGTH_SCALE)) as u64)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::doc_freq(&self.searcher, term)
    }
}

/// tantivy notes of each block the article that is its best by the average length of the segment, while articles are scored by that of the
/// archive.
fn norm_ratio(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<Score>> {
    let length = |tokens: u64, articles: u64| tokens.max(1) as Score / articles.max(1) as Score;
    let all = AVG_LENGTH_SCALE
        * length(
            searcher.total_num_tokens(field)?,
            searcher.total_num_docs()?,
        );
    let mut norm_ratio = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let ratio = all / length(index.total_num_tokens(), segment.max_doc().into());
        norm_ratio.push(ratio.max(1.0 / ratio));
    }
    Ok(norm_ratio)
}
