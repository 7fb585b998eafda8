//! Credentials in JSON, as printed by processes and returned by endpoints: their schemas, and how they are read.

use std::time::SystemTime;

use tinsmith_runtime::credentials::Credentials;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Mistake, MistakeKind, Options};
use tinsmith_runtime::primitives::DateTime;
use tinsmith_runtime::schema::{Kind, Member, Schema, Trait};
use tinsmith_runtime::shape::{Structure, View};
#[cfg(any(feature = "sso", feature = "sts"))]
use zeroize::Zeroizing;

static TEXT: Schema = Schema::simple("tinsmith.credentials#Text", Kind::String, &[]);
static SECRET: Schema = Schema::simple("tinsmith.credentials#Secret", Kind::String, &[Trait::Sensitive]);
static TIME: Schema = Schema::simple("tinsmith.credentials#Time", Kind::Timestamp, &[]);
static NUMBER: Schema = Schema::simple("tinsmith.credentials#Number", Kind::Integer, &[]);

/// The output of a credential process:
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>.
pub(crate) static PROCESS: Schema = Schema::structure(
    "tinsmith.credentials#Process",
    &[
        Member::new("Version", &NUMBER, &[]),
        Member::new("AccessKeyId", &TEXT, &[]),
        Member::new("SecretAccessKey", &SECRET, &[]),
        Member::new("SessionToken", &SECRET, &[]),
        Member::new("Expiration", &TIME, &[]),
    ],
    &[],
);

/// The response of container and instance endpoints. They spell the error's members in two ways.
pub(crate) static ENDPOINT: Schema = Schema::structure(
    "tinsmith.credentials#Endpoint",
    &[
        Member::new("Code", &TEXT, &[]),
        Member::new("Message", &TEXT, &[]),
        Member::new("code", &TEXT, &[]),
        Member::new("message", &TEXT, &[]),
        Member::new("AccessKeyId", &TEXT, &[]),
        Member::new("SecretAccessKey", &SECRET, &[]),
        Member::new("Token", &SECRET, &[]),
        Member::new("Expiration", &TIME, &[]),
    ],
    &[],
);

/// The file that `aws sso login` caches: the members that are used, in its order. Times are strings, because older
/// tools have their own format.
#[cfg(feature = "sso")]
pub(crate) static TOKEN: Schema = Schema::structure(
    "tinsmith.credentials#Token",
    &[
        Member::new("startUrl", &TEXT, &[]),
        Member::new("region", &TEXT, &[]),
        Member::new("accessToken", &SECRET, &[]),
        Member::new("expiresAt", &TEXT, &[]),
        Member::new("clientId", &TEXT, &[]),
        Member::new("clientSecret", &SECRET, &[]),
        Member::new("registrationExpiresAt", &TEXT, &[]),
        Member::new("refreshToken", &SECRET, &[]),
    ],
    &[],
);

/// A session that `aws login` created, the request that refreshes it, and the response.
#[cfg(feature = "sso")]
pub(crate) static LOGIN: Schema = Schema::structure(
    "tinsmith.credentials#Login",
    &[
        Member::new("accessToken", &LOGIN_KEYS, &[]),
        Member::new("tokenType", &TEXT, &[]),
        Member::new("expiresIn", &NUMBER, &[]),
        Member::new("refreshToken", &SECRET, &[]),
        Member::new("idToken", &SECRET, &[]),
        Member::new("clientId", &TEXT, &[]),
        Member::new("grantType", &TEXT, &[]),
        Member::new("dpopKey", &SECRET, &[]),
        Member::new("signInRegion", &TEXT, &[]),
    ],
    &[],
);

/// The keys in such a session.
#[cfg(feature = "sso")]
pub(crate) static LOGIN_KEYS: Schema = Schema::structure(
    "tinsmith.credentials#LoginKeys",
    &[
        Member::new("accessKeyId", &TEXT, &[]),
        Member::new("secretAccessKey", &SECRET, &[]),
        Member::new("sessionToken", &SECRET, &[]),
        Member::new("accountId", &TEXT, &[]),
        Member::new("expiresAt", &TEXT, &[]),
    ],
    &[],
);

/// The error of a session that could not be refreshed.
#[cfg(feature = "sso")]
pub(crate) static LOGIN_ERROR: Schema = Schema::structure(
    "tinsmith.credentials#LoginError",
    &[Member::new("error", &TEXT, &[]), Member::new("message", &TEXT, &[])],
    &[],
);

/// The parts used of the AWS CLI's cached role credentials.
#[cfg(feature = "sts")]
pub(crate) static KEPT: Schema =
    Schema::structure("tinsmith.credentials#Kept", &[Member::new("Credentials", &TEXT_KEYS, &[])], &[]);

/// Credentials with the expiry as a string, for writing.
#[cfg(feature = "sts")]
pub(crate) static TEXT_KEYS: Schema = Schema::structure(
    "tinsmith.credentials#TextKeys",
    &[
        Member::new("AccessKeyId", &TEXT, &[]),
        Member::new("SecretAccessKey", &SECRET, &[]),
        Member::new("SessionToken", &SECRET, &[]),
        Member::new("Expiration", &TEXT, &[]),
    ],
    &[],
);

/// The values read. `Debug` omits secrets.
#[derive(Clone, Debug)]
pub(crate) struct Answer(Dynamic);

impl Answer {
    /// Reads a JSON object. The error does not quote the text.
    pub(crate) fn read(schema: &'static Schema, text: &[u8]) -> Result<Self, String> {
        let mut value = Dynamic::new(schema);
        match json::read(text, &mut value, &Options { timestamps: Options::PEOPLE.timestamps, ..Options::WIRE }) {
            Ok(()) => Ok(Self(value)),
            Err(errors) => Err(errors.mistakes().iter().map(told).collect::<Vec<_>>().join(", ")),
        }
    }

    /// Creates an object without any member.
    #[cfg(any(feature = "sso", feature = "sts"))]
    pub(crate) fn empty(schema: &'static Schema) -> Self {
        Self(Dynamic::new(schema))
    }

    /// A nested object, read with its own schema.
    #[cfg(any(feature = "sso", feature = "sts"))]
    pub(crate) fn inner(&self, name: &str, schema: &'static Schema) -> Option<Self> {
        match self.view(name) {
            View::Structure(inner) => Self::read(schema, Zeroizing::new(json::to_string(inner)).as_bytes()).ok(),
            _ => None,
        }
    }

    fn view(&self, name: &str) -> View<'_> {
        let found = self.0.schema().find_member(name).and_then(|(index, _)| self.0.member(index));
        found.map_or(View::Absent, |it| it.view())
    }

    /// The string of a member, unless it is empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.view(name) {
            View::String(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Clears the value of a member.
    #[cfg(feature = "sso")]
    pub(crate) fn clear(&mut self, name: &str) {
        if let Some((index, _)) = self.0.schema().find_member(name) {
            self.0.clear(index);
        }
    }

    /// Sets the string of a member.
    #[cfg(any(feature = "sso", feature = "sts"))]
    pub(crate) fn put(&mut self, name: &str, value: String) {
        let index = self.0.schema().find_member(name).map(|(index, _)| index);
        if let Some(place) = index.and_then(|index| self.0.member_mut(index)) {
            // All members that are set here are strings.
            let _ = place.slot().put_string(value);
        }
    }

    /// The object as JSON.
    #[cfg(any(feature = "sso", feature = "sts"))]
    pub(crate) fn json(&self) -> String {
        json::to_string(&self.0)
    }

    /// The time of a member.
    pub(crate) fn time(&self, name: &str) -> Option<SystemTime> {
        match self.view(name) {
            View::Timestamp(time) => SystemTime::try_from(*time).ok(),
            _ => None,
        }
    }

    /// The number of a member.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.view(name) {
            View::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// The credentials, or an error if they are missing or have expired.
    pub(crate) fn lasting_keys(
        &self,
        token: &str,
        provider: &'static str,
        now: SystemTime,
    ) -> Result<Credentials, String> {
        let keys = self.keys(token, provider)?;
        match keys.expiry() {
            Some(expiry) if expiry <= now => Err(format!("the credentials expired at {}", DateTime::from(expiry))),
            _ => Ok(keys),
        }
    }

    /// The credentials, or an error with the missing members. The name of the session token's member differs.
    pub(crate) fn keys(&self, token: &str, provider: &'static str) -> Result<Credentials, String> {
        let missing: Vec<_> =
            ["AccessKeyId", "SecretAccessKey"].into_iter().filter(|name| self.text(name).is_none()).collect();
        match (self.text("AccessKeyId"), self.text("SecretAccessKey")) {
            (Some(id), Some(secret)) => {
                let token = self.text(token).map(str::to_owned);
                Ok(Credentials::new(id, secret, token, self.time("Expiration"), provider))
            }
            _ => Err(format!("missing `{}`", missing.join("` and `"))),
        }
    }
}

/// The message for a mistake, without quoting the value.
fn told(mistake: &Mistake) -> String {
    match &mistake.kind {
        MistakeKind::Syntax(reason) => match mistake.position {
            Some(at) => format!("invalid JSON: {reason} (line {}, column {})", at.line, at.column),
            None => format!("invalid JSON: {reason}"),
        },
        _ if mistake.path.is_root() => "expected a JSON object".to_owned(),
        _ => format!("`{}` has a value of the wrong type", mistake.path),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Answer, ENDPOINT, PROCESS};

    #[test]
    fn keys_are_read() {
        let text = br#"{"Version": 1, "More": [1], "AccessKeyId": "id", "SecretAccessKey": "s3cr3t",
            "SessionToken": "t0k3n", "Expiration": "2026-11-24T14:00:00+01:00"}"#;
        let answer = Answer::read(&PROCESS, text).expect("JSON");
        let shown = format!("{answer:?}");
        assert!(!shown.contains("s3cr3t") && !shown.contains("t0k3n"), "{shown}");
        let keys = answer.keys("SessionToken", "test").expect("keys");
        assert_eq!((keys.access_key_id(), keys.secret_access_key()), ("id", "s3cr3t"));
        assert_eq!(keys.session_token(), Some("t0k3n"));
        let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_525_200);
        assert_eq!(keys.expiry(), Some(expiry));
        assert_eq!(answer.number("Version"), Some(1));
    }

    #[test]
    fn what_is_wrong_is_told_without_values() {
        let cases = [
            (&b"s3cr3t"[..], "invalid JSON"),
            (b"", "invalid JSON"),
            (b"[\"s3cr3t\"]", "expected a JSON object"),
            (b"{\"SecretAccessKey\": [\"s3cr3t\"]}", "`SecretAccessKey` has a value of the wrong type"),
            (b"{\"Expiration\": \"s3cr3t\"}", "`Expiration` has a value of the wrong type"),
            (b"{\"SecretAccessKey\": \"s3cr3t", "invalid JSON"),
            (b"\xff", "invalid JSON"),
        ];
        for (text, expected) in cases {
            let error = Answer::read(&ENDPOINT, text).expect_err("no answer");
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("s3cr3t"), "{error}");
        }
        let half = Answer::read(&ENDPOINT, br#"{"AccessKeyId": "", "SecretAccessKey": "s3cr3t"}"#).expect("JSON");
        assert_eq!(half.keys("Token", "test").expect_err("half"), "missing `AccessKeyId`");
    }
}
