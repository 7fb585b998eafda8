//! The name of an AWS region.

#[cfg(feature = "aws-config")]
pub use aws_types::region::Region;
#[cfg(not(feature = "aws-config"))]
pub use own::Region;

/// The official crates' type, for programs that link none of them. With the feature `aws-config`, the official type
/// takes its place, so this one must not have more methods.
#[cfg(not(feature = "aws-config"))]
mod own {
    use std::borrow::Cow;
    use std::fmt;

    /// A region, such as `eu-west-1`. Any string is accepted. It is checked only when a host name is built from it.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct Region(Cow<'static, str>);

    impl Region {
        /// Creates a region with this name.
        pub fn new(region: impl Into<Cow<'static, str>>) -> Self {
            Self(region.into())
        }

        /// Creates a region with this name, in constants.
        pub const fn from_static(region: &'static str) -> Self {
            Self(Cow::Borrowed(region))
        }
    }

    impl AsRef<str> for Region {
        fn as_ref(&self) -> &str {
            &self.0
        }
    }

    impl fmt::Display for Region {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.as_ref())
        }
    }
}

/// Whether a string is a valid label of a host name. With an invalid label, a setting could redirect requests to a host
/// outside of AWS.
#[doc(hidden)]
pub fn is_host_label(text: &str) -> bool {
    let inner = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (1..=63).contains(&text.len()) && inner && !text.starts_with('-') && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::is_host_label;

    #[test]
    fn only_host_labels_go_into_host_names() {
        let legal = ["us-east-1", "xx-nowhere-9", "A1"];
        let long = "a".repeat(64);
        let illegal = ["", "-us", "us-", "us.east", "us/../x", "us east", "é", &long];
        for name in legal {
            assert!(is_host_label(name), "{name}");
        }
        for name in illegal {
            assert!(!is_host_label(name), "{name}");
        }
    }
}
