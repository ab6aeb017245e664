//! `cargo +nightly fuzz run clean`
#![no_main]

#[path = "../checks/clean.rs"]
mod clean;

libfuzzer_sys::fuzz_target!(|data: &[u8]| clean::check(data));
