//! Hand-written JSON.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tinsmith_fuzz::json(data));
