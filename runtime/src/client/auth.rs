//! Selects how a request is authenticated: the first of the operation's schemes for which the client is configured. An
//! operation without schemes is sent without authentication.
//!
//! <https://smithy.io/2.0/spec/authentication-traits.html>

use super::ConstructionError;
use super::limit::within;
use crate::config::{Config, ProvideToken};
use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, EndpointError};
use crate::http::HttpRequest;
use crate::schema::{Datum, Trait};
use crate::service::{Operation, Service};

const SIGV4: &str = "aws.auth#sigv4";
const BASIC: &str = "smithy.api#httpBasicAuth";
const BEARER: &str = "smithy.api#httpBearerAuth";
const API_KEY: &str = "smithy.api#httpApiKeyAuth";
/// The scheme of requests that are sent without authentication.
const NO_AUTH: &str = "smithy.api#noAuth";

/// How a request is authenticated.
pub(super) enum Identity {
    /// Not at all: it is sent without a signature.
    None,
    /// By a signature with these credentials.
    Keys(Credentials),
    /// By a header field or a query parameter.
    Field(Field),
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
        let separator = if request.url.contains('?') { '&' } else { '?' };
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        request.url = format!("{}{separator}{}={}", request.url, encode(self.name), encode(&self.value));
        request.is_url_sensitive = true;
    }
}

/// Selects the identity of a call.
pub(super) async fn identity(
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
        match by_scheme(scheme, operation.service, config).await {
            Ok(Some(Identity::Keys(_))) if endpoint.signing_region.is_none() => {
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
    Err(missing.unwrap_or(ConstructionError::NoIdentity(schemes)))
}

/// Fails if the request can only be signed for a region and there is none. This is checked before credentials are
/// requested.
pub(super) fn check_region(
    operation: &Operation,
    config: &Config,
    endpoint: &Endpoint,
) -> Result<(), ConstructionError> {
    match schemes(operation, config, endpoint).as_slice() {
        [SIGV4] if endpoint.signing_region.is_none() => Err(EndpointError::MissingRegion.into()),
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
    schemes.sort_by_key(rank);
    schemes
}

/// The identity for one scheme; `None` if the client does not know the scheme or is not configured for it.
async fn by_scheme(scheme: &str, service: &Service, config: &Config) -> Result<Option<Identity>, ConstructionError> {
    Ok(match scheme {
        NO_AUTH => Some(Identity::None),
        SIGV4 => Some(Identity::Keys(keys(config).await?)),
        BEARER => {
            let Some(provider) = config.token_provider() else {
                let token = config.bearer_token_of(service);
                return Ok(token.map(|it| Field::authorization(format!("Bearer {it}"))));
            };
            let token = provider.provide_token().await.map_err(ConstructionError::Token)?;
            Some(Field::authorization(format!("Bearer {}", token.token())))
        }
        BASIC => config.basic_auth().map(|it| Field::authorization(format!("Basic {}", it.token()))),
        API_KEY => config.api_key().and_then(|key| api_key(service, key.token())),
        _ => None,
    })
}

/// The credentials that sign requests.
async fn keys(config: &Config) -> Result<Credentials, ConstructionError> {
    let Some(cache) = config.credentials() else { return Err(ConstructionError::NoCredentials(None)) };
    let limit = config.credentials_timeout();
    let found = within(|it| config.sleep_for_real(it), Some(limit), cache.get(config.now())).await;
    let silent = || Err(ConstructionError::silent_provider(cache.provider(), limit));
    found.map_or_else(silent, |it| it.map_err(ConstructionError::from))
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
