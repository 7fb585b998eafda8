//! A sent request with its response and connection.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};

use super::patience::Progress;
use super::pool::{Connection, Pool, Server};

/// A request that was sent, with its response.
pub(super) struct Exchange {
    /// Boxed, because it is moved often.
    pub(super) answer: Box<hyper::Response<Incoming>>,
    pub(super) connection: Connection,
    pub(super) server: Server,
    pub(super) progress: Progress,
}

impl Exchange {
    /// Returns the connection to the pool once the response has been read. A connection that is still sending its
    /// request is closed.
    pub(super) fn keep(self, pool: &Pool) {
        if self.progress.is_over() {
            pool.put(self.server, self.connection);
        }
    }
}

/// The body of a response. Returns its connection to the pool at its end.
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
            // Dropping the exchange closes the connection.
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
