//! `datapipeline list-runs` and `create-default-roles`.
//!
//! Recorded invocations: the family `datapipeline:list-runs`.

use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tinsmith_cli::command::{
    Caller, Failure, Fields, Globals, ResultFormat, Takes, Value, eprint, fill_values, print, print_result,
};
use tinsmith_cli::{Command, Program};

use super::iam::Iam;
use super::{Flag, Given, command, text};

const FLAGS: &[Flag] = &[
    ("pipeline-id", Takes::One),
    ("status", Takes::One),
    ("start-interval", Takes::One),
    ("schedule-interval", Takes::One),
];

/// Lists the runs of a pipeline.
pub(super) const LIST_RUNS: Command = command!(
    "list-runs",
    "Data Pipeline",
    "List the runs of a pipeline, by default those that started in the last four days.",
    "--pipeline-id <text>",
    FLAGS,
    list_runs
);

/// Creates the roles of pipelines and of their resources.
pub(super) const CREATE_DEFAULT_ROLES: Command = command!(
    "create-default-roles",
    "Data Pipeline",
    "Create the default roles of pipelines and of their instances, unless they exist.",
    "",
    &[],
    create_default_roles
);

const STATUSES: &[&str] = &[
    "waiting",
    "pending",
    "cancelled",
    "running",
    "finished",
    "failed",
    "waiting_for_runner",
    "waiting_on_dependencies",
    "shutting_down",
];

/// The most objects that the service describes in one call.
const MOST_OBJECTS: usize = 100;

/// The time that is shown without an interval.
const DAYS: Duration = Duration::from_secs(4 * 24 * 60 * 60);

const STARTED: &str = "@actualStartTime";
const SCHEDULED: &str = "@scheduledStartTime";

fn list_runs(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("list-runs", &[], FLAGS, arguments)?;
    let pipeline = given.needed("pipeline-id")?;
    let query = query(&given)?;
    let caller = Caller::new(program.table.service, globals)?;
    let ids = ids(program, &caller, pipeline, &query)?;
    let mut runs = Vec::new();
    for part in ids.chunks(MOST_OBJECTS) {
        let input = fields([("pipelineId", Value::string(pipeline)), ("objectIds", Value::List(part.to_vec()))]);
        let described = call(program, &caller, "DescribeObjects", &input)?;
        if let Some(Value::List(objects)) = described.get("pipelineObjects") {
            runs.extend(objects.iter().filter_map(run_of));
        }
    }
    runs.sort_by_key(|it| (text(it, SCHEDULED).to_owned(), text(it, "name").to_owned()));
    if globals.output_name().is_none() && !globals.has_query() {
        return print(&listing(&runs));
    }
    let runs = Value::List(runs.into_iter().map(Value::Object).collect());
    print_result(globals, &ResultFormat::new(globals)?.write("list-runs", &runs)?)
}

/// The selection of runs that the options make.
fn query(given: &Given) -> Result<Value, Failure> {
    let mut selectors = Vec::new();
    for (option, field) in [("start-interval", STARTED), ("schedule-interval", SCHEDULED)] {
        let Some(interval) = given.text(option) else { continue };
        let Some((from, to)) = interval.split_once(',') else {
            return Err(Failure::param(&format!("--{option}"), "expected two times with a comma between them"));
        };
        selectors.push(selector(field, "BETWEEN", [from, to].map(|it| it.trim().to_owned()).to_vec()));
    }
    if selectors.is_empty() {
        let now = SystemTime::now();
        let time = |time: SystemTime| {
            let seconds = DateTime::from_secs(DateTime::from(time).secs());
            seconds.fmt(Format::DateTime).unwrap_or_default().trim_end_matches('Z').to_owned()
        };
        selectors.push(selector(STARTED, "BETWEEN", vec![time(now - DAYS), time(now)]));
    }
    if let Some(statuses) = given.text("status") {
        let statuses: Vec<&str> = statuses.split(',').map(str::trim).collect();
        if let Some(unknown) = statuses.iter().find(|it| !STATUSES.contains(it)) {
            let known = STATUSES.join(", ");
            return Err(Failure::Param(format!("Invalid status: {unknown}, must be one of: {known}")));
        }
        selectors.push(selector("@status", "EQ", statuses.iter().map(|it| it.to_uppercase()).collect()));
    }
    Ok(Value::Object(fields([("selectors", Value::List(selectors))])))
}

fn selector(field: &str, operator: &str, values: Vec<String>) -> Value {
    let values = Value::List(values.into_iter().map(Value::String).collect());
    let operator = fields([("type", Value::string(operator)), ("values", values)]);
    Value::Object(fields([("fieldName", Value::string(field)), ("operator", Value::Object(operator))]))
}

/// The ids of all runs that a query selects.
fn ids(program: &Program, caller: &Caller, pipeline: &str, query: &Value) -> Result<Vec<Value>, Failure> {
    let mut ids = Vec::new();
    let mut marker = None;
    loop {
        let mut input = fields([
            ("pipelineId", Value::string(pipeline)),
            ("query", query.clone()),
            ("sphere", Value::string("INSTANCE")),
        ]);
        if let Some(marker) = marker.take() {
            input.set("marker", marker);
        }
        let page = call(program, caller, "QueryObjects", &input)?;
        if let Some(Value::List(found)) = page.get("ids") {
            ids.extend(found.iter().cloned());
        }
        let next = page.get("marker").filter(|it| it.as_str().is_some_and(|it| !it.is_empty()));
        match (page.get("hasMoreResults"), next) {
            // A service that returns the same marker again would never end.
            (Some(Value::Boolean(true)), Some(next)) if input.get("marker") != Some(next) => {
                marker = Some(next.clone());
            }
            _ => return Ok(ids),
        }
    }
}

/// A run, with its fields as members.
fn run_of(object: &Value) -> Option<Fields> {
    let Value::Object(object) = object else { return None };
    let mut run = fields([("@id", object.get("id")?.clone()), ("name", object.get("name")?.clone())]);
    let Some(Value::List(all)) = object.get("fields") else { return Some(run) };
    for field in all {
        let Value::Object(field) = field else { continue };
        let value = field.get("stringValue").or_else(|| field.get("refValue")).cloned().unwrap_or(Value::Null);
        run.set(text(field, "key"), value);
    }
    Some(run)
}

/// The runs as text: two lines for each.
fn listing(runs: &[Fields]) -> String {
    let first = |label: &str, name: &str, scheduled: &str, status: &str| {
        format!("{label:7}{}  {}  {}\n", column(name, 50), column(scheduled, 19), column(status, 23))
    };
    let second = |id: &str, started: &str, ended: &str| {
        format!("{:7}{}  {}  {}\n", "", column(id, 50), column(started, 19), column(ended, 19))
    };
    let titles = second("ID", "Started", "Ended");
    let mut listing = first("", "Name", "Scheduled Start", "Status") + &titles;
    listing.push_str(&"-".repeat(titles.trim_end_matches('\n').len()));
    listing.push('\n');
    for (index, run) in runs.iter().enumerate() {
        let label = format!("{:4}.  ", index + 1);
        listing.push_str(&first(&label, text(run, "@componentParent"), text(run, SCHEDULED), text(run, "@status")));
        listing.push_str(&second(text(run, "@id"), text(run, STARTED), text(run, "@actualEndTime")));
        listing.push('\n');
    }
    listing
}

/// Text cut or padded to a width.
fn column(text: &str, width: usize) -> String {
    let cut: String = text.chars().take(width).collect();
    format!("{cut:width$}")
}

fn call(program: &Program, caller: &Caller, operation: &str, values: &Fields) -> Result<Fields, Failure> {
    let operation = program.operation(operation)?;
    caller.call(operation, &mut fill_values(operation, values)?)
}

fn fields<const N: usize>(fields: [(&str, Value); N]) -> Fields {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The roles, each with its policy and the services that assume it.
const ROLES: &[(&str, &str, &str)] = &[
    (
        "DataPipelineDefaultRole",
        "arn:aws:iam::aws:policy/service-role/AWSDataPipelineRole",
        r#"{"Version": "2012-10-17", "Statement": [{"Sid": "", "Effect": "Allow", "Principal": {"Service": ["datapipeline.amazonaws.com", "elasticmapreduce.amazonaws.com"]}, "Action": "sts:AssumeRole"}]}"#,
    ),
    (
        RESOURCE_ROLE,
        "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforDataPipelineRole",
        r#"{"Version": "2008-10-17", "Statement": [{"Sid": "", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#,
    ),
];

/// The role of instances, and the name of its instance profile.
const RESOURCE_ROLE: &str = "DataPipelineDefaultResourceRole";

fn create_default_roles(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    Given::read("create-default-roles", &[], &[], arguments)?;
    let iam = Iam::new(globals, globals.endpoint_url.clone())?;
    eprint(&format!(
        "{}: [WARNING]: The policies of these roles are deprecated, and the service may reject new ones. See \
         https://docs.aws.amazon.com/datapipeline/latest/DeveloperGuide/dp-iam-roles.html\n",
        program.name()
    ));
    let mut created = Vec::new();
    for (role, policy, trust) in ROLES {
        if iam.find("GetRole", &[("RoleName", role)])?.is_some() {
            continue;
        }
        let mut result = iam.call("CreateRole", &[("RoleName", role), ("AssumeRolePolicyDocument", trust)])?;
        iam.call("AttachRolePolicy", &[("PolicyArn", policy), ("RoleName", role)])?;
        let found = iam.call("GetPolicy", &[("PolicyArn", policy)])?;
        let version = match found.get("Policy") {
            Some(Value::Object(policy)) => text(policy, "DefaultVersionId").to_owned(),
            _ => String::new(),
        };
        let version = iam.call("GetPolicyVersion", &[("PolicyArn", policy), ("VersionId", &version)])?;
        if let Some(Value::Object(version)) = version.get("PolicyVersion") {
            result.set("RolePolicy", version.get("Document").cloned().unwrap_or(Value::Null));
        }
        created.push(Value::Object(result));
    }
    let profile = [("InstanceProfileName", RESOURCE_ROLE)];
    if iam.find("GetInstanceProfile", &profile)?.is_none() {
        iam.call("CreateInstanceProfile", &profile)?;
        iam.call("AddRoleToInstanceProfile", &[profile[0], ("RoleName", RESOURCE_ROLE)])?;
    }
    print(&ResultFormat::new(globals)?.write("create-role", &Value::List(created))?)
}
