//! The binary serves, sees what is indexed meanwhile, and stops when it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

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

#[test]
fn the_binary_serves_and_stops() {
    let desk = Desk::new();
    desk.write(
        "a.txt",
        "Ferry late\n\nThe ferry came two hours late because of fog over the whole bay.\n",
    );
    desk.run(&["index", "-q", "a.txt"]).ok();
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
    let address = link
        .trim()
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned();
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
