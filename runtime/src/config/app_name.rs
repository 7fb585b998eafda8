//! The name of an application.

#[cfg(feature = "aws-config")]
pub use aws_types::app_name::{AppName, InvalidAppName};
#[cfg(not(feature = "aws-config"))]
pub use own::{AppName, InvalidAppName};

/// The name with every invalid character replaced by `-`, as in the AWS CLI. `None` for an empty name.
#[cfg(feature = "loader")]
pub(super) fn replacing(name: &str) -> Option<AppName> {
    let name: String = name.chars().map(|c| if is_legal(c) { c } else { '-' }).collect();
    AppName::new(name).ok()
}

/// Whether a character is valid in a name.
fn is_legal(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".chars().any(|it| it == c)
}

/// The official crates' types, for programs that link none of them. With the feature `aws-config`, the official types
/// take their place, so these must not have more methods.
#[cfg(not(feature = "aws-config"))]
mod own {
    use std::borrow::Cow;
    use std::fmt;

    /// An application's name, sent to services in the `user-agent`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AppName(Cow<'static, str>);

    /// The error of a string that is not a valid application name.
    #[derive(Debug)]
    #[non_exhaustive]
    pub struct InvalidAppName;

    impl AppName {
        /// Creates a name of at least one character: ASCII letters, digits and ``!#$%&'*+-.^_`|~``.
        pub fn new(name: impl Into<Cow<'static, str>>) -> Result<Self, InvalidAppName> {
            let name = name.into();
            let is_legal = !name.is_empty() && name.chars().all(super::is_legal);
            if is_legal { Ok(Self(name)) } else { Err(InvalidAppName) }
        }
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
}
