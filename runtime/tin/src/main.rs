//! `tin`: all of AWS in one command.
//!
//! The services are those of a pack: the one that is part of the program, or the one in `--pack` or `TINSMITH_PACK`;
//! those of stored models; or the service of a Smithy model in `--model`. Everything else is in `tinsmith-cli`. If the
//! program is called `aws`, for example through a link, its messages name it `aws`; called `aws_completer`, it completes
//! lines as that program of the AWS CLI does.

mod commands;
mod services;
mod store;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let called = std::env::args_os().next().unwrap_or_default();
    let stem = Path::new(&called).file_stem().and_then(|it| it.to_str()).unwrap_or_default();
    match stem {
        "aws_completer" => tinsmith_cli::many::complete("aws", services::open),
        "aws" => tinsmith_cli::many::main("aws", services::open),
        _ => tinsmith_cli::many::main("tin", services::open),
    }
}
