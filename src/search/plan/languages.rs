//! Walking the articles of one language after those of another.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::Term;

use crate::search::plan::node::language;

/// Languages whose articles are walked apart, each word of the query as one posting list.
const APART: usize = 4;

/// Which posting lists are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LanguageFilter {
    /// All.
    All,
    /// Those of one language.
    Of(String),
    /// Those of all but some.
    But(Vec<String>),
}

impl LanguageFilter {
    /// Whether the list of this term is read. Names are of no language: their lists are read in each part.
    pub(crate) fn takes(&self, term: &Term) -> bool {
        match (self, language(term)) {
            (Self::All, _) | (_, None) => true,
            (Self::Of(code), Some(of)) => of == code,
            (Self::But(codes), Some(of)) => !codes.iter().any(|code| of == code),
        }
    }
}

/// The commonest languages one by one, then all others; nothing where there is but one. Given the postings in each language.
pub(crate) fn apart(postings: BTreeMap<String, u64>) -> Vec<LanguageFilter> {
    if postings.len() < 2 {
        return Vec::new();
    }
    let mut postings: Vec<(String, u64)> = postings.into_iter().collect();
    postings.sort_by_key(|(_, count)| Reverse(*count));
    let has_others = postings.len() > APART;
    postings.truncate(APART);
    let commonest: Vec<String> = postings.into_iter().map(|(code, _)| code).collect();
    let mut apart: Vec<LanguageFilter> = Vec::new();
    for code in &commonest {
        apart.push(LanguageFilter::Of(code.clone()));
    }
    if has_others {
        apart.push(LanguageFilter::But(commonest));
    }
    apart
}
