//! Rolls back a rotation, the last step first, and reports what was done and what remains to be done.
//!
//! No step is rolled back if that could leave the user without a working key: while the old key may be inactive, or the
//! profile contains the new key, the new key stays.

use std::time::Duration;

use tinsmith_cli::command::Failure;

use super::progress::tell;
use super::rotation::Rotation;
use super::service::{NewKey, Signer, is_not_allowed, is_unknown, is_unknown_key};

/// How long to retry a step that may fail because the new key is not known everywhere yet.
const PATIENCE: Duration = Duration::from_secs(10);

/// The outcome of a rollback.
#[derive(Default)]
struct Outcome {
    /// Whether anything had to be rolled back.
    any: bool,
    /// Whether the new key must be kept.
    keep: bool,
    /// The remaining steps, one per line.
    left: Vec<String>,
}

/// Rolls back the steps of the rotation that were made.
pub(super) fn roll_back(rotation: &Rotation<'_>, failure: &Failure) {
    if matches!(failure, Failure::Interrupted) {
        // The terminal shows ^C on the current line.
        tell("");
    }
    let mut outcome = Outcome::default();
    let is_changed = rotation.new.is_some() || rotation.deactivated || rotation.undo.is_some();
    if is_changed || rotation.is_lost(failure) {
        tell("Rolling back:");
    }
    reactivate(rotation, &mut outcome);
    restore(rotation, &mut outcome);
    match &rotation.new {
        Some(new) => delete(rotation, new, &mut outcome),
        None if rotation.is_lost(failure) => look_for_key(rotation, &mut outcome),
        None => {}
    }
    match &outcome {
        Outcome { any: false, left, .. } if left.is_empty() => tell("Nothing was changed."),
        Outcome { left, .. } if left.is_empty() => {
            tell(&format!("Rolled back: {} is unchanged.", rotation.plan.old.id));
        }
        Outcome { left, .. } => {
            tell("Next steps:");
            left.iter().for_each(|line| tell(&format!("  {line}")));
        }
    }
}

/// Sets the old key Active again.
fn reactivate(rotation: &Rotation<'_>, outcome: &mut Outcome) {
    if !rotation.deactivated {
        return;
    }
    outcome.any = true;
    let (service, plan) = (rotation.service, rotation.plan);
    let signer = if plan.is_own { Signer::New } else { Signer::Caller };
    let set = || service.set_active(&plan.old.id, true, signer);
    let Err(error) = service.patiently(PATIENCE, is_unknown_key, set) else {
        tell(&format!("  Set {} Active again.", plan.old.id));
        return;
    };
    tell(&format!("  Could not set {} Active again: {}", plan.old.id, error.sentence()));
    outcome.keep = true;
    outcome.left.push(rotation.later.set_active(&plan.old.id, true));
    let Some(new) = &rotation.new else { return };
    // It may be the only working key, and its secret can only go to standard output.
    if plan.writer.is_none() && rotation.report.print(rotation.result(false)).is_ok() {
        tell(&format!("  Printed {}, which is kept.", new.id));
    } else {
        tell(&format!("  Kept {}, so that there is a working key.", new.id));
    }
    outcome.left.push(rotation.later.delete(&new.id));
}

/// Restores the credentials file.
fn restore(rotation: &Rotation<'_>, outcome: &mut Outcome) {
    let (Some(writer), Some(undo), false) = (&rotation.plan.writer, &rotation.undo, outcome.keep) else { return };
    outcome.any = true;
    match writer.restore(undo) {
        Ok(()) => tell(&format!("  Restored {}.", writer.shown)),
        // What replaced the new key does not belong to this rotation, so it is not removed.
        Err(reason) if rotation.new.as_ref().is_some_and(|new| writer.has_other_key(&new.id)) => {
            let (profile, shown) = (&writer.profile, &writer.shown);
            tell(&format!("  Left {shown} as it is: {reason}, and the profile {profile} no longer has the new key."));
        }
        Err(reason) => {
            tell(&format!("  Could not restore {}: {reason}", writer.shown));
            outcome.keep = true;
            outcome.left.push(format!("Replace the keys in the profile {} of {}.", writer.profile, writer.shown));
            if let Some(new) = &rotation.new {
                tell(&format!("  Kept {}, which is in the profile {}.", new.id, writer.profile));
                outcome.left.push(rotation.commands.delete(&new.id));
            }
        }
    }
}

/// Deletes the new key.
fn delete(rotation: &Rotation<'_>, new: &NewKey, outcome: &mut Outcome) {
    if outcome.keep {
        return;
    }
    outcome.any = true;
    // The reactivated old key may not be active everywhere yet.
    let signer = if rotation.plan.is_own && rotation.deactivated { Signer::New } else { Signer::Caller };
    let delete = || rotation.service.delete(&new.id, signer);
    match rotation.service.patiently(PATIENCE, is_unknown, delete) {
        Ok(()) => tell(&format!("  Deleted {}.", new.id)),
        Err(error) => {
            tell(&format!("  Could not delete {}: {}", new.id, error.sentence()));
            outcome.left.push(rotation.commands.delete(&new.id));
        }
    }
}

/// Looks for a key whose creation got no response. Its secret is lost, but another program may have created it, so it
/// is reported and not deleted.
fn look_for_key(rotation: &Rotation<'_>, outcome: &mut Outcome) {
    outcome.any = true;
    match rotation.service.list() {
        Ok(keys) => match keys.iter().find(|it| it.id != rotation.plan.old.id) {
            None => tell("  There is no second key."),
            Some(key) => {
                tell(&format!("  Found the key {}, which did not exist before.", key.id));
                outcome.left.push("If nobody else created that key, its secret is lost. Then delete it:".to_owned());
                outcome.left.push(rotation.commands.delete(&key.id));
            }
        },
        Err(error) => {
            tell(&format!("  Failed to check for a second key: {}", error.sentence()));
            outcome.left.push("Check for a second key and delete it:".to_owned());
            outcome.left.push(rotation.commands.list());
        }
    }
}

impl Rotation<'_> {
    /// Whether a new key may exist although its creation got no response. A call that was rejected has created none,
    /// even if there is another key now, which another rotation may have created.
    fn is_lost(&self, failure: &Failure) -> bool {
        let is_refused = matches!(failure, Failure::Service { is_refusal: true, .. });
        self.new.is_none() && !is_refused && !is_not_allowed(failure) && !is_unknown(failure)
    }
}
