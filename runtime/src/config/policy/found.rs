//! The policy that environment and profile contain.

use super::{EXPECTED, VARIABLE, parse};
use crate::config::{ConfigError, Environment, ValidationPolicy};
use crate::profile::Profile;

/// The profile key of the policy.
const KEY: &str = "tinsmith_validation";

/// A policy, and where it was found.
type Found = (ValidationPolicy, String);

/// Reads the validation policy from `TINSMITH_VALIDATION`, else from the profile: its `tinsmith_validation` or the AWS
/// CLI's `parameter_validation = false`. [`Loader`](super::super::Loader) does this already.
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
pub(in crate::config) fn find(
    environment: &Environment,
    profile: Option<Profile<'_>>,
) -> Result<Option<Found>, ConfigError> {
    let in_environment = environment.get(VARIABLE).map(|it| (KEY, it, VARIABLE.to_owned()));
    let in_profile = |key: &'static str| {
        let profile = profile?;
        Some((key, profile.get(key)?, format!("profile `{}`", profile.name())))
    };
    let found = in_environment.or_else(|| in_profile(KEY)).or_else(|| in_profile("parameter_validation"));
    let Some((setting, value, source)) = found else { return Ok(None) };
    let (policy, reason) =
        if setting == KEY { (parse(value), EXPECTED) } else { (parse_bool(value), "expected true or false") };
    match policy {
        Some(policy) => Ok(Some((policy, source))),
        None => {
            let (value, reason) = (value.to_owned(), reason.to_owned());
            Err(ConfigError::InvalidValue { setting, source, value, reason })
        }
    }
}

fn parse_bool(text: &str) -> Option<ValidationPolicy> {
    [("true", ValidationPolicy::Enforce), ("false", ValidationPolicy::Off)]
        .into_iter()
        .find_map(|(name, policy)| text.trim().eq_ignore_ascii_case(name).then_some(policy))
}
