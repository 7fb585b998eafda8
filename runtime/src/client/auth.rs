//! How a request is authenticated: the first scheme of its operation for which the client has what it takes.
//!
//! <https://smithy.io/2.0/spec/authentication-traits.html>

use super::ConstructionError;
use super::limit::within;
use crate::config::{Config, ProvideToken};
use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::http::HttpRequest;
use crate::schema::{Datum, Trait};
use crate::service::{Operation, Service};

const SIGV4: &str = "aws.auth#sigv4";

/// What a request is authenticated with.
pub(super) enum Identity {
    /// It is sent as it is.
    None,
    /// It is signed with these keys.
    Keys(Credentials),
    /// A header field, or a parameter of the query, is added.
    Field(Field),
}

/// A header field, or a parameter of the query, that authenticates.
pub(super) struct Field {
    name: &'static str,
    value: String,
    is_query: bool,
}

impl Field {
    fn authorization(value: String) -> Identity {
        Identity::Field(Self { name: "authorization", value, is_query: false })
    }

    /// Adds it to a request.
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

/// The identity of a call.
pub(super) async fn identity(
    operation: &'static Operation,
    config: &Config,
    endpoint: &Endpoint,
) -> Result<Identity, ConstructionError> {
    if config.is_no_auth_allowed() || operation.is_never_signed() || endpoint.scheme.as_deref() == Some("none") {
        return Ok(Identity::None);
    }
    let mut missing = None;
    for scheme in schemes(operation, config, endpoint) {
        match by_scheme(scheme, operation.service, config).await {
            Ok(Some(identity)) => return Ok(identity),
            Ok(None) => {}
            Err(ConstructionError::NoCredentials(reason)) => {
                missing.get_or_insert(ConstructionError::NoCredentials(reason));
            }
            Err(error) => return Err(error),
        }
    }
    if operation.is_optional_auth() {
        return Ok(Identity::None);
    }
    Err(missing.unwrap_or(ConstructionError::NoCredentials(None)))
}

/// The schemes to try, best first.
fn schemes(operation: &Operation, config: &Config, endpoint: &Endpoint) -> Vec<&'static str> {
    let mut schemes = operation.auth_schemes().to_vec();
    match endpoint.scheme.as_deref() {
        Some("bearer") => schemes.insert(0, "smithy.api#httpBearerAuth"),
        // A model may leave out what most services have.
        _ if schemes.is_empty() => schemes.push(SIGV4),
        _ => {}
    }
    // Whoever sets a token for this one service wants it used, unless schemes are preferred by name.
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

/// The identity of one scheme; none where the client does not know the scheme or has nothing for it.
async fn by_scheme(scheme: &str, service: &Service, config: &Config) -> Result<Option<Identity>, ConstructionError> {
    Ok(match scheme {
        SIGV4 => Some(Identity::Keys(keys(config).await?)),
        "smithy.api#httpBearerAuth" => {
            let Some(provider) = config.token_provider() else {
                let token = config.bearer_token_of(service);
                return Ok(token.map(|it| Field::authorization(format!("Bearer {it}"))));
            };
            let token = provider.provide_token().await.map_err(ConstructionError::Token)?;
            Some(Field::authorization(format!("Bearer {}", token.token())))
        }
        "smithy.api#httpBasicAuth" => {
            config.basic_auth().map(|it| Field::authorization(format!("Basic {}", it.token())))
        }
        "smithy.api#httpApiKeyAuth" => config.api_key().and_then(|key| api_key(service, key.token())),
        _ => None,
    })
}

/// The keys that requests are signed with.
async fn keys(config: &Config) -> Result<Credentials, ConstructionError> {
    let Some(cache) = config.credentials() else { return Err(ConstructionError::NoCredentials(None)) };
    let limit = config.credentials_timeout();
    let found = within(|it| config.sleep_for_real(it), Some(limit), cache.get(config.now())).await;
    let silent = || Err(ConstructionError::silent_provider(cache.provider(), limit));
    found.map_or_else(silent, |it| it.map_err(ConstructionError::from))
}

/// The API key where the service's trait wants it.
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
