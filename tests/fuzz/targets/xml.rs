//! Responses in XML: the deserializer of AWS Query.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tinsmith_fuzz::xml(data));
