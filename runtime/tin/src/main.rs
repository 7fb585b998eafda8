//! `tin`: all of AWS in one command.
//!
//! The services are those of a pack: the one that is part of the program, or the one in `--pack` or `TINSMITH_PACK`; or
//! the service of a Smithy model in `--model`. Everything else is in `tinsmith-cli`. If the program is called `aws`,
//! for example through a link, its messages name it `aws`.

mod commands;
mod other_services;
mod services;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let called = std::env::args_os().next().unwrap_or_default();
    let is_aws = Path::new(&called).file_stem().is_some_and(|name| name == "aws");
    tinsmith_cli::many::main(if is_aws { "aws" } else { "tin" }, services::open)
}
