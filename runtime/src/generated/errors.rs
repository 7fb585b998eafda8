//! Error structures and the enums of them.

/// [`structure!`](crate::structure) of an error, whose last field is `meta: ErrorMetadata`.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the tables are the generated crate's own
macro_rules! error_structure {
    ($name:ident, $builder:ident $build:ident, $table:ident; $($members:tt)*) => {
        $crate::structure_visitor! { $name, crate::schema::$table, []; [meta: $crate::error::ErrorMetadata]; $($members)* }
        $crate::structure_builder! { $name, $builder $build; [meta: $crate::error::ErrorMetadata]; $($members)* }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error::display_modeled(stringify!($name), self, f)
            }
        }

        impl ::std::error::Error for $name {}

        impl $name {
            /// The error's table.
            pub(crate) const TABLE: &'static $crate::schema::Schema = &crate::schema::$table;
        }

        impl $crate::error::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::error::ErrorMetadata {
                &self.meta
            }
        }

        impl $crate::error::RequestId for $name {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                $crate::error::request_id_of(self)
            }
        }

        impl $crate::error::ModeledError for $name {
            #[inline]
            fn set_meta(&mut self, meta: $crate::error::ErrorMetadata) {
                self.meta = meta;
            }
        }

        impl $builder {
            /// Sets code, message and request id.
            #[inline]
            pub fn meta(mut self, meta: $crate::error::ErrorMetadata) -> Self {
                self.meta = meta;
                self
            }

            /// Sets or, with `None`, clears code, message and request id.
            #[inline]
            pub fn set_meta(&mut self, meta: ::std::option::Option<$crate::error::ErrorMetadata>) -> &mut Self {
                self.meta = meta.unwrap_or_default();
                self
            }
        }
    };
}

/// Declares the error enum of an operation. Each variant bears the name of its structure and
/// stands with its predicate.
///
/// ```text
/// operation_error! {
///     UpdateAccessKeyError;
///     (NoSuchEntityException is_no_such_entity_exception),
/// }
/// ```
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the errors and tables are the generated crate's own
macro_rules! operation_error {
    ($name:ident; $(($variant:ident $is:ident),)*) => {
        /// What the operation fails with.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("See [`", stringify!($variant), "`](crate::types::error::", stringify!($variant), ").")]
                $variant(crate::types::error::$variant),
            )*
            /// An error that the model does not name for the operation.
            Unhandled($crate::error::Unhandled),
        }

        impl $name {
            /// The tables of the errors, in the order of the variants.
            pub(crate) const TABLES: &'static [&'static $crate::schema::Schema] =
                &[$(crate::types::error::$variant::TABLE,)*];

            $(
                #[doc = concat!("Whether it is [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
                #[inline]
                pub fn $is(&self) -> bool {
                    matches!(self, Self::$variant(_))
                }
            )*

            /// The error of an answer that is no modeled one.
            #[inline]
            pub fn generic(meta: $crate::error::ErrorMetadata) -> Self {
                Self::Unhandled($crate::error::Unhandled::new(meta))
            }

            /// The error of a failure that is no answer of the service.
            #[inline]
            pub fn unhandled(error: impl ::std::convert::Into<$crate::error::BoxError>) -> Self {
                Self::Unhandled($crate::error::Unhandled::of_failure(error.into()))
            }

            /// Code, message and request id, whichever variant it is.
            #[inline]
            pub fn meta(&self) -> &$crate::error::ErrorMetadata {
                $crate::error::ProvideErrorMetadata::meta(self)
            }
        }

        $crate::error_enum! { $name; $($variant,)* }

        impl $crate::result::CreateUnhandledError for $name {
            #[inline]
            fn create_unhandled_error(
                source: $crate::error::BoxError,
                meta: ::std::option::Option<$crate::error::ErrorMetadata>,
            ) -> Self {
                Self::Unhandled($crate::error::Unhandled::of_source(source, meta))
            }
        }

        impl $crate::error::OperationError for $name {
            #[inline]
            fn read(
                index: ::std::option::Option<usize>,
                meta: $crate::error::ErrorMetadata,
                read: &mut dyn FnMut(&mut dyn $crate::error::ModeledError),
            ) -> Self {
                let mut remaining = index;
                $(
                    if remaining == ::std::option::Option::Some(0) {
                        return Self::$variant($crate::error::read_modeled(meta, read));
                    }
                    remaining = remaining.and_then(|n| n.checked_sub(1));
                )*
                let _ = (remaining, read);
                Self::generic(meta)
            }
        }

        impl ::std::convert::From<$name> for crate::Error {
            #[inline]
            fn from(error: $name) -> Self {
                match error {
                    $($name::$variant(error) => Self::$variant(error),)*
                    $name::Unhandled(error) => Self::Unhandled(error),
                }
            }
        }
    };
}

/// Declares the error enum of the service: every error of every operation.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the errors are the generated crate's own
macro_rules! service_error {
    ($($variant:ident),* $(,)?) => {
        /// Any error of any operation, and any other failure as `Unhandled`.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!("See [`", stringify!($variant), "`](crate::types::error::", stringify!($variant), ").")]
                $variant(crate::types::error::$variant),
            )*
            /// An error that the model does not name for the operation, or no error of the service.
            Unhandled($crate::error::Unhandled),
        }

        $crate::error_enum! { Error; $($variant,)* }

        impl<E, R> ::std::convert::From<SdkError<E, R>> for Error
        where
            E: $crate::error::OperationError + ::std::convert::Into<Error>,
            R: ::std::fmt::Debug + ::std::marker::Send + ::std::marker::Sync + 'static,
        {
            #[inline]
            fn from(error: SdkError<E, R>) -> Self {
                error.into_service_error().into()
            }
        }

        impl<O, E> ::std::convert::From<$crate::waiters::WaiterError<O, E>> for Error
        where
            O: ::std::fmt::Debug + ::std::marker::Send + ::std::marker::Sync + 'static,
            E: ::std::error::Error + ::std::marker::Send + ::std::marker::Sync + 'static,
        {
            #[inline]
            fn from(error: $crate::waiters::WaiterError<O, E>) -> Self {
                Self::Unhandled($crate::error::Unhandled::of_failure(error.into()))
            }
        }

        impl ::std::convert::From<BuildError> for Error {
            #[inline]
            fn from(error: BuildError) -> Self {
                Self::Unhandled($crate::error::Unhandled::of_failure(error.into()))
            }
        }
    };
}

/// What every enum of errors does by passing it on to its variants.
#[doc(hidden)]
#[macro_export]
macro_rules! error_enum {
    ($name:ident; $($variant:ident,)*) => {
        impl $crate::error::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::error::ErrorMetadata {
                match self {
                    $(Self::$variant(error) => $crate::error::ProvideErrorMetadata::meta(error),)*
                    Self::Unhandled(error) => $crate::error::ProvideErrorMetadata::meta(error),
                }
            }
        }

        impl $crate::error::RequestId for $name {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                $crate::error::request_id_of(self)
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => {
                        $crate::error::display_answer($crate::error::ProvideErrorMetadata::meta(error), error, f)
                    })*
                    Self::Unhandled(error) => ::std::fmt::Display::fmt(error, f),
                }
            }
        }

        // The variants' own texts say nothing more, so there is no source to show beside this one.
        impl ::std::error::Error for $name {}
    };
}
