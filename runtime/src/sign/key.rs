//! Keys of signatures, which are derived from the secret key.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use aws_credential_types::Credentials;
use ring::hmac::{self, HMAC_SHA256};
use zeroize::Zeroizing;

use super::Scope;
use super::canonical::Hex;

/// Signs requests, and keeps the derived key for the next one that is of the same day, region, service and
/// secret key.
#[derive(Default)]
pub struct Signer {
    last: Mutex<Option<Derived>>,
}

/// A key and what it was derived from.
struct Derived {
    credentials: Credentials,
    day: String,
    region: String,
    service: String,
    key: hmac::Key,
}

impl Derived {
    fn is_for(&self, credentials: &Credentials, scope: &Scope<'_>) -> bool {
        self.credentials.secret_access_key() == credentials.secret_access_key()
            && (self.day == scope.stamp.day())
            && (self.region == scope.region)
            && (self.service == scope.service)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// A signer that has no key yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The key of a scope.
    pub(super) fn key(&self, credentials: &Credentials, scope: &Scope<'_>) -> hmac::Key {
        // It holds a whole key or none at any time, a panic elsewhere cannot spoil it.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|it| it.is_for(credentials, scope)) {
            return known.key.clone();
        }
        let key = derive(credentials.secret_access_key(), scope);
        *last = Some(Derived {
            credentials: credentials.clone(),
            day: scope.stamp.day().to_owned(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            key: key.clone(),
        });
        key
    }
}

fn derive(secret: &str, scope: &Scope<'_>) -> hmac::Key {
    let secret = Zeroizing::new([b"AWS4", secret.as_bytes()].concat());
    let mut key = hmac::Key::new(HMAC_SHA256, &secret);
    for part in [scope.stamp.day(), scope.region, scope.service, "aws4_request"] {
        let tag = hmac::sign(&key, part.as_bytes());
        key = hmac::Key::new(HMAC_SHA256, tag.as_ref());
    }
    key
}

/// The signature of a request with this hash.
pub(super) fn sign(key: &hmac::Key, scope: &Scope<'_>, request_hash: &Hex) -> Hex {
    let mut context = hmac::Context::with_key(key);
    for part in [
        "AWS4-HMAC-SHA256\n",
        scope.stamp.time(),
        "\n",
        scope.stamp.day(),
        "/",
        scope.region,
        "/",
        scope.service,
        "/aws4_request\n",
        request_hash.as_str(),
    ] {
        context.update(part.as_bytes());
    }
    Hex::of(context.sign().as_ref())
}
