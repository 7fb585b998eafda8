//! Tests of waiters as a caller uses them.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::waiters::error::WaiterError;
use tinsmith_iam::Client;
use tinsmith_iam::client::Waiters;
use tinsmith_iam::config::{AsyncSleep, Config, Credentials, Region, Sleep};
use tinsmith_iam::error::{DisplayErrorContext, ProvideErrorMetadata};
use tinsmith_iam::waiters::user_exists::{UserExistsFinalPoll, WaitUntilUserExistsError};
use tinsmith_tests::server::{Act, Server};

/// A clock that advances only by pauses, and records them.
#[derive(Clone, Debug, Default)]
struct Clock(Arc<Mutex<Vec<Duration>>>);

impl Clock {
    fn pauses(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl AsyncSleep for Clock {
    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.lock().unwrap().push(duration);
        Sleep::new(std::future::ready(()))
    }
}

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.pauses().iter().sum::<Duration>()
    }
}

fn bob() -> Act {
    let user = "<User><Path>/</Path><UserName>Bob</UserName><UserId>AIDAEXAMPLEEXAMPLE</UserId>\
                <Arn>arn:aws:iam::123456789012:user/Bob</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></User>";
    let body = format!("<GetUserResponse><GetUserResult>{user}</GetUserResult></GetUserResponse>");
    Act::Answer(200, Vec::new(), body)
}

fn missing() -> Act {
    Act::error(404, "NoSuchEntity")
}

fn config(server: &Server, clock: &Clock) -> tinsmith_iam::config::Builder {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let config = Config::builder().region(Region::new("eu-west-1")).credentials_provider(credentials);
    config.endpoint_url(server.url()).sleep_impl(clock.clone()).time_source(clock.clone())
}

async fn wait(server: &Server, clock: &Clock, seconds: u64) -> Result<UserExistsFinalPoll, WaitUntilUserExistsError> {
    let client = Client::from_conf(config(server, clock).build());
    client.wait_until_user_exists().user_name("Bob").wait(Duration::from_secs(seconds)).await
}

#[tokio::test]
async fn the_wait_ends_when_the_user_is_there() {
    let (server, clock) = (Server::start([missing(), missing(), bob()]), Clock::default());
    let poll = wait(&server, &clock, 100).await.expect("the user is there at the third poll");
    let output = poll.into_result().expect("it ends with an output");
    assert_eq!(output.user.expect("a user").user_name, "Bob");
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|it| it.body.contains("Action=GetUser") && it.body.contains("UserName=Bob")));
    let [first, second] = clock.pauses()[..] else { panic!("two pauses, not {:?}", clock.pauses()) };
    assert_eq!(first, Duration::from_secs(1));
    assert!((1..=2).contains(&second.as_secs()), "{second:?}");
}

#[tokio::test]
async fn an_error_that_no_acceptor_knows_ends_the_wait() {
    let (server, clock) = (Server::start([missing(), Act::error(403, "AccessDenied")]), Clock::default());
    let error = wait(&server, &clock, 100).await.expect_err("access is denied");
    assert_eq!(error.code(), Some("AccessDenied"));
    let WaitUntilUserExistsError::OperationFailed(failed) = &error else { panic!("{error:?}") };
    assert_eq!(failed.error().raw_response().map(|it| it.status().as_u16()), Some(403));
    assert!(failed.error().as_service_error().is_some_and(|it| !it.is_no_such_entity_exception()));
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("AccessDenied: about AccessDenied (request id of-AccessDenied)"), "{shown}");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn without_an_answer_there_is_nothing_to_wait_for() {
    let clock = Clock::default();
    let server = Server::start([Act::ResetAfterRequest, Act::ResetAfterRequest, Act::ResetAfterRequest]);
    let error = wait(&server, &clock, 100).await.expect_err("no answer comes");
    let WaitUntilUserExistsError::OperationFailed(failed) = error else { panic!("{error:?}") };
    assert!(failed.error().raw_response().is_none());
    assert_eq!(server.seen().len(), 3, "the attempts of one poll");
}

#[tokio::test]
async fn an_error_that_passes_is_retried_within_a_poll() {
    let (server, clock) = (Server::start([Act::error(503, "ServiceFailure"), bob()]), Clock::default());
    wait(&server, &clock, 100).await.expect("the second attempt of the first poll succeeds");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn no_wait_is_longer_than_allowed() {
    // The allowed time in seconds, and the minimum and maximum number of polls within it.
    for (seconds, least, most) in [(0, 1, 1), (1, 2, 2), (2, 2, 2), (3, 2, 3), (30, 4, 30)] {
        let (server, clock) = (Server::start(vec![missing(); 40]), Clock::default());
        let error = wait(&server, &clock, seconds).await.expect_err("the user never comes");
        // As programs for the official SDK do it.
        let WaiterError::ExceededMaxWait(exceeded) = &error else { panic!("{error:?}") };
        assert_eq!(exceeded.max_wait().as_secs(), seconds);
        assert_eq!(exceeded.elapsed().as_secs(), seconds, "the last poll is made at the very end");
        let polls = exceeded.poll_count();
        assert!((least..=most).contains(&polls), "{seconds} s: {polls} polls");
        assert_eq!(server.seen().len(), usize::try_from(polls).unwrap());
        assert_eq!(error.code(), None);
    }
}

#[tokio::test]
async fn an_input_that_is_not_valid_is_never_sent() {
    let (server, clock) = (Server::start([bob()]), Clock::default());
    let client = Client::from_conf(config(&server, &clock).build());
    let call = client.wait_until_user_exists().user_name("Bob and Alice");
    assert_eq!(call.as_input().user_name(), Some("Bob and Alice"));
    let error = call.wait(Duration::from_secs(9)).await.expect_err("a space is in the name");
    assert!(matches!(error, WaitUntilUserExistsError::ConstructionFailure(_)), "{error:?}");
    assert!(DisplayErrorContext(&error).to_string().contains("UserName"), "{}", DisplayErrorContext(&error));
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn where_nothing_can_pause_no_poll_is_made() {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let server = Server::start([bob()]);
    let config = Config::builder().region(Region::new("eu-west-1")).credentials_provider(credentials);
    let client = Client::from_conf(config.endpoint_url(server.url()).build());
    let mut wait = std::pin::pin!(client.wait_until_user_exists().wait(Duration::from_secs(9)));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = wait.as_mut().poll(&mut context) else { panic!("it waits") };
    assert!(matches!(error, WaitUntilUserExistsError::ConstructionFailure(_)), "{error:?}");
    assert_eq!(server.seen().len(), 0);
}

/// Programs also wait in other threads.
#[test]
fn a_wait_can_be_sent() {
    fn is_send<T: Send>(_: &T) {}
    let config = Config::builder().region(Region::new("eu-west-1")).build();
    is_send(&Client::from_conf(config).wait_until_user_exists().user_name("Bob").wait(Duration::from_secs(1)));
}

/// The model refers to this error by its shape, and the service by its code.
#[tokio::test]
async fn an_error_goes_by_the_name_of_its_shape_too() {
    let profile = "<GetInstanceProfileResponse><GetInstanceProfileResult></GetInstanceProfileResult>\
                   </GetInstanceProfileResponse>";
    let there = Act::Answer(200, Vec::new(), profile.to_owned());
    let (server, clock) = (Server::start([missing(), there]), Clock::default());
    let client = Client::from_conf(config(&server, &clock).build());
    let wait = client.wait_until_instance_profile_exists().instance_profile_name("P").wait(Duration::from_secs(9));
    wait.await.expect("it is there at the second poll");
    assert_eq!(server.seen().len(), 2);
}
