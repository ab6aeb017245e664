//! The page as a reader sees it, in runs of text, and what speaks for and against each run before any container is chosen.
pub(crate) mod body;
pub(crate) mod context;
pub(crate) mod runs;
pub(crate) mod look;
pub(crate) mod names;
pub(crate) mod state;
pub(crate) mod wording;

use std::cell::OnceCell;

use crate::article::Reason;
use crate::clean::html::parse::dom::{Dom, ROOT};
use crate::clean::html::weigh::context::{Boxes, Sums};
use crate::clean::html::weigh::names::Names;
use crate::clean::html::weigh::runs::Layout;
use crate::clean::parts::{Part, Parts};

/// The page with the figures that candidates are weighed by.
pub(crate) struct Page<'a> {
    pub(crate) dom: &'a Dom,
    pub(crate) layout: &'a Layout,
    /// Prose, whatever speaks against it.
    pub(crate) prose: Sums,
    /// Prose that no box speaks against.
    pub(crate) good: Sums,
    pub(crate) reasons: Vec<Option<Reason>>,
    /// The reasons that the words of runs give.
    pub(crate) words: Vec<Option<Reason>>,
    /// What the page calls itself.
    pub(crate) names: &'a Names,
    /// The runs' letters and digits, for comparing; each is compared several times for each container.
    pub(crate) keys: Vec<String>,
    /// Which runs are one of the page's titles.
    pub(crate) titles: Vec<bool>,
    /// Which runs are the page's description, as far as somebody asked.
    pub(crate) descriptions: Vec<OnceCell<bool>>,
    /// The parts of cleaning that are wanted.
    pub(crate) parts: Parts,
}

impl<'a> Page<'a> {
    /// The tree and its layout.
    pub(crate) fn boxes(&self) -> Boxes<'a> {
        Boxes {
            dom: self.dom,
            layout: self.layout,
        }
    }

    /// The letters and digits of a run.
    pub(crate) fn key(&self, n: usize) -> &str {
        self.keys.get(n).map_or("", String::as_str)
    }

    /// The run is the page's description or holds most of it.
    pub(crate) fn is_description(&self, n: usize) -> bool {
        let (Some(known), Some(run)) = (self.descriptions.get(n), self.layout.runs.get(n)) else {
            return false;
        };
        let text = self.layout.text(run);
        *known.get_or_init(|| self.names.is_description(self.key(n), text))
    }

    /// The reason that a run's words give.
    pub(crate) fn words_of(&self, n: usize) -> Option<Reason> {
        self.words.get(n).copied().flatten()
    }

    /// The prose of one run, whatever speaks against it.
    pub(crate) fn prose_of(&self, n: usize) -> u32 {
        self.prose.over((n as u32, n as u32 + 1))
    }

    /// The prose of one run that no box speaks against.
    pub(crate) fn good_of(&self, n: usize) -> u32 {
        self.good.over((n as u32, n as u32 + 1))
    }
}

/// Weighs the runs of a page.
pub(crate) fn weigh<'a>(
    dom: &'a Dom,
    layout: &'a Layout,
    names: &'a Names,
    parts: Parts,
) -> Page<'a> {
    let prose: Vec<u32> = layout
        .runs
        .iter()
        .map(|run| context::prose(dom, layout, run))
        .collect();
    let all = Sums::of(prose.iter().copied());
    let reasons = match parts.has(Part::Form) {
        true => context::reasons(&Boxes { dom, layout }, ROOT, &all, None),
        false => vec![None; layout.runs.len()],
    };
    let words_of = |run| wording::reason(layout.text(run)).filter(|_| parts.has(Part::Words));
    let words: Vec<_> = layout.runs.iter().map(words_of).collect();
    let against = reasons
        .iter()
        .zip(&words)
        .map(|(box_says, words_say)| box_says.or(*words_say));
    // What a box speaks against counts a little: some pages have nothing else.
    let good = prose.iter().zip(against).map(|(prose, against)| {
        if against.is_some() {
            prose / 20
        } else {
            *prose
        }
    });
    let keys: Vec<String> = layout
        .runs
        .iter()
        .map(|run| names::key(layout.text(run)))
        .collect();
    Page {
        titles: keys.iter().map(|key| names.is_title(key)).collect(),
        descriptions: vec![OnceCell::new(); keys.len()],
        keys,
        names,
        dom,
        layout,
        prose: all,
        good: Sums::of(good),
        reasons,
        words,
        parts,
    }
}
