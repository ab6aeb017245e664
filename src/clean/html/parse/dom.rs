//! The page as a tree: an arena of nodes that html5ever fills.
//!
//! The tree builder of the HTML standard looks through its stack of open elements at most tags, so nested input costs the square
//! of its length. `strip` bounds the nesting; what is left of such costs is counted here, and past a budget the tree is given up for
//! a flat one, which needs one step a tag.
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns};

use crate::clean::html::parse::tag::Tag;

/// A node's place in the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

impl NodeId {
    /// The place in tables kept beside the tree.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

const NONE: NodeId = NodeId(u32::MAX);
/// The document itself.
pub(crate) const ROOT: NodeId = NodeId(0);

/// What a node is.
#[derive(Debug)]
pub(crate) enum Data {
    Document,
    Element(Element),
    Text(StrTendril),
    /// Comments and the like.
    Nothing,
}

/// An element with the attributes that cleaning reads.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) tag: Tag,
    attrs: Vec<Attribute>,
}

impl Element {
    /// The value of an attribute, by its lower-case name.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attrs
            .iter()
            .find(|attr| &*attr.name.local == name)
            .map(|attr| &*attr.value)
    }

    /// Every attribute kept, as (name, value).
    pub(crate) fn attrs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attrs
            .iter()
            .map(|attr| (&*attr.name.local, &*attr.value))
    }
}

#[derive(Debug)]
struct Node {
    parent: NodeId,
    prev: NodeId,
    next: NodeId,
    first: NodeId,
    last: NodeId,
    data: Data,
}

/// The tree.
#[derive(Debug)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
}

/// A step of a walk through the tree.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Enter(NodeId),
    Leave(NodeId),
}

impl Dom {
    fn new() -> Self {
        let mut dom = Self {
            nodes: Vec::with_capacity(4096),
        };
        dom.add(Data::Document);
        dom
    }

    fn add(&mut self, data: Data) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            parent: NONE,
            prev: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            data,
        });
        id
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize)
    }

    /// How many nodes there are; each id is below it.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn data(&self, id: NodeId) -> &Data {
        self.node(id).map_or(&Data::Nothing, |node| &node.data)
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.data(id) {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The element's tag; `Other` for what is no element.
    pub(crate) fn tag(&self, id: NodeId) -> Tag {
        self.element(id).map_or(Tag::Other, |element| element.tag)
    }

    /// The level of the heading that a box stands in.
    pub(crate) fn heading(&self, id: NodeId) -> Option<u8> {
        std::iter::once(id)
            .chain(self.ancestors(id))
            .take(4)
            .find_map(|id| self.tag(id).heading())
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)
            .map(|node| node.parent)
            .filter(|id| *id != NONE)
    }

    fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)
            .map(|node| node.first)
            .filter(|id| *id != NONE)
    }

    pub(crate) fn next(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|node| node.next).filter(|id| *id != NONE)
    }

    pub(crate) fn prev(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|node| node.prev).filter(|id| *id != NONE)
    }

    /// The node's ancestors, nearest first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// Enters and leaves each node under `top` (and `top`) in document order.
    pub(crate) fn walk(&self, top: NodeId) -> impl Iterator<Item = Step> {
        let mut state = Some(Step::Enter(top));
        std::iter::from_fn(move || {
            let step = state?;
            state = match step {
                Step::Enter(id) => Some(self.first_child(id).map_or(Step::Leave(id), Step::Enter)),
                Step::Leave(id) if id == top => None,
                Step::Leave(id) => self
                    .next(id)
                    .map(Step::Enter)
                    .or(self.parent(id).map(Step::Leave)),
            };
            Some(step)
        })
    }

    fn detach(&mut self, id: NodeId) {
        let Some(node) = self.node_mut(id) else {
            return;
        };
        let (parent, prev, next) = (node.parent, node.prev, node.next);
        (node.parent, node.prev, node.next) = (NONE, NONE, NONE);
        match self.node_mut(prev) {
            Some(node) => node.next = next,
            None => {
                if let Some(parent) = self.node_mut(parent) {
                    parent.first = next;
                }
            }
        }
        match self.node_mut(next) {
            Some(node) => node.prev = prev,
            None => {
                if let Some(parent) = self.node_mut(parent) {
                    parent.last = prev;
                }
            }
        }
    }

    fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.node(parent).map_or(NONE, |node| node.last);
        if let Some(node) = self.node_mut(child) {
            (node.parent, node.prev) = (parent, last);
        }
        match self.node_mut(last) {
            Some(node) => node.next = child,
            None => {
                if let Some(parent) = self.node_mut(parent) {
                    parent.first = child;
                }
            }
        }
        if let Some(parent) = self.node_mut(parent) {
            parent.last = child;
        }
    }

    fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let Some(node) = self.node_mut(sibling) else {
            return;
        };
        let (parent, prev) = (node.parent, node.prev);
        node.prev = child;
        if let Some(node) = self.node_mut(child) {
            (node.parent, node.prev, node.next) = (parent, prev, sibling);
        }
        match self.node_mut(prev) {
            Some(node) => node.next = child,
            None => {
                if let Some(parent) = self.node_mut(parent) {
                    parent.first = child;
                }
            }
        }
    }

    /// Joins `text` to `place` when that is a text node.
    fn push_text(&mut self, place: NodeId, text: &StrTendril) -> bool {
        match self.node_mut(place).map(|node| &mut node.data) {
            Some(Data::Text(old)) => {
                old.push_tendril(text);
                true
            }
            _ => false,
        }
    }

    fn append_text(&mut self, parent: NodeId, text: StrTendril) {
        let last = self.node(parent).map_or(NONE, |node| node.last);
        if !self.push_text(last, &text) {
            let child = self.add(Data::Text(text));
            self.append(parent, child);
        }
    }

    pub(crate) fn add_element(&mut self, tag: Tag, mut attrs: Vec<Attribute>) -> NodeId {
        attrs.retain(|attr| is_useful(&attr.name.local));
        self.add(Data::Element(Element { tag, attrs }))
    }

    /// Appends an element for the flat tree.
    pub(crate) fn append_element(
        &mut self,
        parent: NodeId,
        tag: Tag,
        attrs: Vec<Attribute>,
    ) -> NodeId {
        let id = self.add_element(tag, attrs);
        self.append(parent, id);
        id
    }

    /// Appends text for the flat tree.
    pub(crate) fn append_words(&mut self, parent: NodeId, text: StrTendril) {
        self.append_text(parent, text);
    }

    /// An empty tree, for the flat one.
    pub(crate) fn empty() -> Self {
        Self::new()
    }
}

/// A second `<body>` adds attributes to the first; each is compared with all that are there, so that a page of them would cost the square.
const MOST_ADDED: usize = 200;

fn is_useful(name: &str) -> bool {
    matches!(
        name,
        "id" | "class"
            | "href"
            | "rel"
            | "itemprop"
            | "itemtype"
            | "role"
            | "hidden"
            | "aria-hidden"
            | "aria-label"
            | "style"
            | "datetime"
            | "content"
            | "value"
            | "name"
            | "property"
            | "http-equiv"
            | "lang"
            | "type"
            | "title"
            | "alt"
            | "colspan"
    ) || name.starts_with("data-")
}

/// Parses a page from which raw text was stripped; `None` where the standard's tree would cost too much.
pub(crate) fn parse(html: &str) -> Option<Dom> {
    // Real pages need 4 to 8 looks a byte of markup at worst; nested input needs thousands.
    let budget = 4_000_000 + 16 * html.len() as u64;
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let sink = Sink {
        dom: RefCell::new(Dom::new()),
        work: Cell::new(0),
    };
    let mut parser = html5ever::parse_document(sink, opts);
    let mut rest = StrTendril::from_slice(html);
    while !rest.is_empty() {
        let cut = html.len().min(rest.len()).min(CHUNK);
        let cut = floor_char(&rest, cut);
        parser.process(rest.subtendril(0, cut as u32));
        rest.pop_front(cut as u32);
        if parser.tokenizer.sink.sink.work.get() > budget {
            return None;
        }
    }
    Some(parser.finish())
}

const CHUNK: usize = 16 << 10;

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if at == 0 { text.len() } else { at }
}

struct Sink {
    dom: RefCell<Dom>,
    work: Cell<u64>,
}

impl Sink {
    fn spend(&self, work: u64) {
        self.work.set(self.work.get() + work);
    }
}

#[derive(Debug, Clone)]
struct Handle {
    id: NodeId,
    name: QualName,
}

impl Handle {
    fn nameless(id: NodeId) -> Self {
        Self {
            id,
            name: QualName::new(None, ns!(), local_name!("")),
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _msg: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle::nameless(ROOT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        self.spend(1);
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Handle {
        self.spend(8);
        let id = self
            .dom
            .borrow_mut()
            .add_element(Tag::of(&name.local), attrs);
        Handle { id, name }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Handle::nameless(self.dom.borrow_mut().add(Data::Nothing))
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        Handle::nameless(self.dom.borrow_mut().add(Data::Nothing))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut dom = self.dom.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => dom.append(parent.id, node.id),
            NodeOrText::AppendText(text) => dom.append_text(parent.id, text),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        prev_element: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.dom.borrow().parent(element.id).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn append_doctype_to_document(
        &self,
        _name: StrTendril,
        _public: StrTendril,
        _system: StrTendril,
    ) {
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        self.spend(1);
        x.id == y.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        let mut dom = self.dom.borrow_mut();
        let child = match new_node {
            NodeOrText::AppendNode(node) => node.id,
            NodeOrText::AppendText(text) => {
                let prev = dom.node(sibling.id).map_or(NONE, |node| node.prev);
                if dom.push_text(prev, &text) {
                    return;
                }
                dom.add(Data::Text(text))
            }
        };
        dom.insert_before(sibling.id, child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let mut dom = self.dom.borrow_mut();
        let Some(Data::Element(element)) = dom.node_mut(target.id).map(|node| &mut node.data)
        else {
            return;
        };
        for attr in attrs.into_iter().filter(|attr| is_useful(&attr.name.local)) {
            if element.attrs.len() < MOST_ADDED
                && element.attrs.iter().all(|old| old.name != attr.name)
            {
                element.attrs.push(attr);
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.dom.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut dom = self.dom.borrow_mut();
        while let Some(child) = dom.first_child(node.id) {
            self.spend(1);
            dom.append(new_parent.id, child);
        }
    }
}
