//! `cargo xtask install`: installs `tin` with all services of botocore.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::{Command as Process, ExitCode};
use std::{fs, io};

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
    // That of an earlier run must not be installed if packing fails.
    match fs::remove_file(&pack) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(format!("failed to remove {}: {error}", pack.display()).into());
        }
        _ => {}
    }
    say("1 of 3: building the packer (a few minutes for the first time)");
    // Optimized, because reading models takes most of the time.
    run_cargo(workspace::cargo().args(["build", "--locked", "--release", "--package", "xtask"]))?;
    say(format_args!("2 of 3: packing the services in {}", data.display()));
    let mut packing = Process::new(workspace::target().join("release").join(format!("xtask{EXE_SUFFIX}")));
    packing.args(["pack", "--data"]).arg(&data).arg("--out").arg(&pack);
    if !matches.get_flag("no-docs") {
        packing.arg("--docs");
    }
    // Services that cannot be packed were reported; the others are installed.
    packing.status().map_err(|error| format!("failed to start the packer: {error}"))?;
    if !pack.is_file() {
        return Err("the services could not be packed; nothing was installed".into());
    }
    say("3 of 3: building tin, optimized as a whole (a few minutes)");
    let mut install = workspace::cargo();
    install
        .args(["install", "--locked", "--profile", "dist", "--path", "runtime/tin"])
        .env("TINSMITH_BUILTIN_PACK", &pack);
    if let Some(root) = matches.get_one::<PathBuf>("root") {
        // `cargo install` runs in the workspace, and the argument is relative to the user's directory.
        install.arg("--root").arg(std::path::absolute(root)?);
    }
    run_cargo(&mut install)?;
    say("Done. `tin help` lists the services, and `tin SERVICE help` their operations.");
    Ok(ExitCode::SUCCESS)
}

fn run_cargo(process: &mut Process) -> Result<(), String> {
    let status = process.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err("cargo failed; run the same command again to continue with what is built already".to_owned()),
    }
}
