//! The words of the archive that are spelt almost like another.

use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Term};
use tantivy_fst::Automaton;

use crate::index::analysis::{OF, WRITTEN};

/// Hands over the terms of the words that `distance` slips (1 or 2; two letters that changed places are one) make of `word`.
pub(crate) fn like(
    index: &InvertedIndexReader,
    (word, distance): (&str, u8),
    each: &mut dyn FnMut(&[u8], &TermInfo),
) -> tantivy::Result<()> {
    let term = Term::from_field_text(Field::from_field_id(0), word);
    let letters = FuzzyTermQuery::new(term, distance.clamp(1, 2), true).automaton()?;
    let mut terms = index.terms().search(Spelt(letters)).into_stream()?;
    while terms.advance() {
        each(terms.key(), terms.value());
    }
    Ok(())
}

/// Terms whose word the automaton takes: a mark before it and a language after it are no letters of it.
struct Spelt<A>(A);

#[derive(Clone, Copy)]
enum State<S> {
    Start,
    Word(S),
    Language,
    Lost,
}

impl<A: Automaton> Automaton for Spelt<A>
where
    A::State: Clone,
{
    type State = State<A::State>;

    fn start(&self) -> Self::State {
        State::Start
    }

    fn is_match(&self, state: &Self::State) -> bool {
        match state {
            State::Word(state) => self.0.is_match(state),
            State::Language => true,
            State::Start | State::Lost => false,
        }
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            State::Word(state) => self.0.can_match(state),
            State::Start | State::Language => true,
            State::Lost => false,
        }
    }

    fn will_always_match(&self, state: &Self::State) -> bool {
        matches!(state, State::Language)
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            State::Start if byte == WRITTEN as u8 => State::Word(self.0.start()),
            State::Start if byte < b' ' => State::Lost,
            State::Start => State::Word(self.0.accept(&self.0.start(), byte)),
            State::Word(state) if byte == OF as u8 => {
                if self.0.is_match(state) {
                    State::Language
                } else {
                    State::Lost
                }
            }
            State::Word(state) => State::Word(self.0.accept(state, byte)),
            State::Language => State::Language,
            State::Lost => State::Lost,
        }
    }
}
