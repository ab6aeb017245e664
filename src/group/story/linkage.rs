//! Average linkage: the two groups that are most alike become one, until none are alike enough.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Likeness of two groups, on average over their pairs, from which they are one story.
///
/// `cargo bench --bench quality -- stories`: .12 to .16 differ by less than .01 B-cubed F1; higher values tear stories apart.
pub(crate) const ALIKE: f32 = 0.14;

/// How much more two articles must be alike; the larger the group, the less is asked: with few articles the evidence is thin.
const THIN: f32 = 0.1;

/// From this many articles a group has a likeness of its own, by which it is told from others.
const GROUP: usize = 5;

/// Two such groups stay two where they are less alike, by this factor, than the articles of each are among themselves: two events
/// of one topic share people and places, and are told apart by this alone.
const COHESION: f32 = 0.7;

/// Likenesses of all pairs of a few articles.
pub(crate) struct Matrix {
    n: usize,
    /// By row; symmetric.
    values: Vec<f32>,
    /// Pairs of articles that each value is the average of, by row: those of which something tells how alike they are.
    pairs: Vec<f32>,
}

impl Matrix {
    /// Asks for the likeness of each pair once.
    pub(crate) fn of(n: usize, likeness: impl Fn(usize, usize) -> Option<f32>) -> Self {
        let mut matrix = Self {
            n,
            values: vec![0.0; n * n],
            pairs: vec![0.0; n * n],
        };
        for a in 0..n {
            for b in a + 1..n {
                if let Some(likeness) = likeness(a, b) {
                    matrix.set(a, b, likeness, 1.0);
                }
            }
        }
        matrix
    }

    fn get(&self, a: usize, b: usize) -> f32 {
        self.values.get(a * self.n + b).copied().unwrap_or(0.0)
    }

    fn pairs(&self, a: usize, b: usize) -> f32 {
        self.pairs.get(a * self.n + b).copied().unwrap_or(0.0)
    }

    fn set(&mut self, a: usize, b: usize, value: f32, pairs: f32) {
        for at in [a * self.n + b, b * self.n + a] {
            if let (Some(slot), Some(of)) = (self.values.get_mut(at), self.pairs.get_mut(at)) {
                (*slot, *of) = (value, pairs);
            }
        }
    }

    /// Makes `into` the group of both: its likeness to every other is the average over the pairs that tell something.
    fn join(&mut self, into: usize, taken: usize) {
        for other in (0..self.n).filter(|other| *other != into) {
            let (left, right) = (self.pairs(into, other), self.pairs(taken, other));
            let sum = self.get(into, other) * left + self.get(taken, other) * right;
            let pairs = left + right;
            let average = if pairs > 0.0 { sum / pairs } else { 0.0 };
            self.set(into, other, average, pairs);
        }
    }
}

/// A group as it grows.
#[derive(Clone)]
struct Cluster {
    members: Vec<usize>,
    /// The likenesses of all pairs of members, summed.
    inner: f32,
    /// The pairs that were summed.
    pairs: f32,
}

impl Cluster {
    /// The likeness of its members among themselves, on average.
    fn cohesion(&self) -> f32 {
        self.inner / self.pairs
    }
}

/// Two groups that could become one. The greatest is the next.
struct Merge {
    likeness: f32,
    a: usize,
    b: usize,
    /// Members of both when this was found: a group that has grown since has other likenesses.
    members: (usize, usize),
}

impl Ord for Merge {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_likeness = self.likeness.total_cmp(&other.likeness);
        by_likeness.then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Merge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Merge {}

/// The groups of `matrix`, each in order.
pub(crate) fn link(mut matrix: Matrix) -> Vec<Vec<usize>> {
    let mut clusters: Vec<Option<Cluster>> = (0..matrix.n)
        .map(|at| {
            Some(Cluster {
                members: vec![at],
                inner: 0.0,
                pairs: 0.0,
            })
        })
        .collect();
    let mut merges = BinaryHeap::new();
    for a in 0..matrix.n {
        for b in a + 1..matrix.n {
            merges.extend(candidate(&matrix, &clusters, a, b));
        }
    }
    while let Some(merge) = merges.pop() {
        if !is_current(&merge, &clusters) || !is_one_story(&merge, &clusters) {
            continue;
        }
        join(&merge, &mut matrix, &mut clusters);
        for other in 0..matrix.n {
            let (a, b) = (merge.a.min(other), merge.a.max(other));
            merges.extend(candidate(&matrix, &clusters, a, b));
        }
    }
    let mut groups: Vec<Vec<usize>> = clusters
        .into_iter()
        .flatten()
        .map(|cluster| cluster.members)
        .collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

fn cluster(clusters: &[Option<Cluster>], at: usize) -> Option<&Cluster> {
    clusters.get(at).and_then(Option::as_ref)
}

fn candidate(matrix: &Matrix, clusters: &[Option<Cluster>], a: usize, b: usize) -> Option<Merge> {
    let likeness = matrix.get(a, b);
    if a == b || likeness < ALIKE {
        return None;
    }
    let members = (
        cluster(clusters, a)?.members.len(),
        cluster(clusters, b)?.members.len(),
    );
    Some(Merge {
        likeness,
        a,
        b,
        members,
    })
}

fn is_current(merge: &Merge, clusters: &[Option<Cluster>]) -> bool {
    let len = |at| cluster(clusters, at).map(|cluster| cluster.members.len());
    len(merge.a) == Some(merge.members.0) && len(merge.b) == Some(merge.members.1)
}

fn is_one_story(merge: &Merge, clusters: &[Option<Cluster>]) -> bool {
    let (Some(a), Some(b)) = (cluster(clusters, merge.a), cluster(clusters, merge.b)) else {
        return false;
    };
    let (smaller, larger) = (
        a.members.len().min(b.members.len()),
        a.members.len().max(b.members.len()),
    );
    if smaller < GROUP {
        return merge.likeness >= ALIKE + THIN / larger as f32;
    }
    merge.likeness >= COHESION * (a.cohesion() * b.cohesion()).sqrt()
}

/// Puts `b` into `a`.
fn join(merge: &Merge, matrix: &mut Matrix, clusters: &mut [Option<Cluster>]) {
    let Some(taken) = clusters.get_mut(merge.b).and_then(Option::take) else {
        return;
    };
    let Some(Some(grown)) = clusters.get_mut(merge.a) else {
        return;
    };
    let pairs = matrix.pairs(merge.a, merge.b);
    grown.inner += taken.inner + merge.likeness * pairs;
    grown.pairs += taken.pairs + pairs;
    grown.members.extend(taken.members);
    matrix.join(merge.a, merge.b);
}
