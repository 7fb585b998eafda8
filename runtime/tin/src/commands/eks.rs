//! `eks get-token`, `eks update-kubeconfig`: tokens and configuration for Kubernetes clients.
//!
//! Recorded invocations: the families `eks:get-token` and `eks:update-kubeconfig`.

use std::future::pending;
use std::pin::pin;
use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use tinsmith_cli::command::{
    Caller, Failure, Fields, Globals, ResultFormat, Takes, Value, eprint, fill_values, parse_json, print, yaml_text,
};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::config::{Config, Credentials};
use tinsmith_runtime::http::HttpRequest;

use super::kubeconfig::Kubeconfig;
use super::tokens::{keys, presign, url_safe};
use super::{Flag, Given, command};
use tinsmith_cli::command::OtherService;

const TOKEN_FLAGS: &[Flag] = &[("cluster-name", Takes::One), ("role-arn", Takes::One), ("cluster-id", Takes::One)];
const UPDATE_FLAGS: &[Flag] = &[
    ("name", Takes::One),
    ("kubeconfig", Takes::One),
    ("role-arn", Takes::One),
    ("proxy-url", Takes::One),
    ("dry-run", Takes::Nothing),
    ("verbose", Takes::Nothing),
    ("alias", Takes::One),
    ("user-alias", Takes::One),
    ("assume-role-arn", Takes::One),
];

/// The versions of the output that clients support.
const VERSIONS: &[&str] = &["client.authentication.k8s.io/v1", BETA];
const BETA: &str = "client.authentication.k8s.io/v1beta1";
const ALPHA: &str = "client.authentication.k8s.io/v1alpha1";

/// Prints a token for a cluster.
pub(super) const GET_TOKEN: Command =
    command!("get-token", "EKS", "Print a token for a cluster.", "--cluster-name <text>", TOKEN_FLAGS, get_token);

/// Writes the entries of a cluster to the kubeconfig.
pub(super) const UPDATE_KUBECONFIG: Command = command!(
    "update-kubeconfig",
    "EKS",
    "Add a cluster to the kubeconfig.",
    "--name <text>",
    UPDATE_FLAGS,
    update_kubeconfig
);

fn get_token(_: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("get-token", &[], TOKEN_FLAGS, arguments)?;
    let cluster = match (given.text("cluster-name"), given.text("cluster-id")) {
        (Some(_), Some(_)) => {
            let message = "The key \"cluster_id\" cannot be specified when one of the following keys are also \
                           specified: cluster_name";
            return Err(Failure::Param(message.to_owned()));
        }
        (Some(cluster), None) | (None, Some(cluster)) => cluster,
        (None, None) => {
            let message = "Either parameter --cluster-name or --cluster-id must be specified.";
            return Err(Failure::General(message.to_owned()));
        }
    };
    let sts = OtherService::connect("sts", &globals.for_other_service())?;
    let caller = sts.caller();
    let keys = match given.text("role-arn") {
        Some(role) => assume(&sts, role, "EKSGetTokenAuth")?,
        None => keys(caller)?,
    };
    let url = format!("{}?Action=GetCallerIdentity&Version=2011-06-15", caller.url());
    let mut request = HttpRequest::new("GET", url, Vec::new());
    request.headers.insert("x-k8s-aws-id", cluster.to_owned());
    let signed = presign(caller, &keys, "sts", request, 60)?;
    let token = format!("k8s-aws-v1.{}", url_safe(signed.as_bytes()));
    // The signature is valid for 15 minutes, regardless of the expiry in the URL.
    let expiry = DateTime::from(SystemTime::now() + Duration::from_secs(14 * 60));
    let expiry = DateTime::from_secs(expiry.secs()).fmt(Format::DateTime).unwrap_or_default();
    let status =
        [("expirationTimestamp".to_owned(), Value::String(expiry)), ("token".to_owned(), Value::String(token))];
    let answer: Fields = [
        ("kind".to_owned(), Value::string("ExecCredential")),
        ("apiVersion".to_owned(), Value::string(version())),
        ("spec".to_owned(), Value::Object(Fields::default())),
        ("status".to_owned(), Value::Object(status.into_iter().collect())),
    ]
    .into_iter()
    .collect();
    print(&format!("{}\n", ResultFormat::new(globals)?.write("get-token", &Value::Object(answer))?))
}

/// The version that the client requests.
fn version() -> String {
    let info = std::env::var("KUBERNETES_EXEC_INFO").unwrap_or_default();
    if info.is_empty() {
        return BETA.to_owned();
    }
    let asked = match parse_json(&info) {
        Ok(Value::Object(fields)) => fields.get("apiVersion").and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => {
            eprint(&format!("failed to read KUBERNETES_EXEC_INFO: using {BETA}\n"));
            return BETA.to_owned();
        }
    };
    if VERSIONS.contains(&asked.as_str()) {
        return asked;
    }
    if asked == ALPHA {
        eprint(&format!("{ALPHA} is deprecated: run `eks update-kubeconfig` to update the kubeconfig\n"));
        return asked;
    }
    eprint(&format!("unknown version in KUBERNETES_EXEC_INFO: using {BETA}\n"));
    BETA.to_owned()
}

/// The credentials of a role.
fn assume(sts: &OtherService, role: &str, session: &str) -> Result<Credentials, Failure> {
    let values = [("RoleArn", Value::string(role)), ("RoleSessionName", Value::string(session))];
    let answer = sts.call("AssumeRole", &values)?;
    let part = |name: &str| match answer.get("Credentials") {
        Some(Value::Object(fields)) => fields.get(name).and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    match (part("AccessKeyId"), part("SecretAccessKey")) {
        (Some(id), Some(secret)) => Ok(Credentials::new(id, secret, part("SessionToken"), None, "AssumeRole")),
        _ => Err(Failure::General(format!("failed to assume the role {role}: the response contains no credentials"))),
    }
}

/// The caller's configuration with the credentials of a role.
fn with_role(caller: &Caller, role: &str, globals: &Globals) -> Result<Config, Failure> {
    let sts = OtherService::connect("sts", &globals.for_other_service())?;
    let keys = assume(&sts, role, "EKSDescribeClusterSession")?;
    Ok(caller.config().to_builder().credentials_provider(keys).build())
}

fn update_kubeconfig(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("update-kubeconfig", &[], UPDATE_FLAGS, arguments)?;
    let name = given.needed("name")?;
    let caller = Caller::new(program.table.service, globals)?;
    let config = given.text("assume-role-arn").map(|role| with_role(&caller, role, globals)).transpose()?;
    let operation = program.operation("DescribeCluster")?;
    let values = [("name".to_owned(), Value::string(name))].into_iter().collect();
    let mut input = fill_values(operation, &values)?;
    let answer = caller.call_until(pin!(pending()), operation, &mut input, config.as_ref())?;
    let Some(Value::Object(cluster)) = answer.get("cluster") else {
        return Err(Failure::General("Cluster not found".to_owned()));
    };
    let text = |name: &str| cluster.get(name).and_then(Value::as_str).unwrap_or_default();
    match text("status") {
        "ACTIVE" | "UPDATING" => {}
        "" => return Err(Failure::General("Cluster not found".to_owned())),
        other => return Err(Failure::General(format!("Cluster status is {other}"))),
    }
    let arn = text("arn");
    let cluster_entry = cluster_entry(cluster, &given);
    let user = given.text("user-alias").unwrap_or(arn);
    let user_entry = user_entry(cluster, name, user, &given, globals);
    let context = given.text("alias").unwrap_or(user);
    let links = object([("cluster", Value::string(arn)), ("user", Value::string(user))]);
    let context_entry = object([("context", links), ("name", Value::string(context))]);

    let mut file = Kubeconfig::choose(given.text("kubeconfig"), arn)?;
    let is_update = file.has("clusters", arn);
    file.set("clusters", cluster_entry.clone())?;
    file.set("users", user_entry.clone())?;
    file.set("contexts", context_entry.clone())?;
    file.set_current(context);
    if given.has("dry-run") {
        return print(&file.text());
    }
    file.write()?;
    let verb = if is_update { "Updated context" } else { "Added new context" };
    let to = if is_update { "in" } else { "to" };
    print(&format!("{verb} {context} {to} {}\n", file.path().display()))?;
    if given.has("verbose") {
        print("Entries:\n\n")?;
        for entry in [context_entry, user_entry, cluster_entry] {
            print(&format!("{}\n", yaml_text(&entry)))?;
        }
    }
    Ok(())
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn cluster_entry(cluster: &Fields, given: &Given) -> Value {
    let data = match cluster.get("certificateAuthority") {
        Some(Value::Object(fields)) => fields.get("data").cloned(),
        _ => None,
    };
    let server = cluster.get("endpoint").cloned().unwrap_or(Value::Null);
    let mut inner: Fields = [
        ("certificate-authority-data".to_owned(), data.unwrap_or_else(|| Value::string(""))),
        ("server".to_owned(), server),
    ]
    .into_iter()
    .collect();
    if let Some(proxy) = given.text("proxy-url") {
        inner.push("proxy-url", Value::string(proxy));
    }
    object([("cluster", Value::Object(inner)), ("name", cluster.get("arn").cloned().unwrap_or(Value::Null))])
}

/// A user whose tokens come from this program, which is run under the name `aws`.
fn user_entry(cluster: &Fields, name: &str, user: &str, given: &Given, globals: &Globals) -> Value {
    let arn = cluster.get("arn").and_then(Value::as_str).unwrap_or_default();
    let region = arn.split(':').nth(3).unwrap_or_default();
    let is_local = match cluster.get("outpostConfig") {
        Some(Value::Object(fields)) => !fields.contains("etcdInstanceType"),
        _ => false,
    };
    let id = cluster.get("id").and_then(Value::as_str).unwrap_or_default();
    let (option, value) = if is_local { ("--cluster-id", id) } else { ("--cluster-name", name) };
    let mut arguments = vec!["--region", region, "eks", "get-token", option, value, "--output", "json"];
    if let Some(role) = given.text("role-arn") {
        arguments.extend(["--role", role]);
    }
    let arguments = Value::List(arguments.into_iter().map(Value::string).collect());
    let mut exec: Fields = [
        ("apiVersion".to_owned(), Value::string(BETA)),
        ("args".to_owned(), arguments),
        ("command".to_owned(), Value::string("aws")),
    ]
    .into_iter()
    .collect();
    let variable = || ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].iter().find_map(|it| std::env::var(it).ok());
    if let Some(profile) = globals.profile.clone().or_else(variable).filter(|it| !it.is_empty()) {
        let variable = object([("name", Value::string("AWS_PROFILE")), ("value", Value::String(profile))]);
        exec.push("env", Value::List(vec![variable]));
    }
    object([("name", Value::string(user)), ("user", object([("exec", Value::Object(exec))]))])
}
