//! The command at a shell: completion, manual pages, terminals, files that answers go to.

mod candidates;
mod hints;
mod man;
mod out_file;
mod paging;
mod profile;
mod secrets;
#[cfg(unix)]
mod shells;
mod terminal;
