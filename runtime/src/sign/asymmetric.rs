//! Asymmetric signatures, which are valid in several regions
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html>).
//!
//! The canonical request is that of the symmetric signature. The official implementation derives the key and signs.

use std::fmt;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sigv4::sign::v4a::{calculate_signature, generate_signing_key};

use super::canonical::{self, Hex, Target};
use super::presign::{self, Parameters};
use super::{SignError, Signer, Signing, Stamp, prepare};
use crate::http::HttpRequest;

/// The algorithm of the signature.
const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// The day and service of a signature. It names no region.
struct Scope<'a> {
    stamp: &'a Stamp,
    service: &'a str,
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/aws4_request", self.stamp.day(), self.service)
    }
}

impl Signer {
    /// Signs for all regions in [`Signing::region`]: adds `x-amz-region-set` and the fields that [`sign`](Self::sign)
    /// adds.
    pub fn sign_asymmetric(&self, request: &mut HttpRequest, signing: &Signing<'_>) -> Result<(), SignError> {
        request.headers.insert_known("x-amz-region-set", signing.region.to_owned());
        let (stamp, payload) = prepare(request, signing)?;
        let target = Target::of(&request.url, signing.is_path_literal).map_err(SignError::new)?;
        let fields = canonical::fields(&request.headers, &target);
        let mut names = String::new();
        canonical::write_names(&fields, &mut names);
        let hash = canonical::hash_request(request.method, &target, &fields, &names, payload.as_str());
        let scope = Scope { stamp: &stamp, service: signing.service };
        let signature = signature(signing.credentials, &scope, &hash);
        let id = signing.credentials.access_key_id();
        let authorization =
            format!("{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}");
        if [&authorization, signing.region].iter().any(|it| it.bytes().any(|b| b.is_ascii_control())) {
            return Err(SignError::new("a region, service or name of a header field contains a control character"));
        }
        request.headers.insert_known("authorization", authorization);
        Ok(())
    }

    /// Adds a signature for all regions in [`Signing::region`] to the query, with the duration of its validity.
    pub fn presign_asymmetric(
        &self,
        request: &mut HttpRequest,
        signing: &Signing<'_>,
        expires_in: Duration,
    ) -> Result<(), SignError> {
        let stamp = Stamp::of(signing.time).ok_or_else(|| SignError::new("the time is out of range"))?;
        let scope = Scope { stamp: &stamp, service: signing.service };
        let parameters =
            Parameters { algorithm: ALGORITHM, scope: scope.to_string(), region_set: Some(signing.region) };
        let sign = |hash: &Hex| signature(signing.credentials, &scope, hash);
        presign::presign(request, signing, expires_in, &stamp, &parameters, sign)
    }
}

/// The signature of a request with this hash, in hexadecimal digits.
fn signature(credentials: &Credentials, scope: &Scope<'_>, request_hash: &Hex) -> String {
    let text = format!("{ALGORITHM}\n{}\n{scope}\n{}", scope.stamp.time(), request_hash.as_str());
    let key = generate_signing_key(credentials.access_key_id(), credentials.secret_access_key());
    calculate_signature(key, text.as_bytes())
}
