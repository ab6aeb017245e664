//! Requests to a cluster: JSON there and back, packed with gzip.

use std::error::Error;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use crate::archive::SearchError;
use crate::cluster::cluster_address::{Address, Login};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bytes of an answer at most: a page of long articles is some megabytes.
const LONGEST: u64 = 1 << 30;

/// Bodies from this size on are packed.
const PACKED: usize = 1 << 10;

/// How long is waited before a search is sent again. Another copy of what a lost node had is asked at once; it may take its place within
/// a second.
pub(crate) const WAITS: [Duration; 3] = [
    Duration::from_millis(50),
    Duration::from_millis(300),
    Duration::from_millis(1200),
];

/// What the engine calls it where the node that had a search is gone.
const LOST: &[&str] = &[
    "search_context_missing_exception",
    "node_disconnected_exception",
    "node_not_connected_exception",
    "node_closed_exception",
    "no_shard_available_action_exception",
];

/// Characters of a plain answer that are told.
const TOLD: usize = 200;

/// Why a cluster did not do what was asked. No message holds a password or a header.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// Nothing answers there, or not in a way that can be trusted.
    #[error("the cluster at {address} cannot be reached")]
    Unreachable {
        /// Where.
        address: String,
        /// What went wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// No answer came in time.
    #[error("the cluster at {address} did not answer within {} s", after.as_secs())]
    TimedOut {
        /// Where.
        address: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// It answered with an error.
    #[error("the cluster at {address} answered {status}: {reason}")]
    Status {
        /// Where.
        address: String,
        /// The status of HTTP.
        status: u16,
        /// The engine's name for the error; empty where it gave none.
        kind: String,
        /// Its own words.
        reason: String,
    },
    /// The certificates cannot be read.
    #[error("{} holds no certificate that can be read", path.display())]
    Certificates {
        /// The file.
        path: PathBuf,
    },
    /// It is another engine, or one that is too old.
    #[error("{engine} is not supported; OpenSearch 2 or 3, or Elasticsearch from 8 on, is needed")]
    Engine {
        /// Its name and version.
        engine: String,
    },
    /// The index was made by another version or for something else.
    #[error("the index {address} cannot be used: {reason}")]
    Mapping {
        /// The index.
        address: String,
        /// How it differs, and what to do.
        reason: String,
    },
    /// Only some shards answered.
    #[error("only {answered} of {parts} shards of {address} answered")]
    Partial {
        /// The index.
        address: String,
        /// Shards that answered.
        answered: usize,
        /// Shards that there are.
        parts: usize,
    },
}

impl ClusterError {
    /// The status of HTTP, where the cluster answered.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }
}

impl ClusterError {
    /// Whether the other side closed the connection before it answered.
    fn is_cut_off(&self) -> bool {
        let Self::Unreachable { source, .. } = self else {
            return false;
        };
        let Some(ureq::Error::Io(error)) = source.downcast_ref::<ureq::Error>() else {
            return false;
        };
        matches!(
            error.kind(),
            ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof
        )
    }

    /// Whether the same search may find an answer soon after: a node has left, and others have what it had.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Partial { .. } => true,
            Self::Status { status, kind, .. } => {
                matches!(status, 429 | 502 | 503 | 504) || LOST.contains(&kind.as_str())
            }
            _ => false,
        }
    }
}

impl From<ClusterError> for SearchError {
    fn from(error: ClusterError) -> Self {
        match error {
            ClusterError::Unreachable { address, source } => Self::Unreachable { address, source },
            ClusterError::TimedOut { address, after } => Self::TimedOut { address, after },
            ClusterError::Status {
                address,
                status,
                reason,
                ..
            } => Self::Refused {
                address,
                reason: format!("{status}: {reason}"),
            },
            ClusterError::Partial {
                address,
                answered,
                parts,
            } => Self::Partial {
                address,
                answered,
                parts,
            },
            other => Self::Read {
                source: Box::new(other),
            },
        }
    }
}

/// A connection to one index.
#[derive(Debug, Clone)]
pub(crate) struct Http {
    agent: Agent,
    pub(crate) address: Address,
    authorization: Option<Arc<str>>,
}

impl Http {
    /// Prepares requests; nothing is sent yet. `certificates` is a file of certificates (PEM) that are trusted instead of the usual ones.
    pub(crate) fn new(
        address: Address,
        login: Option<&Login>,
        certificates: Option<&Path>,
    ) -> Result<Self, ClusterError> {
        let mut tls = TlsConfig::builder();
        if let Some(path) = certificates {
            tls = tls.root_certs(RootCerts::new_with_certs(&read(path)?));
        }
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(Duration::from_secs(10)))
            .http_status_as_error(false)
            // A password is for the host that was named, and for no other.
            .max_redirects(0)
            .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
            .build();
        let authorization = login.map(|login| {
            let both = STANDARD.encode(format!("{}:{}", login.user, login.password));
            format!("Basic {both}").into()
        });
        Ok(Self {
            agent: config.new_agent(),
            address,
            authorization,
        })
    }

    /// Asks for what is there.
    pub(crate) fn get(&self, path: &str) -> Result<Value, ClusterError> {
        self.send("GET", path, None)
    }

    /// Sends JSON.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, ClusterError> {
        self.send("POST", path, Some(body.to_string().as_bytes()))
    }

    /// Sends lines of JSON.
    pub(crate) fn post_lines(&self, path: &str, lines: &[u8]) -> Result<Value, ClusterError> {
        self.send("POST", path, Some(lines))
    }

    /// Puts JSON.
    pub(crate) fn put(&self, path: &str, body: &Value) -> Result<Value, ClusterError> {
        self.send("PUT", path, Some(body.to_string().as_bytes()))
    }

    /// Removes something.
    pub(crate) fn delete(&self, path: &str, body: &Value) -> Result<Value, ClusterError> {
        self.send("DELETE", path, Some(body.to_string().as_bytes()))
    }

    /// Sends a request; once more where the other side closed the connection before it answered, as it may close one that was kept.
    fn send(&self, method: &str, path: &str, body: Option<&[u8]>) -> Result<Value, ClusterError> {
        match self.send_once(method, path, body) {
            // All of these may be done twice.
            Err(error) if matches!(method, "GET" | "POST") && error.is_cut_off() => {
                tracing::debug!(%error, "a request is sent again");
                self.send_once(method, path, body)
            }
            answer => answer,
        }
    }

    fn send_once(
        &self,
        method: &str,
        path: &str,
        body: Option<&[u8]>,
    ) -> Result<Value, ClusterError> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address.base))
            .header("accept", "application/json");
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", &**authorization);
        }
        let mut sent = Vec::new();
        if let Some(body) = body {
            request = request.header("content-type", kind_of(body));
            if body.len() >= PACKED {
                request = request.header("content-encoding", "gzip");
                sent = packed(body);
            } else {
                sent = body.to_vec();
            }
        }
        let answer = match body {
            Some(_) => {
                let request = request
                    .body(sent)
                    .map_err(|error| self.failed(error.into()))?;
                let agent = self.agent.configure_request(request);
                self.agent
                    .run(agent.allow_non_standard_methods(true).build())
            }
            None => {
                let request = request
                    .body(())
                    .map_err(|error| self.failed(error.into()))?;
                self.agent.run(request)
            }
        };
        let mut answer = answer.map_err(|error| self.failed(error))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(LONGEST).read_to_vec();
        let body = body.map_err(|error| self.failed(error))?;
        // The status comes first: an error may be plain text.
        if !(200..300).contains(&status) {
            return Err(self.refused(status, &body));
        }
        serde_json::from_slice(&body).map_err(|error| ClusterError::Unreachable {
            address: self.address.to_string(),
            source: Box::new(error),
        })
    }

    fn failed(&self, error: ureq::Error) -> ClusterError {
        let address = self.address.to_string();
        match error {
            ureq::Error::Timeout(_) => ClusterError::TimedOut {
                address,
                after: PATIENCE,
            },
            other => ClusterError::Unreachable {
                address,
                source: Box::new(other),
            },
        }
    }

    fn refused(&self, status: u16, body: &[u8]) -> ClusterError {
        let (kind, mut reason) = match serde_json::from_slice::<Value>(body) {
            Ok(json) => reason_of(&json),
            Err(_) => (String::new(), String::from_utf8_lossy(body).into_owned()),
        };
        if status == 401 {
            reason = match self.authorization {
                Some(_) => "the name or the password is wrong".to_owned(),
                None => "it asks for a login; write https://user@host into the address".to_owned(),
            };
        }
        ClusterError::Status {
            address: self.address.to_string(),
            status,
            kind,
            reason: reason.chars().take(TOLD).collect(),
        }
    }
}

/// The engine's name for an error, and its words.
pub(crate) fn reason_of(json: &Value) -> (String, String) {
    let error = json.get("error").unwrap_or(json);
    let text = |value: &Value, key: &str| {
        let text = value.get(key).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let root = error.pointer("/root_cause/0").unwrap_or(error);
    let kind = text(root, "type");
    let mut reason = text(root, "reason");
    if reason.is_empty() {
        reason = error.as_str().unwrap_or("no reason given").to_owned();
    }
    (kind, reason)
}

fn kind_of(body: &[u8]) -> &'static str {
    match body.last() {
        Some(b'\n') => "application/x-ndjson",
        _ => "application/json",
    }
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory cannot fail.
    let _ = packer.write_all(body);
    packer.finish().unwrap_or_default()
}

fn read(path: &Path) -> Result<Vec<Certificate<'static>>, ClusterError> {
    let unreadable = || ClusterError::Certificates {
        path: path.to_path_buf(),
    };
    let pem = std::fs::read(path).map_err(|_| unreadable())?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|_| unreadable())? {
            found.push(certificate);
        }
    }
    if found.is_empty() {
        return Err(unreadable());
    }
    Ok(found)
}
