//! Made-up responses for each waiter of the official models, with the expected states.

use tinsmith_runtime::schema::waiters::State;

/// The model, the waiter, and outputs with the expected state of each.
pub(crate) type Sample = (&'static str, &'static str, &'static [(&'static str, Option<State>)]);

const SUCCESS: Option<State> = Some(State::Success);
const FAILURE: Option<State> = Some(State::Failure);
const RETRY: Option<State> = Some(State::Retry);

/// A sample for each waiter of the official models.
pub(crate) const SAMPLES: &[Sample] = &[
    (
        "dynamodb",
        "ContributorInsightsEnabled",
        &[
            (r#"{"ContributorInsightsStatus": "ENABLED"}"#, SUCCESS),
            (r#"{"ContributorInsightsStatus": "FAILED"}"#, FAILURE),
            (r#"{"ContributorInsightsStatus": "ENABLING"}"#, None),
            ("{}", None),
        ],
    ),
    (
        "dynamodb",
        "ExportCompleted",
        &[
            (r#"{"ExportDescription": {"ExportStatus": "COMPLETED"}}"#, SUCCESS),
            (r#"{"ExportDescription": {"ExportStatus": "FAILED"}}"#, FAILURE),
            (r#"{"ExportDescription": {}}"#, None),
        ],
    ),
    (
        "dynamodb",
        "ImportCompleted",
        &[
            (r#"{"ImportTableDescription": {"ImportStatus": "COMPLETED"}}"#, SUCCESS),
            (r#"{"ImportTableDescription": {"ImportStatus": "CANCELLED"}}"#, FAILURE),
            (r#"{"ImportTableDescription": {"ImportStatus": "CANCELLING"}}"#, None),
        ],
    ),
    (
        "dynamodb",
        "KinesisStreamingDestinationActive",
        &[
            (r#"{"KinesisDataStreamDestinations": [{"DestinationStatus": "ACTIVE"}]}"#, SUCCESS),
            (
                r#"{"KinesisDataStreamDestinations": [{"DestinationStatus": "DISABLED"}, {"DestinationStatus": "ACTIVE"}]}"#,
                SUCCESS,
            ),
            (
                r#"{"KinesisDataStreamDestinations": [{"DestinationStatus": "DISABLED"}, {"DestinationStatus": "ENABLE_FAILED"}]}"#,
                FAILURE,
            ),
            (
                r#"{"KinesisDataStreamDestinations": [{"DestinationStatus": "DISABLED"}, {"DestinationStatus": "ENABLING"}]}"#,
                None,
            ),
            (r#"{"KinesisDataStreamDestinations": []}"#, None),
            ("{}", None),
        ],
    ),
    (
        "dynamodb",
        "TableExists",
        &[(r#"{"Table": {"TableStatus": "ACTIVE"}}"#, SUCCESS), (r#"{"Table": {"TableStatus": "CREATING"}}"#, None)],
    ),
    ("dynamodb", "TableNotExists", &[(r#"{"Table": {"TableStatus": "DELETING"}}"#, None)]),
    ("glacier", "VaultExists", &[("{}", SUCCESS)]),
    ("glacier", "VaultNotExists", &[("{}", RETRY)]),
    ("iam", "InstanceProfileExists", &[("{}", SUCCESS)]),
    ("iam", "PolicyExists", &[("{}", SUCCESS)]),
    ("iam", "RoleExists", &[("{}", SUCCESS)]),
    ("iam", "UserExists", &[("{}", SUCCESS)]),
    (
        "lambda",
        "FunctionActive",
        &[
            (r#"{"State": "Active"}"#, SUCCESS),
            (r#"{"State": "Failed"}"#, FAILURE),
            (r#"{"State": "Pending"}"#, RETRY),
            (r#"{"State": "Inactive"}"#, None),
        ],
    ),
    (
        "lambda",
        "FunctionActiveV2",
        &[
            (r#"{"Configuration": {"State": "Active"}}"#, SUCCESS),
            (r#"{"Configuration": {"State": "Failed"}}"#, FAILURE),
            (r#"{"Configuration": {"State": "Pending"}}"#, RETRY),
            ("{}", None),
        ],
    ),
    ("lambda", "FunctionExists", &[("{}", SUCCESS)]),
    (
        "lambda",
        "FunctionUpdated",
        &[
            (r#"{"LastUpdateStatus": "Successful"}"#, SUCCESS),
            (r#"{"LastUpdateStatus": "Failed"}"#, FAILURE),
            (r#"{"LastUpdateStatus": "InProgress"}"#, RETRY),
        ],
    ),
    (
        "lambda",
        "FunctionUpdatedV2",
        &[
            (r#"{"Configuration": {"LastUpdateStatus": "Successful"}}"#, SUCCESS),
            (r#"{"Configuration": {"LastUpdateStatus": "Failed"}}"#, FAILURE),
        ],
    ),
    ("lambda", "PublishedVersionActive", &[(r#"{"State": "Active"}"#, SUCCESS), (r#"{"State": "Pending"}"#, RETRY)]),
    (
        "route-53",
        "ResourceRecordSetsChanged",
        &[(r#"{"ChangeInfo": {"Status": "INSYNC"}}"#, SUCCESS), (r#"{"ChangeInfo": {"Status": "PENDING"}}"#, None)],
    ),
    ("s3", "BucketExists", &[("{}", SUCCESS)]),
    ("s3", "BucketNotExists", &[("{}", None)]),
    ("s3", "ObjectExists", &[("{}", SUCCESS)]),
    ("s3", "ObjectNotExists", &[("{}", None)]),
];
