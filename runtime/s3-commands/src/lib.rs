//! The commands of `s3`, for buckets and trees of objects, compatible with `aws s3`.
//!
//! A transfer passes through these modules in order: `options` parses the arguments, `paths` checks the two places and
//! maps names from one to the other, `walk` and `listing` list both sides in one order, `filters` drops entries,
//! `compare` determines what a sync must do, `run` starts one task per file, and `upload`, `download`, `copy` and
//! `delete` make its requests. `report` prints the progress and outcome. Requests are made of named values (`client`),
//! which are sent according to the service's tables.

mod bandwidth;
mod buckets;
mod client;
mod compare;
mod copy;
mod copy_props;
mod delete;
mod download;
mod entry;
mod file;
mod filters;
mod help;
mod job;
mod listing;
mod load;
mod ls;
mod media_types;
mod options;
mod parts;
mod paths;
mod presign;
mod report;
mod requests;
mod run;
mod same_paths;
mod select;
mod settings;
mod sizes;
mod upload;
mod uri;
mod walk;

use tinsmith_cli::command::{Failure, Globals, Page};
use tinsmith_cli::{Command, Group, Program};

use options::Verb;

/// The group of commands.
pub const GROUP: Group =
    Group { name: "s3", service: "s3api", about: "Copy, list and remove objects and buckets", commands: COMMANDS };

const COMMANDS: &[Command] = &[
    command(
        Verb::Cp,
        |program, globals, words| run::run(Verb::Cp, program, globals, words),
        |it, _| help::page(Verb::Cp, it),
    ),
    command(Verb::Ls, ls::run, |it, _| help::page(Verb::Ls, it)),
    command(Verb::Mb, buckets::make, |it, _| help::page(Verb::Mb, it)),
    command(
        Verb::Mv,
        |program, globals, words| run::run(Verb::Mv, program, globals, words),
        |it, _| help::page(Verb::Mv, it),
    ),
    command(Verb::Presign, presign::run, |it, _| help::page(Verb::Presign, it)),
    command(Verb::Rb, buckets::remove, |it, _| help::page(Verb::Rb, it)),
    command(
        Verb::Rm,
        |program, globals, words| run::run(Verb::Rm, program, globals, words),
        |it, _| help::page(Verb::Rm, it),
    ),
    command(
        Verb::Sync,
        |program, globals, words| run::run(Verb::Sync, program, globals, words),
        |it, _| help::page(Verb::Sync, it),
    ),
    command(Verb::Website, buckets::website, |it, _| help::page(Verb::Website, it)),
];

type Run = fn(&Program, &Globals, &[String]) -> Result<(), Failure>;
type Help = fn(&Program, &[String]) -> Result<Page, Failure>;

const fn command(verb: Verb, run: Run, help: Help) -> Command {
    Command {
        name: verb.name(),
        about: verb.about(),
        is_offered: |_| true,
        run,
        options: Vec::new,
        words: |_, _| Vec::new(),
        help,
    }
}
