//! String enums, which are open and have the official SDK's methods.

/// Implements the methods and traits of an enum type.
///
/// ```text
/// string_enum! {
///     type: StatusType;
///     values: Active = "Active", Inactive = "Inactive"
/// }
/// ```
///
/// The type itself has another variant, `Unknown(UnknownVariantValue)`, for values unknown to the client. They are kept
/// and sent unchanged.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    (type: $name:ident; values: $($variant:ident = $value:literal),* $(,)?) => {
        impl $name {
            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $value,)*
                    $name::Unknown(value) => value.as_str(),
                }
            }

            /// All known values, in model order.
            #[inline]
            pub const fn values() -> &'static [&'static str] {
                &[$($value),*]
            }

            /// Parses a value. Fails if the client does not know it.
            #[inline]
            pub fn try_parse(value: &str) -> ::std::result::Result<Self, $crate::error::UnknownVariantError> {
                match Self::from(value) {
                    Self::Unknown(_) => ::std::result::Result::Err($crate::error::UnknownVariantError::new(value)),
                    known => ::std::result::Result::Ok(known),
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($value => $name::$variant,)*
                    other => $name::Unknown($crate::primitives::UnknownVariantValue::new(other)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::shape::Enum for $name {
            #[inline]
            fn put(&mut self, value: &str) {
                *self = Self::from(value);
            }
        }

        impl $crate::shape::Shape for $name {
            #[inline]
            fn view(&self) -> $crate::shape::View<'_> {
                $crate::shape::View::String(self.as_str())
            }

            #[inline]
            fn slot(&mut self) -> $crate::shape::Slot<'_> {
                $crate::shape::Slot::Enum(self)
            }
        }

        impl $crate::shape::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self::from("")
            }
        }
    };
}
