//! Waiters.

/// Declares the waiters of a service: the trait that gives the client a method for each, and a module for each with its
/// table, the waiting call and its result types.
///
/// ```text
/// waiters! {
///     waiter: UserExists;
///     name: "UserExists";
///     about: "Waits until `GetUser` succeeds.";
///     docs: [" Waits until `GetUser` succeeds."];
///     module: user_exists;
///     operation: get_user::GetUser;
///     input: GetUserInput;
///     min_delay: 1;
///     max_delay: 120;
///     method: wait_until_user_exists;
///     fluent_builder: UserExistsFluentBuilder;
///     final_poll: UserExistsFinalPoll;
///     error: WaitUntilUserExistsError;
///     acceptors: [Success(true) => Success, ErrorType("NoSuchEntity") => Retry];
/// }
/// ```
///
/// Matchers, expected values and states are written as names of their variants. Delays are seconds.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // client and operations are the generated crate's own
macro_rules! waiters {
    ($(
        waiter: $marker:ident;
        name: $name:literal;
        about: $about:literal;
        docs: [$($doc:literal),*];
        module: $module:ident;
        operation: $operation:ident::$polled:ident;
        input: $input:ident;
        min_delay: $min:literal;
        max_delay: $max:literal;
        method: $method:ident;
        fluent_builder: $fluent:ident;
        final_poll: $poll:ident;
        error: $error:ident;
        acceptors: [$($matcher:expr => $state:ident),+];
    )*) => {
        /// The waiters of the service. Each method starts a call that takes the operation's parameters. Its `wait`
        /// polls the operation until the given time has passed.
        pub trait Waiters {
            $(
                $(#[doc = $doc])*
                fn $method(&self) -> $module::$fluent;
            )*
        }

        impl Waiters for crate::Client {
            $(
                #[inline]
                fn $method(&self) -> $module::$fluent {
                    $module::$fluent {
                        draft: crate::operation::Draft { input: $crate::shape::Blank::blank() },
                        client: $module::$marker { client: ::std::clone::Clone::clone(self) },
                    }
                }
            )*
        }

        $(
            $(#[doc = $doc])*
            pub mod $module {
                /// The table of the waiter.
                pub(crate) static WAITER: $crate::schema::waiters::Waiter = {
                    // Which of these are used depends on the acceptors.
                    #[allow(unused_imports)]
                    use $crate::schema::waiters::{
                        Acceptor, Expected::*, Matcher::*, State, Waiter,
                    };
                    Waiter {
                        name: $name,
                        about: $about,
                        min_delay: $min,
                        max_delay: $max,
                        acceptors: &[$(Acceptor { state: State::$state, matcher: $matcher },)+],
                    }
                };

                // The client, for a waiting call.
                #[doc(hidden)]
                #[derive(Clone, Debug)]
                pub struct $marker {
                    pub(crate) client: crate::Client,
                }

                #[doc = concat!("The input of [`", stringify!($operation), "`](crate::Client::", stringify!($operation), "), which `wait` polls.")]
                pub type $fluent = crate::operation::InputBuilder<crate::operation::$operation::$input, $marker>;

                /// The response that ended the wait.
                pub type $poll = $crate::waiters::FinalPoll<
                    <crate::operation::$operation::$polled as $crate::client::Call>::Output,
                    crate::error::SdkError<<crate::operation::$operation::$polled as $crate::client::Call>::Error>,
                >;

                /// The reason why the wait failed.
                pub type $error = $crate::waiters::WaiterError<
                    <crate::operation::$operation::$polled as $crate::client::Call>::Output,
                    <crate::operation::$operation::$polled as $crate::client::Call>::Error,
                >;

                impl $fluent {
                    /// Polls until the waiter succeeds or fails, or until this much time has passed.
                    pub async fn wait(self, max_wait: ::std::time::Duration) -> ::std::result::Result<$poll, $error> {
                        let handle = self.client.client.handle();
                        $crate::waiters::wait::<crate::operation::$operation::$polled>(handle, self.draft.input, &WAITER, max_wait).await
                    }

                    /// The input as set so far.
                    #[inline]
                    pub fn as_input(&self) -> &crate::operation::Draft<crate::operation::$operation::$input> {
                        &self.draft
                    }
                }
            }
        )*
    };
}
