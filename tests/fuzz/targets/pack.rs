//! Packs of services, and the calls of their operations.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tinsmith_fuzz::pack(data));
