//! `dateline serve`: the archive in the browser, and as an API.

use std::net::{IpAddr, SocketAddr};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use dateline::web::{self, Access, Site};

use crate::args::{Global, ServeArgs};
use crate::commands::service::{self, MachineClock, Served};
use crate::{open, terminal};

/// How long requests may still take once the server is to stop.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs the command, until Ctrl-C or SIGTERM.
pub(crate) fn run(args: &ServeArgs, global: &Global) -> Result<ExitCode> {
    let archive = Served::open(global)?;
    let runtime = service::runtime()?;
    let served = runtime.block_on(serve(args, global, archive));
    // A search that does not end holds nobody up.
    runtime.shutdown_timeout(FAREWELL);
    served.map(|()| ExitCode::SUCCESS)
}

async fn serve(args: &ServeArgs, global: &Global, archive: Served) -> Result<()> {
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
    let clock = Arc::new(MachineClock::new());
    let site = Site::new(archive.searcher(), clock, access, service::threads(global));
    let site = Arc::new(site.with_lists(open::word_lists(global)?));
    tokio::spawn(archive.follow());
    let server = web::serve(listener, site, told_to_stop());
    let is_late = async {
        told_to_stop().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        () = server => {}
        () = is_late => {}
    }
    Ok(())
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
