//! Calls every operation that moto implements, of IAM through the tables of the generated client and of other services
//! through tables that are loaded from botocore's descriptions.
//!
//! The test does not list operations. Inputs come from the tables, from `inputs.json` and from earlier responses; things
//! are created before they are used, and used before they are deleted. Each response is parsed, written as JSON and
//! parsed again, and botocore's parser must have the same result. `known.json` lists what differs, with reasons.

mod inputs;
mod judge;
mod known;
mod run;
mod services;

use std::collections::BTreeMap;

use serde_json::Value;
use tinsmith_iam::schema::{OPERATIONS, SERVICE};
use tinsmith_runtime::service::Operation;
use tinsmith_tests::moto::{self, Moto};
use tinsmith_tests::peers;

use inputs::Inputs;
use run::Run;

#[tokio::test]
async fn every_operation_of_moto_is_called_and_understood() {
    let names: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
    let started = moto::implemented(&names).and_then(|implemented| Ok((implemented, Moto::start()?)));
    let (implemented, moto) = match started {
        Ok(started) => started,
        Err(reason) => return peers::skip(&reason),
    };
    let is_implemented = |operation: &&Operation| implemented.iter().any(|it| it == operation.name);
    let operations: Vec<&Operation> = OPERATIONS.iter().copied().filter(is_implemented).collect();
    let called = operations.len();
    let inputs = Inputs::of("iam");
    let mut run = Run::new(&SERVICE, moto.url(), &inputs);
    run.all(operations).await;

    let (succeeded, answers) = (run.succeeded.len(), run.answers.len());
    println!(
        "{} operations, {called} of them in moto and called, {succeeded} succeeded, {answers} answers",
        names.len()
    );
    let errors: Vec<_> = run.errors.iter().map(|(name, fault)| format!("{name}: {fault}")).collect();
    assert!(called > 100 && errors.is_empty(), "{called} called; these never succeeded:\n{}", errors.join("\n"));
    assert!(answers > succeeded, "no error was answered, and none was read");
    check(&run, "iam");
}

/// Calls all operations of a service. `least` is the number of those that succeed: it must not become smaller.
async fn drive(service: &'static str, least: usize) {
    let Some(url) = moto::shared() else { return };
    let loaded = match services::load(service) {
        Ok(loaded) => loaded,
        Err(reason) => return peers::skip(&reason),
    };
    let operations: Vec<_> = loaded.implemented.into_iter().filter(|it| run::is_without_events(it)).collect();
    let called = operations.len();
    make_role(&url).await;
    let inputs = Inputs::of(service);
    let mut run = Run::new(loaded.tables.service().expect("the tables are valid"), url, &inputs);
    run.all(operations).await;
    let succeeded = run.succeeded.len();
    println!(
        "{service}: {} operations, {called} of them in moto and called, {succeeded} succeeded, {} answers",
        loaded.all,
        run.answers.len()
    );
    run.errors.iter().for_each(|(name, error)| println!("{service} {name}: {error}"));
    check(&run, service);
    assert!(succeeded >= least, "only {succeeded} of {called} operations succeeded, not {least}");
}

/// Creates the role that inputs refer to.
async fn make_role(url: &str) {
    let config = tinsmith_iam::Config::builder()
        .region(tinsmith_iam::config::Region::new("us-east-1"))
        .credentials_provider(tinsmith_iam::config::Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(url);
    let client = tinsmith_iam::Client::from_conf(config.build());
    let made = client.create_role().role_name("driven").assume_role_policy_document(inputs::SERVICES_TRUST);
    // Tests of other services may have made it already.
    let _ = made.send().await;
}

/// Holds botocore's view of all responses beside ours.
fn check(run: &Run<'_>, service: &str) {
    let all: Value = serde_json::from_str(include_str!("known.json")).expect("known.json is JSON");
    let known = all[service].as_object().cloned().unwrap_or_default();
    let mut differing: BTreeMap<&str, String> = BTreeMap::new();
    for it in judge::disagreements(service, &run.answers) {
        differing.insert(it.operation, format!("{} | {}", it.ours, it.theirs));
    }
    // A call without any response was not compared.
    differing.extend(run.failures.iter().map(|(name, why)| (*name, why.clone())));
    let new: Vec<_> = differing.iter().filter(|(name, _)| !known.contains_key(**name)).collect();
    let new: Vec<_> = new.into_iter().map(|(name, what)| format!("{name}: {what}")).collect();
    assert!(new.is_empty(), "botocore understood otherwise:\n{}", new.join("\n"));
    let gone: Vec<_> = known.keys().filter(|name| !differing.contains_key(name.as_str())).collect();
    assert!(gone.is_empty(), "{gone:?} of {service} no longer differ; remove them from known.json");
}

macro_rules! services {
    ($($test:ident $least:literal;)*) => {
        $(#[tokio::test]
        async fn $test() {
            drive(stringify!($test), $least).await;
        })*
    };
}

services! {
    cloudformation 34;
    cloudwatch 23;
    dynamodb 38;
    ec2 188;
    ecr 32;
    kms 34;
    lambda 39;
    logs 47;
    route53 22;
    s3 70;
    secretsmanager 17;
    sns 32;
    sqs 17;
    ssm 39;
    stepfunctions 25;
    sts 6;
}
