//! The tools for language models at `/mcp`: they come in by the same door as everybody, and wait in the same queue.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use crate::mcp::{McpServer, Toolbox, http_service};
use crate::web::guard::fault_response;
use crate::web::site::Site;

/// The route of the tools.
pub(crate) fn routes(site: &Arc<Site>) -> Router<Arc<Site>> {
    let tools = Toolbox::new(site.archive.clone(), site.clock.clone());
    let tools = tools.with_lists(site.lists.clone());
    let server = McpServer::new(Arc::new(tools), site.queue.running());
    Router::new()
        .route_service("/mcp", http_service(server))
        .layer(from_fn_with_state(site.clone(), in_queue))
}

/// Holds a place in the queue for as long as a request takes.
async fn in_queue(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    match site.queue.place() {
        Ok(_held) => next.run(request).await,
        Err(fault) => fault_response(&fault, request.uri().path()),
    }
}
