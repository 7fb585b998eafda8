//! Inputs as forms: the serializer of AWS Query.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tinsmith_fuzz::query(data));
