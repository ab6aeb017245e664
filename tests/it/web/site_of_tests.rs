//! A site over a small archive.

use std::sync::{Arc, LazyLock};

use axum::body::{Body, to_bytes};
use axum::http::request::Builder;
use axum::http::{Request, StatusCode, header};
use dateline::archive::{Clock, Searcher};
use dateline::article::{Article, Found, Language, PubDate, Witness};
use dateline::index::{Options, Writer};
use dateline::search::Archive;
use dateline::web::{Access, Site, router};
use jiff::civil::Date;
use tower::ServiceExt;

use crate::support::{Desk, newsroom, put};

struct Still;

impl Clock for Still {
    fn today(&self) -> Date {
        Date::constant(2025, 11, 30)
    }

    fn seconds(&self) -> f64 {
        0.0
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// The page, which must be one.
    pub(crate) fn page(self) -> String {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        assert!(self.header("content-type").starts_with("text/html"));
        self.body
    }
}

/// A site over an archive of its own.
pub(crate) struct OwnSite {
    desk: Desk,
    access: Access,
}

impl OwnSite {
    /// The newsroom.
    pub(crate) fn of_newsroom() -> Self {
        let desk = Desk::new();
        desk.run(&["index", "-q", newsroom().to_str().unwrap()])
            .ok();
        Self {
            desk,
            access: local(),
        }
    }

    /// These articles.
    pub(crate) fn of(articles: &[Article]) -> Self {
        let desk = Desk::new();
        let writer = Writer::open_or_create(&desk.path("archive"), &Options::default()).unwrap();
        for (nth, article) in (1..).zip(articles) {
            put(&writer, article, nth);
        }
        writer.commit("").unwrap();
        Self {
            desk,
            access: local(),
        }
    }

    /// What `dateline index` makes of these files.
    pub(crate) fn of_files(files: &[(String, String)]) -> Self {
        let desk = Desk::new();
        for (name, content) in files {
            desk.write(&format!("pages/{name}"), content);
        }
        desk.run(&["index", "-q", "pages"]).ok();
        Self {
            desk,
            access: local(),
        }
    }

    /// The command line, beside the archive.
    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// A site that runs so many searches at once.
    pub(crate) fn site(&self, threads: usize) -> Arc<Site> {
        let archive = Archive::open(&self.desk.path("archive")).unwrap();
        site_over(Arc::new(archive), self.access.clone(), threads)
    }

    pub(crate) fn with_token(self, token: &str) -> Self {
        Self {
            access: Access {
                hosts: Vec::new(),
                token: Some(token.to_owned()),
            },
            ..self
        }
    }

    /// The answer to GET, with more headers.
    pub(crate) fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Reply {
        self.answer(Request::get(address), headers, Body::empty())
    }

    /// The answer to POST, with more headers.
    #[cfg(feature = "mcp")]
    pub(crate) fn post_with(&self, address: &str, headers: &[(&str, &str)], body: String) -> Reply {
        self.answer(Request::post(address), headers, Body::from(body))
    }

    fn answer(&self, mut request: Builder, headers: &[(&str, &str)], body: Body) -> Reply {
        let site = self.site(2);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, "127.0.0.1:8460");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let response = router(site).oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, 50 << 20).await.unwrap();
            Reply {
                status: parts.status,
                headers: parts.headers,
                body: String::from_utf8(body.to_vec()).unwrap(),
            }
        })
    }

    pub(crate) fn get(&self, address: &str) -> Reply {
        self.get_with(address, &[])
    }
}

/// A site over any archive.
pub(crate) fn site_over(archive: Arc<dyn Searcher>, access: Access, threads: usize) -> Arc<Site> {
    Arc::new(Site::new(archive, Arc::new(Still), access, threads))
}

pub(crate) fn local() -> Access {
    Access {
        hosts: ["localhost", "127.0.0.1", "[::1]"]
            .map(str::to_owned)
            .to_vec(),
        token: None,
    }
}

/// The newsroom, indexed once for all tests.
pub(crate) static NEWSROOM: LazyLock<OwnSite> = LazyLock::new(OwnSite::of_newsroom);

/// An article with a headline, an outlet and a text.
pub(crate) fn article(id: &str, title: &str, source: &str, text: &str) -> Article {
    let found = |value: &str| Some(Found::new(value.to_owned(), "given", Witness::Given, 1.0));
    Article {
        id: id.to_owned(),
        path: format!("{id}.html"),
        title: found(title),
        source: found(source),
        text: text.to_owned(),
        published: Some(Found::new(
            PubDate::day(Date::constant(2025, 3, 4)),
            "given",
            Witness::Given,
            1.0,
        )),
        language: Some(Found::new(
            Language("en".into()),
            "given",
            Witness::Given,
            1.0,
        )),
        ..Article::default()
    }
}
