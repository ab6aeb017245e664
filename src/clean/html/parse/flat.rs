//! A tree in one step a tag, for pages whose nesting makes the standard's tree too dear: it keeps the text and the blocks, and
//! forgoes the standard's mending of wrong nesting.
use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag as Token, TagKind, Token as Any, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::clean::html::parse::dom::{Dom, NodeId, ROOT};
use crate::clean::html::parse::tag::Tag;

/// How deep the flat tree is at most.
const MAX_DEPTH: usize = 24;

struct Sink {
    state: RefCell<State>,
}

struct State {
    dom: Dom,
    open: Vec<(NodeId, Tag)>,
}

/// Parses a page in linear time.
pub(crate) fn parse(html: &str) -> Dom {
    let sink = Sink {
        state: RefCell::new(State {
            dom: Dom::empty(),
            open: Vec::new(),
        }),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.state.into_inner().dom
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Any, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Any::TagToken(token) if token.kind == TagKind::StartTag => state.start(token),
            Any::TagToken(token) => state.end(Tag::of(&token.name)),
            Any::CharacterTokens(text) => {
                let parent = state.parent();
                state.dom.append_words(parent, text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn parent(&self) -> NodeId {
        self.open.last().map_or(ROOT, |(id, _)| *id)
    }

    fn start(&mut self, token: Token) {
        let tag = Tag::of(&token.name);
        if matches!(
            tag,
            Tag::P | Tag::Li | Tag::Td | Tag::Th | Tag::Tr | Tag::Option | Tag::Dd | Tag::Dt
        ) && self.open.last().is_some_and(|(_, open)| *open == tag)
        {
            self.open.pop();
        }
        let parent = self.parent();
        let id = self.dom.append_element(parent, tag, token.attrs);
        if !tag.is_void() && !token.self_closing && self.open.len() < MAX_DEPTH {
            self.open.push((id, tag));
        }
    }

    fn end(&mut self, tag: Tag) {
        if let Some(at) = self.open.iter().rposition(|(_, open)| *open == tag) {
            self.open.truncate(at);
        }
    }
}
