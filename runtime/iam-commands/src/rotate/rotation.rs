//! The steps of a rotation in order, and their progress.

use std::time::{Duration, Instant, SystemTime};

use tinsmith_cli::command::{Failure, Value};

use super::commands::Commands;
use super::credentials_file::Undo;
use super::options::{DeleteAfter, Options};
use super::plan::Plan;
use super::progress::tell;
use super::report::{self, Report, not_before};
use super::service::{NewKey, Pauses, Service, Signer, is_not_allowed, is_unknown_key};

/// The number of successful calls in a row after which the new key counts as known everywhere.
const ACCEPTED_CALLS: usize = 3;

/// The pause between these calls.
const CALL_PAUSE: Duration = Duration::from_millis(300);

/// A rotation and its progress.
pub(super) struct Rotation<'a> {
    pub service: &'a Service<'a>,
    pub plan: &'a Plan,
    pub options: &'a Options,
    /// Command lines for while the old key works.
    pub commands: &'a Commands,
    /// Command lines for after the old key is inactive. If it signed, the new key signs these.
    pub later: &'a Commands,
    pub report: &'a Report<'a>,
    /// The new key, once it is created.
    pub new: Option<NewKey>,
    /// How to restore the credentials file, once it is changed.
    pub undo: Option<Undo>,
    /// Whether the service accepts the new key.
    pub verified: bool,
    /// Whether the old key is inactive, or may be.
    pub deactivated: bool,
}

impl Rotation<'_> {
    /// Makes the steps that can be rolled back.
    pub(crate) fn go(&mut self) -> Result<(), Failure> {
        tell("Rotating it:");
        let new = self.service.create()?;
        tell(&format!("  Created {}.", new.id));
        let new = self.new.insert(new);
        self.service.check_interrupts()?;
        if let Some(writer) = &self.plan.writer {
            self.undo = Some(writer.store(&new.id, &new.secret)?);
            tell(&format!("  Stored it in the profile {} of {}.", writer.profile, writer.shown));
            // Verifies the keys as stored in the file.
            let (id, secret) = writer.stored()?;
            self.service.sign_with(&id, &secret);
        } else {
            self.service.sign_with(&new.id, &new.secret);
        }
        self.verify()?;
        self.look_again()?;
        self.deactivate()?;
        if self.plan.writer.is_none() {
            self.report.print(self.result(false))?;
            tell("  Printed it.");
        }
        self.service.check_interrupts()
    }

    /// Checks that the new key is still stored: once the old one is inactive, it is the only one.
    fn look_again(&self) -> Result<(), Failure> {
        match (&self.plan.writer, &self.new) {
            (Some(writer), Some(new)) => writer.check(&new.id, &new.secret),
            _ => Ok(()),
        }
    }

    /// Makes calls with the new key until the service has accepted several in a row.
    fn verify(&mut self) -> Result<(), Failure> {
        let limit = self.options.verify_within;
        let start = Instant::now();
        let mut pauses = Pauses::default();
        let mut accepted = 0;
        while accepted < ACCEPTED_CALLS {
            self.service.check_interrupts()?;
            let left = limit.length.saturating_sub(start.elapsed());
            match self.service.try_out() {
                Ok(()) => {
                    accepted += 1;
                    self.service.pause(CALL_PAUSE);
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
        // Without a response, the outcome is unknown. Setting the key Active again does no harm.
        self.deactivated = done.as_ref().err().is_none_or(|failure| !is_not_allowed(failure));
        done?;
        tell(&format!("  Set {old} Inactive."));
        self.service.check_interrupts()
    }

    /// The signer, now that the old key may be inactive.
    fn signer(&self) -> Signer {
        if self.plan.is_own && self.verified { Signer::New } else { Signer::Caller }
    }

    /// Makes the step that cannot be rolled back, if it is requested and due, and reports the result.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        let old = &self.plan.old.id;
        let deleted = self.delete_old();
        let mut left = Vec::new();
        if !self.plan.holders.is_empty() {
            left.push(format!("Replace {old} in {}.", self.plan.holders.join(", ")));
        }
        match &deleted {
            Ok(None) => tell(&format!("  Deleted {old}.")),
            Ok(Some(when)) => {
                left.push(format!("When nothing uses {old} any more{when}, delete it:"));
                left.push(format!("  {}", self.later.delete(old)));
                left.push("If something still uses it, reactivate it:".to_owned());
                left.push(format!("  {}", self.later.set_active(old, true)));
            }
            Err(_) => {
                tell(&format!("  Could not delete {old}. Otherwise, the rotation is complete."));
                left.push(self.later.delete(old));
            }
        }
        if !left.is_empty() {
            tell("Next steps:");
            left.iter().for_each(|line| tell(&format!("  {line}")));
        }
        let printed = match &self.plan.writer {
            Some(_) => self.report.print(self.result(matches!(deleted, Ok(None)))),
            None => Ok(()),
        };
        deleted.map(drop).and(printed)
    }

    /// Deletes the old key if that is requested and due. Otherwise returns when it is due, as the end of a sentence.
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
        self.look_again()?;
        let limit = self.options.verify_within.length;
        let delete = || self.service.delete(&old.id, self.signer());
        self.service.patiently(limit, is_unknown_key, delete).map(|()| None)
    }

    /// The result so far.
    pub(crate) fn result(&self, deleted: bool) -> Value {
        let next = (!deleted).then(|| self.later.delete(&self.plan.old.id));
        match &self.new {
            Some(new) => report::result(self.plan, new, deleted, next),
            None => Value::Null,
        }
    }
}
