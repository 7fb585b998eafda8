//! `rotate-access-key`: what `UpdateAccessKey` is there for, as a sequence that can be taken back.
//!
//! `options` says what is asked for, `plan` looks at keys and files and decides, with nothing
//! changed, whether it can be done. Then the steps below are made: create a second key, keep it
//! (`keeper`, `edit`), verify it, set the old one Inactive, and perhaps delete that. A step that
//! fails, or is interrupted (`interrupts`), has all steps before it taken back (`rollback`). The
//! calls are in `service`, on dynamic values: the command is offered wherever the tables hold its
//! operations. Progress goes to standard error, the result (`report`) to standard output.
//!
//! The secret of the new key is in no type that can be shown, and leaves this room for the
//! credentials file or for standard output alone.

mod commands;
mod edit;
mod interrupts;
mod keeper;
mod options;
mod plan;
mod report;
mod rollback;
mod service;

use std::time::{Duration, Instant, SystemTime};

use super::Table;
use super::failure::Failure;
use super::globals::Globals;
use super::help::{self, Page};
use super::run::complain;
use super::value::Value;
use commands::Commands;
use keeper::{Keeper, Undo};
use options::{DeleteAfter, OPTIONS, Options};
use plan::Plan;
use report::{Report, not_before};
use service::{NewKey, Pauses, Service, Signer, is_not_allowed, is_unknown_key};

pub(crate) use options::{NAME, options};

/// What the command does, in one sentence.
pub(crate) const ABOUT: &str = "Replace an access key by a new one, and take all back if a step fails.";

/// How many calls in a row have to succeed until the new key counts as known everywhere, and the
/// pause between them.
const SURE: (usize, Duration) = (3, Duration::from_millis(300));

/// Whether the tables hold the operations that a rotation needs.
pub(crate) fn is_offered(table: &'static Table) -> bool {
    service::OPERATIONS.iter().all(|name| service::find(table, name).is_ok())
}

/// Runs the command.
pub(crate) fn run(table: &'static Table, globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let options = Options::read(globals, rest)?;
    let report = Report::new(globals)?;
    let commands = Commands::new(table, globals, &options);
    let service = Service::new(table, globals, options.user.as_deref())?;
    let plan = Plan::new(&service, &options, &commands).and_then(|plan| {
        report.try_out(&plan, &options)?;
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
    plan.keeper.as_ref().map_or(Ok(()), Keeper::try_out).inspect_err(|_| tell("Nothing was changed."))?;
    let later = match &plan.keeper {
        Some(keeper) if plan.is_own => commands.with_profile(&keeper.profile),
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

/// A rotation, and how far it has come.
struct Rotation<'a> {
    service: &'a Service<'a>,
    plan: &'a Plan,
    options: &'a Options,
    /// the lines to type while the old key works
    commands: &'a Commands,
    /// the lines to type once the old key is out of use, and the new one signs if the old one did
    later: &'a Commands,
    report: &'a Report<'a>,
    /// the new key, once it is made
    new: Option<NewKey>,
    /// how to restore the credentials file, once it is changed
    undo: Option<Undo>,
    /// whether the service knows the new key
    verified: bool,
    /// whether the old key is out of use, or may be
    deactivated: bool,
}

impl Rotation<'_> {
    /// Makes the steps that can be taken back.
    fn go(&mut self) -> Result<(), Failure> {
        tell("Rotating it:");
        let new = self.service.create()?;
        tell(&format!("  Created {}.", new.id));
        let new = self.new.insert(new);
        self.service.check_interrupts()?;
        if let Some(keeper) = &self.plan.keeper {
            self.undo = Some(keeper.store(&new.id, &new.secret)?);
            tell(&format!("  Stored it in the profile {} of {}.", keeper.profile, keeper.shown));
            // What is verified is what the file holds.
            let (id, secret) = keeper.stored()?;
            self.service.sign_with(&id, &secret);
        } else {
            self.service.sign_with(&new.id, &new.secret);
        }
        self.verify()?;
        self.deactivate()?;
        if self.plan.keeper.is_none() {
            self.report.print(&self.result(false))?;
            tell("  Printed it.");
        }
        self.service.check_interrupts()
    }

    /// Makes calls with the new key until the service has accepted several in a row.
    fn verify(&mut self) -> Result<(), Failure> {
        let limit = self.options.verify_within;
        let start = Instant::now();
        let mut pauses = Pauses::default();
        let mut accepted = 0;
        while accepted < SURE.0 {
            self.service.check_interrupts()?;
            let left = limit.length.saturating_sub(start.elapsed());
            match self.service.try_out() {
                Ok(()) => {
                    accepted += 1;
                    self.service.pause(SURE.1);
                }
                Err(Failure::Interrupted) => return Err(Failure::Interrupted),
                Err(failure) if left.is_zero() => {
                    let why = failure.sentence();
                    return Err(Failure::General(format!("The new key was not accepted within {limit}: {why}")));
                }
                Err(_) => {
                    accepted = 0;
                    self.service.pause(pauses.next(left));
                }
            }
        }
        self.verified = true;
        tell("  Verified it: the service accepts its signatures.");
        self.service.check_interrupts()
    }

    /// Sets the old key Inactive.
    fn deactivate(&mut self) -> Result<(), Failure> {
        let old = &self.plan.old.id;
        if !self.plan.old.active {
            tell(&format!("  {old} was Inactive before."));
            return Ok(());
        }
        let set = || self.service.set_active(old, false, self.signer());
        let done = self.service.patiently(self.options.verify_within.length, is_unknown_key, set);
        // Without an answer nobody knows; setting it Active again does no harm.
        self.deactivated = done.as_ref().err().is_none_or(|failure| !is_not_allowed(failure));
        done?;
        tell(&format!("  Set {old} Inactive."));
        self.service.check_interrupts()
    }

    /// Who signs, now that the old key may be out of use.
    fn signer(&self) -> Signer {
        if self.plan.is_own && self.verified { Signer::New } else { Signer::Caller }
    }

    /// Makes the step that cannot be taken back, if it is asked for and due, and tells the result.
    fn finish(&self) -> Result<(), Failure> {
        let old = &self.plan.old.id;
        let deleted = self.delete_old();
        let mut left = Vec::new();
        if !self.plan.holders.is_empty() {
            left.push(format!("Replace {old} in {}.", self.plan.holders.join(", ")));
        }
        match &deleted {
            Ok(None) => tell(&format!("  Deleted {old}.")),
            Ok(Some(when)) => {
                left.push(format!("Once nothing misses {old}{when}, delete it:"));
                left.push(format!("  {}", self.later.delete(old)));
                left.push("If something does, bring it back:".to_owned());
                left.push(format!("  {}", self.later.set_active(old, true)));
            }
            Err(_) => {
                tell(&format!("  Could not delete {old}. The rotation is done otherwise, and stays."));
                left.push(self.later.delete(old));
            }
        }
        if !left.is_empty() {
            tell("Left to do:");
            left.iter().for_each(|line| tell(&format!("  {line}")));
        }
        let printed = match &self.plan.keeper {
            Some(_) => self.report.print(&self.result(matches!(deleted, Ok(None)))),
            None => Ok(()),
        };
        deleted.map(drop).and(printed)
    }

    /// Deletes the old key if that is asked for and due. Otherwise it says from when on it is due, as
    /// the end of a sentence.
    fn delete_old(&self) -> Result<Option<String>, Failure> {
        let old = &self.plan.old;
        match self.options.delete_after {
            None => return Ok(Some(String::new())),
            Some(DeleteAfter::Now) => {}
            Some(DeleteAfter::Unused(age)) => {
                let used = self.service.last_use(&old.id, self.signer())?;
                let due = used.unused_from(old.created.as_deref(), age.length);
                if due.is_none_or(|due| due > SystemTime::now()) {
                    tell(&format!("  {} is not deleted yet: {used}.", old.id));
                    return Ok(Some(not_before(due)));
                }
            }
        }
        let limit = self.options.verify_within.length;
        let delete = || self.service.delete(&old.id, self.signer());
        self.service.patiently(limit, is_unknown_key, delete).map(|()| None)
    }

    /// The result so far.
    fn result(&self, deleted: bool) -> Value {
        let next = (!deleted).then(|| self.later.delete(&self.plan.old.id));
        match &self.new {
            Some(new) => report::result(self.plan, new, deleted, next),
            None => Value::Null,
        }
    }
}

/// Writes a line of progress.
fn tell(line: &str) {
    complain(&format!("{line}\n"));
}

/// The options that complete the command's line.
pub(crate) fn words(_: &'static Table, _: &[String]) -> Vec<String> {
    OPTIONS.iter().map(|it| format!("--{}", it.name)).collect()
}

/// The help of the command.
pub(crate) fn help(table: &'static Table, _: &[String]) -> Result<Page, Failure> {
    let program = table.program;
    let mut page = Page::default();
    page.section("NAME");
    page.text(1, &format!("{program} {NAME} - {ABOUT}"));
    page.section("SYNOPSIS");
    page.text(1, &format!("{program} {NAME}"));
    page.text(2, "--to-profile <profile> | --to-stdout");
    for it in OPTIONS.iter().filter(|it| !it.name.starts_with("to-")) {
        let option = format!("--{} {}", it.name, it.value);
        page.text(2, &format!("[{}]", option.trim_end()));
    }
    page.text(2, "[options]");
    page.section("DESCRIPTION");
    page.text(1, DESCRIPTION);
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
    help::globals(&mut page);
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
