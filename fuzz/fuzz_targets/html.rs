//! See `page` in tests/checks.rs.
#![no_main]

#[path = "../../tests/checks.rs"]
#[allow(dead_code, reason = "one check of several")]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::page(data));
