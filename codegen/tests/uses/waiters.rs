//! Uses waiters as callers write them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::time::Duration;

use tinsmith_waiters::Client;
use tinsmith_waiters::client::Waiters;
use tinsmith_waiters::config::{Config, Region};
use tinsmith_waiters::error::ProvideErrorMetadata;
use tinsmith_waiters::operation::describe::DescribeOutput;
use tinsmith_waiters::waiters::db_instance_ready::{
    DbInstanceReadyFinalPoll, DbInstanceReadyFluentBuilder, WaitUntilDbInstanceReadyError,
};
use tinsmith_waiters::waiters::{instance_gone, option, self_};

/// How a program uses a waiter.
async fn ready(client: &Client) -> Result<DescribeOutput, WaitUntilDbInstanceReadyError> {
    let call: DbInstanceReadyFluentBuilder = client.wait_until_db_instance_ready();
    // The operation's own method keeps its name.
    let poll: DbInstanceReadyFinalPoll =
        call.wait_value("a").names("b").set_names(None).wait(Duration::from_secs(1)).await?;
    Ok(poll.into_result().expect("no error leads to success"))
}

#[test]
fn nothing_is_sent_without_a_way_to_pause() {
    let client = Client::from_conf(Config::builder().region(Region::new("eu-west-1")).build());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut ready = std::pin::pin!(ready(&client));
    let std::task::Poll::Ready(Err(error)) = ready.as_mut().poll(&mut context) else { panic!("it waits") };
    assert!(matches!(error, WaitUntilDbInstanceReadyError::ConstructionFailure(_)), "{error:?}");
    assert_eq!(error.code(), None);
}

#[test]
fn every_waiter_has_a_method() {
    let client = Client::from_conf(Config::builder().build());
    let _: instance_gone::InstanceGoneFluentBuilder = client.wait_until_instance_gone();
    let _: option::OptionFluentBuilder = client.wait_until_option();
    let _: self_::SelfFluentBuilder = client.wait_until_self_();
}
