//! Error structures and the error enum of an operation.

/// Implements what an error structure needs beside its fields, the last of which is
/// `meta: ErrorMetadata`, and declares its builder. Members are written as in
/// [`structure!`](crate::structure); all are optional, as the official SDK has them.
#[doc(hidden)]
#[macro_export]
macro_rules! error_structure {
    ($name:ident, $builder:ident, $schema:expr; $(($need:ident $kind:ident $field:ident $setter:ident $($types:tt)*),)*) => {
        $crate::structure_visitor! { $name, $schema, $($field,)*; meta: Default::default(), }

        impl $name {
            /// Starts to build one, with nothing set.
            #[inline]
            pub fn builder() -> $builder {
                $builder { value: $crate::shape::Blank::blank() }
            }

            $($crate::getter! { $need $kind $field $($types)* })*
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error::display_modeled(stringify!($name), &self.meta, f)
            }
        }

        impl ::std::error::Error for $name {}

        impl $crate::error::ProvideErrorMetadata for $name {
            fn meta(&self) -> &$crate::error::ErrorMetadata {
                &self.meta
            }
        }

        impl $crate::error::ModeledError for $name {
            fn set_meta(&mut self, meta: $crate::error::ErrorMetadata) {
                self.meta = meta;
            }
        }

        #[doc = concat!("Builds a [`", stringify!($name), "`].")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $builder {
            value: $name,
        }

        impl $builder {
            $($crate::setter! { self, self.value.$field; $kind $field $setter $($types)* })*

            /// Sets code, message and request id.
            #[inline]
            pub fn meta(mut self, meta: $crate::error::ErrorMetadata) -> Self {
                self.value.meta = meta;
                self
            }

            /// The error.
            #[inline]
            pub fn build(self) -> $name {
                self.value
            }
        }
    };
}

/// Implements what the error enum of an operation needs beside its variants, which are listed in
/// the order of [`Operation::errors`](crate::schema::Operation::errors).
///
/// ```text
/// operation_error! { UpdateAccessKeyError; (NoSuchEntityException is_no_such_entity_exception), }
/// ```
///
/// The type itself has one more variant, `Unhandled(Unhandled)`.
#[doc(hidden)]
#[macro_export]
macro_rules! operation_error {
    ($name:ident; $(($variant:ident $is:ident),)*) => {
        impl $name {
            $(
                #[doc = concat!("Whether it is [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
                #[inline]
                pub fn $is(&self) -> bool {
                    matches!(self, Self::$variant(_))
                }
            )*

            /// The error of an answer that is no modeled one.
            pub fn generic(meta: $crate::error::ErrorMetadata) -> Self {
                Self::Unhandled($crate::error::Unhandled::new(meta))
            }

            /// Code, message and request id, whichever variant it is.
            pub fn meta(&self) -> &$crate::error::ErrorMetadata {
                $crate::error::ProvideErrorMetadata::meta(self)
            }
        }

        impl $crate::error::ProvideErrorMetadata for $name {
            fn meta(&self) -> &$crate::error::ErrorMetadata {
                match self {
                    $(Self::$variant(error) => $crate::error::ProvideErrorMetadata::meta(error),)*
                    Self::Unhandled(error) => $crate::error::ProvideErrorMetadata::meta(error),
                }
            }
        }

        impl $crate::error::OperationError for $name {
            fn read(
                index: Option<usize>,
                meta: $crate::error::ErrorMetadata,
                read: &mut dyn FnMut(&mut dyn $crate::error::ModeledError),
            ) -> Self {
                let mut remaining = index;
                $(
                    if remaining == Some(0) {
                        return Self::$variant($crate::error::read_modeled(meta, read));
                    }
                    remaining = remaining.and_then(|n| n.checked_sub(1));
                )*
                let _ = remaining;
                Self::generic(meta)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::std::fmt::Display::fmt(error, f),)*
                    Self::Unhandled(error) => ::std::fmt::Display::fmt(error, f),
                }
            }
        }

        impl ::std::error::Error for $name {
            fn source(&self) -> Option<&(dyn ::std::error::Error + 'static)> {
                match self {
                    $(Self::$variant(error) => Some(error),)*
                    Self::Unhandled(error) => Some(error),
                }
            }
        }
    };
}
