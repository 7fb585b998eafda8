//! Shared code of the tests that use the generated client from outside.

pub mod botocore;
pub mod command;
pub mod conformance;
pub mod home;
pub mod log;
pub mod media;
pub mod moto;
pub mod pack;
pub mod peers;
pub mod server;
#[cfg(unix)]
pub mod signals;
pub mod terminal;
pub mod tls;

/// The examples in the README and in the pages below `docs`, as doctests.
#[cfg(doctest)]
mod documentation {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/library.md")]
    struct Library;
    #[doc = include_str!("../../docs/migration.md")]
    struct Migration;
    #[doc = include_str!("../../docs/tin.md")]
    struct Tin;
    #[doc = include_str!("../../docs/dynamic.md")]
    struct Dynamic;
}
