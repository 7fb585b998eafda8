//! `configure sso-session`: asks for the settings of a single sign-on session, and writes its section.

use super::prompt::{ask_plainly, ask_until};
use super::shared_files::{self, Section};
use super::{Context, no_more};
use crate::failure::Failure;
use crate::terminal::print;
use tinsmith_runtime::profile::Profiles;

/// The scope without which a token cannot be refreshed.
const DEFAULT_SCOPE: &str = "sso:account:access";

/// The settings of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SsoSettings {
    /// The address of the access portal.
    pub start_url: String,
    /// The region of the directory.
    pub region: String,
    /// The requested scopes, separated by commas. Without a session, there are none.
    pub scopes: Option<String>,
}

impl SsoSettings {
    /// The settings of a section, as far as it has them.
    pub fn of<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        let text = |key: &str| get(key).unwrap_or_default().to_owned();
        Self {
            start_url: text("sso_start_url"),
            region: text("sso_region"),
            scopes: get("sso_registration_scopes").map(str::to_owned),
        }
    }

    /// Asks for the settings. Current ones are the default answers.
    ///
    /// # Errors
    ///
    /// Fails if standard input ends or cannot be read.
    pub fn ask(current: &Self, with_scopes: bool) -> Result<Self, Failure> {
        let known = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        let question = |question: &str, current: Option<&str>| format!("{question} [{}]: ", current.unwrap_or("None"));
        let url = known(&current.start_url);
        let start_url = ask_until(&question("SSO start URL", url.as_deref()), url.as_deref(), |it| {
            (!is_url(it)).then_some("Not a valid Start URL")
        })?;
        let region = known(&current.region);
        let region = ask_until(&question("SSO region", region.as_deref()), region.as_deref(), required)?;
        let scopes = match with_scopes {
            true => {
                let current = current.scopes.as_deref().unwrap_or(DEFAULT_SCOPE);
                let given = ask_plainly(&question("SSO registration scopes", Some(current)))?;
                Some(given.unwrap_or_else(|| current.to_owned()))
            }
            false => None,
        };
        Ok(Self { start_url, region, scopes })
    }

    /// The keys of a section.
    pub fn keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![("sso_start_url", self.start_url.clone()), ("sso_region", self.region.clone())];
        keys.extend(self.scopes.clone().map(|it| ("sso_registration_scopes", it)));
        keys
    }
}

/// Whether an answer is missing.
pub fn required(answer: &str) -> Option<&'static str> {
    answer.is_empty().then_some("A value is required")
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|it| it.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|it| !it.is_empty() && !it.contains(char::is_whitespace))
}

/// Asks for the name of a session. `None` if it is optional and the answer is empty.
///
/// # Errors
///
/// Fails if standard input ends or cannot be read.
pub fn ask_for_session(
    profiles: &Profiles,
    current: Option<&str>,
    is_required: bool,
) -> Result<Option<String>, Failure> {
    let hint = if is_required { "" } else { " (Recommended)" };
    let prompt = match current {
        Some(current) => format!("SSO session name [{current}]: "),
        None => format!("SSO session name{hint}: "),
    };
    let name = match is_required {
        true => Some(ask_until(&prompt, current, required)?),
        false => ask_plainly(&prompt)?.or_else(|| current.map(str::to_owned)),
    };
    if let Some(name) = name.as_deref().filter(|it| profiles.sso_session(it).is_some()) {
        print(&format!("Using the existing session {name}.\n"))?;
    }
    Ok(name)
}

/// Runs the command.
pub(super) fn run(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    no_more(rest, "configure sso-session")?;
    let profiles = context.profiles()?;
    let current = profiles.get(context.profile()).and_then(|it| it.get("sso_session"));
    let name = ask_for_session(&profiles, current, true)?.unwrap_or_default();
    let current = profiles.sso_session(&name).map(|it| SsoSettings::of(|key| it.get(key))).unwrap_or_default();
    let settings = SsoSettings::ask(&current, true)?;
    shared_files::write(context.program, &Section::SsoSession(&name), &settings.keys())?;
    let program = context.program;
    print(&format!(
        "\nCompleted configuring SSO session: {name}\nRun the following to login and refresh access token for this \
         session:\n\n{program} sso login --sso-session {name}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::is_url;

    #[test]
    fn start_urls_have_a_scheme_and_a_host() {
        assert!(is_url("https://my-sso.awsapps.com/start"));
        for text in ["", "my-sso.awsapps.com/start", "https://", "https:///start", "ftp://a", "https://a b/"] {
            assert!(!is_url(text), "{text}");
        }
    }
}
