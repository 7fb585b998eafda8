//! The result on standard output, in the selected format.

use std::time::SystemTime;

use tinsmith_cli::command::{Destination, Failure, Fields, Globals, ResultFormat, Value, destination, print_all};
use zeroize::Zeroizing;

use super::options::{DeleteAfter, Options, Store};
use super::plan::{Plan, shown};
use super::service::{LastUse, NewKey};

/// Writes the result.
pub(super) struct Report<'a>(ResultFormat<'a>);

impl<'a> Report<'a> {
    /// Takes the format from options, environment and profile.
    pub(crate) fn new(globals: &'a Globals) -> Result<Self, Failure> {
        ResultFormat::new(globals).map(Self)
    }

    /// Checks, before anything is changed, that a result can be formatted, and that it contains the secret if the
    /// secret only goes to standard output.
    pub(crate) fn try_out(&self, plan: &Plan, options: &Options) -> Result<(), Failure> {
        if options.store == Store::StandardOutput && destination() != Destination::Somewhere {
            return Err(Failure::General(
                "Standard output is closed or leads to the null device, and --to-stdout makes it the only place for the \
                 new secret."
                    .to_owned(),
            ));
        }
        let secret = "s".repeat(40);
        let sample =
            NewKey { id: "A".repeat(20), secret: secret.clone().into(), created: plan.old.created.clone(), user: None };
        let text = self.write(&result(plan, &sample, false, None))?;
        if options.store == Store::StandardOutput && !text.contains(&secret) {
            return Err(Failure::Param(
                "With these --output and --query options, the result does not contain NewAccessKey.SecretAccessKey, but with \
                 --to-stdout it is not stored anywhere else."
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Prints a value.
    ///
    /// It is a failure if nothing reads the output: it may be the only copy of a key.
    pub(crate) fn print(&self, mut value: Value) -> Result<(), Failure> {
        // The message of a query that fails quotes the value that it fails on.
        let text = self.write(&value).map_err(|_| Failure::General("The query fails on the result.".to_owned()));
        value.wipe();
        print_all(&Zeroizing::new(text?))
    }

    fn write(&self, value: &Value) -> Result<String, Failure> {
        self.0.write("RotateAccessKey", value)
    }
}

/// The result. It contains the secret if the new key goes to standard output.
pub(super) fn result(plan: &Plan, new: &NewKey, deleted: bool, next: Option<String>) -> Value {
    let mut key = Fields::default();
    key.push("AccessKeyId", Value::string(&new.id));
    key.push("Status", Value::string("Active"));
    if plan.writer.is_none() {
        key.push("SecretAccessKey", Value::string(new.secret.as_str()));
    }
    push(&mut key, "CreateDate", new.created.as_ref());
    let mut fields = Fields::default();
    push(&mut fields, "UserName", plan.user.as_ref().or(new.user.as_ref()));
    fields.push("NewAccessKey", Value::Object(key));
    fields.push("OldAccessKey", old(plan, if deleted { "Deleted" } else { "Inactive" }));
    if let Some(writer) = &plan.writer {
        fields.push("Profile", Value::string(&writer.profile));
        fields.push("CredentialsFile", Value::string(&writer.shown));
    }
    push(&mut fields, "NextCommand", next.as_ref());
    Value::Object(fields)
}

/// The result of a dry run.
pub(super) fn dry_run(plan: &Plan, steps: &[String]) -> Value {
    let mut fields = Fields::default();
    fields.push("DryRun", Value::Boolean(true));
    push(&mut fields, "UserName", plan.user.as_ref());
    fields.push("OldAccessKey", old(plan, if plan.old.active { "Active" } else { "Inactive" }));
    fields.push("Steps", Value::List(steps.iter().map(Value::string).collect()));
    Value::Object(fields)
}

fn old(plan: &Plan, status: &str) -> Value {
    let mut key = Fields::default();
    key.push("AccessKeyId", Value::string(&plan.old.id));
    key.push("Status", Value::string(status));
    push(&mut key, "CreateDate", plan.old.created.as_ref());
    if let Ok(LastUse { date, service, region }) = &plan.last_use {
        push(&mut key, "LastUsedDate", date.as_ref());
        push(&mut key, "ServiceName", service.as_ref());
        push(&mut key, "Region", region.as_ref());
    }
    Value::Object(key)
}

fn push(fields: &mut Fields, name: &str, value: Option<&String>) {
    if let Some(value) = value {
        fields.push(name, Value::string(value));
    }
}

/// The steps of a rotation, for a dry run.
pub(super) fn steps(plan: &Plan, options: &Options) -> Vec<String> {
    let old = &plan.old.id;
    let place = match &plan.writer {
        Some(it) => format!("Store it in the profile {} of {}, {}.", it.profile, it.shown, it.before),
        None => "Print it with its secret, once the steps below are done.".to_owned(),
    };
    let mut steps = vec![
        format!("Create a second access key {}.", plan.whose()),
        place,
        format!("Verify it by signed calls, for up to {}.", options.verify_within),
    ];
    steps.push(match plan.old.active {
        true => format!("Set {old} Inactive."),
        false => format!("Leave {old} Inactive."),
    });
    match options.delete_after {
        None => steps.push(format!("Print the command that deletes {old}.")),
        Some(DeleteAfter::Now) => steps.push(format!("Delete {old}.")),
        Some(DeleteAfter::Unused(age)) => {
            let due =
                plan.last_use.as_ref().ok().and_then(|it| it.unused_from(plan.old.created.as_deref(), age.length));
            steps.push(match due {
                Some(due) if due <= SystemTime::now() => format!("Delete {old}, which has not been used for {age}."),
                due => format!("Print the command that deletes {old}{}.", not_before(due)),
            });
        }
    }
    steps
}

/// The earliest time for a step, as the end of a sentence.
pub(super) fn not_before(due: Option<SystemTime>) -> String {
    due.and_then(shown).map(|it| format!(", not before {it}")).unwrap_or_default()
}
