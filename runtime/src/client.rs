//! Makes one call: validates and serializes the input, resolves the endpoint, and then, for each attempt, signs and
//! sends the request and reads the response.

mod attempt;
mod auth;
#[cfg(feature = "endpoint-discovery")]
mod blank;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod call;
mod clock;
mod construction;
mod customized;
#[cfg(feature = "digest-auth")]
mod digest;
#[cfg(not(feature = "digest-auth"))]
#[path = "client/no_digest.rs"]
mod digest;
#[cfg(feature = "endpoint-discovery")]
mod discovery;
#[cfg(not(feature = "endpoint-discovery"))]
#[path = "client/no_discovery.rs"]
mod discovery;
mod dry_run;
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
mod prepare;
mod presign;
mod redirect;
#[cfg(feature = "rest-xml")]
mod sessions;
#[cfg(not(feature = "rest-xml"))]
#[path = "client/no_sessions.rs"]
mod sessions;
#[cfg(feature = "loader")]
mod settings;
#[cfg(feature = "presigned-url")]
mod source_region;
#[cfg(not(feature = "presigned-url"))]
#[path = "client/no_source_region.rs"]
mod source_region;
mod unreadable;
mod watch;

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "blocking")]
use std::sync::OnceLock;

use crate::config::{Config, DefaultConnector};
use crate::error::{ConstructionFailure, ModeledError, OperationError, SdkError, ServiceError};
use crate::http::{HttpRequest, SharedHttpClient};
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
pub use prepare::shorten_ids;

use clock::Clock;
use digest::LastChallenge;
use discovery::Discovered;
use endpoint::Endpoints;
use hooks::Hooks;
use redirect::Regions;
use sessions::Sessions;

/// Connects an operation's Rust types with its table.
pub trait Call {
    /// The operation's table.
    const OPERATION: &'static Operation;
    /// The input.
    type Input: Structure + fmt::Debug + 'static;
    /// The output.
    type Output: Structure + Blank + fmt::Debug + 'static;
    /// The errors that the operation models.
    type Error: OperationError;
}

/// The input of an operation. It leads to the operation's type.
pub trait Input: Structure + Blank {
    /// The operation.
    type Operation: Call<Input = Self>;
}

/// The output of the operation that takes the input `I`.
pub type Output<I> = <<I as Input>::Operation as Call>::Output;

/// The error of the operation that takes the input `I`.
pub type Error<I> = <<I as Input>::Operation as Call>::Error;

/// A client of one service, with its configuration, connections and retry budget. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    held: Arc<dyn Held>,
}

/// Owns the state of a client. A trait, so that programs do not compile how that state is dropped.
trait Held: Send + Sync {
    fn shared(&self) -> &Shared;
}

impl Held for Shared {
    fn shared(&self) -> &Shared {
        self
    }
}

/// State shared by all clones of a client.
struct Shared {
    service: &'static Service,
    config: Config,
    /// The default connector, created on first use.
    connector: DefaultConnector,
    budget: Budget,
    /// Used by calls in adaptive retry mode.
    rate_limiter: RateLimiter,
    clock: Clock,
    signer: Signer,
    /// The `user-agent` of requests that use the client's own configuration.
    user_agent: String,
    endpoints: Endpoints,
    /// Where buckets are.
    regions: Regions,
    /// The sessions of directory buckets.
    sessions: Sessions,
    /// The endpoint that the service named.
    discovered: Discovered,
    /// The challenge that requests respond to.
    challenge: LastChallenge,
    /// The runtime for blocking calls, started by the first one.
    #[cfg(feature = "blocking")]
    background: OnceLock<std::io::Result<blocking::Background>>,
}

impl Handle {
    /// Creates a client of the service with this configuration.
    pub fn new(service: &'static Service, config: Config) -> Self {
        Self {
            held: Arc::new(Shared {
                service,
                user_agent: headers::user_agent(service, &config),
                connector: config.default_connector(),
                config,
                budget: Budget::new(),
                rate_limiter: RateLimiter::new(),
                clock: Clock::new(),
                signer: Signer::new(),
                endpoints: Endpoints::default(),
                regions: Regions::default(),
                sessions: Sessions::default(),
                discovered: Discovered::default(),
                challenge: LastChallenge::default(),
                #[cfg(feature = "blocking")]
                background: OnceLock::new(),
            }),
        }
    }

    fn shared(&self) -> &Shared {
        self.held.shared()
    }

    /// The client's configuration.
    pub fn config(&self) -> &Config {
        &self.shared().config
    }

    /// Validates an input, sends it and reads the response. Compiled once for all operations.
    pub async fn invoke(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
        output: &mut dyn Structure,
        config: Option<&Config>,
    ) -> Result<(), SdkError<Fault>> {
        call::run(self.shared(), operation, input, output, config, &mut Hooks::none()).await
    }

    /// Validates an input and signs the request of a first attempt, but does not send it. Credentials are requested as
    /// for a call; a body that streams is not read.
    pub async fn dry_run(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
        config: Option<&Config>,
    ) -> Result<HttpRequest, SdkError<Fault>> {
        dry_run::run(self.shared(), operation, input, config.unwrap_or(self.config())).await
    }

    /// Signs a request without sending it. Takes the operation's own types.
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
        let presigned = presign::run(self.shared(), operation, input, config, validity).await;
        presigned.map_err(|error| SdkError::ConstructionFailure(ConstructionFailure::new(error)))
    }

    /// Like [`invoke`](Self::invoke), with the operation's own types.
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

/// Converts the failure of a call, with the service's error in the operation's own type.
pub(crate) fn typed<C: Call>(error: SdkError<Fault>) -> result::SdkError<C::Error> {
    let error = match error {
        SdkError::ServiceError(context) => {
            let (fault, raw) = context.into_parts();
            let mut read = |error: &mut dyn ModeledError| read_members(C::OPERATION, &raw, error);
            let table = fault.index.and_then(|index| C::OPERATION.errors.get(index).copied());
            let error = C::Error::read(table, fault.meta, &mut read);
            SdkError::ServiceError(ServiceError::new(error, raw))
        }
        // The other variants hold no service error.
        error => error.map_service_error(|fault| C::Error::read(None, fault.meta, &mut |_| {})),
    };
    result::official(C::OPERATION, error)
}

impl fmt::Debug for Handle {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("service", &self.shared().service.sdk_id)
            .field("config", &self.shared().config)
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// The `user-agent` of a call with this configuration.
    fn user_agent(&self, config: &Config) -> String {
        match config.app_name() == self.config.app_name() {
            true => self.user_agent.clone(),
            false => headers::user_agent(self.service, config),
        }
    }

    /// The connector of a call: the configured one or the default one. `None` if none is configured and none is
    /// compiled in.
    fn connector(&self, config: &Config) -> Option<SharedHttpClient> {
        if let Some(it) = config.http_client() {
            return Some(it);
        }
        if config.ca_bundle() != self.config.ca_bundle() {
            // The setting applies to this call only, so its connections cannot be shared.
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

/// Reads the members of a modeled error. If they cannot be read, the error is still reported, without them.
fn read_members(operation: &Operation, raw: &Response, error: &mut dyn ModeledError) {
    if let Err(reason) = operation.service.protocol.parse_error_members(raw, error) {
        tracing::debug!(operation = operation.name, %reason, "failed to read the members of the error");
    }
}
