//! The options of the command, and what help says about them.

use std::time::Duration;

use tinsmith_cli::command::{Called, Failure, Globals, Opt, Takes, read_options};

/// The command's name.
pub(super) const NAME: &str = "rotate-access-key";

/// How long the new key may take to be accepted, unless it is said. IAM's changes are usually seen
/// everywhere within seconds.
const VERIFY_WITHIN: Age = Age { length: Duration::from_secs(120) };

/// Where the new key goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Store {
    /// to this profile of the shared credentials file
    Profile(String),
    /// to standard output, as a part of the result
    StandardOutput,
}

/// A length of time as it is written: a whole number and a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Age {
    /// the length
    pub length: Duration,
}

/// When the old key is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeleteAfter {
    /// in this run, however lately it was used
    Now,
    /// in this run, if it has not been used for so long
    Unused(Age),
}

/// What the user asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Options {
    /// whose key it is; that of the user whose key signs if it is not said
    pub user: Option<String>,
    /// the key to put out of use
    pub key: Option<String>,
    /// where the new one goes
    pub store: Store,
    /// whether the profile may hold something else than the old key
    pub overwrite: bool,
    /// how long the new key may take to be accepted
    pub verify_within: Age,
    /// when the old key is deleted; never in this run if it is not said
    pub delete_after: Option<DeleteAfter>,
    /// whether only to say what would be done
    pub dry_run: bool,
}

/// An option, what follows it, and what it does.
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
        about: "The user whose key is rotated. Without it, the user whose key signs this command, which may be the \
                very key to be rotated.",
    },
    About {
        name: "to-profile",
        value: "<profile>",
        about: "Store the new key in this profile of the shared credentials file (AWS_SHARED_CREDENTIALS_FILE, or \
                ~/.aws/credentials). The file is replaced as a whole, readable by its owner alone. All other lines of \
                it stay as they are. A profile that is not there is added.",
    },
    About {
        name: "to-stdout",
        value: "",
        about: "Print the new key with its secret as a part of the result. If it cannot be written, the rotation is \
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
        about: "The key to put out of use. Without it, the only key that the user has.",
    },
    About {
        name: "verify-within",
        value: "<time>",
        about: "How long to wait until the service accepts the new key. Default 2m.",
    },
    About {
        name: "delete-old-after",
        value: "<time>",
        about: "Delete the old key in this run, if it has not been used for this long (a key that never was: if it \
                has existed for this long). Otherwise the command that deletes it is printed. `now` deletes it \
                however lately it was used. The service notices a use late, so that a short time proves little. Only \
                with --to-profile: of what is printed nobody knows yet that it is kept.",
    },
    About { name: "dry-run", value: "", about: "Look at keys and files, say what would be done, and change nothing." },
];

/// The options as the reading of arguments needs them.
pub(super) fn options() -> Vec<Opt> {
    let takes = |it: &About| if it.value.is_empty() { Takes::Nothing } else { Takes::One };
    OPTIONS.iter().map(|it| Opt::new(it.name, takes(it))).collect()
}

impl Options {
    /// Reads the arguments.
    pub(crate) fn read(globals: &Globals, arguments: &[String]) -> Result<Self, Failure> {
        let usage = |message: String| Failure::Usage(message, Some(called()));
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
                "--delete-old-after works with --to-profile only: of a key that is printed nobody knows yet that it is \
                 kept, and without the old key the user could be left with none."
                    .to_owned(),
            ));
        }
        if !globals.sign {
            return Err(Failure::Param(
                "--no-sign-request does not work here: a key is verified by a signature.".to_owned(),
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

/// The command with what has to be given.
fn called() -> Called {
    Called { name: NAME.to_owned(), line: format!("{NAME} --user-name <name> --to-profile <profile>") }
}

/// The name of a profile that can stand between brackets.
fn named(profile: String) -> Result<String, Failure> {
    let is_plain = |c: char| !c.is_control() && !"[]".contains(c);
    if profile.is_empty() || profile.trim() != profile || !profile.chars().all(is_plain) {
        let reason = format!("'{profile}' cannot name a profile: expected a text without brackets and outer spaces");
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
            let reason =
                format!("'{text}' has to be {other}an integer with a unit: s, m, h, d or w, such as 90s, 24h or 7d");
            Failure::param(&format!("--{option}"), reason)
        };
        Ok(Self { length: Duration::from_secs(parsed.ok_or_else(wrong)?) })
    }
}

impl std::fmt::Display for Age {
    /// Writes the length with the largest unit that divides it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.length.as_secs();
        let unit = UNITS.iter().find(|(_, length)| seconds > 0 && seconds.is_multiple_of(*length));
        let (unit, length) = unit.copied().unwrap_or(("s", 1));
        write!(f, "{}{unit}", seconds / length)
    }
}
