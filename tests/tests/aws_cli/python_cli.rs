//! Runs the AWS CLI in a Python process that starts only once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tinsmith_tests::command::Run;
use tinsmith_tests::peers;

/// The running process. It ends when its standard input closes.
pub struct PythonCli {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    version: String,
    known: Known,
}

/// The content of the AWS CLI's description of the service.
#[derive(Clone, Debug, Default)]
pub struct Known {
    is_version_1: bool,
    operations: BTreeSet<String>,
    members: BTreeMap<String, BTreeSet<String>>,
}

impl Known {
    fn read(hello: &Value) -> Self {
        let names = |value: &Value| -> BTreeSet<String> {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let members = hello["members"].as_object().into_iter().flatten();
        let members = members.map(|(shape, members)| (shape.clone(), names(members))).collect();
        let is_version_1 = hello["version"].as_str().is_some_and(|it| it.starts_with("1."));
        Self { is_version_1, operations: names(&hello["operations"]), members }
    }

    /// The output formats of its version.
    pub fn formats(&self) -> &'static [&'static str] {
        const FORMATS: &[&str] = &["json", "text", "table", "yaml", "yaml-stream"];
        if self.is_version_1 { &FORMATS[..3] } else { FORMATS }
    }

    /// Whether the AWS CLI has this operation.
    pub fn operation(&self, name: &str) -> bool {
        self.operations.contains(name)
    }

    /// Whether the AWS CLI has this member of a structure. True if it does not have the structure.
    pub fn member(&self, shape: &str, member: &str) -> bool {
        self.members.get(shape).is_none_or(|it| it.contains(member))
    }
}

impl PythonCli {
    /// Starts it with this file of profiles. The error names what is missing.
    pub fn start(config: &Path) -> Result<Self, String> {
        let python = peers::python()?;
        let missing = |why: &dyn std::fmt::Display| format!("{} has no working awscli: {why}", python.display());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/aws_cli/python_cli.py");
        let mut command = Command::new(&python);
        command.arg(script).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        if let Some(path) = std::env::var_os("PYTHONPATH") {
            command.env("PYTHONPATH", path);
        }
        command.env("HOME", peers::target().join("no-home")).env("AWS_CONFIG_FILE", config);
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command.env("AWS_DEFAULT_REGION", "us-east-1").env("AWS_PAGER", "");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| missing(&error))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(missing(&"it has no standard input"));
        };
        let mut peer = Self {
            child,
            questions,
            answers: BufReader::new(answers),
            version: String::new(),
            known: Known::default(),
        };
        let hello = peer.answer().map_err(|error| missing(&error))?;
        peer.version = hello["version"].as_str().unwrap_or_default().to_owned();
        peer.known = Known::read(&hello);
        Ok(peer)
    }

    /// The version of the AWS CLI.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The content of its description of the service.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Runs the AWS CLI with these arguments.
    ///
    /// # Panics
    ///
    /// Panics if the process ends early.
    pub fn run(&mut self, arguments: &[String]) -> Run {
        let asked = writeln!(self.questions, "{}", json!(arguments)).and_then(|()| self.questions.flush());
        let answer = asked.map_err(|error| error.to_string()).and_then(|()| self.answer());
        let answer = answer.unwrap_or_else(|error| panic!("the AWS CLI broke off at {arguments:?}: {error}"));
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        let code = answer["code"].as_i64().and_then(|it| i32::try_from(it).ok()).unwrap_or(-1);
        Run { code, stdout: text("stdout"), stderr: text("stderr") }
    }

    fn answer(&mut self) -> Result<Value, String> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        serde_json::from_str(&line).map_err(|error| format!("{error}: {line}"))
    }
}

impl Drop for PythonCli {
    fn drop(&mut self) {
        // It is idle, and has nothing to clean up.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
