//! URIs of buckets and objects: `s3://bucket/key`, where the bucket may be the ARN of an access point.

use tinsmith_cli::command::Failure;

/// The scheme of URIs.
pub(crate) const SCHEME: &str = "s3://";

/// Whether a path is a URI.
pub(crate) fn is_uri(path: &str) -> bool {
    path.starts_with(SCHEME)
}

/// A path without the scheme of a URI.
pub(crate) fn without_scheme(path: &str) -> &str {
    path.strip_prefix(SCHEME).unwrap_or(path)
}

/// Splits a URI, or what follows its scheme, into bucket and key.
///
/// # Errors
///
/// Fails for resources that only the operations of `s3api` or `s3control` support.
pub(crate) fn split(path: &str) -> Result<(&str, &str), Failure> {
    let path = without_scheme(path);
    let end = match Arn::of(path) {
        Some(arn) => arn.end_of_bucket()?,
        None => None,
    };
    let end = end.unwrap_or_else(|| path.find('/').unwrap_or(path.len()));
    let (bucket, key) = path.split_at(end);
    Ok((bucket, key.strip_prefix(['/', ':']).unwrap_or(key)))
}

/// The bucket and key of a path that was split before.
pub(crate) fn parts(path: &str) -> (&str, &str) {
    split(path).unwrap_or((path, ""))
}

/// Whether it is a directory bucket of S3 Express One Zone.
pub(crate) fn is_directory_bucket(bucket: &str) -> bool {
    bucket.ends_with("--x-s3")
}

/// Whether the bucket's name is in the namespace of an account and region.
pub(crate) fn is_account_regional(bucket: &str) -> bool {
    bucket.ends_with("-an")
}

/// A name of a bucket that hides the bucket.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AccessPoint<'a> {
    /// The ARN of an access point: its account, and its name or, on Outposts, the whole ARN.
    Named { account: &'a str, name: &'a str },
    /// The ARN of a multi-region access point.
    MultiRegion { account: &'a str, alias: &'a str },
    /// The alias of an access point.
    Alias,
    /// The alias of an access point on Outposts.
    OutpostsAlias,
}

/// The access point, if one is given in place of a bucket.
pub(crate) fn access_point(bucket: &str) -> Option<AccessPoint<'_>> {
    if let Some(arn) = Arn::of(bucket).filter(|it| matches!(it.end_of_bucket(), Ok(Some(_)))) {
        let account = arn.account;
        let name = arn.resource.split(['/', ':']).nth(1).unwrap_or_default();
        return Some(match arn.service {
            "s3-outposts" => AccessPoint::Named { account, name: bucket },
            _ if arn.region.is_empty() => AccessPoint::MultiRegion { account, alias: name },
            _ => AccessPoint::Named { account, name },
        });
    }
    match () {
        () if bucket.ends_with("-s3alias") => Some(AccessPoint::Alias),
        () if bucket.ends_with("--op-s3") => Some(AccessPoint::OutpostsAlias),
        () => None,
    }
}

/// Whether a path refers to another bucket than its name says: an access point by ARN or alias.
pub(crate) fn has_underlying_bucket(path: &str) -> bool {
    access_point(parts(path).0).is_some()
}

/// The parts of an ARN.
struct Arn<'a> {
    text: &'a str,
    service: &'a str,
    region: &'a str,
    account: &'a str,
    resource: &'a str,
}

impl<'a> Arn<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        (arn == "arn" && partition.starts_with("aws")).then_some(Self { text, service, region, account, resource })
    }

    /// The end of the ARN, after which a key may follow. `None` if it is not a resource of these commands.
    fn end_of_bucket(&self) -> Result<Option<usize>, Failure> {
        let words = |count| end_of_words(self.resource, count);
        let kind = self.resource.split(['/', ':']).next().unwrap_or_default();
        let third = self.resource.split(['/', ':']).nth(2).unwrap_or_default();
        let end = match (self.service, kind, third) {
            ("s3", "accesspoint", _) => words(2),
            ("s3-object-lambda", "accesspoint", _) => {
                let message = "s3 commands do not support S3 Object Lambda resources. Use s3api commands instead.";
                return Err(Failure::Param(message.to_owned()));
            }
            ("s3-outposts", "outpost", "accesspoint") => words(4),
            ("s3-outposts", "outpost", "bucket") => {
                let message = "s3 commands do not support Outpost Bucket ARNs. Use s3control commands instead.";
                return Err(Failure::Param(message.to_owned()));
            }
            _ => None,
        };
        Ok(end.map(|end| self.text.len() - self.resource.len() + end))
    }
}

/// The end of this many words separated by slashes or colons. `None` if there are fewer.
fn end_of_words(text: &str, count: usize) -> Option<usize> {
    let mut ends = text.match_indices(['/', ':']).map(|(index, _)| index).chain([text.len()]);
    ends.nth(count - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_and_keys_are_told_apart() {
        let point = "arn:aws:s3:us-west-2:123456789012:accesspoint";
        let outpost = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/name";
        for (path, bucket, key) in [
            ("s3://b".to_owned(), "b".to_owned(), ""),
            ("s3://b/".to_owned(), "b".to_owned(), ""),
            ("b//k".to_owned(), "b".to_owned(), "/k"),
            ("s3://b/a b/../+".to_owned(), "b".to_owned(), "a b/../+"),
            (format!("s3://{point}/name"), format!("{point}/name"), ""),
            (format!("s3://{point}:name/a/b"), format!("{point}:name"), "a/b"),
            (format!("{outpost}/a/b"), outpost.to_owned(), "a/b"),
        ] {
            assert_eq!(split(&path).unwrap(), (bucket.as_str(), key), "{path}");
        }
        for refused in
            ["s3-object-lambda:us-west-2:123456789012:accesspoint/name", "s3-outposts:r:1:outpost/op-1/bucket/b"]
        {
            assert!(split(&format!("s3://arn:aws:{refused}")).is_err(), "{refused}");
        }
    }
}
