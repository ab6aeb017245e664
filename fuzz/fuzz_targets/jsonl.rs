//! `cargo +nightly fuzz run jsonl`
#![no_main]

#[path = "../checks/scanned.rs"]
mod scanned;
#[path = "../checks/jsonl.rs"]
mod jsonl;

libfuzzer_sys::fuzz_target!(|data: &[u8]| jsonl::check(data));
