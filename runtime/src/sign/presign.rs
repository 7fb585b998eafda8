//! Signatures in the query (<https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>).

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::canonical::{self, Target};
use super::key::{self, Signer};
use super::{Scope, SignError, Signing, UNSIGNED_PAYLOAD};
use crate::http::HttpRequest;
use crate::sign::time::Stamp;

/// Percent-encoded in a query: all but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Signer {
    /// Adds the signature to the query, with the duration of its validity.
    #[inline]
    pub fn presign(
        &self,
        request: &mut HttpRequest,
        signing: &Signing<'_>,
        expires_in: Duration,
    ) -> Result<(), SignError> {
        let stamp = Stamp::of(signing.time).ok_or_else(|| SignError::new("the time is out of range"))?;
        let scope = Scope { stamp: &stamp, region: signing.region, service: signing.service };
        let parameters = Parameters { algorithm: "AWS4-HMAC-SHA256", scope: scope.to_string(), region_set: None };
        let key = self.key(signing.credentials, &scope);
        let sign = |hash: &canonical::Hex| key::sign(&key, &scope, hash).as_str().to_owned();
        presign(request, signing, expires_in, &stamp, &parameters, sign)
    }
}

/// What differs between the kinds of signatures.
pub(super) struct Parameters<'a> {
    pub(super) algorithm: &'static str,
    pub(super) scope: String,
    /// The regions where the signature is valid, if the scope does not name one.
    pub(super) region_set: Option<&'a str>,
}

/// Adds parameters and signature to the query. `sign` signs the hash of the request.
#[inline]
pub(super) fn presign(
    request: &mut HttpRequest,
    signing: &Signing<'_>,
    expires_in: Duration,
    stamp: &Stamp,
    parameters: &Parameters<'_>,
    sign: impl FnOnce(&canonical::Hex) -> String,
) -> Result<(), SignError> {
    let id = signing.credentials.access_key_id();
    let mut names = String::new();
    {
        let target = Target::of(&request.url, signing.is_path_literal).map_err(SignError::new)?;
        canonical::write_names(&canonical::fields(&request.headers, &target), &mut names);
    }
    let mut push = |name: &str, value: &str| {
        request.url.push(if request.url.contains('?') { '&' } else { '?' });
        request.url.push_str(name);
        request.url.push('=');
        request.url.extend(utf8_percent_encode(value, ENCODED));
    };
    push("X-Amz-Algorithm", parameters.algorithm);
    push("X-Amz-Credential", &format!("{id}/{}", parameters.scope));
    push("X-Amz-Date", stamp.time());
    push("X-Amz-Expires", &expires_in.as_secs().to_string());
    push("X-Amz-SignedHeaders", &names);
    if let Some(regions) = parameters.region_set {
        push("X-Amz-Region-Set", regions);
    }
    if let Some(token) = signing.credentials.session_token() {
        let [_, name] = signing.token_name();
        push(name, token);
    }
    let payload = match request.body.bytes().filter(|_| !signing.unsigned_payload) {
        Some(bytes) => canonical::hash(bytes).as_str().to_owned(),
        None => UNSIGNED_PAYLOAD.to_owned(),
    };
    let target = Target::of(&request.url, signing.is_path_literal).map_err(SignError::new)?;
    let fields = canonical::fields(&request.headers, &target);
    let hash = canonical::hash_request(request.method, &target, &fields, &names, &payload);
    let signature = sign(&hash);
    request.url.push_str("&X-Amz-Signature=");
    request.url.push_str(&signature);
    request.is_url_sensitive = true;
    Ok(())
}
