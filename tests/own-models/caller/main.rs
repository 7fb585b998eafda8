//! Calls the services in `tests/own-models`, at the URL that it is given.

mod jobs;
mod odd;
mod shop;

use std::pin::Pin;
use std::task::{Context, Poll};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Items that are there already, as a stream.
struct Given<I>(I);

impl<I: Iterator + Unpin> tinsmith_runtime::events::Stream for Given<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let url = std::env::args().nth(1).ok_or("usage: caller URL")?;
    jobs::cbor::run(&url).await?;
    jobs::json::run(&url).await?;
    shop::run(&url).await?;
    odd::run(&url).await?;
    println!("all calls succeeded");
    Ok(())
}
