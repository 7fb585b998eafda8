//! Resolves host names: with the addresses set by the program, or else with the system's resolver.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower_service::Service;

/// Hosts with configured addresses.
pub(super) type Hosts = Vec<(String, Vec<SocketAddr>)>;

/// Resolves a host name.
#[derive(Clone)]
pub(super) struct Resolver {
    hosts: Arc<Hosts>,
    system: GaiResolver,
}

impl Resolver {
    pub(super) fn new(hosts: Hosts) -> Self {
        Self { hosts: Arc::new(hosts), system: GaiResolver::new() }
    }
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, io::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        self.system.poll_ready(cx)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let known = self.hosts.iter().find(|(host, _)| host.eq_ignore_ascii_case(name.as_str()));
        if let Some((_, addresses)) = known {
            return Box::pin(std::future::ready(Ok(addresses.clone().into_iter())));
        }
        let found = self.system.call(name);
        Box::pin(async move { Ok(found.await?.collect::<Vec<_>>().into_iter()) })
    }
}
