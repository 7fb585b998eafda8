//! The validation policy set outside of the program: by `TINSMITH_VALIDATION` or a profile.

use std::sync::{Once, OnceLock};

use super::{ConfigError, Environment, ValidationPolicy};
use crate::profile::Profile;

/// The environment variable of the policy.
const VARIABLE: &str = "TINSMITH_VALIDATION";

/// The profile key of the policy.
const KEY: &str = "tinsmith_validation";

/// A policy, and where it was found.
pub(super) type Found = (ValidationPolicy, String);

/// Reads the validation policy from `TINSMITH_VALIDATION`, else from the profile: its `tinsmith_validation` or the AWS
/// CLI's `parameter_validation = false`. [`Loader`](super::Loader) does this already.
///
/// # Errors
///
/// Fails if the value is not a policy.
pub fn validation_policy(
    environment: &Environment,
    profile: Option<Profile<'_>>,
) -> Result<Option<ValidationPolicy>, ConfigError> {
    find(environment, profile).map(|found| found.map(|(policy, _)| policy))
}

/// The policy of the environment, else of the profile. The AWS CLI's `parameter_validation = false` means `off`.
pub(super) fn find(environment: &Environment, profile: Option<Profile<'_>>) -> Result<Option<Found>, ConfigError> {
    let in_environment = environment.get(VARIABLE).map(|it| (KEY, it, VARIABLE.to_owned()));
    let in_profile = |key: &'static str| {
        let profile = profile?;
        Some((key, profile.get(key)?, format!("profile `{}`", profile.name())))
    };
    let found = in_environment.or_else(|| in_profile(KEY)).or_else(|| in_profile("parameter_validation"));
    let Some((setting, value, source)) = found else { return Ok(None) };
    let (policy, reason) = if setting == KEY {
        (parse(value), "expected enforce, warn or off")
    } else {
        (parse_bool(value), "expected true or false")
    };
    match policy {
        Some(policy) => Ok(Some((policy, source))),
        None => {
            let (value, reason) = (value.to_owned(), reason.to_owned());
            Err(ConfigError::InvalidValue { setting, source, value, reason })
        }
    }
}

pub(super) fn parse(text: &str) -> Option<ValidationPolicy> {
    [("enforce", ValidationPolicy::Enforce), ("warn", ValidationPolicy::Warn), ("off", ValidationPolicy::Off)]
        .into_iter()
        .find_map(|(name, policy)| text.trim().eq_ignore_ascii_case(name).then_some(policy))
}

fn parse_bool(text: &str) -> Option<ValidationPolicy> {
    [("true", ValidationPolicy::Enforce), ("false", ValidationPolicy::Off)]
        .into_iter()
        .find_map(|(name, policy)| text.trim().eq_ignore_ascii_case(name).then_some(policy))
}

/// The policy of clients that set none: the process's `TINSMITH_VALIDATION`.
pub(super) fn of_process() -> ValidationPolicy {
    static POLICY: OnceLock<ValidationPolicy> = OnceLock::new();
    *POLICY.get_or_init(|| {
        let variable = std::env::var(VARIABLE).ok().filter(|it| !it.is_empty());
        let environment: Environment = variable.into_iter().map(|it| (VARIABLE, it)).collect();
        match find(&environment, None) {
            Ok(Some(found)) => {
                log(&found);
                found.0
            }
            Ok(None) => ValidationPolicy::default(),
            Err(error) => {
                tracing::warn!(%error, "ignoring the environment variable");
                ValidationPolicy::default()
            }
        }
    })
}

/// Logs once per process that the policy was set outside of the program.
pub(super) fn log((policy, source): &Found) {
    static LOGGED: Once = Once::new();
    LOGGED.call_once(|| tracing::warn!(?policy, source, "the validation policy was set outside of the program"));
}
