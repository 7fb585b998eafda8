//! Keys: where they are looked up, and the errors if there are none.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use tinsmith_iam::config::{Config, Credentials, ProvideCredentials, SharedCredentialsProvider};
use tinsmith_runtime::credentials::{CachedCredentials, CredentialsError, future};
use tinsmith_tests::home::Home;

const CONFIG: &str = "\
[profile both]
aws_access_key_id = from-config
aws_secret_access_key = config-secret
[profile half]
aws_access_key_id = id
[profile other-half]
aws_secret_access_key = s3cr3t
[profile role]
role_arn = arn:aws:iam::1:role/r
source_profile = both
aws_access_key_id = id
aws_secret_access_key = s3cr3t
[profile process]
credential_process = run
[profile empty]
aws_access_key_id =
aws_secret_access_key =
";

const CREDENTIALS: &str = "\
[default]
aws_access_key_id = default-id
aws_secret_access_key = default-secret
aws_session_token = default-token
[old]
aws_access_key_id = old-id
aws_secret_access_key = old-secret
aws_security_token = old-token
[both]
aws_access_key_id = from-credentials
aws_secret_access_key = credentials-secret
";

const ENVIRONMENT: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "env-id"), ("AWS_SECRET_ACCESS_KEY", "env-secret")];

/// The ID, secret and token of the keys, or the error with its cause.
async fn keys(config: Result<Config, impl std::fmt::Display>) -> Result<[String; 3], String> {
    let config = config.map_err(|error| error.to_string())?;
    let provider = config.credentials_provider().ok_or("there is no provider")?;
    let text = |error: &CredentialsError| match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    };
    let keys = provider.provide_credentials().await.map_err(|error| text(&error))?;
    let token = keys.session_token().unwrap_or("none");
    Ok([keys.access_key_id(), keys.secret_access_key(), token].map(str::to_owned))
}

#[tokio::test]
async fn keys_are_found() {
    let home = Home::new(Some(CONFIG), Some(CREDENTIALS));
    let token = [ENVIRONMENT[0], ENVIRONMENT[1], ("AWS_SESSION_TOKEN", "env-token")];
    let empty = [ENVIRONMENT[0], ENVIRONMENT[1], ("AWS_SESSION_TOKEN", "")];
    let old = [ENVIRONMENT[0], ENVIRONMENT[1], ("AWS_SECURITY_TOKEN", "old-token")];
    let nothing = [("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")];
    let blank = [("AWS_ACCESS_KEY_ID", " "), ("AWS_SECRET_ACCESS_KEY", "\n")];
    let cases = [
        (home.loader(&[]), ["default-id", "default-secret", "default-token"]),
        (home.loader(&ENVIRONMENT), ["env-id", "env-secret", "none"]),
        (home.loader(&token), ["env-id", "env-secret", "env-token"]),
        (home.loader(&empty), ["env-id", "env-secret", "none"]),
        (home.loader(&old), ["env-id", "env-secret", "old-token"]),
        (home.loader(&[("AWS_PROFILE", "old")]), ["old-id", "old-secret", "old-token"]),
        (home.loader(&nothing), ["default-id", "default-secret", "default-token"]),
        (home.loader(&blank), ["default-id", "default-secret", "default-token"]),
        (home.loader(&[("AWS_PROFILE", "both")]), ["from-credentials", "credentials-secret", "none"]),
        // A profile set in code takes precedence over keys in the environment; a profile from the environment does not.
        (home.loader(&ENVIRONMENT).profile_name("both"), ["from-credentials", "credentials-secret", "none"]),
        (home.loader(&[ENVIRONMENT[0], ENVIRONMENT[1], ("AWS_PROFILE", "both")]), ["env-id", "env-secret", "none"]),
    ];
    for (loader, expected) in cases {
        let shown = format!("{loader:?}");
        assert_eq!(keys(loader.load()).await, Ok(expected.map(str::to_owned)), "{shown}");
        assert!(!shown.contains("env-secret"), "{shown}");
    }
}

#[tokio::test]
async fn keys_that_are_not_found_have_a_reason() {
    let home = Home::new(Some(CONFIG), Some("[bare]\nregion = x\n"));
    let half = [("AWS_ACCESS_KEY_ID", "id")];
    let other_half = [("AWS_SECRET_ACCESS_KEY", "s3cr3t"), ("AWS_PROFILE", "bare")];
    let cases: [(_, &[&str]); 8] = [
        (
            home.loader(&[]),
            &["environment: the environment has no `AWS_ACCESS_KEY_ID`", "profile `default` does not exist"],
        ),
        (home.loader(&half), &["has `AWS_ACCESS_KEY_ID` but not `AWS_SECRET_ACCESS_KEY`"]),
        (home.loader(&other_half), &["but not `AWS_ACCESS_KEY_ID`", "the profile `bare` has no `aws_access_key_id`"]),
        (home.loader(&[]).profile_name("half"), &["`half` has `aws_access_key_id` but not `aws_secret_access_key`"]),
        (home.loader(&[]).profile_name("other-half"), &["`other-half` has `aws_secret_access_key` but not "]),
        (
            home.loader(&[]).profile_name("role"),
            &["`role` gets its credentials from `role_arn`", "feature `credentials`"],
        ),
        (home.loader(&[]).profile_name("process"), &["`credential_process`, which needs the client's feature"]),
        (home.loader(&[]).profile_name("empty"), &["the profile `empty` has no `aws_access_key_id`"]),
    ];
    for (loader, reasons) in cases {
        let error = keys(loader.load()).await.expect_err("no keys");
        for reason in reasons {
            assert!(error.contains(reason), "{reason} is not in: {error}");
        }
        assert!(!error.contains("s3cr3t"), "{error}");
    }
}

/// Returns new keys each time, valid for a minute.
#[derive(Clone, Debug, Default)]
struct Minute {
    asked: Arc<AtomicU32>,
}

impl ProvideCredentials for Minute {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
            // Concurrent calls must wait instead of requesting keys too.
            tokio::task::yield_now().await;
            let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(60 * u64::from(number));
            Ok(Credentials::new(format!("id-{number}"), "secret", None, Some(expiry), "test"))
        })
    }
}

#[tokio::test]
async fn keys_are_kept_until_they_expire() {
    let provider = Minute::default();
    let cache = Arc::new(CachedCredentials::new(SharedCredentialsProvider::new(provider.clone())));
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let mut callers = Vec::new();
    for _ in 0..10 {
        let cache = cache.clone();
        callers.push(tokio::spawn(async move { cache.get(at(0)).await }));
    }
    for caller in callers {
        let keys = caller.await.expect("no panic").expect("keys");
        assert_eq!(keys.access_key_id(), "id-1");
    }
    assert_eq!(provider.asked.load(Ordering::Relaxed), 1, "one caller asks for all");
    for (seconds, id) in [(49, "id-1"), (50, "id-2"), (108, "id-2"), (109, "id-3")] {
        let keys = cache.get(at(seconds)).await.expect("keys");
        assert_eq!(keys.access_key_id(), id, "after {seconds} s");
    }
}

#[tokio::test]
async fn keys_that_have_expired_are_refused() {
    let cache = CachedCredentials::new(SharedCredentialsProvider::new(Minute::default()));
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(3600);
    let error = cache.get(now).await.expect_err("expired keys");
    let reason = std::error::Error::source(&error).map(ToString::to_string);
    let expected = "the credentials expired at 1970-01-01T00:01:00Z (the time is 1970-01-01T01:00:00Z)";
    assert_eq!(reason.as_deref(), Some(expected));
}

/// Returns keys once, valid for an hour, and then fails.
#[derive(Clone, Debug, Default)]
struct Once {
    asked: Arc<AtomicU32>,
}

impl ProvideCredentials for Once {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let number = self.asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(3600);
            match number {
                0 => Ok(Credentials::new("once", "secret", None, Some(expiry), "test")),
                _ => Err(CredentialsError::provider_error("the endpoint is gone")),
            }
        })
    }
}

#[tokio::test]
async fn a_failed_refresh_keeps_keys_that_are_good() {
    let provider = Once::default();
    let cache = Arc::new(CachedCredentials::new(SharedCredentialsProvider::new(provider.clone())));
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    // A refresh is tried five minutes before the expiration, and again half a minute after a failure.
    let cases = [(0, 1), (3299, 1), (3300, 2), (3329, 2), (3330, 3), (3580, 4), (3599, 4)];
    for (seconds, asked) in cases {
        let keys = cache.get(at(seconds)).await.expect("the old keys");
        assert_eq!(keys.access_key_id(), "once", "after {seconds} s");
        assert_eq!(provider.asked.load(Ordering::Relaxed), asked, "after {seconds} s");
    }
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let cache = cache.clone();
            tokio::spawn(async move { cache.get(at(3600)).await })
        })
        .collect();
    for caller in callers {
        let error = caller.await.expect("no panic").expect_err("they have expired");
        assert!(matches!(error, CredentialsError::ProviderError(_)), "{error:?}");
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(cause.as_deref(), Some("the endpoint is gone"));
    }
    assert_eq!(provider.asked.load(Ordering::Relaxed), 5, "a failure is shared");
}

/// Takes some time, so that concurrent calls arrive meanwhile.
#[derive(Debug)]
struct Slow {
    begun: tokio::sync::Notify,
    go_on: tokio::sync::Notify,
    asked: AtomicU32,
}

impl ProvideCredentials for &'static Slow {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
            if number > 1 {
                self.begun.notify_one();
                self.go_on.notified().await;
            }
            let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(3600 * u64::from(number));
            Ok(Credentials::new(format!("id-{number}"), "secret", None, Some(expiry), "test"))
        })
    }
}

#[tokio::test]
async fn others_go_on_with_good_keys_during_a_refresh() {
    let slow: &'static Slow = Box::leak(Box::new(Slow {
        begun: tokio::sync::Notify::new(),
        go_on: tokio::sync::Notify::new(),
        asked: AtomicU32::new(0),
    }));
    let cache = Arc::new(CachedCredentials::new(SharedCredentialsProvider::new(slow)));
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    cache.get(at(0)).await.expect("keys");
    let refreshing = tokio::spawn({
        let cache = cache.clone();
        async move { cache.get(at(3400)).await }
    });
    slow.begun.notified().await;
    assert_eq!(cache.get(at(3400)).await.expect("keys").access_key_id(), "id-1");
    slow.go_on.notify_one();
    assert_eq!(refreshing.await.expect("no panic").expect("keys").access_key_id(), "id-2");
    assert_eq!(cache.get(at(3400)).await.expect("keys").access_key_id(), "id-2");
    assert_eq!(slow.asked.load(Ordering::Relaxed), 2);
}
