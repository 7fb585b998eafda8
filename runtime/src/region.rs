//! The name of an AWS region.

use std::borrow::Cow;
use std::fmt;

/// A region, such as `eu-west-1`. Any text is one; whether a host name can be made of it is
/// checked where one is made.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

    /// The region's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the name can be a part of a host name. A name that cannot would let a setting
    /// choose another host than one of AWS.
    pub(crate) fn is_host_label(&self) -> bool {
        let name = self.as_str();
        let inner = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (1..=63).contains(&name.len()) && inner && !name.starts_with('-') && !name.ends_with('-')
    }
}

impl AsRef<str> for Region {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What [`Builder::region`](crate::config::Builder::region) takes: a region, or none.
pub trait IntoRegion: sealed::Sealed {
    /// The region, if there is one.
    fn into_region(self) -> Option<Region>;
}

/// Only the types below can be a region, so that another can be added.
mod sealed {
    pub trait Sealed {}
    impl<T: Sealed> Sealed for Option<T> {}
    impl Sealed for super::Region {}
    #[cfg(feature = "aws-config")]
    impl Sealed for aws_types::region::Region {}
}

impl IntoRegion for Region {
    fn into_region(self) -> Option<Region> {
        Some(self)
    }
}

impl<T: IntoRegion> IntoRegion for Option<T> {
    fn into_region(self) -> Option<Region> {
        self.and_then(T::into_region)
    }
}

#[cfg(feature = "aws-config")]
impl From<&aws_types::region::Region> for Region {
    fn from(region: &aws_types::region::Region) -> Self {
        Self::new(region.to_string())
    }
}

#[cfg(feature = "aws-config")]
impl IntoRegion for aws_types::region::Region {
    fn into_region(self) -> Option<Region> {
        Some(Region::from(&self))
    }
}

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn only_host_labels_go_into_host_names() {
        let legal = ["us-east-1", "xx-nowhere-9", "A1"];
        let long = "a".repeat(64);
        let illegal = ["", "-us", "us-", "us.east", "us/../x", "us east", "é", &long];
        for name in legal {
            assert!(Region::new(name).is_host_label(), "{name}");
        }
        for name in illegal {
            assert!(!Region::new(name.to_owned()).is_host_label(), "{name}");
        }
    }
}
