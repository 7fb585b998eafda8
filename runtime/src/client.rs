//! One call, from input to output: validate, serialize, resolve the endpoint, then attempt by
//! attempt sign, send, read the answer.

mod attempt;
mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod call;
mod clock;
mod construction;
mod customized;
mod empty;
mod endpoint;
mod failure;
mod fault;
mod headers;
#[cfg(feature = "interceptors")]
#[allow(clippy::result_large_err, clippy::large_enum_variant, reason = "failures pass through here and are not kept")]
mod hooks;
#[cfg(not(feature = "interceptors"))]
#[path = "client/no_hooks.rs"]
#[allow(clippy::result_large_err, reason = "failures pass through here and are not kept")]
mod hooks;
#[cfg(feature = "interceptors")]
mod intercepted;
mod limit;
mod params;
mod presign;
mod redirect;
mod unreadable;
mod watch;

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::error::{ConstructionFailure, ModeledError, OperationError, SdkError, ServiceError};
use crate::http::SharedHttpClient;
use crate::message::Response;
use crate::presigning::{PresignedRequest, PresigningConfig};
use crate::result;
use crate::retry::{Budget, RateLimiter};
use crate::service::{Operation, Service};
use crate::shape::{Blank, Structure};
use crate::sign::Signer;

pub use construction::ConstructionError;
pub use customized::Customized;
pub use empty::{EmptyOutput, EmptyOutputBuilder};
pub use fault::Fault;

use clock::Clock;
use endpoint::Endpoints;
use hooks::Hooks;
use redirect::Regions;

/// What ties an operation's Rust types to its table.
pub trait Call {
    /// The operation's table.
    const OPERATION: &'static Operation;
    /// What it takes.
    type Input: Structure + fmt::Debug + 'static;
    /// What it answers.
    type Output: Structure + Blank + fmt::Debug + 'static;
    /// The errors it answers with.
    type Error: OperationError;
}

/// What an operation takes: the way from an input to its operation.
pub trait Input: Structure + Blank {
    /// The operation.
    type Operation: Call<Input = Self>;
}

/// What is answered to an input.
pub type Output<I> = <<I as Input>::Operation as Call>::Output;

/// The errors that are answered to an input.
pub type Error<I> = <<I as Input>::Operation as Call>::Error;

/// A client of one service: configuration, connections, retry budget. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
}

/// What the clones of a client share.
struct Shared {
    service: &'static Service,
    config: Config,
    /// The default connector, made when it is first needed.
    connector: OnceLock<Option<SharedHttpClient>>,
    budget: Budget,
    /// Of the calls in adaptive mode.
    rate_limiter: RateLimiter,
    clock: Clock,
    signer: Signer,
    /// What requests of the client's own configuration say of it.
    user_agent: String,
    endpoints: Endpoints,
    /// Where buckets are.
    regions: Regions,
    /// What blocking calls run on, made with the first one.
    #[cfg(feature = "blocking")]
    background: OnceLock<std::io::Result<blocking::Background>>,
}

impl Handle {
    /// A client of the service with this configuration.
    pub fn new(service: &'static Service, config: Config) -> Self {
        Self {
            shared: Arc::new(Shared {
                service,
                user_agent: headers::user_agent(service, &config),
                config,
                connector: OnceLock::new(),
                budget: Budget::new(),
                rate_limiter: RateLimiter::new(),
                clock: Clock::new(),
                signer: Signer::new(),
                endpoints: Endpoints::default(),
                regions: Regions::default(),
                #[cfg(feature = "blocking")]
                background: OnceLock::new(),
            }),
        }
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Validates an input, sends it, and reads the answer. Compiled once for all operations.
    pub async fn invoke(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
        output: &mut dyn Structure,
        config: Option<&Config>,
    ) -> Result<(), SdkError<Fault>> {
        call::run(&self.shared, operation, input, output, config, &mut Hooks::none()).await
    }

    /// Signs a request and does not send it, with the operation's own types.
    pub async fn presign<C: Call>(
        &self,
        mut input: C::Input,
        config: Option<&Config>,
        validity: &PresigningConfig,
    ) -> Result<PresignedRequest, result::SdkError<C::Error>> {
        let presigned = self.presign_values(C::OPERATION, &mut input, config, validity).await;
        presigned.map_err(typed::<C>)
    }

    /// Signs a request and does not send it. Compiled once for all operations.
    pub async fn presign_values(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
        config: Option<&Config>,
        validity: &PresigningConfig,
    ) -> Result<PresignedRequest, SdkError<Fault>> {
        let config = config.unwrap_or(self.config());
        let presigned = presign::run(&self.shared, operation, input, config, validity).await;
        presigned.map_err(|error| SdkError::ConstructionFailure(ConstructionFailure::new(error)))
    }

    /// The same with the operation's own types.
    pub async fn send<C: Call>(
        &self,
        mut input: C::Input,
        config: Option<&Config>,
    ) -> Result<C::Output, result::SdkError<C::Error>> {
        #[cfg(feature = "interceptors")]
        {
            let config = config.unwrap_or(self.config());
            if config.interceptors().next().is_some() {
                return intercepted::send::<C>(self, input, config).await;
            }
        }
        let mut output = C::Output::blank();
        match self.invoke(C::OPERATION, &mut input, &mut output, config).await {
            Ok(()) => Ok(output),
            Err(error) => Err(typed::<C>(error)),
        }
    }
}

/// The failure of a call for its caller, with the operation's own type of errors.
pub(crate) fn typed<C: Call>(error: SdkError<Fault>) -> result::SdkError<C::Error> {
    let error = match error {
        SdkError::ServiceError(context) => {
            let (fault, raw) = context.into_parts();
            let mut read = |error: &mut dyn ModeledError| read_members(C::OPERATION, &raw, error);
            let table = fault.index.and_then(|index| C::OPERATION.errors.get(index).copied());
            let error = C::Error::read(table, fault.meta, &mut read);
            SdkError::ServiceError(ServiceError::new(error, raw))
        }
        // The other variants hold no error of the service.
        error => error.map_service_error(|fault| C::Error::read(None, fault.meta, &mut |_| {})),
    };
    result::official(C::OPERATION, error)
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("service", &self.shared.service.sdk_id)
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// The `user-agent` of a call.
    fn user_agent(&self, config: &Config) -> String {
        match config.app_name() == self.config.app_name() {
            true => self.user_agent.clone(),
            false => headers::user_agent(self.service, config),
        }
    }

    /// The connector of a call: the configured one, else the default one. None where none is
    /// compiled in.
    fn connector(&self, config: &Config) -> Option<SharedHttpClient> {
        if let Some(it) = config.http_client() {
            return Some(it);
        }
        if config.ca_bundle() != self.config.ca_bundle() {
            // Set for one call alone: its connections cannot be shared.
            return default_connector(config);
        }
        self.connector.get_or_init(|| default_connector(config)).clone()
    }
}

#[cfg(feature = "http")]
fn default_connector(config: &Config) -> Option<SharedHttpClient> {
    let mut builder = crate::http::HyperClient::builder();
    if let Some(path) = config.ca_bundle() {
        builder = builder.ca_bundle(path);
    }
    Some(SharedHttpClient::new(builder.build()))
}

#[cfg(not(feature = "http"))]
fn default_connector(_: &Config) -> Option<SharedHttpClient> {
    None
}

/// Reads the members of a modeled error. That they cannot be read must not hide the error.
fn read_members(operation: &Operation, raw: &Response, error: &mut dyn ModeledError) {
    if let Err(reason) = operation.service.protocol.parse_error_members(raw, error) {
        tracing::debug!(operation = operation.name, %reason, "the error's members cannot be read");
    }
}
