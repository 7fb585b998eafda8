//! Tests of the command in a shell: completion, manual pages, terminals, output files.

mod aliases;
mod candidates;
mod help;
mod hints;
mod man;
mod mistakes;
mod out_file;
mod pager;
mod paging;
mod profile;
mod responses;
mod secrets;
#[cfg(unix)]
mod shells;
mod terminal;
