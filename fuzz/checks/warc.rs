//! Any bytes are a crawl, and whatever stands in one member costs nothing of the members around it.

use std::io::Write;

use super::scanned;

pub(crate) fn check(data: &[u8]) {
    scanned::pages("x.warc", data);
    let around = [1, 2].map(good);
    let file = [packed(&around[0]), packed(data), packed(&around[1])].concat();
    let pages = scanned::pages("x.warc.gz", &file);
    for n in [1, 2] {
        let url = address(n);
        assert!(
            pages
                .iter()
                .any(|page| page.given.url.as_ref() == Some(&url))
        );
    }
}

fn address(n: u32) -> String {
    format!("https://lantern.example/good/{n}")
}

fn good(n: u32) -> Vec<u8> {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The lamp was lit.</p>";
    let (url, length) = (address(n), page.len());
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {length}\r\n\r\n{page}\r\n\r\n"
    )
    .into_bytes()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(bytes)
        .expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}
