//! A proxy between the loader and a node: keeps what was sent, and loses replies.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::node;

/// What the proxy has seen.
#[derive(Default)]
struct Seen {
    /// The bodies of the batches.
    batches: Vec<String>,
    lost: usize,
}

pub(crate) struct Proxy {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Proxy {
    /// Passes everything to the first node, and loses the reply to each `every`th batch; 0 loses none.
    pub(crate) fn new(every: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let own = Arc::clone(&seen);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                pass(client.unwrap(), every, &own);
            }
        });
        Self { port, seen }
    }

    pub(crate) fn address(&self, index: &str) -> String {
        format!("http://127.0.0.1:{}/{index}", self.port)
    }

    /// The documents that were sent, each with its key; one that was sent twice is there twice.
    pub(crate) fn documents(&self) -> Vec<(String, Value)> {
        let seen = self.seen.lock().unwrap();
        let mut found = Vec::new();
        for batch in &seen.batches {
            let lines: Vec<Value> = batch
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            for pair in lines.chunks(2) {
                let key = pair[0]["index"]["_id"].as_str().unwrap();
                found.push((key.to_owned(), pair[1].clone()));
            }
        }
        found
    }

    /// How many replies were lost.
    pub(crate) fn lost(&self) -> usize {
        self.seen.lock().unwrap().lost
    }
}

/// Passes one request on, and its reply back unless it is lost. Each has a connection of its own.
fn pass(mut client: TcpStream, every: usize, seen: &Mutex<Seen>) {
    let Some((head, body)) = request(&mut BufReader::new(&client)) else {
        return;
    };
    let address = node();
    let mut server = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    server.write_all(head.as_bytes()).unwrap();
    server.write_all(&body).unwrap();
    let mut reply = Vec::new();
    server.read_to_end(&mut reply).unwrap();
    if head
        .lines()
        .next()
        .is_some_and(|line| line.contains("/_bulk"))
    {
        let mut seen = seen.lock().unwrap();
        seen.batches.push(unpacked(&head, &body));
        if every > 0 && seen.batches.len().is_multiple_of(every) {
            seen.lost += 1;
            return;
        }
    }
    // The client must not ask again by a connection that is about to be closed.
    let head_end = reply
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    reply.splice(head_end..head_end, *b"connection: close\r\n");
    let _ = client.write_all(&reply);
}

/// The head of a request, which asks for the connection to be closed, and its body.
fn request(client: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if client.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let lower = line.to_lowercase();
        if let Some(number) = lower.strip_prefix("content-length:") {
            length = number.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            head.push_str("connection: close\r\n\r\n");
            break;
        }
        if !lower.starts_with("connection:") {
            head.push_str(&line);
        }
    }
    let mut body = vec![0; length];
    client.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn unpacked(head: &str, body: &[u8]) -> String {
    let mut text = String::new();
    match head.to_lowercase().contains("content-encoding: gzip") {
        true => GzDecoder::new(body).read_to_string(&mut text).unwrap(),
        false => (&mut &body[..]).read_to_string(&mut text).unwrap(),
    };
    text
}
