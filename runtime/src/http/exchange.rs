//! A request and its answer, and the connection between them.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};

use super::patience::Progress;
use super::pool::{Connection, Pool, Server};

/// A request that was sent, and its answer.
pub(super) struct Exchange {
    /// On the heap, since it is moved around with its body.
    pub(super) answer: Box<hyper::Response<Incoming>>,
    pub(super) connection: Connection,
    pub(super) server: Server,
    pub(super) progress: Progress,
}

impl Exchange {
    /// Keeps the connection for another request, the answer having been read to its end. One that still
    /// sends its request is closed.
    pub(super) fn keep(self, pool: &Pool) {
        if self.progress.is_over() {
            pool.put(self.server, self.connection);
        }
    }
}

/// The body of an answer, after which the connection is kept.
pub(super) struct Pooled {
    exchange: Option<Exchange>,
    pool: Pool,
}

impl Pooled {
    pub(super) fn new(exchange: Exchange, pool: Pool) -> Self {
        Self { exchange: Some(exchange), pool }
    }
}

impl Body for Pooled {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = &mut *self;
        let Some(exchange) = &mut this.exchange else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(exchange.answer.body_mut()).poll_frame(cx));
        let is_over = exchange.answer.body().is_end_stream();
        match &frame {
            // Dropped, it is closed.
            Some(Err(_)) => this.exchange = None,
            Some(Ok(_)) if !is_over => {}
            _ => this.exchange.take().into_iter().for_each(|it| it.keep(&this.pool)),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.exchange.as_ref().is_none_or(|it| it.answer.body().is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.exchange.as_ref().map_or_else(|| SizeHint::with_exact(0), |it| it.answer.body().size_hint())
    }
}
