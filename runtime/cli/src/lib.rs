//! The command line of a generated crate. It is driven by tables, without code per operation.
//!
//! A command line passes through these modules in order: `arguments` parses the arguments with the global options
//! (`globals`) and those of the operation (`params`, named by `names`); `unpack` converts the arguments of options to
//! values (`json`, `shorthand`, `files`), and `document` adds those of `--cli-input-json` and `--cli-input-yaml`;
//! `input` fills in the operation's input and collects all mistakes (`limits`); `call` calls the service, page by page
//! (`paginate`); `answer` converts the output, `query` applies `--query`, `output` formats the result, `terminal`
//! prints it. Every error is a `failure`, with the AWS CLI's exit code and message. The commands that are not
//! operations are in `commands`; a service's own crate adds more through [`Table::commands`], based on [`command`].
//!
//! Nothing is initialized before it is needed: a sample or a help page reads no file and starts no runtime.

mod alias;
mod answer;
mod arguments;
mod auto_prompt;
#[cfg(test)]
mod beside_aws_cli;
mod call;
mod commands;
mod completion;
mod configure;
mod customize;
mod debug;
mod document;
mod event_lines;
mod failure;
mod files;
mod fill;
mod follow_ups;
mod globals;
mod help;
mod help_page;
mod hints;
mod input;
mod json;
mod limits;
mod man;
pub mod many;
mod mfa;
mod names;
mod other_services;
mod outfile;
mod output;
mod pager;
mod paginate;
mod param;
mod params;
mod print_request;
#[cfg(feature = "private-keys")]
mod private_key;
mod program;
mod progress;
mod query;
mod result_format;
mod run;
mod s3_settings;
mod sensitive;
mod settings;
mod shared_text;
mod shorthand;
mod signals;
mod start;
mod streams;
mod suggest;
mod terminal;
#[cfg(test)]
mod test_service;
mod texts;
mod unpack;
mod value;
mod visible;
mod wait;
mod yaml;

pub use program::{Command, Group, Program, Statics, Table, Tables};
pub use start::main;

/// Building blocks for commands of a service's own crate.
pub mod command {
    pub use crate::answer::read_output;
    pub use crate::arguments::{Misuse, Opt, Read, Takes};
    pub use crate::call::Caller;
    pub use crate::configure::{
        Section, SsoSettings, ask, ask_for_session, ask_plainly, ask_until, required, write_section,
    };
    pub use crate::customize::check_bucket;
    pub use crate::failure::{Called, Failure};
    pub use crate::files::{content, json_files, reason, remove, shown};
    pub use crate::fill::{fill_input, fill_values};
    pub use crate::globals::{Globals, read_options, read_words};
    pub use crate::help::{connection_options, global_options, quoted};
    pub use crate::help_page::Page;
    pub use crate::other_services::{OtherService, provide_services};
    pub use crate::pager::print_result;
    #[cfg(feature = "private-keys")]
    pub use crate::private_key::PrivateKey;
    pub use crate::result_format::ResultFormat;
    pub use crate::run::run_operation;
    pub use crate::settings::nested_settings;
    pub use crate::shared_text::SharedText;
    pub use crate::signals::{Signal, Signals};
    pub use crate::terminal::{Destination, destination, eprint, print, print_all, tell};
    pub use crate::texts::{json_line, parse_exact_yaml, parse_json, parse_yaml, yaml_text};
    pub use crate::unpack::unpack;
    pub use crate::value::{Fields, Value};
}
