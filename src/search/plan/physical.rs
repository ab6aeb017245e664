//! The physical plan: which articles are read, from where, and what they score.
//!
//! The plan is data. `walk` has one way to execute each kind; the optimiser decides by the kind alone.

use std::ops::RangeInclusive;
use std::sync::Arc;

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::query::Expr;
use crate::search::plan::node::{Leaf, List, Node};
use crate::search::plan::unspaced::Run;

/// Articles, and what they score.
#[derive(Debug, Clone)]
pub(crate) enum Physical {
    /// No article.
    Nothing,
    /// Every article; each scores 1.
    Everything,
    /// What scores nothing.
    Filter(Filter),
    /// One word in one or more posting lists.
    Word(Word),
    /// A pattern that stands for so many words that their articles are gathered before they are walked.
    Gathered(Word),
    /// Words at their places: phrases, nearness, words of one region.
    Placed {
        /// What stands where.
        node: Arc<Node>,
        /// The column whose positions are read.
        column: Column,
    },
    /// Enough parts of a run of a script without spaces.
    Unspaced(Arc<Run>),
    /// Most of some words, not all.
    MostWords(Arc<MostWords>),
    /// All of some, none of others; the scores are added up.
    All {
        /// One at least.
        wanted: Vec<Self>,
        /// These are out.
        excluded: Vec<Self>,
    },
    /// Any of several, none of others.
    Any(Any),
    /// Scores times a factor.
    Boost(Box<Self>, f32),
}

/// One word in a column.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Its posting lists.
    pub(crate) leaf: Arc<Leaf>,
    /// The column they are of.
    pub(crate) column: Column,
}

/// Any of several, each with what it counts beside the others, without those that match `excluded`.
#[derive(Debug, Clone)]
pub(crate) struct Any {
    /// The parts, each with what it counts.
    pub(crate) clauses: Vec<(Physical, f32)>,
    /// These are out.
    pub(crate) excluded: Vec<Physical>,
}

/// The words of a query, any of which may be missing from an article as long as it has most of them.
#[derive(Debug)]
pub(crate) struct MostWords {
    /// Those that the archive has, the commonest first.
    pub(crate) words: Vec<Wanted>,
    /// How many of the first words no article can be found by alone, because all of them together are not enough.
    pub(crate) common: usize,
    /// Rarity that an article must have.
    pub(crate) enough: f32,
    /// Words that an article must have at least.
    pub(crate) fewest: usize,
    /// Words that no article has, each with its place among the words of the query.
    pub(crate) unknown: Vec<(usize, Expr)>,
}

/// A word that should be there.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// Its place among the words of the query.
    pub(crate) at: usize,
    /// The word, as query text.
    pub(crate) text: String,
    /// The articles that have it, scored by what it counts beside the others.
    pub(crate) matches: Physical,
    /// How rare it is.
    pub(crate) rarity: f32,
}

impl MostWords {
    /// How many different words were asked for.
    pub(crate) fn asked(&self) -> usize {
        self.words.len() + self.unknown.len()
    }
}

/// Articles that are in or out, whatever they score.
#[derive(Debug, Clone)]
pub(crate) enum Filter {
    /// Every article.
    Everything,
    /// No article.
    Nothing,
    /// Those whose number in a column lies in a range.
    Number {
        /// The column.
        column: &'static str,
        /// The numbers.
        range: RangeInclusive<u64>,
    },
    /// Those whose text in a column lies in one of these ranges of the alphabet.
    Text {
        /// The column.
        column: &'static str,
        /// From, included, to, excluded.
        ranges: Vec<(Vec<u8>, Vec<u8>)>,
    },
    /// Those in the posting list of a term.
    Term(Term),
    /// Those whose ids have these keys, which are in order.
    Keys(Arc<[u64]>),
    /// Those with any term in a column.
    AnyTerm(Column),
    /// Those that any of these takes.
    AnyOf(Vec<Self>),
    /// Those that this one does not take.
    Not(Box<Self>),
}

impl Physical {
    /// Whether it is known that nothing matches.
    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// How many postings lie in its lists: the most that a walk reads.
    pub(crate) fn postings(&self) -> u64 {
        match self {
            Self::Nothing | Self::Everything | Self::Filter(_) => 0,
            Self::Word(word) | Self::Gathered(word) => postings(&word.leaf),
            Self::Placed { node, .. } => {
                let mut sum = 0;
                node.leaves(&mut |leaf| sum += postings(leaf));
                sum
            }
            Self::Unspaced(run) => run.postings(),
            Self::MostWords(most) => {
                let words = most.words.iter();
                words.map(|word| word.matches.postings()).sum()
            }
            Self::All { wanted, excluded } => {
                wanted.iter().chain(excluded).map(Self::postings).sum()
            }
            Self::Any(any) => {
                let clauses = any.clauses.iter().map(|(clause, _)| clause);
                clauses.chain(&any.excluded).map(Self::postings).sum()
            }
            Self::Boost(inner, _) => inner.postings(),
        }
    }

    /// Whether a part of it can stop short when the budget is spent: such a walk is watched.
    pub(crate) fn can_stop(&self) -> bool {
        match self {
            Self::Gathered(_) | Self::Placed { .. } | Self::Unspaced(_) | Self::MostWords(_) => {
                true
            }
            Self::Nothing | Self::Everything | Self::Filter(_) | Self::Word(_) => false,
            Self::All { wanted, excluded } => wanted.iter().chain(excluded).any(Self::can_stop),
            Self::Any(any) => {
                let clauses = any.clauses.iter().map(|(clause, _)| clause);
                clauses.chain(&any.excluded).any(Self::can_stop)
            }
            Self::Boost(inner, _) => inner.can_stop(),
        }
    }

    /// This, times a factor.
    pub(crate) fn times(self, factor: f32) -> Self {
        if factor == 1.0 {
            self
        } else {
            Self::Boost(Box::new(self), factor)
        }
    }
}

fn postings(leaf: &Leaf) -> u64 {
    leaf.lists.iter().map(List::doc_freq).sum()
}

/// Filters beside a plan.
#[derive(Debug, Default)]
pub(crate) struct Clauses {
    /// Each must take an article.
    pub(crate) wanted: Vec<Filter>,
    /// None may.
    pub(crate) excluded: Vec<Filter>,
}

impl Clauses {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.excluded.is_empty()
    }

    /// The plan with these filters.
    pub(crate) fn narrow(&self, plan: &Physical) -> Physical {
        if self.is_empty() {
            return plan.clone();
        }
        let filters = self.wanted.iter().cloned().map(Physical::Filter);
        Physical::All {
            wanted: std::iter::once(plan.clone()).chain(filters).collect(),
            excluded: self
                .excluded
                .iter()
                .cloned()
                .map(Physical::Filter)
                .collect(),
        }
    }
}

/// The matches of a plan: as a whole, or apart by language.
#[derive(Debug, Clone)]
pub(crate) enum Matches {
    /// All at once.
    Whole(Physical),
    /// In parts that share no article.
    PerLanguage(Vec<Physical>),
}

impl Matches {
    /// Its parts: one, or one a language.
    pub(crate) fn parts(&self) -> &[Physical] {
        match self {
            Self::Whole(whole) => std::slice::from_ref(whole),
            Self::PerLanguage(parts) => parts,
        }
    }

    /// How many postings lie in its lists.
    pub(crate) fn postings(&self) -> u64 {
        self.parts().iter().map(Physical::postings).sum()
    }

    /// Whether a part of it can stop short when the budget is spent.
    pub(crate) fn can_stop(&self) -> bool {
        self.parts().iter().any(Physical::can_stop)
    }

    /// Whether its articles come in the order of the index.
    pub(crate) fn is_in_order(&self) -> bool {
        matches!(self, Self::Whole(_))
    }
}
