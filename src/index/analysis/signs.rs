//! Signs that tell the terms of a word apart, and how a position is laid out.

/// Before the written form of a word that differs from its stem.
pub(crate) const WRITTEN: char = '\u{1}';

/// Before the exact form of a word that case does not give back from its written form.
pub(crate) const EXACT: char = '\u{2}';

/// Between a stem or written form and the code of the article's language, in the fields of words.
pub(crate) const OF: char = '\0';

/// The term whose positions are the beginnings of sentences; the `differs` bit marks a paragraph.
pub(crate) const BREAK: &str = "\u{3}";

/// Before the stem of a compound.
pub(crate) const JOINED: char = '\u{4}';

/// In a name field: before the whole value; alone for "not known".
pub(crate) const WHOLE: char = '\u{2}';

/// Places left free between the headline and the text, so that no phrase crosses.
pub(crate) const TITLE_GAP: u32 = 8;

/// Bits of a position below its place.
pub(crate) const PLACE_SHIFT: u32 = 3;
