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
    pub fn presign(
        &self,
        request: &mut HttpRequest,
        signing: &Signing<'_>,
        expires_in: Duration,
    ) -> Result<(), SignError> {
        let stamp = Stamp::of(signing.time).ok_or_else(|| SignError::new("the time is out of range"))?;
        let scope = Scope { stamp: &stamp, region: signing.region, service: signing.service };
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
        push("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        push("X-Amz-Credential", &format!("{id}/{scope}"));
        push("X-Amz-Date", stamp.time());
        push("X-Amz-Expires", &expires_in.as_secs().to_string());
        push("X-Amz-SignedHeaders", &names);
        if let Some(token) = signing.credentials.session_token() {
            push("X-Amz-Security-Token", token);
        }
        let payload = match request.body.bytes().filter(|_| !signing.unsigned_payload) {
            Some(bytes) => canonical::hash(bytes).as_str().to_owned(),
            None => UNSIGNED_PAYLOAD.to_owned(),
        };
        let target = Target::of(&request.url, signing.is_path_literal).map_err(SignError::new)?;
        let fields = canonical::fields(&request.headers, &target);
        let hash = canonical::hash_request(request.method, &target, &fields, &names, &payload);
        let signature = key::sign(&self.key(signing.credentials, &scope), &scope, &hash);
        request.url.push_str("&X-Amz-Signature=");
        request.url.push_str(signature.as_str());
        request.is_url_sensitive = true;
        Ok(())
    }
}
