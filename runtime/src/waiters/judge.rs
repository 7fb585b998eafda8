//! Matches a response against the acceptors of a waiter.

#[cfg(feature = "jmespath")]
use tinsmith_jmespath::Function;

use crate::client::Fault;
#[cfg(feature = "jmespath")]
use crate::jmespath::{Object, Value, search};
#[cfg(feature = "jmespath")]
use crate::schema::waiters::Expected;
use crate::schema::waiters::{Acceptor, Matcher, Waiter};
use crate::service::Operation;
use crate::shape::Structure;

/// The response to one poll.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Answer<'a> {
    /// An output, and the input that was sent for it.
    Output(&'a dyn Structure, &'a dyn Structure),
    /// An error of the service.
    Error(&'a Fault),
}

/// Returns the first acceptor that matches the response. If none matches, the wait continues after an output and fails
/// after an error.
///
/// Without the feature `jmespath`, which the generator enables for services whose waiters look into responses, only
/// acceptors of successes and errors match.
///
/// ```
/// use tinsmith_runtime::dynamic::Dynamic;
/// use tinsmith_runtime::protocol::AwsQuery;
/// use tinsmith_runtime::schema::waiters::{Acceptor, Expected, Matcher, State, Waiter};
/// use tinsmith_runtime::schema::{Kind, Member, Schema};
/// use tinsmith_runtime::service::{Operation, Service};
/// use tinsmith_runtime::waiters::{Answer, accepted};
///
/// static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
/// static INPUT: Schema = Schema::structure("demo#Input", &[], &[]);
/// static OUTPUT: Schema = Schema::structure("demo#Output", &[Member::new("Status", &TEXT, &[])], &[]);
/// static SERVICE: Service = Service::example(&AwsQuery);
/// static DESCRIBE: Operation = Operation {
///     name: "Describe",
///     service: &SERVICE,
///     input: &INPUT,
///     output: &OUTPUT,
///     errors: &[],
///     traits: &[],
/// };
/// static WAITER: Waiter = Waiter {
///     name: "Ready",
///     about: "Waits until it is ready.",
///     min_delay: 2,
///     max_delay: 120,
///     acceptors: &[Acceptor {
///         state: State::Success,
///         matcher: Matcher::Output("Status", Expected::Is("READY")),
///     }],
/// };
///
/// # if !cfg!(feature = "jmespath") {
/// #     return;
/// # }
/// let input = Dynamic::new(&INPUT);
/// let mut output = Dynamic::new(&OUTPUT);
/// assert!(accepted(&WAITER, &DESCRIBE, Answer::Output(&output, &input)).is_none());
/// tinsmith_runtime::json::from_str(r#"{"Status": "READY"}"#, &mut output).unwrap();
/// let acceptor = accepted(&WAITER, &DESCRIBE, Answer::Output(&output, &input));
/// assert_eq!(acceptor.map(|it| it.state), Some(State::Success));
/// ```
#[inline]
pub fn accepted(
    waiter: &'static Waiter,
    operation: &'static Operation,
    answer: Answer<'_>,
) -> Option<&'static Acceptor> {
    waiter.acceptors.iter().find(|it| matches(&it.matcher, operation, answer))
}

#[inline]
fn matches(matcher: &'static Matcher, operation: &'static Operation, answer: Answer<'_>) -> bool {
    match (matcher, answer) {
        (Matcher::Success(wanted), answer) => *wanted == matches!(answer, Answer::Output(..)),
        (Matcher::ErrorType(name), Answer::Error(fault)) => is_error(name, operation, fault),
        #[cfg(feature = "jmespath")]
        (Matcher::Output(expression, expected), Answer::Output(output, _)) => {
            finds(expression, Object::Structure(output), *expected)
        }
        #[cfg(feature = "jmespath")]
        (Matcher::InputOutput(expression, expected), Answer::Output(output, input)) => {
            finds(expression, Object::Call(input, output), *expected)
        }
        _ => false,
    }
}

/// Whether an error has this name: the code of the response, or the name or code of the modeled error. Models use
/// either: IAM's waiters use `NoSuchEntity` and `NoSuchEntityException`.
#[inline]
fn is_error(name: &str, operation: &'static Operation, fault: &Fault) -> bool {
    let modeled = fault.index.and_then(|index| operation.errors.get(index));
    fault.meta.code() == Some(name)
        || modeled.is_some_and(|it| it.name() == name || operation.service.protocol.is_error_code(name, it))
}

#[cfg(feature = "jmespath")]
#[inline]
fn finds(expression: &str, root: Object<'_>, expected: Expected) -> bool {
    let Some(found) = search(expression, root, &Function::ALL) else { return false };
    match (expected, found) {
        (Expected::Is(text), found) => found.is_text(text),
        (Expected::Truth(wanted), Value::Boolean(found)) => wanted == found,
        (Expected::AllAre(text), Value::List(items)) => !items.is_empty() && items.iter().all(|it| it.is_text(text)),
        (Expected::AnyIs(text), Value::List(items)) => items.iter().any(|it| it.is_text(text)),
        _ => false,
    }
}
