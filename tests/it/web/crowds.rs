//! Many clients at once, and slow ones: nobody waits for long, and who cannot be served is told at once.

use std::ops::ControlFlow;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use dateline::archive::{
    self, ArticleCopy, ArticleVersion, Explanation, Filters, LearnedSite, Limits, Results,
    SearchError, Searcher, Spelling, Stats,
};
use dateline::article::Article;
use dateline::query::Query;
use dateline::web::router;
use jiff::civil::Date;
use tower::ServiceExt;

use super::site_of_tests::{OwnSite, article, local, site_over};

/// An archive that answers what it holds once its gate is open, and nothing else.
#[derive(Default)]
struct Gated {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gated {
    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

impl Searcher for Gated {
    fn stats(&self) -> Result<Stats, SearchError> {
        let is_open = self.is_open.lock().unwrap();
        let _open = self.opened.wait_while(is_open, |open| !*open).unwrap();
        Ok(Stats::default())
    }

    fn search(&self, _: &archive::Request) -> Result<Results, SearchError> {
        unreachable!("nobody searches")
    }

    fn article(&self, _: &str) -> Result<Option<Article>, SearchError> {
        Ok(None)
    }

    fn versions(&self, _: &str) -> Result<Option<Vec<ArticleVersion>>, SearchError> {
        Ok(None)
    }

    fn copies(&self, _: &str) -> Result<Option<Vec<ArticleCopy>>, SearchError> {
        Ok(None)
    }

    fn export(
        &self,
        _: &Query,
        _: &Filters,
        _: Date,
        _: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Result<u64, SearchError> {
        Ok(0)
    }

    fn similar(
        &self,
        _: &str,
        _: &Filters,
        _: usize,
        _: usize,
    ) -> Result<Option<Results>, SearchError> {
        Ok(None)
    }

    fn explain(&self, _: &str, _: &Query, _: Date) -> Result<Option<Explanation>, SearchError> {
        Ok(None)
    }

    fn spellings(&self, _: &str, _: &Limits) -> Result<Vec<Spelling>, SearchError> {
        Ok(Vec::new())
    }

    fn learned(&self) -> Result<Vec<LearnedSite>, SearchError> {
        Ok(Vec::new())
    }
}

async fn get(router: Router, address: &str) -> Response {
    let request = Request::get(address).header(header::HOST, "127.0.0.1");
    let request = request.body(Body::empty()).unwrap();
    router.oneshot(request).await.unwrap()
}

fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(test)
}

#[test]
fn a_full_queue_says_when_to_come_again() {
    run(async {
        let archive = Arc::new(Gated::default());
        let router = router(site_over(archive.clone(), local(), 1));
        let asked = |_| tokio::spawn(get(router.clone(), "/api/v1/stats"));
        // One runs and 32 wait; tasks of one thread begin in their order.
        let taken: Vec<_> = (0..33).map(asked).collect();
        let refused = asked(0).await.unwrap();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
        let problem = to_bytes(refused.into_body(), 1 << 10).await.unwrap();
        let problem: serde_json::Value = serde_json::from_slice(&problem).unwrap();
        assert_eq!(problem["status"], 503);
        archive.open();
        for taken in taken {
            assert_eq!(taken.await.unwrap().status(), StatusCode::OK);
        }
        assert_eq!(asked(0).await.unwrap().status(), StatusCode::OK);
    });
}

#[test]
fn exports_that_nobody_takes_keep_no_search_waiting() {
    let text = "A ferry waited in the harbour until the fog had gone. ".repeat(2_000);
    let articles: Vec<Article> = (0..8)
        .map(|nth| {
            article(
                &format!("a{nth}"),
                "Ferry",
                "Post",
                &format!("{nth} {text}"),
            )
        })
        .collect();
    let own = OwnSite::of(&articles);
    let site = own.site(1);
    run(async {
        let router = router(site);
        let mut stalled = Vec::new();
        for _ in 0..3 {
            stalled.push(get(router.clone(), "/export/jsonl?q=ferry").await);
        }
        let found = tokio::time::timeout(
            Duration::from_secs(20),
            get(router.clone(), "/api/v1/count?q=ferry"),
        );
        assert_eq!(found.await.unwrap().status(), StatusCode::OK);
        // Who takes it at last has all of it.
        for export in stalled {
            assert_eq!(export.status(), StatusCode::OK);
            let lines = to_bytes(export.into_body(), 8 << 20).await.unwrap();
            assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 8);
        }
    });
}
