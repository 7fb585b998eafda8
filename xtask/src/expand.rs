//! `cargo xtask expand`: shows what the macros in generated code become.

use std::process::{Command, ExitCode, Stdio};

use clap::{Arg, ArgMatches};

use crate::say::say;
use crate::{Outcome, workspace};

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("expand")
        .about("Shows the code of a generated crate with its macros expanded")
        .arg(Arg::new("operation").value_name("OPERATION").help("Show only the module of this operation"))
        .arg(Arg::new("package").long("package").value_name("NAME").default_value("tinsmith-iam").help("The package"))
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    let package = matches.get_one::<String>("package").map_or("tinsmith-iam", String::as_str);
    let expanded = expand(package)?;
    let Some(operation) = matches.get_one::<String>("operation") else {
        say(expanded.trim_end());
        return Ok(ExitCode::SUCCESS);
    };
    let module = module(&expanded, operation).ok_or_else(|| format!("{package} has no operation {operation:?}"))?;
    say(module);
    Ok(ExitCode::SUCCESS)
}

/// The library of a package with its macros expanded. The option of the compiler is unstable, so the package alone is
/// compiled as a nightly compiler would.
fn expand(package: &str) -> Result<String, String> {
    let output: Result<std::process::Output, std::io::Error> = Command::new(workspace::cargo().get_program())
        .args(["rustc", "--quiet", "--package", package, "--lib", "--profile", "check", "--", "-Zunpretty=expanded"])
        .env("RUSTC_BOOTSTRAP", package.replace('-', "_"))
        .current_dir(workspace::root())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output();
    let output = output.map_err(|error| format!("failed to start cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("failed to expand the macros of {package}"));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("the expanded code of {package} is not UTF-8: {error}"))
}

/// The module of an operation, given by its name in the model, of the module or of the command.
fn module(expanded: &str, operation: &str) -> Option<String> {
    let letters = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
    let wanted = letters(operation);
    let lines: Vec<&str> = expanded.lines().collect();
    let begins = |line: &&str| {
        let name = line.trim_start().strip_prefix("pub mod ").and_then(|it| it.strip_suffix(" {"));
        name.is_some_and(|name| letters(name) == wanted)
    };
    let start = lines.iter().position(begins)?;
    let indent = lines[start].len() - lines[start].trim_start().len();
    let end = lines[start..].iter().position(|line| line.len() == indent + 1 && line.ends_with('}'))?;
    let inner = lines[start..=start + end].iter().map(|line| line.get(indent..).unwrap_or_default());
    Some(inner.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn the_module_of_an_operation_is_found_by_any_of_its_names() {
        let expanded = "pub mod operation {\n    pub mod get_mfa_device {\n        struct A {\n        }\n    }\n    pub mod b {\n    }\n}";
        let found = "pub mod get_mfa_device {\n    struct A {\n    }\n}";
        for name in ["GetMFADevice", "get_mfa_device", "get-mfa-device"] {
            assert_eq!(module(expanded, name).as_deref(), Some(found), "{name}");
        }
        assert_eq!(module(expanded, "GetUser"), None);
    }
}
