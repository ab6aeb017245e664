//! The command lines of `dateline serve` and `dateline mcp`.

use clap::Args;

/// `dateline serve`
#[cfg(feature = "web")]
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline serve --open                        the archive in the browser of this machine
  dateline serve --port 9000                   at another port
  dateline serve --bind 0.0.0.0                for others too; the link that is printed lets them in

The JSON API is under /api/v1/, its description at /api/v1/openapi.json; language models are answered at /mcp.")]
pub(crate) struct ServeArgs {
    /// The port; 0 for any that is free
    #[arg(long, default_value_t = 8460, value_name = "N")]
    pub(crate) port: u16,
    /// The address to listen at; on any but loopback a token is demanded
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDR")]
    pub(crate) bind: std::net::IpAddr,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// `dateline mcp`
#[cfg(feature = "mcp")]
#[derive(Debug, Args)]
#[command(before_help = "\
A client that speaks the Model Context Protocol starts it with this entry in its settings:
  {\"mcpServers\": {\"news\": {\"command\": \"dateline\", \"args\": [\"mcp\", \"--index\", \"/path/of/the/archive\"]}}}

Its tools only read: describe, search, fetch, count, passages, verify_quote, story, names. `dateline serve` has the same at /mcp.")]
pub(crate) struct McpArgs {}
