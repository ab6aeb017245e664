//! The parts of cleaning, so that what each adds can be measured (`cargo bench --bench quality -- ablation`).

/// A part that cleaning can do without, for the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The choice by evidence: without it the container whose paragraphs say most is taken, and of bare text all.
    Choice,
    /// What form says in any language: elements and their names, links, place on the page, repetition, the shape of lines.
    Form,
    /// The words that give a line away: the lexicon of cues.
    Words,
}

/// A set of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts(u8);

impl Parts {
    /// What `clean` does.
    pub const ALL: Self = Self(u8::MAX);

    /// All of these but one.
    pub fn without(self, part: Part) -> Self {
        Self(self.0 & !bit(part))
    }

    /// The part is one of these.
    pub fn has(self, part: Part) -> bool {
        self.0 & bit(part) != 0
    }
}

fn bit(part: Part) -> u8 {
    1 << part as u8
}
