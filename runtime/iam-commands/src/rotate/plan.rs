//! Plans a rotation before anything is changed.

use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tinsmith_cli::command::Failure;

use super::commands::Commands;
use super::credentials_file::CredentialsFileWriter;
use super::holders::holders;
use super::options::{DeleteAfter, Options, Store};
use super::service::{Key, LastUse, Service, Signer, is_not_allowed};

/// The maximum number of access keys per user in IAM.
const MOST: usize = 2;

/// A rotation that can begin.
pub(super) struct Plan {
    /// The user of the key, if known.
    pub user: Option<String>,
    /// The key to deactivate.
    pub old: Key,
    /// The last use of that key, or a message if it is unknown.
    pub last_use: Result<LastUse, String>,
    /// Whether the old key signs this command.
    pub is_own: bool,
    /// The file for the new key. `None` if the key goes to standard output.
    pub writer: Option<CredentialsFileWriter>,
    /// Other places where the old key was found.
    pub holders: Vec<String>,
}

impl Plan {
    /// Checks keys, files and options. Fails if the rotation is not possible.
    pub(crate) fn new(service: &Service<'_>, options: &Options, commands: &Commands) -> Result<Self, Failure> {
        let keys = service.list()?;
        let signing = service.signing_key();
        let old = choose(service, &keys, signing.as_deref(), options, commands)?;
        let last_use = match service.last_use(&old.id, Signer::Caller) {
            Ok(last_use) => Ok(last_use),
            // Without this permission, the last use is unknown. That only matters if an option depends on it.
            Err(failure)
                if is_not_allowed(&failure) && !matches!(options.delete_after, Some(DeleteAfter::Unused(_))) =>
            {
                Err(failure.sentence().to_owned())
            }
            Err(failure) => return Err(failure),
        };
        let writer = match &options.store {
            Store::Profile(profile) => Some(CredentialsFileWriter::new(profile, &old.id, options.overwrite)?),
            Store::StandardOutput => None,
        };
        Ok(Self {
            user: options.user.clone().or_else(|| old.user.clone()),
            last_use,
            is_own: signing.as_ref() == Some(&old.id),
            holders: holders(&old.id, writer.as_ref()),
            writer,
            old,
        })
    }

    /// The user as part of a sentence.
    pub(crate) fn whose(&self) -> String {
        match &self.user {
            Some(user) => format!("of the user {user}"),
            None => "of the user whose key signs".to_owned(),
        }
    }
}

/// Selects the key to deactivate.
fn choose(
    service: &Service<'_>,
    keys: &[Key],
    signing: Option<&str>,
    options: &Options,
    commands: &Commands,
) -> Result<Key, Failure> {
    let user = options.user.as_deref().or_else(|| keys.first()?.user.as_deref());
    let who = user.map_or_else(|| "The user whose key signs".to_owned(), |user| format!("The user {user}"));
    let named = options.key.as_deref();
    if let Some(id) = named.filter(|id| keys.iter().all(|it| it.id != *id)) {
        let ids: Vec<&str> = keys.iter().map(|it| it.id.as_str()).collect();
        let others = if ids.is_empty() { String::new() } else { format!(". The keys are: {}", ids.join(", ")) };
        return Err(Failure::General(format!("{who} has no access key {id}{others}")));
    }
    match keys {
        [] => Err(Failure::General(format!(
            "{who} has no access key to rotate. To create one:\n\n  {}",
            commands.create()
        ))),
        [only] => Ok(only.clone()),
        _ => Err(too_many(service, &who, keys, named, signing, commands)),
    }
}

/// The message that the user already has the maximum number of keys, with a suggestion of what to remove.
fn too_many(
    service: &Service<'_>,
    who: &str,
    keys: &[Key],
    named: Option<&str>,
    signing: Option<&str>,
    commands: &Commands,
) -> Failure {
    let uses: Vec<Result<LastUse, Failure>> = keys.iter().map(|it| service.last_use(&it.id, Signer::Caller)).collect();
    let mut message = format!("{who} has {} access keys, and IAM allows no more than {MOST}:\n\n", keys.len());
    for (key, used) in keys.iter().zip(&uses) {
        let status = if key.active { "Active" } else { "Inactive" };
        let unknown = |failure: &Failure| format!("last use unknown: {}", failure.sentence());
        let used = used.as_ref().map_or_else(unknown, LastUse::to_string);
        let signs = if signing == Some(&key.id) { "; it signs this command" } else { "" };
        message += &format!("  {} {status}, {used}{signs}\n", key.id);
    }
    // Never suggests the key to rotate, the one that signs, or the only active one.
    let active = keys.iter().filter(|it| it.active).count();
    let can_go = |key: &Key| named != Some(&key.id) && signing != Some(&key.id) && !(key.active && active == 1);
    let used_at = |used: &Result<LastUse, Failure>| used.as_ref().ok().and_then(|it| it.date.clone());
    let candidates = keys.iter().zip(&uses).filter(|(key, _)| can_go(key));
    // Inactive keys first, then the one whose last use is the longest ago. Dates in UTC are sorted like strings.
    match candidates.min_by_key(|(key, used)| (key.active, used_at(used))) {
        Some((key, _)) => {
            message += "\nTo make room, remove a key that is not needed, for example:\n";
            if key.active {
                message += &format!("\n  {}", commands.set_active(&key.id, false));
            }
            message += &format!("\n  {}", commands.delete(&key.id));
        }
        None => message += "\nTo make room, remove a key that is not needed.",
    }
    Failure::General(message)
}

impl std::fmt::Display for LastUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(date) = &self.date else { return f.write_str("never used") };
        write!(f, "last used {}", time(date).and_then(shown).as_deref().unwrap_or(date))?;
        if let Some(service) = &self.service {
            write!(f, " for {service}")?;
        }
        match &self.region {
            Some(region) => write!(f, " in {region}"),
            None => Ok(()),
        }
    }
}

impl LastUse {
    /// The time from which the key will have been unused for this long. For a key that was never used, `created` takes
    /// the place of the last use. `None` if neither is known.
    pub(crate) fn unused_from(&self, created: Option<&str>, length: Duration) -> Option<SystemTime> {
        let last = self.date.as_deref().or(created)?;
        time(last)?.checked_add(length)
    }
}

/// Parses a time in a result.
fn time(text: &str) -> Option<SystemTime> {
    DateTime::from_str(text, Format::DateTimeWithOffset).ok().and_then(|it| SystemTime::try_from(it).ok())
}

/// Formats a time, to the second.
pub(super) fn shown(time: SystemTime) -> Option<String> {
    DateTime::from_secs(DateTime::from(time).secs()).fmt(Format::DateTime).ok()
}
