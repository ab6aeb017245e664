//! A second look at a container of which one reason takes the most: the words of an article are not all captions, or all a paywall's.
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::article::Reason;
use crate::clean::html::decide::sheet::Fate;
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::Page;
use crate::clean::html::weigh::runs::Run;

/// Less prose (in weight) is no article that was taken for something else.
const MIN_PROSE: u32 = 300;

/// What asks for money or for consent is wordy too.
const MIN_BEHIND_WALL: u32 = 1000;

/// Keeps what one reason took, where it took most of the container's prose; true when it did.
pub(crate) fn restore(page: &Page<'_>, range: Range<usize>, fates: &mut [Fate]) -> bool {
    let Some(reason) = greediest(page, range.clone(), fates) else {
        return false;
    };
    for n in range {
        let Some(run) = page.layout.runs.get(n) else {
            continue;
        };
        let Some(fate) = fates.get_mut(n) else {
            continue;
        };
        if *fate == Fate::Drop(reason) && is_own(page, n, run, reason) {
            *fate = Fate::Keep;
        }
    }
    true
}

/// Captions are nearly all that a container keeps.
pub(crate) fn is_slide_show(page: &Page<'_>, range: Range<usize>, fates: &[Fate]) -> bool {
    let (mut captions, mut all) = (0, 0);
    for n in range {
        let Some(run) = page.layout.runs.get(n) else {
            continue;
        };
        if fates.get(n) == Some(&Fate::Keep) {
            let prose = page.prose_of(n);
            all += prose;
            captions += if is_caption(page, run) { prose } else { 0 };
        }
    }
    captions >= MIN_PROSE && captions * 5 > all * 4
}

/// The run stands in a picture's caption.
fn is_caption(page: &Page<'_>, run: &Run) -> bool {
    const NEAR: usize = 4;
    let boxes = std::iter::once(run.node).chain(page.dom.ancestors(run.node).take(NEAR));
    boxes
        .map(|id| page.dom.tag(id))
        .any(|tag| matches!(tag, Tag::Figcaption | Tag::Figure))
}

/// The reason that took more of the container's prose than is kept.
fn greediest(page: &Page<'_>, range: Range<usize>, fates: &[Fate]) -> Option<Reason> {
    let (mut kept, mut captions) = (0, 0);
    let mut taken: FxHashMap<Reason, u32> = FxHashMap::default();
    for n in range {
        let (Some(run), Some(fate)) = (page.layout.runs.get(n), fates.get(n)) else {
            continue;
        };
        match fate {
            Fate::Keep if is_caption(page, run) => captions += page.prose_of(n),
            Fate::Keep => kept += page.prose_of(n),
            Fate::Drop(reason) if is_prose(page, n, run) => {
                *taken.entry(*reason).or_default() += page.prose_of(n);
            }
            _ => {}
        }
    }
    let (reason, most) = taken
        .into_iter()
        .filter(|(reason, _)| may_be_mistaken(*reason))
        .max_by_key(|(reason, weight)| (*weight, *reason))?;
    let enough = match reason {
        // An article with many pictures has more captions than text.
        Reason::Caption => most + captions >= MIN_PROSE && most > 5 * kept,
        // Teasers of a page that says little are longer than the page.
        Reason::Related | Reason::Advertisement | Reason::Footer => {
            most >= 2 * MIN_PROSE && most > 5 * (kept + captions)
        }
        Reason::Paywall | Reason::Promotion | Reason::Notice | Reason::Disclaimer => {
            most >= MIN_BEHIND_WALL && most > kept + captions
        }
        _ => most >= MIN_PROSE && most > kept + captions,
    };
    enough.then_some(reason)
}

/// Reasons that the name of a box may give to an article by mistake. Comments are prose, and what asks for consent is.
fn may_be_mistaken(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Navigation
            | Reason::Advertisement
            | Reason::Share
            | Reason::Related
            | Reason::Promotion
            | Reason::Paywall
            | Reason::Caption
            | Reason::Credit
            | Reason::Notice
            | Reason::Disclaimer
            | Reason::Footer
            | Reason::Form
    )
}

fn is_prose(page: &Page<'_>, n: usize, run: &Run) -> bool {
    page.prose_of(n) >= 40 && run.link_density() < 0.3
}

/// What comes back: the prose, and of captions whatever is no link.
fn is_own(page: &Page<'_>, n: usize, run: &Run, reason: Reason) -> bool {
    let by_words = page.words_of(n) == Some(reason);
    let short = page.prose_of(n) > 0 && !by_words && run.link_density() < 0.3;
    is_prose(page, n, run) && !(by_words && run.weight < 120) || short
}
