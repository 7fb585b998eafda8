//! The builders that are the same for every shape. Each shape adds its setters to them.

/// Declares the builders of a crate, in its module `operation`: one for inputs, which with a client
/// behind it is the fluent call, and [two for all other structures](crate::structure_builders).
///
/// They are generic so that a compiler reads what they do once, and not once for every shape.
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

        /// Builds the input of an operation; with a client behind it, the call itself.
        #[derive(Clone, Debug, PartialEq)]
        #[must_use = "nothing is sent before `send` is awaited"]
        pub struct InputBuilder<I, C = ()> {
            pub(crate) draft: Draft<I>,
            pub(crate) client: C,
        }

        /// The input of a call, as far as it is set. Its getters are those of the input.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Draft<I> {
            pub(crate) input: I,
        }

        impl<I> Draft<I> {
            /// The input. Required members are checked when it is validated or sent.
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

        impl<I, C> InputBuilder<I, C> {
            /// The input as far as it is set.
            #[inline]
            pub fn as_input(&self) -> &Draft<I> {
                &self.draft
            }
        }

        impl<I: $crate::client::Input> InputBuilder<I> {
            /// The input. Required members are checked when it is validated or sent.
            #[inline]
            pub fn build(self) -> ::std::result::Result<I, $crate::error::BuildError> {
                ::std::result::Result::Ok(self.draft.input)
            }

            /// Sends the input as built.
            #[inline]
            pub async fn send_with(
                self,
                client: &crate::Client,
            ) -> ::std::result::Result<$crate::client::Output<I>, $crate::result::SdkError<$crate::client::Error<I>>>
            {
                client.handle().send::<I::Operation>(self.draft.input, ::std::option::Option::None).await
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

            /// Validates the input, sends it, and reads the answer.
            #[inline]
            pub async fn send(
                self,
            ) -> ::std::result::Result<$crate::client::Output<I>, $crate::result::SdkError<$crate::client::Error<I>>>
            {
                self.client.handle().send::<I::Operation>(self.draft.input, ::std::option::Option::None).await
            }

            /// Signs the request instead of sending it. Whoever has the result can send it, until it expires.
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
                /// The same as `send`, waiting on this thread. Where a tokio runtime runs, which it
                /// would hold up, it fails and sends nothing.
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

            /// Changes the configuration for this call alone.
            #[inline]
            pub fn customize(self) -> $crate::client::Customized<I::Operation> {
                $crate::client::Customized::new(::std::clone::Clone::clone(self.client.handle()), self.draft.input)
            }
        }

        impl<I: $crate::client::Input<Operation: $crate::paginate::Paginated>> InputBuilder<I, crate::Client> {
            /// Makes a call that follows the pages.
            #[inline]
            pub fn into_paginator(self) -> $crate::paginate::Paginator<I::Operation> {
                $crate::paginate::Paginator::new(::std::clone::Clone::clone(self.client.handle()), self.draft.input)
            }
        }
    };
}

/// Declares the builders of structures that are not inputs.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_builders {
    () => {
        /// Builds a structure of which no member is required.
        #[derive(Clone, Debug, PartialEq)]
        pub struct StructureBuilder<T> {
            pub(crate) value: T,
        }

        impl<T> StructureBuilder<T> {
            /// The structure, as far as it was set.
            #[inline]
            pub fn build(self) -> T {
                self.value
            }
        }

        /// Builds a structure of which members are required.
        #[derive(Clone, Debug, PartialEq)]
        pub struct CheckedBuilder<T> {
            pub(crate) value: T,
            pub(crate) set: $crate::generated::Set,
        }

        impl<T: $crate::generated::Checked> CheckedBuilder<T> {
            /// The structure, or which required member is not set.
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

            /// Sets or, with `None`, clears code, message and request id.
            #[inline]
            pub fn set_meta(&mut self, meta: ::std::option::Option<$crate::error::ErrorMetadata>) -> &mut Self {
                self.value.set_meta(meta.unwrap_or_default());
                self
            }
        }
    };
}

/// The builder of a structure, with its setters: `checked` where a member is required, else `plain`.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the generic builders are the generated crate's own
macro_rules! structure_builder {
    ($name:ident, $builder:ident plain; $($members:tt)*) => {
        #[doc = concat!("Builds a [`", stringify!($name), "`].")]
        pub type $builder = crate::operation::StructureBuilder<$name>;

        $crate::structure_builder! { @setters $builder; $($members)* }
    };
    ($name:ident, $builder:ident checked; $($members:tt)*) => {
        #[doc = concat!("Builds a [`", stringify!($name), "`].")]
        pub type $builder = crate::operation::CheckedBuilder<$name>;

        $crate::structure_builder! { @setters $builder; $($members)* }

        impl $crate::generated::Checked for $name {
            const REQUIRED: &'static [&'static str] = $crate::structure_builder!(@required []; $($members)*);
            const REASON: &'static str = concat!("a `", stringify!($name), "` cannot be without it");
        }
    };
    (
        @setters $builder:ident;
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $kind:ident $($types:tt)*),)*
    ) => {
        impl $builder {
            $($crate::setter! {
                (self, self.value.$field, $need $([$default])?); $kind $field $setter $($types)*
            })*
        }
    };
    (@required [$($names:tt)*];) => { &[$($names)*] };
    (@required [$($names:tt)*]; (req $field:ident $($rest:tt)*), $($members:tt)*) => {
        $crate::structure_builder!(@required [$($names)* stringify!($field),]; $($members)*)
    };
    (@required [$($names:tt)*]; $member:tt, $($members:tt)*) => {
        $crate::structure_builder!(@required [$($names)*]; $($members)*)
    };
}
