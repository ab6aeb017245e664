//! For people: hits, facets as bars, an article with its evidence, the ledger of cleaning. Colours are ANSI sequences; the face
//! strips them where they do not belong.
mod article;
mod explanation;
mod bars;
mod copies;
mod coverage_table;
mod hit_list;
mod learned_list;
mod ledger;
mod matrix;
mod side_by_side;
mod spelling_list;
mod story_view;
mod style;
mod timeline;
mod versions;

pub use article::{article, stats};
pub use bars::facets;
pub use copies::copies;
pub use coverage_table::{coverage, gaps, month};
pub use explanation::explanation;
pub use hit_list::{hits, summary};
pub use learned_list::{affix_words, learned, learned_in_short};
pub use ledger::{diff, ledger, removed};
pub use matrix::Matrix;
pub use side_by_side::comparison;
pub use spelling_list::spellings;
pub use story_view::{lineage, numbers, story, story_counts, story_list};
pub use style::{counted, thousands};
pub use timeline::timeline;
pub use versions::{version_diff, versions};
