//! The validation policy set outside of the program: by `TINSMITH_VALIDATION` or a profile.

#[cfg(feature = "loader")]
mod found;

use std::sync::{Once, OnceLock};

use super::ValidationPolicy;
use crate::scan;

#[cfg(feature = "loader")]
pub(super) use found::find;
#[cfg(feature = "loader")]
pub use found::validation_policy;

/// The environment variable of the policy.
const VARIABLE: &str = "TINSMITH_VALIDATION";

/// What the variable may contain.
const EXPECTED: &str = "expected enforce, warn or off";

pub(super) fn parse(text: &str) -> Option<ValidationPolicy> {
    [("enforce", ValidationPolicy::Enforce), ("warn", ValidationPolicy::Warn), ("off", ValidationPolicy::Off)]
        .into_iter()
        .find_map(|(name, policy)| scan::is_same(text.trim(), name).then_some(policy))
}

/// The policy of clients that set none: the process's `TINSMITH_VALIDATION`.
pub(super) fn of_process() -> ValidationPolicy {
    static POLICY: OnceLock<ValidationPolicy> = OnceLock::new();
    *POLICY.get_or_init(|| {
        let Some(value) = std::env::var(VARIABLE).ok().filter(|it| !it.is_empty()) else {
            return ValidationPolicy::default();
        };
        let Some(policy) = parse(&value) else {
            tracing::warn!(value, "ignoring the environment variable {VARIABLE}: {EXPECTED}");
            return ValidationPolicy::default();
        };
        log(policy, VARIABLE);
        policy
    })
}

/// Logs once per process that the policy was set outside of the program.
pub(super) fn log(policy: ValidationPolicy, source: &str) {
    static LOGGED: Once = Once::new();
    LOGGED.call_once(|| tracing::warn!(?policy, source, "the validation policy was set outside of the program"));
}
