//! `configure add-model`: adds a service model to the directory of the AWS CLI.

use std::fs;

use super::{Context, called};
use crate::arguments::{Opt, Takes};
use crate::failure::Failure;
use crate::files;
use crate::globals::read_options;
use crate::json;
use crate::value::{Fields, Value};
use tinsmith_runtime::private_file;

/// Runs the command.
pub(super) fn run(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    let options = [Opt::new("service-model", Takes::One), Opt::new("service-name", Takes::One)];
    let command = called("configure add-model --service-model <text>");
    let read = read_options(&options, &command, rest)?;
    let Some(given) = read.last(0).and_then(|it| it.first()) else {
        let message = "the following arguments are required: --service-model";
        return Err(Failure::usage(message.to_owned(), Some(command)));
    };
    let text = match files::load(given).map_err(|reason| Failure::param("--service-model", reason))? {
        Some(Value::String(text)) => text,
        _ => given.clone(),
    };
    let invalid = |reason: String| Failure::General(format!("invalid service model: {reason}"));
    let Value::Object(model) = json::parse(&text).map_err(|error| invalid(error.to_string()))? else {
        return Err(invalid("expected an object".to_owned()));
    };
    let empty = Fields::default();
    let metadata = match model.get("metadata") {
        Some(Value::Object(fields)) => fields,
        _ => &empty,
    };
    let part = |name: &str| {
        let text = metadata.get(name).and_then(Value::as_str);
        text.ok_or_else(|| invalid(format!("missing {name} in the metadata")))
    };
    let name = match read.last(1).and_then(|it| it.first()) {
        Some(name) => name,
        None => part("endpointPrefix")?,
    };
    let version = part("apiVersion")?;
    for it in [name, version] {
        if it.is_empty() || it.starts_with('.') || it.contains(['/', '\\']) {
            return Err(invalid(format!("{it:?} is not a valid directory name")));
        }
    }
    let format = model.get("version").and_then(Value::as_str).and_then(|it| it.split('.').next()).unwrap_or("2");
    let file = format!("service-{}.json", format.parse::<u32>().unwrap_or(2));
    let path = context.home()?.join(".aws/models").join(name).join(version).join(file);
    let failed = |error: std::io::Error| {
        Failure::General(format!("failed to write {}: {}", path.display(), files::reason(&error)))
    };
    fs::create_dir_all(private_file::directory(&path)).map_err(failed)?;
    private_file::write(&path, text.as_bytes()).map_err(failed)
}
