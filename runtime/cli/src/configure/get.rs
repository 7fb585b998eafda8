//! `configure get`: prints the value of a key.

use super::{Context, Words, unqualified};
use crate::failure::Failure;
use crate::terminal::{eprint, print};
use tinsmith_runtime::profile::Profiles;

/// The result of looking up a name.
enum Found {
    Value(String),
    Section,
    Nothing,
}

/// Runs the command.
pub(super) fn run(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    let words = Words::read(rest, &["varname"], "configure get")?;
    let [name] = words.values();
    let profiles = context.profiles()?;
    let found = match words.subsection()? {
        Some((kind, section)) => in_subsection(&profiles, kind, section, name)?,
        None if name.contains('.') => dotted(context, &profiles, name),
        None => {
            let profile = context.profile();
            if profile != "default" && profiles.get(profile).is_none() {
                return Err(Failure::General(format!("The config profile ({profile}) could not be found")));
            }
            in_profile(&profiles, profile, name, None)
        }
    };
    match found {
        Found::Value(value) => print(&format!("{value}\n")),
        Found::Section => {
            eprint(&format!("varname ({name}) must reference a value, not a section or sub-section."));
            Err(Failure::Reported(1))
        }
        Found::Nothing => Err(Failure::Reported(1)),
    }
}

/// Looks up a dotted name: `profile.NAME.key`, `NAME.key` of an existing profile, or a nested key.
fn dotted(context: &Context<'_>, profiles: &Profiles, name: &str) -> Found {
    let parts: Vec<&str> = name.split('.').collect();
    let (profile, rest) = match parts[..] {
        ["profile", profile, ref rest @ ..] => (profile, rest),
        [profile, ref rest @ ..] if profile == "default" || profiles.get(profile).is_some() => (profile, rest),
        ref rest => (context.profile(), rest),
    };
    match rest {
        [key] => in_profile(profiles, profile, key, None),
        [key, nested] => in_profile(profiles, profile, key, Some(nested)),
        _ => Found::Nothing,
    }
}

fn in_profile(profiles: &Profiles, profile: &str, key: &str, nested: Option<&str>) -> Found {
    let Some(profile) = profiles.get(profile) else { return Found::Nothing };
    let key = key.to_lowercase();
    match nested {
        Some(nested) => value(profile.get_nested(&key, &nested.to_lowercase())),
        None if profile.has_nested(&key) => Found::Section,
        None => value(profile.get(&key)),
    }
}

fn value(found: Option<&str>) -> Found {
    found.map_or(Found::Nothing, |it| Found::Value(it.to_owned()))
}

fn in_subsection(profiles: &Profiles, kind: &str, section: &str, name: &str) -> Result<Found, Failure> {
    let missing = || Failure::General(format!("The config sub-section ({section}) could not be found"));
    let (key, nested) = unqualified(name);
    if kind == "sso-session" {
        let session = profiles.sso_session(section).ok_or_else(missing)?;
        return Ok(if nested.is_some() { Found::Nothing } else { value(session.get(key)) });
    }
    let services = profiles.services(section).ok_or_else(missing)?;
    Ok(match nested {
        Some(nested) => value(services.get_nested(key, nested)),
        None if services.has_nested(key) => Found::Section,
        None => value(services.get(key)),
    })
}
