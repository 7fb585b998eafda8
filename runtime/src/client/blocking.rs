//! Calls for programs without async: they wait on the thread that makes them.
//!
//! A client that makes such a call has one runtime, on a thread of its own that it starts with the
//! first call and ends with its last clone. There connections are kept and timers run, also between
//! calls; any number of threads may call at the same time.

use std::io;

use tokio::runtime::{Builder, Handle as Runtime};
use tokio::sync::oneshot;

use super::{Call, Customized, Handle, default_connector};
use crate::client::ConstructionError;
use crate::config::Config;
use crate::http::SharedHttpClient;
use crate::result::SdkError;

/// The runtime of a client, until it is dropped.
#[derive(Debug)]
pub(super) struct Background {
    runtime: Runtime,
    connector: Option<SharedHttpClient>,
    /// The thread ends when this is dropped.
    _running: oneshot::Sender<()>,
}

impl Background {
    fn start(config: &Config) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, dropped) = oneshot::channel::<()>();
        let run = move || {
            // That nobody keeps the other end any more is the only way in which it ends.
            let _ = runtime.block_on(dropped);
        };
        std::thread::Builder::new().name("tinsmith-blocking".to_owned()).spawn(run)?;
        Ok(Self { runtime: handle, connector: default_connector(config), _running: running })
    }

    /// The configuration with this connector, where it has none and this one is as it says.
    fn with_connector(&self, config: &Config, of_client: &Config) -> Config {
        let mut builder = config.to_builder();
        if config.http_client().is_none() && config.ca_bundle() == of_client.ca_bundle() {
            builder.set_http_client(self.connector.clone());
        }
        builder.build()
    }
}

impl Handle {
    /// The same as [`send`](Self::send), waiting on this thread. Where a tokio runtime runs, which
    /// it would hold up, it fails with [`ConstructionError::BlockingInAsync`].
    #[expect(clippy::result_large_err, reason = "it is the official type, whose size is not ours to choose")]
    pub fn send_blocking<C: Call>(
        &self,
        input: C::Input,
        config: Option<&Config>,
    ) -> Result<C::Output, SdkError<C::Error>> {
        if Runtime::try_current().is_ok() {
            return Err(SdkError::construction_failure(ConstructionError::BlockingInAsync));
        }
        match self.shared.background.get_or_init(|| Background::start(self.config())) {
            Ok(background) => {
                let config = background.with_connector(config.unwrap_or(self.config()), self.config());
                background.runtime.block_on(self.send::<C>(input, Some(&config)))
            }
            Err(error) => Err(SdkError::construction_failure(ConstructionError::NoRuntime(error.kind().into()))),
        }
    }
}

impl<C: Call> Customized<C> {
    /// The same as [`send`](Self::send), waiting on this thread. Where a tokio runtime runs, which
    /// it would hold up, it fails with [`ConstructionError::BlockingInAsync`].
    #[expect(clippy::result_large_err, reason = "it is the official type, whose size is not ours to choose")]
    pub fn send_blocking(self) -> Result<C::Output, SdkError<C::Error>> {
        let (handle, input, config) = self.into_parts();
        handle.send_blocking::<C>(input, Some(&config))
    }
}
