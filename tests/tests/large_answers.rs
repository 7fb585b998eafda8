//! Responses that ask for much more memory than they have bytes.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;

use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_pack::PackWriter;
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_tables::{Client, Tables};
use tinsmith_tests::command::{Run, iam, tin};
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::{botocore, peers};

/// A response to `ListUsers` of some bytes: a list of empty values.
fn empty_values(bytes: usize) -> String {
    const VALUE: &str = "<member/>";
    let values = VALUE.repeat(bytes / VALUE.len());
    format!(
        "<ListUsersResponse><ListUsersResult><Users>{values}</Users><IsTruncated>false</IsTruncated></ListUsersResult>\
         </ListUsersResponse>"
    )
}

/// Runs `list-users` with at most this much memory, in bytes.
fn list_users(server: &Server, memory: usize) -> Run {
    let command = iam(&["list-users", "--endpoint-url", &server.url()]);
    let mut limited = Command::new("sh");
    limited.args(["-c", &format!("ulimit -d {} && exec \"$0\" \"$@\"", memory / 1024)]);
    limited.arg(command.get_program()).args(command.get_args()).env_clear();
    limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited.output().expect("a shell").into()
}

#[test]
fn empty_values_take_at_most_ten_times_the_memory_of_their_text() {
    for megabytes in [5, 40] {
        let bytes = megabytes * 1_000_000;
        let server = Server::start([Act::Answer(200, Vec::new(), empty_values(bytes))]);
        let run = list_users(&server, 10 * bytes);
        // Without memory, the process would be aborted.
        assert_eq!(run.code, 255, "{megabytes} MB: {}", run.stderr);
        assert!(run.stderr.contains("the values would take more than"), "{megabytes} MB: {}", run.stderr);
    }
}

#[test]
fn a_response_above_the_limit_is_not_read() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 2000000000\r\n\r\n";
    let server = Server::start([Act::Bare(head.to_owned())]);
    let run = list_users(&server, 40_000_000);
    assert_eq!(run.code, 255, "{}", run.stderr);
    assert!(run.stderr.contains("the response is larger than the limit of 1073741824 bytes"), "{}", run.stderr);
}

/// `tin` with this operation of a service that botocore describes.
fn tin_with(service: &str, operation: &str) -> Option<(Command, Tables)> {
    let model = match botocore::load(service) {
        Ok(imported) => imported.model,
        Err(reason) => {
            peers::skip(&reason);
            return None;
        }
    };
    let selection = Selection { operations: Some(vec![operation.to_owned()]), ..Selection::default() };
    let described = describe_model(model, &selection).unwrap_or_else(|found| panic!("{service}: {found}"));
    let mut writer = PackWriter::new();
    writer.add(PackWriter::pack(service, &described.description, false).unwrap());
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large-answers").join(service);
    std::fs::create_dir_all(&directory).unwrap();
    let pack = directory.join("services.pack");
    std::fs::write(&pack, writer.finish().unwrap()).unwrap();
    let mut command = Command::new(tin());
    command.env_clear().current_dir(&directory).arg("--pack").arg(pack).env("HOME", &directory);
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").env("AWS_REGION", "us-east-1");
    Some((command, Tables::new(described.description)))
}

/// Calls an operation of a service with the client without types and with `tin`. Both must read this response, whose list
/// has this many elements.
async fn both_read(service: &str, operation: &str, [line, input, list]: [&str; 3], response: &str, elements: usize) {
    let Some((mut tin, tables)) = tin_with(service, operation) else { return };
    let answer = Act::Answer(200, Vec::new(), response.to_owned());
    let server = Server::start([answer.clone(), answer]);
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let config = Config::builder().region(Region::from_static("us-east-1")).credentials_provider(credentials);
    let client = Client::new(tables, config.endpoint_url(server.url()).build()).unwrap();
    let sent = client.request(operation).unwrap().json(input).unwrap().send().await;
    let document = sent.unwrap_or_else(|error| panic!("{} bytes: {error}", response.len())).to_document();
    let read = document.as_object().and_then(|it| it.get(list)).and_then(|it| it.as_array()).map(Vec::len);
    assert_eq!(read, Some(elements), "{} bytes", response.len());
    tin.arg("--endpoint-url").arg(server.url()).args(line.split(' '));
    let run: Run = tin.args(["--output", "text", "--query", &format!("length({list})")]).output().unwrap().into();
    assert_eq!((run.code, run.stdout.trim()), (0, elements.to_string().as_str()), "{line}: {}", run.stderr);
}

/// A page of DynamoDB is at most a megabyte of names and values, which is some megabytes of JSON if they are short.
#[tokio::test]
async fn pages_of_many_small_attributes_are_read() {
    let item = r#"{"a":{"N":"1"},"b":{"N":"2"},"c":{"S":"x"},"d":{"BOOL":true},"e":{"L":[{"N":"3"},{"S":"y"}]}}"#;
    for bytes in [1_000_000, 4_500_000] {
        let count = bytes / item.len();
        let page = format!(r#"{{"Items":[{}],"Count":{count},"ScannedCount":{count}}}"#, vec![item; count].join(","));
        let call = ["dynamodb scan --table-name t", r#"{"TableName": "t"}"#, "Items"];
        both_read("dynamodb", "Scan", call, &page, count).await;
    }
}

/// What EC2 says of an instance type, which has many small lists and structures.
const INSTANCE_TYPE: &str = "<item><instanceType>m5.large</instanceType><currentGeneration>true</currentGeneration>\
    <supportedUsageClasses><item>on-demand</item><item>spot</item></supportedUsageClasses>\
    <supportedRootDeviceTypes><item>ebs</item></supportedRootDeviceTypes>\
    <supportedVirtualizationTypes><item>hvm</item></supportedVirtualizationTypes><bareMetal>false</bareMetal>\
    <hypervisor>nitro</hypervisor><processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures>\
    <sustainedClockSpeedInGhz>3.1</sustainedClockSpeedInGhz></processorInfo><vCpuInfo><defaultVCpus>2</defaultVCpus>\
    <defaultCores>1</defaultCores><validCores><item>1</item><item>2</item><item>4</item></validCores>\
    <validThreadsPerCore><item>1</item><item>2</item></validThreadsPerCore></vCpuInfo>\
    <memoryInfo><sizeInMiB>8192</sizeInMiB></memoryInfo><instanceStorageInfo><totalSizeInGB>75</totalSizeInGB>\
    <disks><item><sizeInGB>75</sizeInGB><count>1</count><type>ssd</type></item></disks></instanceStorageInfo>\
    <ebsInfo><ebsOptimizedSupport>default</ebsOptimizedSupport><ebsOptimizedInfo><baselineIops>3600</baselineIops>\
    <maximumIops>18750</maximumIops></ebsOptimizedInfo></ebsInfo><networkInfo><networkCards><item>\
    <networkCardIndex>0</networkCardIndex><maximumNetworkInterfaces>3</maximumNetworkInterfaces></item></networkCards>\
    <ipv6Supported>true</ipv6Supported><efaSupported>false</efaSupported></networkInfo><placementGroupInfo>\
    <supportedStrategies><item>cluster</item><item>partition</item><item>spread</item></supportedStrategies>\
    </placementGroupInfo><supportedBootModes><item>uefi</item><item>legacy-bios</item></supportedBootModes></item>";

#[tokio::test]
async fn megabytes_of_small_structures_in_xml_are_read() {
    for bytes in [3_000_000, 8_000_000] {
        let count = bytes / INSTANCE_TYPE.len();
        let response = format!(
            "<DescribeInstanceTypesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><instanceTypeSet>{}\
             </instanceTypeSet></DescribeInstanceTypesResponse>",
            INSTANCE_TYPE.repeat(count)
        );
        let call = ["ec2 describe-instance-types", "{}", "InstanceTypes"];
        both_read("ec2", "DescribeInstanceTypes", call, &response, count).await;
    }
}
