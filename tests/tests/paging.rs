//! Tests following the pages of an operation.

use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, Credentials, Region};
use tinsmith_iam::operation::list_access_keys::paginator::ListAccessKeysPaginator;
use tinsmith_tests::server::{Act, Server};

/// A page with these keys and the marker of the next page.
fn page(keys: &[&str], marker: Option<&str>) -> Act {
    let member = |id: &&str| format!("<member><AccessKeyId>{id}</AccessKeyId></member>");
    let keys: String = keys.iter().map(member).collect();
    let marker = marker.map(|it| format!("<Marker>{it}</Marker>")).unwrap_or_default();
    let result = format!("<AccessKeyMetadata>{keys}</AccessKeyMetadata><IsTruncated>true</IsTruncated>{marker}");
    let body = format!(
        "<ListAccessKeysResponse><ListAccessKeysResult>{result}</ListAccessKeysResult></ListAccessKeysResponse>"
    );
    Act::Answer(200, Vec::new(), body)
}

fn paginator(server: &Server) -> ListAccessKeysPaginator {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let config = Config::builder().region(Region::new("eu-west-1")).credentials_provider(credentials);
    let client = Client::from_conf(config.endpoint_url(server.url()).build());
    client.list_access_keys().user_name("Bob").into_paginator()
}

/// The keys, and the code of the error that ends them.
async fn keys(paginator: ListAccessKeysPaginator) -> Vec<String> {
    let mut found = Vec::new();
    let mut keys = paginator.items().send();
    while let Some(key) = keys.next().await {
        found.push(match key {
            Ok(key) => key.access_key_id.unwrap_or_default(),
            Err(error) => error.into_service_error().to_string(),
        });
    }
    found
}

/// The `Marker` parameter of each request.
fn markers(server: &Server) -> Vec<String> {
    let marker = |body: &str| body.split('&').find_map(|it| it.strip_prefix("Marker=")).map(str::to_owned);
    server.seen().iter().map(|it| marker(&it.body).unwrap_or_default()).collect()
}

const BACK: &str = "failed to construct request: the service returned the token of a page that was already read, so \
                    pagination would never end";

/// The description, the server's responses, the result, and the marker of each request.
type Case<'a> = (&'a str, Vec<Act>, &'a [&'a str], &'a [&'a str]);

#[tokio::test]
async fn every_page_is_asked_for_and_taken_apart() {
    let script = [page(&["A", "B"], Some("two")), page(&[], Some("three")), page(&["C"], None)];
    let cases: [Case<'_>; 5] = [
        (
            "markers that alternate lead nowhere",
            ["two", "three", "two", "three"].map(|marker| page(&["A"], Some(marker))).into(),
            &["A", "A", "A", BACK],
            &["", "two", "three"],
        ),
        ("all pages, also behind an empty one", script.into(), &["A", "B", "C"], &["", "two", "three"]),
        ("an empty marker leads nowhere", vec![page(&["A"], Some(""))], &["A"], &[""]),
        (
            "a page that leads to itself is the last one",
            vec![page(&["A"], Some("two")), page(&["B"], Some("two")), page(&["C"], None)],
            &["A", "B"],
            &["", "two"],
        ),
        (
            "an error is the end",
            vec![page(&["A"], Some("two")), Act::error(404, "NoSuchEntity"), page(&["C"], None)],
            &["A", "NoSuchEntity: about NoSuchEntity (request id of-NoSuchEntity)"],
            &["", "two"],
        ),
    ];
    for (what, script, expected, asked) in cases {
        let server = Server::start(script);
        assert_eq!(keys(paginator(&server)).await, expected, "{what}");
        assert_eq!(markers(&server), asked, "{what}");
        let bodies = server.seen();
        assert!(bodies.iter().all(|it| it.body.contains("UserName=Bob")), "{what}: the rest of the input stays");
    }
}

#[tokio::test]
async fn a_page_that_leads_to_itself_may_be_asked_for_again() {
    let server = Server::start([page(&["A"], Some("x")), page(&["B"], Some("x")), page(&["C"], None)]);
    assert_eq!(keys(paginator(&server).stop_on_duplicate_token(false)).await, ["A", "B", "C"]);
    assert_eq!(markers(&server), ["", "x", "x"]);
}

#[tokio::test]
async fn no_page_is_asked_for_before_it_is_read() {
    let server = Server::start([page(&["A", "B"], Some("two")), page(&["C"], None)]);
    let mut keys = paginator(&server).page_size(2).items().send();
    assert_eq!(server.seen().len(), 0);
    for _ in 0..2 {
        keys.next().await.expect("a key").expect("no error");
    }
    assert_eq!(server.seen().len(), 1, "the second page is not needed yet");
    assert!(server.seen()[0].body.contains("MaxItems=2"), "{}", server.seen()[0].body);
    drop(keys);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn whole_pages_come_with_all_that_they_say() {
    let server = Server::start([page(&["A", "B"], Some("two")), page(&["C"], None)]);
    let pages = paginator(&server).send().try_collect().await.expect("no error");
    let seen: Vec<_> = pages.iter().map(|it| (it.access_key_metadata().len(), it.marker())).collect();
    assert_eq!(seen, [(2, Some("two")), (1, None)]);
}

#[test]
fn streams_may_move_between_threads() {
    fn assert_send(_: &(impl Send + 'static)) {}
    let server = Server::start([]);
    assert_send(&paginator(&server).send());
    assert_send(&paginator(&server).items().send());
}
