//! The choice between containers, by evidence.
//!
//! Each candidate is filtered first, so that what is compared is not boxes but articles: the runs that each would keep. Every run that
//! one of them would keep gets a probability of being the article's, from what speaks for it: structured data or a script's data hold
//! it, the page's description holds it, it is running text, it looks like the other paragraphs, all candidates keep it. What stands in a
//! container that has little to do with the page's title and description is doubted. A candidate's worth is the F1 to be
//! expected of it: 2 × what it keeps of the article / (what it keeps + the article).
//!
//! The first constants were chosen on one half of the labelled pages and held on the other; those of the subject on all of them and on pages
//! to which a second article had been appended, with no half held out. `cargo bench --bench quality -- --shared ../shared ablation` measures what the choice adds.
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::clean::html::choose::candidates::Candidate;
use crate::clean::html::decide::second_look;
use crate::clean::html::decide::sheet::Fate;
use crate::clean::html::decide::verdicts;
use crate::clean::html::parse::cues::Cues;
use crate::clean::html::parse::dom::{NodeId, ROOT};
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::Page;
use crate::clean::html::weigh::body::ArticleBody;
use crate::clean::html::weigh::context;
use crate::clean::html::weigh::look::Look;
use crate::clean::html::weigh::runs::{Run, weight_of};
use crate::clean::html::weigh::state;
use crate::clean::parts::Part;
use crate::clean::subject;

/// A container and the fates of the page's runs when it is taken.
pub(crate) struct Choice {
    pub(crate) container: NodeId,
    pub(crate) fates: Vec<Fate>,
}

/// Chooses among the candidates; the whole page where there is none.
pub(crate) fn choose(page: &Page<'_>, found: &[Candidate], data: &PageData<'_>) -> Choice {
    let mut choices: Vec<Choice> = Vec::new();
    for candidate in found {
        let known = choices
            .iter()
            .any(|choice| choice.container == candidate.node);
        if known || (!choices.is_empty() && !page.parts.has(Part::Choice)) {
            continue;
        }
        let fates = verdicts::decide(page, candidate.node);
        if choices.iter().all(|choice| choice.fates != fates) {
            choices.push(Choice {
                container: candidate.node,
                fates,
            });
        }
    }
    let mut choice = best_of(page, &mut choices, data).unwrap_or_else(|| Choice {
        container: ROOT,
        fates: verdicts::decide(page, ROOT),
    });
    let range = choice.range(page);
    let restored = second_look::restore(page, range.clone(), &mut choice.fates);
    if restored || second_look::is_slide_show(page, range, &choice.fates) {
        choice = widened(page, choice);
    }
    if choice.prose(page) >= LITTLE_PROSE {
        return choice;
    }
    fuller(page, choices, &choice).unwrap_or(choice)
}

/// A chosen container with less prose (in weight) is compared with the others once more.
const LITTLE_PROSE: u32 = 300;

/// The element around a container that is the article by tag, name or role, where the same second look gives more of it: the introduction of a
/// slide show stands outside of the box of its slides.
fn widened(page: &Page<'_>, choice: Choice) -> Choice {
    const HIGHEST: usize = 8;
    let mut best = choice;
    let above: Vec<NodeId> = page.dom.ancestors(best.container).take(HIGHEST).collect();
    for container in above {
        let cues = page.layout.info(container).cues;
        let named = matches!(page.dom.tag(container), Tag::Article | Tag::Main)
            || cues.has(Cues::BODY | Cues::DECLARED);
        if !named || page.dom.tag(container) == Tag::Body {
            continue;
        }
        let fates = verdicts::decide(page, container);
        let mut other = Choice { container, fates };
        let range = other.range(page);
        let restored = second_look::restore(page, range, &mut other.fates);
        if restored && other.prose(page) > best.prose(page) {
            best = other;
        }
    }
    best
}

/// A container whose article was taken for something else, where it has much more of it than the chosen one.
fn fuller(page: &Page<'_>, choices: Vec<Choice>, chosen: &Choice) -> Option<Choice> {
    let mut best: Option<(u32, Choice)> = None;
    for mut other in choices {
        let range = other.range(page);
        if !second_look::restore(page, range, &mut other.fates) {
            continue;
        }
        let prose = other.prose(page);
        if best.as_ref().is_none_or(|(most, _)| prose > *most) {
            best = Some((prose, other));
        }
    }
    let (prose, other) = best?;
    (prose > 3 * chosen.prose(page)).then_some(other)
}

/// Takes the choice that is worth most out of `choices`.
fn best_of(page: &Page<'_>, choices: &mut Vec<Choice>, data: &PageData<'_>) -> Option<Choice> {
    if choices.len() > 1 {
        let likelihoods = Likelihoods::of(page, choices, data);
        let worth: Vec<f32> = choices
            .iter()
            .map(|choice| likelihoods.worth(page, choice))
            .collect();
        // On a tie the first choice wins.
        let best = worth
            .iter()
            .enumerate()
            .rev()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map_or(0, |(n, _)| n);
        return Some(choices.swap_remove(best));
    }
    choices.pop()
}

impl Choice {
    /// The runs of the container itself.
    fn range(&self, page: &Page<'_>) -> Range<usize> {
        page.layout.info(self.container).range()
    }

    fn keeps(&self, n: usize) -> bool {
        self.fates.get(n) == Some(&Fate::Keep)
    }

    /// What is kept of the container itself; `lead` may have kept more before it.
    fn own<'a>(&'a self, page: &'a Page<'_>) -> impl Iterator<Item = &'a Run> {
        self.range(page)
            .filter(|n| self.keeps(*n))
            .filter_map(|n| page.layout.runs.get(n))
    }

    /// The prose that is kept.
    fn prose(&self, page: &Page<'_>) -> u32 {
        let kept = (0..self.fates.len()).filter(|n| self.keeps(*n));
        kept.map(|n| page.prose_of(n)).sum()
    }

    /// The weight of all that is kept.
    fn weight(&self, page: &Page<'_>) -> u32 {
        page.layout
            .runs
            .iter()
            .enumerate()
            .filter(|(n, _)| self.keeps(*n))
            .map(|(_, run)| run.weight)
            .sum()
    }

    /// A great heading stands right above its first paragraph.
    fn is_headed(&self, page: &Page<'_>) -> bool {
        let first = self
            .range(page)
            .find(|n| self.keeps(*n) && page.good_of(*n) >= 60);
        let Some(first) = first else { return false };
        let above = page
            .layout
            .runs
            .get(first.saturating_sub(ABOVE)..first)
            .unwrap_or_default();
        above
            .iter()
            .any(|run| page.dom.heading(run.node).is_some_and(|level| level <= 2))
    }
}

/// How many runs above its first paragraph a container's heading may stand: by-line, date and buttons lie between.
const ABOVE: usize = 6;

/// The article's text as the page's data hold it.
pub(crate) struct PageData<'a> {
    /// The structured data.
    pub(crate) body: &'a ArticleBody,
    /// Scripts' data, read only where the structured data say nothing.
    pub(crate) state: &'a [&'a str],
}

/// With fewer word sequences a body says nothing.
const MIN_BODY: usize = 20;

/// Probabilities that a run is the article's, by what speaks for it.
mod likely {
    /// The page's data hold it.
    pub(super) const HELD: f32 = 0.97;
    /// The description holds it.
    pub(super) const DESCRIBED: f32 = 0.9;
    /// A paragraph.
    pub(super) const LONG: f32 = 0.75;
    /// A sentence.
    pub(super) const SENTENCE: f32 = 0.6;
    /// A heading, an item, a label.
    pub(super) const SHORT: f32 = 0.35;
}

/// What changes the odds that form gives.
mod times {
    /// The page's data hold the whole article, and not this.
    pub(super) const ABSENT: f32 = 0.15;
    /// Every candidate keeps it.
    pub(super) const AGREED: f32 = 3.0;
    /// It looks like a candidate's paragraphs.
    pub(super) const ALIKE: f32 = 2.0;
    /// The least for a container that has nothing of the page's subject ...
    pub(super) const FOREIGN: f32 = 0.05;
    /// ... and for one that no heading sets apart: the article's second half may name neither.
    pub(super) const UNHEADED: f32 = 0.7;
}

/// With less running text a candidate is no article.
const MIN_PROSE: u32 = 100;

/// Smaller containers need not name the subject.
const MIN_TELLING: u32 = 600;

/// What is known of the page's runs, whichever container they stand in.
struct Likelihoods {
    /// The probability that a run is the article's.
    likely: Vec<f32>,
    /// What the article may be expected to weigh.
    article: f32,
}

impl Likelihoods {
    fn of(page: &Page<'_>, choices: &[Choice], data: &PageData<'_>) -> Self {
        let from_state;
        let mut body = data.body;
        if body.len() < MIN_BODY {
            from_state = ArticleBody::new(state::paragraphs(data.state).join("\n"));
            body = &from_state;
        }
        let lightest = choices
            .iter()
            .map(|choice| choice.weight(page))
            .min()
            .unwrap_or(0);
        let weight: u32 = body.text.chars().map(weight_of).sum();
        let features = RunFeatures {
            page,
            body,
            whole: body.len() >= MIN_BODY && weight * 5 > lightest * 4,
            looks: choices.iter().map(|choice| look(page, choice)).collect(),
            penalties: subject_penalties(page, choices),
            choices,
        };
        let likely: Vec<f32> = (0..page.layout.runs.len())
            .map(|n| features.likely(n))
            .collect();
        let article = page
            .layout
            .runs
            .iter()
            .zip(&likely)
            .map(|(run, p)| run.weight as f32 * p)
            .sum();
        Self { likely, article }
    }

    /// The F1 to be expected; none of what has no running text: lists of results, of players, of names.
    fn worth(&self, page: &Page<'_>, choice: &Choice) -> f32 {
        let (mut right, mut kept, mut prose) = (0.0, 0.0, 0);
        for (n, (run, likely)) in page.layout.runs.iter().zip(&self.likely).enumerate() {
            if choice.keeps(n) {
                right += run.weight as f32 * likely;
                kept += run.weight as f32;
                prose += page.good_of(n);
            }
        }
        if prose < MIN_PROSE {
            0.0
        } else {
            2.0 * right / (kept + self.article).max(1.0)
        }
    }
}

/// What a run's probability is drawn from.
struct RunFeatures<'a> {
    page: &'a Page<'a>,
    choices: &'a [Choice],
    body: &'a ArticleBody,
    /// The body has the article's whole text, not its beginning only.
    whole: bool,
    looks: Vec<Option<Look>>,
    /// For each choice, what its distance from the subject does to the odds of its runs.
    penalties: Vec<f32>,
}

impl RunFeatures<'_> {
    fn likely(&self, n: usize) -> f32 {
        let agreed = self.choices.iter().filter(|choice| choice.keeps(n)).count();
        let Some(run) = self.page.layout.runs.get(n).filter(|_| agreed > 0) else {
            return 0.0;
        };
        let text = self.page.layout.text(run);
        let (known, all) = self.body.knows(text);
        if all > 0 && known * 10 >= all * 6 {
            return likely::HELD;
        }
        if self.page.is_description(n) {
            return likely::DESCRIBED;
        }
        let form = match self.page.good_of(n) {
            0 => likely::SHORT,
            1..100 => likely::SENTENCE,
            _ => likely::LONG,
        };
        let look = Some(run.look).filter(|look| *look != 0);
        let odds = form / (1.0 - form)
            * if self.whole { times::ABSENT } else { 1.0 }
            * if agreed == self.choices.len() {
                times::AGREED
            } else {
                1.0
            }
            * if look.is_some() && self.looks.contains(&look) {
                times::ALIKE
            } else {
                1.0
            }
            * self.subject_penalty(n);
        odds / (1.0 + odds)
    }

    /// What the tightest container around a run says.
    fn subject_penalty(&self, n: usize) -> f32 {
        let around = self
            .choices
            .iter()
            .zip(&self.penalties)
            .filter_map(|(choice, penalty)| {
                let range = choice.range(self.page);
                (range.contains(&n) && choice.keeps(n)).then_some((range.len(), *penalty))
            });
        around
            .min_by_key(|(len, _)| *len)
            .map_or(1.0, |(_, penalty)| penalty)
    }
}

fn look(page: &Page<'_>, choice: &Choice) -> Option<Look> {
    context::body_look(&page.boxes(), choice.container, &page.good)
}

/// For each choice: a container that tells less of the page's subject than another is less likely the article's, above all under a
/// heading of its own. One whose paragraphs look like those of the container that tells most is its continuation.
fn subject_penalties(page: &Page<'_>, choices: &[Choice]) -> Vec<f32> {
    let subject = subject::words_of(std::iter::once(page.names.subject.as_str()));
    let overlaps: Vec<f32> = choices
        .iter()
        .map(|choice| subject_overlap(page, choice, &subject))
        .collect();
    let most = overlaps.iter().copied().fold(0.0, f32::max);
    let teller = overlaps
        .iter()
        .position(|overlap| *overlap >= most)
        .and_then(|n| choices.get(n));
    let model = teller.and_then(|choice| look(page, choice));
    let penalty = |(choice, overlap): (&Choice, f32)| {
        if most == 0.0 || choice.own(page).map(|run| run.weight).sum::<u32>() < MIN_TELLING {
            return 1.0;
        }
        let penalty = (overlap / most).powi(3).max(times::FOREIGN);
        match (
            choice.is_headed(page),
            model.is_some() && look(page, choice) == model,
        ) {
            (true, _) => penalty,
            (false, true) => 1.0,
            (false, false) => penalty.max(times::UNHEADED),
        }
    };
    choices.iter().zip(overlaps).map(penalty).collect()
}

/// The share of the subject's words that a container's kept text has.
fn subject_overlap(page: &Page<'_>, choice: &Choice, subject: &FxHashSet<u64>) -> f32 {
    if subject.len() < 3 {
        return 0.0;
    }
    let words = choice
        .own(page)
        .flat_map(|run| subject::words(page.layout.text(run)));
    let there: FxHashSet<u64> = words.filter(|word| subject.contains(word)).collect();
    there.len() as f32 / subject.len() as f32
}
