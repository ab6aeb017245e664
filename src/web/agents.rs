//! The tools for language models at `/mcp`: they come in by the same door as everybody, and wait in the same queue.

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http_body_util::LengthLimitError;

use crate::mcp::{McpServer, Toolbox, http_service};
use crate::web::fault::Fault;
use crate::web::guard::{BODY, fault_response};
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

/// Holds a place in the queue for as long as a request takes, once it has come as a whole: a slow client keeps nobody waiting.
async fn in_queue(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let (head, body) = request.into_parts();
    let begun = to_bytes(body, BODY).await;
    let body = match begun.map_err(|error| too_large(&error)) {
        Ok(body) => body,
        Err(fault) => return fault_response(&fault, &path),
    };
    match site.queue.place() {
        Ok(_held) => next.run(Request::from_parts(head, body.into())).await,
        Err(fault) => fault_response(&fault, &path),
    }
}

/// Why a request's body was not read to its end.
fn too_large(error: &axum::Error) -> Fault {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(own) = cause {
        if own.is::<LengthLimitError>() {
            return Fault {
                status: 413,
                title: "too much was sent",
                detail: format!("a request has {BODY} bytes at most"),
            };
        }
        cause = own.source();
    }
    Fault::bad("the request broke off")
}
