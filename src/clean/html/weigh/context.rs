//! What the boxes around a run say of it, before any container is chosen.
use std::collections::HashMap;
use std::ops::Range;

use crate::article::Reason;
use crate::clean::html::parse::cues::Cues;
use crate::clean::html::parse::dom::{Dom, NodeId, ROOT, Step};
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::look::Look;
use crate::clean::html::weigh::runs::{Info, Layout, Run};
use crate::text::sentences;

/// Sums of a figure over runs, so that any element's share is one subtraction.
#[derive(Debug, Default)]
pub(crate) struct Sums(Vec<u32>);

impl Sums {
    pub(crate) fn of(values: impl Iterator<Item = u32>) -> Self {
        let mut sums = vec![0u32];
        sums.extend(values.scan(0u32, |sum, value| {
            *sum = sum.saturating_add(value);
            Some(*sum)
        }));
        Self(sums)
    }

    /// The sum over a half-open range of runs.
    pub(crate) fn over(&self, runs: (u32, u32)) -> u32 {
        let at = |n: u32| {
            self.0
                .get(n as usize)
                .or(self.0.last())
                .copied()
                .unwrap_or(0)
        };
        at(runs.1).saturating_sub(at(runs.0))
    }

    pub(crate) fn total(&self) -> u32 {
        self.0.last().copied().unwrap_or(0)
    }
}

/// How much a run looks like running text, by itself.
pub(crate) fn prose(dom: &Dom, layout: &Layout, run: &Run) -> u32 {
    let tag = dom.tag(run.node);
    if run.weight < 25 || run.link_density() > 0.5 || tag.heading().is_some() {
        return 0;
    }
    let text = layout.text(run);
    let solid = matches!(tag, Tag::P | Tag::Pre | Tag::Blockquote);
    let sentence = sentences::is_sentence(text) || text.ends_with(is_open_end);
    let weight = run.weight.min(800);
    match (solid, sentence) {
        (true, true) => weight,
        (false, true) if run.weight >= 60 => weight,
        (true, false) => weight / 2,
        (false, true) => weight / 2,
        (false, false) => weight / 4,
    }
}

/// Running text ends with these too: a quotation, an aside, what announces a list.
fn is_open_end(c: char) -> bool {
    matches!(
        c,
        '"' | '”' | '»' | '“' | '’' | '」' | '』' | ')' | ':' | '：'
    )
}

/// The reason that an element's tag or names give against its text.
pub(crate) fn own_reason(tag: Tag, info: &Info) -> Option<Reason> {
    if info.hidden {
        Some(Reason::Hidden)
    } else {
        named_reason(tag, info.cues)
    }
}

/// The same, whether or not a reader sees the element.
pub(crate) fn named_reason(tag: Tag, cues: Cues) -> Option<Reason> {
    match tag {
        Tag::Html | Tag::Body | Tag::Main => None,
        Tag::Nav | Tag::Menu | Tag::Dir => Some(Reason::Navigation),
        Tag::Footer => Some(cues.reason.unwrap_or(Reason::Footer)),
        Tag::Aside => Some(cues.reason.unwrap_or(Reason::Related)),
        Tag::Form
        | Tag::Button
        | Tag::Select
        | Tag::Option
        | Tag::Textarea
        | Tag::Label
        | Tag::Fieldset
        | Tag::Dialog
        | Tag::Search
        | Tag::Datalist
        | Tag::Legend => Some(Reason::Form),
        Tag::Figcaption => Some(Reason::Caption),
        Tag::Figure => Some(cues.reason.unwrap_or(Reason::Caption)),
        Tag::Video | Tag::Audio | Tag::Object | Tag::Iframe => Some(Reason::Hidden),
        _ if cues.has(Cues::BODY) => None,
        _ => cues.reason,
    }
}

/// The run of the page's `<h1>`, where there is one and no more.
fn only_h1(page: &Boxes<'_>) -> Option<usize> {
    let runs = page.layout.runs.iter().enumerate();
    let mut headings = runs
        .filter(|(_, run)| page.dom.heading(run.node) == Some(1))
        .map(|(n, _)| n);
    headings.next().filter(|_| headings.next().is_none())
}

/// The share of `whole` that an element with this reason may hold before its name is thought to mean something else.
fn limit(reason: Reason) -> f32 {
    match reason {
        Reason::Comments | Reason::Hidden => 0.85,
        Reason::Related | Reason::Navigation | Reason::Footer | Reason::Consent => 0.7,
        _ => 0.4,
    }
}

/// The most text (in weight) that an element with this reason may hold: a by-line is no paragraph.
fn most(reason: Reason) -> u32 {
    match reason {
        Reason::Label => 60,
        Reason::Kicker | Reason::DateLine => 120,
        Reason::Byline | Reason::Credit | Reason::Share => 300,
        _ => u32::MAX,
    }
}

/// For each run, the reason that the boxes around it give, below `top`.
///
/// A name is believed only while all elements of that name together hold a small part of `sums` under `top`: a site may call its
/// paragraphs "widgets". Paragraphs that look like most of the article's (`body`) are not doubted for the name of a box.
pub(crate) fn reasons(
    page: &Boxes<'_>,
    top: NodeId,
    sums: &Sums,
    body: Option<Look>,
) -> Vec<Option<Reason>> {
    let (dom, layout) = (page.dom, page.layout);
    let range = if top == ROOT {
        0..layout.runs.len()
    } else {
        layout.info(top).range()
    };
    let whole = sums.over((range.start as u32, range.end as u32)).max(1) as f32;
    let headline = only_h1(page);
    let declared = declared_bodies(page, top, sums);
    let mut suspects: Vec<(NodeId, Reason)> = Vec::new();
    let mut held: HashMap<(Tag, &str), u32> = HashMap::new();
    for step in dom.walk(top) {
        let Step::Enter(id) = step else { continue };
        let Some(element) = dom.element(id).filter(|_| id != top) else {
            continue;
        };
        let info = layout.info(id);
        // An article without prose inside of the article is a link to another one.
        let nested = (top != ROOT && element.tag == Tag::Article && sums.over(info.runs) == 0)
            .then_some(Reason::Related);
        let Some(reason) = own_reason(element.tag, &info).or(nested) else {
            continue;
        };
        if layout.runs_of(id).iter().map(|run| run.weight).sum::<u32>() > most(reason) {
            continue;
        }
        let holds_body =
            |body: &Range<usize>| info.range().start <= body.start && body.end <= info.range().end;
        if reason != Reason::Hidden && declared.iter().any(holds_body) {
            continue;
        }
        if is_own_matter(page, id, reason) {
            continue;
        }
        // `article-readmore` around the headline is a page that was reached by "read more".
        if reason == Reason::Related && headline.is_some_and(|n| info.range().contains(&n)) {
            continue;
        }
        if info.range().is_empty() || (!element.tag.is_block() && !owns_runs(layout, id)) {
            continue;
        }
        suspects.push((id, reason));
        *held
            .entry((element.tag, element.attr("class").unwrap_or_default()))
            .or_default() += sums.over(info.runs);
    }
    let mut found = vec![None; layout.runs.len()];
    for (id, reason) in suspects {
        let Some(element) = dom.element(id) else {
            continue;
        };
        let info = layout.info(id);
        let share = held
            .get(&(element.tag, element.attr("class").unwrap_or_default()))
            .copied()
            .unwrap_or(0) as f32;
        if share > limit(reason) * whole {
            continue;
        }
        for (n, slot) in info
            .range()
            .zip(found.get_mut(info.range()).unwrap_or_default())
        {
            let run = layout.runs.get(n);
            let in_figure = reason == Reason::Caption && element.tag == Tag::Figure;
            let protected = (in_figure && run.is_some_and(|run| stands_for_itself(dom, run.node)))
                || (body.is_some() && may_err(reason) && run.map(|run| run.look) == body);
            // The innermost word wins among names; what is hidden stays hidden.
            *slot = match *slot {
                Some(Reason::Hidden | Reason::Comments) => *slot,
                _ if protected => *slot,
                _ => Some(reason),
            };
        }
    }
    found
}

/// No page declares more bodies than this in earnest.
const MOST_BODIES: usize = 8;

/// The runs of the elements under `top` that are declared the article's body. A role may be given to comments too, so that a body holds
/// a good part of the prose.
fn declared_bodies(page: &Boxes<'_>, top: NodeId, sums: &Sums) -> Vec<Range<usize>> {
    let whole = sums.over(page.layout.info(top).runs).max(1);
    let mut found = Vec::new();
    for step in page.dom.walk(top) {
        let Step::Enter(id) = step else { continue };
        let info = page.layout.info(id);
        if id != top && info.cues.has(Cues::DECLARED) && sums.over(info.runs) * 3 > whole {
            found.push(info.range());
        }
        if found.len() == MOST_BODIES {
            break;
        }
    }
    found
}

/// Items of a list that say less, on average, are names of places to go to.
const MIN_ITEM: u32 = 22;

/// A list or a paragraph without a link, whose class happens to be a word for something that leads elsewhere: `postList` on the lists of an article.
fn is_own_matter(page: &Boxes<'_>, id: NodeId, reason: Reason) -> bool {
    let leads_away = matches!(
        reason,
        Reason::Related
            | Reason::Navigation
            | Reason::Share
            | Reason::Form
            | Reason::Kicker
            | Reason::Label
            | Reason::Footer
    );
    if !leads_away {
        return false;
    }
    let runs = page.layout.runs_of(id);
    let weight: u32 = runs.iter().map(|run| run.weight).sum();
    let linked: u32 = runs.iter().map(|run| run.linked).sum();
    if linked * 10 > weight {
        return false;
    }
    match page.dom.tag(id) {
        Tag::Ul | Tag::Ol | Tag::Dl => weight >= MIN_ITEM * runs.len().max(2) as u32,
        Tag::P | Tag::Li | Tag::Blockquote => runs.iter().any(|run| {
            let text = page.layout.text(run);
            run.weight >= MIN_ITEM && sentences::is_sentence(text)
        }),
        _ => false,
    }
}

/// The tree and its layout.
#[derive(Clone, Copy)]
pub(crate) struct Boxes<'a> {
    pub(crate) dom: &'a Dom,
    pub(crate) layout: &'a Layout,
}

/// Text in a figure that is more than its caption.
fn stands_for_itself(dom: &Dom, node: NodeId) -> bool {
    let boxes = std::iter::once(node)
        .chain(dom.ancestors(node))
        .map(|id| dom.tag(id));
    boxes
        .take_while(|tag| *tag != Tag::Figure)
        .any(|tag| matches!(tag, Tag::Table | Tag::Pre | Tag::Blockquote))
}

/// Reasons that name a kind of box rather than the text itself.
fn may_err(reason: Reason) -> bool {
    !matches!(
        reason,
        Reason::Comments | Reason::Consent | Reason::Caption | Reason::Credit | Reason::AuthorBio
    )
}

/// The look that most of the prose under an element has, when there is one.
pub(crate) fn body_look(page: &Boxes<'_>, top: NodeId, sums: &Sums) -> Option<Look> {
    let mut weights: HashMap<Look, u32> = HashMap::new();
    let range = page.layout.info(top).range();
    for n in range.clone() {
        let prose = sums.over((n as u32, n as u32 + 1));
        if let Some(run) = page.layout.runs.get(n).filter(|_| prose > 0) {
            *weights.entry(run.look).or_default() += prose;
        }
    }
    let whole = sums.over((range.start as u32, range.end as u32));
    let (look, weight) = weights
        .into_iter()
        .max_by_key(|(look, weight)| (*weight, *look))?;
    (look != 0 && weight as f32 > 0.4 * whole as f32).then_some(look)
}

/// An inline element that is a box of its own in the layout.
fn owns_runs(layout: &Layout, id: NodeId) -> bool {
    layout.runs_of(id).first().is_some_and(|run| run.node >= id)
}
