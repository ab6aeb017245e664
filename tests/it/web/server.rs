//! The binary serves, sees what is indexed meanwhile, and stops when it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::support::Desk;

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

/// A server over the archive of a desk, and its address.
fn serve(desk: &Desk) -> (Child, String) {
    let mut server = desk
        .command()
        .args(["serve", "--port", "0", "-q"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut link = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut link)
        .unwrap();
    let link = link.trim().trim_start_matches("http://");
    (server, link.trim_end_matches('/').to_owned())
}

/// A desk with an archive of one article.
fn desk_with_a_ferry() -> Desk {
    let desk = Desk::new();
    desk.write(
        "a.txt",
        "Ferry late\n\nThe ferry came two hours late because of fog over the whole bay.\n",
    );
    desk.run(&["index", "-q", "a.txt"]).ok();
    desk
}

#[test]
#[cfg(unix)]
fn stalled_sockets_hold_nobody_up() {
    let desk = desk_with_a_ferry();
    let (mut server, address) = serve(&desk);
    let begun = [
        "".to_owned(),
        "GET /?q=fe".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: {address}\r\nX-Slow: "),
        format!("POST /mcp HTTP/1.1\r\nHost: {address}\r\nContent-Length: 9\r\n\r\n"),
        format!("GET /?q=ferry HTTP/1.1\r\nHost: {address}\r\n\r\n"),
    ];
    let mut stalled = Vec::new();
    for nth in 0..50 {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(begun[nth % 5].as_bytes()).unwrap();
        stalled.push(stream);
    }
    for _ in 0..5 {
        assert!(get(&address, "/?q=ferry").contains("1 article"));
    }
    // Nor do they keep the server from stopping.
    let start = std::time::Instant::now();
    let told = std::process::Command::new("kill")
        .arg(server.id().to_string())
        .status();
    assert!(told.unwrap().success());
    assert!(server.wait().unwrap().success());
    let took = start.elapsed().as_secs();
    assert!(took < 15, "five seconds are granted, not {took}");
}

#[test]
fn the_binary_serves_and_stops() {
    let desk = desk_with_a_ferry();
    let (mut server, address) = serve(&desk);
    assert!(get(&address, "/?q=ferry").contains("1 article"));
    desk.write(
        "b.txt",
        "Ferry early\n\nAnother ferry came early and nobody stood at the pier to take its lines.\n",
    );
    desk.run(&["index", "-q", "b.txt"]).ok();
    // A commit is seen within a second or two.
    let start = std::time::Instant::now();
    while !get(&address, "/?q=ferry").contains("2 articles") {
        assert!(start.elapsed().as_secs() < 20, "the commit was not seen");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    #[cfg(unix)]
    {
        let told = std::process::Command::new("kill")
            .arg(server.id().to_string())
            .status();
        assert!(told.unwrap().success());
        assert!(server.wait().unwrap().success());
    }
    #[cfg(not(unix))]
    server.kill().unwrap();
}
