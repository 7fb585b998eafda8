//! `completion`: what a shell needs to complete the command while it is typed.
//!
//! `completion bash|zsh|fish` prints a few lines for the shell, which ask the program itself for the
//! words that fit (`completion candidates`, with the line so far in `COMP_LINE`). A start costs a
//! millisecond, so nothing of the tables has to be written down in the shell's language, and
//! profiles and files are those of the moment.

mod candidates;
mod files;
mod line;
mod regions;

use crate::arguments;
use crate::failure::{Called, Failure};
use crate::globals::Globals;
use crate::help;
use crate::help_page::Page;
use crate::program::{Command, Program};
use crate::terminal::print;
use candidates::Candidate;
use line::Line;

/// What the command does, in one sentence.
const ABOUT: &str = "Print what bash, zsh or fish needs to complete this command.";

/// The shells, each with what it is told. `NAME` stands for the program.
const SHELLS: &[(&str, &str)] = &[
    ("bash", include_str!("completion/shell.bash")),
    ("zsh", include_str!("completion/shell.zsh")),
    ("fish", include_str!("completion/shell.fish")),
];

/// The word that a shell's lines ask for candidates with.
const CANDIDATES: &str = "candidates";

/// The command.
pub(crate) const COMMAND: Command =
    Command { name: "completion", about: ABOUT, is_offered: |_| true, run, options: Vec::new, words, help };

/// Runs the command.
fn run(program: &Program, _: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = || Some(Called { name: "completion".to_owned(), line: "completion bash|zsh|fish".to_owned() });
    let (asked, shell, more) = match rest {
        [asked, shell, more @ ..] if asked == CANDIDATES => (true, shell, more),
        [shell, more @ ..] => (false, shell, more),
        [] => return Err(Failure::Usage("the following arguments are required: shell".to_owned(), called())),
    };
    if !more.is_empty() {
        return Err(Failure::Unknown(more.join(", "), called()));
    }
    let Some((shell, script)) = SHELLS.iter().find(|(name, _)| name == shell) else {
        return Err(Failure::Usage(arguments::invalid_choice("shell", shell, &shells()), called()));
    };
    if !asked {
        return print(&script.replace("NAME", program.name()));
    }
    let line = std::env::var("COMP_LINE").unwrap_or_default();
    print(&answer(program, shell, &line))
}

/// The help of the command.
fn help(program: &Program, _: &[String]) -> Result<Page, Failure> {
    let name = program.name();
    let mut page = Page::of_command(
        name,
        ABOUT,
        "completion",
        &["completion bash|zsh|fish"],
        "Commands, options and the values of enums are completed, profiles behind options that take one, regions behind \
         --region, and files behind file:// and fileb://.",
    );
    page.section("EXAMPLE");
    page.text(1, "In ~/.bashrc:");
    page.line(2, &format!("eval \"$({name} completion bash)\""));
    page.item(1, "In ~/.zshrc, below `compinit`:");
    page.line(2, &format!("eval \"$({name} completion zsh)\""));
    page.item(1, "In ~/.config/fish/config.fish:");
    page.line(2, &format!("{name} completion fish | source"));
    help::global_options(&mut page);
    Ok(page)
}

/// The words that may follow those behind the command's name.
fn words(_: &Program, before: &[String]) -> Vec<String> {
    if before.is_empty() { shells().iter().map(|&it| it.to_owned()).collect() } else { Vec::new() }
}

fn shells() -> Vec<&'static str> {
    SHELLS.iter().map(|(name, _)| *name).collect()
}

/// The candidates for the last word of a line, one a line, as the shell takes them.
fn answer(program: &Program, shell: &str, line: &str) -> String {
    let line = Line::split(line);
    let found = candidates::candidates(program, line.before.get(1..).unwrap_or_default(), &line.current);
    let written = |it: &Candidate| match (shell, it.about.is_empty()) {
        ("bash", _) => line.tail(&it.text),
        (_, true) => it.text.clone(),
        (_, false) => format!("{}\t{}", it.text, it.about),
    };
    found.iter().map(|it| written(it) + "\n").collect()
}
