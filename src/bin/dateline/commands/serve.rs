//! `dateline serve`: the archive in the browser, and as an API.

use std::net::{IpAddr, SocketAddr};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::civil::Date;
use tokio::net::TcpListener;

use dateline::archive::Searcher;
use dateline::cluster::Cluster;
use dateline::search::Archive;
use dateline::web::{Access, Clock, Site, router};

use crate::args::{Global, ServeArgs};
use crate::{open, terminal};

/// How often it is looked whether the archive has changed.
const LOOK: Duration = Duration::from_secs(1);

/// How long requests may still take once the server is to stop.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs the command, until Ctrl-C or SIGTERM.
pub(crate) fn run(args: &ServeArgs, global: &Global) -> Result<ExitCode> {
    let archive = Followed::of(open::opened(global)?);
    let threads = match global.threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(2, usize::from),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the server")?;
    let served = runtime.block_on(serve(args, global, archive, threads));
    // A search that does not end holds nobody up.
    runtime.shutdown_timeout(FAREWELL);
    served.map(|()| ExitCode::SUCCESS)
}

async fn serve(args: &ServeArgs, global: &Global, archive: Followed, threads: usize) -> Result<()> {
    let address = SocketAddr::new(args.bind, args.port);
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen at {address}; give another port with --port"))?;
    let address = listener.local_addr()?;
    let access = access(args.bind)?;
    let link = link(address, &access);
    terminal::print(&format!("{link}\n"))?;
    if !global.quiet {
        terminal::say!("serving {}; Ctrl-C ends it", global.index.display());
    }
    if args.open {
        open_in_browser(&link);
    }
    let clock = Arc::new(MachineClock {
        start: Instant::now(),
    });
    let site = Site::new(archive.searcher(), clock, access, threads);
    let site = Arc::new(site.with_lists(open::word_lists(global)?));
    tokio::spawn(async move {
        match archive {
            Followed::Folder(archive) => follow(archive).await,
            Followed::Cluster(cluster) => follow_cluster(cluster).await,
        }
    });
    let server = axum::serve(listener, router(site)).with_graceful_shutdown(told_to_stop());
    let is_late = async {
        told_to_stop().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        ended = server => ended.context("the server broke off"),
        () = is_late => Ok(()),
    }
}

/// Loopback is asked by its own names; elsewhere a token is demanded.
fn access(bind: IpAddr) -> Result<Access> {
    if bind.is_loopback() {
        let hosts = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
        return Ok(Access {
            hosts: hosts.to_vec(),
            token: None,
        });
    }
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).context("the machine has no random numbers")?;
    let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Access {
        hosts: Vec::new(),
        token: Some(token),
    })
}

/// The address to open; with the token where one is demanded.
fn link(address: SocketAddr, access: &Access) -> String {
    match &access.token {
        Some(token) => format!("http://{address}/?token={token}"),
        None => format!("http://{address}/"),
    }
}

fn open_in_browser(link: &str) {
    let opener = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let opened = Command::new(opener)
        .arg(link)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = opened {
        terminal::say!("note: cannot open a browser ({error}); open {link}");
    }
}

/// An archive that may change while it is served.
#[derive(Clone)]
enum Followed {
    Folder(Arc<Archive>),
    Cluster(Arc<Cluster>),
}

impl Followed {
    fn of(opened: open::Opened) -> Self {
        match opened {
            open::Opened::Folder(archive) => Self::Folder(Arc::new(archive)),
            open::Opened::Cluster(cluster) => Self::Cluster(Arc::new(cluster)),
        }
    }

    fn searcher(&self) -> Arc<dyn Searcher> {
        match self {
            Self::Folder(archive) => archive.clone(),
            Self::Cluster(cluster) => cluster.clone(),
        }
    }
}

/// Asks a cluster anew from time to time which languages and words it has.
async fn follow_cluster(cluster: Arc<Cluster>) {
    loop {
        tokio::time::sleep(60 * LOOK).await;
        cluster.reload();
    }
}

/// Shows what `dateline index` commits meanwhile.
async fn follow(archive: Arc<Archive>) {
    let mut seen = archive.committed();
    loop {
        tokio::time::sleep(LOOK).await;
        let now = archive.committed();
        if now == seen {
            continue;
        }
        seen = now;
        let archive = archive.clone();
        let reloaded = tokio::task::spawn_blocking(move || archive.reload()).await;
        if let Ok(Err(error)) = reloaded {
            tracing::warn!(%error, "the archive has changed and cannot be read; what was there is served on");
        }
    }
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without signals the server runs until it is killed.
    if interrupted.await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The machine's clock.
struct MachineClock {
    start: Instant,
}

impl Clock for MachineClock {
    fn today(&self) -> Date {
        // A clock out of range is of no day: `last:7d` then finds nothing.
        open::today().unwrap_or(Date::ZERO)
    }

    fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}
