//! `cloudfront`: options for the origin and root object of a distribution, and for the paths of an invalidation.

use std::time::SystemTime;

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::json;
use super::super::value::{Fields, Value};
use super::{Custom, extra, optional, text, texts};

const CLOUDFRONT: &str = "CloudFront";
const CREATE: &str = "create-distribution";
const UPDATE: &str = "update-distribution";
const INVALIDATE: &str = "create-invalidation";

/// The temporary path of options, until the configuration is complete.
const CONFIG: &str = "DistributionConfig";
const ORIGIN: &str = "OriginDomainName";
const ROOT: &str = "DefaultRootObject";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[
    optional(CLOUDFRONT, CREATE, "distribution-config"),
    extra(CLOUDFRONT, CREATE, "origin-domain-name", Takes::One, "DistributionConfig.OriginDomainName", text),
    extra(CLOUDFRONT, CREATE, "default-root-object", Takes::One, "DistributionConfig.DefaultRootObject", text),
    optional(CLOUDFRONT, UPDATE, "distribution-config"),
    extra(CLOUDFRONT, UPDATE, "default-root-object", Takes::One, "DistributionConfig.DefaultRootObject", text),
    optional(CLOUDFRONT, INVALIDATE, "invalidation-batch"),
    extra(CLOUDFRONT, INVALIDATE, "paths", Takes::Many, "InvalidationBatch", invalidation),
];

/// A distribution with only what the service requires.
const BLANK: &str = r#"{
    "Origins": {"Quantity": 0, "Items": []},
    "DefaultCacheBehavior": {
        "TargetOriginId": "placeholder",
        "ForwardedValues": {"QueryString": false, "Cookies": {"Forward": "none"}},
        "TrustedSigners": {"Enabled": false, "Quantity": 0},
        "ViewerProtocolPolicy": "allow-all",
        "MinTTL": 0
    },
    "Enabled": true,
    "Comment": ""
}"#;

/// A name that is unique to this call.
fn unique(prefix: &str) -> Value {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Value::String(format!("{prefix}-{}-{}", now.as_secs(), now.subsec_micros() % 1_000_000 + 1))
}

fn invalidation(option: &str, arguments: &[String]) -> Result<Value, Failure> {
    let quantity = Value::Integer(i64::try_from(arguments.len()).unwrap_or(i64::MAX));
    let paths = [("Quantity".to_owned(), quantity), ("Items".to_owned(), texts(option, arguments)?)];
    let batch = [
        ("CallerReference".to_owned(), unique("cli")),
        ("Paths".to_owned(), Value::Object(paths.into_iter().collect())),
    ];
    Ok(Value::Object(batch.into_iter().collect()))
}

/// Creates a whole configuration from the options that set parts of it.
pub(super) fn finish_create_distribution(values: &mut Fields) -> Result<(), Failure> {
    let Some(Value::Object(given)) = values.get(CONFIG) else { return Ok(()) };
    let is_part = given.iter().all(|(name, _)| name == ORIGIN || name == ROOT);
    if !is_part || given.is_empty() {
        return Ok(());
    }
    let (origin, root) = (given.get(ORIGIN).cloned(), given.get(ROOT).cloned());
    let mut config = Fields::default();
    config.push("CallerReference", unique("cli"));
    if let Ok(Value::Object(blank)) = json::parse(BLANK) {
        blank.iter().for_each(|(name, value)| config.push(name, value.clone()));
    }
    if let Some(root) = root {
        config.push(ROOT, root);
    }
    if let Some(domain) = origin.as_ref().and_then(Value::as_str) {
        let id = unique(domain);
        super::put(&mut config, "DefaultCacheBehavior.TargetOriginId", id.clone());
        super::put(&mut config, "Origins.Quantity", Value::Integer(1));
        super::put(&mut config, "Origins.Items", Value::List(vec![Value::Object(origin_of(domain, id))]));
    }
    values.set(CONFIG, Value::Object(config));
    Ok(())
}

/// An origin: a bucket or any other host.
fn origin_of(domain: &str, id: Value) -> Fields {
    let mut origin = Fields::default();
    origin.push("Id", id);
    origin.push("DomainName", Value::string(domain));
    origin.push("OriginPath", Value::string(""));
    if domain.ends_with(".s3.amazonaws.com") {
        super::put(&mut origin, "S3OriginConfig.OriginAccessIdentity", Value::string(""));
    } else {
        super::put(&mut origin, "CustomOriginConfig.HTTPPort", Value::Integer(80));
        super::put(&mut origin, "CustomOriginConfig.HTTPSPort", Value::Integer(443));
        super::put(&mut origin, "CustomOriginConfig.OriginProtocolPolicy", Value::string("http-only"));
    }
    origin
}
