//! Style and script, built into the program; the hash of the content is in the name, so that a browser may keep them for good.

use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

/// One file.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Its path on the site.
    pub(crate) path: String,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Its content.
    pub(crate) content: &'static [u8],
}

fn asset(stem: &str, ending: &str, media_type: &'static str, content: &'static [u8]) -> Asset {
    Asset {
        path: format!("/assets/{stem}.{:016x}.{ending}", xxh3_64(content)),
        media_type,
        content,
    }
}

/// The style of all pages.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("assets/page.css");
    asset("page", "css", "text/css; charset=utf-8", content)
});

/// What makes it more comfortable; nothing needs it.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("assets/comfort.js");
    asset("comfort", "js", "text/javascript; charset=utf-8", content)
});

/// The sign of the site.
pub(crate) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_bytes!("assets/icon.svg");
    asset("icon", "svg", "image/svg+xml", content)
});
