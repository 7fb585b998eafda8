//! The bearer token of a profile.

use std::fmt;

use tinsmith_runtime::config::{ChainContext, ProvideToken, SharedTokenProvider, SsoSession};
use tinsmith_runtime::credentials::TokenError;
use tinsmith_runtime::credentials::future;

/// The provider of the token of the profile's `sso-session`. `None` if the profile names none.
pub(crate) fn of_profile(context: &ChainContext) -> Option<SharedTokenProvider> {
    let profile = context.profiles.get(&context.profile)?;
    let name = profile.get("sso_session")?;
    let found = match context.profiles.sso_session(name) {
        Some(session) => of_session(context, session),
        None => Err(format!("its `sso_session` is `{name}`, but there is no `[sso-session {name}]`")),
    };
    let wrong = |reason| Broken(format!("the profile `{}` has no usable bearer token: {reason}", context.profile));
    Some(found.unwrap_or_else(|reason| SharedTokenProvider::new(wrong(reason))))
}

#[cfg(feature = "sso")]
fn of_session(context: &ChainContext, session: SsoSession<'_>) -> Result<SharedTokenProvider, String> {
    if let Some(mistake) = session.mistakes().next() {
        return Err(mistake.to_string());
    }
    let own = |key: &str| {
        session.get(key).ok_or_else(|| format!("`{key}` is missing in its `sso_session`, `{}`", session.name()))
    };
    let sign_in = crate::SignIn::new(own("sso_start_url")?, own("sso_region")?).session(session.name());
    let home = context.environment.home().ok_or("neither HOME nor USERPROFILE is set")?;
    let tokens = crate::SsoTokens::new(sign_in, home.join(".aws/sso/cache"), &context.config);
    Ok(SharedTokenProvider::new(tokens))
}

#[cfg(not(feature = "sso"))]
fn of_session(_: &ChainContext, session: SsoSession<'_>) -> Result<SharedTokenProvider, String> {
    Err(format!("its `sso_session`, `{}`, needs the client's feature `credentials-sso`", session.name()))
}

/// Settings that give no token. They fail only calls that need one.
struct Broken(String);

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SsoTokens")
    }
}

impl ProvideToken for Broken {
    fn provide_token<'a>(&'a self) -> future::ProvideToken<'a>
    where
        Self: 'a,
    {
        future::ProvideToken::ready(Err(TokenError::invalid_configuration(self.0.clone())))
    }
}
