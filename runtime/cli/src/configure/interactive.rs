//! `configure` without a subcommand: asks for keys, region and output format.

use super::file::{self, Change};
use super::prompt::ask;
use super::{Context, masked};
use crate::failure::Failure;
use crate::terminal::print;

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";
const TOKEN: &str = "aws_session_token";

/// The questions: the key and its description.
const QUESTIONS: &[(&str, &str)] = &[
    (ID, "AWS Access Key ID"),
    (SECRET, "AWS Secret Access Key"),
    (TOKEN, "AWS Session Token"),
    ("region", "Default region name"),
    ("output", "Default output format"),
];

/// Asks the questions, and writes the changes.
pub(super) fn run(context: &Context<'_>) -> Result<(), Failure> {
    let profiles = context.profiles()?;
    let profile = profiles.get(context.profile());
    let current = |key: &str| profile.and_then(|it| it.get(key)).map(str::to_owned);
    if profile.is_none() {
        print(
            "\nTip: You can deliver temporary credentials to the AWS CLI using your AWS Console session by running the \
             command 'aws login'.\n\n",
        )?;
    }
    let mut keys: Vec<(&str, Change)> = Vec::new();
    let mut settings: Vec<(&str, Change)> = Vec::new();
    let mut id = None;
    for (key, question) in QUESTIONS {
        if *key == TOKEN && !asks_for_token(id.as_deref(), current(TOKEN).is_some()) {
            continue;
        }
        let is_key = key.starts_with("aws_");
        let shown = current(key).map(|it| if is_key { masked(&it) } else { it });
        let Some(answer) = ask(question, shown.as_deref())? else { continue };
        if current(key).as_deref() == Some(&answer) {
            continue;
        }
        if *key == ID {
            id = Some(answer.clone());
        }
        let changes = if is_key { &mut keys } else { &mut settings };
        changes.push((key, Change::Text(answer)));
    }
    // The token of temporary credentials does not belong to new keys.
    if id.as_deref().is_some_and(|it| !is_temporary(it)) && current(TOKEN).is_some() {
        keys.push((TOKEN, Change::Removed));
    }
    if !keys.is_empty() {
        let path = context.credentials_file()?;
        file::update(&path, context.profile(), &keys)?;
        file::warn_if_readable_by_others(context.program, &path);
    }
    if !settings.is_empty() {
        file::update(&context.config_file()?, &file::profile_section(context.profile()), &settings)?;
    }
    Ok(())
}

fn is_temporary(id: &str) -> bool {
    id.starts_with("ASIA")
}

/// Whether to ask for a token: if the new key is a temporary one or, without a new key, if there is a token.
fn asks_for_token(id: Option<&str>, has_token: bool) -> bool {
    id.map_or(has_token, is_temporary)
}
