//! `cargo xtask install`: installs `tin` with all services of botocore.

use std::path::PathBuf;
use std::process::{Command as Process, ExitCode};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::say::say;
use crate::{Outcome, import, workspace};

/// The arguments.
pub(crate) fn command() -> Command {
    Command::new("install")
        .about("Packs the services of botocore, builds tin with the pack inside, and installs it")
        .long_about(
            "Packs the services of botocore, builds tin with the pack inside, and installs it. Without --data, \
             botocore is installed from PyPI below target/ first.",
        )
        .arg(import::data_argument())
        .arg(
            Arg::new("no-docs")
                .long("no-docs")
                .action(ArgAction::SetTrue)
                .help("Omit the documentation of the services"),
        )
        .arg(
            Arg::new("root")
                .long("root")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("The installation directory [default: that of cargo install]"),
        )
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    let data = match matches.get_one::<PathBuf>("data") {
        Some(data) => data.clone(),
        None => import::botocore::find_data()?,
    };
    let pack = workspace::target().join("services.pack");
    say(format_args!("Packing the services in {}", data.display()));
    // Optimized, because reading models takes most of the time.
    let mut packing = workspace::cargo();
    packing.args(["run", "--release", "--quiet", "--package", "xtask", "--", "pack", "--data"]);
    packing.arg(&data).arg("--out").arg(&pack);
    if !matches.get_flag("no-docs") {
        packing.arg("--docs");
    }
    // Services that cannot be packed were reported; the others are installed.
    packing.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    if !pack.is_file() {
        return Err(format!("{} was not written", pack.display()).into());
    }
    say("Building tin");
    let mut install = workspace::cargo();
    install
        .args(["install", "--locked", "--profile", "dist", "--path", "runtime/tin"])
        .env("TINSMITH_BUILTIN_PACK", &pack);
    if let Some(root) = matches.get_one::<PathBuf>("root") {
        install.arg("--root").arg(root);
    }
    run_process(&mut install)
}

fn run_process(process: &mut Process) -> Outcome {
    let status = process.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
