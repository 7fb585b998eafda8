//! Runs interceptors of the official crates, in the official order of phases.
//!
//! Interceptors use the official crates' types. So the request is converted to such a type before it is signed and
//! again before it is sent, and back afterwards. Calls of clients without interceptors skip all of this.

/// Calls the hook of one phase on every interceptor. The last failure counts, as in the official SDK.
macro_rules! tell {
    ($told:ident, $hook:ident(&$context:ident)) => {
        tell!(@ $told, $hook, |interceptor| {
            interceptor.$hook(&$context::from(&$told.context), &$told.components, &mut $told.bag)
        })
    };
    ($told:ident, $hook:ident(&mut $context:ident)) => {
        tell!(@ $told, $hook, |interceptor| {
            interceptor.$hook(&mut $context::from(&mut $told.context), &$told.components, &mut $told.bag)
        })
    };
    (@ $told:ident, $hook:ident, |$interceptor:ident| $call:block) => {{
        let mut outcome = Ok(());
        for $interceptor in &$told.interceptors {
            if !$interceptor.enabled(&$told.bag) {
                continue;
            }
            if let Err(source) = $call {
                let interceptor = $interceptor.name();
                outcome = Err(Failed { interceptor, hook: stringify!($hook), source });
            }
        }
        outcome
    }};
}

mod message;
mod outcome;
mod typed;

use std::fmt;

use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef as Answer, BeforeDeserializationInterceptorContextMut as ResponseMut,
    BeforeDeserializationInterceptorContextRef as ResponseRef, BeforeSerializationInterceptorContextMut as InputMut,
    BeforeSerializationInterceptorContextRef as InputRef, BeforeTransmitInterceptorContextMut as RequestMut,
    BeforeTransmitInterceptorContextRef as RequestRef, Error, FinalizerInterceptorContextMut as EndMut,
    FinalizerInterceptorContextRef as EndRef, Input, InterceptorContext, Output,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::orchestrator::{Metadata, OrchestratorError};
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Layer};

use super::Fault;
use super::failure::Failure;
use crate::config::Config;
use crate::error::{BoxError, ConnectorErrorKind, DispatchFailure, ResponseError, SdkError, TransportError};
use crate::http::HttpRequest;
use crate::message::{RequestBody, Response};
use crate::service::Operation;
use crate::shape::Structure;

pub(super) use outcome::{Ended, Replaced};
pub(super) use typed::Types;

/// The interceptors of one call, and their context.
pub(super) struct Hooks(Option<Box<Told>>);

struct Told {
    interceptors: Vec<SharedInterceptor>,
    operation: &'static Operation,
    context: InterceptorContext,
    bag: ConfigBag,
    components: RuntimeComponents,
    types: Types,
    /// The output that the attempt reads its response into.
    output: Option<Output>,
    /// The error with which an interceptor replaced the attempt's own.
    replaced: Option<OrchestratorError<Error>>,
    /// Whether a response is being read.
    is_reading: bool,
}

/// The error of an interceptor that failed.
#[derive(Debug)]
struct Failed {
    interceptor: &'static str,
    hook: &'static str,
    source: BoxError,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the interceptor `{}` failed in `{}`", self.interceptor, self.hook)
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

impl Hooks {
    /// No interceptors.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// The interceptors of this configuration, for a call with this input.
    pub(super) fn new(
        operation: &'static Operation,
        config: &Config,
        input: Input,
        types: Types,
    ) -> Result<Self, BoxError> {
        let mut layer = Layer::new("tinsmith");
        layer.store_put(Metadata::new(operation.name, operation.service.sdk_id));
        layer.store_put(RequestAttempts::new(0));
        Ok(Self(Some(Box::new(Told {
            interceptors: config.interceptors().cloned().collect(),
            operation,
            context: InterceptorContext::new(input),
            bag: ConfigBag::of_layers(vec![layer]),
            components: crate::http::components().map_err(BoxError::from)?,
            types,
            output: None,
            replaced: None,
            is_reading: false,
        }))))
    }

    /// Calls the hooks before serialization.
    pub(super) fn before_serialization(&mut self) -> Result<(), SdkError<Fault>> {
        let Some(told) = &mut self.0 else { return Ok(()) };
        let before = tell!(@ told, read_before_execution, |interceptor| {
            interceptor.read_before_execution(&InputRef::from(&told.context), &mut told.bag)
        });
        before
            .and_then(|()| tell!(told, modify_before_serialization(&mut InputMut)))
            .and_then(|()| tell!(told, read_before_serialization(&InputRef)))
            .map_err(SdkError::construction_failure)
    }

    /// The input, with the interceptors' changes.
    pub(super) fn input(&mut self) -> Option<&mut dyn Structure> {
        let told = self.0.as_mut()?;
        (told.types.input)(told.context.input_mut()?)
    }

    /// Calls the hooks between serialization and the first attempt.
    pub(super) fn after_serialization(&mut self, request: impl FnOnce() -> HttpRequest) -> Result<(), SdkError<Fault>> {
        let Some(told) = &mut self.0 else { return Ok(()) };
        told.context.enter_serialization_phase();
        let request = message::request(request()).map_err(SdkError::construction_failure)?;
        told.context.set_request(request);
        // From here on, only the request counts.
        drop(told.context.take_input());
        let written = tell!(told, read_after_serialization(&RequestRef));
        told.context.enter_before_transmit_phase();
        let ready = written.and_then(|()| tell!(told, modify_before_retry_loop(&mut RequestMut)));
        told.context.save_checkpoint();
        ready.map_err(not_sent)
    }

    /// Begins an attempt.
    pub(super) fn before_attempt(&mut self, number: u32) -> Result<(), Failure> {
        let Some(told) = &mut self.0 else { return Ok(()) };
        told.bag.interceptor_state().store_put(RequestAttempts::new(number));
        let _ = told.context.rewind(&mut told.bag);
        told.output = Some((told.types.blank)());
        told.replaced = None;
        told.is_reading = false;
        tell!(told, read_before_attempt(&RequestRef)).map_err(|failed| Failure::new(not_sent(failed), None))
    }

    /// The body of the attempt's request.
    pub(super) fn body(&mut self) -> Option<RequestBody> {
        Some(self.0.as_mut()?.context.request_mut()?.take_body().into())
    }

    /// Resets the attempt's request to what interceptors made of it before the first attempt.
    pub(super) fn restore(&mut self, request: &mut HttpRequest) {
        if let Some(written) = self.0.as_ref().and_then(|it| it.context.request()) {
            message::restore(request, written);
        }
    }

    /// Calls the hooks before signing.
    pub(super) fn before_signing(&mut self, request: &mut HttpRequest) -> Result<(), Failure> {
        let Some(told) = &mut self.0 else { return Ok(()) };
        let told = &mut **told;
        told.with_request(request, |told| {
            tell!(told, modify_before_signing(&mut RequestMut))
                .and_then(|()| tell!(told, read_before_signing(&RequestRef)))
        })
    }

    /// Calls the hooks between signing and sending. Extensions that they add to the request are passed to connectors of
    /// the official crates.
    pub(super) fn before_transmit(&mut self, request: &mut HttpRequest) -> Result<(), Failure> {
        let Some(told) = &mut self.0 else { return Ok(()) };
        let told = &mut **told;
        told.with_request(request, |told| {
            tell!(told, read_after_signing(&RequestRef))
                .and_then(|()| tell!(told, modify_before_transmit(&mut RequestMut)))
                .and_then(|()| tell!(told, read_before_transmit(&RequestRef)))
        })?;
        told.context.enter_transmit_phase();
        request.official = told.context.take_request().map(Box::new);
        Ok(())
    }

    /// Calls the hooks between receiving the response and parsing it.
    pub(super) fn after_transmit(&mut self, response: Response) -> Result<Response, Failure> {
        let Some(told) = &mut self.0 else { return Ok(response) };
        let Some(official) = message::response(&response) else { return Ok(response) };
        told.context.set_response(official);
        let sent = tell!(told, read_after_transmit(&ResponseRef));
        told.context.enter_before_deserialization_phase();
        let read = sent
            .and_then(|()| tell!(told, modify_before_deserialization(&mut ResponseMut)))
            .and_then(|()| tell!(told, read_before_deserialization(&ResponseRef)));
        told.context.enter_deserialization_phase();
        told.is_reading = true;
        match read {
            Ok(()) => {
                Ok(told.context.response().map_or_else(|| response.clone(), |it| message::received(it).like(&response)))
            }
            Err(failed) => Err(Failure::new(SdkError::ResponseError(ResponseError::new(failed, response)), None)),
        }
    }

    /// The output that the response is read into.
    pub(super) fn place(&mut self) -> Option<&mut dyn Structure> {
        let told = self.0.as_mut()?;
        (told.types.output)(told.output.as_mut()?)
    }
}

impl Told {
    /// Passes a request to interceptors, which may change it.
    fn with_request(
        &mut self,
        request: &mut HttpRequest,
        tell: impl FnOnce(&mut Self) -> Result<(), Failed>,
    ) -> Result<(), Failure> {
        let Some(written) = self.context.request_mut() else { return Ok(()) };
        let unfit = |error: BoxError| Failure::new(SdkError::construction_failure(error), None);
        message::write(request, written).map_err(unfit)?;
        tell(self).map_err(|failed| Failure::new(not_sent(failed), None))?;
        match self.context.request_mut() {
            Some(written) => message::read(request, written).map_err(unfit),
            None => Ok(()),
        }
    }
}

/// The error for an interceptor that failed before the request was sent.
fn not_sent(failed: Failed) -> SdkError<Fault> {
    let error = TransportError::new(ConnectorErrorKind::Other, failed).before_send();
    SdkError::DispatchFailure(DispatchFailure::new(error))
}

impl fmt::Debug for Hooks {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks").finish_non_exhaustive()
    }
}
