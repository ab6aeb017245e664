//! Each run's fate, given the container; then the blocks and the ledger that come of it.
pub(crate) mod verdicts;
pub(crate) mod second_look;

pub(crate) mod assemble;
pub(crate) mod edges;
pub(crate) mod passes;
pub(crate) mod render;
pub(crate) mod sheet;
