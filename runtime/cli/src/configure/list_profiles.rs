//! `configure list-profiles`: prints the names of all profiles, in the order of the files.

use super::{Context, file, no_more};
use crate::failure::Failure;
use crate::shared_text::SharedText;
use crate::terminal::print;
use tinsmith_runtime::private_file;

/// Runs the command.
pub(super) fn run(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    no_more(rest, "configure list-profiles")?;
    let text = |path: Result<std::path::PathBuf, Failure>| {
        path.ok().and_then(|path| private_file::read_text(&path, file::MOST_BYTES).ok()).unwrap_or_default()
    };
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !names.iter().any(|it| it == name) {
            names.push(name.to_owned());
        }
    };
    for section in SharedText::parse(&text(context.config_file())).sections() {
        match section.split_once(char::is_whitespace) {
            None if section == "default" => add(section),
            Some(("profile", name)) => add(name.trim().trim_matches(['"', '\''])),
            _ => {}
        }
    }
    SharedText::parse(&text(context.credentials_file())).sections().for_each(&mut add);
    print(&names.iter().map(|name| format!("{name}\n")).collect::<String>())
}
