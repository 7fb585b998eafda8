//! RSA keys from PEM files, which sign URLs and decrypt passwords.

use aws_smithy_types::base64;
use rsa::PrivateKey as Key;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use sha1::Sha1;
use zeroize::Zeroizing;

/// The base64 between the first two markers of a PEM file. Lines may have any length: those of EC2 have 76 characters.
fn content(text: &str) -> Option<Zeroizing<String>> {
    let (_, text) = text.split_once("-----BEGIN ")?;
    let (_, text) = text.split_once("-----")?;
    let (text, _) = text.split_once("-----END ")?;
    Some(Zeroizing::new(text.split_whitespace().collect()))
}

/// An RSA key.
#[derive(Debug)]
pub struct PrivateKey(Key);

impl PrivateKey {
    /// Reads a key in PEM, as PKCS #1 or PKCS #8. The error contains nothing of the key.
    ///
    /// # Errors
    ///
    /// Fails if the text is not such a key, or if the key is encrypted.
    pub fn from_pem(text: &str) -> Result<Self, String> {
        if text.contains("ENCRYPTED") {
            return Err("the private key is encrypted: decrypt it first, for example with `openssl rsa`".to_owned());
        }
        let key = content(text).and_then(|it| {
            let der = Zeroizing::new(base64::decode(it.as_str()).ok()?);
            Key::from_pkcs1_der(&der).ok().or_else(|| Key::from_pkcs8_der(&der).ok())
        });
        key.map(Self).ok_or_else(|| "expected an RSA private key in PEM format (PKCS #1 or PKCS #8)".to_owned())
    }

    /// The signature of a message with SHA-1 and the padding of PKCS #1, version 1.5.
    ///
    /// # Errors
    ///
    /// Fails if the key is invalid or too small.
    pub fn sign_sha1(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        self.0.pkcs1v15_sign::<Sha1>(message).map_err(|error| format!("failed to sign: {error}"))
    }

    /// Decrypts text that was encrypted with the padding of PKCS #1, version 1.5. `None` if this is not the right key.
    ///
    /// A wrong key yields random bytes, which are not text.
    pub(crate) fn decrypt(&self, encrypted: &[u8]) -> Option<String> {
        let text = String::from_utf8(self.0.pkcs1v15_decrypt(encrypted).ok()?).ok()?;
        (!text.contains(char::is_control)).then_some(text)
    }
}
