//! The proof sent with a refresh, that the sender has the key with which the session was begun (DPoP,
//! <https://www.rfc-editor.org/rfc/rfc9449>).

use aws_smithy_types::base64;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use zeroize::Zeroizing;

const SEQUENCE: u8 = 0x30;
const OCTETS: u8 = 0x04;
/// The public part of a key.
const PUBLIC: u8 = 0xa1;
const BITS: u8 = 0x03;

/// Creates the proof for a request to this URL at this time.
pub(super) fn proof(key: &str, url: &str, seconds: u64) -> Result<String, &'static str> {
    let random = SystemRandom::new();
    let key = Key::read(key).ok_or("the key of the session is not a P-256 key in PEM")?;
    let pair = EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        &key.private,
        &key.public,
        &random,
    )
    .map_err(|_| "the key of the session is not a P-256 key in PEM")?;
    // The point is encoded as 4, x and y.
    let (x, y) = pair.public_key().as_ref().get(1..).and_then(|it| it.split_at_checked(32)).unwrap_or_default();
    let header = format!(
        r#"{{"typ":"dpop+jwt","alg":"ES256","jwk":{{"kty":"EC","x":"{}","y":"{}","crv":"P-256"}}}}"#,
        encoded(x),
        encoded(y)
    );
    let payload = format!(r#"{{"htm":"POST","htu":"{url}","iat":{seconds},"jti":"{}"}}"#, unique());
    let text = format!("{}.{}", encoded(header.as_bytes()), encoded(payload.as_bytes()));
    let signature = pair.sign(&random, text.as_bytes()).map_err(|_| "failed to get random numbers from the system")?;
    Ok(format!("{text}.{}", encoded(signature.as_ref())))
}

/// Base64 in the variant for tokens.
fn encoded(bytes: &[u8]) -> String {
    base64::encode(bytes).trim_end_matches('=').replace('+', "-").replace('/', "_")
}

/// A random UUID. It only has to be unique.
fn unique() -> String {
    let random = (fastrand::u128(..) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{random:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A private key with its public part.
struct Key {
    private: Zeroizing<Vec<u8>>,
    public: Vec<u8>,
}

impl Key {
    /// Reads a PEM key in the format of RFC 5915 or in PKCS #8.
    fn read(pem: &str) -> Option<Self> {
        let lines = pem.lines().map(str::trim).filter(|it| !it.starts_with("-----"));
        let text = Zeroizing::new(lines.collect::<String>());
        let der = Zeroizing::new(base64::decode(text.as_str()).ok()?);
        let (inner, _) = element(&der, SEQUENCE)?;
        let (_version, rest) = any(inner)?;
        Self::of_rfc_5915(rest).or_else(|| {
            let (_algorithm, rest) = element(rest, SEQUENCE)?;
            let (wrapped, _) = element(rest, OCTETS)?;
            let (inner, _) = element(wrapped, SEQUENCE)?;
            let (_version, rest) = any(inner)?;
            Self::of_rfc_5915(rest)
        })
    }

    fn of_rfc_5915(rest: &[u8]) -> Option<Self> {
        let (private, mut rest) = element(rest, OCTETS)?;
        while rest.first().is_some_and(|tag| *tag != PUBLIC) {
            (_, rest) = any(rest)?;
        }
        let (public, _) = element(rest, PUBLIC)?;
        let (bits, _) = element(public, BITS)?;
        // The first octet is the number of unused bits at the end: none.
        Some(Self { private: Zeroizing::new(private.to_vec()), public: bits.get(1..)?.to_vec() })
    }
}

/// The contents of an element with this tag, and the rest after it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    if *der.first()? == tag { any(der) } else { None }
}

/// The contents of a DER element, and the rest after it.
fn any(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match *der.get(1)? {
        short @ 0..=0x7f => (usize::from(short), der.get(2..)?),
        0x81 => (usize::from(*der.get(2)?), der.get(3..)?),
        0x82 => (usize::from(u16::from_be_bytes([*der.get(2)?, *der.get(3)?])), der.get(4..)?),
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use aws_smithy_types::base64;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::{Key, proof};

    /// A key generated for this test with `openssl ecparam -genkey`, and the same in PKCS #8.
    const KEY: &str = include_str!("key.pem");
    const KEY_IN_PKCS_8: &str = include_str!("key.pkcs8.pem");

    fn decoded(text: &str) -> Vec<u8> {
        let padding = "=".repeat((4 - text.len() % 4) % 4);
        base64::decode(text.replace('-', "+").replace('_', "/") + &padding).expect("base64")
    }

    #[test]
    fn a_proof_is_signed_with_the_key() {
        for key in [KEY, KEY_IN_PKCS_8] {
            let proof = proof(key, "https://us-east-1.signin.aws.amazon.com/v1/token", 1_800_000_000).expect("a proof");
            let parts: Vec<&str> = proof.split('.').collect();
            let [header, payload, signature] = *parts else { panic!("{proof}") };
            let public = Key::read(key).expect("a key").public;
            let signed = format!("{header}.{payload}");
            let verified = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public);
            verified.verify(signed.as_bytes(), &decoded(signature)).expect("the signature");
            let header = String::from_utf8(decoded(header)).expect("text");
            assert!(header.starts_with(r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","x":""#), "{header}");
            let payload = String::from_utf8(decoded(payload)).expect("text");
            let expected =
                r#"{"htm":"POST","htu":"https://us-east-1.signin.aws.amazon.com/v1/token","iat":1800000000,"#;
            assert!(payload.starts_with(expected), "{payload}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "-----BEGIN EC PRIVATE KEY-----", "AAAA", "MAMCAQE=", "MIIB", "!"] {
            assert!(proof(text, "https://x/", 0).is_err(), "{text}");
        }
    }
}
