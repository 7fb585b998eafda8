//! Commands of a program for many services that do not belong to a service.

use super::complete;
use super::configure::{CONFIGURE_ABOUT, configure_page, configure_words, run_configure};
use super::services::OwnCommand;
use crate::arguments::{Opt, Takes};
use crate::failure::{Called, Failure};
use crate::globals::{Globals, read_options};
use crate::help_page::Page;
use crate::terminal::{eprint, print};
use crate::{completion, files, help};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::profile::Profiles;

/// The commands of every program for many services, sorted by name.
pub(super) const COMMANDS: &[OwnCommand] = &[
    OwnCommand {
        name: "completion",
        about: completion::ABOUT,
        run: complete::run,
        help: completion::page,
        words: completion::shells_after,
    },
    OwnCommand {
        name: "configure",
        about: CONFIGURE_ABOUT,
        run: |context, rest| run_configure(context, rest, &[]),
        help: |program| configure_page(program, &[]),
        words: |before| configure_words(before, &[]),
    },
    OwnCommand {
        name: "logout",
        about: "Remove the cached sessions of `aws login`.",
        run: |context, rest| logout(context.globals, rest),
        help: |program| {
            let about = "Remove the cached sessions of `aws login`.";
            let mut page = Page::of_command(program, about, "logout", &["logout --all"], "");
            help::global_options(&mut page);
            page
        },
        words: |_| vec!["--all".to_owned()],
    },
];

/// Removes the cached sessions of `aws login`.
fn logout(globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = Called { name: "logout".to_owned(), line: "logout".to_owned() };
    let read = read_options(&[Opt::new("all", Takes::Nothing)], &called, rest)?;
    let environment = Environment::of_process();
    if read.last(0).is_none() {
        let profile = globals.profile.as_deref().or_else(|| environment.profile_name()).unwrap_or("default");
        let profiles = Profiles::of(&environment).unwrap_or_default();
        if profiles.get(profile).is_some_and(|it| it.get("login_session").is_some()) {
            let message = "The session of one profile cannot be removed. `logout --all` removes all of them.";
            return Err(Failure::Param(message.to_owned()));
        }
        eprint(&format!("warning: no login session found for profile '{profile}'\n"));
        return Ok(());
    }
    let directory = environment.home().unwrap_or_default().join(".aws/login/cache");
    let cached = files::json_files(&directory);
    for path in &cached {
        files::remove(path).map_err(Failure::General)?;
    }
    match cached.len() {
        0 => print("No cached login session tokens found.\n"),
        1 => print("Removed 1 cached login session token.\n"),
        many => print(&format!("Removed {many} cached login session tokens.\n")),
    }
}
