//! From articles to stories: pairs that may be alike, what hangs together by them, and groups inside that.

use rustc_hash::FxHashMap;

use crate::group::story::doc_freq::DocFreq;
use crate::group::story::event_terms::{EventTerms, WeighedTerm};
use crate::group::story::likeness::{WINDOW, Weighed, likeness};
use crate::group::story::linkage::{ALIKE, Matrix, link};

/// Articles after this one in a term's posting list that are compared with it: a term that all have tells no two apart.
const NEXT: usize = 100;

/// Terms that two articles share before they are compared.
const SHARED: u8 = 2;

/// Articles that are grouped together at most: what hangs together by more is first parted at its weakest links.
const TOGETHER: usize = 1000;

/// By how much a link must be stronger each time that too much hangs together.
const STRONGER: f32 = 0.05;

/// A pair of articles, by their places in the canonical order, and how alike they are.
type Link = (usize, usize, f32);

/// The stories of a set of articles, as indexes into `articles`: each by day and id, the stories by their first articles.
/// Every article is in one story, many in a story of their own.
///
/// The same set gives the same stories, whatever its order.
pub fn stories(articles: &[EventTerms]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by_key(|at| {
        let article = articles.get(*at);
        article.map(|article| (article.day.is_none(), article.day, &article.id))
    });
    let ordered: Vec<&EventTerms> = order.iter().filter_map(|at| articles.get(*at)).collect();
    let doc_freq = DocFreq::of(&ordered);
    let weighed: Vec<Weighed<'_>> = ordered
        .iter()
        .map(|article| Weighed::of(article, &doc_freq))
        .collect();
    let links = links(&weighed);
    let everything = (0..weighed.len()).collect();
    let mut stories = Vec::new();
    for part in hanging_together(everything, &links, ALIKE) {
        stories.extend(group(&part, &weighed));
    }
    stories.sort_unstable();
    let named = |story: Vec<usize>| {
        story
            .iter()
            .filter_map(|at| order.get(*at).copied())
            .collect()
    };
    stories.into_iter().map(named).collect()
}

/// The pairs of articles that are alike enough to hang together.
fn links(articles: &[Weighed<'_>]) -> Vec<Link> {
    let postings = Postings::of(articles);
    let mut links = Vec::new();
    let mut shared: FxHashMap<usize, u8> = FxHashMap::default();
    for (at, article) in articles.iter().enumerate() {
        shared.clear();
        for term in article.every_term() {
            postings.each_after(at, article, term.hash, |other| {
                let count = shared.entry(other).or_default();
                *count = count.saturating_add(1);
            });
        }
        for (other, count) in &shared {
            let Some(second) = articles.get(*other).filter(|_| *count >= SHARED) else {
                continue;
            };
            let alike = likeness(article, second);
            if let Some(alike) = alike.filter(|alike| *alike >= ALIKE) {
                links.push((at, *other, alike));
            }
        }
    }
    links
}

/// The articles that have each term, in canonical order.
struct Postings {
    dated: FxHashMap<u32, Vec<(usize, i32)>>,
    undated: FxHashMap<u32, Vec<usize>>,
}

impl Postings {
    fn of(articles: &[Weighed<'_>]) -> Self {
        let mut postings = Self {
            dated: FxHashMap::default(),
            undated: FxHashMap::default(),
        };
        for (at, article) in articles.iter().enumerate() {
            for WeighedTerm { hash, .. } in article.every_term() {
                match article.day {
                    Some(day) => postings.dated.entry(*hash).or_default().push((at, day)),
                    None => postings.undated.entry(*hash).or_default().push(at),
                }
            }
        }
        postings
    }

    /// The articles after this one that have a term: the next ones within the window, and those without a day.
    fn each_after(&self, at: usize, article: &Weighed<'_>, term: u32, mut each: impl FnMut(usize)) {
        if let (Some(day), Some(list)) = (article.day, self.dated.get(&term)) {
            let from = list.partition_point(|(other, _)| *other <= at);
            let next = list.iter().skip(from).take(NEXT);
            let last = day.saturating_add(WINDOW);
            next.take_while(|(_, day)| *day <= last)
                .for_each(|(other, _)| each(*other));
        }
        if let Some(list) = self.undated.get(&term) {
            let from = list.partition_point(|other| *other <= at);
            list.iter()
                .skip(from)
                .take(NEXT)
                .for_each(|other| each(*other));
        }
    }
}

/// The parts of `articles` that hang together by links of this strength, none of them too large to be grouped.
fn hanging_together(articles: Vec<usize>, links: &[Link], strength: f32) -> Vec<Vec<usize>> {
    let mut of: FxHashMap<usize, usize> = articles.iter().map(|at| (*at, *at)).collect();
    let strong = links.iter().filter(|(_, _, alike)| *alike >= strength);
    for (a, b, _) in strong {
        let (a, b) = (root(&mut of, *a), root(&mut of, *b));
        if a != b {
            of.insert(a.max(b), a.min(b));
        }
    }
    let mut parts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for at in articles {
        parts.entry(root(&mut of, at)).or_default().push(at);
    }
    let mut fitting = Vec::new();
    for part in parts.into_values() {
        if part.len() <= TOGETHER {
            fitting.push(part);
        } else if strength >= 1.0 {
            // Copies of one text, in great number: no link is weaker than another.
            fitting.extend(part.chunks(TOGETHER).map(<[usize]>::to_vec));
        } else {
            let inside = inside(&part, links);
            fitting.extend(hanging_together(part, &inside, strength + STRONGER));
        }
    }
    fitting
}

fn root(of: &mut FxHashMap<usize, usize>, at: usize) -> usize {
    let mut root = at;
    while let Some(next) = of.get(&root).copied().filter(|next| *next != root) {
        root = next;
    }
    // The way is shortened, so that long chains stay linear.
    let mut at = at;
    while at != root {
        at = of.insert(at, root).unwrap_or(root);
    }
    root
}

/// The links between articles of one part, which is in order.
fn inside(part: &[usize], links: &[Link]) -> Vec<Link> {
    let has = |at: &usize| part.binary_search(at).is_ok();
    let inner = links.iter().filter(|(a, b, _)| has(a) && has(b));
    inner.copied().collect()
}

fn group(part: &[usize], articles: &[Weighed<'_>]) -> Vec<Vec<usize>> {
    let article = |at: usize| part.get(at).and_then(|at| articles.get(*at));
    let matrix = Matrix::of(part.len(), |a, b| match (article(a), article(b)) {
        (Some(a), Some(b)) => likeness(a, b),
        _ => None,
    });
    let groups = link(matrix).into_iter();
    groups
        .map(|group| {
            group
                .iter()
                .filter_map(|at| part.get(*at).copied())
                .collect()
        })
        .collect()
}
