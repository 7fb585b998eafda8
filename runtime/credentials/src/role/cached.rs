//! Caches the credentials of a role in a file for the next run of a command. The AWS CLI uses the same files, so that
//! each finds what the other cached.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tinsmith_runtime::credentials::Credentials;
use tinsmith_runtime::primitives::{DateTime, DateTimeFormat};
use tinsmith_runtime::private_file;
use zeroize::Zeroizing;

use crate::answer::{Answer, KEPT, PROCESS, TEXT_KEYS};
use crate::cache_file;

/// The minimum time for which cached credentials must remain valid.
const MARGIN: Duration = Duration::from_secs(15 * 60);

/// The cache file of a role.
pub(super) struct CachedKeys {
    path: PathBuf,
}

impl CachedKeys {
    /// The file in the directory for a role assumed with these members, sorted by name. `None` if a value would have to
    /// be escaped.
    pub(super) fn new(directory: &Path, members: &[(&str, Option<String>)]) -> Option<Self> {
        let mut parts = Vec::new();
        for (name, value) in members {
            let Some(value) = value else { continue };
            // Numbers are not quoted.
            let is_plain = value.bytes().all(|b| (b.is_ascii_graphic() || b == b' ') && b != b'\\');
            let quotes = value.bytes().filter(|b| *b == b'"').count();
            let is_quoted = quotes == 2 && value.len() > 1 && value.starts_with('"') && value.ends_with('"');
            if !is_plain || !(is_quoted || value.bytes().all(|b| b.is_ascii_digit())) {
                return None;
            }
            parts.push(format!("\"{name}\": {value}"));
        }
        let path = directory.join(cache_file::name(&format!("{{{}}}", parts.join(", "))));
        Some(Self { path })
    }

    /// The cached credentials, if they remain valid for long enough. A file that cannot be read counts as missing.
    pub(super) fn get(&self, now: SystemTime) -> Option<Credentials> {
        let bytes = private_file::read(&self.path, cache_file::MOST_BYTES).ok()?;
        let keys = Answer::read(&KEPT, &bytes).ok()?.inner("Credentials", &PROCESS)?;
        let keys = keys.keys("SessionToken", "AssumeRoleProvider").ok()?;
        let left = keys.expiry()?.duration_since(now).ok()?;
        (left > MARGIN).then_some(keys)
    }

    /// Caches credentials. It is not an error if that fails.
    pub(super) fn put(&self, keys: &Credentials) {
        let expiry = keys.expiry().map(|it| DateTime::from_secs(DateTime::from(it).secs()));
        let Some(expiry) = expiry.and_then(|it| it.fmt(DateTimeFormat::DateTime).ok()) else { return };
        let mut inner = Answer::empty(&TEXT_KEYS);
        inner.put("AccessKeyId", keys.access_key_id().to_owned());
        inner.put("SecretAccessKey", keys.secret_access_key().to_owned());
        inner.put("SessionToken", keys.session_token().unwrap_or_default().to_owned());
        inner.put("Expiration", expiry);
        let inner = Zeroizing::new(inner.json());
        let text = Zeroizing::new(format!("{{\"Credentials\": {}}}", *inner));
        if let Err(error) = private_file::write(&self.path, text.as_bytes()) {
            tracing::warn!(path = %self.path.display(), %error, "failed to cache the credentials of the role");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::CachedKeys;

    #[test]
    fn a_role_is_filed_as_by_the_aws_cli() {
        let text = |it: &str| Some(format!("\"{it}\""));
        let arn = text("arn:aws:iam::123456789012:role/r");
        let all = [
            ("DurationSeconds", Some("900".to_owned())),
            ("ExternalId", text("x/1")),
            ("RoleArn", arn.clone()),
            ("RoleSessionName", text("me")),
            ("SerialNumber", text("arn:aws:iam::123456789012:mfa/me")),
        ];
        let bare = [("DurationSeconds", None), ("RoleArn", arn)];
        for (members, expected) in [
            (&all[..], "ecfd70f527a2ea864fbd58a8fa70a89b1090f835.json"),
            (&bare, "6dc9e6e1e186b9f293814df3266de783142c48a2.json"),
        ] {
            let kept = CachedKeys::new(Path::new("/d"), members).expect("a file");
            assert_eq!(kept.path, Path::new("/d").join(expected));
        }
        for strange in ["\"a\"b\"", "\"a\\b\"", "\"ä\"", "\"", "x"] {
            assert!(CachedKeys::new(Path::new("/d"), &[("RoleArn", Some(strange.to_owned()))]).is_none(), "{strange}");
        }
    }
}
