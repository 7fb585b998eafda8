//! The walk that checks a value against the constraints of its model.
//!
//! It goes on after the first broken constraint and reports all of them, in member order. What
//! can never be right (a required member that is missing, a union without a member, an empty part
//! of the address) is distinguished from limits, which services loosen over time: see
//! [`ValidationPolicy`]. Values of enums are never refused, since enums are open.

mod constraint;
mod walk;

pub use constraint::{Constraint, LengthUnit};

use std::fmt;

use crate::path::Path;
use crate::shape::Structure;

/// What becomes of an input that breaks a limit of its model: `length`, `pattern`, `range` or
/// `uniqueItems`. An old client needs a way past an old limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationPolicy {
    /// It is refused before anything is sent.
    #[default]
    Enforce,
    /// It is sent; what it breaks is logged.
    Warn,
    /// It is sent; limits are not looked at.
    Off,
}

/// Every constraint that a value breaks, in member order. There is at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Violations(Vec<Violation>);

/// One broken constraint.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// Where in the value it is.
    pub path: Path,
    /// What is broken, and by what.
    pub constraint: Constraint,
}

impl Violations {
    /// The violations, in member order.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Those that are errors under every policy, and those that follow the policy.
    pub fn split(self) -> (Option<Violations>, Option<Violations>) {
        let (always, by_policy) = self.0.into_iter().partition(|it| !it.constraint.is_limit());
        (Self::of(always), Self::of(by_policy))
    }

    /// The violations that a call ended with, if it is they that it ended with: whichever error they
    /// were wrapped in, they are among its sources.
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
    /// One violation a line.
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

/// Checks every constraint of the structure's table.
pub fn validate(value: &dyn Structure) -> Result<(), Violations> {
    Violations::of(walk::violations(value, true)).map_or(Ok(()), Err)
}

/// Checks as the policy says: `Ok(Some(…))` is what to warn of, `Err` is what to refuse.
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
