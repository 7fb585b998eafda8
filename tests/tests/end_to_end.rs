//! Real parts of services, from end to end: `tin` against moto, and a table of 10,000 items.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_pack::PackWriter;
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_tables::{Client, load_model};
use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::{botocore, moto, peers};

/// A separate directory, moto, and `tin` with the tables of some services.
struct Place {
    directory: PathBuf,
    url: String,
    pack: PathBuf,
}

impl Place {
    /// A place with these services of botocore, as far as moto implements them.
    fn new(name: &str, services: &[&str]) -> Option<Self> {
        let url = moto::shared()?;
        let directory = std::env::temp_dir().join(format!("tinsmith-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        let pack = directory.join("services.pack");
        let mut writer = PackWriter::new();
        for service in services {
            let imported = match botocore::load(service) {
                Ok(imported) => imported,
                Err(reason) => {
                    peers::skip(&reason);
                    return None;
                }
            };
            let selection = Selection { operations: Some(imported.implemented), ..Selection::default() };
            let described = describe_model(imported.model, &selection).unwrap();
            let name = described.aws_cli.name.unwrap_or(service);
            writer.add(PackWriter::pack(name, &described.description, false).unwrap());
        }
        fs::write(&pack, writer.finish().unwrap()).unwrap();
        Some(Self { directory, url, pack })
    }

    fn run(&self, line: &[&str]) -> Run {
        let mut command = Command::new(tin());
        command.env_clear().current_dir(&self.directory).arg("--pack").arg(&self.pack).args(line);
        command.env("HOME", &self.directory).env("AWS_REGION", "us-east-1").env("AWS_ENDPOINT_URL", &self.url);
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").env("AWS_DEFAULT_OUTPUT", "text");
        command.output().unwrap().into()
    }

    /// Runs a command, which must succeed, and returns its output as text. Words are separated by spaces; a word may be
    /// in single quotes.
    fn text(&self, line: &str) -> String {
        let mut words = Vec::new();
        for (index, part) in line.split('\'').enumerate() {
            if index % 2 == 1 {
                words.push(part);
            } else {
                words.extend(part.split_whitespace());
            }
        }
        let run = self.run(&words);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line}");
        run.stdout.trim_end().to_owned()
    }

    /// Checks the outputs of commands.
    fn check(&self, steps: &[(&str, &str)]) {
        for (line, expected) in steps {
            assert_eq!(self.text(line), *expected, "{line}");
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

#[tokio::test]
async fn ten_thousand_items_are_written_and_read() {
    let Some(place) = Place::new("dynamodb", &["dynamodb"]) else { return };
    place.check(&[
        (
            "dynamodb create-table --table-name items --attribute-definitions AttributeName=Pk,AttributeType=S \
             --key-schema AttributeName=Pk,KeyType=HASH --billing-mode PAY_PER_REQUEST --query TableDescription.TableName",
            "items",
        ),
        ("dynamodb wait table-exists --table-name items", ""),
    ]);
    let model = botocore::load("dynamodb").unwrap().model;
    let config = Config::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(&place.url);
    let tables = load_model(model, &Selection::default()).unwrap().tables;
    let client = Client::new(tables, config.build()).unwrap();
    let text = "x".repeat(300);
    for batch in 0..400 {
        let items = (0..25).map(|index| {
            let item = json!({"Pk": {"S": format!("{batch}-{index}")}, "Text": {"S": text}, "Index": {"N": index.to_string()}});
            json!({"PutRequest": {"Item": item}})
        });
        let input = json!({"RequestItems": {"items": items.collect::<Vec<_>>()}});
        let output: Value =
            serde_json::from_str(&client.call("BatchWriteItem", &input.to_string()).await.unwrap()).unwrap();
        assert_eq!(output["UnprocessedItems"], json!({}), "batch {batch}");
    }
    let pages = client.call("Scan", r#"{"TableName": "items"}"#).await.unwrap();
    assert!(pages.contains("LastEvaluatedKey"), "all items fit into one page");
    place.check(&[
        ("dynamodb scan --table-name items --output json --query length(Items)", "10000"),
        ("dynamodb scan --table-name items --page-size 1000 --output json --query length(Items)", "10000"),
        ("dynamodb scan --table-name items --max-items 17 --output json --query length(Items)", "17"),
        (
            "dynamodb query --table-name items --key-condition-expression 'Pk = :pk' \
             --expression-attribute-values '{\":pk\": {\"S\": \"399-24\"}}' --query Items[].Index.N",
            "24",
        ),
        (
            "dynamodb batch-get-item --request-items '{\"items\": {\"Keys\": [{\"Pk\": {\"S\": \"0-1\"}}, {\"Pk\": \
             {\"S\": \"7-9\"}}]}}' --query sort(Responses.items[].Index.N)",
            "1\t9",
        ),
        ("dynamodb delete-table --table-name items --query TableDescription.TableName", "items"),
        ("dynamodb wait table-not-exists --table-name items", ""),
    ]);
}

#[test]
fn instances_run_are_found_and_tagged() {
    let Some(place) = Place::new("ec2", &["ec2"]) else { return };
    let ids = place.text(
        "ec2 run-instances --image-id ami-12c6146b --count 2 --instance-type t3.micro --tag-specifications \
         ResourceType=instance,Tags=[{Key=Name,Value=web}] --query Instances[].InstanceId",
    );
    let ids: Vec<&str> = ids.split('\t').collect();
    place.check(&[
        ("ec2 wait instance-running --filters Name=tag:Name,Values=web", ""),
        (
            "ec2 describe-instances --filters Name=tag:Name,Values=web Name=instance-type,Values=t3.micro --query \
             Reservations[].Instances[].State.Name",
            "running\trunning",
        ),
        ("ec2 describe-instances --filters Name=tag:Name,Values=none --query Reservations[]", ""),
        (&format!("ec2 create-tags --resources {} {} --tags Key=stage,Value=prod", ids[0], ids[1]), ""),
        (
            &format!(
                "ec2 describe-tags --filters Name=resource-id,Values={} Name=key,Values=stage --query Tags[].Value",
                ids[1]
            ),
            "prod",
        ),
        (
            &format!(
                "ec2 terminate-instances --instance-ids {} --query length(TerminatingInstances) --output json",
                ids[0]
            ),
            "1",
        ),
        (&format!("ec2 wait instance-terminated --instance-ids {}", ids[0]), ""),
    ]);
}

#[test]
fn functions_are_created_and_invoked() {
    let Some(place) = Place::new("lambda", &["lambda"]) else { return };
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    fs::write(place.directory.join("payload.json"), r#"{"hello": "world"}"#).unwrap();
    fs::write(place.directory.join("code.zip"), EMPTY_ZIP).unwrap();
    make_role(&place, trust);
    place.check(&[
        (
            "lambda create-function --function-name echo --runtime python3.11 --handler index.handler --zip-file \
             fileb://code.zip --role arn:aws:iam::123456789012:role/echo --query FunctionName",
            "echo",
        ),
        ("lambda wait function-active --function-name echo", ""),
        ("lambda list-functions --query Functions[].Runtime", "python3.11"),
        ("lambda invoke --function-name echo --payload fileb://payload.json --query StatusCode out.json", "200"),
    ]);
    assert!(!fs::read(place.directory.join("out.json")).unwrap().is_empty());
}

/// An archive without files.
const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// Creates the role of a function.
fn make_role(place: &Place, trust: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = tinsmith_iam::Config::builder()
        .region(tinsmith_iam::config::Region::new("us-east-1"))
        .credentials_provider(tinsmith_iam::config::Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(&place.url);
    let client = tinsmith_iam::Client::from_conf(config.build());
    runtime.block_on(client.create_role().role_name("echo").assume_role_policy_document(trust).send()).unwrap();
}

#[test]
fn zones_hold_records() {
    let Some(place) = Place::new("route53", &["route53"]) else { return };
    let id = place.text("route53 create-hosted-zone --name example.org --caller-reference 1 --query HostedZone.Id");
    assert!(id.starts_with("/hostedzone/"), "{id}");
    let change = r#"{"Changes": [{"Action": "CREATE", "ResourceRecordSet": {"Name": "www.example.org", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}}]}"#;
    place.check(&[
        (
            &format!("route53 change-resource-record-sets --hosted-zone-id {id} --change-batch '{change}' --query ChangeInfo.Status"),
            "INSYNC",
        ),
        (
            &format!("route53 list-resource-record-sets --hosted-zone-id {id} --query ResourceRecordSets[?Type=='A'].ResourceRecords[].Value")
                .replace("=='A'", "==`\"A\"`"),
            "192.0.2.1",
        ),
        ("route53 list-hosted-zones --query HostedZones[].Name", "example.org."),
    ]);
}

#[test]
fn what_is_encrypted_is_decrypted() {
    let Some(place) = Place::new("kms", &["kms"]) else { return };
    fs::write(place.directory.join("plain"), b"\0secret\xff").unwrap();
    let key = place.text("kms create-key --query KeyMetadata.KeyId");
    let encrypted = place.text(&format!("kms encrypt --key-id {key} --plaintext fileb://plain --query CiphertextBlob"));
    let bytes = aws_smithy_types::base64::decode(&*encrypted).unwrap();
    fs::write(place.directory.join("cipher"), bytes).unwrap();
    let decrypted = place.text("kms decrypt --ciphertext-blob fileb://cipher --query Plaintext");
    assert_eq!(aws_smithy_types::base64::decode(&*decrypted).unwrap(), b"\0secret\xff");
}

/// The services of the last test.
const OTHERS: [&str; 10] =
    ["sts", "sqs", "sns", "cloudwatch", "cloudformation", "ssm", "secretsmanager", "ecr", "stepfunctions", "logs"];

#[test]
fn other_services_do_what_they_are_for() {
    let Some(place) = Place::new("others", &OTHERS) else { return };
    let template = r#"{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "of-stack"}}}}"#;
    fs::write(place.directory.join("template.json"), template).unwrap();
    let queue = place.text("sqs create-queue --queue-name orders --query QueueUrl");
    let machine = r#"{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}"#;
    place.check(&[
        ("sts get-caller-identity --query Account", "123456789012"),
        (&format!("sqs send-message --queue-url {queue} --message-body hello --query MD5OfMessageBody"), "5d41402abc4b2a76b9719d911017c592"),
        (&format!("sqs receive-message --queue-url {queue} --query Messages[].Body"), "hello"),
        ("sns create-topic --name news --query TopicArn", "arn:aws:sns:us-east-1:123456789012:news"),
        ("sns publish --topic-arn arn:aws:sns:us-east-1:123456789012:news --message hi --query length(MessageId) --output json", "36"),
        ("cloudwatch put-metric-data --namespace n --metric-name m --value 2.5 --timestamp 2026-01-01T00:00:00Z", ""),
        (
            "cloudwatch get-metric-statistics --namespace n --metric-name m --start-time 2025-12-31T00:00:00Z --end-time \
             2026-01-02T00:00:00Z --period 3600 --statistics Sum --query Datapoints[].Sum",
            "2.5",
        ),
        ("cloudformation create-stack --stack-name s --template-body file://template.json --query type(StackId)", "string"),
        ("cloudformation wait stack-create-complete --stack-name s", ""),
        ("cloudformation describe-stack-resources --stack-name s --query StackResources[].LogicalResourceId", "Topic"),
        ("ssm put-parameter --name /a/b --value v --type String --query Version", "1"),
        ("ssm get-parameters-by-path --path /a --query Parameters[].Value", "v"),
        ("secretsmanager create-secret --name s --secret-string s3cr3t --query Name", "s"),
        ("secretsmanager get-secret-value --secret-id s --query SecretString", "s3cr3t"),
        ("ecr create-repository --repository-name repo --query repository.repositoryName", "repo"),
        ("ecr describe-repositories --query repositories[].repositoryName", "repo"),
        (
            &format!("stepfunctions create-state-machine --name m --definition '{machine}' --role-arn arn:aws:iam::123456789012:role/r --query stateMachineArn"),
            "arn:aws:states:us-east-1:123456789012:stateMachine:m",
        ),
        (
            "stepfunctions start-execution --state-machine-arn arn:aws:states:us-east-1:123456789012:stateMachine:m --name e \
             --query executionArn",
            "arn:aws:states:us-east-1:123456789012:execution:m:e",
        ),
        ("logs create-log-group --log-group-name g", ""),
        ("logs create-log-stream --log-group-name g --log-stream-name s", ""),
        ("logs describe-log-streams --log-group-name g --query logStreams[].logStreamName", "s"),
    ]);
}
