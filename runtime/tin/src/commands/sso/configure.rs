//! `configure sso`: asks for the settings of single sign-on, signs in, and writes a profile for an account and a role.

use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tinsmith_cli::command::{
    Failure, Fields, Globals, Section, SsoSettings, Value, ask, ask_for_session, ask_until, parse_json, print,
    required, write_section,
};
use tinsmith_cli::many::OwnContext;
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;
use tinsmith_runtime::profile::Profiles;

use super::MOST_BYTES;
use super::login::{FLAGS, Settings, code_of, sign_in};
use crate::commands::{Given, text};
use tinsmith_cli::command::OtherService;

/// The answers to the questions about single sign-on.
struct Answers {
    session: Option<String>,
    settings: SsoSettings,
    /// Whether the settings are new, so that a cached token is not for them.
    are_new: bool,
}

/// Runs the command.
pub(crate) fn run(context: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    let flags = FLAGS.get(1..).unwrap_or_default();
    let given = Given::read("configure sso", &[], flags, arguments)?;
    let globals = context.globals;
    let environment = Environment::of_process();
    let profiles = Profiles::of(&environment).unwrap_or_default();
    let named = globals.profile.as_deref().or_else(|| environment.profile_name());
    let profile = profiles.get(named.unwrap_or("default"));
    let of_profile = |key: &str| profile.as_ref().and_then(|it| it.get(key)).map(str::to_owned);

    let answers = answers(&profiles, &of_profile)?;
    let settings = Settings::of(&answers.settings, answers.session.as_deref())?;
    // The profile may not exist yet, and the sign-in does not need it.
    let mut for_portal = globals.for_other_service();
    for_portal.profile = None;
    let cached = if answers.are_new { None } else { cached_token(&environment, &settings) };
    let token = match cached {
        Some(token) => token,
        None => sign_in(&for_portal, &settings, !given.has("no-browser"), given.has("use-device-code"))?,
    };
    for_portal.region = Some(answers.settings.region.clone());
    let access = choose(&for_portal, text(&token, "accessToken"))?;

    let mut keys: Vec<(&str, String)> = match &answers.session {
        Some(session) => vec![("sso_session", session.clone())],
        None => answers.settings.keys(),
    };
    if let Some((account, role)) = &access {
        keys.push(("sso_account_id", account.clone()));
        keys.push(("sso_role_name", role.clone()));
    }
    for (key, question) in
        [("region", "Default client Region"), ("output", "CLI default output format (json if not specified)")]
    {
        if let Some(answer) = ask(question, of_profile(key).as_deref())? {
            keys.push((key, answer));
        }
    }
    let name = match named {
        Some(name) => name.to_owned(),
        None => {
            let default = access.as_ref().map(|(account, role)| format!("{role}-{account}"));
            let shown = default.as_deref().unwrap_or("None");
            ask_until(&format!("Profile name [{shown}]: "), default.as_deref(), required)?
        }
    };
    write_section(context.program, &Section::Profile(&name), &keys)?;
    if let Some(session) = answers.session.as_deref().filter(|_| answers.are_new) {
        write_section(context.program, &Section::SsoSession(session), &answers.settings.keys())?;
    }
    conclude(context.program, &name, access.is_some())
}

/// Asks for the session, and for its settings if it is new.
fn answers(profiles: &Profiles, of_profile: &dyn Fn(&str) -> Option<String>) -> Result<Answers, Failure> {
    let session = ask_for_session(profiles, of_profile("sso_session").as_deref(), false)?;
    let current = SsoSettings {
        start_url: of_profile("sso_start_url").unwrap_or_default(),
        region: of_profile("sso_region").unwrap_or_default(),
        scopes: None,
    };
    match session {
        None => {
            print(
                "WARNING: Configuring using legacy format (e.g. without an SSO session).\nConsider re-running \
                 \"configure sso\" command and providing a session name.\n",
            )?;
            Ok(Answers { session: None, settings: SsoSettings::ask(&current, false)?, are_new: true })
        }
        Some(name) => match profiles.sso_session(&name) {
            Some(section) => {
                let settings = SsoSettings::of(|key| section.get(key));
                Ok(Answers { session: Some(name.clone()), settings, are_new: false })
            }
            None => Ok(Answers { session: Some(name), settings: SsoSettings::ask(&current, true)?, are_new: true }),
        },
    }
}

/// The cached token of a session, if it is still valid.
fn cached_token(environment: &Environment, settings: &Settings) -> Option<Fields> {
    let path = environment.home()?.join(".aws/sso/cache").join(settings.file_name());
    let text_of_file = private_file::read_text(&path, MOST_BYTES).ok()?;
    let Ok(Value::Object(token)) = parse_json(&text_of_file) else { return None };
    let expires = DateTime::from_str(text(&token, "expiresAt"), Format::DateTime).ok()?;
    let is_valid = expires.secs() > DateTime::from(SystemTime::now()).secs() && !text(&token, "accessToken").is_empty();
    is_valid.then_some(token)
}

/// Lets the user choose an account and a role. `None` if the token does not permit to list them.
fn choose(globals: &Globals, token: &str) -> Result<Option<(String, String)>, Failure> {
    let portal = Portal { service: OtherService::connect("sso", globals)?, token };
    let choose = || {
        let account = portal.choose_account()?;
        print(&format!("Using the account ID {account}\n"))?;
        let role = portal.choose_role(&account)?;
        print(&format!("Using the role name \"{role}\"\n"))?;
        Ok((account, role))
    };
    match choose() {
        Ok(chosen) => Ok(Some(chosen)),
        Err(failure) if code_of(&failure) == "Unauthorized" => {
            print(
                "Unable to list AWS accounts and/or roles. Skipping configuring AWS credential provider for \
                 profile.\n",
            )?;
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// The access portal.
struct Portal<'a> {
    service: OtherService,
    token: &'a str,
}

impl Portal<'_> {
    fn choose_account(&self) -> Result<String, Failure> {
        let mut accounts = self.list("ListAccounts", "accountList", &[])?;
        accounts.sort_by_key(sorting_key);
        let names: Vec<String> = accounts.iter().map(shown).collect();
        let index = match names.as_slice() {
            [] => return Err(Failure::General("No AWS accounts are available to you.".to_owned())),
            [only] => {
                print(&format!("The only AWS account available to you is: {only}\n"))?;
                0
            }
            names => {
                print(&format!("There are {} AWS accounts available to you.\n", names.len()))?;
                pick(names)?
            }
        };
        Ok(accounts.get(index).map(|it| text(it, "accountId").to_owned()).unwrap_or_default())
    }

    fn choose_role(&self, account: &str) -> Result<String, Failure> {
        let roles = self.list("ListAccountRoles", "roleList", &[("accountId", account)])?;
        let mut names: Vec<String> = roles.iter().map(|it| text(it, "roleName").to_owned()).collect();
        names.sort_by_key(|it| it.to_lowercase());
        let index = match names.as_slice() {
            [] => return Err(Failure::General(format!("No roles are available for the account {account}"))),
            [only] => {
                print(&format!("The only role available to you is: {only}\n"))?;
                0
            }
            names => {
                print(&format!("There are {} roles available to you.\n", names.len()))?;
                pick(names)?
            }
        };
        Ok(names.swap_remove(index))
    }

    /// All elements of a list, page by page.
    fn list(&self, operation: &str, list: &str, values: &[(&str, &str)]) -> Result<Vec<Fields>, Failure> {
        let mut all = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let more = next.iter().map(|it| ("nextToken", it.as_str()));
            let values = values.iter().copied().chain([("accessToken", self.token)]).chain(more);
            let values: Vec<_> = values.map(|(name, value)| (name, Value::string(value))).collect();
            let page = self.service.call(operation, &values)?;
            if let Some(Value::List(items)) = page.get(list) {
                all.extend(
                    items.iter().filter_map(|it| if let Value::Object(it) = it { Some(it.clone()) } else { None }),
                );
            }
            let token = Some(text(&page, "nextToken")).filter(|it| !it.is_empty()).map(str::to_owned);
            // A service that returns the same token again would never end.
            if token.is_none() || token == next {
                return Ok(all);
            }
            next = token;
        }
    }
}

/// How an account is shown.
fn shown(account: &Fields) -> String {
    let names = [text(account, "accountName"), text(account, "emailAddress")];
    let names: Vec<&str> = names.into_iter().filter(|it| !it.is_empty()).collect();
    let id = text(account, "accountId");
    if names.is_empty() { id.to_owned() } else { format!("{} ({id})", names.join(", ")) }
}

/// Accounts with names come first.
fn sorting_key(account: &Fields) -> (bool, String) {
    let keys = ["accountName", "emailAddress", "accountId"].map(|it| text(account, it));
    let first = keys.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
    (keys[0].is_empty() && keys[1].is_empty(), first.to_lowercase())
}

/// Lists choices with numbers, and asks for one.
fn pick(names: &[String]) -> Result<usize, Failure> {
    for (index, name) in names.iter().enumerate() {
        print(&format!("{:4}. {name}\n", index + 1))?;
    }
    let index = |answer: &str| answer.trim().parse::<usize>().ok().filter(|it| (1..=names.len()).contains(it));
    let answer = ask_until(&format!("Number of your choice (1-{}) [1]: ", names.len()), Some("1"), |answer| {
        index(answer).is_none().then_some("Enter one of the numbers")
    })?;
    Ok(index(&answer).unwrap_or(1) - 1)
}

fn conclude(program: &str, profile: &str, has_credentials: bool) -> Result<(), Failure> {
    print(&match (has_credentials, profile) {
        (false, _) => format!("Successfully configured SSO for profile: {profile}\n"),
        (true, "default") => format!(
            "The AWS CLI is now configured to use the default profile.\nRun the following command to verify your \
             configuration:\n\n{program} sts get-caller-identity\n"
        ),
        (true, _) => format!(
            "To use this profile, specify the profile name using --profile, as shown:\n\n{program} sts \
             get-caller-identity --profile {profile}\n"
        ),
    })
}
