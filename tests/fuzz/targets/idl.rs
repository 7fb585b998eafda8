//! Models in the Smithy IDL, from the parser to the JSON AST and back.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tinsmith_fuzz::idl(data));
