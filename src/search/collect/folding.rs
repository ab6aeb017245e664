//! Folding: of matches that are copies of one text, or of one story, one is shown.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::archive::{Group, Sort};
use crate::group::{Book, Standing};
use crate::index::schema::column;
use crate::search::collect::candidate::Candidate;
use crate::search::columns::{Columns, Numbers};
use crate::search::story_keys::StoryKeys;
use crate::search::view::View;

/// Matches that are named of those that fold under one.
const NAMED: usize = 6;

/// What folds.
#[derive(Debug, Clone)]
pub(crate) struct Folding {
    book: Arc<Book>,
    /// Where stories fold.
    stories: Option<Arc<StoryKeys>>,
}

/// Matches that are shown as one.
#[derive(Debug, Clone)]
pub(crate) struct Fold {
    /// The best of them.
    best: Candidate,
    /// The one that is shown.
    shown: Candidate,
    /// What it is shown for: the least is.
    order: (i64, Reverse<u64>, u64),
    /// How many they are.
    pub(crate) count: u64,
    /// The best of them.
    named: Vec<Candidate>,
}

/// The folds so far.
#[derive(Debug, Default)]
pub(crate) struct Folds {
    /// By the key of their group.
    pub(crate) groups: FxHashMap<u64, Fold>,
    /// How many matches are copies of each text that has copies, where stories fold.
    texts: FxHashMap<u64, u64>,
}

impl Folding {
    /// What is to fold; `None` where nothing is. `stories` are those of the matches, where stories fold.
    pub(crate) fn new(
        by: Group,
        stories: Option<&Arc<StoryKeys>>,
        view: &View,
    ) -> tantivy::Result<Option<Self>> {
        let is_idle = view.copies()?.is_empty() && stories.is_none();
        if by == Group::Off || is_idle {
            return Ok(None);
        }
        Ok(Some(Self {
            book: view.copies()?.clone(),
            stories: stories.cloned(),
        }))
    }

    /// The group in which an article folds; `None` where it is alone.
    fn group(&self, key: u64) -> Option<u64> {
        let story = self
            .stories
            .as_ref()
            .and_then(|stories| stories.of_several(key));
        story.or_else(|| self.book.group_of_several(key))
    }

    /// The id of an article's story, where stories fold.
    pub(crate) fn story(&self, id: &str) -> Option<String> {
        let stories = self.stories.as_ref()?;
        Some(stories.id(id).to_owned())
    }
}

/// Folds the matches of one segment.
pub(crate) struct Folder {
    folding: Folding,
    keys: Numbers,
    lengths: Numbers,
    dates: Option<Column<i64>>,
    folds: Folds,
}

impl Folder {
    pub(crate) fn open(
        folding: &Folding,
        segment: &SegmentReader,
        columns: &Columns,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            folding: folding.clone(),
            keys: columns.numbers(segment, column::ID_KEY)?,
            lengths: columns.numbers(segment, column::SHINGLES)?,
            dates: columns.seconds(segment, column::PUBLISHED)?,
            folds: Folds::default(),
        })
    }

    /// The key of a match and its group, if it folds with others.
    pub(crate) fn group(&self, doc: DocId) -> Option<(u64, u64)> {
        let key = self.keys.get_val(doc);
        Some((key, self.folding.group(key)?))
    }

    /// Takes a match of a group.
    pub(crate) fn add(&mut self, (key, group): (u64, u64), candidate: Candidate) {
        let standing = Standing {
            key,
            published: self
                .dates
                .as_ref()
                .and_then(|dates| dates.first(candidate.doc)),
            length: self.lengths.get_val(candidate.doc),
        };
        let fold = Fold {
            best: candidate,
            shown: candidate,
            order: standing.order(),
            count: 1,
            named: vec![candidate],
        };
        self.folds.add(group, fold);
        if self.folding.stories.is_some()
            && let Some(text) = self.folding.book.group_of_several(key)
        {
            *self.folds.texts.entry(text).or_default() += 1;
        }
    }

    /// What was taken.
    pub(crate) fn folds(self) -> Folds {
        self.folds
    }
}

impl Folds {
    fn add(&mut self, group: u64, fold: Fold) {
        match self.groups.entry(group) {
            Entry::Vacant(free) => {
                free.insert(fold);
            }
            Entry::Occupied(mut there) => there.get_mut().take(fold),
        }
    }

    /// Adds those of another segment.
    pub(crate) fn merge(&mut self, other: Self) {
        for (group, fold) in other.groups {
            self.add(group, fold);
        }
        for (text, count) in other.texts {
            *self.texts.entry(text).or_default() += count;
        }
    }

    /// How many hits so many matches are.
    pub(crate) fn hits(&self, matches: u64) -> u64 {
        let folded: u64 = self.groups.values().map(|fold| fold.count).sum();
        matches.saturating_sub(folded) + self.groups.len() as u64
    }

    /// How many texts so many matches are, where stories fold.
    pub(crate) fn texts(&self, matches: u64) -> u64 {
        let copies: u64 = self.texts.values().sum();
        matches.saturating_sub(copies) + self.texts.len() as u64
    }
}

impl Fold {
    fn take(&mut self, other: Self) {
        self.best = self.best.min(other.best);
        if other.order < self.order {
            (self.order, self.shown) = (other.order, other.shown);
        }
        self.count += other.count;
        for candidate in other.named {
            let place = self.named.partition_point(|named| *named < candidate);
            if place < NAMED {
                self.named.insert(place, candidate);
                self.named.truncate(NAMED);
            }
        }
    }

    /// The hit that stands for all: the one that is shown, in the place of the best where hits are sorted by score.
    pub(crate) fn hit(&self, sort: Sort) -> Candidate {
        match sort {
            Sort::Relevance => self.shown.ranked_as(&self.best),
            Sort::Oldest | Sort::Newest | Sort::Source => self.shown,
        }
    }

    /// The best of the others.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Candidate> {
        let shown = self.shown.address();
        let others = self
            .named
            .iter()
            .filter(move |named| named.address() != shown);
        others.take(NAMED - 1)
    }
}
