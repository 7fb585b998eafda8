//! Pagination that the trait `paginated` cannot express: several tokens, and a token in the last result. The AWS SDKs
//! and the AWS CLI know it from descriptions of their own.

use super::{add_record, text};
use crate::model::{Model, Node};
use crate::transform::Chosen;

/// The pagination of an operation.
struct Pages {
    operation: &'static str,
    /// The members of the input for the tokens.
    input_tokens: &'static [&'static str],
    /// Where the tokens are in the output, in the same order: paths, with `[-1]` for the last element of a list, and `||`
    /// between alternatives.
    output_tokens: &'static [&'static str],
    /// The path of the flag in the output that says whether there is another page.
    more: &'static str,
    /// The path of the items in the output.
    items: &'static str,
    /// The member of the input that limits the page size.
    page_size: &'static str,
}

/// Amazon S3.
pub(super) fn of_s3(model: &mut Model, chosen: &Chosen) -> bool {
    const PAGES: [Pages; 3] = [
        Pages {
            operation: "ListMultipartUploads",
            input_tokens: &["KeyMarker", "UploadIdMarker"],
            output_tokens: &["NextKeyMarker", "NextUploadIdMarker"],
            more: "IsTruncated",
            items: "Uploads",
            page_size: "MaxUploads",
        },
        Pages {
            operation: "ListObjects",
            input_tokens: &["Marker"],
            output_tokens: &["NextMarker || Contents[-1].Key"],
            more: "IsTruncated",
            items: "Contents",
            page_size: "MaxKeys",
        },
        Pages {
            operation: "ListObjectVersions",
            input_tokens: &["KeyMarker", "VersionIdMarker"],
            output_tokens: &["NextKeyMarker", "NextVersionIdMarker"],
            more: "IsTruncated",
            items: "Versions",
            page_size: "MaxKeys",
        },
    ];
    add(model, chosen, &PAGES)
}

/// Amazon Route 53.
pub(super) fn of_route_53(model: &mut Model, chosen: &Chosen) -> bool {
    const PAGES: Pages = Pages {
        operation: "ListResourceRecordSets",
        input_tokens: &["StartRecordName", "StartRecordType", "StartRecordIdentifier"],
        output_tokens: &["NextRecordName", "NextRecordType", "NextRecordIdentifier"],
        more: "IsTruncated",
        items: "ResourceRecordSets",
        page_size: "MaxItems",
    };
    add(model, chosen, &[PAGES])
}

/// Amazon Kinesis.
pub(super) fn of_kinesis(model: &mut Model, chosen: &Chosen) -> bool {
    const PAGES: Pages = Pages {
        operation: "DescribeStream",
        input_tokens: &["ExclusiveStartShardId"],
        output_tokens: &["StreamDescription.Shards[-1].ShardId"],
        more: "StreamDescription.HasMoreShards",
        items: "StreamDescription.Shards",
        page_size: "Limit",
    };
    add(model, chosen, &[PAGES])
}

/// AWS Import/Export.
pub(super) fn of_import_export(model: &mut Model, chosen: &Chosen) -> bool {
    const PAGES: Pages = Pages {
        operation: "ListJobs",
        input_tokens: &["Marker"],
        output_tokens: &["Jobs[-1].JobId"],
        more: "IsTruncated",
        items: "Jobs",
        page_size: "MaxJobs",
    };
    add(model, chosen, &[PAGES])
}

/// Adds the pagination to its operations. Returns whether the model has all of them.
fn add(model: &mut Model, chosen: &Chosen, pages: &[Pages]) -> bool {
    let texts = |all: &[&str]| Node::Array(all.iter().map(|it| text(it)).collect());
    let mut has_all = true;
    for it in pages {
        let fields = [
            ("inputTokens", texts(it.input_tokens)),
            ("outputTokens", texts(it.output_tokens)),
            ("more", text(it.more)),
            ("items", text(it.items)),
            ("pageSize", text(it.page_size)),
        ];
        has_all &= add_record(model, chosen, it.operation, "pages", fields);
    }
    has_all
}
