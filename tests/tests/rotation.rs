//! Rotates an access key through the library, with a real IAM implementation.

use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, Credentials, Region};
use tinsmith_iam::error::{ProvideErrorMetadata, SdkError, Violations};
use tinsmith_iam::operation::RequestId;
use tinsmith_iam::operation::get_user::GetUserError;
use tinsmith_iam::operation::update_access_key::UpdateAccessKeyError;
use tinsmith_iam::types::{AccessKey, StatusType};
use tinsmith_tests::moto;

/// A client for the shared server that signs with this key.
fn client(url: &str, key: &str, secret: &str) -> Client {
    let credentials = Credentials::new(key, secret, None, None, "test");
    let config = Config::builder().region(Region::new("us-east-1")).credentials_provider(credentials);
    Client::from_conf(config.endpoint_url(url).build())
}

/// A client for the shared server, or `None` if there is none.
fn administrator() -> Option<(Client, String)> {
    let url = moto::shared()?;
    Some((client(&url, "test", "test"), url))
}

async fn create_key(client: &Client, user: &str) -> AccessKey {
    let created = client.create_access_key().user_name(user).send().await.expect("a key for an existing user");
    created.access_key.expect("the answer holds the key")
}

async fn status(client: &Client, user: &str, key: &str) -> Option<StatusType> {
    let listed = client.list_access_keys().user_name(user).send().await.expect("the keys of an existing user");
    let found = listed.access_key_metadata().iter().find(|it| it.access_key_id() == Some(key));
    found.and_then(|it| it.status().cloned())
}

#[tokio::test]
async fn a_key_is_rotated_from_first_to_last_step() {
    let Some((client, _)) = administrator() else { return };
    let created = client.create_user().user_name("rotated").path("/team/").send().await.expect("a new user");
    let user = created.user.expect("the answer holds the user");
    assert_eq!((user.user_name(), user.path()), ("rotated", "/team/"));
    assert!(user.arn().ends_with(":user/team/rotated"), "{}", user.arn());

    let first = create_key(&client, "rotated").await;
    assert_eq!(first.status(), &StatusType::Active);
    assert!(!first.secret_access_key().is_empty());
    let second = create_key(&client, "rotated").await;
    assert_ne!(first.access_key_id(), second.access_key_id());

    let listed = client.list_access_keys().user_name("rotated").send().await.expect("the keys of an existing user");
    assert!(!listed.is_truncated());
    let mut ids: Vec<_> = listed.access_key_metadata().iter().filter_map(|it| it.access_key_id()).collect();
    let mut wanted = vec![first.access_key_id(), second.access_key_id()];
    ids.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(ids, wanted);

    for wanted in [StatusType::Inactive, StatusType::Active, StatusType::Inactive] {
        let call = client.update_access_key().user_name("rotated").access_key_id(first.access_key_id());
        call.status(wanted.clone()).send().await.expect("the status of an existing key");
        assert_eq!(status(&client, "rotated", first.access_key_id()).await, Some(wanted));
        assert_eq!(status(&client, "rotated", second.access_key_id()).await, Some(StatusType::Active));
    }

    let used = client.get_access_key_last_used().access_key_id(first.access_key_id()).send().await;
    let used = used.expect("the use of an existing key");
    assert_eq!(used.user_name(), Some("rotated"));
    assert_eq!(used.access_key_last_used().map(|it| it.service_name()), Some("N/A"));

    for key in [&first, &second] {
        let call = client.delete_access_key().user_name("rotated").access_key_id(key.access_key_id());
        call.send().await.expect("an existing key goes");
        assert_eq!(status(&client, "rotated", key.access_key_id()).await, None);
    }
    client.delete_user().user_name("rotated").send().await.expect("a user without keys goes");
    let gone = client.get_user().user_name("rotated").send().await.expect_err("the user is gone");
    assert!(matches!(gone.into_service_error(), GetUserError::NoSuchEntityException(_)));
}

#[tokio::test]
async fn without_user_name_the_service_finds_the_owner() {
    let Some((client, url)) = administrator() else { return };
    client.create_user().user_name("self-service").send().await.expect("a new user");
    let key = create_key(&client, "self-service").await;
    let owner = self::client(&url, key.access_key_id(), key.secret_access_key());
    let call = owner.update_access_key().access_key_id(key.access_key_id()).status(StatusType::Inactive);
    call.send().await.expect("a user may change the status of an own key");
    assert_eq!(status(&client, "self-service", key.access_key_id()).await, Some(StatusType::Inactive));
}

#[tokio::test]
async fn a_key_that_does_not_exist_is_a_typed_error() {
    let Some((client, _)) = administrator() else { return };
    client.create_user().user_name("keyless").send().await.expect("a new user");
    let call = client.update_access_key().user_name("keyless").access_key_id("AKIAIOSFODNN7EXAMPLE");
    let error = call.status(StatusType::Inactive).send().await.expect_err("the key does not exist");

    assert!(matches!(error, SdkError::ServiceError(_)));
    assert_eq!(error.raw_response().map(|it| it.status().as_u16()), Some(404));
    assert_eq!(error.code(), Some("NoSuchEntity"));
    let message = error.message().unwrap_or_default().to_owned();
    assert!(message.contains("AKIAIOSFODNN7EXAMPLE"), "{message}");
    let id = error.request_id().map(str::to_owned);
    assert!(id.as_deref().is_some_and(|id| !id.is_empty()));

    let error = error.into_service_error();
    assert!(error.is_no_such_entity_exception());
    assert_eq!(error.request_id().map(str::to_owned), id);
    let UpdateAccessKeyError::NoSuchEntityException(missing) = error else { panic!("{error:?}") };
    assert_eq!(missing.message(), Some(message.as_str()));
}

#[tokio::test]
async fn a_key_of_another_user_is_not_found() {
    let Some((client, _)) = administrator() else { return };
    for user in ["owner", "stranger"] {
        client.create_user().user_name(user).send().await.expect("a new user");
    }
    let key = create_key(&client, "owner").await;
    let call = client.update_access_key().user_name("stranger").access_key_id(key.access_key_id());
    let error = call.status(StatusType::Inactive).send().await.expect_err("the key is another user's");
    assert_eq!(error.code(), Some("NoSuchEntity"));
    assert_eq!(status(&client, "owner", key.access_key_id()).await, Some(StatusType::Active));
}

#[tokio::test]
async fn what_breaks_constraints_is_refused_before_it_is_sent() {
    // Nothing listens on port 9: if anything had been sent, the error would be different.
    let client = client("http://127.0.0.1:9", "test", "test");
    let good = || client.update_access_key().user_name("Bob").access_key_id("AKIAIOSFODNN7EXAMPLE");
    let cases = [
        ("empty key id", good().access_key_id("").status(StatusType::Active), "AccessKeyId"),
        ("short key id", good().access_key_id("AKIA").status(StatusType::Active), "AccessKeyId"),
        ("space in the user name", good().user_name("B ob").status(StatusType::Active), "UserName"),
        ("é in the user name", good().user_name("bobé").status(StatusType::Active), "UserName"),
        ("no status", good(), "Status"),
    ];
    for (case, call, member) in cases {
        let error = call.send().await.expect_err(case);
        let Some(violations) = Violations::behind(&error) else { panic!("{case}: {error:?}") };
        assert!(violations.to_string().contains(member), "{case}: {violations}");
    }
}

#[tokio::test]
async fn an_unknown_status_is_the_service_s_to_refuse() {
    let Some((client, _)) = administrator() else { return };
    client.create_user().user_name("frozen").send().await.expect("a new user");
    let key = create_key(&client, "frozen").await;
    let call = client.update_access_key().user_name("frozen").access_key_id(key.access_key_id());
    call.status(StatusType::from("Frozen")).send().await.expect("moto takes any status");
    let found = status(&client, "frozen", key.access_key_id()).await;
    assert_eq!(found.as_ref().map(StatusType::as_str), Some("Frozen"));
}
