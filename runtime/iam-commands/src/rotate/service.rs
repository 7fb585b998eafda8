//! The calls of a rotation, on dynamic values: the tables of the service know what they hold.

use std::cell::RefCell;
use std::collections::HashSet;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use tinsmith_cli::Program;
use tinsmith_cli::command::{Caller, Failure, Fields, Globals, Value, fill_input};
use tinsmith_runtime::config::{Config, Credentials};

use super::interrupts::Interrupts;

/// The operations that a rotation needs.
pub(super) const OPERATIONS: [&str; 5] =
    ["CreateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed", "ListAccessKeys", "UpdateAccessKey"];

/// What a service answers that does not know a key, or does not know it everywhere yet.
const UNKNOWN_KEY: [&str; 5] = [
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
    "AuthFailure",
];

/// What a service answers that knows the key, and that its user may not do this.
const NOT_ALLOWED: [&str; 3] = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

/// Whose key signs a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signer {
    /// the key that the configuration has
    Caller,
    /// the new key
    New,
}

/// Which interrupt ends a call.
#[derive(Clone, Copy)]
enum EndedBy {
    /// The first: the call changes nothing.
    FirstInterrupt,
    /// The second: only the response tells what the call has changed.
    SecondInterrupt,
}

/// An access key as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    /// its id
    pub id: String,
    /// whether it can be used
    pub active: bool,
    /// when it was made
    pub created: Option<String>,
    /// whose it is
    pub user: Option<String>,
}

/// A key with its secret. It has no `Debug`.
pub(super) struct NewKey {
    /// its id
    pub id: String,
    /// its secret
    pub secret: String,
    /// when it was made
    pub created: Option<String>,
    /// whose it is
    pub user: Option<String>,
}

/// When and where a key was last used.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LastUse {
    /// when; nothing if it never was
    pub date: Option<String>,
    /// the service that it was used for
    pub service: Option<String>,
    /// the region in which it was used
    pub region: Option<String>,
}

/// Makes the calls.
pub(super) struct Service<'a> {
    program: Program,
    globals: &'a Globals,
    caller: Caller,
    /// the user, if one is named
    user: Option<&'a str>,
    interrupts: RefCell<Interrupts>,
    /// the configuration with the new key
    with_new: RefCell<Option<Config>>,
}

impl<'a> Service<'a> {
    /// A service as options, environment and files say. From here on signals are events.
    pub(crate) fn new(program: &Program, globals: &'a Globals, user: Option<&'a str>) -> Result<Self, Failure> {
        let caller = Caller::new(program.table.service, globals)?;
        let interrupts = caller.block_on(async { Interrupts::listen() });
        let interrupts = interrupts.map_err(|error| {
            Failure::General(format!("Interrupts cannot be listened to, so nothing is begun: {error}"))
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

    /// The id of the key that signs; nothing if that is not known.
    pub(crate) fn signing_key(&self) -> Option<String> {
        let credentials = self.caller.config().credentials()?;
        let found = self.caller.block_on(credentials.get(SystemTime::now()));
        found.ok().map(|it| it.access_key_id().to_owned())
    }

    /// Sets the key with which [`Signer::New`] signs.
    pub(crate) fn sign_with(&self, id: &str, secret: &str) {
        let credentials = Credentials::new(id, secret, None, None, "rotation");
        let config = self.caller.config().to_builder().credentials_provider(credentials);
        *self.with_new.borrow_mut() = Some(config.build());
    }

    /// All keys of the user.
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

    /// When and where a key was last used.
    pub(crate) fn last_use(&self, id: &str, signer: Signer) -> Result<LastUse, Failure> {
        let mut values = Fields::default();
        values.push("AccessKeyId", Value::string(id));
        let answer = self.call("GetAccessKeyLastUsed", &values, signer, EndedBy::FirstInterrupt)?;
        let Some(Value::Object(used)) = answer.get("AccessKeyLastUsed") else { return Ok(LastUse::default()) };
        // Of a key that never was used, the service tells these as N/A.
        let told = |name: &str| text(used, name).filter(|it| it != "N/A");
        Ok(LastUse { date: text(used, "LastUsedDate"), service: told("ServiceName"), region: told("Region") })
    }

    /// Makes a second key.
    pub(crate) fn create(&self) -> Result<NewKey, Failure> {
        let answer = self.call("CreateAccessKey", &self.user_and(&[]), Signer::Caller, EndedBy::SecondInterrupt)?;
        let key = match answer.get("AccessKey") {
            Some(Value::Object(key)) => key,
            _ => return Err(no_key()),
        };
        let (id, secret) = (text(key, "AccessKeyId"), text(key, "SecretAccessKey"));
        // What the shared files, which have lines and comments, could not hold is not a key.
        let is_plain = |it: &String| !it.is_empty() && it.chars().all(|c| c.is_ascii_graphic());
        match id.zip(secret).filter(|(id, secret)| is_plain(id) && is_plain(secret)) {
            Some((id, secret)) => {
                Ok(NewKey { id, secret, created: text(key, "CreateDate"), user: text(key, "UserName") })
            }
            None => Err(no_key()),
        }
    }

    /// Makes a call with the new key. Whether the service knows it is the question, and not whether
    /// its user may do this.
    pub(crate) fn try_out(&self) -> Result<(), Failure> {
        match self.call("ListAccessKeys", &Fields::default(), Signer::New, EndedBy::FirstInterrupt) {
            Err(failure) if !is_not_allowed(&failure) => Err(failure),
            _ => Ok(()),
        }
    }

    /// Makes a key one that can be used, or one that cannot.
    pub(crate) fn set_active(&self, id: &str, active: bool, signer: Signer) -> Result<(), Failure> {
        let status = if active { "Active" } else { "Inactive" };
        let values = self.user_and(&[("AccessKeyId", id), ("Status", status)]);
        self.call("UpdateAccessKey", &values, signer, EndedBy::SecondInterrupt).map(drop)
    }

    /// Removes a key.
    pub(crate) fn delete(&self, id: &str, signer: Signer) -> Result<(), Failure> {
        let values = self.user_and(&[("AccessKeyId", id)]);
        self.call("DeleteAccessKey", &values, signer, EndedBy::SecondInterrupt).map(drop)
    }

    /// Repeats a call while what it fails in may pass: what was changed last is not known to the
    /// whole service yet.
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

    /// Waits for so long, or until an interrupt; whether there was one.
    pub(crate) fn pause(&self, duration: Duration) -> bool {
        self.caller.block_on(self.interrupts.borrow_mut().pause(duration))
    }

    /// Fails if the user has interrupted.
    pub(crate) fn check_interrupts(&self) -> Result<(), Failure> {
        // Signals that have come are seen when the runtime next has nothing to do.
        self.pause(Duration::from_millis(1));
        if self.interrupts.borrow().happened() { Err(Failure::Interrupted) } else { Ok(()) }
    }

    /// The members that name the user, if one is named, and these.
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

/// Pauses between calls, which grow.
#[derive(Default)]
pub(super) struct Pauses(usize);

impl Pauses {
    /// The next pause, but for what is left of the time.
    pub(crate) fn next(&mut self, left: Duration) -> Duration {
        const SECONDS: [u64; 4] = [1, 2, 3, 5];
        let seconds = SECONDS[self.0.min(SECONDS.len() - 1)];
        self.0 += 1;
        Duration::from_secs(seconds).min(left)
    }
}

/// The code of a service's error.
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

/// Whether the service does not know whom or what the call is about, or does not know it yet.
pub(super) fn is_unknown(failure: &Failure) -> bool {
    is_unknown_key(failure) || code(failure) == Some("NoSuchEntity")
}

/// Whether the user whose key signs may not do this.
pub(super) fn is_not_allowed(failure: &Failure) -> bool {
    code(failure).is_some_and(|it| NOT_ALLOWED.contains(&it))
}

fn no_key() -> Failure {
    Failure::General("The answer to CreateAccessKey holds no key that can be used".to_owned())
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
