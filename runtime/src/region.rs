//! The name of an AWS region.

#[cfg(feature = "aws-config")]
pub use aws_types::region::Region;
#[cfg(not(feature = "aws-config"))]
pub use own::Region;

/// The official crates' type as far as it goes, for programs that link none of them. With the feature
/// `aws-config` that type itself stands here, so nothing may be added to this one.
#[cfg(not(feature = "aws-config"))]
mod own {
    use std::borrow::Cow;
    use std::fmt;

    /// A region, such as `eu-west-1`. Any text is one; whether a host name can be made of it is
    /// checked where one is made.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct Region(Cow<'static, str>);

    impl Region {
        /// The region of this name.
        pub fn new(region: impl Into<Cow<'static, str>>) -> Self {
            Self(region.into())
        }

        /// The region of this name, for constants.
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

/// Whether a text can stand between the dots of a host name. A region that cannot would let a setting
/// choose another host than one of AWS.
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
