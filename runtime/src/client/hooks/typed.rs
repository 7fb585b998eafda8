//! Inputs, outputs and errors of one operation, whose types interceptors see and this client forgets.

use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::OrchestratorError;
use aws_smithy_runtime_api::client::result::ConnectorError as OfficialError;

use super::Hooks;
use super::outcome::{Ended, Replaced};
use crate::client::{Call, Fault, Handle, call, read_members, typed};
use crate::config::Config;
use crate::dynamic::Dynamic;
use crate::error::{ConnectorErrorKind, DisplayChain, ErrorMetadata, OperationError, ProvideErrorMetadata, SdkError};
use crate::result;
use crate::service::Operation;
use crate::shape::{Blank, Structure};

/// How the types of one operation are made and found again.
pub(super) struct Types {
    pub(super) input: fn(&mut Input) -> Option<&mut dyn Structure>,
    pub(super) blank: fn() -> Output,
    pub(super) output: fn(&mut Output) -> Option<&mut dyn Structure>,
    pub(super) failure: fn(&'static Operation, &SdkError<Fault>) -> OrchestratorError<Error>,
    pub(super) meta: fn(&Error) -> Option<ErrorMetadata>,
    pub(super) address: fn(&Error) -> Option<usize>,
}

impl Types {
    fn of<C: Call>() -> Self {
        Self {
            input: |input| input.downcast_mut::<C::Input>().map(|it| it as _),
            blank: || Output::erase(C::Output::blank()),
            output: |output| output.downcast_mut::<C::Output>().map(|it| it as _),
            failure: failure::<C>,
            meta: |error| error.downcast_ref::<C::Error>().map(|it| it.meta().clone()),
            address: |error| error.downcast_ref::<C::Error>().map(|it| std::ptr::from_ref(it).addr()),
        }
    }
}

/// Makes a call of which interceptors are told.
pub(in crate::client) async fn send<C: Call>(
    handle: &Handle,
    input: C::Input,
    config: &Config,
) -> Result<C::Output, result::SdkError<C::Error>> {
    let hooks = Hooks::new(C::OPERATION, config, Input::erase(input), Types::of::<C>());
    let mut hooks = hooks.map_err(result::SdkError::construction_failure)?;
    // Input and output are those of the interceptors.
    let [mut input, mut output] = [C::OPERATION.input, C::OPERATION.output].map(Dynamic::new);
    let made = call::run(&handle.shared, C::OPERATION, &mut input, &mut output, Some(config), &mut hooks).await;
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

/// A failure as interceptors see it.
fn failure<C: Call>(operation: &'static Operation, error: &SdkError<Fault>) -> OrchestratorError<Error> {
    let text = || DisplayChain(error).to_string();
    match error {
        SdkError::ServiceError(answered) => {
            let (fault, raw) = (answered.err(), answered.raw());
            let table = fault.index.and_then(|index| operation.errors.get(index).copied());
            let error = C::Error::read(table, fault.meta.clone(), &mut |error| read_members(operation, raw, error));
            OrchestratorError::operation(Error::erase(error))
        }
        SdkError::DispatchFailure(failure) => OrchestratorError::connector(match failure.kind() {
            ConnectorErrorKind::Io => OfficialError::io(text().into()),
            ConnectorErrorKind::Timeout => OfficialError::timeout(text().into()),
            ConnectorErrorKind::User => OfficialError::user(text().into()),
            ConnectorErrorKind::Other => OfficialError::other(text().into(), None),
        }),
        SdkError::TimeoutError(_) => OrchestratorError::timeout(text().into()),
        SdkError::ResponseError(_) => OrchestratorError::response(text().into()),
        SdkError::ValidationFailure(_) | SdkError::ConstructionFailure(_) => OrchestratorError::other(text()),
    }
}
