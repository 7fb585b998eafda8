//! Models, from the loader to the generated crate.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tinsmith_fuzz::model(data));
