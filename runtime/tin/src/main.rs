//! `tin`: all of AWS in one command.
//!
//! The services are those of a pack: the one that is part of the program, or the one that `--pack` or
//! `TINSMITH_PACK` names; or the service of a Smithy model that `--model` names. Everything else is
//! `tinsmith-cli`'s. Called by the name `aws`, as by a link, it says `aws` in its messages.

mod services;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let called = std::env::args_os().next().unwrap_or_default();
    let is_aws = Path::new(&called).file_stem().is_some_and(|name| name == "aws");
    tinsmith_cli::many::main(if is_aws { "aws" } else { "tin" }, services::open)
}
