use tinsmith_runtime::client::Handle;

/// A client of the service. Cheap to clone; clones share connections and retry budget.
#[derive(Clone, Debug)]
pub struct Client {
    handle: Handle,
}

impl Client {
    /// A client with this configuration.
    pub fn from_conf(config: crate::Config) -> Self {
        Self { handle: Handle::new(&crate::schema::SERVICE, config) }
    }

    /// The configuration.
    pub fn config(&self) -> &crate::Config {
        self.handle.config()
    }

    #[inline]
    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }
}
