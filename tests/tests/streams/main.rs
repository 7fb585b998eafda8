//! Streaming blobs to and from a server on loopback.

mod client;
mod command;
mod events;
mod rpc;
mod server;
mod source;

use std::time::{Duration, Instant};

use tinsmith_runtime::error::{DisplayChain, SdkError};
use tinsmith_runtime::primitives::ByteStream;

use client::{PUT, PUT_SIZED, client, get, put};
use server::{Act, Server, part};
use source::{file, once};

const MANY: u64 = 8 << 20;

/// A blob in memory.
fn whole() -> ByteStream {
    ByteStream::from(part(0, 1 << 20).to_vec())
}

#[tokio::test]
async fn a_file_goes_out_with_its_size() {
    let server = Server::start([]);
    let file = file("sized", MANY);
    put(&client(server.url()), &PUT_SIZED, ByteStream::from_path(&file).await.unwrap()).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].bytes, seen[0].is_intact), (MANY, true));
    assert_eq!(seen[0].header("content-length"), Some(MANY.to_string().as_str()));
    assert_eq!(seen[0].header("x-amz-content-sha256"), Some("UNSIGNED-PAYLOAD"));
}

#[tokio::test]
async fn bytes_in_memory_are_signed() {
    let server = Server::start([]);
    put(&client(server.url()), &PUT, whole()).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].bytes, seen[0].is_intact), (1 << 20, true));
    assert_eq!(seen[0].header("x-amz-content-sha256"), None);
}

#[tokio::test]
async fn a_stream_of_unknown_size_goes_out_in_chunks() {
    let server = Server::start([]);
    put(&client(server.url()), &PUT, once(MANY, Duration::ZERO)).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].bytes, seen[0].is_intact), (MANY, true));
    assert_eq!(seen[0].header("transfer-encoding"), Some("chunked"));
}

#[tokio::test]
async fn a_stream_of_unknown_size_is_refused_where_the_model_wants_the_size() {
    let server = Server::start([]);
    let error = put(&client(server.url()), &PUT_SIZED, once(MANY, Duration::ZERO)).await.unwrap_err();
    assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
    assert!(DisplayChain(&error).to_string().contains("the size of `body` must be known"), "{error:?}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_file_is_sent_again_from_its_start() {
    let server = Server::start([Act::TakeAndReset(1 << 20), Act::Take(503)]);
    let file = file("again", MANY);
    put(&client(server.url()), &PUT, ByteStream::from_path(&file).await.unwrap()).await.unwrap();
    let sizes: Vec<u64> = server.seen().iter().map(|it| it.bytes).collect();
    assert_eq!(sizes, [1 << 20, MANY, MANY]);
    assert!(server.seen().iter().all(|it| it.is_intact));
}

#[tokio::test]
async fn a_stream_that_can_be_read_once_is_sent_once() {
    let server = Server::start([Act::TakeAndReset(1 << 20)]);
    let error = put(&client(server.url()), &PUT, once(MANY, Duration::ZERO)).await.unwrap_err();
    assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn an_upload_that_the_server_does_not_take_is_given_up() {
    let server = Server::start([Act::TakeAndStall(1 << 20)]);
    let started = Instant::now();
    let error = put(&client(server.url()), &PUT, once(256 << 20, Duration::ZERO)).await.unwrap_err();
    let SdkError::DispatchFailure(failure) = &error else { panic!("{error:?}") };
    assert!(failure.is_timeout() && DisplayChain(&error).to_string().contains("the upload stalled"), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_source_that_takes_its_time_is_waited_for() {
    let server = Server::start([]);
    put(&client(server.url()), &PUT, once(1 << 16, Duration::from_millis(2500))).await.unwrap();
    assert_eq!(server.seen()[0].bytes, 1 << 16);
}

#[tokio::test]
async fn a_source_that_fails_ends_the_call() {
    let server = Server::start([]);
    let error = put(&client(server.url()), &PUT, source::broken()).await.unwrap_err();
    assert!(DisplayChain(&error).to_string().contains("the source broke"), "{error:?}");
}

#[tokio::test]
async fn a_blob_comes_in_and_the_connection_is_kept() {
    let server = Server::start([Act::Give(MANY), Act::Give(MANY)]);
    let client = client(server.url());
    for _ in 0..2 {
        let mut blob = get(&client).await.unwrap();
        let mut place = 0;
        while let Some(bytes) = blob.try_next().await.unwrap() {
            assert_eq!(bytes, *part(place, bytes.len()));
            place += bytes.len() as u64;
        }
        assert_eq!(place, MANY);
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn the_server_is_held_back_while_nobody_reads() {
    let server = Server::start([Act::Give(512 << 20)]);
    let mut blob = get(&client(server.url())).await.unwrap();
    blob.try_next().await.unwrap();
    let mut before = 0;
    // Until the system's buffers are full.
    while server.given() != before {
        before = server.given();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(before < 64 << 20, "{before} bytes were sent");
}

#[tokio::test]
async fn a_blob_that_is_dropped_closes_its_connection() {
    let server = Server::start([Act::Give(512 << 20), Act::Give(1)]);
    let client = client(server.url());
    drop(get(&client).await.unwrap());
    get(&client).await.unwrap().collect().await.unwrap();
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_reset_in_the_middle_is_an_error_and_no_end() {
    let server = Server::start([Act::GiveAndReset(MANY, MANY / 2)]);
    let blob = get(&client(server.url())).await.unwrap();
    assert!(blob.collect().await.is_err());
}

#[tokio::test]
async fn a_blob_that_stalls_is_given_up() {
    let server = Server::start([Act::GiveAndStall(MANY, MANY / 2)]);
    let started = Instant::now();
    let error = get(&client(server.url())).await.unwrap().collect().await.unwrap_err();
    assert!(DisplayChain(&error).to_string().contains("the response stalled"), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_refusal_is_retried_before_a_blob_comes() {
    let server = Server::start([Act::Take(503), Act::Give(3)]);
    let blob = get(&client(server.url())).await.unwrap();
    assert_eq!(blob.collect().await.unwrap().into_bytes(), *part(0, 3));
}

#[tokio::test]
async fn a_refusal_is_an_error_of_the_service() {
    let server = Server::start([Act::Take(404)]);
    let SdkError::ServiceError(error) = get(&client(server.url())).await.unwrap_err() else { panic!("another error") };
    assert_eq!((error.err().meta.code(), error.err().meta.message()), (Some("Refused"), Some("No.")));
}
