//! Operations: the builder that is fluent call and input builder in one.

/// Declares the builder of an operation's input, which with a client behind it is the fluent
/// call, and ties input, output and error to the operation's table.
///
/// ```text
/// operation! {
///     UpdateAccessKey, OPERATION, crate::Client;
///     UpdateAccessKeyInput, UpdateAccessKeyBuilder => UpdateAccessKeyOutput, UpdateAccessKeyError;
///     INPUT;
///     (opt str user_name set_user_name),
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    (
        $marker:ident, $operation:expr, $client:ty;
        $input:ident, $builder:ident => $output:ident, $error:ident;
        $schema:expr;
        $((opt $kind:ident $field:ident $setter:ident $($types:tt)*),)*
    ) => {
        $crate::structure_visitor! { $input, $schema, $($field,)* }

        impl $input {
            /// Starts to build an input, with nothing set.
            #[inline]
            pub fn builder() -> $builder {
                $builder { input: $input::default(), client: () }
            }

            $($crate::getter! { opt $kind $field $($types)* })*
        }

        #[doc = concat!("Builds a [`", stringify!($input), "`]; with a client behind it, the call itself.")]
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent before `send` is awaited"]
        pub struct $builder<C = ()> {
            input: $input,
            client: C,
        }

        impl<C> $builder<C> {
            $($crate::setter! { self, self.input.$field; $kind $field $setter $($types)* })*

            /// The input as it stands.
            #[inline]
            pub fn as_input(&self) -> &$input {
                &self.input
            }
        }

        impl $builder {
            /// The input. Required members are checked when it is validated or sent.
            #[inline]
            pub fn build(self) -> Result<$input, $crate::error::BuildError> {
                Ok(self.input)
            }

            /// Sends the input as built.
            pub async fn send_with(self, client: &$client) -> Result<$output, $crate::error::SdkError<$error>> {
                $builder { input: self.input, client: client.clone() }.send().await
            }
        }

        impl $builder<$client> {
            /// Starts a call of the client.
            #[inline]
            pub(crate) fn of(client: &$client) -> Self {
                Self { input: $input::default(), client: client.clone() }
            }

            /// Validates the input, sends it, and reads the answer.
            pub async fn send(self) -> Result<$output, $crate::error::SdkError<$error>> {
                self.client.handle().send::<$marker>(self.input, None).await
            }

            /// Changes the configuration for this call alone.
            #[inline]
            pub fn customize(self) -> $crate::client::Customized<$marker> {
                $crate::client::Customized::new(self.client.handle().clone(), self.input)
            }
        }

        #[doc = concat!("The operation `", stringify!($marker), "`: ties its input, output and errors to its table.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $marker;

        impl $crate::client::Call for $marker {
            const OPERATION: &'static $crate::schema::Operation = &$operation;
            type Input = $input;
            type Output = $output;
            type Error = $error;
        }
    };
}
