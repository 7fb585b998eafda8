//! Selects how a request is authenticated: the first of the operation's schemes for which the client is configured. An
//! operation without schemes is sent without authentication.
//!
//! <https://smithy.io/2.0/spec/authentication-traits.html>

use super::limit::within;
use super::{ConstructionError, Shared};
use crate::config::{Config, Login, ProvideToken};
use crate::credentials::{CachedCredentials, Credentials};
use crate::endpoint::{Endpoint, EndpointError};
use crate::http::HttpRequest;
use crate::order::sort_few;
use crate::scan;
use crate::schema::{Datum, Trait};
use crate::service::{Operation, Service};

const SIGV4: &str = "aws.auth#sigv4";
const SIGV4A: &str = "aws.auth#sigv4a";
/// The scheme of directory buckets. Only endpoint rules name it.
const SESSION: &str = "aws.auth#sigv4-s3express";
const BASIC: &str = "smithy.api#httpBasicAuth";
const DIGEST: &str = "smithy.api#httpDigestAuth";
const BEARER: &str = "smithy.api#httpBearerAuth";
const API_KEY: &str = "smithy.api#httpApiKeyAuth";
/// The scheme of requests that are sent without authentication.
const NO_AUTH: &str = "smithy.api#noAuth";

/// How a request is authenticated.
pub(super) enum Identity {
    /// Not at all: it is sent without a signature.
    None,
    /// By a signature of this kind with these credentials.
    Keys(Credentials, Signature),
    /// By the response to a challenge of the server.
    Digest(Login),
    /// By a header field or a query parameter.
    Field(Field),
}

/// A kind of signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// Valid in one region.
    Regional,
    /// Valid in several regions.
    Asymmetric,
    /// Valid in one region, with the credentials of a session.
    Session,
}

/// A header field or query parameter that authenticates a request.
pub(super) struct Field {
    name: &'static str,
    value: String,
    is_query: bool,
}

impl Field {
    fn authorization(value: String) -> Identity {
        Identity::Field(Self { name: "authorization", value, is_query: false })
    }

    /// Adds the field to a request.
    pub(super) fn apply(&self, request: &mut HttpRequest) {
        if !self.is_query {
            return request.headers.insert_sensitive(self.name, self.value.clone());
        }
        let separator = if scan::has(&request.url, b'?') { '&' } else { '?' };
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        request.url = format!("{}{separator}{}={}", request.url, encode(self.name), encode(&self.value));
        request.is_url_sensitive = true;
    }
}

/// Selects the identity of a call.
pub(super) async fn identity(
    shared: &Shared,
    operation: &'static Operation,
    config: &Config,
    endpoint: &Endpoint,
) -> Result<Identity, ConstructionError> {
    let schemes = schemes(operation, config, endpoint);
    if schemes.is_empty() {
        return Ok(Identity::None);
    }
    let mut missing = None;
    for scheme in &schemes {
        match by_scheme(shared, scheme, operation.service, config, endpoint).await {
            Ok(Some(Identity::Keys(_, kind))) if kind != Signature::Asymmetric && endpoint.signing_region.is_none() => {
                return Err(EndpointError::MissingRegion.into());
            }
            Ok(Some(identity)) => return Ok(identity),
            Ok(None) => {}
            Err(ConstructionError::NoCredentials(reason)) => {
                missing.get_or_insert(ConstructionError::NoCredentials(reason));
            }
            Err(error) => return Err(error),
        }
    }
    Err(missing.unwrap_or(ConstructionError::NoIdentity(schemes, config.variables_of(operation.service))))
}

/// Fails if the request can only be signed for a region and there is none. This is checked before credentials are
/// requested.
pub(super) fn check_region(
    operation: &Operation,
    config: &Config,
    endpoint: &Endpoint,
) -> Result<(), ConstructionError> {
    match schemes(operation, config, endpoint).as_slice() {
        [SIGV4 | SESSION] if endpoint.signing_region.is_none() => Err(EndpointError::MissingRegion.into()),
        _ => Ok(()),
    }
}

/// The schemes to try, in order of preference. Empty if the request is sent without authentication.
fn schemes(operation: &Operation, config: &Config, endpoint: &Endpoint) -> Vec<&'static str> {
    let scheme = endpoint.scheme.as_deref();
    if config.is_no_auth_allowed() || operation.is_never_signed() || scheme == Some("none") {
        return Vec::new();
    }
    let mut schemes = operation.auth_schemes().to_vec();
    match scheme {
        Some("bearer") => schemes.insert(0, BEARER),
        Some("sigv4a") => replace(&mut schemes, SIGV4A),
        Some("sigv4-s3express") => replace(&mut schemes, SESSION),
        // Endpoint rules may require signatures even if no trait does.
        Some("sigv4") if schemes.is_empty() => schemes.push(SIGV4),
        _ => {}
    }
    if operation.is_optional_auth() && !schemes.is_empty() {
        schemes.push(NO_AUTH);
    }
    // A token set for this service only is meant to be used, unless schemes are preferred by name.
    let has_token = config.bearer_token_of(operation.service).is_some();
    let rank = |scheme: &&str| {
        let name = scheme.rsplit('#').next();
        if has_token && config.auth_scheme_preference().is_empty() && name == Some("httpBearerAuth") {
            return 0;
        }
        let place = config.auth_scheme_preference().iter().position(|it| it.rsplit('#').next() == name);
        place.unwrap_or(usize::MAX)
    };
    sort_few(&mut schemes, |one, other| rank(one).cmp(&rank(other)));
    schemes
}

/// Signs as the endpoint requires, in place of any other signature.
fn replace(schemes: &mut Vec<&'static str>, scheme: &'static str) {
    let place = schemes.iter().position(|it| [SIGV4, SIGV4A].contains(it)).unwrap_or(schemes.len());
    schemes.retain(|it| ![SIGV4, SIGV4A].contains(it));
    schemes.insert(place.min(schemes.len()), scheme);
}

/// The identity for one scheme; `None` if the client does not know the scheme or is not configured for it.
async fn by_scheme(
    shared: &Shared,
    scheme: &str,
    service: &Service,
    config: &Config,
    endpoint: &Endpoint,
) -> Result<Option<Identity>, ConstructionError> {
    Ok(match scheme {
        NO_AUTH => Some(Identity::None),
        SIGV4 => Some(Identity::Keys(keys(config).await?, Signature::Regional)),
        SIGV4A if cfg!(feature = "sigv4a") => Some(Identity::Keys(keys(config).await?, Signature::Asymmetric)),
        SESSION => {
            // Nobody opens a session without credentials, and their error says what is missing.
            keys(config).await?;
            Some(Identity::Keys(shared.sessions.keys(shared, config, endpoint).await?, Signature::Session))
        }
        DIGEST if cfg!(feature = "digest-auth") => config.digest_auth_of(service).map(Identity::Digest),
        BEARER => {
            let of_environment = config.bearer_token_of(service).filter(|_| config.token_provider().is_none());
            if let Some(token) = of_environment {
                return Ok(Some(Field::authorization(format!("Bearer {token}"))));
            }
            let Some(provider) = config.token_provider().or(config.profile_tokens()) else { return Ok(None) };
            let token = provider.provide_token().await.map_err(ConstructionError::Token)?;
            Some(Field::authorization(format!("Bearer {}", token.token())))
        }
        BASIC => config.basic_auth_of(service).map(|it| Field::authorization(format!("Basic {}", *it))),
        API_KEY => config.api_key_of(service).and_then(|key| api_key(service, key)),
        _ => None,
    })
}

/// The credentials that sign requests.
async fn keys(config: &Config) -> Result<Credentials, ConstructionError> {
    let Some(cache) = config.credentials() else { return Err(ConstructionError::NoCredentials(None)) };
    within_limit(config, cache).await
}

/// Credentials of this cache, within the configured time.
pub(super) async fn within_limit(config: &Config, cache: &CachedCredentials) -> Result<Credentials, ConstructionError> {
    let limit = config.credentials_timeout();
    let found = within(|it| config.sleep_for_real(it), Some(limit), cache.get(config.now())).await;
    let silent = || Err(ConstructionError::silent_provider(cache.provider(), limit));
    found.map_or_else(silent, |it| it.map_err(ConstructionError::from))
}

/// The regions where an asymmetric signature is valid, separated by commas.
pub(super) fn region_set<'a>(config: &'a Config, endpoint: &'a Endpoint) -> &'a str {
    let of_endpoint = endpoint.signing_region_set.as_deref().or(endpoint.signing_region.as_deref());
    config.sigv4a_signing_region_set().filter(|it| !it.is_empty()).or(of_endpoint).unwrap_or("*")
}

/// The API key, placed where the service's trait requires it.
fn api_key(service: &Service, key: &str) -> Option<Identity> {
    let record = service.traits.iter().find_map(|it| match it {
        Trait::HttpApiKeyAuth(record) => Some(*record),
        _ => None,
    })?;
    let field = |name| Datum::find(record, name).and_then(Datum::text);
    let name = field("name")?;
    let value = field("scheme").map_or_else(|| key.to_owned(), |scheme| format!("{scheme} {key}"));
    Some(Identity::Field(Field { name, value, is_query: field("in") == Some("query") }))
}
