//! `configure import`: imports access keys from a CSV file of the console.

use std::path::Path;

use super::file::{self, Change};
use super::{Context, called};
use crate::arguments::{Opt, Takes};
use crate::failure::Failure;
use crate::files;
use crate::globals::read_options;
use crate::terminal::print;
use crate::value::Value;

/// The required columns.
const COLUMNS: [&str; 3] = ["User Name", "Access Key ID", "Secret Access key"];

/// Runs the command.
pub(super) fn run(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    let options =
        [Opt::new("csv", Takes::One), Opt::new("skip-invalid", Takes::Nothing), Opt::new("profile-prefix", Takes::One)];
    let command = called("configure import --csv <text>");
    let read = read_options(&options, &command, rest)?;
    let Some(given) = read.last(0).and_then(|it| it.first()) else {
        let message = "the following arguments are required: --csv";
        return Err(Failure::usage(message.to_owned(), Some(command)));
    };
    let text = match files::load(given).map_err(|reason| Failure::param("--csv", reason))? {
        Some(Value::String(text)) => text,
        _ if !given.contains('\n') && Path::new(given).exists() => {
            let message = "You may be passing a file to import without the 'file://' prefix. To import a CSV file, use \
                           --csv file://path/to/file.csv";
            return Err(Failure::General(message.to_owned()));
        }
        _ => given.clone(),
    };
    let prefix = read.last(2).and_then(|it| it.first()).map_or("", String::as_str);
    let found = rows(&text, read.last(1).is_some()).map_err(Failure::General)?;
    let path = context.credentials_file()?;
    file::warn_if_readable_by_others(context.program, &path);
    for [name, id, secret] in &found {
        let keys =
            [("aws_access_key_id", Change::Text(id.clone())), ("aws_secret_access_key", Change::Text(secret.clone()))];
        file::update(&path, &format!("{prefix}{name}"), &keys)?;
    }
    print(&format!("Successfully imported {} profile(s)\n", found.len()))
}

/// The names and keys in the rows. A row with a missing value is an error, unless it is skipped.
fn rows(text: &str, skip: bool) -> Result<Vec<[String; 3]>, String> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err("Provided CSV contains no contents".to_owned());
    }
    let mut lines = text.lines();
    let headers: Vec<String> = lines.next().unwrap_or_default().split(',').map(|it| it.trim().to_lowercase()).collect();
    let mut columns = [0; 3];
    for (column, name) in columns.iter_mut().zip(COLUMNS) {
        let found = headers.iter().position(|it| *it == name.to_lowercase());
        *column = found.ok_or_else(|| format!("Expected header \"{name}\" not found"))?;
    }
    let mut rows = Vec::new();
    for (number, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let found = columns.map(|it| cells.get(it).copied().unwrap_or_default().to_owned());
        match found.iter().position(String::is_empty) {
            None => rows.push(found),
            Some(_) if skip => {}
            Some(at) => {
                let (entry, name) = (number + 1, COLUMNS[at]);
                return Err(format!("Failed to parse entry #{entry}: Row missing value for header \"{name}\""));
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn rows_are_read_by_their_headers() {
        let text = "\u{feff}Access key ID, User name ,x,Secret access key\nA,u,1,S\nB,,2,T\n";
        assert_eq!(rows(text, true).unwrap(), [["u", "A", "S"].map(str::to_owned)]);
        let wrong = rows(text, false).unwrap_err();
        assert_eq!(wrong, "Failed to parse entry #2: Row missing value for header \"User Name\"");
        assert_eq!(rows("a,b\n1,2", false).unwrap_err(), "Expected header \"User Name\" not found");
        assert_eq!(rows(" ", false).unwrap_err(), "Provided CSV contains no contents");
    }
}
