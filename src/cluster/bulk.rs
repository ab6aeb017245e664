//! Batches of documents: what of each was taken, what is sent again, what is refused.

use std::time::Duration;

use serde_json::{Value, json};

use crate::cluster::http::{ClusterError, Http, reason_of};
use crate::cluster::load_error::{LoadError, Rejected};

/// Bytes of a batch at most, before it is packed.
pub(crate) const BATCH_BYTES: usize = 8 << 20;

/// How often a batch is sent at most.
const TRIES: u32 = 10;

/// What a document waits for: to be written under its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pending {
    /// The document's key.
    pub(crate) key: String,
    /// The article's id.
    pub(crate) id: String,
    /// Where the article was read.
    pub(crate) path: String,
    /// The document in one line, without its end.
    pub(crate) line: String,
}

impl Pending {
    fn refused(self, reason: String) -> Rejected {
        Rejected {
            id: self.id,
            path: self.path,
            reason,
        }
    }
}

/// Writes a batch to its end: what the engine has no room for now is sent again, later each time. Hands over what it refuses for good.
pub(crate) fn write(
    http: &Http,
    batch: Vec<Pending>,
    wait: &dyn Fn(Duration),
    rejected: &mut dyn FnMut(Rejected),
) -> Result<u64, LoadError> {
    let mut written = 0;
    // A batch that is too large is sent in parts.
    let mut parts = vec![batch];
    while let Some(mut part) = parts.pop() {
        let mut tries = 0;
        while !part.is_empty() {
            match send(http, &part) {
                Ok(answer) => {
                    let before = part.len();
                    let (again, refused) = sorted_out(part, &answer)?;
                    written += (before - again.len() - refused.len()) as u64;
                    refused.into_iter().for_each(&mut *rejected);
                    // Only a batch of which nothing was taken counts as a try in vain.
                    tries = if again.len() < before { 0 } else { tries };
                    part = again;
                    if part.is_empty() {
                        break;
                    }
                }
                Err(error) if error.status() == Some(413) && part.len() > 1 => {
                    let second = part.split_off(part.len() / 2);
                    parts.push(second);
                    continue;
                }
                // One article alone: the others can still be loaded.
                Err(error) if error.status() == Some(413) => {
                    let reason = error.to_string();
                    for document in part.drain(..) {
                        rejected(document.refused(reason.clone()));
                    }
                    break;
                }
                Err(error) => passing(error)?,
            }
            tries += 1;
            if tries >= TRIES {
                return Err(LoadError::Busy { tries });
            }
            wait(pause(tries, part.len()));
        }
    }
    Ok(written)
}

fn send(http: &Http, part: &[Pending]) -> Result<Value, ClusterError> {
    let mut lines = Vec::new();
    for document in part {
        lines.extend(json!({"index": {"_id": document.key}}).to_string().bytes());
        lines.push(b'\n');
        lines.extend(document.line.bytes());
        lines.push(b'\n');
    }
    let path = format!(
        "/{}/_bulk?filter_path=items.*.status,items.*.error.type,items.*.error.reason",
        http.address.index
    );
    http.post_lines(&path, &lines)
}

/// What of an error passes by itself; the others end the load.
fn passing(error: ClusterError) -> Result<(), LoadError> {
    match &error {
        ClusterError::Status { kind, reason, .. } if is_block(kind) => Err(LoadError::Blocked {
            reason: reason.clone(),
        }),
        ClusterError::Status {
            status: 429 | 500..=599,
            ..
        } => Ok(()),
        // A reply that was lost may have been written: the same keys are written again.
        ClusterError::Unreachable { .. } | ClusterError::TimedOut { .. } => Ok(()),
        _ => Err(LoadError::Cluster(error)),
    }
}

fn is_block(kind: &str) -> bool {
    kind == "cluster_block_exception"
}

/// What is to be sent again, and what is refused for good. Items are told by their position.
fn sorted_out(
    part: Vec<Pending>,
    answer: &Value,
) -> Result<(Vec<Pending>, Vec<Rejected>), LoadError> {
    let items = answer.get("items").and_then(Value::as_array);
    let (mut again, mut refused) = (Vec::new(), Vec::new());
    for (at, document) in part.into_iter().enumerate() {
        let item = items.and_then(|items| items.get(at)?.get("index"));
        let status = item.and_then(|item| item.get("status")?.as_u64());
        let (kind, reason) = item.map(reason_of).unwrap_or_default();
        match status {
            Some(200..=299) => {}
            _ if is_block(&kind) => return Err(LoadError::Blocked { reason }),
            Some(status @ 400..=499) if status != 429 => refused.push(document.refused(reason)),
            // An item that the answer does not tell of was perhaps not written.
            _ => again.push(document),
        }
    }
    Ok((again, refused))
}

/// How long to wait before a try: twice as long each time, and not all loaders at once.
fn pause(tries: u32, waiting: usize) -> Duration {
    let longest = 100_u64 << tries.min(7);
    let spread = crate::index::key(&format!("{tries} {waiting} {}", std::process::id()));
    Duration::from_millis(longest / 2 + spread % (longest / 2))
}
