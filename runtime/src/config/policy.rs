//! The validation policy that is set from outside a program: by `TINSMITH_VALIDATION` or a profile.

use std::sync::{Once, OnceLock};

use super::{ConfigError, Environment, ValidationPolicy};
use crate::profile::Profile;

/// The variable that sets the policy.
const VARIABLE: &str = "TINSMITH_VALIDATION";

/// The key of a profile that sets the policy.
const KEY: &str = "tinsmith_validation";

/// A policy, and where it is set.
pub(super) type Found = (ValidationPolicy, String);

/// The validation policy that `TINSMITH_VALIDATION` sets, else the profile with `tinsmith_validation` or
/// the AWS CLI's `parameter_validation = false`. [`Loader`](super::Loader) reads it by itself.
///
/// # Errors
///
/// A value that is not a policy.
pub fn validation_policy(
    environment: &Environment,
    profile: Option<Profile<'_>>,
) -> Result<Option<ValidationPolicy>, ConfigError> {
    find(environment, profile).map(|found| found.map(|(policy, _)| policy))
}

/// The policy of the environment, else of the profile. The AWS CLI's `parameter_validation = false`
/// counts as `off`.
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

fn parse(text: &str) -> Option<ValidationPolicy> {
    [("enforce", ValidationPolicy::Enforce), ("warn", ValidationPolicy::Warn), ("off", ValidationPolicy::Off)]
        .into_iter()
        .find_map(|(name, policy)| text.trim().eq_ignore_ascii_case(name).then_some(policy))
}

fn parse_bool(text: &str) -> Option<ValidationPolicy> {
    [("true", ValidationPolicy::Enforce), ("false", ValidationPolicy::Off)]
        .into_iter()
        .find_map(|(name, policy)| text.trim().eq_ignore_ascii_case(name).then_some(policy))
}

/// The policy of clients that nobody configured: what the process's `TINSMITH_VALIDATION` says.
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
                tracing::warn!(%error, "ignoring the variable");
                ValidationPolicy::default()
            }
        }
    })
}

/// Logs, once in a process, that the policy is set from outside.
pub(super) fn log((policy, source): &Found) {
    static LOGGED: Once = Once::new();
    LOGGED.call_once(|| tracing::warn!(?policy, source, "the validation policy is set outside of the program"));
}
