//! The page of a record: the HTTP answer's body without chunks and packing.

use std::io::{self, Read};

use crate::article::{Content, Given, RawPage};
use crate::read::charset::{self, Hint};
use crate::read::crawl::field_head::Head;
use crate::read::crawl::record_head::RecordHead;
use crate::read::sniff;
use crate::read::why::{Cap, Why};

/// Decodes a record: its own head, the head of HTTP where there is one, the body.
pub(crate) fn page(bytes: &[u8], limit: usize) -> Result<RawPage, Why> {
    let (head, block) = RecordHead::split(bytes).ok_or(Why::Empty)?;
    let given = Given {
        url: head.url(),
        captured: head.captured(),
        ..Given::default()
    };
    let is_response = head.record_type() == "response";
    let http = Head::split(block).filter(|(http, _)| http.first.starts_with(b"HTTP/"));
    let (media, body) = match http {
        Some((http, body)) if is_response => {
            (http.field("Content-Type"), plain_body(&http, body, limit)?)
        }
        _ if is_response => (None, block.to_vec()),
        _ => (head.media(), block.to_vec()),
    };
    let label = media.as_deref().and_then(charset_of);
    let hint = Hint {
        label: label.as_deref(),
        url: given.url.as_deref(),
    };
    let (text, charset) = charset::decode(body, hint);
    if text.trim().is_empty() {
        return Err(Why::Empty);
    }
    let content = if sniff::markup(&text) {
        Content::Html(text)
    } else {
        Content::Text(text)
    };
    Ok(RawPage {
        content,
        given,
        charset: Some(charset),
        ..RawPage::default()
    })
}

/// `windows-1251` of `text/html; charset="windows-1251"`.
fn charset_of(media: &str) -> Option<String> {
    let mut parameters = media.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        let is_it = name.trim().eq_ignore_ascii_case("charset");
        is_it.then(|| value.to_owned())
    })
}

/// The body as the reader saw it. Crawlers often store it decoded and leave the fields that say it is packed, so that
/// what does not begin as they say is taken as it is.
fn plain_body(http: &Head<'_>, body: &[u8], limit: usize) -> Result<Vec<u8>, Why> {
    let has = |name: &str, word: &str| {
        let value = http.field(name).unwrap_or_default();
        value.to_ascii_lowercase().contains(word)
    };
    let whole = has("Transfer-Encoding", "chunked").then(|| without_chunks(body));
    let body = whole.flatten().unwrap_or_else(|| body.to_vec());
    let is_brotli = has("Content-Encoding", "br");
    let is_deflate = has("Content-Encoding", "deflate");
    let unpacked = match body.as_slice() {
        packed @ [0x1f, 0x8b, 8, ..] => {
            inflated(&mut flate2::bufread::MultiGzDecoder::new(packed), limit)?
        }
        packed @ [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let decoder = zstd::stream::read::Decoder::new(packed);
            inflated(&mut decoder.map_err(|error| Why::of(&error, 0))?, limit)?
        }
        packed if is_brotli => inflated(
            &mut brotli_decompressor::Decompressor::new(packed, 4096),
            limit,
        )?,
        packed if is_deflate => {
            // Servers send it with and without the frame that the standard asks for.
            let framed = inflated(&mut flate2::bufread::ZlibDecoder::new(packed), limit)?;
            match framed {
                Some(bytes) => Some(bytes),
                None => inflated(&mut flate2::bufread::DeflateDecoder::new(packed), limit)?,
            }
        }
        _ => None,
    };
    Ok(unpacked.unwrap_or(body))
}

/// What comes out, up to the limit. Of a stream that breaks off, what came before; `None` where nothing did.
fn inflated(packed: &mut dyn Read, limit: usize) -> Result<Option<Vec<u8>>, Why> {
    let mut bytes = Vec::new();
    let most = limit as u64 + 1;
    let ended: io::Result<usize> = packed.take(most).read_to_end(&mut bytes);
    if bytes.len() > limit {
        return Err(Cap::Page.exceeded(limit, None));
    }
    Ok(match ended {
        Err(_) if bytes.is_empty() => None,
        _ => Some(bytes),
    })
}

/// The chunks put together. `None` where the body is not in chunks; of one that breaks off, what is there.
fn without_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut rest = body;
    while let Some(line) = memchr::memchr(b'\n', rest) {
        let (size, after) = rest.split_at_checked(line + 1)?;
        let size = std::str::from_utf8(size.trim_ascii()).unwrap_or_default();
        let digits = size.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(digits, 16) else {
            break;
        };
        if size == 0 {
            return Some(whole);
        }
        let size = size.min(after.len());
        let (chunk, next) = after.split_at_checked(size)?;
        whole.extend_from_slice(chunk);
        rest = next
            .strip_prefix(b"\r\n")
            .or(next.strip_prefix(b"\n"))
            .unwrap_or(next);
    }
    (!whole.is_empty()).then_some(whole)
}
