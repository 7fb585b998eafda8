//! Signatures of the messages of an event stream
//! (<https://docs.aws.amazon.com/transcribe/latest/dg/streaming-http2.html>).

use std::time::SystemTime;

use aws_credential_types::Credentials;

use super::Scope;
use super::canonical::{self, Hex};
use super::key::Signer;
use super::time::Stamp;
use crate::join::join;

/// Creates a function that signs messages in sequence, after a request with this signature in hexadecimal. Each
/// signature covers the previous one.
///
/// The arguments of the function are a time, the time as an encoded header field, and the encoded message, which is empty at
/// the end of the stream. It returns `None` if the time is before 1970 or after 9999.
pub fn messages(
    credentials: Credentials,
    region: &str,
    service: &str,
    signature: &str,
) -> impl FnMut(SystemTime, &[u8], &[u8]) -> Option<[u8; 32]> + Send + Sync + use<> {
    let (region, service) = (region.to_owned(), service.to_owned());
    let (signer, mut last) = (Signer::new(), signature.to_owned());
    move |time, date, message| {
        let stamp = Stamp::of(time)?;
        let scope = Scope { stamp: &stamp, region: &region, service: &service };
        let key = signer.key(&credentials, &scope);
        let (date, message) = (canonical::hash(date), canonical::hash(message));
        let scope = scope.to_string();
        let parts = ["AWS4-HMAC-SHA256-PAYLOAD", stamp.time(), &scope, &last, date.as_str(), message.as_str()];
        let signature: [u8; 32] = key.sign(&[&join(&parts, "\n")]).as_ref().try_into().ok()?;
        last = Hex::of(&signature).as_str().to_owned();
        Some(signature)
    }
}
