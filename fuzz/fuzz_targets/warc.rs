//! `cargo +nightly fuzz run warc`
#![no_main]

#[path = "../checks/scanned.rs"]
mod scanned;
#[path = "../checks/warc.rs"]
mod warc;

libfuzzer_sys::fuzz_target!(|data: &[u8]| warc::check(data));
