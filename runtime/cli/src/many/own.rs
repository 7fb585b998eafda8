//! Commands of a program for many services that do not belong to a service.

use std::fs;

use crate::arguments::{Opt, Takes};
use crate::failure::{Called, Failure};
use crate::globals::{Globals, read_options};
use crate::help_page::Page;
use crate::terminal::{eprint, print};
use crate::{configure, files, help, pager};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::profile::Profiles;

/// A command that does not belong to a service.
pub(super) struct Own {
    pub name: &'static str,
    /// The description, in one sentence for the list of commands.
    pub about: &'static str,
    run: fn(&str, &Globals, &[String]) -> Result<(), Failure>,
    help: fn(&str) -> Page,
}

/// The commands, sorted by name.
pub(super) const COMMANDS: &[Own] = &[
    Own {
        name: "configure",
        about: "Read and write the shared files.",
        run: |program, globals, rest| configure::run_subcommand(&configure::Context::new(program, globals), rest),
        help: configure::overview,
    },
    Own {
        name: "logout",
        about: "Remove the cached sessions of `aws login`.",
        run: |_, globals, rest| logout(globals, rest),
        help: |program| {
            let about = "Remove the cached sessions of `aws login`.";
            let mut page = Page::of_command(program, about, "logout", &["logout --all"], "");
            help::global_options(&mut page);
            page
        },
    },
];

/// Removes the cached sessions of `aws login`.
fn logout(globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = Called { name: "logout".to_owned(), line: "logout".to_owned() };
    let read = read_options(&[Opt::new("all", Takes::Nothing)], &called, rest)?;
    let environment = Environment::of_process();
    if read.last(0).is_none() {
        let profile = globals.profile.as_deref().or_else(|| environment.get("AWS_PROFILE")).unwrap_or("default");
        let file = |variable, path| environment.file(variable, path);
        let profiles = Profiles::load(
            file("AWS_CONFIG_FILE", ".aws/config").as_deref(),
            file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials").as_deref(),
        );
        let profiles = profiles.unwrap_or_default();
        if profiles.get(profile).is_some_and(|it| it.get("login_session").is_some()) {
            let message = "The session of one profile cannot be removed. `logout --all` removes all of them.";
            return Err(Failure::Param(message.to_owned()));
        }
        eprint(&format!("warning: no login session found for profile '{profile}'\n"));
        return Ok(());
    }
    let directory = environment.home().unwrap_or_default().join(".aws/login/cache");
    let entries = fs::read_dir(directory).into_iter().flatten().flatten().map(|it| it.path());
    let mut removed = 0;
    for path in entries.filter(|it| it.extension().is_some_and(|it| it == "json")) {
        fs::remove_file(&path).map_err(|error| {
            Failure::General(format!("failed to remove {}: {}", path.display(), files::reason(&error)))
        })?;
        removed += 1;
    }
    match removed {
        0 => print("No cached login session tokens found.\n"),
        1 => print("Removed 1 cached login session token.\n"),
        many => print(&format!("Removed {many} cached login session tokens.\n")),
    }
}

/// Commands of the AWS CLI that are not supported.
const MISSING: &[&str] = &["cli-dev", "history", "login", "update"];

/// Runs the command with this name. `None` if there is none.
pub(super) fn run(program: &str, globals: &Globals, name: &str, rest: &[String]) -> Option<Result<(), Failure>> {
    if MISSING.contains(&name) {
        return Some(Err(Failure::Param(format!("`aws {name}` is not supported by {program}."))));
    }
    let found = COMMANDS.iter().find(|it| it.name == name)?;
    let is_help = |word: &String| matches!(word.as_str(), "help" | "--help" | "-h");
    Some(match rest.last() {
        Some(last) if is_help(last) => pager::show(globals, &(found.help)(program)),
        _ => (found.run)(program, globals, rest),
    })
}
