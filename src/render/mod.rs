//! Results and articles as text: for people on a terminal, for programs as JSON Lines, for other tools as CSV, RIS, BibTeX, CSL-JSON
//! and HTML.
//!
//! Everything here is a pure function from nouns to text. Text of pages is hostile: what goes to a terminal passes through
//! [`layout::printable`] first; JSON keeps it as it is.
mod article_html;
mod changes;
pub mod citation;
pub mod json_lines;
pub mod coverage_lines;
pub mod kwic;
pub mod layout;
mod known_fields;
mod note_text;
pub mod story_lines;
pub mod csv;
pub mod records;
pub mod terminal;

pub use article_html::article_html;
pub use changes::{Change, changes};
pub use note_text::{clue, note, notes};
