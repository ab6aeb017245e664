//! What differs between two versions of an article: headline and paragraphs.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use crate::article::{Article, Span};

/// One step from an older text to a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'a> {
    /// So many paragraphs are the same.
    Same(usize),
    /// A paragraph is gone.
    Gone(&'a str),
    /// A paragraph is new.
    New(&'a str),
    /// A paragraph was rewritten: both texts, and the bytes of each that the other has not.
    Rewritten {
        /// The older text.
        old: &'a str,
        /// The newer text.
        new: &'a str,
        /// What left the older text.
        gone: Vec<Span>,
        /// What came into the newer text.
        came: Vec<Span>,
    },
}

/// The way from `old` to `new`, the headline first.
pub fn changes<'a>(old: &'a Article, new: &'a Article) -> Vec<Change<'a>> {
    let (old, new) = (passages(old), passages(new));
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        let gone = old.get(op.old_range()).unwrap_or_default();
        let came = new.get(op.new_range()).unwrap_or_default();
        if let DiffOp::Equal { len, .. } = op {
            changes.push(Change::Same(len));
            continue;
        }
        let pairs = gone.iter().zip(came);
        changes.extend(pairs.map(|(old, new)| rewritten(old, new)));
        let both = gone.len().min(came.len());
        changes.extend(gone.iter().skip(both).map(|text| Change::Gone(text)));
        changes.extend(came.iter().skip(both).map(|text| Change::New(text)));
    }
    changes
}

fn passages(article: &Article) -> Vec<&str> {
    let title = article.title.iter().map(|found| found.value.as_str());
    title.chain(article.text.split("\n\n")).collect()
}

fn rewritten<'a>(old: &'a str, new: &'a str) -> Change<'a> {
    let diff = TextDiff::from_unicode_words(old, new);
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    let (mut old_at, mut new_at) = (0, 0);
    for change in diff.iter_all_changes() {
        let len = change.value().len();
        if change.tag() != ChangeTag::Insert {
            if change.tag() == ChangeTag::Delete {
                push(&mut gone, old_at, len);
            }
            old_at += len;
        }
        if change.tag() != ChangeTag::Delete {
            if change.tag() == ChangeTag::Insert {
                push(&mut came, new_at, len);
            }
            new_at += len;
        }
    }
    Change::Rewritten {
        old,
        new,
        gone,
        came,
    }
}

/// Adds a span, to the one before it where they touch.
fn push(spans: &mut Vec<Span>, start: usize, len: usize) {
    let end = start + len;
    match spans.last_mut() {
        Some(last) if last.end == start => last.end = end,
        _ => spans.push(Span { start, end }),
    }
}
