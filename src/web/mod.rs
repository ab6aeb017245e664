//! The archive in the browser, and as an API for programs: a face over any [`Searcher`](crate::archive::Searcher).
//!
//! [`router`] makes the routes of a [`Site`]. A page is a pure function from the site and the address to text; pages run on a bounded
//! number of threads (`search_queue`), as a search blocks; [`serve`] answers what comes to a socket. The whole search stands in the address
//! ([`SearchAddress`]). Everything works without scripts, and nothing is loaded from elsewhere.
mod fault;
mod search_queue;
mod site;
mod search_address;
mod advanced_form;
mod marked_text;
mod assets;
mod answer_page;
mod frame;
mod time_chart;
mod facet_list;
mod hit_view;
mod search_page;
mod article_body;
mod article_page;
mod story_page;
mod sources_page;
mod help_page;
mod downloads;
mod atom;
mod answer_shapes;
mod api;
mod guard;
#[cfg(feature = "mcp")]
mod agents;
mod router;
mod connections;

pub use advanced_form::AdvancedForm;
pub use connections::serve;
pub use router::router;
pub use search_address::{SearchAddress, View};
pub use site::{Access, Site};
