//! `configure set`: writes the value of a key.

use super::file::{self, Change};
use super::{Context, Words};
use crate::failure::Failure;

/// The keys that are written to the credentials file.
const CREDENTIALS: &[&str] = &["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token"];

/// A section that is not a profile.
const PLUGINS: &str = "plugins";

/// Runs the command.
pub(super) fn run(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    let words = Words::read(rest, &["varname", "value"], "configure set")?;
    let [name, value] = words.values();
    if let Some((kind, section)) = words.subsection()? {
        let parts: Vec<&str> = name.split('.').collect();
        let (key, change) = match parts[..] {
            [key] => (key, Change::Text(value.to_owned())),
            [key, nested] => (key, Change::Nested(nested.to_owned(), value.to_owned())),
            _ => {
                let message = "Found more than two parts in the property to set. Deep nesting of properties is not \
                               supported.";
                return Err(Failure::Param(message.to_owned()));
            }
        };
        return file::update(&context.config_file()?, &file::section(kind, section), &[(key, change)]);
    }
    let parts: Vec<&str> = name.split('.').collect();
    let (profile, rest) = match parts[..] {
        ["default", ref rest @ ..] if !rest.is_empty() => ("default", rest),
        ["profile", profile, ref rest @ ..] if !rest.is_empty() => (profile, rest),
        [PLUGINS, ref rest @ ..] if rest.len() == 1 => (PLUGINS, rest),
        ref rest => (context.profile(), rest),
    };
    let (key, change) = match rest {
        [key] => (*key, Change::Text(value.to_owned())),
        [key, nested] => (*key, Change::Nested((*nested).to_owned(), value.to_owned())),
        _ => return Err(Failure::Param(format!("expected KEY, KEY.NESTED or profile.NAME.KEY, found {name}"))),
    };
    if CREDENTIALS.contains(&key) {
        let path = context.credentials_file()?;
        file::update(&path, profile, &[(key, change)])?;
        file::warn_if_readable_by_others(context.program, &path);
        return Ok(());
    }
    let section = if profile == PLUGINS { profile.to_owned() } else { file::profile_section(profile) };
    file::update(&context.config_file()?, &section, &[(key, change)])
}
