//! Checks values against the constraints of their model.
//!
//! All broken constraints are reported, in member order. Mistakes that can never be right (a missing required member, a
//! union without a member, an empty part of the address) are told apart from limits, which services loosen over time:
//! see [`ValidationPolicy`]. Enum values are never rejected, because enums are open.

mod constraint;
mod walk;

pub use constraint::{Constraint, LengthUnit};

use std::fmt;

use crate::path::Path;
use crate::shape::Structure;

/// How to treat inputs that break a limit of their model: `length`, `pattern`, `range` or `uniqueItems`. Services may
/// loosen limits after a client was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationPolicy {
    /// Reject the input before anything is sent.
    #[default]
    Enforce,
    /// Send the input, and log its violations.
    Warn,
    /// Send the input without checking limits.
    Off,
}

/// All constraints that a value breaks, in member order. At least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Violations(Vec<Violation>);

/// A broken constraint.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// The path of the invalid value.
    pub path: Path,
    /// The constraint that it breaks.
    pub constraint: Constraint,
}

impl Violations {
    /// The violations, in member order.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Splits them into those that are errors under every policy, and those that depend on the policy.
    pub fn split(self) -> (Option<Violations>, Option<Violations>) {
        let (always, by_policy) = self.0.into_iter().partition(|it| !it.constraint.is_limit());
        (Self::of(always), Self::of(by_policy))
    }

    /// Finds the violations among an error and its sources, if they are why a call failed.
    ///
    /// ```
    /// # mod tinsmith_iam { pub mod error { pub use tinsmith_runtime::validate::Violations; } }
    /// use tinsmith_iam::error::Violations;
    ///
    /// fn explain(error: &(dyn std::error::Error + 'static)) -> String {
    ///     match Violations::behind(error) {
    ///         Some(violations) => format!("not sent:\n{violations}"),
    ///         None => error.to_string(),
    ///     }
    /// }
    /// # assert_eq!(explain(&std::fmt::Error), std::fmt::Error.to_string());
    /// ```
    pub fn behind<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a Self> {
        std::iter::successors(Some(error), |&error| error.source()).find_map(|it| it.downcast_ref())
    }

    fn of(violations: Vec<Violation>) -> Option<Self> {
        if violations.is_empty() { None } else { Some(Self(violations)) }
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    /// Writes one violation per line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, violation) in self.iter().enumerate() {
            write!(f, "{}{violation}", if place > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.constraint)
    }
}

/// Checks a structure against all constraints of its table.
pub fn validate(value: &dyn Structure) -> Result<(), Violations> {
    Violations::of(walk::violations(value, true)).map_or(Ok(()), Err)
}

/// Checks a structure according to the policy: `Ok(Some(…))` contains violations to log, `Err` those that reject it.
pub fn validate_with(value: &dyn Structure, policy: ValidationPolicy) -> Result<Option<Violations>, Violations> {
    let limits = policy != ValidationPolicy::Off;
    let Some(violations) = Violations::of(walk::violations(value, limits)) else { return Ok(None) };
    if policy != ValidationPolicy::Warn {
        return Err(violations);
    }
    match violations.split() {
        (Some(always), _) => Err(always),
        (None, warnings) => Ok(warnings),
    }
}
