//! Pagination that Smithy models cannot express: several tokens, and tokens in the last result.

use super::super::param::Pages;
use super::super::value::{Fields, Value};
use tinsmith_runtime::service::Operation;

/// The pagination of operations, by SDK id and name.
const PAGES: &[(&str, &str, Pages)] = &[
    (
        "ImportExport",
        "ListJobs",
        Pages {
            input_tokens: &["Marker"],
            output_tokens: &["Jobs[-1].JobId"],
            items: Some("Jobs"),
            page_size: Some("MaxJobs"),
        },
    ),
    (
        "Kinesis",
        "DescribeStream",
        Pages {
            input_tokens: &["ExclusiveStartShardId"],
            output_tokens: &["StreamDescription.Shards[-1].ShardId"],
            items: Some("StreamDescription.Shards"),
            page_size: Some("Limit"),
        },
    ),
    (
        "Route 53",
        "ListResourceRecordSets",
        Pages {
            input_tokens: &["StartRecordName", "StartRecordType", "StartRecordIdentifier"],
            output_tokens: &["NextRecordName", "NextRecordType", "NextRecordIdentifier"],
            items: Some("ResourceRecordSets"),
            page_size: Some("MaxItems"),
        },
    ),
    (
        "S3",
        "ListMultipartUploads",
        Pages {
            input_tokens: &["KeyMarker", "UploadIdMarker"],
            output_tokens: &["NextKeyMarker", "NextUploadIdMarker"],
            items: Some("Uploads"),
            page_size: Some("MaxUploads"),
        },
    ),
    (
        "S3",
        "ListObjects",
        Pages {
            input_tokens: &["Marker"],
            output_tokens: &["NextMarker || Contents[-1].Key"],
            items: Some("Contents"),
            page_size: Some("MaxKeys"),
        },
    ),
    (
        "S3",
        "ListObjectVersions",
        Pages {
            input_tokens: &["KeyMarker", "VersionIdMarker"],
            output_tokens: &["NextKeyMarker", "NextVersionIdMarker"],
            items: Some("Versions"),
            page_size: Some("MaxKeys"),
        },
    ),
];

/// Members that limit the page size, for operations whose model cannot say so because they are required, by SDK id and
/// name.
const PAGE_SIZES: &[(&str, &str, &str)] = &[
    ("Cognito Identity", "ListIdentityPools", "MaxResults"),
    ("Cognito Identity Provider", "ListUserPools", "MaxResults"),
    ("EC2", "DescribeByoipCidrs", "MaxResults"),
    ("finspace data", "ListPermissionGroups", "maxResults"),
    ("finspace data", "ListUsers", "maxResults"),
    ("FMS", "ListAppsLists", "MaxResults"),
    ("FMS", "ListProtocolsLists", "MaxResults"),
    ("FMS", "ListThirdPartyFirewallFirewallPolicies", "MaxResults"),
    ("RolesAnywhere", "ListCrls", "pageSize"),
    ("RolesAnywhere", "ListProfiles", "pageSize"),
    ("RolesAnywhere", "ListSubjects", "pageSize"),
    ("RolesAnywhere", "ListTrustAnchors", "pageSize"),
];

/// Members other than tokens that turn off pagination, by SDK id and name.
const MANUAL: &[(&str, &str, &str)] = &[("Kinesis", "ListStreams", "ExclusiveStartStreamName")];

/// The default page size, by SDK id and name, and the members that do not turn it off.
const SIZES: &[(&str, &str, i64, &[&str])] = &[
    ("EC2", "DescribeSnapshots", 1000, &["OwnerIds", "RestorableByUserIds", "NextToken", "DryRun"]),
    ("EC2", "DescribeVolumes", 1000, &["NextToken", "DryRun"]),
];

/// The pagination of an operation whose model has none.
pub(crate) fn pages(operation: &Operation) -> Option<Pages> {
    let found = PAGES.iter().find(|(service, name, _)| is(operation, service, name));
    found.map(|(_, _, pages)| *pages)
}

/// The member that limits the page size, if the model does not say so.
pub(crate) fn size_member(operation: &Operation) -> Option<&'static str> {
    PAGE_SIZES.iter().find(|(service, name, _)| is(operation, service, name)).map(|(.., member)| *member)
}

/// Whether a member turns off pagination.
pub(crate) fn is_manual(operation: &Operation, member: &str) -> bool {
    MANUAL.iter().any(|(service, name, other)| is(operation, service, name) && *other == member)
}

/// The default page size.
pub(crate) fn page_size(operation: &Operation, values: &Fields) -> Option<Value> {
    let (_, _, size, beside) = SIZES.iter().find(|(service, name, ..)| is(operation, service, name))?;
    values.iter().all(|(name, _)| beside.contains(&name)).then_some(Value::Integer(*size))
}

fn is(operation: &Operation, service: &str, name: &str) -> bool {
    operation.service.sdk_id == service && operation.name == name
}
