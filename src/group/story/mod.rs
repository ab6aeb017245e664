//! Stories: articles that tell of one event.
//!
//! The stories are a function of the set of articles: the order in which they came does not matter. Two articles are alike by the terms of
//! their headlines and openings, each weighed by how rare it is in the weeks around the article; across languages by names,
//! numbers and what news tells of (`data/news_words.tsv`). Han characters are names by their readings, and words of a script without capitals
//! are names where an article in another language has them. Articles more than two weeks apart are never alike. An article without a day is
//! compared with all others by its words alone; nothing tells how like it is to an article in another script.
mod doc_freq;
mod event_terms;
mod linkage;
mod likeness;
mod name_skeleton;
mod name_spellings;
mod news_words;
mod unspaced_names;
mod story_groups;

pub use event_terms::{EventTerms, WeighedTerm, event_terms};
pub use name_spellings::{NameRow, NameSpelling, name_spellings};
pub use story_groups::stories;
