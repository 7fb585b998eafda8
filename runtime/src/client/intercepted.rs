//! Calls with interceptors, which see the operation's own types.

use aws_smithy_runtime_api::client::interceptors::context::Input;

use super::hooks::{Ended, Hooks, Replaced, Types};
use super::{Call, Handle, call, typed};
use crate::config::Config;
use crate::dynamic::Dynamic;
use crate::error::{ErrorMetadata, OperationError};
use crate::result;

/// Makes a call, and runs the interceptors in each of its phases.
pub(super) async fn send<C: Call>(
    handle: &Handle,
    input: C::Input,
    config: &Config,
) -> Result<C::Output, result::SdkError<C::Error>> {
    let hooks = Hooks::new(C::OPERATION, config, Input::erase(input), Types::of::<C>());
    let mut hooks = hooks.map_err(result::SdkError::construction_failure)?;
    // Placeholders: the interceptors' context holds the actual input and output.
    let [mut input, mut output] = [C::OPERATION.input, C::OPERATION.output].map(Dynamic::new);
    let made = call::run(handle.shared(), C::OPERATION, &mut input, &mut output, Some(config), &mut hooks).await;
    let foreign =
        |what: &str| result::SdkError::construction_failure(format!("an interceptor set {what} of another operation"));
    match hooks.finish(made) {
        Ok(output) => output.downcast::<C::Output>().map_err(|_| foreign("the output")),
        Err(Ended::Own(error)) => Err(typed::<C>(error)),
        Err(Ended::Replaced(Replaced::Service(error, response))) => match error.downcast::<C::Error>() {
            Ok(error) => Err(result::SdkError::service_error(error, response)),
            Err(_) => Err(foreign("the error")),
        },
        Err(Ended::Replaced(Replaced::Other(error))) => Err(error.map_service_error(|error| {
            let text = format!("{error:?}");
            C::Error::read(None, ErrorMetadata::builder().message(text).build(), &mut |_| {})
        })),
    }
}
