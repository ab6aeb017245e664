//! Copies: nearly the same text at another address, or of another outlet.
//!
//! Two texts are compared by the shingles that they share (Broder, "On the resemblance and containment of documents", 1997): what part
//! of each stands in the other. Candidates are found by [marks](Sketch::marks), a small sample of the shingles. Everything here depends
//! on the texts alone, not on their order.
mod overlap;
mod representative;
mod sketch;
mod together;

pub use overlap::{Overlap, Tie};
pub use representative::{Standing, representative};
pub use sketch::Sketch;
pub use together::groups;
