//! `cargo xtask install`: installs `tin` with all services of botocore.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::say::say;
use crate::{Outcome, import, pack, workspace};

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
    // `cargo install` runs in the workspace, and the argument is relative to the user's directory.
    let root = matches.get_one::<PathBuf>("root").map(std::path::absolute).transpose()?;
    if let Some(root) = &root {
        check_root(root)?;
    }
    let data = match matches.get_one::<PathBuf>("data") {
        Some(data) => data.clone(),
        None => import::botocore::find_data()?,
    };
    let services = workspace::target().join("services.pack");
    // That of an earlier run must not be installed if packing fails.
    match fs::remove_file(&services) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(format!("failed to remove {}: {error}", services.display()).into());
        }
        _ => {}
    }
    say(format_args!("1 of 2: packing the services in {} (a minute or two)", data.display()));
    // Services that cannot be packed were reported; the others are installed. This program packs them itself: building it
    // again, optimized, takes longer than that saves.
    pack::pack_botocore(&data, !matches.get_flag("no-docs"), &services)?;
    say("2 of 2: building tin, optimized as a whole (a few minutes)");
    let mut install = workspace::cargo();
    install
        .args(["install", "--locked", "--profile", "dist", "--path", "runtime/tin"])
        .env("TINSMITH_BUILTIN_PACK", &services);
    if let Some(root) = root {
        install.arg("--root").arg(root);
    }
    let status = install.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    if !status.success() {
        let advice = "cargo failed, and nothing was installed; to continue with what is built already, run the same command \
                      again";
        return Err(advice.into());
    }
    say("Done. `tin help` lists the services, and `tin SERVICE help` their operations.");
    Ok(ExitCode::SUCCESS)
}

/// Checks that programs can be installed below this directory, before minutes are spent on building one.
fn check_root(root: &Path) -> Result<(), String> {
    let programs = root.join("bin");
    let probe = programs.join(format!(".tin-{}", std::process::id()));
    let written =
        fs::create_dir_all(&programs).and_then(|()| fs::write(&probe, "")).and_then(|()| fs::remove_file(&probe));
    written.map_err(|error| {
        format!("failed to write to {}: {error}; choose another directory with --root", programs.display())
    })
}
