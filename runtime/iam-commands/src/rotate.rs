//! `rotate-access-key`: what `UpdateAccessKey` is there for, as a sequence that can be taken back.
//!
//! `options` says what is asked for, `plan` looks at keys and files and decides, with nothing
//! changed, whether it can be done. Then the steps below are made: create a second key, keep it
//! (`writer`, `edit`), verify it, set the old one Inactive, and perhaps delete that. A step that
//! fails, or is interrupted (`interrupts`), has all steps before it taken back (`rollback`). The
//! calls are in `service`, on dynamic values: the command is offered wherever the tables hold its
//! operations. Progress goes to standard error, the result (`report`) to standard output.
//!
//! The secret of the new key is in no type that can be shown, and leaves this room for the
//! credentials file or for standard output alone.

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

/// What the command does, in one sentence.
const ABOUT: &str = "Replace an access key with a new one, and roll back if a step fails.";

/// Whether the tables hold the operations that a rotation needs.
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
        tell("These steps would be made:");
        steps.iter().for_each(|step| tell(&format!("  {step}")));
        tell("Nothing was changed.");
        return report.print(&report::dry_run(&plan, &steps));
    }
    // Held until the rotation has ended, whichever way.
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

/// Tells which key it is.
fn introduce(plan: &Plan) {
    tell(&format!("The access key {} {}:", plan.old.id, plan.whose()));
    match &plan.last_use {
        Ok(last_use) => tell(&format!("  It was {last_use}.")),
        Err(why) => tell(&format!("  Its last use is not known: {why}")),
    }
    if plan.is_own {
        tell("  It signs this command.");
    }
}

/// The options that complete the command's line.
fn words(_: &Program, _: &[String]) -> Vec<String> {
    OPTIONS.iter().map(|it| format!("--{}", it.name)).collect()
}

/// The help of the command.
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
Creates a second access key for the user, keeps it where --to-profile or --to-stdout says, calls the service with it until \
it is accepted, and sets the old key Inactive. It is told when and where the old key was last used. Deleting the old key is \
left to you, unless --delete-old-after asks for it: an Inactive key can be brought back, a deleted one cannot.

If a step fails or is interrupted, the steps before it are taken back: the old key is set Active, the credentials file gets \
its content back, the new key is deleted. What is done and what is left to do is told on standard error, with the lines to \
type. The new key is only deleted where the old one works.

Nothing is begun where the user has two keys already (the one to remove is named), where the profile holds other credentials, \
or where the file cannot be written. The old key may be the one that signs this command; then the new one signs what comes \
after.

The result on standard output, in the format of --output, has both keys, and the command that deletes the old one. The \
secret is in it with --to-stdout alone.";
