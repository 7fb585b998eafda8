//! The name of an application.

use std::borrow::Cow;
use std::fmt;

/// An application's name, sent to services in the `user-agent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppName(Cow<'static, str>);

/// The error of a string that is not a valid application name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidAppName;

impl AppName {
    /// Creates a name of at least one character: ASCII letters, digits and ``!#$%&'*+-.^_`|~``.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Result<Self, InvalidAppName> {
        let name = name.into();
        if name.is_empty() || !name.chars().all(is_legal) { Err(InvalidAppName) } else { Ok(Self(name)) }
    }

    /// The name with every other character replaced by `-`, as in the AWS CLI. `None` for an empty name.
    pub(super) fn replacing(name: &str) -> Option<Self> {
        let name: String = name.chars().map(|c| if is_legal(c) { c } else { '-' }).collect();
        Self::new(name).ok()
    }
}

/// Whether a character is valid in a name.
fn is_legal(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

impl AsRef<str> for AppName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for InvalidAppName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an application name of ASCII letters, digits and !#$%&'*+-.^_`|~")
    }
}

impl std::error::Error for InvalidAppName {}
