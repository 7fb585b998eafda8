//! Buckets in other regions than the client's: the service says where a bucket is, and the request is sent there.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/Redirects.html>

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Fault;
use super::params::Own;
use crate::config::Region;
use crate::error::{ProvideErrorMetadata, SdkError};
use crate::message::Response;
use crate::region::is_host_label;
use crate::scan;
use crate::sorted_map::SortedMap;

/// The parameter of endpoint rules that names the bucket.
const BUCKET: &str = "Bucket";

/// The header that names a bucket's region.
const FIELD: &str = "x-amz-bucket-region";

/// The most buckets that are remembered. Then all are forgotten: each is found again with one redirect.
const MOST: usize = 1000;

/// The regions of buckets, as far as they differ from the client's.
#[derive(Default)]
pub(super) struct Regions {
    known: Mutex<SortedMap<Region>>,
}

impl Regions {
    fn lock(&self) -> MutexGuard<'_, SortedMap<Region>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The region of the bucket that the parameters name, if it is known.
    pub(super) fn of(&self, own: &Own) -> Option<Region> {
        self.lock().get(bucket(own)?).cloned()
    }

    /// Remembers the region that an error names, unless the request was sent there.
    pub(super) fn learn(&self, own: &Own, used: Option<&str>, error: &SdkError<Fault>) -> Option<Region> {
        let bucket = bucket(own)?;
        let region = named(error).filter(|it| used != Some(it.as_str()))?;
        tracing::debug!(bucket, region, "the bucket is in another region");
        let region = Region::new(region);
        let mut known = self.lock();
        if known.len() >= MOST {
            *known = SortedMap::new();
        }
        known.insert(bucket.to_owned(), region.clone());
        Some(region)
    }
}

fn bucket(own: &Own) -> Option<&str> {
    own.iter().find(|(name, _)| *name == BUCKET).and_then(|(_, value)| value.as_str())
}

/// The region that an error names as the bucket's.
fn named(error: &SdkError<Fault>) -> Option<String> {
    let (code, response) = match error {
        SdkError::ServiceError(context) => (context.err().code(), context.raw()),
        SdkError::ResponseError(context) => (None, context.raw()),
        _ => return None,
    };
    let status = response.status();
    let is_elsewhere = status.is_redirect()
        || matches!(code, Some("AuthorizationHeaderMalformed" | "PermanentRedirect" | "TemporaryRedirect"))
        // A response to HEAD has no body, and so no code.
        || status == 400 && response.body().is_empty();
    if !is_elsewhere {
        return None;
    }
    let region = response.headers().get(FIELD).map(str::to_owned).or_else(|| in_body(response))?;
    is_host_label(&region).then_some(region)
}

/// The element `Region` of an error.
fn in_body(response: &Response) -> Option<String> {
    let text = std::str::from_utf8(response.body()).ok()?;
    let (_, rest) = scan::split_once(text, "<Region>")?;
    let (region, _) = scan::split_once(rest, "</Region>")?;
    Some(region.trim().to_owned())
}
