//! Credentials of a profile, from any source that it names.

mod plan;
mod sign_on;

use std::fmt;
use std::sync::OnceLock;

use tinsmith_runtime::config::ChainContext;
use tinsmith_runtime::credentials::{
    Credentials, CredentialsError, EnvironmentCredentials, ProfileCredentials as Keys, ProvideCredentials,
    SharedCredentialsProvider, future,
};

use crate::{ContainerCredentials, InstanceCredentials, ProcessCredentials};
use plan::{Base, Plan, Unusable};

/// Loads the credentials of a profile in the shared files. The first of these that the profile has is used:
///
/// | keys of the profile | credentials |
/// | --- | --- |
/// | `role_arn` with `source_profile` | of the role, assumed with the credentials of another profile, which may assume a role too |
/// | `role_arn` with `credential_source` | of the role, assumed with the credentials of `Environment`, `EcsContainer` or `Ec2InstanceMetadata` |
/// | `role_arn` with `web_identity_token_file` | of the role, assumed with the token in the file |
/// | `sso_account_id`, `sso_role_name` with `sso_session`, or with `sso_start_url` and `sso_region` | of the role, for the user who is signed in |
/// | `login_session` | of the session that `aws login` created |
/// | `aws_access_key_id`, `aws_secret_access_key`, `aws_session_token` | these keys |
/// | `credential_process` | those that the program prints |
///
/// The settings of a role also include `role_session_name`, `external_id`, `duration_seconds` and `mfa_serial`. If a
/// source profile has keys, these are used even if it also names a role. An error in any profile of the chain is
/// reported, and no other provider is tried.
pub struct ProfileCredentials {
    context: ChainContext,
    provider: OnceLock<Result<SharedCredentialsProvider, Unusable>>,
}

impl ProfileCredentials {
    /// Creates a provider for the context's profile.
    pub fn new(context: ChainContext) -> Self {
        Self { context, provider: OnceLock::new() }
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let context = &self.context;
        let provider = self.provider.get_or_init(|| {
            let plan = plan::plan(&context.profiles, &context.profile)?;
            build(context, plan)
        });
        match provider {
            Ok(provider) => provider.provide_credentials().await,
            Err(Unusable::Nothing(reason)) => Err(CredentialsError::not_loaded(reason.clone())),
            Err(Unusable::Wrong(reasons)) => Err(CredentialsError::invalid_configuration(reasons.join("; "))),
        }
    }
}

/// Builds the provider that a plan describes.
fn build(context: &ChainContext, plan: Plan) -> Result<SharedCredentialsProvider, Unusable> {
    let base = base(context, plan.base)?;
    roles(context, base, plan.roles)
}

fn base(context: &ChainContext, base: Base) -> Result<SharedCredentialsProvider, Unusable> {
    let ChainContext { environment, profiles, config, .. } = context;
    Ok(match base {
        Base::Keys(profile) => SharedCredentialsProvider::new(Keys::new(profiles.clone(), profile).only_keys()),
        Base::Process { setting, command } => {
            SharedCredentialsProvider::new(ProcessCredentials::new(command).of_setting(setting))
        }
        Base::Environment => SharedCredentialsProvider::new(EnvironmentCredentials::new(environment.clone())),
        Base::Container => SharedCredentialsProvider::new(ContainerCredentials::new(environment.clone(), config)),
        Base::Instance => {
            let profile = profiles.get(&context.profile);
            SharedCredentialsProvider::new(InstanceCredentials::new(environment, profile, config))
        }
        Base::Sso(sso) => single_sign_on(context, sso)?,
        Base::Login(session) => login(context, &session)?,
        Base::WebIdentity { role_arn, token_file, session_name } => {
            let token_file = environment.path(&token_file).to_string_lossy().into_owned();
            let mut provider = crate::WebIdentityCredentials::new(role_arn, token_file, config);
            if let Some(name) = session_name {
                provider = provider.session_name(name);
            }
            SharedCredentialsProvider::new(provider)
        }
    })
}

#[cfg(feature = "sso")]
fn single_sign_on(context: &ChainContext, sso: sign_on::Sso) -> Result<SharedCredentialsProvider, Unusable> {
    tracing::debug!(profile = context.profile, role = %sso, "the profile uses single sign-on");
    let Some(home) = context.environment.home() else {
        let reason = "single sign-on needs a home directory, but neither HOME nor USERPROFILE is set";
        return Err(Unusable::Wrong(vec![reason.to_owned()]));
    };
    let mut sign_in = crate::SignIn::new(sso.start_url, sso.region);
    sign_in.session = sso.session;
    let directory = home.join(".aws/sso/cache");
    let provider = crate::SsoCredentials::new(sso.account_id, sso.role_name, sign_in, directory, &context.config);
    Ok(SharedCredentialsProvider::new(provider))
}

#[cfg(not(feature = "sso"))]
fn single_sign_on(context: &ChainContext, sso: sign_on::Sso) -> Result<SharedCredentialsProvider, Unusable> {
    Err(Unusable::Wrong(vec![format!(
        "the profile `{}` uses the role {sso}, which needs the client's feature `credentials-sso`",
        context.profile
    )]))
}

#[cfg(feature = "sso")]
fn login(context: &ChainContext, session: &str) -> Result<SharedCredentialsProvider, Unusable> {
    let environment = &context.environment;
    let directory = match environment.get("AWS_LOGIN_CACHE_DIRECTORY") {
        Some(path) => Some(environment.path(path)),
        None => environment.home().map(|it| it.join(".aws/login/cache")),
    };
    let Some(directory) = directory else {
        let reason = "sessions of `aws login` need a home directory, but neither HOME nor USERPROFILE is set";
        return Err(Unusable::Wrong(vec![reason.to_owned()]));
    };
    let mut provider = crate::LoginCredentials::new(session, directory, &context.config);
    if let Some(url) = environment.get("AWS_ENDPOINT_URL_SIGNIN").or_else(|| environment.get("AWS_ENDPOINT_URL")) {
        provider = provider.endpoint_url(url);
    }
    Ok(SharedCredentialsProvider::new(provider))
}

#[cfg(not(feature = "sso"))]
fn login(context: &ChainContext, session: &str) -> Result<SharedCredentialsProvider, Unusable> {
    Err(Unusable::Wrong(vec![format!(
        "the profile `{}` uses the login session `{session}`, which needs the client's feature `credentials-sso`",
        context.profile
    )]))
}

/// Builds the provider of the last role. Each role is assumed with the credentials before it.
#[cfg(feature = "sts")]
fn roles(
    context: &ChainContext,
    base: SharedCredentialsProvider,
    roles: Vec<plan::Role>,
) -> Result<SharedCredentialsProvider, Unusable> {
    Ok(roles.into_iter().fold(base, |source, role| {
        tracing::debug!(profile = context.profile, %role, "the profile assumes a role");
        let mut provider = crate::RoleCredentials::new(role.arn, source, &context.config);
        if let Some(name) = role.session_name {
            provider = provider.session_name(name);
        }
        if let Some(id) = role.external_id {
            provider = provider.external_id(id);
        }
        if let Some(duration) = role.duration {
            provider = provider.duration(duration);
        }
        if let Some(serial) = role.mfa_serial {
            provider = provider.mfa(serial, context.mfa_prompt.clone());
        }
        if let Some(directory) = &context.role_directory {
            provider = provider.kept_in(directory);
        }
        SharedCredentialsProvider::new(provider)
    }))
}

#[cfg(not(feature = "sts"))]
fn roles(
    context: &ChainContext,
    base: SharedCredentialsProvider,
    roles: Vec<plan::Role>,
) -> Result<SharedCredentialsProvider, Unusable> {
    match roles.last() {
        None => Ok(base),
        Some(role) => Err(Unusable::Wrong(vec![format!(
            "the profile `{}` assumes the role {}, which needs the client's feature `credentials-sts`",
            context.profile, role
        )])),
    }
}

impl fmt::Debug for ProfileCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileCredentials").field("profile", &self.context.profile).finish_non_exhaustive()
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}
