//! One id that several pages claim: versions of one article, or other articles with a wrong canonical link.
//!
//! Pages at one address are versions of one article. Where only a canonical link says that they are at one address, their headlines
//! and texts must agree: a template may give all pages of a site the same link.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, Claimed, Fetched, Other, Place};
use crate::identify;
use crate::text::shingles::each_shingle;
use crate::text::{fold, hosts, words};

/// Earlier texts that a text is compared with for each thing that they share.
const COMPARED: usize = 32;

/// The part of the shorter text that two versions share at least.
const SAME_HEADLINE: f64 = 0.05;
const LIKE_HEADLINE: f64 = 0.2;
const NO_HEADLINE: f64 = 0.5;
const OTHER_HEADLINE: f64 = 0.8;

/// Texts of one article, and what its pages claim where that is not its own.
pub(crate) struct Member {
    pub(crate) texts: Vec<Other>,
    pub(crate) claimed: Option<Claimed>,
}

/// The articles among the texts that claim one id, by their first places. Each text names the id in its article.
pub(crate) fn members(texts: Vec<Other>) -> Vec<Member> {
    let groups = grouped(texts);
    if groups.len() < 2 {
        let whole = |texts| Member {
            texts,
            claimed: None,
        };
        return groups.into_iter().map(whole).collect();
    }
    let keeper = keeper(&groups);
    let members = groups.into_iter().enumerate();
    members
        .map(|(at, texts)| match Some(at) == keeper {
            true => Member {
                texts,
                claimed: None,
            },
            false => with_own_id(texts),
        })
        .collect()
}

/// The group that the claimed address is true of: the one that was fetched there, else the first of two of which nobody says where they were
/// fetched. Three show that the address means nothing.
fn keeper(groups: &[Vec<Other>]) -> Option<usize> {
    let is_owner = |group: &Vec<Other>| {
        group.iter().any(|text| {
            let address = fetched_at(text);
            address.and_then(identify::id_of_address).as_ref() == Some(&text.version.article.id)
        })
    };
    let owner = groups.iter().position(is_owner);
    let is_unknown = |group: &Vec<Other>| group.iter().all(|text| fetched_at(text).is_none());
    let is_first_of_two = groups.len() == 2 && groups.iter().all(is_unknown);
    owner.or(is_first_of_two.then_some(0))
}

/// An article by the address where it was fetched, or by its first place.
fn with_own_id(mut texts: Vec<Other>) -> Member {
    let claimed = texts.first().map(|text| Claimed {
        id: text.version.article.id.clone(),
        url: text.version.article.url.clone(),
    });
    let url = texts.iter().find_map(fetched_at).map(str::to_owned);
    let of_address = url.as_deref().and_then(identify::id_of_address);
    let of_path = || first_place(&texts).map(|place| identify::id_of_path(&place.to_string()));
    let id = of_address.or_else(of_path).unwrap_or_default();
    for text in &mut texts {
        text.version.article.id.clone_from(&id);
        text.version.article.url.clone_from(&url);
        for held in &mut text.places {
            held.url.clone_from(&url);
        }
    }
    Member { texts, claimed }
}

fn fetched_at(text: &Other) -> Option<&str> {
    match &text.version.fetched {
        Fetched::Unknown => None,
        Fetched::ThatAddress => text.version.article.url.as_deref(),
        Fetched::At(url) => Some(url),
    }
}

fn first_place(texts: &[Other]) -> Option<Place> {
    let places = texts.iter().flat_map(|text| &text.places);
    places.map(|held| Place::parse(&held.path)).min()
}

/// The texts, those of one article together.
fn grouped(texts: Vec<Other>) -> Vec<Vec<Other>> {
    if texts.len() < 2 {
        return vec![texts];
    }
    let signs: Vec<Signs> = texts.iter().map(Signs::of).collect();
    let mut groups = Groups::new(texts.len());
    join_alike(&signs, &mut groups);
    if groups.count() == 2 && texts.iter().any(is_at_an_articles_address) {
        join_rewritten(&signs, &mut groups);
    }
    let mut by_root: FxHashMap<usize, Vec<Other>> = FxHashMap::default();
    for (at, text) in texts.into_iter().enumerate() {
        by_root.entry(groups.root(at)).or_default().push(text);
    }
    let mut grouped: Vec<Vec<Other>> = by_root.into_values().collect();
    grouped.sort_by_cached_key(|texts| first_place(texts));
    grouped
}

/// Joins texts that were fetched at one address or have like headlines and passages in common.
fn join_alike(signs: &[Signs], groups: &mut Groups) {
    let mut seen: FxHashMap<Shared, Vec<usize>> = FxHashMap::default();
    for (at, own) in signs.iter().enumerate() {
        for shared in own.shared() {
            let earlier = seen.entry(shared).or_default();
            for other in earlier.iter().rev().take(COMPARED) {
                let is_joined = groups.root(*other) == groups.root(at);
                if !is_joined
                    && signs
                        .get(*other)
                        .is_some_and(|other| own.is_alike(other, shared))
                {
                    groups.join(*other, at);
                }
            }
            earlier.push(at);
        }
    }
}

/// Joins two articles with unlike headlines when one text holds most of the other: the article has a new headline.
fn join_rewritten(signs: &[Signs], groups: &mut Groups) {
    let apart = (1..signs.len()).find(|at| groups.root(*at) != groups.root(0));
    let (Some(one), Some(other)) = (signs.first(), apart.and_then(|at| signs.get(at))) else {
        return;
    };
    if one.overlap(other) >= OTHER_HEADLINE {
        groups.join(0, apart.unwrap_or_default());
    }
}

/// The address of an article, not of a section: `/news` is none.
fn is_at_an_articles_address(text: &Other) -> bool {
    let article: &Article = &text.version.article;
    let key = article.url.as_deref().and_then(hosts::page_key);
    key.is_some_and(|key| {
        let (_, path) = key.split_once('/').unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        path.bytes().any(|byte| byte.is_ascii_digit())
            || last.matches(['-', '_']).count() >= 2
            || last.len() >= 20
    })
}

/// What two texts of one article share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shared {
    /// The address where they were fetched.
    Address(u64),
    /// The whole headline.
    Headline(u64),
    /// A word of the headline.
    Word(u64),
    /// Neither has a headline.
    NoHeadline,
}

/// What a text is known by.
struct Signs {
    address: Option<u64>,
    headline: Option<u64>,
    words: FxHashSet<u64>,
    shingles: FxHashSet<u64>,
}

impl Signs {
    fn of(text: &Other) -> Self {
        let article = &text.version.article;
        let title = article.title.as_ref().map(|title| fold::key(&title.value));
        let words = words::words(title.as_deref().unwrap_or_default());
        let mut shingles = FxHashSet::default();
        each_shingle(&article.text, |shingle| {
            shingles.insert(shingle);
        });
        Self {
            address: fetched_at(text)
                .and_then(hosts::page_key)
                .map(|key| hash(&key)),
            headline: title.as_deref().map(hash),
            words: words.map(|word| hash(word.text)).collect(),
            shingles,
        }
    }

    fn shared(&self) -> Vec<Shared> {
        let mut shared: Vec<Shared> = self.address.map(Shared::Address).into_iter().collect();
        match self.headline {
            Some(headline) => shared.push(Shared::Headline(headline)),
            None => shared.push(Shared::NoHeadline),
        }
        shared.extend(self.words.iter().copied().map(Shared::Word));
        shared
    }

    fn is_alike(&self, other: &Self, shared: Shared) -> bool {
        let least = match shared {
            Shared::Address(_) => return true,
            Shared::Headline(_) => SAME_HEADLINE,
            Shared::Word(_) if self.has_like_headline(other) => LIKE_HEADLINE,
            Shared::Word(_) => return false,
            Shared::NoHeadline => NO_HEADLINE,
        };
        self.overlap(other) >= least
    }

    /// A third of the words of both headlines, or all of the shorter one, are the same.
    fn has_like_headline(&self, other: &Self) -> bool {
        let common = self.words.intersection(&other.words).count();
        let (a, b) = (self.words.len(), other.words.len());
        common * 3 >= a + b - common || common >= 3 && common == a.min(b)
    }

    /// The part of the shorter text that stands in the other as well.
    fn overlap(&self, other: &Self) -> f64 {
        let common = self.shingles.intersection(&other.shingles).count();
        let shorter = self.shingles.len().min(other.shingles.len());
        match shorter {
            // A text of a word or two contradicts nothing.
            0 => 1.0,
            shorter => common as f64 / shorter as f64,
        }
    }
}

fn hash(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Disjoint sets of texts.
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn new(len: usize) -> Self {
        Self {
            parents: (0..len).collect(),
        }
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(parent) = self.parents.get(at).filter(|parent| **parent != at) {
            at = *parent;
        }
        at
    }

    /// The smaller root stays one, so that paths to it are short where texts come in order.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(parent) = self.parents.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }

    fn count(&self) -> usize {
        let parents = self.parents.iter().enumerate();
        parents.filter(|(at, parent)| at == *parent).count()
    }
}
