//! The endpoint of a call, resolved once for calls with the same configuration.

use std::sync::{Arc, Mutex, PoisonError};

use super::params::Own;
use crate::config::{Config, Identity, Region, account_mode_name};
use crate::endpoint::{Endpoint, EndpointError, Params, is_global, resolve};
use crate::service::Service;

/// The endpoint that was resolved last, and the request for it.
#[derive(Default)]
pub(super) struct Endpoints {
    last: Mutex<Option<Known>>,
}

struct Known {
    /// A configuration that is known to give this endpoint without a new look-up.
    config: Identity,
    /// Whether the endpoint comes from the configuration, and not from an input.
    is_configured: bool,
    region: Option<Region>,
    url: Option<String>,
    use_fips: bool,
    use_dual_stack: bool,
    asked: Asked,
    endpoint: Arc<Endpoint>,
}

/// What a call resolves its endpoint from, besides the client's configuration.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Asked {
    /// The endpoint parameters that operation, input and client provide.
    pub(super) own: Own,
    /// The account of the credentials, if the rules use it.
    pub(super) account_id: Option<String>,
    /// The region of the bucket, where it is known to be another than the client's.
    pub(super) region: Option<Region>,
}

impl Known {
    fn is_for(&self, config: &Config, url: Option<&str>, asked: &Asked) -> bool {
        self.region.as_ref() == config.region()
            && self.url.as_deref() == url
            && self.asked == *asked
            && (self.use_fips, self.use_dual_stack) == (config.use_fips(), config.use_dual_stack())
    }
}

impl Endpoints {
    /// Resolves the endpoint of a call. The input itself may name it.
    pub(super) fn find(
        &self,
        service: &'static Service,
        config: &Config,
        named: Option<&str>,
        asked: Asked,
    ) -> Result<Arc<Endpoint>, EndpointError> {
        // A panic elsewhere cannot leave it half-written: it always holds a complete entry or none.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |it: &&Known| named.is_none() && it.is_configured && it.config.is_of(config) && it.asked == asked;
        if let Some(known) = last.as_ref().filter(is_same) {
            return Ok(Arc::clone(&known.endpoint));
        }
        let url = match named {
            Some(url) => Some(url.to_owned()),
            None => config.configured_endpoint(service).map_err(EndpointError::Configuration)?,
        };
        if let Some(known) = last.as_ref().filter(|it| it.is_for(config, url.as_deref(), &asked)) {
            return Ok(Arc::clone(&known.endpoint));
        }
        let endpoint = Arc::new(resolve_for(service, config, url.as_deref(), &asked)?);
        *last = Some(Known {
            config: config.identity(),
            is_configured: named.is_none(),
            region: config.region().cloned(),
            url,
            use_fips: config.use_fips(),
            use_dual_stack: config.use_dual_stack(),
            asked,
            endpoint: Arc::clone(&endpoint),
        });
        Ok(endpoint)
    }
}

/// A service without regions needs none if it has no custom endpoint: the pseudo-region of its partition is used.
fn resolve_for(
    service: &'static Service,
    config: &Config,
    url: Option<&str>,
    asked: &Asked,
) -> Result<Endpoint, EndpointError> {
    const GLOBAL: Region = Region::from_static("aws-global");
    let is_without = config.region().is_none() && url.is_none() && is_global(service);
    let global = is_without.then_some(GLOBAL);
    let region = asked.region.as_ref().or(config.region()).or(global.as_ref());
    let configured = Params::configured(region, url, config.use_fips(), config.use_dual_stack());
    resolve(
        service,
        &Params {
            account_id: asked.account_id.as_deref(),
            account_id_endpoint_mode: Some(account_mode_name(&config.account_id_endpoint_mode())),
            own: &asked.own,
            ..configured
        },
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Asked, Endpoints};
    use crate::config::{Config, Region};
    use crate::endpoint::EndpointError;
    use crate::protocol::AwsQuery;
    use crate::service::Service;

    static SERVICE: Service = Service::example(&AwsQuery);

    #[test]
    fn only_what_is_configured_alike_is_found_again() {
        let endpoints = Endpoints::default();
        let find = |config: &Config, named| endpoints.find(&SERVICE, config, named, Asked::default());
        let url = |config: &Config, named| find(config, named).map(|it| it.url.to_string());
        let here = Config::builder().region(Region::from_static("eu-west-1")).build();
        let there = Config::builder().region(Region::from_static("eu-west-2")).build();
        let secure = Config::builder().region(Region::from_static("eu-west-2")).use_fips(true).build();
        // FIPS and dual stack select among AWS endpoints. They do not apply to a custom endpoint.
        let own = secure.to_builder().use_dual_stack(true).endpoint_url("http://own").build();
        assert_eq!(url(&own, None), Ok("http://own/".to_owned()));
        let first = find(&here, None).expect("an endpoint");
        assert!(Arc::ptr_eq(&first, &find(&here, None).expect("an endpoint")));
        assert_eq!(url(&there, None).as_deref(), Ok("https://demo.eu-west-2.amazonaws.com/"));
        assert_eq!(url(&secure, None).as_deref(), Ok("https://demo-fips.eu-west-2.amazonaws.com/"));
        assert_eq!(url(&here, Some("http://queue")).as_deref(), Ok("http://queue/"));
        assert_eq!(url(&here, None).as_deref(), Ok("https://demo.eu-west-1.amazonaws.com/"));
        assert_eq!(url(&Config::builder().build(), None), Err(EndpointError::MissingRegion));
    }
}
