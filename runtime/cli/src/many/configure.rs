//! `configure`, to which a program can add subcommands that need its services.

use super::services::OwnContext;
use crate::configure;
use crate::failure::Failure;
use crate::help_page::Page;
use crate::pager;

/// The description of the command, in one sentence.
pub const CONFIGURE_ABOUT: &str = "Read and write the shared files.";

/// A subcommand of `configure`.
#[derive(Debug)]
pub struct ConfigureCommand {
    /// The name.
    pub name: &'static str,
    /// The description, in one sentence.
    pub about: &'static str,
    /// Runs the command with the arguments after its name, without the global options.
    pub run: fn(&OwnContext<'_>, &[String]) -> Result<(), Failure>,
}

/// Runs `configure` with further subcommands.
///
/// # Errors
///
/// Fails if the subcommand is unknown or fails.
pub fn run_configure(context: &OwnContext<'_>, rest: &[String], more: &[ConfigureCommand]) -> Result<(), Failure> {
    if let Some((name, rest)) = rest.split_first()
        && let Some(found) = more.iter().find(|it| it.name == name)
    {
        return match rest.iter().any(|it| super::is_help(it)) {
            true => pager::show(context.globals, &configure_page(context.program, more)),
            false => (found.run)(context, rest),
        };
    }
    let names: Vec<&str> = more.iter().map(|it| it.name).collect();
    configure::run_subcommand(&configure::Context::new(context.program, context.globals), rest, &names)
}

/// The help page of `configure` with further subcommands.
pub fn configure_page(program: &str, more: &[ConfigureCommand]) -> Page {
    let more: Vec<_> = more.iter().map(|it| (it.name, it.about)).collect();
    configure::overview(program, &more)
}

/// The subcommands of `configure` that may follow the words after its name.
pub fn configure_words(before: &[String], more: &[ConfigureCommand]) -> Vec<String> {
    let mut words = configure::subcommands(before);
    if !words.is_empty() {
        words.extend(more.iter().map(|it| it.name.to_owned()));
    }
    words.sort();
    words
}
