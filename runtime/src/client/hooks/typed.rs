//! The inputs, outputs and errors of one operation, whose types interceptors see but the client erases.

use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::OrchestratorError;

use crate::client::{Call, Fault, read_members};
use crate::error::{
    ConnectorError, ConnectorErrorKind, DisplayChain, ErrorMetadata, OperationError, ProvideErrorMetadata, SdkError,
};
use crate::service::Operation;
use crate::shape::{Blank, Structure};

/// Functions that create the types of one operation and restore them after erasure.
pub(in crate::client) struct Types {
    pub(super) input: fn(&mut Input) -> Option<&mut dyn Structure>,
    pub(super) blank: fn() -> Output,
    pub(super) output: fn(&mut Output) -> Option<&mut dyn Structure>,
    pub(super) failure: fn(&'static Operation, &SdkError<Fault>) -> OrchestratorError<Error>,
    pub(super) meta: fn(&Error) -> Option<ErrorMetadata>,
    pub(super) address: fn(&Error) -> Option<usize>,
}

impl Types {
    pub(in crate::client) fn of<C: Call>() -> Self {
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
            ConnectorErrorKind::Io => ConnectorError::io(text().into()),
            ConnectorErrorKind::Timeout => ConnectorError::timeout(text().into()),
            ConnectorErrorKind::User => ConnectorError::user(text().into()),
            ConnectorErrorKind::Other => ConnectorError::other(text().into(), None),
        }),
        SdkError::TimeoutError(_) => OrchestratorError::timeout(text().into()),
        SdkError::ResponseError(_) => OrchestratorError::response(text().into()),
        SdkError::ValidationFailure(_) | SdkError::ConstructionFailure(_) => OrchestratorError::other(text()),
    }
}
