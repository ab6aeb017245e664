//! Every match as a file, sent while it is made.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body_util::channel::{Channel, Sender};
use tokio::runtime::Handle;

use crate::render::csv::{ByteOrderMark, FullText};
use crate::render::records::{RecordFormat, Records};
use crate::web::fault::Fault;
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;

/// Bytes that are sent together.
const CHUNK: usize = 64 << 10;

/// Chunks that wait for a slow client before the export waits too.
const WAITING: usize = 4;

/// A client that takes nothing for so long is given up.
const STALLED: Duration = Duration::from_secs(60);

/// A format by its name: itself, its media type, and the ending of its files.
pub(crate) fn format(name: &str) -> Result<(RecordFormat, &'static str, &'static str), Fault> {
    let known = RecordFormat::ALL
        .iter()
        .find(|(_, known, _, _)| *known == name);
    let names: Vec<&str> = RecordFormat::ALL.iter().map(|format| format.1).collect();
    known
        .map(|(format, _, media_type, ending)| (*format, *media_type, *ending))
        .ok_or_else(|| {
            let names = names.join(", ");
            Fault::missing(format!("no format `{name}`; there are {names}"))
        })
}

/// The body of an export, and what fills it: to be run where it may block.
pub(crate) fn channel() -> (Body, Outlet) {
    let (sender, body) = Channel::<Bytes, io::Error>::new(WAITING);
    let outlet = Outlet {
        sender,
        held: Vec::with_capacity(CHUNK),
        runtime: Handle::current(),
    };
    (Body::new(body), outlet)
}

/// Where an export is written to.
pub(crate) struct Outlet {
    sender: Sender<Bytes, io::Error>,
    held: Vec<u8>,
    runtime: Handle,
}

impl Outlet {
    fn send(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let chunk = Bytes::from(std::mem::take(&mut self.held));
        let sent = self.runtime.block_on(async {
            let sending = self.sender.send_data(chunk);
            tokio::time::timeout(STALLED, sending).await
        });
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= CHUNK {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// Writes every match of a search. A client that hangs up ends it.
pub(crate) fn write(site: &Site, query: &str, format: RecordFormat, mut outlet: Outlet) {
    let (address, _) = SearchAddress::parse(query);
    let today = site.clock.today();
    let (request, _) = site.request(&address);
    let full = FullText::Include;
    let mut records = match Records::begin(&mut outlet, format, ByteOrderMark::Omit, full) {
        Ok(records) => records,
        Err(_) => return,
    };
    let mut written = Ok(());
    let found = site
        .archive
        .export(&request.query, &request.filters, today, &mut |article| {
            written = records.article(&article);
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        });
    if let Err(error) = found {
        drop(records);
        // A body that breaks off is how a client learns that the file is not whole.
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "an export broke off"
        );
        outlet.sender.abort(io::Error::other(error.to_string()));
        return;
    }
    let ended = written.and_then(|()| records.end());
    if let Err(error) = ended.and_then(|()| outlet.flush()) {
        // The client may be gone; where it is slow, it must not take what it has for the whole.
        outlet.sender.abort(error);
    }
}
