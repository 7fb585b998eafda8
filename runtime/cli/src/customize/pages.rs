//! Pagination that the trait `paginated` of a model does not describe.

use super::super::param::{PageResults, Pages};
use super::super::value::{Fields, Value};
use tinsmith_runtime::schema::Datum;
use tinsmith_runtime::service::Operation;

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

/// The pagination that a correction adds to an operation.
pub(crate) fn pages(operation: &Operation) -> Option<Pages> {
    let record = operation.pages()?;
    let texts = |name| Datum::find(record, name).map(Datum::texts).unwrap_or_default();
    let text = |name| Datum::find(record, name)?.text();
    Some(Pages {
        input_tokens: texts("inputTokens"),
        output_tokens: texts("outputTokens"),
        items: text("items"),
        page_size: text("pageSize"),
        results: page_results(operation),
    })
}

/// The parts of the output that are shown.
pub(crate) fn page_results(operation: &Operation) -> Option<PageResults> {
    let record = operation.page_results()?;
    let texts = |name| Datum::find(record, name).map(Datum::texts).unwrap_or_default();
    Some(PageResults { collected: texts("collected"), kept: texts("kept") })
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
