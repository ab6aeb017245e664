//! The stories of an archive: its articles, or those of a query, by the event that they tell of.
//!
//! Stories are found when they are asked for, among the articles of the answer. An article's story is looked for among those of the
//! weeks around it. No more than [`MOST`] articles are read; a note says when there are more.
mod event_story;
mod story_terms;
mod one_story;
mod story_field;
mod story_list;

pub use event_story::{Card, Story};
pub use one_story::{Told, of_article, told};
pub use story_field::{resolved, resolved_request};
pub use story_list::{StoryList, counts, list};
pub use story_terms::MOST;
