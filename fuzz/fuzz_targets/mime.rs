//! `cargo +nightly fuzz run mime`
#![no_main]

#[path = "../checks/scanned.rs"]
mod scanned;
#[path = "../checks/mime.rs"]
mod mime;

libfuzzer_sys::fuzz_target!(|data: &[u8]| mime::check(data));
