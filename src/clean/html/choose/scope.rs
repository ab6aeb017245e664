//! The article's reach on the page: whether an element of the markup speaks of the article, and whether the article is all there.
use serde_json::Value;

use crate::article::{PageMeta, Reason};
use crate::clean::html::decide::sheet::Fate;
use crate::clean::html::parse::dom::NodeId;
use crate::clean::html::weigh::Page;
use crate::clean::html::weigh::body::ArticleBody;
use crate::clean::html::weigh::context::named_reason;

/// How many runs above the headline (or the container) a by-line or a date may stand.
const ABOVE: usize = 8;
/// How many runs below the container.
const BELOW: usize = 6;

/// The article's reach.
pub(crate) struct Scope<'a> {
    page: &'a Page<'a>,
    /// The runs from a little above the headline to a little below the last paragraph.
    runs: std::ops::Range<usize>,
}

impl<'a> Scope<'a> {
    /// The reach of an article with these fates in this container.
    pub(crate) fn of(page: &'a Page<'a>, container: NodeId, fates: &[Fate]) -> Self {
        let range = page.layout.info(container).range();
        let headline = fates.iter().position(|fate| *fate == Fate::Headline);
        let first = headline.map_or(range.start, |headline| headline.min(range.start));
        let last = fates
            .iter()
            .rposition(|fate| *fate == Fate::Keep)
            .unwrap_or(range.start);
        Self {
            page,
            runs: first.saturating_sub(ABOVE)..last.max(range.end) + BELOW,
        }
    }

    /// The element belongs to the article rather than to a list of others, a comment or the page's frame.
    pub(crate) fn holds(&self, id: NodeId) -> bool {
        let at = self.page.layout.info(id).range().start;
        if !self.runs.contains(&at) {
            return false;
        }
        let others = |reason: Reason| {
            matches!(
                reason,
                Reason::Related
                    | Reason::Comments
                    | Reason::Navigation
                    | Reason::Promotion
                    | Reason::Advertisement
            )
        };
        let whole = self.page.good.total();
        let boxes = std::iter::once(id).chain(self.page.dom.ancestors(id));
        !boxes
            .filter_map(|id| Some((id, self.page.dom.element(id)?)))
            .any(|(id, element)| {
                let info = self.page.layout.info(id);
                let held = self.page.good.over(info.runs);
                named_reason(element.tag, info.cues).is_some_and(others) && held * 10 < whole * 3
            })
    }
}

/// Whether the page shows only the article's beginning.
pub(crate) fn is_truncated(
    page: &Page<'_>,
    fates: &[Fate],
    meta: &PageMeta,
    body: &ArticleBody,
) -> bool {
    let Some(last) = fates.iter().rposition(|fate| *fate == Fate::Keep) else {
        return false;
    };
    let kept = || {
        fates
            .iter()
            .enumerate()
            .filter(|(_, fate)| **fate == Fate::Keep)
            .map(|(n, _)| n)
    };
    let weight: u32 = kept()
        .filter_map(|n| page.layout.runs.get(n))
        .map(|run| run.weight)
        .sum();
    // The structured data know a good deal more of the text than the page shows.
    if body.is_much_longer_than(weight) {
        return true;
    }
    let wall = fates
        .iter()
        .skip(last + 1)
        .take(40)
        .any(|fate| *fate == Fate::Drop(Reason::Paywall));
    let text = page
        .layout
        .runs
        .get(last)
        .map_or("", |run| page.layout.text(run));
    let breaks_off = text.ends_with(['…']) || text.ends_with("...") || text.ends_with("[…]");
    let paid = meta.json_ld.iter().any(is_paid);
    (wall || (paid && breaks_off) || (paid && weight < 300)) && weight < 3000
}

fn is_paid(value: &Value) -> bool {
    let free = value.get("isAccessibleForFree");
    free == Some(&Value::Bool(false))
        || free
            .and_then(Value::as_str)
            .is_some_and(|free| free.eq_ignore_ascii_case("false"))
}
