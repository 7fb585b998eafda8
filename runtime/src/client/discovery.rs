//! Endpoint discovery: the service says where the client's requests are sent.
//!
//! <https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery>

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::blank::blank;
use super::call::run;
use super::hooks::Hooks;
use super::{Fault, Shared};
use crate::config::{Config, Region};
use crate::credentials::CachedCredentials;
use crate::endpoint::EndpointError;
use crate::error::{ConstructionFailure, DisplayChain, ProvideErrorMetadata, SdkError};
use crate::service::{EndpointDiscovery, Operation};
use crate::shape::{Structure, View};

/// The HTTP status of a request to an endpoint that is no longer the client's.
const MISDIRECTED: u16 = 421;

/// The endpoint that the service named last.
#[derive(Default)]
pub(super) struct Discovered {
    last: Mutex<Option<Known>>,
}

struct Known {
    url: String,
    until: SystemTime,
    region: Option<Region>,
    credentials: Option<Arc<CachedCredentials>>,
}

impl Discovered {
    /// The URL of a request of this operation, if the service names one.
    pub(super) async fn url(
        &self,
        shared: &Shared,
        operation: &'static Operation,
        config: &Config,
    ) -> Result<Option<String>, SdkError<Fault>> {
        let Some(is_required) = operation.discovered_endpoint() else { return Ok(None) };
        let Some(discovery) = operation.service.endpoint_discovery else { return Ok(None) };
        if config.endpoint_url_of(operation.service).is_some() {
            return Ok(None);
        }
        match config.endpoint_discovery_enabled() {
            Some(false) if is_required => {
                let why = format!("`{}` requires endpoint discovery, which is disabled", operation.name);
                return Err(not_configured(why));
            }
            Some(true) => {}
            _ if is_required => {}
            _ => return Ok(None),
        }
        if let Some(url) = self.known(config) {
            return Ok(Some(url));
        }
        match ask(shared, discovery, config).await {
            Ok(Some((url, life))) => {
                tracing::debug!(url, ?life, "discovered the endpoint");
                self.learn(&url, life, config);
                Ok(Some(url))
            }
            Ok(None) => Ok(None),
            Err(error) if is_required => Err(error),
            Err(error) => {
                tracing::warn!(error = %DisplayChain(&error), "failed to discover the endpoint; using the regional one");
                Ok(None)
            }
        }
    }

    fn known(&self, config: &Config) -> Option<String> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |it: &&Known| {
            let is_owner = match (&it.credentials, config.credentials()) {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (None, None) => true,
                _ => false,
            };
            is_owner && it.region.as_ref() == config.region() && config.now() < it.until
        };
        last.as_ref().filter(is_same).map(|it| it.url.clone())
    }

    fn learn(&self, url: &str, life: Duration, config: &Config) {
        let known = Known {
            url: url.to_owned(),
            until: config.now().checked_add(life).unwrap_or_else(|| config.now()),
            region: config.region().cloned(),
            credentials: config.credentials().cloned(),
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }

    /// Forgets the endpoint after an error that says that it is no longer valid. Returns whether it did.
    pub(super) fn forget(&self, operation: &Operation, error: &SdkError<Fault>) -> bool {
        let (Some(_), Some(discovery)) = (operation.discovered_endpoint(), operation.service.endpoint_discovery) else {
            return false;
        };
        let code = error.as_service_error().and_then(|it| it.code());
        let status = error.raw_response().map(|it| it.status().as_u16());
        let is_named = code.is_some_and(|code| !code.is_empty() && code == discovery.error());
        if !is_named && status != Some(MISDIRECTED) {
            return false;
        }
        self.last.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
    }
}

fn not_configured(why: String) -> SdkError<Fault> {
    let error = super::ConstructionError::from(EndpointError::Configuration(why));
    SdkError::ConstructionFailure(ConstructionFailure::new(error))
}

/// Asks the service for the endpoint and the time for which to use it.
async fn ask(
    shared: &Shared,
    discovery: &'static EndpointDiscovery,
    config: &Config,
) -> Result<Option<(String, Duration)>, SdkError<Fault>> {
    let operation = discovery.operation();
    let mut output = blank(operation.output);
    let mut input = blank(operation.input);
    run(shared, operation, &mut *input, &mut *output, Some(config), &mut Hooks::none()).await?;
    Ok(read(&*output))
}

fn read(output: &dyn Structure) -> Option<(String, Duration)> {
    let View::List(endpoints) = output.member(0)?.view() else { return None };
    let View::Structure(endpoint) = endpoints.get(0)?.view() else { return None };
    let View::String(address) = endpoint.member(0)?.view() else { return None };
    let minutes = match endpoint.member(1)?.view() {
        View::Integer(minutes) => u64::try_from(minutes).unwrap_or_default(),
        _ => 0,
    };
    let url = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    Some((url, Duration::from_secs(minutes.saturating_mul(60))))
}
