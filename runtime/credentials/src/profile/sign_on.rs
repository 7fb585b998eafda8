//! The single sign-on settings of a profile and its session.

use std::fmt;

use tinsmith_runtime::profile::{Profile, Profiles, SsoSession};

/// A single sign-on role, and the portal where the user is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sso {
    /// The `sso-session`, unless the profile itself has all settings.
    pub(super) session: Option<String>,
    pub(super) start_url: String,
    pub(super) region: String,
    pub(super) account_id: String,
    pub(super) role_name: String,
}

impl fmt::Display for Sso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` in the account {} of {}", self.role_name, self.account_id, self.start_url)?;
        match &self.session {
            Some(name) => write!(f, " (session `{name}`, {})", self.region),
            None => write!(f, " ({})", self.region),
        }
    }
}

impl Sso {
    /// Reads the settings of a profile. `None` after mistakes.
    pub(super) fn of(profile: Profile<'_>, profiles: &Profiles, wrong: &mut dyn FnMut(String)) -> Option<Self> {
        let mut is_whole = true;
        let mut mistake = |what: String| {
            is_whole = false;
            wrong(what);
        };
        let named = profile.get("sso_session");
        let session = named.and_then(|name| profiles.sso_session(name));
        if let (Some(name), None) = (named, session) {
            mistake(format!("its `sso_session` is `{name}`, but there is no `[sso-session {name}]`"));
        }
        session.iter().flat_map(SsoSession::mistakes).for_each(|it| mistake(it.to_string()));
        let mut own = |key: &str| {
            profile.get(key).map_or_else(
                || {
                    mistake(format!("`{key}` is missing"));
                    String::new()
                },
                str::to_owned,
            )
        };
        let (account_id, role_name) = (own("sso_account_id"), own("sso_role_name"));
        let [start_url, region] = match (named, session) {
            (None, _) => ["sso_start_url", "sso_region"].map(own),
            // The missing section is already reported.
            (Some(_), None) => Default::default(),
            (Some(_), Some(session)) => {
                ["sso_start_url", "sso_region"].map(|key| of_session(profile, session, key, &mut mistake))
            }
        };
        let session = named.map(str::to_owned);
        is_whole.then_some(Self { session, start_url, region, account_id, role_name })
    }
}

/// A key of the session. The profile may repeat it, but must not contradict it.
fn of_session(profile: Profile<'_>, session: SsoSession<'_>, key: &str, mistake: &mut impl FnMut(String)) -> String {
    let name = session.name();
    match (profile.get(key), session.get(key)) {
        (Some(own), Some(shared)) if own != shared => {
            mistake(format!("its `{key}` differs from the one in its `sso_session`, `{name}`"));
        }
        (_, None) => mistake(format!("`{key}` is missing in its `sso_session`, `{name}`")),
        _ => {}
    }
    session.get(key).unwrap_or_default().to_owned()
}
