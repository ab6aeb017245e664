//! The hits of a page.

use tantivy::DocAddress;

use crate::archive::{Folded, Hit, Sort};
use crate::index::store::{self, BRIEF, Stored, TEXT};
use crate::search::budget::Budget;
use crate::search::collect::candidate::Candidate;
use crate::search::doc_address::locate_key;
use crate::search::plan::logical::Mark;
use crate::search::present::snippet::{self, Matched};
use crate::search::view::View;

/// How hits are shown.
pub(crate) struct Shown {
    /// Hits before the first.
    pub(crate) skipped: usize,
    /// Passages of each at most.
    pub(crate) snippets: usize,
    /// The order they are in.
    pub(crate) sort: Sort,
}

/// The hits of a page, with marks as far as `budget` goes.
pub(crate) fn hits(
    page: &[Candidate],
    marks: &[Mark],
    shown: &Shown,
    view: &View,
    budget: &Budget,
) -> tantivy::Result<Vec<Hit>> {
    let addresses: Vec<DocAddress> = page.iter().map(Candidate::address).collect();
    let matched = snippet::matched(&addresses, marks, view, budget)?;
    let mut hits = Vec::with_capacity(page.len());
    for (candidate, words) in page.iter().zip(matched) {
        let mut hit = hit(candidate.address(), marks, &words, shown.snippets, view)?;
        hit.rank = shown.skipped + hits.len() + 1;
        if shown.sort == Sort::Relevance {
            hit.score = candidate.score();
        }
        hits.push(hit);
    }
    Ok(hits)
}

fn hit(
    address: DocAddress,
    marks: &[Mark],
    (text_start, words): &(u32, Matched),
    most: usize,
    view: &View,
) -> tantivy::Result<Hit> {
    let mut snippets = Vec::new();
    let brief = if most == 0 {
        let stored: Stored<BRIEF> = view.searcher.doc(address)?;
        stored.brief()?
    } else {
        let stored: Stored<TEXT> = view.searcher.doc(address)?;
        snippets = snippet::snippets(&stored.text, *text_start, words, marks, most);
        stored.brief()?
    };
    let title = brief.title.unwrap_or_default();
    let kin = Kin::of(&brief.id, view)?;
    Ok(Hit {
        rank: 0,
        score: 0.0,
        title_marks: snippet::title_marks(&title, *text_start, words),
        title,
        snippets,
        id: brief.id,
        source: brief.source,
        domain: brief.domain,
        wire: brief.wire,
        published: brief.published,
        language: brief.language.map(|language| language.0),
        authors: brief.authors.unwrap_or_default(),
        url: brief.url,
        path: brief.path,
        missing: Vec::new(),
        copies: kin.copies,
        copy_of: kin.copy_of,
        story: None,
        folded: Folded::default(),
    })
}

/// What an article has in common with others.
#[derive(Default)]
struct Kin {
    copies: u64,
    copy_of: Option<String>,
}

impl Kin {
    fn of(id: &str, view: &View) -> tantivy::Result<Self> {
        let (book, key) = (view.copies()?, store::key(id));
        let Some(record) = book.record(key) else {
            return Ok(Self::default());
        };
        let group = book.group_record(key);
        let copies = group.map_or(0, |group| group.members().len());
        let mut kin = Self {
            copies: copies.saturating_sub(1) as u64,
            ..Self::default()
        };
        if record.group() != key
            && let Some(address) = locate_key(record.group(), view)?
        {
            let stored: Stored<BRIEF> = view.searcher.doc(address)?;
            kin.copy_of = Some(stored.brief()?.id);
        }
        Ok(kin)
    }
}
