//! Which segments are merged, so that a batch build ends as one and many small runs as a few.

/// Segments at most after a run.
const MOST: usize = 6;

/// A segment and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    /// Articles that are alive.
    pub(crate) alive: u32,
    /// Articles and the marks of removed ones.
    pub(crate) all: u32,
}

/// The segments (places in `sizes`) to merge into one, so that each segment left is more than twice as big as all smaller ones together:
/// an article is rewritten a few times only, however many runs there are. Segments that are a quarter removed are rewritten too.
pub(crate) fn plan(sizes: &[Size]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    let size = |at: usize| sizes.get(at).copied().unwrap_or(Size { alive: 0, all: 0 });
    order.sort_by_key(|&at| std::cmp::Reverse((size(at).alive, at)));
    let mut below: u64 = 0;
    let mut first = order.len();
    for (rank, &at) in order.iter().enumerate().rev() {
        let alive = u64::from(size(at).alive);
        if rank + 1 < order.len() && (alive <= 2 * below || rank + 1 >= MOST) {
            first = rank;
        }
        below += alive;
    }
    let holed = |at: usize| u64::from(size(at).all - size(at).alive) * 4 > u64::from(size(at).all);
    let merged: Vec<usize> = order
        .iter()
        .enumerate()
        .filter(|&(rank, &at)| rank >= first || holed(at))
        .map(|(_, &at)| at)
        .collect();
    if merged.len() == 1 && !merged.iter().any(|&at| holed(at)) {
        Vec::new()
    } else {
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::{Size, plan};

    fn check(sizes: &[u32], merged: &[usize]) {
        let sizes: Vec<Size> = sizes
            .iter()
            .map(|&alive| Size { alive, all: alive })
            .collect();
        assert_eq!(plan(&sizes), merged, "{sizes:?}");
    }

    #[test]
    fn keeps_one_big_segment_and_merges_the_small() {
        check(&[], &[]);
        check(&[5], &[]);
        check(&[5, 5], &[1, 0]);
        check(&[1000, 1], &[]);
        check(&[1000, 1, 1], &[2, 1]);
        check(&[1000, 3, 1], &[]);
        check(&[1000, 3, 1, 1], &[1, 3, 2]);
        check(&[30, 30, 30, 10], &[2, 1, 0, 3]);
    }

    #[test]
    fn ends_with_six_at_most() {
        let sizes: Vec<Size> = (0..9)
            .map(|power| 4_u32.pow(power))
            .map(|n| Size { alive: n, all: n })
            .collect();
        assert_eq!(sizes.len() - plan(&sizes).len() + 1, 6);
    }

    #[test]
    fn rewrites_what_is_mostly_removed() {
        assert_eq!(
            plan(&[Size {
                alive: 50,
                all: 100
            }]),
            [0]
        );
        assert_eq!(
            plan(&[Size {
                alive: 90,
                all: 100
            }]),
            [0; 0]
        );
    }
}
