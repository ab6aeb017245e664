//! Where a part of a query stands among the others.

/// What stands around the part that is looked up next.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// What the words beside the next word make together with it, as one word: `cease fire` is also written `ceasefire`.
    pub(crate) beside: Vec<String>,
    /// Whether the words are those of a sentence: it has enough of them to be found without compounds.
    pub(crate) is_sentence: bool,
}
