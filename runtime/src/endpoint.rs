//! Where a request goes and in which region it is signed.
//!
//! Most services are regional: `{prefix}.{region}.{domain of the partition}`. A service without
//! regions, such as IAM, has one endpoint per partition; those are a small table here, keyed by
//! endpoint prefix. Services whose rules depend on members of their input need the rule sets of
//! their models, which this does not read yet.

mod global;
mod url;

use std::borrow::Cow;
use std::fmt;

use crate::partitions::partition_of;
use crate::region::Region;
use crate::schema::Service;

pub use url::{Url, UrlError};

/// What an endpoint is chosen by.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Params<'a> {
    /// The region, if one is configured.
    pub region: Option<&'a Region>,
    /// The URL to use instead of one of AWS, if one is configured.
    pub url: Option<&'a str>,
    /// Whether to use an endpoint that meets FIPS 140.
    pub use_fips: bool,
    /// Whether to use an endpoint that is reached by IPv4 and IPv6.
    pub use_dual_stack: bool,
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// The URL that the request's path is appended to.
    pub url: Url,
    /// The region in the signature's scope.
    pub signing_region: Cow<'static, str>,
}

/// Why there is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// No region is configured, and the service needs one.
    MissingRegion,
    /// The region cannot be a part of a host name.
    InvalidRegion(Region),
    /// The configured URL is none that a request can be sent to.
    InvalidUrl(UrlError),
    /// A URL is configured together with FIPS or dual-stack endpoints, which only AWS's have.
    CustomUrlWith(&'static str),
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingRegion => {
                f.write_str("no region is configured; set one in the client's configuration, AWS_REGION or a profile")
            }
            Self::InvalidRegion(region) => write!(f, "{:?} is not the name of a region", region.as_str()),
            Self::InvalidUrl(error) => write!(f, "{error}"),
            Self::CustomUrlWith(what) => write!(f, "an endpoint URL cannot be combined with {what}"),
        }
    }
}

impl std::error::Error for EndpointError {}

/// Whether a service has one endpoint per partition instead of one per region.
pub fn is_global(service: &Service) -> bool {
    global::find(service.endpoint_prefix).is_some()
}

/// The endpoint of a service.
pub fn resolve(service: &Service, params: &Params<'_>) -> Result<Endpoint, EndpointError> {
    if let Some(url) = params.url {
        return resolve_custom(url, params);
    }
    let region = region_of(params)?;
    let partition = partition_of(region.as_str());
    if let Some(global) = global::find(service.endpoint_prefix) {
        let (host, signing_region) = global.host(partition, params.use_fips, params.use_dual_stack);
        return Ok(Endpoint { url: Url::https(host), signing_region: Cow::Borrowed(signing_region) });
    }
    let prefix = service.endpoint_prefix;
    let fips = if params.use_fips { "-fips" } else { "" };
    let suffix = if params.use_dual_stack { partition.dual_stack_dns_suffix } else { partition.dns_suffix };
    Ok(Endpoint {
        url: Url::https(format!("{prefix}{fips}.{region}.{suffix}")),
        signing_region: Cow::Owned(region.as_str().to_owned()),
    })
}

/// The region, which has to be fit for a host name and for the scope of a signature.
fn region_of<'a>(params: &Params<'a>) -> Result<&'a Region, EndpointError> {
    let region = params.region.ok_or(EndpointError::MissingRegion)?;
    if region.is_host_label() { Ok(region) } else { Err(EndpointError::InvalidRegion(region.clone())) }
}

/// The endpoint of a configured URL, which is signed for in the configured region.
fn resolve_custom(url: &str, params: &Params<'_>) -> Result<Endpoint, EndpointError> {
    for (used, what) in [(params.use_fips, "FIPS endpoints"), (params.use_dual_stack, "dual-stack endpoints")] {
        if used {
            return Err(EndpointError::CustomUrlWith(what));
        }
    }
    let url = Url::parse(url).map_err(EndpointError::InvalidUrl)?;
    let region = region_of(params)?;
    Ok(Endpoint { url, signing_region: Cow::Owned(region.as_str().to_owned()) })
}
