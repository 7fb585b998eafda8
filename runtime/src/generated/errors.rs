//! Error structures and error enums.

/// Declares an error like [`structure!`](crate::structure). Its last field is `meta: ErrorMetadata`.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the tables are the generated crate's own
macro_rules! error_structure {
    (type: $name:ident, builder: $builder:ident, build: $build:ident, schema: $table:ident; $(indices: $($index:literal),*;)? members: $($members:tt)*) => {
        $crate::structure_visitor! { $name, crate::schema::$table, []; [meta: $crate::error::ErrorMetadata] $([$($index),*])?; $($members)* }
        $crate::structure_copies! { $name, [meta] }
        $crate::structure_getters! { $name, $builder; $($members)* }
        $crate::structure_builder! { $name, $builder $build; $($members)* }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error::display_modeled(stringify!($name), self, f)
            }
        }

        impl ::std::error::Error for $name {}

        impl $name {
            /// The schema of the error.
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
    };
}

/// Declares a service's error enums: one for its operations, and one for all of them together. Each variant has the
/// name of its structure, followed by its predicate.
///
/// ```text
/// service_errors! { errors: (NoSuchEntityException is_no_such_entity_exception), }
/// ```
///
/// The first one is generic over the operation, so that every operation has its own error type. A program compiles the
/// errors that its operations model, and not those of the whole service.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the errors are the generated crate's own
macro_rules! service_errors {
    (errors: $(($variant:ident $is:ident),)*) => {
        /// Error of the operation `O`. The operation's type lists the errors that it models; any other error is
        /// `Unhandled`.
        #[non_exhaustive]
        pub enum OperationError<O> {
            $(
                #[doc = concat!("See [`", stringify!($variant), "`](crate::types::error::", stringify!($variant), ").")]
                $variant(crate::types::error::$variant),
            )*
            /// An error that the model does not declare for the operation.
            Unhandled($crate::error::Unhandled<O>),
        }

        impl<O: $crate::error::Declares> OperationError<O> {
            $(
                #[doc = concat!("Whether it is [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
                #[inline]
                pub fn $is(&self) -> bool {
                    matches!(self, Self::$variant(_))
                }
            )*

            /// Creates an error that the operation does not model.
            #[inline]
            pub fn generic(meta: $crate::error::ErrorMetadata) -> Self {
                Self::Unhandled($crate::error::Unhandled::new(meta))
            }

            /// Creates an error for a failure that is not a service error.
            #[inline]
            pub fn unhandled(error: impl ::std::convert::Into<$crate::error::BoxError>) -> Self {
                Self::Unhandled($crate::error::Unhandled::of_failure(error.into()))
            }

            /// The code, message and request id of any variant.
            #[inline]
            pub fn meta(&self) -> &$crate::error::ErrorMetadata {
                self.variant().1.meta()
            }
        }

        impl<O> $crate::result::CreateUnhandledError for OperationError<O> {
            #[inline]
            fn create_unhandled_error(
                source: $crate::error::BoxError,
                meta: ::std::option::Option<$crate::error::ErrorMetadata>,
            ) -> Self {
                Self::Unhandled($crate::error::Unhandled::of_source(source, meta))
            }
        }

        impl<O: $crate::error::Declares + 'static> $crate::error::OperationError for OperationError<O> {
            #[inline]
            fn read(
                table: ::std::option::Option<&'static $crate::schema::Schema>,
                meta: $crate::error::ErrorMetadata,
                read: &mut dyn FnMut(&mut dyn $crate::error::ModeledError),
            ) -> Self {
                $(
                    if const { $crate::error::is_among(O::ERRORS, stringify!($variant)) }
                        && table.is_some_and(|it| ::std::ptr::eq(it, crate::types::error::$variant::TABLE))
                    {
                        return Self::$variant($crate::error::read_modeled(meta, read));
                    }
                )*
                let _ = (table, read);
                Self::generic(meta)
            }

            #[inline]
            fn modeled(&self) -> ::std::option::Option<&dyn $crate::shape::Structure> {
                match self {
                    $(Self::$variant(error) => ::std::option::Option::Some(error),)*
                    Self::Unhandled(_) => ::std::option::Option::None,
                }
            }
        }

        /// Any error of any operation. Other failures are `Unhandled`.
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!("See [`", stringify!($variant), "`](crate::types::error::", stringify!($variant), ").")]
                $variant(crate::types::error::$variant),
            )*
            /// An error that the model does not declare for the operation, or a failure that is not a service error.
            Unhandled($crate::error::Unhandled),
        }

        $crate::error_enum! { [<O: $crate::error::Declares>] OperationError<O>, O::ERRORS; $($variant,)* }
        $crate::error_enum! { [] Error, ::std::option::Option::None; $($variant,)* }

        impl<O> ::std::convert::From<OperationError<O>> for Error {
            #[inline]
            fn from(error: OperationError<O>) -> Self {
                match error {
                    $(OperationError::$variant(error) => Self::$variant(error),)*
                    OperationError::Unhandled(error) => Self::Unhandled(error.of_any()),
                }
            }
        }

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

/// Implements methods and traits of error enums through their variants. The brackets contain generic parameters, and the
/// list after the type has the names of the errors that a call can return, if not all. Only programs create others, which
/// are shown by their metadata.
#[doc(hidden)]
#[macro_export]
macro_rules! error_enum {
    ([$($parameters:tt)*] $name:ty, $errors:expr; $($variant:ident,)*) => {
        impl $($parameters)* $name {
            /// The name of the variant, and the error in it.
            #[inline]
            fn variant(&self) -> (&'static str, &dyn $crate::error::Answered) {
                match self {
                    $(
                        Self::$variant(error) => {
                            if const { $crate::error::is_among($errors, stringify!($variant)) } {
                                (stringify!($variant), error)
                            } else {
                                (stringify!($variant), $crate::error::ProvideErrorMetadata::meta(error))
                            }
                        }
                    )*
                    Self::Unhandled(error) => ("Unhandled", error),
                }
            }
        }

        impl $($parameters)* $crate::error::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::error::ErrorMetadata {
                self.variant().1.meta()
            }
        }

        impl $($parameters)* $crate::error::RequestId for $name {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                $crate::error::request_id_of(self)
            }
        }

        impl $($parameters)* ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error::display_answer(self.variant().1, f)
            }
        }

        impl $($parameters)* ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error::debug_answer(self.variant(), f)
            }
        }

        // A service error is complete in itself. Other failures have causes.
        impl $($parameters)* ::std::error::Error for $name {
            #[inline]
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                match self {
                    Self::Unhandled(error) => ::std::error::Error::source(error),
                    _ => ::std::option::Option::None,
                }
            }
        }
    };
}
