//! Operations: the builder that is fluent call and input builder in one.

/// Declares the builder of an operation's input, which with a client behind it is the fluent
/// call, and ties input, output and error to the operation's table.
///
/// ```text
/// operation! {
///     "UpdateAccessKey";
///     UpdateAccessKey, UpdateAccessKeyInput => UpdateAccessKeyOutput, UpdateAccessKeyError;
///     UpdateAccessKeyBuilder as UpdateAccessKeyFluentBuilder, UpdateAccessKeyInputBuilder;
///     UpdateAccessKeyOutputBuilder;
///     (opt user_name set_user_name str),
/// }
/// ```
///
/// The name and, where there are any, the traits; then the types, the builders, and the members of
/// the input. The tables `INPUT` and `OUTPUT` stand beside it.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the client is the generated crate's own
macro_rules! operation {
    (
        $operation:literal $(, $traits:ident)?;
        $marker:ident, $input:ident => $output:ident, $error:ident;
        $builder:ident as $fluent:ident, $input_builder:ident;
        $output_builder:ident;
        $((opt $field:ident $setter:ident $kind:ident $($types:tt)*),)*
    ) => {
        $crate::structure_visitor! { $input, INPUT, []; []; $((opt $field $setter $kind $($types)*),)* }

        impl $input {
            /// Starts to build an input, with nothing set.
            #[inline]
            pub fn builder() -> $builder {
                $builder { input: <$input as ::std::default::Default>::default(), client: () }
            }

            $($crate::getter! { opt $kind $field $($types)* })*
        }

        #[doc = concat!("Builds a [`", stringify!($input), "`]; with a client behind it, the call itself.")]
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent before `send` is awaited"]
        pub struct $builder<C = ()> {
            pub(crate) input: $input,
            pub(crate) client: C,
        }

        impl ::std::default::Default for $builder {
            #[inline]
            fn default() -> Self {
                $input::builder()
            }
        }

        impl<C> $builder<C> {
            $($crate::setter! { self, self.input.$field, $input; $kind $field $setter $($types)* })*

            /// The input as it stands.
            #[inline]
            pub fn as_input(&self) -> &$input {
                &self.input
            }
        }

        impl $builder {
            /// The input. Required members are checked when it is validated or sent.
            #[inline]
            pub fn build(self) -> ::std::result::Result<$input, $crate::error::BuildError> {
                ::std::result::Result::Ok(self.input)
            }

            /// Sends the input as built.
            #[inline]
            pub async fn send_with(
                self,
                client: &crate::Client,
            ) -> ::std::result::Result<$output, $crate::result::SdkError<$error>> {
                $builder { input: self.input, client: ::std::clone::Clone::clone(client) }.send().await
            }
        }

        impl $builder<crate::Client> {
            /// Starts a call of the client.
            #[inline]
            pub(crate) fn from_client(client: &crate::Client) -> Self {
                Self {
                    input: <$input as ::std::default::Default>::default(),
                    client: ::std::clone::Clone::clone(client),
                }
            }

            /// Validates the input, sends it, and reads the answer.
            #[inline]
            pub async fn send(self) -> ::std::result::Result<$output, $crate::result::SdkError<$error>> {
                self.client.handle().send::<$marker>(self.input, ::std::option::Option::None).await
            }

            $crate::when_blocking! {
                /// The same as `send`, waiting on this thread. Where a tokio runtime runs, which it
                /// would hold up, it fails and sends nothing.
                #[inline]
                pub fn send_blocking(self) -> ::std::result::Result<$output, $crate::result::SdkError<$error>> {
                    self.client.handle().send_blocking::<$marker>(self.input, ::std::option::Option::None)
                }
            }

            /// Changes the configuration for this call alone.
            #[inline]
            pub fn customize(self) -> $crate::client::Customized<$marker> {
                $crate::client::Customized::new(::std::clone::Clone::clone(self.client.handle()), self.input)
            }
        }

        #[doc = concat!("The operation `", stringify!($marker), "`: ties its input, output and errors to its table.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $marker;

        /// The operation's table.
        pub static OPERATION: $crate::schema::Operation = $crate::schema::Operation {
            name: $operation,
            service: &crate::schema::SERVICE,
            input: &INPUT,
            output: &OUTPUT,
            errors: $error::TABLES,
            traits: $crate::operation!(@traits $($traits)?),
        };

        impl $crate::client::Call for $marker {
            const OPERATION: &'static $crate::schema::Operation = &OPERATION;
            type Input = $input;
            type Output = $output;
            type Error = $error;
        }

        /// Builders of the operation's input and output.
        pub mod builders {
            pub use super::$output_builder;
            /// The call, with a client behind it.
            pub type $fluent = super::$builder<crate::Client>;
            /// The input alone.
            pub type $input_builder = super::$builder;
        }
    };
    (@traits) => { &[] };
    (@traits $traits:ident) => { $traits };
}

/// What only the feature `blocking` adds. The feature is that of the runtime, so that a crate that
/// is written in these macros need not have one of its own.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "blocking")]
macro_rules! when_blocking {
    ($($item:tt)*) => { $($item)* };
}

/// What only the feature `blocking` adds: nothing.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! when_blocking {
    ($($item:tt)*) => {};
}

/// Declares the list of all operations, by their modules.
///
/// ```text
/// operations! { create_access_key, update_access_key }
/// ```
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the operations are the generated crate's own
macro_rules! operations {
    ($($module:ident),*) => {
        /// Every operation, for who chooses one by name. A program that names this carries them all.
        pub static OPERATIONS: &[&$crate::schema::Operation] = &[$(&crate::operation::$module::OPERATION),*];
    };
}
