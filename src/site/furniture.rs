//! What repeats over the pages of a site and is no part of its articles.
//!
//! A block counts once a page, and pages that are copies of one another count as one. How often it must repeat depends on where it stands
//! and what it looks like: a label at a page's end may be rare, a sentence amid the text must be nearly everywhere. A sentence that shares
//! its words with the articles around it is their background ("The ferry sank on 12 February with the loss of 41 lives") and stays.

use std::collections::{BTreeMap, HashSet};

use crate::site::learned::Furniture;
use crate::site::sampled_page::{Look, Seen, SeenBlock};

/// Fewer pages prove nothing.
const LEAST: u32 = 5;
/// A site has no more pieces of furniture.
const MOST: usize = 300;
/// Blocks from the beginning and from the end of a page that stand at its edge.
const EDGE: (usize, usize) = (2, 3);
/// Behind a piece of furniture stands the next: so often the edge is looked at anew.
const ROUNDS: usize = 6;
/// A text of this many characters that shares this many of a hundred longer words with its page speaks of the same thing.
const TOPICAL: (u32, u32) = (50, 25);

/// What is known of a block over the pages of its site.
struct Block {
    block: SeenBlock,
    /// Pages that hold it.
    pages: Vec<usize>,
    /// Of these, where it stands at the edge.
    edge: u32,
    topical: u32,
}

/// The furniture of a site whose sampled pages are `pages`, most frequent first.
pub(crate) fn learn(pages: &[&Seen]) -> Vec<Furniture> {
    if pages.len() < LEAST as usize {
        return Vec::new();
    }
    let mut learned: BTreeMap<u64, Furniture> = BTreeMap::new();
    let groups = groups(pages);
    let of = u32::try_from(groups.iter().collect::<HashSet<_>>().len()).unwrap_or(u32::MAX);
    for _ in 0..ROUNDS {
        let blocks = survey(pages, &learned);
        let before = learned.len();
        for block in blocks.values() {
            let distinct: HashSet<&usize> = block
                .pages
                .iter()
                .filter_map(|page| groups.get(*page))
                .collect();
            let count = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
            if is_furniture(block, count, of) {
                let example = block
                    .pages
                    .iter()
                    .filter_map(|page| pages.get(*page))
                    .map(|page| &page.path)
                    .min();
                let example = example.cloned().unwrap_or_default();
                let hash = block.block.hash;
                learned.insert(
                    hash,
                    Furniture {
                        hash,
                        pages: count,
                        of,
                        example,
                        text: String::new(),
                    },
                );
            }
        }
        if learned.len() == before {
            break;
        }
    }
    let mut learned: Vec<Furniture> = learned.into_values().collect();
    learned.sort_by_key(|item| (std::cmp::Reverse(item.pages), item.hash));
    learned.truncate(MOST);
    learned
}

fn is_furniture(block: &Block, count: u32, of: u32) -> bool {
    if count < LEAST {
        return false;
    }
    let holding = u32::try_from(block.pages.len()).unwrap_or(u32::MAX).max(1);
    let share = count * 100 / of.max(1);
    let at_edge = block.edge * 100 >= holding * 80;
    let SeenBlock { chars, look, .. } = block.block;
    let everywhere = share >= 80 && of >= 20;
    if look == Look::Sentence
        && chars >= TOPICAL.0
        && block.topical >= TOPICAL.1 * holding
        && !everywhere
    {
        return false;
    }
    let least = match (at_edge, look) {
        (true, Look::Line) if chars <= 200 => 10,
        (true, _) if chars <= 600 => 25,
        (true, _) => 40,
        (false, Look::Line) if chars <= 120 => 30,
        (false, _) if chars <= 400 => 50,
        (false, _) => 80,
    };
    share >= least
}

/// Every block that is not yet known as furniture, with where it stands on the pages once that is taken away.
fn survey(pages: &[&Seen], learned: &BTreeMap<u64, Furniture>) -> BTreeMap<u64, Block> {
    let mut blocks: BTreeMap<u64, Block> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        let left: Vec<&SeenBlock> = page
            .blocks
            .iter()
            .filter(|block| !learned.contains_key(&block.hash))
            .collect();
        let mut on_page = HashSet::new();
        for (place, block) in left.iter().enumerate().filter(|(_, block)| block.chars > 0) {
            if !on_page.insert(block.hash) {
                continue;
            }
            let entry = blocks.entry(block.hash).or_insert_with(|| Block {
                block: **block,
                pages: Vec::new(),
                edge: 0,
                topical: 0,
            });
            entry.pages.push(at);
            entry.edge += u32::from(place < EDGE.0 || left.len() - place <= EDGE.1);
            entry.topical += u32::from(block.topical);
        }
    }
    blocks
}

/// The group of each page: copies of one article, which share most of their text, are one group.
fn groups(pages: &[&Seen]) -> Vec<usize> {
    let mut blocks = survey(pages, &BTreeMap::new());
    blocks.retain(|_, block| !is_common(block, pages.len()));
    let mut sizes = vec![0_u32; pages.len()];
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for block in blocks.values() {
        for (rank, page) in block.pages.iter().enumerate() {
            if let Some(size) = sizes.get_mut(*page) {
                *size = size.saturating_add(block.block.chars);
            }
            for other in block.pages.iter().skip(rank + 1) {
                let both = shared.entry((*page, *other)).or_default();
                *both = both.saturating_add(block.block.chars);
            }
        }
    }
    let mut group: Vec<usize> = (0..pages.len()).collect();
    for ((a, b), chars) in shared {
        let smaller = sizes.get(a).min(sizes.get(b)).copied().unwrap_or(0);
        if u64::from(chars) * 100 >= u64::from(smaller) * 60 {
            join(&mut group, a, b);
        }
    }
    group
}

/// A block at the edge of more than six pages of ten does not make two of them copies.
fn is_common(block: &Block, pages: usize) -> bool {
    let holding = block.pages.len();
    holding * 10 > pages * 6 && block.edge as usize * 10 >= holding * 8
}

/// Gives both groups the number of the lesser.
fn join(group: &mut [usize], a: usize, b: usize) {
    let (Some(&one), Some(&other)) = (group.get(a), group.get(b)) else {
        return;
    };
    let (low, high) = (one.min(other), one.max(other));
    group
        .iter_mut()
        .filter(|number| **number == high)
        .for_each(|number| *number = low);
}
