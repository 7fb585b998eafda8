//! Follows a profile's credentials settings from profile to profile and checks them, before any request is made.

use std::fmt;
use std::time::Duration;

use tinsmith_runtime::profile::{Profile, Profiles};

use super::sign_on::Sso;

/// The valid durations of a role session, in seconds.
const DURATIONS: std::ops::RangeInclusive<u64> = 900..=43_200;

/// The source of credentials, and roles that are assumed with it one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) base: Base,
    /// Each role is assumed with the credentials of the previous one.
    pub(super) roles: Vec<Role>,
}

/// The first credentials of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The keys in the profile with this name.
    Keys(String),
    /// The output of a command, with a description of the setting that contains it.
    Process { setting: String, command: String },
    /// The keys in environment variables.
    Environment,
    /// The credentials of the container.
    Container,
    /// The credentials of the instance.
    Instance,
    /// The credentials of a single sign-on role.
    Sso(Sso),
    /// The credentials of the session that `aws login` created.
    Login(String),
    /// The credentials of a role that is assumed with a token.
    WebIdentity { role_arn: String, token_file: String, session_name: Option<String> },
}

/// A role to assume.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) arn: String,
    pub(super) session_name: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) duration: Option<Duration>,
    pub(super) mfa_serial: Option<String>,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.arn)?;
        if let Some(name) = &self.session_name {
            write!(f, " as {name}")?;
        }
        if let Some(duration) = self.duration {
            write!(f, " for {} s", duration.as_secs())?;
        }
        if let Some(serial) = &self.mfa_serial {
            write!(f, " with a code of {serial}")?;
        }
        // The ID itself is confidential between the role's owner and the caller.
        f.write_str(if self.external_id.is_some() { " with an external ID" } else { "" })
    }
}

/// The reason why a profile has no credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// It has no credentials settings, for this reason.
    Nothing(String),
    /// Its settings are invalid, with all mistakes.
    Wrong(Vec<String>),
}

/// The next step after a profile.
enum Step<'a> {
    /// The credentials of the profile.
    Base(Base),
    /// A role that is assumed with the credentials of the profile with this name.
    Source(&'a str),
    /// None, because of a mistake.
    Nowhere,
}

/// Creates the plan of the profile with this name.
pub(super) fn plan(profiles: &Profiles, name: &str) -> Result<Plan, Unusable> {
    let mut planner = Planner { profiles, roles: Vec::new(), wrong: Vec::new() };
    let mut path: Vec<&str> = Vec::new();
    let mut next = name;
    let base = loop {
        let Some(profile) = profiles.get(next) else {
            let Some(from) = path.last() else {
                return Err(Unusable::Nothing(profiles.missing(name)));
            };
            planner.mistake(from, format!("its `source_profile` is `{next}`, which does not exist"));
            break None;
        };
        if !path.contains(&next) {
            planner.wrong.extend(profile.mistakes().map(ToString::to_string));
        }
        // If a source profile has keys, these are meant, whatever else it has. The same applies if a profile is its own
        // source.
        if !path.is_empty() && profile.get("aws_access_key_id").is_some() {
            break Some(Base::Keys(next.to_owned()));
        }
        if path.contains(&next) {
            path.push(next);
            let circle = path.join("` -> `");
            planner.wrong.push(format!("the `source_profile` settings form a circle: `{circle}`"));
            break None;
        }
        let is_first = path.is_empty();
        path.push(next);
        match planner.step(profile, is_first) {
            Step::Base(base) => break Some(base),
            Step::Source(source) => next = source,
            Step::Nowhere => break None,
        }
    };
    // The last role found is the first one to assume.
    planner.roles.reverse();
    match base {
        Some(base) if planner.wrong.is_empty() => Ok(Plan { base, roles: planner.roles }),
        _ => Err(Unusable::Wrong(planner.wrong)),
    }
}

struct Planner<'p> {
    profiles: &'p Profiles,
    roles: Vec<Role>,
    wrong: Vec<String>,
}

impl Planner<'_> {
    fn mistake(&mut self, profile: &str, what: String) {
        self.wrong.push(format!("the profile `{profile}`: {what}"));
    }

    fn step<'a>(&mut self, profile: Profile<'a>, is_first: bool) -> Step<'a> {
        let name = profile.name();
        let Some(arn) = profile.get("role_arn") else { return self.without_role(profile, is_first) };
        let sources = ["source_profile", "credential_source", "web_identity_token_file"];
        let given: Vec<_> = sources.into_iter().filter_map(|key| Some((key, profile.get(key)?))).collect();
        let role = self.role(profile, arn);
        let step = match *given {
            [("source_profile", source)] => Step::Source(source),
            [("credential_source", source)] => match source {
                "Environment" => Step::Base(Base::Environment),
                "EcsContainer" => Step::Base(Base::Container),
                "Ec2InstanceMetadata" => Step::Base(Base::Instance),
                other => {
                    let known = "Environment, EcsContainer or Ec2InstanceMetadata";
                    self.mistake(name, format!("invalid `credential_source` {other:?}: expected {known}"));
                    Step::Nowhere
                }
            },
            [(_, token_file)] => {
                let (role_arn, token_file) = (arn.to_owned(), token_file.to_owned());
                return Step::Base(Base::WebIdentity { role_arn, token_file, session_name: role.session_name });
            }
            [] => {
                let known = "`source_profile`, `credential_source` or `web_identity_token_file`";
                self.mistake(name, format!("it has `role_arn`, but no credentials to assume it with: {known}"));
                Step::Nowhere
            }
            _ => {
                let given = given.iter().map(|(key, _)| *key).collect::<Vec<_>>().join("` and `");
                self.mistake(name, format!("it has `{given}`: remove all but one"));
                Step::Nowhere
            }
        };
        self.roles.push(role);
        step
    }

    /// Continues with a profile that does not assume a role.
    fn without_role<'a>(&mut self, profile: Profile<'a>, is_first: bool) -> Step<'a> {
        let name = profile.name();
        if profile.get("web_identity_token_file").is_some() {
            self.mistake(name, "it has `web_identity_token_file` but not `role_arn`".to_owned());
            return Step::Nowhere;
        }
        // A profile may have a session for other purposes. Credentials are always those of a role.
        if ["sso_account_id", "sso_role_name"].iter().any(|key| profile.get(key).is_some()) {
            return Sso::of(profile, self.profiles, &mut |what| {
                self.wrong.push(format!("the profile `{name}`: {what}"));
            })
            .map_or(Step::Nowhere, |sso| Step::Base(Base::Sso(sso)));
        }
        if let Some(session) = profile.get("login_session") {
            return Step::Base(Base::Login(session.to_owned()));
        }
        if profile.get("aws_access_key_id").is_none() {
            if let Some(command) = profile.get("credential_process") {
                return Step::Base(Base::Process {
                    setting: profile.describe("credential_process"),
                    command: command.to_owned(),
                });
            }
            if !is_first {
                self.mistake(name, "it is the `source_profile` of another profile, but has no credentials".to_owned());
                return Step::Nowhere;
            }
        }
        Step::Base(Base::Keys(name.to_owned()))
    }

    fn role(&mut self, profile: Profile<'_>, arn: &str) -> Role {
        let text = |key: &str| profile.get(key).map(str::to_owned);
        let duration = profile.get("duration_seconds").and_then(|text| {
            let seconds = text.parse().ok().filter(|it| DURATIONS.contains(it));
            if seconds.is_none() {
                let what = format!("invalid `duration_seconds` {text:?}: expected a number from 900 to 43200");
                self.mistake(profile.name(), what);
            }
            seconds.map(Duration::from_secs)
        });
        Role {
            arn: arn.to_owned(),
            session_name: text("role_session_name"),
            external_id: text("external_id"),
            duration,
            mfa_serial: text("mfa_serial"),
        }
    }
}
