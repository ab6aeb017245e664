//! The pages and the API, driven without a socket; and the binary once from end to end.
mod addresses;
#[cfg(feature = "mcp")]
mod agents;
mod answers;
mod attacks;
mod crowds;
mod description;
mod doors;
mod kwic;
mod server;
mod site_of_tests;
