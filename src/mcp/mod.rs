//! The archive as tools for language models, by the Model Context Protocol: a face over any [`Searcher`](crate::archive::Searcher).
//!
//! The table of tools ([`Toolbox::call`]) is ours and knows nothing of the protocol; one file (`protocol`) hands it to `rmcp`. Tools only
//! read, and none takes a path. Answers are one JSON object of at most [`MOST_BYTES`] bytes: what did not fit is said, and how to get it.
//! Text of articles is marked as data.
mod tool_fault;
mod parameters;
mod toolbox;
mod fitted;
mod asking_tools;
mod article_tools;
mod quote_tool;
mod overview_tools;
mod tool_table;
mod protocol;

pub use fitted::MOST_BYTES;
pub use protocol::{McpServer, http_service, serve_stdio};
pub use tool_fault::ToolFault;
pub use toolbox::Toolbox;
