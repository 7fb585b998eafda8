//! State that clients share if their configurations have the same credentials provider.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use aws_smithy_runtime_api::client::identity::{IdentityCachePartition, ResolveIdentity};

use crate::config::{ConnectorOnce, DefaultConnector, SharedCredentialsProvider};
use crate::credentials::CachedCredentials;

/// What the clients of one credentials provider share.
struct Known {
    /// Identifies the provider and its clones. No other provider of the process ever has it.
    provider: IdentityCachePartition,
    ca_bundle: Option<PathBuf>,
    credentials: Weak<CachedCredentials>,
    connector: Weak<ConnectorOnce>,
}

/// What is shared now. It does not keep anything alive.
static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());

/// The cached credentials of this provider, and the connector of its clients.
pub(super) fn of(
    provider: SharedCredentialsProvider,
    ca_bundle: Option<&Path>,
) -> (Arc<CachedCredentials>, DefaultConnector) {
    let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|it| it.credentials.strong_count() > 0 || it.connector.strong_count() > 0);
    let Some(partition) = provider.cache_partition() else {
        return (Arc::new(CachedCredentials::new(provider)), DefaultConnector::default());
    };
    let same = |it: &&Known| it.provider == partition;
    let credentials = all.iter().filter(same).find_map(|it| it.credentials.upgrade());
    let credentials = credentials.unwrap_or_else(|| Arc::new(CachedCredentials::new(provider)));
    let with_bundle = all.iter().filter(same).filter(|it| it.ca_bundle.as_deref() == ca_bundle);
    let connector = with_bundle.filter_map(|it| it.connector.upgrade()).next().unwrap_or_default();
    all.push(Known {
        provider: partition,
        ca_bundle: ca_bundle.map(Path::to_owned),
        credentials: Arc::downgrade(&credentials),
        connector: Arc::downgrade(&connector),
    });
    (credentials, connector)
}
