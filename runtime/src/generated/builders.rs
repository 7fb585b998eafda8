//! Builders that are the same for all shapes. Each shape adds its setters.

/// Declares the builders of a crate, in its module `operation`: one for inputs, which with a client is the fluent call,
/// and [two for all other structures](crate::structure_builders).
///
/// They are generic, so that they are compiled once, rather than for each shape.
///
/// ```text
/// builders! {}
/// ```
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the client is the generated crate's own
macro_rules! builders {
    () => {
        $crate::structure_builders! {}

        /// Builder of an operation's input. With a client, also sends the call.
        #[derive(Clone, Debug, PartialEq)]
        #[must_use = "nothing is sent before `send` is awaited"]
        pub struct InputBuilder<I, C = ()> {
            pub(crate) draft: Draft<I>,
            pub(crate) client: C,
        }

        /// The input of a call, as set so far. It has the getters of the input.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Draft<I> {
            pub(crate) input: I,
        }

        impl<I> Draft<I> {
            /// Builds the input. Required members are checked when it is validated or sent.
            #[inline]
            pub fn build(self) -> ::std::result::Result<I, $crate::error::BuildError> {
                ::std::result::Result::Ok(self.input)
            }
        }

        impl<I> ::std::ops::Deref for Draft<I> {
            type Target = I;

            #[inline]
            fn deref(&self) -> &I {
                &self.input
            }
        }

        impl<I: $crate::client::Input> InputBuilder<I> {
            /// Builds the input. Required members are checked when it is validated or sent.
            #[inline]
            pub fn build(self) -> ::std::result::Result<I, $crate::error::BuildError> {
                ::std::result::Result::Ok(self.draft.input)
            }

            /// Sends the input with this client, as [`send`](Self::send) of a fluent builder does.
            #[inline]
            pub async fn send_with(
                self,
                client: &crate::Client,
            ) -> ::std::result::Result<$crate::client::Output<I>, $crate::result::SdkError<$crate::client::Error<I>>>
            {
                client.handle().send::<I::Operation>(self.draft.input, ::std::option::Option::None).await
            }

            /// The input as set so far.
            #[inline]
            pub fn as_input(&self) -> &Draft<I> {
                &self.draft
            }
        }

        impl<I: $crate::client::Input> ::std::default::Default for InputBuilder<I> {
            #[inline]
            fn default() -> Self {
                Self { draft: Draft { input: I::blank() }, client: () }
            }
        }

        impl<I: $crate::client::Input> InputBuilder<I, crate::Client> {
            /// Starts a call of the client.
            #[inline]
            pub(crate) fn from_client(client: &crate::Client) -> Self {
                Self { draft: Draft { input: I::blank() }, client: ::std::clone::Clone::clone(client) }
            }

            /// Validates the input, sends it and reads the response.
            ///
            /// `Output<I>` and `Error<I>` are the output and the error of the operation. The documentation of its
            /// fluent builder names them.
            #[inline]
            pub async fn send(
                self,
            ) -> ::std::result::Result<$crate::client::Output<I>, $crate::result::SdkError<$crate::client::Error<I>>>
            {
                self.client.handle().send::<I::Operation>(self.draft.input, ::std::option::Option::None).await
            }

            /// Signs the request instead of sending it. Anyone who has the result can send it until it expires.
            #[inline]
            pub async fn presigned(
                self,
                presigning_config: $crate::presigning::PresigningConfig,
            ) -> ::std::result::Result<
                $crate::presigning::PresignedRequest,
                $crate::result::SdkError<$crate::client::Error<I>>,
            > {
                let handle = self.client.handle();
                handle.presign::<I::Operation>(self.draft.input, ::std::option::Option::None, &presigning_config).await
            }

            $crate::when_blocking! {
                /// Like `send`, but blocks this thread. Inside a tokio runtime, which it would hold up, it fails and
                /// sends nothing.
                #[inline]
                pub fn send_blocking(
                    self,
                ) -> ::std::result::Result<
                    $crate::client::Output<I>,
                    $crate::result::SdkError<$crate::client::Error<I>>,
                > {
                    self.client.handle().send_blocking::<I::Operation>(self.draft.input, ::std::option::Option::None)
                }
            }

            /// Changes the configuration for this call only.
            #[inline]
            pub fn customize(self) -> $crate::client::Customized<I::Operation> {
                $crate::client::Customized::new(::std::clone::Clone::clone(self.client.handle()), self.draft.input)
            }

            /// The input as set so far.
            #[inline]
            pub fn as_input(&self) -> &Draft<I> {
                &self.draft
            }
        }
    };
}

/// Declares the builders of structures that are not inputs.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_builders {
    () => {
        /// Builder of a structure without required members.
        #[derive(Clone, Debug, PartialEq)]
        pub struct StructureBuilder<T> {
            pub(crate) value: T,
        }

        impl<T> StructureBuilder<T> {
            /// Builds the structure.
            #[inline]
            pub fn build(self) -> T {
                self.value
            }
        }

        /// Builder of a structure with required members.
        #[derive(Clone, Debug, PartialEq)]
        pub struct CheckedBuilder<T> {
            pub(crate) value: T,
            pub(crate) set: $crate::generated::Set,
        }

        impl<T: $crate::generated::Checked> CheckedBuilder<T> {
            /// Builds the structure. Fails if a required member is not set.
            #[inline]
            pub fn build(self) -> ::std::result::Result<T, $crate::error::BuildError> {
                self.set.check(T::REQUIRED, T::REASON)?;
                ::std::result::Result::Ok(self.value)
            }
        }

        impl<T: $crate::shape::Blank> ::std::default::Default for StructureBuilder<T> {
            #[inline]
            fn default() -> Self {
                Self { value: T::blank() }
            }
        }

        impl<T: $crate::shape::Blank> ::std::default::Default for CheckedBuilder<T> {
            #[inline]
            fn default() -> Self {
                Self { value: T::blank(), set: ::std::default::Default::default() }
            }
        }

        $crate::structure_builders! { @errors StructureBuilder }
        $crate::structure_builders! { @errors CheckedBuilder }
    };
    (@errors $builder:ident) => {
        impl<T: $crate::error::ModeledError> $builder<T> {
            /// Sets code, message and request id.
            #[inline]
            pub fn meta(mut self, meta: $crate::error::ErrorMetadata) -> Self {
                self.value.set_meta(meta);
                self
            }

            /// Sets code, message and request id, or clears them with `None`.
            #[inline]
            pub fn set_meta(&mut self, meta: ::std::option::Option<$crate::error::ErrorMetadata>) -> &mut Self {
                self.value.set_meta(meta.unwrap_or_default());
                self
            }
        }
    };
}

/// Declares the builder of a structure with its setters. It is `checked`, so that `build` returns a `Result`, if a member
/// is required, otherwise `plain`.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the generic builders are the generated crate's own
macro_rules! structure_builder {
    (
        $(#[$hidden:meta])? $name:ident, $builder:ident plain;
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $($rest:tt)*),)*
    ) => {
        $(#[$hidden])?
        #[doc = concat!("Builder of [`", stringify!($name), "`].")]
        pub type $builder = crate::operation::StructureBuilder<$name>;

        impl $builder {
            $($crate::setter! { (self, self.value.$field, $need $([$default])?) $field $setter $($rest)* })*
        }
    };
    (
        $(#[$hidden:meta])? $name:ident, $builder:ident checked;
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $($rest:tt)*),)*
    ) => {
        $(#[$hidden])?
        #[doc = concat!("Builder of [`", stringify!($name), "`].")]
        pub type $builder = crate::operation::CheckedBuilder<$name>;

        impl $builder {
            $($crate::setter! { (self, self.value.$field, $need $([$default])?) $field $setter $($rest)* })*
        }

        impl $crate::generated::Checked for $name {
            const REQUIRED: &'static [&'static str] = $crate::structure_builder!(@required []; $($need $field,)*);
            const REASON: &'static str = concat!("it is required in `", stringify!($name), "`");
        }
    };
    (@required [$($names:tt)*];) => { &[$($names)*] };
    (@required [$($names:tt)*]; req $field:ident, $($members:tt)*) => {
        $crate::structure_builder!(@required [$($names)* stringify!($field),]; $($members)*)
    };
    (@required [$($names:tt)*]; $need:ident $field:ident, $($members:tt)*) => {
        $crate::structure_builder!(@required [$($names)*]; $($members)*)
    };
}
