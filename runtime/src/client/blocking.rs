//! Blocking calls, for programs without async. They wait on the calling thread.
//!
//! The first blocking call of a client starts a runtime on a separate thread, which ends when the client's last clone
//! is dropped. The runtime keeps connections open and runs timers, also between calls. Any number of threads may call
//! at the same time.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use tokio::runtime::{Builder, Handle as Runtime};
use tokio::sync::oneshot;

use super::{Call, Customized, Handle, default_connector};
use crate::client::ConstructionError;
use crate::config::Config;
use crate::http::SharedHttpClient;
use crate::result::SdkError;

/// The background runtime of a client. Ends when dropped.
#[derive(Debug)]
pub(super) struct Background {
    runtime: Runtime,
    connector: Option<SharedHttpClient>,
    /// Dropping this ends the thread.
    _running: oneshot::Sender<()>,
}

impl Background {
    fn start(config: &Config) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, dropped) = oneshot::channel::<()>();
        let run = move || {
            // It ends only when the other end is dropped.
            let _ = runtime.block_on(dropped);
        };
        std::thread::Builder::new().name("tinsmith-blocking".to_owned()).spawn(run)?;
        Ok(Self { runtime: handle, connector: default_connector(config), _running: running })
    }

    /// The configuration with this connector, if the configuration has none and its settings equal those that the
    /// connector was created with.
    fn with_connector(&self, config: &Config, of_client: &Config) -> Config {
        let mut builder = config.to_builder();
        if config.http_client().is_none() && config.ca_bundle() == of_client.ca_bundle() {
            builder.set_http_client(self.connector.clone());
        }
        builder.build()
    }
}

/// Whether the current thread runs a task of tokio, where it must not block.
///
/// In `spawn_blocking` and `block_in_place`, the runtime is available too, but threads may block there. Only a task has
/// a cooperative budget, which runs out; that is how the two are told apart.
fn is_within_task() -> bool {
    /// More than the budget of any task.
    const MOST: usize = 1000;
    if Runtime::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    (0..MOST).any(|_| pin!(tokio::task::consume_budget()).poll(&mut context).is_pending())
}

/// Polls a future on this thread and parks it in between. A runtime's own `block_on` panics if another runtime is
/// active.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    /// Wakes a thread.
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(it) => return it,
            Poll::Pending => std::thread::park(),
        }
    }
}

impl Handle {
    /// Like [`send`](Self::send), but blocks this thread. Inside a task of tokio, which it would hold up, it fails with
    /// [`ConstructionError::BlockingInAsync`]; inside `spawn_blocking` and `block_in_place` it works.
    #[expect(clippy::result_large_err, reason = "it is the official type, whose size is not ours to choose")]
    pub fn send_blocking<C: Call>(
        &self,
        input: C::Input,
        config: Option<&Config>,
    ) -> Result<C::Output, SdkError<C::Error>> {
        if is_within_task() {
            return Err(SdkError::construction_failure(ConstructionError::BlockingInAsync));
        }
        match self.shared().background.get_or_init(|| Background::start(self.config())) {
            Ok(background) => {
                let config = background.with_connector(config.unwrap_or(self.config()), self.config());
                let _entered = background.runtime.enter();
                block_on(self.send::<C>(input, Some(&config)))
            }
            Err(error) => Err(SdkError::construction_failure(ConstructionError::NoRuntime(error.kind().into()))),
        }
    }
}

impl<C: Call> Customized<C> {
    /// Like [`send`](Self::send), but blocks this thread. Inside a task of tokio, which it would hold up, it fails with
    /// [`ConstructionError::BlockingInAsync`]; inside `spawn_blocking` and `block_in_place` it works.
    #[expect(clippy::result_large_err, reason = "it is the official type, whose size is not ours to choose")]
    pub fn send_blocking(self) -> Result<C::Output, SdkError<C::Error>> {
        let (handle, input, config) = self.into_parts();
        handle.send_blocking::<C>(input, Some(&config))
    }
}
