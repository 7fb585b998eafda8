//! Waiters.

/// Declares the waiters of a service: the trait that gives the client a method for each, and a module for each with its
/// table, the waiting call and its result types.
///
/// ```text
/// waiters! {
///     "UserExists", "Waits until `GetUser` succeeds.", "Waits until `GetUser` succeeds.";
///     user_exists UserExists polls get_user GetUser GetUserInput, 1 to 120;
///     wait_until_user_exists UserExistsFluentBuilder UserExistsFinalPoll WaitUntilUserExistsError;
///     Success on Success(true);
///     Retry on ErrorType("NoSuchEntity");
/// }
/// ```
///
/// The arguments are the waiter's name and its description, once for a terminal and once as lines of documentation; its
/// module and type; the polled operation's module, type and input; the delays in seconds; the names of the public
/// types; and the acceptors, whose matchers and expected values are written as names of their variants.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // client and operations are the generated crate's own
macro_rules! waiters {
    ($(
        $name:literal, $about:literal $(, $doc:literal)*;
        $module:ident $marker:ident polls $operation:ident $polled:ident $input:ident, $min:literal to $max:literal;
        $method:ident $fluent:ident $poll:ident $error:ident;
        $($state:ident on $matcher:expr;)+
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

                /// The client, for a waiting call.
                #[derive(Clone, Debug)]
                pub struct $marker {
                    pub(crate) client: crate::Client,
                }

                #[doc = concat!("A call of `", stringify!($operation), "` that waits.")]
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
                }
            }
        )*
    };
}
