//! The walk that checks a value against the constraints of its model.

use std::fmt;

use crate::shape::Structure;

/// What happens to inputs that break constraints of length, pattern, range and uniqueness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationPolicy {
    /// They are refused.
    #[default]
    Enforce,
    /// They are sent, and a warning is logged.
    Warn,
    /// They are sent.
    Off,
}

/// Every constraint that an input breaks, in member order.
#[derive(Clone, Debug, PartialEq)]
pub struct Violations(Vec<Violation>);

/// One broken constraint.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Violation {}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} constraints are broken", self.0.len())
    }
}

impl std::error::Error for Violations {}

/// Checks every constraint of the structure's table.
pub fn validate(_value: &dyn Structure) -> Result<(), Violations> {
    Ok(())
}
