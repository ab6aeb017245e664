//! Where the article may stand: containers found in three ways.

use crate::clean::html::parse::cues::Cues;
use crate::clean::html::parse::dom::{NodeId, ROOT, Step};
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::Page;
use crate::clean::html::weigh::body::ArticleBody;

/// A container and what speaks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) node: NodeId,
    pub(crate) by: By,
}

/// How a container was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Its paragraphs.
    Score,
    /// One of the two elements whose paragraphs say most, by itself.
    Part,
    /// Its name or role.
    Name,
    /// The text that the page's structured data holds.
    ArticleBody,
}

/// The candidates; none where the page has no prose.
pub(crate) fn find(page: &Page<'_>, body: &ArticleBody) -> Vec<Candidate> {
    let mut found = scored(page);
    found.extend(named(page).map(|node| Candidate { node, by: By::Name }));
    found.extend(holding(page, body).map(|node| Candidate {
        node,
        by: By::ArticleBody,
    }));
    found
}

/// The elements whose own paragraphs say most; after Arc90's readability, with weights of characters instead of commas. The first is
/// the best with all that stands around it; where there is a second that is no part of the best, each of the two follows by itself.
fn scored(page: &Page<'_>) -> Vec<Candidate> {
    let scores = scores(page);
    let score = |id: NodeId| scores.get(id.index()).copied().unwrap_or(0.0);
    let elements = || {
        page.dom.walk(ROOT).filter_map(|step| {
            if let Step::Enter(id) = step {
                Some(id)
            } else {
                None
            }
        })
    };
    // On a tie the first element wins.
    let best = |found: Option<NodeId>, id: NodeId| match found {
        Some(old) if score(old) >= score(id) => Some(old),
        _ => Some(id).filter(|id| score(*id) > 0.0),
    };
    let Some(first) = elements().fold(None, best) else {
        return Vec::new();
    };
    let mut found = vec![Candidate {
        node: climb(page, first, None),
        by: By::Score,
    }];
    let apart = |id: &NodeId| {
        let (own, other) = (page.layout.info(*id).runs, page.layout.info(first).runs);
        own.1 <= other.0 || other.1 <= own.0
    };
    let second = elements().filter(apart).fold(None, best);
    if let Some(second) = second.filter(|second| score(*second) > SECOND * score(first)) {
        found.push(Candidate {
            node: climb(page, first, Some(second)),
            by: By::Part,
        });
        found.push(Candidate {
            node: climb(page, second, Some(first)),
            by: By::Part,
        });
    }
    found
}

/// A second container with less of the best one's score is a box of the page.
const SECOND: f32 = 0.3;

/// What the paragraphs in and right under each element say.
fn scores(page: &Page<'_>) -> Vec<f32> {
    let mut scores = vec![0f32; page.dom.len()];
    for (n, run) in page.layout.runs.iter().enumerate() {
        let good = page.good_of(n) as f32;
        if good == 0.0 {
            continue;
        }
        let own = if page.dom.tag(run.node) == Tag::P {
            None
        } else {
            Some(run.node)
        };
        let chain = own.into_iter().chain(page.dom.ancestors(run.node));
        for (id, share) in chain.zip([1.0, 0.5, 0.25]) {
            if let Some(slot) = scores.get_mut(id.index()) {
                *slot += good * share;
            }
        }
    }
    scores
}

/// Goes up while the parent holds clearly more prose and little else, and not `other`.
fn climb(page: &Page<'_>, start: NodeId, other: Option<NodeId>) -> NodeId {
    let good = |id| page.good.over(page.layout.info(id).runs) as f32;
    let mut top = start;
    for id in page.dom.ancestors(start) {
        let holds = |other: NodeId| page.dom.ancestors(other).any(|above| above == id);
        if matches!(page.dom.tag(id), Tag::Body | Tag::Html)
            || id == ROOT
            || other.is_some_and(holds)
        {
            break;
        }
        if good(id) > 1.2 * good(top) {
            top = id;
        }
    }
    top
}

/// The element that says by name or role that it is the article's body.
fn named(page: &Page<'_>) -> Option<NodeId> {
    let mut found: Vec<(u8, u32, NodeId)> = Vec::new();
    for step in page.dom.walk(ROOT) {
        let Step::Enter(id) = step else { continue };
        let Some(element) = page.dom.element(id) else {
            continue;
        };
        let info = page.layout.info(id);
        let good = page.good.over(info.runs);
        if good < 100 {
            continue;
        }
        let rank = if element
            .attr("itemprop")
            .is_some_and(|value| value.contains("articleBody"))
        {
            4
        } else if info.cues.has(Cues::BODY) && element.tag != Tag::Body {
            3
        } else if element.tag == Tag::Article {
            2
        } else if element.tag == Tag::Main || element.attr("role") == Some("main") {
            1
        } else {
            continue;
        };
        found.push((rank, good, id));
    }
    let most = found.iter().map(|(_, good, _)| *good).max()?;
    let rank = found
        .iter()
        .filter(|(_, good, _)| *good as f32 >= 0.7 * most as f32)
        .map(|(rank, ..)| *rank)
        .max()?;
    let held = found.iter().filter(|(r, ..)| *r == rank);
    // The innermost that holds nearly all.
    held.filter(|(_, good, _)| *good as f32 >= 0.7 * most as f32)
        .min_by_key(|(_, good, id)| (*good, std::cmp::Reverse(*id)))
        .map(|(_, _, id)| *id)
}

/// The smallest element that holds four fifths of what the body says.
fn holding(page: &Page<'_>, body: &ArticleBody) -> Option<NodeId> {
    let seen = body.coverage(page.layout);
    let all = seen.total();
    if all < 20 || (all as f32) < 0.5 * body.len() as f32 {
        return None;
    }
    let mut best = None;
    for step in page.dom.walk(ROOT) {
        let Step::Enter(id) = step else { continue };
        if page.dom.element(id).is_none() || page.dom.tag(id) == Tag::Html {
            continue;
        }
        if seen.over(page.layout.info(id).runs) as f32 >= 0.8 * all as f32 {
            best = Some(id);
        }
    }
    best
}
