//! `rotate-access-key`: replaces an access key in a sequence of steps that can be rolled back.
//!
//! `options` parses the options. `plan` inspects keys and files and decides, without changing anything, whether the
//! rotation is possible. Then the steps are made: create a second key, store it (`credentials_file`, `edit`), verify
//! it, set the old one Inactive, and perhaps delete that. If a step fails or is interrupted (`interrupts`), all
//! previous steps are rolled back (`rollback`). The calls are in `service`, with dynamic values: the command is
//! available if the tables contain its operations. Progress goes to standard error, the result (`report`) to standard
//! output.
//!
//! The secret of the new key is not in any type that can be printed, and leaves this module only for the credentials
//! file or standard output.

mod backup;
mod commands;
mod credentials_file;
mod edit;
mod holders;
mod interrupts;
mod options;
mod plan;
mod progress;
mod report;
mod rollback;
mod rotation;
mod service;

use tinsmith_cli::Command;
use tinsmith_cli::Program;
use tinsmith_cli::command::{Failure, Globals, Page, global_options};

use commands::Commands;
use credentials_file::CredentialsFileWriter;
use options::{NAME, OPTIONS, Options, options};
use plan::Plan;
use progress::tell;
use report::Report;
use rotation::Rotation;
use service::Service;

/// The command.
pub(crate) const COMMAND: Command = Command { name: NAME, about: ABOUT, is_offered, run, options, words, help };

/// The command's description, in one sentence.
const ABOUT: &str = "Replace an access key with a new one, and roll back if a step fails.";

/// Whether the tables contain the operations of a rotation.
fn is_offered(program: &Program) -> bool {
    service::OPERATIONS.iter().all(|name| program.operation(name).is_ok())
}

/// Runs the command.
fn run(program: &Program, globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let options = Options::read(globals, rest)?;
    let report = Report::new(globals)?;
    let commands = Commands::new(program, globals, &options);
    let service = Service::new(program, globals, options.user.as_deref())?;
    let plan = Plan::new(&service, &options, &commands).and_then(|plan| {
        report.try_out(&plan, &options)?;
        plan.writer.as_ref().map_or(Ok(()), CredentialsFileWriter::try_out)?;
        service.check_interrupts().map(|()| plan)
    });
    let plan = plan.inspect_err(|_| tell("Nothing was changed."))?;
    introduce(&plan);
    if options.dry_run {
        let steps = report::steps(&plan, &options);
        tell("The rotation would make these steps:");
        steps.iter().for_each(|step| tell(&format!("  {step}")));
        tell("Nothing was changed.");
        return report.print(report::dry_run(&plan, &steps));
    }
    // Held until the rotation ends in any way.
    let _lock = plan
        .writer
        .as_ref()
        .map(CredentialsFileWriter::lock)
        .transpose()
        .inspect_err(|_| tell("Nothing was changed."))?;
    let later = match &plan.writer {
        Some(writer) if plan.is_own => commands.with_profile(&writer.profile),
        _ => commands.clone(),
    };
    let mut rotation = Rotation {
        service: &service,
        plan: &plan,
        options: &options,
        commands: &commands,
        later: &later,
        report: &report,
        new: None,
        undo: None,
        verified: false,
        deactivated: false,
    };
    match rotation.go() {
        Ok(()) => rotation.finish(),
        Err(failure) => {
            rollback::roll_back(&rotation, &failure);
            Err(failure)
        }
    }
}

/// Reports the key and its last use.
fn introduce(plan: &Plan) {
    tell(&format!("The access key {} {}:", plan.old.id, plan.whose()));
    match &plan.last_use {
        Ok(last_use) => tell(&format!("  It was {last_use}.")),
        Err(why) => tell(&format!("  Its last use is unknown: {why}")),
    }
    if plan.is_own {
        tell("  It signs this command.");
    }
}

/// The options for completing the command line.
fn words(_: &Program, _: &[String]) -> Vec<String> {
    OPTIONS.iter().map(|it| format!("--{}", it.name)).collect()
}

/// The help page of the command.
fn help(program: &Program, _: &[String]) -> Result<Page, Failure> {
    let program = program.name();
    let mut synopsis = vec![NAME.to_owned(), "--to-profile <profile> | --to-stdout".to_owned()];
    synopsis.extend(OPTIONS.iter().filter(|it| !it.name.starts_with("to-")).map(|it| {
        let option = format!("--{} {}", it.name, it.value);
        format!("[{}]", option.trim_end())
    }));
    synopsis.push("[options]".to_owned());
    let synopsis: Vec<&str> = synopsis.iter().map(String::as_str).collect();
    let mut page = Page::of_command(program, ABOUT, NAME, &synopsis, DESCRIPTION);
    page.section("PARAMETERS");
    for it in OPTIONS {
        page.item(1, &format!("--{} {}", it.name, it.value));
        page.text(2, it.about);
    }
    page.section("EXAMPLES");
    for line in [
        "--user-name Bob --to-profile bob --dry-run",
        "--user-name Bob --to-profile bob",
        "--profile me --to-profile me --delete-old-after 7d",
        "--user-name Bob --to-stdout --output json",
    ] {
        page.line(1, &format!("{program} {NAME} {line}"));
    }
    global_options(&mut page);
    Ok(page)
}

const DESCRIPTION: &str = "\
Creates a second access key for the user, stores it with --to-profile or prints it with --to-stdout, calls the service with \
it until it is accepted, and sets the old key Inactive. Shows when and where the old key was last used. The old key is not \
deleted without --delete-old-after: an Inactive key can be activated again, a deleted one cannot.

If a step fails or is interrupted, the previous steps are rolled back: the old key is set Active, the credentials file is \
restored, and the new key is deleted. Progress and remaining steps are written to standard error, with the commands to \
run. The new key is only deleted if the old one works.

The rotation does not start if the user already has two keys (it suggests which one to remove), if the profile has other \
credentials, or if the file cannot be written. The old key may be the one that signs this command. In that case, the new one \
signs the later calls.

The result on standard output, in the format of --output, contains both keys and the command that deletes the old one. It \
contains the secret only with --to-stdout.";
