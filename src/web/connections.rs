//! Connections: taken as they come, closed where nothing comes, ended when the server is to stop.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::web::router::router;
use crate::web::site::Site;

/// A connection on which no whole head of a request comes for so long is closed.
const HEAD: Duration = Duration::from_secs(15);

/// Connections that are open at once; others wait in the system's queue.
const MOST: usize = 512;

/// How long no connection is taken after one could not be: the process has no more files, and may have some soon.
const PAUSE: Duration = Duration::from_millis(200);

/// Answers what comes to `listener` until `stop` ends, then what was begun: the caller bounds how long that may take.
pub async fn serve(listener: TcpListener, site: Arc<Site>, stop: impl Future<Output = ()>) {
    let service = TowerToHyperService::new(router(site));
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let begun = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let connection = builder.serve_connection(TokioIo::new(stream), service.clone());
        let connection = begun.watch(connection);
        tokio::spawn(async move {
            let _held = place;
            // A client that hangs up or sends nonsense harms nobody else.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }
    drop(listener);
    begun.shutdown().await;
}
