//! Every service of a pack: its endpoint is found; and operations of many services have the options and samples of the
//! AWS CLI in the Python of the tests. With `TINSMITH_ALL_OPERATIONS`, all operations of all services are compared.
//!
//! It needs a pack of all services in `TINSMITH_TEST_PACK`, as `.ci/run` sets it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;
use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::{pack, peers};

/// Services that need something else than a region and keys, with a part of the error.
const OTHERS: &[(&str, &str)] = &[("codecatalyst", "AWS_BEARER_TOKEN_CODECATALYST")];

/// Names that are not those of services.
const COMMANDS: &[&str] = &["completion", "configure", "ddb", "help", "logout", "model", "s3"];

fn run(pack: &std::ffi::OsStr, words: &[&str], line: &str) -> Run {
    let mut command = Command::new(tin());
    command.env_clear().env("HOME", peers::target().join("no-home")).env("TINSMITH_PACK", pack);
    command.env("COLUMNS", "99999").env("AWS_PAGER", "");
    command.env("AWS_REGION", "us-east-1").env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    command.env("TINSMITH_VALIDATION", "off").env("COMP_LINE", line).args(words).output().unwrap().into()
}

#[test]
fn every_service_has_an_endpoint() {
    let Some(pack) = pack::of_all_services() else { return };
    let offered = |line: &str| -> Vec<String> {
        let run = run(&pack, &["completion", "candidates", "fish"], line);
        run.stdout.lines().map(|it| it.split('\t').next().unwrap_or_default().to_owned()).collect()
    };
    let (mut wrong, mut services) = (Vec::new(), 0);
    for service in offered("tin ").into_iter().filter(|it| !COMMANDS.contains(&it.as_str())) {
        // An operation that lists something needs the fewest parameters.
        let operations = offered(&format!("tin {service} list-"));
        let operations = if operations.is_empty() { offered(&format!("tin {service} describe-")) } else { operations };
        let requests = operations.iter().take(8).map(|it| run(&pack, &[&service, it, "--print-request"], ""));
        // Without required parameters, the first line of the error says so.
        let Some(made) = requests.into_iter().find(|it| it.code != 252) else { continue };
        services += 1;
        let expected = OTHERS.iter().find(|(name, _)| *name == service).map(|(_, error)| *error);
        let is_right = match expected {
            Some(error) => made.stderr.contains(error),
            None => made.code == 0 && made.stdout.contains("https://"),
        };
        if !is_right {
            wrong.push(format!("{service}: {}{}", made.stdout, made.stderr));
        }
    }
    assert!(services > 300, "only {services} services were tested");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Calls of one service with an endpoint URL, or to one bucket, without a region: the region of the signature, or none.
const WITHOUT_REGION: &[(&str, Option<&str>)] = &[
    ("s3api list-objects-v2 --bucket b --endpoint-url http://localhost:1", Some("us-east-1")),
    ("s3api list-objects-v2 --bucket arn:aws:s3:eu-west-1:123456789012:accesspoint/a", Some("eu-west-1")),
    ("sts get-caller-identity --endpoint-url http://localhost:1", None),
    ("iam list-users --endpoint-url http://localhost:1", None),
];

/// The host of a call and the region of its signature, or the error.
fn asked(pack: &std::ffi::OsStr, words: &[&str], region: Option<&str>) -> Result<(String, String), String> {
    let mut command = Command::new(tin());
    command.env_clear().env("HOME", peers::target().join("no-home")).env("TINSMITH_PACK", pack);
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").env("TINSMITH_VALIDATION", "off");
    command.envs(region.map(|it| ("AWS_REGION", it)));
    let run = Run::from(command.args(words).args(["--print-request", "text"]).output().unwrap());
    let host = run.stdout.split_once("://").and_then(|(_, rest)| rest.split(['/', '\n']).next());
    let scope = run.stdout.split_once("Credential=").and_then(|(_, rest)| rest.split('/').nth(2));
    let found = host.zip(scope).map(|(host, region)| (host.to_owned(), region.to_owned()));
    found.ok_or(format!("{}: {}", run.code, run.stderr))
}

#[test]
fn services_that_need_no_region_are_those_of_the_aws_cli() {
    let Some(pack) = pack::of_all_services() else { return };
    let python = match peers::python() {
        Ok(python) => python,
        Err(reason) => return peers::skip(&reason),
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all_services/regions.py");
    let mut command = Command::new(python);
    command.env_remove("AWS_REGION").env_remove("AWS_DEFAULT_REGION").env("HOME", peers::target().join("no-home"));
    let told = Run::from(command.arg(script).output().unwrap());
    assert_eq!(told.code, 0, "{}", told.stderr);
    let (mut compared, mut free, mut wrong) = (0, 0, Vec::new());
    for line in told.stdout.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let text = |name: &str| line[name].as_str();
        let (Some(service), Some(operation)) = (text("service"), text("operation")) else { continue };
        let service = if service == "s3" { "s3api" } else { service };
        let ours = asked(&pack, &[service, operation], None);
        // Some services have other names in the AWS CLI, or other descriptions there.
        if ours.as_ref().is_err_and(|error| error.starts_with("252: ")) {
            continue;
        }
        compared += 1;
        let is_equal = match text("host").zip(text("region")) {
            Some((host, region)) => {
                free += 1;
                ours == Ok((host.to_owned(), region.to_owned()))
            }
            None if text("region").is_some() => true,
            // Where all regions have one endpoint, none is required here.
            None => match &ours {
                Err(error) => error.contains("(NoRegion)"),
                Ok(_) => ours == asked(&pack, &[service, operation], Some("eu-west-3")),
            },
        };
        if !is_equal {
            wrong.push(format!("{service} {operation}: {ours:?} instead of {line}"));
        }
    }
    for (line, region) in WITHOUT_REGION {
        let words: Vec<&str> = line.split(' ').collect();
        let ours = asked(&pack, &words, None).map(|(_, region)| region);
        if ours.as_ref().ok().map(String::as_str) != *region {
            wrong.push(format!("{line}: {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 250 && free > 12, "{compared} services were compared, {free} need no region");
}

/// An operation as one of the programs describes it.
struct Described {
    /// By name: whether the option must be given, and how many values it takes.
    options: BTreeMap<String, (bool, String)>,
    hidden: BTreeSet<String>,
    sample: Option<String>,
}

impl Described {
    fn theirs(line: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |name: &str| line[name].as_array().cloned().unwrap_or_default();
        let option = |it: &Value| (text(&it[0]), (it[1].as_bool().unwrap_or_default(), text(&it[2])));
        Self {
            options: list("options").iter().map(option).collect(),
            hidden: list("hidden").iter().map(text).collect(),
            sample: line["sample"].as_str().map(str::to_owned),
        }
    }

    /// Reads the synopsis of the help page, which has an option a line.
    fn ours(pack: &std::ffi::OsStr, service: &str, operation: &str) -> Option<Self> {
        let page = run(pack, &[service, operation, "help"], "");
        let synopsis = page.stdout.split_once("\nSYNOPSIS\n")?.1.split("\n\n").next()?.to_owned();
        let option = |line: &str| {
            let line = line.trim();
            let given = line.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            let (name, value) = given.unwrap_or(line).split_once(' ').unwrap_or((given.unwrap_or(line), ""));
            let takes = match (name.strip_prefix("--"), value) {
                (None, _) if name.starts_with('<') => "one",
                (None, _) => return None,
                (_, "") => "nothing",
                (_, value) if value.ends_with(" ...") => "many",
                _ => "one",
            };
            let name = name.trim_matches(['-', '<', '>']).to_owned();
            Some((name, (given.is_none(), takes.to_owned())))
        };
        let options = synopsis.lines().skip(1).filter_map(option).collect();
        let sample = run(pack, &[service, operation, "--generate-cli-skeleton"], "");
        Some(Self { options, hidden: BTreeSet::new(), sample: (sample.code == 0).then_some(sample.stdout) })
    }

    fn differences(&self, theirs: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for (name, option) in &theirs.options {
            match self.options.get(name) {
                None => found.push(format!("{name} is missing")),
                Some(own) if own != option => found.push(format!("{name} is {own:?}, not {option:?}")),
                Some(_) => {}
            }
        }
        for name in self.options.keys().filter(|it| !theirs.options.contains_key(*it)) {
            let hidden = if theirs.hidden.contains(name) { "hidden" } else { "missing" };
            found.push(format!("{name} is {hidden} there"));
        }
        if let Some((own, theirs)) = self.sample.as_ref().zip(theirs.sample.as_ref())
            && own != theirs
        {
            let lines = own.lines().zip(theirs.lines()).filter(|(own, theirs)| own != theirs);
            found.extend(lines.take(1).map(|(own, theirs)| format!("sample: {} for {}", own.trim(), theirs.trim())));
        }
        found
    }
}

/// A reason, and whether it is that of a difference.
type Reason = (&'static str, fn(&str) -> bool);

/// Intended differences: the reason, and whether it explains a difference of an operation.
const REASONS: &[Reason] = &[
    ("documents can be YAML, as in version 2", |it| it == "cli-input-yaml is missing there"),
    ("operations with an output file have samples and documents too (aws/aws-cli#1414)", |it| {
        ["cli-input-json is missing there", "generate-cli-skeleton is missing there"].contains(&it)
    }),
    ("page sizes are numbers, as in the official models", |it| it.starts_with("sample: ") && it.contains(": 0")),
    ("version 1 does not require an option with two names", |it| {
        let names = ["source-server-ids ", "replication-servers-security-groups-ids ", "authentication-code"];
        names.iter().any(|name| it.starts_with(name)) && it.contains(" is (true, ") && it.contains(", not (false, ")
    }),
    ("a required option is shown, even if it sets the page size", |it| {
        ["max-results is hidden there", "page-size is hidden there"].contains(&it)
    }),
];

/// The services whose options the AWS CLI changes the most, in which all operations are compared.
const WHOLE: &[&str] = &["cloudfront", "cognito-idp", "emr", "mgn", "rekognition", "ses", "translate"];

#[test]
fn options_and_samples_are_those_of_the_aws_cli() {
    let Some(pack) = pack::of_all_services() else { return };
    let python = match peers::python() {
        Ok(python) => python,
        Err(reason) => return peers::skip(&reason),
    };
    let is_all = std::env::var_os("TINSMITH_ALL_OPERATIONS").is_some();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all_services/options.py");
    let mut command = Command::new(python);
    command.arg(script).args(if is_all { ["1", "1"] } else { ["6", "12"] }).args(WHOLE);
    command.env("AWS_DEFAULT_REGION", "us-east-1").env("HOME", peers::target().join("no-home"));
    let mut child = command.stdout(Stdio::piped()).spawn().expect("Python starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let hello: Value = serde_json::from_str(&lines.next().expect("a line").unwrap()).expect("JSON");
    let is_version_1 = hello["version"].as_str().is_some_and(|it| it.starts_with("1."));
    // The AWS CLI brings its own descriptions of services, which may be older or newer than those in the pack.
    let (mut compared, mut others, mut seen, mut unexplained) = (0, 0, BTreeSet::new(), Vec::new());
    for line in lines {
        let line: Value = serde_json::from_str(&line.unwrap()).expect("JSON");
        let name = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let (service, operation) = (name("service"), name("operation"));
        let Some(ours) = Described::ours(&pack, &service, &operation) else {
            others += 1;
            continue;
        };
        let differences = ours.differences(&Described::theirs(&line));
        let explained = |it: &str| REASONS.iter().any(|(_, explains)| explains(it));
        if differences.iter().any(|it| it.starts_with("sample: ") && !explained(it)) {
            others += 1;
            continue;
        }
        compared += 1;
        for difference in differences {
            match REASONS.iter().position(|(_, explains)| explains(&difference)) {
                Some(index) => {
                    seen.insert(index);
                }
                None => unexplained.push(format!("{service} {operation}: {difference}")),
            }
        }
    }
    assert!(child.wait().unwrap().success(), "the description of the AWS CLI ends early");
    println!("compared {compared} operations with version {} of the AWS CLI", hello["version"]);
    assert!(compared > 300 && others * 10 < compared, "{compared} were compared, {others} have other descriptions");
    assert!(unexplained.is_empty(), "{} differ:\n{}", unexplained.len(), unexplained.join("\n"));
    for (index, (reason, _)) in REASONS.iter().enumerate() {
        assert!(seen.contains(&index) || !is_version_1, "never seen: {reason}");
    }
}
