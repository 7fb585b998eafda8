//! Intended differences from the AWS CLI.

use serde_json::Value;

/// A difference and its reason.
pub struct Reason {
    /// The reason.
    pub text: &'static str,
    /// An operation that shows it, so that it is among the chosen ones.
    pub example: &'static str,
    /// Whether it explains why an invocation ends differently.
    pub explains: fn(&Value) -> bool,
}

/// All intended differences.
pub const REASONS: &[Reason] = &[
    Reason {
        text: "lists that mix names and structures make a table or text; the AWS CLI breaks off",
        example: "cleanrooms update-configured-table-association",
        explains: |line| {
            const CRASHES: &[&str] = &[
                "Row should have ",
                "list indices must be integers",
                "'list' object has no attribute",
                "list index out",
            ];
            is_success(&line["ours"]) && CRASHES.iter().any(|it| message(&line["theirs"]).starts_with(it))
        },
    },
    Reason {
        text: "a letter such as é takes one column of a table, as terminals show it; the AWS CLI counts two",
        example: "connect update-data-table-primary-values",
        explains: |line| {
            let border = |c: char| matches!(c, '-' | '+' | '|') || c.is_whitespace();
            let words = |side: &str| -> Vec<_> {
                let text = line[side]["stdout"].as_str().unwrap_or_default();
                let mut words: Vec<_> = text.split(border).filter(|it| !it.is_empty()).map(str::to_owned).collect();
                words.sort();
                words
            };
            has(line, &["table"]) && differs_in(line, "stdout") && words("ours") == words("theirs")
        },
    },
    Reason {
        text: "page sizes that botocore describes as strings are numbers, as in the official models",
        example: "route53 list-hosted-zones-by-name",
        explains: |line| {
            const SERVICES: &[&str] =
                &["apigatewayv2", "cloudfront", "glacier", "greengrass", "route53", "iot-jobs-data"];
            let ours = message(&line["ours"]);
            let is_size = |text: &str| {
                ["max-results", "max-items", "limit", "MaxItems", "MaxResults"].iter().any(|it| text.contains(it))
            };
            SERVICES.iter().any(|it| line["words"][0] == *it) && ours.contains("is not an integer") && is_size(ours)
        },
    },
    Reason {
        text: "after a token in a document one page is read, and --max-items has no effect; version 2 of the AWS CLI \
               fails, and version 1 continues",
        example: "mgh list-migration-task-updates",
        explains: |line| {
            has(line, &["--cli-input-json", "--cli-input-yaml"]) && is_success(&line["ours"]) && is_paged(line)
        },
    },
    Reason {
        text: "all algorithms of checksums are supported; the AWS CLI needs other packages for some",
        example: "s3api put-bucket-request-payment",
        explains: |line| {
            const MISSING: &[&str] = &["Missing Dependency: Using ", "Unsupported checksum algorithm: "];
            is_success(&line["ours"]) && MISSING.iter().any(|it| message(&line["theirs"]).starts_with(it))
        },
    },
    Reason {
        text: "without a token for a bearer, the message says more",
        example: "codecatalyst get-workflow-run",
        explains: |line| message(&line["theirs"]) == "Unable to locate authorization token",
    },
    Reason {
        text: "a definition without values is shown; the AWS CLI breaks off",
        example: "datapipeline get-pipeline-definition",
        explains: |line| {
            is_success(&line["ours"])
                && line["words"][1] == "get-pipeline-definition"
                && message(&line["theirs"]) == "'refValue'"
        },
    },
    Reason {
        text: "the AWS CLI does not require an option with two names, and leaves it to the check of the parameters",
        example: "mgn terminate-target-instances",
        explains: |line| {
            message(&line["ours"]).starts_with("the following arguments are required: ")
                && message(&line["theirs"]).starts_with("Parameter validation failed:\nMissing required parameter")
        },
    },
    Reason {
        text: "an empty list in a header is sent as an empty header, as Smithy wants",
        example: "s3api list-objects-v2",
        explains: |line| {
            let headers = |side: &str| line[side]["requests"][0]["headers"].as_object().cloned().unwrap_or_default();
            let theirs = headers("theirs");
            let mut more = headers("ours").into_iter().filter(|(name, _)| !theirs.contains_key(name)).peekable();
            differs_only_in(line, "requests") && more.peek().is_some() && more.all(|(_, value)| value == "")
        },
    },
    Reason {
        text: "the other region of a copy must look like one",
        example: "rds create-db-cluster",
        explains: |line| message(&line["ours"]).contains("doesn't match a supported format"),
    },
    Reason {
        text: "a response in which a value has the wrong type is an error",
        example: "medialive describe-thumbnails",
        explains: |line| {
            let ours = message(&line["ours"]);
            is_success(&line["theirs"])
                && ours.starts_with("Unable to parse response: ")
                && ours.contains(" wrong type")
        },
    },
];

fn message(side: &Value) -> &str {
    side["message"].as_str().unwrap_or_default()
}

fn is_success(side: &Value) -> bool {
    side["code"] == 0
}

fn words(line: &Value) -> impl Iterator<Item = &str> {
    line["words"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn has(line: &Value, options: &[&str]) -> bool {
    words(line).any(|it| options.contains(&it))
}

fn differs_in(line: &Value, part: &str) -> bool {
    line["differing"].as_array().is_some_and(|it| it.iter().any(|it| it == part))
}

fn differs_only_in(line: &Value, part: &str) -> bool {
    differs_in(line, part) && line["differing"].as_array().is_some_and(|it| it.len() == 1)
}

/// Whether the document of an invocation has a token or the size of a page.
fn is_paged(line: &Value) -> bool {
    const MEMBERS: &[&str] = &["token", "marker", "maxresults", "maxitems", "maxrecords", "pagesize", "limit"];
    let document = words(line).skip_while(|it| !it.starts_with("--cli-input-")).nth(1).unwrap_or_default();
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let mut names = document.as_object().into_iter().flatten().map(|(name, _)| name.to_lowercase());
    names.any(|name| MEMBERS.iter().any(|it| name.contains(it)))
}
