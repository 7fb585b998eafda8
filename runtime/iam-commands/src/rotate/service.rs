//! The calls of a rotation, with dynamic values according to the service's tables.

use std::cell::RefCell;
use std::collections::HashSet;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use tinsmith_cli::Program;
use tinsmith_cli::command::{Caller, Failure, Fields, Globals, Value, fill_input};
use tinsmith_runtime::config::{Config, Credentials};
use zeroize::Zeroizing;

use super::interrupts::Interrupts;

/// The operations of a rotation.
pub(super) const OPERATIONS: [&str; 5] =
    ["CreateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed", "ListAccessKeys", "UpdateAccessKey"];

/// Error codes of a service that does not know a key, or does not know it everywhere yet.
const UNKNOWN_KEY: [&str; 5] = [
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
    "AuthFailure",
];

/// Error codes of a service that knows the key, but denies its user this call.
const NOT_ALLOWED: [&str; 3] = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

/// The key that signs a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signer {
    /// The key in the configuration.
    Caller,
    /// The new key.
    New,
}

/// The interrupt that ends a call.
#[derive(Clone, Copy)]
enum EndedBy {
    /// The first: the call changes nothing.
    FirstInterrupt,
    /// The second: only the response tells what the call has changed.
    SecondInterrupt,
}

/// An access key in a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    /// The id.
    pub id: String,
    /// Whether it is active.
    pub active: bool,
    /// The time of its creation.
    pub created: Option<String>,
    /// The user.
    pub user: Option<String>,
}

/// A key with its secret. It does not implement `Debug`.
pub(super) struct NewKey {
    /// The id.
    pub id: String,
    /// The secret.
    pub secret: Zeroizing<String>,
    /// The time of its creation.
    pub created: Option<String>,
    /// The user.
    pub user: Option<String>,
}

/// The last use of a key.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LastUse {
    /// The time. `None` if the key was never used.
    pub date: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The region.
    pub region: Option<String>,
}

/// Makes the calls.
pub(super) struct Service<'a> {
    program: Program,
    globals: &'a Globals,
    caller: Caller,
    /// The user, if one is named.
    user: Option<&'a str>,
    interrupts: RefCell<Interrupts>,
    /// The configuration with the new key.
    with_new: RefCell<Option<Config>>,
}

impl<'a> Service<'a> {
    /// Creates a service from options, environment and files. From here on, signals are events.
    pub(crate) fn new(program: &Program, globals: &'a Globals, user: Option<&'a str>) -> Result<Self, Failure> {
        let caller = Caller::new(program.table.service, globals)?;
        let interrupts = caller.block_on(async { Interrupts::listen() });
        let interrupts = interrupts.map_err(|error| {
            Failure::General(format!("Failed to handle interrupts, so nothing was started: {error}"))
        })?;
        Ok(Self {
            program: *program,
            globals,
            caller,
            user,
            interrupts: RefCell::new(interrupts),
            with_new: RefCell::new(None),
        })
    }

    /// The id of the key that signs, if known.
    pub(crate) fn signing_key(&self) -> Option<String> {
        let credentials = self.caller.config().credentials()?;
        let found = self.caller.block_on(credentials.get(SystemTime::now()));
        found.ok().map(|it| it.access_key_id().to_owned())
    }

    /// Sets the key for [`Signer::New`].
    pub(crate) fn sign_with(&self, id: &str, secret: &str) {
        let credentials = Credentials::new(id, secret, None, None, "rotation");
        let config = self.caller.config().to_builder().credentials_provider(credentials);
        *self.with_new.borrow_mut() = Some(config.build());
    }

    /// Lists all keys of the user.
    pub(crate) fn list(&self) -> Result<Vec<Key>, Failure> {
        let mut keys = Vec::new();
        let mut marker: Option<String> = None;
        let mut markers = HashSet::new();
        loop {
            let mut values = self.user_and(&[]);
            if let Some(marker) = &marker {
                values.push("Marker", Value::string(marker));
            }
            let page = self.call("ListAccessKeys", &values, Signer::Caller, EndedBy::FirstInterrupt)?;
            if let Some(Value::List(listed)) = page.get("AccessKeyMetadata") {
                keys.extend(listed.iter().filter_map(key));
            }
            let next = text(&page, "Marker").filter(|_| page.get("IsTruncated") == Some(&Value::Boolean(true)));
            let Some(next) = next else { return Ok(keys) };
            if !markers.insert(next.clone()) {
                return Err(Failure::General(format!(
                    "Error during pagination: The same next token was received twice: {next}"
                )));
            }
            marker = Some(next);
        }
    }

    /// Gets the last use of a key.
    pub(crate) fn last_use(&self, id: &str, signer: Signer) -> Result<LastUse, Failure> {
        let mut values = Fields::default();
        values.push("AccessKeyId", Value::string(id));
        let answer = self.call("GetAccessKeyLastUsed", &values, signer, EndedBy::FirstInterrupt)?;
        let Some(Value::Object(used)) = answer.get("AccessKeyLastUsed") else { return Ok(LastUse::default()) };
        // For a key that was never used, the service returns N/A here.
        let told = |name: &str| text(used, name).filter(|it| it != "N/A");
        Ok(LastUse { date: text(used, "LastUsedDate"), service: told("ServiceName"), region: told("Region") })
    }

    /// Creates a second key.
    pub(crate) fn create(&self) -> Result<NewKey, Failure> {
        let mut answer = self.call("CreateAccessKey", &self.user_and(&[]), Signer::Caller, EndedBy::SecondInterrupt)?;
        let key = match answer.get_mut("AccessKey") {
            Some(Value::Object(key)) => key,
            _ => return Err(no_key()),
        };
        let secret = match key.get_mut("SecretAccessKey") {
            Some(Value::String(secret)) => Some(Zeroizing::new(std::mem::take(secret))),
            _ => None,
        };
        let id = text(key, "AccessKeyId");
        // A key that does not fit into a line of the shared files is not valid.
        let is_plain = |it: &str| !it.is_empty() && it.chars().all(|c| c.is_ascii_graphic());
        match id.zip(secret).filter(|(id, secret)| is_plain(id) && is_plain(secret)) {
            Some((id, secret)) => {
                Ok(NewKey { id, secret, created: text(key, "CreateDate"), user: text(key, "UserName") })
            }
            None => Err(no_key()),
        }
    }

    /// Makes a call with the new key. It succeeds if the service knows the key, even if its user is denied the call.
    pub(crate) fn try_out(&self) -> Result<(), Failure> {
        match self.call("ListAccessKeys", &Fields::default(), Signer::New, EndedBy::FirstInterrupt) {
            Err(failure) if !is_not_allowed(&failure) => Err(failure),
            _ => Ok(()),
        }
    }

    /// Activates or deactivates a key.
    pub(crate) fn set_active(&self, id: &str, active: bool, signer: Signer) -> Result<(), Failure> {
        let status = if active { "Active" } else { "Inactive" };
        let values = self.user_and(&[("AccessKeyId", id), ("Status", status)]);
        self.call("UpdateAccessKey", &values, signer, EndedBy::SecondInterrupt).map(drop)
    }

    /// Deletes a key.
    pub(crate) fn delete(&self, id: &str, signer: Signer) -> Result<(), Failure> {
        let values = self.user_and(&[("AccessKeyId", id)]);
        self.call("DeleteAccessKey", &values, signer, EndedBy::SecondInterrupt).map(drop)
    }

    /// Retries a call while its failure may be temporary, because the last change is not known to the whole service
    /// yet.
    pub(crate) fn patiently<T>(
        &self,
        limit: Duration,
        may_pass: fn(&Failure) -> bool,
        call: impl Fn() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let start = Instant::now();
        let mut pauses = Pauses::default();
        loop {
            match call() {
                Err(failure) if may_pass(&failure) && start.elapsed() < limit => {
                    if self.pause(pauses.next(limit.saturating_sub(start.elapsed()))) {
                        return Err(failure);
                    }
                }
                done => return done,
            }
        }
    }

    /// Waits for this duration or an interrupt. Returns whether there was one.
    pub(crate) fn pause(&self, duration: Duration) -> bool {
        self.caller.block_on(self.interrupts.borrow_mut().pause(duration))
    }

    /// Fails if the user has interrupted.
    pub(crate) fn check_interrupts(&self) -> Result<(), Failure> {
        // Signals are handled when the runtime is next idle.
        self.pause(Duration::from_millis(1));
        if self.interrupts.borrow().happened() { Err(Failure::Interrupted) } else { Ok(()) }
    }

    /// These members, and the user if one is named.
    fn user_and(&self, members: &[(&str, &str)]) -> Fields {
        let mut values = Fields::default();
        if let Some(user) = self.user {
            values.push("UserName", Value::string(user));
        }
        for (name, value) in members {
            values.push(*name, Value::string(*value));
        }
        values
    }

    fn call(&self, name: &str, values: &Fields, signer: Signer, ended_by: EndedBy) -> Result<Fields, Failure> {
        let operation = self.program.operation(name)?;
        let mut input = fill_input(self.globals, operation, values)?;
        let config = self.with_new.borrow().clone().filter(|_| signer == Signer::New);
        let mut interrupts = self.interrupts.borrow_mut();
        let mut stop: Pin<Box<dyn Future<Output = ()>>> = match ended_by {
            EndedBy::FirstInterrupt => Box::pin(interrupts.once()),
            EndedBy::SecondInterrupt => Box::pin(interrupts.twice(operation.name)),
        };
        self.caller.call_until(stop.as_mut(), operation, &mut input, config.as_ref())
    }
}

/// Growing pauses between calls.
#[derive(Default)]
pub(super) struct Pauses(usize);

impl Pauses {
    /// The next pause, limited to the time left.
    pub(crate) fn next(&mut self, left: Duration) -> Duration {
        const SECONDS: [u64; 4] = [1, 2, 3, 5];
        let seconds = SECONDS[self.0.min(SECONDS.len() - 1)];
        self.0 += 1;
        Duration::from_secs(seconds).min(left)
    }
}

/// The code of a service error.
fn code(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Service { details, .. } => details.get("Code").and_then(Value::as_str),
        _ => None,
    }
}

/// Whether the service does not know the key that signs, or does not know it yet.
pub(super) fn is_unknown_key(failure: &Failure) -> bool {
    code(failure).is_some_and(|it| UNKNOWN_KEY.contains(&it))
}

/// Whether the service does not know the target of the call, or does not know it yet.
pub(super) fn is_unknown(failure: &Failure) -> bool {
    is_unknown_key(failure) || code(failure) == Some("NoSuchEntity")
}

/// Whether the user whose key signs lacks permission.
pub(super) fn is_not_allowed(failure: &Failure) -> bool {
    code(failure).is_some_and(|it| NOT_ALLOWED.contains(&it))
}

fn no_key() -> Failure {
    Failure::General("The response to CreateAccessKey contains no valid key".to_owned())
}

fn key(value: &Value) -> Option<Key> {
    let Value::Object(fields) = value else { return None };
    Some(Key {
        id: text(fields, "AccessKeyId")?,
        active: text(fields, "Status").is_none_or(|it| it == "Active"),
        created: text(fields, "CreateDate"),
        user: text(fields, "UserName"),
    })
}

fn text(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name).and_then(Value::as_str).map(str::to_owned)
}
