//! Any bytes are mail, a mailbox, or a page that was saved as mail.

use super::scanned;

/// What makes mail of bytes that do not look like it.
const HEADS: [&str; 4] = [
    "",
    "From: Ines <ines@lantern.example>\nSubject: Lamp\nMIME-Version: 1.0\n",
    "From ines@lantern.example Mon May  5 08:00:00 2031\nSubject: Lamp\n",
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://lantern.example/a\r\nMIME-Version: 1.0\r\n",
];

pub(crate) fn check(data: &[u8]) {
    for head in HEADS {
        scanned::pages("x.eml", &[head.as_bytes(), data].concat());
    }
}
