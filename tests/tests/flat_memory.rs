//! Uploads and downloads a blob of 256 MB in a process that must stay small.

#![cfg(target_os = "linux")]

#[path = "streams/client.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
mod client;
#[path = "streams/server.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
mod server;
#[path = "streams/source.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
mod source;

use tinsmith_runtime::primitives::ByteStream;

use client::{PUT, client, get, put};
use server::{Act, Server};

const SIZE: u64 = 256 << 20;

/// The maximum growth of the process, including the server.
const MOST: u64 = 16 << 20;

/// The peak memory of the process since the last call, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak = line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10;
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    peak
}

#[tokio::test]
async fn blobs_go_through_a_small_process() {
    let server = Server::start([Act::Take(200), Act::Give(SIZE)]);
    let client = client(server.url());
    let file = source::file("flat", SIZE);
    peak();
    let before = peak();

    let blob = ByteStream::read_from().path(&file).buffer_size(1 << 18).build().await.unwrap();
    put(&client, &PUT, blob).await.unwrap();
    let up = peak();

    let mut blob = get(&client).await.unwrap();
    let mut size = 0;
    while let Some(part) = blob.try_next().await.unwrap() {
        size += part.len() as u64;
    }
    let down = peak();

    assert_eq!((server.seen()[0].bytes, server.seen()[0].is_intact, size), (SIZE, true, SIZE));
    for (way, peak) in [("up", up), ("down", down)] {
        let grown = peak.saturating_sub(before);
        assert!(grown <= MOST, "{way}: {grown} bytes more than before");
    }
    std::fs::remove_file(file).unwrap();
}
