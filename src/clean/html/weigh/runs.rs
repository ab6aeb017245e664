//! The page as a reader sees it: its visible text, cut into runs (one box's text, without a line's end inside).
use crate::article::Span;
use crate::clean::html::parse::cues::{Cues, Reader};
use crate::clean::html::parse::dom::{Data, Dom, Element, NodeId, ROOT, Step};
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::look::{self, Look};

/// One run of text between two boundaries.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Where in the visible text.
    pub(crate) at: Span,
    /// The box that holds it.
    pub(crate) node: NodeId,
    /// Characters that are letters or digits; ideographs and syllables count double.
    pub(crate) weight: u32,
    /// The part of `weight` that stands in links.
    pub(crate) linked: u32,
    /// What its paragraph looks like.
    pub(crate) look: Look,
    /// Its text nodes: a range of `Layout::texts`.
    pub(crate) texts: (usize, usize),
}

impl Run {
    /// The share of the text that is links.
    pub(crate) fn link_density(&self) -> f32 {
        if self.weight == 0 {
            0.0
        } else {
            self.linked as f32 / self.weight as f32
        }
    }
}

/// What is known of an element.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Info {
    /// The runs under it: a half-open range.
    pub(crate) runs: (u32, u32),
    pub(crate) cues: Cues,
    /// No reader sees it.
    pub(crate) hidden: bool,
}

impl Info {
    /// The runs under it, for slices.
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.runs.0 as usize..self.runs.1 as usize
    }
}

/// The page's text and boxes.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) visible: String,
    pub(crate) runs: Vec<Run>,
    /// The text nodes in order.
    pub(crate) texts: Vec<NodeId>,
    /// Readings printed over ideographs (`<rt>`): text inside of runs that is no part of their sentences.
    pub(crate) readings: Vec<Span>,
    infos: Vec<Info>,
}

impl Layout {
    /// Lays a page out.
    pub(crate) fn of<'a>(dom: &'a Dom, cues: &mut Reader<'a>) -> Self {
        let layout = Self {
            visible: String::new(),
            runs: Vec::new(),
            texts: Vec::new(),
            readings: Vec::new(),
            infos: vec![Info::default(); dom.len()],
        };
        let mut builder = Builder {
            dom,
            cues,
            layout,
            boxes: vec![ROOT],
            links: 0,
            open: None,
            breaks: 0,
            heads: 0,
            readings: 0,
        };
        for step in dom.walk(ROOT) {
            match step {
                Step::Enter(id) => builder.enter(id),
                Step::Leave(id) => builder.leave(id),
            }
        }
        builder.flush();
        builder.layout
    }

    /// What is known of an element.
    pub(crate) fn info(&self, id: NodeId) -> Info {
        self.infos.get(id.index()).copied().unwrap_or_default()
    }

    /// The text of a run.
    pub(crate) fn text(&self, run: &Run) -> &str {
        self.visible
            .get(run.at.start..run.at.end)
            .unwrap_or_default()
    }

    /// The runs under an element.
    pub(crate) fn runs_of(&self, id: NodeId) -> &[Run] {
        self.runs.get(self.info(id).range()).unwrap_or_default()
    }
}

struct Builder<'a, 'c> {
    dom: &'a Dom,
    cues: &'c mut Reader<'a>,
    layout: Layout,
    /// The open boxes.
    boxes: Vec<NodeId>,
    /// How many links are open.
    links: u32,
    open: Option<Run>,
    /// Line breaks since the last text.
    breaks: u32,
    /// How many elements are open whose text is not shown (`head`).
    heads: u32,
    /// How many readings are open.
    readings: u32,
}

impl<'a> Builder<'a, '_> {
    fn enter(&mut self, id: NodeId) {
        let dom = self.dom;
        match dom.data(id) {
            Data::Text(text) if self.heads == 0 => self.text(id, text),
            Data::Element(element) => self.enter_element(id, element),
            _ => {}
        }
    }

    fn enter_element(&mut self, id: NodeId, element: &'a Element) {
        let info = Info {
            cues: cues_of(element, self.cues),
            hidden: is_hidden(element),
            runs: (0, 0),
        };
        if is_unseen(element.tag) {
            self.heads += 1;
        }
        if self.splits(element, &info) {
            self.flush();
            self.boxes.push(id);
        }
        match element.tag {
            Tag::Br => self.line_break(id),
            Tag::A => self.links += 1,
            Tag::Rt if !self.is_bracketed(id) => self.readings += 1,
            _ => {}
        }
        let start = self.layout.runs.len() as u32 + u32::from(self.open.is_some());
        if let Some(slot) = self.layout.infos.get_mut(id.index()) {
            *slot = Info {
                runs: (start, start),
                ..info
            };
        }
    }

    /// The page puts the reading in brackets for those who do not see it above the line: it reads well as text.
    fn is_bracketed(&self, id: NodeId) -> bool {
        self.dom
            .prev(id)
            .is_some_and(|prev| self.dom.tag(prev) == Tag::Rp)
    }

    /// Starts a run of its own: a box, and what its names set apart from the text around it.
    fn splits(&self, element: &Element, info: &Info) -> bool {
        if element.tag.is_block() || info.hidden {
            return true;
        }
        let in_text = self.boxes.last().is_some_and(|top| {
            let tag = self.dom.tag(*top);
            tag == Tag::P || tag == Tag::Li || tag.heading().is_some()
        });
        !in_text
            && (element.tag == Tag::Custom
                || element.tag == Tag::Time
                || info.cues.reason.is_some())
    }

    fn leave(&mut self, id: NodeId) {
        let Some(element) = self.dom.element(id) else {
            return;
        };
        if is_unseen(element.tag) {
            self.heads = self.heads.saturating_sub(1);
        }
        match element.tag {
            Tag::A => self.links = self.links.saturating_sub(1),
            Tag::Rt if !self.is_bracketed(id) => self.readings = self.readings.saturating_sub(1),
            _ => {}
        }
        if self.boxes.len() > 1 && self.boxes.last() == Some(&id) {
            self.flush();
            self.boxes.pop();
        }
        let end = self.layout.runs.len() as u32 + u32::from(self.open.is_some());
        if let Some(slot) = self.layout.infos.get_mut(id.index()) {
            slot.runs.1 = end.max(slot.runs.0);
            // An inline element inside of an open run belongs to that run.
            if slot.runs.0 == slot.runs.1 && self.open.is_some() {
                slot.runs.0 = end.saturating_sub(1);
            }
        }
    }

    /// One break is a line's end in a run, two end it.
    fn line_break(&mut self, id: NodeId) {
        self.breaks += 1;
        if self.breaks == 2 {
            self.flush();
        } else if self.open.is_some() {
            self.layout.texts.push(id);
        }
    }

    fn text(&mut self, id: NodeId, text: &str) {
        if text.bytes().all(|b| b.is_ascii_whitespace()) {
            if !text.is_empty() && self.open.is_some() {
                self.layout.texts.push(id);
                if !self.layout.visible.ends_with([' ', '\n']) {
                    self.layout.visible.push(' ');
                }
            }
            return;
        }
        let reads = self.readings > 0 && self.open.is_some();
        let n_texts = self.layout.texts.len();
        let node = self.boxes.last().copied().unwrap_or(ROOT);
        if self.open.is_none() {
            if !self.layout.visible.is_empty() {
                self.layout.visible.push('\n');
            }
            let start = self.layout.visible.len();
            self.open = Some(Run {
                at: Span { start, end: start },
                node,
                weight: 0,
                linked: 0,
                look: look::look(self.dom, node),
                texts: (n_texts, n_texts),
            });
        } else if self.breaks > 0 && !self.layout.visible.ends_with([' ', '\n']) {
            self.layout.visible.push(' ');
        }
        self.breaks = 0;
        let from = self.layout.visible.len();
        let weight = push_folded(&mut self.layout.visible, text);
        if reads {
            self.layout.readings.push(Span {
                start: from,
                end: self.layout.visible.trim_end().len().max(from),
            });
            return;
        }
        self.layout.texts.push(id);
        if let Some(run) = &mut self.open {
            run.weight += weight;
            run.linked += if self.links > 0 { weight } else { 0 };
            run.texts.1 = n_texts + 1;
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let Some(mut run) = self.open.take() else {
            return;
        };
        let end = self.layout.visible.trim_end().len();
        self.layout.visible.truncate(end.max(run.at.start));
        run.at.end = end;
        if run.at.start < run.at.end {
            self.layout.runs.push(run);
        }
    }
}

/// Appends text with white space folded; returns its weight.
fn push_folded(out: &mut String, text: &str) -> u32 {
    let mut weight = 0;
    let mut gap = out.is_empty() || out.ends_with([' ', '\n']);
    for c in text.chars() {
        if c.is_whitespace() {
            if !gap {
                out.push(' ');
            }
            gap = true;
            continue;
        }
        gap = false;
        out.push(c);
        weight += weight_of(c);
    }
    weight
}

/// What a character says: an ideograph or a kana is about two letters.
pub(crate) fn weight_of(c: char) -> u32 {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => 1,
        '\0'..='\u{bf}' => 0,
        '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => {
            if c.is_alphanumeric() {
                2
            } else {
                0
            }
        }
        c => u32::from(c.is_alphanumeric()),
    }
}

fn is_unseen(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Head
            | Tag::Title
            | Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Noscript
            | Tag::Iframe
            | Tag::Svg
    )
}

fn cues_of<'a>(element: &'a Element, reader: &mut Reader<'a>) -> Cues {
    let mut cues = Cues::default();
    for name in [
        "class",
        "id",
        "itemprop",
        "role",
        "data-testid",
        "data-component",
        "data-type",
        "data-qa",
        "data-module",
    ] {
        if let Some(value) = element.attr(name).filter(|value| value.len() < 400) {
            cues = cues.join(reader.read(value));
        }
    }
    if declares_body(element) {
        cues = cues.with(Cues::DECLARED);
    }
    cues
}

/// The element is marked as the article's body by what is meant for machines, not by a class.
fn declares_body(element: &Element) -> bool {
    let is_role = |value: &str| matches!(value.trim(), "main" | "article");
    let is_body = |value: &str| {
        let mut names = value.split_ascii_whitespace();
        names.any(|name| name.eq_ignore_ascii_case("articleBody"))
    };
    element.tag == Tag::Main
        || element.attr("itemprop").is_some_and(is_body)
        || element.attr("role").is_some_and(is_role)
}

fn is_hidden(element: &Element) -> bool {
    if element
        .attr("hidden")
        .is_some_and(|value| value != "until-found")
        || element.attr("aria-hidden") == Some("true")
    {
        return true;
    }
    let Some(style) = element.attr("style") else {
        return false;
    };
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
