//! Endpoints that contain the caller's account.

#[cfg(feature = "aws-config")]
pub use aws_types::endpoint_config::AccountIdEndpointMode;
#[cfg(not(feature = "aws-config"))]
pub use own::AccountIdEndpointMode;

/// The value as written in the environment and profiles.
pub(crate) fn name_of(mode: &AccountIdEndpointMode) -> &'static str {
    match mode {
        AccountIdEndpointMode::Required => "required",
        AccountIdEndpointMode::Disabled => "disabled",
        _ => "preferred",
    }
}

pub(super) fn parse(text: &str) -> Result<AccountIdEndpointMode, String> {
    let all = [AccountIdEndpointMode::Preferred, AccountIdEndpointMode::Required, AccountIdEndpointMode::Disabled];
    let found = all.into_iter().find(|it| name_of(it).eq_ignore_ascii_case(text.trim()));
    found.ok_or_else(|| "expected `preferred`, `required` or `disabled`".to_owned())
}

/// The official crates' type, for programs that link none of them. With the feature `aws-config`, the official type
/// takes its place, so this one must not have more methods.
#[cfg(not(feature = "aws-config"))]
mod own {
    use std::fmt;
    use std::str::FromStr;

    /// Whether to use account-based endpoints, if the service has them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum AccountIdEndpointMode {
        /// Use them if the credentials name their account.
        #[default]
        Preferred,
        /// Use them always. It is an error if the credentials do not name their account.
        Required,
        /// Do not use them.
        Disabled,
    }

    impl fmt::Display for AccountIdEndpointMode {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(super::name_of(self))
        }
    }

    impl FromStr for AccountIdEndpointMode {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            super::parse(text)
        }
    }
}
