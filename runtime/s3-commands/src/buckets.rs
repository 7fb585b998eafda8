//! `mb`, `rb` and `website`: creates, removes and configures buckets.

use tinsmith_cli::Program;
use tinsmith_cli::command::{Failure, Fields, Globals, Value, eprint, print};

use crate::client::{Client, values};
use crate::options::{Given, Verb};
use crate::run::{ended, runtime, transfer};
use crate::uri;

/// Runs `mb`.
pub(crate) fn make(program: &Program, globals: &Globals, words: &[String]) -> Result<(), Failure> {
    let given = Given::read(Verb::Mb, words)?;
    let client = Client::new(program, globals, 1)?;
    let (bucket, _) = of_uri(&given)?;
    if uri::is_directory_bucket(bucket) {
        return Err(Failure::Param("Cannot use mb command with a directory bucket.".to_owned()));
    }
    let mut input = values([("Bucket", bucket)]);
    if uri::is_account_regional(bucket) {
        input.push("BucketNamespace", Value::string("account-regional"));
    }
    let mut configuration = Fields::default();
    // The region whose name the service rejects here, and the name for having none.
    if let Some(region) = client.region().filter(|it| !["us-east-1", "aws-global"].contains(it)) {
        configuration.push("LocationConstraint", Value::string(region));
    }
    let tag = |tag: &[String]| Value::Object(values([("Key", &tag[0]), ("Value", &tag[1])]));
    let tags: Vec<Value> = given.all("tags").filter(|it| it.len() == 2).map(tag).collect();
    if !tags.is_empty() {
        configuration.push("Tags", Value::List(tags));
    }
    if !configuration.is_empty() {
        input.push("CreateBucketConfiguration", Value::Object(configuration));
    }
    let made = runtime()?.block_on(client.call("CreateBucket", &input));
    told(made, &given, "make_bucket", bucket)
}

/// Runs `rb`.
pub(crate) fn remove(program: &Program, globals: &Globals, words: &[String]) -> Result<(), Failure> {
    let given = Given::read(Verb::Rb, words)?;
    let client = Client::new(program, globals, 1)?;
    let (bucket, key) = of_uri(&given)?;
    if !key.is_empty() {
        return Err(Failure::Param(format!("Please specify a valid bucket name only. E.g. s3://{bucket}")));
    }
    if given.has("force") {
        let words = [given.places[0].clone(), "--recursive".to_owned()];
        match transfer(Given::read(Verb::Rm, &words)?, program, globals)? {
            0 => {}
            ended_by_signal @ 128.. => return ended(ended_by_signal),
            _ => {
                let message =
                    "remove_bucket failed: Unable to delete all objects in the bucket, bucket will not be deleted.";
                return Err(Failure::General(message.to_owned()));
            }
        }
    }
    let removed = runtime()?.block_on(client.call("DeleteBucket", &values([("Bucket", bucket)])));
    told(removed, &given, "remove_bucket", bucket)
}

/// The bucket and key of the given place, which must be a URI.
fn of_uri(given: &Given) -> Result<(&str, &str), Failure> {
    match given.places.first().filter(|it| uri::is_uri(it)) {
        Some(path) => uri::split(path),
        None => Err(Failure::Param("<S3Uri>\nError: Invalid argument type".to_owned())),
    }
}

/// Reports the outcome.
fn told(done: Result<Fields, Failure>, given: &Given, what: &str, bucket: &str) -> Result<(), Failure> {
    match done {
        Ok(_) => print(&format!("{what}: {bucket}\n")),
        Err(Failure::Printed) => Err(Failure::Printed),
        Err(failure) => {
            eprint(&format!("{what} failed: {} {}\n", given.places[0], failure.sentence()));
            ended(1)
        }
    }
}

/// Runs `website`.
pub(crate) fn website(program: &Program, globals: &Globals, words: &[String]) -> Result<(), Failure> {
    let given = Given::read(Verb::Website, words)?;
    let client = Client::new(program, globals, 1)?;
    let path = uri::without_scheme(&given.places[0]);
    uri::split(path)?;
    let bucket = path.strip_suffix('/').unwrap_or(path);
    let mut configuration = Fields::default();
    for (option, member, name) in
        [("index-document", "IndexDocument", "Suffix"), ("error-document", "ErrorDocument", "Key")]
    {
        if let Some(text) = given.text(option) {
            configuration.push(member, Value::Object(values([(name, text)])));
        }
    }
    let mut input = values([("Bucket", bucket)]);
    input.push("WebsiteConfiguration", Value::Object(configuration));
    runtime()?.block_on(client.call("PutBucketWebsite", &input)).map(drop)
}
