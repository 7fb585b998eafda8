//! The options of the command, with their help texts.

use std::time::Duration;

use tinsmith_cli::command::{Called, Failure, Globals, Opt, Takes, read_options};

/// The name of the command.
pub(super) const NAME: &str = "rotate-access-key";

/// The default time for the new key to be accepted. IAM's changes usually take effect everywhere within seconds.
const VERIFY_WITHIN: Age = Age { length: Duration::from_secs(120) };

/// The destination of the new key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Store {
    /// This profile of the shared credentials file.
    Profile(String),
    /// Standard output, as part of the result.
    StandardOutput,
}

/// A duration as written: an integer and a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Age {
    /// The duration.
    pub length: Duration,
}

/// The condition for deleting the old key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeleteAfter {
    /// Delete it in this run, even if it was just used.
    Now,
    /// Delete it in this run, if it has not been used for this long.
    Unused(Age),
}

/// The options of the user.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Options {
    /// The user of the key. By default, the user whose key signs.
    pub user: Option<String>,
    /// The key to deactivate.
    pub key: Option<String>,
    /// The destination of the new key.
    pub store: Store,
    /// Whether the profile may have other credentials than the old key.
    pub overwrite: bool,
    /// How long to wait until the new key is accepted.
    pub verify_within: Age,
    /// When to delete the old key. By default, not in this run.
    pub delete_after: Option<DeleteAfter>,
    /// Whether to only show the steps.
    pub dry_run: bool,
}

/// An option with its value and help text.
pub(super) struct About {
    pub name: &'static str,
    pub value: &'static str,
    pub about: &'static str,
}

/// The options in the order of help.
pub(super) const OPTIONS: &[About] = &[
    About {
        name: "user-name",
        value: "<name>",
        about: "The user whose key is rotated. By default, the user whose key signs this command. That key \
                may be the one to rotate.",
    },
    About {
        name: "to-profile",
        value: "<profile>",
        about: "Store the new key in this profile of the shared credentials file (AWS_SHARED_CREDENTIALS_FILE, or \
                ~/.aws/credentials). The file is replaced atomically and is readable only by its owner. All other lines \
                stay unchanged. A missing profile is added.",
    },
    About {
        name: "to-stdout",
        value: "",
        about: "Print the new key with its secret as part of the result. If it cannot be written, the rotation is \
                rolled back.",
    },
    About {
        name: "overwrite",
        value: "",
        about: "Store the new key even if the profile has other credentials than the old key.",
    },
    About {
        name: "access-key-id",
        value: "<id>",
        about: "The key to deactivate. By default, the only key of the user.",
    },
    About {
        name: "verify-within",
        value: "<time>",
        about: "How long to wait until the service accepts the new key. Default 2m.",
    },
    About {
        name: "delete-old-after",
        value: "<time>",
        about: "Delete the old key in this run if it has not been used for this long (for a key that was never used: if it \
                has existed for this long). Otherwise, print the command that deletes it. `now` deletes it \
                even if it was just used. The service reports uses with a delay, so a short time proves little. Only \
                with --to-profile, because a printed key may not be stored yet.",
    },
    About {
        name: "dry-run",
        value: "",
        about: "Inspect keys and files, and show the steps without changing anything.",
    },
];

/// The options for the parser.
pub(super) fn options() -> Vec<Opt> {
    let takes = |it: &About| if it.value.is_empty() { Takes::Nothing } else { Takes::One };
    OPTIONS.iter().map(|it| Opt::new(it.name, takes(it))).collect()
}

impl Options {
    /// Parses the arguments.
    pub(crate) fn read(globals: &Globals, arguments: &[String]) -> Result<Self, Failure> {
        let usage = |message: String| Failure::usage(message, Some(called()));
        let read = read_options(&options(), &called(), arguments)?;
        let given = |name: &str| read.last(OPTIONS.iter().position(|it| it.name == name)?);
        let text = |name: &str| given(name).and_then(|it| it.first()).cloned();
        let store = match (text("to-profile"), given("to-stdout").is_some()) {
            (Some(profile), false) => Store::Profile(named(profile)?),
            (None, true) => Store::StandardOutput,
            (Some(_), true) => {
                return Err(usage("argument --to-stdout: not allowed with argument --to-profile".to_owned()));
            }
            (None, false) => return Err(usage("one of the arguments --to-profile --to-stdout is required".to_owned())),
        };
        let delete_after = match text("delete-old-after").as_deref() {
            None => None,
            Some("now") => Some(DeleteAfter::Now),
            Some(text) => Some(DeleteAfter::Unused(Age::parse("delete-old-after", text, "now, or ")?)),
        };
        if delete_after.is_some() && store == Store::StandardOutput {
            return Err(Failure::Param(
                "--delete-old-after needs --to-profile: a printed key may not be stored yet, and without the old key \
                 the user could be left without any."
                    .to_owned(),
            ));
        }
        if !globals.sign {
            return Err(Failure::Param(
                "--no-sign-request is not supported: keys are verified by signed calls.".to_owned(),
            ));
        }
        let within = text("verify-within").map(|it| Age::parse("verify-within", &it, ""));
        Ok(Self {
            user: text("user-name"),
            key: text("access-key-id"),
            store,
            overwrite: given("overwrite").is_some(),
            verify_within: within.transpose()?.unwrap_or(VERIFY_WITHIN),
            delete_after,
            dry_run: given("dry-run").is_some(),
        })
    }
}

/// The command with its required parameters.
fn called() -> Called {
    Called { name: NAME.to_owned(), line: format!("{NAME} --user-name <name> --to-profile <profile>") }
}

/// Checks that a profile's name is valid between brackets.
fn named(profile: String) -> Result<String, Failure> {
    let is_plain = |c: char| !c.is_control() && !"[]".contains(c);
    if profile.is_empty() || profile.trim() != profile || !profile.chars().all(is_plain) {
        let reason = format!("invalid profile name '{profile}': expected text without brackets and surrounding spaces");
        return Err(Failure::param("--to-profile", reason));
    }
    Ok(profile)
}

/// Units with their letter and seconds, the largest first.
const UNITS: [(&str, u64); 5] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

impl Age {
    fn parse(option: &str, text: &str, other: &str) -> Result<Self, Failure> {
        let parsed = UNITS.iter().find_map(|(unit, seconds)| {
            let digits = text.strip_suffix(unit).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))?;
            digits.parse::<u64>().ok()?.checked_mul(*seconds)
        });
        let wrong = || {
            let reason = format!(
                "invalid duration '{text}': expected {other}an integer with a unit (s, m, h, d or w), such as 90s, 24h or 7d"
            );
            Failure::param(&format!("--{option}"), reason)
        };
        Ok(Self { length: Duration::from_secs(parsed.ok_or_else(wrong)?) })
    }
}

impl std::fmt::Display for Age {
    /// Writes the duration with the largest unit that divides it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.length.as_secs();
        let unit = UNITS.iter().find(|(_, length)| seconds > 0 && seconds.is_multiple_of(*length));
        let (unit, length) = unit.copied().unwrap_or(("s", 1));
        write!(f, "{}{unit}", seconds / length)
    }
}
