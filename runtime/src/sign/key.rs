//! Signing keys, which are derived from the secret key.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use aws_credential_types::Credentials;
use zeroize::Zeroizing;

use super::Scope;
use super::canonical::Hex;
use super::hash::Key;

/// Signs requests, and caches the derived key for further requests on the same day with the same region, service and
/// secret key.
#[derive(Default)]
pub struct Signer {
    last: Mutex<Option<Derived>>,
}

/// A derived key and its inputs.
struct Derived {
    credentials: Credentials,
    day: String,
    region: String,
    service: String,
    key: Key,
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
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// Creates a signer without a key.
    pub fn new() -> Self {
        Self::default()
    }

    /// The key of a scope.
    pub(super) fn key(&self, credentials: &Credentials, scope: &Scope<'_>) -> Key {
        // A panic elsewhere cannot leave it half-written: it always holds a complete key or none.
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

fn derive(secret: &str, scope: &Scope<'_>) -> Key {
    let secret = Zeroizing::new([b"AWS4", secret.as_bytes()].concat());
    let mut key = Key::new(&secret);
    for part in [scope.stamp.day(), scope.region, scope.service, "aws4_request"] {
        key = Key::new(key.sign(&[part]).as_ref());
    }
    key
}

/// The signature of a request with this hash.
pub(super) fn sign(key: &Key, scope: &Scope<'_>, request_hash: &Hex) -> Hex {
    let parts = [
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
    ];
    Hex::of(key.sign(&parts).as_ref())
}
