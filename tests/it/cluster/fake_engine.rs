//! A small engine for tests: it answers with what it is told to, and keeps what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use flate2::read::GzDecoder;
use serde_json::{Value, json};

/// What one request asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// `POST /news/_bulk`, without what follows the question mark.
    pub(super) what: String,
    pub(super) body: String,
    pub(super) authorization: Option<String>,
}

/// What it answers: a status and a body; a status of 0 cuts the line after the request was read.
pub(super) type Answer = (u16, String);

pub(super) struct FakeEngine {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl FakeEngine {
    /// Answers each request by `answer`; the number says how many requests of the same kind came before it.
    pub(super) fn new(answer: impl Fn(&Asked, usize) -> Option<Answer> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let seen = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // A line is for one request, so that they come one after the other.
                serve(stream.unwrap(), &seen, &answer);
            }
        });
        Self { port, asked }
    }

    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/news", self.port)
    }

    /// What was asked so far.
    pub(super) fn all(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// What was asked so far of this kind.
    pub(super) fn asked(&self, what: &str) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .filter(|asked| asked.what == what)
            .cloned()
            .collect()
    }
}

fn serve(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Asked>>,
    answer: &dyn Fn(&Asked, usize) -> Option<Answer>,
) {
    let Some(asked) = read(&mut BufReader::new(&stream)) else {
        return;
    };
    let before = {
        let mut seen = seen.lock().unwrap();
        let before = seen.iter().filter(|one| one.what == asked.what).count();
        seen.push(asked.clone());
        before
    };
    let (status, body) = answer(&asked, before).unwrap_or_else(|| usual(&asked));
    if status > 0 {
        let head = format!(
            "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(format!("{head}{body}").as_bytes());
    }
}

fn read(stream: &mut impl BufRead) -> Option<Asked> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?, words.next()?);
    let what = format!("{method} {}", path.split('?').next()?);
    let (mut length, mut is_packed, mut authorization) = (0, false, None);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        match name.to_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "content-encoding" => is_packed = value == "gzip",
            "authorization" => authorization = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).ok()?;
    let mut body = String::new();
    match is_packed {
        true => GzDecoder::new(bytes.as_slice())
            .read_to_string(&mut body)
            .ok()?,
        false => bytes.as_slice().read_to_string(&mut body).ok()?,
    };
    Some(Asked {
        what,
        body,
        authorization,
    })
}

/// What an engine with an empty index answers, which takes whatever it is given.
pub(super) fn usual(asked: &Asked) -> Answer {
    let answer = match asked.what.as_str() {
        "GET /" => json!({"version": {"distribution": "opensearch", "number": "3.8.0"}}),
        "GET /news/_mapping" => {
            return (
                404,
                r#"{"error":{"type":"index_not_found_exception","reason":"no such index"}}"#
                    .to_owned(),
            );
        }
        "POST /news/_bulk" => json!({"items": items(&asked.body, &|_| 201)}),
        "POST /news/_search" => json!({
            "_shards": {"total": 1, "successful": 1, "failed": 0},
            "hits": {"total": {"value": 0}, "hits": []},
            "aggregations": {"language": {"buckets": [{"key": "de", "doc_count": 1}, {"key": "en", "doc_count": 1}]}},
        }),
        "POST /news/_msearch" => {
            let asked = asked.body.lines().count() / 2;
            json!({"responses": vec![json!({"hits": {"total": {"value": 0}}}); asked]})
        }
        _ => json!({}),
    };
    (200, answer.to_string())
}

/// The items of the answer to a bulk request, each with the status that `status` gives the document.
pub(super) fn items(body: &str, status: &dyn Fn(&Value) -> u16) -> Vec<Value> {
    let lines: Vec<Value> = body
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let one = |pair: &[Value]| match status(&pair[1]) {
        status @ 200..=299 => json!({"index": {"status": status}}),
        429 => {
            json!({"index": {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "queue full"}}})
        }
        status => {
            json!({"index": {"status": status, "error": {"type": "mapper_parsing_exception", "reason": "bad field"}}})
        }
    };
    lines.chunks(2).map(one).collect()
}
